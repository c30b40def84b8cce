"""Retention: how long the file is kept, what it is held for, and what of it was erased or disposed of."""

from ledger.subjects.retention.entries import (
    Chosen,
    Destroyed,
    FileDisposed,
    HoldLifted,
    HoldPlaced,
    RetentionSet,
    WordsErased,
)
from ledger.subjects.retention.register import Disposal, Erasure, Hold, KeptFor, Retention, erasures_of
from ledger.subjects.retention.rules import RULES

ERASING = (WordsErased, FileDisposed)
"""Kinds whose recording takes words away, in the same transaction (ledger/privacy/erasure.py)."""

__all__ = [
    "ERASING", "RULES", "Chosen", "Destroyed", "Disposal", "Erasure", "FileDisposed", "Hold", "HoldLifted",
    "HoldPlaced", "KeptFor", "Retention", "RetentionSet", "WordsErased", "erasures_of",
]  # fmt: skip
