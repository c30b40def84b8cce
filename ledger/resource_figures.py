"""What the use of a resource on record comes to, beside what its plan has for the same times (CPC308-B5, CPC308-A2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from ledger.names import in_a_row

if TYPE_CHECKING:
    from datetime import date

    from ledger.activities import PlannedActivity
    from ledger.contract_file import ContractFile
    from ledger.dates.span import Span
    from ledger.procedures import Procedure
    from ledger.subjects.resources import ResourceLine, ResourcePlan, Use, Variance, VarianceAssessed

Trend: TypeAlias = Literal["rising", "falling", "steady"]
BY_USE = "variance.follows-the-use-on-record"
"""The rule that asks why a variance is assessed otherwise than by the use on record."""


def _told(use: Use) -> tuple[date, date]:
    """The first and last day a record tells of: made before its time is over, the day it was made, or the last on which
    it may have been (docs/adr/0443)."""
    return use.period.first, max(min(use.period.last, use.latest_on), use.period.first)


def _days(use: Use) -> int:
    first, last = _told(use)
    return (last - first).days + 1


def is_at_a_time(line: ResourceLine, procedure: Procedure) -> bool:
    """Return whether the quantity of a line is in use at any one time: as the plan says, else as its unit counts."""
    return procedure.counts_at_a_time(line.kind, line.unit) if line.at_a_time is None else line.at_a_time


def on_record(plan: ResourcePlan, line: ResourceLine, uses: list[Use], *, at_a_time: bool) -> tuple[Decimal, Decimal]:
    """Return (used, to be used) in the times on record together: summed up, or, in use at a time, the mean by days.

    Where several records cover the same days, those days count once. What is to be used is never more than
    the plan has: records may spread it over its time otherwise than by days, and add nothing to it (CPC308-B1).
    """
    targeted = min(targets_of(plan, line, uses, at_a_time=at_a_time), Decimal(line.planned))
    if not at_a_time or not uses:
        return sum((Decimal(use.used) for use in uses), Decimal(0)), targeted
    return sum((Decimal(use.used) * _days(use) for use in uses), Decimal(0)) / _days_covered(uses), targeted


def targets_of(plan: ResourcePlan, line: ResourceLine, uses: Sequence[Use], *, at_a_time: bool) -> Decimal:
    """Return what records together say was to be used, more than the plan has or not: summed up, with the plan's share
    of the other days on record that it has, each day once; or the mean by days, where it is in use at a time."""
    if not at_a_time or not uses:
        stated = [use for use in uses if use.targeted is not None]
        unstated_days = _days_planned(plan, uses) - _days_planned(plan, stated)
        return sum((Decimal(use.targeted or 0) for use in stated), _share(plan, line, unstated_days))
    if all(use.targeted is None for use in uses):
        return Decimal(line.planned)
    targets = (target_of(plan, line, use, at_a_time=at_a_time) * _days(use) for use in uses)
    return sum(targets, Decimal(0)) / _days_covered(uses)


def _days_planned(plan: ResourcePlan, uses: Sequence[Use]) -> int:
    """How many days of the plan records cover, each once: for others nothing was planned (CPC308-B1)."""
    return _days_covered(uses, plan.says.period if plan.says else None)


def days_outside(plan: ResourcePlan, use: Use) -> int:
    """Return how many days of the time of a record of use its plan does not have."""
    whole, of = (use.period.last - use.period.first).days + 1, plan.says.period if plan.says else use.period
    return whole - max((min(use.period.last, of.last) - max(use.period.first, of.first)).days + 1, 0)


def _days_covered(uses: Sequence[Use], of: Span | None = None) -> int:
    days, reached = 0, 0
    times = [_told(use) for use in uses]
    if of is not None:
        times = [(max(first, of.first), min(last, of.last)) for first, last in times]
    for first, last in sorted((first.toordinal(), last.toordinal()) for first, last in times):
        days += max(last - max(first - 1, reached), 0)
        reached = max(reached, last)
    return days


def target_of(plan: ResourcePlan, line: ResourceLine, use: Use, *, at_a_time: bool) -> Decimal:
    """Return what was to be used in the time of a record: as it says, else the plan's quantity by the share of the days
    it tells of and the plan has, or all of it where it is in use at a time."""
    if use.targeted is not None:
        return Decimal(use.targeted)
    if at_a_time:
        return Decimal(line.planned)
    return _share(plan, line, _days_planned(plan, [use]))


def _share(plan: ResourcePlan, line: ResourceLine, days: int) -> Decimal:
    if not days:
        return Decimal(0)
    assert plan.says is not None
    whole = (plan.says.period.last - plan.says.period.first).days + 1
    return Decimal(line.planned) * days / whole


def overdrawn(activities: Iterable[PlannedActivity], plan: ResourcePlan, procedure: Procedure) -> list[str]:
    """Return in words of which lines of a resource plan activities take more than it has: all together, or one by
    itself where the line is in use at a time (CPC307-C2-c)."""
    taken: dict[str, dict[str, Decimal]] = {}
    for activity in activities:
        for resource in activity.resources:
            if resource.line is not None and resource.quantity is not None:
                by = taken.setdefault(resource.line, {})
                by[activity.id] = by.get(activity.id, Decimal(0)) + Decimal(resource.quantity)
    found = []
    for named, by in taken.items():
        line = plan.line(named)
        if line is None:
            continue
        quantity = max(by.values()) if is_at_a_time(line, procedure) else sum(by.values(), Decimal(0))
        if quantity > Decimal(line.planned):
            takes = f"{in_a_row([*by])} {'takes' if len(by) == 1 else 'take'} {in_figures(quantity)} {line.unit}"
            found.append(f"{takes} of {line.id} ({line.name}), and {plan.id} has {line.planned}")
    return found


def in_figures(figure: Decimal) -> str:
    """Return a figure to one decimal place, without a zero after the point."""
    return f"{figure:.1f}".removesuffix(".0")


def same_figure(figure: Decimal, given: str) -> bool:
    """Return whether a figure is the one given, as exactly as that is given: 986.3 is 986."""
    return figure.quantize(Decimal(given)) == Decimal(given)


def differs(used: Decimal, target: Decimal, tolerance: int) -> bool:
    """Return whether use is beyond the tolerance, in percent of what was to be used (CPC308-B5)."""
    return abs(used - target) * 100 > tolerance * abs(target) if target else used != 0


def last_time(uses: Iterable[Use]) -> Span | None:
    """Return the last time on record; None where nothing is."""
    return max((use.period for use in uses), key=lambda period: (period.last, period.first), default=None)


def trend_of(uses: Sequence[Use], tolerance: int, *, at_a_time: bool) -> Trend | None:
    """Return how use in the last time on record compares with that in the times before it, by the day; None where
    there are none: what several users had the use of in one time is no trend."""
    before, last = _before_and_last(uses)
    return _compared(before, last, tolerance, at_a_time=at_a_time) if before else None


def trend_from_the_first(uses: Sequence[Use], tolerance: int, *, at_a_time: bool) -> Trend | None:
    """Return how use in the last time on record compares with that in the first, by the day; None as `trend_of`."""
    before, last = _before_and_last(uses)
    first = min((use.period for use in before), key=lambda period: (period.first, period.last), default=None)
    if first is None:
        return None
    return _compared([use for use in before if use.period.first <= first.last], last, tolerance, at_a_time=at_a_time)


def _before_and_last(uses: Sequence[Use]) -> tuple[list[Use], list[Use]]:
    newest = last_time(uses)
    if newest is None:
        return [], []
    return (
        [use for use in uses if use.period.last < newest.first],
        [use for use in uses if use.period.last >= newest.first],
    )


def _compared(before: Sequence[Use], then: Sequence[Use], tolerance: int, *, at_a_time: bool) -> Trend:
    was, is_ = (
        sum((Decimal(use.used) * (_days(use) if at_a_time else 1) for use in those), Decimal(0)) / _days_covered(those)
        for those in (before, then)
    )
    if was == 0:
        return "rising" if is_ > 0 else "steady"
    moved = (is_ - was) / abs(was) * 100
    return "rising" if moved > tolerance else "falling" if moved < -tolerance else "steady"


def of_the_file(file: ContractFile, said: VarianceAssessed, procedure: Procedure) -> tuple[Decimal, Decimal] | None:
    """Return (used, to be used) by the use on record of the line and in the time that a variance is about, as far as it
    was on record by then; None where there is none."""
    plan = file.resources.plans.get(said.plan or "")
    line = plan.line(said.plan_line) if plan and said.plan_line else None
    if plan is None or plan.says is None or line is None or said.subject != "resource":
        return None
    uses = [
        use for use in plan.used(line.id)
        if use.on <= said.latest_on
        and (said.period is None or use.period.lies_in(said.period))
    ]  # fmt: skip
    return on_record(plan, line, uses, at_a_time=is_at_a_time(line, procedure)) if uses else None


def is_significant(file: ContractFile, held: Variance, procedure: Procedure) -> bool:
    """Return whether a variance matters: as it says or by its figures, else by the use on record.

    Where that is beyond the tolerance, one that says or figures otherwise matters until a reason is given for it.
    """
    tolerance = procedure.setting("resource.tolerance")
    if held.says is None or held.significant(tolerance):
        return held.says is not None
    found = of_the_file(file, held.says, procedure)
    if found is None or not differs(*found, tolerance):
        return False
    recorded = file.at(held.position)
    return not any(d.rule == BY_USE and d.reason for d in (recorded.departures if recorded else ()))
