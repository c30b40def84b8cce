"""What came of a dispute: how its plan ended, what mediation, arbitration and the courts came to, how it was settled.

The latest of them counts (TVP-5.2-0): a plan that missed its outcomes is answered by a settlement after it, and a
settlement in mediation ends a dispute as one at the meeting does (TVP-5.2-3a, TVP-5.2-5). Pure functions of a file and
a day, asked by the rules, the duties, the trail of each failing and the conditions before an early termination.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Protocol

from ledger.dates.working_days import dated
from ledger.disputing import (
    WORDS,
    about,
    bears_on,
    by_passed,
    escalations,
    in_point,
    issues_of,
    left_out,
    notices_of,
    only_one,
    same,
    untaken,
    with_the_provider,
)
from ledger.formal_route import flaw, refusal
from ledger.matters import Matter, noticed
from ledger.sign_offs import SIGNED, sign_offs, signed_off

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.disputes import Arbitrator, Escalation, PlanEnd, Referral, ReliefSought, Settlement
    from ledger.subjects.meetings import Meeting

DECIDES = ("arbitration", "litigation")
"""Where somebody decides between the parties: a mediator does not."""
DECIDED = ("for-the-authority", "for-the-provider", "in-part")
"""How it ends where somebody decided."""


class Step(Protocol):
    """Anything done about a dispute on a day."""

    @property
    def dispute(self) -> str | None: ...
    @property
    def on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that came of a dispute."""

    dispute: str | None
    on: date
    position: int
    what: str
    """What its day is of: PLN-001 concluded."""
    words: str
    """What it was: "PLN-001 was found: outcomes missed"."""
    stands: bool | None
    """Whether what the dispute is about stands after it; None where that is as it was before."""
    over: bool
    """Whether it ends the dispute."""
    by_agreement: bool = False
    """Whether it ended so because both parties would have it so."""
    evidence: tuple[int, ...] = ()


def results(file: ContractFile, day: date, disputes: Iterable[str]) -> list[Result]:
    """Return what had come of some disputes by a day, in the world's order; what names no dispute is of any of them."""
    held, wanted = file.disputes, set(disputes)
    found = (*map(_of_plan, held.plan_ends), *map(_of_referral, held.referral_ends), *map(_settled, held.settled))
    mine = (r for r in found if r.on <= day and _one_of(r, wanted))
    return sorted(mine, key=lambda r: (r.on, r.position))


def _settled(step: Settlement) -> Result:
    return Result(
        step.dispute, step.on, step.position, "dispute settled", "the dispute was settled",
        stands=False, over=True, by_agreement=True,
    )  # fmt: skip


def _of_plan(end: PlanEnd) -> Result:
    what, resolved = end.plan or "the plan", end.result == "resolved"
    found = "to have resolved the matter" if resolved else f": {end.result.replace('-', ' ')}"
    words = f"{what} was found {found}".replace(" :", ":")
    return Result(
        end.dispute, end.on, end.position, f"{what} concluded", words,
        stands=not resolved, over=resolved, by_agreement=resolved, evidence=end.evidence,
    )  # fmt: skip


def _of_referral(end: Referral) -> Result:
    """Settled or decided for the provider, nothing of the failing stands; what a mediator says decides nothing."""
    settled, decided = end.result == "settled", end.to in DECIDES
    stands = None if end.result == "withdrawn" else not (settled or (decided and end.result == "for-the-provider"))
    over = settled or (decided and end.result in DECIDED)
    said = f"{WORDS[end.to]} ended: {str(end.result).replace('-', ' ')}"
    what = f"{WORDS[end.to]} ended"
    return Result(end.dispute, end.on, end.position, what, said, stands, over, by_agreement=settled)


def latest(file: ContractFile, day: date, disputes: Iterable[str]) -> list[Result]:
    """Return the latest result of each of some disputes by a day, what tells nothing of the failing left aside."""
    last: dict[str | None, Result] = {}
    named = tuple(disputes)
    for result in results(file, day, named):
        if result.stands is not None:
            for dispute in (result.dispute,) if result.dispute else named or (None,):
                last[dispute] = result
    return list(dict.fromkeys(last.values()))


