"""How a log goes on after entries were lost that had been signed for: only by a person's word, and in plain sight.

The signer refuses a log that is not the continuation of what it signed. The way out is an entry on the authority's file
that says what was lost (log-loss-explained/1); it names the checkpoint that was signed, and the size and root with
which the log goes on. After that, and by a command that names the lost checkpoint once more, the signer signs the log
at that size, which must have that root, and goes on. The lost checkpoint stays in its folder. Nothing is made good by
this: who holds a checkpoint of what was lost sees that the log contradicts it, and is told of the entry.
"""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from pathlib import Path

from ledger.encodings import base64
from ledger.errors import SigningRefused
from ledger.log.continuation import beginning, size_of
from ledger.log.folder import Folder
from ledger.log.signer import connect, origin_of
from ledger.store.database import Database
from ledger.store.home import LockBusy, holding
from ledger.verify import Checkpoint, checkpoint_text

_BUSY = "the signer is at work, so nothing is lost: it stops where something is"


@dataclass(frozen=True)
class Found:
    """The last checkpoint that was signed, and the log as it is found."""

    lost: Checkpoint
    note: bytes
    """The checkpoint as it was signed."""
    size: int
    root: bytes
    continues: bool
    """Whether the log is the continuation of the checkpoint: then nothing is lost."""


def look(database: Database, folder: Path) -> Found:
    """Return what was signed last, and the log as it is. Raises SigningRefused, LedgerNotOpen."""
    signed = Folder(folder)
    last, note = signed.last(), signed.last_note()
    connection = connect(database)
    try:
        with connection.transaction():
            origin, size = origin_of(connection), size_of(connection)
            before, _ = beginning(connection, origin, last.size)
            root, _ = beginning(connection, origin, size)
    finally:
        connection.close()
    if root.size != size:
        raise SigningRefused(
            f"the log has {root.size} entries, and its last has place {size - 1}: there are holes in it, "
            "and no log goes on from there; restore the ledger from a backup"
        )
    return Found(last, note, size, root.value, (before.size, before.value) == (last.size, last.root))


def sign_on(database: Database, folder: Path, lost_note: str, size: int, root: str, entry_at: int | None) -> Checkpoint:
    """Sign the log at the size and root that a loss was explained with, and return that checkpoint.

    `lost_note`, `size` and `root` are the entry's; `entry_at` is its place in the log, None where it is not sealed yet.
    What was signed and is lost is kept first; broken off in between, it can be done again. Raises SigningRefused where
    the log is not as the entry says, LockBusy where a signer is at work, OSError.
    """
    signed = Folder(folder)
    with holding(folder / "lock", fcntl.LOCK_EX, 0, _BUSY):
        found = look(database, folder)
        if found.continues:
            raise SigningRefused("the log is the continuation of what was signed: nothing is lost, and nothing to do")
        if Checkpoint.read(lost_note.encode()).note.text != found.lost.note.text:
            raise SigningRefused("the entry explains the loss of another checkpoint than the last one signed here")
        if entry_at is None or not size <= entry_at < found.size:
            raise SigningRefused("the entry that explains the loss is not in the log yet, or comes before the loss")
        connection = connect(database)
        try:
            with connection.transaction():
                origin = origin_of(connection)
                there, _ = beginning(connection, origin, size)
        finally:
            connection.close()
        if (there.size, base64(there.value)) != (size, root):
            raise SigningRefused(f"the log's root at {size} entries is not the one the entry says")
        signed.keep_lost(found.note)
        return Checkpoint.read(signed.keep(checkpoint_text(origin, size, there.value)))


__all__ = ["Found", "LockBusy", "look", "sign_on"]
