"""Stories of meetings and their minutes."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from pydantic import ValidationError

from ledger.contract_file import ContractFile
from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Money
from ledger.examining import shortfalls, unexamined
from ledger.folding import fold
from ledger.kinds import rules_of
from ledger.offices import not_sent
from ledger.procedures import Procedure, parse, read
from ledger.rules import judge
from ledger.subjects.actions import CorrectiveActionTaken
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, LifecycleStageEntered
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.feedback import ComplaintReceived
from ledger.subjects.issues import IssueRaised, IssueResolved
from ledger.subjects.meetings import (
    AgendaItemConsidered,
    Attendee,
    Confirmation,
    Gap,
    Information,
    MeetingCancelled,
    MeetingHeld,
    MeetingMinutesCirculated,
    MeetingMinutesRecorded,
    MeetingRescheduled,
    MeetingScheduled,
    missing_items,
)
from ledger.subjects.payments import PaymentMade
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
)
from ledger.subjects.performance import (
    ActivityRecorded,
    DataReturnReceived,
    PerformanceAssessed,
    SatisfactionSurveyReceived,
)
from ledger.subjects.records import ConsultationRecorded, DocumentFiled, EntryStruckOut
from ledger.words import Document, Said
from projections.duties.due import duties
from projections.monitoring.meetings_watched import covered_in_words, meetings_of
from tests.story import ANN, COLLEAGUE, Story, changed, given
from tests.worked_through import view_of

LEAD = Attendee(person="Ann Ashe", office="lead-officer")
SUPPORT = Attendee(person="Sam Shah", office="contract-support-officer")
PROVIDERS = Attendee(person="Pat Price", office="provider-contract-manager", party="provider")
MINUTES = Said(Document("ab" * 32, "Minutes of 3 March 2025"))

REGISTERED = ContractRegistered(
    happened_on=date(2024, 11, 1), reference="C-1", title="Home care",
    start_date=date(2025, 1, 1), end_date=date(2027, 12, 31),
)  # fmt: skip


BEGUN = ContractCommenced(happened_on=date(2025, 1, 2))
JANUARY = date(2025, 1, 21)
STRATEGY = ContractRegistered(
    happened_on=date(2025, 3, 31), reference="C-2", title="Victims' support", procedure="thames-valley/1",
    start_date=date(2025, 4, 1), end_date=date(2028, 3, 31),
)  # fmt: skip


def held(day: date, *present: Attendee, **more: Any) -> MeetingHeld:
    return MeetingHeld(happened_on=day, attendees=present or (LEAD, PROVIDERS), by=ANN, **more)


def scheduled(day: date, planned_for: date, **more: Any) -> MeetingScheduled:
    return MeetingScheduled(happened_on=day, planned_for=planned_for, by=ANN, **more)


def minuted(day: date, meeting: str = "MTG-001", **more: Any) -> MeetingMinutesRecorded:
    return MeetingMinutesRecorded(happened_on=day, meeting=meeting, document=MINUTES, author="Nia Noor", **more)


def sent(day: date, *to: Actor, meeting: str = "MTG-001") -> MeetingMinutesCirculated:
    return MeetingMinutesCirculated(happened_on=day, meeting=meeting, recipients=to, means="e-mail")


MARCH = held(date(2025, 3, 3))


def found(file: ContractFile, entry: Entry, rule: str) -> list[str]:
    """What a rule of Thames Valley's procedure finds of an entry, in words."""
    objections = judge(rules_of(type(entry)), file, file, entry, read("thames-valley"))
    return [one.found for one in objections if one.rule == rule]


def told(entry: Entry, procedure: Procedure, file: ContractFile | None = None) -> set[str]:
    """The rules an entry breaks under a procedure other than Hampshire's."""
    file = file or fold(())
    return {objection.rule for objection in judge(rules_of(type(entry)), file, file, entry, procedure)}


# --- arranging and holding -----------------------------------------------------------------------------------------


def test_a_meeting_arranged_and_then_held_keeps_the_id_it_was_given() -> None:
    arranged = scheduled(date(2025, 2, 3), date(2025, 3, 3), meeting_kind="first", place="The Castle")

    story = given(arranged).when(held(date(2025, 3, 3), meeting="MTG-001"))

    assert story.last is not None
    assert story.last.given_id is None
    story.then(
        lambda file: (
            [(m.id, m.kind, m.held_on) for m in file.meetings.held()] == [("MTG-001", "first", date(2025, 3, 3))]
        )
    )


def test_a_meeting_held_without_having_been_arranged_is_given_an_id_of_its_own() -> None:
    story = given(scheduled(date(2025, 2, 3), date(2025, 5, 5))).when(MARCH)

    assert story.last is not None
    assert story.last.given_id == "MTG-002"
    story.then(lambda file: file.meetings.by_id["MTG-002"].held == 3)
    story.when(minuted(date(2025, 3, 4), "MTG-002")).recorded()


def test_the_next_id_passes_over_meetings_held_as_they_were_arranged() -> None:
    story = given(scheduled(date(2025, 2, 3), date(2025, 3, 3)), held(date(2025, 3, 3), meeting="MTG-001"))

    story = story.when(scheduled(date(2025, 3, 3), date(2025, 9, 1)))

    assert story.last is not None
    assert story.last.given_id == "MTG-002"


def test_a_meeting_arranged_for_or_moved_to_a_day_already_past_is_recorded_and_told() -> None:
    given().when(scheduled(date(2025, 2, 3), date(2025, 2, 2)), acknowledge_all=False).departs_from(
        "meeting.arranged-beforehand"
    )
    given(scheduled(date(2025, 2, 3), date(2025, 3, 3))).when(
        MeetingRescheduled(happened_on=date(2025, 2, 10), meeting="MTG-001", to_date=date(2025, 2, 9))
    ).departs_from("meeting.arranged-beforehand")


def test_a_meeting_arranged_for_the_same_day_is_recorded() -> None:
    given().when(scheduled(date(2025, 2, 3), date(2025, 2, 3))).keeps("meeting.arranged-beforehand")


def test_a_meeting_that_was_moved_is_planned_for_its_new_day() -> None:
    moved = MeetingRescheduled(
        happened_on=date(2025, 2, 20), meeting="MTG-001", from_date=date(2025, 3, 3), to_date=date(2025, 3, 17),
        requested_by="provider", reason=Said("Their manager was ill."),
    )  # fmt: skip

    story = given(scheduled(date(2025, 2, 3), date(2025, 3, 3))).when(moved).keeps("meeting.moved-from-its-day")

    story.then(lambda file: file.meetings.by_id["MTG-001"].planned_for == date(2025, 3, 17))
    story.then(lambda file: [m.id for m in file.meetings.to_come(date(2025, 3, 10))] == ["MTG-001"])
    story.then(lambda file: not file.meetings.to_come(date(2025, 3, 17)))


def test_moving_a_meeting_from_a_day_it_was_not_planned_for_is_shown() -> None:
    moved = MeetingRescheduled(
        happened_on=date(2025, 2, 20), meeting="MTG-001", from_date=date(2025, 3, 4), to_date=date(2025, 3, 17)
    )

    given(scheduled(date(2025, 2, 3), date(2025, 3, 3))).when(moved).departs_from("meeting.moved-from-its-day")


def test_a_meeting_that_was_held_can_no_longer_be_moved_or_called_off() -> None:
    story = given(MARCH)

    story.when(MeetingCancelled(happened_on=date(2025, 3, 1), meeting="MTG-001")).refused(
        "meeting.still-to-come", "held on 3 March 2025"
    )
    story.when(MeetingRescheduled(happened_on=date(2025, 3, 4), meeting="MTG-001", to_date=date(2025, 4, 1))).refused(
        "meeting.still-to-come"
    )


def test_that_a_meeting_had_been_moved_before_it_was_held_can_be_recorded_late() -> None:
    given(scheduled(date(2025, 2, 3), date(2025, 2, 24)), held(date(2025, 3, 3), meeting="MTG-001")).when(
        MeetingRescheduled(happened_on=date(2025, 2, 20), meeting="MTG-001", to_date=date(2025, 3, 3))
    ).recorded()


def test_a_meeting_called_off_is_neither_to_come_nor_held() -> None:
    story = given(
        scheduled(date(2025, 2, 3), date(2025, 3, 3)),
        MeetingCancelled(happened_on=date(2025, 2, 27), meeting="MTG-001", cancelled_by="provider"),
    )

    story.then(lambda file: not file.meetings.to_come(date(2025, 2, 28)))
    story.then(lambda file: file.meetings.by_id["MTG-001"].cancelled == (date(2025, 2, 27), "provider", 3))
    story.when(held(date(2025, 3, 3), meeting="MTG-001")).refused("meeting.held-once", "called off on 27 February 2025")
    story.when(MeetingCancelled(happened_on=date(2025, 2, 28), meeting="MTG-001")).refused("meeting.still-to-come")


def test_a_meeting_is_held_once() -> None:
    story = given(scheduled(date(2025, 2, 3), date(2025, 3, 3)), held(date(2025, 3, 3), meeting="MTG-001"))

    story.when(held(date(2025, 3, 10), meeting="MTG-001")).refused("meeting.held-once", "3 March 2025")
    story.when(held(date(2025, 3, 10))).recorded()


def test_a_meeting_that_is_not_on_file_can_be_neither_held_nor_minuted() -> None:
    given(MARCH).when(held(date(2025, 3, 10), meeting="MTG-007")).refused("entry.names-what-is-on-file", "MTG-001")
    given(MARCH).when(minuted(date(2025, 3, 10), "MTG-007")).refused("entry.names-what-is-on-file", "MTG-007")


def test_an_unknown_kind_of_meeting_is_not_a_meeting() -> None:
    with pytest.raises(ValidationError):
        scheduled(date(2025, 2, 3), date(2025, 3, 3), meeting_kind="monthly")


# --- who was there -------------------------------------------------------------------------------------------------


def test_a_meeting_without_the_lead_officer_or_a_nominee_asks_for_a_reason() -> None:
    """HCC-6.1-f."""
    without = held(date(2025, 3, 3), SUPPORT, PROVIDERS)

    given().when(without, acknowledge_all=False).asked("meeting.required-attend")
    given().when(without).departs_from("meeting.required-attend")


