"""What was worked out of a file before its newest entries came, and is the same still: nothing it looks at changed.

A file that grows shares with the file before it every part that the new entries do not change (`extended`). Whatever
looks at those parts only need not be worked out again. Which parts it looks at is not written down anywhere, where it
would be forgotten one day: it is noted while it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, Final, TypeVar, cast

from ledger.contract_file import ContractFile
from ledger.entry import Entry, Recorded
from ledger.kinds import subject_of
from projections.view import FileView

M = TypeVar("M")
T = TypeVar("T")
_HELD: Final = "what was worked out of it, and what that looked at"
_MADE: Final = "what was made of each thing that was worked out of it"
_GONE_THROUGH: Final = "what its entries come to, and up to which"
KEPT_SINCE: Final = "which of its departures what is known now shows to have been none"
"""Where that is kept at hand (judged_again.py)."""
StoodBefore = dict[int, ContractFile]
"""The file of all that stood before an act, by the act's position."""
STOOD_BEFORE: Final = "the files that stood before its last acts that departed from a rule"
_STOOD = 8
"""Of so many: each is judged again with whatever comes of its day. Folded for that it took 6 % of a step."""
_PARTS = frozenset(part.name for part in fields(ContractFile))
_ALL: Final = "all of it"
_NOTHING: Final = "nothing was asked yet"
LookedAt = set[str]
"""The parts of a file that were looked at."""


class _Noted(ContractFile):
    """A file that notes which parts of another are looked at in it. Whoever copies it has looked at all of them."""

    file: ContractFile
    looked_at: LookedAt

    def __init__(self, file: ContractFile, looked_at: LookedAt) -> None:
        object.__setattr__(self, "file", file)
        object.__setattr__(self, "looked_at", looked_at)

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]  # what copies a file reads it
        self.looked_at.add(_ALL)
        return self.file.__dict__

    # An entry that is on a file stays the same as the file grows, until something is undone; and those of some kinds
    # stay the same as long as the registers of their subjects do. Whoever asks for them does not look at all entries,
    # which every further one changes: by that the duties of failings were worked out anew with each.

    def at(self, position: int) -> Recorded | None:
        found = self.file.at(position)
        self.looked_at.add("entries" if found is None else "undone")
        return found

    def begun_by(self, given: str) -> int | None:
        found = self.file.begun_by(given)
        self.looked_at.add("ids" if found is None else "undone")
        return found

    def first_recorded(self, position: int) -> Recorded | None:
        found = self.file.first_recorded(position)
        self.looked_at.add("known" if found is None else "undone")
        return found

    def of_kinds(self, wanted: frozenset[type[Entry]]) -> list[Recorded]:
        self.looked_at.update(map(subject_of, wanted))
        return self.file.of_kinds(wanted)


