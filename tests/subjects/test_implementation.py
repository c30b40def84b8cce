"""Stories of an implementation plan: agreed with users, in an order that can be kept, watched, changed with care."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.activities import ActivityChange, ActivityResource, PlannedActivity
from ledger.dates.span import Span
from ledger.entry import Money
from ledger.planning import PlannedRisk
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.design import ContractProvisionAgreed, OptionsAnalysed
from ledger.subjects.implementation import (
    ContingencyInvoked,
    ImplementationActivityReported,
    ImplementationPlanAgreed,
    ImplementationPlanChangeDecided,
    ImplementationPlanChangeEvaluated,
    ImplementationPlanChangeProposed,
    ImplementationPlanMonitored,
    ImplementationPlanShared,
)
from ledger.subjects.money import Head, ValueForMoneyTested
from ledger.subjects.records import AlternativeArrangementAgreed, EntryCorrected, EntryStruckOut, SettingInstead
from ledger.subjects.resources import ResourceLine, ResourcePlanAgreed
from ledger.subjects.risks import RiskAssessed, RiskClosed, RiskIdentified
from ledger.words import Said
from projections.planning.implementation_plan import plans_shown
from tests.story import ANN, COUNTY, changed, given
from tests.worked_through import view_of

USERS = ConcernedGroup(who="individuals", name="Tenants' forum")
HOURS = ActivityResource(kind="human", name="Care hours", quantity="120", unit="hours", line="L1")
RECRUIT = PlannedActivity(
    id="A1", name="Recruit carers", phase="award", days=30, starts_on=date(2025, 3, 3), resources=(HOURS,),
    provision="PRV-001", owner="Ann Ashe", contingency=Said("Agency staff"),
)  # fmt: skip
TRAIN = PlannedActivity(id="A2", name="Train them", phase="performance", days=10, after=("A1",), resources=(HOURS,))
START = PlannedActivity(id="A3", name="First visits", phase="performance", days=1, after=("A2",), resources=(HOURS,))
RISK = PlannedRisk(
    id="R1", category="people", words=Said("Too few carers"), likelihood=3, impact=4, contingency=Said("Agency staff")
)
FEW_OR_MANY = (
    RISK.model_copy(update={"id": "R2", "category": "financial-loss", "likelihood": 2}),
    RISK.model_copy(update={"id": "R3"}),
)
"""A risk of another kind, rated 8, and one of the same kind, rated 12."""
APPETITE = AlternativeArrangementAgreed(
    happened_on=date(2025, 2, 3), by=COUNTY, arrangement=Said("Less risk"), reason=Said("The council's risk policy"),
    settings=(
        SettingInstead(id="risk.highest-total", value=30), SettingInstead(id="risk.highest-total-of-a-kind", value=20)
    ),
)  # fmt: skip
"""The organisation's limits for the balance of risk."""
MILESTONE = ContractProvisionAgreed(
    happened_on=date(2025, 2, 10), provision="milestone", clause="7", due_on=date(2025, 6, 1)
)
HOURS_PLANNED = ResourcePlanAgreed(
    happened_on=date(2025, 2, 12), period=Span(first=date(2025, 3, 1), last=date(2026, 2, 28)),
    lines=(ResourceLine(id="L1", kind="human", name="Care hours", unit="hours", planned="5000"),),
)  # fmt: skip
PLAN = ImplementationPlanAgreed(
    happened_on=date(2025, 2, 14), title="Home care", activities=(START, TRAIN, RECRUIT), resource_plan="RPL-001",
    agreed_with=(USERS,), risks=(RISK,), sustainability=Said("Walking rounds"),
    rights_protected=Said("Choice of carer"), supported_by=("Analysis of need",), best_value=Said("One round for two"),
)  # fmt: skip
ON_FILE = (MILESTONE, HOURS_PLANNED)
SHARED = ImplementationPlanShared(
    happened_on=date(2025, 2, 17), plan="IPL-001", groups=(USERS,), formats=("large-print", "plain-english")
)
MONITORED = ImplementationPlanMonitored(
    happened_on=date(2025, 4, 1), plan="IPL-001", outcomes_still_met="in-doubt", words=Said("Few applied")
)
LONGER = ImplementationPlanChangeProposed(
    happened_on=date(2025, 4, 2), plan="IPL-001", reason=Said("Few applied"),
    changes=(ActivityChange(activity="A1", becomes=RECRUIT.model_copy(update={"days": 50})),),
)  # fmt: skip
WEIGHED = ImplementationPlanChangeEvaluated(
    happened_on=date(2025, 4, 4), change="CHG-001", effect_on_outcome=Said("None"), cost=Money(pence=100_000),
    effect_on_time=Said("20 days"), effect_on_risk=Said("Less"), recommendation="make",
)  # fmt: skip
MADE = ImplementationPlanChangeDecided(
    happened_on=date(2025, 4, 7), change="CHG-001", decision="made", agreed_with=(USERS,)
)


