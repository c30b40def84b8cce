"""What is asked of payments and orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, get_args

from ledger import procurement_act, reserving
from ledger.dates.span import backwards, came_later
from ledger.dates.working_days import dated
from ledger.names import counted, same_name
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.payments import delivered
from ledger.subjects.payments.entries import (
    InvoiceReceived,
    OrderPlaced,
    PaymentCertified,
    PaymentMade,
    PaymentWithheld,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

OnInvoice: TypeAlias = PaymentCertified | PaymentMade | PaymentWithheld


def _nothing(file: ContractFile, entry: OnInvoice, procedure: Procedure) -> str | None:
    return f"the amount is {entry.amount}" if entry.amount.pence <= 0 else None


def _other_currency(file: ContractFile, entry: OnInvoice, procedure: Procedure) -> str | None:
    invoice = file.payments.invoices.get(entry.invoice or "")
    if invoice is None or invoice.amount.currency == entry.amount.currency:
        return None
    is_in = f"{invoice.id} is in {invoice.amount.currency} (entry {invoice.position})"
    return f"{is_in}, and this is in {entry.amount.currency}"


def _before_invoice(file: ContractFile, entry: OnInvoice, procedure: Procedure) -> str | None:
    invoice = file.payments.invoices.get(entry.invoice or "")
    return came_later(f"{invoice.id} came on", invoice.on, entry.latest_on, invoice.position) if invoice else None


def _came_already(file: ContractFile, entry: InvoiceReceived, procedure: Procedure) -> str | None:
    if entry.number is None:
        return NOT_IN_POINT
    before = next((i for i in file.payments.invoices.values() if i.number and same_name(i.number, entry.number)), None)
    if before is None:
        return None
    return (
        f"invoice {entry.number} for {before.amount} came on {dated(before.on)} as {before.id} (entry "
        f"{before.position}); if this is the same, correct this entry, so that it is not paid twice"
    )


def _more_than_invoiced(file: ContractFile, entry: PaymentMade, procedure: Procedure) -> str | None:
    left = file.payments.unpaid(entry.invoice or "", entry.happened_on)
    if left is None:
        return NOT_IN_POINT
    if entry.amount.pence <= left.pence:
        return None
    made = file.payments.of_invoice(entry.invoice or "", "made", "withheld")
    before = f" ({', '.join(f'entry {p.position}' for p in made)})" if made else ""
    return f"{left} of {entry.invoice} was still to be paid{before}, and {entry.amount} was"


def _late(file: ContractFile, entry: PaymentMade, procedure: Procedure) -> str | None:
    invoice = file.payments.invoices.get(entry.invoice or "")
    if invoice is None or invoice.due_on is None:
        return NOT_IN_POINT
    if entry.happened_on <= invoice.due_on:
        return None
    days = (entry.happened_on - invoice.due_on).days
    late = f"{counted(days, 'day')} after it was due"
    return f"{invoice.id} was to be paid by {dated(invoice.due_on)}; this is {late}"


def _after_the_law(file: ContractFile, entry: PaymentMade, procedure: Procedure) -> str | None:
    invoice = file.payments.invoices.get(entry.invoice or "")
    by = procurement_act.pay_by(procedure, invoice.on, invoice.due_on) if invoice else None
    if invoice is None or by is None:
        return NOT_IN_POINT
    if entry.happened_on <= by:
        return None
    return f"{invoice.id} came on {dated(invoice.on)}; the law let it be paid until {dated(by)}"


def _suspended(file: ContractFile, entry: OrderPlaced, procedure: Procedure) -> str | None:
    what = "placements" if entry.order_kind == "placement" else "new-work"
    held = next(iter(file.remedies.suspended(entry.happened_on, what)), None)
    if held is None or held.since is None:
        return NOT_IN_POINT
    return f"{held.id} (entry {held.position}) suspends {what.replace('-', ' ')} since {dated(held.since)}"


def _after_the_end(file: ContractFile, entry: OrderPlaced, procedure: Procedure) -> str | None:
    ended = file.termination.ended_on(entry.happened_on)
    return f"the contract {ended.how} on {dated(ended.on)} (entry {ended.position})" if ended else NOT_IN_POINT


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="payment.amount-above-nothing", citation="HCC-3.1-c", level="contradiction", of=get_args(OnInvoice),
        field="amount", sentence="An amount is more than nothing.", found=_nothing,
    ),
    Rule(
        id="payment.one-currency", citation="HCC-3.1-c", level="contradiction", of=get_args(OnInvoice), field="amount",
        sentence="An invoice is paid in its own currency: amounts of different currencies are not added.",
        found=_other_currency,
    ),
    Rule(
        id="payment.after-its-invoice", citation="HCC-2.1-g", level="contradiction", of=get_args(OnInvoice),
        field="happened_on", sentence="What is done on an invoice does not come before it.", found=_before_invoice,
    ),
    Rule(
        id="payment.period-not-backwards", citation="HCC-2.1-g", level="contradiction",
        of=(InvoiceReceived, *get_args(OnInvoice), OrderPlaced), field="period",
        sentence="A period does not end before it begins.", found=backwards,
    ),
    Rule(
        id="payment.for-service-delivered", citation="HCC-6.3-a", level="explain", of=(PaymentCertified, PaymentMade),
        field="amount", sentence="Payment is normally made only for service delivered.", found=delivered.paid_for_more,
    ),
    Rule(
        id="payment.says-what-was-delivered", citation="HCC-6.3-a", level="advise", of=PaymentCertified,
        field="volume_delivered", found=delivered.volumes_not_said, sentence=
        "Where service delivered is paid for, a payment says how much it pays for, and how much was delivered of what.",
    ),
    Rule(
        id="payment.says-what-it-is-for", citation="HCC-3.1-c", level="advise", of=PaymentMade, field="period",
        found=delivered.for_what_not_said, sentence=
        "Where service delivered is paid for, a payment says what time it is for, or on which invoice it is made.",
    ),
    Rule(
        id="invoice.once", citation="HCC-3.1-c", level="advise", of=InvoiceReceived, field="number",
        sentence="An invoice is paid once, and so put on file once.", found=_came_already,
    ),
    Rule(
        id="payment.no-more-than-invoiced", citation="HCC-3.1-c", level="explain", of=PaymentMade, field="amount",
        sentence="No more is paid than is open of the invoice.", found=_more_than_invoiced,
    ),
    Rule(
        id="payment.in-time", citation="HCC-2.1-b", level="advise", of=PaymentMade, field="happened_on",
        sentence="An invoice is paid by the day it is due.", found=_late,
    ),
    Rule(
        id="act.paid-within-thirty-days", citation="Procurement Act 2023, s 68(2)", level="explain", of=PaymentMade,
        field="happened_on", found=_after_the_law,
        sentence="An invoice is paid within 30 days beginning with the day it came, or fell due by its own words.",
    ),
    Rule(
        id="payment.withheld-for-a-reason", citation="HCC-2.1-b", level="advise", of=PaymentWithheld, field="reason",
        sentence="It is on record why a payment was withheld.",
        found=lacks("reason", found="it does not say why"),
    ),
    Rule(
        id="payment.withheld-under-a-clause", citation="HCC-3.1-c", level="advise", of=PaymentWithheld, field="clause",
        sentence="What is withheld rests on a clause of the contract.",
        found=lacks("clause", found="it names no clause"),
    ),
    Rule(
        id="order.not-while-suspended", citation="HCC-2.1-b", level="explain", of=OrderPlaced, field="happened_on",
        sentence="Nothing new is ordered while that is suspended.", found=_suspended,
    ),
    Rule(
        id="order.under-a-live-contract", citation="HCC-2.1-b", level="explain", of=OrderPlaced, field="happened_on",
        sentence="Nothing is ordered under a contract that has ended.", found=_after_the_end,
    ),
    Rule(
        id="payment.rights-reserved", citation="HCC-9.4-b", level="advise", of=PaymentMade,
        field="reservation_of_rights", found=reserving.unreserved,
        sentence="Who pays under a contract that it could end reserves its rights, or gives them up knowingly.",
    ),
    Rule(
        id="order.rights-reserved", citation="HCC-9.4-b", level="explain", of=OrderPlaced,
        field="reservation_of_rights", found=reserving.unreserved,
        sentence="Who orders more under a contract that it could end reserves its rights, or gives them up knowingly.",
    ),
    Rule(
        id="decision.names-who-pays", citation="TVP-2.0-7", level="advise", of=(*get_args(OnInvoice), OrderPlaced),
        field="by", sentence="Each decision on money is made by somebody named.",
        found=lacks("by", found="nobody is named who decided it"),
    ),
)
# fmt: on
