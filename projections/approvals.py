"""Who approved what: each decision on money or service, with the person and office it was made by (TVP-2.0-7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.entry import Actor, Entry, Frozen, own
from ledger.subjects.money import PaymentBasisSet
from ledger.subjects.payments import OrderPlaced, PaymentCertified, PaymentMade, PaymentWithheld
from ledger.subjects.remedies import SumWaived, SuspensionBegun
from ledger.subjects.reviews import ExtensionDecided, RenewalDecided
from ledger.subjects.termination import TerminationAuthorised
from ledger.subjects.variations import VariationAgreed
from projections.view import FileView

DECISIONS: tuple[type[Entry], ...] = (
    PaymentBasisSet, PaymentCertified, PaymentMade, PaymentWithheld, OrderPlaced, VariationAgreed, SuspensionBegun,
    SumWaived, ExtensionDecided, RenewalDecided, TerminationAuthorised,
)  # fmt: skip
"""The kinds of entry that are a decision on money or on the service."""


class Decision(Frozen):
    """One decision."""

    on: date
    position: int
    sentence: str
    person: str | None
    """Who approved it, else who did it; None where nobody is named."""
    office: str | None


def decisions(view: FileView) -> Iterator[Decision]:
    """Yield each decision on money or service, in the world's order, with who made it. Pure."""
    for recorded in view.file.of(*DECISIONS):
        entry = recorded.entry
        who: Actor | None = own(entry, "approved_by") or own(entry, "authorised_by") or entry.by
        yield Decision(
            on=entry.happened_on, position=recorded.position, sentence=view.sentence(recorded),
            person=who.person if who else None,
            office=view.procedure.office_title(who.office) if who and who.office else None,
        )  # fmt: skip
