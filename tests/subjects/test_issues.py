"""How an issue is noticed, raised and first put to the provider."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pytest

from ledger.entry import Actor, Entry, Money
from ledger.plans import Step, right_by
from ledger.procedures import read
from ledger.specification import Point
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import (
    IssueEscalated,
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    IssueSignificanceAssessed,
    ProviderRepresentationsReceived,
    RepresentationsAnswered,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
)
from ledger.subjects.meetings import AgendaItemConsidered, Attendee, Confirmation, MeetingHeld, MeetingScheduled
from ledger.subjects.people import LeadOfficerAppointed, ProviderContactNamed
from ledger.subjects.performance import PerformanceAssessed
from ledger.subjects.records import EntryStruckOut
from ledger.subjects.termination import ContractTerminated
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.telling import first_told
from ledger.words import Document, Said
from projections.duties.due import duties
from projections.ending.background import in_its_favour, speaks_for_the_provider
from projections.failings.failings import failings
from projections.status.status import status
from tests.story import ANN, PIA, changed, given
from tests.worked_through import view_of

MARCH = date(2025, 3, 3)
RAISED = IssueRaised(happened_on=MARCH, nature=Said("Visits missed"), by=ANN)


def test_an_issue_of_a_time_without_the_contract_is_asked_about_and_recorded() -> None:
    registered = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Home care",
        start_date=date(2025, 2, 3), end_date=date(2027, 2, 2),
    )  # fmt: skip
    ended = ContractTerminated(happened_on=date(2026, 3, 2), by_party="provider")
    old, noticed_old = date(1999, 1, 1), RAISED.model_copy(update={"noticed_on": date(2024, 12, 1)})
    after = RAISED.model_copy(update={"happened_on": date(2026, 6, 5)})
    rule = "issue.under-a-contract"

    asked = given(registered).when(RAISED.model_copy(update={"happened_on": old}), acknowledge_all=False)
    asked.asked(rule)
    assert "it was noticed on 1 January 1999, before the contract began on 6 January 2025" in str(asked.error)
    given(registered).when(noticed_old).departs_from(rule).recorded()
    given(registered).when(RAISED).keeps(rule)
    given(registered).when(after).keeps(rule)
    given(registered, ended).when(after).departs_from(rule).recorded()
    late = after.model_copy(update={"noticed_on": date(2026, 2, 27)})
    given(registered, ended).when(late).keeps(rule)


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


@pytest.mark.parametrize(
    ("parts", "ours"),
    [
        ({"recipient": "Ann Ashe"}, True), ({"recipient": "the Lead Officer"}, True), ({"by": PIA}, True),
        ({"recipient": "Ann Ashe", "meeting": "MTG-001"}, False),
        ({"recipient": "Pia Prior"}, False), ({"recipient": "Somebody Else"}, False), ({"recipient": None}, False),
        ({"recipient": "the provider"}, False), ({"recipient": "Provider's contract manager"}, False),
    ],
)  # fmt: skip
def test_an_issue_told_to_our_own_officer_or_by_the_provider_itself_tells_the_provider_nothing(
    parts: dict[str, Any], ours: bool
) -> None:
    """HCC-7.6-d: it is asked about, and the duty to tell stays; a name not on file is taken as it is said."""
    rule = "issue.told-to-the-provider"
    bound = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Home care, north", procedure="hampshire/1"
    )
    lead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")
    theirs = ProviderContactNamed(happened_on=date(2025, 1, 6), person="Pia Prior", role="contract-manager")
    met = MeetingHeld(happened_on=MARCH, attendees=tuple(Attendee(**who.model_dump()) for who in (ANN, PIA)))
    told = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means="letter", by=ANN).model_copy(update=parts)

    story = given(bound, lead, theirs, RAISED, met).when(told)

    if ours:
        story.departs_from(rule)
        given(bound, lead, theirs, RAISED, met).when(told, acknowledge_all=False).asked(rule)
    else:
        story.keeps(rule)
    assert (first_told(story.file, "ISS-001", read("hampshire/1")) is None) == ours
    asked = {duty.id for duty in duties(view_of(story.file))}
    assert ("tell/ISS-001" in asked) == ours
    link = next(one for failing in failings(view_of(story.file)) for one in failing.links if one.name == "told")
    assert (link.state == "missing") == ours


@pytest.mark.parametrize("means", ["letter", "portal"])
def test_thames_valley_has_a_concern_first_put_by_mail_or_at_a_minuted_meeting(
    means: Literal["letter", "portal"],
) -> None:
    """TVP-5.1-2a: a letter is a record too, so it is told, and remarked on; afterwards it may be written of at will."""
    rule = "issue.told-by-mail-or-at-a-meeting"
    bound = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="T", procedure="thames-valley/1")
    elsewhere = bound.model_copy(update={"procedure": "hampshire/1"})
    told = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means=means, by=ANN)
    mailed = told.model_copy(update={"means": "e-mail"})

    remarked = given(bound, RAISED).when(told).departs_from(rule)
    assert first_told(remarked.file, "ISS-001", read("thames-valley/1")) is not None
    given(bound, RAISED).when(mailed).keeps(rule)
    given(bound, RAISED, mailed).when(told).keeps(rule)
    given(elsewhere, RAISED).when(told).keeps(rule)


def test_what_reached_nobody_of_the_provider_is_not_how_it_was_first_told() -> None:
    """TVP-5.1-2a, TVP-5.1-2b: a letter to one of our own, or the provider's own; what comes after it is the first."""
    bound = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="T", procedure="thames-valley/1")
    lead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")
    told = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means="letter", by=ANN, recipient="Ann Ashe")
    theirs = told.model_copy(update={"by": PIA, "recipient": None})
    on_file, by_mail = given(bound, lead, RAISED), "issue.told-by-mail-or-at-a-meeting"

    for missed in (told, theirs):
        on_file.when(missed).keeps(by_mail).departs_from("issue.told-to-the-provider")
        on_file.when(missed.model_copy(update={"means": "unrecorded"})).keeps("issue.told-in-recorded-form")
    letter = told.model_copy(update={"recipient": None})
    given(bound, lead, RAISED, told).when(letter).departs_from(by_mail)


