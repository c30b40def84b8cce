"""JSON that says one thing only: what two readers might take differently is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from pydantic_core import from_json, to_json

from ledger.refusals import repeatable

_FRACTION = re.compile(rb"[:,\[]-?[0-9]+[.eE]")
"""How a number that is no whole one begins within JSON without spaces; the same may stand in a text. Begun with what
must be there it is found in a third of the time."""


def strict_json(text: str | bytes) -> object:
    """Return what a JSON text says, refusing what two readers might read differently.

    Raises ValueError for duplicate keys, floats, NaN, Infinity, nesting deeper than Python reads, or what is not JSON.
    """
    try:
        raw = text.encode() if isinstance(text, str) else text
        value = from_json(raw, allow_inf_nan=False)
        if to_json(value) == raw and not isinstance(value, float) and not _FRACTION.search(raw):
            return value  # it comes out as it went in, as what programs write does: so it says nothing twice
    except ValueError:
        pass  # why not, is told below

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(items)
        if len(found) < len(items):
            names = [name for name, _ in items]
            twice = next(name for number, name in enumerate(names) if name in names[:number])
            raise ValueError(f"the name {repeatable(twice)!r} stands twice in one object")
        return found

    def never(what: str) -> Callable[[str], object]:
        def refuse(literal: str) -> object:
            raise ValueError(f"{literal[:40]} is {what}; money is whole pence, other exact numbers are strings")

        return refuse

    try:
        return json.loads(
            text, object_pairs_hook=pairs, parse_float=never("a fraction"), parse_constant=never("no number")
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
