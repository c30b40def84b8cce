"""What outcomes were found to mean, how the contract is to reach them, and how clashes between them were dealt with.

What was weighed stands under the heads of the standard: resources, risk, sustainability, managing the contract
(CPC307-A2, CPC307-K12). A clash stands with what made it and how it was settled, once it is settled too (CPC307-K14).
"""

from __future__ import annotations

from datetime import date

from ledger.details import SETTLED_HOW
from ledger.entry import Frozen, own
from ledger.outcomes_weighed import EQUALITY_WEIGHED, completed_in
from ledger.said_since import said_in
from ledger.subjects.outcomes import HEADS as WEIGHED
from ledger.subjects.outcomes import (
    TOPICS,
    Conflict,
    Outcome,
    OutcomeImplicationsAssessed,
    OutcomesRecommended,
    OutcomesReviewedWithUsers,
)
from projections.view import FileView

HEADS = WEIGHED | {"affordability": "affordability", "equality": "equality"}


class UnderHead(Frozen):
    """What was said under one head."""

    head: str
    words: str


class ImplicationsShown(Frozen):
    """What outcomes were found to mean on a day, under each head that says something."""

    position: int
    on: date
    outcomes: tuple[str, ...]
    says: tuple[UnderHead, ...]
    risk_categories: tuple[str, ...]
    """Which kinds of risk they touch."""


class GoneOver(Frozen):
    """Outcomes gone over with those concerned on a day, and what they decided (CPC307-A3)."""

    position: int
    on: date
    outcomes: tuple[str, ...]
    with_whom: tuple[str, ...]
    covered: tuple[str, ...]
    """What was gone over: risks, sustainability, affordability, implications."""
    left_out: tuple[str, ...]
    """Of these four, what was not."""
    support_given: str | None
    decision: str
    words: str | None


class RecommendedShown(Frozen):
    """Outcomes recommended for the contract, and how carrying it out is to reach them (CPC307-A5, CPC307-A6)."""

    position: int
    on: date
    outcomes: tuple[str, ...]
    recommendation: str | None
    how_reached: str | None
    supported_by: tuple[str, ...]
    """Documents that came with it."""
    given_to: tuple[str, ...]
    shared_with: tuple[str, ...]
    formats: tuple[str, ...] = ()
    """In what form they were given it (CPC308-D3)."""


class ConflictShown(Frozen):
    """A clash of priorities, settled or not."""

    id: str
    position: int
    kind: str
    outcomes: tuple[str, ...]
    parties: tuple[str, ...] = ()
    cause: str | None = None
    """What makes them clash."""
    words: str | None = None
    reported_on: date | None
    reported_to: str | None = None
    settled_on: date | None = None
    settled_at: int | None = None
    remedy: str | None = None
    """How it was settled."""
    remedied_on: date | None = None
    """The day of the entry that says how, where the one that settled it did not; `agreed_with` is of that, too."""
    remedied_at: int | None = None
    cause_said_at: int | None = None
    """The supplement that says what makes them clash, where that is not said itself."""
    remedy_said_at: int | None = None
    """The supplement that says how it was settled, where no settlement does."""
    agreed_with: tuple[str, ...] = ()
    not_agreed: tuple[str, ...] = ()
    """Those it is between who are not among these (CPC307-K4)."""


CAUSE_ON_RECORD = "conflict.cause-on-record"


def implications(view: FileView) -> list[ImplicationsShown]:
    """Return what outcomes were found to mean, in the world's order."""
    found = []
    for recorded in view.file.of(OutcomeImplicationsAssessed):
        entry = recorded.entry
        assert isinstance(entry, OutcomeImplicationsAssessed)
        says = [
            UnderHead(head=head, words=view.say(held)) for name, head in HEADS.items() if (held := getattr(entry, name))
        ]
        found.append(
            ImplicationsShown(
                position=recorded.position, on=entry.happened_on, outcomes=entry.outcomes, says=tuple(says),
                risk_categories=tuple(map(view.say, entry.risk_categories)),
            )
        )  # fmt: skip
    return found


