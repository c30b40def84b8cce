"""Stories of what the money buys: payment basis, budget position, value for money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest

from ledger.dates.span import Span
from ledger.entry import Actor, Money
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.money import BudgetPositionRecorded, Head, PaymentBasisSet, ValueForMoneyTested
from ledger.subjects.payments import InvoiceReceived, PaymentCertified
from ledger.words import Said
from tests.story import PIA, changed, given

JANUARY, JUNE = date(2025, 1, 6), date(2025, 6, 30)
REGISTERED = ContractRegistered(happened_on=JANUARY, reference="C-1", title="Day care", procedure="hampshire/1")
CLEO = Actor(person="Cleo County", office="county-manager-contracts")
YEAR = Span(first=date(2025, 4, 1), last=date(2026, 3, 31))


def block(**said: Any) -> PaymentBasisSet:
    usual: dict[str, Any] = {
        "basis": "block", "block_reason": Said("A day centre runs, full or not"), "approved_by": CLEO,
        "achievable_volume": Said("24 of 30 places"), "demand": Said("31 wait"), "budget_effect": Said("Cheaper"),
    }  # fmt: skip
    return PaymentBasisSet(happened_on=JANUARY, **(usual | said))


def position(**said: Any) -> BudgetPositionRecorded:
    usual: dict[str, Any] = {"period": YEAR, "budget": Money(pence=100_000_00), "actual": Money(pence=30_000_00)}
    return BudgetPositionRecorded(happened_on=JUNE, **(usual | said))


def vfm(**said: Any) -> ValueForMoneyTested:
    good = Head(conclusion="good")
    usual: dict[str, Any] = {
        "method": "benchmark", "result": "shown", "economy": good, "efficiency": good, "effectiveness": good,
    }  # fmt: skip
    return ValueForMoneyTested(happened_on=JUNE, **(usual | said))


def test_a_block_is_paid_for_only_for_a_reason_and_with_approval() -> None:
    """HCC-6.3-b."""
    rule = "payment-basis.block-with-reason"

    given(REGISTERED).when(block(block_reason=None), acknowledge_all=False).asked(rule)
    given(REGISTERED).when(block(approved_by=None)).departs_from(rule)
    given(REGISTERED).when(block()).keeps(rule)
    given(REGISTERED).when(PaymentBasisSet(happened_on=JANUARY, basis="delivered")).keeps(rule)


def test_what_a_block_rests_on_is_not_said_of_what_is_paid_for_as_delivered() -> None:
    """HCC-6.3-b."""
    rule = "payment-basis.reason-of-a-block"

    given(REGISTERED).when(block(basis="delivered")).departs_from(rule)
    given(REGISTERED).when(block()).keeps(rule)


def test_a_block_is_not_approved_by_whom_it_is_paid_to() -> None:
    """HCC-6.3-b: the authority pays; the provider's manager approved of it, and nothing was said."""
    rule = "payment-basis.approved-by-the-authority"

    given(REGISTERED).when(block(approved_by=PIA)).departs_from(rule)
    given(REGISTERED).when(block()).keeps(rule)


@pytest.mark.parametrize("head", ["achievable_volume", "demand", "budget_effect"])
def test_a_blocks_size_is_weighed_under_three_heads(head: str) -> None:
    """HCC-6.3-c: what can be reached, demand, good use of the budget."""
    given(REGISTERED).when(block(**{head: None}), acknowledge_all=False).asked("payment-basis.block-weighed")
    given(REGISTERED).when(block()).keeps("payment-basis.block-weighed")


def test_under_a_block_places_that_nobody_used_are_paid_for_without_departing() -> None:
    """HCC-6.3-a, HCC-6.3-b: from the day it was set, and under the other basis never."""
    rule = "payment.for-service-delivered"
    paid = PaymentCertified(
        happened_on=JUNE, amount=Money(pence=1), volume_paid="30", volume_delivered="24", unit="places"
    )

    given(REGISTERED).when(paid).departs_from(rule)
    given(REGISTERED, block()).when(paid).keeps(rule)
    given(REGISTERED, block(effective_from=date(2025, 7, 1))).when(paid).departs_from(rule)
    by_block = REGISTERED.model_copy(update={"payment_basis": "block"})
    given(by_block).when(paid).keeps(rule)
    given(by_block, PaymentBasisSet(happened_on=JANUARY, basis="delivered")).when(paid).departs_from(rule)


