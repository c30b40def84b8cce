"""The ledger as a whole, on pages: the history of all its entries, and how the ledger itself is."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from api.history import history_answer
from api.pages.kind_choice import grouped
from api.pages.looks import address, page
from api.pages.one_file import day_typed
from api.pages.sent import TheTyped
from api.pages.visitor import TheVisitor
from api.pages.waiting import when_ready
from api.people import Person
from api.record import ON_CONTRACTS
from api.wiring import TheWiring, Wiring, known_parameters
from ledger.book import AUTHORITY
from ledger.kinds import BY_NAME
from ledger.refusals import Denied, Quarantined
from ledger.store.database import Connection
from ledger.subjects.checkpoints import Checkpoints
from projections.read_models.generation import Generation, current
from projections.timeline.line import Filters

router = APIRouter(include_in_schema=False, dependencies=[Depends(known_parameters)])
ON_A_PAGE = 60
LONGEST_SEARCH = 200
_Typed = Annotated[str, Query(max_length=LONGEST_SEARCH)]


@router.get("/history")
def history(
    request: Request, wiring: TheWiring, person: TheVisitor, kind: _Typed = "", words: _Typed = "", since: _Typed = "",
    until: _Typed = "", cursor: Annotated[str, Query(max_length=2000)] = "",
) -> Response:  # fmt: skip
    """Show the entries of all files this person may see, the newest first."""
    return _history(request, wiring, person, {"kind": kind, "words": words, "since": since, "until": until}, cursor)


@router.post("/history")
def found(request: Request, wiring: TheWiring, person: TheVisitor, typed: TheTyped) -> Response:
    """Show the entries that words were looked for in. They may be a person's name, and stand in no address."""
    asked = {name: typed.get(name).strip()[:LONGEST_SEARCH] for name in ("kind", "words", "since", "until")}
    if not asked["words"]:
        return RedirectResponse(address("/history", asked), 303)
    return _history(request, wiring, person, asked, typed.get("cursor")[:2000])


def _history(request: Request, wiring: Wiring, person: Person, typed: dict[str, str], cursor: str) -> Response:
    asked = {name: said.strip() for name, said in typed.items()}
    asked["kind"] = asked["kind"] if asked["kind"] in BY_NAME else ""
    wanted = Filters(
        kinds=(asked["kind"],) if asked["kind"] else (), words=asked["words"].replace("\x00", "") or None,
        since=day_typed(asked["since"], "since"), until=day_typed(asked["until"], "until"),
    )  # fmt: skip
    answer = when_ready(lambda: history_answer(wiring, person, wanted, cursor or None, ON_A_PAGE))
    return page(
        request, "history.html", rows=answer.entries, following=answer.next, cursor=cursor, asked=asked,
        kinds=grouped(ON_CONTRACTS), narrowed=any(asked.values()),
    )  # fmt: skip


@router.get("/ledger")
def ledger(request: Request, wiring: TheWiring, person: TheVisitor) -> Response:
    """Show how the ledger is: whose it is, how large, what is sealed, and how far the lists have come."""
    if person.is_confined:
        raise Denied("how the ledger is run is the authority's own business")
    with wiring.database.transaction("app") as connection:
        facts = _facts(wiring, connection)
    beside = request.app.state.beside
    try:
        kept = wiring.book.file(AUTHORITY).checkpoints
    except Quarantined:  # said where that file is read; this page is about the ledger
        kept = Checkpoints()
    return page(
        request, "ledger.html", genesis=wiring.book.genesis, today=wiring.book.today(),
        stamps=sorted(kept.stamps.items()), losses=kept.losses, refused=beside.stopped.get("signer"),
        troubles=list(beside.troubles.values()), asked_witnesses=len(wiring.settings.outside.keys), **facts,
    )  # fmt: skip


def _facts(wiring: Wiring, connection: Connection) -> dict[str, Any]:
    store = wiring.book.store
    files = store.files()
    now = current(connection)
    entries, sealed = sum(file.head for file in files), store.log_size()
    return {
        "files": len(files), "entries": entries, "sealed": sealed,
        "taken_in": Generation(wiring.database, now.number).tracked(connection) if now.number else 0,
        "generation": now.number, "server": _value(connection, "SHOW server_version"),
        "signed": _signed(connection),
        "documents": _value(connection, "SELECT count(*) FROM documents"), "schema": wiring.database.schema,
    }  # fmt: skip


class Signed(NamedTuple):
    """The newest checkpoint: how many entries it covers, when it was signed, and by how many witnesses."""

    size: int
    at: datetime
    witnesses: int


def _signed(connection: Connection) -> Signed | None:
    row = connection.execute(
        "SELECT size, signed_at, (SELECT count(*) FROM cosignatures w"
        " WHERE (w.after_loss, w.size) = (c.after_loss, c.size))"
        " FROM checkpoints c ORDER BY after_loss DESC, size DESC LIMIT 1"
    ).fetchone()
    return Signed(*row) if row else None


def _value(connection: Connection, question: Any) -> Any:
    row = connection.execute(question).fetchone()
    return row[0] if row else None
