"""Notices: each notice given under the contract by either party, whether it was good, and what came of it."""

from ledger.subjects.notices.consulting import talks_before
from ledger.subjects.notices.entries import (
    FORMAL,
    Addressee,
    DatesRevised,
    NoticeReceiptConfirmed,
    NoticeServed,
    NoticeWithdrawn,
    RemedyAssessed,
    RemedyPeriodExtended,
)
from ledger.subjects.notices.register import Notice, Notices
from ledger.subjects.notices.rules import RULES

__all__ = [
    "FORMAL", "RULES", "Addressee", "DatesRevised", "Notice", "NoticeReceiptConfirmed", "NoticeServed",
    "NoticeWithdrawn", "Notices", "RemedyAssessed", "RemedyPeriodExtended", "talks_before",
]  # fmt: skip
