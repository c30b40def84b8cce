"""Reviews: the review before a contract's end, what was decided on renewal and extension, and who was told of it."""

from ledger.subjects.reviews.entries import (
    Answer,
    ContractReviewCompleted,
    ContractReviewStarted,
    ExtensionDecided,
    PurchasingIntentionCommunicated,
    RenewalDecided,
    RenewalWarningGiven,
)
from ledger.subjects.reviews.register import QUESTIONS, Reviews
from ledger.subjects.reviews.rules import (
    RULES,
    ReviewAsked,
    not_of_its_end,
    not_whoever_manages,
    review_asked,
    review_done,
    warning_due,
)
from ledger.subjects.reviews.surveys import surveys_left_out, surveys_to_name

__all__ = [
    "QUESTIONS", "RULES", "Answer", "ContractReviewCompleted", "ContractReviewStarted", "ExtensionDecided",
    "PurchasingIntentionCommunicated", "RenewalDecided", "RenewalWarningGiven", "ReviewAsked",
    "Reviews", "not_of_its_end", "not_whoever_manages", "review_asked", "review_done", "surveys_left_out",
    "surveys_to_name", "warning_due",
]  # fmt: skip
