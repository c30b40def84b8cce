"""Invoices, payments and orders: what was asked for, paid and withheld, and with what reservation of rights."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from ledger.dates.span import Span
from ledger.entry import Actor, Money, Recorded
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.money import PaymentBasisSet
from ledger.subjects.payments import (
    InvoiceReceived,
    OrderPlaced,
    PaymentCertified,
    PaymentMade,
    Payments,
    PaymentWithheld,
)
from ledger.subjects.performance import ActivityRecorded
from ledger.subjects.records import EntrySupplemented
from ledger.subjects.remedies import SuspensionBegun
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.termination import ContractExpired
from ledger.subjects.variations import VariationAgreed
from ledger.words import Said
from projections.duties.due import duties
from projections.procedure.compliance import compliance
from tests.story import ANN, CLERK, changed, given
from tests.worked_through import view_of

FAY = Actor(person="Fay Finance", office="finance")
REGISTERED = ContractRegistered(
    happened_on=date(2024, 12, 2), reference="C-1", title="Home care, north", start_date=date(2025, 1, 6),
    end_date=date(2025, 12, 31),
)  # fmt: skip
MARCH = Span(first=date(2025, 3, 1), last=date(2025, 3, 31))
INVOICE = InvoiceReceived(
    happened_on=date(2025, 4, 7), number="1007", amount=Money(pence=900_000), period=MARCH, due_on=date(2025, 5, 7)
)


def paid(number: int = 9_000, on: date = date(2025, 5, 2), **said: Any) -> PaymentMade:
    told: dict[str, Any] = {"invoice": "INV-001"} | said
    return PaymentMade(happened_on=on, amount=Money(pence=number * 100), by=FAY, **told)


def withheld(number: int, on: date = date(2025, 5, 2), **said: Any) -> PaymentWithheld:
    return PaymentWithheld(happened_on=on, amount=Money(pence=number * 100), invoice="INV-001", by=FAY, **said)


def half(first: int, last: int, delivered: str, *, measure: str = "Visits") -> ActivityRecorded:
    """What was delivered from one day of April to another."""
    return ActivityRecorded(
        happened_on=date(2025, 5, 1), period=Span(first=date(2025, 4, first), last=date(2025, 4, last)),
        measure=measure, delivered=delivered,
    )  # fmt: skip


def certified(**volumes: Any) -> PaymentCertified:
    april = Span(first=date(2025, 4, 1), last=date(2025, 4, 30))
    told: dict[str, Any] = {"period": april, "amount": Money(pence=3_400_000)} | volumes
    return PaymentCertified(happened_on=date(2025, 5, 2), by=ANN, **told)


def test_an_invoice_is_open_until_it_is_paid_or_withheld() -> None:
    story = given(REGISTERED, INVOICE, paid(6_000), withheld(2_000, date(2025, 5, 5), clause="14", reason=Said("S1")))
    payments = story.file.payments

    days = [date(2025, 5, 1), date(2025, 5, 2), date(2025, 5, 5)]
    assert [str(payments.unpaid("INV-001", day)) for day in days] == ["£9,000", "£3,000", "£1,000"]
    assert [p.what for p in payments.of_invoice("INV-001")] == ["made", "withheld"]


def test_payment_is_certified_for_service_delivered() -> None:
    """HCC-6.3-a."""
    certified = PaymentCertified(
        happened_on=date(2025, 4, 14), amount=Money(pence=900_000), invoice="INV-001", volume_paid="450",
        volume_delivered="430.5", unit="hours", by=ANN,
    )  # fmt: skip
    on_file = given(REGISTERED, INVOICE)

    excess = on_file.when(certified).departs_from("payment.for-service-delivered")
    assert excess.last is not None
    assert excess.last.departures[0].found == "it pays for 450 hours, and 430.5 were delivered"
    on_file.when(certified.model_copy(update={"volume_paid": "430.5"})).keeps("payment.for-service-delivered")
    on_file.when(certified.model_copy(update={"volume_delivered": None})).keeps("payment.for-service-delivered")


def test_what_the_file_has_as_delivered_is_what_a_payment_of_that_time_is_measured_by() -> None:
    """HCC-6.3-a: whatever the payment itself says was delivered, or if it says nothing of that."""
    rule, april = "payment.for-service-delivered", Span(first=date(2025, 4, 1), last=date(2025, 4, 30))
    visits = ActivityRecorded(happened_on=date(2025, 5, 1), period=april, measure="Visits", delivered="100")
    hours = visits.model_copy(update={"measure": "hours", "delivered": "400"})
    certified = PaymentCertified(
        happened_on=date(2025, 5, 2),
        amount=Money(pence=900_000),
        period=april,
        volume_paid="120",
        unit="visits",
        by=ANN,
    )
    on_file = given(REGISTERED, visits, hours)

    excess = on_file.when(certified).departs_from(rule)
    assert excess.last is not None
    assert excess.last.departures[0].found == (
        "it pays for 120 visits; on file as delivered in that time are 100 (entry 2)"
    )
    on_file.when(certified.model_copy(update={"volume_delivered": "130"})).departs_from(rule)
    on_file.when(certified.model_copy(update={"volume_paid": "100"})).keeps(rule)
    of_a_day = changed(certified, period=Span(first=april.first, last=april.first))
    on_file.when(of_a_day).departs_from(rule)  # of the whole month there were no more than 100
    on_file.when(changed(of_a_day, volume_paid="100")).keeps(rule)
    on_file.when(certified.model_copy(update={"unit": None})).keeps(rule)
    given(REGISTERED, visits).when(certified.model_copy(update={"unit": None})).departs_from(rule)
    counted_again = visits.model_copy(update={"delivered": "120"})
    given(REGISTERED, visits, counted_again).when(certified).keeps(rule)


def test_what_is_on_file_for_parts_of_the_time_is_added_up_where_they_make_up_the_whole_of_it() -> None:
    """HCC-6.3-a: whatever part was put on file first, and the newest of each."""
    rule = "payment.for-service-delivered"
    first, second = half(1, 15, "30"), half(16, 30, "30")
    paid_for = certified(volume_paid="61", unit="visits")

    excess = given(REGISTERED, second, first).when(paid_for).departs_from(rule)
    assert excess.last is not None
    assert excess.last.departures[0].found == (
        "it pays for 61 visits; on file as delivered in that time are 60 (entry 3, entry 2)"
    )
    given(REGISTERED, first, second).when(certified(volume_paid="60", unit="visits")).keeps(rule)
    given(REGISTERED, first, second, half(16, 30, "31")).when(paid_for).keeps(rule)
    unsure = given(REGISTERED, first, half(17, 30, "30")).when(paid_for)
    assert rule not in unsure.objections
    given(REGISTERED, first, half(14, 30, "30")).when(paid_for).keeps(rule)
    whole = half(1, 30, "100")
    given(REGISTERED, whole, first, second).when(paid_for).keeps(rule)
    given(REGISTERED, first, second, whole).when(paid_for).keeps(rule)


def test_a_payment_that_says_what_was_delivered_and_not_what_it_counts_is_not_measured_by_another_thing() -> None:
    """HCC-6.3-a: the file counts visits, and the payment may be for hours; that it does not say is remarked on."""
    rule, visits = "payment.for-service-delivered", half(1, 30, "100")
    by_delivered = PaymentBasisSet(happened_on=date(2025, 4, 1), basis="delivered")
    uncounted = certified(volume_paid="400", volume_delivered="400")

    given(REGISTERED, visits).when(uncounted).keeps(rule)
    told = given(REGISTERED, by_delivered, visits).when(uncounted).departs_from("payment.says-what-was-delivered")
    assert told.last is not None
    assert told.last.departures[-1].found == "it does not say what is counted"


def test_nothing_is_paid_for_a_time_in_which_nothing_was_delivered() -> None:
    """HCC-6.3-a: also where a payment does not say how much it pays for; by an invoice's time where it has none."""
    rule, by_delivered = (
        "payment.for-service-delivered",
        PaymentBasisSet(happened_on=date(2025, 1, 6), basis="delivered"),
    )
    april = Span(first=date(2025, 4, 1), last=date(2025, 4, 30))
    made, none = paid(34_000, invoice=None, period=april), (half(1, 15, "0"), half(16, 30, "0"))

    idle = given(REGISTERED, by_delivered, *none)
    found = idle.when(made).departs_from(rule)
    assert found.last is not None
    assert "on file as delivered in that time are 0 Visits (entry 3, entry 4)" in [
        d.found for d in found.last.departures
    ]
    idle.when(certified()).departs_from(rule)
    given(REGISTERED).when(certified(volume_delivered="0")).departs_from(rule)
    given(REGISTERED).when(certified(volume_delivered="1")).keeps(rule)
    of_april = INVOICE.model_copy(update={"period": april})
    given(REGISTERED, of_april, *none).when(paid()).departs_from(rule)
    given(REGISTERED, by_delivered, half(1, 30, "1")).when(made).keeps(rule)
    hours = half(1, 30, "5", measure="hours")
    idle.when(hours).when(made).keeps(rule)
    given(REGISTERED.model_copy(update={"payment_basis": "block"}), *none).when(made).keeps(rule)
    assert rule not in given(REGISTERED, by_delivered, none[0]).when(made).objections
    assert rule not in idle.when(paid(invoice=None)).objections


