"""Who was given which entries of a file, for those to whom that is accounted for (TVP-4.0-16; docs/adr/0285).

A row shows that an account was given an entry; that there is none shows little (ledger/opened.py). Entries are named by
their numbers alone, so nothing is told of one that is withheld from whoever asks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query

from api.access import may_read_access_log
from api.asked import Asked
from api.errors import NothingNear
from api.people import Person
from api.read import Cursor, Limit, TheBody, body_with, refuse_in_address, said_in
from api.shown import Answered
from api.wiring import Wiring, nowhere
from ledger.opened import GivenAt, GivenTo
from ledger.store.opened import After
from projections.stored.cursors import cursor_of, place_of

Row = TypeVar("Row", GivenTo, GivenAt)
Asks = Callable[..., Awaitable[Asked]]
"""What makes a question about a file of a request."""
OneEntry = Annotated[int | None, Query(ge=1, le=10**9, description="Only one entry, by its number on the file.")]


class AccessLog(Answered):
    """What an answer about who was given what says of itself: it is how things stand now."""

    file: str
    """Reference of the file."""
    simulated: bool = False
    """True where the ledger's clock is simulated."""
    next: str | None = None
    """Cursor of the next page (`cursor`); null on the last."""


class AccessLogAnswer(AccessLog):
    """Who was given entries of a file, the account that was last given one anew first.

    A row shows that an account was given what it says; that there is none for another shows little.
    """

    accounts: list[GivenTo]


class AccessOfAccountAnswer(AccessLog):
    """What an account was given of a file, and when first, the newest first."""

    account: str
    given: list[GivenAt]


def add_access_log(router: APIRouter, asks_now: Asks, whose: str) -> None:
    """Add to the routes of a sort of file those of who was given which entries of it; `whose` it is, in words."""

    async def log_asked(asked: Asked = Depends(asks_now)) -> Asked:
        may_read_access_log(asked.person)
        return asked

    @router.get("/access-log", summary=f"Who was given entries of {whose}")
    def access_log(
        asked: Asked = Depends(log_asked), entry: OneEntry = None,
        account: Annotated[str | None, Query(include_in_schema=False)] = None, cursor: Cursor = None,
        limit: Limit = 100,
    ) -> AccessLogAnswer:  # fmt: skip
        """Answer which accounts were given entries of the file, when first and last and how many, the newest first.

        For auditors and Legal Services.
        """
        refuse_in_address("account", account, "account")
        return access_log_answer(asked.wiring, asked.reference, asked.person, LogAsked(entry, cursor, limit))

    @router.post(
        "/access-log/search", summary=f"What of {whose} an account was given",
        openapi_extra=body_with("account", "a.ashe"),
        dependencies=[Depends(log_asked)],  # who asks is asked before what they sent is read
    )  # fmt: skip
    def access_of_account(
        body: TheBody, asked: Asked = Depends(log_asked), entry: OneEntry = None, cursor: Cursor = None,
        limit: Limit = 100,
    ) -> AccessOfAccountAnswer:  # fmt: skip
        """Answer which entries an account was given for the first time at which moment, the newest first."""
        account, wanted = said_in(body, "account"), LogAsked(entry, cursor, limit)
        return access_of_account_answer(asked.wiring, asked.reference, asked.person, account, wanted)


@dataclass(frozen=True)
class LogAsked:
    """Which page of who was given what: of a file, or of one entry of it."""

    entry: int | None = None
    cursor: str | None = None
    limit: int = 100


def access_log_answer(wiring: Wiring, reference: str, person: Person, asked: LogAsked) -> AccessLogAnswer:
    """Return who was given anything of a file, or one entry of it. Raises Denied, NothingNear, BadCursor."""
    after = _after(wiring, reference, person, asked)
    rows = wiring.book.opened.by_account(wiring.book.file_id(reference), asked.entry, after, asked.limit + 1)
    return AccessLogAnswer(
        file=reference, simulated=wiring.book.clock == "simulated", accounts=rows[:asked.limit],
        next=_following(rows, lambda row: row.last_at, after, asked.limit),
    )  # fmt: skip


def access_of_account_answer(
    wiring: Wiring, reference: str, person: Person, account: str, asked: LogAsked
) -> AccessOfAccountAnswer:
    """Return what an account was given of a file, and when first. Raises Denied, NothingNear, BadCursor."""
    after = _after(wiring, reference, person, asked)
    rows = wiring.book.opened.to_account(wiring.book.file_id(reference), account, asked.entry, after, asked.limit + 1)
    return AccessOfAccountAnswer(
        file=reference, simulated=wiring.book.clock == "simulated", account=account, given=rows[:asked.limit],
        next=_following(rows, lambda row: row.first_at, after, asked.limit),
    )  # fmt: skip


def _after(wiring: Wiring, reference: str, person: Person, asked: LogAsked) -> After:
    """Where the page begins, once it is known that there is what is asked about, and that it is theirs to ask."""
    may_read_access_log(person)
    newest = wiring.book.store.head(wiring.book.file_id(reference))  # also of a file set aside: nothing is folded
    if not newest:
        raise nowhere(reference)
    if asked.entry is not None and asked.entry > newest:
        raise NothingNear(f"there is no entry {asked.entry} on file {reference}; the newest is {newest}")
    if asked.cursor is None:
        return After()
    at, passed = place_of(asked.cursor, datetime, int)
    return After(at, max(passed, 0))


def _following(rows: list[Row], when: Callable[[Row], datetime], after: After, limit: int) -> str | None:
    """The cursor of what comes after these; of no account, which may be a name and would stand in an address."""
    if len(rows) <= limit:
        return None
    last = when(rows[limit - 1])
    passed = sum(when(row) == last for row in rows[:limit]) + (after.passed if last == after.at else 0)
    return cursor_of(last, passed)
