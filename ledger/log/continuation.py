"""Whether a log is the continuation of what was signed: worked out anew from leaf hashes and stored bytes.

The signer believes nothing else of the database (ledger/log/signer.py). Whoever owns the server can write rows whose
hashes fit, with whatever times they please. So the times must be such as a ledger gives: no entry sealed before the
one that was signed before it, none recorded after it was sealed or before the entry it follows in its file. Nothing
new is thereby ever known at a moment that had passed when the signer last signed. In a ledger of real time, moreover,
no time lies far beside the last one signed (`FAR`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from ledger.errors import SigningRefused
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.store.database import Connection
from ledger.verify import Checkpoint, Root

Heads = dict[bytes, tuple[int, bytes]]
"""Of each file, by its key: how many entries it has, and the leaf hash of the last."""
FAR = timedelta(days=1)
"""How far a new entry's times may lie beside the last ones signed and the present: sealed after both of them, or
recorded before both. A log may be sealed and signed as late as one likes; what is not honest is an entry recorded long
before one that was signed already, for it would have had to lie in an open transaction all that time. A day leaves room
for a clock that is set right; after one that was further wrong, its times are the last ones signed.
"""
_PAGE = 5_000  # log rows
_NEW = """
    SELECT l.index, l.file_id, l.position, l.leaf_hash, l.sealed_at, e.recorded_at, sha256(e.state), b.recorded_at
      FROM log l LEFT JOIN entries e ON e.file_id = l.file_id AND e.position = l.position
      LEFT JOIN entries b ON b.file_id = l.file_id AND b.position = l.position - 1
     WHERE l.index >= %s AND l.index < %s ORDER BY l.index"""
_LAST = """
    SELECT l.file_id, l.position, l.leaf_hash, l.sealed_at, e.recorded_at, sha256(e.state), p.leaf_hash
      FROM log l JOIN entries e ON e.file_id = l.file_id AND e.position = l.position
      LEFT JOIN log p ON p.file_id = l.file_id AND p.position = l.position - 1
     WHERE l.index < %s ORDER BY l.index DESC LIMIT 1000"""


class Times(NamedTuple):
    """How far the times of what was signed have come: the latest recorded and the latest sealed."""

    recorded_at: datetime
    sealed_at: datetime


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


def times_at(connection: Connection, origin: str, size: int) -> Times | None:
    """Return the times of the last of so many signed entries whose leaf hash holds them; None for no entry.

    An entry altered since, or one signed over after a loss that was explained, tells no times: the one before it does.
    Raises SigningRefused where the last thousand are not what was sealed: then nobody can tell what comes after them.
    """
    if size == 0:
        return None
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(_LAST, (size,)).fetchall()
    for file_id, position, leaf, sealed_at, recorded_at, state, previous in rows:
        if (previous is None) == (position == 1) and leaf == leaf_hash(
            leaf_header(file_key(origin, file_id), position, recorded_at, sealed_at, state, previous)
        ):
            return Times(recorded_at, sealed_at)
    raise SigningRefused(f"the last entries that were signed, up to place {size - 1}, are gone or not what was sealed")


def take_new(
    connection: Connection, origin: str, root: Root, signed: Mapping[bytes, tuple[int, bytes]], last: Times | None,
    *, simulated: bool,
) -> tuple[Heads, Times | None]:  # fmt: skip
    """Take the new entries, each as it is worked out from its stored bytes; return the heads of their files, and times.

    `signed` are the heads of what was signed, `last` its times. Raises SigningRefused for an entry that is gone, is not
    what was sealed, or has times that no ledger gives.
    """
    heads: Heads = {}
    size = size_of(connection)
    if size < root.size:
        raise SigningRefused(f"a checkpoint of {root.size} entries was signed, and the log has {size}: it was set back")
    # A log that was never signed is taken as it is: its clock may have been wrong at any time.
    bounds = None if simulated or last is None else (last, datetime.now(UTC))
    for first in range(root.size, size, _PAGE):
        with connection.cursor(binary=True) as cursor:
            rows = cursor.execute(_NEW, (first, min(first + _PAGE, size))).fetchall()
        for index, file_id, position, leaf, sealed_at, recorded_at, state, before in rows:
            if index != root.size or recorded_at is None:
                raise SigningRefused(f"place {root.size} in the log, or the entry sealed there, is gone")
            what = f"entry {position} of file {file_id}, place {index} in the log,"
            key = file_key(origin, file_id)
            follows, previous = heads.get(key) or signed.get(key) or (0, None)
            if position != follows + 1 or leaf != leaf_hash(
                leaf_header(key, position, recorded_at, sealed_at, state, previous)
            ):
                raise SigningRefused(f"{what} is not what was sealed")
            times = Times(recorded_at, sealed_at)
            if wrong := _wrong_times(times, before, last, bounds):
                raise SigningRefused(f"{what} {wrong}: no ledger gives such times (docs/signing.md)")
            last = times if last is None else Times(max(last.recorded_at, recorded_at), sealed_at)
            root.add(leaf)
            heads[key] = position, leaf
    if root.size != size:
        raise SigningRefused(f"the last {size - root.size} places of the log are gone")
    return heads, last


def _wrong_times(
    new: Times, before: datetime | None, last: Times | None, bounds: tuple[Times, datetime] | None
) -> str | None:
    """What is wrong with the times of a new entry; `before` is when the one before it in its file was recorded."""
    if new.recorded_at > new.sealed_at:
        return "was sealed before it was recorded"
    if before is not None and new.recorded_at < before:
        return "was recorded before the entry it follows in its file"
    if last is not None and new.sealed_at < last.sealed_at:
        return f"was sealed before the entry before it in the log, which was at {last.sealed_at.isoformat()}"
    if bounds is not None:
        signed, now = bounds
        if new.sealed_at > max(signed.sealed_at, now) + FAR:
            return f"is said to be sealed at {new.sealed_at.isoformat()}, which has not come"
        if last is not None and new.recorded_at < min(last.recorded_at, now) - FAR:
            return f"is said to be recorded long before another that was sealed before it, at {new.recorded_at}"
    return None
