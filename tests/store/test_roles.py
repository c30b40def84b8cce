import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ledger.store.database import Database
from ledger.store.database_settings import ROLES, SERVING, Role
from ledger.store.embedded import EmbeddedServer
from ledger.store.guards import altered_guards
from ledger.store.schema import SchemaRefused, migrate, migrations, require_current
from ledger.store.weaknesses import weaknesses


@pytest.mark.parametrize("role", SERVING)
@pytest.mark.parametrize(
    "act",
    [
        "CREATE TABLE {schema}.mine (x int)",
        "CREATE FUNCTION {schema}.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE public.mine (x int)",
        "ALTER TABLE {schema}.documents DISABLE TRIGGER ALL",
        "ALTER TABLE {schema}.documents ADD COLUMN x int",
        "DROP TABLE {schema}.documents CASCADE",
        "DROP SCHEMA {schema} CASCADE",
        "INSERT INTO {schema}.schema_version (version, name, sha256) VALUES (99, 'x', 'x')",
        "UPDATE {schema}.schema_version SET version = 99",
        "DELETE FROM {schema}.schema_version",
        "TRUNCATE {schema}.schema_version",
        "GRANT ALL ON {schema}.documents TO PUBLIC",
        "CREATE ROLE {schema}_friend",
        "SET session_replication_role = replica",
        "COPY {schema}.schema_version TO PROGRAM 'cat'",
        "SELECT pg_read_file('postgresql.conf')",
        "SET SESSION AUTHORIZATION {schema}_owner",
        "UPDATE cleartrail_guard.ledgers SET open_in = pg_current_xact_id()",
    ],
)
def test_no_role_that_serves_requests_may_do_an_owners_or_a_superusers_work(
    database: Database, role: Role, act: str
) -> None:
    with database.connect(role) as connection:
        try:
            connection.execute(act.replace("{schema}", database.schema).encode())
        except psycopg.errors.InsufficientPrivilege:
            return
        # PostgreSQL takes a GRANT by somebody who may not grant with a mere warning.
        assert act.startswith("GRANT")
        granted = connection.execute(
            "SELECT count(*) FROM information_schema.table_privileges WHERE table_schema = %s AND grantee = 'PUBLIC'",
            (database.schema,),
        )
        assert granted.fetchone() == (0,)


@pytest.mark.parametrize("role", ["app", "sealer"])
def test_only_the_projector_makes_schemas(database: Database, role: Role) -> None:
    name = database.projection_schema(1)
    with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"CREATE SCHEMA {name}".encode())
    with database.connect("projector") as projector:
        projector.execute(f"CREATE SCHEMA {name}".encode())
        projector.execute(f"CREATE TABLE {name}.lines (line text)".encode())


@pytest.mark.parametrize("role", ["sealer", "projector"])
def test_only_the_application_files_documents(database: Database, role: Role) -> None:
    with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT file_document(sha256('x'), 1, 'text/plain', sha256('x'))")


def test_the_application_and_the_projector_can_write_to_no_table_of_the_ledger(database: Database) -> None:
    with database.administer() as administrator:
        writable = administrator.execute(
            """
            SELECT r.rolname, c.relname FROM pg_class c, pg_roles r
             WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND r.rolname = ANY(%s)
               AND (has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES')
                    OR has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE, REFERENCES'))
            """,
            (database.schema, [database.role_name("app"), database.role_name("projector")]),
        ).fetchall()
    # Which read models are current is no part of the record: the projector moves that one row.
    assert set(writable) <= {(database.role_name("projector"), "generation")}


def test_everything_belongs_to_the_owner_and_nothing_is_granted_to_everybody(database: Database) -> None:
    with database.administer() as administrator:
        owners = administrator.execute(
            """
            SELECT DISTINCT pg_get_userbyid(owner) FROM (
                SELECT relowner FROM pg_class WHERE relnamespace = %(schema)s::regnamespace UNION ALL
                SELECT proowner FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace UNION ALL
                SELECT nspowner FROM pg_namespace WHERE oid = %(schema)s::regnamespace) AS owned (owner)
            """,
            {"schema": database.schema},
        ).fetchall()
        granted_to_public = administrator.execute(
            """
            SELECT relname FROM pg_class, aclexplode(relacl)
             WHERE relnamespace = %(schema)s::regnamespace AND grantee = 0
            UNION ALL
            SELECT proname FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))
             WHERE pronamespace = %(schema)s::regnamespace AND grantee = 0 AND prosecdef
            """,
            {"schema": database.schema},
        ).fetchall()
    assert owners == [(database.role_name("owner"),)]
    assert granted_to_public == []


