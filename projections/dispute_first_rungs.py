"""The first two rungs of a dispute's ladder: the informal stage, and what let it go to the formal procedure.

Whether what was agreed or authorised stands is told by `ledger/formal_route.py` (docs/adr/0312).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ledger import disputing, formal_route
from ledger.subjects.disputes import Escalation
from projections.dispute_rungs import Given, Rung, RungName, rung_of, stage_rung, words_of
from projections.failings.trail import spoken
from projections.view import FileView


def _let_be(view: FileView, name: RungName, rule: str, given: Given, *told: str) -> Iterator[Rung]:
    """A stage that a notice of the authority's was let do without, by leave it relies on or afterwards (TVP-5.0-7)."""
    ours = [(notice, served) for notice, served in given if served.served_by_party == "authority"]
    word = formal_route.let_be(view.file, ours, rule, view.procedure)
    if word is not None:
        why = disputing.by_whose_authority(word, view.procedure)
        if word.on > min(served.happened_on for _, served in ours):
            who = view.procedure.person_in_office(word.by)
            why = f"left out, which {who} ratified on {spoken(word.on)} (entry {word.position})"
        yield rung_of(view, name, "left-out", *told, why, entries=(word.position,))


def informal(view: FileView, id: str, issues: tuple[str, ...], given: Given) -> Rung:
    """Taken where each issue was to be settled before the notice (TVP-5.1-3a); let be where whoever may let it be."""
    known = view.file.issues.on_file(issues)
    tried = {issue.id: disputing.tried_first(view.file, issue, given, (id,)) for issue in known}
    untried = [name for name, found in tried.items() if not found]
    if not known or untried:
        found = stage_rung(view, id, issues, "informal", [])
        if found.state != "not-taken" or found.entries:
            return found
        noticed = any(s.served_by_party == "authority" for _, s in given)
        formally = disputing.informal_until(view.file, (id,)) < date.max
        before = " before its notice" if noticed else " before the formal procedure" if formally else ""
        what = f"nothing that was to settle {', '.join(untried) or 'it'} informally{before} is on file"
        let_be = _let_be(view, "informal", formal_route.INFORMAL_FIRST, given)
        return next(let_be, rung_of(view, "informal", "not-taken", what))
    entries = [position for found in tried.values() for position in found]
    return rung_of(view, "informal", "taken", *words_of(view, entries), entries=tuple(entries))


def agreement(view: FileView, id: str, issues: tuple[str, ...], given: Given) -> Rung:
    """Taken where what was agreed or authorised stands; under way while that is asked for, or waits for whoever may, or
    for its writing; not taken where it was refused (TVP-5.2-1b, docs/adr/0312)."""
    file, procedure = view.file, view.procedure
    agreed = disputing.escalations(file, date.max, id, issues)
    asked = [s.position for s in file.disputes.recommended if disputing.same(s.dispute, id)]
    entries = (*asked, *(e.position for e in agreed))
    flaws = [(e, formal_route.flaw(file, e, date.max, procedure)) for e in agreed]
    told = [*words_of(view, list(entries)), *_not_told(view, flaws)]
    if any(flaw is None for _, flaw in flaws):
        return rung_of(view, "agreement", "taken", *told, entries=entries)
    for let_be in _let_be(view, "agreement", formal_route.AGREED_FIRST, given, *told):
        return let_be.model_copy(update={"entries": (*entries, *let_be.entries)})
    if entries:
        refused = agreed and all(formal_route.refusal(file, e, date.max, procedure) for e in agreed)
        return rung_of(view, "agreement", "not-taken" if refused else "under-way", *told, entries=entries)
    return rung_of(view, "agreement", "not-taken", "nothing that agreed to the formal procedure is on file")


def _not_told(view: FileView, flaws: Iterable[tuple[Escalation, str | None]]) -> Iterator[str]:
    """Why what was agreed does not stand, where its own entry departs from no rule that says it."""
    for agreed, flaw in flaws:
        act = view.file.at(agreed.position)
        if flaw and act and not any(d.rule == agreed.rule for d in act.departures):
            yield f"that of {spoken(agreed.on)} does not stand: {flaw}"


__all__ = ["agreement", "informal"]
