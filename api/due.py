"""What is due on all contracts, by HTTP: whose it is, since when and by which requirement."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.lists import AcrossFiles
from api.people import Person
from api.read import Cursor, Limit, TheBody, body_with, refuse_in_address, said_in
from api.seen import eyes_of
from api.shown import Answered
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from ledger.refusals import Denied
from projections.answering.answers import DutyFilters
from projections.duties.how_late import Due

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["lists"])


class DutyRow(Answered):
    """One duty among those of all contracts."""

    file: str
    title: str
    due: Due
    outside: str | None = None
    """Why the procedure does not cover the contract: then this is what it would ask; null where it does."""


class DutiesOfAllAnswer(AcrossFiles):
    """What is still to be done on all contracts, those longest due first."""

    duties: list[DutyRow]


async def duties_wanted(
    office: Annotated[str | None, Query(max_length=100, description="Only the duties of an office.")] = None,
    in_post: Annotated[str | None, Query(include_in_schema=False)] = None,
    overdue: Annotated[bool, Query(description="Only what is past its date.")] = False,
) -> DutyFilters:
    """Return which duties are wanted. Raises Invalid for a person's name, which stands in no address."""
    refuse_in_address("in_post", in_post, "in_post")
    return DutyFilters(office, None, overdue)


TheDuties = Annotated[DutyFilters, Depends(duties_wanted)]


@router.get("/duties", summary="What is due on all contracts")
def duties(
    wiring: TheWiring, person: ThePerson, wanted: TheDuties, cursor: Cursor = None, limit: Limit = 100
) -> DutiesOfAllAnswer:
    """Answer what is still to be done on all contracts, by whom, since when and by which requirement."""
    return due_answer(wiring, person, wanted, cursor, limit)


@router.post("/duties/search", summary="What is due from a person", openapi_extra=body_with("in_post", "Ann Ashe"))
def search_duties(
    wiring: TheWiring, person: ThePerson, wanted: TheDuties, body: TheBody, cursor: Cursor = None, limit: Limit = 100
) -> DutiesOfAllAnswer:
    """Answer what a person in post has still to do on all contracts."""
    return due_answer(wiring, person, replace(wanted, person=said_in(body, "in_post")), cursor, limit)


def due_answer(wiring: Wiring, person: Person, asked: DutyFilters, cursor: str | None, limit: int) -> DutiesOfAllAnswer:
    """Return one page of what is due on all contracts. Raises Denied for a provider, NotReady, BadCursor."""
    if person.is_confined:
        raise Denied("what is due on all contracts is the authority's own working, shown to its own people")
    page = wiring.reader.due(asked, after=cursor, limit=limit, eyes=eyes_of(person, wiring.book.today))
    rows = [DutyRow(file=item.reference, title=item.title, due=item.due, outside=item.outside) for item in page.items]
    simulated = wiring.book.clock == "simulated"
    return DutiesOfAllAnswer(log_size=page.basis.log_size, simulated=simulated, next=page.next, duties=rows)
