"""What the provider owes at intervals, for which times and by when; what is overdue, and what came late.

The specification's own number goes before the procedure's (HCC-6.1-e). Pure functions of a file, a day and the
procedure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledger import arranged
from ledger.dates.span import Span
from ledger.dates.working_days import shifted
from ledger.monitoring import specification, watched_since
from ledger.returns_asked import (
    ACTIVITY_INFORMATION,
    FINANCIAL_REPORT,
    PERFORMANCE_REPORT,
    Asked,
    is_of_service,
    reports_meant,
    shows_activity,
    thinned,
)
from ledger.specification import ReturnSchedule
from ledger.subjects.performance import Return, same_kind
from ledger.transition import provided_until

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


@dataclass(frozen=True, slots=True)
class OverdueReturn:
    """A return the provider owes: which, for what period, and the last day it was due."""

    kind: str
    period: Span
    due_on: date
    assumed: str = ""
    """That how often it comes is assumed, in words; "" where that is said."""

    @property
    def of_what(self) -> str:
        """Which it is, for what period, and whether that it is for that one is assumed."""
        return f"{self.kind} for {self.period}{self.assumed and f' ({self.assumed})'}"

    def __str__(self) -> str:
        """Return it within a sentence."""
        return f"the {self.of_what}"


def what_rests_on_returns(file: ContractFile) -> str:
    """Return in words what rests on the provider's figures, so that a missing one is graver: that payment does, or
    national indicators; "" where nothing is said to (HCC-6.2-c)."""
    contract = file.agreement.contract
    paid, linked = contract is not None and contract.activity_paid, contract is not None and contract.indicator_linked
    if paid and linked:
        return "payment and national indicators rest on it"
    return "payment rests on it" if paid else "national indicators rest on it" if linked else ""


def overdue_returns(file: ContractFile, day: date, procedure: Procedure) -> list[OverdueReturn]:
    """Return what the provider should have sent by the day before, and had not, by return and period (HCC-8.2-a).

    By the schedule in force on the first day of each; without one, by the procedure's interval where the data come from
    returns (HCC-8.1-b).
    """
    since, end = watched_since(file), provided_until(file, procedure, day)
    if since is None:
        return []
    overdue: list[OverdueReturn] = []
    for schedule in ever_asked(file, day, procedure):
        often, kind = asked(file, schedule, procedure), schedule.kind
        last = min(shifted(day, -1), end or date.max)
        periods = file.performance.periods_without_return(since, last, often, kind, end=end)
        overdue += [
            OverdueReturn(kind, one, due_on, often_assumed(file, schedule, one.first, procedure))
            for one in periods if (due_on := often.due_on(one)) < day
        ]  # fmt: skip
    return sorted(overdue, key=lambda owed: (owed.due_on, owed.kind))


def asked_periods(
    file: ContractFile, schedule: ReturnSchedule, day: date, procedure: Procedure
) -> Iterator[tuple[Span, date]]:
    """Yield (period, last day on which its return was in time) of each that had ended by a day (HCC-8.2-a)."""
    since, end = watched_since(file), provided_until(file, procedure, day)
    if since is not None:
        last = min(day, end or date.max)
        often = asked(file, schedule, procedure)
        for period in file.performance.periods(since, last, often, schedule.kind, end=end):
            yield period, often.due_on(period)


def asked_period_of(
    file: ContractFile, schedule: ReturnSchedule, day: date, procedure: Procedure
) -> tuple[Span, date] | None:
    """Return the period a return is asked for that holds a day, over or not, and the last day on which its return is in
    time; None where none does."""
    since, end, often = watched_since(file), provided_until(file, procedure), asked(file, schedule, procedure)
    if since is None:
        return None
    period = next(file.performance.periods_in(since, Span(first=day, last=day), often, schedule.kind, end=end), None)
    return (period, often.due_on(period)) if period else None


def asked_from(file: ContractFile, schedule: ReturnSchedule, time: Span, procedure: Procedure) -> date | None:
    """Return the first day of the first period a return is asked for of which a time holds a day; None where it is of
    none (HCC-6.1-e). A time before the contract is watched, or after its end, stands for itself."""
    since, end, often = watched_since(file), provided_until(file, procedure), asked(file, schedule, procedure)
    if since is None or time.last < since or (end is not None and time.first > end):
        return time.first if often.on(time.first) else None
    period = next(file.performance.periods_in(since, time, often, schedule.kind, end=end), None)
    return period.first if period else None


def brought_late(file: ContractFile, held: Return, procedure: Procedure) -> list[tuple[Span, date]]:
    """Return (period, when it was due) of each that a return for a longer time brings, and brings late.

    Those that had not come before, of the schedules it may be of; each by its own due day (HCC-8.2-a).
    """
    day, period = held.on, held.period
    return [
        (part, due_on)
        for schedule in ever_asked(file, day, procedure)
        for often in (asked(file, schedule, procedure),)
        if held.counts_as(schedule.kind)
        and not held.is_of_several(file.performance.return_every(period.first, often, schedule.kind), often)
        for part, due_on in asked_periods(file, schedule, day, procedure)
        if due_on < day
        and period.first <= part.first
        and part.last <= period.last
        and file.performance.covered_by(part, schedule.kind, often) is None
    ]


def schedules(file: ContractFile, day: date, procedure: Procedure) -> tuple[ReturnSchedule, ...]:
    """Return what the provider owes at intervals on a day: as agreed, and what the procedure asks for besides.

    The procedure's own reports (TVP-3.1-2, TVP-3.1-3) come as often as it asks for them: an agreement that leaves one
    out or has it less often thins nothing, only an alternative arrangement does (TVP-4.0-1; docs/adr/0266). And where
    no return of data on the service is agreed, one is owed if its data come from returns (HCC-8.1-b; docs/adr/0400);
    else activity information, if the specification asks for it (HCC-6.2-b; docs/adr/0290).
    """
    # With the procedure, so that no other takes its place in memory.
    what, make = (schedules, day, id(procedure)), lambda: (procedure, _schedules(file, day, procedure))
    return file.of_the_terms(what, make)[1]


def _schedules(file: ContractFile, day: date, procedure: Procedure) -> tuple[ReturnSchedule, ...]:
    agreed, contract = file.terms.return_schedule(day), file.agreement.contract
    procedure = arranged.bound_then(file, day, procedure)
    if contract is None:
        return agreed
    thin = list(thinned(agreed, procedure))
    oftener = [min((every for _, every, there in thin if there == row), default=None) for row in agreed]
    owed = [
        row.model_copy(update={"every_months": min(row.every, every)}) if every else row
        for row, every in zip(agreed, oftener, strict=True)
    ]
    owed += [ReturnSchedule(kind=report, every_months=every) for report, every, there in thin if there is None]
    returns_every = 0 if contract.data_source != "returns" else procedure.setting("return.every")
    if returns_every and not any(map(is_of_service, agreed)):
        owed.append(ReturnSchedule(kind="service return", every_months=returns_every))
    every = 0 if contract.data_source == "system-feed" else _activity_every(file, day, owed, procedure)
    if every:
        owed.append(ReturnSchedule(kind=ACTIVITY_INFORMATION, every_months=every))
    return tuple(owed)


def _activity_every(file: ContractFile, day: date, owed: Iterable[ReturnSchedule], procedure: Procedure) -> int:
    """How many months lie between two times for which activity information is asked for by itself: where the
    specification asks for it, and nothing owed brings it; else 0 (HCC-6.2-b)."""
    spec = specification(file, day)
    asked_for = spec is not None and spec.activity_information_required and not any(map(shows_activity, owed))
    return procedure.setting("activity.every") if asked_for else 0


def activity_by_feed(file: ContractFile, day: date, procedure: Procedure) -> tuple[int, list[Span]] | None:
    """Return, where a system brings the activity information that the specification asks for (HCC-6.2-b, HCC-8.1-a),
    how many months lie between two times it is asked for, and those over by a day of which no figures are on file
    that can be a system's.

    None where it is not asked for so. Nobody sends it by itself, so nothing is due; that it is not there is said.
    """
    since, issued, contract = watched_since(file), file.terms.specification(day), file.agreement.contract
    if since is None or issued is None or contract is None or contract.data_source != "system-feed":
        return None
    bound = arranged.bound_then(file, day, procedure)
    every = _activity_every(file, day, schedules(file, day, procedure), bound)
    end = provided_until(file, procedure, day)
    last = min(shifted(day, -1 - bound.setting("return.grace")), end or date.max)
    if not every:
        return None
    found = file.performance.periods_without_return(since, last, every, ACTIVITY_INFORMATION, end=end, of_a_system=True)
    return every, [period for period in found if period.first >= issued.since]


def ever_asked(file: ContractFile, day: date, procedure: Procedure) -> tuple[ReturnSchedule, ...]:
    """Return what the provider owes at intervals on a day, and what it owed before that and no longer does, each as it
    last was: what is missing of the time before stays missing (HCC-8.2-b)."""
    found = [*schedules(file, day, procedure)]
    for earlier in reversed([one for one in _settled_on(file) if one < day]):
        there = [row.kind for row in found]
        gone = (row for row in schedules(file, earlier, procedure) if not any(same_kind(row.kind, k) for k in there))
        found += gone
    return tuple(found)


def asked(file: ContractFile, schedule: ReturnSchedule, procedure: Procedure) -> Asked:
    """Return since and until when, how often and how soon a return is asked for, agreed or by procedure (HCC-6.1-e).

    Whether it was asked for at all is settled anew on each day a specification or service level agreement took effect.
    """
    days = _settled_on(file)
    rows = [_as_on(schedules(file, day, procedure), schedule) for day in days]
    grace = (
        days_of_grace(row or schedule, arranged.bound_then(file, day, procedure))
        for day, row in zip(days, rows, strict=True)
    )
    months = tuple(row.every if row else 0 for row in rows)
    return Asked(days, months, tuple(grace), provided_until(file, procedure))


def asked_then(file: ContractFile, schedule: ReturnSchedule, day: date, procedure: Procedure) -> ReturnSchedule | None:
    """Return how a return was asked for of a period that began on a day; None where it was not."""
    return _as_on(schedules(file, max(day, watched_since(file) or day), procedure), schedule)


def often_assumed(file: ContractFile, schedule: ReturnSchedule, day: date, procedure: Procedure) -> str:
    """Return in words that how often a return comes, of a period that begins on a day, is assumed; "" where
    specification, agreement, procedure or a change of it says how often (HCC-6.1-e)."""
    row = asked_then(file, schedule, day, procedure) or schedule
    changed = file.performance.return_changes(schedule.kind)
    if row.every_months is not None or any(since <= day and one.every_months for since, one, _ in changed):
        return ""
    return "every month is assumed: nothing says how often"


def _settled_on(file: ContractFile) -> tuple[date, ...]:
    """The days on which what is asked for was settled: the first the contract is watched on, and each after it on which
    a specification or service level agreement took effect, or another procedure was bound (IMP-30-b)."""
    bound = arranged.bound_on(file)
    bound += [issued.since for issued in file.terms.specifications]
    bound += [version.since for versions in file.terms.agreements.values() for version in versions]
    since = watched_since(file) or date.min
    return (since, *sorted({day for day in bound if day > since}))


def _as_on(there: Iterable[ReturnSchedule], schedule: ReturnSchedule) -> ReturnSchedule | None:
    """How a return stands among those asked for on a day: as now, else as often, else otherwise; None where not."""
    alike = [row for row in there if same_kind(row.kind, schedule.kind)]
    as_often = [row for row in alike if row.every == schedule.every]
    return schedule if schedule in as_often else next(iter(as_often or alike), None)


def asked_by(kind: str) -> str:
    """Return the clause that asks for what the provider sends at intervals; for what is two reports, the first's."""
    clauses, meant = {PERFORMANCE_REPORT: "TVP-3.1-2", FINANCIAL_REPORT: "TVP-3.1-3"}, reports_meant(kind)
    other = "HCC-6.2-b" if kind == ACTIVITY_INFORMATION else "HCC-8.2-a"
    return next((clause for report, clause in clauses.items() if report in meant), other)


def days_of_grace(schedule: ReturnSchedule, procedure: Procedure) -> int:
    """Return how many days after its period a return may come: as agreed, else by the procedure."""
    return procedure.setting("return.grace") if schedule.grace_days is None else schedule.grace_days
