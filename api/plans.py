"""Outcomes, plans, resources and money of one contract by HTTP, at the two times of the question."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from api.answering import answered
from api.answers import OfWhatIsSeen, of_what_is_seen
from api.asked import TheAsked
from api.field_by_field import EntrySaid, field_by_field
from api.reading import Reading
from api.wiring import known_parameters
from ledger.registers import Register
from ledger.subjects.design import Design
from ledger.subjects.evaluation import Evaluations
from ledger.subjects.implementation import Implementation
from ledger.subjects.outcomes import OutcomesWanted
from ledger.subjects.resources import Resources
from projections.monitoring.reviews_shown import LawOrPolicyChange, law_or_policy_changes
from projections.planning.budget import MoneyShown, money_shown
from projections.planning.implementation_plan import PlanShown, plans_shown
from projections.planning.outcome_achievement import OutcomesShown, outcomes_shown
from projections.planning.partners_shown import PartnersShown, partners_shown
from projections.planning.resources_used import ResourcesShown, resources_shown

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


class OutcomesAnswer(OfWhatIsSeen):
    """Outcomes wanted and reached, and the contract's design; for the authority's own side only."""

    outcomes: OutcomesShown
    recorded: tuple[EntrySaid, ...] = ()
    """Every entry on outcomes and design, field by field."""


class PlansAnswer(OfWhatIsSeen):
    """The implementation plans of a contract; to the provider those that are shared with it."""

    plans: list[PlanShown]
    changes: tuple[LawOrPolicyChange, ...] = ()
    """Changes in law or policy, and initiatives of the government, that reviews of the contract found (CPC307-K8)."""
    partners: PartnersShown = PartnersShown()
    """Policies and protocols of partner organisations, which apply as well (CPC307-K9)."""
    recorded: tuple[EntrySaid, ...] = ()
    """Every entry on the plans, field by field."""


class ResourcesAnswer(OfWhatIsSeen):
    """Resources planned against used, with budget position and unit cost; for the authority's own side only."""

    resources: ResourcesShown
    money: MoneyShown
    recorded: tuple[EntrySaid, ...] = ()
    """Every entry on resources and on evaluating them, field by field."""


def outcomes_answer(reading: Reading) -> OutcomesAnswer:
    """Return the outcomes of a contract and its design. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(outcomes_shown(reading.view, reading.on))
    said = _said(reading, OutcomesWanted, Design)
    return OutcomesAnswer(**of_what_is_seen(reading), outcomes=shown, recorded=said)


def plans_answer(reading: Reading) -> PlansAnswer:
    """Return the implementation plans of a contract, worked out from what this reader may see."""
    shown = reading.gave(plans_shown(reading.view, reading.on, our_side=not reading.person.is_provider))
    said = _said(reading, Implementation)
    changes = reading.gave(law_or_policy_changes(reading.view, reading.on))
    partners = reading.gave(partners_shown(reading.view, reading.on, our_side=not reading.person.is_provider))
    return PlansAnswer(**of_what_is_seen(reading), plans=shown, changes=changes, partners=partners, recorded=said)


def resources_answer(reading: Reading) -> ResourcesAnswer:
    """Return resources planned against used, and money. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(resources_shown(reading.view, reading.on))
    money = reading.gave(money_shown(reading.view, reading.on))
    said = _said(reading, Resources, Evaluations)
    return ResourcesAnswer(**of_what_is_seen(reading), resources=shown, money=money, recorded=said)


def _said(reading: Reading, *registers: type[Register[Any]]) -> tuple[EntrySaid, ...]:
    """Every entry of these subjects, field by field."""
    return reading.gave(field_by_field(reading, [kind for register in registers for kind in register.kinds()]))


@router.get("/contracts/{reference}/outcomes", summary="Outcomes and design", response_model=OutcomesAnswer)
def contract_outcomes(asked: TheAsked, request: Request) -> Response:
    """Answer which outcomes the contract is for, what secures each, and how far it was reached."""
    return answered(asked, request, outcomes_answer)


@router.get("/contracts/{reference}/plans", summary="Implementation plans", response_model=PlansAnswer)
def contract_plans(asked: TheAsked, request: Request) -> Response:
    """Answer the plans by which the contract is carried out: planned against done, critical path, changes."""
    return answered(asked, request, plans_answer)


@router.get("/contracts/{reference}/resources", summary="Resources and money", response_model=ResourcesAnswer)
def contract_resources(asked: TheAsked, request: Request) -> Response:
    """Answer what resources were planned and used, where they differ, and what a unit of service cost."""
    return answered(asked, request, resources_answer)