def test_a_letter_after_a_meeting_whose_minutes_are_to_come_and_a_talk_are_no_first_telling_by_letter() -> None:
    """TVP-5.1-2a, TVP-5.1-2b: the meeting was the first; of a talk it is asked that something was written."""
    rule, talk = "issue.told-by-mail-or-at-a-meeting", "issue.told-in-recorded-form"
    bound = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="T", procedure="thames-valley/1")
    met = MeetingHeld(happened_on=MARCH, attendees=tuple(Attendee(**who.model_dump()) for who in (ANN, PIA)))
    told = IssueNotifiedToProvider(
        happened_on=MARCH, issue="ISS-001", means="minuted-meeting", by=ANN, meeting="MTG-001"
    )
    letter = told.model_copy(update={"means": "letter", "meeting": None})

    given(bound, RAISED, met, told).when(letter).keeps(rule)
    given(bound, RAISED, met).when(letter).departs_from(rule)
    given(bound, RAISED).when(letter.model_copy(update={"means": "unrecorded"})).keeps(rule).departs_from(talk)


def test_an_issue_is_told_at_a_meeting_that_was_held_and_on_its_day() -> None:
    """TVP-5.1-2a."""
    asked, refused = "issue.told-at-a-meeting-on-file", "issue.told-on-the-meetings-day"
    told = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means="minuted-meeting", by=ANN)
    named = told.model_copy(update={"meeting": "MTG-001"})
    met = MeetingHeld(happened_on=MARCH)
    before = MeetingHeld(happened_on=date(2025, 2, 17))
    planned = MeetingScheduled(happened_on=date(2025, 2, 17), meeting_kind="regular", planned_for=MARCH)

    given(RAISED).when(told, acknowledge_all=False).asked(asked)
    given(RAISED, before).when(told).departs_from(asked)
    given(RAISED, planned).when(named).departs_from(asked)
    given(RAISED, met).when(told).keeps(asked, refused)
    given(RAISED, met).when(named).keeps(asked, refused)
    given(RAISED, before).when(named).refused(refused, "17 February 2025")
    given(RAISED, before).when(named.model_copy(update={"means": "e-mail"})).keeps(asked, refused)


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


