"""Whether what an action of a programme was to bring about is on file: of knowledge, or agreed in the programme itself.

The one place that tells it, for who completes an action, and for the tracker.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from ledger.names import few, name_key
from ledger.policies_approved import refusals
from ledger.said_since import said_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.knowledge import Bringing
    from ledger.themes import Brought


def bringing(file: ContractFile) -> Bringing:
    """Return what there is, of knowledge, of what actions are to bring."""
    return file.knowledge.bringing(file.by_the_body, file.programme_opened_on, partial(_is_said, file))


def _is_said(file: ContractFile, position: int, rule: str) -> bool:
    return said_in(file, position, rule) is not None


def brought_by(file: ContractFile, brought: Brought, procedure: Procedure) -> int | None:
    """Return the entry by which it first came on file, None where it is not there; a policy whose approval was refused
    is not."""
    of_the_programme = file.programme.brought_by(brought, file.is_its_body, refusals(file, procedure))
    found = (bringing(file).brought_by(brought), of_the_programme)
    return min((position for position in found if position is not None), default=None)


def not_reached(file: ContractFile, brought: Brought) -> tuple[str, ...]:
    """Return the programme's business units that have nothing of what is brought to each of them: a briefing session
    on risk or spot contracts, a first point of contact, turnover assessed, measures, a board told of risk (IMP-17-d,
    IMP-20-a, IMP-13-b, IMP-24-c, IMP-W1-08). None of anything else is for each unit."""
    both = (bringing(file).units_with(brought), file.programme.units_with(brought))
    reached = [units for units in both if units is not None]
    if not reached:
        return ()
    there = {name_key(unit) for units in reached for unit in units}
    if "" in there:  # agreed for all of them
        return ()
    return tuple(unit for unit in file.programme.units if name_key(unit) not in there)


def left_unsaid(file: ContractFile, brought: Brought) -> tuple[int, str] | None:
    """Return (entry, what it leaves unsaid) of the first that would bring it, where none that says all does."""
    return bringing(file).left_unsaid(brought) or file.programme.left_unsaid(brought)


def not_told(file: ContractFile, brought: Brought) -> str | None:
    """Return, in words, which teams model terms that are brought were not told to; None where all were, and of anything
    else. What was told to a unit is so for that unit, and what is meant for others is told to none (IMP-26-a)."""
    tellings, units = bringing(file).tellings(brought), file.programme.units
    if tellings is None:
        return None
    told = {unit for telling in tellings for unit in _reached_by(*telling, units)}
    if not told:
        return "contract management teams"
    left = () if "" in told else [unit for unit in units if name_key(unit) not in told]
    return f"contract management teams of {few(left)}" if left else None


def _reached_by(unit: str | None, meant_for: str | None, units: Sequence[str]) -> set[str]:
    """The units, by their name keys, that a telling reached; an empty name for all of them.

    Whom it was meant for is words of anybody's. They mean those who manage contracts where they say so; where they name
    units, or everybody, and nothing else, such as the finance team of one, or all of Finance (docs/adr/0353).
    """
    said = _words(meant_for or "")
    named = [one for one in units if _words(one) in said]
    if meant_for is not None and not _OF_CONTRACTS.search(said):
        for one in named:
            said = said.replace(_words(one), " ")
        if not (named or EVERYBODY.intersection(said.split())) or set(said.split()) - EVERYBODY - OF_A_UNIT:
            return set()
    return {name_key(one) for one in ([unit] if unit else named or [""])}


def _words(said: str) -> str:
    """The words of something, each with a space on either side."""
    return f" {' '.join(_WORD.findall(said.casefold()))} "


_WORD = re.compile(r"\w+")
_OF_CONTRACTS = re.compile(r" contracts? ")
EVERYBODY = frozenset(("all", "each", "every", "everybody", "everyone", "whole"))
OF_A_UNIT = frozenset((
    "the", "of", "in", "and", "our", "its", "a", "an", "who", "business", "unit", "units", "service", "services",
    "area", "areas", "council", "authority", "staff", "team", "teams", "officer", "officers", "manager", "managers",
    "people", "colleague", "colleagues",
))  # fmt: skip
"""Words that leave nobody of a unit, or of all, out."""

__all__ = ["bringing", "brought_by", "left_unsaid", "not_reached", "not_told"]