def about_issue(file: ContractFile, issue: str, day: date = date.max) -> list[Result]:
    """Return what had come by a day of the disputes about an issue, in the world's order."""
    disputes = in_point(file, (issue,))
    found = results(file, day, disputes) if disputes else []
    return [result for result in found if bears_on(file, issue, result.dispute, result.on)]


def not_worked_through(file: ContractFile, day: date, issues: Sequence[str], procedure: Procedure) -> str | None:
    """TC-14: the plan failed, or none could be agreed, and nothing settled the dispute since; or it was all left out.

    Mediation, arbitration and the courts are the authority's choice (TVP-5.2-5 to TVP-5.2-7): `untaken` lists them.
    """
    passed = by_passed(file, day, procedure, issues=issues)
    if passed is not None and passed.stage == "termination":
        return None
    disputes = in_point(file, issues)
    found = latest(file, day, disputes)
    if any(result.stands for result in found):
        failed = any(e.on <= day and e.result != "resolved" and _one_of(e, disputes) for e in file.disputes.plan_ends)
        if failed or left_out(passed, "plan"):
            return None
    elif found:
        return f"{found[-1].words} on {dated(found[-1].on)} (entry {found[-1].position})"
    going_on = ", ".join(map(under_way_since, under_way(file, day, disputes)))
    lacking = [what for what in (going_on, untaken(file, day, issues, procedure)) if what]
    return f"the dispute procedure was not worked through by {dated(day)}{': ' if lacking else ''}{'; '.join(lacking)}"


def under_way(file: ContractFile, day: date, disputes: Collection[str]) -> list[Referral]:
    """Return where some disputes were taken, by a day, without having come to an end there, or been settled or decided
    elsewhere, since."""
    held = file.disputes
    over = [result for result in results(file, day, disputes) if result.over]
    return [
        r for r in held.referrals
        if r.on <= day and (r.dispute is None or r.dispute in disputes)
        and not any(e.to == r.to and r.on <= e.on <= day and same(e.dispute, r.dispute) for e in held.referral_ends)
        and not any(r.on <= result.on and same(result.dispute, r.dispute) for result in over)
    ]  # fmt: skip


def arbitrator(
    file: ContractFile, dispute: str | None, day: date, award: Referral | None = None
) -> Arbitrator | None:  # fmt: skip
    """Return who stands appointed to decide a dispute by a day, or stood when an award was made; of an arbitration that
    came to its end before, nobody (TVP-5.2-6b)."""
    held = file.disputes
    ends = [e for e in held.referral_ends if e.to == "arbitration" and same(e.dispute, dispute) and e.on <= day]
    ended = [e.on for e in ends if e is not award]
    there = (a for a in held.arbitrators if same(a.dispute, dispute) and a.on <= day)
    return next((a for a in there if not any(a.on <= end for end in ended)), None)


def awarded_by_nobody(file: ContractFile) -> list[Referral]:
    """Return each award of which it is not on file that an arbitrator had been appointed by then, in order."""
    ends = (e for e in file.disputes.referral_ends if e.to == "arbitration" and e.result in DECIDED)
    return [end for end in ends if arbitrator(file, end.dispute, end.on, end) is None]


def completed_plan_reported(file: ContractFile, dispute: str | None, day: date) -> bool:
    """Return whether the report with the completed plan is on file with what found by a day that it resolved a dispute
    (TVP-5.2-4c)."""
    return any(end.with_report or file.records.is_filed(end.position) for end in _resolving(file, dispute, day))


def told_before_the_end(file: ContractFile, dispute: str | None, day: date, told_on: date) -> date | None:
    """Return the day the plan signed off on a day resolved a dispute, where the provider is said to have been told of
    its result before that; else None (TVP-5.2-4d)."""
    ended = max((end.on for end in _resolving(file, dispute, day)), default=told_on)
    return ended if told_on < ended else None


def _resolving(file: ContractFile, dispute: str | None, day: date) -> Iterator[PlanEnd]:
    ends = (end for end in file.disputes.plan_ends if end.result == "resolved")
    return (end for end in ends if end.on <= day and same(end.dispute, dispute))


