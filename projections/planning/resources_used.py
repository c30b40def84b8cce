"""Resources planned against used, where they go another way, and what was done about it (CPC308-K20, CPC308-AB-b)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from ledger.assessing import against_its_outcome
from ledger.dates.span import Span
from ledger.entry import Frozen
from ledger.names import same_name
from ledger.resource_figures import differs, is_at_a_time, last_time, on_record, trend_of
from ledger.responsibility import answers_for
from ledger.risks_told import beyond_appetite
from ledger.subjects.outcomes import reached_on_activity, rests_on_no_result, rests_on_nothing
from ledger.subjects.resources import ResourceLine, ResourcePlan
from ledger.subjects.risks import Place, Risk, RiskIdentified, place_of, risks_of, watched_in_the_log
from projections.failings.trail import spoken
from projections.planning.evaluations_shown import (
    DevelopmentShown,
    EvaluationShown,
    FeedbackShown,
    development,
    evaluations,
    feedback,
    feedback_on,
    plainly,
)
from projections.planning.resource_rules import ResourceRules, resource_rules
from projections.planning.resources_told import (
    ControlShown,
    InformationShown,
    RecommendationShown,
    ResponsibilityShown,
    TrendShown,
    controls,
    information,
    recommendations,
    responsibilities,
    trends,
)
from projections.planning.uses_shown import UseShown, uses_shown
from projections.planning.variances_shown import VarianceShown, variances
from projections.view import FileView


class OutcomeServed(Frozen):
    """An outcome that a resource is used for."""

    id: str
    wording: str | None
    """None where it is not on file."""
    achieved: Literal["yes", "partly", "no", "too-early", "not-measurable"] | None
    """How far it was found to be reached, by the last judgement; None where there was none by the day."""
    judged_on: date | None
    judged_at: int | None
    on_activity: bool = False
    """Whether that rests on nothing but that something was done (CPC307-D0),"""
    on_no_result: bool = False
    """or on nothing that shows a result,"""
    on_nothing: bool = False
    """or on no entry, document or figure."""
    against: str | None = None
    """That it is judged otherwise than its own figures show, in a sentence (CPC308-C4); None where it is not."""
    dropped: bool = False
    """Whether those who use the service dropped it (CPC307-K11)."""


class LineShown(Frozen):
    """One line of a plan on a day."""

    id: str
    kind: str
    name: str
    unit: str
    planned: str
    available: str | None
    responsible: str | None
    by_the_plan: bool = True
    """Whether that is whom the plan names, and not who took it on all the same."""
    told_on: date | None = None
    """When whoever answers for it was told so, or agreed the plan; None where that is not on file."""
    told_at: int | None = None
    acknowledged_on: date | None = None
    acknowledged_at: int | None = None
    outcomes: tuple[OutcomeServed, ...]
    """What it is used for, and how far that was reached (CPC308-AB-b)."""
    targeted: str
    """What should have been used of it by the day, by the plan: its share of the days that have passed of its time."""
    used: str | None
    """None where nothing is on record."""
    targeted_on_record: str
    """What was to be used in the times of which use is on record: as the records say, else the plan's share of them."""
    share: str | None
    """By how many percent use differs from that; None where nothing was to be used."""
    significant: bool
    """Whether that is beyond the share the procedure tolerates (CPC308-B5)."""
    of_plan: str | None
    """How much of the whole plan has been used, in percent; None where nothing is on record."""
    trend: Literal["rising", "falling", "steady"] | None = None
    """How the last record compares with those before it, by the day; None with fewer than two (CPC308-A2)."""
    trend_in: Span | None = None
    """The time of that last record; None where there is no trend."""
    at_a_time: bool = False
    """Whether its quantity is in use at any one time, as staff, rooms and vehicles are: then all of it is planned from
    the first day on, and what was used is the mean over the days on record. Else it is used up, as pounds and hours."""
    counted_by: Literal["plan", "unit"] = "unit"
    """Whether the plan says so, or its unit does, as the procedure has it (CPC308-K20)."""
    seen: tuple[TrendShown, ...] = ()
    """Trends of it that were seen, and put on record."""
    missing: tuple[Span, ...] = ()
    """The stretches of the plan's time, as far as it is over, of which no use is on record, in order (CPC308-B4)."""
    accessed_by: tuple[str, ...] = ()
    """Who had the use of it, in all the times on record together."""
    uses: tuple[UseShown, ...] = ()
    """Each time on record by itself, in order."""
    entries: tuple[int, ...] = ()


