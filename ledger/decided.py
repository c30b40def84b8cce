"""From which day a decision stands that some offices alone may make: made by one of them, or ratified by them since.

What nobody who may decided is on file and waits for them; it decides nothing until they ratify it, and once they
refused it is none (HCC-A4-b, HCC-A9-a, TVP-5.0-7, docs/adr/0423, docs/adr/0490). A pure function of a file and a day,
for every decision of which a rule that asks for authority says whose it is. It is remembered with the file: of four
hundred decisions each was asked about the others, and their duties took 26 s (docs/adr/0515).
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.rules import Predicate

GIVES_NONE = ("unauthorised", "claimed", "refused")
"""How the departure of a decision from the rule stands where it is nobody's who may decide."""


def stands_from(
    file: ContractFile, on: date, position: int, rule: str, by_another: Predicate, day: date, procedure: Procedure,
    gives_none: tuple[str, ...] = GIVES_NONE,
) -> date | None:  # fmt: skip
    """Return from which day a decision stands, of the day it was ratified where it had to be; None where nobody who may
    made it, and it was not ratified by the day, or was refused.

    `by_another`: what the rule looks for; who is known since to have been entitled is (an office corrected, a post).
    `gives_none`: how the departure stands where it is nobody's who may.
    """
    spoken = sum(word.on <= day for word in file.records.verdicts.get((position, rule), ()))
    what = (position, rule, spoken, gives_none, judged_else_by(procedure))
    find = partial(_stands_from, file, position, on, rule, by_another, day, procedure, gives_none)
    return file.of_the_decisions(what, find)


def judged_else_by(procedure: Procedure) -> str:
    """Return by which procedure the decisions of a file are judged that nothing puts under another."""
    return procedure.until_bound or procedure.ref


def _stands_from(
    file: ContractFile, position: int, on: date, rule: str, by_another: Predicate, day: date, procedure: Procedure,
    gives_none: tuple[str, ...],
) -> date | None:  # fmt: skip
    judged_by = file.judging(position, procedure)
    word, made = file.standing(position, rule, judged_by, day), file.at(position)
    if word is None:
        return on
    if word.state in gives_none and made is not None and by_another(file, made.entry, judged_by):
        return None
    return max(on, word.on) if word.on and word.state == "ratified" else on


__all__ = ["GIVES_NONE", "judged_else_by", "stands_from"]
