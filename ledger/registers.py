"""A register: what one subject knows of a file, folded from its entries."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any, Generic, Self, TypeVar, cast, get_args

from ledger.entry import Entry, Recorded

Kinds = TypeVar("Kinds", bound=Entry)
"""The kinds of entry of one subject: a union, so that mypy knows when a `match` has left one out."""


class Register(Generic[Kinds]):
    """Base of the registers. Subclasses are dataclasses of dicts and lists holding frozen values.

    Mutable inside one fold only: copied before it is changed again or handed out (design, idea 3).
    """

    @classmethod
    def kinds(cls) -> tuple[type[Entry], ...]:
        """Return the kinds of entry it takes in: the union it is declared with."""
        [declared] = get_args(cls.__orig_bases__[0])  # type: ignore[attr-defined]  # every generic class has it
        return get_args(declared) or (declared,)

    def apply(self, recorded: Recorded) -> None:
        """Take in one entry that is in force, of a kind of this register's own (ledger/kinds.py sees to that)."""
        self.enter(cast(Kinds, recorded.entry), recorded)

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


_GROWING = (dict, list, set)


@cache
def _parts_of(of: type[Register[Any]]) -> tuple[str, ...]:
    """The names of its fields, which `fields` takes as long to tell as copying does."""
    return tuple(part.name for part in fields(of))  # type: ignore[arg-type]  # every register is a dataclass
