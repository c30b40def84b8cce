"""Judging an entry: contradictions are refused, corrections keep their limits, departures are acknowledged."""

from datetime import date, timedelta

import pytest

from ledger.entry import Actor
from ledger.folding import fold
from ledger.refusals import Invalid
from ledger.rules import Acknowledgement
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, IssueReopened, IssueResolved
from ledger.subjects.meetings import Attendee, MeetingHeld, MeetingMinutesRecorded, MeetingScheduled
from ledger.subjects.records import (
    ConsultationRecorded,
    CorrectionConfirmed,
    DepartureAuthorised,
    DepartureRatified,
    EntryCorrected,
    EntryReclassified,
    EntryStruckOut,
    LedgerOpened,
    NoteMade,
)
from ledger.submission import check_submitted
from ledger.words import Said
from tests.story import ANN, CLERK, COLLEAGUE, COUNTY, PROVIDER, TODAY, given
from tests.subjects import test_outcomes as outcomes

MARCH = date(2025, 3, 3)
RAISED = IssueRaised(happened_on=MARCH, nature=Said("Visits missed"), standards=("S1",), by=ANN)
TOLD = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means="e-mail", by=ANN)
WHY = Said("wrong day")


def corrected(entry: IssueRaised, position: int = 2) -> EntryCorrected:
    return EntryCorrected(happened_on=TODAY, position=position, reason=WHY, replacement=entry)


def struck(position: int) -> EntryStruckOut:
    return EntryStruckOut(happened_on=TODAY, position=position, reason=WHY)


def test_what_has_not_happened_yet_is_not_recorded() -> None:
    later = RAISED.model_copy(update={"happened_on": TODAY + timedelta(days=1)})

    given().when(later).refused("invalid", "happened_on", "20 November 2026")


def test_an_entry_names_only_what_is_on_its_file_and_hears_what_is_there() -> None:
    given(RAISED).when(TOLD.model_copy(update={"issue": "ISS-009"})).refused(
        "entry.names-what-is-on-file", "no issue ISS-009", "ISS-001"
    )


def test_evidence_is_cited_by_the_number_of_an_entry_there_is() -> None:
    given(RAISED).when(RAISED.model_copy(update={"evidence": (2, 77)})).refused("entry.names-what-is-on-file", "77")


def test_text_over_the_limit_is_refused_with_the_limit() -> None:
    given().when(RAISED.model_copy(update={"nature": Said("x" * 20_001)})).refused("invalid", "20,000", "nature")


def test_a_list_over_its_limit_is_refused() -> None:
    given().when(RAISED.model_copy(update={"standards": tuple("S" * 21)})).refused("invalid", "standards", "20")


def test_an_empty_note_is_refused_and_every_fault_is_named_together() -> None:
    empty = RAISED.model_copy(update={"nature": Said("  "), "standards": ("",)})

    given().when(empty).refused("invalid", "nature", "standards.0")


@pytest.mark.parametrize("words", [".", " - ", "…", "?!", "()"])
def test_words_without_a_letter_or_a_digit_say_nothing_and_close_no_duty(words: str) -> None:
    """CPC307-A6: how outcomes are reached is said in words, and a full stop is none."""
    how = outcomes.RECOMMENDED.model_copy(update={"how_reached": Said(words)})
    why = Acknowledgement(rule="issue.told-at-once", reason=Said(words))

    given(*outcomes.BEFORE[:3]).when(how).refused("invalid", "how_reached", "says nothing")
    with pytest.raises(Invalid, match=r"departures\.0\.reason"):
        check_submitted(RAISED, TODAY, departures=[why])


@pytest.mark.parametrize("words", ["x", "7", "✓", "無", "£", "50%"])
def test_a_letter_a_digit_or_a_sign_says_something(words: str) -> None:
    given().when(RAISED.model_copy(update={"nature": Said(words)})).recorded()


def test_an_authority_entry_does_not_go_on_a_contract_file() -> None:
    opened = LedgerOpened(happened_on=MARCH, authority="A", origin="a.example/b", clock="real")

    given(RAISED).when(opened).refused("entry.on-its-file")


def test_ids_are_never_given_twice_even_when_what_they_named_was_struck_out() -> None:
    story = given(RAISED, struck(2), RAISED)

    assert story.last is not None
    assert story.last.given_id == "ISS-002"


def test_a_correction_replaces_the_entry_and_keeps_its_id_and_place() -> None:
    earlier = RAISED.model_copy(update={"happened_on": date(2025, 2, 1)})

    file = given(RAISED, corrected(earlier)).file

    entry = file.at(2)
    assert entry is not None
    assert entry.corrected_at == 3
    assert entry.given_id == "ISS-001"
    assert file.issues.by_id["ISS-001"].raised_on == date(2025, 2, 1)
    assert file.known[1].entry.happened_on == MARCH


