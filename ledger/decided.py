"""From which day a decision stands that some offices alone may make: made by one of them, or ratified by them since.

What nobody who may decided is on file and waits for them; it decides nothing until they ratify it, and once they
refused it is none (HCC-A4-b, HCC-A9-a, TVP-5.0-7, docs/adr/0423, docs/adr/0490). A pure function of a file and a day,
for every decision of which a rule that asks for authority says whose it is.
"""

from __future__ import annotations

from datetime import date
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
    judged_by = file.judging(position, procedure)
    word, made = file.standing(position, rule, judged_by, day), file.at(position)
    if word is None:
        return on
    if word.state in gives_none and made is not None and by_another(file, made.entry, judged_by):
        return None
    return max(on, word.on) if word.on and word.state == "ratified" else on


__all__ = ["GIVES_NONE", "stands_from"]
