"""Reviews: the review before a contract's end, what was decided on renewal and extension, and who was told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, assert_never

from ledger.entry import Actor, Audience, Entry, Frozen, Limit, Name, Position, Recorded, ReviewId
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.words import Text
from ledger.working_days import months_before

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

TenderRoute = Literal["single-tender", "competition", "other"]
Told = Literal["providers", "users", "carers-families"]
TO_BE_TOLD: tuple[Told, ...] = ("providers", "users", "carers-families")
"""Who is told what the authority means to buy in future (HCC-10.2-c)."""


class Answer(Frozen):
    """The answer to one question of a review."""

    conclusion: Literal["yes", "partly", "no"]
    """Yes, partly or no."""
    words: Text | None = None
    """Why."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=100)] = ()
    """Entries that show it."""


class ContractReviewStarted(Entry):
    """A review of the whole contract was begun, before its end."""

    kind: Literal["contract-review-started/1"] = "contract-review-started/1"
    lead: Actor | None = None
    """Who leads it."""
    due_by: date | None = None
    """When it is to be complete."""

    gives = "REV"
    noun = "review"
    line = "{id}: contract review started[, led by {lead}][, due by {due_by}]"


class ContractReviewCompleted(Entry):
    """A review of the whole contract was completed."""

    kind: Literal["contract-review-completed/1"] = "contract-review-completed/1"
    review: ReviewId | None = None
    """The review; left out where its start was not recorded: the ledger then gives it an id."""
    needs_met: Answer | None = None
    """Has the contract met service needs?"""
    specification_change: Answer | None = None
    """Does the specification need to change?"""
    value_for_money: Answer | None = None
    """Has the contract been value for money?"""
    renew: Answer | None = None
    """Should the contract be renewed?"""
    tender_route: TenderRoute | None = None
    """If it is renewed: by single tender or by competition?"""
    tender_words: Text | None = None
    """More on the tender route."""
    survey_evidence: Annotated[tuple[Position, ...], Limit(longest=100)] = ()
    """Entries that record the users' surveys taken into account."""
    law_or_policy_changes: Text | None = None
    """Changes in law or policy that bear on it."""

    gives = "REV"
    noun = "review"
    line = "Contract review[ {review}][ {id}] completed[; tender route {tender_route}]"

    def begins(self) -> str | None:
        return None if self.review else self.gives


class RenewalDecided(Entry):
    """It was decided whether to renew the contract when it ends."""

    kind: Literal["renewal-decided/1"] = "renewal-decided/1"
    review: ReviewId | None = None
    """The review it rests on."""
    renew: bool
    """Whether the contract is to be renewed."""
    tender_route: TenderRoute | None = None
    """How the renewed contract is to be tendered."""
    reason: Text | None = None
    """Why."""

    line = "Renewal decided: renew {renew}[, by {tender_route}][: {reason}]"


class ExtensionDecided(Entry):
    """It was decided whether to use an option to extend the contract that the contract itself gives."""

    kind: Literal["extension-decided/1"] = "extension-decided/1"
    option: Name | None = None
    """The option, as the contract names it."""
    taken: bool
    """Whether it is used."""
    new_end_date: date | None = None
    """The end date as extended."""
    reason: Text | None = None
    """Why."""
    audience: Audience = "shared"

    line = "Extension[ {option}] decided: taken {taken}[, new end date {new_end_date}][: {reason}]"


class PurchasingIntentionCommunicated(Entry):
    """Providers, users or carers' families were told what the authority means to buy when the contract ends."""

    kind: Literal["purchasing-intention-communicated/1"] = "purchasing-intention-communicated/1"
    told: Annotated[tuple[Told, ...], Limit(longest=3, shortest=1)]
    """Who was told."""
    content: Text | None = None
    """What they were told."""
    means: Name | None = None
    """How."""
    audience: Audience = "shared"

    line = "Purchasing intention communicated to {told}[ by {means}][: {content}]"


ReviewsEntry: TypeAlias = (
    ContractReviewStarted | ContractReviewCompleted | RenewalDecided | ExtensionDecided
    | PurchasingIntentionCommunicated
)  # fmt: skip

QUESTIONS = {
    "needs_met": ("HCC-10.1-b", "whether the contract met service needs"),
    "specification_change": ("HCC-10.1-c", "whether the specification must change"),
    "value_for_money": ("HCC-10.1-d", "whether the contract was value for money"),
    "renew": ("HCC-10.1-e", "whether to renew"),
}
"""The questions every review answers, by field, with their source; the fifth, the tender route, hangs on the fourth."""


