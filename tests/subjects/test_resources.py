"""Stories of resources: planned for outcomes, used in the plan's units, varying, and acted on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from ledger.dates.span import Span
from ledger.entry import Actor, Money
from ledger.planning import PlannedRisk
from ledger.procedures import read
from ledger.resource_figures import is_significant
from ledger.rules import Acknowledgement
from ledger.stakeholders import ConcernedGroup, Format
from ledger.subjects.people import LeadOfficerAppointed, ProviderContactNamed
from ledger.subjects.resources import (
    ResourceControlChecked,
    ResourceInformationGiven,
    ResourceLine,
    ResourcePlanAgreed,
    ResourceRecommendationDecided,
    ResourceRecommendationMade,
    ResourceResponsibilityNotified,
    ResourceTrendIdentified,
    ResourceUseRecorded,
    VarianceActionTaken,
    VarianceAssessed,
)
from ledger.subjects.resources.entries import ContractualAction
from ledger.subjects.terms import DefaultClauseEntered
from ledger.subjects.variations import VariationProposed
from ledger.words import Said
from projections.duties.due import duties
from projections.duties.resources import of_resources
from projections.planning.resources_used import LineShown, resources_shown
from tests.story import ANN, COUNTY, PIA, Story, changed, given
from tests.subjects.test_outcomes import SPECIFIED, VIEWS, WANTED
from tests.worked_through import view_of

USERS = ConcernedGroup(who="individuals", name="People cared for", how_many=80)
YEAR = Span(first=date(2025, 4, 1), last=date(2026, 3, 31))
APRIL = Span(first=date(2025, 4, 1), last=date(2025, 4, 30))
HOURS = ResourceLine(
    id="L1", kind="human", name="Care hours", unit="hours", planned="12000", available="13000", outcomes=("OUT-001",),
    responsible="Ann Ashe",
)  # fmt: skip
MONEY = ResourceLine(id="L2", kind="financial", name="Budget", unit="pounds", planned="240000", outcomes=("OUT-001",))
RISK = PlannedRisk(
    id="R1", category="financial-loss", words=Said("Pay rises"), likelihood=2, impact=4, managed_by=Said("Reserve")
)
PLAN = ResourcePlanAgreed(
    happened_on=date(2025, 3, 3), title="First year", period=YEAR, lines=(HOURS, MONEY), risks=(RISK,),
    policy_check=Said("Within the care policy"), money_limit=Money(pence=25_000_000),
    eligibility=(Said("Needs that are substantial or critical"),), availability_method="Rota", rationale=Said("Need"),
    sustainability=Said("Walking rounds"), sustainability_method="Travel survey", inclusion=Said("Three languages"),
    rights_protected=Said("Choice of carer"),
)  # fmt: skip
TOLD = ResourceInformationGiven(
    happened_on=date(2025, 5, 6), plan="RPL-001", recipients=(ANN,), channel="e-mail", content=Said("950 hours"),
    interpretation=Said("On course"), formats=("plain-english",), formality="formal",
)  # fmt: skip
TREND = ResourceTrendIdentified(
    happened_on=date(2025, 6, 3), resource="human", plan="RPL-001", plan_line="L1", trend="rising",
    factors=("demand",), implications=Said("The year's hours end in January"), suggestion=Said("Recruit"),
)  # fmt: skip
RECOMMENDED = ResourceRecommendationMade(
    policy_check=Said("Care at home first"),
    financial_check=Said("Within the limit of the plan"),
    eligibility=(Said("Assessed as in need"),),
    happened_on=date(2025, 6, 4),
    recommendation=Said("Rounds by district"),
    addressed_to=(ANN,),
    outcomes=("OUT-001",),
    sustainability=Said("Fewer miles"),
    inclusion=Said("Each district has its round"),
)
USED = ResourceUseRecorded(
    happened_on=date(2025, 5, 2), plan="RPL-001", plan_line="L1", period=APRIL, used="1250", unit="hours",
    targeted="1000", accessed_by=(USERS,), how_accessed=Said("By the rota"), complete=True,
)  # fmt: skip
VARIANCE = VarianceAssessed(
    happened_on=date(2025, 5, 5), plan="RPL-001", plan_line="L1", period=APRIL, planned="1000", actual="1250",
    unit="hours", method="budget-comparison", causes=("demand",), variance_type="volume", likely_contract_change=True,
    implication_clause="12", implication=Said("The volume may have to be varied"),
)  # fmt: skip
ACTED = VarianceActionTaken(
    happened_on=date(2025, 5, 12), variance="RVA-001", action=Said("Asked for a variation"), contractual="variation",
    led_to=5,
)  # fmt: skip
CONTROL = ResourceControlChecked(
    happened_on=date(2025, 6, 6), control="Electronic visit record", result="does-not-meet", follow_up=Said("Repaired")
)
BEFORE = (VIEWS, WANTED, SPECIFIED)


@pytest.mark.parametrize(
    ("entry", "without", "rule", "demand"),
    [
        (PLAN, {"policy_check": None}, "resource.policies-kept", "CPC308-A3"),
        (PLAN, {"eligibility": ()}, "resource.eligibility-kept", "CPC308-D1"),
        (PLAN, {"lines": (HOURS.model_copy(update={"outcomes": ()}),)}, "resource.for-an-outcome", "CPC308-A4"),
        (PLAN, {"inclusion": None}, "resource.sustainable-and-inclusive", "CPC308-A5"),
        (PLAN, {"inclusion": Said("N/A")}, "resource.sustainable-and-inclusive", "CPC308-A5"),
        (PLAN, {"sustainability": Said("none.")}, "resource.sustainable-and-inclusive", "CPC308-A5"),
        (PLAN, {"money_limit": Money(pence=20_000_000)}, "resource.within-the-money", "CPC308-A3"),
        (PLAN, {"availability_method": None}, "resource.availability-assessed", "CPC308-K12"),
        (PLAN, {"lines": (HOURS.model_copy(update={"available": None}),)}, "resource.availability-assessed",
         "CPC308-K12"),
        (PLAN, {"lines": (HOURS.model_copy(update={"available": "9"}),)}, "resource.no-more-than-available",
         "CPC308-K12"),
        (PLAN, {"sustainability_method": None}, "resource.sustainability-assessed", "CPC308-K13"),
        (PLAN, {"rationale": None}, "resource.priorities-said", "CPC308-K9"),
        (PLAN, {"rights_protected": None}, "resource.rights-protected", "CPC308-K2"),
        (PLAN, {"risks": ()}, "resource.risks-managed", "CPC308-A6"),
        (PLAN, {"risks": (RISK.model_copy(update={"likelihood": None}),)}, "resource.risks-managed", "CPC308-A6"),
        (PLAN, {"risks": (RISK.model_copy(update={"impact": None}),)}, "resource.risks-managed", "CPC308-A6"),
        (PLAN, {"risks": (RISK.model_copy(update={"managed_by": None}),)}, "resource.risks-managed", "CPC308-A6"),
        (PLAN, {"risks": (RISK.model_copy(update={"impact": 5, "likelihood": 5}),)}, "resource.risk-within-appetite",
         "CPC308-K15"),
        (PLAN, {"lines": (HOURS.model_copy(update={"kind": "luck"}),)}, "resource.kind-of-the-procedure", "CPC308-S2"),
        (TOLD, {"recipients": ()}, "resource.information-addressed", "CPC308-A1"),
        (TOLD, {"interpretation": None}, "resource.information-interpreted", "CPC308-B2"),
        (TOLD, {"formats": ()}, "resource.information-accessible", "CPC308-D3"),
        (TREND, {"suggestion": None}, "resource.trend-with-a-suggestion", "CPC308-A2"),
        (TREND, {"implications": None}, "resource.trend-weighed", "CPC308-K18"),
        (TREND, {"factors": ()}, "resource.trend-by-factors", "CPC308-K19"),
        (TREND, {"factors": ("other",), "implications": None}, "resource.trend-by-factors", "CPC308-K19"),
        (RECOMMENDED, {"addressed_to": ()}, "recommendation.addressed", "CPC308-B3"),
        (RECOMMENDED, {"outcomes": ()}, "recommendation.for-an-outcome", "CPC308-A4"),
        (RECOMMENDED, {"inclusion": None}, "recommendation.sustainable-and-inclusive", "CPC308-A5"),
        (RECOMMENDED, {"policy_check": None}, "recommendation.within-policy-and-means", "CPC308-A3"),
        (RECOMMENDED, {"financial_check": None}, "recommendation.within-policy-and-means", "CPC308-A3"),
        (RECOMMENDED, {"eligibility": ()}, "recommendation.within-policy-and-means", "CPC308-A3"),
        (USED, {"period": Span(first=date(2024, 4, 1), last=date(2024, 4, 30))}, "resource.use-within-the-plan",
         "CPC308-B1"),
        (USED, {"complete": False}, "resource.use-recorded-completely", "CPC308-B4"),
        (USED, {"happened_on": date(2025, 4, 25)}, "resource.use-recorded-completely", "CPC308-B4"),
        (USED, {"accessed_by": ()}, "resource.used-by-whom", "CPC308-C2"),
        (USED, {"how_accessed": None}, "resource.used-by-whom", "CPC308-C2"),
        (VARIANCE, {"method": None}, "variance.method-named", "CPC307-K18"),
        (VARIANCE, {"method": "other"}, "variance.method-named", "CPC307-K18"),
        (VARIANCE, {"causes": ("other",)}, "variance.cause-on-record", "CPC308-K19"),
        (VARIANCE, {"variance_type": None}, "variance.type-named", "CPC307-K19"),
        (VARIANCE, {"variance_type": "other"}, "variance.type-named", "CPC307-K19"),
        (VARIANCE, {"likely_contract_change": None}, "variance.type-named", "CPC307-K19"),
        (VARIANCE, {"causes": ()}, "variance.cause-on-record", "CPC308-K19"),
        (VARIANCE, {"implication_clause": None}, "variance.implication-under-a-clause", "CPC307-K20"),
        (CONTROL, {"follow_up": None}, "resource.control-followed-up", "CPC308-B7"),
    ],
)  # fmt: skip
def test_what_is_not_said_of_resources_is_shown_as_a_departure(
    entry: Any, without: dict[str, Any], rule: str, demand: str
) -> None:
    on_file = given(*BEFORE, *([] if entry is PLAN else [PLAN]))

    on_file.when(entry).keeps(rule)
    lacking = on_file.when(entry.model_copy(update=without)).departs_from(rule)

    assert lacking.last is not None
    assert demand in [departure.citation for departure in lacking.last.departures if departure.rule == rule]


@pytest.mark.parametrize(
    ("units", "found"),
    [
        (("hours", "Hours", "huors"), "L3 is in huors, and L1 in hours"),
        (("huors", "hours"), "L1 is in huors, and L2 in hours"),
        (("weekday hours", "weekday huors"),
         "L1 is in weekday hours, and L2 in weekday huors"),
        (("hours", "hour", "beds", "GBP", "£"), None), (("weekday hours", "weekend hours"), None),
        (("bed days", "beds"), None), (("hours", "hours", "huors", "huors"), None),
    ],
)  # fmt: skip
def test_a_unit_of_a_plan_that_stands_there_once_and_nearly_as_another_is_remarked_on(
    units: tuple[str, ...], found: str | None
) -> None:
    """CPC308-K20: weekday hours are no weekend hours."""
    rule = "resource.units-as-one"
    lines = tuple(HOURS.model_copy(update={"id": f"L{n}", "unit": unit}) for n, unit in enumerate(units, 1))
    story = given(*BEFORE).when(PLAN.model_copy(update={"lines": lines}))

    if found is None:
        story.keeps(rule)
        return
    told = story.departs_from(rule).last
    assert told is not None
    assert [d.found for d in told.departures if d.rule == rule] == [
        f"{found}: if that is one unit, it is to be written as one"
    ]


def test_another_method_or_cause_of_a_variance_is_named() -> None:
    """CPC307-K18, CPC308-K19: Resources shows which."""
    on_file = given(*BEFORE, PLAN)

    named = changed(VARIANCE, method="other", other_method="Regression", causes=("other",), cause=Said("A strike"))
    story = on_file.when(named).keeps("variance.method-named", "variance.cause-on-record")
    on_file.when(changed(VARIANCE, method=None, other_method="Regression")).keeps("variance.method-named")
    on_file.when(changed(VARIANCE, causes=("other", "demand"))).keeps("variance.cause-on-record")
    typed = changed(VARIANCE, variance_type="other", cause=Said("Two vans are of the wrong make"))
    on_file.when(typed).keeps("variance.type-named")
    for factors in (("other",), ("other", "demand")):
        on_file.when(changed(TREND, factors=factors, implications=Said("Cars wear out"))).keeps(
            "resource.trend-by-factors"
        )
    [shown] = resources_shown(view_of(story.file), date(2025, 6, 1)).variances
    assert shown.method == "Regression"


def test_a_variance_is_of_what_differs_and_by_a_method_listed_or_another() -> None:
    """CPC308-B5, CPC307-K18."""
    on_file, differs, by_one = given(*BEFORE, PLAN), "variance.where-something-differs", "variance.by-one-method"
    equal = changed(VARIANCE, planned="83", actual="83.0", significant=True)

    on_file.when(equal).departs_from(differs)
    on_file.when(changed(equal, actual="84")).keeps(differs)
    on_file.when(changed(equal, significant=False)).recorded()
    on_file.when(changed(VARIANCE, method="trend", other_method="Weird")).departs_from(by_one)
    on_file.when(changed(VARIANCE, method="other", other_method="Regression")).keeps(by_one)


def test_a_variance_that_is_not_likely_to_change_the_contract_says_so() -> None:
    """CPC307-K19: a no is said; what is left out is told apart, type and likelihood."""
    rule, on_file = "variance.type-named", given(*BEFORE, PLAN)

    on_file.when(changed(VARIANCE, likely_contract_change=False)).keeps(rule)
    silent = on_file.when(changed(VARIANCE, variance_type=None, likely_contract_change=None)).departs_from(rule)
    assert silent.last is not None
    assert "it is not said of what type it is and whether it is likely to change the contract" in [
        d.found for d in silent.last.departures
    ]


def test_the_kinds_of_resource_are_the_procedures() -> None:
    """CPC308-S2, CPC308-AB-a: the documents list them each otherwise, so they are a setting (D-19)."""
    for name in ("hampshire", "thames-valley"):
        kinds = {row.id for row in read(name).resource_kinds}
        assert {"financial", "human", "physical", "time", "energy"} <= kinds
        assert {"information", "materials", "equipment"} <= kinds


def test_use_of_less_than_nothing_or_of_a_time_to_come_is_refused() -> None:
    """CPC308-B4."""
    on_file = given(*BEFORE, PLAN)
    to_come = {"first": date(2025, 6, 1), "last": date(2025, 6, 30)}

    on_file.when(USED.model_copy(update={"used": "-3"})).refused("resource.use-can-be", "-3 hours", "correct it")
    on_file.when(USED.model_copy(update={"targeted": "-100"})).refused(
        "resource.use-can-be", "-100 hours as the target"
    )
    on_file.when(USED.model_copy(update={"period": Span(**to_come)})).refused("resource.use-can-be", "1 June 2025")
    on_file.when(USED.model_copy(update={"used": "0"})).keeps("resource.use-can-be")


def test_the_use_of_a_time_is_put_on_record_once() -> None:
    """CPC308-B4."""
    on_file, rule = given(*BEFORE, PLAN, USED), "resource.use-recorded-once"
    may = USED.model_copy(
        update={"happened_on": date(2025, 6, 2), "period": Span(first=APRIL.last, last=date(2025, 5, 31))}
    )
    after = may.model_copy(update={"period": Span(first=date(2025, 5, 1), last=date(2025, 5, 31))})

    told = on_file.when(may).departs_from(rule)
    assert told.last is not None
    assert "of L1 use is on record for a part of that time: entry" in str([d.found for d in told.last.departures])
    on_file.when(after).keeps(rule)
    on_file.when(may.model_copy(update={"plan_line": "L2", "unit": "pounds"})).keeps(rule)


def test_use_by_a_group_is_put_on_record_once_however_many_they_were_and_whoever_else_is_named() -> None:
    """CPC308-C2, CPC308-B4: of two groups of different names it may be other use."""
    rule, many, families = "resource.use-recorded-once", USERS.how_many or 0, ConcernedGroup(who="families", how_many=6)
    two = changed(USED, accessed_by=(USERS, families))
    on_file, north = given(*BEFORE, PLAN, two), changed(USERS, name="North")

    counted = changed(two, used="1270", accessed_by=(changed(USERS, how_many=many + 1), families))
    story = on_file.when(counted).departs_from(rule)
    assert sorted(story.file.resources.overlapping()) == [story.file.position - 1, story.file.position]
    for again in ((USERS,), (changed(families, how_many=7),), (families, north), (changed(USERS, name=None),)):
        on_file.when(changed(USED, used="1270", accessed_by=again)).departs_from(rule)
    other = given(*BEFORE, PLAN, changed(USED, accessed_by=(changed(north, name="South"),)))
    kept = other.when(changed(USED, used="1270", accessed_by=(north,))).keeps(rule)
    assert not kept.file.resources.overlapping()


def test_as_much_use_recorded_anew_to_say_by_whom_takes_the_place_of_the_record_that_did_not() -> None:
    """CPC308-C2, CPC308-B4: more or less of it, or of another time, may be other use."""
    rule = "resource.use-recorded-once"
    unsaid = changed(USED, accessed_by=())
    on_file = given(*BEFORE, PLAN, unsaid)

    anew = on_file.when(USED).keeps(rule)
    plan = anew.file.resources.plans["RPL-001"]
    assert [(use.used, bool(use.users)) for use in plan.used("L1")] == [(USED.used, True)]
    assert not anew.file.resources.overlapping()
    for other in (changed(USED, used="1270"), changed(unsaid, used="1270")):
        told = on_file.when(other).departs_from(rule)
        assert len(told.file.resources.plans["RPL-001"].used("L1")) == 2
    given(*BEFORE, PLAN, USED).when(unsaid).departs_from(rule)


def test_a_plan_agreed_for_the_same_time_says_whether_it_takes_the_place_of_the_first() -> None:
    """CPC308-K20: what was planned is one figure."""
    rule = "resource.planned-once"
    again = PLAN.model_copy(update={"happened_on": date(2025, 6, 2), "title": "First year, more hours"})
    another = ResourceLine(id="L1", kind="physical", name="Vans", unit="vans", planned="4", outcomes=("OUT-001",))
    on_file = given(*BEFORE, PLAN)

    story = on_file.when(again).departs_from(rule)

    assert story.last is not None
    assert "RPL-001 plans Care hours for 1 April 2025 to 31 March 2026" in str([d.found for d in story.last.departures])
    on_file.when(again.model_copy(update={"replaces": "RPL-001"})).keeps(rule)
    on_file.when(again.model_copy(update={"lines": (another,)})).keeps(rule)
    next_year = Span(first=date(2026, 4, 1), last=date(2027, 3, 31))
    on_file.when(again.model_copy(update={"period": next_year})).keeps(rule)
    given(*BEFORE).when(PLAN).keeps(rule)


def test_a_plan_that_was_replaced_is_in_force_until_the_time_of_the_other_begins() -> None:
    """CPC308-K20, CPC308-B1: what was used of it in the time of the other counts there."""
    more = HOURS.model_copy(update={"planned": "15000"})
    again = PLAN.model_copy(update={"happened_on": date(2025, 6, 2), "replaces": "RPL-001", "lines": (more, MONEY)})
    rest = again.model_copy(update={"period": Span(first=date(2025, 7, 1), last=YEAR.last)})
    may = {"happened_on": date(2025, 6, 3), "period": Span(first=date(2025, 5, 1), last=date(2025, 5, 31))}
    later = USED.model_copy(update=may)
    rule = "resource.use-within-the-plan"

    whole = given(*BEFORE, PLAN, USED, again, later).file.resources.plans
    part = given(*BEFORE, PLAN, USED, rest, later).file.resources.plans

    assert (whole["RPL-001"].time, whole["RPL-002"].time) == (None, YEAR)
    assert [use.period.first.month for use in whole["RPL-002"].used("L1")] == [4, 5]
    assert part["RPL-001"].time == Span(first=YEAR.first, last=date(2025, 6, 30))
    assert [use.period.first.month for use in part["RPL-001"].used("L1")] == [4, 5]
    assert not part["RPL-002"].used("L1")
    given(*BEFORE, PLAN, again).when(later.model_copy(update={"plan": "RPL-002"})).keeps(rule)
    told = given(*BEFORE, PLAN, again).when(later).departs_from(rule)
    assert told.last is not None
    assert "RPL-002 took the place of RPL-001" in str([d.found for d in told.last.departures])
    given(*BEFORE, PLAN, rest).when(later).keeps(rule)
    far = again.model_copy(update={"period": Span(first=date(2027, 4, 1), last=date(2028, 3, 31))})
    between = {"happened_on": date(2026, 6, 3), "period": Span(first=date(2026, 5, 1), last=date(2026, 5, 31))}
    untold = given(*BEFORE, PLAN, far).when(USED.model_copy(update=between)).departs_from(rule)
    assert untold.last is not None  # nothing has taken its place by then
    assert "RPL-001 is for 1 April 2025" in str([d.found for d in untold.last.departures])


def test_what_was_used_is_handed_on_from_plan_to_plan_of_a_line_in_one_unit() -> None:
    """CPC308-B1, CPC308-K20: whichever was recorded first, the use or the plans in the place of its own."""
    second = PLAN.model_copy(update={"happened_on": date(2025, 5, 6), "replaces": "RPL-001"})
    third = PLAN.model_copy(update={"happened_on": date(2025, 5, 7), "replaces": "RPL-002"})
    in_days = third.model_copy(update={"lines": (HOURS.model_copy(update={"unit": "days"}), MONEY)})
    late = USED.model_copy(update={"happened_on": date(2025, 5, 8)})

    for story in (given(*BEFORE, PLAN, USED, second, third), given(*BEFORE, PLAN, second, third, late)):
        held = story.file.resources.plans
        assert [[use.used for use in held[name].used("L1")] for name in held] == [["1250"]] * 3
    other_unit = given(*BEFORE, PLAN, USED, second, in_days).file.resources.plans
    assert [len(other_unit[name].used("L1")) for name in other_unit] == [1, 1, 0]


def test_a_record_made_before_its_time_is_over_is_remarked_on_whatever_it_says_of_itself() -> None:
    """CPC308-B4."""
    rule, over = "resource.use-recorded-completely", "and its time is over only on 30 April 2025"
    for complete, said in ((True, "it is said to be"), (False, "the record is not"), (None, "it is not said to be")):
        early = USED.model_copy(update={"happened_on": date(2025, 4, 25), "complete": complete})
        told = given(*BEFORE, PLAN).when(early).departs_from(rule).last
        assert told is not None
        assert f"{said} complete, {over}" in [departure.found for departure in told.departures]


def test_a_record_that_is_not_all_is_completed_once_for_the_plan_it_counts_in() -> None:
    """CPC308-B4: of what another plan has the time of nothing is asked of the first."""
    rest = PLAN.model_copy(
        update={
            "happened_on": date(2025, 6, 2),
            "replaces": "RPL-001",
            "period": Span(first=date(2025, 7, 1), last=YEAR.last),
        }
    )
    july = Span(first=date(2025, 7, 1), last=date(2025, 7, 31))
    half = USED.model_copy(update={"happened_on": date(2025, 8, 1), "period": july, "complete": False})

    asked = [one for one in of_resources(view_of(given(*BEFORE, PLAN, rest, half).file)) if "use-completed" in one.id]

    assert [("of RPL-002" in one.sentence, "of RPL-001" in one.sentence) for one in asked] == [(True, False)]


def test_another_plan_takes_the_place_of_one_from_its_own_first_day() -> None:
    """CPC308-K20: what was used before that was used outside the plan, and not in the other's time."""
    later = Span(first=date(2026, 7, 1), last=date(2027, 3, 31))
    again = PLAN.model_copy(update={"happened_on": date(2026, 3, 3), "replaces": "RPL-001", "period": later})
    on_file, rule = given(*BEFORE, PLAN, again), "resource.use-within-the-plan"
    for month, found in (
        (date(2026, 5, 1), "RPL-001 is for 1 April 2025 to 31 March 2026"),
        (date(2026, 8, 1), "RPL-002 took the place of RPL-001"),
    ):
        late = {"happened_on": date(2026, 9, 1), "period": Span(first=month, last=month.replace(day=31))}
        told = on_file.when(USED.model_copy(update=late)).departs_from(rule)
        assert told.last is not None
        assert found in str([d.found for d in told.last.departures])