def test_a_payment_is_judged_by_the_basis_of_the_time_it_is_for_and_not_of_the_day_it_is_certified() -> None:
    """HCC-6.3-b: paid in arrears, the last month before a change of basis, and one that the change falls into."""
    rule, told = "payment.for-service-delivered", "payment.says-what-was-delivered"
    april = date(2025, 4, 1)
    to_block = block(effective_from=april)
    to_delivered = PaymentBasisSet(happened_on=date(2025, 3, 20), basis="delivered", effective_from=april)
    march = Span(first=date(2025, 3, 1), last=date(2025, 3, 31))
    paid = PaymentCertified(
        happened_on=date(2025, 4, 7), amount=Money(pence=1), volume_paid="1000", volume_delivered="800", unit="hours",
        period=march,
    )  # fmt: skip
    across = changed(paid, period=Span(first=march.first, last=april), happened_on=date(2025, 5, 2))
    of_april = changed(across, period=Span(first=april, last=date(2025, 4, 30)))
    invoiced = InvoiceReceived(happened_on=date(2025, 4, 2), amount=Money(pence=1), period=march)
    by_invoice = changed(paid, period=None, invoice="INV-001")

    given(REGISTERED, block(), to_delivered).when(paid).keeps(rule)
    given(REGISTERED, block(), to_delivered, invoiced).when(by_invoice).keeps(rule)
    given(REGISTERED, block(), to_delivered).when(changed(paid, volume_paid=None)).keeps(told)
    given(REGISTERED, block(), to_delivered).when(of_april).departs_from(rule)
    given(REGISTERED, to_block).when(paid).departs_from(rule)
    given(REGISTERED, to_block, invoiced).when(by_invoice).departs_from(rule)
    given(REGISTERED, to_block).when(of_april).keeps(rule)
    for turned in ((block(), to_delivered), (to_block,)):
        given(REGISTERED, *turned).when(across).departs_from(rule)


def test_a_budget_is_in_one_currency_and_its_time_runs_forwards_and_has_begun() -> None:
    given(REGISTERED).when(position(actual=Money(pence=1, currency="EUR"))).refused("budget.one-currency", "in EUR")
    backwards = Span(first=YEAR.last, last=YEAR.first)
    given(REGISTERED).when(position(period=backwards)).refused("budget.period-not-backwards")
    later = Span(first=date(2025, 7, 1), last=YEAR.last)
    given(REGISTERED).when(position(period=later)).refused("budget.spent-once-begun", "1 July 2025")
    given(REGISTERED).when(position(period=later, actual=Money(pence=0))).recorded()


@pytest.mark.parametrize(
    ("forecast", "share", "kept"),
    [(105_000_00, "5.0", True), (105_100_00, "5.1", False), (94_900_00, "-5.1", False)],
)
def test_a_budget_missed_by_more_than_the_tolerance_is_explained(forecast: int, share: str, kept: bool) -> None:
    """HCC-12.6: what is expected at the end against what there is; five percent either way."""
    given_forecast = Money(pence=forecast)
    story = given(REGISTERED).when(position(forecast=given_forecast))

    (story.keeps if kept else story.departs_from)("budget.variance-explained")
    last = story.file.money.last_position(JUNE)
    assert last is not None
    assert last.variance == Decimal(share)
    given(REGISTERED).when(position(forecast=given_forecast, explanation=Said("Two carers fewer"))).keeps(
        "budget.variance-explained"
    )


@pytest.mark.parametrize(
    ("on", "pence", "share"),
    [
        (JUNE, 50_000_00, None),
        (JUNE, 120_000_00, "20.0"),
        (YEAR.last, 50_000_00, "-50.0"),
        (YEAR.last, 99_000_00, "-1.0"),
    ],
)
def test_what_is_spent_is_held_against_the_budget_once_its_time_is_over_or_it_is_overspent(
    on: date, pence: int, share: str | None
) -> None:
    """HCC-12.6: half spent by half-year misses nothing."""
    told = position(actual=Money(pence=pence)).model_copy(update={"happened_on": on})
    story = given(REGISTERED).when(told)

    missed = share is not None and abs(Decimal(share)) > 5
    (story.departs_from if missed else story.keeps)("budget.variance-explained")
    last = story.file.money.last_position(on)
    assert last is not None
    assert last.variance == (Decimal(share) if share else None)
    assert last.is_within(5) is not missed


def test_a_forecast_is_no_less_than_what_is_spent() -> None:
    """HCC-12.6: and what is spent is what the budget is missed by then."""
    rule = "budget.forecast-no-less-than-spent"
    nonsense = position(budget=Money(pence=99), actual=Money(pence=10_000_00), forecast=Money(pence=100))

    given(REGISTERED).when(nonsense, acknowledge_all=False).asked(rule)
    last = given(REGISTERED).when(nonsense).departs_from(rule, "budget.variance-explained").file.money.positions[-1]
    assert (last.is_within(5), last.by_forecast) == (False, False)
    last = given(REGISTERED).when(position(forecast=Money(pence=100_000_00))).keeps(rule).file.money.positions[-1]
    assert (last.is_within(5), last.by_forecast) == (True, True)


def test_while_the_time_of_a_budget_goes_on_it_is_said_what_will_be_spent_by_the_end() -> None:
    """HCC-3.1-g: what is spent by half-year alone says nothing of the year."""
    rule = "budget.forecast-given"

    given(REGISTERED).when(position()).departs_from(rule)
    given(REGISTERED).when(position(forecast=Money(pence=100_000_00))).keeps(rule)
    at_the_end = position(actual=Money(pence=99_000_00)).model_copy(update={"happened_on": YEAR.last})
    assert rule not in given(REGISTERED).when(at_the_end).objections