@pytest.mark.parametrize(
    "somebody",
    [
        LEAD,
        Attendee(person="Ned Noble", office="team-manager", nominee_of="lead-officer"),
        Attendee(person="Rae Reid", office="representative"),
    ],
)
def test_the_lead_officer_a_nominee_or_the_representative_will_do(somebody: Attendee) -> None:
    """HCC-6.1-f, HCC-5.1-b."""
    given().when(held(date(2025, 3, 3), somebody, PROVIDERS)).keeps("meeting.required-attend")


def test_a_representative_whom_no_lead_officer_on_file_ever_nominated_does_not_come_for_one() -> None:
    """HCC-6.1-f, HCC-5.1-b."""
    rule, day, rae = "meeting.required-attend", date(2025, 3, 3), Attendee(person="Rae Reid", office="representative")
    ann = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")
    nominee = RepresentativeAppointed(happened_on=date(2025, 1, 6), person="Rae Reid", nominated_by="Ann Ashe")

    asked = given(ann).when(held(day, rae, PROVIDERS), acknowledge_all=False).asked(rule)
    assert "that Ann Ashe, lead officer, nominated a representative is not on file" in str(asked.error)
    given(ann, nominee).when(held(day, rae, PROVIDERS)).keeps(rule)
    given(ann).when(held(day, changed(rae, nominee_of="Ann Ashe"), PROVIDERS)).keeps(rule)
    given(ann).when(held(day, Attendee(person="Ann Ashe", office="representative"), PROVIDERS)).keeps(rule)


