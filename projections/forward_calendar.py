"""The forward calendar: what falls due in the next twelve months, what recurs as often as it does (TVP-1.0-2)."""

from __future__ import annotations

import re
from datetime import date

from ledger.dates.working_days import months_after
from ledger.entry import Frozen
from projections.duties.due import duties
from projections.duties.duty import Party
from projections.duties.how_late import due_again
from projections.view import FileView

AHEAD_MONTHS = 12
"""So many months ahead the forward calendar looks (TVP-1.0-2)."""


class Coming(Frozen):
    """One day of the forward calendar."""

    on: date
    party: Party
    sentence: str
    duty: str


def forward_calendar(view: FileView, on: date) -> list[Coming]:
    """Return what falls due from a day on, within so many months and while the contract lasts, by day."""
    until, end = months_after(on, AHEAD_MONTHS), view.file.end_date(date.max)
    last = min(until, end) if end is not None else until
    found = []
    for duty in duties(view):
        times, day = 0, duty.due_on
        while day is not None and day <= last and (duty.ceases_on is None or day < duty.ceases_on):
            if day >= on:
                sentence = duty.sentence if not times else f"{_UNDATED.split(duty.sentence)[0].rstrip('.')}."
                found.append(Coming(on=day, party=duty.party, sentence=sentence, duty=duty.id))
            if duty.every_months is None or duty.due_on is None:
                break
            times += 1
            day = due_again(duty, duty.due_on, duty.every_months, times)
            if day is not None and duty.recurs_until is not None and day > duty.recurs_until:
                break
    return sorted(found, key=lambda one: (one.on, one.duty))


_UNDATED = re.compile(r",? (?:again )?(?:by|for|from) \d{1,2} [A-Z]")
"""Where a duty's sentence begins to speak of its own day or time: what recurs is said without it."""
