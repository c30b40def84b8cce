"""What was to be done, by whom and by when, and whether it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Actor, Frozen, Recorded
from ledger.registers import ById, Register, grouped, looked_up
from ledger.subjects.actions.entries import ActionAssigned, ActionCompleted, ActionsEntry, CorrectiveActionTaken


class Action(Frozen):
    """One thing to be done, and whether it was."""

    id: str
    position: int = 0
    assigned_on: date | None = None
    owner: Actor | None = None
    due_on: date | None = None
    meeting: str | None = None
    issue: str | None = None
    plan: str | None = None
    step: int | None = None
    """Which step of the plan it is, where it says so."""
    arises_from: int | None = None
    """Position of another entry it arises from."""
    completed: tuple[date, int] | None = None
    """(day it was first found done, or carried out by corrective action; position)."""
    corrective: tuple[int, ...] = ()
    """Positions of corrective action that carried it out."""

    def open_on(self, day: date) -> bool:
        """Return whether it had been assigned and was not done at the end of a day."""
        begun = self.assigned_on is not None and self.assigned_on <= day
        return begun and (self.completed is None or self.completed[0] > day)

    @property
    def days_late(self) -> int:
        """By how many days it was done after the day it was due; 0 where it was in time, has no day, or is not done."""
        return max(0, (self.completed[0] - self.due_on).days) if self.completed and self.due_on else 0


@dataclass(slots=True)
class Actions(Register[ActionsEntry]):
    """What was to be done under one contract, by id."""

    by_id: ById[Action] = field(default_factory=lambda: ById(Action))
    after_meeting: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """By meeting: positions of corrective action taken after it."""
    answering: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """By position of figures of activity: positions of corrective action that answers to them (HCC-7.6-g)."""

    def enter(self, entry: ActionsEntry, recorded: Recorded) -> None:
        position, day = recorded.position, entry.happened_on
        given = recorded.given_id or f"entry {position}"
        match entry:
            case ActionAssigned():
                self.by_id.change(
                    given, position=position, assigned_on=day, owner=entry.owner, due_on=entry.due_on,
                    meeting=entry.meeting, issue=entry.issue, plan=entry.plan, step=entry.step,
                    arises_from=entry.arises_from,
                )  # fmt: skip
            case ActionCompleted():
                known = self.by_id.known(entry.action)
                self.by_id.change(entry.action, completed=known.completed or (day, position))
            case CorrectiveActionTaken():
                if entry.action:
                    known = self.by_id.known(entry.action)
                    done = known.completed or (day, position)  # HCC-7.3-a: taking the action is doing it
                    self.by_id.change(entry.action, corrective=(*known.corrective, position), completed=done)
                if entry.meeting:
                    self.after_meeting[entry.meeting] = (*self.after_meeting.get(entry.meeting, ()), position)
                for figures in entry.activity:
                    self.answering[figures] = (*self.answering.get(figures, ()), position)
            case _:
                assert_never(entry)

    @looked_up
    def by_issue(self) -> Mapping[str, Sequence[Action]]:
        """Return the actions on each issue, by its id."""
        return grouped(self.by_id.values(), lambda action: (action.issue,))

    @looked_up
    def arising_from(self) -> Mapping[int, Sequence[Action]]:
        """Return the actions that arise from each entry, by its position."""
        return grouped(self.by_id.values(), lambda action: (action.arises_from,))

    def about(self, issue: str, plans: Iterable[str]) -> list[Action]:
        """Return the actions on an issue, and those of some plans, in the order they were assigned in the world."""
        of_plans = self._by_plan()
        both = {a.id for a in self.by_issue().get(issue, ())}.union(
            *({a.id for a in of_plans.get(p, ())} for p in plans)
        )
        return [self.by_id[action] for action in sorted(both, key=self._places().__getitem__)]

    @looked_up
    def _by_plan(self) -> Mapping[str, Sequence[Action]]:
        return grouped(self.by_id.values(), lambda action: (action.plan,))

    @looked_up
    def _places(self) -> Mapping[str, int]:
        return {action: place for place, action in enumerate(self.by_id)}

    def answers_to(self, figures: int, meeting: str) -> bool:
        """Return whether corrective action answers to figures of activity: it names them, or, of those taken after a
        meeting, no figures at all."""
        named = {position for taken in self.answering.values() for position in taken}
        return figures in self.answering or any(taken not in named for taken in self.after_meeting.get(meeting, ()))

    def open_on(self, day: date) -> list[Action]:
        """Return the actions assigned and not done at the end of a day, the earliest due first, undated ones last."""
        waiting = (action for action in self.by_id.values() if action.open_on(day))
        return sorted(waiting, key=lambda action: (action.due_on or date.max, action.id))
