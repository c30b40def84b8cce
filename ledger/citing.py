"""Whether a standard that an entry cites was in force on its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


def not_in_force(file: ContractFile, cited: Sequence[str], *days: date) -> str | None:
    """Return what a rule finds against standards cited of which one was in force on none of these days.

    It is not in point where none is cited, or where nothing is on file in which one could stand.
    """
    if not cited or not any(True for day in days for _ in file.terms.standards(day)):
        return NOT_IN_POINT
    return file.terms.not_there(cited, *days)
