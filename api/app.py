"""The application: the routes under one roof, the threads beside them, and one answer for every error."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute

from api import (
    alarms,
    briefing,
    bundles,
    buying,
    disputes,
    division_of_work,
    due,
    exhibits,
    exits,
    file_routes,
    history,
    keeping,
    laws,
    lists,
    log,
    plans,
    problems,
    procedures,
    programmes,
    provider_evidence,
    providers,
    read,
    record,
    reference,
    report_forms,
    subject_access,
    then_and_now,
    what_if,
)
from api.access import check_kinds
from api.head import HeadAsGet
from api.kind_schemas import components, with_bodies
from api.lifespan import Beside, works
from api.pages import routes as pages
from api.settings import Settings
from api.shown import PREFIX
from api.tokens import Tokens
from api.wiring import Wiring, plainly_asked
from api.workroom import clear
from ledger.book import Book
from ledger.documents import Documents
from ledger.errors import DatabaseAway, LedgerNotOpen, NoKeys
from ledger.privacy.keys import DOCUMENTS
from ledger.store.database import Database
from ledger.store.weaknesses import weaknesses
from projections.answering.reader import Reader

NOT_OPEN = """The ledger has not been opened yet.

    cleartrail open-ledger "Hampshire County Council" ledger.example/county
        opens it: the authority's name, and a name for its log

    cleartrail demo
        looks around first, with example data in a ledger of its own
"""


def create(
    book: Book, database: Database, settings: Settings, *, beside: bool = True, apart: bool = False
) -> FastAPI:  # fmt: skip
    """Return the application. With `beside`, sealer and projector run as long as it does.

    `apart`: the projector has a process of its own, since a thread would share one core with all the others.
    """
    check_kinds()
    own = settings.database if apart else None
    alongside = Beside(works(book, database, settings.signer, settings.outside, own) if beside else {})

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if beside:
            clear(settings.workroom)  # of what one that was killed has left
        with alongside.running():
            yield

    app = FastAPI(
        title="Cleartrail", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None,
        description="The contract file that cannot be edited. Errors are problem details (RFC 9457).",
    )  # fmt: skip
    app.state.wiring = Wiring(
        book, database, Reader(book, database), Documents(database), settings, Tokens(settings.tokens)
    )
    app.state.beside = alongside
    problems.install(app)
    app.router.routes.extend(_routes())
    pages.install(app)
    _add_health(app)
    # FastAPI's own way of extending it
    app.openapi = lambda: _description(app.title, app.version, app.description)  # type: ignore[method-assign]
    app.add_middleware(HeadAsGet)
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """Every route of the interface: made once, since it takes a third of a second; none knows of one ledger."""
    shell, plainly = FastAPI(), [Depends(plainly_asked)]
    before = len(shell.router.routes)
    # An address is looked for from the first on: what is asked most often comes before a route for each kind of entry.
    for router in (
        read.router,
        file_routes.OF_A_CONTRACT,
        file_routes.OF_THE_AUTHORITY,
        programmes.router,
        procedures.router,
        laws.router,
        file_routes.OF_A_PROGRAMME,
        file_routes.OF_A_PROVIDER,
        record.router,
        record.router_of_kinds(),
        then_and_now.router,
        what_if.router,
        plans.router,
        briefing.router,
        buying.router,
        division_of_work.router,
        provider_evidence.router,
        disputes.router,
        exits.router,
        providers.router,
        keeping.router,
        alarms.router,
        lists.router,
        due.router,
        history.router,
        reference.router,
        subject_access.router,
    ):
        shell.include_router(router, prefix=PREFIX, responses=_RESPONSES, dependencies=plainly)
    shell.include_router(exhibits.router, prefix=PREFIX, responses=_RESPONSES)  # documents are of any type
    shell.include_router(procedures.documents, prefix=PREFIX, responses=_RESPONSES)  # one of them is a PDF
    shell.include_router(bundles.router, prefix=PREFIX, responses=_RESPONSES)  # and bundles are ZIPs
    shell.include_router(report_forms.router, prefix=PREFIX, responses=_RESPONSES)  # one of its forms is CSV
    shell.include_router(log.entries, prefix=PREFIX, responses=_RESPONSES)  # proofs are text
    shell.include_router(log.log, responses=_RESPONSES)
    return tuple(shell.router.routes[before:])


_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "A problem: what was wrong and what would be right.",
        "content": {problems.MEDIA_TYPE: {"schema": _PROBLEM}},
    },
    "5XX": {
        "description": "A problem that is not the request's.",
        "content": {problems.MEDIA_TYPE: {"schema": _PROBLEM}},
    },
}
_PROBLEM_SCHEMA = {
    "type": "object",
    "title": "Problem details (RFC 9457)",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


@cache
def _description(title: str, version: str, description: str) -> dict[str, Any]:
    """The interface described, with the schemas of all kinds among its components: made once: it takes a second."""
    made = get_openapi(title=title, version=version, description=description, routes=_routes())
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(components() | {"Problem": _PROBLEM_SCHEMA})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    made["paths"] = record.described(made["paths"], PREFIX)
    for operations in made["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)  # FastAPI's own; ours are problems
            with_bodies(operation)
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    return made


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz", include_in_schema=False)
    def health(request: Request) -> Response:
        """Say whether requests can be answered; without a word about what is on file."""
        wiring: Wiring = request.app.state.wiring
        beside: Beside = request.app.state.beside
        stopped, troubles = beside.stopped, dict(beside.troubles)
        try:
            clock = wiring.book.store.settings.clock
            wiring.book.store.log_size()
            wiring.database.keys().is_destroyed(DOCUMENTS)  # looks whether they are still there
            warnings = len(weaknesses(wiring.database))
        except NoKeys:
            return JSONResponse({"status": "no-keys"}, 503)
        except LedgerNotOpen:
            return JSONResponse({"status": "ledger-not-open", "what_to_do": NOT_OPEN}, 503)
        except DatabaseAway:
            return JSONResponse({"status": "database-away"}, 503, {"Retry-After": str(DatabaseAway.retry_after)})
        if stopped:
            return JSONResponse({"status": "stopped", "stopped": sorted(stopped)}, 503)
        answer: dict[str, Any] = {"status": "ok", "simulated": clock == "simulated"}
        # How many: what they are is for those who run it (`cleartrail status`), not for whoever asks.
        answer |= {"warnings": warnings} if warnings else {}
        return JSONResponse(answer | ({"troubles": troubles} if troubles else {}))  # nothing waits for those outside
