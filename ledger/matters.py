"""What is in dispute: a dispute that was let begin, or what a notice of dispute began that names none (ADR 0210)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.entry import Frozen

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


class Matter(Frozen):
    """A matter in dispute, by the dispute's id, else by that of the first notice of it."""

    id: str
    dispute: str | None
    """None where only a notice began it: then steps that name no dispute are of it."""
    issues: tuple[str, ...]
    began_on: date
    position: int
    notices: tuple[str, ...] = ()
    """The notices it is made of, where they began it."""


def noticed(file: ContractFile) -> list[Matter]:
    """Return what notices of dispute that name none are about, whoever served them: those that share an issue are of
    one matter."""
    found: list[Matter] = []
    for notice, served in file.notices.served("dispute"):
        if served.dispute is not None:
            continue
        of_one = next((m for m in found if set(m.issues) & set(served.issues)), None)
        if of_one is None:
            found.append(
                Matter(
                    id=notice.id, dispute=None, issues=served.issues, began_on=served.happened_on,
                    position=notice.position, notices=(notice.id,),
                )
            )  # fmt: skip
        else:
            issues = tuple(dict.fromkeys((*of_one.issues, *served.issues)))
            update = {"issues": issues, "notices": (*of_one.notices, notice.id)}
            found[found.index(of_one)] = of_one.model_copy(update=update)
    return found
