"""The book on a real database: recorded once, together or not at all; read as at and as known; the simulated clock."""

import threading
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.book import AUTHORITY, Act, Book
from ledger.entry import Account, Entry
from ledger.errors import ClockRefused, CommandReused, Conflict, LedgerAlreadyOpen, UnknownDocument
from ledger.folding import fold
from ledger.log.sealer import Sealer
from ledger.refusals import NotOnFile, Objected, Quarantined, Refused
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite, NewEntry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised
from ledger.subjects.programme import ProgrammeOpened
from ledger.subjects.records import EntryCorrected, LedgerOpened, NoteMade
from ledger.words import Document, Said
from tests.story import ANN, CLERK, COLLEAGUE

START = datetime(2025, 1, 6, 9, tzinfo=UTC)
MARCH = date(2025, 3, 3)
GENESIS = LedgerOpened(
    happened_on=date(2025, 1, 6), authority="Exshire", origin="ledger.example/exshire", clock="simulated"
)
HOME_CARE = ContractRegistered(happened_on=date(2025, 1, 6), reference="HC-1", title="Home care")
DAY_CARE = ContractRegistered(happened_on=date(2025, 1, 6), reference="DC-1", title="Day care")
RAISED = IssueRaised(happened_on=MARCH, nature=Said("Visits missed"), standards=("S1",), by=ANN)
TOLD = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means="e-mail", by=ANN)
LATER = datetime(2025, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def book(database: Database) -> Book:
    """A simulated ledger with two contract files."""
    book = Book.open_ledger(LedgerStore(database), GENESIS, CLERK, START)
    book.record_together(
        [Act("HC-1", HOME_CARE), Act("DC-1", DAY_CARE)], CLERK, recorded_at=START, acknowledge_all=True
    )
    return book


@pytest.fixture
def real(database: Database) -> Book:
    """A ledger with a real clock and one contract file."""
    genesis = GENESIS.model_copy(update={"clock": "real"})
    book = Book.open_ledger(LedgerStore(database), genesis, CLERK)
    book.record("HC-1", HOME_CARE, CLERK, acknowledge_all=True)
    return book


def seal(database: Database) -> None:
    with closing(Sealer(database)) as sealer:
        sealer.seal_once()


def test_a_ledger_is_opened_once_and_says_whose_it_is(book: Book) -> None:
    assert book.genesis.authority == "Exshire"
    assert book.file(AUTHORITY).position == 1
    with pytest.raises(LedgerAlreadyOpen):
        Book.open_ledger(book.store, GENESIS, CLERK, START)


def test_what_is_recorded_is_read_back_with_its_words(book: Book) -> None:
    recorded = book.record("HC-1", RAISED, CLERK, recorded_at=LATER)

    [read] = book.file("HC-1").of(IssueRaised)
    assert read == recorded
    assert (read.given_id, read.position, read.recorded_at, read.recorded_by) == ("ISS-001", 2, LATER, CLERK)
    assert set(book.vault.words_of([read]).values()) == {"Visits missed"}


def test_no_second_file_is_opened_whose_reference_differs_only_in_case(book: Book) -> None:
    """HCC-A2-b: a register in which each contract stands once."""
    lower = HOME_CARE.model_copy(update={"reference": "hc-1"})
    with pytest.raises(Refused, match="'HC-1' is on file, and 'hc-1' differs only in case"):
        book.record("hc-1", lower, CLERK, recorded_at=START)
    with pytest.raises(Refused, match="differs only in case"):
        Book(book.store).check([Act("Hc-1", lower.model_copy(update={"reference": "Hc-1"}))], CLERK)
    new, twin = (HOME_CARE.model_copy(update={"reference": named}) for named in ("New-1", "NEW-1"))
    with pytest.raises(Refused, match="'New-1' is on file, and 'NEW-1'"):
        book.record_together([Act("New-1", new), Act("NEW-1", twin)], CLERK, recorded_at=START, acknowledge_all=True)
    other = Book(book.store)
    other.record("New-1", new, CLERK, recorded_at=START, acknowledge_all=True)
    with pytest.raises(Refused, match="'New-1' is on file"):  # another process began it, since this one looked
        book.record("NEW-1", twin, CLERK, recorded_at=START, acknowledge_all=True)
    programme = ProgrammeOpened(happened_on=date(2025, 1, 6), reference="hc-1", title="Another sort of file")
    book.record("programme/hc-1", programme, CLERK, recorded_at=START, acknowledge_all=True)


def test_of_two_that_differ_in_case_and_are_opened_in_one_instant_one_is_on_record(book: Book) -> None:
    """HCC-A2-b: by two processes; each has looked at the names on record before either is."""
    together, came = threading.Barrier(2), list[str]()

    def begin(reference: str) -> None:
        of_its_own = Book(book.store)
        of_its_own.file("HC-1")
        together.wait(10)
        entry = HOME_CARE.model_copy(update={"reference": reference})
        try:
            of_its_own.record(reference, entry, CLERK, recorded_at=START, acknowledge_all=True)
            came.append(reference)
        except Refused as refused:
            came.append(str(refused))

    for number in range(8):
        threads = [threading.Thread(target=begin, args=(f"{case}-{number}",)) for case in ("MCC", "mcc")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

    assert len(came) == 16
    assert sum("differs only in case" in said for said in came) == 8


def test_a_contract_file_is_opened_once(book: Book) -> None:
    with pytest.raises(Refused, match="cannot be opened again"):
        book.record("HC-1", HOME_CARE, CLERK)


def test_nothing_is_recorded_on_a_file_there_is_not(book: Book) -> None:
    with pytest.raises(Refused, match="no file 'HC-9'"):
        book.record("HC-9", RAISED, CLERK, recorded_at=LATER)
    with pytest.raises(NotOnFile, match="HC-9"):
        book.file("HC-9")


def test_entries_on_several_files_are_recorded_all_or_none(book: Book) -> None:
    acts = [Act("HC-1", RAISED), Act("DC-1", TOLD)]

    with pytest.raises(Refused, match="ISS-001"):
        book.record_together(acts, CLERK, recorded_at=LATER)
    assert book.file("HC-1").position == 1

    recorded = book.record_together(
        [Act("HC-1", RAISED), Act("DC-1", RAISED), Act("HC-1", TOLD)], CLERK, recorded_at=LATER
    )
    assert [(r.entry.kind, r.position) for r in recorded] == [
        ("issue-raised/1", 2), ("issue-raised/1", 2), ("issue-notified-to-provider/1", 3),
    ]  # fmt: skip


def test_an_entry_sees_those_recorded_together_with_it(book: Book) -> None:
    _, told = book.record_together([Act("HC-1", RAISED), Act("HC-1", TOLD)], CLERK, recorded_at=LATER)

    assert told.position == 3


def test_the_same_request_twice_is_recorded_once_and_answered_the_same(book: Book) -> None:
    first = book.record("HC-1", RAISED, CLERK, key="k1", recorded_at=LATER)
    again = book.record("HC-1", RAISED, CLERK, key="k1", recorded_at=LATER)

    assert again == first
    assert book.file("HC-1").position == 2


@pytest.mark.parametrize(("entry", "expected"), [(RAISED, 1), (DAY_CARE.model_copy(update={"reference": "DC-2"}), 0)])
def test_a_request_sent_again_is_answered_though_the_file_has_moved_on(book: Book, entry: Entry, expected: int) -> None:
    file = "HC-1" if entry is RAISED else "DC-2"
    first = book.record(file, entry, CLERK, key="k1", expected=expected, recorded_at=LATER)
    book.record(file, RAISED, CLERK, recorded_at=LATER)

    again = book.record(file, entry, CLERK, key="k1", expected=expected, recorded_at=LATER)

    assert again == first
    assert book.file(file).position == expected + 2


def test_a_file_in_hand_stays_as_it_was_when_more_is_recorded(book: Book) -> None:
    before = book.file("HC-1")

    book.record_together([Act("HC-1", RAISED), Act("HC-1", TOLD)], CLERK, recorded_at=LATER)

    assert before == fold(before.known)
    assert not before.issues.by_id
    assert book.file("HC-1") == fold(book.file("HC-1").known)


def test_the_same_key_with_another_request_is_refused_and_keys_belong_to_an_account(book: Book) -> None:
    book.record("HC-1", RAISED, CLERK, key="k1", recorded_at=LATER)

    with pytest.raises(CommandReused):
        book.record("HC-1", RAISED.model_copy(update={"contractual": True}), CLERK, key="k1", recorded_at=LATER)
    assert book.record("HC-1", RAISED, COLLEAGUE, key="k1", recorded_at=LATER).position == 3


def test_a_key_belongs_to_its_account_whatever_signs_their_names_hold(book: Book) -> None:
    one, other = (Account(account=name, name="Clive Clerk") for name in ("clerk:a", "clerk"))
    book.record("HC-1", RAISED, one, key="k", recorded_at=LATER)

    assert book.record("HC-1", RAISED, other, key="a:k", recorded_at=LATER).position == 3


def test_a_writer_who_read_an_older_file_hears_where_it_is_now(book: Book) -> None:
    book.record("HC-1", RAISED, CLERK, expected=1, recorded_at=LATER)

    with pytest.raises(Conflict) as conflict:
        book.record("HC-1", RAISED, CLERK, expected=1, recorded_at=LATER)
    assert conflict.value.position == 2


def test_writers_on_one_file_without_expectations_are_judged_anew_and_all_recorded(real: Book) -> None:
    failures: list[BaseException] = []

    def write(n: int) -> None:
        try:
            real.record("HC-1", NoteMade(happened_on=MARCH, words=Said(f"note {n}")), CLERK)
        except Conflict:
            pass  # four rivals in a row: the caller hears of it and tries again
        except Exception as error:  # noqa: BLE001  # whatever else it is must fail the test, not only this thread
            failures.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    file = real.file("HC-1")
    assert failures == []
    assert [r.position for r in file.known] == list(range(1, file.position + 1))
    assert file.position >= 3


def test_what_another_recorded_meanwhile_is_seen_by_who_has_the_file_at_hand(real: Book) -> None:
    other = Book(real.store)
    other.record("HC-1", RAISED, COLLEAGUE, acknowledge_all=True)

    raised = real.record("HC-1", RAISED, CLERK, acknowledge_all=True)
    other.record("HC-1", IssueRaised(happened_on=MARCH, nature=Said("Late")), COLLEAGUE, acknowledge_all=True)
    told = real.record("HC-1", TOLD.model_copy(update={"issue": "ISS-003"}), CLERK, acknowledge_all=True)

    assert (raised.given_id, told.position) == ("ISS-002", 5)
    with pytest.raises(Refused, match="there is no issue ISS-004"):
        real.record("HC-1", TOLD.model_copy(update={"issue": "ISS-004"}), CLERK, acknowledge_all=True)


def test_what_was_just_recorded_is_at_hand_as_it_is_read(real: Book) -> None:
    recorded = real.record("HC-1", RAISED, CLERK, key="k", acknowledge_all=True)

    assert Book(real.store).file("HC-1") == real.file("HC-1")
    assert recorded == real.file("HC-1").known[-1]
    assert recorded.command_id is not None


@pytest.mark.parametrize(
    ("read", "gone", "told"),
    [
        (datetime(2026, 7, 1, 12, tzinfo=UTC), 1.0, True),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), 61.0, False),
        (datetime(2026, 7, 1, 22, 59, 54, tzinfo=UTC), 2.0, False),  # midnight in London is at 23:00 UTC
        (datetime(2026, 7, 1, 23, 0, 3, tzinfo=UTC), 1.0, False),
        (datetime(2026, 7, 1, 23, 0, 3, tzinfo=UTC), 3.0, True),
    ],
)
def test_the_day_is_told_without_asking_for_a_minute_and_never_about_midnight(
    real: Book, read: datetime, gone: float, told: bool
) -> None:
    warm = real._warm
    warm._clock = read, time.monotonic() - gone

    now = warm.clock()

    assert (now is not None) == told
    assert now is None or now - read >= timedelta(seconds=gone)


