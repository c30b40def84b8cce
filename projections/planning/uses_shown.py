"""What was used of a line of resources, time by time, beside what its plan has for the same times (CPC308-B1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ledger.entry import Frozen
from ledger.resource_figures import days_outside, target_of
from ledger.subjects.resources import ResourceLine, ResourcePlan
from projections.planning.evaluations_shown import plainly
from projections.view import FileView


class UseShown(Frozen):
    """What was used of a line over one time, by whom, and how they came by it (CPC308-C2)."""

    position: int
    first: date
    last: date
    used: str
    targeted: str
    """As the record says, else the plan's share of its days."""
    accessed_by: tuple[str, ...]
    how_accessed: str | None
    complete: bool | None
    """Whether the record says of itself that it is complete and accurate."""
    overlaps: int | None = None
    """The entry of another record whose time overlaps it, of the same users as far as both say: what they have in
    common may stand there twice (CPC308-B4)."""
    counted: bool = True
    """Whether it counts: of records that say the same of the same time and users, the first does; none that is outside
    the plan."""
    outside: bool = False
    """Whether it is for a time in which the plan has no day: then nothing was planned for it, and it is not counted."""
    days: int
    """How many days it covers,"""
    days_outside: int = 0
    """and how many of them the plan does not have: for these nothing was planned either."""


def uses_shown(
    view: FileView, plan: ResourcePlan, line: ResourceLine, on: date, *, at_a_time: bool
) -> Iterator[UseShown]:  # fmt: skip
    """Yield each record of use of a line whose time had begun by a day, in order of their times."""
    overlapping, counted = view.file.resources.overlapping(), {use.position for use in plan.used(line.id)}
    for use in sorted(plan.records(line.id), key=lambda u: (u.period.first, u.position)):
        if use.period.first <= on:
            outside = plan.is_outside(use)
            targeted = Decimal(0) if outside else target_of(plan, line, use, at_a_time=at_a_time)
            yield UseShown(
                position=use.position, first=use.period.first, last=use.period.last, used=use.used, outside=outside,
                days=(use.period.last - use.period.first).days + 1, days_outside=days_outside(plan, use),
                targeted=plainly(targeted), accessed_by=use.accessed_by,
                how_accessed=view.say(use.how_accessed) or None, complete=use.complete,
                overlaps=overlapping.get(use.position), counted=use.position in counted,
            )  # fmt: skip
