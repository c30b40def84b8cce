"""What one would expect on file and does not find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ledger import meetings_due, monitoring, returns_owed
from ledger.names import counted, few
from projections.duties.ceasing import last_day
from projections.failings.trail import spoken
from projections.view import FileView


def silences(view: FileView, on: date) -> Iterator[str]:
    """Yield what one would expect on file by a day and does not find, in sentences: no meeting for 94 days."""
    file, procedure, since = view.file, view.procedure_on(on), monitoring.watched_since(view.file)
    ended = file.termination.ended
    if since is None or since > on or (ended is not None and ended.on <= on):
        return
    asked, by = meetings_due.meetings_a_year(file, on, procedure), meetings_due.next_meeting_by(file, on, procedure)
    held = file.meetings.held_between(since, on)
    if by is not None and by < on and by <= (last_day(view) or by):
        last = held[-1].held_on if held and held[-1].held_on else since
        gone = f"{counted((on - last).days, 'day')}, since {spoken(last)}"
        yield f"no monitoring meeting for {gone}; {asked} a year are asked for"
    missing = Counter((owed.kind, owed.assumed) for owed in returns_owed.overdue_returns(file, on, procedure))
    for (kind, assumed), periods in missing.items():
        yield f"no {kind} for {counted(periods, 'period')}{assumed and f' ({assumed})'}"
    fed = returns_owed.activity_by_feed(file, on, procedure)
    if fed is not None and fed[1]:
        rests = returns_owed.what_rests_on_returns(file)
        which = few([*map(str, fed[1])])
        yield f"no figures of activity from the system for {which}{f'; {rests}' if rests else ''}"
    days = procedure.setting("activity.silent-after")
    newest = max((r.entry.happened_on for r in file.entries if r.entry.happened_on <= on), default=None)
    if days and newest is not None and (on - newest).days >= days:
        yield f"nothing has happened on this file for {counted((on - newest).days, 'day')}, since {spoken(newest)}"
    survey = monitoring.survey_due(file, on, procedure)
    if survey is not None and survey < on:
        yield f"no survey of users since one was due on {spoken(survey)}"
