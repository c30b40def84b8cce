"""What was worked out of a file before its newest entries came, and is the same still: nothing it looks at changed.

A file that grows shares with the file before it every part that the new entries do not change (`extended`). Whatever
looks at those parts only need not be worked out again. Which parts it looks at is not written down anywhere, where it
would be forgotten one day: it is noted while it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, Final, TypeVar, cast

from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from projections.view import FileView

M = TypeVar("M")
T = TypeVar("T")
_HELD: Final = "what was worked out of it, and what that looked at"
_MADE: Final = "what was made of each thing that was worked out of it"
_GONE_THROUGH: Final = "what its entries come to, and up to which"
_PARTS = frozenset({part.name for part in fields(ContractFile)} | {"__dict__"})
LookedAt = set[str]
"""The parts of a file that were looked at."""


class _Noted(ContractFile):
    """A file that notes which of its parts are looked at. Whoever copies it has looked at all of them."""

    def __getattribute__(self, name: str) -> Any:
        found = object.__getattribute__(self, name)
        if name in _PARTS:
            object.__getattribute__(self, "looked_at").add(name)
        return found


_Held = dict[object, tuple[LookedAt, object]]
"""By what worked it out: what that looked at, and what it made of it."""


def remember(after: FileView, before: FileView) -> None:
    """Have a view remember what was worked out of the view before it and holds still: one of the same words, and fewer.

    Looked through once for each entry, and not by each of thirty works for itself: that took them 5 % of a step.
    """
    was, now = before.file.__dict__, after.file.__dict__
    held = cast(_Held, before.at_hand.get(_HELD, {}))
    changed = {"__dict__", *(name for name in _PARTS if was.get(name) is not now.get(name))}
    same = before.procedure is after.procedure
    after.at_hand[_HELD] = {work: made for work, made in held.items() if same and changed.isdisjoint(made[0])}
    for name in (_MADE, _GONE_THROUGH):
        after.at_hand[name] = before.at_hand.get(name, {})
    after.goes_on_from(before)


def to_be_remembered(view: FileView) -> None:
    """Have what is worked out of a view noted from now on, for another that shares parts of its file."""
    for name in (_HELD, _MADE, _GONE_THROUGH):
        view.at_hand.setdefault(name, {})


def remembered(work: Callable[[FileView], Iterable[T]], view: FileView) -> tuple[T, ...]:
    """Return what `work` yields of a view, or what it yielded of a view before of the very parts it looks at."""
    return _remembered(work, view, lambda seen: tuple(work(seen)))


def remembered_fact(work: Callable[[FileView], T], view: FileView) -> T:
    """Return what `work` makes of a view, or what it made of a view before of the very parts it looks at."""
    return _remembered(work, view, work)


def _remembered(name: object, view: FileView, work: Callable[[FileView], T]) -> T:
    held = cast(_Held | None, view.at_hand.get(_HELD))
    if held is None:  # a view that is folded for one answer
        return work(view)
    if name not in held:
        file, looked_at = noted(view.file)
        held[name] = looked_at, work(replace(view, file=file))
    return cast(T, held[name][1])


def gone_through(take: Callable[[T, Sequence[Recorded]], T], none: T, view: FileView) -> T:
    """Return what `take` makes of the entries in force, in the world's order, from `none` on.

    Of a file that only grew it is given the new entries alone, with what it made of those before: that it leaves as it
    is.
    """
    held = cast(dict[object, tuple[tuple[Recorded, ...], T]] | None, view.at_hand.get(_GONE_THROUGH))
    entries = view.file.entries
    had, so_far = held.get(take, ((), none)) if held is not None else ((), none)
    if entries[: len(had)] != had:
        had, so_far = (), none
    found = take(so_far, entries[len(had) :])
    if held is not None:
        held[take] = entries, found
    return found


def each_made(make: Callable[[M], T], things: Iterable[M], view: FileView) -> list[T]:
    """Return what `make` makes of each of some things, or made of the very same thing for the view before."""
    things = list(things)
    held = cast(dict[object, dict[int, tuple[M, T]]] | None, view.at_hand.get(_MADE))
    if held is None:
        return [make(one) for one in things]
    was = held.get(make, {})
    now = {id(one): was.get(id(one)) or (one, make(one)) for one in things}
    view.at_hand[_MADE] = {**held, make: now}
    return [now[id(one)][1] for one in things]


def noted(file: ContractFile) -> tuple[ContractFile, LookedAt]:
    """Return the same file as one that notes which of its parts are looked at, and where it notes them."""
    twin, looked_at = object.__new__(_Noted), LookedAt()
    object.__setattr__(twin, "looked_at", looked_at)
    object.__getattribute__(twin, "__dict__").update(file.__dict__)
    return twin, looked_at
