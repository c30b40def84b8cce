"""How fast entries are recorded as bytes: the ledger's append beside a bare INSERT and the library's own save.

    python -m tests.benchmarks.append [--rounds 5] [--seconds 0.7] [--postgres URL]

One entry of about 400 bytes per append, each with a command, to one of fifty files per writer. The bare INSERT goes
through psycopg, prepared, into a table with the same columns and indexes, without any of the rules. The stock
application saves one event to an aggregate it already has in hand. All three take turns within each round, so that
whatever else the machine does falls on all of them; medians over the rounds, and ratios of medians.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from uuid import UUID, uuid4

from eventsourcing.application import Application
from psycopg import sql

from ledger.store.database import Connection, Database
from ledger.store.postgres import LedgerStore
from ledger.store.writes import Command, FileWrite, NewEntry
from tests.benchmarks.figures import Section
from tests.benchmarks.files import opened
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.servers import ledger_on
from tests.benchmarks.stock import stock_application, stock_writer
from tests.benchmarks.turns import Turn, compared

STATE = b'{"happened_on":"2025-03-03","words":"' + b"x" * 360 + b'"}'
FILES = 50  # per writer
WRITERS = (1, 8)
RAW, STOCK = "raw INSERT, same indexes, no rules", "stock Application.save, pydantic"


def ledger_writer(store: LedgerStore) -> Turn:
    """Appends through LedgerStore."""
    heads = {uuid4(): 0 for _ in range(FILES)}
    files = itertools.cycle(heads)

    def turn() -> None:
        file_id = next(files)
        entry = NewEntry("note-made/1", STATE)
        store.append([FileWrite(file_id, heads[file_id], [entry])], Command(uuid4(), secrets.token_bytes(32)))
        heads[file_id] += 1

    return turn


def raw_writer(connection: Connection, state: bytes = STATE) -> Turn:
    """Inserts into a table with the same columns and indexes, each row its own transaction."""
    heads = {uuid4(): 0 for _ in range(FILES)}
    files = itertools.cycle(heads)
    schema = connection.execute("SELECT current_schema()").fetchone()
    assert schema is not None
    insert = (
        sql.SQL("INSERT INTO {} VALUES (%b, %b, %b, %b, clock_timestamp(), nextval({}), 1, 1, %b, %b)")
        .format(sql.Identifier(f"{schema[0]}_raw", "raw"), sql.Literal(f"{schema[0]}_raw.raw_arrival"))
        .as_bytes(connection)
    )

    def turn() -> None:
        file_id = next(files)
        heads[file_id] += 1
        with connection.cursor(binary=True) as cursor:
            cursor.execute(
                insert, (file_id, heads[file_id], "note-made/1", state, uuid4(), secrets.token_bytes(32)), prepare=True
            )

    return turn


def raw_table(database: Database) -> None:
    """Make a table with the columns and indexes of the entries beside a ledger; it goes with the ledger."""
    schema = sql.Identifier(f"{database.schema}_raw")
    with database.administer(autocommit=True) as administrator:
        administrator.execute(
            sql.SQL(
                "CREATE SCHEMA {0}; CREATE TABLE {0}.raw (LIKE {1}.entries INCLUDING INDEXES);"
                "CREATE SEQUENCE {0}.raw_arrival; GRANT USAGE ON SCHEMA {0} TO PUBLIC;"
                "GRANT ALL ON ALL TABLES IN SCHEMA {0} TO PUBLIC; GRANT ALL ON ALL SEQUENCES IN SCHEMA {0} TO PUBLIC"
            ).format(schema, sql.Identifier(database.schema))
        )


@contextmanager
def prepared(run: Bench, *, slow: bool = False) -> Iterator[tuple[Database, Application[UUID]]]:
    """An open ledger, a bare table beside it, and a stock application on the same server; removed afterwards."""
    on = run.slow if slow else run.server
    assert on is not None
    with ExitStack() as stack:
        database = stack.enter_context(ledger_on(on, run.folder / "keys"))
        opened(database)
        raw_table(database)
        yield database, stack.enter_context(stock_application(database))


def disks(run: Bench) -> list[tuple[bool, str]]:
    """Which disks are measured: whether slowed, and how the report calls it."""
    return [(False, f"flush {run.flush:,.0f} µs"), *([(True, "flush + 2 ms")] if run.slow else [])]


def measure(run: Bench) -> Sequence[Section]:
    """Measure appending with one writer and with eight, on each disk."""
    found = []
    for slow, disk in disks(run):
        with prepared(run, slow=slow) as (database, application):
            for writers in WRITERS:
                run.say(f"appending bytes, {writers} writers, {disk}")
                found.append(_measured(run, database, application, writers, disk))
    return found


def _measured(run: Bench, database: Database, application: Application[UUID], writers: int, disk: str) -> Section:
    store = LedgerStore(database)
    with ExitStack() as stack:
        connections = [stack.enter_context(database.connect("app", autocommit=True)) for _ in range(writers)]
        ways = {
            RAW: [raw_writer(connection) for connection in connections],
            "LedgerStore.append": [ledger_writer(store) for _ in range(writers)],
            STOCK: [stock_writer(application, FILES) for _ in range(writers)],
        }
        rates = compared(ways, run.rounds, run.seconds)
    section = Section("append", f"Appending bytes, writers: {writers}, {disk}")
    for way, values in rates.items():
        section.add(way, values)
    return section


if __name__ == "__main__":
    alone(measure, __doc__, entries=1_000)
