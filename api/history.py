"""The history of all files by HTTP, the newest entries first; and the lessons among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Depends

from api.lists import AcrossFiles, own_readings
from api.people import Person
from api.read import Cursor, Limit, TheBody, TheFilters, TheSearch, body_with, said_in
from api.reading import eyes_of
from api.shown import Answered
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from projections.cursors import cursor_of, place_of
from projections.timeline import Filters, Line

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["lists"])


class HistoryRow(Answered):
    """One entry in the history of all files."""

    file: str
    title: str
    line: Line


class LessonsAnswer(AcrossFiles):
    """What was learnt, on all files together, the newest first."""

    lessons: list[HistoryRow]


LESSONS = Filters(kinds=("lesson-recorded",), struck=False)


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
    """Return one page of the lessons register across contracts (TVP-3.0-12). Raises NotReady, BadCursor."""
    found = history_answer(wiring, person, replace(LESSONS, words=words), cursor, limit)
    return LessonsAnswer(log_size=found.log_size, simulated=found.simulated, next=found.next, lessons=found.entries)


class HistoryAnswer(AcrossFiles):
    """Entries of all files, the newest first."""

    entries: list[HistoryRow]


@router.get("/entries", summary="History across contracts")
def history(
    wiring: TheWiring, person: ThePerson, wanted: TheFilters, cursor: Cursor = None, limit: Limit = 100
) -> HistoryAnswer:
    """Answer the entries of all files this reader may see, the newest in the log first."""
    return history_answer(wiring, person, wanted, cursor, limit)


@router.post("/entries/search", summary="History, by words", openapi_extra=body_with("words", "visits -missed"))
def search_history(
    wiring: TheWiring, person: ThePerson, wanted: TheSearch, cursor: Cursor = None, limit: Limit = 100
) -> HistoryAnswer:
    """Answer the entries of all files in which words are found: all of them, "a phrase", one or another, -not."""
    return history_answer(wiring, person, wanted, cursor, limit)


def history_answer(
    wiring: Wiring, person: Person, wanted: Filters, cursor: str | None = None, limit: int = 100
) -> HistoryAnswer:
    """Return one page of the history of all files. Raises NotReady, BadCursor."""
    simulated = wiring.book.clock == "simulated"
    if person.is_confined:
        return _own_history(wiring, person, wanted, cursor, limit, simulated)
    page = wiring.reader.history(wanted, after=cursor, limit=limit, eyes=eyes_of(person, wiring.book.today))
    rows = [HistoryRow(file=item.reference, title=item.title, line=item.line) for item in page.items]
    _note(wiring, person, rows)
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
    _note(wiring, person, rows[:limit])
    return HistoryAnswer(log_size=size, simulated=simulated, next=following, entries=rows[:limit])


def _note(wiring: Wiring, person: Person, rows: Sequence[HistoryRow]) -> None:
    """Write down that this person is given these entries."""
    files = {row.file: wiring.book.file_id(row.file) for row in rows}
    wiring.book.opened.note(person.as_reader(), [(files[row.file], row.line.position) for row in rows])


def _place(row: HistoryRow) -> int:
    return row.line.index if row.line.index is not None else 2**62
