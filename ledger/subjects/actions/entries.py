"""What is recorded of things to be done."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.entry import Actor, Entry
from ledger.fields import ActionId, IssueId, Limit, MeetingId, PlanId, Position
from ledger.words import Personal, Text


class ActionAssigned(Entry):
    """Somebody was given something to do."""

    kind: Literal["action-assigned/1"] = "action-assigned/1"
    description: Personal
    """What is to be done."""
    owner: Actor | None = None
    """Who is to do it, and for which party."""
    due_on: date | None = None
    """By when."""
    meeting: MeetingId | None = None
    """The meeting it arises from."""
    issue: IssueId | None = None
    """The issue it arises from."""
    plan: PlanId | None = None
    """The plan it is a step of."""
    step: Annotated[int, Limit(least=1)] | None = None
    """Which step of the plan, or further action of the review it arises from, counted from 1: that is done with it, in
    whatever words it is given."""
    arises_from: Position | None = None
    """Another entry it arises from: an audit, a complaint, a review by theme whose further action it is."""

    gives = "ACT"
    noun = "action"
    line = (
        "{id}: {description}[, for {owner}][, by {due_on}][ (for {meeting})][ (for {issue})][ (under {plan})]"
        "[ (step {step} of it)]"
    )


class ActionCompleted(Entry):
    """Something that was to be done was done."""

    kind: Literal["action-completed/1"] = "action-completed/1"
    action: ActionId
    """The action."""
    confirmed_by: Actor | None = None
    """Who saw that it was done."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """Entries that show it."""
    words: Text | None = None
    """What was done."""

    line = "{action} completed[, confirmed by {confirmed_by}][: {words}]"


class CorrectiveActionTaken(Entry):
    """Action was taken to put right what monitoring had shown."""

    kind: Literal["corrective-action-taken/1"] = "corrective-action-taken/1"
    description: Text
    """What was done."""
    reason: Literal["capacity", "volume", "quality", "other"] = "other"
    """What it concerned: the use of capacity, volumes contracted for, quality, another matter."""
    action: ActionId | None = None
    """The action it carries out, where one was assigned: that is done with it."""
    meeting: MeetingId | None = None
    """The meeting that showed the need."""
    activity: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """The figures it answers to."""

    line = "Corrective action taken[ on {action}][ for {meeting}] ({reason}): {description}"


ActionsEntry: TypeAlias = ActionAssigned | ActionCompleted | CorrectiveActionTaken
