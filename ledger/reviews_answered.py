"""What the reviews of a contract answer: each with what supplements to it say of the questions it left open.

Questions of several subjects: pure functions of a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ledger.entry import own
from ledger.said_since import said_since

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.reviews.register import Review

SAID_BY: Mapping[str, str] = {
    "needs_met": "review.answers-needs-met",
    "specification_change": "review.answers-specification-change",
    "value_for_money": "review.answers-value-for-money",
    "renew": "review.answers-renew",
    "tender_route": "review.names-tender-route",
    "survey_evidence": "review.considers-surveys",
}
"""Each question, with the rule by which a supplement answers it (docs/adr/0434, 0436)."""


def answered_since(file: ContractFile, position: int, day: date = date.max) -> dict[str, tuple[date, int]]:
    """Return the questions, by their fields, that a supplement to a completed review answers by a day, each with (day,
    entry) of the first that does. One that answers whether to renew answers by what route as well: of its words nobody
    can tell whether there is to be one, and the review asks for none (HCC-10.1-f, docs/adr/0436)."""
    said = ((question, said_since(file, position, rule, day)) for question, rule in SAID_BY.items())
    found = {question: there for question, there in said if there is not None}
    made = file.at(position) if "renew" in found else None
    if made is not None and own(made.entry, "tender_route") is None:
        found["tender_route"] = min(found["renew"], found.get("tender_route", found["renew"]))
    return found


def reviewed(file: ContractFile, review: str) -> Review | None:
    """Return what is known of a review, with what supplements answer; None where nothing is of one of that id. It was
    completed once more by each that answers something."""
    held = file.reviews.by_id.get(review)
    if held is None:
        return None
    later = [answer for _, position in held.completed for answer in answered_since(file, position).items()]
    if not later:
        return held
    return held.model_copy(
        update={
            "completed": (*held.completed, *{there: None for _, there in later}),
            "answered": (*held.answered, *((on, question) for question, (on, _) in later)),
        }
    )


def all_reviewed(file: ContractFile) -> list[Review]:
    """Return all reviews, as `reviewed` has each."""
    return [held for one in file.reviews.by_id if (held := reviewed(file, one)) is not None]


def completed_on(file: ContractFile, day: date) -> tuple[date, int] | None:
    """Return (day, position) of the latest review completed by a day, None where there was none.

    One that leaves a question open, or names no survey of users, is not complete (HCC-10.1-a: they must be addressed;
    HCC-10.2-a).
    """
    done = [review.done for review in all_reviewed(file)]
    return max((one for one in done if one is not None and one[0] <= day), default=None)


__all__ = ["SAID_BY", "all_reviewed", "answered_since", "completed_on", "reviewed"]