@pytest.mark.parametrize(
    ("figures", "kept"),
    [
        ((half(1, 30, "0"), half(1, 15, "500", measure="Hours")), True),
        ((half(1, 30, "0"), half(1, 15, "0", measure="Hours")), False),
        ((half(1, 15, "0"), half(16, 30, "0"), half(10, 20, "5")), True),
        ((half(1, 15, "30"), half(16, 30, "30"), half(1, 30, "0")), False),  # the newer for all of that time
        ((half(1, 10, "0"), half(11, 30, "0"), half(1, 15, "50"), half(16, 30, "50")), True),
    ],
)  # fmt: skip
def test_a_part_of_the_time_in_which_something_was_delivered_is_paid_for(
    figures: tuple[ActivityRecorded, ...], kept: bool
) -> None:
    """HCC-6.3-a: for nothing is paid where nothing at all was delivered, of whatever is counted."""
    made = paid(34_000, invoice=None, period=Span(first=date(2025, 4, 1), last=date(2025, 4, 30)))
    story, rule = given(REGISTERED, *figures).when(made), "payment.for-service-delivered"

    story.keeps(rule) if kept else story.departs_from(rule)


def test_what_a_longer_time_has_as_delivered_is_not_said_to_lie_in_a_part_in_which_nothing_was() -> None:
    """HCC-6.3-a: of another thing, which is not on file for that part, it may."""
    rule, made = "payment.for-service-delivered", paid(invoice=None, period=half(1, 15, "0").period)

    given(REGISTERED, half(1, 15, "0"), half(1, 30, "500")).when(made).departs_from(rule)
    given(REGISTERED, half(1, 15, "0"), half(1, 30, "500", measure="Hours")).when(made).keeps(rule)


