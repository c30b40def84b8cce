"""Signs what has been sealed, and signs nothing that is not the continuation of what it signed before.

The signer does not believe the database. In a folder of its own, outside it, lie the private key and the last
checkpoint it signed. Before it signs the next one it works out the root hash itself: over every leaf hash of the log
when it begins, when the database has been away and once a day, over the new ones otherwise; and each new leaf is worked
out anew from the stored bytes. Whoever restores an old backup, rewrites the log, or takes something out of it gets no
signature any more, and every checkpoint that has left the building contradicts what the database then holds.

The folder, which only its owner can enter:

    key          the private key (ledger/log/signing.py)
    checkpoint   the last checkpoint signed, as it was signed (C2SP tlog-checkpoint); replaced whole
    lock         held by the signer at work; another one on the same folder waits

The checkpoint is written there before it is written into the database: what was given out is never unknown to the
signer. One log has one signer and one folder; it goes into the backup of the machine, never into that of the database.
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
from ledger.log.files import map_root
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.log.signing import SigningKey, sign
from ledger.log.tiles import store_subtrees
from ledger.store.database import Connection, Database
from ledger.store.home import open_lock, replace_file, take
from ledger.verify import Checkpoint, Contradicted, Key, MapHead, NotProved, Root, Unreadable, checkpoint_text

EVERY, SPARE = 1.0, 2.0  # seconds between two checkpoints; between two tries where another signer is at work
CHECK_EVERY = 24 * 3600.0  # seconds after which the whole log is read again
_PAGE = 5_000  # log rows
_MAP_SHARE = 10  # a map that takes long is followed by ten times that time without one
_logger = logging.getLogger("cleartrail.signer")


_NEW = """
    SELECT l.index, l.file_id, l.position, l.leaf_hash, l.sealed_at, e.recorded_at, sha256(e.state), p.leaf_hash
      FROM log l LEFT JOIN entries e ON e.file_id = l.file_id AND e.position = l.position
      LEFT JOIN log p ON p.file_id = l.file_id AND p.position = l.position - 1
     WHERE l.index >= %s AND l.index < %s ORDER BY l.index"""


def make_folder(folder: Path, origin: str) -> Key:
    """Make a signer's folder with a new key, and the checkpoint of the empty log; return the public key.

    Raises FileExistsError where there is a key already, OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = SigningKey.made(origin)
    key.write(folder / "key")
    replace_file(folder / "checkpoint", sign(checkpoint_text(origin, 0, Root().value), key))
    return key.public


def has_key(folder: Path) -> bool:
    """Return whether a signer's folder with a key is there."""
    return (folder / "key").exists()


