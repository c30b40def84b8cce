import hashlib
import secrets
from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from ledger.documents import Documents
from ledger.log.audit import audit
from ledger.log.sealer import Sealer
from ledger.store.database import Connection, Database
from ledger.store.database_settings import Role
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite, NewEntry, Opening
from tests.store.raw import RAW_APPEND, RAW_APPEND_ONE, raw, raw_one
from tests.store.redefining import unguarded

FILE = UUID("6a1f0a0e-0000-4000-8000-000000000001")
RECORD = ("settings", "files", "entries", "openings", "citations", "log", "keyring")  # what must never be changed
TABLES = (*RECORD, "simulated_clock", "sealing")
COLUMN = {
    "settings": "origin",
    "files": "head",
    "openings": "ciphertext",
    "keyring": "name",
    "citations": "sha256",
    "log": "leaf_hash",
    "entries": "state",
}


@pytest.fixture
def recorded(store: LedgerStore, sealer: Sealer, database: Database) -> LedgerStore:
    """A ledger with something in every table."""
    letter = bytes.fromhex(Documents(database).file(b"%PDF-1.7 a letter", "application/pdf"))
    words = Opening(hashlib.sha256(b"words").digest(), b"words")
    store.append([FileWrite(FILE, 0, [NewEntry("note-made/1", b"first", [words], [letter]), NewEntry("a/1", b"2")])])
    sealer.seal_once()
    return store


def snapshot(database: Database) -> object:
    with database.connect("app") as connection:
        return [
            connection.execute(sql.SQL("SELECT * FROM {} t ORDER BY t::text").format(sql.Identifier(table))).fetchall()
            for table in TABLES
        ]


def changes(*tables: str) -> Iterator[sql.Composed]:
    """Every way to change or remove what these tables hold."""
    for table in tables:
        column = COLUMN.get(table, "one_row")
        for statement in ("UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
            yield sql.SQL(statement).format(sql.Identifier(table), sql.Identifier(column), sql.Identifier(column))


# ---------------------------------------------------------------- the roles of the ledger


@pytest.mark.parametrize(("role", "tables"), [("app", TABLES), ("projector", TABLES), ("sealer", RECORD)])
def test_no_role_of_the_ledger_changes_or_removes_anything(
    recorded: LedgerStore, database: Database, role: Role, tables: tuple[str, ...]
) -> None:
    """HCC-2.1-g: no update or delete path exists."""
    before = snapshot(database)

    with database.connect(role, autocommit=True) as connection:
        for statement in changes(*tables):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)

    assert snapshot(database) == before


DIRECT = {
    "insert": "INSERT INTO entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size)"
    " VALUES ('6a1f0a0e-0000-4000-8000-000000000001', 3, 'a/1', 'x', clock_timestamp(), 99, 1, 1)",
    "insert of an opening": "INSERT INTO openings VALUES (sha256('x'), 'x', null,"
    " '6a1f0a0e-0000-4000-8000-000000000001', 1)",
    "insert into the log": "INSERT INTO log VALUES"
    " (2, '6a1f0a0e-0000-4000-8000-000000000001', 3, 9, sha256('x'), clock_timestamp())",
    "insert of settings": "INSERT INTO settings VALUES (true, 'x', 'real', sha256('x'), sha256('x'))",
    "upsert": "INSERT INTO entries SELECT * FROM entries ON CONFLICT (file_id, position) DO UPDATE SET state = 'x'",
    "upsert of an opening": "INSERT INTO openings SELECT * FROM openings"
    " ON CONFLICT (digest) DO UPDATE SET ciphertext = 'x'",
    "merge": "MERGE INTO entries e USING entries o ON e.position = o.position"
    " WHEN MATCHED THEN UPDATE SET kind = 'b/1'",
    "copy": "COPY entries FROM STDIN",
    "a number drawn": "SELECT nextval('arrival')",
    "a trigger switched off": "ALTER TABLE entries DISABLE TRIGGER ALL",
    "a table dropped": "DROP TABLE entries",
    "a function replaced": "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RETURN new; END $$",
    "triggers passed over": "SET session_replication_role = replica",
    "the owner's part": "SET ROLE {owner}",
}


