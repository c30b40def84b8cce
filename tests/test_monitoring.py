"""Stories of how often a contract was to be watched, and where it was not."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import settings as tried
from hypothesis import strategies as st

from ledger.dates.parts_of_year import parts
from ledger.documenting import documentation
from ledger.entry import Actor, Entry, Money
from ledger.governing import procedure_of
from ledger.meetings_due import asked_a_year_in, meetings_a_year, meetings_asked, next_meeting_by, overlong_gaps
from ledger.monitoring import survey_due, watched_since
from ledger.procedures import Procedure, read
from ledger.returns_owed import overdue_returns, schedules
from ledger.specification import ReturnSchedule, ServiceLevels
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, FileOpened
from ledger.subjects.meetings import (
    Attendee,
    Information,
    MeetingHeld,
    MeetingMinutesCirculated,
    MeetingMinutesRecorded,
)
from ledger.subjects.performance import (
    CostLine,
    DataReturnReceived,
    DataReturnRequirementChanged,
    FinancialReportReceived,
    IndicatorFigure,
    Performance,
    PerformanceReportReceived,
    SatisfactionSurveyReceived,
    Span,
)
from ledger.subjects.records import AlternativeArrangementAgreed, DocumentFiled, SettingInstead
from ledger.subjects.termination import ContractExpired, ContractTerminated
from ledger.subjects.terms import (
    ServiceLevelAgreementAgreed,
    ServiceLevelAgreementAmended,
    ServiceSpecificationIssued,
)
from ledger.words import Document, Said
from projections.duties.due import due, duties
from projections.ending.background import background
from projections.monitoring.agenda import agenda
from projections.monitoring.monitoring_shown import monitoring_shown
from projections.monitoring.returns_watched import returns_of
from projections.obligations import obligations
from projections.view import FileView
from tests.sampling import examples
from tests.story import ANN, COUNTY, given
from tests.worked_through import view_of

HAMPSHIRE, THAMES = read("hampshire"), read("thames-valley")
REGISTERED = ContractRegistered(
    happened_on=date(2024, 11, 1), reference="C-1", title="Day care", start_date=date(2025, 1, 1),
    end_date=date(2027, 12, 31), data_source="returns",
)  # fmt: skip
TAKEN_ON = FileOpened(
    happened_on=date(2025, 7, 1), reference="C-1", title="Day care", start_date=date(2023, 1, 1),
    contemporaneous_since=date(2025, 7, 1),
)  # fmt: skip


def specified(**asked: Any) -> ServiceSpecificationIssued:
    return ServiceSpecificationIssued(happened_on=date(2024, 12, 2), **asked)


def held(day: date, **more: Any) -> MeetingHeld:
    return MeetingHeld(happened_on=day, attendees=(Attendee(person="Ann Ashe", office="lead-officer"),), **more)


# --- meetings ------------------------------------------------------------------------------------------------------


def test_the_specification_says_how_often_and_goes_before_the_procedure() -> None:
    """HCC-6.1-c, HCC-7.1-a."""
    assert meetings_a_year(given(REGISTERED).file, date(2025, 3, 3), HAMPSHIRE) == 2
    assert meetings_a_year(given(REGISTERED, specified(meetings_per_year=4)).file, date(2025, 3, 3), HAMPSHIRE) == 4


def test_early_in_a_contract_meetings_may_be_more_frequent() -> None:
    """HCC-7.1-b."""
    file = given(REGISTERED, specified(start_up_months=6, start_up_meetings_per_year=12)).file

    assert meetings_a_year(file, date(2025, 6, 30), HAMPSHIRE) == 12
    assert meetings_a_year(file, date(2025, 7, 1), HAMPSHIRE) == 2


def test_ninety_four_days_are_too_long_where_a_quarter_ended_in_them_without_its_meeting() -> None:
    """HCC-2.1-e: a quarter is a quarter of the contract's year, whatever lies between two meetings."""
    met = (held(date(2025, 3, 31)), held(date(2025, 7, 3)), held(date(2025, 9, 5)))
    quarterly = given(REGISTERED, specified(meetings_per_year=4), *met).file

    gaps = overlong_gaps(quarterly, date(2025, 10, 1), HAMPSHIRE)

    assert [(gap.since, gap.until, gap.days) for gap in gaps] == [(date(2025, 3, 31), date(2025, 7, 3), 94)]
    assert overlong_gaps(given(REGISTERED, *met).file, date(2025, 10, 1), HAMPSHIRE) == []


def test_the_stretch_since_the_last_meeting_counts_too_but_not_beyond_the_end() -> None:
    met = held(date(2025, 3, 3))
    quarterly = given(
        REGISTERED.model_copy(update={"end_date": date(2025, 5, 31)}), specified(meetings_per_year=4), met
    ).file

    assert overlong_gaps(quarterly, date(2026, 1, 1), HAMPSHIRE) == []
    lasting = given(REGISTERED, specified(meetings_per_year=4), met).file
    assert [gap.since for gap in overlong_gaps(lasting, date(2025, 7, 1), HAMPSHIRE)] == [date(2025, 3, 3)]
    assert overlong_gaps(lasting, date(2025, 6, 30), HAMPSHIRE) == []


def test_a_contract_without_a_start_on_file_shows_no_gap() -> None:
    nothing_known = given(REGISTERED.model_copy(update={"start_date": None})).file

    assert watched_since(nothing_known) is None
    assert overlong_gaps(nothing_known, date(2026, 1, 1), HAMPSHIRE) == []
    assert next_meeting_by(nothing_known, date(2026, 1, 1), HAMPSHIRE) is None


def test_the_day_the_service_began_goes_before_the_day_agreed() -> None:
    file = given(REGISTERED, ContractCommenced(happened_on=date(2025, 2, 3))).file

    assert watched_since(file) == date(2025, 2, 3)


def test_of_a_file_taken_on_only_the_time_since_is_judged() -> None:
    file = given(TAKEN_ON).file

    assert watched_since(file) == date(2025, 7, 1)
    assert overlong_gaps(file, date(2025, 12, 31), HAMPSHIRE) == []
    assert [gap.since for gap in overlong_gaps(file, date(2026, 1, 2), HAMPSHIRE)] == [date(2025, 7, 1)]


@pytest.mark.parametrize(
    ("a_year", "by"),
    [(1, date(2026, 12, 31)), (2, date(2025, 12, 31)), (4, date(2025, 6, 30)), (5, date(2025, 5, 24)), (0, None)],
)
def test_the_next_meeting_is_due_by_the_end_of_the_part_of_the_year_that_asks_for_it(
    a_year: int, by: date | None
) -> None:
    """HCC-7.1-a."""
    file = given(REGISTERED, specified(meetings_per_year=a_year), held(date(2025, 3, 3)), held(date(2025, 8, 1))).file

    assert next_meeting_by(file, date(2025, 7, 31), HAMPSHIRE) == by


@pytest.mark.parametrize(
    ("procedure", "met", "by", "asked"),
    [
        (HAMPSHIRE, [(1, 15)], date(2025, 12, 31), (1, 2)),
        (HAMPSHIRE, [(1, 15), (12, 10)], date(2026, 6, 30), (1, 2)),
        (HAMPSHIRE, [(1, 15), (3, 3)], date(2026, 6, 30), (1, 2)),
        (HAMPSHIRE, [(9, 1)], date(2025, 12, 31), (1, 2)),
        (THAMES, [(6, 17), (9, 17), (9, 18)], date(2025, 12, 31), (2, 4)),
        (THAMES, [(1, 15), (3, 3)], date(2025, 6, 30), (2, 4)),
    ],
)
def test_twice_a_year_is_counted_over_the_year_and_quarterly_is_one_in_each_quarter(
    procedure: Procedure, met: list[tuple[int, int]], by: date, asked: tuple[int, int]
) -> None:
    """HCC-7.1-a, N-01; TVP-3.1-1: what is due agrees with what is asked for in a year, and by a day of it."""
    file = given(REGISTERED, *(held(date(2025, month, day)) for month, day in met)).file
    first, last = date(2025, 1, 1), date(2025, 12, 31)

    assert next_meeting_by(file, last, procedure) == by
    assert meetings_asked(file, first, date(2025, 9, 1), procedure) == asked[0]
    assert meetings_asked(file, first, last, procedure) == asked[1]


