"""*Saved*: the informal stage works, the provider was half right, and nothing is left to do but what goes on."""

from datetime import date

from ledger.subjects.issues import RepresentationsAnswered
from projections.ending.background import background
from projections.ending.readiness import NOT_SHOWN, readiness
from projections.failings.trail import Failing
from projections.status.standing import standing
from projections.view import FileView
from tests.example.conftest import SAVED, Example

TODAY = date(2026, 6, 6)


def view(example: Example) -> FileView:
    return example.reader.view(SAVED).value


def trail(example: Example, issue: str) -> Failing:
    return next(failing for failing in example.reader.failings(SAVED).value if failing.issue == issue)


def test_on_three_dates_two_failings_are_open_then_each_has_its_plan_then_both_are_settled(example: Example) -> None:
    talked = example.reader.status(SAVED, as_at=date(2026, 2, 2)).value
    planned = example.reader.status(SAVED, as_at=date(2026, 3, 1)).value
    now = example.reader.status(SAVED).value

    assert [(issue.id, issue.plan_due) for issue in talked.issues] == [("ISS-001", None), ("ISS-002", None)]
    assert [(issue.id, issue.plan_due) for issue in planned.issues] == [
        ("ISS-001", date(2026, 3, 6)),
        ("ISS-002", date(2026, 2, 20)),
    ]
    assert now.issues == ()
    assert (standing(now, TODAY).stage, standing(now, TODAY).vacancies) == ("live", ())


def test_the_talk_was_summed_up_in_writing_the_same_day(example: Example) -> None:
    file = example.book.file(SAVED)

    assert file.contacts.unsummarised() == []
    for issue in ("ISS-001", "ISS-002"):
        told = next(link for link in trail(example, issue).links if link.name == "told")
        assert (told.state, "27 January 2026" in told.sentence) == ("present", True)


def test_the_line_manager_was_told_and_senior_management_briefed_before_and_after(example: Example) -> None:
    for issue in example.book.file(SAVED).issues.by_id.values():
        assert [(on, office) for on, office, _ in issue.escalated] == [(date(2026, 1, 28), "pdm")]
        assert [on for on, *_ in issue.briefed] == [date(2026, 2, 2), date(2026, 3, 23)]
        assert issue.significant is False


def test_the_provider_was_half_right_and_the_file_says_whose_fault_it_was(example: Example) -> None:
    file = example.book.file(SAVED)
    [answered] = file.of(RepresentationsAnswered)

    assert isinstance(answered.entry, RepresentationsAnswered)
    assert answered.entry.outcome == "accepted"
    assert [(said.issue, said.answered) for said in file.issues.contested(TODAY)] == [
        ("ISS-002", (date(2026, 2, 6), answered.position))
    ]
    said = {line.sentence for line in example.lines(SAVED).values()}
    assert any("That was our doing, not Harbour Light's." in sentence for sentence in said)
    assert any("The cause was the council's own late list" in sentence for sentence in said)


def test_both_trails_are_whole_and_show_what_speaks_for_the_provider(example: Example) -> None:
    assert trail(example, "ISS-001").gaps == trail(example, "ISS-002").gaps == ()
    answer = next(link for link in trail(example, "ISS-002").links if link.name == "answer")
    assert answer.state == "disputed"
    assert "answered: accepted: The list for the west went out twelve days late. That was our doing" in answer.sentence
    shown = background(view(example), TODAY)
    assert shown.gaps == ()
    # Where possible the deputy comes (TVP-4.0-10), which twice it was not, and nothing is first said in a call
    # (TVP-5.1-2b).
    deputy, call = "meeting.deputy-attends", "contact.concern-first-in-recorded-form"
    assert [departure.rule for departure in shown.departures] == [deputy, call, deputy]
    kinds = [example.lines(SAVED)[fact.position].kind for fact in shown.in_favour]
    assert kinds.count("resolution-plan-agreed") == 2  # one for each failing
    assert [kind for kind in kinds if kind != "resolution-plan-agreed"] == [
        "performance-assessed", "action-completed", "issue-resolved", "issue-resolved", "performance-assessed",
        "compliment-received",
    ]  # fmt: skip


def test_both_sides_kept_their_part_of_the_plan_in_time(example: Example) -> None:
    file = example.book.file(SAVED)

    assert {
        action.owner.party: action.completed is not None for action in file.actions.by_id.values() if action.owner
    } == {"provider": True, "authority": True}
    for issue in file.issues.by_id.values():
        [(settled, well, _)] = issue.resolved
        assert (settled, well) == (date(2026, 3, 17), True)


def test_no_right_to_end_the_contract_arose_and_the_formal_stage_was_never_begun(example: Example) -> None:
    for day in (date(2026, 2, 2), date(2026, 3, 1), TODAY):
        then = readiness(view(example), day).in_point
        assert [(s.right.clause, s.right.state) for s in then.rights] == [("15.1", "not-arisen")]
        assert then.proposal is None
    judged = readiness(view(example), TODAY).in_point
    # What was to be done before the formal stage was done; that stage has not been begun.
    open_ones = [condition.id for condition in judged.conditions if condition.state in NOT_SHOWN]
    assert open_ones == ["TC-09", "TC-10", "TC-11", "TC-12", "TC-13", "TC-14", "TC-20", "TC-21"]
    assert judged.rights[0].right.sentence == "Not arisen: no breach notice of the authority is on file."


def test_nothing_is_due_at_the_end_but_the_next_meetings_and_what_precedes_the_end_of_the_contract(
    example: Example,
) -> None:
    due = example.reader.duties(SAVED).value

    assert {owed.duty.id: (owed.state, owed.duty.due_on) for owed in due} == {
        "meeting-held/MTG-004": ("coming", date(2026, 8, 20)),
        "meeting": ("coming", date(2026, 10, 5)),
        "meeting/strategic-half-year": ("coming", date(2026, 10, 5)),
        "meeting/strategic-annual": ("coming", date(2026, 10, 5)),
        # What the service level agreement aims at (TVP-3.0-8).
        "improvement/SLA-001/1": ("coming", date(2026, 10, 5)),
        # Nothing says what the service is to achieve (HCC-3.1-b).
        "outcome-wanted": ("coming", date(2026, 10, 6)),
        # Value for money was not tested yet (TVP-1.0-3).
        "value-for-money": ("coming", date(2026, 10, 6)),
        # What is owed before the contract ends on 5 October 2027.
        "end-plans": ("coming", date(2027, 4, 5)),
        "post-review": ("coming", date(2027, 10, 5)),
    }


def test_what_was_due_while_it_was_open_names_who_has_to_see_to_it(example: Example) -> None:
    then = {owed.duty.id: owed for owed in example.reader.duties(SAVED, as_at=date(2026, 1, 29)).value}

    assert {"brief/ISS-001", "brief/ISS-002", "plan/ISS-001", "plan/ISS-002"} <= set(then)
    assert then["brief/ISS-001"].duty.title == "Policy Development Manager"
    assert not [name for name, owed in then.items() if owed.state == "overdue"]
