"""The projector: each entry once, one projector at a time, and no file stops the others."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError, Tracking
from psycopg import sql

from ledger.book import Book
from ledger.errors import DatabaseAway
from ledger.store.database import Database
from ledger.store.sealed import page_of_log
from ledger.store.writes import FileWrite, NewEntry
from projections.answering.answers import NotReady
from projections.answering.reader import Reader
from projections.read_models.catalogue import CATALOGUE
from projections.read_models.engine import Projector
from projections.read_models.files import Files, Grown
from projections.read_models.generation import Generation, current
from projections.read_models.line_rows import TIMELINE
from projections.read_models.projection import Projection, Row
from projections.read_models.rebuild import rebuild
from projections.read_models.remembered import remembered
from projections.read_models.status_rows import STATUS
from projections.view import FileView
from tests.histories import Step, Told
from tests.projections.conftest import Seal, current_rows, rows_folded_afresh
from tests.store.redefining import unguarded

ISSUE, NOTE, LEAD = Step("issue", 60), Step("note", 70), Step("lead", 10)
UNREADABLE = NewEntry("note-made/9", b'{"entry":{"kind":"note-made/9"}}')


def soon(holds: Callable[[], Any], seconds: float = 10.0) -> None:
    """Wait until it holds; it does not do so by itself within so many seconds: fail."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.01)


def tracked(database: Database) -> int:
    """How many entries the current read models have taken in."""
    with database.connect("app") as connection:
        return Generation(database, current(connection).number).tracked(connection)


