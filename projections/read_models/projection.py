"""What a read model is: a name, the columns of its table and a pure function from a file to rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from projections.view import FileView

Row = tuple[Any, ...]
"""The number that with the file identifies it, then a value for each column."""
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


@dataclass(frozen=True, slots=True)
class Projection:
    """One read model. Its table has the file's id, a number, and these columns; (file_id, number) is the key."""

    name: str
    version: int
    """Raised when the same entries would give other rows: the read models are then built anew at the next start."""
    columns: tuple[tuple[str, str], ...]
    """(name, SQL type) of each."""
    rows: Callable[[FileView], Iterable[Row]]
    """Every row of a file."""
    changed: Callable[[FileView, FileView], Iterable[Row] | None] | None = None
    """The rows that may have changed between two views of a file; None where any may have, or some be gone."""
    indexes: tuple[str, ...] = ()
    """What is indexed besides the key, as it stands in CREATE INDEX after the table's name."""
    searched: tuple[str, ...] = ()
    """The same, for word search: made last when all is built anew."""
    one_row: bool = False
    """Whether every file has exactly one row."""


def as_json(model: BaseModel, *without: str) -> str:
    """Return a model as JSON that PostgreSQL takes: a NUL, which no column can hold, is shown as U+FFFD."""
    text = model.model_dump_json(exclude_defaults=True, exclude=set(without) or None)
    return _NUL.sub(r"\1\\ufffd", text) if "\\u0000" in text else text
