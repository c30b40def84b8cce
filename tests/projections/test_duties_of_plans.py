"""What is due about outcomes, provisions, plans, resources and evaluations, each by the file's own dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from api.pages.worries import Worry, worries
from ledger.contract_file import ContractFile
from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Money
from ledger.plans import Step
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractRegistered, LifecycleStageEntered
from ledger.subjects.evaluation import CriterionFound, DevelopmentArea, DevelopmentNeedsCounted, FeedbackReceived
from ledger.subjects.issues import IssueRaised, IssueReopened, IssueResolved
from ledger.subjects.notices import NoticeServed
from ledger.subjects.outcomes import OutcomeImplicationsAssessed, PriorityConflictDealtWith
from ledger.subjects.outcomes.entries import Reached
from ledger.subjects.payments import InvoiceReceived
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.records import EntrySupplemented
from ledger.subjects.resources import (
    ResourceControlChecked,
    ResourceRecommendationDecided,
    ResourceResponsibilityNotified,
)
from ledger.subjects.reviews import ContractReviewCompleted, ContractReviewStarted
from ledger.subjects.risks import RiskAssessed, RiskClosed, RiskIdentified
from ledger.subjects.termination import ContractExpired, ContractTerminated
from ledger.subjects.variations import VariationProposed
from ledger.words import Said
from projections.duties.due import Duty, due, duties
from projections.duties.settled import settled
from projections.obligations import obligations
from projections.status.standing import standing
from projections.status.status import status
from projections.view import FileView
from tests.story import ANN, COUNTY, PIA, changed, given
from tests.subjects import test_design as design
from tests.subjects import test_evaluation as evaluation
from tests.subjects import test_implementation as implementation
from tests.subjects import test_outcomes as outcomes
from tests.subjects import test_resources as resources

BEFORE_IT_BEGAN = date(2025, 1, 20)
OPENED: tuple[Entry, ...] = (
    ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Home care", start_date=date(2025, 2, 1), by=ANN
    ),
    LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe"),
)


def found(*entries: Entry) -> dict[str, Duty]:
    """The duties on a file with these entries, by id."""
    return {one.id: one for one in duties(FileView.of(UUID(int=1), given(*OPENED, *entries).file, {}))}


def said(duty: Duty) -> tuple[str, date | None, str]:
    return duty.sentence, duty.due_on, duty.citation


def test_an_outcome_is_to_be_weighed_secured_agreed_with_the_provider_and_judged() -> None:
    """CPC307-A2, CPC307-B5, CPC307-B6, CPC308-C4."""
    by_june = outcomes.SPECIFIED.model_copy(update={"reach_by": date(2025, 6, 30)})
    open_ = found(outcomes.WANTED, by_june)

    assert said(open_["outcome-weighed/OUT-001"])[1:] == (None, "CPC307-A2")
    assert said(open_["outcome-protected/OUT-001"])[1:] == (None, "CPC307-B6")
    assert said(open_["outcome-agreed/OUT-001"]) == (
        "Agree OUT-001 with the provider by 1 March 2025.", date(2025, 3, 1), "CPC307-B5",
    )  # fmt: skip
    assert said(open_["outcome-judged/OUT-001"])[1:] == (date(2025, 7, 1), "CPC308-C4")
    [late] = [d for d in due(open_.values(), date(2025, 7, 8)) if d.duty.id == "outcome-judged/OUT-001"]
    assert (late.state, late.days_over, late.person) == ("overdue", 7, "Ann Ashe")
    agreed = changed(by_june, happened_on=date(2025, 2, 20), agreed_with_provider_on=date(2025, 2, 20))
    judged = outcomes.REACHED.model_copy(update={"evidence": ()})
    closed = found(outcomes.WANTED, outcomes.WEIGHED, outcomes.REVIEWED, design.MILESTONE, agreed, judged)
    assert not {name for name in closed if name.startswith("outcome-")}
    at_award = outcomes.SPECIFIED.model_copy(
        update={"agree_with_provider_by": None, "agree_with_provider_at": "mobilisation"}
    )
    assert found(outcomes.WANTED, at_award)["outcome-agreed/OUT-001"].due_on == date(2025, 2, 1)
    entered = LifecycleStageEntered(happened_on=date(2025, 1, 30), stage="mobilisation")
    assert found(outcomes.WANTED, at_award, entered)["outcome-agreed/OUT-001"].due_on == date(2025, 1, 30)


def test_an_outcome_is_agreed_with_the_provider_on_the_day_it_was_whenever_that_is_entered() -> None:
    """CPC307-B5."""
    agreed = changed(outcomes.SPECIFIED, happened_on=date(2025, 4, 16), agreed_with_provider_on=date(2025, 2, 25))
    again = changed(agreed, happened_on=date(2025, 5, 1))
    file = given(*OPENED, outcomes.WANTED, outcomes.SPECIFIED, agreed, again).file

    [done] = [
        one for one in due(settled(FileView.of(UUID(int=1), file, {})).duties, date(2026, 1, 1))
        if one.duty.id == "outcome-agreed/OUT-001"
    ]  # fmt: skip
    assert (done.state, done.duty.done_on, done.days_over) == ("done", date(2025, 2, 25), -4)
    assert done.duty.done_by == (file.entries[-2].position,)
    assert "outcome-agreed/OUT-001" not in found(outcomes.WANTED, outcomes.SPECIFIED, agreed)
    anew = changed(outcomes.SPECIFIED, happened_on=date(2025, 6, 1), agree_with_provider_by=date(2025, 9, 1))
    assert found(outcomes.WANTED, agreed, anew)["outcome-agreed/OUT-001"].due_on == date(2025, 9, 1)


def test_an_outcome_to_be_agreed_at_the_review_is_due_with_that() -> None:
    """CPC307-B5: by the day the review is to be complete, or that said when it began; warned of once it has begun."""
    ends = changed(OPENED[0], end_date=date(2027, 3, 31), procedure="hampshire/1")
    at_review = changed(outcomes.SPECIFIED, agree_with_provider_by=None, agree_with_provider_at="review")
    begun = ContractReviewStarted(happened_on=date(2026, 3, 1))
    completed = ContractReviewCompleted(happened_on=date(2026, 3, 20), review="REV-001")

    def point(*more: Entry) -> tuple[Any, ...]:
        file = given(ends, OPENED[1], outcomes.WANTED, at_review, *more).file
        [one] = [d for d in duties(FileView.of(UUID(int=1), file, {})) if d.id == "outcome-agreed/OUT-001"]
        return one.sentence.removeprefix("Agree OUT-001 with the provider "), one.due_on, one.warned_from

    asked = date(2026, 3, 31)
    assert point() == ("when the contract comes to review.", asked, asked - timedelta(days=14))
    assert point(begun) == ("in REV-001, begun on 1 March 2026.", asked, begun.happened_on)
    sooner = changed(begun, due_by=date(2026, 3, 15))
    assert point(sooner)[1] == date(2026, 3, 15)
    assert point(begun, completed) == ("in REV-001, completed on 20 March 2026.", date(2026, 3, 20), date(2026, 3, 20))
    anew = ContractReviewStarted(happened_on=date(2026, 3, 10))
    assert point(begun, anew) == ("in REV-002, begun on 10 March 2026.", asked, anew.happened_on)
    in_the_second = changed(completed, review="REV-002")
    assert point(begun, anew, in_the_second)[0] == "in REV-002, completed on 20 March 2026."
    agreed = changed(at_review, happened_on=date(2026, 3, 25), agreed_with_provider_on=date(2026, 3, 20))
    file = given(ends, OPENED[1], outcomes.WANTED, at_review, begun, completed, agreed).file
    [done] = [d for d in settled(FileView.of(UUID(int=1), file, {})).duties if d.id == "outcome-agreed/OUT-001"]
    assert (done.done_on, done.due_on) == (date(2026, 3, 20), date(2026, 3, 20))


def test_an_outcome_to_be_agreed_at_a_review_nobody_asks_for_is_due_with_the_look_back() -> None:
    """CPC307-B5, TVP-3.0-10: Thames Valley has no other review ahead of the end; one that is begun is the review."""
    ends = changed(OPENED[0], end_date=date(2027, 3, 31), procedure="thames-valley/1")
    at_review = changed(outcomes.SPECIFIED, agree_with_provider_by=None, agree_with_provider_at="review")

    def point(*more: Entry, contract: Entry = ends) -> tuple[Any, ...]:
        file = given(contract, OPENED[1], outcomes.WANTED, at_review, *more).file
        [one] = [d for d in duties(FileView.of(UUID(int=1), file, {})) if d.id == "outcome-agreed/OUT-001"]
        return one.sentence.removeprefix("Agree OUT-001 with the provider "), one.due_on

    look_back = "at the latest in the look back before it concludes on 31 March 2027."
    assert point() == (f"when the contract comes to review, {look_back}", date(2027, 3, 31))
    begun = ContractReviewStarted(happened_on=date(2026, 3, 1))
    assert point(begun) == ("in REV-001, begun on 1 March 2026.", begun.happened_on)
    open_ended = changed(OPENED[0], end_date=None, procedure="thames-valley/1")
    assert point(contract=open_ended) == ("when the contract comes to review.", None)
    silent = changed(ends, procedure="tiered/1")
    assert point(contract=silent) == ("when the contract comes to review.", None)


def test_criteria_are_chosen_and_resources_evaluated_by_the_time_their_plan_is_over() -> None:
    """CPC308-C1, CPC308-C5."""
    before = (outcomes.WANTED, outcomes.SPECIFIED, resources.PLAN)
    over = resources.PLAN.period.last
    no_day = evaluation.CRITERIA.model_copy(update={"evaluate_by": None})
    of_none = no_day.model_copy(update={"resource_plan": None})

    assert said(found(*before)["evaluation-criteria/RPL-001"])[1:] == (over, "CPC308-C1")
    for chosen in (no_day, of_none):
        assert "evaluation-criteria/RPL-001" not in found(*before, chosen)
    assert found(*before, no_day)["evaluation/EVA-001"].due_on == over + timedelta(days=1)


def test_an_outcome_without_a_day_is_judged_once_a_year_while_the_service_runs() -> None:
    """HCC-3.1-b: counted from when it began, from the specification, or from the last judgement, whichever is last."""
    no_day = outcomes.SPECIFIED.model_copy(update={"reach_by": None})
    judged = outcomes.REACHED.model_copy(update={"happened_on": date(2025, 7, 1), "evidence": ()})

    assert said(found(outcomes.WANTED, no_day)["outcome-judged/OUT-001"]) == (
        "Judge whether OUT-001 is being reached: it has no day.", date(2026, 2, 1), "HCC-3.1-b",
    )  # fmt: skip
    assert found(outcomes.WANTED, no_day, judged)["outcome-judged/OUT-001"].due_on == date(2026, 7, 1)


def test_an_outcome_that_needs_no_provision_is_specified_so() -> None:
    """CPC307-B6: the duty says how, and is done by that."""
    none_needed = changed(outcomes.SPECIFIED, needs_no_provision=Said("The law asks for it"))

    open_ = found(outcomes.WANTED, outcomes.SPECIFIED)["outcome-protected/OUT-001"]
    assert said(open_)[0].endswith("secures OUT-001, or specify it anew, saying why it needs none.")
    assert "outcome-protected/OUT-001" not in found(outcomes.WANTED, none_needed)


def test_what_the_service_is_to_achieve_is_asked_for_where_nothing_says_it() -> None:
    """CPC307-A1, HCC-3.1-b: within the year in which it would be judged; what is only wanted does not say it."""
    one = found(outcomes.WANTED)["outcome-wanted"]

    assert said(one) == (
        "Specify what the service is to achieve: no outcome or objective of it is.", date(2026, 2, 1), "HCC-3.1-b",
    )  # fmt: skip
    assert "outcome-wanted" not in found(outcomes.WANTED, outcomes.SPECIFIED)
    over = ContractExpired(happened_on=date(2025, 12, 31))
    assert "outcome-wanted" not in {held.duty.id for held in due(found(over).values(), date(2026, 2, 2))}


@pytest.mark.parametrize(("ends_on", "asked"), [(date(2026, 1, 31), False), (date(2026, 2, 1), True)])
def test_what_a_service_is_to_achieve_is_not_asked_of_a_contract_that_ends_before(ends_on: date, asked: bool) -> None:
    """HCC-3.1-b: by its end date, by a notice, or as it was ended, also while its service is still handed over."""
    opened = changed(OPENED[0], procedure="thames-valley/1")
    notice = NoticeServed(
        happened_on=date(2025, 6, 2), notice_kind="termination", received_on=date(2025, 6, 2), ends_on=ends_on
    )
    ended = ContractTerminated(happened_on=date(2025, 6, 2), by_party="both", ends_on=ends_on)
    for entries in ((changed(opened, end_date=ends_on),), (opened, notice), (opened, ended), (opened, notice, ended)):
        file = given(*entries, outcomes.WANTED).file
        ids = {one.id for one in duties(FileView.of(UUID(int=1), file, {}))}
        assert ("outcome-wanted" in ids) is asked


def test_an_outcome_that_was_dropped_says_nothing_of_what_the_service_is_to_achieve() -> None:
    """HCC-3.1-b."""
    dropped = changed(outcomes.REVIEWED, happened_on=date(2025, 9, 1), decision="dropped")

    assert "outcome-wanted" not in found(outcomes.WANTED, outcomes.SPECIFIED)
    assert "outcome-wanted" in found(outcomes.WANTED, outcomes.SPECIFIED, dropped)


def test_an_outcome_not_reached_by_its_day_is_followed_by_an_issue_an_action_or_a_new_specification() -> None:
    """HCC-3.1-b: only then is it seen to that the aims are met; what is judged before the day says nothing yet."""
    by_june = outcomes.SPECIFIED.model_copy(update={"reach_by": date(2025, 6, 30)})
    no = Reached(achieved="no")
    judged = outcomes.REACHED.model_copy(update={"happened_on": date(2025, 7, 1), "evidence": (), "reached": no})
    early = judged.model_copy(update={"happened_on": date(2025, 6, 30)})
    before = (outcomes.WANTED, by_june, judged)  # entries 3, 4 and 5
    later = date(2025, 7, 2)

    open_ = found(*before)["outcome-not-reached/OUT-001"]
    assert (open_.since, open_.citation) == (date(2025, 7, 1), "HCC-3.1-b")
    assert "OUT-001 anew: it was judged not reached on 1 July 2025" in open_.sentence
    assert "outcome-not-reached/OUT-001" not in found(outcomes.WANTED, by_june, early)
    for follows in (
        IssueRaised(happened_on=later, nature=Said("Too few calls"), evidence=(5,)),
        ActionAssigned(happened_on=later, description=Said("Call more"), arises_from=5),
        by_june.model_copy(update={"happened_on": later, "reach_by": date(2025, 12, 31)}),
        judged.model_copy(update={"happened_on": later, "reached": Reached(achieved="yes")}),
    ):
        assert "outcome-not-reached/OUT-001" not in found(*before, follows), follows.kind
    partly = judged.model_copy(update={"reached": Reached(achieved="partly")})
    facts = status(FileView.of(UUID(int=1), given(*OPENED, outcomes.WANTED, by_june, partly).file, {}))
    assert [(one.id, one.in_part, one.position) for one in facts.outcomes.not_reached] == [("OUT-001", True, 5)]
    assert Worry("wrong", "OUT-001 reached in part only", "outcomes") in worries(facts, standing(facts, later))


def test_an_outcome_judged_not_reached_again_asks_for_nothing_while_it_is_still_being_put_right() -> None:
    """HCC-3.1-b: what follows the judgement before follows this one, unless it was over by then, or the outcome was
    specified anew."""
    no_day = outcomes.SPECIFIED.model_copy(update={"reach_by": None})
    judged = outcomes.REACHED.model_copy(
        update={"happened_on": date(2025, 7, 1), "evidence": (), "reached": Reached(achieved="no")}
    )
    again = judged.model_copy(update={"happened_on": date(2026, 7, 1)})
    before, later, last = (outcomes.WANTED, no_day, judged), date(2025, 7, 2), date(2026, 8, 1)  # entries 3, 4 and 5
    raised = IssueRaised(happened_on=later, nature=Said("Too few calls"), evidence=(5,))
    settled = IssueResolved(happened_on=later, issue="ISS-001")
    back = IssueReopened(happened_on=later, issue="ISS-001", reason=Said("Too few again"))
    action = ActionAssigned(happened_on=later, description=Said("Call more"), arises_from=5)
    done = ActionCompleted(happened_on=later, action="ACT-001")
    anew = no_day.model_copy(update={"happened_on": later})

    def open_(*entries: Entry) -> bool:
        return "outcome-not-reached/OUT-001" in found(*before, *entries)

    assert open_(again)
    assert not open_(raised, again)
    assert not open_(raised, again, settled.model_copy(update={"happened_on": last}))
    assert open_(raised, settled, again)
    assert not open_(raised, settled, back, again)
    assert not open_(action, again)
    assert open_(action, done, again)
    assert open_(raised, anew, again)


def test_an_outcome_is_to_be_weighed_until_something_is_said_under_each_head() -> None:
    """CPC307-A2, CPC307-K12."""
    nothing = OutcomeImplicationsAssessed(happened_on=date(2025, 1, 12), outcomes=("OUT-001",))
    some = nothing.model_copy(update={"risk": Said("Falls"), "resources": Said("None")})
    rest = nothing.model_copy(update={"sustainability": Said("None"), "contract_management": Said("Visits checked")})

    assert found(outcomes.WANTED)["outcome-weighed/OUT-001"].sentence == (
        "Weigh what OUT-001 means for resources, risk, sustainability and managing the contract."
    )
    assert "of which nothing is said yet" in found(outcomes.WANTED, nothing)["outcome-weighed/OUT-001"].sentence
    assert found(outcomes.WANTED, nothing, some)["outcome-weighed/OUT-001"].sentence == (
        "Weigh what OUT-001 means for sustainability and managing the contract, of which nothing is said yet."
    )
    assert "outcome-weighed/OUT-001" not in found(outcomes.WANTED, nothing, some, rest)
    beside = EntrySupplemented(
        happened_on=date(2025, 1, 13),
        position=len(OPENED) + 2,
        words=Said("Risk falls"),
        completes=("outcome.equality-weighed",),
    )
    assert "outcome-weighed/OUT-001" in found(outcomes.WANTED, nothing, beside)
    named = beside.model_copy(update={"completes": ("outcome.weighed-under-four-heads",)})
    assert "outcome-weighed/OUT-001" not in found(outcomes.WANTED, nothing, named)


def test_how_a_clash_was_settled_and_what_caused_it_is_due_until_it_is_said() -> None:
    """CPC307-K14."""
    unsaid = outcomes.SETTLED.model_copy(update={"remedy": None})
    before = (*OPENED, outcomes.WANTED, outcomes.CLASH.model_copy(update={"cause": None}), unsaid)
    on_file = before[len(OPENED) :]
    supplement = EntrySupplemented(
        happened_on=date(2025, 1, 30),
        position=len(before),
        words=Said("Night visits first"),
        completes=("conflict.settled-or-reported",),
    )

    held = found(*on_file)
    assert said(held["conflict/CFL-001"]) == ("Say how CFL-001 was settled.", None, "CPC307-K14")
    assert "what makes them clash" in held[f"details/{len(before) - 1}"].sentence
    assert "conflict/CFL-001" not in found(*on_file, supplement)
    assert "conflict/CFL-001" not in found(*on_file, outcomes.SETTLED)
    given(*before, outcomes.SETTLED).when(outcomes.SETTLED).refused("conflict.settled-once", "22 January 2025")


def test_a_clash_of_priorities_is_due_until_it_is_settled() -> None:
    """CPC307-A4."""
    told = PriorityConflictDealtWith(happened_on=date(2025, 1, 21), conflict="CFL-001", how="reported", reported_to=ANN)

    assert "Settle or report" in found(outcomes.WANTED, outcomes.CLASH)["conflict/CFL-001"].sentence
    assert (
        "Settle the ethical conflict CFL-001"
        in found(outcomes.WANTED, outcomes.CLASH, told)["conflict/CFL-001"].sentence
    )
    assert "conflict/CFL-001" not in found(outcomes.WANTED, outcomes.CLASH, outcomes.SETTLED)


def test_a_clash_that_was_reported_is_with_whom_it_was_reported_to() -> None:
    """CPC307-A4: resolve or report."""
    manager = Actor(person="Cleo Manager", office="county-manager-contracts")
    told = PriorityConflictDealtWith(
        happened_on=date(2025, 1, 21), conflict="CFL-001", how="reported", reported_to=manager
    )
    unsaid = outcomes.SETTLED.model_copy(update={"remedy": None})

    for to, office in ((manager, manager.office), (None, "lead-officer"), (Actor(person="Pat"), "lead-officer")):
        reported = told.model_copy(update={"reported_to": to})
        assert found(outcomes.WANTED, outcomes.CLASH, reported)["conflict/CFL-001"].office == office
    assert found(outcomes.WANTED, outcomes.CLASH, told, unsaid)["conflict/CFL-001"].office == "lead-officer"


def test_what_the_contract_asks_of_the_authority_is_the_authoritys() -> None:
    """TVP-3.0-2: "of both parties". A milestone of the authority's stood as one of the provider's, and late."""
    ours = design.MILESTONE.model_copy(update={"owed_by": "authority", "protects": ()})
    lasting = ours.model_copy(update={"provision": "obligation", "due_on": None, "words": Said("Refer in two days")})
    theirs = design.MILESTONE.model_copy(update={"protects": ()})
    invoice = InvoiceReceived(happened_on=date(2025, 4, 7), amount=Money(pence=100), due_on=date(2025, 5, 7))

    view = FileView.of(UUID(int=1), given(*OPENED, ours, lasting, theirs, invoice).file, {})
    owed = [(one.party, one.id, one.state) for one in obligations(view, date(2025, 6, 6)).obligations]

    duty = found(ours)["milestone/PRV-001"]
    assert (duty.party, duty.office) == ("authority", "lead-officer")
    assert ("authority", "provision/PRV-001", "late") in owed
    assert ("authority", "provision/PRV-002", "standing") in owed
    assert ("provider", "provision/PRV-003", "late") in owed
    # Each stands once: the duty is what the contract asks for.
    assert [one for one in owed if "invoice" in one[1] or "milestone" in one[1]] == [
        ("authority", "invoice/INV-001", "late")
    ]


@pytest.mark.parametrize(
    ("party", "office"), [("authority", "lead-officer"), ("provider", "provider-contract-manager")]
)
def test_what_a_party_is_obliged_to_do_by_a_day_is_due_and_late_until_it_is_said_to_be_done(
    party: str, office: str
) -> None:
    """TVP-3.0-2, CPC307-S11: the day was kept, and did nothing."""
    obliged = design.MILESTONE.model_copy(
        update={
            "provision": "obligation",
            "owed_by": party,
            "protects": (),
            "words": Said("Hand over the keys"),
            "happened_on": BEFORE_IT_BEGAN,
        }
    )
    in_time = design.REACHED.model_copy(update={"happened_on": date(2025, 5, 28)})

    def stands(*entries: Entry) -> tuple[Any, ...]:
        view = FileView.of(UUID(int=1), given(*OPENED, *entries).file, {})
        [one] = [one for one in obligations(view, date(2025, 6, 6)).obligations if one.id == "provision/PRV-001"]
        return one.party, one.sentence, one.due_on, one.state, one.why

    due_ = found(obliged)["milestone/PRV-001"]
    assert (due_.party, due_.office, due_.due_on, due_.citation) == (party, office, obliged.due_on, "CPC307-S11")
    assert due_.sentence == "Do what PRV-001 asks for (clause 7.2): Hand over the keys."
    assert stands(obliged) == (party, "Hand over the keys", obliged.due_on, "late", None)
    assert stands(obliged, in_time)[3:] == ("kept", "done on 28 May 2025")
    assert "milestone/PRV-001" not in found(obliged, in_time)
    assert "milestone/PRV-001" not in found(obliged.model_copy(update={"due_on": None}))


def test_an_obligation_that_does_not_say_whose_it_is_is_put_down_to_neither_party() -> None:
    """TVP-3.0-2: to pay in advance is not the provider's."""
    obliged = design.MILESTONE.model_copy(
        update={
            "provision": "obligation",
            "owed_by": None,
            "protects": (),
            "words": Said("Pay in advance"),
            "happened_on": BEFORE_IT_BEGAN,
        }
    )
    view = FileView.of(UUID(int=1), given(*OPENED, obliged).file, {})
    [one] = [one for one in obligations(view, date(2025, 4, 1)).obligations if one.id == "provision/PRV-001"]
    asked = found(obliged)["milestone/PRV-001"]

    assert (one.party, one.why) == (None, "whose it is was not said")
    assert (asked.party, asked.office) == ("authority", "lead-officer")
    assert asked.sentence == "Do what PRV-001 asks for (clause 7.2): Pay in advance; whose it is was not said."


