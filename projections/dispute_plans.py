"""The action plans of a dispute laid out: each action as agreed, and what came of it.

What senior management is given a completed plan by, to sign it off (TVP-5.2-4c), and what is reported on until then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.disputing import same
from ledger.entry import Frozen, own
from ledger.subjects.disputes import ActionState, DisputeActionPlanProgressReported, DisputePlan
from projections.planning.agreed_steps import AgreedStep, agreed_steps
from projections.view import FileView


class PlanAction(Frozen):
    """One action of a plan, as agreed and as it stands."""

    what: str
    owner: str | None
    due_on: date | None
    outcome: str | None
    """What it is to achieve."""
    done_on: date | None
    done_by: int | None
    """Position of the entry that shows it done."""
    reported: str | None
    """How it stood by the last report that tells of it, in words; null where none does."""


class PlanLaidOut(Frozen):
    """An action plan of a dispute, on a day."""

    id: str
    position: int
    agreed_on: date
    complete_by: date | None
    actions: tuple[PlanAction, ...]
    """None where they stand in its document alone."""
    concluded_on: date | None
    result: str | None
    """How it ended, in words."""
    findings: str | None
    """What was found at its end."""
    concluded_by: int | None
    """Position of the entry that concluded it."""
    citation: str
    """What asks for it: of one that resolved the matter, that it goes to senior management."""


def dispute_plans(view: FileView, dispute: str, on: date) -> tuple[PlanLaidOut, ...]:
    """Return the action plans agreed for a dispute by a day, in their order, as they stood on it. Pure."""
    plans = [plan for plan in view.file.disputes.plans.values() if same(plan.dispute, dispute) and plan.agreed_on <= on]
    return tuple(_laid_out(view, plan, on) for plan in plans)


def _laid_out(view: FileView, plan: DisputePlan, on: date) -> PlanLaidOut:
    end = view.file.disputes.plan_end(plan, on)
    concluded = view.file.at(end.position) if end else None
    resolved = end is not None and end.result == "resolved"
    return PlanLaidOut(
        id=plan.id, position=plan.position, agreed_on=plan.agreed_on, complete_by=plan.ends_on,
        actions=tuple(_action(view, step, on) for step in agreed_steps(view) if step.plan == plan.id),
        concluded_on=end.on if end else None, result=view.say(end.result) if end else None,
        findings=(view.say(own(concluded.entry, "findings")) or None) if concluded else None,
        concluded_by=end.position if end else None,
        citation=view.procedure.binding("TVP-5.2-4c" if resolved else "TVP-5.2-4a"),
    )  # fmt: skip


def _action(view: FileView, step: AgreedStep, on: date) -> PlanAction:
    done = step.done if step.done and step.done[0] <= on else None
    said = [f"{view.say(one.state)}{f', {view.say(one.words)}' if one.words else ''}" for one in _told(view, step, on)]
    return PlanAction(
        what=view.say(step.says.what), owner=step.says.owner, due_on=step.due_on,
        outcome=view.say(step.says.outcome) or None, done_on=done[0] if done else None,
        done_by=done[1] if done else None, reported=said[-1] if said else None,
    )  # fmt: skip


def _told(view: FileView, step: AgreedStep, on: date) -> Iterator[ActionState]:
    for recorded in view.file.of(DisputeActionPlanProgressReported):
        report = recorded.entry
        assert isinstance(report, DisputeActionPlanProgressReported)
        if report.plan == step.plan and report.happened_on <= on:
            yield from (one for one in report.actions if step.id == f"{step.plan}/{one.number}")
