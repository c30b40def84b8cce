"""Remedies: what the contract gives a party short of ending it, and what became of it.

Service failure points, sums due (service credits, deductions, repayment, damages, interest) and how they were settled,
suspension, step-in, and relief. Which points count on a day is worked out in ledger/points.py.
"""

from ledger.subjects.remedies.entries import (
    PointsAwarded,
    PointsDisputed,
    PointsExpired,
    PointsUpheld,
    PointsWithdrawn,
    ReliefClaimed,
    ReliefDecided,
    StepInBegun,
    StepInEnded,
    SumClaimed,
    SumFellDue,
    SumSettled,
    SumWaived,
    SuspensionBegun,
    SuspensionLifted,
    SuspensionReviewed,
)
from ledger.subjects.remedies.register import Award, Measure, Relief, Remedies, Sum
from ledger.subjects.remedies.rules import RULES

__all__ = [
    "RULES", "Award", "Measure", "PointsAwarded", "PointsDisputed", "PointsExpired", "PointsUpheld", "PointsWithdrawn",
    "Relief", "ReliefClaimed", "ReliefDecided", "Remedies", "StepInBegun", "StepInEnded", "Sum", "SumClaimed",
    "SumFellDue", "SumSettled", "SumWaived", "SuspensionBegun", "SuspensionLifted", "SuspensionReviewed",
]  # fmt: skip
