"""Contract files of a size, appended as bytes, for what is measured on them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from ledger.book import Book
from ledger.documents import Documents
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite, NewEntry, Opening
from ledger.subjects.records import LedgerOpened
from tests.benchmarks.business import CLERK, FIRST
from tests.benchmarks.lives import Life, Own, base64url
from tests.benchmarks.papers import PAPERS, paper
from tests.benchmarks.rows import ORIGIN

STORY = 3  # the life that these files have: not one that was ended, and none of the odd entries
_BATCH = 2_000  # entries appended together


def opened(database: Database) -> Book:
    """Open a ledger with a real clock, with the papers that files cite in it; returns its book."""
    genesis = LedgerOpened(happened_on=FIRST, authority="Exshire", origin=ORIGIN, clock="real")
    book = Book.open_ledger(LedgerStore(database), genesis, CLERK)
    documents = Documents(database)
    for number in range(PAPERS):
        documents.file(paper(number), "text/plain")
    return book


def new_entries(reference: str, entries: int, life: Life | None = None) -> Iterator[NewEntry]:
    """Yield the stored form of the entries of a contract, with salts of their own."""
    own = Own(reference.encode(), b"Home care", b"Alder Care Ltd", b"Adult Services")
    for made in (life or Life(STORY, max(entries, 12_000))).upto(entries)[:entries]:
        salts = [base64url(secrets.token_bytes(16)) for _ in range(len(made.words) + 1)]
        state, openings = made.made(own, salts)
        yield NewEntry(made.kind, state, tuple(Opening(*opening) for opening in openings), made.documents)


def fill(book: Book, reference: str, entries: int, life: Life | None = None) -> None:
    """Append a contract of so many entries, and let the book read it, so that it is warm."""
    file_id, at, batch = book.file_id(reference), 0, list[NewEntry]()
    for new in new_entries(reference, entries, life):
        batch.append(new)
        if len(batch) == _BATCH:
            book.store.append([FileWrite(file_id, at, batch)])
            at, batch = at + len(batch), []
    if batch:
        book.store.append([FileWrite(file_id, at, batch)])
    book.file(reference)
