"""What a contract is for, as dated facts of its status: how many outcomes it specifies, and which were not reached."""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen
from projections.view import FileView


class NotReached(Frozen):
    """An outcome that its newest judgement finds not reached (HCC-3.1-b)."""

    id: str
    on: date
    in_part: bool
    """Whether it was reached in part."""
    position: int


class OutcomeFacts(Frozen):
    """The outcomes and objectives of one contract, but for those that were dropped."""

    specified: int = 0
    judged: int = 0
    """How many of these were ever judged."""
    not_reached: tuple[NotReached, ...] = ()


def outcome_facts(view: FileView) -> OutcomeFacts:
    """Return what a contract is for, and what of it was not reached. Pure; whatever the day."""
    held = [outcome for outcome in view.file.outcomes.by_id.values() if outcome.specified and not outcome.dropped]
    return OutcomeFacts(
        specified=len(held), judged=sum(bool(outcome.achieved) for outcome in held),
        not_reached=tuple(
            NotReached(id=outcome.id, on=missed[0], in_part=missed[2].achieved == "partly", position=missed[1])
            for outcome in held if (missed := outcome.missed) is not None
        ),
    )  # fmt: skip
