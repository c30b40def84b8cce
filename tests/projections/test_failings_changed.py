"""Which failings an entry may have changed: told again are those that differ, and few that do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings

from ledger.contract_file import ContractFile
from ledger.entry import Entry
from ledger.folding import extended
from ledger.serving.service_clauses import MODEL_SERVICES_EXAMPLE
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.disputes import FormalEscalationAuthorised
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, ResolutionPlanAgreed
from ledger.subjects.meetings import (
    AgendaItemConsidered,
    Attendee,
    Confirmation,
    MeetingHeld,
    MeetingMinutesRecorded,
    MeetingScheduled,
)
from ledger.subjects.notices import Addressee, NoticeServed
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.records import DocumentFiled, EntrySupplemented
from ledger.subjects.terms import NoticeClauseEntered
from ledger.words import Document, Said
from projections.failings.failings import failings
from projections.failings.failings_changed import NOT_IN_A_TRAIL, may_differ
from projections.failings.trail import Failing
from projections.read_models.remembered import noted, remember
from projections.view import FileView
from tests.benchmarks.lives import beginning
from tests.histories import SMG, Step, play, steps
from tests.sampling import examples
from tests.story import ANN, COUNTY
from tests.story import given as on_file

ID = UUID(int=1)
_ABOUT_FAILINGS = (
    "issue",
    "told",
    "in-touch",
    "formal",
    "in-writing",
    "served",
    "held",
    "looked-at",
    "spoken-of",
    "replied",
    "answered",
    "to-be-right",
    "to-do",
    "done",
)


def _told_again(states: Iterable[ContractFile], procedure: str = "hampshire") -> None:
    before: FileView | None = None
    told: dict[str, Failing] = {}
    for file in states:
        after = FileView.of(ID, file, {}, default_procedure=procedure)
        if before is not None:
            remember(after, before)
        about = may_differ(before, after) if before is not None else None
        if about is None:
            told = {}
        told |= {failing.issue: failing for failing in failings(after, about)}
        afresh = failings(FileView.of(ID, file, {}, default_procedure=procedure))
        assert sorted(told.values(), key=lambda one: one.position) == sorted(afresh, key=lambda one: one.position)
        before = after


@pytest.mark.parametrize("procedure", ["hampshire", "thames-valley"])
@settings(max_examples=examples(25), deadline=None, database=None)
@given(history=steps(more=_ABOUT_FAILINGS * 3, longest=40))
def test_the_failings_an_entry_may_have_changed_are_all_that_it_has_changed(
    procedure: str, history: list[Step]
) -> None:  # fmt: skip
    """Under either: only under one of them are disputes told of in a trail."""
    _told_again(play(history), procedure)


@pytest.mark.parametrize("story", range(4))
def test_so_it_is_on_a_contract_that_goes_wrong(story: int) -> None:
    file = ContractFile()
    states = [file := extended(file, [recorded]) for recorded in beginning(story).known]
    _told_again(states)


@pytest.mark.parametrize("story", range(4))
def test_no_trail_looks_at_a_register_that_is_said_to_be_in_none(story: int) -> None:
    view = FileView.of(ID, beginning(story), {})
    file, looked_at = noted(view.file)
    seen = replace(view, file=file)
    seen.goes_on_from(view)
    seen._otherwise[:] = [(file, view.otherwise())]
    assert not looked_at

    failings(seen)

    assert {"issues", "notices", "meetings"} <= looked_at
    assert not looked_at & set(NOT_IN_A_TRAIL) - {"regulation", "procurement"}  # by which procedure, alone


def test_an_action_done_in_time_has_the_failing_told_again_that_it_puts_right() -> None:
    story = on_file(
        IssueRaised(happened_on=date(2026, 3, 2), nature=Said("Visits missed"), by=ANN),
        ResolutionPlanAgreed(happened_on=date(2026, 3, 3), issues=("ISS-001",), complete_by=date(2026, 3, 10)),
        ActionAssigned(happened_on=date(2026, 3, 4), description=Said("Ring round"), plan="PLN-001"),
        MeetingHeld(happened_on=date(2026, 3, 12), attendees=(Attendee(person="Ann Ashe"),)),
        AgendaItemConsidered(
            happened_on=date(2026, 3, 12), meeting="MTG-001", item="Issues",
            confirmations=(Confirmation(issue="ISS-001", satisfactory=True, in_time=True),),
        ),
    )  # fmt: skip
    before = FileView.of(ID, story.file, {})
    after = FileView.of(ID, story.when(ActionCompleted(happened_on=date(2026, 3, 9), action="ACT-001")).file, {})

    assert may_differ(before, after) == {"ISS-001"}
    assert failings(before) != failings(after)


def test_a_late_appointment_has_the_failing_told_again_whose_notice_would_come_out_otherwise() -> None:
    story = on_file(
        NoticeClauseEntered(
            happened_on=date(2026, 1, 5), clause="43", signed_by=("lead-officer",),
            methods=MODEL_SERVICES_EXAMPLE.methods, by=ANN,
        ),
        IssueRaised(happened_on=date(2026, 3, 2), nature=Said("Visits missed"), by=ANN),
        NoticeServed(
            happened_on=date(2026, 3, 20), notice_kind="default", recipients=(Addressee(person="Pia Prior"),),
            method="e-mail", issues=("ISS-001",), by=ANN,
        ),
    )  # fmt: skip
    before = FileView.of(ID, story.file, {})
    late = LeadOfficerAppointed(happened_on=date(2026, 3, 1), person="Ann Ashe", from_date=date(2026, 3, 1), by=COUNTY)
    after = FileView.of(ID, story.when(late).file, {})

    assert before.otherwise() != after.otherwise()
    assert may_differ(before, after) == {"ISS-001"}


@pytest.mark.parametrize(
    "later",
    [
        LeadOfficerAppointed(happened_on=date(2026, 3, 1), person="Carl Cole", from_date=date(2026, 3, 1), by=COUNTY),
        MeetingHeld(
            happened_on=date(2026, 3, 3), meeting="MTG-001", meeting_kind="pre-start",
            attendees=(Attendee(person="Pia Prior", party="provider"), Attendee(person="Carl Cole")),
        ),
    ],
)  # fmt: skip
def test_who_was_told_has_the_failing_told_again_when_it_is_known_who_they_were(later: Entry) -> None:
    appointed = LeadOfficerAppointed(
        happened_on=date(2026, 3, 1), person="Carl Cole", from_date=date(2026, 3, 1), by=COUNTY
    )
    story = on_file(
        *((appointed,) if later != appointed else ()),
        MeetingScheduled(
            happened_on=date(2026, 3, 1), meeting_kind="pre-start", planned_for=date(2026, 3, 3), by=ANN
        ),
        IssueRaised(happened_on=date(2026, 3, 2), nature=Said("Visits missed"), by=ANN),
        IssueNotifiedToProvider(
            happened_on=date(2026, 3, 3), issue="ISS-001", means="minuted-meeting", recipient="Carl Cole",
            meeting="MTG-001", by=ANN,
        ),
    )  # fmt: skip
    before = FileView.of(ID, story.file, {})
    after = FileView.of(ID, story.when(later).file, {})

    about = may_differ(before, after)

    assert about is not None
    assert "ISS-001" in about
    assert failings(before) != failings(after)


@pytest.mark.parametrize("procedure", ["thames-valley", "hampshire"])
def test_minutes_have_the_failing_told_again_that_was_told_at_their_meeting(procedure: str) -> None:
    """TVP-5.1-2a, HCC-9.4-c."""
    story = on_file(
        MeetingHeld(happened_on=date(2026, 3, 3), attendees=(Attendee(person="Pia Prior", party="provider"),)),
        IssueRaised(happened_on=date(2026, 3, 2), nature=Said("Visits missed"), by=ANN),
        IssueNotifiedToProvider(
            happened_on=date(2026, 3, 3), issue="ISS-001", means="minuted-meeting", meeting="MTG-001", by=ANN
        ),
    )
    before = FileView.of(ID, story.file, {}, default_procedure=procedure)
    minutes = MeetingMinutesRecorded(happened_on=date(2026, 3, 10), meeting="MTG-001")
    after = FileView.of(ID, story.when(minutes).file, {}, default_procedure=procedure)

    assert may_differ(before, after) == {"ISS-001"}
    assert failings(before) != failings(after)


def test_minutes_filed_with_their_meeting_have_the_failing_told_again_of_which_it_found_something() -> None:
    """HCC-9.4-c."""
    found = Confirmation(issue="ISS-001", satisfactory=False)
    story = on_file(
        IssueRaised(happened_on=date(2026, 3, 2), nature=Said("Visits missed"), by=ANN),
        MeetingHeld(happened_on=date(2026, 3, 3)),
        AgendaItemConsidered(
            happened_on=date(2026, 3, 3), meeting="MTG-001", item="issues-raised-before", confirmations=(found,)
        ),
    )
    met = next(r.position for r in story.file.known if r.entry.kind == "meeting-held/1")
    filed = DocumentFiled(
        happened_on=date(2026, 3, 10),
        title="Minutes",
        document_kind="minutes",
        electronic_location="S:",
        belongs_to=(met,),
    )
    before = FileView.of(ID, story.file, {}, default_procedure="hampshire")
    after = FileView.of(ID, story.when(filed).recorded().file, {}, default_procedure="hampshire")

    assert may_differ(before, after) == {"ISS-001"}
    assert failings(before) != failings(after)


def test_an_e_mail_to_the_provider_has_the_failing_told_again_that_it_is_about() -> None:
    """TVP-5.1-2a."""
    story = on_file(IssueRaised(happened_on=date(2026, 3, 2), nature=Said("Visits missed"), by=ANN))
    before = FileView.of(ID, story.file, {}, default_procedure="thames-valley")
    sent = ContactLogged(
        happened_on=date(2026, 3, 4), direction="to-provider", means="e-mail", issue="ISS-001",
        summary=Said("Visits missed"), by=ANN,
    )  # fmt: skip
    after = FileView.of(ID, story.when(sent).recorded().file, {}, default_procedure="thames-valley")

    assert may_differ(before, after) == {"ISS-001"}
    assert failings(before) != failings(after)


@pytest.mark.parametrize(
    "later",
    [
        DocumentFiled(
            happened_on=date(2026, 4, 2), title="Minutes", document_kind="letter", belongs_to=(3,),
            electronic_location="Records",
        ),
        EntrySupplemented(
            happened_on=date(2026, 4, 2), position=3, words=Said("As agreed"),
            exhibits=(Said(Document("a" * 64, "The e-mail")),),
        ),
    ],
)  # fmt: skip
def test_the_writing_of_an_agreement_by_word_of_mouth_has_its_failing_told_again(later: Entry) -> None:
    """TVP-5.2-1b."""
    story = on_file(
        IssueRaised(happened_on=date(2026, 3, 2), nature=Said("Visits missed"), by=ANN),
        FormalEscalationAuthorised(happened_on=date(2026, 3, 30), issues=("ISS-001",), by=SMG),
    )
    before = FileView.of(ID, story.file, {}, default_procedure="thames-valley")
    after = FileView.of(ID, story.when(later).recorded().file, {}, default_procedure="thames-valley")

    about = may_differ(before, after)

    assert about is None or "ISS-001" in about
    assert failings(before) != failings(after)


def test_a_meeting_and_a_notice_have_only_those_told_again_that_they_are_about() -> None:
    raised = [
        IssueRaised(happened_on=date(2026, 3, day), nature=Said("Visits missed"), standards=("S1",), by=ANN)
        for day in (2, 9, 16)
    ]
    held = MeetingHeld(happened_on=date(2026, 3, 12), attendees=(Attendee(person="Ann Ashe"),))
    story = on_file(*raised, held)
    before = FileView.of(ID, story.file, {})

    notice = NoticeServed(
        happened_on=date(2026, 3, 20), notice_kind="default", recipients=(Addressee(person="Pia Prior"),),
        method="e-mail", issues=("ISS-002",), by=ANN,
    )  # fmt: skip
    after_notice = FileView.of(ID, story.when(notice).recorded().file, {})
    after_meeting = FileView.of(ID, story.when(held.model_copy(update={"happened_on": date(2026, 3, 20)})).file, {})

    assert may_differ(before, after_notice) == {"ISS-002"}
    assert may_differ(before, after_meeting) == {"ISS-003"}  # the others had their next meeting on 12 March
