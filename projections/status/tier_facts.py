"""A contract's tier, and what was reviewed and scored because of it, as dated facts of its status.

What is counted across contracts, by a programme's tracker, is counted from these.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger import kinds
from ledger.entry import Frozen, Recorded
from ledger.rules import AnyRule
from ledger.said_since import said_in
from ledger.subjects.tiers import SENIOR, ThemeReviewed
from projections.read_models.remembered import gone_through, remembered_fact
from projections.view import FileView


class TierFact(Frozen):
    """The tier and risk from a day on."""

    since: date
    tier: str
    risk: str | None = None
    position: int


HELD_WITH_THE_MANAGER, ACTS_ON_WHAT_IS_SHORT = (
    next(rule for rule in kinds.RULES if rule.id == f"thematic-review.{named}")
    for named in ("held-with-the-manager", "acts-on-what-is-short")
)


class ThemeFact(Frozen):
    """A review for one theme."""

    on: date
    theme: str
    in_place: str | None = None
    monitored: str | None = None
    decision: str | None = None
    left_out: tuple[str, ...] = ()
    """Of what its theme asks for, what it does not say and nothing added since does, in words."""
    position: int


class ScoreFact(Frozen):
    """What one field of a self-assessment was scored."""

    on: date
    subject: str
    percent: int


class ScorecardFact(Frozen):
    """A period's scorecard."""

    on: date
    period_begins: date
    period_ends: date
    ratings: tuple[tuple[str, str], ...]
    position: int


class StageFact(Frozen):
    """A stage of its life that the contract entered (IMP-24-d)."""

    since: date
    stage: str
    position: int


class GovernanceFact(Frozen):
    """Terms of governance that were adopted (IMP-18-a)."""

    on: date
    model: str | None = None
    """The model they follow."""
    structure: str | None = None
    """The boards and meetings, and who sits on them."""
    names_senior_officer: bool = False
    """Whether a Senior Responsible Officer has a part in them."""
    position: int


class HandoverFact(Frozen):
    """The management of the contract, handed from one officer to another (IMP-24-d)."""

    on: date
    from_person: str
    to_person: str
    accepted_on: date | None = None
    position: int


HELPING = ("deputy-lead-officer", "contract-support-officer", "representative")
"""The offices of the authority that help to manage a contract."""


class TierFacts(Frozen):
    """What is on file of a contract's tier."""

    tiers: tuple[TierFact, ...] = ()
    themes: tuple[ThemeFact, ...] = ()
    scores: tuple[ScoreFact, ...] = ()
    scorecards: tuple[ScorecardFact, ...] = ()
    senior_officers: tuple[tuple[date, date | None], ...] = ()
    """(first day, last day) of each term of a Senior Responsible Officer."""
    senior_title: str | None = None
    """What a Senior Responsible Officer is called in words; None where the procedure knows none."""
    officers: tuple[tuple[str, date, date | None], ...] = ()
    """(person, first day, last day) of each term of whoever manages it."""
    staff: tuple[tuple[str, date, date | None], ...] = ()
    """The deputies and the support officers there were, in the same way: who helps to manage it (IMP-21-b)."""
    stages: tuple[StageFact, ...] = ()
    """The stages of its life it entered, in their order."""
    governance: tuple[GovernanceFact, ...] = ()
    """Terms of governance, in the order they were adopted."""
    handovers: tuple[HandoverFact, ...] = ()
    """Each time its management was handed over."""
    newest_on: date | None = None
    """The day the newest thing on file happened."""

    def tier(self, on: date) -> TierFact | None:
        """Return the tier on a day, None where it was in none."""
        return next((held for held in reversed(self.tiers) if held.since <= on), None)

    def stage(self, on: date) -> StageFact | None:
        """Return the stage of its life it was in on a day, None where none is on file."""
        return next((held for held in reversed(self.stages) if held.since <= on), None)

    def last_scorecard(self, on: date) -> ScorecardFact | None:
        """Return the scorecard of the newest period recorded by a day, and once that was over, with a side rated at
        least; None without one."""
        there = [card for card in self.scorecards if card.on <= on and card.period_ends <= card.on and card.ratings]
        return max(there, key=lambda card: (card.period_ends, card.position), default=None)

    def scored(self, subject: str, on: date) -> tuple[tuple[date, int], ...]:
        """Return what a field was scored by a day, each time: (day, percent)."""
        return tuple((s.on, s.percent) for s in self.scores if s.subject == subject and s.on <= on)

    def has_senior_officer(self, on: date) -> bool:
        """Return whether a Senior Responsible Officer was in post on a day."""
        return any(first <= on and (last is None or on <= last) for first, last in self.senior_officers)

    def lacks_senior_officer(self, on: date) -> bool:
        """Return whether, on a day, a contract of high risk had no Senior Responsible Officer (IMP-18-b)."""
        held = self.tier(on)
        high = held is not None and held.risk == "high"
        return high and self.senior_title is not None and not self.has_senior_officer(on)

    def reviewed(self, theme: str, since: date, on: date) -> bool:
        """Return whether it was reviewed for a theme from one day to another, and what the theme asks for is said
        (IMP-16-b)."""
        return any(fact.theme == theme and since <= fact.on <= on and not fact.left_out for fact in self.themes)

    def left_out(self, theme: str, since: date, on: date) -> tuple[str, ...]:
        """Return what the last review for a theme in that time leaves out; nothing without one, or with a whole one."""
        there = [fact.left_out for fact in self.themes if fact.theme == theme and since <= fact.on <= on]
        return there[-1] if there and all(there) else ()


