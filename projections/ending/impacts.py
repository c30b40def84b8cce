"""What ending a contract early was found to mean, in the words of each assessment (HCC-9.3-a, HCC-9.3-b, CPC307-K1).

A pure function of the file as its reader sees it, and of a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.entry import Frozen
from ledger.subjects.termination import TerminationImpactAssessed
from projections.planning.outcomes_weighed import UnderHead
from projections.view import FileView

HEADS = {
    "users_affected": "people affected", "user_impact": "what it would mean for them",
    "vulnerability": "how vulnerable they are", "alternative_arrangements": "how the service would be provided instead",
    "timescales": "how long that takes", "equality": "effects on equality and rights",
}  # fmt: skip
"""What an assessment may say, by field."""


class ImpactShown(Frozen):
    """One assessment of what ending the contract early would mean."""

    position: int
    on: date
    proposal: str | None
    says: tuple[UnderHead, ...]
    missing: tuple[str, ...]
    """The heads it says nothing under."""


def impacts_shown(view: FileView, on: date) -> tuple[ImpactShown, ...]:
    """Return the assessments of what ending a contract would mean up to a day, the newest first. Pure."""
    return tuple(sorted(_impacts(view, on), key=lambda one: (one.on, one.position), reverse=True))


def _impacts(view: FileView, on: date) -> Iterator[ImpactShown]:
    for recorded in view.file.of(TerminationImpactAssessed):
        entry = recorded.entry
        if isinstance(entry, TerminationImpactAssessed) and entry.happened_on <= on:
            said = {words: getattr(entry, name) for name, words in HEADS.items()}
            yield ImpactShown(
                position=recorded.position, on=entry.happened_on, proposal=entry.proposal,
                says=tuple(
                    UnderHead(head=head, words=view.say(words)) for head, words in said.items() if words is not None
                ),
                missing=tuple(head for head, words in said.items() if words is None),
            )  # fmt: skip
