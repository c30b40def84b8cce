"""Who answers for which resources of a plan, whether they were told, and whether they acknowledged it (CPC308-B6).

A plan names somebody for each line. They know of it once they were told, once they acknowledged it, or where they
agreed the plan themselves. An entry that names no plan and no line is about whatever the plans on file by then name
them for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.names import among, same_name
from ledger.offices import one_and_the_same

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.resources import Notified, ResourceLine, ResourcePlan, ResourceResponsibilityNotified

Act = tuple["date | None", "int | None"]


class Answers(NamedTuple):
    """Who answers for a line of a plan."""

    who: str | None
    by_the_plan: bool
    """Whether it is whom the plan names; it names nobody where somebody took it on all the same."""
    told: Act
    """(day, position) of when they were told so, or agreed the plan; of nothing where that is not on file."""
    acknowledged: Act


ANYBODY = ("officer", "service-user")
"""Sides that are no name of anybody; the provider as a body is."""


def named_in(entry: ResourceResponsibilityNotified) -> str | None:
    """Return whom an entry says to be responsible; None where it names nobody."""
    return entry.person or entry.case or (None if entry.holder in ANYBODY else entry.holder)


def lines_about(file: ContractFile, step: Notified) -> list[tuple[ResourcePlan, ResourceLine]]:
    """Return the lines of plans that somebody was told of, or acknowledged: those named, else all that are theirs."""
    who = named_in(step.says)
    return [
        (plan, line) for plan, line in _lines(file)
        if _is_about(step, plan, line)
        and (step.says.plan_lines or (who is not None and _is_theirs(file, line, who, step.on)))
    ]  # fmt: skip


def learned_of(file: ContractFile, plan: ResourcePlan, line: ResourceLine) -> Notified | None:
    """Return when whoever answers for a line was first told so, or acknowledged it; None where neither is on file."""
    return _first(file, plan, line, ("told", "acknowledged"))


def told_of(file: ContractFile, plan: ResourcePlan, line: ResourceLine) -> Notified | None:
    """Return when whoever answers for a line was first told so; None where that is not on file."""
    return _first(file, plan, line, ("told",))


def acknowledged_of(file: ContractFile, plan: ResourcePlan, line: ResourceLine) -> Notified | None:
    """Return when whoever answers for a line first acknowledged it; None where that is not on file."""
    return _first(file, plan, line, ("acknowledged",))


def agreed_it(file: ContractFile, plan: ResourcePlan, line: ResourceLine) -> bool:
    """Return whether whoever answers for a line agreed the plan that says so."""
    by, day = plan.says.by if plan.says else None, plan.on
    if by is None or day is None or line.responsible is None:
        return False
    return one_and_the_same(file, line.responsible, by.person, day)


def answers_for(file: ContractFile, plan: ResourcePlan, line: ResourceLine) -> Answers:
    """Return who answers for a line, and since when they know of it: whom the plan names, else who acknowledged it
    last, or was told, by an entry that names the line (CPC308-B6, CPC308-K14)."""
    taken = None if line.responsible else _taken_on(file, plan, line)
    of_it = line.model_copy(update={"responsible": taken}) if taken else line
    told, acknowledged = told_of(file, plan, of_it), acknowledged_of(file, plan, of_it)
    agreed = told is None and acknowledged is None and agreed_it(file, plan, of_it)
    return Answers(
        who=of_it.responsible, by_the_plan=taken is None,
        told=(told.on, told.position) if told else (plan.on, plan.position) if agreed else (None, None),
        acknowledged=(acknowledged.on, acknowledged.position) if acknowledged else (None, None),
    )  # fmt: skip


def _taken_on(file: ContractFile, plan: ResourcePlan, line: ResourceLine) -> str | None:
    found = [
        (step.says.step == "acknowledged", step.on, step.position, who)
        for held in file.resources.responsibilities.values() for step in held.steps
        if step.says.plan_lines and _is_about(step, plan, line) and (who := named_in(step.says)) is not None
    ]  # fmt: skip
    return max(found)[-1] if found else None


def unacknowledged(file: ContractFile) -> Iterator[Notified]:
    """Yield each time somebody was told what is theirs and has not acknowledged it; told twice of the same, the first.

    A time that is about no line there is stands until anything is acknowledged by them, then or later.
    """
    for held in file.resources.responsibilities.values():
        seen: set[tuple[str, str]] = set()
        done = [step for step in held.steps if step.says.step == "acknowledged"]
        ends = {(plan.id, line.id) for step in done for plan, line in lines_about(file, step)}
        for step in held.steps:
            if step.says.step != "told" or named_in(step.says) is None:
                continue
            about = {(plan.id, line.id) for plan, line in lines_about(file, step)}
            if not about and any(later.on >= step.on for later in done):
                continue
            if not about or about - ends - seen:
                yield step
            seen |= about


def belongs_to_another(file: ContractFile, entry: ResourceResponsibilityNotified) -> list[tuple[ResourceLine, str]]:
    """Return the lines an entry names that the plan gives to somebody else, with whom."""
    plan, who = file.resources.plans.get(entry.plan or ""), named_in(entry)
    if plan is None or who is None:
        return []
    named = (plan.line(one) for one in entry.plan_lines)
    return [
        (line, line.responsible) for line in named
        if line is not None and line.responsible and not _is_theirs(file, line, who, entry.happened_on)
    ]  # fmt: skip


def _lines(file: ContractFile) -> Iterator[tuple[ResourcePlan, ResourceLine]]:
    for plan in file.resources.plans.values():
        for line in plan.says.lines if plan.says else ():
            yield plan, line


def _first(file: ContractFile, plan: ResourcePlan, line: ResourceLine, steps: tuple[str, ...]) -> Notified | None:
    if line.responsible is None:
        return None
    found = [
        step for held in file.resources.responsibilities.values() for step in held.steps
        if step.says.step in steps and (who := named_in(step.says)) is not None
        and _is_about(step, plan, line) and _is_theirs(file, line, who, step.on)
    ]  # fmt: skip
    return min(found, key=lambda step: (step.on, step.position), default=None)


def _is_about(step: Notified, plan: ResourcePlan, line: ResourceLine) -> bool:
    """Whether an entry speaks of a line: names it, or names no line; of a plan it does not name, from its day on."""
    of_the_plan = same_name(step.says.plan, plan.id) if step.says.plan else plan.on is not None and step.on >= plan.on
    return of_the_plan and (not step.says.plan_lines or among(line.id, step.says.plan_lines))


def _is_theirs(file: ContractFile, line: ResourceLine, who: str, day: date) -> bool:
    return line.responsible is not None and one_and_the_same(file, line.responsible, who, day)
