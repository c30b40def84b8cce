"""What is asked of use: recorded in the units and the time of the plan, completely, once, and within its targets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.dates.span import backwards
from ledger.dates.working_days import dated
from ledger.names import few, same_unit
from ledger.resource_figures import in_figures, is_at_a_time, targets_of
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.resources.entries import (
    ResourceInformationGiven,
    ResourcePlanAgreed,
    ResourceResponsibilityNotified,
    ResourceTrendIdentified,
    ResourceUseRecorded,
    VarianceAssessed,
)
from ledger.subjects.resources.use import is_whole, may_be_one, said_of, use_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

OfALine = ResourceUseRecorded | VarianceAssessed | ResourceTrendIdentified
OfLines = OfALine | ResourceResponsibilityNotified


def _no_such_line(file: ContractFile, entry: OfLines, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan or "")
    if plan is None or plan.says is None:
        return None
    named = entry.plan_lines if isinstance(entry, ResourceResponsibilityNotified) else (entry.plan_line,)
    missing = [one for one in named if one is not None and plan.line(one) is None]
    if not missing:
        return None
    return f"{plan.id} has no line {', '.join(missing)}; it has {', '.join(line.id for line in plan.says.lines)}"


def _other_unit(file: ContractFile, entry: ResourceUseRecorded | VarianceAssessed, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan or "")
    line = plan.line(entry.plan_line) if plan and entry.plan_line else None
    if plan is None or line is None or entry.unit is None or same_unit(entry.unit, line.unit):
        return None
    return f"{plan.id} plans {line.id} in {line.unit} (entry {plan.position}), and this is in {entry.unit}"


def _use_cannot_be(file: ContractFile, entry: ResourceUseRecorded, procedure: Procedure) -> str | None:
    if Decimal(entry.used) < 0:
        return f"{entry.used} {entry.unit} used is less than nothing; where an earlier figure was wrong, correct it"
    if entry.targeted is not None and Decimal(entry.targeted) < 0:
        return f"{entry.targeted} {entry.unit or ''} as the target is less than nothing".replace("  ", " ")
    if entry.period.first > entry.latest_on:
        return f"its period begins on {dated(entry.period.first)}, after {dated(entry.latest_on)}, the day it happened"
    return None


def _use_outside_the_plan(file: ContractFile, entry: ResourceUseRecorded, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan)
    if plan is None or plan.says is None:
        return NOT_IN_POINT
    if others := plan.in_its_place(entry.period.first):
        return f"{few(others)} took the place of {plan.id}"
    covers = plan.time or plan.says.period
    if entry.period.lies_in(covers):
        return None
    return f"{plan.id} is for {covers}, and this is for {entry.period}"


def _more_targeted_than_planned(file: ContractFile, entry: ResourceUseRecorded, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan)
    line = plan.line(entry.plan_line) if plan else None
    if plan is None or line is None:
        return NOT_IN_POINT
    new, at_a_time = use_of(entry, file.position + 1), is_at_a_time(line, procedure)
    uses = [use for use in plan.used(line.id) if use.complete is not False or use.period != new.period] + [new]
    if all(use.targeted is None for use in uses):
        return NOT_IN_POINT
    targeted, planned = targets_of(plan, line, uses, at_a_time=at_a_time), Decimal(line.planned)
    if round(targeted, 1) <= round(planned, 1):
        return None
    together = "on average " if at_a_time else "together with those on record " if uses[1:] else ""
    return (
        f"{together}{in_figures(targeted)} {line.unit} were to be used, and {plan.id} has {line.planned} of {line.id}"
    )


def _incomplete(file: ContractFile, entry: ResourceUseRecorded, procedure: Procedure) -> str | None:
    early = entry.period.last > entry.latest_on
    if entry.complete is True and not early:
        return None
    said = {
        None: "it is not said to be complete",
        False: "the record is not complete",
        True: "it is said to be complete",
    }
    return f"{said[entry.complete]}{f', and its time is over only on {dated(entry.period.last)}' if early else ''}"


def _recorded_already(file: ContractFile, entry: ResourceUseRecorded, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan)
    used = plan.used(entry.plan_line) if plan else []
    if not used:
        return NOT_IN_POINT
    new = use_of(entry, file.position + 1)
    beside = [
        use for use in used
        if use.period.first <= new.period.last and new.period.first <= use.period.last
        and may_be_one(use, new) and not is_whole(new, use)
    ]  # fmt: skip
    if not beside:
        return None
    found = few([f"entry {use.position} ({use.period})" for use in beside])
    same = next((use.position for use in beside if said_of(use) == said_of(new)), None)
    once = "" if same is None else (
        f"; it says what entry {same} says, and the two count as one: strike one out; where it is other use, correct"
        " them to say by whom, or one to give all of it"
    )  # fmt: skip
    return f"of {entry.plan_line} use is on record for a part of that time: {found}{once}"


def _how_used(file: ContractFile, entry: ResourceUseRecorded, procedure: Procedure) -> str | None:
    unsaid = [
        words for said, words in ((entry.accessed_by, "by whom"), (entry.how_accessed, "how they come by it"))
        if not said
    ]  # fmt: skip
    return f"it does not say {' or '.join(unsaid)}" if unsaid else None


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="resource.line-in-the-plan", citation="CPC308-B1", level="contradiction",
        of=(ResourceUseRecorded, VarianceAssessed, ResourceTrendIdentified, ResourceResponsibilityNotified),
        field="plan_line", sentence="What is used, or answered for, is a line of the plan.", found=_no_such_line,
    ),
    Rule(
        id="resource.unit-of-the-plan", citation="CPC308-K20", level="contradiction",
        of=(ResourceUseRecorded, VarianceAssessed), field="unit", found=_other_unit,
        sentence="Use is counted in the unit of the plan: figures in different units are not compared.",
    ),
    Rule(
        id="resource.period-not-backwards", citation="HCC-2.1-g", level="contradiction", field="period",
        of=(ResourcePlanAgreed, ResourceUseRecorded, ResourceInformationGiven, ResourceTrendIdentified,
            VarianceAssessed),
        sentence="A period does not end before it begins.", found=backwards,
    ),
    Rule(
        id="resource.use-can-be", citation="CPC308-B4", level="contradiction", of=ResourceUseRecorded, field="used",
        sentence="Use is no less than nothing, and is of a time that has begun.", found=_use_cannot_be,
    ),
    Rule(
        id="resource.use-within-the-plan", citation="CPC308-B1", level="advise", of=ResourceUseRecorded,
        field="period", sentence="Resources are used in the time of the plan.", found=_use_outside_the_plan,
    ),
    Rule(
        id="resource.targets-within-the-plan", citation="CPC308-B1", level="advise", of=ResourceUseRecorded,
        field="targeted", found=_more_targeted_than_planned,
        sentence="What is to be used in the times on record together is no more than the plan has.",
    ),
    Rule(
        id="resource.use-recorded-completely", citation="CPC308-B4", level="advise", of=ResourceUseRecorded,
        field="complete", asks=True, sentence="Records of use are complete and accurate.", found=_incomplete,
    ),
    Rule(
        id="resource.used-by-whom", citation="CPC308-C2", level="advise", of=ResourceUseRecorded,
        field="accessed_by", asks=("accessed_by", "how_accessed"),
        sentence="It is on record by whom resources are used, and how they come by them.",
        found=_how_used,
    ),
    Rule(
        id="resource.use-recorded-once", citation="CPC308-B4", level="advise", of=ResourceUseRecorded,
        field="period", sentence="The use of a time is put on record once.", found=_recorded_already,
    ),
)
# fmt: on
