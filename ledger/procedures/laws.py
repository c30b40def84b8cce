"""Laws laid over whatever procedure a contract is managed by: their rows go before the procedure's own.

A law binds a contract by when its procurement began, not by who manages it how; so it is no procedure, and no contract
is bound to it by an entry. Which contracts it binds: `laws_of`, and `ContractFile.laws`, which knows who stays outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import TypeVar

from pydantic import Field

from ledger.fields import Name
from ledger.procedures import Procedure, ProcedureError, read
from ledger.procedures.folder import LAWS, own_folder, packaged
from ledger.procedures.reading import ReadThrough, read_as
from ledger.procedures.rows import Commencement, Row, RuleSetting, Setting, Slug
from ledger.procedures.wrong import Disagreement, FileOfRows

R = TypeVar("R", bound=Row)
PROCUREMENTS = "procurements"
"""The part of a law that says since when procurements are begun under it."""


class Law(FileOfRows):
    """A law as rows of a procedure."""

    id: Slug
    version: int
    title: Name
    citation: Name
    in_force: tuple[Commencement, ...] = Field(alias="in-force")
    settings: tuple[Setting, ...] = Field(alias="setting")
    rules: tuple[RuleSetting, ...] = Field(alias="rule", default=())

    @property
    def since(self) -> date:
        """The day from which procurements are begun under it."""
        return next((row.since for row in self.in_force if row.id == PROCUREMENTS), date.max)

    @property
    def ref(self) -> str:
        """Its name and version: "procurement-act-2023/1"."""
        return f"{self.id}/{self.version}"

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield everything in which one row does not agree with the others."""
        yield from super().disagreements()
        if all(row.id != PROCUREMENTS for row in self.in_force):
            yield Disagreement("in-force", "", f"no row {PROCUREMENTS!r} says since when procurements are under it")


@cache
def law(name: str) -> Law:
    """Return a packaged law. Raises ProcedureError naming the file, and for everything that is wrong line, row, why."""
    if name not in LAWS:
        raise ProcedureError(f"no law {name!r}; there are: {', '.join(LAWS)}")
    file = packaged()[name]
    return parse_law(file.text, file.name)


def parse_law(text: str, name: str) -> Law:
    """Return the law a TOML text describes. Raises ProcedureError naming the file, and for everything that is wrong the
    line, the row and the reason."""
    return read_law(text).whole(name)


def read_law(text: str) -> ReadThrough[Law]:
    """Read a law's file from first to last, and find everything that is wrong within it."""
    return read_as(Law, text, {})


def laws_of(began_on: date) -> tuple[str, ...]:
    """Return the laws under which a procurement that began on a day is carried out."""
    return tuple(name for name in LAWS if law(name).since <= began_on)


def read_under(name: str, laws: tuple[str, ...]) -> Procedure:
    """Return the procedure of that name or ref with these laws laid over it. Raises ProcedureError."""
    return _read_under(name, laws, own_folder())


@cache
def _read_under(name: str, laws: tuple[str, ...], folder: str) -> Procedure:
    procedure = read(name)
    for one in laws:
        procedure = laid_over(procedure, law(one))
    return procedure


def laid_over(procedure: Procedure, law: Law) -> Procedure:
    """Return a procedure with the rows of a law before its own; a row of its own with the same id gives way."""
    return procedure.model_copy(
        update={
            "laws": (*procedure.laws, law.id),
            "in_force": (*law.in_force, *_others(procedure.in_force, law.in_force)),
            "settings": (*law.settings, *_others(procedure.settings, law.settings)),
            "rules": (*law.rules, *_others(procedure.rules, law.rules)),
        }
    )


def _others(own: Sequence[R], over: Sequence[R]) -> tuple[R, ...]:
    said = {row.id for row in over}
    return tuple(row for row in own if row.id not in said)
