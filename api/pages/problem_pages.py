"""Errors as pages: what went wrong in plain words, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.pages.looks import address, page
from api.problems import TYPES, Problem

_IN_OTHER_WORDS: Mapping[str, tuple[str, str]] = {
    "not-on-file": (
        "There is no such thing on file",
        "Check the reference or number in the address, or look for the contract in the list.",
    ),
    "no-such-address": (
        "Page not found",
        "If you typed the address, check that it is right. If you followed a link here, go back to the contracts.",
    ),
    "denied": (
        "You may not do that",
        "Ask somebody who may: the lead officer, the county manager or Legal Services.",
    ),
    "method-not-allowed": ("Page not found", "Go back to the contracts."),
    "conflict": ("Somebody else wrote to the file first", "Go back, look at the file again, and send the form again."),
    "command-reused": (
        "This form was sent before with other words",
        "What was recorded the first time is on the timeline. To record another entry, open the form afresh.",
    ),
    "command-erased": (
        "This form was sent before, and words of it have been erased since",
        "What was recorded the first time is on the timeline. To record another entry, open the form afresh.",
    ),
    "invalid": (
        "There is a problem with what was asked",
        "Go back and ask for what would be right, or open the page afresh.",
    ),
    "now-only": (
        "This list answers now",
        "Open one contract: its pages take both times, under \"Look back\". The report on all contracts is slower.",
    ),
    "not-ready": ("Not worked out yet", "Try again in a few seconds. A contract's own pages show how it stands now."),
    "database-away": (
        "The database does not answer",
        "Try again in a few seconds. If you had sent a form, send it again: it is recorded once.",
    ),
    "not-drafted": (
        "Nothing is drafted",
        "Put on file what is named here where it happened, or have it done. Readiness says by whom.",
    ),
    "internal": (
        "Something went wrong here",
        "Try again. If you had sent a form, send it again: it is recorded once. Tell whoever runs Cleartrail.",
    ),
    "too-large": (
        "It is too large",
        "A document may have 25 MB, one text 20,000 characters. Go back, and file what is long as a document.",
    ),
}  # fmt: skip
_NAMED_ALREADY = ("not-on-file", "no-such-address", "method-not-allowed", "invalid", "now-only")
"""Types whose own description speaks to programs; the detail and what to do say it to people."""
_ASKED_FOR = {
    "as_at": "As things stood on", "known_at": "As was known on", "since": "Happened from", "until": "Happened up to",
    "words": "Words", "then": "What was known then", "cursor": "The page of the list",
    "position": "The number of the entry",
}  # fmt: skip
"""What the pages call what is asked for in an address."""


def problem_page(request: Request, problem: Problem) -> Response:
    """Return the page for a problem; where nobody has said who they are, the page that asks."""
    if problem.name == "not-signed-in":
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(address("/sign-in", {"next": wanted if request.method == "GET" else "/"}), 303)
    kind = TYPES[problem.name]
    title, remedy = _IN_OTHER_WORDS.get(problem.name, (kind.title, kind.remedy))
    status = problem.status or kind.status
    return page(
        request, "problem.html", status=status, headers=problem.headers, title=title, answered=status,
        detail=_detail(problem),
        means="" if problem.name in _NAMED_ALREADY else kind.means, remedy=remedy, faults=_faults(problem),
        nearest=problem.more.get("nearest", ()),
        report=address("/report", _times(request)) if problem.name == "now-only" else "",
        again=request.url.path if status in (422, 503) and request.method == "GET" else "",
    )  # fmt: skip


def _times(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "") for name in ("as_at", "known_at")}


def _detail(problem: Problem) -> str:
    if "faults" in problem.more:
        return ""  # each is said by itself
    said = (
        problem.detail.partition("; GET /api")[0]
        .partition("; /api")[0]
        .partition("; /openapi")[0]
        .partition("; the nearest names")[0]
    )
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", "!")) else ".")


def _faults(problem: Problem) -> list[tuple[str, str]]:
    """What was asked for, as the pages call it, and what is wrong with it."""
    found = (
        (fault["field"].removeprefix("query.").removeprefix("path."), fault["why"])
        for fault in problem.more.get("faults", ())
    )
    return [(_ASKED_FOR.get(field, field), why) for field, why in found]
