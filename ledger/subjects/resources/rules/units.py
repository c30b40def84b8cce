"""What is asked of the units of a plan: one goes by one name, since figures in different units are not compared."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ledger.names import few, same_unit
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.resources.entries import ResourcePlanAgreed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.resources.entries import ResourceLine


def _misspelt(file: ContractFile, entry: ResourcePlanAgreed, procedure: Procedure) -> str | None:
    found, seen = list[str](), list[str]()
    for line in entry.lines:
        others = [other for other in entry.lines if not same_unit(other.unit, line.unit)]
        if len(others) == len(entry.lines) - 1 and (near := _nearest(line, others)) is not None:
            if near.id not in seen:  # each is near the other: once is enough
                found.append(f"{line.id} is in {line.unit}, and {near.id} in {near.unit}")
            seen.append(line.id)
    if len(entry.lines) == 1:
        return NOT_IN_POINT
    return f"{few(found)}: if that is one unit, it is to be written as one" if found else None


def _nearest(line: ResourceLine, others: Iterable[ResourceLine]) -> ResourceLine | None:
    """The line whose unit differs in one word alone, and little in that: weekday hours are no weekend hours."""
    words = line.unit.casefold().split()
    for other in others:
        theirs = other.unit.casefold().split()
        unlike = [pair for pair in zip(words, theirs, strict=False) if pair[0] != pair[1]]
        if len(words) == len(theirs) and len(unlike) == 1 and get_close_matches(unlike[0][0], unlike[0][1:], 1, 0.8):
            return other
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="resource.units-as-one", citation="CPC308-K20", level="advise", of=ResourcePlanAgreed, field="lines",
        sentence="One unit goes by one name in a plan.", found=_misspelt,
    ),
)  # fmt: skip
