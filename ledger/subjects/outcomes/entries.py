"""What is recorded of the outcomes a contract is for: wanted, weighed, specified and, later, reached or not.

An outcome is the result wanted, not the activity that is to bring it about (CPC307-D0); the form says how one is found
(CPC307-K10). Objectives of the contract
(price, quality, delivery ...) are ranked beside outcomes (CPC307-K15), and so are the same kinds with a field that says
which of the two it is.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Frozen, SharedAudience
from ledger.fields import ConflictId, Limit, Name, OutcomeId, Percent, Position
from ledger.planning import RiskCategory
from ledger.specification import Direction
from ledger.stakeholders import Channel, Directness, Format, Groups
from ledger.words import Personal, Text

Level = Literal["strategic", "national", "local", "individual"]
"""The levels of the standard (CPC307-S6)."""
Sort = Literal["outcome", "objective"]
ObjectiveKind = Literal["quality", "price", "delivery", "technical", "health-and-safety", "continuity-of-supply"]
"""What objectives of a contract are about (CPC307-S5)."""
Factor = Literal[
    "users-choice", "need", "risk", "sustainability", "affordability", "law", "strategic-aim", "evidence", "other"
]
"""What counted in ranking one outcome before another."""
Outcomes = Annotated[tuple[OutcomeId, ...], Limit(longest=100)]
HEADS = {
    "resources": "resources", "risk": "risk", "sustainability": "sustainability",
    "contract_management": "managing the contract",
}  # fmt: skip
"""Under what an outcome is weighed before it is recommended (CPC307-A2, CPC307-K12): field -> in words."""

TOPICS = {
    "risk": "risks", "sustainability": "sustainability", "affordability": "affordability",
    "implications": "implications",
}  # fmt: skip
"""What is gone over with those concerned, so that they can decide (CPC307-A3): code -> in words."""


class OutcomeViewsObtained(Entry):
    """Individuals, families or communities were asked which outcomes they want."""

    kind: Literal["outcome-views-obtained/1"] = "outcome-views-obtained/1"
    asked: Groups = ()
    """Who was asked."""
    obtained: Directness | None = None
    """From them directly, or indirectly."""
    channel: Channel | None = None
    """How they were asked."""
    support_given: Text | None = None
    """What information and support they were given, so that they could say what they want."""
    words: Personal | None = None
    """What they said."""

    line = (
        "Views on outcomes obtained[ {obtained}][ from {asked}][ by {channel}][: {words}][; support: {support_given}]"
    )


class OutcomeIdentified(Entry):
    """An outcome that is wanted, or an objective of the contract, was identified."""

    kind: Literal["outcome-identified/1"] = "outcome-identified/1"
    sort: Sort = "outcome"
    """A result wanted, or an objective of the contract itself."""
    objective: ObjectiveKind | None = None
    """For an objective: what it is about."""
    wording: Personal
    """The outcome in words: the result somebody wants in their life, as they would say it, and not the activity that is
    to bring it about. Ask what would be different for them, and how they would notice."""
    wanted_by: Groups = ()
    """Who wants it."""
    level: Level | None = None
    """Strategic, national, local or individual."""
    aim: Name | None = None
    """The strategic aim of the organisation it serves."""
    rests_on: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """Entries it rests on: views obtained, surveys, needs."""

    gives = "OUT"
    noun = "outcome"
    line = "{id}: {sort} identified: {wording}[, wanted by {wanted_by}][ ({level})]"


class OutcomeImplicationsAssessed(Entry):
    """It was weighed what outcomes mean for resources, risk, sustainability and managing the contract."""

    kind: Literal["outcome-implications-assessed/1"] = "outcome-implications-assessed/1"
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=100, shortest=1)]
    """The outcomes weighed."""
    resources: Text | None = None
    """What they mean for resources."""
    risk: Text | None = None
    """What they mean for risk."""
    risk_categories: Annotated[tuple[RiskCategory, ...], Limit(longest=20)] = ()
    """Which kinds of risk they touch."""
    sustainability: Text | None = None
    """What they mean for sustainability."""
    contract_management: Text | None = None
    """What they mean for managing the contract."""
    affordability: Text | None = None
    """Whether they can be afforded."""
    equality: Text | None = None
    """What they mean for equality and people's rights."""

    line = (
        "Implications of {outcomes} assessed[; resources: {resources}][; risk: {risk}]"
        "[; sustainability: {sustainability}][; managing the contract: {contract_management}]"
    )

    @property
    def under(self) -> frozenset[str]:
        """The heads under which it says something, be it that there is nothing."""
        return frozenset(head for head in HEADS if getattr(self, head) is not None)


