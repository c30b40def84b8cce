"""A frequency of monitoring meetings that is lowered within a part of the year (HCC-6.1-c; docs/adr/0420, 0444)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest

from ledger.dates.parts_of_year import parts
from ledger.entry import Actor, Entry
from ledger.meetings_due import meetings_asked, meetings_missed, next_meeting_by
from ledger.procedures import read
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.meetings import MeetingHeld
from ledger.subjects.records import AlternativeArrangementAgreed, MeetingsInstead
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.subjects.variations import SpecificationChange, VariationAgreed
from ledger.words import Said
from projections.duties.due import Duty, due, duties
from projections.view import FileView
from tests.story import changed, given

HAMPSHIRE, THAMES_VALLEY = read("hampshire"), read("thames-valley")
REGISTERED = ContractRegistered(
    happened_on=date(2024, 12, 2), reference="C-1", title="Support", start_date=date(2025, 1, 1),
    end_date=date(2027, 12, 31),
)  # fmt: skip
MONTHLY = ServiceSpecificationIssued(happened_on=date(2024, 12, 2), version="1", meetings_per_year=12)
MARCH = date(2025, 3, 10)
VARIED = VariationAgreed(happened_on=MARCH, changes=(SpecificationChange(becomes=Said("Fewer meetings")),))
FEWER = changed(MONTHLY, happened_on=MARCH, version="2", variation="VAR-001")


def held(*days: date) -> tuple[MeetingHeld, ...]:
    return tuple(MeetingHeld(happened_on=day, meeting_kind="regular") for day in days)


def monitored(was: int, now: int, *met: date, agreed: date = MARCH, procedure: str = "hampshire/1") -> FileView:
    entries: tuple[Entry, ...] = (
        changed(REGISTERED, procedure=procedure), changed(MONTHLY, meetings_per_year=was), *held(*met),
        changed(VARIED, happened_on=agreed), changed(FEWER, happened_on=agreed, meetings_per_year=now),
    )  # fmt: skip
    file = given(*entries).file
    return FileView.of(file.known[0].file_id, file, {})


def next_one(view: FileView, day: date) -> Duty:
    [meeting] = [one.duty for one in due(duties(view), day) if one.duty.id == "meeting"]
    return meeting


JAN, FEB = date(2025, 1, 20), date(2025, 2, 20)
UP_TO_SEPTEMBER = tuple(date(2025, month, 20) for month in range(1, 10))


@pytest.mark.parametrize("procedure", ["hampshire/1", "thames-valley/1"])
@pytest.mark.parametrize(
    ("was", "now", "agreed", "met", "by"),
    [
        (12, 2, MARCH, (JAN, FEB), date(2025, 6, 30)),
        (12, 4, MARCH, (JAN, FEB), date(2025, 6, 30)),  # the quarter that ends with March had its meeting
        (12, 4, date(2025, 2, 14), (JAN,), date(2025, 6, 30)),
        (12, 6, date(2025, 3, 30), (JAN, FEB), date(2025, 4, 30)),
        (4, 2, date(2025, 6, 20), (date(2025, 3, 10),), date(2025, 12, 31)),
        (2, 1, date(2025, 6, 10), (), date(2025, 12, 31)),  # none yet: counted from the start
        (12, 2, date(2025, 12, 10), tuple(date(2025, month, 20) for month in range(1, 12)), date(2026, 6, 30)),
        # Less than half of the new length is left of the year after the running part: that asks for none.
        (12, 4, date(2025, 11, 10), (*UP_TO_SEPTEMBER, date(2025, 10, 20)), date(2026, 3, 31)),
        (12, 2, date(2025, 11, 10), (*UP_TO_SEPTEMBER, date(2025, 10, 20)), date(2026, 6, 30)),
        (12, 2, date(2025, 10, 10), UP_TO_SEPTEMBER, date(2026, 6, 30)),
        (12, 2, date(2025, 9, 10), UP_TO_SEPTEMBER[:8], date(2025, 12, 31)),  # half is left
        (12, 4, date(2025, 11, 10), (*UP_TO_SEPTEMBER, date(2025, 10, 20), date(2025, 11, 4)), date(2026, 3, 31)),
        (12, 4, date(2025, 8, 10), UP_TO_SEPTEMBER[:7], date(2025, 12, 31)),  # as at the end of any other quarter
        # The new interval is over by the old day: that stands.
        (12, 11, date(2025, 3, 30), (JAN, FEB), date(2025, 3, 31)),
        (12, 6, date(2025, 3, 30), (JAN, date(2025, 2, 1), ), date(2025, 4, 30)),
        (12, 6, MARCH, (JAN,), date(2025, 2, 28)),  # missed by then stays missed
        # One was held in the running part already: the next is due by the number from then on.
        (12, 2, MARCH, (JAN, FEB, date(2025, 3, 4)), date(2025, 6, 30)),
    ],
)  # fmt: skip
def test_the_old_day_is_not_due_where_the_new_interval_from_the_last_meeting_goes_beyond_it(
    procedure: str, was: int, now: int, agreed: date, met: tuple[date, ...], by: date
) -> None:
    """HCC-6.1-c: the agreement says from which day fewer are asked for; by hand."""
    view = monitored(was, now, *met, agreed=agreed, procedure=procedure)

    assert next_one(view, agreed).due_on == by


def test_one_meeting_before_or_after_the_old_day_is_that_of_the_part_that_goes_on() -> None:
    """HCC-6.1-c: and the duty says both numbers, and from which day each holds."""
    view = monitored(12, 2, JAN, FEB)
    meeting = next_one(view, MARCH)

    assert "12 a year are asked for up to 9 March 2025, 2 from then on" in meeting.sentence
    assert (meeting.since, meeting.then_on[:2]) == (FEB, (date(2025, 12, 31), date(2026, 6, 30)))
    for day in (date(2025, 3, 25), date(2025, 5, 6)):
        assert next_one(monitored(12, 2, JAN, FEB, day), day).due_on == date(2025, 12, 31)
    for procedure in (HAMPSHIRE, THAMES_VALLEY):
        year = monitored(12, 2, JAN, FEB, date(2025, 5, 6)).file
        assert meetings_asked(year, date(2025, 1, 1), date(2025, 12, 31), procedure) == 4
        assert meetings_missed(year, date(2025, 1, 1), date(2025, 6, 30), procedure) == 0


def test_what_fewer_agreed_as_an_arrangement_leave_of_the_year_asks_for_none_either() -> None:
    """HCC-6.1-c, TVP-4.0-1: the same number, agreed for the contract otherwise, is due no sooner; one that the interval
    from the last meeting does not go beyond is."""
    fewer = AlternativeArrangementAgreed(
        happened_on=date(2025, 11, 10), arrangement=Said("Two a year"), from_date=date(2025, 11, 10),
        meetings=(MeetingsInstead(id="regular", a_year=2),), agreed_with=Actor(person="Olive Oak"),
        by=Actor(person="Rita Vane", office="county-manager"),
    )  # fmt: skip
    year = (REGISTERED, MONTHLY, *held(*UP_TO_SEPTEMBER, date(2025, 10, 20)))
    assert next_meeting_by(given(*year, fewer).file, date(2025, 12, 1), HAMPSHIRE) == date(2026, 6, 30)
    quarterly = changed(fewer, meetings=(MeetingsInstead(id="regular", a_year=4),))
    early = (REGISTERED, MONTHLY, *held(*UP_TO_SEPTEMBER, date(2025, 9, 21)))
    assert next_meeting_by(given(*early, quarterly).file, date(2025, 12, 1), THAMES_VALLEY) == date(2025, 10, 31)


def test_before_the_day_of_the_agreement_the_old_day_is_due() -> None:
    """HCC-6.1-c: nothing asked for earlier is taken back; what was overdue by then stays so (docs/adr/0320)."""
    view = monitored(12, 2, JAN)

    assert next_one(view, date(2025, 3, 20)).due_on == date(2025, 2, 28)
    before = given(REGISTERED, MONTHLY, *held(JAN, FEB)).file
    assert next_meeting_by(before, date(2025, 3, 9), HAMPSHIRE) == date(2025, 3, 31)


def test_where_none_is_asked_for_any_more_the_running_part_asks_for_none() -> None:
    """HCC-6.1-c: the specification says how often, also that it is never."""
    assert [one for one in duties(monitored(12, 0, JAN, FEB)) if one.id == "meeting"] == []


@pytest.mark.parametrize(("was", "now"), [(12, 4), (12, 2), (4, 2), (4, 3), (12, 11), (6, 1)])
@pytest.mark.parametrize("day", [date(2025, 1, 5), MARCH, date(2025, 6, 20), date(2025, 12, 10)])
def test_parts_that_go_on_leave_no_time_out_and_lie_in_one_year(was: int, now: int, day: date) -> None:
    """HCC-6.1-c: but for the rest of a year in which none is asked for."""
    found = list(islice(parts(date(2025, 1, 1), lambda on: now if on >= day else was, [day], lambda *_: True), 30))

    assert all(part.first.year == part.last.year == 2025 + part.year for part in found)
    apart = [(one, after) for one, after in pairwise(found) if one.last + timedelta(days=1) != after.first]
    assert all(after.first == date(2026, 1, 1) for _, after in apart)
