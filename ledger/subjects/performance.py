"""Performance: what the service was measured by (returns, figures, complaints, surveys, audits), and the judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, assert_never

from pydantic import Field

from ledger.entry import (
    Actor,
    AssessmentId,
    Audience,
    ComplaintId,
    Entry,
    Frozen,
    IssueId,
    Limit,
    MeetingId,
    Name,
    Percent,
    Position,
    Recorded,
)
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.words import Exhibit, Personal, Text
from ledger.working_days import months_after, months_before, shifted

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

CaseReference = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$")]
"""A pseudonym for one person's case, such as C-0147: no spaces, never a name."""
Whose = Literal["service-user", "carer", "family", "staff", "professional", "public", "other"]
Count = Annotated[int, Limit(least=0)]


class Span(Frozen):
    """The time something is about, both days included."""

    first: date
    """Its first day."""
    last: date
    """Its last day."""

    def __str__(self) -> str:
        return f"{self.first:%-d %B %Y} to {self.last:%-d %B %Y}"


class PerformanceAssessed(Entry):
    """Performance over a period was judged against a standard or an indicator."""

    kind: Literal["performance-assessed/1"] = "performance-assessed/1"
    period: Span | None = None
    """The time judged."""
    standards: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Standards or requirements of the specification it was judged against, by their ids there."""
    indicator: Name | None = None
    """The indicator it was judged against."""
    target: Percent | None = None
    """What was asked for, as an exact decimal."""
    actual: Percent | None = None
    """What was reached, as an exact decimal."""
    unit: Name | None = None
    """What the two figures count: percent, visits, days."""
    judgement: Literal["met", "not-met", "not-measurable"]
    """Whether it was met, not met, or could not be measured."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=200)] = ()
    """Entries the judgement rests on: returns, figures, complaints, surveys, cases."""
    words: Personal | None = None
    """What was found."""

    gives = "ASM"
    noun = "assessment"
    line = (
        "{id}: performance[ from {period}][ on {indicator}][ against {standards}] judged {judgement}"
        "[: {actual}][ against a target of {target}][ {unit}][; {words}]"
    )


class PerformanceResultsShared(Entry):
    """Results of monitoring were given to the provider."""

    kind: Literal["performance-results-shared/1"] = "performance-results-shared/1"
    assessments: Annotated[tuple[AssessmentId, ...], Limit(longest=100, shortest=1)]
    """The assessments given."""
    shared_with: Annotated[tuple[Actor, ...], Limit(longest=50)] = ()
    """To whom, in what office."""
    means: Name | None = None
    """How: e-mail, at a meeting, portal."""
    meeting: MeetingId | None = None
    """The meeting, where it was done at one."""
    document: Exhibit | None = None
    """The report given."""
    audience: Audience = "shared"

    line = "Results of {assessments} shared[ with {shared_with}][ by {means}][ at {meeting}]"


class DataReturnReceived(Entry):
    """The provider, or a system, supplied the return of data on the service for a period."""

    kind: Literal["data-return-received/1"] = "data-return-received/1"
    period: Span
    """The time it covers."""
    return_kind: Name | None = None
    """Which return it is, as the specification calls it; null where there is only one."""
    service_nature: Text | None = None
    """The kind of service given."""
    age_ranges: Annotated[tuple[Name, ...], Limit(longest=30)] = ()
    """Age ranges of those who receive it."""
    recipients: Count | None = None
    """How many receive it."""
    statements_given: bool | None = None
    """Whether recipients are given a statement of their service."""
    statements_count: Count | None = None
    """How many statements were given."""
    assessments_done: bool | None = None
    """Whether assessments are carried out."""
    assessments_count: Count | None = None
    """How many."""
    reviews_done: bool | None = None
    """Whether reviews are carried out."""
    reviews_count: Count | None = None
    """How many."""
    complete: bool | None = None
    """Whether it held everything the specification asks for."""
    document: Exhibit | None = None
    """The return itself."""
    audience: Audience = "shared"

    line = "Return of data for {period} received[ ({return_kind})][: {recipients} recipients][; {service_nature}]"