@pytest.mark.parametrize(
    ("start", "a_year", "first_two"),
    [
        (date(2026, 8, 31), 2, [date(2027, 2, 28), date(2027, 8, 30)]),
        (date(2028, 2, 29), 1, [date(2029, 2, 28), date(2030, 2, 28)]),
        (date(2025, 1, 1), 12, [date(2025, 1, 31), date(2025, 2, 28)]),
    ],
)
def test_a_part_that_would_begin_on_a_day_there_is_not_ends_with_the_month(
    start: date, a_year: int, first_two: list[date]
) -> None:
    assert [part.last for part in islice(parts(start, lambda _: a_year), 2)] == first_two


@pytest.mark.parametrize(
    ("start", "end", "procedure", "on", "missed", "asked"),
    [
        (date(2025, 11, 30), date(2026, 4, 15), THAMES, date(2026, 5, 31), 1, 1),  # the second quarter ends in May
        (date(2022, 6, 1), date(2026, 5, 31), HAMPSHIRE, date(2026, 10, 5), 8, 2),
        (date(2022, 6, 1), date(2026, 5, 30), HAMPSHIRE, date(2026, 10, 5), 7, 1),  # the last half-year is a day short
    ],
)
def test_a_part_that_ends_after_the_contract_asks_for_no_meeting(
    start: date, end: date, procedure: Procedure, on: date, missed: int, asked: int
) -> None:
    """HCC-7.1-a, TVP-3.1-1."""
    contract = REGISTERED.model_copy(update={
        "happened_on": start, "start_date": start, "end_date": end, "procedure": procedure.ref,
    })  # fmt: skip
    file = given(contract).file
    view = FileView.of(file.known[0].file_id, file, {})

    [meeting] = [one for one in due(duties(view), on) if one.duty.id == "meeting"]

    assert meeting.missed == missed
    assert meetings_asked(file, date(end.year - 1, start.month, start.day), date(2026, 12, 31), procedure) == asked


def test_after_the_start_up_time_parts_fall_in_with_the_quarters_of_the_year_again() -> None:
    """HCC-7.1-b: monthly for five months, then quarterly: four in the second year, as in any."""
    start = date(2025, 1, 6)
    found = list(islice(parts(start, lambda day: 12 if day < date(2025, 6, 6) else 4), 11))

    assert [part.last for part in found[4:7]] == [date(2025, 6, 5), date(2025, 10, 5), date(2026, 1, 5)]
    assert [part.year for part in found] == [0] * 7 + [1] * 4
    assert found[-1].last == date(2027, 1, 5)


FROM_APRIL = REGISTERED.model_copy(update={"start_date": date(2025, 4, 1), "end_date": date(2028, 3, 31)})
STARTED_UP = specified(meetings_per_year=4, start_up_months=3, start_up_meetings_per_year=12)


@pytest.mark.parametrize(
    ("met", "on", "due_on", "missed"),
    [
        ((date(2025, 4, 15), date(2025, 5, 15), date(2025, 6, 16)), date(2026, 1, 1), date(2025, 9, 30), 2),
        ((date(2025, 4, 15), date(2025, 5, 15), date(2025, 6, 16)), date(2026, 6, 6), date(2025, 9, 30), 3),
        ((), date(2025, 7, 1), date(2025, 4, 30), 3),
        ((), date(2026, 6, 6), date(2025, 4, 30), 6),
        ((), date(2027, 1, 1), date(2025, 4, 30), 9),
    ],
)
def test_meetings_missed_are_counted_by_the_month_as_the_service_starts_up_and_by_the_quarter_after_it(
    met: tuple[date, ...], on: date, due_on: date, missed: int
) -> None:
    """HCC-7.1-b: by hand, month by month to June and quarter by quarter from then on."""
    view = view_of(given(FROM_APRIL, STARTED_UP, *map(held, met)).file)

    [meeting] = [one for one in due(duties(view), on) if one.duty.id == "meeting"]

    assert (meeting.duty.due_on, meeting.missed) == (due_on, missed)
    asked = (
        "4 in each year of the contract are asked for, one more by the end of each quarter and the last" if met
        else "as the service starts up 12 a year are asked for, one by the end of each month, and none was held"
    )  # fmt: skip
    assert asked in meeting.sentence
    [first, *_] = background(view, date(2026, 6, 6)).monitored
    assert (first.asked, first.a_year) == (6, 6)
    [year, *_] = monitoring_shown(view, date(2026, 6, 6)).years
    assert (year.asked, year.asked_by_now) == (6, 6)


def test_the_last_year_of_a_contract_that_ended_is_as_long_as_it_lasted() -> None:
    """HCC-7.1-a: four are not asked for in the months it had, nor is anything after its end a gap."""
    ended = ContractExpired(happened_on=date(2026, 4, 10))
    view = view_of(given(REGISTERED, *map(held, (date(2025, 6, 10), date(2026, 3, 10))), ended).file)

    shown = monitoring_shown(view, date(2026, 12, 1))

    [*_, last] = shown.years
    monitored = background(view, date(2026, 12, 1)).monitored[-1]
    assert (last.last, last.over, last.asked) == (date(2026, 4, 10), True, monitored.asked)
    assert (monitored.first, monitored.last) == (last.first, last.last)
    assert shown.longest_gap == (date(2026, 3, 10) - date(2025, 6, 10)).days


def test_the_years_of_meetings_say_which_quarters_went_without_one_as_what_is_due_does() -> None:
    """TVP-3.1-1, HCC-7.1-a: four in the first quarter are one quarter's; twice a year is counted over the year."""

    def years(*met: date, procedure: str, on: date) -> list[tuple[int, int, int]]:
        file = given(REGISTERED.model_copy(update={"procedure": procedure}), *map(held, met)).file
        return [(y.held, y.asked_by_now, y.missed) for y in monitoring_shown(view_of(file), on).years]

    four = (*(date(2025, month, 10) for month in (1, 2, 3)), date(2025, 3, 20))
    assert years(*four, procedure="thames-valley/1", on=date(2025, 12, 31)) == [(4, 4, 3)]
    assert years(*four, procedure="thames-valley/1", on=date(2025, 7, 1)) == [(4, 2, 1)]
    assert years(*four, procedure="hampshire/1", on=date(2025, 12, 31)) == [(4, 2, 0)]
    late = (date(2025, 8, 1), date(2025, 9, 1))
    assert years(*late, procedure="hampshire/1", on=date(2025, 12, 31)) == [(2, 2, 0)]
    assert years(late[0], procedure="hampshire/1", on=date(2026, 6, 30)) == [(1, 2, 1), (0, 1, 1)]
    quarterly = (date(2025, 2, 3), date(2025, 5, 6), date(2025, 8, 4), date(2025, 11, 3))
    assert years(*quarterly, procedure="thames-valley/1", on=date(2025, 12, 31)) == [(4, 4, 0)]


def test_a_meeting_recorded_twice_is_one_of_those_asked_for() -> None:
    """HCC-7.1-a: the second half of the year still asks for its own."""
    file = given(REGISTERED, held(date(2025, 6, 10)), held(date(2025, 6, 10))).file

    assert next_meeting_by(file, date(2025, 10, 5), HAMPSHIRE) == date(2025, 12, 31)


