"""Who does what by a procedure, and what shows how providers perform, on pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.division_of_work import division_of_work
from api.pages.looks import address, page
from api.pages.visitor import TheVisitor
from api.pages.waiting import when_ready
from api.procedures import Named, Version
from api.provider_evidence import evidence_answer
from api.wiring import TheWiring, known_parameters
from ledger.refusals import Denied

router = APIRouter(include_in_schema=False, dependencies=[Depends(known_parameters)])
ON_A_PAGE = 20


@router.get("/procedures/{name}/work")
def work(request: Request, person: TheVisitor, name: Named, version: Version = None) -> Response:
    """Show the division of work of a procedure, and what it rests on."""
    return page(request, "division_of_work.html", work=division_of_work(name, version))


@router.get("/provider-evidence")
def provider_evidence(
    request: Request, wiring: TheWiring, person: TheVisitor, provider: Annotated[str, Query(max_length=200)] = "",
    cursor: Annotated[str, Query(max_length=2000)] = "",
) -> Response:  # fmt: skip
    """Show complaints, surveys, monitoring reports and assessments of a provider, across its contracts."""
    if person.is_confined:
        raise Denied("how providers perform, across contracts, is shown to the authority's own people")
    asked = provider.strip()
    found = when_ready(lambda: evidence_answer(wiring, person, asked, cursor or None, ON_A_PAGE)) if asked else None
    following = address("/provider-evidence", {"provider": asked, "cursor": found.next}) if found else ""
    return page(request, "provider_evidence.html", asked=asked, found=found, following=following)
