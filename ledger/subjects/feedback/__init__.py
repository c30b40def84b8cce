"""Feedback: who complained of the service or praised it, how complaints were dealt with, and single cases."""

from ledger.subjects.feedback.entries import (
    CaseConsidered,
    ComplaintHandlingReviewed,
    ComplaintReceived,
    ComplimentReceived,
)
from ledger.subjects.feedback.register import Feedback
from ledger.subjects.feedback.rules import RULES

__all__ = [
    "RULES", "CaseConsidered", "ComplaintHandlingReviewed", "ComplaintReceived", "ComplimentReceived", "Feedback",
]  # fmt: skip
