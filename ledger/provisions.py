"""Which provisions of a contract stand in it on a day: from when and until when each does, and what took its place.

One that a variation brought applies on the days the variation does, and no day before it was agreed; another in the
same clause takes its place from its own first day, and only as long as it applies itself (TVP-3.0-3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledger.registers import grouped

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.design import ContractProvisionAgreed, Provision
    from ledger.subjects.variations.register import VariationAgreement


def applies(file: ContractFile, held: Provision) -> tuple[date, date] | None:
    """Return (first, last) day on which a provision applies, where nothing takes its place; None where none is on file.

    Where its variation was agreed in the form the contract asks for, it applies with that; else from when it was
    agreed itself.
    """
    if held.says is None or held.on is None:
        return None
    return _applies(file, held.says)


def _applies(file: ContractFile, says: ContractProvisionAgreed) -> tuple[date, date]:
    on, last = says.happened_on, date.max
    made = file.of_the_terms("agreements in form, by variation", lambda: _in_form(file)).get(says.variation or "")
    if made:
        on, last = max(on, min(one.since for one in made)), max(one.until or date.max for one in made)
    return on, last


def _in_form(file: ContractFile) -> Mapping[str, Sequence[VariationAgreement]]:
    agreed = (one.agreement for one in file.variations_agreed(date.max) if one.form_met)
    return grouped(agreed, lambda one: (one.variation,))


def standing(file: ContractFile, day: date) -> list[Provision]:
    """Return the provisions that stand in the contract on a day, in the order in which they came on file."""
    return [held for held in file.design.provisions.values() if stands(file, held, day)]


def stands(file: ContractFile, held: Provision, day: date) -> bool:
    """Return whether a provision is in the contract on a day: it applies, and none in its clause is newer."""
    return _applies_on(file, held, day) and in_its_place(file, held, day) is None


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


def _applies_on(file: ContractFile, held: Provision, day: date) -> bool:
    days = applies(file, held)
    return days is not None and days[0] <= day <= days[1]


def _is_to_come(file: ContractFile, held: Provision, day: date) -> bool:
    days = applies(file, held)
    return days is not None and day < days[0] <= days[1]


def _applying(file: ContractFile, held: Provision, day: date) -> Iterable[Provision]:
    """The others in its clause that apply on a day."""
    beside = file.design.beside(held.says) if held.says is not None else ()
    return (one for one in beside if one.id != held.id and _applies_on(file, one, day))


def _order(file: ContractFile, held: Provision) -> tuple[date, date]:
    """By what is newer in a clause is told: the first day it applies, and the day it was agreed."""
    days = applies(file, held)
    return (days[0], held.on) if days is not None and held.on is not None else (date.min, date.min)


__all__ = ["applies", "before_it", "clauses", "in_its_place", "pay_by", "protecting", "standing", "stands"]
