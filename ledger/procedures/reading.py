"""Reading a procedure's file: its own rows over those of where-silent.toml, and everything that is wrong within it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import to_json

from ledger.procedures.folder import WHERE_SILENT, packaged
from ledger.procedures.lines import Place, line_of, lines_of
from ledger.procedures.procedure import Procedure
from ledger.procedures.wrong import Disagreement, FileOfRows, ProcedureError, Wrong, misshapen, without_them

M = TypeVar("M", bound=FileOfRows)


def parse(text: str, name: str) -> Procedure:
    """Return the procedure a TOML text describes, with what is taken where it is silent (where-silent.toml).

    Raises ProcedureError naming the file, and for everything that is wrong the line, the row and the reason.
    """
    return read_through(text).whole(name)


@dataclass(frozen=True)
class ReadThrough(Generic[M]):
    """A file read from first to last, whatever is wrong in it."""

    text: str
    tables: dict[str, Any]
    """Its tables, with the rows that stand where it is silent."""
    read: M | None
    """As far as it can be read: without rows that are wrong by themselves; None where nothing can be."""
    wrong: tuple[Wrong, ...] = ()
    gone: frozenset[str] = frozenset()
    """The ids that are not in it because their rows are wrong."""

    @cached_property
    def lines(self) -> dict[Place, int]:
        """The line of every row and key."""
        return lines_of(self.text)

    def at(self, one: Disagreement) -> Wrong:
        """Return what is wrong, with the line of the last row of that id; none where the file has no such row."""
        if not one.row:
            return Wrong(line_of(self.lines, (one.table,)), one.table, one.why)
        rows = self.tables.get(one.table)
        places: list[Place] = [
            (one.table, number) for number, row in enumerate(rows if isinstance(rows, list) else ())
            if isinstance(row, dict) and row.get("id") == one.row
        ]  # fmt: skip
        return Wrong(line_of(self.lines, places[-1]) if places else None, f"[[{one.table}]] {one.row}", one.why)

    def whole(self, name: str) -> M:
        """Return what it says. Raises ProcedureError naming the file, and for all that is wrong the line and why."""
        if self.read is None or self.wrong:
            raise ProcedureError("\n".join(f"{name}: {one}" for one in self.wrong))
        return self.read

    def further(self, found: Iterable[Disagreement]) -> tuple[Wrong, ...]:
        """Return what is wrong with it in the end, by line: what was found further, but for what follows from that."""
        more = (self.at(one) for one in found if one.row not in self.gone and one.missing not in self.gone)
        return tuple(sorted((*self.wrong, *more), key=lambda one: one.line or 0))


def read_through(text: str) -> ReadThrough[Procedure]:
    """Read a procedure's file, with what is taken where it is silent; and find everything that is wrong within it."""
    return read_as(Procedure, text, where_silent())


def read_as(model: type[M], text: str, under: Mapping[str, list[dict[str, Any]]]) -> ReadThrough[M]:
    """Read a file of rows, with those of `under` that it does not have; and find everything that is wrong within it."""
    try:
        tables = _over(tomllib.loads(text), under)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"at line (\d+)", str(error))
        return ReadThrough(text, {}, None, (Wrong(int(at[1]) if at else None, "", f"not TOML: {error}"),))
    try:
        through = ReadThrough(text, tables, model.model_validate_json(to_json(tables)))  # strict: dates from JSON
    except ValidationError as error:
        wrong = tuple(misshapen(error, tables, lines_of(text), model))
        left, gone = without_them(tables, error, model)
        through = ReadThrough(text, tables, _as_far_as_it_goes(model, left), wrong, frozenset(gone))
    found = through.read.disagreements() if through.read else ()
    return replace(through, wrong=through.further(found))


def _as_far_as_it_goes(model: type[M], left: dict[str, Any]) -> M | None:
    try:
        return model.model_validate_json(to_json(left))
    except ValidationError:
        return None


@cache
def where_silent() -> dict[str, list[dict[str, Any]]]:
    """Return the tables of where-silent.toml: table name to its rows."""
    return tomllib.loads(packaged()[WHERE_SILENT].text)


def _over(own: dict[str, Any], under: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return a procedure's own tables, its own rows first, with those rows of `under` whose ids it does not have."""
    both = dict(own)
    for table, rows in under.items():
        mine = own.get(table, [])
        if isinstance(mine, list):  # else the model says what is wrong with it
            said = {str(row.get("id")) for row in mine if isinstance(row, dict)}
            both[table] = [*mine, *(row for row in rows if row["id"] not in said)]
    return both
