"""Days, periods and the bank-holiday table, against worked tables and against properties."""

from __future__ import annotations

import hashlib
import json
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from ledger.dates.bank_holidays import NEWEST_TABLE, bank_holiday_table, read_tables, table_names
from ledger.dates.calendar import (
    Country,
    DateWorking,
    NoWorkingDay,
    OutsideCalendar,
    OutsideTable,
    Period,
    UnknownTable,
    WorkingDay,
    days_counted,
    days_from,
    latest_day_before,
    monday_to_friday,
    months_after,
    months_before,
    period_end,
    working_day_from,
    working_day_until,
    working_days_in,
)

ENGLAND = monday_to_friday("england-and-wales")
SCOTLAND = monday_to_friday("scotland")
NORTHERN_IRELAND = monday_to_friday("northern-ireland")
TABLES = Path(__file__).parent.parent / "ledger" / "dates" / "bank_holidays.json"


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- the table ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "on", "why"),
    [
        ("england-and-wales", "2026-04-03", "bank holiday: Good Friday"),
        ("england-and-wales", "2026-04-06", "bank holiday: Easter Monday"),
        ("england-and-wales", "2026-05-04", "bank holiday: Early May bank holiday"),
        ("england-and-wales", "2026-12-25", "bank holiday: Christmas Day"),
        ("england-and-wales", "2026-12-28", "bank holiday: Boxing Day (substitute day)"),
        ("england-and-wales", "2023-05-08", "bank holiday: Bank holiday for the coronation of King Charles III"),
        ("england-and-wales", "2020-05-08", "bank holiday: Early May bank holiday (VE day)"),
        ("england-and-wales", "2020-05-04", None),
        ("england-and-wales", "2026-12-26", "Saturday"),
        ("england-and-wales", "2026-01-02", None),
        ("scotland", "2026-01-02", "bank holiday: 2nd January"),
        ("scotland", "2026-04-06", None),
        ("scotland", "2026-08-03", "bank holiday: Summer bank holiday"),
        ("scotland", "2026-08-31", None),
        ("scotland", "2026-11-30", "bank holiday: St Andrew’s Day"),
        ("northern-ireland", "2026-03-17", "bank holiday: St Patrick’s Day"),
        ("northern-ireland", "2026-07-13", "bank holiday: Battle of the Boyne (Orangemen’s Day) (substitute day)"),
        ("northern-ireland", "2026-04-06", "bank holiday: Easter Monday"),
        ("england-and-wales", "2024-02-29", None),
    ],
)
def test_each_country_has_its_own_bank_holidays(country: Country, on: str, why: str | None) -> None:
    assert monday_to_friday(country).closed_because(day(on)) == why


def test_no_year_of_the_table_lacks_a_holiday() -> None:
    table = bank_holiday_table(NEWEST_TABLE)
    least: dict[Country, int] = {"england-and-wales": 8, "scotland": 9, "northern-ireland": 10}

    for country, number in least.items():
        for year in range(2012, 2029):
            assert sum(found.year == year for found in table.days[country]) >= number


def test_the_later_table_differs_by_the_one_scottish_day_only() -> None:
    earlier, later = (bank_holiday_table(f"uk-bank-holidays/{version}") for version in ("2026-02", "2026-11"))
    world_cup = day("2026-06-15")

    assert (earlier.holiday("scotland", world_cup), later.holiday("scotland", world_cup)) == (
        None,
        "World Cup bank holiday",
    )
    assert set(later.days["scotland"]) - set(earlier.days["scotland"]) == {world_cup}
    assert later.days["england-and-wales"] == earlier.days["england-and-wales"]
    assert later.days["northern-ireland"] == earlier.days["northern-ireland"]


def test_a_date_worked_out_by_an_older_table_keeps_that_table() -> None:
    two_days = Period(count=2, unit="working-days")
    friday = day("2026-06-12")

    old = period_end(two_days, friday, monday_to_friday("scotland", "uk-bank-holidays/2026-02"))
    new = period_end(two_days, friday, SCOTLAND)

    assert (old.end, old.table) == (day("2026-06-16"), "uk-bank-holidays/2026-02")
    assert (new.end, new.table) == (day("2026-06-17"), "uk-bank-holidays/2026-11")


