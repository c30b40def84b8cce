"""How an issue is noticed, raised and first put to the provider."""

from __future__ import annotations

from datetime import date

from ledger.subjects.actions import ActionAssigned
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
)
from ledger.words import Said
from tests.story import ANN, given

MARCH = date(2025, 3, 3)
RAISED = IssueRaised(happened_on=MARCH, nature=Said("Visits missed"), by=ANN)


def test_an_issue_is_noticed_no_later_than_it_is_raised() -> None:
    later = RAISED.model_copy(update={"noticed_on": date(2025, 3, 4)})

    given().when(later).refused("issue.noticed-before-raised", "4 March 2025")
    given().when(RAISED.model_copy(update={"noticed_on": MARCH})).keeps("issue.noticed-before-raised")


def test_a_concern_is_first_put_to_the_provider_in_a_form_that_leaves_a_record() -> None:
    """TVP-5.1-2b."""
    told = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means="unrecorded", by=ANN)

    given(RAISED).when(told).departs_from("issue.told-in-recorded-form")
    by_mail = told.model_copy(update={"means": "e-mail"})
    given(RAISED).when(by_mail).keeps("issue.told-in-recorded-form")


def test_an_issue_settled_again_on_the_day_it_came_back_is_closed() -> None:
    settled = IssueResolved(happened_on=MARCH, issue="ISS-001")
    back = IssueReopened(happened_on=MARCH, issue="ISS-001", reason=Said("Two more"))

    given(RAISED, settled, back).then(lambda file: file.issues.by_id["ISS-001"].is_open)
    given(RAISED, settled, back, settled).then(lambda file: not file.issues.by_id["ISS-001"].is_open)
    given(RAISED, settled.model_copy(update={"satisfactory": False})).then(lambda file: len(file.issues.open()) == 1)


def test_a_plan_agreed_without_being_proposed_is_given_an_id_and_actions_are_steps_of_it() -> None:
    """HCC-7.6-c."""
    plan = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",), complete_by=date(2025, 3, 31))
    story = given(RAISED, plan)
    assert story.last is not None
    assert story.last.given_id == "PLN-001"

    story.when(ActionAssigned(happened_on=MARCH, plan="PLN-001", description=Said("Send the rota"))).recorded()


def test_a_plan_agreed_as_proposed_is_due_when_the_proposal_says() -> None:
    """HCC-7.6-c: a plan, and the time it takes."""
    proposed = ResolutionPlanProposed(
        happened_on=MARCH, issues=("ISS-001",), proposed_by_party="provider", complete_by=date(2025, 3, 31)
    )
    as_proposed = ResolutionPlanAgreed(happened_on=MARCH, plan="PLN-001", issues=("ISS-001",))
    sooner = as_proposed.model_copy(update={"complete_by": date(2025, 3, 24)})

    story = given(RAISED, proposed, as_proposed)

    assert story.last is not None
    assert story.last.given_id is None
    assert story.file.issues.by_id["ISS-001"].plan_due == date(2025, 3, 31)
    assert given(RAISED, proposed, sooner).file.issues.by_id["ISS-001"].plan_due == date(2025, 3, 24)
