"""A contract's file to be printed for the hard-copy folder: its front sheet, its documents, every entry in words."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.buying import documents_answer
from api.pages.looks import page
from api.pages.one_file import TheFile
from projections.timeline.line import Filters

router = APIRouter(include_in_schema=False)
PrintSize = Annotated[Literal["usual", "large"], Query(description="How large its print is, on paper too.")]
"""Of what is given to people on paper: large print has text of 18 points and more (CPC308-D3)."""
ON_A_SHEET = 500
"""Entries on one page: a browser prints no more of them well."""


@router.get("/contracts/{reference}/print")
def printed(
    request: Request, file: TheFile, cursor: Annotated[str, Query(max_length=2000)] = "", size: PrintSize = "usual"
) -> Response:
    """Show the file as it is printed (TVP-4.0-15)."""
    lines = file.reading.timeline(
        Filters(), order="happened", newest_first=False, after=cursor or None, limit=ON_A_SHEET
    )  # fmt: skip
    return page(
        request, "print.html", file=file, part="documents", filed=documents_answer(file.reading), lines=lines.lines,
        following=lines.next, first=not cursor, size=size,
    )  # fmt: skip