def reported(
    state: Any, activity: str = "A1", on: date = date(2025, 3, 4), **said: Any
) -> ImplementationActivityReported:
    return ImplementationActivityReported(happened_on=on, plan="IPL-001", activity=activity, state=state, **said)


def with_after(**after: tuple[str, ...]) -> ImplementationPlanAgreed:
    """The plan with other orders."""
    activities = tuple(a.model_copy(update={"after": after.get(a.id, a.after)}) for a in PLAN.activities)
    return PLAN.model_copy(update={"activities": activities})


@pytest.mark.parametrize(
    ("place", "without", "rule", "demand"),
    [
        (0, {"agreed_with": (ConcernedGroup(who="managers"),)}, "plan.agreed-with-users", "CPC307-C1"),
        (0, {"risks": ()}, "plan.risks-and-contingencies", "CPC307-C3-a"),
        (0, {"sustainability": None}, "plan.sustainable", "CPC307-D2"),
        (0, {"rights_protected": None}, "plan.rights-protected", "CPC307-K3"),
        (0, {"best_value": None}, "plan.best-value", "CPC307-K5"),
        (0, {"supported_by": ()}, "plan.supported", "CPC307-K16"),
        (1, {"formats": ()}, "plan.shared-accessibly", "CPC307-C4"),
        (1, {"groups": (), "recipients": (), "channel": None}, "plan.shared-with-somebody", "CPC307-C4"),
        (2, {"words": None}, "plan.monitored-by-what", "CPC307-C5"),
        (3, {"changes": ()}, "plan-change.made-plain", "CPC307-C6-a"),
        (4, {"effect_on_risk": None}, "plan-change.weighed-on-four-heads", "CPC307-C6-b"),
    ],
)
def test_what_a_plan_leaves_out_is_shown_as_a_departure(
    place: int, without: dict[str, Any], rule: str, demand: str
) -> None:
    told: Any = (PLAN, SHARED, MONITORED, LONGER, WEIGHED)
    on_file = given(*ON_FILE, *told[:place])

    on_file.when(told[place]).keeps(rule)
    lacking = on_file.when(told[place].model_copy(update=without)).departs_from(rule)

    assert lacking.last is not None
    assert demand in [departure.citation for departure in lacking.last.departures if departure.rule == rule]


def test_an_activity_is_planned_to_end_by_the_milestone_it_is_linked_to() -> None:
    """CPC307-C2-d: by that of the plan itself, or as a change makes it."""
    rule = "plan.in-time-for-its-milestones"
    early = changed(MILESTONE, due_on=date(2025, 3, 31))

    given(*ON_FILE).when(PLAN).keeps(rule)
    late = given(early, HOURS_PLANNED).when(PLAN).departs_from(rule)
    assert late.last is not None
    [found] = [one.found for one in late.last.departures if one.rule == rule]
    assert found == "A1 is planned to end on 1 April 2025, and PRV-001 is due on 31 March 2025"
    much_longer = changed(LONGER, changes=(ActivityChange(activity="A1", becomes=changed(RECRUIT, days=120)),))
    given(*ON_FILE, PLAN).when(LONGER).keeps(rule)
    given(*ON_FILE, PLAN).when(much_longer).departs_from(rule)
    given(changed(MILESTONE, due_on=None), HOURS_PLANNED).when(PLAN).keeps(rule)


def test_a_plan_need_not_say_again_how_best_value_is_promoted() -> None:
    """CPC307-K5: an analysis of the ways to the outcomes said it, or nobody did."""
    analysed = OptionsAnalysed(
        happened_on=date(2025, 1, 20), subject="outcomes", best_value=Said("Two rounds cost less than three")
    )
    silent = PLAN.model_copy(update={"best_value": None})

    given(*ON_FILE, analysed).when(silent).keeps("plan.best-value")
    given(*ON_FILE, analysed.model_copy(update={"best_value": None})).when(silent).departs_from("plan.best-value")


