"""What is asked of use and of variances: recorded in the units of the plan, explained, and acted on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.citing import clause_not_there
from ledger.clauses_cited import in_plain_words
from ledger.dates.span import backwards
from ledger.dates.working_days import dated
from ledger.names import counted, few, same_unit
from ledger.resource_figures import BY_USE, differs, is_significant, of_the_file
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.resources.entries import (
    ResourceInformationGiven,
    ResourcePlanAgreed,
    ResourceResponsibilityNotified,
    ResourceTrendIdentified,
    ResourceUseRecorded,
    VarianceActionTaken,
    VarianceAssessed,
)
from ledger.subjects.resources.register import Variance

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

RECORDS: dict[str, tuple[str, ...]] = {
    "variation": ("variation-",),
    "notice": ("notice-",),
    "dispute": ("dispute-", "formal-escalation-", "immediate-escalation-", "notice-"),
    "termination": ("early-termination-", "termination-", "contract-terminated", "notice-"),
}
"""How the kinds of entry begin that record an action under the contract."""
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
    if covers.first <= entry.period.first and entry.period.last <= covers.last:
        return None
    return f"{plan.id} is for {covers}, and this is for {entry.period}"


def _incomplete(file: ContractFile, entry: ResourceUseRecorded, procedure: Procedure) -> str | None:
    if entry.complete is not True:
        return "it is not said to be complete" if entry.complete is None else "the record is not complete"
    if entry.period.last <= entry.latest_on:
        return None
    return f"it is said to be complete, and its time is over only on {dated(entry.period.last)}"


def _recorded_already(file: ContractFile, entry: ResourceUseRecorded, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan)
    used = plan.used(entry.plan_line) if plan else []
    if not used:
        return NOT_IN_POINT
    twice = [
        f"entry {use.position} ({use.period})" for use in used
        if use.period.first <= entry.period.last and entry.period.first <= use.period.last
    ]  # fmt: skip
    return f"of {entry.plan_line} use is on record for a part of that time: {few(twice)}" if twice else None


def _how_used(file: ContractFile, entry: ResourceUseRecorded, procedure: Procedure) -> str | None:
    unsaid = [
        words for said, words in ((entry.accessed_by, "by whom"), (entry.how_accessed, "how they come by it"))
        if not said
    ]  # fmt: skip
    return f"it does not say {' or '.join(unsaid)}" if unsaid else None


def _no_implication(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    if entry.implication_clause and entry.implication:
        return None
    if entry.implication:
        return "it says what it means for the contract, and not under which clause"
    if not entry.likely_contract_change:
        return NOT_IN_POINT
    return "it is likely to change the contract, and it is not said what it means and under which clause"


def _clause_not_there(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    return clause_not_there(file, entry.implication_clause, entry.happened_on)


def _against_the_use_on_record(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    found, tolerance = of_the_file(file, entry, procedure), procedure.setting("resource.tolerance")
    if found is None or (entry.significant is None and (entry.planned is None or entry.actual is None)):
        return NOT_IN_POINT  # it says nothing that could be otherwise: the use on record is taken
    if not differs(*found, tolerance) or Variance(id="", says=entry).significant(tolerance):
        return None
    used, target = (f"{each:.1f}".removesuffix(".0") for each in found)
    otherwise = "it is said not to matter" if entry.significant is False else (
        f"it gives {entry.planned} planned and {entry.actual} came"
    )  # fmt: skip
    return f"{otherwise}; by the use on record {used} came where {target} were to be, beyond {tolerance} percent"


def _led_to_nothing(file: ContractFile, entry: VarianceActionTaken, procedure: Procedure) -> str | None:
    if entry.contractual in ("none", "corrective-action"):
        return NOT_IN_POINT
    if entry.led_to is None:
        return f"the entry that records the {entry.contractual} is not named"
    named = file.at(entry.led_to)
    if named is None or named.entry.kind.startswith(RECORDS[entry.contractual]):
        return None  # it may be dated later
    return f"entry {entry.led_to} ({in_plain_words(named.entry.kind.partition('/')[0])}) is no {entry.contractual}"


def _acted_late(file: ContractFile, entry: VarianceActionTaken, procedure: Procedure) -> str | None:
    held = file.resources.variances.get(entry.variance)
    allowed = procedure.setting("resource.act-within")
    if held is None or held.on is None or held.acted or not is_significant(file, held, procedure):
        return NOT_IN_POINT
    days = (entry.happened_on - held.on).days
    return (
        f"it was found on {dated(held.on)}, {counted(days, 'day')} before; {procedure.given('resource.act-within')}"
        if days > allowed
        else None
    )


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
        id="resource.use-recorded-completely", citation="CPC308-B4", level="advise", of=ResourceUseRecorded,
        field="complete", sentence="Records of use are complete and accurate.", found=_incomplete,
    ),
    Rule(
        id="resource.used-by-whom", citation="CPC308-C2", level="advise", of=ResourceUseRecorded,
        field="accessed_by", sentence="It is on record by whom resources are used, and how they come by them.",
        found=_how_used,
    ),
    Rule(
        id="resource.use-recorded-once", citation="CPC308-B4", level="advise", of=ResourceUseRecorded,
        field="period", sentence="The use of a time is put on record once.", found=_recorded_already,
    ),
    Rule(
        id=BY_USE, citation="CPC308-B5", level="explain", of=VarianceAssessed, field="actual",
        sentence="A variance is assessed by the use on record, and matters where that is beyond the tolerance.",
        found=_against_the_use_on_record,
    ),
    Rule(
        id="variance.method-named", citation="CPC307-K18", level="advise", of=VarianceAssessed, field="method",
        sentence="It is on record how a variance was assessed.", found=lacks("method", found="no method is named"),
    ),
    Rule(
        id="variance.type-named", citation="CPC307-K19", level="advise", of=VarianceAssessed, field="variance_type",
        sentence="It is on record what type a variance is, and whether it is likely to change the contract.",
        found=leaves_out({
            "variance_type": "of what type it is",
            "likely_contract_change": "whether it is likely to change the contract",
        }, "it is not said {missing}", " and "),
    ),
    Rule(
        id="variance.cause-on-record", citation="CPC308-K19", level="advise", of=VarianceAssessed, field="causes",
        sentence="It is on record what caused a variance.", found=lacks("causes", "cause", found="no cause is given"),
    ),
    Rule(
        id="variance.clause-on-file", citation="CPC307-K20", level="explain", of=VarianceAssessed,
        field="implication_clause", found=_clause_not_there,
        sentence="What a variance means is looked at under a clause of the contract that is on file.",
    ),
    Rule(
        id="variance.implication-under-a-clause", citation="CPC307-K20", level="advise", of=VarianceAssessed,
        field="implication", sentence="What may change the contract is looked at under its clause.",
        found=_no_implication,
    ),
    Rule(
        id="variance.action-leads-to-its-entry", citation="CPC307-K21", level="advise", of=VarianceActionTaken,
        field="led_to", sentence="Action under the contract names the entry that records it.", found=_led_to_nothing,
    ),
    Rule(
        id="variance.acted-on-promptly", citation="CPC308-B5", level="advise", of=VarianceActionTaken,
        field="happened_on", sentence="A significant variance is acted on promptly.", found=_acted_late,
    ),
)
# fmt: on