class DataReturnRequirementChanged(Entry):
    """What the provider must return, or how often, was changed as the contract allows."""

    kind: Literal["data-return-requirement-changed/1"] = "data-return-requirement-changed/1"
    return_kind: Name | None = None
    """Which return, as the specification calls it; null where there is only one."""
    new_fields: Annotated[tuple[Name, ...], Limit(longest=100)] = ()
    """What it must hold from then on; none where that does not change."""
    every_months: Annotated[int, Limit(least=1, most=24)] | None = None
    """Months from one return to the next from then on; null where that does not change."""
    effective_from: date | None = None
    """The first day of the first period it holds for."""
    agreed_by: Annotated[tuple[Actor, ...], Limit(longest=20)] = ()
    """Who agreed it, for which party."""
    audience: Audience = "shared"

    line = (
        "Return of data[ ({return_kind})] changed[ from {effective_from}][: every {every_months} months]"
        "[; it holds {new_fields}]"
    )

    @property
    def effective_on(self) -> date:
        return self.effective_from or self.happened_on


class ActivityRecorded(Entry):
    """How much service was given over a period was put on file."""

    kind: Literal["activity-recorded/1"] = "activity-recorded/1"
    period: Span
    """The time it covers."""
    measure: Name
    """What is counted: visits, hours, places."""
    target: Percent | None = None
    """What was aimed at, as an exact decimal."""
    actual: Percent | None = None
    """What was reached, as an exact decimal."""
    commissioned: Percent | None = None
    """How much was contracted for."""
    delivered: Percent | None = None
    """How much was delivered."""
    audience: Audience = "shared"

    line = (
        "Activity from {period}: {measure}[ {actual}][ against a target of {target}]"
        "[; commissioned {commissioned}][; delivered {delivered}]"
    )


class ComplaintReceived(Entry):
    """Somebody complained of the service."""

    kind: Literal["complaint-received/1"] = "complaint-received/1"
    whose: Whose = "other"
    """Whose complaint it is."""
    subject: Personal
    """What it is about."""
    standards: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Standards it touches, by their ids in the specification."""
    case: CaseReference | None = None
    """The case it is about, by its pseudonym."""

    gives = "CMP"
    noun = "complaint"
    line = "{id}: complaint from {whose}: {subject}[ (standard {standards})]"


class ComplimentReceived(Entry):
    """Somebody praised the service."""

    kind: Literal["compliment-received/1"] = "compliment-received/1"
    whose: Whose = "other"
    """Whose praise it is."""
    subject: Personal
    """What it is for."""
    standards: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Standards it touches, by their ids in the specification."""

    line = "Compliment from {whose}: {subject}[ (standard {standards})]"


class ComplaintHandlingReviewed(Entry):
    """It was looked at how the provider dealt with a complaint."""

    kind: Literal["complaint-handling-reviewed/1"] = "complaint-handling-reviewed/1"
    complaint: ComplaintId
    """The complaint."""
    provider_response: Personal | None = None
    """What the provider did or answered."""
    responded_on: date | None = None
    """When."""
    judgement: Literal["satisfactory", "unsatisfactory", "not-yet-known"]
    """What was thought of it."""
    meeting: MeetingId | None = None
    """The meeting it was looked at."""

    line = (
        "{complaint}: handling judged {judgement}[ at {meeting}][; the provider answered on {responded_on}]"
        "[: {provider_response}]"
    )


class SurveyResult(Frozen):
    """What came of one question of a survey."""

    question: Name
    """The question."""
    result: Percent
    """The figure, as an exact decimal."""
    unit: Name = "percent satisfied"
    """What the figure counts."""


class SatisfactionSurveyReceived(Entry):
    """A survey of what those who use the service think of it came in."""

    kind: Literal["satisfaction-survey-received/1"] = "satisfaction-survey-received/1"
    period: Span | None = None
    """The time it asks about."""
    respondents: Count | None = None
    """How many answered."""
    population: Count | None = None
    """How many were asked."""
    results: Annotated[tuple[SurveyResult, ...], Limit(longest=200)] = ()
    """What came of each question."""
    words: Personal | None = None
    """What they said."""
    document: Exhibit | None = None
    """The survey itself."""
    audience: Audience = "shared"

    line = "Satisfaction survey received[ for {period}][: {respondents} answered][ of {population}][; {words}]"


