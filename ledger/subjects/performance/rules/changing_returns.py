"""What is asked of a change of a return: who agreed it, and from which of its periods on it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import returns_owed
from ledger.dates.working_days import dated, shifted
from ledger.names import few
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.performance.entries import DataReturnRequirementChanged
from ledger.subjects.performance.returned import same_kind

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _change_not_agreed(file: ContractFile, change: DataReturnRequirementChanged, procedure: Procedure) -> str | None:
    missed = [party for party in ("authority", "provider") if all(a.side != party for a in change.agreed_by)]
    return f"nobody is named who agreed it for the {' or the '.join(missed)}" if missed else None


def _within_a_period(file: ContractFile, change: DataReturnRequirementChanged, procedure: Procedure) -> str | None:
    """Each period is asked for as things stood on its first day (docs/adr/0239): one that runs by then stays whole."""
    day = change.effective_from
    if day is None:
        return NOT_IN_POINT
    ours = [
        row for row in returns_owed.schedules(file, day, procedure)
        if change.return_kind is None or same_kind(change.return_kind, row.kind)
    ]  # fmt: skip
    held = [(row.kind, returns_owed.asked_period_of(file, row, day, procedure)) for row in ours]
    running = [(kind, period[0]) for kind, period in held if period is not None]
    if not running:
        return NOT_IN_POINT
    within = [
        f"the {kind} for {period} stays as it was, and the change holds from {dated(shifted(period.last, 1))}"
        for kind, period in running if period.first < day
    ]  # fmt: skip
    return f"{dated(day)} is within a period: {few(within)}" if within else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="return.change-agreed", citation="HCC-8.2-b", level="advise", of=DataReturnRequirementChanged,
        field="agreed_by", asks=True,
        sentence="It is on record who agreed a change of the return.", found=_change_not_agreed,
    ),
    Rule(
        id="return.changed-from-a-period", citation="HCC-8.2-b", level="advise", of=DataReturnRequirementChanged,
        field="effective_from", found=_within_a_period,
        sentence="A change of the return holds from the day on which one of its periods begins.",
    ),
)  # fmt: skip
