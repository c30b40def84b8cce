"""The page that says what would follow if a notice were served, and the draft of a notice of termination."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.pages.looks import page
from api.pages.one_file import TheFile, day_typed
from api.what_if import draft_answer, hour, what_if_answer
from ledger.refusals import Fault, Invalid
from ledger.serving.service_clauses import BY
from projections.ending.what_if import Kind

router = APIRouter(include_in_schema=False)
KINDS: tuple[Kind, ...] = get_args(Kind)
_Typed = Annotated[str, Query(max_length=200)]


@router.get("/contracts/{reference}/what-if")
def what_if(
    request: Request, file: TheFile, kind: _Typed = "default", on: _Typed = "", at: _Typed = "", clause: _Typed = "",
    count_by: _Typed = "",
) -> Response:  # fmt: skip
    """Show, for each way of serving it, whether a notice would be valid, when it would count, and what runs then."""
    file.reading.check_own_side()
    asked = {name: text.strip() for name, text in (("kind", kind), ("on", on), ("at", at), ("clause", clause))}
    asked["count_by"] = count_by.strip()
    try:
        answer = what_if_answer(
            file.reading, _kind(asked["kind"]), on=day_typed(asked["on"], "on"), at=hour(asked["at"], "at"),
            clause=asked["clause"] or None, count_by=day_typed(asked["count_by"], "count_by"),
        ).what_if  # fmt: skip
        wrong: dict[str, str] = {}
    except Invalid as error:
        answer, wrong = None, {fault.field: fault.why for fault in error.faults}
    clauses = [held.says.clause for held in file.reading.view.file.terms.termination_clauses(file.on)]
    return page(
        request, "what_if.html", file=file, part="readiness", asked=asked, answer=answer, wrong=wrong, kinds=KINDS,
        clauses=clauses, by=BY, status=400 if wrong else 200,
    )  # fmt: skip


@router.get("/contracts/{reference}/draft")
def draft(request: Request, file: TheFile, clause: _Typed, method: _Typed, on: _Typed = "") -> Response:
    """Show the draft of a notice of termination. Raises NotDrafted, with what is not shown."""
    if method not in BY:
        raise Invalid([Fault("method", f"should be one of: {', '.join(BY)}")])
    answer = draft_answer(file.reading, clause, method, day_typed(on.strip(), "on"))
    return page(request, "draft.html", file=file, part="readiness", draft=answer.draft)


def _kind(text: str) -> Kind:
    if text not in KINDS:
        raise Invalid([Fault("kind", f"should be one of: {', '.join(KINDS)}")])
    return text
