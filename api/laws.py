"""Reading laws that are laid over procedures, by HTTP: which there are, and each in words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.errors import NothingNear
from api.wiring import ThePerson, known_parameters
from ledger.procedures.folder import LAWS
from ledger.procedures.laws import law
from projections.procedure.law_words import LawInWords, law_in_words

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


def law_named(name: str) -> LawInWords:
    """Return a law in words. Raises NothingNear."""
    if name not in LAWS:
        raise NothingNear("there is no law of that name", name, LAWS)
    return law_in_words(law(name))


@router.get("/laws", summary="Laws laid over procedures")
def laws(person: ThePerson) -> list[str]:
    """List the laws that bind contracts whatever their procedure, by name."""
    return list(LAWS)


@router.get("/laws/{name}", summary="One law in words")
def one_law(
    name: Annotated[str, Path(description=f"Name of the law: {', '.join(LAWS)}.")], person: ThePerson
) -> LawInWords:
    """Answer since when each part of a law is in force, its numbers with their citations, and its rules."""
    return law_named(name)