def test_functions_that_act_as_the_owner_look_names_up_in_fixed_places_only(database: Database) -> None:
    with database.administer() as administrator:
        functions = administrator.execute(
            "SELECT proname, proconfig FROM pg_proc WHERE pronamespace = %s::regnamespace AND prosecdef",
            (database.schema,),
        ).fetchall()
    assert functions
    for name, settings in functions:
        (path,) = [setting for setting in settings or [] if setting.startswith("search_path=")] or [""]
        assert path.startswith("search_path=pg_catalog, "), name
        assert path.endswith(", pg_temp"), name


def test_the_owner_cannot_log_in_and_no_role_is_a_superuser(database: Database) -> None:
    with database.administer() as administrator:
        roles = administrator.execute(
            "SELECT rolname, rolcanlogin, rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication "
            "FROM pg_roles WHERE rolname = ANY(%s)",
            ([database.role_name(role) for role in ROLES],),
        ).fetchall()
    assert len(roles) == len(ROLES)
    assert not any(powerful for _, _, powerful in roles)
    may_log_in = {name for name, can, _ in roles if can}
    assert may_log_in == ({database.role_name(role) for role in SERVING} if database.embedded else set())


def test_on_an_embedded_server_no_role_can_become_another(database: Database) -> None:
    if not database.embedded:
        pytest.skip("this run is on a named server")
    for role in SERVING:
        for other in {*ROLES} - {role}:
            with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SET ROLE {database.role_name(other)}".encode())


@dataclass(frozen=True)
class Named:
    """A server as an authority would run it: the administrator and the login that serves are no superusers."""

    schema: str
    url: str
    admin_url: str
    sealer_url: str
    superuser_url: str


@pytest.fixture
def named(server: EmbeddedServer | str) -> Iterator[Named]:
    superuser = server.url() if isinstance(server, EmbeddedServer) else server
    name = f"named_{secrets.token_hex(6)}"
    login, second, administrator = f"{name}_login", f"{name}_second", f"{name}_administrator"
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {administrator} LOGIN CREATEROLE PASSWORD 'a'".encode())
        connection.execute(f"CREATE ROLE {login} LOGIN PASSWORD 'l'".encode())
        connection.execute(f"CREATE ROLE {second} LOGIN PASSWORD 's'".encode())
        connection.execute(f"CREATE DATABASE {name} OWNER {administrator}".encode())
        try:
            yield Named(
                name,
                make_conninfo(superuser, dbname=name, user=login, password="l"),
                make_conninfo(superuser, dbname=name, user=administrator, password="a"),
                make_conninfo(superuser, dbname=name, user=second, password="s"),
                make_conninfo(superuser, dbname=name),
            )
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            made = connection.execute(
                "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s) ORDER BY rolname = %s, rolname = %s",
                (name, login, administrator),
            ).fetchall()
            for (role,) in made:
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def test_on_a_named_server_an_administrator_who_is_no_superuser_migrates_and_admits_the_login(named: Named) -> None:
    with Database(named.schema, named.url, named.admin_url) as database:
        with pytest.raises(SchemaRefused, match="cleartrail migrate"):
            require_current(database)
        taken = migrate(database)
        again = migrate(database)
        require_current(database)

        assert taken
        assert again == []
        for role in SERVING:
            with database.connect(role) as connection:
                row = connection.execute("SELECT current_user, session_user").fetchone()
                assert row == (f"{named.schema}_{role}", f"{named.schema}_login")
        with database.connect("projector") as projector:
            projector.execute(f"CREATE SCHEMA {database.projection_schema(1)}".encode())
        with database.connect("app") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"SET ROLE {database.role_name('owner')}".encode())
        assert f"schema {named.schema}" in database.describe()


def test_a_login_that_was_not_admitted_is_told_so(named: Named) -> None:
    with Database(named.schema, named.admin_url) as database:
        migrate(database)
    with Database(named.schema, named.url) as database, pytest.raises(SchemaRefused, match="may not act as"):
        require_current(database)


