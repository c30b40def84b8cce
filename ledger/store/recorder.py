"""The ledger as the `eventsourcing` library sees it: its recorder, over entries that are only ever added to.

What the library calls an originator is a file, its version a position (from 1), its topic a kind, and its
notification id the log index plus one, since the library never delivers an event whose id is 0. Ids are dense: the
log has no gaps.

The library wants to know the ids of what it has just written, so `insert_events` seals before it returns. Recording
through `LedgerStore.append` does not wait for that.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Thread
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    ListenNotifySubscription,
    Notification,
    OperationalError,
    ProgrammingError,
    StoredEvent,
    Subscription,
)
from psycopg import sql

from ledger.errors import Conflict, DatabaseAway, LedgerError
from ledger.log.sealer import Sealer, channel
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.store.writes import Appended, Command, FileWrite, NewEntry

SEALED_WITHIN = 30.0  # seconds for another sealer to get to our entries
LOOK_EVERY = 0.2  # seconds between two looks of a subscription that has heard nothing


class LedgerRecorder(ApplicationRecorder):
    """The library's `ApplicationRecorder` over one ledger. Its errors are the library's."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.store = LedgerStore(database)
        self._sealer = Sealer(database)

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        command: Command | None = None,
        recorded_at: datetime | None = None,
        **others: Any,
    ) -> Sequence[int]:
        """Records the events, all or none, and returns their notification ids in the order given.

        Raises IntegrityError if a file is not where the first of its events would follow, or events of a file are not
        consecutive; OperationalError if the database is away; ProgrammingError for what cannot be an entry, and for
        arguments this recorder does not know (`tracking`: a process recorder's business).
        """
        if unknown := sorted(name for name, value in others.items() if value is not None):
            raise ProgrammingError(f"the ledger cannot record {', '.join(unknown)} with events")
        if not stored_events:
            return []
        with _in_the_library_s_words():
            return self._sealed(stored_events, self.store.append(_writes(stored_events), command, recorded_at))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of a file, in order or in reverse, from after `gt` up to `lte`, at most `limit`."""
        file_id = _file(originator_id)
        after, upto = gt or 0, lte
        with _in_the_library_s_words():
            if limit is not None and desc:
                last = self.store.head(file_id)
                upto = last if upto is None else min(upto, last)
                after = max(after, upto - limit)
            elif limit is not None:
                upto = after + limit if upto is None else min(upto, after + limit)
            rows = self.store.entries(file_id, after=after, upto=upto)
        events = [StoredEvent(row.file_id, row.position, row.kind, row.state) for row in rows]
        return events[::-1] if desc else events

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The events in the order of the log, from notification id `start` to `stop`, at most `limit`."""
        after = max((start or 0) - (1 if inclusive_of_start and start is not None else 0), 0)
        with _in_the_library_s_words():
            rows = self.store.log_page(after, limit, upto=stop, kinds=topics)
        return [
            Notification(row.file_id, row.position, row.kind, row.state, id=row.index + 1)
            for row in rows
            if row.index is not None
        ]

    def max_notification_id(self) -> int | None:
        """The id of the last event in the log, None if there is none."""
        with _in_the_library_s_words():
            return self.store.log_size() or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """All events after `gt`, then each new one when it is sealed, until stopped."""
        return LogSubscription(self, gt=gt, topics=topics)

    def close(self) -> None:
        """Lets go of the sealer's connection; the pool is the database's."""
        self._sealer.close()

    def _sealed(self, events: Sequence[StoredEvent], appended: Appended) -> list[int]:
        """Seals until these events have their place in the log; another sealer may do it for us."""
        deadline = time.monotonic() + SEALED_WITHIN
        while time.monotonic() < deadline:
            if not self._sealer.seal_once():
                time.sleep(0.001)  # another one is at it
            ids = {
                (row.file_id, row.position): row.index + 1
                for file_id, positions in appended.positions.items()
                for row in self.store.entries(file_id, positions.start - 1, positions.stop - 1)
                if row.index is not None
            }
            if len(ids) == len(events):
                return [ids[_file(event.originator_id), event.originator_version] for event in events]
        raise DatabaseAway(f"the events are recorded, and were not sealed within {SEALED_WITHIN:.0f} seconds")


class LogSubscription(ListenNotifySubscription[LedgerRecorder]):
    """Follows the log. It listens for the sealer, and looks by itself too: a notification may be missed."""

    def __init__(self, recorder: LedgerRecorder, gt: int | None = None, topics: Sequence[str] = ()) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._listen_thread = Thread(target=self._listen)
        self._listen_thread.start()

    def __exit__(self, *args: object, **kwargs: Any) -> None:
        """Stops, and returns when both threads have ended."""
        try:
            super().__exit__(*args, **kwargs)
        finally:
            self._listen_thread.join()

    def _listen(self) -> None:
        database = self._recorder.database
        try:
            with database.connect("app", autocommit=True) as connection:
                connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel(database.schema))))
                while not self._has_been_stopped:
                    for _ in connection.notifies(timeout=LOOK_EVERY, stop_after=1):
                        pass
                    self._has_been_notified.set()
        except (psycopg.Error, DatabaseAway) as error:
            self._thread_error = self._thread_error or OperationalError(str(error))
            self.stop()


def _writes(events: Sequence[StoredEvent]) -> list[FileWrite]:
    """The events by file, in order. Raises IntegrityError where a file's events are not consecutive."""
    by_file: dict[UUID, list[StoredEvent]] = {}
    for event in events:
        by_file.setdefault(_file(event.originator_id), []).append(event)
    for file_id, of_file in by_file.items():
        first = of_file[0].originator_version
        if [event.originator_version for event in of_file] != list(range(max(first, 1), first + len(of_file))):
            raise IntegrityError(f"the events of file {file_id} are not numbered one after the other, from 1 at least")
    return [
        FileWrite(file_id, of_file[0].originator_version - 1, [NewEntry(e.topic, e.state) for e in of_file])
        for file_id, of_file in by_file.items()
    ]


def _file(originator_id: UUID | str) -> UUID:
    if isinstance(originator_id, UUID):
        return originator_id
    raise ProgrammingError("a file is named by a UUID")


@contextmanager
def _in_the_library_s_words() -> Iterator[None]:
    try:
        yield
    except Conflict as error:
        raise IntegrityError(str(error)) from error
    except DatabaseAway as error:
        raise OperationalError(str(error)) from error
    except (LedgerError, ValueError) as error:
        raise ProgrammingError(str(error)) from error
