"""How often the contract is to be watched (meetings, returns, surveys), and where it was not.

The specification's own number goes before the procedure's (HCC-6.1-c, HCC-6.1-e). These are questions of several
subjects, so they stand here: pure functions of a file, a day and the procedure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from ledger import arranged
from ledger.dates.parts_of_year import Part, in_years, missed, next_by, over_by, parts, went_by
from ledger.dates.span import Span
from ledger.dates.working_days import months_after, months_later, shifted
from ledger.names import among
from ledger.returns_asked import (
    ACTIVITY_INFORMATION,
    FINANCIAL_REPORT,
    PERFORMANCE_REPORT,
    Asked,
    reports_meant,
    shows_activity,
    thinned,
)
from ledger.specification import ReturnSchedule
from ledger.subjects.performance import Return, same_kind
from ledger.transition import provided_until, watched_until

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.meetings import Gap, Meeting
    from ledger.subjects.records import Arrangement
    from ledger.subjects.terms import ServiceSpecificationIssued


REGULAR = "regular"
"""The kind of meeting by which a contract is watched."""


@dataclass(frozen=True, slots=True)
class OverdueReturn:
    """A return the provider owes: which, for what period, and the last day it was due."""

    kind: str
    period: Span
    due_on: date
    assumed: str = ""
    """That how often it comes is assumed, in words; "" where that is said."""

    @property
    def of_what(self) -> str:
        """Which it is, for what period, and whether that it is for that one is assumed."""
        return f"{self.kind} for {self.period}{self.assumed and f' ({self.assumed})'}"

    def __str__(self) -> str:
        """Return it within a sentence."""
        return f"the {self.of_what}"


def watched_since(file: ContractFile) -> date | None:
    """Return the day from which the file must show the contract being watched.

    That is its start, or the day from which it was kept as things happened where it was taken on later. None where
    no start is on file: then nothing can be called late.
    """
    start, kept_since = file.started_on(), file.agreement.contemporaneous_since
    return max(start, kept_since) if start and kept_since else start


def meetings_a_year(file: ContractFile, day: date, procedure: Procedure) -> int:
    """Return how many monitoring meetings a year are asked for on a day (HCC-6.1-c, HCC-7.1-a, HCC-7.1-b).

    By the specification in force, more in its start-up time, or as agreed for the contract (TVP-4.0-1), whichever came
    later; else by the procedure. 0 where none asks for any.
    """
    agreed = meetings_agreed(file, day, procedure)
    if agreed is not None:
        return dict(agreed.meetings)[REGULAR]
    spec = _specification(file, day)
    if spec and spec.start_up_meetings_per_year:
        settled = start_up_ends(file, day)
        if settled is not None and day < settled:
            return spec.start_up_meetings_per_year
    if spec and spec.meetings_per_year is not None:
        return spec.meetings_per_year
    regular = arranged.bound_then(file, day, procedure).meeting(REGULAR)
    return regular.per_year if regular else 0


def standard_meetings(file: ContractFile, day: date, procedure: Procedure) -> int:
    """Return how many monitoring meetings a year are the standard on a day (HCC-12.4-a, K-01): as the procedure has it,
    whatever a specification asks for; fewer only where that was agreed for the contract (docs/adr/0226)."""
    regular = arranged.bound_then(file, day, procedure).meeting(REGULAR)
    return min(regular.per_year, arranged.a_year(file, REGULAR, day, procedure)) if regular else 0


def meetings_agreed(file: ContractFile, day: date, procedure: Procedure) -> Arrangement | None:
    """Return the arrangement by which so many monitoring meetings are asked for on a day, or none; None where the
    procedure says it, or a specification that took effect after it."""
    agreed, issued = arranged.of_meetings(file, REGULAR, day, procedure), file.terms.specification(day)
    return agreed if agreed is not None and (issued is None or issued.since <= agreed.since) else None


def met_between(file: ContractFile, first: date, last: date, procedure: Procedure) -> list[Meeting]:
    """Return the meetings between two days that count among those asked for in a year, in order.

    Whether a longer meeting counts as that quarter's or comes on top of it, the procedure says (N-10).
    """
    return file.meetings.held_between(first, last, longer=_longer_count(procedure))


def _longer_count(procedure: Procedure) -> bool:
    return bool(procedure.setting("meeting.longer-counts"))


def next_meeting_by(file: ContractFile, day: date, procedure: Procedure) -> date | None:
    """Return the day by which, after the last monitoring meeting up to a day, the next is to be held at the latest.

    Counted by the parts of the contract's year (dates/parts_of_year.py): twice a year is one by the end of its first
    half and two by its end. None where no meetings are asked for, or no start is on file.
    """
    since = watched_since(file)
    if since is None or (arranged.bound_on(file) and not meetings_a_year(file, day, procedure)):
        return None  # what was missed before a procedure was bound that asks for none stays a gap
    held = _days_held(file, since, day, procedure)
    return next_by(held, held[-1] if held else since, asked_parts(file, procedure), in_each=in_each_part(procedure))


def meetings_left_out(file: ContractFile, day: date, procedure: Procedure) -> list[tuple[Part, date, date | None]]:
    """Return, of the monitoring meetings up to a day, each that was left out before a later one: its part of the year,
    when the later one was held, and by when that was due itself, if at all (TVP-3.1-1)."""
    since = watched_since(file)
    held = _days_held(file, since, day, procedure) if since else []
    return list(went_by(held, asked_parts(file, procedure), in_each=in_each_part(procedure)))


def in_each_part(procedure: Procedure) -> bool:
    """Return whether one meeting is asked for in each part of the year, or so many by the end of each."""
    return bool(procedure.setting("meeting.one-in-each-part"))


def asked_parts(file: ContractFile, procedure: Procedure) -> Iterator[Part]:
    """Yield the parts of the contract's years in which a monitoring meeting is asked for, from the first."""
    since = watched_since(file)
    if since is None:
        return iter(())
    issued = (held.since for held in file.terms.specifications)
    changes_upto = max((*issued, *arranged.changes(file), *arranged.bound_on(file)), default=since)
    return _but_agreed(file, REGULAR, since, lambda day: meetings_a_year(file, day, procedure), changes_upto, procedure)


