"""Months, as a plan has them that gives no days: due at the month's end.

Stored inside entries as YYYY-MM, and so a recorded format.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from ledger.dates.working_days import MONTHS, months_later

_FORM = re.compile(r"(19|2\d)\d\d-(0[1-9]|1[0-2])")


def _month(text: str) -> str:
    if not _FORM.fullmatch(text):
        raise PydanticCustomError("month", "should be a month with its year, such as 2017-10 for October 2017")
    return text


Month = Annotated[
    str,
    AfterValidator(_month),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "maxLength": 7, "example": "2017-10"}),
]
"""A month with its year, "2017-10": due at its end (IMP-T-b)."""


def first_day(month: str) -> date:
    """Return the first day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


def last_day(month: str) -> date:
    """Return the last day of a month: the day by which what is due in it is due (IMP-T-b)."""
    first = first_day(month)
    return date(first.year, first.month, monthrange(first.year, first.month)[1])


def month_of(day: date) -> str:
    """Return the month a day lies in."""
    return f"{day.year:04}-{day.month:02}"


def month_later(month: str, months: int) -> str | None:
    """Return the month so many months later; None where the calendar ends before it."""
    later = months_later(first_day(month), months)
    return month_of(later) if later else None


def end_kept(day: date, months: int) -> date | None:
    """Return the corresponding day so many months later; of the last day of a month the last of that one: the 28th of
    February is followed by the 31st of May. None where the calendar has none."""
    later = months_later(day, months)
    return last_day(month_of(later)) if later and day == last_day(month_of(day)) else later


def months_between(first: str, second: str) -> int:
    """Return how many months the second comes after the first; negative where it comes before."""
    return 12 * (int(second[:4]) - int(first[:4])) + int(second[5:]) - int(first[5:])


def in_words(month: str) -> str:
    """Return a month as a sentence has it: October 2017."""
    return f"{MONTHS.split()[int(month[5:]) - 1]} {month[:4]}"


__all__ = ["Month", "end_kept", "first_day", "in_words", "last_day", "month_later", "month_of"]
