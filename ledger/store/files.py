"""Files and the entries on them, as stored; the ledger's clock, and what was decided when it was opened."""

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal, LiteralString, NamedTuple
from uuid import UUID

from ledger.errors import LedgerNotOpen
from ledger.store.asking import Asking, StoredRow
from ledger.store.database import OPENING


class FileHead(NamedTuple):
    """One file: how many entries it has, and when the last was recorded."""

    file_id: UUID
    head: int
    last_at: datetime


@dataclass(frozen=True)
class Settings:
    """What was decided when the ledger was opened, and never changes."""

    origin: str
    clock: Literal["real", "simulated"]
    file_key_secret: bytes = field(repr=False)
    request_key: bytes = field(repr=False)
    opened_at: datetime


_ENTRIES: LiteralString = """
    SELECT e.file_id, e.position, e.kind, e.state, e.recorded_at, e.command_id, l.index, l.sealed_at
      FROM entries e {join} log l ON l.file_id = e.file_id AND l.position = e.position"""
ENTRIES: LiteralString = _ENTRIES.replace("{join}", "LEFT JOIN")
SEALED_ENTRIES: LiteralString = _ENTRIES.replace("{join}", "JOIN")
CLOCKS: Mapping[str, LiteralString] = {
    "real": "SELECT clock_timestamp()",
    "simulated": "SELECT nullif(at, '-infinity') FROM simulated_clock",
}
"""What asks for the ledger's clock, by which it has; null is when the ledger was opened."""
_BEGUN_SINCE: LiteralString = """
    SELECT arrival, kind, convert_from(state, 'UTF8')::json #>> '{entry,reference}' FROM entries
     WHERE arrival > %b AND position = 1"""
_BEGUN: LiteralString = """
    SELECT e.* FROM files f CROSS JOIN LATERAL (
           SELECT arrival, kind, convert_from(state, 'UTF8')::json #>> '{entry,reference}' FROM entries
            WHERE file_id = f.file_id AND position = 1 OFFSET 0) e"""  # OFFSET 0: file by file, by the key
_NEWS: LiteralString = """
    SELECT clock.at, e.* FROM ({clock}) clock(at)
      LEFT JOIN ({entries} WHERE e.file_id = %b AND e.position > %b) e ON true ORDER BY e.position"""


class StoredFiles(Asking):
    """What is asked of files and of the entries on them."""

    @cached_property
    def settings(self) -> Settings:
        """What the ledger is; raises LedgerNotOpen. Read once: it cannot change."""
        rows = self._rows("SELECT origin, clock, file_key_secret, request_key, opened_at FROM settings")
        if not rows:
            raise LedgerNotOpen("the ledger has not been opened")
        return Settings(*rows[0])

    def now(self) -> datetime:
        """The ledger's clock (UTC): the database's, or where a simulated one stands. Raises LedgerNotOpen."""
        moment: datetime | None = self._value(CLOCKS[self.settings.clock])
        return moment or self.settings.opened_at

    def head(self, file_id: UUID) -> int:
        """How many entries the file has; 0 if there is no such file."""
        head: int | None = self._value("SELECT head FROM files WHERE file_id = %b", (file_id,))
        return head or 0

    def files(self) -> list[FileHead]:
        """All files, in the order of their ids."""
        return [FileHead(*row) for row in self._rows("SELECT file_id, head, last_at FROM files ORDER BY file_id")]

    def entries(
        self, file_id: UUID, after: int = 0, upto: int | None = None, known: int | None = None
    ) -> list[StoredRow]:
        """The entries of a file in order, from position `after` + 1 up to `upto`; empty if there is no such file.

        With `known`, only what was sealed in a log of that size; without, also what is not sealed yet.
        """
        return self._stored([file_id], after, upto, known)

    def news(self, file_id: UUID, after: int) -> tuple[datetime, list[StoredRow]]:
        """The ledger's clock (as `now`), and the entries of a file after a position, in one round trip."""
        statement = _NEWS.replace("{clock}", CLOCKS[self.settings.clock]).replace("{entries}", ENTRIES)
        rows = self._rows(statement, (file_id, after), prepare=True)
        found = [StoredRow(*row) for _, *row in rows if row[0] is not None]  # where there is none, the clock alone
        return rows[0][0] or self.settings.opened_at, found

    def several(self, file_ids: Collection[UUID], known: int | None = None) -> dict[UUID, list[StoredRow]]:
        """The entries of several files, each in order; every file asked for has its list, though it be empty."""
        found: dict[UUID, list[StoredRow]] = {file_id: [] for file_id in file_ids}
        for row in self._stored(list(found), 0, None, known):
            found[row.file_id].append(row)
        return found

    def files_begun(self, after: int) -> list[tuple[int, str, str | None]]:
        """Every file that was begun after an arrival (0: all files), by its first entry: (arrival, kind, reference)."""
        return self._rows(_BEGUN_SINCE, (after,)) if after else self._rows(_BEGUN)

    @contextmanager
    def names_held(self, names: Sequence[str]) -> Iterator[None]:
        """As long as the block lasts nobody else is in one for any of these names; waits for whoever is.

        In order, so that two who want several names never wait for each other.
        """
        with self._database.transaction("app") as connection:
            for number in sorted({zlib.crc32(name.encode()) for name in names}):
                connection.execute(OPENING, (number,))
            yield

    def _stored(self, file_ids: list[UUID], after: int, upto: int | None, known: int | None) -> list[StoredRow]:
        statement: LiteralString = (
            f"{ENTRIES if known is None else SEALED_ENTRIES} WHERE e.file_id = ANY(%b) AND e.position > %b"
        )
        given: list[object] = [file_ids, after]
        if upto is not None:
            statement += " AND e.position <= %b"
            given.append(upto)
        if known is not None:
            statement += " AND l.index < %b"
            given.append(known)
        return self._stored_rows(f"{statement} ORDER BY e.file_id, e.position", given)