def under_way_since(referral: Referral) -> str:
    """Return in words that what a dispute was taken to goes on."""
    return f"{WORDS[referral.to]} is under way since {dated(referral.on)} (entry {referral.position})"


def _one_of(step: Step, disputes: set[str]) -> bool:
    return step.dispute is None or step.dispute in disputes


def over_since(file: ContractFile, dispute: str | None, issues: Iterable[str], since: date) -> date | None:
    """Return the day a matter in dispute was settled, resolved, decided or signed off: nothing further is to be done
    about it; None before.

    The matter began on `since`. What names no dispute is about the matter that shares an issue with it; where that
    cannot be told by issues, about the only one on file. What its plan, mediation, arbitration or a court made of it
    ends it as long as nothing of it began again.
    """
    concerns = _concerning(file, dispute, issues_of(file, dispute, issues), since)
    held = file.disputes
    ends = [step.on for step in (*held.settled, *signed_off(file)) if concerns(step)]
    told = [r for r in results(file, date.max, held.by_id) if r.stands is not None and concerns(r)]
    if told and told[-1].over and not any(on > told[-1].on for on in _begun(file, concerns)):
        ends.append(told[-1].on)
    return min(ends, default=None)


def matters(file: ContractFile) -> list[Matter]:
    """Return what is or was in dispute: each dispute, and what a notice that stands began apart from them (ADR 0210).

    A notice that names no dispute is of one on file that it can be about and that was not over by then.
    """
    held = [
        Matter(id=d.id, dispute=d.id, issues=d.issues, began_on=d.began_on, position=d.position)
        for d in file.disputes.by_id.values()
    ]
    over = {one.id: matter_over_since(file, one) or date.max for one in held}
    lost = {n.id for n, _ in file.notices.served("dispute") if n.withdrawn or n.is_purported}
    apart = (
        one for one in noticed(file)
        if not lost.issuperset(one.notices)
        and not any(over[d.id] > one.began_on and about(file, None, one.issues, d.id, ()) for d in held)
    )  # fmt: skip
    return [*held, *apart]


def in_dispute_on(file: ContractFile, day: date) -> list[Matter]:
    """Return what was in dispute on a day: begun by then, and not over before it."""
    there = [one for one in matters(file) if one.began_on <= day]
    return [one for one in there if (over := matter_over_since(file, one)) is None or over >= day]


def relief_in(file: ContractFile, matter: str | None) -> list[ReliefSought]:
    """Return the urgent relief that courts were asked for in a matter in dispute; of None, outside any: what names it,
    and what names none where it alone was in dispute on that day (TVP-5.2-8b, docs/adr/0392)."""
    return [sought for sought in file.disputes.relief if _matter_of(file, sought) == matter]


def _matter_of(file: ContractFile, sought: ReliefSought) -> str | None:
    if sought.dispute is not None:
        return sought.dispute
    open_ = in_dispute_on(file, sought.on)
    return open_[0].id if len(open_) == 1 else None


def matter_over_since(file: ContractFile, matter: Matter) -> date | None:
    """Return the day a matter was over, as `over_since` has it; None while it goes on."""
    return over_since(file, matter.dispute, matter.issues, matter.began_on)


def issue_over_since(file: ContractFile, issue: str) -> tuple[date, str | None] | None:
    """Return the day every dispute about an issue was over, and which was the last; None where one goes on, none is on
    file, or the issue came back since."""
    held, ends = file.issues.by_id.get(issue), []
    matters: list[tuple[str | None, tuple[str, ...], date]] = [
        (d.id, d.issues, d.began_on) for d in file.disputes.by_id.values() if issue in issues_of(file, d.id)
    ]
    for _, served in file.notices.served("dispute"):
        if served.dispute is None and issue in served.issues:
            matters.append((None, served.issues, served.happened_on))
    for dispute, named, since in matters:
        over = over_since(file, dispute, named, since)
        if over is None:
            return None
        ends.append((over, dispute))
    last = max(ends, key=lambda end: end[0], default=None)
    back = held.reopened[-1][0] if held and held.reopened else date.min
    return last if last is not None and back <= last[0] else None


