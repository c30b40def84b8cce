"""What one pass of the sealer reads from the ledger, and the rows it writes into the log.

Each function here is one or two statements inside the pass's transaction; why they come in that order and lose
nothing is told in ledger/log/sealer.py.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from struct import Struct
from typing import LiteralString, NamedTuple
from uuid import UUID

from psycopg import sql
from psycopg.rows import args_row

from ledger.errors import SealingStopped
from ledger.log.leaf import PIECES, file_key, moment
from ledger.log.pages import place_of
from ledger.store.attempts import APPEND_ENTRIES
from ledger.store.database import Connection

STRETCH = 20_000  # appends looked at in one statement
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_LOOK: LiteralString = """
    SELECT floor, mark, size, nullif(timestamptz_send(sealed_at), timestamptz_send('-infinity')),
           pg_snapshot_xmin(pg_current_snapshot()) >= mark_xid,
           mark_xid >= pg_snapshot_xmax(pg_current_snapshot()), timestamptz_send(clock_timestamp()),
           pg_try_advisory_xact_lock((('log'::regclass)::oid::bigint << 32) + 1)
      FROM sealing WHERE one_row"""
_HOLD: LiteralString = "SELECT pg_try_advisory_lock((('log'::regclass)::oid::bigint << 32) + 1)"
_LET_GO: LiteralString = "SELECT pg_advisory_unlock((('log'::regclass)::oid::bigint << 32) + 1)"


class Sealing(NamedTuple):
    """Where sealing has got to, as a pass's snapshot shows it; its moments as in an `Entry`."""

    floor: int
    mark: int
    size: int
    sealed_at: bytes | None
    settled: bool
    foreign: bool  # mark_xid comes from another server (a restored copy): it says nothing about this one's
    now: bytes
    locked: bool


class Unsealed(NamedTuple):
    """The appends that a look found waiting, a page at most; the highest arrival looked at; whether that was all."""

    arrivals: list[int]
    highest: int
    everything: bool
    looked_at: int


Entry = tuple[int, int | None, bytes, bytes, bytes]
"""An entry about to be sealed: arrival; size (on the first of an append); its place, the 16 bytes of its file's id and
the 8 of its position; recorded_at, 8 bytes, in microseconds since 2000; SHA-256 of its bytes. A plain tuple of what the
server sends: to make ids and moments of it, and bytes of those again, took a third of our part of a pass."""


def hold(connection: Connection) -> bool:
    """Takes the sealer's lock for as long as the connection lives; False if another one has it."""
    row = connection.execute(_HOLD).fetchone()
    return row is not None and bool(row[0])


def let_go(connection: Connection) -> None:
    """Lets go of the lock that `hold` took, at once: a closed connection's goes only when its server has noticed."""
    connection.execute(_LET_GO)


def look(connection: Connection) -> Sealing | None:
    """The first statement of a pass: its snapshot is the pass's. None: not now, another one is sealing."""
    with connection.cursor(binary=True, row_factory=args_row(Sealing)) as cursor:
        state = cursor.execute(_LOOK).fetchone()
    return state if state is not None and state.locked else None


def unsealed(connection: Connection, floor: int, page: int, stretch: int = STRETCH) -> Unsealed:
    """The appends above the floor that are not in the log yet, in order.

    Each statement is one range of one index, with the bounds written out: a join of entries and log, or a plan made
    for other bounds, would cost more with every year of the ledger.
    """
    found: list[int] = []
    start, looked_at = floor, 0
    entries: LiteralString = "SELECT arrival FROM entries WHERE arrival > {} AND ordinal = 1 ORDER BY arrival LIMIT {}"
    log: LiteralString = "SELECT arrival FROM log WHERE arrival > {} AND arrival <= {}"
    while True:
        seen = column(connection, entries, start, stretch)
        if seen:
            sealed = set(column(connection, log, start, seen[-1]))
            found += [arrival for arrival in seen if arrival not in sealed]
            start, looked_at = seen[-1], looked_at + len(seen)
        if len(found) > page:
            return Unsealed(found[:page], found[page - 1], False, looked_at)
        if len(seen) < stretch:
            return Unsealed(found, start, True, looked_at)


def left_behind(connection: Connection) -> list[int]:
    """The arrivals of all entries that are not in the log, in order, wherever the floor is."""
    return column(
        connection,
        "SELECT DISTINCT arrival FROM entries e WHERE NOT EXISTS (SELECT FROM log l"
        " WHERE l.file_id = e.file_id AND l.position = e.position) ORDER BY arrival",
    )


def whole_appends(connection: Connection, arrivals: Sequence[int]) -> list[Entry]:
    """The entries of these appends in the order they will have; perhaps not of the last ones, but never part of one.

    Raises SealingStopped for an append that has lost an entry.
    """
    if not arrivals:
        return []
    limit = len(arrivals) + APPEND_ENTRIES  # so at least one append is whole
    with connection.cursor(binary=True) as cursor:
        entries: list[Entry] = cursor.execute(
            "SELECT arrival, size, uuid_send(file_id) || int8send(position), timestamptz_send(recorded_at),"
            " sha256(state) FROM entries WHERE arrival = ANY(%b) ORDER BY arrival, ordinal LIMIT %b",
            (list(arrivals), limit),
        ).fetchall()
    whole = 0
    while whole < len(entries) and (end := whole + (entries[whole][1] or 0)) <= len(entries):
        if end == whole or {entry[0] for entry in entries[whole:end]} != {entries[whole][0]}:
            break
        whole = end
    if whole < len(entries) and (len(entries) < limit or whole == 0):
        file_id, position = place_of(entries[whole][2])
        raise SealingStopped(f"the append of entry {position} of file {file_id} is not as large as it says")
    return entries[:whole]


