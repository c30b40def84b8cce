"""What Plan and Outcomes show of a plan held against its file: outcomes in no plan, risks over the limit, a change made
otherwise than it was proposed."""

from __future__ import annotations

from datetime import date

from ledger.activities import ActivityChange
from ledger.entry import Entry
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.risks import RiskAssessed, RiskClosed, RiskIdentified
from ledger.words import Said
from projections.planning.implementation_plan import PlanShown, plans_shown
from projections.planning.outcome_achievement import outcomes_shown
from tests.story import changed, given
from tests.subjects import test_implementation as implementation
from tests.subjects import test_outcomes as outcomes
from tests.worked_through import view_of

ON = date(2025, 5, 1)


def plan_shown(*entries: Entry, our_side: bool = True) -> PlanShown:
    file = given(*implementation.ON_FILE, *entries).file
    [plan] = plans_shown(view_of(file), ON, our_side=our_side)
    return plan


def test_outcomes_specified_that_no_activity_of_a_plan_is_to_bring_about_are_listed() -> None:
    """CPC307-C1: an objective, such as a price, is no activity's."""
    specified = (outcomes.WANTED, outcomes.SPECIFIED, *implementation.ON_FILE)
    recruit = changed(implementation.RECRUIT, outcomes=("OUT-001",))
    for_it = changed(implementation.PLAN, outcomes=("OUT-001",))
    by_it = changed(for_it, activities=(recruit,))

    def unplanned(*entries: Entry) -> tuple[str, ...]:
        return outcomes_shown(view_of(given(*entries).file), ON).unplanned

    assert unplanned(*specified) == unplanned(*specified, for_it) == ("OUT-001",)
    price = changed(outcomes.WANTED, sort="objective", objective="price")
    assert unplanned(price, *specified[1:]) == unplanned(*specified, by_it) == unplanned(outcomes.WANTED) == ()


def test_a_risk_rated_higher_than_is_taken_is_marked_beside_the_most_that_is_of_any_one() -> None:
    """CPC307-C3-b: also one of the log; what is closed is over, and the provider is not told what we take."""
    grave = changed(implementation.RISK, id="R2", likelihood=5)
    agreed = changed(implementation.PLAN, risks=(implementation.RISK, grave))
    seen = RiskIdentified(
        happened_on=date(2025, 3, 5), category="people", description=Said("Strike"), subject="plan", activity="IPL-001"
    )
    rated = RiskAssessed(happened_on=date(2025, 3, 6), risk="RSK-001", likelihood=5, impact=5)
    over = RiskClosed(happened_on=date(2025, 4, 1), risk="RSK-001", reason=Said("Settled"))

    shown = plan_shown(agreed, seen, rated)
    assert shown.most_of_a_risk == 12
    assert [(r.id, r.rating, r.beyond) for r in shown.risks] == [
        ("R1", 12, False), ("R2", 20, True), ("RSK-001", 25, True),
    ]  # fmt: skip
    assert [r.beyond for r in plan_shown(agreed, seen, rated, over).risks] == [False, True, False]
    theirs = plan_shown(agreed, seen, rated, our_side=False)
    assert (theirs.most_of_a_risk, [r.beyond for r in theirs.risks]) == (None, [False, False, False])


def test_what_was_proposed_of_a_change_made_otherwise_stays_beside_what_was_made() -> None:
    """CPC307-C6-a: the evaluation saw that, and not what was made."""
    before = (implementation.PLAN, implementation.LONGER, implementation.WEIGHED)
    other = ActivityChange(activity="A1", becomes=changed(implementation.RECRUIT, days=400))

    [as_proposed] = plan_shown(*before, implementation.MADE).changes
    [otherwise] = plan_shown(*before, changed(implementation.MADE, changes=(other,))).changes

    assert as_proposed.proposed == ()
    assert [p.becomes for d in as_proposed.differences for p in d.parts] == ["50 days"]
    assert [p.becomes for d in otherwise.proposed for p in d.parts] == ["50 days"]
    assert [p.becomes for d in otherwise.differences for p in d.parts] == ["400 days"]


def test_a_plan_shows_who_wants_its_outcomes_and_has_not_agreed_to_it() -> None:
    """CPC307-C1, CPC307-A1: until they agree to it, or to a change; for the authority's own side."""
    hospital, agreed = ConcernedGroup(who="partners", name="St Mary's"), (implementation.USERS,)
    wanted = changed(outcomes.WANTED, wanted_by=(*agreed, hospital, ConcernedGroup(who="managers")))
    serving = changed(implementation.PLAN, outcomes=("OUT-001",))
    made = changed(implementation.MADE, agreed_with=(*agreed, hospital))

    assert plan_shown(wanted, serving).not_agreed == ("St Mary's (OUT-001)",)
    assert plan_shown(wanted, serving, our_side=False).not_agreed == ()
    assert plan_shown(wanted, changed(serving, agreed_with=(*agreed, hospital))).not_agreed == ()
    assert plan_shown(wanted, serving, implementation.LONGER, implementation.WEIGHED, made).not_agreed == ()
