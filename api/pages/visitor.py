"""Who is looking at a page: chosen from a list in a demonstration, else signed in with a token; kept in a cookie.

The cookie is SameSite=Lax and HttpOnly, and a change is taken only from our own pages (Fetch Metadata, else Origin), so
that no other site can have somebody record what they never saw. docs/adr/0042.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.responses import Response

from api.access import COOKIE, from_our_own_page, person_asking
from api.errors import NotSignedIn
from api.people import Person
from api.wiring import TheWiring, Wiring
from ledger.refusals import Denied

TOKEN_COOKIE = "cleartrail-token"  # noqa: S105  # the name of a cookie
_UNCHANGING = ("GET", "HEAD")
_LONGEST_STAY = 12 * 3600  # seconds after which a person signs in again


def the_visitor(request: Request, wiring: TheWiring) -> Person:
    """Return who is asking. Raises NotSignedIn, and Denied for a change that another site's page sent."""
    if wiring.settings.demo or "authorization" in request.headers:
        return person_asking(request, wiring.tokens, demo=wiring.settings.demo)
    found = wiring.tokens.person(request.cookies.get(TOKEN_COOKIE, ""))
    if found is None:
        raise NotSignedIn("sign in first")
    check_sent_from_here(request)
    return replace(found, by_cookie=True)


def check_sent_from_here(request: Request) -> None:
    """Raise Denied for a change that another site's page sent."""
    if request.method not in _UNCHANGING and not from_our_own_page(request):
        raise Denied("this form was sent from another site; open the page here and send it again")


def visitor_or_none(request: Request, wiring: Wiring) -> Person | None:
    """Return who is asking, None where nobody has said so: for the frame around a page."""
    try:
        return the_visitor(request, wiring)
    except (NotSignedIn, Denied):
        return None


async def visiting(request: Request, wiring: TheWiring) -> Person:
    """Return the same; it waits for nothing, so no thread is asked for."""
    return the_visitor(request, wiring)


TheVisitor = Annotated[Person, Depends(visiting)]


def remember(request: Request, response: Response, cookie: str, value: str) -> None:
    """Set the cookie that says who is asking."""
    secure = request.url.scheme == "https"
    response.set_cookie(cookie, value, max_age=_LONGEST_STAY, httponly=True, samesite="lax", secure=secure, path="/")


def forget(response: Response) -> None:
    """Take back every cookie that says who is asking."""
    for cookie in (COOKIE, TOKEN_COOKIE):
        response.delete_cookie(cookie, path="/", httponly=True, samesite="lax")


def own_address(wanted: str) -> str:
    """Return an address to go on to, if it is one of ours; else the first page."""
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if ours and "\\" not in wanted and wanted.isprintable() else "/"