def test_the_application_s_role_has_no_way_round_append(recorded: LedgerStore, database: Database) -> None:
    before = snapshot(database)

    with as_nothing_but(database, "app") as connection:
        for attempt, statement in DIRECT.items():
            try:
                with connection.transaction():
                    connection.execute(statement.replace("{owner}", database.role_name("owner")).encode())
            except psycopg.errors.InsufficientPrivilege:
                continue
            pytest.fail(f"was not refused: {attempt}")

    assert snapshot(database) == before


@pytest.mark.parametrize("role", ["sealer", "projector"])
def test_only_the_application_s_role_appends(recorded: LedgerStore, database: Database, role: Role) -> None:
    with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(RAW_APPEND, raw(FILE, 2, None))
    with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(RAW_APPEND_ONE, raw_one(FILE, 2))

    assert recorded.head(FILE) == 2


@pytest.mark.parametrize("role", ["sealer", "projector"])
def test_the_secrets_are_read_by_the_application_s_role_only(
    recorded: LedgerStore, database: Database, role: Role
) -> None:
    for secret in ("file_key_secret", "request_key"):
        with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(sql.SQL("SELECT {} FROM settings").format(sql.Identifier(secret)))


def test_a_stranger_on_the_server_may_do_nothing(recorded: LedgerStore, database: Database) -> None:
    stranger, schema = sql.Identifier(f"stranger_{secrets.token_hex(6)}"), sql.Identifier(database.schema)
    attempts = [sql.SQL("SELECT FROM {}.{}").format(schema, sql.Identifier(table)) for table in TABLES]
    attempts.append(sql.SQL("SELECT {}.file_document('x', 1, 'x')").format(schema))

    with database.administer(autocommit=True) as administrator:
        administrator.execute(sql.SQL("CREATE ROLE {}").format(stranger))
        administrator.execute(sql.SQL("SET ROLE {}").format(stranger))
        for attempt in attempts:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                administrator.execute(attempt)
        administrator.execute("RESET ROLE")
        administrator.execute(sql.SQL("DROP ROLE {}").format(stranger))


OF_THE_CALLER_S = {
    "tables": "CREATE TEMPORARY TABLE files (file_id uuid, head bigint, last_at timestamptz);"
    "CREATE TEMPORARY TABLE settings (clock text); INSERT INTO pg_temp.settings VALUES ('simulated');"
    "CREATE TEMPORARY TABLE entries (LIKE {schema}.entries)",
    "a view": "CREATE TEMPORARY VIEW settings AS SELECT 'simulated' AS clock",
    "a sequence": "CREATE TEMPORARY SEQUENCE arrival MINVALUE -9",
    "a clock": "CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
    " $$ SELECT '1999-01-01'::timestamptz $$",
    "a hash": "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'",
    "an append of its own": "CREATE FUNCTION pg_temp.append(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
    "operators": "CREATE FUNCTION pg_temp.no(bigint, bigint) RETURNS bool LANGUAGE sql AS 'SELECT false';"
    "CREATE OPERATOR pg_temp.<> (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = pg_temp.no);"
    "CREATE OPERATOR pg_temp.> (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = pg_temp.no)",
    "settings": "SET timezone = 'Asia/Tokyo'; SET transform_null_equals = on; SET bytea_output = 'escape';"
    "SET standard_conforming_strings = off; SET default_transaction_isolation = 'read uncommitted';"
    "SET lock_timeout = 1",
}


@pytest.mark.parametrize("made", OF_THE_CALLER_S.values(), ids=OF_THE_CALLER_S.keys())
def test_nothing_of_the_caller_s_own_deceives_append(recorded: LedgerStore, database: Database, made: str) -> None:
    """`append` runs with its owner's rights; what it means by `files` must not be the caller's to say."""
    with database.connect("app") as connection:
        connection.execute(made.replace("{schema}", database.schema).encode())
        connection.execute(sql.SQL("SET search_path = pg_temp, {}").format(sql.Identifier(database.schema)))
        answer = connection.execute(RAW_APPEND, raw(FILE, 2, None)).fetchall()
        assert connection.execute(RAW_APPEND_ONE, raw_one(FILE, 2)).fetchone() == (None,)
        [(at,)] = connection.execute(RAW_APPEND_ONE, raw_one(FILE, 3)).fetchall()

    assert [outcome for outcome, *_ in answer] == ["recorded"]
    assert recorded.head(FILE) == 4
    assert recorded.entries(FILE)[-1].recorded_at == at
    with database.connect("app") as connection:
        now = (
            "SELECT recorded_at > clock_timestamp() - interval '1 minute', arrival > 0 FROM entries WHERE position > 2"
        )
        assert connection.execute(now.encode()).fetchall() == [(True, True), (True, True)]


