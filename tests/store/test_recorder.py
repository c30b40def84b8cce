"""The library's own test cases for recorders, run against ours, and the library's own application over it.

Which of its cases run, which are changed in one respect, and which cannot apply to a ledger that only grows, with the
reason for each: docs/recorder-tests.md.
"""

import json
import re
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from unittest import TestCase
from uuid import UUID, uuid4

import eventsourcing.tests.persistence
import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import (
    IntegrityError,
    Mapper,
    OperationalError,
    ProgrammingError,
    StoredEvent,
    Tracking,
)
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.tests.persistence import (
    AggregateRecorderTestCase,
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)
from eventsourcing.utils import get_topic

from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.store.recorder import LedgerRecorder
from ledger.store.writes import Command, FileWrite, NewEntry
from tests.store.conftest import Within


@pytest.fixture
def recorder(store: LedgerStore, database: Database) -> Iterator[LedgerRecorder]:
    one = LedgerRecorder(database)
    yield one
    one.close()


def events(file_id: UUID, *positions: int, kind: str = "note-made/1") -> list[StoredEvent]:
    return [StoredEvent(file_id, position, kind, b"%d" % position) for position in positions]


# ---------------------------------------------------------------- the library's cases


class FromOne(LedgerRecorder):
    """Ours; what is inserted is numbered one higher, as these cases should have done: they always begin at 0."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        numbered = [StoredEvent(e.originator_id, e.originator_version + 1, e.topic, e.state) for e in stored_events]
        return super().insert_events(numbered, **kwargs)


class TestApplicationRecorder(ApplicationRecorderTestCase[LedgerRecorder]):
    @pytest.fixture(autouse=True)
    def _over_a_ledger(self, store: LedgerStore, database: Database) -> Iterator[None]:
        self._made: list[LedgerRecorder] = []
        self._database, self._kind = database, LedgerRecorder
        yield
        for recorder in self._made:
            recorder.close()

    def create_recorder(self) -> LedgerRecorder:
        self._made.append(self._kind(self._database))
        return self._made[-1]

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()

    def test_concurrent_no_conflicts(self, initial_position: int = 0) -> None:  # noqa: PT028  # the library's signature
        self._kind = FromOne
        super().test_concurrent_no_conflicts(initial_position)

    def test_concurrent_throughput(self) -> None:
        self._kind = FromOne
        super().test_concurrent_throughput()


class WithoutALog(FromOne):
    """Ours as these cases want one: numbered from 0 both ways, and without ids to tell, since it should have no log."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:  # type: ignore[override]
        super().insert_events(stored_events, **kwargs)

    def select_events(self, originator_id: UUID | str, **kwargs: Any) -> Sequence[StoredEvent]:
        bounds = {name: kwargs[name] + 1 for name in ("gt", "lte") if kwargs.get(name) is not None}
        return [
            StoredEvent(e.originator_id, e.originator_version - 1, e.topic, e.state)
            for e in super().select_events(originator_id, **kwargs | bounds)
        ]


class TestAggregateRecorder(AggregateRecorderTestCase):
    INITIAL_VERSION = 0

    @pytest.fixture(autouse=True)
    def _over_a_ledger(self, store: LedgerStore, database: Database) -> Iterator[None]:
        self._recorder = WithoutALog(database)
        yield
        self._recorder.close()

    def create_recorder(self) -> WithoutALog:
        return self._recorder


class TestNonInterleaving(NonInterleavingNotificationIDsBaseCase):
    @pytest.fixture(autouse=True)
    def _over_a_ledger(self, store: LedgerStore, database: Database) -> Iterator[None]:
        self._recorder = FromOne(database)
        yield
        self._recorder.close()

    def create_recorder(self) -> LedgerRecorder:
        return self._recorder


def test_every_case_that_the_library_ships_is_told_of_with_how_many_tests_it_has() -> None:
    told = (Path(__file__).parents[2] / "docs" / "recorder-tests.md").read_text()
    shipped = {
        name: sum(method.startswith(("test", "optional_test")) for method in vars(case))
        for name, case in vars(eventsourcing.tests.persistence).items()
        if isinstance(case, type) and case.__module__ == eventsourcing.tests.persistence.__name__
        if issubclass(case, TestCase)
    }

    rows = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", told, re.MULTILINE))
    assert {name: int(number) for name, number in rows.items()} == {n: c for n, c in shipped.items() if c}
    assert f"{sum(shipped.values())} tests" in told


# ---------------------------------------------------------------- our own: what the library's cases leave open