class Review(Frozen):
    """One review of the contract."""

    id: str
    started_on: date | None = None
    due_by: date | None = None
    completed: tuple[tuple[date, int], ...] = ()
    """(day, position) of each time it was completed."""


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
class Reviews(Register):
    """Reviews, and decisions on the contract's future."""

    by_id: dict[str, Review] = field(default_factory=dict)
    renewals: list[Renewal] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    communicated: list[tuple[date, str, int]] = field(default_factory=list)
    """(day, who was told, position) of each telling of what will be bought."""

    def apply(self, recorded: Recorded) -> None:
        entry: ReviewsEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        on, position = recorded.entry.happened_on, recorded.position
        match entry:
            case ContractReviewStarted():
                self._change(recorded.given_id or "", started_on=on, due_by=entry.due_by)
            case ContractReviewCompleted():
                review = entry.review or recorded.given_id or ""
                earlier = self.by_id[review].completed if review in self.by_id else ()
                self._change(review, completed=(*earlier, (on, position)))
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
                self.communicated += [(on, who, position) for who in entry.told]
            case _:
                assert_never(entry)

    def _change(self, review: str, **parts: object) -> None:
        # In the world's order a review may be completed before it is entered as started: the record stands either way.
        self.by_id[review] = self.by_id.get(review, Review(id=review)).model_copy(update=parts)

    def completed_on(self, day: date) -> tuple[date, int] | None:
        """Return (day, position) of the latest completed review by a day, None where there was none."""
        done = [one for review in self.by_id.values() for one in review.completed if one[0] <= day]
        return max(done, default=None)

    def extended_to(self, day: date) -> Extension | None:
        """Return the latest extension taken by a day that says to when, None where there is none."""
        return next((e for e in reversed(self.extensions) if e.taken and e.new_end_date and e.on <= day), None)

    def untold(self, day: date) -> tuple[str, ...]:
        """Return who, by a day, had not been told what will be bought, though renewal had been decided (HCC-10.2-c)."""
        if not any(renewal.on <= day for renewal in self.renewals):
            return ()
        told = {who for on, who, _ in self.communicated if on <= day}
        return tuple(who for who in TO_BE_TOLD if who not in told)


def review_due(end: date, procedure: Procedure) -> date:
    """Return the last day by which the review of a contract that ends on `end` is to be complete (HCC-10.1-a)."""
    return months_before(end, procedure.setting("review.before-end"))


def _review_late(file: ContractFile, review: ContractReviewCompleted, procedure: Procedure) -> str | None:
    end = file.end_date(review.happened_on)
    if end is None or end.year < 1900:
        return None
    due = review_due(end, procedure)
    if review.happened_on <= due:
        return None
    days = (review.happened_on - due).days
    return (
        f"it was completed on {review.happened_on:%-d %B %Y}, {days} day{'' if days == 1 else 's'} after it was due on"
        f" {due:%-d %B %Y}, {procedure.setting('review.before-end')} months before the end on {end:%-d %B %Y}"
    )


def _no_survey(file: ContractFile, review: ContractReviewCompleted, procedure: Procedure) -> str | None:
    return None if review.survey_evidence else "no survey of users is referred to"


def _unanswered(question: str, words: str) -> Callable[[ContractFile, ContractReviewCompleted, Procedure], str | None]:
    def found(file: ContractFile, review: ContractReviewCompleted, procedure: Procedure) -> str | None:
        return None if getattr(review, question) else f"it does not say {words}"

    return found


def _no_tender_route(
    file: ContractFile, entry: ContractReviewCompleted | RenewalDecided, procedure: Procedure
) -> str | None:
    if isinstance(entry, RenewalDecided):
        renewing = entry.renew
    else:
        renewing = entry.renew is not None and entry.renew.conclusion != "no"
    return "it renews the contract and names no tender route" if renewing and entry.tender_route is None else None


def _no_review(file: ContractFile, decided: RenewalDecided, procedure: Procedure) -> str | None:
    if file.reviews.completed_on(decided.happened_on):
        return None
    return f"no review of the contract had been completed by {decided.happened_on:%-d %B %Y}"


def _not_extended(file: ContractFile, decided: ExtensionDecided, procedure: Procedure) -> str | None:
    if not decided.taken:
        return None
    if decided.new_end_date is None:
        return "the extension is taken and no new end date is given"
    end = file.end_date(decided.happened_on)
    if end is not None and decided.new_end_date <= end:
        return f"the new end date, {decided.new_end_date:%-d %B %Y}, is not later than the end on file, {end:%-d %B %Y}"
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="review.in-time", citation="HCC-10.1-a", level="explain", of=ContractReviewCompleted, field="happened_on",
        sentence="The contract is reviewed in full at least twelve months before its end date.", found=_review_late,
    ),
    Rule(
        id="review.considers-surveys", citation="HCC-10.2-a", level="advise", of=ContractReviewCompleted,
        field="survey_evidence", sentence="Users' views, as surveyed, weigh in the review.", found=_no_survey,
    ),
    *(
        Rule(
            id=f"review.answers-{name.replace('_', '-')}", citation=citation, level="advise",
            of=ContractReviewCompleted, field=name, sentence=f"The review says {words}.",
            found=_unanswered(name, words),
        )
        for name, (citation, words) in QUESTIONS.items()
    ),
    Rule(
        id="review.names-tender-route", citation="HCC-10.1-f", level="advise",
        of=(ContractReviewCompleted, RenewalDecided), field="tender_route", found=_no_tender_route,
        sentence="Where the contract is to be renewed, it is said how it will be tendered.",
    ),
    Rule(
        id="renewal.follows-review", citation="HCC-10.1-e", level="advise", of=RenewalDecided, field="review",
        sentence="Renewal is decided on a review of the contract.", found=_no_review,
    ),
    Rule(
        id="extension.moves-the-end", citation="TVP-3.0-10", level="advise", of=ExtensionDecided, field="new_end_date",
        sentence="An extension that is taken says the new, later end date.", found=_not_extended,
    ),
)  # fmt: skip
