"""Whether what an action of a programme is to bring is there: of what was shared, taught, taken on and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from ledger.names import name_key
from ledger.subjects.knowledge.entries import Counted, Role
from ledger.subjects.knowledge.shared import CMA, LIFECYCLE, TERMS_ON, VALUE_FOR_MONEY, Briefing, Course, Market, Shared
from ledger.subjects.knowledge.staff import CAREERS, ByTheBody, Churn, Counts, Objectives, Part, beyond_unsaid
from ledger.themes import Brought

if TYPE_CHECKING:
    from ledger.subjects.knowledge.register import Knowledge

_PARTS: Mapping[Brought, Role] = {
    "community-of-practice": "community-lead", "community-members": "community-member",
    "first-points-of-contact": "first-point-of-contact",
}  # fmt: skip
_SESSIONS: Mapping[Brought, str] = {"briefing-session-on-risk": "risk", "briefing-session-on-spot-contracts": "spot"}
"""Briefing sessions an action may bring, by the word that tells what they are on."""

TEXT_ON_FILE = "knowledge.text-on-file"
TERMS_FOR_WHOM = "knowledge.says-whom-terms-are-for"
WHAT_WAS_LEARNT = "market.says-something"
MEASURES_NAMED = "churn.says-measures"
WHAT_WAS_UPDATED = "training-material.says-what-was-updated"
WITH_THE_TRAINER = "training-material.reviewed-with-the-trainer"
"""What may be said since of each by the rule that finds it missing (docs/adr/0434)."""

SaidSince: TypeAlias = Callable[[int, str], bool]
Known: TypeAlias = Shared | Briefing | Course | Objectives | Counts | Market | Part | Churn


def _versions_of(terms: Sequence[Shared]) -> Iterator[date]:
    """Yield the day of the first of these terms, and of each that is a new version of one before it: of the same title
    and unit, with another version."""
    before: dict[tuple[str, str], str] = {}
    for held in terms:
        called, version = (name_key(held.title), name_key(held.unit or "")), name_key(held.version or "")
        if not before or (called in before and before[called] != version):
            yield held.on
        before[called] = version


@dataclass(frozen=True, slots=True)
class Bringing:
    """What there is of what actions are to bring, by what is known and by who agrees objectives."""

    known: Knowledge
    by_the_body: ByTheBody
    opened_on: date | None
    """The day the programme was opened."""
    said: SaidSince
    """Whether what an entry was found not to say by a rule is said since."""

    def brought_by(self, brought: Brought) -> int | None:
        """Return the entry by which it first came on file, None where it is not: something of a form with its text, a
        briefing session held, a course's material updated as its action asks, objectives agreed or counted, careers
        discussed, something learnt of a market that is said, a part taken, turnover assessed."""
        return min((held.position for held in self._bringing(brought)), default=None)

    def _bringing(self, brought: Brought) -> Iterable[Known]:
        match brought:
            case "briefing-session":
                return [
                    held
                    for held in self.known.briefings
                    if held.form == "briefing-session" and held.reached(self.opened_on)
                ]
            case "briefing-session-on-risk" | "briefing-session-on-spot-contracts":
                return [held for held in self._sessions(brought) if held.reached(self.opened_on)]
            case "market-intelligence":
                return [held for held in self.known.markets if held.says_what or self._said(held, WHAT_WAS_LEARNT)]
            case "community-of-practice" | "community-members" | "first-points-of-contact":
                return self._parts(brought)
            case "turnover-assessment":
                return self.known.churn
            case "turnover-measures":
                return [held for held in self.known.churn if self._has_measures(held)]
            case "counts-of-half-year-reviews" | "counts-of-end-of-year-reviews":
                counted: Counted = "half-year-review" if "half" in brought else "end-of-year-review"
                return [held for held in self._counts(counted) if not self.known.too_early(held, self.by_the_body)]
            case "standard-objectives":
                return [held for held in self._objectives() if self.by_the_body(held)]
            case "counts-of-objectives-set":
                return [held for held in self._counts("objectives-set") if self._of_agreed(held)]
            case "counts-of-career-discussions":
                return [held for held in self._counts(CAREERS) if not beyond_unsaid(held.groups)]
            case "fundamentals-training-material" | "intermediate-training-material":
                return [course for course in self._taught(brought) if not self._unsaid_of(course, reviewed=True)]
            case "fundamentals-course-in-the-academy" | "intermediate-course-in-the-academy":
                return [course for course in self._on_managing_contracts(brought.partition("-")[0]) if course.academy]
            case _ if "training-material" in brought:
                return [course for course in self._taught(brought) if not self._unsaid_of(course, reviewed=False)]
            case _:
                return [item for item in self._shared_as(brought) if item.has_text or self._said(item, TEXT_ON_FILE)]

    def _said(self, held: Known, rule: str) -> bool:
        return self.said(held.position, rule)

    def _has_measures(self, held: Churn) -> bool:
        return bool(held.measures) or self._said(held, MEASURES_NAMED)

    def _unsaid_of(self, course: Course, *, reviewed: bool) -> list[str]:
        """What an update of a course leaves unsaid, in words; `reviewed`: also with whom it was reviewed."""
        with_whom = not reviewed or course.reviewed_with or self._said(course, WITH_THE_TRAINER)
        unsaid = [] if with_whom else ["with which training provider it was reviewed"]
        says_what = course.says_what or self._said(course, WHAT_WAS_UPDATED)
        return unsaid if says_what else [*unsaid, "in what it was updated"]

    def _taught(self, brought: Brought) -> list[Course]:
        """The updates of courses of the level, or on what, is to be brought, whatever they say of themselves."""
        match brought:
            case "fundamentals-training-material" | "intermediate-training-material":
                return self._on_managing_contracts(brought.partition("-")[0])
            case "training-material-on-risk":
                return [course for course in self.known.courses if course.is_on("risk")]
            case "contract-management-training-material-on-risk":
                on_risk = [course for course in self.known.courses if course.is_on("risk")]
                return [course for course in on_risk if course.is_called("contract")]
            case "risk-management-training-material":
                return [course for course in self.known.courses if course.is_called("risk")]
            case "intermediate-training-material-on-value-for-money":
                courses = self._on_managing_contracts("intermediate")
                return [course for course in courses if course.is_on(*VALUE_FOR_MONEY)]
            case _:
                return self.known.courses if brought == "training-material" else []

    def _on_managing_contracts(self, level: str) -> list[Course]:
        """The updates of the contract management courses of a level, by what they are called: one on something else is
        not the course that the plan names (IMP-20-b, IMP-26-b); one called by its level alone is."""
        return [course for course in self._of_level(level) if course.is_called("contract") or course.is_only_its_level]

    def _of_level(self, level: str) -> list[Course]:
        return [course for course in self.known.courses if course.level == level]

    def _objectives(self) -> list[Objectives]:
        return list(self.known.objectives(self.by_the_body).values())

    def _counts(self, counted: Counted) -> list[Counts]:
        return [held for held in self.known.counts if held.counted == counted]

    def _of_agreed(self, held: Counts) -> bool:
        """Whether what was set is counted of a period whose standard objectives are agreed; of any, where none are:
        those of the year before are not cascaded by it (IMP-W1-12)."""
        return not self.known.agreed or name_key(held.period) in self.known.agreed

    def _parts(self, brought: Brought) -> list[Part]:
        return [part for part in self.known.parts.values() if part.role == _PARTS[brought]]

    def _sessions(self, brought: Brought) -> list[Briefing]:
        word = _SESSIONS[brought]
        return [held for held in self.known.briefings if held.is_session_on(word)]

    def _shared_as(self, brought: Brought) -> list[Shared]:
        """Whatever was shared of the form, and on the topic, that is to be brought, with its text or without."""
        shared = self.known.shared.values()
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

    def without_text(self, brought: Brought) -> int | None:
        """Return the first entry that shared what is to be brought, where it stands on file without its text alone."""
        if self.brought_by(brought) is not None:
            return None
        return min((item.position for item in self._shared_as(brought)), default=None)

    def left_unsaid(self, brought: Brought) -> tuple[int, str] | None:
        """Return (entry, what it leaves unsaid) of the first update of a course that is to be brought, where none says
        what makes it one: with whom it was reviewed (IMP-20-b), in what it was updated (IMP-17-b, IMP-26-b); or of
        counts of objectives set, that they are of the period for which some are agreed (IMP-W1-12), of those objectives
        that the body agreed them (IMP-19-a), of a session that anybody came (IMP-17-d), of a market what was learnt
        (IMP-W1-01)."""
        if self.brought_by(brought) is not None:
            return None
        there: Sequence[Counts | Course | Objectives | Briefing | Market]
        match brought:
            case "counts-of-objectives-set":
                there = self._counts("objectives-set")
            case "standard-objectives":
                there = self._objectives()
            case "briefing-session-on-risk" | "briefing-session-on-spot-contracts":
                there = self._sessions(brought)
            case "market-intelligence":
                there = self.known.markets
            case _:
                there = self._taught(brought)
        return self._unsaid_by(there[0], brought) if there else self._called_otherwise(brought)

    def _unsaid_by(self, first: Counts | Course | Objectives | Briefing | Market, brought: Brought) -> tuple[int, str]:
        """The entry, and what it leaves unsaid."""
        if isinstance(first, Objectives):
            return first.position, "that the body whose it is to agree them did"
        if isinstance(first, Market):
            return first.position, f"what was learnt{'' if first.drawn_from else ', nor where it was taken from'}"
        if isinstance(first, Briefing):
            early = "that it was held once there was the programme"
            return first.position, early if first.too_early(self.opened_on) else "that anybody of a team came"
        if isinstance(first, Counts):
            of = " and ".join(agreed.period for agreed in self._objectives())
            return first.position, f"what was set for {of}"
        reviewed = brought in ("fundamentals-training-material", "intermediate-training-material")
        return first.position, " and ".join(self._unsaid_of(first, reviewed=reviewed))

    def _called_otherwise(self, brought: Brought) -> tuple[int, str] | None:
        """The first update of a course of the level where none of them is a contract management course by its name."""
        level = brought.partition("-")[0]
        others = self._of_level(level) if not self._on_managing_contracts(level) else []
        return (others[0].position, "in its name that it is the contract management course") if others else None

    def units_with(self, brought: Brought) -> tuple[str, ...] | None:
        """Return the units that have it, where it is brought to each: of which a team was at a session on it (IMP-17-d,
        IMP-20-a), that have a first point of contact, whose turnover was assessed (IMP-24-c); None of anything else."""
        match brought:
            case "briefing-session-on-risk" | "briefing-session-on-spot-contracts":
                return tuple(unit for held in self._sessions(brought) for unit in held.reached(self.opened_on))
            case "first-points-of-contact":
                return tuple(part.unit for part in self._parts(brought) if part.until is None and part.unit)
            case "turnover-assessment" | "turnover-measures":
                assessed = brought == "turnover-assessment"
                return tuple(held.unit for held in self.known.churn if assessed or self._has_measures(held))
            case _:
                return None

    def tellings(self, brought: Brought) -> list[tuple[str | None, str | None]] | None:
        """Return (unit, whom it was meant for) of every telling of model terms that are on file, and of their new
        versions: they say to whom, or a communication or briefing since then was about the same (IMP-18-a, IMP-26-a).
        None of anything else."""
        words = TERMS_ON.get(brought)
        if words is None:
            return None
        terms = self._shared_as(brought)
        since = max(_versions_of(terms), default=date.max)
        about = [item for item in self._shared_as("communication") if item.is_about(brought)]
        briefed = (one for one in self.known.briefings if one.on >= since and one.speaks_of(*words))
        return [
            *((item.unit, item.meant_for) for item in terms if item.meant_for is not None and item.on >= since),
            *((item.unit, None) for item in terms if item.on >= since and self._said(item, TERMS_FOR_WHOM)),
            *((item.unit, item.meant_for) for item in about if item.on >= since),
            *((unit, None) for one in briefed for unit in one.reached(self.opened_on)),
        ]  # fmt: skip
