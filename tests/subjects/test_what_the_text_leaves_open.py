"""Stories of what the text leaves open, or asks only where there is something to ask it of: no departure."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.dates.span import Span
from ledger.entry import Actor
from ledger.procedures import read
from ledger.subjects.actions import CorrectiveActionTaken
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.meetings import MeetingHeld
from ledger.subjects.people import DeputyOfficerAppointed
from ledger.subjects.performance import DataReturnReceived, PerformanceReportReceived
from ledger.subjects.procurement import ServiceNeedEstablished
from ledger.subjects.termination import ProviderExclusionDecided
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.words import Said
from projections.provider_standing import by_body, exclusion_row
from projections.status.provider_facts import ExclusionFact
from tests.story import ANN, Story, given

JUNE = date(2025, 6, 3)
THAMES = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Victims' service", start_date=date(2025, 4, 1),
    procedure="thames-valley/1",
)  # fmt: skip


def found(story: Story, rule: str) -> tuple[str, str]:
    """What a departure found, and what it cites."""
    assert story.last is not None
    [said] = [d for d in story.last.departures if d.rule == rule]
    return said.found or "", said.citation


@pytest.mark.parametrize("sorry", [Actor(person="Dee Dunn"), Actor(person="Ms Dunn"), Actor(person="Deputy officer")])
def test_a_deputy_who_sent_apologies_could_not_attend(sorry: Actor) -> None:
    """TVP-4.0-10: the deputy attends where possible."""
    rule, on_file = (
        "meeting.deputy-attends",
        given(THAMES, DeputyOfficerAppointed(happened_on=date(2025, 1, 7), person="Dee Dunn")),
    )
    on_file.when(MeetingHeld(happened_on=JUNE)).departs_from(rule)
    on_file.when(MeetingHeld(happened_on=JUNE, apologies=(Actor(person="Nia Noor"),))).departs_from(rule)
    on_file.when(MeetingHeld(happened_on=JUNE, apologies=(sorry,))).keeps(rule)


def test_a_report_has_a_figure_of_each_indicator_that_was_agreed_where_any_was() -> None:
    """TVP-3.1-2."""
    report = PerformanceReportReceived(
        happened_on=date(2025, 7, 4), period=Span(first=date(2025, 4, 1), last=date(2025, 6, 30))
    )
    given(THAMES).when(report).keeps("report.on-the-agreed-indicators")


def test_before_the_service_begins_the_provider_has_nothing_to_bring() -> None:
    """HCC-6.1-d."""
    issued = ServiceSpecificationIssued(happened_on=date(2025, 1, 6), meeting_information=("Activity summary",))
    rule, on_file = "meeting.information-accounted-for", given(THAMES, issued)

    on_file.when(MeetingHeld(happened_on=date(2025, 4, 1))).departs_from(rule)
    on_file.when(MeetingHeld(happened_on=date(2025, 3, 31))).keeps(rule)
    on_file.when(MeetingHeld(happened_on=date(2025, 4, 1), meeting_kind="pre-start")).keeps(rule)


def test_the_return_of_the_period_has_the_figures_that_action_on_capacity_answers_to() -> None:
    """HCC-7.3-b."""
    returned = DataReturnReceived(
        happened_on=date(2025, 5, 6), period=Span(first=date(2025, 4, 1), last=date(2025, 4, 30)), recipients=173
    )
    taken = CorrectiveActionTaken(
        happened_on=JUNE, by=ANN, reason="capacity", description=Said("Rounds redrawn"), activity=(2,)
    )
    rule, on_file = "action.on-capacity-cites-figures", given(THAMES, returned)

    on_file.when(taken).keeps(rule)
    on_file.when(taken.model_copy(update={"activity": (1,)})).departs_from(rule)


def test_a_need_is_judged_by_the_procedure_it_is_established_under() -> None:
    """HCC-A2-a: what another procedure says is cited as taken from it."""
    need = ServiceNeedEstablished(happened_on=JUNE, reference="C-2", title="Care", procedure="thames-valley/1")
    rule = "need.contracts-reviewed"

    assert (
        found(Story(called="C-2").when(need).departs_from(rule), rule)[1]
        == "the procedure is silent; taken from HCC-A2-a"
    )
    own = need.model_copy(update={"procedure": None})
    assert found(Story(called="C-2").when(own).departs_from(rule), rule)[1] == "HCC-A2-a"


def test_bodies_that_buy_are_known_by_the_ids_of_the_procedure_too() -> None:
    """TVP-5.2-9b."""
    decided = ProviderExclusionDecided(
        happened_on=JUNE, cause="repeated-poor-performance", from_date=JUNE, until_date=date(2027, 6, 2),
        legal_basis="PA", reason=Said("Three failed"), buying_bodies=("OPCC", "police"),
    )  # fmt: skip
    rule = "exclusion.names-buying-bodies"

    given(THAMES).when(decided).keeps(rule)
    half = given(THAMES).when(decided.model_copy(update={"buying_bodies": ("opcc",)})).departs_from(rule)
    assert found(half, rule)[0] == "it leaves out Thames Valley Police"
    fact = ExclusionFact(
        position=2, cause="repeated-poor-performance", since=JUNE, until=None, provider=None, bodies=("opcc",),
        legal_basis=None,
    )  # fmt: skip
    standing = list(by_body([exclusion_row("C-1", fact, JUNE)], read("thames-valley")))
    assert [(one.body, one.excluded) for one in standing] == [
        ("Thames Valley OPCC", True), ("Thames Valley Police", False)
    ]  # fmt: skip
