"""Reading one file by HTTP, at its two times: where the contract stands, its timeline, an entry, a register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.errors import NothingNear
from api.reading import Reading
from api.recording import moment, settled
from api.shown import Answered, RecordedEntry, Withheld, entry_shown, plain
from api.wiring import ThePerson, TheWiring, known_parameters
from ledger.book import AUTHORITY, Book
from ledger.contract_file import ContractFile
from ledger.kinds import BY_NAME
from ledger.refusals import Fault, Invalid
from ledger.registers import Register
from projections.answers import Order
from projections.standing import Standing, standing
from projections.status import Status
from projections.timeline import Filters, Line, Party

REGISTERS = tuple(
    part.name for part in fields(ContractFile) if isinstance(getattr(ContractFile(), part.name), Register)
)
"""The registers of a contract's file, by name."""
MOST = 500  # items on one page


# --- the two times ----------------------------------------------------------------------------------------------------


class Times(Answered):
    """Which of the two times was asked for."""

    as_at: date | None = None
    known: int | None = None


def times(
    wiring: TheWiring,
    as_at: Annotated[
        date | None, Query(description="The day in the world: as things stood. By default as they stand.")
    ] = None,
    known_at: Annotated[
        str | None,
        Query(
            description="What was known: a size of the log, or a moment with its zone. By default all that is recorded."
        ),
    ] = None,
) -> Times:
    """Return the two times asked for. Raises Invalid."""
    return Times(as_at=as_at, known=None if known_at is None else known_size(wiring.book, known_at.strip()))


def known_size(book: Book, text: str) -> int:
    """Return the size of the log that a `known_at` names: itself, or what was sealed by a moment. Raises Invalid."""
    settled(book)
    if text.isdecimal() and len(text) <= 15:
        size, now = int(text), book.store.log_size()
        if size > now:
            raise Invalid([Fault("query.known_at", f"is beyond the log, which has {now} entries now")])
        return size
    at = moment(text)
    if at is None:
        example = "2025-03-31T14:30:00Z"
        raise Invalid(
            [Fault("query.known_at", f"should be a size of the log, or a moment with its zone such as {example}")]
        )
    if at > (now_at := book.now()):
        stands = now_at.isoformat(timespec="seconds")
        raise Invalid([Fault("query.known_at", f"is in the future; the ledger's clock stands at {stands}")])
    return book.known_at(at)


TheTimes = Annotated[Times, Depends(times)]
Reference = Annotated[str, Path(description="Reference of the contract.")]
Number = Annotated[int, Path(ge=1, description="Number of the entry on its file.")]


def the_reading(reference: Reference, wiring: TheWiring, person: ThePerson, asked: TheTimes) -> Reading:
    """Return the file as this person may see it at these times. Raises NothingNear."""
    return Reading(wiring, reference, person, as_at=asked.as_at, known=asked.known)


def the_authority_reading(wiring: TheWiring, person: ThePerson, asked: TheTimes) -> Reading:
    """Return the authority's own file as this person may see it at these times. Raises NothingNear."""
    return Reading(wiring, AUTHORITY, person, as_at=asked.as_at, known=asked.known)


TheReading = Annotated[Reading, Depends(the_reading)]
TheAuthorityReading = Annotated[Reading, Depends(the_authority_reading)]


# --- what every answer says of itself ---------------------------------------------------------------------------------


class OfOneFile(Answered):
    """What every answer about one file says of itself."""

    file: str
    """Reference of the file."""
    as_at: date | None = None
    """The day in the world it is as at; null for everything on record."""
    known_at: int | None = None
    """The size of the log it takes in; null for everything recorded by now."""
    position: int
    """The newest entry of the file it takes in (for a provider, the newest shared one)."""
    simulated: bool = False
    """True where the ledger's clock is simulated."""


A = TypeVar("A", bound=OfOneFile)


def frame(reading: Reading, asked: Times, book: Book, position: int) -> Mapping[str, Any]:
    """Return what an answer about one file says of itself."""
    return {
        "file": reading.reference, "as_at": asked.as_at, "known_at": asked.known, "position": position,
        "simulated": book.clock == "simulated",
    }  # fmt: skip


