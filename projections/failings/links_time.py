"""The link of a failing that tells what time was allowed to put it right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ledger import disputing
from ledger.dates.calendar import CalendarError, working_days_in
from ledger.entry import Recorded
from ledger.in_time import term_of
from ledger.names import counted
from ledger.plans import ends_on
from ledger.serving.remedy_time import working_day
from ledger.subjects.issues import Issue
from ledger.subjects.notices import Notice, NoticeServed, RemedyPeriodExtended
from projections.failings.links_notice import Given, in_effect, no_effect
from projections.failings.trail import Gap, Link, link, spoken
from projections.view import FileView

DAY = timedelta(days=1)
REASONABLE_TIME = "notice.reasonable-time"


def time_allowed(view: FileView, issue: Issue, given: Sequence[Given]) -> Link:
    """Link 7: the time each notice allowed, in calendar and Working Days, and each extension with its reason."""
    timed = [(n, s, end) for n, s in given if in_effect(n) and (end := n.remedy_ends()) is not None]
    back = max(issue.reopened, default=(date.min, 0))  # a time that was given before and over by then is past
    formal = [p.position for p in disputing.plans_about(view.file, issue.id)]
    plan = next(
        (r for p in reversed([*issue.plans, *formal]) if (r := view.file.at(p)) and ends_on(view.file, r.entry)),
        None,
    )
    newer = plan is not None and (plan.entry.happened_on, plan.position) > back
    runs = plan is not None and (newer or (ends_on(view.file, plan.entry) or date.max) >= back[0])
    if timed:
        by_notices = _by_notices(view, timed, [n for n, _ in given if not in_effect(n)], back)
        noticed_since = any(_given_on(found, served) > back for found, served, _ in timed)
        if plan is None or not runs or noticed_since or (by_notices.runs_until is not None and not newer):
            return by_notices
        return _both(by_notices, _by_plan(view, issue, plan, runs=runs))  # every notice was before it came back
    if plan is not None:
        return _by_plan(view, issue, plan, runs=runs)
    term = term_of(view.file, issue, date.max)
    of_an_action = f"; {term.action} was to be done by {spoken(term.by)}" if term else ""
    if not issue.is_open:
        before = "no plan and no notice gave it a time" if term else "before a time was set"
        return link("time", "not-applicable", f"{issue.id} was settled{'; ' if term else ' '}{before}{of_an_action}")
    passed = disputing.without(view.file, date.max, view.procedure, issue.id, "plan")
    if passed is not None:
        why = f"a plan with a time was {disputing.by_whose_authority(passed, view.procedure)}"
        return link("time", "not-applicable", why, entries=(passed.position,))
    named = [(n, s) for n, s in given if not in_effect(n) and (s.remedy_by or s.remedy_period)]
    why = "; ".join(_does_not_run(view, n, s) for n, s in named)
    none = f"no time runs in which to put {issue.id} right: {why}" if why else _NO_TIME.format(issue.id)
    none += of_an_action
    gap = Gap(requirement="HCC-9.4-d", sentence=none)
    return link("time", "missing", none, entries=tuple(n.position for n, _ in named), gaps=(gap,))


def _given_on(found: Notice, served: NoticeServed) -> tuple[date, int]:
    """(day, entry) of when a notice last gave time: served, or extended."""
    return max([(served.happened_on, found.position), *((on, at) for on, _, at in found.extended)])


def _by_plan(view: FileView, issue: Issue, plan: Recorded, *, runs: bool) -> Link:
    """The time a plan gave; `runs`: it was given since the issue last came back, or was not over then."""
    since, until = plan.entry.happened_on, ends_on(view.file, plan.entry) or date.max
    to_be = "is" if issue.is_open and runs else "was"
    said = f"by the plan of {spoken(since)} it {to_be} to be right by {spoken(until)}"
    days, working = (until - since).days, _working_days(view, since + DAY, until)
    dates = {"plan": since, "complete by": until}
    return link(
        "time", "present", _length(said, days, working), dates=dates, entries=(plan.position,), days=days,
        working_days=working, runs_until=until if runs else None,
    )  # fmt: skip


def _both(notices: Link, plan: Link) -> Link:
    return plan.model_copy(
        update={
            "sentence": f"{notices.sentence} {plan.sentence}", "dates": (*notices.dates, *plan.dates),
            "entries": (*notices.entries, *plan.entries), "gaps": notices.gaps, "days": None, "working_days": None,
            "runs_until": max(part.runs_until or date.min for part in (notices, plan)),
        }
    )  # fmt: skip


_NO_TIME = "no time allowed to put {} right is on file"


def _does_not_run(view: FileView, found: Notice, served: NoticeServed) -> str:
    """That a notice names a time, and why none runs by it."""
    time = f"until {spoken(served.remedy_by)}" if served.remedy_by else view.say(served.remedy_period)
    return f"{found.id}, which gives {time}, {no_effect(found) or 'is not in effect'}"


def _by_notices(
    view: FileView, timed: Sequence[tuple[Notice, NoticeServed, date]], without: Sequence[Notice],
    back: tuple[date, int],
) -> Link:  # fmt: skip
    """The time each notice gave; one number of days is told only where there is one time to tell it of. It runs where
    it was given, or extended, since the issue last came `back`, or had not ended by then."""
    said, entries, gaps = [], [], []
    dates: dict[str, date | None] = {}
    lengths: list[tuple[int, int | None]] = []
    for found, served, until in timed:
        since = found.counts_on or served.happened_on
        lengths.append(((until - since).days, _working_days(view, since + DAY, until)))
        said.append(_length(f"by {found.id}, from {spoken(since)} to {spoken(until)}", *lengths[-1]))
        entries.append(found.position)
        dates |= {f"{found.id} counts from": since, f"{found.id} ends": until}
        for on, to, position in found.extended:
            said.append(_extension_said(view, found, on, to, position))
            entries.append(position)
            dates[f"{found.id} extended on {spoken(on)} to"] = to
        short = _departures(view, found.position, REASONABLE_TIME)
        said += short
        gaps += [Gap(requirement="HCC-9.4-d", sentence=what) for what in short]
    for found in without:
        said.append(f"by {found.id} no time ran: it {no_effect(found)}")
        entries.append(found.position)
    days, working = lengths[0] if len(lengths) == 1 else (None, None)
    runs = (
        until for found, served, until in timed
        if _given_on(found, served) > back or until >= back[0]
    )  # fmt: skip
    return link(
        "time", "present", *said, dates=dates, entries=tuple(entries), gaps=tuple(gaps), days=days,
        working_days=working, runs_until=max(runs, default=None),
    )  # fmt: skip


def _extension_said(view: FileView, found: Notice, on: date, to: date, position: int) -> str:
    entry = view.file.at(position)
    reason = entry.entry.reason if entry and isinstance(entry.entry, RemedyPeriodExtended) else None
    return (
        f"{found.id} was extended on {spoken(on)} to {spoken(to)}: "
        f"{view.say(reason) if reason else 'no reason is on file'}"
    )


def _length(said: str, days: int, working: int | None) -> str:
    in_working_days = f", of which {counted(working, 'Working Day')}" if working is not None else ""
    return f"{said}: {counted(days, 'day')}{in_working_days}"


def _working_days(view: FileView, first: date, last: date) -> int | None:
    try:
        return working_days_in(first, last, working_day(view.file, first))
    except CalendarError:
        return None  # the table of bank holidays does not reach so far


def _departures(view: FileView, position: int, rule: str) -> list[str]:
    recorded = view.file.at(position)
    return [d.found for d in recorded.departures if d.rule == rule] if recorded else []
