"""One building of the read models: the schema that holds it, and how far along the log it has come.

Read models hold words in clear, or nobody could search them; so their tables are UNLOGGED: what they hold is neither in
the write-ahead log nor in a physical backup, and no backup brings erased words back (docs/adr/0076). After a crash of
the server they are empty, position and all, and are worked out again from the entries.

The position is a row of the same schema, written in the transaction of the rows it stands for: nothing is ever taken
in twice or passed over, whatever is killed when. It is the `eventsourcing` library's `Tracking`: its notification id
is the log index of the last entry taken in, plus one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Literal, LiteralString
from uuid import UUID

from eventsourcing.persistence import IntegrityError, Tracking
from psycopg import Cursor, sql
from psycopg.errors import LockNotAvailable

from ledger.store.database import Connection, Database
from projections.read_models.catalogue import CATALOGUE
from projections.read_models.projection import Projection, Row
from projections.read_models.status_rows import STATUS

HOLD_WORDS = ("said", "words_key", "line", "grams", "kept")
"""Columns in which words of entries stand; a column of JSON always counts as one."""
KEPT = timedelta(hours=1)
"""How long read models that were replaced stay, for readers that began before."""


_CURRENT: dict[str, LiteralString] = {
    "no": "SELECT current, made_by FROM generation",
    "share": "SELECT current, made_by FROM generation FOR SHARE",
    "update": "SELECT current, made_by FROM generation FOR UPDATE",
}


@dataclass(frozen=True, slots=True)
class Changes:
    """What the rows of one projection become for some files."""

    rows: list[tuple[UUID, Row]] = field(default_factory=list)
    whole: list[UUID] = field(default_factory=list)
    """Files of which these are all the rows: others are removed."""
    gone: list[tuple[UUID, int]] = field(default_factory=list)
    """Rows that are removed, by number."""


@dataclass(frozen=True, slots=True)
class Current:
    """The generation that is read now; number 0 while there is none."""

    number: int
    made_by: str


def current(connection: Connection, *, hold: Literal["no", "share", "update"] = "no") -> Current:
    """Return the current generation. Held "share" it stays until the transaction ends; "update", for us alone."""
    row = connection.execute(_CURRENT[hold]).fetchone()
    if row is None:
        raise LookupError("the schema has no row that says which read models are current; run `cleartrail migrate`")
    return Current(*row)


_ONE_BY_ONE = 20
"""So many rows go off one by one, in the caller's pipeline: `executemany` waits at its end, a round trip for each."""