def test_what_a_plan_that_was_agreed_leaves_out_stands_as_it_was_proposed_when_its_steps_are_held_to_its_end() -> None:
    """HCC-7.6-c: a step after the day proposed, or the day agreed before a step proposed."""
    rule, end = "resolution-plan.steps-within-its-time", date(2025, 3, 31)
    late, last = (Step(what=Said("Send the rota"), due_on=day) for day in (date(2025, 4, 2), end))
    proposed = ResolutionPlanProposed(happened_on=MARCH, issues=("ISS-001",), steps=(last,), complete_by=end)
    agreed, story = (
        ResolutionPlanAgreed(happened_on=MARCH, plan="PLN-001", issues=("ISS-001",)),
        given(RAISED, proposed),
    )

    for said in (changed(agreed, steps=(late,)), changed(agreed, complete_by=date(2025, 3, 30))):
        story.when(said).departs_from(rule)
    in_time = changed(agreed, steps=(late,), complete_by=date(2025, 4, 2))
    for said in (agreed, changed(agreed, steps=(last,)), in_time):
        story.when(said).keeps(rule)


def test_no_step_of_a_plan_is_due_before_the_plan_itself() -> None:
    """HCC-7.6-c."""
    rule, end = "resolution-plan.steps-to-come", date(2025, 3, 31)

    for kind in (ResolutionPlanProposed, ResolutionPlanAgreed):
        for due_on, departs in ((date(2025, 3, 2), True), (MARCH, False), (None, False)):
            steps = (
                Step(what=Said("Send the rota"), due_on=due_on),
                Step(what=Said("Talk to the workers"), due_on=end),
            )
            told = given(RAISED).when(kind(happened_on=MARCH, issues=("ISS-001",), steps=steps, complete_by=end))
            assert (rule in told.recorded().objections) == departs


def test_a_step_that_a_plan_has_from_one_before_it_may_be_over() -> None:
    """HCC-7.6-c: as it was proposed, or as the plan agreed before for the same issue has it."""
    rule, early, end = "resolution-plan.steps-to-come", date(2025, 3, 7), date(2025, 3, 31)
    steps = tuple(Step(what=Said(what), due_on=on) for what, on in (("Send the rota", early), ("Talk", end)))
    proposed = ResolutionPlanProposed(happened_on=MARCH, issues=("ISS-001",), steps=steps)
    agreed = ResolutionPlanAgreed(happened_on=date(2025, 3, 10), issues=("ISS-001",), plan="PLN-001", steps=steps)
    anew = changed(agreed, happened_on=date(2025, 3, 17), plan=None)
    other = IssueRaised(happened_on=MARCH, nature=Said("Late visits"), by=ANN)

    given(RAISED, proposed).when(agreed).keeps(rule)
    given(RAISED, changed(proposed, steps=())).when(agreed).keeps(rule)
    given(RAISED, proposed, agreed).when(anew).keeps(rule)
    given(RAISED).when(changed(agreed, plan=None)).departs_from(rule)
    given(RAISED, proposed, other).when(changed(anew, issues=("ISS-002",))).departs_from(rule)
    with_another = (*steps, Step(what=Said("Train the workers"), due_on=date(2025, 3, 2)))
    story = given(RAISED, proposed).when(changed(agreed, steps=with_another)).departs_from(rule)
    assert story.last is not None
    [found] = [one.found for one in story.last.departures if one.rule == rule]
    assert found == "a step is due on 2 March 2025, before the plan was made on 3 March 2025"