def test_it_takes_in_what_was_sealed_and_nothing_else(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    seal()
    assert Projector(database).catch_up() == 0  # they were built, with what there was

    told.record("C-1", ISSUE)
    assert Projector(database).catch_up() == 0
    seal()
    assert Projector(database).catch_up() == 1
    assert Projector(database).catch_up() == 0
    assert tracked(database) == 3


def test_it_follows_the_log_as_it_grows(told: Told, database: Database, seal: Seal, reader: Reader) -> None:
    told.open("C-1")
    stop = threading.Event()
    thread = threading.Thread(target=Projector(database).run, args=(stop,))
    thread.start()
    try:
        for _ in range(5):
            told.record("C-1", ISSUE)
            seal()
            soon(lambda: reader.status("C-1").basis.stored)
        assert len(reader.status("C-1").value.issues) == 5
    finally:
        stop.set()
        thread.join(10)
    assert current_rows(database) == rows_folded_afresh(database)


def test_files_written_to_lately_are_read_before_more_is_written_to_them(
    told: Told, database: Database, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.open("C-1")
    told.open("C-2")
    seal()
    Projector(database).catch_up()
    kept: list[str] = []
    keep = Files.keep

    def noted(files: Files, grown: Iterable[Grown]) -> None:
        grown = list(grown)
        kept.extend(file.after.reference for file in grown if isinstance(file.after, FileView))
        keep(files, grown)

    monkeypatch.setattr(Files, "keep", noted)
    stop = threading.Event()
    thread = threading.Thread(target=Projector(database).run, args=(stop,))
    thread.start()
    try:
        soon(lambda: kept == ["C-2", "C-1", "authority"])  # the newest first, with nothing to take in
        told.record("C-1", ISSUE)
        seal()
        soon(lambda: tracked(database) == 4)
    finally:
        stop.set()
        thread.join(10)
    assert current_rows(database) == rows_folded_afresh(database)


def test_of_a_file_taken_in_from_its_beginning_the_next_entry_works_out_only_what_it_changes(
    told: Told, database: Database, seal: Seal
) -> None:
    worked_out: list[str] = []

    def leads(view: FileView) -> list[Row]:
        worked_out.append(view.reference)
        return [(1, str(len(view.file.people.holders("lead-officer"))))]

    of_leads = Projection(
        name="leads", version=1, columns=(("model", "jsonb"),), rows=lambda view: remembered(leads, view)
    )
    told.open("C-1")
    seal()
    projector = Projector(database, catalogue=(*CATALOGUE, of_leads))
    projector.catch_up()
    told.open("C-2")
    told.record("C-2", LEAD)
    seal()
    projector.catch_up()
    told.record("C-2", ISSUE)
    seal()
    projector.catch_up()

    assert worked_out.count("C-2") == 1


def test_a_second_projector_waits_and_takes_over(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    seal()
    first, second = threading.Event(), threading.Event()
    one = threading.Thread(target=Projector(database).run, args=(first,))
    one.start()
    soon(lambda: tracked(database) == 2 if _built(database) else False)
    two = threading.Thread(target=Projector(database).run, args=(second,))
    two.start()
    try:
        told.record("C-1", ISSUE)
        seal()
        soon(lambda: tracked(database) == 3)
        assert Projector(database).catch_up() == 0  # a third one is not let in either
        first.set()
        one.join(10)

        told.record("C-1", NOTE)
        seal()
        soon(lambda: tracked(database) == 4)
    finally:
        first.set()
        second.set()
        one.join(10)
        two.join(10)
    assert current_rows(database) == rows_folded_afresh(database)


def test_projectors_that_take_turns_beside_a_rebuild_write_what_one_would(
    told: Told, database: Database, seal: Seal
) -> None:
    one, two = Projector(database), Projector(database)
    told.open("C-1")
    for projector in (one, two, one, one, two, one):  # what either has at hand is behind when its turn comes
        for step in (ISSUE, LEAD):
            told.record("C-1", step)
        seal()
        projector.catch_up()
        assert current_rows(database) == rows_folded_afresh(database)
    rebuild(database)
    told.record("C-1", ISSUE)
    seal()
    assert one.catch_up() == 1
    assert current_rows(database) == rows_folded_afresh(database)


def test_a_page_read_before_others_rebuilt_the_read_models_is_not_written_into_those_they_replaced(
    told: Told, database: Database, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.open("C-1")
    seal()
    projector = Projector(database)
    projector.catch_up()
    told.record("C-1", ISSUE)
    seal()
    with database.connect("app") as connection:
        replaced = current(connection).number
    rebuilt: list[object] = []

    def then_rebuilt(*asked: Any) -> Any:
        page = page_of_log(*asked)
        if not rebuilt:
            rebuilt.append(rebuild(database))
        return page

    monkeypatch.setattr("projections.read_models.engine.page_of_log", then_rebuilt)
    assert projector.catch_up() == 0  # the rebuild had it already
    with database.connect("app") as connection:
        assert Generation(database, replaced).tracked(connection) == 2
    assert tracked(database) == 3
    assert current_rows(database) == rows_folded_afresh(database)


def _built(database: Database) -> bool:
    with database.connect("app") as connection:
        return current(connection).number > 0


def test_killed_in_the_middle_of_a_page_it_has_taken_in_none_of_it(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    seal()
    Projector(database).catch_up()
    before = current_rows(database)
    for step in (ISSUE, NOTE, LEAD):
        told.record("C-1", step)
    seal()

    with database.connect("projector") as rival, database.administer(autocommit=True) as administrator:
        table = Generation(database, current(rival).number).table("timeline")
        rival.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(table))  # status is written before it
        failed: list[BaseException] = []
        working = threading.Thread(target=_catch_up, args=(database, failed))
        working.start()
        soon(lambda: _waiting(administrator, database))
        for (pid,) in _waiting(administrator, database):
            administrator.execute("SELECT pg_terminate_backend(%s)", (pid,))
        working.join(10)
        rival.rollback()

    assert failed
    assert current_rows(database) == before
    assert tracked(database) == 2
    assert Projector(database).catch_up() == 3
    assert current_rows(database) == rows_folded_afresh(database)


def test_no_word_is_among_the_planners_samples(told: Told, database: Database, seal: Seal) -> None:
    """They are in the write-ahead log and in every backup, as the tables themselves are not."""
    told.open("C-1")
    for _ in range(30):  # what comes often is sampled
        told.record("C-1", NOTE)
    seal()
    Projector(database).catch_up()

    with database.administer() as administrator:
        schema = database.projection_schema(current(administrator).number)
        administrator.execute(f"ANALYZE {schema}.timeline, {schema}.status, {schema}.failings".encode())
        [(rows, samples)] = administrator.execute(
            "SELECT count(*), string_agg(concat(most_common_vals, histogram_bounds, most_common_elems), ' ')"
            " FROM pg_stats WHERE schemaname = %s",
            (schema,),
        ).fetchall()
    assert rows > 10
    assert "scheduler" in str(current_rows(database)["timeline"])
    assert "schedul" not in samples  # not as it was said, and not as its stem


@pytest.mark.parametrize("many", [5_000, 1])
def test_after_a_crash_of_the_server_has_emptied_them_they_are_worked_out_again(
    told: Told, database: Database, seal: Seal, reader: Reader, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr("projections.read_models.engine.MANY", many)
    told.open("C-1")
    told.record("C-1", ISSUE)
    seal()
    Projector(database).catch_up()
    with database.connect("projector") as connection:
        schema = database.projection_schema(current(connection).number)
        tables = connection.execute(
            "SELECT relname, relpersistence::text FROM pg_class"
            " WHERE relnamespace = %s::regnamespace AND relkind = 'r'",
            (schema,),
        ).fetchall()
        for table, _ in tables:  # what recovery does with unlogged tables (PostgreSQL, CREATE TABLE)
            connection.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(schema, table)))

    assert {persistence for _, persistence in tables} == {"u"}  # in no write-ahead log, and so in no physical backup
    assert len(reader.contracts().items) == 1  # folded on demand
    monkeypatch.setattr("projections.answering.now.MANY", 0)
    with pytest.raises(NotReady):  # rather than an empty list, as if there were no contracts
        reader.contracts()
    Projector(database).catch_up()
    assert current_rows(database) == rows_folded_afresh(database)
    assert tracked(database) == 3


def _catch_up(database: Database, failed: list[BaseException]) -> None:
    try:
        Projector(database).catch_up()
    except Exception as error:  # noqa: BLE001  # whichever way a killed connection shows itself
        failed.append(error)


def _waiting(administrator: Any, database: Database) -> list[tuple[int]]:
    found: list[tuple[int]] = administrator.execute(
        "SELECT l.pid FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT l.granted AND n.nspname LIKE %s",
        (database.schema + "%",),
    ).fetchall()
    return found


def test_a_page_is_never_taken_in_twice(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    seal()
    Projector(database).catch_up()
    with database.connect("projector") as connection:
        generation = Generation(database, current(connection).number)

        with pytest.raises(IntegrityError, match="taken in before"):
            generation.insert_tracking(connection, Tracking("ledger.example/exshire", 2))


def test_it_outlives_a_database_that_goes_away(told: Told, database: Database, seal: Seal, reader: Reader) -> None:
    told.open("C-1")
    seal()
    stop = threading.Event()
    thread = threading.Thread(target=Projector(database).run, args=(stop,))
    thread.start()
    try:
        soon(lambda: reader.status("C-1").basis.stored)
        with database.administer(autocommit=True) as administrator:
            administrator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cleartrail projector'"
                " AND usename = %s",
                (database.role_name("projector"),),
            )
        told.record("C-1", ISSUE)
        seal()
        soon(lambda: tracked(database) == 3)
    finally:
        stop.set()
        thread.join(10)


def test_a_file_with_an_entry_that_cannot_be_read_is_set_aside_and_stops_no_other(
    book: Book, told: Told, database: Database, seal: Seal, reader: Reader
) -> None:
    told.open("C-1")
    told.open("C-2")
    told.record("C-1", ISSUE)
    seal()
    Projector(database).catch_up()
    book.store.append([FileWrite(book.file_id("C-1"), 2, [UNREADABLE])], recorded_at=told.at)
    told.record("C-2", ISSUE)
    seal()
    Projector(database).catch_up()

    aside = reader.status("C-1")
    assert aside.basis.stored
    assert aside.value.reference == "C-1"
    assert "entry 3 of this file cannot be read" in (aside.value.quarantined or "")
    assert [line.position for line in reader.timeline("C-1").items] == [1, 2]  # what can be read is still shown
    assert "entry 3" in (reader.timeline("C-1").basis.quarantined or "")
    assert len(reader.status("C-2").value.issues) == 1
    live = current_rows(database)
    assert live == rows_folded_afresh(database)
    rebuild(database)
    assert current_rows(database) == live


def test_a_projection_that_fails_on_a_file_stops_no_other_and_is_named(
    book: Book, told: Told, database: Database, seal: Seal, caplog: pytest.LogCaptureFixture
) -> None:
    def rows(view: FileView) -> list[tuple[Any, ...]]:
        if view.reference == "C-1":
            raise ValueError("words that must not be shown")
        return []

    broken = Projection(name="broken", version=1, columns=(("model", "jsonb"),), rows=rows)
    told.open("C-1")
    told.open("C-2")
    seal()
    Projector(database, catalogue=(*CATALOGUE, broken)).catch_up()

    held = {row[3]: row[STATUS.columns.index(("facts", "jsonb")) + 2] for row in current_rows(database)["status"]}
    assert held["C-1"]["lacking"] == ["broken"]
    assert "lacking" not in held["C-2"]
    assert held["C-1"]["title"] == "Home care"
    assert [row for row in current_rows(database)["timeline"] if row[0] == book.file_id("C-1")]
    assert "ValueError in test_engine.py" in caplog.text
    assert "must not be shown" not in caplog.text


def test_a_file_that_can_be_worked_out_again_has_all_its_rows_again(
    told: Told, database: Database, seal: Seal, reader: Reader
) -> None:
    failing = [True]

    def rows(view: FileView) -> list[Row]:
        if failing[0] and view.file.position > 2:
            raise ValueError("once")
        return list(TIMELINE.rows(view))

    def changed(before: FileView, after: FileView) -> Iterable[Row] | None:
        return rows(after) if failing[0] or TIMELINE.changed is None else TIMELINE.changed(before, after)

    frail = replace(TIMELINE, rows=rows, changed=changed)
    catalogue = tuple(frail if projection is TIMELINE else projection for projection in CATALOGUE)
    projector = Projector(database, catalogue=catalogue)
    told.open("C-1")
    for step in (ISSUE, NOTE):
        told.record("C-1", step)
    seal()
    projector.catch_up()
    assert len(reader.timeline("C-1").items) == 3  # folded on demand
    assert not reader.timeline("C-1").basis.stored
    assert len(current_rows(database)["timeline"]) == 1

    failing[0] = False
    told.record("C-1", LEAD)
    seal()
    projector.catch_up()
    assert len(current_rows(database)["timeline"]) == 5
    assert current_rows(database) == rows_folded_afresh(database)


def test_words_that_were_tampered_with_set_their_file_aside(
    book: Book, told: Told, database: Database, seal: Seal, reader: Reader
) -> None:
    told.open("C-1")
    told.open("C-2")
    told.record("C-1", ISSUE)
    told.record("C-2", NOTE)
    seal()
    with unguarded(database), database.administer() as administrator:
        administrator.execute("SET session_replication_role = replica")
        table = sql.Identifier(database.schema, "openings")
        administrator.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER ALL").format(table))
        administrator.execute(
            sql.SQL("UPDATE {}.openings SET ciphertext = 'WyJhIiwiZm9yZ2VkIl0' WHERE file_id = %s").format(
                sql.Identifier(database.schema)
            ),
            (book.file_id("C-1"),),
        )
    Projector(database).catch_up()

    held = {listed.status.reference: listed.status.quarantined for listed in reader.contracts().items}
    assert "not those that were recorded" in (held["C-1"] or "")
    assert held["C-2"] is None
    assert "forged" not in str(current_rows(database))


def test_a_new_entry_rewrites_only_the_rows_it_changes(told: Told, database: Database, seal: Seal) -> None:
    told.open("C-1")
    for day in range(20, 40):
        told.record("C-1", Step("note", day))
    seal()
    projector = Projector(database)
    projector.catch_up()
    before = _versions(database)
    told.record("C-1", Step("supplemented", 50, which=4))
    seal()
    projector.catch_up()
    after = _versions(database)

    assert {number for number in before if before[number] != after[number]} == {5}
    assert after.keys() - before.keys() == {22}


def _versions(database: Database) -> dict[int, int]:
    """Number of each line -> the transaction that wrote it last."""
    with database.connect("app") as connection:
        table = Generation(database, current(connection).number).table(TIMELINE)
        statement = sql.SQL("SELECT number, xmin::text::bigint FROM {} WHERE kind <> 'ledger-opened'").format(table)
        return dict(connection.execute(statement).fetchall())


def test_no_database_is_said(database: Database) -> None:
    database.close()
    gone = Database(database.schema, "postgresql://nobody@127.0.0.1:1/none")
    with gone, pytest.raises(DatabaseAway):
        Projector(gone).catch_up()
