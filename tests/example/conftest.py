"""The example ledger, for tests that only read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from api.example.telling import LONDON
from ledger.book import Book
from ledger.documents import Documents
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from projections.answering.reader import Reader
from projections.timeline.line import Line
from tests.ledgers import Ledgers

ENDED_WELL, NOBODY_NOTICED, NOT_YET, SAVED = "MCC-HC-014", "MCC-DC-003", "MCC-ML-022", "MCC-VS-031"
WHOLE_LIFE, TWO_CHANGES = "MCC-HH-036", "MCC-HR-052"
CONTRACTS = (ENDED_WELL, NOBODY_NOTICED, NOT_YET, SAVED, WHOLE_LIFE, TWO_CHANGES)


@dataclass(frozen=True)
class Example:
    """The example ledger, and ways to ask it."""

    database: Database
    book: Book

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.book, self.database)

    @cached_property
    def documents(self) -> Documents:
        return Documents(self.database)

    def known(self, moment: str) -> int:
        """Return the size of the log at a moment by the clock in London."""
        return self.book.known_at(datetime.fromisoformat(moment).replace(tzinfo=LONDON))

    def lines(self, reference: str, known: int | None = None) -> dict[int, Line]:
        """Return the timeline of a file, line by position."""
        page = self.reader.timeline(reference, known=known, limit=1000)
        return {line.position: line for line in page.items}


@contextmanager
def another_database(ledgers: Ledgers) -> Iterator[Database]:
    """An empty ledger, for as long as the block."""
    with TemporaryDirectory(prefix="keys") as folder, ledgers.lent(Path(folder)) as database:
        yield database


@pytest.fixture(scope="session")
def example(ledgers: Ledgers) -> Iterator[Example]:
    """The example, loaded and sealed."""
    with TemporaryDirectory(prefix="keys") as folder, ledgers.example(Path(folder)) as database:
        yield Example(database, Book(LedgerStore(database)))  # a book of its own: it reads what was sealed
