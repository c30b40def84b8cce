"""Each decision on money or service is made by somebody named (TVP-2.0-7)."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.dates.span import Span
from ledger.details import is_detail
from ledger.entry import Entry, Money
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.money import PaymentBasisSet
from ledger.subjects.payments import OrderPlaced, PaymentCertified, PaymentMade, PaymentWithheld
from ledger.subjects.records import EntrySupplemented
from ledger.subjects.remedies import SumFellDue, SumWaived, SuspensionBegun
from ledger.subjects.reviews import ExtensionDecided, RenewalDecided
from ledger.words import Said
from projections.approvals import DECISIONS
from projections.duties.due import duties
from tests.story import ANN, changed, given
from tests.worked_through import view_of

DAY, MARCH = date(2025, 5, 2), Span(first=date(2025, 3, 1), last=date(2025, 3, 31))
REGISTERED = ContractRegistered(
    happened_on=date(2024, 12, 2), reference="C-1", title="Home care", start_date=date(2025, 1, 6),
    end_date=date(2025, 12, 31), procedure="thames-valley/1",
)  # fmt: skip
OWED = SumFellDue(happened_on=date(2025, 4, 1), remedy="damages", amount=Money(pence=10_000))
SUM = Money(pence=10_000)

MADE: tuple[tuple[str, Entry], ...] = (
    ("pays", PaymentCertified(happened_on=DAY, amount=SUM, period=MARCH)),
    ("pays", PaymentMade(happened_on=DAY, amount=SUM, period=MARCH)),
    ("pays", PaymentWithheld(happened_on=DAY, amount=SUM, period=MARCH)),
    ("pays", OrderPlaced(happened_on=DAY, order_kind="placement")),
    ("sets-the-basis", PaymentBasisSet(happened_on=DAY, basis="delivered")),
    ("waives", SumWaived(happened_on=DAY, sum="SUM-001")),
    ("suspends", SuspensionBegun(happened_on=DAY, of="placements")),
    ("extends", ExtensionDecided(happened_on=DAY, taken=False)),
    ("extends", RenewalDecided(happened_on=DAY, renew=False)),
)  # fmt: skip
RULES = (
    "decision.names-who-pays", "decision.names-who-sets-the-basis", "decision.names-who-waives",
    "decision.names-who-suspends", "decision.names-who-extends",
)  # fmt: skip


@pytest.mark.parametrize(("what", "made"), MADE, ids=lambda one: getattr(one, "kind", one))
def test_a_decision_by_nobody_named_is_remarked_on_and_due_to_be_completed(what: str, made: Entry) -> None:
    """TVP-2.0-7."""
    rule = f"decision.names-who-{what}"
    assert rule in RULES
    before = (REGISTERED, OWED)
    story = given(*before).when(made).departs_from(rule)
    assert story.last is not None
    assert "nobody is named who decided it" in [one.found for one in story.last.departures]
    assert "details/3" in {one.id for one in duties(view_of(story.recorded().file))}
    given(*before).when(changed(made, by=ANN)).keeps(rule)
    lacking = tuple(one.rule for one in story.last.departures if is_detail(one))
    said = EntrySupplemented(happened_on=DAY, position=3, words=Said("Decided by Ann Ashe"), completes=lacking)
    assert "details/3" not in {one.id for one in duties(view_of(given(*before, made, said).file))}


def test_every_decision_that_is_shown_with_who_made_it_is_asked_for_that() -> None:
    """TVP-2.0-7: an agreed variation and a termination by their own rules."""
    others = {kind.__name__ for kind in DECISIONS} - {type(made).__name__ for _, made in MADE}
    assert others == {"VariationAgreed", "TerminationAuthorised"}
