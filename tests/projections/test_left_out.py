"""What was due for a time of its own and left out stays missed once it is done of a later time (docs/adr/0370)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ledger.dates.span import Span
from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.meetings import MeetingHeld
from ledger.subjects.termination import ContractExpired
from ledger.subjects.tiers import ContractClassified, ScorecardRecorded, Side
from projections.duties.due import due, duties
from projections.duties.settled import settled
from projections.procedure.compliance import compliance
from projections.view import FileView
from tests.story import given

START, ON = date(2024, 6, 1), date(2026, 6, 6)


def view(*entries: Entry, procedure: str, start: date = START) -> FileView:
    facts: dict[str, Any] = {"start_date": start, "end_date": date(2029, 5, 31), "procedure": procedure}
    registered = ContractRegistered(happened_on=start, reference="C-1", title="Home care", **facts)
    return FileView.of(UUID(int=1), given(registered, *entries).file, {})


def told(found: FileView, sort: str, on: date = ON) -> list[tuple[str, date | None, int, int]]:
    states = due(settled(found).duties, on)
    mine = [one for one in states if one.duty.id.startswith(sort) and "strategic" not in one.duty.id]
    mine = [one for one in mine if one.state in ("done", "missed")]
    return sorted((one.state, one.duty.due_on, one.days_over, one.missed) for one in mine)


def card(on: date, first: date, last: date) -> ScorecardRecorded:
    return ScorecardRecorded(happened_on=on, period=Span(first=first, last=last), cost=Side(rating="red"))


def met(*days: date) -> list[MeetingHeld]:
    return [MeetingHeld(happened_on=day) for day in days]


PLATINUM = ContractClassified(happened_on=date(2025, 6, 2), tier="platinum", risk="low")
SPRING = card(date(2026, 4, 15), date(2026, 1, 1), date(2026, 3, 31))


def test_scorecards_left_out_stay_missed_and_the_one_for_a_later_time_is_in_time_for_its_own() -> None:
    """IMP-23-c: June to August and September to November 2025 were never scored; January to March 2026 was."""
    found = view(PLATINUM, SPRING, procedure="tiered/1")

    assert told(found, "scorecard") == [
        ("done", date(2026, 4, 30), -15, 0), ("missed", date(2025, 10, 2), 195, 2),
    ]  # fmt: skip
    [left] = [one for one in compliance(found, ON).duties if one.duty.startswith("scorecard/")]
    assert (left.state, left.missed) == ("not-kept", True)
    assert "for the 3 months up to 2 September 2025, and 1 more up to 2 December 2025" in left.sentence
    assert left.sentence.endswith(
        "not done when the one for a later time was on 15 April 2026, overdue by 195 days, missed 2 times."
    )
    [open_] = [one for one in due(duties(found), ON) if one.duty.id.startswith("scorecard")]
    assert (open_.state, open_.duty.due_on) == ("coming", date(2026, 7, 31))


def test_a_scorecard_that_comes_after_all_is_done_late_and_leaves_the_others_missed() -> None:
    """IMP-23-c."""
    summer = card(date(2026, 5, 4), date(2025, 6, 2), date(2025, 9, 2))

    assert told(view(PLATINUM, SPRING, summer, procedure="tiered/1"), "scorecard") == [
        ("done", date(2025, 10, 2), 214, 0), ("done", date(2026, 4, 30), -15, 0), ("missed", date(2026, 1, 2), 103, 1),
    ]  # fmt: skip


def test_of_scorecards_that_follow_each_other_none_is_missed_however_late() -> None:
    """IMP-23-c: each was due a month after its time."""
    first = card(date(2025, 11, 12), date(2025, 6, 2), date(2025, 9, 2))
    second = card(date(2025, 12, 20), date(2025, 9, 3), date(2025, 12, 2))

    assert [row[:3] for row in told(view(PLATINUM, first, second, procedure="tiered/1"), "scorecard")] == [
        ("done", date(2025, 10, 2), 41), ("done", date(2026, 1, 2), -13),
    ]  # fmt: skip


def test_months_left_out_between_two_scorecards_are_missed_though_no_quarter_is() -> None:
    """IMP-23-c: nobody scored October 2025; of a few days between two it is not asked."""
    first = card(date(2025, 10, 12), date(2025, 7, 1), date(2025, 9, 30))
    winter = card(date(2026, 2, 6), date(2025, 11, 1), date(2026, 1, 31))
    found = view(PLATINUM, first, winter, procedure="tiered/1")

    assert ("missed", date(2025, 11, 30), 68, 1) in told(found, "scorecard")
    [left] = [one for one in compliance(found, ON).duties if one.duty == "scorecard/2025-11-30"]
    assert "for the time from 1 October 2025 to 31 October 2025: cost" in left.sentence
    later = card(date(2026, 5, 6), date(2026, 2, 1), date(2026, 4, 30))
    both = compliance(view(PLATINUM, first, later, procedure="tiered/1"), ON).duties
    [left] = [one for one in both if one.duty == "scorecard/2026-01-31"]
    assert "for the 3 months up to 31 December 2025, and from 1 January 2026 to 31 January 2026" in left.sentence
    near = card(date(2026, 2, 6), date(2025, 10, 20), date(2026, 1, 31))
    rows = told(view(PLATINUM, first, near, procedure="tiered/1"), "scorecard")
    assert [row for row in rows if row[0] == "missed"] == []


def test_quarters_without_a_meeting_stay_missed_and_the_meeting_of_a_later_one_is_in_time_for_its_own() -> None:
    """TVP-3.1-1: seven quarters, of which the file had one, as done 627 days late."""
    found = view(*met(date(2026, 5, 20)), procedure="thames-valley/1")

    assert told(found, "meeting")[:1] == [("done", date(2026, 5, 31), -11, 0)]
    assert ("missed", date(2024, 8, 31), 627, 7) in told(found, "meeting")
    [left] = [one for one in compliance(found, ON).duties if one.duty == "meeting/2024-08-31"]
    assert (left.state, left.missed) == ("not-kept", True)
    assert "by 31 August 2024, and 6 more by 28 February 2026: one in each quarter" in left.sentence
    assert "meeting/2024-08-31" not in {one.duty.id for one in due(duties(found), ON)}
    then = [one for one in due(duties(found), date(2025, 1, 1)) if one.duty.id == "meeting/2024-08-31"]
    assert [(one.state, one.missed) for one in then] == [("overdue", 2)]


def test_one_meeting_is_not_the_meeting_of_the_quarter_before_it() -> None:
    """TVP-3.1-1: missed, and done in the next; and a quarter with its meeting is no part of it."""
    found = view(*met(date(2024, 9, 10), date(2024, 12, 1), date(2025, 5, 2)), procedure="thames-valley/1")

    assert [row for row in told(found, "meeting", date(2025, 5, 3)) if row[1] and row[1] < date(2025, 4, 1)] == [
        ("done", date(2024, 11, 30), -81, 0), ("done", date(2025, 2, 28), -89, 0), ("missed", date(2024, 8, 31), 10, 1),
    ]  # fmt: skip


def test_where_the_meetings_of_a_year_add_up_one_may_be_late_within_it_and_in_the_next_year_makes_up_for_none() -> None:
    """HCC-7.1-a: twice a year. One of two in the first year, none in the second, both in the third."""
    found = view(
        *met(date(2022, 3, 1), date(2024, 2, 1), date(2024, 5, 1)), procedure="hampshire/1", start=date(2021, 6, 1)
    )

    assert told(found, "meeting", date(2024, 5, 2)) == [
        ("done", date(2021, 11, 30), 91, 0), ("done", date(2023, 11, 30), 63, 0), ("done", date(2024, 5, 31), -30, 0),
        ("missed", date(2022, 5, 31), 611, 3),
    ]  # fmt: skip


def test_what_was_missed_after_the_last_meeting_stays_with_the_end_of_the_contract() -> None:
    """HCC-3.1-a, docs/adr/0274."""
    ended = ContractExpired(happened_on=date(2025, 7, 1))
    found = view(*met(date(2024, 11, 20)), ended, procedure="thames-valley/1")

    assert [row for row in told(found, "meeting") if row[0] == "missed"] == [
        ("missed", date(2024, 8, 31), 81, 1), ("missed", date(2025, 2, 28), 123, 2),
    ]  # fmt: skip