@pytest.mark.parametrize(
    ("named", "counts"),
    [
        ("Lead officer", True), ("the lead officer", True), ("Ann Ashe", True), ("Ann Ashe, lead officer", True),
        ("A. Ashe", True), ("Team Manager", False), ("Bo Bell", False),
    ],
)  # fmt: skip
def test_a_nominee_is_the_lead_officers_by_the_office_or_by_whoever_holds_it(named: str, counts: bool) -> None:
    """HCC-6.1-f."""
    on_file = given(LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe"))
    sent = on_file.when(held(date(2025, 3, 3), Attendee(person="Ned Noble", nominee_of=named), PROVIDERS))
    (sent.keeps if counts else sent.departs_from)("meeting.required-attend")


def test_whoever_is_entered_in_an_office_that_another_holds_on_file_does_not_make_it_present() -> None:
    """HCC-6.1-f, HCC-7.5-a: by those in post on the day; an office nobody was appointed to is taken as it is said."""
    rule, day = "meeting.required-attend", date(2025, 3, 3)
    ann = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")
    after = LeadOfficerAppointed(happened_on=date(2025, 2, 3), person="Cara Finn")
    gone = RoleAppointmentEnded(happened_on=date(2025, 2, 3), office="lead-officer", person="Ann Ashe")
    nominee = RepresentativeAppointed(happened_on=date(2025, 1, 6), person="Ben Cole")
    another = Attendee(person="Somebody Else", office="lead-officer")
    ben, sam = (Attendee(person=person, office="lead-officer") for person in ("Ben Cole", "Sam Shah"))
    officer = ContractSupportOfficerAssigned(happened_on=date(2025, 1, 2), person="Sam Shah")
    rae = Attendee(person="Rae Reid", office="contract-support-officer")
    before = held(date(2024, 12, 2), LEAD, rae)

    given(ann).when(held(day, LEAD)).keeps(rule)
    asked = given(ann).when(held(day, another), acknowledge_all=False).asked(rule)
    assert "Somebody Else (lead officer) is entered, and on Monday 3 March 2025 the office of" in str(asked.error)
    given(ann, after).when(held(day, LEAD)).departs_from(rule)
    given(ann, gone).when(held(day, LEAD)).departs_from(rule)
    given(ann, officer).when(held(day, sam)).departs_from(rule)
    given(officer).when(held(day, another)).keeps(rule)
    given(ann, nominee).when(held(day, ben)).keeps(rule)
    given(ann, nominee).when(held(day, Attendee(person="Ben Cole"))).keeps(rule)
    early = changed(officer, happened_on=date(2024, 11, 4))
    given(REGISTERED, early).when(before).departs_from("meeting.support-officer-before-start")
    given(REGISTERED).when(before).keeps("meeting.support-officer-before-start")


def test_somebody_of_the_provider_is_at_a_meeting() -> None:
    """HCC-7.1-a: by side or office, or as one the file knows among the provider's people; said of nobody, of nobody."""
    rule, day = "meeting.with-the-provider", date(2025, 3, 3)
    theirs = ProviderContactNamed(happened_on=date(2025, 1, 6), person="Pat Price", role="contract-manager")

    given().when(held(day, LEAD, SUPPORT)).departs_from(rule)
    given().when(held(day, LEAD, SUPPORT), acknowledge_all=False).asked(rule)
    given().when(held(day, LEAD, PROVIDERS)).keeps(rule)
    given().when(held(day, LEAD, Attendee(person="Pat Price", office="provider-director"))).keeps(rule)
    given(theirs).when(held(day, LEAD, Attendee(person="Pat Price"))).keeps(rule)
    given().when(MeetingHeld(happened_on=day)).keeps(rule)


def test_two_meetings_of_one_day_are_asked_about_and_count_as_one() -> None:
    """HCC-12.4-a."""
    rule, day = "meeting.recorded-once", date(2025, 3, 3)
    twice = given(MARCH).when(held(day)).departs_from(rule)

    twice.then(lambda file: [n for *_, n in file.meetings.per_year(date(2025, 1, 1), date(2025, 12, 31))] == [1])
    given(MARCH).when(held(date(2025, 3, 4))).keeps(rule)
    given(scheduled(day, day)).when(held(day, meeting="MTG-001")).keeps(rule)
    given(MARCH).when(held(day, meeting_kind="dispute")).keeps(rule)


def test_a_chair_need_not_be_listed_again_as_present() -> None:
    chaired = MeetingHeld(happened_on=date(2025, 3, 3), chair=ANN, attendees=(PROVIDERS,))

    given().when(chaired).keeps("meeting.required-attend").then(
        lambda file: [a.person for a in file.meetings.by_id["MTG-001"].present] == ["Pat Price", "Ann Ashe"]
    )


def test_a_person_whom_the_file_knows_as_lead_officer_counts_though_no_office_is_stated() -> None:
    """HCC-4.1-a."""
    appointed = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")
    nameless = held(date(2025, 3, 3), Attendee(person="Ann Ashe"), PROVIDERS)

    given(appointed).when(nameless).keeps("meeting.required-attend")
    given().when(nameless).departs_from("meeting.required-attend")


def test_before_the_start_the_support_officer_is_expected() -> None:
    """HCC-7.5-a."""
    story = given(REGISTERED)

    story.when(held(date(2024, 12, 2))).departs_from("meeting.support-officer-before-start")
    story.when(held(date(2024, 12, 2), LEAD, SUPPORT)).keeps("meeting.support-officer-before-start")
    given(REGISTERED, BEGUN).when(held(date(2025, 3, 3))).keeps("meeting.support-officer-before-start")
    given().when(held(date(2025, 3, 3), meeting_kind="pre-start")).departs_from("meeting.support-officer-before-start")


def test_a_meeting_before_the_start_is_not_held_after_it_without_a_word() -> None:
    """HCC-7.5-a."""
    rule, arranged = "meeting.before-the-start", MeetingScheduled(
        happened_on=date(2024, 12, 2), meeting_kind="pre-start", planned_for=date(2024, 12, 16)
    )  # fmt: skip
    late = held(date(2025, 3, 3), meeting_kind="pre-start")

    given(REGISTERED).when(late).departs_from(rule)
    given(REGISTERED, arranged).when(held(date(2025, 3, 3), meeting="MTG-001")).departs_from(rule)
    given(REGISTERED).when(changed(late, happened_on=date(2024, 12, 16))).keeps(rule)
    given(REGISTERED).when(held(date(2025, 3, 3))).keeps(rule)
    given().when(late).keeps(rule)


@pytest.mark.parametrize(
    "shows",
    [
        ContractCommenced(happened_on=date(2025, 2, 3)), LifecycleStageEntered(happened_on=JANUARY, stage="operation"),
        PaymentMade(happened_on=JANUARY, amount=Money(pence=100_00)),
        ComplaintReceived(happened_on=JANUARY, subject=Said("Nobody came")),
        held(JANUARY, LEAD, SUPPORT, PROVIDERS, meeting_kind="first"),
    ],
)  # fmt: skip
def test_until_something_shows_that_the_service_began_the_support_officer_is_expected(shows: Entry) -> None:
    """HCC-7.5-a, HCC-7.5-b: "prior to the contract commencement date", "actually commenced", which the agreed day alone
    does not show."""
    before, first = "meeting.support-officer-before-start", "meeting.support-officer-at-first"
    story = given(REGISTERED).when(held(date(2025, 1, 6))).departs_from(before).keeps(first)

    story = story.when(held(date(2025, 1, 20))).departs_from(before).keeps(first)
    story.when(held(date(2025, 1, 27), LEAD, SUPPORT)).keeps(before, first)
    story.when(held(date(2025, 1, 27), meeting_kind="dispute")).keeps(before, first)
    story.when(shows).when(held(date(2025, 3, 3))).keeps(before)


def test_a_meeting_arranged_before_the_start_for_after_it_is_the_first_and_one_arranged_later_is_before_it() -> None:
    """HCC-7.5-a, HCC-7.5-b: that a start still to come will be kept is taken for granted until its day."""
    ahead, late = (scheduled(day, date(2025, 1, 27)) for day in (date(2024, 12, 2), date(2025, 1, 20)))

    def asked(arranged: MeetingScheduled, *more: Entry) -> str:
        open_ = duties(view_of(given(REGISTERED, arranged, *more).file))
        return next((one.sentence for one in open_ if one.id.startswith("support-officer-asked/")), "")

    assert asked(ahead).endswith("it is the first meeting after the start on 1 January 2025.")
    assert asked(late).endswith("that the service began is not on file (it was to start on 1 January 2025).")
    assert asked(late, BEGUN).endswith("it is the first meeting after the start on 2 January 2025.")


def test_at_the_first_meeting_after_the_start_the_support_officer_is_expected() -> None:
    """HCC-7.5-b: the day the service began counts, not the word somebody chose for the meeting."""
    unknown = REGISTERED.model_copy(update={"start_date": None})
    story = given(unknown, ContractCommenced(happened_on=date(2025, 1, 6)))

    story.when(held(date(2025, 1, 3), LEAD)).keeps("meeting.support-officer-at-first")
    given(REGISTERED, BEGUN).when(held(date(2025, 1, 3), LEAD)).departs_from("meeting.support-officer-at-first")
    story.when(held(date(2025, 3, 3))).departs_from("meeting.support-officer-at-first")
    after = story.when(held(date(2025, 3, 3), LEAD, SUPPORT)).keeps("meeting.support-officer-at-first")
    after.when(held(date(2025, 6, 2))).keeps("meeting.support-officer-at-first")
    after.when(held(date(2025, 2, 3))).departs_from("meeting.support-officer-at-first")


def test_while_a_contractual_issue_is_open_the_support_officer_is_asked_to_come() -> None:
    """HCC-7.5-d."""
    raised = IssueRaised(happened_on=date(2025, 2, 3), nature=Said("Price of travel time"), contractual=True)
    settled = IssueResolved(happened_on=date(2025, 2, 24), issue="ISS-001")

    given(raised).when(MARCH).departs_from("meeting.support-officer-on-contractual-matters")
    given(raised, settled).when(MARCH).keeps("meeting.support-officer-on-contractual-matters")
    given(raised).when(held(date(2025, 3, 3), LEAD, SUPPORT)).keeps("meeting.support-officer-on-contractual-matters")


def test_a_contractual_matter_on_the_agenda_asks_for_the_support_officer() -> None:
    """HCC-7.5-d."""
    given(scheduled(date(2025, 2, 3), date(2025, 3, 3), contractual=True)).when(
        held(date(2025, 3, 3), meeting="MTG-001")
    ).departs_from("meeting.support-officer-on-contractual-matters")


def test_within_a_year_of_the_end_the_support_officer_is_expected() -> None:
    """HCC-7.5-e."""
    story = given(REGISTERED)

    story.when(held(date(2026, 9, 30))).keeps("meeting.support-officer-near-end")
    story = given(REGISTERED.model_copy(update={"end_date": date(2026, 9, 30)}))
    story.when(held(date(2025, 9, 29))).keeps("meeting.support-officer-near-end")
    story.when(held(date(2025, 9, 30))).departs_from("meeting.support-officer-near-end")
    story.when(held(date(2025, 9, 30), LEAD, SUPPORT)).keeps("meeting.support-officer-near-end")


def test_an_officer_who_was_asked_and_did_not_come_was_asked() -> None:
    """HCC-7.5-e, HCC-7.5-d: apologies and an invitation on file show it; at the first meeting the officer attends."""
    rule, first = "meeting.support-officer-near-end", "meeting.support-officer-at-first"
    story = given(REGISTERED.model_copy(update={"end_date": date(2026, 9, 30)}), BEGUN)
    sorry = Actor(person="Sam Shah", office="contract-support-officer")
    known = ContractSupportOfficerAssigned(happened_on=date(2025, 1, 2), person="Sam Shah")
    day = date(2025, 10, 10)

    story.when(held(day, apologies=(sorry,))).keeps(rule).departs_from(first)
    story.when(known).when(held(day, apologies=(Actor(person="S. Shah"),))).keeps(rule)
    story.when(held(day, apologies=(Actor(person="Rob Roy"),))).departs_from(rule)
    for expected, kept in (((), False), (("lead-officer",), False), (("Contract Support Officer",), True)):
        made = story.when(scheduled(date(2025, 9, 1), day, expected=expected)).when(held(day, meeting="MTG-001"))
        made.keeps(rule) if kept else made.departs_from(rule)


def test_a_talk_about_something_else_does_not_ask_the_support_officer_to_a_contractual_matter() -> None:
    """HCC-7.5-d: about the meeting or the issue it does, by the day of the meeting; contacts as consultations."""
    rule, on = "meeting.support-officer-on-contractual-matters", date(2025, 5, 20)
    issues = (
        IssueRaised(happened_on=date(2025, 2, 3), nature=Said("Price clause"), contractual=True),
        IssueRaised(happened_on=date(2025, 2, 3), nature=Said("Dirty")),
    )
    story = given(held(date(2025, 1, 20), LEAD, SUPPORT), *issues, scheduled(date(2025, 3, 1), on))
    consulted = ConsultationRecorded(happened_on=date(2025, 3, 3), subject="variation", consulted=SUPPORT)
    contact = ContactLogged(
        happened_on=date(2025, 3, 3), direction="within-authority", means="call", participants=(SUPPORT,),
        summary=Said("Bins"),
    )  # fmt: skip

    for talk, more in (
        (consulted, {}), (changed(consulted, subject="termination"), {}), (consulted, {"issues": ("ISS-002",)}),
        (contact, {}), (contact, {"issue": "ISS-002"}), (consulted, {"meeting": "MTG-001"}),
        (consulted, {"meeting": "MTG-002", "happened_on": date(2025, 6, 2)}),
        (consulted, {"issues": ("ISS-001",), "happened_on": date(2025, 2, 20)}),
    ):  # fmt: skip
        story.when(changed(talk, **more)).when(held(on, meeting="MTG-002")).departs_from(rule)
    for talk, more in (
        (consulted, {"issues": ("ISS-001",)}), (consulted, {"meeting": "MTG-002"}), (contact, {"issue": "ISS-001"}),
        (contact, {"meeting": "MTG-002"}), (contact, {"meeting": "MTG-002", "happened_on": date(2025, 2, 20)}),
    ):  # fmt: skip
        story.when(changed(talk, **more)).when(held(on, meeting="MTG-002")).keeps(rule)


def test_the_support_officer_is_asked_to_a_meeting_when_it_is_arranged() -> None:
    """HCC-7.5-d: named among those expected where a contractual matter is on the agenda or open, at the first meeting,
    in the last year; where nobody is named, it is left open, unless the matter is said to be contractual."""
    rule, others = "meeting.support-officer-invited", ("lead-officer", "provider-contract-manager")
    day, on = date(2025, 2, 3), date(2025, 3, 3)
    raised = IssueRaised(happened_on=day, nature=Said("Price of travel time"), contractual=True)
    settled = IssueResolved(happened_on=day, issue="ISS-001")
    contractual = scheduled(day, on, contractual=True, expected=others)
    quiet = given(REGISTERED, BEGUN, held(date(2025, 1, 20), LEAD, SUPPORT))

    quiet.when(contractual).departs_from(rule)
    quiet.when(scheduled(day, on, contractual=True)).departs_from(rule)
    quiet.when(scheduled(day, on, contractual=True, expected=(*others, "contract-support-officer"))).keeps(rule)
    quiet.when(scheduled(day, on, contractual=True, expected=(*others, "Contract Support Officer"))).keeps(rule)
    quiet.when(scheduled(day, on, expected=others)).keeps(rule)
    quiet.when(raised).when(scheduled(day, on, expected=others)).departs_from(rule)
    quiet.when(raised).when(scheduled(day, on)).keeps(rule)
    quiet.when(raised).when(settled).when(scheduled(day, on, expected=others)).keeps(rule)
    given(REGISTERED).when(scheduled(day, on, expected=others)).departs_from(rule)  # the first
    given(REGISTERED, BEGUN, scheduled(day, on)).when(scheduled(day, date(2025, 6, 2), expected=others)).keeps(rule)
    given(REGISTERED, scheduled(day, on)).when(scheduled(day, date(2025, 2, 24), expected=others)).departs_from(rule)
    given(REGISTERED).when(scheduled(day, date(2024, 12, 2), expected=others)).departs_from(rule)  # before the start
    quiet.when(scheduled(day, date(2027, 3, 3), expected=others)).departs_from(rule)  # the last year
    assert rule not in told(contractual, read("thames-valley"), quiet.file)


def test_an_extra_meeting_says_why_it_was_called() -> None:
    """HCC-7.7-a."""
    reason = Said("Four missed visits in a week")
    given().when(held(date(2025, 3, 3), meeting_kind="ad-hoc")).departs_from("meeting.extra-with-reason")
    given().when(held(date(2025, 3, 3), meeting_kind="ad-hoc", ad_hoc_reason=reason)).keeps("meeting.extra-with-reason")
    given(scheduled(date(2025, 2, 28), date(2025, 3, 3), meeting_kind="ad-hoc", ad_hoc_reason=reason)).when(
        held(date(2025, 3, 3), meeting="MTG-001")
    ).keeps("meeting.extra-with-reason")
    given(scheduled(date(2025, 2, 28), date(2025, 3, 3), meeting_kind="ad-hoc")).when(
        held(date(2025, 3, 3), meeting="MTG-001")
    ).departs_from("meeting.extra-with-reason")


def test_the_service_or_team_manager_attends_as_a_rule_once_the_contract_runs() -> None:
    """HCC-7.5-c."""
    rule = "meeting.expected-attend"
    manager = Attendee(person="Tess Team", office="team-manager")

    given(REGISTERED).when(held(date(2025, 6, 2), SUPPORT, PROVIDERS)).departs_from(rule)
    given(REGISTERED).when(held(date(2025, 6, 2), SUPPORT, manager, PROVIDERS)).keeps(rule)


def test_a_lead_officer_in_another_post_is_not_the_manager_who_is_expected() -> None:
    """HCC-7.5-c, HCC-4.1-b: most lead officers are one; where no post is on file, it may be so."""
    rule, day = "meeting.expected-attend", date(2025, 6, 2)
    appointed = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe", post="Operations Director")
    manager = Attendee(person="Tess Team", office="team-manager")

    story = given(REGISTERED, appointed)
    alone = story.when(held(day, LEAD, PROVIDERS)).departs_from(rule).last
    assert alone is not None
    assert [d.found.casefold() for d in alone.departures if d.rule == rule] == [
        "nobody came as service manager or team manager; ann ashe, lead officer, is operations director"
    ]
    story.when(held(day, LEAD, manager, PROVIDERS)).keeps(rule)
    reasoned = changed(appointed, unusual_post_reason=Said("The Service Manager is on leave"))
    given(REGISTERED, reasoned).when(held(day, LEAD, PROVIDERS)).keeps(rule)
    for post in ("Team Manager, North", "Operations Manager", None):
        given(REGISTERED, changed(appointed, post=post)).when(held(day, LEAD, PROVIDERS)).keeps(rule)


def test_whoever_comes_for_the_lead_officer_is_not_for_that_the_manager_who_is_expected() -> None:
    """HCC-7.5-c, HCC-6.1-f: a nominee stands in for the lead officer; one in a manager's post by the file would do."""
    rule, day = "meeting.expected-attend", date(2025, 6, 2)
    lead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe", post="Team Manager")
    clerk = RepresentativeAppointed(
        happened_on=date(2025, 1, 6), person="Bea Clerk", post="Clerk", nominated_by="Ann Ashe"
    )
    bea = Attendee(person="Bea Clerk", office="representative")
    story, first = given(REGISTERED, lead, clerk), "nobody came as Service Manager or Team Manager; "

    def told(there: Attendee) -> list[str]:
        last = story.when(held(day, there, PROVIDERS)).departs_from(rule).keeps("meeting.required-attend").last
        assert last is not None
        return [departure.found for departure in last.departures if departure.rule == rule]

    for there in (bea, changed(bea, office=None)):
        assert told(there) == [f"{first}Bea Clerk came for the lead officer, and is Clerk"]
    nominee = Attendee(person="Cy Planner", office="planner", nominee_of="lead-officer")
    assert told(nominee) == [f"{first}Cy Planner came for the lead officer, and is in no post that is on file"]
    story.when(held(day, bea, changed(nominee, nominee_of="Team Manager"), PROVIDERS)).keeps(rule)
    story.when(held(day, bea, LEAD, PROVIDERS)).keeps(rule)
    manager = changed(clerk, post="Service Manager")
    given(REGISTERED, changed(lead, post="Director"), manager).when(held(day, bea, PROVIDERS)).keeps(rule)
    deputy = DeputyOfficerAppointed(happened_on=date(2025, 1, 6), person="Dee Pole", post="Team Manager")
    given(REGISTERED, lead, deputy).when(held(day, Attendee(person="Dee Pole"), PROVIDERS)).keeps(rule)


def test_who_chairs_and_who_takes_notes_is_no_matter_of_hampshires() -> None:
    """D-11: the chair is Thames Valley's rule (TVP-4.0-9), the note-taker too (TVP-4.0-11)."""
    given().when(MARCH).keeps("meeting.lead-officer-chairs", "meeting.note-taker-attends")


def test_where_the_procedure_asks_for_it_the_lead_officer_chairs_and_a_note_taker_attends() -> None:
    """TVP-4.0-9, TVP-4.0-11, TVP-4.0-12."""
    strict = procedure(should_attend='["provider-contract-manager"]')
    another = Actor(person="Ned Noble", office="team-manager")
    both = {"meeting.lead-officer-chairs", "meeting.note-taker-attends"}

    assert both <= told(MARCH, strict)
    assert "meeting.lead-officer-chairs" in told(held(date(2025, 3, 3), chair=another), strict)
    assert not both & told(held(date(2025, 3, 3), chair=ANN, note_taker=another), strict)
    on_file = given(LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")).file
    zoe = Actor(person="Zoe Imposter", office="lead-officer")
    assert "meeting.lead-officer-chairs" in told(held(date(2025, 3, 3), chair=zoe), strict, on_file)
    for chair in (ANN, Actor(person="Ann Ashe")):
        assert "meeting.lead-officer-chairs" not in told(held(date(2025, 3, 3), chair=chair), strict, on_file)
    for kind in ("ad-hoc", "pre-start"):  # not one of the "Quarterly Contract Management meetings"
        other = held(date(2025, 3, 3), chair=another, meeting_kind=kind)
        assert "meeting.lead-officer-chairs" not in told(other, strict)
    assert "meeting.expected-attend" in told(held(date(2025, 3, 3), LEAD), strict)
    assert "meeting.expected-attend" not in told(MARCH, strict)


def test_who_chairs_and_takes_the_notes_was_there_once() -> None:
    """HCC-7.2-b: and is named once among those the minutes go to."""
    both = held(date(2025, 3, 3), LEAD, chair=SUPPORT, note_taker=SUPPORT)

    assert [there.person for there in both.present()] == [LEAD.person, SUPPORT.person]


def test_the_note_taker_is_the_authoritys() -> None:
    """TVP-4.0-11: "an OPCC note-taker"; the provider's contract manager is listed beside, as another."""
    rule, strategy = "meeting.note-taker-attends", read("thames-valley")
    theirs = ProviderContactNamed(happened_on=date(2025, 1, 6), person="Pat Price", role="contract-manager")
    on_file, day = given(theirs).file, date(2025, 3, 3)

    def found(**taker: Any) -> list[str]:
        entry = held(day, note_taker=Actor(**taker))
        objections = judge(rules_of(MeetingHeld), on_file, on_file, entry, strategy)
        return [one.found for one in objections if one.rule == rule]

    for taker in (
        {"person": "Pat Price"}, {"person": "Pat Price", "office": "provider-contract-manager", "party": "provider"},
    ):  # fmt: skip
        assert found(**taker) == ["Pat Price, who took the notes, is of the provider"]
    assert not found(person="Joan Petrie", office="note-taker")
    assert not found(person="Joan Petrie")


def test_whoever_came_as_note_taker_took_the_notes() -> None:
    """TVP-4.0-11: "an OPCC note-taker" attends; who it was may stand among those there."""
    rule, day = "meeting.note-taker-attends", date(2025, 4, 7)
    joan, theirs = Attendee(person="Joan Petrie", office="note-taker"), PROVIDERS.model_copy(update={"office": None})
    story = given(STRATEGY)

    story.when(held(day, LEAD, joan)).keeps(rule)
    story.when(held(day, LEAD, Attendee(person="Joan Petrie", nominee_of="Note-taker"))).keeps(rule)
    story.when(held(day, LEAD, theirs)).departs_from(rule)
    asked = held(day, LEAD, Attendee(person="Pat Price", office="note-taker", party="provider"))
    assert found(story.file, asked, rule) == ["Pat Price, who took the notes, is of the provider"]


def test_whoever_is_entered_as_the_providers_contract_manager_is_the_one_it_named() -> None:
    """TVP-4.0-12: "the contract manager for the service provider"; where the file names none, as is said."""
    rule, day = "meeting.expected-attend", date(2025, 4, 7)
    named = ProviderContactNamed(happened_on=date(2025, 4, 1), person="Priya Shah", role="contract-manager")
    zed, priya = (
        Attendee(person=person, office="provider-contract-manager", party="provider") for person in ("Zed", "P. Shah")
    )
    story = given(STRATEGY, named)

    story.when(held(day, LEAD, priya)).keeps(rule)
    given(STRATEGY).when(held(day, LEAD, zed)).keeps(rule)
    (said,) = found(story.file, held(day, LEAD, zed), rule)
    assert said.startswith("nobody came as Provider's contract manager; Zed (provider's contract manager) is entered")
    assert said.endswith("was held by Priya Shah, by what is on file")


def test_nobody_both_was_at_a_meeting_and_sent_apologies() -> None:
    """TVP-4.0-9: whoever chaired it was there."""
    rule, day = "meeting.there-or-apologies", date(2025, 4, 7)
    sorry = Actor(person="A. Ashe")

    for story in (given(), given(STRATEGY)):
        story.when(held(day, PROVIDERS, chair=ANN, apologies=(sorry,))).departs_from(rule)
        story.when(held(day, LEAD, PROVIDERS, apologies=(sorry,))).departs_from(rule)
        story.when(held(day, LEAD, PROVIDERS, apologies=(Actor(person="Bea Dunn"),))).keeps(rule)
        story.when(held(day, LEAD, PROVIDERS)).keeps(rule)


def test_where_the_procedure_asks_for_it_the_deputy_attends_where_possible() -> None:
    """TVP-4.0-10: attendance is recorded, and nothing is blocked."""
    deputy = DeputyOfficerAppointed(happened_on=date(2025, 1, 6), person="Dee Pole")
    was_there = held(date(2025, 3, 3), Attendee(person="Dee Pole", office="deputy-lead-officer"))
    strategy = read("thames-valley")

    def found(meeting: MeetingHeld, *before: Entry) -> set[str]:
        return told(meeting, strategy, given(*before).file) & {"meeting.deputy-attends"}

    assert found(MARCH, deputy) == {"meeting.deputy-attends"}
    assert not found(was_there, deputy)
    assert not found(MARCH), "there is no deputy to come"
    given(deputy).when(MARCH).keeps("meeting.deputy-attends")


def test_somebody_entered_as_the_deputy_whom_the_file_does_not_have_as_such_is_not_the_deputy() -> None:
    """TVP-4.0-10: neither by coming nor by apologies."""
    rule, day = "meeting.deputy-attends", date(2025, 4, 7)
    dee = DeputyOfficerAppointed(happened_on=date(2025, 4, 1), person="Dee Pole")
    story = given(STRATEGY, dee)

    (said,) = found(story.file, held(day, LEAD, Attendee(person="Zed", office="deputy-lead-officer")), rule)
    assert said.startswith(
        "Dee Pole, deputy officer, is not among those there; Zed (deputy officer) is entered, and on"
    )
    story.when(held(day, LEAD, apologies=(Actor(person="Zed", office="deputy-lead-officer"),))).departs_from(rule)
    story.when(held(day, LEAD, apologies=(Actor(person="Dee Pole"),))).keeps(rule)


def procedure(should_attend: str = "[]", agenda: str = "[]") -> Procedure:
    """A small procedure of another authority's."""
    text = f"""
        id = "elsewhere"
        version = 1
        title = "Elsewhere"
        authority = "Elsewhere"
        owner = "lead-officer"
        citation = "D-11"
        office = [
            {{id = "lead-officer", title = "Lead officer", appointed_on = "file", citation = "D-11"}},
            {{id = "provider-contract-manager", title = "Theirs", appointed_on = "provider", citation = "D-11"}},
        ]
        meeting = [
            {{id = "regular", title = "Quarterly", must_attend = ["lead-officer"], should_attend = {should_attend},
             agenda = {agenda}, citation = "D-11"}},
        ]
        agenda-item = [
            {{id = "risk-log", title = "Risk log", citation = "D-12"}},
            {{id = "complaints", title = "Complaints", citation = "D-12"}},
        ]
        setting = [
            {{id = "minutes.circulate-within", value = 5, unit = "days", citation = "D-13"}},
        ]
        condition = []
    """.replace("\n             agenda", " agenda")
    return parse(text, "elsewhere.toml")


# --- minutes -------------------------------------------------------------------------------------------------------


def test_a_meeting_only_arranged_has_no_minutes() -> None:
    """HCC-7.2-a."""
    story = given(scheduled(date(2025, 2, 3), date(2025, 3, 3)))

    story.when(minuted(date(2025, 3, 4))).refused(
        "meeting.was-held", "MTG-001", "only arranged", "record first that it was held"
    )
    story.when(sent(date(2025, 3, 4), ANN)).refused("meeting.was-held")
    story.when(AgendaItemConsidered(happened_on=date(2025, 3, 4), meeting="MTG-001", item="cases")).refused(
        "meeting.was-held"
    )


def test_a_meeting_called_off_has_no_minutes() -> None:
    """HCC-7.2-a."""
    off = MeetingCancelled(happened_on=date(2025, 2, 27), meeting="MTG-001")

    given(scheduled(date(2025, 2, 3), date(2025, 3, 3)), off).when(minuted(date(2025, 3, 4))).refused(
        "meeting.was-held", "called off on 27 February 2025"
    )


def test_minutes_are_not_older_than_the_meeting() -> None:
    given(MARCH).when(minuted(date(2025, 3, 2))).refused("meeting.was-held", "3 March 2025")
    given(MARCH).when(minuted(date(2025, 3, 1), about=True, until=date(2025, 3, 5))).recorded()


def test_minutes_without_the_document_are_a_gap_not_a_refusal() -> None:
    """HCC-7.2-c."""
    bare = MeetingMinutesRecorded(happened_on=date(2025, 3, 4), meeting="MTG-001")

    story = given(MARCH).when(bare).departs_from("minutes.on-file")
    story.then(lambda file: not file.minutes_filed("MTG-001"))
    titled = DocumentFiled(happened_on=date(2025, 3, 5), title="Minutes", document_kind="minutes", belongs_to=(3,))
    filed = titled.model_copy(update={"hard_copy_location": "Cabinet 3"})
    older = filed.model_copy(update={"happened_on": date(2025, 3, 2)})
    story.when(filed).then(lambda file: file.minutes_filed("MTG-001"))
    story.when(titled).departs_from("document.there-or-located").then(lambda file: not file.minutes_filed("MTG-001"))
    story.when(filed).keeps("document.there-or-located").keeps("document.minutes-after-the-meeting")
    before = story.when(older).departs_from("document.minutes-after-the-meeting")
    before.then(lambda file: not file.minutes_filed("MTG-001"))
    before.when(filed).then(lambda file: file.minutes_filed("MTG-001"))
    dated = filed.model_copy(update={"dated": date(2025, 3, 2)})
    story.when(dated).departs_from("document.minutes-after-the-meeting")
    letter = filed.model_copy(update={"document_kind": "letter"})
    story.when(letter).then(lambda file: not file.minutes_filed("MTG-001"))
    elsewhere = filed.model_copy(update={"belongs_to": (1,)})
    story.when(elsewhere).departs_from("document.belongs-to-what-waits-for-it")
    given(MARCH).when(minuted(date(2025, 3, 4))).keeps("minutes.on-file").then(
        lambda file: file.minutes_filed("MTG-001")
    )


def test_the_file_knows_which_meetings_lack_minutes_or_circulation() -> None:
    """HCC-7.2-a, HCC-7.2-b."""
    story = given(MARCH, held(date(2025, 9, 1)), minuted(date(2025, 3, 4)))

    story.then(lambda file: [bool(m.minutes) for m in file.meetings.held()] == [True, False])
    story.then(lambda file: [bool(m.sent) for m in file.meetings.held()] == [False, False])
    story = story.when(sent(date(2025, 3, 5), ANN, SUPPORT))
    story.then(lambda file: [bool(m.sent) for m in file.meetings.held()] == [True, False])
    story.then(lambda file: [a.person for a in not_sent(file, file.meetings.by_id["MTG-001"])] == ["Pat Price"])


def test_whoever_sends_the_minutes_round_has_them() -> None:
    """HCC-7.2-b: the lead officer who sends them to the provider has left nobody out."""
    story = given(MARCH, minuted(date(2025, 3, 4)))
    by_ann = sent(date(2025, 3, 5), PROVIDERS).model_copy(update={"by": ANN})

    told = story.when(by_ann).keeps("minutes.to-all-parties")
    told.then(lambda file: not not_sent(file, file.meetings.by_id["MTG-001"]))
    by_nobody = by_ann.model_copy(update={"by": None})
    nobody = story.when(by_nobody).departs_from("minutes.to-all-parties")
    nobody.then(lambda file: [a.person for a in not_sent(file, file.meetings.by_id["MTG-001"])] == ["Ann Ashe"])


def test_whoever_wrote_the_minutes_has_them() -> None:
    """HCC-7.2-b, HCC-7.2-d: nobody is asked to send them to their author."""
    told = sent(date(2025, 3, 5), PROVIDERS).model_copy(update={"by": None})
    for author, kept in (("Ann Ashe", True), ("A. Ashe", True), ("Nia Noor", False), (None, False)):
        wrote = minuted(date(2025, 3, 4)).model_copy(update={"author": author})
        made = given(MARCH, wrote).when(told)
        made.keeps("minutes.to-all-parties") if kept else made.departs_from("minutes.to-all-parties")
        unsent = [a.person for a in not_sent(made.file, made.file.meetings.by_id["MTG-001"])]
        assert unsent == ([] if kept else ["Ann Ashe"])
    by_ann = minuted(date(2025, 3, 4)).model_copy(update={"author": None, "by": ANN})
    given(MARCH, by_ann).when(told).keeps("minutes.to-all-parties")
    assigned = ContractSupportOfficerAssigned(happened_on=date(2025, 1, 2), person="Sam Shah")
    by_sam = minuted(date(2025, 3, 4)).model_copy(update={"author": "Sam Shah"})
    given(assigned, MARCH, by_sam).when(told).keeps("minutes.to-support-officer")


def test_the_support_officer_gets_the_minutes_whether_or_not_attending() -> None:
    """HCC-7.2-d."""
    story = given(MARCH, minuted(date(2025, 3, 4)))

    story.when(sent(date(2025, 3, 5), ANN, PROVIDERS)).departs_from("minutes.to-support-officer")
    first = story.when(sent(date(2025, 3, 5), SUPPORT)).keeps("minutes.to-support-officer")
    first.when(sent(date(2025, 3, 5), PROVIDERS)).keeps("minutes.to-support-officer")


def test_a_meeting_confirms_of_each_issue_raised_before_whether_it_is_settled() -> None:
    """HCC-7.6-a: open ones, and those settled since the meeting before; not what came up on the day itself."""
    rule = "agenda.issues-confirmed"
    raised = IssueRaised(happened_on=date(2025, 2, 10), nature=Said("Visits missed"))
    settled = IssueResolved(happened_on=date(2025, 2, 24), issue="ISS-001")
    item = AgendaItemConsidered(happened_on=date(2025, 3, 3), meeting="MTG-001", item="issues-raised-before")
    confirmed = item.model_copy(update={"confirmations": (Confirmation(issue="ISS-001", satisfactory=True),)})

    for so_far in ((raised,), (raised, settled)):
        given(*so_far, MARCH).when(item).departs_from(rule)
        given(*so_far, MARCH).when(confirmed).keeps(rule)
        given(*so_far, MARCH).when(item.model_copy(update={"item": "service-issues"})).keeps(rule)
    earlier = held(date(2025, 2, 28))
    given(raised, settled, earlier, MARCH).when(item.model_copy(update={"meeting": "MTG-002"})).keeps(rule)
    today = raised.model_copy(update={"happened_on": date(2025, 3, 3)})
    given(today, MARCH).when(item).keeps(rule)


def test_minutes_are_sent_round_when_they_have_been_written() -> None:
    """HCC-7.2-a."""
    rule = "minutes.written-before-sent"

    given(MARCH).when(sent(date(2025, 3, 5), ANN, PROVIDERS), acknowledge_all=False).asked(rule)
    given(MARCH, minuted(date(2025, 3, 6))).when(sent(date(2025, 3, 5), ANN, PROVIDERS)).departs_from(rule)
    given(MARCH, minuted(date(2025, 3, 5))).when(sent(date(2025, 3, 5), ANN, PROVIDERS)).keeps(rule)
    filed = DocumentFiled(
        happened_on=date(2025, 3, 4),
        title="Minutes",
        document_kind="minutes",
        electronic_location="S:",
        belongs_to=(2,),
    )
    given(MARCH, filed).when(sent(date(2025, 3, 5), ANN, PROVIDERS)).keeps(rule)
    given(MARCH, filed).when(minuted(date(2025, 3, 30))).keeps("minutes.written-in-time")


def test_minutes_go_to_every_party_that_was_there() -> None:
    """HCC-7.2-b."""
    story = given(MARCH, minuted(date(2025, 3, 4)))

    story.when(sent(date(2025, 3, 5), SUPPORT)).departs_from("minutes.to-all-parties")
    story.when(sent(date(2025, 3, 5), SUPPORT, PROVIDERS)).keeps("minutes.to-all-parties")


def test_an_office_of_the_provider_tells_that_they_went_to_the_provider() -> None:
    """HCC-7.2-b: also where the party is left out."""
    unsaid = Actor(person="Pat Price", office="provider-contract-manager")

    given(MARCH, minuted(date(2025, 3, 4))).when(sent(date(2025, 3, 5), SUPPORT, ANN, unsaid)).keeps(
        "minutes.to-all-parties"
    )


def test_minutes_that_went_out_late_are_shown_once() -> None:
    """HCC-7.2-b: the number of days is a setting, for the text gives none."""
    story = given(MARCH, minuted(date(2025, 3, 4)))

    story.when(sent(date(2025, 3, 17), SUPPORT, PROVIDERS)).keeps("minutes.circulated-in-time")
    late = story.when(sent(date(2025, 3, 18), SUPPORT, PROVIDERS)).departs_from("minutes.circulated-in-time")
    late.when(sent(date(2025, 4, 1), ANN)).keeps("minutes.circulated-in-time")


def test_minutes_that_reach_the_last_of_those_there_late_are_shown() -> None:
    """HCC-7.2-b: where those before were in time; the duty to send them says that it was done late."""
    other = Attendee(person="Una Cole", office="provider-director", party="provider")
    there = held(date(2025, 3, 3), LEAD, PROVIDERS, other)
    story = given(there, minuted(date(2025, 3, 4)), sent(date(2025, 3, 5), SUPPORT, LEAD, PROVIDERS))

    story.when(sent(date(2025, 3, 17), other)).keeps("minutes.circulated-in-time")
    late = story.when(sent(date(2025, 3, 25), other)).departs_from("minutes.circulated-in-time")
    assert late.last is not None
    assert any("its minutes went out to Una Cole 22 days later" in one.found for one in late.last.departures)
    story.when(sent(date(2025, 3, 25), PROVIDERS)).keeps("minutes.circulated-in-time")


def test_before_a_meeting_is_closed_the_next_one_is_arranged() -> None:
    """HCC-7.6-k."""
    given(MARCH).when(minuted(date(2025, 3, 4))).departs_from("meeting.next-arranged")
    next_one = scheduled(date(2025, 3, 3), date(2025, 9, 1))
    given(MARCH, next_one).when(minuted(date(2025, 3, 4))).keeps("meeting.next-arranged")
    called_off = MeetingCancelled(happened_on=date(2025, 3, 4), meeting="MTG-002")
    given(MARCH, next_one, called_off).when(minuted(date(2025, 3, 4))).departs_from("meeting.next-arranged")


def test_after_the_end_of_the_contract_no_next_meeting_is_asked_for() -> None:
    """HCC-7.6-k."""
    ended = REGISTERED.model_copy(update={"end_date": date(2025, 3, 31)})

    given(ended, MARCH).when(minuted(date(2025, 4, 1))).keeps("meeting.next-arranged")
    given(ended, MARCH).when(minuted(date(2025, 3, 30))).departs_from("meeting.next-arranged")


# --- the agenda ----------------------------------------------------------------------------------------------------


def considered(item: str, **more: Any) -> AgendaItemConsidered:
    return AgendaItemConsidered(happened_on=date(2025, 3, 3), meeting="MTG-001", item=item, **more)


def test_a_meeting_covers_at_least_what_the_procedure_lists() -> None:
    """HCC-7.6-l: the nine matters of 7.6."""
    agenda = read("hampshire").meeting("regular")
    assert agenda is not None
    assert len(agenda.agenda) >= 9
    all_but_one = [considered(item, outcome=Said("Noted")) for item in agenda.agenda[1:]]

    given(MARCH, *all_but_one).when(minuted(date(2025, 3, 4))).departs_from("agenda.covered").then(
        lambda file: missing_items(file, "MTG-001", read("hampshire")) == [agenda.agenda[0]]
    )
    given(MARCH, *all_but_one, considered(agenda.agenda[0])).when(minuted(date(2025, 3, 4))).keeps("agenda.covered")


def test_a_matter_passed_over_for_a_reason_is_not_missing() -> None:
    """HCC-7.6-l, D-12."""
    strict = procedure(agenda='["risk-log", "complaints"]')
    story = given(MARCH, considered("complaints"))

    story.then(lambda file: missing_items(file, "MTG-001", strict) == ["risk-log"])
    reason = Said("The risk log had been dealt with on 24 February.")
    explained = story.when(considered("risk-log", covered=False, not_covered_reason=reason))
    explained.keeps("agenda.reason-where-passed-over").then(lambda file: not missing_items(file, "MTG-001", strict))
    unexplained = story.when(considered("risk-log", covered=False)).departs_from("agenda.reason-where-passed-over")
    unexplained.then(lambda file: missing_items(file, "MTG-001", strict) == ["risk-log"])
    assert "agenda.covered" in told(minuted(date(2025, 3, 4)), strict, unexplained.file)
    assert "agenda.covered" not in told(minuted(date(2025, 3, 4)), strict, explained.file)


@pytest.mark.parametrize(
    "said", ["satisfaction-surveys", "Satisfaction surveys", "Surveys of users' satisfaction", "SATISFACTION-SURVEYS"]
)
def test_an_item_is_covered_by_whatever_name_its_agenda_gives_it(said: str) -> None:
    """HCC-7.6-h, HCC-7.6-l."""
    story = given(MARCH).when(considered(said)).keeps("agenda.item-known")

    story.then(lambda file: "satisfaction-surveys" not in missing_items(file, "MTG-001", read("hampshire")))


@pytest.mark.parametrize(
    ("said", "item"),
    [
        ("Personnel issues e.g. training, staff retention and recruitment issues", "provider-staffing"),
        ("Personnel issues", "provider-staffing"), ("Personnel", "provider-staffing"),
        ("Consideration of specific cases", "particular-cases"),
        ("Examination of Service User satisfaction surveys", "satisfaction-surveys"),
        (("Examination of any complaints/compliments regarding the service and how these have been dealt with by the "
         "Service Provider"), "complaints-and-compliments"),
        (("Provision of statistical data/performance indicator information by the Service Provider as per the "
         "requirements of the Contract Specification"), "statistics-and-indicators"),
        ("Examination of contract activity levels against target levels, and taking the appropriate remedial action",
         "activity-against-target"),
        ("Arrangements for future meetings", "future-meetings"),
    ],
)  # fmt: skip
def test_an_item_is_covered_by_the_guides_own_words_for_it(said: str, item: str) -> None:
    """HCC-7.6-b, HCC-7.6-f to HCC-7.6-k: they were called unknown, and the staffing of the provider not covered."""
    story = given(MARCH).when(considered(said, outcome=Said("Noted"))).keeps("agenda.item-known")

    story.then(lambda file: item not in missing_items(file, "MTG-001", read("hampshire")))


def test_the_providers_staffing_is_covered_once_it_is_on_record_what_came_of_it_or_of_each_part() -> None:
    """HCC-7.6-j: training, retention, recruitment."""
    rule, whole, noted = "agenda.outcome-of-each-part", considered("provider-staffing"), Said("Noted")
    parts = [considered(part, outcome=noted) for part in ("training", "Retention", "recruitment")]
    passed = changed(whole, covered=False, not_covered_reason=Said("No time"))
    no_recruitment = changed(passed, item="recruitment")

    def left(*items: AgendaItemConsidered) -> bool:
        return "provider-staffing" in missing_items(given(MARCH, *items).file, "MTG-001", read("hampshire"))

    named = given(MARCH).when(whole).departs_from(rule)
    assert named.last is not None
    [departure] = [one for one in named.last.departures if one.rule == rule]
    assert departure.found == (
        "it is not on record what came of training, retention, recruitment: until it is, of all of it or of each under "
        "its own name (training), that counts as not covered"
    )
    assert left(whole)
    assert left(changed(whole, discussion=Said("Training only")))
    assert left(*parts[:2])
    assert left(whole, parts[0], no_recruitment)
    assert not left(*parts)
    assert not left(*parts[:2], no_recruitment)
    assert not left(changed(whole, outcome=noted))
    assert not left(passed)
    given(MARCH).when(changed(whole, item="training")).departs_from(rule)
    given(MARCH).when(parts[0]).keeps(rule)
    given(MARCH).when(changed(whole, outcome=noted)).keeps(rule)
    given(MARCH, *parts).when(whole).keeps(rule)
    given(MARCH, *parts[:2]).when(no_recruitment).keeps("agenda.covered-or-passed-over")
    given(MARCH, parts[2]).when(no_recruitment).departs_from("agenda.covered-or-passed-over")

    minutes = given(MARCH, *parts[:2]).when(minuted(date(2025, 3, 4))).departs_from("agenda.covered")
    assert minutes.last is not None
    [told] = [one.found for one in minutes.last.departures if one.rule == "agenda.covered"]
    assert "The provider's staffing: training, retention, recruitment (recruitment)" in told


def test_an_item_of_several_parts_is_shown_as_covered_as_far_as_it_is_on_file_what_came_of_them() -> None:
    """HCC-7.6-j, HCC-7.6-l: on the page of its entry, and among what the meeting did not cover."""
    whole, noted = considered("provider-staffing"), Said("Noted")
    training, retention = (considered(part, outcome=noted) for part in ("training", "retention"))
    no_recruitment = changed(whole, item="recruitment", covered=False, not_covered_reason=Said("No time"))

    def said(item: AgendaItemConsidered, *others: AgendaItemConsidered) -> str | None:
        return covered_in_words(view_of(given(MARCH, item, *others).file), item)

    assert said(whole) == "not yet: what came of training, retention, recruitment is not on file"
    assert said(whole, training) == "in part: what came of retention, recruitment is not on file"
    assert said(changed(whole, item="training")) == "not yet: what came of training is not on file"
    assert said(changed(whole, not_covered_reason=Said("No time"))) == "no: it is said why it was not covered"
    assert said(training) is None
    assert said(whole, training, retention, no_recruitment) is None
    assert said(no_recruitment) is None
    assert said(changed(whole, outcome=noted)) is None
    [held] = meetings_of(view_of(given(MARCH, training, retention, no_recruitment).file), date.max)
    told = [(one.title, one.reason) for one in held.not_covered if one.item == "provider-staffing"]
    assert told == [("The provider's staffing: training, retention, recruitment (recruitment)", "No time")]


def test_a_shortfall_of_activity_is_not_looked_at_and_left() -> None:
    """HCC-7.6-g: "taking the appropriate remedial action", or why none is needed."""
    rule, february = "agenda.says-what-is-done-about-a-shortfall", Span(first=date(2025, 2, 1), last=date(2025, 2, 28))
    visits = ActivityRecorded(
        happened_on=date(2025, 3, 1), period=february, measure="visits", target="1000", actual="820"
    )
    action = CorrectiveActionTaken(happened_on=date(2025, 3, 3), description=Said("Two workers"), meeting="MTG-001")
    left, item = considered("activity-against-target"), "activity-against-target"
    story = given(visits, MARCH).when(left).departs_from(rule)

    assert story.last is not None
    found = next(d.found for d in story.last.departures if d.rule == rule)
    assert "visits for" in found
    assert "(-180, -18.0%; entry 2)" in found
    given(visits, MARCH).when(considered(item, outcome=Said("Two workers more"))).keeps(rule)
    given(visits, MARCH, action).when(left).keeps(rule)
    given(visits.model_copy(update={"actual": "1010"}), MARCH).when(left).keeps(rule)
    later = left.model_copy(update={"happened_on": date(2025, 3, 10), "meeting": "MTG-002"})
    given(visits, MARCH, left, held(date(2025, 3, 10))).when(later).keeps(rule)
    given(visits, MARCH, held(date(2025, 3, 10))).when(later).departs_from(rule)  # the meeting before passed it over


def test_a_revised_figure_is_held_against_what_was_aimed_at_before_where_it_does_not_say_that_again() -> None:
    """HCC-7.6-g: of each time and measure the newest counts; one that gives the aim alone changes no figure."""
    february, day = Span(first=date(2025, 2, 1), last=date(2025, 2, 28)), date(2025, 3, 1)
    first = ActivityRecorded(happened_on=day, period=february, measure="visits", commissioned="100", delivered="80")

    def short(**revised: Any) -> dict[int, str | None]:
        new = ActivityRecorded(happened_on=day, period=february, measure="Visits", **revised)
        return {at: one.difference for at, one in shortfalls(given(first, new).file, day).items()}

    assert short(delivered="100") == {}
    assert short(delivered="90") == {3: "-10, -10.0%"}
    assert short(actual="100") == {}
    assert short(commissioned="100") == {3: "-20, -20.0%"}
    assert short(commissioned="70") == {}


def test_a_newer_figure_that_was_not_looked_at_hides_no_shortfall_that_was() -> None:
    """HCC-7.6-g: of what the meeting named it is said what is done, whatever else is on file of that time."""
    rule, item = "agenda.says-what-is-done-about-a-shortfall", "activity-against-target"
    february, day = Span(first=date(2025, 2, 1), last=date(2025, 2, 28)), date(2025, 3, 1)
    first, newer = (
        ActivityRecorded(happened_on=day, period=february, measure=what, target="1000", actual=came)
        for what, came in (("visits", "700"), ("Visits", "1000"))
    )
    story = given(first, newer, MARCH)

    told = story.when(considered(item, concerns=(2,))).departs_from(rule)
    assert told.last is not None
    assert "(-300, -30.0%; entry 2)" in next(d.found for d in told.last.departures if d.rule == rule)
    for named in ((), (3,), (2, 3)):
        story.when(considered(item, concerns=named)).keeps(rule)


def test_a_shortfall_was_examined_where_a_meeting_named_it_or_one_since_it_came_named_none() -> None:
    """HCC-7.6-g."""
    february = Span(first=date(2025, 2, 1), last=date(2025, 2, 28))
    visits, hours, calls = (
        ActivityRecorded(happened_on=date(2025, 3, day), period=february, measure=what, target="9", actual="8")
        for day, what in ((1, "visits"), (1, "hours"), (6, "calls"))
    )
    item, second, third = "activity-against-target", held(date(2025, 3, 10)), held(date(2025, 3, 20))
    named = considered(item, concerns=(2,))
    of_all = changed(considered(item), happened_on=date(2025, 3, 10), meeting="MTG-002")

    def left(*entries: Entry, day: int) -> set[int]:
        file, on = given(visits, hours, calls, MARCH, *entries).file, date(2025, 3, day)
        came = [(at, one.happened_on) for at, one in shortfalls(file, on).items()]
        return unexamined(file, item, came, on, lambda _: read("hampshire"))

    assert left(named, day=5) == {3}
    assert left(named, day=9) == {3, 4}
    assert left(named, second, of_all, third, day=25) == set()
    assert left(named, second, of_all, third, day=9) == {3, 4}
    assert left(named, second, third, day=25) == {3, 4}


def test_what_is_done_about_a_shortfall_may_stand_in_another_entry_of_the_same_meeting() -> None:
    """HCC-7.6-g: whichever was recorded first; said of one figure it says nothing of another."""
    rule, february = "agenda.says-what-is-done-about-a-shortfall", Span(first=date(2025, 2, 1), last=date(2025, 2, 28))
    visits = ActivityRecorded(
        happened_on=date(2025, 3, 1), period=february, measure="visits", target="1000", actual="820"
    )
    item, hours = "activity-against-target", visits.model_copy(update={"measure": "hours"})
    left, reason = considered(item), considered(item, discussion=Said("The bridge was shut"))

    def asked(*later: Entry) -> list[str]:
        story = given(visits, MARCH).when(left).departs_from(rule)
        for entry in later:
            story = story.when(entry).recorded()
        return [one.id for one in duties(view_of(story.file)) if one.is_open and one.id == "details/4"]

    assert asked() == ["details/4"]
    assert asked(reason) == []
    given(visits, MARCH, reason).when(left).keeps(rule)
    other = reason.model_copy(update={"meeting": "MTG-002", "happened_on": date(2025, 3, 10)})
    assert asked(held(date(2025, 3, 10)), other) == ["details/4"]
    of_visits = reason.model_copy(update={"concerns": (2,)})
    last = given(visits, hours, MARCH, of_visits).when(left).departs_from(rule).last
    assert last is not None
    assert "visits" not in next(d.found for d in last.departures if d.rule == rule)
    given(visits, MARCH, of_visits).when(left).keeps(rule)


def test_what_is_looked_at_under_surveys_or_activity_is_of_that_sort() -> None:
    """HCC-7.6-g, HCC-7.6-h: nothing named is everything; one that is none is nothing."""
    rule, day = "agenda.looked-at-what-it-is", date(2025, 3, 1)
    figures = ActivityRecorded(happened_on=day, period=Span(first=day, last=day), measure="visits")
    survey = SatisfactionSurveyReceived(happened_on=day, respondents=9)
    on_file = given(figures, survey, MARCH)

    for item, own, other in (("activity-against-target", 2, 3), ("satisfaction-surveys", 3, 2)):
        on_file.when(considered(item, concerns=(other,))).departs_from(rule)
        on_file.when(considered(item, concerns=(other, own))).keeps(rule)
        on_file.when(considered(item)).keeps(rule)
    last = on_file.when(considered("satisfaction-surveys", concerns=(1,))).recorded().last
    assert last is not None
    assert next(d.found for d in last.departures if d.rule == rule).startswith(
        "entry 1, named as looked at, can record no survey"
    )
    on_file.when(considered("service-issues", concerns=(1,))).keeps(rule)


def test_what_is_looked_at_as_statistics_can_be_some() -> None:
    """HCC-7.6-f: a return, a report, figures; a specification may ask for what users say among them."""
    rule, item, day = "agenda.looked-at-what-it-is", "statistics-and-indicators", date(2025, 3, 1)
    back = DataReturnReceived(happened_on=day, period=Span(first=day, last=day))
    survey = SatisfactionSurveyReceived(happened_on=day, respondents=9)
    appointed = LeadOfficerAppointed(happened_on=day, person="Ann Ashe")
    on_file = given(back, survey, appointed, MARCH)

    for named in ((2,), (3,), (4, 2), ()):
        on_file.when(considered(item, concerns=named)).keeps(rule)
    told = on_file.when(considered(item, concerns=(4,))).departs_from(rule)
    assert told.last is not None
    assert next(d.found for d in told.last.departures if d.rule == rule).startswith(
        "entry 4, named as looked at, can record no statistics or indicator"
    )


def test_who_looks_at_a_judgement_or_an_issue_examines_the_figures_it_rests_on() -> None:
    """HCC-7.6-g: an assessment sets activity against its target, and an issue raised on figures leads to them."""
    rule, item, day = "agenda.looked-at-what-it-is", "activity-against-target", date(2025, 3, 1)
    visits, hours = (
        ActivityRecorded(happened_on=day, period=Span(first=day, last=day), measure=what, target="100", actual="80")
        for what in ("visits", "hours")
    )
    judged = PerformanceAssessed(happened_on=day, judgement="not-met", evidence=(2,))
    raised = IssueRaised(happened_on=day, nature=Said("Visits missed"), evidence=(2,))

    for of_visits in (judged, raised):
        made = given(visits, of_visits, hours, MARCH).when(considered(item, concerns=(3,))).keeps(rule)
        came = [(2, day), (4, day)]
        assert unexamined(made.file, item, came, date(2025, 3, 9), lambda _: read("hampshire")) == {4}
    of_nothing = changed(raised, evidence=())
    given(visits, of_nothing, MARCH).when(considered(item, concerns=(3,))).departs_from(rule)


def test_what_is_on_no_agenda_is_asked_about_and_what_was_put_on_the_meetings_own_is_not() -> None:
    """HCC-7.6-h: it covers no item of the procedure's, and it is said which it may be."""
    rule = "agenda.item-known"
    own = scheduled(date(2025, 2, 3), date(2025, 3, 3), agenda=("Parking at the day centre",))
    story = given(MARCH).when(considered("surveys")).departs_from(rule)
    assert story.last is not None
    found = next(d.found for d in story.last.departures if d.rule == rule)
    assert found.endswith("nor was it put on the agenda of MTG-001; it may be satisfaction-surveys")
    given(own, held(date(2025, 3, 3), meeting="MTG-001")).when(considered("parking at the Day Centre")).keeps(rule)
    given(MARCH).when(considered("The review of the contract, and the way forward at its end")).keeps(rule)
    given(MARCH).when(considered("Parking at the day centre")).keeps(rule)
    given(MARCH).when(considered("What the surveys say")).departs_from(rule)


def test_an_agenda_of_some_of_what_the_procedure_lists_says_what_it_leaves_out() -> None:
    """TVP-3.1-6: of four matters two; matters of the meeting's own come on top of all four."""
    rule, of_four = "meeting.agenda-holds-what-it-should", ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Support", procedure="thames-valley/1"
    )  # fmt: skip

    def agenda(*items: str) -> MeetingScheduled:
        half_year = scheduled(date(2025, 2, 3), date(2025, 7, 30), agenda=items)
        return half_year.model_copy(update={"meeting_kind": "strategic-half-year"})

    story = given(of_four).when(agenda("risk-log", "Overview of complaints received")).departs_from(rule)
    assert story.last is not None
    assert [d.found for d in story.last.departures if d.rule == rule] == [
        "its agenda leaves out: Action or improvement plans; Future service development or improvements"
    ]
    all_four = (
        "Risk log", "An overview of complaints received", "Action or improvement plans",
        "Future service development or improvements",
    )  # fmt: skip
    given(of_four).when(agenda(*all_four, "Parking")).keeps(rule)
    assert rule not in given(of_four).when(agenda("Parking")).objections
    assert rule not in given(of_four).when(agenda()).objections


def test_an_issue_is_confirmed_under_the_title_of_its_item_too() -> None:
    """HCC-7.6-a."""
    raised = IssueRaised(happened_on=date(2025, 2, 10), nature=Said("Visits missed"))
    title = "Whether issues raised at or since the last meeting were settled well and in time"

    given(raised, MARCH).when(considered(title)).departs_from("agenda.issues-confirmed")


def test_a_matter_is_either_considered_or_passed_over_and_at_its_meeting() -> None:
    """HCC-7.6-l."""
    rule, reason = "agenda.covered-or-passed-over", Said("No time")
    story = given(MARCH)

    story.when(considered("future-meetings", not_covered_reason=reason)).departs_from(rule)
    story.when(considered("future-meetings", covered=False, not_covered_reason=reason)).keeps(rule)
    there = story.when(considered("future-meetings")).keeps(rule)
    there.when(considered("Future meetings", covered=False, not_covered_reason=reason)).departs_from(rule)
    there.when(considered("future-meetings", outcome=Said("June"))).keeps(rule)
    late = considered("future-meetings").model_copy(update={"happened_on": date(2025, 3, 4)})
    story.when(late).departs_from("agenda.considered-at-its-meeting")
    story.when(considered("future-meetings")).keeps("agenda.considered-at-its-meeting")


def test_what_is_put_on_an_agenda_or_expected_and_is_neither_known_nor_said_in_words_is_asked_about() -> None:
    """HCC-7.6-l, HCC-7.5-c."""
    agenda, expected = "meeting.agenda-known", "meeting.expected-known"
    day, on = date(2025, 2, 3), date(2025, 3, 3)

    given().when(scheduled(day, on, agenda=("nonsense",))).departs_from(agenda)
    known = ("future-meetings", "Future meetings", "review-and-way-forward", "Parking at the day centre")
    given().when(scheduled(day, on, agenda=known)).keeps(agenda)
    given().when(scheduled(day, on, expected=("nobody-office",))).departs_from(expected)
    names = (
        "lead-officer", "Lead officer", "contracts-support-officer", "provider-contract-manager", "Pat Price",
        "senior-responsible-officer", "note-taker", "provider",
    )  # fmt: skip
    given().when(scheduled(day, on, expected=names)).keeps(expected)


def test_a_meeting_confirms_what_became_of_each_issue_raised_before() -> None:
    """HCC-7.6-a."""
    raised = IssueRaised(happened_on=date(2025, 2, 3), nature=Said("Late visits"))
    found = Confirmation(issue="ISS-001", satisfactory=False, in_time=False)

    story = given(raised, MARCH).when(considered("issues", confirmations=(found,)))

    story.then(
        lambda file: (
            [(m.id, c.satisfactory) for m, c, _ in file.meetings.confirmations("ISS-001")] == [("MTG-001", False)]
        )
    )
    given(MARCH).when(considered("issues", confirmations=(found,))).refused("entry.names-what-is-on-file", "ISS-001")


def test_what_the_provider_was_to_bring_is_ticked_as_brought_or_missing() -> None:
    """HCC-6.1-d."""
    brought = (Information(what="Rota"), Information(what="Training record", received=False))

    given().when(held(date(2025, 3, 3), LEAD, information_received=brought)).then(
        lambda file: (
            [i.what for i in file.meetings.by_id["MTG-001"].information if not i.received] == ["Training record"]
        )
    )


def test_what_records_that_something_was_brought_is_of_a_sort_that_can() -> None:
    """HCC-7.6-f: the appointment of an officer is no rota; of what was not brought nothing is on record."""
    rule, day = "meeting.information-is-what-it-is", date(2025, 3, 1)
    appointed = LeadOfficerAppointed(happened_on=day, person="Ann Ashe")
    back = DataReturnReceived(happened_on=day, period=Span(first=day, last=day))

    def brought(*rows: Information) -> Story:
        return given(appointed, back).when(held(date(2025, 3, 3), LEAD, information_received=rows))

    told = brought(Information(what="Rota", position=2), Information(what="Survey", position=3, received=False))
    assert told.departs_from(rule).last is not None
    assert told.last is not None
    assert [d.found for d in told.last.departures if d.rule == rule] == [
        "Rota: entry 2 records nothing that was brought; Survey: it was not brought, and entry 3 is said to record it"
    ]
    brought(Information(what="Rota", position=3), Information(what="Survey", received=False)).keeps(rule)


# --- how often -----------------------------------------------------------------------------------------------------


def test_gaps_between_meetings_are_counted_from_the_first_day_asked_to_the_last() -> None:
    """HCC-2.1-e, HCC-7.1-a."""
    story = given(held(date(2025, 3, 3)), held(date(2025, 6, 5)), held(date(2025, 6, 30)))

    story.then(
        lambda file: (
            file.meetings.longest_gap(date(2025, 3, 3), date(2025, 7, 1)) == Gap(date(2025, 3, 3), date(2025, 6, 5))
        )
    )
    story.then(
        lambda file: [g.days for g in file.meetings.gaps(date(2025, 2, 1), date(2025, 7, 10))] == [30, 94, 25, 10]
    )
    story.then(lambda file: file.meetings.longest_gap(date(2025, 3, 3), date(2025, 3, 3)) is None)
    given().then(
        lambda file: (
            file.meetings.longest_gap(date(2025, 1, 1), date(2025, 12, 31)) == Gap(date(2025, 1, 1), date(2025, 12, 31))
        )
    )


def test_meetings_are_counted_by_the_contracts_own_years() -> None:
    """HCC-7.1-a, N-01. A year that begins on 29 February ends on the last day of the next one."""
    story = given(held(date(2024, 2, 29)), held(date(2025, 2, 27)), held(date(2025, 2, 28)), held(date(2025, 3, 10)))

    story.then(
        lambda file: (
            file.meetings.per_year(date(2024, 2, 29), date(2025, 3, 1))
            == [(date(2024, 2, 29), date(2025, 2, 28), 3), (date(2025, 3, 1), date(2026, 2, 28), 0)]
        )
    )
    story.then(lambda file: len(file.meetings.last_year(date(2025, 3, 10))) == 3)
    story.then(lambda file: len(file.meetings.last_year(date(2025, 2, 28))) == 3)
    story.then(lambda file: len(file.meetings.last_year(date(2025, 3, 1))) == 2)


@pytest.mark.parametrize(
    ("kind", "counts"), [("regular", 1), ("ad-hoc", 1), ("strategic-annual", 1), ("pre-start", 1), ("dispute", 0)]
)
def test_only_meetings_that_monitor_the_contract_are_counted(kind: str, counts: int) -> None:
    """N-10, HCC-7.5-a: a longer meeting counts, and one before the start; a meeting about a dispute does not."""
    story = given().when(held(date(2025, 3, 3), meeting_kind=kind))

    story.then(lambda file: len(file.meetings.held_between(date(2025, 1, 1), date(2025, 12, 31))) == counts)
    story.then(lambda file: len(file.meetings.held()) == 1)


@generated(st.lists(st.dates(date(2024, 1, 1), date(2026, 6, 30)), max_size=8))
def test_the_gaps_together_are_the_whole_time_and_never_overlap(days: list[date]) -> None:
    file = given(*(held(day) for day in days)).file
    first, last = date(2024, 6, 1), date(2025, 12, 31)

    gaps = file.meetings.gaps(first, last)

    assert sum(gap.days for gap in gaps) == (last - first).days
    assert all(one.until == other.since for one, other in pairwise(gaps))
    assert len(gaps) == 1 + sum(first <= day <= last for day in days)


def test_a_meeting_struck_out_leaves_a_gap() -> None:
    story = given(held(date(2025, 3, 3)), held(date(2025, 6, 5)))

    struck = story.when(EntryStruckOut(happened_on=date(2025, 6, 6), position=3, reason=Said("Another contract's.")))

    struck.then(lambda file: [m.held_on for m in file.meetings.held()] == [date(2025, 3, 3)])


# --- the order of the world ----------------------------------------------------------------------------------------


def test_a_meeting_entered_late_counts_from_its_own_day() -> None:
    late = held(date(2025, 6, 2))

    story = given(held(date(2025, 9, 1)), late)

    story.then(lambda file: [m.id for m in file.meetings.held()] == ["MTG-002", "MTG-001"])


def test_that_it_was_arranged_may_be_entered_as_of_a_later_day_than_it_was_held() -> None:
    """The register must not depend on which of the two stands first in the world."""
    story: Story = given(scheduled(date(2025, 3, 3), date(2025, 3, 3), meeting_kind="first"))

    story = story.when(held(date(2025, 3, 2), meeting="MTG-001"), account=COLLEAGUE)

    story.then(lambda file: file.meetings.by_id["MTG-001"].held_on == date(2025, 3, 2))
    story.then(lambda file: file.meetings.by_id["MTG-001"].kind == "first")


def test_a_second_set_of_minutes_of_one_meeting_is_told_of_the_first() -> None:
    """HCC-7.2-a."""
    story = given(held(date(2025, 3, 3))).when(minuted(date(2025, 3, 4))).keeps("minutes.once")

    again = story.when(minuted(date(2025, 5, 4))).departs_from("minutes.once").keeps("minutes.written-in-time")

    assert again.last is not None
    assert "minutes of MTG-001 are on file already (entry 3)" in " ".join(d.found for d in again.last.departures)


def test_of_two_sets_of_minutes_that_are_both_agreed_one_is_wrong() -> None:
    """HCC-7.2-a: unless the first were disputed in between."""
    agreed = given(held(date(2025, 3, 3)), minuted(date(2025, 3, 5), state="agreed"))
    again = minuted(date(2025, 3, 6), state="agreed")

    twice = agreed.when(again).departs_from("minutes.once")
    assert twice.last is not None
    assert "those of MTG-001 were agreed on 5 March 2025 (entry 3)" in " ".join(d.found for d in twice.last.departures)
    disputed = minuted(date(2025, 3, 5), state="disputed", provider_comments=Said("The dates are wrong"))
    agreed.when(disputed).when(again).keeps("minutes.once")


def test_minutes_are_a_draft_agreed_or_disputed() -> None:
    """HCC-7.2-a: the newest say how they stand; a party that disputes them says in what."""
    story = given(held(date(2025, 3, 3)), minuted(date(2025, 3, 4), state="draft"))

    agreed = story.when(minuted(date(2025, 3, 10), state="agreed")).keeps(
        "minutes.once", "minutes.say-what-is-disputed"
    )
    assert [version.state for version in agreed.file.meetings.by_id["MTG-001"].minutes] == ["draft", "agreed"]
    story.when(minuted(date(2025, 3, 10), state="disputed")).departs_from("minutes.say-what-is-disputed")
    said = minuted(date(2025, 3, 10), state="disputed", provider_comments=Said("The dates are wrong"))
    story.when(said).keeps("minutes.say-what-is-disputed")


def test_minutes_written_long_after_the_meeting_are_told_so() -> None:
    """HCC-7.2-b: by the procedure's time for minutes to go out."""
    story = given(held(date(2025, 3, 3)))

    story.when(minuted(date(2025, 3, 17))).keeps("minutes.written-in-time")
    late = story.when(minuted(date(2025, 3, 18))).departs_from("minutes.written-in-time")

    assert late.last is not None
    assert "written 15 days later; 14 are allowed (assumed" in " ".join(d.found for d in late.last.departures)
