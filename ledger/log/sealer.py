"""Gives every recorded entry its place in the one log, once, in an order that never changes afterwards.

Writers record side by side and wait for nobody, so the order in which their entries become visible is not the order
in which their arrival numbers were drawn. A reader that remembers "the last arrival I saw" therefore loses entries
for good. The sealer alone makes an order, and everybody else follows the log.

How it misses nothing. A transaction takes its xid before it draws its arrival number, and the numbers are drawn in
the order of time (the sequence caches none). Say a pass sees arrival m, committed, and takes its own xid X afterwards.
Whoever drew a number up to m did so before m was committed, so took an xid below X. Once no transaction below X is
running (pg_snapshot_xmin >= X, `settled`), every number up to m has either been committed, and can be seen, or never
will be. So:

    mark    an arrival seen by an earlier pass, whose xid, taken after it had looked, is mark_xid
    floor   every entry with an arrival up to here has been sealed; nothing will ever appear there again

A pass looks at everything above the floor. If the mark is settled, and the pass has sealed everything visible up to
it, the floor moves up to the mark, and the highest arrival this pass has seen becomes the new mark. A transaction
that stays open, in whatever database of the server, delays nobody's sealing: it only widens the stretch looked at.

File order holds because a file's next entry can only be written when the one before is committed. The sealer does
not rely on it: if a position does not follow the last one sealed, it stops, and a person must look.

One pass is one REPEATABLE READ transaction, guarded by an advisory lock on the connection that writes. Should two
sealers nevertheless meet, the second fails to update the row of `sealing` and has done nothing.
"""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString, NamedTuple
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import args_row

from ledger.errors import DatabaseAway, SealingStopped
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.store.attempts import APPEND_ENTRIES
from ledger.store.database import Connection, Database

BUSY, IDLE, SPARE = 0.002, 0.05, 1.0  # seconds between two looks: entries are coming; none are; another one seals
COMPARE_EVERY = 24 * 3600.0  # seconds
_PAGE = 2_000  # appends sealed in one pass
_STRETCH = 20_000  # appends looked at in one statement
_WIDE = 100_000  # appends above the floor: some transaction has been open for long
_WARN_EVERY = 60.0  # seconds
_TICK = timedelta(microseconds=1)
_LOOK: LiteralString = """
    SELECT floor, mark, size, nullif(sealed_at, '-infinity'), pg_snapshot_xmin(pg_current_snapshot()) >= mark_xid,
           mark_xid >= pg_snapshot_xmax(pg_current_snapshot()), clock_timestamp(),
           pg_try_advisory_xact_lock((('log'::regclass)::oid::bigint << 32) + 1)
      FROM sealing WHERE one_row"""
_HOLD: LiteralString = "SELECT pg_try_advisory_lock((('log'::regclass)::oid::bigint << 32) + 1)"

_logger = logging.getLogger("cleartrail.sealer")


def channel(schema: str) -> str:
    """The channel on which a sealer says, once per pass, that the log has grown; the payload is its new size."""
    return f"{schema}_log"


@dataclass(frozen=True)
class Comparison:
    """What comparing all entries with the whole log found.

    `sealed`: entries sealed just now. `overlooked`: those among them, as (file, position), that no pass would ever
    have looked at. `vanished`: what the log has sealed and the ledger no longer holds, as (index, file, position).
    The last two are empty in a ledger that nobody has tampered with.
    """

    sealed: int
    overlooked: tuple[tuple[UUID, int], ...]
    vanished: tuple[tuple[int, UUID, int], ...]


class _State(NamedTuple):
    """Where sealing has got to, as this pass's snapshot shows it."""

    floor: int
    mark: int
    size: int
    sealed_at: datetime | None
    settled: bool
    foreign: bool  # mark_xid comes from another server (a restored copy): it says nothing about this one's
    now: datetime
    locked: bool


class _Entry(NamedTuple):
    arrival: int
    size: int | None
    file_id: UUID
    position: int
    recorded_at: datetime
    state_hash: bytes


