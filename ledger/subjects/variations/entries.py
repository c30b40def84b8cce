"""What is recorded of a change of the deal."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ledger.entry import Actor, Entry, Frozen, Money, SharedAudience
from ledger.fields import Limit, Name, Position, VariationId
from ledger.words import Text

Form = Literal["signed-document", "e-mail", "oral", "conduct"]


Ground = Literal["referral-pattern", "demand", "specification", "user-need", "other"]
"""Why a deal is varied (HCC-7.4-d)."""
Term = Literal["end-date", "total-value", "annual-value", "scope", "specification", "other"]


class EndDateChange(Frozen):
    """The end date moves."""

    term: Literal["end-date"] = "end-date"
    was: date | None = None
    """The end date before."""
    becomes: date
    """The end date after."""


class TotalValueChange(Frozen):
    """The value over the whole length changes."""

    term: Literal["total-value"] = "total-value"
    was: Annotated[Money, Limit(least=0)] | None = None
    """The value before."""
    becomes: Annotated[Money, Limit(least=0)]
    """The value after."""


class AnnualValueChange(Frozen):
    """The value in a year changes."""

    term: Literal["annual-value"] = "annual-value"
    was: Annotated[Money, Limit(least=0)] | None = None
    """The value before."""
    becomes: Annotated[Money, Limit(least=0)]
    """The value after."""


class ScopeChange(Frozen):
    """What is bought changes."""

    term: Literal["scope"] = "scope"
    was: Text | None = None
    """The scope before."""
    becomes: Text
    """The scope after."""


class SpecificationChange(Frozen):
    """The specification changes."""

    term: Literal["specification"] = "specification"
    was: Text | None = None
    """The requirement before."""
    becomes: Text
    """The requirement after."""


class OtherChange(Frozen):
    """Some other term changes."""

    term: Literal["other"] = "other"
    name: Name
    """Which term: its clause or its name."""
    was: Text | None = None
    """The term before."""
    becomes: Text
    """The term after."""


Change = Annotated[
    EndDateChange | TotalValueChange | AnnualValueChange | ScopeChange | SpecificationChange | OtherChange,
    Field(discriminator="term"),
]


Changes = Annotated[tuple[Change, ...], Limit(longest=50)]


# TVP-2.0-6: terms, requirements, scope, or further procurement.
class VariationProposed(Entry):
    """A change to the deal was proposed."""

    kind: Literal["variation-proposed/1"] = "variation-proposed/1"
    proposed_by_party: Literal["authority", "provider"] = "authority"
    """Which party proposed it."""
    variation_kind: Literal["terms", "requirements", "scope", "further-procurement"] | None = None
    """What sort of change."""
    reason_code: Ground | None = None
    """The ground given (HCC-7.4-d)."""
    reason: Text | None = None
    """The ground in words."""
    contentious: bool = False
    """Whether it is contentious."""
    decide: Literal["change-now", "next-contract"] | None = None
    """Whether it is to change this contract or to wait for the next (IMP-22-b)."""
    thematic_review: Position | None = None
    """The review by theme at which it was decided to change the contract now, where it follows from one."""
    changes: Changes = ()
    """The terms that would change."""
    audience: SharedAudience = "shared"

    gives = "VAR"
    noun = "variation"
    line = "{id}: variation[ of {variation_kind}] proposed by the {proposed_by_party}[ ({decide})][: {reason}]"


class VariationEvaluated(Entry):
    """A proposed variation was weighed for its effect on cost, outcome, risk and time."""

    kind: Literal["variation-evaluated/1"] = "variation-evaluated/1"
    variation: VariationId
    """The variation."""
    cost: Money | None = None
    """What it would cost (or, below nothing, save)."""
    effect_on_cost: Text | None = None
    """Effect on cost, in words."""
    effect_on_outcome: Text | None = None
    """Effect on the outcomes."""
    effect_on_risk: Text | None = None
    """Effect on risk."""
    effect_on_time: Text | None = None
    """Effect on time."""

    line = "{variation} evaluated[: {cost}][; {effect_on_outcome}]"


class VariationAgreed(Entry):
    """The authority and the provider agreed to change the deal."""

    kind: Literal["variation-agreed/1"] = "variation-agreed/1"
    variation: VariationId | None = None
    """The variation as proposed or as agreed earlier; left out where it is new: the ledger then gives it an id."""
    changes: Changes = ()
    """Each term changed, from what to what; left out, those last agreed, or else proposed."""
    effective_from: date | None = None
    """The day it takes effect; left out, the day it was agreed."""
    applies_until: date | None = None
    """The last day it applies, where it is temporary: afterwards the earlier terms return."""
    authorised_by: Actor | None = None
    """Who authorised it for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed to it for the provider."""
    form: Form | None = None
    """The form it was agreed in."""
    signatories: Annotated[tuple[Actor, ...], Limit(longest=20)] = ()
    """Who signed it, for either party."""
    reservation_of_rights: Text | None = None
    """The words by which the authority reserved its rights in doing so."""
    ground: Ground | None = None
    """The ground (HCC-7.4-c); left out where the proposal gives it."""
    reason: Text | None = None
    """The ground in words."""
    audience: SharedAudience = "shared"

    gives = "VAR"
    noun = "variation"
    line = (
        "Variation[ {variation}][ {id}] agreed[ ({form})][, effective from {effective_from}][ until {applies_until}]"
        "[; ground: {ground}][; reason: {reason}][; rights reserved: {reservation_of_rights}]"
    )

    @property
    def effective_on(self) -> date:
        return self.effective_from or self.happened_on

    def begins(self) -> str | None:
        return None if self.variation else self.gives


class VariationRejected(Entry):
    """A proposed variation was rejected."""

    kind: Literal["variation-rejected/1"] = "variation-rejected/1"
    variation: VariationId
    """The variation."""
    rejected_by_party: Literal["authority", "provider"] = "authority"
    """Which party rejected it."""
    reason: Text | None = None
    """Why."""
    audience: SharedAudience = "shared"

    line = "{variation} rejected by the {rejected_by_party}[: {reason}]"


VariationsEntry: TypeAlias = VariationProposed | VariationEvaluated | VariationAgreed | VariationRejected
