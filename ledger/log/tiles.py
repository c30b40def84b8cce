"""The tiles of the log as the database has them: leaf hashes in the log itself, the hashes above them in `subtrees`."""

from __future__ import annotations

from ledger.log.tree import TOP, WIDTH, Tree
from ledger.store.database import Connection
from ledger.verify import Root, full_root

_AT_ONCE = 64  # tiles read in one statement
_LEAVES = 10_000  # leaves read in one statement where there are no tiles


def read_tile(connection: Connection, level: int, number: int, wide: int) -> bytes:
    """Return the first `wide` hashes of a tile, fewer where the log has not grown so far."""
    return b"".join(_hashes(connection, level, WIDTH * number, wide))


def tree(connection: Connection, size: int) -> Tree:
    """Return the tree of the log's first entries, read as it is asked."""
    return Tree(size, lambda level, number, wide: read_tile(connection, level, number, wide))


def root_at(connection: Connection, size: int) -> bytes:
    """Return the root hash of the log's first entries, worked out from the leaves where no tiles are written over them.

    Raises ValueError where the log has not so many.
    """
    try:
        return tree(connection, size).root
    except ValueError:  # nothing is signed over them yet, and so their subtrees are not kept
        root = Root()
        for first in range(0, size, _LEAVES):
            hashes = _hashes(connection, 0, first, min(_LEAVES, size - first))
            root.extend(hashes)
            if len(hashes) != min(_LEAVES, size - first):
                raise ValueError(f"the log has fewer than {size} entries") from None
        return root.value


def store_subtrees(connection: Connection, size: int, losses: int) -> None:
    """Write the hashes above the leaves that a log of that size has and that are not there yet.

    `losses`: how many losses the log has gone on after; what was worked out before the last is not counted on.
    """
    for level in range(1, TOP + 1):
        whole = size >> 8 * level
        [(there,)] = connection.execute(
            "SELECT coalesce(max(number) + 1, 0) FROM subtrees WHERE after_loss = %s AND level = %s", (losses, level)
        ).fetchall()
        for first in range(there, whole, _AT_ONCE):
            numbers = list(range(first, min(first + _AT_ONCE, whole)))
            below = _hashes(connection, level - 1, WIDTH * first, WIDTH * len(numbers), losses)
            if len(below) != WIDTH * len(numbers):
                raise ValueError(f"level {level - 1} of the tree is not whole from {WIDTH * first} on")
            connection.execute(
                "INSERT INTO subtrees (after_loss, level, number, hash)"
                " SELECT %b, %b, n, h FROM unnest(%b::bigint[], %b::bytea[]) x(n, h)",
                (losses, level, numbers, [full_root(below[at : at + WIDTH]) for at in range(0, len(below), WIDTH)]),
            )
        if not whole:
            break


def _hashes(connection: Connection, level: int, first: int, count: int, losses: int | None = None) -> list[bytes]:
    if level == 0:
        rows = connection.execute(
            "SELECT leaf_hash FROM log WHERE index >= %s AND index < %s ORDER BY index", (first, first + count),
            binary=True,
        )  # fmt: skip
    else:
        rows = connection.execute(
            "SELECT hash FROM subtrees WHERE level = %s AND number >= %s AND number < %s"
            " AND after_loss = coalesce(%s, (SELECT max(after_loss) FROM checkpoints)) ORDER BY number",
            (level, first, first + count, losses), binary=True,
        )  # fmt: skip
    return [hashed for (hashed,) in rows]
