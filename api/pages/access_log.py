"""Who was given which entries of a file, on a page: by account, by entry, and what one account was given.

What is looked for is sent and stands in no address: an account may be a person's name.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from api.access import may_read_access_log
from api.access_log import LogAsked, access_log_answer, access_of_account_answer
from api.errors import NowOnly
from api.pages.looks import page
from api.pages.one_file import OneFile, TheFile, on_each_file
from api.pages.sent import TheTyped
from api.read import LONGEST_SEARCH
from api.wiring import TheWiring
from ledger.refusals import Fault, Invalid
from projections.bundle.archive import runs

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 50
_Typed = Annotated[str, Query(max_length=20)]
_Cursor = Annotated[str, Query(max_length=2000)]


@on_each_file(router.get, "/access-log")
def given(request: Request, file: TheFile, wiring: TheWiring, entry: _Typed = "", cursor: _Cursor = "") -> Response:
    """Show who was given entries of the file, or one entry of it. Raises Denied, NothingNear, Invalid."""
    return _shown(request, file, wiring, entry.strip(), "", cursor)


@on_each_file(router.post, "/access-log")
def found(request: Request, file: TheFile, wiring: TheWiring, typed: TheTyped) -> Response:
    """Show what an account was given. Raises Denied, NothingNear, Invalid."""
    may_read_access_log(file.person)
    entry, account = typed.get("entry").strip()[:20], typed.get("account").strip()
    if not account:
        return RedirectResponse(file.url("access-log", entry=entry), 303)
    if len(account) > LONGEST_SEARCH or "\x00" in account:
        raise Invalid([Fault("account", f"should be text of at most {LONGEST_SEARCH} characters")])
    return _shown(request, file, wiring, entry, account, typed.get("cursor")[:2000])


def _shown(
    request: Request, file: OneFile, wiring: TheWiring, entry: str, account: str, cursor: str
) -> Response:  # fmt: skip
    may_read_access_log(file.person)
    if file.times.past:
        raise NowOnly("who was given what is shown as it is written down now, and not as at another day")
    asked = LogAsked(_number(entry), cursor or None, ON_A_PAGE)
    one = access_of_account_answer(wiring, file.reference, file.person, account, asked) if account else None
    answer = one or access_log_answer(wiring, file.reference, file.person, asked)
    return page(
        request, "access_log.html", file=file, part="access-log", one=one, answer=answer, runs=runs,
        asked={"entry": entry, "account": account}, cursor=cursor,
    )  # fmt: skip


def _number(typed: str) -> int | None:
    """The entry that was typed; None where none was. Raises Invalid."""
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and 0 < int(typed) <= 10**9):
        raise Invalid([Fault("entry", "should be the number of an entry of this file, such as 12")])
    return int(typed)