class Sealer:
    """Seals one ledger. Safe to call from several threads and to run in several processes: one seals at a time."""

    def __init__(self, database: Database, page: int = _PAGE) -> None:
        self._database = database
        self._page = page
        self._one_at_a_time = threading.Lock()
        self._connection: Connection | None = None
        self._warned = float("-inf")
        self._alone = False  # whether our connection holds the lock between passes too
        self._settings: tuple[str, bool] | None = None  # origin, whether the clock is simulated

    # ------------------------------------------------------------------------------------------------ passes

    def seal_once(self) -> int:
        """Seals what can be seen now, one page at most; returns how many entries, 0 also if another sealer is at work.

        Raises SealingStopped if what lies there cannot be, DatabaseAway if no answer came (the pass then counts as a
        whole or not at all; the next one will see).
        """
        with self._connected() as connection:
            try:
                return self._pass(connection)
            except psycopg.errors.SerializationFailure:
                return 0  # another sealer was quicker

    def full_comparison(self) -> Comparison:
        """Compares every entry with the whole log, seals what is left, and says what should not have been.

        Takes time in proportion to the ledger; meant for the night.
        """
        with self._connected() as connection:
            floor, arrivals = self._left_behind(connection)
            sealed: list[_Entry] = []
            for start in range(0, len(arrivals), self._page):
                with connection.transaction():
                    state = self._look(connection)
                    if state is None:
                        break
                    page = self._entries(connection, arrivals[start : start + self._page])
                    self._seal(connection, state, page, state.floor, None)
                    sealed += page
            with connection.transaction():
                vanished = connection.execute(
                    "SELECT index, file_id, position FROM log l WHERE NOT EXISTS"
                    " (SELECT FROM entries e WHERE e.file_id = l.file_id AND e.position = l.position) ORDER BY index"
                ).fetchall()
        overlooked = tuple((entry.file_id, entry.position) for entry in sealed if entry.arrival <= floor)
        return Comparison(len(sealed), overlooked, tuple((row[0], row[1], row[2]) for row in vanished))

    def run(self, stop: threading.Event) -> None:
        """Seals until told to stop; beside another sealer it waits, and takes over when that one is gone.

        Survives a database that goes away. Raises SealingStopped.
        """
        wait, compared = BUSY, float("-inf")
        try:
            while not stop.is_set():
                started = time.monotonic()
                try:
                    if not self._be_the_one():
                        stop.wait(SPARE)
                        continue
                    if started - compared > COMPARE_EVERY:
                        self._report(self.full_comparison())
                        compared = started
                    sealed = self.seal_once()
                except DatabaseAway:
                    _logger.warning("no database; sealing goes on when it is back")
                    stop.wait(SPARE)
                    continue
                # Without news the waits grow, and looking never takes more than half of the time.
                wait = BUSY if sealed else max(min(wait * 1.5, IDLE), time.monotonic() - started)
                stop.wait(wait)
        finally:
            self.close()

    def close(self) -> None:
        """Lets go of the connection, and with it of the lock."""
        with self._one_at_a_time:
            self._drop_connection()

    # ------------------------------------------------------------------------------------------------ one pass

    def _pass(self, connection: Connection) -> int:
        with connection.transaction():
            state = self._look(connection)
            if state is None:
                return 0
            arrivals, highest, everything = self._unsealed(connection, state.floor)
            entries = self._entries(connection, arrivals)
            if entries and entries[-1].arrival < arrivals[-1]:
                highest, everything = entries[-1].arrival, False
            floor, mark = state.floor, None
            if state.foreign:
                mark = highest
            elif state.settled and (everything or highest >= state.mark):
                floor, mark = state.mark, max(highest, state.mark)
            if entries or floor != state.floor or mark not in (None, state.mark):
                self._seal(connection, state, entries, floor, mark)
        return len(entries)

    def _look(self, connection: Connection) -> _State | None:
        """The first statement of a pass: its snapshot is the pass's. None: not now, another one is sealing."""
        if self._settings is None:
            settings = connection.execute("SELECT origin, clock = 'simulated' FROM settings").fetchone()
            if settings is None:
                return None
            self._settings = (settings[0], settings[1])
        with connection.cursor(binary=True, row_factory=args_row(_State)) as cursor:
            state = cursor.execute(_LOOK).fetchone()
        return state if state is not None and state.locked else None

    def _unsealed(self, connection: Connection, floor: int) -> tuple[list[int], int, bool]:
        """The arrivals above the floor that are not in the log yet, in order, a page at most.

        Also the highest arrival looked at, and whether that was everything. Each statement is one range of one index,
        with the bounds written out: a join of entries and log, or a plan made for other bounds, would cost more with
        every year of the ledger.
        """
        found: list[int] = []
        start, looked_at = floor, 0
        while True:
            seen = _column(
                connection,
                "SELECT arrival FROM entries WHERE arrival > {} AND ordinal = 1 ORDER BY arrival LIMIT {}",
                start,
                _STRETCH,
            )
            if seen:
                statement: LiteralString = "SELECT arrival FROM log WHERE arrival > {} AND arrival <= {}"
                sealed = set(_column(connection, statement, start, seen[-1]))
                found += [arrival for arrival in seen if arrival not in sealed]
                start, looked_at = seen[-1], looked_at + len(seen)
            if len(found) > self._page:
                return found[: self._page], found[self._page - 1], False
            if len(seen) < _STRETCH:
                self._warn_of_width(looked_at)
                return found, start, True

    def _entries(self, connection: Connection, arrivals: Sequence[int]) -> list[_Entry]:
        """The entries of these appends in the order they will have; never a part of an append."""
        if not arrivals:
            return []
        limit = self._page + APPEND_ENTRIES  # so at least one append is whole
        with connection.cursor(binary=True, row_factory=args_row(_Entry)) as cursor:
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

    def _seal(
        self, connection: Connection, state: _State, entries: Sequence[_Entry], floor: int, mark: int | None
    ) -> None:
        """Writes a page into the log, and where sealing has got to; `mark` None leaves the mark as it is."""
        times = self._times(state, entries)
        # Before the log: if another sealer came between our snapshot and our lock, it fails here and all is undone.
        connection.execute(
            "UPDATE sealing SET floor = %s, size = %s, sealed_at = coalesce(%s, sealed_at), mark = coalesce(%s, mark),"
            " mark_xid = CASE WHEN %s::bigint IS NULL THEN mark_xid ELSE pg_current_xact_id() END",
            (floor, state.size + len(entries), times[-1] if times else None, mark, mark),
        )
        if not entries:
            return
        hashes = self._leaves(connection, entries, times)
        connection.execute(
            "INSERT INTO log (index, file_id, position, arrival, leaf_hash, sealed_at)"
            " SELECT %s + o - 1, f, p, a, h, t FROM unnest(%b::uuid[], %b::bigint[], %b::bigint[], %b::bytea[],"
            " %b::timestamptz[]) WITH ORDINALITY x(f, p, a, h, t, o)",
            (
                state.size,
                [entry.file_id for entry in entries],
                [entry.position for entry in entries],
                [entry.arrival for entry in entries],
                hashes,
                times,
            ),
        )
        connection.execute("SELECT pg_notify(%s, %s)", (channel(self._database.schema), str(state.size + len(entries))))

    def _times(self, state: _State, entries: Sequence[_Entry]) -> list[datetime]:
        """When each entry counts as sealed: one rising moment for a pass.

        In a simulated ledger sealing follows the clock that was told: each append is sealed when it was recorded.
        """
        last = state.sealed_at
        _, simulated = self._settings or ("", False)
        if simulated:
            times = []
            for entry in entries:
                last = max(last, entry.recorded_at) if last else entry.recorded_at
                times.append(last)
            return times
        moment = max([state.now, *(entry.recorded_at for entry in entries), *([last + _TICK] if last else [])])
        return [moment] * len(entries)

    def _leaves(self, connection: Connection, entries: Sequence[_Entry], times: Sequence[datetime]) -> list[bytes]:
        """The leaf hash of each entry, each holding the one of the file's entry before. Raises SealingStopped."""
        origin, _ = self._settings or ("", False)
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

    def _left_behind(self, connection: Connection) -> tuple[int, list[int]]:
        """The floor, and the arrivals of all entries that are not in the log, in order."""
        with connection.transaction():
            [floor] = _column(connection, "SELECT floor FROM sealing")
            arrivals = _column(
                connection,
                "SELECT DISTINCT arrival FROM entries e WHERE NOT EXISTS (SELECT FROM log l"
                " WHERE l.file_id = e.file_id AND l.position = e.position) ORDER BY arrival",
            )
        return floor, arrivals

    # ------------------------------------------------------------------------------------------------ the connection

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """Our connection, for one thread at a time; a broken one is given up, and DatabaseAway raised."""
        with self._one_at_a_time:
            try:
                if self._connection is None:
                    self._connection = self._database.connect("sealer", autocommit=True)
                    self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                    # Ranges of an index, whatever the statistics say; and no compiling of what takes microseconds.
                    self._connection.execute("SET enable_seqscan = off; SET jit = off")
                yield self._connection
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                self._drop_connection()
                raise DatabaseAway(f"the sealer lost the database: {error.sqlstate or 'no answer'}") from error

    def _drop_connection(self) -> None:
        connection, self._connection, self._alone = self._connection, None, False
        if connection is not None:
            connection.close()

    def _be_the_one(self) -> bool:
        """Whether our connection holds the lock from now on, between passes too; a second sealer is a hot spare."""
        with self._connected() as connection:
            if not self._alone:
                row = connection.execute(_HOLD).fetchone()
                self._alone = row is not None and bool(row[0])
            return self._alone

    def _warn_of_width(self, width: int) -> None:
        if width > _WIDE and time.monotonic() - self._warned > _WARN_EVERY:
            self._warned = time.monotonic()
            _logger.warning("%d appends above the floor: some transaction has been open for long", width)

    @staticmethod
    def _report(comparison: Comparison) -> None:
        if comparison.overlooked or comparison.vanished:
            _logger.error(
                "the ledger was interfered with: %d entries had been hidden from sealing, %d sealed entries are gone",
                len(comparison.overlooked),
                len(comparison.vanished),
            )


def _column(connection: Connection, statement: LiteralString, *literals: int) -> list[int]:
    """One column of numbers; the literals are written into the statement, so that the plan is made for them."""
    composed = sql.SQL(statement).format(*(sql.Literal(literal) for literal in literals))
    with connection.cursor(binary=True) as cursor:
        return [number for (number,) in cursor.execute(composed)]
