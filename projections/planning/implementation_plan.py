"""The implementation plan as it was agreed, as it is now, and as it is being carried out; with what a change changes.

Planned days are those of the plan as it now stands, worked out from its activities alone; expected days move with what
really began and was completed (CPC307-C5). How late an activity is, is counted on the day asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from ledger.activities import PlannedActivity, Slot, in_order, schedule
from ledger.entry import Frozen
from ledger.names import name_key
from ledger.planning import Rated, RiskCategory, totals_by_kind
from ledger.procedures import Procedure
from ledger.resource_figures import overdrawn
from ledger.stakeholders import is_among, who_want
from ledger.subjects.implementation import (
    ImplementationPlan,
    Shared,
)
from ledger.subjects.risks import parts_of, risks_of
from projections.planning.evaluations_shown import feedback_on
from projections.planning.plan_changes import ChangeShown, changes_shown, end_of, resource_in_words
from projections.planning.value_tested import ValueFact, value_tested
from projections.view import FileView


class ActivityShown(Frozen):
    """One activity on a day."""

    id: str
    name: str
    phase: str | None
    after: tuple[str, ...]
    owner: str | None
    days: int
    planned_start: date
    planned_end: date
    expected_start: date
    """As it really began, else as what comes before it lets it."""
    expected_end: date
    """As it was completed; else as last reported, else by its length."""
    started_on: date | None
    completed_on: date | None
    given_up_on: date | None
    state: Literal["to-come", "begun", "completed", "given-up"]
    late_by: int = 0
    """Days it was begun, or completed, after its planned day, or is not by the day asked."""
    late: Literal["not", "start", "end"] = "not"
    critical: bool = False
    """Whether the plan's end is later if this is."""
    slack: int = 0
    """Days it may be later without the plan's end being later."""
    progress: str | None = None
    resources: tuple[str, ...] = ()
    provision: str | None = None
    outcomes: tuple[str, ...] = ()
    contingency: str | None = None
    entries: tuple[int, ...] = ()
    """Entries that report on it."""


class RiskShown(Frozen):
    """A risk the plan names, or one of the risk log that is of the plan."""

    id: str
    category: RiskCategory
    words: str
    rating: int | None
    beyond: bool
    """Whether that is more than the organisation takes of one risk; of one that is closed it is not (CPC307-C3-b)."""
    managed_by: str | None
    contingency: str | None
    came_about: tuple[int, ...] = ()
    """Entries by which its contingency was used, or that closed it since it came about."""
    activity: str | None = None
    """The activity it belongs to."""
    seen_at: int | None = None
    """Of one of the risk log: the entry by which it was seen (CPC307-C3-a)."""
    plan_risk: str | None = None
    """Of one of the risk log: what the plan calls it, where the plan names it itself."""
    closed_on: date | None = None


class TotalRisk(Frozen):
    """What the ratings of a plan's risks come to, beside what the organisation takes (CPC307-C3-b)."""

    category: str | None
    """The kind of risk; None for all of them."""
    total: int
    most: int | None
    """The most that is taken; None where the organisation sets no limit."""
    beyond: bool


class SharedShown(Frozen):
    """One time the plan was given to those it concerns (CPC307-C4)."""

    on: date
    position: int
    to: tuple[str, ...]
    """People, bodies and groups it was given to; none where that is not said."""
    formats: tuple[str, ...]
    channel: str | None


class PlanShown(Frozen):
    """One implementation plan on a day."""

    id: str
    position: int
    title: str | None
    agreed_on: date
    agreed_with: tuple[str, ...]
    """Who agreed to it as it was first agreed; who agreed to each change stands with the change (CPC307-C1)."""
    not_agreed: tuple[str, ...]
    """Who wants an outcome of it, and is not among those who agreed to it or to a change: St Mary's
    (OUT-001). For the authority's own side, as outcomes are."""
    version: int
    since: date
    """The day its present version was made."""
    first_end: date | None
    """When it was to end as first agreed."""
    planned_end: date | None
    """When it is to end as it now stands."""
    expected_end: date | None
    """When it will end by what has really happened."""
    slippage: int = 0
    """Days from the end first agreed to the end expected."""
    critical_path: tuple[str, ...]
    activities: tuple[ActivityShown, ...]
    """In the order in which they can be done."""
    form: str
    """Whether it was made in writing or orally (CPC308-S6)."""
    term: str | None
    """Whether it is for a short or a long time; None where it does not say."""
    risks: tuple[RiskShown, ...]
    """Its own, and after them those of the risk log."""
    balance: tuple[TotalRisk, ...]
    """What its risks come to by kind, the highest first, and last in all, those of the log that are open among them,
    and one that both name once; none where none is rated. For the authority's own side: it says how much risk that
    takes."""
    most_of_a_risk: int | None
    """The most that is taken of any one risk, of 25; for the authority's own side, too."""
    not_rated: tuple[str, ...]
    """Open risks that count for nothing there, since how likely or how bad they are is not said."""
    statements: Mapping[str, str]
    """What it says of sustainability, inclusion, people's rights, best value, priorities."""
    value_tested: ValueFact | None
    """The newest test of value for money by the day it was agreed (CPC307-K5); for the authority's own side."""
    shared: tuple[SharedShown, ...]
    monitored: tuple[tuple[date, str, int], ...]
    changes: tuple[ChangeShown, ...]
    feedback: tuple[str, ...] = ()
    """The feedback that was asked for on it, by its ids (CPC308-A8)."""
    overdrawn: tuple[str, ...] = ()
    """Of which lines of its resource plan its activities take more than that has, in words (CPC307-C2-c)."""


