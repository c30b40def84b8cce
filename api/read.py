"""Reading by HTTP, one file at a time: an entry, a register, and what the interface knows of kinds and procedures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.envelope import kind_named
from api.errors import NothingNear
from api.kind_schemas import kind_row, schema_of
from api.recording import moment
from api.shown import Answered, RecordedEntry, Withheld, entry_shown, plain
from api.sight import Sight
from api.wiring import TheBook, ThePerson, known_parameters, sight_of
from ledger.book import AUTHORITY, Book
from ledger.contract_file import ContractFile
from ledger.kinds import BY_NAME
from ledger.procedures import ProcedureError, shipped
from ledger.procedures import read as read_procedure
from ledger.refusals import Fault, Invalid
from ledger.registers import Register

REGISTERS = tuple(
    part.name for part in fields(ContractFile) if isinstance(getattr(ContractFile(), part.name), Register)
)
"""The registers of a contract's file, by name."""


class Times(Answered):
    """Which of the two times was asked for."""

    as_at: date | None = None
    """The day in the world; null for everything on record, whenever it takes effect."""
    known: int | None = None
    """What was known: the entries of the log before this size; null for everything recorded by now."""


def times(
    book: TheBook,
    as_at: Annotated[
        date | None, Query(description="The day in the world: as things stood then. By default as they stand.")
    ] = None,
    known_at: Annotated[
        str | None,
        Query(
            description="What was known: a size of the log, or a moment with its time zone. By default everything recorded."
        ),
    ] = None,
) -> Times:
    """Return the two times asked for. Raises Invalid."""
    return Times(as_at=as_at, known=None if known_at is None else _known(book, known_at.strip()))


def _known(book: Book, text: str) -> int:
    if text.isdecimal() and len(text) <= 15:
        size, now = int(text), book.store.log_size()
        if size > now:
            raise Invalid([Fault("query.known_at", f"is beyond the log, which has {now} entries now")])
        return size
    at = moment(text)
    if at is None:
        raise Invalid(
            [
                Fault(
                    "query.known_at",
                    "should be a size of the log (a whole number), or a moment with its time zone such as 2025-03-31T14:30:00Z",
                )
            ]
        )
    if at > (now_at := book.now()):
        raise Invalid(
            [
                Fault(
                    "query.known_at",
                    f"is in the future; the ledger's clock stands at {now_at.isoformat(timespec='seconds')}",
                )
            ]
        )
    return book.known_at(at)


TheTimes = Annotated[Times, Depends(times)]
Reference = Annotated[str, Path(description="Reference of the contract.")]
Number = Annotated[int, Path(ge=1, description="Number of the entry on its file.")]


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


class EntryAnswer(OfOneFile):
    """One entry of a file; `withheld` says why, where this reader may not see it."""

    entry: RecordedEntry | Withheld


class RegisterAnswer(OfOneFile):
    """One register of a file."""

    name: str
    """Its name."""
    content: Any
    """What it holds."""
    withheld: list[Withheld] = []


def of_one_file(book: Book, reference: str, file: ContractFile, sight: Sight, asked: Times) -> Mapping[str, Any]:
    """Return what an answer about one file says of itself."""
    return {
        "file": reference, "as_at": asked.as_at, "known_at": asked.known, "position": sight.position(file),
        "simulated": book.clock == "simulated",
    }  # fmt: skip


def file_then(book: Book, reference: str, person: Any, asked: Times) -> tuple[ContractFile, Sight]:
    """Return a file at the two times asked for, and what the person may see of it. Raises NothingNear."""
    now, sight = sight_of(book, reference, person)
    if asked.as_at is None and asked.known is None:
        return now, sight
    return book.file(reference, as_at=asked.as_at, known=asked.known), sight


def withheld_in(file: ContractFile, sight: Sight) -> list[Withheld]:
    """Return what is withheld of a file from an insider; nothing for a provider, who is not told."""
    if sight.person.is_provider:
        return []
    there = {recorded.position for recorded in file.known}
    return [Withheld(position=p, withheld=why) for p, why in sorted(sight.withheld.items()) if p in there]


router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


