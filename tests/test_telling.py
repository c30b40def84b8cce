"""When the provider was told of an issue: the first telling in recorded form counts, for rules and failings alike."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.contacts import ContactLogged, ConversationSummarySent
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, IssueReopened, IssueResolved
from ledger.subjects.meetings import MeetingHeld, MeetingMinutesRecorded
from ledger.subjects.records import DocumentFiled, EntryCorrected
from ledger.words import Said
from projections.duties.due import every_duty
from projections.duties.settled import settled
from projections.ending.readiness import ConditionShown, readiness
from projections.failings.failings import failings
from projections.failings.trail import Link
from projections.status.status import status
from tests.story import ANN, Story, changed, given
from tests.worked_through import view_of

NOTICED = date(2025, 8, 11)
REGISTERED = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Day care")
RAISED = IssueRaised(happened_on=NOTICED, nature=Said("Home late"), by=ANN)
TALK = IssueNotifiedToProvider(happened_on=date(2025, 8, 12), issue="ISS-001", means="unrecorded", by=ANN)
LETTER = IssueNotifiedToProvider(happened_on=NOTICED + timedelta(days=298), issue="ISS-001", means="letter", by=ANN)
CALL = ContactLogged(
    happened_on=date(2025, 8, 12), direction="to-provider", means="call", summary=Said("Home late"), concern=True,
    issue="ISS-001",
)  # fmt: skip


def summary(day: date, **about: Any) -> ConversationSummarySent:
    return ConversationSummarySent(happened_on=day, **about)


def told_link(story: Story) -> Link:
    [failing] = failings(view_of(story.file))
    return failing.links[2]


def put_to_the_provider(story: Story) -> ConditionShown:
    shown = readiness(view_of(story.file), date(2026, 6, 30)).conditions
    return next(one for one in shown if one.id == "TC-04")


def test_a_talk_of_which_nothing_was_written_does_not_make_a_letter_long_after_prompt() -> None:
    """HCC-7.6-d, TVP-5.1-2b: rule, failing and status agree on when the provider was told."""
    story = given(REGISTERED, RAISED, TALK).when(LETTER)

    story.departs_from("issue.told-at-once")
    assert told_link(story).state == "late"
    assert told_link(story).days == 298
    assert status(view_of(story.file)).issues[0].first_told == LETTER.happened_on


def test_a_letter_after_one_in_time_is_not_late() -> None:
    in_time = TALK.model_copy(update={"means": "e-mail"})

    story = given(REGISTERED, RAISED, in_time).when(LETTER).keeps("issue.told-at-once", "issue.told-after-noticed")

    assert told_link(story).state == "present"


@pytest.mark.parametrize("about", [{"issue": "ISS-001"}, {"contact": "CON-001"}])
def test_a_talk_counts_from_the_summary_that_followed(about: dict[str, str]) -> None:
    """TVP-5.1-2c: the summary is the telling in recorded form, in time or late."""
    in_time = given(REGISTERED, RAISED, CALL, summary(date(2025, 8, 14), **about))
    late = given(REGISTERED, RAISED, CALL).when(summary(date(2025, 9, 14), **about))

    in_time.when(LETTER).keeps("issue.told-at-once")
    assert told_link(in_time).state == "present"
    assert status(view_of(in_time.file)).issues[0].first_told == date(2025, 8, 14)
    late.departs_from("contact.summary-tells-at-once")
    assert told_link(late).state == "late"
    late.when(LETTER).keeps("issue.told-at-once")


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        (TALK.model_copy(update={"means": "e-mail", "happened_on": date(2025, 8, 8)}), "issue.told-after-noticed"),
        (summary(date(2025, 8, 8), issue="ISS-001"), "contact.summary-after-noticed"),
    ],
)
def test_a_telling_before_the_issue_was_noticed_is_asked_about(entry: Entry, rule: str) -> None:
    asked = given(REGISTERED, RAISED).when(entry, acknowledge_all=False)
    asked.asked(rule)
    assert "ISS-001 was told on 8 August 2025, before it was noticed on 11 August 2025" in str(asked.error)

    told = told_link(given(REGISTERED, RAISED, entry))
    assert "3 days before it was noticed" in told.sentence
    assert [gap.requirement for gap in told.gaps] == ["HCC-7.6-e"]


def test_a_summary_that_tells_the_provider_nothing_is_not_asked_why_it_tells_late() -> None:
    """TVP-5.1-2c: one given by phone, or sent to others; the one in writing after it is."""
    by_phone, e_mail = (
        summary(date(2025, 9, day), issue="ISS-001", means=means) for day, means in ((14, "phone call"), (15, "e-mail"))
    )
    rules = ("contact.summary-tells-at-once", "contact.summary-after-noticed")

    told = given(REGISTERED, RAISED, CALL).when(by_phone).keeps(*rules).departs_from("contact.summary-in-recorded-form")
    told.when(e_mail).departs_from(rules[0])
    before = changed(by_phone, happened_on=date(2025, 8, 8))
    given(REGISTERED, RAISED, CALL).when(before).keeps(*rules)


def test_a_telling_dated_before_the_issue_was_noticed_does_not_make_the_one_after_it_prompt() -> None:
    """TC-04: what tells of it is what came after it was noticed; the other counts where nothing else does."""
    early = TALK.model_copy(update={"means": "e-mail", "happened_on": date(2025, 8, 8)})
    late = TALK.model_copy(update={"means": "letter", "happened_on": date(2025, 9, 14)})

    told = given(REGISTERED, RAISED, early, late)

    assert told_link(told).state == "late"
    assert status(view_of(told.file)).issues[0].first_told == date(2025, 9, 14)
    assert status(view_of(given(REGISTERED, RAISED, early).file)).issues[0].first_told == date(2025, 8, 8)


def test_a_telling_between_noticing_and_raising_is_after_it_was_noticed() -> None:
    raised_later = RAISED.model_copy(update={"happened_on": date(2025, 8, 30), "noticed_on": NOTICED})
    prompt = TALK.model_copy(update={"means": "e-mail"})
    slow = prompt.model_copy(update={"happened_on": date(2025, 8, 29)})

    given(REGISTERED, raised_later).when(prompt).keeps("issue.told-after-noticed", "issue.told-at-once")
    given(REGISTERED, raised_later).when(slow).departs_from("issue.told-at-once")


def test_a_correction_of_the_day_it_was_noticed_counts_for_a_telling_before_it() -> None:
    wrong = RAISED.model_copy(update={"happened_on": date(2025, 9, 11)})
    change = EntryCorrected(happened_on=date(2025, 9, 12), position=2, reason=Said("slip"), replacement=RAISED)
    prompt = TALK.model_copy(update={"means": "e-mail"})

    given(REGISTERED, wrong).when(prompt).departs_from("issue.told-after-noticed")
    given(REGISTERED, wrong, change).when(prompt).keeps("issue.told-after-noticed")


def test_a_telling_before_the_contract_began_is_asked_about() -> None:
    older = RAISED.model_copy(update={"happened_on": date(2024, 5, 1)})
    told = TALK.model_copy(update={"means": "e-mail", "happened_on": date(2024, 5, 2)})

    asked = given(REGISTERED, older).when(told, acknowledge_all=False)

    asked.asked("issue.told-after-noticed")
    assert "before the contract began on 6 January 2025" in str(asked.error)


def test_a_failing_that_came_back_is_told_late_from_the_day_it_came_back() -> None:
    """HCC-7.6-d: that it was told in time the first time does not make the second telling prompt."""
    in_time = TALK.model_copy(update={"means": "e-mail"})
    back = IssueReopened(happened_on=date(2025, 10, 6), issue="ISS-001", reason=Said("Home late again"))
    soon, late = (in_time.model_copy(update={"happened_on": date(2025, 10, day)}) for day in (8, 20))

    given(REGISTERED, RAISED, in_time, back).when(soon).keeps("issue.told-at-once")
    story = given(REGISTERED, RAISED, in_time, back).when(late).departs_from("issue.told-at-once").recorded()

    [departure] = story.file.known[-1].departures
    assert "ISS-001 came back on 6 October 2025 and was told 14 days later" in departure.found


# --- at a meeting -----------------------------------------------------------------------------------------------------

MET = MeetingHeld(happened_on=date(2025, 8, 13))
AT_IT = IssueNotifiedToProvider(
    happened_on=date(2025, 8, 13), issue="ISS-001", means="minuted-meeting", meeting="MTG-001", by=ANN
)
MINUTES = MeetingMinutesRecorded(happened_on=date(2025, 8, 20), meeting="MTG-001")
BY_NOTES = REGISTERED.model_copy(update={"procedure": "hampshire/1"})
STRATEGY = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
FILED = DocumentFiled(
    happened_on=date(2025, 8, 20), title="Minutes", document_kind="minutes", belongs_to=(3,),
    electronic_location="S:/C-1",
)  # fmt: skip


@pytest.mark.parametrize("minutes", [MINUTES, FILED])
@pytest.mark.parametrize("named", ["MTG-001", None])
def test_what_was_told_at_a_meeting_is_in_recorded_form_once_its_minutes_are_on_file(
    named: str | None, minutes: Entry
) -> None:
    """TVP-5.1-2a: in a contract management meeting (recorded in the minutes)."""
    at_it = AT_IT.model_copy(update={"meeting": named})
    waits = given(STRATEGY, RAISED, MET, at_it)
    minuted = waits.when(minutes).recorded()

    assert told_link(waits).state == "missing"
    assert (
        "told at a meeting on 13 August 2025 waits for the minutes: no minutes of MTG-001" in told_link(waits).sentence
    )
    assert told_link(minuted).state == "present"
    assert status(view_of(minuted.file)).issues[0].first_told == date(2025, 8, 13)


def test_the_provider_is_to_be_told_in_recorded_form_until_the_minutes_of_the_meeting_are_written() -> None:
    """TVP-5.1-2a: by the day by which minutes are to be there; they do it."""
    waits = given(STRATEGY, RAISED, MET, AT_IT)
    view = view_of(waits.when(MINUTES).recorded().file)

    [tell] = [one for one in every_duty(view_of(waits.file)) if one.id == "tell/ISS-001"]
    assert (tell.is_open, tell.due_on) == (True, date(2025, 8, 27))
    assert "it was told at a meeting on 13 August 2025, and no minutes of MTG-001 are on file" in tell.sentence
    [done] = [one for one in settled(view).duties if one.id == "tell/ISS-001"]
    assert (done.done_on, done.done_by) == (date(2025, 8, 20), (5,))


def test_a_note_of_what_was_told_at_a_meeting_is_enough_where_a_note_of_a_talk_is() -> None:
    """HCC-7.6-e: Hampshire's text asks for a note of the nature and the date, and for no other form."""
    noted = given(BY_NOTES, RAISED, MET, AT_IT)

    assert not [one for one in every_duty(view_of(noted.file)) if one.id == "tell/ISS-001" and one.is_open]
    assert told_link(noted).state == "present"
    assert status(view_of(noted.file)).issues[0].first_told == date(2025, 8, 13)
    assert put_to_the_provider(noted).state == "met"
    noted.when(LETTER.model_copy(update={"happened_on": date(2025, 8, 26)})).keeps("issue.told-at-once")


