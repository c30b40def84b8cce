"""Reading one file by HTTP, at its two times: where the contract stands, its timeline, an entry, a register."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeVar
from unicodedata import normalize

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.answers import (
    REGISTERS,
    DutiesAnswer,
    EntryAnswer,
    FailingsAnswer,
    OfOneFile,
    PointsAnswer,
    ReadinessAnswer,
    RegisterAnswer,
    StatusAnswer,
    TimelineAnswer,
    duties_answer,
    entry_answer,
    failings_answer,
    points_answer,
    readiness_answer,
    register_answer,
    status_answer,
    timeline_answer,
)
from api.errors import NothingNear
from api.reading import Reading
from api.shown import RecordedEntry
from api.times import TheTimes
from api.wiring import ThePerson, TheWiring, known_parameters
from ledger.book import AUTHORITY
from ledger.kinds import BY_NAME
from ledger.refusals import Fault, Invalid, repeatable
from projections.answers import Order
from projections.timeline import Filters, Line, Party

MOST = 500  # items on one page


Reference = Annotated[str, Path(description="Reference of the contract.")]
Number = Annotated[int, Path(ge=1, description="Number of the entry on its file.")]


def the_reading(reference: Reference, wiring: TheWiring, person: ThePerson, asked: TheTimes) -> Reading:
    """Return the file as this person may see it at these times. Raises NothingNear."""
    return Reading(wiring, reference, person, as_at=asked.as_at, known=asked.known, known_on=asked.known_on)


def the_authority_reading(wiring: TheWiring, person: ThePerson, asked: TheTimes) -> Reading:
    """Return the authority's own file as this person may see it at these times. Raises NothingNear."""
    return Reading(wiring, AUTHORITY, person, as_at=asked.as_at, known=asked.known, known_on=asked.known_on)


TheReading = Annotated[Reading, Depends(the_reading)]
TheAuthorityReading = Annotated[Reading, Depends(the_authority_reading)]


# --- ETags ------------------------------------------------------------------------------------------------------------

A = TypeVar("A", bound=OfOneFile)


def tagged(request: Request, response: Response, answer: A, *parts: object) -> A | Response:
    """Return the answer with its ETag, or 304 where the reader has it already (RFC 9110, sections 8.8.3 and 13.1.2).

    The ETag is the position, then the day it is read on and whatever else the answer depends on; If-Match reads the
    position alone.
    """
    tag = '"' + ".".join(str(part) for part in (answer.position, answer.on.isoformat(), *parts)) + '"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if tag in [held.strip().removeprefix("W/") for held in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return answer


def _unsealed(waiting: bool) -> tuple[str, ...]:
    """What is not sealed yet will be, and the position stays the same: until then the ETag says so."""
    return ("unsealed",) if waiting else ()


# --- routes -----------------------------------------------------------------------------------------------------------

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


@router.get("/contracts/{reference}", summary="Where a contract stands", response_model=StatusAnswer)
def contract(reading: TheReading, request: Request, response: Response) -> StatusAnswer | Response:
    """Answer where the contract stands: live or ended, who answers for it, what is open and what is running."""
    answer = status_answer(reading)
    return tagged(request, response, answer)


def filters(
    kind: Annotated[list[str] | None, Query(description="Only these kinds, without a version; repeatable.")] = None,
    party: Annotated[Party | None, Query(description="Whose side did it.")] = None,
    since: Annotated[date | None, Query(description="First day it happened on.")] = None,
    until: Annotated[date | None, Query(description="Last day it happened on.")] = None,
    words: Annotated[
        str | None, Query(max_length=500, description='Words to find: all of them, "a phrase", or, -not.')
    ] = None,
    struck: Annotated[bool, Query(description="Whether entries that were struck out are wanted.")] = True,
    departures: Annotated[bool, Query(description="Only entries that record a departure from procedure.")] = False,
) -> Filters:
    """Return which lines are wanted. Raises NothingNear for a kind there is not, Invalid for no day between."""
    if since is not None and until is not None and since > until:
        raise Invalid([Fault("query.since", "is after until; the first day should not be after the last")])
    for name in kind or ():
        if name not in BY_NAME:
            raise NothingNear(f"there is no kind of entry {repeatable(name)!r}", name, BY_NAME)
    said = normalize("NFC", words or "").strip() or None  # as text is kept
    return Filters(tuple(kind or ()), party, since, until, said, struck=struck, departures=departures)


