"""What is asked of a provider's file."""

from __future__ import annotations

from ledger.rules import AnyRule, Rule, lacks
from ledger.subjects.provider.entries import ProviderDetailsChanged, ProviderOpened

RULES: tuple[AnyRule, ...] = (
    Rule(
        id="provider.known-as-a-customer", citation="TVP-2.0-5", level="advise", of=ProviderOpened, field="business",
        sentence="Whoever manages contracts knows the provider, its business and its market.",
        found=lacks("business", "ethos", "sector", found="nothing is said of its business, its ethos or its market"),
    ),
    Rule(
        id="provider.says-what-changed", citation="TVP-2.0-5", level="advise", of=ProviderDetailsChanged,
        sentence="It is said what became different about a provider.",
        found=lacks(
            "name", "also_called", "identifiers", "group", "sector", "business", "ethos",
            found="it does not say what became different",
        ),
    ),
)  # fmt: skip
