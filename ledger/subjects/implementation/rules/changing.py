"""What is asked of a change to an implementation plan: made plain, weighed, and decided once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ledger.activities import are_alike, changed, otherwise, schedule
from ledger.dates.working_days import dated
from ledger.entry import own
from ledger.names import among, few, name_key, same_name
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, leaves_out
from ledger.subjects.implementation.entries import (
    ImplementationPlanChangeDecided,
    ImplementationPlanChangeEvaluated,
    ImplementationPlanChangeProposed,
)

if TYPE_CHECKING:
    from ledger.activities import ActivityChange
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.implementation.register import ImplementationPlan


HEADS: Mapping[str | tuple[str, ...], str] = {
    "effect_on_outcome": "outcome", ("cost", "effect_on_cost"): "cost", "effect_on_time": "time",
    "effect_on_risk": "risk",
}  # fmt: skip
"""What a change is weighed for: the fields that say it, and in words."""


def _changes_what_is_not_there(
    file: ContractFile, entry: ImplementationPlanChangeProposed, procedure: Procedure
) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    there = [activity.id for activity in plan.activities] if plan else []
    for change in entry.changes:
        if change.becomes is None and not among(change.activity, there):
            return f"{change.activity} would be taken out, and {entry.plan} has no such activity; it has {few(there)}"
        renamed = change.becomes is not None and not same_name(change.becomes.id, change.activity)
        if change.becomes is not None and renamed and among(change.becomes.id, there):
            return f"{change.activity} would become {change.becomes.id}, which {entry.plan} has already"
    return None


def _decided_already(file: ContractFile, entry: ImplementationPlanChangeDecided, procedure: Procedure) -> str | None:
    change = file.implementation.changes.get(entry.change)
    if change is None or change.decided is None:
        return None
    day, decision, position = change.decided
    return f"{change.id} was {decision} on {dated(day)} (entry {position}); propose another change"


def _decided_before(file: ContractFile, entry: ImplementationPlanChangeEvaluated, procedure: Procedure) -> str | None:
    change = file.implementation.changes.get(entry.change)
    if change is None:
        return NOT_IN_POINT
    if change.decided is None or change.decided[0] >= entry.happened_on:
        return None
    day, decision, position = change.decided
    return f"{change.id} was {decision} on {dated(day)} (entry {position}), before it was evaluated"


def _not_evaluated(file: ContractFile, entry: ImplementationPlanChangeDecided, procedure: Procedure) -> str | None:
    change = file.implementation.changes.get(entry.change)
    if entry.decision == "rejected":
        return NOT_IN_POINT
    if change is None or not change.evaluated:
        return f"no entry evaluates {entry.change} before it was made"
    if not any(_weighs(file, position) for _, position in change.evaluated):
        position = change.evaluated[-1][1]
        return f"what evaluates it (entry {position}) says nothing of outcome, cost, time or risk"
    if not entry.changes:
        return None
    other, more, left_out = otherwise(change.says.changes if change.says else (), entry.changes)
    found = [f"{few(named)} {how}" for named, how in (
        (other, "is otherwise"), (more, "was not proposed"), (left_out, "is left out"),
    ) if named]  # fmt: skip
    return f"what is made is not what was proposed and evaluated: {', '.join(found)}" if found else None


def _weighs(file: ContractFile, position: int) -> bool:
    """Whether an evaluation says what a change does to anything at all."""
    held = file.at(position)
    said = held.entry if held is not None else None
    return isinstance(said, ImplementationPlanChangeEvaluated) and any(
        getattr(said, name) is not None for heads in HEADS for name in ((heads,) if isinstance(heads, str) else heads)
    )


def _against_the_advice(file: ContractFile, entry: ImplementationPlanChangeDecided, procedure: Procedure) -> str | None:
    change = file.implementation.changes.get(entry.change)
    said = file.at(change.evaluated[-1][1]) if change is not None and change.evaluated else None
    advised: str | None = own(said.entry, "recommendation") if said is not None else None
    if advised is None or (advised == "revise" and entry.decision == "rejected"):
        return NOT_IN_POINT
    if (advised == "make") is (entry.decision == "made") or entry.reason:
        return None
    return f"its evaluation recommends to {advised} it (entry {change.evaluated[-1][1] if change else ''})"


def _changes_nothing(file: ContractFile, entry: ImplementationPlanChangeProposed, procedure: Procedure) -> str | None:
    if not entry.changes:
        return "it does not say which activities change"
    plan = file.implementation.plans.get(entry.plan)
    there = {name_key(activity.id): activity for activity in (plan.activities if plan else ())}
    same = [
        change.activity for change in entry.changes
        if (was := there.get(name_key(change.activity))) is not None and are_alike(was, change.becomes)
    ]  # fmt: skip
    return f"it leaves {few(same)} as it is in {entry.plan}" if same else None


def _done_already(
    file: ContractFile, entry: ImplementationPlanChangeProposed | ImplementationPlanChangeDecided, procedure: Procedure
) -> str | None:
    plan, changes = file.implementation.change_of(entry)
    touched = [change.activity for change in changes]
    if plan is None or not touched:
        return NOT_IN_POINT
    done = [named for named in touched if (day := plan.completed(named)) is not None and day <= entry.happened_on]
    found = [f"{few(done)}: completed already"] if done else []
    past = list(_moved_into_the_past(plan, changes, entry.happened_on))
    found += [f"with it {few(past)}, before it was changed; say on which day it is to begin"] if past else []
    return "; ".join(found) or None


def _moved_into_the_past(plan: ImplementationPlan, changes: Sequence[ActivityChange], day: date) -> Iterator[str]:
    """Each activity that was not begun, and that the plan has begin before a day only since it was changed."""
    if plan.on is None:
        return
    after = changed(plan.activities, changes)
    before = {name_key(named): slot.starts for named, slot in schedule(plan.activities, plan.on).items()}
    for named, slot in schedule(after, plan.on).items():
        if slot.starts < day and slot.starts != before.get(name_key(named)) and plan.started(named) is None:
            yield f"{named} would begin on {dated(slot.starts)}"


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="plan-change.of-what-is-there", citation="CPC307-C6-a", level="contradiction",
        of=ImplementationPlanChangeProposed, field="changes", found=_changes_what_is_not_there,
        sentence="Only an activity the plan has is taken out of it.",
    ),
    Rule(
        id="plan-change.of-what-is-to-come", citation="CPC307-C6-a", level="advise",
        of=(ImplementationPlanChangeProposed, ImplementationPlanChangeDecided), field="changes", found=_done_already,
        sentence="What is changed in a plan is still to be done.",
    ),
    Rule(
        id="plan-change.made-as-evaluated", citation="CPC307-C6-c", level="advise", of=ImplementationPlanChangeDecided,
        field="reason", sentence="A change is made, or rejected, against its evaluation for a reason.",
        found=_against_the_advice,
    ),
    Rule(
        id="plan-change.decided-once", citation="CPC307-C6-c", level="contradiction",
        of=ImplementationPlanChangeDecided, field="change", sentence="A change is decided once.",
        found=_decided_already,
    ),
    Rule(
        id="plan-change.evaluated-before-it-is-decided", citation="CPC307-C6-b", level="advise",
        of=ImplementationPlanChangeEvaluated, field="happened_on", found=_decided_before,
        sentence="A change is evaluated before it is decided on.",
    ),
    Rule(
        id="plan.change-evaluated-first", citation="CPC307-C6-c", level="explain", of=ImplementationPlanChangeDecided,
        field="change", sentence="A plan is modified after the change was evaluated, and as it was.",
        found=_not_evaluated,
    ),
    Rule(
        id="plan-change.made-plain", citation="CPC307-C6-a", level="advise", of=ImplementationPlanChangeProposed,
        field="changes", asks=True, sentence="A change to the plan is made plain: which activity, and how it is to be.",
        found=_changes_nothing,
    ),
    Rule(
        id="plan-change.weighed-on-four-heads", citation="CPC307-C6-b", level="advise",
        of=ImplementationPlanChangeEvaluated,
        found=leaves_out(HEADS, found="nothing is said of {missing}"),
        sentence="A change is weighed for outcome, cost, time and risk.",
    ),
)
# fmt: on
