"""Stretches of a long log checked at once, by a process each: hashing keeps one core busy, and there are more.

All of them see the moment that the first one sees (a snapshot that PostgreSQL exports). A process is told what to do on
its standard input and answers on its standard output, in pickles: both ends are this program.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO

import psycopg

from ledger.errors import DatabaseAway
from ledger.log.stretch import End, Page, stretch
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
def started(tasks: Sequence[Task]) -> Iterator[list[Iterator[Page | End]]]:
    """A process for each task, at work; what each finds, in order. They end with the block."""
    with ExitStack() as stack:
        yield [stack.enter_context(_process(task)) for task in tasks]


@contextmanager
def _process(task: Task) -> Iterator[Iterator[Page | End]]:
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


def _found(answers: SimpleQueue[object]) -> Iterator[Page | End]:
    while True:
        found = answers.get()
        if isinstance(found, DatabaseAway):
            raise found
        assert isinstance(found, Page | End), "what a process answers"
        yield found
        if isinstance(found, End):
            return


def _work(task: Task) -> Iterator[Page | End]:
    with psycopg.connect(task.conninfo) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute(psycopg.sql.SQL("SET TRANSACTION SNAPSHOT {}").format(task.snapshot))
        connection.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off")
        yield from stretch(connection, task.origin, task.first, task.end, task.wanted)


def main() -> None:
    """Do the task on standard input."""
    answers = sys.stdout.buffer
    try:
        for found in _work(pickle.load(sys.stdin.buffer)):  # noqa: S301  # of a process of ours
            pickle.dump(found, answers)
    except psycopg.Error as error:
        pickle.dump(DatabaseAway(f"The database is away: {error.sqlstate or 'no answer'}"), answers)
    answers.flush()


if __name__ == "__main__":
    main()