def test_a_departure_is_asked_about_and_nothing_is_recorded_until_it_is_acknowledged(book: Book) -> None:
    late = TOLD.model_copy(update={"happened_on": date(2025, 4, 3)})
    at = datetime(2025, 4, 4, 9, tzinfo=UTC)
    book.record("HC-1", RAISED, CLERK, recorded_at=LATER)

    with pytest.raises(Objected, match=r"issue\.told-at-once"):
        book.record("HC-1", late, CLERK, recorded_at=at)
    assert book.file("HC-1").position == 2

    assert book.check([Act("HC-1", late)], CLERK, recorded_at=at)[0].departures
    assert book.file("HC-1").position == 2


def test_an_entry_cites_a_document_that_is_in_the_store(book: Book) -> None:
    citing = RAISED.model_copy(update={"exhibits": (Said(Document("0" * 64, "Minutes")),)})

    with pytest.raises(UnknownDocument):
        book.record("HC-1", citing, CLERK, recorded_at=LATER)
    assert book.file("HC-1").position == 1


def test_a_file_is_read_as_at_a_day_and_as_known_to_a_log_of_a_size(book: Book, database: Database) -> None:
    book.record("HC-1", RAISED, CLERK, recorded_at=LATER)
    seal(database)
    before = book.known_at(LATER + timedelta(days=1))
    earlier = RAISED.model_copy(update={"happened_on": date(2025, 2, 1)})
    change = EntryCorrected(happened_on=date(2025, 5, 1), position=2, reason=Said("wrong day"), replacement=earlier)
    book.record("HC-1", change, CLERK, recorded_at=datetime(2025, 5, 2, tzinfo=UTC))
    seal(database)

    assert not book.file("HC-1", as_at=date(2025, 1, 31)).issues.by_id
    assert book.file("HC-1", as_at=date(2025, 2, 1)).issues.by_id["ISS-001"].raised_on == date(2025, 2, 1)
    assert book.file("HC-1", known=before).issues.by_id["ISS-001"].raised_on == MARCH
    with pytest.raises(NotOnFile):
        book.file("HC-1", known=1)


