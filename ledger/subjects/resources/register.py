"""The resources of one contract: planned, used, differing, and who answers for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import assert_never

from ledger.dates.calendar import shifted
from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Frozen, Recorded
from ledger.names import name_key, same_name, same_person, same_unit
from ledger.registers import ById, Register, looked_up
from ledger.subjects.resources.entries import (
    ResourceControlChecked,
    ResourceInformationGiven,
    ResourceLine,
    ResourcePlanAgreed,
    ResourceRecommendationDecided,
    ResourceRecommendationMade,
    ResourceResponsibilityNotified,
    ResourcesEntry,
    ResourceTrendIdentified,
    ResourceUseRecorded,
    VarianceActionTaken,
    VarianceAssessed,
)
from ledger.subjects.resources.use import Use, can_be_of, is_of, is_whole, said_of, use_of
from ledger.words import Text


class ResourcePlan(Frozen):
    """One plan of resources, and what was used of it."""

    id: str
    position: int = 0
    on: date | None = None
    says: ResourcePlanAgreed | None = None
    uses: tuple[Use, ...] = ()
    """What was used of it; of one that took another's place, also what was used of that in its own time."""
    replaced_by: tuple[tuple[date, str], ...] = ()
    """Each plan that took its place: (from which day on, its id)."""

    @property
    def time(self) -> Span | None:
        """Return the time it is in force for: its own, until another takes its place (docs/adr/0250); None where that
        has all of it, and where only the other is on file."""
        covers = self.says.period if self.says else None
        until = min((first for first, _ in self.replaced_by), default=None)
        if covers is None or until is None or until > covers.last:
            return covers
        return Span(first=covers.first, last=shifted(until, -1)) if until > covers.first else None

    def in_its_place(self, day: date) -> list[str]:
        """Return the ids of the plans that had taken its place by a day, in the world's order."""
        return [later for first, later in self.replaced_by if first <= day]

    def line(self, named: str) -> ResourceLine | None:
        """Return a line by its id; None where the plan has none such."""
        return next((one for one in self.says.lines if same_name(one.id, named)), None) if self.says else None

    def records(self, line: str) -> list[Use]:
        """Return the records of use of a line, in the world's order: of one time the one that is complete, or says by
        whom, where it was put on file after one that was not, or did not (docs/adr/0469)."""
        found, of_time = [use for use in self.uses if same_name(use.line, line)], dict[Span, list[Use]]()
        for use in found:
            of_time.setdefault(use.period, []).append(use)
        return [use for use in found if not any(is_whole(of, use) for of in of_time[use.period])]

    def used(self, line: str) -> list[Use]:
        """Return what was used of a line, in the world's order: one record of several that say the same of the same
        time and users, since it was sent twice (CPC308-B4); none of a time for which nothing was planned."""
        first: dict[object, Use] = {}
        for use in self.records(line):
            if not self.is_outside(use):
                first.setdefault(said_of(use), use)
        return list(first.values())

    def is_outside(self, use: Use) -> bool:
        """Return whether a record of use has no day in common with the plan's own time: against what was planned it is
        nothing (CPC308-B1)."""
        return self.says is not None and not use.period.shares_a_day_with(self.says.period)

    def overlapping(self, line: str) -> Mapping[int, int]:
        """Return (by its entry) each record of use of a line whose time overlaps that of another that has a group of
        its users too, or by users one of them does not name, with the entry of the other: what they have in common may
        be one use."""
        found: dict[int, int] = {}
        records = sorted(self.records(line), key=lambda use: (use.period.first, use.period.last, use.position))
        for ordered in (records, records[::-1]):
            # By users, and under None of any: of those met so far the one whose time comes nearest to what follows.
            nearest: dict[tuple[str, ...] | None, Use] = {}
            for use in ordered:
                for users in can_be_of(use):
                    other = nearest.get(users)
                    if other is not None and use.period.shares_a_day_with(other.period):
                        found.setdefault(use.position, other.position)
                for users in is_of(use):
                    other = nearest.get(users)
                    if other is None or ordered is not records or use.period.last > other.period.last:
                        nearest[users] = use
        return found

    def used_by(self, day: date) -> bool:
        """Return whether any use of it was on record by a day."""
        return any(use.on <= day for use in self.uses)

    def unrecorded(self, line: str) -> list[Span]:
        """Return the stretches of the plan's time that no record of use of a line covers, in order (CPC308-B4). One
        made before its own time was over covers that up to its day: what was used after it, it cannot say."""
        gaps: list[Span] = []
        covers = self.time
        for use in sorted(self.used(line), key=lambda use: use.period.first) if covers else ():
            until = min(use.period.last, use.latest_on)
            if covers is None or until < covers.first:
                continue
            if use.period.first > covers.first:
                gaps.append(Span(first=covers.first, last=min(shifted(use.period.first, -1), covers.last)))
            covers = Span(first=shifted(until, 1), last=covers.last) if until < covers.last else None
        return [*gaps, covers] if covers else gaps


