"""What is asked of every agreement, whatever it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.agreements import Agreed, agreed_for_another
from ledger.rules import AnyRule, Rule, Unsaid

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _not_in_full(file: ContractFile, agreed: Agreed, procedure: Procedure) -> str | None:
    wanted = (*agreed.parties, (agreed.papers, "which document shows it"))
    return Unsaid(wanted, "it does not say {missing}", " or ")(file, agreed, procedure)


def _for_another_side(file: ContractFile, agreed: Agreed, procedure: Procedure) -> str | None:
    return agreed_for_another(file, agreed)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="agreement.recorded-in-full", citation="CPC307-K17", level="advise", of=Agreed, found=_not_in_full,
        sentence="An agreement is recorded with who agreed to it, and with its document.",
    ),
    Rule(
        id="agreement.each-agreed-for-its-own-side", citation="CPC307-K17", level="advise", of=Agreed,
        found=_for_another_side,
        sentence="Who agreed for the authority is of its people, and who agreed for the provider of the provider's.",
    ),
)  # fmt: skip
