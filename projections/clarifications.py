"""Principles and clarifications of service level agreements, and what of these one party alone agreed (TVP-2.0-1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.details import AGREED_BY_BOTH, added_since
from ledger.subjects.terms import ServiceLevelAgreementAmended, is_of_the_contract
from projections.failings.trail import spoken
from projections.view import FileView

_A_TERM = " (a term of the contract, which a variation alone changes)"


def clarifications(view: FileView, on: date, *, our_side: bool) -> Iterator[str]:
    """Yield the principles and clarifications in force on a day; for our side, of what one party alone agreed, that it
    did: the other party is shown no departures, nor the supplement that answers one."""
    for sla in view.file.terms.agreements_on(on):
        alone = _by_one(view, sla.position) if our_side else ""
        yield from (f"{view.say(words)}{alone}" for words in sla.says.principles)
    yield from _amended_in_words(view, on, our_side=our_side)


def agreed_by_one(view: FileView, position: int) -> str | None:
    """Return in words that an entry was found not to say that both parties agreed; None where it was not, or where a
    supplement that names this says so of what names one of them (TVP-3.0-4, docs/adr/0434)."""
    recorded = view.file.at(position)
    found = [d.found for d in recorded.departures if d.rule == AGREED_BY_BOTH] if recorded else []
    return None if not found or added_since(view.file, AGREED_BY_BOTH)(position) else f"{found[0]} (entry {position})"


def _by_one(view: FileView, position: int) -> str:
    alone = agreed_by_one(view, position)
    return f"; {alone}" if alone else ""


def _amended_in_words(view: FileView, on: date, *, our_side: bool) -> Iterator[str]:
    """What was changed of a service level agreement in words alone, which no table of its points can show.

    Until the agreement was given anew as a whole; marked where nobody stated that it changes no term,
    and where it is one, whatever was stated (TVP-3.0-9).
    """
    anew: dict[str, date] = {}
    made = [(r.position, r.entry) for r in view.file.of(ServiceLevelAgreementAmended)]
    amended = [
        (at, one) for at, one in made if isinstance(one, ServiceLevelAgreementAmended) and one.effective_on <= on
    ]
    for _, entry in amended:
        if entry.becomes is not None:
            anew[entry.sla] = max(entry.effective_on, anew.get(entry.sla, entry.effective_on))
    for position, entry in amended:
        if entry.becomes is not None or entry.effective_on < anew.get(entry.sla, entry.effective_on):
            continue
        unsaid = "" if entry.not_material_statement else " (that this changes no term materially is not stated)"
        for change in entry.changes:
            of = f"{entry.sla} since {spoken(entry.effective_on)} (entry {position}), {change.what}"
            term = _A_TERM if is_of_the_contract(change.what) else unsaid
            yield f"{of}: {view.say(change.becomes)}{term}{_by_one(view, position) if our_side else ''}"


__all__ = ["agreed_by_one", "clarifications"]
