"""What the files of the contracts say that were looked at when a need was established (HCC-A2-a).

Whether a contract goes on lies on its own file, which a need names by its reference; one that no file goes by may be
right, and may be a slip.
"""

from __future__ import annotations

from api.people import Person
from api.reading import Reading
from api.wiring import Wiring
from ledger.entry import Entry
from ledger.refusals import NotOnFile, Quarantined
from ledger.subjects.procurement import ServiceNeedEstablished
from projections.answering.answers import NotReady
from projections.failings.trail import spoken


def existing_warnings(wiring: Wiring, person: Person, entry: Entry | None) -> list[str]:
    """Return a sentence for each contract looked at for a need that no file goes by, or that is to go on and had ended
    by that day; for other entries none."""
    if not isinstance(entry, ServiceNeedEstablished) or person.is_confined:
        return []
    found = []
    for one in entry.existing:
        try:
            ended = Reading(wiring, one.reference, person, noting=False).status()[0].ended
        except NotOnFile:
            found.append(f"no file goes by {one.reference}, which is named as a contract there is")
            continue
        except (NotReady, Quarantined):
            continue
        over = min((end.on for end in ended if end.on <= entry.happened_on), default=None)
        if one.goes_on and over is not None:
            found.append(f"{one.reference} is to go on, and ended on {spoken(over)} by its own file")
    return found


def existing_warned_of(wiring: Wiring, reading: Reading) -> list[str]:
    """Return what is said beside the need on a file; of the past nothing, since the other files are read as they are
    now."""
    past = reading.as_at is not None or reading.known is not None
    return [] if past else existing_warnings(wiring, reading.person, reading.view.file.procurement.need)


__all__ = ["existing_warned_of", "existing_warnings"]