class ResourceRiskShown(Frozen):
    """A risk that arises from how a plan's resources are used, as the plan or the risk log has it (CPC308-A6)."""

    id: str
    category: str
    words: str
    line: str | None
    """The line of resources it belongs to; None where it is of the whole plan."""
    likelihood: int | None
    impact: int | None
    rating: int | None
    """Likelihood times impact, of 25; None where either is not said."""
    beyond: bool
    """Whether that is more than the organisation takes; of one that is closed it is not."""
    managed_by: str | None
    owner: str | None
    contingency: str | None
    seen_at: int | None = None
    """Of one of the risk log: the entry by which it was seen."""
    plan_risk: str | None = None
    """Of one of the risk log: what the plan calls it, where the plan names it itself; the two are one."""
    closed_on: date | None = None


class ResourcePlanShown(Frozen):
    """One plan of resources on a day."""

    id: str
    position: int
    title: str | None
    agreed_on: date
    first: date
    last: date
    replaces: str | None = None
    """The plan it took the place of."""
    replaced_by: tuple[str, ...] = ()
    """The plans that took its place, each with the day from which on: RPL-002 from 1 April 2026."""
    money_limit: str | None
    lines: tuple[LineShown, ...]
    form: str
    """Whether it was made in writing or orally (CPC308-S6)."""
    term: str | None
    """Whether it is for a short or a long time; None where it does not say."""
    risks: tuple[ResourceRiskShown, ...]
    eligibility: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]
    feedback: tuple[str, ...] = ()
    """The feedback that was asked for on it, by its ids (CPC308-A8)."""


class ResourcesShown(Frozen):
    """Resources of one contract."""

    plans: tuple[ResourcePlanShown, ...]
    risks: tuple[ResourceRiskShown, ...]
    """Those of the risk log that are of resources, and of no plan on file: there may be none yet (CPC308-K15)."""
    variances: tuple[VarianceShown, ...]
    recommendations: tuple[RecommendationShown, ...]
    feedback: tuple[FeedbackShown, ...]
    evaluations: tuple[EvaluationShown, ...]
    rules: ResourceRules
    """By what law and procedure they are watched."""
    development: int
    """How many needs for development were counted the last time: each counts anew. Nothing is known of whose."""
    development_counts: tuple[DevelopmentShown, ...]
    """What was counted each time, and what is done about it."""
    responsibilities: tuple[ResponsibilityShown, ...]
    """Who was told, and who acknowledged, what is theirs (CPC308-B6)."""
    information: tuple[InformationShown, ...]
    """What was passed on of resources and their use, to whom, and what it means (CPC308-B2)."""
    trends: tuple[TrendShown, ...]
    """Trends that were seen, with what is behind each and what was suggested (CPC308-K19)."""
    controls: tuple[ControlShown, ...]
    """Systems and procedures that watch resources, as last checked (CPC308-B7)."""


def resources_shown(view: FileView, on: date) -> ResourcesShown:
    """Return resources planned and used, variances, feedback and evaluations, as they stand on a day. Pure."""
    plans = tuple(_plan(view, plan, on) for plan in view.file.resources.plans.values() if plan.says is not None)
    return ResourcesShown(
        plans=plans, risks=tuple(_of_no_plan(view, plans)),
        variances=tuple(variances(view)), recommendations=tuple(recommendations(view)),
        feedback=tuple(feedback(view)), evaluations=tuple(evaluations(view)), rules=resource_rules(view, on),
        development=sum(need.people for _, _, _, needs in view.file.evaluation.development[-1:] for need in needs),
        development_counts=tuple(development(view)), responsibilities=tuple(responsibilities(view)),
        information=tuple(information(view)), trends=tuple(trends(view)), controls=tuple(controls(view)),
    )  # fmt: skip


