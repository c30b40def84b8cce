"""The implementation plans of one contract: each version, what was done of it, and every change proposed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, assert_never

from ledger.activities import ActivityChange, PlannedActivity, changed
from ledger.entry import Frozen, Recorded
from ledger.names import same_name
from ledger.registers import ById, Register
from ledger.stakeholders import FOR_ANYBODY, ConcernedGroup, is_among, it_is_for
from ledger.subjects.implementation.entries import (
    ContingencyInvoked,
    ImplementationActivityReported,
    ImplementationEntry,
    ImplementationPlanAgreed,
    ImplementationPlanChangeDecided,
    ImplementationPlanChangeEvaluated,
    ImplementationPlanChangeProposed,
    ImplementationPlanMonitored,
    ImplementationPlanShared,
)


class Version(Frozen):
    """The activities of a plan from a day on."""

    number: int
    since: date
    position: int
    """The entry that made it so."""
    activities: tuple[PlannedActivity, ...]
    change: str | None = None
    """The change that made it, where it was not the plan as first agreed."""
    agreed_with: tuple[ConcernedGroup, ...] = ()


class Done(Frozen):
    """Something reported of an activity."""

    on: date
    position: int
    activity: str
    state: Literal["started", "progressed", "completed", "given-up"]
    progress: str | None = None
    expected_end: date | None = None


class Shared(Frozen):
    """One time the plan was given to those it concerns."""

    on: date
    position: int
    says: ImplementationPlanShared

    @property
    def reached_anybody(self) -> bool:
        """Whether it says to whom it was given, or by what way open to anybody (CPC307-C4)."""
        return bool(self.says.recipients or self.says.groups or self.says.channel in FOR_ANYBODY)

    def reached(self, group: ConcernedGroup) -> bool:
        """Whether it was given to a group, or by a way open to anybody: to one whom the service is for by its own kind
        and name and not in standard form alone, to any other, such as managers, by naming officers and bodies as well.
        """
        if it_is_for((group,)) and set(self.says.formats) == {"standard"}:
            return False
        if self.says.channel in FOR_ANYBODY or (self.says.recipients and not it_is_for((group,))):
            return True
        return is_among(group, self.says.groups)


class ImplementationPlan(Frozen):
    """One plan."""

    id: str
    position: int = 0
    """The entry by which it was agreed; 0 where only what followed is in force."""
    on: date | None = None
    says: ImplementationPlanAgreed | None = None
    versions: tuple[Version, ...] = ()
    done: tuple[Done, ...] = ()
    shared: tuple[Shared, ...] = ()
    monitored: tuple[tuple[date, str, int], ...] = ()
    """(day, whether outcomes are still met, position) of each look."""
    contingencies: tuple[tuple[date, str | None, str | None, int], ...] = ()
    """(day, activity, risk, position) of each use of a contingency."""

    @property
    def activities(self) -> tuple[PlannedActivity, ...]:
        """The activities as the plan now has them."""
        return self.versions[-1].activities if self.versions else ()

    @property
    def unreached(self) -> tuple[ConcernedGroup, ...] | None:
        """The groups it was last agreed with, else given to, to which it was not given since it stands as it does, in a
        form that is said and that they can use: none of them where it was given to all; None where it was given to
        nobody at all in a form that is said (CPC307-C4)."""
        since = self.versions[-1].since if self.versions else date.min
        given = [one for one in self.shared if one.on >= since and one.reached_anybody and one.says.formats]
        had = tuple(group for one in given for group in one.says.groups)
        agreed = next((version.agreed_with for version in reversed(self.versions) if version.agreed_with), had)
        return tuple(g for g in agreed if not any(one.reached(g) for one in given)) if given else None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes it is to reach: those it names, and those that any of its activities is to bring about."""
        of_activities = (o for version in self.versions for a in version.activities for o in a.outcomes)
        return tuple(dict.fromkeys((*(self.says.outcomes if self.says else ()), *of_activities)))

    def activity(self, named: str) -> PlannedActivity | None:
        """Return an activity by its id, also one that a change took out; None where the plan never had it."""
        held = (a for version in reversed(self.versions) for a in version.activities if same_name(a.id, named))
        return next(held, None)

    def of(self, activity: str) -> list[Done]:
        """Return what was reported of an activity, in the world's order."""
        return [done for done in self.done if same_name(done.activity, activity)]

    def started(self, activity: str) -> date | None:
        """Return when an activity began: as reported, else the first day anything was done of it."""
        days = [d.on for d in self.of(activity) if d.state == "started"] or [
            d.on for d in self.of(activity) if d.state in ("progressed", "completed")
        ]
        return min(days, default=None)

    def completed(self, activity: str) -> date | None:
        """Return when an activity was completed; None where it was not."""
        return min((d.on for d in self.of(activity) if d.state == "completed"), default=None)

    def given_up(self, activity: str) -> date | None:
        """Return when an activity was given up; None where it was not, or was completed since."""
        days = [d.on for d in self.of(activity) if d.state == "given-up"]
        return days[-1] if days and self.completed(activity) is None else None

    def really(self) -> dict[str, tuple[date | None, date | None]]:
        """Return by activity when it really began, and when it was completed or given up."""
        return {a.id: (self.started(a.id), self.completed(a.id) or self.given_up(a.id)) for a in self.activities}


