"""What no meeting before a contract's start went over: it stands on the agenda of the next meeting (HCC-7.5-a)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ledger.names import few
from ledger.subjects.meetings import MONITORING, kind_of
from projections.monitoring.issues_on_agenda import Matter
from projections.view import FileView


def left_before_the_start(view: FileView, on: date) -> Mapping[str, Matter]:
    """Return item -> at which meetings before the start it was neither considered nor passed over for a reason, of
    what the procedure has those go over; nothing once a monitoring meeting was held since, nor where none was before.
    Pure."""
    file, procedure = view.file, view.procedure_on(on)
    row = procedure.meeting("pre-start")
    held = [m for m in file.meetings.held_between(date.min, on) if m.kind in MONITORING]
    if row is None or not held or any(kind_of(file, m, procedure) != "pre-start" for m in held):
        return {}
    left = (item for item in row.agenda if all(m.not_covered([item], procedure) for m in held))
    said = f"Not gone over before the start, at {few([m.id for m in held])}"
    return {item: Matter(sentence=said, position=held[-1].held) for item in left}
