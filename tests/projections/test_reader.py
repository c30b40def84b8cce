"""Answers: from stored rows, or folded on demand, and never behind what the caller has just recorded."""

from datetime import date, timedelta
from typing import Any

import pytest

from api.people import Person
from api.seen import eyes_of
from ledger.book import Book
from ledger.refusals import NotOnFile, Quarantined
from ledger.store.database import Database
from ledger.store.writes import FileWrite
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised
from ledger.subjects.records import EntryCorrected, NoteMade
from ledger.words import Said
from projections.answering.answers import BadCursor, ContractFilters, DutyFilters, DutyHere, NotReady
from projections.answering.reader import Reader
from projections.duties.due import duties
from projections.duties.how_late import turn
from projections.failings.failings import failings
from projections.read_models.engine import Projector
from projections.status.status import status
from projections.timeline.line import Filters, Line, chronological
from projections.timeline.timeline import lines
from tests.histories import FIRST, Step, Told
from tests.projections.conftest import Seal
from tests.projections.test_engine import UNREADABLE
from tests.story import ANN, CLERK

pytestmark = pytest.mark.read_models

NOBODY = Person("n.body", "Nora Body", frozenset({"officer"}))

HISTORY = (
    Step("lead", 0), Step("commenced", 28), Step("issue", 60), Step("told", 80), Step("note", 61), Step("served", 100),
    Step("held", 120), Step("supplemented", 130, which=3), Step("struck", 140, which=5),
)  # fmt: skip


@pytest.fixture
def stored(told: Told, database: Database, seal: Seal) -> Told:
    """Two contracts, one with a history, all taken in by the projector."""
    told.open("C-1")
    told.open("C-2")
    for step in HISTORY:
        told.record("C-1", step)
    seal()
    Projector(database).catch_up()
    return told


def test_stored_rows_and_the_file_folded_on_demand_answer_the_same(stored: Told, reader: Reader) -> None:
    view = reader.view("C-1").value

    assert reader.status("C-1").basis.stored
    assert not reader.view("C-1").basis.stored
    assert reader.status("C-1").value == status(view)
    assert list(reader.timeline("C-1").items) == chronological(lines(view))
    assert reader.failings("C-1").value == failings(view)
    assert [held.duty.id for held in reader.duties("C-1").value] == [
        duty.id for duty in _arisen(duties(view), stored.book.today())
    ]


def _arisen(found: list[Any], today: date) -> list[Any]:
    rank = {True: 0, False: 1}
    late = timedelta(days=14)
    open_now = [duty for duty in found if duty.since <= today]

    def key(duty: Any) -> tuple[int, int, date, tuple[int, str]]:
        overdue = duty.due_on is not None and duty.due_on < today
        coming = duty.due_on is not None and duty.due_on > today + late
        return rank[overdue], int(coming), duty.due_on or duty.since, turn(duty)

    return sorted(open_now, key=key)


def test_what_was_just_recorded_is_read_back_at_once(stored: Told, reader: Reader, seal: Seal) -> None:
    stored.record("C-1", Step("issue", 200))

    for sealed in (False, True):
        answer = reader.status("C-1")
        assert (len(answer.value.issues), answer.basis.stored, answer.basis.position) == (2, False, 11)
        assert "ISS-002: issue raised: Visits missed" in [line.sentence for line in reader.timeline("C-1").items]
        assert len(reader.failings("C-1").value) == 2
        [listed] = reader.contracts(ContractFilters(words="c-1")).items
        assert listed.status.position == 11
        newest = reader.history(limit=1).items[0]
        assert (newest.reference, newest.line.position) == ("C-1", 11)
        assert (newest.line.index is not None) == sealed
        seal()
    assert reader.status("C-2").basis.stored


def test_a_list_has_of_each_status_what_lists_show_and_all_of_it_where_that_is_asked_for(
    stored: Told, reader: Reader
) -> None:
    listed = {one.status.reference: one for one in reader.contracts(whole=True, with_duties=True).items}

    assert list(listed) == ["C-1", "C-2"]
    for reference, one in listed.items():
        alone = reader.status(reference).value
        assert one.whole == alone
        assert alone.kept.officers
        [short] = [short.status for short in reader.contracts().items if short.status.reference == reference]
        assert short.model_dump() == alone.model_dump(exclude={"kept"})
        few = {found.status.reference: found.status for found in reader.contracts(only=("title",)).items}[reference]
        told = few.model_dump(exclude_defaults=True)
        assert told.items() <= alone.model_dump(exclude_defaults=True).items()
        assert told.keys() == {"file_id", "reference", "position", "title"}
        states = [due.state for due in reader.duties(reference).value]
        assert one.duties == (states.count("overdue"), states.count("due"))