def test_what_is_spent_of_one_budget_does_not_fall_without_a_word() -> None:
    """HCC-12.6."""
    rule, earlier = "budget.spent-does-not-fall", position(actual=Money(pence=60_000_00))
    on_file, march = given(REGISTERED, earlier), {"happened_on": YEAR.last}

    on_file.when(position(actual=Money(pence=20_000_00)).model_copy(update=march)).departs_from(rule)
    on_file.when(position(actual=Money(pence=60_000_00)).model_copy(update=march)).keeps(rule)
    refunded = position(actual=Money(pence=20_000_00), explanation=Said("£40,000 was paid back"))
    on_file.when(refunded.model_copy(update=march)).keeps(rule)
    other = Span(first=date(2025, 4, 1), last=date(2026, 2, 28))
    on_file.when(position(actual=Money(pence=1), period=other).model_copy(update=march)).keeps(rule)


def test_value_for_money_is_tested_under_three_heads_and_followed_up_where_it_is_not_shown() -> None:
    """HCC-3.1-f, TVP-1.0-3: economy, efficiency, effectiveness."""
    given(REGISTERED).when(vfm()).keeps("value-for-money.three-heads", "value-for-money.followed-up")
    story = given(REGISTERED).when(vfm(efficiency=None)).departs_from("value-for-money.three-heads")
    assert story.last is not None
    assert story.last.departures[0].found == "nothing is said of efficiency"
    given(REGISTERED).when(vfm(result="not-shown"), acknowledge_all=False).asked("value-for-money.followed-up")
    given(REGISTERED).when(vfm(result="not-shown", follow_up=Said("Tender"))).keeps("value-for-money.followed-up")


@pytest.mark.parametrize(
    ("heads", "result", "found"),
    [
        ("ppp", "shown", "it is found shown, and all three heads poor"),
        ("ppp", "partly-shown", "it is found partly shown, and all three heads poor"), ("ppp", "not-shown", None),
        ("gpf", "shown", "it is found shown, and efficiency poor"), ("gpf", "partly-shown", None),
        ("gpp", "not-shown", None), ("p--", "shown", "it is found shown, and economy poor"),
        ("ggg", "shown", None), ("ggg", "not-shown", "it is found not shown, and all three heads good"),
        ("gff", "shown", None), ("gg-", "not-shown", None), ("---", "not-shown", None),
    ],
)  # fmt: skip
def test_value_for_money_is_shown_as_far_as_its_heads_are(
    heads: str, result: Literal["shown", "partly-shown", "not-shown"], found: str | None
) -> None:
    """TVP-1.0-3."""
    rule, words = "value-for-money.follows-its-heads", {"g": "good", "f": "fair", "p": "poor"}
    named = zip(("economy", "efficiency", "effectiveness"), heads, strict=True)
    said = {name: Head.model_validate({"conclusion": words[one]}) if one in words else None for name, one in named}
    tested = vfm(result=result, follow_up=Said("Tender"), **said)

    story = given(REGISTERED).when(tested)
    assert story.last is not None
    assert [d.found for d in story.last.departures if d.rule == rule] == ([found] if found else [])
    (given(REGISTERED).when(tested, acknowledge_all=False).asked if found else story.keeps)(rule)


def test_what_is_tested_is_a_contract_there_is() -> None:
    early = vfm().model_copy(update={"happened_on": date(2025, 1, 5)})
    given(REGISTERED).when(early).refused("value-for-money.of-a-contract-there-is", "6 January 2025")


def test_what_is_promised_and_not_yet_spent_counts_against_the_budget() -> None:
    """HCC-3.1-g: spent and promised together are more than the budget, whatever is expected, and it is not said why."""
    promised = position(actual=Money(pence=80_000_00), commitment=Money(pence=40_000_00))

    last = given(REGISTERED).when(promised).departs_from("budget.variance-explained").file.money.positions[-1]
    assert (last.variance, last.is_within(5), last.by_forecast) == (Decimal("20.0"), False, False)
    hopeful = promised.model_copy(update={"forecast": Money(pence=100_000_00)})
    story = given(REGISTERED).when(hopeful).departs_from("budget.forecast-no-less-than-spent")
    assert story.last is not None
    assert "£120,000 is spent, owed or promised already" in " ".join(d.found for d in story.last.departures)
    assert story.file.money.positions[-1].variance == Decimal("20.0")
    within = position(actual=Money(pence=60_000_00), commitment=Money(pence=20_000_00))
    last = given(REGISTERED).when(within).keeps("budget.variance-explained").file.money.positions[-1]
    assert last.variance is None  # the year goes on, and nothing says yet what it will come to


def test_a_position_of_last_years_budget_is_not_that_of_this_years() -> None:
    """HCC-12.6: recorded later or not, it says how things stood when its time was over."""
    old = position(period=Span(first=date(2024, 4, 1), last=date(2025, 3, 31))).model_copy(
        update={"happened_on": date(2025, 7, 31)}
    )
    money = given(REGISTERED, position()).when(old).file.money

    last = money.last_position(date(2025, 8, 1))
    assert last is not None
    assert last.says.period == YEAR
    alone = given(REGISTERED).when(old).file.money.last_position(date(2025, 8, 1))
    assert alone is not None
    assert alone.stands_of == date(2025, 3, 31)
