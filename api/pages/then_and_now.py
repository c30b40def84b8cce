"""The page that sets side by side what was known then and what is known now, of one contract about one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.asked import Reference
from api.pages.looks import page
from api.pages.one_file import Times, known_typed, one_file, the_times
from api.pages.visitor import TheVisitor
from api.people import Person
from api.then_and_now import then_and_now_answer
from api.times import Times as Asked
from api.wiring import TheWiring, Wiring
from ledger.refusals import Fault, Invalid
from projections.timeline.then_and_now import Difference

router = APIRouter(include_in_schema=False)
_Typed = Annotated[str, Query(max_length=60)]
NAMES = {"then": "What was known then", "known_at": "What was known later", "as_at": "The day it is about"}
INPUTS = {"then": "then", "known_at": "now", "as_at": "about"}
MANY = 12
"""More differences than this in one part are folded away until they are asked for."""
PARTS = {
    "status": "Where the contract stands", "failings": "Failings", "duties": "What is due", "readiness": "Readiness",
}  # fmt: skip
EFFECTS = {
    "corrected": ("Corrected", "blue"), "correction-undone": ("Correction undone", "blue"),
    "struck-out": ("Struck out", "red"), "reinstated": ("Reinstated", "green"),
    "reclassified": ("Reclassified", "purple"), "dates-revised": ("Dates revised", "yellow"),
    "would-come-out-otherwise": ("Would come out otherwise now", "yellow"),
}  # fmt: skip


@router.get("/contracts/{reference}/then-and-now")
def then_and_now(
    request: Request, reference: Reference, wiring: TheWiring, person: TheVisitor, then: _Typed | None = None,
    as_at: _Typed = "", known_at: _Typed = "",
) -> Response:  # fmt: skip
    """Show what came in between then and now, what it changed, and what is said otherwise.

    Whoever comes from a page of the file as it was known then (`known_at` alone, no `then`) is shown that beside now.
    What cannot be compared is said at its field, with all that was typed kept.
    """
    if then is None:
        then, known_at = known_at, ""
    typed = {"then": then.strip(), "known_at": known_at.strip(), "as_at": as_at.strip()}
    try:
        return _compared(request, reference, wiring, person, typed)
    except Invalid as error:
        told = [(fault.field.removeprefix("query."), fault.why) for fault in error.faults]
        wrong = {name: f"{NAMES[name]} {why}" for name, why in told if name in NAMES}
        if len(wrong) < len(told):
            raise
    file = one_file(wiring, reference, person, Times())
    errors = [{"text": said, "href": f"#{INPUTS[name]}"} for name, said in wrong.items()]
    return page(
        request, "then_and_now.html", status=422, file=file, part="then-and-now", answer=None, typed=typed, wrong=wrong,
        errors=errors,
    )  # fmt: skip


def _compared(request: Request, reference: str, wiring: Wiring, person: Person, typed: dict[str, str]) -> Response:
    """The page with what is compared; without a `then`, the form alone. Raises Invalid."""
    times = the_times(wiring, typed["as_at"], typed["known_at"])
    typed = typed | {"as_at": times.as_at.isoformat() if times.as_at else ""}
    if not typed["then"]:
        if times.known is not None:
            raise Invalid([Fault("then", "is missing: what was known later is compared with what was known then")])
        file = one_file(wiring, reference, person, times)
        return page(request, "then_and_now.html", file=file, part="then-and-now", answer=None, typed=typed, wrong={})
    size, day, when = known_typed(wiring.book, typed["then"], "then")
    about = replace(times, as_at=times.as_at or day)
    file = one_file(wiring, reference, person, about)
    answer = then_and_now_answer(
        wiring, reference, person, Asked(about.as_at, about.known, about.known_on), (size, day), "then"
    )
    found = answer.differences
    typed = typed | {"as_at": about.as_at.isoformat() if about.as_at else ""}
    return page(
        request, "then_and_now.html", file=file, part="then-and-now", answer=answer, found=found, typed=typed, wrong={},
        when=when, parts=[(PARTS[part], _of(found.differences, part)) for part in found.parts], effects=EFFECTS,
        by_then=[one for one in found.recorded if one.by_the_day],
        later=[one for one in found.recorded if not one.by_the_day], many=MANY,
    )  # fmt: skip


def _of(differences: Iterable[Difference], part: str) -> list[Difference]:
    return [one for one in differences if one.part == part]
