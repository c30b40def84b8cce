"""What is asked of an implementation plan beside the resource plan it draws on: its lines, units, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.names import same_unit
from ledger.resource_figures import overdrawn
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.implementation.entries import ImplementationPlanAgreed
from ledger.subjects.implementation.rules.planning import PLANNED, Planned, activities_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _not_as_resource_plan(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(_resource_plan(file, entry) or "")
    for activity in activities_of(file, entry) if plan else ():
        for resource in activity.resources:
            if plan is None or resource.line is None:
                continue
            line = plan.line(resource.line)
            if line is None:
                return f"{activity.id} takes {resource.name} from line {resource.line}, which {plan.id} has not"
            if resource.unit is not None and not same_unit(resource.unit, line.unit):
                return f"{activity.id} needs {resource.name} in {resource.unit}; {plan.id} plans it in {line.unit}"
    return None


def _resource_plan(file: ContractFile, entry: Planned) -> str | None:
    if isinstance(entry, ImplementationPlanAgreed):
        return entry.resource_plan
    plan, _ = file.implementation.change_of(entry)
    return plan.says.resource_plan if plan and plan.says else None


def _more_than_planned(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    plan, activities = file.resources.plans.get(_resource_plan(file, entry) or ""), activities_of(file, entry)
    if plan is None or not any(resource.line for activity in activities for resource in activity.resources):
        return NOT_IN_POINT
    over = overdrawn(activities, plan, procedure)
    return "; ".join(over) or None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="plan.units-of-the-resource-plan",
        citation="CPC307-C2-c",
        level="contradiction",
        of=PLANNED,
        field="activities",
        sentence="Resources are counted in the units of the resource plan.",
        found=_not_as_resource_plan,
    ),
    Rule(
        id="plan.within-the-resource-plan",
        citation="CPC307-C2-c",
        level="advise",
        of=PLANNED,
        field="activities",
        sentence="Activities take no more of a resource than the resource plan has.",
        found=_more_than_planned,
    ),
)