class OutcomesReviewedWithUsers(Entry):
    """Outcomes were gone over with those concerned: risks, sustainability, affordability, and what they decided."""

    kind: Literal["outcomes-reviewed-with-users/1"] = "outcomes-reviewed-with-users/1"
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=100, shortest=1)]
    """The outcomes gone over."""
    groups: Groups = ()
    """With whom."""
    covered: Annotated[
        tuple[Literal["risk", "sustainability", "affordability", "implications"], ...], Limit(longest=4)
    ] = ()
    """What was gone over."""
    support_given: Text | None = None
    """What information and support they were given to decide."""
    decision: Literal["kept", "changed", "dropped", "undecided"]
    """What they decided."""
    words: Personal | None = None
    """Their decision in words."""

    line = "{outcomes} gone over[ with {groups}][ ({covered})]: {decision}[: {words}][; support: {support_given}]"


class PriorityConflictIdentified(Entry):
    """Priorities or demands were found to clash."""

    kind: Literal["priority-conflict-identified/1"] = "priority-conflict-identified/1"
    conflict_kind: Literal["priority", "demand", "ethical"] = "priority"
    """Whether priorities clash, demands, or what is right for different people: an ethical dilemma (CPC307-K4,
    CPC308-K3)."""
    outcomes: Outcomes = ()
    """The outcomes it is about."""
    parties: Groups = ()
    """Between whom."""
    cause: Literal["money", "capacity", "time", "law", "policy", "needs", "values", "other"] | None = None
    """What makes them clash."""
    words: Personal | None = None
    """The conflict in words."""

    gives = "CFL"
    noun = "conflict"
    line = "{id}: {conflict_kind} conflict identified[ about {outcomes}][ between {parties}][: {words}]"


class PriorityConflictDealtWith(Entry):
    """A clash of priorities was settled, or reported to whoever can settle it."""

    kind: Literal["priority-conflict-dealt-with/1"] = "priority-conflict-dealt-with/1"
    conflict: ConflictId
    """The conflict."""
    how: Literal["resolved", "reported"]
    """Settled within one's own remit, or reported."""
    remedy: Text | None = None
    """How it was settled."""
    agreed_with: Groups = ()
    """Who agreed to that."""
    reported_to: Actor | None = None
    """For one reported: to whom."""

    line = "{conflict} {how}[ to {reported_to}][: {remedy}][; agreed with {agreed_with}]"


class OutcomesRecommended(Entry):
    """It was recommended which outcomes the contract should specify."""

    kind: Literal["outcomes-recommended/1"] = "outcomes-recommended/1"
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=100, shortest=1)]
    """The outcomes recommended."""
    recommendation: Text | None = None
    """The recommendation in words."""
    how_reached: Text | None = None
    """How carrying out the contract will reach them."""
    recipients: Annotated[tuple[Actor, ...], Limit(longest=50)] = ()
    """Officers and bodies it was given to."""
    shared_with: Groups = ()
    """Others it was shared with."""
    formats: Annotated[tuple[Format, ...], Limit(longest=9)] = ()
    """In what form they were given it: plain English, large print, read out ..."""

    line = (
        "{outcomes} recommended for the contract[: {recommendation}][; how they are reached: {how_reached}]"
        "[; given to {recipients}][; shared with {shared_with}][; in {formats}]"
    )


