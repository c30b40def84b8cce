"""The parts a year of the contract is divided into: as many as meetings are asked for in it, and by when each is due.

"At least twice a year" (HCC-7.1-a) asks for one by the end of the first half of a year of the contract and two by its
end, whenever they are held before; "quarterly" (TVP-3.1-1) asks for one in each quarter. Which is meant is a setting of
the procedure. Years and quarters are the contract's own, counted from the day it is watched from.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, takewhile

from ledger.dates.working_days import last_of, shifted


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a year of the contract, both days included, in which a meeting is asked for."""

    first: date
    last: date
    year: int
    """Which year of the contract it is in, from 0."""
    by: date
    """The day whose number it is asked for by: its first, or that on which fewer came to be asked for within it."""


def parts(
    start: date, a_year: Callable[[date], int], changes: Iterable[date] = (),
    goes_on: Callable[[Part, date], bool] | None = None,
) -> Iterator[Part]:  # fmt: skip
    """Yield the parts from a day on, as many a year as are asked for when each begins, until the calendar ends.

    `changes`: the days on which that may change. Where more come to be asked for within a part, it ends as the first of
    the new length does (docs/adr/0396). Where fewer do from a day, and it `goes_on` for that, it is one with the next
    part, of the new length; in the last part of a year none is asked for then (docs/adr/0420), nor in what such a
    change leaves of the year, where that is less than half of the new length (docs/adr/0444); else it keeps its
    length. Where none is asked for the time is passed over month by month, up to the last change.
    """
    days, at, first, by = sorted(set(changes)), Fraction(0), start, start
    while True:
        asked = a_year(by)
        if not asked and by > (days[-1] if days else date.min):
            return
        end, last = _ends(start, at, asked or 12)
        if last is None or last == date.max:
            return
        within = days[bisect_right(days, by) : bisect_right(days, last)]
        end, last = _raised(start, a_year, within, asked, (end, last))
        part, year = Part(first, last, int(at), by), int(at)
        fewer = _lowered(a_year, within, asked, last) if asked and goes_on else None
        if fewer is None and asked and int(end) > year and (end - at) * asked < Fraction(1, 2):
            fewer = days[bisect_right(days, by) - 1]  # parts are of one length as long as nothing changed
        at = end
        if fewer is not None and goes_on is not None and goes_on(part, fewer):
            first, by = (first, fewer) if int(end) == year else (shifted(last, 1),) * 2
            continue
        if asked and last >= first:
            yield part
        first = by = max(first, shifted(last, 1))


def _lowered(a_year: Callable[[date], int], days: Sequence[date], asked: int, last: date) -> date | None:
    """The one of these days from which fewer are asked for, to the end of a part; None where as many are, or more."""
    fewer = next((day for day in days if day <= last and a_year(day) < asked), None)
    return fewer if fewer is not None and a_year(last) < asked else None


def _raised(
    start: date, a_year: Callable[[date], int], days: Sequence[date], asked: int, ends: tuple[Fraction, date]
) -> tuple[Fraction, date]:  # fmt: skip
    """Where a part ends in which on some of these days more come to be asked for; where none was, before the first."""
    end, last = ends
    for day in days:
        more = a_year(day) if day <= last else 0
        if more <= asked:
            continue
        if not asked:
            return _years_to(start, day), shifted(day, -1)
        asked = more
        sooner, until = _ends(start, _years_to(start, day), more)
        if until is not None and until < last:
            end, last = sooner, until
    return end, last


def _years_to(start: date, day: date) -> Fraction:
    """How many years from the start are over when a day begins, as `_last` counts them."""
    eve, months = shifted(day, -1), (day.year - start.year) * 12 + day.month - start.month + 1
    while (before := last_of(start, months)) is None or before > eve:
        months -= 1
    following = last_of(start, months + 1) or date.max
    return Fraction(months, 12) + Fraction((eve - before).days, 12 * (following - before).days)


def in_years(found: Iterable[Part], every: Callable[[date], int]) -> Iterator[Part]:
    """Yield the parts, those of several years that belong together as one: where one is asked for in so many years."""
    first: date | None = None
    for part in found:
        first = first or part.first
        if (part.year + 1) % every(part.last) == 0:
            yield Part(first, part.last, part.year, first)
            first = None


