"""Whether a meeting examined, under an item of its agenda, what had come on file by then: surveys, and activity that
came to less or more than was aimed at (HCC-7.6-g, HCC-7.6-h).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING

from ledger.agenda_items import item_called
from ledger.names import name_key

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.performance import ActivityRecorded

ACTIVITY = "activity-against-target"
"""The item of an agenda under which activity is compared with its target."""
SURVEYS = "satisfaction-surveys"
"""The item under which surveys of users are examined."""


def unexamined(
    file: ContractFile, item: str, came: Collection[tuple[int, date]], day: date, procedure: Callable[[date], Procedure]
) -> set[int]:
    """Return which of some entries, as (position, day), no meeting up to a day examined once they had come.

    One that covered the item examined all there were; where it names some of them, those alone. `procedure`: by which
    a meeting of a day was held.
    """
    came_on, examined, upto = dict(came), set[int](), date.min
    oldest = min(came_on.values(), default=day)
    for meeting in reversed(file.meetings.held()):
        held_on = meeting.held_on
        if held_on is None or held_on > day:
            continue
        if held_on < max(oldest, upto):
            break  # whatever had come by then was examined since, or nothing had
        for one in meeting.items:
            if one.covered and item_called(one.item, procedure(held_on)) == item:
                named = [at for at in one.concerns if at in came_on]
                examined.update(at for at in named if came_on[at] <= held_on)
                upto = upto if named else max(upto, held_on)
    return {at for at, on in came_on.items() if upto < on <= day} - examined


def shortfalls(file: ContractFile, day: date) -> dict[int, ActivityRecorded]:
    """Return, by position, those of the figures that are `off_target` that came to less than was aimed at."""
    return {at: one for at, one in off_target(file, day).items() if one.compared and one.compared[2] < 0}


def off_target(file: ContractFile, day: date) -> dict[int, ActivityRecorded]:
    """Return, by position, the figures of activity put on file by a day that came to less or more than was aimed at; of
    each time and measure the newest, with what was said before of the figure it does not give. None from before the
    file was kept as things happened."""
    since = file.agreement.contemporaneous_since or date.min
    newest: dict[object, tuple[int, ActivityRecorded]] = {}
    for at, one in file.performance.activity:
        if since <= one.happened_on <= day:
            time = name_key(one.measure), one.period.first, one.period.last
            newest[time] = at, _completed(one, newest[time][1]) if time in newest else one
    return {at: one for at, one in newest.values() if one.compared and one.compared[2]}


def _completed(one: ActivityRecorded, before: ActivityRecorded) -> ActivityRecorded:
    """Figures that tell no difference, with the half of it that those before them of the same time had."""
    if one.compared:
        return one
    if one.actual is None and one.delivered is None:
        reached = {"actual": before.actual, "delivered": before.delivered}
    else:
        reached = {"actual": one.actual, "delivered": one.delivered}
    aims = {"target": one.target or before.target, "commissioned": one.commissioned or before.commissioned}
    return one.model_copy(update=reached | aims)