def test_events_of_several_files_get_their_ids_in_the_order_given(recorder: LedgerRecorder) -> None:
    a, b = uuid4(), uuid4()
    mixed = [*events(a, 1), *events(b, 1, 2), *events(a, 2)]

    ids = recorder.insert_events(mixed)

    by_id = {n.id: (n.originator_id, n.originator_version) for n in recorder.select_notifications(None, 10)}
    assert [by_id[number] for number in ids] == [(e.originator_id, e.originator_version) for e in mixed]
    assert sorted(ids) == [1, 2, 3, 4]


@pytest.mark.parametrize("positions", [(0,), (0, 1), (-1,), (2,), (1, 3), (2, 1), (1, 1), (5, 6)])
def test_events_that_do_not_follow_are_an_integrity_error(recorder: LedgerRecorder, positions: tuple[int, ...]) -> None:
    with pytest.raises(IntegrityError):
        recorder.insert_events(events(uuid4(), *positions))

    assert recorder.max_notification_id() is None


def test_events_of_a_file_are_selected_forwards_and_backwards(recorder: LedgerRecorder) -> None:
    file_id = uuid4()
    recorder.insert_events(events(file_id, 1, 2, 3, 4, 5))

    def selected(**options: Any) -> list[int]:
        return [e.originator_version for e in recorder.select_events(file_id, **options)]

    assert selected() == [1, 2, 3, 4, 5]
    assert selected(gt=2) == [3, 4, 5]
    assert selected(lte=2) == [1, 2]
    assert selected(gt=1, lte=4, limit=2) == [2, 3]
    assert selected(desc=True) == [5, 4, 3, 2, 1]
    assert selected(desc=True, limit=1) == [5]
    assert selected(desc=True, limit=2, lte=4) == [4, 3]
    assert selected(desc=True, limit=9, gt=3) == [5, 4]
    assert selected(desc=True, limit=1, lte=99) == [5]
    assert selected(limit=0) == []


def test_the_same_command_gets_the_same_ids(recorder: LedgerRecorder) -> None:
    file_id, command = uuid4(), Command(uuid4(), b"request")

    first = recorder.insert_events(events(file_id, 1, 2), command=command)
    recorder.insert_events(events(file_id, 3))

    assert recorder.insert_events(events(file_id, 1, 2), command=command) == first == [1, 2]


def test_what_cannot_be_recorded_is_the_library_s_programming_error(recorder: LedgerRecorder) -> None:
    with pytest.raises(ProgrammingError, match="tracking"):
        recorder.insert_events(events(uuid4(), 1), tracking=Tracking("upstream", 1))
    with pytest.raises(ProgrammingError, match="kind"):
        recorder.insert_events(events(uuid4(), 1, kind="tests.module:NoteMade"))
    with pytest.raises(ProgrammingError, match="UUID"):
        recorder.select_events("not a uuid")

    assert recorder.insert_events([]) == []
    assert recorder.max_notification_id() is None


def test_a_recorder_beside_a_running_sealer_still_knows_its_ids(
    recorder: LedgerRecorder, database: Database, within: Within
) -> None:
    stop = threading.Event()
    running = threading.Thread(target=Sealer(database).run, args=(stop,))

    with within(30):
        running.start()
        ids = [recorder.insert_events(events(uuid4(), 1)) for _ in range(20)]
        stop.set()
        running.join()

    assert ids == [[number] for number in range(1, 21)]


def test_a_subscription_is_not_stopped_by_a_notification_that_never_came(
    recorder: LedgerRecorder, store: LedgerStore, database: Database, within: Within
) -> None:
    """The library's own waits for ever when one is lost. Here nobody notifies: the row is sealed without a word."""
    file_id = uuid4()
    with within(20), recorder.subscribe() as subscription:
        store.append([FileWrite(file_id, 0, [NewEntry("note-made/1", b"1")])])
        with database.connect("sealer") as silent:
            silent.execute("UPDATE sealing SET size = 1")
            silent.execute(
                "INSERT INTO log SELECT 0, file_id, position, arrival, sha256(state), clock_timestamp() FROM entries"
            )
        heard = next(subscription)

    assert (heard.id, heard.originator_id) == (1, file_id)


def test_a_subscription_that_loses_the_database_says_so(
    recorder: LedgerRecorder, database: Database, within: Within
) -> None:
    subscription = recorder.subscribe()
    until_listening(database)
    with database.administer(autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = %s",
            (f'LISTEN "{database.schema}_log"',),
        )

    with within(20), subscription, pytest.raises(OperationalError):
        next(subscription)


