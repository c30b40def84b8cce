"""Stories of tiers: how much a contract matters, and what is asked of reviews, scorecards, handovers and stages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.dates.span import Span
from ledger.dates.working_days import dated
from ledger.details import is_detail
from ledger.entry import Actor, Money
from ledger.plans import Step
from ledger.procedures import read
from ledger.rules import judge
from ledger.subjects.actions import ActionAssigned
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, FileOpened, LifecycleStageEntered
from ledger.subjects.lessons import LessonRecorded
from ledger.subjects.money import PaymentBasisSet
from ledger.subjects.people import (
    ChecklistItem,
    ContractManagementHandedOver,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    SeniorResponsibleOfficerAppointed,
)
from ledger.subjects.records import CorrectionConfirmed, EntryCorrected, EntrySupplemented, ProcedureBound
from ledger.subjects.reviews import RenewalDecided
from ledger.subjects.termination import ContractExpired, ContractTerminated
from ledger.subjects.tiers import (
    RULES,
    BusinessContinuityPlanReceived,
    ContractClassified,
    GovernanceTermsAdopted,
    Score,
    ScorecardRecorded,
    SelfAssessmentSubmitted,
    Side,
    ThematicReviewCompleted,
)
from ledger.subjects.variations import VariationAgreed, VariationProposed
from ledger.words import Said
from projections.duties.due import duties
from tests.story import COLLEAGUE, changed, given
from tests.worked_through import view_of

JANUARY, MARCH, JUNE = date(2025, 1, 6), date(2025, 3, 31), date(2025, 6, 2)
REGISTERED = ContractRegistered(
    happened_on=JANUARY, reference="C-1", title="Home care", start_date=date(2025, 2, 1), end_date=date(2028, 1, 31),
    annual_value=Money(pence=600_000_00), procedure="tiered/1",
)  # fmt: skip
SENIOR = SeniorResponsibleOfficerAppointed(happened_on=JANUARY, person="Sol Senior", terms_of_reference=Said("Decides"))
QUARTER = Span(first=date(2025, 1, 1), last=MARCH)
GREEN = Side(rating="green")


def classified(tier: str = "gold", **said: Any) -> ContractClassified:
    return ContractClassified(happened_on=JANUARY, tier=tier, **said)


def reviewed(theme: Any = "value-for-money", **said: Any) -> ThematicReviewCompleted:
    usual: dict[str, Any] = {"in_place": "yes", "monitored": "yes", "level": Said("Met"), "found": Said("Clause 12")}
    return ThematicReviewCompleted(happened_on=JUNE, theme=theme, **(usual | said))


def card(**said: Any) -> ScorecardRecorded:
    usual: dict[str, Any] = {
        "period": QUARTER, "cost": GREEN, "performance": GREEN, "risk": GREEN, "users": GREEN,
    }  # fmt: skip
    return ScorecardRecorded(happened_on=JUNE, **(usual | said))


# --- classification -------------------------------------------------------------------------------------------------


def test_a_contract_is_in_the_tier_it_was_last_put_into() -> None:
    """IMP-22-a: tier, risk, by whom, when again."""
    later = classified("platinum").model_copy(update={"happened_on": JUNE, "reassess_on": date(2026, 6, 1)})
    tiers = given(REGISTERED, classified(risk="low"), later).file.tiers

    found = [held.tier if (held := tiers.classified(day)) else None for day in (date(2025, 1, 5), JANUARY, JUNE)]
    assert found == [None, "gold", "platinum"]


def test_a_tier_the_procedure_does_not_know_is_explained_and_those_there_are_named() -> None:
    """IMP-16-a."""
    story = given(REGISTERED).when(classified("bronze")).departs_from("classification.tier-of-the-procedure")

    assert story.last is not None
    assert "there are platinum, gold, silver, other" in story.last.departures[0].found
    given(REGISTERED).when(classified()).keeps("classification.tier-of-the-procedure")
    hampshire = REGISTERED.model_copy(update={"procedure": None})
    given(hampshire).when(classified("bronze")).keeps("classification.tier-of-the-procedure")


def test_a_contract_of_high_risk_has_a_senior_responsible_officer() -> None:
    """IMP-18-b: a gate, with a reason where it is passed."""
    given(REGISTERED).when(classified(risk="high"), acknowledge_all=False).asked(
        "classification.senior-officer-for-high-risk"
    )
    given(REGISTERED, SENIOR).when(classified(risk="high")).keeps("classification.senior-officer-for-high-risk")
    given(REGISTERED).when(classified(risk="medium")).keeps("classification.senior-officer-for-high-risk")


def test_what_a_classification_leaves_unsaid_of_the_risk_stays_as_last_found() -> None:
    """IMP-18-b: of high risk it stays, and is without a Senior Responsible Officer still (docs/adr/0522)."""
    high = classified("platinum", risk="high")
    left_out = changed(classified("gold", reasons=Said("Moved")), happened_on=MARCH)
    lower = changed(classified("gold", risk="low"), happened_on=JUNE)
    vacancy = "vacancy/senior-responsible-officer"

    story = given(REGISTERED, high).when(left_out).keeps("classification.says-its-risk")
    assert story.file.tiers.classifications[-1].risk == "high"
    due = {duty.id: duty for duty in duties(view_of(story.file))}
    assert due[vacancy].since == MARCH
    assert due["governance-terms"].since == JANUARY
    assert vacancy not in {duty.id for duty in duties(view_of(story.when(lower).file))}


def test_a_contract_of_which_no_risk_was_found_is_asked_for_it() -> None:
    """IMP-18-b: by a correction or a further classification; words beside it make no contract one of high risk."""
    rule = "classification.says-its-risk"
    again = changed(classified(risk="low"), happened_on=MARCH)
    words = EntrySupplemented(happened_on=MARCH, position=2, words=Said("It is low"), completes=(rule,))

    story = given(REGISTERED).when(classified()).departs_from(rule)
    assert "details/2" in {duty.id for duty in duties(view_of(story.file))}
    in_words = story.when(words).departs_from("supplement.says-what-it-completes")
    assert "details/2" in {duty.id for duty in duties(view_of(in_words.file))}
    found = story.when(again).keeps(rule)
    assert "details/2" not in {duty.id for duty in duties(view_of(found.file))}
    given(REGISTERED.model_copy(update={"procedure": None})).when(classified()).keeps(rule)


def test_what_was_decided_before_another_procedure_was_bound_keeps_the_one_it_was_decided_under() -> None:
    """IMP-30-b: rules change from a day on."""
    hampshire = REGISTERED.model_copy(update={"procedure": None})
    bound = ProcedureBound(happened_on=MARCH, procedure="tiered/1")
    later = classified("bronze").model_copy(update={"happened_on": JUNE})

    given(hampshire, bound).when(classified("bronze")).keeps("classification.tier-of-the-procedure")
    given(hampshire, bound).when(later).departs_from("classification.tier-of-the-procedure")


def test_who_manages_a_contract_may_belong_to_another_unit_and_report_elsewhere() -> None:
    """IMP-29: pooled, or embedded and reporting to a functional head."""
    pooled = LeadOfficerAppointed(
        happened_on=JANUARY, person="Ann Ashe", unit="Commercial pool", reports_to="Head of Commercial"
    )
    held = given(REGISTERED, pooled).file.people.holder("lead-officer", JUNE)

    assert held is not None
    assert (held.unit, held.reports_to) == ("Commercial pool", "Head of Commercial")


def test_where_the_procedure_has_values_the_yearly_value_puts_a_contract_into_its_tier() -> None:
    """D-18: the text gives no test, so an authority sets it."""
    tiers = [
        t.model_copy(update={"annual_value_from": v})
        for t, v in zip(read("tiered").tiers, (1_000_000, 500_000, 0, 0), strict=True)
    ]
    procedure = read("tiered").model_copy(update={"tiers": tuple(tiers)})
    rule = tuple(rule for rule in RULES if rule.id == "classification.by-value")
    file = given(REGISTERED).file

    [objection] = judge(rule, file, file, classified("silver"), procedure)
    assert objection.found == "it is worth £600,000 a year, which makes it gold"
    assert judge(rule, file, file, classified("gold"), procedure) == []
    given(REGISTERED).when(classified("silver")).keeps("classification.by-value")  # as shipped, no value decides


def test_a_contract_is_reassessed_after_it_was_classified() -> None:
    given(REGISTERED).when(classified(reassess_on=JANUARY)).refused("classification.reassessed-later", "not after")
    given(REGISTERED).when(classified(reassess_on=JUNE)).recorded()


# --- reviews by theme -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["service-improvement", "value-for-money"])
@pytest.mark.parametrize("lacking", [{"in_place": "no"}, {"monitored": "no"}])
def test_where_something_is_absent_or_unused_it_is_decided_what_becomes_of_it(theme: str, lacking: Any) -> None:
    """IMP-22-b, IMP-25-b: change now, or the next contract."""
    rules = {
        "service-improvement": ("thematic-review.decides-where-lacking", "IMP-22-b"),
        "value-for-money": ("thematic-review.decides-on-value-for-money", "IMP-25-b"),
    }
    (asked, cited), (other, _) = rules.pop(theme), rules.popitem()[1]
    under = REGISTERED.model_copy(update={"procedure": "tiered/1"})
    undecided = given(under).when(reviewed(theme, **lacking)).departs_from(asked).keeps(other)
    assert undecided.last is not None
    assert [d.citation for d in undecided.last.departures if d.rule == asked] == [cited]
    given(REGISTERED).when(reviewed(theme, **lacking)).departs_from(asked)
    given(REGISTERED).when(reviewed(theme, decision="next-contract", **lacking)).keeps(asked)
    neither = given(REGISTERED).when(reviewed(theme, decision="none", **lacking))
    neither.departs_from(asked)
    given(REGISTERED).when(reviewed(theme)).keeps(asked)
    given(REGISTERED).when(reviewed(theme, decision="none")).keeps(asked)


def test_that_nothing_is_changed_rests_on_what_is_in_place() -> None:
    """IMP-22-b, IMP-25-b: "none" of a review that does not say whether there is anything, or whether it is used."""
    unsaid = reviewed(decision="none", in_place=None, monitored=None, found=Said("Nothing yet"))
    story = given(REGISTERED).when(unsaid).departs_from("thematic-review.none-where-all-is-well")
    assert story.last is not None
    assert "not said whether it is in place nor whether it is used" in story.last.departures[0].found
    given(REGISTERED).when(reviewed(decision="none")).keeps("thematic-review.none-where-all-is-well")
    given(REGISTERED).when(reviewed(in_place=None)).keeps("thematic-review.none-where-all-is-well")


@pytest.mark.parametrize("theme", ["supplier-development", "risk", "governance"])
def test_what_a_review_for_another_theme_finds_lacking_need_not_change_a_contract(theme: str) -> None:
    """IMP-16-b, IMP-17-c, IMP-18-c: that is asked of service improvement and of value for money."""
    rules = (
        "thematic-review.decides-where-lacking", "thematic-review.decides-on-value-for-money",
        "thematic-review.none-where-all-is-well",
    )  # fmt: skip
    given(REGISTERED).when(reviewed(theme, in_place="no")).keeps(*rules)
    given(REGISTERED).when(reviewed(theme, in_place="no", decision="none")).keeps(*rules)


def test_a_decision_to_change_now_names_the_variation_and_no_other_decision_does() -> None:
    """IMP-22-b."""
    proposed = VariationProposed(happened_on=JANUARY, reason=Said("No measures"))
    now, later = ({"decision": decision, "variation": "VAR-001"} for decision in ("change-now", "next-contract"))

    given(REGISTERED, proposed).when(reviewed(**now)).recorded()
    given(REGISTERED, proposed).when(reviewed(**later)).refused("thematic-review.variation-where-changed", "VAR-001")
    given(REGISTERED).when(reviewed(**now)).refused("entry.names-what-is-on-file", "VAR-001")


def test_what_follows_from_a_review_names_one_that_decided_so() -> None:
    """IMP-22-b: a variation one that changes the contract now, a lesson one for the next contract."""
    now, later = (reviewed(decision=decision, in_place="no") for decision in ("change-now", "next-contract"))
    proposed = VariationProposed(happened_on=JUNE, reason=Said("No measures"), thematic_review=2)
    lesson = LessonRecorded(happened_on=JUNE, subject="performance", lesson=Said("Measure"), thematic_review=2)

    given(REGISTERED, now).when(proposed).recorded()
    given(REGISTERED, later).when(proposed).refused("variation.follows-its-review", "entry 2 is no review by theme")
    given(REGISTERED, later).when(lesson).recorded()
    given(REGISTERED, now).when(lesson).refused("lesson.follows-its-review", "into the next contract")


def test_what_a_review_decided_to_change_now_is_not_put_off_without_a_word() -> None:
    """IMP-22-b: with a reason it may be; the decision is then still open (test_duties_of_tiers)."""
    rule, now = "variation.decided-as-its-review", reviewed(decision="change-now", in_place="no")
    proposed = VariationProposed(happened_on=JUNE, reason=Said("No measures"), thematic_review=2)
    later = proposed.model_copy(update={"decide": "next-contract"})

    story = given(REGISTERED, now).when(later).departs_from(rule)
    assert story.last is not None
    [found] = [d.found for d in story.last.departures if d.rule == rule]
    assert found == "entry 2 decided to change this contract now, and it is to wait for the next"
    given(REGISTERED, now).when(proposed.model_copy(update={"decide": "change-now"})).keeps(rule)
    given(REGISTERED, now).when(proposed).keeps(rule)


def test_a_review_that_a_variation_put_off_to_the_next_contract_names_is_corrected_to_have_decided_that() -> None:
    """IMP-22-b: and not to have decided nothing; what it put off is then kept by one lesson, of either."""
    now = reviewed(decision="change-now", in_place="no")
    put_off = VariationProposed(happened_on=JUNE, reason=Said("No measures"), thematic_review=2, decide="next-contract")
    wrong = given(REGISTERED, now, put_off)
    later, none = (
        EntryCorrected(
            happened_on=JUNE, position=2, reason=Said("Misread"), replacement=changed(now, decision=decision)
        )
        for decision in ("next-contract", "none")
    )

    def owed(*lessons: LessonRecorded) -> list[str]:
        story = wrong.when(later).when(CorrectionConfirmed(happened_on=JUNE, position=4), account=COLLEAGUE).recorded()
        for lesson in lessons:
            story = story.when(lesson).recorded()
        return [one.id for one in duties(view_of(story.file)) if one.id.startswith(("next-contract/", "change-now/"))]

    wrong.when(later).recorded()
    wrong.when(none).refused("correction.leaves-nothing-hanging", "entry 2 is no review by theme")
    given(REGISTERED, changed(now, decision="next-contract")).when(put_off).keeps("variation.decided-as-its-review")
    lesson = LessonRecorded(happened_on=JUNE, subject="performance", lesson=Said("Measure"))
    assert owed() == ["next-contract/3"]
    assert owed(changed(lesson, thematic_review=2)) == owed(changed(lesson, variation="VAR-001")) == []


def test_a_review_for_supplier_development_looks_at_the_use_of_market_intelligence() -> None:
    """IMP-16-a: it is asked after until it is said; of other themes it is not."""
    rule, silent = "thematic-review.with-market-intelligence", reviewed("supplier-development", potential=Said("Rota"))

    story = given(REGISTERED).when(silent).departs_from(rule)
    assert story.last is not None
    asked = {one.id: one.sentence for one in duties(view_of(story.file))}[f"details/{story.last.position}"]
    assert "it does not say what market intelligence there is, and how it is used" in asked
    known = changed(silent, market_intelligence=Said("Two providers left the market"))
    given(REGISTERED).when(known).keeps(rule)
    given(REGISTERED).when(reviewed("risk")).keeps(rule)


def test_a_review_for_supplier_development_has_three_heads() -> None:
    """IMP-16-b: potential, what there is already, what more."""
    short = reviewed("supplier-development", level=None, market_intelligence=Said("Prices of three providers"))
    whole = reviewed("supplier-development", potential=Said("Rostering"), further_actions=(Step(what=Said("Try it")),))

    story = given(REGISTERED).when(short).departs_from("thematic-review.under-its-heads")
    assert story.last is not None
    assert "the potential, further action" in story.last.departures[0].found
    asked = {one.id: one.sentence for one in duties(view_of(story.file))}[f"details/{story.last.position}"]
    assert asked.endswith("(thematic review completed): it does not say: the potential, further action.")
    named = tuple(departure.rule for departure in story.last.departures if is_detail(departure))
    more = EntrySupplemented(
        happened_on=JUNE, position=story.last.position, words=Said("Rostering"), completes=named
    )  # fmt: skip
    said = story.when(more)
    assert f"details/{story.last.position}" not in {one.id for one in duties(view_of(said.file))}
    given(REGISTERED).when(whole).keeps("thematic-review.under-its-heads")


@pytest.mark.parametrize("theme", ["service-improvement", "value-for-money"])
def test_where_nothing_is_in_place_only_what_is_decided_is_asked_for(theme: Any) -> None:
    """IMP-22-a, IMP-22-b, IMP-25-a, IMP-25-b: there is no level or outcome of a clause that is not there."""
    heads = f"thematic-review.heads-of-{theme}"
    decides = {"service-improvement": "where-lacking", "value-for-money": "on-value-for-money"}[theme]
    absent = reviewed(theme, in_place="no", monitored=None, level=None, found=Said("No clause"))

    given(REGISTERED).when(absent).keeps(heads).departs_from(f"thematic-review.decides-{decides}")
    given(REGISTERED).when(absent.model_copy(update={"decision": "next-contract"})).keeps(heads)
    given(REGISTERED).when(reviewed(theme, monitored="no", level=None)).keeps(heads)
    given(REGISTERED).when(reviewed(theme, in_place="partly", level=None)).departs_from(heads)


HEADS: list[tuple[str, Any, str, dict[str, Any]]] = [
    ("thematic-review.heads-of-risk", "risk", "IMP-17-c", {"in_place": None, "found": None}),
    ("thematic-review.heads-of-governance", "governance", "IMP-18-c", {"in_place": None, "found": None}),
    ("thematic-review.heads-of-service-improvement", "service-improvement", "IMP-22-a", {"monitored": None}),
    ("thematic-review.heads-of-value-for-money", "value-for-money", "IMP-25-a", {"level": None}),
]


@pytest.mark.parametrize(("rule", "theme", "demand", "without"), HEADS)
def test_what_a_review_leaves_out_is_asked_for_by_the_demand_of_its_own_theme(
    rule: str, theme: Any, demand: str, without: dict[str, Any]
) -> None:
    """IMP-17-c, IMP-18-c, IMP-22-a, IMP-25-a: each was asked for by that of supplier development."""
    whole = reviewed(theme)

    story = given(REGISTERED).when(whole.model_copy(update=without)).departs_from(rule)
    given(REGISTERED).when(whole).keeps(rule, "thematic-review.under-its-heads")

    assert story.last is not None
    asked = {one.id: one.citation for one in duties(view_of(story.file))}[f"details/{story.last.position}"]
    assert demand in asked


# --- scorecards, self-assessments, plans, governance ----------------------------------------------------------------


def test_a_scorecard_has_at_least_four_sides() -> None:
    """IMP-23-b, IMP-17-e, K-21: risk among them."""
    given(REGISTERED).when(card()).keeps("scorecard.has-all-sides")
    story = given(REGISTERED).when(card(risk=None)).departs_from("scorecard.has-all-sides")

    assert story.last is not None
    assert story.last.departures[0].found == "it leaves out risk"


@pytest.mark.parametrize(
    ("first", "last"), [(date(2025, 7, 1), date(2025, 9, 30)), (date(2025, 3, 31), date(2025, 1, 1))]
)
def test_what_is_scored_is_a_period_that_has_begun_and_ends_after_it_began(first: date, last: date) -> None:
    period = Span(first=first, last=last)
    scored = SelfAssessmentSubmitted(happened_on=JUNE, period=period, scores=(Score(subject="risk", percent=40),))

    given(REGISTERED).when(card(period=period)).refused("scorecard.period-begun")
    given(REGISTERED).when(scored).refused("scorecard.period-begun")


def test_a_period_is_scored_when_it_is_over() -> None:
    """IMP-23-c."""
    year = Span(first=date(2025, 1, 1), last=date(2025, 12, 31))
    story = given(REGISTERED, card()).when(card(period=year)).departs_from("scorecard.period-over")

    assert story.last is not None
    assert "until it is over" in story.last.departures[0].found
    newest = story.file.tiers.last_scorecard(date(2026, 6, 1))
    assert newest is not None
    assert newest.period.last == MARCH
    given(REGISTERED).when(card()).keeps("scorecard.period-over")


def test_a_review_for_governance_is_held_with_whoever_manages_the_contract() -> None:
    """IMP-18-c."""
    rule, ann = "thematic-review.held-with-the-manager", LeadOfficerAppointed(happened_on=JANUARY, person="Ann Ashe")
    manager, other = Actor(person="Ann Ashe"), Actor(person="Ivo Grant", office="srm-lead")
    there = given(REGISTERED, ann)

    for silent in (reviewed("governance"), reviewed("governance").model_copy(update={"by": other})):
        assert there.when(silent).departs_from(rule).last.departures[-1].found == "it is not said who took part"  # type: ignore[union-attr]
    without = there.when(reviewed("risk", participants=(other,))).departs_from(rule).last
    assert without is not None
    assert [d.found for d in without.departures if d.rule == rule] == [
        "Ann Ashe, who manages the contract, is not said to have taken part"
    ]
    there.when(reviewed("governance", participants=(other, manager))).keeps(rule)
    there.when(reviewed("governance").model_copy(update={"by": manager})).keeps(rule)
    there.when(reviewed("service-improvement")).keeps(rule)


def test_while_nobody_leads_a_contract_it_is_reviewed_with_the_deputy_or_the_representative() -> None:
    """IMP-18-c: they manage it, as the warning of its end may be for them."""
    rule = "thematic-review.held-with-the-manager"
    deputy = DeputyOfficerAppointed(happened_on=JANUARY, person="Dee Dale")
    vacant = given(REGISTERED, deputy)

    vacant.when(reviewed("risk", participants=(Actor(person="Dee Dale"),))).keeps(rule)
    vacant.when(reviewed("risk", participants=(Actor(person="Rey Reed", office="representative"),))).keeps(rule)
    vacant.when(reviewed("risk", participants=(Actor(person="Ivo Grant"),))).departs_from(rule)


def test_a_self_assessment_scores_each_field_once_and_of_a_hundred() -> None:
    """IMP-17-c, IMP-18-c."""
    risk, governance = Score(subject="risk", percent=40), Score(subject="governance", percent=80)
    both = SelfAssessmentSubmitted(happened_on=JUNE, scores=(risk, governance))

    whole = "self-assessment.of-risk-and-governance"
    given(REGISTERED).when(both).keeps(whole)
    for alone in (risk, governance):
        given(REGISTERED).when(both.model_copy(update={"scores": (alone,)})).departs_from(whole)
    tiers = given(REGISTERED, both).file.tiers
    assert {field: [percent for _, percent, _ in held] for field, held in tiers.scores.items()} == {
        "risk": [40], "governance": [80],
    }  # fmt: skip
    given(REGISTERED).when(both.model_copy(update={"scores": (risk, risk)})).refused(
        "self-assessment.one-score-a-field", "risk is scored twice"
    )
    given(REGISTERED).when(both.model_copy(update={"scores": (Score(subject="risk", percent=101),)})).refused(
        "invalid", "the most is 100"
    )
    given(REGISTERED).when(both.model_copy(update={"scores": ()})).refused("invalid", "the least is 1")


def test_a_second_self_assessment_for_one_time_is_remarked_on() -> None:
    """IMP-18-c: two for one quarter tell nobody which holds; what scores another field completes the first."""
    rule, score = "self-assessment.one-for-each-time", Score(subject="risk", percent=30)
    first = SelfAssessmentSubmitted(happened_on=JUNE, period=QUARTER, scores=(score,))
    story = given(REGISTERED, first)

    told = story.when(first, acknowledge_all=False).departs_from(rule)
    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert said.endswith("(entry 2); if it was wrong, correct it")
    governance = (Score(subject="governance", percent=80),)
    story.when(first.model_copy(update={"scores": governance})).keeps(rule)
    story.when(first.model_copy(update={"period": None})).keeps(rule)
    story.when(first.model_copy(update={"period": Span(first=date(2025, 4, 1), last=date(2025, 4, 30))})).keeps(rule)


def test_a_continuity_plan_was_tested_before_it_was_received_as_tested() -> None:
    """IMP-17-a."""
    plan = BusinessContinuityPlanReceived(happened_on=MARCH, valid_until=date(2026, 3, 31), tested_on=JANUARY)

    assert given(REGISTERED, plan).file.tiers.continuity_plans[0].valid_until == date(2026, 3, 31)
    given(REGISTERED).when(plan.model_copy(update={"tested_on": JUNE})).refused("continuity-plan.tested-before")
    given(REGISTERED).when(plan).keeps("continuity-plan.holds-still")
    ran_out = plan.model_copy(update={"valid_until": date(2025, 1, 1), "tested_on": None})
    given(REGISTERED).when(ran_out).departs_from("continuity-plan.holds-still")


def test_the_terms_of_a_contract_of_high_risk_give_the_senior_officer_a_part() -> None:
    """IMP-18-a, IMP-18-b."""
    terms = GovernanceTermsAdopted(happened_on=MARCH, model="Model terms of reference, version 1")
    high = (REGISTERED, SENIOR, classified(risk="high"))

    given(*high).when(terms).departs_from("governance.senior-officer-has-a-part")
    given(*high).when(terms.model_copy(update={"names_senior_officer": True})).keeps(
        "governance.senior-officer-has-a-part"
    )
    given(REGISTERED, classified(risk="low")).when(terms).keeps("governance.senior-officer-has-a-part")


def test_terms_of_governance_that_are_adopted_are_on_file() -> None:
    """IMP-18-a."""
    terms = GovernanceTermsAdopted(happened_on=MARCH)

    given(REGISTERED).when(terms).departs_from("governance.terms-on-file")
    given(REGISTERED).when(terms.model_copy(update={"structure": Said("A board")})).keeps("governance.terms-on-file")


# --- handover and stages --------------------------------------------------------------------------------------------


def handed(**said: Any) -> ContractManagementHandedOver:
    usual: dict[str, Any] = {
        "from_person": "Ann Ashe", "to_person": "Bo Birch", "checklist": (ChecklistItem(item="Open issues", done=True),)
    }  # fmt: skip
    return ContractManagementHandedOver(happened_on=JUNE, **(usual | said))


def test_a_handover_has_a_checklist_all_of_which_is_handed_over() -> None:
    """IMP-24-d, IMP-24-b: between officers, at a handover point of the unit."""
    undone = (ChecklistItem(item="Open issues", done=True), ChecklistItem(item="Risk log", done=False))

    given(REGISTERED).when(handed(handover_point="Buying to managing")).keeps("handover.checklist-complete")
    given(REGISTERED).when(handed(checklist=())).departs_from("handover.checklist-complete")
    story = given(REGISTERED).when(handed(checklist=undone)).departs_from("handover.checklist-complete")
    assert story.last is not None
    assert story.last.departures[0].found == "not handed over: Risk log"
    assert story.file.people.handovers[0].not_done == ("Risk log",)


def test_a_handover_is_to_somebody_else_and_accepted_afterwards() -> None:
    given(REGISTERED).when(handed(to_person="ann  ASHE")).refused("handover.to-another")
    given(REGISTERED).when(handed(accepted_on=MARCH)).refused("handover.accepted-afterwards", "31 March 2025")
    given(REGISTERED).when(handed(accepted_on=JUNE)).recorded()


def test_a_contract_is_handed_over_by_who_managed_it() -> None:
    """IMP-24-d: with a successor in post since yesterday, too."""
    ann = LeadOfficerAppointed(happened_on=JANUARY, person="Ann Ashe")
    bo = LeadOfficerAppointed(happened_on=JUNE, person="Bo Birch")

    given(REGISTERED, ann).when(handed(from_person="Nobody Ever")).departs_from("handover.by-who-managed-it")
    given(REGISTERED, ann).when(handed()).keeps("handover.by-who-managed-it")
    given(REGISTERED, ann, bo).when(handed()).keeps("handover.by-who-managed-it")
    given(REGISTERED).when(handed(from_person="Nobody Ever")).keeps("handover.by-who-managed-it")


def test_whoever_takes_a_contract_over_is_in_office_by_then() -> None:
    """IMP-24-d: by the day they accepted it, in whichever office of those who manage it."""
    rule, ann = "handover.to-who-manages-it", LeadOfficerAppointed(happened_on=JANUARY, person="Ann Ashe")
    july = date(2025, 7, 1)
    bo = LeadOfficerAppointed(happened_on=july, person="Bo Birch")

    told = given(REGISTERED, ann, handed()).when(bo).departs_from(rule)
    assert told.last is not None
    [said] = [one.found for one in told.last.departures if one.rule == rule]
    assert said == "Bo Birch took it over on 2 June 2025 (entry 3), and is appointed from 1 July 2025"
    given(REGISTERED, ann, handed(accepted_on=july)).when(bo).keeps(rule)
    given(REGISTERED, ann, handed()).when(changed(bo, from_date=JUNE)).keeps(rule)
    deputy = DeputyOfficerAppointed(happened_on=MARCH, person="Bo Birch")
    given(REGISTERED, ann, deputy, handed()).when(bo).keeps(rule)
    given(REGISTERED, ann).when(bo).keeps(rule)


def test_how_often_a_contract_changed_hands_is_counted_from_its_appointments() -> None:
    """IMP-24-c."""
    terms = [
        LeadOfficerAppointed(happened_on=day, person=person)
        for day, person in ((JANUARY, "Ann"), (MARCH, "Bo"), (date(2025, 4, 1), "bo"), (JUNE, "Cy"))
    ]

    people = given(REGISTERED, *terms).file.people
    assert people.changes("lead-officer", JANUARY, JUNE) == 2
    assert people.changes("lead-officer", date(2025, 4, 2), JUNE) == 1


def test_of_a_file_taken_on_what_is_passed_over_after_a_stage_it_is_in_is_asked_for() -> None:
    """IMP-24-d: what the file has seen is no history."""
    taken_on = FileOpened(
        happened_on=JANUARY, reference="C-1", title="Care", start_date=date(2019, 4, 1), procedure="tiered/1",
        contemporaneous_since=JANUARY,
    )  # fmt: skip
    running = LifecycleStageEntered(happened_on=JANUARY, stage="operation")

    story = given(taken_on, running).when(LifecycleStageEntered(happened_on=MARCH, stage="exit")).recorded()

    assert story.last is not None
    assert [d.found for d in story.last.departures if d.rule == "stage.records-of-the-last"] == [
        "not on record: a scorecard; Review was passed over, without a completed review"
    ]


def test_before_a_contract_leaves_a_stage_what_that_asks_for_is_on_record() -> None:
    """IMP-24-a, IMP-24-d: mobilisation asks for governance terms, and that the service began."""
    mobilising = LifecycleStageEntered(happened_on=JANUARY, stage="mobilisation")
    operating = LifecycleStageEntered(happened_on=MARCH, stage="operation")
    began = ContractCommenced(happened_on=date(2025, 2, 3))
    terms = GovernanceTermsAdopted(happened_on=date(2025, 2, 3))

    story = given(REGISTERED, mobilising).when(operating).departs_from("stage.records-of-the-last")
    assert story.last is not None
    assert story.last.departures[0].found == "not on record: that the service began, terms of governance"
    given(REGISTERED, mobilising, began, terms).when(operating).keeps("stage.records-of-the-last")
    own_account = operating.model_copy(update={"records_missing": ("Insurance",)})
    given(REGISTERED, mobilising, began, terms).when(own_account).departs_from("stage.records-of-the-last")
    hampshire = REGISTERED.model_copy(update={"procedure": None})
    given(hampshire, mobilising).when(operating).keeps("stage.records-of-the-last")


def test_a_stage_that_is_passed_over_is_asked_for_its_records() -> None:
    """IMP-24-d: "relevant information is captured at each stage"; back to a stage that was left before none is."""
    rule = "stage.records-of-the-last"

    def entered(stage: Any, day: date = MARCH) -> LifecycleStageEntered:
        return LifecycleStageEntered(happened_on=day, stage=stage)

    def found(*before: Any, stage: Any) -> list[str]:
        told = given(REGISTERED, *before).when(entered(stage)).recorded().last
        return [d.found for d in told.departures if d.rule == rule] if told else []

    given(REGISTERED).when(entered("operation"), acknowledge_all=False).asked(rule)
    [said] = found(stage="operation")
    assert said.split("; ") == [
        "Need was passed over, without its tier",
        "Tender was passed over, without a service specification or agreement",
        "Award was passed over, without an officer who manages it, its tier",
        "Mobilisation was passed over, without that the service began, terms of governance",
    ]
    running, reviewing = entered("operation", JANUARY), entered("review", date(2025, 2, 3))
    assert found(running, stage="exit") == [
        "not on record: a scorecard; Review was passed over, without a completed review"
    ]
    assert found(running, reviewing, stage="operation") == ["not on record: a completed review"]
    again = entered("operation", date(2025, 2, 10))
    assert found(running, reviewing, again, stage="exit") == ["not on record: a scorecard"]
    hampshire = REGISTERED.model_copy(update={"procedure": None})
    given(hampshire).when(entered("operation")).keeps(rule)
    taken_on = FileOpened(
        happened_on=JANUARY, reference="C-1", title="Care", start_date=date(2019, 4, 1), procedure="tiered/1",
        contemporaneous_since=JANUARY,
    )  # fmt: skip
    given(taken_on).when(entered("operation")).keeps(rule)
    given(taken_on, running).when(entered("exit")).departs_from(rule)


def test_a_stage_passed_over_since_a_file_was_taken_on_is_asked_for_its_records() -> None:
    """IMP-24-d: what was over when it was taken on is history, as far as the dates on file show it."""
    rule = "stage.records-of-the-last"
    taken_on = FileOpened(
        happened_on=JANUARY, reference="C-1", title="Care", start_date=date(2019, 4, 1), procedure="tiered/1",
        contemporaneous_since=JANUARY,
    )  # fmt: skip

    def found(opened: FileOpened, stage: Any, day: date = JUNE, before: tuple[Any, ...] = ()) -> list[str]:
        told = given(opened, *before).when(LifecycleStageEntered(happened_on=day, stage=stage)).recorded().last
        return [d.found for d in told.departures if d.rule == rule] if told else []

    [said] = found(taken_on, "exit")
    assert said.split("; ") == [
        "Operation was passed over, without a scorecard", "Review was passed over, without a completed review",
    ]  # fmt: skip
    assert found(taken_on, "operation") == found(taken_on, "exit", JANUARY) == []
    to_begin = taken_on.model_copy(update={"start_date": MARCH})
    assert found(to_begin, "mobilisation") == []
    assert found(to_begin, "operation") == [
        "Mobilisation was passed over, without that the service began, terms of governance"
    ]
    over = taken_on.model_copy(update={"end_date": date(2024, 12, 31)})
    ended = ContractTerminated(happened_on=date(2024, 12, 2), by_party="both")
    assert found(over, "exit") == found(taken_on, "exit", before=(ended,)) == []
    assert len(found(taken_on.model_copy(update={"end_date": JANUARY}), "exit")) == 1  # its last day was that one
    left = LifecycleStageEntered(happened_on=MARCH, stage="exit")
    assert found(taken_on, "closed", before=(left,)) == [
        "not on record: that its management was handed over, that the contract ended"
    ]
    assert found(over, "closed") == [
        "Exit was passed over, without that its management was handed over, that the contract ended"
    ]


@pytest.mark.parametrize("procedure", ["tiered/1", "hampshire/1", "thames-valley/1"])
def test_a_contract_is_not_closed_while_it_lasts(procedure: str) -> None:
    """IMP-24-d: whatever its procedure says of stages."""
    rule, contract = "stage.closed-once-it-ended", REGISTERED.model_copy(update={"procedure": procedure})
    closed = LifecycleStageEntered(happened_on=JUNE, stage="closed")

    last = given(contract).when(closed).departs_from(rule).last
    assert last is not None
    [found] = [d.found for d in last.departures if d.rule == rule]
    assert found == "the contract had not ended by 2 June 2025: it lasts to 31 January 2028"
    given(contract).when(closed.model_copy(update={"stage": "exit"})).keeps(rule)
    given(contract.model_copy(update={"end_date": date(2025, 6, 1)})).when(closed).keeps(rule)
    given(contract, ContractExpired(happened_on=MARCH)).when(closed).keeps(rule)
    given().when(closed).keeps(rule)


@pytest.mark.parametrize("procedure", ["tiered/1", "hampshire/1"])
def test_a_stage_entered_again_is_remarked_on_and_lasts_since_its_first_day(procedure: str) -> None:
    """IMP-24-d."""
    rule, contract = "stage.entered-once", REGISTERED.model_copy(update={"procedure": procedure})
    entered = LifecycleStageEntered(happened_on=MARCH, stage="operation")
    again, left = changed(entered, happened_on=JUNE), changed(entered, happened_on=JUNE, stage="review")

    given(contract).when(entered).keeps(rule)
    twice = given(contract, entered).when(again).departs_from(rule)
    assert twice.last is not None
    assert [d.found for d in twice.last.departures if d.rule == rule] == [
        f"it is on file as having entered that stage on {dated(MARCH)} (entry 2)"
    ]
    assert twice.file.agreement.stages == [(MARCH, "operation", 2)]
    back = given(contract, entered).when(left).keeps(rule).when(changed(entered, happened_on=date(2025, 9, 1)))
    assert [stage for _, stage, _ in back.keeps(rule).file.agreement.stages] == ["operation", "review", "operation"]


@pytest.mark.parametrize("procedure", ["tiered/1", "hampshire/1"])
def test_a_contract_that_goes_back_to_an_earlier_stage_is_remarked_on_until_it_is_said_why(procedure: str) -> None:
    """IMP-24-a: policy is clear about each stage; after a review the contract runs on, and that goes back to none."""
    rule, contract = "stage.goes-forward", REGISTERED.model_copy(update={"procedure": procedure})
    running = LifecycleStageEntered(happened_on=MARCH, stage="operation")
    back = LifecycleStageEntered(happened_on=JUNE, stage="award")

    told = given(contract, running).when(back).departs_from(rule)
    assert told.last is not None
    assert [d.found for d in told.last.departures if d.rule == rule] == [
        f"it goes back to award from operation, which it entered on {dated(MARCH)} (entry 2), and no reason is given"
    ]
    given(contract, running).when(changed(back, reason=Said("The award was set aside"))).keeps(rule)
    reviewed = given(contract, running).when(changed(back, stage="review")).keeps(rule)
    reviewed.when(changed(running, happened_on=date(2025, 9, 1))).keeps(rule)
    reviewed.when(changed(back, happened_on=date(2025, 9, 1), stage="mobilisation")).departs_from(rule)


@pytest.mark.parametrize("group", [Actor(person="CSMG"), Actor(person="Cy Chair", office="csmg")])
def test_a_group_that_advises_renews_varies_and_approves_nothing(group: Actor) -> None:
    """IMP-28-c, IMP-28-b: decisions lie with the units, whoever is said to have approved them."""
    rule, board = "decision.by-who-decides", Actor(person="Bo Board", office="business-unit-board")
    story = given(REGISTERED)
    for renewed in (RenewalDecided(happened_on=JUNE, renew=True, by=by) for by in (group, board)):
        told = story.when(renewed)
        (told.departs_from if renewed.by == group else told.keeps)(rule)
    basis = PaymentBasisSet(happened_on=JUNE, basis="block", by=board, approved_by=group)
    varied = VariationAgreed(happened_on=JUNE, ground="demand", by=board, authorised_by=group)
    for decided in (basis, varied):
        told = story.when(decided).departs_from(rule)
        assert told.last is not None
        assert "CSMG advises and decides nothing" in [d.found for d in told.last.departures]
    story.when(ScorecardRecorded(happened_on=JUNE, period=QUARTER, by=group)).keeps(rule)


@pytest.mark.parametrize("named", [{"by": Actor(person="CSMG")}, {"appointed_by": "CSMG"}, {"appointed_by": "CMSG"}])
def test_a_group_that_advises_appoints_nobody_who_manages_a_contract(named: dict[str, Any]) -> None:
    """IMP-28-b, IMP-28-c: "decision making and resources sit locally in Business Units"."""
    rule = "decision.by-who-decides"
    appointed = (
        LeadOfficerAppointed(happened_on=JUNE, person="Ann Ashe", **named),
        SeniorResponsibleOfficerAppointed(happened_on=JUNE, person="Sol Senior", **named),
    )  # fmt: skip

    for one in appointed:
        given(REGISTERED).when(one).departs_from(rule)
        by_the_board = one.model_copy(update={"by": None, "appointed_by": "Business Unit Board"})
        given(REGISTERED).when(by_the_board).keeps(rule)


# --- what a review agrees to do further ------------------------------------------------------------------------------


@pytest.mark.parametrize("short", [{"in_place": "partly"}, {"in_place": "no"}, {"monitored": "no"}])
@pytest.mark.parametrize("theme", ["risk", "governance", "supplier-development"])
def test_a_review_that_finds_something_short_agrees_to_do_more(theme: str, short: Any) -> None:
    """IMP-17-c: or to change this contract or the next."""
    rule, step = "thematic-review.acts-on-what-is-short", Step(what=Said("Test it"), owner="Ann Ashe", due_on=JUNE)

    given(REGISTERED).when(reviewed(theme, decision="none", **short)).departs_from(rule)
    given(REGISTERED).when(reviewed(theme, **short, further_actions=(step,))).keeps(rule)
    given(REGISTERED).when(reviewed(theme, decision="change-now", **short)).keeps(rule)
    given(REGISTERED).when(reviewed(theme)).keeps(rule)


def test_a_review_because_risk_was_scored_low_agrees_to_do_more() -> None:
    """IMP-17-c: "reviewed with the contract manager and additional activities agreed", whatever is in place."""
    rule, step = "thematic-review.acts-on-what-is-short", Step(what=Said("Test it"), owner="Ann Ashe", due_on=JUNE)

    def scored(percent: int, day: date = MARCH) -> SelfAssessmentSubmitted:
        scores = (Score(subject="risk", percent=percent), Score(subject="governance", percent=80))
        return SelfAssessmentSubmitted(happened_on=day, period=QUARTER, scores=scores)

    low = given(REGISTERED, classified(), scored(30))
    low.when(reviewed("risk")).departs_from(rule)
    low.when(reviewed("risk", further_actions=(step,))).keeps(rule)
    low.when(reviewed("governance")).keeps(rule)
    given(REGISTERED, classified(), scored(90)).when(reviewed("risk")).keeps(rule)
    better = scored(95, date(2025, 4, 1))  # IMP-18-c: a better score is not what was asked for
    given(REGISTERED, classified(), scored(30), better).when(reviewed("risk")).departs_from(rule)
    held = reviewed("risk", further_actions=(step,)).model_copy(update={"happened_on": date(2025, 4, 2)})
    given(REGISTERED, classified(), scored(30), held).when(reviewed("risk")).keeps(rule)
    nothing = held.model_copy(update={"further_actions": ()})
    twice = given(REGISTERED, classified(), scored(30), nothing)  # which saw to nothing
    twice.when(reviewed("risk")).departs_from(rule)
    for decision, saw_to_it in (("none", False), ("change-now", True), ("next-contract", True)):
        decided = twice.when(held.model_copy(update={"further_actions": (), "decision": decision}))
        again = decided.when(reviewed("risk"))
        again.keeps(rule) if saw_to_it else again.departs_from(rule)
    bare = EntrySupplemented(happened_on=date(2025, 4, 9), position=4, words=Said("Test it again in May"))
    more = bare.model_copy(update={"completes": (rule,)})
    twice.when(bare).departs_from("supplement.says-what-it-completes").when(reviewed("risk")).departs_from(rule)
    twice.when(more).keeps("supplement.says-what-it-completes").when(reviewed("risk")).keeps(rule)


def test_a_further_action_has_somebody_who_does_it_and_a_day_after_the_review() -> None:
    """IMP-17-c."""
    rule = "thematic-review.further-actions-owned-and-dated"
    whole = Step(what=Said("Test it"), owner="Ann Ashe", due_on=JUNE)
    for lacking, words in (
        ({"owner": None}, "of further action 2 it is not said who does it"),
        ({"due_on": None}, "of further action 2 it is not said by when"),
        ({"due_on": MARCH}, "further action 2 is due on 31 March 2025, before it was agreed"),
    ):  # fmt: skip
        story = given(REGISTERED).when(reviewed("risk", further_actions=(whole, whole.model_copy(update=lacking))))
        story.departs_from(rule)
        assert story.last is not None
        assert words in next(d.found for d in story.last.departures if d.rule == rule)
    given(REGISTERED).when(reviewed("risk", further_actions=(whole,))).keeps(rule)


def test_an_action_names_no_further_action_that_the_review_did_not_agree() -> None:
    """IMP-17-c."""
    one = reviewed("risk", further_actions=(Step(what=Said("Test it")),))
    beyond = ActionAssigned(happened_on=JUNE, description=Said("Try it"), arises_from=2, step=2)

    given(REGISTERED, one).when(beyond).refused("action.step-of-the-plan", "the review in entry 2 has no step 2")
    given(REGISTERED, reviewed("risk")).when(beyond).refused("action.step-of-the-plan", "agreed no further action")
    given(REGISTERED, one).when(beyond.model_copy(update={"step": 1})).recorded()
