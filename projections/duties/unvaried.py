"""Duties to agree by a variation what was changed without one, or to put it right (TVP-3.0-3)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.names import few
from ledger.provisions_agreed import FIXED, may_cover
from projections.duties.duty import LEAD, Duty, days_after, duty
from projections.failings.trail import spoken
from projections.unvaried import Unvaried, ever_unvaried
from projections.view import FileView, rule_in_words


def to_be_varied(view: FileView) -> Iterator[Duty]:
    """Yield, of each term changed without a variation, that it is changed by one, or put right, while it stands so."""
    again: set[int] = set()
    for one in ever_unvaried(view):
        if one.level == "advise":
            continue
        which = f"{one.position}/{one.since.isoformat()}" if one.position in again else f"{one.position}"
        again.add(one.position)
        found = duty(
            view, f"varied/{which}", _what_to_do(view, one),
            office=LEAD, since=one.since, citation="TVP-3.0-3", opened_by=(one.position,),
        )  # fmt: skip
        yield found.model_copy(update={"ceases_on": days_after(one.until, 1)}) if one.until else found


def _what_to_do(view: FileView, one: Unvaried) -> str:
    """What puts it right: a variation agreed since holds for what is entered on its day, or later."""
    if one.named_on is not None:
        day = spoken(one.named_on)
        return (
            f"Enter again, as of {day}, what entry {one.position} changed in {one.term}, or correct that entry to be of"
            f" that day, with the day it is in force from: {one.named}, the variation named for it, was agreed on"
            f" {day}, after the change"
        )
    what = f"changed in {one.term}"
    right = "correct that entry"
    if one.brought_in:
        what, right = f"brought in, {one.term}", f"{right}, by the day it was agreed if it stood there from the start"
    return (
        f"Agree as a variation, and record, what entry {one.position} {what}, or {right}: no agreed variation is named"
        f" for it{_of_its_clause(view, one.position)}"
    )


def _of_its_clause(view: FileView, position: int) -> str:
    """Of a provision, the variations that may have agreed it: a clause is changed in many ways, so that is asked."""
    recorded = view.file.at(position)
    held = view.file.design.provisions.get((recorded and recorded.given_id) or "")
    may = may_cover(view.file, held) if held is not None else ()
    since = {one.variation: f"{one.variation}, agreed on {spoken(one.on)}" for one in may}
    if not since:
        return ""
    which = "is of its clause: if that" if len(since) == 1 else "are of its clause: if one of them"
    none = "it did not" if len(since) == 1 else "none did"
    return (
        f"; {few([*since.values()])}, {which} agreed it, enter the provision again with that variation named; if"
        f" {none}, say in a supplement to entry {position} why it departs from {rule_in_words(FIXED)}"
    )


__all__ = ["to_be_varied"]
