"""Stories of what a service is measured by: a specification, and indicators agreed for it."""

from __future__ import annotations

from datetime import date

from ledger.entry import Entry
from ledger.specification import Indicator, Point
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.termination import ContractExpired
from ledger.subjects.terms import PerformanceIndicatorAgreed, ServiceLevelAgreementAgreed, ServiceSpecificationIssued
from ledger.words import Said
from projections.duties.due import due, duties
from projections.duties.settled import settled
from tests.projections.test_watching import REGISTERED
from tests.story import changed, given
from tests.worked_through import view_of

THAMES = changed(REGISTERED, procedure="thames-valley/1")
ISSUED = ServiceSpecificationIssued(happened_on=date(2025, 2, 3), version="1")
AGREED = ServiceLevelAgreementAgreed(happened_on=date(2025, 3, 3))
APART = PerformanceIndicatorAgreed(
    happened_on=date(2025, 3, 3), indicator=Indicator(id="KPI-1", text=Said("Visits kept"), requirement="R1")
)
OVER = ContractExpired(happened_on=date(2025, 5, 30))


def asked(*entries: Entry, registered: ContractRegistered = THAMES) -> dict[str, tuple[str, date | None]]:
    """What is asked of either -> by which clause, and by when."""
    there = due(duties(view_of(given(registered, *entries).file)), date(2025, 6, 2))
    found = {one.duty.id: one.duty for one in there}
    names = ("specification", "service-level-agreement")
    return {name: (found[name].citation, found[name].due_on) for name in names if name in found}


def test_a_specification_is_on_file_from_the_start_under_thames_valley_too() -> None:
    """TVP-3.0-1: "requirements of the contract and method statement together are the service specification"."""
    assert asked() == {"specification": ("TVP-3.0-1", REGISTERED.start_date)}
    assert asked(registered=REGISTERED) == {"specification": ("HCC-6.1-b", REGISTERED.start_date)}


def test_indicators_for_what_is_specified_are_agreed_once_the_service_runs() -> None:
    """TVP-3.0-6: in a service level agreement; under no other procedure, and by no day that a text gives."""
    assert asked(ISSUED) == {"service-level-agreement": ("TVP-3.0-6", None)}
    assert asked(ISSUED, AGREED) == {}
    assert asked(ISSUED, registered=REGISTERED) == {}


def test_an_indicator_agreed_by_itself_is_agreed_and_a_standard_of_the_specification_is_none() -> None:
    """TVP-3.0-4, TVP-3.0-6: "separate Service Level Agreements"; docs/adr/0510."""
    standard = changed(ISSUED, standards=(Point(id="S1", text=Said("Visits are kept")),))

    assert asked(ISSUED, APART) == {}
    assert asked(standard) == {"service-level-agreement": ("TVP-3.0-6", None)}


def test_neither_is_asked_of_a_contract_that_is_over() -> None:
    """TVP-3.0-6; TVP-3.0-1: what was to be there from the start stays missed."""
    for there in ((), (ISSUED,)):
        assert asked(*there, OVER) == {}

    missed = {one.id for one in settled(view_of(given(THAMES, OVER).file)).duties if one.missed_on}
    assert "specification" in missed


def test_an_agreement_is_what_it_was_done_by() -> None:
    for agreed in (AGREED, APART):
        [done] = [
            one for one in settled(view_of(given(THAMES, ISSUED, agreed).file)).duties
            if one.id == "service-level-agreement"
        ]  # fmt: skip
        assert done.done_on == agreed.happened_on
