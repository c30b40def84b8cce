"""What a service specification and a service level agreement ask for, as data.

The entries in ledger/subjects/terms/ are these models with a day and an actor; standards, requirements and
indicators are cited from there by id. Stored inside entries, and so a recorded format.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, TypeAlias

from ledger.entry import Actor, Frozen
from ledger.fields import Limit, Name, Office, Percent, of_menu
from ledger.names import title_key
from ledger.words import Exhibit, Text

Direction: TypeAlias = Literal["at-least", "at-most"]
"""Whether a target is the least or the most that is asked for."""


def reaches(actual: Percent, target: Percent, direction: Direction) -> bool:
    """Return whether what was reached is what was asked for."""
    return Decimal(actual) >= Decimal(target) if direction == "at-least" else Decimal(actual) <= Decimal(target)


class Point(Frozen):
    """One numbered point of a document: a standard, or a requirement."""

    id: Name
    """Its number or name in the document, by which issues and notices cite it."""
    text: Text
    """What it says."""


class ReturnSchedule(Frozen):
    """Something the provider sends at intervals: a data return, a performance report, a financial report."""

    kind: Name
    """What it is: activity return, performance report, financial report."""
    every_months: Annotated[int, Limit(least=1, most=120)] | None = None
    """How many months lie between two; null where that is not said: then it is assumed to come every month."""
    grace_days: Annotated[int, Limit(least=0, most=366)] | None = None
    """How many days after the period it may come; null where that is not said."""
    contents: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """What it must show."""

    @property
    def every(self) -> int:
        """How many months lie between two, as is said or assumed."""
        return self.every_months or 1


class Measure(Frozen):
    """What sort of measure an indicator is, and what it is to come to."""

    measures: Literal["effectiveness", "efficiency", "economy"] | None = None
    """Whether it measures that the goal is reached with quality, with how little effort, or for how little money."""
    side: Literal["price", "quality", "service"] | None = None
    """Which side of the contract it shows."""
    core: bool = False
    """Whether it is one of the core set."""
    target: Percent | None = None
    """What is asked for, as an exact decimal."""
    direction: Direction = "at-least"
    """Whether the target is the least or the most that is asked for."""
    unit: Name | None = None
    """What the target counts: percent, days, visits."""
    every_months: Annotated[int, Limit(least=1, most=120)] | None = None
    """How many months lie between two measurements."""
    method: Text | None = None
    """How it is measured."""
    review_on: date | None = None
    """When the measure itself is looked at again."""


class _Measured(Frozen):
    id: Annotated[Name, of_menu("indicator")]
    """Its number or name, by which issues and notices cite it."""
    text: Text
    """What is measured, and the target."""
    requirement: Name | None = None
    """The requirement of the specification it belongs to."""


# TVP-1.0-6, TVP-4.0-24: its class, and whether it is a core measure.
class Indicator(Measure, _Measured):
    """A measure of performance, set by a service level agreement or agreed by itself."""


class ImprovementTarget(Frozen):
    """An improvement a service level agreement aims at."""

    kind: Literal["price", "quality", "service"]
    """What is to improve."""
    text: Text
    """The target."""
    due_on: date | None = None
    """By when."""


class SlaChange(Frozen):
    """One change to a service level agreement."""

    what: Name
    """The point changed."""
    becomes: Text
    """What it says from now on."""
    was: Text | None = None
    """What it said before."""


class Specification(Frozen):
    """A service specification: what the service is, how good it must be, and how it is watched."""

    version: Name | None = None
    """Its version."""
    scope: Text | None = None
    """The scope and the service."""
    requirements: Annotated[tuple[Point, ...], Limit(longest=500)] = ()
    """What the service must do, numbered."""
    standards: Annotated[tuple[Point, ...], Limit(longest=500)] = ()
    """The standards it must reach, numbered."""
    method_statement: Exhibit | None = None
    """The provider's method statement, which is part of the specification."""
    meetings_per_year: Annotated[int, Limit(least=0, most=366)] | None = None
    """How many monitoring meetings there are in a year; goes before the procedure's number."""
    start_up_months: Annotated[int, Limit(least=1, most=60)] | None = None
    """For how many months from the start meetings are more frequent."""
    start_up_meetings_per_year: Annotated[int, Limit(least=1, most=366)] | None = None
    """How many a year in that time."""
    meeting_information: Annotated[tuple[Name, ...], Limit(longest=100)] = ()
    """What the provider brings to monitoring meetings."""
    return_schedule: Annotated[tuple[ReturnSchedule, ...], Limit(longest=50)] = ()
    """What the provider sends, and how often."""
    attendees: Annotated[tuple[Office, ...], Limit(longest=50)] = ()
    """Offices that attend monitoring meetings."""
    survey_interval_months: Annotated[int, Limit(least=1, most=120)] | None = None
    """How many months lie between two surveys of user satisfaction."""
    activity_information_required: bool | None = None
    """Whether the provider must send activity information."""

    @property
    def points(self) -> tuple[Point, ...]:
        """Everything in it that can be cited: its standards, then its requirements."""
        return self.standards + self.requirements


class ServiceLevels(Frozen):
    """What a service level agreement holds, for what the contract leaves to be worked out between the parties."""

    contacts: Annotated[tuple[Actor, ...], Limit(longest=50)] = ()
    """Points of contact or contract managers on both sides."""
    indicators: Annotated[tuple[Indicator, ...], Limit(longest=200)] = ()
    """Measures of performance."""
    reporting_schedule: Annotated[tuple[ReturnSchedule, ...], Limit(longest=50)] = ()
    """What is reported, and how often."""
    improvement_targets: Annotated[tuple[ImprovementTarget, ...], Limit(longest=100)] = ()
    """What is to improve."""
    principles: Annotated[tuple[Text, ...], Limit(longest=100)] = ()
    """Other principles and clarifications."""


_IT_HOLDS = {
    "indicators": "performance indicators (TVP-3.0-6)", "reporting_schedule": "reporting (TVP-3.0-7)",
    "improvement_targets": "improvement targets (TVP-3.0-8)",
}  # fmt: skip
"""Field of a service level agreement -> what it holds there, besides points of contact."""


def left_out_of_levels(says: ServiceLevels, apart: Collection[str] = ()) -> str | None:
    """Return in words what a service level agreement should hold and does not, none of those agreed `apart` from it;
    None where it holds it all. Points of contact are those of both organisations (TVP-3.0-5)."""
    sides = {contact.side for contact in says.contacts}
    lacking = [side for side in ("authority", "provider") if says.contacts and side not in sides]
    missing = [
        *(["points of contact (TVP-3.0-5)"] if not says.contacts else []),
        *(f"point of contact of the {side} (TVP-3.0-5)" for side in lacking),
        *(words for name, words in _IT_HOLDS.items() if not getattr(says, name) and name not in apart),
    ]
    return f"it holds no {' and no '.join(missing)}" if missing else None


def cites_method_statement(cited: str) -> bool:
    """Return whether the method statement is cited, or a part of it: Method-Statement, method statement s.2."""
    return "method statement" in title_key(cited)


class Cited(NamedTuple):
    """A standard, requirement or indicator, or the method statement, as it stood when it was cited."""

    id: str
    sort: Literal["standard", "requirement", "indicator", "method statement"]
    text: Text
    source: str
    """The document it stands in: specification v2, SLA-001."""
    since: date
    position: int
