"""A ledger to be attacked, in a database of its own, and how an attack on it is tried."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ledger.auditing import differences
from ledger.errors import LedgerNotOpen
from ledger.log.signer import Signer, make_folder
from ledger.store.database import Connection, Database
from ledger.store.database_settings import ROLES
from ledger.store.embedded import EmbeddedServer
from ledger.store.keyring import KeysPlace
from ledger.store.schema import SchemaRefused, migrate, require_current
from ledger.verify import CONTRADICTED, Key, Report
from ledger.verifying import verify_ledger
from tests.copying.test_copy import opened, seal
from tests.ledgers import no_triggers
from tests.store.attacks.outcomes import Who

ORIGIN = "ledger.example/copied"


@dataclass(frozen=True)
class Target:
    """A ledger with entries, words, exhibits and a signed log, reached as the superuser of the server."""

    database: Database
    url: str
    key: Key
    checkpoint: bytes
    """Kept from before the attack."""
    columns: dict[str, str]
    """Each table of the schema, as the database itself names them, and a column of it that has a key or a check."""
    keys: dict[str, str]
    """The constraint that is each table's primary key."""
    stranger: str

    def filled_in(self, statements: str, **names: str) -> bytes:
        """The statements with the names of schema, roles and more put in for those in braces."""
        ours: dict[str, str] = {role: f'"{self.database.role_name(role)}"' for role in ROLES}
        ours |= {"schema": f'"{self.database.schema}"', "name": self.database.schema, "stranger": f'"{self.stranger}"'}
        for name, value in (ours | names).items():
            statements = statements.replace(f"{{{name}}}", value)
        return statements.encode()

    @contextmanager
    def as_(self, who: Who, connection: Connection) -> Iterator[None]:
        """Within the block the connection has this role's rights and no others; as it was before, afterwards."""
        if who == "superuser as replica":
            connection.execute("SET LOCAL session_replication_role = replica")
        elif who != "superuser":
            name = self.stranger if who == "stranger" else self.database.role_name(who)
            connection.execute(sql.SQL("SET LOCAL SESSION AUTHORIZATION {}").format(sql.Identifier(name)))
        yield

    def of(self, table: str, statements: str) -> bytes:
        """The statements with a table's names put in: {t} with its schema, so that strangers mean it too."""
        names = {"n": table, "c": f'"{self.columns[table]}"', "key": self.keys[table]}
        return self.filled_in(statements, t=f'"{self.database.schema}".{table}', **names)

    @contextmanager
    def trying(self, connection: Connection, who: Who) -> Iterator[list[str | None]]:
        """What is done within the block is taken back; gives the SQLSTATE it was refused with, if it was."""
        refused: list[str | None] = []
        try:
            with connection.transaction(force_rollback=True), self.as_(who, connection):
                yield refused
        except psycopg.Error as error:
            refused.append(error.sqlstate)

    def refused(self, connection: Connection, who: Who, statements: bytes) -> str | None:
        """Try it and take it back; returns the SQLSTATE it was refused with, None where it was not refused."""
        rows = _first_row(connection, statements)
        with self.trying(connection, who) as refused:
            _run(connection, statements, rows)
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return refused[0] if refused else None

    def audited(self) -> list[str]:
        """What the audit says of it."""
        try:
            return [str(finding) for finding in differences(self.database)]
        except LedgerNotOpen as error:
            return [str(error)]

    def verified(self) -> list[str]:
        """What `verify` says is contradicted, with the key and the checkpoint that were kept."""
        report = Report(lambda said: None)
        verify_ledger(self.database, report, self.key, [self.checkpoint])
        return [said for state, said in report.steps if state == CONTRADICTED]

    def started(self) -> list[str]:
        """Why the program would not start with it."""
        try:
            require_current(self.database)
        except SchemaRefused as error:
            return [str(error)]
        return self.audited()


def _first_row(connection: Connection, statements: bytes) -> list[bytes]:
    """What a COPY into a table is given: a row that is there."""
    if not statements.endswith(b" FROM STDIN"):
        return []
    table = statements.split()[1].decode()
    out = f"COPY (SELECT * FROM {table} LIMIT 1) TO STDOUT".encode()
    with connection.cursor() as cursor, cursor.copy(out) as copy:
        return [bytes(line) for line in copy]


def _run(connection: Connection, statements: bytes, rows: Sequence[bytes]) -> None:
    if rows:
        with connection.cursor() as cursor, cursor.copy(statements) as copy:
            for row in rows:
                copy.write(row)
    else:
        connection.execute(statements)


