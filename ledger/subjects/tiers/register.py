"""In which tier a contract was when, and what was reviewed, scored and received because of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.dates.span import Span
from ledger.entry import Frozen, Recorded
from ledger.plans import Step
from ledger.registers import Register
from ledger.subjects.tiers.entries import (
    BusinessContinuityPlanReceived,
    ContractClassified,
    Decision,
    Extent,
    GovernanceTermsAdopted,
    ScorecardRecorded,
    SelfAssessmentSubmitted,
    ThematicReviewCompleted,
    TiersEntry,
)
from ledger.words import Text


class Classification(Frozen):
    """The contract's tier and risk, from a day on."""

    since: date
    position: int
    tier: str
    risk: str | None
    """As last found: a classification that leaves it out leaves it as it was (docs/adr/0522)."""
    reassess_on: date | None


class ThemeReviewed(Frozen):
    """One review by theme."""

    on: date
    position: int
    theme: str
    clause: str | None
    """The clause of the contract it is about."""
    in_place: Extent | None
    monitored: Extent | None
    decision: Decision | None
    variation: str | None
    actions: int
    """How many further actions were agreed."""
    found: Text | None = None
    """What was found in place already."""
    level: Text | None = None
    potential: Text | None = None
    market_intelligence: Text | None = None
    further_actions: tuple[Step, ...] = ()
    participants: tuple[str, ...] = ()
    """Who took part, by name and office."""
    left_out: tuple[str, ...] = ()
    """Of what its theme asks for, what the review does not say, in words (IMP-16-b)."""

    @property
    def lacking(self) -> bool:
        """Whether something was found absent or unused, so that it has to be decided on."""
        return self.in_place == "no" or self.monitored == "no"


class Scorecard(Frozen):
    """One scorecard."""

    on: date
    position: int
    period: Span
    ratings: tuple[tuple[str, str], ...]
    """(side, rating) of the sides that are on it."""


class ContinuityPlan(Frozen):
    """One business continuity plan."""

    on: date
    position: int
    valid_until: date | None
    tested_on: date | None


@dataclass(slots=True)
class Tiers(Register[TiersEntry]):
    """How much the contract matters."""

    classifications: list[Classification] = field(default_factory=list)
    reviews: list[ThemeReviewed] = field(default_factory=list)
    scorecards: list[Scorecard] = field(default_factory=list)
    scores: dict[str, list[tuple[date, int, int]]] = field(default_factory=dict)
    """Field -> (day, percent, position) of each self-assessment."""
    continuity_plans: list[ContinuityPlan] = field(default_factory=list)
    governance: list[tuple[date, GovernanceTermsAdopted, int]] = field(default_factory=list)
    """(day, terms, position) of each adoption of terms."""

    def enter(self, entry: TiersEntry, recorded: Recorded) -> None:
        on, position = entry.happened_on, recorded.position
        match entry:
            case ContractClassified():
                before = self.classified(on)
                risk = entry.risk or (before.risk if before else None)
                self.classifications.append(
                    Classification(
                        since=on, position=position, tier=entry.tier, risk=risk, reassess_on=entry.reassess_on
                    )
                )
            case ThematicReviewCompleted():
                self.reviews.append(
                    ThemeReviewed(
                        on=on, position=position, theme=entry.theme, clause=entry.clause,
                        in_place=entry.in_place, monitored=entry.monitored, decision=entry.decision,
                        variation=entry.variation, actions=len(entry.further_actions), found=entry.found,
                        level=entry.level, potential=entry.potential, market_intelligence=entry.market_intelligence,
                        further_actions=entry.further_actions,
                        participants=tuple(map(str, entry.participants)), left_out=left_out(entry),
                    )
                )  # fmt: skip
            case ScorecardRecorded():
                self.scorecards.append(
                    Scorecard(on=on, position=position, period=entry.period, ratings=tuple(sides(entry).items()))
                )
            case SelfAssessmentSubmitted():
                for score in entry.scores:
                    held = self.scores.get(score.subject, [])
                    self.scores[score.subject] = [*held, (on, score.percent, position)]
            case BusinessContinuityPlanReceived():
                self.continuity_plans.append(
                    ContinuityPlan(on=on, position=position, valid_until=entry.valid_until, tested_on=entry.tested_on)
                )
            case GovernanceTermsAdopted():
                self.governance.append((on, entry, position))
            case _:
                assert_never(entry)

    def classified(self, day: date) -> Classification | None:
        """Return the tier the contract was in on a day, None where it was in none."""
        return next((held for held in reversed(self.classifications) if held.since <= day), None)

    def reviewed(self, theme: str, day: date) -> ThemeReviewed | None:
        """Return the last review for a theme by a day, None where there was none."""
        return next((held for held in reversed(self.reviews) if held.theme == theme and held.on <= day), None)

    @property
    def decisions(self) -> list[ThemeReviewed]:
        """Return the reviews whose decision stands: none since then decided otherwise on the theme, and the clause."""
        return [
            held for number, held in enumerate(self.reviews)
            if held.decision is not None and not any(
                later.theme == held.theme and (later.clause is None or held.clause in (None, later.clause))
                and later.decision not in (None, held.decision)
                for later in self.reviews[number + 1:]
            )
        ]  # fmt: skip

    def last_scorecard(self, day: date) -> Scorecard | None:
        """Return the scorecard of the newest period recorded by a day and once it was over, with a side rated at least;
        None without."""
        there = [card for card in self.scorecards if card.on <= day and card.period.last <= card.on and card.ratings]
        return max(there, key=lambda card: (card.period.last, card.position), default=None)


def left_out(entry: ThematicReviewCompleted) -> tuple[str, ...]:
    """Return what a review does not say of what its theme asks for, in words (IMP-16-b, IMP-22-a, IMP-25-a).

    Where nothing is in place there is nothing to monitor, and where nothing is tracked or applied no level and no
    outcome: then what is decided is asked for (IMP-22-b, IMP-25-b), by a rule of its own.
    """
    heads: dict[str, object] = {"what is in place already": entry.found or entry.in_place}
    if entry.theme == "supplier-development":
        heads |= {"the potential": entry.potential, "further action": entry.further_actions}
    elif entry.theme in ("service-improvement", "value-for-money"):
        absent, unused = entry.in_place == "no", entry.monitored == "no"
        heads["whether it is monitored"] = entry.monitored or absent
        heads["the level, or the outcome"] = entry.level or absent or unused
    return tuple(head for head, said in heads.items() if not said)


def sides(entry: ScorecardRecorded) -> dict[str, str]:
    """Return side -> rating of the sides that are on a scorecard."""
    all_sides = {"cost": entry.cost, "performance": entry.performance, "risk": entry.risk, "users": entry.users}
    return {name: side.rating for name, side in all_sides.items() if side}
