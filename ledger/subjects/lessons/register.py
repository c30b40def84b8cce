"""The reviews held when the contract concluded, and the lessons drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Actor, Frozen, Recorded
from ledger.registers import Register
from ledger.subjects.lessons.entries import LessonRecorded, LessonsEntry, PostContractReviewHeld, Subject
from ledger.words import Text


class PostReview(Frozen):
    """One look back upon the contract."""

    id: str
    on: date
    position: int
    invited: tuple[Actor, ...]
    attendees: tuple[Actor, ...]
    meeting: str | None = None
    """The meeting at which it was held, where that is said."""
    benefits: Text | None = None
    losses: Text | None = None
    lessons: Text | None = None
    commissioning: Text | None = None
    filed: bool = False
    """Whether the record of it is with it."""

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing of what came of the contract, and names nobody who was to look back upon it, nor a
        meeting: that is no look back (TVP-3.0-10)."""
        said = (self.benefits, self.losses, self.lessons, self.commissioning)
        return not (any(said) or self.invited or self.attendees or self.meeting or self.filed)


class Lesson(Frozen):
    """One lesson."""

    id: str
    on: date
    position: int
    subject: Subject
    topic: str | None
    lesson: Text
    review: str | None
    thematic_review: int | None
    """Position of the review by theme that decided to take it into the next contract."""
    variation: str | None
    """The variation that was put off to the next contract."""
    feeds_next_contract: bool | None
    do_next: Text | None


@dataclass(slots=True)
class Lessons(Register[LessonsEntry]):
    """What was learnt."""

    reviews: dict[str, PostReview] = field(default_factory=dict)
    lessons: dict[str, Lesson] = field(default_factory=dict)

    def enter(self, entry: LessonsEntry, recorded: Recorded) -> None:
        on, position, given = recorded.entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case PostContractReviewHeld():
                self.reviews[given] = PostReview(
                    id=given, on=on, position=position, invited=entry.invited, attendees=entry.attendees,
                    meeting=entry.meeting, benefits=entry.benefits, losses=entry.losses, lessons=entry.lessons,
                    commissioning=entry.commissioning, filed=bool(entry.exhibits),
                )  # fmt: skip
            case LessonRecorded():
                self.lessons[given] = Lesson(
                    id=given, on=on, position=position, subject=entry.subject, topic=entry.topic, lesson=entry.lesson,
                    review=entry.review, thematic_review=entry.thematic_review,
                    variation=entry.variation,
                    feeds_next_contract=entry.feeds_next_contract, do_next=entry.do_next,
                )  # fmt: skip
            case _:
                assert_never(entry)

    def held(self, day: date) -> PostReview | None:
        """Return the last look back by a day, None where there was none; one that says nothing is none."""
        return next((review for review in reversed(self.looked_back()) if review.on <= day), None)

    def looked_back(self) -> list[PostReview]:
        """Return the looks back upon the contract that say something, or who was to take part."""
        return [review for review in self.reviews.values() if not review.is_blank]

    def of_review(self, review: str) -> tuple[Lesson, ...]:
        """Return the lessons drawn at a review."""
        return tuple(lesson for lesson in self.lessons.values() if lesson.review == review)
