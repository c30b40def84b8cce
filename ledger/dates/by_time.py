"""What is about times, by the first day of each: found without a look at all there is on file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Generic, NamedTuple, TypeVar

from ledger.dates.span import Span

T = TypeVar("T")


class Timed(NamedTuple, Generic[T]):
    """Something, and the time it is about."""

    time: Span
    what: T


class ByTime(list[Timed[T]]):
    """Things in order of the first day of their times; of one day, in the order they were put in."""

    def __init__(self, held: Iterable[Timed[T]] = (), longest: timedelta = timedelta()) -> None:
        super().__init__(held)
        self._longest = longest

    def put(self, time: Span, what: T) -> None:
        """Take in one more."""
        insort(self, Timed(time, what), key=_first)
        self._longest = max(self._longest, time.last - time.first)

    def sharing_a_day(self, time: Span) -> Iterator[T]:
        """Yield those of whose time a day is one of another's."""
        begin, end = (
            bisect_left(self, self._back_from(time.first), key=_first),
            bisect_right(self, time.last, key=_first),
        )
        return (one.what for one in self[begin:end] if one.time.last >= time.first)

    def lying_in(self, time: Span) -> Iterator[T]:
        """Yield those of whose time every day is one of another's."""
        begin, end = bisect_left(self, time.first, key=_first), bisect_right(self, time.last, key=_first)
        return (one.what for one in self[begin:end] if one.time.lies_in(time))

    def joined(self, time: Span, which: Callable[[T], bool]) -> Span:
        """Return a time with those of some of the things that share a day with it, or with one that does.

        Times of several days that meet where one ends and the other begins are not joined: a year of which each month
        is given to the first of the next is not one time.
        """
        first, last, begin = time.first, time.last, bisect_left(self, time.first, key=_first)
        for at in range(begin - 1, -1, -1):
            held = self[at].time
            if held.first < self._back_from(first):
                break
            if (held.last > first or first == last == held.last) and which(self[at].what):
                first, last = held.first, max(last, held.last)
        for at in range(begin, len(self)):
            held = self[at].time
            if held.first > last:
                break
            if (held.first < last or first == last or held.first == held.last) and which(self[at].what):
                last = max(last, held.last)
        return Span(first=first, last=last)

    def copy(self) -> ByTime[T]:
        """Return another that can grow without this one growing."""
        return ByTime(self, self._longest)

    def _back_from(self, day: date) -> date:
        """The earliest day on which one that reaches a day may begin."""
        return day - min(self._longest, day - date.min)


def _first(held: Timed[T]) -> date:
    return held.time.first
