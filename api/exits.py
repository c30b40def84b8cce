"""The end of one contract by HTTP, at the two times of the question: how ready it is, and what is still missing."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from api.answering import answered
from api.answers import OfWhatIsSeen, of_what_is_seen
from api.asked import TheAsked
from api.reading import Reading
from api.wiring import known_parameters
from projections.exit.readiness import ExitReadiness, exit_readiness

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


class ExitAnswer(OfWhatIsSeen):
    """How ready a contract is for its end; to the provider, by what is shared with it."""

    exit: ExitReadiness


def exit_answer(reading: Reading) -> ExitAnswer:
    """Return how ready a contract is for its end, by what this reader may see."""
    found = reading.gave(exit_readiness(reading.view, reading.on, own_side=not reading.person.is_provider))
    return ExitAnswer(**of_what_is_seen(reading), exit=found)


@router.get("/contracts/{reference}/exit", summary="Readiness for the end", response_model=ExitAnswer)
def contract_exit(asked: TheAsked, request: Request) -> Response:
    """Answer what was planned for the contract's end, how its service is handed over, and what is still missing."""
    return answered(asked, request, exit_answer)
