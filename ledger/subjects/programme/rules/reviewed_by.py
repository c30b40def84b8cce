"""Whose it is to review an action of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.names import few
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.programme.entries import ProgrammeActionReviewed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _by_another(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    """Of an action whose owners the procedure all knows by office; who leads it, or more than it, may review it too."""
    action, opened = file.programme.actions.get(entry.action), file.programme.opened
    if action is None or not action.owners or entry.by is None or entry.by.office is None:
        return NOT_IN_POINT
    stream = file.programme.workstreams.get(action.workstream or "")
    leads = (action.lead, stream.lead if stream is not None else None, opened.lead if opened is not None else None)
    owners = [procedure.office_called(name) for name in action.owners]
    others = [office for name in leads if name and (office := procedure.office_called(name)) is not None]
    if None in owners:
        return NOT_IN_POINT
    if entry.by.office in {office.id for office in (*owners, *others) if office is not None}:
        return None
    return f"{action.number} is {few(action.owners)}'s, and {procedure.person_in_office(entry.by)} reviewed it"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="programme-action.reviewed-by-its-owner",
        citation="IMP-T-a",
        level="advise",
        of=ProgrammeActionReviewed,
        field="by",
        sentence="An action is reviewed by its owner, or by who leads it.",
        found=_by_another,
    ),
)
