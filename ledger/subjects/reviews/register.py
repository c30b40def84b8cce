"""The reviews on file, and what was decided after them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Frozen, Recorded
from ledger.registers import ById, Register
from ledger.subjects.reviews.entries import (
    ContractReviewCompleted,
    ContractReviewStarted,
    ExtensionDecided,
    PurchasingIntentionCommunicated,
    RenewalDecided,
    RenewalWarningGiven,
    ReviewsEntry,
    Told,
)

TO_BE_TOLD: tuple[Told, ...] = ("providers", "users", "carers-families")
"""Who is told what the authority means to buy in future (HCC-10.2-c)."""


QUESTIONS = {
    "needs_met": "whether the contract met service needs",
    "specification_change": "whether the specification must change",
    "value_for_money": "whether the contract was value for money",
    "renew": "whether to renew",
    "tender_route": "how it will be tendered",
    "survey_evidence": "which surveys of users weighed in it",
}
"""What must be addressed, by the field that says it: five questions (HCC-10.1-b to f), and what users think, as
surveyed, which must play a part in all of them (HCC-10.2-a)."""

CONSIDERS_SURVEYS = "review.considers-surveys"
"""The rule that a review refers to surveys: of one that did not depart from it, by its procedure, none is asked for."""


class Review(Frozen):
    """One review of the contract."""

    id: str
    started_on: date | None = None
    due_by: date | None = None
    completed: tuple[tuple[date, int], ...] = ()
    """(day, position) of each time it was completed."""
    answered: tuple[tuple[date, str], ...] = ()
    """(day, field) of each answer to one of the questions."""

    def unanswered(self, day: date = date.max) -> tuple[str, ...]:
        """Return the questions, by their fields, that it had not answered by a day."""
        there = {question for on, question in self.answered if on <= day}
        return tuple(question for question in QUESTIONS if question not in there)

    def completed_by(self, day: date) -> tuple[tuple[date, int], ...]:
        """Return (day, position) of each time it was completed by a day, in order, whatever it leaves open."""
        return tuple(sorted(one for one in self.completed if one[0] <= day))

    @property
    def done(self) -> tuple[date, int] | None:
        """When it was first completed with every question answered, and by which entry; None while one is open."""
        return next((one for one in sorted(self.completed) if not self.unanswered(one[0])), None)


def answers(review: ContractReviewCompleted, *, surveys_asked: bool) -> tuple[str, ...]:
    """Return the questions a completed review answers, by their fields; what is not asked for is answered: a route
    where none is needed, surveys where the procedure asks for none or some are named. `surveys_asked`: they are still
    asked for, whatever it names as such."""
    open_ = ("survey_evidence",) if surveys_asked else ()
    there = [q for q in QUESTIONS if q not in open_ and (q == "survey_evidence" or getattr(review, q) is not None)]
    ends = review.renew is not None and review.renew.conclusion == "no" and review.tender_route is None
    return (*there, "tender_route") if ends else tuple(there)


class Renewal(Frozen):
    """A decision on renewal."""

    on: date
    position: int
    renew: bool
    tender_route: str | None


class Extension(Frozen):
    """A decision on an option to extend."""

    on: date
    position: int
    option: str | None
    taken: bool
    new_end_date: date | None


@dataclass(slots=True)
class Reviews(Register[ReviewsEntry]):
    """Reviews, and decisions on the contract's future."""

    by_id: ById[Review] = field(default_factory=lambda: ById(Review))
    warnings: list[RenewalWarningGiven] = field(default_factory=list)
    """Each warning that the contract is to be renewed or ends."""
    renewals: list[Renewal] = field(default_factory=list)
    renewal_said: tuple[date, int, bool] | None = None
    """(day, position, whether to renew) of the newest review that says it by yes or no (HCC-10.1-e)."""
    extensions: list[Extension] = field(default_factory=list)
    communicated: list[tuple[date, str, int]] = field(default_factory=list)
    """(day, who was told, position) of each telling of what will be bought, as far as it is on record what was told."""
    said_nothing: list[tuple[date, str, int]] = field(default_factory=list)
    """The same of each telling of which it is not on record what was told: whoever was told so is still to be told."""

    def enter(self, entry: ReviewsEntry, recorded: Recorded) -> None:
        on, position = recorded.entry.happened_on, recorded.position
        match entry:
            case ContractReviewStarted():
                self.by_id.change(recorded.given_id or "", started_on=on, due_by=entry.due_by)
            case ContractReviewCompleted():
                review = entry.review or recorded.given_id or ""
                earlier = self.by_id.known(review)
                asked = any(departure.rule == CONSIDERS_SURVEYS for departure in recorded.departures)
                given = tuple((on, question) for question in answers(entry, surveys_asked=asked))
                self.by_id.change(
                    review, completed=(*earlier.completed, (on, position)), answered=(*earlier.answered, *given)
                )
                if entry.renew is not None and entry.renew.conclusion in ("yes", "no"):
                    said = (on, position, entry.renew.conclusion == "yes")
                    self.renewal_said = max(said, self.renewal_said or said)
            case RenewalWarningGiven():
                self.warnings.append(entry)
            case RenewalDecided():
                self.renewals.append(
                    Renewal(on=on, position=position, renew=entry.renew, tender_route=entry.tender_route)
                )
            case ExtensionDecided():
                self.extensions.append(
                    Extension(
                        on=on, position=position, option=entry.option, taken=entry.taken,
                        new_end_date=entry.new_end_date,
                    )
                )  # fmt: skip
            case PurchasingIntentionCommunicated():
                telling = self.communicated if entry.says_what else self.said_nothing
                telling += [(on, who, position) for who in entry.told]
            case _:
                assert_never(entry)

    def decided(self, day: date) -> Renewal | None:
        """Return the decision on renewal that stands on a day, None where there is none.

        Of several that say the same, one after the other, it is the first: it was decided then.
        """
        standing: Renewal | None = None
        for renewal in self.renewals:
            if renewal.on <= day and (standing is None or standing.renew != renewal.renew):
                standing = renewal
        return standing

    def untold(self, day: date) -> tuple[str, ...]:
        """Return who, by a day, had not been told what will be bought since renewal was decided (HCC-10.2-c).

        What they were told before it was decided, or before it was decided otherwise, is not what will be bought; nor
        is a telling of which it is not on record what was told.
        """
        decided = self.decided(day)
        if decided is None:
            return ()
        told = {who for on, who, _ in self.communicated if decided.on <= on <= day}
        return tuple(who for who in TO_BE_TOLD if who not in told)

    def told_nothing(self, whom: Collection[str], day: date) -> date | None:
        """Return the day on which any of them was last told, by a day and since renewal was decided, without its being
        on record what; None where nobody was (HCC-10.2-c)."""
        decided = self.decided(day)
        since = decided.on if decided else date.max
        return max((on for on, who, _ in self.said_nothing if who in whom and since <= on <= day), default=None)

    def told_before(self, decision: Renewal) -> date | None:
        """Return the day anybody was last told what will be bought before it was so decided, None where nobody was."""
        return max((on for on, _, _ in self.communicated if on < decision.on), default=None)
