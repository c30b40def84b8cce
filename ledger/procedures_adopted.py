"""Which versions of the authority's procedures stand: each change once, and none that its owner refused, or the body
entitled to authorise it (TVP-DC-2, TVP-DC-4).

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
    from ledger.entry import Departure, Recorded
    from ledger.subjects.adoption import Version

_BY_WHOM = frozenset(("procedure.amended-by-its-owner", "procedure.authorised-by-the-body-entitled"))
"""The rules by which it is asked who made a version, and which body authorised it."""


def as_changed(file: ContractFile, version: Version, day: date, default: str) -> DepartureStanding | None:
    """Return how a version stands by a day that another than the owner made, or another body than that entitled to
    authorised: as refused where either was, else as what waits; None where nothing shows that one did.

    A refusal counts also where the procedure asks only for a reason. `default`: the procedure it is judged by where no
    rules of its own are here.
    """
    act = file.at(version.position)
    held = [one for one in act.departures if one.rule in _BY_WHOM] if act else []
    if act is None or not held:
        return None
    judged_by = procedure_judging(file, act.entry, default)
    words = [_word(file, act, one, judged_by, day) for one in held]
    return min(words, key=lambda word: (word.state != "refused", not word.awaits))


def _word(
    file: ContractFile, act: Recorded, held: Departure, judged_by: Procedure, day: date
) -> DepartureStanding:  # fmt: skip
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
    those refused; of one change recorded more than once, the first that waits for nobody, or the first; and of a
    version adopted anew none that waits, where another that does not was in force already when it began."""
    left_out = {version.position for version, _ in apart(file, day, default)}
    return [version for version in file.adoption.versions if version.position not in left_out]


def apart(file: ContractFile, day: date, default: str) -> list[tuple[Version, DepartureStanding | None]]:
    """Return the versions on file that do not stand by a day, in order of effect: each with how it was refused, or
    waits; with None where it only repeats another."""
    found = [(version, as_changed(file, version, day, default)) for version in file.adoption.versions]
    open_ = [(version, word is not None and bool(word.awaits)) for version, word in found if not _is_refused(word)]
    settled = [version for version, waits in open_ if not waits and version.adopted_on <= day]
    kept: dict[object, tuple[Version, bool]] = {}
    for version, waits in open_:
        which = (version.procedure, version.amends) if version.amends else version.position
        if waits and not version.amends and any(_is_before(one, version) for one in settled):
            continue
        if which not in kept or (kept[which][1] and not waits):
            kept[which] = (version, waits)
    those = {version.position for version, _ in kept.values()}
    return [(version, word) for version, word in found if version.position not in those]


def _is_before(settled: Version, waiting: Version) -> bool:
    """Whether a version is there already that another would only repeat: what began later took nothing from it."""
    return settled.procedure == waiting.procedure and settled.since <= waiting.since


def _is_refused(word: DepartureStanding | None) -> bool:
    return word is not None and word.state == "refused"