class Signer:
    """Signs one ledger's log. Safe to run in several processes of one machine: one signs at a time."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._lock: int | None = None
        self._connection: Connection | None = None
        self._key: SigningKey | None = None
        self._root: Root | None = None  # of what was signed last; None until the whole log has been read
        self._checked, self._published = float("-inf"), False
        self._heads: dict[bytes, tuple[int, bytes]] = {}  # of each file, by its key, at that size
        self._mapped, self._map_due = 0, float("-inf")

    # ------------------------------------------------------------------------------------------------ signing

    def sign_once(self) -> Checkpoint | None:
        """Sign the log as it is sealed now; None where that was signed before, or another signer is at work.

        Raises SigningRefused where the log is not the continuation of what was signed, or its entries are not what was
        sealed; LedgerNotOpen, DatabaseAway.
        """
        if not self._be_the_one():
            return None
        with self._connected() as connection:
            with connection.transaction():
                if self._root is None or self._key is None or time.monotonic() - self._checked > CHECK_EVERY:
                    self._key, self._root = self._begin(connection)
                    self._checked, self._published = time.monotonic(), False
                key, root = self._key, self._root.copy()
                heads = self._take(connection, key.name, root)
            grown = root.size > self._root.size
            if grown:
                note = sign(checkpoint_text(key.name, root.size, root.value), key)
                replace_file(self._folder / "checkpoint", note)
                self._root = root
                self._heads.update(heads)
            if grown or not self._published:
                self._publish(connection)
            if self._mapped < root.size and time.monotonic() >= self._map_due:
                self._sign_map(connection, key, root)
            return self._last() if grown else None

    def _begin(self, connection: Connection) -> tuple[SigningKey, Root]:
        """Read the whole log, which must lead to the last checkpoint."""
        row = connection.execute("SELECT origin FROM settings").fetchone()
        if row is None:
            raise LedgerNotOpen("the ledger has not been opened: there is no log to sign")
        last = self._last()
        try:
            key = SigningKey.read(self._folder / "key")
            last.check_signed(key.public)
        except (Unreadable, Contradicted, NotProved, OSError) as error:
            raise SigningRefused(f"what lies in {self._folder} is not this signer's: {error}") from None
        if key.name != row[0]:
            raise SigningRefused(f"the key in {self._folder} signs for {key.name}, and this ledger's log is {row[0]}")
        root, heads = Root(), {}
        with connection.cursor("signer", binary=True) as cursor:
            cursor.itersize = _PAGE
            rows = cursor.execute(
                "SELECT file_id, position, leaf_hash FROM log WHERE index < %s ORDER BY index", (last.size,)
            )
            for file_id, position, leaf in rows:
                root.add(leaf)
                heads[file_id] = position, leaf
        if (root.size, root.value) != (last.size, last.root):
            raise SigningRefused(
                f"a checkpoint of {last.size} entries was signed, and the log does not begin with them: "
                "it was set back or rewritten"
            )
        self._heads = {file_key(key.name, file_id): head for file_id, head in heads.items()}
        return key, root

    def _take(self, connection: Connection, origin: str, root: Root) -> dict[bytes, tuple[int, bytes]]:
        """Take the new entries, each as it is worked out from its stored bytes; return the heads of their files."""
        heads = {}
        [(size,)] = connection.execute("SELECT coalesce(max(index) + 1, 0) FROM log").fetchall()
        if size < root.size:
            raise SigningRefused(
                f"a checkpoint of {root.size} entries was signed, and the log has {size}: it was set back"
            )
        for first in range(root.size, size, _PAGE):
            with connection.cursor(binary=True) as cursor:
                rows = cursor.execute(_NEW, (first, min(first + _PAGE, size))).fetchall()
            for index, file_id, position, leaf, sealed_at, recorded_at, state, previous in rows:
                if index != root.size or recorded_at is None:
                    raise SigningRefused(f"place {root.size} in the log, or the entry sealed there, is gone")
                key = file_key(origin, file_id)
                if (previous is None) != (position == 1) or leaf != leaf_hash(
                    leaf_header(key, position, recorded_at, sealed_at, state, previous)
                ):
                    raise SigningRefused(
                        f"entry {position} of file {file_id}, place {index} in the log, is not what was sealed"
                    )
                root.add(leaf)
                heads[key] = position, leaf
        if root.size != size:
            raise SigningRefused(f"the last {size - root.size} places of the log are gone")
        return heads

    def _last(self) -> Checkpoint:
        path = self._folder / "checkpoint"
        try:
            return Checkpoint.read(path.read_bytes())
        except FileNotFoundError:
            raise SigningRefused(
                f"{path} is gone: what was signed last is not known, so nothing more is signed"
            ) from None
        except Unreadable as error:
            raise SigningRefused(f"{path} is no checkpoint ({error}), so nothing more is signed") from None

    def _publish(self, connection: Connection) -> None:
        """See that the database has the last checkpoint, and the hashes for its proofs."""
        last = self._last()
        with connection.transaction():
            store_subtrees(connection, last.size)
            connection.execute(
                "INSERT INTO checkpoints (size, note) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                (last.size, (self._folder / "checkpoint").read_bytes()), binary=True,
            )  # fmt: skip
        self._published = True

    def _sign_map(self, connection: Connection, key: SigningKey, root: Root) -> None:
        """Sign how many entries each file has. With many files that takes time: then not with every checkpoint."""
        started = time.monotonic()
        text = MapHead.text(key.name, root.size, root.value, len(self._heads), map_root(self._heads))
        connection.execute(
            "INSERT INTO maps (size, note) VALUES (%s, %s) ON CONFLICT DO NOTHING", (root.size, sign(text, key)),
            binary=True,
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
            descriptor = open_lock(self._folder / "lock")
            if take(descriptor, fcntl.LOCK_EX, 0):
                self._lock = descriptor
            else:
                os.close(descriptor)
        return self._lock is not None

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            if self._connection is None:
                self._connection = self._database.connect("sealer", autocommit=True)
                self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                # Ranges of an index, whatever the statistics say, as the sealer's.
                self._connection.execute(
                    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off"
                )
            yield self._connection
        except (psycopg.OperationalError, psycopg.InterfaceError, ReadOnlySqlTransaction) as error:
            self._drop_connection()
            raise DatabaseAway(f"the signer lost the database: {error.sqlstate or 'no answer'}") from error

    def _drop_connection(self) -> None:
        connection, self._connection, self._root = self._connection, None, None
        if connection is not None:
            connection.close()