def test_milestones_and_payment_times_make_deadlines() -> None:
    """CPC307-S11."""
    invoice = InvoiceReceived(happened_on=date(2025, 4, 7), amount=Money(pence=100))
    thirty = design.MILESTONE.model_copy(
        update={"provision": "payment-time", "due_on": None, "pay_within_days": 30, "protects": ()}
    )
    milestone = design.MILESTONE.model_copy(update={"protects": ()})

    held = found(milestone)["milestone/PRV-001"]
    assert (held.party, held.due_on) == ("provider", date(2025, 6, 1))
    assert "milestone/PRV-001" not in found(milestone, design.REACHED)
    assert found(invoice)["invoice/INV-001"].due_on is None
    assert found(thirty, invoice)["invoice/INV-001"].due_on == date(2025, 5, 7)
    own = invoice.model_copy(update={"due_on": date(2025, 4, 30)})
    assert found(thirty, own)["invoice/INV-001"].due_on == date(2025, 4, 30)
    by_provision, by_itself = found(thirty, invoice)["invoice/INV-001"], found(thirty, own)["invoice/INV-001"]
    assert (by_provision.citation, by_itself.citation) == ("CPC307-S11", "HCC-2.1-b")
    assert "milestone/PRV-001" in {
        d.duty.id for d in due(found(milestone).values(), date(2025, 6, 2)) if d.state == "overdue"
    }


