"""Outcomes: what a contract is for, who wants it, what it means, who agreed, and how far it was reached.

After the occupational standard on planning how a contract is carried out, element A.
"""

from ledger.subjects.outcomes.activity import (
    ARRANGED,
    counts_for_nothing,
    reached_on_activity,
    rests_on_no_result,
    rests_on_nothing,
)
from ledger.subjects.outcomes.entries import (
    HEADS,
    TOPICS,
    OutcomeAchievementAssessed,
    OutcomeIdentified,
    OutcomeImplicationsAssessed,
    OutcomeSpecified,
    OutcomesRecommended,
    OutcomesReviewedWithUsers,
    OutcomeViewsObtained,
    PriorityConflictDealtWith,
    PriorityConflictIdentified,
    Reached,
)
from ledger.subjects.outcomes.register import Conflict, Outcome, OutcomesWanted
from ledger.subjects.outcomes.rules import RULES

__all__ = [
    "ARRANGED", "HEADS", "RULES", "TOPICS", "Conflict", "Outcome", "OutcomeAchievementAssessed", "OutcomeIdentified",
    "OutcomeImplicationsAssessed",
    "OutcomeSpecified", "OutcomeViewsObtained", "OutcomesRecommended", "OutcomesReviewedWithUsers", "OutcomesWanted",
    "PriorityConflictDealtWith", "PriorityConflictIdentified", "Reached",
    "counts_for_nothing", "reached_on_activity", "rests_on_no_result", "rests_on_nothing",
]  # fmt: skip
