"""What is recorded of feedback on plans and resources, and of evaluating how resources were managed.

Complaints and compliments about the service are in `feedback`; here is what people were asked for. What officers should
develop, and what is done about it, is counted, and never said of a person (CPC308-C7, CPC308-K21).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Frozen
from ledger.fields import (
    Count,
    EvaluationId,
    FeedbackId,
    ImplementationPlanId,
    Limit,
    Name,
    OutcomeId,
    Percent,
    Position,
    ResourcePlanId,
)
from ledger.stakeholders import Channel, ConcernedGroup, Formality, Format, Groups
from ledger.words import Personal, Text


class FeedbackSought(Entry):
    """Feedback was asked for on a plan, on resources, or on outcomes."""

    kind: Literal["feedback-sought/1"] = "feedback-sought/1"
    subject: Literal["implementation-plan", "resource-plan", "use-of-resources", "outcomes", "recommendation", "other"]
    """On what."""
    implementation_plan: ImplementationPlanId | None = None
    """The implementation plan."""
    resource_plan: ResourcePlanId | None = None
    """The resource plan."""
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=100)] = ()
    """The outcomes."""
    groups: Groups = ()
    """Who was asked."""
    channel: Channel | None = None
    """How."""
    asked: Count | None = None
    """How many were asked."""
    closes_on: date | None = None
    """The last day for an answer."""

    gives = "FBK"
    noun = "feedback"
    line = (
        "{id}: feedback sought on {subject}[ ({implementation_plan})][ ({resource_plan})][ from {groups}]"
        "[ by {channel}][; {asked} asked][; until {closes_on}]"
    )


class FeedbackReceived(Entry):
    """Feedback came in."""

    kind: Literal["feedback-received/1"] = "feedback-received/1"
    sought: FeedbackId | None = None
    """What it answers; left out where nobody had asked."""
    group: ConcernedGroup | None = None
    """From whom."""
    channel: Channel | None = None
    """How it came."""
    answers: Count | None = None
    """How many answered."""
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=100)] = ()
    """The outcomes it speaks of."""
    outcomes_met: Literal["yes", "partly", "no", "not-said"] = "not-said"
    """Whether, by it, resources bring about those outcomes."""
    words: Personal | None = None
    """What was said."""

    line = "Feedback received[ on {sought}][ from {group}][ by {channel}][; {answers} answers][: {words}]"


class ThreeMeasures(Frozen):
    """A criterion, with how it measures whether, how far and how well something was done."""

    id: Name
    """What it is called, by which findings name it: K1."""
    text: Text
    """The criterion."""
    achieved: Text | None = None
    """By what it is told whether it was done."""
    progress: Text | None = None
    """By what it is told how far it has come."""
    quality: Text | None = None
    """By what it is told how well it was done."""


class EvaluationCriteriaSet(Entry):
    """It was settled by which criteria the management of resources is to be evaluated."""

    kind: Literal["evaluation-criteria-set/1"] = "evaluation-criteria-set/1"
    subject: Name | None = None
    """What is evaluated."""
    resource_plan: ResourcePlanId | None = None
    """The resource plan."""
    criteria: Annotated[tuple[ThreeMeasures, ...], Limit(longest=100, shortest=1)]
    """The criteria."""
    evaluate_by: date | None = None
    """By when it is to be evaluated."""
    review_on: date | None = None
    """When the criteria are to be looked at again."""

    gives = "EVA"
    noun = "evaluation"
    line = (
        "{id}: criteria set[ for {subject}][ ({resource_plan})]: {named_criteria}[; to be evaluated by {evaluate_by}]"
    )

    @property
    def named_criteria(self) -> str:
        """The criteria by their ids."""
        return ", ".join(criterion.id for criterion in self.criteria)


class CriterionFound(Frozen):
    """What was found by one criterion."""

    criterion: Name
    """The criterion, by its id."""
    achieved: Literal["yes", "partly", "no", "not-known"]
    """Whether it was achieved."""
    progress: Percent | None = None
    """How far it has come, in percent, as an exact decimal."""
    quality: Literal["very-good", "good", "fair", "poor"] | None = None
    """How well it was done."""
    words: Text | None = None
    """More about it."""


class ResourceManagementEvaluated(Entry):
    """It was evaluated how well resources were managed."""

    kind: Literal["resource-management-evaluated/1"] = "resource-management-evaluated/1"
    evaluation: EvaluationId
    """The evaluation, by the criteria set for it."""
    period: Span | None = None
    """The time looked at."""
    findings: Annotated[tuple[CriterionFound, ...], Limit(longest=100)] = ()
    """What was found by each criterion."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=200)] = ()
    """Entries it rests on: use recorded, feedback, outcomes judged."""
    conclusions: Personal | None = None
    """What follows."""
    best_value: Text | None = None
    """Whether the resources brought best value."""

    line = "{evaluation}: management of resources evaluated[, {period}][: {found}][; {conclusions}]"

    @property
    def found(self) -> str:
        """What was found by each criterion, in words."""
        return ", ".join(f"{one.criterion} {one.achieved.replace('-', ' ')}" for one in self.findings)


class EvaluationReported(Entry):
    """What an evaluation found was reported."""

    kind: Literal["evaluation-reported/1"] = "evaluation-reported/1"
    evaluation: EvaluationId
    """The evaluation."""
    recipients: Annotated[tuple[Actor, ...], Limit(longest=100)] = ()
    """Officers, bodies and people of the provider it was reported to."""
    groups: Groups = ()
    """Others it was reported to."""
    formality: Formality | None = None
    """Whether it was a formal report."""
    channel: Channel | None = None
    """How."""
    formats: Annotated[tuple[Format, ...], Limit(longest=9)] = ()
    """In what form."""

    line = "{evaluation} reported[ to {recipients}][ to {groups}][ in {formats}][ by {channel}]"


class DevelopmentArea(Frozen):
    """What some of those who manage resources should develop: how many, never who."""

    area: Literal["planning", "monitoring", "records", "finance", "risk", "communication", "evaluation", "other"]
    """What it is about."""
    people: Annotated[int, Limit(least=1)]
    """How many people."""
    action: Literal["training", "supervision", "mentoring", "shadowing", "self-study", "none-yet"]
    """What is done about it."""


class DevelopmentNeedsCounted(Entry):
    """Those who manage resources looked at their own work, and what they should develop was counted."""

    kind: Literal["development-needs-counted/1"] = "development-needs-counted/1"
    looked: Annotated[Count, Field(json_schema_extra={"example": 6})]
    """How many people looked at their own work."""
    needs: Annotated[tuple[DevelopmentArea, ...], Limit(longest=50)] = ()
    """What was found, as counts; nothing that tells of a person."""

    line = "Development needs counted: {looked} looked at their own work[; {counted}]"

    @property
    def counted(self) -> str:
        """The needs, in words."""
        return ", ".join(f"{need.area}: {need.people} ({need.action.replace('-', ' ')})" for need in self.needs)


EvaluationEntry: TypeAlias = (
    FeedbackSought | FeedbackReceived | EvaluationCriteriaSet | ResourceManagementEvaluated | EvaluationReported
    | DevelopmentNeedsCounted
)  # fmt: skip
