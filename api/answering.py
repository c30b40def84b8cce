"""Answering about one file: with bytes that are kept or stored where they are what is answered, else by a fold.

Which of the two it was cannot be told by the answer: tests/api/test_answering.py holds them to be the same bytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import Request, Response

from api.answers import OfOneFile, TimelineAnswer, timeline_answer
from api.asked import Asked
from api.finished import Finished
from api.people import Person
from api.reading import RECLASSIFIED, Reading, clearance_of, opened_before
from projections.answers import BadCursor, Order
from projections.heads import Head, StoredLine
from projections.timeline import Filters, Line

READERS = 1_000
"""Of so many accounts is known of one answer that it is written down that they were given what is in it."""


def answered(asked: Asked, request: Request, question: Callable[[Reading], OfOneFile]) -> Response:
    """Return the answer to a question about a file: one that is kept, or a new one. Raises what the question does."""
    finished, head = asked.wiring.finished, _head(asked)
    if head is None:
        return tagged(request, question(asked.reading()))
    file_id = asked.wiring.book.file_id(asked.reference)
    state, what = (head.position, head.today), (question, _who(asked.person, head))
    found = finished.find(file_id, state, what)
    if found is not None:
        _note(asked, file_id, found)
        return sent(request, found.body, found.position, found.on)
    reading = asked.reading(head)
    answer = question(reading)
    body, given = answer.model_dump_json().encode(), array("q", sorted(reading.given))
    if head.complete and reading.newest == head.position:  # else something was recorded, or is still to be sealed
        finished.keep(file_id, state, what, Finished(body, answer.position, answer.on, given))
    return sent(request, body, answer.position, answer.on)


def _head(asked: Asked) -> Head | None:
    return asked.wiring.reader.head(asked.reference, clearance_of(asked.person)) if asked.now else None


def _who(person: Person, head: Head) -> Hashable:
    """Whose answer it is: the same for all from whom nothing is withheld."""
    if not person.is_provider and not head.withheld:
        return None
    return person.account, person.name, person.roles, person.organisations, person.granted


def _note(asked: Asked, file_id: UUID, found: Finished) -> None:
    """Write down that this person is given what is in the answer, where it is not known that this is written."""
    account = asked.person.account
    if account not in found.noted:
        given = [(file_id, position) for position in found.entries]
        if asked.wiring.book.opened.note(asked.person.as_reader(), given) and len(found.noted) < READERS:
            found.noted.add(account)


# --- pages of a timeline ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """Which page of a timeline."""

    filters: Filters
    order: Order
    newest_first: bool
    cursor: str | None
    limit: int


def answered_page(asked: Asked, request: Request, wanted: Wanted) -> Response:
    """Return a page of a file's timeline: of stored lines as they are, where nothing of it is withheld.

    Whether they may be shown comes with them, so that both are of one moment. Raises BadCursor.
    """
    head = None
    if asked.now and not asked.person.is_provider:
        with suppress(BadCursor):  # said when it is known that there is such a file
            head, lines, following = asked.wiring.reader.stored_page(
                asked.reference, clearance_of(asked.person), wanted.filters, order=wanted.order,
                newest_first=wanted.newest_first, after=wanted.cursor, limit=wanted.limit,
            )  # fmt: skip
            if not head.withheld:
                return sent(request, _page(asked, head, lines, following), head.position, head.today)
    answer = timeline_answer(
        asked.reading(head), wanted.filters, order=wanted.order, newest_first=wanted.newest_first,
        cursor=wanted.cursor, limit=wanted.limit,
    )  # fmt: skip
    waiting = any(isinstance(line, Line) and line.sealed_at is None for line in answer.lines)
    return tagged(request, answer, *unsealed(waiting))


def _page(asked: Asked, head: Head, lines: list[StoredLine], following: str | None) -> bytes:
    book, file_id = asked.wiring.book, asked.wiring.book.file_id(asked.reference)
    book.opened.note(asked.person.as_reader(), [(file_id, line.position) for line in lines])
    shown = {line.position: line.json for line in lines}
    changes = [line.position for line in lines if line.kind == RECLASSIFIED]
    for position, before in opened_before(book, asked.reference, asked.person, changes).items():
        line = Line.model_validate_json(shown[position])
        shown[position] = line.model_copy(update={"opened_before": before}).model_dump_json()
    frame = TimelineAnswer(
        file=asked.reference, position=head.position, on=head.today, simulated=book.clock == "simulated", lines=[],
        next=following,
    )  # fmt: skip
    # Nowhere else can this stand: within a text, quotation marks are escaped.
    return frame.model_dump_json().replace('"lines":[]', f'"lines":[{",".join(shown.values())}]', 1).encode()


# --- how it is sent ---------------------------------------------------------------------------------------------------


def sent(request: Request, body: bytes, position: int, on: date, *parts: object) -> Response:
    """Return the response with its ETag, or 304 where the reader has it already (RFC 9110, sections 8.8.3 and 13.1.2).

    The ETag is the position, then the day it is read on and whatever else the answer depends on; If-Match reads the
    position alone.
    """
    tag = '"' + ".".join(str(part) for part in (position, on.isoformat(), *parts)) + '"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if tag in [held.strip().removeprefix("W/") for held in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def tagged(request: Request, answer: OfOneFile, *parts: object) -> Response:
    """Return the response with an answer, its ETag, or 304: see `sent`."""
    return sent(request, answer.model_dump_json().encode(), answer.position, answer.on, *parts)


def unsealed(waiting: bool) -> tuple[str, ...]:
    """Return what an ETag says of what is not sealed yet: it will be, and the position stays the same."""
    return ("unsealed",) if waiting else ()