def test_a_plan_is_shared_watched_and_its_activities_are_done_in_turn() -> None:
    """CPC307-C4, CPC307-C5."""
    plan = (*implementation.ON_FILE, implementation.PLAN)
    open_ = found(*plan)

    assert said(open_["plan-shared/IPL-001"])[1:] == (date(2025, 2, 28), "CPC307-C4")
    assert said(open_["plan-watched/IPL-001"])[1:] == (date(2025, 5, 14), "CPC307-C5")
    assert said(open_["activity/IPL-001/A1"]) == (
        "Begin A1 of IPL-001, Recruit carers.", date(2025, 3, 3), "CPC307-C5",
    )  # fmt: skip
    assert "activity/IPL-001/A2" not in open_
    assert open_["activity/IPL-001/A1"].named == "Ann Ashe"
    begun = found(*plan, implementation.reported("started", on=date(2025, 3, 10)))
    assert said(begun["activity/IPL-001/A1"])[:2] == (
        "Complete A1 of IPL-001, Recruit carers, which the plan has complete by 1 April 2025.", date(2025, 4, 8),
    )  # fmt: skip
    done = found(*plan, implementation.reported("completed", on=date(2025, 4, 20)), implementation.SHARED)
    assert done["activity/IPL-001/A2"].due_on == date(2025, 4, 21)
    assert "plan-shared/IPL-001" not in done
    to_nobody = implementation.SHARED.model_copy(update={"groups": (), "recipients": (), "channel": "e-mail"})
    assert "plan-shared/IPL-001" in found(*plan, to_nobody)
    assert "plan-shared/IPL-001" not in found(*plan, to_nobody.model_copy(update={"channel": "website"}))
    changed = (implementation.SHARED, implementation.LONGER, implementation.WEIGHED, implementation.MADE)
    assert found(*plan, *changed)["plan-shared/IPL-001"].due_on == date(2025, 4, 21)
    watched = found(*plan, implementation.MONITORED)["plan-watched/IPL-001"]
    assert (watched.due_on, watched.last_on) == (date(2025, 7, 1), date(2025, 4, 1))


