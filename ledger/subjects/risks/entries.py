"""What is recorded of a risk, from when it was seen to when it was closed.

What may keep a plan from being carried out stands in the plan itself (ledger/planning.py); a risk that is watched as
long as the contract lasts is entered here. Assessing a risk and agreeing what is done about it is one act.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.entry import Entry
from ledger.fields import IssueId, Limit, Name, RiskId
from ledger.planning import Rating, RiskCategory
from ledger.plans import Step
from ledger.words import Text


# TVP-4.0-22: the first line of the risk log.
class RiskIdentified(Entry):
    """A risk to the service, or from it, was seen."""

    kind: Literal["risk-identified/1"] = "risk-identified/1"
    category: RiskCategory
    """Which kind it is, as the procedure calls it: people, property, reputation, financial-loss."""
    description: Text
    """What may happen."""
    subject: Literal["service", "plan", "resource"] = "service"
    """What it is a risk to: the service, the plan by which it is carried out, or the resources for it."""
    activity: Name | None = None
    """The activity of a plan, or line of resources, it belongs to, as the plan calls it: IPL-001 A2."""
    plan_risk: Name | None = None
    """What the plan calls it, where the plan names the risk itself: R1. The two then count as one. Where several plans
    name such a risk, the activity says of which it is."""
    issue: IssueId | None = None
    """The issue that showed it."""

    gives = "RSK"
    noun = "risk"
    line = (
        "{id}: risk of {category} to the {subject} seen: {description}[ ({activity})][, in the plan {plan_risk}]"
        "[, shown by {issue}]"
    )


class RiskAssessed(Entry):
    """It was judged how likely and how grave a risk is, and agreed what is done about it."""

    kind: Literal["risk-assessed/1"] = "risk-assessed/1"
    risk: RiskId
    """The risk."""
    likelihood: Rating
    """How likely, from 1 (rare) to 5 (almost certain)."""
    impact: Rating
    """How bad, from 1 (slight) to 5 (severe)."""
    within_appetite: bool | None = None
    """Whether the organisation takes a risk of that sort; left out, by the procedure's highest rating."""
    method: Name | None = None
    """How it was assessed."""
    measures: Annotated[tuple[Step, ...], Limit(longest=50)] = ()
    """What is done about it, by whom, by when: all of it, in place of what was agreed before. Left out, that stands."""
    measures_done: Annotated[tuple[Annotated[int, Limit(least=1)], ...], Limit(longest=50)] = ()
    """Which of the measures agreed before are done, by their numbers, counted from 1."""
    owner: Name | None = None
    """Who watches it."""
    review_by: date | None = None
    """When it is to be assessed again."""

    line = (
        "{risk} assessed: likelihood {likelihood}, impact {impact}, rating {rating}[; {owner} watches it]"
        "[; what is done: {measures}][; done of what was agreed before: {measures_done}][; again by {review_by}]"
    )

    @property
    def rating(self) -> int:
        """Likelihood times impact, from 1 to 25."""
        return self.likelihood * self.impact


class RiskClosed(Entry):
    """A risk was closed: it is past, or it came about."""

    kind: Literal["risk-closed/1"] = "risk-closed/1"
    risk: RiskId
    """The risk."""
    came_about: bool = False
    """Whether what was feared happened."""
    issue: IssueId | None = None
    """The issue raised of it, where it did."""
    reason: Text | None = None
    """Why it is closed."""

    line = "{risk} closed; came about: {came_about}[ ({issue})][: {reason}]"


RisksEntry: TypeAlias = RiskIdentified | RiskAssessed | RiskClosed
