"""Stories of a case that no longer holds: a correction, a late entry or a dispute takes away what it rested on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ledger.entry import Entry, Recorded
from ledger.folding import fold
from ledger.subjects.issues import ProviderRepresentationsReceived
from ledger.subjects.people import RoleAppointmentEnded
from ledger.subjects.records import EntryCorrected, EntryStruckOut, NoteMade
from ledger.words import Said
from projections.alarms import Alarm, alarms, raised_since
from projections.view import FileView
from tests.story import PIA
from tests.worked_through import ENTRIES, at, told

AFTERWARDS = date(2025, 7, 14)
CORRECTED = EntryCorrected(
    happened_on=AFTERWARDS, position=at(told(), "assessed"), reason=Said("The figures were another contract's"),
    replacement=ENTRIES["assessed"].model_copy(update={"result": "remedied"}),
)  # fmt: skip


def raised(*later: Entry) -> list[Alarm]:
    entries = {f"later-{number}": entry for number, entry in enumerate(later)}
    return alarms(told(later=entries, recorded=dict.fromkeys(entries, AFTERWARDS)))


def test_a_case_to_which_nothing_was_added_late_raises_no_alarm() -> None:
    assert alarms(told()) == []


def test_a_correction_that_takes_away_the_right_and_a_condition_says_what_was_relied_on_then() -> None:
    found = {alarm.what.partition(" (")[0]: alarm for alarm in raised(CORRECTED)}

    assert {"the right under clause 31.1", "TC-13"} <= set(found)
    right = found["the right under clause 31.1"]
    assert "it was assessed on 2 May 2025: not remedied" in right.relied_on
    assert "it was assessed on 2 May 2025: remedied" in right.now
    assert right.act == at(told(), "decided")
    assert "is no longer shown for the termination authorised on 18 June 2025" in right.sentence
    assert at(told(), "assessed") in right.entries


def test_a_dispute_after_the_decision_is_put_before_legal_services() -> None:
    disputed = ProviderRepresentationsReceived(
        happened_on=date(2025, 4, 16), by=PIA, answers=1, notice="NOT-001", stance="disputes",
        words=Said("Every visit was made"),
    )  # fmt: skip

    assert "TC-10" in {alarm.what[:5] for alarm in raised(disputed)}


def test_a_dispute_made_after_the_decision_of_what_it_rests_on_is_an_alarm_too() -> None:
    def disputed(notice: str) -> ProviderRepresentationsReceived:
        return ProviderRepresentationsReceived(
            happened_on=AFTERWARDS, by=PIA, answers=at(told(), "registered"), notice=notice, stance="disputes",
            words=Said("Every visit was made"),
        )  # fmt: skip

    [alarm] = [alarm for alarm in raised(disputed("NOT-001")) if alarm.what.startswith("TC-10")]
    assert "Since the act of 18 June 2025 the provider has disputed this: on 14 July 2025" in alarm.now
    assert raised(disputed("NOT-002")) == []


def test_each_alarm_has_an_id_of_its_own() -> None:
    """One entry takes the same condition away from a case judged for several acts (RFC 4287, 4.2.6)."""
    again = ENTRIES["decided"].model_copy(update={"happened_on": date(2025, 6, 19)})
    entries = {"again": again, "later": CORRECTED}
    found = alarms(told(later=entries, recorded={"later": AFTERWARDS}))

    assert len({alarm.act for alarm in found}) > 1
    assert len({alarm.id for alarm in found}) == len(found)


def test_a_late_entry_that_leaves_an_office_vacant_is_an_alarm_and_one_that_changes_nothing_is_none() -> None:
    vacated = RoleAppointmentEnded(happened_on=date(2025, 4, 1), office="lead-officer", last_day=date(2025, 4, 1))
    note = NoteMade(happened_on=date(2025, 4, 1), words=Said("A call"))

    assert "TC-01" in {alarm.what[:5] for alarm in raised(vacated)}
    assert raised(note) == []


def test_what_comes_after_the_last_step_of_the_case_takes_nothing_away_from_it() -> None:
    """The case rests on what had come about by then; what comes later is judged when the next step is taken."""
    decided = ENTRIES["decided"].happened_on
    before, after = (
        RoleAppointmentEnded(happened_on=day, office="lead-officer", last_day=day)
        for day in (decided - timedelta(days=1), decided + timedelta(days=1))
    )

    assert "TC-01" in {alarm.what[:5] for alarm in raised(before)}
    assert raised(after) == []


def test_an_alarm_stays_when_what_raised_it_is_undone() -> None:
    """It says what happened to the case on that day; that it was mended is a later entry."""
    first = raised(CORRECTED)
    again = raised(CORRECTED, EntryStruckOut(happened_on=AFTERWARDS, position=first[0].position, reason=Said("Wrong")))

    assert [alarm.id for alarm in again] == [alarm.id for alarm in first]


def test_taken_in_one_by_one_the_same_alarms_are_raised() -> None:
    """What is stored as entries come in, and what a rebuild works out, cannot differ."""
    view = told(later={"corrected-later": CORRECTED}, recorded={"corrected-later": AFTERWARDS})
    known = view.file.known
    live: list[Alarm] = []
    for size in range(1, len(known) + 1):
        live += raised_since(prefix(view, known, size - 1), prefix(view, known, size))

    assert live == alarms(view)
    assert live


def prefix(view: FileView, known: tuple[Recorded, ...], size: int) -> FileView:
    return replace(view, file=fold(known[:size]))


def test_it_is_dated_by_when_the_entry_was_recorded() -> None:
    assert {alarm.recorded_at for alarm in raised(CORRECTED)} == {datetime(2025, 7, 14, 12, tzinfo=UTC)}
