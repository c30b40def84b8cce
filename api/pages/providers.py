"""Providers, on pages: the list of them, and where one stands across the authority's contracts; and lessons learnt."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.history import lessons_answer
from api.pages.looks import page
from api.pages.one_file import TheFile
from api.pages.sent import TheTyped
from api.pages.visitor import TheVisitor
from api.pages.waiting import when_ready
from api.people import Person
from api.providers import providers_answer, standing_answer
from api.read import LONGEST_SEARCH
from api.wiring import TheWiring, Wiring, known_parameters

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 50
EXCLUSIONS = {"in-force": ("In force", "red"), "to-come": ("To come", "yellow"), "over": ("Over", "grey")}
_Cursor = Annotated[str, Query(max_length=2000)]


@router.get("/providers", dependencies=[Depends(known_parameters)])
def providers(request: Request, wiring: TheWiring, person: TheVisitor, cursor: _Cursor = "") -> Response:
    """Show the providers that have a file."""
    answer = when_ready(lambda: providers_answer(wiring, person, cursor or None, ON_A_PAGE))
    return page(
        request, "providers.html", rows=answer.providers, following=answer.next, cursor=cursor,
        excluded=answer.excluded, states=EXCLUSIONS,
    )  # fmt: skip


@router.get("/providers/{reference}")
def provider(request: Request, file: TheFile, wiring: TheWiring) -> Response:
    """Show where a provider stands: whose tenders it is kept out of, its contracts, what is known of it."""
    answer = when_ready(lambda: standing_answer(wiring, file.reading))
    return page(
        request, "provider.html", file=file, part="", found=answer.standing, states=EXCLUSIONS,
        more_of_the_market=answer.more_of_the_market, withheld=file.reading.withheld,
    )  # fmt: skip


@router.get("/lessons", dependencies=[Depends(known_parameters)])
def lessons(request: Request, wiring: TheWiring, person: TheVisitor, cursor: _Cursor = "") -> Response:
    """Show every lesson recorded, on whatever contract, the newest first."""
    return _lessons(request, wiring, person, "", cursor)


@router.post("/lessons")
def lessons_found(request: Request, wiring: TheWiring, person: TheVisitor, typed: TheTyped) -> Response:
    """Show the lessons that words were looked for in. They may be a person's name, and stand in no address."""
    words = typed.get("words").replace("\x00", "").strip()[:LONGEST_SEARCH]
    return _lessons(request, wiring, person, words, typed.get("cursor")[:2000])


def _lessons(request: Request, wiring: Wiring, person: Person, words: str, cursor: str) -> Response:
    answer = when_ready(lambda: lessons_answer(wiring, person, words or None, cursor or None, ON_A_PAGE))
    return page(
        request,
        "lessons.html",
        rows=answer.lessons,
        awaited=answer.awaited,
        following=answer.next,
        cursor=cursor,
        words=words,
    )
