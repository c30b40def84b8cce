"""What is recorded of the review when a contract concludes, and of each lesson learnt."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ledger.elsewhere import Elsewhere
from ledger.entry import Actor, Entry
from ledger.fields import Limit, MeetingId, Name, Position, Ref, VariationId
from ledger.words import Text

PostReviewId = Annotated[str, Field(pattern=r"^PCR-[0-9]{3,}$"), Ref("post-contract-review")]
Subject = Literal[
    "need-and-specification", "procurement", "price", "performance", "relationship", "risk", "users", "exit",
    "governance", "other",
]  # fmt: skip


class PostContractReviewHeld(Entry):
    """A contract was looked back upon as it concluded: what it gained or cost, what was learnt, what follows."""

    kind: Literal["post-contract-review-held/1"] = "post-contract-review-held/1"
    meeting: MeetingId | None = None
    """The meeting at which it was held, where that is on file."""
    invited: Annotated[tuple[Actor, ...], Limit(longest=100)] = ()
    """Everybody who was asked to take part, in what office and for which party."""
    attendees: Annotated[tuple[Actor, ...], Limit(longest=100)] = ()
    """Who took part."""
    benefits: Text | None = None
    """What the contract gained."""
    losses: Text | None = None
    """What it cost, or lost."""
    lessons: Text | None = None
    """What was learnt, in short; each lesson is recorded for itself."""
    commissioning: Text | None = None
    """What follows for commissioning: for what is bought next, and how."""

    gives = "PCR"
    noun = "post-contract-review"
    line = (
        "{id}: contract looked back upon[; present: {attendees}][; gained: {benefits}][; lost: {losses}]"
        "[; learnt: {lessons}][; for commissioning: {commissioning}]"
    )


class LessonRecorded(Entry):
    """Something was learnt that is of use for other contracts."""

    kind: Literal["lesson-recorded/1"] = "lesson-recorded/1"
    subject: Subject
    """What part of managing contracts it is about."""
    topic: Name | None = None
    """What it is about, in a word or two."""
    lesson: Text
    """What was learnt."""
    review: PostReviewId | None = None
    """The review at which it was drawn, where it was."""
    thematic_review: Position | None = None
    """The review by theme that decided to take it into the next contract, where one did."""
    variation: VariationId | None = None
    """The variation that was put off to the next contract, where it is kept so."""
    feeds_next_contract: bool | None = None
    """Whether it is to go into the next contract."""
    do_next: Text | None = None
    """What is to be done because of it."""
    seen_on: Annotated[tuple[Elsewhere, ...], Limit(longest=50)] = ()
    """Entries on other files that show it too."""

    gives = "LSN"
    noun = "lesson"
    files = ("contract", "provider", "programme")
    line = "{id}: lesson on {subject}[, {topic}][, from {review}]: {lesson}[; to be done: {do_next}]"


LessonsEntry: TypeAlias = PostContractReviewHeld | LessonRecorded
