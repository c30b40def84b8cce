"""What is recorded of what the money buys: on what basis is paid, the budget, and whether it was value for money.

Invoices and payments are in ledger/subjects/payments/; the provider's financial reports are reports, among its returns
(ledger/subjects/performance/).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Frozen, Money, Worth
from ledger.fields import Limit, Name, Position
from ledger.words import Text


# HCC-6.3-b, HCC-6.3-c.
class PaymentBasisSet(Entry):
    """It was decided whether service delivered is paid for, or a block of it whether used or not."""

    kind: Literal["payment-basis-set/1"] = "payment-basis-set/1"
    basis: Literal["delivered", "block"]
    """Service delivered, or a block whether used or not."""
    effective_from: date | None = None
    """From when; left out, from the day it was decided."""
    block_reason: Text | None = None
    """For a block: why all of it is paid for, though not all may be used."""
    achievable_volume: Text | None = None
    """For a block: how much of it can normally be reached."""
    demand: Text | None = None
    """For a block: how much is asked for."""
    budget_effect: Text | None = None
    """For a block: how it uses the budget well."""
    approved_by: Actor | None = None
    """Who approved it."""

    line = (
        "Payment basis set: {basis}[, from {effective_from}][, approved by {approved_by}][: {block_reason}]"
        "[; reached: {achievable_volume}][; asked for: {demand}][; budget: {budget_effect}]"
    )

    @property
    def effective_on(self) -> date:
        return self.effective_from or self.happened_on


class BudgetPositionRecorded(Entry):
    """The position of the contract's budget was put on record: what there is, what is spent, what will be."""

    kind: Literal["budget-position-recorded/1"] = "budget-position-recorded/1"
    period: Span
    """The time the budget is for."""
    budget: Worth
    """What may be spent in it."""
    actual: Money
    """What has been spent."""
    commitment: Money | None = None
    """What is owed or promised and not spent yet."""
    forecast: Money | None = None
    """What will have been spent at its end."""
    explanation: Text | None = None
    """Why it differs from the budget, and what is done about it."""

    line = (
        "Budget position for {period}: {actual} spent of {budget}[, {commitment} committed][, {forecast} expected]"
        "[; {explanation}]"
    )


HEADS = ("economy", "efficiency", "effectiveness")
"""The three heads of value for money (TVP-1.0-3)."""


class Head(Frozen):
    """What a test found under one of the three heads of value for money."""

    conclusion: Literal["good", "fair", "poor"]
    """Good, fair or poor."""
    words: Text | None = None
    """Why."""


# HCC-3.1-f, TVP-1.0-3.
class ValueForMoneyTested(Entry):
    """It was tested whether the contract is value for money: economy, efficiency and effectiveness."""

    kind: Literal["value-for-money-tested/1"] = "value-for-money-tested/1"
    method: Literal["benchmark", "market-test", "open-book", "unit-cost", "other"]
    """How it was tested."""
    clause: Name | None = None
    """The clause of the contract on value for money, where there is one."""
    economy: Head | None = None
    """Economy: whether what is needed is bought for no more than it must cost."""
    efficiency: Head | None = None
    """Efficiency: whether the goal is reached with as little money, effort or resource as it takes."""
    effectiveness: Head | None = None
    """Effectiveness: whether the goal is reached, with quality."""
    result: Literal["shown", "partly-shown", "not-shown"]
    """Whether it was shown to be value for money."""
    follow_up: Text | None = None
    """What is done about it."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=100)] = ()
    """Entries it rests on: budget positions, financial reports, figures, surveys."""

    @property
    def heads(self) -> dict[str, Head]:
        """What it found under each head of which it says something."""
        there = ((name, getattr(self, name)) for name in HEADS)
        return {name: head for name, head in there if head is not None}

    line = (
        "Value for money tested by {method}[, clause {clause}]: {result}[; economy: {economy}]"
        "[; efficiency: {efficiency}][; effectiveness: {effectiveness}][; {follow_up}]"
    )


MoneyEntry: TypeAlias = PaymentBasisSet | BudgetPositionRecorded | ValueForMoneyTested
