"""Reports to business units' boards: key contracts, the sides each board is told, all units of the council together."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ledger.dates.span import Span
from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.programme import ProgrammeOpened, UnitArrangementAgreed
from ledger.subjects.risks import RiskAssessed, RiskClosed, RiskIdentified
from ledger.subjects.tiers import ContractClassified, ScorecardRecorded, Side
from ledger.words import Said
from projections.programme.boards import BoardReport, board_reports
from projections.programme.counted import counted
from projections.status.status import status
from projections.status.status_facts import WholeStatus
from projections.view import FileView
from tests.story import given

JANUARY, APRIL, ON = date(2025, 1, 6), date(2025, 4, 7), date(2025, 5, 5)
OPENED = ProgrammeOpened(
    happened_on=JANUARY, reference="P-1", title="Programme", business_units=("Adults", "Parks"), procedure="tiered/1"
)
CARD = ScorecardRecorded(
    happened_on=APRIL, period=Span(first=date(2025, 1, 1), last=date(2025, 3, 31)), cost=Side(rating="green"),
    risk=Side(rating="red"),
)  # fmt: skip


def contract(reference: str, unit: str, tier: str, *more: Entry) -> WholeStatus:
    registered = ContractRegistered(
        happened_on=JANUARY, reference=reference, title="Care", start_date=JANUARY, business_unit=unit
    )
    classified = ContractClassified(happened_on=JANUARY, tier=tier, risk="high")
    return status(FileView.of(UUID(int=2), given(registered, classified, *more).file, {}))


def reports(*agreed: Entry) -> dict[str, BoardReport]:
    view = FileView.of(UUID(int=1), given(OPENED, *agreed).file, {})
    contracts = [
        contract("A", "Adults", "platinum", CARD), contract("B", "Adults", "silver"), contract("C", "Highways", "gold")
    ]  # fmt: skip
    return {report.unit: report for report in board_reports(view, counted(contracts, ON), ON)}


def layout(unit: str | None, *sides: Any) -> UnitArrangementAgreed:
    return UnitArrangementAgreed(
        happened_on=JANUARY, subject="board-reporting", unit=unit, board="Board", dimensions=sides, items=("Savings",)
    )


def test_key_contracts_are_reported_with_risk_among_cost_performance_and_users() -> None:
    """IMP-17-e, IMP-17-f, IMP-23-c."""
    [key] = reports()["Adults"].contracts

    assert (key.reference, key.tier, key.risk, key.senior_officer) == ("A", "platinum", "high", False)
    assert key.ratings == (("cost", "green"), ("performance", None), ("risk", "red"), ("users", None))
    assert key.period_ends == date(2025, 3, 31)
    assert reports()["Highways"].contracts[0].period_ends is None


def test_open_risks_are_counted_beside_what_the_scorecard_says_of_risk() -> None:
    """IMP-17-f: the scorecard may be green, and a risk of the log more than is taken."""
    high, low = (
        RiskIdentified(happened_on=JANUARY, category="people", description=Said(what)) for what in ("Few", "Late")
    )
    rated = RiskAssessed(happened_on=APRIL, risk="RSK-001", likelihood=5, impact=5)
    over = RiskClosed(happened_on=APRIL, risk="RSK-002", reason=Said("Posts filled"))
    view = FileView.of(UUID(int=1), given(OPENED).file, {})

    def risks(*more: Entry) -> tuple[int, int]:
        live = counted([contract("A", "Adults", "platinum", *more)], ON)
        [key] = next(report for report in board_reports(view, live, ON) if report.unit == "Adults").contracts
        return key.open_risks, key.risks_beyond

    assert risks() == (0, 0)
    assert risks(high, low, rated) == (2, 1)
    assert risks(high, low, rated, over) == (1, 1)


def test_every_unit_of_the_council_is_in_one_report_also_one_without_contracts() -> None:
    """IMP-30-a: corporate sight across units."""
    assert {unit: [key.reference for key in report.contracts] for unit, report in reports().items()} == {
        "Adults": ["A"], "Highways": ["C"], "Parks": [],
    }  # fmt: skip


def test_each_board_has_its_own_layout_else_the_base_agreed_for_all() -> None:
    """IMP-23-a, IMP-23-b."""
    found = reports(layout(None, "cost", "performance", "risk", "users"), layout("Adults", "risk", "cost"))

    assert (found["Adults"].sides, found["Adults"].sections) == (("risk", "cost"), ("Savings",))
    assert found["Adults"].contracts[0].ratings == (("risk", "red"), ("cost", "green"))
    assert found["Highways"].sides == ("cost", "performance", "risk", "users")
