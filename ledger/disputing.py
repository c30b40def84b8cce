"""A dispute over the subjects it touches: its notice, who may skip what, the ten days, and how far it has come.

The stages are those of a dispute resolution procedure in their order (TVP-5.1-1a to TVP-5.2-8a). These are questions of
several subjects, so they stand here: pure functions of a file, a day and the procedure, asked by the rules that judge
an act, by the duties, and by the conditions before an early termination.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from ledger.dates.bank_holidays import COUNTRY_NAMES
from ledger.dates.calendar import DateWorking, Period, monday_to_friday, period_end
from ledger.dates.working_days import dated
from ledger.formal_route import INFORMAL_FIRST, as_given, flaw, let_be
from ledger.matters import noticed
from ledger.offices import the_provider_came
from ledger.plans import planned_on

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Actor
    from ledger.procedures import Procedure
    from ledger.subjects.disputes import DisputePlan, DisputeStep, Escalation, ProgressReport
    from ledger.subjects.issues import Issue
    from ledger.subjects.meetings import Meeting
    from ledger.subjects.notices import Notice, NoticeServed


DisputeStage = Literal["informal", "notice", "meeting", "plan", "mediation", "arbitration", "litigation", "termination"]
STAGES: tuple[DisputeStage, ...] = get_args(DisputeStage)
"""The stages in their order; ending the contract is no stage of it, and all of it can be left out for that."""
PROGRESS_TO = "dispute.progress-to-whom"
"""The rule that says to which office progress is reported."""


class Authority(Protocol):
    """By whom, when and by which entry stages were let be left out."""

    @property
    def by(self) -> Actor | None: ...
    @property
    def on(self) -> date: ...
    @property
    def position(self) -> int: ...


# --- what belongs to which dispute -----------------------------------------------------------------------------------


def same(one: str | None, other: str | None) -> bool:
    """Return whether two entries can be about one dispute: where one of them names none, they can."""
    return one is None or other is None or one == other


def issues_of(file: ContractFile, dispute: str | None, named: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the issues an entry about a dispute is about: those it names, else those the dispute is about.

    A dispute is about what its opening names and what the notices of it name.
    """
    held = file.disputes.by_id.get(dispute) if dispute else None
    if named or held is None:
        return tuple(named)
    put = (i for _, n in file.notices.of_disputes().get(held.id, ()) for i in n.issues)
    return tuple(dict.fromkeys((*held.issues, *put)))


def about(
    file: ContractFile, dispute: str | None, named: Iterable[str], other: str | None, others: Iterable[str]
) -> bool:
    """Return whether two entries about a dispute are about one matter: by dispute, else by the issues of each."""
    mine, theirs = set(issues_of(file, dispute, named)), set(issues_of(file, other, others))
    if dispute and other:
        return dispute == other
    return not mine or not theirs or bool(mine & theirs)


def of_notice(file: ContractFile, dispute: str | None, notice: NoticeServed) -> bool:
    """Return whether a step that names a dispute, or none, is about what a notice of dispute is about (TVP-5.2-2c)."""
    return about(file, dispute, (), notice.dispute, notice.issues)


def bears_on(file: ContractFile, issue: str, dispute: str | None, on: date) -> bool:
    """Return whether what was done about a dispute bears on an issue: the dispute names it, or it was noticed by then.

    What names neither dispute nor issue can be about any that there was.
    """
    if dispute and issue in issues_of(file, dispute):
        return True
    held = file.issues.by_id.get(issue)
    noticed = (held.noticed_on or held.raised_on) if held else None
    return noticed is None or on >= noticed


def only_one(file: ContractFile) -> bool:
    """Return whether there is no more than one dispute on file that what names none can be about."""
    return len(file.disputes.by_id) <= 1 and len(noticed(file)) <= 1


def notices_of(file: ContractFile, matter: str, issues: Sequence[str]) -> list[tuple[Notice, NoticeServed]]:
    """Return either party's notices of a matter in dispute, in order: those it is made of, where a notice began it."""
    made_of = next((one.notices for one in noticed(file) if one.id == matter), None)
    return [
        (notice, served) for notice, served in file.notices.served("dispute")
        if (notice.id in made_of if made_of is not None else about(file, served.dispute, served.issues, matter, issues))
    ]  # fmt: skip


def notices(file: ContractFile, day: date) -> list[tuple[Notice, NoticeServed]]:
    """Return the authority's notices of dispute given by a day, in order."""
    return [pair for pair in file.notices.served("dispute", party="authority") if pair[1].happened_on <= day]


