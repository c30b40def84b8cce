"""JSON that says one thing only: what two readers might take differently is refused."""

from __future__ import annotations

import json
from collections.abc import Callable

from ledger.refusals import repeatable


def strict_json(text: str | bytes) -> object:
    """Return what a JSON text says, refusing what two readers might read differently.

    Raises ValueError for duplicate keys, floats, NaN, Infinity, nesting deeper than Python reads, or what is not JSON.
    """

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
