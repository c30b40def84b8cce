"""A published record, read exactly: amounts to the last digit, and nothing that two readers might read differently.

Amounts come as `Decimal` (or whole numbers), never as floats. What is no number at all (NaN, Infinity) is kept as
`NoNumber`, so that it is refused where it stands for an amount, and does no harm where nobody looks at it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any


class Unreadable(ValueError):
    """Bytes that are no record; the message says what is wrong with them, without repeating them."""


@dataclass(frozen=True, slots=True)
class NoNumber:
    """A literal that stands where a number should and is none: NaN, Infinity, or one too large to be written down."""

    literal: str


def exact(record: bytes) -> Any:
    """Return what a JSON text says. Raises Unreadable for bytes not UTF-8, not JSON, too deep, or ambiguous."""
    try:
        text = record.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"byte {error.start + 1} is not UTF-8") from None
    try:
        return json.loads(
            text, object_pairs_hook=_members, parse_float=_decimal, parse_int=_whole, parse_constant=NoNumber
        )
    except json.JSONDecodeError as error:
        raise Unreadable(f"it is not JSON: {error.msg.lower()} at character {error.pos + 1}") from None
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"the name {twice[:60]!r} stands twice in one object, so that it can be read in two ways")
    return found


def _decimal(literal: str) -> Decimal | NoNumber:
    try:
        return Decimal(literal)
    except InvalidOperation:  # an exponent no arithmetic can hold
        return NoNumber(literal[:40])


def _whole(literal: str) -> int | NoNumber:
    return int(literal) if len(literal) <= 100 else NoNumber(f"a whole number of {len(literal)} digits")
