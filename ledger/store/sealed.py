"""Entries in the order of the log, and how far it has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import LiteralString

from psycopg.rows import args_row

from ledger.store.asking import Asking, StoredRow
from ledger.store.database import Connection
from ledger.store.files import SEALED_ENTRIES
from ledger.store.words import StoredOpening
from ledger.store.writes import aware

_PAGE: LiteralString = f"{SEALED_ENTRIES} WHERE l.index >= %b AND l.index < %b ORDER BY l.index"
_WORDS_OF_PAGE: LiteralString = """
    SELECT o.digest, o.ciphertext, o.file_id, o.person
      FROM log l JOIN openings o ON o.file_id = l.file_id AND o.position = l.position
     WHERE l.index >= %b AND l.index < %b"""


class StoredLog(Asking):
    """What is asked of the order of the log, and of what has its place there."""

    def first_entries(self, known: int) -> list[StoredRow]:
        """The first entry of every file in a log of that size, in the order of the log."""
        return self._stored_rows(f"{SEALED_ENTRIES} WHERE e.position = 1 AND l.index < %b ORDER BY l.index", (known,))

    def log_size(self) -> int:
        """How many entries the log has."""
        size: int = self._value("SELECT coalesce(max(index) + 1, 0) FROM log")
        return size

    def newest_arrival(self) -> int:
        """The highest arrival number that can be seen; 0 where nothing is recorded."""
        newest: int = self._value("SELECT coalesce(max(arrival), 0) FROM entries")
        return newest

    def all_sealed(self, upto: int) -> bool:
        """Whether every entry that can be seen, of an arrival number up to that, has its place in the log."""
        left: bool = self._value(
            "SELECT EXISTS (SELECT FROM entries e WHERE e.arrival > (SELECT floor FROM sealing) AND e.arrival <= %b"
            " AND NOT EXISTS (SELECT FROM log l WHERE l.file_id = e.file_id AND l.position = e.position))",
            (upto,),
        )
        return not left

    def longest_unsealed(self) -> timedelta:
        """How long ago the oldest entry that has no place in the log yet was recorded; nothing where all have one."""
        waited: timedelta | None = self._value(
            "SELECT clock_timestamp() - min(recorded_at) FROM entries e WHERE e.arrival > (SELECT floor FROM sealing)"
            " AND NOT EXISTS (SELECT FROM log l WHERE l.file_id = e.file_id AND l.position = e.position)"
        )
        return waited or timedelta()

    def size_at(self, moment: datetime) -> int:
        """The size of the log at a moment: how many entries were sealed by then.

        For a moment that has passed the answer stays the same for ever; while a sealer is at work on this very
        moment it may still grow by what that pass seals. Whoever must be able to come back keeps the size.
        """
        size: int = self._value(
            "SELECT coalesce(max(index) + 1, 0) FROM log"
            " WHERE sealed_at = (SELECT max(sealed_at) FROM log WHERE sealed_at <= %b)",
            (aware(moment),),
        )
        return size

    def log_page(self, after: int, limit: int, upto: int | None = None, kinds: Sequence[str] = ()) -> list[StoredRow]:
        """The next entries in the order of the log, for a reader that has had the first `after`; at most `limit`.

        With `upto`, none beyond a log of that size; with `kinds`, only entries of these.
        """
        end = upto if upto is not None else 2**62
        if not kinds:  # the log has no gaps: a page is a range
            return self._stored_rows(_PAGE, (after, min(end, after + limit)))
        return self._stored_rows(
            f"{SEALED_ENTRIES} WHERE l.index >= %b AND l.index < %b AND e.kind = ANY(%b) ORDER BY l.index LIMIT %b",
            (after, end, list(kinds), limit),
        )


def page_of_log(connection: Connection, after: int, limit: int) -> tuple[list[StoredRow], list[StoredOpening]]:
    """The next entries in the order of the log, as `LedgerStore.log_page`, and the openings recorded with them.

    In one round trip, over a connection of whoever follows the log. Raises psycopg.Error.
    """
    with (
        connection.cursor(binary=True, row_factory=args_row(StoredRow)) as rows,
        connection.cursor(binary=True, row_factory=args_row(StoredOpening)) as openings,
    ):
        with connection.pipeline():
            rows.execute(_PAGE, (after, after + limit), prepare=True)
            openings.execute(_WORDS_OF_PAGE, (after, after + limit), prepare=True)
        return rows.fetchall(), openings.fetchall()  # after the pipeline's end, which is waited for once
