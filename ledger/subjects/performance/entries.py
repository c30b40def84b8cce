"""What is recorded of how well, and how much, the service was given."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from ledger.agreements import Agreed
from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Frozen, Money, SharedAudience
from ledger.fields import AssessmentId, Count, ImprovementTargetId, Limit, MeetingId, Name, Percent, Position
from ledger.specification import Direction
from ledger.words import Exhibit, Personal, Text


class PerformanceAssessed(Entry):
    """Performance over a period was judged against a standard or an indicator."""

    kind: Literal["performance-assessed/1"] = "performance-assessed/1"
    period: Span | None = None
    """The time judged."""
    standards: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Standards or requirements of the specification it was judged against, by their ids there."""
    indicator: Name | None = None
    """The indicator it was judged against."""
    improvement: ImprovementTargetId | None = None
    """The improvement it is the result of, where one was agreed."""
    sla_target: Name | None = None
    """The improvement it is the result of, where a service level agreement aims at it: the agreement, and which of its
    targets, SLA-001/2."""
    target: Percent | None = None
    """What was asked for, as an exact decimal."""
    actual: Percent | None = None
    """What was reached, as an exact decimal."""
    direction: Direction | None = None
    """Whether the target is the least or the most asked for; left out, as its indicator says, else the least."""
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
    audience: SharedAudience = "shared"

    line = "Results of {assessments} shared[ with {shared_with}][ by {means}][ at {meeting}]"


class ReturnedField(Frozen):
    """Something a return holds besides what every return does."""

    name: Name
    """What it is, as it was asked for: missed visits by round."""
    says: Text | None = None
    """What the return says of it."""


class DataReturnReceived(Entry):
    """The provider, or a system, supplied the return of data on the service for a period."""

    kind: Literal["data-return-received/1"] = "data-return-received/1"
    period: Span
    """The time it covers."""
    each_period: bool | None = None
    """Where it is for several of the periods it is asked for: whether it gives the figures of each. Then it is the
    return of each; figures of all of them together are the return of none."""
    return_kind: Name | None = None
    """Which return it is, as the specification calls it; left out where there is only one."""
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
    further: Annotated[tuple[ReturnedField, ...], Limit(longest=100)] = ()
    """What else it holds, of what the specification, or a change of the return, asks for."""
    document: Exhibit | None = None
    """The return itself."""
    audience: SharedAudience = "shared"

    line = "Return of data for {period} received[ ({return_kind})][: {recipients} recipients][; {service_nature}]"