def test_the_latest_correction_counts_and_striking_it_out_brings_back_the_one_before() -> None:
    first, second = (RAISED.model_copy(update={"happened_on": date(2025, 2, d)}) for d in (1, 2))
    story = given(RAISED, corrected(first), corrected(second))

    assert story.file.issues.by_id["ISS-001"].raised_on == date(2025, 2, 2)
    assert story.when(struck(4)).file.issues.by_id["ISS-001"].raised_on == date(2025, 2, 1)


def test_striking_out_a_strike_out_reinstates() -> None:
    story = given(RAISED, struck(2))
    assert "ISS-001" not in story.file.ids

    assert "ISS-001" in story.when(struck(3)).file.ids


def test_the_correction_is_in_the_view_of_the_day_it_corrects_though_it_was_made_later() -> None:
    earlier = RAISED.model_copy(update={"happened_on": date(2025, 2, 1)})
    known = given(RAISED, corrected(earlier)).file.known

    assert fold(known, as_at=date(2025, 2, 2)).issues.by_id["ISS-001"].raised_on == date(2025, 2, 1)


@pytest.mark.parametrize(
    ("change", "rule", "word"),
    [
        ({"by": Actor(person="Bob Bell", office="lead-officer")}, "correction.leaves-marks-and-actor", "by differs"),
        ({"audience": "shared"}, "correction.leaves-marks-and-actor", "entry-reclassified"),
        ({"protection": "confidential"}, "correction.leaves-marks-and-actor", "protection"),
    ],
)
def test_a_correction_changes_neither_who_did_it_nor_its_marks(change: dict[str, object], rule: str, word: str) -> None:
    given(RAISED).when(corrected(RAISED.model_copy(update=change))).refused(rule, word)


@pytest.mark.parametrize("mark", [{"audience": "legal"}, {"protection": "legal-advice"}, {"named": ("a",)}])
def test_marks_sent_with_a_correction_or_strike_out_are_not_dropped_in_silence(mark: dict[str, object]) -> None:
    for amendment in (struck(2), corrected(RAISED)):
        sent = type(amendment).model_validate({**dict(amendment), **mark})
        given(RAISED).when(sent).refused("correction.leaves-marks-and-actor", "entry-reclassified")


def test_marks_sent_with_a_strike_out_that_are_the_entrys_own_are_taken() -> None:
    raised = RAISED.model_copy(update={"audience": "legal", "protection": "legal-advice"})
    sent = struck(2).model_copy(update={"audience": "legal"})

    assert given(raised).when(sent).file.known[-1].entry.protection == "legal-advice"


def test_a_correction_is_of_the_same_kind() -> None:
    other = EntryCorrected(happened_on=TODAY, position=2, reason=WHY, replacement=TOLD)

    given(RAISED).when(other).refused("correction.of-an-entry", "issue-raised/1")


def test_a_correction_names_the_original_never_a_correction() -> None:
    again = EntryCorrected(happened_on=TODAY, position=3, reason=WHY, replacement=corrected(RAISED))

    given(RAISED, corrected(RAISED)).when(again).refused("correction.of-an-entry", "itself a correction")


def test_what_was_struck_out_cannot_be_corrected() -> None:
    given(RAISED, struck(2)).when(corrected(RAISED)).refused("correction.of-an-entry", "struck out at entry 3")


def test_a_correction_is_judged_by_the_rules_of_the_entry_it_makes() -> None:
    late = TOLD.model_copy(update={"happened_on": date(2025, 4, 3)})
    change = EntryCorrected(happened_on=TODAY, position=3, reason=WHY, replacement=late)

    given(RAISED, TOLD).when(change, acknowledge_all=False).asked("issue.told-at-once")
    given(RAISED, TOLD).when(change).departs_from("issue.told-at-once")


def test_nothing_may_be_left_hanging_and_what_would_be_is_named() -> None:
    given(RAISED, TOLD).when(struck(2)).refused(
        "correction.leaves-nothing-hanging",
        "entry 3 would no longer stand: issue: issue ISS-001 is struck out; correct or strike out entry 3 first",
    )


