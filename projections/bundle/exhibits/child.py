"""The child process that reads other people's files, under limits, so that no file can harm who asked.

It reads tasks from standard input and writes answers to standard output, one JSON object a line. It forks for each:
what a task takes, breaks or leaves behind ends with its process, and every task starts from the same state, so that
what comes before an exhibit changes nothing of it. Memory, computing time and the size of files are limited.
"""

import contextlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

# Asked for here, before the limits are set, so that no task pays for it.
from projections.bundle.exhibits.covers import set_covers
from projections.bundle.exhibits.examine import examine
from projections.bundle.exhibits.pages import NotShown
from projections.bundle.exhibits.pdfs import pages_of_pdf
from projections.bundle.merging import merge
from projections.bundle.producing import produce, read_words

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Limits:
    """What one task may take: bytes of memory beyond those at the start, seconds of computing, bytes of a file."""

    memory: int
    seconds: int
    file: int


STRANGERS = Limits(memory=240_000_000, seconds=15, file=500_000_000)
OURS = Limits(memory=2_000_000_000, seconds=600, file=4_000_000_000)  # merging what was made here; mapped files count


def _examine(task: dict[str, Any]) -> Any:
    parts = examine(task["label"], Path(task["source"]), task["title"], task["media_type"], Path(task["folder"]))
    return [asdict(part) for part in parts]


def _pages_of_pdf(task: dict[str, Any]) -> Any:
    try:
        return asdict(pages_of_pdf(Path(task["source"]), Path(task["target"])))
    except NotShown as why:
        return {"reason": str(why)}


def _set_covers(task: dict[str, Any]) -> Any:
    set_covers(task["covers"], Path(task["target"]))


TASKS: dict[str, tuple[Callable[[dict[str, Any]], Any], Limits]] = {
    "examine": (_examine, STRANGERS),
    "pdf": (_pages_of_pdf, STRANGERS),
    "covers": (_set_covers, OURS),
    "merge": (merge, OURS),
    "produce": (produce, OURS),
    "read": (read_words, STRANGERS),
}


# Asked for before the fork, once, by the first task that needs it: a load file's alone.
_NEEDED = {"read": "pypdfium2"}


def _limit(limits: Limits) -> None:
    """Set the limits for this process: memory beyond what it holds already."""
    held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE
    resource.setrlimit(resource.RLIMIT_AS, (held + limits.memory, held + limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 5))  # the second is final
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file, limits.file))


def _answer(task: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": TASKS[task["task"]][0](task)}
    except MemoryError:
        return {"broke": "memory"}
    except Exception as error:  # noqa: BLE001  # a file we did not foresee; it is told, and the next one gets its turn
        return {"broke": "error", "error": type(error).__name__}  # not its words, which may be the file's


def _do(task: dict[str, Any], limits: Limits) -> bytes:
    """Do a task in a process of its own; returns its answer as JSON."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _limit(limits)
        with os.fdopen(writing, "wb") as answer:
            answer.write(json.dumps(_answer(task), default=str).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        answered = answer.read()
    _, status = os.waitpid(process, 0)
    if status == 0:
        return answered
    return json.dumps({"broke": "signal", "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}).encode()


def main() -> None:
    """Do tasks until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most_open = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_open, most_open))  # merging holds every exhibit open
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails instead
    for line in sys.stdin:
        task = json.loads(line)
        limits = TASKS[task["task"]][1]
        if task["task"] in _NEEDED:
            import_module(_NEEDED[task["task"]])
        answers.write(_do(task, replace(limits, seconds=task.get("seconds", limits.seconds))) + b"\n")
        answers.flush()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
