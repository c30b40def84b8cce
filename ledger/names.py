"""Names: those written alike, whatever their case and spacing, and several of them as a sentence has them."""

from __future__ import annotations

from collections.abc import Sequence


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


__all__ = ["few", "name_key", "same_name"]
