"""Duties of feedback that was sought and of evaluations: criteria settled, all of a plan's time looked at, reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import details
from ledger.names import few
from ledger.subjects.evaluation import Evaluation, EvaluationCriteriaSet
from ledger.subjects.evaluation.looked_at import time_looked_at
from projections.duties.duty import LEAD, Duty, days_after, duty
from projections.view import FileView


def of_evaluations(view: FileView) -> Iterator[Duty]:
    """Yield every open duty about feedback that was sought, and about evaluations. Pure; whatever the day."""
    for sought in view.file.evaluation.sought.values():
        if sought.on is not None and sought.says is not None and not sought.accounted_for:
            so_far = ": so far only groups that were not asked answered" if sought.received else ""
            yield duty(
                view, f"feedback/{sought.id}", f"Record what came of the feedback sought as {sought.id}{so_far}",
                office=LEAD, since=sought.on, due_on=sought.says.closes_on, citation="CPC308-A8",
                opened_by=(sought.position,),
            )  # fmt: skip
    yield from _criteria_to_choose(view)
    for held in view.file.evaluation.by_id.values():
        said = held.says
        if held.on is None or said is None:
            continue
        yield from _to_evaluate(view, held, said, held.on)
        if held.evaluated and not held.report(details.added_since(view.file, details.REPORTED_TO_WHOM)):
            day, position, _ = held.evaluated[-1]
            within = view.procedure_on(day).setting("evaluation.report-within")
            yield duty(
                view, f"evaluation-reported/{held.id}", f"Report what {held.id} found to the right people",
                office=LEAD, since=day, due_on=days_after(day, within), citation="CPC308-C6", opened_by=(position,),
                limit="evaluation.report-within",
            )  # fmt: skip
        if said.review_on is not None and not any(on >= said.review_on for on, _, _ in held.evaluated):
            yield duty(
                view, f"criteria/{held.id}", f"Look again at the criteria of {held.id}", office=LEAD, since=held.on,
                due_on=said.review_on, citation="CPC308-K17", opened_by=(held.position,),
            )  # fmt: skip


def _criteria_to_choose(view: FileView) -> Iterator[Duty]:
    """By the time a plan of resources is over it is settled by what is told how well they were managed (CPC308-C1).

    Criteria that name no plan are those of each that was there when they were set.
    """
    chosen = [
        (held.on, held.says.resource_plan) for held in view.file.evaluation.by_id.values() if held.on and held.says
    ]
    for plan in view.file.resources.plans.values():
        if plan.time is None or plan.on is None:
            continue
        if not any(named == plan.id or (named is None and on >= plan.on) for on, named in chosen):
            yield duty(
                view, f"evaluation-criteria/{plan.id}",
                f"Settle by which criteria the management of the resources of {plan.id} is evaluated", office=LEAD,
                since=plan.on, due_on=plan.time.last, citation="CPC308-C1", opened_by=(plan.position,),
            )  # fmt: skip


def _to_evaluate(view: FileView, held: Evaluation, said: EvaluationCriteriaSet, since: date) -> Iterator[Duty]:
    """The first evaluation, by the day the criteria name or when the plan's time is over; and what it leaves of that
    time, by itself: the first was made on its own day, however late (CPC308-C5)."""
    plan, (whole, time) = (
        view.file.resources.plans.get(said.resource_plan or ""), time_looked_at(view.file, held, view.procedure)
    )  # fmt: skip
    last = plan.says.period.last if plan is not None and plan.says is not None else None
    if whole is not None and time != whole:  # the contract ended within it, or before it
        if time is None:
            return
        last = time.last
    over, left = days_after(last, 1) if last else None, held.left_of(time) if time is not None else []
    by = said.evaluate_by or over
    if by is None:
        return
    if left == [time] or (time is None and not held.evaluated):
        yield duty(
            view, f"evaluation/{held.id}", f"Evaluate {held.id} by the criteria set", office=LEAD, since=since,
            due_on=by, citation="CPC308-C5", opened_by=(held.position,),
        )  # fmt: skip
    elif left:
        day, position = next(
            (on, at) for on, at, one in held.evaluated
            if time and (one.period is None or one.period.shares_a_day_with(time))
        )  # fmt: skip
        yield duty(
            view, f"evaluation/{held.id}/rest",
            f"Evaluate {held.id} also for {few([str(one) for one in left])} by the criteria set", office=LEAD,
            since=day, due_on=max(by, over or by), citation="CPC308-C5", opened_by=(held.position, position),
        )  # fmt: skip
