"""How much memory a piece of work takes: this process and its children together, at the highest.

Proportional shares (PSS) out of /proc, twenty times a second, so that memory which several share counts once.
PostgreSQL is not in it: it is nobody's child.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

EVERY = 0.05  # seconds


class Memory(threading.Thread):
    """Looks, again and again, at how much memory a process and its children have between them, in kB."""

    def __init__(self, pid: int | None = None) -> None:
        super().__init__(daemon=True)
        self.highest, self.over, self._pid = 0, threading.Event(), pid or os.getpid()

    def run(self) -> None:
        """Look until it is over."""
        while not self.over.wait(EVERY):
            self.highest = max(self.highest, held(self._pid))


def peak(work: Callable[[], object]) -> float:
    """Do some work; return by how many MB this process and its children grew meanwhile, at the highest.

    What this process held before, a whole suite of measurements, is not the work's.
    """
    memory, before = Memory(), held(os.getpid())
    memory.start()
    try:
        work()
    finally:
        memory.over.set()
        memory.join()
    return max(memory.highest - before, 0) / 1024


def held(pid: int) -> int:
    """Return how many kB a process and its children have."""
    return sum(_share(each) for each in _family(pid))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            if b"postgres" not in _read(Path(f"/proc/{int(child)}/cmdline")):
                yield from _family(int(child))


def _share(pid: int) -> int:
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1])
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
