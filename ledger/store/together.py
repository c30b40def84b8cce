"""Appends that come while others are under way go to the database together: they share its journey and its flush.

By itself an append is a transaction, and waits for the disk. Two journeys can be under way at once, so that one batch
is worked at while the other waits for the disk; each has a connection of its own. Whoever comes while there are two
waits; when one is back, the first who waits takes all the others along, in one transaction. Who comes alone waits for
nobody. That changes nothing of what is recorded, nor of what anybody is answered:

- Each is `append_one` (migrations/0019_append_one.sql), which answers null where it did nothing.
- Where the database refuses one of them, or one of their files is held by somebody for longer than a moment, it has
  recorded none of them. Then, too, each is answered None; and goes by itself, as `append`, which says what it is.
- Where the connection breaks nobody knows. Then only those go once more that may be sent again.

Files are locked in the order of their ids, as `append` locks them: no two appends ever wait for each other, whether
on two journeys or of two programs. What it bought: docs/adr/0142; the second journey and the connections, 0165.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from ledger.errors import DatabaseAway
from ledger.store.database import Connection, Cursor, KeptConnection

JOURNEYS = 2
"""So many are under way at once. With eight writers and a flush of 2 ms, in turns at a load of 9: one 287 and 314
entries a second, two 362 and 331, three 348 and 380, where each more takes a batch apart and costs the server (310, 338
and 426 microseconds an entry)."""
MOST = 32
"""So many appends go on one."""
_UNKNOWN = ("08", "57P")
"""SQLSTATE of a connection that broke, maybe on the way back; with any other the transaction was rolled back."""


@dataclass(eq=False)
class Asked:
    """One call of `append_one`, and what became of it."""

    file_id: UUID
    statement: LiteralString
    given: Sequence[Any] = field(repr=False)
    again: bool
    """Whether it may be sent again where nobody knows what became of it."""
    way: KeptConnection | None = None
    """What it goes by, taking along those who wait; None where another takes it along."""
    woken: threading.Event | None = field(default=None, repr=False)
    """What wakes it where it waits; to make one takes as long as to look for a connection."""
    outcome: datetime | DatabaseAway | None = None


class Together:
    """The way of single appends to the database. Safe to share between threads."""

    def __init__(self, ways: Sequence[KeptConnection]) -> None:
        self._lock = threading.Lock()
        self._free = list(ways)
        self._waiting: list[Asked] = []  # empty as long as a way is free

    def append_one(self, asked: Asked) -> datetime | None:
        """Return when it was recorded, None where it was not. Raises DatabaseAway where nobody knows."""
        with self._lock:
            if self._free:
                asked.way = self._free.pop()
            else:
                asked.woken = threading.Event()
                self._waiting.append(asked)
        try:
            if asked.woken is not None:
                asked.woken.wait()
            if asked.way is not None:
                self._go(asked, asked.way)
        finally:
            self._hand_over(asked)
        if isinstance(asked.outcome, DatabaseAway):
            raise DatabaseAway(*asked.outcome.args) from asked.outcome  # each thread its own
        return asked.outcome

    def _go(self, leader: Asked, way: KeptConnection) -> None:
        with self._lock:
            others, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        batch = sorted((leader, *others), key=lambda asked: asked.file_id)
        try:
            with way.cursors(len(batch)) as (connection, cursors):
                answers = _answers(connection, cursors, batch)
                for asked, at in zip(batch, answers, strict=False):  # none, where it was refused
                    asked.outcome = at
        except DatabaseAway:
            pass  # there is no connection, and nothing was sent: each goes by itself, and waits for the server
        except psycopg.Error as error:
            away = DatabaseAway(f"no answer from the database ({error.diag.message_primary or 'connection lost'})")
            for asked in batch:
                asked.outcome = None if asked.again else away
        finally:
            self._hand_over(leader)  # first: the next journey begins while these are still busy with their answers
            for asked in others:
                _wake(asked)

    def _hand_over(self, asked: Asked) -> None:
        """Let the next go who waits, whatever became of this one: were it interrupted, nobody else would."""
        with self._lock:
            if asked in self._waiting:
                self._waiting.remove(asked)
            way, asked.way = asked.way, None
            if way is None:
                return
            if not self._waiting:
                self._free.append(way)
                return
            following = self._waiting.pop(0)
            following.way = way
        _wake(following)


def _wake(asked: Asked) -> None:
    assert asked.woken is not None, "it waits"
    asked.woken.set()


def _answers(connection: Connection, cursors: Sequence[Cursor], batch: Sequence[Asked]) -> list[datetime | None]:
    """The answers, each in its place, of one transaction, which ends with the pipeline; none where it was refused."""
    try:
        if len(batch) == 1:
            cursors[0].execute(batch[0].statement, batch[0].given, prepare=True)
        else:
            with connection.pipeline():
                for cursor, asked in zip(cursors, batch, strict=True):
                    cursor.execute(asked.statement, asked.given, prepare=True)
        return [cursor.fetchall()[0][0] for cursor in cursors]
    except psycopg.Error as error:
        if error.sqlstate is None or error.sqlstate.startswith(_UNKNOWN):
            raise
        return []
