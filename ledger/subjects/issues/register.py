"""Each issue as the file has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.dates.working_days import dated
from ledger.entry import Actor, Frozen, Recorded
from ledger.names import name_key
from ledger.plans import proposed_by
from ledger.registers import ById, Register, grouped, looked_up
from ledger.significance import AS_TESTED, Tested, facts_of, spoken_of
from ledger.subjects.issues.entries import (
    IssueEscalated,
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    IssuesEntry,
    IssueSignificanceAssessed,
    ProviderRepresentationsReceived,
    RepresentationsAnswered,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
    SeniorManagementBriefed,
)

RECORDED_MEANS = ("e-mail", "letter", "minuted-meeting", "portal")


class Issue(Frozen):
    """One issue and what happened to it, each step by the position of the entry that records it."""

    id: str
    raised: int = 0
    raised_on: date | None = None
    noticed_on: date | None = None
    standards: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()
    contractual: bool = False
    notified: tuple[tuple[date, str, int], ...] = ()
    """(day, means, position) of each time the provider was told."""
    plans: tuple[int, ...] = ()
    """Positions of plans proposed and agreed."""
    planned_with: tuple[tuple[date, int], ...] = ()
    """(day, position) of each plan that was agreed, or that the provider proposed itself."""
    answers: tuple[tuple[str, int], ...] = ()
    """(stance, position) of each answer of the provider."""
    significant: bool | None = None
    assessed: tuple[int, ...] = ()
    """Positions of the assessments of whether it is significant."""
    tested: tuple[Tested, ...] = ()
    """Which assessment spoke last of each test, newest first, since it last came back, and since it was found not
    significant against what tests showed, with its departure: a reason given once is not asked for again."""
    beside: tuple[Tested, ...] = ()
    """Those of them of which the newest assessment says nothing."""
    stated: tuple[tuple[str, int], ...] = ()
    """(test, position) of the assessment that last stated facts of harm, and of reputation: what was told stays told
    until another states them anew (docs/adr/0381)."""
    raised_by: Actor | None = None
    """Who raised it, where that is said."""
    escalated: tuple[tuple[date, str | None, int], ...] = ()
    """(day, office, position) of each time the authority took it to a higher office."""
    briefed: tuple[tuple[date, str, int], ...] = ()
    resolved: tuple[tuple[date, bool, int], ...] = ()
    """(day, whether well, position) of each time it was settled."""
    reopened: tuple[tuple[date, int], ...] = ()
    """(day, position) of each time it came back, or was found after all not to be settled well."""
    is_open: bool = True
    """True until it is settled well, and again after it came back: the latest that was found of it stands."""

    @property
    def told(self) -> tuple[tuple[date, str, int], ...]:
        """Each time the provider was told in recorded form."""
        return tuple(told for told in self.notified if told[1] in RECORDED_MEANS)

    @property
    def told_of_by(self) -> tuple[int, ...]:
        """Positions of the entries that are about it and by which another may name it: whoever looks at one of them
        looks at the issue."""
        steps = (self.notified, self.answers, self.escalated, self.briefed, self.resolved, self.reopened)
        return self.raised, *self.plans, *self.assessed, *(step[-1] for kind in steps for step in kind)


class RiskTold(Frozen):
    """To whom a risk of the log was taken, and who was briefed on it."""

    id: str
    escalated: tuple[tuple[date, str | None, int], ...] = ()
    """(day, office, position) of each office it was taken to."""
    briefed: tuple[tuple[date, str, int], ...] = ()
    """(day, body, position) of each briefing."""


class Representations(Frozen):
    """What the provider said of a matter, and whether the authority answered."""

    on: date
    stance: str
    about: int
    """The entry it speaks of."""
    issue: str | None
    notice: str | None
    position: int
    answered: tuple[date, int] | None = None
    """(day, position) of the authority's first answer."""


