"""Feedback on plans and resources, evaluations of how resources were managed, and needs for development as counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from ledger.details import REPORTED_TO_WHOM, SOUGHT_FROM_WHOM, added_since
from ledger.entry import Frozen, own
from ledger.stakeholders import reached_others
from ledger.subjects.evaluation import (
    CriterionFound,
    Evaluation,
    ResourceManagementEvaluated,
    ThreeMeasures,
    tests_of_its_time,
)
from ledger.subjects.evaluation.looked_at import time_looked_at
from ledger.subjects.implementation import ImplementationPlan
from ledger.subjects.resources import ResourcePlan
from projections.view import FileView


class FeedbackShown(Frozen):
    """Feedback asked for, and how much came back (CPC308-A8)."""

    id: str
    position: int
    subject: str
    asked: int | None
    answers: int | None
    """How many answered of those who were asked."""
    others: int | None = None
    """How many answered besides, of groups that were not asked."""
    rate: str | None
    """Answers of those asked, in percent."""
    more_than_asked: bool = False
    """Whether more are said to have answered than were asked: then it is no rate."""
    closes_on: date | None
    outcomes_met: tuple[str, ...]
    """What each answer said of whether outcomes are met (CPC308-C3)."""
    came: tuple[str, ...] = ()
    """From whom each answer came, and how (CPC308-S5)."""


class FoundBefore(Frozen):
    """What an evaluation found, criterion by criterion, before it was evaluated anew."""

    on: date
    position: int
    findings: tuple[str, ...]


class ValueTested(Frozen):
    """A test of value for money beside an evaluation: effective use brings best value (CPC308-K4)."""

    on: date
    position: int
    result: Literal["shown", "partly-shown", "not-shown"]
    rested_on: bool
    """Whether the evaluation rests on it; else it is one of the time that was looked at, or rests on the evaluation."""
    rests_on_it: bool = False
    """Whether it came after the evaluation and rests on that."""


class EvaluationShown(Frozen):
    """An evaluation: criteria, findings, what follows, to whom it was reported and how long that took (CPC308-C6)."""

    id: str
    position: int
    subject: str | None
    resource_plan: str | None
    criteria: tuple[str, ...]
    """Each with how it measures whether, how far and how well something was done (CPC308-D2)."""
    evaluate_by: date | None
    findings: tuple[str, ...]
    """What the last evaluation found, criterion by criterion."""
    found_before: tuple[FoundBefore, ...]
    """What earlier ones found, the newest first."""
    unjudged: tuple[str, ...]
    """Criteria of which the last evaluation finds nothing; none as long as there is no evaluation."""
    evaluated_on: date | None
    evaluated_at: int | None
    first: date | None
    """The time that was looked at, from this day"""
    last: date | None
    """to this."""
    not_looked_at: tuple[str, ...] = ()
    """What of the time of its plan no evaluation looks at, once there is one."""
    evidence: tuple[int, ...]
    """Entries it rests on."""
    conclusions: str | None
    best_value: str | None
    value_tests: tuple[ValueTested, ...] = ()
    """The tests of value for money it rests on, and the others of its time (CPC308-K4)."""
    reported_on: date | None
    reported_at: int | None
    reported_to: tuple[str, ...]
    reported_how: tuple[str, ...]
    """By what way, formally or not, and in what form (CPC308-D3): what is said of it."""
    form_said: bool = False
    """Whether it is said in what form."""
    days_to_report: int | None


class DevelopmentNeed(Frozen):
    """How many should develop something, and what is done about it; never who."""

    area: str
    people: int
    action: str


class DevelopmentShown(Frozen):
    """One count of what those who manage resources should develop (CPC308-C7, CPC308-K21)."""

    position: int
    on: date
    looked: int
    """How many looked at their own work."""
    needs: tuple[DevelopmentNeed, ...]


def feedback(view: FileView) -> list[FeedbackShown]:
    """Return the feedback asked for, with how much came back."""
    found = []
    for one in view.file.evaluation.sought.values():
        if one.says is None:
            continue
        asked, answers = one.says.asked, one.answers
        over = bool(asked and answers is not None and answers > asked)
        rate = plainly(Decimal(answers) * 100 / asked) if asked and answers is not None and not over else None
        found.append(
            FeedbackShown(
                id=one.id, position=one.position, subject=one.says.subject, asked=asked, answers=answers,
                others=one.others, rate=rate, more_than_asked=over,
                closes_on=one.says.closes_on, outcomes_met=tuple(answer.outcomes_met for answer in one.received),
                came=tuple(
                    f"{answer.group or 'nobody named'} ({view.say(answer.channel) or 'how is not said'})"
                    for answer in one.received
                ),
            )
        )  # fmt: skip
    return found


def feedback_on(view: FileView, plan: ResourcePlan | ImplementationPlan) -> tuple[str, ...]:
    """Return by its ids the feedback somebody was asked for on a plan (CPC308-A8): naming it, or, as a draft has no id
    yet, naming none, where it is the next to be agreed then, or the last one was if none is agreed since."""
    file = view.file
    if isinstance(plan, ResourcePlan):
        field, agreed = "resource_plan", [one.on for one in file.resources.plans.values()]
    else:
        field, agreed = "implementation_plan", [one.on for one in file.implementation.plans.values()]
    days = sorted(on for on in agreed if on is not None)
    found = []
    for one in file.evaluation.sought.values():
        if one.says is None or one.on is None:
            continue
        if not (reached_others((), one.says.groups, one.says.by) or added_since(file, SOUGHT_FROM_WHOM)(one.position)):
            continue
        named = own(one.says, field)
        drafted = next((day for day in days if day >= one.on), days[-1] if days else None)
        in_general = named is None and one.says.subject == field.replace("_", "-") and drafted == plan.on
        if named == plan.id or in_general:
            found.append(one.id)
    return tuple(found)


def evaluations(view: FileView) -> list[EvaluationShown]:
    """Return the evaluations whose criteria are set, each with the last that was found and reported."""
    return [_evaluation(view, held) for held in view.file.evaluation.by_id.values() if held.says is not None]


def _evaluation(view: FileView, held: Evaluation) -> EvaluationShown:
    assert held.says is not None
    day, position, last = held.evaluated[-1] if held.evaluated else (None, None, None)
    of_it = (one for one in held.reported if day and one[0] >= day)
    reported = held.report(added_since(view.file, REPORTED_TO_WHOM)) or next(of_it, None)
    report = reported[2] if reported else None
    how = (report.channel, report.formality, *report.formats) if report else ()
    _, time = time_looked_at(view.file, held, view.procedure)
    return EvaluationShown(
        id=held.id, position=held.position, subject=held.says.subject, resource_plan=held.says.resource_plan,
        criteria=tuple(_criterion(view, one) for one in held.says.criteria), evaluate_by=held.says.evaluate_by,
        findings=tuple(_found(view, one) for one in (last.findings if last else ())), unjudged=held.unjudged,
        found_before=tuple(
            FoundBefore(on=on, position=at, findings=tuple(_found(view, one) for one in before.findings))
            for on, at, before in reversed(held.evaluated[:-1])
        ),
        evaluated_on=day, evaluated_at=position, first=last.period.first if last and last.period else None,
        last=last.period.last if last and last.period else None,
        not_looked_at=tuple(map(str, held.left_of(time))) if last and time else (),
        evidence=last.evidence if last else (),
        conclusions=view.say(last.conclusions) or None if last else None,
        best_value=view.say(last.best_value) or None if last else None,
        value_tests=tuple(_value_tests(view, last, position or 0)) if last else (),
        reported_on=reported[0] if reported else None, reported_at=reported[1] if reported else None,
        reported_to=(*(view.say(who, report) for who in report.recipients), *map(str, report.groups)) if report else (),
        reported_how=tuple(view.say(part) for part in how if part), form_said=bool(report and report.formats),
        days_to_report=(reported[0] - day).days if reported and day else None,
    )  # fmt: skip


def _value_tests(view: FileView, last: ResourceManagementEvaluated, at: int) -> Iterator[ValueTested]:
    of_its_time = {test.position for test in tests_of_its_time(view.file, last)}
    for test in view.file.money.tests:
        rested_on, rests_on_it = test.position in last.evidence, at in test.says.evidence
        if rested_on or rests_on_it or test.position in of_its_time:
            yield ValueTested(
                on=test.on, position=test.position, result=test.says.result, rested_on=rested_on,
                rests_on_it=rests_on_it,
            )  # fmt: skip


def _criterion(view: FileView, one: ThreeMeasures) -> str:
    by = [
        f"{word} by {view.say(held).rstrip('.')}"
        for word, held in (("whether", one.achieved), ("how far", one.progress), ("how well", one.quality)) if held
    ]  # fmt: skip
    return f"{one.id}: {view.say(one.text).rstrip('.')}" + (f" ({'; '.join(by)})" if by else "")


def _found(view: FileView, one: CriterionFound) -> str:
    parts = [
        view.say(one.achieved), f"{one.progress} percent" if one.progress else "", view.say(one.quality),
        view.say(one.words).rstrip("."),
    ]  # fmt: skip
    return f"{one.criterion}: {', '.join(part for part in parts if part)}"


def development(view: FileView) -> list[DevelopmentShown]:
    """Return each count of needs for development, in order of days."""
    return [
        DevelopmentShown(
            position=position, on=on, looked=looked,
            needs=tuple(DevelopmentNeed(area=n.area, people=n.people, action=n.action) for n in needs),
        )
        for on, position, looked, needs in view.file.evaluation.development
    ]  # fmt: skip


def plainly(figure: Decimal) -> str:
    """Return a figure to one decimal place, half up, without a zero after the point: 1250, 12.5."""
    text = str(figure.quantize(Decimal("0.1"), ROUND_HALF_UP))
    return text.removesuffix(".0").replace("-0", "0") if text in ("-0.0", "-0") else text.removesuffix(".0")