def _plan(view: FileView, plan: ResourcePlan, on: date) -> ResourcePlanShown:
    assert plan.says is not None
    assert plan.on is not None
    says = plan.says
    names = ("policy_check", "sustainability", "inclusion", "rights_protected", "best_value", "rationale")
    said = [(name.replace("_", " "), view.say(getattr(says, name))) for name in names]
    return ResourcePlanShown(
        id=plan.id, position=plan.position, title=says.title, agreed_on=plan.on, first=says.period.first,
        last=says.period.last, replaces=says.replaces,
        replaced_by=tuple(f"{later} from {spoken(first)}" for first, later in plan.replaced_by),
        money_limit=str(says.money_limit) if says.money_limit else None,
        lines=tuple(_line(view, plan, line, on) for line in says.lines), form=says.form, term=says.term,
        risks=tuple(_risks(view, plan)),
        eligibility=tuple(view.say(words) for words in says.eligibility),
        statements=tuple((name, words) for name, words in said if words), feedback=feedback_on(view, plan),
    )  # fmt: skip


def _risks(view: FileView, plan: ResourcePlan) -> Iterator[ResourceRiskShown]:
    assert plan.says is not None
    most = view.procedure_on(plan.on or date.min).setting("risk.highest-rating")
    watched, as_planned = watched_in_the_log(view.file, plan.id, plan.says.risks), dict[str, ResourceRiskShown]()
    for risk in plan.says.risks:
        own = ResourceRiskShown(
            id=risk.id, category=risk.category, words=view.say(risk.words), line=risk.activity,
            likelihood=risk.likelihood, impact=risk.impact, rating=risk.rating, beyond=(risk.rating or 0) > most,
            managed_by=view.say(risk.managed_by) or None, owner=risk.owner,
            contingency=view.say(risk.contingency) or None,
        )  # fmt: skip
        logged = watched.get(risk.id, [])
        left = [one for one in logged if one.closed is None]
        rated = any(one.newest for one in left)
        for one in logged:  # of several open ones that are not rated one counts as planned (docs/adr/0296)
            counts = {} if one in left[:1] and not rated else _UNRATED
            as_planned[one.id] = own.model_copy(update={"plan_risk": risk.id, **counts})
        if not logged:
            yield own
    for held, seen, place in risks_of(view.file, plan.id):
        shown = _of_the_log(view, held, seen, place)
        yield _filled(shown, as_planned[held.id]) if held.id in as_planned else shown


_UNRATED = {"likelihood": None, "impact": None, "rating": None, "beyond": False}


def _filled(shown: ResourceRiskShown, planned: ResourceRiskShown) -> ResourceRiskShown:
    """One of the log that is the plan's own: as it was last assessed, and as planned where the log says nothing."""
    taken = tuple(_UNRATED) if shown.rating is None else ()
    left = [name for name in ("managed_by", "owner", "contingency", "line") if getattr(shown, name) is None]
    return shown.model_copy(update={name: getattr(planned, name) for name in ("plan_risk", *taken, *left)})


def _of_no_plan(view: FileView, plans: Iterable[ResourcePlanShown]) -> Iterator[ResourceRiskShown]:
    shown = {risk.seen_at for plan in plans for risk in plan.risks}
    for held in view.file.risks.by_id.values():
        place = place_of(held.says) if held.says else None
        if held.says is not None and place is not None and place.of_resources and held.position not in shown:
            yield _of_the_log(view, held, held.says, place)