def test_a_released_table_is_never_changed() -> None:
    released = {
        name: hashlib.sha256(
            json.dumps(
                {
                    country: {on.isoformat(): title for on, title in days.items()}
                    for country, days in bank_holiday_table(name).days.items()
                },
                sort_keys=True,
            ).encode()
        ).hexdigest()[:16]
        for name in table_names()
    }

    assert released == {
        "uk-bank-holidays/2026-02": "51f84519faade975",
        "uk-bank-holidays/2026-11": "3f9f03cedfc160e1",
    }


def test_a_later_table_can_stand_beside_the_earlier_ones() -> None:
    packaged = json.loads(TABLES.read_bytes())
    last = packaged["tables"][-1]
    packaged["tables"].append(
        last
        | {
            "name": "uk-bank-holidays/2027-01",
            "like": last["name"],
            "days": {"england-and-wales": {"2027-06-01": "A day proclaimed later"}},
        }
    )

    tables = read_tables(json.dumps(packaged).encode())

    later = tables["uk-bank-holidays/2027-01"]
    assert later.holiday("england-and-wales", day("2027-06-01")) == "A day proclaimed later"
    assert later.holiday("scotland", day("2026-06-15")) == "World Cup bank holiday"
    assert tables[last["name"]].holiday("england-and-wales", day("2027-06-01")) is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "uk-bank-holidays/2026-02"}, "never changed"),
        ({"name": "new", "like": "uk-bank-holidays/1999-01"}, "does not stand before it"),
        ({"name": "new", "like": None}, "no days for england-and-wales"),
        ({"name": "new", "days": {"scotland": {"2031-01-01": "New Year’s Day"}}}, "outside its own years"),
    ],
)
def test_a_table_that_cannot_be_right_is_not_read(change: dict[str, object], says: str) -> None:
    packaged = json.loads(TABLES.read_bytes())
    packaged["tables"].append(packaged["tables"][-1] | change)

    with pytest.raises(ValueError, match=says):
        read_tables(json.dumps(packaged).encode())


@pytest.mark.parametrize("on", ["2011-12-30", "2029-01-01", "2029-01-06"])
def test_a_day_outside_the_table_is_an_error_and_never_a_silent_working_day(on: str) -> None:
    with pytest.raises(OutsideTable, match="covers 2012 to 2028"):
        ENGLAND.closed_because(day(on))


def test_a_period_that_runs_past_the_table_is_an_error_only_where_working_days_matter() -> None:
    december = day("2028-12-20")

    with pytest.raises(OutsideTable):
        period_end(Period(count=10, unit="working-days"), december, ENGLAND)
    with pytest.raises(OutsideTable):
        period_end(Period(count=1, unit="months", roll="next-working-day"), december, ENGLAND)
    assert period_end(Period(count=1, unit="months"), december).end == day("2029-01-20")


def test_an_unknown_table_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownTable, match="uk-bank-holidays/2026-02, uk-bank-holidays/2026-11"):
        monday_to_friday("scotland", "uk-bank-holidays/1871").closed_because(day("2026-01-05"))


# --- the contract's own Working Day ------------------------------------------------------------------------------


def test_the_contract_says_which_days_of_the_week_and_which_further_days_are_not_working_days() -> None:
    six_days = WorkingDay(
        country="england-and-wales",
        table=NEWEST_TABLE,
        weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
        closed=(day("2026-12-29"), day("2026-12-30")),
    )

    worked = period_end(Period(count=3, unit="working-days"), day("2026-12-24"), six_days)

    assert [(skip.day.day, skip.why) for skip in worked.skipped] == [
        (24, "the period begins with the day after"),
        (25, "bank holiday: Christmas Day"),
        (27, "Sunday"),
        (28, "bank holiday: Boxing Day (substitute day)"),
        (29, "closed under the contract"),
        (30, "closed under the contract"),
        (1, "bank holiday: New Year’s Day"),
    ]
    assert [(on.day, number) for on, number in days_counted(worked)] == [(26, 1), (31, 2), (2, 3)]
    assert worked.end == day("2027-01-02")