def test_a_test_of_value_for_money_before_the_plan_says_how_best_value_is_promoted() -> None:
    """CPC307-K5: "`ValueForMoneyTested` at planning"; one that shows none says what is done about it."""
    rule, silent = "plan.best-value", PLAN.model_copy(update={"best_value": None})
    tested = ValueForMoneyTested(
        happened_on=date(2025, 1, 20), method="benchmark", result="shown", economy=Head(conclusion="good")
    )
    failed = changed(tested, result="not-shown")

    given(*ON_FILE, tested).when(silent).keeps(rule)
    given(*ON_FILE, changed(failed, follow_up=Said("Two rounds, not three"))).when(silent).keeps(rule)
    story = given(*ON_FILE, failed).when(silent).departs_from(rule)
    assert story.last is not None
    assert "did not show value for money" in str([d.found for d in story.last.departures if d.rule == rule])
    bare = changed(failed, economy=None, happened_on=date(2025, 1, 24))
    given(*ON_FILE, tested, bare).when(silent).departs_from(rule)
    for late in (changed(tested, happened_on=PLAN.happened_on + timedelta(days=1)), changed(tested, economy=None)):
        given(*ON_FILE, late).when(silent).departs_from(rule)


def test_agreeing_a_plan_whose_activities_form_a_circle_is_refused() -> None:
    """CPC307-C2-a."""
    on_file = given(*ON_FILE)

    on_file.when(with_after(A1=("A3",))).refused("plan.no-circle", "A3, which comes after A2", "take out one of them")
    on_file.when(with_after(A1=("A1",))).refused("plan.no-circle", "A1 comes after itself")
    on_file.when(with_after(A1=("A9",))).refused("plan.predecessors-in-the-plan", "A9", "it has A3, A2, A1")
    twice = PLAN.model_copy(update={"activities": (RECRUIT, RECRUIT)})
    on_file.when(twice).refused("plan.activities-apart", "A1 stands twice")
    on_file.when(PLAN).keeps("plan.agreed-with-users")


def test_a_change_that_would_close_a_circle_is_refused_when_proposed_and_when_made() -> None:
    """CPC307-C6-c."""
    agreed = given(*ON_FILE, PLAN)
    back = ActivityChange(activity="A1", becomes=RECRUIT.model_copy(update={"after": ("A3",)}))

    agreed.when(LONGER.model_copy(update={"changes": (back,)})).refused("plan.no-circle")
    agreed.when(LONGER).when(WEIGHED).when(MADE.model_copy(update={"changes": (back,)})).refused("plan.no-circle")
    none = LONGER.model_copy(update={"changes": (ActivityChange(activity="A9"),)})
    agreed.when(none).refused("plan-change.of-what-is-there", "A9", "it has A3, A2, A1")
    renamed = ActivityChange(activity="A1", becomes=TRAIN)
    agreed.when(LONGER.model_copy(update={"changes": (renamed,)})).refused("plan-change.of-what-is-there", "A2")


def test_a_change_that_leaves_an_activity_as_it_is_is_shown_and_one_of_its_owner_alone_changes_something() -> None:
    """CPC307-C6-a."""
    agreed = given(*ON_FILE, PLAN)
    as_it_is = ActivityChange(activity="a2", becomes=TRAIN.model_copy(update={"after": ("a1",)}))
    owner = ActivityChange(activity="A2", becomes=TRAIN.model_copy(update={"owner": "Lin Lee"}))

    told = agreed.when(LONGER.model_copy(update={"changes": (as_it_is,)})).departs_from("plan-change.made-plain")
    assert told.last is not None
    assert "it leaves a2 as it is in IPL-001" in [departure.found for departure in told.last.departures]
    agreed.when(LONGER.model_copy(update={"changes": (owner,)})).keeps("plan-change.made-plain")


def test_an_activity_that_is_to_be_over_before_its_plan_was_agreed_is_remarked_on() -> None:
    """CPC307-C2-b: one that began before, and goes on, is not; nor one that waits for others, or has no day."""
    rule, on_file = "plan.activities-to-come", given(*ON_FILE)

    def of(**parts: Any) -> ImplementationPlanAgreed:
        return changed(PLAN, activities=(START, TRAIN, changed(RECRUIT, **parts)))  # type: ignore[no-any-return]

    on_file.when(PLAN).keeps(rule)
    told = on_file.when(of(starts_on=date(2025, 2, 3), days=11)).departs_from(rule).last
    assert told is not None
    assert "A1 is to be over by 13 February 2025, and the plan was agreed on 14 February 2025" in str(told.departures)
    on_file.when(of(starts_on=date(2025, 2, 3), days=12)).keeps(rule)
    on_file.when(of(starts_on=None)).keeps(rule)


