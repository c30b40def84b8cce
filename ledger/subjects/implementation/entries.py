"""What is recorded of the plan by which a contract is carried out: agreed, shared, watched, changed.

That an activity began, came on, was completed or given up is one kind with a field that says which; so is the decision
on a change, made or rejected.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.activities import ActivityChange, PlannedActivity
from ledger.agreements import Agreed
from ledger.entry import Actor, Entry, Money
from ledger.fields import ImplementationPlanId, Limit, Name, OutcomeId, Percent, PlanChangeId, Position, ResourcePlanId
from ledger.names import counted
from ledger.planning import PlanStatements
from ledger.stakeholders import Channel, Format, Groups
from ledger.words import Personal, Text

Changes = Annotated[tuple[ActivityChange, ...], Limit(longest=500)]


class ImplementationPlanAgreed(PlanStatements, Agreed):
    """The plan by which the contract is carried out was agreed."""

    kind: Literal["implementation-plan-agreed/1"] = "implementation-plan-agreed/1"
    title: Name | None = None
    """What the plan is called."""
    activities: Annotated[tuple[PlannedActivity, ...], Limit(longest=500, shortest=1)]
    """Its activities, in any order: what comes after what is said by each."""
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=100)] = ()
    """The outcomes it is to reach."""
    resource_plan: ResourcePlanId | None = None
    """The resource plan its resources are taken from."""
    agreed_with: Groups = ()
    """Which people and groups agreed to it, those who use the service among them."""
    supported_by: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """What information supports it: analysis of need, market sounding, budget, specification."""

    parties = ()
    gives = "IPL"
    noun = "implementation-plan"
    line = (
        "{id}: implementation plan[ {title}] agreed[ with {agreed_with}]: {how_many}[; for {outcomes}][; {risks_named}]"
    )

    @property
    def how_many(self) -> str:
        """How many activities it has, in words."""
        number = len(self.activities)
        return f"{number} activit{'y' if number == 1 else 'ies'}"

    @property
    def risks_named(self) -> str:
        """How many risks it names, in words; empty where none."""
        number = len(self.risks)
        return f"{counted(number, 'risk')} named" if number else ""


class ImplementationPlanShared(Entry):
    """The plan was given to those it concerns."""

    kind: Literal["implementation-plan-shared/1"] = "implementation-plan-shared/1"
    plan: ImplementationPlanId
    """The plan, as it stood that day."""
    recipients: Annotated[tuple[Actor, ...], Limit(longest=100)] = ()
    """Officers, bodies and people of the provider it was given to."""
    groups: Groups = ()
    """Others it was given to."""
    formats: Annotated[tuple[Format, ...], Limit(longest=9)] = ()
    """In what form: plain English, large print, read out ..."""
    channel: Channel | None = None
    """How."""

    line = "{plan} shared[ with {recipients}][ with {groups}][ in {formats}][ by {channel}]"


class ImplementationActivityReported(Entry):
    """An activity of the plan began, came on, was completed or was given up."""

    kind: Literal["implementation-activity-reported/1"] = "implementation-activity-reported/1"
    plan: ImplementationPlanId
    """The plan."""
    activity: Name
    """The activity, by its id in the plan."""
    state: Literal["started", "progressed", "completed", "given-up"]
    """Which of them it was, on the day it happened."""
    progress: Percent | None = None
    """How far it has come, in percent, as an exact decimal."""
    expected_end: date | None = None
    """When it is now expected to be complete."""
    words: Personal | None = None
    """More about it."""

    line = "{plan}: activity {activity} {state}[, {progress} percent][; expected by {expected_end}][: {words}]"


class ImplementationPlanMonitored(Entry):
    """It was looked at whether the plan still brings about the outcomes."""

    kind: Literal["implementation-plan-monitored/1"] = "implementation-plan-monitored/1"
    plan: ImplementationPlanId
    """The plan."""
    outcomes_still_met: Literal["yes", "in-doubt", "no"]
    """Whether it will still reach the outcomes."""
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=100)] = ()
    """Those in doubt, or out of reach."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=100)] = ()
    """Entries it rests on."""
    words: Personal | None = None
    """What was found."""

    line = "{plan} looked at: outcomes still met: {outcomes_still_met}[ ({outcomes})][: {words}]"


class ContingencyInvoked(Entry):
    """What a plan keeps ready for when a risk comes about, or an activity cannot be done, was used."""

    kind: Literal["contingency-invoked/1"] = "contingency-invoked/1"
    plan: ImplementationPlanId
    """The plan."""
    activity: Name | None = None
    """The activity, by its id in the plan."""
    risk: Name | None = None
    """The risk that came about, by its id in the plan."""
    contingency: Text | None = None
    """What was done."""
    reason: Text | None = None
    """Why."""

    line = "{plan}: contingency used[ for activity {activity}][ for risk {risk}][: {contingency}][; {reason}]"


class ImplementationPlanChangeProposed(Entry):
    """A change to the plan was proposed."""

    kind: Literal["implementation-plan-change-proposed/1"] = "implementation-plan-change-proposed/1"
    plan: ImplementationPlanId
    """The plan."""
    changes: Changes = ()
    """Each activity that would be added, changed or taken out."""
    reason: Text | None = None
    """Why."""

    gives = "CHG"
    noun = "plan-change"
    line = "{id}: change to {plan} proposed[, of {which}][: {reason}]"

    @property
    def which(self) -> str:
        """The activities that would change, by their ids."""
        return ", ".join(change.activity for change in self.changes)


class ImplementationPlanChangeEvaluated(Entry):
    """A proposed change to the plan was weighed."""

    kind: Literal["implementation-plan-change-evaluated/1"] = "implementation-plan-change-evaluated/1"
    change: PlanChangeId
    """The change."""
    effect_on_outcome: Text | None = None
    """What it does to the outcomes."""
    cost: Money | None = None
    """What it costs (or, below nothing, saves)."""
    effect_on_cost: Text | None = None
    """What it does to cost, in words."""
    effect_on_time: Text | None = None
    """What it does to time."""
    effect_on_risk: Text | None = None
    """What it does to risk."""
    recommendation: Literal["make", "reject", "revise"] | None = None
    """What is recommended."""

    line = "{change} evaluated[: {cost}][; outcome: {effect_on_outcome}][; recommended: {recommendation}]"


class ImplementationPlanChangeDecided(Entry):
    """A proposed change was made to the plan, or rejected."""

    kind: Literal["implementation-plan-change-decided/1"] = "implementation-plan-change-decided/1"
    change: PlanChangeId
    """The change."""
    decision: Literal["made", "rejected"]
    """Whether the plan was modified."""
    changes: Changes = ()
    """The changes made, where they are not those proposed."""
    agreed_with: Groups = ()
    """Which people and groups agreed to it."""
    reason: Text | None = None
    """Why."""

    line = "{change} {decision}[; agreed with {agreed_with}][: {reason}]"


ImplementationEntry: TypeAlias = (
    ImplementationPlanAgreed | ImplementationPlanShared | ImplementationActivityReported
    | ImplementationPlanMonitored | ContingencyInvoked | ImplementationPlanChangeProposed
    | ImplementationPlanChangeEvaluated | ImplementationPlanChangeDecided
)  # fmt: skip
