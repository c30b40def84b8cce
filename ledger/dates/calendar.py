"""When a period ends, which days count towards it, and why each of the others does not.

Pure arithmetic on days of Europe/London: no clock, no floats, nothing read but the packaged table of bank holidays.
The models here are stored inside entries, so they are a recorded format: days are YYYY-MM-DD, hours HH:MM:SS by the
clock on the wall, everything else as described field by field. A `DateWorking` carries all it was worked out from and
is never worked out again; what it says can be checked by hand.

The rules:

- *beginning with the day*: that day is day 1, so N days end on day + N - 1 (30 days beginning with 31 March end on
  29 April). *Beginning with the day after*: the day itself is left out, so N days end on day + N (Lester v Garland).
- *working days*: only days that are Working Days by the contract's definition are counted.
- *clear days*: both ends are left out; the day worked out is the first on which the thing may be done.
- *weeks*: seven days each.
- *months* end on the day with the same number in the later month or, where that month is too short, on its last day
  (Dodds v Walker [1981] 1 WLR 1027). A period of months beginning with the day ends the day before the corresponding
  day or, where there is none, on the last day of the month (Migotti v Colvill (1879) 4 CPD 233; the same rule is
  written out in SI 2018/1082, art 1.4(2)(a)). So 1 month beginning with 31 January and 1 month after it both end on
  the last day of February.
- *roll*: where the last day is not a Working Day, the period ends on the next one instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ledger.dates.bank_holidays import NEWEST_TABLE, CalendarError, Country, OutsideTable, UnknownTable
from ledger.dates.working_days import (
    WEEKDAYS,
    OutsideCalendar,
    WorkingDay,
    days_from,
    monday_to_friday,
    months_after,
    months_away,
    months_before,
    shifted,
    spoken,
    working_day_from,
    working_day_until,
    working_days_in,
)
from ledger.entry import Frozen
from ledger.fields import Hour
from ledger.names import counted

__all__ = [
    "NEWEST_TABLE",
    "CalendarError",
    "CountedDays",
    "Country",
    "DateWorking",
    "Hour",
    "NoWorkingDay",
    "OutsideCalendar",
    "OutsideTable",
    "Period",
    "SkippedDay",
    "UnknownTable",
    "WorkingDay",
    "days_counted",
    "days_from",
    "latest_day_before",
    "monday_to_friday",
    "months_after",
    "months_before",
    "not_counted",
    "period_end",
    "shifted",
    "spoken",
    "working_day_from",
    "working_day_until",
    "working_days_in",
]


Unit = Literal["working-days", "calendar-days", "clear-days", "weeks", "months"]

BEGINS_AFTER = "the period begins with the day after"
NOT_A_CLEAR_DAY = "clear days leave out the day itself"
TO_SPARE = "the period is already over"


class NoWorkingDay(CalendarError):
    """The question turns on what a Working Day is, and the contract's definition was not given."""


class Period(Frozen):
    """A length of time as a clause gives it, and how it is to be counted."""

    count: Annotated[int, Field(gt=0)]
    """How many, at least 1."""
    unit: Unit
    """Of what: working days, calendar days, clear days, weeks or months."""
    begins: Literal["with", "after"] = "after"
    """Whether it begins with the day itself or with the day after. Clear days always begin after."""
    end_hour: Hour | None = None
    """The hour on the last day at which it ends; none means the end of that day."""
    roll: Literal["none", "next-working-day"] = "none"
    """What happens where the last day is not a Working Day: nothing, or it ends on the next one."""

    @model_validator(mode="after")
    def _clear_days_begin_after(self) -> Self:
        if self.unit == "clear-days" and self.begins == "with":
            raise ValueError("clear days leave out the first day, so they should begin with the day after")
        return self

    @property
    def turns_on_working_days(self) -> bool:
        """Whether its end depends on which days are Working Days."""
        return self.unit == "working-days" or self.roll == "next-working-day"

    def __str__(self) -> str:
        noun = self.unit.replace("-", " ")
        return f"{self.count} {noun.removesuffix('s') if self.count == 1 else noun}"


class SkippedDay(Frozen):
    """A day that does not count, and why."""

    day: date
    why: str


class CountedDays(Frozen):
    """Days in a row that count, the first of them being number `number` of the period."""

    first: date
    last: date
    number: int