def test_resources_in_units_that_do_not_match_the_plan_are_refused() -> None:
    """CPC307-C2-c."""
    on_file = given(*ON_FILE)
    days = HOURS.model_copy(update={"unit": "days", "line": None})
    mixed = PLAN.model_copy(update={"activities": (RECRUIT, TRAIN.model_copy(update={"resources": (days,)}))})
    other = HOURS.model_copy(update={"unit": "days"})
    only_days = PLAN.model_copy(update={"activities": (RECRUIT.model_copy(update={"resources": (other,)}),)})
    no_line = HOURS.model_copy(update={"line": "L7"})

    on_file.when(mixed).refused("plan.one-unit-for-a-resource", "in hours for A1 and in days for A2", "in one unit")
    on_file.when(only_days).refused("plan.units-of-the-resource-plan", "in days; RPL-001 plans it in hours")
    missing = PLAN.model_copy(update={"activities": (RECRUIT.model_copy(update={"resources": (no_line,)}),)})
    on_file.when(missing).refused("plan.units-of-the-resource-plan", "line L7", "RPL-001")
    changed = ActivityChange(activity="A1", becomes=only_days.activities[0])
    given(*ON_FILE, only_days.model_copy(update={"activities": (RECRUIT,)})).when(
        LONGER.model_copy(update={"changes": (changed,)})
    ).refused("plan.units-of-the-resource-plan", "in days")


def test_activities_take_no_more_of_a_resource_than_its_plan_has() -> None:
    """CPC307-C2-c: together of what is used up, each by itself of what is in use at a time."""
    rule = "plan.within-the-resource-plan"

    def taking(*quantities: str) -> ImplementationPlanAgreed:
        plan: ImplementationPlanAgreed = changed(
            PLAN,
            activities=tuple(
                changed(RECRUIT, id=f"A{n}", after=(), resources=(changed(HOURS, quantity=quantity),))
                for n, quantity in enumerate(quantities, 1)
            ),
        )  # fmt: skip
        return plan

    given(*ON_FILE).when(taking("2000", "3000")).keeps(rule)
    over = given(*ON_FILE).when(taking("2000", "3000.5")).departs_from(rule)
    [found] = [d.found for d in over.file.entries[-1].departures if d.rule == rule]
    assert found == "A1 and A2 take 5000.5 hours of L1 (Care hours), and RPL-001 has 5000"
    assert plans_shown(view_of(over.file), date(2025, 3, 3))[0].overdrawn == (found,)
    [line] = HOURS_PLANNED.lines
    at_a_time = changed(HOURS_PLANNED, lines=(changed(line, at_a_time=True),))
    given(MILESTONE, at_a_time).when(taking("2000", "5000")).keeps(rule)
    given(MILESTONE, at_a_time).when(taking("2000", "5001")).departs_from(rule)
    unsaid = changed(PLAN, activities=(changed(RECRUIT, resources=(changed(HOURS, line=None, quantity="9000"),)),))
    given(*ON_FILE).when(unsaid).keeps(rule)


def test_a_plan_says_what_each_activity_needs_and_which_provision_it_keeps() -> None:
    """CPC307-C2-c, CPC307-C2-d, CPC307-S2, CPC307-S9, CPC308-AB-a."""
    on_file = given(*ON_FILE)
    bare = PLAN.model_copy(update={"activities": (RECRUIT.model_copy(update={"resources": (), "phase": None}),)})
    magic = HOURS.model_copy(update={"kind": "luck", "line": None})

    on_file.when(bare).departs_from("plan.activities-resourced", "plan.award-and-performance")
    on_file.when(PLAN).keeps(
        "plan.activities-resourced", "plan.award-and-performance", "plan.linked-to-provisions",
        "plan.resource-kinds-known",
    )  # fmt: skip
    unlinked = PLAN.model_copy(update={"activities": (RECRUIT.model_copy(update={"provision": None}),)})
    on_file.when(unlinked).departs_from("plan.linked-to-provisions")
    lucky = PLAN.model_copy(update={"activities": (RECRUIT.model_copy(update={"resources": (magic,)}),)})
    people = HOURS.model_copy(update={"kind": "people", "line": None})
    manned = PLAN.model_copy(update={"activities": (RECRUIT.model_copy(update={"resources": (people,)}),)})
    on_file.when(manned).keeps("plan.resource-kinds-known")  # CPC308-AB-a calls human resources that
    said = on_file.when(lucky).departs_from("plan.resource-kinds-known")
    assert said.last is not None
    assert any("financial, human, physical, time, energy" in d.found for d in said.last.departures)
    on_file.when(PLAN).departs_from("plan.serves-outcomes")


