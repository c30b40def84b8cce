"""What procurement law asks of a contract: when its procurement began, key indicators, notices published, changes."""

from ledger.subjects.regulation.entries import (
    KeyIndicator,
    KeyIndicatorsSet,
    ModificationAssessed,
    ProcurementRegimeRecorded,
    Rated,
    StatutoryNoticePublished,
)
from ledger.subjects.regulation.register import Published, Regime, Regulation
from ledger.subjects.regulation.rules import RULES

__all__ = [
    "RULES", "KeyIndicator", "KeyIndicatorsSet", "ModificationAssessed", "ProcurementRegimeRecorded", "Published",
    "Rated", "Regime", "Regulation", "StatutoryNoticePublished",
]  # fmt: skip