class CaseConsidered(Entry):
    """One person's case was considered at a meeting, by its pseudonym."""

    kind: Literal["case-considered/1"] = "case-considered/1"
    meeting: MeetingId | None = None
    """The meeting."""
    case: CaseReference
    """The case, by its pseudonym: C-0147."""
    standards: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Standards it touches, by their ids in the specification."""
    finding: Personal | None = None
    """What was found."""

    line = "[{meeting}: ]case {case} considered[: {finding}][ (standard {standards})]"


class Finding(Frozen):
    """One finding of an audit."""

    words: Personal
    """What was found."""
    severity: Literal["high", "medium", "low", "none"] | None = None
    """How grave it is."""
    issue: IssueId | None = None
    """The issue raised of it."""


class AuditReported(Entry):
    """An audit of the service reported."""

    kind: Literal["audit-reported/1"] = "audit-reported/1"
    auditor: Name | None = None
    """Who audited."""
    subjects: Annotated[
        tuple[
            Literal[
                "case-files", "user-feedback", "security", "customer-journey", "staff-and-volunteers", "finance",
                "indicator-method", "other",
            ],
            ...,
        ],
        Limit(longest=8),
    ] = ()  # fmt: skip
    """What was audited."""
    findings: Annotated[tuple[Finding, ...], Limit(longest=200)] = ()
    """What was found."""
    commission: Position | None = None
    """The entry that commissioned it."""
    document: Exhibit | None = None
    """The report itself."""

    line = "Audit[ by {auditor}][ of {subjects}] reported"


PerformanceEntry: TypeAlias = (
    PerformanceAssessed | PerformanceResultsShared | DataReturnReceived | DataReturnRequirementChanged
    | ActivityRecorded | ComplaintReceived | ComplimentReceived | ComplaintHandlingReviewed
    | SatisfactionSurveyReceived | CaseConsidered | AuditReported
)  # fmt: skip


class Assessment(Frozen):
    """One judgement of performance, and each time it was given to the provider."""

    id: str
    position: int = 0
    on: date | None = None
    period: Span | None = None
    standards: tuple[str, ...] = ()
    indicator: str | None = None
    judgement: Literal["met", "not-met", "not-measurable"] | None = None
    evidence: tuple[int, ...] = ()
    shared: tuple[tuple[date, int], ...] = ()
    """(day, position) of each time it was given to the provider."""


class Return(Frozen):
    """One return of data."""

    position: int
    on: date
    kind: str | None
    period: Span

    def counts_as(self, kind: str | None) -> bool:
        """Return whether it is of a kind; one that does not say of which it is counts as any."""
        return _same_kind(self.kind, kind)


class Complaint(Frozen):
    """One complaint and how its handling was judged."""

    id: str
    position: int = 0
    on: date | None = None
    standards: tuple[str, ...] = ()
    case: str | None = None
    reviewed: tuple[tuple[date, str, int], ...] = ()
    """(day, judgement, position) of each look at how the provider dealt with it."""

    @property
    def settled(self) -> bool:
        """Whether its handling was last found satisfactory."""
        return bool(self.reviewed) and self.reviewed[-1][1] == "satisfactory"


class Survey(Frozen):
    """One survey of those who use the service."""

    position: int
    on: date
    respondents: int | None
    population: int | None


class Fact(Frozen):
    """A fact about performance that nothing but its standards needs to be known of here."""

    position: int
    on: date
    standards: tuple[str, ...] = ()


def _same_kind(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one.casefold() == other.casefold()


@dataclass(slots=True)
class Performance(Register):
    """What is on file about the performance of one contract."""

    assessments: dict[str, Assessment] = field(default_factory=dict)
    returns: list[Return] = field(default_factory=list)
    requirements: list[tuple[date, DataReturnRequirementChanged, int]] = field(default_factory=list)
    """(from when, what was changed, position), in order."""
    activity: list[tuple[int, ActivityRecorded]] = field(default_factory=list)
    """(position, figures)."""
    complaints: dict[str, Complaint] = field(default_factory=dict)
    compliments: list[Fact] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    cases: list[Fact] = field(default_factory=list)
    audits: list[Fact] = field(default_factory=list)

    def apply(self, recorded: Recorded) -> None:
        entry: PerformanceEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        position, day = recorded.position, entry.happened_on
        given = recorded.given_id or f"entry {position}"
        match entry:
            case PerformanceAssessed():
                self._assess(
                    given, position=position, on=day, period=entry.period, standards=entry.standards,
                    indicator=entry.indicator, judgement=entry.judgement, evidence=entry.evidence,
                )  # fmt: skip
            case PerformanceResultsShared():
                for assessment in entry.assessments:
                    known = self.assessments.get(assessment)
                    self._assess(assessment, shared=(*(known.shared if known else ()), (day, position)))
            case DataReturnReceived():
                self.returns.append(Return(position=position, on=day, kind=entry.return_kind, period=entry.period))
            case DataReturnRequirementChanged():
                self.requirements.append((entry.effective_on, entry, position))
            case ActivityRecorded():
                self.activity.append((position, entry))
            case ComplaintReceived():
                self._complain(given, position=position, on=day, standards=entry.standards, case=entry.case)
            case ComplaintHandlingReviewed():
                complaint = self.complaints.get(entry.complaint)
                reviewed = (*(complaint.reviewed if complaint else ()), (day, entry.judgement, position))
                self._complain(entry.complaint, reviewed=reviewed)
            case ComplimentReceived():
                self.compliments.append(Fact(position=position, on=day, standards=entry.standards))
            case SatisfactionSurveyReceived():
                self.surveys.append(
                    Survey(position=position, on=day, respondents=entry.respondents, population=entry.population)
                )
            case CaseConsidered():
                self.cases.append(Fact(position=position, on=day, standards=entry.standards))
            case AuditReported():
                self.audits.append(Fact(position=position, on=day))
            case _:
                assert_never(entry)

    # In the world's order a result may be shared before it is entered as assessed: the record stands either way.

    def _assess(self, assessment: str, **parts: object) -> None:
        known = self.assessments.get(assessment, Assessment(id=assessment))
        self.assessments[assessment] = known.model_copy(update=parts)

    def _complain(self, complaint: str, **parts: object) -> None:
        known = self.complaints.get(complaint, Complaint(id=complaint))
        self.complaints[complaint] = known.model_copy(update=parts)

    def unshared(self) -> list[Assessment]:
        """Return the assessments never given to the provider (HCC-2.1-f), in order of recording."""
        return [assessment for assessment in self.assessments.values() if not assessment.shared]

    def not_met(self, standard: str | None = None) -> list[Assessment]:
        """Return the assessments that found a standard not met, all standards where none is named."""
        failed = (a for a in self.assessments.values() if a.judgement == "not-met")
        return [a for a in failed if standard is None or standard in (*a.standards, a.indicator)]

    def met(self, standard: str | None = None) -> list[Assessment]:
        """Return the assessments that found a standard met: facts in the provider's favour (requirements.md, I.2)."""
        kept = (a for a in self.assessments.values() if a.judgement == "met")
        return [a for a in kept if standard is None or standard in (*a.standards, a.indicator)]

    def complaints_of(self, standard: str) -> list[Complaint]:
        """Return the complaints that touch a standard."""
        return [complaint for complaint in self.complaints.values() if standard in complaint.standards]

    def unreviewed(self) -> list[Complaint]:
        """Return the complaints of which it was never looked at how the provider dealt with them."""
        return [complaint for complaint in self.complaints.values() if not complaint.reviewed]

    def return_every(self, day: date, months: int, kind: str | None = None) -> int:
        """Return how many months lie between returns on a day: as last changed, else the `months` of the procedure."""
        for since, change, _ in reversed(self.requirements):
            if since <= day and change.every_months and _same_kind(change.return_kind, kind):
                return change.every_months
        return months

    def periods_without_return(self, first: date, last: date, months: int, kind: str | None = None) -> list[Span]:
        """Return the periods that ended by `last` and that no return covers whole.

        Periods run on from `first`, each as long as `return_every` says on its first day.
        """
        covered = [r.period for r in self.returns if r.counts_as(kind)]
        missing, start, since, every, number = [], first, first, self.return_every(first, months, kind), 0
        while start <= last:
            now = self.return_every(start, months, kind)
            if now != every:
                since, every, number = start, now, 0
            number += 1
            next_start = months_after(since, every * number)  # counted from the first, so that the 31st is not lost
            period = Span(first=start, last=shifted(next_start, -1))
            if period.last <= last and not _covers(covered, period):
                missing.append(period)
            start = next_start
        return missing

    def last_survey(self, day: date) -> Survey | None:
        """Return the newest survey received by a day, None where there is none."""
        return max((s for s in self.surveys if s.on <= day), key=lambda s: (s.on, s.position), default=None)

    def survey_due(self, since: date, day: date, months: int) -> date:
        """Return when the next survey is due: so many months after the newest received by a day, else after `since`."""
        newest = self.last_survey(day)
        return months_after(newest.on if newest else since, months)

    def audits_in_year(self, day: date) -> list[Fact]:
        """Return the audits reported in the twelve months that end with a day (TVP-3.1-8)."""
        return [audit for audit in self.audits if months_before(day, 12) < audit.on <= day]


