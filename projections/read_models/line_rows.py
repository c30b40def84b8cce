"""The timeline as rows: of a whole file, and of what is left for who sees nothing that is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from typing import Any

from pydantic_core import to_json

from projections.answering.withholding import PRIVILEGED
from projections.read_models.marked import is_marked, left_unmarked
from projections.read_models.projection import Projection, Row
from projections.stored.searching import SEARCHABLE, SEARCHED
from projections.timeline import timeline, touched_lines
from projections.view import FileView


def _timeline_rows(view: FileView) -> Iterable[Row]:
    rows = (_timeline_row(said, text) for said, text in timeline.written(view))
    if not is_marked(view):
        return rows
    found = list(rows)
    view.at_hand[LINES] = {row[0]: row for row in found}
    return found


LINES = "its timeline's rows, until those of what is left are worked out"


def left_timeline_rows(view: FileView) -> Iterable[Row]:
    """Of what is left of a file most lines are those of the whole; only the others are put into words again."""
    left, lines = left_unmarked(view), view.at_hand.pop(LINES, None)
    if left is None:
        return
    others = touched_lines.touched(left, view) if left.erased == view.erased else None
    if others is None or not isinstance(lines, dict):
        yield from _timeline_rows(left)
        return
    yield from (lines[r.position] for r in left.file.known if r.position in lines and r.position not in others)
    yield from (_timeline_row(said, text) for said, text in timeline.written(left, others))


def _timeline_changed(before: FileView, after: FileView) -> Iterator[Row]:
    only = touched_lines.touched(before, after)
    return (_timeline_row(said, text) for said, text in timeline.written(after, only))


def _timeline_row(said: Mapping[str, Any], text: str) -> Row:
    audience = said["audience"]
    return (
        said["position"], said["index"], said["kind"], said["party"], said["happened_on"],
        said["happened_at"] or time.min, audience, list(said["named"]),
        audience == "legal" or said["protection"] in PRIVILEGED, said["struck_by"] is not None,
        bool(said["departures"]), text[:SEARCHED].replace("\x00", "\ufffd"), to_json(said).decode(),
    )  # fmt: skip


TIMELINE = Projection(
    name="timeline",
    version=31,
    columns=(
        ("index", "bigint"), ("kind", "text"), ("party", "text"), ("happened_on", "date"), ("happened_at", "time"),
        ("audience", "text"), ("named", "text[]"), ("privileged", "boolean"), ("struck", "boolean"),
        ("departs", "boolean"), ("said", "text"),
        ("line", "text"),  # the very JSON that is answered: a page of it is put together and sent
    ),
    rows=_timeline_rows,
    changed=_timeline_changed,
    indexes=(
        "(file_id, happened_on, happened_at, number)", "(file_id, kind, happened_on, happened_at, number)",
        "(file_id, party, happened_on, happened_at, number)",
        "(file_id, happened_on, happened_at, number) WHERE departs",
        "(index)", "(file_id) WHERE privileged OR audience = 'named'",
    ),
    searched=(f"USING gin (({SEARCHABLE}))",),
)  # fmt: skip
