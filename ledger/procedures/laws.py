"""Laws laid over whatever procedure a contract is managed by: their rows go before the procedure's own.

A law binds a contract by when its procurement began, not by who manages it how; so it is no procedure, and no contract
is bound to it by an entry. Which contracts it binds: `laws_of`, and `ContractFile.laws`, which knows who stays outside.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import Field, ValidationError
from pydantic_core import to_json

from ledger.entry import Frozen, Name
from ledger.procedures import Procedure, ProcedureError, read
from ledger.procedures.folder import LAWS, own_folder
from ledger.procedures.rows import Commencement, Row, RuleSetting, Setting, Slug

R = TypeVar("R", bound=Row)
PROCUREMENTS = "procurements"
"""The part of a law that says since when procurements are begun under it."""


class Law(Frozen):
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


@cache
def law(name: str) -> Law:
    """Return a packaged law. Raises ProcedureError naming the file, the row and the reason."""
    if name not in LAWS:
        raise ProcedureError(f"no law {name!r}; there are: {', '.join(LAWS)}")
    return parse_law(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def parse_law(text: str, name: str) -> Law:
    """Return the law a TOML text describes. Raises ProcedureError naming the file, the row and the reason."""
    try:
        return Law.model_validate_json(to_json(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise ProcedureError(f"{name}: not TOML: {error}") from None
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        row = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ProcedureError(f"{name}: {row}: {first['msg']}") from None


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
