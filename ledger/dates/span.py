"""The time something is about: from one day to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.entry import Entry, Frozen, own
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.rules import Predicate


class Span(Frozen):
    """The time something is about, both days included."""

    first: date
    """Its first day."""
    last: date
    """Its last day."""

    def __str__(self) -> str:
        return f"{dated(self.first)} to {dated(self.last)}"

    def lies_in(self, other: Span) -> bool:
        """Return whether every day of it is one of the other's."""
        return other.first <= self.first <= self.last <= other.last

    def shares_a_day_with(self, other: Span) -> bool:
        """Return whether a day of it is one of the other's."""
        return self.first <= other.last and other.first <= self.last


def holding(days: Iterable[date], holds: Callable[[date], bool]) -> Iterator[tuple[date, date | None]]:
    """Yield each time in which something holds, as (first day, last day): None where that goes on.

    `days`: in their order, all those from which it may hold or hold no more.
    """
    first: date | None = None
    for day in days:
        if holds(day):
            first = first or day
        elif first is not None:
            yield first, day - timedelta(days=1)
            first = None
    if first is not None:
        yield first, None


def left_of(time: Span, parts: Iterable[Span]) -> list[Span]:
    """Return what some parts leave of a time, in order: each stretch of it of which none of them holds a day."""
    left, reached = list[Span](), time.first.toordinal()
    for part in sorted(parts, key=lambda one: one.first):
        first = part.first.toordinal()
        if reached < first <= time.last.toordinal():
            left.append(Span(first=date.fromordinal(reached), last=date.fromordinal(first - 1)))
        reached = max(reached, part.last.toordinal() + 1) if first <= time.last.toordinal() else reached
    if reached <= time.last.toordinal():
        left.append(Span(first=date.fromordinal(reached), last=time.last))
    return left


def backwards(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Return what a rule finds against an entry whose `period` ends before it begins."""
    period: Span | None = own(entry, "period")
    return ends_before_it_begins(period) if period is not None else None


def not_begun(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Return what a rule finds against an entry whose `period` ends before it begins, or begins after the act."""
    period: Span | None = own(entry, "period")
    if period is None:
        return None
    if period.first > entry.latest_on and period.last >= period.first:
        return f"its period begins on {dated(period.first)}, after {dated(entry.latest_on)}, the day it happened"
    return ends_before_it_begins(period)


def before_the_contract(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Return what a rule finds against an entry that is of a time before the contract: its `period`, else its day."""
    period: Span | None = own(entry, "period")
    return came_later("the contract is of", file.agreement.there_by, period.last if period else entry.latest_on)


def not_over(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Return what a rule finds against an entry that judges a `period` which is not over on its day."""
    period: Span | None = own(entry, "period")
    if period is None:
        return NOT_IN_POINT
    if period.last <= entry.happened_on:
        return None
    return f"its period runs to {dated(period.last)}, beyond {dated(entry.happened_on)}"


def ends_before_it_begins(period: Span) -> str | None:
    """Return in a sentence that a period ends before it begins; None where it does not."""
    if period.first <= period.last:
        return None
    return f"its period ends on {dated(period.last)}, before it begins on {dated(period.first)}"


def came_later(what: str, on: date | None, day: date, position: int | None = None) -> str | None:
    """Return in a sentence that something an act rests on came only after the day of the act; None where it did not.

    `what`: what it is and what became of it, with the "on" of its day: ISS-001 was seen on. `position`: its entry.
    """
    if on is None or day >= on:
        return None
    return f"{what} {dated(on)}{f' (entry {position})' if position else ''}, after {dated(day)}"


def out_of_order(later: str, earlier: str, *, found: str, same_day: bool = True) -> Predicate:
    """Return the predicate of a rule that one day an entry gives does not come before another.

    `later`, `earlier`: the fields they stand in; it finds nothing where one is left out. `found` is what it says, with
    {later} and {earlier} for the days. `same_day`: whether both may be the same day.
    """

    def crossed(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
        last: date | None = getattr(entry, later)
        first: date | None = getattr(entry, earlier)
        if last is None or first is None:
            return NOT_IN_POINT
        if last > first or (same_day and last == first):
            return None
        return found.format(later=dated(last), earlier=dated(first))

    return crossed