def test_what_was_certified_as_delivered_is_paid_for() -> None:
    """HCC-6.3-a: on its invoice, or for its time; one question has one answer."""
    rule, none, april = "payment.for-service-delivered", half(1, 30, "0"), half(1, 30, "0").period
    made, hours = paid(34_000, invoice=None, period=april), certified(volume_delivered="5", unit="hours")

    given(REGISTERED, none, hours).when(made).keeps(rule)
    given(REGISTERED, none, changed(hours, volume_delivered="0")).when(made).departs_from(rule)
    given(REGISTERED, none, changed(hours, period=half(16, 30, "0").period)).when(made).keeps(rule)
    may = Span(first=date(2025, 5, 1), last=date(2025, 5, 31))
    given(REGISTERED, none, changed(hours, period=may)).when(made).departs_from(rule)
    on_invoice = given(REGISTERED, changed(INVOICE, period=april), none, changed(hours, period=None, invoice="INV-001"))
    on_invoice.when(paid()).keeps(rule)
    on_invoice.when(made).keeps(rule)


def test_what_was_certified_before_for_the_same_time_is_added_up() -> None:
    """HCC-6.3-a: one month is not paid for twice, whole or by its halves; another thing or time is its own."""
    rule, visits = "payment.for-service-delivered", half(1, 30, "600")
    early, late = half(1, 15, "0").period, half(16, 30, "0").period
    whole = certified(volume_paid="600", volume_delivered="600", unit="visits")
    once = given(REGISTERED, visits, whole)

    twice = once.when(whole).departs_from(rule)
    assert twice.last is not None
    assert twice.last.departures[0].found == (
        "it pays for 600 visits, and 600 of that time were certified before (entry 3); "
        "on file as delivered in that time are 600 (entry 2)"
    )
    halves = given(REGISTERED, visits, changed(whole, period=early)).when(changed(whole, period=late))
    assert halves.last is not None
    assert "and 600 of 1 April 2025 to 30 April 2025 were" in halves.last.departures[0].found
    once.when(changed(whole, period=early)).departs_from(rule)
    once.when(changed(whole, unit="hours")).keeps(rule)
    once.when(changed(whole, period=Span(first=date(2025, 5, 1), last=date(2025, 5, 31)))).keeps(rule)
    part = changed(whole, volume_paid="300")
    given(REGISTERED, visits, part).when(part).keeps(rule)
    given(REGISTERED, visits, changed(part, period=early)).when(changed(part, period=late)).keeps(rule)
    block = changed(REGISTERED, payment_basis="block")
    assert rule not in given(block, visits, whole).when(whole).objections