# ---------------------------------------------------------------- the owner and the superuser


@pytest.mark.parametrize("replication_role", ["origin", "replica"])
def test_triggers_stop_the_owner_and_the_superuser_in_every_replication_role(
    recorded: LedgerStore, database: Database, replication_role: str
) -> None:
    before = snapshot(database)

    for connection in privileged(database, replication_role):
        for statement in changes(*RECORD):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)

    assert snapshot(database) == before


FORGED = "INSERT INTO entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size)"
FORGERIES = {
    "far away and long ago": f"{FORGED} VALUES ('{FILE}', 77, 'a/1', 'x', '1999-01-01', 99, 1, 1)",
    "next, long ago": f"{FORGED} VALUES ('{FILE}', 3, 'a/1', 'x', '1999-01-01', 99, 1, 1)",
    "next, now": f"{FORGED} VALUES ('{FILE}', 3, 'a/1', 'x', clock_timestamp(), 99, 1, 1)",
    "on a file of its own": f"{FORGED} VALUES ('{uuid4()}', 1, 'a/1', 'x', clock_timestamp(), 99, 1, 1)",
    "with its head, dated back": f"UPDATE files SET head = 3; {FORGED} VALUES ('{FILE}', 3, 'a/1', 'x',"
    " '1999-01-01', 99, 1, 1)",
    "with its head and its time, dated back": f"UPDATE files SET head = 3, last_at = '1999-01-01'; {FORGED}"
    f" VALUES ('{FILE}', 3, 'a/1', 'x', '1999-01-01', 99, 1, 1)",
    "on a new file with a head, dated back": f"INSERT INTO files VALUES ('{FILE}'::uuid, 1, '1999-01-01')"
    f" ON CONFLICT DO NOTHING; INSERT INTO files VALUES ('{UUID(int=7)}', 1, '1999-01-01'); {FORGED}"
    f" VALUES ('{UUID(int=7)}', 1, 'a/1', 'x', '1999-01-01', 99, 1, 1)",
    "over a gap": f"UPDATE files SET head = 4, last_at = clock_timestamp(); {FORGED} SELECT '{FILE}', 4, 'a/1', 'x',"
    " last_at, 99, 1, 1 FROM files",
    "second into the log": f"INSERT INTO log VALUES (0, '{FILE}', 3, 9, sha256('x'), clock_timestamp())",
    "far into the log": f"INSERT INTO log VALUES (7, '{FILE}', 3, 9, sha256('x'), clock_timestamp())",
    "into the log, dated back": f"INSERT INTO log VALUES (2, '{FILE}', 3, 9, sha256('x'), '1999-01-01')",
    "a head without entries": "UPDATE files SET head = 1",
    "another ledger": "INSERT INTO settings VALUES (true, 'other', 'simulated', sha256('x'), sha256('x'))",
}


def test_a_direct_insert_by_the_owner_is_refused_where_it_shows(recorded: LedgerStore, database: Database) -> None:
    before = snapshot(database)

    for connection in privileged(database, "origin"):
        for forgery, statement in FORGERIES.items():
            try:
                with connection.transaction():
                    connection.execute(statement.encode())
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UniqueViolation):
                continue
            pytest.fail(f"was not refused: {forgery}")

    assert snapshot(database) == before


