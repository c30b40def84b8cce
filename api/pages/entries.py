"""One entry, whole, on a page; and the documents that entries cite."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import exhibits
from api.access import RECLASSIFY
from api.answers import entry_answer
from api.beside import said_beside
from api.pages.fields_shown import NOT_STATED, Row, Shown, fields_shown, name_of, worked_shown
from api.pages.looks import page
from api.pages.one_file import TheFile, on_each_file
from api.pages.visitor import TheVisitor
from api.read import Number
from api.shown import RecordedEntry
from api.wiring import TheWiring
from ledger.entry import Entry
from ledger.subjects.meetings import AgendaItemConsidered
from ledger.subjects.records import EntryReclassified
from projections.duties.records import left_to_name
from projections.monitoring.meetings_watched import covered_in_words
from projections.view import FileView

router = APIRouter(include_in_schema=False)
_NOT_IN_A_NAME = re.compile(r"[^\w .()-]+", re.ASCII)


@dataclass(frozen=True)
class Compared:
    """One field that a correction changed: as first recorded, and as it is now."""

    name: str
    first: Row | None
    now: Row | None


@on_each_file(router.get, "/entries/{position}")
def entry(request: Request, file: TheFile, wiring: TheWiring, position: Number, recorded: bool = False) -> Response:
    """Show one entry: its words, its times, its exhibits, its working, and what became of it."""
    shown = entry_answer(file.reading, position).entry
    if not isinstance(shown, RecordedEntry):
        return page(request, "entry_withheld.html", file=file, part="timeline", entry=shown)
    line = file.reading.line(position)
    assert line is not None, "what has no line has no answer"
    view = file.reading.view
    held = view.file.at(position)
    first = next(r for r in view.file.known if r.position == position)
    now = held or first
    corrected = now.corrected_at is not None
    changes = (r for r in view.file.entries if isinstance(r.entry, EntryReclassified) and r.entry.position == position)
    return page(
        request, "entry.html", file=file, part="timeline", line=line, entry=shown, recorded=recorded,
        warnings=said_beside(wiring, file.person, file.reading.reference, now.entry, position, file.reading),
        rows=_rows(now.entry, view), worked=None if file.person.is_provider else worked_shown(now.entry, view),
        compared=_compared(first.entry, now.entry, view) if corrected else (),
        sentence=" ".join((type(now.entry).__doc__ or "").split()), opened=position == view.file.known[0].position,
        came_of_it=[r for r in map(view.file.at, line.cited_by) if r is not None],
        to_complete=[] if file.person.is_provider or held is None else left_to_name(view, held),
        reclassified=[r.position for r in changes if file.reading.sight.sees(r)], reclassifiers=RECLASSIFY,
    )  # fmt: skip


def _rows(entry: Entry, view: FileView) -> list[Row]:
    """The fields of an entry, one of an item of an agenda with how far it was covered by all that is on file."""
    rows = fields_shown(entry, view)
    said = covered_in_words(view, entry) if isinstance(entry, AgendaItemConsidered) else None
    if said is None:
        return rows
    covered = name_of("covered")
    return [Row(covered, Shown(said)) if row.name == covered else row for row in rows]


def _compared(first: Entry, now: Entry, view: FileView) -> list[Compared]:
    before, after = ({row.name: row for row in fields_shown(one, view, NOT_STATED)} for one in (first, now))
    names = {**before, **after}
    return [Compared(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]


@router.get("/documents/{sha256}")
def document(sha256: str, wiring: TheWiring, person: TheVisitor) -> Response:
    """Give out a document that an entry cites, byte for byte, to whoever may see that entry."""
    answer = exhibits.document(sha256, wiring.book, wiring.documents, person)
    ending = mimetypes.guess_extension(answer.media_type or "") or ""
    name = exhibits.title_seen(wiring.book, wiring.documents, sha256, person)
    called = _NOT_IN_A_NAME.sub("", name or "")[:100].strip(" .") or sha256
    answer.headers["Content-Disposition"] = f'attachment; filename="{called.removesuffix(ending)}{ending}"'
    return answer
