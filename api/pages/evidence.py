"""What our own side makes of one file, on pages: the trail of each failing, readiness to end the contract, what is due.

None of these is ever shown to the other party.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from api.alarms import alarms_answer
from api.answers import failings_answer
from api.disputes import disputes_answer
from api.due import due_answer
from api.pages.looks import address, page
from api.pages.one_file import TheFile, on_each_file
from api.pages.sent import TheTyped
from api.pages.visitor import TheVisitor
from api.pages.waiting import when_ready
from api.people import Person
from api.wiring import TheWiring, Wiring, known_parameters
from ledger.procedures import read as read_procedure
from projections.answering.answers import DutyFilters
from projections.duties.due import Due
from projections.duties.how_late import When
from projections.ending.readiness import NOT_SHOWN

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 100
NEXT = 3
"""How many of the acts that its conditions want readiness begins with: each is told in full below."""
_Typed = Annotated[str, Query(max_length=200)]


@router.get("/contracts/{reference}/failings")
def failings(request: Request, file: TheFile) -> Response:
    """Show the trail of each failing, link by link, with what is missing and what speaks for the provider."""
    found = failings_answer(file.reading)
    return page(
        request, "failings.html", file=file, part="failings", failings=found.failings, background=found.background,
        times={left.issue: left.sentence for left in found.times},
    )  # fmt: skip


@router.get("/contracts/{reference}/disputes")
def disputes(request: Request, file: TheFile) -> Response:
    """Show where each dispute stands on the ladder, stage by stage, what is next and by when."""
    found = disputes_answer(file.reading)
    return page(
        request, "disputes.html", file=file, part="disputes", disputes=found.disputes, relief=found.relief
    )  # fmt: skip


@router.get("/contracts/{reference}/readiness")
def readiness(request: Request, file: TheFile) -> Response:
    """Show what the file shows of the conditions before an early termination."""
    found = file.reading.readiness()
    # After an act without effect the last judgement is of things as they stand: the next act is judged by that.
    wanted = [one for one in found.judgements[-1].conditions if one.next_step]
    return page(
        request, "readiness.html", file=file, part="readiness", readiness=found,
        alarms=file.reading.alarms(), not_shown=NOT_SHOWN,
        next_acts=sorted(wanted, key=lambda one: (one.state != "not-met", one.due_on or date.max))[:NEXT],
    )  # fmt: skip


@on_each_file(router.get, "/due")
def due(request: Request, file: TheFile, settled: bool = False) -> Response:
    """Show what is still to be done on the contract; where asked for also what was done, missed or is not asked for."""
    found = file.reading.gave(file.reading.duties())
    since, done = file.reading.gave(file.reading.settled()) if settled else (None, [])
    groups = _by_state((*found, *done))
    return page(request, "due.html", file=file, part="due", groups=groups, settled=settled, since=since)


def _by_state(found: Iterable[Due]) -> dict[str, list[Due]]:
    groups: dict[str, list[Due]] = {state: [] for state in get_args(When)}
    for one in found:
        groups[one.state].append(one)
    return groups


@router.get("/due", dependencies=[Depends(known_parameters)])
def due_everywhere(
    request: Request, wiring: TheWiring, person: TheVisitor, office: _Typed = "", overdue: bool = False,
    cursor: Annotated[str, Query(max_length=2000)] = "",
) -> Response:  # fmt: skip
    """Show what is due on all contracts, the longest overdue first."""
    asked = {"office": office, "who": "", "overdue": "true" if overdue else ""}
    return _due(request, wiring, person, asked, cursor)


@router.post("/due")
def due_from(request: Request, wiring: TheWiring, person: TheVisitor, typed: TheTyped) -> Response:
    """Show what is due from a person in post. A name stands in no address."""
    asked = {name: typed.get(name).strip()[:200] for name in ("office", "who", "overdue")}
    if not asked["who"]:
        return RedirectResponse(address("/due", asked), 303)
    return _due(request, wiring, person, asked, typed.get("cursor")[:2000])


def _due(request: Request, wiring: Wiring, person: Person, asked: dict[str, str], cursor: str) -> Response:
    wanted = DutyFilters(asked["office"] or None, asked["who"].replace("\x00", "") or None, bool(asked["overdue"]))
    answer = when_ready(lambda: due_answer(wiring, person, wanted, cursor or None, ON_A_PAGE))
    offices = [(row.id, row.title) for row in read_procedure(wiring.book.default_procedure).offices]
    return page(
        request, "due_everywhere.html", rows=answer.duties, following=answer.next, cursor=cursor, asked=asked,
        offices=offices, today=wiring.book.today(), narrowed=any(asked.values()),
    )  # fmt: skip


@router.get("/alarms", dependencies=[Depends(known_parameters)])
def alarms(
    request: Request, wiring: TheWiring, person: TheVisitor, cursor: Annotated[str, Query(max_length=2000)] = ""
) -> Response:
    """Show what no longer holds in the cases of all contracts, the newest first."""
    answer = when_ready(lambda: alarms_answer(wiring, person, cursor or None, ON_A_PAGE))
    return page(request, "alarms.html", rows=answer.alarms, following=answer.next, cursor=cursor)
