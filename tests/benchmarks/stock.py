"""The stock `eventsourcing` library doing the same work: its application, recorder and runner, with pydantic events.

Events are pydantic models, as in the library's own examples; the application saves one event at a time to an
aggregate it has in hand, and judges nothing. Its projection writes one row of words for each event, with its
position, and no index for words.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import BaseAggregate, CanInitAggregate, CanMutateAggregate
from eventsourcing.persistence import Mapper, StoredEvent, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.utils import get_topic, resolve_topic
from psycopg import sql
from pydantic import BaseModel, ConfigDict

from ledger.entry import Account, Actor
from ledger.store.database import Database
from tests.benchmarks.turns import Turn

WORDS = "Visits were missed on two mornings; the scheduler says that the rota was changed without telling anybody"
ANN = Actor(person="Ann Ashe", office="lead-officer")
CLERK = Account(account="clerk", name="Clive Clerk")
PER_AGGREGATE = 100


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

    def raise_issue(self) -> None:
        """Add an event as large as an entry."""
        self.trigger_event(
            Contract.Raised, happened_on=date(2026, 1, 5), nature=WORDS, standards=("4.1",),
            by=ANN.model_dump(exclude_none=True), recorded_by=CLERK.model_dump(),
        )  # fmt: skip


class JsonMapper(Mapper[UUID]):
    """Pydantic's own JSON, straight to bytes and back: no slower than the transcoders of the library's examples."""

    def __init__(self, **_: Any) -> None:
        pass  # no transcoder, compressor or cipher

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Return the stored event."""
        state = domain_event.model_dump_json().encode()
        topic = get_topic(type(domain_event))
        return StoredEvent(domain_event.originator_id, domain_event.originator_version, topic, state)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Return the event, checked as pydantic checks it."""
        return resolve_topic(stored_event.topic).model_validate_json(stored_event.state)


class Contracts(Application[UUID]):
    """The stock application, with events that are pydantic models."""

    env = {"MAPPER_TOPIC": get_topic(JsonMapper)}  # noqa: RUF012  # the library's own way of declaring it


@contextmanager
def stock_application(database: Database) -> Iterator[Contracts]:
    """The application in a schema of its own beside a ledger's, gone with it."""
    schema = f"{database.schema}_stock"
    with database.administer(autocommit=True) as administrator:
        administrator.execute(
            sql.SQL("DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}").format(sql.Identifier(schema))
        )
        info = administrator.info
        environment = {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": info.dbname,
            "POSTGRES_HOST": info.host,
            "POSTGRES_PORT": str(info.port),
            "POSTGRES_USER": info.user,
            "POSTGRES_PASSWORD": info.password or "none",
            "POSTGRES_SCHEMA": schema,
        }
    with Contracts(env=environment) as application:
        yield application


def stock_writer(application: Application[UUID], aggregates: int) -> Turn:
    """Return what saves one event, to one aggregate after another."""
    contracts = [Contract() for _ in range(aggregates)]
    application.save(*contracts)
    turns = itertools.cycle(contracts)

    def turn() -> None:
        contract = next(turns)
        contract.raise_issue()
        application.save(contract)

    return turn


def filled(application: Application[UUID], events: int) -> int:
    """Fill the application; returns the id of its last notification."""
    for _ in range(max(events // PER_AGGREGATE, 1)):
        contract = Contract()
        for _ in range(PER_AGGREGATE - 1):
            contract.raise_issue()
        application.save(contract)
    return application.recorder.max_notification_id() or 0


class Lines(PostgresTrackingRecorder):
    """What the stock runner writes into: one row for each event."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.table = sql.SQL("{0}.{1}").format(sql.Identifier(self.datastore.schema), sql.Identifier("lines"))
        self.sql_create_statements.append(
            sql.SQL(
                "CREATE TABLE IF NOT EXISTS {0} (id uuid, version bigint, words text, PRIMARY KEY (id, version))"
            ).format(self.table)
        )

    def add(self, line: tuple[UUID, int, str], tracking: Tracking) -> None:
        """Write one row and the position it stands for."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(sql.SQL("INSERT INTO {0} VALUES (%s, %s, %s)").format(self.table), line, prepare=True)


class Written(Projection[Lines]):
    """The stock projection."""

    name = "written"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Write the words of an event."""
        words = getattr(domain_event, "nature", "")
        self.view.add((domain_event.originator_id, domain_event.originator_version, words), tracking)


def run_projection(application: Contracts, last: int) -> float:
    """Return the seconds that the stock runner takes from where it is to the last event."""
    with ProjectionRunner(
        application_class=Contracts, projection_class=Written, view_class=Lines, env=application.env
    ) as runner:
        began = time.perf_counter()
        while not runner.view.has_tracking_id(application.name, last):  # its own wait looks only now and then
            time.sleep(0.01)
        return time.perf_counter() - began
