"""Answers about one file as the bytes that are sent: finished once, and kept until the file grows or the day ends.

What is answered about a file as it stands now depends on the entries on it, on the day, and on what of it is withheld
from whoever asks; on nothing else. So the bytes are kept by these: of those from whom nothing is withheld all are
answered with the same, of the others each with their own. How many entries there are, what day it is and whether
anything may be withheld is asked anew for every answer, in one statement (answering/heads.py). Nothing of a file
before it grew is kept: its words may have been erased since, or its entries withheld. docs/adr/0108.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from cachetools import LRUCache

KEPT_BYTES = 64_000_000
"""Of so many bytes in all, answers are kept."""
BESIDES = 2_000
"""Bytes that an answer takes up besides its own, about."""


@dataclass(frozen=True, slots=True)
class Finished:
    """An answer as it is sent."""

    body: bytes
    position: int
    """The newest entry it tells its reader of."""
    on: date
    entries: array[int] = field(default_factory=lambda: array("q"))
    """The positions of the entries it shows or names."""
    noted: set[str] = field(default_factory=set)
    """The accounts of which it is written down that they were given these."""

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return BESIDES + len(self.body) + self.entries.itemsize * len(self.entries)


State = tuple[int, date]
"""How many entries are on a file, and the day."""


class _Held(NamedTuple):
    """The answers of one file, in one state."""

    state: State
    answers: dict[Hashable, Finished]
    size: int = 0
    """How many bytes they hold together."""


class FinishedAnswers:
    """Those kept, of the files that were asked for last. Safe to share between threads."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._files: LRUCache[UUID, _Held] = LRUCache(most, lambda held: held.size)
        self._lock = Lock()

    @property
    def bytes(self) -> int:
        """How many bytes are kept."""
        return int(self._files.currsize)

    def find(self, file_id: UUID, state: State, what: Hashable) -> Finished | None:
        """Return what was finished of a file in this state; what is there of an earlier one goes."""
        with self._lock:
            held = self._files.get(file_id)
            if held is None:
                return None
            if held.state < state:
                del self._files[file_id]
            return held.answers.get(what) if held.state == state else None

    def keep(self, file_id: UUID, state: State, what: Hashable, finished: Finished) -> None:
        """Keep an answer of a file in this state, unless another has seen a later one."""
        with self._lock:
            held = self._files.get(file_id)
            if held is not None and held.state > state:
                return
            if held is None or held.state < state:
                held = _Held(state, {})
            before = held.answers.get(what)
            held.answers[what] = finished
            size = held.size + finished.size - (before.size if before else 0)
            self._files.pop(file_id, None)
            with suppress(ValueError):  # more than all that are kept
                self._files[file_id] = held._replace(size=size)
