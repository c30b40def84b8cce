"""What was shared, taught and learnt, who took on which part, and what was counted of staff."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.dates.months import first_day
from ledger.dates.span import Span
from ledger.dates.working_days import months_later
from ledger.entry import Frozen, Recorded
from ledger.names import name_key, same_name
from ledger.registers import Register
from ledger.subjects.knowledge.entries import (
    BriefingHeld,
    Counted,
    Group,
    KnowledgeEntry,
    KnowledgeShared,
    MarketIntelligenceRecorded,
    Role,
    RoleLeft,
    RoleTaken,
    StaffChurnAssessed,
    StaffCountsReported,
    StaffObjectivesAgreed,
    TeamPresent,
    TrainingMaterialUpdated,
)
from ledger.themes import Brought, Form
from ledger.words import Text


class Shared(Frozen):
    """Something to work by."""

    id: str
    form: Form
    title: str
    topic: str
    version: str | None
    unit: str | None
    on: date
    by: str | None
    position: int
    has_text: bool = False
    """Whether its text, or the document itself, is on file with it."""
    meant_for: str | None = None
    """Whom it was told to, or is for."""

    def speaks_of(self, *words: str) -> bool:
        """Return whether any of these words for something stands in its topic or title."""
        return _speaks_of(words, self.topic, self.title)

    def is_about(self, brought: Brought) -> bool:
        """Return whether it is about what model terms that an action may bring are about, by the words for that."""
        # Terms titled by governance on another topic, say the governance of prices, are none on how a contract is led.
        words = TERMS_ON[brought]
        return _speaks_of(words, self.topic) if brought == "model-terms-on-governance" else self.speaks_of(*words)


class Briefing(Frozen):
    """One briefing."""

    form: str
    topic: str
    teams: tuple[TeamPresent, ...]
    on: date
    position: int

    def too_early(self, opened_on: date | None) -> bool:
        """Return whether it was held before there was the programme, which was opened on a day (IMP-12-c)."""
        return opened_on is not None and self.on < opened_on

    def reached(self, opened_on: date | None) -> tuple[str, ...]:
        """Return the units of which a team was briefed: of none that nobody came of (IMP-17-d), nor before the
        programme, which was opened on a day."""
        return () if self.too_early(opened_on) else tuple(team.unit for team in self.teams if team.people != 0)

    def is_session_on(self, word: str) -> bool:
        """Return whether it is a session, and about something by a word of its topic."""
        return self.form == "briefing-session" and self.speaks_of(word)

    def speaks_of(self, *words: str) -> bool:
        """Return whether any of these words for something stands in its topic."""
        return _speaks_of(words, self.topic)


class Course(Frozen):
    """A course's material, as last updated."""

    course: str
    level: str
    version: str | None
    topics: tuple[str, ...]
    reviewed_with: str | None
    academy: str | None
    on: date
    position: int
    has_material: bool = False
    """Whether the material itself is on file with it."""

    @property
    def says_what(self) -> bool:
        """Whether it is said in what it was updated, or to which version, or the material is there (IMP-26-b)."""
        return bool(self.topics or self.version or self.has_material)

    def is_called(self, word: str) -> bool:
        """Return whether a word stands in what the course is called."""
        return _speaks_of((word,), self.course)

    @property
    def is_only_its_level(self) -> bool:
        """Return whether it is called by its level and nothing else: Intermediate, the intermediate level course."""
        return _words_of(self.course) <= {*_words_of(self.level), "the", "level", "course", "training", "material"}

    def is_on(self, *words: str) -> bool:
        """Return whether it is about something by any of these words for it in its topics, or in what it is called."""
        return _speaks_of(words, self.course, *self.topics)


VALUE_FOR_MONEY = ("value money", "vfm")
CMA = ("cma", "contract management application", "contract management system")
LIFECYCLE = ("lifecycle", "life cycle", "stage")
TERMS_ON: Mapping[Brought, tuple[str, ...]] = {
    "model-terms-on-governance": ("governance",), "model-terms-on-value-for-money": VALUE_FOR_MONEY,
    "model-terms-on-benchmarking": ("benchmarking", "benchmark"),
}  # fmt: skip
"""Model terms an action may bring, by the words that tell what they are about."""


