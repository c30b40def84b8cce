"""When a duty is asked for no more: it ceases with the contract, or by an end of its own, and stays missed where it was
due before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from ledger.transition import bound_until, watched_until
from projections.duties.duty import CeasesWith, Duty
from projections.view import FileView


def while_bound(view: FileView, found: Iterable[Duty]) -> Iterator[Duty]:
    """Yield duties that cease when the contract ends: at its end, or where the service is handed over to others, once
    that is complete (TVP-6.0-6). What was missed before that stays missed."""
    ended, last = view.file.termination.ended, bound_until(view.file, view.procedure)
    handed_over = ended is not None and last is not None and last > ended.on
    for one in found:
        yield one if one.missed_on is not None else _ceasing(one, last, "handover" if handed_over else "end")


def until_the_end(view: FileView, one: Duty) -> Duty:
    """Return a duty as one that ceases on the day the contract ended, whoever its service is handed over to."""
    ended = view.file.termination.ended
    return _ceasing(one, ended.on if ended else None, "end")


def _ceasing(one: Duty, last: date | None, how: Literal["end", "handover"]) -> Duty:
    """What has an end of its own by then ceases by that, and not with the contract."""
    if last is None or (one.ceases_on is not None and one.ceases_on <= last):
        return one
    return one.model_copy(update={"ceases_on": last, "ceases_with": how})


def watched_to(view: FileView) -> date:
    """Return the last day on which anything is done of what is asked of a running contract: date.max while it runs, or
    is handed over. A meeting held after it, or an officer named, is none of the contract's time."""
    return bound_until(view.file, view.procedure) or date.max


def missed(one: Duty) -> Duty | None:
    """Return an open duty as missed where it was due by the day the contract ended, or its service was handed over
    (TVP-6.0-6), and nobody did it; None where that is not so. It is asked for no more, and not made done by that
    (HCC-3.1-a)."""
    last = one.ceases_on
    if one.ceases_with is None or last is None or one.due_on is None or one.due_on > last or one.since >= last:
        return None
    return left_undone(one, last, one.ceases_with)


def left_undone(one: Duty, on: date, how: CeasesWith) -> Duty:
    """Return a duty as one that was missed by a day on which it ceased."""
    return one.model_copy(update={"missed_on": on, "since": on, "ceases_on": None, "ceases_with": how})


def overtaken(one: Duty, later: date, *then_on: date) -> Duty:
    """Return what recurs and was left out, by its own day and others, as missed once it was done of a later time: what
    is done of a time of its own makes up for none before (docs/adr/0370)."""
    recurs = {"every_months": one.every_months or 12, "recurs_until": then_on[-1] if then_on else one.due_on}
    return one.model_copy(update={**recurs, "then_on": then_on, "ceases_on": later, "ceases_with": "later-one"})


def last_day(view: FileView) -> date | None:
    """Return the last day on which the contract is watched, by all that is on file; None where no day is known.

    While its service is handed over to others it goes on being watched, also after its end (TVP-6.0-6).
    """
    return watched_until(view.file, view.procedure)
