"""Performance against target: each indicator's figures and trend, improvements tracked to their result, what users say.

A figure comes from a performance report or from an assessment against the indicator. It is better or worse by the
target's direction; between two figures the trend is that of the last against the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from ledger.assessing import against_its_figures
from ledger.dates.span import Span
from ledger.entry import Frozen
from ledger.names import among, name_key, same_name
from ledger.specification import Indicator, Point, reaches
from ledger.subjects.feedback import CaseConsidered, ComplaintHandlingReviewed, ComplaintReceived
from ledger.subjects.performance import SatisfactionSurveyReceived
from ledger.subjects.terms import ServiceLevelAgreementAmended
from projections.failings.trail import percent
from projections.monitoring.improvements import Aim, improvements
from projections.view import FileView

_A_MONTH = timedelta(days=30)
Trend = Literal["better", "worse", "steady"]
ImprovementState = Literal[
    "reached", "not-reached", "on-the-way", "where-it-began", "further-off", "no-figure", "not-known"
]  # fmt: skip


class Figure(Frozen):
    """What an indicator came to over one time."""

    first: date
    last: date
    actual: str
    target: str | None
    met: bool | None
    """Whether the target was reached; None without one."""
    position: int


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


class ImprovementShown(Frozen):
    """One improvement agreed, and how far it has come."""

    id: str
    position: int
    improves: str
    text: str
    indicator: str | None
    baseline: str | None
    target: str | None
    unit: str | None
    due_on: date | None
    newest: str | None
    """What the indicator last came to, or the assessment found."""
    newest_at: int | None
    state: ImprovementState
    """Reached or not by its day, as assessed, else by the indicator's figures; not known, where nothing was by then, or
    it was assessed against its own figures; before that day on the way, where it began, further off than that, or no
    figure yet (TVP-2.0-3)."""
    against: str | None = None
    """That it was assessed otherwise than its own figures show, in a sentence."""


class ActionFromIt(Frozen):
    """Something that is to be done because of a judgement, and whether it was by the day asked about."""

    id: str
    position: int
    due_on: date | None
    done_on: date | None
    overdue: bool


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
    """When it was first given to the provider."""
    actions: tuple[ActionFromIt, ...] = ()
    """What is to be done because of it (HCC-3.1-e)."""


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


class SurveyShown(Frozen):
    """One survey of those who use the service."""

    on: date
    position: int
    respondents: int | None
    population: int | None
    rate: str | None
    """Answers, in percent of those asked."""
    says: bool
    """Whether what came of it is on file; where only its day is, the survey is still due (HCC-6.2-a)."""
    results: tuple[tuple[str, str, str, str | None], ...]
    """(question, figure, what it counts, change since the last survey that asked it)."""
    words: str | None = None
    """What they said, in words."""
    filed: bool = False
    """Whether the survey itself is with it."""


class ComplaintShown(Frozen):
    """One complaint, and how it was answered."""

    id: str
    on: date
    position: int
    whose: str
    standards: tuple[str, ...]
    answered_on: date | None
    days_to_answer: int | None
    judgement: str | None
    """What was last thought of how the provider dealt with it."""


class CaseShown(Frozen):
    """One particular case that was considered (HCC-7.6-i)."""

    case: str
    """Its pseudonym."""
    on: date
    position: int
    meeting: str | None
    """The meeting at which it was, where one is named."""
    standards: tuple[str, ...]
    finding: str | None


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
    complaints = tuple(_complaints(view))
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
        surveys=tuple(_surveys(view)), complaints=complaints, compliments=len(view.file.feedback.compliments),
        unanswered=sum(one.answered_on is None and one.judgement != "satisfactory" for one in complaints),
        cases=tuple(_cases(view)),
    )  # fmt: skip


def figures(view: FileView, indicator: str) -> list[Figure]:
    """Return what an indicator came to, in order of time, of several for one time the newest."""
    measures = {name_key(measure.id): measure for measure, *_ in view.file.terms.indicators(date.max)}
    measure = measures.get(name_key(indicator))
    found: dict[tuple[date, date], Figure] = {}
    for position, report in view.file.performance.reports:
        for told in report.figures:
            if same_name(told.indicator, indicator):
                _put(found, report.period, told.actual, told.target, measure, position)
    for judged in view.file.performance.assessments.values():
        if among(judged.indicator, (indicator,)) and judged.actual is not None and judged.on is not None:
            period = judged.period or Span(first=judged.on, last=judged.on)
            asked = None if judged.says and judged.says.improvement else judged.target  # that is the improvement's
            _put(found, period, judged.actual, asked, measure, judged.position)
    return [found[time] for time in sorted(found)]


def _put(
    found: dict[tuple[date, date], Figure], period: Span, actual: str, target: str | None, measure: Indicator | None,
    position: int,
) -> None:  # fmt: skip
    asked = target or (measure.target if measure else None)
    met = None if asked is None else reaches(actual, asked, measure.direction if measure else "at-least")
    found[period.last, period.first] = Figure(
        first=period.first, last=period.last, actual=actual, target=asked, met=met, position=position
    )


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
    return IndicatorShown(
        id=measure.id, text=view.say(measure.text), requirement=measure.requirement,
        requirement_text=view.say(asked.text) if asked else None,
        measures=picked_by.sort_of(measure), side=measure.side, core=picked_by.is_core(measure),
        target=f"{view.say(measure.direction)} {measure.target}{unit}" if measure.target else None, document=document,
        since=since, position=position, figures=tuple(there), state=state, trend=_trend(there, measure.direction),
        review_on=measure.review_on if measure.review_on and not looked_at_again(view, measure, document) else None,
    )  # fmt: skip


def looked_at_again(view: FileView, measure: Indicator, document: str) -> bool:
    """Return whether a measure was agreed anew, or the agreement it stands in was, on the day set for that or later.

    An amendment in words alone is of the points it names.
    """
    by = measure.review_on
    if by is None:
        return False
    terms = view.file.terms
    apart = next((held for name, held in terms.indicators_agreed.items() if same_name(name, measure.id)), ())
    if any(agreed.since >= by for agreed in apart):
        return True
    if any(version.since >= by for version in terms.agreements.get(document, ())[:1]):
        return True
    amended = (r.entry for r in view.file.of(ServiceLevelAgreementAmended))
    return any(
        change.sla == document and change.effective_on >= by
        and (change.becomes is not None or among(measure.id, [point.what for point in change.changes]))
        for change in amended if isinstance(change, ServiceLevelAgreementAmended)
    )  # fmt: skip


def _trend(there: list[Figure], direction: str) -> Trend | None:
    if len(there) < 2:
        return None
    before, now = Decimal(there[-2].actual), Decimal(there[-1].actual)
    if before == now:
        return "steady"
    return "better" if (now > before) == (direction == "at-least") else "worse"


def _actions(view: FileView, position: int, on: date) -> Iterator[ActionFromIt]:
    for action in view.file.actions.by_id.values():
        if action.arises_from != position or action.assigned_on is None or action.assigned_on > on:
            continue
        done = action.completed[0] if action.completed and action.completed[0] <= on else None
        yield ActionFromIt(
            id=action.id, position=action.position, due_on=action.due_on, done_on=done,
            overdue=done is None and action.due_on is not None and action.due_on < on,
        )  # fmt: skip


def _assessments(view: FileView, on: date) -> Iterator[AssessmentShown]:
    held = [(one, one.says) for one in view.file.performance.assessments.values() if one.says is not None]
    for one, says in sorted(held, key=lambda of: (of[0].standards or (of[0].indicator or "",), of[1].happened_on)):
        yield AssessmentShown(
            id=one.id, on=says.happened_on, position=one.position, period=says.period, standards=says.standards,
            indicator=says.indicator, target=says.target, actual=says.actual, unit=says.unit,
            judgement=says.judgement, against=against_its_figures(view.file, says),
            shared_on=min((day for day, _ in one.shared), default=None),
            actions=tuple(_actions(view, one.position, on)),
        )  # fmt: skip


def improvement_shown(view: FileView, aim: Aim, on: date) -> ImprovementShown:
    """Return how far an improvement agreed has come, by its assessments, else by its indicator's figures. Pure."""
    last, there = (aim.results[-1] if aim.results else None), _figures_by_its_day(view, aim)
    newest = (last.actual, last.position) if last else (there[-1].actual, there[-1].position) if there else (None, None)
    reached = last.judgement == "met" if last else _came_to(aim, newest[0])
    over = last is not None or (aim.due_on is not None and aim.due_on < on)
    against = against_its_figures(view.file, last.says) if last and last.says else None
    state: ImprovementState
    if against:
        state = "not-known"
    elif reached:
        state = "reached"
    elif over:
        state = "not-reached" if last or (there and _tells_of_its_day(aim, there[-1])) else "not-known"
    else:
        state = "no-figure" if newest[0] is None else _so_far(aim, newest[0])
    return ImprovementShown(
        id=aim.id, position=aim.position, improves=aim.improves, text=aim.text, indicator=aim.indicator,
        baseline=aim.baseline, target=aim.target, unit=aim.unit, due_on=aim.due_on, newest=newest[0],
        newest_at=newest[1], state=state, against=against,
    )  # fmt: skip


