"""What a change to an implementation plan changes: every part of each activity, before and with it (CPC307-C6-a)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Literal

from ledger.activities import ActivityChange, ActivityResource, PlannedActivity, Slot, changed, otherwise, schedule
from ledger.entry import Frozen
from ledger.names import counted, name_key, same_name
from ledger.subjects.implementation import (
    ImplementationPlan,
    ImplementationPlanChangeDecided,
    ImplementationPlanChangeEvaluated,
    PlanChange,
    Version,
)
from projections.view import FileView


class PartChanged(Frozen):
    """One part of an activity that a change would have otherwise, in words."""

    part: str
    was: str | None
    becomes: str | None


class Difference(Frozen):
    """What a change does to one activity, in words."""

    activity: str
    was: str | None
    """None where it is added."""
    becomes: str | None
    """None where it is taken out."""
    parts: tuple[PartChanged, ...] = ()
    """Of an activity that stays: each part that is to be otherwise; none where the change leaves it as it is."""
    reason: str | None = None


class ChangeShown(Frozen):
    """A change proposed to the plan."""

    id: str
    position: int
    on: date
    reason: str | None
    version: int
    """The version of the plan it is compared with: the present one while it is open, else the one there was when it was
    decided on."""
    differences: tuple[Difference, ...]
    """As it was made, where that is not as it was proposed."""
    proposed: tuple[Difference, ...] = ()
    """As it was proposed, and evaluated, where it was made otherwise; else none (CPC307-C6-a)."""
    end_moves: int = 0
    """By how many days the plan ends later with it (earlier: below nothing)."""
    evaluated_at: int | None = None
    """The evaluation it was decided on, else the newest."""
    evaluated_late_on: date | None = None
    """The day of that, where it was decided before (CPC307-C6-b); None on what is told the provider, which may not be
    shown an earlier one."""
    recommended: Literal["make", "reject", "revise"] | None = None
    """What that recommends."""
    against_advice: bool = False
    """Whether it was made though its evaluation before recommends otherwise, or rejected though that recommends to make
    it (CPC307-C6-c); False to the provider."""
    decision: Literal["made", "rejected"] | None = None
    agreed_with: tuple[str, ...] = ()
    """Who agreed to what was decided."""
    decided_on: date | None = None
    decided_at: int | None = None


def changes_shown(view: FileView, plan: ImplementationPlan, *, our_side: bool = True) -> list[ChangeShown]:
    """Return the changes proposed to a plan, each with what it changes and what was decided; without `our_side`, not
    whether its evaluation was late or against what was decided."""
    found = []
    for change in view.file.implementation.changes.values():
        if change.plan != plan.id or change.on is None or change.says is None or plan.on is None:
            continue
        version = _compared_with(plan, change)
        before = version.activities
        held = {name_key(activity.id): activity for activity in before}
        decided = _decision(view, change)
        changes = (decided.changes if decided else ()) or change.says.changes
        after = changed(before, changes)
        moves = (end_of(schedule(after, plan.on)), end_of(schedule(before, plan.on)))
        decision, weighed = change.decided, _weighed(view, change)
        against = ("make",) if decision and decision[1] == "rejected" else ("reject", "revise")
        late = bool(weighed and decision and weighed[0] > decision[0])
        found.append(
            ChangeShown(
                id=change.id, position=change.position, on=change.on, reason=view.say(change.says.reason) or None,
                version=version.number,
                differences=tuple(
                    _difference(view, held.get(name_key(one.activity)), one) for one in changes
                ),
                proposed=tuple(
                    _difference(view, held.get(name_key(one.activity)), one) for one in change.says.changes
                ) if any(otherwise(change.says.changes, changes)) else (),
                end_moves=(moves[0] - moves[1]).days if moves[0] and moves[1] else 0,
                evaluated_at=weighed[1] if weighed else None,
                evaluated_late_on=weighed[0] if weighed and late and our_side else None,
                recommended=weighed[2] if weighed else None,
                against_advice=bool(our_side and decision and not late and weighed and weighed[2] in against),
                decision=None if decision is None else "made" if decision[1] == "made" else "rejected",
                decided_on=decision[0] if decision else None, decided_at=decision[2] if decision else None,
                agreed_with=tuple(view.say(who, decided) for who in decided.agreed_with) if decided else (),
            )
        )  # fmt: skip
    return found


def _weighed(
    view: FileView, change: PlanChange
) -> tuple[date, int, Literal["make", "reject", "revise"] | None] | None:  # fmt: skip
    """When, by which entry and with what recommendation a change was evaluated: last by the day it was decided on,
    where it was by then, else last of all; None where it was not."""
    decided = change.decided[0] if change.decided else date.max
    on, position = next(
        (one for one in reversed(change.evaluated) if one[0] <= decided), next(reversed(change.evaluated), (None, 0))
    )
    held = view.file.at(position)
    if on is None or held is None or not isinstance(held.entry, ImplementationPlanChangeEvaluated):
        return None
    return on, position, held.entry.recommendation


def _decision(view: FileView, change: PlanChange) -> ImplementationPlanChangeDecided | None:
    """The entry that decided on a change: who agreed to it, and what was made where it is not what was proposed."""
    held = view.file.at(change.decided[2]) if change.decided else None
    return held.entry if held is not None and isinstance(held.entry, ImplementationPlanChangeDecided) else None


def _compared_with(plan: ImplementationPlan, change: PlanChange) -> Version:
    """The version that a change changes: of an open one the plan's present, of one decided the one there was then."""
    if change.decided is None:
        return plan.versions[-1]
    for earlier, later in pairwise(plan.versions):
        if later.change == change.id:
            return earlier
    day, _, position = change.decided
    return next((v for v in reversed(plan.versions) if (v.since, v.position) < (day, position)), plan.versions[0])


