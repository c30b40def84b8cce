"""Performance against target: each indicator, the judgements made, the improvements agreed, and what users say.

Better or worse goes by the target's direction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from ledger.assessing import against_its_figures
from ledger.dates.span import Span
from ledger.entry import Frozen
from ledger.names import among, name_key
from ledger.registers import grouped
from ledger.results_given import given_on, not_given
from ledger.specification import Indicator, Point
from projections.monitoring.actions_shown import ActionFromIt, actions_shown
from projections.monitoring.figures import Figure, Trend, figures, trend_of
from projections.monitoring.heard_from_users import CaseShown, ComplaintShown, SurveyShown, cases, complaints, surveys
from projections.monitoring.improvement_shown import ImprovementShown, improvement_shown
from projections.monitoring.improvements import improvements
from projections.monitoring.measures_reviewed import looked_at_again
from projections.view import FileView


class IndicatorShown(Frozen):
    """One indicator on a day."""

    id: str
    text: str
    requirement: str | None
    """The requirement of the specification it measures (TVP-3.0-6)."""
    requirement_text: str | None
    """What that asks for; None where no specification in force has it."""
    measures: str | None
    """Effectiveness, efficiency or economy (TVP-1.0-6)."""
    side: str | None
    """Price, quality or service (TVP-2.0-3)."""
    core: bool
    """Of a core set: as it says itself, or by the menu it was picked from (TVP-4.0-24)."""
    core_by_itself: bool
    """Whether only it says so, and the procedure has a menu whose core set it is not in."""
    target: str | None
    """In words: at least 95 percent."""
    document: str
    since: date
    position: int
    figures: tuple[Figure, ...]
    """In order of time."""
    state: Literal["met", "not-met", "no-figure", "no-target"]
    """By the newest figure."""
    trend: Trend | None
    """The newest figure against the one before; None with fewer than two."""
    review_on: date | None = None
    """When the measure itself is to be looked at again (CPC308-K17); None where no day was agreed, or it was done."""


class IssueFromIt(Frozen):
    """An issue that rests on a judgement, and since when it was settled by the day asked about."""

    id: str
    position: int
    settled_on: date | None


class AssessmentShown(Frozen):
    """One judgement of performance, by the standards it was made against (HCC-3.1-d)."""

    id: str
    on: date
    position: int
    period: Span | None
    standards: tuple[str, ...]
    indicator: str | None
    target: str | None
    actual: str | None
    unit: str | None
    judgement: Literal["met", "not-met", "not-measurable"]
    against: str | None
    """Why its own figures show otherwise; None where they do not."""
    shared_on: date | None
    """When it was first given to the provider as it stands now; None while that is not on file."""
    told: str | None = None
    """What the provider was told instead, where the result was corrected since it was last given;"""
    told_on: date | None = None
    """and when."""
    actions: tuple[ActionFromIt, ...] = ()
    """What is to be done because of it,"""
    issues: tuple[IssueFromIt, ...] = ()
    """and the issues that rest on it (HCC-3.1-e)."""


class ActivityShown(Frozen):
    """How much of the service was given over one time, against what was aimed at or contracted for (HCC-7.6-g)."""

    first: date
    last: date
    measure: str
    aim: str | None
    came: str | None
    difference: str | None
    """In number and percent; none where nothing was aimed at, or nothing came to be compared with it."""
    position: int
    actions: tuple[int, ...] = ()
    """Positions of corrective action that names these figures, in their order."""


class PerformanceShown(Frozen):
    """Performance of one contract on a day."""

    indicators: tuple[IndicatorShown, ...]
    unmeasured: tuple[str, ...]
    """Requirements of the specification that no indicator measures; none where there is no indicator at all."""
    assessments: tuple[AssessmentShown, ...]
    """In order of the standards they were made against, and of the day."""
    improvements: tuple[ImprovementShown, ...]
    activity: tuple[ActivityShown, ...]
    """In the order in which it was put on file."""
    surveys: tuple[SurveyShown, ...]
    complaints: tuple[ComplaintShown, ...]
    compliments: int
    unanswered: int
    """Complaints of which no answer is on file."""
    cases: tuple[CaseShown, ...] = ()
    """The particular cases that were considered, in the order in which they were put on file."""


def performance_shown(view: FileView, on: date) -> PerformanceShown:
    """Return performance against target, improvements, surveys and complaints, as they stand on a day. Pure."""
    received = tuple(complaints(view))
    issued = view.file.terms.specification(on)
    required = {name_key(point.id): point for point in issued.says.points} if issued else {}
    measures = list(view.file.terms.indicators(on))
    measured = [measure.requirement for measure, *_ in measures]
    return PerformanceShown(
        indicators=tuple(_indicator(view, required, *held) for held in measures),
        unmeasured=tuple(
            point.id for point in (issued.says.requirements if issued and measures else ())
            if not among(point.id, measured)
        ),
        assessments=tuple(_assessments(view, on)),
        improvements=tuple(improvement_shown(view, aim, on) for aim in improvements(view, on)),
        activity=tuple(
            ActivityShown(
                first=one.period.first, last=one.period.last, measure=one.measure, difference=one.difference,
                aim=one.compared[0] if one.compared else one.target or one.commissioned,
                came=one.compared[1] if one.compared else one.actual or one.delivered, position=position,
                actions=view.file.actions.answering.get(position, ()),
            )
            for position, one in view.file.performance.activity
        ),
        surveys=tuple(surveys(view)), complaints=received, compliments=len(view.file.feedback.compliments),
        unanswered=sum(not one.answered for one in received),
        cases=tuple(cases(view)),
    )  # fmt: skip


def _indicator(
    view: FileView, required: Mapping[str, Point], measure: Indicator, document: str, since: date,
    position: int,
) -> IndicatorShown:  # fmt: skip
    there = figures(view, measure.id)
    newest = there[-1] if there else None
    state: Literal["met", "not-met", "no-figure", "no-target"] = (
        "no-figure" if newest is None else "no-target" if newest.met is None else "met" if newest.met else "not-met"
    )
    unit = f" {measure.unit}" if measure.unit else ""
    asked = required.get(name_key(measure.requirement)) if measure.requirement else None
    agreed = view.file.at(position)
    picked_by = view.judging(agreed.entry) if agreed else view.procedure_on(since)
    on_menu = picked_by.measure_called(measure.id)
    return IndicatorShown(
        id=measure.id, text=view.say(measure.text), requirement=measure.requirement,
        requirement_text=view.say(asked.text) if asked else None,
        measures=picked_by.sort_of(measure), side=measure.side, core=picked_by.is_core(measure),
        core_by_itself=measure.core and bool(picked_by.indicators) and not (on_menu is not None and on_menu.core),
        target=f"{view.say(measure.direction)} {measure.target}{unit}" if measure.target else None, document=document,
        since=since, position=position, figures=tuple(there), state=state, trend=trend_of(there, measure.direction),
        review_on=measure.review_on if measure.review_on and not looked_at_again(view, measure, document) else None,
    )  # fmt: skip


def _issues(view: FileView, on: date) -> Mapping[int, list[IssueFromIt]]:
    """The issues raised by a day, by each entry that is cited as what shows them."""
    resting: dict[int, list[IssueFromIt]] = defaultdict(list)
    for position, named in view.file.issues.rested:
        issue = view.file.issues.by_id.get(named)
        if issue is None or issue.raised_on is None or issue.raised_on > on:
            continue
        well = max(((day, at) for day, satisfactory, at in issue.resolved if satisfactory and day <= on), default=None)
        back = max((again for again in issue.reopened if again[0] <= on), default=None)
        settled_on = well[0] if well and not (back and back > well) else None
        resting[position].append(IssueFromIt(id=issue.id, position=issue.raised, settled_on=settled_on))
    return resting


def _assessments(view: FileView, on: date) -> Iterator[AssessmentShown]:
    resting, told = _issues(view, on), {one.id: other for one, other in not_given(view.file)}
    given = given_on(view.file)
    acts = grouped(view.file.actions.by_id.values(), lambda action: (action.arises_from,))
    held = [(one, one.says) for one in view.file.performance.assessments.values() if one.says is not None]
    for one, says in sorted(held, key=lambda of: (of[0].standards or (of[0].indicator or "",), of[1].happened_on)):
        other = told.get(one.id)
        yield AssessmentShown(
            id=one.id, on=says.happened_on, position=one.position, period=says.period, standards=says.standards,
            indicator=says.indicator, target=says.target, actual=says.actual, unit=says.unit,
            judgement=says.judgement, against=against_its_figures(view.file, says),
            shared_on=given.get(one.id), told=str(other) if other else None, told_on=other.on if other else None,
            actions=tuple(actions_shown(acts.get(one.position, ()), on)), issues=tuple(resting.get(one.position, ())),
        )  # fmt: skip
