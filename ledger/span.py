"""The time something is about: from one day to another."""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen
from ledger.working_days import dated


class Span(Frozen):
    """The time something is about, both days included."""

    first: date
    """Its first day."""
    last: date
    """Its last day."""

    def __str__(self) -> str:
        return f"{dated(self.first)} to {dated(self.last)}"