def escalations(
    file: ContractFile, day: date, dispute: str | None = None, issues: Iterable[str] = ()
) -> list[Escalation]:
    """Return what was agreed or authorised by a day about a matter, whether or not it stands: going formal, or leaving
    stages out."""
    issues = tuple(issues)
    return [e for e in file.disputes.escalations if e.on <= day and about(file, e.dispute, e.issues, dispute, issues)]


def allowing(
    file: ContractFile, day: date, procedure: Procedure, dispute: str | None = None, issues: Iterable[str] = ()
) -> list[Escalation]:
    """Return what was agreed or authorised about a matter and stands by a day: in writing, by whoever may."""
    found = escalations(file, day, dispute, issues)
    return [e for e in found if flaw(file, e, day, procedure) is None]


def by_passed(
    file: ContractFile, day: date, procedure: Procedure, dispute: str | None = None, issues: Iterable[str] = ()
) -> Escalation | None:
    """Return the authority to leave stages out that reaches furthest, given or ratified by the office entitled
    (TVP-5.0-7)."""
    immediate = (e for e in escalations(file, day, dispute, issues) if e.immediate)
    found = (as_given(file, e, day, procedure) for e in immediate)
    return max((e for e in found if e is not None), key=lambda e: STAGES.index(e.stage), default=None)


def left_out(passed: Escalation | None, stage: DisputeStage) -> bool:
    """Return whether an authority to begin at a later stage leaves this one out."""
    return passed is not None and STAGES.index(stage) < STAGES.index(passed.stage)


def without(
    file: ContractFile, day: date, procedure: Procedure, issue: str, stage: DisputeStage
) -> Authority | None:  # fmt: skip
    """Return what lawfully left a stage out for an issue by a day (TVP-5.0-6, TVP-5.0-7); None where nothing did.

    Of the informal stage that is also leave to give notice of dispute without it.
    """
    passed = by_passed(file, day, procedure, issues=(issue,)) if file.disputes.escalations else None
    if passed is not None and left_out(passed, stage):
        return passed if issue in passed.issues or bears_on(file, issue, passed.dispute, passed.on) else None
    given = [pair for pair in notices(file, day) if issue in issues_of(file, pair[1].dispute, pair[1].issues)]
    return let_be(file, given, INFORMAL_FIRST, procedure) if stage == "informal" else None


def by_whose_authority(passed: Authority, procedure: Procedure) -> str:
    """Return in words by whose authority stages were left out, and by which entry."""
    who = procedure.person_in_office(passed.by)
    return f"left out by authority of {who} (entry {passed.position})"


# --- the informal stage -----------------------------------------------------------------------------------------------


def attempts(file: ContractFile, issue: Issue) -> list[int]:
    """Return the entries that show an issue was to be resolved without more: plans, meetings, contacts, actions. One
    that is called a plan and says neither what is to be done nor by when is none."""
    plans = [position for position in issue.plans if planned_on(file, position) is not None]
    contacts = [c.position for c in file.contacts.by_issue().get(issue.id, ())]
    actions = [a.position for a in file.actions.by_issue().get(issue.id, ())]
    at_meetings = [position for _, _, position in file.meetings.confirmations(issue.id)]
    at_meetings += [position for _, position in file.meetings.looked(issue.told_of_by)]
    minuted = [position for _, means, position in issue.notified if means == "minuted-meeting"]
    return [*plans, *contacts, *actions, *at_meetings, *minuted]


def tried_first(
    file: ContractFile, issue: Issue, given: Iterable[tuple[Notice, NoticeServed]], disputes: Collection[str]
) -> list[int]:
    """Return those of the `attempts` that were made before the first of the authority's among these notices of dispute
    that can be about the issue, or on its day; where it gave none, before the first step of one of these disputes: what
    follows it is no informal stage (TVP-5.0-8), as is the letter that tells the provider of the result (TVP-5.2-4d).

    The provider's notice ends none: what the authority tries after it is tried before its own.
    """
    ours = (s for _, s in given if s.served_by_party == "authority")
    about_it = (s.happened_on for s in ours if issue.id in (issues_of(file, s.dispute, s.issues) or (issue.id,)))
    last = min(about_it, default=None) or informal_until(file, disputes)
    made = ((position, file.at(position)) for position in attempts(file, issue))
    return [position for position, recorded in made if recorded and recorded.entry.happened_on <= last]


