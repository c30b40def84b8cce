"""What the use of a resource on record comes to, beside what its plan has for the same times (CPC308-B5, CPC308-A2)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ledger.procedures import Procedure
    from ledger.subjects.resources import ResourceLine, ResourcePlan, Use


def _days(use: Use) -> int:
    return (use.period.last - use.period.first).days + 1


def is_at_a_time(line: ResourceLine, procedure: Procedure) -> bool:
    """Return whether the quantity of a line is in use at any one time: as the plan says, else as its unit counts."""
    return procedure.counts_at_a_time(line.kind, line.unit) if line.at_a_time is None else line.at_a_time


def on_record(plan: ResourcePlan, line: ResourceLine, uses: list[Use], *, at_a_time: bool) -> tuple[Decimal, Decimal]:
    """Return (used, to be used) in the times on record together: summed up, or, in use at a time, the mean by days.

    Where records of several users cover the same days, those days count once.
    """
    target = [target_of(plan, line, use, at_a_time=at_a_time) for use in uses]
    if not at_a_time:
        return sum((Decimal(use.used) for use in uses), Decimal(0)), sum(target, Decimal(0))
    if not uses:
        return Decimal(0), Decimal(0)
    days = _days_covered(uses)
    used = sum((Decimal(use.used) * _days(use) for use in uses), Decimal(0)) / days
    if all(use.targeted is None for use in uses):
        return used, Decimal(line.planned)
    return used, sum((each * _days(use) for each, use in zip(target, uses, strict=True)), Decimal(0)) / days


def _days_covered(uses: list[Use]) -> int:
    days, reached = 0, 0
    for first, last in sorted((use.period.first.toordinal(), use.period.last.toordinal()) for use in uses):
        days += max(last - max(first - 1, reached), 0)
        reached = max(reached, last)
    return days


def target_of(plan: ResourcePlan, line: ResourceLine, use: Use, *, at_a_time: bool) -> Decimal:
    """Return what was to be used in the time of a record: as it says, else the plan's quantity by the share of its
    days, or all of it where it is in use at a time."""
    if use.targeted is not None:
        return Decimal(use.targeted)
    if at_a_time:
        return Decimal(line.planned)
    assert plan.says is not None
    whole = (plan.says.period.last - plan.says.period.first).days + 1
    return Decimal(line.planned) * _days(use) / whole


def differs(used: Decimal, target: Decimal, tolerance: int) -> bool:
    """Return whether use is beyond the tolerance, in percent of what was to be used (CPC308-B5)."""
    return abs(used - target) * 100 > tolerance * abs(target) if target else used != 0


def trend_of(uses: list[Use], tolerance: int, *, at_a_time: bool) -> Literal["rising", "falling", "steady"] | None:
    """Return how the last record of use compares with those before it, by the day; None with fewer than two."""
    if len(uses) < 2:
        return None
    ordered = sorted(uses, key=lambda use: use.period.last)
    a_day = [Decimal(use.used) * (_days(use) if at_a_time else 1) for use in ordered]
    before = sum(a_day[:-1], Decimal(0)) / sum(_days(use) for use in ordered[:-1])
    last = a_day[-1] / _days(ordered[-1])
    if before == 0:
        return "rising" if last > 0 else "steady"
    moved = (last - before) / abs(before) * 100
    return "rising" if moved > tolerance else "falling" if moved < -tolerance else "steady"
