"""Recomputes the log from the stored bytes and says where the two differ: what triggers cannot prevent, this finds.

Whoever owns the database server can switch the triggers off and change a row. The change shows here, because the
leaf hash no longer comes out. Someone who also rewrites every later leaf of the file, or who puts two entries that
were sealed at the same moment into another order with new arrival numbers, is found out by checkpoints that have left
the building, not by this. What is behind an entry's digests is read by ledger/auditing.py.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import psycopg
from psycopg.rows import args_row

from ledger.errors import LedgerNotOpen
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.store.database import Connection, Database, Role, away_is_said

_PAGE = 5_000  # log rows
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Finding:
    """One place where the ledger is not as it was recorded and sealed.

    `index` is None where it is about entries not sealed yet; `file_id` and `position` where it is about no one entry.
    """

    index: int | None
    file_id: UUID | None
    position: int | None
    what: str
    checked: bool = True
    """Whether this is a difference; else it is something that could not be looked at, and `what` says why."""

    def __str__(self) -> str:
        """What was found, and where."""
        where = "" if self.file_id is None else f"entry {self.position} of file {self.file_id}"
        sealed = "" if self.index is None else f"place {self.index} in the log"
        places = ", ".join(place for place in (where, sealed) if place)
        return f"{places}: {self.what}" if places else self.what


class _Sealed(NamedTuple):
    """One row of the log, with the entry it stands for; of one that is gone, None."""

    index: int  # type: ignore[assignment]  # a row is never searched as a tuple
    file_id: UUID
    position: int
    leaf_hash: bytes
    sealed_at: datetime
    arrival: int
    entry_arrival: int | None
    ordinal: int | None
    size: int | None
    recorded_at: datetime | None
    state_hash: bytes | None


_SEALED = """
    SELECT l.index, l.file_id, l.position, l.leaf_hash, l.sealed_at, l.arrival, e.arrival, e.ordinal, e.size,
           e.recorded_at, sha256(e.state)
      FROM log l LEFT JOIN entries e ON e.file_id = l.file_id AND e.position = l.position
     WHERE l.index >= %s ORDER BY l.index LIMIT %s"""


def audit(database: Database, progress: Progress = lambda *_: None) -> Iterator[Finding]:
    """Every difference between the entries as stored and the log they were sealed in; none for an untouched ledger.

    Reads everything, in the order of the log: about 20 seconds for a million entries; `progress` is told where it is,
    how many entries it has read and how many there are. Raises LedgerNotOpen, DatabaseAway.
    """
    with one_moment(database, "sealer") as connection:
        row = connection.execute("SELECT origin FROM settings").fetchone()
        if row is None:
            raise LedgerNotOpen("the ledger has not been opened")
        sealed: dict[UUID, _Last] = {}
        yield from _log_against_entries(connection, row[0], sealed, progress)
        yield from _entries_against_heads(connection, sealed)
        yield from _sealing_against_log(connection)


@contextmanager
def one_moment(database: Database, role: Role) -> Iterator[Connection]:
    """A connection on which everything is read as it was at one moment, while others record. Raises DatabaseAway."""
    with away_is_said(), database.connect(role) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


@dataclass(slots=True)
class _Last:
    """What was last sealed of a file."""

    position: int
    leaf_hash: bytes
    recorded_at: datetime | None


@dataclass(slots=True)
class _Order:
    """Follows the order of the log: time never falls, and the entries of an append lie together, each in its place."""

    sealed_at: datetime | None = None
    place: tuple[int, int] = (0, 0)  # arrival and ordinal of the last entry that was there
    left: int = 0  # entries of its append still to come

    def wrong(self, row: _Sealed) -> list[str]:
        """What is wrong with the place of this row, after those before it."""
        found = []
        if self.sealed_at is not None and row.sealed_at < self.sealed_at:
            found.append("sealed before the entry it follows in the log")
        if row.ordinal is not None and row.entry_arrival is not None:
            place, (arrival, ordinal) = (row.entry_arrival, row.ordinal), self.place
            goes_on = row.size is None and self.left > 0 and place == (arrival, ordinal + 1)
            begins = row.size is not None and self.left == 0 and row.ordinal == 1
            if row.entry_arrival != row.arrival or not (goes_on or begins):
                found.append("does not lie where the append it came with lies")
            elif begins and row.sealed_at == self.sealed_at and place < self.place:
                found.append("out of order: it came before the entry it follows in the log")
            self.place, self.left = place, (row.size or self.left) - 1
        else:
            self.left = max(self.left - 1, 0)
        self.sealed_at = row.sealed_at
        return found


def _log_against_entries(
    connection: Connection, origin: str, sealed: dict[UUID, _Last], progress: Progress
) -> Iterator[Finding]:
    expected, order = 0, _Order()
    [(size,)] = connection.execute("SELECT count(*) FROM log").fetchall()
    for rows in _pages(connection):
        for row in rows:
            if row.index != expected:
                missing = f"log rows {expected} to {row.index - 1} are missing"
                yield Finding(expected, row.file_id, row.position, missing)
            for what in (*_against_file(row, origin, sealed.get(row.file_id)), *order.wrong(row)):
                yield Finding(row.index, row.file_id, row.position, what)
            sealed[row.file_id] = _Last(row.position, row.leaf_hash, row.recorded_at)
            expected = row.index + 1
        progress(f"read to entry {rows[-1].position} of file {rows[-1].file_id}", expected, size)


def _pages(connection: Connection) -> Iterator[list[_Sealed]]:
    """The log page by page; the database reads the next one while this one is worked through."""
    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(_page, connection, 0)
        while rows := coming.result():
            coming = ahead.submit(_page, connection, rows[-1].index + 1)
            yield rows


def _page(connection: Connection, first: int) -> list[_Sealed]:
    with connection.cursor(binary=True, row_factory=args_row(_Sealed)) as cursor:
        return cursor.execute(_SEALED, (first, _PAGE)).fetchall()


def _against_file(row: _Sealed, origin: str, last: _Last | None) -> Iterator[str]:
    """What is wrong with an entry, after the one before it in its file."""
    if row.position != (last.position if last else 0) + 1:
        yield f"sealed after entry {last.position if last else 0} of its file"
    elif row.state_hash is None or row.recorded_at is None:
        yield "sealed, and gone"
    elif row.leaf_hash != leaf_hash(
        leaf_header(
            file_key(origin, row.file_id), row.position, row.recorded_at, row.sealed_at, row.state_hash,
            last.leaf_hash if last else None,
        )
    ):  # fmt: skip
        yield "not what was sealed: its bytes or its times were altered"
    if last and last.recorded_at and row.recorded_at and row.recorded_at < last.recorded_at:
        yield "dated before the entry it follows in its file"


def _entries_against_heads(connection: Connection, sealed: dict[UUID, _Last]) -> Iterator[Finding]:
    """A file has as many entries as its head says, and at least what is sealed of it."""
    counted: dict[UUID, tuple[int, int]] = {
        file_id: (head, count)
        for file_id, head, count in connection.execute(
            "SELECT coalesce(f.file_id, e.file_id), coalesce(f.head, 0), count(e.position)"
            " FROM files f FULL JOIN entries e ON e.file_id = f.file_id GROUP BY 1, 2"
        )
    }
    for file_id in counted.keys() | sealed.keys():
        head, count = counted.get(file_id, (0, 0))
        known = sealed[file_id].position if file_id in sealed else 0
        if not head == count >= known:
            yield Finding(None, file_id, head, f"says {head} entries; {count} are stored, {known} are sealed")


def _sealing_against_log(connection: Connection) -> Iterator[Finding]:
    """The log ends where sealing has got to, and nothing lies where sealing no longer looks."""
    for stated, there in connection.execute(
        "SELECT size, (SELECT coalesce(max(index) + 1, 0) FROM log) FROM sealing"
    ).fetchall():
        if stated != there:
            yield Finding(min(stated, there), None, None, f"{stated} entries were sealed, and the log ends at {there}")
    for file_id, position in connection.execute(
        "SELECT file_id, position FROM entries e WHERE arrival <= (SELECT floor FROM sealing) AND NOT EXISTS"
        " (SELECT FROM log l WHERE l.file_id = e.file_id AND l.position = e.position) ORDER BY arrival, ordinal"
    ).fetchall():
        yield Finding(None, file_id, position, "slipped in where everything had been sealed already")