def test_nothing_is_asked_of_a_plan_that_another_has_taken_the_place_of() -> None:
    """CPC308-B4, CPC308-K20."""
    again = PLAN.model_copy(update={"happened_on": date(2025, 6, 2), "replaces": "RPL-001"})

    asked = [one.id for one in of_resources(view_of(given(*BEFORE, PLAN, USED, again).file)) if one.is_open]

    assert not [one for one in asked if "RPL-001" in one]
    assert {"use/RPL-002/L1/2025-05-01", "evaluation-criteria/RPL-002"} <= set(asked)


def test_a_trend_that_is_seen_is_that_of_the_figures() -> None:
    """CPC308-A2: said to rise where use on record falls by a half; steady figures say nothing."""
    rule, may = "resource.trend-by-the-figures", Span(first=date(2025, 5, 1), last=date(2025, 5, 31))
    after = USED.model_copy(update={"happened_on": date(2025, 6, 2), "period": may})
    falling = after.model_copy(update={"used": "600"})

    told = given(*BEFORE, PLAN, USED, falling).when(TREND).departs_from(rule)
    assert told.last is not None
    assert "the use of L1 on record is falling (entry" in str([d.found for d in told.last.departures])
    for kept in ((USED, after), (USED, after.model_copy(update={"used": "1900"}))):
        given(*BEFORE, PLAN, *kept).when(TREND).keeps(rule)