def longer_parts(file: ContractFile, kind: str, procedure: Procedure) -> Iterator[Part]:
    """Yield the parts of the contract's years in which a longer meeting of a kind is asked for, from the first; years
    together where one is asked for in several (N-10)."""
    since = watched_since(file)
    if since is None:
        return iter(())
    changes_upto = max((*arranged.changes(file), *arranged.bound_on(file)), default=since)
    found = _but_agreed(
        file, kind, since, lambda day: arranged.a_year(file, kind, day, procedure), changes_upto, procedure
    )
    return in_years(found, lambda day: arranged.every_years(file, kind, day, procedure))


def _but_agreed(
    file: ContractFile, kind: str, since: date, a_year: Callable[[date], int], upto: date, procedure: Procedure
) -> Iterator[Part]:  # fmt: skip
    """The parts of the years, but those in which it was agreed that from then on fewer are held (TVP-4.0-1), or a
    procedure was bound that asks for none (IMP-30-b)."""
    found = parts(since, a_year, upto)
    if bound := arranged.bound_on(file):
        found = (part for part in found if a_year(part.last) or not any(part.first < day <= part.last for day in bound))
    if not file.records.arrangements:
        return found
    return (part for part in found if not _agreed_within(file, kind, part, a_year, procedure))


def _agreed_within(
    file: ContractFile, kind: str, part: Part, a_year: Callable[[date], int], procedure: Procedure
) -> bool:  # fmt: skip
    held = arranged.of_meetings(file, kind, part.last, procedure)
    return held is not None and held.since > part.first and a_year(part.last) < a_year(part.first)


def meetings_asked(file: ContractFile, first: date, last: date, procedure: Procedure) -> int:
    """Return how many monitoring meetings are asked for in the parts of a year that are over by its last day, or are
    to be, whatever the day. A part that ends after the contract is no longer watched asks for none."""
    found = over_by(asked_parts(file, procedure), min(last, watched_until(file, procedure) or last))
    return sum(part.first >= first for part in found)


def overlong_gaps(file: ContractFile, day: date, procedure: Procedure) -> list[Gap]:
    """Return the stretches without a monitoring meeting that were longer than asked for, in order (HCC-2.1-e).

    A part of the year ended in them without its meeting.
    From the start of the contract to its end or that day, whichever is earlier.
    """
    since, end = watched_since(file), file.end_date(day)
    until = min(day, end) if end else day
    if since is None or until <= since:
        return []
    asked = tuple(takewhile(lambda part: part.first <= until, asked_parts(file, procedure)))
    lacking = [
        part.last for part in missed(_days_held(file, since, until, procedure), asked, in_each=in_each_part(procedure))
    ]
    gaps = file.meetings.gaps(since, until, longer=_longer_count(procedure))
    return [gap for gap in gaps if any(gap.since <= day < gap.until for day in lacking)]