def test_a_plan_found_to_bring_about_its_outcomes_no_longer_is_to_be_changed() -> None:
    """CPC307-C5: by a change proposed since, or by finding at another look that it does."""
    plan, to_change = (*implementation.ON_FILE, implementation.PLAN), "plan-to-change/IPL-001"
    no = implementation.MONITORED.model_copy(update={"outcomes_still_met": "no"})

    assert to_change not in found(*plan, implementation.MONITORED)
    assert said(found(*plan, no)[to_change]) == (
        "Propose a change to IPL-001: on 1 April 2025 it was found to bring about its outcomes no longer.", None,
        "CPC307-C5",
    )  # fmt: skip
    assert to_change not in found(*plan, no, implementation.LONGER)
    assert to_change not in found(*plan, implementation.LONGER.model_copy(update={"happened_on": no.happened_on}), no)
    again = no.model_copy(update={"outcomes_still_met": "yes", "happened_on": date(2025, 4, 9)})
    assert to_change not in found(*plan, no, again)


def test_a_plan_is_shared_with_those_it_was_agreed_with_and_in_a_form_that_is_said() -> None:
    """CPC307-C4: "in an accessible format ... with relevant people": a manager's copy does not reach a forum."""
    carers, managers = ConcernedGroup(who="families", name="Carers"), ConcernedGroup(who="managers")
    agreed = implementation.PLAN.model_copy(update={"agreed_with": (implementation.USERS, carers, managers)})
    plan, shared = (*implementation.ON_FILE, agreed), implementation.SHARED

    def left(*given: Entry) -> str | None:
        duty = found(*plan, *given).get("plan-shared/IPL-001")
        return said(duty)[0] if duty else None

    to_all = shared.model_copy(update={"groups": (implementation.USERS, carers), "recipients": (COUNTY,)})
    everybody = "Share IPL-001 with those it concerns, in a form they can use."
    assert left(shared.model_copy(update={"groups": (), "recipients": (COUNTY,)})) == (
        "Share IPL-001 with Tenants' forum, Carers, in a form they can use."
    )
    assert left(shared) == "Share IPL-001 with Carers, managers, in a form they can use."
    assert left(to_all.model_copy(update={"formats": ()})) == everybody
    assert left(to_all) is None
    assert left(shared, to_all.model_copy(update={"groups": (ConcernedGroup(who="families"),)})) is None
    assert left(shared.model_copy(update={"groups": (), "channel": "website"})) is None


def test_those_a_plan_is_for_have_it_once_they_have_it_in_another_than_the_standard_form() -> None:
    """CPC307-C4: whoever was agreed with, or given it where nobody was; managers may have the standard one."""
    carers, managers = ConcernedGroup(who="families", name="Carers"), ConcernedGroup(who="managers")
    standard = changed(implementation.SHARED, groups=(carers, managers), formats=("standard",))
    spoken = changed(standard, happened_on=date(2025, 2, 18), formats=("standard", "spoken"))

    for agreed_with in ((carers, managers), ()):
        plan = (*implementation.ON_FILE, changed(implementation.PLAN, agreed_with=agreed_with))
        left = found(*plan, standard)["plan-shared/IPL-001"]
        assert said(left)[0] == "Share IPL-001 with Carers, in a form they can use."
        assert "plan-shared/IPL-001" in found(*plan, changed(standard, channel="website"))
        assert "plan-shared/IPL-001" not in found(*plan, standard, spoken)


def test_a_change_is_evaluated_and_then_decided() -> None:
    """CPC307-C6-b, CPC307-C6-c."""
    plan = (*implementation.ON_FILE, implementation.PLAN, implementation.LONGER)

    assert found(*plan)["plan-change/CHG-001"].citation == "CPC307-C6-b"
    assert found(*plan, implementation.WEIGHED)["plan-change/CHG-001"].citation == "CPC307-C6-c"
    assert "plan-change/CHG-001" not in found(*plan, implementation.WEIGHED, implementation.MADE)


def test_what_an_evaluation_of_a_change_leaves_out_is_owed_until_it_is_said_or_the_change_rejected() -> None:
    """CPC307-C6-b: "evaluate them accurately", on outcome, cost, time and risk; made without, too."""
    plan = (*implementation.ON_FILE, implementation.PLAN, implementation.LONGER)
    silent = changed(implementation.WEIGHED, cost=None, effect_on_cost=None, effect_on_time=None, effect_on_risk=None)
    owed = f"details/{len(OPENED) + len(plan) + 1}"

    assert "nothing is said of cost, time, risk" in found(*plan, silent)[owed].sentence
    assert owed in found(*plan, silent, implementation.MADE)
    assert owed not in found(*plan, silent, implementation.WEIGHED)
    assert owed not in found(*plan, silent, changed(implementation.MADE, decision="rejected", changes=()))
    assert owed not in found(*plan, implementation.WEIGHED)


def test_use_is_recorded_month_by_month_and_gaps_show() -> None:
    """CPC308-B4."""
    before = (*resources.BEFORE, resources.PLAN)
    first = found(*before)["use/RPL-001/L1/2025-04-01"]
    assert first.sentence == (
        "Record how much of L1 (Care hours) of RPL-001 was used from 1 April 2025 to 30 April 2025."
    )
    assert (first.since, first.due_on, first.named) == (date(2025, 5, 1), date(2025, 5, 14), "Ann Ashe")
    assert first.assumed == "14 days (assumed; the text gives none)"

    after_april = found(*before, resources.USED)["use/RPL-001/L1/2025-05-01"]
    assert after_april.due_on == date(2025, 6, 14)
    of_june = {"happened_on": date(2025, 7, 2), "period": Span(first=date(2025, 6, 1), last=date(2025, 6, 30))}
    june = resources.USED.model_copy(update=of_june)
    gaps = {key: one for key, one in found(*before, resources.USED, june).items() if key.startswith("use/RPL-001/L1")}
    assert {key: one.due_on for key, one in gaps.items()} == {
        "use/RPL-001/L1/2025-05-01": date(2025, 6, 14), "use/RPL-001/L1/2025-07-01": date(2025, 8, 14),
    }  # fmt: skip
    autumn = {one.duty.id: one.missed for one in due(gaps.values(), date(2025, 10, 20))}
    assert autumn == {"use/RPL-001/L1/2025-05-01": 1, "use/RPL-001/L1/2025-07-01": 3}
    whole = resources.USED.model_copy(update={"period": resources.YEAR, "happened_on": resources.YEAR.last})
    assert not any(key.startswith("use/RPL-001/L1") for key in found(*before, whole))


def test_a_risk_of_a_resource_plan_that_was_not_assessed_is_to_be_completed() -> None:
    """CPC308-A6: how likely it is, and how bad; else no rule could say that it is more than is taken."""
    bare = resources.RISK.model_copy(update={"likelihood": None, "impact": None, "managed_by": None})
    plan = resources.PLAN.model_copy(update={"risks": (bare, resources.RISK.model_copy(update={"id": "R2"}))})
    story = given(*OPENED, *resources.BEFORE).when(plan).departs_from("resource.risks-managed")
    assert story.last is not None
    supplement = EntrySupplemented(
        happened_on=date(2025, 6, 1), position=story.last.position, words=Said("R1: likelihood 4, impact 4."),
        completes=("resource.risks-managed",),
    )  # fmt: skip

    def asked(file: ContractFile) -> str | None:
        open_ = {one.id: one.sentence for one in duties(FileView.of(UUID(int=1), file, {}))}
        return open_.get(f"details/{story.last.position}") if story.last else None

    assert asked(story.file) == (
        f"Complete entry {story.last.position} (RPL-001): it is not said how likely R1 is, how bad R1 is, "
        "how R1 is managed."
    )
    assert asked(story.when(supplement).file) is None


def test_what_a_plan_left_out_of_its_risk_may_be_said_in_the_risk_log() -> None:
    """CPC308-A6: the two are one, how likely and how bad it is and what is done about it may stand in either."""
    bare = changed(resources.RISK, likelihood=None, impact=None, managed_by=None)
    before = (*resources.BEFORE, changed(resources.PLAN, risks=(bare,)))
    asked = f"details/{len(OPENED) + len(before)}"
    seen = RiskIdentified(
        happened_on=date(2025, 5, 2), category="people", subject="resource", activity="RPL-001",
        description=Said("Pay rises"), plan_risk="r1",
    )  # fmt: skip
    rated = RiskAssessed(happened_on=date(2025, 5, 3), risk="RSK-001", likelihood=2, impact=2, owner="Ann Ashe")
    managed = changed(rated, measures=(Step(what=Said("A reserve")),))

    for open_ in ((), (seen,), (seen, rated), (changed(seen, plan_risk=None), managed)):
        assert asked in found(*before, *open_)
    assert asked not in found(*before, seen, managed)
    assert asked not in found(*before, seen, rated, changed(managed, happened_on=date(2025, 5, 9)))
    told = changed(bare, managed_by=Said("Reserve"))
    assert asked not in found(*resources.BEFORE, changed(resources.PLAN, risks=(told,)), seen, rated)


def test_what_is_left_to_say_of_a_plans_risks_is_what_the_log_does_not_say_either() -> None:
    """CPC308-A6: a risk that the log manages is named no more."""
    first = changed(resources.RISK, managed_by=None)
    plan = changed(resources.PLAN, risks=(first, changed(first, id="R2", likelihood=None)))
    before = (*resources.BEFORE, plan)
    asked = f"details/{len(OPENED) + len(before)}"
    seen = RiskIdentified(
        happened_on=date(2025, 5, 2), category="people", subject="resource", activity="RPL-001",
        description=Said("Pay rises"), plan_risk="R1",
    )  # fmt: skip
    managed = RiskAssessed(
        happened_on=date(2025, 5, 3), risk="RSK-001", likelihood=2, impact=2, measures=(Step(what=Said("A reserve")),)
    )
    second = changed(seen, plan_risk="R2")
    rated = changed(managed, risk="RSK-002", measures=())

    def left(*open_: Entry) -> str:
        return found(*before, *open_)[asked].sentence.partition("): ")[2]

    assert left() == "it is not said how likely R2 is, how R1, R2 is managed."
    assert left(seen, managed) == "it is not said how likely R2 is, how R2 is managed."
    assert left(seen, managed, second, rated) == "it is not said how R2 is managed."
    assert left(second, changed(rated, risk="RSK-001")) == "it is not said how R1, R2 is managed."