class Generation:
    """The tables of one generation. Makes no transaction of its own: callers say what belongs together."""

    def __init__(self, database: Database, number: int, catalogue: tuple[Projection, ...] = CATALOGUE) -> None:
        self.number = number
        self.schema = database.projection_schema(number)
        self.catalogue = catalogue
        self._database = database
        self._composed: dict[str, bytes] = {}

    def table(self, projection: Projection | str) -> sql.Composable:
        """Return the qualified name of a projection's table."""
        name = projection if isinstance(projection, str) else projection.name
        return sql.Identifier(self.schema, name)

    # --- building -------------------------------------------------------------------------------------------------

    def create(self, connection: Connection) -> None:
        """Make the schema and its tables, without keys and indexes: those come when the rows are in."""
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(self.schema)))
        connection.execute(
            sql.SQL(
                "CREATE UNLOGGED TABLE {} (application_name text PRIMARY KEY, notification_id bigint NOT NULL)"
            ).format(self.table("tracking"))
        )
        for projection in self.catalogue:
            columns = ", ".join(f"{name} {kind}" for name, kind in projection.columns)
            statement = f"CREATE UNLOGGED TABLE {{}} (file_id uuid NOT NULL, number bigint NOT NULL, {columns})"
            connection.execute(sql.SQL(statement).format(self.table(projection)))
            self._take_no_samples(connection, projection)
        app = sql.Identifier(self._database.role_name("app"))
        schema = sql.Identifier(self.schema)
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, app))
        connection.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, app))

    def index(self, connection: Connection) -> None:
        """Make keys and indexes, but those for word search, and let the planner know what is there."""
        connection.execute("SET LOCAL maintenance_work_mem = '128MB'")
        for projection in self.catalogue:
            table = self.table(projection)
            connection.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY (file_id, number)").format(table))
            for what in projection.indexes:
                connection.execute(sql.SQL("CREATE INDEX ON {} " + what).format(table))
            self._take_no_samples_of_indexes(connection, projection)
            connection.execute(sql.SQL("ANALYZE {}").format(table))

    def index_words(self, connection: Connection) -> None:
        """Make the indexes for word search. They take longer than all the rest."""
        connection.execute("SET LOCAL maintenance_work_mem = '128MB'")
        for projection in self.catalogue:
            for what in projection.searched:
                connection.execute(sql.SQL("CREATE INDEX ON {} " + what).format(self.table(projection)))
                self._take_no_samples_of_indexes(connection, projection)

    def _take_no_samples(self, connection: Connection, projection: Projection) -> None:
        """The planner's samples lie in a catalogue that is in every backup: no words may be among them."""
        for name, kind in projection.columns:
            if kind == "jsonb" or name in HOLD_WORDS:
                statement = sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET STATISTICS 0")
                connection.execute(statement.format(self.table(projection), sql.Identifier(name)))

    def _take_no_samples_of_indexes(self, connection: Connection, projection: Projection) -> None:
        """The same for what is worked out of words for an index."""
        worked_out = connection.execute(
            "SELECT c.relname, n FROM pg_index i JOIN pg_class c ON c.oid = indexrelid, generate_series(1, indnatts) n"
            " WHERE indrelid = %s::regclass AND indkey[n - 1] = 0",
            (f'"{self.schema}"."{projection.name}"',),
        ).fetchall()
        for index, number in worked_out:
            statement = sql.SQL("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS 0")
            connection.execute(statement.format(sql.Identifier(self.schema, index), sql.Literal(number)))

    def copy(self, connection: Connection, projection: Projection, rows: Iterable[tuple[UUID, Row]]) -> None:
        """Add rows of files that have none yet.

        In PostgreSQL's binary form, which takes half of the time of text, here and there; but not where JSON is among
        the columns, which psycopg would write again.
        """
        names = sql.SQL(", ").join(map(sql.Identifier, _columns(projection)))
        kinds = ["uuid", "bigint", *(kind.partition(" ")[0] for _, kind in projection.columns)]
        form = sql.SQL("" if "jsonb" in kinds else "(FORMAT BINARY)")
        statement = sql.SQL("COPY {} ({}) FROM STDIN {}").format(self.table(projection), names, form)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            if "jsonb" not in kinds:
                copy.set_types(kinds)
            for file_id, row in rows:
                copy.write_row((file_id, *row))

    # --- following ------------------------------------------------------------------------------------------------

    def write(self, connection: Connection, changes: Mapping[str, Changes]) -> None:
        """Write rows that changed, only where they differ from what is there, and remove those that are no more."""
        with connection.cursor() as cursor:
            for projection in self.catalogue:
                found = changes.get(projection.name, Changes())
                for what, composed, given in (
                    ("delete", self._delete, self._left(found)),
                    ("remove", self._remove, found.gone),
                    ("upsert", self._upsert, [(file_id, *row) for file_id, row in found.rows]),
                ):
                    if not given:
                        continue
                    statement = self._once(f"{what} {projection.name}", partial(composed, projection))
                    if len(given) > _ONE_BY_ONE:
                        cursor.executemany(statement, given)
                        continue
                    for row in given:
                        cursor.execute(statement, row, prepare=True)

    def _once(self, name: str, composed: Callable[[], sql.Composed]) -> bytes:
        """A statement as the server gets it: putting one together takes longer than most take to run."""
        if name not in self._composed:
            self._composed[name] = composed().as_bytes()
        return self._composed[name]

    def _upsert(self, projection: Projection) -> sql.Composed:
        own = [sql.Identifier(name) for name, _ in projection.columns]
        list_of = sql.SQL(", ").join
        return sql.SQL(
            "INSERT INTO {table} AS held ({all}) VALUES ({values}) ON CONFLICT (file_id, number) DO UPDATE"
            " SET ({own}) = ROW ({new}) WHERE ({was}) IS DISTINCT FROM ({new})"
        ).format(
            table=self.table(projection),
            all=list_of(map(sql.Identifier, _columns(projection))),
            values=list_of([sql.Placeholder()] * (2 + len(own))),
            own=list_of(own),
            new=list_of([sql.SQL("excluded.{}").format(name) for name in own]),
            was=list_of([sql.SQL("held.{}").format(name) for name in own]),
        )

    def _delete(self, projection: Projection) -> sql.Composed:
        return sql.SQL("DELETE FROM {} WHERE file_id = %s AND number <> ALL(%s)").format(self.table(projection))

    def _remove(self, projection: Projection) -> sql.Composed:
        return sql.SQL("DELETE FROM {} WHERE file_id = %s AND number = %s").format(self.table(projection))

    def _left(self, changes: Changes) -> list[tuple[UUID, list[int]]]:
        left: dict[UUID, list[int]] = {file_id: [] for file_id in changes.whole}
        for file_id, row in changes.rows:
            left.get(file_id, []).append(row[0])
        return list(left.items())

    def tracked(self, connection: Connection) -> int:
        """Return how many entries of the log have been taken in."""
        asked = self._once(
            "tracked", lambda: sql.SQL("SELECT notification_id FROM {}").format(self.table("tracking"))
        )  # fmt: skip
        row = connection.execute(asked).fetchone()
        return int(row[0]) if row else 0

    def place(self, connection: Connection) -> Cursor[tuple[int, str, int]]:
        """Ask for the current generation, held until the transaction ends, and how far this one has come.

        The answer is one row (number, made_by, tracked), had with that of whatever is asked in the same pipeline.
        """
        asked = self._once(
            "place",
            lambda: sql.SQL(
                "SELECT current, made_by, coalesce((SELECT notification_id FROM {}), 0) FROM generation FOR SHARE"
            ).format(self.table("tracking")),
        )
        return connection.execute(asked)

    def insert_tracking(self, connection: Connection, tracking: Tracking) -> None:
        """Move the position on. Raises IntegrityError where it is there or further already: another was quicker."""
        move = self._once(
            "move",
            lambda: sql.SQL(
                "INSERT INTO {} AS held VALUES (%s, %s) ON CONFLICT (application_name) DO UPDATE"
                " SET notification_id = excluded.notification_id WHERE held.notification_id < excluded.notification_id"
                " RETURNING notification_id"
            ).format(self.table("tracking")),
        )
        if connection.execute(move, (tracking.application_name, tracking.notification_id)).fetchone() is None:
            raise IntegrityError(f"entry {tracking.notification_id} of the log had been taken in before")

    def incomplete(self, connection: Connection, among: Collection[UUID] | None = None) -> set[UUID]:
        """Return the files that are set aside, or of which rows are lacking, among some files or all."""
        statement = self._once(
            "incomplete",
            lambda: sql.SQL(
                "SELECT file_id FROM {} WHERE (quarantined IS NOT NULL OR lacking)"
                " AND (%(all)s OR file_id = ANY(%(among)s))"
            ).format(self.table(STATUS)),
        )
        given = {"all": among is None, "among": list(among or ())}
        return {row[0] for row in connection.execute(statement, given)}


