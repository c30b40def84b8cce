import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ledger.errors import DatabaseAway
from ledger.store.database import CONNECT_SECONDS, POOL_SIZE, Database, open_database
from ledger.store.database_settings import DatabaseSettings, Role, SettingsRefused
from ledger.store.embedded import EmbeddedServer, embedded_server
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore
from ledger.store.schema import prepare
from ledger.store.writes import FileWrite, NewEntry
from tests.ledgers import in_each_connection

NOBODY_LISTENS = "host=/nonexistent port=5432 user=nobody dbname=nothing"


@pytest.fixture
def own_server(made_before: None, tmp_path: Path) -> Iterator[EmbeddedServer]:
    """A server that a test may kill."""
    with embedded_server(tmp_path) as server:
        yield server
    shutil.rmtree(tmp_path / "embedded" / "pgdata")


@pytest.fixture
def own_database(own_server: EmbeddedServer) -> Iterator[Database]:
    with Database("cleartrail", own_server) as database:
        prepare(database)
        yield database


def backend(connection: psycopg.Connection[Any]) -> int:
    return connection.info.backend_pid


def kill(server: EmbeddedServer) -> None:
    """kill -9, then wait until its supervisor has another one running."""
    postmaster = server.ensure_running().postmaster
    os.kill(postmaster, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while server.ensure_running().postmaster == postmaster:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("role", ["owner", "app", "sealer", "projector"])
def test_each_connection_acts_as_its_role_in_its_schema_and_in_utc(database: Database, role: Role) -> None:
    with database.connect(role) as connection, database.transaction(role) as pooled:
        for each in (connection, pooled):
            row = each.execute("SELECT current_user, current_schema, current_setting('TimeZone')").fetchone()
            assert row == (database.role_name(role), database.schema, "UTC")


def test_a_pool_is_made_once_for_each_role_and_closed_with_the_database(empty_database: Database) -> None:
    pool = empty_database.pool("app")

    assert empty_database.pool("app") is pool
    assert empty_database.pool("sealer") is not pool
    empty_database.close()
    assert pool.closed


def test_a_transaction_commits_at_the_end_of_its_block_and_not_when_something_is_raised(database: Database) -> None:
    with database.transaction("projector") as connection:
        connection.execute(f"CREATE SCHEMA {database.projection_schema(1)}".encode())
        connection.execute(f"CREATE TABLE {database.projection_schema(1)}.lines (line text)".encode())
    insert_then_fail = f"INSERT INTO {database.projection_schema(1)}.lines VALUES ('never'); SELECT 1 / 0".encode()
    with pytest.raises(psycopg.errors.DivisionByZero), database.transaction("projector") as connection:
        connection.execute(insert_then_fail)

    with database.transaction("projector") as connection:
        rows = connection.execute(f"SELECT * FROM {database.projection_schema(1)}.lines".encode()).fetchall()
    assert rows == []


def test_a_server_that_is_not_there_is_away_and_said_so_within_seconds() -> None:
    with Database("cleartrail", NOBODY_LISTENS) as database:
        for ask in (database.connect, lambda role: database.transaction(role).__enter__()):
            started = time.monotonic()
            with pytest.raises(DatabaseAway):
                ask("app")
            assert time.monotonic() - started < CONNECT_SECONDS + 1
        with pytest.raises(DatabaseAway):
            database.administer()
        with pytest.raises(DatabaseAway):
            database.log_in()


def test_a_server_lost_during_a_transaction_is_away(own_server: EmbeddedServer, own_database: Database) -> None:
    def work(*, ask_again: bool) -> None:
        with own_database.transaction("app") as connection:
            connection.execute("SELECT 1")
            kill(own_server)
            if ask_again:
                connection.execute("SELECT 1")

    with pytest.raises(DatabaseAway):
        work(ask_again=True)
    with pytest.raises(DatabaseAway):
        work(ask_again=False)  # it is the commit that fails


def test_after_a_server_was_killed_no_further_request_fails(own_server: EmbeddedServer, own_database: Database) -> None:
    held = [own_database.pool("app").getconn() for _ in range(POOL_SIZE)]
    before = {backend(connection) for connection in held}
    for connection in held:
        own_database.pool("app").putconn(connection)
    kill(own_server)

    after = set()
    for _ in range(POOL_SIZE):
        with own_database.transaction("app") as connection:
            connection.execute("SELECT 1")
            after.add(backend(connection))

    assert before.isdisjoint(after)


def test_too_many_at_once_are_told_to_come_back(database: Database) -> None:
    held = [database.pool("app").getconn() for _ in range(POOL_SIZE)]
    try:
        with pytest.raises(DatabaseAway, match="no connection within 3 seconds"):
            database.transaction("app").__enter__()
    finally:
        for connection in held:
            database.pool("app").putconn(connection)


@pytest.mark.parametrize("state", ["53100", "53200", "53300", "25006", "57P03", "08006"])
def test_a_server_that_has_run_out_of_something_or_takes_no_writes_is_away_for_now(
    database: Database, state: str
) -> None:
    """No disk, no memory, no connection, a standby: nothing the request can help, so not an error of ours either."""
    with pytest.raises(DatabaseAway), database.transaction("app") as connection:
        connection.execute(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$".encode())


def test_a_server_made_read_only_takes_no_entries_for_now_and_takes_them_afterwards(database: Database) -> None:
    store, note = LedgerStore(database), FileWrite(uuid4(), 0, [NewEntry("note-made/1", b"{}")])
    store.open("ledger.example/tests", "real", b"f" * 32, b"r" * 32)
    for setting in ("on", "off"):
        in_each_connection(database, f"SET default_transaction_read_only = {setting}")
        if setting == "on":
            with pytest.raises(DatabaseAway, match="read-only"):
                store.append([note])

    assert store.append([note]).positions == {note.file_id: range(1, 2)}


def test_what_does_not_mean_away_is_raised_as_it_is(database: Database) -> None:
    for statement, error in (
        ("SELECT 1 / 0", psycopg.errors.DivisionByZero),
        ("SELECT * FROM nothing_here", psycopg.errors.UndefinedTable),
        ("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)", psycopg.errors.QueryCanceled),
    ):
        with pytest.raises(error), database.transaction("app") as connection:
            connection.execute(statement.encode())


def test_a_connection_ended_by_an_administrator_means_away_and_the_next_one_works(database: Database) -> None:
    def work() -> None:
        with database.administer() as administrator, database.transaction("app") as connection:
            administrator.execute("SELECT pg_terminate_backend(%s, 5000)", (backend(connection),))
            connection.execute("SELECT 1")

    with pytest.raises(DatabaseAway):
        work()
    with database.transaction("app") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_without_settings_the_ledger_is_kept_in_the_users_data_folder() -> None:
    settings = DatabaseSettings.from_environment({})

    assert settings.url is None
    assert settings.schema == "cleartrail"
    assert settings.data_directory == Path("~/.local/share/cleartrail").expanduser()
    elsewhere = DatabaseSettings.from_environment({"XDG_DATA_HOME": "/srv/data", "CLEARTRAIL_DATABASE_URL": ""})
    assert elsewhere.data_directory == Path("/srv/data/cleartrail")
    assert elsewhere.url is None


def test_each_setting_is_taken_from_its_variable() -> None:
    settings = DatabaseSettings.from_environment(
        {
            "CLEARTRAIL_DATABASE_URL": "postgresql://app@db/ledger",
            "CLEARTRAIL_ADMIN_DATABASE_URL": "host=db user=admin dbname=ledger",
            "CLEARTRAIL_DATA_DIR": "/var/lib/cleartrail",
            "CLEARTRAIL_SCHEMA": "hampshire",
            "CLEARTRAIL_KEYS_FOLDER": "/srv/keys",
            "CLEARTRAIL_WRAPPING_KEY_FILE": "~/wrapping-key",
        }
    )

    assert settings == DatabaseSettings(
        Path("/var/lib/cleartrail"),
        "postgresql://app@db/ledger",
        "host=db user=admin dbname=ledger",
        "hampshire",
        Path("/srv/keys"),
        Path("~/wrapping-key").expanduser(),
    )


def test_each_ledger_has_its_keys_in_a_folder_of_its_own(tmp_path: Path) -> None:
    """Else the example of `cleartrail demo` would share the keys of the ledger in use."""
    assert DatabaseSettings(tmp_path).keys == KeysPlace(tmp_path / "keys" / "cleartrail")
    shared = DatabaseSettings(tmp_path, schema="other", keys_folder=Path("/srv/keys"), wrapping_key=Path("/run/key"))
    assert shared.keys == KeysPlace(Path("/srv/keys/other"), Path("/run/key"))


@pytest.mark.parametrize(
    "name", ["Hampshire", "1st", "a-b", "a b", 'a"b', "a;b", "pg_mine", "public", "information_schema", "a" * 41, "é"]
)
def test_a_schema_name_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(SettingsRefused, match="CLEARTRAIL_SCHEMA"):
        DatabaseSettings.from_environment({"CLEARTRAIL_SCHEMA": name})


def test_an_url_that_cannot_be_read_is_refused_without_repeating_it() -> None:
    with pytest.raises(SettingsRefused, match="CLEARTRAIL_DATABASE_URL") as refused:
        DatabaseSettings.from_environment({"CLEARTRAIL_DATABASE_URL": "postgresql://app:secret@[db/ledger"})

    assert "secret" not in str(refused.value)


def test_the_first_program_on_an_embedded_server_makes_the_ledger_and_the_status_says_where_it_is(
    tmp_path: Path,
) -> None:
    with open_database(DatabaseSettings(tmp_path)) as database:
        prepare(database)
        with database.transaction("app") as connection:
            assert connection.execute("SELECT count(*) FROM documents").fetchone() == (0,)
        said = database.describe()
    shutil.rmtree(tmp_path / "embedded" / "pgdata")

    assert "Embedded PostgreSQL" in said
    assert str(tmp_path) in said
    assert "schema cleartrail" in said.lower()