def test_what_is_said_in_the_log_or_a_supplement_has_done_it() -> None:
    """CPC308-A6, CPC308-B7, CPC308-C6: and the duty is not merely gone."""
    bare, seen = changed(resources.RISK, managed_by=None), date(2025, 5, 2)
    plan = (*OPENED, *resources.BEFORE, changed(resources.PLAN, risks=(bare,)))
    log = (
        RiskIdentified(
            happened_on=seen, category="people", subject="resource", description=Said("Pay rises"), plan_risk="R1"
        ),
        RiskAssessed(
            happened_on=seen, risk="RSK-001", likelihood=2, impact=2, measures=(Step(what=Said("A reserve")),)
        ),
    )
    controls = (resources.CONTROL, changed(resources.CONTROL, happened_on=date(2025, 6, 8), result="meets"))
    reported = (
        evaluation.CRITERIA,
        changed(evaluation.EVALUATED, evidence=()),
        changed(evaluation.REPORTED, recipients=()),
    )
    for story, name in (
        ((*plan, *log), f"details/{len(plan)}"),
        (
            (*OPENED, *controls, _supplement(len(OPENED) + 2, "resource.control-held-to-something")),
            f"control/{len(OPENED) + 2}",
        ),
        ((*plan, *reported, _supplement(len(plan) + 3, "evaluation.reported-to-whom")), "evaluation-reported/EVA-001"),
    ):
        file = given(*story).file
        done = {one.id: one.done_by for one in settled(FileView.of(UUID(int=1), file, {})).duties}

        assert done[name] == (len(story),)


def _supplement(position: int, rule: str) -> EntrySupplemented:
    words = Said("To the county manager")
    return EntrySupplemented(happened_on=date(2025, 11, 9), position=position, words=words, completes=(rule,))


def test_a_plan_that_names_no_risk_has_one_of_the_log_and_that_is_to_be_assessed() -> None:
    """CPC308-A6."""
    bare = resources.PLAN.model_copy(update={"risks": ()})
    story = given(*OPENED, *resources.BEFORE).when(bare).departs_from("resource.risks-managed")
    assert story.last is not None
    asked = f"details/{story.last.position}"
    seen = RiskIdentified(
        happened_on=date(2025, 5, 2), category="people", subject="resource", activity="RPL-001 L1",
        description=Said("Carers leave"),
    )  # fmt: skip
    elsewhere = seen.model_copy(update={"subject": "service", "activity": None})

    assert asked in found(*resources.BEFORE, bare)
    assert asked in found(*resources.BEFORE, bare, elsewhere)
    before = seen.model_copy(update={"happened_on": bare.happened_on - timedelta(days=60), "activity": None})
    closed = RiskClosed(happened_on=bare.happened_on - timedelta(days=1), risk="RSK-001", reason=Said("They stayed"))
    assert f"details/{story.last.position + 2}" in found(before, closed, *resources.BEFORE, bare)
    that_day = closed.model_copy(update={"happened_on": bare.happened_on})
    assert f"details/{story.last.position + 2}" not in found(before, that_day, *resources.BEFORE, bare)
    assert f"details/{story.last.position + 1}" not in found(before, *resources.BEFORE, bare)
    with_one = found(*resources.BEFORE, bare, seen)
    assert asked not in with_one
    assert "risk-assessed/RSK-001" in with_one


def test_a_record_of_use_that_is_not_complete_is_to_be_completed() -> None:
    """CPC308-B4."""
    half = resources.USED.model_copy(update={"complete": False})
    before = (*resources.BEFORE, resources.PLAN, half)
    position = len(OPENED) + len(before)
    open_ = found(*before)[f"use-completed/{position}"]
    assert open_.due_on == max(half.happened_on, half.period.last) + timedelta(days=14)
    added = EntrySupplemented(
        happened_on=date(2025, 6, 1),
        position=position,
        words=Said("Six hours more on 30 April."),
        completes=("resource.use-recorded-completely",),
    )
    assert f"use-completed/{position}" in found(*before, changed(added, completes=()))
    assert f"use-completed/{position}" not in found(*before, added)
    assert f"use-completed/{position}" not in found(*resources.BEFORE, resources.PLAN, resources.USED)


def test_use_beyond_the_tolerance_is_to_be_assessed_though_nobody_saw_it() -> None:
    """CPC308-B5: 1,250 hours where 1,000 were to be used, of which the standard asks for prompt action."""
    before = (*resources.BEFORE, resources.PLAN)
    as_planned = resources.USED.model_copy(update={"used": "1000"})

    one = found(*before, resources.USED)["variance-assessed/RPL-001/L1"]
    assert one.sentence == (
        "Assess the difference of L1 (Care hours) of RPL-001: 1250 hours used where 1000 were to be."
    )
    assert (one.citation, one.opened_by) == ("CPC308-B5", (len(OPENED) + len(before) + 1,))
    assert "variance-assessed/RPL-001/L1" not in found(*before, as_planned)
    assert "variance-assessed/RPL-001/L1" not in found(*before, resources.USED, resources.VARIANCE)


@pytest.mark.parametrize(
    ("said", "settles"),
    [
        ({}, True), ({"period": None}, True), ({"period": resources.YEAR}, True),
        ({"period": Span(first=date(2025, 3, 1), last=date(2025, 3, 31))}, False),
        ({"subject": "time"}, False), ({"plan_line": None}, False), ({"happened_on": date(2025, 4, 30)}, False),
    ],
)  # fmt: skip
def test_a_difference_is_assessed_by_what_is_of_its_line_and_of_its_time(said: dict[str, Any], settles: bool) -> None:
    """CPC308-B5."""
    assessed = changed(resources.VARIANCE, significant=False, **said)

    open_ = found(*resources.BEFORE, resources.PLAN, resources.USED, assessed)

    assert ("variance-assessed/RPL-001/L1" not in open_) is settles


def test_a_difference_that_came_later_is_not_assessed_by_what_was_said_of_the_month_before() -> None:
    """CPC308-B5: April as planned, May three times that; once May is assessed what is left is within the tolerance."""
    difference = "variance-assessed/RPL-001/L1"
    april = changed(resources.USED, used="1000")
    may = Span(first=date(2025, 5, 1), last=date(2025, 5, 31))
    more = changed(april, happened_on=date(2025, 6, 2), period=may, used="3000")
    before = (*resources.BEFORE, resources.PLAN, april, more)
    of_april = changed(resources.VARIANCE, happened_on=date(2025, 6, 3), actual="1000")
    of_may = changed(of_april, period=may, actual="3000")

    assert found(*before, of_april)[difference].sentence == (
        "Assess the difference of L1 (Care hours) of RPL-001: 4000 hours used where 2000 were to be."
    )
    assert difference not in found(*before, of_may)


def test_months_each_as_targeted_that_are_more_than_the_plan_has_are_to_be_assessed() -> None:
    """CPC308-B1, CPC308-B5: each by itself is as it was to be, and the plan is used twice over."""
    difference = "variance-assessed/RPL-001/L1"
    small = changed(resources.PLAN, lines=(changed(resources.HOURS, planned="1000"), resources.MONEY))
    april = changed(resources.USED, used="1000")
    may = Span(first=date(2025, 5, 1), last=date(2025, 5, 31))
    more = changed(april, happened_on=date(2025, 6, 2), period=may)
    of_april = changed(resources.VARIANCE, happened_on=date(2025, 6, 3), actual="1000")

    assert difference not in found(*resources.BEFORE, small, april)
    assert difference in found(*resources.BEFORE, small, april, more)
    assert difference in found(*resources.BEFORE, small, april, more, of_april)
    assert difference not in found(*resources.BEFORE, small, april, more, changed(of_april, period=None))


@pytest.mark.parametrize("said", [{"planned": None, "actual": None}, {"actual": "1010"}, {"significant": False}])
def test_a_variance_is_to_be_acted_on_by_the_use_on_record_whatever_it_says(said: dict[str, Any]) -> None:
    """CPC308-B5: without figures, or with others, the duty to assess was gone and none to act came."""
    other = resources.VARIANCE.model_copy(update=said)

    assert "variance/RVA-001" in found(*resources.BEFORE, resources.PLAN, resources.USED, other)


def test_a_significant_variance_is_to_be_acted_on_within_the_procedures_days() -> None:
    """CPC308-B5."""
    before = (*resources.BEFORE, resources.PLAN)
    small = resources.VARIANCE.model_copy(update={"actual": "1100"})

    assert said(found(*before, resources.VARIANCE)["variance/RVA-001"])[1:] == (date(2025, 5, 19), "CPC308-B5")
    assert "variance/RVA-001" not in found(*before, small)
    acted = resources.ACTED.model_copy(update={"led_to": None})
    assert "variance/RVA-001" not in found(*before, resources.VARIANCE, acted)


