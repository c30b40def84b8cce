"""Staff as a body: who took which part, what objectives were agreed, what was counted, how often staff changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Self

from ledger.dates.months import first_day
from ledger.dates.span import Span
from ledger.dates.working_days import months_later
from ledger.entry import Frozen, Recorded
from ledger.names import name_key
from ledger.subjects.knowledge.entries import (
    Counted,
    Group,
    Role,
    RoleTaken,
    StaffChurnAssessed,
    StaffCountsReported,
    StaffObjectivesAgreed,
)
from ledger.words import Text

CAREERS: Counted = "career-discussions"
REVIEWED_AFTER: Mapping[Counted, int] = {"half-year-review": 6, "end-of-year-review": 12}
"""What is counted after a review, by how many months of its period are over then."""
_YEAR = re.compile(r"(19\d\d|20\d\d) ?[/–-] ?(?:20)?(\d\d)")
"""A period that is a year over the turn of two: 2017/18."""


class Part(Frozen):
    """Somebody's time in a part."""

    id: str
    role: Role
    person: str
    unit: str | None
    since: date
    until: date | None = None
    position: int

    @property
    def whose(self) -> tuple[Role, str, str]:
        """The part and who has it, in what unit: taken twice, it is held once, and given up as one."""
        return self.role, name_key(self.person), name_key(self.unit or "")

    def held(self, day: date) -> bool:
        """Return whether the part was held on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    @classmethod
    def of(cls, entry: RoleTaken, recorded: Recorded) -> Self:
        """Return the part an entry says was taken on."""
        return cls(
            id=recorded.given_id or "", role=entry.role, person=entry.person, unit=entry.unit, since=entry.happened_on,
            position=recorded.position,
        )  # fmt: skip


def each_once(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts, each held once: of those taken twice, as they were first taken."""
    return tuple({(part.whose, part.until): part for part in reversed(tuple(parts))}.values())[::-1]


AGREED_BY_A_BODY = "staff-objectives.agreed-by-a-body"
"""The rule that says who agrees standard objectives (IMP-19-a)."""


class Objectives(Frozen):
    """The standard objectives of one period."""

    period: str
    objectives: tuple[Text, ...]
    agreed_by: str | None
    half_year_due: str | None
    end_of_year_due: str | None
    on: date
    position: int
    departs: bool = False
    """Whether another than whose it is to do so was recorded to have agreed them (IMP-19-a): that counts where neither
    the programme nor a procedure it is bound to names a body (`ContractFile.by_the_body`)."""

    def due_in(self, counted: Counted) -> str | None:
        """Return the month agreed for the report of what was counted after a review, None where none was."""
        return {"half-year-review": self.half_year_due, "end-of-year-review": self.end_of_year_due}.get(counted)

    def reported_from(self, counted: Counted) -> date | None:
        """Return the first day on which it can be reported what was counted after a review: once that time is over, or
        in the month agreed, whichever is earlier; None where the period does not tell, or it is after no review."""
        over, month = over_on(self.period, REVIEWED_AFTER.get(counted)), self.due_in(counted)
        return min(over, first_day(month)) if over and month else over

    @classmethod
    def of(cls, entry: StaffObjectivesAgreed, recorded: Recorded) -> Self:
        """Return the objectives an entry says were agreed."""
        return cls(
            period=entry.period, objectives=entry.objectives, agreed_by=entry.agreed_by,
            half_year_due=entry.half_year_due, end_of_year_due=entry.end_of_year_due, on=entry.happened_on,
            position=recorded.position,
            departs=any(departure.rule == AGREED_BY_A_BODY for departure in recorded.departures),
        )  # fmt: skip


class Counts(Frozen):
    """One report of counts of staff."""

    counted: Counted
    period: str
    groups: tuple[Group, ...]
    presented_to: str | None = None
    on: date
    position: int

    @classmethod
    def of(cls, entry: StaffCountsReported, recorded: Recorded) -> Self:
        """Return the counts an entry reports."""
        return cls(
            counted=entry.counted, period=entry.period, groups=entry.groups, presented_to=entry.presented_to,
            on=entry.happened_on, position=recorded.position,
        )  # fmt: skip


class Churn(Frozen):
    """One assessment of turnover."""

    unit: str
    period: Span
    changes: int | None
    measures: tuple[Text, ...]
    on: date
    position: int

    @classmethod
    def of(cls, entry: StaffChurnAssessed, recorded: Recorded) -> Self:
        """Return the assessment an entry tells of."""
        return cls(
            unit=entry.unit, period=entry.period, changes=entry.changes, measures=entry.measures,
            on=entry.happened_on, position=recorded.position,
        )  # fmt: skip


def over_on(period: str, months: int | None) -> date | None:
    """Return the day after so many months of a period that runs over the turn of two years, from April as an
    authority's does; None where it does not say that it is one, or no months are given."""
    said = _YEAR.fullmatch(period.strip())
    if months is None or said is None or (int(said[1]) + 1) % 100 != int(said[2]):
        return None
    return months_later(date(int(said[1]), 4, 1), months)


def beyond_unsaid(groups: Iterable[Group]) -> list[str]:
    """Return the teams of which it is not said how many discussions were about careers outside the unit (IMP-19-d)."""
    return [group.team for group in groups if group.beyond_unit is None]


ByTheBody = Callable[[Objectives], bool]
"""Whether the body agreed objectives whose it is to do so, as far as is known now (`ContractFile.by_the_body`)."""


def standing(agreed: Sequence[Objectives], by_the_body: ByTheBody) -> Objectives:
    """Return those that stand of what was agreed for a period: what the body agreed only it agrees anew."""
    return next((held for held in reversed(agreed) if by_the_body(held)), agreed[-1])
