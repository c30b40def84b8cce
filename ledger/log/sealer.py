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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg.errors import ReadOnlySqlTransaction

from ledger.errors import DatabaseAway
from ledger.log import sealing
from ledger.log.pages import place_of
from ledger.store.database import Connection, Database

BUSY, IDLE, SPARE = 0.01, 0.05, 1.0  # seconds between two looks: entries are coming; none are; another one seals
COMPARE_AFTER, COMPARE_EVERY = 600.0, 24 * 3600.0  # seconds: the first time, and from then on
_PAGE = 2_000  # appends sealed in one pass
_WIDE = 100_000  # appends above the floor: some transaction has been open for long
_WARN_EVERY = 60.0  # seconds

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


def after_nothing(waited: float, took: float) -> float:
    """Return the seconds to wait after a look that found nothing and `took` so long: the waits grow.

    Looking takes no more than half of the time; but a look that was held up for minutes is no reason to wait for more.
    """
    return max(min(waited * 1.5, IDLE), min(took, SPARE))


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

    def _pass(self, connection: Connection) -> int:
        with connection.transaction():
            state = self._look(connection)
            if state is None:
                return 0
            found = sealing.unsealed(connection, state.floor, self._page)
            self._warn_of_width(found.looked_at)
            entries = sealing.whole_appends(connection, found.arrivals)
            highest, everything = found.highest, found.everything
            if entries and entries[-1][0] < found.arrivals[-1]:
                highest, everything = entries[-1][0], False
            floor, mark = state.floor, None
            if state.foreign:
                mark = highest
            elif state.settled and (everything or highest >= state.mark):
                floor, mark = state.mark, max(highest, state.mark)
            if entries or floor != state.floor or mark not in (None, state.mark):
                self._seal(connection, state, entries, floor, mark)
        return len(entries)

    def _look(self, connection: Connection) -> sealing.Sealing | None:
        """Where sealing has got to; None if there is nothing to seal yet, or another one is at it."""
        if self._settings is None:
            settings = connection.execute("SELECT origin, clock = 'simulated' FROM settings").fetchone()
            if settings is None:
                return None
            self._settings = (settings[0], settings[1])
        return sealing.look(connection)

    def _seal(
        self,
        connection: Connection,
        state: sealing.Sealing,
        entries: Sequence[sealing.Entry],
        floor: int,
        mark: int | None,
    ) -> None:
        origin, simulated = self._settings or ("", False)
        times = sealing.times_of(state, entries, simulated)
        sealing.move(connection, state, times, floor, mark)
        if entries:
            sealing.write(connection, state.size, entries, times, origin)
            size = str(state.size + len(entries))
            connection.execute("SELECT pg_notify(%s, %s)", (channel(self._database.schema), size))

    # ------------------------------------------------------------------------------------------------ all of it

    def full_comparison(self) -> Comparison:
        """Compares every entry with the whole log, seals what is left, and says what should not have been.

        Takes time in proportion to the ledger; meant for the night. Raises SealingStopped, DatabaseAway.
        """
        sealed: list[sealing.Entry] = []
        with self._connected() as connection:
            with connection.transaction():
                [floor] = sealing.column(connection, "SELECT floor FROM sealing")
                arrivals = sealing.left_behind(connection)
            while arrivals:
                with connection.transaction():
                    state = self._look(connection)
                    if state is None:
                        break
                    page = sealing.whole_appends(connection, arrivals[: self._page])
                    self._seal(connection, state, page, state.floor, None)
                sealed += page
                arrivals = [arrival for arrival in arrivals if arrival > page[-1][0]]
            with connection.transaction():
                vanished = connection.execute(
                    "SELECT index, file_id, position FROM log l WHERE NOT EXISTS"
                    " (SELECT FROM entries e WHERE e.file_id = l.file_id AND e.position = l.position) ORDER BY index"
                ).fetchall()
        overlooked = tuple(place_of(place) for arrival, _, place, *_ in sealed if arrival <= floor)
        return Comparison(len(sealed), overlooked, tuple((row[0], row[1], row[2]) for row in vanished))

    # ------------------------------------------------------------------------------------------------ day and night

    def run(self, stop: threading.Event) -> None:
        """Seals until told to stop; beside another sealer it waits, and takes over when that one is gone.

        Once a day all entries are compared with the log, but not at first: a start would grow with the ledger, and
        nothing be sealed meanwhile. Survives a database that goes away. Raises SealingStopped.
        """
        wait, compare_at = BUSY, time.monotonic() + COMPARE_AFTER
        try:
            while not stop.is_set():
                started = time.monotonic()
                try:
                    if not self._be_the_one():
                        stop.wait(SPARE)
                        continue
                    if started >= compare_at:
                        self._report(self.full_comparison())
                        compare_at = started + COMPARE_EVERY
                    sealed = self.seal_once()
                except DatabaseAway:
                    _logger.warning("no database; sealing goes on when it is back")
                    stop.wait(SPARE)
                    continue
                wait = BUSY if sealed else after_nothing(wait, time.monotonic() - started)
                stop.wait(wait)
        finally:
            self.close()

    def close(self) -> None:
        """Lets go of the connection, and with it of the lock."""
        with self._one_at_a_time:
            if self._connection is not None and self._alone:
                with suppress(psycopg.Error):
                    sealing.let_go(self._connection)
            self._drop_connection()

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
            except (psycopg.OperationalError, psycopg.InterfaceError, ReadOnlySqlTransaction) as error:
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
                self._alone = sealing.hold(connection)
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
