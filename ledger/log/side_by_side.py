"""Parts of a long ledger checked at once, by a process each: hashing keeps one core busy, and there are more.

All of them see the moment that the first one sees (a snapshot that PostgreSQL exports). A process is told what to do on
its standard input and answers on its standard output, in pickles: both ends are this program.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO, Any, Generic, LiteralString, Protocol, TypeVar

import psycopg

from ledger.errors import DatabaseAway, LedgerError
from ledger.log.stretch import Behind, End, Page, nowhere, stretch
from ledger.store.database import Connection

SHORTEST = 100_000  # places of the log that are worth a process
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


class _Done:
    """That a process has done all it was told."""


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
    count = min(most or len(os.sched_getaffinity(0)), end // SHORTEST)
    found = {0, end}
    for number in range(1, count):
        row = connection.execute(
            "SELECT l.index FROM log l JOIN entries e ON e.file_id = l.file_id AND e.position = l.position"
            " WHERE l.index >= %s AND e.ordinal = 1 ORDER BY l.index LIMIT 1", (end * number // count,),
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
    with ExitStack() as stack:
        [(snapshot,)] = connection.execute("SELECT pg_export_snapshot()").fetchall() if works[1:] else [("",)]
        others = [stack.enter_context(_process(_Task(conninfo, snapshot, work))) for work in works[1:]]
        yield [*(work.on(connection) for work in works[:1]), *others]


@contextmanager
def _process(task: _Task[Found]) -> Iterator[Iterator[Found]]:
    paths = os.pathsep.join(path for path in sys.path if path)
    with subprocess.Popen(
        [sys.executable, "-m", "ledger.log.side_by_side"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": paths},
    ) as process:  # fmt: skip
        assert process.stdin is not None and process.stdout is not None, "both are pipes"  # noqa: PT018
        try:
            with suppress(BrokenPipeError):  # it has ended already: its answers, or that there are none, say so
                pickle.dump(task, process.stdin)
            with suppress(BrokenPipeError):
                process.stdin.close()
            answers: SimpleQueue[object] = SimpleQueue()  # a few bytes for each tile: the pipe never makes it wait
            threading.Thread(target=_read, args=(process.stdout, answers), daemon=True).start()
            yield _found(answers)
        finally:
            process.kill()


def _read(pipe: IO[bytes], answers: SimpleQueue[object]) -> None:
    try:
        while True:
            answers.put(pickle.load(pipe))  # noqa: S301  # of a process of ours
    except (EOFError, pickle.UnpicklingError, OSError, ValueError):
        answers.put(DatabaseAway("a process that was reading the ledger ended before it had read it"))


def _found(answers: SimpleQueue[Any]) -> Iterator[Any]:
    while not isinstance(found := answers.get(), _Done):
        if isinstance(found, LedgerError):
            raise found
        yield found


def _work(task: _Task[Found]) -> Iterator[Found]:
    with psycopg.connect(task.conninfo) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute(psycopg.sql.SQL("SET TRANSACTION SNAPSHOT {}").format(task.snapshot))
        connection.execute(BY_INDEX)
        yield from task.work.on(connection)


def main() -> None:
    """Do the task on standard input."""
    answers = sys.stdout.buffer
    try:
        for found in _work(pickle.load(sys.stdin.buffer)):  # noqa: S301  # of a process of ours
            pickle.dump(found, answers)
        pickle.dump(_Done(), answers)
    except LedgerError as error:
        pickle.dump(error, answers)
    except psycopg.Error as error:
        pickle.dump(DatabaseAway(f"The database is away: {error.sqlstate or 'no answer'}"), answers)
    answers.flush()


if __name__ == "__main__":
    from ledger.log import side_by_side as this  # its classes under the name by which the other process knows them

    this.main()
