"""What is asked of resources: plans within means and for outcomes, use recorded in their units, variances acted on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.activities import unknown_kinds
from ledger.citing import clause_not_there
from ledger.names import few, same_unit
from ledger.offices import one_and_the_same
from ledger.planning import beyond_appetite
from ledger.pseudonyms import not_pseudonyms
from ledger.resource_figures import is_at_a_time, trend_of
from ledger.responsibility import belongs_to_another, named_in
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out, twice
from ledger.span import backwards
from ledger.stakeholders import told_to_anybody
from ledger.subjects.resources.entries import (
    ResourceControlChecked,
    ResourceInformationGiven,
    ResourcePlanAgreed,
    ResourceRecommendationDecided,
    ResourceRecommendationMade,
    ResourceResponsibilityNotified,
    ResourceTrendIdentified,
    ResourceUseRecorded,
    VarianceActionTaken,
    VarianceAssessed,
)
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

OfALine = ResourceUseRecorded | VarianceAssessed | ResourceTrendIdentified
OfLines = OfALine | ResourceResponsibilityNotified


def _less_than_nothing(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    below = [f"{line.id} {line.planned} {line.unit}" for line in entry.lines if Decimal(line.planned) < 0]
    return f"{', '.join(below)} is less than nothing" if below else None


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


def _decided_already(file: ContractFile, entry: ResourceRecommendationDecided, procedure: Procedure) -> str | None:
    held = file.resources.recommendations.get(entry.recommendation)
    if held is None or held.decided is None:
        return None
    day, decision, position = held.decided
    return f"{held.id} was {decision.replace('-', ' ')} on {dated(day)} (entry {position}); correct that entry"


def _decided_by_the_provider(
    file: ContractFile, entry: ResourceRecommendationDecided, procedure: Procedure
) -> str | None:
    held = file.resources.recommendations.get(entry.recommendation)
    if held is None or held.says is None or entry.by is None:
        return NOT_IN_POINT
    if not held.is_anothers(entry):
        return None
    to = f"it was put to {few([str(who) for who in held.addressees])}" if held.addressees else "nobody there was asked"
    return f"it is decided by {entry.by}, of the provider, and {to}: it is still to be decided"


def _nobody_named(file: ContractFile, entry: ResourceResponsibilityNotified, procedure: Procedure) -> str | None:
    if entry.holder == "service-user":
        if entry.person is not None:
            return "somebody who directs their own service is named; give the case's pseudonym, such as C-0147"
        return not_pseudonyms([entry.case])
    return None


def _unknown_kinds(
    file: ContractFile, entry: ResourcePlanAgreed | ResourceTrendIdentified, procedure: Procedure
) -> str | None:
    said = {line.kind for line in entry.lines} if isinstance(entry, ResourcePlanAgreed) else {entry.resource}
    return unknown_kinds(said, procedure)


def _for_no_outcome(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    bare = [line.id for line in entry.lines if not line.outcomes]
    return f"it is not said which outcome should come of {few(bare)}" if bare else None


def _beyond_the_money(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    if entry.money_limit is None:
        return NOT_IN_POINT
    money = [line for line in entry.lines if same_unit(line.unit, "pounds")]
    planned, limit = sum(Decimal(line.planned) for line in money), Decimal(entry.money_limit.pence) / 100
    if entry.money_limit.currency != "GBP":
        return NOT_IN_POINT
    if planned <= limit:
        return None
    return f"£{planned:,.2f} is planned, and the limit is {entry.money_limit}"


def _more_than_available(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    limited = [line for line in entry.lines if line.available is not None]
    if not limited:
        return NOT_IN_POINT
    over = [
        f"{line.planned} {line.unit} of {line.id} are planned and {line.available} available" for line in limited
        if line.available is not None and Decimal(line.planned) > Decimal(line.available)
    ]  # fmt: skip
    return "; ".join(over[:5]) or None


def _unmanaged(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    if not entry.risks:
        return "no risk that arises from how resources are used is named"
    bare = [risk.id for risk in entry.risks if risk.managed_by is None]
    return f"it is not said how {few(bare)} is managed" if bare else None


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
    covers = plan.says.period
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


def _otherwise_than_the_figures(file: ContractFile, entry: ResourceTrendIdentified, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan or "")
    line = plan.line(entry.plan_line) if plan and entry.plan_line else None
    if plan is None or line is None or entry.trend not in ("rising", "falling"):
        return NOT_IN_POINT
    uses = [use for use in plan.used(line.id) if entry.period is None or use.period.last <= entry.period.last]
    shown = trend_of(uses, procedure.setting("resource.tolerance"), at_a_time=is_at_a_time(line, procedure))
    if shown is None:
        return NOT_IN_POINT
    if shown in ("steady", entry.trend):
        return None
    return f"it is said to be {entry.trend}, and the use of {line.id} on record is {shown} (entry {uses[-1].position})"


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


def _led_to_nothing(file: ContractFile, entry: VarianceActionTaken, procedure: Procedure) -> str | None:
    if entry.contractual in ("none", "corrective-action"):
        return NOT_IN_POINT
    if entry.led_to is not None:
        return None
    return f"the entry that records the {entry.contractual} is not named"


def _acted_late(file: ContractFile, entry: VarianceActionTaken, procedure: Procedure) -> str | None:
    held = file.resources.variances.get(entry.variance)
    allowed = procedure.setting("resource.act-within")
    if held is None or held.on is None or held.acted or not held.significant(procedure.setting("resource.tolerance")):
        return NOT_IN_POINT
    days = (entry.happened_on - held.on).days
    return (
        f"it was found on {dated(held.on)}, {days} days before; {procedure.given('resource.act-within')}"
        if days > allowed
        else None
    )


def _answered_for_by_nobody(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    bare = [line.id for line in entry.lines if line.responsible is None]
    return f"it is not said who answers for {few(bare)}" if bare else None


def _says_not_whose(file: ContractFile, entry: ResourceResponsibilityNotified, procedure: Procedure) -> str | None:
    missing = [] if named_in(entry) else ["who is responsible"]
    if entry.plan is None and not entry.plan_lines:
        missing.append("for which resources of which plan")
    return f"it does not say {', nor '.join(missing)}" if missing else None


def _anothers_line(file: ContractFile, entry: ResourceResponsibilityNotified, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan or "")
    named = [line for one in entry.plan_lines if plan and (line := plan.line(one)) and line.responsible]
    if plan is None or named_in(entry) is None or not named:
        return NOT_IN_POINT
    found = [f"{plan.id} names {person} for {line.id}" for line, person in belongs_to_another(file, entry)]
    return f"{', '.join(found)}, and not {entry.who}" if found else None


def _never_told(file: ContractFile, entry: ResourceResponsibilityNotified, procedure: Procedure) -> str | None:
    who = named_in(entry)
    if entry.step == "told" or who is None:
        return NOT_IN_POINT
    for held in file.resources.responsibilities.values():
        told = [step for step in held.steps if step.says.step == "told" and step.on <= entry.latest_on]
        if told and one_and_the_same(file, held.who, who, entry.happened_on):
            return None
    return f"no entry says that {who} was told by {dated(entry.latest_on)}"


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="resource.planned-is-something", citation="CPC308-K20", level="contradiction", of=ResourcePlanAgreed,
        field="lines", sentence="No less than nothing is planned of a resource.", found=_less_than_nothing,
    ),
    Rule(
        id="resource.lines-apart", citation="CPC308-K20", level="contradiction", of=ResourcePlanAgreed, field="lines",
        sentence="Each line of a plan has an id of its own.",
        found=twice(
            lambda entry: [line.id for line in entry.lines],
            found="line {twice} stands twice; give each an id of its own",
        ),
    ),
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
        id="recommendation.decided-once", citation="CPC308-B3", level="contradiction",
        of=ResourceRecommendationDecided, field="recommendation", sentence="A recommendation is decided once.",
        found=_decided_already,
    ),
    Rule(
        id="resource.user-by-pseudonym", citation="CPC308-K1", level="contradiction", field="case",
        of=ResourceResponsibilityNotified, found=_nobody_named,
        sentence="Somebody who directs their own service is named by a pseudonym.",
    ),
    Rule(
        id="resource.for-an-outcome", citation="CPC308-A4", level="explain", of=ResourcePlanAgreed, field="lines",
        sentence="A plan says which outcomes should come of the resources used.", found=_for_no_outcome,
    ),
    Rule(
        id="resource.sustainable-and-inclusive", citation="CPC308-A5", level="explain", of=ResourcePlanAgreed,
        field="sustainability", sentence="A plan is sustainable and inclusive, and says how.",
        found=leaves_out(
            {head: head for head in ("sustainability", "inclusion")}, "nothing is said of {missing}", " and "
        ),
    ),
    Rule(
        id="resource.within-the-money", citation="CPC308-A3", level="explain", of=ResourcePlanAgreed,
        field="money_limit", sentence="A plan keeps within the money there is.", found=_beyond_the_money,
    ),
    Rule(
        id="resource.risk-within-appetite", citation="CPC308-K15", level="explain", of=ResourcePlanAgreed,
        field="risks", sentence="Risks from the use of resources keep within what the organisation takes.",
        found=beyond_appetite,
    ),
    Rule(
        id="resource.kind-of-the-procedure", citation="CPC308-S2", level="advise",
        of=(ResourcePlanAgreed, ResourceTrendIdentified), sentence="Resources are of the kinds the procedure knows.",
        found=_unknown_kinds,
    ),
    Rule(
        id="resource.policies-kept", citation="CPC308-A3", level="advise", of=ResourcePlanAgreed,
        field="policy_check", sentence="A plan takes account of policies.",
        found=lacks("policy_check", found="nothing is said of policies"),
    ),
    Rule(
        id="resource.eligibility-kept", citation="CPC308-D1", level="advise", of=ResourcePlanAgreed,
        field="eligibility", sentence="A plan takes account of who can have the service.",
        found=lacks("eligibility", found="no criteria are given"),
    ),
    Rule(
        id="resource.no-more-than-available", citation="CPC308-K12", level="advise", of=ResourcePlanAgreed,
        field="lines", sentence="No more is planned than is available.", found=_more_than_available,
    ),
    Rule(
        id="resource.availability-assessed", citation="CPC308-K12", level="advise", of=ResourcePlanAgreed,
        field="availability_method", sentence="It is on record how availability was assessed.",
        found=lacks("availability_method", found="no method is given"),
    ),
    Rule(
        id="resource.sustainability-assessed", citation="CPC308-K13", level="advise", of=ResourcePlanAgreed,
        field="sustainability_method", sentence="It is on record how sustainability was assessed.",
        found=lacks("sustainability_method", found="no method is given"),
    ),
    Rule(
        id="resource.priorities-said", citation="CPC308-K9", level="advise", of=ResourcePlanAgreed, field="rationale",
        sentence="It is on record by which priorities resources are used.",
        found=lacks("rationale", found="nothing is said of priorities"),
    ),
    Rule(
        id="resource.rights-protected", citation="CPC308-K2", level="advise", of=ResourcePlanAgreed,
        field="rights_protected", sentence="People's rights and interests are protected in planning resources.",
        found=lacks("rights_protected", found="nothing is said of people's rights"),
    ),
    Rule(
        id="resource.risks-managed", citation="CPC308-A6", level="advise", of=ResourcePlanAgreed, field="risks",
        sentence="Risks from how resources are used are assessed, and it is recommended how to manage them.",
        found=_unmanaged,
    ),
    Rule(
        id="resource.information-addressed", citation="CPC308-A1", level="advise", of=ResourceInformationGiven,
        field="recipients", sentence="Information on resources is given to the right people.",
        found=lacks("recipients", "groups", found="it does not say to whom"),
    ),
    Rule(
        id="resource.information-in-confidence", citation="CPC308-K1", level="explain", of=ResourceInformationGiven,
        field="protection", sentence="What is confidential about resources is not given to the public.",
        found=told_to_anybody,
    ),
    Rule(
        id="resource.information-interpreted", citation="CPC308-B2", level="advise", of=ResourceInformationGiven,
        field="interpretation", sentence="Information on use is interpreted, not only passed on.",
        found=lacks("interpretation", found="it does not say what it means"),
    ),
    Rule(
        id="resource.trend-with-a-suggestion", citation="CPC308-A2", level="advise", of=ResourceTrendIdentified,
        field="suggestion", sentence="Who sees a trend suggests what to do.",
        found=lacks("suggestion", found="nothing is suggested"),
    ),
    Rule(
        id="resource.trend-weighed", citation="CPC308-K18", level="advise", of=ResourceTrendIdentified,
        field="implications", sentence="It is weighed what a trend means.",
        found=lacks("implications", found="it does not say what it means"),
    ),
    Rule(
        id="resource.trend-by-the-figures", citation="CPC308-A2", level="advise", of=ResourceTrendIdentified,
        field="trend", sentence="A trend that is seen is that of the figures on record.",
        found=_otherwise_than_the_figures,
    ),
    Rule(
        id="resource.trend-by-factors", citation="CPC308-K19", level="advise", of=ResourceTrendIdentified,
        field="factors", sentence="It is on record what is behind a trend.",
        found=lacks("factors", found="it does not say what is behind it"),
    ),
    Rule(
        id="recommendation.addressed", citation="CPC308-B3", level="advise", of=ResourceRecommendationMade,
        field="addressed_to", sentence="A recommendation is made to those who can act on it.",
        found=lacks("addressed_to", found="it does not say to whom"),
    ),
    Rule(
        id="recommendation.decided-by-whom-it-is-put-to", citation="CPC308-B3", level="explain",
        of=ResourceRecommendationDecided, field="by", found=_decided_by_the_provider,
        sentence="A recommendation is decided by those it is made to, and not by the provider for them.",
    ),
    Rule(
        id="recommendation.rejected-with-a-reason", citation="CPC308-B3", level="explain",
        of=ResourceRecommendationDecided, field="reason",
        found=lacks("reason", where=lambda entry: entry.decision == "rejected", found="it does not say why"),
        sentence="A recommendation that is rejected is rejected for a reason.",
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
        id="variance.method-named", citation="CPC307-K18", level="advise", of=VarianceAssessed, field="method",
        sentence="It is on record how a variance was assessed.", found=lacks("method", found="no method is named"),
    ),
    Rule(
        id="variance.type-named", citation="CPC307-K19", level="advise", of=VarianceAssessed, field="variance_type",
        sentence="It is on record what type a variance is, and whether it is likely to change the contract.",
        found=lacks("variance_type", found="its type is not named"),
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
        field="led_to", sentence="Action under the contract is the entry that records it.", found=_led_to_nothing,
    ),
    Rule(
        id="variance.acted-on-promptly", citation="CPC308-B5", level="advise", of=VarianceActionTaken,
        field="happened_on", sentence="A significant variance is acted on promptly.", found=_acted_late,
    ),
    Rule(
        id="resource.line-answered-for", citation="CPC308-B6", level="advise", of=ResourcePlanAgreed, field="lines",
        sentence="A plan says who answers for each resource.", found=_answered_for_by_nobody,
    ),
    Rule(
        id="resource.responsibility-said", citation="CPC308-B6", level="advise", of=ResourceResponsibilityNotified,
        field="person", sentence="People know which resources are their responsibility.", found=_says_not_whose,
    ),
    Rule(
        id="resource.told-who-answers", citation="CPC308-B6", level="explain", of=ResourceResponsibilityNotified,
        field="person", sentence="Whoever is told to answer for a resource is who the plan names for it.",
        found=_anothers_line,
    ),
    Rule(
        id="resource.told-before-acknowledged", citation="CPC308-B6", level="advise",
        of=ResourceResponsibilityNotified, field="step", found=_never_told,
        sentence="People are told what is their responsibility before they acknowledge it.",
    ),
    Rule(
        id="resource.control-followed-up", citation="CPC308-B7", level="advise", of=ResourceControlChecked,
        field="follow_up",
        found=lacks(
            "follow_up", where=lambda entry: entry.result != "meets",
            found="it does not meet what is asked, and it is not said what is done about it",
        ),
        sentence="Systems and procedures for watching resources meet what is asked of them.",
    ),
)
# fmt: on