def informal_until(file: ContractFile, disputes: Collection[str]) -> date:
    """Return the last day before the first step of some disputes in the formal procedure, notices apart; the last day
    there is where none was taken."""
    held = file.disputes
    steps: list[DisputePlan | DisputeStep] = [*held.plans.values(), *held.plan_ends, *held.referrals, *held.settled]
    steps += held.signed_off
    first = min((step.on for step in steps if _one_of(step.dispute, disputes)), default=None)
    return date.max if first is None else first - timedelta(days=1)


def taken_up(file: ContractFile, issue: str, since: date) -> bool:
    """Return whether the first formal step of the disputes that name an issue, notices apart, was taken from a day on:
    its informal stage is over then, whatever became of the notice."""
    disputes = {name for name in file.disputes.by_id if issue in issues_of(file, name)}
    until = informal_until(file, disputes) if disputes else date.max
    return since <= until < date.max


# --- the ten days -----------------------------------------------------------------------------------------------------


def meet_by(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> DateWorking | None:
    """Return the last day for the meeting a notice of dispute asks for, with its working (TVP-5.2-2c).

    None where the procedure reads the ten days as limiting the asking (N-12): then no day is set for the meeting.

    "Normal business days": Monday to Friday without the bank holidays of the contract's country, from the day after
    the notice was written. Raises CalendarError for a year the table of bank holidays lacks.
    """
    on_asking = procedure.setting("dispute.limit-is-on-asking")
    return None if on_asking else _within(file, notice.happened_on, procedure)


def _within(file: ContractFile, day: date, procedure: Procedure) -> DateWorking:
    period = Period(count=procedure.setting("dispute.meeting-within"), unit="working-days")
    found = period_end(period, day, monday_to_friday(file.country))
    whose = f"{found.sentence.removesuffix('.')}; bank holidays are those of {COUNTRY_NAMES[file.country]}."
    return found.model_copy(update={"sentence": whose})


def ask_by(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> DateWorking | None:
    """Return the last day for asking, where the procedure reads the ten days so (N-12): from what allowed the notice.

    None where the procedure limits the meeting, or nothing allowing the notice is on file. Raises as `meet_by` does.
    """
    allowed = allowing(file, notice.happened_on, procedure, notice.dispute, notice.issues)
    return ask_within(file, allowed[-1].on, procedure) if allowed else None


def ask_within(file: ContractFile, allowed_on: date, procedure: Procedure) -> DateWorking | None:
    """Return the last day for a notice allowed on a day, as `ask_by` does for one that was given."""
    return _within(file, allowed_on, procedure) if procedure.setting("dispute.limit-is-on-asking") else None


def meetings(file: ContractFile, notice: NoticeServed, day: date) -> list[Meeting]:
    """Return the meetings with the provider about a dispute, from the day of its notice up to a day, in order
    (TVP-5.2-2c)."""
    return [m for m in _held_since(file, notice, day) if with_the_provider(file, m)]


def stayed_away(file: ContractFile, notice: NoticeServed, day: date) -> list[Meeting]:
    """Return those about a dispute in that time to which nobody of the provider came, in order."""
    return [m for m in _held_since(file, notice, day) if not with_the_provider(file, m)]


def held_alone(meetings: Iterable[Meeting]) -> str:
    """Return in words that nobody of the provider came to meetings, with their days and entries."""
    told = [f"{m.id} on {dated(m.held_on or date.min)} (entry {m.held})" for m in meetings]
    return f"nobody of the provider is on file as having come to {' or '.join(told)}"


def with_the_provider(file: ContractFile, meeting: Meeting) -> bool:
    """Return whether a meeting that was held was one with the provider (TVP-5.2-2c, docs/adr/0333)."""
    return the_provider_came(file, meeting.present, meeting.held_on or date.max)


def _held_since(file: ContractFile, notice: NoticeServed, day: date) -> list[Meeting]:
    return [
        m for m in file.meetings.held_on_disputes()
        if m.held_on is not None and notice.happened_on <= m.held_on <= day
        and of_notice(file, m.dispute, notice)
    ]  # fmt: skip


def plans_about(file: ContractFile, issue: str) -> list[DisputePlan]:
    """Return the action plans of the disputes about an issue, in the order they were recorded."""
    plans = file.disputes.plans.values()
    return [p for p in plans if concerns(file, p.dispute, issue) and bears_on(file, issue, p.dispute, p.on)]


def meetings_about(file: ContractFile, issue: str) -> list[Meeting]:
    """Return the meetings held about the disputes about an issue, in order; what names no dispute is about any."""
    held = file.meetings.held_on_disputes()
    if not held or not (
        any(n.notice_kind == "dispute" for _, n in file.notices.by_issue().get(issue, ())) or in_point(file, (issue,))
    ):
        return []
    about_it = (m for m in held if concerns(file, m.dispute, issue))
    return [m for m in about_it if bears_on(file, issue, m.dispute, m.held_on or date.min)]


# --- how far it has come ----------------------------------------------------------------------------------------------


def untaken(file: ContractFile, day: date, issues: Sequence[str], procedure: Procedure) -> str:
    """Return the stages nothing is on file of, and those considered and passed over, in words ("" for none)."""
    disputes, held = in_point(file, issues), file.disputes
    passed = by_passed(file, day, procedure, issues=issues)
    declined = {step: p for p in held.passed_over if p.on <= day and _one_of(p.dispute, disputes) for step in p.steps}
    taken = _taken(file, day, issues, disputes)
    if taken & _EITHER_WAY:
        taken |= _EITHER_WAY
    told: dict[str, list[str]] = {}
    for stage in STAGES[:-1]:
        if stage in taken:
            continue
        if stage in declined:
            over = declined[stage]
            how = f"considered and not taken on {dated(over.on)} (entry {over.position})"
        elif passed is not None and left_out(passed, stage):
            how = by_whose_authority(passed, procedure)
        else:
            how = "not on file"
        told.setdefault(how, []).append(WORDS[stage])
    return "; ".join(f"{how}: {', '.join(stages)}" for how, stages in told.items())


_EITHER_WAY: frozenset[DisputeStage] = frozenset(("arbitration", "litigation"))
"""The dispute goes to a court where arbitration is not chosen (TVP-5.2-7): where one was taken, the other is not asked
for."""
WORDS: dict[DisputeStage, str] = {
    "informal": "the informal stage", "notice": "the notice of dispute", "meeting": "the meeting",
    "plan": "an action plan", "mediation": "mediation", "arbitration": "arbitration", "litigation": "litigation",
    "termination": "ending the contract",
}  # fmt: skip


def in_point(file: ContractFile, issues: Sequence[str]) -> set[str]:
    """Return the disputes about these issues, and those that name none; all of them where no issue is asked about."""
    matters = {name: issues_of(file, name) for name in file.disputes.by_id}
    return {name for name, about_it in matters.items() if not issues or not about_it or set(issues) & set(about_it)}


def concerns(file: ContractFile, dispute: str | None, issue: str) -> bool:
    """Return whether a dispute is among those `in_point` of one issue; what names none can be about any."""
    if dispute is None:
        return True
    matters = issues_of(file, dispute)
    return dispute in file.disputes.by_id and (not matters or issue in matters)


def _one_of(named: str | None, disputes: Collection[str]) -> bool:
    return named is None or named in disputes


def _taken(file: ContractFile, day: date, issues: Sequence[str], disputes: set[str]) -> set[DisputeStage]:
    known = file.issues.on_file(issues or file.issues.by_id)
    put = [pair for pair in notices(file, day) if about(file, pair[1].dispute, pair[1].issues, None, issues)]
    given = [served for _, served in put]
    taken: set[DisputeStage] = {r.to for r in file.disputes.referrals if r.on <= day and _one_of(r.dispute, disputes)}
    if known and all(tried_first(file, issue, put, disputes) for issue in known):
        taken.add("informal")
    if given:
        taken.add("notice")
    if any(_held_since(file, served, day) for served in given):
        taken.add("meeting")
    if any(p.agreed_on <= day and _one_of(p.dispute, disputes) for p in file.disputes.plans.values()):
        taken.add("plan")
    return taken


def reached(to: Actor | None, procedure: Procedure) -> bool:
    """Return whether a report on a plan went to whom the procedure has it go; anybody, where it names no office."""
    offices = procedure.entitled(PROGRESS_TO)
    return not offices or (to is not None and procedure.is_office(to.office, offices))


def reports_on(file: ContractFile, plan: str, procedure: Procedure) -> list[ProgressReport]:
    """Return the reports on a plan's progress that reached whom the procedure has them go to, and say how it goes, or
    were supplemented since with what they left out (TVP-5.2-4b)."""
    completing, filed = file.records.completing, file.records.is_filed
    return [
        report for report in file.disputes.reports.get(plan, ()) if reached(report.to, procedure)
        and (report.says or completing(report.position, "dispute.progress-says-how-it-goes") or filed(report.position))
    ]  # fmt: skip
