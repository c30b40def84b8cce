"""A briefing on one contract for one sort of reader, by HTTP: the facts of the other pages, laid out for them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answering import tagged
from api.answers import OfWhatIsSeen, of_what_is_seen
from api.asked import TheAsked
from api.people import Person
from api.reading import Reading
from api.seen import seen_view
from api.sight import Sight
from api.wiring import known_parameters
from ledger.subjects.agreement import Organisation
from projections.briefing import OUTSIDE, Briefing, briefing
from projections.briefing import Reader as ReaderOfIt
from projections.view import FileView

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])
TheReader = Annotated[ReaderOfIt, Query(description="Whom it is for.")]


class BriefingAnswer(OfWhatIsSeen):
    """A briefing for one sort of reader; made by the authority's own side."""

    briefing: Briefing


def briefing_answer(reading: Reading, reader: ReaderOfIt) -> BriefingAnswer:
    """Return a briefing for a reader; for those outside, of what is shared alone. Raises Denied for a provider."""
    reading.check_own_side()
    view = _shared(reading) if reader in OUTSIDE else reading.view
    made = reading.gave(briefing(view, reader, reading.on, whole=reading.view))
    return BriefingAnswer(**of_what_is_seen(reading), briefing=made)


def _shared(reading: Reading) -> FileView:
    """What of the file anybody outside may be told: what its provider sees of it."""
    contract = reading.now.agreement.contract
    parties: tuple[Organisation, ...] = contract.providers if contract else ()
    provider = Person("briefing", "", frozenset({"provider"}), tuple(party.name for party in parties))
    return seen_view(reading.view, Sight(provider, reading.now, lambda: reading.on))


@router.get("/contracts/{reference}/briefing", summary="A briefing for a reader", response_model=BriefingAnswer)
def contract_briefing(asked: TheAsked, request: Request, reader: TheReader = "managers") -> Response:
    """Answer a briefing laid out for its reader: conclusion, reasons with their entries, what is asked of them."""
    return tagged(request, briefing_answer(asked.reading(), reader), reader)
