"""Monitoring meetings that count although by their entry nobody of the provider was there (HCC-12.4-a)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.entry import Frozen
from ledger.meetings_due import standard_meetings
from ledger.offices import the_provider_came
from projections.procedure.kept_indicators import year_to
from projections.view import FileView


class MetAlone(Frozen):
    """A meeting that counts and of whose entry nobody named as there is of the provider."""

    id: str
    on: date
    position: int


def met_alone(view: FileView, on: date) -> Iterator[MetAlone]:
    """Yield those that count towards the meetings asked for in the twelve months that end with a day, in order; none
    where no number is asked for. They count, for a list of who was there is often short (docs/adr/0174). Pure."""
    if not standard_meetings(view.file, on, view.procedure):
        return
    for meeting in view.file.meetings.held_between(year_to(on), on):
        if meeting.counts and meeting.held_on and not the_provider_came(view.file, meeting.present, meeting.held_on):
            yield MetAlone(id=meeting.id, on=meeting.held_on, position=meeting.held or 0)
