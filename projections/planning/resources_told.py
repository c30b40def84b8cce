"""Who was told what of resources: what is theirs to answer for, how resources are used, and where that goes."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ledger import recommendations_decided
from ledger.entry import Frozen
from ledger.responsibility import lines_about, named_in
from ledger.said_since import said_in
from projections.view import FileView

BY_FACTORS = "resource.trend-by-factors"


class ResponsibilityShown(Frozen):
    """One time somebody was told what resources they answer for, or acknowledged it."""

    position: int
    on: date
    step: Literal["told", "acknowledged"]
    who: str
    holder: Literal["officer", "provider", "service-user"]
    plan: str | None
    lines: tuple[str, ...]
    """The lines of plans it is about: RPL-001 L1; those named, else all that are theirs."""
    support: str | None


class InformationShown(Frozen):
    """Information on resources and their use, as it was passed on (CPC308-A1, CPC308-B2)."""

    position: int
    on: date
    plan: str | None
    first: date | None
    last: date | None
    to: tuple[str, ...]
    """Officers, bodies and people of the provider, and groups."""
    how: tuple[str, ...]
    """Directly, by e-mail, formal, in plain English: what is said of it."""
    form_said: bool
    """Whether it is said in what form (CPC308-D3)."""
    content: str | None
    interpretation: str | None
    """What it means."""


class TrendShown(Frozen):
    """A trend that was seen, what is behind it, what it means, and what was suggested to whom (CPC308-A2)."""

    position: int
    on: date
    resource: str
    plan: str | None
    line: str | None
    first: date | None
    last: date | None
    trend: Literal["rising", "falling", "steady", "changed"]
    factors: tuple[str, ...]
    """What is behind it (CPC308-K19)."""
    factors_said_at: int | None
    """The supplement that says it, where it does not itself."""
    implications: str | None
    suggestion: str | None
    suggested_to: tuple[str, ...]


class RecommendationShown(Frozen):
    """A recommendation, and whether it was accepted (CPC308-B3)."""

    id: str
    position: int
    on: date
    recommendation: str | None
    plan: str | None
    outcomes: tuple[str, ...]
    sustainability: str | None
    """How it meets present needs without harm to later generations (CPC308-A5)."""
    inclusion: str | None
    """How it shuts nobody out."""
    policy_check: str | None
    """How it keeps to policies, (CPC308-A3)"""
    financial_check: str | None
    """within the money there is,"""
    eligibility: tuple[str, ...]
    """and to who can have the service."""
    addressed_to: tuple[str, ...]
    decision: str | None
    decided_on: date | None
    decided_at: int | None
    decided_by: str | None
    """Who decided; None where that is not said."""
    reason: str | None


class ControlShown(Frozen):
    """The last check of a system or procedure that watches resources (CPC308-B7)."""

    control: str
    position: int
    on: date
    requirement: str | None
    result: Literal["meets", "partly", "does-not-meet"]
    follow_up: str | None
    repeat_by: date | None


def responsibilities(view: FileView) -> list[ResponsibilityShown]:
    """Return each time somebody was told what is theirs, or acknowledged it, in order of days."""
    steps = [step for held in view.file.resources.responsibilities.values() for step in held.steps]
    return [
        ResponsibilityShown(
            position=step.position, on=step.on, step=step.says.step, holder=step.says.holder,
            who=step.says.who if named_in(step.says) else "nobody named", plan=step.says.plan,
            lines=tuple(f"{plan.id} {line.id}" for plan, line in lines_about(view.file, step)),
            support=view.say(step.says.support) or None,
        )
        for step in sorted(steps, key=lambda step: (step.on, step.position))
    ]  # fmt: skip


def information(view: FileView) -> list[InformationShown]:
    """Return what information on resources was passed on, in order of days."""
    found = []
    for one in view.file.resources.information:
        says = one.says
        how = (says.directness, says.channel, says.formality, *says.formats)
        found.append(
            InformationShown(
                position=one.position, on=one.on, plan=says.plan, first=says.period.first if says.period else None,
                last=says.period.last if says.period else None,
                to=(*(view.say(who, says) for who in says.recipients), *map(str, says.groups)),
                how=tuple(view.say(part) for part in how if part), form_said=bool(says.formats),
                content=view.say(says.content) or None,
                interpretation=view.say(says.interpretation) or None,
            )
        )  # fmt: skip
    return found


def trends(view: FileView) -> list[TrendShown]:
    """Return the trends that were seen, in order of days."""
    return [
        TrendShown(
            position=one.position, on=one.on, resource=one.says.resource, plan=one.says.plan, line=one.says.plan_line,
            first=one.says.period.first if one.says.period else None,
            last=one.says.period.last if one.says.period else None, trend=one.says.trend,
            factors=tuple(view.say(factor) for factor in one.says.factors),
            factors_said_at=(
                None if set(one.says.factors) - {"other"} else said_in(view.file, one.position, BY_FACTORS)
            ),
            implications=view.say(one.says.implications) or None, suggestion=view.say(one.says.suggestion) or None,
            suggested_to=tuple(view.say(who, one.says) for who in one.says.suggested_to),
        )
        for one in view.file.resources.trends
    ]  # fmt: skip


def recommendations(view: FileView) -> list[RecommendationShown]:
    """Return the recommendations made, each with what was decided on it."""
    made = view.file.resources.recommendations.values()
    return [
        RecommendationShown(
            id=one.id, position=one.position, on=one.on, recommendation=view.say(one.says.recommendation) or None,
            plan=one.says.plan, outcomes=one.says.outcomes,
            sustainability=view.say(one.says.sustainability) or None,
            inclusion=view.say(one.says.inclusion) or None,
            policy_check=view.say(one.says.policy_check) or None,
            financial_check=view.say(one.says.financial_check) or None,
            eligibility=tuple(view.say(criterion) for criterion in one.says.eligibility),
            addressed_to=tuple(view.say(who, one.says) for who in one.says.addressed_to),
            decision=held.says.decision if held else None, decided_on=held.on if held else None,
            decided_at=held.position if held else None,
            decided_by=view.say(held.says.by, held.says) or None if held and held.says.by else None,
            reason=view.say(held.says.reason) or None if held else None,
        )
        for one, held in ((one, recommendations_decided.decided(view.file, one, view.procedure)) for one in made)
        if one.on is not None and one.says is not None
    ]  # fmt: skip


def controls(view: FileView) -> list[ControlShown]:
    """Return the last check of each system or procedure."""
    return [
        ControlShown(
            control=one.control, position=one.position, on=one.on, requirement=view.say(one.says.requirement) or None,
            result=one.says.result, follow_up=view.say(one.says.follow_up) or None, repeat_by=one.repeat_by,
        )
        for one in view.file.resources.controls.values()
    ]  # fmt: skip