def test_a_time_that_several_certificates_share_was_delivered_once() -> None:
    """HCC-6.3-a: two of two months each, with one month in both."""
    rule, may = "payment.for-service-delivered", Span(first=date(2025, 5, 1), last=date(2025, 5, 31))
    june = Span(first=date(2025, 6, 1), last=date(2025, 6, 30))
    monthly = [
        changed(half(1, 30, "100"), period=one, happened_on=june.last) for one in (half(1, 30, "0").period, may, june)
    ]
    two = certified(volume_paid="200", unit="visits", period=Span(first=date(2025, 4, 1), last=may.last))
    other_two = changed(two, period=Span(first=may.first, last=june.last), happened_on=date(2025, 7, 2))

    story = given(REGISTERED, *monthly, changed(two, happened_on=date(2025, 7, 1)))

    story.when(other_two).departs_from(rule)
    story.when(changed(other_two, period=june, volume_paid="100")).keeps(rule)


def test_where_no_figures_are_on_file_the_same_is_certified_once_by_its_own_words() -> None:
    """HCC-6.3-a: on one invoice, or on none; on another may stand what was delivered elsewhere."""
    rule = "payment.for-service-delivered"
    whole = certified(volume_paid="600", volume_delivered="600", unit="visits")
    once = given(REGISTERED, INVOICE, whole)

    twice = once.when(whole).departs_from(rule)
    assert twice.last is not None
    assert "by what they say, 600 were delivered in it" in twice.last.departures[0].found
    once.when(changed(whole, invoice="INV-001")).keeps(rule)
    once.when(changed(whole, volume_delivered="1200")).keeps(rule)
    once.when(changed(whole, unit=None)).keeps(rule)


def test_no_more_is_paid_than_was_certified_as_due_for_service_delivered() -> None:
    """HCC-6.3-a: on an invoice, or for a time; where nothing was certified it is not asked."""
    rule, april = "payment.for-service-delivered", half(1, 30, "0").period
    due, made = certified(amount=Money(pence=1_000_000)), paid(6_000, invoice=None, period=april)
    on_file = given(REGISTERED, due)

    on_file.when(made).keeps(rule)
    given(REGISTERED, due, made).when(changed(made, amount=Money(pence=400_000))).keeps(rule)
    more = given(REGISTERED, due, made).when(made).departs_from(rule)
    assert more.last is not None
    assert more.last.departures[0].found == (
        "it pays £6,000, and £6,000 before (entry 3); "
        "certified for service of 1 April 2025 to 30 April 2025 are £10,000 (entry 2)"
    )
    on_file.when(paid(10_001, invoice=None, period=half(1, 15, "0").period)).departs_from(rule)
    on_invoice = given(REGISTERED, INVOICE, changed(due, period=None, invoice="INV-001", amount=Money(pence=800_000)))
    on_invoice.when(paid(8_000)).keeps(rule)
    on_invoice.when(paid(8_001)).departs_from(rule)
    assert rule not in given(REGISTERED, INVOICE).when(paid(8_001)).objections
    given(changed(REGISTERED, payment_basis="block"), due).when(paid(10_001, invoice=None, period=april)).keeps(rule)


