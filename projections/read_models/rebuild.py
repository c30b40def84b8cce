"""Building the read models anew, from the first entry, while reading and writing go on.

A new generation is filled file by file, by a process for each core, each with files of its own: every entry is decoded
once, each file is folded once, and the rows of all projections are written with COPY. Keys and indexes are made when
the rows are in, the one for word search last. Then it is brought up to the log's head like any other, and one row is
changed: from there on readers read it. The one it replaces stays for an hour, for readers that began before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import LiteralString
from uuid import UUID

import psycopg
from eventsourcing.persistence import Tracking

from ledger.errors import LedgerError
from ledger.processes import cores, garbage_seldom, started
from ledger.store.database import Connection, Database, reading_one_moment
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore
from projections.read_models.catalogue import CATALOGUE, made_by
from projections.read_models.files import Files, Grown, SetAside
from projections.read_models.generation import Generation, built, current, drop, drop_replaced, forget_elsewhere, scrub
from projections.read_models.projection import Projection, Row
from projections.read_models.whole_files import Stretch, WholeFile, stretches, whole_files
from projections.read_models.writing import each_of, take_in
from projections.view import FileView

PAGE = 500  # entries taken in by one transaction, once the tables are filled
BATCH = 2_000  # entries whose files are folded and written together
NEAR = 200  # entries behind the head at which the new read models may be made the current ones
WORTH_A_PROCESS = 20_000
"""Entries: a process takes a second to begin."""
Progress = Callable[[int, int], None]
"""Called now and then with (entries taken in, entries there are)."""
_HOLD = "SELECT pg_try_advisory_lock((('generation'::regclass)::oid::bigint << 32) + 2)"
_LET_GO = "SELECT pg_advisory_unlock((('generation'::regclass)::oid::bigint << 32) + 2)"
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
    """All of it."""
    for_word_search: float
    """Seconds, within these, that the index for word search took."""


def rebuild(
    database: Database, progress: Progress | None = None, *, default_procedure: str = "hampshire",
    catalogue: tuple[Projection, ...] = CATALOGUE, stop: threading.Event | None = None,
) -> Rebuilt:  # fmt: skip
    """Build the read models anew and make them the current ones. Raises RebuildUnderWay, DatabaseAway.

    Where it is stopped or killed on the way, nothing has changed: the half-built schema goes with the next rebuild.
    """
    began = monotonic()
    with database.connect("projector", autocommit=True) as connection, _alone(connection):
        drop_replaced(connection, database)
        number = current(connection).number + 1
        for left_over in built(connection, database):
            if left_over >= number:
                drop(connection, database, left_over)
        building = _Building(database, connection, Generation(database, number, catalogue), default_procedure)
        size = building.fill(progress, stop)
        indexed = monotonic()
        building.index_words()
        indexed = monotonic() - indexed
        building.catch_up(stop)
        building.make_current(made_by(default_procedure, catalogue))
        if progress is not None:
            progress(size, size)
        return Rebuilt(number, size, building.files_done, monotonic() - began, indexed)


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Nobody else builds them meanwhile. Raises RebuildUnderWay.

    Let go of by a word of ours: the server notices a little later that a connection was closed, and whoever began at
    once was told that they are being built already.
    """
    row = connection.execute(_HOLD).fetchone()
    if row is None or not row[0]:
        raise RebuildUnderWay("the read models are being built already")
    try:
        yield
    finally:
        with suppress(psycopg.Error):  # a connection that is lost has let go already
            connection.execute(_LET_GO)


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
        self._default_procedure = default_procedure
        self.files_done = 0

    def fill(self, progress: Progress | None, stop: threading.Event | None) -> int:
        """Fill the tables with every file as known to the log of this moment; returns its size."""
        done = 0
        with self._connection.transaction():
            self._generation.create(self._connection)
        several = self._generation.catalogue is CATALOGUE  # any other has functions that no pickle can name
        with one_moment(self._database, cores() if several else 1) as (snapshot, parts, size):
            for taken in self._filled(snapshot, parts, size):
                if stop is not None and stop.is_set():
                    raise InterruptedError("the rebuild was stopped; the read models are as they were")
                done += taken.entries
                self.files_done += taken.files
                if progress is not None:
                    progress(done, size)
        with self._connection.transaction():
            self._generation.index(self._connection)
            if size:
                tracking = Tracking(self._store.settings.origin, size)
                self._generation.insert_tracking(self._connection, tracking)
        return size

    def index_words(self) -> None:
        """Make the index for word search: without it nobody is to search these read models."""
        with self._connection.transaction():
            self._generation.index_words(self._connection)

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

    def _filled(self, snapshot: str, parts: Sequence[Stretch], size: int) -> Iterator[Taken]:
        """Fill every part, each in a process of its own but the first: to start one takes seconds."""
        if not parts:
            return
        number, procedure = self._generation.number, self._default_procedure
        database = self._database
        place = Place(
            database.schema, database.conninfo("app"), database.conninfo("projector"), database.keys_place
        )  # fmt: skip
        own, *others = (Part(snapshot, size, part, number, procedure) for part in parts)
        with started(filled, [(place, part) for part in others]) as answers:
            yield from _fill(database, self._generation.catalogue, own)
            for taken in answers:
                yield from taken


