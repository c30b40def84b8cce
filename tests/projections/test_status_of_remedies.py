"""The remedies in a contract's status: points that count, what is in force, what is open."""

from datetime import date
from uuid import UUID

from ledger.contract_terms import PointsTariff
from ledger.dates.calendar import Period
from ledger.entry import Entry, Money
from ledger.points import points
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.remedies import (
    PointsAwarded,
    PointsDisputed,
    ReliefClaimed,
    StepInBegun,
    SumFellDue,
    SumSettled,
    SuspensionBegun,
    SuspensionLifted,
)
from ledger.subjects.termination import ContractExpired
from ledger.subjects.terms import PointsClauseEntered
from projections.status.standing import standing
from projections.status.status import status
from projections.status.status_facts import Status
from projections.view import FileView
from tests.story import ANN, given

REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Home care", start_date=date(2025, 1, 6),
    end_date=date(2025, 12, 31), by=ANN,
)  # fmt: skip
CLAUSE = PointsClauseEntered(
    happened_on=date(2025, 1, 6), clause="12.3", tariff=(PointsTariff(standard="S1", points=5),),
    window=Period(count=6, unit="months"),
)  # fmt: skip
FIRST = PointsAwarded(happened_on=date(2025, 1, 10), points=5, standard="S1", by=ANN)
SECOND = PointsAwarded(happened_on=date(2025, 6, 2), points=5, standard="S1", by=ANN)
UNMEASURED = PointsAwarded(happened_on=date(2025, 6, 2), points=9, by=ANN)


def facts(*entries: Entry) -> Status:
    return status(FileView.of(UUID(int=1), given(REGISTERED, *entries).file, {}))


def test_the_status_counts_points_as_the_count_itself_does_on_every_day() -> None:
    disputed = PointsDisputed(happened_on=date(2025, 6, 9), award="PTS-002")
    entries = (CLAUSE, FIRST, SECOND, UNMEASURED, disputed)
    file = given(REGISTERED, *entries).file
    days = [date(2025, 1, 9), date(2025, 1, 10), date(2025, 7, 10), date(2025, 7, 11), date(2025, 12, 3)]

    stands = [standing(facts(*entries), day) for day in days]

    assert [s.points for s in stands] == [0, 5, 10, 5, 0]
    assert [points(file, day).total for day in days] == [0, 5, 10, 5, 0]
    assert stands[2].points_disputed == 5
    assert [held.award for held in facts(*entries).remedies.points or ()] == ["PTS-001", "PTS-002"]


def test_a_suspension_and_a_step_in_are_shown_while_they_are_in_force_and_the_contract_lives() -> None:
    suspended = SuspensionBegun(happened_on=date(2025, 3, 3), until_date=date(2025, 6, 30), by=ANN)
    lifted = SuspensionLifted(happened_on=date(2025, 5, 6), suspension="SUS-001")
    stepped_in = StepInBegun(happened_on=date(2025, 4, 7), part="Evenings", by=ANN)
    said = facts(suspended, lifted, stepped_in, ContractExpired(happened_on=date(2025, 12, 31)))

    days = [date(2025, 3, 2), date(2025, 3, 3), date(2025, 5, 5), date(2025, 5, 6), date(2025, 12, 31)]
    held = [[m.id for m in standing(said, day).in_force] for day in days]

    assert held == [[], ["SUS-001"], ["SUS-001", "STP-001"], ["STP-001"], []]


def test_sums_and_claims_are_shown_until_they_are_settled() -> None:
    credit = SumFellDue(happened_on=date(2025, 3, 3), remedy="service-credit", amount=Money(pence=50_000), by=ANN)
    part = SumSettled(happened_on=date(2025, 4, 1), sum="SUM-001", how="paid", amount=Money(pence=20_000))
    rest = SumSettled(happened_on=date(2025, 4, 8), sum="SUM-001", how="paid")
    relief = ReliefClaimed(happened_on=date(2025, 4, 7), answer_by=date(2025, 4, 21))

    half, whole = facts(credit, part, relief).remedies, facts(credit, part, rest).remedies

    assert [(s.id, str(s.open), s.claimed_on) for s in half.sums_open] == [("SUM-001", "£300", None)]
    assert [(r.id, r.answer_by) for r in half.reliefs_open] == [("REL-001", date(2025, 4, 21))]
    assert (whole.sums_open, whole.reliefs_open) == ((), ())
