"""The forms of a report on the whole ledger, and where they are had: JSON, lines of JSON, CSV.

    JSON     an object: `report` says what it is of, `contracts` has a row for each, `end` is what is in it altogether
    NDJSON   a line for each of these: {"report": ...}, {"contract": ...} for each contract, {"end": ...}
    CSV      a row for each contract, with the size and the root hash in every row (RFC 4180)

What has no `end` was cut off. In CSV `to_end_on` is the day a contract is to end on by its terms, or was, where there
is an `ended_on`; a cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response, StreamingResponse

from api.recording import settled
from api.report import Report, ReportEnd, ReportHead, ReportRow, Totals
from api.shown import Answered, in_media_type
from api.times import TheTimes, Times
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters, plainly_asked

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["report"])


def as_json(report: Report) -> Iterator[str]:
    """Yield a report as one JSON object, piece by piece."""
    totals = Totals()
    yield f'{{"report": {report.head().model_dump_json()},\n"contracts": ['
    before = "\n"
    for row in report.rows():
        yield before + totals.add(row).model_dump_json()
        before = ",\n"
    yield f'\n],\n"end": {totals.end().model_dump_json()}}}\n'


def as_ndjson(report: Report) -> Iterator[str]:
    """Yield a report as lines of JSON: what it is of, each contract, what is in it altogether."""
    totals = Totals()
    yield f'{{"report": {report.head().model_dump_json()}}}\n'
    for row in report.rows():
        yield f'{{"contract": {totals.add(row).model_dump_json()}}}\n'
    yield f'{{"end": {totals.end().model_dump_json()}}}\n'


COLUMNS = (
    "known_at", "root", "as_at", "on", "reference", "title", "provider", "unit", "stage", "how", "lead_officer",
    "start_date", "to_end_on", "ended_on", "entries", "last_recorded_at", "open_issues", "notices", "failings_open",
    "duties_overdue", "duties_due", "rights", "conditions_not_shown", "withheld", "set_aside", "care_group",
    "variations", "variation_grounds", "locality", "deputy_officer", "support_officer",
)  # fmt: skip


def as_csv(report: Report) -> Iterator[str]:
    """Yield a report as CSV, a row for each contract."""
    head = report.head()
    yield _csv_line(COLUMNS)
    for row in report.rows():
        judged = row.readiness
        rights = "; ".join(f"{clause} {state}" for clause, state in judged.rights.items()) if judged else ""
        yield _csv_line(
            (
                head.known_at, head.root, head.as_at, head.on, row.reference, row.title, row.provider, row.unit,
                row.stage, row.how, row.lead_officer, row.start_date, row.end_date, row.ended_on, row.position,
                row.last_recorded_at and row.last_recorded_at.isoformat(), row.open_issues, row.notices,
                len(row.failings_open), len(row.duties_overdue), row.duties_due, rights,
                "; ".join(judged.not_shown) if judged else "", row.withheld, row.quarantined,
                row.care_group, row.variations.variations, _grounds(row), row.locality,
                row.deputy_officer, row.support_officer,
            )
        )  # fmt: skip


def _grounds(row: ReportRow) -> str:
    return "; ".join(f"{ground} {number}" for ground, number in row.variations.grounds)


def _csv_line(cells: tuple[object, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(
        [f"'{cell}" if isinstance(cell, str) and cell[:1] in _FORMULA and cell else cell for cell in cells]
    )
    return line.getvalue()


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, in words that somebody typed."""


# --- routes -----------------------------------------------------------------------------------------------------------

WithReadiness = Annotated[
    bool, Query(description="Whether readiness is worked out for each contract: most of the time.")
]


def the_report(wiring: TheWiring, person: ThePerson, asked: TheTimes, readiness: WithReadiness = True) -> Report:
    """Return the report asked for; without known_at, of the log as it is now. Raises Denied, Invalid, NotReady."""
    return Report(wiring, person, of_a_size(wiring, asked), readiness)


def of_a_size(wiring: Wiring, asked: Times) -> Times:
    """Return the times with the size of the log that "now" is."""
    if asked.known is not None:
        return asked
    settled(wiring.book)
    return Times(asked.as_at, wiring.book.store.log_size(), wiring.book.today())


TheReport = Annotated[Report, Depends(the_report)]
_KEPT = {"Cache-Control": "private, no-store", "Vary": "Authorization, Cookie", "X-Content-Type-Options": "nosniff"}


class ReportAnswer(Answered):
    """The whole ledger at a moment that is past."""

    report: ReportHead
    contracts: list[ReportRow]
    end: ReportEnd
    """Comes last: without it the answer was cut off."""


@router.get(
    "/report", summary="The whole ledger at a past moment", dependencies=[Depends(plainly_asked)],
    responses={200: {"model": ReportAnswer}},
)  # fmt: skip
def report(made: TheReport) -> Response:
    """Answer every contract as known at a size of the log or a moment, as at a day; folded anew, slower than lists."""
    return StreamingResponse(as_json(made), media_type="application/json", headers=_KEPT)


@router.get(
    "/report.ndjson", summary="The same, a line for each contract", responses=in_media_type("application/x-ndjson")
)
def report_lines(made: TheReport) -> Response:
    """Answer the report as lines of JSON."""
    return StreamingResponse(as_ndjson(made), media_type="application/x-ndjson", headers=_KEPT)


@router.get("/report.csv", summary="The same, for a spreadsheet", responses=in_media_type("text/csv"))
def report_for_a_spreadsheet(made: TheReport) -> Response:
    """Answer the report as CSV (RFC 4180)."""
    name = f"report-known-at-{made.known}.csv"
    headers = _KEPT | {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(as_csv(made), media_type="text/csv; charset=utf-8; header=present", headers=headers)