def test_a_simulated_clock_never_falls_and_today_follows_it(book: Book) -> None:
    book.record("HC-1", RAISED, CLERK, recorded_at=LATER)

    assert book.today() == LATER.date()
    with pytest.raises(ClockRefused):
        book.record("HC-1", NoteMade(happened_on=MARCH, words=Said("x")), CLERK, recorded_at=LATER - timedelta(days=1))
    assert book.record("HC-1", NoteMade(happened_on=MARCH, words=Said("x")), CLERK).recorded_at > LATER


def test_nothing_is_recorded_before_it_happened_by_the_ledgers_own_clock(book: Book) -> None:
    with pytest.raises(Exception, match="after today, 6 January 2025"):
        book.record("HC-1", RAISED, CLERK)


def test_a_file_with_an_entry_that_cannot_be_read_is_set_aside_and_no_other(book: Book) -> None:
    strange = NewEntry("issue-raised/9", b'{"entry": {}}')
    book.store.append([FileWrite(book.file_id("HC-1"), 1, [strange])], None, START)

    with pytest.raises(Quarantined, match="entry 2"):
        book.file("HC-1")
    assert book.file("DC-1").position == 1


def test_only_the_book_learns_todays_date() -> None:
    root = Path(__file__).resolve().parent.parent
    asking = [
        str(path.relative_to(root))
        for folder in ("ledger", "projections", "api")
        for path in sorted((root / folder).rglob("*.py"))
        if "date.today(" in path.read_text() or "datetime.today(" in path.read_text()
    ]

    assert asking == []


