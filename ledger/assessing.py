"""Whether performance and outcomes were judged as their figures show, and what was tried to put an issue right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.disputing import attempts, plans_about
from ledger.entry import Entry, own
from ledger.names import among, name_key, same_unit
from ledger.plans import planned_on
from ledger.rules import NOT_IN_POINT
from ledger.specification import Direction, Indicator, reaches

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.actions import Action
    from ledger.subjects.issues import Issue
    from ledger.subjects.outcomes import OutcomeAchievementAssessed, OutcomeSpecified
    from ledger.subjects.performance import PerformanceAssessed


def against_its_progress(achieved: str, progress: str | None) -> str | None:
    """Return in a sentence that something was found achieved, in part or not, otherwise than how far it has come shows;
    None where both agree, NOT_IN_POINT where one of them is not said (CPC308-D2)."""
    if progress is None or achieved not in _FOUND:
        return NOT_IN_POINT
    far = Decimal(progress)
    if far < 0:
        return f"it is found {progress} percent of the way, and nobody is less than none of it"
    agree = {"yes": far >= WHOLE_WAY, "no": far < WHOLE_WAY, "partly": 0 < far < WHOLE_WAY}
    return None if agree[achieved] else f"it is found {_FOUND[achieved]}, and {progress} percent of the way"


_FOUND = {"yes": "achieved", "no": "not achieved", "partly": "achieved in part"}


WHOLE_WAY = 100
"""In percent, of how far something has come."""


def shown_by_its_figures(file: ContractFile, judged: PerformanceAssessed) -> bool | None:
    """Return whether what was asked for was reached, by the figures of an assessment themselves (HCC-3.1-d).

    None where the figures do not tell.
    """
    target, direction = asked_of(file, judged)
    return None if judged.actual is None or target is None else reaches(judged.actual, target, direction)


def asked_of(file: ContractFile, judged: PerformanceAssessed) -> tuple[str | None, Direction]:
    """Return the figure an assessment is held against, and which way it counts.

    That of the improvement it is the result of decides, where it has one (TVP-1.0-5); else that agreed for its
    indicator, where it counts the same: the one it states, if that was agreed on any day of its period, else that of
    the last; else the target it states (HCC-3.1-e, docs/adr/0465).
    """
    day = judged.period.last if judged.period else judged.happened_on
    improvement = file.performance.improvements.get(judged.improvement or "")
    aimed = improvement.says if improvement else None
    indicator = judged.indicator or (aimed.indicator if aimed else None)
    measure = _agreed_on(file, indicator, day)
    if measure and measure.target and not (aimed and aimed.target) and _counts_alike(measure, judged):
        return next(
            ((judged.target, held.direction) for held in _stated(file, indicator, judged)),
            (measure.target, measure.direction),
        )
    falls = aimed is not None and aimed.falls
    direction: Direction = measure.direction if measure else "at-most" if falls else "at-least"
    target = (aimed.target if aimed else None) or judged.target or (measure.target if measure else None)
    return target, judged.direction or direction


def _agreed_on(file: ContractFile, named: str | None, day: date) -> Indicator | None:
    held = _held_on(file, named, day)
    return held[0] if held else None


def _held_on(file: ContractFile, named: str | None, day: date) -> tuple[Indicator, str, date, int] | None:
    """The indicator of a name in force on a day, as the terms yield it: all of a day are put down by their names once,
    for each assessment of the file asks for its own."""
    there = file.of_the_terms(
        ("indicators by name", day),
        lambda: {name_key(held[0].id): held for held in reversed(list(file.terms.indicators(day)))},
    )
    return there.get(name_key(named)) if named is not None else None


def _stated(file: ContractFile, indicator: str | None, judged: PerformanceAssessed) -> Iterator[Indicator]:
    """The indicator as agreed on a day of the period of an assessment, with the target that states; the last first."""
    if judged.target is None or indicator is None:
        return
    first, last = (judged.period.first, judged.period.last) if judged.period else (judged.happened_on,) * 2
    agreed = file.of_the_terms("days each target was agreed from", lambda: _agreed_from(file))
    its = agreed.get((name_key(indicator), Decimal(judged.target)), ())
    for day in sorted({last, *(max(since, first) for since in its if since <= last)}, reverse=True):
        held = _agreed_on(file, indicator, day)
        if held is None or held.target is None or not _counts_alike(held, judged):
            continue
        if Decimal(held.target) == Decimal(judged.target) and judged.direction in (None, held.direction):
            yield held


def _agreed_from(file: ContractFile) -> dict[tuple[str, Decimal], set[date]]:
    """The days from which a version of an indicator has a target, by both: what stood on every day of its period was
    looked up for each assessment, among all that was agreed."""
    versions = [(v.says.indicator, v.since) for held in file.terms.indicators_agreed.values() for v in held]
    versions += [(m, v.since) for held in file.terms.agreements.values() for v in held for m in v.says.indicators]
    found = dict[tuple[str, Decimal], set[date]]()
    for measure, since in versions:
        if measure.target is not None:
            found.setdefault((name_key(measure.id), Decimal(measure.target)), set()).add(since)
    return found


def _counts_alike(measure: Indicator, judged: PerformanceAssessed) -> bool:
    """Whether the figures of an assessment are in the unit of its indicator, or one of them does not say in which."""
    return not (measure.unit and judged.unit) or same_unit(measure.unit, judged.unit)


def against_its_agreement(file: ContractFile, judged: PerformanceAssessed) -> str | None:
    """Return in a sentence that an assessment states a target that was agreed for its indicator on no day of its
    period; None where it states one that was, NOT_IN_POINT where it states none, or none is agreed that counts the same
    (HCC-3.1-e, docs/adr/0465)."""
    day = judged.period.last if judged.period else judged.happened_on
    held = _held_on(file, judged.indicator, day)
    if judged.target is None or judged.improvement or held is None:
        return NOT_IN_POINT
    measure, _, since, position = held
    if measure.target is None or not _counts_alike(measure, judged):
        return NOT_IN_POINT
    if any(_stated(file, judged.indicator, judged)):
        return None
    way = f"{judged.direction.replace('-', ' ')} " if judged.direction else ""
    agreed = f"{measure.direction.replace('-', ' ')} {measure.target}{f' {measure.unit}' if measure.unit else ''}"
    return (
        f"its target is {way}{judged.target}; for {measure.id} {agreed} is agreed since {dated(since)} "
        f"(entry {position}), and by that it is judged"
    )


def against_its_figures(file: ContractFile, judged: PerformanceAssessed) -> str | None:
    """Return in a sentence that a judgement is not what its own figures show; None where it is, or they do not tell."""
    reached = shown_by_its_figures(file, judged)
    if reached is None or judged.judgement == "not-measurable" or reached == (judged.judgement == "met"):
        return None
    shown = "met" if reached else "not met"
    asked, _ = asked_of(file, judged)
    target = f" against a target of {asked}" if asked else ""
    unit = f" {judged.unit}" if judged.unit else ""
    was = judged.judgement.replace("-", " ")
    return f"it is judged {was}, and its own figures show it {shown}: {judged.actual}{target}{unit}"


def aimed_at(file: ContractFile, said: OutcomeSpecified, day: date) -> tuple[Indicator | None, str | None, Direction]:
    """Return the indicator that measures an outcome on a day, the figure to be reached, and which way it counts."""
    measure = _agreed_on(file, said.indicator, day)
    direction = said.direction or (measure.direction if measure else "at-least")
    return measure, said.target or (measure.target if measure else None), direction


def against_its_outcome(file: ContractFile, judged: OutcomeAchievementAssessed) -> str | None:
    """Return in a sentence that an outcome is judged otherwise than its figure, or what the judgement cites, shows.

    By its own figure against the target it is specified with; by the newest assessment it cites of the indicator that
    measures it; where none does, by those it cites, if not one of them was met. Nothing where neither tells, and None
    where they show what was judged (HCC-3.1-b).
    """
    held, achieved = file.outcomes.by_id.get(judged.outcome), judged.reached.achieved
    said = held.specified_on(judged.happened_on) if held else None
    if said is None or achieved not in ("yes", "no"):
        return NOT_IN_POINT
    measure, target, direction = aimed_at(file, said, judged.happened_on)
    stated = "reached" if achieved == "yes" else "not reached"
    if judged.actual is not None and target is not None:
        if reaches(judged.actual, target, direction) == (achieved == "yes"):
            return None
        unit = said.unit or (measure.unit if measure else None)
        aim = f"{direction.replace('-', ' ')} {target}{f' {unit}' if unit else ''}"
        return f"it is judged {stated}, and its own figure is {judged.actual} where {aim} was to be reached"
    cited = [(r.position, r.given_id, r.entry) for r in map(file.at, judged.evidence) if r is not None]
    return _against_what_it_cites(cited, said.indicator) if achieved == "yes" else NOT_IN_POINT


def _against_what_it_cites(cited: list[tuple[int, str | None, Entry]], indicator: str | None) -> str | None:
    """That what an outcome judged reached rests on was not met: the newest of its indicator, or each and every one."""
    judged = []
    for position, named, entry in cited:
        judgement, period = own(entry, "judgement"), own(entry, "period")
        if not entry.kind.startswith("performance-assessed/") or judgement == "not-measurable":
            continue
        if indicator is None or among(own(entry, "indicator"), (indicator,)) or own(entry, "indicator") is None:
            judged.append((period.last if period else entry.happened_on, position, named, judgement == "met"))
    if not judged:
        return NOT_IN_POINT
    _, position, named, met = max(judged, key=lambda one: one[:2])
    if met or (indicator is None and any(one[3] for one in judged)):
        return None
    return f"it is judged reached, and {named or 'the assessment'} (entry {position}), on which it rests, was not met"


def actions_about(file: ContractFile, issue: Issue) -> list[Action]:
    """Return the actions on an issue, and those of a plan for it: each is about every issue the plan is for."""
    return file.actions.about(issue.id, plans_for(file, issue))


def plans_for(file: ContractFile, issue: Issue) -> set[str]:
    """Return the plans to put an issue right: its own, those on our notices about it, and of disputes about it."""
    mine = {r.given_id for r in (file.at(position) for position in issue.plans) if r is not None and r.given_id}
    if file.default_process.plans:
        about_it = file.notices.by_issue().get(issue.id, ())
        named = {notice.id for notice, served in about_it if served.served_by_party == "authority"}
        mine |= {plan.id for plan in file.default_process.plans.values() if plan.notice in named}
    return mine | {plan.id for plan in plans_about(file, issue.id)}


def plans_at(file: ContractFile, issue: Issue) -> tuple[int, ...]:
    """Return the entries of every plan to put an issue right, in the order they were recorded."""
    begun = (file.begun_by(plan) for plan in plans_for(file, issue))
    return tuple(sorted({*issue.plans, *(position for position in begun if position)}))


def tried(file: ContractFile, issue: Issue, procedure: Procedure) -> list[int]:
    """Return the entries that show an issue was to be resolved, and the contract not ended (HCC-9.3-c, TC-06).

    By default notices every plan for it is one, also one agreed on a notice; where a dispute has an informal stage,
    that alone counts (TVP-5.0-8).
    """
    informally = attempts(file, issue)
    if not procedure.by_default:
        return informally
    plans = (position for position in plans_at(file, issue) if planned_on(file, position) is not None)
    return list(dict.fromkeys((*plans, *informally)))
