"""Answering about one file: with bytes that are kept or stored where they are what is answered, else by a fold.

Which of the two it was cannot be told by the answer: tests/api/test_answering.py holds them to be the same bytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from fastapi import Request, Response

from api.access import RECLASSIFY
from api.answers import OfOneFile, TimelineAnswer, timeline_answer
from api.asked import Asked
from api.finished import Finished, State
from api.narrowed import opened_before
from api.reading import RECLASSIFIED, Reading
from api.seen import clearance_of
from projections.answering.answers import BadCursor, Order
from projections.answering.heads import Head
from projections.timeline.line import Filters, Line

READERS = 1_000
"""Of so many accounts is known of one answer that it is written down that they were given what is in it."""


def answered(asked: Asked, request: Request, question: Callable[[Reading], OfOneFile]) -> Response:
    """Return the answer to a question about a file: one that is kept, or a new one. Raises what the question does."""
    kept = _kept(asked, question)
    if kept is None:
        return tagged(request, question(asked.reading()))
    if kept.found is not None:
        return sent(request, kept.found)
    reading = asked.reading(kept.head)
    return sent(request, kept.finished(reading, question(reading)))


@dataclass(frozen=True)
class Wanted:
    """Which page of a timeline."""

    filters: Filters
    order: Order
    newest_first: bool
    cursor: str | None
    limit: int


def answered_page(asked: Asked, request: Request, wanted: Wanted) -> Response:
    """Return a page of a file's timeline: one that is kept, or put together of stored lines, or of a fold.

    Raises BadCursor.
    """
    kept = _kept(asked, (wanted, asked.person.has(*RECLASSIFY)))  # who alone is told who had been given what
    if kept is not None:
        found = kept.found or _page(kept, asked, wanted)
        if found is not None:
            return sent(request, found)
    reading = asked.reading(kept.head if kept is not None else None)
    answer = timeline_answer(
        reading, wanted.filters, order=wanted.order, newest_first=wanted.newest_first, cursor=wanted.cursor,
        limit=wanted.limit,
    )  # fmt: skip
    lines = [line for line in answer.lines if isinstance(line, Line)]
    if kept is None or any(line.sealed_at is None for line in lines):
        return tagged(request, answer, *unsealed(any(line.sealed_at is None for line in lines)))
    return sent(request, kept.finished(reading, answer, lasting=all(line.opened_before is None for line in lines)))


def _page(kept: _Kept, asked: Asked, wanted: Wanted) -> Finished | None:
    """The lines as they are stored; None where they may not all be shown, or where it is not known whether they may."""
    book, head, page = asked.wiring.book, kept.head, None
    if not head.withheld:
        with suppress(BadCursor):  # said when it is known that there is such a file
            page = asked.wiring.reader.stored_page(
                asked.reference, head, wanted.filters, order=wanted.order, newest_first=wanted.newest_first,
                after=wanted.cursor, limit=wanted.limit,
            )  # fmt: skip
    if page is None:
        return None
    lines, following = page
    shown = {line.position: line.json for line in lines}
    changes = [line.position for line in lines if line.kind == RECLASSIFIED]
    before = opened_before(book, asked.reference, asked.person, changes) if changes else {}
    for position, those in before.items():
        line = Line.model_validate_json(shown[position])
        shown[position] = line.model_copy(update={"opened_before": those}).model_dump_json()
    frame = TimelineAnswer(
        file=asked.reference, position=head.position, on=head.today, simulated=book.clock == "simulated", lines=[],
        next=following,
    )  # fmt: skip
    # Nowhere else can this stand: within a text, quotation marks are escaped.
    body = frame.model_dump_json().replace('"lines":[]', f'"lines":[{",".join(shown.values())}]', 1).encode()
    made = Finished(body, head.position, head.today, array("q", shown))
    kept.note(made)
    return made if before else kept.keep(made)


# --- what is kept -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Kept:
    """Where an answer about a file as it stands now is kept."""

    asked: Asked
    head: Head
    what: Hashable

    @cached_property
    def where(self) -> tuple[UUID, State, Hashable]:
        """The file, its state, and what is asked by whom: all who see everything are answered alike."""
        person, head = self.asked.person, self.head
        sees_all = not person.is_confined and not head.withheld
        who = None if sees_all else (person.account, person.name, person.roles, person.organisations, person.granted)
        return self.asked.wiring.book.file_id(self.asked.reference), (head.position, head.today), (self.what, who)

    @cached_property
    def found(self) -> Finished | None:
        """The answer that is there, once it is written down that it is given to whoever asks."""
        found = self.asked.wiring.finished.find(*self.where)
        if found is not None:
            self.note(found)
        return found

    def finished(self, reading: Reading, answer: OfOneFile, *, lasting: bool = True) -> Finished:
        """Return an answer as it is sent; kept, where it stays the same until the file grows or the day ends."""
        body, given = answer.model_dump_json().encode(), array("q", sorted(reading.given))
        made = Finished(body, answer.position, answer.on, given)
        # Else something was recorded meanwhile, or is still to be sealed.
        return self.keep(made) if lasting and self.head.complete and reading.newest == self.head.position else made

    def keep(self, made: Finished) -> Finished:
        """Keep an answer, and return it."""
        self.asked.wiring.finished.keep(*self.where, made)
        return made

    def note(self, made: Finished) -> None:
        """Write down that this person is given what is in it, where it is not known that this is written."""
        wiring, person = self.asked.wiring, self.asked.person
        if person.account not in made.noted:
            given = [(self.where[0], position) for position in made.entries]
            if wiring.book.opened.note(person.as_reader(), given) and len(made.noted) < READERS:
                made.noted.add(person.account)


def _kept(asked: Asked, what: Hashable) -> _Kept | None:
    """Return where an answer is kept; None where a past time is asked about: then it is nowhere."""
    if not asked.now:
        return None
    head = asked.wiring.reader.head(asked.reference, clearance_of(asked.person))
    return _Kept(asked, head, what)


# --- how it is sent ---------------------------------------------------------------------------------------------------


def sent(request: Request, answer: Finished, *parts: object) -> Response:
    """Return the response with its ETag, or 304 where the reader has it already (RFC 9110, sections 8.8.3 and 13.1.2).

    The ETag is the position, then the day it is read on and whatever else the answer depends on; If-Match reads the
    position alone.
    """
    tag = '"' + ".".join(str(part) for part in (answer.position, answer.on.isoformat(), *parts)) + '"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if request.method == "GET" and tag in [
        held.strip().removeprefix("W/") for held in request.headers.get("if-none-match", "").split(",")
    ]:
        return Response(status_code=304, headers=headers)
    return Response(answer.body, headers=headers, media_type="application/json")


def tagged(request: Request, answer: OfOneFile, *parts: object) -> Response:
    """Return the response with an answer, its ETag, or 304: see `sent`."""
    return sent(request, Finished(answer.model_dump_json().encode(), answer.position, answer.on), *parts)


def unsealed(waiting: bool) -> tuple[str, ...]:
    """Return what an ETag says of what is not sealed yet: it will be, and the position stays the same."""
    return ("unsealed",) if waiting else ()
