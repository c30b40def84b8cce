"""Saying who you are: from a list of people in a demonstration, else with a token."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from api.access import COOKIE
from api.pages.looks import page
from api.pages.visitor import TOKEN_COOKIE, check_sent_from_here, forget, own_address, remember
from api.people import DEMO_PEOPLE
from api.wiring import TheWiring

router = APIRouter(include_in_schema=False)
_Field = Annotated[str, Form(max_length=2000)]


@router.post("/person")
def choose_person(request: Request, wiring: TheWiring, person: _Field = "", next: _Field = "/") -> Response:
    """Take the choice of a person, in a demonstration only, and go on to where they wanted to be."""
    check_sent_from_here(request)
    if not wiring.settings.demo or person not in DEMO_PEOPLE:
        return ask_who(request, next, wrong="Choose one of these people" if wiring.settings.demo else "")
    answer = RedirectResponse(own_address(next), 303)
    remember(request, answer, COOKIE, person)
    return answer


@router.post("/sign-in")
def sign_in(request: Request, wiring: TheWiring, token: _Field = "", next: _Field = "/") -> Response:
    """Take a token, and go on."""
    check_sent_from_here(request)
    given = token.strip()
    if not given or wiring.tokens.person(given) is None:
        return ask_who(request, next, wrong="That token is not known, or was revoked" if given else "Enter your token")
    answer = RedirectResponse(own_address(next), 303)
    remember(request, answer, TOKEN_COOKIE, given)
    return answer


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """Forget who was asking."""
    check_sent_from_here(request)
    answer = RedirectResponse("/", 303)
    forget(answer)
    return answer


@router.get("/sign-in")
def who(request: Request, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """Ask who somebody is."""
    return ask_who(request, next)


def ask_who(request: Request, wanted: str, *, wrong: str = "") -> Response:
    """Return the page that asks who somebody is; after that they go on to the address they wanted."""
    wiring = request.app.state.wiring
    field = "#person" if wiring.settings.demo else "#token"
    errors = [{"text": wrong, "href": field}] if wrong else []
    status = 422 if wrong else 200
    return page(request, "sign_in.html", status=status, next=own_address(wanted), wrong=wrong, errors=errors)