class Variance(Frozen):
    """A difference from a plan, and what was done about it."""

    id: str
    position: int = 0
    on: date | None = None
    says: VarianceAssessed | None = None
    acted: tuple[tuple[date, str | None, int], ...] = ()
    """(day, contractual action where it is said, position) of each thing done about it."""
    actions: tuple[VarianceActionTaken, ...] = ()
    """The entries of these, in the same order."""

    @property
    def share(self) -> Decimal | None:
        """Return by how many percent of the plan what came differs; None where a figure is missing or none was planned.

        More than planned is above nothing, less is below.
        """
        if self.says is None or self.says.planned is None or self.says.actual is None:
            return None
        planned, actual = Decimal(self.says.planned), Decimal(self.says.actual)
        return None if planned == 0 else (actual - planned) / abs(planned) * 100

    @property
    def known_by(self) -> date | None:
        """Return the day by which it was there to be acted on: the last of its time, or that of its assessment where
        this came before, or no time is named; None where it is not on file."""
        time = self.says.period if self.says else None
        return min(self.on, time.last) if time and self.on else self.on

    def significant(self, tolerance: int) -> bool:
        """Return whether it matters: as said, else where it is beyond the tolerance, in percent of the plan."""
        if self.says is not None and self.says.significant is not None:
            return self.says.significant
        share = self.share
        if share is not None:
            return abs(share) > tolerance
        # Nothing was planned, and something came: no share can be given, and it was not planned.
        return self.says is not None and self.says.planned is not None and self.says.actual not in (None, "0")


class Decision(Frozen):
    """One time a recommendation was decided."""

    on: date
    position: int
    says: ResourceRecommendationDecided


class Recommendation(Frozen):
    """A recommendation on resources, and what was decided."""

    id: str
    position: int = 0
    on: date | None = None
    says: ResourceRecommendationMade | None = None
    decisions: tuple[Decision, ...] = ()
    """Each time it was decided, in the world's order; which stands, `ledger/recommendations_decided.py` tells."""

    @property
    def addressees(self) -> tuple[Actor, ...]:
        """Those it is addressed to, who can act on it."""
        return self.says.addressed_to if self.says else ()

    def is_anothers(self, decided: Entry) -> bool:
        """Whether the provider decides what was not put to it: that does nothing for those it was put to."""
        theirs = decided.by is not None and decided.by.is_of_the_provider
        return theirs and self.says is not None and not any(to.is_of_the_provider for to in self.addressees)


class Notified(Frozen):
    """One time somebody was told what they answer for, or acknowledged it."""

    on: date
    position: int
    says: ResourceResponsibilityNotified


class Responsibility(Frozen):
    """Somebody was told what they answer for."""

    who: str
    told: tuple[date, int] | None = None
    acknowledged: tuple[date, int] | None = None
    """(day, position) of the last time of each."""
    steps: tuple[Notified, ...] = ()
    """Each time, in the world's order."""


class Given(Frozen):
    """One time information on resources was given."""

    on: date
    position: int
    says: ResourceInformationGiven


class Trend(Frozen):
    """A trend seen."""

    on: date
    position: int
    says: ResourceTrendIdentified


class Control(Frozen):
    """The last check of a system or procedure."""

    control: str
    on: date
    position: int
    result: str
    repeat_by: date | None
    says: ResourceControlChecked
    requirement: Text | None = None
    """What is asked of it, as was last said."""
    checks: tuple[tuple[int, ResourceControlChecked], ...] = ()
    """(position, entry) of each check of it, in the world's order."""


