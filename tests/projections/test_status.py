"""Where a contract stands: dated facts that know no today, and what they mean on a day."""

import re
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from uuid import UUID

import pytest

from api.pages.worries import worries
from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Period
from ledger.entry import Actor, Entry, Money
from ledger.folding import fold
from ledger.kinds import RULES
from ledger.procedures.folder import FOLDER, packaged
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, Organisation
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, IssueResolved, IssueSignificanceAssessed
from ledger.subjects.meetings import MeetingHeld, MeetingScheduled
from ledger.subjects.notices import Addressee, NoticeReceiptConfirmed, NoticeServed, NoticeWithdrawn, RemedyAssessed
from ledger.subjects.people import (
    ContractManagementDelegated,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
)
from ledger.subjects.records import (
    ConsultationRecorded,
    DepartureRatified,
    DepartureRefused,
    EntryStruckOut,
    ProcedureBound,
)
from ledger.subjects.reviews import ContractReviewCompleted
from ledger.subjects.termination import ContractExpired, ContractTerminated, EarlyTerminationProposed
from ledger.subjects.terms import NoticeAddressGiven, VariationClauseEntered
from ledger.subjects.variations import EndDateChange, TotalValueChange, VariationAgreed, VariationProposed
from ledger.words import Said
from projections.duties.due import due, duties, every_duty
from projections.duties.settled import settled
from projections.exit.readiness import exit_readiness
from projections.status.standing import Standing, standing
from projections.status.status import set_aside, status
from projections.status.status_facts import WholeStatus
from projections.view import FileView
from tests.story import ANN, COUNTY, Story, changed, given
from tests.worked_through import view_of

REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Home care", provider=Organisation(name="Care Ltd"),
    start_date=date(2025, 2, 1), end_date=date(2027, 1, 31), total_value=Money(pence=100_000_00),
    business_unit="Adult Services", by=ANN,
)  # fmt: skip
LEAD = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe", post="Service Manager", by=COUNTY)
COMMENCED = ContractCommenced(happened_on=date(2025, 2, 3), by=ANN)
RAISED = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"), by=ANN)


def facts(story: Story) -> WholeStatus:
    """The status of a story's file."""
    return status(FileView.of(UUID(int=1), story.file, {}))


def stands(story: Story, on: date) -> Standing:
    """How a story's contract stands on a day."""
    return standing(facts(story), on)


def test_it_says_what_the_contract_is_and_how_far_the_file_goes() -> None:
    said = facts(given(REGISTERED, LEAD, RAISED))

    assert (said.reference, said.title, said.provider, said.unit) == ("C-1", "Home care", "Care Ltd", "Adult Services")
    assert (said.position, said.procedure) == (3, "hampshire/1")
    assert said.last_entry is not None
    assert (said.last_entry.position, said.last_entry.heading) == (3, "Issue raised")


def test_a_contract_is_live_from_its_commencement_and_before_that_it_is_not() -> None:
    agreed, commenced = given(REGISTERED), given(REGISTERED, COMMENCED)

    assert stands(agreed, date(2025, 1, 31)).stage == "not-commenced"
    assert stands(agreed, date(2025, 2, 1)).stage == "live"
    assert "that it did is not on file" in stands(agreed, date(2025, 2, 1)).how
    assert stands(commenced, date(2025, 2, 2)).stage == "not-commenced"
    assert stands(commenced, date(2025, 2, 3)).stage == "live"
    assert stands(given(REGISTERED.model_copy(update={"start_date": None})), date(2025, 2, 1)).stage == "not-known"


def test_it_says_that_the_contract_is_a_spot_purchase() -> None:
    """HCC-S-b."""
    spot = REGISTERED.model_copy(update={"is_spot": True})

    assert [facts(given(registered)).is_spot for registered in (spot, REGISTERED)] == [True, False]


