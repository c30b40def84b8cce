"""Whoever reads across files: which files hold something that may be withheld from them, and what is left of those.

What somebody may not see takes no part in a list across files: not in its rows, nor in what it is filtered, sorted,
counted and continued by. Rows are stored of whole files, and of what is left of them for who sees nothing marked
(read_models/marked.py). A file of which they see more is folded from what is left of it for them, and takes its place
among the others. docs/adr/0104, 0113.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from cachetools import LRUCache

from projections.duties.duty import Duty
from projections.status.status_facts import WholeStatus
from projections.view import FileView

L = TypeVar("L")
KEPT_FILES = 5_000
"""Of so many files, what is left for those who asked is kept at hand."""
KEPT_READERS = 50
"""And of each for so many of those who asked."""


class Clearance(NamedTuple):
    """From whom something may be withheld, as far as stored rows tell it: more than what is, never less."""

    names: tuple[str, ...]
    """What they are called where an entry is for named people only."""
    reads_all: bool
    """Whether nothing is withheld from them in any file."""
    privileged: bool
    """Whether they read what is for Legal Services only, or privileged, in every file."""


@dataclass(frozen=True)
class Eyes:
    """Somebody who reads across files, from whom entries may be withheld."""

    key: Hashable
    """The same for those, and at those times, for whom the same is left of every file."""
    names: tuple[str, ...]
    """What they are called where an entry is for named people only."""
    reads_all: bool
    """Whether nothing is withheld from them in any file."""
    privileged: bool
    """Whether they read what is for Legal Services only, or privileged, in every file."""
    told: tuple[str, ...]
    """The names by which files are found on which they may see something that is marked (read_models/marked.py)."""
    left_of: Callable[[FileView], FileView]
    """From a whole file as it is now to what is left of it for them: itself, where nothing is withheld."""


@dataclass(frozen=True, slots=True)
class Left:
    """How a file stands by what is left of it for somebody."""

    status: WholeStatus
    duties: tuple[Duty, ...] = ()
    title: str = ""
    reference: str = ""


class LeftOver(Generic[L]):
    """What is left of files, kept until they grow. Safe to share between threads."""

    def __init__(self, keeps: Callable[[L], bool] = lambda left: True, kept: int = KEPT_FILES) -> None:
        """`keeps`: whether something worked out is to be kept at hand."""
        self._keeps = keeps
        self._held: LRUCache[UUID, tuple[int, dict[Hashable, L]]] = LRUCache(kept)
        self._lock = Lock()

    def of(self, file_id: UUID, head: int, eyes: Eyes, work: Callable[[], L]) -> L:
        """Return what is left of a file of so many entries; worked out where it is not at hand."""
        with self._lock:
            held = self._held.get(file_id)
            if held is not None and held[0] == head and eyes.key in held[1]:
                return held[1][eyes.key]
        left = work()
        if self._keeps(left):
            with self._lock:
                # Nothing of a file before it grew stays at hand: its words may have been erased since.
                now = self._held.get(file_id)
                if now is None or now[0] < head:
                    self._held[file_id] = now = (head, {})
                if now[0] == head:
                    if len(now[1]) >= KEPT_READERS:
                        now[1].clear()
                    now[1][eyes.key] = left
        return left


__all__ = ["Clearance", "Eyes", "Left", "LeftOver"]
