"""Read models are built anew while reading and writing go on, and nobody ever sees a half of them."""

import threading
from datetime import timedelta

import pytest
from psycopg import sql

from ledger.errors import DatabaseAway
from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.embedded import EmbeddedServer
from ledger.store.postgres import LedgerStore
from projections.answering.answers import NotReady
from projections.answering.reader import Reader
from projections.read_models.catalogue import CATALOGUE, made_by
from projections.read_models.engine import Overtaken, Projector
from projections.read_models.generation import Generation, built, current, drop_replaced
from projections.read_models.projection import Projection
from projections.read_models.rebuild import RebuildUnderWay, rebuild
from projections.read_models.whole_files import stretches
from tests.benchmarks.rebuild_limit import bare
from tests.benchmarks.servers import address
from tests.histories import Step, Told
from tests.projections.conftest import Seal, current_rows, rows_folded_afresh
from tests.projections.test_engine import soon
from tests.sampling import thorough
from tests.store.redefining import unguarded


def test_it_says_how_far_it_is(told: Told, database: Database, seal: Seal) -> None:
    for number in range(3):
        told.open(f"C-{number}")
    seal()
    said: list[tuple[int, int]] = []

    done = rebuild(database, lambda taken, there: said.append((taken, there)))

    assert (done.generation, done.entries, done.files) == (1, 4, 4)
    assert said[-1] == (4, 4)


def test_the_bare_rebuild_it_is_measured_beside_changes_nothing_and_leaves_nothing(
    told: Told, database: Database, seal: Seal, server: EmbeddedServer | str
) -> None:
    for number in range(3):
        told.open(f"C-{number}")
    seal()
    rebuild(database)
    rows = current_rows(database)

    assert bare(address(database, server)) > 0

    with database.connect("projector") as connection:
        assert built(connection, database) == [current(connection).number] == [1]
    assert current_rows(database) == rows


def test_a_ledger_with_nothing_in_it_can_be_rebuilt(database: Database) -> None:
    assert rebuild(database).entries == 0


