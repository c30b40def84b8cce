"""What a party undertook in a plan agreed to put a failing right is among its obligations, and due by its day."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from ledger.entry import Actor, Entry
from ledger.plans import Step
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.default_process import DefaultProcessConcluded, ImprovementPlanAgreed
from ledger.subjects.disputes import (
    ActionState,
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeActionPlanProgressReported,
    DisputeSettled,
    FormalEscalationAuthorised,
)
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
)
from ledger.subjects.meetings import Attendee, KindOfMeeting, MeetingHeld
from ledger.subjects.notices import NoticeServed
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.records import EntryCorrected, EntrySupplemented
from ledger.words import Said
from projections.dispute_plans import dispute_plans
from projections.duties.due import due, duties
from projections.duties.how_late import OPEN
from projections.duties.settled import settled
from projections.failings.failings import failings
from projections.monitoring.agenda import agenda
from projections.obligations import Obligation, obligations
from projections.planning.agreed_steps import agreed_steps
from projections.status.status import status
from projections.view import FileView
from tests.story import changed, given
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


def test_the_days_of_a_plan_the_provider_proposed_and_nobody_agreed_are_watched_too() -> None:
    """HCC-7.6-c: "remind and flag missed dates"; its steps are the provider's, and the manager looks on its day."""
    asked = Step(what=Said("Ask who waits"), owner="Ann Ashe", due_on=date(2025, 7, 21))
    proposed = ResolutionPlanProposed(
        happened_on=date(2025, 7, 5),
        issues=("ISS-001",),
        proposed_by_party="provider",
        steps=(VAN, asked),
        complete_by=date(2025, 7, 31),
    )
    by_letter = IssueNotifiedToProvider(happened_on=date(2025, 7, 2), issue="ISS-001", means="letter")

    def watched(*entries: Entry) -> dict[str, tuple[str, str, int]]:
        found = due(duties(told(by_letter, *entries)), date(2025, 8, 10))
        kinds = ("plan-step/", "plan-checked/")
        return {one.duty.id: (one.sentence.partition(";")[0], one.state, one.days_over or 0) for one in found
                if one.duty.id.startswith(kinds) and one.state in OPEN}  # fmt: skip

    assert watched(proposed) == {
        "plan-step/PLN-001/1": ("PLN-001: A new van", "overdue", 21),
        "plan-checked/ISS-001": (
            "Check whether ISS-001 was put right by 31 July 2025, as proposed in PLN-001", "overdue", 10
        ),
    }  # fmt: skip
    assert status(told(by_letter, proposed)).issues[0].plan_due == date(2025, 7, 31)
    assert not watched(changed(proposed, proposed_by_party="authority"))
    assert not watched(proposed, IssueResolved(happened_on=date(2025, 7, 31), issue="ISS-001"))
    again = changed(proposed, happened_on=date(2025, 7, 15), steps=(), complete_by=date(2025, 8, 8))
    [(sentence, *_)] = watched(proposed, again).values()
    assert sentence.endswith("put right by 8 August 2025, as proposed in PLN-002")
    agreed = ResolutionPlanAgreed(happened_on=date(2025, 7, 6), issues=("ISS-001",), plan="PLN-001", steps=(asked,))
    assert "as planned" in watched(proposed, agreed)["plan-checked/ISS-001"][0]
    assert watched(proposed, agreed)["plan-step/PLN-001/1"][0] == "PLN-001: Ask who waits"


def test_what_is_called_a_plan_and_says_nothing_takes_no_plan_away() -> None:
    """TVP-5.1-3a: its steps went out of sight, and so did the day by which all was to be right."""
    empty = ResolutionPlanAgreed(happened_on=date(2025, 7, 10), issues=("ISS-001",))
    before, after = told(AGREED), told(AGREED, empty)

    assert [one.id for one in agreed_steps(after)] == [one.id for one in agreed_steps(before)] != []
    assert status(after).issues[0].plan_due == status(before).issues[0].plan_due is not None
    says = changed(empty, complete_by=date(2025, 9, 1))
    assert [one.id for one in agreed_steps(told(AGREED, says))] == []


COOK = Step(what=Said("A second cook"), owner="Pat Good", due_on=date(2025, 9, 1), outcome=Said("Warm meals"))
ASKED = Step(what=Said("Ask who waits"), owner="Ann Ashe", due_on=date(2025, 8, 20), outcome=Said("A list"))
FORMAL = FormalEscalationAuthorised(
    happened_on=date(2025, 8, 1), issues=("ISS-001",), form="e-mail",
    by=Actor(person="Sam Senior", office="senior-management"),
)  # fmt: skip
PLANNED = DisputeActionPlanAgreed(happened_on=date(2025, 8, 10), dispute="DSP-001", actions=(COOK, ASKED))


