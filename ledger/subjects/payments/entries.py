"""What is recorded of money and orders under the contract."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from ledger.dates.span import Span
from ledger.entry import Entry, Money, SharedAudience
from ledger.fields import InvoiceId, Issues, Name, NoticeId, Percent
from ledger.words import Text


class InvoiceReceived(Entry):
    """An invoice from the provider was received."""

    kind: Literal["invoice-received/1"] = "invoice-received/1"
    number: Name | None = None
    """Its number, as the provider gave it."""
    amount: Money
    """What it asks for."""
    period: Span | None = None
    """The time it is for."""
    due_on: date | None = None
    """The day it is to be paid by."""
    audience: SharedAudience = "shared"

    gives = "INV"
    noun = "invoice"
    line = "{id}: invoice[ {number}] for {amount} received[, for {period}][, to be paid by {due_on}]"


class PaymentCertified(Entry):
    """An amount was certified as due for service delivered."""

    kind: Literal["payment-certified/1"] = "payment-certified/1"
    amount: Money
    """How much."""
    invoice: InvoiceId | None = None
    """The invoice it is certified on."""
    period: Span | None = None
    """The time it is for."""
    volume_paid: Percent | None = None
    """How much service it pays for, as an exact decimal."""
    volume_delivered: Percent | None = None
    """How much was delivered, as an exact decimal."""
    unit: Name | None = None
    """What the two volumes count: hours, visits, places."""

    line = (
        "{amount} certified[ on {invoice}][ for {period}][: {volume_paid}][ paid of {volume_delivered} delivered]"
        "[ ({unit})]"
    )


class PaymentMade(Entry):
    """A payment was made to the provider."""

    kind: Literal["payment-made/1"] = "payment-made/1"
    amount: Money
    """How much."""
    invoice: InvoiceId | None = None
    """The invoice it was made on."""
    period: Span | None = None
    """The time it is for."""
    reference: Name | None = None
    """Its reference in the books."""
    reservation_of_rights: Text | None = None
    """The words by which the authority reserved its rights in making it."""
    audience: SharedAudience = "shared"

    line = "{amount} paid[ on {invoice}][ for {period}][ ({reference})][; rights reserved: {reservation_of_rights}]"


class PaymentWithheld(Entry):
    """A payment, or part of it, was withheld from the provider."""

    kind: Literal["payment-withheld/1"] = "payment-withheld/1"
    amount: Money
    """How much."""
    invoice: InvoiceId | None = None
    """The invoice it was withheld on."""
    period: Span | None = None
    """The time it is for."""
    clause: Name | None = None
    """The clause it rests on."""
    notice: NoticeId | None = None
    """The notice by which the provider was told."""
    issues: Issues = ()
    """The issues it is for."""
    reason: Text | None = None
    """Why."""
    audience: SharedAudience = "shared"

    line = "{amount} withheld[ on {invoice}][ for {period}][ under clause {clause}][ ({issues})][: {reason}]"


class OrderPlaced(Entry):
    """An order, or a placement of somebody who receives the service, was made under the contract."""

    kind: Literal["order-placed/1"] = "order-placed/1"
    order_kind: Literal["order", "placement"] = "order"
    """Which of the two it was."""
    number: Name | None = None
    """Its number; for a placement, the pseudonym of the person it is for."""
    amount: Money | None = None
    """What it is worth."""
    period: Span | None = None
    """The time it is for."""
    description: Text | None = None
    """What was ordered."""
    reservation_of_rights: Text | None = None
    """The words by which the authority reserved its rights in placing it."""
    audience: SharedAudience = "shared"

    gives = "ORD"
    noun = "order"
    line = (
        "{id}: {order_kind}[ {number}] placed[, worth {amount}][, for {period}][: {description}]"
        "[; rights reserved: {reservation_of_rights}]"
    )


PaymentsEntry: TypeAlias = InvoiceReceived | PaymentCertified | PaymentMade | PaymentWithheld | OrderPlaced