def _speaks_of(words: Iterable[str], *said: str) -> bool:
    """Whether any of these stands in what is said: a word, or several in whatever order."""
    there = _words_of(*said)
    return any(there.issuperset(word.split()) for word in words)


def _words_of(*said: str) -> set[str]:
    """The words that are said, in small letters and the singular."""
    parts = (part for one in said for part in one.lower().replace("-", " ").split())
    return {part.strip(",.;:()").rstrip("s") for part in parts}


class Market(Frozen):
    """Something learnt about a market."""

    subject: str
    name: str
    topic: str | None
    summary: Text | None
    on: date
    position: int


class Part(Frozen):
    """Somebody's time in a part."""

    id: str
    role: Role
    person: str
    unit: str | None
    since: date
    until: date | None = None
    position: int

    @property
    def whose(self) -> tuple[Role, str, str]:
        """The part and who has it, in what unit: taken twice, it is held once, and given up as one."""
        return self.role, name_key(self.person), name_key(self.unit or "")

    def held(self, day: date) -> bool:
        """Return whether the part was held on a day."""
        return self.since <= day and (self.until is None or day < self.until)


def _each_once(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple({(part.whose, part.until): part for part in reversed(tuple(parts))}.values())[::-1]


AGREED_BY_A_BODY = "staff-objectives.agreed-by-a-body"
"""The rule that says who agrees standard objectives (IMP-19-a)."""


class Objectives(Frozen):
    """The standard objectives of one period."""

    period: str
    objectives: tuple[Text, ...]
    agreed_by: str | None
    half_year_due: str | None
    end_of_year_due: str | None
    on: date
    position: int
    departs: bool = False
    """Whether another than whose it is to do so was recorded to have agreed them (IMP-19-a): that counts where neither
    the programme nor a procedure it is bound to names a body (`ContractFile.by_the_body`)."""

    def due_in(self, counted: Counted) -> str | None:
        """Return the month agreed for the report of what was counted after a review, None where none was."""
        return {"half-year-review": self.half_year_due, "end-of-year-review": self.end_of_year_due}.get(counted)

    def reported_from(self, counted: Counted) -> date | None:
        """Return the first day on which it can be reported what was counted after a review: once that time is over, or
        in the month agreed, whichever is earlier; None where the period does not tell, or it is after no review."""
        over, month = over_on(self.period, REVIEWED_AFTER.get(counted)), self.due_in(counted)
        return min(over, first_day(month)) if over and month else over


class Counts(Frozen):
    """One report of counts of staff."""

    counted: Counted
    period: str
    groups: tuple[Group, ...]
    presented_to: str | None = None
    on: date
    position: int


class Churn(Frozen):
    """One assessment of turnover."""

    unit: str
    period: Span
    changes: int | None
    measures: tuple[Text, ...]
    on: date
    position: int


CAREERS: Counted = "career-discussions"
REVIEWED_AFTER: Mapping[Counted, int] = {"half-year-review": 6, "end-of-year-review": 12}
"""What is counted after a review, by how many months of its period are over then."""
_PARTS: Mapping[Brought, Role] = {
    "community-of-practice": "community-lead", "community-members": "community-member",
    "first-points-of-contact": "first-point-of-contact",
}  # fmt: skip
SESSIONS_ON: Mapping[Brought, str] = {"briefing-session-on-risk": "risk", "briefing-session-on-spot-contracts": "spot"}
"""Briefing sessions an action may bring, by the word that tells what they are on."""
_YEAR = re.compile(r"(19\d\d|20\d\d) ?[/–-] ?(?:20)?(\d\d)")
"""A period that is a year over the turn of two: 2017/18."""


def over_on(period: str, months: int | None) -> date | None:
    """Return the day after so many months of a period that runs over the turn of two years, from April as an
    authority's does; None where it does not say that it is one, or no months are given."""
    said = _YEAR.fullmatch(period.strip())
    if months is None or said is None or (int(said[1]) + 1) % 100 != int(said[2]):
        return None
    return months_later(date(int(said[1]), 4, 1), months)


def beyond_unsaid(groups: Iterable[Group]) -> list[str]:
    """Return the teams of which it is not said how many discussions were about careers outside the unit (IMP-19-d)."""
    return [group.team for group in groups if group.beyond_unit is None]


ByTheBody = Callable[[Objectives], bool]
"""Whether the body agreed objectives whose it is to do so, as far as is known now (`ContractFile.by_the_body`)."""


def _standing(agreed: Sequence[Objectives], by_the_body: ByTheBody) -> Objectives:
    # What the body agreed only it agrees anew.
    return next((held for held in reversed(agreed) if by_the_body(held)), agreed[-1])


def _versions_of(terms: Sequence[Shared]) -> Iterator[date]:
    """Yield the day of the first of these terms, and of each that is a new version of one before it: of the same title
    and unit, with another version."""
    before: dict[tuple[str, str], str] = {}
    for held in terms:
        called, version = (name_key(held.title), name_key(held.unit or "")), name_key(held.version or "")
        if not before or (called in before and before[called] != version):
            yield held.on
        before[called] = version


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
        on, position, given = entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case KnowledgeShared():
                self.shared[given] = Shared(
                    id=given, form=entry.form, title=entry.title, topic=entry.topic, version=entry.version,
                    unit=entry.unit, on=on, by=entry.by.person if entry.by else None, position=position,
                    has_text=bool(entry.summary or entry.exhibits), meant_for=entry.meant_for,
                )  # fmt: skip
            case BriefingHeld():
                self.briefings.append(
                    Briefing(form=entry.form, topic=entry.topic, teams=entry.teams, on=on, position=position)
                )
            case TrainingMaterialUpdated():
                self.courses.append(
                    Course(
                        course=entry.course, level=entry.level, version=entry.version, topics=entry.topics,
                        reviewed_with=entry.reviewed_with, academy=entry.academy, on=on, position=position,
                        has_material=bool(entry.exhibits),
                    )
                )  # fmt: skip
            case MarketIntelligenceRecorded():
                self.markets.append(
                    Market(
                        subject=entry.subject, name=entry.name, topic=entry.topic, summary=entry.summary, on=on,
                        position=position,
                    )
                )  # fmt: skip
            case RoleTaken():
                taken = self.parts[given] = Part(
                    id=given, role=entry.role, person=entry.person, unit=entry.unit, since=on, position=position
                )
                self.open_parts[taken.whose] = (*self.open_parts.get(taken.whose, ()), given)
            case RoleLeft():
                if left := self.parts.get(entry.role):
                    for one in {entry.role, *self.open_parts.pop(left.whose, ())}:
                        self.parts[one] = self.parts[one].model_copy(update={"until": on})
            case StaffObjectivesAgreed():
                agreed = Objectives(
                    period=entry.period, objectives=entry.objectives, agreed_by=entry.agreed_by,
                    half_year_due=entry.half_year_due, end_of_year_due=entry.end_of_year_due, on=on, position=position,
                    departs=any(departure.rule == AGREED_BY_A_BODY for departure in recorded.departures),
                )  # fmt: skip
                self.agreed[name_key(entry.period)] = (*self.agreed.get(name_key(entry.period), ()), agreed)
            case StaffCountsReported():
                self.counts.append(
                    Counts(
                        counted=entry.counted, period=entry.period, groups=entry.groups,
                        presented_to=entry.presented_to, on=on, position=position,
                    )
                )  # fmt: skip
            case StaffChurnAssessed():
                self.churn.append(
                    Churn(
                        unit=entry.unit, period=entry.period, changes=entry.changes, measures=entry.measures, on=on,
                        position=position,
                    )
                )  # fmt: skip
            case _:
                assert_never(entry)

    def objectives(self, by_the_body: ByTheBody) -> dict[str, Objectives]:
        """Return the objectives that stand for each period, by its name key: those last agreed by the body whose it is,
        else by whomever (IMP-19-a)."""
        return {period: _standing(agreed, by_the_body) for period, agreed in self.agreed.items()}

    def in_academy(self, course: str, level: str) -> str | None:
        """Return the arrangements a course is part of, as last said at that level: an update that does not say so takes
        it out of none (IMP-20-c); None where it never was said."""
        own = (one for one in reversed(self.courses) if one.level == level and same_name(one.course, course))
        return next((one.academy for one in own if one.academy), None)

    def in_part(self, role: Role, day: date) -> tuple[Part, ...]:
        """Return everybody who held a part on a day, each once, since they first took it on."""
        return _each_once(part for part in self.parts.values() if part.role == role and part.held(day))

    def in_part_before(self, role: Role, day: date) -> tuple[Part, ...]:
        """Return everybody who had given up a part by a day, once for each time they did."""
        return _each_once(p for p in self.parts.values() if p.role == role and p.until is not None and p.until <= day)

    def brought_by(self, brought: Brought, by_the_body: ByTheBody, opened_on: date | None) -> int | None:
        """Return the entry by which it first came on file, None where it is not: something of a form with its text, a
        briefing session held, a course's material updated as its action asks, objectives agreed or counted, careers
        discussed, a market looked into, a part taken, turnover assessed. `opened_on`: the day the programme was."""
        return min((held.position for held in self._bringing(brought, by_the_body, opened_on)), default=None)

    def _bringing(
        self, brought: Brought, by_the_body: ByTheBody, opened_on: date | None
    ) -> Iterable[Shared | Briefing | Course | Objectives | Counts | Market | Part | Churn]:
        match brought:
            case "briefing-session":
                return [held for held in self.briefings if held.form == "briefing-session" and held.reached(opened_on)]
            case "briefing-session-on-risk" | "briefing-session-on-spot-contracts":
                return [held for held in self._sessions(brought) if held.reached(opened_on)]
            case "market-intelligence":
                return self.markets
            case "community-of-practice" | "community-members" | "first-points-of-contact":
                return [part for part in self.parts.values() if part.role == _PARTS[brought]]
            case "turnover-assessment":
                return self.churn
            case "turnover-measures":
                return [held for held in self.churn if held.measures]
            case "counts-of-half-year-reviews" | "counts-of-end-of-year-reviews":
                counted = "half-year-review" if "half" in brought else "end-of-year-review"
                return [
                    held for held in self.counts if held.counted == counted and not self.too_early(held, by_the_body)
                ]
            case "standard-objectives":
                return [held for held in self.objectives(by_the_body).values() if by_the_body(held)]
            case "counts-of-objectives-set":
                return [held for held in self._set() if self._of_agreed(held)]
            case "counts-of-career-discussions":
                return [held for held in self.counts if held.counted == CAREERS and not beyond_unsaid(held.groups)]
            case "fundamentals-training-material" | "intermediate-training-material":
                return [course for course in self._taught(brought) if course.says_what and course.reviewed_with]
            case "fundamentals-course-in-the-academy" | "intermediate-course-in-the-academy":
                return [course for course in self._on_managing_contracts(brought.partition("-")[0]) if course.academy]
            case _ if "training-material" in brought:
                return [course for course in self._taught(brought) if course.says_what]
            case _:
                return [item for item in self._shared_as(brought) if item.has_text]

    def _taught(self, brought: Brought) -> list[Course]:
        """The updates of courses of the level, or on what, is to be brought, whatever they say of themselves."""
        match brought:
            case "fundamentals-training-material" | "intermediate-training-material":
                return self._on_managing_contracts(brought.partition("-")[0])
            case "training-material-on-risk":
                return [course for course in self.courses if course.is_on("risk")]
            case "contract-management-training-material-on-risk":
                return [course for course in self.courses if course.is_called("contract") and course.is_on("risk")]
            case "risk-management-training-material":
                return [course for course in self.courses if course.is_called("risk")]
            case "intermediate-training-material-on-value-for-money":
                courses = self._on_managing_contracts("intermediate")
                return [course for course in courses if course.is_on(*VALUE_FOR_MONEY)]
            case _:
                return self.courses if brought == "training-material" else []

    def _on_managing_contracts(self, level: str) -> list[Course]:
        """The updates of the contract management courses of a level, by what they are called: one on something else is
        not the course that the plan names (IMP-20-b, IMP-26-b); one called by its level alone is."""
        return [course for course in self._of_level(level) if course.is_called("contract") or course.is_only_its_level]

    def _of_level(self, level: str) -> list[Course]:
        return [course for course in self.courses if course.level == level]

    def _set(self) -> list[Counts]:
        return [held for held in self.counts if held.counted == "objectives-set"]

    def _of_agreed(self, held: Counts) -> bool:
        """Whether what was set is counted of a period whose standard objectives are agreed; of any, where none are:
        those of the year before are not cascaded by it (IMP-W1-12)."""
        return not self.agreed or name_key(held.period) in self.agreed

    def _sessions(self, brought: Brought) -> list[Briefing]:
        word = SESSIONS_ON[brought]
        return [held for held in self.briefings if held.is_session_on(word)]

    def _shared_as(self, brought: Brought) -> list[Shared]:
        """Whatever was shared of the form, and on the topic, that is to be brought, with its text or without."""
        shared = self.shared.values()
        match brought:
            case "guidance-on-platinum-contracts":
                return [item for item in shared if item.form == "guidance" and item.speaks_of("platinum")]
            case "template-on-risk":
                return [item for item in shared if item.form == "template" and item.speaks_of("risk")]
            case "guidance-on-risk":
                return [item for item in shared if item.form == "guidance" and item.speaks_of("risk")]
            case "template-or-guidance-on-continuity":
                either = [item for item in shared if item.form in ("template", "guidance")]
                return [item for item in either if item.speaks_of("continuity", "bcp")]
            case "guidance-on-the-lifecycle":
                return [item for item in shared if item.form == "guidance" and item.speaks_of(*LIFECYCLE)]
            case "communication-on-cma":
                return [item for item in shared if item.form == "communication" and item.speaks_of(*CMA)]
            case "guidance-on-spot-contracts":
                return [item for item in shared if item.form == "guidance" and item.speaks_of("spot")]
            case "guidance-on-value-for-money":
                return [item for item in shared if item.form == "guidance" and item.speaks_of(*VALUE_FOR_MONEY)]
            case "model-terms-on-governance" | "model-terms-on-value-for-money" | "model-terms-on-benchmarking":
                return [item for item in shared if item.form == "model-terms" and item.is_about(brought)]
            case _:
                return [item for item in shared if item.form == brought]

    def without_text(self, brought: Brought, by_the_body: ByTheBody, opened_on: date | None) -> int | None:
        """Return the first entry that shared what is to be brought, where it stands on file without its text alone."""
        if self.brought_by(brought, by_the_body, opened_on) is not None:
            return None
        return min((item.position for item in self._shared_as(brought)), default=None)

    def left_unsaid(
        self, brought: Brought, by_the_body: ByTheBody, opened_on: date | None
    ) -> tuple[int, str] | None:  # fmt: skip
        """Return (entry, what it leaves unsaid) of the first update of a course that is to be brought, where none says
        what makes it one: with whom it was reviewed (IMP-20-b), in what it was updated (IMP-17-b, IMP-26-b); or of
        counts of objectives set, that they are of the period for which some are agreed (IMP-W1-12), of those objectives
        that the body agreed them (IMP-19-a), of a session that anybody came (IMP-17-d)."""
        if self.brought_by(brought, by_the_body, opened_on) is not None:
            return None
        there: Sequence[Counts | Course | Objectives | Briefing]
        match brought:
            case "counts-of-objectives-set":
                there = self._set()
            case "standard-objectives":
                there = list(self.objectives(by_the_body).values())
            case "briefing-session-on-risk" | "briefing-session-on-spot-contracts":
                there = self._sessions(brought)
            case _:
                there = self._taught(brought)
        if not there:
            return self._called_otherwise(brought)
        first = there[0]
        if isinstance(first, Objectives):
            return first.position, "that the body whose it is to agree them did"
        if isinstance(first, Briefing):
            early = first.too_early(opened_on)
            return (
                first.position,
                "that it was held once there was the programme" if early else "that anybody of a team came",
            )
        if isinstance(first, Counts):
            of = " and ".join(agreed.period for agreed in self.objectives(by_the_body).values())
            return first.position, f"what was set for {of}"
        unsaid = [] if first.says_what else ["in what it was updated"]
        if brought in ("fundamentals-training-material", "intermediate-training-material") and not first.reviewed_with:
            unsaid.insert(0, "with which training provider it was reviewed")
        return first.position, " and ".join(unsaid)

    def _called_otherwise(self, brought: Brought) -> tuple[int, str] | None:
        """The first update of a course of the level where none of them is a contract management course by its name."""
        level = brought.partition("-")[0]
        others = self._of_level(level) if not self._on_managing_contracts(level) else []
        return (others[0].position, "in its name that it is the contract management course") if others else None

    def units_with(self, brought: Brought, opened_on: date | None) -> tuple[str, ...] | None:
        """Return the units that have it, where it is brought to each: of which a team was at a session on it (IMP-17-d,
        IMP-20-a), that have a first point of contact, whose turnover was assessed (IMP-24-c); None of anything else."""
        match brought:
            case "briefing-session-on-risk" | "briefing-session-on-spot-contracts":
                return tuple(unit for held in self._sessions(brought) for unit in held.reached(opened_on))
            case "first-points-of-contact":
                there = (part for part in self.parts.values() if part.role == _PARTS[brought] and part.until is None)
                return tuple(part.unit for part in there if part.unit)
            case "turnover-assessment" | "turnover-measures":
                return tuple(held.unit for held in self.churn if held.measures or brought == "turnover-assessment")
            case _:
                return None

    def tellings(self, brought: Brought, opened_on: date | None) -> list[tuple[str | None, str | None]] | None:
        """Return (unit, whom it was meant for) of every telling of model terms that are on file, and of their new
        versions: they say to whom, or a communication or briefing since then was about the same (IMP-18-a, IMP-26-a).
        None of anything else."""
        words = TERMS_ON.get(brought)
        if words is None:
            return None
        terms = self._shared_as(brought)
        since = max(_versions_of(terms), default=date.max)
        about = [item for item in self.shared.values() if item.form == "communication" and item.is_about(brought)]
        briefed = (one for one in self.briefings if one.on >= since and one.speaks_of(*words))
        return [
            *((item.unit, item.meant_for) for item in terms if item.meant_for is not None and item.on >= since),
            *((item.unit, item.meant_for) for item in about if item.on >= since),
            *((unit, None) for one in briefed for unit in one.reached(opened_on)),
        ]  # fmt: skip

    def too_early(self, held: Counts | StaffCountsReported, by_the_body: ByTheBody) -> date | None:
        """Return the first day on which what was counted can follow its review, where it was reported before that: the
        half-year or the year is not over then, and the month agreed for the report has not begun (IMP-19-c)."""
        reported_on = held.on if isinstance(held, Counts) else held.happened_on
        there = self.agreed.get(name_key(held.period))
        agreed = _standing(there, by_the_body) if there else None
        first = agreed.reported_from(held.counted) if agreed else over_on(held.period, REVIEWED_AFTER.get(held.counted))
        return first if first is not None and reported_on < first else None

    def reported(self, counted: Counted, period: str, to: str | None, by_the_body: ByTheBody) -> Counts | None:
        """Return the report of what was counted for a period, None where there is none.

        `to`: the body it has to be presented to; None where any will do, as long as it was presented.
        """
        own = (held for held in self.counts if held.counted == counted and same_name(held.period, period))
        own = (held for held in own if not self.too_early(held, by_the_body))
        presented = (held for held in own if held.presented_to and (to is None or same_name(held.presented_to, to)))
        return next(presented, None)