def test_use_put_on_record_on_a_day_not_known_for_certain_leaves_no_gap_where_its_time_may_have_been_over() -> None:
    """CPC308-B4."""
    told = given(*BEFORE, PLAN).when(
        USED.model_copy(update={"happened_on": date(2025, 4, 20), "until": date(2025, 5, 4)})
    )
    [gap] = told.file.resources.plans["RPL-001"].unrecorded("L1")
    assert gap.first == date(2025, 5, 1)


def test_use_in_a_unit_the_plan_does_not_have_is_refused() -> None:
    """CPC308-K20, CPC308-B1."""
    on_file = given(*BEFORE, PLAN)

    on_file.when(USED.model_copy(update={"unit": "days"})).refused(
        "resource.unit-of-the-plan", "RPL-001 plans L1 in hours (entry 5), and this is in days"
    )
    on_file.when(VARIANCE.model_copy(update={"unit": "days"})).refused("resource.unit-of-the-plan", "in hours")
    for unit in ("hour", "Hours", "hours"):
        on_file.when(USED.model_copy(update={"unit": unit})).recorded()
    for unit in ("£", "GBP", "Pounds"):
        on_file.when(USED.model_copy(update={"plan_line": "L2", "unit": unit})).recorded()
    on_file.when(USED.model_copy(update={"plan_line": "L9"})).refused("resource.line-in-the-plan", "it has L1, L2")
    on_file.when(TREND.model_copy(update={"plan_line": "L9"})).refused("resource.line-in-the-plan", "it has L1, L2")
    twice = PLAN.model_copy(update={"lines": (HOURS, HOURS)})
    given(*BEFORE).when(twice).refused("resource.lines-apart", "L1 stands twice")
    backwards = Span(first=date(2025, 4, 30), last=date(2025, 4, 1))
    on_file.when(USED.model_copy(update={"period": backwards})).refused("resource.period-not-backwards", "1 April 2025")
    on_file.when(USED.model_copy(update={"plan": "RPL-004"})).refused("entry.names-what-is-on-file", "RPL-001")
    used = on_file.when(USED).recorded().file.resources.plans["RPL-001"].used("L1")
    assert [(use.used, use.targeted, use.accessed_by) for use in used] == [("1250", "1000", ("People cared for, 80",))]


