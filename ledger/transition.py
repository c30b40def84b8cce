"""The end of a contract over its subjects: when plans for it are told, and how long the outgoing provider stays bound.

Where a service goes on with somebody else, because an extension was not used, it was tendered again or notice was
given, the provider is held to the contract until the handover is complete (TVP-6.0-6). Pure functions of a file and
the procedure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.dates.calendar import CalendarError, latest_day_before
from ledger.dates.working_days import dated, months_before
from ledger.entry import Frozen
from ledger.grounds import ended_for_a_failing
from ledger.names import few
from ledger.offices import shown_as_the_authoritys
from ledger.serving.remedy_time import working_day

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.agreement import Extension
    from ledger.subjects.exits import Arranged, TransferPlan
    from ledger.subjects.notices import Notice, NoticeServed
    from ledger.subjects.termination.steps import Ending


SUPPLIED = "transfer-plan.supplied-by-the-provider"


class Conclusion(NamedTuple):
    """The day a contract concludes, as far as the file says."""

    end: date
    since: date
    """The day from which that was on file."""
    position: int
    """The entry that says so."""
    notice: str | None = None
    """The notice of termination that says so and is not shown to have been received: it ends then if that stands."""
    agreed: date | None = None
    """The end date on file, where it expired only later: what is due ahead of the end was due ahead of that day."""

    @property
    def prepared_for(self) -> date:
        """The day ahead of which its end is prepared."""
        return self.agreed or self.end

    @property
    def if_it_stands(self) -> str:
        """What is to be said of that day: that it is the one only if a notice stands; "" where that is settled."""
        return f", if {self.notice} stands" if self.notice else ""


class PlansDue(NamedTuple):
    """By when the provider is to be told in writing what is planned for the end."""

    due_on: date
    end: date
    since: date
    """The day from which that end was on file."""
    position: int
    too_short: bool
    """Whether there was less time than the procedure asks for when the end came to be known."""
    if_it_stands: str = ""
    """What is to be said of that end: that it is the one only if a notice stands."""
    counted_from: date | None = None
    """The end date that the time is counted from, where that is another: its day came first, and stays the day."""

    @property
    def ahead_of(self) -> str:
        """The end that the time is counted back from, in words."""
        if self.counted_from is not None:
            return f"the end date on file, {dated(self.counted_from)} (no notice puts that day back)"
        return f"the end on {dated(self.end)}{self.if_it_stands}"


class AtOnce(NamedTuple):
    """That a contract was ended at once, or is to be."""

    on: date
    """The day it was ended, or the earlier one on which that was decided."""
    why: str
    notice: int | None = None
    """The entry with the notice by which it was ended."""


class Transition(Frozen):
    """A service that is being handed over to others."""

    opened_on: date
    position: int
    """The entry by which it is known that it will be."""
    why: str
    notice: str | None = None
    """The notice of termination that is all that shows it, and is not shown to have been received."""
    completed_on: date | None = None
    completed_by: int | None = None

    @property
    def if_it_stands(self) -> str:
        """What is to be said of it: that it is so only if a notice stands; "" where that is settled."""
        return f", if {self.notice} stands" if self.notice else ""


def concludes(file: ContractFile, day: date) -> Conclusion | None:
    """Return when the contract concludes, by what was on file on a day: by a notice of termination that has effect, as
    it was ended, or by its end date. None where nothing says so."""
    agreed = _agreed_end(file, day)
    for notice in file.notices.ending(day):
        served = notice.served
        if served is not None and served.extent != "partial" and served.ends_on is not None:
            found = Conclusion(served.ends_on, served.happened_on, notice.position)
            return agreed if agreed is not None and agreed.end == found.end else found
    ended = file.termination.ended
    if ended is not None and ended.act_on <= day:
        rested = _rests_on(file, ended)
        told = rested.served if rested else None
        since = told.happened_on if told and told.ends_on == ended.on else ended.act_on
        if agreed is not None and (agreed.end == ended.on or (ended.how == "expired" and agreed.end < ended.on)):
            # it came to the end that was on file, and known since that was
            return agreed._replace(end=ended.on, agreed=agreed.end)
        return Conclusion(ended.on, min(since, ended.act_on), ended.position)
    return agreed


def _agreed_end(file: ContractFile, day: date) -> Conclusion | None:
    """Its end date, as it stood on a day."""
    end = file.value_of("end-date", day)
    if end is None or not isinstance(end.value, date) or end.value.year < 1900:
        return None
    return Conclusion(end.value, end.since, end.position)


def expected(file: ContractFile, day: date) -> Conclusion | None:
    """Return when the contract concludes by what was on file on a day, and if the last notice to end the whole of it
    stands whose receipt is not shown yet: whoever waits for that plans for the day it gives.
    """
    known, waiting = concludes(file, day), None
    for notice, served in file.notices.served("termination"):
        open_ = notice.valid is not False and not notice.is_purported and notice.withdrawn is None
        if not open_ or notice.counts_on is not None or served.extent == "partial" or served.happened_on > day:
            continue
        if served.ends_on is not None:
            waiting = Conclusion(served.ends_on, served.happened_on, notice.position, notice.id)
    if waiting is None or file.notices.ending(day) or file.termination.ended_on(day) is not None:
        return known
    return waiting


def part_ended(file: ContractFile, plan: TransferPlan, day: date) -> tuple[Notice, NoticeServed] | None:
    """Return the notice that ends only a part of the contract and that a transfer plan answers, by what was on file on
    a day: the one it names, or the only one to end anything. None where it is about the whole."""
    standing = [
        (notice, served) for notice, served in file.notices.served("termination")
        if served.happened_on <= day and not (notice.is_purported or notice.withdrawn or notice.valid is False)
    ]  # fmt: skip
    named = [pair for pair in standing if pair[0].id == plan.notice] if plan.notice else standing
    return named[0] if len(named) == 1 and named[0][1].extent == "partial" else None


def supplied(file: ContractFile, plan: TransferPlan) -> list[tuple[date, int]]:
    """Return (day, position) of each version of a transfer plan that the provider supplied (TVP-6.0-7): one entered as
    the authority's own act is none as long as it is asked why, without a reason with it or a supplement, whatever that
    is about. Of what was recorded before that was asked nobody is asked it."""
    return [(on, position) for on, position in plan.submitted if not _of_our_own(file, position)]


def _of_our_own(file: ContractFile, position: int) -> bool:
    recorded = file.at(position)
    if recorded is None or recorded.entry.by is None or position in file.records.supplements:
        return False
    unexplained = any(d.rule == SUPPLIED and d.reason is None for d in recorded.departures)
    return unexplained and shown_as_the_authoritys(file, recorded.entry.by, recorded.entry.happened_on)


def supplied_on(file: ContractFile, notice: str) -> tuple[date, int] | None:
    """Return (day, position) of the first version that the provider supplied of any transfer plan of the provider's
    that answers a notice; None where it supplied none (TVP-6.0-7)."""
    theirs = [plan for plan in file.exits.transfer_plans.values() if supplied(file, plan)]
    return min((version for plan in answering(theirs, notice) for version in supplied(file, plan)), default=None)


def answering(plans: Collection[TransferPlan], notice: str) -> list[TransferPlan]:
    """Return which of some transfer plans answer a notice: those that name it, else those that name none."""
    return [plan for plan in plans if plan.notice == notice] or [plan for plan in plans if plan.notice is None]


def is_for_review(file: ContractFile, plan: TransferPlan) -> bool:
    """Return whether the authority is to look at a transfer plan: at what the provider supplied, and at what it looked
    at already; at a draft of its own nobody does (TVP-6.0-8)."""
    return bool(plan.reviews or supplied(file, plan))


def transferred_by(file: ContractFile, plan: TransferPlan, day: date) -> Conclusion | None:
    """Return when what a transfer plan is about ends, and goes on elsewhere, by what was on file on a day: the part of
    the contract that a notice ends, or the contract, whichever comes first (TVP-6.0-7). None where nothing says so."""
    whole, found = expected(file, day), part_ended(file, plan, day)
    if found is None or (ends_on := found[1].ends_on) is None or (whole is not None and whole.end <= ends_on):
        return whole
    notice, served = found
    return Conclusion(ends_on, served.happened_on, notice.position, None if notice.counts_on else notice.id)


def supported_until(
    file: ContractFile, client: str, plan: str | None, day: date, procedure: Procedure,
    released_on: date | None = None,
) -> date | None:  # fmt: skip
    """Return the last day on which the provider supports a client, by what was on file on a day: the end of what the
    plan named is about, else of those that list the client; else of the contract (TVP-6.0-12). Where the provider is
    bound until the service is handed over, not before that; None as long as it is not, and where no day is known.
    `released_on`: the day of a handover that is about to be recorded as complete.
    """
    named = [
        held for name, held in file.exits.transfer_plans.items() if (name == plan if plan else client in held.clients)
    ]
    ends = {transferred_by(file, held, day) for held in named} or {expected(file, day)}
    last = max((known.end for known in ends if known), default=None)
    bound = transition(file, procedure)
    if last is None or bound is None or any(part_ended(file, held, day) for held in named):
        return last
    released = bound.completed_on or released_on
    return max(last, released) if released else None


def days_without_support(
    file: ContractFile, held: Arranged, day: date, procedure: Procedure, released_on: date | None = None
) -> int:  # fmt: skip
    """Return for how many days nobody supports a client between what they have now and what was arranged, by what was
    on file on a day; 0 where it follows at once, or one of the two days is not known (TVP-6.0-12)."""
    end = supported_until(file, held.client, held.plan, day, procedure, released_on)
    return max(0, (held.starts_on - end).days - 1) if held.starts_on and end else 0


def after_the_end(file: ContractFile, due_on: date | None, day: date, procedure: Procedure) -> str:
    """Return in words that something of a plan is due after the contract ends, by what is on file on a day: then its
    provider is bound to it no longer. "" where it is not, and while the service is handed over to others (TVP-6.0-6).
    """
    known = expected(file, day)
    if due_on is None or known is None or due_on <= known.end or transition(file, procedure) is not None:
        return ""
    return f"after the contract ends, on {dated(known.end)}{known.if_it_stands}"


def plans_due(file: ContractFile, day: date, procedure: Procedure) -> PlansDue | None:
    """Return by when plans for the end are told, by what was on file on a day (TVP-6.0-1); None where none are asked,
    as where the contract was ended at once (TVP-6.0-2)."""
    return lead_time(file, day, procedure) if ended_at_once(file, day) is None else None


def lead_time(file: ContractFile, day: date, procedure: Procedure) -> PlansDue | None:
    """Return by when plans for the end are told at the latest, however it comes; None where the procedure asks none.

    That is so many months before it is `expected` to end; where the contract is shorter than that, or came to end
    earlier, the day from which its end was known: nobody can be late before. Counted from the end date where that day
    is the earlier: a notice may bring it forward, and puts back none that was missed (docs/adr/0289).
    """
    months, known = procedure.setting("exit.plans-told-before-end"), expected(file, day)
    if not months or known is None:
        return None
    due, agreed = _told_before(known, months), _agreed_end(file, day)
    first = _told_before(agreed, months) if agreed is not None and agreed.end != known.end else due
    if due.due_on <= first.due_on:
        return due
    return first._replace(end=known.end, if_it_stands=known.if_it_stands, counted_from=first.end)


def _told_before(known: Conclusion, months: int) -> PlansDue:
    by = months_before(known.prepared_for, months)
    return PlansDue(
        max(by, known.since), known.prepared_for, known.since, known.position, by < known.since, known.if_it_stands
    )


def disregarded(file: ContractFile, day: date) -> list[str]:
    """Return the termination notices by which the contract does not end on a day, each in a sentence that says why."""
    found = []
    for notice, served in file.notices.served("termination"):
        if served.happened_on > day or served.extent == "partial" or notice.stands(day):
            continue
        if notice.withdrawn and notice.withdrawn[0] <= day:
            why = f"it was withdrawn on {dated(notice.withdrawn[0])}"
        elif notice.is_purported:
            why = "it was given against a rule that nothing lifts, and has no effect"
        elif notice.valid is False:
            why = "it was not validly served"
        elif notice.counts_on is None:
            why = "it is not shown to have been received"
        else:
            why = f"it counts as given only from {dated(notice.counts_on)}"
        says = f", which says {dated(served.ends_on)}," if served.ends_on else ""
        found.append(f"{notice.id}{says} is left out of account: {why} (entry {notice.position})")
    return found


def ended_at_once(file: ContractFile, day: date) -> AtOnce | None:
    """Return why the lead time before the end does not bind on a day: the contract was ended at once, as was decided,
    or under a clause or on a notice that gives no time (TVP-6.0-1 to TVP-6.0-3). None where it was for something else
    than a breach or a failing, which excuses nothing (docs/adr/0382)."""
    ended, decision = file.termination.ended_on(day), file.termination.authorised(day)
    decided = decision if decision is not None and decision.immediate and decision.extent == "full" else None
    if (
        ended is not None
        and ended.how == "terminated"
        and ended.on == ended.act_on
        and not _time_was_given(file, ended)
    ):
        if not _for_a_failing(file, ended.position):
            return None
        notice, since = _rests_on(file, ended), min(ended.on, decided.on if decided else ended.on)
        why = f"the contract was ended at once on {dated(ended.on)} (entry {ended.position})"
        return AtOnce(since, why, notice.position if notice else None)
    if decided is None or not _for_a_failing(file, decided.position):
        return None
    why = f"it was decided on {dated(decided.on)} to end the contract at once (entry {decided.position})"
    return AtOnce(decided.on, why)


def _for_a_failing(file: ContractFile, position: int) -> bool:
    recorded = file.at(position)
    return recorded is None or ended_for_a_failing(file, recorded.entry)


def _time_was_given(file: ContractFile, ended: Ending) -> bool:
    """Whether a contract that ended on the day of the act did so when a length of notice ran out: the clause asks for
    one, or the notice named a day later than that on which it counts."""
    notice = _rests_on(file, ended)
    served = notice.served if notice else None
    cited = ended.clause or (served.clause if served else None)
    right = file.terms.termination_clause(cited, ended.act_on) if cited else None
    if right is not None and (right.says.immediate or right.says.notice_length is not None):
        return not right.says.immediate
    if notice is None or served is None or served.ends_on is None:
        return False
    return served.ends_on > (notice.counts_on or served.happened_on)


def _rests_on(file: ContractFile, ended: Ending) -> Notice | None:
    """The notice of termination by which it ended: as the act names it, else the last that gave that day; none that
    counts for nothing."""
    if ended.how != "terminated":
        return None
    given = [
        notice for notice, served in file.notices.served("termination")
        if (notice.id == ended.notice if ended.notice else served.extent != "partial" and served.ends_on == ended.on)
        and not (notice.is_purported or notice.withdrawn or notice.valid is False)
    ]  # fmt: skip
    return given[-1] if given else None


def options_open(file: ContractFile) -> list[tuple[Extension, date | None]]:
    """Return each option to extend the contract that nothing was decided on while it lasted, and the last day to take
    it up.

    That is so long before the end as the contract says; where it says nothing, before the end itself (TVP-3.0-10).
    None where no end is on file, or where it cannot be counted.
    """
    end, ended = file.end_date(date.max), file.termination.ended
    left = options_undecided(file, ended.on if ended else date.max)
    return [(option, _take_up_by(file, option, end)) for option in left]


def options_undecided(file: ContractFile, by: date = date.max) -> list[Extension]:
    """Return each option to extend the contract that nothing was decided on by a day, by all that is on file: also of
    one that is over, where it lapsed."""
    contract = file.agreement.contract
    decided = [held.option.casefold() if held.option else None for held in file.reviews.extensions if held.on <= by]
    left = [option for option in contract.extensions if option.id.casefold() not in decided] if contract else []
    return left[decided.count(None) :]  # a decision that names no option is about the one that comes first


def _take_up_by(file: ContractFile, option: Extension, end: date | None) -> date | None:
    if end is None or end.year < 1900:
        return None
    if option.notice is None:
        return end
    try:
        return latest_day_before(option.notice, end, working_day(file, end)).end
    except CalendarError:
        return None


def transition(file: ContractFile, procedure: Procedure) -> Transition | None:
    """Return the handing over of the contract's service, by all that is on file; None where none is asked for."""
    if not procedure.setting("transfer.provider-bound"):
        return None
    opened, unproved = min(_openings(file), default=None), None
    if opened is None:
        if (unproved := min(_unproved(file), default=None)) is None:
            return None
        opened = unproved[:3]
    on, position, why = opened
    completed = next((done for done in file.exits.completed if done.on >= on), None)
    return Transition(
        opened_on=on, position=position, why=why, notice=unproved[3] if unproved else None,
        completed_on=completed.on if completed else None, completed_by=completed.position if completed else None,
    )  # fmt: skip