def not_as_asked(view: FileView, review: ThemeReviewed) -> tuple[str, ...]:
    """Return, in words, what stands against a review that is to be held with whoever manages the contract, for risk or
    governance, or that is to agree to do more, for risk: such a one is not the review that is asked for (IMP-17-c,
    IMP-18-c)."""
    completing = view.file.records.completing
    with_whom, what = (completing(review.position, rule.id) for rule in (HELD_WITH_THE_MANAGER, ACTS_ON_WHAT_IS_SHORT))
    held = () if with_whom and not review.participants else (HELD_WITH_THE_MANAGER,)
    more = () if what or review.theme != "risk" else (ACTS_ON_WHAT_IS_SHORT,)
    return tuple(IN_WORDS[rule.id] for rule in (*more, *held) if _is_broken(view, review, rule))


IN_WORDS = {
    ACTS_ON_WHAT_IS_SHORT.id: "what more was agreed to do",
    HELD_WITH_THE_MANAGER.id: "who manages the contract among those who took part",
}
"""What a review does not say that breaks a rule, by that rule's id."""


def _is_broken(view: FileView, review: ThemeReviewed, rule: AnyRule) -> bool:
    recorded = view.file.at(review.position)
    if recorded is None:
        return False
    procedure = view.judging(recorded.entry)
    return procedure.ruling(rule)[0] is not None and bool(rule.found(view.file, recorded.entry, procedure))


def left_out(view: FileView, review: ThemeReviewed) -> tuple[str, ...]:
    """Return what a review by theme leaves out, in words, that was not added to it since (IMP-25-a, IMP-18-c)."""
    said = () if heads_said_in(view, review) else review.left_out
    return (*said, *not_as_asked(view, review))


def heads_said_in(view: FileView, review: ThemeReviewed) -> int | None:
    """Return the supplement that says what a review by theme left out under its heads; None without one, and of a
    review that left nothing out (docs/adr/0436)."""
    by = "under-its-heads" if review.theme == "supplier-development" else f"heads-of-{review.theme}"
    return said_in(view.file, review.position, f"thematic-review.{by}") if review.left_out else None


def tier_facts(view: FileView) -> TierFacts:
    """Return what is on file of a contract's tier. Pure; the same whatever the day."""
    newest: date | None = gone_through(_newest, None, view)
    return remembered_fact(_tier, view).model_copy(update={"newest_on": newest})


def _newest(found: date | None, entries: Sequence[Recorded]) -> date | None:
    days = [recorded.entry.happened_on for recorded in entries]
    return max([*days, found] if found else days, default=None)


def _tier(view: FileView) -> TierFacts:
    tiers, people = view.file.tiers, view.file.people
    scores = [
        ScoreFact(on=on, subject=subject, percent=percent)
        for subject, held in tiers.scores.items() for on, percent, _ in held
    ]  # fmt: skip
    return TierFacts(
        tiers=tuple(
            TierFact(since=c.since, tier=c.tier, risk=c.risk, position=c.position) for c in tiers.classifications
        ),
        themes=tuple(
            ThemeFact(
                on=r.on, theme=r.theme, in_place=r.in_place, monitored=r.monitored, decision=r.decision,
                left_out=left_out(view, r), position=r.position,
            ) for r in tiers.reviews
        ),
        scores=tuple(sorted(scores, key=lambda score: score.on)),
        scorecards=tuple(
            ScorecardFact(
                on=s.on, period_begins=s.period.first, period_ends=s.period.last, ratings=s.ratings, position=s.position
            )
            for s in tiers.scorecards
        ),
        senior_officers=tuple((term.since, term.until) for term in people.holders(SENIOR)),
        senior_title=view.procedure.office_in_words(SENIOR) if view.procedure.office(SENIOR) else None,
        officers=tuple((term.person, term.since, term.until) for term in people.holders("lead-officer")),
        staff=tuple((term.person, term.since, term.until) for office in HELPING for term in people.holders(office)),
        stages=tuple(
            StageFact(since=on, stage=stage, position=position) for on, stage, position in view.file.agreement.stages
        ),
        governance=tuple(
            GovernanceFact(
                on=on, model=t.model, structure=view.say(t.structure) or None,
                names_senior_officer=t.names_senior_officer, position=position,
            ) for on, t, position in tiers.governance
        ),
        handovers=tuple(
            HandoverFact(
                on=h.on, from_person=h.from_person, to_person=h.to_person, accepted_on=h.accepted_on,
                position=h.position,
            ) for h in people.handovers
        ),
    )  # fmt: skip
