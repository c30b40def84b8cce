"""Which entries an answer shows or names."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from projections.status.status_facts import WholeStatus

_NAMING_ONE = frozenset({"position", "act", "amends"})
_NAMING_SEVERAL = frozenset({"entries", "opened_by", "done_by", "made_by"})
"""The fields in which answers name the entries they show or rest on."""


def positions_in(answer: object) -> Iterator[int]:
    """Yield the position of every entry that an answer shows or names."""
    if isinstance(answer, BaseModel):
        for name in type(answer).model_fields:
            value = getattr(answer, name)
            if name in _NAMING_ONE and isinstance(value, int):
                if not isinstance(answer, WholeStatus):  # of a status it is how many entries there are
                    yield value
            elif name in _NAMING_SEVERAL and isinstance(value, tuple) and all(isinstance(one, int) for one in value):
                yield from value
            else:
                yield from positions_in(value)
    elif isinstance(answer, list | tuple):
        for item in answer:
            yield from positions_in(item)