def test_what_is_paid_on_an_invoice_is_not_held_against_what_was_certified_on_another() -> None:
    """HCC-6.3-a: nor what is certified on it for no time that is said against the time alone of what is paid on it."""
    rule, open_invoice = "payment.for-service-delivered", changed(INVOICE, period=None)
    of_march = certified(amount=Money(pence=1_000_000), period=MARCH)
    made = paid(10_000, invoice=None, period=MARCH)
    on_it = certified(amount=Money(pence=500_000), period=None, invoice="INV-001")
    told = given(REGISTERED, open_invoice, of_march, made, on_it)
    told.when(paid(5_000, period=MARCH)).keeps(rule)
    told.when(paid(5_001, period=MARCH)).departs_from(rule)

    on_first = certified(amount=Money(pence=500_000), period=MARCH, invoice="INV-001")
    second = changed(INVOICE, number="1008")
    two = given(REGISTERED, INVOICE, second, on_first)
    of_second = paid(9_000, invoice="INV-002", period=MARCH)
    assert rule not in two.when(of_second).objections
    given(REGISTERED, INVOICE, second, on_first, of_second).when(paid(5_000)).keeps(rule)
    without = given(REGISTERED, INVOICE, second, of_march)
    without.when(of_second).keeps(rule)
    given(REGISTERED, INVOICE, second, of_march, of_second).when(paid(2_000)).departs_from(rule)
    twice = given(REGISTERED, INVOICE, on_first, paid(5_000, invoice=None, period=MARCH))
    twice.when(paid(5_000)).departs_from(rule)


def test_a_payment_is_for_the_time_of_its_invoice_whichever_of_them_is_dated_first() -> None:
    """HCC-6.3-a."""
    at = datetime(2025, 5, 2, tzinfo=UTC)
    invoice = Recorded(INVOICE, UUID(int=1), 2, at, CLERK, given_id="INV-001")
    payment = Recorded(paid(on=date(2025, 4, 1)), UUID(int=1), 3, at, CLERK)
    for entries in ((invoice, payment), (payment, invoice)):
        payments = Payments()
        for one in entries:
            payments.apply(one)
        assert [one.position for one in payments.lying_in(MARCH, lambda _: True)] == [3]


def test_of_several_ways_to_make_up_a_time_the_newest_figures_are_what_was_delivered() -> None:
    """HCC-6.3-a: wherever their parts begin."""
    rule, hundred = "payment.for-service-delivered", certified(volume_paid="100", unit="visits")
    nothing, newer = (half(1, 10, "0"), half(11, 30, "0")), (half(1, 15, "50"), half(16, 30, "50"))
    longer = (half(1, 20, "0"), half(21, 30, "0"))

    for before in (nothing, longer):
        given(REGISTERED, *before, *newer).when(hundred).keeps(rule)
        given(REGISTERED, *newer, *before).when(hundred).departs_from(rule)


def test_where_service_delivered_is_paid_for_a_payment_says_how_much_that_was() -> None:
    """HCC-6.3-a: of a block, or where the basis was never set, it is not asked."""
    rule, may = "payment.says-what-was-delivered", date(2025, 5, 2)
    april = Span(first=date(2025, 4, 1), last=date(2025, 4, 30))
    visits = ActivityRecorded(happened_on=date(2025, 5, 1), period=april, measure="visits", delivered="100")
    delivered = PaymentBasisSet(happened_on=date(2025, 4, 1), basis="delivered")
    bare = PaymentCertified(happened_on=may, amount=Money(pence=900_000), period=april, by=ANN)
    paid = bare.model_copy(update={"volume_paid": "100", "unit": "visits"})

    silent = given(REGISTERED, delivered).when(bare).departs_from(rule)
    assert silent.last is not None
    assert "how much it pays for or how much was delivered" in silent.last.departures[-1].found
    given(REGISTERED, delivered).when(paid).departs_from(rule)
    given(REGISTERED, delivered).when(paid.model_copy(update={"volume_delivered": "100"})).keeps(rule)
    given(REGISTERED, delivered, visits).when(paid).keeps(rule)
    given(REGISTERED.model_copy(update={"payment_basis": "block"})).when(bare).keeps(rule)
    given(REGISTERED.model_copy(update={"payment_basis": None})).when(bare).keeps(rule)