def test_working_days_are_counted_between_two_days() -> None:
    assert working_days_in(day("2026-04-02"), day("2026-04-07"), ENGLAND) == 2
    assert working_days_in(day("2026-04-02"), day("2026-04-07"), SCOTLAND) == 3
    assert working_days_in(day("2026-04-07"), day("2026-04-02"), ENGLAND) == 0
    assert working_day_from(day("2026-04-03"), ENGLAND) == day("2026-04-07")
    assert working_day_until(day("2026-04-06"), ENGLAND) == day("2026-04-02")


# --- periods, worked by hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "unit", "begins", "start", "end"),
    [
        # The day-count trap: a period of 30 days beginning with 31 March ends on 29 April, not 30.
        (30, "calendar-days", "with", "2026-03-31", "2026-04-29"),
        (30, "calendar-days", "after", "2026-03-31", "2026-04-30"),
        (30, "calendar-days", "with", "2025-06-11", "2025-07-10"),
        (1, "calendar-days", "with", "2026-03-31", "2026-03-31"),
        (1, "calendar-days", "after", "2026-03-31", "2026-04-01"),
        (2, "calendar-days", "after", "2024-02-28", "2024-03-01"),
        (2, "calendar-days", "after", "2026-02-28", "2026-03-02"),
        (4, "weeks", "after", "2026-06-01", "2026-06-29"),
        (4, "weeks", "with", "2026-06-01", "2026-06-28"),
        (13, "weeks", "after", "2026-01-05", "2026-04-06"),
        (7, "clear-days", "after", "2026-06-01", "2026-06-09"),
        # Dodds v Walker: four months after 30 September end on 30 January, not 31.
        (4, "months", "after", "1978-09-30", "1979-01-30"),
        (1, "months", "after", "2026-01-31", "2026-02-28"),
        (1, "months", "after", "2024-01-31", "2024-02-29"),
        (1, "months", "after", "2026-02-28", "2026-03-28"),
        (12, "months", "after", "2024-02-29", "2025-02-28"),
        (48, "months", "after", "2024-02-29", "2028-02-29"),
        (1, "months", "after", "2026-12-31", "2027-01-31"),
        # Beginning with the day: the day before the corresponding day, or the last of a month that has none.
        (1, "months", "with", "2026-03-01", "2026-03-31"),
        (1, "months", "with", "2026-10-31", "2026-11-30"),
        (1, "months", "with", "2026-01-31", "2026-02-28"),
        (1, "months", "with", "2026-01-29", "2026-02-28"),
        (1, "months", "with", "2024-01-29", "2024-02-28"),
        (6, "months", "with", "2026-04-01", "2026-09-30"),
    ],
)
def test_a_period_in_which_every_day_counts_ends_where_the_table_says(
    count: int, unit: str, begins: str, start: str, end: str
) -> None:
    period = Period.model_validate({"count": count, "unit": unit, "begins": begins})

    assert period_end(period, day(start)).end == day(end)


@pytest.mark.parametrize(
    ("working_day", "begins", "count", "start", "end"),
    [
        (ENGLAND, "after", 1, "2026-04-02", "2026-04-07"),  # Maundy Thursday
        (SCOTLAND, "after", 1, "2026-04-02", "2026-04-06"),
        (NORTHERN_IRELAND, "after", 1, "2026-04-02", "2026-04-07"),
        (ENGLAND, "with", 1, "2026-04-02", "2026-04-02"),
        (ENGLAND, "with", 1, "2026-04-04", "2026-04-07"),  # begins with a Saturday: that day is not day 1
        (ENGLAND, "after", 10, "2026-04-02", "2026-04-20"),
        (ENGLAND, "after", 5, "2026-12-23", "2027-01-04"),  # 24, 29, 30, 31 December and 4 January
        (SCOTLAND, "after", 5, "2026-12-23", "2027-01-05"),  # and 4 January is the day for the 2nd
        (NORTHERN_IRELAND, "after", 2, "2026-07-10", "2026-07-15"),
        (ENGLAND, "after", 10, "2024-02-26", "2024-03-11"),  # over 29 February
        (ENGLAND, "after", 10, "2026-06-05", "2026-06-19"),
        (SCOTLAND, "after", 10, "2026-06-05", "2026-06-22"),
    ],
)
def test_a_period_of_working_days_ends_where_the_table_says(
    working_day: WorkingDay, begins: str, count: int, start: str, end: str
) -> None:
    period = Period.model_validate({"count": count, "unit": "working-days", "begins": begins})

    assert period_end(period, day(start), working_day).end == day(end)


