"""How the procedure is kept on one contract, and what its money buys at what risk, as dated facts of its status.

The seven standards of the procedure (HCC-12.1 to HCC-12.7) are counted across contracts from these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ledger import arranged, documenting, meetings_due, monitoring
from ledger.assessing import against_its_figures
from ledger.dates.span import Span
from ledger.dates.working_days import dated, months_later
from ledger.dispute_results import matter_over_since, matters
from ledger.ends_moved import earlier_reviews
from ledger.entry import Frozen, Money
from ledger.names import name_key
from ledger.returns_asked import asks_for_activity
from ledger.risks_told import beyond_appetite
from ledger.subjects.meetings import Meeting
from ledger.subjects.performance import Assessment
from ledger.subjects.reviews import review_asked, review_done
from projections.monitoring.tools_used import ToolFact, tools_used
from projections.planning.value_tested import ValueFact, value_tested
from projections.procedure.acts_led import OfficerFact, acts_led
from projections.procedure.ends_thought_of import ProposalKept, ends_thought_of
from projections.read_models.remembered import remembered, remembered_fact, remembered_of_each
from projections.view import FileView


class SpecificationFact(Frozen):
    """A specification, from a day on: whether it asks for the two things every one is to ask for (HCC-12.3)."""

    since: date
    activity: bool
    survey: bool
    position: int


class MeetingKept(Frozen):
    """A monitoring meeting that was held (HCC-12.4)."""

    on: date
    full: bool
    """Whether its minutes were written, filed and, where the procedure has it so, sent round."""
    position: int


class BudgetFact(Frozen):
    """The newest budget position put on record (HCC-12.6)."""

    on: date
    period: Span
    current_until: date
    """The last day it counts as current: so many months after the day it says how the budget stood."""
    budget: Money
    actual: Money
    commitment: Money | None
    """What is owed or promised besides (HCC-3.1-g)."""
    forecast: Money | None
    percent: str | None
    """By how many percent of the budget more is expected to be spent, or was spent and promised; below nothing for
    less.

    None where nothing says yet what will be spent by the end."""
    by_forecast: bool
    """Whether that is by the forecast, and not by what is spent and promised."""
    within: bool
    """Whether that is within the procedure's tolerance."""
    position: int

    @property
    def spent(self) -> str:
        """In words what is spent of it, and what is owed or promised besides."""
        promised = f" and {self.commitment} owed or promised" if self.commitment and self.commitment.pence else ""
        return f"{self.actual} spent{promised} of {self.budget}"

    def compared(self, on: date) -> str:
        """Return in words how it lies beside the budget, on a day: 4.0 percent below the budget, within the tolerance;
        "" where nothing says that yet."""
        of = f" (its time ended on {dated(self.period.last)})" if self.period.last < self.on else ""
        old = f"; no later one is on file, and it counts no more{of}" if on > self.current_until else ""
        if self.percent is None:
            return old
        share, less = self.percent.removeprefix("-"), self.percent.startswith("-")
        way = "as the budget" if not float(share) else f"{share} percent {'below' if less else 'beyond'} the budget"
        expected = f"; {self.forecast} expected by its end" if self.by_forecast else ""
        return f"{expected}; {way}, {'within' if self.within else 'beyond'} the tolerance{old}"


class ReviewFact(Frozen):
    """The full review: by when it was, or is, to be done, and when it was (HCC-12.7)."""

    due_on: date
    done_on: date | None
    position: int | None
    moved_on: date | None = None
    """The day its end was moved; None of the end that stands."""


class RiskFact(Frozen):
    """An open risk."""

    id: str
    category: str
    rating: int | None
    """Likelihood times impact, as last assessed; None where it never was."""
    beyond: bool
    """Whether that is more than the organisation takes."""
    position: int


class JudgedFact(Frozen):
    """How the service last did against each indicator or standard it was judged by (HCC-3.1-d)."""

    on: date
    """The day of the newest judgement."""
    met: int
    not_met: int
    against: int = 0
    """Judged otherwise than by its own figures, and so counted as neither (IMP-30-a)."""
    position: int


class KeptFacts(Frozen):
    """How the procedure is kept on a contract."""

    specifications: tuple[SpecificationFact, ...] = ()
    meetings: tuple[MeetingKept, ...] = ()
    meetings_asked: int = 0
    """How many monitoring meetings a year are asked for, by the specification or the procedure."""
    meetings_standard: tuple[tuple[date, int], ...] = ()
    """(from which day, how many a year are the standard), in order; the first is the procedure's own number."""
    proposals: tuple[ProposalKept, ...] = ()
    budget: BudgetFact | None = None
    first_position_by: date | None = None
    """By when a first position of the budget is to be on record; None where none is asked for."""
    review: ReviewFact | None = None
    earlier_reviews: tuple[ReviewFact, ...] = ()
    """Those ahead of ends that were moved."""
    risks: tuple[RiskFact, ...] = ()
    value: ValueFact | None = None
    judged: JudgedFact | None = None
    officers: tuple[OfficerFact, ...] = ()
    disputes: tuple[str, ...] = ()
    """Disputes that are not over, by their ids; what only a notice began, by that of the notice."""
    tools: tuple[ToolFact, ...] = ()
    """The tools of the procedure's toolkit that are used (TVP-4.0-17)."""