def until_listening(database: Database) -> None:
    for _ in range(500):
        with database.administer() as administrator:
            found = administrator.execute(
                "SELECT FROM pg_stat_activity WHERE query = %s AND state = 'idle'", (f'LISTEN "{database.schema}_log"',)
            ).fetchone()
        if found is not None:
            return
        threading.Event().wait(0.01)
    raise AssertionError("nobody listens")


# ---------------------------------------------------------------- the library's application, projection and runner


class Register(Aggregate):
    @event("Opened")
    def __init__(self, name: str) -> None:
        self.name = name
        self.notes: list[str] = []

    @event("NoteMade")
    def note(self, words: str) -> None:
        self.notes.append(words)


class KindMapper(Mapper[UUID]):
    """A closed index of kinds, as the ledger's own mapper has."""

    KINDS: ClassVar[dict[str, Any]] = {
        "register-opened/1": Register.Opened,  # type: ignore[attr-defined]
        "note-made/1": Register.NoteMade,  # type: ignore[attr-defined]
    }
    BESIDE = ("originator_id", "originator_version", "originator_topic")  # columns, and a Python path

    def __init__(self) -> None:
        """Needs no transcoder."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        [kind] = [name for name, of in self.KINDS.items() if of is type(domain_event)]
        told = {name: value for name, value in vars(domain_event).items() if name not in self.BESIDE}
        state = json.dumps(told | {"timestamp": domain_event.timestamp.isoformat()}).encode()
        return StoredEvent(domain_event.originator_id, domain_event.originator_version, kind, state)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        told = json.loads(stored_event.state)
        domain_event = object.__new__(self.KINDS[stored_event.topic])
        vars(domain_event).update(
            told,
            timestamp=datetime.fromisoformat(told["timestamp"]),
            originator_id=stored_event.originator_id,
            originator_version=stored_event.originator_version,
        )
        if stored_event.topic == "register-opened/1":
            vars(domain_event)["originator_topic"] = get_topic(Register)
        return domain_event


class Registers(Application[UUID]):
    database: ClassVar[Database]

    def construct_mapper(self) -> Mapper[UUID]:
        return KindMapper()

    def construct_recorder(self) -> LedgerRecorder:
        return LedgerRecorder(self.database)

    def close(self) -> None:
        assert isinstance(self.recorder, LedgerRecorder)
        self.recorder.close()
        super().close()


class Words(POPOTrackingRecorder):
    """A read model: every note in the order of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def add(self, words: str | None, tracking: Tracking) -> None:
        with self._database_lock:
            self._assert_tracking_uniqueness(tracking)
            self._insert_tracking(tracking)
            self.words += [words] if words is not None else []


class WordsProjection(Projection[Words]):
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.add(getattr(domain_event, "words", None), tracking)


@pytest.fixture
def registers(store: LedgerStore, database: Database) -> type[Registers]:
    class OverThisLedger(Registers):
        pass

    OverThisLedger.database = database
    return OverThisLedger


def test_the_library_s_application_saves_reads_and_meets_conflicts(registers: type[Registers]) -> None:
    with registers() as application:
        register = Register(name="Day care")
        register.note("no meeting in March")
        saved = application.save(register)
        stale: Register = application.repository.get(register.id)
        register.note("no meeting in April")
        application.save(register)
        stale.note("never written")

        with pytest.raises(IntegrityError):
            application.save(stale)
        with pytest.raises(AggregateNotFoundError):
            application.repository.get(uuid4())
        again: Register = application.repository.get(register.id)
        page = application.notification_log.select(start=None, limit=10)

    assert [recording.notification.id for recording in saved] == [1, 2]
    assert (again.name, again.notes, again.version) == ("Day care", ["no meeting in March", "no meeting in April"], 3)
    assert [notification.id for notification in page] == [1, 2, 3]
    assert [notification.topic for notification in page] == ["register-opened/1", "note-made/1", "note-made/1"]


def test_the_library_s_projection_runner_follows_the_ledger(registers: type[Registers], within: Within) -> None:
    with registers() as application:
        early = Register(name="Home care")
        early.note("before the runner")
        application.save(early)

    with (
        within(30),
        ProjectionRunner(application_class=registers, projection_class=WordsProjection, view_class=Words) as runner,
    ):
        runner.wait(2, timeout=5)
        register: Register = runner.app.repository.get(early.id)
        for number in range(20):
            register.note(f"note {number}")
        saved = runner.app.save(register)
        runner.wait(saved[-1].notification.id, timeout=5)

    assert runner.view.words == ["before the runner", *(f"note {number}" for number in range(20))]
    assert runner.view.max_tracking_id(runner.app.name) == 22