def test_a_last_day_that_is_no_working_day_moves_to_the_next_and_says_so() -> None:
    rolling = Period(count=30, unit="calendar-days", roll="next-working-day")

    worked = period_end(rolling, day("2026-03-04"), ENGLAND)

    assert worked.end == day("2026-04-07")
    assert [(skip.day.day, skip.why) for skip in worked.skipped] == [
        (4, "the period begins with the day after"),
        (3, "bank holiday: Good Friday"),
        (4, "Saturday"),
        (5, "Sunday"),
        (6, "bank holiday: Easter Monday"),
    ]
    assert days_counted(worked)[-2:] == ((day("2026-04-02"), 29), (day("2026-04-07"), 30))


def test_a_period_of_one_day_that_begins_with_a_saturday_rolls_to_monday() -> None:
    one_day = Period(count=1, unit="calendar-days", begins="with", roll="next-working-day")

    worked = period_end(one_day, day("2026-06-06"), ENGLAND)

    assert (worked.end, days_counted(worked)) == (day("2026-06-08"), ((day("2026-06-08"), 1),))


def test_the_sentence_names_each_holiday_and_counts_the_weekends() -> None:
    cure = Period(count=10, unit="working-days", end_hour=time(17))

    worked = period_end(cure, day("2026-04-02"), ENGLAND)

    assert worked.sentence == (
        "10 working days beginning with the day after Thursday 2 April 2026 end on Monday 20 April 2026 at 17:00; "
        "not counted: Friday 3 April 2026 (bank holiday: Good Friday), "
        "Monday 6 April 2026 (bank holiday: Easter Monday), 3 Saturdays, 3 Sundays."
    )
    assert worked.rule == "10 working days beginning with the day after, ending at 17:00"
    assert worked.end_hour == time(17)


# --- backwards ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "deadline", "latest"),
    [
        (Period(count=10, unit="working-days"), "2026-04-20", "2026-04-02"),
        (Period(count=1, unit="working-days"), "2026-06-08", "2026-06-05"),  # a Sunday would do, and is not safe
        (Period(count=2, unit="working-days", begins="with"), "2026-06-09", "2026-06-08"),
        (Period(count=30, unit="calendar-days", begins="with"), "2026-04-29", "2026-03-31"),
        (Period(count=30, unit="calendar-days"), "2026-04-30", "2026-03-31"),
        (Period(count=7, unit="clear-days"), "2026-06-09", "2026-06-01"),
        (Period(count=4, unit="weeks"), "2026-06-29", "2026-06-01"),
        (Period(count=1, unit="months"), "2026-02-28", "2026-01-31"),
        (Period(count=1, unit="months"), "2026-03-31", "2026-02-28"),
        (Period(count=1, unit="months", begins="with"), "2026-03-31", "2026-03-01"),
        (Period(count=6, unit="months"), "2027-03-31", "2026-09-30"),
        (Period(count=3, unit="calendar-days", roll="next-working-day"), "2026-04-06", "2026-03-30"),
    ],
)
def test_the_latest_safe_day_leaves_the_whole_period_before_the_deadline(
    period: Period, deadline: str, latest: str
) -> None:
    worked = latest_day_before(period, day(deadline), ENGLAND)

    assert (worked.start, worked.end) == (day(deadline), day(latest))
    assert worked.reckoned == "latest-day-before"


# --- corresponding days ------------------------------------------------------------------------------------------


