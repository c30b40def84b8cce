"""How a page is put together: the templates, the frame around each page, and the headers that go out with it.

Every page works without JavaScript and loads nothing from elsewhere; the content security policy holds it to that.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from fastapi import Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape
from starlette.responses import HTMLResponse, Response

from api.access import ERASE
from api.pages.visitor import visitor_or_none
from api.people import ALARM_READERS, DEMO_PEOPLE, WHAT_ROLES_DO
from api.wiring import Wiring
from ledger.dates.months import in_words as month_in_words
from ledger.errors import DatabaseAway, LedgerNotOpen
from ledger.file_names import AUTHORITY, listed_as, reference_in
from ledger.names import clause_once
from ledger.procedures import Procedure
from ledger.rules import Objection
from projections.procedure.marks import explained
from projections.view import in_words, rule_in_words

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
LONDON = ZoneInfo("Europe/London")
STATIC = "/static"


def day(value: date | None) -> str:
    """Return a day as a sentence has it: 3 March 2025."""
    return "" if value is None else f"{value:%-d %B %Y}"


def moment(value: datetime | None) -> str:
    """Return a moment by the clock in London: 3 March 2025 at 14:30."""
    return "" if value is None else f"{value.astimezone(LONDON):%-d %B %Y at %H:%M}"


def hour(value: time | None) -> str:
    """Return an hour by the clock: 14:30."""
    return "" if value is None else f"{value:%H:%M}"


def count(number: int, noun: str, nouns: str | None = None) -> str:
    """Return a number with its noun: 1 entry, 2 entries."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def figure(value: object) -> str:
    """Return a number with its thousands set apart: 9,900, -1,250.5; any other text as it is."""
    text = str(value)
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if _NUMBER.fullmatch(text) else text


def unstopped(value: object) -> str:
    """Return words that go on in our own sentence: without the full stop they ended with."""
    return str(value).removesuffix(".")


def words(value: object) -> str:
    """Return a name of the kind "service-failure" in words."""
    return in_words(str(value))


def sentence(value: object) -> str:
    """Return words with a capital at their beginning."""
    text = words(value)
    return text[:1].upper() + text[1:]


def said_of(objection: Objection) -> str:
    """Return what was found, as a sentence. For programs it begins with the field it is about; a form has it there."""
    return sentence(objection.found.removeprefix(f"{objection.field}: "))


def office(name: str, procedure: Procedure) -> str:
    """Return an office as the procedure calls it."""
    return procedure.office_title(name)


def file_path(name: str) -> str:
    """Return the address of the pages of a file, by its name (ledger/file_names.py)."""
    if name == AUTHORITY:
        return "/authority"
    return f"/{listed_as(name)}/{quote(reference_in(name), safe='')}"


def address(path: str, parameters: Mapping[str, Any] | None = None) -> str:
    """Return an address of ours with those parameters that say something."""
    said = [(name, value) for name, value in (parameters or {}).items() if value not in (None, "", False, (), [])]
    return f"{path}?{urlencode(said, doseq=True)}" if said else path


def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("api.pages"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=select_autoescape(["html"]),
        auto_reload=False,  # no template changes while it runs, and looking takes a good part of each page
        lstrip_blocks=True,
    )
    environment.filters |= {
        "office": office,
        "file_path": file_path,
        "day": day,
        "month": month_in_words,
        "moment": moment,
        "hour": hour,
        "figure": figure,
        "unstopped": unstopped,
        "clause_once": clause_once,
        "in_words": words,
        "said_of": said_of,
        "sentence": sentence,
        "rule_in_words": rule_in_words,
        "marks": explained,
    }
    environment.globals |= {"address": address, "count": count, "static": STATIC}
    return environment


TEMPLATES = _environment()


def page(
    request: Request, template: str, /, *, status: int = 200, headers: Mapping[str, str] | None = None, **shown: Any
) -> Response:  # fmt: skip
    """Return a page: the template with what it shows, in the frame every page has."""
    nonce = secrets.token_urlsafe(16)
    html = TEMPLATES.get_template(template).render(**_frame(request), cspNonce=nonce, **shown)
    return HTMLResponse(unturned(html), status, security_headers(nonce) | dict(headers or {}))


_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_AS_TYPED = re.compile("(<(?:textarea|option)\\b.*?</(?:textarea|option)>|<[^>]*>)", re.DOTALL)


def unturned(html: str) -> str:
    """Return a page on which no mark of somebody's turns the words after it around: it is written as its number.

    As `ledger/verify.py` writes it. What a form holds to be sent again stays as it was typed.
    """
    if _TURNS.search(html) is None:
        return html
    parts = _AS_TYPED.split(html)  # every other one is a tag
    parts[::2] = [_TURNS.sub(lambda found: f"&lt;U+{ord(found[0]):04X}&gt;", text) for text in parts[::2]]
    return "".join(parts)


def security_headers(nonce: str) -> dict[str, str]:
    """Return the headers of a page: nothing from elsewhere, no frames, nothing kept by anybody on the way."""
    policy = (
        "default-src 'none'", "style-src 'self'", f"script-src 'self' 'nonce-{nonce}'", "img-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )  # fmt: skip
    return {
        "Content-Security-Policy": "; ".join(policy), "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "private, no-store", "Vary": "Cookie, Authorization",
    }  # fmt: skip


def _frame(request: Request) -> dict[str, Any]:
    """What every page shows around itself: who is asking, and what sort of ledger this is."""
    wiring: Wiring = request.app.state.wiring
    person = visitor_or_none(request, wiring)
    return {
        "person": person, "demo": wiring.settings.demo, "demo_people": DEMO_PEOPLE, "what_roles_do": WHAT_ROLES_DO,
        "alarm_readers": ALARM_READERS, "erasers": ERASE,
        "path": request.url.path, "here": _here(request), "embedded": wiring.database.embedded,
        "stopped": sorted(request.app.state.beside.stopped), **_clock(wiring),
    }  # fmt: skip


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _clock(wiring: Wiring) -> dict[str, Any]:
    """Whether the clock is simulated, and where it stands; on a page about a database that is away, neither."""
    try:
        if wiring.book.clock == "simulated":
            return {"simulated": True, "clock": wiring.book.now()}
    except (DatabaseAway, LedgerNotOpen):
        pass
    return {"simulated": False, "clock": None}
