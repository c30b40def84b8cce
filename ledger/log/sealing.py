"""What one pass of the sealer reads from the ledger, and the rows it writes into the log.

Each function here is one or two statements inside the pass's transaction; why they come in that order and lose
nothing is told in ledger/log/sealer.py.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import LiteralString, NamedTuple
from uuid import UUID

from psycopg import sql
from psycopg.rows import args_row

from ledger.errors import SealingStopped
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.store.attempts import APPEND_ENTRIES
from ledger.store.database import Connection

STRETCH = 20_000  # appends looked at in one statement
_TICK = timedelta(microseconds=1)
_LOOK: LiteralString = """
    SELECT floor, mark, size, nullif(sealed_at, '-infinity'), pg_snapshot_xmin(pg_current_snapshot()) >= mark_xid,
           mark_xid >= pg_snapshot_xmax(pg_current_snapshot()), clock_timestamp(),
           pg_try_advisory_xact_lock((('log'::regclass)::oid::bigint << 32) + 1)
      FROM sealing WHERE one_row"""
_HOLD: LiteralString = "SELECT pg_try_advisory_lock((('log'::regclass)::oid::bigint << 32) + 1)"
_LET_GO: LiteralString = "SELECT pg_advisory_unlock((('log'::regclass)::oid::bigint << 32) + 1)"


class Sealing(NamedTuple):
    """Where sealing has got to, as a pass's snapshot shows it."""

    floor: int
    mark: int
    size: int
    sealed_at: datetime | None
    settled: bool
    foreign: bool  # mark_xid comes from another server (a restored copy): it says nothing about this one's
    now: datetime
    locked: bool


class Unsealed(NamedTuple):
    """The appends that a look found waiting, a page at most; the highest arrival looked at; whether that was all."""

    arrivals: list[int]
    highest: int
    everything: bool
    looked_at: int


class Entry(NamedTuple):
    """An entry about to be sealed; `size` stands on the first of an append."""

    arrival: int
    size: int | None
    file_id: UUID
    position: int
    recorded_at: datetime
    state_hash: bytes


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
    with connection.cursor(binary=True, row_factory=args_row(Entry)) as cursor:
        entries = cursor.execute(
            "SELECT arrival, size, file_id, position, recorded_at, sha256(state) FROM entries"
            " WHERE arrival = ANY(%b) ORDER BY arrival, ordinal LIMIT %b",
            (list(arrivals), limit),
        ).fetchall()
    whole = 0
    while whole < len(entries) and (end := whole + (entries[whole].size or 0)) <= len(entries):
        if end == whole or {entry.arrival for entry in entries[whole:end]} != {entries[whole].arrival}:
            break
        whole = end
    if whole < len(entries) and (len(entries) < limit or whole == 0):
        odd = entries[whole]
        raise SealingStopped(f"the append of entry {odd.position} of file {odd.file_id} is not as large as it says")
    return entries[:whole]


def move(connection: Connection, state: Sealing, times: Sequence[datetime], floor: int, mark: int | None) -> None:
    """Writes where sealing has got to; `mark` None leaves the mark as it is.

    Comes before the log is written: if another sealer came between our snapshot and our lock, this fails, and all
    is undone.
    """
    connection.execute(
        "UPDATE sealing SET floor = %s, size = %s, sealed_at = coalesce(%s, sealed_at), mark = coalesce(%s, mark),"
        " mark_xid = CASE WHEN %s::bigint IS NULL THEN mark_xid ELSE pg_current_xact_id() END",
        (floor, state.size + len(times), times[-1] if times else None, mark, mark),
    )


def write(connection: Connection, size: int, entries: Sequence[Entry], times: Sequence[datetime], origin: str) -> None:
    """Writes the entries into a log of that size. Raises SealingStopped."""
    hashes = _leaves(connection, entries, times, origin)
    connection.execute(
        "INSERT INTO log (index, file_id, position, arrival, leaf_hash, sealed_at)"
        " SELECT %s + o - 1, f, p, a, h, t FROM unnest(%b::uuid[], %b::bigint[], %b::bigint[], %b::bytea[],"
        " %b::timestamptz[]) WITH ORDINALITY x(f, p, a, h, t, o)",
        (
            size,
            [entry.file_id for entry in entries],
            [entry.position for entry in entries],
            [entry.arrival for entry in entries],
            hashes,
            list(times),
        ),
    )


def times_of(state: Sealing, entries: Sequence[Entry], simulated: bool) -> list[datetime]:
    """When each entry counts as sealed: one rising moment for a pass.

    In a simulated ledger sealing follows the clock that was told: each append is sealed when it was recorded.
    """
    last = state.sealed_at
    if simulated:
        times = []
        for entry in entries:
            last = max(last, entry.recorded_at) if last else entry.recorded_at
            times.append(last)
        return times
    moment = max([state.now, *(entry.recorded_at for entry in entries), *([last + _TICK] if last else [])])
    return [moment] * len(entries)


def _leaves(connection: Connection, entries: Sequence[Entry], times: Sequence[datetime], origin: str) -> list[bytes]:
    """The leaf hash of each entry, each holding the one of the file's entry before."""
    last: dict[UUID, tuple[int, bytes | None]] = {entry.file_id: (0, None) for entry in entries}
    for file_id, position, hashed in connection.execute(
        "SELECT f, l.position, l.leaf_hash FROM unnest(%b::uuid[]) f CROSS JOIN LATERAL"
        " (SELECT position, leaf_hash FROM log WHERE file_id = f ORDER BY position DESC LIMIT 1) l",
        (list(last),),
    ):
        last[file_id] = (position, hashed)
    hashes = []
    for entry, sealed_at in zip(entries, times, strict=True):
        position, previous = last[entry.file_id]
        if entry.position != position + 1:
            raise SealingStopped(
                f"file {entry.file_id} is sealed up to position {position}, "
                f"and the next entry found is at position {entry.position}"
            )
        key = file_key(origin, entry.file_id)
        header = leaf_header(key, entry.position, entry.recorded_at, sealed_at, entry.state_hash, previous)
        hashes.append(leaf_hash(header))
        last[entry.file_id] = (entry.position, hashes[-1])
    return hashes


def column(connection: Connection, statement: LiteralString, *literals: int) -> list[int]:
    """One column of numbers; the literals are written into the statement, so that the plan is made for them."""
    composed = sql.SQL(statement).format(*(sql.Literal(literal) for literal in literals))
    with connection.cursor(binary=True) as cursor:
        return [number for (number,) in cursor.execute(composed)]