def test_recurring_dates_are_counted_from_the_first_and_keep_the_31st() -> None:
    first = day("2026-01-31")

    assert [months_after(first, n).isoformat() for n in range(5)] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
    ]
    assert months_before(day("2026-03-31"), 1) == day("2026-02-28")
    assert months_before(day("2026-03-31"), 13) == day("2025-02-28")
    assert months_before(day("2027-03-31"), 6) == day("2026-09-30")
    assert months_after(day("2024-02-29"), 12) == day("2025-02-28")


def test_months_cannot_be_negative_nor_leave_the_calendar() -> None:
    with pytest.raises(ValueError, match="use months_before"):
        months_after(day("2026-01-31"), -1)
    with pytest.raises(ValueError, match="use months_after"):
        months_before(day("2026-01-31"), -1)
    with pytest.raises(OutsideCalendar):
        months_after(day("2026-01-31"), 12 * 8000)
    with pytest.raises(OutsideCalendar):
        months_before(day("2026-01-31"), 12 * 2026)


# --- bad input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, -1, 1.0, "3", True])
def test_a_period_needs_a_whole_positive_number(count: object) -> None:
    with pytest.raises(ValidationError):
        Period.model_validate({"count": count, "unit": "weeks"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "fortnights"},
        {"unit": "clear-days", "begins": "with"},
        {"unit": "weeks", "begins": "before"},
        {"unit": "weeks", "roll": "previous-working-day"},
        {"unit": "weeks", "end_hour": "17:00:00Z"},
        {"unit": "weeks", "note": "unknown field"},
    ],
)
def test_a_period_that_means_nothing_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Period.model_validate_json(json.dumps({"count": 1} | wrong))


def test_a_period_that_leaves_the_calendar_is_an_error() -> None:
    with pytest.raises(OutsideCalendar):
        period_end(Period(count=10**12, unit="calendar-days"), day("2026-01-01"))
    with pytest.raises(OutsideCalendar):
        period_end(Period(count=10**6, unit="months"), day("2026-01-01"))


def test_working_days_cannot_be_counted_without_the_contracts_definition() -> None:
    with pytest.raises(NoWorkingDay, match="from the contract's definition"):
        period_end(Period(count=1, unit="working-days"), day("2026-01-01"))
    with pytest.raises(NoWorkingDay):
        latest_day_before(Period(count=1, unit="weeks", roll="next-working-day"), day("2026-01-01"))


def test_a_country_or_weekday_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValidationError):
        WorkingDay.model_validate_json('{"country": "wales", "table": "uk-bank-holidays/2026-02"}')
    with pytest.raises(ValidationError):
        WorkingDay.model_validate_json('{"country": "scotland", "table": "t", "weekdays": []}')
    with pytest.raises(ValidationError):
        WorkingDay.model_validate_json('{"country": "scotland"}')


# --- properties --------------------------------------------------------------------------------------------------

DAYS = st.dates(day("2013-01-01"), day("2026-12-31"))
DEFINITIONS = st.builds(
    WorkingDay,
    country=st.sampled_from(["england-and-wales", "scotland", "northern-ireland"]),
    table=st.sampled_from(table_names()),
    weekdays=st.lists(
        st.sampled_from(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]),
        min_size=3,
        unique=True,
    ).map(tuple),
    closed=st.lists(DAYS, max_size=3).map(tuple),
)
PERIODS = st.builds(
    lambda count, unit, begins, roll, end_hour: Period.model_validate(
        {
            "count": min(count, 12) if unit == "months" else count,
            "unit": unit,
            "begins": "after" if unit == "clear-days" else begins,
            "roll": roll,
            "end_hour": end_hour,
        }
    ),
    st.integers(1, 40),
    st.sampled_from(["working-days", "calendar-days", "clear-days", "weeks", "months"]),
    st.sampled_from(["with", "after"]),
    st.sampled_from(["none", "next-working-day"]),
    st.sampled_from([None, time(17), time(9, 30)]),
)


