"""Duties to complete each step of the exit plan in force (TVP-6.0-3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import transition
from ledger.subjects.exits import ExitPlan, Step
from projections.duties.duty import LEAD, PROVIDER, Duty, duty
from projections.failings.trail import spoken
from projections.view import FileView


def exit_steps(view: FileView, plan: ExitPlan) -> Iterator[Duty]:
    """Yield each step of an exit plan, of whose it is; one that repeats a step done under a plan that this one took the
    place of says so: whether it is to be done again, who agreed the plan knows."""
    for step in plan.steps:
        theirs = step.says.party == "provider"
        beyond = transition.after_the_end(view.file, step.says.due_on, date.max, view.procedure)
        yield duty(
            view, f"exit-step/{plan.id}/{step.says.id}",
            f"Complete step {step.says.id} of {plan.id}: {view.say(step.says.what)}"
            f"{f'; it is due {beyond}' if beyond else ''}{_done_before(view, plan, step)}",
            office=PROVIDER if theirs else LEAD, party="provider" if theirs else "authority",
            named=step.says.owner, since=plan.on, due_on=step.says.due_on, citation="TVP-6.0-3",
            opened_by=(plan.position,), done=step.completed,
        )  # fmt: skip


def _done_before(view: FileView, plan: ExitPlan, step: Step) -> str:
    """That a step in the same words was completed under an earlier plan, and how that is said of this one; words that
    are withheld or were erased are the same as none."""
    what = view.open(step.says.what)
    if step.completed or not isinstance(what, str):
        return ""
    for before in _replaced_by(view, plan):
        for other in before.steps:
            its = view.open(other.says.what)
            if other.completed is None or not isinstance(its, str) or its.casefold() != what.casefold():
                continue
            on, position = other.completed
            return (
                f"; step {other.says.id} of {before.id}, which it replaced, is the same and was completed on"
                f" {spoken(on)} (entry {position}): if that was all, record it as completed then"
            )
    return ""


def _replaced_by(view: FileView, plan: ExitPlan) -> Iterator[ExitPlan]:
    """The plans that one took the place of, one after another, the last first."""
    named: str | None = plan.id
    while named is not None:
        before = next((one for one in view.file.exits.plans.values() if one.replaced_by == named), None)
        if before is not None:
            yield before
        named = before.id if before is not None else None


__all__ = ["exit_steps"]
