"""Duties that arise from variations not settled yet: to discuss them, to tell the provider (HCC-7.4-a, HCC-9.5-a)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import kinds, revising
from ledger.subjects.variations import Variation
from ledger.telling import told_of_revision
from projections.duties.ceasing import while_bound
from projections.duties.duty import LEAD, Duty, duty
from projections.view import FileView

FIRST_DISCUSSED = next(rule for rule in kinds.RULES if rule.id == "variation.support-officer-consulted")
TO_BE_INFORMED = next(rule for rule in kinds.RULES if rule.id == "variation.provider-informed")


def _proposed(view: FileView) -> Iterator[tuple[Variation, date]]:
    """Each variation that was proposed and nobody settled, with the day it was proposed."""
    for variation in view.file.variations.by_id.values():
        on, settled = variation.proposed_on, variation.agreements or variation.rejected or variation.put_off
        if on is not None and not settled:
            yield variation, on


def to_be_discussed(view: FileView) -> Iterator[Duty]:
    """Yield each variation that was proposed, by either party, and nobody settled, that is still to be taken to the
    support officer (HCC-7.4-a)."""
    yield from while_bound(view, _to_be_discussed(view))


def _to_be_discussed(view: FileView) -> Iterator[Duty]:
    for variation, on in _proposed(view):
        procedure = view.procedure_on(on)
        if procedure.ruling(FIRST_DISCUSSED)[0] is None:
            continue
        if revising.not_discussed(view.file, variation.id, date.max, procedure) is not None:
            officer = procedure.office_title(revising.SUPPORT_OFFICER)
            theirs = ", which the provider proposed," if variation.proposed_by_party == "provider" else ""
            yield duty(
                view, f"discuss/{variation.id}", f"Discuss {variation.id}{theirs} with the {officer}", office=LEAD,
                since=on, citation="HCC-7.4-a", opened_by=(variation.proposed,),
            )  # fmt: skip


def revisions(view: FileView) -> Iterator[Duty]:
    """Yield of each revision of the contract that the authority intends that the provider is to be told."""
    yield from while_bound(view, _intended(view))


def _intended(view: FileView) -> Iterator[Duty]:
    for variation, on in _proposed(view):
        if variation.proposed_by_party == "provider":
            continue  # its own proposal: it needs no telling
        since = view.file.variations.agreed_before(on, variation.id) or date.min
        asked = view.procedure_on(on).ruling(TO_BE_INFORMED)[0] is not None
        if asked and not told_of_revision(view.file, variation.id, date.max, since):
            yield duty(
                view, f"inform/{variation.id}",
                f"Keep the provider informed of the intention to revise the contract by {variation.id}", office=LEAD,
                since=on, citation="HCC-9.5-a", opened_by=(variation.proposed,),
            )  # fmt: skip
