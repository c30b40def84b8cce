"""How much a contract matters, by tier and risk, and what that asks for: reviews by theme, scorecards, governance."""

from ledger.subjects.tiers.entries import (
    BusinessContinuityPlanReceived,
    ContractClassified,
    GovernanceTermsAdopted,
    Score,
    ScorecardRecorded,
    SelfAssessmentSubmitted,
    Side,
    ThematicReviewCompleted,
)
from ledger.subjects.tiers.register import Classification, Scorecard, ThemeReviewed, Tiers
from ledger.subjects.tiers.rules import RULES, SENIOR

__all__ = [
    "RULES", "SENIOR", "BusinessContinuityPlanReceived", "Classification", "ContractClassified",
    "GovernanceTermsAdopted", "Score", "Scorecard", "ScorecardRecorded", "SelfAssessmentSubmitted", "Side",
    "ThematicReviewCompleted", "ThemeReviewed", "Tiers",
]  # fmt: skip