def test_a_day_in_the_past_is_answered_by_the_same_functions_over_less(stored: Told, reader: Reader) -> None:
    day = FIRST + timedelta(days=70)
    then = reader.status("C-1", as_at=day)

    assert (then.basis.as_at, then.basis.stored) == (day, False)
    assert [issue.first_told for issue in then.value.issues] == [None]
    assert {line.happened_on <= day for line in reader.timeline("C-1", as_at=day).items} == {True}
    assert reader.failings("C-1", as_at=day).value[0].open


def test_what_was_known_then_does_not_change_with_what_is_recorded_later(
    stored: Told, reader: Reader, seal: Seal
) -> None:
    known = stored.book.store.log_size()
    before = [line.sentence for line in reader.timeline("C-1", known=known).items]
    replacement = IssueRaised(happened_on=date(2025, 3, 7), nature=Said("Visits late"), by=ANN)
    wrong = Said("misheard")
    correction = EntryCorrected(happened_on=date(2025, 9, 1), position=4, reason=wrong, replacement=replacement)
    stored.book.record("C-1", correction, CLERK, recorded_at=stored.at, acknowledge_all=True)
    seal()

    assert [line.sentence for line in reader.timeline("C-1", known=known).items] == before
    assert len(reader.timeline("C-1").items) == len(before) + 1
    assert reader.status("C-1", known=known).basis.known == known
    with pytest.raises(NotOnFile):
        reader.status("C-1", known=1)


def test_a_contract_there_is_not_is_not_on_file(stored: Told, reader: Reader) -> None:
    for ask in (reader.status, reader.timeline, reader.failings, reader.duties, reader.readiness, reader.view):
        with pytest.raises(NotOnFile):
            ask("C-9")


@pytest.mark.parametrize("sealed", [True, False], ids=["stored", "on demand"])
@pytest.mark.parametrize("order", ["happened", "recorded"])
@pytest.mark.parametrize("newest_first", [False, True])
def test_pages_of_a_timeline_follow_one_another_without_gap(
    stored: Told, reader: Reader, sealed: bool, order: Any, newest_first: bool
) -> None:
    if not sealed:
        stored.record("C-1", Step("note", 62))
    whole = reader.timeline("C-1", order=order, newest_first=newest_first)
    assert whole.basis.stored is sealed
    assert whole.next is None

    found: list[Line] = []
    cursor = None
    while True:
        page = reader.timeline("C-1", order=order, newest_first=newest_first, after=cursor, limit=3)
        assert len(page.items) <= 3
        found += page.items
        cursor = page.next
        if cursor is None:
            break
    assert tuple(found) == whole.items
    keys = [(line.happened_on, line.position) if order == "happened" else line.position for line in found]
    assert keys == sorted(keys, reverse=newest_first)


def test_a_cursor_of_nobodys_is_refused(stored: Told, reader: Reader) -> None:
    of_another_order = reader.timeline("C-1", order="recorded", limit=1).next
    for cursor in ("", "x", "WzFd", "bm90IGpzb24", "W10", "WyIyMDI1LTAxLTAxIiwgMSwgMl0", of_another_order):
        with pytest.raises(BadCursor):
            reader.timeline("C-1", after=cursor)
        with pytest.raises(BadCursor):
            reader.contracts(after=cursor)
    with pytest.raises(BadCursor):
        reader.history(after="W3RydWVd")


