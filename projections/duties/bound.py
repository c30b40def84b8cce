"""Since when what a procedure asks for is asked for: a duty arises no earlier than the day its procedure binds.

A contract may come to be bound to another procedure in the course of its life (IMP-30-b). What that one brings in is
nobody's duty before; what the one before it asked for, too, goes on and does not begin anew (docs/adr/0248).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from ledger.arranged import bound_on
from ledger.contract_file import ContractFile
from ledger.dates.working_days import months_later
from ledger.procedures import Procedure
from ledger.subjects.records import Verdict
from projections.duties.duty import DAY, Duty
from projections.failings.trail import spoken
from projections.view import FileView

Asks = Callable[[FileView], Iterable[Duty]]
"""What the procedure of a view asks for on its file."""


def asked_since_bound(asks: Asks, view: FileView) -> list[Duty]:
    """Return what is asked for on a file, none of it before the day on which a procedure that asks for it was bound."""
    changes = [(day, view.procedure_on(day - DAY), view.procedure_on(day)) for day in bound_on(view.file)]
    changes = [one for one in changes if one[1].ref != one[2].ref]  # bound by name to the authority's own is none
    found = list(asks(view))
    if not changes:
        return found
    asked = _by_id(asks(replace(view, procedure=changes[0][1])))
    by_each, refused_on = {changes[0][1].ref: asked}, {word.on for word in _refusals(view.file)}
    for day, _, bound in changes[:-1]:
        before = {**by_each.get(bound.ref, {}), **asked} if day in refused_on else asked
        asked = _by_id(_from(one, day, bound, before) for one in asks(replace(view, procedure=bound)))
        by_each[bound.ref] = asked
    day, _, bound = changes[-1]
    before = {**by_each.get(bound.ref, {}), **asked} if day in refused_on else asked
    return [_from(one, day, bound, before) for one in found]


def _refusals(file: ContractFile) -> Iterator[Verdict]:
    """The words that ended a binding: what was asked for before it goes on as if it had not been (docs/adr/0386)."""
    words = (file.records.refused(bound) for bound in file.records.procedures)
    return (word for word in words if word is not None)


def _by_id(found: Iterable[Duty]) -> dict[str, Duty]:
    return {one.id: one for one in found}


def _from(one: Duty, day: date, bound: Procedure, asked: dict[str, Duty]) -> Duty:
    """A duty by a procedure bound on a day, dated no earlier than that unless it was asked for before; then a date that
    it brings forward to before that day is the one it had, or the day it was bound."""
    if not one.is_open:
        return one
    before = asked.get(one.id)
    if before is None:
        since, due_on = max(one.since, day), _first_due(one, day)
    elif one.due_on is None or one.due_on >= day:
        since, due_on = before.since if one.since < day else one.since, one.due_on
    else:
        since, due_on = min(before.since, day), max(one.due_on, min(before.due_on or one.due_on, day))
    if (since, due_on) == (one.since, one.due_on):
        return one
    return one.model_copy(
        update={
            "since": since, "due_on": due_on, "sentence": _said(one, due_on, day, bound),
            "warned_from": max(one.warned_from, since) if one.warned_from else None,
        }
    )  # fmt: skip


def _first_due(one: Duty, day: date) -> date | None:
    """By when what was not asked for before a day is to be done: what recurs, so long after it as lies between two."""
    if one.due_on is None:
        return None
    counted = one.every_months is not None and one.last_on is None and not one.by_parts
    first = months_later(day, one.every_months or 0) if counted else day
    return max(one.due_on, first or day)


def _said(one: Duty, due_on: date | None, day: date, bound: Procedure) -> str:
    """The sentence with the day it is due by, and why it is that one."""
    if one.due_on is None or due_on is None or due_on == one.due_on:
        return one.sentence
    said = one.sentence.replace(f"by {spoken(one.due_on)}", f"by {spoken(due_on)}").rstrip(".")
    return f"{said}; asked for since the contract was bound to {bound.ref} on {spoken(day)}."