def assert_every_day_is_accounted_for(worked: DateWorking) -> None:
    counted = [on for on, _ in days_counted(worked)]
    skipped = [skip.day for skip in worked.skipped]
    first, last = sorted((worked.start, worked.end))
    assert sorted(counted + skipped) == list(days_from(first, last))
    assert all(skip.why for skip in worked.skipped)
    assert [number for _, number in days_counted(worked)] == list(range(1, len(counted) + 1))


@given(PERIODS, DAYS, DEFINITIONS)
def test_counted_and_skipped_days_are_all_the_days_from_start_to_end(
    period: Period, start: date, working_day: WorkingDay
) -> None:
    worked = period_end(period, start, working_day)

    assert_every_day_is_accounted_for(worked)
    if period.unit in {"working-days", "calendar-days", "clear-days"}:
        assert len(days_counted(worked)) == period.count
    if period.unit == "working-days":
        assert all(working_day.closed_because(on) is None for on, _ in days_counted(worked))
    if period.turns_on_working_days:
        assert working_day.closed_because(worked.end) is None


@given(PERIODS, DAYS, st.integers(1, 40), DEFINITIONS)
def test_a_later_start_never_ends_earlier(period: Period, start: date, later: int, working_day: WorkingDay) -> None:
    earlier_end = period_end(period, start, working_day).end

    assert period_end(period, start + timedelta(days=later), working_day).end >= earlier_end


@given(PERIODS, DAYS, DEFINITIONS)
def test_a_longer_period_never_ends_earlier(period: Period, start: date, working_day: WorkingDay) -> None:
    longer = period.model_copy(update={"count": period.count + 1})

    end, later_end = (period_end(each, start, working_day).end for each in (period, longer))

    assert later_end > end or (period.roll == "next-working-day" and later_end == end)


@given(PERIODS, DAYS, DEFINITIONS)
def test_backwards_and_forwards_agree(period: Period, deadline: date, working_day: WorkingDay) -> None:
    assume(deadline >= day("2018-01-01"))

    worked = latest_day_before(period, deadline, working_day)

    assert period_end(period, worked.end, working_day).end <= deadline
    assert_every_day_is_accounted_for(worked)
    for later in days_from(worked.end + timedelta(days=1), worked.end + timedelta(days=20)):
        if not period.turns_on_working_days or working_day.closed_because(later) is None:
            assert period_end(period, later, working_day).end > deadline


@given(PERIODS, DAYS, DEFINITIONS, st.booleans())
def test_a_working_reads_back_from_its_json_as_it_was(
    period: Period, start: date, working_day: WorkingDay, without_none: bool
) -> None:
    worked = period_end(period, start, working_day)

    text = worked.model_dump_json(exclude_none=without_none)

    assert DateWorking.model_validate_json(text) == worked


def test_the_json_of_a_working_is_the_recorded_format() -> None:
    worked = period_end(Period(count=2, unit="working-days"), day("2026-05-01"), ENGLAND)

    assert worked.model_dump(mode="json", exclude_none=True) == {
        "reckoned": "end-of-period",
        "rule": "2 working days beginning with the day after",
        "period": {"count": 2, "unit": "working-days", "begins": "after", "roll": "none"},
        "working_day": {
            "country": "england-and-wales",
            "table": "uk-bank-holidays/2026-11",
            "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday"],
            "closed": [],
        },
        "table": "uk-bank-holidays/2026-11",
        "start": "2026-05-01",
        "counted": [{"first": "2026-05-05", "last": "2026-05-06", "number": 1}],
        "skipped": [
            {"day": "2026-05-01", "why": "the period begins with the day after"},
            {"day": "2026-05-02", "why": "Saturday"},
            {"day": "2026-05-03", "why": "Sunday"},
            {"day": "2026-05-04", "why": "bank holiday: Early May bank holiday"},
        ],
        "end": "2026-05-06",
        "sentence": "2 working days beginning with the day after Friday 1 May 2026 end on Wednesday 6 May 2026; "
        "not counted: Monday 4 May 2026 (bank holiday: Early May bank holiday), 1 Saturday, 1 Sunday.",
    }