def reached_by_figures(view: FileView, aim: Aim) -> bool:
    """Return whether the figures of its indicator show an improvement to be reached by its day."""
    there = _figures_by_its_day(view, aim)
    return bool(there) and _came_to(aim, there[-1].actual)


def _figures_by_its_day(view: FileView, aim: Aim) -> list[Figure]:
    if aim.indicator is None:
        return []
    return [one for one in figures(view, aim.indicator) if aim.due_on is None or one.last <= aim.due_on]


def _tells_of_its_day(aim: Aim, newest: Figure) -> bool:
    """Whether a figure tells how it stood on the day an improvement was due: one for the time before that day, of the
    length figures are given for, and no older one (TVP-2.0-3)."""
    length = max(newest.last - newest.first, _A_MONTH) + timedelta(days=1)
    return aim.due_on is None or newest.last + length >= aim.due_on


def _came_to(aim: Aim, actual: str | None) -> bool:
    if aim.target is None or actual is None:
        return False
    return reaches(actual, aim.target, "at-most" if aim.falls else "at-least")


def _so_far(aim: Aim, actual: str) -> ImprovementState:
    """How a figure that is short of what was agreed stands to where the improvement began."""
    if aim.baseline is None:
        return "on-the-way"
    if Decimal(actual) == Decimal(aim.baseline):
        return "where-it-began"
    return "on-the-way" if reaches(actual, aim.baseline, "at-most" if aim.falls else "at-least") else "further-off"


