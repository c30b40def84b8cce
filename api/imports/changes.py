"""A change that a release makes to what is known of a contract: in words, and by what an amount was mistaken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.imports.said import Statement
from ledger.entry import Money

_SLIPS = (10, 100, 1000)
"""Factors by which an amount is off when its decimal point or its noughts were mistyped."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after."""

    name: str
    was: Any
    becomes: Any


def slipped_by(was: Any, becomes: Any) -> int | None:
    """Return the factor by which one amount is the other with its point or noughts misplaced, else None."""
    if not isinstance(was, Money) or not isinstance(becomes, Money) or was.currency != becomes.currency:
        return None
    small, large = sorted((was.pence, becomes.pence))
    return next((factor for factor in _SLIPS if small > 0 and large == small * factor), None)


def off_by(was: Money, becomes: Money) -> int | None:
    """Return the factor by which one amount is the other with its noughts mistyped (to the pound), else None."""
    if was.currency != becomes.currency:
        return None
    small, large = sorted((was.pence, becomes.pence))
    return next((f for f in _SLIPS if small > 0 and abs(large - small * f) < 100 * f), None)


def published_as(said: Statement) -> str:
    """Return as what a release was published, by its tags."""
    return ", ".join(said.release.tags) or "a further notice"


def all_in_words(changes: Sequence[Change]) -> str:
    """Return changes as a sentence for people."""
    return "; ".join(in_words(change) for change in changes)


def in_words(change: Change) -> str:
    """Return a change as a sentence for people."""
    return f"{change.name.replace('_', ' ')} from {value_in_words(change.was)} to {value_in_words(change.becomes)}"


def value_in_words(value: Any) -> str:
    """Return a value as it stands in a sentence, cut after 200 characters."""
    if value is None or value == ():
        return "none"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, tuple):
        words = ", ".join(value_in_words(getattr(item, "until", None) or item) for item in value)
    else:
        words = str(getattr(value, "value", value))
    return words if len(words) <= 200 else words[:199] + "…"
