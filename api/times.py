"""The two times a question asks about: a day in the world, and what was known, by a size of the log or at a moment.

`known_at` is a size N, which means the first N entries of the log and nothing else, or a moment after RFC 3339 with its
zone, which means the largest size sealed by then (docs/adr/0021 and 0085). Everything that answers for the past asks
here, so that the same words mean the same entries everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query
from fastapi.concurrency import run_in_threadpool

from api.recording import moment, settled
from api.wiring import TheWiring
from ledger.book import Book
from ledger.dates.clock import LONDON
from ledger.refusals import Fault, Invalid
from ledger.submission import EARLIEST

LONGEST = 15
"""Digits of a size of the log: more than any log has."""


@dataclass(frozen=True)
class Times:
    """Which of the two times was asked for."""

    as_at: date | None = None
    known: int | None = None
    known_on: date | None = None
    """The day of what was known: what is due or late is told as on that day, unless as_at names another."""


AsAt = Annotated[date | None, Query(description="The day in the world: as things stood. By default as they stand.")]
KnownAt = Annotated[
    str | None,
    Query(description="What was known: a size of the log, or a moment with its zone. By default all that is recorded."),
]


async def times(wiring: TheWiring, as_at: AsAt = None, known_at: KnownAt = None) -> Times:
    """Return the two times asked for. Raises Invalid."""
    if known_at is None:
        return Times(as_at)
    return Times(as_at, *await run_in_threadpool(known_then, wiring.book, known_at.strip()))


TheTimes = Annotated[Times, Depends(times)]


def known_then(book: Book, text: str, field: str = "query.known_at") -> tuple[int, date]:
    """Return the size of the log that a `known_at` names (itself, or what was sealed by a moment), and its day.

    The day is London's: of the moment, or on which the log came to that size. Waits until what is recorded is sealed.
    Raises Invalid, with `field` as where it was said; NotReady.
    """
    settled(book)
    if text.isascii() and text.isdecimal():
        return _size(book, text, field)
    at = moment(text)
    if at is None or at.year < EARLIEST.year:
        why = "should be a size of the log (from 1), or a moment with its zone such as 2025-03-31T14:30:00Z"
        raise Invalid([Fault(field, why)])
    if at > (now_at := book.now()):
        stands = now_at.isoformat(timespec="seconds")
        raise Invalid([Fault(field, f"is in the future; the ledger's clock stands at {stands}")])
    return book.known_at(at), at.astimezone(LONDON).date()


def _size(book: Book, text: str, field: str) -> tuple[int, date]:
    digits, now = text.lstrip("0"), book.store.log_size()
    if not digits:
        raise Invalid([Fault(field, f"should be 1 or more: a log of no entries knew of nothing; it has {now} now")])
    if len(digits) > LONGEST or int(digits) > now:
        raise Invalid([Fault(field, f"is beyond the log, which has {now} entries now")])
    return int(digits), book.day_of(int(digits))


def asked_again(as_at: date | None, known: int | None) -> str:
    """Return what an address ends with to ask for the same times again: by the exact size, whatever was asked by."""
    asked = {"as_at": as_at.isoformat() if as_at else None, "known_at": known}
    said = {name: value for name, value in asked.items() if value is not None}
    return f"?{urlencode(said)}" if said else ""