def _covers(spans: Iterable[Span], period: Span) -> bool:
    """Whether these spans together leave no day of the period out."""
    reached = shifted(period.first, -1)
    for span in sorted(spans, key=lambda s: s.first):
        if span.first <= shifted(reached, 1):
            reached = max(reached, span.last)
    return reached >= period.last


OfPeriod: TypeAlias = PerformanceAssessed | DataReturnReceived | ActivityRecorded | SatisfactionSurveyReceived


def _period_cannot_be(file: ContractFile, entry: OfPeriod, procedure: Procedure) -> str | None:
    period, day = entry.period, entry.until or entry.happened_on
    if period is None:
        return None
    if period.last < period.first:
        return f"its period ends on {period.last:%-d %B %Y}, before it begins on {period.first:%-d %B %Y}"
    if period.first > day:
        return f"its period begins on {period.first:%-d %B %Y}, after {day:%-d %B %Y}, the day it happened"
    return None


def _period_not_over(file: ContractFile, entry: OfPeriod, procedure: Procedure) -> str | None:
    if entry.period and entry.period.last > entry.happened_on:
        return f"its period runs to {entry.period.last:%-d %B %Y}, beyond {entry.happened_on:%-d %B %Y}"
    return None


def _shared_before_assessed(file: ContractFile, shared: PerformanceResultsShared, procedure: Procedure) -> str | None:
    day = shared.until or shared.happened_on
    for named in shared.assessments:
        assessment = file.performance.assessments.get(named)
        if assessment and assessment.on and day < assessment.on:
            return f"{named} was made on {assessment.on:%-d %B %Y}, after {day:%-d %B %Y}"
    return None


