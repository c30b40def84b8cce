"""A register: what one subject knows of a file, folded from its entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache, wraps
from typing import Any, Generic, Self, TypeVar, cast, get_args

from ledger.entry import Entry, Frozen, Recorded

Kinds = TypeVar("Kinds", bound=Entry)
"""The kinds of entry of one subject: a union, so that mypy knows when a `match` has left one out."""
Thing = TypeVar("Thing", bound=Frozen)
"""What a register knows of one thing: frozen, with an `id`, and with nothing else that must be given."""
R = TypeVar("R", bound="Register[Any]")
T = TypeVar("T")
K = TypeVar("K")


class Register(Generic[Kinds]):
    """Base of the registers. Subclasses are dataclasses of dicts and lists holding frozen values.

    Mutable inside one fold only: copied before it is changed again or handed out (design, idea 3).
    """

    _looked_up: dict[object, Any] | None = None
    """What `looked_up` found since the last entry was taken in; no part of what the register is."""

    @classmethod
    def kinds(cls) -> tuple[type[Entry], ...]:
        """Return the kinds of entry it takes in: the union it is declared with."""
        [declared] = get_args(cls.__orig_bases__[0])  # type: ignore[attr-defined]  # every generic class has it
        return get_args(declared) or (declared,)

    def apply(self, recorded: Recorded) -> None:
        """Take in one entry that is in force, of a kind of this register's own (ledger/kinds.py sees to that)."""
        self._looked_up = None
        self.enter(cast(Kinds, recorded.entry), recorded)

    @property
    def as_it_is(self) -> object:
        """Return what stands for all it knows now: another once it took in a further entry, or is a copy."""
        held = self._looked_up = self._looked_up or {}
        return held.setdefault(None, object())

    def enter(self, entry: Kinds, recorded: Recorded) -> None:
        """Take in one entry, kind by kind. Checks nothing, knows no clock: the entry has happened."""
        raise NotImplementedError

    def copy(self) -> Self:
        """Return a register that can change without this one changing; the values inside are frozen and shared."""
        twin = object.__new__(type(self))
        for name in _parts_of(type(self)):  # type: ignore[arg-type]  # mypy takes a class for unhashable
            value: Any = getattr(self, name)
            setattr(twin, name, value.copy() if isinstance(value, _GROWING) else value)
        return twin


class ById(dict[str, Thing]):
    """What a register knows of each thing of one sort, by its id.

    In the world's order a step may come before the entry that begins the thing (that one is dated later, or was struck
    out): the record stands either way, and what is known of the thing then begins with the step.
    """

    def __init__(self, sort: Callable[..., Thing], held: Mapping[str, Thing] | None = None) -> None:
        super().__init__(held or {})
        self._sort = sort

    def known(self, id: str) -> Thing:
        """Return what is known of a thing: where nothing is, that it has this id."""
        return self.get(id) or _of_which_nothing_is_known(self._sort).model_copy(update={"id": id})

    def change(self, id: str, /, **parts: object) -> None:
        """Put these parts in the place of what was known of a thing."""
        self[id] = self.known(id).model_copy(update=parts)

    def add(self, id: str, /, **parts: object) -> None:
        """Add each of these to the ones of its sort that are known of a thing."""
        held = self.known(id)
        self[id] = held.model_copy(update={name: (*getattr(held, name), part) for name, part in parts.items()})

    def copy(self) -> ById[Thing]:
        """Return another that can grow without this one growing."""
        return ById(self._sort, self)


@cache
def _of_which_nothing_is_known(sort: Callable[..., Thing]) -> Thing:
    """A thing with nothing but an id: to copy it takes a third of the time of making one."""
    return sort(id="")


def looked_up(find: Callable[[R], T]) -> Callable[[R], T]:
    """Have a method of a register look once, until that takes in another entry. Nobody may change what it found.

    What is asked for each issue, notice or meeting of a file looks through all there are of something: of a file of a
    hundred thousand entries the failings took 495 µs an entry so, and of one of five thousand 39 (docs/adr/0180).
    """

    @wraps(find)
    def found(register: R) -> T:
        held = register._looked_up
        if held is None:
            held = register._looked_up = {}
        if find not in held:
            held[find] = find(register)
        return cast(T, held[find])

    return found


def grouped(things: Iterable[T], by: Callable[[T], Iterable[K | None]]) -> Mapping[K, Sequence[T]]:
    """Return things by each key that `by` gives for them, in their order; under None none are kept."""
    found: dict[K, list[T]] = {}
    for thing in things:
        for key in by(thing):
            if key is not None:
                found.setdefault(key, []).append(thing)
    return found


_GROWING = (dict, list, set)


@cache
def _parts_of(of: type[Register[Any]]) -> tuple[str, ...]:
    """The names of its fields, which `fields` takes as long to tell as copying does."""
    return tuple(part.name for part in fields(of))  # type: ignore[arg-type]  # every register is a dataclass
