"""The least a catch-up could take: everything that is done, but nothing worked out.

    python -m tests.benchmarks.catch_up

On a ledger of its own as many files are appended to at the same rate, sealed as ever and followed by the projector's
own loop, with its own statements; but what it writes of each entry was worked out ahead, by the projector's own
functions, and is only written. What catching up takes beyond this is reading an entry, deciphering its words, folding
it into its file, and telling the rows that change.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import cast
from uuid import UUID

from ledger.log.sealer import Sealer
from ledger.privacy.encryption import encrypt_opening, scope_of
from ledger.privacy.key_tree import KeyTree
from ledger.store import database as store
from ledger.store.asking import StoredRow
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.store.words import StoredOpening
from ledger.store.writes import NewEntry
from projections.read_models.catalogue import CATALOGUE
from projections.read_models.engine import Projector
from projections.read_models.files import Files, Grown, read
from projections.read_models.generation import Changes, Generation
from projections.read_models.writing import Page, changes
from tests.benchmarks.servers import Address

Place = tuple[UUID, int]
Followed = Mapping[UUID, tuple[int, Sequence[NewEntry]]]
"""Of each file that is followed how many entries are there before, and all there will be."""
Told = Mapping[Place, Mapping[str, Changes]]


class _WritesWhatWasTold(Projector):
    """The projector, but that what it writes of each entry is at hand."""

    def __init__(self, database: Database, told: Told) -> None:
        super().__init__(database)
        self._told = told

    @staticmethod
    def _written_to_lately(connection: store.Connection) -> list[UUID]:
        return []  # no file need be at hand: reading two hundred took the first seconds of what was measured

    def _worked_out(
        self, connection: store.Connection, generation: Generation, page: Page
    ) -> tuple[list[Grown], Mapping[str, Changes]]:  # fmt: skip
        found = {projection.name: Changes() for projection in CATALOGUE}
        for row in page.rows:
            for name, own in self._told[row.file_id, row.position].items():
                found[name].rows.extend(own.rows)
                found[name].whole.extend(own.whole)
                found[name].gone.extend(own.gone)
        return [], found


@contextmanager
def following(at: Address, files: Followed) -> Iterator[None]:
    """A process that seals and follows the log, with the rows of these entries told beforehand.

    The first so many of each file (see catch_up.py) are there already, in the read models too.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_follow, args=(there, at, files))
    process.start()
    there.close()
    try:
        here.recv()
        yield
    finally:
        here.close()
        process.join()


def _follow(there: Connection, at: Address, files: Followed) -> None:
    stop = threading.Event()
    with at.open() as database:
        following = _WritesWhatWasTold(database, _told(database, files))
        both = [threading.Thread(target=work, args=(stop,)) for work in (Sealer(database).run, following.run)]
        for thread in both:
            thread.start()
        there.send("ready")
        there.poll(None)  # until the other end is closed
        stop.set()
        for thread in both:
            thread.join()


def _told(database: Database, files: Followed) -> Told:
    """What the projector would write of each entry after the first so many of its file, one by one."""
    keys, at_hand = database.keys().now(), Files(LedgerStore(database))
    told: dict[Place, Mapping[str, Changes]] = {}
    for file_id, (before, entries) in files.items():
        rows, openings = zip(*(_stored(keys, file_id, number, new) for number, new in enumerate(entries)), strict=True)
        own = [opening for each in openings[:before] for opening in each]
        for view in at_hand.whole({file_id: read(rows[:before])}, own):
            at_hand.keep(changes([Grown(None, view)], CATALOGUE)[0])
        for row, words in zip(rows[before:], openings[before:], strict=True):
            grown, found = changes(at_hand.grow([row], cast(int, row.index) + 1, words), CATALOGUE)
            at_hand.keep(grown)
            told[file_id, row.position] = found
    return told


def _stored(keys: KeyTree, file_id: UUID, number: int, new: NewEntry) -> tuple[StoredRow, list[StoredOpening]]:
    """An entry as it will be read from the log, but for its place there and its times."""
    now = datetime.now(UTC)
    openings = [
        StoredOpening(
            one.digest, encrypt_opening(keys, scope_of(file_id, one.person), one.digest, one.disclosure), file_id,
            one.person,
        )
        for one in new.openings
    ]  # fmt: skip
    return StoredRow(file_id, number + 1, new.kind, new.state, now, None, number, now), openings


__all__ = ["following"]
