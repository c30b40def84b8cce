"""What the parties undertook in plans to put failings right, and in reviews by theme: each step, and whether it was.

Plans for an issue, on a notice and of a dispute alike; of each matter the plan agreed last counts. A step was done when
an action that names it, or was given in its words, was; when its progress was reported as done; or when all that the
plan is for was found settled. A plan for an issue gives way to a formal notice about it: then it is its time to remedy
that runs. One on a notice or of a dispute is asked for until the process, or the dispute, is over; what a review by
theme agreed to do further (IMP-17-c), until it is done or the contract has ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ledger.dispute_results import over_since
from ledger.entry import own
from ledger.names import same_name
from ledger.offices import is_the_authoritys
from ledger.plans import Step, steps_of
from ledger.subjects.disputes import DisputeActionPlanProgressReported, DisputePlan
from ledger.subjects.issues import Issue, ResolutionPlanAgreed
from ledger.subjects.tiers import ThematicReviewCompleted
from ledger.telling import given_notice_of
from ledger.themes import Theme
from projections.duty import Party
from projections.trail import spoken
from projections.view import FileView


class AgreedStep(NamedTuple):
    """One step of a plan agreed between the parties (TVP-1.0-1)."""

    id: str
    """The plan and the number of the step: PLN-001/2."""
    plan: str
    """The plan, by its id; a review by theme in words."""
    party: Party
    says: Step
    due_on: date | None
    """Its own day, else that by which all is to be right."""
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


class _Plan(NamedTuple):
    """A plan as agreed, whatever it is for."""

    id: str
    steps: tuple[Step, ...]
    by: date | None
    agreed_on: date
    position: int
    citation: str
    settled: tuple[date, int] | None
    """(day, position) of what shows all of it done."""
    until: date | None = None
    review: int | None = None
    """Position of the review by theme, where it is one that agreed them."""
    called: str | None = None
    """What it is called where that is not its id."""


def agreed_steps(view: FileView) -> Iterator[AgreedStep]:
    """Yield each step agreed on a file of what went wrong or was reviewed, by plans. Pure; whatever the day."""
    for plan in (*_of_issues(view), *_on_notices(view), *_of_disputes(view), *_of_reviews(view)):
        for number, step in enumerate(plan.steps, 1):
            ours = step.owner is not None and is_the_authoritys(view.file, step.owner, plan.agreed_on)
            done = (_carried_out(view, plan, number, step), _reported(view, plan.id, number), plan.settled)
            yield AgreedStep(
                id=f"{plan.id}/{number}", plan=plan.called or plan.id, says=step,
                party="authority" if ours else "provider", due_on=step.due_on or plan.by,
                agreed_on=plan.agreed_on, position=plan.position, citation=plan.citation,
                done=min((one for one in done if one is not None), default=None), until=plan.until, review=plan.review,
            )  # fmt: skip


# --- the plans ------------------------------------------------------------------------------------------------------


def _of_issues(view: FileView) -> Iterator[_Plan]:
    for recorded in view.file.of(ResolutionPlanAgreed):
        agreed = recorded.entry
        assert isinstance(agreed, ResolutionPlanAgreed)
        issues = [known for i in agreed.issues if (known := view.file.issues.by_id.get(i)) is not None]
        if not any(_last_agreed(view, issue) == recorded.position for issue in issues):
            continue  # another plan took its place
        if any(given_notice_of(view.file, issue.id, agreed.happened_on) for issue in issues):
            continue
        plan = agreed.plan or recorded.given_id or f"entry {recorded.position}"
        position = view.file.ids.get(agreed.plan or "")
        proposed = view.file.at(position) if position else None
        by = agreed.complete_by or (own(proposed.entry, "complete_by") if proposed else None)
        yield _Plan(
            plan, agreed.steps or steps_of(view.file, plan), by, agreed.happened_on, recorded.position, "HCC-7.6-c",
            settled=_settled(issues, agreed.happened_on),
        )  # fmt: skip


def _last_agreed(view: FileView, issue: Issue) -> int | None:
    found = (r.position for at in issue.plans if (r := view.file.at(at)) and isinstance(r.entry, ResolutionPlanAgreed))
    return max(found, default=None)


def _settled(issues: list[Issue], since: date) -> tuple[date, int] | None:
    """The day the last of them was found settled after the plan was agreed; None while one is open."""
    ends = [[(on, at) for on, well, at in issue.resolved if well and on >= since] for issue in issues]
    if not ends or any(issue.is_open for issue in issues) or not all(ends):
        return None
    return max(found[-1] for found in ends)


def _on_notices(view: FileView) -> Iterator[_Plan]:
    """Until the process on the notice is over, or the notice without effect."""
    held = view.file.default_process
    last = {plan.notice: plan for plan in held.plans.values()}
    for plan in last.values():
        notice, end = view.file.notices.by_id.get(plan.notice), held.conclusion(plan.notice, date.max)
        well = [(on, at) for on, result, at in notice.assessed if result == "remedied"] if notice else []
        well += [(end.on, end.position)] if end and end.result == "remedied" else []
        over = [end.on] if end else []
        over += [notice.withdrawn[0]] if notice and notice.withdrawn else []
        yield _Plan(
            plan.id, steps_of(view.file, plan.id), plan.complete_by, plan.agreed_on, plan.position, "HCC-9.1-b",
            settled=min(well, default=None), until=min(over, default=None),
        )  # fmt: skip


def _of_disputes(view: FileView) -> Iterator[_Plan]:
    """Until the plan is concluded, the dispute over, or another plan agreed for it."""
    held = view.file.disputes
    for plan in held.plans.values():
        end = held.plan_end(plan, date.max)
        over = [other.on for other in held.plans.values() if _takes_its_place(other, plan)]
        over += [on for on in (over_since(view.file, plan.dispute, (), plan.on), end.on if end else None) if on]
        yield _Plan(
            plan.id, steps_of(view.file, plan.id), plan.ends_on, plan.on, plan.position, "TVP-5.2-4a",
            settled=(end.on, end.position) if end and end.result == "resolved" else None, until=min(over, default=None),
        )  # fmt: skip


def _takes_its_place(other: DisputePlan, plan: DisputePlan) -> bool:
    return other.dispute == plan.dispute and (other.on, other.position) > (plan.on, plan.position)


def _of_reviews(view: FileView) -> Iterator[_Plan]:
    """The further actions that a review by theme agreed (IMP-17-c): each until it is done or the contract ended."""
    ended = view.file.termination.ended
    for recorded in view.file.of(ThematicReviewCompleted):
        found, at = recorded.entry, recorded.position
        assert isinstance(found, ThematicReviewCompleted)
        yield _Plan(
            f"thematic-review-{at}", found.further_actions, None, found.happened_on, at, _ACTING[found.theme],
            settled=None, until=ended.on if ended else None, review=at,
            called=f"Review for {view.say(found.theme)}, {spoken(found.happened_on)}",
        )  # fmt: skip


_ACTING: Mapping[Theme, str] = {
    "supplier-development": "IMP-16-b", "risk": "IMP-17-c", "governance": "IMP-18-c", "service-improvement": "IMP-22-b",
    "value-for-money": "IMP-25-b",
}  # fmt: skip
"""Where it is said that a contract is reviewed for a theme, and what is to come of it."""


# --- what shows a step done ---------------------------------------------------------------------------------------


def _carried_out(view: FileView, plan: _Plan, number: int, step: Step) -> tuple[date, int] | None:
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


def _reported(view: FileView, plan: str, number: int) -> tuple[date, int] | None:
    """Since when the authority's reports on a dispute's plan have said of an action that it is done (TVP-5.2-4b)."""
    since = None
    for recorded in view.file.of(DisputeActionPlanProgressReported):
        report = recorded.entry
        assert isinstance(report, DisputeActionPlanProgressReported)
        if report.plan != plan or (report.by is not None and report.by.is_of_the_provider):
            continue
        for action in report.actions:
            if action.number == number:
                done = action.state == "done"
                since = (since or (report.happened_on, recorded.position)) if done else None
    return since


__all__ = ["AgreedStep", "agreed_steps"]
