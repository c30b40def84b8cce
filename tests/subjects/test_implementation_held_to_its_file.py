"""Stories of an implementation plan held against its own file: outcomes, risks, looks at it, and changes to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.activities import ActivityChange
from ledger.folding import fold
from ledger.planning import PlannedRisk
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.implementation import ContingencyInvoked, ImplementationPlanAgreed
from ledger.subjects.records import EntryCorrected
from ledger.words import Said
from tests.story import ANN, PIA, Story, changed, given
from tests.subjects.test_evaluation import BEFORE, EVALUATED, JUDGED, REPORTED
from tests.subjects.test_implementation import (
    LONGER,
    MADE,
    MONITORED,
    ON_FILE,
    PLAN,
    RECRUIT,
    RISK,
    SHARED,
    START,
    TRAIN,
    USERS,
    WEIGHED,
    reported,
)
from tests.subjects.test_outcomes import RECOMMENDED, REVIEWED, VIEWS, WANTED
from tests.subjects.test_resources import BEFORE as RESOURCED
from tests.subjects.test_resources import PLAN as RESOURCES
from tests.subjects.test_resources import TOLD

DROPPED = changed(REVIEWED, decision="dropped")
BY_RECRUITING = changed(PLAN, outcomes=("OUT-001",), activities=(START, TRAIN, changed(RECRUIT, outcomes=("OUT-001",))))
"""The plan, by one activity of which OUT-001 is to come about."""
YES = changed(MONITORED, outcomes_still_met="yes")


def found(story: Story, rule: str) -> str:
    """What a rule found against the last entry."""
    assert story.departs_from(rule).last is not None
    return next(d.found for d in story.last.departures if d.rule == rule) if story.last else ""


def change(*activities: Any) -> Any:
    """A change of these activities, proposed on 2 April 2025."""
    return changed(LONGER, changes=tuple(ActivityChange(activity=a.id, becomes=a) for a in activities))


def test_those_who_want_the_outcomes_of_a_plan_agree_to_it() -> None:
    """CPC307-C1, CPC307-A1: a hospital that wanted it is asked after; managers are of those who make the plan."""
    rule, hospital = "plan.agreed-with-who-wants-its-outcomes", ConcernedGroup(who="partners", name="St Mary's")
    wanted = changed(WANTED, wanted_by=(USERS, hospital, ConcernedGroup(who="managers")))
    on_file, both = given(wanted, *ON_FILE), changed(BY_RECRUITING, agreed_with=(USERS, hospital))

    assert found(on_file.when(BY_RECRUITING), rule) == (
        "of those who want its outcomes these are not among those who agreed: St Mary's (OUT-001)"
    )
    on_file.when(both).keeps(rule)
    given(wanted, DROPPED, *ON_FILE).when(BY_RECRUITING).keeps(rule)
    given(*ON_FILE).when(PLAN).keeps(rule)
    without = changed(PLAN, outcomes=(), activities=(START, TRAIN, RECRUIT))
    serving = change(changed(RECRUIT, outcomes=("OUT-001",)))
    assert "St Mary's" in found(given(wanted, *ON_FILE, without, serving).when(MADE), rule)
    given(wanted, *ON_FILE, both, serving).when(MADE).keeps(rule)
    given(wanted, *ON_FILE, without, serving).when(changed(MADE, decision="rejected")).keeps(rule)


def test_each_outcome_a_plan_names_is_brought_about_by_an_activity() -> None:
    """CPC307-C1: also with a change, which leaves none without the one it had."""
    on_file, rule = given(WANTED, *ON_FILE), "plan.serves-outcomes"

    assert found(on_file.when(changed(PLAN, outcomes=("OUT-001",))), rule) == "no activity is to bring about OUT-001"
    agreed = on_file.when(BY_RECRUITING).keeps(rule)
    away = agreed.when(change(changed(RECRUIT, days=50)))
    assert found(away, rule) == "no activity is to bring about OUT-001"
    assert found(away.when(WEIGHED).when(MADE), rule) == "no activity is to bring about OUT-001"
    away.when(WEIGHED).when(changed(MADE, decision="rejected")).keeps(rule)
    agreed.when(change(changed(BY_RECRUITING.activities[2], days=50))).keeps(rule)


def test_a_plan_is_for_no_outcome_that_those_concerned_dropped() -> None:
    """CPC307-C1, CPC307-K11."""
    dropped = given(WANTED, DROPPED, *ON_FILE)

    assert found(dropped.when(BY_RECRUITING), "plan.serves-outcomes") == "those concerned dropped OUT-001"


def test_two_risks_of_a_plan_do_not_have_one_id() -> None:
    """CPC307-C3-a, CPC308-A6: a contingency would be used for both."""
    twins = (RISK, changed(RISK, id="r1", category="property"))

    given(*ON_FILE).when(changed(PLAN, risks=twins)).refused("plan.risks-apart", "stands more than once")
    given(*ON_FILE).when(changed(PLAN, risks=(RISK, changed(RISK, id="R2")))).recorded()
    of_resources = tuple(changed(risk, activity=None) for risk in twins)
    given(*RESOURCED).when(changed(RESOURCES, risks=of_resources)).refused("resource.risks-apart", "R1")


def test_what_contradicted_a_rule_that_came_since_keeps_nothing_it_rests_on_from_being_corrected() -> None:
    """CPC307-C3-a: a plan with two risks of one id, recorded before that was refused."""
    agreed = given(WANTED, *ON_FILE, BY_RECRUITING)
    twins = changed(BY_RECRUITING, risks=(RISK, RISK))
    stored = [*agreed.file.known[:-1], replace(agreed.file.known[-1], entry=twins)]
    wanted = next(r.position for r in stored if r.given_id == "OUT-001")

    slip = EntryCorrected(
        happened_on=date(2025, 3, 1), position=wanted, reason=Said("Slip"), replacement=changed(WANTED, aim="Another")
    )
    Story(fold(stored), called="C-1").when(slip).recorded()


def test_what_is_kept_ready_for_a_risk_of_one_activity_is_used_for_that_one() -> None:
    """CPC307-C3-a: a risk of the whole plan may come about in any."""
    rule, of_training = "contingency.of-the-activity-at-risk", changed(RISK, activity="A2")
    used = ContingencyInvoked(happened_on=date(2025, 3, 20), plan="IPL-001", activity="A1", risk="r1")
    agreed = given(*ON_FILE, changed(PLAN, risks=(of_training,)))

    assert found(agreed.when(used), rule) == "r1 is a risk of A2, and it was used for A1"
    agreed.when(changed(used, activity="a2")).keeps(rule)
    given(*ON_FILE, PLAN).when(used).keeps(rule)


def test_the_risks_of_a_plan_are_rated_when_it_is_agreed() -> None:
    """CPC307-C3-b: without, what they come to is nothing, and within any limit."""
    rule, bare = "plan.risks-rated", PlannedRisk(id="R2", category="people", words=Said("w"), likelihood=3)

    said = found(given(*ON_FILE).when(changed(PLAN, risks=(RISK, bare))), rule)
    assert said == "it is not said how likely and how bad R2 would be"
    given(*ON_FILE).when(PLAN).keeps(rule)
    given(*ON_FILE).when(changed(PLAN, risks=())).keeps(rule)


@pytest.mark.parametrize(
    ("before", "told", "rule"),
    [
        ((*ON_FILE, PLAN), SHARED, "plan.shared-accessibly"),
        ((*BEFORE, JUDGED, EVALUATED), REPORTED, "evaluation.reported-accessibly"),
        ((*RESOURCED, RESOURCES), TOLD, "resource.information-accessible"),
    ],
    ids=["plan", "evaluation", "resources"],
)  # fmt: skip
def test_those_a_service_is_for_are_not_given_a_thing_in_standard_form_alone(
    before: tuple[Any, ...], told: Any, rule: str
) -> None:
    """CPC307-C4, CPC308-D3: to managers it may be."""
    on_file, plain = given(*before), changed(told, formats=("standard",), groups=(USERS,))

    assert found(on_file.when(plain), rule) == "Tenants' forum had it in standard form alone"
    on_file.when(changed(plain, formats=("standard", "easy-read"))).keeps(rule)
    on_file.when(changed(plain, groups=(ConcernedGroup(who="managers"),))).keeps(rule)
    public = changed(plain, groups=(ConcernedGroup(who="public"),))  # those it is for are among them
    assert found(on_file.when(public), rule) == "public had it in standard form alone"


def test_what_is_recommended_is_shared_in_a_form_people_can_use() -> None:
    """CPC308-D3: with those it concerns; officers need not be told how they were."""
    rule, on_file = "outcome.recommendation-accessible", given(VIEWS, WANTED)
    shared = changed(RECOMMENDED, shared_with=(USERS,), formats=("standard",))

    assert found(on_file.when(shared), rule) == "Tenants' forum had it in standard form alone"
    on_file.when(changed(shared, formats=("easy-read",))).keeps(rule)
    on_file.when(RECOMMENDED).keeps(rule)


def test_outcomes_still_met_are_none_in_doubt_and_which_are_in_doubt_is_said() -> None:
    """CPC307-C5."""
    rule = "plan.monitored-outcome-by-outcome"
    second = changed(WANTED, wording=Said("Seen within two days"))
    one = given(WANTED, second, *ON_FILE, BY_RECRUITING)
    two = given(WANTED, second, *ON_FILE, changed(BY_RECRUITING, outcomes=("OUT-001", "OUT-002")))

    said = found(one.when(changed(YES, outcomes=("OUT-001",))), rule)
    assert said == "they are said to be still met, and OUT-001 to be in doubt or out of reach"
    one.when(YES).keeps(rule)
    one.when(MONITORED).keeps(rule)  # it is for that one alone
    assert found(two.when(MONITORED), rule) == "it does not say which of OUT-001, OUT-002"
    two.when(changed(MONITORED, outcomes=("OUT-002",))).keeps(rule)


def test_outcomes_are_not_still_met_where_every_activity_for_them_was_given_up() -> None:
    """CPC307-C5: nor where the whole plan was."""
    rule, given_up = "plan.met-by-what-is-left", reported("given-up", on=date(2025, 3, 10))
    agreed = given(WANTED, *ON_FILE, BY_RECRUITING)

    agreed.when(YES).keeps(rule)
    left = agreed.when(given_up)
    assert found(left.when(YES), rule) == "no activity is left that is to bring about OUT-001"
    left.when(MONITORED).keeps(rule)
    left.when(DROPPED).when(YES).keeps(rule)
    given(*ON_FILE, PLAN, given_up).when(YES).keeps(rule)  # none of its activities is for any
    others = (changed(given_up, activity=named) for named in ("A2", "A3"))
    assert found(given(*ON_FILE, PLAN, given_up, *others).when(YES), rule) == "every activity of IPL-001 was given up"


def test_what_is_made_of_a_change_is_what_was_evaluated() -> None:
    """CPC307-C6-b, CPC307-C6-c: quite another change is asked about as one never evaluated is."""
    weighed, rule = given(*ON_FILE, PLAN, LONGER, WEIGHED), "plan.change-evaluated-first"
    longer_still, sold = changed(RECRUIT, days=400), changed(START, id="A9", after=(), starts_on=date(2025, 9, 1))

    other = changed(MADE, changes=change(longer_still, sold).changes)
    weighed.when(other, acknowledge_all=False).asked(rule)
    said = "what is made is not what was proposed and evaluated: A1 is otherwise, A9 was not proposed"
    assert found(weighed.when(other), rule) == said
    recommended = changed(WEIGHED, effect_on_outcome=None, cost=None, effect_on_time=None, effect_on_risk=None)
    unweighed = given(*ON_FILE, PLAN, LONGER, recommended)
    silent = f"what evaluates it (entry {unweighed.file.position}) says nothing of outcome, cost, time or risk"
    assert found(unweighed.when(MADE), rule) == silent
    unweighed.when(WEIGHED).when(MADE).keeps(rule)
    instead = changed(MADE, changes=change(sold).changes)
    assert "A9 was not proposed, A1 is left out" in found(weighed.when(instead), rule)
    weighed.when(changed(MADE, changes=LONGER.changes)).keeps(rule)
    weighed.when(changed(other, decision="rejected")).keeps(rule)
    out = changed(LONGER, changes=(ActivityChange(activity="A3"),))
    given(*ON_FILE, PLAN, out, WEIGHED).when(changed(MADE, changes=out.changes)).keeps(rule)


def test_a_change_plans_nothing_into_the_past() -> None:
    """CPC307-C6-c: what it adds or moves would be late on the day it is made."""
    agreed, rule = given(*ON_FILE, PLAN, reported("completed", on=date(2025, 3, 25))), "plan-change.of-what-is-to-come"
    added = changed(TRAIN, id="A4", after=(), starts_on=date(2025, 3, 20))

    late = agreed.when(change(added))
    said = "with it A4 would begin on 20 March 2025, before it was changed; say on which day it is to begin"
    assert found(late, rule) == said
    assert found(late.when(WEIGHED).when(MADE), rule) == said
    agreed.when(change(changed(added, starts_on=date(2025, 4, 14)))).keeps(rule)
    owner = changed(TRAIN, owner="Lin Lee")  # from 2 April 2025, as before
    agreed.when(change(owner)).when(changed(WEIGHED, happened_on=date(2025, 4, 5))).when(MADE).keeps(rule)
    begun = agreed.when(reported("started", "A2", date(2025, 3, 27))).when(
        change(changed(TRAIN, after=(), starts_on=date(2025, 3, 27)))
    )
    begun.keeps(rule)


@pytest.mark.parametrize(
    ("marks", "to", "is_"),
    [
        ({"protection": "confidential"}, {"recipients": (PIA,)}, "marked confidential"),
        ({"protection": "confidential"}, {"groups": (ConcernedGroup(who="provider"),)}, "marked confidential"),
        ({"protection": "legal-advice", "audience": "legal"}, {"recipients": (PIA,)}, "marked legal advice"),
        ({"protection": "litigation"}, {"groups": (USERS,)}, "marked litigation"),
        ({"audience": "named", "named": ("lead",)}, {"recipients": (PIA,)}, "for the people named alone"),
    ],
)  # fmt: skip
def test_what_is_kept_from_the_provider_is_not_given_to_it_nor_what_is_privileged_to_anybody_outside(
    marks: dict[str, Any], to: dict[str, Any], is_: str
) -> None:
    """CPC307-K1, CPC308-K1: privilege is lost by it."""
    rule, shared = "plan.shared-in-confidence", changed(SHARED, groups=())
    kept, open_ = given(*ON_FILE, changed(PLAN, **marks)), given(*ON_FILE, PLAN)
    position = kept.file.known[-1].position

    kept.when(changed(shared, **to), acknowledge_all=False).asked(rule)
    whom = ", ".join(map(str, next(iter(to.values()))))
    said = f"entry {position}, of which it tells, is {is_}, and was given to {whom}"
    assert found(kept.when(changed(shared, **to)), rule) == said
    kept.when(changed(shared, recipients=(ANN,))).keeps(rule)
    open_.when(changed(shared, **to)).keeps(rule)
    evaluated = given(*BEFORE, JUDGED, changed(EVALUATED, **marks))
    evaluated.when(changed(REPORTED, **{"groups": ()} | to)).departs_from("evaluation.reported-in-confidence")


def test_a_confidential_plan_is_shared_with_users_and_one_without_prejudice_with_the_other_side() -> None:
    """CPC307-C4, CPC307-K1: that is whom they are for."""
    rule = "plan.shared-in-confidence"

    given(*ON_FILE, changed(PLAN, protection="confidential")).when(SHARED).keeps(rule)
    offered: ImplementationPlanAgreed = changed(PLAN, protection="without-prejudice")
    given(*ON_FILE, offered).when(changed(SHARED, recipients=(PIA,))).keeps(rule)
