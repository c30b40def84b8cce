"""A hundred and more sums of days, each worked out by hand from the clause and the public calendar of bank holidays.

Nothing here was taken from what the program answers. Easter Sunday is 31 March 2024, 20 April 2025, 5 April 2026 and
28 March 2027. Read a row as a sentence: this long, from this day, where these bank holidays hold, ends on that day.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from ledger.dates.calendar import NEWEST_TABLE, Period, WorkingDay, latest_day_before, monday_to_friday, period_end
from ledger.entry import Entry
from ledger.serving.court_documents import claim_form_served, court_document_served
from ledger.serving.service_clauses import DayAndHour, HardCopy, MethodRule, ServiceClause, ServiceHours, ServiceMethod
from ledger.serving.service_of_notices import when_counted
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.notices import Addressee, NoticeReceiptConfirmed, NoticeServed
from ledger.subjects.people import RepresentativeAppointed
from ledger.subjects.terms import DefaultClauseEntered, NoticeClauseEntered, WorkingDayDefined
from projections.ending.what_if import what_if
from tests.story import RUTH, given

ENGLAND = monday_to_friday("england-and-wales")
SCOTLAND = monday_to_friday("scotland")
IRELAND = monday_to_friday("northern-ireland")
SIX_DAYS = WorkingDay(
    country="england-and-wales", table=NEWEST_TABLE,
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
)  # fmt: skip
SEVEN_DAYS = SIX_DAYS.model_copy(update={"weekdays": (*SIX_DAYS.weekdays, "sunday")})
CLOSED = (date(2025, 12, 24), date(2025, 12, 29), date(2025, 12, 30), date(2025, 12, 31))
SHUT_AT_CHRISTMAS = ENGLAND.model_copy(update={"closed": CLOSED})


def length(words: str) -> Period:
    """Return a period as it is written in the table: 10 working days, 1 month with the day, 14 calendar days roll."""
    number, *said = words.split()
    text = " ".join(said)
    unit = next(u for name, u in UNITS.items() if text.startswith(name))
    return Period(
        count=int(number), unit=unit, begins="with" if "with the day" in text else "after",
        roll="next-working-day" if text.endswith("roll") else "none",
    )  # fmt: skip


UNITS: dict[str, Any] = {
    "working day": "working-days", "calendar day": "calendar-days", "clear day": "clear-days", "week": "weeks",
    "month": "months",
}  # fmt: skip


# --- periods ---------------------------------------------------------------------------------------------------------

PERIODS = (
    # Easter
    ("1 working day", ENGLAND, "2024-03-28", "2024-04-02"),  # Maundy Thursday; Good Friday 29th, Monday 1 April
    ("1 working day", SCOTLAND, "2024-03-28", "2024-04-01"),  # Easter Monday is a Working Day in Scotland
    ("1 working day", IRELAND, "2024-03-28", "2024-04-02"),
    ("10 working days", ENGLAND, "2025-04-14", "2025-04-30"),  # 15 16 17 | 22 23 24 25 | 28 29 30
    ("10 working days with the day", ENGLAND, "2025-04-14", "2025-04-29"),
    ("10 working days", SCOTLAND, "2025-04-14", "2025-04-29"),
    ("20 working days", ENGLAND, "2025-04-17", "2025-05-20"),  # over Easter and Monday 5 May
    ("5 working days", ENGLAND, "2026-04-01", "2026-04-10"),  # 2 | 7 8 9 10
    ("30 working days", ENGLAND, "2026-04-01", "2026-05-18"),  # over Easter and Monday 4 May
    ("5 working days", ENGLAND, "2027-03-25", "2027-04-05"),  # Easter in March: 30 31 1 2 | 5
    ("1 working day with the day", ENGLAND, "2027-03-26", "2027-03-30"),  # begins with Good Friday, which is none
    ("2 working days", ENGLAND, "2025-04-19", "2025-04-23"),  # from Easter Saturday
    ("2 working days with the day", ENGLAND, "2025-04-19", "2025-04-23"),  # the same, for that Saturday is none
    # Christmas and New Year
    ("3 working days", ENGLAND, "2021-12-23", "2021-12-30"),  # substitutes on Monday 27 and Tuesday 28
    ("5 working days", ENGLAND, "2021-12-24", "2022-01-05"),  # and Monday 3 January
    ("5 working days", SCOTLAND, "2021-12-24", "2022-01-06"),  # and Tuesday 4 January
    ("3 working days", ENGLAND, "2022-12-22", "2022-12-29"),  # Boxing Day Monday 26, Christmas's substitute Tuesday
    ("5 working days", ENGLAND, "2022-12-23", "2023-01-04"),  # Monday 2 January for New Year's Day
    ("5 working days", SCOTLAND, "2022-12-23", "2023-01-05"),
    ("5 working days", ENGLAND, "2025-12-23", "2026-01-02"),  # 24 | 29 30 31 | 2
    ("5 working days", SCOTLAND, "2025-12-23", "2026-01-05"),  # Friday 2 January is none in Scotland
    ("10 working days", ENGLAND, "2026-12-18", "2027-01-06"),  # Monday 28 for Boxing Day, a Saturday
    ("10 working days", SCOTLAND, "2026-12-18", "2027-01-07"),  # Monday 4 January for the 2nd, a Saturday
    ("10 working days", IRELAND, "2026-12-18", "2027-01-06"),
    # days proclaimed or moved
    ("5 working days", ENGLAND, "2022-05-27", "2022-06-07"),  # 30 May was a Working Day; Jubilee 2 and 3 June
    ("1 working day", ENGLAND, "2022-06-01", "2022-06-06"),
    ("1 working day", ENGLAND, "2022-09-16", "2022-09-20"),  # the funeral of Queen Elizabeth II, Monday 19th
    ("1 working day", SCOTLAND, "2022-09-16", "2022-09-20"),
    ("1 working day", IRELAND, "2022-09-16", "2022-09-20"),
    ("5 working days", ENGLAND, "2023-05-05", "2023-05-15"),  # the coronation, Monday 8 May
    ("5 working days", ENGLAND, "2023-04-28", "2023-05-09"),  # both Mondays
    ("5 working days", ENGLAND, "2020-05-01", "2020-05-11"),  # Early May moved to Friday 8th, VE day
    ("1 working day", IRELAND, "2024-03-15", "2024-03-19"),  # St Patrick's on a Sunday: Monday 18th
    ("3 working days", IRELAND, "2025-07-10", "2025-07-16"),  # the Boyne on a Saturday: Monday 14th
    ("3 working days", ENGLAND, "2025-07-10", "2025-07-15"),
    ("1 working day", SCOTLAND, "2025-11-28", "2025-12-02"),  # St Andrew's on a Sunday: Monday 1 December
    ("1 working day", SCOTLAND, "2026-07-31", "2026-08-04"),  # Scotland's summer holiday is the first Monday
    ("1 working day", SCOTLAND, "2026-08-28", "2026-08-31"),  # and not the last
    ("1 working day", ENGLAND, "2026-08-28", "2026-09-01"),
    # leap days
    ("1 working day", ENGLAND, "2024-02-28", "2024-02-29"),
    ("3 working days", ENGLAND, "2024-02-28", "2024-03-04"),
    ("2 working days", ENGLAND, "2028-02-28", "2028-03-01"),
    # the contract's own Working Day
    ("2 working days", SIX_DAYS, "2025-04-17", "2025-04-22"),  # Easter Saturday counts
    ("5 working days", SEVEN_DAYS, "2025-04-16", "2025-04-23"),  # Easter Sunday is not a bank holiday
    ("3 working days", SHUT_AT_CHRISTMAS, "2025-12-23", "2026-01-06"),  # 2 | 5 6
    # calendar days
    ("30 calendar days", None, "2025-01-31", "2025-03-02"),
    ("30 calendar days", None, "2024-01-31", "2024-03-01"),  # a leap year has one day more
    ("30 calendar days with the day", None, "2025-03-01", "2025-03-30"),  # not 31 March
    ("28 calendar days", None, "2028-02-01", "2028-02-29"),
    ("14 calendar days", None, "2025-12-24", "2026-01-07"),  # bank holidays count
    ("14 calendar days with the day", None, "2025-12-24", "2026-01-06"),
    ("365 calendar days", None, "2024-02-28", "2025-02-27"),  # a day short of the year: 29 February is one
    ("14 calendar days", None, "2025-04-04", "2025-04-18"),  # ends on Good Friday where the clause does not roll
    ("14 calendar days roll", ENGLAND, "2025-04-04", "2025-04-22"),
    ("14 calendar days with the day roll", ENGLAND, "2025-04-05", "2025-04-22"),
    ("28 calendar days roll", ENGLAND, "2026-11-27", "2026-12-29"),  # 25 December, weekend, substitute
    ("7 calendar days roll", SCOTLAND, "2026-12-25", "2027-01-05"),
    ("7 calendar days roll", ENGLAND, "2026-12-25", "2027-01-04"),
    # clear days: the first on which the thing may be done
    ("7 clear days", None, "2025-04-10", "2025-04-18"),
    ("7 clear days roll", ENGLAND, "2025-04-10", "2025-04-22"),
    ("1 clear day", None, "2024-02-28", "2024-03-01"),
    ("5 clear days", None, "2025-12-24", "2025-12-30"),
    ("14 clear days", None, "2026-02-14", "2026-03-01"),
    # weeks
    ("4 weeks", None, "2025-03-20", "2025-04-17"),
    ("4 weeks with the day", None, "2025-03-20", "2025-04-16"),
    ("2 weeks", None, "2024-02-15", "2024-02-29"),
    ("13 weeks", None, "2025-10-02", "2026-01-01"),
    ("52 weeks", None, "2024-02-29", "2025-02-27"),
    ("1 week roll", ENGLAND, "2025-12-25", "2026-01-02"),
    ("1 week roll", SCOTLAND, "2025-12-25", "2026-01-05"),
    # months: the corresponding day, else the last of the month
    ("1 month", None, "2025-01-31", "2025-02-28"),
    ("1 month", None, "2024-01-31", "2024-02-29"),
    ("1 month", None, "2028-01-30", "2028-02-29"),
    ("1 month", None, "2024-02-29", "2024-03-29"),  # not the last day of March
    ("1 month", None, "2025-02-28", "2025-03-28"),
    ("1 month", None, "2025-04-30", "2025-05-30"),
    ("2 months", None, "2024-12-31", "2025-02-28"),
    ("3 months", None, "2025-11-30", "2026-02-28"),
    ("6 months", None, "2025-08-31", "2026-02-28"),
    ("6 months", None, "2025-01-20", "2025-07-20"),
    ("12 months", None, "2024-02-29", "2025-02-28"),
    ("12 months", None, "2023-02-28", "2024-02-28"),  # not 29 February
    ("48 months", None, "2024-02-29", "2028-02-29"),
    ("1 month roll", ENGLAND, "2026-01-31", "2026-03-02"),  # 28 February is a Saturday
    ("1 month roll", ENGLAND, "2025-11-25", "2025-12-29"),
    ("1 month with the day", None, "2025-01-31", "2025-02-28"),
    ("1 month with the day", None, "2025-02-28", "2025-03-27"),
    ("1 month with the day", None, "2025-03-01", "2025-03-31"),
    ("1 month with the day", None, "2024-02-01", "2024-02-29"),
    ("1 month with the day", None, "2028-01-30", "2028-02-29"),  # February has no 30th: its last day
    ("1 month with the day", None, "2028-01-29", "2028-02-28"),  # it has a 29th: the day before
    ("3 months with the day", None, "2024-12-01", "2025-02-28"),
    ("12 months with the day", None, "2024-02-29", "2025-02-28"),
    ("12 months with the day", None, "2024-03-01", "2025-02-28"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "where", "start", "end"), PERIODS)
def test_a_period_ends_on_the_day_worked_out_by_hand(
    words: str, where: WorkingDay | None, start: str, end: str
) -> None:
    assert str(period_end(length(words), date.fromisoformat(start), where).end) == end


LATEST = (
    ("10 working days", ENGLAND, "2025-04-30", "2025-04-14"),
    ("10 working days with the day", ENGLAND, "2025-04-29", "2025-04-14"),
    ("5 working days", ENGLAND, "2026-01-02", "2025-12-23"),
    ("1 working day", ENGLAND, "2025-04-21", "2025-04-16"),  # Easter Monday: it must be over on Maundy Thursday
    ("1 working day", SCOTLAND, "2025-04-21", "2025-04-17"),  # Easter Sunday would do, and is not safe
    ("2 working days", ENGLAND, "2022-09-20", "2022-09-15"),
    ("30 calendar days", None, "2024-03-01", "2024-01-31"),
    ("7 clear days", None, "2025-04-18", "2025-04-10"),
    ("4 weeks", None, "2025-04-17", "2025-03-20"),
    ("1 month", None, "2024-02-29", "2024-01-31"),  # 29, 30 and 31 January all reach it: the latest
    ("1 month", None, "2025-03-31", "2025-02-28"),
    ("3 months", None, "2026-02-28", "2025-11-30"),
    ("12 months", None, "2025-02-28", "2024-02-29"),
    ("14 calendar days roll", ENGLAND, "2025-04-21", "2025-04-03"),  # from the 4th it would roll to the 22nd
    ("14 calendar days roll", ENGLAND, "2025-04-22", "2025-04-08"),
    ("1 month roll", ENGLAND, "2026-03-02", "2026-02-02"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "where", "before", "latest"), LATEST)
def test_the_latest_safe_day_is_the_last_from_which_the_whole_period_still_fits(
    words: str, where: WorkingDay | None, before: str, latest: str
) -> None:
    assert str(latest_day_before(length(words), date.fromisoformat(before), where).end) == latest


# --- service by the contract's clause --------------------------------------------------------------------------------

IN_HOURS = ServiceHours(opens=time(9), closes=time(17), otherwise_at=time(9))
TO_HALF_PAST_FOUR = ServiceHours(opens=time(9), closes=time(16, 30), otherwise_at=time(9))
SECOND_WORKING_DAY = Period(count=2, unit="working-days", end_hour=time(9))
RULES: dict[str, MethodRule] = {
    "first class post": MethodRule(method="first-class-post", counts="after-sending", after=SECOND_WORKING_DAY),
    "DX": MethodRule(method="dx", counts="after-sending", after=SECOND_WORKING_DAY),
    "post in two days": MethodRule(
        method="first-class-post", counts="after-sending",
        after=Period(count=2, unit="calendar-days", roll="next-working-day"),
    ),
    "hand": MethodRule(method="hand", counts="on-delivery", hours=IN_HOURS),
    "signed-for post": MethodRule(method="signed-for-post", counts="on-recorded-delivery", hours=IN_HOURS),
    "e-mail": MethodRule(method="e-mail", counts="on-sending", hours=TO_HALF_PAST_FOUR),
    "e-mail, opening same day": MethodRule(
        method="e-mail", counts="on-sending",
        hours=TO_HALF_PAST_FOUR.model_copy(update={"before_opening": "same-day"}),
    ),
    "e-mail next day": MethodRule(
        method="e-mail", counts="after-sending", after=Period(count=1, unit="working-days", end_hour=time(9))
    ),
    "portal": MethodRule(method="portal", counts="on-sending"),
}  # fmt: skip
SERVICE = (
    # first class post: 09:00 on the second Working Day after posting
    ("first class post", ENGLAND, "2025-06-06", None, "2025-06-10 09:00"),  # a Friday
    ("first class post", ENGLAND, "2025-06-07", None, "2025-06-10 09:00"),  # a Saturday
    ("first class post", ENGLAND, "2025-04-16", None, "2025-04-22 09:00"),  # 17 | 22
    ("first class post", ENGLAND, "2025-04-17", None, "2025-04-23 09:00"),
    ("first class post", ENGLAND, "2025-04-18", None, "2025-04-23 09:00"),  # posted on Good Friday
    ("first class post", ENGLAND, "2024-03-28", None, "2024-04-03 09:00"),
    ("first class post", SCOTLAND, "2024-03-28", None, "2024-04-02 09:00"),
    ("first class post", ENGLAND, "2021-12-24", None, "2021-12-30 09:00"),
    ("first class post", ENGLAND, "2022-12-23", None, "2022-12-29 09:00"),
    ("first class post", ENGLAND, "2025-12-24", None, "2025-12-30 09:00"),
    ("first class post", ENGLAND, "2026-12-24", None, "2026-12-30 09:00"),
    ("first class post", ENGLAND, "2026-12-31", None, "2027-01-05 09:00"),
    ("first class post", SCOTLAND, "2026-12-31", None, "2027-01-06 09:00"),
    ("first class post", ENGLAND, "2022-05-31", None, "2022-06-06 09:00"),
    ("first class post", ENGLAND, "2022-09-15", None, "2022-09-20 09:00"),
    ("first class post", ENGLAND, "2023-05-05", None, "2023-05-10 09:00"),
    ("first class post", ENGLAND, "2024-02-28", None, "2024-03-01 09:00"),
    ("first class post", IRELAND, "2025-07-11", None, "2025-07-16 09:00"),
    ("DX", ENGLAND, "2025-04-16", None, "2025-04-22 09:00"),
    ("post in two days", ENGLAND, "2025-04-16", None, "2025-04-22"),  # the second day is Good Friday
    ("post in two days", ENGLAND, "2025-06-05", None, "2025-06-09"),  # the second day is a Saturday
    ("post in two days", ENGLAND, "2024-02-27", None, "2024-02-29"),
    # signed-for post: as delivered, within hours
    ("signed-for post", ENGLAND, "2025-04-15", "2025-04-17 10:30", "2025-04-17 10:30"),
    ("signed-for post", ENGLAND, "2025-04-15", "2025-04-17 17:00", "2025-04-17 17:00"),  # the last moment
    ("signed-for post", ENGLAND, "2025-04-15", "2025-04-17 17:01", "2025-04-22 09:00"),
    ("signed-for post", ENGLAND, "2025-04-17", "2025-04-19 11:00", "2025-04-22 09:00"),  # signed for on Saturday
    ("signed-for post", ENGLAND, "2025-04-15", None, "not yet"),
    # by hand
    ("hand", ENGLAND, "2025-04-18 10:00", "2025-04-18 10:00", "2025-04-22 09:00"),
    ("hand", ENGLAND, "2022-09-19 11:00", "2022-09-19 11:00", "2022-09-20 09:00"),
    ("hand", ENGLAND, "2023-05-08 12:00", "2023-05-08 12:00", "2023-05-09 09:00"),
    ("hand", ENGLAND, "2024-02-29 10:00", "2024-02-29 10:00", "2024-02-29 10:00"),
    ("hand", ENGLAND, "2025-06-09", "2025-06-09", "2025-06-10 09:00"),  # no hour shows that it was within them
    # e-mail, cut off at 16:30
    ("e-mail", ENGLAND, "2025-04-17 16:30", None, "2025-04-17 16:30"),
    ("e-mail", ENGLAND, "2025-04-17 16:31", None, "2025-04-22 09:00"),
    ("e-mail", ENGLAND, "2025-04-21 10:00", None, "2025-04-22 09:00"),
    ("e-mail", SCOTLAND, "2025-04-21 10:00", None, "2025-04-21 10:00"),
    ("e-mail", ENGLAND, "2025-12-24 16:45", None, "2025-12-29 09:00"),
    ("e-mail", ENGLAND, "2025-12-31 17:30", None, "2026-01-02 09:00"),
    ("e-mail", SCOTLAND, "2025-12-31 17:30", None, "2026-01-05 09:00"),
    ("e-mail", ENGLAND, "2025-06-09 08:59", None, "2025-06-10 09:00"),
    ("e-mail, opening same day", ENGLAND, "2025-06-09 08:59", None, "2025-06-09 09:00"),
    ("e-mail", SHUT_AT_CHRISTMAS, "2025-12-24 10:00", None, "2026-01-02 09:00"),
    ("e-mail next day", ENGLAND, "2025-06-08", None, "2025-06-09 09:00"),  # a Sunday
    ("e-mail next day", ENGLAND, "2026-04-02 16:00", None, "2026-04-07 09:00"),
    ("e-mail next day", ENGLAND, "2027-03-25 10:00", None, "2027-03-30 09:00"),
    ("portal", ENGLAND, "2025-12-25 23:59", None, "2025-12-25 23:59"),  # the clause knows no hours and no holidays
)  # fmt: skip


def at(text: str) -> DayAndHour:
    day, _, hour = text.partition(" ")
    return DayAndHour(day=date.fromisoformat(day), hour=time.fromisoformat(hour) if hour else None)


@pytest.mark.parametrize(("rule", "where", "sent", "received", "counts"), SERVICE)
def test_a_notice_counts_when_the_clause_says(
    rule: str, where: WorkingDay, sent: str, received: str | None, counts: str
) -> None:
    clause = ServiceClause(clause="12.4", methods=(RULES[rule],), working_day=where)

    worked = when_counted(RULES[rule].method, at(sent), at(received) if received else None, clause)

    hour = f" {worked.counts_at:%H:%M}" if worked.counts_at else ""
    assert (f"{worked.counts_on}{hour}" if worked.counts_on else "not yet") == counts


@pytest.mark.parametrize(("received", "counts"), [("2025-04-19", date(2025, 4, 19)), (None, None)])
def test_without_a_clause_a_posted_notice_counts_on_proved_receipt_even_on_a_saturday(
    received: str | None, counts: date | None
) -> None:
    worked = when_counted("first-class-post", at("2025-04-16"), at(received) if received else None)

    assert worked.counts_on == counts


# --- documents of court proceedings (England and Wales) --------------------------------------------------------------

COURT = (
    ("CPR 6.14", "first-class-post", "2025-04-16", "2025-04-22"),  # 17 | 22
    ("CPR 6.14", "hand", "2025-04-17 10:00", "2025-04-23"),  # by whatever method, at whatever hour
    ("CPR 6.14", "dx", "2025-06-06", "2025-06-10"),  # Friday: Tuesday
    ("CPR 6.14", "e-mail", "2021-12-23 10:00", "2021-12-29"),
    ("CPR 6.14", "first-class-post", "2022-12-22", "2022-12-28"),
    ("CPR 6.14", "first-class-post", "2022-09-15", "2022-09-20"),
    ("CPR 6.26", "first-class-post", "2025-06-03", "2025-06-05"),
    ("CPR 6.26", "first-class-post", "2025-06-05", "2025-06-09"),  # the second day is a Saturday
    ("CPR 6.26", "first-class-post", "2025-04-16", "2025-04-22"),  # Good Friday
    ("CPR 6.26", "dx", "2025-04-17", "2025-04-22"),
    ("CPR 6.26", "first-class-post", "2025-12-23", "2025-12-29"),  # Christmas Day
    ("CPR 6.26", "first-class-post", "2022-12-23", "2022-12-28"),  # Sunday, Boxing Day, substitute
    ("CPR 6.26", "first-class-post", "2024-02-27", "2024-02-29"),
    ("CPR 6.26", "e-mail", "2025-04-17 16:29", "2025-04-17"),
    ("CPR 6.26", "e-mail", "2025-04-17 16:30", "2025-04-22"),  # not before half past four
    ("CPR 6.26", "hand", "2022-06-01 16:30", "2022-06-06"),
    ("CPR 6.26", "courier", "2023-05-08 10:00", "2023-05-09"),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "method", "step", "counts"), COURT)
def test_a_court_document_is_deemed_served_by_the_rule(
    rule: str, method: ServiceMethod, step: str, counts: str
) -> None:
    served = claim_form_served if rule == "CPR 6.14" else court_document_served

    assert str(served(method, at(step)).counts_on) == counts


# --- from the notice to the end of the time to remedy ----------------------------------------------------------------

START = date(2021, 1, 4)
TEN = Period(count=10, unit="working-days")


def contract(cure: Period, country: str = "england-and-wales", closed: tuple[date, ...] = ()) -> tuple[Entry, ...]:
    ways = tuple(RULES[name] for name in ("hand", "first class post", "signed-for post", "e-mail next day"))
    return (
        ContractRegistered(happened_on=START, reference="C-1", title="Home care", start_date=START),
        RepresentativeAppointed(happened_on=START, person="Ruth Reed"),
        WorkingDayDefined(happened_on=START, clause="1.1", country=country, closed=closed),  # type: ignore[arg-type]
        NoticeClauseEntered(happened_on=START, clause="43.3", methods=ways, signed_by=("representative",)),
        DefaultClauseEntered(happened_on=START, clause="30.2", cure_period=cure),
    )


def served(method: ServiceMethod, sent: str, received: str | None = None, **parts: Any) -> NoticeServed:
    went, came = at(sent), at(received) if received else None
    return NoticeServed(
        happened_on=went.day, happened_at=went.hour, notice_kind="default", clause="30.1", by=RUTH, method=method,
        recipients=(Addressee(person="Pia Prior"),), received_on=came.day if came else None,
        received_at=came.hour if came else None, **parts,
    )  # fmt: skip


ELEVEN, HALF_FIVE = "2025-04-14 11:00", "2025-04-17 17:30"
REMEDY = (
    (contract(TEN), served("hand", ELEVEN, ELEVEN), "2025-04-14", "2025-04-30"),
    (contract(TEN), served("hand", HALF_FIVE, HALF_FIVE), "2025-04-22", "2025-05-07"),  # after hours, and 5 May
    (contract(TEN), served("first-class-post", "2025-04-16"), "2025-04-22", "2025-05-07"),
    (contract(TEN, "scotland"), served("first-class-post", "2025-04-16"), "2025-04-21", "2025-05-06"),
    (contract(length("5 working days")), served("e-mail", "2025-12-23"), "2025-12-24", "2026-01-05"),
    (contract(length("5 working days"), "scotland"), served("e-mail", "2025-12-23"), "2025-12-24", "2026-01-06"),
    # shut from 29 to 31 December: 2 | 5 6 7 8 January
    (contract(length("5 working days"), closed=CLOSED[1:]), served("e-mail", "2025-12-23"), "2025-12-24", "2026-01-08"),
    (
        contract(length("1 month")), served("hand", "2025-01-31 10:00", "2025-01-31 10:00"),
        "2025-01-31", "2025-02-28",
    ),
    (
        contract(length("30 calendar days with the day")), served("hand", "2024-01-31 10:00", "2024-01-31 10:00"),
        "2024-01-31", "2024-02-29",
    ),
    # the notice gives less than the clause: the clause's time counts
    (
        contract(length("28 calendar days")), served("hand", ELEVEN, ELEVEN, remedy_by=date(2025, 5, 2)),
        "2025-04-14", "2025-05-12",
    ),
    # it gives more: the notice's
    (contract(TEN), served("hand", ELEVEN, ELEVEN, remedy_by=date(2025, 6, 30)), "2025-04-14", "2025-06-30"),
    # the notice names the day on which the clause's time ends at noon: it has given the whole of that day
    (
        contract(TEN.model_copy(update={"end_hour": time(12)})),
        served("hand", ELEVEN, ELEVEN, remedy_by=date(2025, 4, 30)), "2025-04-14", "2025-04-30",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("terms", "notice", "counts", "ends"), REMEDY)
def test_the_time_to_remedy_runs_from_the_day_the_notice_counts(
    terms: tuple[Entry, ...], notice: NoticeServed, counts: str, ends: str
) -> None:
    found = given(*terms).when(notice).recorded().file.notices.by_id["NOT-001"]

    assert (str(found.counts_on), str(found.remedy_ends())) == (counts, ends)


def test_an_end_named_without_an_hour_gives_the_whole_of_that_day() -> None:
    at_noon = TEN.model_copy(update={"end_hour": time(12)})
    story = given(*contract(at_noon))

    by_clause = story.when(served("hand", ELEVEN, ELEVEN)).file.notices.by_id["NOT-001"]
    longer = story.when(served("hand", ELEVEN, ELEVEN, remedy_by=date(2025, 4, 30))).file.notices.by_id["NOT-001"]

    assert by_clause.worked is not None
    assert by_clause.worked.remedy is not None
    assert by_clause.worked.remedy.ends_at == time(12)
    assert longer.worked is not None
    assert longer.worked.remedy is not None
    assert longer.worked.remedy.ends_at is None


def test_proof_of_receipt_moves_the_day_and_what_runs_from_it() -> None:
    """Signed-for post sent on 15 April 2025, shown later to have come at 17:01 on Maundy Thursday."""
    shown = NoticeReceiptConfirmed(
        happened_on=date(2025, 4, 24), notice="NOT-001", received_on=date(2025, 4, 17), received_at=time(17, 1)
    )

    story = given(*contract(TEN)).when(served("signed-for-post", "2025-04-15")).recorded()
    assert story.file.notices.by_id["NOT-001"].counts_on is None

    notice = story.when(shown).recorded().file.notices.by_id["NOT-001"]
    assert (notice.counts_on, notice.remedy_ends()) == (date(2025, 4, 22), date(2025, 5, 7))


# --- the latest safe day of sending ----------------------------------------------------------------------------------

POSTING = (
    ("first-class-post", "2025-04-22", "2025-04-16"),
    ("first-class-post", "2025-04-23", "2025-04-17"),  # Good Friday to Easter Monday would count too: nobody collects
    ("first-class-post", "2025-04-21", "2025-04-15"),  # to count by Easter Monday it must count on Maundy Thursday
    ("first-class-post", "2025-12-30", "2025-12-24"),
    ("first-class-post", "2022-09-20", "2022-09-15"),
    ("first-class-post", "2024-03-01", "2024-02-28"),
    ("signed-for-post", "2025-04-22", "2025-04-17"),
    ("e-mail", "2025-04-17", "2025-04-16"),
    ("e-mail", "2025-04-22", "2025-04-21"),  # an e-mail can go on Easter Monday
    ("hand", "2025-04-22", "2025-04-22"),
    ("hand", "2025-04-20", "2025-04-17"),
)  # fmt: skip


@pytest.mark.parametrize(("method", "by", "latest"), POSTING)
def test_the_latest_safe_day_of_sending_still_counts_in_time(method: ServiceMethod, by: str, latest: str) -> None:
    file = given(*contract(TEN)).file
    last = date.fromisoformat(by)

    found = what_if(file, last, "default", methods=(method,), at=time(11), count_by=last)

    assert str(found.by_method[0].latest_to_count_by) == latest


@pytest.mark.parametrize(("sent", "copy_by"), [("2025-04-17", "2025-04-22"), ("2025-12-24", "2025-12-29")])
def test_the_paper_copy_is_due_on_the_first_working_day_after(sent: str, copy_by: str) -> None:
    copy = HardCopy(methods=("hand",), within=Period(count=1, unit="working-days"))
    rule = RULES["e-mail next day"].model_copy(update={"hard_copy": copy})

    worked = when_counted("e-mail", at(sent), None, ServiceClause(clause="12", methods=(rule,), working_day=ENGLAND))

    assert worked.hard_copy_by is not None
    assert str(worked.hard_copy_by.end) == copy_by


def test_there_are_more_than_a_hundred_of_them() -> None:
    assert sum(map(len, (PERIODS, LATEST, SERVICE, COURT, REMEDY, POSTING))) > 100
