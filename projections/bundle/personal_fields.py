"""Where words about a person stand in an entry, by the marks of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from ledger.words import Kept, Said


def personal_in(model: BaseModel) -> Iterator[str]:
    """Yield the digest of every field of an entry that holds words about people who receive services."""
    for name, is_personal, nests in _fields(type(model)):
        value: Any = getattr(model, name)
        if is_personal and isinstance(value, Kept):
            yield value.digest
        elif nests:
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, BaseModel):
                    yield from personal_in(item)
                elif is_personal and isinstance(item, Kept):
                    yield item.digest


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, bool, bool], ...]:
    """Of each field that may hold words: its name, whether they are personal, whether there may be more inside."""
    rows = []
    for name, info in model.model_fields.items():
        marks = [*info.metadata, *_marks_in(info.annotation)]
        personal = any(getattr(mark, "what", None) == "personal" for mark in marks)
        rows.append((name, personal, _nests(info.annotation)))
    return tuple(row for row in rows if row[1] or row[2])


def _marks_in(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _marks_in(part)


def _nests(annotation: Any) -> bool:
    if annotation in (Kept, Said):
        return False
    if isinstance(annotation, type):
        return issubclass(annotation, BaseModel)
    return any(_nests(part) for part in get_args(annotation))
