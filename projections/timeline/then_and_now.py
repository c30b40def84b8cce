"""What was known then and what is known now, of one contract about one day: what came in, and what it changed.

Both sides are the same functions over the same file: by the entries known then, and by those known now, each as at the
day asked about. A *difference* is one thing that status, failings, duties or readiness say otherwise; it names the
entries by which it came to be said otherwise, found by looking at the file as it was after each. docs/adr/0085.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from ledger.entry import Frozen, Recorded
from ledger.folding import fold
from ledger.rights import Right
from ledger.subjects.records import AMENDING
from projections.duties.due import due, duties
from projections.duties.how_late import Due
from projections.ending.readiness import ConditionShown, Weakness, readiness
from projections.failings.failings import failings
from projections.failings.trail import Link
from projections.status.standing import standing
from projections.status.status import status
from projections.status.status_facts import WholeStatus
from projections.timeline.entry_changes import EntryChange, Recording, changes, recordings
from projections.timeline.line import Changed
from projections.timeline.things_said import Key, Part, Things, of_duties, of_failings, of_readiness, of_status
from projections.view import FileView, rule_in_words

MOST_LOOKS, FEWEST_LOOKS, ENTRIES_LOOKED_AT = 60, 6, 12_000
"""How often one part is worked out between then and now to find what made its differences; fewer for a long file."""
OUR_OWN: tuple[Part, ...] = ("failings", "duties", "readiness")


class Difference(Frozen):
    """One thing that is said otherwise now."""

    part: Part
    of: str
    """Which list or field of that part: notices, links, conditions."""
    id: str
    """Which of them: NOT-001, ISS-001 told, TC-12 of entry 38; empty for what there is one of."""
    what: str
    """The same in words."""
    was: Any = None
    """As it was said then, whole; null where it was not said."""
    now: Any = None
    """As it is said now, whole; null where it is not said any more."""
    changed: tuple[Changed, ...] = ()
    """What of it differs, in words."""
    entries: tuple[int, ...] = ()
    """The entries that either side names."""
    made_by: tuple[int, ...] = ()
    """The entries at whose recording it came to be said otherwise, in order."""
    made_within: tuple[int, int] | None = None
    """Where that was not followed entry by entry: the first and the last entry between which it was."""


class ThenAndNow(Frozen):
    """What was known then and what is known now, about one day."""

    on: date
    then_position: int
    """The newest entry of the file known then."""
    now_position: int
    recorded: tuple[Recording, ...]
    """The entries that came in between, in order."""
    changes: tuple[EntryChange, ...]
    """The entries known then whose words, effect, dates or marks are not what they were, in order."""
    differences: tuple[Difference, ...]
    parts: tuple[Part, ...]
    """What was compared: a part without a difference says now what it said then."""


@dataclass(frozen=True)
class Looked:
    """How a file is looked at for one reader."""

    view: FileView
    """The file as known now and as at the day, folded from what may be seen."""
    parts: tuple[Part, ...] = ("status", *OUR_OWN)
    shown_status: Callable[[WholeStatus], WholeStatus] = field(default=lambda facts: facts)
    looks: int = MOST_LOOKS
    """How often each part may be worked out to find what made its differences."""


def then_and_now(looked: Looked, then: int, on: date) -> ThenAndNow:
    """Return what is otherwise now than it was when entry `then` was the newest known, about a day. Pure.

    `then` is a position on the file; 0 for before its first entry.
    """
    between = _Between(looked, then, on)
    found = [difference for part in looked.parts for difference in between.differences(part)]
    first = between.view(between.start)
    own = looked.parts != ("status",)
    return ThenAndNow(
        on=on, then_position=first.file.position, now_position=looked.view.file.position,
        recorded=tuple(recordings(looked.view, then, on)), changes=tuple(changes(first, looked.view, on, own=own)),
        differences=tuple(found), parts=looked.parts,
    )  # fmt: skip


class _Between:
    """The states of a file between then and now, one after each entry that can have changed anything about the day."""

    def __init__(self, looked: Looked, then: int, on: date) -> None:
        self._looked, self._on = looked, on
        known = looked.view.file.known
        moving = (r for r in known if r.position > then and _may_tell(r, on))
        self._steps = [then, *(r.position for r in moving)]
        self._said: dict[tuple[Part, int], Things] = {}
        self._looks: dict[Part, int] = {}
        self._most = min(looked.looks, max(FEWEST_LOOKS, ENTRIES_LOOKED_AT // max(1, len(known))))

    @property
    def start(self) -> int:
        return self._steps[0]

    def view(self, position: int) -> FileView:
        """The file as it was known when that entry was its newest."""
        base = self._looked.view
        if position >= base.file.position:
            return base
        file = fold((r for r in base.file.known if r.position <= position), base.as_at)
        procedure_view = FileView.of(
            base.file_id, file, base.words, as_at=base.as_at, default_procedure=base.default_procedure
        )
        return replace(procedure_view, reference=base.reference)

    def differences(self, part: Part) -> Iterator[Difference]:
        was, now = self._at(part, 0), self._at(part, len(self._steps) - 1)
        keys = [key for key in dict.fromkeys((*was, *now)) if was.get(key) != now.get(key)]
        made: dict[Key, list[int]] = {key: [] for key in keys}
        within: dict[Key, tuple[int, int]] = {}
        self._trace(part, frozenset(keys), 0, len(self._steps) - 1, made, within)
        for key in keys:
            yield self._difference(key, was.get(key), now.get(key), made[key], within.get(key))

    def _trace(
        self, part: Part, keys: frozenset[Key], low: int, high: int, made: dict[Key, list[int]],
        within: dict[Key, tuple[int, int]],
    ) -> None:  # fmt: skip
        """Find the steps at which these came to be said otherwise, by halves: they differ between low and high."""
        if not keys:
            return
        if high - low == 1:
            for key in keys:
                made[key].append(self._steps[high])
            return
        middle = (low + high) // 2
        if (part, middle) not in self._said and self._looks.get(part, 0) >= self._most:
            for key in keys:
                within[key] = (min(self._steps[low + 1], within.get(key, (2**62, 0))[0]), self._steps[high])
            return
        before, there, after = (self._at(part, step) for step in (low, middle, high))
        self._trace(part, frozenset(k for k in keys if before.get(k) != there.get(k)), low, middle, made, within)
        self._trace(part, frozenset(k for k in keys if there.get(k) != after.get(k)), middle, high, made, within)

    def _at(self, part: Part, step: int) -> Things:
        """Everything a part says after a step."""
        last = step == len(self._steps) - 1
        position = self._looked.view.file.position if last else self._steps[step]
        if (part, step) not in self._said:
            self._looks[part] = self._looks.get(part, 0) + 1
            self._said[part, step] = dict(self._things(part, self.view(position)))
        return self._said[part, step]

    def _things(self, part: Part, view: FileView) -> Iterable[tuple[Key, object]]:
        match part:
            case "status":
                facts = self._looked.shown_status(status(view))
                return of_status(facts, standing(facts, self._on))
            case "failings":
                return of_failings(failings(view))
            case "duties":
                return of_duties(due(duties(view), self._on))
            case "readiness":
                return of_readiness(readiness(view, self._on))

    def _difference(
        self, key: Key, was: object, now: object, made_by: Iterable[int], within: tuple[int, int] | None
    ) -> Difference:
        return Difference(
            part=key.part, of=key.of, id=key.id, what=key.what, was=to_jsonable_python(was),
            now=to_jsonable_python(now), changed=tuple(changed(self._looked.view, was, now)),
            entries=tuple(sorted({*_entries(was), *_entries(now)})), made_by=tuple(made_by), made_within=within,
        )  # fmt: skip


def _may_tell(recorded: Recorded, on: date) -> bool:
    """Whether an entry can change what is said about a day: it had come by then, or amends one that may have."""
    return isinstance(recorded.entry, AMENDING) or recorded.entry.came_by(on)


def _entries(value: object) -> Iterator[int]:
    """Every position of an entry that something said names."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name == "position" and isinstance(inner, int):
                yield inner
            elif name in ("entries", "opened_by"):
                yield from inner
            else:
                yield from _entries(inner)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _entries(item)


