"""What a page of the log becomes in the read models: for each projection, the rows of the files it is about."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from eventsourcing.persistence import Tracking

from ledger.store.asking import StoredRow
from ledger.store.database import Connection
from ledger.store.postgres import LedgerStore
from ledger.store.sealed import page_of_log
from ledger.store.words import StoredOpening
from projections.read_models.files import Files, Grown, SetAside, set_aside, where
from projections.read_models.generation import Changes, Generation
from projections.read_models.projection import Projection, Row
from projections.read_models.status_rows import STATUS, status_row
from projections.status.status import status
from projections.view import FileView

_logger = logging.getLogger("cleartrail.projector")


def take_in(
    connection: Connection, generation: Generation, store: LedgerStore, files: Files, limit: int
) -> tuple[list[Grown], int]:
    """Write the next page of the log into a generation, in the caller's transaction; returns its files and length."""
    taken = generation.tracked(connection)
    page = Page(taken, *page_of_log(connection, taken, limit))
    if not page.rows:
        return [], 0
    grown, found = worked_out(connection, generation, files, page)
    with connection.pipeline():
        generation.write(connection, found)
        generation.insert_tracking(connection, Tracking(store.settings.origin, page.upto))
    return grown, len(page.rows)


class Page(NamedTuple):
    """A page of the log: the entries that follow the first so many, with their openings."""

    after: int
    rows: Sequence[StoredRow]
    openings: Sequence[StoredOpening]

    @property
    def upto(self) -> int:
        """The size of the log the page ends with."""
        return self.after + len(self.rows)


def worked_out(
    connection: Connection, generation: Generation, files: Files, page: Page
) -> tuple[list[Grown], dict[str, Changes]]:
    """Return the files of a page, to be kept at hand once it is written, and what is to be written of them.

    That is for the generation that has taken in what is before the page, and no more.
    """
    grown = files.grow(page.rows, page.upto, page.openings)
    # Of these no rows are there that a few changed ones could be added to; of one at hand all were written.
    unsure = [file.file_id for file in grown if file.rows is None]
    incomplete = generation.incomplete(connection, unsure) if unsure else ()
    grown = [Grown(None, file.after, file.erased) if file.file_id in incomplete else file for file in grown]
    return changes(grown, generation.catalogue)


def changes(
    grown: Sequence[Grown], catalogue: Sequence[Projection]
) -> tuple[list[Grown], dict[str, Changes]]:  # fmt: skip
    """Return the files with the rows they have from now on, and by projection what is to be written for that."""
    found = {projection.name: Changes() for projection in catalogue}
    return [_changed(file, catalogue, found) for file in grown], found


def _changed(file: Grown, catalogue: Sequence[Projection], found: Mapping[str, Changes]) -> Grown:
    some: set[str] = set()
    file_id, rows = rows_of(file, catalogue, some)
    for projection in catalogue:
        name, into = projection.name, found[projection.name]
        own = rows.get(name, ())
        if file.rows is not None and name in file.rows and name in rows:  # most of a file's rows stay as they are
            was = file.rows[name]
            into.rows.extend((file_id, row) for row in own if was.get(row[0]) != row)
            into.gone.extend((file_id, number) for number in was.keys() - {row[0] for row in own})
            continue
        into.rows.extend((file_id, row) for row in own)
        if file.before is None or name not in rows or not (name in some or projection.one_row):
            into.whole.append(file_id)
    lacking = any(projection.name not in rows for projection in catalogue)
    whole = {p.name: {row[0]: row for row in rows[p.name]} for p in catalogue if p.changed is None and p.name in rows}
    return replace(file, rows=None if lacking else whole)


def rows_of(
    file: Grown, catalogue: Sequence[Projection], some: set[str] | None = None
) -> tuple[UUID, dict[str, list[Row]]]:
    """Return a file's id and, by projection, the rows to write; for a file set aside, its status and nothing else.

    A projection that fails on a file has no rows of it, and the file's status says so; no other is stopped by it. Into
    `some`, if given, go the projections of which these are not all the rows, but only those that may have changed.
    """
    return file.file_id, {projection.name: rows for projection, rows in each_of(file, catalogue, some)}


def each_of(
    file: Grown, catalogue: Sequence[Projection], some: set[str] | None = None
) -> Iterator[tuple[Projection, list[Row]]]:
    """Yield the same by projection, its status last: of a long file the rows of one need not wait for the others'."""
    view, lacking = file.after, list[str]()
    if isinstance(view, SetAside):
        yield STATUS, [status_row(view.status)]
        return
    first = next((projection for projection in catalogue if projection.name == STATUS.name), None)
    standing = _worked_out(first, file, some) if first is not None else []
    if standing is None:
        aside = set_aside(view.file_id, view.file.known, view.file.position, "its status could not be worked out")
        yield STATUS, [status_row(aside.status)]
        return
    for projection in catalogue:
        if projection is first:
            continue
        rows = _worked_out(projection, file, some)
        if rows is None:
            lacking.append(projection.name)
        else:
            yield projection, rows
    if first is not None:
        lack = {"lacking": tuple(lacking)}
        yield first, [status_row(status(view).model_copy(update=lack))] if lacking else standing


def _worked_out(projection: Projection, file: Grown, some: set[str] | None) -> list[Row] | None:
    """The rows of one projection; None where it fails."""
    assert isinstance(file.after, FileView)
    try:
        changed = projection.changed(file.before, file.after) if projection.changed and file.before else None
        rows = list(projection.rows(file.after) if changed is None else changed)
    except Exception as error:  # noqa: BLE001  # a mistake of ours in one file's meaning; named, logged, shown
        _logger.error("%s of file %s could not be worked out: %s", projection.name, file.file_id, where(error))
        return None
    if changed is not None and some is not None:
        some.add(projection.name)
    return rows