def tagged(request: Request, response: Response, answer: A, *parts: object) -> A | Response:
    """Return the answer with its ETag, or 304 where the reader has it already (RFC 9110, sections 8.8.3 and 13.1.2).

    The ETag is the position, and after it whatever else the answer depends on; If-Match reads the position alone.
    """
    tag = '"' + ".".join(str(part) for part in (answer.position, *parts)) + '"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if tag in [held.strip().removeprefix("W/") for held in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return answer


router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


# --- status -----------------------------------------------------------------------------------------------------------


class StatusAnswer(OfOneFile):
    """Where a contract stands."""

    on: date
    """The day it is read on: the day asked for, else today by the ledger's clock."""
    standing: Standing
    """How it stands on that day."""
    facts: Status
    """The dated facts behind it."""
    links: dict[str, str]


@router.get("/contracts/{reference}", summary="Where a contract stands", response_model=StatusAnswer)
def contract(
    reading: TheReading, asked: TheTimes, wiring: TheWiring, request: Request, response: Response
) -> StatusAnswer | Response:
    """Answer where the contract stands: live or ended, who answers for it, what is open and what is running."""
    facts, position = reading.status()
    on = asked.as_at or wiring.book.today()
    here = f"/api/v1/contracts/{reading.reference}"
    parts = ("timeline", "failings", "readiness", "duties", "registers/{name}", "entries/{position}")
    answer = StatusAnswer(
        **frame(reading, asked, wiring.book, position), on=on, standing=standing(facts, on), facts=facts,
        links={"self": here} | {part.partition("/")[0]: f"{here}/{part}" for part in parts},
    )  # fmt: skip
    return tagged(request, response, answer, on.isoformat())


# --- timeline ---------------------------------------------------------------------------------------------------------


class TimelineAnswer(OfOneFile):
    """The entries of a file in words."""

    lines: list[Line | Withheld]
    next: str | None = None
    """Cursor of the next page (`cursor`); null on the last."""


def filters(
    kind: Annotated[
        list[str] | None, Query(description="Only these kinds, without a version; may be repeated.")
    ] = None,
    party: Annotated[Party | None, Query(description="Whose side did it.")] = None,
    since: Annotated[date | None, Query(description="First day it happened on.")] = None,
    until: Annotated[date | None, Query(description="Last day it happened on.")] = None,
    words: Annotated[
        str | None, Query(max_length=500, description='Words to find: all of them, "a phrase", or, -not.')
    ] = None,
    struck: Annotated[bool, Query(description="Whether entries that were struck out are wanted.")] = True,
) -> Filters:
    """Return which lines are wanted. Raises NothingNear for a kind there is not."""
    for name in kind or ():
        if name not in BY_NAME:
            raise NothingNear(f"there is no kind of entry {name[:80]!r}", name, BY_NAME)
    if words is not None and "\x00" in words:
        raise Invalid([Fault("query.words", "holds a NUL character; leave it out")])
    return Filters(tuple(kind or ()), party, since, until, (words or "").strip() or None, struck=struck)


