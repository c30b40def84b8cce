"""What was done says by which entry and how late; what is not asked for says why; both on any day."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as for_all
from hypothesis import settings

from ledger.dates.calendar import Period
from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Money
from ledger.kinds import BY_NAME
from ledger.specification import ImprovementTarget, Indicator, ReturnSchedule, ServiceLevels
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractCommenced, ContractRegistered
from ledger.subjects.assurance import ChecklistItemVerified
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, IssueResolved, IssueSignificanceAssessed
from ledger.subjects.meetings import Attendee, MeetingHeld, MeetingScheduled
from ledger.subjects.money import HEADS, BudgetPositionRecorded, Head, ValueForMoneyTested
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn, RemedyAssessed, RemedyPeriodExtended
from ledger.subjects.outcomes import OutcomeIdentified, OutcomeSpecified
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
    SupervisionSessionHeld,
)
from ledger.subjects.performance import CostLine, FinancialReportReceived, SatisfactionSurveyReceived
from ledger.subjects.records import ConsultationRecorded
from ledger.subjects.reviews import RenewalWarningGiven
from ledger.subjects.termination import ContractExpired
from ledger.subjects.terms import (
    ServiceLevelAgreementAgreed,
    ServiceLevelAgreementAmended,
    ServiceSpecificationIssued,
)
from ledger.subjects.tiers import BusinessContinuityPlanReceived, ContractClassified
from ledger.words import Document, Said
from projections.duties import settled as duties_settled
from projections.duties.done import DONE_BY
from projections.duties.due import Due, due, duties
from projections.duties.settled import settled
from projections.procedure.compliance import compliance
from projections.view import FileView
from tests.histories import Step, play, steps
from tests.sampling import examples
from tests.story import SURVEYED, changed, given, reviewed
from tests.worked_through import ENTRIES, told

START, LATER = date(2025, 1, 1), date(2026, 11, 1)


def view(*entries: Entry, **said: Any) -> FileView:
    facts: dict[str, Any] = {
        "start_date": START, "end_date": date(2029, 12, 31), "procedure": "hampshire/1", "exhibits": (SURVEYED,),
    }  # fmt: skip
    registered = ContractRegistered(happened_on=START, reference="C-1", title="Home care", **facts | said)
    return FileView.of(UUID(int=1), given(registered, *entries).file, {})


def found(on: date, *entries: Entry, **said: Any) -> list[Due]:
    return due(settled(view(*entries, **said)).duties, on)


def of(all_found: list[Due], name: str) -> list[tuple[str, date | None, int, tuple[int, ...]]]:
    return [(o.state, o.duty.due_on, o.days_over, o.duty.done_by) for o in all_found if o.duty.id == name]


def surveyed(day: date) -> SatisfactionSurveyReceived:
    return SatisfactionSurveyReceived(happened_on=day, words=Said("They come in time"))


def test_what_recurs_is_done_each_time_and_each_time_has_its_own_day_and_entry() -> None:
    """K-01, K-07: in time, then late. A meeting in January is the new year's first, and not the old one's second, late
    (docs/adr/0370)."""
    all_found = found(
        LATER, MeetingHeld(happened_on=date(2025, 6, 20)), MeetingHeld(happened_on=date(2026, 1, 5)),
        surveyed(date(2026, 1, 31)),
    )  # fmt: skip

    assert of(all_found, "meeting") == [("done", date(2025, 6, 30), -10, (2,))]
    assert of(all_found, "meeting/2025-12-31") == [("missed", date(2025, 12, 31), 5, ())]
    assert of(all_found, "meeting/2026-06-30") == [("done", date(2026, 6, 30), -176, (3,))]
    assert of(all_found, "survey") == [("done", date(2026, 1, 1), 30, (4,))]
    late = next(one for one in all_found if one.days_over == 30)
    assert late.sentence.endswith("; done on 31 January 2026, 30 days late.")


def worth_it(day: date, *heads: str) -> ValueForMoneyTested:
    found = {head: Head(conclusion="good") for head in heads}
    return ValueForMoneyTested(happened_on=day, method="benchmark", result="shown", **found)  # type: ignore[arg-type]


def test_value_for_money_is_tested_every_year_under_thames_valley_and_in_its_reviews_under_the_others() -> None:
    """TVP-1.0-3, D-21, docs/adr/0288: the number is assumed, and says so; the next year counts from a late test."""
    tested = worth_it(date(2026, 2, 2), *HEADS)
    theirs = view(tested, procedure="thames-valley/1")

    assert of(due(settled(theirs).duties, LATER), "value-for-money") == [("done", date(2026, 1, 1), 32, (2,))]
    [open_] = [one for one in due(duties(theirs), date(2027, 2, 3)) if one.duty.id == "value-for-money"]
    assert (open_.state, open_.duty.due_on, open_.days_over) == ("overdue", date(2027, 2, 2), 1)
    assert "assumed" in (open_.duty.assumed or "")
    bare = view(worth_it(date(2026, 2, 2)), procedure="thames-valley/1")
    assert [one.due_on for one in duties(bare) if one.id == "value-for-money"] == [date(2026, 1, 1)]  # it tests nothing
    for other in ("hampshire/1", "tiered/1"):
        assert not [one for one in duties(view(tested, procedure=other)) if one.id == "value-for-money"]
        assert "off/value-for-money.test-every" in {one.duty.id for one in found(LATER, procedure=other)}


def test_each_head_of_value_for_money_is_tested_once_a_year() -> None:
    """TVP-1.0-3, docs/adr/0380: a test of one leaves the others to be tested, and says so."""
    economy = worth_it(date(2026, 2, 2), "economy")
    others = worth_it(date(2026, 3, 3), "efficiency", "effectiveness")

    def theirs(*entries: Entry) -> FileView:
        return view(*entries, procedure="thames-valley/1")

    def open_(*entries: Entry) -> tuple[date | None, date, str]:
        [one] = [one for one in duties(theirs(*entries)) if one.id == "value-for-money"]
        return one.due_on, one.since, one.sentence.rpartition(": ")[2]

    begun = "of which the test of 2 February 2026 says nothing."
    assert open_(economy) == (date(2026, 1, 1), START, f"efficiency and effectiveness, {begun}")
    assert of(due(settled(theirs(economy)).duties, LATER), "value-for-money") == []
    assert open_(economy, others) == (
        date(2027, 2, 2), economy.happened_on, "economy, of which the test of 3 March 2026 says nothing."
    )  # fmt: skip
    found = due(settled(theirs(economy, others)).duties, LATER)
    assert of(found, "value-for-money") == [("done", date(2026, 1, 1), 61, (3,))]
    all_three = worth_it(date(2026, 4, 4), *HEADS)
    assert open_(economy, others, all_three)[0] == date(2027, 4, 4)
    again = worth_it(date(2026, 11, 2), "economy")
    assert open_(economy, others, all_three, again)[:2] == (date(2027, 4, 4), all_three.happened_on)


def test_on_a_day_before_it_was_done_it_was_still_to_be_done() -> None:
    """What was overdue on 10 July, by the file as it is known now."""
    all_found = found(date(2025, 7, 10), MeetingHeld(happened_on=date(2025, 8, 20)))

    assert [row[:2] for row in of(all_found, "meeting")] == [("overdue", date(2025, 6, 30))]


def test_telling_a_provider_of_an_issue_is_done_by_the_entry_that_told_it() -> None:
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Late"))
    sent = IssueNotifiedToProvider(happened_on=date(2025, 3, 10), issue="ISS-001", means="e-mail")

    assert of(found(LATER, raised, sent), "tell/ISS-001") == [("done", date(2025, 3, 8), 2, (3,))]


def test_what_lapses_with_a_notice_withdrawn_was_not_done() -> None:
    served = NoticeServed(happened_on=date(2025, 3, 3), notice_kind="default", receipt_requested=True)
    withdrawn = NoticeWithdrawn(happened_on=date(2025, 3, 10), notice="NOT-001")
    [lapsed] = [one for one in found(LATER, served, withdrawn) if one.duty.id == "receipt/NOT-001"]

    assert lapsed.state == "not-applicable"
    assert lapsed.sentence.endswith("It lapsed on 10 March 2025 with entry 3 (notice withdrawn).")


def test_each_duty_is_done_by_the_kinds_of_entry_it_asks_for_and_made_moot_by_any_other() -> None:
    """Worked by hand. Gold asks for a scorecard every so often; silver for none. The first classification does
    `classify`; the second, to a tier that asks for less, does nothing for the scorecard that was owed until then."""
    gold = ContractClassified(happened_on=date(2025, 2, 3), tier="gold", risk="low")
    silver = gold.model_copy(update={"happened_on": date(2026, 9, 1), "tier": "silver"})
    all_found = found(LATER, gold, silver, procedure="tiered/1")

    assert [row[0] for row in of(all_found, "classify")] == ["done"]
    assert [(row[0], row[3]) for row in of(all_found, "scorecard")] == [("not-applicable", (3,))]


RUTH = RepresentativeAppointed(happened_on=START, person="Ruth Reed", nominated_by="Ann Ashe")
ANN_LEADS = LeadOfficerAppointed(happened_on=START, person="Ann Ashe")


@pytest.mark.parametrize(
    ("then", "last"),
    [
        (
            RoleAppointmentEnded(happened_on=date(2025, 12, 3), office="representative", person="Ruth Reed"),
            date(2025, 12, 3),
        ),
        (RepresentativeAppointed(happened_on=date(2025, 12, 4), person="Bob Bell"), date(2025, 12, 3)),
        (LeadOfficerAppointed(happened_on=date(2025, 12, 4), person="Ruth Reed"), date(2025, 12, 3)),
    ],
)
def test_supervision_that_was_missed_stays_missed_once_the_nominee_is_one_no_longer(then: Entry, last: date) -> None:
    """HCC-5.1-c, HCC-3.1-a: due on 20 May, 20 August and 20 November 2025, and held only on 20 February."""
    session = SupervisionSessionHeld(happened_on=date(2025, 2, 20), nominee="Ruth Reed", lead_officer="Ann Ashe")
    of_ruth = view(ANN_LEADS, RUTH, session, then)

    told = [one for one in due(settled(of_ruth).duties, LATER) if one.duty.id.startswith("supervision")]
    left = [one for one in told if one.state == "missed"]

    assert [(one.duty.due_on, one.duty.missed_on, one.missed, one.person) for one in left] == [
        (date(2025, 5, 20), last, 3, "Ann Ashe")
    ]
    assert left[0].sentence.endswith(
        "not done when the nominee's term was over on 3 December 2025, overdue by 197 days, missed 3 times."
    )
    assert {one.state for one in told} == {"done", "missed"}
    kept = [one for one in compliance(of_ruth, LATER).duties if one.duty.startswith("supervision/")]
    assert [(one.state, one.missed) for one in kept] == [("not-kept", True)]
    assert not [one for one in due(duties(of_ruth), LATER) if one.duty.id.startswith("supervision/")]


def test_who_was_a_nominee_twice_by_one_appointment_is_told_of_each_time_by_itself() -> None:
    """HCC-5.1-c: before and after she led the contract herself."""
    leads = LeadOfficerAppointed(happened_on=date(2025, 12, 4), person="Ruth Reed")
    back = LeadOfficerAppointed(happened_on=date(2026, 1, 5), person="Ann Ashe")
    gone = RoleAppointmentEnded(happened_on=date(2026, 7, 1), office="representative", person="Ruth Reed")

    missed = [one.id for one in settled(view(ANN_LEADS, RUTH, leads, back, gone)).duties if one.missed_on]
    assert [one for one in missed if one.startswith("supervision")] == ["supervision/3", "supervision/3/2026-01-05"]


def test_of_a_nominee_who_was_supervised_in_time_nothing_is_missed() -> None:
    """HCC-5.1-c."""
    session = SupervisionSessionHeld(happened_on=date(2025, 3, 20), nominee="Ruth Reed", lead_officer="Ann Ashe")
    gone = RoleAppointmentEnded(happened_on=date(2025, 6, 19), office="representative", person="Ruth Reed")

    told = found(LATER, ANN_LEADS, RUTH, session, gone)

    assert not [one for one in told if one.duty.id.startswith("supervision") and one.state == "missed"]


def test_a_review_completed_does_the_review_and_not_the_warning_that_nobody_gave() -> None:
    """HCC-A2-c: the review makes the warning of renewal moot; it was never given, and is not shown as given."""
    early = found(LATER, reviewed(date(2025, 6, 1)), end_date=date(2027, 3, 31))
    assert [one.sentence for one in early if one.duty.id == "renewal-warning" and "not done" in one.sentence] == []
    all_found = found(LATER, reviewed(date(2026, 6, 1)), end_date=date(2027, 3, 31))

    [warning] = [one.sentence for one in all_found if one.duty.id == "renewal-warning"]
    assert warning.endswith("was in hand on 1 June 2026; it was due on 17 March 2026, and not done.")

    assert [row[0] for row in of(all_found, "review")] == ["done"]
    assert [(row[0], row[3]) for row in of(all_found, "renewal-warning")] == [("not-applicable", ())]


def test_more_time_to_remedy_takes_back_the_duty_to_conclude_and_a_new_start_that_to_meet() -> None:
    """A process that goes on was not concluded; a meeting counted from another first day was not held."""
    served = NoticeServed(
        happened_on=date(2025, 3, 3), notice_kind="default", method="hand", address="1 High Street",
        remedy_period=Period(count=2, unit="weeks"), received_on=date(2025, 3, 3),
    )  # fmt: skip
    poor = RemedyAssessed(happened_on=date(2025, 4, 1), notice="NOT-001", result="not-remedied")
    more = RemedyPeriodExtended(happened_on=date(2025, 4, 2), notice="NOT-001", to_date=date(2025, 5, 1))
    begun = ContractCommenced(happened_on=date(2025, 2, 1))

    assert [(row[0], row[3]) for row in of(found(LATER, served, poor, more), "process/NOT-001")] == [
        ("not-applicable", (4,))
    ]
    assert [(row[0], row[3]) for row in of(found(LATER, begun), "meeting")] == [("not-applicable", (2,))]


def test_what_was_never_done_when_the_contract_ended_is_said_with_the_day_it_was_due() -> None:
    """HCC-7.1-a, HCC-6.2-a: until that day it is overdue; from then on nobody asks, and it stays missed, no later than
    it was. What was to come is not asked for, and what is done after all is done late."""
    ended = ContractExpired(happened_on=date(2026, 3, 31))
    before, after = (found(on, ended, end_date=date(2026, 3, 31)) for on in (date(2026, 3, 30), date(2026, 3, 31)))

    assert of(before, "review") == []  # open, and among those: settled says nothing of it yet
    assert "review" in {one.duty.id for one in due(duties(view(ended, end_date=date(2026, 3, 31))), date(2026, 3, 30))}
    assert of(after, "meeting") == [("missed", date(2025, 6, 30), 274, ())]
    assert of(found(LATER, ended, end_date=date(2026, 3, 31)), "meeting") == of(after, "meeting")
    [left] = [one for one in after if one.duty.id == "meeting"]
    assert left.sentence.endswith(
        "; not done when the contract was over on 31 March 2026, overdue by 274 days, missed 2 times."
    )
    assert of(after, "survey") == [("missed", date(2026, 1, 1), 89, ())]
    early = found(LATER, ContractExpired(happened_on=date(2025, 6, 29)))
    assert of(early, "meeting")[0][0] == "not-applicable"
    on_its_day = found(LATER, ContractExpired(happened_on=date(2025, 6, 30)))
    assert of(on_its_day, "meeting") == [("missed", date(2025, 6, 30), 0, ())]
    reviewed_after = found(LATER, ended, reviewed(date(2026, 4, 2)), end_date=date(2026, 3, 31))
    assert of(reviewed_after, "review")[0][:2] == ("done", date(2025, 3, 31))


def missed_of(*entries: Entry, **said: Any) -> dict[str, date | None]:
    """The duties missed when a contract ended, by the day they were due."""
    every = settled(view(*entries, end_date=date(2026, 3, 31), **said)).duties
    return {one.id: one.due_on for one in every if one.missed_on}


@pytest.mark.parametrize("procedure", ["hampshire/1", "thames-valley/1"])
def test_what_happens_after_a_contract_ended_makes_up_for_nothing_that_was_missed_of_the_running_contract(
    procedure: str,
) -> None:
    """HCC-7.1-a, HCC-4.1-c, HCC-6.2-a, HCC-5.1-c, HCC-12.6, HCC-A2-c: a meeting, a post filled, a survey or a position
    of the budget after its last day is none of its time."""
    after, ended = date(2026, 4, 20), ContractExpired(happened_on=date(2026, 3, 31))
    begun = (
        RepresentativeAppointed(happened_on=START, person="Rae"),
        OutcomeIdentified(happened_on=START, wording=Said("Fewer falls")),
    )
    left = missed_of(*begun, ended, procedure=procedure)
    budget = BudgetPositionRecorded(
        happened_on=after, period=Span(first=date(2025, 4, 1), last=date(2026, 3, 31)),
        budget=Money(pence=1_00), actual=Money(pence=1_00),
    )  # fmt: skip
    ann = LeadOfficerAppointed(happened_on=after, person="Ann")
    twice = DeputyOfficerAppointed(happened_on=after, person="Ann")
    acts: tuple[Entry, ...] = (
        MeetingHeld(happened_on=after, meeting_kind="ad-hoc"), MeetingHeld(happened_on=after),
        MeetingHeld(happened_on=after, meeting_kind="strategic-annual"),
        ann, DeputyOfficerAppointed(happened_on=after, person="Bob"),
        ContractSupportOfficerAssigned(happened_on=after, person="Cy"), surveyed(after), budget,
        RoleAppointmentEnded(happened_on=after, office="representative"),
        RenewalWarningGiven(happened_on=after, told=Actor(person="Rae"), ends_on=date(2026, 3, 31)),
        ServiceSpecificationIssued(happened_on=after),
        OutcomeSpecified(happened_on=after, outcome="OUT-001", wording=Said("Fewer falls")),
    )  # fmt: skip

    assert {"meeting", "vacancy/lead-officer"} <= set(left)
    for act in (
        *((one,) for one in acts),
        (ann, twice),
        (ann, SupervisionSessionHeld(happened_on=after, nominee="Rae")),
    ):
        assert missed_of(*begun, ended, *act, procedure=procedure) == left, act
        assert missed_of(*begun, *act, ended, procedure=procedure) == left, act  # whichever was recorded first
    assert set(left) - set(missed_of(*begun, ended, reviewed(after), procedure=procedure)) <= {"review"}
    every = settled(view(*begun, ended, ann, twice, end_date=date(2026, 3, 31), procedure=procedure)).duties
    assert not [one for one in every if one.missed_on and "Ann" in one.sentence]
    on_its_last_day = MeetingHeld(happened_on=date(2026, 3, 31))
    assert missed_of(*begun, on_its_last_day, ended, procedure=procedure) != left


def test_a_check_or_a_classification_after_a_contract_ended_makes_up_for_none_that_was_missed() -> None:
    """TVP-4.0-5, IMP-17-c: each was to be done again by 30 September 2025."""
    again, after, ended = date(2025, 9, 30), date(2026, 4, 20), ContractExpired(happened_on=date(2026, 3, 31))
    checked = ChecklistItemVerified(
        happened_on=START, item="accreditation", valid_until=again, exhibits=(Said(Document("ab" * 32, "It")),)
    )
    gold = ContractClassified(happened_on=START, tier="gold", risk="low", reassess_on=again)
    platinum = gold.model_copy(update={"tier": "platinum", "reassess_on": None})
    plan = BusinessContinuityPlanReceived(happened_on=START, valid_until=again)
    for first, procedure, missed in (
        ((checked,), "thames-valley/1", "checklist/accreditation"), ((gold,), "tiered/1", "reassess"),
        ((platinum, plan), "tiered/1", "continuity-plan"),
    ):  # fmt: skip
        later = first[-1].model_copy(update={"happened_on": after, "valid_until": None, "reassess_on": None})
        for acts in ((*first, ended), (*first, ended, later)):
            assert missed_of(*acts, procedure=procedure)[missed] == again


def test_what_one_duty_is_done_by_is_nothing_done_for_another() -> None:
    """Buying given up does not recommend an award; a second representative does not supervise the first."""
    ann, rae = (
        LeadOfficerAppointed(happened_on=START, person="Ann"),
        RepresentativeAppointed(happened_on=START, person="Rae"),
    )
    again = RepresentativeAppointed(happened_on=date(2025, 9, 1), person="Ann")

    told = found(LATER, ann, rae, again)
    assert (of(told, "supervision"), of(told, "supervision/3")) == ([], [("missed", date(2025, 4, 1), 152, ())])
    assert [row[0] for row in of(found(LATER, ann, rae), "vacancy/representative")] == ["done"]


def test_an_office_is_to_be_filled_until_whoever_was_appointed_ahead_takes_it() -> None:
    """HCC-12.1, HCC-4.1-a: registered and begun on 1 January 2025, the lead officer named on 6 January from 3 March."""
    ahead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann", from_date=date(2025, 3, 3))
    left = RoleAppointmentEnded(happened_on=date(2025, 5, 30), office="lead-officer", person="Ann")
    bea = LeadOfficerAppointed(happened_on=date(2025, 5, 20), person="Bea", from_date=date(2025, 6, 9))

    def vacant(on: date, *entries: Entry, **said: Any) -> list[tuple[str, str]]:
        asked = due(duties(view(*entries, **said)), on)
        return [(one.duty.id, one.state) for one in asked if one.duty.id.startswith("vacancy/lead-officer")]

    assert vacant(date(2025, 2, 3), ahead) == [("vacancy/lead-officer/2", "overdue")]
    assert vacant(date(2025, 3, 3), ahead) == []
    [gap] = [one for one in duties(view(ahead)) if one.id.startswith("vacancy/lead")]
    assert gap.sentence == "Name a lead officer until 3 March 2025: from that day Ann is, by entry 2."
    assert vacant(date(2025, 2, 3), ahead, start_date=date(2025, 3, 3)) == []
    told = found(LATER, ahead)
    assert of(told, "vacancy/lead-officer/2") == [("missed", START, 61, ())]
    assert of(told, "vacancy/lead-officer") == []
    kept = {one.duty: one.state for one in compliance(view(ahead), LATER).duties}
    assert kept["vacancy/lead-officer/2"] == "not-kept"
    assert vacant(date(2025, 6, 2), ahead, left, bea) == [("vacancy/lead-officer/4", "due")]
    assert vacant(date(2025, 6, 9), ahead, left, bea) == []
    assert of(found(LATER, ahead, left, bea), "vacancy/lead-officer") == []


def test_what_an_entry_lacked_is_done_by_whatever_says_it_and_not_by_what_only_makes_it_moot() -> None:
    """HCC-2.1-g: a document, an amendment, what is agreed apart, a later assessment or answer; not an action done."""
    bare = ServiceLevelAgreementAgreed(happened_on=date(2025, 2, 5))
    whole = ServiceLevels(
        contacts=(Actor(person="Ann", party="authority"), Actor(person="Pam", party="provider")),
        indicators=(Indicator(id="K1", text=Said("98 of 100")),),
        reporting_schedule=(ReturnSchedule(kind="performance report", every_months=3),),
        improvement_targets=(ImprovementTarget(kind="service", text=Said("Answer within 2 days")),),
    )  # fmt: skip
    amended = ServiceLevelAgreementAmended(happened_on=date(2025, 3, 6), sla="SLA-001", becomes=whole)
    issue = IssueRaised(happened_on=date(2025, 2, 3), nature=Said("Late"), noticed_on=date(2025, 2, 3))
    harmed = IssueSignificanceAssessed(happened_on=date(2025, 2, 4), issue="ISS-001", harm=True, significant=True)
    facts = changed(harmed, happened_on=date(2025, 2, 6), harm_facts=Said("A fall"))
    action = ActionAssigned(happened_on=date(2025, 2, 4), description=Said("Ring round"))
    done = ActionCompleted(happened_on=date(2025, 2, 7), action="ACT-001")

    def state(name: str, *entries: Entry) -> str:
        [one] = [one for one in found(LATER, *entries, procedure="thames-valley/1") if one.duty.id == name]
        return one.state

    assert state("details/2", bare, amended) == "done"
    assert state("details/3", issue, harmed, facts) == "done"
    assert state("details/2", action, done) == "not-applicable"


def test_every_sort_of_duty_says_which_kinds_of_entry_do_it() -> None:
    """A new sort of duty without its row would be shown as moot by whatever closes it."""
    sorts = set()
    for place in Path(duties_settled.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(place.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MAKING:
                sorts |= set(named_by(call))

    assert len(sorts) > 80
    without = {
        sort
        for sort in sorts
        if sort not in DONE_BY and not any(n.startswith((f"{sort}/", f"{sort}-")) for n in DONE_BY)
    }
    assert not without, "say in projections/duties/done.py by which kinds of entry each is done"
    assert {kind for kinds in DONE_BY.values() for kind in kinds} <= {
        str(kind.model_fields["kind"].default).partition("/")[0] for kind in BY_NAME.values()
    }


MAKING = ("duty", "_step")


def named_by(call: ast.Call) -> Iterator[str]:
    """The sort of duty that a call makes: what its id begins with. Ids that begin with a value are of a table."""
    for argument in call.args[1:2]:
        first = argument.values[0] if isinstance(argument, ast.JoinedStr) else argument
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and not first.value.startswith("off/"):
            yield first.value.partition("/")[0].rstrip("-")


@pytest.mark.parametrize(
    ("procedure", "off"),
    [
        ("hampshire/1", {"off/audit.most-a-year", "off/dispute", "off/tier.reassess-every", "off/return.every"}),
        (
            "thames-valley/1",
            {
                "off/survey.every",
                "off/review.before-end",
                "off/meeting.support-officer-before-end",
                "off/procedure.filed",
            },
        ),
        ("tiered/1", {"off/meeting", "off/survey.every", "off/audit.most-a-year", "off/review.before-end"}),
    ],
)
def test_what_a_procedure_does_not_ask_for_is_said_with_its_reason(procedure: str, off: set[str]) -> None:
    """D-01 to D-04, K-01 to K-12."""
    rows = {one.duty.id: one for one in found(LATER, procedure=procedure)}

    assert off <= set(rows)
    assert all(rows[name].state == "not-applicable" and rows[name].duty.not_asked for name in off)
    assert all(row.duty.due_on is None for row in rows.values() if row.state == "not-applicable")


def test_what_was_done_on_a_file_carried_through_accounts_for_everything_that_was_ever_open() -> None:
    """Whatever was open after some entry is open at the end or settled: nothing is lost on the way."""
    whole = told()
    every = {one.id for one in (*settled(whole).duties, *duties(whole))}
    ever_open = {one.id for name in ENTRIES for one in duties(told(until=name))}

    assert len(ever_open) > 20
    assert ever_open <= every


def test_a_long_file_is_told_from_its_newest_entries_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties_settled, "WORK", 6)
    held = [MeetingHeld(happened_on=day) for day in (date(2025, 2, 2), date(2025, 4, 2), date(2026, 2, 2))]
    some = settled(view(*held))

    assert some.since == date(2026, 2, 2)
    assert of(due(some.duties, LATER), "meeting") == [("done", date(2026, 6, 30), -148, (4,))]


def test_a_meeting_on_top_of_those_asked_for_does_not_do_the_next_one_early() -> None:
    """HCC-7.1-a, HCC-7.7-a: two are asked for in 2025, three were held; that of 2026 is done by the fourth."""
    days = (date(2025, 2, 3), date(2025, 4, 2), date(2025, 6, 2), date(2026, 5, 5))
    held = [MeetingHeld(happened_on=day) for day in days]
    of_2025 = [("done", date(2025, 6, 30), -147, (2,)), ("done", date(2025, 12, 31), -273, (3,))]

    assert of(found(LATER, *held[:3]), "meeting") == of_2025
    assert of(found(LATER, *held), "meeting") == [*of_2025, ("done", date(2026, 6, 30), -56, (5,))]


@settings(max_examples=examples(15), deadline=None, database=None)
@for_all(history=steps(longest=25))
def test_whatever_happened_each_duty_done_names_entries_in_force_and_reads_as_done_missed_or_not_asked_for(
    history: list[Step],
) -> None:
    for file in list(play(history))[-1:]:
        shown = FileView.of(UUID(int=1), file, {})
        found, positions = settled(shown).duties, {recorded.position for recorded in file.entries}

        assert all(set(one.done_by) <= positions for one in found)
        assert all(not one.is_open for one in found)
        for one in due(found, date.max):
            assert one.state in ("missed", "done", "not-applicable")
            assert one.sentence


def test_asking_the_support_officer_to_a_meeting_is_missed_where_it_was_held_without() -> None:
    """HCC-7.5-d, HCC-7.5-e: done by an invitation, by coming or by apologies, and not by the meeting's being held."""
    day, name = date(2025, 9, 10), "support-officer-asked/MTG-002"
    sam = Actor(person="Sam Shah", office="contract-support-officer")
    there = (Attendee(person="Sam", office=sam.office),)
    first = MeetingHeld(happened_on=date(2025, 3, 3), meeting_kind="first", attendees=there)
    price = IssueRaised(happened_on=date(2025, 7, 1), nature=Said("Price"), contractual=True)
    planned = MeetingScheduled(happened_on=date(2025, 7, 6), planned_for=day)
    alone = MeetingHeld(happened_on=day, meeting="MTG-002", attendees=(Attendee(person="Ann", office="lead-officer"),))
    with_him = changed(alone, attendees=(Attendee(person="Sam Shah", office=sam.office),))
    asked = ConsultationRecorded(
        happened_on=date(2025, 8, 1), subject="other", consulted=sam, meeting="MTG-002"
    )  # fmt: skip
    before = (first, price, planned)

    def state(*entries: Entry, on: date = LATER) -> list[tuple[str, date | None, int, tuple[int, ...]]]:
        return of(found(on, *before, *entries), name)

    assert state(alone) == [("missed", day, 0, ())]
    assert state(alone, on=date(2025, 9, 9)) == []  # until then it is among what is open
    [left] = [one for one in found(LATER, *before, alone) if one.duty.id == name]
    assert left.sentence.endswith("; not done when the meeting was held on 10 September 2025, due that day.")
    assert state(with_him) == state(changed(alone, apologies=(sam,))) == [("done", day, 0, (5,))]
    assert state(asked, alone) == [("done", day, -40, (5,))]
    day_after = date(2025, 9, 11)  # held later than arranged, that shows all the same that he was asked to it
    for shown in (with_him, changed(alone, apologies=(sam,))):
        assert state(changed(shown, happened_on=day_after)) == [("done", day, 0, (5,))]
    over = IssueResolved(happened_on=date(2025, 9, 1), issue="ISS-001")
    assert state(over, alone) == []  # nobody had to ask any more