def test_an_outcome_is_to_be_gone_over_with_those_who_use_the_service_under_each_of_four_heads() -> None:
    """CPC307-A3: with managers alone it was not; an objective of the contract is not gone over with users."""
    name, objective = "outcome-reviewed/OUT-001", {"sort": "objective", "objective": "price"}
    part = outcomes.REVIEWED.model_copy(update={"covered": ("risk", "affordability")})
    managers = outcomes.REVIEWED.model_copy(update={"groups": (ConcernedGroup(who="managers"),)})
    rest = part.model_copy(update={"covered": ("sustainability", "implications")})

    assert said(found(outcomes.WANTED, managers)[name]) == (
        "Go over OUT-001 with those who use the service: risks, sustainability, affordability and implications.",
        None, "CPC307-A3",
    )  # fmt: skip
    assert found(outcomes.WANTED, part)[name].sentence.endswith("service: sustainability and implications.")
    assert name not in found(outcomes.WANTED, part, rest)
    assert name not in found(outcomes.WANTED, outcomes.REVIEWED.model_copy(update={"decision": "dropped"}))
    assert name not in found(outcomes.WANTED.model_copy(update=objective))


def test_an_outcome_gone_over_with_those_who_use_the_service_waits_for_their_decision() -> None:
    """CPC307-A3: going over it helps them decide; a decision of managers is none of theirs, an earlier one stands."""
    name = "outcome-reviewed/OUT-001"
    left_open = outcomes.REVIEWED.model_copy(update={"decision": "undecided"})
    part = left_open.model_copy(update={"covered": ("risk", "affordability", "sustainability")})
    managers = outcomes.REVIEWED.model_copy(update={"groups": (ConcernedGroup(who="managers"),)})
    begins = "Go over OUT-001 with those who use the service: "

    assert found(outcomes.WANTED, left_open)[name].sentence == f"{begins}they have still to decide on it."
    assert found(outcomes.WANTED, part)[name].sentence == f"{begins}implications; they have still to decide on it."
    assert name in found(outcomes.WANTED, left_open, managers)
    for decided in ((left_open, outcomes.REVIEWED), (outcomes.REVIEWED, left_open), (left_open, outcomes.SPECIFIED)):
        assert name not in found(outcomes.WANTED, *decided)


def test_recommendations_responsibilities_and_controls_are_followed_up() -> None:
    """CPC308-B3, CPC308-B6, CPC308-B7."""
    told = ResourceResponsibilityNotified(happened_on=date(2025, 4, 2), person="Ann Ashe")
    again = resources.CONTROL.model_copy(update={"repeat_by": date(2025, 9, 1)})
    recommended = resources.RECOMMENDED.model_copy(update={"outcomes": ()})
    open_ = found(recommended, told, again)

    assert "Decide on the recommendation RRC-001." in [d.sentence for d in open_.values()]
    assert open_["responsibility/4"].citation == "CPC308-B6"
    assert open_["control/5"].due_on == date(2025, 9, 1)
    acknowledged = told.model_copy(update={"step": "acknowledged"})
    assert "responsibility/4" not in found(recommended, told, again, acknowledged)


def test_once_a_plan_of_resources_runs_what_watches_them_is_checked() -> None:
    """CPC308-B7: once for all plans, which a check does not name; no more when they are over."""
    before, later = (*resources.BEFORE, resources.PLAN), changed(resources.PLAN, title="Another")
    asked, first = "control-checked", resources.PLAN.period.first

    one = found(*before, later)[asked]
    assert said(one) == (
        "Check a system or procedure by which resources are watched and kept up.", None, "CPC308-B7",
    )  # fmt: skip
    assert one.since == max(first, resources.PLAN.happened_on)
    assert len(one.opened_by) == 2
    assert asked not in found(*resources.BEFORE)
    assert asked not in found(*before, resources.CONTROL)
    assert asked not in {
        d.duty.id for d in due(found(*before).values(), resources.PLAN.period.last + timedelta(days=1))
    }


def test_a_control_that_does_not_meet_what_is_asked_is_due_until_it_does() -> None:
    """CPC308-B7: whether or not a day was set for the next check."""
    short = resources.CONTROL.model_copy(update={"result": "partly", "repeat_by": None})
    better = short.model_copy(update={"result": "meets"})

    [one] = [duty for key, duty in found(short).items() if key.startswith("control/")]

    assert one.sentence == f"Bring {short.control} to what is asked of it, and check it again."
    assert (one.due_on, one.office, one.citation[-9:]) == (None, "lead-officer", "CPC308-B7")
    [left] = [duty for key, duty in found(short, better).items() if key.startswith("control/")]
    assert left.sentence == f"Say what is asked of {short.control}, which is now said to meet it."
    bare = EntrySupplemented(happened_on=date(2025, 6, 9), position=4, words=Said("Each visit within 15 minutes"))
    added = changed(bare, completes=("resource.control-held-to-something",))
    assert [key for key in found(short, better, bare) if key.startswith("control/")]
    held_to = changed(better, requirement=Said("Each visit within 15 minutes"))
    for done in ((short, better, added), (short, held_to), (changed(short, requirement=Said("All visits")), better)):
        assert not [key for key in found(*done) if key.startswith("control/")]
    assert not [key for key in found(better) if key.startswith("control/")]


def test_a_control_that_meets_something_else_is_still_held_to_what_it_did_not_meet() -> None:
    """CPC308-B7: until it meets that, whatever came in between, or a supplement says that it was asked otherwise."""
    short = changed(resources.CONTROL, requirement=Said("Each visit recorded by noon"))
    other = changed(short, result="meets", requirement=Said("Passwords changed every quarter"))

    def asked(*checks: Any) -> list[str]:
        return [duty.sentence for key, duty in found(*checks).items() if key.startswith("control/")]

    against = f"Check {short.control} against what entry 3 found it not to meet: now it is said to meet another."
    assert asked(short, other) == asked(short, other, other) == [against]
    for meets in (changed(other, requirement=Said("each visit recorded by NOON")), changed(other, requirement=None)):
        assert asked(short, other, meets) == asked(short, other, meets, other) == []
    anew = EntrySupplemented(happened_on=date(2025, 6, 9), position=4, words=Said("Noon is no longer asked"))
    assert asked(short, other, anew) == asked(short, other)  # what is asked stands in entry 4; a correction changes it
    both = changed(short, requirement=Said("Passwords changed every quarter"))
    assert asked(short, both, other) == [against]


@pytest.mark.parametrize(
    ("to", "office", "named", "party"),
    [
        ((), "lead-officer", None, "authority"),
        ((ANN,), "lead-officer", None, "authority"),
        ((Actor(person="County Manager"),), "county-manager-contracts", "County Manager", "authority"),
        ((Actor(person="Cy Orr", office="county-manager"), ANN), "county-manager-contracts", "Cy Orr", "authority"),
        ((Actor(person="Cy Orr"),), None, "Cy Orr", "authority"),
        ((Actor(person="Pat Good", party="provider"),), "provider-contract-manager", "Pat Good", "provider"),
    ],
)
def test_a_recommendation_is_decided_by_whom_it_is_addressed_to(
    to: tuple[Actor, ...], office: str | None, named: str | None, party: str
) -> None:
    """CPC308-B3: the lead officer only where it is addressed to nobody else."""
    one = found(resources.RECOMMENDED.model_copy(update={"addressed_to": to, "outcomes": ()}))["recommendation/RRC-001"]

    assert (one.office, one.named, one.party) == (office, named, party)


def test_what_another_rejects_and_gives_no_reason_for_leaves_a_recommendation_to_be_decided() -> None:
    """CPC308-B3, docs/adr/0486."""
    put = resources.RECOMMENDED.model_copy(update={"addressed_to": (Actor(person="Cy Orr"),), "outcomes": ()})
    decided = ResourceRecommendationDecided(
        happened_on=date(2025, 6, 10), recommendation="RRC-001", decision="rejected", by=ANN, reason=Said("No vans")
    )
    because = EntrySupplemented(
        happened_on=date(2025, 6, 12), position=4, words=Said("Cy Orr is away"),
        completes=("recommendation.decided-by-whom-it-is-put-to",),
    )  # fmt: skip
    one = found(put, decided)["recommendation/RRC-001"]

    assert one.sentence.startswith("Decide on the recommendation RRC-001: entry 4 is another's decision")
    assert one.opened_by == (3, 4)
    for done in ((decided, changed(decided, by=Actor(person="Cy Orr"))), (decided, because)):
        assert "recommendation/RRC-001" not in found(put, *done)


def test_a_variation_on_a_variance_that_no_entry_records_is_to_be_named() -> None:
    """CPC307-K21: in a supplement that names it, or by the same action recorded with its entry."""
    before = (*resources.BEFORE, resources.PLAN, resources.VARIANCE)
    acted = changed(resources.ACTED, contractual="variation", led_to=None)
    asked = f"details/{len(OPENED) + len(before) + 1}"
    said = EntrySupplemented(
        happened_on=date(2025, 5, 12), position=int(asked.partition("/")[2]), words=Said("Proposed in the letter"),
        completes=("variance.action-leads-to-its-entry",),
    )  # fmt: skip
    proposed = VariationProposed(happened_on=date(2025, 5, 12))

    held = found(*before, acted)
    assert "variance/RVA-001" not in held
    assert (
        held[asked].sentence
        == f"Complete entry {asked[8:]} (variance action taken): the entry that records the variation is not named."
    )
    assert asked not in found(*before, acted, said)
    assert asked in found(*before, acted, proposed)
    assert asked not in found(*before, acted, proposed, changed(acted, led_to=int(asked[8:]) + 1))
    assert asked in found(*before, acted, proposed, changed(resources.ACTED, contractual="none", led_to=None))


