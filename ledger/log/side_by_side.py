"""Parts of a long ledger checked at once, by a process each: hashing keeps one core busy, and there are more.

All of them see the moment that the first one sees (a snapshot that PostgreSQL exports).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, LiteralString, Protocol, TypeVar

import psycopg

from ledger.log.stretch import Behind, End, Page, nowhere, stretch
from ledger.processes import cores, started
from ledger.store.database import Connection, reading_one_moment

SHORTEST = 25_000  # places of the log that are worth a process
LEAD = 20_000
"""Places that are checked while another process begins, a quarter of a second: the first stretch is so much longer."""
BY_INDEX: LiteralString = (
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
)
"""Ranges of an index, whatever the statistics say, as the sealer's."""


Found = TypeVar("Found", covariant=True)


class Work(Protocol[Found]):
    """What is to be done on a connection that sees one moment; it is sent to another process as it is."""

    def on(self, connection: Connection) -> Iterator[Found]:
        """Do it, and yield what it comes to."""
        ...


@dataclass(frozen=True)
class _Task(Generic[Found]):
    """What a process is told: where the ledger is, which moment to see, and what to do."""

    conninfo: str
    snapshot: str
    work: Work[Found]


@dataclass(frozen=True)
class Stretch:
    """To check the log from one index to before another, and what is behind its entries where somebody looks there."""

    origin: str
    first: int
    end: int
    wanted: Sequence[int]
    look: Callable[[Connection], Behind] = nowhere

    def on(self, connection: Connection) -> Iterator[Page | End]:
        """Check it."""
        return stretch(connection, self.origin, self.first, self.end, self.wanted, self.look(connection))


def seams(connection: Connection, end: int, most: int | None = None) -> list[int]:
    """Return where stretches of a log of that size begin and end: as many as there are cores, none of them short."""
    count = min(most or cores(), end // SHORTEST)
    found, lead = {0, end}, min(LEAD, end // 10)
    for number in range(1, count):
        row = connection.execute(
            "SELECT l.index FROM log l JOIN entries e ON e.file_id = l.file_id AND e.position = l.position"
            " WHERE l.index >= %s AND e.ordinal = 1 ORDER BY l.index LIMIT 1", (lead + (end - lead) * number // count,),
        ).fetchone()  # fmt: skip
        if row is not None:
            found.add(row[0])
    return sorted(found)


@contextmanager
def side_by_side(
    connection: Connection, conninfo: str, works: Sequence[Work[Found]]
) -> Iterator[list[Iterator[Found]]]:
    """Do the first of these on the connection, and each other at the same time, in a process of its own.

    Yields what each comes to, in order. The processes end with the block. Raises DatabaseAway, NoKeys.
    """
    [(snapshot,)] = connection.execute("SELECT pg_export_snapshot()").fetchall() if works[1:] else [("",)]
    with started(_work, [_Task(conninfo, snapshot, work) for work in works[1:]]) as others:
        yield [*(work.on(connection) for work in works[:1]), *others]


def _work(task: _Task[Found]) -> Iterator[Found]:
    """Do one task, in a process of its own."""
    with psycopg.connect(task.conninfo) as connection:
        reading_one_moment(connection, task.snapshot)
        connection.execute(BY_INDEX)
        yield from task.work.on(connection)