class OutcomeSpecified(Entry):
    """An outcome, or an objective, was specified for the contract; the latest specification is the one that holds."""

    kind: Literal["outcome-specified/1"] = "outcome-specified/1"
    outcome: OutcomeId
    """The outcome."""
    wording: Text
    """The wording the contract asks for."""
    level: Level | None = None
    """Strategic, national, local or individual."""
    user_directed: bool = False
    """Whether those who use the service direct it themselves."""
    measure: Text | None = None
    """By what it is measured."""
    indicator: Name | None = None
    """The indicator of the service level agreement that measures it."""
    target: Percent | None = None
    """What is to be reached, as an exact decimal."""
    direction: Direction | None = None
    """Whether the target is the least or the most that is asked for; left out, as its indicator has it, else the
    least."""
    unit: Name | None = None
    """What the target counts."""
    reach_by: date | None = None
    """By when it is to be reached."""
    priority: Annotated[int, Limit(least=1, most=1000)] | None = None
    """Its rank among all outcomes and objectives of the contract, 1 first."""
    priority_factors: Annotated[tuple[Factor, ...], Limit(longest=9)] = ()
    """What counted in ranking it."""
    agreed_by: Groups = ()
    """Which people and groups agreed to it."""
    agree_with_provider_by: date | None = None
    """The point at which it can be agreed with the provider: by this day,"""
    agree_with_provider_at: Literal["tender", "award", "mobilisation", "operation", "review"] | None = None
    """or at this stage of the contract."""
    agreed_with_provider_on: date | None = None
    """When it was agreed with the provider."""
    needs_no_provision: Text | None = None
    """Why it needs no provision of the contract that secures it; left out where it needs one."""
    audience: SharedAudience = "shared"

    line = (
        "{outcome} specified: {wording}[; measured by {measure}][; target {target}][ {unit}][; by {reach_by}]"
        "[; rank {priority}][; agreed by {agreed_by}][; agreed with the provider on {agreed_with_provider_on}]"
        "[; no provision of the contract is needed: {needs_no_provision}]"
    )


class Reached(Frozen):
    """The three things a judgement measures: whether an outcome, the result wanted, was achieved, how far, how well."""

    achieved: Literal["yes", "partly", "no", "too-early", "not-measurable"]
    """Whether it was achieved."""
    progress: Percent | None = None
    """How far it has come, in percent, as an exact decimal."""
    quality: Literal["very-good", "good", "fair", "poor"] | None = None
    """How well it was done."""


class OutcomeAchievementAssessed(Entry):
    """It was judged how far an outcome of the contract has been reached."""

    kind: Literal["outcome-achievement-assessed/1"] = "outcome-achievement-assessed/1"
    outcome: OutcomeId
    """The outcome."""
    period: Span | None = None
    """The time looked at."""
    reached: Reached
    """Whether it was reached, how far and how well."""
    actual: Percent | None = None
    """The figure reached, in the unit of the target, as an exact decimal."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=200)] = ()
    """Entries it rests on: assessments of performance, surveys, feedback, figures of activity."""
    words: Personal | None = None
    """What was found."""

    line = "{outcome}[ from {period}]: achieved {achieved}[, {actual}][: {words}]"

    @property
    def achieved(self) -> str:
        """Whether it was achieved."""
        return self.reached.achieved


OutcomesEntry: TypeAlias = (
    OutcomeViewsObtained | OutcomeIdentified | OutcomeImplicationsAssessed | OutcomesReviewedWithUsers
    | PriorityConflictIdentified | PriorityConflictDealtWith | OutcomesRecommended | OutcomeSpecified
    | OutcomeAchievementAssessed
)  # fmt: skip
