"""What a page of the log becomes in the read models: for each projection, the rows of the files it is about."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from eventsourcing.persistence import Tracking

from ledger.store.database import Connection
from ledger.store.postgres import LedgerStore
from projections.catalogue import STATUS, Projection, Row, status_row
from projections.files import Files, Grown, SetAside, guarded
from projections.generation import Changes, Generation
from projections.view import FileView


def take_in(
    connection: Connection, generation: Generation, store: LedgerStore, files: Files, limit: int
) -> tuple[list[Grown], int]:
    """Write the next page of the log into a generation, in the caller's transaction; returns its files and length."""
    taken = generation.tracked(connection)
    page = store.log_page(taken, limit)
    if not page:
        return [], 0
    grown = files.grow(page, taken + len(page))
    generation.write(connection, changes(grown, generation.catalogue))
    generation.insert_tracking(connection, Tracking(store.settings.origin, taken + len(page)))
    return grown, len(page)


def changes(grown: Sequence[Grown], catalogue: Sequence[Projection]) -> dict[str, Changes]:
    """Return, by projection, the rows to write for files that have grown, and those of which these are all the rows."""
    rows: dict[str, list[tuple[UUID, Row]]] = {projection.name: [] for projection in catalogue}
    whole: dict[str, list[UUID]] = {projection.name: [] for projection in catalogue}
    for file in grown:
        file_id, found = rows_of(file, catalogue)
        for projection in catalogue:
            name = projection.name
            rows[name] += [(file_id, row) for row in found.get(name, ())]
            if file.before is None or name not in found or not (projection.changed or projection.one_row):
                whole[name].append(file_id)
    return {name: Changes(rows[name], whole[name]) for name in rows}


def rows_of(file: Grown, catalogue: Sequence[Projection]) -> tuple[UUID, dict[str, list[Row]]]:
    """Return a file's id and, by projection, the rows to write; for a file set aside, its status and nothing else."""
    before, after = file.before, file.after
    if isinstance(after, FileView):
        view = after

        def work() -> dict[str, list[Row]]:
            return {
                p.name: list(p.changed(before, view) if p.changed and before else p.rows(view)) for p in catalogue
            }

        found = guarded(view.file_id, view.file.known, view.file.position, work)
        if not isinstance(found, SetAside):
            return view.file_id, found
        after = found
    return after.status.file_id, {STATUS.name: [status_row(after.status)]}
