"""The risk log of one contract: each risk, how it was rated when, and whether it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Frozen, Recorded
from ledger.plans import Step
from ledger.registers import ById, Register
from ledger.subjects.risks.entries import RiskAssessed, RiskClosed, RiskIdentified, RisksEntry


class Assessed(Frozen):
    """One assessment of a risk."""

    on: date
    position: int
    says: RiskAssessed


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

    @property
    def measures(self) -> tuple[Step, ...]:
        """What is done about it: what was agreed stands until something else is, for an assessment that names no
        measures takes none back."""
        return next((held.says.measures for held in reversed(self.assessed) if held.says.measures), ())


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
                self.by_id.add(entry.risk, assessed=Assessed(on=on, position=position, says=entry))
            case RiskClosed():
                self.by_id.change(entry.risk, closed=(on, entry.came_about, position))
            case _:
                assert_never(entry)

    def open(self) -> list[Risk]:
        """Return the risks that are not closed, in order of recording."""
        return [risk for risk in self.by_id.values() if risk.closed is None]
