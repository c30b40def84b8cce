"""Appends that come while another is under way go to the database together: they share its journey and its flush.

By itself an append is a transaction, and waits for the disk. Whoever comes meanwhile waits too; when the one under way
is back, the first who waits takes all the others along, in one transaction. Who comes alone waits for nobody. That
changes nothing of what is recorded, nor of what anybody is answered:

- Each is `append_one` (migrations/0019_append_one.sql), which answers null where it did nothing.
- Where the database refuses one of them, or one of their files is held by somebody for longer than a moment, it has
  recorded none of them. Then, too, each is answered None; and goes by itself, as `append`, which says what it is.
- Where the connection breaks nobody knows. Then only those go once more that may be sent again.

Files are locked in the order of their ids, as `append` locks them: two programs' appends never wait for each other.
What it bought: docs/adr/0142.
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
from ledger.store.attempts import ask
from ledger.store.database import Connection, Pool

MOST = 32
"""So many appends go at once."""
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
    leads: bool = False
    """Whether it is the one who goes, and takes along those who wait."""
    woken: threading.Event = field(default_factory=threading.Event, repr=False)
    outcome: datetime | DatabaseAway | None = None


class Together:
    """The way of single appends to the database. Safe to share between threads."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._under_way = False
        self._waiting: list[Asked] = []  # empty unless one is under way

    def append_one(self, asked: Asked) -> datetime | None:
        """Return when it was recorded, None where it was not. Raises DatabaseAway where nobody knows."""
        with self._lock:
            if self._under_way:
                self._waiting.append(asked)
            else:
                self._under_way = asked.leads = True
        try:
            if not asked.leads:
                asked.woken.wait()
            if asked.leads:
                self._go(asked)
        finally:
            self._hand_over(asked)
        if isinstance(asked.outcome, DatabaseAway):
            raise DatabaseAway(*asked.outcome.args) from asked.outcome  # each thread its own
        return asked.outcome

    def _go(self, leader: Asked) -> None:
        with self._lock:
            others, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        batch = sorted((leader, *others), key=lambda asked: asked.file_id)
        try:
            answers = ask(self._pool, lambda connection: _answers(connection, batch), again=False)
            for asked, at in zip(batch, answers, strict=False):  # none, where it was refused
                asked.outcome = at
        except DatabaseAway as away:
            for asked in batch:
                asked.outcome = None if asked.again else away
        finally:
            for asked in others:
                asked.woken.set()

    def _hand_over(self, asked: Asked) -> None:
        """Let the next go who waits, whatever became of this one: were it interrupted, nobody else would."""
        with self._lock:
            if asked in self._waiting:
                self._waiting.remove(asked)
            if not asked.leads:
                return
            self._under_way = bool(self._waiting)
            if not self._waiting:
                return
            following = self._waiting.pop(0)
            following.leads = True
        following.woken.set()


def _answers(connection: Connection, batch: Sequence[Asked]) -> list[datetime | None]:
    """The answers, each in its place, of one transaction, which ends with the pipeline; none where it was refused."""
    cursors = [connection.cursor(binary=True) for _ in batch]
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
