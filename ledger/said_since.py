"""Where what an entry was found not to say is said since: in a supplement that names it, or a document filed with it.

Questions of several subjects: pure functions of a file. Whatever asks for what an entry lacks is to go by these, and
so are the pages that show it: which of them do is in docs/adr/0436 (0383, 0434).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.details import DOCUMENTS

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


def said_since(file: ContractFile, position: int, rule: str, day: date = date.max) -> tuple[date, int] | None:
    """Return (day, entry) of the first that says, by a day, what an entry was found not to say by a rule; None where
    nothing does: a supplement that names the rule, or, of what a document says, one that belongs to the entry."""
    said = [*file.records.completing(position, rule)]
    if rule in DOCUMENTS and file.records.is_filed(position):
        said += filed_with(file, position)
    held = (recorded for at in said if (recorded := file.at(at)) is not None)
    days = ((recorded.entry.happened_on, recorded.position) for recorded in held)
    return min((one for one in days if one[0] <= day), default=None)


def said_in(file: ContractFile, position: int, rule: str) -> int | None:
    """Return the first entry that says what another was found not to say by a rule, None where nothing does."""
    said = said_since(file, position, rule)
    return said[1] if said else None


def filed_with(file: ContractFile, position: int) -> list[int]:
    """Return the entries that put documents belonging to an entry on file: filed as such, or with a supplement."""
    beside = file.records.supplements.get(position, ())
    return [
        *documents_of(file, position),
        *(at for at in beside if (held := file.at(at)) is not None and held.entry.exhibits),
    ]


def documents_of(file: ContractFile, position: int) -> list[int]:
    """Return the documents that were filed as belonging to an entry, and are there."""
    filed = [at for at, belongs_to in file.records.documents.items() if position in belongs_to]
    return [at for at in filed if (held := file.at(at)) is not None and getattr(held.entry, "is_there", False)]


__all__ = ["documents_of", "filed_with", "said_in", "said_since"]
