"""Which notices of termination the plans for a transfer answer: those they name, else those open when they came.

Pure functions of a file (TVP-6.0-7; docs/adr/0507).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.exits import TransferPlan


def open_notices(file: ContractFile, day: date) -> tuple[str, ...]:
    """Return the notices of termination served by a day that a plan may answer: not those withdrawn by then, nor those
    that have no effect."""
    return tuple(
        notice.id for notice, served in file.notices.served("termination")
        if served.happened_on <= day and not (notice.is_purported or notice.valid is False)
        and not (notice.withdrawn and notice.withdrawn[0] <= day)
    )  # fmt: skip


def answered_unnamed(file: ContractFile, plans: Collection[TransferPlan]) -> Mapping[str, tuple[str, ...]]:
    """Return plan -> the notices it answers, of those among some transfer plans that name none: what had been served by
    the day one of its versions came, and no plan answered by then. What comes later changes nothing in that."""
    taken, found = {plan.notice for plan in plans}, dict[str, tuple[str, ...]]()
    versions = sorted((*version, plan.id) for plan in plans if plan.notice is None for version in plan.submitted)
    for on, _, plan in versions:
        waiting = tuple(notice for notice in open_notices(file, on) if notice not in taken)
        if plan not in found and waiting:
            found[plan] = waiting
            taken.update(waiting)
    return found


def answering(file: ContractFile, plans: Collection[TransferPlan], notice: str) -> list[TransferPlan]:
    """Return which of some transfer plans answer a notice: those that name it, else those that name none and came while
    nothing answered it."""
    named = [plan for plan in plans if plan.notice == notice]
    unnamed = {} if named else answered_unnamed(file, plans)
    return named or [plan for plan in plans if notice in unnamed.get(plan.id, ())]