def test_a_failing_that_came_back_is_told_anew_where_it_was_first_told_at_a_meeting_without_minutes() -> None:
    """HCC-7.6-d, HCC-7.6-e: from the day it came back, and old minutes are no telling of that."""
    settled = IssueResolved(happened_on=date(2025, 9, 1), issue="ISS-001")
    back = IssueReopened(happened_on=date(2026, 3, 2), issue="ISS-001", reason=Said("Home late again"))

    view = view_of(given(BY_NOTES, RAISED, MET, AT_IT, settled, back).file)

    [tell] = [one for one in every_duty(view) if one.id == "tell/ISS-001/6"]
    assert (tell.since, tell.due_on) == (date(2026, 3, 2), date(2026, 3, 7))
    assert "minutes" not in tell.sentence


def test_the_condition_that_the_provider_was_told_waits_for_the_minutes_as_the_duty_does() -> None:
    """TC-04, TVP-5.1-2a: by the same day, and the telling is among its entries."""
    waits = given(STRATEGY, RAISED, MET, AT_IT)
    [tell] = [one for one in every_duty(view_of(waits.file)) if one.id == "tell/ISS-001"]

    found = put_to_the_provider(waits)

    assert (found.state, found.due_on) == ("not-met", tell.due_on)
    assert "after 13 August 2025, when ISS-001 was told at a meeting" in str(found.due_because)
    assert found.next_step == "Put on file the minutes of the meeting at which the provider was told."
    assert 4 in found.entries


def test_a_letter_after_a_meeting_is_late_until_the_minutes_show_what_was_told_there() -> None:
    """TVP-5.1-2a, HCC-7.6-d; and that the provider had heard of it at the meeting is not denied."""
    waits = given(STRATEGY, RAISED, MET, AT_IT)

    waits.when(LETTER).departs_from("issue.told-at-once")
    waits.when(MINUTES).when(LETTER).keeps("issue.told-at-once")
    waits.when(CALL.model_copy(update={"happened_on": date(2025, 8, 14)})).keeps(
        "contact.concern-first-in-recorded-form"
    )
    waits.when(TALK.model_copy(update={"happened_on": date(2025, 8, 14)})).keeps("issue.told-in-recorded-form")
