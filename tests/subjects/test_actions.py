"""Stories of what was to be done, and whether it was."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ledger.entry import Actor, Source
from ledger.subjects.actions import ActionAssigned, ActionCompleted, CorrectiveActionTaken
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.issues import IssueRaised, ResolutionPlanAgreed
from ledger.subjects.meetings import Attendee, MeetingHeld, MeetingMinutesRecorded, MeetingScheduled
from ledger.subjects.notices import NoticeServed
from ledger.subjects.performance import ActivityRecorded, Span
from ledger.subjects.records import DocumentFiled
from ledger.words import Document, Said
from projections.duties.records import of_records
from projections.view import FileView
from tests.story import ANN, Story, changed, given

SUPPORT = Actor(person="Sam Shah", office="contract-support-officer")
PROVIDERS = Actor(person="Pat Price", office="provider-contract-manager", party="provider")
MARCH = MeetingHeld(
    happened_on=date(2025, 3, 3), by=ANN, attendees=(Attendee(person="Ann Ashe", office="lead-officer"),)
)
BRING_ROTA = ActionAssigned(
    happened_on=date(2025, 3, 3), description=Said("Send the rota every Friday"), owner=PROVIDERS,
    due_on=date(2025, 3, 14), meeting="MTG-001",
)  # fmt: skip


def test_an_action_is_open_until_it_is_done() -> None:
    """HCC-7.3-a."""
    story = given(MARCH, BRING_ROTA).keeps("action.has-owner-and-date")
    done = story.when(ActionCompleted(happened_on=date(2025, 3, 20), action="ACT-001", confirmed_by=ANN))

    for told_on, is_open in [
        (date(2025, 3, 2), False), (date(2025, 3, 3), True), (date(2025, 3, 15), True), (date(2025, 3, 19), True),
        (date(2025, 3, 20), False),
    ]:  # fmt: skip
        assert bool(done.file.actions.open_on(told_on)) is is_open, told_on


def test_an_action_without_an_owner_or_a_day_is_a_gap() -> None:
    """TVP-5.1-3b."""
    given().when(ActionAssigned(happened_on=date(2025, 3, 3), description=Said("Train staff"))).departs_from(
        "action.has-owner-and-date"
    ).then(lambda file: file.actions.open_on(date(2026, 1, 1)))


def test_who_does_an_action_and_by_when_is_asked_for_until_it_is_done() -> None:
    """TVP-5.1-3b: then nobody has to be found for it; that it was not said stays remarked."""
    train = ActionAssigned(happened_on=date(2025, 3, 3), description=Said("Train staff"))
    told = given(train)
    details = f"details/{told.last.position}" if told.last else ""

    assert details in asked(told)
    done = told.when(ActionCompleted(happened_on=date(2025, 3, 20), action="ACT-001", confirmed_by=ANN)).recorded()
    assert details not in asked(done)
    corrected = told.when(
        CorrectiveActionTaken(happened_on=date(2025, 3, 20), action="ACT-001", description=Said("Trained"))
    ).recorded()
    assert details not in asked(corrected)


def asked(story: Story) -> set[str]:
    return {one.id for one in of_records(FileView.of(story.file.known[0].file_id, story.file, {}))}


STRATEGY = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Victims' service", procedure="thames-valley/1"
)
LATE = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Calls not returned"), by=ANN)
CALL_BACK = BRING_ROTA.model_copy(update={"meeting": None, "issue": "ISS-001"})


def test_an_action_that_arises_from_an_issue_is_recorded_by_email_or_in_minutes() -> None:
    """TVP-5.1-3b: the meeting, or an entry of it, the e-mail, letter or notice it arises from, or a document with it;
    filed later, it is no longer asked."""
    rule, story = "action.recorded-in-writing", given(STRATEGY, MARCH, LATE)

    def mailed(means: Literal["e-mail", "letter", "message", "portal", "call"]) -> ContactLogged:
        return ContactLogged(happened_on=date(2025, 3, 3), direction="to-provider", means=means, summary=Said("Calls"))

    bare = story.when(CALL_BACK).departs_from(rule)
    [asked] = asked_to_complete(bare)
    assert asked.endswith("neither the meeting whose minutes record it nor an e-mail or other document is named.")
    paper = Said(Document("0" * 64, "E-mail to the provider"))
    filed = DocumentFiled(happened_on=date(2025, 3, 4), title="E-mail", document=paper, belongs_to=(4,))
    assert asked_to_complete(bare.when(filed)) == []

    by_mail = CALL_BACK.model_copy(update={"arises_from": 4})
    story.when(changed(CALL_BACK, meeting="MTG-001")).keeps(rule)
    story.when(changed(CALL_BACK, exhibits=(paper,))).keeps(rule)
    story.when(changed(CALL_BACK, source=Source(how="document", whom="E-mail of 3 March"))).keeps(rule)
    story.when(changed(CALL_BACK, source=Source(how="told", whom="Head of service"))).departs_from(rule)
    for written in (mailed("e-mail"), mailed("letter"), mailed("message"), mailed("portal")):
        given(STRATEGY, MARCH, LATE, written).when(by_mail).keeps(rule)
    given(STRATEGY, MARCH, LATE, mailed("call")).when(by_mail).departs_from(rule)
    given(STRATEGY, MARCH, LATE, changed(filed, happened_on=date(2025, 3, 3), belongs_to=())).when(by_mail).keeps(rule)
    minutes = MeetingMinutesRecorded(happened_on=date(2025, 3, 3), meeting="MTG-001", by=ANN)
    notice = NoticeServed(happened_on=date(2025, 3, 3), notice_kind="default", method="e-mail", issues=("ISS-001",))
    for by_another in (minutes, notice):
        given(STRATEGY, MARCH, LATE, by_another).when(by_mail).keeps(rule)
    story.when(changed(CALL_BACK, arises_from=2)).keeps(rule)
    story.when(changed(CALL_BACK, arises_from=3)).departs_from(rule)
    story.when(changed(CALL_BACK, issue=None)).keeps(rule)
    given(MARCH, LATE).when(CALL_BACK).keeps(rule)


def test_an_action_by_a_plan_or_a_call_that_is_nowhere_in_writing_is_asked_about() -> None:
    """TVP-5.1-3b: to name what is not in writing itself puts the action nowhere."""
    rule = "action.recorded-in-writing"
    plan = ResolutionPlanAgreed(
        happened_on=date(2025, 3, 3), issues=("ISS-001",), complete_by=date(2025, 3, 20),
        agreed_by_authority="Ann Ashe", agreed_by_provider="Pia Moss", source=Source(how="heard", whom="telephone"),
    )  # fmt: skip
    paper = Said(Document("0" * 64, "The plan"))
    step = changed(CALL_BACK, issue=None, plan="PLN-001")
    call = ContactLogged(
        happened_on=date(2025, 3, 3), direction="to-provider", means="call", summary=Said("Calls")
    )  # fmt: skip
    story = given(STRATEGY, LATE)

    for named in (step, changed(step, issue="ISS-001")):
        bare = story.when(plan).when(named).departs_from(rule)
        assert "arises from ISS-001, by PLN-001, and neither" in asked_to_complete(bare)[0]
        filed = DocumentFiled(happened_on=date(2025, 3, 5), title="Plan", document=paper, belongs_to=(3,))
        assert asked_to_complete(bare.when(filed)) == []
        story.when(changed(plan, exhibits=(paper,))).when(named).keeps(rule)
        story.when(changed(plan, source=Source(how="document", whom="E-mail of 3 March"))).when(named).keeps(rule)
    of_the_call = changed(CALL_BACK, issue=None, arises_from=3)
    story.when(call).when(of_the_call).departs_from(rule)
    story.when(changed(call, means="e-mail")).when(of_the_call).keeps(rule)
    story.when(changed(of_the_call, arises_from=2)).departs_from(rule)


def asked_to_complete(story: Story) -> list[str]:
    view = FileView.of(story.file.known[0].file_id, story.file, {})
    return [duty.sentence for duty in of_records(view) if duty.id.startswith("details/") and "ACT-" in duty.sentence]


def test_an_action_due_before_it_was_given_is_recorded_and_told() -> None:
    late = BRING_ROTA.model_copy(update={"due_on": date(2025, 3, 2)})

    given(MARCH).when(late, acknowledge_all=False).departs_from("action.due-after-given")
    given(MARCH).when(BRING_ROTA).keeps("action.due-after-given")


def test_an_action_is_done_no_earlier_than_it_is_given() -> None:
    story = given(MARCH, BRING_ROTA)

    story.when(ActionCompleted(happened_on=date(2025, 3, 2), action="ACT-001")).refused("action.done-after-given")
    story.when(
        CorrectiveActionTaken(happened_on=date(2025, 3, 2), action="ACT-001", description=Said("Rota sent"), by=ANN)
    ).refused("action.done-after-given", "3 March 2025")
    story.when(ActionCompleted(happened_on=date(2025, 3, 3), action="ACT-002")).refused("entry.names-what-is-on-file")


def test_the_lead_officer_takes_corrective_action() -> None:
    """HCC-7.3-a, HCC-7.3-b."""
    taken = CorrectiveActionTaken(
        happened_on=date(2025, 3, 10), reason="volume", description=Said("Ten hours moved to the north"), by=ANN,
        meeting="MTG-001", action="ACT-001",
    )  # fmt: skip
    story = given(MARCH, BRING_ROTA)

    story.when(taken).keeps("action.corrective-by-lead-officer").then(
        lambda file: file.actions.after_meeting["MTG-001"] == (4,) and file.actions.by_id["ACT-001"].corrective == (4,)
    )
    done = story.when(taken).file.actions
    assert (done.by_id["ACT-001"].completed, done.open_on(date(2026, 1, 1))) == ((date(2025, 3, 10), 4), [])
    elsewhere = story.when(taken.model_copy(update={"action": None})).file.actions
    assert [one.id for one in elsewhere.open_on(date(2026, 1, 1))] == ["ACT-001"]
    story.when(taken.model_copy(update={"by": SUPPORT})).departs_from("action.corrective-by-lead-officer")
    story.when(taken.model_copy(update={"by": None})).departs_from("action.corrective-by-lead-officer")


def test_action_that_a_meeting_shows_to_be_needed_follows_the_meeting() -> None:
    """HCC-7.3-a: one that is only arranged shows nothing yet, whether it was held afterwards or not."""
    rule, day = "action.follows-its-meeting", date(2025, 3, 3)
    arranged = MeetingScheduled(happened_on=date(2025, 2, 3), planned_for=day, by=ANN)
    met = MeetingHeld(happened_on=day, meeting="MTG-001", attendees=MARCH.attendees)
    taken = CorrectiveActionTaken(happened_on=date(2025, 3, 2), description=Said("Rota"), by=ANN, meeting="MTG-001")
    given_out = changed(BRING_ROTA, happened_on=date(2025, 3, 2))

    for early in (taken, given_out):
        asked = given(arranged, met).when(early, acknowledge_all=False).asked(rule)
        assert "MTG-001 is not on file as held by 2 March 2025" in str(asked.error)
        given(arranged).when(early).departs_from(rule)
        given(arranged, met).when(changed(early, happened_on=day)).keeps(rule)
        given(arranged, met).when(changed(early, meeting=None)).keeps(rule)


def test_action_on_capacity_or_volumes_cites_the_figures_it_answers_to() -> None:
    """HCC-7.3-b: in keeping with paying for delivery only."""
    rule = "action.on-capacity-cites-figures"
    hours = ActivityRecorded(
        happened_on=date(2025, 3, 3), period=Span(first=date(2025, 2, 1), last=date(2025, 2, 28)), measure="hours",
        commissioned="1000", delivered="700",
    )  # fmt: skip
    taken = CorrectiveActionTaken(
        happened_on=date(2025, 3, 10), reason="capacity", description=Said("Ten hours moved"), by=ANN, activity=(2,)
    )

    given(hours).when(taken).keeps(rule)
    given(hours).when(taken.model_copy(update={"activity": ()})).departs_from(rule)
    given(hours, MARCH).when(taken.model_copy(update={"activity": (3,)})).departs_from(rule)
    given(hours).when(taken.model_copy(update={"activity": (), "reason": "quality"})).keeps(rule)