def test_a_gap_says_at_what_rates_meetings_were_asked_for_in_it() -> None:
    """HCC-2.1-e, HCC-7.1-b."""
    none_held = given(FROM_APRIL, STARTED_UP).file
    [gap] = overlong_gaps(none_held, date(2026, 6, 6), HAMPSHIRE)
    assert asked_a_year_in(none_held, gap, HAMPSHIRE) == [12, 4]
    met = given(FROM_APRIL, STARTED_UP, *map(held, (date(2025, 4, 15), date(2025, 5, 15), date(2025, 6, 16)))).file
    [gap] = overlong_gaps(met, date(2026, 6, 6), HAMPSHIRE)
    assert asked_a_year_in(met, gap, HAMPSHIRE) == [4]


@generated(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 366))
def test_the_parts_of_a_year_follow_one_another_without_gap_and_are_as_many_as_asked(start: date, a_year: int) -> None:
    found = list(islice(parts(start, lambda _: a_year), 2 * a_year))

    assert found[0].first == start
    assert all(one.last + timedelta(days=1) == next_one.first for one, next_one in pairwise(found))
    assert all(part.first <= part.last for part in found)
    assert a_year > 250 or sum(part.year == 0 for part in found) == a_year


def test_before_any_meeting_the_first_is_due_from_the_start() -> None:
    assert next_meeting_by(given(REGISTERED).file, date(2025, 2, 1), HAMPSHIRE) == date(2025, 6, 30)


def test_a_meeting_is_documented_in_full_when_minuted_circulated_and_filed() -> None:
    """HCC-7.2-a to HCC-7.2-d."""
    document = Said(Document("ab" * 32, "Minutes"))
    officer = Actor(person="Sam Shah", office="contract-support-officer")
    story = given(
        held(date(2025, 3, 3)),
        held(date(2025, 9, 1)),
        MeetingMinutesRecorded(happened_on=date(2025, 3, 4), meeting="MTG-001", document=document),
        MeetingMinutesCirculated(happened_on=date(2025, 3, 5), meeting="MTG-001", recipients=(ANN, officer)),
        MeetingMinutesRecorded(happened_on=date(2025, 9, 2), meeting="MTG-002"),
    )

    assert [
        (d.meeting.id, d.minuted, d.circulated, d.filed, d.full) for d in documentation(story.file, lambda _: HAMPSHIRE)
    ] == [
        ("MTG-001", True, True, True, True),
        ("MTG-002", True, False, False, False),
    ]


def test_minutes_that_lie_on_the_file_were_written() -> None:
    """HCC-7.2-a: though only that they lie there was entered; a letter of the day shows nothing of it."""
    minutes = DocumentFiled(
        happened_on=date(2025, 3, 5),
        title="Minutes",
        document_kind="minutes",
        hard_copy_location="C-1",
        belongs_to=(2,),
    )
    letter = minutes.model_copy(update={"document_kind": "other"})

    for filed, written in ((minutes, True), (letter, False)):
        [one] = documentation(given(REGISTERED, held(date(2025, 3, 3)), filed).file, lambda _: HAMPSHIRE)
        assert (one.minuted, one.filed) == (written, True)


def test_whoever_the_specification_names_is_expected_at_the_meeting() -> None:
    """HCC-6.1-f."""
    story = given(REGISTERED, specified(attendees=("lead-officer", "service-manager")))

    story.when(held(date(2025, 3, 3))).departs_from("meeting.attended-as-specified")
    both = (Attendee(person="Ann Ashe", office="lead-officer"), Attendee(person="Sue Lee", office="service-manager"))
    story.when(MeetingHeld(happened_on=date(2025, 3, 3), attendees=both)).keeps("meeting.attended-as-specified")
    story.when(MeetingHeld(happened_on=date(2025, 3, 3), attendees=both[1:])).keeps("meeting.attended-as-specified")
    given(REGISTERED).when(held(date(2025, 3, 3))).keeps("meeting.attended-as-specified")


def test_it_is_said_whether_the_provider_brought_what_the_specification_lists() -> None:
    """HCC-6.1-d."""
    story = given(REGISTERED, specified(meeting_information=("Rota", "Training record")))
    rota, training = Information(what="Rota"), Information(what="Training record", received=False)

    story.when(held(date(2025, 3, 3), information_received=(rota,))).departs_from("meeting.information-accounted-for")
    story.when(held(date(2025, 3, 3), information_received=(rota, training))).keeps("meeting.information-accounted-for")


def test_what_the_provider_brought_under_nearly_the_name_it_is_listed_by_is_named_beside_it() -> None:
    """HCC-6.1-d."""
    story = given(REGISTERED, specified(meeting_information=("Complaints log", "Rota")))
    ticked = tuple(Information(what=what) for what in ("Complaint log", "Budget"))

    found = story.when(held(date(2025, 3, 3), information_received=ticked)).departs_from(
        "meeting.information-accounted-for"
    )

    assert found.last is not None
    assert "it is not said whether the provider brought: Complaints log (Complaint log may be it); Rota" in [
        departure.found for departure in found.last.departures
    ]


# --- returns and surveys -------------------------------------------------------------------------------------------


def returned(first: date, last: date, on: date, kind: str | None = None) -> DataReturnReceived:
    return DataReturnReceived(happened_on=on, period=Span(first=first, last=last), return_kind=kind)


def test_a_return_is_overdue_the_day_after_its_grace() -> None:
    """HCC-8.2-a."""
    file = given(REGISTERED, returned(date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 5))).file

    assert overdue_returns(file, date(2025, 3, 10), HAMPSHIRE) == []
    [owed] = overdue_returns(file, date(2025, 3, 11), HAMPSHIRE)
    assert (owed.kind, owed.period, owed.due_on) == (
        "service return", Span(first=date(2025, 2, 1), last=date(2025, 2, 28)), date(2025, 3, 10),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "first", "last", "covers"),
    [
        (date(2025, 2, 2), date(2025, 2, 1), date(2025, 4, 30), True),
        (date(2025, 1, 31), date(2025, 2, 1), date(2025, 4, 30), True),
        (date(2025, 2, 2), date(2025, 2, 2), date(2025, 4, 30), False),
        (date(2025, 2, 3), date(2025, 2, 1), date(2025, 4, 30), False),
        (date(2025, 2, 2), date(2025, 2, 1), date(2025, 3, 31), False),
    ],
)
def test_a_report_of_the_calendar_months_is_that_of_the_quarter_a_day_beside_them(
    start: date, first: date, last: date, covers: bool
) -> None:
    """TVP-3.1-2: one that is short of its quarter otherwise is a part of it."""
    report = ReturnSchedule(kind="activity return", every_months=3)
    begun = REGISTERED.model_copy(update={"start_date": start})
    sent = returned(first, last, date(2025, 5, 5), "Activity return")

    file = given(begun, specified(return_schedule=(report,)), sent).file

    assert bool(overdue_returns(file, date(2025, 6, 20), HAMPSHIRE)) is not covers


def test_where_systems_supply_the_data_no_return_is_owed() -> None:
    """HCC-8.1-a, HCC-8.1-b."""
    fed = REGISTERED.model_copy(update={"data_source": "system-feed"})

    assert overdue_returns(given(fed).file, date(2026, 1, 1), HAMPSHIRE) == []


