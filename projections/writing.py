"""What a page of the log becomes in the read models: for each projection, the rows of the files it is about."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from eventsourcing.persistence import Tracking

from ledger.store.database import Connection
from ledger.store.postgres import LedgerStore
from projections.catalogue import STATUS, Projection, Row, status_row
from projections.files import Files, Grown, SetAside, set_aside, where
from projections.generation import Changes, Generation
from projections.status import status

_logger = logging.getLogger("cleartrail.projector")


def take_in(
    connection: Connection, generation: Generation, store: LedgerStore, files: Files, limit: int
) -> tuple[list[Grown], int]:
    """Write the next page of the log into a generation, in the caller's transaction; returns its files and length."""
    taken = generation.tracked(connection)
    page = store.log_page(taken, limit)
    if not page:
        return [], 0
    grown = files.grow(page, taken + len(page))
    # Of these no rows are there that a few changed ones could be added to.
    incomplete = generation.incomplete(connection, {row.file_id for row in page})
    grown = [Grown(None, file.after, file.erased) if file.file_id in incomplete else file for file in grown]
    generation.write(connection, changes(grown, generation.catalogue))
    generation.insert_tracking(connection, Tracking(store.settings.origin, taken + len(page)))
    return grown, len(page)


def changes(grown: Sequence[Grown], catalogue: Sequence[Projection]) -> dict[str, Changes]:
    """Return, by projection, the rows to write for files that have grown, and those of which these are all the rows."""
    rows: dict[str, list[tuple[UUID, Row]]] = {projection.name: [] for projection in catalogue}
    whole: dict[str, list[UUID]] = {projection.name: [] for projection in catalogue}
    for file in grown:
        changed: set[str] = set()
        file_id, found = rows_of(file, catalogue, changed)
        for projection in catalogue:
            name = projection.name
            rows[name] += [(file_id, row) for row in found.get(name, ())]
            if file.before is None or name not in found or not (name in changed or projection.one_row):
                whole[name].append(file_id)
    return {name: Changes(rows[name], whole[name]) for name in rows}


def rows_of(
    file: Grown, catalogue: Sequence[Projection], some: set[str] | None = None
) -> tuple[UUID, dict[str, list[Row]]]:
    """Return a file's id and, by projection, the rows to write; for a file set aside, its status and nothing else.

    A projection that fails on a file has no rows of it, and the file's status says so; no other is stopped by it. Into
    `some`, if given, go the projections of which these are not all the rows, but only those that may have changed.
    """
    before, view = file.before, file.after
    if isinstance(view, SetAside):
        return view.status.file_id, {STATUS.name: [status_row(view.status)]}
    found: dict[str, list[Row]] = {}
    for projection in catalogue:
        try:
            changed = projection.changed(before, view) if projection.changed and before else None
            found[projection.name] = list(projection.rows(view) if changed is None else changed)
            if changed is not None and some is not None:
                some.add(projection.name)
        except Exception as error:  # noqa: BLE001  # a mistake of ours in one file's meaning; named, logged, shown
            _logger.error("%s of file %s could not be worked out: %s", projection.name, view.file_id, where(error))
    lacking = tuple(projection.name for projection in catalogue if projection.name not in found)
    if STATUS.name in lacking:
        aside = set_aside(view.file_id, view.file.known, view.file.position, "its status could not be worked out")
        return view.file_id, {STATUS.name: [status_row(aside.status)]}
    if lacking:
        found[STATUS.name] = [status_row(status(view).model_copy(update={"lacking": lacking}))]
    return view.file_id, found
