"""What is recorded of how much a contract matters, and of what that asks for: tier, reviews by theme, scorecards."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Frozen
from ledger.fields import Limit, Name, RowId, VariationId, of_rows
from ledger.plans import Step
from ledger.themes import Theme
from ledger.words import Text

Tier = Annotated[RowId, of_rows("tier")]
"""A tier, as the procedure names it: platinum, gold, silver, other."""
Extent = Literal["yes", "partly", "no"]
Decision = Literal["none", "change-now", "next-contract"]
Percentage = Annotated[int, Limit(least=0, most=100)]


class ContractClassified(Entry):
    """The contract was put into a tier, and its risk judged."""

    kind: Literal["contract-classified/1"] = "contract-classified/1"
    tier: Tier
    """The tier, as the procedure names it: platinum, gold, silver, other."""
    risk: Literal["low", "medium", "high"] | None = None
    """How high its risk is. Left out, it stays as it was last found."""
    reasons: Text | None = None
    """Why."""
    reassess_on: date | None = None
    """The day by which it is to be classified anew."""

    line = "Contract classified: {tier}[, risk {risk}][, to be reassessed by {reassess_on}][: {reasons}]"


class ThematicReviewCompleted(Entry):
    """The contract was reviewed for one theme: supplier development, risk, governance, service, value for money."""

    kind: Literal["thematic-review-completed/1"] = "thematic-review-completed/1"
    theme: Theme
    """What it was reviewed for. Each asks for what is in place already; supplier development for the potential, market
    intelligence and further action as well, service improvement and value for money for whether it is monitored, and
    the level."""
    clause: Name | None = None
    """The clause of the contract it is about, such as that on value for money."""
    in_place: Extent | None = None
    """Whether what is looked for is in place: indicators, clauses, governance, measures against risk."""
    found: Text | None = None
    """What was found in place already: existing activity."""
    monitored: Extent | None = None
    """Whether it is tracked, applied or used."""
    level: Text | None = None
    """To what extent, with what result: the level of performance, the outcome of a test."""
    potential: Text | None = None
    """What more could be done: the potential for development."""
    market_intelligence: Text | None = None
    """For supplier development: what is known of the supply market, and how it is used, or that it is not. What was
    learnt of the provider and its market stands on its own file."""
    further_actions: Annotated[tuple[Step, ...], Limit(longest=50)] = ()
    """What was agreed to do."""
    decision: Decision | None = None
    """Where something is absent or unused: change the contract now, take it into the next contract, or neither."""
    variation: VariationId | None = None
    """The variation proposed for it, where it is changed now."""
    participants: Annotated[tuple[Actor, ...], Limit(longest=50)] = ()
    """Who took part. A review for risk or governance is held with whoever manages the contract."""

    may_precede = ("variation",)
    line = (
        "Reviewed for {theme}[, clause {clause}][: in place {in_place}][, monitored {monitored}][; {found}]"
        "[; {level}][; potential: {potential}][; market intelligence: {market_intelligence}]"
        "[; further: {further_actions}][; decision: {decision}][, {variation}]"
        "[; with {participants}]"
    )


class Side(Frozen):
    """One side of a scorecard."""

    rating: Literal["green", "amber", "red"]
    """Green, amber or red."""
    words: Text | None = None
    """Why."""


# IMP-17-e, IMP-23-b, IMP-23-c.
class ScorecardRecorded(Entry):
    """A period's scorecard was recorded: cost, performance, risk and users."""

    kind: Literal["scorecard-recorded/1"] = "scorecard-recorded/1"
    period: Span
    """The time it is about."""
    cost: Side | None = None
    """Cost."""
    performance: Side | None = None
    """Performance."""
    risk: Side | None = None
    """Risk."""
    users: Side | None = None
    """Users and other stakeholders."""
    commentary: Text | None = None
    """What else is to be said."""

    line = (
        "Scorecard for {period}[: cost {cost}][, performance {performance}][, risk {risk}][, users {users}]"
        "[. {commentary}]"
    )


class Score(Frozen):
    """What was scored in one field."""

    subject: Literal["risk", "governance", "performance", "relationship", "value-for-money", "other"]
    """The field."""
    percent: Percentage
    """The score, of 100."""
    words: Text | None = None
    """Why."""


class SelfAssessmentSubmitted(Entry):
    """Those who manage the contract assessed how well it is managed."""

    kind: Literal["self-assessment-submitted/1"] = "self-assessment-submitted/1"
    period: Span | None = None
    """The time it is about."""
    scores: Annotated[tuple[Score, ...], Limit(longest=20, shortest=1)]
    """What was scored: risk and governance at least."""

    line = "Self-assessment submitted[ for {period}]: {scores}"


class BusinessContinuityPlanReceived(Entry):
    """The provider's business continuity plan was received."""

    kind: Literal["business-continuity-plan-received/1"] = "business-continuity-plan-received/1"
    title: Name | None = None
    """What the plan is called; the document itself is an exhibit."""
    valid_until: date | None = None
    """The last day it holds."""
    tested_on: date | None = None
    """The day it was last tested."""
    remarks: Text | None = None
    """What was thought of it."""

    line = (
        "Business continuity plan received[: {title}][, valid until {valid_until}][, tested on {tested_on}]"
        "[; {remarks}]"
    )


# IMP-18-a, IMP-18-b.
class GovernanceTermsAdopted(Entry):
    """A structure of governance with terms of reference was adopted for the contract."""

    kind: Literal["governance-terms-adopted/1"] = "governance-terms-adopted/1"
    model: Name | None = None
    """The model it follows, by title and version."""
    structure: Text | None = None
    """The boards and meetings, and who sits on them."""
    names_senior_officer: bool = False
    """Whether the terms give a Senior Responsible Officer a part; the terms themselves are an exhibit."""

    line = "Governance terms adopted[, after {model}][: {structure}]"


TiersEntry: TypeAlias = (
    ContractClassified | ThematicReviewCompleted | ScorecardRecorded | SelfAssessmentSubmitted
    | BusinessContinuityPlanReceived | GovernanceTermsAdopted
)  # fmt: skip
