"""The assessments, returns, figures, reports and surveys on file, and what is missing between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple, assert_never

from ledger.dates.by_time import ByTime
from ledger.dates.months import last_day, month_later, month_of
from ledger.dates.span import Span
from ledger.dates.working_days import last_of, shifted
from ledger.entry import Frozen, Recorded, reached_the_provider
from ledger.names import name_key
from ledger.registers import ById, Register
from ledger.returns_asked import (
    ACTIVITY_INFORMATION,
    FINANCIAL_REPORT,
    PERFORMANCE_REPORT,
    Asked,
    asked_always,
    reports_meant,
)
from ledger.subjects.performance.covered import Covered
from ledger.subjects.performance.entries import (
    ActivityRecorded,
    DataReturnReceived,
    DataReturnRequirementChanged,
    FinancialReportReceived,
    ImprovementTargetAgreed,
    PerformanceAssessed,
    PerformanceEntry,
    PerformanceReportReceived,
    PerformanceResultsShared,
    SatisfactionSurveyReceived,
)
from ledger.subjects.performance.returned import Return, of_a_system, return_of, same_kind


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
    actual: str | None = None
    target: str | None = None
    unit: str | None = None
    says: PerformanceAssessed | None = None
    shared: tuple[tuple[date, int], ...] = ()
    """(day, position) of each time it was given to the provider."""


class Improvement(Frozen):
    """An improvement that was agreed, and the assessments that are its result."""

    id: str
    position: int = 0
    on: date | None = None
    says: ImprovementTargetAgreed | None = None
    results: tuple[str, ...] = ()


class Survey(Frozen):
    """One survey of those who use the service."""

    says: bool
    """Whether what came of it is with it: how many answered, results, words or the survey itself
    (ledger/surveys_received.py: it may be said since)."""

    position: int
    on: date
    respondents: int | None
    population: int | None


Volume = Literal["delivered", "commissioned"]


class Delivered(Frozen):
    """How much of one thing was delivered in a time, or commissioned for it, as the file has it."""

    measure: str
    """What is counted: visits, hours, places."""
    volume: Decimal
    entries: tuple[int, ...]
    """The figures it is added up of."""


@dataclass(slots=True)
class Performance(Register[PerformanceEntry]):
    """What is on file about the performance of one contract."""

    assessments: ById[Assessment] = field(default_factory=lambda: ById(Assessment))
    judged_for: dict[Span, tuple[str, ...]] = field(default_factory=dict)
    """The assessments of each time."""
    returns: list[Return] = field(default_factory=list)
    requirements: list[tuple[date, DataReturnRequirementChanged, int]] = field(default_factory=list)
    """(from when, what was changed, position), in order."""
    activity: list[tuple[int, ActivityRecorded]] = field(default_factory=list)
    """(position, figures)."""
    activity_by_time: ByTime[tuple[int, int, ActivityRecorded]] = field(default_factory=ByTime)
    """(the so many-th of them, position, figures), by their times."""
    surveys: list[Survey] = field(default_factory=list)
    improvements: ById[Improvement] = field(default_factory=lambda: ById(Improvement))
    reports: list[tuple[int, PerformanceReportReceived]] = field(default_factory=list)
    """(position, performance report)."""
    financial: list[tuple[int, FinancialReportReceived]] = field(default_factory=list)
    """(position, financial report)."""

    def enter(self, entry: PerformanceEntry, recorded: Recorded) -> None:
        position, day = recorded.position, entry.happened_on
        given = recorded.given_id or f"entry {position}"
        match entry:
            case PerformanceAssessed():
                self.assessments.change(
                    given, position=position, on=day, period=entry.period, standards=entry.standards,
                    indicator=entry.indicator, judgement=entry.judgement, evidence=entry.evidence,
                    actual=entry.actual, target=entry.target, unit=entry.unit, says=entry,
                )  # fmt: skip
                if entry.period is not None:
                    self.judged_for[entry.period] = (*self.judged_for.get(entry.period, ()), given)
                if entry.improvement is not None:
                    self.improvements.add(entry.improvement, results=given)
            case PerformanceResultsShared():
                if not reached_the_provider(entry.shared_with):
                    return
                for assessment in entry.assessments:
                    self.assessments.add(assessment, shared=(day, position))
            case DataReturnReceived():
                apart, a_system = bool(entry.each_period), of_a_system(entry)
                self.returns.append(return_of(entry, position, entry.return_kind, apart=apart, a_system=a_system))
            case DataReturnRequirementChanged():
                self.requirements.append((entry.effective_on, entry, position))
            case ActivityRecorded():
                self.activity_by_time.put(entry.period, (len(self.activity), position, entry))
                self.activity.append((position, entry))
            case SatisfactionSurveyReceived():
                answered = entry.respondents is not None
                says = bool(answered or entry.results or entry.words or entry.document or entry.exhibits)
                self.surveys.append(
                    Survey(
                        position=position, on=day, says=says, respondents=entry.respondents, population=entry.population
                    )
                )
            case ImprovementTargetAgreed():
                self.improvements.change(given, position=position, on=day, says=entry)
            case PerformanceReportReceived():
                self.reports.append((position, entry))
                if entry.figures or entry.exhibits:  # without either nothing is reported on any indicator (TVP-3.1-2)
                    self.returns.append(return_of(entry, position, PERFORMANCE_REPORT))
            case FinancialReportReceived():
                self.financial.append((position, entry))
                if entry.cost_lines or entry.exhibits:  # without either it says nothing of what the service cost
                    self.returns.append(return_of(entry, position, FINANCIAL_REPORT))
            case _:
                assert_never(entry)

    def delivered_in(self, time: Span, what: Volume = "delivered") -> list[Delivered]:
        """Return what was delivered in a time, or commissioned for it, one row for each thing that is counted: as the
        newest figures for that time have it, else those for parts that make it up without gap or overlap, of several
        ways to make it up that with the newest figures; no row of what is not on file for the whole of it (HCC-6.3-a,
        HCC-6.3-d)."""
        found = (_added_up(figures, time) for figures in self._figures_of(time, what).values())
        return [delivered for delivered in found if delivered is not None]

    def times_counted(self, measure: str, time: Span) -> list[Span]:
        """Return the times that a time lies in, of which figures have how much of one thing was delivered."""
        figures = self._figures_of(time).get(name_key(measure), ())
        return [held.says.period for held in figures if time.lies_in(held.says.period)]

    def may_have_delivered(self, time: Span) -> bool:
        """Return whether by any figures something was delivered in a time, or in a part of it, or may have been: by
        those of a longer time, too, where what they count is not on file for the time itself (HCC-6.3-a)."""
        for figures in self._figures_of(time).values():
            whole = _added_up(figures, time)
            if any(
                held.volume and not held.is_replaced(figures)
                for held in figures if whole is None or held.says.period.lies_in(time)
            ):  # fmt: skip
                return True
        return False

    def _figures_of(self, time: Span, what: Volume = "delivered") -> dict[str, list[_Figures]]:
        """By what they count: the figures of times that share a day with one, of each time the newest."""
        counted: dict[str, dict[tuple[date, date], _Figures]] = {}
        near = sorted(self.activity_by_time.sharing_a_day(time), key=lambda held: held[0])
        for number, position, says in near:
            part, volume = says.period, says.delivered if what == "delivered" else says.commissioned
            if volume is not None:
                newest = counted.setdefault(name_key(says.measure), {})
                newest[part.first, part.last] = _Figures(number, position, says, Decimal(volume))
        return {measure: list(figures.values()) for measure, figures in counted.items()}

    def return_every(self, day: date, asked: Asked | int, kind: str | None = None) -> int:
        """Return how many months lie between returns on a day: as last changed, else as `asked` for on that day."""
        for since, change, _ in reversed(self.return_changes(kind)) if self.requirements else ():
            if since <= day and change.every_months:
                return change.every_months
        return _asked(asked).every(day)

    def return_changes(self, kind: str | None = None) -> list[tuple[date, DataReturnRequirementChanged, int]]:
        """Return what was changed of a return, in order of the day it holds from (HCC-8.2-b); of one day, as agreed."""
        ours = [held for held in self.requirements if same_kind(held[1].return_kind, kind)]
        return sorted(ours, key=lambda held: (held[0], held[1].happened_on, held[2]))

    def return_fields(self, day: date, kind: str | None = None) -> tuple[str, ...]:
        """Return what a return for a period that begins on a day holds by the changes of it, each once."""
        asked = [name for since, change, _ in self.return_changes(kind) if since <= day for name in change.new_fields]
        return tuple({name.casefold(): name for name in reversed(asked)}.values())[::-1]

    def periods_without_return(
        self, first: date, last: date, asked: Asked | int, kind: str | None = None, *, end: date | None = None,
        of_a_system: bool = False,
    ) -> list[Span]:  # fmt: skip
        """Return the periods that ended by `last` and that no return covers whole, of two reports each (TVP-3.1-3);
        `of_a_system`: none that is a system's."""
        ours = [r for r in self.counting(kind, asked) if r.of_a_system or not of_a_system]
        covered = [Covered(r.told for r in ours if r.told and r.counts_as(part)) for part in _parts(kind)]
        periods = self.periods(first, last, asked, kind, end=end)
        return [p for p in periods if not all(one.covers(p) for one in covered)]

    def sent(self, kind: str | None) -> list[Return]:
        """Return the returns of a kind; of activity information, figures of activity by themselves, too (HCC-6.2-b)."""
        ours = [r for r in self.returns if r.counts_as(kind)]
        if kind == ACTIVITY_INFORMATION:
            ours += [
                return_of(one, position, kind, a_system=of_a_system(one)) for position, one in self.activity
                if one.actual is not None or one.delivered is not None
            ]  # fmt: skip
        return ours

    def counting(self, kind: str | None, asked: Asked | int, of: Span | None = None) -> list[Return]:
        """Return the returns of a kind that count, of those that share a day with a time where one is given: not those
        whose figures are of several periods together."""
        ours, held = [r for r in self.sent(kind) if of is None or r.period.shares_a_day_with(of)], _asked(asked)
        return [r for r in ours if r.apart or not r.is_of_several(self.return_every(r.period.first, asked, kind), held)]

    def covered_by(self, period: Span, kind: str | None, asked: Asked | int) -> Return | None:
        """Return the return with which a period was covered whole, which came on that day; None where none did."""
        came = sorted(self.counting(kind, asked, period), key=lambda r: (r.on, r.position))
        for number, held in enumerate(came, 1):
            covered = (Covered(r.told for r in came[:number] if r.told and r.counts_as(part)) for part in _parts(kind))
            if all(one.covers(period) for one in covered):
                return held
        return None

    def periods(
        self, first: date, last: date, asked: Asked | int, kind: str | None = None, *, end: date | None = None
    ) -> Iterator[Span]:
        """Yield the periods a return is asked for that ended by `last`, in order.

        They run on from `first`, each as long as `return_every` says on its first day: of a month each calendar
        month (HCC-8.2-a), the first from the day it begins on; longer ones count from `first`, as quarters of the
        contract's year do (dates/parts_of_year.py). The last one is over with the contract, by its last day (`end`).
        One that began while the return was not `asked` for is left out (HCC-6.1-e).
        """
        asked = _asked(asked)
        for period in self._all_periods(first, asked, kind, end):
            if period.first > last:
                return
            if period.last <= last and asked.on(period.first):
                yield period

    def periods_in(
        self, first: date, time: Span, asked: Asked, kind: str | None = None, *, end: date | None = None
    ) -> Iterator[Span]:
        """Yield the periods a return is asked for, over or not, of which a time holds a day, in order."""
        for period in self._all_periods(first, asked, kind, end):
            if period.first > time.last:
                return
            if period.last >= time.first and asked.on(period.first):
                yield period

    def _all_periods(self, first: date, asked: Asked, kind: str | None, end: date | None) -> Iterator[Span]:
        """Every period, asked for or not, to the end of the contract or of the calendar."""
        start, since, every, number = first, first, self.return_every(first, asked, kind), 0
        while start <= (end or date.max):
            now = self.return_every(start, asked, kind)
            if now != every:
                since, every, number = start, now, 0
            number += 1
            over = _over(since, every, number)
            yield _span(start, min(over, end) if end else over)
            if over == date.max:
                break
            start = shifted(over, 1)


