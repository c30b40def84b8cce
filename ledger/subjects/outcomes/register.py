"""The outcomes of one contract: who wants each, what was weighed, how it is specified, and how far it was reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Frozen, Recorded
from ledger.registers import ById, Register
from ledger.stakeholders import ConcernedGroup, is_among, it_is_for
from ledger.subjects.outcomes.entries import (
    HEADS,
    TOPICS,
    OutcomeAchievementAssessed,
    OutcomeIdentified,
    OutcomeImplicationsAssessed,
    OutcomesEntry,
    OutcomeSpecified,
    OutcomesRecommended,
    OutcomesReviewedWithUsers,
    OutcomeViewsObtained,
    PriorityConflictDealtWith,
    PriorityConflictIdentified,
)

UNDECIDED = "undecided"
"""What is no decision: whatever was decided before stands."""


class Outcome(Frozen):
    """One outcome or objective, and every entry about it by its position."""

    id: str
    position: int = 0
    """The entry that identified it; 0 where only what followed is in force."""
    on: date | None = None
    identified: OutcomeIdentified | None = None
    assessed: tuple[int, ...] = ()
    """Entries that weighed its implications."""
    weighed: frozenset[str] = frozenset()
    """The heads under which any of them says something."""
    reviewed: tuple[tuple[date, str, int], ...] = ()
    """(day, decision, position) of each time it was gone over with those concerned."""
    gone_over: frozenset[str] = frozenset()
    """What was gone over of it with those it is for, in any of these."""
    decided: tuple[date, str, int] | None = None
    """(day, decision, position) of the last decision on it by those it is for; that they left it open is none."""
    left_open: tuple[date, int] | None = None
    """(day, position) of when those it is for went over it last without a decision; None once there is one of them."""
    dropped: bool = False
    """Whether those concerned decided to drop it, and it was neither taken up again nor specified since."""
    recommended: tuple[int, ...] = ()
    specified: tuple[tuple[date, int, OutcomeSpecified], ...] = ()
    """(day, position, entry) of each specification; the last one holds."""
    achieved: tuple[tuple[date, int, OutcomeAchievementAssessed], ...] = ()
    """(day, position, entry) of each judgement."""

    @property
    def specification(self) -> OutcomeSpecified | None:
        """The specification that holds; None where it was never specified."""
        return self.specified[-1][2] if self.specified else None

    def specified_on(self, day: date) -> OutcomeSpecified | None:
        """Return the specification that held on a day, before the first one that; None where it was never specified."""
        held = [said for on, _, said in self.specified if on <= day]
        return held[-1] if held else self.specified[0][2] if self.specified else None

    @property
    def missed(self) -> tuple[date, int, OutcomeAchievementAssessed] | None:
        """The newest judgement, where it finds what is specified not reached: if that has a day, after it, and then
        reached in part, too. None where it was dropped or specified anew since (HCC-3.1-b)."""
        said = self.specification
        if said is None or not self.achieved or self.dropped or self.specified[-1][:2] > self.achieved[-1][:2]:
            return None
        on, _, judged = self.achieved[-1]
        short = judged.achieved == "no" if said.reach_by is None else judged.achieved in ("no", "partly")
        return self.achieved[-1] if short and (said.reach_by is None or on > said.reach_by) else None

    @property
    def unweighed(self) -> tuple[str, ...]:
        """The heads, in words, under which nothing is said of what it means; none once it is weighed."""
        return tuple(words for head, words in HEADS.items() if head not in self.weighed)

    @property
    def not_gone_over(self) -> tuple[str, ...]:
        """What is still to be gone over with those who use the service, in words (CPC307-A3)."""
        return tuple(words for topic, words in TOPICS.items() if topic not in self.gone_over)

    @property
    def dropped_at(self) -> tuple[date, int] | None:
        """(day, position) of when those concerned dropped it; None where it is not dropped."""
        said = self._last_said if self.dropped else None
        return (said[0], said[2]) if said else None

    @property
    def _last_said(self) -> tuple[date, str, int] | None:
        return next((said for said in reversed(self.reviewed) if said[1] != UNDECIDED), None)

    @property
    def dropped_before(self) -> tuple[date, int] | None:
        """(day, position) of when those concerned dropped it, where it was specified all the same since; else None."""
        said = self._last_said
        if self.dropped or not self.specified or said is None or said[1] != "dropped":
            return None
        return said[0], said[2]


class Conflict(Frozen):
    """A clash of priorities, and what became of it."""

    id: str
    position: int = 0
    on: date | None = None
    kind: str = "priority"
    outcomes: tuple[str, ...] = ()
    says: PriorityConflictIdentified | None = None
    reported: tuple[tuple[date, int], ...] = ()
    resolved: tuple[date, int] | None = None
    """(day, position) of its settlement."""
    report: PriorityConflictDealtWith | None = None
    """The last report of it."""
    settlement: PriorityConflictDealtWith | None = None
    """What settled it; where that did not say how, whatever said so later."""
    remedied_at: int = 0
    """Position of the entry that is."""

    @property
    def parties(self) -> tuple[ConcernedGroup, ...]:
        """Those it is between; none where it is not said."""
        return self.says.parties if self.says else ()

    def not_agreed(self, settlement: PriorityConflictDealtWith) -> tuple[ConcernedGroup, ...]:
        """Return those it is between who are not among those who agreed to how it was settled (CPC307-K4)."""
        return tuple(party for party in self.parties if not is_among(party, settlement.agreed_with))

    @property
    def remedied(self) -> bool:
        """Whether it is settled, and it is said how."""
        return self.settlement is not None and self.settlement.remedy is not None


class Views(Frozen):
    """Those concerned were asked what they want."""

    on: date
    position: int
    asked: tuple[ConcernedGroup, ...]


@dataclass(slots=True)
class OutcomesWanted(Register[OutcomesEntry]):
    """The outcomes of one contract, and the clashes between them."""

    by_id: ById[Outcome] = field(default_factory=lambda: ById(Outcome))
    conflicts: ById[Conflict] = field(default_factory=lambda: ById(Conflict))
    views: list[Views] = field(default_factory=list)

    def enter(self, entry: OutcomesEntry, recorded: Recorded) -> None:
        on, position, given = entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case OutcomeViewsObtained():
                self.views.append(Views(on=on, position=position, asked=entry.asked))
            case OutcomeIdentified():
                self.by_id.change(given, position=position, on=on, identified=entry)
            case OutcomeImplicationsAssessed():
                for named in entry.outcomes:
                    known = self.by_id.known(named)
                    self.by_id.change(named, assessed=(*known.assessed, position), weighed=known.weighed | entry.under)
            case OutcomesReviewedWithUsers():
                for named in entry.outcomes:
                    self._review(named, entry, position)
            case OutcomesRecommended():
                for named in entry.outcomes:
                    self.by_id.add(named, recommended=position)
            case OutcomeSpecified():
                self.by_id.add(entry.outcome, specified=(on, position, entry))
                self.by_id.change(entry.outcome, dropped=False)
                if it_is_for(entry.agreed_by):
                    self.by_id.change(entry.outcome, left_open=None)
            case OutcomeAchievementAssessed():
                self.by_id.add(entry.outcome, achieved=(on, position, entry))
            case PriorityConflictIdentified():
                self.conflicts.change(
                    given, position=position, on=on, kind=entry.conflict_kind, outcomes=entry.outcomes, says=entry
                )
            case PriorityConflictDealtWith():
                held = self.conflicts.known(entry.conflict)
                if entry.how == "resolved":
                    self.conflicts.change(entry.conflict, resolved=held.resolved or (on, position))
                    if not held.remedied:
                        self.conflicts.change(entry.conflict, settlement=entry, remedied_at=position)
                else:
                    self.conflicts.change(entry.conflict, reported=(*held.reported, (on, position)), report=entry)
            case _:
                assert_never(entry)

    def _review(self, named: str, entry: OutcomesReviewedWithUsers, position: int) -> None:
        said = (entry.happened_on, entry.decision, position)
        self.by_id.add(named, reviewed=said)
        if it_is_for(entry.groups):
            self.by_id.change(named, gone_over=self.by_id.known(named).gone_over | set(entry.covered))
        if entry.decision == UNDECIDED:
            self._leave_open(named, entry, position)
            return
        self.by_id.change(named, dropped=entry.decision == "dropped")
        if it_is_for(entry.groups):
            self.by_id.change(named, decided=said, left_open=None)

    def _leave_open(self, named: str, entry: OutcomesReviewedWithUsers, position: int) -> None:
        known = self.by_id.known(named)
        agreed = any(it_is_for(said.agreed_by) for _, _, said in known.specified)
        if it_is_for(entry.groups) and known.decided is None and not agreed:
            self.by_id.change(named, left_open=(entry.happened_on, position))

    def open_conflicts(self, outcome: str | None = None) -> list[Conflict]:
        """Return the clashes not settled, all or those about one outcome; one only reported is still open."""
        return [
            conflict for conflict in self.conflicts.values()
            if conflict.resolved is None and (outcome is None or outcome in conflict.outcomes)
        ]  # fmt: skip

    def ranked(self) -> list[Outcome]:
        """Return every outcome and objective of the contract in one order: by rank, then those without one; last those
        that were dropped, which are ranked among nothing."""
        return sorted(
            self.by_id.values(),
            key=lambda o: (
                o.dropped, o.specification.priority if o.specification and o.specification.priority else 10**6, o.id,
            ),
        )  # fmt: skip