def test_a_plan_says_how_much_of_a_resource_each_activity_needs_and_no_less_than_nothing() -> None:
    """CPC307-C2-c: as a resource plan does; what was never said is shown, what cannot be is refused."""
    on_file = given(*ON_FILE)

    def needing(quantity: str | None) -> PlannedActivity:
        return RECRUIT.model_copy(update={"resources": (HOURS.model_copy(update={"quantity": quantity}),)})

    unsaid = on_file.when(PLAN.model_copy(update={"activities": (needing(None), TRAIN)}))
    departed = unsaid.departs_from("plan.activities-resourced").last
    assert departed is not None
    assert "it is not said how much of Care hours A1 needs" in [d.found for d in departed.departures]
    minus = "-3 of Care hours for A1 is less than nothing"
    on_file.when(PLAN.model_copy(update={"activities": (needing("-3"), TRAIN)})).refused(
        "plan.needs-no-less-than-nothing", minus
    )
    change = LONGER.model_copy(update={"changes": (ActivityChange(activity="A1", becomes=needing("-3")),)})
    given(*ON_FILE, PLAN).when(change).refused("plan.needs-no-less-than-nothing", minus)
    given(*ON_FILE, PLAN).when(LONGER).keeps("plan.needs-no-less-than-nothing", "plan.activities-resourced")
    unsaid_anew = LONGER.model_copy(update={"changes": (ActivityChange(activity="A1", becomes=needing(None)),)})
    given(*ON_FILE, PLAN).when(unsaid_anew).departs_from("plan.activities-resourced")


def test_a_plan_that_covers_neither_award_nor_performance_is_asked_about() -> None:
    """CPC307-S9."""
    none = PLAN.model_copy(update={"activities": (RECRUIT.model_copy(update={"phase": None}),)})
    award = PLAN.model_copy(update={"activities": (RECRUIT,)})

    given(*ON_FILE).when(none, acknowledge_all=False).asked("plan.covers-award-or-performance")
    one = given(*ON_FILE).when(award).keeps("plan.covers-award-or-performance")
    assert one.last is not None
    assert "none of its activities belongs to performance" in [d.found for d in one.last.departures]


def test_a_confidential_plan_is_not_put_on_a_website() -> None:
    """CPC307-K1."""
    on_file = given(*ON_FILE, PLAN)
    kept = SHARED.model_copy(update={"protection": "confidential"})

    on_file.when(kept.model_copy(update={"channel": "website"}), acknowledge_all=False).asked(
        "plan.shared-in-confidence"
    )
    on_file.when(kept.model_copy(update={"channel": "letter"})).keeps("plan.shared-in-confidence")
    closed = given(*ON_FILE, PLAN.model_copy(update={"protection": "confidential"}))
    public = SHARED.model_copy(update={"channel": "website"})
    closed.when(public, acknowledge_all=False).asked("plan.shared-in-confidence")
    on_file.when(public).keeps("plan.shared-in-confidence")


def test_the_balance_of_risk_keeps_within_what_the_organisation_takes() -> None:
    """CPC307-C3-b."""
    on_file = given(*ON_FILE)
    grave = RISK.model_copy(update={"likelihood": 5})

    found = on_file.when(PLAN.model_copy(update={"risks": (grave,)})).departs_from("plan.risk-within-appetite")
    on_file.when(PLAN).keeps("plan.risk-within-appetite")

    assert found.last is not None
    assert "R1 (people) is rated 20; the organisation takes risks rated up to 12" in [
        d.found for d in found.last.departures
    ]


def test_the_risks_of_a_plan_come_to_no_more_than_the_organisation_takes_in_all_and_of_each_kind() -> None:
    """CPC307-C3-b: where it sets no limit nothing is asked."""
    rule, (money, twice) = "plan.balance-of-risk", FEW_OR_MANY
    small = PLAN.model_copy(update={"risks": (RISK,)})
    great = PLAN.model_copy(update={"risks": (RISK, twice, money)})
    limited = given(APPETITE, *ON_FILE)

    given(*ON_FILE).when(great).keeps(rule)
    limited.when(small).keeps(rule)
    found = limited.when(great).departs_from(rule)

    assert found.last is not None
    assert (
        "its risks come to 32 in all, of 30 that the organisation takes; those of people come to 24, of 20 of a kind"
    ) in [d.found for d in found.last.departures]