def kept_facts(view: FileView) -> KeptFacts:
    """Return how the procedure is kept on a contract; of what is only planned, its money and risks. Pure; the same
    whatever the day."""
    file = view.file
    money = KeptFacts(
        budget=remembered_fact(_budget, view), risks=remembered(_risks, view), value=remembered_fact(_value, view)
    )
    if file.agreement.contract is None:
        return money  # of what is planned, too (CPC307-K5)
    return KeptFacts(
        specifications=remembered(_specifications, view),
        meetings=tuple(remembered_of_each(_meeting, file.meetings.held(), view)),
        meetings_asked=remembered_fact(_meetings_asked, view),
        meetings_standard=remembered(_meetings_standard, view),
        proposals=remembered(ends_thought_of, view),
        budget=money.budget,
        first_position_by=remembered_fact(_first_position_by, view),
        review=remembered_fact(_review, view),
        earlier_reviews=remembered(_earlier_reviews, view),
        risks=money.risks,
        value=money.value,
        judged=remembered_fact(_judged, view),
        officers=tuple(acts_led(view)),
        disputes=remembered(_disputes, view),
        tools=remembered(tools_used, view),
    )


def _specifications(view: FileView) -> Iterator[SpecificationFact]:
    for held in view.file.terms.specifications:
        months = held.says.survey_interval_months
        yield SpecificationFact(
            since=held.since, activity=asks_for_activity(held.says),
            survey=months is not None and months <= 12, position=held.position,
        )  # fmt: skip


def _meeting(view: FileView, meeting: Meeting) -> Iterator[MeetingKept]:
    if meeting.counts and (on := meeting.held_on):
        kept = documenting.documented(view.file, meeting, view.procedure_on(on))
        yield MeetingKept(on=on, full=kept.full, position=meeting.held or 0)


def _meetings_asked(view: FileView) -> int:
    return meetings_due.meetings_a_year(view.file, date.max, view.procedure)


def _meetings_standard(view: FileView) -> Iterator[tuple[date, int]]:
    for since in (date.min, *sorted({*arranged.changes(view.file), *arranged.bound_on(view.file)})):
        yield since, meetings_due.standard_meetings(view.file, since, view.procedure)


def _judged(view: FileView) -> JudgedFact | None:
    """Of each indicator, or of standards judged together without one, the newest judgement counts."""
    held = [(one.says.happened_on, one) for one in view.file.performance.assessments.values() if one.says is not None]
    newest: dict[object, Assessment] = {}
    for _, one in sorted(held, key=lambda of: (of[0], of[1].position)):
        newest[name_key(one.indicator) if one.indicator else one.standards] = one
    if not held:
        return None
    on, position = max((on, one.position) for on, one in held)
    against = [one for one in newest.values() if one.says and against_its_figures(view.file, one.says)]
    found = Counter(one.judgement for one in newest.values() if one not in against)
    return JudgedFact(
        on=on, met=found["met"], not_met=found["not-met"], against=len(against), position=position
    )  # fmt: skip


def _disputes(view: FileView) -> Iterator[str]:
    return (one.id for one in matters(view.file) if matter_over_since(view.file, one) is None)


def _budget(view: FileView) -> BudgetFact | None:
    held = view.file.money.last_position(date.max)
    if held is None:
        return None
    procedure = view.procedure_on(held.on)
    until = months_later(held.stands_of, procedure.setting("budget.position-every")) or date.max
    percent = held.variance
    return BudgetFact(
        on=held.on, period=held.says.period, current_until=until, budget=held.says.budget, actual=held.says.actual,
        commitment=held.says.commitment, forecast=held.says.forecast,
        percent=f"{percent:f}" if percent is not None else None,
        by_forecast=held.by_forecast, within=held.is_within(procedure.setting("budget.tolerance")),
        position=held.position,
    )  # fmt: skip


def _first_position_by(view: FileView) -> date | None:
    first = monitoring.first_position(view.file, view.procedure)
    return first[1] if first else None


def _review(view: FileView) -> ReviewFact | None:
    asked = review_asked(view.file, date.max, view.procedure)
    if asked is None:
        return None
    done = review_done(view.file, asked, date.max)
    return ReviewFact(due_on=asked.by, done_on=done[0] if done else None, position=done[1] if done else None)


def _earlier_reviews(view: FileView) -> Iterator[ReviewFact]:
    for one in earlier_reviews(view.file, view.procedure_on):
        on, position = one.done or (None, None)
        yield ReviewFact(due_on=one.asked.by, done_on=on, position=position, moved_on=one.moved_on)


def _risks(view: FileView) -> list[RiskFact]:
    found = []
    for risk in view.file.risks.open():
        newest = risk.newest
        found.append(
            RiskFact(
                id=risk.id, category=risk.says.category if risk.says else "", position=risk.position,
                rating=newest.says.rating if newest else None,
                beyond=newest is not None and beyond_appetite(newest.says, view.procedure_on(newest.on)),
            )
        )  # fmt: skip
    return sorted(found, key=lambda risk: (-(risk.rating or 0), risk.position))


def _value(view: FileView) -> ValueFact | None:
    return value_tested(view, date.max)
