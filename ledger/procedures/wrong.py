"""What is wrong with a procedure's file, as whoever wrote it would say it: which line, which row, what would be right.

Rows can be wrong by themselves (a key it cannot have, a number that is none), or disagree with one another (an office
that is not there). To find the second, the file is read without the rows that are wrong by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from ledger.entry import Frozen
from ledger.names import repeated
from ledger.procedures.lines import Place, line_of
from ledger.spelling import how_written


class ProcedureError(ValueError):
    """A procedure that cannot be read; the message names the file, the row and what would be right."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """That one row does not agree with the others: in which table, which row, and why."""

    table: str
    row: str
    why: str
    missing: str = ""
    """What it names that is not there."""


class FileOfRows(Frozen):
    """What a file of rows is read as: a procedure, or a law laid over procedures."""

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield everything in which one row does not agree with the others."""
        for name, info in type(self).model_fields.items():
            for twice in repeated(row.id for row in getattr(self, name)) if info.alias else ():
                yield Disagreement(str(info.alias), twice, "stands twice")


def not_there(table: str, row: str, what: str, named: str, there: Sequence[str]) -> Disagreement:
    """Return that a row names something that is not there, with what is, and what is near."""
    near = get_close_matches(named, there, 1)
    meant = f"; perhaps {near[0]!r} is meant" if near else ""
    return Disagreement(table, row, f"no {what} {named!r} among {', '.join(sorted(there))}{meant}", named)


def unknown(table: str, row: str, what: str, named: Sequence[str], there: Sequence[str]) -> Iterator[Disagreement]:
    """Return that for each of several things a row names that are not there."""
    return (not_there(table, row, what, one, there) for one in named if one not in there)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a procedure's file: on which line, in which row, and why."""

    line: int | None
    """The line, from 1; None where it is about the file as a whole."""
    row: str
    why: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.row}: {self.why}" if self.row else f"{where}{self.why}"


def misshapen(
    error: ValidationError, tables: dict[str, Any], lines: dict[Place, int], model: type[BaseModel]
) -> Iterator[Wrong]:
    """Yield what is wrong with rows and keys by themselves, in words and by line."""
    for found in error.errors(include_input=False):
        place: Place = found["loc"]
        row, key = (place[:2], place[2:]) if len(place) > 1 and isinstance(place[1], int) else ((), place)
        yield Wrong(line_of(lines, place), _row_named(row, tables), _why(found, ".".join(map(str, key)), row, model))


def _row_named(row: Place, tables: dict[str, Any]) -> str:
    if not row:
        return ""
    table, number = row
    held = tables[str(table)][number]
    named = held.get("id") if isinstance(held, dict) else None
    return f"[[{table}]] {named}" if isinstance(named, str) else f"[[{table}]] number {int(number) + 1}"


def _why(found: Any, key: str, row: Place, model: type[BaseModel]) -> str:
    """One thing pydantic found, as whoever wrote the file would say it."""
    if found["type"] == "missing":
        cite = ": every row names the clause it rests on" if key == "citation" else ""
        return f"has no {key}{cite}"
    if found["type"] == "extra_forbidden":
        there = _keys(model, str(row[0]) if row else None)
        near = get_close_matches(key, there, 1)
        meant = f"perhaps {near[0]} is meant" if near else f"there are: {', '.join(there)}"
        return f"{key} is not a key it can have; {meant}"
    why = str(found["msg"]).removeprefix("Value error, ")
    why = why.replace("Input should be", "should be")
    if found["type"] == "string_pattern_mismatch":
        if found["ctx"]["pattern"] != r"\S":
            why = f"should be written {how_written(found['ctx']['pattern'])}"
        else:
            why = "says nothing: every row names the clause it rests on" if key == "citation" else "says nothing"
    return f"{key} {why}" if key else why


def _keys(model: type[BaseModel], table: str | None) -> list[str]:
    """The keys a row of a table may have; without one, those of the file itself."""
    fields = model.model_fields
    if table is None:
        return [info.alias or name for name, info in fields.items()]
    [row] = [get_args(info.annotation)[0] for info in fields.values() if info.alias == table]
    return list(row.model_fields)


_STAND_INS = {"id": "unnamed", "version": 1, "title": "-", "authority": "-", "citation": "-"}


def without_them(
    tables: dict[str, Any], error: ValidationError, model: type[BaseModel]
) -> tuple[dict[str, Any], set[str]]:
    """Return the tables without the rows and keys that are wrong by themselves; and the ids that went with them."""
    left = dict(tables)
    gone: set[str] = set()
    bad: dict[str, set[int]] = {}
    for found in error.errors(include_input=False):
        first, *rest = found["loc"]
        key = str(first)
        if rest and isinstance(rest[0], int):
            bad.setdefault(key, set()).add(rest[0])
            continue
        left.pop(key, None)
        if key == "owner":
            left[key] = next(iter(_ids(tables.get("office"))), "-")
            gone.add(left[key])
        elif key in _STAND_INS:
            left[key] = _STAND_INS[key]
        elif any(info.alias == key for info in model.model_fields.values()):
            left[key] = []
    for table, numbers in bad.items():
        gone |= {str(row.get("id")) for n, row in enumerate(tables[table]) if n in numbers and isinstance(row, dict)}
        left[table] = [row for n, row in enumerate(tables[table]) if n not in numbers]
    return left, gone


def _ids(rows: object) -> list[str]:
    return [str(row.get("id")) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