PARTS = {
    "id": "Called", "name": "What is done", "phase": "Phase of the contract", "after": "After",
    "starts_on": "Begins on", "days": "Lasts", "resources": "With what", "provision": "Secured by",
    "outcomes": "For", "owner": "Who", "contingency": "If it cannot be done",
}  # fmt: skip
"""The parts of an activity, in words: field -> what a comparison of two calls it (CPC307-C6-a)."""


def _difference(view: FileView, was: PlannedActivity | None, change: ActivityChange) -> Difference:
    becomes, parts = change.becomes, []
    if was is not None and becomes is not None:
        for part in PARTS:
            before, after = _part(view, was, part), _part(view, becomes, part)
            if not same_name(before, after):
                parts.append(PartChanged(part=PARTS[part], was=before or None, becomes=after or None))
    return Difference(
        activity=change.activity,
        was=_told(view, was),
        becomes=_told(view, becomes),
        parts=tuple(parts),
        reason=view.say(change.reason) or None,
    )


def _part(view: FileView, activity: PlannedActivity, part: str) -> str:
    """One part of an activity in words; empty where it does not say."""
    match part:
        case "days":
            return counted(activity.days, "day")
        case "resources":
            return ", ".join(resource_in_words(resource) for resource in activity.resources)
        case "after" | "outcomes":
            return ", ".join(sorted(getattr(activity, part), key=name_key))
        case _:
            return view.say(getattr(activity, part))


def _told(view: FileView, activity: PlannedActivity | None) -> str | None:
    """An activity in words, all that is planned of it: Recruit carers, 30 days from 3 March 2025, after A1, by Lin."""
    if activity is None:
        return None
    said = {part: _part(view, activity, part) for part in PARTS}
    joined = (
        ("{}", "name"), (", {}", "days"), (" from {}", "starts_on"), (", after {}", "after"),
        (", with {}", "resources"), (", by {}", "owner"), (", in the {} of the contract", "phase"),
        (", secured by {}", "provision"),
        (", for {}", "outcomes"), ("; else: {}", "contingency"),
    )  # fmt: skip
    return "".join(words.format(said[part]) for words, part in joined if said[part])


def resource_in_words(resource: ActivityResource) -> str:
    """Return what an activity needs: Care hours 120 hours (human, L1)."""
    parts = " ".join(part for part in (resource.name, resource.quantity, resource.unit) if part)
    line, unsaid = f", {resource.line}" if resource.line else "", "" if resource.quantity else "; how much is not said"
    return f"{parts} ({resource.kind}{line}{unsaid})"


def end_of(slots: Mapping[str, Slot]) -> date | None:
    """Return when the last of them ends; None of none."""
    return max((slot.ends for slot in slots.values()), default=None)
