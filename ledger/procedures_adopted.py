"""Which versions of the authority's procedures stand: each change once, and none that its owner refused (TVP-DC-4).

Pure functions of the authority's file and a day, asked by the rules, the duties and whatever shows what is in force.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from ledger.departures import standing
from ledger.governing import procedure_judging
from ledger.procedures import Procedure, ProcedureError, read

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.departures import DepartureStanding
    from ledger.subjects.adoption import Version

_AMENDED_BY = "procedure.amended-by-its-owner"


def as_changed(file: ContractFile, version: Version, day: date, default: str) -> DepartureStanding | None:
    """Return how a version stands by a day that another than the owner made; None where nothing shows that one did.

    The owner's refusal counts also where its procedure asks only for a reason. `default`: the procedure it is judged by
    where no rules of its own are here.
    """
    act = file.at(version.position)
    held = next((one for one in act.departures if one.rule == _AMENDED_BY), None) if act else None
    if act is None or held is None:
        return None
    judged_by = procedure_judging(file, act.entry, default)
    word = standing(held.model_copy(update={"level": "authorise"}), act, file, judged_by, day=day)
    return word if word.state == "refused" else standing(held, act, file, judged_by, day=day)


def rules_of(*names: str) -> Procedure | None:
    """Return the rules of the first of these that are here, by name or by name and version; None where none are."""
    for name in names:
        with suppress(ProcedureError):
            return read(name)
    return None


def standing_versions(file: ContractFile, day: date, default: str) -> list[Version]:
    """Return the versions of every procedure that stand by what was said of them by a day, in order of effect: without
    those refused; of one change recorded more than once, the first that waits for nobody, or the first."""
    kept: dict[object, tuple[Version, bool]] = {}
    for version in file.adoption.versions:
        found = as_changed(file, version, day, default)
        if found is not None and found.state == "refused":
            continue
        waits = found is not None and bool(found.awaits)
        which = (version.procedure, version.amends) if version.amends else version.position
        if which not in kept or (kept[which][1] and not waits):
            kept[which] = (version, waits)
    those = {version.position for version, _ in kept.values()}
    return [version for version in file.adoption.versions if version.position in those]
