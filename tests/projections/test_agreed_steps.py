"""What a party undertook in a plan agreed to put a failing right is among its obligations, and due by its day."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.entry import Actor, Entry
from ledger.plans import Step
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueRaised, IssueResolved, ResolutionPlanAgreed, ResolutionPlanProposed
from ledger.subjects.people import LeadOfficerAppointed
from ledger.words import Said
from projections.agreed_steps import agreed_steps
from projections.duties import due, duties
from projections.obligations import Obligation, obligations
from projections.view import FileView
from tests.story import given
from tests.worked_through import view_of

PAT = Actor(person="Pat Good", office="provider-contract-manager", party="provider")
VAN = Step(what=Said("A new van"), owner="Pat Good", due_on=date(2025, 7, 20))
BEFORE: tuple[Entry, ...] = (
    ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Meals", start_date=date(2025, 2, 1),
        procedure="thames-valley/1",
    ),
    LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe"),
    IssueRaised(happened_on=date(2025, 7, 1), nature=Said("Meals are cold")),
)  # fmt: skip
AGREED = ResolutionPlanAgreed(
    happened_on=date(2025, 7, 5), issues=("ISS-001",), complete_by=date(2025, 7, 31),
    steps=(VAN, Step(what=Said("Ask who waits"), owner="Ann Ashe"), Step(what=Said("A second cook"))),
)  # fmt: skip
LATER = date(2026, 6, 6)


def told(*entries: Entry) -> FileView:
    return view_of(given(*BEFORE, *entries).file)


def undertaken(view: FileView, on: date = LATER, *, our_side: bool = True) -> list[Obligation]:
    found = obligations(view, on, our_side=our_side).obligations
    return [one for one in found if one.id.startswith("plan-step/")]


@pytest.mark.parametrize("our_side", [True, False])
def test_the_steps_of_an_agreed_plan_are_obligations_of_whoever_undertook_them(our_side: bool) -> None:
    """TVP-1.0-1: of both parties, each once, by its own day or the plan's."""
    found = undertaken(told(AGREED), our_side=our_side)

    assert [(one.party, one.sentence, one.due_on, one.state, one.source) for one in found] == [
        ("provider", "A new van (Pat Good)", date(2025, 7, 20), "late", "PLN-001"),
        ("provider", "A second cook", date(2025, 7, 31), "late", "PLN-001"),
        ("authority", "Ask who waits (Ann Ashe)", date(2025, 7, 31), "late", "PLN-001"),
    ]
    assert {one.state for one in undertaken(told(AGREED), date(2025, 7, 20))} == {"open"}
    assert undertaken(told(AGREED), date(2025, 7, 4)) == []


def test_a_step_the_provider_undertook_is_its_duty_by_the_day() -> None:
    """TVP-1.0-1, TVP-5.1-3b."""
    [found] = [one for one in due(duties(told(AGREED)), LATER) if one.duty.id == "plan-step/PLN-001/1"]

    assert (found.duty.party, found.duty.office, found.person) == ("provider", "provider-contract-manager", "Pat Good")
    assert (found.duty.due_on, found.state) == (date(2025, 7, 20), "overdue")
    assert found.sentence.startswith("PLN-001: A new van")


def test_a_step_is_done_by_its_action_or_when_the_failing_was_settled_and_gone_with_another_plan() -> None:
    """TVP-5.1-3b, HCC-7.3-a."""
    action = ActionAssigned(happened_on=date(2025, 7, 6), description=Said("A new van"), owner=PAT, plan="PLN-001")
    done = ActionCompleted(happened_on=date(2025, 7, 18), action="ACT-001")
    settled = IssueResolved(happened_on=date(2025, 7, 30), issue="ISS-001")
    other = AGREED.model_copy(update={"happened_on": date(2025, 8, 1), "complete_by": date(2025, 9, 1), "steps": ()})

    assert [one.state for one in undertaken(told(AGREED, action, done))] == ["kept", "late", "late"]
    assert [one.state for one in undertaken(told(AGREED, settled))] == ["late", "kept", "kept"]
    assert undertaken(told(AGREED, other)) == []
    of_the_van = [one for one in duties(told(AGREED, action, done)) if one.id == "plan-step/PLN-001/1"]
    assert not any(one.is_open for one in of_the_van)


def test_where_the_agreement_names_no_steps_those_of_the_plan_proposed_are_meant() -> None:
    """TVP-1.0-1."""
    proposed = ResolutionPlanProposed(
        happened_on=date(2025, 7, 3), issues=("ISS-001",), proposed_by_party="provider", steps=(VAN,)
    )
    agreed = AGREED.model_copy(update={"plan": "PLN-001", "steps": ()})

    assert [(step.id, step.due_on) for step in agreed_steps(told(proposed, agreed))] == [
        ("PLN-001/1", date(2025, 7, 20))
    ]
