"""What a route may ask for: the book, the documents, who is asking, and what they may see of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, get_args, get_origin

from fastapi import Depends, HTTPException, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.access import person_asking
from api.errors import NothingNear, NowOnly
from api.finished import FinishedAnswers
from api.people import Person
from api.settings import Settings
from api.sight import Sight
from api.tokens import Tokens
from ledger.book import Book
from ledger.contract_file import ContractFile
from ledger.documents import Documents
from ledger.file_names import listed_as, reference_in
from ledger.refusals import Fault, Invalid, NotOnFile, Quarantined, repeatable
from ledger.store.database import Database
from projections.answering.reader import Reader


@dataclass(frozen=True)
class Wiring:
    """What the application is put together from."""

    book: Book
    database: Database
    reader: Reader
    documents: Documents
    settings: Settings
    tokens: Tokens
    finished: FinishedAnswers = field(default_factory=FinishedAnswers)


def wiring_of(request: Request) -> Wiring:
    """Return what the application was put together from."""
    wiring: Wiring = request.app.state.wiring
    return wiring


async def the_wiring(request: Request) -> Wiring:
    """Return what the application was put together from."""
    return wiring_of(request)


TheWiring = Annotated[Wiring, Depends(the_wiring)]


async def the_book(wiring: TheWiring) -> Book:
    """Return the book."""
    return wiring.book


async def the_documents(wiring: TheWiring) -> Documents:
    """Return the documents."""
    return wiring.documents


async def the_person(request: Request) -> Person:
    """Return who is asking. Raises NotSignedIn."""
    wiring = wiring_of(request)
    return person_asking(request, wiring.tokens, demo=wiring.settings.demo)


TheBook = Annotated[Book, Depends(the_book)]
TheDocuments = Annotated[Documents, Depends(the_documents)]
ThePerson = Annotated[Person, Depends(the_person)]


def sight_of(book: Book, reference: str, person: Person) -> tuple[ContractFile, Sight]:
    """Return a file as it is now, and what the person may see of it. NothingNear, also where it is not theirs."""
    try:
        file = book.file(reference)
    except NotOnFile:
        raise nowhere(reference) from None
    except Quarantined:
        if person.is_provider:  # whose contract it is cannot be told, nor may it be that there is such a contract
            raise nowhere(reference) from None
        raise
    sight = Sight(person, file, book.today)
    if not sight.is_party:
        raise nowhere(reference)
    return file, sight


def nowhere(reference: str) -> NothingNear:
    """Return what is said where there is no such file, or none that whoever asks may see."""
    listed = listed_as(reference)
    there = f"GET /api/v1/{listed} lists those there are"
    return NothingNear(f"there is no {listed[:-1]} {repeatable(reference_in(reference))} on file; {there}")


_TIMES = ("as_at", "known_at")


async def known_parameters(request: Request) -> None:
    """Raise Invalid for a parameter the route does not know: a slip like ?asat= must not show the present as the past.

    Nor is one of several values chosen where there should be one.
    Raises NowOnly where a list across files is asked for a time of its own.
    """
    held = [name for name, value in request.query_params.multi_items() if "\x00" in name + value]
    if held:
        raise Invalid([Fault(f"query.{repeatable(name)}", "holds a NUL character; leave it out") for name in held])
    parameters = _parameters_of(request.scope["route"])
    unknown = [name for name in request.query_params if name not in parameters]
    if any(name in _TIMES for name in unknown):
        raise NowOnly(
            "this answers now; /api/v1/contracts/{reference} and what is under it, its access log apart, take as_at "
            "and known_at, and "
            "/api/v1/report answers for all contracts at a past moment, more slowly"
        )
    if unknown:
        there = ", ".join(sorted(parameters)) or "none"
        why = f"is no parameter of this address; it has: {there}"
        raise Invalid([Fault(f"query.{repeatable(name)}", why) for name in unknown])
    twice = [
        name for name, repeats in parameters.items() if not repeats and len(request.query_params.getlist(name)) > 1
    ]
    if twice:
        raise Invalid([Fault(f"query.{name}", "stands in the address more than once; give it once") for name in twice])


async def plainly_asked(request: Request) -> None:
    """Raise HTTPException 404 for an encoded slash, which would be read as one, and 406 where JSON is not accepted."""
    if b"%2f" in request.scope.get("raw_path", b"").lower():
        raise HTTPException(404)
    wanted = ",".join(request.headers.getlist("accept"))
    if wanted.strip() and not any(map(_takes_json, wanted.lower().split(","))):
        raise HTTPException(406)


def _takes_json(accepted: str) -> bool:
    """Whether one media range of Accept takes what is answered here (RFC 9110, section 12.5.1)."""
    essence, *parameters = (part.replace(" ", "") for part in accepted.split(";"))
    refused = any(re.fullmatch(r"q=0(\.0*)?", part) for part in parameters)
    return essence in ("*/*", "application/*", "application/json", "application/problem+json") and not refused


def _parameters_of(route: APIRoute) -> Mapping[str, bool]:
    """Each parameter's name, and whether it may be repeated.

    Kept beside the route: found anew for each request they took 25 µs, of the 300 that its dependencies take.
    """
    beside = vars(route)
    if _KNOWN not in beside:
        beside[_KNOWN] = dict(_parameters(route.dependant))
    found: Mapping[str, bool] = beside[_KNOWN]
    return found


_KNOWN = "its parameters, as cleartrail looks for slips in them"


def _parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """Yield each parameter's name, and whether it may be repeated."""
    for parameter in dependant.query_params:
        said = parameter.field_info.annotation
        yield parameter.alias, any(get_origin(part) is list for part in (said, *get_args(said)))
    for inner in dependant.dependencies:
        yield from _parameters(inner)
