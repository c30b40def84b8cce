"""Which entries of a file are withheld, and on what ground: what is common to people who read and bundles that leave.

The marks that count are those an entry has now, whatever time is asked about: what was reclassified yesterday is not
shown by asking for last month. What changes or completes another entry is seen only where that one is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ledger.contract_file import ContractFile
from ledger.entry import Entry, Protection, Recorded, own
from ledger.subjects.records import (
    CorrectionConfirmed,
    EntryCorrected,
    EntryReclassified,
    EntryStruckOut,
    EntrySupplemented,
    Marks,
)
from ledger.subjects.termination import LegalServicesConsulted

GROUNDS: Mapping[str, str] = {
    "legal": "for Legal Services only",
    "named": "for named people only",
    "legal-advice": "legal advice",
    "litigation": "made for litigation",
    "without-prejudice": "without prejudice",
    "without-prejudice-save-as-to-costs": "without prejudice save as to costs",
}
PRIVILEGED: tuple[Protection, ...] = (
    "legal-advice", "litigation", "without-prejudice", "without-prejudice-save-as-to-costs",
)  # fmt: skip
ABOUT_ANOTHER = (EntryCorrected, EntryStruckOut, CorrectionConfirmed, EntryReclassified, EntrySupplemented)
_ABOUT_ANOTHER = frozenset[type[Entry]](ABOUT_ANOTHER)

Ground = Callable[[Recorded, Marks], str | None]
"""From an entry and its marks to why it is withheld by itself; None where it is not."""


def marks_of(file: ContractFile, recorded: Recorded) -> Marks:
    """Return the marks an entry has, by a file as it is now."""
    entry = recorded.entry
    return file.records.marks.get(recorded.position) or Marks(entry.audience, entry.protection, entry.named)


def withheld(
    now: ContractFile, ground: Ground, was: Mapping[int, str] | None = None, looked_at: int = 0
) -> dict[int, str]:
    """Return position -> why, for every entry on record that is withheld; `now` is the file as it is now.

    `was`: the same of its first `looked_at` entries, where their marks are what they were then.
    """
    grounds = dict(was or ())
    for recorded in now.known[looked_at:]:
        why = ground(recorded, marks_of(now, recorded))
        if why is None and type(recorded.entry) in _ABOUT_ANOTHER:
            why = grounds.get(own(recorded.entry, "position"))
        if why is not None:
            grounds[recorded.position] = why
    return grounds


def consulted_by(entry: Entry) -> str | None:
    """Return the office that an entry says consulted Legal Services: what it asked is not withheld from it, unless it
    is for Legal Services or for named people only (HCC-9.4-e, docs/adr/0218)."""
    return entry.by.office if isinstance(entry, LegalServicesConsulted) and entry.by else None


def names_withheld(entry: Entry, withheld: Mapping[int, str]) -> int | None:
    """Return the position of the entry that this one would change or complete, where that is withheld; else None."""
    position = entry.position if isinstance(entry, ABOUT_ANOTHER) else None
    return position if position in withheld else None


__all__ = ["ABOUT_ANOTHER", "GROUNDS", "PRIVILEGED", "Ground", "consulted_by", "marks_of", "names_withheld", "withheld"]