def test_an_entry_that_cites_one_struck_out_is_told_so_and_not_that_there_is_none() -> None:
    """HCC-10.1-d: there is an entry 2; what rests on it is to be mended before it goes."""
    again = IssueReopened(happened_on=TODAY, issue="ISS-001", reason=Said("Again"), evidence=(3,))
    shown = ContactLogged(
        happened_on=MARCH, direction="to-provider", means="call", summary=Said("Missed again"), by=ANN
    )
    resolved = IssueResolved(happened_on=MARCH, issue="ISS-001")
    story = given(RAISED, shown, resolved)

    story.when(again).recorded().when(struck(3)).refused(
        "correction.leaves-nothing-hanging",
        "entry 5 would no longer stand: evidence.0: entry 3 is struck out; correct or strike out entry 5 first",
    )
    story.when(struck(3)).recorded().when(again).refused(
        "entry.names-what-is-on-file", "evidence.0: entry 3 is struck out"
    )


def test_a_meeting_whose_minutes_are_on_file_cannot_be_struck_out_under_them() -> None:
    scheduled = MeetingScheduled(happened_on=MARCH, planned_for=date(2025, 3, 10))
    held = MeetingHeld(happened_on=date(2025, 3, 10), meeting="MTG-001", by=ANN)
    minutes = MeetingMinutesRecorded(happened_on=date(2025, 3, 12), meeting="MTG-001", by=ANN)

    given(scheduled, held, minutes).when(struck(3)).refused(
        "correction.leaves-nothing-hanging", "entry 4 would no longer stand"
    )


def test_a_replacement_begins_what_the_entry_began() -> None:
    scheduled = MeetingScheduled(happened_on=MARCH, planned_for=date(2025, 3, 10))
    held = MeetingHeld(happened_on=date(2025, 3, 10), meeting="MTG-001", by=ANN)
    adrift = EntryCorrected(
        happened_on=TODAY, position=3, reason=WHY, replacement=held.model_copy(update={"meeting": None})
    )

    given(scheduled, held).when(adrift).refused("correction.of-an-entry", "begin")


def test_a_correction_is_judged_without_the_entry_it_corrects_though_there_are_later_ones() -> None:
    on_time = TOLD.model_copy(update={"happened_on": date(2025, 3, 4)})
    late = TOLD.model_copy(update={"happened_on": date(2025, 4, 3)})
    change = EntryCorrected(happened_on=TODAY, position=3, reason=WHY, replacement=late)
    later = NoteMade(happened_on=date(2025, 6, 1), words=Said("later"))

    given(RAISED, on_time, later).when(change).departs_from("issue.told-at-once")


def test_who_could_read_an_entry_can_read_its_correction() -> None:
    on_time = TOLD.model_copy(update={"happened_on": date(2025, 3, 4)})
    change = EntryCorrected(happened_on=TODAY, position=3, reason=WHY, replacement=on_time)
    story = given(RAISED, TOLD).when(change).recorded()

    assert story.last is not None
    assert (TOLD.audience, story.last.entry.audience) == ("shared", "shared")


def test_what_another_person_entered_waits_for_a_second_person() -> None:
    story = given(RAISED).when(struck(2), account=COLLEAGUE).recorded()
    assert "ISS-001" in story.file.ids, "it waits"

    confirm = CorrectionConfirmed(happened_on=TODAY, position=3)
    story.when(confirm, account=COLLEAGUE).refused("correction.confirmed-by-another", "second person")
    assert "ISS-001" not in story.when(confirm, account=CLERK).recorded().file.ids


def test_ones_own_entry_waits_once_something_cites_it() -> None:
    story = given(RAISED, TOLD).when(corrected(RAISED)).recorded()

    assert story.last is not None
    assert "entry 3 cites entry 2" in str(getattr(story.last.entry, "waiting", ""))


def test_what_the_other_party_entered_is_answered_never_struck_out() -> None:
    theirs = given(NoteMade(happened_on=MARCH, words=Said("We did visit.")), account=PROVIDER)

    theirs.when(struck(2)).refused("correction.not-of-the-other-party", "answer it")


def test_a_departure_is_asked_about_before_it_is_recorded() -> None:
    late = TOLD.model_copy(update={"happened_on": date(2025, 4, 3)})

    given(RAISED).when(late, acknowledge_all=False).asked("issue.told-at-once")
    given(RAISED).when(late, acknowledge_all=False, acknowledging=("issue.told-at-once",)).departs_from(
        "issue.told-at-once"
    )


def test_advice_is_recorded_without_asking() -> None:
    unsaid = RAISED.model_copy(update={"standards": ()})

    given().when(unsaid, acknowledge_all=False).departs_from("issue.cites-standard")


def test_what_was_not_departed_from_is_not_acknowledged() -> None:
    given(RAISED).when(TOLD, acknowledging=("issue.told-at-once",)).refused("departure.acknowledged-as-found")