@router.get("/contracts/{reference}/entries/{position}", summary="One entry", response_model=EntryAnswer)
def entry(
    reference: Reference,
    position: Number,
    book: TheBook,
    person: ThePerson,
    asked: TheTimes,
    request: Request,
    response: Response,
) -> Any:
    """Answer one entry with its words, exhibits, worked dates and departures: as recorded, or as corrected by then."""
    return _entry_tagged(request, response, one_entry(book, reference, position, person, asked))


@router.get(
    "/authority/entries/{position}", summary="One entry of the authority's own file", response_model=EntryAnswer
)
def authority_entry(
    position: Number, book: TheBook, person: ThePerson, asked: TheTimes, request: Request, response: Response
) -> Any:
    """Answer one entry of the authority's own file."""
    return _entry_tagged(request, response, one_entry(book, AUTHORITY, position, person, asked))


def _entry_tagged(request: Request, response: Response, answer: EntryAnswer) -> EntryAnswer | Response:
    open_ended = (
        isinstance(answer.entry, RecordedEntry) and answer.entry.sealed is None
    )  # it will be, with no new position
    return tagged(request, response, answer, *(("unsealed",) if open_ended else ()))


def one_entry(book: Book, reference: str, position: int, person: Any, asked: Times) -> EntryAnswer:
    """Return one entry as this person may see it. Raises NothingNear, for a provider also where it is there and not shared."""
    file, sight = file_then(book, reference, person, asked)
    frame = of_one_file(book, reference, file, sight, asked)
    first = next((r for r in file.known if r.position == position), None)
    if first is None or (person.is_provider and not sight.sees(first)):
        raise NothingNear(f"there is no entry {position} on file {reference}; the newest is {frame['position']}")
    if not sight.sees(first):
        return EntryAnswer(**frame, entry=Withheld(position=position, withheld=sight.withheld[position]))
    seen = sight.seen(file, asked.as_at)
    held = seen.at(position) or first
    words = book.vault.words_of([held])
    return EntryAnswer(**frame, entry=entry_shown(held, reference, words, person, undone_at=seen.undone.get(position)))


@router.get(
    "/contracts/{reference}/registers/{name}", summary="One register of the file", response_model=RegisterAnswer
)
def one_register(
    reference: Reference,
    name: str,
    book: TheBook,
    person: ThePerson,
    asked: TheTimes,
    request: Request,
    response: Response,
) -> Any:
    """Answer one register of the file (issues, notices, people, terms ...), folded from what this reader may see."""
    if name not in REGISTERS:
        raise NothingNear("there is no such register", name, REGISTERS)
    file, sight = file_then(book, reference, person, asked)
    seen = sight.seen(file, asked.as_at)
    words = book.vault.words_of(seen.entries)
    content = plain(getattr(seen, name), words)
    frame = of_one_file(book, reference, file, sight, asked)
    answer = RegisterAnswer(**frame, name=name, content=content, withheld=withheld_in(file, sight))
    return tagged(request, response, answer)


class Kinds(Answered):
    """Every kind of entry."""

    kinds: list[dict[str, Any]]


class Kind(Answered):
    """One kind of entry."""

    kind: dict[str, Any]
    json_schema: dict[str, Any]
    """JSON Schema of what is sent."""


@router.get("/kinds", summary="Every kind of entry")
def kinds(person: ThePerson) -> Kinds:
    """List the kinds of entry there are, each with the sentence that says what it records."""
    return Kinds(kinds=[kind_row(name) for name in BY_NAME])


@router.get("/kinds/{kind}", summary="One kind of entry")
def kind(kind: str, person: ThePerson) -> Kind:
    """Describe one kind: what it records, and the JSON Schema of what is sent."""
    kind_named(kind, tuple(BY_NAME))
    return Kind(kind=kind_row(kind), json_schema=schema_of(kind))


@router.get("/procedures/{name}", summary="One procedure")
def procedure(name: str, person: ThePerson) -> dict[str, Any]:
    """Answer an authority's procedure as data, each row with its citation."""
    try:
        return read_procedure(name).model_dump(mode="json", by_alias=True)
    except ProcedureError:
        raise NothingNear("there is no such procedure", name, shipped()) from None


class LogSize(Answered):
    """How many entries the log has."""

    size: int
    simulated: bool = False


@router.get("/log/size", summary="Size of the log")
def log_size(book: TheBook, person: ThePerson) -> LogSize:
    """Answer how many entries are sealed: a known_at to come back to."""
    return LogSize(size=book.store.log_size(), simulated=book.clock == "simulated")
