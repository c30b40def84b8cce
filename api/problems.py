"""Every error as one kind of answer: problem details (RFC 9457), with what was wrong and what would be right.

`problem_of` turns an error into a problem, in one place; `install` makes the application answer with it. The `type` of
a problem is a relative address, /problems/<name>, where a page says what it means and what to do. No problem repeats
the words of an entry, and none shows a traceback. Status codes: docs/adr/0040.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match

from api.errors import Malformed, NothingNear, NotSignedIn, NowOnly, WrongMediaType
from ledger import errors
from ledger.documents import DocumentAltered, DocumentRefused
from ledger.refusals import Denied, Fault, Invalid, NotOnFile, NotRecorded, Objected, Quarantined, Refused
from ledger.rules import ASKED, Objection
from ledger.vault import OpeningAltered
from projections.answers import BadCursor, NotReady
from projections.rebuild import RebuildUnderWay

MEDIA_TYPE = "application/problem+json"
_LONGEST = 600
_logger = logging.getLogger("cleartrail.api")


@dataclass(frozen=True)
class Problem:
    """One problem, ready to be answered. `more` holds the members of its own type."""

    name: str
    detail: str
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 0

    def body(self) -> dict[str, Any]:
        """Return the members of the problem, in the order of RFC 9457, section 3.1."""
        kind = TYPES[self.name]
        status = self.status or kind.status
        return {
            "type": f"/problems/{self.name}",
            "title": kind.title,
            "status": status,
            "detail": self.detail,
            **self.more,
        }

    def response(self) -> Response:
        """Return the answer."""
        return JSONResponse(self.body(), self.status or TYPES[self.name].status, dict(self.headers), MEDIA_TYPE)


@dataclass(frozen=True)
class ProblemType:
    """What a type of problem means, for the page that documents it."""

    status: int
    title: str
    means: str
    remedy: str


TYPES: Mapping[str, ProblemType] = {
    "malformed": ProblemType(
        400, "The request cannot be read",
        "What was sent is not JSON that everybody would read alike: it does not parse, a name stands twice in one "
        "object, a number is a fraction, NaN or beyond 53 bits, text holds NUL or half of a surrogate pair, or it is "
        "nested too deeply.",
        "Send UTF-8 JSON. Money is whole pence; other exact numbers are strings.",
    ),
    "not-signed-in": ProblemType(
        401, "You have not said who you are",
        "The request carries no token, or one that is not known.",
        "Send the header Authorization: Bearer <token>. `cleartrail token` makes one for a program; a demonstration "
        "accepts demo-<person>.",
    ),
    "denied": ProblemType(
        403, "You may not do that",
        "Who you are is known; your roles, or your place on this contract's file, do not allow it.",
        "Ask somebody who may. `by` says who did it and may be anybody; who enters it is always the account signed in.",
    ),
    "not-on-file": ProblemType(
        404, "There is no such thing on file",
        "No file, entry, kind, register or document of that name is there, or none that you may see.",
        "Look at the nearest names in the answer, or list what there is.",
    ),
    "no-such-address": ProblemType(
        404, "There is nothing at this address",
        "The path is not one of the interface's.",
        "The description of all paths is at /openapi.json.",
    ),
    "method-not-allowed": ProblemType(
        405, "This address does not take that method",
        "The path is right, the method is not. Nothing on record is ever changed or removed: no PATCH, no DELETE.",
        "The header Allow names the methods. To change what is on record, record a correction or strike an entry out.",
    ),
    "conflict": ProblemType(
        409, "Somebody else was first",
        "While the entry was being judged the file moved on, again and again; or what is done once was done already. "
        "Nothing was recorded.",
        "Read the file again and send the entry again.",
    ),
    "quarantined": ProblemType(
        409, "The file is set aside",
        "An entry of this file cannot be read, so its state cannot be told and nothing is added to it. Other files are "
        "not affected.",
        "Whoever runs Cleartrail must look: an entry was altered outside it, or was written by a newer version.",
    ),
    "precondition-failed": ProblemType(
        412, "The file is not where you left it",
        "The header If-Match names another position than the file is at. Nothing was recorded.",
        "Read the file again, decide again, and send the position it is at now.",
    ),
    "too-large": ProblemType(
        413, "It is too large",
        "A body may have 2 MB, a document 25 MB, one entry 1 MB, one text 20,000 characters.",
        "File what is long as a document (PUT /api/v1/documents) and cite it in `exhibits`. Split a long batch.",
    ),
    "unsupported-media-type": ProblemType(
        415, "This type of content is not taken here",
        "Entries are sent as application/json in UTF-8, without Content-Encoding. Documents need a media type of "
        "their own.",
        "Set the header Content-Type.",
    ),
    "invalid": ProblemType(
        422, "The entry is not well formed",
        "Fields are missing, unknown, or not of their type. Nothing was recorded.",
        "`faults` names each field and what would be right. GET /api/v1/kinds/{kind} shows the schema of the kind.",
    ),
    "contradiction": ProblemType(
        422, "The entry contradicts the file",
        "It names something that is not on the file, or cannot have happened as the file stands. Nothing was recorded.",
        "`objections` says what was found. If the file is wrong, correct the file.",
    ),
    "objections": ProblemType(
        422, "Procedure was not kept, and nobody has said so yet",
        "Rules of procedure stand against the entry. No rule refuses a fact: it is recorded once the departures are "
        "acknowledged.",
        "Send the same entry again with each rule in `departures`, as `to_record` shows, giving a reason, an "
        "authorisation on file (`authorisation`) or one only claimed (`claimed`). ?acknowledge=all "
        "acknowledges all without words.",
    ),
    "command-reused": ProblemType(
        422, "This Idempotency-Key was used for another request",
        "The key names a request that was recorded before, and this is not the same request.",
        "Use a new key for a new request. The same request under its own key can be sent again at any time.",
    ),
    "clock": ProblemType(
        422, "The time of recording cannot be that",
        "A real ledger takes the time from its database. A simulated ledger is told it, and its time never falls.",
        "Leave `recorded_at` out, or give a moment that is not before the ledger's clock.",
    ),
    "now-only": ProblemType(
        422, "This list answers now",
        "Lists across files show the present. The two times, as_at and known_at, are asked of one file.",
        "Read the file itself: /api/v1/contracts/{reference} and what is under it take both times.",
    ),
    "altered": ProblemType(
        500, "What is kept is not what was filed",
        "The bytes in the store do not have the digest they are filed under, and are not given out.",
        "Whoever runs Cleartrail must look: the store was changed from outside.",
    ),
    "internal": ProblemType(
        500, "Something went wrong here",
        "The fault is in Cleartrail, not in the request. Whether anything was recorded can be seen on the file.",
        "Send a request that carries an Idempotency-Key again: it is recorded once. Tell whoever runs Cleartrail.",
    ),
    "ledger-not-open": ProblemType(
        503, "The ledger has not been opened yet",
        "The database is there and holds no ledger.",
        "Run: cleartrail open-ledger AUTHORITY ORIGIN. Or, to look around first: cleartrail demo.",
    ),
    "not-ready": ProblemType(
        503, "The lists are being built",
        "Lists across files are read from what was worked out beforehand; that is being built. Files answer.",
        "Ask again, after the seconds in Retry-After.",
    ),
    "database-away": ProblemType(
        503, "The database does not answer",
        "What was asked may or may not have happened.",
        "Send the same request again, after the seconds in Retry-After. With an Idempotency-Key it is recorded once, "
        "and answered the same.",
    ),
}  # fmt: skip


def problem_of(error: Exception, request: Request | None = None) -> Problem:
    """Return the problem an error is answered with. An error nobody expected becomes `internal`, without its words."""
    match error:
        case Invalid():
            said = [(f.entry, f"{f.field}: {f.why}" if f.field else f.why) for f in error.faults]
            return Problem("invalid", _in_one_line(said), {"faults": [fault_row(f) for f in error.faults]})
        case Refused():
            rows = [_refusal_row(o) for o in error.objections]
            detail = _in_one_line([(o.entry, o.found) for o in error.objections])
            return Problem("contradiction", detail, {"objections": rows})
        case Objected():
            return _objected(error.objections)
        case Denied():
            return Problem("denied", str(error))
        case NotSignedIn():
            return Problem("not-signed-in", str(error), headers={"WWW-Authenticate": 'Bearer realm="cleartrail"'})
        case NotOnFile():
            nearest = list(getattr(error, "nearest", ()))
            return Problem("not-on-file", _short(str(error)), {"nearest": nearest} if nearest else {})
        case Quarantined():
            return Problem("quarantined", str(error), {"position": error.position})
        case NowOnly():
            return Problem("now-only", str(error))
        case NotReady():
            return Problem("not-ready", str(error), headers={"Retry-After": "1"})
        case BadCursor():
            return problem_of(Invalid([Fault("query.cursor", str(error))]))
        case Malformed():
            return Problem("malformed", _short(str(error)), {"field": error.field} if error.field else {})
        case WrongMediaType():
            return Problem("unsupported-media-type", str(error), headers={"Accept": error.accepted})
        case RequestValidationError():
            faults = [Fault(".".join(map(str, e["loc"])), e["msg"]) for e in error.errors()]
            return Problem("invalid", _short(str(Invalid(faults))), {"faults": [fault_row(f) for f in faults]})
        case HTTPException():
            return _of_router(error, request)
        case ClientDisconnect():
            return Problem("malformed", "the connection ended before the body did")
        case _:
            return _of_store(error, request)


def _of_store(error: Exception, request: Request | None) -> Problem:
    match error:
        case errors.Conflict():
            asked = request is not None and "if-match" in request.headers
            where = {"position": error.position}
            return Problem(
                "precondition-failed" if asked else "conflict", f"the file is at position {error.position} now", where
            )
        case errors.CommandReused():
            return Problem(
                "command-reused", "this Idempotency-Key was recorded before with another request; use a new one"
            )
        case errors.TooLarge():
            return Problem("too-large", str(error), {"limit": error.limit})
        case errors.UnknownDocument():
            why = f"no document {error.sha256.hex()} has been filed: PUT it to /api/v1/documents first, then cite it"
            return Problem("invalid", why, {"faults": [fault_row(Fault("exhibits", why))]})
        case DocumentRefused() | errors.MalformedEntry():
            return Problem("invalid", str(error), {"faults": [fault_row(Fault("", str(error)))]})
        case errors.ClockRefused():
            at = {"clock": error.clock.isoformat()} if error.clock else {}
            return Problem("clock", str(error), at)
        case errors.LedgerAlreadyOpen() | RebuildUnderWay():
            return Problem("conflict", str(error))
        case errors.LedgerNotOpen():
            return Problem("ledger-not-open", TYPES["ledger-not-open"].remedy, headers={"Retry-After": "30"})
        case errors.DatabaseAway():
            # Its own words may name hosts and folders; they go to the log.
            _logger.warning("%s", error)
            retry = {"Retry-After": str(error.retry_after)}
            return Problem("database-away", "the database does not answer; send the same request again", headers=retry)
        case DocumentAltered() | OpeningAltered():
            _logger.error("%s", error)
            return Problem("altered", str(error))
        case _:
            _logger.error("unexpected %s", type(error).__name__, exc_info=error)
            return Problem("internal", "an unexpected error; it is in the log of whoever runs this server")


def _of_router(error: HTTPException, request: Request | None) -> Problem:
    headers = dict(error.headers or {})
    match error.status_code:
        case 404:
            return Problem("no-such-address", "there is nothing at this address; /openapi.json describes all there are")
        case 405:
            allowed = ", ".join(_allowed(request)) if request is not None else "others"
            return Problem("method-not-allowed", f"this address takes {allowed}", headers={"Allow": allowed})
        case 413:
            return Problem("too-large", "the request is too large")
        case 415:
            return Problem("unsupported-media-type", "this type of content is not taken here")
        case _:
            return Problem("malformed", _short(str(error.detail)), headers=headers, status=error.status_code)


def _allowed(request: Request) -> list[str]:
    """Every method an address takes: several routes may share it, and the router names those of one."""
    methods: set[str] = set()
    for method in ("GET", "POST", "PUT"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes):
            methods.add(method)
    return sorted(methods)


def _objected(objections: Sequence[Objection]) -> Problem:
    rows = [objection_row(o) for o in objections]
    asked = [o for o in objections if o.level in ASKED]
    detail = _in_one_line([(o.entry, f"{o.rule}: {o.found}") for o in asked])
    per_entry: dict[int, list[dict[str, str]]] = {}
    for objection in asked:
        per_entry.setdefault(objection.entry, []).append(acknowledgement_example(objection))
    to_record = [{"entry": number, "departures": departures} for number, departures in sorted(per_entry.items())]
    return Problem("objections", detail, {"objections": rows, "to_record": to_record})


def objection_row(objection: Objection) -> dict[str, Any]:
    """Return an objection as it is answered, with what to add to `departures` to record the entry all the same."""
    row = objection.model_dump(mode="json")
    if objection.level in ASKED:
        row["add_to_departures"] = acknowledgement_example(objection)
    return row


def _refusal_row(objection: Objection) -> dict[str, Any]:
    return objection.model_dump(mode="json", exclude={"authorised_by"})


def acknowledgement_example(objection: Objection) -> dict[str, str]:
    """Return an example of how a departure is acknowledged: with a reason, or with the authorisation on file."""
    if objection.level == "authorise":
        return {
            "rule": objection.rule,
            "reason": "why it was done all the same",
            "authorisation": "AUT-001 (leave out where there is none)",
        }
    return {"rule": objection.rule, "reason": "why it was done all the same"}


def fault_row(fault: Fault) -> dict[str, Any]:
    """Return one fault as it is answered: the field, which of the entries sent together (from 0), and why."""
    return {"field": _short(fault.field, 200), "entry": fault.entry, "why": _short(fault.why)}


def _in_one_line(said: Sequence[tuple[int, str]]) -> str:
    """Return what was found as one line; where several were sent together, with the number of each, from 0."""
    several = any(number for number, _ in said)
    return _short("; ".join(f"entry {number}: {what}" if several else what for number, what in said))


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


# --- the application's answers ----------------------------------------------------------------------------------------

ProblemPage = Callable[[Request, Problem], Response]
_ANSWERED: tuple[type[Exception], ...] = (
    Exception, HTTPException, RequestValidationError, NotRecorded, NotOnFile, Quarantined, errors.LedgerError,
    OpeningAltered, NotSignedIn, NowOnly, Malformed, WrongMediaType, ClientDisconnect, NotReady, BadCursor,
)  # fmt: skip


def install(app: FastAPI) -> None:
    """Make the application answer every error with a problem, and document each type.

    Pages may answer in their own way: `app.state.problem_page` is asked for everything outside /api/.
    """

    async def answer(request: Request, error: Exception) -> Response:
        if isinstance(error, NotSignedIn) and _not_open(request):
            error = errors.LedgerNotOpen()  # nobody can sign in to what is not there: say first what to do
        problem = problem_of(error, request)
        page: ProblemPage | None = getattr(request.app.state, "problem_page", None)
        if page is not None and not request.url.path.startswith("/api/"):
            return page(request, problem)
        return problem.response()

    for error in _ANSWERED:
        app.add_exception_handler(error, answer)

    @app.get("/problems/{name}", include_in_schema=False)
    def documentation(name: str) -> Response:
        if name not in TYPES:
            raise NothingNear("there is no such type of problem", name, TYPES)
        return HTMLResponse(page_of(name))


def _not_open(request: Request) -> bool:
    try:
        _ = request.app.state.wiring.book.store.settings  # read once; it never changes
    except errors.LedgerNotOpen:
        return True
    except errors.DatabaseAway:
        pass  # whatever is asked next will say so
    return False


def page_of(name: str) -> str:
    """Return the page that documents a type of problem."""
    kind = TYPES[name]
    example = json.dumps(
        {"type": f"/problems/{name}", "title": kind.title, "status": kind.status, "detail": "…"},
        indent=2,
        ensure_ascii=False,
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(kind.title)}</title><main>'
        f"<h1>{escape(kind.title)}</h1><p>Status {kind.status}, type <code>/problems/{name}</code>.</p>"
        f"<h2>What it means</h2><p>{escape(kind.means)}</p><h2>What to do</h2><p>{escape(kind.remedy)}</p>"
        f"<h2>How it looks</h2><pre>{escape(example)}</pre></main></html>"
    )