def test_where_service_delivered_is_paid_for_a_payment_says_what_time_or_invoice_it_is_for() -> None:
    """HCC-3.1-c, HCC-6.3-a: else nobody can tell what it paid for; a block is paid for as it comes."""
    rule, delivered = (
        "payment.says-what-it-is-for", PaymentBasisSet(happened_on=date(2025, 4, 1), basis="delivered"),
    )  # fmt: skip
    bare, on_file = paid(invoice=None), given(REGISTERED, delivered)

    silent = on_file.when(bare).departs_from(rule)
    assert silent.last is not None
    assert "and it is on no invoice: it is in no unit cost" in silent.last.departures[-1].found
    on_file.when(paid(invoice=None, period=MARCH)).keeps(rule)
    timeless = INVOICE.model_copy(update={"period": None})
    given(REGISTERED, delivered, INVOICE).when(paid()).keeps(rule)
    given(REGISTERED, delivered, timeless).when(paid()).departs_from(rule)
    given(REGISTERED, delivered, timeless, certified(invoice="INV-001")).when(paid()).keeps(rule)
    given(REGISTERED.model_copy(update={"payment_basis": "block"})).when(bare).keeps(rule)
    given(REGISTERED.model_copy(update={"payment_basis": None})).when(bare).keeps(rule)


def test_an_invoice_is_paid_in_time_and_no_more_than_is_open_of_it() -> None:
    """The authority's own lateness is on record too."""
    on_file = given(REGISTERED, INVOICE)

    late = on_file.when(paid(on=date(2025, 5, 12))).departs_from("payment.in-time")
    assert late.last is not None
    assert "INV-001 was to be paid by 7 May 2025; this is 5 days after it was due" in late.last.departures[0].found
    on_file.when(paid(on=date(2025, 5, 7))).keeps("payment.in-time", "payment.no-more-than-invoiced")
    twice = on_file.when(paid()).when(paid(1)).departs_from("payment.no-more-than-invoiced")
    assert twice.last is not None
    assert "£0 of INV-001 was still to be paid (entry 3), and £1 was" in twice.last.departures[0].found


def test_an_invoice_that_came_already_under_its_number_is_told_of() -> None:
    """HCC-3.1-c: two of one number would be paid twice."""
    rule, on_file = "invoice.once", given(REGISTERED, INVOICE.model_copy(update={"number": "INV-2"}))
    again = INVOICE.model_copy(update={"happened_on": date(2025, 4, 14), "number": "inv-2"})

    story = on_file.when(again).departs_from(rule)
    assert story.last is not None
    assert "invoice inv-2 for £9,000 came on 7 April 2025 as INV-001 (entry 2)" in story.last.departures[0].found
    on_file.when(again.model_copy(update={"number": "INV-3"})).keeps(rule)
    assert rule not in on_file.when(again.model_copy(update={"number": None})).objections


def test_payments_that_contradict_their_invoice_are_refused() -> None:
    on_file = given(REGISTERED, INVOICE)
    euros = PaymentMade(happened_on=date(2025, 5, 2), amount=Money(pence=1, currency="EUR"), invoice="INV-001")
    backwards = Span(first=date(2025, 3, 31), last=date(2025, 3, 1))

    on_file.when(euros).refused("payment.one-currency", "INV-001 is in GBP (entry 2)", "EUR")
    on_file.when(paid(on=date(2025, 4, 4))).refused("payment.after-its-invoice", "7 April 2025 (entry 2)")
    on_file.when(paid(0)).refused("payment.amount-above-nothing", "the amount is £0")
    on_file.when(paid(period=backwards)).refused("payment.period-not-backwards", "1 March 2025", "31 March 2025")
    on_file.when(paid(period=MARCH)).recorded()


def test_a_credit_note_is_an_invoice_below_nothing() -> None:
    credit_note = InvoiceReceived(happened_on=date(2025, 4, 7), number="C-12", amount=Money(pence=-5_000))

    story = given(REGISTERED).when(credit_note).recorded()

    assert str(story.file.payments.unpaid("INV-001", date(2025, 4, 7))) == "£0"


def test_what_is_withheld_is_withheld_for_a_reason_and_under_a_clause() -> None:
    on_file = given(REGISTERED, INVOICE)

    on_file.when(withheld(500)).departs_from("payment.withheld-for-a-reason", "payment.withheld-under-a-clause")
    said = withheld(500, clause="14", reason=Said("Hours not given"))
    on_file.when(said).keeps("payment.withheld-for-a-reason", "payment.withheld-under-a-clause")