def _openings(file: ContractFile) -> list[tuple[date, int, str]]:
    """What shows that the whole service goes on elsewhere: (day, position, why) of each; nothing does where the plan in
    force says that it ends (TVP-6.0-5)."""
    plan = file.exits.standing_plan(date.max)
    if plan is not None and plan.service_ends:
        return []
    found = [said for notice, said in _notices_to_end(file) if notice.counts_on is not None or _ended_by(file, notice)]
    if file.reviews.extensions and not file.reviews.extensions[-1].taken:
        unused = file.reviews.extensions[-1]
        found.append((unused.on, unused.position, "an extension was not used"))
    if plan is not None and plan.exit_type:
        found.append((plan.on, plan.position, f"{plan.id} plans for it: {plan.exit_type.replace('-', ' ')}"))
    else:
        found += (*_lapsed(file), *_left_to_hand_over(file))
    return found


def _notices_to_end(file: ContractFile) -> Iterator[tuple[Notice, tuple[date, int, str]]]:
    for notice, served in file.notices.served("termination", party="authority"):
        if served.extent != "partial" and not (notice.is_purported or notice.withdrawn or notice.valid is False):
            yield notice, (served.happened_on, notice.position, f"{notice.id} gave notice of termination")


def _ended_by(file: ContractFile, notice: Notice) -> bool:
    """Whether the contract ended by a notice: whether it was received no longer decides that."""
    ended = file.termination.ended
    return ended is not None and _rests_on(file, ended) == notice


