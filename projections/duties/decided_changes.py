"""Duties of what a review by theme decided to change: by a variation now, or as a lesson for the next contract."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.subjects.tiers import ThemeReviewed
from ledger.subjects.variations import Variation
from projections.duties.duty import LEAD, Duty, duty
from projections.failings.trail import spoken
from projections.view import FileView


def of_decided_changes(view: FileView) -> Iterator[Duty]:
    """Yield the duties to change the contract as was decided, and to keep for the next what waits for it. Pure.

    A decision to change the contract now is followed by a variation, one for the next contract by a lesson that is
    found for it; each names the review, or the variation that was put off (IMP-22-b, IMP-25-b).
    """
    lessons = view.file.lessons.lessons.values()
    kept = {lesson.thematic_review for lesson in lessons}
    for review in view.file.tiers.decisions:
        on = spoken(review.on)
        of = f"decided on when the contract was reviewed for {view.say(review.theme)} on {on}, naming that review"
        if review.decision == "change-now":
            yield from _change_now(view, review, of)
        if review.decision == "next-contract" and review.position not in kept:
            yield _follows(view, review, "next-contract", f"Record, as a lesson for the next contract, what was {of}")
    yield from _put_off(view, {lesson.variation for lesson in lessons})


def rejected(view: FileView, review: ThemeReviewed) -> Variation | None:
    """Return the variation, rejected last, by which a decision to change the contract now was to be carried out; None
    where none was, or one is open or agreed: what was wanted is wanted still (IMP-22-b)."""
    proposed = [one for one in _named(view, review) if not one.waits]
    if not proposed or any(one.agreements or not one.rejected for one in proposed):
        return None
    return max(proposed, key=lambda one: one.rejected[-1][::2])


def _named(view: FileView, review: ThemeReviewed) -> list[Variation]:
    every = view.file.variations.by_id.values()
    return [one for one in every if review.position == one.thematic_review or review.variation == one.id]


def _change_now(view: FileView, review: ThemeReviewed, of: str) -> Iterator[Duty]:
    """Until it is proposed; once what was proposed is rejected, until it is proposed anew, or put off after that."""
    there, gone = _named(view, review), rejected(view, review)
    if gone is None and all(one.waits for one in there):
        yield _follows(view, review, "change-now", f"Propose the variation {of}")
    if gone is not None and not any(one.waits and _since(one, gone) for one in there):
        on, party, position = gone.rejected[-1]
        again = f"Propose anew, or put off to the next contract, the variation {of}: {gone.id} was rejected"
        by = f"{again} by the {party} on {spoken(on)}"
        known = _follows(view, review, "change-now", by)
        yield known.model_copy(update={"since": on, "opened_by": (review.position, position)})


def _since(waiting: Variation, gone: Variation) -> bool:
    return (waiting.proposed_on, waiting.proposed) > gone.rejected[-1][::2] if waiting.proposed_on else False


def _put_off(view: FileView, kept: set[str | None]) -> Iterator[Duty]:
    """A variation that is to wait for the next contract is kept for it, unless its review decided to change this one
    and nothing that carried that out was rejected: then it is still to be proposed for this one."""
    after = {one.position: gone for one in view.file.tiers.decisions if (gone := rejected(view, one)) is not None}
    for variation in view.file.variations.by_id.values():
        gone = after.get(variation.thematic_review) if variation.thematic_review is not None else None
        stands = variation.thematic_review is None or (gone is not None and _since(variation, gone))
        if variation.waits and variation.id not in kept and stands:
            assert variation.proposed_on is not None
            yield duty(
                view, f"next-contract/{variation.proposed}",
                f"Record, as a lesson for the next contract, {variation.id}, which was put off to it, naming it",
                office=LEAD, since=variation.proposed_on, citation="IMP-22-b", opened_by=(variation.proposed,),
            )  # fmt: skip


def _follows(view: FileView, review: ThemeReviewed, what: str, sentence: str) -> Duty:
    return duty(
        view, f"{what}/{review.position}", sentence, office=LEAD, since=review.on,
        citation="IMP-22-b" if review.theme != "value-for-money" else "IMP-25-b", opened_by=(review.position,),
    )  # fmt: skip
