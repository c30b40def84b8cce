"""An extra meeting monitors the contract as well: the duty of the next says that it counts (HCC-7.7-a)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.meetings import MeetingHeld
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.words import Said
from projections.duties.due import duties
from projections.view import FileView
from tests.story import given

REGULAR = MeetingHeld(happened_on=date(2025, 2, 5))
EXTRA = MeetingHeld(happened_on=date(2025, 2, 20), meeting_kind="ad-hoc", ad_hoc_reason=Said("Late visits"))
LATER = MeetingHeld(happened_on=date(2025, 3, 20))
COUNTS = "; MTG-002, an extra meeting, counts among those asked for"


def next_meeting(procedure: str, a_year: int | None, *entries: Entry) -> tuple[date | None, str]:
    """By when the next is due, and what the duty says after its usual words."""
    registered = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Rounds", start_date=date(2025, 2, 1),
        end_date=date(2027, 1, 31), procedure=procedure,
    )  # fmt: skip
    issued = ServiceSpecificationIssued(happened_on=date(2025, 1, 7), version="1", meetings_per_year=a_year)
    view = FileView.of(UUID(int=1), given(registered, issued, *entries).file, {})
    [one] = [one for one in duties(view) if one.id == "meeting"]
    _, counts, _ = one.sentence.rstrip(".").partition(COUNTS)
    return one.due_on, counts


@pytest.mark.parametrize(
    ("a_year", "regular", "extra"),
    [
        (None, date(2026, 1, 31), date(2026, 7, 31)),
        (4, date(2025, 7, 31), date(2025, 10, 31)),
        (12, date(2025, 3, 31), date(2025, 4, 30)),
    ],
)
def test_where_the_parts_of_a_year_add_up_an_extra_meeting_is_said_to_be_one_of_them(
    a_year: int | None, regular: date, extra: date
) -> None:
    """HCC-7.1-a, HCC-7.7-a, docs/adr/0150: "a monitoring meeting on an ad hoc basis"; also once another was held."""
    assert next_meeting("hampshire/1", a_year, REGULAR) == (regular, "")
    assert next_meeting("hampshire/1", a_year, REGULAR, EXTRA) == (extra, COUNTS)
    assert next_meeting("hampshire/1", a_year, REGULAR, EXTRA, LATER)[1] == COUNTS


def test_where_one_is_asked_for_in_each_part_an_extra_meeting_is_said_to_be_that_of_its_part() -> None:
    """TVP-3.1-1: where no other was held in it; else it moves nothing."""
    alone = MeetingHeld(happened_on=date(2025, 5, 7), meeting_kind="ad-hoc", ad_hoc_reason=Said("Late visits"))

    assert next_meeting("thames-valley/1", None, REGULAR, EXTRA) == (date(2025, 7, 31), "")
    assert next_meeting("thames-valley/1", None, REGULAR, alone) == (date(2025, 10, 31), COUNTS)


def test_an_extra_meeting_of_a_year_that_is_over_counts_there() -> None:
    """HCC-7.1-a: each year begins with none."""
    next_year = MeetingHeld(happened_on=date(2026, 2, 20))

    assert next_meeting("hampshire/1", 4, REGULAR, EXTRA, next_year)[1] == ""
