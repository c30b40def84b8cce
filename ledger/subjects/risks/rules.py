"""What is asked of a risk that is seen, assessed and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.span import came_later, out_of_order
from ledger.dates.working_days import dated
from ledger.names import among, few, same_name
from ledger.planning import out_of_balance, unknown_risk_kinds
from ledger.risks_told import beyond_appetite
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.risks.entries import RiskAssessed, RiskClosed, RiskIdentified
from ledger.subjects.risks.places import parts_of, parts_of_plans, place_of, plans_meant, risk_meant, risks_named

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _before_it_was_seen(file: ContractFile, entry: RiskAssessed | RiskClosed, procedure: Procedure) -> str | None:
    risk = file.risks.by_id.get(entry.risk)
    return came_later(f"{risk.id} was seen on", risk.on, entry.latest_on, risk.position) if risk else None


def _after_it_was_closed(file: ContractFile, entry: RiskAssessed | RiskClosed, procedure: Procedure) -> str | None:
    risk = file.risks.by_id.get(entry.risk)
    if risk is None or risk.closed is None or (isinstance(entry, RiskAssessed) and entry.happened_on <= risk.closed[0]):
        return None
    closed = f"{risk.id} was closed on {dated(risk.closed[0])} (entry {risk.closed[2]})"
    return f"{closed}; strike that out if it is open, or enter a new risk"


def _nothing_done(file: ContractFile, entry: RiskAssessed, procedure: Procedure) -> str | None:
    if not beyond_appetite(entry, procedure):
        return NOT_IN_POINT
    if entry.measures:
        return None
    return f"{entry.risk} is rated {entry.rating}, more than is taken, and it is not said what is done about it"


def _by_nobody_and_no_day(file: ContractFile, entry: RiskAssessed, procedure: Procedure) -> str | None:
    if not entry.measures:
        return NOT_IN_POINT
    bare = [str(nth) for nth, step in enumerate(entry.measures, 1) if step.owner is None and step.due_on is None]
    if not bare:
        return None
    return f"of what is done about {entry.risk} it is said neither by whom nor by when: measure {few(bare)}"


def _no_such_measure(file: ContractFile, entry: RiskAssessed, procedure: Procedure) -> str | None:
    risk = file.risks.by_id.get(entry.risk)
    agreed = len(risk.measures_on(entry.happened_on)) if risk else 0
    beyond = next((number for number in entry.measures_done if number > agreed), None)
    if beyond is None:
        return None if entry.measures_done else NOT_IN_POINT
    there = f"its measures are 1 to {agreed}" if agreed > 1 else "it has one" if agreed else "it has none"
    return f"{entry.risk} has no measure {beyond} agreed before: {there}"


def _taken_above_the_figure(file: ContractFile, entry: RiskAssessed, procedure: Procedure) -> str | None:
    if not entry.within_appetite:
        return NOT_IN_POINT
    most = procedure.setting("risk.highest-rating")
    if entry.rating <= most:
        return None
    return f"{entry.risk} is rated {entry.rating} and said to be taken; the organisation takes risks rated up to {most}"


def _tips_its_plan(file: ContractFile, entry: RiskAssessed, procedure: Procedure) -> str | None:
    """A rating by which the risks of a plan come to more than is taken, where it is higher than the one before."""
    risk, on, asked, found = file.risks.by_id.get(entry.risk), entry.happened_on, False, list[str]()
    for plan in file.implementation.plans.values():
        if risk is None or plan.says is None or plan.on is None or plan.on > on:
            continue
        rated = file.risks.ratings(file, plan.says.risks, parts_of(file, plan.id), plan.id, on)
        was = next((one for one in rated if one.id == risk.id), None)
        if was is None or (was.rating or 0) >= entry.rating:
            continue
        before = out_of_balance(rated, procedure)
        after = out_of_balance([one._replace(rating=entry.rating) if one is was else one for one in rated], procedure)
        asked = asked or after != NOT_IN_POINT
        if after and after != before:
            found.append(f"with it, of {plan.id}, {after}")
    if not asked:
        return NOT_IN_POINT
    return "; ".join(found) or None


def _of_no_part(file: ContractFile, entry: RiskIdentified, procedure: Procedure) -> str | None:
    place = place_of(entry)
    if place is None or not (entry.activity or entry.plan_risk):
        return NOT_IN_POINT
    if entry.plan_risk and not among(entry.plan_risk, named := risks_named(file, place)):
        return f"a plan is to call it {entry.plan_risk}; risks that plans name: {few(named) or 'none'}"
    if len(meant := plans_meant(file, entry, place)) > 1:
        each = " and ".join(str(plan) for plan in meant)
        return f"{each} each name a risk {entry.plan_risk}, and it is not said of which plan it is; it counts for none"
    if not entry.activity:
        return None
    plans, what = parts_of_plans(file, place), "line" if place.of_resources else "activity"
    there = "; ".join(f"{plan} has {few(parts)}" for plan, parts in plans.items()) or "no plan of that sort is on file"
    own = [parts for plan, parts in plans.items() if not place.plan or same_name(plan, place.plan)]
    if place.plan and not own:
        return f"it is of {place.plan}, which is no plan on file; {there}"
    if not place.part or any(among(place.part, parts) for parts in own):
        return None
    whose = f"{place.plan} does not have" if place.plan else "no plan has"
    return f"it is of {what} {place.part}, which {whose}; {there}"


def _of_another_kind(file: ContractFile, entry: RiskIdentified, procedure: Procedure) -> str | None:
    """A risk that is one of a plan's, and is put under another kind than the plan has it: the two count as one."""
    place = place_of(entry)
    own = risk_meant(file, entry, place) if place is not None else None
    if own is None:
        return NOT_IN_POINT
    plan, planned = own
    if same_name(planned.category, entry.category):
        return None
    return f"{plan} has {planned.id} as a risk of {planned.category}, and this is one of {entry.category}"