def _surveys(view: FileView) -> Iterator[SurveyShown]:
    last: dict[str, Decimal] = {}
    says = {survey.position for survey in view.file.performance.surveys if survey.says}
    for recorded in view.file.of(SatisfactionSurveyReceived):
        entry = recorded.entry
        assert isinstance(entry, SatisfactionSurveyReceived)
        results = []
        for one in entry.results:
            figure = Decimal(one.result)
            change = f"{figure - last[one.question]:+f}" if one.question in last else None
            results.append((one.question, one.result, one.unit, change))
            last[one.question] = figure
        yield SurveyShown(
            on=entry.happened_on, position=recorded.position, respondents=entry.respondents,
            population=entry.population, rate=percent(entry.respondents or 0, entry.population or 0),
            says=recorded.position in says, results=tuple(results), words=view.say(entry.words) or None,
            filed=bool(entry.document or entry.exhibits),
        )  # fmt: skip


def _complaints(view: FileView) -> Iterator[ComplaintShown]:
    looked: dict[str, list[ComplaintHandlingReviewed]] = {}
    for recorded in view.file.of(ComplaintHandlingReviewed):
        assert isinstance(recorded.entry, ComplaintHandlingReviewed)
        looked.setdefault(recorded.entry.complaint, []).append(recorded.entry)
    for recorded in view.file.of(ComplaintReceived):
        entry, reviews = recorded.entry, looked.get(recorded.given_id or "", [])
        assert isinstance(entry, ComplaintReceived)
        answered = next((one.responded_on for one in reviews if one.responded_on), None)
        yield ComplaintShown(
            id=recorded.given_id or "", on=entry.happened_on, position=recorded.position,
            whose=view.say(entry.whose) if entry.whose != "other" else "another, or not said",
            standards=entry.standards, answered_on=answered,
            days_to_answer=(answered - entry.happened_on).days if answered else None,
            judgement=reviews[-1].judgement if reviews else None,
        )  # fmt: skip


def _cases(view: FileView) -> Iterator[CaseShown]:
    for recorded in view.file.of(CaseConsidered):
        entry = recorded.entry
        assert isinstance(entry, CaseConsidered)
        yield CaseShown(
            case=entry.case, on=entry.happened_on, position=recorded.position, meeting=entry.meeting,
            standards=entry.standards, finding=view.say(entry.finding) if entry.finding else None,
        )  # fmt: skip
