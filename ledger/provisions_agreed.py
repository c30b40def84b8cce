"""By which agreed variation each provision of a contract applies, and which stand on file by none (TVP-3.0-3).

One that a variation brought applies on the days the variation does, and no day before it was agreed. One that was
entered in the place of another without a variation applies from when one is agreed that is named for it
(docs/adr/0397).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ledger.clauses_cited import alike
from ledger.registers import grouped

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.design import ContractProvisionAgreed, Provision
    from ledger.subjects.variations import AgreedChanges
    from ledger.subjects.variations.register import VariationAgreement

FIXED = "provision.fixed-unless-varied"
"""The rule that what a contract provides is changed, and added to, by a variation alone."""


def applies(file: ContractFile, held: Provision) -> tuple[date, date] | None:
    """Return (first, last) day on which a provision applies, where nothing takes its place; None where none is on file.

    Where its variation was agreed in the form the contract asks for, it applies with that; else from when it was
    agreed itself. None, too, of one entered in the place of another that no agreed variation covers.
    """
    if held.says is None or held.on is None:
        return None
    since = unagreed(file).get(held.id)
    if since is None:
        return applies_by(file, held.says)
    return applies_by(file, held.says, since.covered_by) if since.covered_by else None


def applies_by(
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
        first, made = held.says.happened_on, tuple(covering(file, held.says))
        until = applies_by(file, held.says, made)[0] if made else None
        if until is None or until > first:
            found[held.id] = Unagreed(first, until - timedelta(days=1) if until else date.max, made)
    return found


def covering(file: ContractFile, says: ContractProvisionAgreed) -> Sequence[VariationAgreement]:
    """Return the agreements, in the form the contract asks for, to the variation named for a provision, where that may
    be of its clause."""
    named, clause = _named(file, says), its_clause(file, says)
    another = named and clause is not None and file.of_another_term(says.variation or "", date.max, clause)
    return () if another else named


def its_clause(file: ContractFile, says: ContractProvisionAgreed) -> str | None:
    """Return the clause a provision stands in; where none is named, that of what it replaces, else the id of that."""
    if says.clause is not None or says.replaces is None:
        return says.clause
    held = file.design.provisions.known(says.replaces).says
    return (held.clause if held is not None else None) or says.replaces


def may_cover(file: ContractFile, held: Provision) -> list[VariationAgreement]:
    """Return the variations agreed since a provision that are said to change its clause, and brought no other. One of
    them covers the provision only where it is named for it: what it gives, its words alone say. Not those that were on
    file when a supplement to the provision named `FIXED`: by that none of them is its own (docs/adr/0425, 0446)."""
    says = held.says
    if says is None:
        return []
    named = file.of_the_terms("variations by what they change in words", lambda: _changed_in_words(file))
    keys = ("clause", alike(says.clause or "")), ("provision", held.id)
    denied = max(file.records.completing(held.position, FIXED), default=0)
    since = [one for key in keys for one in named.get(key, ()) if one[1].on >= says.happened_on]
    those = dict(one for one in since if one[1].position > denied)
    brought = {one.says.variation for one in file.design.beside(held) if one.says is not None} if those else ()
    return [agreed for _, agreed in sorted(those.items(), key=lambda one: one[0]) if agreed.variation not in brought]


def told_on(file: ContractFile, held: Provision) -> tuple[date, date] | None:
    """Return the (first, last) day on which one is not agreed; None where it is, or takes no other's place."""
    time = unagreed(file).get(held.id)
    return time[:2] if time is not None else None


def _changed_in_words(file: ContractFile) -> Mapping[tuple[str, str], Sequence[tuple[int, VariationAgreement]]]:
    """The agreements in form by the clause that they change, or the provision that they name, in words; each with its
    number in the order of effect."""
    in_form = [made for made in file.variations_agreed(date.max) if made.form_met]
    found = grouped(enumerate(in_form), lambda one: _named_in(one[1]))
    return {key: [(number, made.agreement) for number, made in those] for key, those in found.items()}


def _named_in(made: AgreedChanges) -> Iterator[tuple[str, str]]:
    for change in made.changes:
        if change.term == "other":
            yield "clause", alike(change.name)
            yield from (("provision", word) for word in _WORD.findall(change.name))


_WORD = re.compile(r"[\w-]*\w")
"""A word, as the id of a provision is one: PRV-100 is no part of PRV-1000."""


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
    days = (applies_by(file, one.says) for one in others if one.says is not None)
    return any(first <= eve <= last for first, last in days)


def _in_form(file: ContractFile) -> Mapping[str, Sequence[VariationAgreement]]:
    agreed = (one.agreement for one in file.variations_agreed(date.max) if one.form_met)
    return grouped(agreed, lambda one: (one.variation,))


__all__ = [
    "FIXED", "applies", "applies_by", "covering", "its_clause", "may_cover", "told_on", "unagreed", "unagreed_on",
]  # fmt: skip