@contextmanager
def target(server: EmbeddedServer | str, folder: Path) -> Iterator[Target]:
    """A ledger in a database of its own; database and roles are removed afterwards."""
    superuser = server.url() if isinstance(server, EmbeddedServer) else server
    name = f"attacked_{secrets.token_hex(6)}"
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off".encode())
        # No changes counted, so no table is analysed: autovacuum holds a table and waits for its row in pg_class,
        # which `no_triggers` holds, and an attack on that table was then refused as a deadlock.
        connection.execute(f"ALTER DATABASE {name} SET track_counts = off".encode())
        try:
            url = make_conninfo(superuser, dbname=name)
            with Database(name, url, keys=KeysPlace(folder.parent / "keys")) as database:
                yield _made(database, url, folder)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            for role in (*(f"{name}_{role}" for role in ROLES), f"{name}_stranger"):
                connection.execute(f"DROP ROLE IF EXISTS {role}".encode())


def _made(database: Database, url: str, folder: Path) -> Target:
    migrate(database)
    key = make_folder(folder, ORIGIN)
    opened(database, "real")
    with closing(Signer(database, folder)) as signer:
        signer.sign_once()
    seal(database)
    with database.administer() as connection:
        connection.execute(KEEP.encode())
    stranger = f"{database.schema}_stranger"
    with database.administer() as connection:
        connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(stranger)))
        keys: dict[str, str] = dict(
            connection.execute(
                "SELECT c.relname::text, k.conname::text FROM pg_class c LEFT JOIN pg_constraint k"
                " ON k.conrelid = c.oid AND k.contype = 'p' WHERE c.relnamespace = %s::regnamespace"
                " AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1",
                (database.schema,),
            ).fetchall()
        )
        columns: dict[str, str] = dict(
            connection.execute(
                "SELECT c.relname::text, a.attname::text FROM pg_class c JOIN pg_constraint k ON k.conrelid = c.oid"
                " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1] WHERE k.contype = 'p'"
                " AND c.relnamespace = %s::regnamespace",
                (database.schema,),
            ).fetchall()
        )
    return Target(database, url, key, (folder / "checkpoint").read_bytes(), columns, keys, stranger)


# A row in each table that has none, for attacks that change or remove one; taken back with them.
ROWS = {
    "simulated_clock": "INSERT INTO simulated_clock (at) VALUES ('2025-01-01')",
    "copied": "INSERT INTO copied VALUES (true, 1, sha256('x'), sha256('x'), now(), true)",
    "erasures": "INSERT INTO erasures SELECT file_id, position, false FROM entries LIMIT 1",
    "erased": "INSERT INTO erased SELECT sha256('x'), file_id, position, 1 FROM erasures",
    "keys_to_destroy": "INSERT INTO keys_to_destroy (scope, file_id, position)"
    " SELECT 'file', file_id, position FROM erasures",
    "destroyed": "INSERT INTO destroyed VALUES (repeat('0123456789abcdef', 2))",
    "opened": "INSERT INTO opened SELECT file_id, 1, 'somebody', now() FROM files LIMIT 1",
    "subtrees": "INSERT INTO subtrees VALUES (7, 0, sha256('x'))",
    "cosignatures": "INSERT INTO cosignatures (after_loss, size, witness, line) VALUES (0, 1, 'w', E'— w AAAA\\n')",
}


def put_rows(connection: Connection, schema: str, tables: Sequence[str]) -> None:
    """See that every table has a row, in this transaction; the triggers are as they were afterwards."""
    asked = {table: connection.execute(f"SELECT FROM {table} LIMIT 1".encode()) for table in tables}
    empty = [table for table, answer in asked.items() if answer.rowcount == 0]
    with no_triggers(connection, schema):
        for table in sorted(empty, key=list(ROWS).index):
            connection.execute(ROWS[table].encode())


KEEP = """
    CREATE SCHEMA kept;
    DO $$ DECLARE t text; BEGIN
        FOR t IN SELECT relname FROM pg_class
                  WHERE relnamespace = (SELECT current_schema)::regnamespace AND relkind = 'r' LOOP
            EXECUTE format('CREATE TABLE kept.%I AS TABLE %I', t, t);
        END LOOP;
    END $$"""
PUT_RIGHT = """
    DO $$ DECLARE t text; BEGIN
        FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'kept'::regnamespace LOOP
            EXECUTE format('DELETE FROM %I; INSERT INTO %I OVERRIDING SYSTEM VALUE TABLE kept.%I', t, t, t);
        END LOOP;
    END $$;
    ALTER TABLE entries DROP CONSTRAINT IF EXISTS entries_kind,
        ADD CONSTRAINT entries_kind CHECK (kind ~ '^[a-z][a-z0-9-]*(/[1-9][0-9]*)?$' AND length(kind) <= 100);
    SELECT setval('arrival', (SELECT max(arrival) FROM entries));
    CREATE UNIQUE INDEX IF NOT EXISTS entries_command_id ON entries (command_id) WHERE command_id IS NOT NULL;
    CREATE INDEX IF NOT EXISTS entries_begun ON entries (arrival) WHERE position = 1"""