def test_a_return_of_data_stays_owed_where_only_other_reports_are_agreed() -> None:
    """HCC-8.1-b: a staffing report every month is not that; what comes is one asked for, and says which it is."""
    story = given(REGISTERED, specified(return_schedule=(ReturnSchedule(kind="staffing report", every_months=3),)))
    january, rule = (date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 5)), "return.is-one-asked-for"

    owed = overdue_returns(story.file, date(2025, 3, 11), HAMPSHIRE)

    assert [(o.kind, o.due_on) for o in owed] == [
        ("service return", date(2025, 2, 10)), ("service return", date(2025, 3, 10)),
    ]  # fmt: skip
    story.when(returned(*january, "Service return")).keeps(rule)
    story.when(returned(*january, "complaints")).departs_from(rule)
    story.when(returned(*january)).departs_from(rule)


def test_each_return_the_specification_asks_for_is_owed_by_its_own_interval() -> None:
    """HCC-6.1-e."""
    activity = ReturnSchedule(kind="activity return", every_months=3, grace_days=5)
    finance = ReturnSchedule(kind="financial report", every_months=6)
    sent = returned(date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 2), "Activity return")

    story = (
        given(REGISTERED, specified(return_schedule=(activity, finance))).when(sent).keeps("return.is-one-asked-for")
    )
    owed = overdue_returns(story.file, date(2025, 7, 12), HAMPSHIRE)

    assert [(o.kind, o.due_on) for o in owed] == [
        ("activity return", date(2025, 7, 5)),
        ("financial report", date(2025, 7, 10)),
    ]


def test_how_often_a_return_comes_is_marked_as_assumed_wherever_it_is_shown_until_something_says_it() -> None:
    """HCC-6.1-e, HCC-8.2-a: nothing says how often; a change of it does, from 1 July 2025."""
    unsaid = specified(return_schedule=(ReturnSchedule(kind="activity"),))
    changed = DataReturnRequirementChanged(
        happened_on=date(2025, 6, 2), return_kind="activity", every_months=3, effective_from=date(2025, 7, 1)
    )
    view, day, assumed = view_of(given(REGISTERED, unsaid, changed).file), date(2025, 12, 1), "is assumed: nothing says"

    owed = overdue_returns(view.file, day, HAMPSHIRE)
    asked = [one for one in due(duties(view), day) if one.duty.id.startswith("return/")]
    gaps = [one.sentence for one in background(view, day).gaps if "it was due by" in one.sentence]
    shown = [bool(one.assumed) for one in returns_of(view, day)]
    [then], [now] = (
        [one.sentence for one in obligations(view, on).obligations if one.id == "report/activity"]
        for on in (date(2025, 3, 1), day)
    )  # fmt: skip

    assert [bool(one.assumed) for one in owed] == shown == [True] * 6 + [False]
    assert [(one.duty.due_on, assumed in one.sentence) for one in asked] == [
        (date(2025, 2, 10), True), (date(2025, 10, 10), False),
    ]  # fmt: skip
    assert [assumed in sentence for sentence in gaps] == [True] * 6 + [False]
    assert "Send the activity every month (assumed; nothing says how often)" in then
    assert ("every 3 months" in now, "assumed" in now) == (True, False)


def test_a_return_of_which_only_one_document_says_how_often_it_comes_is_one_return() -> None:
    """HCC-6.1-e, TVP-3.0-7: the specification does not say, the service level agreement says quarterly."""
    unsaid = specified(return_schedule=(ReturnSchedule(kind="activity", contents=("hours",)),))
    agreed = ServiceLevelAgreementAgreed(
        happened_on=date(2024, 12, 3), reporting_schedule=(ReturnSchedule(kind="Activity", every_months=3),)
    )

    [row] = schedules(given(REGISTERED, unsaid, agreed).file, date(2025, 2, 1), HAMPSHIRE)

    assert (row.every_months, row.contents) == (3, ("hours",))
    [alone] = schedules(given(REGISTERED, unsaid).file, date(2025, 2, 1), HAMPSHIRE)
    assert (alone.every_months, alone.every) == (None, 1)


def test_a_return_says_which_it_is_where_several_are_asked_for() -> None:
    """HCC-6.1-e."""
    several = specified(
        return_schedule=(ReturnSchedule(kind="activity return"), ReturnSchedule(kind="incident return"))
    )
    january = (date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 5))

    given(REGISTERED, several).when(returned(*january)).departs_from("return.is-one-asked-for")
    given(REGISTERED, several).when(returned(*january, "staffing")).departs_from("return.is-one-asked-for")
    one = specified(return_schedule=(ReturnSchedule(kind="activity return"),))
    given(REGISTERED, one).when(returned(*january)).keeps("return.is-one-asked-for")
    given(REGISTERED).when(returned(*january, "staffing")).keeps("return.is-one-asked-for")


def test_the_days_of_grace_agreed_go_before_the_procedures() -> None:
    """HCC-8.2-a."""
    strict = specified(return_schedule=(ReturnSchedule(kind="activity return", grace_days=2),))

    late = returned(date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 3))

    given(REGISTERED, strict).when(late).departs_from("return.in-time")
    given(REGISTERED).when(late).keeps("return.in-time")


def test_after_the_end_of_the_contract_no_return_falls_due() -> None:
    ended = REGISTERED.model_copy(update={"end_date": date(2025, 1, 31)})

    owed = overdue_returns(given(ended).file, date(2025, 12, 31), HAMPSHIRE)

    assert [o.period.last for o in owed] == [date(2025, 1, 31)]


@pytest.mark.parametrize(
    ("every", "ended", "periods"),
    [
        (1, date(2025, 2, 28), [(date(2025, 2, 1), date(2025, 2, 28))]),
        (1, date(2025, 2, 15), [(date(2025, 2, 1), date(2025, 2, 15))]),
        (3, date(2025, 5, 20), [(date(2025, 4, 1), date(2025, 5, 20))]),
    ],
)
def test_of_a_contract_that_ended_early_returns_are_owed_to_its_last_day_and_of_no_time_after_it(
    every: int, ended: date, periods: list[tuple[date, date]]
) -> None:
    """HCC-8.2-a, HCC-9.4-b: what is due, what stands behind a failing, and what is missing say the same."""
    agreed = specified(return_schedule=(ReturnSchedule(kind="data", every_months=every),))
    sent = returned(date(2025, 1, 1), periods[0][0] - timedelta(days=1), periods[0][0], "data")
    over = ContractTerminated(happened_on=ended, by_party="provider")
    view, day = view_of(given(REGISTERED, agreed, sent, over).file), date(2025, 12, 1)

    owed = [one.period for one in overdue_returns(view.file, day, HAMPSHIRE)]
    asked = [one for one in due(duties(view), day) if one.duty.id.startswith("return/")]
    gaps = [one.sentence for one in background(view, day).gaps if "is not on file; it was due by" in one.sentence]

    assert owed == [Span(first=first, last=last) for first, last in periods]
    assert [(one.duty.id, one.missed) for one in asked] == [(f"return/data/{periods[0][0].isoformat()}", 1)]
    assert (str(owed[0]) in asked[0].sentence, len(gaps), str(owed[0]) in gaps[0]) == (True, 1, True)


def test_a_specification_asks_for_surveys_no_less_often_than_the_procedure() -> None:
    """HCC-6.2-a: every specification obliges the provider to one a year; an arrangement may let it be otherwise."""
    seldom = given(REGISTERED, specified(survey_interval_months=24))
    arranged = AlternativeArrangementAgreed(
        happened_on=date(2025, 2, 3), settings=(SettingInstead(id="survey.every", value=24),),
        by=COUNTY, arrangement=Said("Asked at visits"), reason=Said("One user"),
    )  # fmt: skip

    seldom.departs_from("specification.yearly-survey")
    assert survey_due(seldom.file, date(2025, 6, 2), HAMPSHIRE) == date(2026, 1, 1)
    let_be = seldom.when(arranged).file
    asked = procedure_of(let_be, date(2025, 6, 2), HAMPSHIRE.ref)
    assert survey_due(let_be, date(2025, 6, 2), asked) == date(2027, 1, 1)