@lru_cache(maxsize=10_000)
def _ends(start: date, at: Fraction, asked: int) -> tuple[Fraction, date | None]:
    """Where a part ends, and its last day: gone through from the start again and again, by every reader of a file.

    Worked out each time it took an eighth of what the duties of a file take (docs/adr/0167).
    """
    end = _end(at, asked)
    return end, _last(start, end)


def _end(at: Fraction, asked: int) -> Fraction:
    """Where a part ends that begins so many years from the start: with an equal part of the year; the first after more
    or fewer were asked for takes what is left of one, where that is less than half. No part goes beyond a year."""
    width, end = Fraction(1, asked), Fraction(int(at * asked) + 1, asked)
    if end - at < width / 2:
        end += width
    return min(end, Fraction(int(at) + 1))


def next_by(held: Sequence[date], after: date, found: Iterable[Part], *, in_each: bool) -> date | None:
    """Return the last day for the next meeting after those held up to a day; None where no further one is asked for.

    `in_each`: one falls due in each part; else the parts of a year add up, and a year begins with none held.
    """
    asked = before = 0
    year = -1
    for part in found:
        if part.year != year:
            year, asked, before = part.year, 0, _in_year(held, part, after)
        asked += 1
        if part.last < after:
            continue
        if in_each:
            if not any(part.first <= day <= part.last for day in held if day <= after):
                return part.last
        elif before < asked:
            return part.last
    return None


def missed(held: Sequence[date], found: Iterable[Part], *, in_each: bool) -> Iterator[Part]:
    """Yield the parts that went by without the meeting asked for in them.

    Unless one is asked for in each, a part may also have that of an earlier part of the same year with more than one.
    """
    year, more = -1, 0
    for part in found:
        if in_each or part.year != year:
            year, more = part.year, 0
        more += sum(part.first <= day <= part.last for day in held)
        if not more:
            yield part
        more = max(more - 1, 0)


def went_by(
    held: Sequence[date], found: Iterable[Part], *, in_each: bool
) -> Iterator[tuple[Part, date, date | None]]:  # fmt: skip
    """Yield (part, day, own) of each part without its meeting that is passed over by one held later, on a day, due
    itself by `own`; None where none was asked for then. Counted as `next_by` counts: where the parts of a year add up,
    meetings are those of its first parts, whenever in it they are held."""
    asked = [*takewhile(lambda part: bool(held) and part.first <= held[-1], found)]
    together = [[part] for part in asked] if in_each else [list(year) for _, year in groupby(asked, lambda p: p.year)]
    firsts = [of_one[0].first for of_one in together]
    for of_one in together:
        first, last = of_one[0].first, of_one[-1].last
        later = bisect_right(held, last)
        if later < len(held):
            day = held[later]
            its = together[bisect_right(firsts, day) - 1]
            own = its[0].last if day <= its[-1].last else None
            yield from ((part, day, own) for part in of_one[later - bisect_left(held, first) :])


def _in_year(held: Sequence[date], part: Part, after: date) -> int:
    """How many were held in the year that begins with a part, up to a day."""
    last = last_of(part.first, 12) or date.max
    return sum(part.first <= day <= min(last, after) for day in held)


def over_by(found: Iterable[Part], day: date) -> Iterator[Part]:
    """Yield the parts that are over by the end of a day."""
    return takewhile(lambda part: part.last <= day, found)


def years_later(day: date, years: Fraction) -> date | None:
    """Return the day so many years after one, which need not be whole; None past the calendar."""
    last = _last(day, years)
    return shifted(last, 1) if last is not None and last < date.max else None


def _last(start: date, years: Fraction) -> date | None:
    """The last day of so many years from the start, by whole months and, within a month, by days; None past the
    calendar."""
    months = years * 12
    whole = int(months)
    last, following = last_of(start, whole), last_of(start, whole + 1)
    if last is None or following is None:
        return None
    return shifted(last, int((following - last).days * (months - whole)))