TheFilters = Annotated[Filters, Depends(filters)]
Cursor = Annotated[str | None, Query(description="Where the page begins: `next` of the page before.", max_length=2000)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many on one page.")]
TheOrder = Annotated[Order, Query(description="Ordered by the day things happened, or by when they were recorded.")]
NewestFirst = Annotated[bool, Query(description="The other way round.")]


@router.get("/contracts/{reference}/timeline", summary="Timeline of a file", response_model=TimelineAnswer)
def file_timeline(
    reading: TheReading, wanted: TheFilters, request: Request, response: Response, order: TheOrder = "happened",
    newest_first: NewestFirst = False, cursor: Cursor = None, limit: Limit = 100,
) -> TimelineAnswer | Response:  # fmt: skip
    """Answer the entries of the file in words: when each happened, was noted and was recorded, with its corrections."""
    answer = timeline_answer(reading, wanted, order=order, newest_first=newest_first, cursor=cursor, limit=limit)
    waiting = any(isinstance(line, Line) and line.sealed_at is None for line in answer.lines)
    return tagged(request, response, answer, *_unsealed(waiting))


@router.get("/authority/timeline", summary="Timeline of the authority's own file", response_model=TimelineAnswer)
def authority_timeline(
    reading: TheAuthorityReading, wanted: TheFilters, request: Request, response: Response,
    order: TheOrder = "happened", newest_first: NewestFirst = False, cursor: Cursor = None, limit: Limit = 100,
) -> TimelineAnswer | Response:  # fmt: skip
    """Answer the entries of the authority's own file in words."""
    return file_timeline(reading, wanted, request, response, order, newest_first, cursor, limit)


@router.get("/contracts/{reference}/failings", summary="Failings and their trail", response_model=FailingsAnswer)
def contract_failings(reading: TheReading, request: Request, response: Response) -> FailingsAnswer | Response:
    """Answer each failing with its ten links from standard to result, present or missing, and what bears on all."""
    answer = failings_answer(reading)
    return tagged(request, response, answer)


@router.get("/contracts/{reference}/readiness", summary="Conditions before termination", response_model=ReadinessAnswer)
def contract_readiness(reading: TheReading, request: Request, response: Response) -> ReadinessAnswer | Response:
    """Answer what the file shows of the conditions before an early termination; never for the other side."""
    answer = readiness_answer(reading)
    return tagged(request, response, answer)


@router.get("/contracts/{reference}/duties", summary="What is due", response_model=DutiesAnswer)
def contract_duties(reading: TheReading, request: Request, response: Response) -> DutiesAnswer | Response:
    """Answer what is still to be done, by whom, since when, and which requirement asks for it."""
    answer = duties_answer(reading)
    return tagged(request, response, answer)


@router.get("/contracts/{reference}/points", summary="Points that count", response_model=PointsAnswer)
def contract_points(reading: TheReading, request: Request, response: Response) -> PointsAnswer | Response:
    """Answer which service failure points count on the day, which do not and why; never for the other side."""
    answer = points_answer(reading)
    return tagged(request, response, answer)


@router.get("/contracts/{reference}/entries/{position}", summary="One entry", response_model=EntryAnswer)
def one_entry(position: Number, reading: TheReading, request: Request, response: Response) -> EntryAnswer | Response:
    """Answer one entry with its words, exhibits, worked dates and departures: as recorded, or as corrected by then."""
    answer = entry_answer(reading, position)
    waiting = isinstance(answer.entry, RecordedEntry) and answer.entry.sealed is None
    return tagged(request, response, answer, *_unsealed(waiting))


@router.get("/authority/entries/{position}", summary="One entry of the authority's file", response_model=EntryAnswer)
def authority_entry(
    position: Number, reading: TheAuthorityReading, request: Request, response: Response
) -> EntryAnswer | Response:
    """Answer one entry of the authority's own file."""
    return one_entry(position, reading, request, response)


RegisterName = Annotated[str, Path(description=f"Name of the register: {', '.join(REGISTERS)}.")]


@router.get("/contracts/{reference}/registers/{name}", summary="One register", response_model=RegisterAnswer)
def register(
    name: RegisterName, reading: TheReading, request: Request, response: Response
) -> RegisterAnswer | Response:
    """Answer one register (issues, notices, people, terms ...), folded from what this reader may see."""
    return tagged(request, response, register_answer(reading, name))