def test_a_survey_that_had_come_due_stays_due_under_a_specification_that_asks_for_fewer() -> None:
    """HCC-6.2-a."""
    half_yearly = given(REGISTERED, specified(survey_interval_months=6))
    yearly = specified(version="2", survey_interval_months=12)

    in_time = half_yearly.when(yearly.model_copy(update={"happened_on": date(2025, 7, 1)}))
    late = half_yearly.when(yearly.model_copy(update={"happened_on": date(2025, 7, 2)}))
    made = late.when(SatisfactionSurveyReceived(happened_on=date(2025, 8, 1), words=Said("They come")))

    due = [survey_due(story.file, date(2025, 9, 1), HAMPSHIRE) for story in (in_time, late, made)]
    assert due == [date(2026, 1, 1), date(2025, 7, 1), date(2026, 8, 1)]


def test_a_survey_is_due_by_the_specifications_interval_else_the_procedures() -> None:
    """HCC-6.2-a."""
    survey = SatisfactionSurveyReceived(happened_on=date(2025, 6, 2), words=Said("They come in time"))

    assert survey_due(given(REGISTERED).file, date(2025, 2, 1), HAMPSHIRE) == date(2026, 1, 1)
    assert survey_due(given(REGISTERED, survey).file, date(2025, 7, 1), HAMPSHIRE) == date(2026, 6, 2)
    counted = given(REGISTERED, survey.model_copy(update={"words": None, "respondents": 4}))
    assert survey_due(counted.file, date(2025, 7, 1), HAMPSHIRE) == date(2026, 6, 2)
    counted.departs_from("survey.says-what-came-of-it")
    bare = given(REGISTERED, survey.model_copy(update={"words": None}))
    assert survey_due(bare.file, date(2025, 7, 1), HAMPSHIRE) == date(2026, 1, 1)
    bare.departs_from("survey.says-what-came-of-it")
    sooner = given(REGISTERED, specified(survey_interval_months=6)).file
    assert survey_due(sooner, date(2025, 2, 1), HAMPSHIRE) == date(2025, 7, 1)
    assert (
        survey_due(given(REGISTERED.model_copy(update={"start_date": None})).file, date(2025, 2, 1), HAMPSHIRE) is None
    )


def test_where_no_meeting_is_asked_for_the_years_to_come_are_not_counted_through() -> None:
    asked: list[date] = []

    def none_asked(day: date) -> int:
        asked.append(day)
        return 4 if day > date(2026, 1, 1) else 0

    assert list(parts(date(2025, 4, 6), lambda _: 0)) == []
    assert next(parts(date(2025, 4, 6), none_asked, [date(2026, 2, 1)])).first == date(2026, 1, 6)
    assert len(asked) == 11  # month by month to there, and on the day it may change


@pytest.mark.parametrize(
    ("was", "then", "day", "ends"),
    [
        (2, 12, date(2026, 2, 1), [date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 31)]),
        (2, 12, date(2026, 2, 20), [date(2025, 12, 31), date(2026, 3, 31), date(2026, 4, 30)]),  # 9 days are no part
        (2, 4, date(2026, 2, 1), [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)]),
        (1, 6, date(2026, 2, 1), [date(2026, 2, 28), date(2026, 4, 30), date(2026, 6, 30)]),
        (
            2,
            4,
            date(2025, 12, 1),
            [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)],
        ),  # never later than it was
        (2, 12, date(2026, 1, 1), [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]),
        (0, 12, date(2026, 2, 1), [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]),
        (0, 12, date(2026, 2, 14), [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]),
        (12, 4, date(2026, 2, 14), [date(2025, 7, 31), date(2025, 8, 31), date(2025, 9, 30)]),
    ],
)
def test_where_more_come_to_be_asked_for_within_a_part_it_ends_with_the_first_of_the_new_length(
    was: int, then: int, day: date, ends: list[date]
) -> None:
    """HCC-6.1-c: by hand, of a contract from 1 July 2025; of a lower number a running part keeps its length."""
    found = list(islice(parts(date(2025, 7, 1), lambda on: then if on >= day else was, [day]), 24))

    assert [part.last for part in found[:3]] == ends
    assert all(one.last + timedelta(days=1) == after.first for one, after in pairwise(found))
    if was > then:
        assert [part.last for part in found[7:9]] == [date(2026, 2, 28), date(2026, 6, 30)]


def test_a_frequency_raised_in_the_middle_of_a_part_is_asked_for_from_its_day() -> None:
    """HCC-6.1-c: two a year, and from 1 February twelve."""
    begun = REGISTERED.model_copy(update={"start_date": date(2025, 7, 1), "end_date": date(2028, 6, 30)})
    monthly = specified(meetings_per_year=12).model_copy(update={"happened_on": date(2026, 2, 1)})
    view = view_of(given(begun, specified(meetings_per_year=2), held(date(2025, 10, 1)), monthly).file)

    [meeting] = [one for one in due(duties(view), date(2026, 6, 6)) if one.duty.id == "meeting"]
    [year] = monitoring_shown(view, date(2026, 6, 6)).years

    assert (meeting.state, meeting.duty.due_on, meeting.missed) == ("overdue", date(2026, 2, 28), 4)
    assert "2 a year are asked for up to 31 January 2026, 12 from then on" in meeting.sentence
    assert (year.asked, year.asked_by_now) == (6, 5)
    [gap] = overlong_gaps(view.file, date(2026, 6, 6), HAMPSHIRE)
    assert gap.since == date(2025, 10, 1)


# --- a return that is brought in, changed or dropped while the contract runs -----------------------------------------

QUARTERLY = ReturnSchedule(kind="activity return", every_months=3, grace_days=10)
STAFFING = ReturnSchedule(kind="staffing return", every_months=3, grace_days=5)


def in_september(*asked: ReturnSchedule) -> ServiceSpecificationIssued:
    return ServiceSpecificationIssued(
        happened_on=date(2025, 8, 1), effective_from=date(2025, 9, 20), return_schedule=asked
    )


def owed_by(procedure: Procedure, day: date, *entries: Any) -> list[tuple[str, date]]:
    return [(o.kind, o.period.first) for o in overdue_returns(given(*entries).file, day, procedure)]


def test_a_return_that_a_new_specification_brings_in_is_not_asked_for_of_the_time_before_it() -> None:
    """HCC-6.1-e, HCC-8.2-b: a period is asked for by what bound on its first day; nobody owed it before."""
    told = (REGISTERED, specified(return_schedule=(QUARTERLY,)), in_september(QUARTERLY, STAFFING))
    sent = [
        returned(date(2025, month, 1), last, last + timedelta(days=3), "activity return")
        for month, last in ((1, date(2025, 3, 31)), (4, date(2025, 6, 30)), (7, date(2025, 9, 30)))
    ]

    assert owed_by(HAMPSHIRE, date(2025, 12, 31), *told, *sent) == []
    assert owed_by(HAMPSHIRE, date(2026, 1, 20), *told, *sent) == [
        ("staffing return", date(2025, 10, 1)), ("activity return", date(2025, 10, 1))
    ]  # fmt: skip
    view = view_of(given(*told, *sent).file)
    assert [one.id for one in duties(view) if one.id.startswith("return/staffing")] == [
        "return/staffing return/2025-10-01"
    ]


