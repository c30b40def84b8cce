"""What is asked of a provider's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rules import AnyRule, Rule, lacks
from ledger.subjects.provider.entries import ProviderDetailsChanged, ProviderOpened

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _nothing_changed(file: ContractFile, entry: ProviderDetailsChanged, procedure: Procedure) -> str | None:
    parts = (
        entry.name, entry.also_called, entry.identifiers, entry.group, entry.sector, entry.business, entry.ethos,
    )  # fmt: skip
    return None if any(parts) else "it does not say what became different"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="provider.known-as-a-customer", citation="TVP-2.0-5", level="advise", of=ProviderOpened, field="business",
        sentence="Whoever manages contracts knows the provider, its business and its market.",
        found=lacks("business", "ethos", "sector", found="nothing is said of its business, its ethos or its market"),
    ),
    Rule(
        id="provider.says-what-changed", citation="TVP-2.0-5", level="advise", of=ProviderDetailsChanged,
        sentence="It is said what became different about a provider.", found=_nothing_changed,
    ),
)  # fmt: skip
