"""The timeline of one contract, on a page: what happened, when it was noted and entered, and what became of it."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from api.errors import NothingNear
from api.pages.kind_choice import grouped
from api.pages.looks import page
from api.pages.one_file import OneFile, TheFile, day_typed, on_each_file
from api.pages.sent import TheTyped
from api.record import RECORDED_ON
from ledger.kinds import BY_NAME
from ledger.refusals import Fault, Invalid
from projections.answering.answers import Order
from projections.failings.trail import spoken
from projections.timeline.line import Filters, Party

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 60
LONGEST_SEARCH = 200
_Typed = Annotated[str, Query(max_length=LONGEST_SEARCH)]
_Cursor = Annotated[str, Query(max_length=2000)]


@on_each_file(router.get, "/timeline")
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
    return _shown(request, file, asked, cursor)


_ASKED = ("kind", "party", "since", "until", "words", "order", "newest", "departures")


@on_each_file(router.post, "/timeline")
def found(request: Request, file: TheFile, typed: TheTyped) -> Response:
    """Show the entries that words were looked for in. They may be a person's name, and stand in no address."""
    asked = {name: typed.get(name).strip()[:LONGEST_SEARCH] for name in _ASKED}
    if not asked["words"]:
        return RedirectResponse(file.url("timeline", **asked), 303)
    return _shown(request, file, asked, typed.get("cursor")[:2000])


def _shown(request: Request, file: OneFile, asked: dict[str, Any], cursor: str) -> Response:
    lines = file.reading.timeline(
        _filters(asked), order=_order(asked["order"]), newest_first=bool(asked["newest"]), after=cursor or None,
        limit=ON_A_PAGE,
    )  # fmt: skip
    narrowed = any(asked[name] for name in ("kind", "party", "since", "until", "words", "departures"))
    return page(
        request, "timeline.html", file=file, part="timeline", lines=lines.lines, following=lines.next, cursor=cursor,
        asked=asked, kept=asked | {"words": ""}, narrowed=narrowed, kinds=grouped(RECORDED_ON[file.sort]),
    )  # fmt: skip


def _filters(asked: dict[str, Any]) -> Filters:
    kind, party = asked["kind"], asked["party"]
    if kind and kind not in BY_NAME:
        raise NothingNear(f"there is no kind of entry {kind[:80]!r}", kind, BY_NAME)
    if "\x00" in asked["words"]:
        raise Invalid([Fault("words", "holds a NUL character; leave it out")])
    since, until = day_typed(asked["since"].strip(), "since"), day_typed(asked["until"].strip(), "until")
    if since and until and since > until:
        raise Invalid([Fault("since", f"is {spoken(since)}, after {spoken(until)}, up to which was asked")])
    return Filters(
        kinds=(kind,) if kind else (), party=next((p for p in get_args(Party) if p == party), None),
        since=since, until=until,
        words=asked["words"] or None, departures=bool(asked["departures"]),
    )  # fmt: skip


def _order(text: str) -> Order:
    return "recorded" if text == "recorded" else "happened"
