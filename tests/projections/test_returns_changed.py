"""A return of data whose interval is changed, and changed again, within one of its periods (HCC-8.2-b)."""

from __future__ import annotations

from datetime import date

from ledger.specification import ReturnSchedule
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.performance import DataReturnRequirementChanged
from ledger.subjects.terms import ServiceSpecificationIssued
from projections.duties.due import duties
from projections.obligations import obligations
from projections.view import FileView
from tests.story import changed, given

REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 1), reference="C-1", title="Home care", start_date=date(2025, 1, 1),
    end_date=date(2028, 12, 31), procedure="hampshire/1",
)  # fmt: skip
QUARTERLY = ServiceSpecificationIssued(
    happened_on=date(2025, 1, 1), return_schedule=(ReturnSchedule(kind="activity return", every_months=3),)
)
MONTHLY = DataReturnRequirementChanged(
    happened_on=date(2025, 4, 10), return_kind="activity return", every_months=1, new_fields=("delays",)
)
HALF_YEARLY = changed(MONTHLY, happened_on=date(2025, 5, 20), every_months=6, new_fields=())


def view_of(*changes: DataReturnRequirementChanged) -> FileView:
    file = given(REGISTERED, QUARTERLY, *changes).file
    return FileView.of(file.known[0].file_id, file, {})


def said(view: FileView, day: date) -> str:
    return next(one.sentence for one in obligations(view, day).obligations if one.id == "report/activity return")


def asked(view: FileView) -> list[tuple[str, int | None]]:
    found = (one for one in duties(view) if one.id.startswith("return/activity return/"))
    return [(one.id.rpartition("/")[2], one.every_months) for one in found]


def test_the_running_period_keeps_its_interval_and_the_next_goes_by_the_change_that_stands_when_it_begins() -> None:
    """HCC-8.2-b: earlier periods keep the earlier rule; what another change took the place of is asked for by none."""
    once, twice = view_of(MONTHLY), view_of(MONTHLY, HALF_YEARLY)

    assert said(once, date(2025, 4, 30)) == (
        "Send the activity return every 3 months; from 1 July 2025 every month with delays"
    )
    assert said(twice, date(2025, 5, 25)) == (
        "Send the activity return every 3 months; from 1 July 2025 every 6 months with delays"
    )
    [held] = [
        one.holds for one in obligations(once, date(2025, 4, 30)).obligations if one.id == "report/activity return"
    ]
    assert held == ()
    assert said(twice, date(2025, 7, 1)) == "Send the activity return every 6 months"
    assert asked(twice) == [("2025-01-01", 3), ("2025-07-01", 6)]


def test_of_two_changes_from_one_day_the_one_agreed_last_holds_whichever_was_recorded_first() -> None:
    """HCC-8.2-b."""
    july = date(2025, 7, 1)
    later, earlier = changed(HALF_YEARLY, effective_from=july), changed(MONTHLY, effective_from=july)

    for order in ((earlier, later), (later, earlier)):
        assert asked(view_of(*order)) == [("2025-01-01", 3), ("2025-07-01", 6)]
        assert said(view_of(*order), date(2025, 6, 2)) == (
            "Send the activity return every 3 months; from 1 July 2025 every 6 months with delays"
        )
