import threading
from pathlib import Path

import psycopg
import pytest

from ledger.store.database import Database
from ledger.store.schema import Migration, SchemaRefused, migrate, migrations, prepare, require_current
from tests.store.redefining import unguarded

FIRST = Migration(1, "first", "CREATE TABLE {schema}.facts (fact text); GRANT SELECT ON {schema}.facts TO {app};")
SECOND = Migration(2, "second", "ALTER TABLE {schema}.facts ADD COLUMN noted_on date;")
BROKEN = Migration(3, "broken", "CREATE TABLE {schema}.more (x int); SELECT 1 / 0;")


def tables(database: Database) -> set[str]:
    with database.administer() as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (database.schema,))
        return {name for (name,) in rows}


def test_each_step_is_taken_once_in_order(empty_database: Database) -> None:
    assert migrate(empty_database, [FIRST]) == ["0001_first"]
    assert migrate(empty_database, [FIRST, SECOND]) == ["0002_second"]
    assert migrate(empty_database, [FIRST, SECOND]) == []

    require_current(empty_database, [FIRST, SECOND])


def test_two_who_migrate_at_once_take_each_step_once(empty_database: Database) -> None:
    taken: list[list[str]] = []
    both = [threading.Thread(target=lambda: taken.append(migrate(empty_database))) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert sorted(map(len, taken)) == [0, len(migrations())]


def test_a_step_that_fails_leaves_nothing_of_itself_and_keeps_those_before_it(empty_database: Database) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(empty_database, [FIRST, BROKEN])

    assert tables(empty_database) == {"facts", "schema_version"}
    require_current(empty_database, [FIRST])


def test_a_first_step_that_fails_leaves_a_schema_that_can_be_migrated(empty_database: Database) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(empty_database, [BROKEN])

    assert tables(empty_database) == set()
    assert migrate(empty_database, [FIRST]) == ["0001_first"]


def test_a_start_without_a_ledger_an_older_and_a_newer_one_are_refused_saying_what_to_do(
    empty_database: Database,
) -> None:
    with pytest.raises(SchemaRefused, match=r"no ledger.*cleartrail migrate"):
        require_current(empty_database, [FIRST])

    migrate(empty_database, [FIRST])
    with pytest.raises(SchemaRefused, match=r"at version 1, this program works with version 2.*cleartrail migrate"):
        require_current(empty_database, [FIRST, SECOND])

    migrate(empty_database, [FIRST, SECOND])
    for ask in (require_current, migrate):
        with pytest.raises(SchemaRefused, match=r"at version 2, newer than this program.*Install the newer"):
            ask(empty_database, [FIRST])


def test_a_server_older_than_fifteen_is_refused_and_left_as_it_is(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psycopg.ConnectionInfo, "server_version", 140_012)

    with pytest.raises(SchemaRefused, match="is PostgreSQL 14; the ledger needs 15 or newer"):
        migrate(empty_database)

    monkeypatch.undo()
    assert tables(empty_database) == set()


def test_a_step_that_was_altered_after_it_was_taken_is_refused(empty_database: Database) -> None:
    migrate(empty_database, [FIRST, SECOND])
    altered = Migration(1, "first", FIRST.text + " ")

    for ask in (require_current, migrate):
        with pytest.raises(SchemaRefused, match=r"0001_first that is not this program's"):
            ask(empty_database, [altered, SECOND])


def test_an_embedded_ledger_is_made_at_the_first_start_and_never_migrated_unasked(empty_database: Database) -> None:
    if not empty_database.embedded:
        pytest.skip("this run is on a named server")
    prepare(empty_database)
    with unguarded(empty_database), empty_database.connect("owner") as owner:
        owner.execute("ALTER TABLE schema_version DISABLE TRIGGER schema_version_stay")
        owner.execute("DELETE FROM schema_version WHERE version = (SELECT max(version) FROM schema_version)")

    with pytest.raises(SchemaRefused, match="cleartrail migrate"):
        prepare(empty_database)


def test_an_older_example_on_an_embedded_server_is_brought_up_by_itself(empty_database: Database) -> None:
    if not empty_database.embedded:
        pytest.skip("this run is on a named server")
    migrate(empty_database, migrations()[:6])
    with pytest.raises(SchemaRefused, match="cleartrail migrate"):
        prepare(empty_database)

    prepare(empty_database, migrating=True)

    require_current(empty_database)


def test_names_are_filled_in_quoted_and_braces_of_sql_are_left_alone(empty_database: Database) -> None:
    step = Migration(1, "quoted", "CREATE TABLE {schema}.t (a int[] DEFAULT '{}', b text DEFAULT '{1,2}')")
    migrate(empty_database, [step])

    [said] = step.statements(empty_database)
    assert said.startswith(f'CREATE TABLE "{empty_database.schema}".t'.encode())
    with pytest.raises(ValueError, match=r"\{table\} in a migration"):
        Migration(1, "typo", "DROP TABLE {table}").statements(empty_database)


def test_files_with_other_names_or_the_same_number_are_refused(tmp_path: Path) -> None:
    (tmp_path / "0001_one.sql").write_text("SELECT 1")
    assert [(step.version, step.name) for step in migrations(tmp_path)] == [(1, "one")]

    (tmp_path / "0001_other.sql").write_text("SELECT 1")
    with pytest.raises(ValueError, match="same number"):
        migrations(tmp_path)

    (tmp_path / "two.sql").write_text("SELECT 1")
    with pytest.raises(ValueError, match=r"NNNN_name\.sql"):
        migrations(tmp_path)
