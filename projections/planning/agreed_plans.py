"""The plans agreed with a provider to put something right, whatever they are for, and what brought each to its end.

Of each matter the plan agreed last counts. A plan for an issue gives way to a formal notice about it; one on a notice
or of a dispute lasts until the process, or the dispute, is over; what a review by theme agreed to do further
(IMP-17-c), until it is done or the contract has ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ledger.dispute_actions import left_undone
from ledger.dispute_results import over_since
from ledger.entry import own
from ledger.plans import Step, ends_on, planned_on, proposed_by, steps_of
from ledger.subjects.issues import Issue, ResolutionPlanAgreed, ResolutionPlanProposed
from ledger.subjects.tiers import ThematicReviewCompleted
from ledger.telling import given_notice_of
from ledger.themes import Theme
from projections.failings.trail import spoken
from projections.view import FileView


class PlanOver(NamedTuple):
    """What brought a plan to its end."""

    on: date
    what: str
    """In words: "NOT-001 took its place"."""


class AgreedPlan(NamedTuple):
    """A plan as agreed, whatever it is for."""

    id: str
    about: str
    """What it is for, in words: "for ISS-001"."""
    steps: tuple[Step, ...]
    by: date | None
    """The day by which all of it is to be right: as stated, else that of its last step."""
    agreed_on: date
    position: int
    citation: str
    settled: tuple[date, int] | None = None
    """(day, position) of what shows all of it done."""
    undone: frozenset[int] = frozenset()
    """The numbers of those of its steps that were not done by then, all the same (TVP-5.2-4c)."""
    ends: tuple[PlanOver, ...] = ()
    """What else ended it, done or not: from the first of them on nobody asks for it."""
    gave_way: tuple[PlanOver, ...] = ()
    """What took its place, so that nothing is left of its steps: another plan, or a formal notice."""
    review: int | None = None
    """Position of the review by theme, where it is one that agreed them."""
    called: str | None = None
    """What it is called where that is not its id."""
    owners_agreed: bool = False
    """Whether the parties agree who does each step, either of them (TVP-5.2-4a): one that names nobody is nobody's. Of
    every other plan the provider is to carry out what is not said to be another's; of a review, the authority's own,
    the authority what is not said to be the provider's (IMP-16-b)."""

    @property
    def until(self) -> date | None:
        """The day from which nobody asks for it any more, done or not."""
        return min((end.on for end in self.ends), default=None)

    def over(self, day: date) -> PlanOver | None:
        """Return what had ended it by a day, the first where there was more; None while it is open."""
        found = [PlanOver(self.settled[0], "what it is for was found put right")] if self.settled else []
        found += [*self.gave_way, *self.ends]
        return min((end for end in found if end.on <= day), key=lambda end: end.on, default=None)


def agreed_plans(view: FileView) -> Iterator[AgreedPlan]:
    """Yield each plan agreed on a file of what went wrong or was reviewed. Pure; whatever the day."""
    for plans in (_of_issues, _on_notices, _of_disputes, _of_reviews):
        yield from plans(view)


def _of_issues(view: FileView) -> Iterator[AgreedPlan]:
    for recorded in view.file.of(ResolutionPlanAgreed):
        agreed = recorded.entry
        assert isinstance(agreed, ResolutionPlanAgreed)
        issues = [known for i in agreed.issues if (known := view.file.issues.by_id.get(i)) is not None]
        if not issues:
            continue  # what it was for was struck out
        plan = agreed.plan or recorded.given_id or f"entry {recorded.position}"
        yield AgreedPlan(
            plan, f"for {', '.join(agreed.issues)}", agreed.steps or steps_of(view.file, plan),
            ends_on(view.file, agreed), agreed.happened_on, recorded.position, "HCC-7.6-c",
            settled=_settled(issues, agreed.happened_on),
            gave_way=(*_another_plan(view, issues, recorded.position), *_a_notice(view, issues, agreed.happened_on)),
        )  # fmt: skip


def proposed_plans(view: FileView) -> Iterator[AgreedPlan]:
    """Yield each plan the provider proposed for issues of which none was agreed: it undertook that of itself
    (HCC-7.6-c). Another that it proposed since for one of them, or a formal notice, takes its place. Pure."""
    for recorded in view.file.of(ResolutionPlanProposed):
        proposed, on = recorded.entry, recorded.entry.happened_on
        assert isinstance(proposed, ResolutionPlanProposed)
        issues = view.file.issues.on_file(proposed.issues)
        if proposed_by(proposed) != "provider" or not issues or any(_last_agreed(view, one) for one in issues):
            continue
        if any(_last_answer(view, one) != recorded.position for one in issues):
            continue
        yield AgreedPlan(
            recorded.given_id or f"entry {recorded.position}", f"for {', '.join(proposed.issues)}", proposed.steps,
            ends_on(view.file, proposed), on, recorded.position, "HCC-7.6-c", settled=_settled(issues, on),
            gave_way=tuple(_a_notice(view, issues, on)),
        )  # fmt: skip


