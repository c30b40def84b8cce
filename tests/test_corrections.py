"""Corrections of corrections, strike-outs of strike-outs, and what must still stand after each of them."""

from collections import deque
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import hypothesis
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from ledger.contract_file import ContractFile
from ledger.entry import Account, Actor, Entry
from ledger.folding import fold, unfolded, without
from ledger.judgement import Act, Stage, judge_together
from ledger.refusals import Refused
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised
from ledger.subjects.meetings import MeetingCancelled, MeetingHeld, MeetingMinutesRecorded, MeetingScheduled
from ledger.subjects.records import (
    AMENDING,
    CorrectionConfirmed,
    EntryCorrected,
    EntryReclassified,
    EntryStruckOut,
    NoteMade,
)
from ledger.words import Said
from tests.histories import Step, play, steps
from tests.sampling import examples
from tests.story import ANN, CLERK, COLLEAGUE, PROVIDER, TODAY, given

MARCH = date(2025, 3, 3)
WHY = Said("wrong day")
RAISED = IssueRaised(happened_on=MARCH, nature=Said("Visits missed"), standards=("S1",), by=ANN)
NOTE = NoteMade(happened_on=MARCH, words=Said("The scheduler rang."))
FIRST, SECOND = (MeetingScheduled(happened_on=MARCH, planned_for=date(2025, 3, day)) for day in (10, 11))
HELD = MeetingHeld(happened_on=date(2025, 3, 10), meeting="MTG-001", by=ANN)
MINUTED = MeetingMinutesRecorded(happened_on=date(2025, 3, 12), meeting="MTG-001", by=ANN)
SECOND_CLERK = Account(account="second-provider", name="Pia Prior", party="provider")


def corrected(position: int, entry: Entry, **changes: object) -> EntryCorrected:
    return EntryCorrected(
        happened_on=TODAY, position=position, reason=WHY, replacement=entry.model_copy(update=changes)
    )


def struck(position: int) -> EntryStruckOut:
    return EntryStruckOut(happened_on=TODAY, position=position, reason=WHY)


def confirmed(position: int) -> CorrectionConfirmed:
    return CorrectionConfirmed(happened_on=TODAY, position=position)


def together(file: ContractFile, *entries: Entry) -> ContractFile:
    """Record several entries in one append; the file that comes of it."""
    stage = Stage(UUID(int=1), file)
    at = datetime(2027, 1, 1, tzinfo=UTC)
    judge_together([Act("C-1", entry) for entry in entries], {"C-1": stage}, CLERK, acknowledge_all=True, at=at)
    return stage.file


def raised_on(file: ContractFile) -> date | None:
    return file.issues.by_id["ISS-001"].raised_on


# --- which version stands ----------------------------------------------------------------------------------------


def test_several_corrections_and_strike_outs_of_them_are_resolved_from_the_last_back() -> None:
    one, two, three = (date(2025, 2, day) for day in (1, 2, 3))
    story = given(RAISED, *(corrected(2, RAISED, happened_on=day) for day in (one, two, three)))

    stood = [raised_on(story.file)]
    for position in (4, 5, 6, 8, 3):  # the second, the third, the second back, out again, the first
        story = story.when(struck(position)).recorded()
        stood.append(raised_on(story.file))

    assert stood == [three, three, one, two, one, MARCH]


def test_a_correction_counts_from_its_confirmation_and_so_after_one_made_in_between() -> None:
    theirs, own = date(2025, 2, 1), date(2025, 2, 2)
    story = given(RAISED).when(corrected(2, RAISED, happened_on=theirs), account=COLLEAGUE).recorded()
    story = story.when(corrected(2, RAISED, happened_on=own)).recorded()
    assert raised_on(story.file) == own, "the first still waits"

    story = story.when(confirmed(3)).recorded()
    assert raised_on(story.file) == theirs
    assert raised_on(story.when(struck(5), account=CLERK).recorded().file) == own, "the confirmation was struck out"


def test_a_correction_is_confirmed_once() -> None:
    story = given(RAISED).when(corrected(2, RAISED, happened_on=TODAY), account=COLLEAGUE).when(confirmed(3)).recorded()

    story.when(confirmed(3)).refused("correction.confirmed-by-another", "confirmed at entry 4")


def test_the_other_party_does_not_confirm_a_correction() -> None:
    theirs = given(NOTE, account=PROVIDER).when(corrected(2, NOTE, words=Said("He rang.")), account=SECOND_CLERK)

    theirs.recorded().when(confirmed(3)).refused("correction.confirmed-by-another", "entered by the provider")
    theirs.when(confirmed(3), account=PROVIDER).recorded()


LEGAL = EntryReclassified(
    happened_on=MARCH, position=2, new_audience="legal", new_protection="legal-advice", reason=WHY,
    by=Actor(person="Lena Lawson", office="legal-services"),
)  # fmt: skip


def test_a_reclassified_entry_keeps_its_marks_through_a_correction_and_a_reinstatement() -> None:
    story = given(NOTE).when(LEGAL).recorded().when(corrected(2, NOTE, words=Said("He rang.")), account=COLLEAGUE)

    story = story.recorded().when(confirmed(4)).recorded().when(struck(2)).recorded().when(struck(6)).recorded()

    assert story.file.known[3].entry.audience == "legal"
    assert story.file.records.marks[2].audience == "legal"


def test_an_entry_that_was_struck_out_can_be_reclassified_for_its_words_are_still_on_record() -> None:
    given(NOTE, struck(2)).when(LEGAL).recorded().then(lambda file: file.records.marks[2].audience == "legal")
    given(NOTE).when(LEGAL.model_copy(update={"position": 9})).refused("entry.names-what-is-on-file", "no entry 9")


