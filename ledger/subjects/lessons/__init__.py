"""What was learnt from a contract: the review when it concludes, and each lesson for those that come after."""

from ledger.subjects.lessons.entries import LessonRecorded, PostContractReviewHeld
from ledger.subjects.lessons.register import Lesson, Lessons, PostReview
from ledger.subjects.lessons.rules import RULES

__all__ = ["RULES", "Lesson", "LessonRecorded", "Lessons", "PostContractReviewHeld", "PostReview"]
