"""Which provision is the newest in each place of a contract, from day to day: worked out once for a file.

A place has those of which a newer one takes the place of the others (`Design.beside`). To look through all of them for
each of them and each day took 49 seconds of a milestone that was moved 160 times.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.dates.span import holding
from ledger.provisions_agreed import applies, told_on

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.design import Provision

Order = tuple[Any, ...]
"""By what one is newer than another in its place."""
Held = tuple[date, date, Order, str]
"""From when until when one is there, how new it is, and its id."""


@dataclass(frozen=True, slots=True)
class Newest:
    """What is newest in one place, from day to day."""

    days: list[date] = field(default_factory=list)
    """The days from which another is, in their order; some from which it is still the same."""
    on_file: list[Held | None] = field(default_factory=list)
    """Which is, from each of them."""
    turns: dict[Order, list[date]] = field(default_factory=dict)
    """The days from which one of that order is the newest, or is no more."""

    @classmethod
    def of(cls, those: Iterable[Held]) -> Newest:
        """Return the newest of these from day to day; of several that are as new, the first."""
        ranked, found = sorted(those, key=lambda one: one[2], reverse=True), cls()
        starting = sorted(range(len(ranked)), key=lambda rank: ranked[rank][0], reverse=True)
        there: list[int] = []
        for day in turning(ranked):
            while starting and ranked[starting[-1]][0] <= day:
                heappush(there, starting.pop())
            while there and ranked[there[0]][1] < day:
                heappop(there)
            found._add(day, ranked[there[0]] if there else None)
        return found

    def _add(self, day: date, one: Held | None) -> None:
        for now in (self.on_file[-1] if self.on_file else None, one):
            if now is not None:
                self.turns.setdefault(now[2], []).append(day)
        self.days.append(day)
        self.on_file.append(one)

    def on(self, day: date) -> Held | None:
        """Return which is the newest on a day; None where none is there."""
        before = bisect_right(self.days, day)
        return self.on_file[before - 1] if before else None


def turning(those: Iterable[Held]) -> list[date]:
    """Return the days from which one of these is there, or is no more, in their order."""
    firsts = {first for first, *_ in those}
    return sorted(firsts | {last + timedelta(days=1) for _, last, *_ in those if last < date.max})


class Placed(NamedTuple):
    """A provision in its place."""

    order: Order
    days: Sequence[Held]
    """Each time in which it applies, and nothing does that replaced it before it began."""
    agreed: Newest
    """Which is the newest of those that were agreed, itself among them."""

    def is_there(self, day: date) -> bool:
        """Return whether it applies on a day, and nothing does that replaced it before it began."""
        return any(_has(one, day) for one in self.days)


def placed(file: ContractFile, held: Provision) -> Placed:
    """Return a provision on file in its place."""
    return file.of_the_terms(("place of a provision", held.id), lambda: _placed(file, held))


def _placed(file: ContractFile, held: Provision) -> Placed:
    """All in one place, such as those of which each replaces another, are looked through once."""
    its = "agreed in a place", file.design.row(held)
    agreed = file.of_the_terms(its, lambda: Newest.of(_agreed(file, file.design.beside(held))))
    return Placed(order(file, held), tuple(_days(file, held)), agreed)


def told(file: ContractFile, held: Provision) -> Newest:
    """Return which is the newest in the place of a provision, with those that no agreed variation covers."""
    others = [one for one in file.design.before(held)[:1] if len(file.design.replacing(one)) > 1]
    its = "told in a place", file.design.row(held), *(one.id for one in others)
    return file.of_the_terms(its, lambda: Newest.of(_told(file, _with_those_by_the_same(file, held, others))))


def _with_those_by_the_same(
    file: ContractFile, held: Provision, replaced: Iterable[Provision]
) -> Iterable[Provision]:  # fmt: skip
    """One, those beside it, and those that replace the same as it does: where one of them does so by a variation, what
    no variation agreed is told beside it no more."""
    by_the_same = (other for one in replaced for other in file.design.after(one))
    return {one.id: one for one in (held, *file.design.beside(held), *by_the_same)}.values()


def _agreed(file: ContractFile, those: Iterable[Provision]) -> Iterator[Held]:
    for held in those:
        yield from _days(file, held)


def _told(file: ContractFile, those: Iterable[Provision]) -> Iterator[Held]:
    """Each time in which one applies, or is told beside what does; the later it begins the newer."""
    for held in those:
        yield from ((*its[:2], its[2][:2], held.id) for its in _days(file, held))
        if (days := told_on(file, held)) is not None:
            yield *days, (days[0], held.on or days[0]), held.id


def _days(file: ContractFile, held: Provision) -> Iterator[Held]:
    """Each time in which one applies, without the days on which one does that replaced it before it began: that one is
    no newer than it was agreed, and what is agreed after it takes its place."""
    its, oldest = _held(file, held), _oldest_after(file).get(held.id)
    if its is None:
        return
    if oldest is None or oldest > its[2]:
        yield its
        return
    others = [one for one in (_held(file, one) for one in file.design.after(held)) if one is not None]
    before_it = [one for one in others if one[2] < its[2]]
    alone = holding(
        turning((its, *before_it)), lambda day: _has(its, day) and not any(_has(one, day) for one in before_it)
    )
    yield from ((first, last or date.max, *its[2:]) for first, last in alone)


def _has(held: Held, day: date) -> bool:
    return held[0] <= day <= held[1]


def _oldest_after(file: ContractFile) -> Mapping[str, Order]:
    """How new the oldest is of those that replace each provision, one after another: nearly always it is newer."""
    return file.of_the_terms("oldest of those that replace each provision", lambda: _oldest(file))


def _oldest(file: ContractFile) -> Mapping[str, Order]:
    found: dict[str, Order] = {}
    for held in sorted(file.design.provisions.values(), key=lambda one: len(file.design.before(one)), reverse=True):
        its = _held(file, held)
        orders = [one for one in (found.get(held.id), its[2] if its is not None else None) if one is not None]
        for replaced in file.design.before(held)[:1] if orders else ():
            found[replaced.id] = min(*orders, found.get(replaced.id, orders[0]))
    return found


def _held(file: ContractFile, held: Provision) -> Held | None:
    days = applies(file, held)
    return (*days, order(file, held), held.id) if days is not None else None


def order(file: ContractFile, held: Provision) -> Order:
    """Return by what is newer in a clause is told: the first day it applies, the day it was agreed, and how many it
    says that it takes the place of, one after another."""
    days, replaced = applies(file, held), len(file.design.before(held))
    return (days[0], held.on, replaced) if days is not None else (date.min, date.min, replaced)


__all__ = ["Held", "Newest", "Placed", "order", "placed", "told"]
