"""What was learnt from a contract: the review when it concludes, and each lesson for those that come after."""

from ledger.subjects.lessons.entries import LessonRecorded, PostContractReviewHeld
from ledger.subjects.lessons.register import Lesson, Lessons, PostReview
from ledger.subjects.lessons.rules import RULES, took_part

__all__ = ["RULES", "Lesson", "LessonRecorded", "Lessons", "PostContractReviewHeld", "PostReview", "took_part"]