def asked_a_year_in(file: ContractFile, gap: Gap, procedure: Procedure) -> list[int]:
    """Return at what rates meetings were asked for in the parts of a year that ended in a gap without theirs, in order:
    monthly as the service started up, say, and quarterly after it."""
    asked = tuple(takewhile(lambda part: part.last < gap.until, asked_parts(file, procedure)))
    held = _days_held(file, date.min, gap.until, procedure)
    lacking = [part for part in missed(held, asked, in_each=in_each_part(procedure)) if part.last >= gap.since]
    return list(dict.fromkeys(meetings_a_year(file, part.first, procedure) for part in lacking))


def start_up_ends(file: ContractFile, day: date) -> date | None:
    """Return the first day after the start-up time, by the specification in force on a day; None where it has none."""
    spec, start = _specification(file, day), file.started_on()
    if spec is None or start is None or not spec.start_up_months or not spec.start_up_meetings_per_year:
        return None
    return months_after(start, spec.start_up_months)


def due_after(file: ContractFile, by: date, procedure: Procedure) -> tuple[date, ...]:
    """Return when monitoring meetings fall due after one due by a day, as long as they do so unevenly: to the end of
    the year in which how many are asked for changes for the last time. Empty where nothing changes after the day."""
    changes = [held.since for held in file.terms.specifications]
    changes += [ends for since in changes if (ends := start_up_ends(file, since)) is not None]
    changes += (*arranged.changes(file), *arranged.bound_on(file))
    last = max((day for day in changes if day > (watched_since(file) or day)), default=None)
    if last is None or by - last > _A_YEAR:
        return ()
    found = takewhile(lambda part: part.first - last <= _A_YEAR, asked_parts(file, procedure))
    return tuple(part.last for part in found if part.last > by)


def rate_due(file: ContractFile, by: date, procedure: Procedure) -> tuple[int, bool]:
    """Return how many meetings a year are asked for in the part of it that ends on a day, and whether that is within
    the start-up time."""
    part = next((part for part in asked_parts(file, procedure) if part.last >= by), None)
    return rate_from(file, part.first if part else by, procedure)


def rate_from(file: ContractFile, day: date, procedure: Procedure) -> tuple[int, bool]:
    """Return how many meetings a year are asked for in the part of it that begins on a day, and whether that is within
    the start-up time."""
    ends = start_up_ends(file, day)
    return meetings_a_year(file, day, procedure), ends is not None and day < ends


def rate_changed(file: ContractFile, by: date, procedure: Procedure) -> tuple[date, int] | None:
    """Return (first day, how many a year) where within the part of a year that ends on a day another number of
    meetings comes to be asked for (HCC-6.1-c); None where it is one throughout.

    The meeting that is due by its end is due by the number it began with.
    """
    part = next((part for part in asked_parts(file, procedure) if part.last >= by), None)
    began = meetings_a_year(file, part.first, procedure) if part else 0
    if part is None or meetings_a_year(file, by, procedure) == began:
        return None
    days = (part.first + timedelta(days=number) for number in range((by - part.first).days + 1))
    first = next(day for day in days if meetings_a_year(file, day, procedure) != began)
    return first, meetings_a_year(file, by, procedure)


_A_YEAR = timedelta(days=366)


def _days_held(file: ContractFile, first: date, last: date, procedure: Procedure) -> list[date]:
    return file.meetings.days_met(met_between(file, first, last, procedure))


def what_rests_on_returns(file: ContractFile) -> str:
    """Return in words what rests on the provider's figures, so that a missing one is graver: that payment does, or
    national indicators; "" where nothing is said to (HCC-6.2-c)."""
    contract = file.agreement.contract
    paid, linked = contract is not None and contract.activity_paid, contract is not None and contract.indicator_linked
    if paid and linked:
        return "payment and national indicators rest on it"
    return "payment rests on it" if paid else "national indicators rest on it" if linked else ""


