"""The programme as its file has it: workstreams with their reports, actions with what became of them, policies."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias, assert_never

from ledger.dates.months import month_later, month_of
from ledger.entry import Actor, Frozen, Recorded
from ledger.names import among, few, name_key, same_name
from ledger.registers import Register
from ledger.subjects.programme.entries import (
    Outcome,
    PolicyUpdateApproved,
    ProgrammeActionPlanned,
    ProgrammeActionReviewed,
    ProgrammeEntry,
    ProgrammeOpened,
    ProgrammeProgressReported,
    State,
    UnitArrangementAgreed,
    WorkstreamEstablished,
)
from ledger.themes import Brought
from ledger.words import Text


class Report(Frozen):
    """One month's report of a workstream."""

    month: str
    state: State
    on: date
    position: int
    issues: tuple[Text, ...] = ()
    presented_to: str | None = None
    resolved: tuple[int, ...] = ()
    """Positions of earlier reports of which nothing is left to be resolved."""


class Workstream(Frozen):
    """One workstream."""

    id: str
    title: str
    lead: str | None
    wave: int | None
    since: date
    position: int
    reports: tuple[Report, ...] = ()


class Review(Frozen):
    """One review of an action."""

    on: date
    position: int
    outcome: Outcome
    month: str | None
    to_month: str | None
    agreed_by: str | None
    policy: str | None


class Action(Frozen):
    """One action, as planned, with its reviews."""

    id: str
    number: str
    workstream: str | None
    recommendation: str | None
    action: str
    owners: tuple[str, ...]
    lead: str | None
    wave: int | None
    planned: tuple[str, ...]
    """The review months as first planned."""
    months: tuple[str, ...]
    """The review months as they stand: rescheduled ones moved, in order."""
    ongoing: bool
    depends_on: tuple[str, ...]
    theme: str | None
    brings: tuple[Brought, ...]
    on: date
    position: int
    reviews: tuple[Review, ...] = ()

    @property
    def completed(self) -> Review | None:
        """The review that found it completed, None while it is open; what goes on never is, whatever a review says
        (IMP-W2-07)."""
        if self.ongoing:
            return None
        return next((review for review in self.reviews if review.outcome == "completed"), None)

    @property
    def open_months(self) -> tuple[str, ...]:
        """The review months for which no review is on file yet; none once it is completed."""
        if self.completed:
            return ()
        seen = {review.month for review in self.reviews if review.outcome != "rescheduled"}
        return tuple(month for month in self.months if month not in seen)

    def months_ahead(self, day: date) -> tuple[str, ...]:
        """Return its review months that lie further ahead of a day than the month after it (IMP-W1-13)."""
        near = month_later(month_of(day), 1)
        return tuple(month for month in self.months if near is not None and month > near)

    @property
    def last_looked_at(self) -> date:
        """The day it was last reviewed, else planned."""
        return max((review.on for review in self.reviews), default=self.on)

    def reviewed(self, review: Review) -> Action:
        """Return the action with one more review: a review that names no month is for the earliest open one.

        One that finds how it goes is for no date that lies further ahead than the month after it. What goes on without
        a date has none that could be put off (IMP-W2-07).
        """
        near = month_later(month_of(review.on), 1) if review.outcome in ("on-track", "at-risk") else None
        open_months = (month for month in self.open_months if near is None or month <= near)
        month = review.month or next(open_months, None)
        review = review.model_copy(update={"month": month})
        months = self.months
        if review.outcome == "rescheduled" and review.to_month and (month or not self.ongoing):
            months = tuple(sorted({*(m for m in self.months if m != month), review.to_month}))
        return self.model_copy(update={"months": months, "reviews": (*self.reviews, review)})


_CALLED_A_POLICY = re.compile(r"\bpolic(?:y|ies)\b(?![\s-]?(?:mak|hold)(?:ing|ers?)\b)", re.IGNORECASE)
"""The word, whatever stands beside it; policy-making, policy-makers and policy-holders are other words, joined by
a hyphen, a space or nothing."""


class Policy(Frozen):
    """An approved version of a policy or process document."""

    id: str
    document: str
    version: str
    actions: tuple[str, ...]
    cabinet_approval_needed: bool | None
    approved_by: Actor | None
    on: date
    position: int

    @property
    def is_a_policy(self) -> bool:
        """Whether the document is called a policy: handbooks and processes are approved by the same kind of entry."""
        return called_a_policy(self.document)


def called_a_policy(document: str) -> bool:
    """Return whether a document is called a policy, by its name (IMP-14-a)."""
    return _CALLED_A_POLICY.search(document) is not None


IsItsBody: TypeAlias = Callable[[str | None, date], bool]
"""Whether what was presented to somebody on a day went to the body the programme is reported to, as far as is known now
(`ContractFile.is_its_body`)."""


