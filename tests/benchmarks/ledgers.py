"""A ledger of any size, written straight into its tables: as append, the sealer and the vault would have left it.

    python -m tests.benchmarks.ledgers [--entries 1000000] [--shape mixed] [--seed 1] [--postgres URL]

What is on the files is said in lives.py, in which order they grow in growth.py. Whoever has loaded one may audit it:
nothing is found, since every hash is worked out as the ledger works it out. The same seed gives the same entries,
files and words, byte for byte; only the keys, and what is encrypted under them, are new each time, and the times of
recording end a day ago. A process for each core works out the entries of its own files and copies them in.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from psycopg import sql

from ledger.book import AUTHORITY, Book
from ledger.documents import Documents
from ledger.entry import Actor, Recorded
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.log.sealer import Sealer
from ledger.store.database import Connection, Database
from ledger.store.postgres import LedgerStore
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.records import LedgerOpened, NoteMade
from ledger.subjects.retention import Chosen, WordsErased
from tests.benchmarks.business import CLERK
from tests.benchmarks.filling import fill, write
from tests.benchmarks.growth import SHAPES, Shape
from tests.benchmarks.lives import template
from tests.benchmarks.papers import PAPERS, paper
from tests.benchmarks.rows import ORIGIN, SEALED_AFTER, SPAN, Plan, Row, Rows, own, reference
from tests.store.redefining import unguarded

__all__ = ["ORIGIN", "Loaded", "load", "rows"]
TABLES = ("files", "entries", "log", "openings", "citations", "sealing")
LAWYER = Actor(person="Lena Stone", office="legal-services")


@dataclass(frozen=True)
class Loaded:
    """A ledger that was made, and where to find files of a size in it."""

    plan: Plan
    seconds: float
    contracts: tuple[int, ...]
    """How many entries each contract has, in the order of their references."""

    @property
    def largest(self) -> str:
        """The reference of the largest contract."""
        return reference(self.contracts.index(max(self.contracts)))

    def of_about(self, entries: int, most: int = 50) -> list[str]:
        """The references of the contracts nearest to that size."""
        near = sorted(range(len(self.contracts)), key=lambda number: (abs(self.contracts[number] - entries), number))
        return [reference(number) for number in near[:most]]


def rows(entries: int, seed: int = 1, shape: Shape = "mixed") -> Iterable[Row]:
    """Return the rows of such a ledger after its first entry, without writing them."""
    return Rows(_plan(entries, seed, shape))


def _plan(entries: int, seed: int, shape: Shape) -> Plan:
    began = (datetime.now(UTC) - timedelta(days=1) - SPAN).replace(microsecond=0)
    secret = hashlib.sha256(b"file ids of %d" % seed).digest()[:16]
    return Plan(entries, shape, seed, began, secret)


def load(
    database: Database, entries: int, *, seed: int = 1, shape: Shape = "mixed",
    progress: Callable[[int, int], None] | None = None,
) -> Loaded:  # fmt: skip
    """Open the ledger and fill it with so many entries, sealed; its first is the one every ledger begins with."""
    began, plan = time.perf_counter(), _plan(entries, seed, shape)
    erasing = entries >= 5_000  # the last entry takes a text away
    if erasing:
        plan = _plan(entries - 1, seed, shape)
    documents = Documents(database)
    keys = database.keys()
    for number in range(PAPERS):
        documents.file(paper(number), "text/plain")
    with unguarded(database), database.administer(autocommit=True) as connection:
        connection.execute(
            "INSERT INTO settings (origin, clock, file_key_secret, request_key, opened_at)"
            " VALUES (%s, 'real', %s, %s, %s)",
            (ORIGIN, plan.secret, hashlib.sha256(plan.secret).digest(), plan.began),
        )
        always = _triggers_off(connection, database.schema)
        try:
            write(connection, keys.now(), [_first(plan)])
            fill(database, plan, progress)
            connection.execute(
                "INSERT INTO files SELECT file_id, max(position), max(recorded_at) FROM entries GROUP BY 1;"
                "SELECT setval('arrival', (SELECT max(arrival) FROM entries));"
                "UPDATE sealing SET floor = (SELECT max(arrival) FROM entries), size = (SELECT count(*) FROM log),"
                " mark = (SELECT max(arrival) FROM entries), sealed_at = (SELECT max(sealed_at) FROM log)"
            )
        finally:
            for table, trigger in always:
                names = sql.Identifier(table), sql.Identifier(trigger)
                connection.execute(sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER {}").format(*names))
        own = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in own)  # others may be at theirs
        connection.execute(sql.SQL("VACUUM ANALYZE {}").format(tables))
    contracts = plan.contracts()
    if erasing:
        contracts[_erase(database, plan)] += 1
    return Loaded(plan, time.perf_counter() - began, tuple(contracts))


def _first(plan: Plan) -> Row:
    """The ledger's first entry."""
    entry = LedgerOpened(happened_on=plan.began.date(), authority="Exshire", origin=ORIGIN, clock="real")
    file_id = plan.file_id(AUTHORITY)
    made = template(Recorded(entry, file_id, 1, plan.began, CLERK))
    state, openings = made.made(own(0), [b"AAAAAAAAAAAAAAAAAAAAAA"])
    sealed_at = plan.began + SEALED_AFTER
    header = leaf_header(
        file_key(ORIGIN, file_id), 1, plan.began, sealed_at, hashlib.sha256(state).digest(), None
    )  # fmt: skip
    return Row(file_id, 1, made.kind, state, plan.began, 1, 1, 1, 0, leaf_hash(header), sealed_at, openings, ())