def test_each_person_a_plan_names_is_told_what_is_theirs_and_acknowledges_it() -> None:
    """CPC308-B6: a duty for each of them; whoever agreed the plan knows of it."""
    lines = (
        resources.HOURS.model_copy(update={"responsible": "Petra Voss"}),
        resources.MONEY.model_copy(update={"responsible": "Rob Pike"}),
        resources.MONEY.model_copy(update={"id": "L3", "responsible": "petra voss", "name": "Vans"}),
        resources.MONEY.model_copy(update={"id": "L4", "responsible": None}),
        resources.MONEY.model_copy(update={"id": "L5", "responsible": ANN.person}),
    )
    plan = resources.PLAN.model_copy(update={"lines": lines, "by": ANN})
    before, told = (*resources.BEFORE, plan), resources.told
    petra, rob = "responsibility-told/RPL-001/L1", "responsibility-told/RPL-001/L2"

    open_ = found(*before)
    assert {name for name in open_ if name.startswith("responsibility")} == {petra, rob}
    assert said(open_[petra]) == (
        "Tell Petra Voss that L1 (Care hours), L3 (Vans) of RPL-001 are their responsibility.", None, "CPC308-B6",
    )  # fmt: skip
    assert said(open_[rob])[0] == "Tell Rob Pike that L2 (Budget) of RPL-001 is their responsibility."
    assert "details/6" not in open_  # nobody need answer for a line, and that L4 has nobody is shown at the plan

    of_one = found(*before, told(2, "PETRA VOSS", "L1"))
    assert said(of_one[petra])[0] == "Tell Petra Voss that L3 (Vans) of RPL-001 is their responsibility."
    assert "Have PETRA VOSS acknowledge" in of_one["responsibility/7"].sentence
    whole = (*before, told(2, "Petra Voss"), told(2, "Rob Pike", "L2"), told(3, "rob pike", "L2"))
    left = {name for name in found(*whole) if name.startswith("responsibility")}
    assert left == {"responsibility/7", "responsibility/8"}
    answered = told(9, "petra voss", "L1", "L3", step="acknowledged"), told(9, "rob pike", step="acknowledged")
    assert not {name for name in found(*whole, *answered) if name.startswith("responsibility")}
    half = found(*whole, told(9, "petra voss", "L1", step="acknowledged"))
    assert "responsibility/7" in half
    another = found(*before, told(2, "Rob Pike", "L1"), told(2, None, "L2"))
    assert {petra, rob} <= set(another)
    assert rob not in found(*before, told(2, "Rob Pike", step="acknowledged"))  # who acknowledges it knows of it
    assert petra not in {d.duty.id for d in due(open_.values(), date(2026, 4, 1))}  # the plan is over


def test_what_use_means_is_passed_on_every_so_many_months_as_long_as_a_plan_runs() -> None:
    """CPC308-B2."""
    before, informed = (*resources.BEFORE, resources.PLAN), "resources-informed/RPL-001"

    first = found(*before)[informed]
    assert said(first) == (
        "Say what the use of RPL-001 means, and pass it on to those it concerns.", date(2025, 7, 1), "CPC308-B2",
    )  # fmt: skip
    assert first.assumed == "3 months (assumed; the text gives none)"
    early = changed(resources.TOLD, happened_on=date(2025, 4, 2))
    assert found(*before, early)[informed].due_on == date(2025, 7, 1)  # no use was on record yet
    used = (*before, resources.USED)
    again = found(*used, resources.TOLD)[informed]
    assert (again.last_on, again.due_on) == (date(2025, 5, 6), date(2025, 8, 6))
    to_itself = {"by": PIA, "recipients": (PIA,)}
    for empty in ({"interpretation": None}, {"recipients": ()}, {"plan": "RPL-002"}, to_itself, {"by": ANN}):
        other = resources.TOLD.model_copy(update=empty)
        plans = (*used, resources.PLAN) if "plan" in empty else used
        assert found(*plans, other)[informed].due_on == date(2025, 7, 1)
    in_general = resources.TOLD.model_copy(update={"plan": None})
    assert found(*used, in_general)[informed].due_on == date(2025, 8, 6)
    late = resources.TOLD.model_copy(update={"happened_on": date(2026, 3, 2)})
    assert found(*used, late)[informed].due_on == date(2026, 4, 14)
    assert informed not in found(*used, late.model_copy(update={"happened_on": date(2026, 4, 2)}))


def test_needs_for_development_of_which_nothing_is_done_yet_are_settled() -> None:
    """CPC308-K21."""
    needs = (
        DevelopmentArea(area="finance", people=3, action="training"),
        DevelopmentArea(area="risk", people=1, action="none-yet"),
    )
    counted = DevelopmentNeedsCounted(happened_on=date(2025, 5, 1), looked=6, needs=needs)
    later = counted.model_copy(update={"happened_on": date(2025, 6, 2), "needs": needs[:1]})

    assert said(found(counted)["development/3"]) == (
        "Settle what is done about needs for development in risk (1).", None, "CPC308-K21",
    )  # fmt: skip
    assert not {name for name in found(counted, later) if name.startswith("development")}
    bare = EntrySupplemented(happened_on=date(2025, 5, 9), position=3, words=Said("Mentoring"))
    added = changed(bare, completes=("development.says-what-is-done",))
    assert [name for name in found(counted, bare) if name.startswith("development")]
    assert not {name for name in found(counted, added) if name.startswith("development")}


def test_the_right_people_are_asked_for_feedback_on_a_plan_of_resources() -> None:
    """CPC308-A8: of somebody, on this plan, be it as a draft, before it was agreed and had an id."""
    asked, sought = "feedback-sought/RPL-001", evaluation.SOUGHT.model_copy(update={"subject": "resource-plan"})
    before, day = (*resources.BEFORE, resources.PLAN), resources.PLAN.happened_on
    on_it = sought.model_copy(update={"resource_plan": "RPL-001"})
    draft = sought.model_copy(update={"happened_on": day - timedelta(days=9)})
    later = resources.PLAN.model_copy(update={"happened_on": day + timedelta(days=9)})

    assert said(found(*before)[asked]) == (
        "Ask the people it concerns for feedback on RPL-001.", None, "CPC308-A8",
    )  # fmt: skip
    for done in ((*before, on_it), (*before, sought), (*resources.BEFORE, draft, resources.PLAN)):
        assert asked not in found(*done)
    itself = changed(on_it, by=PIA, groups=(ConcernedGroup(who="provider"),))
    for other in (on_it.model_copy(update={"groups": ()}), evaluation.SOUGHT, itself):
        assert asked in found(*before, other)
    open_ = found(*resources.BEFORE, draft, resources.PLAN, later)
    assert (asked in open_, "feedback-sought/RPL-002" in open_) == (False, True)
    between = sought.model_copy(update={"happened_on": day + timedelta(days=5)})  # on the draft of the other
    open_ = found(*before, between, later)
    assert (asked in open_, "feedback-sought/RPL-002" in open_) == (True, False)
    both = (*before, later.model_copy(update={"happened_on": day}), sought)
    assert {asked, "feedback-sought/RPL-002"}.isdisjoint(found(*both))  # of one day: on the drafts of both
    assert asked not in found(*before, sought.model_copy(update={"happened_on": day}), later)
    assert asked not in {d.duty.id for d in due(found(*before).values(), date(2026, 4, 1))}  # the plan is over


def test_what_an_evaluation_leaves_out_of_its_criteria_and_evidence_is_owed_until_it_is_said() -> None:
    """CPC308-C5: "evaluate … with those criteria and facts"; it stands, and it is to be completed."""
    [one] = evaluation.CRITERIA.criteria
    two = changed(evaluation.CRITERIA, criteria=(one, changed(one, id="K2")))
    before, use = (*resources.BEFORE, resources.PLAN, resources.USED, two), len(OPENED) + len(resources.BEFORE) + 2
    rest = CriterionFound(criterion="K2", achieved="yes", progress="100")
    whole = changed(evaluation.EVALUATED, evidence=(use,), findings=(*evaluation.EVALUATED.findings, rest))
    owed = f"details/{len(OPENED) + len(before) + 1}"
    bare = changed(whole, findings=(), evidence=())

    told = found(*before, bare)[owed]
    assert (told.citation, told.office) == ("CPC308-C5", "lead-officer")
    assert "it says nothing of K1, K2; it cites no entry" in told.sentence
    by_one = changed(whole, findings=evaluation.EVALUATED.findings)
    assert "it says nothing of K2" in found(*before, by_one)[owed].sentence
    assert owed not in found(*before, whole)
    assert owed not in found(*before, bare, changed(whole, happened_on=date(2025, 10, 17)))


def test_an_evaluation_of_another_time_is_none_of_the_plans_and_one_told_to_itself_is_still_to_be_reported() -> None:
    """CPC308-C5, CPC308-C6."""
    before = (*resources.BEFORE, resources.PLAN, evaluation.CRITERIA)
    earlier = Span(first=date(2024, 4, 1), last=date(2024, 5, 31))
    evaluated = changed(evaluation.EVALUATED, evidence=(), by=ANN)
    reported = changed(evaluation.REPORTED, by=ANN)

    assert "evaluation/EVA-001" in found(*before, changed(evaluated, period=earlier))
    assert "evaluation/EVA-001" not in found(*before, changed(evaluated, happened_on=date(2026, 4, 2)))
    assert "evaluation-reported/EVA-001" in found(*before, evaluated, reported)
    to_cleo = changed(reported, recipients=(COUNTY,))
    assert "evaluation-reported/EVA-001" not in found(*before, evaluated, to_cleo)