TheFilters = Annotated[Filters, Depends(filters)]
Cursor = Annotated[str | None, Query(description="Where the page begins: `next` of the page before.", max_length=2000)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many on one page.")]
TheOrder = Annotated[Order, Query(description="Ordered by the day things happened, or by when they were recorded.")]


@router.get("/contracts/{reference}/timeline", summary="Timeline of a file", response_model=TimelineAnswer)
def file_timeline(
    reading: TheReading, asked: TheTimes, wiring: TheWiring, wanted: TheFilters, request: Request, response: Response,
    order: TheOrder = "happened", newest_first: bool = False, cursor: Cursor = None, limit: Limit = 100,
) -> TimelineAnswer | Response:  # fmt: skip
    """Answer the entries of the file in words: when each happened, was noted and was recorded, with its corrections."""
    page = reading.timeline(wanted, order=order, newest_first=newest_first, after=cursor, limit=limit)
    answer = TimelineAnswer(**frame(reading, asked, wiring.book, page.position), lines=list(page.lines), next=page.next)
    unsealed = any(isinstance(line, Line) and line.sealed_at is None for line in page.lines)
    return tagged(request, response, answer, *(("unsealed",) if unsealed else ()))


@router.get("/authority/timeline", summary="Timeline of the authority's own file", response_model=TimelineAnswer)
def authority_timeline(
    reading: TheAuthorityReading, asked: TheTimes, wiring: TheWiring, wanted: TheFilters, request: Request,
    response: Response, order: TheOrder = "happened", newest_first: bool = False, cursor: Cursor = None,
    limit: Limit = 100,
) -> TimelineAnswer | Response:  # fmt: skip
    """Answer the entries of the authority's own file in words."""
    return file_timeline(reading, asked, wiring, wanted, request, response, order, newest_first, cursor, limit)


# --- one entry --------------------------------------------------------------------------------------------------------


class EntryAnswer(OfOneFile):
    """One entry of a file; or that it is withheld, and why."""

    entry: RecordedEntry | Withheld


@router.get("/contracts/{reference}/entries/{position}", summary="One entry", response_model=EntryAnswer)
def one_entry(
    position: Number, reading: TheReading, asked: TheTimes, wiring: TheWiring, request: Request, response: Response
) -> EntryAnswer | Response:
    """Answer one entry with its words, exhibits, worked dates and departures: as recorded, or as corrected by then."""
    whole = reading.whole.file
    newest = reading.position
    first = next((r for r in whole.known if r.position == position), None)
    if first is None or (reading.person.is_provider and not reading.sight.sees(first)):
        raise NothingNear(f"there is no entry {position} on file {reading.reference}; the newest is {newest}")
    shown: RecordedEntry | Withheld
    if not reading.sight.sees(first):
        shown = Withheld(position=position, withheld=reading.sight.withheld[position])
    else:
        view = reading.view
        held = view.file.at(position) or first
        undone_at = view.file.undone.get(position)
        shown = entry_shown(held, reading.reference, view.words, reading.person, undone_at=undone_at)
    answer = EntryAnswer(**frame(reading, asked, wiring.book, newest), entry=shown)
    unsealed = isinstance(shown, RecordedEntry) and shown.sealed is None  # it will be, and the position stays
    return tagged(request, response, answer, *(("unsealed",) if unsealed else ()))


@router.get(
    "/authority/entries/{position}", summary="One entry of the authority's own file", response_model=EntryAnswer
)
def authority_entry(
    position: Number, reading: TheAuthorityReading, asked: TheTimes, wiring: TheWiring, request: Request,
    response: Response,
) -> EntryAnswer | Response:  # fmt: skip
    """Answer one entry of the authority's own file."""
    return one_entry(position, reading, asked, wiring, request, response)


# --- registers --------------------------------------------------------------------------------------------------------


class RegisterAnswer(OfOneFile):
    """One register of a file."""

    name: str
    """Its name."""
    content: Any
    """What it holds."""
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, and which are not in it."""


@router.get("/contracts/{reference}/registers/{name}", summary="One register of a file", response_model=RegisterAnswer)
def register(
    name: Annotated[str, Path(description=f"Name of the register: {', '.join(REGISTERS)}.")],
    reading: TheReading, asked: TheTimes, wiring: TheWiring, request: Request, response: Response,
) -> RegisterAnswer | Response:  # fmt: skip
    """Answer one register (issues, notices, people, terms ...), folded from what this reader may see."""
    if name not in REGISTERS:
        raise NothingNear("there is no such register", name, REGISTERS)
    view = reading.view
    content = plain(getattr(view.file, name), view.words)
    answer = RegisterAnswer(
        **frame(reading, asked, wiring.book, reading.position), name=name, content=content,
        withheld=_withheld(reading),
    )  # fmt: skip
    return tagged(request, response, answer)


def _withheld(reading: Reading) -> tuple[Withheld, ...]:
    """What is withheld of a file from an insider; nothing for a provider, who is not told."""
    if reading.person.is_provider:
        return ()
    there = {recorded.position for recorded in reading.whole.file.known}
    grounds = sorted(reading.sight.withheld.items())
    return tuple(Withheld(position=position, withheld=why) for position, why in grounds if position in there)
