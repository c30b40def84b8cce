"""Single days: which are Working Days by a contract's definition, and which day corresponds in another month.

Pure arithmetic on days of Europe/London: no clock, no floats, nothing read but the packaged table of bank holidays.
`WorkingDay` is stored inside entries and so is a recorded format: days are YYYY-MM-DD, everything else as described
field by field.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from ledger.dates.bank_holidays import NEWEST_TABLE, CalendarError, Country, bank_holiday_table
from ledger.entry import Frozen

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = "January February March April May June July August September October November December"

CLOSED_BY_CONTRACT = "closed under the contract"

ONE_DAY = timedelta(days=1)


class OutsideCalendar(CalendarError):
    """A period would begin or end outside the years 1 to 9999."""


class WorkingDay(Frozen):
    """What a contract means by Working Day."""

    country: Country
    """Whose bank holidays are not Working Days."""
    table: str
    """The version of the bank-holiday table used, such as uk-bank-holidays/2026-11."""
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] = WEEKDAYS[:5]
    """The days of the week that are Working Days."""
    closed: tuple[date, ...] = ()
    """Further days on which the contract says nobody works, each by date."""

    def closed_because(self, day: date) -> str | None:
        """Return why `day` is not a Working Day ("Saturday", "bank holiday: Good Friday"), None where it is one.

        Raises OutsideTable for a day in a year the table does not cover, whatever day of the week it is.
        """
        holiday = bank_holiday_table(self.table).holiday(self.country, day)
        weekday = WEEKDAYS[day.weekday()]
        if weekday not in self.weekdays:
            return weekday.capitalize()
        if holiday is not None:
            return f"bank holiday: {holiday}"
        return CLOSED_BY_CONTRACT if day in self.closed else None


def monday_to_friday(country: Country, table: str = NEWEST_TABLE) -> WorkingDay:
    """Return the usual definition: Monday to Friday except bank holidays in `country`."""
    return WorkingDay(country=country, table=table)


def days_from(first: date, last: date) -> Iterator[date]:
    """Yield every day from `first` to `last`, both included; none where last is earlier."""
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


def spoken(day: date) -> str:
    """Return the day as it is written in a letter: Friday 3 April 2026."""
    return f"{WEEKDAYS[day.weekday()].capitalize()} {day.day} {MONTHS.split()[day.month - 1]} {day.year}"


def dated(day: date, at: time | None = None) -> str:
    """Return the day, and the hour where there is one, as a sentence has them: 3 April 2026 at 17:00."""
    return f"{day:%-d %B %Y}" + (f" at {at:%H:%M}" if at is not None else "")


def shifted(day: date, days: int) -> date:
    """Return the day so many calendar days later (earlier where negative). Raises OutsideCalendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise OutsideCalendar(f"{days} days from {day.isoformat()} lies outside the years 1 to 9999") from None


def working_day_from(day: date, working_day: WorkingDay) -> date:
    """Return `day` if it is a Working Day, else the next one. Raises OutsideTable."""
    while working_day.closed_because(day) is not None:
        day = shifted(day, 1)
    return day


def working_day_until(day: date, working_day: WorkingDay) -> date:
    """Return `day` if it is a Working Day, else the one before. Raises OutsideTable."""
    while working_day.closed_because(day) is not None:
        day = shifted(day, -1)
    return day


def working_days_in(first: date, last: date, working_day: WorkingDay) -> int:
    """Return how many Working Days there are from `first` to `last`, both included. Raises OutsideTable."""
    return sum(working_day.closed_because(day) is None for day in days_from(first, last))


def _month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - ONE_DAY


def months_away(day: date, months: int) -> tuple[date, bool]:
    """Return the corresponding day so many months away, or the last of the month, and whether there was such a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OutsideCalendar(f"{months} months from {day.isoformat()} lies outside the years 1 to 9999")
    last = _month_end(year, month + 1)
    return (last.replace(day=day.day), True) if day.day <= last.day else (last, False)


def months_after(day: date, months: int) -> date:
    """Return the corresponding day so many months later, or the last day of that month where it has none.

    For recurring dates count each from the first (31 January, then + 1, + 2), never from the one before: a chain
    would lose the 31st in February. Raises ValueError for a negative number, OutsideCalendar past the year 9999.
    """
    if months < 0:
        raise ValueError(f"{months} months after should be 0 or more; use months_before")
    return months_away(day, months)[0]


def months_later(day: date, months: int) -> date | None:
    """Return the corresponding day so many months later (earlier where negative); None where the calendar has none."""
    try:
        return months_away(day, months)[0]
    except OutsideCalendar:
        return None


def last_of(day: date, months: int) -> date | None:
    """Return the last day of so many months that begin with a day: the one before the corresponding day, and the last
    of the month where that has no such day; None where the calendar ends before it."""
    try:
        end, there = months_away(day, months)
        return end - ONE_DAY if there else end
    except (OutsideCalendar, OverflowError):
        return None


def months_before(day: date, months: int) -> date:
    """Return the corresponding day so many months earlier, or the last day of that month where it has none."""
    if months < 0:
        raise ValueError(f"{months} months before should be 0 or more; use months_after")
    return months_away(day, -months)[0]
