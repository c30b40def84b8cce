"""A plan's page says when each change was evaluated, what that recommended, and what was made of it (CPC307-C6-b)."""

from __future__ import annotations

from datetime import date

from ledger.entry import Entry
from ledger.words import Said
from projections.planning.implementation_plan import plans_shown
from projections.planning.plan_changes import ChangeShown, changes_shown
from tests.story import changed, given
from tests.subjects.test_implementation import LONGER, MADE, ON_FILE, PLAN, WEIGHED
from tests.worked_through import view_of

REJECT = changed(WEIGHED, recommendation="reject")
FOR_A_REASON = changed(MADE, reason=Said("There are no carers"))
LATE = changed(REJECT, happened_on=date(2025, 4, 9))


def shown(*entries: Entry, our_side: bool = True) -> ChangeShown:
    view = view_of(given(*ON_FILE, PLAN, LONGER, *entries).file)
    [one] = changes_shown(view, view.file.implementation.plans["IPL-001"], our_side=our_side)
    return one


def test_a_change_made_against_its_evaluation_says_so_also_where_a_reason_is_given() -> None:
    """CPC307-C6-b, CPC307-C6-c."""
    against = shown(REJECT, FOR_A_REASON)
    assert (against.recommended, against.against_advice, against.evaluated_late_on) == ("reject", True, None)
    as_told = shown(changed(REJECT, recommendation="make"), MADE)
    assert (as_told.recommended, as_told.against_advice) == ("make", False)
    assert not shown(REJECT, changed(MADE, decision="rejected")).against_advice
    assert shown(changed(REJECT, recommendation="make"), changed(MADE, decision="rejected")).against_advice


def test_an_evaluation_after_the_decision_is_shown_as_late_and_goes_against_nothing() -> None:
    """CPC307-C6-b: an evaluation is no second decision, and what really happened is recorded."""
    late = shown(FOR_A_REASON, LATE)
    assert (late.evaluated_late_on, late.recommended, late.against_advice) == (date(2025, 4, 9), "reject", False)
    both = shown(REJECT, FOR_A_REASON, changed(LATE, recommendation="make"))
    assert (both.evaluated_late_on, both.recommended, both.against_advice) == (None, "reject", True)


def test_the_provider_is_not_told_that_a_change_was_evaluated_late_or_made_against_advice() -> None:
    """The evaluation before may be withheld from it, and then the one since is the first it is shown."""
    for told in (shown(FOR_A_REASON, LATE, our_side=False), shown(REJECT, FOR_A_REASON, our_side=False)):
        assert (told.recommended, told.evaluated_late_on, told.against_advice) == ("reject", None, False)
    view = view_of(given(*ON_FILE, PLAN, LONGER, FOR_A_REASON, LATE).file)
    for ours, late_on in ((True, date(2025, 4, 9)), (False, None)):
        [plan] = plans_shown(view, date(2025, 6, 2), our_side=ours)
        assert [change.evaluated_late_on for change in plan.changes] == [late_on]
