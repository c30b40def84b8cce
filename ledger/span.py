"""The time something is about: from one day to another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.entry import Entry, Frozen, own
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


class Span(Frozen):
    """The time something is about, both days included."""

    first: date
    """Its first day."""
    last: date
    """Its last day."""

    def __str__(self) -> str:
        return f"{dated(self.first)} to {dated(self.last)}"


def backwards(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Return what a rule finds against an entry whose `period` ends before it begins."""
    period: Span | None = own(entry, "period")
    if period is None or period.first <= period.last:
        return None
    return f"its period ends on {dated(period.last)}, before it begins on {dated(period.first)}"