def test_a_return_that_an_agreement_brings_in_is_not_asked_for_of_the_time_before_it() -> None:
    """HCC-6.1-e, TVP-3.0-7: a service level agreement, or its amendment, binds from its day."""
    volumes = ReturnSchedule(kind="volumes", every_months=3, grace_days=5)
    agreed = ServiceLevelAgreementAgreed(happened_on=date(2025, 4, 20), reporting_schedule=(volumes,))
    amended = ServiceLevelAgreementAmended(
        happened_on=date(2025, 10, 20), sla="SLA-001", becomes=ServiceLevels(reporting_schedule=(volumes, STAFFING))
    )
    day = date(2026, 4, 30)

    owed = owed_by(THAMES, day, REGISTERED, agreed, amended)

    assert [first for kind, first in owed if kind == "volumes"] == [
        date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)
    ]  # fmt: skip
    assert [first for kind, first in owed if kind == "staffing return"] == [date(2026, 1, 1)]


def test_an_interval_that_a_new_specification_sets_leaves_earlier_periods_as_they_were() -> None:
    """HCC-8.2-b: earlier periods keep the earlier rule, whichever document changes it."""
    monthly = QUARTERLY.model_copy(update={"every_months": 1})

    owed = owed_by(
        HAMPSHIRE, date(2025, 11, 30), REGISTERED, specified(return_schedule=(QUARTERLY,)), in_september(monthly)
    )

    assert [first.month for _, first in owed] == [1, 4, 7, 10]
    story = given(REGISTERED, specified(return_schedule=(QUARTERLY,)), in_september(monthly))
    quarter = returned(date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 8), "activity return")
    story.when(quarter).keeps("return.of-one-period")
    later = returned(date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 8), "activity return")
    story.when(later).departs_from("return.of-one-period")


def test_what_a_new_specification_no_longer_asks_for_stays_missing_of_the_time_before() -> None:
    """HCC-8.2-b: earlier periods keep the earlier rule, that running on the day among them."""
    told = (REGISTERED, specified(return_schedule=(QUARTERLY,)), in_september(STAFFING))

    owed = owed_by(HAMPSHIRE, date(2026, 5, 1), *told)
    view = view_of(given(*told).file)
    left = next(one for one in due(duties(view), date(2026, 5, 1)) if one.duty.id.startswith("return/activity"))

    assert [first for kind, first in owed if kind == "activity return"] == [
        date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1)
    ]  # fmt: skip
    assert "missed 3 times" in left.sentence
    assert [r.state for r in returns_of(view, date(2026, 5, 1)) if r.kind == "activity return"] == ["missing"] * 3


def test_a_return_that_is_asked_for_again_is_not_asked_for_of_the_time_between() -> None:
    """HCC-6.1-e."""
    again = in_september(QUARTERLY).model_copy(update={"effective_from": date(2026, 6, 1)})
    told = (REGISTERED, specified(return_schedule=(QUARTERLY,)), in_september(STAFFING), again)

    open_ = {one.id for one in duties(view_of(given(*told).file)) if one.id.startswith("return/activity")}

    assert open_ == {"return/activity return/2025-01-01", "return/activity return/2026-07-01"}
    owed = owed_by(HAMPSHIRE, date(2027, 1, 31), *told)
    assert [first for kind, first in owed if kind == "activity return"] == [
        date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1), date(2026, 7, 1), date(2026, 10, 1)
    ]  # fmt: skip


def performance_owed(*entries: Entry, procedure: Procedure = THAMES) -> list[date]:
    """The quarters of 2025 whose performance report is missing at its end."""
    owed = overdue_returns(given(REGISTERED, *entries).file, date(2025, 12, 31), procedure)
    return [one.period.first for one in owed if "performance" in one.kind.casefold()]


def test_an_agreement_that_leaves_out_a_report_of_the_procedures_own_or_thins_it_ends_none_of_it() -> None:
    """TVP-3.1-2, TVP-4.0-1: every quarter, "unless an alternative arrangement has been agreed"."""
    volumes = ReturnSchedule(kind="volumes", every_months=3, grace_days=5)
    half_yearly = ReturnSchedule(kind="Performance reports", every_months=6, grace_days=10)
    monthly = half_yearly.model_copy(update={"every_months": 1})
    quarters = [date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1)]

    def agreed(*rows: ReturnSchedule) -> ServiceLevelAgreementAgreed:
        return ServiceLevelAgreementAgreed(happened_on=date(2025, 4, 20), reporting_schedule=rows)

    assert performance_owed() == quarters
    assert performance_owed(agreed(volumes)) == quarters
    assert performance_owed(agreed(half_yearly)) == quarters
    assert performance_owed(agreed(monthly))[2:] == [date(2025, month, 1) for month in (7, 8, 9, 10, 11)]
    owed = owed_by(THAMES, date(2025, 12, 31), REGISTERED, agreed(volumes))
    assert [first for kind, first in owed if kind == "volumes"] == [date(2025, 7, 1)]
    from_the_start = agreed(half_yearly).model_copy(update={"happened_on": date(2025, 1, 1)})
    assert performance_owed(from_the_start, procedure=HAMPSHIRE) == [date(2025, 1, 1)]


START = date(2025, 1, 1)


def under_thames(*rows: ReturnSchedule) -> tuple[Entry, ...]:
    """A contract under Thames Valley's procedure, with a schedule agreed."""
    agreed = ServiceLevelAgreementAgreed(happened_on=date(2025, 1, 1), reporting_schedule=rows)
    return REGISTERED.model_copy(update={"procedure": THAMES.ref}), agreed


def test_a_row_that_is_both_reports_and_comes_seldom_is_owed_as_often_as_the_procedure_has_them() -> None:
    """TVP-3.1-2, TVP-3.1-3: once for both, however the reports of the procedure are spaced between them."""
    both = ReturnSchedule(kind="financial and performance report", every_months=6, contents=("costs",))
    file = given(*under_thames(both)).file

    def set_to(performance: int, financial: int) -> list[int]:
        settings = (("report.performance-every", performance), ("report.financial-every", financial))
        otherwise = AlternativeArrangementAgreed(
            happened_on=date(2025, 1, 1), by=Actor(person="Sal Gore", office="senior-management-group"),
            settings=tuple(SettingInstead(id=of, value=value) for of, value in settings), arrangement=Said("So"),
        )  # fmt: skip
        arranged = procedure_of(given(REGISTERED, otherwise).file, date(2025, 12, 31), THAMES.ref)
        return [row.every for row in schedules(given(REGISTERED, *under_thames(both)[1:]).file, START, arranged)]

    assert schedules(file, START, THAMES) == (both.model_copy(update={"every_months": 3}),)
    assert (set_to(1, 3), set_to(3, 1), set_to(0, 12)) == ([1], [1], [6])


def test_only_what_is_called_a_report_is_one_of_the_procedures_own() -> None:
    """TVP-3.1-2, TVP-3.1-3: accounts once a year are no report every quarter, and do not stand for one."""

    def owed(*rows: tuple[str, int]) -> dict[str, int]:
        agreed = under_thames(*(ReturnSchedule(kind=kind, every_months=months) for kind, months in rows))
        return {row.kind: row.every for row in schedules(given(*agreed).file, START, THAMES)}

    reports = {"performance report": 3, "financial report": 3}
    for other in (
        "audited financial statements", "Performance bond statement", "workforce report: non-financial",
        "Annual report for the financial year",
    ):  # fmt: skip
        assert owed((other, 12)) == {other: 12, **reports}
    assert owed(("Non-financial performance report", 3)) == {
        "Non-financial performance report": 3, "financial report": 3,
    }  # fmt: skip
    assert owed(("Reports on performance", 12), ("quarterly: financial", 12)) == {
        "Reports on performance": 3, "quarterly: financial": 3,
    }  # fmt: skip
    assert owed(("Performance", 6), ("Performance/financial report", 1)) == {
        "Performance": 6, "Performance/financial report": 1,
    }  # fmt: skip