def test_the_same_variance_is_not_recorded_twice_without_a_word() -> None:
    """CPC307-K19: each that is on file is to be acted on."""
    on_file, rule = given(*BEFORE, PLAN, VARIANCE), "variance.recorded-once"
    bare = changed(VARIANCE, planned=None, actual=None)

    story = on_file.when(changed(VARIANCE, plan_line="l1", planned="1000.0", causes=())).departs_from(rule)
    assert story.last is not None
    assert any("RVA-001 (entry " in one.found for one in story.last.departures if one.rule == rule)
    for other in (
        {"actual": "1260"}, {"period": None}, {"variance_type": "price"}, {"subject": "cost"}, {"actual": None},
    ):  # fmt: skip
        on_file.when(changed(VARIANCE, **other)).keeps(rule)
    given(*BEFORE, PLAN, bare).when(bare).departs_from(rule)
    given(*BEFORE, PLAN, bare).when(changed(bare, causes=("price",))).keeps(rule)
    told = changed(bare, plan_line=None, period=None)
    given(*BEFORE, PLAN, told).when(told).keeps(rule)


def test_a_variance_is_significant_beyond_the_procedures_share_or_where_it_is_said_to_be() -> None:
    """CPC308-B5."""
    held = given(*BEFORE, PLAN, VARIANCE).file.resources.variances["RVA-001"]

    assert held.share == Decimal(25)
    assert held.significant(10)
    assert not held.significant(25)
    said = VARIANCE.model_copy(update={"significant": False})
    assert not given(*BEFORE, PLAN, said).file.resources.variances["RVA-001"].significant(10)
    less = VARIANCE.model_copy(update={"actual": "880"})
    assert given(*BEFORE, PLAN, less).file.resources.variances["RVA-001"].share == Decimal(-12)
    unplanned = VARIANCE.model_copy(update={"planned": "0"})
    of_nothing = given(*BEFORE, PLAN, unplanned).file.resources.variances["RVA-001"]
    assert (of_nothing.share, of_nothing.significant(10)) == (None, True)


