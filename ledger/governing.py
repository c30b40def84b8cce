"""By which procedure a file is held, and by which an entry on it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from ledger.arranged import in_force, why
from ledger.entry import Entry, own
from ledger.procedures import Procedure, ProcedureError, read
from ledger.procedures.laws import read_under
from ledger.procedures.rows import Counterpart
from ledger.subjects.records import TAKEN_OFF, Arrangement, ProcedureBound

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


def procedure_of(file: ContractFile, day: date, default: str) -> Procedure:
    """Return the procedure a file is bound to on a day, else the authority's own; over it the laws that bind it, and
    within it what was agreed otherwise for this contract."""
    return file.of_the_terms((procedure_of, day, default), partial(_bound_on, file, day, default))


def _bound_on(file: ContractFile, day: date, default: str) -> Procedure:
    procedure = _put_under(file, file.procedure_on(day) or default, day, default)
    contract = file.agreement.contract
    if not file.records.procedures or contract is None or file.procedure_on(contract.effective_on):
        return procedure
    return procedure.model_copy(update={"until_bound": default})


def _put_under(file: ContractFile, name: str, day: date, default: str) -> Procedure:
    try:
        procedure = file.of_the_terms((read_under, name), lambda: read_under(name, file.laws))
    except ProcedureError:  # bound to a version that is not shipped any more: the nearest is the authority's own
        procedure = read_under(default, file.laws)
    agreed = in_force(file, day, procedure) if file.records.arrangements else ()
    return _otherwise(procedure, agreed) if agreed else procedure


def procedure_judging(file: ContractFile, entry: Entry, default: str) -> Procedure:
    """Return the procedure an entry is judged by: the one it is about where that is here, in the version it names or
    else the newest (HCC-POL-f, TVP-DC-4); of any other entry the file's own on the day it happened, of one that opens a
    file the one it is opened under, and of one that binds it to another the one it joins (HCC-S-b); who may take it off
    the one it leaves is that one's to say (docs/adr/0376)."""
    if isinstance(entry, ProcedureBound):
        return _joined(file, entry, default)
    about = entry.about_procedure
    for name in (about, about.partition("/")[0]) if about else ():
        with suppress(ProcedureError):
            return read(name)
    day = entry.happened_on
    opened_under: str | None = own(entry, "procedure") if entry.opens else None
    if opened_under and file.records.procedure_on(day) is None:
        return _put_under(file, opened_under, day, default)  # one that is not here is told by the rules
    return procedure_of(file, day, default)


def _joined(file: ContractFile, bound: ProcedureBound, default: str) -> Procedure:
    joined, left = (
        _put_under(file, bound.procedure, bound.happened_on, default),
        _left(file, bound, default),
    )
    row = left.rule_rows.get(TAKEN_OFF) if left else None
    if left is None or row is None:
        return joined
    own_row = row.model_copy(update={"authorised_by": row.authorised_by or (left.owner,)})
    return joined.model_copy(
        update={
            "leaves": left.ref,
            "rules": (own_row, *joined.rules),
            "counterparts": (Counterpart(id=row.citation, citation=left.binding(row.citation)), *joined.counterparts),
        }
    )


def _left(file: ContractFile, bound: ProcedureBound, default: str) -> Procedure | None:
    """The procedure that a contract is taken off: the one it was under the day before, else opened under, else its
    authority's. None where it stays under the same, in whatever version, and where it was under none before."""
    opened = file.procurement.need or file.agreement.contract
    if opened is None:
        return None
    name = file.procedure_on(bound.effective_on - timedelta(days=1))
    if name is None and opened.effective_on < bound.effective_on:
        name = default
    if name is None or name.partition("/")[0] == bound.procedure.partition("/")[0]:
        return None
    try:
        return read(name)
    except ProcedureError:  # one that is not here gives nobody anything
        return None


def _otherwise(procedure: Procedure, agreed: Sequence[Arrangement]) -> Procedure:
    """The procedure as agreed for one contract (TVP-4.0-1).

    What nothing lifts stays as it is, and so does what the file itself contradicts. How often is met, and which offices
    are filled, is asked by day (ledger/arranged.py).
    """
    off = {rule: held for held in agreed for rule in held.rules}
    instead = {name: (value, held) for held in agreed for name, value in held.settings}
    rules = tuple(
        row.model_copy(update={"level": "off", "note": f"{why(off[row.id])}."})
        if row.id in off and row.level != "absolute"
        else row
        for row in procedure.rules
    )
    settings = tuple(
        row.model_copy(
            update={
                "value": instead[row.id][0],
                "stated": True,
                "note": f"{why(instead[row.id][1])}.",
            }
        )
        if row.id in instead
        else row
        for row in procedure.settings
    )
    return procedure.model_copy(update={"rules": rules, "settings": settings})