def reports_received(first: date, last: date, on: date) -> tuple[PerformanceReportReceived, FinancialReportReceived]:
    """Both reports of a time, as they come."""
    period = Span(first=first, last=last)
    figures, lines = (IndicatorFigure(indicator="PI-1", actual="96"),), (CostLine(name="Staff", actual=Money(pence=1)),)
    return (
        PerformanceReportReceived(happened_on=on, period=period, figures=figures),
        FinancialReportReceived(happened_on=on, period=period, cost_lines=lines),
    )


@pytest.mark.parametrize(
    ("kind", "without_performance", "without_financial"),
    [
        ("Financial and performance report", True, True), ("Performance/financial report", True, True),
        ("report: performance", True, False), ("Non-financial performance report", True, False),
        ("Financial performance report", False, True), ("Report on financial performance", False, True),
        ("Performance report for the financial year", True, False), ("Performance report, not financial", True, False),
        ("Performance report and financial statements", True, False), ("Finance report", False, True),
        ("Report on performance and finances", True, True),
    ],
)  # fmt: skip
def test_a_row_is_done_by_the_reports_it_is_called_and_by_nothing_less(
    kind: str, without_performance: bool, without_financial: bool
) -> None:
    """TVP-3.1-2, TVP-3.1-3: of one that is both reports, each for the whole time (docs/adr/0283)."""
    agreed = under_thames(ReturnSchedule(kind=kind, every_months=3, grace_days=10))
    performance, financial = reports_received(date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 2))

    def owed(*came: Entry) -> bool:
        return kind in [one.kind for one in overdue_returns(given(*agreed, *came).file, date(2025, 6, 30), THAMES)]

    assert owed()
    assert owed(financial) == without_performance
    assert owed(performance) == without_financial
    assert not owed(performance, financial)
    assert not owed(returned(date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 2), kind))


def test_a_row_that_is_both_reports_is_done_on_the_day_the_second_of_them_came() -> None:
    """TVP-3.1-3, HCC-8.2-a: the first alone is a part of it; either is in time by the row's own days of grace."""
    both = ReturnSchedule(kind="financial and performance report", every_months=3, grace_days=40)
    performance, financial = reports_received(date(2025, 1, 1), date(2025, 3, 31), date(2025, 5, 8))
    first, second = performance.model_copy(update={"happened_on": date(2025, 4, 2)}), financial
    story = given(*under_thames(both), first).when(second).keeps("return.in-time")

    def shown(*came: Entry, on: date) -> list[tuple[str, str]]:
        return [(one.kind, one.state) for one in returns_of(view_of(given(*under_thames(both), *came).file), on)]

    assert shown(first, on=date(2025, 5, 11)) == [(both.kind, "missing"), ("performance report", "in-part")]
    assert shown(first, second, on=date(2025, 5, 11)) == [
        ("financial report", "in-time"), ("performance report", "in-time")
    ]  # fmt: skip
    [owed] = [one for one in duties(view_of(story.file)) if one.id.startswith("return/financial")]
    assert (owed.id, owed.citation) == ("return/financial and performance report/2025-04-01", "TVP-3.1-2")
    sent = returned(date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 2), "performance report")
    given(*under_thames(both)).when(sent).keeps("return.is-one-asked-for")
    sent = returned(date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 2), "staffing report")
    given(*under_thames(both)).when(sent).departs_from("return.is-one-asked-for")
    change = DataReturnRequirementChanged(
        happened_on=date(2025, 4, 2), return_kind="performance report", every_months=1, effective_from=date(2025, 7, 1)
    )  # of one of the two it changes nothing
    given(*under_thames(both)).when(change).departs_from("return.is-one-asked-for")
    whole = change.model_copy(update={"return_kind": "Performance and financial report"})
    given(*under_thames(both)).when(whole).keeps("return.is-one-asked-for")


def test_a_row_is_kept_by_all_of_it_for_a_whole_period_and_by_nothing_less() -> None:
    """TVP-1.0-1, TVP-3.1-3: the obligation says what the duty says, before its day too."""
    on, quarter = date(2025, 4, 5), (date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 2))
    both, visits = (
        ReturnSchedule(kind=kind, every_months=3, grace_days=10)
        for kind in ("financial and performance report", "visits")
    )
    of = under_thames(both, visits)

    def shown(*came: Entry) -> list[tuple[str, bool]]:
        found = {one.id: one for one in obligations(view_of(given(*of, *came).file), on).obligations}
        return [(found[f"report/{row.kind}"].state, bool(found[f"report/{row.kind}"].why)) for row in (both, visits)]

    performance, financial = reports_received(*quarter)
    assert shown() == [("open", False), ("open", False)]
    assert shown(performance) == shown(financial) == [("open", True), ("open", False)]
    assert shown(performance, financial) == [("kept", False), ("open", False)]
    assert shown(returned(date(2025, 3, 1), *quarter[1:], "visits")) == [("open", False), ("open", True)]
    assert shown(returned(*quarter, "visits")) == [("open", False), ("kept", False)]


def test_a_report_sent_as_a_return_of_several_periods_is_told_so() -> None:
    """TVP-3.1-2, HCC-8.2-a."""
    half_a_year = (date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 2))
    agreed = under_thames(ReturnSchedule(kind="performance report", every_months=3))
    given(*agreed).when(returned(*half_a_year, "Performance reports")).departs_from("return.of-one-period")
    with_figures = under_thames(
        *(ReturnSchedule(kind=of, every_months=n) for of, n in (("performance", 3), ("visits", 1)))
    )
    two_months = (date(2025, 1, 1), date(2025, 2, 28), date(2025, 3, 4))
    given(*with_figures).when(returned(*two_months)).departs_from("return.of-one-period")


_NAMES_OF_ROWS = st.lists(
    st.sampled_from(("performance", "financial", "report", "reports", "and", "quarterly", "return", "non-financial")),
    min_size=1, max_size=4,
).map(" ".join)  # fmt: skip
_ROWS = st.lists(
    st.builds(
        ReturnSchedule, kind=_NAMES_OF_ROWS | st.text("theanrpo -/:(—é)1", max_size=12).map("x{}x".format),
        every_months=st.integers(1, 120), grace_days=st.none() | st.integers(0, 366),
    ),
    max_size=4,
)  # fmt: skip


@tried(max_examples=examples(60), deadline=None)
@generated(agreed=_ROWS, specified_=_ROWS, later=_ROWS)
def test_whatever_is_agreed_to_be_sent_the_file_can_be_read_and_recorded_on(
    agreed: list[ReturnSchedule], specified_: list[ReturnSchedule], later: list[ReturnSchedule]
) -> None:
    """HCC-6.1-e, TVP-3.0-7: no row of a schedule, nor several of one name, make what is due or recording fail."""
    amended = ServiceLevelAgreementAmended(
        happened_on=date(2025, 6, 1), sla="SLA-001", becomes=ServiceLevels(reporting_schedule=tuple(later))
    )
    entries = (*under_thames(*agreed), specified(return_schedule=tuple(specified_)), amended)
    story = given(*entries)
    for row in (*agreed, *specified_, *later):
        story = story.when(returned(date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 7), row.kind)).recorded()
    view = view_of(story.file)

    due(duties(view), date(2025, 12, 31))
    agenda(view, date(2025, 12, 31))


