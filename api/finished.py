"""Answers about one file as the bytes that are sent: finished once, and kept until the file grows or the day ends.

What is answered about a file as it stands now depends on the entries on it, on the day, and on what of it is withheld
from whoever asks; on nothing else. So the bytes are kept by these: of those from whom nothing is withheld all are
answered with the same, of the others each with their own. How many entries there are, what day it is and whether
anything may be withheld is asked anew for every answer, in one statement (projections/heads.py). Nothing of a file
before it grew is kept: its words may have been erased since, or its entries withheld. docs/adr/0108.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from uuid import UUID

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
_Held = tuple[State, dict[Hashable, Finished]]


class FinishedAnswers:
    """Those kept, of the files that were asked for last. Safe to share between threads."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._files: OrderedDict[UUID, _Held] = OrderedDict()
        self._lock = Lock()

    @property
    def bytes(self) -> int:
        """How many bytes are kept."""
        return self._bytes

    def find(self, file_id: UUID, state: State, what: Hashable) -> Finished | None:
        """Return what was finished of a file in this state; what is there of an earlier one goes."""
        with self._lock:
            held = self._files.get(file_id)
            if held is None:
                return None
            if held[0] != state:
                if held[0] < state:
                    self._drop(file_id)
                return None
            self._files.move_to_end(file_id)
            return held[1].get(what)

    def keep(self, file_id: UUID, state: State, what: Hashable, finished: Finished) -> None:
        """Keep an answer of a file in this state, unless another has seen a later one."""
        with self._lock:
            held = self._files.get(file_id)
            if held is not None and held[0] > state:
                return
            if held is not None and held[0] < state:
                self._drop(file_id)
            _, answers = self._files.setdefault(file_id, (state, {}))
            self._files.move_to_end(file_id)
            before = answers.get(what)
            answers[what] = finished
            self._bytes += finished.size - (before.size if before else 0)
            while self._bytes > self._most:
                self._drop(next(iter(self._files)))

    def _drop(self, file_id: UUID) -> None:
        self._bytes -= sum(finished.size for finished in self._files.pop(file_id)[1].values())
