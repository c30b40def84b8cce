"""What procurement law asks of a contract, day by day: due, coming, done and how late, not asked for and why."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.dates.span import Span
from ledger.entry import Entry, Money
from ledger.subjects.notices import NoticeServed, RemedyAssessed
from ledger.subjects.payments import InvoiceReceived, PaymentMade
from ledger.subjects.procurement import ServiceNeedEstablished
from ledger.subjects.records import LedgerOpened
from ledger.subjects.regulation import KeyIndicator, KeyIndicatorsSet, ProcurementRegimeRecorded, Rated
from ledger.subjects.remedies import SumFellDue
from ledger.subjects.termination import ContractExpired
from ledger.subjects.variations import (
    EndDateChange,
    TotalValueChange,
    VariationAgreed,
    VariationProposed,
    VariationRejected,
)
from projections.duties.due import Due, due, every_duty
from projections.view import FileView
from tests.story import given
from tests.subjects.test_regulation import MILLION, pounds, published, regime, registered

JUNE = date(2026, 6, 1)
SET = KeyIndicatorsSet(
    happened_on=date(2026, 1, 12), indicators=tuple(KeyIndicator(id=name) for name in ("K1", "K2", "K3"))
)


def rated(day: date) -> Entry:
    ratings = tuple(Rated(indicator=name, rating="good") for name in ("K1", "K2", "K3"))
    return published("contract-performance", day, ratings=ratings)


def found(on: date, *entries: Entry, **said: Any) -> dict[str, Due]:
    story = given(registered(**said.pop("contract", {})), regime(**said))
    for entry in entries:
        story = story.when(entry, today=date(2031, 1, 1)).recorded()
    return {one.duty.id: one for one in due(every_duty(FileView.of(UUID(int=1), story.file, {})), on)}


def at(id: str, on: date, *entries: Entry, **said: Any) -> tuple[str, date | None, int]:
    """(state, day due, days over) of one duty on a day."""
    one = found(on, *entries, **said)[id]
    return one.state, one.duty.due_on, one.days_over


def test_a_contract_that_no_law_binds_has_one_line_that_says_why() -> None:
    file = given(registered()).file
    [unknown] = [one for one in every_duty(FileView.of(UUID(int=1), file, {})) if one.id.startswith("act")]
    early = found(JUNE, began=date(2024, 6, 1))["act"]
    framework = found(JUNE, under_earlier_law="framework")["act"]

    assert unknown.not_asked == "it is not on file when its procurement began"
    assert early.state == "not-applicable"
    assert "under the Regulations of 2015" in early.sentence
    assert "by a framework made under that law" in framework.sentence


def test_the_details_are_published_within_thirty_days_beginning_with_the_day_the_contract_is_made() -> None:
    """Made on 2 February 2026: day 30 is 3 March. Light touch: 120 days, 1 June."""
    in_time, late = published("contract-details", date(2026, 3, 3)), published("contract-details", date(2026, 3, 5))

    assert at("act/contract-details", date(2026, 2, 10)) == ("coming", date(2026, 3, 3), -21)
    assert at("act/contract-details", date(2026, 2, 17)) == ("due", date(2026, 3, 3), -14)
    assert at("act/contract-details", date(2026, 3, 3)) == ("due", date(2026, 3, 3), 0)
    assert at("act/contract-details", date(2026, 3, 4)) == ("overdue", date(2026, 3, 3), 1)
    assert at("act/contract-details", JUNE, in_time) == ("done", date(2026, 3, 3), 0)
    assert at("act/contract-details", JUNE, late) == ("done", date(2026, 3, 3), 2)
    assert at("act/contract-details", JUNE, special=("light-touch",)) == ("due", JUNE, 0)


def test_what_was_done_names_its_entry_and_how_late_it_was_and_before_that_it_was_overdue() -> None:
    entries = (published("contract-details", date(2026, 3, 5)),)
    done = found(JUNE, *entries)["act/contract-details"]

    assert done.duty.done_by == (3,)
    assert done.sentence.endswith("done on 5 March 2026, 2 days late.")
    assert at("act/contract-details", date(2026, 3, 4), *entries) == ("overdue", date(2026, 3, 3), 1)


def test_where_the_day_the_contract_was_made_is_not_on_file_that_is_said_and_nothing_is_counted() -> None:
    undated = found(JUNE, contract={"agreed_on": None})

    assert (undated["act/contract-details"].state, undated["act/contract-details"].duty.due_on) == ("due", None)
    assert "which is not on file" in undated["act/contract-details"].sentence
    assert "act/contract-copy" not in undated


def test_what_a_contract_awarded_but_not_yet_made_owes_is_there_before_it_is_registered() -> None:
    """From the need on (0119): the award notice, the standstill that follows it, the indicators."""
    need = ServiceNeedEstablished(happened_on=date(2025, 9, 1), reference="C-1", title="Home care")
    file = given(
        need, regime().model_copy(update={"happened_on": date(2025, 9, 2)}),
        published("contract-award", date(2026, 1, 21)),
    ).file  # fmt: skip
    rows = {one.duty.id: one for one in due(every_duty(FileView.of(UUID(int=1), file, {})), JUNE)}

    assert rows["act/contract-award"].state == "done"
    assert "until 30 January 2026 is over" in rows["act/standstill"].sentence
    assert "act/indicators" in rows
    assert "act/contract-details" not in rows


def test_a_copy_is_published_of_what_is_worth_more_than_five_million() -> None:
    """90 days beginning with 2 February 2026 end on 2 May; 180 on 31 July."""
    assert at("act/contract-copy", JUNE) == ("overdue", date(2026, 5, 2), 30)
    assert at("act/contract-copy", JUNE, special=("light-touch",))[:2] == ("coming", date(2026, 7, 31))
    small = found(JUNE, contract={"worth": 5 * MILLION})["act/contract-copy"]
    assert small.state == "not-applicable"
    assert "£5,000,000 is not exceeded" in small.sentence


def test_indicators_are_set_before_the_contract_is_made_or_it_is_said_why_not() -> None:
    assert at("act/indicators", JUNE, SET) == ("done", date(2026, 2, 2), -21)
    assert at("act/indicators", JUNE) == ("overdue", date(2026, 2, 2), 119)
    assert at("act/indicators", JUNE, special=("light-touch",))[0] == "not-applicable"
    assert at("act/indicators", JUNE, special=("framework",))[0] == "not-applicable"
    assert "It is worth £5,000,000" in found(JUNE, contract={"worth": 5 * MILLION})["act/indicators"].sentence


def test_performance_is_assessed_once_in_every_twelve_months() -> None:
    """Twelve months beginning with 2 February 2026 end on 1 February 2027; after a notice they begin the next day."""
    first, second = rated(date(2027, 1, 20)), rated(date(2028, 1, 25))
    day = date(2028, 3, 1)
    assert at("act/assessment/1", day, SET) == ("overdue", date(2027, 2, 1), 394)
    assert at("act/assessment/1", day, SET, first) == ("done", date(2027, 2, 1), -12)
    assert at("act/assessment/2", day, SET, first)[:2] == ("overdue", date(2028, 1, 20))
    assert at("act/assessment/2", day, SET, first, second) == ("done", date(2028, 1, 20), 5)
    assert at("act/assessment/3", day, SET, first, second)[:2] == ("coming", date(2029, 1, 25))


def test_the_last_assessment_and_the_termination_notice_follow_the_end_in_thirty_days() -> None:
    """Expired on 31 January 2028: day 30, the day itself being the first, is 29 February."""
    ended, day = ContractExpired(happened_on=date(2028, 1, 31)), date(2028, 3, 1)
    notice = published("contract-termination", date(2028, 2, 29))

    assert at("act/contract-termination", day, SET, ended) == ("overdue", date(2028, 2, 29), 1)
    assert at("act/contract-termination", day, SET, ended, notice) == ("done", date(2028, 2, 29), 0)
    assert at("act/last-assessment", day, SET, ended) == ("overdue", date(2028, 2, 29), 1)
    assert at("act/last-assessment", day, SET, ended, rated(date(2028, 2, 1)))[0] == "done"
    assert at("act/contract-termination", day, ended, special=("user-choice",))[0] == "not-applicable"


def test_a_contract_that_ran_out_with_nothing_on_file_owes_its_termination_notice_too() -> None:
    assert at("act/contract-termination", date(2030, 4, 1)) == ("overdue", date(2030, 3, 29), 3)


def test_a_failure_that_was_not_put_right_is_published_in_thirty_days() -> None:
    """Found on 1 April 2026: day 30 is 30 April."""
    served = NoticeServed(happened_on=date(2026, 3, 10), notice_kind="default")
    assessed = RemedyAssessed(happened_on=date(2026, 4, 1), notice="NOT-001", result="not-remedied")
    told = published("contract-performance", date(2026, 4, 20))
    damages = SumFellDue(happened_on=date(2026, 5, 4), remedy="damages", amount=pounds(900))

    assert at("act/failure/4", JUNE, served, assessed) == ("overdue", date(2026, 4, 30), 32)
    assert at("act/failure/4", JUNE, served, assessed, told) == ("done", date(2026, 4, 30), -10)
    assert at("act/failure/4", JUNE, served, assessed, SET, rated(date(2026, 4, 20)))[0] == "overdue"
    assert at("act/failure/3", JUNE, damages) == ("due", date(2026, 6, 2), -1)


def test_a_change_of_more_than_the_act_lets_pass_has_its_notice_before_and_its_text_after() -> None:
    """Made on 1 June 2026: 90 days beginning with it end on 29 August."""
    proposed = VariationProposed(happened_on=date(2026, 5, 1), changes=(TotalValueChange(becomes=pounds(7_000_000)),))
    agreed = VariationAgreed(happened_on=JUNE, variation="VAR-001")
    notice = published("contract-change", date(2026, 5, 11), variation="VAR-001", standstill_days=8)
    small = VariationProposed(happened_on=date(2026, 5, 1), changes=(TotalValueChange(becomes=pounds(6_100_000)),))
    july = date(2026, 7, 1)

    assert at("act/contract-change/VAR-001", date(2026, 5, 20), proposed) == ("due", None, 0)
    assert at("act/contract-change/VAR-001", july, proposed, agreed) == ("overdue", JUNE, 30)
    assert at("act/contract-change/VAR-001", july, proposed, notice, agreed) == ("done", JUNE, -21)
    assert at("act/modified-contract/VAR-001", july, proposed, agreed)[:2] == ("coming", date(2026, 8, 29))
    assert at("act/contract-change/VAR-001", july, small)[0] == "not-applicable"
    assert "act/contract-change/VAR-001" not in found(
        july, proposed, VariationRejected(happened_on=JUNE, variation="VAR-001")
    )
    kept = found(july, proposed, notice, agreed)["act/standstill/VAR-001"]
    assert (kept.state, kept.duty.done_by) == ("done", (5,))
    assert kept.duty.citation == "Procurement Act 2023, s 76"
    assert "until 20 May 2026 is over" in kept.sentence


def test_a_change_notice_is_asked_for_by_the_subsection_whose_test_the_change_is_over() -> None:
    """Section 75(2)(a) is of the value, (b) of the term; nothing but the notice itself is asked by (1)."""

    def cited(*changes: EndDateChange | TotalValueChange, **said: Any) -> str:
        proposed = VariationProposed(happened_on=date(2026, 5, 1), changes=changes)
        return found(JUNE, proposed, **said)["act/contract-change/VAR-001"].duty.citation

    longer, dearer = EndDateChange(becomes=date(2031, 1, 31)), TotalValueChange(becomes=pounds(7_000_000))
    assert cited(longer) == "Procurement Act 2023, s 75(2)(b)"
    assert cited(dearer) == "Procurement Act 2023, s 75(2)(a)(i)"
    assert cited(dearer, subject_matter="works") == "Procurement Act 2023, s 75(2)(a)(ii)"
    assert cited(dearer, longer) == "Procurement Act 2023, s 75(2)(a)(i); Procurement Act 2023, s 75(2)(b)"
    assert cited(dearer, special=("light-touch",)) == "Procurement Act 2023, s 75(6)"


def test_a_change_a_penny_over_what_passes_is_said_with_the_digits_that_show_it() -> None:
    """Section 75(2)(a)(i): "by 10%, and 10% is the most" tells nobody what is wrong."""
    penny = TotalValueChange(becomes=Money(pence=6_000_000_00 * 110 // 100 + 1))
    proposed = VariationProposed(happened_on=date(2026, 5, 1), changes=(penny,))

    said = found(JUNE, proposed)["act/contract-change/VAR-001"].sentence

    assert "it changes the value by 10.0000002%, and 10% is the most for services" in said


def test_the_standstill_is_eight_working_days_of_the_whole_kingdom() -> None:
    """From Friday 2 January 2026 (a bank holiday in Scotland): 5, 6, 7, 8, 9, 12, 13 and 14 January are the eight."""
    kept = found(JUNE, published("contract-award", date(2026, 1, 2)))["act/standstill"]
    broken = found(JUNE, published("contract-award", date(2026, 1, 22)))["act/standstill"]

    assert "until 14 January 2026 is over" in kept.sentence
    assert broken.sentence.startswith("Not kept: entering into the contract came on 2 February 2026")
    assert found(JUNE, special=("light-touch",))["act/standstill"].state == "not-applicable"


def test_large_payments_are_published_by_quarter_where_the_procurement_began_under_the_section() -> None:
    """30 days beginning with 30 June 2026 end on 29 July."""
    paid = PaymentMade(happened_on=date(2026, 5, 6), amount=pounds(30_001))
    less = PaymentMade(happened_on=date(2026, 5, 7), amount=pounds(30_000))
    later = {"began": date(2026, 4, 1), "contract": {"agreed_on": date(2026, 5, 1), "happened_on": date(2026, 5, 1)}}
    told = published("payments", date(2026, 7, 30), period=Span(first=date(2026, 4, 1), last=date(2026, 6, 30)))
    august = date(2026, 8, 1)

    def of(*entries: Entry) -> Due | None:
        file = given(
            registered(**later["contract"]),  # type: ignore[arg-type]
            ProcurementRegimeRecorded(happened_on=date(2026, 5, 2), procurement_began_on=date(2026, 4, 1)), *entries,
        ).file  # fmt: skip
        duties = due(every_duty(FileView.of(UUID(int=1), file, {})), august)
        return next((one for one in duties if one.duty.id == "act/payments/2026-06"), None)

    owed, late = of(paid, less), of(paid, told)
    assert owed is not None
    assert late is not None
    assert (owed.state, owed.duty.due_on, owed.duty.opened_by) == ("overdue", date(2026, 7, 29), (3,))
    assert (late.state, late.days_over) == ("done", 1)
    assert of(less) is None
    assert at("act/payments/2026-06", august, paid)[0] == "not-applicable"


@pytest.mark.parametrize(
    ("due_on", "by"),
    [
        (None, date(2026, 4, 1)),
        (date(2026, 3, 13), date(2026, 3, 13)),
        (date(2027, 1, 1), date(2027, 1, 1)),
    ],
)
def test_an_invoice_without_a_day_is_paid_by_the_laws(due_on: date | None, by: date) -> None:
    invoice = InvoiceReceived(happened_on=date(2026, 3, 3), amount=pounds(1000), due_on=due_on)
    paid = PaymentMade(happened_on=date(2026, 4, 3), amount=pounds(1000), invoice="INV-001")

    assert found(JUNE, invoice)["invoice/INV-001"].duty.due_on == by
    assert found(JUNE, invoice, paid)["invoice/INV-001"].state == "done"


def test_the_authority_says_every_half_year_how_it_paid() -> None:
    """K: the half-year to 31 March 2026 is reported on by 29 April, and not by the 30th."""
    opened = LedgerOpened(
        happened_on=date(2025, 1, 1), authority="County", origin="ledger.example/county", clock="simulated"
    )
    bound = ProcurementRegimeRecorded(happened_on=date(2025, 3, 3), procurement_began_on=date(2025, 3, 3))
    told = published("payments-compliance", date(2026, 4, 30))

    def of(*entries: Entry) -> list[tuple[str, str, date | None]]:
        duties = due(every_duty(FileView.of(UUID(int=1), given(opened, *entries).file, {})), date(2026, 10, 1))
        return [(one.duty.id, one.state, one.duty.due_on) for one in duties if one.duty.id.startswith("act")]

    assert of() == []
    assert of(bound) == [("act/compliance/2026-03", "overdue", date(2026, 4, 29))]
    assert of(bound, told) == [
        ("act/compliance/2026-09", "coming", date(2026, 10, 29)), ("act/compliance/2026-03", "done", date(2026, 4, 29)),
    ]  # fmt: skip
