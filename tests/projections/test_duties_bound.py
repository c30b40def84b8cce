"""Stories of a contract bound to another procedure in the course of its life: what that asks for is asked from then on.

The contract begins on 1 September 2025 under tiered/1, which asks for no meetings, specification or representative, and
is bound to hampshire/1 on 1 April 2026: seven months into its first year, whose second half ends on 31 August.
"""

from __future__ import annotations

from datetime import date

import pytest

from ledger import meetings_due
from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.records import DepartureRefused, ProcedureBound
from ledger.words import Said
from projections.duties.bound import asked_since_bound
from projections.duties.due import Due, due, duties
from projections.duties.duty import Duty, duty
from projections.monitoring.monitoring_shown import monitoring_shown
from projections.monitoring.silences import silences
from projections.procedure.compliance import compliance
from projections.view import FileView
from tests.story import COUNTY, given
from tests.worked_through import view_of

BOUND, JUNE = date(2026, 4, 1), date(2026, 6, 6)


def contract(procedure: str | None) -> ContractRegistered:
    return ContractRegistered(
        happened_on=date(2025, 9, 1), reference="C-1", title="Social care", start_date=date(2025, 9, 1),
        end_date=date(2028, 2, 29), procedure=procedure,
    )  # fmt: skip


def bound(procedure: str, day: date = BOUND) -> ProcedureBound:
    return ProcedureBound(happened_on=day, procedure=procedure)


def view(first: str | None, *entries: Entry) -> FileView:
    return view_of(given(contract(first), *entries).file)


def owed(of: FileView, day: date = JUNE) -> dict[str, Due]:
    return {one.duty.id: one for one in due(duties(of), day)}


def test_what_a_procedure_brings_in_is_asked_for_from_the_day_it_binds_and_not_overdue_from_before() -> None:
    """IMP-30-b: a procedure bound later asks for nothing of the time before, in whatever is due or left undone."""
    bound_later = view("tiered/1", bound("hampshire/1"))
    before, found = owed(view("tiered/1")), owed(bound_later)
    brought_in = {name: one.duty for name, one in found.items() if name not in before}

    assert {"specification", "vacancy/representative", "vacancy/contract-support-officer", "meeting"} <= {*brought_in}
    assert all(one.since >= BOUND for one in brought_in.values())
    assert all(one.due_on is None or one.due_on >= BOUND for one in brought_in.values())
    assert brought_in["specification"].due_on == BOUND
    assert (brought_in["survey"].due_on, brought_in["budget-position"].due_on) == (date(2027, 4, 1), date(2026, 10, 1))
    assert not [said for said in silences(bound_later, JUNE) if "survey" in said or "meeting" in said]
    assert {one.state for one in compliance(bound_later, BOUND).duties if one.duty in brought_in} <= {
        "asked",
        "not-yet",
    }


def test_meetings_are_asked_for_by_the_procedure_bound_on_the_first_day_of_each_part_of_the_year() -> None:
    """IMP-30-b, HCC-7.1-a: what is due and the count of the year say the same; none was asked for in the first half."""
    bound_later = view("tiered/1", bound("hampshire/1"))

    meeting = owed(bound_later)["meeting"]
    [year] = monitoring_shown(bound_later, JUNE).years
    assert (meeting.duty.since, meeting.duty.due_on, meeting.state) == (BOUND, date(2026, 8, 31), "coming")
    assert (year.asked, year.asked_by_now) == (1, 0)
    assert meetings_due.overlong_gaps(bound_later.file, JUNE, bound_later.procedure) == []


def test_a_meeting_the_earlier_procedure_asked_for_stays_missing() -> None:
    """IMP-30-b: Hampshire asked for one by 28 February 2026; the tiers, bound in April, ask for none."""
    no_more = view("hampshire/1", bound("tiered/1"))

    [year] = monitoring_shown(no_more, JUNE).years
    assert (year.asked, year.asked_by_now) == (1, 1)
    assert "meeting" not in owed(no_more)
    [gap] = meetings_due.overlong_gaps(no_more.file, JUNE, no_more.procedure)
    assert gap.since == date(2025, 9, 1)