def _triggers_off(connection: Connection, schema: str) -> list[tuple[str, str]]:
    """Disable the triggers of the tables that are filled; returns each of the schema's, which all are on always."""
    for table in TABLES:
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    return connection.execute(
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
        " WHERE relnamespace = %s::regnamespace AND NOT tgisinternal AND relname = ANY(%s)", (schema, list(TABLES)),
    ).fetchall()  # fmt: skip


def _erase(database: Database, plan: Plan) -> int:
    """Have a text of a small contract taken away, as anybody would; returns the contract's number."""
    book = Book(LedgerStore(database))
    number, position = next(
        (number, recorded.position)
        for number in range(1, len(plan.contracts()))
        for recorded in book.file(reference(number)).entries
        if isinstance(recorded.entry, (NoteMade, ContactLogged)) and not recorded.entry.exhibits
    )
    erased = WordsErased(
        happened_on=book.today(), words=(Chosen(position=position),), ground="recorded-in-error",
        asked_by="the-authority", by=LAWYER, exceptions_weighed=("legal-claims",),
    )  # fmt: skip
    book.record(reference(number), erased, CLERK, acknowledge_all=True)
    with closing(Sealer(database)) as sealer:
        while sealer.seal_once():
            pass
    return number


def main(arguments: list[str] | None = None) -> None:
    """Make a ledger and say how long it took and what is in it."""
    from tests.benchmarks.running import progress
    from tests.benchmarks.servers import prepared

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--shape", choices=SHAPES, default="mixed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", help="an administrator's URL; without it a server of our own")
    chosen = parser.parse_args(arguments)
    with prepared(chosen.postgres) as database:
        loaded = load(database, chosen.entries, seed=chosen.seed, shape=chosen.shape, progress=progress("made"))
        with database.connect("app") as connection:
            counted = connection.execute(
                "SELECT count(*), count(DISTINCT split_part(kind, '/', 1)), (SELECT count(*) FROM openings),"
                " (SELECT count(*) FROM citations), pg_size_pretty(pg_database_size(current_database())) FROM entries"
            ).fetchone()
    assert counted is not None
    print(
        f"{counted[0]:,} entries of {counted[1]} kinds on {len(loaded.contracts):,} contracts, {counted[2]:,} texts, "
        f"{counted[3]:,} exhibits cited, {counted[4]} in {loaded.seconds:.0f} s; largest file {max(loaded.contracts):,}"
    )


if __name__ == "__main__":
    main()
