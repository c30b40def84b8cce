"""The remedies of a contract as dated facts: points that stand, open sums, suspensions, step-ins, open relief claims.

Like all of the status they know no today; `projections/status/standing.py` reads them on a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ledger.entry import Frozen, Money
from ledger.points import points

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


class PointsFact(Frozen):
    """Service failure points that stand, with the days they count on; which do not, and why: ledger/points.py."""

    award: str
    position: int
    points: int
    since: date
    until: date | None
    """The last day they count; None where there is none."""
    disputed: bool


class SumFact(Frozen):
    """A sum that fell due from one party to the other and is not settled."""

    id: str
    position: int
    remedy: str
    owed_by: str
    on: date
    open: Money | None
    """How much of it is open; None where its amount is not on file."""
    claimed_on: date | None
    pay_by: date | None


class MeasureFact(Frozen):
    """A suspension or a step-in, with the days it is in force."""

    id: str
    position: int
    of: str
    """What is suspended; "step-in"."""
    party: str
    part: str | None
    since: date
    until: date | None
    """The last day it is in force; None where none is known."""
    review_by: date | None


class ReliefFact(Frozen):
    """A claim for relief that is not decided."""

    id: str
    position: int
    claimed_by: str
    on: date
    answer_by: date | None


class RemedyFacts(Frozen):
    """The remedies of one contract."""

    points: tuple[PointsFact, ...] | None = ()
    """None for the other party: which points count turns on what our side makes of its notices."""
    sums_open: tuple[SumFact, ...] = ()
    measures: tuple[MeasureFact, ...] = ()
    reliefs_open: tuple[ReliefFact, ...] = ()

    def counting(self, on: date) -> list[PointsFact]:
        """Return the points that count on a day, each over its clause's own time."""
        return [held for held in self.points or () if held.since <= on and (held.until is None or on <= held.until)]

    def in_force(self, on: date) -> list[MeasureFact]:
        """Return the suspensions and step-ins in force on a day."""
        return [held for held in self.measures if held.since <= on and (held.until is None or on <= held.until)]


def remedy_facts(file: ContractFile) -> RemedyFacts:
    """Return the remedies on a file as dated facts. Pure."""
    return RemedyFacts(
        points=tuple(_points(file)), sums_open=tuple(_sums(file)), measures=tuple(_measures(file)),
        reliefs_open=tuple(
            ReliefFact(id=r.id, position=r.position, claimed_by=r.claimed_by, on=r.on, answer_by=r.answer_by)
            for r in file.remedies.reliefs.values() if r.on is not None and r.decision(date.max) is None
        ),
    )  # fmt: skip


def _points(file: ContractFile) -> Iterator[PointsFact]:
    for row in points(file, date.max).awards:
        if row.standing and row.since is not None:
            yield PointsFact(
                award=row.award, position=row.position, points=row.standing, since=row.since, until=row.until,
                disputed=file.remedies.awards[row.award].dispute(date.max) is not None,
            )  # fmt: skip


def _sums(file: ContractFile) -> Iterator[SumFact]:
    for held in file.remedies.sums.values():
        if held.on is not None and held.remedy is not None and held.is_open(date.max):
            last = held.claimed[-1] if held.claimed else None
            yield SumFact(
                id=held.id, position=held.position, remedy=held.remedy, owed_by=held.owed_by, on=held.on,
                open=held.outstanding(date.max), claimed_on=last.on if last else None,
                pay_by=last.pay_by if last else None,
            )  # fmt: skip


def _measures(file: ContractFile) -> Iterator[MeasureFact]:
    remedies = file.remedies
    for measure in (*remedies.suspensions.values(), *remedies.step_ins.values()):
        if measure.since is not None:
            yield MeasureFact(
                id=measure.id, position=measure.position, of=measure.of, party=measure.party, part=measure.part,
                since=measure.since, until=measure.last_day, review_by=measure.review_by,
            )  # fmt: skip
