"""The read models, in the open: each is a name, the columns of its table, and a pure function from a file to rows.

Adding one is writing that function and adding its row to `CATALOGUE`. There are no triggers and no handlers: rows are
worked out from the whole file, whether it has just grown or is read again from its first entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from ledger.procedures.folder import fingerprint
from projections.alarms import Alarm, alarms, numbered, raised_since
from projections.duties.rows import DUTIES
from projections.failings.failings import failings
from projections.failings.failings_changed import may_differ
from projections.failings.trail import Failing
from projections.read_models.line_rows import TIMELINE, left_timeline_rows
from projections.read_models.marked import grown_unmarked, left_unmarked, told_apart
from projections.read_models.name_rows import NAMES
from projections.read_models.projection import Projection, Row, as_json
from projections.read_models.status_rows import STATUS, status_row
from projections.status.status import status
from projections.view import FileView


def _failing_row(failing: Failing) -> Row:
    return failing.position, failing.issue, failing.noticed_on, failing.open, as_json(failing)


def _failings_changed(before: FileView, after: FileView) -> Iterable[Row] | None:
    about = may_differ(before, after)
    return None if about is None else map(_failing_row, failings(after, about))


FAILINGS = Projection(
    name="failings",
    version=31,
    columns=(("issue", "text"), ("noticed_on", "date"), ("open", "boolean"), ("model", "jsonb")),
    rows=lambda view: map(_failing_row, failings(view)),
    changed=_failings_changed,
)


def _alarm_rows(raised: Iterable[Alarm]) -> Iterator[Row]:
    for number, alarm in numbered(raised):
        yield number, alarm.recorded_at, as_json(alarm)


ALARMS = Projection(
    name="alarms",
    version=23,
    columns=(("recorded_at", "timestamptz"), ("model", "jsonb")),
    rows=lambda view: _alarm_rows(alarms(view)),
    changed=lambda before, after: _alarm_rows(raised_since(before, after)),
    indexes=("(recorded_at)",),
)


def _left(projection: Projection) -> Projection:
    """The same rows of what is left of a file, where something on it is marked (projections/read_models/marked.py)."""

    def rows(view: FileView) -> Iterable[Row]:
        left = left_unmarked(view)
        return projection.rows(left) if left is not None else ()

    def changed(before: FileView, after: FileView) -> Iterable[Row] | None:
        if left_unmarked(before) is None and left_unmarked(after, before) is None:
            return ()
        grown = grown_unmarked(before, after)
        return projection.changed(*grown) if grown is not None and projection.changed is not None else None

    return replace(projection, name=f"left_{projection.name}", rows=rows, changed=changed, one_row=False)


LEFT_STATUS = replace(
    _left(STATUS),
    columns=(*STATUS.columns, ("told", "text[]")),
    rows=lambda view: [
        (*status_row(status(left)), told_apart(view)) for left in [left_unmarked(view)] if left is not None
    ],
    indexes=(*STATUS.indexes, "USING gin (told)"),
)
LEFT_TIMELINE = replace(
    _left(TIMELINE),
    rows=left_timeline_rows,
    indexes=("(index)",),  # it is read across files only, the newest in the log first
)
LEFT_DUTIES = _left(DUTIES)
LEFT = (LEFT_TIMELINE, LEFT_STATUS, LEFT_DUTIES, _left(ALARMS))

CATALOGUE: tuple[Projection, ...] = (STATUS, FAILINGS, DUTIES, ALARMS, NAMES, TIMELINE, *LEFT)
"""Readiness is not among them: it is judged on the day it is asked for, from the folded file.

In the order they are worked out in: what is left after the whole, which it shares, and its lines at once after those.
"""


def made_by(default_procedure: str, catalogue: tuple[Projection, ...] = CATALOGUE) -> str:
    """Return what identifies the rows this program works out: other rows under the same name are not read.

    The procedures they are worked out by are part of it: rows made by a file that was changed since are made anew.
    """
    tables = repr([(p.name, p.version, p.columns, p.indexes, p.searched) for p in catalogue])
    said = tables + default_procedure + fingerprint()
    return sha256(said.encode()).hexdigest()
