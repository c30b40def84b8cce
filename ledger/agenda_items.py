"""Which matter of a meeting's agenda is meant by a name: one of the procedure's by its id or title, one of the
meeting's own, or the review that settles what is to follow the contract (HCC-7.6, HCC-7.5-e).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.names import title_key

if TYPE_CHECKING:
    from ledger.procedures import Procedure
    from ledger.subjects.meetings import Meeting

AN_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What is written as the ids of a procedure's rows are."""
CASES = "particular-cases"
"""The item under which particular cases are considered: one that was considered at a meeting covers it (HCC-7.6-i)."""
WAY_FORWARD = "review-and-way-forward"
"""The item of an agenda in the last year of a contract, whatever the procedure lists."""
WAY_FORWARD_TITLE = "The review of the contract, and the way forward at its end"
_OF_THE_WAY_FORWARD = frozenset(map(title_key, (WAY_FORWARD, WAY_FORWARD_TITLE)))


def item_called(name: str, procedure: Procedure) -> str:
    """Return the id of the item that a name means, in whatever case and by its title or id; else the name itself."""
    if title_key(name) in _OF_THE_WAY_FORWARD:
        return WAY_FORWARD
    known = procedure.agenda_item(name)
    return known.id if known else name


def parts_meant(name: str, procedure: Procedure) -> tuple[str, ...]:
    """Return the parts of an item that a name means: the one that it names, else all it has; none where it has none
    (HCC-7.6-j)."""
    known = procedure.agenda_item(name)
    parts = known.parts if known else ()
    return tuple(part for part in parts if title_key(part) == title_key(name)) or parts


def matters_meant(name: str, procedure: Procedure) -> list[tuple[str, str]]:
    """Return (id of the item, part) of each part of it that a name means; with no part for an item that has none."""
    return [(item_called(name, procedure), part) for part in parts_meant(name, procedure) or ("",)]


def is_on_agenda(name: str, meeting: Meeting | None, procedure: Procedure) -> bool:
    """Return whether a name means an item of the procedure's, or one that was put on a meeting's own agenda."""
    called = item_called(name, procedure)
    if called == WAY_FORWARD or procedure.agenda_item(called) is not None:
        return True
    return meeting is not None and title_key(name) in map(title_key, meeting.agenda)


def near_items(name: str, procedure: Procedure) -> list[str]:
    """Return the ids of the items that a name that means none of them is near to, in the procedure's order."""
    words = set(title_key(name).split())
    return [row.id for row in procedure.agenda if words & (set(title_key(row.id).split()) - _SAYS_LITTLE)]


_SAYS_LITTLE = frozenset(("against", "and", "before", "existing", "future", "of", "particular", "up"))
