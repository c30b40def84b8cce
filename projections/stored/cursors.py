"""Cursors: where a page ended in an order, written so that the next page can begin there."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from ledger.encodings import base64url, from_base64url
from projections.answering.answers import BadCursor


def cursor_of(*parts: object) -> str:
    """Return the cursor that stands for a place in an order."""
    said = json.dumps([part.isoformat() if isinstance(part, date | time) else part for part in parts])
    return base64url(said.encode())


def place_of(cursor: str, *kinds: type) -> tuple[Any, ...]:
    """Return the place a cursor stands for. Raises BadCursor unless it has parts of these kinds."""
    try:
        parts = json.loads(from_base64url(cursor))
        return tuple(_PARTS[kind](part) for kind, part in zip(kinds, parts, strict=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise BadCursor("this cursor is none of ours; leave it out to begin at the first page") from error


def comes_after(place: tuple[Any, ...], other: tuple[Any, ...], newest_first: bool) -> bool:
    """Return whether a place comes after another in an order."""
    return place < other if newest_first else place > other


def _number(part: object) -> int:
    if type(part) is not int or abs(part) >= 2**63:
        raise ValueError("not a number a cursor has")
    return part


_PARTS: dict[type, Callable[[Any], Any]] = {
    date: date.fromisoformat, datetime: datetime.fromisoformat, time: time.fromisoformat, int: _number, str: str,
}  # fmt: skip
