"""How one contract was designed: the ways compared, the type recommended, and the provisions that protect outcomes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, assert_never

from ledger.clauses_cited import alike
from ledger.entry import Frozen, Recorded
from ledger.names import name_key
from ledger.registers import ById, Register, grouped, looked_up
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
                self.provisions.change(recorded.given_id or "", position=position, on=on, says=entry)
            case MilestoneReached():
                self.provisions.change(entry.provision, reached=(on, position))
            case _:
                assert_never(entry)

    def beside(self, held: Provision | ContractProvisionAgreed) -> Sequence[Provision]:
        """Return the provisions in the place of one, that one among them where it is on file, of which a newer one
        takes the place of the others: those of its sort in its clause, those that it says it replaces, one after
        another, and those that so replace it.

        Of what is done once, a milestone or what is to be done by a day, the latter alone: two that replace the same
        one share no place. Nor, with a measure, do those by other indicators.
        """
        if isinstance(held, ContractProvisionAgreed):
            held = Provision(id="", says=held)  # not on file yet, or found by what it says
        own = _place(held)
        there = (*reversed(self.before(held)), *(self._by_place().get(own, ()) if own is not None else ()))
        its = (self.provisions[held.id],) if held.id in self.provisions else ()
        return tuple({one.id: one for one in (*there, *its, *self.after(held))}.values())

    def before(self, held: Provision) -> Sequence[Provision]:
        """Return what one says that it takes the place of, and what that does, one after another."""
        known = self._chains().get(held.id)
        return self._chain(held, self._chains()) if known is None else known

    def after(self, held: Provision) -> Sequence[Provision]:
        """Return what says that it takes the place of one, and what says so of that, each after what it replaces."""
        found = {one.id: one for one in self.replacing(held)}
        left = list(found.values())
        for one in left:
            new = {its.id: its for its in self.replacing(one) if its.id not in found}
            found |= new
            left += new.values()
        return [one for one in left if one.id != held.id]

    def reached_after(self, held: Provision) -> Sequence[Provision]:
        """Return those that were reached of what replaces one, one after another."""
        return self._reached().get(held.id, ())

    def row(self, held: Provision) -> tuple[Hashable, ...]:
        """Return what those have in common that have the same beside them: their clause, where that is their place, and
        the first of a row of which each alone replaces the one before."""
        own, alone = _place(held), not self.before(held) and not self.replacing(held)
        return own, None if own is not None and alone else self._rows().get(held.id, held.id)

    def replacing(self, held: Provision) -> Sequence[Provision]:
        """Return what says itself that it replaces one."""
        return self._replacing().get(held.id, ())

    @looked_up
    def _by_place(self) -> Mapping[tuple[str, ...], Sequence[Provision]]:
        return grouped(self.provisions.values(), lambda one: (_place(one),))

    @looked_up
    def _reached(self) -> Mapping[str, Sequence[Provision]]:
        done = (one for one in self.provisions.values() if one.reached is not None)
        return grouped(done, lambda one: (its.id for its in self.before(one)))

    @looked_up
    def _replacing(self) -> Mapping[str | None, Sequence[Provision]]:
        return grouped(self.provisions.values(), lambda one: (_named(one),))

    @looked_up
    def _rows(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for held in sorted(self.provisions.values(), key=lambda one: len(self.before(one))):
            replaced = next(iter(self.before(held)), held)
            alone = len(self.replacing(replaced)) == 1
            found[held.id] = found.get(replaced.id, replaced.id) if alone else held.id
        return found

    @looked_up
    def _chains(self) -> Mapping[str, Sequence[Provision]]:
        """What each on file replaces: walked once for all, since each is asked of the others in its place."""
        found: dict[str, Sequence[Provision]] = {}
        for one in self.provisions.values():
            found[one.id] = self._chain(one, found)
        return found

    def _chain(self, held: Provision, known: Mapping[str, Sequence[Provision]]) -> Sequence[Provision]:
        found: dict[str, Provision] = {}
        named = _named(held)
        while named is not None and named not in found:
            found[named] = one = self.provisions.known(named)
            found |= {its.id: its for its in known.get(named, ())}
            named = _named(one) if named not in known else None
        return tuple(found.values())


def _named(held: Provision) -> str | None:
    """The provision whose place one says that it takes."""
    return held.says.replaces if held.says is not None else None


def _place(held: Provision) -> tuple[str, ...] | None:
    """The place of a provision in the contract, which one alone has at a time; None where it has none such."""
    if held.says is None or held.is_done_once or held.says.clause is None:
        return None
    return held.says.provision, alike(held.says.clause), name_key(held.says.indicator or "")
