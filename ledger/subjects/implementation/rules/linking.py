"""What is asked of an implementation plan beside the provisions of the contract that its activities are linked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import provisions
from ledger.activities import schedule
from ledger.dates.working_days import dated
from ledger.names import few
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.implementation.entries import ImplementationPlanAgreed
from ledger.subjects.implementation.rules.planning import PLANNED, Planned, activities_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _unprovided(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    milestones = provisions.milestones(file)
    if not milestones:
        return NOT_IN_POINT
    linked = {activity.provision for activity in entry.activities}
    bare = [p.id for p in milestones if not linked & {p.id, *(one.id for one in file.design.before(p))}]
    return f"no activity is linked to milestone {few(bare)}" if bare else None


def _after_its_milestone(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    """Of a milestone that another took the place of by the day of the plan, by the day of that one."""
    plan = None if isinstance(entry, ImplementationPlanAgreed) else file.implementation.change_of(entry)[0]
    activities, found, linked = activities_of(file, entry), list[str](), False
    slots = schedule(activities, (plan.on if plan else None) or entry.happened_on)
    for activity in activities:
        held = file.design.provisions.get(activity.provision or "")
        stands = (provisions.in_its_place(file, held, entry.happened_on) or held) if held else None
        if stands is None or stands.says is None or stands.says.provision != "milestone" or activity.id not in slots:
            continue
        due, ends = stands.says.due_on, slots[activity.id].ends
        linked = linked or due is not None
        if due is not None and ends > due:
            found.append(f"{activity.id} is planned to end on {dated(ends)}, and {stands.id} is due on {dated(due)}")
    return (few(found) if found else None) if linked else NOT_IN_POINT


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="plan.linked-to-provisions", citation="CPC307-C2-d", level="advise", of=ImplementationPlanAgreed,
        field="activities", sentence="Activities are linked to the provisions of the contract.", found=_unprovided,
    ),
    Rule(
        id="plan.in-time-for-its-milestones", citation="CPC307-C2-d", level="advise", of=PLANNED, field="activities",
        sentence="An activity linked to a milestone is planned to end by its day.", found=_after_its_milestone,
    ),
)  # fmt: skip
