"""How fast an entry goes through every rule: Book.record beside a bare INSERT and the library's Application.save.

    python -m tests.benchmarks.record [--rounds 7] [--seconds 1.0] [--postgres URL]

Each entry is an issue raised on a contract file of a hundred entries that the book has read before: it is checked,
judged by every rule against the folded file, given its id, its words put in the vault, and read back as recorded.
Writers have files of their own, taken in turn, so that files grow little in a run. `keyed` sends an Idempotency-Key
with each. The bare INSERT writes the same bytes of the entry, and nothing else, into a table with the same columns and
indexes. The stock application saves an event that is a pydantic model, as in the library's own examples, to an
aggregate it has in hand; it writes as much text and judges nothing.
"""

import argparse
import itertools
import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import BaseAggregate, CanInitAggregate, CanMutateAggregate
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import get_topic, resolve_topic
from pydantic import BaseModel, ConfigDict

from ledger import mapper
from ledger.book import Book
from ledger.entry import Recorded
from ledger.store.database import Database
from ledger.store.postgres import FileWrite, LedgerStore
from ledger.subjects.issues import IssueRaised
from ledger.words import Said
from tests.benchmarks.append import WRITERS, prepared, raw_writer
from tests.benchmarks.rebuild import ANN, CLERK, WORDS, contract
from tests.benchmarks.turns import Rates, Turn, compared, table

FILES = 96  # shared out among the writers
RAISED = IssueRaised(happened_on=date(2026, 1, 5), nature=Said(WORDS), standards=("4.1",), by=ANN)


class Happened(BaseModel):
    """A stock domain event as a pydantic model."""

    model_config = ConfigDict(frozen=True)
    originator_id: UUID
    originator_version: int
    timestamp: datetime


class Contract(BaseAggregate[UUID]):
    """A contract as a stock aggregate; it keeps nothing of what is noted."""

    class Event(Happened, CanMutateAggregate[UUID]):
        """Anything that happens to it."""

    class Created(Event, CanInitAggregate[UUID]):
        """It began."""

        originator_topic: str

    class Raised(Event):
        """Carries what an entry carries."""

        happened_on: date
        nature: str
        standards: tuple[str, ...]
        by: dict[str, str]
        recorded_by: dict[str, str]

    @staticmethod
    def create_id(*_: Any, **__: Any) -> UUID:
        """Return an id for a new one."""
        return uuid4()


class JsonMapper(Mapper[UUID]):
    """Pydantic's own JSON, straight to bytes: no slower than the transcoders of the library's examples."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Return the stored event."""
        state = domain_event.model_dump_json(exclude={"originator_id", "originator_version"}).encode()
        return StoredEvent(
            domain_event.originator_id, domain_event.originator_version, get_topic(type(domain_event)), state
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Return the event; nothing here reads one."""
        return resolve_topic(stored_event.topic).model_validate_json(stored_event.state)


class Contracts(Application[UUID]):
    """The stock application, with events that are pydantic models."""

    env = {"MAPPER_TOPIC": get_topic(JsonMapper)}  # noqa: RUF012  # the library's own way of declaring it


def filled(book: Book, names: Iterator[str]) -> list[str]:
    """Fill and warm the files of one writer; returns their references."""
    references = list(names)
    for reference in references:
        file_id, at = book.file_id(reference), datetime.now(UTC)
        entries = [
            mapper.stored(Recorded(entry, file_id, position, at, CLERK, given_id=given))
            for position, (entry, given) in enumerate(contract(reference), 1)
        ]
        book.store.append([FileWrite(file_id, 0, entries)])
        book.file(reference)
    return references


def book_writer(book: Book, references: list[str], *, keyed: bool = False) -> Turn:
    """Records through every rule."""
    files = itertools.cycle(references)

    def turn() -> None:
        key = secrets.token_hex(16) if keyed else None
        book.record(next(files), RAISED, CLERK, key=key, acknowledge_all=True)

    return turn


def stock_writer(application: Application[UUID], files: int) -> Turn:
    """Saves through the library's own application and recorder."""
    contracts = [Contract() for _ in range(files)]
    application.save(*contracts)
    turns = itertools.cycle(contracts)
    by, recorded_by = ANN.model_dump(exclude_none=True), CLERK.model_dump()

    def turn() -> None:
        contract = next(turns)
        contract.trigger_event(
            Contract.Raised, happened_on=RAISED.happened_on, nature=WORDS, standards=RAISED.standards,
            by=by, recorded_by=recorded_by,
        )  # fmt: skip
        application.save(contract)

    return turn


def measure(database: Database, stock: Application[UUID], rounds: int, seconds: float) -> list[tuple[int, Rates]]:
    """Return what was found with each number of writers."""
    book, found = Book(LedgerStore(database)), list[tuple[int, Rates]]()
    state = mapper.stored(Recorded(RAISED, uuid4(), 1, datetime.now(UTC), CLERK, given_id="ISS-025")).state
    with Contracts(env={**stock.env, **Contracts.env}) as application:
        for writers in WRITERS:
            each = FILES // writers
            numbers = [range(number * each, (number + 1) * each) for number in range(writers)]
            mine = [filled(book, (f"{writers}-{number}" for number in files)) for files in numbers]
            with ExitStack() as stack:
                connections = [stack.enter_context(database.connect("app", autocommit=True)) for _ in range(writers)]
                ways = {
                    "raw INSERT, no rules": [raw_writer(connection, state) for connection in connections],
                    "Book.record": [book_writer(book, files) for files in mine],
                    "Book.record, keyed": [book_writer(book, files, keyed=True) for files in mine],
                    "stock Application.save, pydantic": [stock_writer(application, each) for _ in range(writers)],
                }
                found.append((writers, compared(ways, rounds, seconds)))
    return found


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
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
