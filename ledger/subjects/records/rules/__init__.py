"""What is asked of every entry, of notes and documents, of departures, and of the procedure a contract goes by."""

from ledger.rules import AnyRule
from ledger.subjects.records.rules import (
    agreements,
    binding,
    consulting,
    departing,
    documents,
    every_entry,
    supplementing,
)

RULES: tuple[AnyRule, ...] = (
    *every_entry.RULES, *documents.RULES, *departing.RULES, *binding.RULES, *consulting.RULES,
    *agreements.RULES, *supplementing.RULES,
)  # fmt: skip