class DateWorking(Frozen):
    """A date that was worked out, and its working: every day from `start` to `end` is counted or skipped with a reason.

    Reckoned "end-of-period": `start` is given and `end` is the last day of the period (for clear days, the first day
    free of it). Reckoned "latest-day-before": `start` is the day something is due before and `end`, which is earlier,
    is the latest day from which the whole period still fits; the days are then numbered from `end` onwards.
    """

    reckoned: Literal["end-of-period", "latest-day-before"]
    """Forwards from a day, or backwards from a deadline."""
    rule: str
    """How the days were counted, in words."""
    period: Period
    """The period that was counted."""
    working_day: WorkingDay | None = None
    """The definition of Working Day used; none where no day's being one made a difference."""
    table: str | None = None
    """The bank-holiday table used, if one was."""
    start: date
    """The day given."""
    counted: tuple[CountedDays, ...]
    """The days that count, in runs; written out by `days_counted`."""
    skipped: tuple[SkippedDay, ...]
    """Each day from start to end that does not count, and why."""
    end: date
    """The day worked out."""
    end_hour: Hour | None = None
    """The hour on that day, where the period ends before midnight."""
    sentence: str
    """All of this as one sentence."""


def last_day(working: DateWorking) -> tuple[date, Hour | None]:
    """Return the last day of a period, and the hour it ends at: of clear days the one before the first on which the
    thing may be done, which is the day they work out."""
    return (shifted(working.end, -1), None) if working.period.unit == "clear-days" else (working.end, working.end_hour)


def days_counted(working: DateWorking) -> tuple[tuple[date, int], ...]:
    """Return each day that counts with its number in the period, in order."""
    return tuple(
        (day, run.number + index) for run in working.counted for index, day in enumerate(days_from(run.first, run.last))
    )


def period_end(period: Period, start: date, working_day: WorkingDay | None = None) -> DateWorking:
    """Return the day on which a period that starts from `start` ends, with its working.

    `working_day` is the contract's definition; it may be left out where no day's being one makes a difference. Raises
    NoWorkingDay where it does, OutsideTable or UnknownTable from the bank-holiday table, OutsideCalendar.
    """
    used = _definition(period, working_day)
    if used is not None and period.unit == "working-days":
        counted, skipped = _count_working_days(period, start, used)
    else:
        counted, skipped = _count_every_day(period, start, used)
    end = skipped[-1].day if period.unit == "clear-days" else counted[-1].last
    return DateWorking(
        reckoned="end-of-period",
        rule=_rule(period),
        period=period,
        working_day=used,
        table=used.table if used else None,
        start=start,
        counted=tuple(counted),
        skipped=tuple(skipped),
        end=end,
        end_hour=period.end_hour,
        sentence=_end_sentence(period, start, end, skipped),
    )


def latest_day_before(period: Period, day: date, working_day: WorkingDay | None = None) -> DateWorking:
    """Return the latest safe day: the last one from which the whole period still ends on `day` or earlier.

    For "at least 10 Working Days before the meeting" and the like. Where the period counts Working Days or rolls to
    one, the answer is itself a Working Day, since a day on which nobody works is not safe. Errors as `period_end`.
    """
    used = _definition(period, working_day)
    if used is None:
        end = _latest_start(period, day)
    else:
        last = working_day_until(day, used)
        in_working_days = period.unit == "working-days"
        end = _working_days_back(period, last, used) if in_working_days else _latest_start(period, last)
        end = working_day_until(end, used)
    forwards = period_end(period, end, used)
    over = [
        SkippedDay(day=later, why=(used and used.closed_because(later)) or TO_SPARE)
        for later in days_from(shifted(forwards.end, 1), day)
    ]
    skipped = [*forwards.skipped, *over]
    return forwards.model_copy(
        update={
            "reckoned": "latest-day-before",
            "start": day,
            "end": end,
            "end_hour": None,
            "skipped": tuple(skipped),
            "sentence": _latest_sentence(period, day, end, forwards.end, skipped),
        }
    )


def _definition(period: Period, working_day: WorkingDay | None) -> WorkingDay | None:
    if not period.turns_on_working_days:
        return None
    if working_day is None:
        raise NoWorkingDay(f"{_rule(period)}: what a Working Day is should be given, from the contract's definition")
    return working_day


def _count_working_days(
    period: Period, start: date, working_day: WorkingDay
) -> tuple[list[CountedDays], list[SkippedDay]]:
    counted: list[CountedDays] = []
    skipped: list[SkippedDay] = []
    day, number = start, 0
    if period.begins == "after":
        skipped.append(SkippedDay(day=start, why=BEGINS_AFTER))
        day = shifted(start, 1)
    run: date | None = None
    while True:
        why = working_day.closed_because(day)
        if why is None:
            number += 1
            run = run or day
        elif run is not None:
            counted.append(_run(run, shifted(day, -1), number))
            run = None
        if why is not None:
            skipped.append(SkippedDay(day=day, why=why))
        if run is not None and number == period.count:
            return [*counted, _run(run, day, number)], skipped
        day = shifted(day, 1)


def _run(first: date, last: date, number_of_last: int) -> CountedDays:
    return CountedDays(first=first, last=last, number=number_of_last - (last - first).days)