def _columns(projection: Projection) -> list[str]:
    return ["file_id", "number", *(name for name, _ in projection.columns)]


def built(connection: Connection, database: Database) -> list[int]:
    """Return the numbers of the generations whose schemas are there, finished or not."""
    rows = connection.execute(
        r"SELECT substring(nspname FROM '\d+$')::int FROM pg_namespace"
        r" WHERE nspname ~ ('^' || %s || '_projection_\d+$')",
        (database.schema,),
    ).fetchall()
    return sorted(row[0] for row in rows)


def forget_elsewhere(connection: Connection, database: Database, number: int, files: Collection[UUID]) -> None:
    """Remove the rows of files, words of which were erased, from every generation but one.

    One that was replaced stays for an hour, and one whose building was cut short until the next: neither may keep them.
    """
    for other in built(connection, database):
        if other == number:
            continue
        tables = connection.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = %s AND column_name = 'file_id'",
            (database.projection_schema(other),),
        ).fetchall()
        for (table,) in tables:
            name = sql.Identifier(database.projection_schema(other), table)
            connection.execute(sql.SQL("DELETE FROM {} WHERE file_id = ANY(%s)").format(name), (list(files),))


def scrub(connection: Connection, database: Database) -> None:
    """Take away what deleted rows leave behind: dead rows, and the planner's samples of what stood in them.

    Outside a transaction, by a connection in autocommit.
    """
    for number in built(connection, database):
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s) AND relkind = 'r'",
            (database.projection_schema(number),),
        ).fetchall()
        for (table,) in tables:
            name = sql.Identifier(database.projection_schema(number), table)
            connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(name))


def drop(connection: Connection, database: Database, number: int) -> None:
    """Remove the schema of a generation nobody reads. Raises LockNotAvailable after two seconds if somebody does."""
    name = sql.Identifier(database.projection_schema(number))
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '2s'")
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(name))


def drop_replaced(connection: Connection, database: Database, kept: timedelta = KEPT) -> list[int]:
    """Remove generations replaced longer than `kept` ago; returns their numbers. One still being read stays."""
    row = connection.execute(
        "SELECT current FROM generation WHERE since < clock_timestamp() - %s::interval", (kept,)
    ).fetchone()
    removed = []
    for number in built(connection, database) if row is not None else ():
        if row is not None and number < row[0]:
            with suppress(LockNotAvailable):
                drop(connection, database, number)
                removed.append(number)
    return removed
