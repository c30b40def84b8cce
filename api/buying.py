"""How one contract came to be bought, and what those who use the service are asked, by HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from api.answering import answered
from api.answers import OfOneFile, frame, withheld_from
from api.asked import TheAsked
from api.reading import Reading
from api.shown import Withheld
from api.wiring import known_parameters
from projections.procurement import ProcurementShown, procurement_shown
from projections.survey_template import SurveyTemplate, survey_template

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


class ProcurementAnswer(OfOneFile):
    """How the contract was bought, and who does what; for the authority's own side only."""

    procurement: ProcurementShown
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, and on which nothing here rests."""


class SurveyAnswer(OfOneFile):
    """The template of a survey of those who use the service."""

    survey: SurveyTemplate
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, whose standards are not asked about here."""


def survey_answer(reading: Reading) -> SurveyAnswer:
    """Return the template of a survey of users: to the provider, too, which carries it out."""
    shown = reading.gave(survey_template(reading.view, reading.on))
    return SurveyAnswer(**frame(reading, reading.position), survey=shown, withheld=withheld_from(reading))


def procurement_answer(reading: Reading) -> ProcurementAnswer:
    """Return how a contract was bought. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(procurement_shown(reading.view, reading.on))
    return ProcurementAnswer(**frame(reading, reading.position), procurement=shown, withheld=withheld_from(reading))


@router.get("/contracts/{reference}/procurement", summary="How it was bought", response_model=ProcurementAnswer)
def contract_procurement(asked: TheAsked, request: Request) -> Response:
    """Answer where buying the contract stands, step by step, whose each step is, and who does what by the procedure."""
    return answered(asked, request, procurement_answer)


@router.get("/contracts/{reference}/survey", summary="Template of a survey of users", response_model=SurveyAnswer)
def contract_survey(asked: TheAsked, request: Request) -> Response:
    """Answer the template of a survey of those who use the service: the procedure's questions, then its standards."""
    return answered(asked, request, survey_answer)
