"""Whether what an action of a programme was to bring about is on file: of knowledge, or agreed in the programme itself.

The one place that tells it, for who completes an action, and for the tracker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.names import name_key

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.themes import Brought


def brought_by(file: ContractFile, brought: Brought) -> int | None:
    """Return the entry by which it first came on file, None where it is not there."""
    found = (file.knowledge.brought_by(brought), file.programme.brought_by(brought))
    return min((position for position in found if position is not None), default=None)


def not_reached(file: ContractFile, brought: Brought) -> tuple[str, ...]:
    """Return the programme's business units that have nothing of what is brought to each of them: a briefing session
    on risk or spot contracts, a first point of contact, turnover assessed, measures, a board told of risk (IMP-17-d,
    IMP-20-a, IMP-13-b, IMP-24-c, IMP-W1-08). None of anything else is for each unit."""
    reached = [units for of in (file.knowledge, file.programme) if (units := of.units_with(brought)) is not None]
    if not reached:
        return ()
    there = {name_key(unit) for units in reached for unit in units}
    if "" in there:  # agreed for all of them
        return ()
    return tuple(unit for unit in file.programme.units if name_key(unit) not in there)


__all__ = ["brought_by", "not_reached"]
