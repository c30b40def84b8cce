"""The outcomes of a contract: who wants each, what secures it, how far it was reached, what is missing (HCC-3.1-b).

Activities done are listed beside an outcome and never count as reaching it (CPC307-D0).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from ledger import provisions
from ledger.assessing import against_its_outcome
from ledger.entry import Frozen
from ledger.names import contract_called, same_name
from ledger.outcomes_weighed import not_weighed
from ledger.subjects.outcomes import (
    Outcome,
    OutcomeSpecified,
    reached_on_activity,
    rests_on_no_result,
    rests_on_nothing,
)
from projections.monitoring.figures import Figure, figures
from projections.monitoring.performance_shown import performance_shown
from projections.planning.outcomes_weighed import (
    ConflictShown,
    GoneOver,
    ImplicationsShown,
    RecommendedShown,
    conflicts,
    gone_over,
    implications,
    recommended,
    weighed_under,
)
from projections.planning.provisions_shown import ProvisionShown, provisions_shown
from projections.planning.value_tested import ValueFact, value_tested
from projections.view import FileView
from projections.worded_alike import worded_alike


class IndicatorOfAnOutcome(Frozen):
    """The indicator that measures an outcome."""

    id: str
    text: str | None
    """What it measures; None where no agreement on file has it."""
    target: str | None
    position: int | None
    """The entry by which it was agreed."""
    figures: tuple[Figure, ...]
    """What it came to, in order of time."""
    met: bool | None
    """Whether the newest figure reaches the target; None where that cannot be told."""


class EvidenceCited(Frozen):
    """An entry that a judgement rests on."""

    position: int
    says: str | None
    """What it says, in a sentence; None where this reader may not see it."""


class FeedbackOnAnOutcome(Frozen):
    """What was answered, asked for or not, on whether an outcome is met."""

    on: date
    position: int
    group: str | None
    """Whose answers they are, in words."""
    answers: int | None
    met: Literal["yes", "partly", "no", "not-said"]


class OutcomeShown(Frozen):
    """One outcome or objective as it stands on a day."""

    id: str
    position: int
    sort: Literal["outcome", "objective"]
    wording: str
    """As specified; before that as identified."""
    level: str | None = None
    aim: str | None = None
    """The strategic aim it serves (CPC307-KP)."""
    user_directed: bool = False
    wanted_by: tuple[str, ...] = ()
    agreed_by: tuple[str, ...] = ()
    state: Literal["wanted", "recommended", "specified", "dropped"]
    dropped_before: tuple[date, int] | None = None
    """When those concerned dropped it, and by which entry, where it was specified all the same since (CPC307-K11)."""
    priority: int | None = None
    priority_factors: tuple[str, ...] = ()
    measure: str | None = None
    """By what it is measured."""
    indicator: IndicatorOfAnOutcome | None = None
    """The indicator that measures it, with its figures (HCC-3.1-b)."""
    target: str | None = None
    """With its unit, and which way it counts where that is said: at most 5 days."""
    reach_by: date | None = None
    with_provider: str | None = None
    """When it was, or is to be, agreed with the provider (CPC307-B5)."""
    weighed: bool
    """Whether it is on file what it means for resources, risk, sustainability and managing the contract."""
    not_weighed_under: tuple[str, ...] = ()
    """Of these four, those of which nothing is said (CPC307-K12)."""
    weighed_under: tuple[str, ...] = ()
    """The heads under which that says something: resources, risk, sustainability, managing the contract."""
    provisions: tuple[str, ...] = ()
    """Provisions of the contract that secure it (CPC307-B6)."""
    needs_no_provision: str | None = None
    """Why it needs none; None where that is not said."""
    plans: tuple[str, ...] = ()
    """Activities of plans that are to bring it about: IPL-001 A1."""
    lines: tuple[str, ...] = ()
    """Lines of resources used for it: RPL-001 L1."""
    conflicts: tuple[str, ...] = ()
    """Clashes about it that are not settled."""
    achieved: Literal["yes", "partly", "no", "too-early", "not-measurable"] | None = None
    progress: str | None = None
    quality: str | None = None
    actual: str | None = None
    judged_on: date | None = None
    judged_at: int | None = None
    """The entry of the last judgement."""
    judged_first: date | None = None
    """The time it looked at, from this day"""
    judged_last: date | None = None
    """to this."""
    judged_words: str | None = None
    evidence: tuple[EvidenceCited, ...] = ()
    """What the last judgement rests on."""
    against: str | None = None
    """Why its figures, or what it rests on, show otherwise; None where they do not."""
    on_activity: bool = False
    """Whether it is judged reached, in part or not, on nothing but that something was done, and so does not count as
    reached (CPC307-D0)."""
    on_no_result: bool = False
    """Whether it is judged reached, or not, on nothing that shows a result, but on what was wanted, agreed or arranged;
    as reached it does not count then (CPC307-D0)."""
    on_nothing: bool = False
    """Whether it is judged reached, in part or not, on no entry, document or figure, and so does not count as reached
    (CPC307-D0)."""
    judged_before: tuple[str, ...] = ()
    """What earlier judgements said."""
    worded_as: tuple[str, ...] = ()
    """Other outcomes that are worded alike and not dropped: what is wanted may stand twice (CPC307-A1)."""
    feedback: tuple[FeedbackOnAnOutcome, ...] = ()
    """What those concerned said of it (CPC308-C3)."""


class WayShown(Frozen):
    """One way compared in an analysis, how it was judged, and whether it was chosen (CPC307-B1, CPC307-B2)."""

    name: str
    says: str | None
    """What it is."""
    reaches: tuple[str, ...]
    """What it was looked at for: outcomes or objectives by their ids, objectives also by what they are about."""
    judged: tuple[str, ...]
    """How it does by each criterion: "risk: all in one hand"."""
    chosen: bool
    chosen_since: tuple[tuple[str, int], ...] = ()
    """Of a way chosen: for what of this a later analysis has chosen again, and by which entry; that stands."""
    position: int


class WeighedShown(Frozen):
    """What was weighed in an analysis beside its ways, each with what was said of it (CPC307-AB)."""

    position: int
    weighed: tuple[tuple[str, str], ...]


class FormShown(Frozen):
    """A type and form of contract recommended."""

    contract_type: str
    called: str
    """What a contract of that type is called: Block contract."""
    counts_as: str | None
    """Which of individual, multiple and block it counts as, by the procedure (CPC307-S10)."""
    form: str | None
    reason: str | None
    on: date
    position: int


class OutcomesShown(Frozen):
    """Outcomes and design of one contract."""

    outcomes: tuple[OutcomeShown, ...]
    """By rank, those without one after them, dropped ones last (CPC307-K15)."""
    unsecured: tuple[str, ...]
    """Specified, and secured by no provision, where it is not said that none is needed."""
    unanalysed: tuple[str, ...]
    """Outcomes and objectives specified for which no analysis is on file that compares ways to reach them, says
    something of each, and chooses (CPC307-B1, CPC307-B2)."""
    unplanned: tuple[str, ...]
    """Outcomes specified that no activity of a plan is to bring about (CPC307-C1)."""
    implications: tuple[ImplicationsShown, ...]
    """What they were found to mean for resources, risk, sustainability and managing the contract (CPC307-A2)."""
    gone_over: tuple[GoneOver, ...]
    """Each time they were gone over with those concerned, and what these decided (CPC307-A3)."""
    recommended: tuple[RecommendedShown, ...]
    """Which were recommended, and how the contract is to reach them."""
    conflicts: tuple[ConflictShown, ...]
    """Those not settled."""
    settled: tuple[ConflictShown, ...]
    """Those that were, with the day: what was agreed stays to be seen."""
    ways: tuple[WayShown, ...]
    weighed: tuple[WeighedShown, ...] = ()
    value_tested: ValueFact | None = None
    """The newest test of value for money (CPC307-K5)."""
    forms: tuple[FormShown, ...]
    provisions: tuple[ProvisionShown, ...]


def _ways(view: FileView) -> Iterator[WayShown]:
    analyses = view.file.design.analyses
    for number, analysis in enumerate(analyses):
        said = analysis.says
        since = {
            named: later.position
            for later in analyses[number + 1 :] if later.says.chosen for named in later.says.reaches
            if named in said.reaches
        }  # fmt: skip
        for way in said.ways:
            yield WayShown(
                name=way.name, says=view.say(way.words) or None, chosen=way.chosen, position=analysis.position,
                chosen_since=tuple((view.say(named), at) for named, at in since.items()) if way.chosen else (),
                reaches=(*said.outcomes, *(view.say(kind) for kind in said.objectives)),
                judged=tuple(f"{view.say(one.criterion)}: {view.say(one.words)}" for one in way.judged),
            )  # fmt: skip


def _unanalysed(view: FileView, shown: Sequence[OutcomeShown]) -> Iterator[str]:
    thorough = (analysis.says for analysis in view.file.design.analyses if analysis.says.is_thorough)
    analysed = {named for said in thorough for named in said.reaches}
    for one in shown:
        wanted = view.file.outcomes.by_id[one.id].identified
        about = wanted.objective if wanted is not None and one.sort == "objective" else None
        if one.state == "specified" and one.id not in analysed and about not in analysed:
            yield one.id


def _weighed(view: FileView) -> Iterator[WeighedShown]:
    for analysis in view.file.design.analyses:
        said = analysis.says
        parts = {
            "specification": said.specification, "market": said.market, "time": said.time, "money": said.money,
            "how risk is shared": said.risk_share, "best value": said.best_value,
        }  # fmt: skip
        if weighed := tuple((what, view.say(words)) for what, words in parts.items() if words is not None):
            yield WeighedShown(position=analysis.position, weighed=weighed)


def outcomes_shown(view: FileView, on: date) -> OutcomesShown:
    """Return the outcomes of a contract and its design, as they stand on a day. Pure."""
    file = view.file
    there = [o for o in file.outcomes.ranked() if o.identified is not None or o.specified]
    alike = worded_alike(view, there)
    shown = tuple(_outcome(view, o, on).model_copy(update={"worded_as": alike.get(o.id, ())}) for o in there)
    every = conflicts(view)
    unsettled = tuple(c for c in every if c.settled_on is None)
    settled = tuple(c for c in every if c.settled_on is not None)
    unsecured = tuple(
        o.id for o in shown if o.state == "specified" and not o.provisions and o.needs_no_provision is None
    )
    return OutcomesShown(
        outcomes=shown, unsecured=unsecured, unanalysed=tuple(_unanalysed(view, shown)),
        unplanned=tuple(o.id for o in shown if o.state == "specified" and o.sort == "outcome" and not o.plans),
        implications=tuple(implications(view)), gone_over=tuple(gone_over(view)),
        recommended=tuple(recommended(view)), conflicts=unsettled, settled=settled, ways=tuple(_ways(view)),
        weighed=tuple(_weighed(view)), value_tested=value_tested(view, date.max),
        forms=tuple(_forms(view)),
        provisions=tuple(provisions_shown(view, on)),
    )  # fmt: skip


def _outcome(view: FileView, outcome: Outcome, on: date) -> OutcomeShown:
    file, wanted, said = view.file, outcome.identified, outcome.specification
    judged = outcome.achieved[-1] if outcome.achieved else None
    held = judged[2] if judged else None
    wording = said.wording if said else wanted.wording if wanted else None
    in_plans = [
        f"{plan.id} {a.id}" for plan in file.implementation.plans.values() for a in plan.activities
        if outcome.id in a.outcomes
    ]  # fmt: skip
    lines = [
        f"{plan.id} {line.id}" for plan in file.resources.plans.values() if plan.says and plan.time
        for line in plan.says.lines if outcome.id in line.outcomes
    ]  # fmt: skip
    level = (said.level if said else None) or (wanted.level if wanted else None)
    return OutcomeShown(
        id=outcome.id, position=outcome.position or (outcome.specified[-1][1] if outcome.specified else 0),
        sort=wanted.sort if wanted else "outcome", wording=view.say(wording),
        level=level, aim=wanted.aim if wanted else None, user_directed=bool(said and said.user_directed),
        wanted_by=tuple(map(str, wanted.wanted_by)) if wanted else (),
        agreed_by=tuple(map(str, said.agreed_by)) if said else (), state=_state(outcome),
        dropped_before=outcome.dropped_before,
        priority=said.priority if said and not outcome.dropped else None,
        priority_factors=said.priority_factors if said else (),
        measure=view.say(said.measure) or None if said else None,
        indicator=_indicator(view, said, on) if said and said.indicator else None,
        target=_target(view, said) if said else None, reach_by=said.reach_by if said else None,
        with_provider=_with_provider(view, outcome), weighed=not (unweighed := not_weighed(view.file, outcome)),
        not_weighed_under=unweighed,
        weighed_under=weighed_under(view, outcome),
        provisions=tuple(p.id for p in provisions.protecting(file, outcome.id, on)),
        needs_no_provision=view.say(said.needs_no_provision) or None if said else None,
        plans=tuple(in_plans), lines=tuple(lines),
        conflicts=tuple(c.id for c in file.outcomes.open_conflicts(outcome.id)),
        achieved=held.reached.achieved if held else None, progress=held.reached.progress if held else None,
        quality=held.reached.quality if held else None,
        actual=_figure(held.actual, said.unit if said else None) if held else None,
        judged_on=judged[0] if judged else None, judged_at=judged[1] if judged else None,
        judged_first=held.period.first if held and held.period else None,
        judged_last=held.period.last if held and held.period else None,
        judged_words=view.say(held.words) or None if held else None,
        evidence=tuple(_cited(view, position) for position in (held.evidence if held else ())),
        against=(against_its_outcome(file, held) or None) if held else None,
        on_activity=held is not None and reached_on_activity(file, held),
        on_no_result=held is not None and rests_on_no_result(file, held),
        on_nothing=judged is not None and rests_on_nothing(file, judged[1], judged[2]),
        judged_before=tuple(f"{view.say(day)}: {view.say(e.achieved)}" for day, _, e in outcome.achieved[:-1]),
        feedback=tuple(_feedback(view, outcome.id)),
    )  # fmt: skip


def _feedback(view: FileView, outcome: str) -> Iterator[FeedbackOnAnOutcome]:
    """What was said of an outcome that the answer names, or of which it was asked."""
    held = view.file.evaluation
    asked = ((one.says.outcomes if one.says else (), one.received) for one in held.sought.values())
    every = [(answer, of) for of, received in (*asked, ((), held.unasked)) for answer in received]
    for answer, of in sorted(every, key=lambda pair: (pair[0].on, pair[0].position)):
        if outcome in (answer.outcomes or of):
            yield FeedbackOnAnOutcome(
                on=answer.on, position=answer.position, group=str(answer.group) if answer.group else None,
                answers=answer.answers, met=answer.outcomes_met,
            )  # fmt: skip


def _target(view: FileView, said: OutcomeSpecified) -> str | None:
    figure = _figure(said.target, said.unit)
    return f"{view.say(said.direction)} {figure}" if figure and said.direction else figure


def _indicator(view: FileView, said: OutcomeSpecified, on: date) -> IndicatorOfAnOutcome:
    assert said.indicator is not None
    shown = next((one for one in performance_shown(view, on).indicators if same_name(one.id, said.indicator)), None)
    there = shown.figures if shown else tuple(figures(view, said.indicator))
    return IndicatorOfAnOutcome(
        id=said.indicator, text=shown.text if shown else None, target=shown.target if shown else None,
        position=shown.position if shown else None, figures=there, met=there[-1].met if there else None,
    )  # fmt: skip


def _cited(view: FileView, position: int) -> EvidenceCited:
    recorded = view.file.at(position)
    return EvidenceCited(position=position, says=view.sentence(recorded) if recorded else None)


def _state(outcome: Outcome) -> Literal["wanted", "recommended", "specified", "dropped"]:
    if outcome.dropped:
        return "dropped"
    return "specified" if outcome.specified else "recommended" if outcome.recommended else "wanted"


def _figure(figure: str | None, unit: str | None) -> str | None:
    return None if figure is None else f"{figure} {unit}" if unit else figure


def _with_provider(view: FileView, outcome: Outcome) -> str | None:
    said = outcome.specification
    if said is None:
        return None
    if said.agreed_with_provider_on is not None:
        return f"agreed on {view.say(said.agreed_with_provider_on)}"
    if said.agree_with_provider_by is not None:
        return f"to be agreed by {view.say(said.agree_with_provider_by)}"
    return f"to be agreed at {view.say(said.agree_with_provider_at)}" if said.agree_with_provider_at else None


def _forms(view: FileView) -> list[FormShown]:
    found = []
    for one in view.file.design.forms:
        known = view.procedure_on(one.on).contract_type(one.says.contract_type)
        type_ = known.title if known else one.says.contract_type
        found.append(
            FormShown(
                contract_type=type_, called=contract_called(type_),
                counts_as=known.counts_as if known else None, form=one.says.form,
                reason=view.say(one.says.reason) or None, on=one.on, position=one.position,
            )
        )  # fmt: skip
    return found
