"""The pages, put together: their routes, their files, and their way of answering errors."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.pages import (
    access_log,
    bundle,
    contracts,
    entries,
    evidence,
    exits,
    keeping,
    ledger_pages,
    people,
    planned,
    printed,
    procedures,
    programmes,
    providers,
    record_pages,
    report,
    signing_in,
    status,
    then_and_now,
    timeline,
    what_if,
    work,
)
from api.pages.looks import STATIC
from api.pages.problem_pages import problem_page

_HERE = Path(__file__).parent / "static"


class _Files(StaticFiles):
    """Stylesheet, script and icons, kept by browsers for an hour."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, max-age=3600"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


def install(app: FastAPI) -> None:
    """Add the pages to the application. The more particular addresses come first."""
    app.mount(STATIC, _Files(directory=_HERE), name="static")
    app.router.routes.extend(_routes())
    app.state.problem_page = problem_page


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """Every route of the pages: made once, as those of the interface are; none knows of one ledger."""
    shell = FastAPI()
    before = len(shell.router.routes)
    particular = (
        signing_in, contracts, ledger_pages, people, report, record_pages, procedures, programmes, providers, entries,
        evidence, planned, exits, work, printed, keeping,
    )  # fmt: skip
    for module in (*particular, access_log, bundle, what_if, then_and_now, timeline, status):
        shell.include_router(module.router)
    return tuple(shell.router.routes[before:])


__all__ = ["install"]
