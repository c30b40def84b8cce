"""The child process that reads other people's files, under limits, so that no file can harm who asked.

It reads tasks from standard input and writes answers to standard output, one JSON object a line. Memory, computing and
the size of files are limited for each task; whoever breaks a limit ends the process, and the parent starts another.
"""

import contextlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# Asked for here, before the limits are set, so that no task pays for it.
from projections.bundle.exhibits.covers import set_covers
from projections.bundle.exhibits.examine import examine
from projections.bundle.merging import merge
from projections.bundle.producing import produce, read_words

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Limits:
    """What one task may take: bytes of memory beyond those at the start, seconds of computing, bytes of a file."""

    memory: int
    seconds: int
    file: int


STRANGERS = Limits(memory=260_000_000, seconds=15, file=500_000_000)
OURS = Limits(memory=2_000_000_000, seconds=600, file=4_000_000_000)  # merging what was made here; mapped files count


def _examine(task: dict[str, Any]) -> Any:
    parts = examine(task["label"], Path(task["source"]), task["title"], task["media_type"], Path(task["folder"]))
    return [asdict(part) for part in parts]


def _set_covers(task: dict[str, Any]) -> Any:
    set_covers(task["covers"], Path(task["target"]))


TASKS: dict[str, tuple[Callable[[dict[str, Any]], Any], Limits]] = {
    "examine": (_examine, STRANGERS),
    "covers": (_set_covers, OURS),
    "merge": (merge, OURS),
    "produce": (produce, OURS),
    "read": (read_words, STRANGERS),
}


def _limit(held: int, limits: Limits) -> None:
    """Set the limits for one task; that of computing is for the life of a process, so what it used before is added."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.seconds
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (held + limits.memory, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file, resource.RLIM_INFINITY))


def _answer(task: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": TASKS[task["task"]][0](task)}
    except MemoryError:
        return {"broke": "memory"}
    except Exception as error:  # noqa: BLE001  # a file we did not foresee; it is named, and the next one gets its turn
        return {"broke": "error", "error": f"{type(error).__name__}: {error}"[:500]}


def main() -> None:
    """Do tasks until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most_open = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_open, most_open))  # merging holds every exhibit open
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails instead
    held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE
    for line in sys.stdin:
        task = json.loads(line)
        _limit(held, TASKS[task["task"]][1])
        answer = _answer(task)
        answers.write(json.dumps(answer, default=str) + "\n")
        answers.flush()
        if answer.get("broke") == "memory":
            return  # what is left of its memory is in pieces


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
