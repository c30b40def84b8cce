"""What was shared, taught and learnt, who took on which part, and what was counted of staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Recorded
from ledger.names import name_key, same_name
from ledger.registers import Register
from ledger.subjects.knowledge.bringing import Bringing, SaidSince
from ledger.subjects.knowledge.entries import (
    BriefingHeld,
    Counted,
    KnowledgeEntry,
    KnowledgeShared,
    MarketIntelligenceRecorded,
    Role,
    RoleLeft,
    RoleTaken,
    StaffChurnAssessed,
    StaffCountsReported,
    StaffObjectivesAgreed,
    TrainingMaterialUpdated,
)
from ledger.subjects.knowledge.shared import Briefing, Course, Market, Shared
from ledger.subjects.knowledge.staff import (
    REVIEWED_AFTER,
    ByTheBody,
    Churn,
    Counts,
    Objectives,
    Part,
    each_once,
    over_on,
    standing,
)


@dataclass(slots=True)
class Knowledge(Register[KnowledgeEntry]):
    """What the authority knows, and who carries it."""

    shared: dict[str, Shared] = field(default_factory=dict)
    briefings: list[Briefing] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    markets: list[Market] = field(default_factory=list)
    parts: dict[str, Part] = field(default_factory=dict)
    open_parts: dict[tuple[Role, str, str], tuple[str, ...]] = field(default_factory=dict)
    """The part, who has it and in what unit -> the ids of those not given up: taken twice, it is given up as one."""
    agreed: dict[str, tuple[Objectives, ...]] = field(default_factory=dict)
    """Period, by its name key -> the objectives agreed for it, by whomever; which stand, `objectives` says."""
    counts: list[Counts] = field(default_factory=list)
    churn: list[Churn] = field(default_factory=list)

    def enter(self, entry: KnowledgeEntry, recorded: Recorded) -> None:
        match entry:
            case KnowledgeShared():
                shared = Shared.of(entry, recorded)
                self.shared[shared.id] = shared
            case BriefingHeld():
                self.briefings.append(Briefing.of(entry, recorded))
            case TrainingMaterialUpdated():
                self.courses.append(Course.of(entry, recorded))
            case MarketIntelligenceRecorded():
                self.markets.append(Market.of(entry, recorded))
            case RoleTaken():
                self._take(Part.of(entry, recorded))
            case RoleLeft():
                self._leave(entry)
            case StaffObjectivesAgreed():
                period, agreed = name_key(entry.period), Objectives.of(entry, recorded)
                self.agreed[period] = (*self.agreed.get(period, ()), agreed)
            case StaffCountsReported():
                self.counts.append(Counts.of(entry, recorded))
            case StaffChurnAssessed():
                self.churn.append(Churn.of(entry, recorded))
            case _:
                assert_never(entry)

    def _take(self, taken: Part) -> None:
        self.parts[taken.id] = taken
        self.open_parts[taken.whose] = (*self.open_parts.get(taken.whose, ()), taken.id)

    def _leave(self, entry: RoleLeft) -> None:
        if left := self.parts.get(entry.role):
            for one in {entry.role, *self.open_parts.pop(left.whose, ())}:
                self.parts[one] = self.parts[one].model_copy(update={"until": entry.happened_on})

    def objectives(self, by_the_body: ByTheBody) -> dict[str, Objectives]:
        """Return the objectives that stand for each period, by its name key: those last agreed by the body whose it is,
        else by whomever (IMP-19-a)."""
        return {period: standing(agreed, by_the_body) for period, agreed in self.agreed.items()}

    def in_academy(self, course: str, level: str, *, first: bool = False) -> str | None:
        """Return the arrangements a course is part of, as last said at that level, or first: an update that does not
        say so takes it out of none (IMP-20-c); None where it never was said."""
        own = (
            one
            for one in (self.courses if first else reversed(self.courses))
            if one.level == level and same_name(one.course, course)
        )
        return next((one.academy for one in own if one.academy), None)

    def in_part(self, role: Role, day: date) -> tuple[Part, ...]:
        """Return everybody who held a part on a day, each once, since they first took it on."""
        return each_once(part for part in self.parts.values() if part.role == role and part.held(day))

    def in_part_before(self, role: Role, day: date) -> tuple[Part, ...]:
        """Return everybody who had given up a part by a day, once for each time they did."""
        return each_once(p for p in self.parts.values() if p.role == role and p.until is not None and p.until <= day)

    def bringing(self, by_the_body: ByTheBody, opened_on: date | None, said: SaidSince) -> Bringing:
        """Return what there is of what actions are to bring, of a programme that was opened on a day. `said`: whether
        what an entry lacks by a rule is said since (`ledger.said_since`)."""
        return Bringing(self, by_the_body, opened_on, said)

    def too_early(self, held: Counts | StaffCountsReported, by_the_body: ByTheBody) -> date | None:
        """Return the first day on which what was counted can follow its review, where it was reported before that: the
        half-year or the year is not over then, and the month agreed for the report has not begun (IMP-19-c)."""
        reported_on = held.on if isinstance(held, Counts) else held.happened_on
        there = self.agreed.get(name_key(held.period))
        agreed = standing(there, by_the_body) if there else None
        first = agreed.reported_from(held.counted) if agreed else over_on(held.period, REVIEWED_AFTER.get(held.counted))
        return first if first is not None and reported_on < first else None

    def reported(
        self, counted: Counted, period: str, is_its_body: Callable[[str | None, date], bool], by_the_body: ByTheBody
    ) -> Counts | None:
        """Return the report of what was counted for a period, None where there is none; one in which nothing is counted
        of any group reports nothing (IMP-19-c).

        `is_its_body`: whether it was presented to whom it is due (`ContractFile.is_its_body`).
        """
        own = (held for held in self.counts if held.counted == counted and same_name(held.period, period))
        own = (held for held in own if any(group.counts_something for group in held.groups))
        own = (held for held in own if not self.too_early(held, by_the_body))
        presented = (held for held in own if held.presented_to and is_its_body(held.presented_to, held.on))
        return next(presented, None)
