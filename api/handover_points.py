"""At which points a unit's contracts are handed over, as its programme agreed, and what is said of another (IMP-24-b).

The points lie on the file of the programme; the handover on the contract's, which names the unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from api.lists import files_with
from api.people import Person
from api.reading import Reading
from api.wiring import Wiring
from ledger.entry import Entry
from ledger.names import among, same_name
from ledger.refusals import NotOnFile, Quarantined
from ledger.subjects.people import ContractManagementHandedOver
from ledger.subjects.programme import UnitArrangementAgreed
from projections.answering.answers import NotReady
from projections.timeline.line import Filters
from projections.view import FileView

AGREED = Filters(kinds=("programme-opened", "unit-arrangement-agreed"), struck=False)


def handover_warnings(wiring: Wiring, person: Person, file: str, entry: Entry) -> list[str]:
    """Return a sentence where a handover was at no point agreed for the contract's unit, or it is not said at which; or
    where the unit is one of a programme, and no points are agreed for it."""
    if not isinstance(entry, ContractManagementHandedOver) or person.is_confined:
        return []
    try:
        unit = Reading(wiring, file, person, noting=False).status()[0].unit
        points = points_of(wiring, person, unit, entry.happened_on) if unit else None
    except (NotReady, NotOnFile, Quarantined):
        return []
    if points is None or among(entry.handover_point, points):
        return []
    if not points:
        return [f"no points were agreed by then at which contracts of {unit} are handed over"]
    named = f"{entry.handover_point} is none of the points" if entry.handover_point else "it is not said at which point"
    return [f"{named} agreed for {unit}: {'; '.join(points)}"]


def agreed_on(wiring: Wiring, person: Person) -> Iterator[tuple[str, FileView]]:
    """Yield each programme's file, or other with something agreed for a unit, by its name, as this person sees it.
    Raises NotReady."""
    for reference in files_with(wiring, person, AGREED):
        with suppress(NotOnFile, Quarantined):
            yield reference, Reading(wiring, reference, person, noting=False).view


def points_of(wiring: Wiring, person: Person, unit: str, day: date) -> tuple[str, ...] | None:
    """Return the points agreed by a day for a unit, else for all, of several programmes those agreed last; none of a
    unit of a programme for which none are, and None of any other. Raises NotReady."""
    agreed: list[UnitArrangementAgreed] = []
    takes_part = False
    for _, view in agreed_on(wiring, person):
        opened = view.file.programme.opened
        takes_part |= opened is not None and opened.happened_on <= day and among(unit, opened.business_units)
        points = (held for held, _ in view.file.programme.handover_points(day) if held.items)
        agreed += [held for held in points if held.unit is None or same_name(held.unit, unit)]
    last = max(agreed, key=lambda held: (held.unit is not None, held.happened_on), default=None)
    return last.items if last else () if takes_part else None


__all__ = ["agreed_on", "handover_warnings", "points_of"]
