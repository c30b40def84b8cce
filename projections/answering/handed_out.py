"""In which bundles an entry was handed out: what left the building is not called back by changing who may read it."""

from __future__ import annotations

from datetime import date

from ledger.contract_file import ContractFile
from ledger.entry import Frozen
from ledger.subjects.records import EvidenceBundleIssued


class HandedOut(Frozen):
    """A bundle of evidence that was issued and held an entry."""

    position: int
    """Position of the entry that says that it was issued."""
    on: date
    """The day it was issued."""
    recipient: str
    """Who was given it."""
    purpose: str
    """What for."""
    redacted: bool
    """Whether some words of the entry were left out of it."""


def handed_out(file: ContractFile, position: int, before: int) -> tuple[HandedOut, ...]:
    """Return the bundles that held an entry and were issued before another one, in order. Pure.

    An entry of issuing names up to 2,000 entries that were withheld; where there were more it names none,
    and the bundle is listed, since it may have held this one.
    """
    issued = ((r.position, r.entry) for r in file.known if r.position < before)
    return tuple(
        HandedOut(
            position=at, on=entry.happened_on, recipient=entry.recipient, purpose=entry.purpose,
            redacted=position in entry.redacted,
        )
        for at, entry in issued
        if isinstance(entry, EvidenceBundleIssued) and position <= entry.up_to and position not in entry.withheld
    )  # fmt: skip


__all__ = ["HandedOut", "handed_out"]
