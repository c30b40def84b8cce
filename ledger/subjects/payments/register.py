"""The invoices of one contract with what became of each, other payments, and the orders placed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, assert_never

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
    orders: dict[str, Order] = field(default_factory=dict)

    def enter(self, entry: PaymentsEntry, recorded: Recorded) -> None:
        on, position, given = entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case InvoiceReceived():
                self.invoices[given] = Invoice(
                    id=given, position=position, on=on, number=entry.number, amount=entry.amount, period=entry.period,
                    due_on=entry.due_on,
                )  # fmt: skip
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
        return any(
            Decimal(one.delivered) and ((invoice is not None and one.invoice == invoice) or self._is_of(one, time))
            for one in self.payments if one.delivered is not None
        )  # fmt: skip

    def _is_of(self, payment: Payment, time: Span | None) -> bool:
        own = self.time_of(payment.period, payment.invoice)
        return own is not None and time is not None and own.shares_a_day_with(time)

    def lying_in(self, time: Span, payments: Iterable[Payment]) -> list[Payment]:
        """Return those of some payments that are for a time, or for a part of it alone."""
        return [p for p in payments if (own := self.time_of(p.period, p.invoice)) is not None and own.lies_in(time)]

    def time_shared(self, time: Span, payments: Iterable[Payment]) -> Span:
        """Return the time that some payments are for together with one for a time: it, and what those are for that
        share a day with it, or with one that does."""
        others = [own for p in payments if (own := self.time_of(p.period, p.invoice)) is not None]
        while met := [own for own in others if own.shares_a_day_with(time)]:
            others = [own for own in others if own not in met]
            time = Span(
                first=min(time.first, *(own.first for own in met)), last=max(time.last, *(own.last for own in met))
            )
        return time

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