def _unknown_kind(file: ContractFile, entry: RiskIdentified, procedure: Procedure) -> str | None:
    return unknown_risk_kinds((entry.category,), procedure)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="risk.kind-of-the-procedure", citation="CPC307-S3", level="advise", of=RiskIdentified, field="category",
        sentence="Risks are of the kinds the procedure knows.", found=_unknown_kind,
    ),
    Rule(
        id="risk.assessed-once-seen", citation="TVP-4.0-22", level="contradiction", of=(RiskAssessed, RiskClosed),
        field="happened_on", sentence="A risk is assessed and closed once it was seen.", found=_before_it_was_seen,
    ),
    Rule(
        id="risk.closed-once", citation="TVP-4.0-22", level="contradiction", of=(RiskAssessed, RiskClosed),
        field="risk", sentence="A closed risk is not assessed or closed again.", found=_after_it_was_closed,
    ),
    Rule(
        id="risk.assessed-again-later", citation="TVP-4.0-22", level="contradiction", of=RiskAssessed,
        field="review_by", sentence="A risk is assessed again after it was assessed.", found=out_of_order(
            "review_by", "happened_on", same_day=False,
            found="it is to be assessed again by {later}, which is not after {earlier}",
        ),
    ),
    Rule(
        id="risk.high-is-managed", citation="TVP-4.0-22", level="explain", of=RiskAssessed, field="measures",
        sentence="Something is done about a risk higher than the organisation takes.", found=_nothing_done,
    ),
    Rule(
        id="risk.measures-by-whom-or-when", citation="CPC308-K15", level="advise", of=RiskAssessed, field="measures",
        sentence="Of what is done about a risk it is on record by whom, or by when.", found=_by_nobody_and_no_day,
    ),
    Rule(
        id="risk.measure-was-agreed", citation="CPC308-K15", level="contradiction", of=RiskAssessed,
        field="measures_done", sentence="A measure that is done was agreed before.", found=_no_such_measure,
    ),
    Rule(
        id="risk.taken-up-to-the-figure", citation="CPC307-C3-b", level="explain", of=RiskAssessed,
        field="within_appetite", found=_taken_above_the_figure,
        sentence="A risk that is said to be taken is rated no higher than the organisation takes.",
    ),
    Rule(
        id="risk.keeps-its-plan-in-balance", citation="CPC307-C3-b", level="explain", of=RiskAssessed,
        field="likelihood", found=_tips_its_plan,
        sentence="A risk of a plan is rated so that the plan's risks come to no more than the organisation takes.",
    ),
    Rule(
        id="risk.of-a-part-of-a-plan", citation="CPC307-C3-a", level="advise", of=RiskIdentified, field="activity",
        sentence="A risk to an activity, or to a line of resources, is of one that a plan has, as is one a plan names.",
        found=_of_no_part,
    ),
    Rule(
        id="risk.of-the-kind-planned", citation="CPC307-C3-a", level="advise", of=RiskIdentified, field="category",
        sentence="A risk that a plan names is of the kind that the plan says.", found=_of_another_kind,
    ),
    Rule(
        id="risk.has-owner", citation="TVP-4.0-22", level="advise", of=RiskAssessed, field="owner",
        sentence="Somebody watches each risk.", found=lacks("owner", found="it is not said who watches it"),
    ),
    Rule(
        id="risk.closed-for-a-reason", citation="TVP-4.0-22", level="advise", of=RiskClosed, field="reason",
        sentence="It is on record why a risk was closed.", found=lacks("reason", found="it does not say why"),
    ),
)  # fmt: skip