class PlanChange(Frozen):
    """A change proposed to a plan, and what became of it."""

    id: str
    position: int = 0
    on: date | None = None
    plan: str = ""
    says: ImplementationPlanChangeProposed | None = None
    evaluated: tuple[tuple[date, int], ...] = ()
    decided: tuple[date, str, int] | None = None
    """(day, decision, position) of the decision."""


@dataclass(slots=True)
class Implementation(Register[ImplementationEntry]):
    """The implementation plans of one contract."""

    plans: ById[ImplementationPlan] = field(default_factory=lambda: ById(ImplementationPlan))
    changes: ById[PlanChange] = field(default_factory=lambda: ById(PlanChange))

    def enter(self, entry: ImplementationEntry, recorded: Recorded) -> None:
        on, position, given = entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case ImplementationPlanAgreed():
                first = Version(
                    number=1, since=on, position=position, activities=entry.activities, agreed_with=entry.agreed_with
                )
                self.plans.change(given, position=position, on=on, says=entry, versions=(first,))
            case ImplementationPlanShared():
                self.plans.add(entry.plan, shared=Shared(on=on, position=position, says=entry))
            case ImplementationActivityReported():
                done = Done(
                    on=on, position=position, activity=entry.activity, state=entry.state, progress=entry.progress,
                    expected_end=entry.expected_end,
                )  # fmt: skip
                self.plans.add(entry.plan, done=done)
            case ImplementationPlanMonitored():
                self.plans.add(entry.plan, monitored=(on, entry.outcomes_still_met, position))
            case ContingencyInvoked():
                self.plans.add(entry.plan, contingencies=(on, entry.activity, entry.risk, position))
            case ImplementationPlanChangeProposed():
                self.changes.change(given, position=position, on=on, plan=entry.plan, says=entry)
            case ImplementationPlanChangeEvaluated():
                self.changes.add(entry.change, evaluated=(on, position))
            case ImplementationPlanChangeDecided():
                self._decide(entry, on, position)
            case _:
                assert_never(entry)

    def change_of(
        self, entry: ImplementationPlanChangeProposed | ImplementationPlanChangeDecided
    ) -> tuple[ImplementationPlan | None, tuple[ActivityChange, ...]]:
        """Return the plan that is or would be changed, and what in it; no plan where the change was rejected."""
        if isinstance(entry, ImplementationPlanChangeProposed):
            return self.plans.get(entry.plan), entry.changes
        change = self.changes.get(entry.change)
        if entry.decision == "rejected" or change is None:
            return None, ()
        return self.plans.get(change.plan), entry.changes or (change.says.changes if change.says else ())

    def _decide(self, entry: ImplementationPlanChangeDecided, on: date, position: int) -> None:
        self.changes.change(entry.change, decided=(on, entry.decision, position))
        plan, changes = self.change_of(entry)
        if plan is None:
            return
        version = Version(
            number=len(plan.versions) + 1, since=on, position=position,
            activities=changed(plan.activities, changes), change=entry.change, agreed_with=entry.agreed_with,
        )  # fmt: skip
        self.plans.add(plan.id, versions=version)