@contextmanager
def one_moment(database: Database, processes: int) -> Iterator[tuple[str, list[Stretch], int]]:
    """A moment that every process sees: its snapshot, the files there are in stretches, the size of the log.

    As many stretches as processes at most, and one where that is not worth another process.
    """
    with database.connect("app") as connection:
        reading_one_moment(connection)
        [(snapshot, size)] = connection.execute(
            "SELECT pg_export_snapshot(), coalesce(max(index) + 1, 0) FROM log"
        ).fetchall()
        count = max(1, min(processes, size // WORTH_A_PROCESS))
        yield snapshot, stretches(connection, count) if size else [], size


# --- what one process does ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where the ledger is, for another process."""

    schema: str
    app: str
    """What the roles connect with."""
    projector: str
    keys: KeysPlace | None


@dataclass(frozen=True, slots=True)
class Part:
    """What one process fills: which files, of which moment, into which generation."""

    snapshot: str
    size: int
    stretch: Stretch
    generation: int
    default_procedure: str


@dataclass(frozen=True, slots=True)
class Taken:
    """How much was written since the last answer."""

    entries: int
    files: int


def filled(task: tuple[Place, Part]) -> Iterator[Taken]:
    """Fill one part, in a process of its own."""
    place, part = task
    with Database(place.schema, place.app, logins={"projector": place.projector}, keys=place.keys) as database:
        yield from _fill(database, CATALOGUE, part)


def _fill(database: Database, catalogue: tuple[Projection, ...], part: Part) -> Iterator[Taken]:
    generation = Generation(database, part.generation, catalogue)
    with garbage_seldom(), database.connect("projector", autocommit=True) as connection:
        for taken, views in folded(database, part):
            rows: dict[str, list[tuple[UUID, Row]]] = {projection.name: [] for projection in catalogue}
            for view in views:
                for projection, found in each_of(Grown(None, view), catalogue):
                    own = rows[projection.name]
                    own += [(view.file_id, row) for row in found]
                    if len(own) > BATCH:  # of a long file they go before those of the next projection come
                        found.clear()
                        generation.copy(connection, projection, own)
                        own.clear()
            with connection.transaction():
                for projection in catalogue:
                    generation.copy(connection, projection, rows[projection.name])
            yield taken


def folded(database: Database, part: Part) -> Iterator[tuple[Taken, Iterator[FileView | SetAside]]]:
    """Yield the files of a part, several at a time: read, decoded, with their words, and each folded when it is asked
    for."""
    files = Files(LedgerStore(database), part.default_procedure)
    for batch in _batches(whole_files(database, part.snapshot, part.size, part.stretch)):
        taken = Taken(sum(file.read.last for file in batch), len(batch))
        read = {file.file_id: file.read for file in batch}
        openings = [opening for file in batch for opening in file.openings]
        batch.clear()
        yield taken, files.whole(read, openings)


def _batches(files: Iterable[WholeFile]) -> Iterator[list[WholeFile]]:
    """Several files at a time, each whole."""
    batch: list[WholeFile] = []
    waiting = 0
    for file in files:
        batch.append(file)
        waiting += file.read.last
        if waiting >= BATCH:
            yield batch
            batch, waiting = [], 0
    if batch:
        yield batch
