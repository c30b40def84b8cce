"""Files folded while a case is judged, each once: the same entries as at the same day make the same file.

Readiness asks for the file as it was on the day of each act, notice and meeting, by what was on file then and by what
is now. Most of these are the same few states, and folding is most of what a judgement costs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from cachetools import LRUCache

from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.folding import fold, looked_at_on

KEPT, KEPT_ENTRIES, FEWEST = 64, 50_000, 6
"""So many states are kept at hand, of so many entries together, or of any length so few: three looks at two states."""
_Held = LRUCache[Hashable, tuple[object, ContractFile]]
"""By what it was folded from, that itself, so that nothing takes its place in memory, and the file it made."""
_HELD: ContextVar[_Held | None] = ContextVar("folds", default=None)


@contextmanager
def each_once() -> Iterator[None]:
    """While this lasts, return again what `folded` and `in_effect_on` returned before. Nobody changes a folded file."""
    if _HELD.get() is not None:  # within another: what that keeps serves here too
        yield
        return
    token = _HELD.set(LRUCache(KEPT_ENTRIES, _share))
    try:
        yield
    finally:
        _HELD.reset(token)


def in_effect_on(file: ContractFile, day: date) -> ContractFile:
    """Return a file with what was in effect on a day: itself where nothing took effect later; else worked out once."""
    if not file.entries or file.entries[-1].entry.effective_on <= day:
        return file
    return _once((id(file), day), file, lambda: looked_at_on(file, day))


def folded(known: Iterable[Recorded], as_at: date | None = None) -> ContractFile:
    """Return the file these entries make, as at a day: `fold`, or what it returned before of the same entries."""
    known = tuple(known)
    return _once((tuple(map(id, known)), as_at), known, lambda: fold(known, as_at))


def _once(key: Hashable, of: object, work: Callable[[], ContractFile]) -> ContractFile:
    held = _HELD.get()
    if held is None:
        return work()
    if key not in held:
        held[key] = of, work()
    return held[key][1]


def _share(held: tuple[object, ContractFile]) -> int:
    """How much of the room for entries a state takes: so much that KEPT go in at most, and FEWEST of any length."""
    return min(max(len(held[1].entries), KEPT_ENTRIES // KEPT), KEPT_ENTRIES // FEWEST)