def reported(
    on: date, *states: Literal["done", "late", "not-begun"], by: Actor | None = None
) -> DisputeActionPlanProgressReported:
    stood = tuple(ActionState(number=number, state=state) for number, state in enumerate(states, 1))
    return DisputeActionPlanProgressReported(happened_on=on, plan="PLN-001", actions=stood, by=by)


@pytest.mark.parametrize("our_side", [True, False])
def test_the_actions_of_a_disputes_plan_are_obligations_of_whoever_undertook_them(our_side: bool) -> None:
    """TVP-1.0-1, TVP-5.2-4a: also of a plan that leaves a day of an action out, by the last day of them all."""
    undated = PLANNED.model_copy(update={"actions": (COOK, ASKED.model_copy(update={"due_on": None}))})

    assert [(one.party, one.sentence, one.due_on, one.state) for one in undertaken(
        told(FORMAL, undated), date(2025, 9, 2), our_side=our_side
    )] == [
        ("provider", "A second cook (Pat Good)", date(2025, 9, 1), "late"),
        ("authority", "Ask who waits (Ann Ashe)", date(2025, 9, 1), "late"),
    ]  # fmt: skip
    assert undertaken(told(FORMAL, PLANNED), date(2025, 8, 9)) == []
    [ours] = [one for one in due(duties(told(FORMAL, PLANNED)), LATER) if one.duty.id == "plan-step/PLN-001/2"]
    assert (ours.state, ours.duty.party, ours.duty.citation) == ("overdue", "authority", "TVP-5.2-4a")


def test_an_action_of_a_disputes_plan_that_names_nobody_is_nobodys_until_that_is_agreed() -> None:
    """TVP-5.2-4a: a plan is agreed with its owners, and none was; nor is the plan's end a day agreed for it."""
    bare = PLANNED.model_copy(update={"actions": (COOK, Step(what=Said("Send the report"))), "complete_by": LATER})
    view = told(FORMAL, bare)

    assert [(one.party, one.sentence, one.due_on, one.state, one.why) for one in undertaken(view)] == [
        ("provider", "A second cook (Pat Good)", COOK.due_on, "late", None),
        (None, "Send the report", None, "open", "PLN-001 names nobody for it, and no day"),
    ]  # fmt: skip
    assert [one.id for one in duties(view) if one.id.startswith("plan-step/")] == ["plan-step/PLN-001/1"]
    [asked] = [one for one in duties(view) if one.id.startswith("plan-completed/")]
    assert (asked.office, asked.party, asked.citation) == ("lead-officer", "authority", "TVP-5.2-4a")
    assert asked.sentence.endswith("or agree another plan: action 2 has no owner and no day and no outcome.")

    position = view.file.disputes.plans["PLN-001"].position
    added = EntrySupplemented(happened_on=date(2025, 8, 20), position=position, words=Said("Pat Good sends it"))
    mended = EntryCorrected(
        happened_on=date(2025, 8, 20), position=position, replacement=PLANNED, reason=Said("It was agreed so")
    )
    anew = PLANNED.model_copy(update={"happened_on": date(2025, 8, 20)})
    for closing in (added, mended, anew):
        after = told(FORMAL, bare, closing)
        assert not [one for one in duties(after) if one.id.startswith("plan-completed/")]
        done = [one for one in settled(after).duties if one.id.startswith("plan-completed/")]
        assert [one.done_on for one in done] == ([] if closing is mended else [date(2025, 8, 20)])  # it never was so
    elsewhere = changed(added, completes=("issue.cites-standard",))
    assert [one for one in duties(told(FORMAL, bare, elsewhere)) if one.id.startswith("plan-completed/")]
    assert "may say who does it" in (undertaken(told(FORMAL, bare, added))[1].why or "")
    assert [one.party for one in undertaken(told(FORMAL, bare, mended))] == ["provider", "authority"]


