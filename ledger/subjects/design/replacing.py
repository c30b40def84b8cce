"""What a provision says that it replaces is one of its own sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.design.entries import ContractProvisionAgreed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

CALLED = {
    "milestone": "a milestone", "payment-time": "a payment time", "performance-measure": "a performance measure",
    "incentive": "an incentive", "obligation": "an obligation",
}  # fmt: skip
"""Each sort of provision, as one of it is called."""
TO_DO = ("milestone", "obligation")
"""What a party is to do: a variation may make the one of the other."""


def _of_another_sort(file: ContractFile, entry: ContractProvisionAgreed, procedure: Procedure) -> str | None:
    held = file.design.provisions.get(entry.replaces) if entry.replaces is not None else None
    if held is None or held.says is None:
        return NOT_IN_POINT
    was, now = held.says.provision, entry.provision
    if was == now or (was in TO_DO and now in TO_DO):
        return None
    return (
        f"{held.id} (entry {held.position}) is {CALLED[was]}, and this is {CALLED[now]}, which takes no place of that;"
        " name the one whose place it takes, or none"
    )


REPLACING: tuple[AnyRule, ...] = (
    Rule(
        id="provision.replaces-its-own-sort", citation="TVP-3.0-3", level="contradiction", of=ContractProvisionAgreed,
        field="replaces", found=_of_another_sort, sentence="A provision takes the place of one of its own sort.",
    ),
)  # fmt: skip
