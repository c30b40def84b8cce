"""What can be recorded, and how long the log is: what whoever writes a program looks up."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from api.envelope import kind_named
from api.kind_schemas import kind_row, schema_of
from api.recording import settled
from api.shown import Answered
from api.wiring import TheBook, ThePerson, known_parameters
from ledger.kinds import BY_NAME

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["reference"])


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


class LogSize(Answered):
    """How many entries the log has."""

    size: int
    simulated: bool = False


@router.get("/log/size", summary="Size of the log")
def log_size(book: TheBook, person: ThePerson) -> LogSize:
    """Answer how many entries are sealed: a `known_at` to come back to."""
    settled(book)
    return LogSize(size=book.store.log_size(), simulated=book.clock == "simulated")