def test_a_plan_is_weighed_with_the_open_risks_of_the_log_that_are_of_it() -> None:
    """CPC307-C3-b: as Plan counts them, on the day the plan was agreed."""
    rule, agreed = "plan.balance-of-risk", PLAN.model_copy(update={"risks": (RISK,)})
    seen = RiskIdentified(happened_on=date(2025, 2, 11), category="people", description=Said("Strike"), subject="plan")
    rated = RiskAssessed(happened_on=date(2025, 2, 12), risk="RSK-001", likelihood=5, impact=4)
    before = (MILESTONE, APPETITE, HOURS_PLANNED)

    found = given(*before, seen, rated).when(agreed).departs_from(rule)
    assert found.last is not None
    assert (
        "with RSK-001 of the log, its risks come to 32 in all, of 30 that the organisation takes; those of people come "
        "to 32, of 20 of a kind"
    ) in [d.found for d in found.last.departures]
    [plan] = plans_shown(view_of(found.file), date(2025, 5, 1))
    assert [total.beyond for total in plan.balance] == [True, True]
    given(*before, seen).when(agreed).keeps(rule)
    given(*before, changed(seen, subject="service"), rated).when(agreed).keeps(rule)
    given(*before, changed(seen, subject="resource"), rated).when(agreed).keeps(rule)
    over = RiskClosed(happened_on=agreed.happened_on, risk="RSK-001", reason=Said("Settled"))
    given(*before, seen, rated, over).when(agreed).keeps(rule)
    later = changed(over, happened_on=date(2025, 2, 15))
    given(*before, seen, rated, later).when(agreed).departs_from(rule)
    again = changed(rated, happened_on=date(2025, 2, 15), likelihood=1, impact=1)
    given(*before, seen, rated, again).when(agreed).departs_from(rule)


def test_a_contingency_is_for_a_risk_and_an_activity_of_the_plan() -> None:
    """CPC307-C3-a."""
    agreed = given(*ON_FILE, PLAN)
    used = ContingencyInvoked(
        happened_on=date(2025, 3, 20), plan="IPL-001", activity="A1", risk="R1", contingency=Said("Agency staff")
    )

    done = agreed.when(used).recorded()
    agreed.when(used.model_copy(update={"risk": "R5"})).refused("contingency.of-a-risk-named", "it names R1")
    agreed.when(used.model_copy(update={"activity": "A5"})).refused("activity.in-the-plan", "it has A3, A2, A1")

    assert done.file.implementation.plans["IPL-001"].contingencies == ((date(2025, 3, 20), "A1", "R1", 5),)


def test_an_activity_begins_once_and_is_completed_once_after_it_began() -> None:
    """CPC307-C5."""
    begun = given(*ON_FILE, PLAN, reported("started"))

    begun.when(reported("started", on=date(2025, 3, 9))).refused("activity.begun-then-completed-once", "4 March 2025")
    begun.when(reported("completed", on=date(2025, 3, 3))).refused("activity.begun-then-completed-once", "4 March 2025")
    half = begun.when(reported("progressed", on=date(2025, 3, 9), progress="50")).recorded()
    over = half.when(reported("completed", on=date(2025, 3, 20))).recorded()
    over.when(reported("completed", on=date(2025, 3, 21))).refused("activity.begun-then-completed-once", "20 March")
    over.when(reported("progressed", on=date(2025, 3, 21))).refused("activity.begun-then-completed-once")
    begun.when(reported("started", "A9")).refused("activity.in-the-plan", "A9")
    plan = over.file.implementation.plans["IPL-001"]
    assert plan.really()["A1"] == (date(2025, 3, 4), date(2025, 3, 20))
    given_up = begun.when(reported("given-up", on=date(2025, 3, 9))).recorded()
    assert given_up.file.implementation.plans["IPL-001"].given_up("A1") == date(2025, 3, 9)


def test_activities_are_done_in_the_order_of_the_plan() -> None:
    """CPC307-C2-a."""
    agreed = given(*ON_FILE, PLAN)
    training = reported("started", "A2", date(2025, 4, 3))

    early = agreed.when(training).departs_from("activity.in-its-turn")
    assert early.last is not None
    assert "A2 comes after A1, not complete by then" in [d.found for d in early.last.departures]
    done = given(*ON_FILE, PLAN, reported("completed", on=date(2025, 4, 2)))
    done.when(training).keeps("activity.in-its-turn")


