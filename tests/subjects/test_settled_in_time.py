"""Stories of the time an issue had, where it came back or was given another time since (HCC-7.6-a)."""

from datetime import date
from typing import Any

import pytest

from ledger.entry import Actor, Entry
from ledger.plans import Step, right_by
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.issues import (
    IssueRaised,
    IssueReopened,
    IssueResolved,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
)
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn
from ledger.words import Said
from projections.failings.failings import failings
from projections.status.status import status
from tests.story import given
from tests.worked_through import view_of

ANN, PIA = Actor(person="Ann Ashe"), Actor(person="Pia Poole", party="provider")
RAISED = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
ACTION = ActionAssigned(
    happened_on=date(2025, 3, 3), issue="ISS-001", owner=PIA, description=Said("Hire"), due_on=date(2025, 3, 31)
)
PLAN = ResolutionPlanAgreed(happened_on=date(2025, 3, 3), issues=("ISS-001",), complete_by=date(2025, 3, 31))
SETTLED = IssueResolved(happened_on=date(2025, 5, 20), issue="ISS-001")
BACK = IssueReopened(happened_on=date(2025, 6, 2), issue="ISS-001", reason=Said("Missed again"))
LATE = "On 20 May 2025 it was found settled, 50 days after 31 March 2025, when ACT-001 was to be done."
RULE = "issue.settled-in-time-as-dated"


def changed(entry: Entry, **fields: Any) -> Entry:
    return entry.model_copy(update=fields)


def notice(day: date, remedy_by: date) -> NoticeServed:
    return NoticeServed(
        happened_on=day, notice_kind="default", by=ANN, issues=("ISS-001",), received_on=day, remedy_by=remedy_by
    )


def result(*entries: Entry) -> str:
    [failing] = failings(view_of(given(RAISED, ACTION, *entries).file))
    return next(link.sentence for link in failing.links if link.name == "result")


def test_what_came_back_on_the_day_it_was_settled_keeps_the_term_it_was_settled_by() -> None:
    """HCC-7.6-a: one finding is of the round before it, another on the same day of the round since."""
    same_day = changed(BACK, happened_on=SETTLED.happened_on)

    assert LATE in result(SETTLED, same_day)
    assert result(SETTLED, same_day, SETTLED).count(LATE) == 1


def test_a_plan_that_was_over_when_an_issue_came_back_is_no_time_to_put_it_right_by() -> None:
    """HCC-7.6-c: on Status and in what is due; one that still ran is, and one given since."""

    def plan_due(*entries: Entry) -> date | None:
        return status(view_of(given(RAISED, *entries).file)).issues[0].plan_due

    again = changed(PLAN, happened_on=date(2025, 6, 12), complete_by=date(2025, 7, 30))
    theirs = ResolutionPlanProposed(
        happened_on=date(2025, 6, 12), issues=("ISS-001",), complete_by=date(2025, 8, 1), proposed_by_party="provider"
    )
    assert plan_due(PLAN) == date(2025, 3, 31)
    assert plan_due(PLAN, SETTLED, BACK) is None
    assert plan_due(changed(PLAN, complete_by=date(2025, 6, 30)), SETTLED, BACK) == date(2025, 6, 30)
    assert plan_due(PLAN, SETTLED, BACK, again) == date(2025, 7, 30)
    assert plan_due(PLAN, SETTLED, BACK, theirs) == date(2025, 8, 1)


@pytest.mark.parametrize(
    "later",
    [
        notice(date(2025, 6, 10), date(2025, 7, 10)),
        ResolutionPlanProposed(happened_on=date(2025, 6, 12), issues=("ISS-001",), complete_by=date(2025, 7, 30)),
        changed(PLAN, happened_on=date(2025, 6, 12), complete_by=date(2025, 7, 30)),
    ],
    ids=lambda entry: entry.kind,
)
def test_what_was_settled_late_stays_so_whatever_time_is_given_once_it_came_back(later: Entry) -> None:
    """HCC-7.6-a, docs/adr/0503: by what was known on the day it was found settled."""
    assert LATE in result(SETTLED)
    assert LATE in result(SETTLED, BACK, later)


