"""The invoices of one contract with what became of each, other payments, and the orders placed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, assert_never

from ledger.dates.by_time import ByTime
from ledger.dates.span import Span
from ledger.entry import Frozen, Money, Recorded
from ledger.registers import Register
from ledger.subjects.payments.entries import (
    InvoiceReceived,
    OrderPlaced,
    PaymentCertified,
    PaymentMade,
    PaymentsEntry,
    PaymentWithheld,
)


class Payment(Frozen):
    """An amount certified, paid or withheld."""

    what: Literal["certified", "made", "withheld"]
    on: date
    position: int
    amount: Money
    invoice: str | None
    period: Span | None
    reserved: bool = False
    """Whether rights were reserved in making it."""
    delivered: str | None = None
    """How much was certified as delivered, as an exact decimal."""
    volume: str | None = None
    """How much service a certificate pays for, as an exact decimal."""
    unit: str | None = None
    """What its volumes count."""


class Invoice(Frozen):
    """An invoice."""

    id: str
    position: int
    on: date
    number: str | None
    amount: Money
    period: Span | None
    due_on: date | None


class Order(Frozen):
    """An order or a placement."""

    id: str
    position: int
    on: date
    what: Literal["order", "placement"]
    amount: Money | None
    period: Span | None
    reserved: bool
    """Whether rights were reserved in placing it."""


@dataclass(slots=True)
class Payments(Register[PaymentsEntry]):
    """Money and orders under one contract."""

    invoices: dict[str, Invoice] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)
    """What was certified, paid and withheld, in the world's order."""
    on_invoice: dict[str, tuple[Payment, ...]] = field(default_factory=dict)
    """By invoice: those of them that are about it."""
    by_time: ByTime[Payment] = field(default_factory=ByTime)
    """Those of them that are for a time: their own, else that of their invoice."""
    orders: dict[str, Order] = field(default_factory=dict)

    def enter(self, entry: PaymentsEntry, recorded: Recorded) -> None:
        on, position, given = entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case InvoiceReceived():
                self.invoices[given] = Invoice(
                    id=given, position=position, on=on, number=entry.number, amount=entry.amount, period=entry.period,
                    due_on=entry.due_on,
                )  # fmt: skip
                for payment in self.of_invoice(given):
                    if payment.period is None and entry.period is not None:
                        self.by_time.put(entry.period, payment)
            case PaymentCertified() | PaymentMade() | PaymentWithheld():
                what: Literal["certified", "made", "withheld"] = (
                    "certified" if isinstance(entry, PaymentCertified)
                    else "made" if isinstance(entry, PaymentMade) else "withheld"
                )  # fmt: skip
                reserved = isinstance(entry, PaymentMade) and entry.reservation_of_rights is not None
                payment = Payment(
                    what=what, on=on, position=position, amount=entry.amount, invoice=entry.invoice,
                    period=entry.period, reserved=reserved,
                )  # fmt: skip
                if isinstance(entry, PaymentCertified):
                    counts = {"delivered": entry.volume_delivered, "volume": entry.volume_paid, "unit": entry.unit}
                    payment = payment.model_copy(update=counts)
                self.payments.append(payment)
                if (time := self.time_of(entry.period, entry.invoice)) is not None:
                    self.by_time.put(time, payment)
                if entry.invoice is not None:
                    self.on_invoice[entry.invoice] = (*self.on_invoice.get(entry.invoice, ()), payment)
            case OrderPlaced():
                self.orders[given] = Order(
                    id=given, position=position, on=on, what=entry.order_kind, amount=entry.amount, period=entry.period,
                    reserved=entry.reservation_of_rights is not None,
                )  # fmt: skip
            case _:
                assert_never(entry)

    def of_invoice(self, invoice: str, *what: str) -> list[Payment]:
        """Return what was certified, paid or withheld on an invoice, of these or of any."""
        return [p for p in self.on_invoice.get(invoice, ()) if not what or p.what in what]

    def is_certified(self, invoice: str | None, time: Span | None) -> bool:
        """Return whether more than nothing was certified as delivered on an invoice, or in any part of a time."""
        of_time = self.by_time.sharing_a_day(time) if time else ()
        return any(one.delivered and Decimal(one.delivered) for one in (*self.of_invoice(invoice or ""), *of_time))

    def lying_in(self, time: Span, which: Callable[[Payment], bool]) -> list[Payment]:
        """Return those of some payments that are for a time, or for a part of it alone, in the world's order."""
        return sorted(filter(which, self.by_time.lying_in(time)), key=lambda one: (one.on, one.position))

    def time_shared(self, time: Span, which: Callable[[Payment], bool]) -> Span:
        """Return the time that some payments are for together with one for a time: it, and what those are for that
        share a day with it, or with one that does; not where one but ends as the other begins."""
        return self.by_time.joined(time, which)

    def time_of(self, period: Span | None, invoice: str | None) -> Span | None:
        """Return the time a payment is for: its own, else that of its invoice."""
        held = self.invoices.get(invoice or "")
        return period or (held.period if held else None)

    def unpaid(self, invoice: str, day: date) -> Money | None:
        """Return what of an invoice was neither paid nor withheld by a day, nothing below zero; None without it."""
        held = self.invoices.get(invoice)
        if held is None:
            return None
        settled = [p.amount for p in self.of_invoice(invoice, "made", "withheld") if p.on <= day]
        left = held.amount.pence - sum(a.pence for a in settled if a.currency == held.amount.currency)
        return Money(pence=max(left, 0), currency=held.amount.currency)
