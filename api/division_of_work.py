"""Who does what by a procedure, and what it rests on, by HTTP: the division of work as a table of its version."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api.procedures import Named, Version, procedure_named
from api.shown import Answered
from api.wiring import ThePerson, known_parameters
from ledger.procedures import Procedure
from ledger.procedures.rows import CodeOfPractice, ReferenceDocument
from projections.stages_shown import StageInWords, stages_in_words

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["reference"])


class WorkRow(Answered):
    """One part of the work."""

    id: str
    row: int
    """The number of its row in the document."""
    column: str
    """Whose column it stands in: managers, contracts-support, or deciders."""
    task: str
    offices: tuple[str, ...]
    """The offices, in words, of which one does it."""
    together_with: tuple[str, ...]
    """The offices it is done together with."""
    recorded_as: tuple[str, ...]
    """The kinds of entry that record it."""
    documents: tuple[str, ...]
    """Where filing a document records it: of which sorts."""
    citation: str
    note: str


class DivisionOfWork(Answered):
    """Who does what by one version of a procedure; without rows where it divides no work."""

    procedure: str
    """The procedure and its version."""
    title: str
    authority: str
    rows: tuple[WorkRow, ...]
    stages: tuple[StageInWords, ...]
    """The stages of a contract's life, and who is responsible for what at each; none where it knows no stages."""
    documents: tuple[ReferenceDocument, ...]
    """What the procedure rests on."""
    codes: tuple[CodeOfPractice, ...]
    """The standards and codes of practice of its country."""


def division_of_work(name: str, version: int | None = None) -> DivisionOfWork:
    """Return the division of work of a procedure. Raises NothingNear."""
    procedure = procedure_named(name, version)
    return DivisionOfWork(
        procedure=procedure.ref, title=procedure.title, authority=procedure.authority, documents=procedure.documents,
        rows=tuple(_rows(procedure)), stages=stages_in_words(procedure), codes=procedure.codes_of(procedure.country),
    )  # fmt: skip


def _rows(procedure: Procedure) -> list[WorkRow]:
    return [
        WorkRow(
            id=part.id, row=part.row, column=part.column, task=part.task, recorded_as=part.recorded_as,
            documents=part.documents,
            offices=tuple(map(procedure.office_title, part.offices)), citation=part.citation, note=part.note,
            together_with=tuple(map(procedure.office_title, part.together_with)),
        )
        for part in procedure.work
    ]  # fmt: skip


@router.get("/procedures/{name}/work", summary="Who does what by a procedure")
def work(name: Named, person: ThePerson, version: Version = None) -> DivisionOfWork:
    """Answer the procedure's division of work, row by row, each with its citation."""
    return division_of_work(name, version)
