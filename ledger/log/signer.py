"""Signs what has been sealed, and signs nothing that is not the continuation of what it signed before.

The signer does not believe the database. In a folder of its own, outside it, lie the private key and the last
checkpoint it signed (ledger/log/folder.py). Before it signs the next one it works out the root hash itself: over every
leaf hash of the log when it begins, when the database has been away and once a day, over the new ones otherwise; and
each new leaf is worked out anew from the stored bytes, and its times must go on from those that were signed
(ledger/log/continuation.py). Whoever restores an old backup, rewrites the log, takes something out of it or dates an
entry back gets no signature any more, and every checkpoint that has left the building contradicts what the database
then holds. How a log goes on then is told in ledger/log/loss.py.

The checkpoint is written there before it is written into the database: what was given out is never unknown to the
signer.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.errors import ReadOnlySqlTransaction

from ledger.errors import DatabaseAway, LedgerNotOpen, SigningRefused
from ledger.log.continuation import Heads, Times, beginning, check_continues, take_new, times_at
from ledger.log.files import map_root
from ledger.log.folder import Folder, has_key, make_folder
from ledger.log.signing import SigningKey, sign
from ledger.log.tiles import store_subtrees
from ledger.store.database import Connection, Database
from ledger.store.home import open_lock, take
from ledger.verify import Checkpoint, MapHead, Root, checkpoint_text

EVERY, SPARE = 1.0, 2.0  # seconds between two checkpoints; between two tries where another signer is at work
CHECK_EVERY = 24 * 3600.0  # seconds after which the whole log is read again
_MAP_SHARE = 10  # a map that takes long is followed by ten times that time without one
_logger = logging.getLogger("cleartrail.signer")


class Signer:
    """Signs one ledger's log. Safe to run in several processes of one machine: one signs at a time."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = Folder(folder)
        self._lock: int | None = None
        self._connection: Connection | None = None
        self._keys: tuple[SigningKey, ...] = ()
        self._as_it_was = self._folder.state()
        self._root: Root | None = None  # of what was signed last; None until the whole log has been read
        self._checked, self._published = float("-inf"), False
        self._heads: Heads = {}
        self._times: Times | None = None  # of what was signed last; None for the empty log
        self._simulated = False
        self._losses = 0
        self._mapped, self._map_due = 0, float("-inf")

    # ------------------------------------------------------------------------------------------------ signing

    def sign_once(self) -> Checkpoint | None:
        """Sign the log as it is sealed now; None where that was signed before, or another signer is at work.

        Raises SigningRefused where the log is not the continuation of what was signed, or its entries are not what was
        sealed; LedgerNotOpen, DatabaseAway.
        """
        if not self._be_the_one():
            return None
        self._folder.take_up()
        if self._folder.state() != self._as_it_was:
            self._root = None
        with self._connected() as connection:
            with connection.transaction():
                if self._root is None or time.monotonic() - self._checked > CHECK_EVERY:
                    self._root = self._begin(connection)
                    self._checked, self._published = time.monotonic(), False
                root = self._root.copy()
                heads, times = take_new(
                    connection, self._keys[0].name, root, self._heads, self._times, simulated=self._simulated
                )
            grown = root.size > self._root.size
            if not self._published:
                self._publish(connection)  # what was signed when the database was away, or to go on after a loss
            if grown:
                self._folder.keep(checkpoint_text(self._keys[0].name, root.size, root.value))
                if times is not None and not self._simulated:
                    self._folder.keep_latest(times.recorded_at)
                self._root = root
                self._heads.update(heads)
                self._times = times
                self._publish(connection)
            if self._mapped < root.size and time.monotonic() >= self._map_due:
                self._sign_map(connection, root)
            return self._folder.last() if grown else None

    def _begin(self, connection: Connection) -> Root:
        """Read the whole log, which must lead to the last checkpoint."""
        origin = origin_of(connection)
        self._as_it_was, self._keys, last = self._folder.state(), self._folder.signing_keys(), self._folder.last()
        self._losses, self._mapped = self._folder.losses, 0
        if self._keys[0].name != origin:
            where, name = self._folder.path, self._keys[0].name
            raise SigningRefused(f"the key in {where} signs for {name}, and this ledger's log is {origin}")
        root, self._heads = beginning(connection, origin, last.size)
        check_continues(root, last)
        self._times = times_at(connection, origin, last.size)
        if self._times is not None and (latest := self._folder.latest()) is not None:
            # The last entry may have been recorded before others: or the bound on what is recorded would go back by as
            # much at each start (docs/adr/0098).
            self._times = self._times._replace(recorded_at=max(self._times.recorded_at, latest))
        self._simulated = _is_simulated(connection)
        return root

    def _publish(self, connection: Connection) -> None:
        """See that the database has the last checkpoint, and the hashes for its proofs."""
        last = self._folder.last()
        if last.size:  # a new folder begins with the checkpoint of the empty log
            with connection.transaction():
                store_subtrees(connection, last.size, self._losses)
                connection.execute(
                    "INSERT INTO checkpoints (after_loss, size, note) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                    (self._losses, last.size, self._folder.last_note()), binary=True,
                )  # fmt: skip
        self._published = True

    def _sign_map(self, connection: Connection, root: Root) -> None:
        """Sign how many entries each file has. With many files that takes time: then not with every checkpoint."""
        started = time.monotonic()
        first, *others = self._keys
        text = MapHead.text(first.name, root.size, root.value, len(self._heads), map_root(self._heads))
        connection.execute(
            "INSERT INTO maps (after_loss, size, note) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (self._losses, root.size, sign(text, first) + b"".join(other.line(text) for other in others)), binary=True,
        )  # fmt: skip
        ended = time.monotonic()
        rest = _MAP_SHARE * (ended - started)
        self._mapped, self._map_due = root.size, ended + (rest if rest > EVERY else 0)

    # ------------------------------------------------------------------------------------------------ day and night

    def run(self, stop: threading.Event) -> None:
        """Sign until told to stop. Survives a database that goes away. Raises SigningRefused."""
        try:
            while not stop.is_set():
                try:
                    self.sign_once()
                    stop.wait(EVERY if self._lock is not None else SPARE)
                except (DatabaseAway, LedgerNotOpen):
                    _logger.warning("no database, or no ledger in it; signing goes on when it is there")
                    stop.wait(SPARE)
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the connection and of the folder."""
        self._drop_connection()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _be_the_one(self) -> bool:
        if self._lock is None:
            descriptor = open_lock(self._folder.path / "lock")
            if take(descriptor, fcntl.LOCK_EX, 0):
                self._lock = descriptor
            else:
                os.close(descriptor)
        return self._lock is not None

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            if self._connection is None:
                self._connection = connect(self._database)
            yield self._connection
        except (psycopg.OperationalError, psycopg.InterfaceError, ReadOnlySqlTransaction) as error:
            self._drop_connection()
            raise DatabaseAway(f"the signer lost the database: {error.sqlstate or 'no answer'}") from error

    def _drop_connection(self) -> None:
        connection, self._connection, self._root = self._connection, None, None
        if connection is not None:
            connection.close()


def connect(database: Database) -> Connection:
    """Return a connection that reads the log as it is at one moment, in the order of its index."""
    connection = database.connect("sealer", autocommit=True)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    # Ranges of an index, whatever the statistics say, as the sealer's.
    connection.execute("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off")
    return connection


def origin_of(connection: Connection) -> str:
    """Return the log's name. Raises LedgerNotOpen."""
    row = connection.execute("SELECT origin FROM settings").fetchone()
    if row is None:
        raise LedgerNotOpen("the ledger has not been opened: there is no log to sign")
    return str(row[0])


def _is_simulated(connection: Connection) -> bool:
    [(simulated,)] = connection.execute("SELECT clock = 'simulated' FROM settings").fetchall()
    return bool(simulated)


__all__ = ["EVERY", "SPARE", "Signer", "connect", "has_key", "make_folder", "origin_of"]
