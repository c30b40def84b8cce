"""The picture of an implementation plan: bars over time, drawn as SVG, with every figure also in the table beside it.

A bar's outline is when the activity is planned; its filling is when it really was, or is expected; the path on which
nothing can be late has a thick outline. Nothing is told by colour alone. One unit is a CSS pixel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.dates.working_days import months_after
from projections.planning.implementation_plan import ActivityShown, PlanShown

WIDTH, LABELS, ROW, HEAD = 760, 210, 30, 34
LONGEST_LABEL = 30
MOST_MARKS = 12


@dataclass(frozen=True)
class Bar:
    """One activity of the picture."""

    label: str
    y: int
    planned_x: float
    planned_width: float
    real_x: float
    real_width: float
    critical: bool
    state: str


@dataclass(frozen=True)
class Mark:
    """The beginning of a month, or the day asked about."""

    x: float
    text: str


@dataclass(frozen=True)
class Gantt:
    """A whole picture."""

    width: int
    height: int
    left: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    on: Mark | None
    """The day the plan is looked at, where it lies in the time shown."""


def gantt(plan: PlanShown, on: date) -> Gantt | None:
    """Return the picture of a plan as it stands on a day; None for one of no activities."""
    if not plan.activities:
        return None
    first = min(min(a.planned_start, a.expected_start) for a in plan.activities)
    last = max(max(a.planned_end, a.expected_end) for a in plan.activities)
    each = (WIDTH - LABELS) / ((last - first).days + 1)

    def place(day: date) -> float:
        return round(LABELS + (day - first).days * each, 1)

    def length(begins: date, ends: date) -> float:
        return round(max(((ends - begins).days + 1) * each, 1.0), 1)

    bars = tuple(
        Bar(
            label=_label(a), y=HEAD + number * ROW, planned_x=place(a.planned_start),
            planned_width=length(a.planned_start, a.planned_end), real_x=place(a.expected_start),
            real_width=length(a.expected_start, max(a.expected_end, a.expected_start)), critical=a.critical,
            state=a.state,
        )
        for number, a in enumerate(plan.activities)
    )  # fmt: skip
    height = HEAD + ROW * len(bars) + 6
    today = Mark(place(on), f"{on:%-d %b %Y}") if first <= on <= last else None
    return Gantt(WIDTH, height, LABELS, bars, tuple(_marks(first, last, place)), today)


def _label(activity: ActivityShown) -> str:
    text = f"{activity.id} {activity.name}"
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


def _marks(first: date, last: date, place: Callable[[date], float]) -> list[Mark]:
    """The beginnings of months in the time shown, or of every so many where they would be too many."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    every = -(-months // MOST_MARKS)
    begins = first.replace(day=1)
    found = []
    for number in range(0, months, every):
        day = months_after(begins, number)
        if day >= first or day + timedelta(days=15) > first:
            found.append(Mark(place(max(day, first)), f"{day:%b %Y}"))
    return found
