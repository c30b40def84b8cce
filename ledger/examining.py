"""Whether a meeting examined, under an item of its agenda, what had come on file by then: surveys, and activity that
came to less than was aimed at (HCC-7.6-g, HCC-7.6-h).
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
    left, positions = {at for at, on in came if on <= day}, {at for at, _ in came}
    for meeting in file.meetings.held():
        if meeting.held_on is None or meeting.held_on > day:
            continue
        for one in meeting.items:
            if one.covered and item_called(one.item, procedure(meeting.held_on)) == item:
                named = positions.intersection(one.concerns)
                left -= {at for at, on in came if on <= meeting.held_on and (not named or at in named)}
    return left


def shortfalls(file: ContractFile, day: date) -> dict[int, ActivityRecorded]:
    """Return, by position, the figures of activity put on file by a day that came to less than was aimed at; of each
    time and measure the newest. None from before the file was kept as things happened."""
    since = file.agreement.contemporaneous_since or date.min
    newest: dict[object, tuple[int, ActivityRecorded]] = {}
    for at, one in file.performance.activity:
        if since <= one.happened_on <= day and one.compared:
            newest[name_key(one.measure), one.period.first, one.period.last] = at, one
    return {at: one for at, one in newest.values() if one.compared and one.compared[2] < 0}
