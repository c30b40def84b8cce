"""Names: those written alike, those that stand twice, and several of them, or a number of things, in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Named = TypeVar("Named", bound=Hashable)


def name_key(name: str) -> str:
    """Return a name so that those written alike, whatever their case and spacing, are the same."""
    return " ".join(name.casefold().split())


def same_name(one: str, other: str) -> bool:
    """Return whether two names are written alike, whatever their case and spacing."""
    return name_key(one) == name_key(other)


def few(names: Sequence[str], most: int = 5) -> str:
    """Return the first of several names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def counted(number: int, noun: str, form: str = "") -> str:
    """Return a number of things: 1 day, 94 days; `form` as for formatting a number."""
    return f"{number:{form}} {noun}{'' if number == 1 else 's'}"


def repeated(names: Iterable[Named]) -> list[Named]:
    """Return those that stand there more than once, each once, in the order they first stand in."""
    return [name for name, times in Counter(names).items() if times > 1]