def _unproved(file: ContractFile) -> Iterator[tuple[date, int, str, str]]:
    """The notices by which it will, where nothing else shows it, if they stand: whoever waits for that prepares for it,
    as for the day they give (`expected`)."""
    plan = file.exits.standing_plan(date.max)
    if plan is None or not plan.service_ends:
        yield from ((*said, notice.id) for notice, said in _notices_to_end(file))


def _lapsed(file: ContractFile) -> Iterator[tuple[date, int, str]]:
    """An option that nobody decided on is not taken up either (TVP-6.0-6): known once the contract expired, and of no
    account where the service was handed over before."""
    ended, left = file.termination.ended, options_undecided(file)
    if ended is None or ended.how != "expired" or not left or any(done.on < ended.on for done in file.exits.completed):
        return
    yield ended.on, ended.position, f"the option to extend, {left[0].id}, lapsed without a decision"


def _left_to_hand_over(file: ContractFile) -> Iterator[tuple[date, int, str]]:
    """Without an exit plan that says how it goes on, a plan for the transfer of the service does, where the contract
    expired with clients or items of it still to go to others, and its provider was not told last that the service is to
    end (TVP-6.0-6)."""
    ended = file.termination.ended
    if ended is None or ended.how != "expired" or any(done.on < ended.on for done in file.exits.completed):
        return
    heard = file.exits.heard(ended.on)
    if heard and heard[-1].plans == "decommission":
        return
    left = {*file.exits.without_arrangement(ended.on), *file.exits.not_handed_over(ended.on)}
    for plan in file.exits.transfer_plans.values():
        waiting = [one for one in (*plan.clients, *(item.id for item in plan.items)) if one in left]
        if waiting and plan.state(ended.on) != "not-submitted" and part_ended(file, plan, ended.on) is None:
            yield ended.on, ended.position, f"{few(waiting)} of {plan.id} had still to go to others"
            return


