"""Whether returns together cover a period: by the days they leave out, or as the months they are meant for."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from ledger.dates.span import Span
from ledger.subjects.performance.covered import Covered

NEW_YEAR = date(2025, 1, 1)


def span(first: int, last: int) -> Span:
    return Span(first=NEW_YEAR + timedelta(days=first), last=NEW_YEAR + timedelta(days=last))


def covers(period: Span, *spans: Span) -> bool:
    return Covered(spans).covers(period)


def test_a_period_is_covered_where_no_day_of_it_is_left_out() -> None:
    """TVP-3.1-3: in whatever order they came, one after another or over one another."""
    assert covers(span(3, 9), span(0, 20))
    assert covers(span(3, 9), span(6, 12), span(0, 5))
    assert covers(span(3, 9), span(0, 7), span(2, 4), span(5, 9))
    assert not covers(span(3, 9), span(0, 5), span(7, 12))
    assert not covers(span(3, 9), span(4, 12))
    assert not covers(span(3, 9))


def test_by_days_it_is_what_is_counted_day_by_day() -> None:
    """TVP-3.1-3: for a thousand sets of times, some of which hold one another."""
    chance = Random(9)
    for _ in range(1_000):
        firsts = [chance.randrange(3, 24) for _ in range(chance.randrange(6))]
        spans = [span(first, min(first + chance.randrange(8), 27)) for first in firsts]
        period = span(first := chance.randrange(3, 20), first + chance.randrange(8))
        days = {day for one in spans for day in range(one.first.toordinal(), one.last.toordinal() + 1)}
        wanted = set(range(period.first.toordinal(), period.last.toordinal() + 1))
        assert covers(period, *spans) == (wanted <= days), (period, spans)


def test_figures_of_whole_months_cover_the_period_that_begins_and_ends_within_a_day_of_them() -> None:
    """TVP-3.1-3, ADR 0372."""
    first_quarter = Span(first=NEW_YEAR, last=date(2025, 3, 31))
    for first, last, covered in (
        (date(2025, 1, 2), date(2025, 4, 1), True), (date(2024, 12, 31), date(2025, 3, 30), True),
        (date(2024, 12, 30), date(2025, 3, 30), False), (date(2025, 1, 2), date(2025, 4, 2), False),
    ):  # fmt: skip
        assert covers(Span(first=first, last=last), first_quarter) is covered
    not_whole = Span(first=date(2025, 1, 1), last=date(2025, 3, 30))
    assert not covers(Span(first=date(2025, 1, 2), last=date(2025, 3, 31)), not_whole)
    assert not covers(Span(first=date(2025, 1, 2), last=date.max), Span(first=NEW_YEAR, last=date(2025, 1, 31)))
