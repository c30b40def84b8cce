"""Every attack of tests/store/attacks, on every table it is meant for: refused, or found, or shown to do no harm."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from ledger.auditing import differences
from ledger.store.binaries import all_binaries
from ledger.store.database import Connection, Database
from ledger.store.ddl_guard import declare_migration
from ledger.store.embedded import EmbeddedServer
from ledger.store.guards import altered_guards
from tests.ledgers import no_triggers
from tests.store.attacking import PUT_RIGHT, Target, put_rows, target
from tests.store.attacks.behind import BEHIND
from tests.store.attacks.definitions import DEFINITIONS
from tests.store.attacks.outcomes import (
    EVERYBODY,
    NO_RIGHT,
    NOT_IN_STATE,
    NOT_INSTALLED,
    NOT_SUPERUSER,
    PASSWORD_REQUIRED,
    REFUSED,
    SERVING,
    UNDEFINED,
    WEAK,
    Elsewhere,
    Found,
    Harmless,
    Outcome,
    Refused,
    Who,
)
from tests.store.attacks.reaching import HARMLESS, REACHES
from tests.store.attacks.redefining import GRANTS, REDEFINITIONS
from tests.store.attacks.slipping_in import FRESH
from tests.store.attacks.writing import LOCKS, MAY, MAY_LOCK, NOT_AS_REPLICA, WAYS


@pytest.fixture(scope="module")
def ledger(server: EmbeddedServer | str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    superuser = server.url() if isinstance(server, EmbeddedServer) else server
    with psycopg.connect(superuser) as connection:
        if connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() != (True,):
            pytest.skip("no superuser on this server, and these attacks are by one too")
    with target(server, tmp_path_factory.mktemp("attacked") / "signer") as made:
        yield made


@pytest.fixture
def attacker(ledger: Target) -> Iterator[Connection]:
    """The superuser, in a transaction that comes to nothing."""
    with ledger.database.administer() as connection:
        yield connection
        connection.rollback()


def test_nothing_is_found_before_an_attack_and_no_table_was_forgotten(ledger: Target) -> None:
    assert ledger.audited() == ledger.verified() == []
    assert set(FRESH) == set(BEHIND) == set(ledger.keys), (
        "a table without attacks: say in tests/store/attacks what becomes of them"
    )


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_is_recorded_is_not_changed_in_any_way_of_writing_it(
    ledger: Target, attacker: Connection, who: Who
) -> None:
    """HCC-2.1-g: no update or delete path exists."""
    declare_migration(attacker, ledger.database.schema)
    put_rows(attacker, ledger.database.schema, list(ledger.keys))
    attacker.execute("UPDATE cleartrail_guard.ledgers SET open_in = NULL")
    wrong = []
    for table in ledger.keys:
        for way, statement in WAYS.items():
            if who == "superuser as replica" and way in NOT_AS_REPLICA:
                continue
            tried = ledger.of(table, statement)
            sqlstate = ledger.refused(attacker, who, tried)
            allowed = who in MAY.get((table, way), frozenset())
            if (sqlstate is not None) if allowed else sqlstate not in REFUSED:
                wrong.append((table, way, sqlstate))
    assert not wrong, wrong


@pytest.mark.parametrize("who", WEAK)
def test_nobody_holds_up_what_they_may_not_write(ledger: Target, attacker: Connection, who: Who) -> None:
    for table in ledger.keys:
        for way, statement in LOCKS.items():
            may = MAY_LOCK.get(table) == who
            refused = ledger.refused(attacker, who, ledger.of(table, statement))
            assert (refused is None) if may else (refused == NO_RIGHT), (table, way, refused)


@pytest.mark.parametrize("table", FRESH)
def test_what_an_owner_slips_in_is_refused_or_found(ledger: Target, table: str) -> None:
    for statements, then in FRESH[table]:
        with ledger.database.administer() as owner:
            sqlstate = ledger.refused(owner, "owner", ledger.filled_in(statements))
        if isinstance(then, Refused):
            assert sqlstate in then.sqlstates, (statements, sqlstate)
        else:
            assert sqlstate is None, (statements, sqlstate)
            check_done(ledger, "SET LOCAL ROLE {owner};" + statements, then)


@pytest.mark.parametrize("table", BEHIND)
def test_what_is_done_with_everything_switched_off_is_found(ledger: Target, table: str) -> None:
    for statements, then in BEHIND[table]:
        check_done(ledger, statements, then, switched_off=True)
    assert ledger.audited() == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_table_is_made_otherwise_by_anybody(ledger: Target, attacker: Connection, who: Who) -> None:
    wrong = []
    tables = list(ledger.keys)[:1] if who == "superuser as replica" else ledger.keys  # it is the same guard
    for table in tables:
        for what, (statements, _) in REDEFINITIONS.items():
            sqlstate = ledger.refused(attacker, who, ledger.of(table, statements))
            if sqlstate not in (NO_RIGHT, NOT_IN_STATE):
                wrong.append((table, what, sqlstate))
    assert not wrong, wrong


@pytest.mark.parametrize("who", [*WEAK, "owner"])
def test_nobody_gives_rights_away(ledger: Target, attacker: Connection, who: Who) -> None:
    """PostgreSQL takes a GRANT by somebody who may not grant with a mere warning; nothing is granted."""
    rights = "SELECT relname, relacl::text, array_agg(attacl::text ORDER BY attnum)"
    rights += " FROM pg_class c JOIN pg_attribute ON attrelid = c.oid"
    rights += f" WHERE relnamespace = '{ledger.database.schema}'::regnamespace GROUP BY 1, 2 ORDER BY 1"
    before = attacker.execute(rights.encode()).fetchall()
    for table in ledger.keys:
        for statements, _ in GRANTS.values():
            with ledger.trying(attacker, who) as refused:
                attacker.execute(ledger.of(table, statements))
                assert attacker.execute(rights.encode()).fetchall() == before, (table, statements)
            assert refused in ([], [NO_RIGHT]), (table, statements)


@pytest.mark.parametrize(("at", "what"), list(enumerate(REDEFINITIONS | GRANTS)))
def test_without_a_guard_whatever_was_made_otherwise_is_named(
    ledger: Target, attacker: Connection, at: int, what: str
) -> None:
    table = list(ledger.keys)[at % len(ledger.keys)]
    statements, words = (REDEFINITIONS | GRANTS)[what]
    declare_migration(attacker, ledger.database.schema)
    attacker.execute(ledger.of(table, statements))

    found = list(altered_guards(attacker, ledger.database))

    said = ledger.filled_in(words, t=table, c=ledger.columns[table], key=ledger.keys[table]).decode().replace('"', "")
    assert [sentence for sentence in found if said in sentence], found


@pytest.mark.parametrize("what", DEFINITIONS)
def test_what_is_made_otherwise_is_refused_or_done_past_the_guard_and_named(
    ledger: Target, attacker: Connection, what: str
) -> None:
    statements, refused_to, words = DEFINITIONS[what]
    done = ledger.filled_in(statements)
    for who in refused_to:
        assert ledger.refused(attacker, who, done) in (NO_RIGHT, UNDEFINED), who
    declare_migration(attacker, ledger.database.schema)
    attacker.execute("SET LOCAL allow_system_table_mods = on")
    attacker.execute(done)

    found = list(altered_guards(attacker, ledger.database))

    said = ledger.filled_in(words).decode().replace('"', "")
    assert [sentence for sentence in found if said in sentence], found


@pytest.mark.parametrize("who", NOT_SUPERUSER)
def test_nobody_reaches_past_the_tables(ledger: Target, attacker: Connection, who: Who) -> None:
    for what, statements in REACHES.items():
        refused = ledger.refused(attacker, who, ledger.filled_in(statements))
        assert refused in (NO_RIGHT, NOT_INSTALLED), what


@pytest.mark.parametrize("who", WEAK)
def test_nobody_takes_on_another_role_or_draws_numbers(ledger: Target, attacker: Connection, who: Who) -> None:
    for role in ("owner", "app", "sealer", "projector"):
        if role != who:
            assert ledger.refused(attacker, who, ledger.filled_in(f"SET ROLE {{{role}}}")) == NO_RIGHT, role
    for statement in ("SELECT nextval('{name}.arrival')", "SELECT setval('{name}.arrival', 1)"):
        assert ledger.refused(attacker, who, ledger.filled_in(statement)) == NO_RIGHT, statement


def test_what_may_be_done_leaves_the_record_as_it_was(ledger: Target, attacker: Connection) -> None:
    before = record(ledger, attacker)
    for what, (who, statements) in HARMLESS.items():
        with attacker.transaction(force_rollback=True):
            assert ledger.refused(attacker, who, ledger.filled_in(statements)) is None, what
            with ledger.as_(who, attacker):
                attacker.execute(ledger.filled_in(statements))
            attacker.execute("RESET SESSION AUTHORIZATION")
            assert record(ledger, attacker) == before, what
            attacker.execute(ledger.filled_in("SET LOCAL search_path = {schema}, pg_temp"))
            assert [one for one in altered_guards(attacker, ledger.database) if "arrival" not in one] == [], what


def test_no_transaction_outlives_its_session(ledger: Target) -> None:
    """As PostgreSQL comes; where two-phase commit was allowed, `status` names what was left behind."""
    with ledger.database.connect("app") as connection, pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState):
        connection.execute("PREPARE TRANSACTION 'left'")


def test_the_server_is_not_reached_as_somebody_else_from_within(ledger: Target, attacker: Connection) -> None:
    """Over dblink, where a superuser installed it: nobody else gets in by it where the server asks for no password."""
    there = attacker.execute("SELECT FROM pg_available_extensions WHERE name = 'dblink'")
    if there.rowcount == 0:
        pytest.skip("this server has no dblink")
    attacker.execute("CREATE EXTENSION dblink SCHEMA public")
    reach = f"SELECT public.dblink_exec($${ledger.url}$$, 'DROP TABLE {ledger.database.schema}.entries')"
    for who in SERVING:
        assert ledger.refused(attacker, who, reach.encode()) == PASSWORD_REQUIRED, who


def test_tables_rewritten_by_their_owner_hold_what_they_held(ledger: Target) -> None:
    with ledger.database.administer(autocommit=True) as connection:
        before = record(ledger, connection)
        for statement in ("VACUUM FULL entries", "VACUUM FREEZE log", "ANALYZE", "REINDEX TABLE openings"):
            connection.execute(statement.encode())
        assert record(ledger, connection) == before
    assert ledger.audited() == []


def test_a_dump_put_over_a_ledger_changes_nothing_and_one_restored_elsewhere_is_whole(
    ledger: Target, server: EmbeddedServer | str
) -> None:
    with ledger.database.administer(autocommit=True) as connection:
        programs = [one.folder for one in all_binaries() if one.major == connection.info.server_version // 10_000]
        if not programs:
            pytest.skip("no pg_dump of this server's version")
        before, url, elsewhere = record(ledger, connection), ledger.url, f"{ledger.database.schema}_elsewhere"

        only_rows = ["--data-only", "--disable-triggers", f"--schema={ledger.database.schema}"]
        dumped = run(programs[0] / "pg_dump", *only_rows, url)
        said = run(programs[0] / "psql", "--quiet", url, given=dumped.stdout).stderr.decode()
        assert "it is a ledger's" in said
        assert "duplicate key" in said
        assert record(ledger, connection) == before

        connection.execute(f"CREATE DATABASE {elsewhere}".encode())
        try:
            there = make_conninfo(url, dbname=elsewhere)
            whole = run(programs[0] / "pg_dump", "--exclude-schema=kept", url)
            said = run(programs[0] / "psql", "--quiet", there, given=whole.stdout).stderr.decode()
            with Database(ledger.database.schema, there, keys=ledger.database.keys_place) as restored:
                assert [str(finding) for finding in differences(restored)] == [], said
        finally:
            connection.execute(f"DROP DATABASE {elsewhere} WITH (FORCE)".encode())


# ---------------------------------------------------------------- how


def run(program: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([program, *arguments], input=given, capture_output=True, check=False)


def record(ledger: Target, connection: Connection) -> list[object]:
    """Every row of every table."""
    rows = "SELECT t::text FROM {t} t ORDER BY 1"
    return [connection.execute(ledger.of(table, rows)).fetchall() for table in ledger.keys]


def check_done(ledger: Target, statements: str, then: Outcome, *, switched_off: bool = False) -> None:
    """Do it for good, see what is said of it, and put everything right again."""
    with ledger.database.administer(autocommit=True) as connection:
        try:
            with connection.transaction(), ExitStack() as behind:
                if switched_off:
                    declare_migration(connection, ledger.database.schema)
                    behind.enter_context(no_triggers(connection, ledger.database.schema))
                connection.execute(ledger.filled_in(statements))
            if isinstance(then, Found):
                how = {"audit": ledger.audited, "verify": ledger.verified, "start": ledger.started}[then.by]
                said = how()
                assert [one for one in said if then.words in one], (statements, said)
            else:
                assert isinstance(then, Harmless | Elsewhere)
                assert ledger.audited() == [], statements
        finally:
            with connection.transaction():
                declare_migration(connection, ledger.database.schema)
                with no_triggers(connection, ledger.database.schema):
                    connection.execute(PUT_RIGHT.encode())
