"""What the projections' tests share: a ledger with a simulated clock, sealed when asked, and all rows to compare."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from psycopg import sql

from ledger.book import Book
from ledger.log.sealer import Sealer
from ledger.store.database import Connection, Database
from ledger.store.postgres import LedgerStore
from ledger.subjects.records import LedgerOpened
from projections.answering.reader import Reader
from projections.read_models.catalogue import CATALOGUE
from projections.read_models.files import Files, Grown, read
from projections.read_models.generation import Generation, current
from projections.read_models.writing import rows_of
from tests.histories import RECORDED, Told
from tests.story import CLERK

GENESIS = LedgerOpened(
    happened_on=date(2025, 1, 6), authority="Exshire", origin="ledger.example/exshire", clock="simulated"
)
Rows = dict[str, list[tuple[Any, ...]]]
Seal = Callable[[], int]


@pytest.fixture
def book(database: Database) -> Book:
    """An open ledger with a simulated clock and no contracts."""
    return Book.open_ledger(LedgerStore(database), GENESIS, CLERK, RECORDED)


@pytest.fixture
def told(book: Book) -> Told:
    """The same ledger, to tell histories to."""
    return Told(book)


@pytest.fixture
def seal(database: Database) -> Iterator[Seal]:
    """Call it, and all that is recorded gets its place in the log."""
    with closing(Sealer(database)) as sealer:
        yield sealer.seal_once


@pytest.fixture
def reader(book: Book, database: Database) -> Reader:
    """Reads that ledger."""
    return Reader(book, database)


def current_rows(database: Database) -> Rows:
    """Return every row of the read models that are current, by table."""
    with database.connect("app") as connection:
        return _all_rows(connection, Generation(database, current(connection).number))


def rows_folded_afresh(database: Database) -> Rows:
    """Return the rows of every file, read from its first entry and folded here and now."""
    store = LedgerStore(database)
    files = Files(store)
    by_file = {head.file_id: store.entries(head.file_id, known=store.log_size()) for head in store.files()}
    made: dict[str, list[tuple[UUID, tuple[Any, ...]]]] = {projection.name: [] for projection in CATALOGUE}
    for view in files.whole({file_id: read(rows) for file_id, rows in by_file.items() if rows}):
        file_id, found = rows_of(Grown(None, view), CATALOGUE)
        for name, rows in found.items():
            made[name] += [(file_id, row) for row in rows]
    with database.connect("projector") as connection:
        scratch = Generation(database, 1_000_000)  # taken back below: PostgreSQL only writes each value its own way
        scratch.create(connection)
        for projection in CATALOGUE:
            scratch.copy(connection, projection, made[projection.name])
        rows_as_stored = _all_rows(connection, scratch)
        connection.rollback()
    return rows_as_stored


def _all_rows(connection: Connection, generation: Generation) -> Rows:
    return {
        projection.name: connection.execute(
            sql.SQL("SELECT t.*, t::text FROM {} t ORDER BY file_id, number").format(generation.table(projection))
        ).fetchall()
        for projection in CATALOGUE
    }