def move(connection: Connection, state: Sealing, times: Sequence[int], floor: int, mark: int | None) -> None:
    """Writes where sealing has got to; `mark` None leaves the mark as it is.

    Comes before the log is written: if another sealer came between our snapshot and our lock, this fails, and all
    is undone.
    """
    connection.execute(
        "UPDATE sealing SET floor = %s, size = %s, sealed_at = coalesce(%s, sealed_at), mark = coalesce(%s, mark),"
        " mark_xid = CASE WHEN %s::bigint IS NULL THEN mark_xid ELSE pg_current_xact_id() END",
        (floor, state.size + len(times), _EPOCH + timedelta(microseconds=times[-1]) if times else None, mark, mark),
    )


def write(connection: Connection, size: int, entries: Sequence[Entry], times: Sequence[int], origin: str) -> None:
    """Writes the entries into a log of that size. Raises SealingStopped.

    By COPY, each row as it goes over the wire: arrays of 20,000 of each column are put together by psycopg one by one,
    and taken apart by the server (docs/adr/0145).
    """
    index, row = size, _ROW.pack
    rows = [_BEGIN]
    for entry, sealed_at, leaf in zip(entries, times, _leaves(connection, entries, times, origin), strict=True):
        place = entry[2]
        rows.append(row(6, 8, index, 16, place[:16], 8, place[16:], 8, entry[0], 32, leaf, 8, sealed_at))
        index += 1
    statement = "COPY log (index, file_id, position, arrival, leaf_hash, sealed_at) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(b"".join([*rows, _OVER]))


_ROW = Struct(">hiqi16si8siqi32siq")  # how many columns; of each how many bytes, and they
_BEGIN, _OVER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


def times_of(state: Sealing, entries: Sequence[Entry], simulated: bool) -> list[int]:
    """When each entry counts as sealed, in microseconds since 2000: one rising moment for a pass.

    In a simulated ledger sealing follows the clock that was told: each append is sealed when it was recorded.
    """
    last = None if state.sealed_at is None else _microseconds(state.sealed_at)
    if simulated:
        times = []
        for entry in entries:
            recorded_at = _microseconds(entry[3])
            last = max(last, recorded_at) if last is not None else recorded_at
            times.append(last)
        return times
    recorded = map(_microseconds, {entry[3] for entry in entries})
    return [max([_microseconds(state.now), *recorded, *([last + 1] if last is not None else [])])] * len(entries)


def _microseconds(sent: bytes) -> int:
    return int.from_bytes(sent, "big", signed=True)


def _leaves(connection: Connection, entries: Sequence[Entry], times: Sequence[int], origin: str) -> list[bytes]:
    """The leaf hash of each entry (ledger/log/leaf.py), each holding the one of the file's entry before."""
    last = _last(connection, entries, origin)
    hashes = []
    recorded, sealed, dated = b"", 0, ""
    for (_, _, place, recorded_at, state), sealed_at in zip(entries, times, strict=True):
        begins, position, previous = last[place[:16]]
        position += 1
        if place[16:] != position.to_bytes(8, "big"):
            file_id, found = place_of(place)
            raise SealingStopped(
                f"file {file_id} is sealed up to position {position - 1}, "
                f"and the next entry found is at position {found}"
            )
        if recorded_at != recorded or sealed_at != sealed:
            recorded, sealed = recorded_at, sealed_at
            dated = f"{_RECORDED}{moment(_microseconds(recorded))}{_SEALED}{moment(sealed_at)}{_STATE}"
        header = f"{begins}{position}{_PREVIOUS}{previous}{dated}{state.hex()}{_END}"
        leaf = sha256(header.encode())
        hashes.append(leaf.digest())
        last[place[:16]] = begins, position, leaf.hexdigest()
    return hashes


_FILE, _POSITION, _PREVIOUS, _RECORDED, _SEALED, _STATE, _END = PIECES


def _last(connection: Connection, entries: Sequence[Entry], origin: str) -> dict[bytes, tuple[str, int, str]]:
    """Of each file, by its id: how its leaves begin, its last position in the log, and that leaf hash in hex."""
    files = {raw: UUID(bytes=raw) for raw in {entry[2][:16] for entry in entries}}
    found = {
        file_id: (position, hashed.hex())
        for file_id, position, hashed in connection.execute(
            "SELECT f, l.position, l.leaf_hash FROM unnest(%b::uuid[]) f CROSS JOIN LATERAL"
            " (SELECT position, leaf_hash FROM log WHERE file_id = f ORDER BY position DESC LIMIT 1) l",
            (list(files.values()),),
        )
    }
    return {
        raw: (f"\0{_FILE}{file_key(origin, file_id).hex()}{_POSITION}", *found.get(file_id, (0, "")))
        for raw, file_id in files.items()
    }


def column(connection: Connection, statement: LiteralString, *literals: int) -> list[int]:
    """One column of numbers; the literals are written into the statement, so that the plan is made for them."""
    composed = sql.SQL(statement).format(*(sql.Literal(literal) for literal in literals))
    with connection.cursor(binary=True) as cursor:
        return [number for (number,) in cursor.execute(composed)]
