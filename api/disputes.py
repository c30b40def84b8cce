"""The disputes of one contract by HTTP, at the two times of the question: where each stands, and what comes next."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from api.answering import answered
from api.answers import OfWhatIsSeen, of_what_is_seen
from api.asked import TheAsked
from api.reading import Reading
from api.wiring import known_parameters
from projections.dispute_ladder import DisputeShown, dispute_ladder, relief_apart
from projections.dispute_rungs import Rung

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


class DisputesAnswer(OfWhatIsSeen):
    """The disputes of a contract, each on its ladder; for the authority's own side only."""

    disputes: list[DisputeShown]
    relief: list[Rung]
    """Urgent relief that a court was asked for and that belongs to none of them (TVP-5.2-8b)."""


def disputes_answer(reading: Reading) -> DisputesAnswer:
    """Return where each dispute of a contract stands, and what is next. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(dispute_ladder(reading.view, reading.on))
    apart = reading.gave(relief_apart(reading.view))
    return DisputesAnswer(**of_what_is_seen(reading), disputes=shown, relief=apart)


@router.get("/contracts/{reference}/disputes", summary="The dispute ladder", response_model=DisputesAnswer)
def contract_disputes(asked: TheAsked, request: Request) -> Response:
    """Answer of each dispute how far it has come, stage by stage, what is next and by when."""
    return answered(asked, request, disputes_answer)
