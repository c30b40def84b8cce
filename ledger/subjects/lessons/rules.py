"""What is asked of looking back upon a contract: in time, with everybody concerned, under its three heads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.names import name_key
from ledger.offices import is_the_providers
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, leaves_out
from ledger.subjects.lessons.entries import LessonRecorded, PostContractReviewHeld
from ledger.themes import follows_a_review

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Actor
    from ledger.procedures import Procedure
    from ledger.subjects.lessons.register import PostReview


def concerned(file: ContractFile, day: date) -> tuple[str, ...]:
    """Return everybody who takes part in looking back on a day: whoever is in post, and the provider's contacts."""
    terms = [term for office in file.people.terms for term in file.people.in_office(office, day)]
    return tuple(dict.fromkeys(term.person for term in terms))


def took_part(file: ContractFile, review: PostContractReviewHeld | PostReview) -> tuple[Actor, ...]:
    """Return who took part in looking back, each once: by the review, and by the meeting at which it was held."""
    meeting = file.meetings.by_id.get(review.meeting) if review.meeting else None
    there: dict[str, Actor] = {}
    for actor in (*review.attendees, *(meeting.present if meeting else ())):
        there.setdefault(name_key(actor.person), actor)
    return tuple(there.values())


def _left_out(file: ContractFile, review: PostContractReviewHeld, procedure: Procedure) -> str | None:
    there = {name_key(actor.person) for actor in took_part(file, review)}
    asked = there | {name_key(actor.person) for actor in review.invited}
    wanted = concerned(file, review.happened_on)
    missing = [person for person in wanted if name_key(person) not in asked]
    found = []
    if not asked:
        found.append("it is not said who was invited")
    elif missing:
        found.append(f"{', '.join(missing)}, in post on the day, {'was' if len(missing) == 1 else 'were'} not invited")
    if not there:
        found.append("it is not said who took part")
    elif wanted and there.isdisjoint(map(name_key, wanted)):
        found.append(f"of those in post on the day nobody took part: {', '.join(wanted)}")
    elif absent := [person for person in wanted if name_key(person) not in there and person not in missing]:
        found.append(f"{', '.join(absent)}, in post on the day, did not take part")
    if there and (side := _without_the_provider(file, review)):
        found.append(side)
    return "; ".join(found) or None


def _without_the_provider(file: ContractFile, review: PostContractReviewHeld) -> str | None:
    """Say that a side was left out of whose people the file has none to name (docs/adr/0393)."""
    day = review.happened_on
    offices = (office for office in file.people.terms if office.startswith("provider-"))
    if any(file.people.in_office(office, day) for office in offices):
        return None
    if any(_is_of_the_provider(file, actor, day) for actor in took_part(file, review)):
        return None
    invited = any(_is_of_the_provider(file, actor, day) for actor in review.invited)
    what = "took part" if invited else "was invited or took part"
    return f"nobody of the provider {what}, and none of its people is on file for that day"


def _is_of_the_provider(file: ContractFile, actor: Actor, day: date) -> bool:
    return actor.is_of_the_provider or is_the_providers(file, actor.person, day)


def _after_the_end(file: ContractFile, review: PostContractReviewHeld, procedure: Procedure) -> str | None:
    ended = file.termination.ended_on(review.happened_on)
    end = ended.on if ended else file.end_date(review.happened_on)
    if end is None:
        return NOT_IN_POINT
    if review.happened_on <= end:
        return None
    return f"it was held on {dated(review.happened_on)}, after the contract concluded on {dated(end)}"


def _before_its_review(file: ContractFile, lesson: LessonRecorded, procedure: Procedure) -> str | None:
    review = file.lessons.reviews.get(lesson.review or "")
    if review is None or lesson.latest_on >= review.on:
        return None
    return f"{review.id} was held on {dated(review.on)} (entry {review.position}), after {dated(lesson.latest_on)}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="lesson.follows-its-review", citation="IMP-22-b", level="contradiction", of=LessonRecorded,
        field="thematic_review", found=follows_a_review("next-contract"),
        sentence="A lesson follows from a review that decided to take it into the next contract.",
    ),
    Rule(
        id="lesson.drawn-by-its-review", citation="TVP-3.0-12", level="contradiction", of=LessonRecorded,
        field="review", sentence="A lesson of a review is drawn no earlier than it was held.", found=_before_its_review,
    ),
    Rule(
        id="post-review.under-three-heads", citation="TVP-3.0-12", level="explain", of=PostContractReviewHeld,
        field="commissioning",
        found=leaves_out({
            ("benefits", "losses"): "what was gained or lost", "lessons": "what was learnt",
            "commissioning": "what follows for commissioning",
        }, found="it does not say {missing}", between=", nor "),
        sentence="Looking back weighs gains or losses, lessons, and what follows for commissioning.",
    ),
    Rule(
        id="post-review.everybody-concerned", citation="TVP-3.0-11", level="explain", of=PostContractReviewHeld,
        field="invited", asks=True, found=_left_out,
        sentence="A contract is looked back upon with everybody concerned: they are invited, and take part.",
    ),
    Rule(
        id="post-review.before-the-end", citation="TVP-3.0-10", level="explain", of=PostContractReviewHeld,
        field="happened_on", sentence="A contract is looked back upon before it concludes.", found=_after_the_end,
    ),
)  # fmt: skip
