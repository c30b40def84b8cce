"""Procedures on pages: which there are, each in words, two compared; and the authority's file, which adopts them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.access import ON_THE_AUTHORITY_FILE
from api.laws import law_named
from api.pages.looks import page
from api.pages.one_file import TheFile
from api.pages.visitor import TheVisitor
from api.pages.waiting import when_ready
from api.procedures import (
    as_pdf,
    authority_answer,
    compared_answer,
    marks_answer,
    outside_answer,
    procedure_answer,
    procedure_document,
    procedures_answer,
)
from api.wiring import TheWiring, known_parameters
from ledger.procedures import procedures
from ledger.procedures.folder import LAWS
from ledger.procedures.laws import law as law_of

router = APIRouter(include_in_schema=False)
_Version = Annotated[int | None, Query(ge=1)]


@router.get("/procedures", dependencies=[Depends(known_parameters)])
def list_of_procedures(request: Request, wiring: TheWiring, person: TheVisitor) -> Response:
    """Show the procedures there are."""
    return page(
        request,
        "procedures.html",
        rows=procedures_answer(wiring, person).procedures,
        laws=[law_of(name) for name in LAWS],
    )


@router.get("/marks", dependencies=[Depends(known_parameters)])
def marks(request: Request, wiring: TheWiring, person: TheVisitor) -> Response:
    """Show what the marks mean that other pages print."""
    return page(request, "marks.html", found=marks_answer(wiring).marks)


@router.get("/laws/{name}", dependencies=[Depends(known_parameters)])
def law(request: Request, person: TheVisitor, name: str) -> Response:
    """Show a law laid over procedures, in words."""
    return page(request, "law.html", words=law_named(name))


@router.get("/procedures/{name}", dependencies=[Depends(known_parameters)])
def procedure(request: Request, wiring: TheWiring, person: TheVisitor, name: str, version: _Version = None) -> Response:
    """Show a procedure in words."""
    answer = procedure_answer(wiring, person, name, version)
    others = [other for other in procedures() if other != name]
    scope = None if person.is_confined else when_ready(lambda: outside_answer(wiring, person, name))
    return page(request, "procedure.html", answer=answer, words=answer.procedure, others=others, scope=scope)


@router.get("/procedures/{name}/compared", dependencies=[Depends(known_parameters)])
def procedure_compared(
    request: Request, person: TheVisitor, name: str, version: _Version = None,
    to: Annotated[str, Query(max_length=200)] = "hampshire",
) -> Response:  # fmt: skip
    """Show in what two procedures differ."""
    answer = compared_answer(name, version, to)
    return page(request, "procedures_compared.html", name=name, compared=answer.compared)


@router.get("/procedures/{name}/document", dependencies=[Depends(known_parameters)])
def document(wiring: TheWiring, person: TheVisitor, name: str, version: _Version = None) -> Response:
    """Give out a procedure as a PDF that bears its version and the SHA-256 of its rules."""
    return as_pdf(*procedure_document(wiring, person, name, version))


@router.get("/authority")
def authority(request: Request, wiring: TheWiring, file: TheFile) -> Response:
    """Show the authority's procedures: what is in force, when it is reviewed, and who has read it."""
    answer = authority_answer(wiring, file.reading)
    return page(
        request, "authority.html", file=file, part="", adopted=answer.procedures,
        unlisted=answer.unlisted, left_behind=answer.left_behind, withheld=file.reading.withheld,
        installed=procedures(), keeps=file.person.has(*ON_THE_AUTHORITY_FILE),
    )  # fmt: skip
