"""On which line of a procedure's file each row and each key stands, so that what is wrong can be shown where it is.

Python's TOML reader gives no lines. A statement of TOML ends at the end of a line, and is TOML by itself: so the lines
are taken together until they can be read, and what that says is one table's head or one key with its value.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import Any

Place = tuple[str | int, ...]
"""Where in the file: ("setting", 3, "value") is the value of the fourth [[setting]]; ("title",) a key of its own."""


def lines_of(text: str) -> dict[Place, int]:
    """Return the line, from 1, of every row's head and of every key in it. The text is TOML already."""
    found: dict[Place, int] = {}
    rows: Counter[str] = Counter()
    here: Place = ()
    statement, began = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        began = began if statement else number
        statement += line + "\n"
        said = _read(statement)
        if said is None:
            continue
        statement = ""
        for key, value in said.items():  # one at most
            if line.lstrip().startswith("[") and began == number:
                here = (key, rows[key]) if isinstance(value, list) else (key,)
                rows[key] += isinstance(value, list)
                found.setdefault(here, began)
            else:
                found.setdefault((*here, key), began)
    return found


def line_of(lines: dict[Place, int], place: Place) -> int | None:
    """Return the line of a place, or of the row it is in; None where the file has neither."""
    while place:
        if place in lines:
            return lines[place]
        place = place[:-1]
    return None


def _read(statement: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(statement)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