@pytest.mark.parametrize(
    ("said", "asked", "matters"),
    [
        ({}, False, True), ({"planned": None, "actual": None}, False, True),
        ({"significant": True, "actual": None}, False, True),
        ({"actual": "1010"}, True, True), ({"significant": False}, True, True),
        ({"significant": False, "planned": None, "actual": None}, True, True),
        ({"significant": False, "plan_line": None}, False, False),
        ({"significant": False, "subject": "time"}, False, False),
        ({"significant": False, "period": Span(first=date(2025, 5, 1), last=date(2025, 5, 31))}, False, False),
    ],
)  # fmt: skip
def test_a_variance_assessed_otherwise_than_the_use_on_record_has_a_reason_given(
    said: dict[str, Any], asked: bool, matters: bool
) -> None:
    """CPC308-B5: 1,250 hours used where 1,000 were to be; it matters until a reason says why not."""
    rule, story, procedure = "variance.follows-the-use-on-record", given(*BEFORE, PLAN, USED), read("hampshire")
    entry = VARIANCE.model_copy(update=said)

    made = story.when(entry).departs_from(rule) if asked else story.when(entry).keeps(rule)

    held = made.file.resources.variances["RVA-001"]
    assert is_significant(made.file, held, procedure) is matters
    if asked:
        why = Acknowledgement(rule=rule, reason=Said("The ward's record was counted twice"))
        explained = story.when(entry, acknowledging=(why,)).departs_from(rule).file
        assert not is_significant(explained, explained.resources.variances["RVA-001"], procedure)


def test_the_entry_named_as_the_action_under_the_contract_is_such_an_action() -> None:
    """CPC307-K21: a variation is no dispute; what is dated later may yet be one."""
    rule, proposed = "variance.action-leads-to-its-entry", VariationProposed(happened_on=date(2025, 5, 9))
    on_file = given(*BEFORE, PLAN, VARIANCE, proposed)
    last = on_file.file.entries[-1].position
    acted = ACTED.model_copy(update={"led_to": last})

    on_file.when(acted).keeps(rule)
    for other in (ACTED.model_copy(update={"led_to": 1}), acted.model_copy(update={"contractual": "dispute"})):
        on_file.when(other).departs_from(rule)
    on_file.when(acted.model_copy(update={"happened_on": date(2025, 5, 8)})).keeps(rule)