def test_where_a_plans_own_end_is_the_day_of_a_step_it_is_said_so() -> None:
    """TVP-5.2-4a: the day was agreed for the plan, not for the step."""
    undated = PLANNED.model_copy(update={"actions": (COOK, ASKED.model_copy(update={"due_on": None}))})
    view = told(FORMAL, undated)

    assert [one.why for one in undertaken(view)] == [None, "no day of its own: PLN-001 is to be complete then"]
    steps = [one.sentence for one in duties(view) if one.id.startswith("plan-step/")]
    assert steps == ["PLN-001: A second cook.", "PLN-001: Ask who waits by the end of PLN-001, with no day of its own."]


def test_a_step_is_done_by_an_action_that_names_it_in_other_words() -> None:
    """TVP-5.1-3b: which step it is is said; its words tell nothing against that."""
    action = ActionAssigned(
        happened_on=date(2025, 8, 11), description=Said("Ask who waits"), owner=PAT, plan="PLN-001", step=1
    )
    done = ActionCompleted(happened_on=date(2025, 8, 18), action="ACT-001")

    assert [(one.sentence[:8], one.state) for one in undertaken(told(FORMAL, PLANNED, action, done))] == [
        ("A second", "kept"), ("Ask who ", "late"),
    ]  # fmt: skip


def test_an_action_reported_as_done_is_done_until_it_is_reported_otherwise() -> None:
    """TVP-5.2-4b: by the authority's report; what the provider says of itself is its word."""
    first, again = reported(date(2025, 8, 20), "done"), reported(date(2025, 8, 30), "late", "done")
    theirs = reported(date(2025, 8, 20), "done", "done", by=PAT)

    assert [one.state for one in undertaken(told(FORMAL, PLANNED, first))] == ["kept", "late"]
    assert [one.state for one in undertaken(told(FORMAL, PLANNED, first, again))] == ["late", "late"]
    assert undertaken(told(FORMAL, PLANNED, first, again))[1].why == "done on 30 August 2025"
    assert [one.state for one in undertaken(told(FORMAL, PLANNED, theirs))] == ["late", "late"]


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (DisputeActionPlanConcluded(happened_on=date(2025, 9, 5), dispute="DSP-001", plan="PLN-001", result="resolved",
                                    evidence=(5,)), []),
        (DisputeActionPlanConcluded(happened_on=date(2025, 9, 5), dispute="DSP-001", plan="PLN-001",
                                    result="outcomes-missed", evidence=(5,)), []),
        (DisputeSettled(happened_on=date(2025, 9, 5), dispute="DSP-001", settled_at="meeting"), []),
        (PLANNED.model_copy(update={"happened_on": date(2025, 9, 5), "actions": (COOK,)}), ["late"]),
    ],
)  # fmt: skip
def test_what_a_disputes_plan_asks_for_is_asked_until_the_plan_or_the_dispute_is_over(
    after: Entry, left: list[str]
) -> None:
    """TVP-5.2-5, TVP-5.2-4c: nobody asks for it any more; that the matter was resolved shows none of it done."""
    view = told(FORMAL, PLANNED, after)

    assert [one.state for one in undertaken(view, date(2025, 9, 4))] == ["late", "late"]
    assert [one.state for one in undertaken(view)] == left
    open_ones = [one for one in due(duties(view), LATER) if one.duty.id.startswith("plan-step/PLN-001/")]
    assert not any(one.state in OPEN for one in open_ones)


def test_an_action_last_reported_otherwise_is_not_done_because_the_matter_was_found_resolved() -> None:
    """TVP-5.2-4c: two actions reported as not begun and late were "done, in time" the day after, by the conclusion."""
    on = date(2025, 8, 14)
    resolved = DisputeActionPlanConcluded(happened_on=on, dispute="DSP-001", plan="PLN-001", result="resolved")
    stood = reported(date(2025, 8, 13), "not-begun", "late")

    view = told(FORMAL, PLANNED, stood, resolved)
    steps = [one for one in settled(view).duties if one.id.startswith("plan-step/PLN-001/")]
    assert [one.done_on for one in steps] == [None, None]
    assert all(one.not_asked is not None for one in steps)
    assert undertaken(view) == []
    [plan] = dispute_plans(view, "DSP-001", LATER)
    assert [(one.done_on, one.reported) for one in plan.actions] == [(None, "not begun"), (None, "late")]
    some = told(FORMAL, PLANNED, reported(date(2025, 8, 13), "done", "late"), resolved)
    assert [one.done_on for one in dispute_plans(some, "DSP-001", LATER)[0].actions] == [date(2025, 8, 13), None]
    early = told(FORMAL, PLANNED, resolved)  # nothing tells of either, and each is due later
    assert [one.done_on for one in dispute_plans(early, "DSP-001", LATER)[0].actions] == [None, None]
    over = told(FORMAL, PLANNED, changed(resolved, happened_on=date(2025, 9, 5)))  # nor once the days of both are over
    assert [one.done_on for one in dispute_plans(over, "DSP-001", LATER)[0].actions] == [None, None]


