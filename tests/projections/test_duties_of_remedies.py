"""What is due about points, sums, suspensions, relief, invoices and the provider's own notices."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.dates.calendar import Period
from ledger.entry import Entry, Money
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn, RemedyAssessed
from ledger.subjects.payments import InvoiceReceived, PaymentMade, PaymentWithheld
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.remedies import (
    PointsAwarded,
    PointsDisputed,
    PointsUpheld,
    PointsWithdrawn,
    ReliefClaimed,
    ReliefDecided,
    SumClaimed,
    SumFellDue,
    SumSettled,
    SuspensionBegun,
    SuspensionLifted,
    SuspensionReviewed,
)
from projections.duties.due import Duty, due, duties
from projections.view import FileView
from tests.story import ANN, PIA, given

OPENED: tuple[Entry, ...] = (
    ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Home care", start_date=date(2025, 2, 1), by=ANN
    ),
    LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe"),
)
POUNDS_500 = Money(pence=50_000)


def duty(id: str, *entries: Entry) -> Duty | None:
    """The duty of that id on a file with these entries; None where there is none."""
    view = FileView.of(UUID(int=1), given(*OPENED, *entries).file, {})
    return next((found for found in duties(view) if found.id == id), None)


def test_points_in_dispute_are_to_be_answered_until_they_are_upheld_or_withdrawn() -> None:
    """HCC-2.1-b."""
    awarded = PointsAwarded(happened_on=date(2025, 3, 3), points=5, standard="S1", by=ANN)
    disputed = PointsDisputed(happened_on=date(2025, 3, 6), award="PTS-001", by=PIA)

    found = duty("points-dispute/PTS-001", awarded, disputed)

    assert found is not None
    assert (found.office, found.since, found.due_on, found.opened_by) == (
        "lead-officer",
        date(2025, 3, 6),
        None,
        (3, 4),
    )
    assert due([found], date(2025, 3, 20))[0].person == "Ann Ashe"
    assert duty("points-dispute/PTS-001", awarded) is None
    for answer in (
        PointsUpheld(happened_on=date(2025, 3, 12), award="PTS-001", by=ANN),
        PointsWithdrawn(happened_on=date(2025, 3, 12), award="PTS-001", by=ANN),
    ):
        assert duty("points-dispute/PTS-001", awarded, disputed, answer) is None
    again = PointsDisputed(happened_on=date(2025, 3, 14), award="PTS-001", by=PIA)
    upheld = PointsUpheld(happened_on=date(2025, 3, 12), award="PTS-001", by=ANN)
    reopened = duty("points-dispute/PTS-001", awarded, disputed, upheld, again)
    assert reopened is not None
    assert reopened.since == date(2025, 3, 14)


def test_a_claim_for_relief_is_to_be_answered_by_the_other_side() -> None:
    theirs = ReliefClaimed(happened_on=date(2025, 3, 6), answer_by=date(2025, 3, 20), by=PIA)
    ours = ReliefClaimed(happened_on=date(2025, 3, 6), claimed_by="authority", by=ANN)

    found, of_ours = duty("relief/REL-001", theirs), duty("relief/REL-001", ours)

    assert found is not None
    assert (found.party, found.office, found.due_on) == ("authority", "lead-officer", date(2025, 3, 20))
    assert due([found], date(2025, 3, 24))[0].sentence.endswith("REL-001; overdue by 4 days.")
    assert of_ours is not None
    assert (of_ours.party, of_ours.office) == ("provider", "provider-contract-manager")
    refused = ReliefDecided(happened_on=date(2025, 3, 18), relief="REL-001", decision="refused", by=ANN)
    assert duty("relief/REL-001", theirs, refused) is None


def test_a_suspension_is_looked_at_again_as_long_as_it_lasts() -> None:
    begun = SuspensionBegun(happened_on=date(2025, 3, 6), review_by=date(2025, 4, 3), by=ANN)
    reviewed = SuspensionReviewed(happened_on=date(2025, 4, 2), suspension="SUS-001", review_by=date(2025, 5, 1))
    lifted = SuspensionLifted(happened_on=date(2025, 4, 28), suspension="SUS-001")

    first, second = duty("suspension/SUS-001", begun), duty("suspension/SUS-001", begun, reviewed)

    assert first is not None
    assert (first.since, first.due_on) == (date(2025, 3, 6), date(2025, 4, 3))
    assert second is not None
    assert (second.since, second.due_on, second.opened_by) == (date(2025, 4, 2), date(2025, 5, 1), (3, 4))
    assert duty("suspension/SUS-001", begun, reviewed, lifted) is None


def test_a_suspension_that_has_run_out_is_not_looked_at_again() -> None:
    begun = SuspensionBegun(happened_on=date(2025, 3, 6), until_date=date(2025, 4, 3), by=ANN)

    found = duty("suspension/SUS-001", begun)

    assert found is not None
    assert [len(due([found], date(2025, 4, day))) for day in (3, 4)] == [1, 0]


def test_a_credit_is_claimed_then_paid() -> None:
    credit = SumFellDue(happened_on=date(2025, 3, 6), remedy="service-credit", amount=POUNDS_500, by=ANN)
    claimed = SumClaimed(happened_on=date(2025, 3, 10), sum="SUM-001", pay_by=date(2025, 4, 10), by=ANN)
    part = SumSettled(happened_on=date(2025, 4, 1), sum="SUM-001", how="paid", amount=Money(pence=20_000))
    rest = SumSettled(happened_on=date(2025, 4, 8), sum="SUM-001", how="paid")

    unclaimed, demanded = duty("sum/SUM-001", credit), duty("sum/SUM-001", credit, claimed, part)

    assert unclaimed is not None
    assert (unclaimed.party, unclaimed.due_on) == ("authority", None)
    assert unclaimed.sentence == (
        "Claim the service credit SUM-001, £500 of it open, take it off an invoice, or waive it."
    )
    assert demanded is not None
    assert (demanded.party, demanded.due_on) == ("provider", date(2025, 4, 10))
    assert demanded.sentence == "Pay or credit the service credit SUM-001, £300 of it open."
    assert duty("sum/SUM-001", credit, claimed, part, rest) is None


def test_interest_the_authority_owes_is_the_authoritys_to_pay() -> None:
    interest = SumFellDue(
        happened_on=date(2025, 3, 6), remedy="late-interest", owed_by="authority", amount=POUNDS_500, by=PIA
    )

    found = duty("sum/SUM-001", interest)

    assert found is not None
    assert (found.party, found.office, found.since) == ("authority", "lead-officer", date(2025, 3, 6))


def test_an_invoice_is_paid_or_it_is_said_why_not() -> None:
    invoice = InvoiceReceived(happened_on=date(2025, 3, 6), amount=POUNDS_500, due_on=date(2025, 4, 5))
    part = PaymentMade(happened_on=date(2025, 4, 1), amount=Money(pence=30_000), invoice="INV-001")
    rest = PaymentWithheld(happened_on=date(2025, 4, 1), amount=Money(pence=20_000), invoice="INV-001")

    found = duty("invoice/INV-001", invoice, part)

    assert found is not None
    assert (found.due_on, found.sentence) == (
        date(2025, 4, 5), "Pay £200 of INV-001, or record why it is withheld."
    )  # fmt: skip
    assert duty("invoice/INV-001", invoice, part, rest) is None


def test_what_the_providers_notice_complains_of_is_put_right_in_its_time() -> None:
    """HCC-2.1-b: the same clock runs for the authority."""
    notice = NoticeServed(
        happened_on=date(2025, 3, 3), notice_kind="breach", served_by_party="provider", method="hand",
        received_on=date(2025, 3, 3), remedy_period=Period(count=14, unit="calendar-days"), by=PIA,
    )  # fmt: skip

    found = duty("their-notice/NOT-001", notice)

    assert found is not None
    assert (found.party, found.since, found.due_on) == ("authority", date(2025, 3, 3), date(2025, 3, 17))
    assert duty("their-notice/NOT-001", notice, NoticeWithdrawn(happened_on=date(2025, 3, 5), notice="NOT-001")) is None
    remedied = RemedyAssessed(happened_on=date(2025, 3, 14), notice="NOT-001", result="remedied", by=ANN)
    assert duty("their-notice/NOT-001", notice, remedied) is None