def _reviewed_before_received(
    file: ContractFile, reviewed: ComplaintHandlingReviewed, procedure: Procedure
) -> str | None:
    complaint, day = file.performance.complaints.get(reviewed.complaint), reviewed.until or reviewed.happened_on
    if complaint is None or complaint.on is None:
        return None
    received = f"{complaint.id} was received on {complaint.on:%-d %B %Y}"
    if day < complaint.on:
        return f"{received}, after {day:%-d %B %Y}"
    if reviewed.responded_on and reviewed.responded_on < complaint.on:
        return f"{received}, after the provider's answer of {reviewed.responded_on:%-d %B %Y}"
    return None


def _more_answers_than_asked(
    file: ContractFile, survey: SatisfactionSurveyReceived, procedure: Procedure
) -> str | None:
    if survey.respondents is not None and survey.population is not None and survey.respondents > survey.population:
        return f"{survey.respondents} answered, of {survey.population} asked"
    return None


def _case_at_no_meeting(file: ContractFile, case: CaseConsidered, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(case.meeting) if case.meeting else None
    if meeting is None:
        return None
    if meeting.held_on is None:
        return f"{meeting.id} is not on file as held; record meeting-held first"
    if (case.until or case.happened_on) < meeting.held_on:
        return f"{meeting.id} was held on {meeting.held_on:%-d %B %Y}, after the day the case was considered"
    return None


def _case_not_a_pseudonym(
    file: ContractFile, entry: CaseConsidered | ComplaintReceived, procedure: Procedure
) -> str | None:
    # A word without a single digit is far more likely a name than a reference.
    if entry.case and not any(letter.isdigit() for letter in entry.case):
        return "the case is named by letters alone; give its reference, such as C-0147, never a name"
    return None


def _judged_by_nothing(file: ContractFile, assessed: PerformanceAssessed, procedure: Procedure) -> str | None:
    return None if assessed.standards or assessed.indicator else "neither a standard nor an indicator is cited"


def _judged_on_nothing(file: ContractFile, assessed: PerformanceAssessed, procedure: Procedure) -> str | None:
    return None if assessed.evidence or assessed.exhibits else "no entry and no document is cited that shows it"


def _no_actual(file: ContractFile, assessed: PerformanceAssessed, procedure: Procedure) -> str | None:
    if assessed.target is not None and assessed.actual is None and assessed.judgement != "not-measurable":
        return f"a target of {assessed.target} is given and not what was reached"
    return None


def _shared_with_nobody(file: ContractFile, shared: PerformanceResultsShared, procedure: Procedure) -> str | None:
    if any(person.party == "provider" for person in shared.shared_with):
        return None
    return "nobody of the provider is named as having been given them"


def _service_not_shown(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    parts = {
        "the kind of service": received.service_nature,
        "the users' age range": received.age_ranges or None,
        "how many receive it": received.recipients,
    }
    return _lacking(parts)


def _statements_not_confirmed(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    if received.statements_given is False:
        return None  # a failing of the service, not of the return
    return _lacking({"whether statements are given": received.statements_given, "how many": received.statements_count})


def _reviews_not_confirmed(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    parts: dict[str, object] = {
        "whether assessments are carried out": received.assessments_done,
        "whether reviews are carried out": received.reviews_done,
    }
    if received.assessments_done:
        parts["how many assessments"] = received.assessments_count
    if received.reviews_done:
        parts["how many reviews"] = received.reviews_count
    return _lacking(parts)


def _lacking(parts: Mapping[str, object]) -> str | None:
    missing = [name for name, value in parts.items() if value is None]
    return f"it does not show {', nor '.join(missing)}" if missing else None


def _return_late(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    schedules = file.terms.return_schedule(received.happened_on)
    agreed = next((s.grace_days for s in schedules if _same_kind(s.kind, received.return_kind)), None)
    allowed = procedure.setting("return.grace") if agreed is None else agreed
    days = (received.happened_on - received.period.last).days
    if days <= allowed:
        return None
    ended = f"its period ended on {received.period.last:%-d %B %Y}"
    return f"{ended} and it came {days} days later; {allowed} are allowed"


def _not_one_asked_for(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    asked = [schedule.kind for schedule in file.terms.return_schedule(received.happened_on)]
    if received.return_kind is None:
        return f"it is not said which of {', '.join(asked)} it is" if len(asked) > 1 else None
    if asked and not any(_same_kind(kind, received.return_kind) for kind in asked):
        return f"the returns asked for are: {', '.join(asked)}"
    return None


def _change_not_agreed(file: ContractFile, change: DataReturnRequirementChanged, procedure: Procedure) -> str | None:
    missed = [party for party in ("authority", "provider") if all(a.party != party for a in change.agreed_by)]
    return f"nobody is named who agreed it for the {' or the '.join(missed)}" if missed else None


def _no_target(file: ContractFile, activity: ActivityRecorded, procedure: Procedure) -> str | None:
    if activity.target is None and activity.commissioned is None:
        return "neither a target nor what was commissioned is given to compare it with"
    return None


def _no_response(file: ContractFile, reviewed: ComplaintHandlingReviewed, procedure: Procedure) -> str | None:
    if reviewed.judgement != "not-yet-known" and reviewed.provider_response is None:
        return "it is not said what the provider did about it"
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="performance.period-can-be", citation="HCC-8.2-a", level="contradiction", field="period",
        of=(PerformanceAssessed, DataReturnReceived, ActivityRecorded, SatisfactionSurveyReceived),
        sentence="A period ends no earlier than it begins, and has begun by the day it is spoken of.",
        found=_period_cannot_be,
    ),
    Rule(
        id="performance.shared-after-assessed", citation="HCC-2.1-f", level="contradiction",
        of=PerformanceResultsShared, field="happened_on", sentence="A result is shared once there is one.",
        found=_shared_before_assessed,
    ),
    Rule(
        id="complaint.reviewed-after-received", citation="HCC-7.6-b", level="contradiction",
        of=ComplaintHandlingReviewed, field="happened_on", found=_reviewed_before_received,
        sentence="A complaint is answered and looked at after it was received.",
    ),
    Rule(
        id="survey.answers-within-asked", citation="HCC-6.2-a", level="contradiction", of=SatisfactionSurveyReceived,
        field="respondents", sentence="No more people answer a survey than were asked.", found=_more_answers_than_asked,
    ),
    Rule(
        id="case.considered-at-meeting-held", citation="HCC-7.6-i", level="contradiction", of=CaseConsidered,
        field="meeting", sentence="A case is considered at a meeting that was held.", found=_case_at_no_meeting,
    ),
    Rule(
        id="case.by-pseudonym", citation="CPC307-K1", level="contradiction", of=(CaseConsidered, ComplaintReceived),
        field="case", sentence="A case is named by its pseudonym.", found=_case_not_a_pseudonym,
    ),
    Rule(
        id="performance.period-over", citation="HCC-2.1-e", level="advise", field="period",
        of=(PerformanceAssessed, DataReturnReceived, ActivityRecorded, SatisfactionSurveyReceived),
        sentence="A period is judged and reported on when it is over.", found=_period_not_over,
    ),
    Rule(
        id="assessment.cites-standard", citation="HCC-3.1-d", level="advise", of=PerformanceAssessed, field="standards",
        sentence="Performance is judged against a standard of the specification or an agreed indicator.",
        found=_judged_by_nothing,
    ),
    Rule(
        id="assessment.cites-evidence", citation="HCC-9.4-b", level="advise", of=PerformanceAssessed, field="evidence",
        sentence="A judgement of performance cites what shows it.", found=_judged_on_nothing,
    ),
    Rule(
        id="assessment.states-actual", citation="HCC-3.1-e", level="advise", of=PerformanceAssessed, field="actual",
        sentence="What was reached is stated beside the target.", found=_no_actual,
    ),
    Rule(
        id="performance.shared-with-provider", citation="HCC-2.1-f", level="advise", of=PerformanceResultsShared,
        field="shared_with", sentence="Results of monitoring are given to the provider.", found=_shared_with_nobody,
    ),
    Rule(
        id="return.shows-service", citation="HCC-8.1-c", level="advise", of=DataReturnReceived, field="service_nature",
        sentence="A return shows the kind of service, the users' age range and how many receive it.",
        found=_service_not_shown,
    ),
    Rule(
        id="return.confirms-statements", citation="HCC-8.1-d", level="advise", of=DataReturnReceived,
        field="statements_given", sentence="A return confirms that recipients are given a statement of their service.",
        found=_statements_not_confirmed,
    ),
    Rule(
        id="return.confirms-reviews", citation="HCC-8.1-e", level="advise", of=DataReturnReceived,
        field="assessments_done", sentence="A return confirms that assessments and reviews are carried out.",
        found=_reviews_not_confirmed,
    ),
    Rule(
        id="return.in-time", citation="HCC-8.2-a", level="advise", of=DataReturnReceived, field="happened_on",
        sentence="A return comes in soon after its period is over.", found=_return_late,
    ),
    Rule(
        id="return.is-one-asked-for", citation="HCC-6.1-e", level="advise", of=DataReturnReceived, field="return_kind",
        sentence="A return is one of those the specification asks for.", found=_not_one_asked_for,
    ),
    Rule(
        id="return.change-agreed", citation="HCC-8.2-b", level="advise", of=DataReturnRequirementChanged,
        field="agreed_by", sentence="It is on record who agreed a change of the return.", found=_change_not_agreed,
    ),
    Rule(
        id="activity.compared-with-target", citation="HCC-7.6-g", level="advise", of=ActivityRecorded, field="target",
        sentence="Activity is compared with its target.", found=_no_target,
    ),
    Rule(
        id="complaint.response-on-record", citation="HCC-7.6-b", level="advise", of=ComplaintHandlingReviewed,
        field="provider_response", sentence="It is on record how the provider dealt with a complaint.",
        found=_no_response,
    ),
)  # fmt: skip
