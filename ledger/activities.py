"""The activities of an implementation plan, and what follows from their order: when each begins and ends, and the path.

A plan's activities are stored inside entries, and so a recorded format. Days are calendar days and both ends count: an
activity of 5 days that begins on 1 March ends on 5 March, and what comes after it begins on 6 March at the earliest.
The critical path is the chain of activities none of which can be late without the plan's end being late (CPC307-C2-a,
CPC307-C2-b).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from ledger.entry import Frozen
from ledger.fields import Limit, Name, OutcomeId, Percent, ProvisionId, RowId, of_rows
from ledger.names import name_key
from ledger.words import Text

if TYPE_CHECKING:
    from ledger.procedures import Procedure

LAST = date.max.toordinal()
ResourceKind = Annotated[RowId, of_rows("resource-kind")]
"""A kind of resource as the procedure calls it: financial, human, physical, time, energy."""

FINANCIAL = "financial"
"""The kind that is money."""


def unknown_kinds(kinds: Set[str], procedure: Procedure) -> str | None:
    """Return in a sentence which of these kinds of resource the procedure does not know; None where it knows them."""
    known = [row.id for row in procedure.resource_kinds]
    others = {name for row in procedure.resource_kinds for name in row.also_called}
    unknown = ", ".join(sorted(kinds - others - set(known)))
    return f"{unknown}: not among the kinds of {procedure.title}: {', '.join(known)}" if unknown else None


class ActivityResource(Frozen):
    """A resource an activity needs."""

    kind: ResourceKind
    """Which kind it is, as the procedure calls it: financial, human, physical, time, energy."""
    name: Name
    """What it is."""
    quantity: Percent | None = None
    """How much of it, as an exact decimal."""
    unit: Name | None = None
    """What the quantity counts: hours, pounds, places."""
    line: Name | None = None
    """The line of the resource plan it is taken from, by its id there."""


class PlannedActivity(Frozen):
    """One activity of a plan."""

    id: Name
    """What the plan calls it, by which later entries name it: A1."""
    name: Name
    """What is done."""
    phase: Literal["award", "performance"] | None = None
    """Whether it belongs to the award of the contract or to its performance."""
    after: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """Activities that must be complete before it begins, by their ids."""
    starts_on: date | None = None
    """The first day it may begin; left out, it begins when those before it are complete."""
    days: Annotated[int, Limit(least=1, most=3650)]
    """How many calendar days it lasts, its first and last day included."""
    resources: Annotated[tuple[ActivityResource, ...], Limit(longest=50)] = ()
    """What it needs."""
    provision: ProvisionId | None = None
    """The provision of the contract it is linked to."""
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=50)] = ()
    """The outcomes it is to bring about."""
    owner: Name | None = None
    """Who sees to it."""
    contingency: Text | None = None
    """What is done where it cannot be done as planned."""


class ActivityChange(Frozen):
    """A change to one activity of a plan: added, changed or taken out."""

    activity: Name
    """The activity, by its id in the plan."""
    becomes: PlannedActivity | None = None
    """The whole activity as it is to be; left out where it is taken out of the plan."""
    reason: Text | None = None
    """Why."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When an activity begins and ends."""

    starts: date
    ends: date
    slack: int
    """How many days later it may end without the plan ending later; on the critical path 0."""


def are_alike(one: PlannedActivity, other: PlannedActivity | None) -> bool:
    """Return whether two activities are planned alike in every part, whatever the case in which ids are written."""
    alike = [
        a.model_copy(update={"id": name_key(a.id), "after": {name_key(before) for before in a.after}})
        for a in (one, other) if a is not None
    ]  # fmt: skip
    return len(alike) > 1 and alike[0] == alike[1]


