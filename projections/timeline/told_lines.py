"""The lines of files that have grown since their rows were stored, kept from one question to the next.

Under load every search told every line of each such file again, some 70 ms for five files of a hundred entries, and so
took the time in which the projector would have caught up: with every entry that came in there were more of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from cachetools import LRUCache

from projections.timeline import timeline, touched_lines
from projections.timeline.line import Line
from projections.view import FileView

KEPT_ENTRIES = 50_000
"""Lines are kept of files with so many entries together, over all readers."""
Told = tuple[Line, str]
"""A line, and all its text."""


@dataclass(frozen=True, slots=True)
class _Held:
    head: int
    whole: FileView | None
    """The file it was, where nothing of it was withheld."""
    lines: Mapping[int, Told | None]
    """By position; None where that entry has no line."""
    entries: int


class ToldLines:
    """Lines as they are told, by file and by who asked. Safe to share between threads."""

    def __init__(self, most: int = KEPT_ENTRIES) -> None:
        self._held: LRUCache[tuple[UUID, Hashable], _Held] = LRUCache(most, lambda held: held.entries)
        self._lock = Lock()

    def of(self, now: FileView, left: FileView, eyes: Hashable, positions: Sequence[int]) -> list[Told]:
        """Return the lines at some positions of a file as it is now, by what is `left` of it for somebody (`eyes`)."""
        key = (now.file_id, eyes)
        with self._lock:
            held = self._held.get(key)
        whole = now if left.file is now.file else None
        lines = _still_so(held, now, whole) if held is not None else {}
        missing = [position for position in positions if position not in lines]
        if missing:
            found = {line.position: (line, text) for line, text in timeline.told(left, missing)}
            lines = {**lines, **{position: found.get(position) for position in missing}}
        sealed = {at: told for at, told in lines.items() if told is None or told[0].index is not None}
        self._keep(key, _Held(now.file.position, whole, sealed, len(left.file.known)))
        return [told for position in positions if (told := lines[position]) is not None]

    def _keep(self, key: tuple[UUID, Hashable], held: _Held) -> None:
        with self._lock:
            self._held.pop(key, None)
            with suppress(ValueError):  # longer than all that is kept
                self._held[key] = held


def _still_so(held: _Held, now: FileView, whole: FileView | None) -> Mapping[int, Told | None]:
    """Those of the lines held that the file has still. Of one of which something is or was withheld, all or none.

    Nothing of what may have been erased since stays at hand.
    """
    if held.head == now.file.position:
        return held.lines
    if held.whole is None or whole is None or held.whole.erased != whole.erased or held.head > now.file.position:
        return {}
    differ = touched_lines.touched(held.whole, whole)
    return {} if differ is None else {at: told for at, told in held.lines.items() if at not in differ}


__all__ = ["KEPT_ENTRIES", "Told", "ToldLines"]