def plans_shown(view: FileView, on: date, *, our_side: bool = True) -> list[PlanShown]:
    """Return the implementation plans of a contract as they stand on a day, the newest first; without `our_side`, not
    what risk the authority takes. Pure."""
    found = [_plan(view, plan, on, our_side) for plan in view.file.implementation.plans.values() if plan.on is not None]
    return sorted(found, key=lambda plan: (plan.agreed_on, plan.position), reverse=True)


def _plan(view: FileView, plan: ImplementationPlan, on: date, our_side: bool) -> PlanShown:
    assert plan.on is not None
    assert plan.says is not None
    first, now = plan.versions[0], plan.versions[-1]
    planned, really = schedule(now.activities, plan.on), _expected(plan, on)
    first_end = end_of(schedule(first.activities, plan.on))
    expected_end = max((slot.ends for slot in really.values()), default=None)
    activities = tuple(_activity(view, plan, a, planned, really, on) for a in in_order(now.activities))
    most = view.procedure_on(on).setting("risk.highest-rating") if our_side else None
    drawn_on = view.file.resources.plans.get(plan.says.resource_plan or "")
    rated = view.file.risks.ratings(view.file, plan.says.risks, parts_of(view.file, plan.id), plan.id, on)
    return PlanShown(
        id=plan.id, position=plan.position, title=plan.says.title, agreed_on=plan.on,
        agreed_with=tuple(view.say(who, first.since) for who in first.agreed_with),
        not_agreed=tuple(
            f"{group} ({wanted})" for wanted, group in who_want(view.file, plan.outcomes)
            if our_side and not any(is_among(group, version.agreed_with) for version in plan.versions)
        ),
        version=now.number, since=now.since,
        first_end=first_end, planned_end=end_of(planned), expected_end=expected_end,
        slippage=(expected_end - first_end).days if expected_end and first_end else 0,
        critical_path=tuple(a.id for a in activities if a.critical), activities=activities,
        form=plan.says.form, term=plan.says.term, risks=(*_risks(view, plan, most), *_risks_of_log(view, plan, most)),
        balance=tuple(_balance(view.procedure_on(on), rated)) if our_side else (), most_of_a_risk=most,
        not_rated=tuple(risk.id for risk in rated if risk.rating is None), statements=_statements(view, plan),
        value_tested=value_tested(view, plan.on) if our_side else None,
        shared=tuple(_shared(view, one) for one in plan.shared), monitored=plan.monitored,
        changes=tuple(changes_shown(view, plan, our_side=our_side)), feedback=feedback_on(view, plan),
        overdrawn=tuple(overdrawn(now.activities, drawn_on, view.procedure_on(on))) if drawn_on else (),
    )  # fmt: skip


def _expected(plan: ImplementationPlan, on: date) -> dict[str, Slot]:
    """When each activity is expected: what was not done by the day is not expected to have been done before it.

    Whoever reports on one may say when it will be complete: that stands until it is.
    """
    done = dict(plan.really())
    for activity in plan.activities:
        began, over = done[activity.id]
        said = [d.expected_end for d in plan.of(activity.id) if d.expected_end is not None]
        if over is None and began is not None and said:
            done[activity.id] = (began, max(said[-1], began, on))
    return schedule(plan.activities, plan.on or on, done, today=on)