def _of_the_log(view: FileView, held: Risk, seen: RiskIdentified, place: Place) -> ResourceRiskShown:
    last = held.newest.says if held.newest else None
    return ResourceRiskShown(
        id=held.id, category=seen.category, words=view.say(seen.description), line=place.part or None,
        likelihood=last.likelihood if last else None, impact=last.impact if last else None,
        rating=last.rating if last else None,
        beyond=last is not None and held.closed is None
        and beyond_appetite(last, view.procedure_on(last.happened_on)),
        managed_by="; ".join(view.say(step) for step in held.measures) or None,
        owner=last.owner if last else None, contingency=None,
        seen_at=held.position, closed_on=held.closed[0] if held.closed else None,
    )  # fmt: skip


def _line(view: FileView, plan: ResourcePlan, line: ResourceLine, on: date) -> LineShown:
    uses = [use for use in plan.used(line.id) if use.period.first <= on]
    held = is_at_a_time(line, view.procedure_on(plan.on or date.min))
    used, target = on_record(plan, line, uses, at_a_time=held)
    planned = Decimal(line.planned)
    share = (used - target) / abs(target) * 100 if target else None
    tolerance = view.procedure_on(plan.on or on).setting("resource.tolerance")
    whose, trend = answers_for(view.file, plan, line), trend_of(uses, tolerance, at_a_time=held)
    return LineShown(
        id=line.id, kind=line.kind, name=line.name, unit=line.unit, planned=line.planned, available=line.available,
        responsible=whose.who, by_the_plan=whose.by_the_plan, told_on=whose.told[0], told_at=whose.told[1],
        acknowledged_on=whose.acknowledged[0], acknowledged_at=whose.acknowledged[1],
        outcomes=tuple(_outcome(view, named, on) for named in line.outcomes),
        targeted=plainly(_planned_by(plan, line, on, at_a_time=held)), used=plainly(used) if uses else None,
        targeted_on_record=plainly(target),
        seen=tuple(one for one in trends(view) if one.plan == plan.id and one.line and same_name(one.line, line.id)),
        share=plainly(share) if share is not None else None,
        at_a_time=held, counted_by="unit" if line.at_a_time is None else "plan",
        significant=plan.time is not None and differs(used, target, tolerance),
        of_plan=plainly(used / planned * 100) if planned and uses else None,
        trend=trend, trend_in=last_time(uses) if trend else None,
        missing=tuple(
            Span(first=gap.first, last=min(gap.last, on)) for gap in plan.unrecorded(line.id) if gap.first <= on
        ),
        accessed_by=tuple(dict.fromkeys(who for use in uses for who in use.accessed_by)),
        uses=tuple(uses_shown(view, plan, line, on, at_a_time=held)),
        entries=tuple(use.position for use in uses),
    )  # fmt: skip


def _outcome(view: FileView, named: str, on: date) -> OutcomeServed:
    held = view.file.outcomes.by_id.get(named)
    says = (held.specification or held.identified) if held else None
    judged = [one for one in held.achieved if one[0] <= on] if held else []
    day, position, last = judged[-1] if judged else (None, None, None)
    return OutcomeServed(
        id=named, wording=view.say(says.wording) or None if says else None,
        achieved=last.reached.achieved if last else None, judged_on=day, judged_at=position,
        on_activity=last is not None and reached_on_activity(view.file, last),
        against=(against_its_outcome(view.file, last) or None) if last is not None else None,
        on_no_result=last is not None and rests_on_no_result(view.file, last),
        on_nothing=last is not None and position is not None and rests_on_nothing(view.file, position, last),
        dropped=held is not None and held.dropped,
    )  # fmt: skip


def _planned_by(plan: ResourcePlan, line: ResourceLine, on: date, *, at_a_time: bool) -> Decimal:
    """What the plan has for a line by the end of a day: nothing before its time, all of it after, its share of the days
    where another took its place; of what is in use at a time all of it from its first day on."""
    assert plan.says is not None
    if plan.time is None:
        return Decimal(0)
    if at_a_time:
        return Decimal(line.planned if plan.says.period.first <= on else 0)
    first, last = plan.says.period.first, plan.says.period.last
    passed = (min(on, plan.time.last) - first).days + 1
    return Decimal(line.planned) * max(passed, 0) / ((last - first).days + 1)
