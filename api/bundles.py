"""Bundles of evidence by HTTP: what one would hold, and the bundle itself as a ZIP, drafted or issued.

Whom a bundle is about or for, and what is left out of it and why, stand in bodies and never in an address: addresses
are kept in logs and histories.

Making one takes seconds, seldom half a minute, and whoever asks waits for it: a job to be asked after would have to be
kept, seen by those alone who may, and cleared away. A process makes one at a time; meanwhile the next is told when to
ask again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Query, Response
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from api.bodies import json_body
from api.bundle_orders import BundleOrder, Whose, order_of, read_body
from api.bundling import Again, Bundled, bundled, look_again, look_at
from api.people import Person
from api.shown import Answered
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from ledger.refusals import Fault, Invalid
from projections.answering.answers import NotReady
from projections.bundle.looked import Looked
from projections.bundle.purposes import Name, Narrowing

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["bundles"])
_one_at_a_time = threading.BoundedSemaphore(1)
_PATIENCE = 30.0  # seconds waited for one's turn: a long bundle takes as many
_CHUNK = 256 * 1024
_ZIP: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
}


class LeftOut(Answered):
    """An entry that the bundle does not show."""

    position: int
    ground: str


class Redacted(Answered):
    """An entry shown without some of its words."""

    position: int
    fields: list[str]


class ExhibitListed(Answered):
    """One exhibit of the schedule."""

    number: int
    title: str
    sha256: str
    entries: list[int]
    closed_in: list[int]
    """Those of the entries that hold words which are left out: the exhibit is given whole, and may say the same."""


class BundleAnswer(Answered):
    """What a bundle would hold: nothing is made or recorded by asking."""

    file: str
    purpose: Name
    heading: str
    explanation: str
    log_size: int
    """Size of the log it would be made from."""
    entries: int
    """How many entries the file has in that log."""
    shown: list[int]
    withheld: list[LeftOut]
    redacted: list[Redacted]
    erased: list[Redacted]
    """Entries of which words or exhibits are gone for good, each with the entry that says so where it is shown."""
    exhibits: list[ExhibitListed]
    simulated: bool


def bundle_answer(looked: Looked) -> BundleAnswer:
    """Return what a bundle would hold, as it is answered."""
    selection, around = looked.selection, looked.around
    closed = {held.position for held in selection.closed if held.why in ("personal", "redacted")}
    return BundleAnswer(
        file=looked.wanted.reference, purpose=selection.purpose.name, heading=selection.purpose.heading,
        explanation=selection.purpose.explanation, log_size=around.size, entries=around.entries,
        shown=list(selection.shown), simulated=around.simulated,
        withheld=[LeftOut(position=n, ground=why) for n, why in sorted(selection.withheld.items())],
        redacted=[Redacted(position=n, fields=list(held)) for n, held in sorted(selection.redacted.items())],
        erased=[Redacted(position=n, fields=list(held)) for n, held in sorted(selection.erased.items())],
        exhibits=[
            ExhibitListed(
                number=one.number, title=one.title, sha256=one.sha256, entries=list(one.entries),
                closed_in=[position for position in one.entries if position in closed],
            )
            for one in looked.contents.exhibits
        ],
    )  # fmt: skip


def _described() -> dict[str, Any]:
    """An order as a body is described; nothing in it is referred to, so that it can stand in one route."""
    schema = BundleOrder.model_json_schema()
    inner = schema.pop("$defs")
    schema["properties"]["redact"]["items"] = inner["RedactionWanted"]
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


@router.get("/contracts/{reference}/bundle", summary="What a bundle would hold", response_model=BundleAnswer)
def contract_bundle(
    reference: str, wiring: TheWiring, person: ThePerson,
    purpose: Annotated[Name, Query(description="For what: it decides what is in.")],
    withhold: Annotated[list[Narrowing] | None, Query(description="Marks to withhold besides; repeatable.")] = None,
    as_at: Annotated[str | None, Query(description="The day in the world.")] = None,
    known_at: Annotated[str | None, Query(max_length=60, description="A size of the log, or a moment.")] = None,
) -> BundleAnswer:  # fmt: skip
    """Answer which entries would be in and which not, each with its ground; nothing is made.

    To Legal Services, and to the auditor of the auditor's bundle; anybody else is answered 403. For subject access, and
    with redactions, POST the order to `…/bundle/look`.
    """
    if purpose == "subject-access":
        why = "is about a person, whom no address names: POST the order, with the person, to /bundle/look"
        raise Invalid([Fault("query.purpose", why)])
    given = {"withhold": withhold or (), "as_at": as_at, "known_at": known_at}
    order = order_of({"purpose": purpose, **{name: value for name, value in given.items() if value is not None}})
    return bundle_answer(look_at(wiring, person, reference, order))


@router.post(
    "/contracts/{reference}/bundle/look", summary="What a bundle so ordered would hold", response_model=BundleAnswer,
    openapi_extra=_described(),
)  # fmt: skip
async def look_through(
    reference: str, wiring: TheWiring, person: ThePerson, body: Annotated[object, Depends(json_body)]
) -> BundleAnswer:
    """Answer as GET does, for subject access and with redactions too; nothing is made or recorded."""
    looked = await run_in_threadpool(look_at, wiring, person, reference, order_of(body))
    return bundle_answer(looked)


@router.post(
    "/contracts/{reference}/bundle", summary="Make a bundle of evidence", response_class=StreamingResponse,
    responses=_ZIP, openapi_extra=_described(),
)  # fmt: skip
async def make_bundle(
    reference: str, wiring: TheWiring, person: ThePerson, body: Annotated[object, Depends(json_body)]
) -> Response:
    """Make a bundle and answer it as a ZIP. With a `recipient` it is issued: that is recorded on the file.

    Legal Services make every bundle; the auditor makes drafts of the auditor's and issues none; anybody else is
    answered 403. A download that broke off is had again from `/bundles/{position}`, the position in the header
    Cleartrail-Issued; a second POST is a second issue.
    """
    return await run_in_threadpool(zip_answer, wiring, person, reference, order_of(body))


Position = Annotated[int, PathParameter(ge=1, le=10**9, description="Position of the entry that issued the bundle.")]


@router.get(
    "/contracts/{reference}/bundles/{position}", summary="A bundle that was issued, again",
    response_class=StreamingResponse, responses=_ZIP,
)  # fmt: skip
def issued_again(reference: str, position: Position, wiring: TheWiring, person: ThePerson) -> Response:
    """Answer what that entry issued, made again: the same bytes, or a problem. Nothing is recorded.

    For subject access POST whom it is about.
    """
    return again_answer(wiring, person, reference, position)


@router.post(
    "/contracts/{reference}/bundles/{position}", summary="A bundle issued for subject access, again",
    response_class=StreamingResponse, responses=_ZIP,
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {
        "schema": Whose.model_json_schema()}}}},
)  # fmt: skip
async def issued_again_about(
    reference: str, position: Position, wiring: TheWiring, person: ThePerson,
    body: Annotated[object, Depends(json_body)],
) -> Response:  # fmt: skip
    """Answer as GET does, for the person whom the bundle was about and whom no address names. Nothing is recorded."""
    whose = read_body(Whose, body).person
    return await run_in_threadpool(again_answer, wiring, person, reference, position, whose)


def again_answer(
    wiring: Wiring, person: Person, reference: str, position: int, subject: str | None = None
) -> Response:  # fmt: skip
    """Make a bundle that was issued again and return it. Raises NotTheSame where it does not come out the same."""
    looked, again = look_again(wiring, person, reference, position, subject)
    return _made(wiring, person, looked, again)


def zip_answer(wiring: Wiring, person: Person, reference: str, order: BundleOrder) -> Response:
    """Make a bundle and return it as an answer, streamed and then removed. Raises NotReady while another is made."""
    return _made(wiring, person, look_at(wiring, person, reference, order))


def _made(wiring: Wiring, person: Person, looked: Looked, again: Again | None = None) -> Response:
    if not _one_at_a_time.acquire(timeout=_PATIENCE):
        raise NotReady("another bundle is being made; ask again shortly")
    try:
        with bundled(wiring, person, looked, lambda what, done, there: None, again=again) as made:
            file, headers = (
                made.path.open("rb"),
                _headers(made),
            )  # readable to its end when its name is gone
    finally:
        _one_at_a_time.release()
    return StreamingResponse(_pieces(file), media_type="application/zip", headers=headers)


def _headers(made: Bundled) -> dict[str, str]:
    headers = {
        "Content-Length": str(made.path.stat().st_size), "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store",
        "Vary": "Authorization, Cookie", "Cleartrail-Manifest": made.manifest,
    }  # fmt: skip
    return headers | ({"Cleartrail-Issued": str(made.issued_at)} if made.issued_at is not None else {})


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece
