"""What is asked of a plan of resources: within means, for outcomes, and that it can be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.activities import FINANCIAL, unknown_kinds
from ledger.dates.working_days import dated
from ledger.entry import Money
from ledger.names import few, same_name, same_unit
from ledger.partners import no_protocol, partners_among
from ledger.planning import beyond_appetite, left_out_of_risks, not_said_how_sustainable, of_no_part, unknown_risks
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, twice
from ledger.subjects.resources.entries import (
    ResourcePlanAgreed,
    ResourceRecommendationMade,
    ResourceTrendIdentified,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _less_than_nothing(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    below = [f"{line.id} {line.planned} {line.unit}" for line in entry.lines if Decimal(line.planned) < 0]
    return f"{', '.join(below)} is less than nothing" if below else None


def _unknown_kinds(
    file: ContractFile, entry: ResourcePlanAgreed | ResourceTrendIdentified, procedure: Procedure
) -> str | None:
    said = {line.kind for line in entry.lines} if isinstance(entry, ResourcePlanAgreed) else {entry.resource}
    return unknown_kinds(said, procedure)


def _for_no_outcome(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    bare = [line.id for line in entry.lines if not line.outcomes]
    return f"it is not said which outcome should come of {few(bare)}" if bare else None


def _without_protocol(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    return no_protocol(file, partners_among(entry.agreed_with), entry.happened_on)


def _risk_of_none(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    return of_no_part(entry, [line.id for line in entry.lines], "lines")


def _beyond_the_money(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    if entry.money_limit is None:
        return NOT_IN_POINT
    limit = entry.money_limit
    lines = [Decimal(line.planned) for line in entry.lines if same_unit(line.unit, limit.currency)]
    pence = sum(lines, Decimal(0)) * 100
    if pence <= limit.pence:
        return None
    return f"{Money(pence=int(pence), currency=limit.currency)} is planned, and the limit is {limit}"


def _money_not_compared(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    limit, money = entry.money_limit, [line for line in entry.lines if line.kind == FINANCIAL]
    if limit is None or not money:
        return NOT_IN_POINT
    other = [f"{line.id} in {line.unit}" for line in money if not same_unit(line.unit, limit.currency)]
    unit = "pounds" if limit.currency == "GBP" else limit.currency
    return f"{few(other)}: not compared with the limit of {limit}, which is in {unit}" if other else None


def _for_a_dropped_outcome(
    file: ContractFile, entry: ResourcePlanAgreed | ResourceRecommendationMade, procedure: Procedure
) -> str | None:
    lines = entry.lines if isinstance(entry, ResourcePlanAgreed) else (entry,)
    named = dict.fromkeys(outcome for line in lines for outcome in line.outcomes)
    held = [outcome for one in named if (outcome := file.outcomes.by_id.get(one)) is not None]
    if not held:
        return NOT_IN_POINT
    found = [
        f"those who use the service dropped {one.id} on {dated(one.decided[0])} (entry {one.decided[2]})"
        for one in held if one.dropped and one.decided
    ]  # fmt: skip
    return "; ".join(found) or None


def _more_than_available(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    limited = [line for line in entry.lines if line.available is not None]
    if not limited:
        return NOT_IN_POINT
    over = [
        f"{line.planned} {line.unit} of {line.id} are planned and {line.available} available" for line in limited
        if line.available is not None and Decimal(line.planned) > Decimal(line.available)
    ]  # fmt: skip
    return "; ".join(over[:5]) or None


def _not_assessed_or_managed(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    if not entry.risks:
        return "no risk that arises from how resources are used is named"
    return left_out_of_risks(entry.risks)


def _beside_another(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    if not file.resources.plans:
        return NOT_IN_POINT
    found = [
        f"{plan.id} plans {line.name} for {time}" for plan in file.resources.plans.values()
        if plan.says is not None and plan.id != entry.replaces and (time := plan.time) is not None
        and time.first <= entry.period.last and entry.period.first <= time.last
        for line in plan.says.lines
        if any(same_name(line.name, mine.name) and same_unit(line.unit, mine.unit) for mine in entry.lines)
    ]  # fmt: skip
    return f"{few(found)}, and it is not said that this takes its place" if found else None


def _answered_for_by_nobody(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    bare = [line.id for line in entry.lines if line.responsible is None]
    return f"it is not said who answers for {few(bare)}" if bare else None


# fmt: off
def _availability_not_assessed(file: ContractFile, plan: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    found = [] if plan.availability_method else ["no method is given"]
    bare = [line.id for line in plan.lines if line.available is None and line.kind != FINANCIAL]
    found += [f"how much there is of {few(bare)} is not said"] if bare else []
    return "; ".join(found) or None


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
        id="resource.risks-of-its-lines", citation="CPC308-A6", level="contradiction", of=ResourcePlanAgreed,
        field="risks", sentence="A risk of one line of resources is of one that the plan has.", found=_risk_of_none,
    ),
    Rule(
        id="resource.risks-apart", citation="CPC308-A6", level="contradiction", of=ResourcePlanAgreed, field="risks",
        sentence="Each risk of a plan of resources has an id of its own.", found=twice(
            lambda entry: (risk.id for risk in entry.risks),
            "{twice} stands more than once; give each risk an id of its own",
        ),
    ),
    Rule(
        id="resource.for-an-outcome-still-wanted", citation="CPC308-A4", level="advise", field="outcomes",
        of=(ResourcePlanAgreed, ResourceRecommendationMade), found=_for_a_dropped_outcome,
        sentence="Resources are used for outcomes that those who use the service still want.",
    ),
    Rule(
        id="resource.for-an-outcome", citation="CPC308-A4", level="explain", of=ResourcePlanAgreed, field="lines",
        sentence="A plan says which outcomes should come of the resources used.", found=_for_no_outcome,
    ),
    Rule(
        id="resource.sustainable-and-inclusive", citation="CPC308-A5", level="explain", of=ResourcePlanAgreed,
        field="sustainability", asks=("sustainability", "inclusion"),
        sentence="A plan is sustainable and inclusive, and says how.",
        found=not_said_how_sustainable,
    ),
    Rule(
        id="resource.within-the-money", citation="CPC308-A3", level="explain", of=ResourcePlanAgreed,
        field="money_limit", sentence="A plan keeps within the money there is.", found=_beyond_the_money,
    ),
    Rule(
        id="resource.money-said", citation="CPC308-A3", level="advise", of=ResourcePlanAgreed, field="money_limit",
        sentence="A plan takes account of financial constraints.",
        found=lacks("money_limit", found="nothing is said of how much may be spent"),
    ),
    Rule(
        id="resource.money-compared", citation="CPC308-A3", level="advise", of=ResourcePlanAgreed, field="lines",
        sentence="Money is planned in the unit of its limit: figures in different units are not compared.",
        found=_money_not_compared,
    ),
    Rule(
        id="resource.risk-within-appetite", citation="CPC308-K15", level="explain", of=ResourcePlanAgreed,
        field="risks", sentence="Risks from the use of resources keep within what the organisation takes.",
        found=beyond_appetite,
    ),
    Rule(
        id="resource.risks-of-the-procedures-kinds", citation="CPC308-S4", level="advise", of=ResourcePlanAgreed,
        field="risks", sentence="Risks to resources are of the kinds the procedure knows.", found=unknown_risks,
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
        id="resource.protocol-on-file", citation="CPC308-K10", level="advise", of=ResourcePlanAgreed,
        field="agreed_with", sentence="Where partners agreed to a plan, their policies and protocols are on file.",
        found=_without_protocol,
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
        field="availability_method", asks=True,
        sentence="It is on record how availability was assessed, and what was found.",
        found=_availability_not_assessed,
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
        asks=True,
        sentence="Risks from how resources are used are assessed, and it is recommended how to manage them.",
        found=_not_assessed_or_managed,
    ),
    Rule(
        id="resource.planned-once", citation="CPC308-K20", level="advise", of=ResourcePlanAgreed, field="replaces",
        sentence="Of one time a resource is planned in one plan, or the later plan says that it replaces the earlier.",
        found=_beside_another,
    ),
    Rule(
        id="resource.line-answered-for", citation="CPC308-B6", level="advise", of=ResourcePlanAgreed, field="lines",
        sentence="A plan says who answers for each resource.", found=_answered_for_by_nobody,
    ),
)
# fmt: on
