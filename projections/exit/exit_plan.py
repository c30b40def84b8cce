"""The exit plan that stands: its heads, and how far its steps have come."""

from __future__ import annotations

from datetime import date

from ledger import transition
from ledger.entry import Frozen
from ledger.subjects.exits import ExitPlan
from projections.duties.exit_plan_agreed import SORT, not_agreed, sort_unsaid
from projections.planning.outcomes_weighed import UnderHead
from projections.view import FileView


class StepRow(Frozen):
    """One step of the exit plan."""

    id: str
    what: str
    party: str | None
    owner: str | None
    due_on: date | None
    completed_on: date | None
    late: bool
    """Not completed, and its day is past; or completed after it."""
    position: int | None = None
    """The entry that completed it."""
    beyond: str = ""
    """That it is due only after the contract ends, in words; "" where it is not."""


class ExitPlanRow(Frozen):
    """The exit plan that stands."""

    id: str
    exit_type: str | None
    service_ends: bool
    """Whether the service ends with the contract, and nobody takes it over."""
    agreed_on: date
    agreed_by: tuple[str, ...]
    """Who agreed to it, of both parties."""
    not_agreed: str | None
    """Of which party it is not on file that it did, in words; None where both did. Nothing of it for the provider."""
    missing: tuple[str, ...]
    """The heads it leaves out, and its sort where that is not said. Nothing of its sort for the provider."""
    heads: tuple[UnderHead, ...]
    steps: tuple[StepRow, ...]
    done: int
    position: int


def exit_plan_row(view: FileView, plan: ExitPlan, on: date, *, own_side: bool) -> ExitPlanRow:
    """Return an exit plan with how far its steps have come by a day. Pure.

    Not for the authority's `own_side`: without whether who agreed to it is on file, or of what sort it is where it does
    not say so itself: a supplement may have answered either, and the other party may see it or not.
    """
    steps = []
    procedure = view.procedure_on(on)
    for step in plan.steps:
        done = step.completed if step.completed and step.completed[0] <= on else None
        due = step.says.due_on
        steps.append(
            StepRow(
                id=step.says.id, what=view.say(step.says.what), party=step.says.party, owner=step.says.owner,
                due_on=due, completed_on=done[0] if done else None,
                late=due is not None and (done[0] if done else on) > due, position=done[1] if done else None,
                beyond=transition.after_the_end(view.file, due, on, procedure) if done is None else "",
            )
        )  # fmt: skip
    agreed = (view.say(who, plan.on) for who in (plan.agreed_for_authority, plan.agreed_for_provider) if who)
    return ExitPlanRow(
        id=plan.id, exit_type=plan.exit_type, service_ends=plan.service_ends, agreed_on=plan.on,
        agreed_by=tuple(agreed), not_agreed=not_agreed(view, plan) if own_side else None,
        missing=((SORT,) if own_side and sort_unsaid(view, plan) else ()) + plan.missing,
        heads=tuple(UnderHead(head=head, words=view.say(says)) for head, says in plan.heads),
        steps=tuple(steps), done=sum(step.completed_on is not None for step in steps),
        position=plan.position,
    )  # fmt: skip
