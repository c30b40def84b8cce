"""The projector: follows the log, and keeps the read models in step with it, each entry taken in exactly once.

One projector works at a time, guarded by an advisory lock on the connection that writes; a second one waits and takes
over. A page of the log is one transaction: the rows it changes, and the position in the log they stand for.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from uuid import UUID

import psycopg
from eventsourcing.persistence import Tracking
from psycopg import sql
from psycopg.errors import ReadOnlySqlTransaction

from ledger.errors import DatabaseAway, NoKeys
from ledger.log.sealer import channel
from ledger.processes import look_for_garbage
from ledger.store.database import Connection, Database
from ledger.store.postgres import LedgerStore
from ledger.store.sealed import page_of_log
from projections.read_models.catalogue import CATALOGUE, made_by
from projections.read_models.files import Files, Grown, read
from projections.read_models.generation import Changes, Generation, current, drop_replaced, forget_elsewhere, scrub
from projections.read_models.projection import Projection
from projections.read_models.rebuild import RebuildUnderWay, rebuild
from projections.read_models.remembered import to_be_remembered
from projections.read_models.writing import Page, changes, worked_out
from projections.view import FileView

FEW, PAGE = 32, 500  # entries taken in by one transaction: where there are few, and at most
MANY = 5_000  # entries that are sooner taken in by building anew than page by page
AHEAD = 20_000  # entries on the files that are read before anything is written to them
POLL = 0.5  # seconds: how long the projector waits for word from the sealer before it looks for itself
HEARD_WITHIN = 0.05  # seconds between two looks whether to stop
SPARE = 1.0  # seconds between two looks whether the projector at work is gone
TIDY_EVERY = 60.0  # seconds between two looks for read models that were replaced long enough ago
GARBAGE_EVERY = 600.0  # seconds between two looks for garbage, where it is not looked for by itself
_HOLD = "SELECT pg_try_advisory_lock((('generation'::regclass)::oid::bigint << 32) + 1)"
_LET_GO = "SELECT pg_advisory_unlock((('generation'::regclass)::oid::bigint << 32) + 1)"
_logger = logging.getLogger("cleartrail.projector")


class Overtaken(Exception):
    """Another version of the program has built read models of its own; this one leaves them alone."""


class _MovedOn(Exception):  # never leaves this module
    """The read models are not where they were when the page was read: another rebuilt them, or a crash emptied them."""


@contextmanager
def _all_together(connection: Connection) -> Iterator[None]:
    """A transaction whose statements go off at once: its end is waited for, and what is fetched in it.

    psycopg's own `transaction()` waits for the server four times more within a pipeline (docs/adr/0167).
    """
    try:
        with connection.pipeline():
            connection.execute("BEGIN")
            yield
            connection.execute("COMMIT")
    except BaseException:
        with suppress(psycopg.Error):  # a connection that is lost has nothing to take back
            connection.rollback()
        raise


class Projector:
    """Keeps one ledger's read models in step. Safe to run in several processes: one works, the others wait."""

    def __init__(
        self, database: Database, *, default_procedure: str = "hampshire", page: int = PAGE,
        catalogue: tuple[Projection, ...] = CATALOGUE,
    ) -> None:  # fmt: skip
        self._database = database
        self._store = LedgerStore(database)
        self._files = Files(self._store, default_procedure)
        self._page = page
        self._reach = min(FEW, page)
        """How many entries the next step takes in at most: twice as many as the last, where that was full."""
        self._catalogue = catalogue
        self._made_by = made_by(default_procedure, catalogue)
        self._default_procedure = default_procedure
        self._place: tuple[Generation, int] | None = None
        """What was written last, and how many entries it had taken in: what the files at hand are up to."""
        self._sure = False
        """Whether it need not be asked where that is: something was taken in just now."""

    def run(self, stop: threading.Event) -> None:
        """Follow the log until told to stop; beside another projector wait, and take over when that one is gone.

        Builds the read models first where there are none, or where another version of the program made them.
        Survives a database that goes away, and keys that do.
        """
        while not stop.is_set():
            try:
                with self._lock() as connection:
                    if connection is not None:
                        self._follow(connection, stop)
            except (DatabaseAway, psycopg.OperationalError, ReadOnlySqlTransaction):
                _logger.warning("no database; the read models are followed up when it is back")
                self._place = None
            except NoKeys as reason:
                _logger.warning("the read models wait for the keys of the words: %s", reason)
            except Overtaken as reason:
                _logger.warning("%s", reason)
                stop.wait()
            except RebuildUnderWay:
                pass  # by a command in another process: then they are followed up from there
            except InterruptedError:
                return
            stop.wait(SPARE)

    def catch_up(self) -> int:
        """Take in what has been sealed by now, waiting for nobody; returns how many entries.

        0 also where another projector is at work. Builds the read models where there are none. Raises DatabaseAway,
        NoKeys, Overtaken, RebuildUnderWay.
        """
        with self._lock() as connection:
            if connection is None:
                return 0
            self._see_that_they_are_built(connection, None)
            taken = 0
            while entries := self.step(connection):
                taken += entries
            return taken

    def step(self, connection: Connection) -> int:
        """Take in one page of the log, in one transaction; returns how many entries. Raises Overtaken.

        In three round trips, where the files are at hand: of a single entry these cost more than what is worked out
        (docs/adr/0111). So the page is read, and worked out, ahead of the transaction, which counts only if it finds
        all as it was.

        A page begins short and grows: of sixteen files an entry costs what it costs of two hundred, and the first of a
        burst are seen while the others are worked out; of very many entries those of one file are taken together.
        """
        generation, taken = self._place if self._place and self._sure else self._find_place(connection)
        self._sure = False
        page = Page(taken, *page_of_log(connection, taken, self._reach))
        if not page.rows:
            return 0
        self._reach = min(2 * self._reach if len(page.rows) == self._reach else FEW, self._page)
        grown, found = self._worked_out(connection, generation, page)
        try:
            with _all_together(connection):
                stands = generation.place(connection)
                generation.write(connection, found)
                generation.insert_tracking(connection, Tracking(self._store.settings.origin, page.upto))
                if stands.fetchone() != (generation.number, self._made_by, taken):
                    raise _MovedOn
                erased = [file.file_id for file in grown if file.erased]
                if erased:
                    forget_elsewhere(connection, self._database, generation.number, erased)
        except _MovedOn:
            return self.step(connection)
        self._files.keep(grown)
        self._place, self._sure = (generation, page.upto), True
        if erased:
            self._scrub(connection)
        return len(page.rows)

    def _worked_out(
        self, connection: Connection, generation: Generation, page: Page
    ) -> tuple[list[Grown], Mapping[str, Changes]]:  # fmt: skip
        """The files of a page, and what is to be written of them."""
        return worked_out(connection, generation, self._files, page)

    def _find_place(self, connection: Connection) -> tuple[Generation, int]:
        """The read models to write, and how far along the log they have come. Raises Overtaken."""
        now = current(connection)
        if now.made_by != self._made_by:
            raise Overtaken("the read models are those of another version of this program: stop one of the two")
        generation, taken = self._place or (None, None)
        if generation is None or generation.number != now.number:
            generation = Generation(self._database, now.number, self._catalogue)
        if (there := generation.tracked(connection)) != taken or (generation, taken) != self._place:
            self._files.forget()
        self._place = generation, there
        return self._place

    def _scrub(self, connection: Connection) -> None:
        with suppress(psycopg.errors.UndefinedTable):  # a generation was dropped meanwhile, and everything in it
            scrub(connection, self._database)

    # --- how --------------------------------------------------------------------------------------------------------

    @contextmanager
    def _lock(self) -> Iterator[Connection | None]:
        """A connection that holds the projectors' lock; None where another projector has it."""
        with self._database.connect("projector", autocommit=True) as connection:
            row = connection.execute(_HOLD).fetchone()
            held = row is not None and row[0]
            yield connection if held else None
            if held:  # at once: a closed connection lets go only when the server has noticed, and the next comes first
                connection.execute(_LET_GO)

    def _follow(self, connection: Connection, stop: threading.Event) -> None:
        # A crash of the server empties these tables, flushed to disk or not: nobody waits for a disk for them.
        connection.execute("SET synchronous_commit = off")
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel(self._database.schema))))
        self._see_that_they_are_built(connection, stop)
        self._look_again(connection)
        lately = self._written_to_lately(connection)
        tidied = looked = time.monotonic()
        while not stop.is_set():
            if self.step(connection):
                continue
            if lately:  # one at a time: an entry that comes meanwhile waits for one file, not for all
                self._have_at_hand(connection, lately.pop())
                continue
            if time.monotonic() - tidied > TIDY_EVERY:
                drop_replaced(connection, self._database)
                tidied = time.monotonic()
            if time.monotonic() - looked > GARBAGE_EVERY:
                look_for_garbage()
                looked = time.monotonic()
            self._await_word(connection, stop)

    @staticmethod
    def _written_to_lately(connection: Connection) -> list[UUID]:
        """The files of the newest entries, those of the very newest last, as many as have AHEAD entries together.

        What was written to lately is written to next, and a file not at hand takes five times as long: it is read from
        its first entry. At 200 entries a second to as many files the first second of a new process was five behind.
        """
        newest = connection.execute(
            "SELECT file_id, max(position) FROM"
            " (SELECT file_id, position, index FROM log ORDER BY index DESC LIMIT %s) newest"  # named: 15 asks for it
            " GROUP BY file_id ORDER BY max(index) DESC",
            (AHEAD,),
        ).fetchall()
        entries = list(itertools.accumulate(position for _, position in newest))
        return [file_id for file_id, _ in newest[: bisect_right(entries, AHEAD)]][::-1]

    def _have_at_hand(self, connection: Connection, file_id: UUID) -> None:
        """Read a file of which every row is written, so that its next entry need not wait for that.

        Nor for what is worked out of it and stays the same: without that noted, the first entry took half as much more.
        """
        if self._place is None or self._files.has(file_id) or self._place[0].incomplete(connection, [file_id]):
            return
        for file in self._files.whole({file_id: read(self._store.entries(file_id, known=self._place[1]))}):
            if isinstance(file, FileView):
                to_be_remembered(file)
            self._files.keep(changes([Grown(None, file)], self._catalogue)[0])

    @staticmethod
    def _await_word(connection: Connection, stop: threading.Event) -> None:
        """Wait until the sealer says that the log has grown, for POLL at most; hear at once whoever says to stop."""
        until = time.monotonic() + POLL
        while not stop.is_set() and time.monotonic() < until:
            if any(True for _ in connection.notifies(timeout=HEARD_WITHIN, stop_after=1)):
                return  # what it says does not matter: the log is looked at

    def _see_that_they_are_built(self, connection: Connection, stop: threading.Event | None) -> None:
        now = current(connection)
        # After a crash of the server the tables are empty: many entries are taken in faster file by file.
        emptied = now.number and not Generation(self._database, now.number, self._catalogue).tracked(connection)
        if now.made_by != self._made_by or (emptied and self._store.log_size() > MANY):
            rebuild(
                self._database, default_procedure=self._default_procedure, catalogue=self._catalogue, stop=stop
            )  # fmt: skip

    def _look_again(self, connection: Connection) -> None:
        """Write files anew that were set aside or lack rows: this program may understand what another did not."""
        number = current(connection).number
        for file_id in Generation(self._database, number, self._catalogue).incomplete(connection):
            with connection.transaction():
                if current(connection, hold="share").number != number:
                    return
                generation = Generation(self._database, number, self._catalogue)
                rows = self._store.entries(file_id, known=generation.tracked(connection))
                [file] = self._files.whole({file_id: read(rows)})
                _, found = changes([Grown(None, file)], self._catalogue)
                generation.write(connection, found)