def met_and_settled(file: ContractFile) -> list[tuple[date, Meeting]]:
    """Return the meetings with the provider by whose outcome a dispute was settled there, with their days: the last of
    each dispute, as long as nothing of it began after."""
    held = [met for met in file.meetings.held_on_disputes() if with_the_provider(file, met)]
    return [
        (met.held_on, met) for number, met in enumerate(held, 1)
        if met.dispute_outcome == "settled" and met.held_on
        and not any(same(later.dispute, met.dispute) for later in held[number:])
        and not any(on > met.held_on for on in _begun(file, partial(_same_dispute, met.dispute)))
    ]  # fmt: skip


def _same_dispute(dispute: str | None, step: Step) -> bool:
    return same(step.dispute, dispute)


def _begun(file: ContractFile, concerns: Callable[[Step], bool]) -> Iterator[date]:
    yield from (plan.on for plan in file.disputes.plans.values() if concerns(plan))
    yield from (referral.on for referral in file.disputes.referrals if concerns(referral))


def _concerning(
    file: ContractFile, dispute: str | None, issues: Iterable[str], since: date
) -> Callable[[Step], bool]:  # fmt: skip
    mine = set(issues)

    def concerns(step: Step) -> bool:
        if step.dispute and dispute:
            return step.dispute == dispute
        theirs = set(issues_of(file, step.dispute))
        return step.on >= since and (bool(mine & theirs) if mine and theirs else only_one(file))

    return concerns


def course(file: ContractFile, dispute: str, procedure: Procedure) -> list[tuple[date, int, str]]:
    """Return what was done about a dispute and what came of it, in the world's order: (day, position, in words)."""
    held, issues = file.disputes, issues_of(file, dispute)
    put = notices_of(file, dispute, issues)
    met = (m for m in file.meetings.held_on_disputes() if m.held_on and same(m.dispute, dispute))
    found = [
        *((s.on, s.position, "the formal route was recommended") for s in held.recommended if same(s.dispute, dispute)),
        *(said for e in escalations(file, date.max, dispute, issues) for said in _allowed(file, e, procedure)),
        *((s.happened_on, n.position, f"{n.id} gave the {s.served_by_party}'s notice") for n, s in put),
        *((m.held_on or date.min, m.held or 0, _met(file, m)) for m in met),
        *((p.on, p.position, f"{p.id} was agreed") for p in held.plans.values() if same(p.dispute, dispute)),
        *((r.on, r.position, f"it was taken to {WORDS[r.to]}") for r in held.referrals if same(r.dispute, dispute)),
        *((r.on, r.position, "a court was asked for urgent relief") for r in relief_in(file, dispute)),
        *((r.on, r.position, r.words) for r in results(file, date.max, (dispute,))),
        *((s.on, s.position, SIGNED[standing]) for s, standing in sign_offs(file) if same(s.dispute, dispute)),
    ]
    return sorted(found)


def _met(file: ContractFile, meeting: Meeting) -> str:
    if with_the_provider(file, meeting):
        return f"the parties met ({meeting.id})"
    return f"{meeting.id} was held, to which nobody of the provider is on file as having come"


def last_of(file: ContractFile, issue: str, procedure: Procedure) -> list[tuple[str, date, str]]:
    """Return each dispute about an issue with what was last done about it or came of it: (dispute, day, in words)."""
    about_it = (dispute for dispute in file.disputes.by_id if issue in issues_of(file, dispute))
    courses = ((dispute, course(file, dispute, procedure)) for dispute in about_it)
    return [(dispute, told[-1][0], told[-1][2]) for dispute, told in courses if told]


def _allowed(file: ContractFile, given: Escalation, procedure: Procedure) -> Iterator[tuple[date, int, str]]:
    """What was agreed or authorised, whether it stands, and that it was refused (docs/adr/0312)."""
    to_begin = f"begin with {WORDS[given.stage]}"
    what = f"it was let {to_begin}" if given.immediate else "the formal route was agreed to"
    refused = refusal(file, given, date.max, procedure)
    stands = flaw(file, given, date.max, procedure) is None
    yield given.on, given.position, what if stands or refused else f"{what}, which does not stand"
    if refused is not None:
        what = f"to let it {to_begin}" if given.immediate else "the formal route"
        yield refused.on, refused.position, f"{what} was refused"