def test_nothing_new_is_ordered_while_that_is_suspended() -> None:
    suspended = given(REGISTERED, SuspensionBegun(happened_on=date(2025, 4, 7), until_date=date(2025, 4, 30), by=ANN))
    placement = OrderPlaced(happened_on=date(2025, 4, 14), order_kind="placement", number="P-19", by=ANN)

    asked = suspended.when(placement).departs_from("order.not-while-suspended")
    assert asked.last is not None
    assert asked.last.departures[0].found == "SUS-001 (entry 2) suspends placements since 7 April 2025"
    suspended.when(placement.model_copy(update={"order_kind": "order"})).keeps("order.not-while-suspended")
    suspended.when(placement.model_copy(update={"happened_on": date(2025, 5, 1)})).keeps("order.not-while-suspended")


def test_nothing_is_ordered_under_a_contract_that_has_ended() -> None:
    ended = given(REGISTERED, ContractExpired(happened_on=date(2025, 12, 31)))
    order = OrderPlaced(happened_on=date(2026, 1, 5), amount=Money(pence=10_000), by=ANN)

    ended.when(order).departs_from("order.under-a-live-contract")
    ended.when(order.model_copy(update={"happened_on": date(2025, 12, 30)})).keeps("order.under-a-live-contract")


def test_a_payment_order_variation_or_extension_says_whether_rights_were_reserved_in_it() -> None:
    words = Said("Made without prejudice to rights under clause 31.")
    acts = (
        paid(reservation_of_rights=words), paid(1_000, date(2025, 5, 3)),
        OrderPlaced(happened_on=date(2025, 5, 4), by=ANN, reservation_of_rights=words),
        VariationAgreed(happened_on=date(2025, 5, 5), by=ANN, reservation_of_rights=words),
        ExtensionDecided(happened_on=date(2025, 5, 6), taken=True, new_end_date=date(2026, 6, 30), by=ANN,
                         reservation_of_rights=words),
    )  # fmt: skip

    story = given(REGISTERED, INVOICE, *acts)

    assert story.file.rights_reserved("authority", date(2025, 5, 6)) == [3, 5, 6, 7]
    assert story.file.rights_reserved("authority", date(2025, 5, 4)) == [3, 5]
    assert story.file.rights_reserved("provider", date(2025, 5, 6)) == []
    assert [p.reserved for p in story.file.payments.payments] == [True, False]
    assert story.file.payments.orders["ORD-001"].reserved


def test_figures_that_come_after_payment_show_what_was_paid_in_excess() -> None:
    """HCC-6.3-a: certified as delivered, and shown afterwards not to have been, until figures since show it was."""
    rule, later = "activity.shows-no-excess", {"happened_on": date(2025, 5, 15)}
    paid_for = certified(volume_paid="500", volume_delivered="500", unit="visits")
    story = given(REGISTERED, paid_for)
    less, all_of_it = changed(half(1, 30, "300"), **later), changed(half(1, 30, "500"), **later)

    shown = story.when(less).departs_from(rule).recorded()
    assert shown.last is not None
    told = "500 Visits of that time were certified (entry 2), and 300 were delivered"
    assert f"{told}; say what is done about the excess" in [d.found for d in shown.last.departures]
    assert "details/3" in {one.id for one in duties(view_of(shown.file))}
    on_page = {one.rule: one for one in compliance(view_of(shown.file), date(2025, 6, 1)).rules}
    kept = on_page["payment.for-service-delivered"]
    assert (kept.state, kept.unnoticed) == ("not-kept", (2,))
    assert kept.found == told
    added = EntrySupplemented(
        happened_on=date(2025, 5, 20), position=3, words=Said("Taken off the May invoice"), completes=(rule,)
    )
    assert "details/3" not in {one.id for one in duties(view_of(given(REGISTERED, paid_for, less, added).file))}

    story.when(all_of_it).keeps(rule)
    again = view_of(given(REGISTERED, paid_for, less, all_of_it).file)
    assert {one.rule: one for one in compliance(again, date(2025, 6, 1)).rules}[kept.rule].state == "kept"
    parts = given(REGISTERED, paid_for, changed(half(1, 15, "200"), **later))
    parts.when(changed(half(16, 30, "299"), **later)).departs_from(rule)
    parts.when(changed(half(16, 30, "300"), **later)).keeps(rule)
    given(REGISTERED, certified(volume_paid="500", volume_delivered="300", unit="visits")).when(less).keeps(rule)
    given(REGISTERED.model_copy(update={"payment_basis": "block"}), paid_for).when(less).keeps(rule)
