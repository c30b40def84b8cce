"""Whether a decision on renewal follows a review of the contract, and is as that and earlier decisions have it
(HCC-10.1-e, HCC-10.1-f).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.reviews_answered import all_reviewed, completed_on, reviewed
from ledger.rules import NOT_IN_POINT
from ledger.subjects.reviews.entries import ContractReviewCompleted, RenewalDecided
from ledger.subjects.reviews.register import QUESTIONS, Review
from ledger.subjects.reviews.surveys import surveys_to_name

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def no_review(file: ContractFile, decided: RenewalDecided, procedure: Procedure) -> str | None:
    """Return what a rule finds against a decision that follows no review, or one that leaves something open."""
    day = decided.happened_on
    if completed_on(file, day):
        return None
    review = _rests_on(file, decided)
    if review is None:
        return f"no review of the contract had been completed by {dated(day)}"
    on, position = review.completed_by(day)[-1]
    unanswered = review.unanswered(day)
    lacking = ", nor ".join(QUESTIONS[question] for question in unanswered)
    surveys = surveys_to_name(file, day) if "survey_evidence" in unanswered else ""
    return f"{review.id} of {dated(on)} (entry {position}) is not complete: it does not say {lacking}{surveys}"


def _rests_on(file: ContractFile, decided: RenewalDecided) -> Review | None:
    """The review a decision rests on: the one it names, else the one last completed by then, whether or not it answers
    every question; None where there is none."""
    named = reviewed(file, decided.review or "")
    held, day = [named] if named else all_reviewed(file), decided.happened_on
    return max((one for one in held if one.completed_by(day)), key=lambda one: one.completed_by(day)[-1], default=None)


def not_as_the_review_says(file: ContractFile, decided: RenewalDecided, procedure: Procedure) -> str | None:
    """Return what a rule finds against a decision, without a reason, that is not as its review has it."""
    review = _rests_on(file, decided)
    steps = review.completed_by(decided.happened_on) if review else ()
    parts = [(at, held.entry) for _, at in reversed(steps) if (held := file.at(at)) is not None]
    said = [(at, part) for at, part in parts if isinstance(part, ContractReviewCompleted)]
    if not said:
        return NOT_IN_POINT
    renewing = next(((at, part.renew.conclusion) for at, part in said if part.renew is not None), None)
    route = next(((at, part.tender_route) for at, part in said if part.tender_route is not None), None)
    otherwise = {}
    if renewing and renewing[1] in ("yes", "no") and (renewing[1] == "yes") is not decided.renew:
        to_be = "to be renewed" if renewing[1] == "yes" else "not to be renewed"
        otherwise[f"said that the contract is {to_be}"] = renewing[0]
    if decided.renew and route and decided.tender_route not in (None, route[1]):
        otherwise[f"named {route[1]}".replace("-", " ")] = route[0]
    if not otherwise or decided.reason is not None:
        return None
    where = ", ".join(f"entry {at}" for at in dict.fromkeys(otherwise.values()))
    return f"the review ({where}) {' and '.join(otherwise)}, and no reason is given for this"


def decided_otherwise_before(file: ContractFile, decided: RenewalDecided, procedure: Procedure) -> str | None:
    """Return what a rule finds against a decision, without a reason, that turns an earlier one round."""
    standing = file.reviews.decided(decided.happened_on)
    if standing is None:
        return NOT_IN_POINT
    if standing.renew == decided.renew or decided.reason is not None:
        return None
    was = "to renew" if standing.renew else "not to renew"
    return f"it was decided on {dated(standing.on)} {was} (entry {standing.position}), and no reason is given for this"