def test_it_is_said_what_an_action_is_under_the_contract_and_nothing_is_what_led_to_no_act_under_it() -> None:
    """CPC307-K21: "none" is an answer, and silence is not; neither is it where a variation came of it."""
    leads, says = "variance.action-leads-to-its-entry", "variance.action-says-what-it-is"
    on_file = given(*BEFORE, PLAN, VARIANCE, VariationProposed(happened_on=date(2025, 5, 9)))
    last = on_file.file.entries[-1].position
    nothing = ACTED.model_copy(update={"contractual": "none", "led_to": None})

    on_file.when(nothing).keeps(leads, says)
    on_file.when(nothing.model_copy(update={"contractual": None})).keeps(leads).departs_from(says)
    for contractual in ("none", None):
        on_file.when(nothing.model_copy(update={"contractual": contractual, "led_to": last})).departs_from(leads)
    on_file.when(nothing.model_copy(update={"led_to": 2})).keeps(leads)


def test_a_control_is_to_be_checked_again_no_earlier_than_it_was() -> None:
    """CPC308-B7."""
    rule = "resource.control-checked-again-later"
    given().when(CONTROL.model_copy(update={"repeat_by": date(2025, 7, 1)})).recorded()
    given().when(CONTROL.model_copy(update={"repeat_by": date(2025, 1, 1)})).refused(
        rule, "before it was on 6 June 2025"
    )


def test_a_significant_variance_is_acted_on_promptly_and_action_under_the_contract_has_its_entry() -> None:
    """CPC308-B5, CPC307-K21."""
    on_file = given(*BEFORE, PLAN, VARIANCE)
    late = ACTED.model_copy(update={"happened_on": date(2025, 6, 5)})

    on_file.when(ACTED).keeps("variance.acted-on-promptly")
    said = on_file.when(late).departs_from("variance.acted-on-promptly")
    assert said.last is not None
    assert "it was found on 5 May 2025, 31 days before; 14 are allowed (assumed; the text gives none)" in [
        d.found for d in said.last.departures
    ]
    on_file.when(ACTED.model_copy(update={"led_to": None})).departs_from("variance.action-leads-to-its-entry")
    small = VARIANCE.model_copy(update={"actual": "1010"})
    given(*BEFORE, PLAN, small).when(late).keeps("variance.acted-on-promptly")
    assert set(get_args(ContractualAction)) == {
        "none", "corrective-action", "variation", "notice", "dispute", "termination",
    }  # fmt: skip


def test_a_recommendation_is_not_decided_by_the_provider_for_those_it_was_put_to_nor_rejected_for_no_reason() -> None:
    """CPC308-B3: it stays undecided, unless it was put to the provider."""
    rules = ("recommendation.decided-by-whom-it-is-put-to", "recommendation.rejected-with-a-reason")
    theirs = Actor(person="Pat Good", office="provider-contract-manager", party="provider")
    bare = ResourceRecommendationDecided(
        happened_on=date(2025, 6, 10), recommendation="RRC-001", decision="rejected", by=theirs
    )
    ours = bare.model_copy(update={"by": ANN, "reason": Said("No vans")})
    on_file = given(*BEFORE, PLAN, RECOMMENDED)

    on_file.when(bare, acknowledge_all=False).asked(*rules)
    undone = on_file.when(bare).departs_from(*rules)
    assert not undone.file.resources.recommendations["RRC-001"].decisions
    undone.when(ours).keeps(*rules)
    put_to_it = RECOMMENDED.model_copy(update={"addressed_to": (theirs,)})
    done = given(*BEFORE, PLAN, put_to_it).when(bare).keeps(rules[0])
    assert done.file.resources.recommendations["RRC-001"].decisions


@pytest.mark.parametrize(
    ("to", "by", "found"),
    [
        (COUNTY, COUNTY, None), (COUNTY, Actor(person="Another", office="county-manager"), None),
        (Actor(person="County Manager"), COUNTY, None), (Actor(person="Ann Ashe"), Actor(person="A. Ashe"), None),
        (COUNTY, ANN, "it was put to Cleo County (County Manager (Contracts)), and Ann Ashe (lead officer) decided"),
        (COUNTY, None, "it was put to Cleo County (County Manager (Contracts)), and it is not said who decided"),
        (PIA, ANN, "it was put to Pia Prior (provider's contract manager), and Ann Ashe (lead officer) decided"),
        (PIA, Actor(person="Pat Good", party="provider"), None),
    ],
)  # fmt: skip
def test_a_recommendation_is_decided_by_those_it_is_put_to_or_for_a_reason_by_another(
    to: Actor, by: Actor | None, found: str | None
) -> None:
    """CPC308-B3: known by name or office, under each of its names."""
    rule = "recommendation.decided-by-whom-it-is-put-to"
    decided = ResourceRecommendationDecided(
        happened_on=date(2025, 6, 10), recommendation="RRC-001", decision="accepted", by=by
    )
    on_file = given(*BEFORE, PLAN, RECOMMENDED.model_copy(update={"addressed_to": (to,)}))

    if found is None:
        on_file.when(decided).keeps(rule)
        return
    told = on_file.when(decided).departs_from(rule).last
    assert told is not None
    assert found in [departure.found for departure in told.departures]
    given(*BEFORE, PLAN, RECOMMENDED.model_copy(update={"addressed_to": ()})).when(decided).keeps(rule)


def test_a_recommendation_is_decided_once() -> None:
    """CPC308-B3."""
    decided = ResourceRecommendationDecided(
        happened_on=date(2025, 6, 10), recommendation="RRC-001", decision="accepted-in-part"
    )
    on_file = given(*BEFORE, PLAN, RECOMMENDED)

    once = on_file.when(decided).recorded()
    once.when(decided).refused("recommendation.decided-once", "accepted in part on 10 June 2025")

    [made] = once.file.resources.recommendations["RRC-001"].decisions
    assert (made.on, made.says.decision, made.position) == (date(2025, 6, 10), "accepted-in-part", 7)


def test_what_another_decided_of_a_recommendation_and_gave_no_reason_is_still_decided_by_whom_it_was_put_to() -> None:
    """CPC308-B3, docs/adr/0486."""
    rule = "recommendation.decided-by-whom-it-is-put-to"
    theirs = ResourceRecommendationDecided(
        happened_on=date(2025, 6, 10), recommendation="RRC-001", decision="rejected", by=ANN, reason=Said("No vans")
    )
    ours = theirs.model_copy(update={"by": COUNTY, "decision": "accepted", "happened_on": date(2025, 6, 12)})
    on_file = given(*BEFORE, PLAN, RECOMMENDED.model_copy(update={"addressed_to": (COUNTY,)}))

    undone = on_file.when(theirs).departs_from(rule)
    undone.when(ours).keeps(rule, "recommendation.decided-once")
    why = (Acknowledgement(rule=rule, reason=Said("Cleo County is away and asked her to")),)
    on_file.when(theirs, acknowledging=why).recorded().when(ours).refused("recommendation.decided-once")


