"""Work divided between processes of this program: one core folds, hashes or decrypts, and there are more.

A process is told what to do on its standard input and answers on its standard output, in pickles: both ends are this
program. What is done is a function of a module, named in the pickle; it may see the moment that another process sees
(a snapshot that PostgreSQL exports). Processes begin with nothing of ours in memory, and end with the block.

One that works until it is told to stop (`kept`) is told by the end of its standard input: so it stops, too, where the
process that started it is killed.
"""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from queue import SimpleQueue
from typing import IO, TypeVar

from ledger.errors import DatabaseAway, LedgerError

Task = TypeVar("Task")
Answer = TypeVar("Answer")
_DONE = "done"
_PIPE = 1024 * 1024  # bytes
_UNTIL_TOLD = "until-told"
GARBAGE = 500_000
"""Objects made and not let go of, until garbage is looked for: a file with its rows is let go of without that. To look
through those in work after every seven hundred objects took an eighth of the time."""
SELDOM = 2_000, 10, 1_000
"""The same for a process that stays, and must not be left with what only a look finds: three in a row, each so many
times as seldom as the one before."""
ENDS_WITHIN = 5.0  # seconds that a process has to stop when it is told to


@contextmanager
def garbage_seldom() -> Iterator[None]:
    """Look for garbage seldom, and never through what is there already: that took a tenth of the time."""
    gc.freeze()
    enabled, as_before = gc.isenabled(), gc.get_threshold()
    gc.set_threshold(GARBAGE, *as_before[1:])
    gc.enable()
    try:
        yield
    finally:
        gc.set_threshold(*as_before)
        gc.unfreeze()
        if not enabled:
            gc.disable()


def stay_at_work() -> None:
    """See that a process that stays does not look through all it holds, which takes a tenth of a second and more, while
    who asks it waits: never at what was imported, and seldom at the rest. What is let go of goes at once, without it.

    Of the server 9 and 18 % less of the processor's time, in two trials, for first answers about failings, and half of
    what the slowest took.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)


def look_for_garbage_when_told() -> None:
    """See that a process looks for garbage only where it says so (`look_for_garbage`).

    What the projector lets go of goes without it: in 3,000 entries all that was found was 66 objects. But a look
    through the files at hand took 40 ms every three seconds and 150 now and then, while
    whoever recorded waited.
    """
    gc.freeze()
    gc.disable()


def look_for_garbage() -> None:
    """Look for it once, through all that was made since the process began, where it is not looked for by itself."""
    if not gc.isenabled():
        gc.collect()


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
def kept(
    work: Callable[[Task, threading.Event], None], task: Task
) -> Iterator[subprocess.Popen[bytes]]:  # fmt: skip
    """A process at a work that has no end; it is told to stop by the event it is given, at the end of the block.

    It may have ended before: its return code is there, and below 0 where it was killed. What does not stop within
    `ENDS_WITHIN` is killed.
    """
    with subprocess.Popen([*_command(), _UNTIL_TOLD], stdin=subprocess.PIPE, env=_environment()) as process:
        assert process.stdin is not None, "it is a pipe"
        try:
            with suppress(BrokenPipeError):
                pickle.dump((work, task), process.stdin)
                process.stdin.flush()
            yield process
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()
            try:
                process.wait(ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()


def _command() -> list[str]:
    return [sys.executable, "-m", "ledger.processes"]


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@contextmanager
def _process(work: Callable[[Task], Iterable[Answer]], task: Task, large: bool) -> Iterator[Iterator[Answer]]:
    with subprocess.Popen(
        _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
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
    except LedgerError as error:
        last = error
    except Exception as error:
        if (state := _sqlstate(error)) is None:
            raise
        last = DatabaseAway(f"The database is away: {state}")
    pickle.dump(last, answers)
    answers.flush()


def _sqlstate(error: Exception) -> str | None:
    """What PostgreSQL says of an error; None where it is none of psycopg's.

    That is not imported for this: it takes 0.19 s of the processor's, more than all else that one reading a copy needs.
    """
    psycopg = sys.modules.get("psycopg")
    return (error.sqlstate or "no answer") if psycopg is not None and isinstance(error, psycopg.Error) else None


def until_told() -> None:
    """Do the work that is told on standard input until that ends, which is the word to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this process, and tells it to stop
    stop = threading.Event()
    work, task = pickle.load(sys.stdin.buffer)  # noqa: S301  # of a process of ours
    threading.Thread(target=_listen, args=(sys.stdin.fileno(), stop), daemon=True).start()
    work(task, stop)


def _listen(told: int, stop: threading.Event) -> None:
    os.read(told, 1)
    stop.set()
    time.sleep(ENDS_WITHIN)
    os._exit(1)  # nobody may be there any more who would end it


if __name__ == "__main__":
    until_told() if sys.argv[1:] == [_UNTIL_TOLD] else main()