def test_the_steps_of_a_plan_on_a_notice_are_obligations_until_its_process_is_over() -> None:
    """TVP-1.0-1, HCC-9.1-b."""
    notice = NoticeServed(happened_on=date(2025, 8, 1), notice_kind="improvement", issues=("ISS-001",))
    plan = ImprovementPlanAgreed(happened_on=date(2025, 8, 10), notice="NOT-001", steps=(COOK,))
    over = DefaultProcessConcluded(happened_on=date(2025, 8, 30), notices=("NOT-001",), result="remedied")
    failed = over.model_copy(update={"result": "not-remedied"})

    assert [(one.sentence, one.state) for one in undertaken(told(notice, plan))] == [
        ("A second cook (Pat Good)", "late")
    ]
    assert [one.state for one in undertaken(told(notice, plan, over))] == ["kept"]
    assert undertaken(told(notice, plan, failed)) == []


NOTICE = NoticeServed(
    happened_on=date(2025, 8, 1), notice_kind="improvement", issues=("ISS-001",), method="hand",
    received_on=date(2025, 8, 1),
)  # fmt: skip


def on_the_agenda(*entries: Entry, on: date = LATER) -> list[str]:
    found = agenda(told(*entries), on, "strategic-half-year").items
    return [m.sentence for item in found if item.id == "action-and-improvement-plans" for m in item.matters]


def held(on: date, kind: KindOfMeeting) -> MeetingHeld:
    return MeetingHeld(
        happened_on=on, meeting_kind=kind, attendees=(Attendee(person="Ann Ashe", office="lead-officer"),)
    )


def test_a_plan_that_is_open_is_on_the_agenda_of_the_longer_meetings() -> None:
    """TVP-3.1-6: action or improvement plans, whatever they are for."""
    resolution = "PLN-001 for ISS-001, agreed on 5 July 2025, is open; all "
    on_notice = ImprovementPlanAgreed(happened_on=date(2025, 8, 10), notice="NOT-001", steps=(COOK,))

    assert on_the_agenda(AGREED, on=date(2025, 7, 31)) == [f"{resolution}is to be right by 31 July 2025"]
    assert on_the_agenda(AGREED, on=date(2025, 8, 1)) == [f"{resolution}was to be right by 31 July 2025"]
    assert on_the_agenda(AGREED, on=date(2025, 7, 4)) == []
    assert on_the_agenda(FORMAL, PLANNED) == [
        "PLN-001 of DSP-001, agreed on 10 August 2025, is open; all was to be right by 1 September 2025"
    ]
    assert on_the_agenda(NOTICE, on_notice) == [
        "PLN-001 on NOT-001, agreed on 10 August 2025, is open; all was to be right by 1 September 2025"
    ]


def test_a_plan_that_is_over_is_on_the_agenda_of_the_next_longer_meeting_and_of_none_after_it() -> None:
    """TVP-3.1-6: a meeting that is no longer one takes nothing off it."""
    settled = IssueResolved(happened_on=date(2025, 7, 20), issue="ISS-001")
    quarterly, longer = held(date(2025, 8, 20), "regular"), held(date(2025, 9, 20), "strategic-half-year")
    told_once = (
        "PLN-001 for ISS-001, agreed on 5 July 2025, has been over since 20 July 2025: "
        "what it is for was found put right; all was to be right by 31 July 2025"
    )

    assert on_the_agenda(AGREED, settled) == [told_once]
    assert on_the_agenda(AGREED, settled, quarterly) == [told_once]
    assert on_the_agenda(AGREED, settled, quarterly, longer) == []
    still_open = on_the_agenda(AGREED, settled, on=date(2025, 7, 19))
    assert still_open == ["PLN-001 for ISS-001, agreed on 5 July 2025, is open; all is to be right by 31 July 2025"]