class _Part:
    """One part of a noted file: noted when it is first looked at, and from then on an attribute like any other.

    A `__getattribute__` instead, asked three hundred times for each entry, took a twentieth of what is told of it.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, noted: _Noted, owner: type) -> Any:
        found = getattr(noted.file, self._name)
        noted.looked_at.add(self._name)
        object.__setattr__(noted, self._name, found)
        return found


for _name in _PARTS:
    setattr(_Noted, _name, _Part(_name))


_Held = dict[object, tuple[LookedAt, object]]
"""By what worked it out: what that looked at, and what it made of it."""


def remember(after: FileView, before: FileView) -> None:
    """Have a view remember what was worked out of the view before it and holds still: one of the same words, and fewer.

    Looked through once for each entry, and not by each of thirty works for itself: that took them 5 % of a step.
    """
    was, now = before.file.__dict__, after.file.__dict__
    held = cast(_Held, before.at_hand.get(_HELD, {}))
    changed = {_ALL, *(name for name in _PARTS if was.get(name) is not now.get(name))}
    same = before.procedure is after.procedure
    after.at_hand[_HELD] = {work: made for work, made in held.items() if same and changed.isdisjoint(made[0])}
    for name in (_MADE, _GONE_THROUGH, KEPT_SINCE):
        after.at_hand[name] = before.at_hand.get(name, {})
    after.at_hand[STOOD_BEFORE] = _stood_before(after.file, before)
    after.goes_on_from(before)


def _stood_before(file: ContractFile, before: FileView) -> StoodBefore:
    """The files that stood before the last acts that departed from a rule, with that before a further such act."""
    stood = cast(StoodBefore, before.at_hand.get(STOOD_BEFORE, {}))
    came = file.entries[-1] if file.entries else None
    if came is None or not came.departures or file.entries[:-1] != before.file.entries:
        return stood
    return dict([*stood.items(), (came.position, before.file)][-_STOOD:])


def to_be_remembered(view: FileView) -> None:
    """Have what is worked out of a view noted from now on, for another that shares parts of its file."""
    for name in (_HELD, _MADE, _GONE_THROUGH):
        view.at_hand.setdefault(name, {})


def remembered(work: Callable[[FileView], Iterable[T]], view: FileView) -> tuple[T, ...]:
    """Return what `work` yields of a view, or what it yielded of a view before of the very parts it looks at."""
    return _remembered(work, view, lambda seen: tuple(work(seen)))


def remembered_fact(work: Callable[..., T], view: FileView, *about: Hashable) -> T:
    """Return what `work` makes of a view, or what it made of a view before of the very parts it looks at.

    `about`: what it is asked about besides; what it made is kept of what it was asked about last.
    """
    return _remembered(work, view, lambda seen: work(seen, *about), about)


def _remembered(name: object, view: FileView, work: Callable[[FileView], T], about: object = ()) -> T:
    held = cast(_Held | None, view.at_hand.get(_HELD))
    if held is None:  # a view that is folded for one answer
        return work(view)
    looked_at, made = cast(tuple[LookedAt, tuple[object, T]], held.get(name) or (LookedAt(), (_NOTHING, None)))
    if made[0] != about:
        looked_at = LookedAt()
        made = about, work(_noting(view, looked_at))
        held[name] = looked_at, made
    _looked_at_by(view, looked_at)
    return made[1]


def _noting(view: FileView, looked_at: LookedAt) -> FileView:
    """The same view, noting what is looked at in its file; what is worked out on the way is remembered, too."""
    seen = replace(view, file=_Noted(view.file, looked_at))
    seen.at_hand[_HELD] = view.at_hand[_HELD]
    return seen


def _looked_at_by(view: FileView, parts: LookedAt) -> None:
    """Where it is worked out on the way to something else, that looks at the same parts, also when it is only
    remembered."""
    if isinstance(view.file, _Noted):
        view.file.looked_at |= parts


def remembered_of_each(work: Callable[[FileView, M], Iterable[T]], things: Iterable[M], view: FileView) -> Iterator[T]:
    """Yield what `work` yields of each thing, or yielded of the very same thing of a view before.

    Of a new or changed thing alone it is worked out, as long as the parts that `work` looks at stay: a meeting
    that goes on leaves what there is of all others as it was.
    """
    held = cast(_Held | None, view.at_hand.get(_HELD))
    if held is None:
        for thing in things:
            yield from work(view, thing)
        return
    looked_at, was = cast(tuple[LookedAt, dict[int, tuple[M, tuple[T, ...]]]], held.get(work, (LookedAt(), {})))
    seen = _noting(view, looked_at)
    now = {id(thing): was.get(id(thing)) or (thing, tuple(work(seen, thing))) for thing in things}
    held[work] = looked_at, now
    _looked_at_by(view, looked_at)
    for _, found in now.values():
        yield from found


def remembered_of(work: Callable[[FileView, M], T], thing: M, view: FileView) -> T:
    """Return what `work` makes of a thing, or made of the very same thing of a view, for whoever asked before."""
    held = cast(_Held | None, view.at_hand.get(_HELD))
    if held is None:
        return work(view, thing)
    none = LookedAt(), dict[int, tuple[M, T]]()
    looked_at, made = cast(tuple[LookedAt, dict[int, tuple[M, T]]], held.setdefault(work, none))
    if id(thing) not in made:
        made[id(thing)] = thing, work(_noting(view, looked_at), thing)
    _looked_at_by(view, looked_at)
    return made[id(thing)][1]


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
    """Return the same file as one that notes which of its parts are looked at for the first time, and where it does."""
    looked_at = LookedAt()
    return _Noted(file, looked_at), looked_at