@dataclass(slots=True)
class Issues(Register[IssuesEntry]):
    """The issues of one contract, by id."""

    by_id: ById[Issue] = field(default_factory=lambda: ById(Issue))
    risks_told: ById[RiskTold] = field(default_factory=lambda: ById(RiskTold))
    representations: dict[int, Representations] = field(default_factory=dict)
    """What the provider said, by the position of its entry."""
    answers: dict[int, tuple[date, int]] = field(default_factory=dict)
    """Position of what the provider said -> (day, position) of the first answer to it."""
    rested: dict[tuple[int, str], None] = field(default_factory=dict)
    """(position of an entry, issue) of each issue raised, or found to have come back, that cites the entry as what
    shows it, in that order."""
    told_by: dict[int, str] = field(default_factory=dict)
    """Position of an entry by which an issue was noted or put to the provider -> the issue."""
    unplaced: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Position of an entry of which no issue is known yet -> what the provider said of it: an issue noticed on one day
    and raised on a later one may have its answer between the two."""

    def enter(self, entry: IssuesEntry, recorded: Recorded) -> None:
        position, day = recorded.position, recorded.entry.happened_on
        match entry:
            case IssueRaised():
                assert recorded.given_id is not None
                self._is_told(recorded.given_id, position)
                self._rests(recorded.given_id, entry.evidence)
                self.by_id.change(
                    recorded.given_id, raised=position, raised_on=day, noticed_on=entry.noticed_on or day,
                    standards=entry.standards, evidence=entry.evidence, contractual=entry.contractual,
                    raised_by=entry.by,
                )  # fmt: skip
            case IssueNotifiedToProvider():
                self._is_told(entry.issue, position)
                self.by_id.add(entry.issue, notified=(day, entry.means, position))
            case IssueSignificanceAssessed():
                self.by_id.add(entry.issue, assessed=position)
                self._is_assessed(entry, recorded)
            case IssueEscalated():
                if entry.by is None or not entry.by.is_of_the_provider:  # the provider's own is no alert of ours
                    self._is_heard_of(entry, escalated=(day, entry.to.office, position))
            case SeniorManagementBriefed():
                self._is_heard_of(entry, briefed=(day, entry.body, position))
            case ProviderRepresentationsReceived():
                # The provider may answer what it was told and know the issue by no other name.
                answered = entry.issue or self.told_by.get(entry.answers)
                self.representations[position] = Representations(
                    on=day, stance=entry.stance, about=entry.answers, issue=answered, notice=entry.notice,
                    position=position,
                )  # fmt: skip
                if answered:
                    self.by_id.add(answered, answers=(entry.stance, position))
                else:
                    self.unplaced[entry.answers] = (*self.unplaced.get(entry.answers, ()), position)
            case RepresentationsAnswered():
                self.answers.setdefault(entry.representations, (day, position))
            case ResolutionPlanProposed():
                for issue in entry.issues:
                    self.by_id.add(issue, plans=position)
                    if proposed_by(entry) == "provider":
                        self.by_id.add(issue, planned_with=(day, position))
            case ResolutionPlanAgreed():
                for issue in entry.issues:
                    self.by_id.add(issue, plans=position)
                    self.by_id.add(issue, planned_with=(day, position))
            case IssueResolved():
                held = self.by_id.get(entry.issue)
                self.by_id.add(entry.issue, resolved=(day, entry.satisfactory, position))
                if entry.satisfactory:
                    self.by_id.change(entry.issue, is_open=False)
                elif held is not None and not held.is_open:
                    self._came_back(entry.issue, day, position)  # the later finding stands
            case IssueReopened():
                self._came_back(entry.issue, day, position)
                self._rests(entry.issue, entry.evidence)
            case _:
                assert_never(entry)

    def _rests(self, issue: str, evidence: Iterable[int]) -> None:
        for cited in evidence:
            self.rested[cited, issue] = None

    def _is_heard_of(self, entry: IssueEscalated | SeniorManagementBriefed, **told: object) -> None:
        if entry.issue:
            self.by_id.add(entry.issue, **told)
        if entry.risk:
            self.risks_told.add(entry.risk, **told)

    def _is_told(self, issue: str, position: int) -> None:
        """An entry notes an issue or puts it to the provider: what the provider said of that entry is of the issue."""
        self.told_by[position] = issue
        for at in self.unplaced.pop(position, ()):
            said = self.representations[at]
            self.representations[at] = said.model_copy(update={"issue": issue})
            self.by_id.add(issue, answers=(said.stance, at))

    def _is_assessed(self, entry: IssueSignificanceAssessed, recorded: Recorded) -> None:
        said_at, spoken = recorded.corrected_at or recorded.position, spoken_of(entry)
        issue = self.by_id.known(entry.issue)
        beside = tuple(one for one in issue.tested if one[0] not in spoken)
        if entry.significant or all(departure.rule != AS_TESTED for departure in recorded.departures):
            tested = (*((test, recorded.position, said_at) for test in spoken), *beside)
        else:  # of what was told since, however it is dated, it gave no reason
            tested = tuple(one for one in beside if one[-1] > said_at)
        stated = dict(issue.stated) | dict.fromkeys(facts_of(entry), recorded.position)
        self.by_id.change(
            entry.issue, significant=entry.significant, tested=tested, beside=beside, stated=tuple(stated.items())
        )

    def _came_back(self, issue: str, day: date, position: int) -> None:
        self._is_told(issue, position)
        self.by_id.add(issue, reopened=(day, position))
        self.by_id.change(issue, is_open=True, tested=())

    def settled(self, named: Iterable[str]) -> list[str]:
        """Return, of those of these issues that are settled, when each was found so, in a sentence."""
        held = [issue for issue in self.on_file(named) if not issue.is_open]
        last = [(issue, next(step for step in reversed(issue.resolved) if step[1])) for issue in held]
        return [f"{i.id} was found settled on {dated(on)} (entry {position})" for i, (on, _, position) in last]

    def on_file(self, named: Iterable[str]) -> list[Issue]:
        """Return those of the issues named that are on file, in the order they are named in."""
        return [self.by_id[one] for one in named if one in self.by_id]

    @looked_up
    def by_entry(self) -> Mapping[int, Sequence[Issue]]:
        """Return the issues that each entry is about, by its position."""
        return grouped(self.by_id.values(), lambda issue: issue.told_of_by)

    @looked_up
    def resting_on(self) -> Mapping[int, tuple[str, ...]]:
        """Return the issues that cite each entry as what shows them, by its position."""
        found: dict[int, list[str]] = {}
        for cited, issue in self.rested:
            found.setdefault(cited, []).append(issue)
        return {cited: tuple(issues) for cited, issues in found.items()}

    @looked_up
    def citing(self) -> Mapping[str, Sequence[str]]:
        """Return the issues that cite each standard or indicator, by its name as names compare."""
        cited = grouped(self.by_id.values(), lambda issue: map(name_key, issue.standards))
        return {name: [issue.id for issue in issues] for name, issues in cited.items()}

    def contested(self, day: date) -> list[Representations]:
        """Return what the provider disputed by a day and has not since accepted, each with the answer given by then."""
        said = [r for r in self.representations.values() if r.on <= day]
        taken_back = {r.about for r in said if r.stance == "accepts"}
        return [
            r.model_copy(update={"answered": self._answer(r.position, day)})
            for r in said
            if r.stance == "disputes" and r.about not in taken_back
        ]

    def _answer(self, position: int, day: date) -> tuple[date, int] | None:
        answer = self.answers.get(position)
        return answer if answer is not None and answer[0] <= day else None

    def open(self) -> list[Issue]:
        """Return the issues not settled."""
        return [issue for issue in self.by_id.values() if issue.is_open]
