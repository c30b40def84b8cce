"""Stories of risks graver than is taken, and who above hears of them."""

from __future__ import annotations

from datetime import date

from ledger.entry import Actor
from ledger.subjects.issues import IssueEscalated, SeniorManagementBriefed
from ledger.subjects.risks import RiskAssessed, RiskClosed, RiskIdentified
from ledger.words import Said
from projections.duties.due import due, duties
from projections.monitoring.toolkit import toolkit
from tests.story import ANN, Story, changed, given
from tests.subjects.test_exits import PROVIDER, REGISTERED
from tests.worked_through import view_of

SHONA = Actor(person="Shona", office="pdm")
SEEN = RiskIdentified(happened_on=date(2026, 3, 6), category="people", description=Said("Burnout"), by=ANN)
GRAVE = RiskAssessed(happened_on=date(2026, 3, 8), risk="RSK-001", likelihood=5, impact=5, within_appetite=False)
TOLD = IssueEscalated(happened_on=date(2026, 3, 12), risk="RSK-001", to=SHONA, by=ANN)
BRIEFED = SeniorManagementBriefed(happened_on=date(2026, 3, 20), risk="RSK-001", body="smg", by=SHONA)


def asked(story: Story) -> dict[str, date | None]:
    """What is asked about telling of the risk -> by when."""
    there = due(duties(view_of(story.recorded().file)), date(2026, 4, 1))
    return {one.duty.id: one.duty.due_on for one in there if one.duty.id.startswith(("escalate/RSK", "brief/RSK"))}


def test_the_office_above_hears_of_a_risk_higher_than_is_taken() -> None:
    """TVP-5.1-1a, TVP-5.1-1b: "aware of the issue/risk at the earliest opportunity", and briefs senior management."""
    grave = given(REGISTERED, SEEN, GRAVE)

    assert asked(given(REGISTERED, SEEN)) == {}
    assert asked(grave) == {"escalate/RSK-001": date(2026, 3, 13)}
    assert asked(grave.when(TOLD)) == {"brief/RSK-001": date(2026, 3, 22)}
    assert asked(grave.when(TOLD).recorded().when(BRIEFED)) == {}
    assert asked(grave.when(BRIEFED)) == {}  # it knew
    by_itself = changed(SEEN, by=SHONA)
    assert asked(given(REGISTERED, by_itself, GRAVE)) == {"brief/RSK-001": date(2026, 3, 18)}


def test_of_a_risk_that_is_taken_or_over_nobody_above_is_to_hear() -> None:
    """TVP-5.1-1a: nor of any under a procedure that names no such office."""
    grave = given(REGISTERED, SEEN, GRAVE)
    lower = changed(GRAVE, happened_on=date(2026, 3, 11), likelihood=1, within_appetite=True)

    assert asked(grave.when(lower)) == {}
    assert asked(grave.when(RiskClosed(happened_on=date(2026, 3, 11), risk="RSK-001"))) == {}
    assert asked(given(changed(REGISTERED, procedure="hampshire/1"), SEEN, GRAVE)) == {}


def test_telling_of_a_risk_is_held_to_its_time_and_to_who_tells_whom() -> None:
    """TVP-5.1-1a: as of an issue."""
    grave = given(REGISTERED, SEEN, GRAVE)
    late, theirs = changed(TOLD, happened_on=date(2026, 3, 20)), changed(TOLD, by=PROVIDER)

    story = grave.when(late).departs_from("risk.alerted-in-time")
    [found] = [d.found for d in story.file.entries[-1].departures if d.rule == "risk.alerted-in-time"]
    assert found.startswith("RSK-001 was rated higher than is taken on 8 March 2026, 12 days before; ")
    grave.when(TOLD).keeps("risk.alerted-in-time")
    assert "escalate/RSK-001" in asked(grave.when(theirs).departs_from("issue.alerted-by-the-authority"))
    elsewhere = changed(TOLD, to=Actor(person="Lea", office="lead-officer"))
    assert "escalate/RSK-001" in asked(grave.when(elsewhere))
    grave.when(changed(TOLD, risk=None)).refused("issue.or-risk-named", "neither an issue nor a risk")
    grave.when(changed(TOLD, happened_on=date(2026, 3, 1))).refused("risk.told-once-seen", "6 March 2026")
    grave.when(changed(TOLD, risk="RSK-002")).refused("entry.names-what-is-on-file", "RSK-002")


def test_who_heard_of_a_risk_stands_with_it_in_the_log() -> None:
    """TVP-5.1-1a, TVP-4.0-22."""
    told = given(REGISTERED, SEEN, GRAVE, TOLD, BRIEFED)

    [shown] = toolkit(view_of(told.file), date(2026, 4, 1)).risks
    assert shown.entries == (2, 3, 4, 5)
