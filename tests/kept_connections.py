"""Connections that stay open when whoever had them closes them, and go to whoever connects next in the same way.

A new connection reads the catalogue anew: of what PostgreSQL does for an application served to one test, most. What
is handed out is another object each time, with nothing left over of whoever had it before: no lock, no setting, no
statement, no channel listened to. The one that was closed is closed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import psycopg
from psycopg import pq
from psycopg.pq import ExecStatus, PipelineStatus, TransactionStatus
from psycopg.pq.abc import PGconn

from ledger.store.database import Connection

_LEAVE_NOTHING = (
    b"CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; RESET ALL; RESET ROLE; DISCARD TEMP; DISCARD SEQUENCES;"
    b" SELECT pg_advisory_unlock_all()"
)
_MOST = 2  # of each sort that are kept open


class KeptConnections:
    """Those of one ledger that nobody has at the moment, by what they were opened with."""

    def __init__(self) -> None:
        self._free: dict[str, list[PGconn]] = defaultdict(list)

    def connect(self, conninfo: str, *, autocommit: bool) -> Connection:
        """A connection that was closed to us, or a new one."""
        free = self._free[conninfo]
        while free:
            pgconn = free.pop()
            if _is_well(pgconn):
                found = _Kept(pgconn)
                found.goes_to(free)
                found.autocommit = autocommit
                return found
            pgconn.finish()
        new = _Kept.connect(conninfo, autocommit=autocommit)
        new.goes_to(free)
        return new

    def close(self) -> None:
        """Close them all."""
        for free in self._free.values():
            while free:
                free.pop().finish()


class _Kept(psycopg.Connection[tuple[Any, ...]]):
    """One of them, while somebody has it."""

    _place: list[PGconn] | None = None

    def goes_to(self, place: list[PGconn]) -> None:
        """Say where it goes when it is closed."""
        self._place = place

    def close(self) -> None:
        """Close it for whoever has it."""
        pgconn, place = self.pgconn, self._place
        if place is None or self.closed or len(place) >= _MOST or not _left_clean(pgconn):
            super().close()
            return
        self.pgconn = _ended()
        self._closed = True
        place.append(pgconn)


def _left_clean(pgconn: PGconn) -> bool:
    if pgconn.transaction_status != TransactionStatus.IDLE or pgconn.pipeline_status != PipelineStatus.OFF:
        return False
    done = pgconn.exec_(_LEAVE_NOTHING).status == ExecStatus.TUPLES_OK
    while pgconn.notifies() is not None:
        pass
    return done and pgconn.transaction_status == TransactionStatus.IDLE


def _is_well(pgconn: PGconn) -> bool:
    """Whether the server is still at its other end."""
    return pgconn.exec_(b"").status == ExecStatus.EMPTY_QUERY


def _ended() -> PGconn:
    ended = pq.PGconn.connect_start(b"host=/nowhere")
    ended.finish()
    return ended
