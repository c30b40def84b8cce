"""The guard that lets nobody make a ledger's tables, triggers and functions otherwise, but for a migration.

It is made of event triggers, which PostgreSQL lets only a superuser make. Where the administrator is none there is no
guard: what the owner redefines is then not refused but named by the audit (ledger/store/guards.py).
"""

from hashlib import sha256
from pathlib import Path

from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from ledger.store.database import Connection

_TEXT = (Path(__file__).parent / "ddl_guard.sql").read_text(encoding="utf-8")
_MADE_BY = f"ledger/store/ddl_guard.sql {sha256(_TEXT.encode()).hexdigest()}"
_LOCK = 7_300_130_411  # it is put up by one at a time
GUARDED = "Guarded against redefinition: cleartrail_guard."
"""The comment on the schema of a ledger for which the guard was put up."""


def put_up(administrator: Connection, schema: str) -> bool:
    """See that the guard is up, and that it guards this ledger; False where the administrator may not do that."""
    try:
        with administrator.transaction():
            administrator.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            made_by = administrator.execute(
                "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = 'cleartrail_guard'"
            ).fetchone()
            if made_by != (_MADE_BY,):
                administrator.execute(_TEXT.encode())
                administrator.execute(sql.SQL("COMMENT ON SCHEMA cleartrail_guard IS {}").format(sql.Literal(_MADE_BY)))
            administrator.execute(
                "INSERT INTO cleartrail_guard.ledgers (schema) VALUES (%s) ON CONFLICT DO NOTHING", (schema,)
            )
            administrator.execute(
                sql.SQL("COMMENT ON SCHEMA {} IS {}").format(sql.Identifier(schema), sql.Literal(GUARDED))
            )
    except InsufficientPrivilege:
        return False
    return True


def declare_migration(administrator: Connection, schema: str) -> None:
    """Let this transaction redefine a ledger. Raises InsufficientPrivilege where that takes a superuser."""
    if is_up(administrator, schema):
        administrator.execute(
            "UPDATE cleartrail_guard.ledgers SET open_in = pg_current_xact_id() WHERE schema = %s", (schema,)
        )


def is_up(connection: Connection, schema: str) -> bool:
    """Return whether a ledger is among those that the guard of its database knows."""
    there = connection.execute("SELECT to_regclass('cleartrail_guard.ledgers') IS NOT NULL").fetchone()
    if there != (True,):
        return False
    guarded = connection.execute("SELECT FROM cleartrail_guard.ledgers WHERE schema = %s", (schema,))
    return guarded.fetchone() is not None


def take_down(administrator: Connection, schema: str) -> None:
    """Let a ledger be removed from the server, for good. Raises InsufficientPrivilege for whoever is no superuser."""
    if is_up(administrator, schema):
        administrator.execute("DELETE FROM cleartrail_guard.ledgers WHERE schema = %s", (schema,))
