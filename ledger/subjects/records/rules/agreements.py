"""What is asked of every agreement, whatever it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.agreements import Agreed
from ledger.rules import AnyRule, Rule, Unsaid

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _not_in_full(file: ContractFile, agreed: Agreed, procedure: Procedure) -> str | None:
    wanted = (*agreed.parties, (agreed.papers, "which document shows it"))
    return Unsaid(wanted, "it does not say {missing}", " or ")(file, agreed, procedure)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="agreement.recorded-in-full", citation="CPC307-K17", level="advise", of=Agreed, found=_not_in_full,
        sentence="An agreement is recorded with who agreed to it, and with its document.",
    ),
)  # fmt: skip
