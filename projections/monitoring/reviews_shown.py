"""What was found in the reviews of a contract, what was decided on renewal, and who was told what will be bought.

A pure function of the file as its reader sees it, and of a day (HCC-10.1-a to HCC-10.2-c).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.entry import Frozen
from ledger.reviews_answered import answered_since, reviewed
from ledger.subjects.performance import SatisfactionSurveyReceived
from ledger.subjects.reviews import (
    QUESTIONS,
    Answer,
    ContractReviewCompleted,
    PurchasingIntentionCommunicated,
    RenewalDecided,
    surveys_left_out,
)
from projections.view import FileView


class AnswerShown(Frozen):
    """The answer of a review to one of its questions."""

    question: str
    """What it answers, in words."""
    conclusion: str
    words: str | None = None
    entries: tuple[int, ...] = ()
    """The entries it cites."""


class SurveyWeighed(Frozen):
    """An entry that a review names as a survey of users."""

    position: int
    results: tuple[str, ...] = ()
    """Each question with what came of it; empty where its entry states no figures."""


class ReviewShown(Frozen):
    """One review as it was completed."""

    id: str
    on: date
    position: int
    answers: tuple[AnswerShown, ...]
    unanswered: tuple[str, ...]
    """The questions it leaves open, in words."""
    answered_since: tuple[tuple[str, int], ...] = ()
    """(question, entry) of those that a supplement answers, in words."""
    surveys: tuple[SurveyWeighed, ...] = ()
    """The users' surveys that weighed in it (HCC-10.2-a)."""
    surveys_left_out: tuple[SurveyWeighed, ...] = ()
    """Those that were on file then, and that it does not name."""
    law_or_policy: str | None = None


class LawOrPolicyChange(Frozen):
    """Changes in law or policy, or initiatives of the government, that a review found to bear on the contract."""

    on: date
    words: str
    position: int


class RenewalShown(Frozen):
    """One decision on renewal."""

    on: date
    renew: bool
    tender_route: str | None
    reason: str | None
    turns_round: bool
    """Whether the decision before it was the other."""
    position: int


WITH_IT = "as the document with it says"
"""What was told where the entry has it in no words, but in a document."""


class IntentionShown(Frozen):
    """One telling of what will be bought when the contract ends."""

    on: date
    told: tuple[str, ...]
    content: str | None
    means: str | None
    before_the_decision: bool
    """Whether it was before renewal was decided as it now stands: then they are told again (HCC-10.2-c)."""
    position: int


class ReviewsShown(Frozen):
    """Reviews, renewal and who was told, by a day."""

    reviews: tuple[ReviewShown, ...] = ()
    renewals: tuple[RenewalShown, ...] = ()
    intentions: tuple[IntentionShown, ...] = ()
    untold: tuple[str, ...] = ()
    """Who is still to be told what will be bought."""


def reviews_shown(view: FileView, on: date, *, own_side: bool = True) -> ReviewsShown:
    """Return what is on file of reviews, renewal and purchasing intentions up to a day. Pure.

    Not for the authority's `own_side`: without the questions a review leaves open, which a supplement that the other
    party does not see may have answered.
    """
    return ReviewsShown(
        reviews=tuple(_reviews(view, on, own_side=own_side)), renewals=tuple(_renewals(view, on)),
        intentions=tuple(_intentions(view, on)), untold=view.file.reviews.untold(on),
    )  # fmt: skip


def law_or_policy_changes(view: FileView, on: date) -> tuple[LawOrPolicyChange, ...]:
    """Return what the reviews completed by a day found to bear on the contract: its plan and its resources are weighed
    in its light (CPC307-K8, CPC308-K8). Pure."""
    return tuple(
        LawOrPolicyChange(on=review.on, words=review.law_or_policy, position=review.position)
        for review in _reviews(view, on, own_side=True) if review.law_or_policy
    )  # fmt: skip


def _reviews(view: FileView, on: date, *, own_side: bool) -> Iterator[ReviewShown]:
    for recorded in view.file.of(ContractReviewCompleted):
        entry = recorded.entry
        if not isinstance(entry, ContractReviewCompleted) or entry.happened_on > on:
            continue
        named = entry.review or recorded.given_id or ""
        held, since = reviewed(view.file, named), answered_since(view.file, recorded.position, on)
        yield ReviewShown(
            id=named, on=entry.happened_on, position=recorded.position, answers=tuple(_answers(view, entry)),
            unanswered=tuple(
                QUESTIONS[name] for name in held.unanswered(entry.happened_on) if name not in since
            ) if held and own_side else (),
            answered_since=tuple(
                (QUESTIONS[name], position) for name, (_, position) in since.items()
            ) if own_side else (),
            surveys=tuple(_weighed(view, position) for position in entry.survey_evidence),
            surveys_left_out=tuple(
                _weighed(view, position) for position in surveys_left_out(view.file, entry, named)
            ),
            law_or_policy=view.say(entry.law_or_policy_changes) or None,
        )  # fmt: skip


def _weighed(view: FileView, position: int) -> SurveyWeighed:
    recorded = view.file.at(position)
    entry = recorded.entry if recorded else None
    if not isinstance(entry, SatisfactionSurveyReceived):
        return SurveyWeighed(position=position)
    return SurveyWeighed(
        position=position,
        results=tuple(f"{one.question}: {one.result}{_UNITS.get(one.unit, f' {one.unit}')}" for one in entry.results),
    )  # fmt: skip


_UNITS = {"percent satisfied": "%", "percent": "%", "%": "%"}
"""What stands after a figure of a survey, short; any other unit is said as it was recorded."""


def _answers(view: FileView, entry: ContractReviewCompleted) -> Iterator[AnswerShown]:
    for name, question in QUESTIONS.items():
        answer = getattr(entry, name)
        if isinstance(answer, Answer):
            yield AnswerShown(
                question=question, conclusion=answer.conclusion, words=view.say(answer.words) or None,
                entries=answer.evidence,
            )  # fmt: skip
        elif isinstance(answer, str):
            yield AnswerShown(
                question=question, conclusion=view.say(answer), words=view.say(entry.tender_words) or None
            )


def _renewals(view: FileView, on: date) -> Iterator[RenewalShown]:
    before: bool | None = None
    for recorded in view.file.of(RenewalDecided):
        entry = recorded.entry
        if isinstance(entry, RenewalDecided) and entry.happened_on <= on:
            yield RenewalShown(
                on=entry.happened_on, renew=entry.renew, tender_route=entry.tender_route,
                reason=view.say(entry.reason) or None, turns_round=before is not None and before != entry.renew,
                position=recorded.position,
            )  # fmt: skip
            before = entry.renew


def _intentions(view: FileView, on: date) -> Iterator[IntentionShown]:
    decided = view.file.reviews.decided(on)
    for recorded in view.file.of(PurchasingIntentionCommunicated):
        entry = recorded.entry
        if isinstance(entry, PurchasingIntentionCommunicated) and entry.happened_on <= on:
            yield IntentionShown(
                on=entry.happened_on, told=entry.told, means=entry.means,
                content=view.say(entry.content) or WITH_IT if entry.says_what else None,
                before_the_decision=decided is not None and entry.happened_on < decided.on, position=recorded.position,
            )  # fmt: skip