class DataReturnRequirementChanged(Entry):
    """What the provider must return, or how often, was changed as the contract allows."""

    kind: Literal["data-return-requirement-changed/1"] = "data-return-requirement-changed/1"
    return_kind: Name | None = None
    """Which return, as the specification calls it; left out where there is only one."""
    new_fields: Annotated[tuple[Name, ...], Limit(longest=100)] = ()
    """What it must hold from then on; none where that does not change."""
    every_months: Annotated[int, Limit(least=1, most=24)] | None = None
    """Months from one return to the next from then on; left out where that does not change."""
    effective_from: date | None = None
    """The day it holds from: each period that begins on that day or later is asked for by it, and one that runs by
    then stays as it was. Left out, the day it was agreed."""
    agreed_by: Annotated[tuple[Actor, ...], Limit(longest=20)] = ()
    """Who agreed it, for which party."""
    audience: SharedAudience = "shared"

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
    audience: SharedAudience = "shared"

    @property
    def compared(self) -> tuple[str, str, Decimal] | None:
        """What was aimed at (else contracted for), what was reached (else delivered), and the difference; None where
        that cannot be told."""
        for aim, came in ((self.target, self.actual), (self.commissioned, self.delivered)):
            if aim is not None and came is not None:
                return aim, came, Decimal(came) - Decimal(aim)
        return None

    @property
    def difference(self) -> str | None:
        """The difference in words: -180, -18.0%."""
        if (found := self.compared) is None:
            return None
        share = f"{found[2] * 100 / Decimal(found[0]):+.1f}" if Decimal(found[0]) > 0 else None
        return f"{found[2]:+f}, {share}%" if share and found[2] else f"{found[2]:+f}" if found[2] else "none"

    line = (
        "Activity from {period}: {measure}[ {actual}][ against a target of {target}]"
        "[; commissioned {commissioned}][; delivered {delivered}]"
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
    audience: SharedAudience = "shared"

    line = "Satisfaction survey received[ for {period}][: {respondents} answered][ of {population}][; {words}]"


class ImprovementTargetAgreed(Agreed):
    """It was agreed that price, quality or service is to improve, by how much and by when."""

    kind: Literal["improvement-target-agreed/1"] = "improvement-target-agreed/1"
    improves: Literal["price", "quality", "service"]
    """What is to improve."""
    text: Text
    """What is aimed at."""
    indicator: Name | None = None
    """The indicator that shows it."""
    baseline: Percent | None = None
    """Where it stood when this was agreed, as an exact decimal."""
    target: Percent | None = None
    """Where it is to stand, as an exact decimal."""
    unit: Name | None = None
    """What the two figures count."""
    due_on: date | None = None
    """By when."""
    audience: SharedAudience = "shared"

    @property
    def falls(self) -> bool:
        """Whether less is better: whether it is to come to less than where it stood."""
        if self.baseline is None or self.target is None:
            return False
        return Decimal(self.baseline) > Decimal(self.target)

    parties = ((("by",), "who agreed to it"),)
    gives = "TGT"
    noun = "improvement-target"
    line = (
        "{id}: improvement of {improves} agreed: {text}[; {indicator}][ from {baseline}][ to {target}][ {unit}]"
        "[, by {due_on}]"
    )


class IndicatorFigure(Frozen):
    """What one indicator came to."""

    indicator: Name
    """The indicator."""
    actual: Percent
    """What was reached, as an exact decimal."""
    target: Percent | None = None
    """What was asked for, where the report says so."""
    remarks: Text | None = None
    """What the provider says of it."""


# TVP-3.1-2.
class PerformanceReportReceived(Entry):
    """The provider reported how it performed over a period, indicator by indicator."""

    kind: Literal["performance-report-received/1"] = "performance-report-received/1"
    period: Span
    """The time it covers."""
    figures: Annotated[tuple[IndicatorFigure, ...], Limit(longest=200)] = ()
    """What each indicator came to."""
    remarks: Text | None = None
    """What else it says."""
    audience: SharedAudience = "shared"

    line = "Performance report for {period} received[: {indicators}][; {remarks}]"

    @property
    def indicators(self) -> str:
        """The figures, in words."""
        return ", ".join(f"{figure.indicator} {figure.actual}" for figure in self.figures)


class CostLine(Frozen):
    """One line of a financial report."""

    name: Name
    """What it is for: staff, premises, overheads, surplus."""
    budget: Money | None = None
    """What was meant to be spent."""
    actual: Money
    """What was spent."""
    remarks: Text | None = None
    """Why they differ."""


# The financial reporting template: TVP-3.1-3, TVP-4.0-21.
class FinancialReportReceived(Entry):
    """The provider reported what the service cost it over a period."""

    kind: Literal["financial-report-received/1"] = "financial-report-received/1"
    period: Span
    """The time it covers."""
    cost_lines: Annotated[tuple[CostLine, ...], Limit(longest=200)] = ()
    """What it spent, and was to spend, line by line."""
    income: Money | None = None
    """What it was paid."""
    open_book: bool | None = None
    """Whether it opens its books: whether the cost lines are what the service really cost it (TVP-1.0-7)."""
    remarks: Text | None = None
    """What else it says."""
    audience: SharedAudience = "shared"

    line = "Financial report for {period} received[: {costs}][; paid {income}][; open book: {open_book}][; {remarks}]"

    @property
    def costs(self) -> str:
        """The lines, in words."""
        return ", ".join(f"{line.name} {line.actual}" for line in self.cost_lines)


PerformanceEntry: TypeAlias = (
    PerformanceAssessed | PerformanceResultsShared | DataReturnReceived | DataReturnRequirementChanged
    | ActivityRecorded | SatisfactionSurveyReceived | ImprovementTargetAgreed
    | PerformanceReportReceived | FinancialReportReceived
)  # fmt: skip
