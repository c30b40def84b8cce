"""What the parties undertook in plans to put failings right, and in reviews by theme: each step, and whether it was.

A step was done when an action that names it, or was given in its words, was; when its progress was reported as done;
or when all that the plan is for was found settled, unless it had been reported otherwise by then. It is asked for as
long as its plan is (`agreed_plans`); where a formal notice took a plan's place, it is the time to remedy that runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ledger.dispute_actions import as_reported
from ledger.entry import Actor, own
from ledger.names import same_name, same_person
from ledger.offices import PROVIDER, is_the_authoritys, is_the_providers
from ledger.plans import Step
from projections.duties.duty import Party
from projections.planning.agreed_plans import AgreedPlan, agreed_plans, proposed_plans
from projections.view import FileView


class AgreedStep(NamedTuple):
    """One step of a plan agreed between the parties (TVP-1.0-1)."""

    id: str
    """The plan and the number of the step: PLN-001/2."""
    plan: str
    """The plan, by its id; a review by theme in words."""
    party: Party | None
    """Whose it is; None of a dispute's plan that names nobody for it: then it is nobody's until that is said."""
    says: Step
    due_on: date | None
    """Its own day, else that by which all is to be right; of what is nobody's its own alone."""
    agreed_on: date
    position: int
    citation: str
    """What has such a plan agreed."""
    done: tuple[date, int] | None
    """(day, position) of what shows it done."""
    until: date | None = None
    """The day from which nobody asks for it any more, done or not."""
    review: int | None = None
    """Position of the review by theme that agreed it, where it is a further action of one."""

    @property
    def by_the_plans_end(self) -> bool:
        """Whether its day is that by which all of the plan is to be right, and none of its own was agreed."""
        return self.due_on is not None and self.says.due_on is None


def agreed_steps(view: FileView) -> Iterator[AgreedStep]:
    """Yield each step agreed on a file of what went wrong or was reviewed, by plans. Pure; whatever the day."""
    yield from _steps(view, agreed_plans(view))


def proposed_steps(view: FileView) -> Iterator[AgreedStep]:
    """Yield each step the provider undertook of itself, in a plan that nobody agreed (HCC-7.6-c). Pure."""
    yield from (step for step in _steps(view, proposed_plans(view)) if step.party == "provider")


def _steps(view: FileView, plans: Iterable[AgreedPlan]) -> Iterator[AgreedStep]:
    for plan in plans:
        if plan.gave_way:
            continue
        stood = as_reported(view.file, plan.id, date.max)
        reported = {number: (last.on, last.position) for number, last in stood.items() if last.state == "done"}
        for number, step in enumerate(plan.steps, 1):
            party = _whose(view, plan, step)
            settled = plan.settled if number not in plan.undone else None
            done = (_carried_out(view, plan, number, step), reported.get(number), settled)
            yield AgreedStep(
                id=f"{plan.id}/{number}", plan=plan.called or plan.id, says=step,
                party=party, due_on=step.due_on or (plan.by if party else None),
                agreed_on=plan.agreed_on, position=plan.position, citation=plan.citation,
                done=min((one for one in done if one is not None), default=None), until=plan.until, review=plan.review,
            )  # fmt: skip


def _whose(view: FileView, plan: AgreedPlan, step: Step) -> Party | None:
    if plan.review is not None:
        return "provider" if step.owner and _is_the_providers(view, plan.review, step.owner, plan.agreed_on) else (
            "authority"
        )  # fmt: skip
    if step.owner is None:
        return None if plan.owners_agreed else "provider"
    return "authority" if is_the_authoritys(view.file, step.owner, plan.agreed_on) else "provider"


def _is_the_providers(view: FileView, review: int, owner: str, day: date) -> bool:
    """Whether who is to do what a review agreed is the provider, somebody of theirs, by what is on file or by how the
    review says that they took part, or an office of theirs: what the authority's own review leaves open is its own."""
    called = view.procedure_on(day).office_called(owner)
    if called is not None:
        return called.appointed_on == PROVIDER or called.id.startswith(f"{PROVIDER}-")
    held = view.file.at(review)
    took_part: tuple[Actor, ...] = (own(held.entry, "participants") or ()) if held is not None else ()
    theirs = any(one.is_of_the_provider and same_person(one.person, owner) for one in took_part)
    return theirs or is_the_providers(view.file, owner, day)


# --- what shows a step done ---------------------------------------------------------------------------------------


def _carried_out(view: FileView, plan: AgreedPlan, number: int, step: Step) -> tuple[date, int] | None:
    """When an action of the plan was done that names the step or, where it names none, has its very words."""
    for action in view.file.actions.by_id.values():
        of_a_plan = action.completed and (action.plan == plan.id or (plan.review and action.plan is None))
        given = view.file.at(action.position) if of_a_plan else None
        if given is None or (action.step is not None and action.step != number):
            continue
        if plan.review and own(given.entry, "arises_from") != plan.review:
            continue
        words = action.step is None and view.say(own(given.entry, "description"))
        if action.step == number or (words and same_name(words, view.say(step.what))):
            return action.completed
    return None


__all__ = ["AgreedStep", "agreed_steps", "proposed_steps"]
