"""The stages of a contract's life, in words: what each is about, who is responsible for what at it, and what it needs.

They are the procedure's own rows (IMP-24-a); under one without stages there are none.
"""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen
from ledger.procedures import Procedure
from ledger.stages import STAGE_RECORDS, missing_records
from projections.view import FileView


class Responsible(Frozen):
    """Who is responsible for what at a stage."""

    office: str
    """The office, in words."""
    person: str | None = None
    """Who holds it on the contract on the day; None where that is not on its file, or no contract is asked about."""
    task: str
    citation: str


class StageInWords(Frozen):
    """One stage of a contract's life."""

    id: str
    title: str
    focus: str
    """What is to be seen to in it."""
    responsible: tuple[Responsible, ...]
    """None where the procedure does not say who is."""
    needs: tuple[str, ...]
    """What is to be on record before it is left, in words."""
    missing: tuple[str, ...] = ()
    """Of these, what is not on file by the day, where a contract is asked about."""
    note: str
    citation: str


def stages_in_words(
    procedure: Procedure, view: FileView | None = None, on: date = date.min
) -> tuple[StageInWords, ...]:
    """Return the stages a procedure knows, in its order. With a contract's file: who holds the offices on a day, and
    what is missing by then. Pure."""
    return tuple(
        StageInWords(
            id=stage.id, title=stage.title, focus=stage.focus, citation=stage.citation, note=stage.note,
            responsible=tuple(
                Responsible(
                    office=procedure.office_title(row.office), task=row.task, citation=row.citation,
                    person=_holder(view, row.office, on) if view else None,
                )
                for row in procedure.stage_responsibilities if row.stage == stage.id
            ),
            needs=tuple(STAGE_RECORDS[name].words for name in stage.needs),
            missing=missing_records(view.file, stage, on, procedure) if view else (),
        )
        for stage in procedure.stages
    )  # fmt: skip


def stage_shown(view: FileView, id: str | None, on: date) -> StageInWords | None:
    """Return the stage a contract is in, by its id; None where its procedure says nothing of that stage. Pure."""
    procedure = view.procedure_on(on)
    if procedure.stage(id) is None:
        return None
    return next(stage for stage in stages_in_words(procedure, view, on) if stage.id == id)


def _holder(view: FileView, office: str, on: date) -> str | None:
    held = view.file.people.holder(office, on)
    return held.person if held else None


__all__ = ["Responsible", "StageInWords", "stage_shown", "stages_in_words"]
