"""The feedback asked for under one contract, and the evaluations of how its resources were managed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, assert_never

from ledger.dates.span import Span, left_of
from ledger.entry import Actor, Frozen, Recorded
from ledger.names import among, same_name
from ledger.registers import ById, Register
from ledger.stakeholders import Channel, ConcernedGroup, is_among, reached_others
from ledger.subjects.evaluation.entries import (
    DevelopmentArea,
    DevelopmentNeedsCounted,
    EvaluationCriteriaSet,
    EvaluationEntry,
    EvaluationReported,
    FeedbackReceived,
    FeedbackSought,
    ResourceManagementEvaluated,
    ThreeMeasures,
)


class Answered(Frozen):
    """Feedback that came in."""

    on: date
    position: int
    group: ConcernedGroup | None
    channel: Channel | None
    """From whom, and how: as is said, else as they were asked."""
    answers: int | None
    outcomes: tuple[str, ...]
    outcomes_met: Literal["yes", "partly", "no", "not-said"]


class Sought(Frozen):
    """Feedback asked for, and what came."""

    id: str
    position: int = 0
    on: date | None = None
    says: FeedbackSought | None = None
    received: tuple[Answered, ...] = ()

    @property
    def answers(self) -> int | None:
        """How many answered of those who were asked; None where no number was given."""
        return _in_all(one for one in self.received if self.went_to(one.group))

    @property
    def others(self) -> int | None:
        """How many answered who had not been asked; None where no number was given."""
        return _in_all(one for one in self.received if not self.went_to(one.group))

    @property
    def accounted_for(self) -> bool:
        """Whether it is on record what any of those answered who were asked, be it that none did (CPC308-S5)."""
        return any(self.went_to(one.group) for one in self.received)

    def went_to(self, group: ConcernedGroup | None) -> bool:
        """Return whether a group was asked; where it is not said who was, or who answers, nothing is against it."""
        asked = self.says.groups if self.says else ()
        return not asked or group is None or is_among(group, asked)


A_FEW_DAYS = 7
"""How many days before a time is over an evaluation may be made that looks at all of it (docs/adr/0503)."""


def _last_looked_at(one: ResourceManagementEvaluated, time: Span) -> date:
    its = one.period or time
    in_its_last_days = one.latest_on >= its.first and (its.last - one.latest_on).days <= A_FEW_DAYS
    return its.last if in_its_last_days else one.latest_on


def _in_all(received: Iterable[Answered]) -> int | None:
    given = [one.answers for one in received if one.answers is not None]
    return sum(given) if given else None


class Evaluation(Frozen):
    """One evaluation: its criteria, what was found, and to whom it was reported."""

    id: str
    position: int = 0
    on: date | None = None
    says: EvaluationCriteriaSet | None = None
    evaluated: tuple[tuple[date, int, ResourceManagementEvaluated], ...] = ()
    reported: tuple[tuple[date, int, EvaluationReported], ...] = ()

    def criterion(self, named: str) -> ThreeMeasures | None:
        """Return a criterion by its id; None where none such was set."""
        return next((one for one in self.says.criteria if same_name(one.id, named)), None) if self.says else None

    def made_by(self, day: date) -> Actor | None:
        """Return who made the last evaluation by a day; None where none was, or that is not said."""
        return next((entry.by for on, _, entry in reversed(self.evaluated) if on <= day), None)

    def left_of(self, time: Span, *further: ResourceManagementEvaluated) -> list[Span]:
        """Return what of a time no evaluation looks at, those that are to come among them (CPC308-C5; docs/adr/0453):
        one that names no time looks at all up to its day, and none at what comes after that, but for a few days."""
        made = [*(entry for _, _, entry in self.evaluated), *further]
        looked = ((one.period.first if one.period else time.first, _last_looked_at(one, time)) for one in made)
        return left_of(time, (Span(first=first, last=last) for first, last in looked if first <= last))

    def report(self, says_to_whom: Callable[[int], bool]) -> tuple[date, int, EvaluationReported] | None:
        """Return the first report of the last evaluation to anybody besides whoever made it or reports it, or of which
        a supplement says to whom, by its position; None where there is none (CPC308-C6)."""
        if not self.evaluated:
            return None
        since, _, last = self.evaluated[-1]
        return next(
            (
                (on, position, report) for on, position, report in self.reported
                if on >= since
                and (reached_others(report.recipients, report.groups, report.by, last.by) or says_to_whom(position))
            ),
            None,
        )  # fmt: skip

    @property
    def unjudged(self) -> tuple[str, ...]:
        """The criteria of which the last evaluation finds nothing; none as long as there is no evaluation."""
        if self.says is None or not self.evaluated:
            return ()
        found = [one.criterion for one in self.evaluated[-1][2].findings]
        return tuple(one.id for one in self.says.criteria if not among(one.id, found))


@dataclass(slots=True)
class Evaluations(Register[EvaluationEntry]):
    """Feedback and evaluation under one contract."""

    sought: ById[Sought] = field(default_factory=lambda: ById(Sought))
    unasked: list[Answered] = field(default_factory=list)
    """Feedback that came without being asked for."""
    by_id: ById[Evaluation] = field(default_factory=lambda: ById(Evaluation))
    development: list[tuple[date, int, int, tuple[DevelopmentArea, ...]]] = field(default_factory=list)
    """(day, position, how many looked at their own work, what was found)."""

    def enter(self, entry: EvaluationEntry, recorded: Recorded) -> None:
        on, position, given = entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case FeedbackSought():
                self.sought.change(given, position=position, on=on, says=entry)
            case FeedbackReceived():
                group, channel = self.from_whom_and_how(entry)
                answered = Answered(
                    on=on, position=position, group=group, channel=channel, answers=entry.answers,
                    outcomes=entry.outcomes, outcomes_met=entry.outcomes_met,
                )  # fmt: skip
                if entry.sought is None:
                    self.unasked.append(answered)
                else:
                    self.sought.add(entry.sought, received=answered)
            case EvaluationCriteriaSet():
                self.by_id.change(given, position=position, on=on, says=entry)
            case ResourceManagementEvaluated():
                self.by_id.add(entry.evaluation, evaluated=(on, position, entry))
            case EvaluationReported():
                self.by_id.add(entry.evaluation, reported=(on, position, entry))
            case DevelopmentNeedsCounted():
                self.development.append((on, position, entry.looked, entry.needs))
            case _:
                assert_never(entry)

    def from_whom_and_how(self, entry: FeedbackReceived) -> tuple[ConcernedGroup | None, Channel | None]:
        """Return who answered and how: as is said, else as they were asked, where one group was (CPC308-S5)."""
        held = self.sought.get(entry.sought or "")
        if held is None or held.says is None:
            return entry.group, entry.channel
        # How many were asked is not how many answered.
        asked = [group.model_copy(update={"how_many": None}) for group in held.says.groups]
        return entry.group or (asked[0] if len(asked) == 1 else None), entry.channel or held.says.channel

    def answered(self) -> list[Answered]:
        """Return all feedback that came in, asked for or not, in the world's order."""
        found = [one for sought in self.sought.values() for one in sought.received] + self.unasked
        return sorted(found, key=lambda one: (one.on, one.position))