def _count_every_day(
    period: Period, start: date, rolls_by: WorkingDay | None
) -> tuple[list[CountedDays], list[SkippedDay]]:
    """Calendar days, clear days, weeks and months. A last day that rolls is skipped, and the day it rolls to counts."""
    plain = _plain_end(period, start)
    end = working_day_from(plain, rolls_by) if rolls_by else plain
    after = period.begins == "after"
    skipped = [SkippedDay(day=start, why=BEGINS_AFTER)] if after else []
    if rolls_by is not None:
        rolled_over = days_from(plain, shifted(end, -1))
        skipped += [SkippedDay(day=day, why=rolls_by.closed_because(day) or TO_SPARE) for day in rolled_over]
    first = shifted(start, 1) if after else start
    before_last = (plain - first).days
    last = CountedDays(first=end, last=end, number=before_last + 1)
    if period.unit == "clear-days":
        skipped.append(SkippedDay(day=end, why=NOT_A_CLEAR_DAY))
        return [CountedDays(first=first, last=shifted(plain, -1), number=1)], skipped
    if plain == end:
        return [CountedDays(first=first, last=end, number=1)], skipped
    return [*([CountedDays(first=first, last=shifted(plain, -1), number=1)] if before_last else []), last], skipped


def _plain_end(period: Period, start: date) -> date:
    """The end of a period in which every day counts, before any rolling."""
    inclusive = 1 if period.begins == "with" else 0
    match period.unit:
        case "clear-days":
            return shifted(start, period.count + 1)
        case "weeks":
            return shifted(start, period.count * 7 - inclusive)
        case "months":
            corresponding, exists = months_away(start, period.count)
            return shifted(corresponding, -1) if inclusive and exists else corresponding
        case _:
            return shifted(start, period.count - inclusive)


def _latest_start(period: Period, end: date) -> date:
    """The latest day from which a period in which every day counts ends on `end` or earlier."""
    if period.unit != "months":
        some_day = date(2000, 1, 1)
        return shifted(end, (some_day - _plain_end(period, some_day)).days)
    # The corresponding day back always fits, but several days share the end of a short month: take the latest.
    start = months_before(end, period.count)
    while _plain_end(period, shifted(start, 1)) <= end:
        start = shifted(start, 1)
    return start


def _working_days_back(period: Period, last: date, working_day: WorkingDay) -> date:
    """The day a period of Working Days starts from, where `last` is its last Working Day."""
    first = last
    for _ in range(period.count - 1):
        first = working_day_until(shifted(first, -1), working_day)
    return first if period.begins == "with" else shifted(first, -1)


# --- words -------------------------------------------------------------------------------------------------------


def _rule(period: Period) -> str:
    if period.unit == "clear-days":
        words = f"{period}, leaving out the days at both ends"
    else:
        words = f"{period} beginning with the day{'' if period.begins == 'with' else ' after'}"
    if period.unit == "months":
        words += ", to the corresponding day"
    if period.end_hour is not None:
        words += f", ending at {period.end_hour:%H:%M}"
    if period.roll == "next-working-day":
        words += "; where the last day is not a Working Day, the next one"
    return words


def not_counted(skipped: Sequence[SkippedDay]) -> str:
    """Return the skipped days in words: holidays and closures each by date, weekdays by how many. "" where none."""
    weekends = Counter(skip.why for skip in skipped if skip.why.lower() in WEEKDAYS)
    silent = {BEGINS_AFTER, NOT_A_CLEAR_DAY, TO_SPARE}
    named = [
        f"{spoken(skip.day)} ({skip.why})" for skip in skipped if skip.why not in silent and skip.why not in weekends
    ]
    several = [counted(times, why) for why, times in weekends.items()]
    return "; not counted: " + ", ".join([*named, *several]) if named or several else ""


def _end_sentence(period: Period, start: date, end: date, skipped: Sequence[SkippedDay]) -> str:
    if period.unit == "clear-days":
        return f"With {period} after {spoken(start)} the earliest day is {spoken(end)}{not_counted(skipped)}."
    begins = "" if period.begins == "with" else "the day after "
    ends = "ends" if period.count == 1 else "end"
    hour = f" at {period.end_hour:%H:%M}" if period.end_hour is not None else ""
    return f"{period} beginning with {begins}{spoken(start)} {ends} on {spoken(end)}{hour}{not_counted(skipped)}."


def _latest_sentence(period: Period, day: date, end: date, reached: date, skipped: Sequence[SkippedDay]) -> str:
    given = spoken(end)
    if period.unit == "clear-days":
        opening = f"To leave {period} before {spoken(day)} the latest safe day is {given}"
    else:
        opening = f"For {period} to be over by {spoken(day)} the latest safe day is {given}"
    counted = "" if reached == day else f", from which the count ends on {spoken(reached)}"
    return f"{opening}{counted}{not_counted(skipped)}."
