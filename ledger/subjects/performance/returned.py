"""One return of data or report, as it came: of which kind it counts, and of what time it can tell."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.dates.months import first_day, last_day, month_of
from ledger.dates.span import Span
from ledger.dates.working_days import months_later, shifted
from ledger.entry import Frozen
from ledger.returns_asked import ACTIVITY_INFORMATION, Asked, brings_activity, kind_meant
from ledger.subjects.performance.entries import (
    ActivityRecorded,
    DataReturnReceived,
    FinancialReportReceived,
    PerformanceReportReceived,
)


class Return(Frozen):
    """One return of data."""

    position: int
    on: date
    latest_on: date
    """The last day it may have come on."""
    kind: str | None
    period: Span
    apart: bool = True
    """Whether it gives the figures of each period, should it be for several."""
    of_a_system: bool = True
    """Whether its figures can be a system's: neither the provider's own, nor what somebody said (HCC-8.1-a)."""

    def counts_as(self, kind: str | None) -> bool:
        """Return whether it is of a kind, or is one of the reports that kind is; one that does not say of which it is
        counts as any."""
        return answers(self.kind, kind)

    @property
    def told(self) -> Span | None:
        """The part of its time that was over on its day, the last it may have come on, and that day with it: of more
        it cannot tell (ADR 0439)."""
        if self.latest_on >= self.period.last:
            return self.period
        return Span(first=self.period.first, last=self.latest_on) if self.latest_on >= self.period.first else None

    def is_of_several(self, every: int, asked: Asked) -> bool:
        """Return whether it is for several periods of so many months, and gives the figures of none by itself."""
        return not self.apart and spans_several(self.period, every, asked.since, asked.until)


def same_kind(one: str | None, other: str | None) -> bool:
    """Return whether two names are of one thing sent at intervals; what does not say what it is may be any."""
    return one is None or other is None or kind_meant(one) == kind_meant(other)


def answers(sent: str | None, asked: str | None) -> bool:
    """Return whether what was sent is what is asked for, or one of the reports that is (docs/adr/0283); activity
    information is every return of activity, and the service return (docs/adr/0290)."""
    if sent is None or asked is None or not kind_meant(sent).isdisjoint(kind_meant(asked)):
        return True
    return asked == ACTIVITY_INFORMATION and brings_activity(sent)


def spans_several(period: Span, every: int, since: date, until: date | None) -> bool:
    """Return whether a time is as long as two periods of so many months from its first day on, or longer; or, where one
    is asked for each month from a day on until the end, is longer than four weeks and has days of two months and the
    whole of neither (HCC-8.2-a, docs/adr/0474)."""
    if every == 1 and _between_months(period, since, until):
        return True
    if (period.last - period.first).days < 2 * every * _SHORTEST_MONTH - 1:
        return False  # as nearly all, and of each return it is asked with each that follows
    after_two = months_later(period.first, 2 * every) if every else None
    return after_two is not None and period.last >= shifted(after_two, -1)


def _between_months(period: Span, since: date, until: date | None) -> bool:
    """Only of months: those of the calendar are plain, while from which day quarters count is not for all to see.

    Weeks, and what is told of by the fortnight or by four weeks, are no month's: they add up to the months.
    """
    months = 12 * (period.last.year - period.first.year) + period.last.month - period.first.month
    if period.last - period.first < _FOUR_WEEKS or months != 1:
        return False
    first, last = max(period.first, since), min(period.last, until or date.max)
    following = month_of(period.last)
    return first not in (since, first_day(month_of(first))) and last not in (until, last_day(following))


_FOUR_WEEKS = timedelta(days=28)
_SHORTEST_MONTH = 28  # days


def of_a_system(entry: ActivityRecorded | DataReturnReceived) -> bool:
    """Return whether figures can be a system's: neither given by somebody of the provider, nor said by anybody
    (HCC-8.1-a)."""
    said = entry.source is not None and entry.source.how in ("told", "heard")
    return not said and (entry.by is None or entry.by.side != "provider")


def return_of(
    entry: DataReturnReceived | PerformanceReportReceived | FinancialReportReceived | ActivityRecorded, position: int,
    kind: str | None, *, apart: bool = True, a_system: bool = True,
) -> Return:  # fmt: skip
    """Return what an entry brings, as a return of a kind; `a_system`: its figures can be a system's."""
    return Return(
        position=position, on=entry.happened_on, latest_on=entry.latest_on, kind=kind, period=entry.period, apart=apart,
        of_a_system=a_system,
    )  # fmt: skip
