"""*A whole life*: from the need to the lessons, and in the end nothing is left to do."""

from datetime import date

from ledger.subjects.lessons import LessonRecorded
from projections.exit.readiness import exit_readiness
from projections.planning.implementation_plan import plans_shown
from projections.planning.outcome_achievement import outcomes_shown
from projections.planning.resources_used import resources_shown
from projections.status.standing import standing
from projections.view import FileView
from tests.example.conftest import WHOLE_LIFE, Example

TODAY = date(2026, 6, 6)


def view(example: Example) -> FileView:
    return example.reader.view(WHOLE_LIFE).value


def test_it_is_bought_lives_and_ends_on_its_day(example: Example) -> None:
    stages = [
        standing(example.reader.status(WHOLE_LIFE, as_at=day).value, day).stage
        for day in (date(2025, 4, 1), date(2025, 6, 15), date(2025, 7, 1), date(2026, 3, 30), date(2026, 3, 31))
    ]

    assert stages == ["not-known", "not-commenced", "live", "live", "ended"]


def test_what_was_wanted_is_what_is_looked_at_in_the_end(example: Example) -> None:
    outcomes = outcomes_shown(view(example), TODAY).outcomes

    assert [(one.id, one.achieved) for one in outcomes] == [
        ("OUT-001", "yes"), ("OUT-002", "yes"), ("OUT-003", "partly"),
    ]  # fmt: skip


def test_the_start_was_late_by_the_change_that_was_made_and_a_day(example: Example) -> None:
    [plan] = plans_shown(view(example), TODAY)
    [change] = plan.changes

    assert (plan.slippage, change.decision, change.end_moves) == (10, "made", 9)
    assert {activity.state for activity in plan.activities} == {"completed"}
    assert plan.risks[0].came_about


def test_what_summer_left_and_winter_took_is_seen_month_by_month(example: Example) -> None:
    """640 hours of 1,100 in July, 1,310 in November; 10,720 in all, of 9,900 and the 840 bought in December."""
    shown = resources_shown(view(example), TODAY)
    [plan] = shown.plans
    months = [
        resources_shown(example.reader.view(WHOLE_LIFE).value, day).plans[0].lines[0].used
        for day in (date(2025, 8, 31), date(2025, 12, 31))
    ]

    assert [(line.used, line.share) for line in plan.lines] == [("10720", "8.3"), ("268500", "8.5"), ("178", "-1.1")]
    assert [variance.share for variance in shown.variances] == ["-41.8", "19.1"]
    assert all(variance.actions for variance in shown.variances)
    assert months == ["1720", "6728"]  # July and August; to the end of December


def test_a_transfer_plan_that_was_returned_was_mended_signed_and_carried_out(example: Example) -> None:
    found = exit_readiness(view(example), TODAY)
    [plan] = found.transfer_plans

    assert (len(plan.returned), plan.versions, plan.state, found.lacking) == (1, 2, "signed", ())
    assert all(item.receipt for item in found.items)
    assert {client.receiving_body for client in found.clients} == {"Stillwater Reablement CIC"}


def test_what_was_learnt_is_for_the_next_contract_and_nothing_else_is_left_to_do(example: Example) -> None:
    lessons = [recorded.entry for recorded in example.book.file(WHOLE_LIFE).of(LessonRecorded)]
    due = example.reader.duties(WHOLE_LIFE).value

    assert sum(lesson.feeds_next_contract is True for lesson in lessons if isinstance(lesson, LessonRecorded)) == 3
    assert [(owed.duty.due_on, owed.state) for owed in due if owed.state == "overdue"] == []
    assert {owed.duty.id.partition("/")[0] for owed in due} == {"retention"}
