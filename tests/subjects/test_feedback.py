"""Stories of complaints, compliments and single cases."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from ledger.subjects.feedback import CaseConsidered, ComplaintHandlingReviewed, ComplaintReceived, ComplimentReceived
from ledger.subjects.meetings import AgendaItemConsidered, Attendee, MeetingHeld, MeetingScheduled
from ledger.words import SUBMITTED, Said
from tests.story import changed, given

COMPLAINT = ComplaintReceived(
    happened_on=date(2025, 3, 5), whose="family", subject=Said("Nobody came on Sunday", person="P-0031"),
    standards=("S4",), case="C-0147",
)  # fmt: skip


def test_a_complaint_waits_until_it_was_looked_at_how_it_was_dealt_with() -> None:
    """HCC-7.6-b."""
    reviewed = ComplaintHandlingReviewed(
        happened_on=date(2025, 4, 1), complaint="CMP-001", provider_response=Said("Apologised"),
        responded_on=date(2025, 3, 9), judgement="unsatisfactory",
    )  # fmt: skip
    story = given(COMPLAINT).then(lambda file: [c.id for c in file.feedback.unjudged()] == ["CMP-001"])

    after = story.when(reviewed).keeps("complaint.response-on-record")

    after.then(lambda file: not file.feedback.unjudged() and not file.feedback.complaints["CMP-001"].settled)
    after.then(lambda file: [c.id for c in file.feedback.touching("S4")] == ["CMP-001"])
    after.then(lambda file: file.feedback.touching("S5") == [])
    better = reviewed.model_copy(update={"happened_on": date(2025, 5, 1), "judgement": "satisfactory"})
    after.when(better).then(lambda file: file.feedback.complaints["CMP-001"].settled)
    story.when(reviewed.model_copy(update={"provider_response": None})).departs_from("complaint.response-on-record")
    story.when(reviewed.model_copy(update={"complaint": "CMP-002"})).refused("entry.names-what-is-on-file", "CMP-001")


def test_a_complaint_of_which_it_is_not_yet_known_how_it_was_dealt_with_waits_on() -> None:
    """HCC-7.6-b: also where an earlier look had found it dealt with well."""
    look = ComplaintHandlingReviewed(happened_on=date(2025, 4, 1), complaint="CMP-001", judgement="not-yet-known")
    judged = look.model_copy(update={"judgement": "unsatisfactory", "provider_response": Said("Apologised")})

    for before in ((look,), (judged, look)):
        given(COMPLAINT, *before).then(lambda file: [c.id for c in file.feedback.unjudged()] == ["CMP-001"])
    given(COMPLAINT, look, judged).then(lambda file: not file.feedback.unjudged())


def test_a_complaint_is_answered_and_looked_at_after_it_was_received() -> None:
    """HCC-7.6-b."""
    early = ComplaintHandlingReviewed(happened_on=date(2025, 3, 4), complaint="CMP-001", judgement="not-yet-known")

    given(COMPLAINT).when(early).refused("complaint.reviewed-after-received", "5 March 2025")
    answered = early.model_copy(update={"happened_on": date(2025, 4, 1), "responded_on": date(2025, 3, 4)})
    given(COMPLAINT).when(answered).refused("complaint.reviewed-after-received", "4 March 2025")
    given(COMPLAINT).when(early.model_copy(update={"happened_on": date(2025, 3, 5)})).recorded()
    to_come = answered.model_copy(update={"responded_on": date(2025, 4, 2)})
    given(COMPLAINT).when(to_come).refused("complaint.reviewed-after-received", "the provider's answer of 2 April 2025")
    given(COMPLAINT).when(to_come.model_copy(update={"responded_on": date(2025, 4, 1)})).recorded()


def test_compliments_are_kept_beside_complaints() -> None:
    """HCC-2.1-b, HCC-7.6-b."""
    praise = ComplimentReceived(
        happened_on=date(2025, 3, 6), whose="carer", subject=Said("Kind staff"), standards=("S2",)
    )

    given(COMPLAINT, praise).then(
        lambda file: [(c.position, c.standards) for c in file.feedback.compliments] == [(3, ("S2",))]
    )


def test_a_case_is_considered_at_a_meeting_that_was_held() -> None:
    """HCC-7.6-i."""
    case = CaseConsidered(happened_on=date(2025, 3, 3), meeting="MTG-001", case="C-0147", standards=("S4",))
    held = MeetingHeld(happened_on=date(2025, 3, 3), attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))
    arranged = MeetingScheduled(happened_on=date(2025, 2, 3), planned_for=date(2025, 3, 3))

    given(held).when(case).then(lambda file: [c.position for c in file.feedback.cases] == [3])
    given(held).when(case).keeps("case.considered-at-a-meeting")
    given(held).when(case.model_copy(update={"meeting": None})).departs_from("case.considered-at-a-meeting")
    given(arranged).when(case).refused("case.considered-at-meeting-held", "MTG-001")
    given(held).when(case.model_copy(update={"happened_on": date(2025, 3, 2)})).refused(
        "case.considered-at-meeting-held"
    )


def test_a_case_is_considered_on_the_day_of_its_meeting_and_not_where_it_passed_cases_over() -> None:
    """HCC-7.6-i."""
    rule, day = "case.as-its-meeting-has-it", date(2025, 3, 3)
    held = MeetingHeld(happened_on=day, attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))
    case = CaseConsidered(happened_on=day, meeting="MTG-001", case="C-0147")
    over = AgendaItemConsidered(
        happened_on=day, meeting="MTG-001", item="particular-cases", covered=False, not_covered_reason=Said("No time")
    )

    given(held).when(case).keeps(rule)
    late = given(held).when(changed(case, happened_on=date(2025, 3, 5))).departs_from(rule)
    assert "MTG-001 was held on 3 March 2025 and it is dated 5 March 2025" in late.file.entries[-1].departures[0].found
    given(held, over).when(case).departs_from(rule)
    given(held, changed(over, item="future-meetings")).when(case).keeps(rule)
    both = given(held, case).when(over).departs_from("agenda.covered-or-passed-over")
    assert [d.found for d in both.file.entries[-1].departures if d.rule == "agenda.covered-or-passed-over"] == [
        "on file as considered at MTG-001: C-0147 (entry 3); correct what is wrong"
    ]
    given(held, changed(case, meeting=None)).when(over).keeps("agenda.covered-or-passed-over")


def test_a_case_is_named_by_its_pseudonym_never_by_a_name() -> None:
    """HCC-7.6-i, CPC307-K1."""
    with pytest.raises(ValidationError):
        CaseConsidered(happened_on=date(2025, 3, 3), case="Mrs Edna Green")
    given().when(CaseConsidered(happened_on=date(2025, 3, 3), case="Green")).refused("case.by-pseudonym", "C-0147")
    given().when(COMPLAINT.model_copy(update={"case": "Green"})).refused("case.by-pseudonym")


def test_what_names_people_is_kept_by_a_key_of_their_own() -> None:
    """CPC307-K1: details of people who receive services are openings with a pseudonym."""
    shown = ComplaintReceived.model_validate(
        {"happened_on": date(2025, 3, 5), "subject": {"person": "P-0031", "words": "Nobody came"}}, context=SUBMITTED
    )

    assert shown.subject == Said("Nobody came", person="P-0031")