def overdue_returns(file: ContractFile, day: date, procedure: Procedure) -> list[OverdueReturn]:
    """Return what the provider should have sent by the day before, and had not, by return and period (HCC-8.2-a).

    By the schedule in force on the first day of each; without one, by the procedure's interval where the data come from
    returns (HCC-8.1-b).
    """
    since, end = watched_since(file), provided_until(file, procedure, day)
    if since is None:
        return []
    overdue: list[OverdueReturn] = []
    for schedule in ever_asked(file, day, procedure):
        often, kind = asked(file, schedule, procedure), schedule.kind
        last = min(shifted(day, -1), end or date.max)
        periods = file.performance.periods_without_return(since, last, often, kind, end=end)
        overdue += [
            OverdueReturn(kind, one, due_on, often_assumed(file, schedule, one.first, procedure))
            for one in periods if (due_on := often.due_on(one)) < day
        ]  # fmt: skip
    return sorted(overdue, key=lambda owed: (owed.due_on, owed.kind))


def asked_periods(
    file: ContractFile, schedule: ReturnSchedule, day: date, procedure: Procedure
) -> Iterator[tuple[Span, date]]:
    """Yield (period, last day on which its return was in time) of each that had ended by a day (HCC-8.2-a)."""
    since, end = watched_since(file), provided_until(file, procedure, day)
    if since is not None:
        last = min(day, end or date.max)
        often = asked(file, schedule, procedure)
        for period in file.performance.periods(since, last, often, schedule.kind, end=end):
            yield period, often.due_on(period)


def asked_period_of(
    file: ContractFile, schedule: ReturnSchedule, day: date, procedure: Procedure
) -> tuple[Span, date] | None:
    """Return the period a return is asked for that holds a day, over or not, and the last day on which its return is in
    time; None where none does."""
    since, end, often = watched_since(file), provided_until(file, procedure), asked(file, schedule, procedure)
    if since is None:
        return None
    period = next(file.performance.periods_in(since, Span(first=day, last=day), often, schedule.kind, end=end), None)
    return (period, often.due_on(period)) if period else None


def asked_from(file: ContractFile, schedule: ReturnSchedule, time: Span, procedure: Procedure) -> date | None:
    """Return the first day of the first period a return is asked for of which a time holds a day; None where it is of
    none (HCC-6.1-e). A time before the contract is watched, or after its end, stands for itself."""
    since, end, often = watched_since(file), provided_until(file, procedure), asked(file, schedule, procedure)
    if since is None or time.last < since or (end is not None and time.first > end):
        return time.first if often.on(time.first) else None
    period = next(file.performance.periods_in(since, time, often, schedule.kind, end=end), None)
    return period.first if period else None


def brought_late(file: ContractFile, held: Return, procedure: Procedure) -> list[tuple[Span, date]]:
    """Return (period, when it was due) of each that a return for a longer time brings, and brings late.

    Those that had not come before, of the schedules it may be of; each by its own due day (HCC-8.2-a).
    """
    day, period = held.on, held.period
    return [
        (part, due_on)
        for schedule in ever_asked(file, day, procedure)
        for often in (asked(file, schedule, procedure),)
        if held.counts_as(schedule.kind)
        and not held.is_of_several(file.performance.return_every(period.first, often, schedule.kind))
        for part, due_on in asked_periods(file, schedule, day, procedure)
        if due_on < day
        and period.first <= part.first
        and part.last <= period.last
        and file.performance.covered_by(part, schedule.kind, often) is None
    ]


def continuing_problems(
    file: ContractFile, day: date, overdue: Iterable[OverdueReturn]
) -> list[tuple[date, str | OverdueReturn]]:  # fmt: skip
    """Return the problems that go on on a day, as (the day each arose, what it is), the oldest first (HCC-7.7-a).

    Issues that are open and returns that are `overdue`; none of those there on the day of an extra meeting, held or
    arranged: it was called for them.
    """
    extra = [m.day for m in file.meetings.by_id.values() if m.kind == "ad-hoc" and m.day and not m.cancelled]
    found: list[tuple[date, str | OverdueReturn]]
    found = [(issue.noticed_on, issue.id) for issue in file.issues.open() if issue.noticed_on]
    found += [(shifted(owed.due_on, 1), owed) for owed in overdue]
    called_for = max(extra, default=date.min)
    return sorted((one for one in found if called_for < one[0] <= day), key=lambda one: one[0])


def survey_due(file: ContractFile, day: date, procedure: Procedure) -> date | None:
    """Return when, on a day, the next satisfaction survey is due (HCC-6.2-a).

    None where none is asked for, or no start is on file.
    """
    since, every = survey_asked_since(file, procedure), survey_every(file, day, procedure)
    return file.performance.survey_due(since, day, every) if since and every else None


def survey_asked_since(file: ContractFile, procedure: Procedure) -> date | None:
    """Return the day from which surveys are asked for; None where no start is on file."""
    return asked_since(file, lambda day: survey_every(file, day, procedure))


