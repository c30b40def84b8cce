"""What is recorded of the form a contract is given: ways compared, type recommended, provisions that protect outcomes.

What the contract's own clauses say (credits, points, notices) is entered in `terms`; a provision here says what it is
for: which outcome it protects, and by when it is to be kept.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.entry import Actor, Entry, Frozen, Money, SharedAudience
from ledger.fields import Limit, Name, OutcomeId, Position, ProvisionId, VariationId, of_rows
from ledger.names import contract_called, name_key
from ledger.words import Text

Criterion = Literal["risk", "return", "financial", "organisational-profile", "environmental-impact"]
"""By what ways are judged (CPC307-S7)."""
InfluencingFactor = Literal[
    "risk-allocation", "form-of-contract", "type-of-contract", "terms-and-conditions", "sourcing-strategy",
    "relationship-strategy",
]  # fmt: skip
"""What influences the form of a contract (CPC307-S8)."""
ObjectiveKind = Literal["quality", "price", "delivery", "technical", "health-and-safety", "continuity-of-supply"]


class JudgedBy(Frozen):
    """A way judged by one criterion."""

    criterion: Criterion
    """The criterion."""
    words: Text
    """How it does by it."""


class Way(Frozen):
    """One way of reaching outcomes or objectives."""

    name: Name
    """What it is called."""
    words: Text | None = None
    """What it is."""
    judged: Annotated[tuple[JudgedBy, ...], Limit(longest=20)] = ()
    """How it does by each criterion."""
    chosen: bool = False
    """Whether it is the way chosen."""


class OptionsAnalysed(Entry):
    """Ways of reaching outcomes or objectives were analysed, and one was chosen."""

    kind: Literal["options-analysed/1"] = "options-analysed/1"
    subject: Literal["outcomes", "objectives"]
    """Whether outcomes or objectives of the contract were looked at."""
    objectives: Annotated[tuple[ObjectiveKind, ...], Limit(longest=6)] = ()
    """For objectives: what they are about."""
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=100)] = ()
    """The outcomes, or objectives, looked at."""
    ways: Annotated[tuple[Way, ...], Limit(longest=50)] = ()
    """The ways compared."""
    specification: Text | None = None
    """What the technical specification means for the choice."""
    market: Text | None = None
    """How much competition there is in the market."""
    time: Text | None = None
    """How much time there is."""
    money: Text | None = None
    """How much money there is."""
    risk_share: Text | None = None
    """How risk is shared between the parties."""
    best_value: Text | None = None
    """Which way gives best value, and why."""

    line = "Ways to reach {subject} analysed[: {compared} compared][; chosen: {chosen}][; best value: {best_value}]"

    @property
    def compared(self) -> str:
        """The ways compared, by name."""
        return ", ".join(way.name for way in self.ways)

    @property
    def chosen(self) -> str:
        """The ways chosen, by name."""
        return ", ".join(way.name for way in self.ways if way.chosen)

    @property
    def bare(self) -> tuple[str, ...]:
        """The ways of which nothing is said, neither what they are nor how they do; none where a document says it."""
        return () if self.exhibits else tuple(way.name for way in self.ways if not way.words and not way.judged)

    @property
    def is_thorough(self) -> bool:
        """Whether it compares two ways or more, says something of each, and chooses (CPC307-B1)."""
        return len({name_key(way.name) for way in self.ways}) > 1 and bool(self.chosen) and not self.bare

    @property
    def reaches(self) -> tuple[str, ...]:
        """What it is of, by id; where it names none, what the objectives are about."""
        return self.outcomes or self.objectives


class FactorWeighed(Frozen):
    """Something that influenced the form of the contract."""

    factor: InfluencingFactor
    """What it is."""
    words: Text
    """How it counted."""


class ContractFormRecommended(Entry):
    """The type and form of contract that suits the outcomes best was recommended."""

    kind: Literal["contract-form-recommended/1"] = "contract-form-recommended/1"
    contract_type: Annotated[Name, of_rows("contract-type")]
    """The type of contract, as the procedure calls it: individual, multiple or block contract, spot."""
    form: Name | None = None
    """The form: model services contract, short form, deed."""
    factors: Annotated[tuple[FactorWeighed, ...], Limit(longest=20)] = ()
    """What influenced the choice."""
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=100)] = ()
    """The outcomes it is to deliver."""
    user_directed: Text | None = None
    """How outcomes directed by users are specified beside national and local ones."""
    reason: Text | None = None
    """Why it suits best."""
    recipients: Annotated[tuple[Actor, ...], Limit(longest=50)] = ()
    """To whom it was recommended."""

    line = "{called} recommended[, {form}][, for {outcomes}][: {reason}][; outcomes directed by users: {user_directed}]"

    @property
    def called(self) -> str:
        """The type as a contract of that type is called."""
        return contract_called(self.contract_type)


class ContractProvisionAgreed(Entry):
    """A provision of the contract that secures outcomes or objectives, or binds a party, was agreed."""

    kind: Literal["contract-provision-agreed/1"] = "contract-provision-agreed/1"
    provision: Literal["milestone", "payment-time", "performance-measure", "incentive", "obligation"]
    """A date to be kept, a time within which is paid, a measure of performance, an incentive, or what a party is to do:
    by a day, or as long as the contract lasts."""
    owed_by: Literal["provider", "authority"] | None = None
    """For a milestone or an obligation: the party that is to do it. Left out of a milestone, the provider."""
    clause: Name | None = None
    """The clause it stands in."""
    variation: VariationId | None = None
    """The variation by which it came into the contract, or takes the place of what its clause said before."""
    replaces: ProvisionId | None = None
    """The provision whose place it takes, where that is not told by the clause: the milestone whose day the variation
    moves, or what was to be done by another day. That asks for nothing more from the day the variation takes effect."""
    protects: Annotated[tuple[OutcomeId, ...], Limit(longest=100)] = ()
    """The outcomes it protects."""
    words: Text | None = None
    """What it says."""
    due_on: date | None = None
    """The day by which a milestone is to be reached, or what a party is obliged to do is to be done."""
    pay_within_days: Annotated[int, Limit(least=0, most=366)] | None = None
    """For a payment time: days from the receipt of an invoice, where the invoice gives no day itself."""
    amount: Money | None = None
    """For an incentive: how much it is worth."""
    indicator: Name | None = None
    """For a measure: the indicator of the service level agreement."""
    entered: Position | None = None
    """The entry of the clause among the contract's terms, such as its credits."""
    audience: SharedAudience = "shared"

    gives = "PRV"
    noun = "provision"
    line = (
        "{id}: provision agreed: {provision}[ of the {owed_by}][ in clause {clause}][, by {variation}]"
        "[, in place of {replaces}]"
        "[, protects {protects}][, by {due_on}][, within {pay_within_days} days][, worth {amount}][: {words}]"
    )


class MilestoneReached(Entry):
    """A date the contract sets was kept: what it asks for by then was done."""

    kind: Literal["milestone-reached/1"] = "milestone-reached/1"
    provision: ProvisionId
    """The provision that sets it: a milestone, or an obligation that gives a day."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """Entries that show it."""
    words: Text | None = None
    """What was done."""
    audience: SharedAudience = "shared"

    line = "Date of {provision} kept[: {words}]"


DesignEntry: TypeAlias = (
    OptionsAnalysed | ContractFormRecommended | ContractProvisionAgreed | MilestoneReached
)  # fmt: skip