@pytest.mark.parametrize("stored_rows", [True, False], ids=["stored", "on demand"])
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("visit missed", ["C-1/4"]),  # by their stem, in any order
        ('"missed visits"', []),
        ("scheduler or visits", ["C-1/4", "C-1/6", "C-2/2"]),
        ("rang", ["C-1/6", "C-2/2"]),
        ("ISS-001", ["C-1/4", "C-1/5", "C-1/7"]),
        ("why", ["C-2/2"]),  # no word is too common to be found
        ("rang -why", ["C-1/6"]),
        ("Plattdeutsch", []),
        ('"no standard is cited"', ["C-1/4"]),  # what was found of a departure
        ("' ; drop table", []),
    ],
)
def test_words_are_found_alike_in_stored_lines_and_others(
    stored: Told, reader: Reader, seal: Seal, database: Database, stored_rows: bool, words: str, found: list[str]
) -> None:
    note = NoteMade(happened_on=date(2025, 6, 2), words=Said("The scheduler rang; it was not said why"))
    stored.book.record("C-2", note, CLERK, recorded_at=stored.at)
    if stored_rows:
        seal()
        Projector(database).catch_up()
    pages = {ref: reader.timeline(ref, Filters(words=words)) for ref in ("C-1", "C-2")}

    assert pages["C-2"].basis.stored is stored_rows
    shown = [f"{ref}/{line.position}" for ref, page in pages.items() for line in page.items]
    assert shown == found
    assert {f"{h.reference}/{h.line.position}" for h in reader.history(Filters(words=words)).items} == set(found)


def test_lines_are_filtered_alike_in_stored_rows_and_others(stored: Told, reader: Reader) -> None:
    filters = (
        Filters(kinds=("note-made", "issue-raised")), Filters(party="provider"), Filters(since=date(2025, 4, 1)),
        Filters(until=date(2025, 4, 1)), Filters(audiences=("shared",)), Filters(struck=False),
        Filters(audiences=("internal",), account="ann", kinds=("issue-raised",)), Filters(departures=True),
    )  # fmt: skip
    before = [reader.timeline("C-1", wanted) for wanted in filters]
    stored.book.record(
        "C-1", IssueNotifiedToProvider(happened_on=date(2024, 12, 1), issue="ISS-001", means="letter", by=ANN),
        CLERK, recorded_at=stored.at, acknowledge_all=True,
    )  # fmt: skip
    after = [reader.timeline("C-1", wanted) for wanted in filters]

    assert 0 < len(before[-1].items) < 10
    assert all(line.departures for line in before[-1].items)
    assert all(page.basis.stored for page in before)
    assert not any(page.basis.stored for page in after)
    for was, now in zip(before, after, strict=True):
        assert [line.position for line in now.items if line.position <= 10] == [line.position for line in was.items]


def test_entries_of_a_kind_are_counted_stored_or_not_and_as_they_may_be_seen(
    stored: Told, reader: Reader, seal: Seal, database: Database
) -> None:
    notes, nobody = Filters(kinds=("note-made",), struck=False), eyes_of(NOBODY, stored.book.today)
    privileged = NoteMade(happened_on=date(2025, 6, 2), words=Said("Counsel"), protection="legal-advice")
    before = reader.how_many(notes)

    assert before == len(reader.history(notes).items)
    for number in range(120):
        note = NoteMade(happened_on=date(2025, 6, 2), words=Said(f"Note {number}"))
        stored.book.record("C-2", note, CLERK, recorded_at=stored.at)
    stored.book.record("C-2", privileged, CLERK, recorded_at=stored.at, acknowledge_all=True)
    on_demand = reader.how_many(notes), reader.how_many(notes, nobody)
    seal()
    Projector(database).catch_up()
    assert on_demand == (reader.how_many(notes), reader.how_many(notes, nobody)) == (before + 121, before + 120)


def test_contracts_are_listed_sorted_found_and_paged(
    told: Told, reader: Reader, seal: Seal, database: Database
) -> None:
    for number in range(7):
        told.open(f"L-{number}")
    told.record("L-3", Step("issue", 40))
    told.record("L-3", Step("lead", 40, which=1))
    seal()
    Projector(database).catch_up()
    told.open("L-7")  # not sealed: folded on demand, and in its place all the same

    def listed(**wanted: Any) -> list[str]:
        found, cursor = [], None
        while True:
            page = reader.contracts(ContractFilters(**wanted), after=cursor, limit=3)
            found += [held.status.reference for held in page.items]
            cursor = page.next
            if cursor is None:
                return found

    everything = [f"L-{number}" for number in range(8)]
    assert listed() == everything
    assert listed(sort="last-recorded") == ["L-7", "L-3", "L-6", "L-5", "L-4", "L-2", "L-1", "L-0"]
    assert listed(sort="open-issues") == ["L-3", *(ref for ref in everything if ref != "L-3")]
    for sort in ("title", "end-date"):
        assert listed(sort=sort) == everything
    assert listed(words="l-5") == ["L-5"]
    assert listed(words="HOME care") == everything
    assert listed(provider="care ltd", lead="birch") == ["L-3"]
    assert listed(with_open_issues=True) == ["L-3"]
    assert listed(without_locality=True) == everything
    assert listed(stage="live") == everything
    assert listed(stage="ended") == listed(stage="not-commenced") == listed(stage="not-known") == []
    assert listed(unit="nobody's") == listed(quarantined=True) == []
    assert listed(words="%") == []