def asked_since(file: ContractFile, number: Callable[[date], int]) -> date | None:
    """Return the day from which something is asked for by its `number` of a day, 0 where it is not: that the contract
    is watched from, or on which a procedure was bound that brought it in (IMP-30-b). None where no start is on file."""
    since = watched_since(file)
    brought_in = (day for day in reversed(arranged.bound_on(file)) if number(day) and not number(shifted(day, -1)))
    return max(since, next(brought_in, since)) if since else None


def first_position(file: ContractFile, procedure: Procedure) -> tuple[date, date] | None:
    """Return from which day a first position of the budget is asked for, and by when, in so many months after that
    (HCC-12.6, IMP-30-b). None where none is, or no start is on file."""

    def within(day: date) -> int:
        return arranged.bound_then(file, day, procedure).setting("budget.first-position-within")

    since, months = asked_since(file, within), within(date.max)
    by = months_later(since, months) if since is not None and months else None
    return (since, by) if since is not None and by is not None else None


def survey_every(file: ContractFile, day: date, procedure: Procedure) -> int:
    """Return how many months lie between two satisfaction surveys: by the specification, else by the procedure."""
    spec = _specification(file, day)
    asked = arranged.bound_then(file, day, procedure)
    return (spec.survey_interval_months if spec else None) or asked.setting("survey.every")


def _specification(file: ContractFile, day: date) -> ServiceSpecificationIssued | None:
    issued = file.terms.specification(day)
    return issued.says if issued else None


def schedules(file: ContractFile, day: date, procedure: Procedure) -> tuple[ReturnSchedule, ...]:
    """Return what the provider owes at intervals on a day: as agreed, and what the procedure asks for besides.

    The procedure's own reports (TVP-3.1-2, TVP-3.1-3) come as often as it asks for them: an agreement that leaves one
    out or has it less often thins nothing, only an alternative arrangement does (TVP-4.0-1; docs/adr/0266). And without
    a schedule agreed a return is owed where data come from returns (HCC-8.1-b); where it is not said whence they come,
    activity information, if the specification asks for it (HCC-6.2-b; docs/adr/0290).
    """
    agreed, contract = file.terms.return_schedule(day), file.agreement.contract
    procedure = arranged.bound_then(file, day, procedure)
    if contract is None:
        return agreed
    thin = list(thinned(agreed, procedure))
    oftener = [min((every for _, every, there in thin if there == row), default=None) for row in agreed]
    owed = [
        row.model_copy(update={"every_months": min(row.every, every)}) if every else row
        for row, every in zip(agreed, oftener, strict=True)
    ]
    owed += [ReturnSchedule(kind=report, every_months=every) for report, every, there in thin if there is None]
    returns_every = 0 if agreed or contract.data_source != "returns" else procedure.setting("return.every")
    if returns_every:
        owed.append(ReturnSchedule(kind="service return", every_months=returns_every))
    every = 0 if contract.data_source == "system-feed" else _activity_every(file, day, owed, procedure)
    if every:
        owed.append(ReturnSchedule(kind=ACTIVITY_INFORMATION, every_months=every))
    return tuple(owed)


def _activity_every(file: ContractFile, day: date, owed: Iterable[ReturnSchedule], procedure: Procedure) -> int:
    """How many months lie between two times for which activity information is asked for by itself: where the
    specification asks for it, and nothing owed brings it; else 0 (HCC-6.2-b)."""
    spec = _specification(file, day)
    asked_for = spec is not None and spec.activity_information_required and not any(map(shows_activity, owed))
    return procedure.setting("activity.every") if asked_for else 0


def activity_by_feed(file: ContractFile, day: date, procedure: Procedure) -> tuple[int, list[Span]] | None:
    """Return, where a system brings the activity information that the specification asks for (HCC-6.2-b, HCC-8.1-a),
    how many months lie between two times it is asked for, and those over by a day of which no figures are on file
    that can be a system's.

    None where it is not asked for so. Nobody sends it by itself, so nothing is due; that it is not there is said.
    """
    since, issued, contract = watched_since(file), file.terms.specification(day), file.agreement.contract
    if since is None or issued is None or contract is None or contract.data_source != "system-feed":
        return None
    bound = arranged.bound_then(file, day, procedure)
    every = _activity_every(file, day, schedules(file, day, procedure), bound)
    end = provided_until(file, procedure, day)
    last = min(shifted(day, -1 - bound.setting("return.grace")), end or date.max)
    if not every:
        return None
    found = file.performance.periods_without_return(since, last, every, ACTIVITY_INFORMATION, end=end, of_a_system=True)
    return every, [period for period in found if period.first >= issued.since]


