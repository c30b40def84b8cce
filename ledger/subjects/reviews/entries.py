"""What is recorded of a review, of renewal and of extension."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.entry import Actor, Entry, Frozen, SharedAudience
from ledger.fields import Limit, Name, Position, ReviewId, of_kind
from ledger.words import Text

TenderRoute = Literal["single-tender", "competition", "other"]


Told = Literal["providers", "users", "carers-families"]


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
    survey_evidence: Annotated[
        tuple[Position, ...], Limit(longest=100), of_kind("satisfaction-survey-received")
    ] = ()  # fmt: skip
    """Entries that record the users' surveys taken into account."""
    law_or_policy_changes: Text | None = None
    """Changes in law or policy, and government initiatives, that bear on it (HCC-10.2-b, CPC307-K8, CPC308-K8)."""

    gives = "REV"
    noun = "review"
    line = (
        "Contract review[ {review}][ {id}] completed[; tender route {tender_route}]"
        "[; changes in law or policy: {law_or_policy_changes}]"
    )

    def begins(self) -> str | None:
        return None if self.review else self.gives


class RenewalWarningGiven(Entry):
    """Whoever manages the contract was told that it ends, and when it is to be reviewed or renewed (HCC-A2-c)."""

    kind: Literal["renewal-warning-given/1"] = "renewal-warning-given/1"
    told: Actor | None = None
    """Who was told, in what office."""
    ends_on: date | None = None
    """The last day of the contract, as they were told."""
    review_by: date | None = None
    """The day by which it is to be reviewed, as they were told."""
    means: Name | None = None
    """How: e-mail, call, at a meeting."""

    line = "Warned of renewal[: {told}][; the contract ends on {ends_on}][, to be reviewed by {review_by}]"


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
    reservation_of_rights: Text | None = None
    """The words by which the authority reserved its rights in renewing."""

    line = "Renewal decided: renew {renew}[, by {tender_route}][: {reason}]"


class ExtensionDecided(Entry):
    """It was decided whether to use an option to extend the contract that the contract itself gives."""

    kind: Literal["extension-decided/1"] = "extension-decided/1"
    option: Name | None = None
    """The option, as the contract names it."""
    taken: bool
    """Whether it is used."""
    new_end_date: date | None = None
    """The end date as extended; left out, it is the one that the option gives."""
    reason: Text | None = None
    """Why."""
    reservation_of_rights: Text | None = None
    """The words by which the authority reserved its rights in doing so."""
    audience: SharedAudience = "shared"

    line = (
        "Extension[ {option}] decided: taken {taken}[, new end date {new_end_date}][: {reason}]"
        "[; rights reserved: {reservation_of_rights}]"
    )


class PurchasingIntentionCommunicated(Entry):
    """Providers, users or carers' families were told what the authority means to buy when the contract ends."""

    kind: Literal["purchasing-intention-communicated/1"] = "purchasing-intention-communicated/1"
    told: Annotated[tuple[Told, ...], Limit(longest=3, shortest=1)]
    """Who was told."""
    content: Text | None = None
    """What they were told."""
    means: Name | None = None
    """How."""
    audience: SharedAudience = "shared"

    line = "Purchasing intention communicated to {told}[ by {means}][: {content}]"

    @property
    def says_what(self) -> bool:
        """Whether it is on record what they were told, in words or in a document with it."""
        return self.content is not None or bool(self.exhibits)


ReviewsEntry: TypeAlias = (
    ContractReviewStarted | ContractReviewCompleted | RenewalWarningGiven | RenewalDecided | ExtensionDecided
    | PurchasingIntentionCommunicated
)  # fmt: skip
