"""What is asked of a supplement to an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.details import (
    GIVEN_AS_A_WHOLE,
    MOVES_THE_END,
    NOT_BY_WORDS,
    REVIEW_DATE,
    SAYS_ITS_RISK,
    WITH_ITS_DATE,
    is_due,
)
from ledger.names import few
from ledger.provisions_agreed import FIXED
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
    if WITH_ITS_DATE in lacking.intersection(entry.completes):
        return f"no words are the day by which it is asked for: correct entry {entry.position}"
    if REVIEW_DATE in lacking.intersection(entry.completes):
        return f"no words ask anybody for a review: correct entry {entry.position}, or put the action off to a month"
    if SAYS_ITS_RISK in lacking.intersection(entry.completes):
        return f"by no words is its risk found: correct entry {entry.position}, or classify the contract again"
    about = {one.rule for one in departures if one.level in ("advise", "explain")}
    lifted = {one.rule for one in departures} - about
    if by_no_words := [rule for rule in entry.completes if rule in lifted]:
        return (
            f"it names {few(by_no_words)}, and words beside entry {entry.position} take the place of no office's leave"
        )
    if strange := [rule for rule in entry.completes if rule not in about and not _is_asked(file, entry, rule)]:
        return f"it names {few(strange)}, of which nothing was found to be missing in entry {entry.position}"
    if entry.completes:
        return None
    if all(rule in NOT_BY_WORDS or file.records.completing(entry.position, rule) for rule in lacking):
        return NOT_IN_POINT
    return f"it is not said which of what was found to be missing in entry {entry.position} it says"


def _is_asked(file: ContractFile, entry: EntrySupplemented, rule: str) -> bool:
    """Whether it is what is asked of all that is done once, which departs from nothing: whether a variation moves it,
    one that takes effect later too (docs/adr/0446)."""
    supplemented = file.at(entry.position) if rule == FIXED else None
    held = file.design.provisions.get(supplemented.given_id or "") if supplemented is not None else None
    return held is not None and held.is_done_once


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="supplement.says-what-it-completes", citation="HCC-2.1-g", level="advise", of=EntrySupplemented,
        field="completes", sentence="A supplement names what it completes.", found=_completes_nothing,
    ),
)  # fmt: skip
