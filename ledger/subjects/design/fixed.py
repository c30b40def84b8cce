"""What a contract provides is changed by a variation alone, and what it did not provide comes in by one (TVP-3.0-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.provisions import before_it
from ledger.provisions_agreed import its_clause
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.design.entries import ContractProvisionAgreed
from ledger.subjects.design.replacing import CALLED
from ledger.varied import is_a_draft, not_varied

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _changed_without_variation(file: ContractFile, entry: ContractProvisionAgreed, procedure: Procedure) -> str | None:
    earlier = before_it(file, entry)
    if is_a_draft(file, entry):
        return NOT_IN_POINT
    if not earlier:
        return _brought_in(file, entry)
    unless = not_varied(file, entry, entry.variation, its_clause(file, entry))
    if unless is None:
        return None
    held = earlier[-1]
    what, both = f"clause {entry.clause}, by {held.id}", f"give each its part of the number, such as {entry.clause}(a)"
    if entry.replaces is not None:
        what, both = f"{held.id},", "leave out what it replaces"
    return f"{what} since {dated(held.on or entry.happened_on)}, is replaced from {dated(entry.happened_on)}, and " + (
        unless
        or "no variation is named; if the earlier entry was wrong, correct that entry instead, and if both stand"
        f" in the clause, {both}"
    )


def _brought_in(file: ContractFile, entry: ContractProvisionAgreed) -> str | None:
    """Of what takes no other's place: that it was agreed once the contract ran. Not of what a clause among the terms
    says, nor of an indicator of a service level agreement, which are entered and changed as such (docs/adr/0470)."""
    contract = file.agreement.contract
    began = file.agreement.commenced_on or (contract.start_date if contract is not None else None)
    if began is None or entry.happened_on <= began or entry.entered is not None or entry.indicator is not None:
        return NOT_IN_POINT
    if entry.variation is not None and entry.clause is None:
        unless = file.not_agreed(entry.variation, max(entry.latest_on, entry.effective_on))
    else:
        unless = not_varied(file, entry, entry.variation, entry.clause)
    if unless is None:
        return None
    where = f" in clause {entry.clause}" if entry.clause else ""
    return (
        f"{CALLED[entry.provision]}{where} comes into the contract on {dated(entry.happened_on)}, and that began on"
        f" {dated(began)}; "
    ) + (
        unless
        or "no variation is named: if it stood in the contract from the start, give the day on which it was agreed then"
    )


FIXED: tuple[AnyRule, ...] = (
    Rule(
        id="provision.fixed-unless-varied", citation="TVP-3.0-3", level="explain", of=ContractProvisionAgreed,
        field="variation", found=_changed_without_variation,
        sentence="What is provided stays as it is for the life of the contract unless a variation is agreed.",
    ),
)  # fmt: skip