def test_a_plan_that_leaves_out_what_is_to_be_done_or_by_when_is_remarked_on() -> None:
    """HCC-7.6-c: proposed, or agreed: by itself, or by the proposal it agrees to."""
    rule, end = "resolution-plan.says-what-or-when", date(2025, 3, 31)
    talk = (Step(what=Said("Talk to the workers")),)
    paper = (Said(Document("ab" * 32, "The plan")),)
    whole = ResolutionPlanProposed(happened_on=MARCH, issues=("ISS-001",), steps=talk, complete_by=end)
    as_proposed = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",), plan="PLN-001")

    for plan in (whole, ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",), steps=talk, complete_by=end)):
        given(RAISED).when(plan).keeps(rule)
        given(RAISED).when(changed(plan, steps=(), exhibits=paper)).keeps(rule)
        given(RAISED).when(changed(plan, steps=(changed(talk[0], due_on=end),), complete_by=None)).keeps(rule)
        for lacking in ({"steps": ()}, {"complete_by": None}, {"steps": (), "complete_by": None}):
            given(RAISED).when(changed(plan, **lacking)).departs_from(rule)
    given(RAISED, whole).when(as_proposed).keeps(rule)
    given(RAISED, changed(whole, complete_by=None)).when(as_proposed).departs_from(rule)
    given(RAISED, changed(whole, complete_by=None)).when(changed(as_proposed, complete_by=end)).keeps(rule)


def test_only_a_plan_of_the_providers_or_agreed_that_gives_a_time_answers_an_issue() -> None:
    """HCC-7.6-c: it is due until then, and Failings says the same."""
    told = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means="e-mail")
    bare = ResolutionPlanProposed(happened_on=MARCH, issues=("ISS-001",), proposed_by_party="provider")
    timed = changed(bare, complete_by=date(2025, 3, 31))
    by_a_step = changed(bare, steps=(Step(what=Said("Talk"), due_on=date(2025, 3, 20)),))
    ours, unsaid = changed(timed, proposed_by_party="authority"), changed(timed, proposed_by_party=None)
    agreed = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",), plan="PLN-001")
    registered = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Care")

    def asked(*plans: Entry) -> tuple[list[str], str]:
        view = view_of(given(registered, RAISED, told, *plans).file)
        [link] = [one for one in failings(view)[0].links if one.name == "answer"]
        return [one.sentence for one in duties(view) if one.id == "plan/ISS-001"], link.state

    whole = "Answer ISS-001 with a plan and a time for putting it right."
    assert asked() == asked(ours) == asked(changed(unsaid, by=ANN)) == ([whole], "missing")
    assert asked(bare) == ([f"{whole[:-1]}: the plan on file (entry 4) gives none."], "missing")
    for enough in (
        (timed,), (by_a_step,), (ours, agreed), (bare, timed), (unsaid,), (changed(unsaid, by=PIA),),
        (ours, changed(agreed, by=ANN)),
    ):  # fmt: skip
        assert asked(*enough) == ([], "present")


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
    for there, until in ((story, date(2025, 3, 31)), (given(RAISED, proposed, sooner), date(2025, 3, 24))):
        assert right_by(there.file, there.file.issues.by_id["ISS-001"]) == (until, None)


