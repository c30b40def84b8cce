"""How one contract was designed: the ways compared, the type recommended, and the provisions that protect outcomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, assert_never

from ledger.clauses_cited import same_clause
from ledger.entry import Frozen, Recorded
from ledger.names import name_key
from ledger.registers import ById, Register
from ledger.subjects.design.entries import (
    ContractFormRecommended,
    ContractProvisionAgreed,
    DesignEntry,
    MilestoneReached,
    OptionsAnalysed,
)


class Provision(Frozen):
    """A provision, and when what it asks for was done."""

    id: str
    position: int = 0
    on: date | None = None
    says: ContractProvisionAgreed | None = None
    reached: tuple[date, int] | None = None
    """(day, position) of a milestone's being reached, or of what was to be done by a day being done."""
    replaced: tuple[date, int] | None = None
    """(day, position) of the provision that took its place in its clause."""

    @property
    def owed_by(self) -> Literal["provider", "authority"] | None:
        """Return whose it is: unsaid, a milestone is the provider's, an obligation neither party's (TVP-3.0-2)."""
        if self.says is None or self.says.owed_by is not None:
            return self.says.owed_by if self.says else None
        return None if self.says.provision == "obligation" else "provider"

    @property
    def is_done_once(self) -> bool:
        """Return whether it asks for something that is done when it is done: a milestone, an obligation with a day."""
        if self.says is None:
            return False
        return self.says.provision == "milestone" or (
            self.says.provision == "obligation" and self.says.due_on is not None
        )

    def stands(self, day: date) -> bool:
        """Return whether it is in the contract on a day: nothing had taken its place by then."""
        return self.replaced is None or self.replaced[0] > day


class Analysis(Frozen):
    """An analysis of ways."""

    on: date
    position: int
    says: OptionsAnalysed


class FormRecommended(Frozen):
    """A recommendation of type and form."""

    on: date
    position: int
    says: ContractFormRecommended


@dataclass(slots=True)
class Design(Register[DesignEntry]):
    """The design of one contract."""

    analyses: list[Analysis] = field(default_factory=list)
    forms: list[FormRecommended] = field(default_factory=list)
    provisions: ById[Provision] = field(default_factory=lambda: ById(Provision))

    def enter(self, entry: DesignEntry, recorded: Recorded) -> None:
        on, position = entry.happened_on, recorded.position
        match entry:
            case OptionsAnalysed():
                self.analyses.append(Analysis(on=on, position=position, says=entry))
            case ContractFormRecommended():
                self.forms.append(FormRecommended(on=on, position=position, says=entry))
            case ContractProvisionAgreed():
                for held in self.before_it(entry):
                    self.provisions.change(held.id, replaced=(on, position))
                self.provisions.change(recorded.given_id or "", position=position, on=on, says=entry)
            case MilestoneReached():
                self.provisions.change(entry.provision, reached=(on, position))
            case _:
                assert_never(entry)

    def before_it(self, entry: ContractProvisionAgreed) -> list[Provision]:
        """Return the provisions whose place one takes in its clause: of its sort, and agreed on an earlier day.

        From one day several may stand in a clause; and so does what is done once, a milestone or what is to be done by
        a day, beside others whenever it was agreed, and a measure beside those by other indicators.
        """
        mine = Provision(id="", says=entry)
        if mine.is_done_once or entry.clause is None:
            return []
        return [
            held for held in self.provisions.values()
            if held.on is not None and held.on < entry.happened_on and held.stands(entry.happened_on)
            and held.says is not None and held.says.provision == entry.provision and not held.is_done_once
            and held.says.clause is not None and same_clause(held.says.clause, entry.clause)
            and name_key(held.says.indicator or "") == name_key(entry.indicator or "")
        ]  # fmt: skip

    def protecting(self, outcome: str) -> list[Provision]:
        """Return the provisions that protect an outcome, but those whose place another took."""
        standing = (p for p in self.provisions.values() if p.replaced is None)
        return [p for p in standing if p.says is not None and outcome in p.says.protects]

    def clauses(self, day: date) -> list[str]:
        """Return the clauses in which provisions agreed by a day stand, each once."""
        agreed = (p for p in self.provisions.values() if p.on is not None and p.on <= day and p.stands(day))
        return list(dict.fromkeys(p.says.clause for p in agreed if p.says is not None and p.says.clause))

    def pay_by(self, received: date) -> tuple[date, int] | None:
        """Return (day, position): by when an invoice received on a day is to be paid, by the provision last agreed."""
        found = [
            (p.on, p.position, p.says.pay_within_days) for p in self.provisions.values()
            if p.on is not None and p.on <= received and p.says is not None and p.says.pay_within_days is not None
        ]  # fmt: skip
        if not found:
            return None
        _, position, days = max(found)
        return received + timedelta(days=days), position
