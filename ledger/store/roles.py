"""Who may do what in one authority's schema: four roles, made by the administrator before anything else.

None of them is a superuser, and the owner can never log in: it acts only while a migration runs. What each may do
with a table is granted beside the table, in ledger/store/migrations.
"""

from collections.abc import Mapping

from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from ledger.store.database import Connection, Database
from ledger.store.database_settings import ROLES, Role

# Changes to roles and to the database's own rights are made one at a time: PostgreSQL refuses two at once
# ("tuple concurrently updated").
ROLES_LOCK = 7_300_130_410


def make_roles(database: Database, administrator: Connection) -> None:
    """See that the roles and the schema are there, in one transaction; what is there already is left as it is."""
    names = {role: sql.Identifier(database.role_name(role)) for role in ROLES}
    schema = sql.Identifier(database.schema)
    with administrator.transaction():
        _one_at_a_time(administrator)
        for role in ROLES:
            if not _there(administrator, "SELECT 1 FROM pg_roles WHERE rolname = %s", database.role_name(role)):
                administrator.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(names[role]))
        if database.embedded:
            # No other password or account stands between a role and us here, so each logs in as itself and can
            # become none of the others.
            for role in ("app", "sealer", "projector"):
                administrator.execute(sql.SQL("ALTER ROLE {} LOGIN").format(names[role]))
        else:
            _grant(administrator, names["owner"], _current_user(administrator))
        if not _there(administrator, "SELECT 1 FROM pg_namespace WHERE nspname = %s", database.schema):
            administrator.execute(sql.SQL("CREATE SCHEMA {} AUTHORIZATION {}").format(schema, names["owner"]))
        users = sql.SQL(", ").join(names[role] for role in ROLES if role != "owner")
        administrator.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, users))
        _let_make_schemas(administrator, database.role_name("projector"))


def admit(database: Database, administrator: Connection, logins: Mapping[Role, str]) -> None:
    """Let each login take on the role it serves, and no other of those that serve; never the owner's."""
    with administrator.transaction():
        _one_at_a_time(administrator)
        for role, login in logins.items():
            name = sql.Identifier(database.role_name(role))
            _grant(administrator, name, login)
            for other in {*logins.values()} - {login}:
                administrator.execute(sql.SQL("REVOKE {} FROM {}").format(name, sql.Identifier(other)))


def _let_make_schemas(administrator: Connection, role: str) -> None:
    name = administrator.info.dbname
    may = "SELECT 1 WHERE has_database_privilege(%s, current_database(), 'CREATE')"
    if not _there(administrator, may, role):
        administrator.execute(
            sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(role))
        )
        # From somebody who may not grant it PostgreSQL takes the statement with a mere warning.
        if not _there(administrator, may, role):
            raise InsufficientPrivilege(f"only its owner may let {role} create schemas in the database {name}")


def _one_at_a_time(administrator: Connection) -> None:
    administrator.execute("SELECT pg_advisory_xact_lock(%s)", (ROLES_LOCK,))


def _there(connection: Connection, question: str, name: str) -> bool:
    return connection.execute(question.encode(), (name,)).fetchone() is not None


def _current_user(connection: Connection) -> str:
    ((name,),) = connection.execute("SELECT current_user").fetchall()
    return str(name)


def _grant(administrator: Connection, role: sql.Identifier, login: str) -> None:
    """Membership, where it is needed: a superuser may take on any role as it is."""
    if not _there(administrator, "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolsuper", login):
        administrator.execute(sql.SQL("GRANT {} TO {}").format(role, sql.Identifier(login)))
