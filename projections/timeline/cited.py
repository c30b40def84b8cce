"""Which earlier entries an entry names, by position or by the id one began; which later ones name it."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.contents import references
from ledger.contract_file import ContractFile
from ledger.entry import Entry, Recorded
from ledger.subjects.records import AMENDING

AMENDING_KINDS = frozenset[type[Entry]](AMENDING)


def cited_since(file: ContractFile, since: int) -> dict[int, list[int]]:
    """Return position -> later entries in force that name it or the id it began; complete from a position on."""
    began = began_at(file)
    found: dict[int, list[int]] = {}
    for recorded in file.entries:
        if recorded.position > since:
            for named in names_earlier(recorded, began):
                found.setdefault(named, []).append(recorded.position)
    for citing in found.values():
        citing.sort()
    return found


def began_at(file: ContractFile) -> dict[str, int]:
    """Return id -> position of the entry that began what it names."""
    return {r.given_id: r.position for r in file.known if r.given_id}


def names_earlier(recorded: Recorded, began: Mapping[str, int]) -> set[int]:
    """Return the earlier entries an entry names, by position or by id; what it amends is told apart."""
    if type(recorded.entry) in AMENDING_KINDS:
        return set()
    named = {began.get(to, 0) if isinstance(to, str) else to for _, _, to in references(recorded.entry)}
    return {position for position in named if 0 < position < recorded.position}