def test_reports_are_asked_for_of_the_time_since_the_procedure_that_asks_for_them_was_bound() -> None:
    """IMP-30-b, TVP-3.1-2: Thames Valley asks for reports, Hampshire's periods before stay as they were."""
    found = owed(view("tiered/1", bound("thames-valley/1")), date(2026, 12, 31))

    reports = [one.duty for name, one in found.items() if name.startswith("return/")]
    assert reports
    assert all(one.id.rsplit("/", 1)[-1] >= BOUND.isoformat() for one in reports)


@pytest.mark.parametrize("first", ["hampshire/1", None])
def test_what_both_procedures_ask_for_does_not_begin_anew(first: str | None) -> None:
    """IMP-30-b: a specification was asked for by Hampshire's from the start; so it is of a contract bound to the same
    again, or to what is the authority's own."""
    same, again = view(first), view(first, bound("hampshire/1"))

    dated = [[(one.id, one.since, one.due_on) for one in duties(of)] for of in (same, again)]
    assert dated[0] == dated[1]


def test_a_newer_version_that_asks_for_the_same_begins_nothing_anew_and_dates_nothing_forward() -> None:
    """IMP-30-b: a duty both ask for keeps its day where the later procedure would have it earlier, or it was late."""
    file = view("tiered/1", bound("hampshire/1"))
    asked = duty(file, "audit", "Audit by 1 March 2026", office=None, since=date(2025, 9, 1), citation="HCC-7.1-a",
                 due_on=date(2026, 3, 1))  # fmt: skip
    for before, then in ((date(2026, 2, 1), date(2026, 3, 1)), (date(2026, 9, 1), BOUND)):
        by_procedure = {file.procedure.ref: asked, "tiered/1": asked.model_copy(update={"due_on": before})}

        def asks(of: FileView, owed: dict[str, Duty] = by_procedure) -> list[Duty]:
            return [owed[of.procedure.ref]]

        [found] = asked_since_bound(asks, file)
        assert (found.since, found.due_on) == (asked.since, then)


def test_a_contract_bound_on_the_day_it_was_registered_is_asked_for_all_from_its_start() -> None:
    """IMP-30-b, HCC-S-b: nothing stood before."""
    at_once = owed(view("tiered/1", bound("hampshire/1", date(2025, 9, 1))))

    assert at_once["specification"].duty.due_on == date(2025, 9, 1)
    assert at_once["meeting"].duty.due_on == date(2026, 2, 28)


@pytest.mark.parametrize("first", ["hampshire/1", None])
def test_what_the_authoritys_own_procedure_asked_for_of_the_time_before_stays(first: str | None) -> None:
    """IMP-30-b: Hampshire's is the authority's own; one meeting by the end of each half, and no reports."""
    found = owed(view(first, bound("thames-valley/1")))

    assert found["meeting"].duty.due_on == date(2026, 2, 28)
    assert not [name for name in found if name.startswith("return/")]
    assert found["meeting/strategic-half-year"].duty.due_on == date(2026, 8, 31)


def test_lead_officers_asked_for_by_both_procedures_are_overdue_from_the_start() -> None:
    """IMP-30-b: under another name it is the same office."""
    lead = owed(view("tiered/1", bound("hampshire/1")))["vacancy/lead-officer"]

    assert lead.duty.since == date(2025, 9, 1)


def test_a_procedure_bound_in_between_asks_for_nothing_of_the_time_before_it_either() -> None:
    """IMP-30-b: bound to Thames Valley's in January and Hampshire's in April, both of which ask for meetings, and for a
    specification."""
    found = owed(view("tiered/1", bound("thames-valley/1", date(2026, 1, 1)), bound("hampshire/1")))

    assert found["specification"].duty.due_on == date(2026, 1, 1)
    assert found["meeting"].duty.since == date(2026, 1, 1)


def test_what_was_asked_for_before_a_binding_that_was_refused_goes_on_as_if_it_had_not_been() -> None:
    """HCC-POL-f: nothing overdue is put off by binding the contract to another procedure without authority."""
    there = bound("thames-valley/1").model_copy(update={"reason": Said("Ours")})
    refused = DepartureRefused(
        happened_on=date(2026, 5, 4), position=2, rule="procedure.left-by-the-office-entitled", reason=Said("No"),
        by=COUNTY,
    )  # fmt: skip

    def dated(of: FileView) -> dict[str, tuple[date, date | None]]:
        return {one.duty.id: (one.duty.since, one.duty.due_on) for one in owed(of).values()}

    assert dated(view("hampshire/1", there, refused)) == dated(view("hampshire/1"))
