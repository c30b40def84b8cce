"""The page of the whole ledger at a past moment: a form, the contracts some at a time, and the whole to take away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.pages.looks import address, page
from api.pages.one_file import TheTimes, file_address
from api.pages.visitor import TheVisitor
from api.report import Report
from api.report_forms import of_a_size
from api.shown import PREFIX
from api.times import Times
from api.wiring import TheWiring, known_parameters

router = APIRouter(include_in_schema=False, dependencies=[Depends(known_parameters)])
ON_A_PAGE = 25
FORMS = {"report.csv": "Spreadsheet (CSV)", "report": "JSON", "report.ndjson": "JSON, a line for each contract"}


@router.get("/report")
def report(
    request: Request, wiring: TheWiring, person: TheVisitor, times: TheTimes, readiness: bool = False,
    after: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """Show the contracts as known then and as at a day, some at a time; all of them can be taken away as a file."""
    asked = of_a_size(wiring, Times(times.as_at, times.known, times.known_on))
    made = Report(wiring, person, asked, readiness)
    rows = list(made.rows(after, ON_A_PAGE))
    last = rows[-1].reference if rows else ""
    more = any(reference > last for reference, _ in made.files) if last else False
    kept = times.asked | {"readiness": "true" if readiness else ""}
    exact = {"as_at": kept["as_at"], "known_at": asked.known, "readiness": "true" if readiness else "false"}
    known = times.known_typed or str(asked.known)
    return page(
        request, "report.html", head=made.head(), rows=rows, times=times, kept=kept, readiness=readiness, after=after,
        following=address("/report", kept | {"after": last}) if more else "",
        forms=[(address(f"{PREFIX}/{form}", exact), words) for form, words in FORMS.items()],
        url=lambda reference, part="": file_address(reference, part, as_at=kept["as_at"], known_at=known),
    )  # fmt: skip