@pytest.mark.parametrize(
    ("plan", "after", "said"),
    [
        ((AGREED,), NOTICE, "NOT-001 took its place"),
        (
            (AGREED,), ResolutionPlanAgreed(happened_on=date(2025, 8, 1), issues=("ISS-001",), steps=(COOK,)),
            "PLN-002 took its place",
        ),
        (
            (NOTICE, ImprovementPlanAgreed(happened_on=date(2025, 8, 10), notice="NOT-001")),
            DefaultProcessConcluded(happened_on=date(2025, 8, 30), notices=("NOT-001",), result="not-remedied"),
            "the process on NOT-001 ended, not remedied",
        ),
        (
            (FORMAL, PLANNED),
            DisputeActionPlanConcluded(
                happened_on=date(2025, 9, 5), dispute="DSP-001", result="outcomes-missed", evidence=(5,)
            ),
            "it was concluded, outcomes missed",
        ),
        (
            (FORMAL, PLANNED), DisputeSettled(happened_on=date(2025, 9, 5), dispute="DSP-001", settled_at="meeting"),
            "the dispute was over",
        ),
    ],
)  # fmt: skip
def test_it_is_said_what_brought_a_plan_to_its_end(plan: tuple[Entry, ...], after: Entry, said: str) -> None:
    """TVP-3.1-6."""
    first, *_ = on_the_agenda(*plan, after)

    assert first.startswith("PLN-001 ")
    assert f": {said}" in first


def test_a_plan_whose_only_time_is_the_day_of_its_step_has_one_answer_everywhere() -> None:
    """HCC-7.6-c, TVP-5.1-3a: Failings, the issue and Due say by when; a day stated, or proposed, comes before it."""
    letter = IssueNotifiedToProvider(happened_on=date(2025, 7, 2), issue="ISS-001", means="letter")
    stepped = changed(AGREED, complete_by=None)
    proposed = ResolutionPlanProposed(
        happened_on=date(2025, 7, 3), issues=("ISS-001",), complete_by=date(2025, 7, 25), proposed_by_party="provider"
    )
    as_proposed = changed(stepped, plan="PLN-001")

    for entries, by in [
        ((stepped,), date(2025, 7, 20)), ((AGREED,), date(2025, 7, 31)), ((proposed, as_proposed), date(2025, 7, 25)),
        ((changed(proposed, complete_by=None, steps=(VAN,)), changed(as_proposed, steps=())), date(2025, 7, 20)),
        ((changed(stepped, steps=(changed(VAN, due_on=None),)),), None),
    ]:  # fmt: skip
        view = told(letter, *entries)
        [failing] = failings(view)
        answer = next(link for link in failing.links if link.name == "answer")
        days = {one.what: one.on for link in failing.links for one in link.dates}
        checked = [one.due_on for one in duties(view) if one.id == "plan-checked/ISS-001"]

        assert days.get("plan complete by") == days.get("complete by") == by
        assert any("gives no time" in gap.sentence for gap in answer.gaps) is (by is None)
        assert status(view).issues[0].plan_due == by
        assert checked == ([by] if by else [])


def test_the_day_of_its_step_is_the_time_of_a_plan_also_for_what_came_back_and_for_its_other_steps() -> None:
    """HCC-7.6-c, TVP-5.1-3b: what came back while the plan still ran is planned for; a step without a day of its own is
    due by the plan's."""
    letter = IssueNotifiedToProvider(happened_on=date(2025, 7, 2), issue="ISS-001", means="letter")
    settled = IssueResolved(happened_on=date(2025, 7, 10), issue="ISS-001", satisfactory=True)

    def gaps(plan: ResolutionPlanAgreed, back: date) -> list[str]:
        again = IssueReopened(happened_on=back, issue="ISS-001", reason=Said("Cold again"))
        [failing] = failings(told(letter, plan, settled, again))
        return [gap.sentence for link in failing.links if link.name == "answer" for gap in link.gaps]

    undated = (VAN, Step(what=Said("A second cook")))
    for plan in (changed(AGREED, complete_by=VAN.due_on), changed(AGREED, complete_by=None, steps=undated)):
        assert gaps(plan, date(2025, 7, 15)) == []
        [after] = gaps(plan, date(2025, 7, 21))
        assert after.endswith("no plan of the provider since ISS-001 came back on 21 July 2025 is on file")
    notice = NoticeServed(happened_on=date(2025, 7, 3), notice_kind="default", issues=("ISS-001",))
    on_it = ImprovementPlanAgreed(happened_on=date(2025, 7, 5), notice="NOT-001", steps=undated)
    for view in (told(changed(AGREED, complete_by=None, steps=undated)), told(notice, on_it)):
        assert [one.due_on for one in undertaken(view)] == [VAN.due_on] * 2
