"""What stands behind every failing: how the contract was watched, who was asked, and what speaks for the provider.

The trail is even-handed (HCC-2.1-a, HCC-2.1-b): what the provider did well is in it, and so is what the authority did
otherwise than its procedure asks. The day up to which it looks is given; nothing here knows today's date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ledger import documenting, meetings_due, monitoring, returns_owed
from ledger.assessing import against_its_figures, shown_by_its_figures
from ledger.contract_file import ContractFile
from ledger.departures import State
from ledger.entry import Entry, Frozen, Recorded
from ledger.in_time import against_its_plan, term_of
from ledger.names import counted
from ledger.results_given import not_given
from ledger.subjects.actions import ActionCompleted
from ledger.subjects.disputes import (
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeReferralConcluded,
    DisputeSettled,
)
from ledger.subjects.feedback import ComplaintHandlingReviewed, ComplimentReceived
from ledger.subjects.issues import IssueEscalated, IssueResolved, ResolutionPlanAgreed, SeniorManagementBriefed
from ledger.subjects.notices import RemedyAssessed
from ledger.subjects.performance import PerformanceAssessed
from ledger.subjects.records import ConsultationRecorded, DepartureAuthorised, DepartureRatified, DepartureRefused
from ledger.subjects.termination import LegalAdviceReceived, LegalServicesConsulted, TerminationAuthorised
from projections.failings.trail import Gap, recorded_on, spoken
from projections.judged_again import KeptSince, kept_since, standing_now
from projections.view import FileView

ASKED_OR_DECIDED = (
    ConsultationRecorded, LegalServicesConsulted, LegalAdviceReceived, IssueEscalated, SeniorManagementBriefed,
    DepartureAuthorised, DepartureRatified, DepartureRefused, TerminationAuthorised,
)  # fmt: skip
PRIVILEGED = (LegalServicesConsulted, LegalAdviceReceived)
"""Of these no more is said than that they happened: what was asked and advised is privileged."""


class Fact(Frozen):
    """An entry that bears on every failing."""

    position: int
    on: date
    recorded_on: date
    by: str | None
    sentence: str


class Monitored(Frozen):
    """One year of the contract: how many monitoring meetings were asked for and held."""

    first: date
    last: date
    """The last day of the year; the day looked up to, or that on which the contract ended, where that is earlier."""
    asked: int
    """How many meetings were asked for by the last day: by the parts of the year that are over."""
    a_year: int
    """How many are asked for in the whole year, more in a start-up time and less where the contract ends in it."""
    held: int


class Met(Frozen):
    """A meeting that was held, and what there is of it in writing (HCC-9.4-c)."""

    id: str
    on: date
    position: int
    minutes: tuple[int, ...]
    """The entries that record its minutes, or by which they were filed with it; none where that is a gap."""
    sent: tuple[int, ...]
    """The entries that record that they were sent round."""
    issues: tuple[str, ...]
    """The issues of which it found something."""


Level = Literal["absolute", "authorise", "explain", "advise"]
GRAVEST: tuple[Level, ...] = ("absolute", "authorise", "explain", "advise")


class DepartureShown(Frozen):
    """A rule of procedure that an act did not keep, why, and how that stands."""

    position: int
    on: date
    by: str | None
    rule: str
    level: Level
    citation: str
    found: str
    reason: str | None
    state: State
    why: str


class Background(Frozen):
    """What bears on all failings together."""

    on: date
    monitored: tuple[Monitored, ...]
    """Year by year of the contract."""
    met: tuple[Met, ...]
    """Each meeting that was held, with its minutes."""
    gaps: tuple[Gap, ...]
    """Stretches without a meeting longer than asked for, minutes and returns not on file, results not shared."""
    asked_and_decided: tuple[Fact, ...]
    """Consultations, authorisations and decisions, in order, each with who and when."""
    departures: tuple[DepartureShown, ...]
    """The gravest first: what nothing lifts, what wants an authority, a reason, and what is only shown."""
    in_favour: tuple[Fact, ...]
    """What speaks for the provider, in order."""


def background(view: FileView, day: date) -> Background:
    """Return what bears on all failings up to a day. Pure."""
    on = min(day, view.as_at) if view.as_at else day
    until = [r for r in view.file.entries if r.entry.happened_on <= on]
    kept = kept_since(view, until)
    return Background(
        on=on, monitored=tuple(_years(view, on)), met=tuple(_met(view, on)), gaps=tuple(_gaps(view, on)),
        asked_and_decided=tuple(
            _fact(view, r) for r in until if isinstance(r.entry, ASKED_OR_DECIDED) and not _of_other_work(r.entry)
        ),
        departures=tuple(
            sorted((shown for r in until for shown in _departures(view, r, kept)), key=lambda d: GRAVEST.index(d.level))
        ),
        in_favour=tuple(
            _fact(view, r).model_copy(update={"sentence": in_its_favour(view, r)})
            for r in until
            if speaks_for_the_provider(view.file, r.entry)
        ),
    )  # fmt: skip


def _of_other_work(entry: Entry) -> bool:
    """Whether somebody was consulted about something else than a failing or what is done about one: tools, buying."""
    if not isinstance(entry, ConsultationRecorded) or entry.subject not in ("other", "procurement"):
        return False
    return not (entry.issues or entry.notice or entry.variation or entry.proposal)


def _years(view: FileView, on: date) -> Iterator[Monitored]:
    since, ended = monitoring.watched_since(view.file), view.file.termination.ended_on(on)
    until = min(on, ended.on) if ended else on
    for first, last, held in view.file.meetings.per_year(since, until) if since and since <= until else ():
        by, procedure = min(last, until), view.procedure_on(first)
        asked = meetings_due.meetings_asked(view.file, first, by, procedure)
        a_year = meetings_due.meetings_asked(view.file, first, last, procedure)
        yield Monitored(first=first, last=by, asked=asked, a_year=a_year, held=held)


def _met(view: FileView, on: date) -> Iterator[Met]:
    for meeting in view.file.meetings.held():
        if meeting.held_on is not None and meeting.held_on <= on:
            looked_at = (issue for issue, met in view.file.meetings.looked_at.items() if meeting.id in met)
            yield Met(
                id=meeting.id, on=meeting.held_on, position=meeting.held or 0, issues=tuple(looked_at),
                minutes=view.file.minutes_of(meeting, on),
                sent=tuple(dict.fromkeys(one.position for one in meeting.sent if one.on <= on)),
            )  # fmt: skip


def _gaps(view: FileView, on: date) -> Iterator[Gap]:
    file, procedure = view.file, view.procedure_on(on)
    for gap in meetings_due.overlong_gaps(file, on, procedure):
        asked = " and then ".join(map(str, meetings_due.asked_a_year_in(file, gap, procedure)))
        stretch = f"{counted(gap.days, 'day')} without a monitoring meeting"
        sentence = f"{stretch}, from {spoken(gap.since)} to {spoken(gap.until)}, where {asked} a year are asked for"
        yield Gap(requirement=procedure.binding("HCC-2.1-e"), sentence=sentence)
    allowed = procedure.setting("minutes.circulate-within")
    for held in documenting.documentation(file, view.procedure_on):
        if held.meeting.held_on is None or (on - held.meeting.held_on).days <= allowed:
            continue  # there is still time for its minutes
        lacking = (
            ("HCC-7.2-a", not held.minuted, "no minutes of {} are on file"),
            (
                "HCC-7.2-b",
                held.minuted and held.to_send,
                "the minutes of {} are not on file as sent to " + (" or ".join(held.unsent) or "anybody"),
            ),
            ("HCC-7.2-c", held.minuted and not held.filed, "the minutes of {} themselves are not on file"),
        )
        for requirement, is_so, sentence in lacking:
            if is_so:
                yield Gap(requirement=procedure.binding(requirement), sentence=sentence.format(held.meeting.id))
    for assessment, told in not_given(file) if procedure.setting("results.shared") else ():
        other = f" as it was corrected: on {spoken(told.on)} it was told another, {told}" if told else ""
        yield Gap(
            requirement=procedure.binding("HCC-2.1-f"),
            sentence=f"{assessment.id} is not on file as shared with the provider{other}",
        )
    rests = returns_owed.what_rests_on_returns(file)
    for owed in returns_owed.overdue_returns(file, on, procedure):
        due = f"it was due by {spoken(owed.due_on)}"
        yield Gap(
            requirement=procedure.binding(returns_owed.asked_by(owed.kind)),
            sentence=f"{owed} is not on file; {due}{rests and f'; {rests}'}",
        )


def speaks_for_the_provider(file: ContractFile, entry: Entry) -> bool:
    """Return whether an entry is in the provider's favour: praise, a standard met, something put right in time, a plan
    it agreed to, a dispute settled with it or decided for it.

    A standard is met where it was judged so, and where it was judged otherwise against its own figures (HCC-3.1-d).
    """
    match entry:
        case ComplimentReceived():
            return True
        case PerformanceAssessed(judgement="met") | ComplaintHandlingReviewed(judgement="satisfactory"):
            return True
        case PerformanceAssessed(judgement="not-met"):
            return shown_by_its_figures(file, entry) is True
        case RemedyAssessed(result="remedied") | DisputeActionPlanConcluded(result="resolved") | DisputeSettled():
            return True
        case ResolutionPlanAgreed() | DisputeActionPlanAgreed():
            return True
        case DisputeReferralConcluded(result=result):
            return result in ("settled", "for-the-provider", "in-part")
        case ActionCompleted(action=action):
            done = file.actions.by_id.get(action)
            ours = done is None or done.owner is None or done.owner.party != "provider"
            return not ours and done is not None and (done.due_on is None or entry.happened_on <= done.due_on)
        case IssueResolved(satisfactory=True):
            return _settled_in_time(file, entry)
        case _:
            return False


def in_its_favour(view: FileView, recorded: Recorded) -> str:
    """Return such an entry in words, with what its own figures or dates have against it."""
    said, entry = view.sentence(recorded), recorded.entry
    against = None
    if isinstance(entry, PerformanceAssessed):
        against = against_its_figures(view.file, entry)
    elif isinstance(entry, IssueResolved):
        against = against_its_plan(view.file, entry.issue, entry.happened_on, entry.within_time)
    return f"{said.rstrip('.')}; but {against}" if against else said


def _settled_in_time(file: ContractFile, settled: IssueResolved) -> bool:
    """As the entry says, or by the day it was to be right by; where neither is on file, it is not held late."""
    issue = file.issues.by_id.get(settled.issue)
    term = term_of(file, issue, settled.happened_on) if issue else None
    if term is None:
        return settled.within_time is not False
    return settled.within_time is True or settled.happened_on <= term.by


def _fact(view: FileView, recorded: Recorded) -> Fact:
    entry = recorded.entry
    privileged = isinstance(entry, PRIVILEGED)
    return Fact(
        position=recorded.position, on=entry.happened_on, recorded_on=recorded_on(recorded),
        by=view.say(entry.by, entry) or None,
        sentence=type(entry).heading() if privileged else view.sentence(recorded),
    )  # fmt: skip


def _departures(view: FileView, recorded: Recorded, since: KeptSince) -> Iterator[DepartureShown]:
    entry = recorded.entry
    for departure in recorded.departures:
        held = standing_now(view, departure, recorded, since)
        yield DepartureShown(
            position=recorded.position, on=entry.happened_on, by=view.say(entry.by, entry) or None,
            rule=departure.rule, level=departure.level, citation=departure.citation, found=departure.found,
            reason=view.say(departure.reason) if departure.reason else None, state=held.state, why=held.why,
        )  # fmt: skip


__all__ = [
    "Background",
    "DepartureShown",
    "Fact",
    "Monitored",
    "background",
    "in_its_favour",
    "speaks_for_the_provider",
]