def financial(came: date, first: date, last: date) -> FinancialReportReceived:
    spent = CostLine(name="Staff", actual=Money(pence=1_000_00))
    return FinancialReportReceived(happened_on=came, period=Span(first=first, last=last), cost_lines=(spent,))


def test_a_report_made_before_its_quarter_is_over_leaves_it_due() -> None:
    """TVP-3.1-3, docs/adr/0439: what was spent after it, it cannot tell."""
    first, last = date(2025, 1, 1), date(2025, 3, 31)

    def open_and_done(*entries: Entry) -> tuple[set[str], list[tuple[str, date | None, int, tuple[int, ...]]]]:
        it = view(*entries, procedure="thames-valley/1")
        of_it = "return/financial report/2025-01-01"
        return {one.id for one in duties(it) if one.id == of_it}, of(due(settled(it).duties, LATER), of_it)

    early, whole = financial(date(2025, 1, 20), first, last), financial(date(2025, 4, 5), first, last)
    assert open_and_done(early) == ({"return/financial report/2025-01-01"}, [])
    done = ("done", date(2025, 4, 10), -5)
    assert open_and_done(whole) == (set(), [(*done, (2,))])
    assert open_and_done(early, whole) == (set(), [(*done, (3,))])
    rest = financial(date(2025, 4, 5), date(2025, 1, 21), last)
    assert open_and_done(early, rest) == (set(), [(*done, (3,))])


def test_each_quarter_reported_is_done_by_its_own_report_also_where_one_before_it_was_late() -> None:
    """TVP-3.1-3: those in time are told beside the one that was not."""
    quarters = [
        Span(first=date(2025, month, 1), last=last)
        for month, last in ((1, date(2025, 3, 31)), (4, date(2025, 6, 30)), (7, date(2025, 9, 30)))
    ]
    came = [date(2025, 4, 8), date(2025, 12, 1), date(2025, 10, 8)]
    reports = [financial(day, span.first, span.last) for day, span in zip(came, quarters, strict=True)]
    all_found = found(LATER, reports[0], reports[2], reports[1], procedure="thames-valley/1")

    def quarter(number: int) -> list[tuple[str, date | None, int, tuple[int, ...]]]:
        return of(all_found, f"return/financial report/{quarters[number].first}")

    assert quarter(0) == [("done", date(2025, 4, 10), -2, (2,))]
    assert quarter(1) == [("done", date(2025, 7, 10), 144, (4,))]
    assert quarter(2) == [("done", date(2025, 10, 10), -2, (3,))]
    assert not [one for one in all_found if one.duty.id.startswith("return/performance")]
