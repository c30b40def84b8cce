"""How fast an entry goes through every rule: Book.record beside a bare INSERT and the library's Application.save.

    python -m tests.benchmarks.record [--rounds 5] [--seconds 0.7] [--postgres URL]

Each entry is an issue raised on a contract file of a hundred entries that the book has read before: it is checked,
judged by every rule against the folded file, given its id, its words put in the vault, and read back as recorded.
Writers have files of their own, taken in turn, so that files grow little in a run. `keyed` sends an Idempotency-Key
with each. The bare INSERT writes the same bytes of the entry, and nothing else, into a table with the same columns
and indexes. The stock application (stock.py) writes as much text and judges nothing.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from eventsourcing.application import Application

from ledger import mapper
from ledger.book import Book
from ledger.entry import Recorded
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.subjects.issues import IssueRaised
from ledger.words import Said
from tests.benchmarks.append import RAW, STOCK, WRITERS, disks, prepared, raw_writer
from tests.benchmarks.figures import Section
from tests.benchmarks.files import STORY, fill
from tests.benchmarks.lives import Life
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.stock import ANN, CLERK, WORDS, stock_writer
from tests.benchmarks.turns import Turn, compared

FILES = 96  # shared out among the writers
ENTRIES = 100  # on each file to begin with
RECORD = "Book.record, every rule"
RAISED = IssueRaised(happened_on=date(2026, 6, 30), nature=Said(WORDS), standards=("4.1",), by=ANN)


def book_writer(book: Book, references: Sequence[str], *, keyed: bool = False) -> Turn:
    """Records through every rule."""
    files = itertools.cycle(references)

    def turn() -> None:
        key = secrets.token_hex(16) if keyed else None
        book.record(next(files), RAISED, CLERK, key=key, acknowledge_all=True)

    return turn


def stored() -> bytes:
    """Return the bytes of such an entry, as the ledger stores them."""
    return mapper.stored(Recorded(RAISED, uuid4(), 1, datetime.now(UTC), CLERK, given_id="ISS-025")).state


def files_of(book: Book, writers: int) -> list[list[str]]:
    """Make the files and return which each writer takes in turn."""
    each, life = FILES // writers, Life(STORY)
    mine = [[f"{writers}-{n}" for n in range(writer * each, (writer + 1) * each)] for writer in range(writers)]
    for reference in itertools.chain(*mine):
        fill(book, reference, ENTRIES, life)
    return mine


def measure(run: Bench) -> Sequence[Section]:
    """Measure recording with one writer and with eight, on each disk."""
    found = []
    for slow, disk in disks(run):
        with prepared(run, slow=slow) as (database, application):
            for writers in WRITERS:
                run.say(f"recording through every rule, {writers} writers, {disk}")
                section = _measured(run, database, application, writers)
                section.title += f", {disk}"
                _floors(section, writers, slow=slow, disk=disk)
                found.append(section)
    if run.slow is None:
        found[-1].notes.append(run.why_not_slow)
    return found


def _measured(run: Bench, database: Database, application: Application[UUID], writers: int) -> Section:
    book, each = Book(LedgerStore(database)), FILES // writers
    mine = files_of(book, writers)
    with ExitStack() as stack:
        connections = [stack.enter_context(database.connect("app", autocommit=True)) for _ in range(writers)]
        ways = {
            RAW: [raw_writer(connection, stored()) for connection in connections],
            RECORD: [book_writer(book, files) for files in mine],
            "the same with an Idempotency-Key": [book_writer(book, files, keyed=True) for files in mine],
            STOCK: [stock_writer(application, each) for _ in range(writers)],
        }
        rates = compared(ways, run.rounds, run.seconds)
    section = Section("record", f"Recording through every rule, warm files of {ENTRIES} entries, writers: {writers}")
    for way, values in rates.items():
        section.add(way, values)
    return section


def _floors(section: Section, writers: int, *, slow: bool, disk: str) -> None:
    found = {figure.way: figure.median for figure in section.figures}
    what = f"record one entry, {writers} writer{'s' * (writers > 1)}, {disk}"
    if writers == 1:
        section.least(f"{what}: of raw INSERT", found[RECORD] / found[RAW], 0.65 if slow else 0.25)
    elif slow:
        section.least(f"{what}: of raw INSERT", found[RECORD] / found[RAW], 0.65)
        section.least(f"{what}: times the stock library", found[RECORD] / found[STOCK], 3)


if __name__ == "__main__":
    alone(measure, __doc__, entries=1_000)