def test_an_answer_of_a_group_that_was_not_asked_is_not_what_came_of_those_who_were() -> None:
    """CPC308-S5: it stays to be recorded what they answered, or that none of them did."""
    users, provider = ConcernedGroup(who="individuals"), ConcernedGroup(who="provider")
    sought = changed(evaluation.SOUGHT, groups=(users,))
    answered = FeedbackReceived(happened_on=date(2025, 9, 20), sought="FBK-001", group=provider, answers=1)

    told = found(sought, answered)["feedback/FBK-001"]
    assert "so far only groups that were not asked answered" in told.sentence
    assert told.due_on == sought.closes_on
    for came in (
        changed(answered, group=users), changed(answered, group=users, answers=0), changed(answered, group=None),
    ):  # fmt: skip
        assert "feedback/FBK-001" not in found(sought, answered, came)
    assert "feedback/FBK-001" not in found(changed(sought, groups=()), answered)


def test_an_evaluation_of_a_part_of_a_plans_time_leaves_the_rest_of_it_due() -> None:
    """CPC308-C5: until all of it was looked at; what is to come of it when it was made was not."""
    no_day = changed(evaluation.CRITERIA, evaluate_by=None)
    before, over = (*resources.BEFORE, resources.PLAN, no_day), date(2026, 4, 1)
    april = Span(first=date(2025, 4, 1), last=date(2025, 4, 30))
    half = Span(first=date(2025, 4, 1), last=date(2025, 9, 30))
    of_april = changed(evaluation.EVALUATED, happened_on=date(2025, 5, 10), evidence=(), period=april)
    rest = changed(of_april, happened_on=date(2026, 4, 2), period=Span(first=date(2025, 5, 1), last=date(2026, 3, 31)))
    owed, left = "evaluation/EVA-001", "evaluation/EVA-001/rest"

    assert said(found(*before)[owed])[0] == "Evaluate EVA-001 by the criteria set."
    assert owed not in found(*before, of_april)
    assert said(found(*before, of_april)[left])[:2] == (
        "Evaluate EVA-001 also for 1 May 2025 to 31 March 2026 by the criteria set.", over,
    )  # fmt: skip
    assert not {owed, left} & found(*before, of_april, rest).keys()
    ahead = changed(of_april, happened_on=date(2025, 9, 1), period=half)
    assert "for 2 September 2025 to 31 March 2026" in found(*before, ahead)[left].sentence
    first = (*resources.BEFORE, resources.PLAN, evaluation.CRITERIA, of_april)
    assert found(*first)[left].due_on == over


def test_half_an_evaluation_made_late_is_late_and_the_rest_is_due_by_itself() -> None:
    """CPC308-C5: that the other half is to come takes nothing from how late the first was."""
    before = (*OPENED, *resources.BEFORE, resources.PLAN, evaluation.CRITERIA)  # by 31 October 2025
    half = Span(first=date(2025, 4, 1), last=date(2025, 9, 30))
    late = changed(evaluation.EVALUATED, happened_on=date(2025, 12, 10), evidence=(), period=half)
    whole = changed(late, happened_on=date(2026, 4, 2), period=Span(first=date(2025, 10, 1), last=date(2026, 3, 31)))

    def told(day: date, *made: Entry) -> list[tuple[str, str, int]]:
        view = FileView.of(UUID(int=1), given(*before, *made).file, {})
        every = due((*settled(view).duties, *duties(view)), day)
        return sorted((x.duty.id, x.state, x.days_over) for x in every if x.duty.id.startswith("evaluation/"))

    first, rest = "evaluation/EVA-001", "evaluation/EVA-001/rest"
    assert told(date(2025, 12, 11), late) == [(first, "done", 40), (rest, "coming", -111)]
    assert told(date(2026, 4, 3), late, whole) == [(first, "done", 40), (rest, "done", 1)]


def test_no_evaluation_is_asked_for_of_the_time_after_the_contract_ended() -> None:
    """CPC308-C5: of these months there is nothing to find."""
    no_day = changed(evaluation.CRITERIA, evaluate_by=None)
    before, ended = (*resources.BEFORE, resources.PLAN, no_day), ContractExpired(happened_on=date(2025, 9, 30))
    half = Span(first=date(2025, 4, 1), last=date(2025, 9, 30))
    made = changed(evaluation.EVALUATED, happened_on=date(2025, 10, 10), evidence=(), period=half)
    first, rest = "evaluation/EVA-001", "evaluation/EVA-001/rest"

    assert found(*before, ended)[first].due_on == date(2025, 10, 1)
    assert not {first, rest} & found(*before, ended, made).keys()
    assert rest in found(*before, made)
    assert first not in found(*before, changed(ended, happened_on=date(2025, 3, 31)))
    given(*OPENED, *before, ended).when(changed(made, happened_on=date(2026, 4, 2))).keeps(
        "evaluation.of-the-plans-time"
    )


@pytest.mark.parametrize(("day", "left"), [(23, True), (24, False), (30, False)])
def test_an_evaluation_of_the_last_days_of_the_time_it_looks_at_leaves_none_over(day: int, left: bool) -> None:
    """CPC308-C5: docs/adr/0503."""
    before = (*resources.BEFORE, resources.PLAN, changed(evaluation.CRITERIA, evaluate_by=None))
    year = changed(
        evaluation.EVALUATED, happened_on=date(2026, 3, day), evidence=(), period=resources.PLAN.period
    )  # fmt: skip

    assert ("evaluation/EVA-001/rest" in found(*before, year)) == left


def test_what_one_evaluation_leaves_out_no_evaluation_of_another_time_mends() -> None:
    """CPC308-C5: what it rests on, and what follows from it."""
    before = (*resources.BEFORE, resources.PLAN, resources.USED, evaluation.CRITERIA)
    april, year = Span(first=date(2025, 4, 1), last=date(2025, 4, 30)), resources.PLAN.period
    bare = changed(evaluation.EVALUATED, happened_on=date(2025, 5, 10), evidence=(), conclusions=None, period=april)
    use = given(*before).file.position - 1
    whole = changed(evaluation.EVALUATED, happened_on=date(2026, 4, 2), evidence=(use,), period=year)
    later = changed(whole, period=Span(first=date(2025, 5, 1), last=date(2026, 3, 31)))

    def missing(*made: Entry) -> bool:
        told = [one.sentence for name, one in found(*before, *made).items() if name.startswith("details/")]
        return any("it cites no entry; it does not say what follows" in sentence for sentence in told)

    assert missing(bare)
    assert missing(bare, later)
    assert not missing(bare, whole)


def test_feedback_is_recorded_and_an_evaluation_made_reported_and_its_criteria_looked_at_again() -> None:
    """CPC308-A8, CPC308-C5, CPC308-C6, CPC308-K17."""
    criteria = evaluation.CRITERIA.model_copy(update={"review_on": date(2026, 4, 1), "resource_plan": None})
    evaluated = evaluation.EVALUATED.model_copy(update={"evidence": ()})
    asked = found(evaluation.SOUGHT, criteria)

    assert said(asked["feedback/FBK-001"])[1:] == (date(2025, 9, 30), "CPC308-A8")
    assert said(asked["evaluation/EVA-001"])[1:] == (date(2025, 10, 31), "CPC308-C5")
    assert said(asked["criteria/EVA-001"])[1:] == (date(2026, 4, 1), "CPC308-K17")
    done = found(evaluation.SOUGHT, criteria, evaluated)
    assert "evaluation/EVA-001" not in done
    assert said(done["evaluation-reported/EVA-001"])[1:] == (date(2025, 11, 7), "CPC308-C6")
    assert "evaluation-reported/EVA-001" not in found(criteria, evaluated, evaluation.REPORTED)


def test_nobody_acknowledges_what_resources_are_their_part_once_the_contract_has_ended() -> None:
    """CPC308-B6, CPC308-B7."""
    told = ResourceResponsibilityNotified(happened_on=date(2025, 3, 3), person="Ann Ashe")
    checked = ResourceControlChecked(
        happened_on=date(2025, 3, 4), control="Rota", result="meets", repeat_by=date(2025, 9, 1)
    )
    open_ = found(told, checked, ContractExpired(happened_on=date(2025, 7, 1))).values()
    both = {"responsibility/3", "control/4"}

    assert both <= {d.duty.id for d in due(open_, date(2025, 6, 30))}
    assert not both & {d.duty.id for d in due(open_, date(2025, 7, 1))}


@pytest.mark.parametrize("duty", ["milestone/PRV-001", "activity/IPL-001/A1", "plan-watched/IPL-001"])
def test_a_plan_to_carry_a_contract_out_asks_for_nothing_once_it_has_ended(duty: str) -> None:
    ended = ContractExpired(happened_on=date(2025, 7, 1))
    open_ = found(*implementation.ON_FILE, implementation.PLAN, ended).values()

    assert duty in {d.duty.id for d in due(open_, date(2025, 6, 30))}
    assert duty not in {d.duty.id for d in due(open_, date(2025, 7, 1))}


def test_use_that_the_providers_people_answer_for_is_recorded_by_the_lead_officer_and_by_nobody_of_theirs() -> None:
    """CPC308-B4: whose they are is told by who was told what is theirs, where no other entry tells it."""
    line = resources.HOURS.model_copy(update={"responsible": "Jo Alder"})
    plan = resources.PLAN.model_copy(update={"lines": (line,)})
    theirs = resources.told(2, "Jo Alder", "L1", holder="provider")
    ours = resources.told(2, "Jo Alder", "L1")

    of_ours, of_theirs = (found(*resources.BEFORE, plan, told)["use/RPL-001/L1/2025-04-01"] for told in (ours, theirs))
    assert (of_ours.office, of_ours.named) == ("lead-officer", "Jo Alder")
    assert (of_theirs.office, of_theirs.named) == ("lead-officer", None)


def test_a_plan_is_watched_at_a_distance_that_is_said_to_be_assumed() -> None:
    """CPC307-C5."""
    watched = found(*implementation.ON_FILE, implementation.PLAN)["plan-watched/IPL-001"]

    assert watched.assumed == "3 months (assumed; the text gives none)"