@pytest.mark.parametrize(
    "statement",
    [
        "GRANT SELECT ON entries TO PUBLIC",
        "CREATE TABLE public.mine (x int)",
        "ALTER TABLE entries DISABLE TRIGGER ALL",
        "DROP TABLE entries CASCADE",
        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC",
    ],
)
def test_the_first_thing_an_owner_defines_is_refused(database: Database, statement: str) -> None:
    """First in its transaction, which has no number yet, in a ledger that was never migrated again."""
    with database.connect("owner") as owner, pytest.raises(psycopg.errors.InsufficientPrivilege, match="refused"):
        owner.execute(statement.encode())


def test_an_entry_the_owner_inserts_with_everything_right_goes_the_way_of_all_entries(
    recorded: LedgerStore, sealer: Sealer, database: Database
) -> None:
    """It cannot be told from an append, and no more than an append can be done with it: it comes last, and now."""
    with database.connect("owner") as owner:
        owner.execute("UPDATE files SET head = 3, last_at = clock_timestamp()")
        owner.execute(f"{FORGED} SELECT file_id, 3, 'a/1', 'x', last_at, nextval('arrival'), 1, 1 FROM files".encode())
    sealer.seal_once()

    assert [row.index for row in recorded.entries(FILE)] == [0, 1, 2]
    assert list(audit(database)) == []


def test_a_row_changed_with_the_triggers_off_is_found_by_the_audit(recorded: LedgerStore, database: Database) -> None:
    with unguarded(database), database.connect("owner") as owner:
        owner.execute("ALTER TABLE entries DISABLE TRIGGER entries_stay")
        owner.execute("UPDATE entries SET state = 'second thoughts' WHERE position = 1")
        owner.execute("ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_stay")

    assert [(found.file_id, found.position) for found in audit(database)] == [(FILE, 1)]


# ---------------------------------------------------------------- the shape of it all


def test_every_trigger_fires_always_and_no_foreign_key_cascades(database: Database) -> None:
    with database.connect("app") as connection:
        triggers = connection.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
            " WHERE c.relnamespace = %s::regnamespace AND NOT tgisinternal",
            (database.schema,),
        ).fetchall()
        cascades = connection.execute(
            "SELECT conname FROM pg_constraint WHERE connamespace = %s::regnamespace AND contype = 'f'"
            " AND (confdeltype <> 'a' OR confupdtype <> 'a')",
            (database.schema,),
        ).fetchall()

    assert len(triggers) >= 18
    assert [name for _, name, enabled in triggers if enabled not in ("A", b"A")] == []
    assert cascades == []


def test_every_function_that_runs_with_its_owner_s_rights_has_a_fixed_search_path(database: Database) -> None:
    with database.connect("app") as connection:
        functions = connection.execute(
            "SELECT proname, prosecdef, proconfig, has_function_privilege('public', oid, 'execute') FROM pg_proc"
            " WHERE pronamespace = %s::regnamespace",
            (database.schema,),
        ).fetchall()

    assert {name for name, definer, _, _ in functions if definer} >= {"append", "open_ledger"}
    for name, _, settings, public in functions:
        paths = [setting for setting in settings or [] if setting.startswith("search_path=pg_catalog")]
        assert len(paths) == 1, name
        assert paths[0].endswith("pg_temp"), name
        assert not public, name


# ---------------------------------------------------------------- how


def as_nothing_but(database: Database, role: Role) -> Connection:
    """A connection that has the role's rights and no others: nothing of the login behind it."""
    connection = database.connect(role)
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = session_user").fetchone()
    if row == (True,):  # the tests' own server may be reached as a superuser, who may set any role
        connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier(database.role_name(role))))
        connection.commit()
    return connection


def privileged(database: Database, replication_role: str) -> Iterator[Connection]:
    """The owner, and the superuser where the tests have one; only a superuser may set the replication role."""
    set_role = sql.SQL("SET session_replication_role = {}").format(sql.Literal(replication_role))
    with database.administer(autocommit=True) as administrator:
        superuser = administrator.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        if superuser == (True,):
            administrator.execute(set_role)
            yield administrator
            administrator.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(database.role_name("owner"))))
            yield administrator
        elif replication_role == "origin":
            with database.connect("owner", autocommit=True) as owner:
                yield owner
        else:
            pytest.skip("no superuser on this server, and nobody else may set session_replication_role")
