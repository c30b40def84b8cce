"""Whether a variation that an entry names was agreed, and agreed of the term that the entry changes (TVP-3.0-3).

Asked of all that is known: what was agreed by a day may take effect later.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ledger.clauses_cited import alike, in_plain_words
from ledger.dates.working_days import dated
from ledger.subjects.variations.entries import Change, OtherChange, VariationAgreed, VariationProposed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


def not_agreed(file: ContractFile, variation: str, day: date) -> str | None:
    """Return in words what became of a variation that had not been agreed by a day; None where it had."""
    if _agreements(file, variation, day):
        return None
    held = file.variations.by_id.get(variation)
    rejected = [one for one in held.rejected if one[0] <= day] if held else []
    if rejected:
        on, party, position = rejected[-1]
        return f"the {party} rejected {variation} on {dated(on)} (entry {position})"
    return f"{variation} had not been agreed by {dated(day)}"


def of_another_term(file: ContractFile, variation: str, day: date, clause: str | None) -> str | None:
    """Return in words what a variation agreed by a day changes, where that is neither the clause nor, without one, the
    specification; None where it may be. What is not said term by term may be of any.
    """
    proposal = _proposal(file, variation)
    changes: list[Change] = []
    last = proposal.changes if proposal else ()
    for agreed in _agreements(file, variation, day):
        last = agreed.changes or last  # left out, those last agreed, or else proposed
        if not last:
            return None
        changes += last
    if clause is None:
        # What sort of change it is says what is changed, also where its figures alone are given term by term.
        of_it = proposal is not None and proposal.variation_kind in ("requirements", "scope")
        of_it = of_it or any(change.term in ("specification", "scope", "other") for change in changes)
    else:
        of_it = any(isinstance(change, OtherChange) and _may_be(change.name, clause) for change in changes)
    if of_it:
        return None
    said = " and ".join(dict.fromkeys(map(_in_words, changes)))
    return f"{variation} changes {said}, not {f'clause {clause}' if clause else 'the specification'}"


def _agreements(file: ContractFile, variation: str, day: date) -> list[VariationAgreed]:
    known = ((recorded, file.as_now(recorded.position)) for recorded in file.known)
    return [
        entry for recorded, entry in known
        if isinstance(entry, VariationAgreed) and variation in (entry.variation, recorded.given_id)
        and entry.happened_on <= day
    ]  # fmt: skip


def _proposal(file: ContractFile, variation: str) -> VariationProposed | None:
    begun = next((recorded.position for recorded in file.known if recorded.given_id == variation), 0)
    entry = file.as_now(begun)
    return entry if isinstance(entry, VariationProposed) else None


def _may_be(name: str, clause: str) -> bool:
    """Whether what a changed term is called may be a clause: a name may be any's, a bare number is its own alone."""
    numbers = [_BARE_NUMBER.fullmatch(alike(text)) for text in (name, clause)]
    mine, its = (number and number[1] for number in numbers)
    return mine is None or its is None or mine == its


_BARE_NUMBER = re.compile(r"(\d+)[a-z]?([.(]\w{1,4}\)?)*")


def _in_words(change: Change) -> str:
    if isinstance(change, OtherChange):
        return f"clause {alike(change.name)}"
    return f"the {in_plain_words(change.term)}"
