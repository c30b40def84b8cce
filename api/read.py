"""Reading one contract by HTTP, at its two times: where it stands, its failings, what must be there before it ends.

What is read of every file, a contract's or another, stands in `file_routes`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any
from unicodedata import normalize

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.answering import answered
from api.answers import (
    FailingsAnswer,
    PointsAnswer,
    ReadinessAnswer,
    StatusAnswer,
    failings_answer,
    points_answer,
    readiness_answer,
    status_answer,
)
from api.asked import TheAsked
from api.bodies import json_body
from api.errors import NothingNear
from api.wiring import ThePerson, known_parameters
from ledger.kinds import BY_NAME
from ledger.refusals import Fault, Invalid, repeatable
from projections.answering.answers import Order
from projections.timeline.line import Filters, Party

MOST = 500  # items on one page
LONGEST_SEARCH = 500  # characters


def refuse_in_address(name: str, value: str | None, said: str) -> None:
    """Raise Invalid for what may be a person's name and was sent in an address; `said` is what a body calls it."""
    if value is not None:
        why = "is not looked for by an address, which stays in logs and histories"
        where = f'POST {{"{said}": "…"}} to the same path with /search behind it'
        raise Invalid([Fault(f"query.{name}", f"{why}: {where}")])


def body_with(name: str, example: str) -> dict[str, Any]:
    """Return OpenAPI's description of a body that says what is looked for."""
    schema = {
        "type": "object", "required": [name], "additionalProperties": False, "example": {name: example},
        "properties": {name: {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH}},
    }  # fmt: skip
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def said_in(body: object, name: str) -> str:
    """Return what is looked for, as text is kept. Raises Invalid.

    It may be a person's name, and stands in no address: that would outlive its erasure.
    """
    said = body.get(name) if isinstance(body, dict) and set(body) == {name} else None
    if not isinstance(said, str) or not said.strip() or len(said) > LONGEST_SEARCH:
        why = f"should be an object with `{name}`: text of 1 to {LONGEST_SEARCH} characters"
        raise Invalid([Fault("", why)])
    return normalize("NFC", said).strip()


Number = Annotated[int, Path(ge=1, description="Number of the entry on its file.")]


# --- routes -----------------------------------------------------------------------------------------------------------

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


@router.get("/contracts/{reference}", summary="Where a contract stands", response_model=StatusAnswer)
def contract(asked: TheAsked, request: Request) -> Response:
    """Answer where the contract stands: live or ended, who answers for it, what is open and what is running."""
    return answered(asked, request, status_answer)


async def filters(
    kind: Annotated[list[str] | None, Query(description="Only these kinds, without a version; repeatable.")] = None,
    party: Annotated[Party | None, Query(description="Whose side did it.")] = None,
    since: Annotated[date | None, Query(description="First day it happened on.")] = None,
    until: Annotated[date | None, Query(description="Last day it happened on.")] = None,
    words: Annotated[str | None, Query(include_in_schema=False)] = None,
    struck: Annotated[bool, Query(description="Whether entries that were struck out are wanted.")] = True,
    departures: Annotated[bool, Query(description="Only entries that record a departure from procedure.")] = False,
) -> Filters:
    """Return which lines are wanted. Raises NothingNear; Invalid, also for words: they are looked for by `search`."""
    refuse_in_address("words", words, "words")
    return lines_wanted(kind, party, since, until, None, struck=struck, departures=departures)


def lines_wanted(
    kind: list[str] | None, party: Party | None, since: date | None, until: date | None, words: str | None, *,
    struck: bool = True, departures: bool = False,
) -> Filters:  # fmt: skip
    """Return which lines are wanted. Raises NothingNear for a kind there is not, Invalid for no day between."""
    if since is not None and until is not None and since > until:
        raise Invalid([Fault("query.since", "is after until; the first day should not be after the last")])
    for name in kind or ():
        if name not in BY_NAME:
            raise NothingNear(f"there is no kind of entry {repeatable(name)!r}", name, BY_NAME)
    said = normalize("NFC", words or "").strip() or None  # as text is kept
    return Filters(tuple(kind or ()), party, since, until, said, struck=struck, departures=departures)


async def searched(person: ThePerson, wanted: TheFilters, body: TheBody) -> Filters:
    """Return which lines are wanted, by words in the body too: all of them, "a phrase", or, -not. Raises Invalid.

    Who asks is looked at before what is asked: whoever is not known is told that, and nothing of the body.
    """
    return replace(wanted, words=said_in(body, "words"))


TheBody = Annotated[object, Depends(json_body)]
TheFilters = Annotated[Filters, Depends(filters)]
TheSearch = Annotated[Filters, Depends(searched)]
Cursor = Annotated[str | None, Query(description="Where the page begins: `next` of the page before.", max_length=2000)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many on one page.")]
TheOrder = Annotated[Order, Query(description="Ordered by the day things happened, or by when they were recorded.")]
NewestFirst = Annotated[bool, Query(description="The other way round.")]


@router.get("/contracts/{reference}/failings", summary="Failings and their trail", response_model=FailingsAnswer)
def contract_failings(asked: TheAsked, request: Request) -> Response:
    """Answer each failing with its ten links from standard to result, present or missing, and what bears on all."""
    return answered(asked, request, failings_answer)


@router.get("/contracts/{reference}/readiness", summary="Conditions before termination", response_model=ReadinessAnswer)
def contract_readiness(asked: TheAsked, request: Request) -> Response:
    """Answer what the file shows of the conditions before an early termination; never for the other side."""
    return answered(asked, request, readiness_answer)


@router.get("/contracts/{reference}/points", summary="Points that count", response_model=PointsAnswer)
def contract_points(asked: TheAsked, request: Request) -> Response:
    """Answer which service failure points count on the day, which do not and why; never for the other side."""
    return answered(asked, request, points_answer)