def test_a_spot_purchase_is_outside_the_procedure_unless_it_was_put_there_by_authority() -> None:
    """HCC-S-b: "reviewed in accordance with procedures defined in the Care Management Manual", refused or not decided;
    what buys for one person under a procedure that takes spot purchases in is inside (D-17)."""
    spot = REGISTERED.model_copy(update={"is_spot": True, "procedure": "hampshire/1"})
    day, rule = date(2025, 1, 7), "contract.spot-purchases-apart"
    refused = DepartureRefused(happened_on=day, position=1, rule=rule, reason=Said("No"), by=COUNTY)
    ratified = DepartureRatified(happened_on=day, position=1, rule=rule, reason=Said("One home"), by=COUNTY)
    bound = ProcedureBound(happened_on=date(2025, 3, 3), procedure="hampshire/1")

    def shown(*entries: Entry) -> tuple[bool, bool, bool]:
        view = view_of(given(*entries).file)
        held, open_ = status(view), {one.id for one in duties(view)}
        return bool(held.outside), "review" in open_, held.kept.review is not None

    inside, outside = (False, True, True), (True, False, False)
    assert shown(REGISTERED) == inside
    for after in ((), (refused,)):
        assert shown(spot, *after) == outside
        said = status(view_of(given(spot, *after).file)).outside
        assert said is not None
        assert said.startswith("it is a spot purchase, reviewed under the Care Management Manual")
    assert shown(spot, ratified) == inside
    elsewhere = spot.model_copy(update={"procedure": "tiered/1"})
    assert shown(elsewhere)[0] is False
    assert shown(elsewhere, bound) == outside
    again = ratified.model_copy(update={"position": 2, "rule": "procedure.spot-purchases-apart"})
    assert shown(elsewhere, bound, again.model_copy(update={"happened_on": date(2025, 3, 4)})) == inside
    left = {one.id: one.not_asked for one in settled(view_of(given(spot).file)).duties if one.not_asked}
    assert "Care Management Manual" in left["off/review.before-end"]


