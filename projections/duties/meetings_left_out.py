"""Meetings left out before a later one: missed, since a meeting in one part of the year is held for none before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby

from ledger import meetings_due, monitoring
from ledger.dates.parts_of_year import Part, went_by
from ledger.subjects.meetings import Meeting
from projections.duties.ceasing import overtaken, watched_to
from projections.duties.duty import LEAD, Duty, duty
from projections.duties.meetings import LONGER, reading
from projections.failings.trail import spoken
from projections.view import FileView


def meetings_left_out(view: FileView) -> Iterator[Duty]:
    """Yield, of each kind of meeting that is asked for at intervals, those left out before a later one, and that one by
    the day of its own part of the year (TVP-3.1-1, TVP-3.1-5)."""
    file, since, upto = view.file, monitoring.watched_since(view.file), watched_to(view)
    if since is None:
        return
    if regular := meetings_due.meetings_left_out(file, upto, view.procedure):
        held = meetings_due.met_between(file, since, upto, view.procedure)

        def asked_for(part: Part) -> str:
            return reading(view, *meetings_due.rate_from(file, part.by, view.procedure), part.last)

        yield from _left_out(view, "meeting", "Hold a monitoring meeting", "HCC-7.1-a", regular, held, asked_for)
    for kind, counting in LONGER.items():
        asked = view.procedure.meeting(kind)
        if asked is not None and asked.per_year:
            held = [m for m in file.meetings.held_between(since, upto) if m.kind in counting]
            days = [m.held_on for m in held if m.held_on]
            found = went_by(days, meetings_due.longer_parts(file, kind, view.procedure), in_each=True)
            hold = f"Hold a {asked.title[:1].lower()}{asked.title[1:]}"
            yield from _left_out(view, f"meeting/{kind}", hold, asked.citation, found, held)


def _left_out(
    view: FileView, sort: str, sentence: str, citation: str, found: Iterable[tuple[Part, date, date | None]],
    held: list[Meeting], asked_for: Callable[[Part], str] | None = None,
) -> Iterator[Duty]:  # fmt: skip
    """What one later meeting passed over, together, and that meeting itself."""
    entered = {meeting.held_on: meeting.held for meeting in reversed(held)}
    for (day, own), left in groupby(found, lambda one: one[1:]):
        parts = [part for part, *_ in left]
        first, *others = [part.last for part in parts]
        more = f", and {len(others)} more by {spoken(others[-1])}" if others else ""
        why = f": {asked_for(parts[0])}" if asked_for else ""
        made = duty(
            view, f"{sort}/{first.isoformat()}", f"{sentence} by {spoken(first)}{more}{why}",
            office=LEAD, since=first, due_on=first, citation=citation, opened_by=(entered.get(day),), by_parts=True,
        )  # fmt: skip
        yield overtaken(made, day, *others)
        if own is not None:
            yield duty(
                view, f"{sort}/{own.isoformat()}", f"{sentence} by {spoken(own)}", office=LEAD, since=min(day, own),
                due_on=own, citation=citation, done=(day, entered.get(day) or 0),
            )  # fmt: skip
