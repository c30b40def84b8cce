"""Which provisions of a contract stand in it on a day: from when and until when each does, and what took its place.

One that a variation brought applies on the days the variation does, and no day before it was agreed; another in the
same clause takes its place from its own first day, and only as long as it applies itself (TVP-3.0-3).

What is done once, a milestone or what is to be done by a day, has no clause to itself: whatever moves its day says that
it replaces it (docs/adr/0419).

One that was entered in the place of another without a variation takes nothing's place: what was agreed stands until a
variation that was agreed is named for it, and it is told beside that (docs/adr/0397).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ledger.clauses_cited import same_clause
from ledger.dates.span import holding
from ledger.registers import grouped

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.design import ContractProvisionAgreed, Provision
    from ledger.subjects.variations.register import VariationAgreement

FIXED = "provision.fixed-unless-varied"
"""The rule that what a clause provides is changed by a variation alone."""


def applies(file: ContractFile, held: Provision) -> tuple[date, date] | None:
    """Return (first, last) day on which a provision applies, where nothing takes its place; None where none is on file.

    Where its variation was agreed in the form the contract asks for, it applies with that; else from when it was
    agreed itself. None, too, of one entered in the place of another that no agreed variation covers.
    """
    if held.says is None or held.on is None:
        return None
    since = unagreed(file).get(held.id)
    if since is None:
        return _applies(file, held.says)
    return _applies(file, held.says, since.covered_by) if since.covered_by else None


def _applies(
    file: ContractFile, says: ContractProvisionAgreed, made: Sequence[VariationAgreement] | None = None
) -> tuple[date, date]:  # fmt: skip
    on, last = says.happened_on, date.max
    made = _named(file, says) if made is None else made
    if made:
        on, last = max(on, min(one.since for one in made)), max(one.until or date.max for one in made)
    return on, last


def _named(file: ContractFile, says: ContractProvisionAgreed) -> Sequence[VariationAgreement]:
    """The agreements, in the form the contract asks for, to the variation that is named for it."""
    return file.of_the_terms("agreements in form, by variation", lambda: _in_form(file)).get(says.variation or "", ())


class Unagreed(NamedTuple):
    """The time in which a provision stands on file in the place of another in its clause and by no agreed variation."""

    first: date
    last: date
    covered_by: tuple[VariationAgreement, ...]
    """What was agreed since, and has it apply from then; none where that goes on."""


def unagreed_on(file: ContractFile, held: Provision, day: date) -> bool:
    """Return whether, on a day, one stands on file in the place of another in its clause and by no agreed variation."""
    time = unagreed(file).get(held.id)
    return time is not None and time.first <= day <= time.last


def unagreed(file: ContractFile) -> Mapping[str, Unagreed]:
    """Return when each provision entered in the place of another without a variation is so: to the day before a
    variation applies that is agreed since and named for it."""
    return file.of_the_terms("provisions by no agreed variation", lambda: _unagreed(file))


def _unagreed(file: ContractFile) -> Mapping[str, Unagreed]:
    found: dict[str, Unagreed] = {}
    departing = (held for held in file.design.provisions.values() if _departs(file, held))
    for held in sorted(departing, key=lambda one: (one.on or date.min, one.position)):
        if held.says is None or not _something_stood(file, held.says, held.id, found):
            continue
        first, made = held.says.happened_on, tuple(_covering(file, held.says))
        until = _applies(file, held.says, made)[0] if made else None
        if until is None or until > first:
            found[held.id] = Unagreed(first, until - timedelta(days=1) if until else date.max, made)
    return found


def _covering(file: ContractFile, says: ContractProvisionAgreed) -> Sequence[VariationAgreement]:
    """The agreements to the variation named for it, where that may be of its clause."""
    named = _named(file, says)
    return named if named and not file.of_another_term(says.variation or "", date.max, its_clause(file, says)) else ()


def its_clause(file: ContractFile, says: ContractProvisionAgreed) -> str | None:
    """Return the clause a provision stands in; where none is named, that of what it replaces, else the id of that."""
    if says.clause is not None or says.replaces is None:
        return says.clause
    held = file.design.provisions.known(says.replaces).says
    return (held.clause if held is not None else None) or says.replaces


def may_cover(file: ContractFile, held: Provision) -> list[VariationAgreement]:
    """Return the variations agreed since a provision that are said to change its clause, and brought no other. One of
    them covers the provision only where it is named for it: what it gives, its words alone say."""
    says = held.says
    if says is None:
        return []
    brought = {one.says.variation for one in file.design.beside(held) if one.says is not None}
    return [
        made.agreement for made in file.variations_agreed(date.max)
        if made.form_met and made.agreement.on >= says.happened_on and made.agreement.variation not in brought
        and any(
            change.term == "other" and (same_clause(change.name, says.clause or "") or held.id in change.name)
            for change in made.changes
        )
    ]  # fmt: skip


def _departs(file: ContractFile, held: Provision) -> bool:
    recorded = file.at(held.position)
    return recorded is not None and any(one.rule == FIXED for one in recorded.departures)


def _something_stood(
    file: ContractFile, says: ContractProvisionAgreed, its_id: str, found: Mapping[str, Unagreed]
) -> bool:  # fmt: skip
    """Whether another stands agreed in its clause on the eve of it: what it replaced may have been struck out since."""
    eve = says.happened_on - timedelta(days=1)
    others = (
        one for one in file.design.beside(says) if one.id != its_id and one.id not in found and one.says is not None
    )
    days = (_applies(file, one.says) for one in others if one.says is not None)
    return any(first <= eve <= last for first, last in days)


def _in_form(file: ContractFile) -> Mapping[str, Sequence[VariationAgreement]]:
    agreed = (one.agreement for one in file.variations_agreed(date.max) if one.form_met)
    return grouped(agreed, lambda one: (one.variation,))


def standing(file: ContractFile, day: date) -> list[Provision]:
    """Return the provisions that stand in the contract on a day, in the order in which they came on file."""
    return [held for held in file.design.provisions.values() if stands(file, held, day)]


def stands(file: ContractFile, held: Provision, day: date) -> bool:
    """Return whether a provision is in the contract on a day: it applies, and none in its clause is newer."""
    return _applies_on(file, held, day) and in_its_place(file, held, day) is None


def turns(file: ContractFile, held: Provision) -> list[date]:
    """Return the days from which what stands in the place of a provision, or is told beside it, may be another."""
    found: set[date] = set()
    for one in (held, *_others(file, held)):
        for days in (applies(file, one), told_on(file, one)):
            if days is not None:
                found |= {days[0], *((days[1] + timedelta(days=1),) if days[1] < date.max else ())}
    return sorted(found)


def times(file: ContractFile, held: Provision) -> list[tuple[date, date | None]]:
    """Return each time in which a provision stands, as (first day, last day): None where that goes on."""
    return list(holding(turns(file, held), lambda day: stands(file, held, day)))


def told_beside(file: ContractFile, held: Provision, day: date) -> bool:
    """Return whether a provision is told on a day beside what stands in its clause: entered in the place of that by no
    agreed variation, and none in the clause is newer, agreed or not."""
    time = unagreed(file).get(held.id)
    if time is None or held.says is None or not time.first <= day <= time.last:
        return False
    own = time.first, held.on or time.first
    return not any(
        days is not None and days[0] <= day <= days[1] and (days[0], one.on or days[0]) > own
        for one in _others(file, held) for days in (applies(file, one), told_on(file, one))
    )  # fmt: skip


def _others(file: ContractFile, held: Provision) -> Iterable[Provision]:
    """The others in its place, and those that replace the same as it does: where one of them does so by a variation,
    what no variation agreed is told beside it no more."""
    replaced = file.design.before(held)[:1]
    same = file.design.after(replaced[0]) if replaced else ()
    return {one.id: one for one in (*file.design.beside(held), *same) if one.id != held.id}.values()


def told_on(file: ContractFile, held: Provision) -> tuple[date, date] | None:
    """Return the (first, last) day on which one is not agreed; None where it is, or takes no other's place."""
    time = unagreed(file).get(held.id)
    return time[:2] if time is not None else None


