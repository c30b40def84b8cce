"""What an indicator came to, time by time, and whether it grows better or worse.

A figure comes from a performance report or from an assessment against the indicator. It is better or worse by the
target's direction; between two figures the trend is that of the last against the one before it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from ledger.assessing import asked_of
from ledger.dates.span import Span
from ledger.entry import Frozen
from ledger.names import among, name_key, same_name
from ledger.specification import Indicator, reaches
from projections.view import FileView

Trend = Literal["better", "worse", "steady"]


class Figure(Frozen):
    """What an indicator came to over one time."""

    first: date
    last: date
    actual: str
    target: str | None
    met: bool | None
    """Whether the target was reached; None without one."""
    position: int


def figures(view: FileView, indicator: str) -> list[Figure]:
    """Return what an indicator came to, in order of time, of several for one time the newest."""
    measures = {name_key(measure.id): measure for measure, *_ in view.file.terms.indicators(date.max)}
    measure = measures.get(name_key(indicator))
    found: dict[tuple[date, date], Figure] = {}
    for position, report in view.file.performance.reports:
        for told in report.figures:
            if same_name(told.indicator, indicator):
                _put(found, report.period, told.actual, told.target, measure, position)
    for judged in view.file.performance.assessments.values():
        if among(judged.indicator, (indicator,)) and judged.actual is not None and judged.on is not None:
            period = judged.period or Span(first=judged.on, last=judged.on)
            # That of one which is the result of an improvement is the improvement's.
            asked = asked_of(view.file, judged.says)[0] if judged.says and not judged.says.improvement else None
            _put(found, period, judged.actual, asked, measure, judged.position)
    return [found[time] for time in sorted(found)]


def _put(
    found: dict[tuple[date, date], Figure], period: Span, actual: str, target: str | None, measure: Indicator | None,
    position: int,
) -> None:  # fmt: skip
    asked = target or (measure.target if measure else None)
    met = None if asked is None else reaches(actual, asked, measure.direction if measure else "at-least")
    found[period.last, period.first] = Figure(
        first=period.first, last=period.last, actual=actual, target=asked, met=met, position=position
    )


def trend_of(there: list[Figure], direction: str) -> Trend | None:
    """Return how the newest figure stands to the one before it, by the target's direction; None with fewer than two."""
    if len(there) < 2:
        return None
    before, now = Decimal(there[-2].actual), Decimal(there[-1].actual)
    if before == now:
        return "steady"
    return "better" if (now > before) == (direction == "at-least") else "worse"
