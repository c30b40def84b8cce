"""What was to be done because of a meeting or a judgement, and whether it was done in time (HCC-7.3-a)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ledger.entry import Frozen
from ledger.subjects.actions import Action


class ActionFromIt(Frozen):
    """Something that is to be done because of a meeting or a judgement, and whether it was by the day asked about."""

    id: str
    position: int
    due_on: date | None
    done_on: date | None
    days_late: int = 0
    """By how many days it was done after the day it was due (HCC-7.3-a)."""
    overdue: bool


def actions_shown(actions: Iterable[Action], on: date) -> Iterator[ActionFromIt]:
    """Yield how each of some actions stands on a day, of those assigned by then. Pure."""
    for action in actions:
        if action.assigned_on is None or action.assigned_on > on:
            continue
        done = action.completed[0] if action.completed and action.completed[0] <= on else None
        yield ActionFromIt(
            id=action.id, position=action.position, due_on=action.due_on, done_on=done,
            days_late=action.days_late if done else 0,
            overdue=done is None and action.due_on is not None and action.due_on < on,
        )  # fmt: skip


__all__ = ["ActionFromIt", "actions_shown"]
