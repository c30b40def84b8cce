"""The returns and reports that the provider owes at intervals: those to come, and those that were brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ledger import monitoring, returns_owed
from ledger.dates.span import Span
from ledger.dates.working_days import months_later
from ledger.names import counted
from ledger.returns_asked import Asked
from ledger.specification import ReturnSchedule
from ledger.transition import provided_until
from projections.duties.duty import DAY, PROVIDER, Duty, days_after, duty
from projections.view import FileView


def returns_to_come(view: FileView) -> Iterator[Duty]:
    """Yield the returns that are owed: each one left out before another that came, and the next, which recurs."""
    file, procedure = view.file, view.procedure
    since, end = monitoring.watched_since(file), provided_until(file, procedure) or date.max
    if since is None:
        return
    for schedule in returns_owed.ever_asked(file, date.max, procedure):
        received = [r.told.last for r in file.performance.sent(schedule.kind) if r.told]
        covered = max([since, *received])
        asked = returns_owed.asked(file, schedule, procedure)
        horizon = months_later(max(covered, asked.changed_on), 2 * max(schedule.every, 24))
        if horizon is None:
            continue
        open_ones = file.performance.periods_without_return(since, min(end, horizon), asked, schedule.kind, end=end)
        before = [p for p in open_ones if p.last <= covered and received]
        to_come = [p for p in open_ones if p not in before]
        every = {p: file.performance.return_every(p.first, asked, schedule.kind) for p in to_come}
        alike = {p: (every[p], asked.days_of_grace(p)) for p in to_come}
        # What recurs does so until how often or how soon it comes is changed, and from then on as it was changed
        # (HCC-8.2-b); until it is asked for no more, and again once it is (HCC-6.1-e).
        after = [
            p for n, p in enumerate(to_come)
            if not n or alike[p] != alike[to_come[n - 1]] or p.first != to_come[n - 1].last + DAY
        ]  # fmt: skip
        until = {p: to_come[to_come.index(following) - 1].last for p, following in pairwise(after)}
        if after and not asked.on(date.max):
            until[after[-1]] = to_come[-1].last
        for period in (*before, *after):
            one = _owed(view, schedule, asked, period)
            if period in after:
                last = days_after(until.get(period, end), asked.days_of_grace(period))
                one = one.model_copy(update={"every_months": every[period], "recurs_until": last})
            yield one


def returns_brought(view: FileView) -> Iterator[Duty]:
    """Yield the returns that were brought, each done by the one with which its period was covered whole: those in time
    as well where one of an earlier period was still owed, which is one duty with all that follow it."""
    file, procedure = view.file, view.procedure
    since, end = monitoring.watched_since(file), provided_until(file, procedure)
    if since is None:
        return
    for schedule in returns_owed.ever_asked(file, date.max, procedure):
        asked = returns_owed.asked(file, schedule, procedure)
        last = max((r.period.last for r in file.performance.sent(schedule.kind)), default=date.min)
        for period in file.performance.periods(since, last, asked, schedule.kind, end=end):
            held = file.performance.covered_by(period, schedule.kind, asked)
            if held is not None:
                one = _owed(view, schedule, asked, period)
                of_it = {"done_on": held.on, "done_by": (held.position,), "since": min(one.since, held.on)}
                yield one.model_copy(update=of_it)


def _owed(view: FileView, schedule: ReturnSchedule, asked: Asked, period: Span) -> Duty:
    """The return for one period."""
    file, procedure = view.file, view.procedure
    grace, rests = asked.days_of_grace(period), returns_owed.what_rests_on_returns(file)
    told = returns_owed.often_assumed(file, schedule, period.first, procedure)
    then = returns_owed.asked_then(file, schedule, period.first, procedure) or schedule
    return duty(
        view, f"return/{schedule.kind}/{period.first.isoformat()}",
        f"Send the {schedule.kind} for {period}{told and f' ({told})'}{_within(then, grace)}{rests and f'; {rests}'}",
        office=PROVIDER, party="provider", since=period.last + DAY, due_on=days_after(period.last, grace),
        citation=returns_owed.asked_by(schedule.kind), grave=bool(rests),
        limit="return.grace" if then.grace_days is None else None,
    )  # fmt: skip


def _within(schedule: ReturnSchedule, grace: int) -> str:
    """How soon after its period, where that was agreed; else the duty says that it is assumed."""
    return f", within {counted(grace, 'day')} of its end" if schedule.grace_days is not None else ""