def ever_asked(file: ContractFile, day: date, procedure: Procedure) -> tuple[ReturnSchedule, ...]:
    """Return what the provider owes at intervals on a day, and what it owed before that and no longer does, each as it
    last was: what is missing of the time before stays missing (HCC-8.2-b)."""
    found = [*schedules(file, day, procedure)]
    for earlier in reversed([one for one in _settled_on(file) if one < day]):
        there = [row.kind for row in found]
        gone = (row for row in schedules(file, earlier, procedure) if not any(same_kind(row.kind, k) for k in there))
        found += gone
    return tuple(found)


def asked(file: ContractFile, schedule: ReturnSchedule, procedure: Procedure) -> Asked:
    """Return since when, how often and how soon a return is asked for, as agreed or by the procedure (HCC-6.1-e).

    Whether it was asked for at all is settled anew on each day a specification or service level agreement took effect.
    """
    days = _settled_on(file)
    rows = [_as_on(schedules(file, day, procedure), schedule) for day in days]
    grace = (
        days_of_grace(row or schedule, arranged.bound_then(file, day, procedure))
        for day, row in zip(days, rows, strict=True)
    )
    return Asked(days, tuple(row.every if row else 0 for row in rows), tuple(grace))


def asked_then(file: ContractFile, schedule: ReturnSchedule, day: date, procedure: Procedure) -> ReturnSchedule | None:
    """Return how a return was asked for of a period that began on a day; None where it was not."""
    return _as_on(schedules(file, max(day, watched_since(file) or day), procedure), schedule)


def often_assumed(file: ContractFile, schedule: ReturnSchedule, day: date, procedure: Procedure) -> str:
    """Return in words that how often a return comes, of a period that begins on a day, is assumed; "" where
    specification, agreement, procedure or a change of it says how often (HCC-6.1-e)."""
    row = asked_then(file, schedule, day, procedure) or schedule
    changed = file.performance.return_changes(schedule.kind)
    if row.every_months is not None or any(since <= day and one.every_months for since, one, _ in changed):
        return ""
    return "every month is assumed: nothing says how often"


def _settled_on(file: ContractFile) -> tuple[date, ...]:
    """The days on which what is asked for was settled: the first the contract is watched on, and each after it on which
    a specification or service level agreement took effect, or another procedure was bound (IMP-30-b)."""
    bound = arranged.bound_on(file)
    bound += [issued.since for issued in file.terms.specifications]
    bound += [version.since for versions in file.terms.agreements.values() for version in versions]
    since = watched_since(file) or date.min
    return (since, *sorted({day for day in bound if day > since}))


def _as_on(there: Iterable[ReturnSchedule], schedule: ReturnSchedule) -> ReturnSchedule | None:
    """How a return stands among those asked for on a day: as now, else as often, else otherwise; None where not."""
    alike = [row for row in there if same_kind(row.kind, schedule.kind)]
    as_often = [row for row in alike if row.every == schedule.every]
    return schedule if schedule in as_often else next(iter(as_often or alike), None)


def asked_by(kind: str) -> str:
    """Return the clause that asks for what the provider sends at intervals; for what is two reports, the first's."""
    clauses, meant = {PERFORMANCE_REPORT: "TVP-3.1-2", FINANCIAL_REPORT: "TVP-3.1-3"}, reports_meant(kind)
    other = "HCC-6.2-b" if kind == ACTIVITY_INFORMATION else "HCC-8.2-a"
    return next((clause for report, clause in clauses.items() if report in meant), other)


def to_bring(file: ContractFile, day: date) -> tuple[str, ...]:
    """Return what the provider brings to its next monitoring meeting: what the specification lists, and what it was to
    bring to the last one and did not (HCC-6.1-d)."""
    spec = _specification(file, day)
    listed = spec.meeting_information if spec else ()
    last = next(iter(reversed(file.meetings.held_between(date.min, day))), None)
    missing = (one.what for one in last.information if not one.received) if last else ()
    return (*listed, *(what for what in missing if not among(what, listed)))


def days_of_grace(schedule: ReturnSchedule, procedure: Procedure) -> int:
    """Return how many days after its period a return may come: as agreed, else by the procedure."""
    return procedure.setting("return.grace") if schedule.grace_days is None else schedule.grace_days