def test_whoever_directs_their_own_service_answers_for_it_under_a_pseudonym() -> None:
    """CPC308-B6, CPC308-K14, CPC308-K1."""
    told = ResourceResponsibilityNotified(
        happened_on=date(2025, 4, 2), holder="service-user", case="C-0147", plan="RPL-001", plan_lines=("L1",),
        support=Said("A broker"),
    )  # fmt: skip
    on_file = given(*BEFORE, PLAN)

    done = on_file.when(told).when(told.model_copy(update={"step": "acknowledged", "happened_on": date(2025, 4, 9)}))
    named = told.model_copy(update={"case": None, "person": "Edna Green"})
    on_file.when(named).refused("resource.user-by-pseudonym", "C-0147")
    on_file.when(told.model_copy(update={"case": "Green"})).refused("resource.user-by-pseudonym", "never a name")

    held = done.recorded().file.resources.responsibilities["C-0147"]
    assert (held.told, held.acknowledged) == ((date(2025, 4, 2), 6), (date(2025, 4, 9), 7))


def test_whoever_directs_their_own_service_has_support_in_watching_what_they_use() -> None:
    """CPC308-K14: told to complete it until it is said; an officer is asked for none."""
    rule, on_file = "resource.support-for-their-own-service", given(*BEFORE, PLAN)
    part = told(2, None, "L1", holder="service-user", case="C-17")
    supported = part.model_copy(update={"support": Said("A broker each month")})

    bare = on_file.when(part).departs_from(rule)
    on_file.when(supported).keeps(rule)
    on_file.when(told(2, "Ann Ashe", "L1")).keeps(rule)
    on_file.when(part.model_copy(update={"step": "acknowledged"})).keeps(rule)
    [asked] = [one for one in duties(view_of(bare.file)) if one.id == "details/6"]
    assert "what support they have" in asked.sentence

    later = supported.model_copy(update={"step": "acknowledged", "happened_on": date(2025, 4, 25)})
    others: tuple[dict[str, Any], ...] = ({"case": "C-18"}, {"plan_lines": ("L2",)}, {"support": None})
    for said, done in (({}, True), *((one, False) for one in others)):
        told_since = bare.when(later.model_copy(update=said)).recorded()
        assert ("details/6" in {one.id for one in duties(view_of(told_since.file))}) != done


def test_who_took_a_line_on_answers_for_it_where_the_plan_names_nobody() -> None:
    """CPC308-K14, CPC308-B6: whoever acknowledged it, else was told of it by name of the line."""
    line = PLAN.lines[0].model_copy(update={"responsible": None})
    on_file = given(*BEFORE, PLAN.model_copy(update={"lines": (line, *PLAN.lines[1:])}))
    part = told(2, None, "L1", holder="service-user", case="C-17", support=Said("A broker"))
    taken = on_file.when(part).when(part.model_copy(update={"step": "acknowledged", "happened_on": date(2025, 4, 9)}))

    def shown(story: Story) -> LineShown:
        [plan] = resources_shown(view_of(story.recorded().file), date(2025, 6, 1)).plans
        return next(one for one in plan.lines if one.id == "L1")

    assert (shown(on_file).responsible, shown(on_file).by_the_plan) == (None, True)
    held = shown(taken)
    assert (held.responsible, held.by_the_plan, held.told_at, held.acknowledged_at) == ("C-17", False, 6, 7)


def test_plans_and_records_are_of_the_forms_the_standard_lists() -> None:
    """CPC308-S6, CPC308-S7, CPC308-D3, CPC308-K5."""
    oral = PLAN.model_copy(update={"form": "oral", "term": "short"})
    by_hand = USED.model_copy(update={"record_form": "manual", "protection": "confidential"})

    told = given(*BEFORE, oral, by_hand).file.resources.plans["RPL-001"]

    assert told.says is not None
    assert (told.says.form, told.says.term) == ("oral", "short")
    assert {"plain-english", "large-print", "audio", "screen-reader"} <= set(get_args(Format))


def test_what_a_variance_means_is_looked_at_under_a_clause_that_is_on_file() -> None:
    """CPC307-K20."""
    rule = "variance.clause-on-file"
    clause = DefaultClauseEntered(happened_on=date(2025, 3, 3), clause="12.4", notice_kind="default")
    under = VARIANCE.model_copy(update={"implication_clause": "77", "likely_contract_change": False})

    story = given(*BEFORE, PLAN, clause).when(under, acknowledge_all=False).asked(rule)
    assert "it cites clause 77; on file are 12.4" in str(story.error)
    given(*BEFORE, PLAN, clause).when(under.model_copy(update={"implication_clause": "Clause 12.4"})).keeps(rule)
    given(*BEFORE, PLAN).when(under).keeps(rule)
    given(*BEFORE, PLAN).when(under.model_copy(update={"implication_clause": None})).departs_from(
        "variance.implication-under-a-clause"
    )


@pytest.mark.parametrize(("clause", "lacking"), [("4.2", "under clause 4.2"), (None, "and under which clause")])
def test_of_a_variance_that_may_change_the_contract_what_is_missing_alone_is_asked_for(
    clause: str | None, lacking: str
) -> None:
    """CPC307-K20."""
    rule = "variance.implication-under-a-clause"
    likely = {"implication": None, "implication_clause": clause, "likely_contract_change": True}

    told = given(*BEFORE, PLAN).when(VARIANCE.model_copy(update=likely)).departs_from(rule)

    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert said == f"it is likely to change the contract, and it is not said what it means {lacking}"


def test_no_less_than_nothing_is_planned_of_a_resource() -> None:
    """CPC308-K20."""
    less = PLAN.model_copy(update={"lines": (HOURS.model_copy(update={"planned": "-1000"}), MONEY)})

    given(*BEFORE).when(less).refused("resource.planned-is-something", "L1 -1000 hours")
    given(*BEFORE).when(PLAN).recorded()


