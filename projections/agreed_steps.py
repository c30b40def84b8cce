"""What the parties undertook in the plans agreed to put failings right: each step, whose it is, whether it was done.

Of each failing the plan agreed last counts. A step was done when an action of the plan, given in its words, was, or
when all that the plan is for was found settled. From a formal notice about it on it is its time to remedy that runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.entry import Recorded
from ledger.names import same_name
from ledger.offices import is_the_authoritys
from ledger.plans import Step
from ledger.subjects.issues import Issue, ResolutionPlanAgreed, ResolutionPlanProposed
from ledger.telling import given_notice_of
from projections.duty import Party
from projections.view import FileView


class AgreedStep(NamedTuple):
    """One step of a plan agreed between the parties (TVP-1.0-1)."""

    id: str
    """The plan and the number of the step: PLN-001/2."""
    plan: str
    party: Party
    says: Step
    due_on: date | None
    """Its own day, else that by which all is to be right."""
    agreed_on: date
    position: int
    done: tuple[date, int] | None
    """(day, position) of what shows it done."""


def agreed_steps(view: FileView) -> Iterator[AgreedStep]:
    """Yield each step agreed of the failings on file, in the order of the plans. Pure; whatever the day."""
    for recorded in view.file.of(ResolutionPlanAgreed):
        agreed = recorded.entry
        assert isinstance(agreed, ResolutionPlanAgreed)
        issues = [known for i in agreed.issues if (known := view.file.issues.by_id.get(i)) is not None]
        steps = list(_steps(view, recorded, agreed, issues))
        if not steps or not any(_last_agreed(view, issue) == recorded.position for issue in issues):
            continue  # another plan took its place
        if not any(given_notice_of(view.file, issue.id, agreed.happened_on) for issue in issues):
            yield from steps


def _last_agreed(view: FileView, issue: Issue) -> int | None:
    found = (r.position for at in issue.plans if (r := view.file.at(at)) and isinstance(r.entry, ResolutionPlanAgreed))
    return max(found, default=None)


def _steps(
    view: FileView, recorded: Recorded, agreed: ResolutionPlanAgreed, issues: list[Issue]
) -> Iterator[AgreedStep]:
    plan = agreed.plan or recorded.given_id or f"entry {recorded.position}"
    position = view.file.ids.get(agreed.plan or "")
    before = view.file.at(position) if position else None
    proposed = before.entry if before and isinstance(before.entry, ResolutionPlanProposed) else None
    steps = agreed.steps or (proposed.steps if proposed else ())
    by = agreed.complete_by or (proposed.complete_by if proposed else None)
    settled = _settled(issues, agreed.happened_on)
    for number, step in enumerate(steps, 1):
        ours = step.owner is not None and is_the_authoritys(view.file, step.owner, agreed.happened_on)
        done = [one for one in (_carried_out(view, plan, step), settled) if one is not None]
        yield AgreedStep(
            id=f"{plan}/{number}", plan=plan, party="authority" if ours else "provider", says=step,
            due_on=step.due_on or by, agreed_on=agreed.happened_on, position=recorded.position,
            done=min(done, default=None),
        )  # fmt: skip


def _settled(issues: list[Issue], since: date) -> tuple[date, int] | None:
    """The day the last of them was found settled after the plan was agreed; None while one is open."""
    ends = [[(on, at) for on, well, at in issue.resolved if well and on >= since] for issue in issues]
    if not ends or any(issue.is_open for issue in issues) or not all(ends):
        return None
    return max(found[-1] for found in ends)


def _carried_out(view: FileView, plan: str, step: Step) -> tuple[date, int] | None:
    """When an action of the plan with the very words of a step was done."""
    for action in view.file.actions.by_id.values():
        given = view.file.at(action.position) if action.plan == plan and action.completed else None
        if given and same_name(view.say(getattr(given.entry, "description", None)), view.say(step.what)):
            return action.completed
    return None


__all__ = ["AgreedStep", "agreed_steps"]