SHOWN: Mapping[type[BaseModel], tuple[str, ...]] = {
    Right: ("state", "arisen_on", "until", "sentence", "doubts"), Due: ("state", "sentence", "person"),
    ConditionShown: ("state", "sentence", "then", "since", "next_step"), Link: ("state", "sentence", "gaps"),
    Weakness: ("sentence", "next_step"),
}  # fmt: skip
"""Of what says itself in a sentence, the fields that are compared in words; the others only where none of these differ.
"""


def changed(view: FileView, was: object, now: object, field: str = "") -> Iterator[Changed]:
    """Yield what differs between two things said, field by field, in words; a field that is not said is empty."""
    if was == now:
        return
    model = was if isinstance(was, BaseModel) else now
    if not isinstance(model, BaseModel) or type(model).__str__ is not BaseModel.__str__:
        yield Changed(field=field.replace("_", " "), was=_words(view, was), now=_words(view, now))
        return
    sides = [side if isinstance(side, BaseModel) else None for side in (was, now)]
    names = SHOWN.get(type(model), ())
    for fields in (names, tuple(type(model).model_fields)):
        found = [
            one
            for name in fields
            for one in changed(view, getattr(sides[0], name, None), getattr(sides[1], name, None), name)
        ]
        if found:
            yield from found
            return


def _words(view: FileView, value: object) -> str:
    if value in (None, ()):
        return ""
    if isinstance(value, tuple) and all(_is_named(item) for item in value):  # (a rule, how often it was departed from)
        return "; ".join(f"{rule_in_words(name)}: {view.say(said)}" for name, said in value)
    return view.say(value)


def _is_named(item: object) -> bool:
    return isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)


def applied(then: Mapping[Key, object], differences: Iterable[Difference]) -> dict[tuple[str, str, str], Any]:
    """Return what is said now: what was said then, with the differences put in their places."""
    said: dict[tuple[str, str, str], Any] = {
        (key.part, key.of, key.id): to_jsonable_python(value) for key, value in then.items()
    }
    for one in differences:
        said.pop((one.part, one.of, one.id), None)
        if one.now is not None:
            said[one.part, one.of, one.id] = one.now
    return said


__all__ = ["Difference", "Looked", "ThenAndNow", "applied", "then_and_now"]
