"""How often the provider sends each return, in words: for the period that runs on a day, and as changed after it.

A period is asked for as things stood on its first day (HCC-8.2-b; docs/adr/0239): a change within it holds from the
next, and one that another takes the place of before any period began by it is asked for by none.
"""

from __future__ import annotations

from datetime import date

from ledger import returns_owed
from ledger.dates.span import Span
from ledger.dates.working_days import months_later
from ledger.monitoring import watched_since
from ledger.names import every
from ledger.specification import ReturnSchedule
from projections.failings.trail import spoken
from projections.view import FileView

LONGEST = 24
"""The most months from one return to the next that can be recorded."""


def how_often(view: FileView, schedule: ReturnSchedule, on: date) -> str:
    """Return how often a return is sent on a day, what rests on it (HCC-6.2-c), and from when it is changed how
    (HCC-8.2-b)."""
    told = returns_owed.often_assumed(view.file, schedule, on, view.procedure_on(on))
    rests, periods = returns_owed.what_rests_on_returns(view.file), _periods(view, schedule, on)
    running = next((period for period in periods if period.first <= on <= period.last), None)
    months = _months(view, schedule, running.first if running else on)
    parts = [
        f"Send the {schedule.kind} {every(months, 'month')}{' (assumed; nothing says how often)' if told else ''}",
        *([rests] if rests else []),
    ]
    begun: dict[date, list[str]] = {}
    changed: dict[date, bool] = {}
    for since, change, _ in view.file.performance.return_changes(schedule.kind):
        if since > (running.first if running else on):
            begins = next((period.first for period in periods if period.first >= since), since)
            begun.setdefault(begins, []).extend(change.new_fields)
            changed[begins] = changed.get(begins, False) or change.every_months is not None
    for begins, fields in begun.items():
        often = f" {every(_months(view, schedule, begins), 'month')}" if changed[begins] else ""
        more = f" with {', '.join(dict.fromkeys(fields))}" if fields else ""
        parts += [f"from {spoken(begins)}{often}{more}"] if often or more else []
    return "; ".join(parts)


def _months(view: FileView, schedule: ReturnSchedule, day: date) -> int:
    """How many months lie between two of the periods that begin from a day on."""
    return view.file.performance.return_every(day, schedule.every, schedule.kind)


def _periods(view: FileView, schedule: ReturnSchedule, on: date) -> list[Span]:
    """The period that runs on a day, and those after it to where the last change has begun to hold."""
    since, changes = watched_since(view.file), view.file.performance.return_changes(schedule.kind)
    if since is None or not changes:
        return []
    last = months_later(max(on, changes[-1][0]), LONGEST) or date.max
    often = returns_owed.asked(view.file, schedule, view.procedure_on(on))
    return [*view.file.performance.periods_in(since, Span(first=on, last=last), often, schedule.kind)]


__all__ = ["how_often"]
