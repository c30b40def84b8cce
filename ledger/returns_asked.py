"""Since when, and how often, a return is asked for: a specification or agreement binds from its day (HCC-6.1-e).

Each period is asked for as things stood on its first day. So one that was over, or running, when the return was brought
in or its interval changed is asked for as it was before, or not at all; as where one return was changed (HCC-8.2-b).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.dates.span import Span


@dataclass(frozen=True, slots=True)
class Asked:
    """How often one return is asked for from each day on which what is asked for was settled anew."""

    days: tuple[date, ...]
    """The days, in order; the first stands for the time before it, too."""
    months: tuple[int, ...]
    """How many months lie between two from each of the days; 0 where it is not asked for."""
    grace: tuple[int, ...]
    """How many days after its period one may come, of those that begin from each of the days on."""

    def on(self, day: date) -> bool:
        """Return whether a period that begins on a day is asked for."""
        return self.months[self._stretch(day)] > 0

    def every(self, day: date) -> int:
        """Return how many months lie between two on a day; while it is not asked for, how many will, else did: by
        that its periods are counted from the start of the contract, whenever it was brought in."""
        at = self._stretch(day)
        return next((n for n in (*self.months[at:], *reversed(self.months[:at])) if n), 1)

    def due_on(self, period: Span) -> date:
        """Return the last day on which the return of a period is in time (HCC-8.2-a)."""
        return period.last + min(timedelta(days=self.days_of_grace(period)), date.max - period.last)

    def days_of_grace(self, period: Span) -> int:
        """Return how many days after its end the return of a period may come."""
        return self.grace[self._stretch(period.first)]

    @property
    def changed_on(self) -> date:
        """The last day on which it was brought in, asked for at another interval, or no more."""
        changes = (
            day for day, before, now in zip(self.days[1:], self.months, self.months[1:], strict=False) if before != now
        )
        return max(changes, default=self.days[0])

    def _stretch(self, day: date) -> int:
        return max(bisect_right(self.days, day) - 1, 0)


def asked_always(months: int) -> Asked:
    """Return that a return is asked for whatever the day."""
    return Asked((date.min,), (months,), (0,))
