"""Duties of what a review by theme decided to change: by a variation now, or as a lesson for the next contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

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
        waits = put_off(view, review)  # of a review corrected since: that variation is what is kept
        if review.decision == "next-contract" and review.position not in kept and not waits:
            yield _follows(view, review, "next-contract", f"Record, as a lesson for the next contract, what was {of}")
    yield from _put_off(view, {lesson.variation for lesson in lessons}, kept)


def rejected(view: FileView, review: ThemeReviewed) -> Variation | None:
    """Return the variation, rejected last, by which a decision to change the contract now was to be carried out; None
    where none was, or one is open or agreed: what was wanted is wanted still (IMP-22-b)."""
    proposed = [one for one in _named(view, review) if not one.waits]
    if not proposed or any(one.agreements or not one.rejected for one in proposed):
        return None
    return max(proposed, key=lambda one: one.rejected[-1][::2])


def put_off(view: FileView, review: ThemeReviewed) -> list[Variation]:
    """Return the variations by which what a review decided to change now was put off to the next contract, in order;
    none that came before the review, or before the last by which it was to be changed now (IMP-22-b, docs/adr/0442)."""
    named = _named(view, review)
    done = max((_last(one) for one in named if not one.waits), default=(review.on, review.position))
    return sorted((one for one in named if one.waits and _last(one) > done), key=_last)


def _named(view: FileView, review: ThemeReviewed) -> list[Variation]:
    every = view.file.variations.by_id.values()
    return [one for one in every if review.position == one.thematic_review or review.variation == one.id]


def _change_now(view: FileView, review: ThemeReviewed, of: str) -> Iterator[Duty]:
    """Until it is proposed, or put off to the next contract; anew once what was proposed is rejected."""
    gone = rejected(view, review)
    if put_off(view, review):
        return
    if gone is None and all(one.waits for one in _named(view, review)):
        yield _follows(view, review, "change-now", f"Propose the variation {of}")
    if gone is not None:
        on, party, position = gone.rejected[-1]
        again = f"Propose anew, or put off to the next contract, the variation {of}: {gone.id} was rejected"
        by = f"{again} by the {party} on {spoken(on)}"
        known = _follows(view, review, "change-now", by)
        yield known.model_copy(update={"since": on, "opened_by": (review.position, position)})


def _last(variation: Variation) -> tuple[date, int]:
    """The day and entry of the last that was done about it."""
    done = [(agreed.on, agreed.position) for agreed in variation.agreements]
    done += [(on, position) for on, _, position in variation.rejected]
    return max(done, default=(variation.proposed_on or date.min, variation.proposed))


def _put_off(view: FileView, kept: set[str | None], reviews: set[int | None]) -> Iterator[Duty]:
    """A variation that is to wait for the next contract is kept for it, until what its review decided to change now is
    proposed for this one all the same. `reviews`: those of which a lesson keeps what they decided."""
    stands = {one.id for review in view.file.tiers.decisions for one in put_off(view, review)}
    for variation in view.file.variations.by_id.values():
        named = variation.thematic_review
        to_be_kept = named is None or (variation.id in stands and named not in reviews)
        if variation.waits and variation.id not in kept and to_be_kept:
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