def weighed_under(view: FileView, outcome: Outcome) -> tuple[str, ...]:
    """Return the heads, in words, under which it is on file what an outcome means: with the entry where that is in a
    supplement that names what was left out (docs/adr/0434)."""
    entries = [recorded.entry for at in outcome.assessed if (recorded := view.file.at(at)) is not None]
    said = {name for name in HEADS if any(own(entry, name) for entry in entries)}
    added = {name: completed_in(view.file, outcome) for name in WEIGHED}
    added["equality"] = completed_in(view.file, outcome, EQUALITY_WEIGHED)
    return tuple(
        words if name in said else f"{words} (entry {added[name]})"
        for name, words in HEADS.items() if name in said or added.get(name)
    )  # fmt: skip


def gone_over(view: FileView) -> list[GoneOver]:
    """Return each time outcomes were gone over with those concerned, in the world's order."""
    found = []
    for recorded in view.file.of(OutcomesReviewedWithUsers):
        entry = recorded.entry
        assert isinstance(entry, OutcomesReviewedWithUsers)
        found.append(
            GoneOver(
                position=recorded.position, on=entry.happened_on, outcomes=entry.outcomes,
                with_whom=tuple(map(str, entry.groups)),
                covered=tuple(words for topic, words in TOPICS.items() if topic in entry.covered),
                left_out=tuple(words for topic, words in TOPICS.items() if topic not in entry.covered),
                support_given=view.say(entry.support_given) or None, decision=view.say(entry.decision),
                words=view.say(entry.words) or None,
            )
        )  # fmt: skip
    return found


def recommended(view: FileView) -> list[RecommendedShown]:
    """Return which outcomes were recommended, and how they are to be reached, in the world's order."""
    found = []
    for recorded in view.file.of(OutcomesRecommended):
        entry = recorded.entry
        assert isinstance(entry, OutcomesRecommended)
        found.append(
            RecommendedShown(
                position=recorded.position, on=entry.happened_on, outcomes=entry.outcomes,
                recommendation=view.say(entry.recommendation) or None, how_reached=view.say(entry.how_reached) or None,
                supported_by=tuple(map(view.say, entry.exhibits)), given_to=tuple(map(view.say, entry.recipients)),
                shared_with=tuple(map(str, entry.shared_with)), formats=tuple(map(view.say, entry.formats)),
            )
        )  # fmt: skip
    return found


def conflicts(view: FileView) -> list[ConflictShown]:
    """Return every clash of priorities, settled or not, by its id."""
    return [_conflict(view, held) for held in view.file.outcomes.conflicts.values()]


def _conflict(view: FileView, held: Conflict) -> ConflictShown:
    found, report, settled = held.says, held.report, held.settlement
    later = settled if held.resolved and held.remedied_at != held.resolved[1] else None
    return ConflictShown(
        id=held.id, position=held.position, kind=held.kind, outcomes=held.outcomes,
        parties=tuple(map(str, found.parties)) if found else (),
        cause=view.say(found.cause) or None if found else None, words=view.say(found.words) or None if found else None,
        reported_on=held.reported[-1][0] if held.reported else None,
        reported_to=view.say(report.reported_to, report.happened_on) or None if report else None,
        settled_on=held.resolved[0] if held.resolved else None, settled_at=held.resolved[1] if held.resolved else None,
        remedy=view.say(settled.remedy) or None if settled else None,
        cause_said_at=said_in(view.file, held.position, CAUSE_ON_RECORD) if found and not found.cause else None,
        remedy_said_at=(
            said_in(view.file, held.resolved[1], SETTLED_HOW) if held.resolved and not held.remedied else None
        ),
        remedied_on=later.happened_on if later else None, remedied_at=held.remedied_at if later else None,
        agreed_with=tuple(map(str, settled.agreed_with)) if settled else (),
        not_agreed=tuple(map(str, held.not_agreed(settled))) if settled else (),
    )  # fmt: skip
