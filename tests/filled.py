"""All that stands in a ledger, taken out of it to be put into another: rows, sequences, read models, keys.

So the example is loaded once for a whole run: loading it takes some seconds, putting in what was loaded a tenth of one.
What comes out is the same to the last byte; only the schema is called otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from ledger.store.database import Connection
from ledger.store.home import replace_file

_WRITTEN = (
    "SELECT relname, pg_relation_size(oid) / 8192 FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'"
    " AND pg_relation_size(oid) > 0 AND relname <> 'schema_version'"
)
_LARGE = 64
"""Pages from which on a table is truncated, which makes its files anew: ten times as dear as deleting a few rows."""


@dataclass(frozen=True)
class Filled:
    """What stands in the schemas of a ledger: its own first, then those of its read models."""

    rows: tuple[dict[str, bytes], ...]
    """What stands in each table in which anything does, as COPY gives it."""
    sequences: dict[str, int]
    """How far those of the ledger have come, where they have been drawn from."""
    keys: dict[str, bytes]
    """The files that hold its keys."""


def taken(connection: Connection, schemas: Iterable[str], keys: Path | None = None) -> Filled:
    """Return what stands in a ledger at this moment. The connection is an administrator's, on its own schema."""
    ours, *read_models = schemas
    rows = [
        {name: _copied(connection, schema, name) for name in _written(connection, schema)}
        for schema in (ours, *read_models)
    ]
    drawn = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = %s AND last_value IS NOT NULL"
    sequences: dict[str, int] = dict(connection.execute(drawn, (ours,)).fetchall())
    files = [] if keys is None else [path for path in keys.iterdir() if path.name != "lock"]
    return Filled(tuple(rows), sequences, {path.name: path.read_bytes() for path in files})


def lock(connection: Connection, schemas: Iterable[str]) -> None:
    """Wait until nobody is in the midst of anything, and keep everybody out until this transaction ends.

    Before anything of theirs in pg_class is changed: a vacuum holds its table and waits for that row, the other way
    about, and would be a deadlock.
    """
    names = connection.execute(
        "SELECT relnamespace::regnamespace::text, relname FROM pg_class"
        " WHERE relnamespace = ANY(%s::regnamespace[]) AND relkind = 'r'",
        (list(schemas),),
    ).fetchall()
    tables = sql.SQL(", ").join(sql.Identifier(*name) for name in names)
    connection.execute(sql.SQL("LOCK TABLE {}").format(tables))


def empty(connection: Connection, schemas: Iterable[str]) -> None:
    """Remove every row of a ledger and start its sequences again, in a transaction in which no trigger fires."""
    for schema in schemas:
        for name, count in _written(connection, schema).items():
            how = sql.SQL("TRUNCATE {} CASCADE" if count > _LARGE else "DELETE FROM {}")
            connection.execute(how.format(sql.Identifier(schema, name)))
        connection.execute(
            "SELECT setval(oid, seqstart, false) FROM pg_class JOIN pg_sequence ON seqrelid = oid"
            " WHERE relnamespace = %s::regnamespace",
            (schema,),
        )


def put(connection: Connection, schemas: Iterable[str], given: Filled) -> None:
    """Put rows into a ledger that is empty, in a transaction in which no trigger fires."""
    schemas = tuple(schemas)
    for schema, tables in zip(schemas, given.rows, strict=True):
        for name, rows in tables.items():
            statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(schema, name))
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                copy.write(rows)
    for name, value in given.sequences.items():
        connection.execute("SELECT setval(%s::regclass, %s)", (sql.Identifier(schemas[0], name).as_string(), value))


def put_keys(folder: Path, given: Filled) -> None:
    """Put its keys where those of a ledger are looked for."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in given.keys.items():
        replace_file(folder / name, content)


def _written(connection: Connection, schema: str) -> dict[str, int]:
    """The tables of a schema in which anything was ever written, but for the one of its versions, with their pages."""
    return dict(connection.execute(_WRITTEN, (schema,)).fetchall())


def _copied(connection: Connection, schema: str, table: str) -> bytes:
    statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(schema, table))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return b"".join(bytes(piece) for piece in copy)
