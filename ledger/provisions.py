"""Which provisions of a contract stand in it on a day: from when and until when each does, and what took its place.

One that a variation brought applies on the days the variation does, and no day before it was agreed; another in the
same clause takes its place from its own first day, and only as long as it applies itself (TVP-3.0-3).

What is done once, a milestone or what is to be done by a day, has no clause to itself: whatever moves its day says that
it replaces it (docs/adr/0419).

One that was entered in the place of another without a variation takes nothing's place: what was agreed stands until a
variation that was agreed is named for it, and it is told beside that (docs/adr/0397).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledger.dates.span import holding
from ledger.provisions_agreed import applies, applies_by, told_on, unagreed
from ledger.provisions_placed import order, placed, told
from ledger.registers import grouped

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.design import ContractProvisionAgreed, Provision


def standing(file: ContractFile, day: date) -> list[Provision]:
    """Return the provisions that stand in the contract on a day, in the order in which they came on file."""
    return [held for held in file.design.provisions.values() if stands(file, held, day)]


def stands(file: ContractFile, held: Provision, day: date) -> bool:
    """Return whether a provision is in the contract on a day: it applies, and none in its clause is newer."""
    return _applies_on(file, held, day) and in_its_place(file, held, day) is None


def turns(file: ContractFile, held: Provision) -> list[date]:
    """Return the days from which what stands in the place of a provision, or is told beside it, may be another."""
    return told(file, held).days


def times(file: ContractFile, held: Provision) -> list[tuple[date, date | None]]:
    """Return each time in which a provision stands, as (first day, last day): None where that goes on."""
    days, its = applies(file, held), placed(file, held)
    if days is None:
        return []
    may_turn = {
        *its.agreed.turns.get(its.order, ()),
        days[0],
        *((days[1] + timedelta(days=1),) if days[1] < date.max else ()),
    }
    return list(holding(sorted(may_turn), lambda day: stands(file, held, day)))


def may_stand(file: ContractFile, held: Provision) -> bool:
    """Return whether a provision stands in the contract on any day, or is told without end beside what does."""
    return bool(times(file, held)) or told_beside(file, held, date.max)


def gone_from(file: ContractFile, held: Provision) -> date | None:
    """Return the day from which a provision stands in the contract no more, by all that is on file; None where it goes
    on, or returns once what has its place applies no more."""
    if told_beside(file, held, date.max):
        return None
    last = max((to or date.max for _, to in times(file, held)), default=date.max)
    return last + timedelta(days=1) if last < date.max else None


def told_beside(file: ContractFile, held: Provision, day: date) -> bool:
    """Return whether a provision is told on a day beside what stands in its clause: entered in the place of that by no
    agreed variation, and none in the clause is newer, agreed or not."""
    time = told_on(file, held)
    if time is None or held.says is None or not time[0] <= day <= time[1]:
        return False
    newest = told(file, held).on(day)
    return newest is None or newest[2] <= (time[0], held.on or time[0])


def beside(file: ContractFile, held: Provision, day: date) -> list[Provision]:
    """Return the provisions told on a day beside one that stands, as what no agreed variation made of its clause."""
    others = file.design.beside(held) if unagreed(file) else ()
    return [one for one in others if one.id != held.id and told_beside(file, one, day)]


def in_its_place(file: ContractFile, held: Provision, day: date) -> Provision | None:
    """Return the provision that has the place of another in its clause on a day; None where none has.

    The one that applies from the latest day, and of those the one agreed last. From one day several may stand.
    """
    its = placed(file, held)
    newest, replaced = its.agreed.on(day), _applies_on(file, held, day) and not its.is_there(day)
    return file.design.provisions[newest[-1]] if newest is not None and (newest[2] > its.order or replaced) else None


def instead_of(file: ContractFile, held: Provision, day: date) -> Provision | None:
    """Return the provision that stands on a day in the place of one that does not, as that is to apply yet, applies no
    more, or was replaced; None where none does."""
    newest = placed(file, held).agreed.on(day)
    if newest is None or stands(file, held, day):
        return None
    found = file.design.provisions[newest[-1]]
    return found if stands(file, found, day) else None


def reached(file: ContractFile, held: Provision) -> Provision | None:
    """Return the provision whose being reached, or done, has it reached: itself, else the last of those that had its
    place when they were, where none that had it then as well is still to be, else what it replaces, where that was
    reached before it applied; None where it is to be reached yet.

    After a temporary variation it returns: what was reached by the day that had is not asked for again (TVP-3.0-3).
    Nor is what a variation moved after it was reached (docs/adr/0463).
    """
    return held if held.reached is not None else _reached_after(file, held) or _reached_before(file, held)


def _reached_after(file: ContractFile, held: Provision) -> Provision | None:
    those = file.design.reached_after(held)
    done = [(since, one) for one in those if (since := _reached_since(file, one)) is not None]
    if not done:
        return None
    since, found = max(done, key=lambda one: (one[0], one[1].reached))
    return None if any(one.reached is None for one in _standing_after(file, held, since)) else found


def _standing_after(file: ContractFile, held: Provision, day: date) -> Iterator[Provision]:
    """What stands on a day of all that replaces one: looked for once for each, such as a day moved time and again."""
    [first] = file.design.before(held)[-1:] or [held]
    its = "what stands of what replaces each", first.id, day
    there = file.of_the_terms(its, lambda: _standing_by_what_they_replace(file, first, day))
    return (file.design.provisions[its_id] for its_id in there.get(held.id, ()))


def _standing_by_what_they_replace(file: ContractFile, first: Provision, day: date) -> Mapping[str, Sequence[str]]:
    there = [
        (one, its.id) for one in file.design.after(first) if stands(file, one, day) for its in file.design.before(one)
    ]
    return {key: [one.id for one, _ in those] for key, those in grouped(there, lambda one: (one[1],)).items()}


def _reached_before(file: ContractFile, held: Provision) -> Provision | None:
    """What had the place of one that it replaces and was reached, where that stood reached before it applied."""
    days, before = applies(file, held), file.design.before(held)
    if days is None or not any(one.reached or file.design.reached_after(one) for one in before[-1:]):
        return None
    eve = days[0] - timedelta(days=1)
    for replaced in before:
        by = replaced if replaced.reached is not None else _reached_after(file, replaced)
        since = _reached_since(file, by) if by is not None else None
        if since is not None and since <= eve and (by is replaced or stands(file, replaced, eve)):
            return by
    return None


def _reached_since(file: ContractFile, held: Provision) -> date | None:
    """The day from which one stood reached: no sooner than it applied; None where it did not stand when it was."""
    days = applies(file, held)
    if held.reached is None or days is None:
        return None
    since = max(held.reached[0], days[0])
    return since if stands(file, held, since) else None


def before_it(file: ContractFile, entry: ContractProvisionAgreed) -> list[Provision]:
    """Return the provisions whose place one would take in its clause: those that stand on the day before it applies."""
    first, _ = applies_by(file, entry)
    eve = first - timedelta(days=1)
    return [held for held in file.design.beside(entry) if stands(file, held, eve)]


def protecting(file: ContractFile, outcome: str, day: date) -> list[Provision]:
    """Return the provisions that protect an outcome on a day, or will."""
    named = [held for held in file.design.provisions.values() if held.says and outcome in held.says.protects]
    return [held for held in named if stands(file, held, day) or _is_to_come(file, held, day)]


def milestones(file: ContractFile) -> list[Provision]:
    """Return the milestones on file whose place no other takes, or will."""
    held = (one for one in file.design.provisions.values() if one.says and one.says.provision == "milestone")
    return [one for one in held if in_its_place(file, one, date.max) is None]


def clauses(file: ContractFile, day: date) -> list[str]:
    """Return the clauses in which provisions stand on a day, each once."""
    said = (held.says for held in standing(file, day))
    return list(dict.fromkeys(says.clause for says in said if says is not None and says.clause))


def pay_by(file: ContractFile, received: date) -> tuple[date, int] | None:
    """Return (day, position): by when an invoice received on a day is to be paid, by the newest provision that stands
    on that day."""
    timed = [held for held in file.design.provisions.values() if held.says and held.says.pay_within_days is not None]
    newest = max(
        (held for held in timed if stands(file, held, received)), key=lambda one: order(file, one), default=None
    )
    if newest is None or newest.says is None or newest.says.pay_within_days is None:
        return None
    return received + timedelta(days=newest.says.pay_within_days), newest.position


def pay_by_otherwise(file: ContractFile, received: date) -> Provision | None:
    """Return the payment time entered in the place of what was agreed by no agreed variation, as of the day an invoice
    was received; None where there is none such."""
    held = (file.design.provisions[named] for named in unagreed(file))
    timed = [one for one in held if one.says is not None and one.says.pay_within_days is not None]
    return next((one for one in timed if told_beside(file, one, received)), None)


def _applies_on(file: ContractFile, held: Provision, day: date) -> bool:
    days = applies(file, held)
    return days is not None and days[0] <= day <= days[1]


def _is_to_come(file: ContractFile, held: Provision, day: date) -> bool:
    days = applies(file, held)
    return days is not None and day < days[0] <= days[1]


__all__ = [
    "before_it", "beside", "clauses", "in_its_place", "instead_of", "milestones", "pay_by", "pay_by_otherwise",
    "protecting", "reached", "standing", "stands", "times", "told_beside", "turns",
]  # fmt: skip
