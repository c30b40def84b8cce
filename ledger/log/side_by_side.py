"""Stretches of a long log checked at once, by a process each: hashing keeps one core busy, and there are more.

All of them see the moment that the first one sees (a snapshot that PostgreSQL exports).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg

from ledger.log.stretch import End, Page, stretch
from ledger.processes import cores
from ledger.store.database import Connection

SHORTEST = 100_000  # places of the log that are worth a process


@dataclass(frozen=True)
class Task:
    """What a process is told: where the ledger is, which moment to see, which stretch to check."""

    conninfo: str
    snapshot: str
    origin: str
    first: int
    end: int
    wanted: Sequence[int]


def seams(connection: Connection, end: int, most: int | None = None) -> list[int]:
    """Return where stretches of a log of that size begin and end: as many as there are cores, none of them short."""
    count = min(most or cores(), end // SHORTEST)
    found = {0, end}
    for number in range(1, count):
        row = connection.execute(
            "SELECT l.index FROM log l JOIN entries e ON e.file_id = l.file_id AND e.position = l.position"
            " WHERE l.index >= %s AND e.ordinal = 1 ORDER BY l.index LIMIT 1", (end * number // count,),
        ).fetchone()  # fmt: skip
        if row is not None:
            found.add(row[0])
    return sorted(found)


def checked(task: Task) -> Iterator[Page | End]:
    """Do one task, in a process of its own."""
    with psycopg.connect(task.conninfo) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute(psycopg.sql.SQL("SET TRANSACTION SNAPSHOT {}").format(task.snapshot))
        connection.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off")
        yield from stretch(connection, task.origin, task.first, task.end, task.wanted)