def test_a_migration_by_a_login_that_may_not_is_refused_saying_whom_to_name(named: Named) -> None:
    with Database(named.schema, named.url) as database:
        with pytest.raises(SchemaRefused, match="CLEARTRAIL_ADMIN_DATABASE_URL"):
            migrate(database)
        with pytest.raises(SchemaRefused, match="There is no ledger"):
            require_current(database)


# ---------------------------------------------------------------- without a superuser, and with logins apart


def may_become(database: Database, login: Role) -> set[str]:
    """The roles of the ledger that the login of one of them may act as."""
    with database.log_in(login) as connection:
        rows = connection.execute(
            "SELECT rolname::text FROM pg_roles WHERE rolname = ANY(%s) AND pg_has_role(session_user, oid, 'MEMBER')",
            ([database.role_name(role) for role in ROLES],),
        ).fetchall()
    return {name.removeprefix(f"{database.schema}_") for (name,) in rows}


def test_a_login_of_the_sealer_s_own_seals_and_the_one_that_serves_no_longer_can(named: Named) -> None:
    with Database(named.schema, named.url, named.admin_url) as together:
        migrate(together)
        assert may_become(together, "app") == {"app", "sealer", "projector"}
        assert "both records and seals" in " ".join(weaknesses(together))

    with Database(named.schema, named.url, named.admin_url, {"sealer": named.sealer_url}) as apart:
        with pytest.raises(SchemaRefused, match=r"_second may not act as .*_sealer"):
            require_current(apart)
        migrate(apart)
        require_current(apart)

        assert may_become(apart, "app") == {"app", "projector"}
        assert may_become(apart, "sealer") == {"sealer"}
        with apart.connect("app") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"SET ROLE {apart.role_name('sealer')}".encode())
        with apart.connect("sealer") as connection:
            assert connection.execute("SELECT count(*) FROM entries").fetchone() == (0,)
        # What is left needs a superuser, once.
        [left] = weaknesses(apart)
        assert "no guard against redefinition" in left
    with Database(named.schema, named.url, named.superuser_url, {"sealer": named.sealer_url}) as apart:
        migrate(apart)
        assert weaknesses(apart) == []


def test_a_login_that_could_undo_everything_is_warned_of(named: Named) -> None:
    with Database(named.schema, named.admin_url) as database:
        migrate(database)
        assert "may act as the owner of the tables" in " ".join(weaknesses(database))
    with Database(named.schema, named.superuser_url) as database:
        assert "is a superuser" in " ".join(weaknesses(database))


def test_where_no_superuser_put_up_a_guard_the_owner_s_redefinitions_are_named(named: Named) -> None:
    with Database(named.schema, named.url, named.admin_url) as database:
        migrate(database)
        assert found_altered(database) == []

        with database.connect("owner", autocommit=True) as owner:
            owner.execute("ALTER TABLE entries DISABLE TRIGGER entries_stay")
            owner.execute("CREATE TABLE mine (x int)")

        assert [said.split(" is ")[0] for said in found_altered(database)] == [
            "the column mine.x", "the table mine", "the trigger entries_stay on entries",
        ]  # fmt: skip


def test_a_guard_that_a_superuser_put_up_lets_only_a_superuser_migrate(named: Named) -> None:
    steps = migrations()
    with Database(named.schema, named.url, named.superuser_url) as database:
        migrate(database, steps[:-1])
    with (
        Database(named.schema, named.url, named.admin_url) as database,
        pytest.raises(SchemaRefused, match="a superuser has put up the guard"),
    ):
        migrate(database)
    with Database(named.schema, named.url, named.superuser_url) as database:
        assert len(migrate(database)) == 1


def test_whoever_holds_the_sealer_s_lock_and_may_not_seal_is_named(database: Database) -> None:
    if not database.embedded:
        pytest.skip("on a named server the tests' login may seal")
    assert weaknesses(database) == []
    with database.connect("app", autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock((('log'::regclass)::oid::bigint << 32) + 1)")
        [held] = weaknesses(database)
    assert f"held by {database.role_name('app')}, who may not seal" in held


def found_altered(database: Database) -> list[str]:
    with database.connect("app") as connection:
        return list(altered_guards(connection, database))
