"""The improvements agreed, each by itself or in a service level agreement, and the assessments that are their result.

What a service level agreement aims at goes by the agreement and its number there: SLA-001/2. Where the same words were
agreed by themselves as well, that is followed and not asked for twice (TVP-3.0-8).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.names import among, same_name
from ledger.subjects.performance import Assessment
from projections.view import FileView


class Aim(NamedTuple):
    """One improvement agreed."""

    id: str
    """TGT-001, or the agreement and its number there: SLA-001/2."""
    position: int
    agreed_on: date
    improves: str
    text: str
    source: str
    """The document it rests on."""
    due_on: date | None
    results: tuple[Assessment, ...]
    """The assessments that are its result, in the order of their days."""
    indicator: str | None = None
    baseline: str | None = None
    target: str | None = None
    unit: str | None = None
    falls: bool = False
    """Whether it is to come to less than where it stood."""


def improvements(view: FileView, on: date) -> Iterator[Aim]:
    """Yield each improvement agreed that stands on a day, those agreed by themselves first. Pure."""
    apart = list(_agreed_apart(view))
    yield from apart
    judged = view.file.performance.assessments.values()
    for target, aimed, since, position in view.file.terms.improvement_targets(on):
        text = view.say(aimed.text)
        if any(same_name(one.text, text) for one in apart):
            continue
        agreement = target.partition("/")[0]
        results = tuple(one for one in judged if _judges(view, one, agreement, text))
        yield Aim(
            id=target, position=position, agreed_on=_aimed_at_since(view, agreement, text) or since,
            improves=aimed.kind, text=text, source=agreement, due_on=aimed.due_on, results=results,
        )  # fmt: skip


def _judges(view: FileView, assessment: Assessment, agreement: str, text: str) -> bool:
    """Whether an assessment is of that improvement: by what stood under the number it names on its own day, since an
    amendment may put another there."""
    named = assessment.says.sla_target if assessment.says else None
    if named is None or assessment.on is None:
        return False
    there = view.file.terms.improvement_targets(assessment.on)
    return any(
        among(named, (one,)) and one.partition("/")[0] == agreement and same_name(view.say(aimed.text), text)
        for one, aimed, *_ in there
    )


def _aimed_at_since(view: FileView, agreement: str, text: str) -> date | None:
    """The day from which the agreement has had it, in whatever place."""
    return min(
        (
            version.since for versions in view.file.terms.agreements.values() for version in versions
            if version.id == agreement
            and any(same_name(view.say(aimed.text), text) for aimed in version.says.improvement_targets)
        ),
        default=None,
    )  # fmt: skip


def _agreed_apart(view: FileView) -> Iterator[Aim]:
    for held in view.file.performance.improvements.values():
        says = held.says
        if says is None or held.on is None:
            continue
        yield Aim(
            id=held.id, position=held.position, agreed_on=held.on, improves=says.improves, text=view.say(says.text),
            source=held.id, due_on=says.due_on, indicator=says.indicator, baseline=says.baseline, target=says.target,
            unit=says.unit, falls=says.falls,
            results=tuple(view.file.performance.assessments[one] for one in held.results),
        )  # fmt: skip


__all__ = ["Aim", "improvements"]
