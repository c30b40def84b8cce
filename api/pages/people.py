"""What is held about one person, on a page: asked for by a form, so that no name or pseudonym is in an address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.pages.looks import file_path, page
from api.pages.sent import TheSent
from api.pages.visitor import TheVisitor
from api.pages.waiting import when_ready
from api.subject_access import LONGEST_PSEUDONYM, LONGEST_SEARCH, HeldEntry, may_ask, subject_access_answer
from api.wiring import TheWiring, known_parameters
from ledger.refusals import Invalid

router = APIRouter(include_in_schema=False, dependencies=[Depends(known_parameters)])
MOST_IN_ADDRESS = 40
"""So many words an address names to be erased; for more, the interface for programs gives the whole request."""


@router.get("/subject-access")
def asked(request: Request, person: TheVisitor) -> Response:
    """Show the form."""
    may_ask(person)
    return page(request, "subject_access.html", answer=None, faults=(), limits=_LIMITS, typed={})


@router.post("/subject-access")
def answered(request: Request, wiring: TheWiring, person: TheVisitor, sent: TheSent) -> Response:
    """Show what is held under the pseudonym."""
    may_ask(person)
    about, words = sent.get("person"), sent.get("words")
    how: dict[str, Any] = {"limits": _LIMITS, "typed": {"person": about, "words": words}}
    try:
        answer = when_ready(lambda: subject_access_answer(wiring, person, about, words or None))
    except Invalid as error:
        return page(request, "subject_access.html", status=422, answer=None, faults=error.faults, **how)
    by_file: dict[str, list[HeldEntry]] = {}
    for entry in answer.entries:
        by_file.setdefault(entry.file, []).append(entry)
    erase = {file: _erase(file, held) for file, held in by_file.items()}
    return page(request, "subject_access.html", answer=answer, by_file=by_file, erase=erase, faults=(), **how)


_LIMITS = {"person": LONGEST_PSEUDONYM, "words": LONGEST_SEARCH}


def _erase(file: str, held: list[HeldEntry]) -> str | None:
    """The address of the form that erases all of it, filled in; None where that is too much for an address."""
    words = [(entry.position, one.field) for entry in held for one in entry.held]
    if len(words) > MOST_IN_ADDRESS or file == "authority":
        return None
    said = [("scope", "one-person"), ("words.count", str(len(words)))]
    for number, (position, field) in enumerate(words):
        said += [(f"words.{number}.position", str(position)), (f"words.{number}.field", field)]
    return f"{file_path(file)}/record/words-erased?{urlencode(said)}"