def test_the_authorisation_cited_is_for_the_rule_departed_from() -> None:
    other = DepartureAuthorised(
        happened_on=MARCH, rule="meeting.lead-officer-chairs", what_for=Said("x"), reason=Said("y"), by=ANN
    )  # fmt: skip
    late = TOLD.model_copy(update={"happened_on": date(2025, 4, 3)})
    cited = Acknowledgement(rule="issue.told-at-once", authorisation="AUT-001")

    given(RAISED, other).when(late, acknowledging=(cited,)).refused(
        "departure.authorisation-fits", "meeting.lead-officer-chairs"
    )


def test_an_office_goes_by_the_name_the_procedure_has_for_it() -> None:
    """Section H, N-07: Contract, Contracts and Contact Support Officer are one office."""
    alias = Actor(person="Sam Sallow", office="contracts-support-officer")
    consulted = ConsultationRecorded(happened_on=MARCH, subject="notice", consulted=alias, by=ANN)
    theirs = alias.model_copy(update={"party": "provider"})
    met = MeetingHeld(happened_on=MARCH, attendees=(Attendee(**dict(alias)),), chair=theirs, by=ANN)

    file = given(consulted, met).file

    assert [held.consulted.office for held in file.records.consultations] == ["contract-support-officer"]
    meeting = file.meetings.by_id["MTG-001"]
    assert (meeting.present[0].office, meeting.chair) == ("contract-support-officer", theirs)


def test_marks_are_changed_by_legal_services() -> None:
    change = EntryReclassified(
        happened_on=MARCH,
        position=2,
        new_audience="legal",
        new_protection="legal-advice",
        reason=Said("advice"),
        by=ANN,
    )
    legal = change.model_copy(update={"by": Actor(person="Lena Law", office="legal-services")})

    given(RAISED).when(change).departs_from("marks.changed-by-legal-services")
    given(RAISED).when(legal).keeps("marks.changed-by-legal-services")
    ratified = DepartureRatified(
        happened_on=date(2026, 6, 1), position=3, rule="marks.changed-by-legal-services", reason=Said("So it is"),
        by=COUNTY,
    )  # fmt: skip
    given(RAISED).when(change).when(ratified).departs_from("departure.from-what-can-be-lifted")


def test_a_correction_that_waits_is_checked_again_when_it_is_confirmed() -> None:
    """What was recorded in between, relying on the entry as it was, still has to stand."""
    planned = MeetingScheduled(happened_on=MARCH, planned_for=date(2025, 3, 10))
    held = MeetingHeld(happened_on=date(2025, 3, 10), meeting="MTG-001", by=ANN)
    story = given(planned, held).when(struck(3), account=COLLEAGUE).recorded()
    minuted = story.when(MeetingMinutesRecorded(happened_on=date(2025, 3, 12), meeting="MTG-001", by=ANN)).recorded()

    minuted.when(CorrectionConfirmed(happened_on=TODAY, position=4)).refused(
        "correction.leaves-nothing-hanging", "entry 5 would no longer stand"
    )


def test_a_strike_out_that_waits_does_not_stand_in_the_way_of_other_corrections() -> None:
    note = NoteMade(happened_on=MARCH, words=Said("a note"))
    waiting = given(RAISED, note).when(struck(2), account=COLLEAGUE).recorded().when(TOLD).recorded()
    mended = note.model_copy(update={"words": Said("a better note")})

    waiting.when(EntryCorrected(happened_on=TODAY, position=3, reason=WHY, replacement=mended)).recorded()


def test_a_corrected_entry_stands_by_what_was_on_file_when_it_was_corrected() -> None:
    """Minutes corrected to another meeting, held by an entry recorded after them, still stand when that one changes."""
    first, second = (MeetingScheduled(happened_on=MARCH, planned_for=date(2025, 3, d)) for d in (10, 11))
    held = MeetingHeld(happened_on=date(2025, 3, 10), meeting="MTG-001", by=ANN)
    minutes = MeetingMinutesRecorded(happened_on=date(2025, 3, 12), meeting="MTG-001", by=ANN)
    other = held.model_copy(update={"happened_on": date(2025, 3, 11), "meeting": "MTG-002"})
    moved = EntryCorrected(
        happened_on=TODAY, position=5, reason=WHY, replacement=minutes.model_copy(update={"meeting": "MTG-002"})
    )
    chaired = EntryCorrected(
        happened_on=TODAY, position=6, reason=WHY, replacement=other.model_copy(update={"note_taker": ANN})
    )

    given(first, second, held, minutes, other, moved).when(chaired).recorded()
