"""Improvement programmes, on pages: the list of them, and where one stands."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from api.pages.looks import page
from api.pages.one_file import TheFile, file_address
from api.pages.sent import TheTyped
from api.pages.visitor import TheVisitor
from api.pages.waiting import when_ready
from api.programme_answers import KnownElsewhere, boards_answer, library_answer, programmes_answer, tracker_answer
from api.programmes import take_on
from api.wiring import TheWiring, known_parameters
from ledger.file_names import AUTHORITY, reference_in
from ledger.programmes import read, shipped
from ledger.refusals import Fault, Invalid

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 50
COLOURS = {"green": "green", "amber": "yellow", "red": "red"}
STATES = {
    "completed": ("Completed", "green"), "overdue": ("Overdue", "red"), "due": ("Due", "yellow"),
    "coming": ("Coming", "blue"), "goes-on": ("Goes on", "blue"), "no-date": ("No date", "grey"),
}  # fmt: skip


@router.get("/programmes", dependencies=[Depends(known_parameters)])
def programmes(
    request: Request, wiring: TheWiring, person: TheVisitor, cursor: Annotated[str, Query(max_length=2000)] = ""
) -> Response:
    """Show the programmes there are."""
    answer = when_ready(lambda: programmes_answer(wiring, person, cursor or None, ON_A_PAGE))
    return page(request, "programmes.html", rows=answer.programmes, following=answer.next, cursor=cursor)


@router.get("/programmes/{reference}/boards")
def boards(request: Request, file: TheFile, wiring: TheWiring) -> Response:
    """Show the reports to business units' boards on key contracts, as things stand now."""
    if file.times.past:
        raise Invalid([Fault("", "boards are reported to as things stand now; the report of all contracts looks back")])
    answer = when_ready(lambda: boards_answer(wiring, file.reading))
    return page(request, "boards.html", file=file, part="boards", boards=answer.boards, colours=COLOURS)


@router.get("/programmes/{reference}/library")
@router.get("/authority/library")
def shelves(
    request: Request, file: TheFile, wiring: TheWiring, topic: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Show what is known, who carries it, and what was counted of staff."""
    answer = when_ready(lambda: library_answer(wiring, file.reading, topic))
    return page(
        request, "library.html", file=file, part="library", library=answer.library, topic=topic.strip(),
        elsewhere=answer.elsewhere, shelves=_shelves(answer.elsewhere, topic.strip()),
        withheld=file.reading.withheld,
    )  # fmt: skip


def _shelves(elsewhere: KnownElsewhere | None, topic: str) -> list[tuple[str, str]]:
    """Each other library as (what it is called, its address, with what is looked for)."""
    libraries = elsewhere.libraries if elsewhere else ()
    called = (("the authority" if name == AUTHORITY else f"programme {reference_in(name)}", name) for name in libraries)
    return [(words, file_address(name, "library", topic=topic)) for words, name in called]


@router.post("/programmes/{reference}/plan")
def set_up(file: TheFile, wiring: TheWiring, typed: TheTyped) -> Response:
    """Have a programme that was opened by itself take on a packaged plan."""
    on = typed.get("happened_on").strip() or wiring.book.today().isoformat()
    plan, own = typed.get("plan"), file.own_reference
    take_on(wiring.book, wiring.documents, file.person, own, plan, {"happened_on": on})
    return RedirectResponse(file.now_url(), status_code=303)


@router.get("/programmes/{reference}")
def programme(request: Request, file: TheFile, wiring: TheWiring) -> Response:
    """Show where a programme stands: its workstreams and actions, what clashes, and what is missing."""
    answer = when_ready(lambda: tracker_answer(wiring, file.reading))
    counts = (
        {row.number: answer.contracts.review(row.theme) for row in answer.tracker.actions} if answer.contracts else {}
    )
    return page(
        request, "tracker.html", file=file, part="", tracker=answer.tracker, states=STATES,
        withheld=file.reading.withheld, contracts=answer.contracts,
        counts={number: count for number, count in counts.items() if count},
        procedure=file.reading.view.procedure_on(file.reading.on),
        plans=() if answer.tracker.workstreams or answer.tracker.actions else [read(name) for name in shipped()],
        today=wiring.book.today(),
    )  # fmt: skip
