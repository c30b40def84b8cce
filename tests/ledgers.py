"""Ledgers for the tests: made by the migrations once, lent to a test, emptied after it, and lent to the next.

A ledger that a test gets is as `migrate` leaves it: the rows the migrations write and no others, every sequence at its
start, no read models (or, where it asks for them, those of an empty ledger), and keys of its own. Making one takes
0.2 s, emptying one a hundredth of that. What a test has redefined (tests/store/redefining.py) is removed and not lent
again, and when a worker is done every ledger it lent is held against the catalogue of what the migrations make.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from ledger.store.database import ROLES, Connection, Database
from ledger.store.ddl_guard import declare_migration, take_down
from ledger.store.embedded import EmbeddedServer
from ledger.store.guards import altered_guards
from ledger.store.keyring import KeysPlace
from ledger.store.roles import ROLES_LOCK
from ledger.store.schema import migrate
from projections.engine import Projector
from tests.store.redefining import REDEFINED

_WRITTEN = "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'"
_HAS_PAGES = " AND pg_relation_size(oid) > 0 AND relname <> 'schema_version'"
_READ_MODELS = r"SELECT nspname FROM pg_namespace WHERE nspname ~ ('^' || %s || '_projection_\d+$')"

_LETS_GO = b"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'begin return null; end'"


@dataclass(frozen=True)
class _Kept:
    """A ledger that is lent again and again, and how it is when it is lent."""

    schema: str
    rows: dict[str, bytes]
    """What stands in each table that is not empty, as COPY gives it."""
    read_models: tuple[str, ...]
    """The schemas of its read models, of an empty ledger."""
    refuses: str
    """The function that refuses to truncate a table, as the migrations made it."""
    administrator: Connection
    """Stays open: what a new one would read of the catalogue first is half of the work."""


class Ledgers:
    """The ledgers of one worker. Lent to one at a time each; there are as many as were ever needed at once."""

    def __init__(self, server: EmbeddedServer | str) -> None:
        self._server = server
        self._free: dict[bool, list[_Kept]] = {False: [], True: []}

    @contextmanager
    def lent(self, keys: Path, *, read_models: bool = False) -> Iterator[Database]:
        """An empty ledger; its keys come into that folder. Read models are there if asked for."""
        kept = self._free[read_models].pop() if self._free[read_models] else self._made(read_models)
        with Database(kept.schema, self._server, keys=KeysPlace(keys / kept.schema)) as database:
            try:
                yield database
            finally:
                database.close()
                if kept.schema in REDEFINED or not _emptied(kept):
                    kept.administrator.close()
                    remove(database)
                else:
                    self._free[read_models].append(kept)

    def close(self) -> None:
        """Remove them all. Fails if any is not as the migrations make one."""
        altered: list[str] = []
        for kept in (*self._free[False], *self._free[True]):
            with Database(kept.schema, self._server) as database:
                altered += altered_guards(kept.administrator, database)
                kept.administrator.close()
                remove(database)
        assert altered == [], "a test has redefined what it should have done within `unguarded`"

    def _made(self, read_models: bool) -> _Kept:
        with Database(f"test_{secrets.token_hex(8)}", self._server) as database:
            migrate(database)
            if read_models:
                Projector(database).catch_up()
            connection = database.administer(autocommit=True)
            written = connection.execute(_WRITTEN + _HAS_PAGES, (database.schema,)).fetchall()
            built = connection.execute(_READ_MODELS, (database.schema,)).fetchall()
            [(refuses,)] = connection.execute("SELECT pg_get_functiondef('refuse_change'::regproc)").fetchall()
            rows = {name: _copied(connection, name) for (name,) in written}
            return _Kept(database.schema, rows, tuple(name for (name,) in built), refuses, connection)


def _copied(connection: Connection, table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(bytes(piece) for piece in copy)


def _emptied(kept: _Kept) -> bool:
    """Put a ledger back to how it is lent. Returns False where its read models are not those it was lent with."""
    connection = kept.administrator
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '10s'")  # a connection left open in the midst of something
        found = {name for (name,) in connection.execute(_READ_MODELS, (kept.schema,)).fetchall()}
        if not found.issuperset(kept.read_models):
            return False
        for name in found.difference(kept.read_models):
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        declare_migration(connection, kept.schema)
        connection.execute(_LETS_GO)
        for schema in (kept.schema, *kept.read_models):
            written = connection.execute(_WRITTEN + _HAS_PAGES, (schema,)).fetchall()
            names = sql.SQL(", ").join(sql.Identifier(schema, name) for (name,) in written)
            if written:
                connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
        connection.execute(kept.refuses.encode())
        connection.execute(
            "SELECT setval(oid, seqstart, false) FROM pg_class JOIN pg_sequence ON seqrelid = oid"
            " WHERE relnamespace = %s::regnamespace",
            (kept.schema,),
        )
        for name, rows in kept.rows.items():
            statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                copy.write(rows)
    return True


def remove(database: Database) -> None:
    """Drop the schema, its read models and its roles, with everything recorded in them."""
    with database.administer() as administrator:
        administrator.execute("SELECT pg_advisory_xact_lock(%s)", (ROLES_LOCK,))
        schemas = administrator.execute(
            r"SELECT nspname FROM pg_namespace WHERE nspname = %s OR nspname ~ ('^' || %s || '_projection_\d+$')",
            (database.schema, database.schema),
        ).fetchall()
        take_down(administrator, database.schema)
        for (name,) in schemas:
            administrator.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        roles = administrator.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", ([database.role_name(role) for role in ROLES],)
        ).fetchall()
        for (name,) in roles:
            administrator.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
            administrator.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
