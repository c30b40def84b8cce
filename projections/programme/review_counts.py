"""What contracts' own files add to a programme's tracker: how many were reviewed of those to be reviewed, unit by unit.

Pure functions of what is counted of contracts, which is as things stand now: nothing of it is told of a past day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from itertools import pairwise

from ledger.dates.working_days import months_later
from ledger.entry import Frozen
from ledger.names import among, counted
from ledger.procedures import Procedure, ProcedureError, read
from ledger.procedures.rows import ThematicReview
from projections.duties.scorecards import scorecard_due
from projections.duties.tiers import low_scores
from projections.programme.counted import Counted
from projections.status.tier_facts import TierFact

YEAR = 12
InTier = tuple[Counted, TierFact | None]
"""A contract, and its tier on the day."""


class ReviewCount(Frozen):
    """How far an action that reviews contracts has come."""

    theme: str
    to_review: tuple[str, ...]
    """References of the contracts to be reviewed for its theme: by tier, and where the procedure says so by score."""
    reviewed: tuple[str, ...]
    """Those of them that were."""
    sentence: str
    warnings: tuple[str, ...] = ()
    """What is odd about which contracts are counted."""

    @property
    def left(self) -> tuple[str, ...]:
        """Return the contracts to be reviewed that were not."""
        done = frozenset(self.reviewed)
        return tuple(reference for reference in self.to_review if reference not in done)


class UnitRow(Frozen):
    """One business unit, by the contracts that serve it."""

    unit: str
    contracts: int
    silent: tuple[str, ...]
    """Contracts of which nothing has been recorded as happening for long."""
    changes: int
    """How often whoever manages one of its contracts changed in the last twelve months."""
    without_scorecard: tuple[str, ...]
    """Key contracts whose last scorecard is missing, or too old."""
    officers: tuple[str, ...]
    """Who manages its contracts."""
    staff: tuple[str, ...] = ()
    """Their deputies, representatives and support officers."""


class ModelAdopted(Frozen):
    """The model that a contract's terms of governance follow, as they were last adopted (IMP-18-a)."""

    model: str
    reference: str
    """The contract."""
    on: date


class Contracts(Frozen):
    """What contracts' files say now."""

    counted: int
    """How many contracts were looked at: those that have not ended."""
    outside: tuple[str, ...] = ()
    """Contracts that are not counted, since the procedure they are bound to does not cover them (HCC-S-c)."""
    unclassified: tuple[str, ...]
    """Contracts that are in no tier, though the procedure they are bound to asks for one."""
    reviews: tuple[ReviewCount, ...]
    """One for each theme of the procedure."""
    without_senior_officer: tuple[str, ...]
    """Contracts of high risk without a Senior Responsible Officer."""
    units: tuple[UnitRow, ...]
    models: tuple[ModelAdopted, ...] = ()
    """The model each contract's terms of governance follow, of those that follow one."""

    def review(self, theme: str | None) -> ReviewCount | None:
        """Return the count of a theme, None where the procedure has no review of it."""
        return next((count for count in self.reviews if count.theme == theme), None)


def contracts_now(
    running: Sequence[Counted], procedure: Procedure, on: date, units: Collection[str] = ()
) -> Contracts:  # fmt: skip
    """Return what contracts' files say on the day, of those that have not ended by it. Pure.

    `units`: those the programme is carried out in, where it names any; what it reviews are theirs, and contracts of
    which no unit is on file (IMP-W2-08).
    """
    live = [facts for facts in running if not facts.outside]
    held = [(facts, facts.tiers.tier(on)) for facts in live]
    by_unit: dict[str, list[InTier]] = defaultdict(list)
    for facts, tier in held:
        by_unit[facts.unit or ""].append((facts, tier))
    return Contracts(
        counted=len(live), outside=tuple(facts.reference for facts in running if facts.outside),
        unclassified=tuple(f.reference for f, tier in held if tier is None and _asks_for_a_tier(f, procedure)),
        reviews=tuple(_count(theme, held, procedure, on, units) for theme in procedure.thematic_reviews),
        without_senior_officer=tuple(f.reference for f, tier in held if _lacks_senior_officer(f, tier, on)),
        units=tuple(_unit(unit, by_unit[unit], procedure, on) for unit in sorted(by_unit)),
        models=tuple(model for facts in live if (model := _model(facts, on)) is not None),
    )  # fmt: skip


def _model(facts: Counted, on: date) -> ModelAdopted | None:
    there = [terms for terms in facts.tiers.governance if terms.on <= on]
    last = max(there, key=lambda terms: (terms.on, terms.position), default=None)
    if last is None or last.model is None:
        return None
    return ModelAdopted(model=last.model, reference=facts.reference, on=last.on)


def _asks_for_a_tier(facts: Counted, procedure: Procedure) -> bool:
    with suppress(ProcedureError):  # one that is not there asks for nothing
        return bool((read(facts.procedure) if facts.procedure else procedure).tiers)
    return False


