"""How an issue is noticed, raised and first put to the provider."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.entry import Actor, Entry, Money
from ledger.plans import Step
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.issues import (
    IssueEscalated,
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    IssueSignificanceAssessed,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
)
from ledger.words import Said
from projections.background import in_its_favour, speaks_for_the_provider
from tests.story import ANN, given
from tests.worked_through import view_of

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


def test_a_plan_ends_no_earlier_than_it_is_made_and_no_step_is_due_after_its_end() -> None:
    """TVP-5.1-3a, HCC-7.6-c."""
    order, within = "resolution-plan.ends-after-it-is-made", "resolution-plan.steps-within-its-time"
    end = date(2025, 3, 31)
    step = Step(what=Said("Send the rota"), due_on=end)

    for kind in (ResolutionPlanProposed, ResolutionPlanAgreed):
        plan = kind(happened_on=MARCH, issues=("ISS-001",), steps=(step,), complete_by=end)
        given(RAISED).when(plan).keeps(order, within)
        given(RAISED).when(plan.model_copy(update={"complete_by": date(2025, 3, 30)})).departs_from(within)
        given(RAISED).when(plan.model_copy(update={"complete_by": None})).keeps(order, within)
        given(RAISED).when(plan.model_copy(update={"complete_by": MARCH, "steps": ()})).keeps(order, within)
        before = plan.model_copy(update={"complete_by": date(2025, 3, 2)})
        given(RAISED).when(before).refused(order, "2 March 2025")


def test_a_plan_that_says_neither_what_nor_when_is_remarked_on() -> None:
    """HCC-7.6-c: by itself, or by the proposal it agrees to."""
    rule = "resolution-plan.says-what-or-when"
    bare = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",))
    proposed = ResolutionPlanProposed(happened_on=MARCH, issues=("ISS-001",), complete_by=date(2025, 3, 31))

    given(RAISED).when(bare).departs_from(rule)
    given(RAISED).when(bare.model_copy(update={"complete_by": date(2025, 3, 31)})).keeps(rule)
    as_proposed = bare.model_copy(update={"plan": "PLN-001"})
    given(RAISED, proposed).when(as_proposed).keeps(rule)
    given(RAISED, proposed.model_copy(update={"complete_by": None})).when(as_proposed).departs_from(rule)


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


BEFORE = date(2025, 3, 2)


@pytest.mark.parametrize(
    "early",
    [
        IssueResolved(happened_on=BEFORE, issue="ISS-001"),
        IssueReopened(happened_on=BEFORE, issue="ISS-001", reason=Said("Again")),
        IssueEscalated(happened_on=BEFORE, issue="ISS-001", to=Actor(person="Cleo Manager")),
        IssueSignificanceAssessed(happened_on=BEFORE, issue="ISS-001", significant=False),
    ],
    ids=lambda entry: entry.kind,
)
def test_what_is_done_about_an_issue_is_done_after_it_was_noticed(early: Entry) -> None:
    """HCC-7.6-e: settled before it was noticed it cannot have been; a span is judged by its last day."""
    rule = "issue.dealt-with-after-noticed"

    given(RAISED).when(early).refused(rule, "2 March 2025", "noticed on 3 March 2025")
    given(RAISED.model_copy(update={"noticed_on": BEFORE})).when(early).recorded()
    given(RAISED).when(early.model_copy(update={"until": MARCH})).recorded()


def test_no_more_is_affected_than_there_is() -> None:
    """TVP-5.0-3."""
    rule = "issue.no-more-affected-than-there-is"
    assessed = IssueSignificanceAssessed(
        happened_on=MARCH, issue="ISS-001", clients_affected=100, client_group=100, significant=True
    )

    given(RAISED).when(assessed).recorded()
    for wrong in (
        {"clients_affected": 500},
        {"value_affected": Money(pence=200), "annual_value": Money(pence=100)},
        {"client_share": "101"},
    ):
        given(RAISED).when(assessed.model_copy(update=wrong)).refused(rule)
    less = {"value_affected": Money(pence=-1)}
    given(RAISED).when(assessed.model_copy(update=less)).refused("invalid", "value_affected")


@pytest.mark.parametrize(("day", "said", "departs"), [(5, True, True), (5, False, False), (5, None, False)])
@pytest.mark.parametrize("early", [False, True])
def test_an_issue_is_settled_in_time_as_its_dates_have_it(
    day: int, said: bool | None, departs: bool, early: bool
) -> None:
    """HCC-7.6-a: the plan named 31 August; found settled on 5 September, or on 31 August."""
    rule = "issue.settled-in-time-as-dated"
    plan = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",), complete_by=date(2025, 8, 31))
    settled = IssueResolved(
        happened_on=date(2025, 8, 31) if early else date(2025, 9, day), issue="ISS-001", within_time=said
    )

    story = given(RAISED, plan).when(settled)
    if departs != early and said is not None:
        story.departs_from(rule)
    else:
        story.keeps(rule)
    given(RAISED).when(settled).keeps(rule)
    if said:
        action = ActionAssigned(happened_on=MARCH, issue="ISS-001", owner=ANN, description=Said("Hire"))
        done = ActionCompleted(happened_on=date(2025, 8, 29), action="ACT-001")
        given(RAISED, plan, action, done).when(settled).keeps(rule)


def test_what_was_found_settled_in_time_against_its_dates_speaks_for_the_provider_only_with_them() -> None:
    plan = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",), complete_by=date(2025, 8, 31))
    story = given(RAISED, plan).when(IssueResolved(happened_on=date(2025, 9, 5), issue="ISS-001", within_time=True))
    view, last = view_of(story.recorded().file), story.last

    assert last is not None
    assert speaks_for_the_provider(view.file, last.entry)
    assert "was found settled on 5 September 2025; it was to be right by 31 August 2025" in in_its_favour(view, last)
