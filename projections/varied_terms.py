"""What each term that was varied in words says since, and by which variation: the scope, a clause (TVP-3.0-3).

What has a value, the end date and the price, is told by `ContractFile.value_of`; words lie in the vault, so that no
rule can hold what a variation starts from against what the last one made of it: here it is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ledger.clauses_cited import same_clause
from ledger.entry import Frozen
from ledger.names import title_key
from ledger.subjects.design import ContractProvisionAgreed
from ledger.subjects.variations import OtherChange, ScopeChange, SpecificationChange
from projections.view import FileView

WORDED = (ScopeChange, SpecificationChange, OtherChange)
"""The changes of terms that are words."""


class VariedTerm(Frozen):
    """A term as an agreed variation has it."""

    term: str
    """Which term: the scope, the specification, a clause by its name."""
    says: str
    since: date
    until: date | None = None
    """The last day it is agreed for; None where that is not bounded."""
    variation: str
    position: int
    """The entry that agreed it."""
    starts_from: str | None = None
    """What it says the term was, in a sentence with what that was by the variation before; None where they are one."""
    entries: tuple[int, ...] = ()
    """The entry of that variation, whose words the sentence has."""


def varied_terms(view: FileView) -> Iterator[VariedTerm]:
    """Yield every term that was varied in words, in the order in which the variations take effect; what lacks the form
    the contract asks for changes nothing. Pure."""
    last: dict[str, tuple[VariedTerm, object]] = {}
    for made in view.file.variations_agreed(date.max):
        for change in made.changes if made.form_met else ():
            if not isinstance(change, WORDED):
                continue
            term = term_of(change)
            before, became = last.get(title_key(term), (None, None))
            was = view.open(change.was) if change.was else None
            stood = None
            if before and isinstance(was, str) and isinstance(became, str) and title_key(was) != title_key(became):
                stood = f"it says that it was {was}; {before.variation} made it {became} (entry {before.position})"
            one = VariedTerm(
                term=term, says=view.say(change.becomes), since=made.agreement.since, until=made.agreement.until,
                variation=made.agreement.variation, position=made.agreement.position, starts_from=stood,
                entries=(before.position,) if before and stood else (),
            )  # fmt: skip
            yield one
            if one.until is None and term != "specification":  # of that each varies a part of its own
                last[title_key(term)] = one, view.open(change.becomes)


def term_of(change: ScopeChange | SpecificationChange | OtherChange) -> str:
    """Return what a term that is words is called: the scope, the specification, a clause by its name."""
    return change.name if isinstance(change, OtherChange) else change.term


def days_otherwise(view: FileView, said: ContractProvisionAgreed) -> str | None:
    """Return that the variation named for a time for payment gives its clause another number of days; None where it
    says the same, or no number of days."""
    of_it = (
        one
        for one in varied_terms(view)
        if one.variation == said.variation and same_clause(one.term, said.clause or "")
    )
    for one in of_it:
        figures = {int(number) for number in _DAYS.findall(one.says)}
        if figures and said.pay_within_days not in figures:
            return f"{one.variation} (entry {one.position}) says “{one.says.rstrip('.')}”"
    return None


_DAYS = re.compile(r"\b(\d{1,4})[ -](?:calendar[ -])?days?\b")


def in_force(terms: Iterable[VariedTerm], on: date) -> tuple[VariedTerm, ...]:
    """Return the terms as they stand on a day, and after them as they will later: each as last varied by then, each
    variation of the specification by itself."""
    stands: dict[object, VariedTerm] = {}
    to_come = []
    for one in terms:
        if one.since > on:
            to_come.append(one)
        elif one.until is None or one.until >= on:
            key = (one.position, one.says) if one.term == "specification" else title_key(one.term)
            stands[key] = one
    return (*stands.values(), *to_come)


__all__ = ["VariedTerm", "days_otherwise", "in_force", "term_of", "varied_terms"]
