"""The returns of a contract, by return and period: in time, late, and missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ledger import monitoring
from ledger.entry import Frozen
from ledger.span import Span
from ledger.specification import ReturnSchedule
from ledger.subjects.performance import Return
from ledger.working_days import shifted
from projections.view import FileView


class ReturnShown(Frozen):
    """One period of a return: when it came, or that it did not."""

    kind: str
    first: date
    last: date
    due_on: date
    received_on: date | None
    position: int | None
    days_late: int
    """Days after the day it was due; for one that did not come, until the day asked. 0 in time."""
    state: Literal["in-time", "late", "missing"]
    counts: bool = True
    """False where its figures are of several of the periods asked for together: each of them is still to come."""


def returns_of(view: FileView, on: date) -> Iterator[ReturnShown]:
    """By return and period, those that came and those that are overdue, in order of the day they were due.

    One that came for several periods is shown by each, with its own due day (HCC-8.2-a); one that came for a part of a
    period, by itself, and due when the whole is.
    """
    procedure, performance = view.procedure_on(on), view.file.performance
    schedules = monitoring.schedules(view.file, on, procedure)
    asked = [(one, *of) for one in schedules for of in monitoring.asked_periods(view.file, one, on, procedure)]
    came = [
        (one, span, due_on, performance.covered_by(span, one.kind, one.every_months)) for one, span, due_on in asked
    ]
    found = [
        _came(held, held.kind or one.kind, span, due_on)
        for one, span, due_on, held in came if held is not None and held.on <= on
    ]  # fmt: skip
    brought = {one.position for one in found}
    for held in performance.returns:
        if held.position in brought:
            continue
        schedule = next((one for one in schedules if held.counts_as(one.kind)), None)
        whole = (
            due for one, span, due in asked if held.counts_as(one.kind) and span.first <= held.period.last <= span.last
        )
        alone = shifted(held.period.last, monitoring.days_of_grace(schedule or _UNASKED, procedure))
        kind = held.kind or (schedule.kind if schedule else "return")
        every = performance.return_every(held.period.first, schedule.every_months, schedule.kind) if schedule else 0
        shown = _came(held, kind, held.period, next(whole, alone))
        found.append(shown.model_copy(update={"counts": not held.is_of_several(every)}))
    found += [
        ReturnShown(
            kind=owed.kind, first=owed.period.first, last=owed.period.last, due_on=owed.due_on, received_on=None,
            position=None, days_late=(on - owed.due_on).days, state="missing",
        ) for owed in monitoring.overdue_returns(view.file, on, procedure)
    ]  # fmt: skip
    yield from sorted(found, key=lambda one: (one.due_on, one.kind))


def _came(held: Return, kind: str, period: Span, due_on: date) -> ReturnShown:
    late = max((held.on - due_on).days, 0)
    return ReturnShown(
        kind=kind, first=period.first, last=period.last, due_on=due_on, received_on=held.on, position=held.position,
        days_late=late, state="late" if late else "in-time",
    )  # fmt: skip


_UNASKED = ReturnSchedule(kind="a return nobody asked for")