def test_an_answer_to_what_the_provider_said_tells_whether_it_is_accepted_or_why_not() -> None:
    """HCC-2.1-b."""
    rule = "representations.answer-says-what"
    said = ProviderRepresentationsReceived(happened_on=MARCH, answers=1, stance="disputes", words=Said("Not so"))
    answer = RepresentationsAnswered(happened_on=MARCH, representations=2)

    given(RAISED, said).when(answer).departs_from(rule)
    given(RAISED, said).when(changed(answer, outcome="not-accepted")).keeps(rule)
    given(RAISED, said).when(changed(answer, words=Said("The log shows it"))).keeps(rule)


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
    people, value = "issue.no-more-affected-than-there-is", "issue.no-more-value-affected-than-there-is"
    assessed = IssueSignificanceAssessed(
        happened_on=MARCH, issue="ISS-001", clients_affected=100, client_group=100, significant=True
    )

    given(RAISED).when(assessed).recorded()
    for rule, wrong in (
        (people, {"clients_affected": 500}),
        (value, {"value_affected": Money(pence=200), "annual_value": Money(pence=100)}),
        (people, {"client_share": "101"}),
        (value, {"value_share": "101"}),
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


def test_an_issue_is_settled_in_time_by_the_day_of_the_action_given_for_it_where_nothing_else_sets_one() -> None:
    """HCC-7.6-a: by that of the provider's, given before it was found settled; a plan or a notice decides."""
    rule, day = "issue.settled-in-time-as-dated", date(2025, 3, 31)
    action = ActionAssigned(happened_on=MARCH, issue="ISS-001", owner=PIA, description=Said("Hire"), due_on=day)
    settled = IssueResolved(happened_on=date(2025, 5, 20), issue="ISS-001", within_time=True)

    asked = given(RAISED, action).when(settled, acknowledge_all=False)
    asked.asked(rule)
    assert "it was to be right by 31 March 2025, when ACT-001 was to be done" in str(asked.error)
    given(RAISED, action).when(settled.model_copy(update={"happened_on": day})).keeps(rule)
    given(RAISED, action, ActionCompleted(happened_on=day, action="ACT-001")).when(settled).keeps(rule)
    for other in (
        action.model_copy(update={"owner": ANN}), action.model_copy(update={"due_on": None}),
        action.model_copy(update={"issue": None}), action.model_copy(update={"happened_on": date(2025, 5, 27)}),
    ):  # fmt: skip
        later = other.happened_on > settled.happened_on
        given(RAISED, *(() if later else (other,))).when(settled).keeps(rule)
    longer = action.model_copy(update={"due_on": date(2025, 6, 30)})
    given(RAISED, action, longer).when(settled).keeps(rule)
    plan = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",), complete_by=date(2025, 6, 30))
    given(RAISED, action, plan).when(settled).keeps(rule)
    confirmed = AgendaItemConsidered(
        happened_on=date(2025, 5, 28), meeting="MTG-001", item="issues-raised-before",
        confirmations=(Confirmation(issue="ISS-001", satisfactory=True, in_time=True),),
    )  # fmt: skip
    met, unsaid = MeetingHeld(happened_on=date(2025, 5, 28)), settled.model_copy(update={"within_time": None})
    given(RAISED, action, unsaid, met).when(confirmed).departs_from("agenda.confirmed-as-settled")
    given(RAISED, action, met).when(confirmed).departs_from("agenda.says-when-it-was-settled")


def test_of_several_findings_whether_an_issue_is_settled_the_latest_stands() -> None:
    """HCC-7.6-a: by the day it was found, whenever it was recorded; told as such, and the issue open again."""
    rule = "issue.found-as-before"
    well = IssueResolved(happened_on=date(2025, 5, 1), issue="ISS-001")
    not_well = IssueResolved(happened_on=date(2025, 6, 1), issue="ISS-001", satisfactory=False)
    back = IssueReopened(happened_on=date(2025, 5, 20), issue="ISS-001", reason=Said("Again"))

    told = given(RAISED, well).when(not_well).departs_from(rule)
    assert told.last is not None
    assert "settled well on 1 May 2025 (entry 3)" in next(d.found for d in told.last.departures if d.rule == rule)
    given(RAISED, well, back).when(not_well).keeps(rule)
    given(RAISED, not_well).when(well).keeps(rule)
    for entries, opened in (((well, not_well), True), ((not_well, well), True), ((not_well,), True), ((well,), False)):
        assert given(RAISED, *entries).file.issues.by_id["ISS-001"].is_open is opened
    view = view_of(told.file)
    assert status(view).issues[0].reopened == 1
    last = next(link for link in failings(view)[0].links if link.name == "result").sentence
    assert "On 1 May 2025 it was found settled. On 1 June 2025 it was found after all not settled well." in last


def test_what_was_found_settled_in_time_against_its_dates_speaks_for_the_provider_only_with_them() -> None:
    plan = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",), complete_by=date(2025, 8, 31))
    story = given(RAISED, plan).when(IssueResolved(happened_on=date(2025, 9, 5), issue="ISS-001", within_time=True))
    view, last = view_of(story.recorded().file), story.last

    assert last is not None
    assert speaks_for_the_provider(view.file, last.entry)
    assert "was found settled on 5 September 2025; it was to be right by 31 August 2025" in in_its_favour(view, last)


def test_a_standard_that_took_effect_only_later_is_told_as_such() -> None:
    """HCC-6.1-b: in a specification put on file after the issue or before it; where there is another, too."""
    later = ServiceSpecificationIssued(
        happened_on=date(2025, 2, 3), effective_from=date(2025, 4, 1), version="2",
        standards=(Point(id="S1", text=Said("Visits are on time")),),
    )  # fmt: skip
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Late"), standards=("s1",))
    stated = "s1 stands in specification 2, in force only from 1 April 2025 (entry 2), after 3 March 2025"

    told = given(later).when(raised).departs_from("issue.standard-on-file")
    assert told.last is not None
    assert [d.found for d in told.last.departures if d.rule == "issue.standard-on-file"] == [stated]

    first = later.model_copy(update={"effective_from": date(2025, 1, 6), "version": "1", "standards": (
        Point(id="S2", text=Said("Records are kept")),
    )})  # fmt: skip
    both = raised.model_copy(update={"standards": ("S2", "S1", "S9")})
    told = given(first, later).when(both).departs_from("issue.standard-on-file")
    assert told.last is not None
    [found] = [d.found for d in told.last.departures if d.rule == "issue.standard-on-file"]
    assert found == (
        "S1 stands in specification 2, in force only from 1 April 2025 (entry 3), after 3 March 2025; no standard S9 "
        "in specification 1; there are S2"
    )

    given(later).when(raised.model_copy(update={"until": date(2025, 4, 1)})).keeps("issue.standard-on-file")
    given(later).when(raised.model_copy(update={"about": True})).keeps("issue.standard-on-file")
    given(later).when(raised.model_copy(update={"happened_on": date(2025, 4, 1)})).keeps("issue.standard-on-file")
    struck = EntryStruckOut(happened_on=date(2025, 2, 4), position=2, reason=Said("Another contract's"))
    given(later, struck).when(raised).keeps("issue.standard-on-file")


@pytest.mark.parametrize("cited", ["method statement", "Method-Statement s.2", "The provider's method statement"])
def test_the_method_statement_is_cited_as_part_of_the_specification_in_force(cited: str) -> None:
    """TVP-3.0-1: requirements and method statement together make up the specification."""
    rule = "issue.standard-on-file"
    without = ServiceSpecificationIssued(
        happened_on=date(2025, 1, 6), version="1", standards=(Point(id="S1", text=Said("Visits are on time")),)
    )
    statement = Said(Document("ab" * 32, "How we work"))
    spec = without.model_copy(update={
        "happened_on": date(2025, 2, 3), "effective_from": date(2025, 2, 10), "version": "2",
        "method_statement": statement,
    })  # fmt: skip
    raised = IssueRaised(happened_on=date(2025, 2, 10), nature=Said("No key worker"), standards=(cited,))

    [shown] = failings(view_of(given(without, spec).when(raised).keeps(rule).recorded().file))
    standard = shown.links[0]
    assert (standard.state, standard.entries[-1]) == ("present", 3)
    assert (
        f"{cited} of specification 2, in force since 10 February 2025: How we work".lower() in standard.sentence.lower()
    )

    before = given(without, spec).when(raised.model_copy(update={"happened_on": date(2025, 2, 9)})).departs_from(rule)
    assert before.last is not None
    [found] = [d.found for d in before.last.departures if d.rule == rule]
    assert found.startswith(f"{cited} stands in specification 2, in force only from 10 February 2025")
    given(without).when(raised).departs_from(rule)

    alone = spec.model_copy(update={"standards": ()})
    judged = PerformanceAssessed(happened_on=date(2025, 3, 3), standards=(cited,), judgement="not-met")
    given(alone).when(judged).keeps("assessment.standard-in-a-document")


def test_what_a_meeting_confirms_of_an_issues_time_is_what_it_was_found_settled_as() -> None:
    """HCC-7.6-a."""
    rule, held = "agenda.confirmed-as-settled", MeetingHeld(happened_on=date(2025, 11, 28))
    plan = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",), complete_by=date(2025, 10, 24))
    settled = IssueResolved(happened_on=date(2025, 11, 20), issue="ISS-001", within_time=False)

    def confirmed(in_time: bool | None) -> AgendaItemConsidered:
        one = Confirmation(issue="ISS-001", satisfactory=True, in_time=in_time)
        return AgendaItemConsidered(
            happened_on=date(2025, 11, 28), meeting="MTG-001", item="issues-raised-before", confirmations=(one,)
        )

    given(RAISED, plan, settled, held).when(confirmed(True), acknowledge_all=False).asked(rule)
    unsaid = settled.model_copy(update={"within_time": None})
    given(RAISED, plan, unsaid, held).when(confirmed(True)).departs_from(rule)
    for kept in (False, None):
        given(RAISED, plan, settled, held).when(confirmed(kept)).keeps(rule)
    given(RAISED, plan, held).when(confirmed(True)).keeps(rule).departs_from("agenda.says-when-it-was-settled")
    since = confirmed(True).model_copy(update={"discussion": Said("Four carers since 20 October")})
    given(RAISED, plan, held).when(since).keeps("agenda.says-when-it-was-settled")
    given(RAISED, plan, settled, held).when(confirmed(False)).keeps("agenda.says-when-it-was-settled")
    given(RAISED, plan, held).when(confirmed(False)).keeps(rule)
    back = IssueReopened(happened_on=date(2025, 11, 24), issue="ISS-001", reason=Said("Two more"))
    given(RAISED, plan, settled, back, held).when(confirmed(True)).keeps(rule)

    one = Confirmation(issue="ISS-001", satisfactory=False)
    not_well = confirmed(None).model_copy(update={"confirmations": (one,)})
    for there in ((settled, back), ()):
        given(RAISED, plan, *there, held).when(not_well).keeps(rule)
    told = given(RAISED, plan, settled, held).when(not_well).departs_from(rule)
    assert told.last is not None
    [found] = [d.found for d in told.last.departures if d.rule == rule]
    assert found.startswith("ISS-001 was found settled on 20 November 2025 (entry 4), and has not come back")


def test_what_a_meeting_confirms_as_settled_was_put_to_the_provider_and_found_as_before() -> None:
    """HCC-7.6-a: nothing is remarked on where it came back, or settles what was not. Failings says so in any order."""
    rule = "agenda.confirmed-as-on-file"
    told = IssueNotifiedToProvider(happened_on=date(2025, 3, 20), issue="ISS-001", means="e-mail")
    first, second = MeetingHeld(happened_on=date(2025, 4, 7)), MeetingHeld(happened_on=date(2025, 5, 7))

    def at(meeting: MeetingHeld, name: str, well: bool) -> AgendaItemConsidered:
        return AgendaItemConsidered(
            happened_on=meeting.happened_on, meeting=name, item="issues-raised-before",
            confirmations=(Confirmation(issue="ISS-001", satisfactory=well, in_time=well or None),),
        )  # fmt: skip

    untold = given(RAISED, first).when(at(first, "MTG-001", well=True)).departs_from(rule)
    untold.departs_from("agenda.says-when-it-was-settled")
    given(RAISED, first).when(at(first, "MTG-001", well=False)).keeps(rule)
    both, well, not_well = (RAISED, told, first, second), at(first, "MTG-001", True), at(second, "MTG-002", False)
    given(*both).when(well).keeps(rule)
    after = given(*both, well).when(not_well).departs_from(rule)
    for story, words in (
        (untold, "ISS-001 is confirmed as settled well, and the provider is not on file as told of it"),
        (after, "ISS-001: MTG-001 on 7 April 2025 found it settled well (entry 6), and it is not on file that it came"),
    ):
        assert story.last is not None
        [found] = [d.found for d in story.last.departures if d.rule == rule]
        assert found.startswith(words)
    for entries in ((well, not_well), (not_well, well)):
        [shown] = failings(view_of(given(*both, *entries).file))
        [looked] = [link.sentence for link in shown.links if link.name == "check"]
        assert "MTG-002 on 7 May 2025 found it not settled, though MTG-001 on 7 April 2025 found it settled" in looked
    back = IssueReopened(happened_on=date(2025, 4, 20), issue="ISS-001", reason=Said("Again"))
    given(*both, well, back).when(not_well).keeps(rule)
    given(*both, at(first, "MTG-001", False)).when(at(second, "MTG-002", True)).keeps(rule)
    result = IssueResolved(happened_on=date(2025, 4, 30), issue="ISS-001", satisfactory=False)
    given(*both, well).when(result).departs_from("issue.found-as-before")


def test_what_is_confirmed_before_its_day_was_in_time() -> None:
    """HCC-7.6-a: of an issue to be right by 24 October, a meeting of the 1st finds nothing that was too late."""
    rule, held = "agenda.confirmed-as-settled", MeetingHeld(happened_on=date(2025, 10, 1))
    plan = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",), complete_by=date(2025, 10, 24))

    def confirmed(in_time: bool) -> AgendaItemConsidered:
        one = Confirmation(issue="ISS-001", satisfactory=True, in_time=in_time)
        return AgendaItemConsidered(
            happened_on=date(2025, 10, 1), meeting="MTG-001", item="issues-raised-before", confirmations=(one,)
        )

    given(RAISED, plan, held).when(confirmed(False)).departs_from(rule)
    given(RAISED, plan, held).when(confirmed(True)).keeps(rule)


def test_one_meeting_finds_one_thing_of_an_issue() -> None:
    """HCC-7.6-a: settled well and in time, and not settled, in two items of one meeting, asks for a reason."""
    rule, held = "agenda.one-finding-of-an-issue", MeetingHeld(happened_on=date(2025, 10, 1))

    def confirmed(
        satisfactory: bool, in_time: bool | None = None, item: str = "service-issues"
    ) -> AgendaItemConsidered:
        one = Confirmation(issue="ISS-001", satisfactory=satisfactory, in_time=in_time)
        return AgendaItemConsidered(happened_on=date(2025, 10, 1), meeting="MTG-001", item=item, confirmations=(one,))

    met = given(RAISED, held, confirmed(True, True, "issues-raised-before"))
    both = met.when(confirmed(False), acknowledge_all=False).asked(rule)
    assert "settled well, in time (entry 4), and not settled well (this entry)" in str(both.error)
    met.when(confirmed(True, False)).departs_from(rule)
    met.when(confirmed(True)).keeps(rule)
    met.when(confirmed(True, True)).keeps(rule)


def test_no_meeting_held_before_an_issue_was_noticed_confirms_it_as_settled() -> None:
    """HCC-7.6-a."""
    rule = "issue.settled-at-a-later-meeting"
    settled = IssueResolved(happened_on=date(2025, 11, 20), issue="ISS-001", meeting="MTG-001")
    for day, kept in ((date(2025, 3, 2), False), (MARCH, True)):
        story = given(RAISED, MeetingHeld(happened_on=day)).when(settled)
        story.keeps(rule) if kept else story.refused(rule, "ISS-001 was noticed on")
    about = MeetingHeld(happened_on=date(2025, 3, 2), about=True)
    given(RAISED, about).when(settled).keeps(rule)
