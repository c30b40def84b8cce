"""Recomputes the log from the stored bytes and says where the two differ: what triggers cannot prevent, this finds.

Whoever owns the database server can switch the triggers off and change a row. The change shows here, because the
leaf hash no longer comes out. Someone who also rewrites every later leaf of the file is found out by checkpoints that
have left the building, not by this.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from ledger.errors import LedgerNotOpen
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.store.database import Connection, Database

_PAGE = 5_000  # log rows


class LedgerAltered(Exception):
    """The ledger is not as it was sealed, and what was asked would have passed it on as if it were."""


@dataclass(frozen=True)
class Finding:
    """One place where the ledger is not as it was sealed; `index` None where it is about entries not sealed yet."""

    index: int | None
    file_id: UUID
    position: int
    what: str


def audit(database: Database) -> Iterator[Finding]:
    """Every difference between what is stored and what was sealed; nothing at all for an untouched ledger.

    Reads everything, in the order of the log: about 20 seconds for a million entries. Raises LedgerNotOpen,
    DatabaseAway.
    """
    with database.connect("sealer", autocommit=True) as connection:
        row = connection.execute("SELECT origin FROM settings").fetchone()
        if row is None:
            raise LedgerNotOpen("the ledger has not been opened")
        sealed: dict[UUID, tuple[int, bytes]] = {}  # of each file: its last sealed position and that leaf hash
        yield from _log_against_entries(connection, row[0], sealed)
        yield from _entries_against_heads(connection, sealed)


def _log_against_entries(
    connection: Connection, origin: str, sealed: dict[UUID, tuple[int, bytes]]
) -> Iterator[Finding]:
    expected = 0
    while rows := connection.execute(
        "SELECT l.index, l.file_id, l.position, l.leaf_hash, l.sealed_at, e.recorded_at, sha256(e.state)"
        " FROM log l LEFT JOIN entries e ON e.file_id = l.file_id AND e.position = l.position"
        " WHERE l.index >= %s ORDER BY l.index LIMIT %s",
        (expected, _PAGE),
    ).fetchall():
        for index, file_id, position, hashed, sealed_at, recorded_at, state_hash in rows:
            last, previous = sealed.get(file_id, (0, None))
            if index != expected:
                yield Finding(expected, file_id, position, f"log rows {expected} to {index - 1} are missing")
            if position != last + 1:
                yield Finding(index, file_id, position, f"sealed after entry {last} of its file")
            elif state_hash is None:
                yield Finding(index, file_id, position, "sealed, and gone")
            elif hashed != leaf_hash(
                leaf_header(file_key(origin, file_id), position, recorded_at, sealed_at, state_hash, previous)
            ):
                yield Finding(index, file_id, position, "not what was sealed: its bytes or its times were altered")
            sealed[file_id] = (position, hashed)
            expected = index + 1


def _entries_against_heads(connection: Connection, sealed: dict[UUID, tuple[int, bytes]]) -> Iterator[Finding]:
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
        known = sealed[file_id][0] if file_id in sealed else 0
        if not head == count >= known:
            yield Finding(None, file_id, head, f"says {head} entries; {count} are stored, {known} are sealed")
