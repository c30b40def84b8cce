"""The returns of a contract, by return and period: in time, late, and missing; and what came that nothing asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, TypeAlias

from ledger import returns_owed
from ledger.dates.span import Span
from ledger.entry import Frozen
from ledger.subjects.performance import Return
from projections.duties.completed import failings_told, still_missing
from projections.view import FileView

ReturnState: TypeAlias = Literal["in-time", "late", "too-early", "missing", "in-part", "not-asked"]


class ReturnShown(Frozen):
    """One period of a return: when it came, or that it did not."""

    kind: str
    first: date
    last: date
    due_on: date | None
    """The last day on which it was in time, for a part of a period that of the whole; None where nobody asked for it.
    """
    received_on: date | None
    position: int | None
    days_late: int
    """Days after the day it was due; for one that did not come, until the day asked. 0 in time."""
    state: ReturnState
    """Too early: before its period was over, so that it cannot tell the whole, which is still to come (ADR 0439).

    In part: for a part of a period asked for, which is still to come as a whole."""
    assumed: str = ""
    """That how often it comes is assumed, in words; "" where something says it (HCC-6.1-e)."""
    counts: bool = True
    """False where its figures are of several of the periods asked for together, or of days of two months and the whole
    of neither: each of them is still to come."""
    missing: tuple[str, ...] = ()
    """What it does not hold of what is asked for, and nothing since added, in words; a duty asks for it (HCC-8.1-c)."""
    failings: tuple[str, ...] = ()
    """What it says is not done, in words, until an issue cites it (HCC-8.1-d, HCC-8.1-e)."""


def returns_of(view: FileView, on: date) -> Iterator[ReturnShown]:
    """By return and period, those that came and those that are overdue, in order of the day they were due.

    One that came for several periods is shown by each, with its own due day (HCC-8.2-a); one that came for a part of a
    period, by itself, as a part as long as the whole has not come.
    """
    procedure, performance = view.procedure_on(on), view.file.performance
    schedules = returns_owed.ever_asked(view.file, on, procedure)
    often = {one: returns_owed.asked(view.file, one, procedure) for one in schedules}
    asked = [(one, *of) for one in schedules for of in returns_owed.asked_periods(view.file, one, on, procedure)]
    came = [(one, span, due_on, performance.covered_by(span, one.kind, often[one])) for one, span, due_on in asked]
    found = [
        _came(held, held.kind or one.kind, span, due_on).model_copy(
            update={"assumed": returns_owed.often_assumed(view.file, one, span.first, procedure)}
        )
        for one, span, due_on, held in came if held is not None and held.on <= on
    ]  # fmt: skip
    brought = {one.position for one in found}
    for held in performance.returns:
        if held.position in brought:
            continue
        alike = (one for one in schedules if held.counts_as(one.kind))
        begun = ((one, returns_owed.asked_from(view.file, one, held.period, procedure)) for one in alike)
        schedule, first = next(((one, day) for one, day in begun if day), (None, None))
        if schedule is None or first is None:
            found.append(_came(held, held.kind or "return", held.period, None))
            continue
        whole = returns_owed.asked_period_of(view.file, schedule, held.period.last, procedure)
        alone = often[schedule].due_on(held.period)
        every = performance.return_every(first, often[schedule], schedule.kind)
        counts = not held.is_of_several(every, often[schedule])
        shown = _came(held, held.kind or schedule.kind, held.period, whole[1] if whole else alone)
        left = whole and performance.covered_by(whole[0], schedule.kind, often[schedule]) is None
        if left and counts and shown.state != "too-early":
            shown = shown.model_copy(update={"state": "in-part", "days_late": 0})
        found.append(shown.model_copy(update={"counts": counts}))
    found += [
        ReturnShown(
            kind=owed.kind, first=owed.period.first, last=owed.period.last, due_on=owed.due_on, received_on=None,
            position=None, days_late=(on - owed.due_on).days, state="missing", assumed=owed.assumed,
        ) for owed in returns_owed.overdue_returns(view.file, on, procedure)
    ]  # fmt: skip
    for one in sorted(found, key=lambda one: (one.due_on or one.last, one.kind)):
        recorded = view.file.at(one.position) if one.position is not None else None
        if recorded is not None:
            missing = tuple(departure.found for departure in still_missing(view, recorded))
            failings = tuple(departure.found for departure in failings_told(view, recorded))
            one = one.model_copy(update={"missing": missing, "failings": failings})
        yield one


def _came(held: Return, kind: str, period: Span, due_on: date | None) -> ReturnShown:
    late = max((held.on - due_on).days, 0) if due_on else 0
    came: ReturnState = "late" if late else "too-early" if held.latest_on < period.last else "in-time"
    return ReturnShown(
        kind=kind, first=period.first, last=period.last, due_on=due_on, received_on=held.on, position=held.position,
        days_late=late, state="not-asked" if due_on is None else came,
    )  # fmt: skip
