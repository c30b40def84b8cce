"""What is asked of a supplement to an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.details import GIVEN_AS_A_WHOLE, MOVES_THE_END, NOT_BY_WORDS, is_due
from ledger.names import few
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.records.entries import EntrySupplemented

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _completes_nothing(file: ContractFile, entry: EntrySupplemented, procedure: Procedure) -> str | None:
    """What is missing stays to be completed: words are not read, and may be about something else (docs/adr/0383)."""
    supplemented = file.at(entry.position)
    departures = supplemented.departures if supplemented is not None else ()
    lacking = {one.rule for one in departures if is_due(one)}
    if MOVES_THE_END in lacking.intersection(entry.completes):
        return f"no words move the end: correct entry {entry.position}, or enter the option it takes"
    if GIVEN_AS_A_WHOLE in lacking.intersection(entry.completes):
        return (
            f"no words change what the agreement holds: correct entry {entry.position} to give the agreement as it"
            " becomes, also where that is as it was, or amend it again so"
        )
    about = {one.rule for one in departures if one.level in ("advise", "explain")}
    lifted = {one.rule for one in departures} - about
    if by_no_words := [rule for rule in entry.completes if rule in lifted]:
        return (
            f"it names {few(by_no_words)}, and words beside entry {entry.position} take the place of no office's leave"
        )
    if strange := [rule for rule in entry.completes if rule not in about]:
        return f"it names {few(strange)}, of which nothing was found to be missing in entry {entry.position}"
    if entry.completes:
        return None
    if all(rule in NOT_BY_WORDS or file.records.completing(entry.position, rule) for rule in lacking):
        return NOT_IN_POINT
    return f"it is not said which of what was found to be missing in entry {entry.position} it says"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="supplement.says-what-it-completes", citation="HCC-2.1-g", level="advise", of=EntrySupplemented,
        field="completes", sentence="A supplement names what it completes.", found=_completes_nothing,
    ),
)  # fmt: skip