@dataclass(slots=True)
class Programme(Register[ProgrammeEntry]):
    """One programme."""

    opened: ProgrammeOpened | None = None
    position: int = 0
    workstreams: dict[str, Workstream] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    policies: dict[str, Policy] = field(default_factory=dict)
    arrangements: list[tuple[UnitArrangementAgreed, int]] = field(default_factory=list)
    """(what was agreed for a unit, position)."""

    def enter(self, entry: ProgrammeEntry, recorded: Recorded) -> None:
        on, position, given = entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case ProgrammeOpened():
                self.opened, self.position = entry, position
            case WorkstreamEstablished():
                self.workstreams[given] = Workstream(
                    id=given, title=entry.title, lead=entry.lead, wave=entry.wave, since=on, position=position
                )
            case ProgrammeActionPlanned():
                months = tuple(sorted(set(entry.review_months)))
                self.actions[given] = Action(
                    id=given, number=entry.number, workstream=entry.workstream, recommendation=entry.recommendation,
                    action=entry.action, owners=entry.owners, lead=entry.lead, wave=entry.wave, planned=months,
                    months=months, ongoing=entry.ongoing, depends_on=entry.depends_on, theme=entry.theme,
                    brings=entry.brings, on=on, position=position,
                )  # fmt: skip
            case ProgrammeActionReviewed():
                if entry.action in self.actions:
                    self.actions[entry.action] = self.actions[entry.action].reviewed(
                        Review(
                            on=on, position=position, outcome=entry.outcome, month=entry.review_month,
                            to_month=entry.to_month, agreed_by=entry.agreed_by, policy=entry.policy,
                        )
                    )  # fmt: skip
            case ProgrammeProgressReported():
                if entry.workstream in self.workstreams:
                    stream = self.workstreams[entry.workstream]
                    report = Report(
                        month=entry.month, state=entry.state, on=on, position=position,
                        issues=entry.issues_to_resolve, presented_to=entry.presented_to, resolved=entry.resolved,
                    )  # fmt: skip
                    self.workstreams[stream.id] = stream.model_copy(update={"reports": (*stream.reports, report)})
            case PolicyUpdateApproved():
                self.policies[given] = Policy(
                    id=given, document=entry.document, version=entry.version, actions=entry.actions,
                    cabinet_approval_needed=entry.cabinet_approval_needed,
                    approved_by=entry.by, on=on, position=position,
                )  # fmt: skip
            case UnitArrangementAgreed():
                self.arrangements.append((entry, position))
            case _:
                assert_never(entry)

    def numbered(self, number: str) -> Action | None:
        """Return the action of that number, however it is written; None where none is planned."""
        return next((a for a in self.actions.values() if same_name(a.number, number)), None)

    def id_of(self, named: str) -> str:
        """Return the id of the action that an id or a number names, however either is written; what names none, as it
        is. No number looks like an id (`programme-action.number-once`)."""
        found = next((a for a in self.actions.values() if among(named, (a.id, a.number))), None)
        return found.id if found else named

    def can_tell_units(self, named: Iterable[str | None]) -> bool:
        """Return whether it names business units of its own, and one is named to be looked for among them."""
        return bool(self.opened and self.opened.business_units) and any(named)

    def strangers(self, named: Iterable[str | None]) -> str | None:
        """Return a sentence on the business units named that the programme has not; None where it names none of its
        own, or all are."""
        own = self.opened.business_units if self.opened else ()
        found = [unit for unit in named if own and unit and not any(same_name(unit, known) for known in own)]
        return f"{few(found)} is none of the programme's business units: {few(own)}" if found else None

    def presented_elsewhere(self, presented_to: str | None, on: date, is_its_body: IsItsBody) -> str | None:
        """Return a sentence on what was presented to another body than the one the programme is reported to; None where
        it names none, or the other is not said."""
        body = self.opened.advised_by if self.opened else None
        if body is None or presented_to is None or is_its_body(presented_to, on):
            return None
        return f"it was presented to {presented_to}, and is due to {body}"

    def reported_months(self, stream: Workstream, is_its_body: IsItsBody) -> list[str]:
        """Return the months of a workstream that were reported on, in order: since it began, and to the body that
        the programme is reported to, where it names one; one of which it is not said to whom is still due there
        (IMP-13-d)."""
        there = (report for report in stream.reports if report.month >= month_of(stream.since))
        return sorted({report.month for report in there if is_its_body(report.presented_to, report.on)})

    def brought_by(self, brought: Brought, is_its_body: IsItsBody, refused: Container[str]) -> int | None:
        """Return the entry by which what the programme itself agreed, reported or approved first came on file, where
        that is what an action is to bring (IMP-W2-09, IMP-W1-08, IMP-24-c, IMP-13-d, IMP-14-b).

        `refused`: the ids of the versions of policies that do not stand."""
        match brought:
            case "base-of-board-reports":
                found = [
                    position for held, position in self._agreed_as(brought) if held.unit is None and held.dimensions
                ]
            case "board-reports-on-risk" | "turnover-measures":
                found = [position for _, position in self._agreed_as(brought)]
            case "monthly-reports":
                reports = [report for stream in self.workstreams.values() for report in stream.reports]
                found = [report.position for report in reports if is_its_body(report.presented_to, report.on)]
            case "approved-policy":
                found = [one.position for one in self.policies.values() if one.is_a_policy and one.id not in refused]
            case _:
                found = []
        return min(found, default=None)

    def left_unsaid(self, brought: Brought) -> tuple[int, str] | None:
        """Return (entry, what it leaves unsaid) of the first base of reports that says of no side of a contract that
        boards are told it, where none does (IMP-W2-09, IMP-23-b)."""
        bases = [(held, at) for held, at in self._agreed_as(brought) if held.unit is None]
        if brought != "base-of-board-reports" or not bases or any(held.dimensions for held, _ in bases):
            return None
        return bases[0][1], "on which sides of a contract boards are reported to"

    def _agreed_as(self, brought: Brought) -> list[tuple[UnitArrangementAgreed, int]]:
        if brought == "turnover-measures":
            return [one for one in self.arrangements if one[0].subject == brought and (one[0].items or one[0].words)]
        reports = [one for one in self.arrangements if one[0].subject == "board-reporting"]
        return [one for one in reports if brought == "base-of-board-reports" or "risk" in one[0].dimensions]

    def units_with(self, brought: Brought) -> tuple[str, ...] | None:
        """Return the units that have it, where it is agreed for each, an empty name for all of them: reports to boards
        on risk, measures against turnover (IMP-W1-08, IMP-24-c); None of anything else."""
        if brought == "board-reports-on-risk":
            return tuple(unit for unit in self.units if "risk" in self._board_is_told(unit))
        if brought != "turnover-measures":
            return None
        return tuple(held.unit or "" for held, _ in self._agreed_as(brought))

    def _board_is_told(self, unit: str) -> Sequence[str]:
        """The sides of a contract that a unit's board is told of, as last agreed for the unit, else for all of them; an
        arrangement that names none leaves them as they were (IMP-17-f, IMP-23-a)."""
        agreed = [held for held, _ in self.arrangements if held.subject == "board-reporting" and held.dimensions]
        own = [held for held in agreed if held.unit is not None and same_name(held.unit, unit)]
        common = [held for held in agreed if held.unit is None]
        return next((held.dimensions for held in reversed(own or common)), ())

    def handover_points(self, day: date) -> list[tuple[UnitArrangementAgreed, int]]:
        """Return between which teams contracts are handed over, as last agreed by a day of each unit, and in common
        (IMP-24-b)."""
        newest: dict[str, tuple[UnitArrangementAgreed, int]] = {}
        for held, position in self.arrangements:
            if held.subject == "handover-points" and held.happened_on <= day:
                newest[name_key(held.unit or "")] = held, position
        return list(newest.values())

    def agreed_by(self, subject: str, day: date) -> list[tuple[UnitArrangementAgreed, int]]:
        """Return everything that was agreed on a subject by a day, the newest first: what is done otherwise in a unit
        (IMP-28-b), measures against turnover (IMP-24-c)."""
        held = (one for one in self.arrangements if one[0].subject == subject)
        by_then = [one for one in held if one[0].happened_on <= day]
        return sorted(by_then, key=lambda one: (one[0].happened_on, one[1]), reverse=True)

    @property
    def units(self) -> tuple[str, ...]:
        """The business units it is carried out in, each once however it is written."""
        named = self.opened.business_units if self.opened else ()
        return tuple({name_key(unit): unit for unit in reversed(named)}.values())[::-1]

    def still_needed(self, action: Action, day: date) -> tuple[str, ...]:
        """Return the numbers of what an action depends on that was not completed by a day (IMP-W1-08); what goes on is
        nothing to wait for."""
        needed = [(number, self.numbered(number)) for number in action.depends_on]
        needed = [(number, other) for number, other in needed if other is None or not other.ongoing]
        return tuple(
            number for number, other in needed if other is None or not other.completed or other.completed.on > day
        )

    def of_workstream(self, workstream: str) -> tuple[Action, ...]:
        """Return the actions of a workstream, in the order they were planned."""
        return tuple(action for action in self.actions.values() if action.workstream == workstream)

    def named_for(self, action: Action) -> tuple[Policy, ...]:
        """Return the versions said to carry what an action changes, as its completion, or they themselves, say:
        of whatever document, and whether it is completed or not."""
        named = action.completed.policy if action.completed else None
        return tuple(held for held in self.policies.values() if held.id == named or action.id in held.actions)

    def circle_through(self, number: str, depends_on: tuple[str, ...]) -> tuple[str, ...]:
        """Return the numbers of a circle of dependencies that an action would close; empty where there is none."""
        waiting = [(number, needed) for needed in depends_on]
        seen = set[str]()
        while waiting:
            *path, last = waiting.pop()
            if last == number:
                return (*path, last)
            action = self.numbered(last)
            if action is not None and last not in seen:
                seen.add(last)
                waiting += [(*path, last, further) for further in action.depends_on]  # type: ignore[misc]
        return ()
