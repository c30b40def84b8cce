"""On what basis is paid since when, the budget positions, and the tests of value for money, of one contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import assert_never

from ledger.entry import Frozen, Money, Recorded
from ledger.registers import Register
from ledger.subjects.money.entries import (
    HEADS,
    BudgetPositionRecorded,
    MoneyEntry,
    PaymentBasisSet,
    ValueForMoneyTested,
)


class Basis(Frozen):
    """What is paid for, from a day on."""

    since: date
    position: int
    says: PaymentBasisSet


class Position(Frozen):
    """One budget position."""

    on: date
    position: int
    says: BudgetPositionRecorded

    @property
    def stands_of(self) -> date:
        """The day it says how the budget stood: its own, or the last of its time where that was over by then."""
        return min(self.on, self.says.period.last)

    @property
    def taken(self) -> Money:
        """What is spent, and what is owed or promised besides (HCC-3.1-g)."""
        return taken_of(self.says)

    @property
    def expected(self) -> Money | None:
        """What will have been spent at the end: as forecast, and what is spent and promised already where that is more
        or the time is over; None where nothing says it."""
        taken, forecast = self.taken, self.says.forecast
        if forecast is not None and forecast.pence > taken.pence:
            return forecast
        over = self.on >= self.says.period.last or taken.pence > self.says.budget.pence
        return taken if forecast is not None or over else None

    @property
    def by_forecast(self) -> bool:
        """Whether what is expected is the forecast, and not what is spent and promised."""
        return self.expected is not None and self.expected == self.says.forecast

    @property
    def variance(self) -> Decimal | None:
        """By how many percent of the budget more is expected to be spent (else: was); below nothing for less.

        Half spent by half-year is no variance: None where nothing says yet what will be spent by the end.
        """
        budget, expected = self.says.budget.pence, self.expected
        if expected is None:
            return None
        if not budget:
            return None if expected.pence else Decimal(0)
        return (Decimal(expected.pence - budget) * 100 / budget).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def is_within(self, tolerance: int) -> bool:
        """Return whether nothing on record shows the budget missed by more than so many percent."""
        return self.expected is None or (self.variance is not None and abs(self.variance) <= tolerance)


def taken_of(says: BudgetPositionRecorded) -> Money:
    """Return what of a budget is spent, and what is owed or promised besides (HCC-3.1-g)."""
    promised = says.commitment.pence if says.commitment else 0
    return Money(pence=says.actual.pence + promised, currency=says.actual.currency)


class Tested(Frozen):
    """One test of value for money."""

    on: date
    position: int
    says: ValueForMoneyTested

    @property
    def promotes_it(self) -> bool:
        """Whether it shows value for money, be it in part, or says what is done about it."""
        return self.says.result != "not-shown" or self.says.follow_up is not None


@dataclass(slots=True)
class WhatMoneyBuys(Register[MoneyEntry]):
    """What the money of one contract buys."""

    bases: list[Basis] = field(default_factory=list)
    """In order of effect."""
    positions: list[Position] = field(default_factory=list)
    tests: list[Tested] = field(default_factory=list)

    def enter(self, entry: MoneyEntry, recorded: Recorded) -> None:
        on, position = entry.happened_on, recorded.position
        match entry:
            case PaymentBasisSet():
                self.bases.append(Basis(since=entry.effective_on, position=position, says=entry))
            case BudgetPositionRecorded():
                self.positions.append(Position(on=on, position=position, says=entry))
            case ValueForMoneyTested():
                self.tests.append(Tested(on=on, position=position, says=entry))
            case _:
                assert_never(entry)

    def bases_in(self, first: date, last: date) -> list[Basis | None]:
        """Return on what basis is paid on the first of some days, and what was set on others to the last; None where
        that was never set."""
        before = next((held for held in reversed(self.bases) if held.since <= first), None)
        return [before, *{held.since: held for held in self.bases if first < held.since <= last}.values()]

    def last_position(self, day: date) -> Position | None:
        """Return the budget position put on record by a day that stands of the newest, None where there is none: what
        became of last year's budget, recorded late, says nothing of this year's (HCC-12.6)."""
        there = (held for held in reversed(self.positions) if held.on <= day)
        return max(there, key=lambda held: held.stands_of, default=None)

    def last_test(self, day: date) -> Tested | None:
        """Return the newest test of value for money by a day, whatever it says of the three heads; None where there was
        none (HCC-3.1-f)."""
        return next((held for held in reversed(self.tests) if held.on <= day), None)

    def last_tests(self, day: date) -> dict[str, Tested | None]:
        """Return the newest test by a day of each of the three heads, None where it was never tested: one test need not
        look at all three (docs/adr/0380)."""
        return dict.fromkeys(HEADS, None) | {
            head: held for held in self.tests if held.on <= day for head in held.says.heads
        }