def otherwise(
    proposed: Sequence[ActivityChange], made: Sequence[ActivityChange]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the activities that are changed otherwise than was proposed, those of which nothing was proposed, and
    those that were to be changed and are not."""
    before, after = ({name_key(change.activity): change for change in changes} for changes in (proposed, made))
    other = [
        change.activity for key, change in after.items()
        if key in before and not _become_alike(before[key].becomes, change.becomes)
    ]  # fmt: skip
    more = [change.activity for key, change in after.items() if key not in before]
    left_out = [change.activity for key, change in before.items() if key not in after]
    return tuple(other), tuple(more), tuple(left_out)


def _become_alike(one: PlannedActivity | None, other: PlannedActivity | None) -> bool:
    return other is None if one is None else are_alike(one, other)


def changed(activities: Sequence[PlannedActivity], changes: Sequence[ActivityChange]) -> tuple[PlannedActivity, ...]:
    """Return the activities with the changes made: those changed in their place, those added at the end."""
    held = {name_key(activity.id): activity for activity in activities}
    for change in changes:
        was, becomes = name_key(change.activity), name_key(change.becomes.id) if change.becomes else ""
        if change.becomes is None:
            held.pop(was, None)
        elif was in held and becomes != was:
            held = {
                becomes if named == was else named: change.becomes if named == was else activity
                for named, activity in held.items()
            }
        else:
            held[becomes] = change.becomes
    return tuple(held.values())


def waited_for(activities: Sequence[PlannedActivity]) -> dict[str, tuple[str, ...]]:
    """Return for each activity those of the plan it comes after, by the ids they have there, whatever the case in which
    they are cited."""
    ids = {name_key(activity.id): activity.id for activity in activities}
    cited = {activity.id: map(name_key, activity.after) for activity in activities}
    return {named: tuple(dict.fromkeys(ids[key] for key in keys if key in ids)) for named, keys in cited.items()}


def in_order(activities: Sequence[PlannedActivity]) -> list[PlannedActivity]:
    """Return the activities so that each comes after those it waits for; those in a circle are left out."""
    held = {activity.id: activity for activity in activities}
    waits = {named: set(after) for named, after in waited_for(activities).items()}
    ready, found = [named for named, after in waits.items() if not after], []
    followers: dict[str, list[str]] = {named: [] for named in held}
    for named, after in waits.items():
        for before in after:
            followers[before].append(named)
    for named in ready:  # grows while it is walked
        found.append(held[named])
        for follower in followers[named]:
            waits[follower].discard(named)
            if not waits[follower]:
                ready.append(follower)
    return found


def circle(activities: Sequence[PlannedActivity]) -> tuple[str, ...]:
    """Return a circle the activities form, each waiting for the next and the last for the first; empty without one."""
    ordered = {activity.id for activity in in_order(activities)}
    waits = waited_for(activities)
    left = {a.id: [b for b in waits[a.id] if b not in ordered] for a in activities if a.id not in ordered}
    named = next(iter(left), None)
    walked: list[str] = []
    while named is not None and named not in walked:
        walked.append(named)
        named = next((before for before in left[named] if before in left), None)
    return tuple(walked[walked.index(named) :]) if named is not None else ()


def schedule(
    activities: Sequence[PlannedActivity], first: date,
    done: Mapping[str, tuple[date | None, date | None]] | None = None, today: date | None = None,
) -> dict[str, Slot]:  # fmt: skip
    """Return when each activity begins and ends, those in a circle left out.

    One with no day of its own and nothing before it begins on `first`. `done`: the days on which activities really
    began and were over, where they were: what comes after them moves with them. What began before its turn is not over
    before what it waits for; what is over waits for nothing. `today`: what was not begun, or not over, by that day is
    not so before it.
    """
    now = today.toordinal() if today else 0
    ordered, waits = in_order(activities), waited_for(activities)
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for activity in ordered:
        began, completed = (done or {}).get(activity.id, (None, None))
        free = max((ends[before] + 1 for before in waits[activity.id] if before in ends), default=first.toordinal())
        own = activity.starts_on.toordinal() if activity.starts_on else free
        # On its own day, and never before those it waits for are complete.
        planned = max(own, free) if activity.after else own
        starts[activity.id] = min(began.toordinal() if began else max(planned, now), LAST)
        waited_until = free - 1 if waits[activity.id] else 0
        lasts_until = max(starts[activity.id] + activity.days - 1, waited_until, now)
        ends[activity.id] = min(completed.toordinal() if completed else lasts_until, LAST)
    latest: dict[str, int] = dict.fromkeys(ends, max(ends.values(), default=LAST))
    for activity in reversed(ordered):
        named = activity.id
        must_begin = latest[named] - (ends[named] - starts[named])
        for before in waits[named]:
            if before in latest and ends[before] <= ends[named]:
                by = must_begin - 1 if ends[before] < starts[named] else latest[named]
                latest[before] = min(latest[before], by)
    return {
        named: Slot(date.fromordinal(starts[named]), date.fromordinal(ends[named]), latest[named] - ends[named])
        for named in ends
    }  # fmt: skip