def test_a_plan_is_modified_after_the_change_was_evaluated_and_agreed_with_users() -> None:
    """CPC307-C6-a to CPC307-C6-c, CPC307-C1."""
    proposed = given(*ON_FILE, PLAN, LONGER)

    proposed.when(MADE).departs_from("plan.change-evaluated-first")
    proposed.when(MADE, acknowledge_all=False).asked("plan.change-evaluated-first")
    weighed = proposed.when(WEIGHED)
    weighed.when(MADE.model_copy(update={"agreed_with": ()})).departs_from("plan.agreed-with-users")
    made = weighed.when(MADE).keeps("plan.change-evaluated-first", "plan.agreed-with-users")
    plan = made.file.implementation.plans["IPL-001"]
    assert [(v.number, v.since, v.change) for v in plan.versions] == [
        (1, date(2025, 2, 14), None),
        (2, date(2025, 4, 7), "CHG-001"),
    ]
    before, after = plan.versions[0].activities, plan.versions[1].activities
    assert [(a.id, a.days) for a in before] == [("A3", 1), ("A2", 10), ("A1", 30)]
    assert [(a.id, a.days) for a in after] == [("A3", 1), ("A2", 10), ("A1", 50)]
    made.when(MADE.model_copy(update={"decision": "rejected"})).refused("plan-change.decided-once", "7 April 2025")
    late = WEIGHED.model_copy(update={"happened_on": date(2025, 4, 9)})
    made.when(late).departs_from("plan-change.evaluated-before-it-is-decided")
    proposed.when(MADE).when(late).departs_from("plan-change.evaluated-before-it-is-decided")
    weighed.keeps("plan-change.evaluated-before-it-is-decided")
    rejected = MADE.model_copy(update={"decision": "rejected", "agreed_with": ()})
    no = proposed.when(rejected).keeps("plan.change-evaluated-first", "plan.agreed-with-users")
    assert len(no.file.implementation.plans["IPL-001"].versions) == 1


def test_a_plan_is_shared_and_looked_at_and_nothing_hangs_in_the_air() -> None:
    """CPC307-C4, CPC307-C5."""
    told = given(*ON_FILE, PLAN, SHARED, MONITORED).file.implementation.plans["IPL-001"]

    assert [(one.on, one.position, one.reached_anybody) for one in told.shared] == [(date(2025, 2, 17), 5, True)]
    assert told.monitored == ((date(2025, 4, 1), "in-doubt", 6),)
    for entry in (SHARED, MONITORED, reported("started"), LONGER):
        given(*ON_FILE).when(entry).refused("entry.names-what-is-on-file", "IPL-001")
    given(*ON_FILE, PLAN).when(WEIGHED.model_copy(update={"by": ANN})).refused("entry.names-what-is-on-file")


def test_a_plan_is_not_corrected_from_under_what_was_reported_of_it() -> None:
    """CPC307-C5."""
    begun = given(*ON_FILE, PLAN, reported("started"), LONGER, WEIGHED, MADE)
    without = PLAN.model_copy(update={"activities": (TRAIN.model_copy(update={"after": ()}),)})

    correction = EntryCorrected(happened_on=date(2025, 4, 8), position=4, reason=Said("Slip"), replacement=without)
    begun.when(correction).refused("correction.leaves-nothing-hanging", "entry 5", "no activity A1")
    struck = EntryStruckOut(happened_on=date(2025, 4, 8), position=6, reason=Said("Slip"))
    begun.when(struck).refused("correction.leaves-nothing-hanging", "entry 7", "CHG-001")
    circle = EntryCorrected(
        happened_on=date(2025, 4, 8), position=4, reason=Said("Slip"), replacement=with_after(A1=("A3",))
    )
    begun.when(circle).refused("plan.no-circle")
    other_day = EntryCorrected(
        happened_on=date(2025, 4, 8),
        position=5,
        reason=Said("Slip"),
        replacement=reported("started", on=date(2025, 3, 5)),
    )
    after = begun.when(other_day).recorded().file.implementation.plans["IPL-001"]
    assert after.started("A1") == date(2025, 3, 5)


