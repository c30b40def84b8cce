"""Every file of a stretch of the ledger, whole, one after another: its entries and the openings recorded on it.

Both tables are sorted by file once, by the server: entries of a file lie all over the disk, and to fetch them one by
one would cost more with every year of the ledger. A stretch is all files whose ids lie between two; several can be
read at once, by a process each, as of one moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import LiteralString, NamedTuple
from uuid import UUID

from psycopg import sql
from psycopg.rows import args_row

from ledger.store.asking import StoredRow
from ledger.store.database import Connection, Database, reading_one_moment
from ledger.store.words import StoredOpening
from projections.read_models.files import Read, read

FETCHED = 2_000  # rows fetched at a time
BEFORE_ALL, LAST = UUID(int=0), UUID(int=2**128 - 1)
_SORTED: LiteralString = """
    SELECT e.file_id, e.position, e.kind, e.state, e.recorded_at, e.command_id, l.index, l.sealed_at
      FROM entries e JOIN log l ON l.file_id = e.file_id AND l.position = e.position
     WHERE e.file_id > %(after)s AND e.file_id <= %(upto)s AND l.file_id > %(after)s AND l.file_id <= %(upto)s
       AND l.index < %(size)s ORDER BY e.file_id, e.position"""
_OPENINGS: LiteralString = """
    SELECT digest, ciphertext, file_id, person FROM openings
     WHERE file_id > %(after)s AND file_id <= %(upto)s ORDER BY file_id"""
_SEAMS: LiteralString = """
    SELECT DISTINCT ON (part) file_id
      FROM (SELECT file_id, div((sum(head) OVER (ORDER BY file_id) - head) * %s, sum(head) OVER ()) AS part
              FROM files WHERE head > 0) f
     ORDER BY part, file_id DESC"""
_WORK_MEMORY = "64MB"


class Stretch(NamedTuple):
    """The files whose ids come after one, up to another and with it."""

    after: UUID = BEFORE_ALL
    upto: UUID = LAST


class WholeFile(NamedTuple):
    """One file, its entries decoded as they came: the bytes of a long one are never there together."""

    file_id: UUID
    read: Read
    openings: list[StoredOpening]
    """Those recorded on it, also with entries that are not among those read."""


def stretches(connection: Connection, count: int) -> list[Stretch]:
    """Return so many stretches of about as many entries each, or fewer; no file is in two, and every file in one."""
    ends = [row[0] for row in connection.execute(_SEAMS, (count,), binary=True)][:-1] if count > 1 else []
    return [Stretch(*two) for two in zip([BEFORE_ALL, *ends], [*ends, LAST], strict=True)]


def whole_files(database: Database, snapshot: str, size: int, stretch: Stretch) -> Iterator[WholeFile]:
    """Yield the files of a stretch as known to a log of that size, at the moment of a snapshot, in order of their ids.

    Raises psycopg.Error where the database goes away.
    """
    with database.connect("app") as connection:
        reading_one_moment(connection, snapshot)
        # All is read to the end: a plan that is quick to begin would fetch the rows one by one. So would one that is
        # made for fewer rows than there are: of 60,000 entries it took the server 6 µs each in place of 3.
        connection.execute("SET LOCAL cursor_tuple_fraction = 1")
        connection.execute("SET LOCAL enable_nestloop = off")
        connection.execute(sql.SQL("SET LOCAL work_mem = {}").format(_WORK_MEMORY))
        given = {"after": stretch.after, "upto": stretch.upto, "size": size}
        with (
            connection.cursor(name="entries", row_factory=args_row(StoredRow)) as entries,
            connection.cursor(name="openings", row_factory=args_row(StoredOpening)) as openings,
        ):
            for cursor, statement in ((entries, _SORTED), (openings, _OPENINGS)):
                cursor.itersize = FETCHED
                cursor.execute(statement, given, binary=True)
            yield from _joined(entries, openings)


def _joined(entries: Iterator[StoredRow], openings: Iterator[StoredOpening]) -> Iterator[WholeFile]:
    by_file = groupby(openings, attrgetter("file_id"))
    at, those = next(by_file, (None, ()))
    for file_id, rows in groupby(entries, attrgetter("file_id")):
        while at is not None and at < file_id:  # of a file of which nothing was sealed
            at, those = next(by_file, (None, ()))
        yield WholeFile(file_id, read(rows), list(those) if at == file_id else [])