def beside(file: ContractFile, held: Provision, day: date) -> list[Provision]:
    """Return the provisions told on a day beside one that stands, as what no agreed variation made of its clause."""
    others = file.design.beside(held) if unagreed(file) else ()
    return [one for one in others if one.id != held.id and told_beside(file, one, day)]


def in_its_place(file: ContractFile, held: Provision, day: date) -> Provision | None:
    """Return the provision that has the place of another in its clause on a day; None where none has.

    The one that applies from the latest day, and of those the one agreed last. From one day several may stand.
    """
    newest = max(_applying(file, held, day), key=lambda one: _order(file, one), default=None)
    return newest if newest is not None and _order(file, newest) > _order(file, held) else None


def before_it(file: ContractFile, entry: ContractProvisionAgreed) -> list[Provision]:
    """Return the provisions whose place one would take in its clause: those that stand on the day before it applies."""
    first, _ = _applies(file, entry)
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
        (held for held in timed if stands(file, held, received)), key=lambda one: _order(file, one), default=None
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


def _applying(file: ContractFile, held: Provision, day: date) -> Iterable[Provision]:
    """The others in its clause that apply on a day."""
    return (one for one in file.design.beside(held) if one.id != held.id and _applies_on(file, one, day))


def _order(file: ContractFile, held: Provision) -> tuple[date, date, int]:
    """By what is newer in a clause is told: the first day it applies, the day it was agreed, and how many it says that
    it takes the place of, one after another."""
    days = applies(file, held)
    since = (days[0], held.on) if days is not None and held.on is not None else (date.min, date.min)
    return *since, len(file.design.before(held))


__all__ = [
    "FIXED", "applies", "before_it", "beside", "clauses", "in_its_place", "its_clause", "may_cover", "milestones",
    "pay_by", "pay_by_otherwise", "protecting", "standing", "stands", "times", "told_beside", "told_on", "turns",
    "unagreed_on",
]  # fmt: skip