@dataclass(slots=True)
class Resources(Register[ResourcesEntry]):
    """Resources under one contract."""

    plans: ById[ResourcePlan] = field(default_factory=lambda: ById(ResourcePlan))
    variances: ById[Variance] = field(default_factory=lambda: ById(Variance))
    recommendations: ById[Recommendation] = field(default_factory=lambda: ById(Recommendation))
    responsibilities: dict[str, Responsibility] = field(default_factory=dict)
    """By who answers, as they were first called."""
    information: list[Given] = field(default_factory=list)
    trends: list[Trend] = field(default_factory=list)
    controls: dict[str, Control] = field(default_factory=dict)
    """By system or procedure: its last check."""
    counted: set[tuple[str, int]] = field(default_factory=set)
    """(plan, position) of each record of use that counts in a plan: a plan's own are too many to look through each
    time another's are handed on to it."""

    def enter(self, entry: ResourcesEntry, recorded: Recorded) -> None:
        on, position, given = entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case ResourcePlanAgreed():
                self.plans.change(given, position=position, on=on, says=entry)
                if entry.replaces is not None and entry.replaces != given:  # a correction could once name itself
                    self.plans.add(entry.replaces, replaced_by=(entry.period.first, given))
                    for use in self.plans[entry.replaces].uses:
                        self._pass_on(use, entry.replaces, given)
            case ResourceUseRecorded():
                self._use(entry.plan, use_of(entry, position))
            case ResourceInformationGiven():
                self.information.append(Given(on=on, position=position, says=entry))
            case ResourceTrendIdentified():
                self.trends.append(Trend(on=on, position=position, says=entry))
            case ResourceRecommendationMade():
                self.recommendations.change(given, position=position, on=on, says=entry)
            case ResourceRecommendationDecided():
                held_on = self.recommendations.get(entry.recommendation)
                if held_on is None or not held_on.is_anothers(entry):
                    decision = Decision(on=on, position=position, says=entry)
                    self.recommendations.add(entry.recommendation, decisions=decision)
            case VarianceAssessed():
                self.variances.change(given, position=position, on=on, says=entry)
            case VarianceActionTaken():
                self.variances.add(entry.variance, acted=(on, entry.contractual, position), actions=entry)
            case ResourceResponsibilityNotified():
                who = next((known for known in self.responsibilities if same_person(known, entry.who)), entry.who)
                held_by = self.responsibilities.get(who) or Responsibility(who=who)
                steps = (*held_by.steps, Notified(on=on, position=position, says=entry))
                self.responsibilities[who] = held_by.model_copy(update={entry.step: (on, position), "steps": steps})
            case ResourceControlChecked():
                before = self.control(entry.control)
                asked = entry.requirement or (before.requirement if before else None)
                self.controls[before.control if before else entry.control] = Control(
                    control=before.control if before else entry.control, on=on, position=position, result=entry.result,
                    repeat_by=entry.repeat_by, says=entry, requirement=asked,
                    checks=(*(before.checks if before else ()), (position, entry)),
                )  # fmt: skip
            case _:
                assert_never(entry)

    def control(self, named: str) -> Control | None:
        """Return the last check of a system or procedure, whatever the case of its name; None where it never was."""
        return next((held for called, held in self.controls.items() if same_name(called, named)), None)

    @looked_up
    def overlapping(self) -> Mapping[int, int]:
        """Return (by its entry) each record of use of any line whose time overlaps that of another of the same users,
        with the entry of that one (CPC308-B4)."""
        plans = [plan for plan in self.plans.values() if plan.uses]
        lines = [(plan, line) for plan in plans for line in dict.fromkeys(use.line for use in plan.uses)]
        return {at: other for plan, line in lines for at, other in plan.overlapping(line).items()}

    @looked_up
    def twice(self) -> Collection[int]:
        """Return the entries of the records of use, of any line, that say what another says and count with it as one
        (CPC308-B4)."""
        found: dict[object, set[int]] = {}
        for plan in self.plans.values():
            for line in dict.fromkeys(use.line for use in plan.uses):
                for use in plan.records(line):
                    found.setdefault((plan.id, name_key(line), said_of(use)), set()).add(use.position)
        return {at for those in found.values() if len(those) > 1 for at in those}

    def unassessed(self, plan: ResourcePlan, line: ResourceLine) -> list[Use]:
        """Return the records of use of a line that no variance assesses: of it, as a resource, once they were on
        record, of a time with theirs in it or of no time in particular (CPC308-B5)."""
        assessed = [
            (held.on, held.says.period) for held in self.variances.values()
            if held.on and held.says and held.says.subject == "resource" and held.says.plan == plan.id
            and held.says.plan_line is not None and same_name(held.says.plan_line, line.id)
        ]  # fmt: skip
        return [
            use for use in plan.used(line.id)
            if not any(
                on >= use.on and (time is None or use.period.lies_in(time))
                for on, time in assessed
            )
        ]  # fmt: skip

    def _use(self, plan: str, use: Use) -> None:
        """Enter a record of use with its plan, and with those that took its place."""
        self.plans.add(plan, uses=use)
        self.counted.add((plan, use.position))
        for _, later in self.plans[plan].replaced_by:
            self._pass_on(use, plan, later)

    def _pass_on(self, use: Use, plan: str, later: str) -> None:
        """Enter what was used of a plan with the one in its place: of a line of both, in one unit, in its time."""
        before, after = self.plans[plan].line(use.line), self.plans.known(later).line(use.line)
        says = self.plans.known(later).says
        if before is None or after is None or says is None or not same_unit(before.unit, after.unit):
            return
        if use.period.first >= says.period.first and (later, use.position) not in self.counted:
            self._use(later, use)