def test_history_is_the_newest_first_across_contracts(stored: Told, reader: Reader) -> None:
    found, cursor = [], None
    while True:
        page = reader.history(after=cursor, limit=5)
        found += [held.line.index for held in page.items]
        cursor = page.next
        if cursor is None:
            break
    size = stored.book.store.log_size()
    assert found == [*range(size - 1, -1, -1)]
    assert page.basis.log_size == size


def test_what_is_due_is_listed_across_contracts(stored: Told, reader: Reader) -> None:
    stored.open("C-3")  # not taken in yet
    everything = reader.due(limit=1000).items
    found: list[DutyHere] = []
    cursor = None
    while True:
        page = reader.due(after=cursor, limit=4)
        found += page.items
        cursor = page.next
        if cursor is None:
            break

    assert tuple(found) == everything
    assert {held.reference for held in everything} == {"C-1", "C-2", "C-3"}
    for reference in ("C-1", "C-2", "C-3"):
        own = {held.due.duty.id for held in everything if held.reference == reference}
        assert own == {held.duty.id for held in reader.duties(reference).value}
    persons = {held.due.person for held in everything if held.due.person}
    for person in persons:
        shown = reader.due(DutyFilters(person=person), limit=1000).items
        assert shown == tuple(held for held in everything if held.due.person == person)
    overdue = reader.due(DutyFilters(overdue=True), limit=1000).items
    assert overdue == tuple(held for held in everything if held.due.state == "overdue")
    office = reader.due(DutyFilters(office="lead-officer"), limit=1000).items
    assert office == tuple(held for held in everything if held.due.duty.office == "lead-officer")


def test_readiness_is_judged_on_the_day_it_is_asked_for(stored: Told, reader: Reader) -> None:
    day = date(2025, 6, 2)

    assert reader.readiness("C-1", as_at=day).value.on == day
    assert reader.readiness("C-1").value.on == stored.book.today()
    assert not reader.readiness("C-1").basis.stored


@pytest.mark.read_models(there=False)
def test_before_anything_is_built_one_file_is_read_and_lists_say_that_they_are_not_ready(
    told: Told, reader: Reader
) -> None:
    told.open("C-1")

    assert reader.status("C-1").value.reference == "C-1"
    for ask in (reader.contracts, reader.history, reader.due):
        with pytest.raises(NotReady):
            ask()


def test_of_a_file_set_aside_only_what_can_be_read_is_shown(
    stored: Told, book: Book, reader: Reader, seal: Seal, database: Database
) -> None:
    known = book.store.log_size()
    book.store.append([FileWrite(book.file_id("C-1"), 10, [UNREADABLE])], recorded_at=stored.at)

    for stored_rows in (False, True):
        assert "entry 11" in (reader.status("C-1").value.quarantined or "")
        assert "entry 11" in (reader.timeline("C-1").basis.quarantined or "")
        assert len(reader.timeline("C-1").items) == 10
        for ask in (reader.failings, reader.duties, reader.readiness, reader.view):
            with pytest.raises(Quarantined):
                ask("C-1")
        [aside] = reader.contracts(ContractFilters(quarantined=True)).items
        assert aside.status.title == "Home care"
        assert reader.status("C-1").basis.stored is stored_rows
        seal()
        Projector(database).catch_up()
    assert reader.status("C-1", known=known).value.quarantined is None  # then it could be read
    assert len(reader.view("C-1", known=known).value.file.known) == 10


def test_the_authoritys_own_file_has_a_timeline_and_is_no_contract(stored: Told, reader: Reader) -> None:
    [opened] = reader.timeline("authority").items

    assert opened.sentence == "Exshire opened its ledger ledger.example/exshire (simulated clock)"
    assert [held.status.reference for held in reader.contracts().items] == ["C-1", "C-2"]
