"""Where one contract stands, on a page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages.looks import page
from api.pages.one_file import OneFile, TheFile

router = APIRouter(include_in_schema=False)


@router.get("/contracts/{reference}")
def status(request: Request, file: TheFile) -> Response:
    """Show where the contract stands: who answers for it, what is open, what is running, and whether it has ended."""
    return page(request, "status.html", file=file, part="", description=_description(file))


def _description(file: OneFile) -> str:
    """What the contract is about, in the words it was registered with."""
    view = file.reading.view
    contract = view.file.agreement.contract
    return view.say(contract.description) if contract and contract.description else ""