def test_who_puts_a_spot_purchase_under_a_procedure_is_of_the_one_it_was_registered_under(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HCC-S-b: of the authority's own where the contract names none, whatever is bound since."""
    [apart] = re.findall(r'(?s)id = "contract.spot-purchases-apart".*?\n\n', packaged()["hampshire"].text)
    own = packaged()["hampshire"].text.replace('id = "hampshire"', 'id = "marlshire"', 1)
    own = own.replace(apart, apart.replace("county-manager-contracts", "chief-executive"))
    (tmp_path / "marlshire.toml").write_text(own, encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    spot = REGISTERED.model_copy(update={"is_spot": True, "procedure": None})
    rule, day = "contract.spot-purchases-apart", date(2025, 1, 7)
    ratified = DepartureRatified(happened_on=day, position=1, rule=rule, reason=Said("One"), by=COUNTY)
    bound = ProcedureBound(happened_on=date(2025, 3, 3), procedure="marlshire/1")
    file = given(spot, ratified, bound).file
    before_it_was_asked_of_binding = [replace(one, departures=()) if one.position == 3 else one for one in file.known]

    view = view_of(fold(before_it_was_asked_of_binding))

    assert view.procedure.ruling(next(one for one in RULES if one.id == rule))[1] == ("chief-executive",)
    assert status(view).outside is None


def test_no_full_review_is_late_of_a_spot_purchase_that_stands_outside_the_procedure() -> None:
    """HCC-S-b, HCC-10.1-a: on the day it is recorded as on every page, by what was on file then."""
    spot = REGISTERED.model_copy(update={"is_spot": True, "procedure": "hampshire/1"})
    ratified = DepartureRatified(
        happened_on=date(2025, 5, 1), position=1, rule="contract.spot-purchases-apart", reason=Said("One"), by=COUNTY
    )
    late = ContractReviewCompleted(happened_on=date(2026, 6, 1))

    told = given(spot).when(late).keeps("review.in-time")
    assert not [one.id for one in duties(view_of(told.file)) if one.id.startswith("explain/2/review.in-time")]
    given(spot, ratified).when(late).departs_from("review.in-time")
    given(REGISTERED).when(late).departs_from("review.in-time")
    view = view_of(given(spot, ratified).file)
    for on, asked in ((date(2025, 2, 1), False), (date(2025, 6, 1), True)):
        assert any("full review" in one for one in exit_readiness(view, on).lacking) is asked


def test_it_says_of_what_type_the_contract_is() -> None:
    """CPC307-S10: individual, multiple or block; nothing where the contract does not say."""
    multiple = REGISTERED.model_copy(update={"contract_type": "multiple"})

    assert [facts(given(registered)).contract_type for registered in (multiple, REGISTERED)] == ["multiple", None]


def test_it_says_where_the_figures_of_a_contract_come_from() -> None:
    """HCC-8.1-a: a system, or returns; nothing where the contract does not say."""
    fed = REGISTERED.model_copy(update={"data_source": "system-feed"})

    assert [facts(given(registered)).data_source for registered in (fed, REGISTERED)] == ["system-feed", None]


def test_a_contract_past_its_end_date_is_live_until_an_entry_says_that_it_ended() -> None:
    past = given(REGISTERED.model_copy(update={"end_date": date(2026, 1, 31)}), COMMENCED)
    expired = past.when(ContractExpired(happened_on=date(2026, 2, 2))).recorded()

    assert (stands(past, date(2026, 2, 2)).stage, stands(past, date(2026, 2, 2)).past_end) == ("live", True)
    assert (stands(expired, date(2026, 2, 1)).stage, stands(expired, date(2026, 2, 2)).stage) == ("live", "ended")
    assert stands(expired, date(2026, 2, 2)).how == "expired on 2 February 2026"


def test_a_contract_whose_end_is_on_file_and_still_to_come_is_live_until_then() -> None:
    """The end is the one that was brought about, not the day first agreed; before that day nothing has ended."""
    ends = ContractTerminated(happened_on=date(2025, 6, 7), ends_on=date(2025, 9, 15), by_party="provider")
    story = given(REGISTERED, COMMENCED, ends)
    before, after = stands(story, date(2025, 6, 8)), stands(story, date(2025, 9, 15))

    assert (before.stage, before.end_date, before.days_to_end) == ("live", date(2025, 9, 15), 99)
    assert before.how.endswith("; terminated, which takes effect on 15 September 2025")
    assert (after.stage, after.how) == ("ended", "terminated by the provider on 15 September 2025")


def test_a_purported_termination_has_not_ended_the_contract() -> None:
    said = given(REGISTERED, COMMENCED, ContractTerminated(happened_on=date(2025, 6, 7), by=ANN))

    assert stands(said, date(2025, 7, 1)).stage == "live"
    [act] = facts(said).purported
    assert (act.position, act.heading) == (3, "Contract terminated")
    assert "termination.by-legal-services" in act.rules


def test_end_date_and_value_are_those_in_force_on_the_day_and_as_first_agreed() -> None:
    varied = VariationAgreed(
        happened_on=date(2025, 6, 2), effective_from=date(2025, 9, 1), by=ANN,
        changes=(EndDateChange(becomes=date(2028, 1, 31)), TotalValueChange(becomes=Money(pence=150_000_00))),
    )  # fmt: skip
    said = given(REGISTERED, varied)

    assert (stands(said, date(2025, 8, 31)).end_date, stands(said, date(2025, 9, 1)).end_date) == (
        date(2027, 1, 31), date(2028, 1, 31),
    )  # fmt: skip
    assert stands(said, date(2025, 8, 31)).total_value == Money(pence=100_000_00)
    assert stands(said, date(2025, 9, 1)).total_value == Money(pence=150_000_00)
    assert facts(said).first_end_date == date(2027, 1, 31)
    assert [(end.since, end.variation) for end in facts(said).end_dates] == [
        (date(2025, 1, 6), None), (date(2025, 9, 1), "VAR-001"),
    ]  # fmt: skip


def test_a_variation_without_the_contracts_form_leaves_the_terms_as_they_were() -> None:
    clause = VariationClauseEntered(happened_on=date(2025, 1, 7), clause="21.4", in_writing=True, signed=True, by=ANN)
    varied = VariationAgreed(
        happened_on=date(2025, 6, 2), changes=(TotalValueChange(becomes=Money(pence=1)),), form="e-mail", by=ANN
    )
    proposed = VariationProposed(happened_on=date(2025, 6, 3), by=ANN)
    said = given(REGISTERED, clause, varied, proposed)

    assert stands(said, date(2025, 7, 1)).total_value == Money(pence=100_000_00)
    first, second = facts(said).variations
    assert (first.agreed_on, bool(first.form_not_met)) == (date(2025, 6, 2), True)
    assert (second.id, second.proposed_on, second.agreed_on) == ("VAR-002", date(2025, 6, 3), None)


@pytest.mark.parametrize("where", ["the proposal", "the consultation", "neither"])
def test_it_says_of_a_contentious_variation_whether_the_county_manager_was_asked(where: str) -> None:
    """HCC-7.4-b: that officer may ask for guidance; it is shown, and no departure."""
    day = date(2025, 6, 3)
    proposed = VariationProposed(happened_on=day, by=ANN, contentious=where == "the proposal")
    talk = ConsultationRecorded(
        happened_on=day, subject="variation", consulted=Actor(person="Contract Support Officer"), variation="VAR-001",
        contentious=where == "the consultation", by=ANN,
    )  # fmt: skip
    guidance = talk.model_copy(update={"consulted": Actor(person="County Manager (Contracts)")})
    varied = VariationAgreed(happened_on=date(2025, 6, 9), variation="VAR-001", changes=(), by=ANN)
    without, asked = given(REGISTERED, proposed, talk, varied), given(REGISTERED, proposed, talk, guidance, varied)

    assert not any("contentious" in rule for rule in given(REGISTERED, proposed, talk).when(varied).objections)
    told = [facts(story).variations[0].guidance or "" for story in (without, asked)]
    if where == "neither":
        assert told == ["", ""]
    else:
        assert "is not on file" in told[0]
        assert "County Manager (Contracts) was asked for guidance on Tuesday 3 June 2025 (entry 4)" in told[1]


def test_the_officer_of_another_body_who_watches_the_contract_is_among_the_people_in_post() -> None:
    """TVP-4.0-26: of which body, at what share of the cost, shared with whom; it was in the timeline alone."""
    delegated = ContractManagementDelegated(
        happened_on=date(2025, 3, 3), person="Dot Hale", body="Sussex OPCC", cost_share="40",
        shared_with=("Surrey OPCC",), by=COUNTY, scope=Said("Monitors delivery"), until_date=date(2025, 12, 31),
    )  # fmt: skip

    in_post = stands(given(REGISTERED, LEAD, delegated), date(2025, 3, 3)).in_post

    assert [(one.person, one.body, one.scope, one.cost_share, one.shared_with, one.until) for one in in_post] == [
        ("Ann Ashe", None, None, None, (), None),
        ("Dot Hale", "Sussex OPCC", "Monitors delivery", "40", ("Surrey OPCC",), date(2025, 12, 31)),
    ]  # fmt: skip
    assert [one.person for one in stands(given(REGISTERED, LEAD, delegated), date(2025, 3, 2)).in_post] == ["Ann Ashe"]


def test_it_says_who_is_in_post_and_which_offices_are_vacant_since_when() -> None:
    left = RoleAppointmentEnded(happened_on=date(2025, 5, 31), office="lead-officer")
    said = given(REGISTERED, LEAD, left)

    assert [term.person for term in stands(said, date(2025, 5, 31)).in_post] == ["Ann Ashe"]
    assert len(stands(said, date(2025, 5, 31)).vacancies) == 2
    vacant = {v.office: v.since for v in stands(said, date(2025, 6, 1)).vacancies}
    assert vacant == {"lead-officer": date(2025, 6, 1), "representative": None, "contract-support-officer": None}


def test_whoever_is_named_to_take_an_office_later_is_said_with_the_day_and_the_entry() -> None:
    """HCC-12.1: nobody is missed where they take it by the day the contract starts; else until the day they do."""
    ahead = LEAD.model_copy(update={"from_date": date(2025, 2, 1)})
    later = LEAD.model_copy(update={"from_date": date(2025, 3, 1)})
    left = RoleAppointmentEnded(happened_on=date(2025, 5, 31), office="lead-officer")
    then = {"person": "Bea Bold", "happened_on": date(2025, 5, 1), "from_date": date(2025, 7, 1)}
    following = LEAD.model_copy(update=then)

    def lead(on: date, *entries: Entry) -> tuple[list[tuple[date | None, date | None]], list[tuple[str, date, int]]]:
        found = stands(given(REGISTERED, *entries), on)
        vacant = [(one.since, one.until) for one in found.vacancies if one.office == "lead-officer"]
        return vacant, [(one.person, one.since, one.position) for one in found.to_come]

    assert lead(date(2025, 1, 20), ahead) == ([], [("Ann Ashe", date(2025, 2, 1), 2)])
    assert lead(date(2025, 2, 1), ahead) == ([], [])
    assert lead(date(2025, 1, 20), later) == ([(None, date(2025, 2, 28))], [("Ann Ashe", date(2025, 3, 1), 2)])
    assert lead(date(2025, 2, 10), later) == ([(None, date(2025, 2, 28))], [("Ann Ashe", date(2025, 3, 1), 2)])
    june = ([(date(2025, 6, 1), date(2025, 6, 30))], [("Bea Bold", date(2025, 7, 1), 4)])
    assert lead(date(2025, 6, 10), LEAD, left, following) == june
    assert lead(date(2025, 6, 10)) == ([(None, None)], [])


def test_before_a_contract_starts_it_is_not_wrong_that_an_office_is_still_to_be_filled() -> None:
    """HCC-12.1, HCC-5.1-a: Status says by when, as What is due does; from the day after it is wrong, and overdue."""
    story = given(REGISTERED, LEAD)
    start = date(2025, 2, 1)

    def said(on: date, of: Story = story) -> tuple[list[date | None], list[str], list[str]]:
        found = stands(of, on)
        by = [one.by for one in found.vacancies if one.office == "representative"]
        told = [one.weight for one in worries(status(view_of(of.file)), found) if "representative" in one.words]
        owed = [one.state for one in due(duties(view_of(of.file)), on) if one.duty.id == "vacancy/representative"]
        return by, list(told), list(owed)

    assert said(date(2025, 1, 7)) == ([start], ["note"], ["coming"])
    assert said(start) == ([start], ["note"], ["due"])
    assert said(date(2025, 2, 2)) == ([None], ["wrong"], ["overdue"])
    named = RepresentativeAppointed(happened_on=date(2025, 1, 7), person="Ruth Reed")
    left = RoleAppointmentEnded(happened_on=date(2025, 1, 10), office="representative")
    assert said(date(2025, 1, 20), given(REGISTERED, LEAD, named, left)) == ([None], ["wrong"], ["due"])


def test_an_office_that_somebody_named_takes_after_the_start_is_held_by_nobody_until_then() -> None:
    """HCC-12.1: nobody is still to be named."""
    late = RepresentativeAppointed(happened_on=date(2025, 1, 7), person="Ruth Reed", from_date=date(2025, 3, 1))
    story = given(REGISTERED, LEAD, late)

    found = stands(story, date(2025, 1, 20))
    [vacancy] = [one for one in found.vacancies if one.office == "representative"]
    assert (vacancy.by, vacancy.until) == (date(2025, 2, 1), date(2025, 2, 28))
    [said] = [one for one in worries(status(view_of(story.file)), found) if "representative" in one.words]
    assert (said.weight, said.words.endswith("from 1 February 2025 until 28 February 2025")) == ("note", True)


def test_an_office_of_deputy_that_the_lead_officer_holds_is_vacant() -> None:
    """TVP-4.0-8."""
    bound = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    own = DeputyOfficerAppointed(happened_on=date(2025, 3, 3), person=LEAD.person)

    [vacant] = stands(given(bound, LEAD, own), date(2025, 6, 1)).vacancies

    assert (vacant.office, vacant.since) == ("deputy-lead-officer", date(2025, 3, 3))
    assert vacant.why == f"{LEAD.person} is the lead officer as well"


@pytest.mark.parametrize(("named", "vacant"), [("A. Ashe", False), ("Mrs Ashe", False), ("Mrs Ann J. Ashe", True)])
def test_an_office_of_deputy_is_vacant_only_where_the_names_are_one_persons_beyond_doubt(
    named: str, vacant: bool
) -> None:
    """TVP-4.0-8: the duty to name one says the same."""
    bound = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    story = given(bound, LEAD, DeputyOfficerAppointed(happened_on=date(2025, 3, 3), person=named))

    found = stands(story, date(2025, 6, 1)).vacancies
    asked = [one.sentence for one in every_duty(view_of(story.file)) if one.id == "vacancy/deputy-lead-officer"]

    assert [one.why for one in found] == [f"{LEAD.person} is the lead officer as well"] * vacant
    assert asked == [f"Name a deputy officer: {one.why}." for one in found]


def test_the_providers_people_are_shown_at_each_level_they_are_dealt_with() -> None:
    """TVP-2.0-4."""
    day = date(2025, 1, 6)
    named = (
        ProviderContactNamed(happened_on=day, person="Pia Prior", role="contract-manager", level="operational", by=ANN),
        ProviderContactNamed(happened_on=day, person="Lou Line", role="line-manager", level="management", by=ANN),
        ProviderContactNamed(happened_on=day, person="Dee Dock", role="director", level="escalation", by=ANN),
        ProviderContactNamed(happened_on=day, person="Sid Staff", role="staff", by=ANN),
    )

    found = stands(given(REGISTERED, *named), date(2025, 3, 3)).in_post

    assert {(term.title, term.person, term.level) for term in found} == {
        ("Provider's contract manager", "Pia Prior", "operational"),
        ("Provider's line manager", "Lou Line", "management"), ("Provider's director", "Dee Dock", "escalation"),
        ("Provider's member of staff", "Sid Staff", None),
    }  # fmt: skip


def test_an_issue_is_open_until_it_is_settled() -> None:
    told = IssueNotifiedToProvider(happened_on=date(2025, 3, 10), issue="ISS-001", means="e-mail", by=ANN)
    resolved = IssueResolved(happened_on=date(2025, 4, 1), issue="ISS-001")
    [issue] = facts(given(REGISTERED, RAISED, told)).issues

    assert (issue.id, issue.nature, issue.first_told) == ("ISS-001", "Visits missed", date(2025, 3, 10))
    assert facts(given(REGISTERED, RAISED, told, resolved)).issues == ()


def test_a_notice_runs_from_the_day_it_counts_to_the_end_of_the_time_to_remedy() -> None:
    pia = ProviderContactNamed(happened_on=date(2025, 1, 6), person="Pia Prior", role="contract-manager")
    address = NoticeAddressGiven(
        happened_on=date(2025, 1, 6), party="provider",
        addresses=(NoticeAddress(method="hand", address="1 High Street"),),
    )  # fmt: skip
    served = NoticeServed(
        happened_on=date(2025, 5, 1), happened_at=time(10), notice_kind="default", clause="31.1", method="hand",
        address="1 High Street", recipients=(Addressee(person="Pia Prior"),), by=ANN, signed_by=ANN,
        remedy_period=Period(count=10, unit="calendar-days"),
    )  # fmt: skip
    received = NoticeReceiptConfirmed(happened_on=date(2025, 5, 2), notice="NOT-001", received_on=date(2025, 5, 2))
    withdrawn = NoticeWithdrawn(happened_on=date(2025, 5, 20), notice="NOT-001")
    sent = given(REGISTERED, LEAD, pia, address, served)
    counted = sent.when(received).recorded()

    def state(story: Story, on: date) -> list[tuple[str, int | None]]:
        return [(running.state, running.days_left) for running in stands(story, on).notices]

    assert state(sent, date(2025, 4, 30)) == []
    assert state(sent, date(2025, 5, 1)) == [("not-counting-yet", None)]
    assert state(counted, date(2025, 5, 2)) == [("time-to-remedy-runs", 10)]
    assert state(counted, date(2025, 5, 13)) == [("time-to-remedy-over", -1)]
    assert state(counted.when(withdrawn).recorded(), date(2025, 5, 20)) == []


def test_a_notice_not_validly_served_is_listed_with_why_even_when_it_was_withdrawn() -> None:
    address = NoticeAddressGiven(
        happened_on=date(2025, 1, 6), party="provider",
        addresses=(NoticeAddress(method="hand", address="1 High Street"),),
    )  # fmt: skip
    served = NoticeServed(
        happened_on=date(2025, 5, 1), notice_kind="improvement", method="hand", address="2 Low Road", by=ANN,
    )  # fmt: skip
    withdrawn = NoticeWithdrawn(happened_on=date(2025, 5, 20), notice="NOT-001")
    told_remedied = RemedyAssessed(happened_on=date(2025, 5, 19), notice="NOT-001", result="remedied")

    for later in ((), (told_remedied,), (withdrawn,)):
        [running] = stands(given(REGISTERED, LEAD, address, served, *later), date(2025, 6, 1)).notices
        assert (running.notice.id, running.state) == ("NOT-001", "not-valid")
        assert "it went to “2 Low Road”; the address in force on" in running.notice.defects[0]


def test_it_says_when_the_parties_last_met_meet_next_and_did_not_meet() -> None:
    held = MeetingHeld(happened_on=date(2025, 3, 3))
    missed = MeetingScheduled(happened_on=date(2025, 3, 3), planned_for=date(2025, 6, 2))
    following = MeetingScheduled(happened_on=date(2025, 3, 3), planned_for=date(2025, 9, 1))
    said = stands(given(REGISTERED, held, missed, following), date(2025, 6, 5))

    assert said.days_since_meeting == 94
    assert [meeting.on for meeting in said.meetings_missed] == [date(2025, 6, 2)]
    assert said.next_meeting is not None
    assert said.next_meeting.on == date(2025, 9, 1)


def test_a_proposal_to_end_it_early_is_shown_until_it_is_struck_out() -> None:
    proposed = given(REGISTERED, EarlyTerminationProposed(happened_on=date(2025, 6, 2), grounds=("default",), by=ANN))
    struck = proposed.when(EntryStruckOut(happened_on=date(2025, 6, 3), position=2, reason=Said("not yet")))

    assert [(p.id, p.by, p.authorised_on) for p in facts(proposed).proposals] == [
        ("TRM-001", "Ann Ashe (lead officer)", None)
    ]
    assert facts(struck.recorded()).proposals == ()
    assert (facts(struck).counts.entries, facts(struck).counts.struck_out) == (3, 1)


def test_a_status_is_the_same_after_it_was_stored() -> None:
    said = facts(given(REGISTERED, LEAD, COMMENCED, RAISED))

    assert WholeStatus.model_validate_json(said.model_dump_json(exclude_defaults=True)) == said


def test_a_file_set_aside_says_so_and_names_no_vacancies() -> None:
    aside = set_aside(UUID(int=1), "C-1", 4, "entry 4 of this file cannot be read", "Home care")

    assert (aside.reference, aside.title, aside.position) == ("C-1", "Home care", 4)
    assert standing(aside, date(2025, 6, 1)).vacancies == ()


def test_an_issue_says_by_which_test_it_is_significant_and_on_which_facts() -> None:
    """TVP-5.0-2 to TVP-5.0-5."""
    assessed = IssueSignificanceAssessed(
        happened_on=date(2025, 3, 6), issue="ISS-001", harm=True, harm_facts=Said("Two falls."), clients_affected=12,
        client_group=100, significant=True,
    )  # fmt: skip
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
    thames = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Home care", procedure="thames-valley/1"
    )

    [issue] = status(view_of(given(thames, raised, assessed).file)).issues

    assert (issue.significant, issue.assessed_at) == (True, 3)
    assert issue.significant_by == (
        "12 of 100 clients is 10 % or more", "a client or staff came to harm through the provider's negligence",
        "the facts on harm: Two falls",
    )  # fmt: skip
    small = IssueSignificanceAssessed(
        happened_on=date(2025, 3, 20), issue="ISS-001", significant=False, clients_affected=1, client_group=100
    )
    [issue] = status(view_of(given(thames, raised, assessed, small).file)).issues
    assert (issue.significant, issue.assessed_at) == (False, 4)
    assert issue.significant_by == (
        "by entry 3, a client or staff came to harm through the provider's negligence; the facts on harm: Two falls",
    )
    [unassessed] = status(view_of(given(thames, raised).file)).issues
    assert (unassessed.significant_by, unassessed.assessed_at) == ((), None)


def test_facts_an_assessment_stated_stay_shown_until_another_states_them_anew() -> None:
    """TVP-5.0-5, docs/adr/0381: what was said of reputation, whatever came of it, and whichever test comes after."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
    thames = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Home care", procedure="thames-valley/1"
    )
    rang = IssueSignificanceAssessed(
        happened_on=date(2025, 3, 6), issue="ISS-001", reputation_facts=Said("A reporter rang."), significant=False
    )
    clients = IssueSignificanceAssessed(
        happened_on=date(2025, 3, 20), issue="ISS-001", significant=True, clients_affected=12, client_group=100
    )
    small = changed(clients, happened_on=date(2025, 4, 3), clients_affected=1, significant=False)

    def by(*entries: Entry) -> tuple[str, ...]:
        [issue] = status(view_of(given(thames, raised, *entries).file)).issues
        return issue.significant_by

    said = "by entry 3, of 6 March 2025, the facts on reputation: A reporter rang"
    assert by(rang) == ("the facts on reputation: A reporter rang",)
    assert by(rang, clients) == ("12 of 100 clients is 10 % or more", said)
    assert by(rang, clients, small) == (said,)
    printed = changed(
        small, happened_on=date(2025, 4, 7), reputation=True, reputation_facts=Said("It is printed"), significant=True
    )
    met = "the authority's reputation is harmed or likely to be"
    assert by(rang, clients, printed) == (met, "the facts on reputation: It is printed")
    # Then a reason is given against the test, and the facts are what they were.
    again = "by entry 4, of 7 April 2025, the facts on reputation: It is printed"
    later = [changed(small, happened_on=date(2025, 5, day)) for day in (5, 6)]
    assert by(rang, printed, later[0]) == (f"by entry 4, {met}; the facts on reputation: It is printed",)
    assert by(rang, printed, *later) == (again,)
