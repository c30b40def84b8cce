"""The risk log of one contract: each risk, how it was rated when, and whether it is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, assert_never

from ledger.entry import Frozen, Recorded
from ledger.names import name_key
from ledger.planning import PlannedRisk, Rated, RiskCategory
from ledger.plans import Step
from ledger.registers import ById, Register
from ledger.subjects.risks.entries import RiskAssessed, RiskClosed, RiskIdentified, RisksEntry
from ledger.subjects.risks.places import Place, place_of, plans_meant

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


class Assessed(Frozen):
    """One assessment of a risk."""

    on: date
    position: int
    worded_at: int
    """Where it was written as it stands: at its correction, else where it was recorded."""
    says: RiskAssessed


class Measure(Frozen):
    """Something that is done about a risk, as it was agreed last."""

    number: int
    """Its number among those agreed with it, counted from 1."""
    since: date
    position: int
    """The assessment with which it was agreed."""
    says: Step
    done_on: date | None = None


class Risk(Frozen):
    """One risk."""

    id: str
    position: int = 0
    on: date | None = None
    says: RiskIdentified | None = None
    assessed: tuple[Assessed, ...] = ()
    closed: tuple[date, bool, int] | None = None
    """(day, whether it came about, position)."""

    @property
    def newest(self) -> Assessed | None:
        """How it was last assessed, None where it never was."""
        return self.assessed[-1] if self.assessed else None

    def is_open(self, day: date) -> bool:
        """Return whether it was seen by a day, and not closed by then."""
        return self.was_seen(day) and (self.closed is None or self.closed[0] > day)

    def was_seen(self, day: date) -> bool:
        """Return whether it was seen by a day."""
        return self.on is not None and self.on <= day

    def rating(self, day: date) -> int | None:
        """Return how it was last rated by a day, None where it was not."""
        return next((held.says.rating for held in reversed(self.assessed) if held.on <= day), None)

    @property
    def measures(self) -> tuple[Step, ...]:
        """What is done about it: what was agreed stands until something else is, for an assessment that names no
        measures takes none back."""
        return tuple(measure.says for measure in self.measures_on())

    def measures_on(self, day: date = date.max) -> tuple[Measure, ...]:
        """Return what is done about it as agreed last by a day, each with when it was done (docs/adr/0450)."""
        found: tuple[Measure, ...] = ()
        for nth, held in enumerate(self.assessed):
            if held.on > day:
                continue
            agreed = self.numbered_by(nth)
            done = held.says.measures_done if agreed and found and found[0].position == agreed.position else ()
            found = tuple(
                one.model_copy(update={"done_on": held.on}) if one.number in done and one.done_on is None else one
                for one in found
            )
            if held.says.measures:
                found = tuple(
                    Measure(number=number, since=held.on, position=held.position, says=step)
                    for number, step in enumerate(held.says.measures, 1)
                )
        return found

    def numbered_by(self, nth: int) -> Assessed | None:
        """Return the assessment among whose measures one of them, from 0, says that some are done: the last before it
        that agreed on any, of those on file when it was worded. One entered late changes no number."""
        held = self.assessed[nth]
        if not held.says.measures_done:
            return None
        before = (one for one in reversed(self.assessed[:nth]) if one.says.measures)
        return next((one for one in before if one.position < held.worded_at), None)


@dataclass(slots=True)
class Risks(Register[RisksEntry]):
    """The risks of one contract, by id."""

    by_id: ById[Risk] = field(default_factory=lambda: ById(Risk))

    def enter(self, entry: RisksEntry, recorded: Recorded) -> None:
        on, position = entry.happened_on, recorded.position
        match entry:
            case RiskIdentified():
                self.by_id.change(recorded.given_id or f"entry {position}", position=position, on=on, says=entry)
            case RiskAssessed():
                worded_at = recorded.corrected_at or position
                said = Assessed(on=on, position=position, worded_at=worded_at, says=entry)
                self.by_id.add(entry.risk, assessed=said)
            case RiskClosed():
                self.by_id.change(entry.risk, closed=(on, entry.came_about, position))
            case _:
                assert_never(entry)

    def numbered(self) -> Mapping[int, tuple[tuple[int, ...], int, int]]:
        """Return of each assessment that says which measures are done, by its position: their numbers, the assessment
        among whose measures they are, and how many that has."""
        return {
            held.position: (held.says.measures_done, agreed.position, len(agreed.says.measures))
            for risk in self.by_id.values()
            for nth, held in enumerate(risk.assessed)
            if (agreed := risk.numbered_by(nth)) is not None
        }

    def open(self) -> list[Risk]:
        """Return the risks that are not closed, in order of recording."""
        return [risk for risk in self.by_id.values() if risk.closed is None]

    def of_plan(
        self, parts: Collection[str], plan: str | None, *, of_resources: bool
    ) -> Iterator[tuple[Risk, RiskIdentified, Place]]:
        """Yield each risk that is of a plan with such parts, None for one without an id yet, with what was seen and
        where in the plan it belongs (CPC307-C3-a, CPC308-A6)."""
        for risk in self.by_id.values():
            place = place_of(risk.says) if risk.says else None
            if risk.says is None or place is None or place.of_resources != of_resources:
                continue
            if place.is_in(plan, parts):
                yield risk, risk.says, place

    def ratings(
        self, file: ContractFile, own: Sequence[PlannedRisk], parts: Collection[str], plan: str | None, day: date
    ) -> list[Rated]:
        """Return what each open risk of an implementation plan is rated on a day: its own, and those of the log, by
        which one that both name is rated once it was assessed there (CPC307-C3-b). Of several of the log that are one
        of the plan's, one counts as planned; one that may be of several plans counts for none (docs/adr/0296)."""
        planned = {name_key(risk.id): risk.rating for risk in own}
        log: list[tuple[Risk, str | None, RiskCategory]] = []
        for risk, seen, place in self.of_plan(parts, plan, of_resources=False):
            names_it = bool(seen.plan_risk) and name_key(seen.plan_risk or "") in planned
            meant = plans_meant(file, seen, place, day if plan is None and names_it else None)
            if risk.was_seen(day) and meant in ([], [plan]):
                log.append((risk, name_key(seen.plan_risk) if seen.plan_risk else None, seen.category))
        watched = {called for _, called, _ in log}
        rated = [Rated(risk.id, risk.category, risk.rating) for risk in own if name_key(risk.id) not in watched]
        assessed = {called for risk, called, _ in log if risk.is_open(day) and risk.rating(day) is not None}
        for risk, called, category in log:
            if not risk.is_open(day):
                continue
            rating = risk.rating(day)
            if rating is None and called is not None and called not in assessed:
                rating = planned.get(called)
                assessed.add(called)
            rated.append(Rated(risk.id, category, rating))
        return rated