def test_progress_is_a_share_that_grows_to_all_of_an_activity() -> None:
    """CPC307-C5."""
    of, rule = given(*ON_FILE, PLAN), "activity.progress-of-a-hundred"

    of.when(reported("progressed", progress="140")).refused(rule, "0 to 100")
    of.when(reported("progressed", progress="-1")).refused(rule)
    of.when(reported("completed", progress="40")).refused(rule, "40 percent of it is done")
    of.when(reported("completed", progress="100")).recorded()
    of.when(reported("completed")).recorded()
    forty, twenty = reported("progressed", progress="40"), reported("progressed", on=date(2025, 3, 11), progress="20")
    given(*ON_FILE, PLAN, forty).when(twenty).departs_from("activity.progress-made")
    given(*ON_FILE, PLAN, twenty).when(forty).keeps("activity.progress-made")


def test_what_is_expected_of_an_activity_is_still_to_come() -> None:
    """CPC307-C5."""
    of, rule = given(*ON_FILE, PLAN), "activity.expected-later"

    of.when(reported("progressed", expected_end=date(2025, 3, 3))).refused(rule, "3 March 2025")
    of.when(reported("progressed", expected_end=date(2025, 3, 4))).recorded()


def test_a_change_made_against_its_evaluation_is_made_for_a_reason() -> None:
    """CPC307-C6-c."""
    against, rule = WEIGHED.model_copy(update={"recommendation": "reject"}), "plan-change.made-as-evaluated"
    weighed = given(*ON_FILE, PLAN, LONGER, against)

    weighed.when(MADE).departs_from(rule)
    weighed.when(MADE.model_copy(update={"reason": Said("There are no carers")})).keeps(rule)
    weighed.when(MADE.model_copy(update={"decision": "rejected"})).keeps(rule)
    given(*ON_FILE, PLAN, LONGER, WEIGHED).when(MADE).keeps(rule)


def test_a_change_rejected_that_its_evaluation_found_needed_is_rejected_for_a_reason() -> None:
    """CPC307-C6-c: they are made where needed."""
    rejected, rule = changed(MADE, decision="rejected"), "plan-change.made-as-evaluated"
    weighed = given(*ON_FILE, PLAN, LONGER, changed(WEIGHED, recommendation="make"))
    revise = given(*ON_FILE, PLAN, LONGER, changed(WEIGHED, recommendation="revise"))

    weighed.when(rejected).departs_from(rule)
    weighed.when(changed(rejected, reason=Said("The carers were found after all"))).keeps(rule)
    revise.when(rejected).keeps(rule)


def test_what_is_done_already_is_not_changed_in_a_plan_without_a_word() -> None:
    """CPC307-C6-a."""
    given(*ON_FILE, PLAN, reported("completed")).when(LONGER).departs_from("plan-change.of-what-is-to-come")
    given(*ON_FILE, PLAN, reported("started")).when(LONGER).keeps("plan-change.of-what-is-to-come")


def test_each_risk_of_a_plan_has_a_contingency_or_its_activity_has() -> None:
    """CPC307-C3-a: that another risk, or another activity, has one does not do it."""
    bare = RISK.model_copy(update={"id": "R2", "contingency": None})
    of_recruiting, of_training = (
        bare.model_copy(update={"id": i, "activity": a}) for i, a in (("R3", "a1"), ("R4", "A2"))
    )
    plan = PLAN.model_copy(update={"risks": (RISK, bare, of_recruiting, of_training)})
    rule = "plan.risks-and-contingencies"

    last = given(*ON_FILE).when(plan).departs_from(rule).last

    assert last is not None
    [found] = [d.found for d in last.departures if d.rule == rule]
    assert found == "no contingency is given for R2, R4"
    given(*ON_FILE).when(PLAN.model_copy(update={"risks": (RISK, of_recruiting)})).keeps(rule)


def test_a_contingency_says_what_it_was_used_for() -> None:
    """CPC307-C3-a."""
    used = ContingencyInvoked(happened_on=date(2025, 3, 10), plan="IPL-001")

    given(*ON_FILE, PLAN).when(used).departs_from("contingency.says-for-what")
    given(*ON_FILE, PLAN).when(used.model_copy(update={"risk": "R1"})).keeps("contingency.says-for-what")


def test_a_risk_of_an_activity_is_of_one_the_plan_has() -> None:
    """CPC307-C3-a: what is kept ready for it could never be used; a risk of the whole plan names none."""

    def planned(activity: str | None) -> ImplementationPlanAgreed:
        return PLAN.model_copy(update={"risks": (RISK.model_copy(update={"activity": activity}),)})

    given(*ON_FILE).when(planned("A9")).refused("plan.risks-of-its-activities", f"risk {RISK.id} is of A9", "A1")
    given(*ON_FILE).when(planned("a1")).recorded()
    given(*ON_FILE).when(planned(None)).recorded()