def test_a_file_is_opened_in_error_and_struck_out_when_nothing_else_on_it_stands() -> None:
    opened = ContractRegistered(happened_on=MARCH, reference="C-1", title="Home care")
    story = given(opened, NOTE)

    story.when(struck(1)).refused("correction.leaves-nothing-hanging", "strike out the others first")
    story.when(struck(2)).when(struck(1)).recorded().then(lambda file: file.agreement.contract is None)


# --- what a correction may say -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"happened_on": TODAY + timedelta(days=1)}, "replacement.happened_on: is after today"),
        ({"happened_on": date(1825, 3, 3)}, "replacement.happened_on: is before 1900"),
        ({"noted_on": TODAY + timedelta(days=1)}, "replacement.noted_on: is after today"),
        ({"standards": ("",)}, "replacement.standards.0"),
    ],
)
def test_a_correction_is_no_way_round_what_is_asked_of_an_entry(changes: dict[str, object], field: str) -> None:
    given(RAISED).when(corrected(2, RAISED, **changes)).refused("invalid", field)


# --- what must still stand ---------------------------------------------------------------------------------------


def test_what_relied_on_the_correction_before_must_stand_after_the_next() -> None:
    """Minutes of the meeting an entry was corrected to; the next correction takes it back to the first meeting."""
    moved = corrected(4, HELD, meeting="MTG-002")
    minutes = MINUTED.model_copy(update={"meeting": "MTG-002"})
    story = given(FIRST, SECOND, HELD, moved, minutes)

    story.when(corrected(4, HELD)).refused("correction.leaves-nothing-hanging", "entry 6 would no longer stand")
    story.when(struck(5)).refused("correction.leaves-nothing-hanging", "entry 6 would no longer stand")


def test_nothing_is_reinstated_that_a_later_entry_contradicts() -> None:
    called_off = MeetingCancelled(happened_on=date(2025, 3, 9), meeting="MTG-001")
    story = given(FIRST, HELD, struck(3), called_off)

    story.when(struck(4)).refused("correction.leaves-nothing-hanging", "entry 5 would no longer stand", "was held")


def test_a_confirmation_struck_out_leaves_nothing_hanging_either() -> None:
    moved = corrected(4, HELD, meeting="MTG-002")
    story = given(FIRST, SECOND, HELD).when(moved, account=COLLEAGUE).recorded().when(confirmed(5)).recorded()
    story = story.when(MINUTED.model_copy(update={"meeting": "MTG-002"})).recorded()

    story.when(struck(6)).refused("correction.leaves-nothing-hanging", "entry 7 would no longer stand")


def test_an_entry_is_not_moved_to_a_day_on_which_what_names_it_had_been_done() -> None:
    assigned = ActionAssigned(happened_on=MARCH, description=Said("Send the rota"), by=ANN)
    done = ActionCompleted(happened_on=date(2025, 3, 5), action="ACT-001", by=ANN)
    later = corrected(2, assigned, happened_on=date(2025, 3, 7))
    story = given(assigned, done)

    story.when(later).refused("correction.leaves-nothing-hanging", "entry 3 would no longer stand")


def test_a_correction_is_taken_with_its_consequences_mended_in_the_same_append() -> None:
    minutes = MINUTED.model_copy(update={"happened_on": date(2025, 3, 10)})
    file = given(FIRST, HELD, minutes).file
    moved = corrected(3, HELD, happened_on=date(2025, 3, 17))
    with pytest.raises(Refused, match="entry 4 would no longer stand"):
        together(file, moved)

    mended = together(file, moved, corrected(4, minutes, happened_on=date(2025, 3, 18)))

    meeting = mended.meetings.by_id["MTG-001"]
    assert (meeting.held_on, meeting.minutes[0].on) == (date(2025, 3, 17), date(2025, 3, 18))


def test_an_entry_told_before_it_was_raised_is_folded_all_the_same() -> None:
    told = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means="e-mail", by=ANN)

    story = given(RAISED, told).when(corrected(3, told, happened_on=date(2025, 2, 1)))

    story.departs_from("issue.told-after-noticed")
    early = fold(story.file.known, as_at=date(2025, 2, 15)).issues.by_id["ISS-001"]
    assert (early.raised, len(early.notified)) == (0, 1)


@settings(max_examples=examples(20), deadline=None, database=None)
@hypothesis.given(history=steps(longest=30))
def test_whatever_is_recorded_corrected_and_struck_out_every_entry_in_force_names_what_is_in_force(
    history: list[Step],
) -> None:
    for file in play(history):
        standing = [r for r in file.entries if not isinstance(r.entry, AMENDING)]
        hanging = [(r.position, what) for r in standing for what in file.dangling(r.entry)]
        assert hanging == []
        assert file == fold(file.known), "taken in one after another, or all at once"


@settings(max_examples=examples(20), deadline=None, database=None)
@hypothesis.given(history=steps(longest=30), days=st.integers(-70, 350))
def test_a_file_on_an_earlier_day_or_without_an_entry_is_what_folding_the_rest_anew_makes(
    history: list[Step], days: int
) -> None:
    for file in deque(play(history), maxlen=1):
        on = MARCH + timedelta(days=days)
        assert file.as_at(on) == fold(file.known, on)
        stood = unfolded(file.known)
        stood.entries = tuple(r for r in file.entries if r.entry.effective_on <= on)
        for recorded in stood.entries:
            stood.take(recorded)
        assert file.in_effect_on(on) == stood
        for left_out in (r for r in file.entries if not isinstance(r.entry, AMENDING)):
            others = [r for r in file.known if r.position != left_out.position]
            assert without(file, left_out.position) == fold(others)
