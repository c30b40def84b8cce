"""Whether what changes a term of the contract rests on a variation that the parties agreed (TVP-3.0-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.countersigning import came_back

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.entry import Entry


def is_a_draft(file: ContractFile, entry: Entry) -> bool:
    """Return whether an entry is of a time before there was a contract whose terms could change."""
    there_by = file.agreement.there_by
    if there_by is None:
        return file.agreement.contract is None and not came_back(file)
    return entry.latest_on < there_by


def not_varied(file: ContractFile, entry: Entry, variation: str | None, clause: str | None) -> str | None:
    """Return in words why an entry changes a clause (None: the specification) by no variation that covers it: "" where
    it names none; None where the one it names was agreed, and may be of that."""
    if not variation:
        return ""
    by = max(entry.latest_on, entry.effective_on)
    return file.not_agreed(variation, by) or file.of_another_term(variation, by, clause)


def varied_only_since(file: ContractFile, issued: Entry, variation: str) -> date | None:
    """Return the day on which the variation that a specification names was agreed, where that was after it took effect;
    None where it was by then, or never of that."""
    by, held = max(issued.latest_on, issued.effective_on), file.variations.by_id.get(variation)
    if held is None or file.not_agreed(variation, by) is None:
        return None
    days = sorted(made.on for made in held.agreements)
    return next((day for day in days if file.of_another_term(variation, day, None) is None), None)


__all__ = ["is_a_draft", "not_varied", "varied_only_since"]
