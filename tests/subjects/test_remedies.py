"""Credits, deductions, set-off, suspension, step-in and relief: what was used, what became of it, and what is asked."""

from datetime import date
from typing import Any

from ledger.contract_terms import CreditTariff
from ledger.dates.calendar import Period
from ledger.dates.span import Span
from ledger.entry import Money
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.payments import InvoiceReceived
from ledger.subjects.remedies import (
    ReliefClaimed,
    ReliefDecided,
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
from ledger.subjects.terms import CreditClauseEntered
from ledger.words import Said
from tests.story import ANN, PIA, given

REGISTERED = ContractRegistered(
    happened_on=date(2024, 12, 2), reference="C-1", title="Home care, north", start_date=date(2025, 1, 6)
)
MARCH = Span(first=date(2025, 3, 1), last=date(2025, 3, 31))
INVOICE = InvoiceReceived(happened_on=date(2025, 4, 7), number="1007", amount=Money(pence=900_000))


def pounds(number: int) -> Money:
    return Money(pence=number * 100)


def credit_clause(**said: Any) -> CreditClauseEntered:
    told: dict[str, Any] = {"allows": ("service-credit", "deduction"), "clause": "14"} | said
    return CreditClauseEntered(happened_on=date(2024, 12, 2), **told)


def due(number: int | None = 500, on: date = date(2025, 4, 2), **said: Any) -> SumFellDue:
    told: dict[str, Any] = {"remedy": "service-credit", "clause": "14"} | said
    return SumFellDue(happened_on=on, amount=pounds(number) if number else None, by=ANN, **told)


def settled(on: date, number: int | None = None, **said: Any) -> SumSettled:
    told: dict[str, Any] = {"how": "credited", "invoice": "INV-001"} | said
    return SumSettled(happened_on=on, sum="SUM-001", amount=pounds(number) if number else None, by=ANN, **told)


# --- money ------------------------------------------------------------------------------------------------------------


def test_a_service_credit_is_open_until_it_was_credited_whole() -> None:
    story = given(
        REGISTERED, credit_clause(), INVOICE, due(on=date(2025, 4, 8)),
        SumClaimed(happened_on=date(2025, 4, 10), sum="SUM-001", pay_by=date(2025, 5, 10)),
        settled(date(2025, 5, 6), 200), settled(date(2025, 6, 6)),
    )  # fmt: skip
    held = story.file.remedies.sums["SUM-001"]

    days = [date(2025, 4, 10), date(2025, 5, 6), date(2025, 6, 5), date(2025, 6, 6)]
    assert [held.outstanding(day) for day in days] == [pounds(500), pounds(300), pounds(300), pounds(0)]
    assert [held.is_open(day) for day in days] == [True, True, True, False]
    assert held.claimed[0].pay_by == date(2025, 5, 10)
    assert [step.invoice for step in held.settled] == ["INV-001", "INV-001"]


def test_what_is_taken_from_the_provider_rests_on_a_clause() -> None:
    given(REGISTERED).when(due(clause=None)).departs_from("sum.under-a-clause")
    given(REGISTERED, credit_clause()).when(due(clause="15")).departs_from("sum.under-a-clause")
    given(REGISTERED, credit_clause()).when(due(remedy="repayment")).departs_from("sum.under-a-clause")
    given(REGISTERED, credit_clause(held_by="provider")).when(due()).departs_from("sum.under-a-clause")
    given(REGISTERED, credit_clause()).when(due()).keeps("sum.under-a-clause")
    given(REGISTERED).when(due(remedy="damages", clause=None)).keeps("sum.under-a-clause")


def test_interest_on_late_payment_is_the_providers_with_or_without_a_clause() -> None:
    interest = due(40, remedy="late-interest", owed_by="authority", clause=None, invoice="INV-001", on=date(2025, 6, 2))

    story = given(REGISTERED, INVOICE).when(interest).keeps("sum.under-a-clause")

    assert story.file.remedies.sums["SUM-001"].owed_by == "authority"
    assert story.file.remedies.sums["SUM-001"].invoice == "INV-001"


def test_a_sum_is_set_off_under_a_clause_and_against_something() -> None:
    on_file = given(REGISTERED, credit_clause(), INVOICE, due(on=date(2025, 4, 8)))
    against_nothing = settled(date(2025, 5, 6), how="set-off", invoice=None)

    on_file.when(against_nothing).departs_from("sum.under-a-clause", "sum.states-against-what")
    on_file.when(settled(date(2025, 5, 6), how="set-off")).departs_from("sum.under-a-clause").keeps(
        "sum.states-against-what"
    )
    allowed = given(REGISTERED, credit_clause(allows=("service-credit", "set-off")), INVOICE, due(on=date(2025, 4, 8)))
    allowed.when(settled(date(2025, 5, 6), how="set-off")).keeps("sum.under-a-clause", "sum.states-against-what")
    on_file.when(settled(date(2025, 5, 6), how="paid", invoice=None)).keeps(
        "sum.under-a-clause", "sum.states-against-what"
    )


def test_a_sum_may_be_set_off_against_what_is_owed_the_other_way() -> None:
    interest = due(40, remedy="late-interest", owed_by="authority", clause=None)
    story = given(REGISTERED, credit_clause(), due(), interest).when(
        settled(date(2025, 5, 6), 40, how="set-off", invoice=None, against="SUM-002")
    )

    held = story.recorded().file.remedies.sums["SUM-001"]
    assert (held.settled[0].against, held.outstanding(date(2025, 5, 6))) == ("SUM-002", pounds(460))


def test_amounts_of_different_currencies_are_never_set_against_one_another() -> None:
    on_file = given(REGISTERED, credit_clause(), INVOICE, due(on=date(2025, 4, 8)))
    euros = SumClaimed(happened_on=date(2025, 4, 10), sum="SUM-001", amount=Money(pence=100, currency="EUR"))

    on_file.when(euros).refused("remedy.one-currency", "SUM-001 is in GBP (entry 4)", "EUR")
    on_file.when(euros.model_copy(update={"amount": pounds(1)})).recorded()
    waived = SumWaived(happened_on=date(2025, 4, 10), sum="SUM-001", amount=Money(pence=100, currency="EUR"))
    on_file.when(waived).refused("remedy.one-currency")
    foreign = InvoiceReceived(happened_on=date(2025, 4, 8), amount=Money(pence=900, currency="EUR"))
    against_it = settled(date(2025, 5, 6), invoice="INV-002")
    on_file.when(foreign).when(against_it).refused("remedy.one-currency", "INV-002 is in EUR (entry 5)")


def test_an_amount_is_more_than_nothing() -> None:
    given(REGISTERED).when(due().model_copy(update={"amount": Money(pence=0)})).refused(
        "remedy.amount-above-nothing", "the amount is £0"
    )
    given(REGISTERED).when(due()).recorded()


def test_how_much_is_due_can_be_said_later() -> None:
    story = given(REGISTERED, credit_clause()).when(due(None)).departs_from("sum.states-amount")

    assert story.file.remedies.sums["SUM-001"].outstanding(date(2025, 4, 3)) is None
    assert story.file.remedies.sums["SUM-001"].is_open(date(2025, 4, 3))
    claimed = story.when(SumClaimed(happened_on=date(2025, 4, 10), sum="SUM-001", amount=pounds(450)))
    assert claimed.file.remedies.sums["SUM-001"].outstanding(date(2025, 4, 10)) == pounds(450)
    given(REGISTERED, credit_clause()).when(due()).keeps("sum.states-amount")


def test_as_much_falls_due_as_the_contract_gives_for_the_failing() -> None:
    tariff = (CreditTariff(standard="S1", amount=pounds(500)), CreditTariff(standard="S2", percent="2.5"))
    on_file = given(REGISTERED, credit_clause(tariff=tariff))

    more = on_file.when(due(700, standard="S1")).departs_from("sum.by-the-tariff")
    assert more.last is not None
    assert more.last.departures[0].found == "it is £700; clause 14 gives £500 for failing S1"
    on_file.when(due(500, standard="S1")).keeps("sum.by-the-tariff")
    on_file.when(due(700, standard="S2")).keeps("sum.by-the-tariff")


def test_no_more_falls_due_for_a_period_than_the_contract_allows() -> None:
    capped = credit_clause(cap=pounds(800), tariff=(CreditTariff(standard="S1", amount=pounds(500)),))
    on_file = given(REGISTERED, capped, due(period=MARCH))

    over = on_file.when(due(period=MARCH)).departs_from("sum.within-the-cap")
    assert over.last is not None
    assert "comes with SUM-001 to £1,000; clause 14 caps it at £800" in over.last.departures[0].found
    on_file.when(due(300, period=MARCH)).keeps("sum.within-the-cap")
    april = Span(first=date(2025, 4, 1), last=date(2025, 4, 30))
    on_file.when(due(period=april)).keeps("sum.within-the-cap")


def test_a_sum_is_claimed_within_the_time_the_contract_gives() -> None:
    """Ten Working Days after Wednesday 2 April end on 16 April."""
    on_file = given(REGISTERED, credit_clause(claim_within=Period(count=10, unit="working-days")), due())

    late = on_file.when(SumClaimed(happened_on=date(2025, 4, 17), sum="SUM-001")).departs_from("sum.claimed-in-time")
    assert late.last is not None
    assert "gives 10 working days from 2 April 2025: to 16 April 2025" in late.last.departures[0].found
    on_file.when(SumClaimed(happened_on=date(2025, 4, 16), sum="SUM-001")).keeps("sum.claimed-in-time")


def test_no_more_is_settled_or_waived_than_is_open() -> None:
    on_file = given(REGISTERED, credit_clause(), due(), settled(date(2025, 5, 6), 400, how="paid", invoice=None))

    over = on_file.when(SumWaived(happened_on=date(2025, 5, 7), sum="SUM-001", amount=pounds(200)))
    over.departs_from("sum.no-more-than-due")
    assert over.last is not None
    assert over.last.departures[0].found == "£100 of SUM-001 was still open (entry 4)"
    rest = on_file.when(SumWaived(happened_on=date(2025, 5, 7), sum="SUM-001")).keeps("sum.no-more-than-due")
    assert not rest.file.remedies.sums["SUM-001"].is_open(date(2025, 5, 7))
    rest.when(settled(date(2025, 5, 8), how="paid", invoice=None)).departs_from("sum.no-more-than-due")


def test_a_waiver_says_whether_other_rights_were_reserved() -> None:
    waived = SumWaived(
        happened_on=date(2025, 5, 7), sum="SUM-001", by=ANN, reservation_of_rights=Said("This credit alone.")
    )

    story = given(REGISTERED, credit_clause(), due()).when(waived)

    assert story.file.rights_reserved("authority", date(2025, 5, 7)) == [4]
    assert story.file.rights_reserved("authority", date(2025, 5, 6)) == []


# --- suspension and step-in -------------------------------------------------------------------------------------------


def suspension(**said: Any) -> SuspensionBegun:
    told: dict[str, Any] = {"clause": "22", "review_by": date(2025, 5, 6)} | said
    return SuspensionBegun(happened_on=date(2025, 4, 7), by=ANN, **told)


def test_placements_are_suspended_from_their_first_day_until_it_is_lifted() -> None:
    story = given(
        REGISTERED, suspension(from_date=date(2025, 4, 9)),
        SuspensionReviewed(happened_on=date(2025, 5, 6), suspension="SUS-001", review_by=date(2025, 6, 3)),
        SuspensionLifted(happened_on=date(2025, 6, 2), suspension="SUS-001", reason=Said("Staffed again")),
    )  # fmt: skip
    remedies = story.file.remedies

    days = [date(2025, 4, 8), date(2025, 4, 9), date(2025, 6, 1), date(2025, 6, 2)]
    assert [[s.id for s in remedies.suspended(day, "placements")] for day in days] == [[], ["SUS-001"], ["SUS-001"], []]
    assert remedies.suspended(date(2025, 5, 6), "new-work") == []
    assert remedies.suspensions["SUS-001"].review_by == date(2025, 6, 3)


def test_a_suspension_ends_on_the_last_day_set_for_it_unless_it_was_reviewed() -> None:
    to_may = suspension(until_date=date(2025, 5, 6))
    reviewed = SuspensionReviewed(happened_on=date(2025, 5, 5), suspension="SUS-001", until_date=date(2025, 6, 3))

    ended = given(REGISTERED, to_may)
    goes_on = given(REGISTERED, to_may, reviewed)

    assert [len(ended.file.remedies.suspended(date(2025, 5, d))) for d in (6, 7)] == [1, 0]
    assert [len(goes_on.file.remedies.suspended(date(2025, 6, d))) for d in (3, 4)] == [1, 0]


def test_a_suspension_does_not_end_before_it_begins() -> None:
    backwards = suspension(from_date=date(2025, 4, 9), until_date=date(2025, 4, 8))
    given(REGISTERED).when(backwards).refused("measure.ends-after-it-begins", "8 April 2025", "9 April 2025")
    given(REGISTERED).when(suspension(until_date=date(2025, 4, 8))).recorded()
    shorter = SuspensionReviewed(happened_on=date(2025, 5, 5), suspension="SUS-001", until_date=date(2025, 4, 1))
    given(REGISTERED, suspension()).when(shorter).refused("measure.ends-after-it-begins", "7 April 2025")


def test_what_was_lifted_or_ended_is_over_and_the_entry_that_ended_it_is_named() -> None:
    lifted = given(REGISTERED, suspension(), SuspensionLifted(happened_on=date(2025, 5, 6), suspension="SUS-001"))
    again = SuspensionLifted(happened_on=date(2025, 5, 9), suspension="SUS-001")

    lifted.when(again).refused("measure.ended-once", "SUS-001 ended on 6 May 2025 (entry 3)")
    reviewed_after = SuspensionReviewed(happened_on=date(2025, 5, 9), suspension="SUS-001")
    lifted.when(reviewed_after).refused("measure.ended-once")
    lifted.when(reviewed_after.model_copy(update={"happened_on": date(2025, 5, 2)})).recorded()


def test_a_suspension_names_its_clause_and_when_it_is_looked_at_again() -> None:
    bare = suspension(clause=None, review_by=None)
    given(REGISTERED).when(bare).departs_from("measure.rests-on-the-contract", "suspension.has-a-time")
    given(REGISTERED).when(suspension()).keeps("measure.rests-on-the-contract", "suspension.has-a-time")


def test_a_step_in_is_in_force_until_it_ended_whatever_was_expected() -> None:
    begun = StepInBegun(
        happened_on=date(2025, 4, 7), part="Evening visits", stepped_in="Other Care Ltd", clause="23",
        until_date=date(2025, 5, 6), by=ANN,
    )  # fmt: skip
    on_file = given(REGISTERED).when(begun).keeps("measure.rests-on-the-contract")

    ended = on_file.when(StepInEnded(happened_on=date(2025, 6, 2), step_in="STP-001"))

    held = ended.recorded().file.remedies.step_ins["STP-001"]
    assert [held.in_force(day) for day in (date(2025, 4, 6), date(2025, 6, 1), date(2025, 6, 2))] == [
        False,
        True,
        False,
    ]
    assert held.part == "Evening visits"
    again = StepInEnded(happened_on=date(2025, 6, 5), step_in="STP-001")
    ended.when(again).refused("measure.ended-once", "STP-001 ended on 2 June 2025 (entry 3)")
    too_early = StepInEnded(happened_on=date(2025, 4, 6), step_in="STP-001")
    on_file.when(too_early).refused("remedy.follows-what-it-is-about", "STP-001 is of 7 April 2025 (entry 2)")


def test_a_remedy_is_used_under_a_contract_that_has_begun() -> None:
    early = due(on=date(2025, 1, 3))
    given(REGISTERED, credit_clause()).when(early).departs_from("remedy.under-a-running-contract")
    given(REGISTERED).when(suspension(from_date=date(2025, 1, 3))).departs_from("remedy.under-a-running-contract")
    given(REGISTERED).when(suspension(from_date=date(2025, 1, 6))).keeps("remedy.under-a-running-contract")


# --- relief -----------------------------------------------------------------------------------------------------------


def relief(**said: Any) -> ReliefClaimed:
    told: dict[str, Any] = {"event": Said("Referrals came without addresses"), "amount": pounds(750)} | said
    return ReliefClaimed(happened_on=date(2025, 4, 7), by=PIA, time=Period(count=10, unit="working-days"), **told)


def test_relief_claimed_by_the_provider_is_open_until_it_is_decided() -> None:
    """HCC-2.1-b: what the provider says excuses it is on file as it says it."""
    decided = ReliefDecided(
        happened_on=date(2025, 4, 22), relief="REL-001", decision="granted-in-part", amount=pounds(200),
        reason=Said("Two of five were ours"), by=ANN,
    )  # fmt: skip

    story = given(REGISTERED, relief(answer_by=date(2025, 4, 21))).when(decided)

    held = story.keeps("relief.states-why-refused", "relief.decided-once").file.remedies.reliefs["REL-001"]
    assert [held.decision(date(2025, 4, day)) for day in (21, 22)] == [None, "granted-in-part"]
    assert (held.amount, str(held.time)) == (pounds(750), "10 working days")


def test_a_claim_says_its_event_and_a_decision_its_reason_and_is_made_once() -> None:
    given(REGISTERED).when(relief(event=None)).departs_from("relief.states-what-for")
    on_file = given(REGISTERED).when(relief()).keeps("relief.states-what-for")
    refused = ReliefDecided(happened_on=date(2025, 4, 22), relief="REL-001", decision="refused", by=ANN)

    first = on_file.when(refused).departs_from("relief.states-why-refused")
    again = first.when(refused.model_copy(update={"decision": "granted", "happened_on": date(2025, 4, 23)}))
    again.departs_from("relief.decided-once")
    assert again.file.remedies.reliefs["REL-001"].decision(date(2025, 4, 23)) == "granted"
    in_euros = refused.model_copy(update={"amount": Money(pence=1, currency="EUR")})
    on_file.when(in_euros).refused("remedy.one-currency", "REL-001 is in GBP (entry 2)")
