"""The history of all files by HTTP, the newest entries first; and the lessons among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Depends, Response
from pydantic_core import to_json

from api.due import DutyRow, due_answer
from api.lists import AcrossFiles, own_readings
from api.people import Person
from api.read import Cursor, Limit, TheBody, TheFilters, TheSearch, body_with, said_in
from api.seen import eyes_of
from api.shown import Answered
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from projections.answering.answers import DutyFilters, HistoryLine, Page
from projections.stored.cursors import cursor_of, place_of
from projections.timeline.line import Filters, Line

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["lists"])


class HistoryRow(Answered):
    """One entry in the history of all files."""

    file: str
    title: str
    line: Line


class LessonsAnswer(AcrossFiles):
    """What was learnt, on all files together, the newest first."""

    lessons: list[HistoryRow]
    awaited: list[DutyRow]
    """What reviews decided for the next contract and no lesson says yet, those longest due first: on the first page,
    unless words were looked for, the first hundred. The authority's own working."""


LESSONS = Filters(kinds=("lesson-recorded",), struck=False)
MARKET = Filters(kinds=("market-intelligence-recorded",), struck=False)
AWAITED = DutyFilters(sort="next-contract")
MOST_AWAITED = 100
MOST = 100
"""So many entries of other files are looked at for one file's page."""


@router.get("/lessons", summary="Lessons learnt")
def lessons(wiring: TheWiring, person: ThePerson, cursor: Cursor = None, limit: Limit = 100) -> LessonsAnswer:
    """Answer every lesson recorded, on whatever contract, the newest first."""
    return lessons_answer(wiring, person, None, cursor, limit)


@router.post("/lessons/search", summary="Lessons, by words", openapi_extra=body_with("words", "transport -price"))
def search_lessons(
    wiring: TheWiring, person: ThePerson, body: TheBody, cursor: Cursor = None, limit: Limit = 100
) -> LessonsAnswer:
    """Answer the lessons in which words are found: all of them, "a phrase", one or another, -not."""
    return lessons_answer(wiring, person, said_in(body, "words"), cursor, limit)


def lessons_answer(wiring: Wiring, person: Person, words: str | None, cursor: str | None, limit: int) -> LessonsAnswer:
    """Return one page of the lessons register across contracts (TVP-3.0-12), and what is to become one (IMP-22-b,
    IMP-25-b). Raises NotReady, BadCursor."""
    found = history_answer(wiring, person, replace(LESSONS, words=words), cursor, limit)
    first = cursor is None and words is None and not person.is_confined
    return LessonsAnswer(
        log_size=found.log_size, simulated=found.simulated, next=found.next, lessons=found.entries,
        awaited=due_answer(wiring, person, AWAITED, None, MOST_AWAITED).duties if first else [],
    )  # fmt: skip


class HistoryAnswer(AcrossFiles):
    """Entries of all files, the newest first."""

    entries: list[HistoryRow]


@router.get("/entries", summary="History across contracts", response_model=HistoryAnswer)
def history(
    wiring: TheWiring, person: ThePerson, wanted: TheFilters, cursor: Cursor = None, limit: Limit = 100
) -> Response:
    """Answer the entries of all files this reader may see, the newest in the log first."""
    return _sent(wiring, person, wanted, cursor, limit)


@router.post(
    "/entries/search", summary="History, by words", response_model=HistoryAnswer,
    openapi_extra=body_with("words", "visits -missed"),
)  # fmt: skip
def search_history(
    wiring: TheWiring, person: ThePerson, wanted: TheSearch, cursor: Cursor = None, limit: Limit = 100
) -> Response:
    """Answer the entries of all files in which words are found: all of them, "a phrase", one or another, -not."""
    return _sent(wiring, person, wanted, cursor, limit)


def _sent(wiring: Wiring, person: Person, wanted: Filters, cursor: str | None, limit: int) -> Response:
    """The same as `history_answer`, put together of lines as they are stored: to read and write them took 20 ms."""
    if person.is_confined:
        body = history_answer(wiring, person, wanted, cursor, limit).model_dump_json()
    else:
        page = _page(wiring, person, wanted, cursor, limit)
        entries = ",".join(
            f'{{"file":{_text(held.reference)},"title":{_text(held.title)},"line":{held.json}}}' for held in page.items
        )
        frame = _answer(wiring, page, []).model_dump_json()
        body = frame.replace('"entries":[]', f'"entries":[{entries}]', 1)  # within a text, quotation marks are escaped
    return Response(body, media_type="application/json")


def history_answer(
    wiring: Wiring, person: Person, wanted: Filters, cursor: str | None = None, limit: int = 100
) -> HistoryAnswer:
    """Return one page of the history of all files. Raises NotReady, BadCursor."""
    if person.is_confined:
        return _own_history(wiring, person, wanted, cursor, limit, wiring.book.clock == "simulated")
    return _rows(wiring, _page(wiring, person, wanted, cursor, limit))


def elsewhere(wiring: Wiring, person: Person, wanted: Filters, file: str) -> HistoryAnswer:
    """Return the newest hundred entries of all files but one, for the authority's own people. Raises NotReady."""
    return _rows(wiring, _page(wiring, person, wanted, None, MOST, file))


def _rows(wiring: Wiring, page: Page[HistoryLine]) -> HistoryAnswer:
    rows = [HistoryRow(file=item.reference, title=item.title, line=item.line) for item in page.items]
    return _answer(wiring, page, rows)


def _text(said: str) -> str:
    return to_json(said).decode()


def _page(
    wiring: Wiring, person: Person, wanted: Filters, cursor: str | None, limit: int, but: str | None = None
) -> Page[HistoryLine]:  # fmt: skip
    """One page of the history as this person may see it, who is noted to have been given it."""
    left_out = wiring.book.file_id(but) if but is not None else None
    eyes = eyes_of(person, wiring.book.today)
    page = wiring.reader.history(wanted, after=cursor, limit=limit, eyes=eyes, but=left_out)
    _note(wiring, person, [(item.reference, item.position) for item in page.items])
    return page


def _answer(wiring: Wiring, page: Page[HistoryLine], rows: list[HistoryRow]) -> HistoryAnswer:
    simulated = wiring.book.clock == "simulated"
    return HistoryAnswer(log_size=page.basis.log_size, simulated=simulated, next=page.next, entries=rows)


def _own_history(
    wiring: Wiring, person: Person, wanted: Filters, cursor: str | None, limit: int, simulated: bool
) -> HistoryAnswer:
    before = place_of(cursor, int)[0] if cursor is not None else None
    rows = []
    for reading in own_readings(wiring, person):
        title = reading.now.title
        lines = reading.lines(wanted).values()
        rows += [HistoryRow(file=reading.reference, title=title, line=line) for line in lines]
    rows.sort(key=_place, reverse=True)
    rows = [row for row in rows if before is None or _place(row) < before]
    following = cursor_of(_place(rows[limit - 1])) if len(rows) > limit else None
    size = wiring.book.store.log_size()
    _note(wiring, person, [(row.file, row.line.position) for row in rows[:limit]])
    return HistoryAnswer(log_size=size, simulated=simulated, next=following, entries=rows[:limit])


def _note(wiring: Wiring, person: Person, given: Sequence[tuple[str, int]]) -> None:
    """Write down that this person is given these entries: by reference and position."""
    files = {reference: wiring.book.file_id(reference) for reference, _ in given}
    wiring.book.opened.note(person.as_reader(), [(files[reference], position) for reference, position in given])


def _place(row: HistoryRow) -> int:
    return row.line.index if row.line.index is not None else 2**62
