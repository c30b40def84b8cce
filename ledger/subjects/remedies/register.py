"""The remedies used under one contract, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, assert_never

from ledger.contract_terms import MoneyRemedy, Party
from ledger.dates.calendar import Period
from ledger.dates.span import Span
from ledger.entry import Actor, Frozen, Money, Recorded
from ledger.registers import ById, Register
from ledger.subjects.remedies.entries import (
    PointsAwarded,
    PointsDisputed,
    PointsExpired,
    PointsUpheld,
    PointsWithdrawn,
    ReliefClaimed,
    ReliefDecided,
    RemediesEntry,
    StepInBegun,
    StepInEnded,
    SumClaimed,
    SumFellDue,
    SumSettled,
    SumWaived,
    SuspensionBegun,
    SuspensionLifted,
    SuspensionReviewed,
)

DAY = timedelta(days=1)


class Begun(Frozen):
    """What an entry began and later ones are about, each step by the position of the entry that records it."""

    id: str
    position: int = 0
    """The entry that began it; 0 where only what followed is in force."""
    on: date | None = None
    """The day of that entry."""


class Award(Begun):
    """Points awarded, and what became of them. Whether they count on a day: ledger/points.py."""

    points: int = 0
    failings: int = 1
    standard: str | None = None
    issue: str | None = None
    clause: str | None = None
    failed_on: date | None = None
    counts_from: date | None = None
    notice: str | None = None
    by: Actor | None = None
    disputed: tuple[tuple[date, int], ...] = ()
    upheld: tuple[tuple[date, int], ...] = ()
    withdrawn: tuple[tuple[date, int | None, int], ...] = ()
    """(day, how many or all, position) of each withdrawal."""
    expired: tuple[date, int] | None = None
    """(day, position) of a declaration that they count no longer."""

    def remaining(self, day: date) -> int:
        """Return how many of the points had not been withdrawn by a day."""
        taken = [self.points if number is None else number for on, number, _ in self.withdrawn if on <= day]
        return max(self.points - sum(taken), 0)

    def dispute(self, day: date) -> tuple[date, int] | None:
        """Return (day, position) of the dispute not answered by a day; None where there is none."""
        made = [step for step in self.disputed if step[0] <= day]
        answers = [on for on, _ in self.upheld] + [on for on, _, _ in self.withdrawn]
        open_ = [step for step in made if not any(step[0] <= on <= day for on in answers)]
        return open_[0] if open_ else None


class Step(Frozen):
    """One claim, settlement or waiver of a sum."""

    on: date
    position: int
    amount: Money | None
    """How much; None for all that was open."""
    how: Literal["claimed", "credited", "deducted", "set-off", "paid", "waived"]
    invoice: str | None = None
    against: str | None = None
    pay_by: date | None = None
    notice: str | None = None


class Sum(Begun):
    """A sum owed by one party to the other, and what became of it."""

    remedy: MoneyRemedy | None = None
    owed_by: Party = "provider"
    stated: Money | None = None
    """How much it was when it fell due; None where that was still to be worked out."""
    clause: str | None = None
    standard: str | None = None
    issues: tuple[str, ...] = ()
    invoice: str | None = None
    period: Span | None = None
    claimed: tuple[Step, ...] = ()
    settled: tuple[Step, ...] = ()
    waived: tuple[Step, ...] = ()

    def amount(self, day: date) -> Money | None:
        """Return how much it was by what was known on a day: as it fell due, else as claimed last."""
        claims = [step.amount for step in self.claimed if step.amount and step.on <= day]
        return self.stated or (claims[-1] if claims else None)

    def outstanding(self, day: date) -> Money | None:
        """Return what was open of it at the end of a day, nothing below zero; None where its amount is not on file."""
        due = self.amount(day)
        if due is None:
            return None
        gone = [step.amount for step in self._ended(day)]
        left = 0 if None in gone else due.pence - sum(a.pence for a in gone if a and a.currency == due.currency)
        return Money(pence=max(left, 0), currency=due.currency)

    def is_open(self, day: date) -> bool:
        """Return whether something of it was still open at the end of a day."""
        left = self.outstanding(day)
        return left.pence > 0 if left is not None else all(step.amount for step in self._ended(day))

    def _ended(self, day: date) -> list[Step]:
        return [step for step in (*self.settled, *self.waived) if step.on <= day]


class Measure(Begun):
    """A suspension or a step-in: from when, until when, and what ended it."""

    of: str = ""
    party: Party = "authority"
    part: str | None = None
    clause: str | None = None
    notice: str | None = None
    issues: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    """The last day set for it, as last reviewed; for a step-in, the day it is expected to end."""
    review_by: date | None = None
    """The day it is to be looked at again by, as last reviewed."""
    reviewed: tuple[tuple[date, int], ...] = ()
    ended: tuple[date, int] | None = None
    """(day, position) of its lifting or end."""

    @property
    def last_day(self) -> date | None:
        """The last day it is in force; None where none is known: the day before it was lifted, else the last day set.

        The day a step-in is expected to end does not end it.
        """
        set_for_it = None if self.of == STEP_IN else self.until
        return min(filter(None, (set_for_it, self.ended and self.ended[0] - DAY)), default=None)

    def in_force(self, day: date) -> bool:
        """Return whether it was in force on a day; on the day it is lifted it no longer is."""
        return self.since is not None and self.since <= day and (self.last_day is None or day <= self.last_day)


STEP_IN = "step-in"


class Relief(Begun):
    """A claim for relief, and how it was decided."""

    claimed_by: Party = "provider"
    event_on: date | None = None
    clause: str | None = None
    issues: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    time: Period | None = None
    amount: Money | None = None
    answer_by: date | None = None
    decided: tuple[tuple[date, str, int], ...] = ()
    """(day, decision, position) of each decision."""

    def decision(self, day: date) -> str | None:
        """Return what had been decided by a day; None where it was open."""
        made = [decision for on, decision, _ in self.decided if on <= day]
        return made[-1] if made else None


@dataclass(slots=True)
class Remedies(Register[RemediesEntry]):
    """The remedies used under one contract, by id."""

    awards: ById[Award] = field(default_factory=lambda: ById(Award))
    sums: ById[Sum] = field(default_factory=lambda: ById(Sum))
    suspensions: ById[Measure] = field(default_factory=lambda: ById(Measure))
    step_ins: ById[Measure] = field(default_factory=lambda: ById(Measure))
    reliefs: ById[Relief] = field(default_factory=lambda: ById(Relief))

    def enter(self, entry: RemediesEntry, recorded: Recorded) -> None:
        match entry:
            case PointsAwarded() | PointsDisputed() | PointsUpheld() | PointsWithdrawn() | PointsExpired():
                self._points(entry, recorded)
            case SumFellDue() | SumClaimed() | SumSettled() | SumWaived():
                self._sums(entry, recorded)
            case SuspensionBegun() | SuspensionReviewed() | SuspensionLifted() | StepInBegun() | StepInEnded():
                self._measures(entry, recorded)
            case ReliefClaimed():
                self.reliefs.change(
                    recorded.given_id or "", position=recorded.position, on=entry.happened_on,
                    claimed_by=entry.claimed_by, event_on=entry.event_on, clause=entry.clause, issues=entry.issues,
                    notices=entry.notices, time=entry.time, amount=entry.amount, answer_by=entry.answer_by,
                )  # fmt: skip
            case ReliefDecided():
                self.reliefs.add(entry.relief, decided=(entry.happened_on, entry.decision, recorded.position))
            case _:
                assert_never(entry)

    def _points(
        self, entry: PointsAwarded | PointsDisputed | PointsUpheld | PointsWithdrawn | PointsExpired,
        recorded: Recorded,
    ) -> None:  # fmt: skip
        on, position = entry.happened_on, recorded.position
        match entry:
            case PointsAwarded():
                self.awards.change(
                    recorded.given_id or "", position=position, on=on, points=entry.points, failings=entry.failings,
                    standard=entry.standard, issue=entry.issue, clause=entry.clause, failed_on=entry.failed_on,
                    counts_from=entry.counts_from, notice=entry.notice, by=entry.by,
                )  # fmt: skip
            case PointsDisputed():
                self.awards.add(entry.award, disputed=(on, position))
            case PointsUpheld():
                self.awards.add(entry.award, upheld=(on, position))
            case PointsWithdrawn():
                self.awards.add(entry.award, withdrawn=(on, entry.points, position))
            case PointsExpired():
                self.awards.change(entry.award, expired=(on, position))
            case _:
                assert_never(entry)

    def _sums(self, entry: SumFellDue | SumClaimed | SumSettled | SumWaived, recorded: Recorded) -> None:
        on, position = entry.happened_on, recorded.position
        match entry:
            case SumFellDue():
                self.sums.change(
                    recorded.given_id or "", position=position, on=on, remedy=entry.remedy, owed_by=entry.owed_by,
                    stated=entry.amount, clause=entry.clause, standard=entry.standard, issues=entry.issues,
                    invoice=entry.invoice, period=entry.period,
                )  # fmt: skip
            case SumClaimed():
                step = Step(
                    on=on, position=position, amount=entry.amount, how="claimed", pay_by=entry.pay_by,
                    notice=entry.notice,
                )  # fmt: skip
                self.sums.add(entry.sum, claimed=step)
            case SumSettled():
                step = Step(
                    on=on, position=position, amount=entry.amount, how=entry.how, invoice=entry.invoice,
                    against=entry.against,
                )  # fmt: skip
                self.sums.add(entry.sum, settled=step)
            case SumWaived():
                self.sums.add(entry.sum, waived=Step(on=on, position=position, amount=entry.amount, how="waived"))
            case _:
                assert_never(entry)

    def _measures(
        self, entry: SuspensionBegun | SuspensionReviewed | SuspensionLifted | StepInBegun | StepInEnded,
        recorded: Recorded,
    ) -> None:  # fmt: skip
        on, position = entry.happened_on, recorded.position
        match entry:
            case SuspensionBegun():
                self.suspensions.change(
                    recorded.given_id or "", of=entry.of, position=position, on=on, party=entry.suspended_by,
                    part=entry.part, clause=entry.clause, notice=entry.notice, issues=entry.issues,
                    since=entry.effective_on, until=entry.until_date, review_by=entry.review_by,
                )  # fmt: skip
            case SuspensionReviewed():
                until = entry.until_date or self.suspensions.known(entry.suspension).until
                self.suspensions.change(entry.suspension, review_by=entry.review_by, until=until)
                self.suspensions.add(entry.suspension, reviewed=(on, position))
            case SuspensionLifted():
                self.suspensions.change(entry.suspension, ended=(on, position))
            case StepInBegun():
                self.step_ins.change(
                    recorded.given_id or "", of=STEP_IN, position=position, on=on, part=entry.part,
                    clause=entry.clause, notice=entry.notice, issues=entry.issues, since=entry.effective_on,
                    until=entry.until_date,
                )  # fmt: skip
            case StepInEnded():
                self.step_ins.change(entry.step_in, of=STEP_IN, ended=(on, position))
            case _:
                assert_never(entry)

    def suspended(self, day: date, of: str | None = None) -> list[Measure]:
        """Return the suspensions in force on a day, of one thing or of anything."""
        return [s for s in self.suspensions.values() if s.in_force(day) and of in (None, s.of)]
