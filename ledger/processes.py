"""Work divided between processes of this program: one core folds, hashes or decrypts, and there are more.

A process is told what to do on its standard input and answers on its standard output, in pickles: both ends are this
program. What is done is a function of a module, named in the pickle; it may see the moment that another process sees
(a snapshot that PostgreSQL exports). Processes begin with nothing of ours in memory, and end with the block.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from queue import SimpleQueue
from typing import IO, TypeVar

import psycopg

from ledger.errors import DatabaseAway, LedgerError

Task = TypeVar("Task")
Answer = TypeVar("Answer")
_DONE = "done"
_PIPE = 1024 * 1024  # bytes


def cores() -> int:
    """Return how many processes can be at work at once."""
    return len(os.sched_getaffinity(0))


@contextmanager
def started(
    work: Callable[[Task], Iterable[Answer]], tasks: Sequence[Task], *, large: bool = False
) -> Iterator[list[Iterator[Answer]]]:  # fmt: skip
    """A process for each task, at work; what each answers, in order. They end with the block.

    Where answers are `large`, a process waits with each until it is asked for; otherwise it never waits. Going through
    the answers raises what the work raised, if it is an error of the ledger, and DatabaseAway where a process ended
    before it had done its work.
    """
    with ExitStack() as stack:
        yield [stack.enter_context(_process(work, task, large)) for task in tasks]


@contextmanager
def _process(work: Callable[[Task], Iterable[Answer]], task: Task, large: bool) -> Iterator[Iterator[Answer]]:
    paths = os.pathsep.join(path for path in sys.path if path)
    with subprocess.Popen(
        [sys.executable, "-m", "ledger.processes"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": paths},
    ) as process:  # fmt: skip
        assert process.stdin is not None and process.stdout is not None, "both are pipes"  # noqa: PT018
        try:
            with suppress(BrokenPipeError):  # it has ended already: its answers, or that there are none, say so
                pickle.dump((work, task), process.stdin)
            with suppress(BrokenPipeError):
                process.stdin.close()
            if large:
                if hasattr(fcntl, "F_SETPIPE_SZ"):  # Linux: room for one answer, while it works on the next
                    with suppress(OSError):  # no more than so much for one account
                        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, _PIPE)
                yield _found(partial(_next, process.stdout))
            else:
                answers: SimpleQueue[object] = SimpleQueue()
                threading.Thread(target=_read, args=(process.stdout, answers), daemon=True).start()
                yield _found(answers.get)
        finally:
            process.kill()


def _next(pipe: IO[bytes]) -> object:
    try:
        return pickle.load(pipe)  # noqa: S301  # of a process of ours
    except (EOFError, pickle.UnpicklingError, OSError, ValueError):
        return DatabaseAway("a process that was reading the ledger ended before it had read it")


def _read(pipe: IO[bytes], answers: SimpleQueue[object]) -> None:
    found: object = None
    while not isinstance(found, LedgerError) and found != _DONE:
        answers.put(found := _next(pipe))


def _found(following: Callable[[], object]) -> Iterator[Answer]:
    while True:
        found = following()
        if isinstance(found, LedgerError):
            raise found
        if found == _DONE:
            return
        yield found  # type: ignore[misc]  # what the work that was asked for answers


def main() -> None:
    """Do the work that is told on standard input."""
    answers = sys.stdout.buffer
    work, task = pickle.load(sys.stdin.buffer)  # noqa: S301  # of a process of ours
    last: object = _DONE
    try:
        for found in work(task):
            pickle.dump(found, answers)
            answers.flush()
    except psycopg.Error as error:
        last = DatabaseAway(f"The database is away: {error.sqlstate or 'no answer'}")
    except LedgerError as error:
        last = error
    pickle.dump(last, answers)
    answers.flush()


if __name__ == "__main__":
    main()