def test_what_is_confidential_about_resources_is_not_given_to_whoever_comes_by() -> None:
    """CPC308-K1."""
    on_file, rule = given(*BEFORE, PLAN), "resource.information-in-confidence"
    kept = TOLD.model_copy(update={"protection": "confidential"})
    public, managers = ConcernedGroup(who="public"), ConcernedGroup(who="managers")

    on_file.when(kept.model_copy(update={"groups": (public,)}), acknowledge_all=False).asked(rule)
    told = on_file.when(kept.model_copy(update={"groups": (public,), "channel": "website"})).departs_from(rule)
    assert told.last is not None
    assert "it is marked confidential, and was given to the public by website" in [
        departure.found for departure in told.last.departures
    ]
    on_file.when(kept.model_copy(update={"groups": (managers,)})).keeps(rule)
    on_file.when(TOLD.model_copy(update={"groups": (public,), "channel": "website"})).keeps(rule)
    legal = TOLD.model_copy(update={"audience": "legal", "groups": (public,)})
    on_file.when(legal, acknowledge_all=False).asked(rule)


FAMILIES, INDIVIDUALS = ConcernedGroup(who="families"), ConcernedGroup(who="individuals")


@pytest.mark.parametrize(
    ("marks", "to", "is_"),
    [
        ({"protection": "confidential"}, {"groups": (FAMILIES, ConcernedGroup(who="partners"))}, "marked confidential"),
        ({"protection": "confidential"}, {"recipients": (PIA,)}, "marked confidential"),
        ({"protection": "legal-advice"}, {"recipients": (PIA,)}, "marked legal advice"),
        ({"protection": "litigation"}, {"groups": (INDIVIDUALS,)}, "marked litigation"),
        ({"audience": "legal"}, {"groups": (ConcernedGroup(who="provider"),)}, "for Legal Services alone"),
    ],
)  # fmt: skip
def test_information_under_a_confidence_or_privilege_is_given_to_nobody_it_is_kept_from(
    marks: dict[str, Any], to: dict[str, Any], is_: str
) -> None:
    """CPC308-K1: the entry is itself what was told (docs/adr/0414)."""
    on_file, rule = given(*BEFORE, PLAN), "resource.information-in-confidence"
    kept, whom = changed(TOLD, **marks), ", ".join(map(str, next(iter(to.values()))))

    on_file.when(changed(kept, **to), acknowledge_all=False).asked(rule)
    story = on_file.when(changed(kept, **to)).departs_from(rule)
    assert story.last is not None
    assert f"it is {is_}, and was given to {whom}" in [one.found for one in story.last.departures]
    on_file.when(kept).keeps(rule)
    on_file.when(changed(TOLD, **to)).keeps(rule)
    confided = changed(TOLD, protection="confidential", groups=(INDIVIDUALS,))
    on_file.when(confided).keeps(rule)
    offered = changed(TOLD, protection="without-prejudice", recipients=(PIA,))
    on_file.when(offered).keeps(rule)


def told(day: int, person: str | None, *lines: str, **said: Any) -> ResourceResponsibilityNotified:
    """Somebody was told in April 2025 what of the plan is theirs."""
    part = {"happened_on": date(2025, 4, day), "person": person, "plan": "RPL-001", "plan_lines": lines}
    return ResourceResponsibilityNotified(**part | said)


def test_whoever_is_told_of_a_line_is_who_the_plan_names_for_it_and_the_line_is_there() -> None:
    """CPC308-B6."""
    on_file, rule = given(*BEFORE, PLAN), "resource.told-who-answers"

    on_file.when(told(2, "Ann Ashe", "L9")).refused("resource.line-in-the-plan", "no line L9; it has L1, L2")
    asked = on_file.when(told(2, "Rob Pike", "L1"), acknowledge_all=False).asked(rule)
    assert "RPL-001 names Ann Ashe for L1, and not Rob Pike" in str(asked.error)
    for person in ("Ann Ashe", "ann ashe", "Mrs Ashe", "A. Ashe"):
        on_file.when(told(2, person, "l1")).keeps(rule, "resource.line-in-the-plan")
    on_file.when(told(2, "Rob Pike", "L2")).keeps(rule)  # nobody is named for it
    on_file.when(told(2, "Rob Pike")).keeps(rule)


def test_an_office_in_a_plan_is_who_holds_it_and_the_provider_is_its_people() -> None:
    """CPC308-B6."""
    rule = "resource.told-who-answers"
    named = ("Lead officer", "the provider")
    lines = (HOURS.model_copy(update={"responsible": named[0]}), MONEY.model_copy(update={"responsible": named[1]}))
    people = (
        LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe"),
        ProviderContactNamed(happened_on=date(2025, 1, 6), person="Pia Prior", role="contract-manager"),
    )
    on_file = given(*people, *BEFORE, PLAN.model_copy(update={"lines": lines}))

    on_file.when(told(2, "Ann Ashe", "L1")).keeps(rule)
    on_file.when(told(2, "Pia Prior", "L2", holder="provider")).keeps(rule)
    on_file.when(told(2, None, "L2", holder="provider")).keeps(rule, "resource.responsibility-said")
    on_file.when(told(2, "Pia Prior", "L1", holder="provider")).departs_from(rule)
    on_file.when(told(2, "Ann Ashe", "L2")).departs_from(rule)


def test_what_is_acknowledged_was_told_before_and_says_whose_it_is_and_of_what() -> None:
    """CPC308-B6."""
    on_file, rule = given(*BEFORE, PLAN), "resource.told-before-acknowledged"
    before = on_file.when(told(2, "Ann Ashe", "L1")).recorded()
    acknowledged = told(9, "ann ashe", "L1", step="acknowledged")

    on_file.when(acknowledged).departs_from(rule)
    before.when(acknowledged).keeps(rule)
    before.when(told(1, "Ann Ashe", "L1", step="acknowledged")).departs_from(rule)
    before.when(told(9, "Rob Pike", step="acknowledged")).departs_from(rule)
    nothing = on_file.when(ResourceResponsibilityNotified(happened_on=date(2025, 4, 2))).departs_from(
        "resource.responsibility-said"
    )
    assert nothing.last is not None
    assert "it does not say who is responsible, nor for which resources of which plan" in [
        departure.found for departure in nothing.last.departures
    ]


def test_a_plan_says_who_answers_for_each_of_its_lines() -> None:
    """CPC308-B6."""
    rule = "resource.line-answered-for"

    given(*BEFORE).when(PLAN).departs_from(rule)
    both = (HOURS, MONEY.model_copy(update={"responsible": "Rob Pike"}))
    given(*BEFORE).when(PLAN.model_copy(update={"lines": both})).keeps(rule)


def test_a_risk_of_a_line_is_of_one_the_plan_has() -> None:
    """CPC308-A6."""
    stray = PLAN.model_copy(update={"risks": (RISK.model_copy(update={"activity": "L9"}),)})

    given(*BEFORE).when(stray).refused("resource.risks-of-its-lines", "is of L9", "L1")
    named = PLAN.model_copy(update={"risks": (RISK.model_copy(update={"activity": "L1"}),)})
    given(*BEFORE).when(named).recorded()
