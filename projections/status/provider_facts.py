"""What of a contract shows on the page of its provider, as dated facts of its status."""

from __future__ import annotations

from datetime import date

from ledger import excluding
from ledger.entry import Frozen
from ledger.organisations import Organisation
from projections.view import FileView


class ExclusionFact(Frozen):
    """That a provider is kept out of tenders, as decided on one file."""

    position: int
    cause: str
    since: date
    until: date | None
    provider: str | None = None
    """Who, where it is not the file's own provider."""
    bodies: tuple[str, ...] = ()
    """Whose tenders it is kept out of: those named, by their titles where the procedure knows them, else all that it
    knows."""
    legal_basis: str | None = None
    ground_stated: str | None = None
    """What the procedure itself names as the ground in law of an exclusion (TVP-5.2-9c)."""


class ProviderFacts(Frozen):
    """What is on one contract's file of its provider."""

    parties: tuple[Organisation, ...] = ()
    """Every provider bound by the contract."""
    exclusions: tuple[ExclusionFact, ...] = ()


def provider_facts(view: FileView) -> ProviderFacts:
    """Return what a file, a contract's or a provider's own, has of its provider."""
    file = view.file
    contract = file.agreement.contract
    if contract is None:  # a provider's own file is found by its names and numbers, too
        return ProviderFacts(parties=file.provider.organisations, exclusions=exclusion_facts(view))
    return ProviderFacts(parties=contract.providers, exclusions=exclusion_facts(view))


def exclusion_facts(view: FileView) -> tuple[ExclusionFact, ...]:
    """Return the exclusions decided on one file, a contract's or a provider's own."""
    return tuple(
        ExclusionFact(
            position=held.position, cause=held.cause, since=held.since, until=held.until, provider=held.provider,
            bodies=tuple(filter(None, excluding.bodies(held, view.procedure))),
            legal_basis=held.legal_basis, ground_stated=view.procedure.legal_ground("exclusion"),
        )
        for held in view.file.termination.exclusions
    )  # fmt: skip


__all__ = ["ExclusionFact", "ProviderFacts", "exclusion_facts", "provider_facts"]
