"""Stories of procurement law: which contracts it binds; what it asks of indicators, notices, changes and payment."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.entry import Money
from ledger.governing import procedure_of
from ledger.procedures import ProcedureError, read
from ledger.procedures.laws import law, laws_of, parse_law, read_under
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, Extension
from ledger.subjects.payments import InvoiceReceived, PaymentMade
from ledger.subjects.procurement import ContractCountersigned, ContractIssuedForCountersignature, ServiceNeedEstablished
from ledger.subjects.regulation import (
    KeyIndicator,
    KeyIndicatorsSet,
    ModificationAssessed,
    ProcurementRegimeRecorded,
    Rated,
    StatutoryNoticePublished,
)
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.termination import ContractExpired
from ledger.subjects.variations import EndDateChange, TotalValueChange, VariationAgreed, VariationProposed
from ledger.words import Said
from projections.procedure.compliance import compliance
from projections.view import FileView
from tests.story import Story, given

ACT = "procurement-act-2023"
ENTERED = date(2026, 2, 2)
MILLION = 1_000_000


def pounds(amount: int) -> Money:
    return Money(pence=amount * 100)


def registered(worth: int = 6 * MILLION, **said: Any) -> ContractRegistered:
    """A contract made on 2 February 2026 and running for four years from 1 March."""
    facts: dict[str, Any] = {
        "happened_on": date(2026, 2, 3), "reference": "C-1", "title": "Home care", "agreed_on": ENTERED,
        "start_date": date(2026, 3, 1), "end_date": date(2030, 2, 28), "total_value": pounds(worth),
    }  # fmt: skip
    return ContractRegistered(**facts | said)


def regime(began: date = date(2025, 9, 1), **said: Any) -> ProcurementRegimeRecorded:
    return ProcurementRegimeRecorded(happened_on=date(2026, 2, 3), procurement_began_on=began, **said)


def bound(worth: int = 6 * MILLION, **said: Any) -> Story:
    return given(registered(worth), regime(**said))


def published(notice: Any, day: date, **said: Any) -> StatutoryNoticePublished:
    return StatutoryNoticePublished(happened_on=day, notice=notice, **said)


def worth(becomes: int, day: date = date(2026, 6, 1), **said: Any) -> VariationAgreed:
    return VariationAgreed(happened_on=day, changes=(TotalValueChange(becomes=pounds(becomes)),), **said)


def indicators(*names: str) -> KeyIndicatorsSet:
    return KeyIndicatorsSet(happened_on=date(2026, 1, 12), indicators=tuple(KeyIndicator(id=name) for name in names))


# --- which contracts it binds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "binds"),
    [
        ({"began": date(2025, 2, 23)}, False),
        ({"began": date(2025, 2, 24)}, True),
        ({"began": date(2025, 9, 1), "under_earlier_law": "framework"}, False),
        ({"began": date(2025, 9, 1), "special": ("below-threshold",)}, False),
        ({"began": date(2025, 9, 1), "special": ("light-touch",)}, True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("procedure", ["hampshire/1", "thames-valley/1", "tiered/1"])
def test_a_contract_is_bound_by_when_its_procurement_began_whatever_its_procedure(
    procedure: str, said: dict[str, Any], binds: bool
) -> None:
    file = given(registered(procedure=procedure), regime(**said)).file
    found = procedure_of(file, date(2026, 6, 1), "hampshire")

    assert (ACT in found.laws) is binds
    assert found.ref == procedure
    assert found.setting("survey.every") == read(procedure).setting("survey.every")


def test_without_a_record_of_when_the_procurement_began_no_law_binds() -> None:
    assert procedure_of(given(registered()).file, date(2026, 6, 1), "hampshire").laws == ()


def test_a_later_record_of_the_procurement_mends_an_earlier_one() -> None:
    file = given(registered(), regime(), regime(date(2024, 11, 4))).file

    assert file.laws == ()


def test_a_procurement_does_not_begin_after_the_contract_nor_does_its_longest_term_end_before_it_starts() -> None:
    given(registered()).when(regime(date(2026, 2, 3))).refused("regime.began-before-the-contract", "2 February 2026")
    given(registered()).when(regime(longest_until=date(2026, 2, 28))).refused("regime.term-forwards", "1 March 2026")


def test_a_law_lies_over_a_procedure_and_its_rows_go_first() -> None:
    over = read_under("hampshire", (ACT,))

    assert laws_of(date(2025, 2, 24)) == (ACT,)
    assert laws_of(date(2025, 2, 23)) == ()
    assert over.setting("act.termination-within") == 30
    assert [r.level for r in over.rules if r.id == "act.change-notice-first"] == ["explain"]
    assert [r.level for r in read("hampshire").rules if r.id == "act.change-notice-first"] == ["off"]
    with pytest.raises(ProcedureError):
        read(ACT)  # no procedure: nobody is bound to it by an entry


def test_every_row_of_the_law_cites_it_and_says_where_sources_differ() -> None:
    act = law(ACT)

    assert all("Procurement" in row.citation or row.citation.startswith("SI ") for row in (*act.settings, *act.rules))
    assert {s.id for s in act.settings if not s.stated} >= {"act.indicators-light-touch", "act.standstill-light-touch"}
    with pytest.raises(ProcedureError, match=r"act\.toml: line 12: \[\[setting\]\] x: unit should be"):
        parse_law(
            'id="a"\nversion=1\ntitle="A"\ncitation="A"\n[[in-force]]\nid="procurements"\nsince=2025-02-24\n'
            'citation="A"\n[[setting]]\nid="x"\nvalue=1\nunit="moons"\ncitation="A"\n',
            "act.toml",
        )


# --- award, indicators, performance ----------------------------------------------------------------------------------


def test_the_award_notice_comes_before_the_contract_and_eight_working_days_lie_between() -> None:
    """Published on Wednesday 21 January 2026: 21, 22, 23, 26, 27, 28, 29, 30 January are the eight."""
    began = ContractCommenced(happened_on=date(2026, 3, 1))
    light = bound(special=("light-touch",))

    bound().when(published("contract-award", date(2026, 1, 21))).keeps("act.award-notice-first").when(began).keeps(
        "act.standstill-kept"
    )
    bound().when(published("contract-award", date(2026, 1, 22))).when(began).departs_from("act.standstill-kept")
    bound().when(published("contract-award", ENTERED)).departs_from("act.award-notice-first")
    light.when(published("contract-award", date(2026, 1, 30))).when(began).keeps("act.standstill-kept")
    freely = published("contract-award", date(2026, 1, 30), standstill_days=8)
    light.when(freely).when(began).departs_from("act.standstill-kept")
    light.when(published("contract-award", date(2026, 1, 8), standstill_days=7)).departs_from(
        "act.standstill-long-enough"
    )


def test_a_contract_entered_into_within_the_standstill_is_told_when_it_comes_back_and_when_it_is_registered() -> None:
    """Section 51(1): published on Thursday 17 April 2025, with Easter between, the eight end on Wednesday 30 April."""
    need = ServiceNeedEstablished(happened_on=date(2025, 3, 3), reference="C-1", title="Home care")
    back, rule = "act.countersigned-after-standstill", "act.standstill-kept"
    sent = ContractIssuedForCountersignature(happened_on=date(2025, 4, 10))
    bought = given(need, sent, regime(date(2025, 3, 3)).model_copy(update={"happened_on": date(2025, 3, 3)}))
    awarded = bought.when(published("contract-award", date(2025, 4, 17))).recorded()
    early, on_time = date(2025, 4, 30), date(2025, 5, 1)

    for day, departs in ((early, True), (on_time, False)):
        came = awarded.when(ContractCountersigned(happened_on=day))
        told = awarded.when(registered(happened_on=day, agreed_on=day))
        by_return = came.recorded().when(registered(happened_on=on_time, agreed_on=None))
        for story, asked in ((came, back), (told, rule), (by_return, rule)):
            (story.departs_from if departs else story.keeps)(asked)
        facts = compliance(FileView.of(UUID(int=1), told.file, {}), date(2025, 6, 2))
        [kept] = [one.state for one in facts.rules if one.rule == rule]
        assert kept == ("departed" if departs else "kept")
    bought.when(ContractCountersigned(happened_on=early)).keeps(back)
    given(need, sent).when(ContractCountersigned(happened_on=early)).keeps(back)


def test_three_indicators_are_set_where_a_contract_is_worth_more_than_five_million() -> None:
    over: dict[str, Any] = {"estimated_value": Money(pence=500_000_001)}

    bound(**over).when(indicators("K1", "K2")).departs_from("act.three-indicators")
    bound(**over).when(indicators("K1", "K2", "K3")).keeps("act.three-indicators")
    bound(estimated_value=pounds(5 * MILLION)).when(indicators("K1")).keeps("act.three-indicators")
    bound(special=("light-touch",), **over).when(indicators("K1")).keeps("act.three-indicators")
    bound(why_no_indicators=Said("Counts nothing"), **over).when(indicators("K1")).keeps("act.three-indicators")
    given(registered()).when(indicators("K1")).keeps("act.three-indicators")
    bound().when(indicators("K1", "K2", "K1")).refused("indicators.each-its-own-id", "K1")


def test_performance_is_rated_by_each_indicator_set_and_by_no_other() -> None:
    rated = published("contract-performance", date(2026, 8, 3), ratings=(Rated(indicator="K1", rating="good"),))
    story = bound().when(indicators("K1", "K2", "K3"))

    story.when(rated).departs_from("act.rates-every-indicator")
    every = tuple(Rated(indicator=name, rating="inadequate") for name in ("K1", "K2", "K3"))
    story.when(published("contract-performance", date(2026, 8, 3), ratings=every)).keeps("act.rates-every-indicator")


def test_a_notice_says_what_notices_of_its_sort_say() -> None:
    rated = (Rated(indicator="K1", rating="good"),)
    proposed = VariationProposed(happened_on=date(2026, 5, 1))
    story = bound().when(proposed)

    story.when(published("contract-award", date(2026, 1, 5), ratings=rated)).refused("publication.holds-what-fits")
    story.when(published("contract-details", date(2026, 2, 5), variation="VAR-001")).refused(
        "publication.holds-what-fits", "VAR-001"
    )
    story.when(published("payments", date(2026, 5, 5), standstill_days=8)).refused("publication.holds-what-fits")
    story.when(published("contract-change", date(2026, 5, 5))).departs_from("publication.of-which-variation")
    backwards = {"first": date(2026, 6, 30), "last": date(2026, 4, 1)}
    story.when(StatutoryNoticePublished.model_validate(
        {"happened_on": date(2026, 7, 1), "notice": "payments", "period": backwards}
    )).refused("publication.period-forwards")  # fmt: skip


def test_the_last_assessment_is_published_before_the_termination_notice() -> None:
    story = bound().when(indicators("K1", "K2", "K3")).when(ContractExpired(happened_on=date(2026, 9, 1)))
    rated = published(
        "contract-performance", date(2026, 9, 10),
        ratings=tuple(Rated(indicator=name, rating="good") for name in ("K1", "K2", "K3")),
    )  # fmt: skip
    ended = published("contract-termination", date(2026, 9, 11))

    story.when(ended).departs_from("act.performance-before-termination")
    story.when(rated).when(ended).keeps("act.performance-before-termination")


# --- changes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matter", "becomes", "needed"),
    [
        ("services", 6_600_000, False),  # 10% of 6,000,000 exactly: 10% or less
        ("services", 6_600_001, True),
        ("services", 5_399_999, True),  # less by more than 10%
        ("goods", 6_700_000, True),
        ("works", 6_900_000, False),  # 15%
        ("works", 6_900_001, True),
    ],
)
def test_a_change_of_value_needs_a_notice_above_ten_percent_and_for_works_fifteen(
    matter: Any, becomes: int, needed: bool
) -> None:
    changed = bound(subject_matter=matter).when(worth(becomes))

    (changed.departs_from if needed else changed.keeps)("act.change-notice-first")


@pytest.mark.parametrize(
    ("until", "needed"),
    [
        # 1 March 2026 to 28 February 2030 and a year's extension to 28 February 2031: 1,826 days; a tenth is 182.6.
        (date(2030, 8, 29), False),  # 182 days later
        (date(2030, 8, 30), True),  # 183 days
        (date(2029, 8, 30), False),  # 182 days earlier
        (date(2029, 8, 29), True),
    ],
)
def test_a_change_of_term_is_measured_by_the_longest_term_on_award(until: date, needed: bool) -> None:
    extended = registered(extensions=(Extension(id="E1", months=12),))
    changed = given(extended, regime()).when(
        VariationAgreed(happened_on=date(2026, 6, 1), changes=(EndDateChange(becomes=until),))
    )

    (changed.departs_from if needed else changed.keeps)("act.change-notice-first")


def test_split_changes_are_added_together_unless_they_could_not_have_been_made_together() -> None:
    """Six percent and then five: eleven (section 75(4))."""
    once = bound().when(worth(6_360_000)).keeps("act.change-notice-first")
    proposed = VariationProposed(
        happened_on=date(2026, 6, 20), changes=(TotalValueChange(becomes=pounds(6_660_000)),)
    )  # fmt: skip
    second = VariationAgreed(happened_on=date(2026, 7, 1), variation="VAR-002")
    apart = ModificationAssessed(
        happened_on=date(2026, 6, 25), variation="VAR-002", ground="below-threshold", separate_from=("VAR-001",)
    )

    once.when(proposed).when(second).departs_from("act.change-notice-first")
    once.when(proposed).when(apart).when(second).keeps("act.change-notice-first")
    once.when(worth(6_060_000, date(2026, 7, 1))).keeps("act.change-notice-first")  # six up and five down: one


def test_a_change_notice_before_the_change_is_enough_and_one_after_it_is_not() -> None:
    proposed = VariationProposed(happened_on=date(2026, 5, 1), changes=(TotalValueChange(becomes=pounds(7_000_000)),))
    agreed = VariationAgreed(happened_on=date(2026, 6, 1), variation="VAR-001")
    story = bound().when(proposed)

    told = story.when(published("contract-change", date(2026, 5, 11), variation="VAR-001", standstill_days=8))
    told.when(agreed).keeps("act.change-notice-first", "act.change-held-back")
    story.when(agreed).departs_from("act.change-notice-first")
    early = VariationAgreed(happened_on=date(2026, 5, 20), variation="VAR-001")
    told.when(early).departs_from("act.change-held-back")  # 11 to 20 May are the eight working days


@pytest.mark.parametrize("special", ["light-touch", "defence-and-security", "private-utility"])
def test_some_contracts_change_without_a_notice(special: Any) -> None:
    bound(special=(special,)).when(worth(9 * MILLION)).keeps("act.change-notice-first")


def test_what_passes_to_another_on_restructuring_needs_a_notice_whatever_its_size() -> None:
    proposed = VariationProposed(happened_on=date(2026, 5, 1))
    ground = ModificationAssessed(happened_on=date(2026, 5, 4), variation="VAR-001", ground="corporate-restructuring")
    agreed = VariationAgreed(happened_on=date(2026, 6, 1), variation="VAR-001")

    bound().when(proposed).when(agreed).keeps("act.change-notice-first")
    bound().when(proposed).when(ground).when(agreed).departs_from("act.change-notice-first")


def test_a_public_contract_is_modified_on_a_ground_that_was_assessed_before() -> None:
    proposed = VariationProposed(happened_on=date(2026, 5, 1), changes=(TotalValueChange(becomes=pounds(6_100_000)),))
    ground = ModificationAssessed(happened_on=date(2026, 5, 4), variation="VAR-001", ground="below-threshold")
    agreed = VariationAgreed(happened_on=date(2026, 6, 1), variation="VAR-001")
    late = ground.model_copy(update={"happened_on": date(2026, 6, 2)})

    bound().when(proposed).when(ground).keeps("act.ground-fits", "act.ground-first").when(agreed).keeps(
        "act.modified-on-a-ground"
    )
    bound().when(proposed).when(agreed).departs_from("act.modified-on-a-ground").when(late).departs_from(
        "act.ground-first"
    )
    bound(special=("light-touch",)).when(proposed).when(agreed).keeps("act.modified-on-a-ground")


def test_a_public_contract_is_extended_as_it_provides_itself() -> None:
    """What it does not provide is a modification, for which the Act asks for a ground."""
    rule = "act.extended-as-it-provides"
    taken = ExtensionDecided(happened_on=date(2026, 6, 1), taken=True, new_end_date=date(2039, 3, 31))

    bound().when(taken).departs_from(rule)
    bound(special=("light-touch",)).when(taken).keeps(rule)
    bound().when(taken.model_copy(update={"taken": False, "new_end_date": None})).keeps(rule)


@pytest.mark.parametrize(
    ("ground", "becomes", "said", "fits"),
    [
        ("below-threshold", 6_600_000, {}, True),
        ("below-threshold", 6_600_001, {}, False),
        ("below-threshold", 6_100_000, {"scope_changes": True}, False),
        ("unforeseeable", 9_000_000, {}, True),
        ("known-risk", 9_000_001, {}, False),
        ("additional", 9_000_001, {}, False),
        ("urgency", 9_000_001, {}, True),
        ("not-substantial", 9_000_000, {}, True),
        ("not-substantial", 6_100_000, {"favours_provider": True}, False),
        (None, 6_100_000, {}, False),
    ],
)
def test_each_ground_has_its_limits(ground: Any, becomes: int, said: dict[str, Any], fits: bool) -> None:
    proposed = VariationProposed(happened_on=date(2026, 5, 1), changes=(TotalValueChange(becomes=pounds(becomes)),))
    assessed = ModificationAssessed(
        happened_on=date(2026, 5, 4), variation="VAR-001", ground=ground, reasons=Said("Demand"), **said
    )
    story = bound().when(proposed).when(assessed)

    (story.keeps if fits else story.departs_from)("act.ground-fits")


# --- payment ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_on", "paid", "kept"),
    [
        (None, date(2026, 4, 1), True),  # 30 days beginning with Tuesday 3 March end on 1 April
        (None, date(2026, 4, 2), False),
        (date(2026, 3, 13), date(2026, 4, 11), True),  # the invoice itself falls due later
        (date(2026, 3, 13), date(2026, 4, 12), False),
        (date(2026, 2, 1), date(2026, 4, 1), True),
    ],
)
def test_an_invoice_is_paid_within_thirty_days_beginning_with_its_receipt(
    due_on: date | None, paid: date, kept: bool
) -> None:
    invoice = InvoiceReceived(happened_on=date(2026, 3, 3), amount=pounds(1000), due_on=due_on)
    payment = PaymentMade(happened_on=paid, amount=pounds(1000), invoice="INV-001")
    made = bound().when(invoice).when(payment)

    (made.keeps if kept else made.departs_from)("act.paid-within-thirty-days")
    given(registered(), invoice).when(payment).keeps("act.paid-within-thirty-days")
