"""Every error as one kind of answer: problem details (RFC 9457), with what was wrong and what would be right.

`problem_of` turns an error into a problem, in one place; `install` makes the application answer with it. The `type` of
a problem is a relative address, /problems/<name>, where a page says what it means and what to do. No problem repeats
the words of an entry, and none shows a traceback. Status codes: docs/adr/0040.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match

from api.envelope import SHOULD
from api.errors import Malformed, NothingNear, NotSignedIn, NowOnly, WrongMediaType
from api.problem_types import TYPES, page_of
from ledger import errors
from ledger.documents import DocumentAltered, DocumentRefused
from ledger.privacy.vault import OpeningAltered
from ledger.refusals import Denied, Fault, Invalid, NotOnFile, NotRecorded, Objected, Quarantined, Refused
from ledger.rules import ASKED, Objection
from projections.answering.answers import BadCursor, NotReady
from projections.bundle.errors import BundleTooLarge, NotTheSame
from projections.ending.drafts import NotDrafted
from projections.read_models.rebuild import RebuildUnderWay

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
        case NotDrafted():
            return Problem("not-drafted", str(error), {"against": list(error.against)})
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
            faults = [Fault(".".join(map(str, e["loc"])), SHOULD.get(e["type"], e["msg"])) for e in error.errors()]
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
        case errors.CommandErased():
            return Problem(
                "command-erased",
                "something was recorded under this Idempotency-Key before, and words of it have been erased since: "
                "whether this is the same request cannot be told. Nothing was recorded now",
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
        case errors.NoKeys():
            _logger.error("%s", error)  # its own words name a folder
            retry = {"Retry-After": str(error.retry_after)}
            return Problem("no-keys", "the keys of words and documents are not to be had on this server", headers=retry)
        case errors.KeyDestroyed():
            return Problem("erased", str(error))
        case BundleTooLarge():
            return Problem("bundle-too-large", str(error))
        case NotTheSame():
            return Problem("not-the-same", str(error))
        case errors.NotSigned():
            return Problem("not-signed", str(error), headers={"Retry-After": str(error.retry_after)})
        case DocumentAltered() | OpeningAltered() | errors.LogAltered() | errors.SigningRefused():
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
        case 406:
            return Problem("not-acceptable", "the answer is application/json; Accept should name it, or be left out")
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
    return objection.model_dump(mode="json", exclude={"authorised_by", "given"})


def acknowledgement_example(objection: Objection) -> dict[str, str]:
    """Return an example of how a departure is acknowledged: with a reason, or with the authorisation on file."""
    if objection.level == "authorise":
        return {
            "rule": objection.rule,
            "reason": "why it was done all the same",
            "authorisation": next(iter(objection.given), "AUT-001 (leave out where there is none)"),
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
    OpeningAltered, NotSignedIn, NowOnly, Malformed, WrongMediaType, ClientDisconnect, NotDrafted, NotReady,
    BadCursor, BundleTooLarge, NotTheSame,
)  # fmt: skip


def install(app: FastAPI) -> None:
    """Make the application answer every error with a problem, and document each type.

    Pages may answer in their own way: `app.state.problem_page` is asked for everything outside /api/ and /log/.
    """

    async def answer(request: Request, error: Exception) -> Response:
        if isinstance(error, NotSignedIn) and _not_open(request):
            error = errors.LedgerNotOpen()  # nobody can sign in to what is not there: say first what to do
        problem = problem_of(error, request)
        page: ProblemPage | None = getattr(request.app.state, "problem_page", None)
        if page is not None and not request.url.path.startswith(("/api/", "/log/")):
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


__all__ = ["MEDIA_TYPE", "TYPES", "Problem", "acknowledgement_example", "install", "objection_row", "problem_of"]
