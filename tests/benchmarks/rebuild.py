"""How fast the read models are built anew: the ledger's rebuild beside the library's own ProjectionRunner.

    python -m tests.benchmarks.rebuild [--entries 20000] [--stock 5000] [--rounds 3] [--postgres URL]

The ledger has contracts of a hundred entries each: registered, appointed, then issues raised, told, noted and settled,
with their words in the vault. A rebuild reads all of it, folds every file and writes every projection there is: a
line of text and JSON for each entry with an index for word search, the status, the failings and the duties. Beside it
stands reading and decoding alone, the least any rebuild must do. The stock runner reads the events of an application
of the library's, decodes each and writes one row of words and its position for it, without an index for words. All
take turns within each round on the same server; the table shows medians.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg import sql
from psycopg.sql import SQL, Identifier

from ledger import mapper
from ledger.entry import Account, Actor, Entry, Money, Recorded
from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.postgres import FileWrite, LedgerStore, NewEntry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, IssueResolved
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.records import NoteMade
from ledger.words import Said
from projections.rebuild import rebuild
from tests.benchmarks.append import STATE, Register, prepared

PER_FILE = 100
CLERK = Account(account="clerk", name="Clive Clerk")
ANN = Actor(person="Ann Ashe", office="lead-officer")
START = date(2025, 1, 6)
WORDS = "Visits were missed on two mornings; the scheduler says that the rota was changed without telling anybody"


def contract(reference: str) -> Iterator[tuple[Entry, str | None]]:
    """Yield the entries of one contract, each with the id the ledger gives it."""
    yield (
        ContractRegistered(
            happened_on=START, reference=reference, title="Home care", by=ANN, start_date=START,
            end_date=START + timedelta(days=900), total_value=Money(pence=100_000_000),
        ),
        None,
    )  # fmt: skip
    yield LeadOfficerAppointed(happened_on=START, person="Ann Ashe", post="Service Manager", by=ANN), None
    for number in range((PER_FILE - 2) // 4):
        day, issue = START + timedelta(days=10 + 8 * number), f"ISS-{number + 1:03}"
        yield IssueRaised(happened_on=day, nature=Said(f"{WORDS}, {number}"), standards=("4.1",), by=ANN), issue
        yield IssueNotifiedToProvider(happened_on=day, issue=issue, means="e-mail", words=Said(WORDS), by=ANN), None
        yield NoteMade(happened_on=day + timedelta(days=2), words=Said(f"{issue}: {WORDS}"), by=ANN), None
        settled = day + timedelta(days=7)
        yield IssueResolved(happened_on=settled, issue=issue, words=Said("It was put right"), by=ANN), None


def filled(database: Database, entries: int) -> int:
    """Fill the ledger; returns how many entries it has."""
    store = LedgerStore(database)
    for number in range(entries // PER_FILE):
        file_id, new = uuid4(), list[NewEntry]()
        for entry, given in contract(f"B-{number}"):
            recorded = Recorded(entry, file_id, len(new) + 1, datetime.now(UTC), CLERK, given_id=given)
            new.append(mapper.stored(recorded))
        store.append([FileWrite(file_id, 0, new)])
    sealer = Sealer(database)
    while sealer.seal_once():
        pass
    sealer.close()
    with database.administer(autocommit=True) as administrator:
        for table in ("entries", "log", "openings"):
            administrator.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(database.schema, table)))
    return store.log_size()


def decoded(database: Database, size: int) -> float:
    """Seconds to read and decode every entry, in the order of the log."""
    store, began = LedgerStore(database), time.perf_counter()
    for start in range(0, size, 2000):
        for row in store.log_page(start, 2000):
            mapper.read(row)
    return time.perf_counter() - began


class Lines(PostgresTrackingRecorder):
    """What the stock runner writes into: one row for each event."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.table = SQL("{0}.{1}").format(Identifier(self.datastore.schema), Identifier("lines"))
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS {0} (id uuid, version bigint, words text, PRIMARY KEY (id, version))"
            ).format(self.table)
        )

    def add(self, line: tuple[UUID, int, str], tracking: Tracking) -> None:
        """Write one row and the position it stands for."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(SQL("INSERT INTO {0} VALUES (%s, %s, %s)").format(self.table), line, prepare=True)


class Written(Projection[Lines]):
    """The stock projection."""

    name = "written"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Write the words of an event."""
        words = getattr(domain_event, "words", "")
        self.view.add((domain_event.originator_id, domain_event.originator_version, words), tracking)


def stock_events(application: Application[UUID], events: int) -> int:
    """Fill the stock application; returns the id of its last notification."""
    words = STATE.decode()
    for _ in range(events // PER_FILE):
        register = Register()
        for _ in range(PER_FILE - 1):
            register.trigger_event(Register.Noted, words=words)
        application.save(register)
    return application.recorder.max_notification_id() or 0


def stock_run(application: Application[UUID], last: int) -> float:
    """Seconds the stock runner takes from the first event to the last."""
    with ProjectionRunner(
        application_class=Application[UUID], projection_class=Written, view_class=Lines, env=application.env
    ) as runner:
        with runner.view.datastore.transaction(commit=True) as cursor:  # as a rebuild begins: with nothing
            cursor.execute(SQL("TRUNCATE {0}").format(runner.view.table))
        began = time.perf_counter()
        while not runner.view.has_tracking_id(application.name, last):  # its own wait looks only now and then
            time.sleep(0.01)
        return time.perf_counter() - began


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--stock", type=int, default=5_000, help="events for the stock runner, which is slower")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", help="an administrator's URL; without it a server of our own")
    chosen = parser.parse_args(arguments)
    with prepared(chosen.postgres) as (database, application):
        size = filled(database, chosen.entries)
        rates: dict[str, list[float]] = {"read and decode": [], "rebuild, all projections": [], "stock runner": []}
        print(database.describe(), f"Python {sys.version.split()[0]}, {size} entries, {chosen.rounds} rounds.")
        behind = 0
        for _ in range(chosen.rounds):
            rates["read and decode"].append(size / decoded(database, size))
            rates["rebuild, all projections"].append(size / rebuild(database).seconds)
            last = stock_events(application, chosen.stock)
            rates["stock runner"].append((last - behind) / stock_run(application, last))
            behind = last
        stock = statistics.median(rates["stock runner"])
        for way, found in rates.items():
            median, spread = statistics.median(found), f"[{min(found):,.0f} - {max(found):,.0f}]"
            print(f"{way:<26} {median:>9,.0f} entries/s  {spread:<18}  {median / stock:>5.1f} x stock")


if __name__ == "__main__":
    main()
