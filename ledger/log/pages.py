"""The log page by page, each place with the entry it stands for, as quickly as a database gives out a million of them.

Nothing is hashed by the database: whoever can change a row can change what its server answers. Two ranges of two
indexes make a page, and never a join: an entry is looked for by the arrival number that stands beside it in the log,
for both tables lie in that order on disk; one that is not there, by its file and position.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import Struct
from typing import Any, LiteralString
from uuid import UUID

from ledger.store.database import Connection

WIDE = 1_024  # places on a page
_LOG: LiteralString = """
    SELECT index, uuid_send(file_id) || int8send(position), arrival, timestamptz_send(sealed_at), leaf_hash
      FROM log WHERE index >= %b AND index < %b ORDER BY index"""
# A long entry is read by itself, so that a page stays small.
_ENTRIES: LiteralString = """
    SELECT uuid_send(e.file_id) || int8send(e.position), arrival, ordinal, coalesce(size, 0),
           timestamptz_send(recorded_at), kind, CASE WHEN octet_length(state) <= 65536 THEN state END
      FROM entries e WHERE {} ORDER BY arrival, ordinal {}"""
_BY_ARRIVAL: LiteralString = _ENTRIES.format("arrival = ANY(%b)", "")
_BY_PLACE: LiteralString = _ENTRIES.format(
    "(file_id, position) IN (SELECT * FROM unnest(%b::uuid[], %b::bigint[]))", ""
)
_UNSEALED: LiteralString = _ENTRIES.format(
    "(arrival, ordinal) > (%b, %b) AND NOT EXISTS"
    " (SELECT FROM log l WHERE l.file_id = e.file_id AND l.position = e.position)",
    "LIMIT %b",
)
_microseconds = Struct(">q").unpack

Stored = tuple[bytes, int, int, int, bytes, str, bytes]
"""An entry as it is stored: its place, arrival, ordinal, size (0 on all but the first of an append), recorded_at, kind,
bytes. The place is the 16 bytes of its file's id and the 8 of its position; the moment as in `Row`, in 8 bytes."""
Row = tuple[int, bytes, int, int, bytes, Stored | None]
"""A place in the log: index, the entry's place, arrival, sealed_at in microseconds since 2000, leaf hash; the entry, if
it is there. Plain tuples, for there are a million of them."""


def place_of(raw: bytes) -> tuple[UUID, int]:
    """Return the file and the position that stand for an entry."""
    return UUID(bytes=raw[:16]), int.from_bytes(raw[16:], "big", signed=True)


def pages(connection: Connection, first: int, end: int) -> Iterator[list[Row]]:
    """Yield the log from one index to before another."""
    for start in range(first, end, WIDE):
        yield _page(connection, start, min(start + WIDE, end))


def unsealed(connection: Connection) -> Iterator[list[Stored]]:
    """Yield what is recorded and has no place in the log, a page at a time, in the order of arrival."""
    after = (-(2**63), 0)
    while found := _entries(connection, _UNSEALED, *after, WIDE):
        yield found
        after = found[-1][1], found[-1][2]


def _page(connection: Connection, first: int, end: int) -> list[Row]:
    with connection.cursor(binary=True) as cursor:
        places = cursor.execute(_LOG, (first, end)).fetchall()
    entries = _entries(connection, _BY_ARRIVAL, list({place[2] for place in places}))
    wanted, there = [place[1] for place in places], [entry[0] for entry in entries]
    # The appends at both ends of the page may reach beyond it; what lies between is in the same order in both.
    at = there.index(wanted[0]) if wanted and wanted[0] in there else 0
    beside: Sequence[Stored | None] = entries[at : at + len(wanted)]
    if there[at : at + len(wanted)] != wanted:
        found = {entry[0]: entry for entry in entries}
        if lost := [place_of(place) for place in wanted if place not in found]:
            files, positions = zip(*lost, strict=True)
            found |= {entry[0]: entry for entry in _entries(connection, _BY_PLACE, list(files), list(positions))}
        beside = [found.get(place) for place in wanted]
    return [
        (index, place, arrival, *_microseconds(sealed_at), leaf, entry)
        for (index, place, arrival, sealed_at, leaf), entry in zip(places, beside, strict=True)
    ]


def _entries(connection: Connection, statement: LiteralString, *given: Any) -> list[Stored]:
    with connection.cursor(binary=True) as cursor:
        found = cursor.execute(statement, given).fetchall()
    for at, entry in enumerate(found):
        if entry[6] is None:
            found[at] = (*entry[:6], _state(connection, entry[0]))
    return found


def _state(connection: Connection, place: bytes) -> bytes:
    [(state,)] = connection.execute(
        "SELECT coalesce(state, '') FROM entries WHERE file_id = %b AND position = %b", place_of(place), binary=True
    ).fetchall()
    return bytes(state)
