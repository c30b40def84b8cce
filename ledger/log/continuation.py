"""Whether a log is the continuation of what was signed: worked out anew from leaf hashes and stored bytes.

The signer believes nothing else of the database (ledger/log/signer.py). Whoever owns the server can write rows whose
hashes fit, with whatever times they please. So the times must be such as a ledger gives: no entry sealed before the
one that was signed before it, none recorded after it was sealed or before the entry it follows in its file. Nothing
new is thereby ever known at a moment that had passed when the signer last signed. In a ledger of real time, moreover,
no time lies far beside the last one signed (`FAR`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import LiteralString, NamedTuple
from uuid import UUID

from ledger.errors import SigningRefused
from ledger.log.chain import Chain
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.log.pages import Row, pages, place_of
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
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # as PostgreSQL counts, in microseconds
_FAR = FAR // timedelta(microseconds=1)
_RECORDED: LiteralString = """
    SELECT uuid_send(file_id), timestamptz_send(recorded_at) FROM entries
     WHERE (file_id, position) IN (SELECT * FROM unnest(%b::uuid[], %b::bigint[]))"""
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
    root, heads = Root(), dict[UUID, tuple[int, bytes]]()
    with connection.cursor("signer", binary=True) as cursor:
        cursor.execute("SELECT file_id, position, leaf_hash FROM log WHERE index < %s ORDER BY index", (size,))
        while rows := cursor.fetchmany(_PAGE):
            root.extend([leaf for _, _, leaf in rows])
            heads |= {file_id: (position, leaf) for file_id, position, leaf in rows}
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
    size = size_of(connection)
    if size < root.size:
        raise SigningRefused(f"a checkpoint of {root.size} entries was signed, and the log has {size}: it was set back")
    # A log that was never signed is taken as it is: its clock may have been wrong at any time.
    times = _Following(last, None if simulated or last is None else datetime.now(UTC))
    chain = Chain(origin)
    for rows in pages(connection, root.size, size):
        gone = next((at for at, row in enumerate(rows) if row[0] != root.size + at or row[5] is None), None)
        if gone is not None:
            raise SigningRefused(f"place {root.size + gone} in the log, or the entry sealed there, is gone")
        _know(connection, chain, origin, rows, signed)
        for index, what in chain.take(rows):
            if what.startswith("dated"):
                raise _refused(rows[index - root.size], "was recorded before the entry it follows in its file", _TIMES)
            raise _refused(rows[index - root.size], "is not what was sealed")
        times.take(rows)
        root.extend([row[4] for row in rows])
    if root.size != size:
        raise SigningRefused(f"the last {size - root.size} places of the log are gone")
    return chain.heads(), times.last


def _know(
    connection: Connection, chain: Chain, origin: str, rows: Sequence[Row], signed: Mapping[bytes, tuple[int, bytes]]
) -> None:
    """Tell the chain of what was signed of the files that are on a page, where it has not met them yet."""
    new = {row[1][:16] for row in rows if not chain.last(row[1][:16])}
    heads = {file: signed[key] for file in new if (key := file_key(origin, UUID(bytes=file))) in signed}
    files, positions = [UUID(bytes=file) for file in heads], [position for position, _ in heads.values()]
    with connection.cursor(binary=True) as cursor:
        rows_there = cursor.execute(_RECORDED, (files, positions)).fetchall() if files else []
    recorded: dict[bytes, bytes] = dict(rows_there)
    for file, (position, leaf) in heads.items():
        chain.know(file, position, leaf, int.from_bytes(recorded.get(file, _EVER), "big", signed=True))


_EVER = (-(2**63)).to_bytes(8, "big", signed=True)
_TIMES = ": no ledger gives such times (docs/signing.md)"
_ERA = timedelta(days=365 * 1_900) // timedelta(microseconds=1)  # either side of 2000; Python writes 1 to 9999


def _refused(row: Row, what: str, why: str = "") -> SigningRefused:
    file_id, position = place_of(row[1])
    return SigningRefused(f"entry {position} of file {file_id}, place {row[0]} in the log, {what}{why}")


class _Following:
    """Whether times are such as go on from the last ones signed; all of them in microseconds since 2000.

    `now` is the present, and None where times may lie beside it and the last ones as far as they like.
    """

    def __init__(self, last: Times | None, now: datetime | None) -> None:
        self._recorded_at: int | None = None if last is None else _microseconds(last.recorded_at)
        self._sealed_at: int | None = None if last is None else _microseconds(last.sealed_at)
        self._now = None if now is None else _microseconds(now)
        self._latest = None if self._now is None else max(self._sealed_at or self._now, self._now) + _FAR

    @property
    def last(self) -> Times | None:
        """The latest times so far."""
        if self._recorded_at is None or self._sealed_at is None:
            return None
        return Times(_moment(self._recorded_at), _moment(self._sealed_at))

    def take(self, rows: Sequence[Row]) -> None:
        """Go on with a page. Raises SigningRefused."""
        before: tuple[bytes, int] | None = None
        for row in rows:
            sealed_at, stored = row[3], row[5]
            assert stored is not None, "it is not gone"
            if (times := (stored[4], sealed_at)) == before:
                continue  # the entries of an append share them
            before = times
            recorded_at = int.from_bytes(stored[4], "big", signed=True)
            if wrong := self._wrong(recorded_at, sealed_at):
                raise _refused(row, wrong, _TIMES)
            self._recorded_at = recorded_at if self._recorded_at is None else max(self._recorded_at, recorded_at)
            self._sealed_at = sealed_at

    def _wrong(self, recorded_at: int, sealed_at: int) -> str | None:
        if recorded_at > sealed_at:
            return "was sealed before it was recorded"
        if sealed_at > 4 * _ERA or recorded_at < -_ERA:
            return "is said to be of no time there is"
        if self._sealed_at is not None and sealed_at < self._sealed_at:
            return f"was sealed before the entry before it in the log, which was at {_moment(self._sealed_at)}"
        if self._latest is not None and sealed_at > self._latest:
            return f"is said to be sealed at {_moment(sealed_at)}, which has not come"
        bound = min(self._recorded_at or recorded_at, self._now or recorded_at) - _FAR
        if self._now is not None and recorded_at < bound:
            return f"is said to be recorded long before another that was sealed before it, at {_moment(recorded_at)}"
        return None


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
