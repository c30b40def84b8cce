"""What is read of every file by HTTP, whatever its sort: its timeline, what is due on it, one entry, one register, who
was given which entries.

Contracts, the authority, programmes and providers each have a file; what only one sort has stands with that sort.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.access_log import Asks, add_access_log
from api.answering import Wanted, answered, answered_page, tagged, unsealed
from api.answers import (
    REGISTERS,
    DutiesAnswer,
    EntryAnswer,
    RegisterAnswer,
    TimelineAnswer,
    duties_answer,
    entry_answer,
    every_duty_answer,
    register_answer,
)
from api.asked import Asked, asked, asked_now, asked_now_of_the_authority, asked_of_the_authority
from api.beside import said_beside
from api.read import Cursor, Limit, NewestFirst, Number, TheFilters, TheOrder, TheSearch, body_with
from api.reading import Reading
from api.shown import RecordedEntry
from api.wiring import TheWiring, known_parameters

RegisterName = Annotated[str, Path(description=f"Name of the register: {', '.join(REGISTERS)}.")]
Settled = Annotated[
    bool,
    Query(description="Also what was done, by which entry and how late, what was missed, and what is not asked for."),
]


def of_file(where: str, asks: Asks, asks_now: Asks, whose: str, tag: str) -> APIRouter:
    """Return the routes of one sort of file: `where` its address is, what `asks` of it at its two times, and what
    `asks_now` of it as it stands; `whose` it is, in words."""
    router = APIRouter(prefix=where, dependencies=[Depends(known_parameters)], tags=[tag])

    def read(asked: Asked = Depends(asks)) -> Reading:
        return asked.reading()

    @router.get("/timeline", summary=f"Timeline of {whose}", response_model=TimelineAnswer)
    def timeline(
        wanted: TheFilters, request: Request, asked: Asked = Depends(asks), order: TheOrder = "happened",
        newest_first: NewestFirst = False, cursor: Cursor = None, limit: Limit = 100,
    ) -> Response:  # fmt: skip
        """Answer the entries of the file in words: when each happened, was noted, was recorded; its corrections."""
        return answered_page(asked, request, Wanted(wanted, order, newest_first, cursor, limit))

    @router.post(
        "/timeline/search", summary=f"Timeline of {whose}, by words", response_model=TimelineAnswer,
        openapi_extra=body_with("words", "visits -missed"),
        dependencies=[Depends(asks)],  # who asks is asked before what they sent is read
    )  # fmt: skip
    def search(
        wanted: TheSearch, request: Request, asked: Asked = Depends(asks), order: TheOrder = "happened",
        newest_first: NewestFirst = False, cursor: Cursor = None, limit: Limit = 100,
    ) -> Response:  # fmt: skip
        """Answer the entries of the file in which words are found: all of them, "a phrase", one or another, -not."""
        return answered_page(asked, request, Wanted(wanted, order, newest_first, cursor, limit))

    @router.get("/duties", summary=f"What is due on {whose}", response_model=DutiesAnswer)
    def duties(request: Request, asked: Asked = Depends(asks), settled: Settled = False) -> Response:
        """Answer what is overdue, due and coming, by whom and what asks for it; and, where wanted, what was done."""
        return answered(asked, request, every_duty_answer if settled else duties_answer)

    @router.get("/entries/{position}", summary=f"One entry of {whose}", response_model=EntryAnswer)
    def entry(position: Number, request: Request, wiring: TheWiring, reading: Reading = Depends(read)) -> Response:
        """Answer one entry with its words, exhibits, worked dates, departures: as recorded, or as corrected by then."""
        answer = entry_answer(reading, position)
        shown, held = answer.entry, reading.view.file.at(position)
        if not isinstance(shown, RecordedEntry) or held is None:
            return tagged(request, answer)
        warnings = said_beside(wiring, reading.person, reading.reference, held.entry, position, reading)
        answer = answer.model_copy(update={"entry": shown.model_copy(update={"warnings": warnings})})
        # What is said beside it lies on other files, and changes while this one does not.
        others = (sha256("".join(warnings).encode()).hexdigest()[:16],) if warnings else ()
        return tagged(request, answer, *unsealed(shown.sealed is None), *others)

    @router.get("/registers/{name}", summary=f"One register of {whose}", response_model=RegisterAnswer)
    def register(name: RegisterName, request: Request, reading: Reading = Depends(read)) -> Response:
        """Answer one register (issues, notices, people, terms ...), folded from what this reader may see."""
        return tagged(request, register_answer(reading, name))

    add_access_log(router, asks_now, whose)
    return router


OF_A_CONTRACT = of_file("/contracts/{reference}", asked, asked_now, "a contract", "read")
OF_THE_AUTHORITY = of_file(
    "/authority", asked_of_the_authority, asked_now_of_the_authority, "the authority's own file", "read"
)
OF_A_PROGRAMME = of_file("/programmes/{reference}", asked, asked_now, "a programme", "programmes")
OF_A_PROVIDER = of_file("/providers/{reference}", asked, asked_now, "a provider", "providers")