def watched_until(file: ContractFile, procedure: Procedure) -> date | None:
    """Return the last day on which the contract is watched, by all that is on file; None where no day is known.

    While its service is handed over to others it goes on being watched, also after its end (TVP-6.0-6).
    """
    return _handed_over(file, procedure, file.end_date(date.max), date.max)


def provided_until(file: ContractFile, procedure: Procedure, day: date = date.max) -> date | None:
    """Return the last day of which returns are owed, by what is on file by a day; None where none is known.

    They are of a service that is provided (HCC-8.2-a): none of the time after a contract was ended before its end date,
    unless its provider stays bound until the service is handed over (TVP-6.0-6).
    """
    agreed, ended = file.end_date(day), file.termination.ended_on(day)
    last = min((one for one in (agreed, ended.on if ended else None) if one is not None), default=None)
    return _handed_over(file, procedure, last, day)


def _handed_over(file: ContractFile, procedure: Procedure, end: date | None, day: date) -> date | None:
    held = transition(file, procedure)
    if end is None or held is None or held.opened_on > day:
        return end
    return max(end, held.completed_on) if held.completed_on and held.completed_on <= day else None


def bound_until(file: ContractFile, procedure: Procedure) -> date | None:
    """Return the day from which nothing is asked any more as of a running contract; None while it runs, or is handed
    over: the end of the contract, or the completion of the transfer where that came later (TVP-6.0-6)."""
    ended = file.termination.ended
    if ended is None:
        return None
    held = transition(file, procedure)
    if held is None:
        return ended.on
    return max(ended.on, held.completed_on) if held.completed_on else None


__all__ = [
    "Conclusion", "PlansDue", "Transition", "after_the_end", "bound_until", "concludes", "days_without_support",
    "ended_at_once", "expected", "lead_time", "options_open", "options_undecided", "part_ended", "plans_due",
    "provided_until", "supplied", "supported_until", "transferred_by", "transition", "watched_until",
]  # fmt: skip