def test_an_alternative_arrangement_has_a_report_come_less_often() -> None:
    """TVP-4.0-1, TVP-3.1-2."""
    half_yearly = ReturnSchedule(kind="performance report", every_months=6, grace_days=10)
    agreed = ServiceLevelAgreementAgreed(happened_on=date(2025, 1, 1), reporting_schedule=(half_yearly,))
    otherwise = AlternativeArrangementAgreed(
        happened_on=date(2025, 1, 1), by=Actor(person="Sal Gore", office="senior-management-group"),
        settings=(SettingInstead(id="report.performance-every", value=6),), arrangement=Said("Each half-year"),
    )  # fmt: skip
    file = given(REGISTERED, otherwise, agreed).file

    arranged = procedure_of(file, date(2025, 12, 31), THAMES.ref)

    assert performance_owed(otherwise, agreed, procedure=arranged) == [date(2025, 1, 1)]


def test_a_return_that_comes_for_a_time_when_nobody_asked_for_it_is_not_late() -> None:
    """HCC-6.1-e: shown as one that nothing asked for."""
    told = (REGISTERED, specified(return_schedule=(QUARTERLY,)), in_september(QUARTERLY, STAFFING))
    before = returned(date(2025, 4, 1), date(2025, 6, 30), date(2025, 9, 25), "staffing return")
    after = returned(date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 6), "staffing return")

    story = given(*told).when(before).keeps("return.in-time")
    given(*told).when(after).departs_from("return.in-time")

    [shown] = [r for r in returns_of(view_of(story.file), date(2025, 9, 30)) if r.kind == "staffing return"]
    assert (shown.state, shown.due_on) == ("not-asked", None)


def test_a_return_brought_in_late_in_a_long_contract_is_asked_for() -> None:
    """HCC-6.1-e: however long after the start it is brought in."""
    long = REGISTERED.model_copy(update={"start_date": date(2010, 1, 1)})

    view = view_of(given(long, specified(return_schedule=(QUARTERLY,)), in_september(QUARTERLY, STAFFING)).file)

    assert "return/staffing return/2025-10-01" in {one.id for one in duties(view)}


def test_the_period_of_a_return_is_not_looked_for_beyond_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """HCC-6.1-e: where a contract without an end asks for the return no more, each was looked for to the year 9999."""
    monthly = ReturnSchedule(kind="activity return", every_months=1)
    no_end = REGISTERED.model_copy(update={"end_date": None})
    both = returned(date(2025, 9, 1), date(2025, 10, 31), date(2025, 11, 3), "activity return")
    view = view_of(given(no_end, specified(return_schedule=(monthly,)), in_september(), both).file)
    asked, every = [], Performance.return_every

    def counted(performance: Performance, day: date, *of: Any) -> int:
        asked.append(day)
        return every(performance, day, *of)

    monkeypatch.setattr(Performance, "return_every", counted)

    shown = [one for one in returns_of(view, date(2025, 12, 1)) if one.position is not None]

    assert [(one.first, one.counts) for one in shown] == [(date(2025, 9, 1), False)]
    assert max(asked) <= date(2026, 1, 1)


def test_a_return_between_two_months_is_told_so_and_counts_for_neither() -> None:
    """HCC-8.2-a: presently due every month; from the day on which the contract is watched its first month is whole."""
    monthly, rule = ReturnSchedule(kind="activity return", every_months=1), "return.of-one-period"
    story = given(REGISTERED, specified(return_schedule=(monthly,)))
    between = returned(date(2025, 8, 15), date(2025, 9, 14), date(2025, 9, 21), "activity return")

    told = story.when(between).departs_from(rule)
    [shown] = [one for one in returns_of(view_of(told.file), date(2025, 12, 1)) if one.position is not None]

    assert (shown.first, shown.counts) == (date(2025, 8, 15), False)
    mid_month = given(
        REGISTERED.model_copy(update={"start_date": date(2025, 8, 15)}), specified(return_schedule=(monthly,))
    )
    mid_month.when(between).keeps(rule)


def test_the_last_month_of_a_contract_is_whole_until_its_end() -> None:
    """HCC-8.2-a: what runs to its last day is the return of that month, as the first is from the day it begins on."""
    monthly, rule = ReturnSchedule(kind="activity return", every_months=1), "return.of-one-period"
    registered = REGISTERED.model_copy(update={"start_date": date(2025, 8, 1), "end_date": date(2025, 9, 14)})
    story, last = given(registered, specified(return_schedule=(monthly,))), date(2025, 9, 14)

    for first in (date(2025, 8, 15), date(2025, 8, 20)):
        before = returned(date(2025, 8, 1), first - timedelta(days=1), date(2025, 9, 1), "activity return")
        whole = story.when(before).recorded().when(returned(first, last, date(2025, 9, 20), "activity return"))
        whole.keeps(rule)
        assert overdue_returns(whole.recorded().file, date(2025, 12, 1), HAMPSHIRE) == []


@pytest.mark.parametrize(("first", "then"), [(5, 60), (60, 5)])
def test_a_later_specification_leaves_the_day_by_which_the_returns_before_it_were_due(first: int, then: int) -> None:
    """HCC-8.2-a: that of January, still missing in March, was due by the days of grace agreed when it began."""

    def monthly(grace: int) -> ReturnSchedule:
        return ReturnSchedule(kind="activity return", every_months=1, grace_days=grace)

    anew = ServiceSpecificationIssued(
        happened_on=date(2025, 2, 20), effective_from=date(2025, 3, 1), version="2", return_schedule=(monthly(then),)
    )
    told = (REGISTERED, specified(return_schedule=(monthly(first),)), anew)
    before, after = date(2025, 2, 28) + timedelta(days=first), date(2025, 3, 31) + timedelta(days=then)
    [_, february, march, *_] = overdue_in_june = overdue_returns(given(*told).file, date(2025, 6, 15), HAMPSHIRE)
    late = returned(date(2025, 2, 1), date(2025, 2, 28), date(2025, 4, 2), "activity return")
    story = given(*told).when(late)

    assert overdue_in_june[0].due_on == date(2025, 1, 31) + timedelta(days=first)
    assert {february.due_on, march.due_on} == {before, after}
    story.departs_from("return.in-time") if first == 5 else story.keeps("return.in-time")
    [shown] = [one for one in returns_of(view_of(story.file), date(2025, 4, 3)) if one.position is not None]
    assert shown.due_on == before
    owed = {one.id: one for one in duties(view_of(given(*told).file))}
    assert owed["return/activity return/2025-01-01"].due_on == date(2025, 1, 31) + timedelta(days=first)
    assert owed["return/activity return/2025-03-01"].due_on == after


def test_a_return_is_judged_by_the_periods_asked_for_that_it_covers_not_by_its_first_day() -> None:
    """HCC-6.1-e: asked for from February, one of January to March is late; from 15 February, that month is not asked
    for."""
    monthly = ReturnSchedule(kind="activity return", every_months=1, grace_days=5)

    def asked_from(day: date) -> ServiceSpecificationIssued:
        return ServiceSpecificationIssued(happened_on=date(2025, 1, 20), effective_from=day, return_schedule=(monthly,))

    quarter = returned(date(2025, 1, 1), date(2025, 3, 31), date(2025, 6, 30), "activity return")
    half = returned(date(2025, 2, 15), date(2025, 2, 28), date(2025, 6, 30), "activity return")
    late, unasked = given(REGISTERED, asked_from(date(2025, 2, 1))), given(REGISTERED, asked_from(date(2025, 2, 15)))

    of_three = late.when(quarter).departs_from("return.in-time")
    late.when(quarter).departs_from("return.of-one-period")
    of_none = unasked.when(half).keeps("return.in-time")

    for story, state, counts in ((of_three, "late", False), (of_none, "not-asked", True)):
        [shown] = [one for one in returns_of(view_of(story.file), date(2025, 7, 1)) if one.position is not None]
        assert (shown.state, shown.counts) == (state, counts)
