"""How fast entries are recorded: the ledger's append beside a bare INSERT and the library's own Application.save.

    python -m tests.benchmarks.append [--rounds 7] [--seconds 1.0] [--postgres URL]

One entry of about 400 bytes per append, each with a command, to one of fifty files per writer. The bare INSERT goes
through psycopg, prepared, into a table with the same columns and indexes, without any of the rules. The stock
application saves one event to an aggregate it already has in hand. All three take turns within each round, so that
whatever else the machine does falls on all of them; the table shows medians over the rounds, and ratios of medians.
"""

import argparse
import itertools
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from psycopg import sql

from ledger.store.database import Connection, Database
from ledger.store.ddl_guard import take_down
from ledger.store.embedded import embedded_server
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import Command, FileWrite, LedgerStore, NewEntry
from ledger.store.schema import migrate
from tests.benchmarks.turns import Rates, Turn, compared, table
from tests.store.redefining import unguarded

STATE = b'{"happened_on":"2025-03-03","words":"' + b"x" * 360 + b'"}'
FILES = 50  # per writer
WRITERS = (1, 8)


class Register(Aggregate):
    """An aggregate of the stock application's."""

    class Noted(Aggregate.Event):
        """Carries about as much as an entry; the register keeps nothing of it."""

        words: str


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

    def turn() -> None:
        file_id = next(files)
        heads[file_id] += 1
        with connection.cursor(binary=True) as cursor:
            cursor.execute(
                "INSERT INTO raw VALUES (%b, %b, %b, %b, clock_timestamp(), nextval('raw_arrival'), 1, 1, %b, %b)",
                (file_id, heads[file_id], "note-made/1", state, uuid4(), secrets.token_bytes(32)),
                prepare=True,
            )

    return turn


def stock_writer(application: Application[UUID]) -> Turn:
    """Saves through the library's own application and recorder."""
    registers = [Register() for _ in range(FILES)]
    application.save(*registers)
    turns, words = itertools.cycle(registers), STATE.decode()

    def turn() -> None:
        register = next(turns)
        register.trigger_event(Register.Noted, words=words)
        application.save(register)

    return turn


@contextmanager
def prepared(postgres: str | None) -> Iterator[tuple[Database, Application[UUID]]]:
    """An open ledger, a bare table beside it, and a stock application on the same server; removed afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench")))
        server = postgres or stack.enter_context(embedded_server(folder / "server"))
        database = stack.enter_context(
            Database(f"bench_{secrets.token_hex(6)}", server, keys=KeysPlace(folder / "keys"))
        )
        migrate(database)
        LedgerStore(database).open("bench.example", "real", b"f" * 32, b"r" * 32)
        with unguarded(database), database.connect("owner") as owner:
            owner.execute(
                "CREATE TABLE raw (LIKE entries INCLUDING INDEXES); CREATE SEQUENCE raw_arrival;"
                "GRANT INSERT ON raw TO PUBLIC; GRANT USAGE ON raw_arrival TO PUBLIC"
            )
        schemas = [sql.Identifier(database.schema), sql.Identifier(f"{database.schema}_stock")]
        with database.administer() as administrator:
            info = administrator.info
            administrator.execute(sql.SQL("CREATE SCHEMA {}").format(schemas[1]))
            environment = {
                "PERSISTENCE_MODULE": "eventsourcing.postgres",
                "POSTGRES_DBNAME": info.dbname,
                "POSTGRES_HOST": info.host,
                "POSTGRES_PORT": str(info.port),
                "POSTGRES_USER": info.user,
                "POSTGRES_PASSWORD": info.password or "none",
                "POSTGRES_SCHEMA": f"{database.schema}_stock",
            }
        with Application[UUID](env=environment) as application:
            yield database, application
        with database.administer() as administrator:
            take_down(administrator, database.schema)
            administrator.execute(sql.SQL("DROP SCHEMA {}, {} CASCADE").format(*schemas))


def measure(database: Database, application: Application[UUID], rounds: int, seconds: float) -> list[tuple[int, Rates]]:
    """Return what was found with each number of writers."""
    store, found = LedgerStore(database), list[tuple[int, Rates]]()
    for writers in WRITERS:
        with ExitStack() as stack:
            connections = [stack.enter_context(database.connect("app", autocommit=True)) for _ in range(writers)]
            ways = {
                "raw INSERT, no rules": [raw_writer(connection) for connection in connections],
                "LedgerStore.append": [ledger_writer(store) for _ in range(writers)],
                "stock Application.save": [stock_writer(application) for _ in range(writers)],
            }
            found.append((writers, compared(ways, rounds, seconds)))
    return found


def main(arguments: list[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0, help="for each way, number of writers and round")
    parser.add_argument("--postgres", help="an administrator's URL; without it a server of our own")
    chosen = parser.parse_args(arguments)
    with prepared(chosen.postgres) as (database, application):
        print(database.describe(), f"Python {sys.version.split()[0]}, {chosen.rounds} rounds of {chosen.seconds} s.")
        print(table(measure(database, application, chosen.rounds, chosen.seconds)))


if __name__ == "__main__":
    main()
