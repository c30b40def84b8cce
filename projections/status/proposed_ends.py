"""The proposals to end the contract early, and whether each was decided by whoever may (TVP-5.0-7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.end_decided import DECIDED_BY, end_decided, without_effect
from ledger.entry import Frozen
from projections.view import FileView


class NoDecision(Frozen):
    """A decision by somebody who may not make it, that does not stand."""

    on: date
    position: int
    why: str
    """That it was refused, when and in which entry, or that it is not ratified."""


class ProposedTermination(Frozen):
    """A proposal to end the contract early."""

    id: str
    on: date
    position: int
    by: str | None
    grounds: tuple[str, ...]
    authorised_on: date | None
    """The day termination was authorised; a decision with no authority is not it."""
    authorised_in_part: str | None = None
    """In words, that it was authorised for a part of the contract only, and which."""
    without_authority: tuple[NoDecision, ...] = ()
    """What decided on it and does not stand (docs/adr/0490)."""


def proposals(view: FileView) -> Iterator[ProposedTermination]:
    """Yield each proposal to end the contract early, as it stands by what is on file. Pure."""
    for proposal in view.file.termination.proposals.values():
        decision = end_decided(view.file, date.max, proposal.id, view.procedure)
        yield ProposedTermination(
            id=proposal.id, on=proposal.on, position=proposal.position, by=view.say(proposal.by, proposal.on) or None,
            grounds=proposal.grounds, authorised_on=decision.on if decision else None,
            authorised_in_part=decision.in_part if decision else None,
            without_authority=tuple(_without(view, proposal.id)),
        )  # fmt: skip


def _without(view: FileView, proposal: str) -> Iterator[NoDecision]:
    for made in without_effect(view.file, date.max, proposal, view.procedure):
        word = view.file.standing(made.position, DECIDED_BY, view.file.judging(made.position, view.procedure))
        if word is not None:
            yield NoDecision(on=made.on, position=made.position, why=word.why)