class _Figures(NamedTuple):
    """Figures of what was delivered in a time, or commissioned for it."""

    number: int
    """The newer, the higher."""
    position: int
    says: ActivityRecorded
    volume: Decimal

    def is_replaced(self, others: Iterable[_Figures]) -> bool:
        """Whether newer figures of the same thing are for all of its time."""
        return any(one.number > self.number and self.says.period.lies_in(one.says.period) for one in others)


def _added_up(figures: Iterable[_Figures], time: Span) -> Delivered | None:
    """What figures of one thing come to over a time; None where they leave a day of it out."""
    parts = [held for held in figures if held.says.period.lies_in(time)]
    whole = [held for held in parts if held.says.period == time]
    ways: dict[date, tuple[_Figures, ...]] = {shifted(time.first, -1): ()}  # by the last day that they reach
    for held in whole or sorted(parts, key=lambda held: held.says.period.first):
        before, last = shifted(held.says.period.first, -1), held.says.period.last
        if before in ways:
            way = (*ways[before], held)
            other = ways.get(last)
            ways[last] = max(way, other, key=_newest_first) if other else way
    if not (chosen := ways.get(time.last)):
        return None
    return Delivered(
        measure=chosen[-1].says.measure, volume=sum((one.volume for one in chosen), Decimal()),
        entries=tuple(one.position for one in chosen),
    )  # fmt: skip


def _newest_first(way: Iterable[_Figures]) -> list[int]:
    return sorted((one.number for one in way), reverse=True)


def _asked(asked: Asked | int) -> Asked:
    return asked_always(asked) if isinstance(asked, int) else asked


@lru_cache(maxsize=10_000)
def _span(first: date, last: date) -> Span:
    return Span(first=first, last=last)


@lru_cache(maxsize=10_000)
def _over(since: date, every: int, number: int) -> date:
    """The last day of a period, the so many-th of so many months each; the last there is where the calendar ends.

    Each period of a contract is gone through again with every return that is told: of twenty years of monthly returns
    that, and what `_span` makes of it, took half of the time.
    """
    if every == 1:
        month = month_later(month_of(since), number - 1)
        return last_day(month) if month else date.max
    return last_of(since, every * number) or date.max  # counted from the first, so that the 31st is not lost


def _parts(kind: str | None) -> Collection[str | None]:
    """What has to come for a kind to have come: each of the reports it is, else the kind itself."""
    return reports_meant(kind or "") or (kind,)