def test_an_account_that_records_is_not_the_one_who_acted(book: Book) -> None:
    recorded = book.record("HC-1", RAISED, Account(account="typist", name="Tess Typist"), recorded_at=LATER)

    assert recorded.recorded_by.name == "Tess Typist"
    assert recorded.entry.by == ANN


@pytest.mark.parametrize(
    "at",
    [
        "9999-12-31T23:59:59+00:00", "9999-12-31T23:59:59-12:00", "2035-01-20T09:00:00+00:00",
        "2101-01-01T00:00:00+00:00", "0001-01-01T00:00:00+12:00",
    ],
)  # fmt: skip
def test_a_time_of_recording_far_from_the_clock_is_refused_and_the_ledger_goes_on(book: Book, at: str) -> None:
    with pytest.raises(ClockRefused):
        book.record("HC-1", RAISED.model_copy(update={"happened_on": START.date()}), CLERK,
                    recorded_at=datetime.fromisoformat(at), acknowledge_all=True)  # fmt: skip

    note = NoteMade(happened_on=START.date(), words=Said("It goes on"))
    assert book.record("HC-1", note, CLERK, acknowledge_all=True).position == 2
    assert (
        book.record("HC-1", note, CLERK, recorded_at=datetime(2035, 1, 5, tzinfo=UTC), acknowledge_all=True).position
        == 3
    )


def test_a_clock_moves_further_only_from_the_ledgers_first_entry(database: Database) -> None:
    with pytest.raises(ClockRefused, match="2100"):
        Book.open_ledger(LedgerStore(database), GENESIS, CLERK, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    book = Book.open_ledger(LedgerStore(database), GENESIS, CLERK, START)

    book.record("HC-1", HOME_CARE, CLERK, recorded_at=datetime(2080, 1, 1, tzinfo=UTC), acknowledge_all=True)

    assert book.today() == date(2080, 1, 1)


def test_people_on_several_files_of_a_simulated_ledger_do_not_stop_one_another(book: Book) -> None:
    """Each takes the moment after the clock; whoever is overtaken on another file is judged again."""
    failed: list[Exception] = []
    together = threading.Barrier(2)

    def write(file: str) -> None:
        try:
            for n in range(12):
                together.wait(20)
                note = NoteMade(happened_on=START.date(), words=Said(f"note {n}"))
                book.record(file, note, CLERK, acknowledge_all=True)
        except Exception as error:  # noqa: BLE001  # it must fail the test, not only this thread
            failed.append(error)
            together.abort()

    threads = [threading.Thread(target=write, args=(file,)) for file in ("HC-1", "DC-1")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert book.file("HC-1").position == book.file("DC-1").position == 13
