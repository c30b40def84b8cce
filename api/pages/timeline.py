"""The timeline of one contract, on a page: what happened, when it was noted and entered, and what became of it."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.errors import NothingNear
from api.pages.kind_choice import grouped
from api.pages.looks import page
from api.pages.one_file import TheFile, day_typed
from api.record import ON_CONTRACTS
from ledger.kinds import BY_NAME
from ledger.refusals import Fault, Invalid
from projections.answers import Order
from projections.timeline import Filters, Party

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 60
_Typed = Annotated[str, Query(max_length=200)]
_Cursor = Annotated[str, Query(max_length=2000)]


@router.get("/contracts/{reference}/timeline")
def timeline(
    request: Request, file: TheFile, kind: _Typed = "", party: _Typed = "", since: _Typed = "", until: _Typed = "",
    words: _Typed = "", order: _Typed = "happened", newest: bool = False,
    departures: bool = False, cursor: _Cursor = "",
) -> Response:  # fmt: skip
    """Show the entries of the file in words."""
    asked = {
        "kind": kind, "party": party, "since": since, "until": until, "words": words.strip(), "order": order,
        "newest": "true" if newest else "", "departures": "true" if departures else "",
    }  # fmt: skip
    lines = file.reading.timeline(
        _filters(asked), order=_order(order), newest_first=newest, after=cursor or None, limit=ON_A_PAGE
    )
    narrowed = any(asked[name] for name in ("kind", "party", "since", "until", "words", "departures"))
    return page(
        request, "timeline.html", file=file, part="timeline", lines=lines.lines, following=lines.next, cursor=cursor,
        asked=asked, kept=asked, narrowed=narrowed, kinds=grouped(ON_CONTRACTS),
    )  # fmt: skip


def _filters(asked: dict[str, Any]) -> Filters:
    kind, party = asked["kind"], asked["party"]
    if kind and kind not in BY_NAME:
        raise NothingNear(f"there is no kind of entry {kind[:80]!r}", kind, BY_NAME)
    if "\x00" in asked["words"]:
        raise Invalid([Fault("words", "holds a NUL character; leave it out")])
    return Filters(
        kinds=(kind,) if kind else (), party=next((p for p in get_args(Party) if p == party), None),
        since=day_typed(asked["since"].strip(), "since"), until=day_typed(asked["until"].strip(), "until"),
        words=asked["words"] or None, departures=bool(asked["departures"]),
    )  # fmt: skip


def _order(text: str) -> Order:
    return "recorded" if text == "recorded" else "happened"