def _activity(
    view: FileView, plan: ImplementationPlan, activity: PlannedActivity, planned: Mapping[str, Slot],
    expected: Mapping[str, Slot], on: date,
) -> ActivityShown:  # fmt: skip
    slot, now = planned[activity.id], expected[activity.id]
    started, completed, given_up = (
        plan.started(activity.id), plan.completed(activity.id), plan.given_up(activity.id)
    )  # fmt: skip
    late, by = _late(slot, started, completed or given_up, on)
    done = plan.of(activity.id)
    state: Literal["to-come", "begun", "completed", "given-up"] = (
        "completed" if completed else "given-up" if given_up else "begun" if started else "to-come"
    )
    progress = next((d.progress for d in reversed(done) if d.progress is not None), None)
    return ActivityShown(
        id=activity.id, name=activity.name, phase=activity.phase, after=activity.after, owner=activity.owner,
        days=activity.days, planned_start=slot.starts, planned_end=slot.ends, expected_start=now.starts,
        expected_end=now.ends, started_on=started, completed_on=completed, given_up_on=given_up, state=state,
        late_by=by, late=late, critical=now.slack == 0, slack=now.slack,
        progress="100" if completed else progress, resources=tuple(resource_in_words(r) for r in activity.resources),
        provision=activity.provision, outcomes=activity.outcomes, contingency=view.say(activity.contingency) or None,
        entries=tuple(d.position for d in done),
    )  # fmt: skip


def _late(slot: Slot, started: date | None, over: date | None, on: date) -> tuple[Literal["not", "start", "end"], int]:
    """Whether it is late, in what, and by how many days: on the day asked, or when it was done.

    What is on file as done in time, and not as begun, is not said to have been begun late.
    """
    at_end = ((over or on) - slot.ends).days
    if at_end > 0:
        return "end", at_end
    if over is not None and started == over:
        return "not", 0
    at_start = ((started or over or on) - slot.starts).days
    return ("start", at_start) if at_start > 0 else ("not", 0)


def _risks(view: FileView, plan: ImplementationPlan, most: int | None) -> list[RiskShown]:
    used: dict[str, list[int]] = {}
    for _, _, risk, position in plan.contingencies:
        if risk is not None:
            used.setdefault(name_key(risk), []).append(position)
    return [
        RiskShown(
            id=risk.id, category=risk.category, words=view.say(risk.words), rating=risk.rating,
            beyond=most is not None and (risk.rating or 0) > most, managed_by=view.say(risk.managed_by) or None,
            contingency=view.say(risk.contingency) or None,
            came_about=tuple(used.get(name_key(risk.id), ())), activity=risk.activity,
        )
        for risk in (plan.says.risks if plan.says else ())
    ]  # fmt: skip


def _risks_of_log(view: FileView, plan: ImplementationPlan, most: int | None) -> Iterator[RiskShown]:
    """What was seen since the plan was agreed, or before, and stands in the log of risks that are watched."""
    for risk, seen, place in risks_of(view.file, plan.id):
        rating = risk.newest.says.rating if risk.newest else None
        yield RiskShown(
            id=risk.id, category=seen.category, words=view.say(seen.description),
            rating=rating, beyond=most is not None and risk.closed is None and (rating or 0) > most,
            managed_by="; ".join(view.say(step) for step in risk.measures) or None, contingency=None,
            came_about=(risk.closed[2],) if risk.closed and risk.closed[1] else (), activity=place.part or None,
            seen_at=risk.position, plan_risk=seen.plan_risk, closed_on=risk.closed[0] if risk.closed else None,
        )  # fmt: skip


def _balance(procedure: Procedure, rated: Iterable[Rated]) -> Iterator[TotalRisk]:
    totals = totals_by_kind(rated)
    if not totals:
        return
    in_all: tuple[str | None, int] = (None, sum(totals.values()))
    by_kind = sorted(totals.items(), key=lambda pair: -pair[1])
    for category, total in (*by_kind, in_all):
        most = procedure.setting("risk.highest-total-of-a-kind" if category else "risk.highest-total")
        yield TotalRisk(category=category, total=total, most=most or None, beyond=0 < most < total)


def _statements(view: FileView, plan: ImplementationPlan) -> dict[str, str]:
    names = ("sustainability", "inclusion", "rights_protected", "best_value", "rationale")
    said = {name: view.say(getattr(plan.says, name, None)) for name in names}
    return {name: words for name, words in said.items() if words}


def _shared(view: FileView, given: Shared) -> SharedShown:
    said = given.says
    to = [view.say(who, said) for who in (*said.recipients, *said.groups)]
    return SharedShown(
        on=given.on, position=given.position, to=tuple(to), formats=tuple(map(view.say, said.formats)),
        channel=view.say(said.channel) if said.channel else None,
    )  # fmt: skip
