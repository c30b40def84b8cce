"""Whether several returns together cover a period one is asked for: no day left out, or as the months it means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.dates.span import Span


class Covered:
    """The days that some times hold together, joined once: each period is looked up among them.

    Of twenty years of monthly returns every period was compared with each return, for every return anew.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._first: list[int] = []
        """The first day of each stretch of which no day is left out, in order."""
        self._last: list[int] = []
        """The last day of each of them."""
        self._months: dict[int, list[int]] = {}
        """By their first days: the last days of the times that are whole months of the calendar."""
        for span in sorted(spans, key=lambda span: span.first):
            first, last = span.first.toordinal(), span.last.toordinal()
            if self._last and first <= self._last[-1] + 1:
                self._last[-1] = max(self._last[-1], last)
            else:
                self._first.append(first)
                self._last.append(last)
            if span.first.day == 1 and span.last < date.max and (span.last + timedelta(days=1)).day == 1:
                self._months.setdefault(first, []).append(last)

    def covers(self, period: Span) -> bool:
        """Return whether no day of a period is left out, or one of the times is whole months and begins and ends within
        a day of it (ADR 0372)."""
        first, last = period.first.toordinal(), period.last.toordinal()
        at = bisect_right(self._first, first) - 1
        if at >= 0 and self._last[at] >= last:
            return True
        near = (end for day in (first - 1, first, first + 1) for end in self._months.get(day, ()))
        return any(abs(end - last) <= 1 for end in near)
