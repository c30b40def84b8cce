"""Files folded while a case is judged, each once: the same entries as at the same day make the same file.

Readiness asks for the file as it was on the day of each act, notice and meeting, by what was on file then and by what
is now. Most of these are the same few states, and folding is most of what a judgement costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from ledger.contract_file import ContractFile, fold
from ledger.entry import Recorded

_Key = tuple[tuple[int, ...], date | None]
_HELD: ContextVar[dict[_Key, ContractFile] | None] = ContextVar("folds", default=None)


@contextmanager
def each_once() -> Iterator[None]:
    """While this lasts, keep what `folded` returns and return it again. Nobody changes a file that is folded."""
    if _HELD.get() is not None:  # within another: what that keeps serves here too
        yield
        return
    token = _HELD.set({})
    try:
        yield
    finally:
        _HELD.reset(token)


def as_on(file: ContractFile, day: date) -> ContractFile:
    """Return a file as at a day: itself where nothing on it took effect later, else folded again, once."""
    if not file.entries or file.entries[-1].entry.effective_on <= day:
        return file
    return folded(file.known, day)


def folded(known: Iterable[Recorded], as_at: date | None = None) -> ContractFile:
    """Return the file these entries make, as at a day: `fold`, or what it returned before."""
    held, known = _HELD.get(), tuple(known)
    if held is None:
        return fold(known, as_at)
    # By which object each entry is: the file that is kept holds on to them, so none takes another's place.
    key = tuple(map(id, known)), as_at
    if key not in held:
        held[key] = fold(known, as_at)
    return held[key]
