"""The page that sets side by side what was known then and what is known now, of one contract about one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.pages.looks import page
from api.pages.one_file import TheTimes, known_typed, one_file
from api.pages.visitor import TheVisitor
from api.read import Reference
from api.then_and_now import then_and_now_answer
from api.times import Times as Asked
from api.wiring import TheWiring
from projections.then_and_now import Difference

router = APIRouter(include_in_schema=False)
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
    request: Request, reference: Reference, wiring: TheWiring, person: TheVisitor, times: TheTimes,
    then: Annotated[str, Query(max_length=60)] = "",
) -> Response:  # fmt: skip
    """Show what came in between then and now, what it changed, and what is said otherwise."""
    typed = then.strip()
    if not typed:
        file = one_file(wiring, reference, person, times)
        return page(request, "then_and_now.html", file=file, part="then-and-now", answer=None, typed="")
    size, day, when = known_typed(wiring.book, typed, "then")
    about = replace(times, as_at=times.as_at or day)
    file = one_file(wiring, reference, person, about)
    answer = then_and_now_answer(
        wiring, reference, person, Asked(about.as_at, about.known, about.known_on), (size, day), "then"
    )
    found = answer.differences
    return page(
        request, "then_and_now.html", file=file, part="then-and-now", answer=answer, found=found, typed=typed,
        when=when, parts=[(PARTS[part], _of(found.differences, part)) for part in found.parts], effects=EFFECTS,
        by_then=[one for one in found.recorded if one.by_the_day],
        later=[one for one in found.recorded if not one.by_the_day], many=MANY,
    )  # fmt: skip


def _of(differences: Iterable[Difference], part: str) -> list[Difference]:
    return [one for one in differences if one.part == part]
