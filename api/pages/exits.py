"""The end of one contract, on a page: what was planned and told, how the service is handed over, what is missing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.exits import exit_answer
from api.pages.looks import page
from api.pages.one_file import TheFile

router = APIRouter(include_in_schema=False)
STATES = {
    "submitted": ("Submitted", "blue"), "returned": ("Returned", "yellow"), "approved": ("Approved", "blue"),
    "signed": ("Signed by both", "green"), "not-submitted": ("Not submitted", "grey"),
}  # fmt: skip
TOLD = {
    "done": ("Told", "green"),
    "due": ("To be told", "blue"),
    "late": ("Late", "red"),
    "not-asked": ("Not asked", "grey"),
    "not-seen": ("Nothing to see", "grey"),
}


@router.get("/contracts/{reference}/exit")
def leaving(request: Request, file: TheFile) -> Response:
    """Show how ready the contract is for its end."""
    answer = exit_answer(file.reading)
    return page(
        request, "exit.html", file=file, part="exit", found=answer.exit, states=STATES, told_states=TOLD,
        withheld=file.reading.withheld,
    )  # fmt: skip