def test_several_processes_write_the_rows_that_one_writes(
    told: Told, database: Database, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projections.read_models.rebuild.WORTH_A_PROCESS", 3)
    monkeypatch.setattr("projections.read_models.rebuild.cores", lambda: 3)
    for number in range(6):
        told.open(f"C-{number}")
        for which in range(number):
            told.record(f"C-{number}", Step("issue" if which % 2 else "note", 30 + which))
    seal()
    with database.connect("app") as connection:
        found = stretches(connection, 3)

    done = rebuild(database)

    assert [part.after for part in found[1:]] == [part.upto for part in found[:-1]]
    assert (len(found), done.files) == (3, 7)
    assert current_rows(database) == rows_folded_afresh(database)


def test_a_process_that_ends_too_soon_leaves_the_read_models_as_they_were(
    told: Told, database: Database, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.open("C-1")
    seal()
    rebuild(database)
    monkeypatch.setattr("projections.read_models.rebuild.WORTH_A_PROCESS", 1)
    monkeypatch.setattr("projections.read_models.rebuild.cores", lambda: 2)
    monkeypatch.setattr("sys.executable", "/bin/true")

    with pytest.raises(DatabaseAway, match="ended before"):
        rebuild(database)

    with database.connect("app") as connection:
        assert current(connection).number == 1


def test_what_is_recorded_during_a_rebuild_is_in_it(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    seal()

    def meanwhile(taken: int, there: int) -> None:
        if taken == there == 2 and told.book.file("C-1").position == 1:
            told.record("C-1", Step("issue", 30))
            seal()

    rebuild(database, meanwhile)

    assert len(current_rows(database)["timeline"]) == 3
    assert current_rows(database) == rows_folded_afresh(database)


def test_readers_and_writers_go_on_and_never_see_less_than_before(
    told: Told, database: Database, reader: Reader
) -> None:
    told.open("C-1")
    stop, troubles = threading.Event(), list[BaseException]()

    def watch() -> None:
        seen = 0
        try:
            while not stop.is_set():
                lines = reader.timeline("C-1", limit=10_000).items
                listed = {held.status.reference: held.status for held in reader.contracts().items}
                assert len(lines) >= seen, f"{len(lines)} lines after {seen}"
                assert sorted(line.position for line in lines) == [*range(1, len(lines) + 1)]
                assert listed["C-1"].position >= seen
                seen = len(lines)
        except BaseException as error:  # noqa: BLE001  # carried to the test's own thread
            troubles.append(error)

    works = [Sealer(database).run, Projector(database).run]
    threads = [threading.Thread(target=work, args=(stop,)) for work in works]
    for thread in threads:
        thread.start()
    soon(lambda: _is_built(database))
    threads += [threading.Thread(target=watch), threading.Thread(target=watch)]
    for thread in threads[2:]:
        thread.start()
    try:
        for number in range(120 if thorough() else 60):
            told.record("C-1", Step("issue" if number % 3 else "struck", 300 - number, which=number, other=2))
            if number % 30 == 10:
                rebuild(database)
        size = LedgerStore(database).log_size
        soon(lambda: _taken(database) == size() == told.book.file("C-1").position + 1)
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)

    assert not troubles
    assert current_rows(database) == rows_folded_afresh(database)


def _is_built(database: Database) -> bool:
    with database.connect("app") as connection:
        return current(connection).number > 0


def _taken(database: Database) -> int:
    with database.connect("app") as connection:
        return Generation(database, current(connection).number).tracked(connection)


def test_a_reader_that_began_before_reads_on_in_what_it_began_with(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    seal()
    rebuild(database)
    with database.connect("app") as early:
        early.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        held = Generation(database, current(early).number)
        rebuild(database)

        rows = early.execute(sql.SQL("SELECT count(*) FROM {}").format(held.table("timeline"))).fetchone()
        assert rows == (2,)
        with database.connect("projector", autocommit=True) as connection:
            assert drop_replaced(connection, database) == []  # not for an hour
            assert drop_replaced(connection, database, timedelta()) == []  # nor while somebody reads it


def test_read_models_that_were_replaced_are_removed_later(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    seal()
    rebuild(database)
    rebuild(database)
    with database.connect("projector", autocommit=True) as connection:
        assert built(connection, database) == [1, 2]
        assert drop_replaced(connection, database, timedelta()) == [1]
        assert built(connection, database) == [2]


def test_what_a_killed_rebuild_left_goes_with_the_next(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    seal()
    rebuild(database)
    stop = threading.Event()
    stop.set()
    with pytest.raises(InterruptedError):
        rebuild(database, stop=stop)
    with database.connect("projector", autocommit=True) as connection:
        assert built(connection, database) == [1, 2]
        assert current(connection).number == 1

    assert rebuild(database).generation == 2
    assert current_rows(database) == rows_folded_afresh(database)


def test_two_rebuilds_at_once_are_one_too_many(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    seal()
    refused: list[BaseException] = []

    def meanwhile(taken: int, there: int) -> None:
        try:
            rebuild(database)
        except RebuildUnderWay as error:
            refused.append(error)

    rebuild(database, meanwhile)

    assert refused
    with database.connect("app") as connection:
        assert current(connection).number == 1


def test_a_log_that_was_cut_off_is_rebuilt_as_far_as_it_goes(told: Told, database: Database, seal: Seal) -> None:
    """By whoever owns the server. The audit says so; the read models must not wait for ever for what is gone."""
    told.open("C-1")
    seal()
    rebuild(database)
    with unguarded(database), database.connect("owner") as owner:
        owner.execute("ALTER TABLE log DISABLE TRIGGER log_stays; DELETE FROM log WHERE index = 1")

    assert rebuild(database).entries == 1

    assert current_rows(database) == rows_folded_afresh(database)


def test_another_version_of_the_program_builds_its_own_and_is_not_overwritten(
    told: Told, database: Database, seal: Seal, reader: Reader
) -> None:
    told.open("C-1")
    seal()
    older = Projector(database)
    older.catch_up()
    newer = (*CATALOGUE, Projection(name="newer", version=1, columns=(("model", "jsonb"),), rows=lambda view: []))
    Projector(database, catalogue=newer).catch_up()

    with database.connect("app") as connection:
        assert current(connection).made_by == made_by("hampshire", newer)
    with database.connect("projector", autocommit=True) as connection, pytest.raises(Overtaken):
        older.step(connection)
    assert not reader.status("C-1").basis.stored  # answered all the same, folded on demand
    with pytest.raises(NotReady):
        reader.contracts()


def test_a_projector_finds_its_way_after_somebody_else_has_rebuilt(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    seal()
    projector = Projector(database)
    projector.catch_up()
    told.record("C-1", Step("issue", 30))
    seal()
    rebuild(database)
    told.record("C-1", Step("issue", 20))
    seal()

    assert projector.catch_up() == 1
    assert current_rows(database) == rows_folded_afresh(database)
