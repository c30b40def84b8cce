"""A provider across the authority's contracts: what it is called, its business, and where it stands."""

from ledger.subjects.provider.entries import ProviderDetailsChanged, ProviderOpened
from ledger.subjects.provider.register import Provider
from ledger.subjects.provider.rules import RULES

__all__ = ["RULES", "Provider", "ProviderDetailsChanged", "ProviderOpened"]
