"""Building the read models anew, from the first entry, while reading and writing go on.

A new generation is filled file by file: entries are read sorted by file and position, each file is folded once, and
the rows of all projections are written with COPY. Then it is brought up to the log's head like any other, and one
row is changed: from there on readers read it. The one it replaces stays for an hour, for readers that began before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from time import monotonic
from typing import LiteralString
from uuid import UUID

from eventsourcing.persistence import Tracking
from psycopg.rows import args_row

from ledger.errors import LedgerError
from ledger.store.database import Connection, Database
from ledger.store.postgres import LedgerStore, StoredRow
from projections.catalogue import CATALOGUE, Projection, Row, made_by
from projections.files import Files, Grown
from projections.generation import Generation, built, current, drop, drop_replaced, forget_elsewhere, scrub
from projections.writing import rows_of, take_in

PAGE = 500  # entries taken in by one transaction, once the tables are filled
BATCH = 2_000  # entries whose files are folded and written together
NEAR = 200  # entries behind the head at which the new read models may be made the current ones
Progress = Callable[[int, int], None]
"""Called now and then with (entries taken in, entries there are)."""
_HOLD = "SELECT pg_try_advisory_lock((('generation'::regclass)::oid::bigint << 32) + 2)"
_SORTED: LiteralString = """
    SELECT e.file_id, e.position, e.kind, e.state, e.recorded_at, e.command_id, l.index, l.sealed_at
      FROM entries e JOIN log l ON l.file_id = e.file_id AND l.position = e.position
     WHERE l.index < %s ORDER BY e.file_id, e.position"""


_ERASED_SINCE: LiteralString = """
    SELECT DISTINCT e.file_id FROM entries e JOIN log l ON l.file_id = e.file_id AND l.position = e.position
     WHERE l.index >= %s AND e.kind ~ '^(words-erased|file-disposed)/'"""


class RebuildUnderWay(LedgerError):
    """The read models are being built already; wait for that."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild has done."""

    generation: int
    entries: int
    files: int
    seconds: float


def rebuild(
    database: Database, progress: Progress | None = None, *, default_procedure: str = "hampshire",
    catalogue: tuple[Projection, ...] = CATALOGUE, stop: threading.Event | None = None,
) -> Rebuilt:  # fmt: skip
    """Build the read models anew and make them the current ones. Raises RebuildUnderWay, DatabaseAway.

    Where it is stopped or killed on the way, nothing has changed: the half-built schema goes with the next rebuild.
    """
    began = monotonic()
    with database.connect("projector", autocommit=True) as connection:
        row = connection.execute(_HOLD).fetchone()
        if row is None or not row[0]:
            raise RebuildUnderWay("the read models are being built already")
        drop_replaced(connection, database)
        number = current(connection).number + 1
        for left_over in built(connection, database):
            if left_over >= number:
                drop(connection, database, left_over)
        building = _Building(database, connection, Generation(database, number, catalogue), default_procedure)
        size = building.fill(progress, stop)
        building.catch_up(stop)
        building.make_current(made_by(default_procedure, catalogue))
        if progress is not None:
            progress(size, size)
        return Rebuilt(number, size, building.files_done, monotonic() - began)


class _Building:
    """One generation while it is being built."""

    def __init__(
        self, database: Database, connection: Connection, generation: Generation, default_procedure: str
    ) -> None:
        self._database = database
        self._connection = connection
        self._generation = generation
        self._store = LedgerStore(database)
        self._files = Files(self._store, default_procedure)
        self.files_done = 0

    def fill(self, progress: Progress | None, stop: threading.Event | None) -> int:
        """Fill the tables with every file as known to the log of this moment; returns its size."""
        size, done = self._store.log_size(), 0
        with self._connection.transaction():
            self._generation.create(self._connection)
        for batch in self._batches(size):
            if stop is not None and stop.is_set():
                raise InterruptedError("the rebuild was stopped; the read models are as they were")
            self._write(batch)
            done += sum(len(rows) for rows in batch.values())
            if progress is not None:
                progress(done, size)
        with self._connection.transaction():
            self._generation.index(self._connection)
            if size:
                tracking = Tracking(self._store.settings.origin, size)
                self._generation.insert_tracking(self._connection, tracking)
        return size

    def catch_up(self, stop: threading.Event | None) -> None:
        """Take in what has been sealed meanwhile, until next to nothing is left."""
        while self._step() > NEAR:
            if stop is not None and stop.is_set():
                raise InterruptedError("the rebuild was stopped; the read models are as they were")

    def make_current(self, by: str) -> None:
        """Let readers read this generation. Whoever follows the log waits meanwhile, and goes on from here."""
        with self._connection.transaction():
            now = current(self._connection, hold="update")
            behind = Generation(self._database, now.number).tracked(self._connection) if now.number else 0
            # No answer may become older than one given before; but a log that somebody cut off has no more to give.
            taken = PAGE
            while taken and self._generation.tracked(self._connection) < behind:
                _, taken = take_in(self._connection, self._generation, self._store, self._files, PAGE)
            self._connection.execute(
                "UPDATE generation SET current = %s, made_by = %s, since = clock_timestamp()",
                (self._generation.number, by),
            )
            # What was replaced may not have taken in yet that words were erased, and nobody follows it any further.
            erased = self._connection.execute(_ERASED_SINCE, (behind,)).fetchall()
            forget_elsewhere(self._connection, self._database, self._generation.number, [row[0] for row in erased])
        if erased:
            scrub(self._connection, self._database)

    def _step(self) -> int:
        with self._connection.transaction():
            grown, entries = take_in(self._connection, self._generation, self._store, self._files, PAGE)
        self._files.keep(grown)
        return entries

    def _batches(self, size: int) -> Iterator[dict[UUID, Sequence[StoredRow]]]:
        """Yield the entries of several files at a time, each file whole."""
        batch: dict[UUID, Sequence[StoredRow]] = {}
        waiting = 0
        for file_id, rows in groupby(self._sorted(size), key=lambda row: row.file_id):
            batch[file_id] = list(rows)
            waiting += len(batch[file_id])
            if waiting >= BATCH:
                yield batch
                batch, waiting = {}, 0
        if batch:
            yield batch

    def _sorted(self, size: int) -> Iterator[StoredRow]:
        with self._database.connect("app") as reading:
            # It is read to the end: a plan that is quick to begin would fetch the rows one by one, all over the disk.
            reading.execute("SET cursor_tuple_fraction = 1")
            with reading.cursor(name="rebuild", row_factory=args_row(StoredRow)) as cursor:
                cursor.itersize = BATCH
                cursor.execute(_SORTED, (size,), binary=True)
                yield from cursor

    def _write(self, batch: dict[UUID, Sequence[StoredRow]]) -> None:
        catalogue = self._generation.catalogue
        rows: dict[str, list[tuple[UUID, Row]]] = {projection.name: [] for projection in catalogue}
        for view in self._files.whole(batch):
            file_id, found = rows_of(Grown(None, view), catalogue)
            for name, own in found.items():
                rows[name] += [(file_id, row) for row in own]
        with self._connection.transaction():
            for projection in catalogue:
                self._generation.copy(self._connection, projection, rows[projection.name])
        self.files_done += len(batch)
