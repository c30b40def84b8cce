"""The documents of one contract by HTTP, and where each is kept: for everybody who may see the file."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from api.answering import answered
from api.answers import OfOneFile, frame, withheld_from
from api.asked import TheAsked
from api.reading import Reading
from api.shown import Withheld
from api.wiring import known_parameters
from projections.filed import DocumentsShown, documents_shown

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


class DocumentsAnswer(OfOneFile):
    """The documents placed on a contract's file."""

    filed: DocumentsShown
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, and which are not in it."""


def documents_answer(reading: Reading) -> DocumentsAnswer:
    """Return the documents of a contract that this reader may see."""
    shown = reading.gave(documents_shown(reading.view, reading.on))
    return DocumentsAnswer(**frame(reading, reading.position), filed=shown, withheld=withheld_from(reading))


@router.get("/contracts/{reference}/documents", summary="Documents of a contract", response_model=DocumentsAnswer)
def contract_documents(asked: TheAsked, request: Request) -> Response:
    """Answer each document placed on the file, and where its paper is."""
    return answered(asked, request, documents_answer)
