"""Stories of which notice of termination a transfer plan answers."""

from __future__ import annotations

from datetime import date

from projections.duties.due import duties
from projections.duties.settled import settled
from projections.exit.readiness import exit_readiness
from tests.story import Story, changed, given
from tests.subjects.test_exits import NOTICE, REGISTERED, REVISED, SUBMITTED
from tests.worked_through import view_of as viewed

BARE = changed(SUBMITTED, notice=None)
LATER = changed(NOTICE, happened_on=date(2026, 5, 1), received_on=date(2026, 5, 1), part="Oxford")
DAY = date(2026, 7, 1)


def awaited(story: Story) -> dict[str, date | None]:
    """Each notice that is to be answered by a plan -> the day one did, None where none has."""
    view = viewed(story.file)
    there = {one.id: one.done_on for one in (*settled(view).duties, *duties(view))}
    name = "transfer-plan/"
    return {one.removeprefix(name): done_on for one, done_on in there.items() if one.startswith(name)}


def test_a_plan_that_names_no_notice_answers_none_that_is_served_later() -> None:
    """TVP-6.0-7: "on any notice": each has its plan, whatever the others have."""
    both = given(REGISTERED, NOTICE, BARE, LATER)

    assert awaited(both) == {"NOT-001": BARE.happened_on, "NOT-002": None}
    shown = exit_readiness(viewed(both.file), DAY)
    assert shown.awaited == ("NOT-002, served on 1 May 2026, of Oxford",)
    own = given(REGISTERED, NOTICE, BARE, LATER, changed(BARE, happened_on=date(2026, 5, 12)))
    assert awaited(own) == {"NOT-001": BARE.happened_on, "NOT-002": date(2026, 5, 12)}
    revised = given(REGISTERED, NOTICE, BARE, LATER, changed(REVISED, happened_on=date(2026, 5, 12), notice=None))
    assert awaited(revised) == {"NOT-001": BARE.happened_on, "NOT-002": None}


def test_a_plan_made_before_a_notice_does_not_answer_it_until_it_is_submitted_again() -> None:
    """TVP-6.0-7: whether or not the version submitted again names the notice."""
    before = changed(BARE, happened_on=date(2025, 6, 20))
    again = changed(REVISED, happened_on=date(2026, 3, 20), notice=None)

    assert awaited(given(REGISTERED, before, NOTICE)) == {"NOT-001": None}
    for version in (again, changed(again, notice="NOT-001")):
        assert awaited(given(REGISTERED, before, NOTICE, version)) == {"NOT-001": date(2026, 3, 20)}


def test_which_of_several_open_notices_a_plan_answers_is_asked() -> None:
    """TVP-6.0-7: it counts for each until it is said."""
    rule, plan = "transfer-plan.names-its-notice", changed(BARE, happened_on=date(2026, 5, 12))
    two = given(REGISTERED, NOTICE, LATER)

    asked = two.when(plan).departs_from(rule)
    [found] = [d.found for d in asked.file.entries[-1].departures if d.rule == rule]
    assert found == "it does not say which of NOT-001 and NOT-002 it answers: it counts for each until that is said"
    assert awaited(two.when(plan).recorded()) == {"NOT-001": plan.happened_on, "NOT-002": plan.happened_on}
    two.when(changed(plan, notice="NOT-002")).keeps(rule)
    said = two.when(plan).recorded().when(changed(REVISED, happened_on=date(2026, 5, 13), notice="NOT-002"))
    assert awaited(said.keeps(rule)) == {"NOT-001": None, "NOT-002": plan.happened_on}
    given(REGISTERED, NOTICE, BARE, LATER).when(plan).keeps(rule)
