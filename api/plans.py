"""Outcomes, plans, resources and money of one contract by HTTP, at the two times of the question."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from api.answering import answered
from api.answers import OfAContract, of_contract, withheld_from
from api.asked import TheAsked
from api.reading import Reading
from api.shown import Withheld
from api.wiring import known_parameters
from projections.budget import MoneyShown, money_shown
from projections.implementation_plan import PlanShown, plans_shown
from projections.outcome_achievement import OutcomesShown, outcomes_shown
from projections.resources_used import ResourcesShown, resources_shown

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


class OutcomesAnswer(OfAContract):
    """Outcomes wanted and reached, and the contract's design; for the authority's own side only."""

    outcomes: OutcomesShown
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, and on which nothing here rests."""


class PlansAnswer(OfAContract):
    """The implementation plans of a contract; to the provider those that are shared with it."""

    plans: list[PlanShown]
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, and on which nothing here rests."""


class ResourcesAnswer(OfAContract):
    """Resources planned against used, with budget position and unit cost; for the authority's own side only."""

    resources: ResourcesShown
    money: MoneyShown
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, and on which nothing here rests."""


def outcomes_answer(reading: Reading) -> OutcomesAnswer:
    """Return the outcomes of a contract and its design. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(outcomes_shown(reading.view, reading.on))
    return OutcomesAnswer(**of_contract(reading), outcomes=shown, withheld=withheld_from(reading))


def plans_answer(reading: Reading) -> PlansAnswer:
    """Return the implementation plans of a contract, worked out from what this reader may see."""
    shown = plans_shown(reading.view, reading.on)
    for plan in shown:
        reading.gave(plan)
    return PlansAnswer(**of_contract(reading), plans=shown, withheld=withheld_from(reading))


def resources_answer(reading: Reading) -> ResourcesAnswer:
    """Return resources planned against used, and money. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(resources_shown(reading.view, reading.on))
    money = reading.gave(money_shown(reading.view, reading.on))
    return ResourcesAnswer(**of_contract(reading), resources=shown, money=money, withheld=withheld_from(reading))


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
