"""How the store asks a database that may be restarting: what is asked again, and what is given up, with a reason."""

import re
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import psycopg
from psycopg import errors
from psycopg_pool import PoolTimeout

from ledger.errors import (
    ClockRefused,
    DatabaseAway,
    LedgerAlreadyOpen,
    LedgerError,
    LedgerNotOpen,
    MalformedEntry,
    UnknownDocument,
)
from ledger.store.database import Connection, Pool, means_away

ENTRY_LIMIT = 1_048_576  # bytes of one entry, and of one opening; documents are not in entries
APPEND_LIMIT = 64 * 1_048_576  # bytes of all entries of one append together
APPEND_ENTRIES = 10_000

Answer = TypeVar("Answer")

# A server that was killed is back within a second or two. Waiting longer is the caller's decision.
_WAITS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.0)
_RIVAL_COMMAND = "entries_command_id"
_A_DOCUMENT = re.compile(r"\(\\x([0-9a-f]{64})\)")


def ask(pool: Pool, question: Callable[[Connection], Answer], *, again: bool = True) -> Answer:
    """Puts one question to the database, each statement its own transaction, and returns the answer.

    With `again`, a connection that breaks is replaced and the question put anew, for about five seconds: for
    questions that may be asked twice, which are all reads, and appends that carry a command. Raises `DatabaseAway`
    when no answer came, and the error of `ledger.errors` that fits when the database refused.
    """
    for wait in (*_WAITS, None):
        try:
            with pool.connection() as connection:
                return _in_autocommit(connection, question)
        except PoolTimeout as error:
            raise DatabaseAway("no connection to the database was to be had") from error
        except psycopg.Error as error:
            refusal = refusal_of(error)
            if refusal is not None:
                raise refusal from None  # the database's own words may repeat the entry's
            if not (worth_asking_again(error) and again) or wait is None:
                if means_away(error) or isinstance(error, psycopg.OperationalError):
                    reason = error.diag.message_primary or "connection lost"
                    raise DatabaseAway(f"no answer from the database ({reason})") from error
                raise
            time.sleep(wait)
            pool.check()
    raise AssertionError("the last attempt returns or raises")


def _in_autocommit(connection: Connection, question: Callable[[Connection], Answer]) -> Answer:
    """A statement by itself is one round trip; BEGIN and COMMIT around it would make three."""
    if connection.autocommit:
        return question(connection)
    connection.autocommit = True
    try:
        return question(connection)
    finally:
        if not connection.closed:
            connection.autocommit = False


def worth_asking_again(error: psycopg.Error) -> bool:
    """Whether the same question may be answered the next time.

    The connection broke; or the server is going down or coming up; or two transactions met and this one was undone;
    or a rival recorded the same command first, and will now be found.
    """
    if isinstance(error, errors.UniqueViolation):
        return error.diag.constraint_name == _RIVAL_COMMAND
    state = error.sqlstate or ""
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and not state:
        return True
    return state.startswith("08") or state in {"57P01", "57P02", "57P03", "40001", "40P01"}


def refusal_of(error: psycopg.Error) -> LedgerError | None:
    """The ledger's own error for what the database refused, None for anything else."""
    detail = error.diag.message_detail or ""
    message = error.diag.message_primary or ""
    match error.sqlstate, error.diag.constraint_name:
        case "CT001", _:
            return LedgerNotOpen("nothing can be recorded: the ledger has not been opened")
        case "CT002", _:
            return ClockRefused(datetime.fromisoformat(detail) if detail else None, message)
        case "CT003", _:
            return UnknownDocument(bytes.fromhex(detail))
        case "23503", "citations_sha256_fkey" if named := _A_DOCUMENT.search(detail):
            return UnknownDocument(bytes.fromhex(named[1]))  # erased by another while this was being recorded
        case "CT006", _:
            return LedgerAlreadyOpen("the ledger is open; its name, clock and secrets are decided once")
        case "23514", "entries_kind":
            return MalformedEntry("a kind is written like 'notice-served/1': small letters, digits, hyphens, a version")
        case "22021", _:
            return MalformedEntry("an entry is UTF-8 text without NUL")
        case "55P03", _:
            return DatabaseAway("another writer has held the file for ten seconds; send the same command again")
        case _:
            return None
