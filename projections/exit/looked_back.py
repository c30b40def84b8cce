"""What was learnt of a contract that ends: the look back upon it, and what is kept for the next one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.contract_file import ContractFile
from ledger.entry import Frozen
from ledger.names import name_key
from ledger.subjects.lessons import PostReview, took_part
from projections.view import FileView


class LookBackRow(Frozen):
    """A look back upon the contract."""

    id: str
    on: date
    present: tuple[str, ...]
    absent: tuple[str, ...]
    """Who was invited and did not take part."""
    gained: str | None
    lost: str | None
    learnt: str | None
    commissioning: str | None
    lessons: tuple[str, ...]
    """The lessons recorded for it, by their ids."""
    position: int


class ForNextContract(Frozen):
    """Something kept for the next contract (IMP-22-b): decided by a review, put off, or learnt."""

    what: str
    on: date
    position: int


def for_next_contract(view: FileView, then: ContractFile) -> Iterator[ForNextContract]:
    """Yield what is kept for the next contract, by review, variation and lesson (IMP-22-b). Pure."""
    lessons = [
        lesson
        for lesson in then.lessons.lessons.values()
        if lesson.feeds_next_contract or lesson.thematic_review or lesson.variation
    ]
    recorded = {lesson.thematic_review for lesson in lessons}
    for review in then.tiers.decisions:
        if review.decision == "next-contract" and review.position not in recorded:
            what = f"Review for {view.say(review.theme)}: what was found lacking; no lesson of it is recorded"
            yield ForNextContract(what=what, on=review.on, position=review.position)
    learnt = {lesson.variation for lesson in lessons}
    for variation in then.variations.by_id.values():
        if variation.waits and variation.proposed_on is not None and variation.id not in learnt:
            why = f": {view.say(variation.reason)}" if variation.reason else ""
            what = f"{variation.id}, put off to it{why}; no lesson of it is recorded"
            yield ForNextContract(what=what, on=variation.proposed_on, position=variation.proposed)
    for lesson in lessons:
        what = f"{lesson.id}: {view.say(lesson.lesson)}"
        yield ForNextContract(what=what, on=lesson.on, position=lesson.position)


def look_back_row(view: FileView, then: ContractFile, review: PostReview) -> LookBackRow:
    """Return a look back upon the contract, with who came and what was learnt. Pure."""
    came = took_part(then, review)
    there = {name_key(actor.person) for actor in came}
    present = (view.say(actor, review.on) for actor in came)
    absent = (view.say(actor, review.on) for actor in review.invited if name_key(actor.person) not in there)
    return LookBackRow(
        id=review.id, on=review.on, present=tuple(present), absent=tuple(absent),
        gained=view.say(review.benefits) or None, lost=view.say(review.losses) or None,
        learnt=view.say(review.lessons) or None, commissioning=view.say(review.commissioning) or None,
        lessons=tuple(lesson.id for lesson in then.lessons.of_review(review.id)), position=review.position,
    )  # fmt: skip


def not_looked_back(held: PostReview | None, another: str) -> Iterator[str]:
    """Yield in a sentence that the contract was not looked back upon, or ahead of another end only."""
    if held is None or another:
        yield "the contract has not been looked back upon" + (f" ahead of its end: {another}" if another else "")
