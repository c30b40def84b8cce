"""Questions about a notice that has not been served: what would follow from it, and its draft."""

from __future__ import annotations

from datetime import UTC, date, time
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.answers import OfWhatIsSeen, of_what_is_seen
from api.asked import TheReading
from api.reading import Reading
from api.wiring import known_parameters
from ledger.fields import Hour
from ledger.refusals import Fault, Invalid
from ledger.serving.service_clauses import ServiceMethod
from projections.ending.drafts import Draft, draft_of_termination
from projections.ending.what_if import Kind, WhatIf, what_if

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])
Clause = Annotated[str | None, Query(max_length=200, description="The clause it would be given under.")]
On = Annotated[date | None, Query(description="The day it would be served on; left out, the day asked about.")]


class WhatIfAnswer(OfWhatIsSeen):
    """What would follow if a notice were served; for the authority's own side only."""

    what_if: WhatIf


class DraftAnswer(OfWhatIsSeen):
    """The draft of a notice of termination; for the authority's own side only."""

    draft: Draft


def what_if_answer(
    reading: Reading, kind: Kind, *, method: ServiceMethod | None = None, on: date | None = None,
    at: Hour | None = None, clause: str | None = None, count_by: date | None = None,
) -> WhatIfAnswer:  # fmt: skip
    """Return what would follow if a notice of a kind were served on a day. Raises Denied for a provider."""
    reading.check_own_side()
    methods = (method,) if method else ()
    view = reading.view
    found = what_if(
        view.file, on or reading.on, kind, methods=methods, at=at, clause=clause, count_by=count_by,
        default_procedure=view.default_procedure,
    )  # fmt: skip
    return WhatIfAnswer(**of_what_is_seen(reading), what_if=found)


def draft_answer(reading: Reading, clause: str, method: ServiceMethod, on: date | None = None) -> DraftAnswer:
    """Return the draft of a notice of termination. Raises Denied for a provider, NotDrafted."""
    reading.check_own_side()
    reading.note(r.position for r in reading.view.file.known)  # it may quote any of them
    draft = draft_of_termination(reading.view, on or reading.on, clause, method)
    return DraftAnswer(**of_what_is_seen(reading), draft=draft)


def hour(text: str, name: str) -> Hour | None:
    """Return the hour somebody typed, as 14:30; None where they typed none. Raises Invalid."""
    try:
        typed = time.fromisoformat(text) if text else None
    except ValueError:
        typed = time.min.replace(tzinfo=UTC)
    if typed is not None and typed.tzinfo is not None:
        raise Invalid([Fault(name, "should be an hour by the clock in London, such as 14:30")])
    return typed


@router.get("/contracts/{reference}/what-if", summary="What if a notice were served", response_model=WhatIfAnswer)
def contract_what_if(
    reading: TheReading,
    kind: Annotated[Kind, Query(description="The kind of notice.")],
    method: Annotated[ServiceMethod | None, Query(description="One way of serving it; left out, every one.")] = None,
    on: On = None,
    at: Annotated[Hour | None, Query(description="The hour by the clock in London: 14:30:00.")] = None,
    clause: Clause = None,
    count_by: Annotated[date | None, Query(description="The day it must count by: gives the latest posting.")] = None,
) -> WhatIfAnswer:
    """Answer whether it would be valid, when it would count, what runs from then; nothing is recorded."""
    return what_if_answer(reading, kind, method=method, on=on, at=at, clause=clause, count_by=count_by)


@router.get(
    "/contracts/{reference}/drafts/notice-of-termination", summary="Draft of a notice of termination",
    response_model=DraftAnswer, responses={409: {"description": "Nothing is drafted: what is not shown, in words."}},
)  # fmt: skip
def contract_draft(
    reading: TheReading, clause: Annotated[str, Query(max_length=200, description="The clause that gives the right.")],
    method: Annotated[ServiceMethod, Query(description="How it would be served.")], on: On = None,
) -> DraftAnswer:  # fmt: skip
    """Answer a draft for Legal Services, once the right and the conditions nothing lifts are shown; 409 until then."""
    return draft_answer(reading, clause, method, on)