def _count(
    theme: ThematicReview, held: Sequence[InTier], procedure: Procedure, on: date, units: Collection[str]
) -> ReviewCount:  # fmt: skip
    in_tiers = [facts for facts, tier in held if tier is not None and tier.tier in theme.tiers]
    there, elsewhere = list[Counted](), list[Counted]()
    for facts in in_tiers:
        (elsewhere if units and facts.unit and not among(facts.unit, units) else there).append(facts)
    asked = [(facts, since) for facts in there if (since := _asked_since(theme, facts, procedure, on)) is not None]
    done = [facts.reference for facts, since in asked if facts.tiers.reviewed(theme.id, since, on)]
    tiers = " and ".join(", ".join(theme.tiers).rsplit(", ", 1))
    which = "contracts that scored low" if theme.scored else f"{tiers} contracts"
    unscored = [facts.reference for facts in there if theme.scored and not facts.tiers.scored(theme.scored, on)]
    warnings: tuple[str, ...] = (theme.note,) if theme.note else ()
    short = [(facts.reference, facts.tiers.left_out(theme.id, since, on)) for facts, since in asked]
    if begun := [f"{reference} ({', '.join(missing)})" for reference, missing in short if missing]:
        warnings += (f"reviewed, and not counted until it is said what is left out: {'; '.join(begun)}",)
    if elsewhere:
        whose = ", ".join(f"{facts.reference} ({facts.unit})" for facts in elsewhere)
        warnings += (f"of a business unit the programme is not carried out in, and so not counted: {whose}",)
    if unscored:
        warnings += (f"not scored yet, and so not counted: {', '.join(unscored)}",)
    return ReviewCount(
        theme=theme.id, to_review=tuple(facts.reference for facts, _ in asked), reviewed=tuple(done),
        sentence=f"{len(done)} of {len(asked)} {which} reviewed for {theme.title}", warnings=warnings,
    )  # fmt: skip


def _asked_since(theme: ThematicReview, facts: Counted, procedure: Procedure, on: date) -> date | None:
    """From which day on a review counts: that of the newest score that asks for one; any does where none is needed."""
    if theme.scored is None:
        return date.min
    scores, tiers = (
        facts.tiers.scored(theme.scored, on),
        [(t.since, t.tier) for t in facts.tiers.tiers if t.since <= on],
    )
    return max((scores[number][0] for number, _ in low_scores(theme, scores, tiers, procedure)), default=None)


def _lacks_senior_officer(facts: Counted, held: TierFact | None, on: date) -> bool:
    return held is not None and held.risk == "high" and not facts.tiers.has_senior_officer(on)


def _unit(unit: str, held: Sequence[InTier], procedure: Procedure, on: date) -> UnitRow:
    silent_after, own = procedure.setting("activity.silent-after"), [facts for facts, _ in held]
    officers, staff = (
        {
            person for facts in own for person, first, last in getattr(facts.tiers, part)
            if first <= on and (last is None or on <= last)
        } for part in ("officers", "staff")
    )  # fmt: skip
    return UnitRow(
        unit=unit or "no unit named", contracts=len(own), officers=tuple(sorted(officers)), staff=tuple(sorted(staff)),
        silent=tuple(f.reference for f in own if silent_after and _is_silent(f, on, silent_after)),
        changes=sum(_changes(facts, on) for facts in own),
        without_scorecard=tuple(f.reference for f, tier in held if _lacks_scorecard(f, tier, procedure, on)),
    )  # fmt: skip


def _is_silent(facts: Counted, on: date, days: int) -> bool:
    newest = facts.tiers.newest_on
    return newest is None or (on - newest).days >= days


def _changes(facts: Counted, on: date) -> int:
    """How often the contract's manager changed in the last twelve months, counted from appointments (IMP-24-c)."""
    begun = [(person, first) for person, first, _ in facts.tiers.officers]
    if len(begun) < 2:  # nearly all
        return 0
    since = months_later(on, -YEAR) or date.min
    return sum(
        since < later[1] <= on and earlier[0].casefold() != later[0].casefold() for earlier, later in pairwise(begun)
    )


def _lacks_scorecard(facts: Counted, held: TierFact | None, procedure: Procedure, on: date) -> bool:
    tier = procedure.tier(held.tier) if held else None
    if held is None or tier is None:
        return False
    card = facts.tiers.last_scorecard(on)
    due_on = scorecard_due(procedure, tier, card.period_ends if card else held.since)
    return due_on is not None and due_on < on


def silences_of(found: Contracts, silent_after: int) -> list[str]:
    """Return in sentences what one would expect of the contracts and does not find (IMP-20-e, IMP-23-c, IMP-18-b)."""
    said = []
    for unit in found.units:
        if unit.silent:
            since = counted(silent_after, "day")
            said.append(f"{unit.unit}: nothing has happened for {since} or more on {', '.join(unit.silent)}")
        if unit.without_scorecard:
            said.append(f"{unit.unit}: no scorecard in time for {', '.join(unit.without_scorecard)}")
    if found.without_senior_officer:
        said.append(f"of high risk, without a Senior Responsible Officer: {', '.join(found.without_senior_officer)}")
    if found.unclassified:
        said.append(f"in no tier: {', '.join(found.unclassified)}")
    return said


__all__ = ["Contracts", "ModelAdopted", "ReviewCount", "UnitRow", "contracts_now", "silences_of"]