def test_a_notice_takes_the_day_of_an_action_away_only_while_it_has_effect() -> None:
    """HCC-7.6-a: one withdrawn before it was settled gives it no time."""
    served = notice(date(2025, 4, 10), date(2025, 5, 10))
    withdrawn = NoticeWithdrawn(happened_on=date(2025, 4, 12), notice="NOT-001", reason=Said("A slip"))

    assert LATE not in result(served, SETTLED)
    assert LATE in result(served, withdrawn, SETTLED)
    assert LATE not in result(served, changed(withdrawn, happened_on=date(2025, 6, 12)), SETTLED)


@pytest.mark.parametrize("first", [ACTION, PLAN], ids=lambda entry: entry.kind)
def test_the_time_of_the_first_round_is_none_of_the_second(first: Entry) -> None:
    """HCC-7.6-a, docs/adr/0503: what was over when it came back is past; what was not, or was given since, is not."""
    again = IssueResolved(happened_on=date(2025, 6, 20), issue="ISS-001", within_time=True)
    before = (changed(SETTLED, happened_on=date(2025, 3, 20)), BACK)

    given(RAISED, first, *before).when(again).keeps(RULE)
    due = "complete_by" if first is PLAN else "due_on"
    running = changed(first, **{due: date(2025, 6, 10)})
    given(RAISED, running, *before).when(again).departs_from(RULE)
    anew = changed(running, happened_on=date(2025, 6, 3))
    given(RAISED, first, *before, anew).when(again).departs_from(RULE)
    given(RAISED, first, *before, changed(anew, **{due: date(2025, 6, 30)})).when(again).keeps(RULE)


def test_a_notice_of_the_first_round_takes_no_day_away_from_the_second() -> None:
    """HCC-7.6-a: its time was over when the issue came back."""
    again = IssueResolved(happened_on=date(2025, 6, 20), issue="ISS-001", within_time=True)
    anew = changed(ACTION, happened_on=date(2025, 6, 3), due_on=date(2025, 6, 10))
    served = notice(date(2025, 4, 10), date(2025, 5, 10))

    given(RAISED, served, SETTLED, BACK, anew).when(again).departs_from(RULE)
    given(RAISED, served, SETTLED, BACK, anew, notice(date(2025, 6, 5), date(2025, 7, 5))).when(again).keeps(RULE)


def test_what_was_done_in_the_first_round_shows_nothing_of_the_second() -> None:
    """HCC-7.6-a: an action done before the issue came back did not put it right."""
    again = IssueResolved(happened_on=date(2025, 6, 20), issue="ISS-001", within_time=True)
    running, done = (
        changed(ACTION, due_on=date(2025, 6, 10)),
        ActionCompleted(happened_on=date(2025, 3, 19), action="ACT-001"),
    )
    first = changed(SETTLED, happened_on=date(2025, 3, 20))

    given(RAISED, running, done, first, BACK).when(again).departs_from(RULE)
    done_since = changed(done, happened_on=date(2025, 6, 9))
    given(RAISED, running, first, BACK, done_since).when(again).keeps(RULE)


@pytest.mark.parametrize("steps", [(), (Step(what=Said("Hire two more")),)], ids=["nothing", "no day"])
def test_a_plan_agreed_later_that_gives_no_day_takes_none_away(steps: tuple[Step, ...]) -> None:
    """HCC-7.6-a: it may change what is done; nothing on file moved the day by which all was to be right."""
    late = "50 days after 31 March 2025, when its plan was to be complete"
    dayless = ResolutionPlanAgreed(happened_on=date(2025, 4, 10), issues=("ISS-001",), steps=steps)

    assert late in result(PLAN, dayless, SETTLED)
    story = given(RAISED, PLAN, dayless)
    story.when(changed(SETTLED, within_time=True)).departs_from(RULE)
    assert right_by(story.file, story.file.issues.by_id["ISS-001"]) == (date(2025, 3, 31), None)
    moved = changed(dayless, complete_by=date(2025, 5, 30))
    assert late not in result(PLAN, moved, SETTLED)
    given(RAISED, PLAN, moved).when(changed(SETTLED, within_time=True)).keeps(RULE)