def _last_answer(view: FileView, issue: Issue) -> int | None:
    found = (r.position for at in issue.plans if (r := view.file.at(at)) and proposed_by(r.entry) == "provider")
    return max(found, default=None)


def _another_plan(view: FileView, issues: list[Issue], position: int) -> Iterator[PlanOver]:
    last = [found for issue in issues if (found := _last_agreed(view, issue)) is not None]
    if last and position not in last:
        taken = view.file.at(min(last))
        assert taken is not None
        yield PlanOver(taken.entry.happened_on, f"{own(taken.entry, 'plan') or taken.given_id} took its place")


def _a_notice(view: FileView, issues: list[Issue], since: date) -> Iterator[PlanOver]:
    for issue in issues:
        for counts_on, _, at in given_notice_of(view.file, issue.id, since):
            notice = view.file.at(at)
            yield PlanOver(counts_on, f"{(notice and notice.given_id) or 'a notice'} took its place")


def _last_agreed(view: FileView, issue: Issue) -> int | None:
    """One that says neither what is to be done nor by when is no plan, and takes the place of none (HCC-7.6-c)."""
    found = (r.position for at in issue.plans if (r := view.file.at(at)) and isinstance(r.entry, ResolutionPlanAgreed))
    return max((at for at in found if planned_on(view.file, at) is not None), default=None)


def _settled(issues: list[Issue], since: date) -> tuple[date, int] | None:
    """The day the last of them was found settled after the plan was agreed; None while one is open."""
    ends = [[(on, at) for on, well, at in issue.resolved if well and on >= since] for issue in issues]
    if not ends or any(issue.is_open for issue in issues) or not all(ends):
        return None
    return max(found[-1] for found in ends)


def _on_notices(view: FileView) -> Iterator[AgreedPlan]:
    """Until the process on the notice is over, or the notice without effect."""
    held = view.file.default_process
    last = {plan.notice: plan for plan in held.plans.values()}
    for plan in held.plans.values():
        notice, end = view.file.notices.by_id.get(plan.notice), held.conclusion(plan.notice, date.max)
        well = [(on, at) for on, result, at in notice.assessed if result == "remedied"] if notice else []
        well += [(end.on, end.position)] if end and end.result == "remedied" else []
        over = [PlanOver(end.on, f"the process on {plan.notice} ended, {view.say(end.result)}")] if end else []
        over += [PlanOver(notice.withdrawn[0], f"{plan.notice} was withdrawn")] if notice and notice.withdrawn else []
        counts = last[plan.notice]
        yield AgreedPlan(
            plan.id, f"on {plan.notice}", steps_of(view.file, plan.id), plan.ends_on, plan.agreed_on, plan.position,
            "HCC-9.1-b", settled=min(well, default=None), ends=tuple(over),
            gave_way=() if counts is plan else (PlanOver(counts.agreed_on, f"{counts.id} took its place"),),
        )  # fmt: skip


def _of_disputes(view: FileView) -> Iterator[AgreedPlan]:
    """Until the plan is concluded, the dispute over, or another plan agreed for it."""
    held = view.file.disputes
    for plan in held.plans.values():
        end, over = held.plan_end(plan, date.max), over_since(view.file, plan.dispute, (), plan.on)
        ends = [PlanOver(end.on, f"it was concluded, {view.say(end.result)}")] if end else []
        ends += [PlanOver(over, "the dispute was over")] if over else []
        resolved = end is not None and end.result == "resolved"
        ends += [PlanOver(other.on, f"{other.id} took its place") for other in held.taken_place_by(plan)]
        yield AgreedPlan(
            plan.id, f"of {plan.dispute or 'a dispute'}", steps_of(view.file, plan.id), plan.ends_on, plan.on,
            plan.position, "TVP-5.2-4a", ends=tuple(ends), owners_agreed=True,
            settled=(end.on, end.position) if end and resolved else None,
            undone=frozenset(left_undone(view.file, plan, end.on)) if end and resolved else frozenset(),
        )  # fmt: skip


def _of_reviews(view: FileView) -> Iterator[AgreedPlan]:
    """The further actions that a review by theme agreed (IMP-17-c): each until it is done or the contract ended."""
    ended = view.file.termination.ended
    for recorded in view.file.of(ThematicReviewCompleted):
        found, at = recorded.entry, recorded.position
        assert isinstance(found, ThematicReviewCompleted)
        theme = view.say(found.theme)
        yield AgreedPlan(
            f"thematic-review-{at}", f"on {theme}", found.further_actions, None, found.happened_on, at,
            _ACTING[found.theme], ends=(PlanOver(ended.on, "the contract ended"),) if ended else (), review=at,
            called=f"Review for {theme}, {spoken(found.happened_on)}",
        )  # fmt: skip


_ACTING: Mapping[Theme, str] = {
    "supplier-development": "IMP-16-b", "risk": "IMP-17-c", "governance": "IMP-18-c", "service-improvement": "IMP-22-b",
    "value-for-money": "IMP-25-b",
}  # fmt: skip
"""Where it is said that a contract is reviewed for a theme, and what is to come of it."""


__all__ = ["AgreedPlan", "PlanOver", "agreed_plans", "proposed_plans"]
