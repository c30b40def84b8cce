"""Whether a log is the continuation of what was signed: worked out anew from leaf hashes and stored bytes.

The signer believes nothing else of the database (ledger/log/signer.py).
"""

from __future__ import annotations

from ledger.errors import SigningRefused
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.store.database import Connection
from ledger.verify import Checkpoint, Root

Heads = dict[bytes, tuple[int, bytes]]
"""Of each file, by its key: how many entries it has, and the leaf hash of the last."""
_PAGE = 5_000  # log rows
_NEW = """
    SELECT l.index, l.file_id, l.position, l.leaf_hash, l.sealed_at, e.recorded_at, sha256(e.state), p.leaf_hash
      FROM log l LEFT JOIN entries e ON e.file_id = l.file_id AND e.position = l.position
      LEFT JOIN log p ON p.file_id = l.file_id AND p.position = l.position - 1
     WHERE l.index >= %s AND l.index < %s ORDER BY l.index"""


def beginning(connection: Connection, origin: str, size: int) -> tuple[Root, Heads]:
    """Return the root over the log's first entries, or as many of them as there are, and the heads of their files."""
    root, heads = Root(), {}
    with connection.cursor("signer", binary=True) as cursor:
        cursor.itersize = _PAGE
        rows = cursor.execute("SELECT file_id, position, leaf_hash FROM log WHERE index < %s ORDER BY index", (size,))
        for file_id, position, leaf in rows:
            root.add(leaf)
            heads[file_id] = position, leaf
    return root, {file_key(origin, file_id): head for file_id, head in heads.items()}


def check_continues(root: Root, last: Checkpoint) -> None:
    """Check that this is the root of what was signed last. Raises SigningRefused."""
    if (root.size, root.value) != (last.size, last.root):
        raise SigningRefused(
            f"a checkpoint of {last.size} entries was signed, and the log does not begin with them: "
            "it was set back or rewritten (docs/signing.md, When the signer refuses)"
        )


def size_of(connection: Connection) -> int:
    """Return how many entries the log has, by the place of its last."""
    [(size,)] = connection.execute("SELECT coalesce(max(index) + 1, 0) FROM log").fetchall()
    return int(size)


def take_new(connection: Connection, origin: str, root: Root) -> Heads:
    """Take the new entries, each as it is worked out from its stored bytes; return the heads of their files.

    Raises SigningRefused for an entry that is gone, or is not what was sealed.
    """
    heads: Heads = {}
    size = size_of(connection)
    if size < root.size:
        raise SigningRefused(f"a checkpoint of {root.size} entries was signed, and the log has {size}: it was set back")
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
