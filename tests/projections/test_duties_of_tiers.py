"""What a contract's tier and risk bring to be done, day by day; and under a procedure without tiers, nothing."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args
from uuid import UUID

import pytest

from ledger.dates.span import Span
from ledger.entry import Actor, Entry
from ledger.plans import Step
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractRegistered, LifecycleStageEntered
from ledger.subjects.lessons import LessonRecorded
from ledger.subjects.people import (
    ContractManagementHandedOver,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RoleAppointmentEnded,
    SeniorResponsibleOfficerAppointed,
)
from ledger.subjects.performance import ImprovementTargetAgreed
from ledger.subjects.records import EntrySupplemented
from ledger.subjects.termination import ContractExpired
from ledger.subjects.tiers import (
    BusinessContinuityPlanReceived,
    ContractClassified,
    GovernanceTermsAdopted,
    Score,
    ScorecardRecorded,
    SelfAssessmentSubmitted,
    Side,
    ThematicReviewCompleted,
)
from ledger.subjects.variations import VariationAgreed, VariationProposed, VariationRejected
from ledger.themes import Theme
from ledger.words import Said
from projections.duties.due import Due, due, duties
from projections.exit.readiness import exit_readiness
from projections.monitoring.monitoring_shown import monitoring_shown
from projections.obligations import obligations
from projections.status.standing import standing
from projections.status.status import status
from projections.view import FileView
from tests.story import ANN, given
from tests.worked_through import view_of

JANUARY, JUNE = date(2025, 1, 6), date(2025, 6, 2)
REGISTERED = ContractRegistered(
    happened_on=JANUARY, reference="C-1", title="Home care", start_date=JANUARY, procedure="tiered/1"
)
SENIOR = SeniorResponsibleOfficerAppointed(happened_on=JANUARY, person="Sol Senior")


def classified(tier: str = "platinum", **said: Any) -> ContractClassified:
    return ContractClassified(happened_on=JANUARY, tier=tier, **said)


def reviewed(theme: Any, day: date = JUNE, **said: Any) -> ThematicReviewCompleted:
    whole: dict[str, Any] = {
        "participants": (ANN,), "further_actions": (Step(what=Said("Test it")),), "found": Said("A forum"),
        "monitored": "yes", "level": Said("Met"), "potential": Said("Rostering"),
    }  # fmt: skip
    return ThematicReviewCompleted(happened_on=day, theme=theme, **(whole | said))


def scored(risk: int, day: date = date(2025, 5, 5)) -> SelfAssessmentSubmitted:
    return SelfAssessmentSubmitted(happened_on=day, scores=(Score(subject="risk", percent=risk),))


def found(on: date, *entries: Entry, registered: ContractRegistered = REGISTERED) -> dict[str, Due]:
    view = FileView.of(UUID(int=1), given(registered, *entries).file, {})
    return {one.duty.id: one for one in due(duties(view), on)}


@pytest.mark.parametrize("theme", ["governance", "risk"])
def test_a_review_without_whoever_manages_the_contract_leaves_it_due_to_be_held_with_them(theme: Any) -> None:
    """IMP-18-c, IMP-17-c: "reviews will be held with contract managers"; who took part counts as said, or as on
    file, and one that is said not to have been held with them closes nothing that a review with them has closed."""
    low = SelfAssessmentSubmitted(happened_on=date(2025, 5, 5), scores=(Score(subject=theme, percent=10),))
    other, named = Actor(person="Ivo Grant", office="srm-lead"), f"thematic-review/{theme}"
    lead = LeadOfficerAppointed(happened_on=JANUARY, person="Ann Ashe")
    without, later = reviewed(theme, participants=(other,)), date(2025, 7, 1)

    assert named in found(JUNE, classified("gold"), low, without)
    assert named in found(JUNE, classified("gold"), low, reviewed(theme, participants=()))
    assert named not in found(JUNE, classified("gold"), lead, low, reviewed(theme, participants=(other, ANN)))
    by_name = Actor(person="Ann Ashe")
    assert named not in found(JUNE, classified("gold"), lead, low, reviewed(theme, participants=(by_name,)))
    assert named not in found(JUNE, classified("gold"), low, reviewed(theme, participants=(), by=ANN))
    again = without.model_copy(update={"happened_on": later})
    assert named not in found(later, classified("gold"), low, reviewed(theme), again)
    bare = EntrySupplemented(happened_on=date(2025, 5, 28), position=4, words=Said("Ann Ashe took part"))
    added = bare.model_copy(update={"completes": ("thematic-review.held-with-the-manager",)})
    assert named in found(JUNE, classified("gold"), low, reviewed(theme, participants=()), bare)
    assert named not in found(JUNE, classified("gold"), low, reviewed(theme, participants=()), added)
    assert named in found(JUNE, classified("gold"), low, without, added)


def test_a_contract_in_no_tier_is_put_into_one() -> None:
    """IMP-16-a, D-18."""
    assert "classify" in found(JUNE)
    assert "classify" not in found(JUNE, classified())


def test_a_contract_whose_service_runs_is_put_on_record_as_in_a_stage_of_its_life() -> None:
    """IMP-24-d: from its start on, where the procedure knows stages, and none is on file."""
    entered = LifecycleStageEntered(happened_on=JANUARY, stage="operation")
    to_come = REGISTERED.model_copy(update={"start_date": date(2025, 9, 1)})
    elsewhere = REGISTERED.model_copy(update={"procedure": "hampshire/1"})

    asked = found(JUNE)["stage"]
    assert (asked.duty.sentence, asked.state, asked.duty.citation) == (
        "Put on record which stage of its life the contract is in.", "due", "IMP-24-d",
    )  # fmt: skip
    assert "stage" not in found(JUNE, entered)
    assert "stage" not in found(JUNE, registered=elsewhere)
    assert "stage" not in found(JUNE, registered=to_come)
    assert "stage" in found(date(2025, 9, 1), registered=to_come)


def test_a_classification_is_looked_at_again_on_the_day_it_says_else_after_a_year() -> None:
    """IMP-17-c."""
    assert found(JUNE, classified())["reassess"].duty.due_on == date(2026, 1, 6)
    assert found(JUNE, classified(reassess_on=date(2025, 9, 1)))["reassess"].duty.due_on == date(2025, 9, 1)
    again = classified("silver").model_copy(update={"happened_on": JUNE})
    assert found(JUNE, classified(), again)["reassess"].duty.due_on == date(2026, 6, 2)


def test_a_contract_of_high_risk_without_a_senior_officer_has_a_vacancy() -> None:
    """IMP-18-b: from the day it was of high risk, and again from the day after the officer left."""
    left = RoleAppointmentEnded(happened_on=date(2025, 4, 30), office="senior-responsible-officer")

    assert found(JUNE, classified(risk="high"))["vacancy/senior-responsible-officer"].duty.since == JANUARY
    assert "vacancy/senior-responsible-officer" not in found(JUNE, SENIOR, classified(risk="high"))
    assert "vacancy/senior-responsible-officer" not in found(JUNE, classified(risk="medium"))
    for entries, vacant in (
        ((), ("Senior Responsible Officer", None)),
        ((SENIOR, left), ("Senior Responsible Officer", date(2025, 5, 1))),
        ((SENIOR,), None),
    ):
        view = FileView.of(UUID(int=1), given(REGISTERED, classified(risk="high"), *entries).file, {})
        stands = standing(status(view), JUNE)
        shown = [(v.title, v.since) for v in stands.vacancies if v.office == "senior-responsible-officer"]
        assert shown == ([vacant] if vacant else [])
    gone = found(JUNE, SENIOR, classified(risk="high"), left)["vacancy/senior-responsible-officer"]
    assert gone.duty.since == date(2025, 5, 1)


def test_a_contract_of_high_risk_has_terms_that_give_the_senior_officer_a_part() -> None:
    """IMP-18-b: from the day it is of high risk, whatever was adopted before; the newest terms count."""
    march, april, may = date(2025, 3, 3), date(2025, 4, 1), date(2025, 5, 1)
    silent = GovernanceTermsAdopted(happened_on=march, structure=Said("A board"))
    naming = silent.model_copy(update={"happened_on": may, "names_senior_officer": True})
    low, high = classified(risk="low"), classified(risk="high").model_copy(update={"happened_on": april})
    again = high.model_copy(update={"happened_on": may, "tier": "gold"})

    def terms(*entries: Entry, **said: Any) -> tuple[date | None, str, str | None]:
        one = found(JUNE, SENIOR, *entries, **said).get("governance-terms")
        return (one.duty.since, one.sentence, one.duty.office) if one else (None, "", None)

    since, said, office = terms(low, silent, high)
    assert (since, office) == (april, "lead-officer")
    assert "that name the Senior Responsible Officer" in said
    assert "those of 3 March 2025 (entry 4) give no Senior Responsible Officer a part" in said
    assert terms(low, high)[0] == april
    assert "it has none on file" in terms(low, high)[1]
    assert terms(low, silent, high, again)[0] == april
    late = silent.model_copy(update={"happened_on": JUNE})
    assert terms(low, high, naming, late)[0] == JUNE
    assert terms(low, silent, high, naming)[0] is None
    assert terms(low, silent)[0] is None
    assert terms(high, low.model_copy(update={"happened_on": may}))[0] is None
    assert terms(high, registered=REGISTERED.model_copy(update={"procedure": "hampshire/1"}))[0] is None


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2025, 4, 21), "coming"),
        (date(2025, 4, 22), "due"),
        (date(2025, 5, 6), "due"),
        (date(2025, 5, 7), "overdue"),
    ],
)
def test_a_key_contract_has_a_scorecard_every_three_months(on: date, state: str) -> None:
    """IMP-23-c: the first three months after it was put into its tier, in the month after them."""
    assert found(on, classified("gold"))["scorecard"].state == state
    assert (
        "due within 3 months, and 1 month after them (assumed; the text gives none)"
        in found(on, classified("gold"))["scorecard"].sentence
    )


def test_a_scorecard_moves_the_next_one_on_from_the_end_of_its_period_and_a_silver_contract_has_none() -> None:
    """IMP-23-c."""
    card = ScorecardRecorded(
        happened_on=date(2025, 4, 4),
        period=Span(first=date(2025, 1, 1), last=date(2025, 3, 31)),
        cost=Side(rating="red"),
    )

    assert found(JUNE, classified(), card)["scorecard"].duty.due_on == date(2025, 7, 31)
    assert "scorecard" not in found(JUNE, classified("silver"))


def test_a_scorecard_is_counted_from_month_ends_and_recorded_once_its_time_is_over() -> None:
    """IMP-23-c: what follows the 28th of February is March to May, and cannot be scored before its end."""
    winter = ScorecardRecorded(
        happened_on=date(2025, 3, 10), period=Span(first=date(2024, 12, 1), last=date(2025, 2, 28)),
        cost=Side(rating="green"),
    )  # fmt: skip

    assert found(JUNE, classified(), winter)["scorecard"].duty.due_on == date(2025, 6, 30)


def test_a_scorecard_that_rates_nothing_leaves_it_due() -> None:
    """IMP-23-b, IMP-23-c: the base is four sides; with none of them nothing is scored."""
    period = Span(first=date(2025, 1, 1), last=date(2025, 3, 31))
    empty = ScorecardRecorded(happened_on=date(2025, 4, 4), period=period)

    assert found(JUNE, classified(), empty)["scorecard"].duty.due_on == date(2025, 5, 6)


def test_a_scorecard_of_a_period_that_is_not_over_does_not_do() -> None:
    """IMP-23-c."""
    early = ScorecardRecorded(
        happened_on=JUNE, period=Span(first=JUNE, last=date(2025, 12, 31)), cost=Side(rating="green")
    )

    assert found(JUNE, classified(), early)["scorecard"].duty.due_on == date(2025, 5, 6)


def test_each_tier_is_reviewed_for_its_themes_as_printed() -> None:
    """IMP-16-b, IMP-22-a, IMP-25-a, N-16: gold is left out of value for money."""
    themes = {
        tier: {name.removeprefix("thematic-review/") for name in found(JUNE, classified(tier)) if "thematic" in name}
        for tier in ("platinum", "gold", "silver", "other")
    }

    assert themes == {
        "platinum": {"supplier-development", "service-improvement", "value-for-money"},
        "gold": {"service-improvement"}, "silver": {"service-improvement", "value-for-money"}, "other": set(),
    }  # fmt: skip


@pytest.mark.parametrize("theme", ["service-improvement", "value-for-money"])
def test_a_review_is_due_until_one_says_what_its_theme_asks_for_as_the_programme_counts_it(theme: Any) -> None:
    """IMP-W2-08, IMP-W3-04: the duty was done by one that the programme's tracker did not count."""
    named = f"thematic-review/{theme}"
    short = reviewed(theme, level=None)
    absent: dict[str, Any] = {"in_place": "no", "monitored": None, "level": None}
    bare = EntrySupplemented(happened_on=JUNE, position=3, words=Said("Met in May"))
    added = bare.model_copy(update={"completes": (f"thematic-review.heads-of-{theme}",)})

    assert {named, "details/3"} <= set(found(JUNE, classified("silver"), short))
    assert named in found(JUNE, classified("silver"), short, bare)
    assert named not in found(JUNE, classified("silver"), short, added)
    again = found(JUNE, classified("silver"), short, reviewed(theme))
    assert not {named, "details/3"} & set(again)
    none_there = reviewed(theme, decision="next-contract", **absent)
    assert not {named, "details/3"} & set(found(JUNE, classified("silver"), none_there))


def test_a_low_score_for_risk_asks_for_a_review_of_gold_and_platinum_contracts_until_it_is_reviewed() -> None:
    """IMP-17-c: low is below 50, a setting; reviewed again when it is scored low again."""
    assert "thematic-review/risk" in found(JUNE, classified("gold"), scored(49))
    assert "thematic-review/risk" not in found(JUNE, classified("gold"), scored(50))
    assert "thematic-review/risk" not in found(JUNE, classified("silver"), scored(10))
    assert "thematic-review/risk" not in found(JUNE, classified("gold"), scored(49), reviewed("risk"))
    again = scored(30, date(2025, 8, 1))
    assert "thematic-review/risk" in found(date(2025, 9, 1), classified("gold"), scored(49), reviewed("risk"), again)


def test_a_review_that_a_low_score_asked_for_is_not_done_by_a_better_score() -> None:
    """IMP-18-c: it stays, with the score that asked for it, until a review is held."""
    better = scored(95, date(2025, 6, 1))

    open_ = found(JUNE, classified("gold"), scored(30), better)["thematic-review/risk"].duty
    assert (open_.since, open_.sentence) == (
        date(2025, 5, 5),
        (
            "Review the contract for risk: its self-assessment of 5 May 2025 says 30%; "
            "the newest, of 1 June 2025, says 95%."
        ),
    )
    assert "thematic-review/risk" not in found(JUNE, classified("gold"), scored(30), better, reviewed("risk"))


def test_a_low_score_asks_for_a_review_by_the_tier_of_its_own_day() -> None:
    """IMP-17-c: a silver contract's score asks for none; the newest does once the contract becomes gold, since then."""
    may = date(2025, 5, 5)
    gold = classified("gold").model_copy(update={"happened_on": may})
    low, better = scored(20, date(2025, 2, 2)), scored(95, date(2025, 3, 3))

    assert "thematic-review/risk" not in found(JUNE, classified("silver"), low, better, gold)
    assert found(JUNE, classified("silver"), low, gold)["thematic-review/risk"].duty.since == may
    assert "thematic-review/risk" not in found(JUNE, gold, low, better)
    early = reviewed("risk").model_copy(update={"happened_on": date(2025, 4, 4)})
    assert "thematic-review/risk" not in found(JUNE, classified("silver"), low, early, gold)


def test_a_platinum_contract_has_a_plan_of_development_and_a_continuity_plan_that_is_renewed() -> None:
    """IMP-16-a, IMP-17-a."""
    plan = BusinessContinuityPlanReceived(happened_on=JANUARY, valid_until=date(2026, 1, 31))
    step = Step(what=Said("Try it"), owner="Ann Ashe", due_on=date(2025, 9, 1))
    developed = reviewed("supplier-development", further_actions=(step,))

    bare = found(JUNE, classified())
    assert {"development-plan", "continuity-plan"} <= set(bare)
    assert found(JUNE, classified(), plan)["continuity-plan"].duty.due_on == date(2026, 1, 31)
    assert "continuity-plan" not in found(JUNE, classified(), plan.model_copy(update={"valid_until": None}))
    assert "development-plan" not in found(JUNE, classified(), developed)
    assert "development-plan" in found(JUNE, classified(), reviewed("supplier-development", further_actions=()))
    for open_ in ({"owner": None, "due_on": None}, {"owner": None}, {"due_on": None}):
        loose = reviewed("supplier-development", further_actions=(step.model_copy(update=open_),))
        at = given(classified(), loose).file.position
        asked = found(JUNE, classified(), loose)["development-plan"].duty.sentence
        assert asked == f"Say who does what entry {at} agreed for supplier development, and by when."
        unnamed = EntrySupplemented(happened_on=JUNE, position=at, words=Said("Ann Ashe, by September"))
        assert "development-plan" in found(JUNE, classified(), loose, unnamed)
        said = unnamed.model_copy(update={"completes": ("thematic-review.further-actions-owned-and-dated",)})
        assert "development-plan" not in found(JUNE, classified(), loose, said)
    target = ImprovementTargetAgreed(happened_on=JUNE, improves="service", text=Said("Meals on time"))
    assert "development-plan" not in found(JUNE, classified(), target)
    assert not {"development-plan", "continuity-plan"} & set(found(JUNE, classified("silver")))


def test_a_review_by_theme_shows_what_was_found_and_what_more_there_could_be() -> None:
    """IMP-16-b."""
    said: dict[str, Any] = {
        "found": Said("A forum"),
        "potential": Said("Joint training"),
        "market_intelligence": Said("Two providers left the market"),
        "level": None,
        "monitored": None,
    }
    steps = (Step(what=Said("Try it")),)
    held_with = (Actor(person="Ann Ashe", office="lead-officer"),)
    whole = reviewed("supplier-development", **said, further_actions=steps, participants=held_with)
    file = given(whole, ThematicReviewCompleted(happened_on=JUNE, theme="supplier-development")).file

    first, second = monitoring_shown(view_of(file), JUNE).theme_reviews
    assert (first.found, first.potential, first.left_out) == ("A forum", "Joint training", ())
    assert (first.market_intelligence, second.market_intelligence) == ("Two providers left the market", None)
    assert first.participants == ("Ann Ashe (lead officer)",)
    money = reviewed("value-for-money", clause="22")
    assert [one.clause for one in monitoring_shown(view_of(given(money).file), JUNE).theme_reviews] == ["22"]
    assert second.left_out == ("what is in place already", "the potential", "further action")
    held = file.tiers.reviews[0]
    assert (held.found, held.potential, held.further_actions) == (whole.found, whole.potential, steps)
    assert monitoring_shown(view_of(file), JANUARY).theme_reviews == ()


def test_a_decision_to_change_now_is_followed_by_the_variation_that_names_it() -> None:
    """IMP-22-b, IMP-25-b: an unrelated variation does not do it."""
    decided = reviewed("value-for-money", decision="change-now", in_place="no")
    unrelated = VariationProposed(happened_on=date(2025, 6, 9), reason=Said("Move the centre to Hill Road"))
    day = date(2025, 6, 10)

    def open_now(*entries: Entry) -> list[str]:
        return [one.duty.citation for name, one in found(day, *entries).items() if name.startswith("change-now/")]

    assert open_now(decided) == ["IMP-25-b"]
    assert open_now(decided, unrelated) == ["IMP-25-b"]
    assert not open_now(decided, unrelated.model_copy(update={"thematic_review": 2}))
    assert not open_now(unrelated, decided.model_copy(update={"variation": "VAR-001"}))
    assert not open_now(reviewed("value-for-money", decision="next-contract", in_place="no"))


def test_a_later_decision_on_a_theme_takes_the_place_of_the_one_before() -> None:
    """IMP-25-b: change now, or the next contract: not both."""
    first = reviewed("value-for-money", decision="change-now", in_place="no")
    later = reviewed("value-for-money", decision="next-contract", in_place="no")
    day = date(2025, 6, 10)

    def of(*entries: Entry) -> set[str]:
        return {name for name in found(day, *entries) if name.startswith(("change-now/", "next-contract/"))}

    assert of(first, later) == {"next-contract/3"}
    assert of(later, first) == {"change-now/3"}
    one, another = (
        entry.model_copy(update={"clause": clause}) for entry, clause in ((later, "12.4"), (first, "33"))
    )  # fmt: skip
    assert of(one, another) == {"next-contract/2", "change-now/3"}  # of another clause: both stand
    assert of(one, another.model_copy(update={"clause": "12.4"})) == {"change-now/3"}
    assert of(one, first) == {"change-now/3"}  # which is of every clause
    assert of(first, reviewed("governance", decision="next-contract", in_place="no")) == {
        "change-now/2", "next-contract/3",
    }  # fmt: skip
    assert of(first, first) == {"change-now/2", "change-now/3"}


def test_what_is_for_the_next_contract_is_kept_as_a_lesson_and_shown_at_the_end() -> None:
    """IMP-22-b: from the decision on, and then by the lesson that names it."""
    later = reviewed("governance", decision="next-contract", in_place="no")
    lesson = LessonRecorded(
        happened_on=date(2025, 6, 9), subject="governance", lesson=Said("Name a board"), thematic_review=2
    )
    day = date(2025, 6, 10)
    told = found(day, later)["next-contract/2"]

    def kept(*entries: Entry, own_side: bool = True) -> list[tuple[str, int]]:
        view = FileView.of(UUID(int=1), given(REGISTERED, *entries).file, {})
        shown = exit_readiness(view, day, own_side=own_side).next_contract
        return [(one.what, one.position) for one in shown]

    assert "Record, as a lesson for the next contract" in told.sentence
    assert "next-contract/2" not in found(day, later, lesson)
    [(said, position)] = kept(later)
    assert ("no lesson of it is recorded" in said, position) == (True, 2)
    assert kept(later, lesson) == [("LSN-001: Name a board", 3)]
    assert kept(later, lesson.model_copy(update={"thematic_review": None}))[0] == (said, 2)
    assert kept(later, lesson, own_side=False) == []


def test_a_handover_is_accepted_by_whoever_takes_over() -> None:
    """IMP-24-d."""
    handed = ContractManagementHandedOver(happened_on=JUNE, from_person="Ann", to_person="Bo")

    [duty] = [one for name, one in found(JUNE, handed).items() if name.startswith("handover/")]
    assert duty.person == "Bo"
    accepted = handed.model_copy(update={"accepted_on": JUNE})
    assert not any(name.startswith("handover/") for name in found(JUNE, accepted))
    assert not any(name.startswith("handover/") for name in found(JUNE, handed, accepted)), "by an entry of its own"


def test_who_took_a_contract_over_is_then_appointed() -> None:
    """IMP-24-d."""
    handed = ContractManagementHandedOver(happened_on=JUNE, from_person="Ann", to_person="Bo", accepted_on=JUNE)
    bo = LeadOfficerAppointed(happened_on=JUNE, person="bo")

    [told] = [one for name, one in found(JUNE, handed).items() if name.startswith("handover-appointment/")]
    assert (told.person, "Record that Bo" in told.sentence) == ("Bo", True)
    assert not any(name.startswith("handover-appointment/") for name in found(JUNE, handed, bo))


def test_under_a_procedure_without_tiers_a_tier_brings_nothing_and_an_end_takes_it_all_away() -> None:
    """D-18."""
    of_tiers = {"reassess", "scorecard", "continuity-plan", "development-plan", "classify"}
    hampshire = REGISTERED.model_copy(update={"procedure": None})
    ended = ContractExpired(happened_on=date(2025, 5, 1))

    assert not of_tiers & set(found(JUNE, classified(risk="high"), registered=hampshire))
    assert of_tiers & set(found(JUNE, classified()))
    assert not of_tiers & set(found(JUNE, classified(), ended))


# --- what a review agreed to do further ------------------------------------------------------------------------------

FOUND_SHORT = reviewed(
    "risk", in_place="partly", monitored="no",
    further_actions=(
        Step(what=Said("Write a continuity plan"), owner="Pat Good", due_on=date(2025, 8, 31)),
        Step(what=Said("Test it")),
    ),
)  # fmt: skip


def test_what_a_review_agreed_to_do_further_falls_due_and_is_an_obligation_shown_beside_the_review() -> None:
    """IMP-17-c: by its own day, whoever does it; and what has no day stands open without one."""
    view = view_of(given(REGISTERED, FOUND_SHORT).file)
    on = date(2025, 9, 15)

    [owed] = [one for one in due(duties(view), on) if one.duty.id.startswith("plan-step/")]
    assert (owed.state, owed.duty.due_on, owed.person, owed.duty.citation) == (
        "overdue", date(2025, 8, 31), "Pat Good", "IMP-17-c",
    )  # fmt: skip
    assert owed.sentence.startswith("Review for risk, 2 June 2025: Write a continuity plan")
    undertaken = [o for o in obligations(view, on, our_side=True).obligations if o.id.startswith("plan-step/")]
    assert {(o.sentence, o.state) for o in undertaken} == {
        ("Write a continuity plan (Pat Good)", "late"), ("Test it", "open"),
    }  # fmt: skip
    shown = monitoring_shown(view, on).further_actions
    assert [(one.review, one.what, one.done_on, one.late) for one in shown] == [
        (2, "Write a continuity plan", None, True), (2, "Test it", None, False),
    ]  # fmt: skip
    assert monitoring_shown(view, date(2025, 6, 1)).further_actions == ()


def test_what_the_authoritys_own_review_leaves_open_falls_to_the_authority() -> None:
    """IMP-16-b, IMP-17-c: to the provider only what is said to be done by somebody of theirs."""
    named = ProviderContactNamed(happened_on=JANUARY, person="Pat Good", role="contract-manager")
    owners = ("Pat Good", "Jo Buyer", "The provider", "Provider's contract manager", None, "Pia Prior")
    steps = tuple(Step(what=Said("Act"), owner=owner, due_on=date(2025, 8, 31)) for owner in owners)
    there = (ANN, Actor(person="Pia Prior", party="provider"))

    for theme in get_args(Theme):
        found_short = reviewed(theme, further_actions=steps, participants=there)
        view = view_of(given(REGISTERED, named, found_short).file)
        whose = {one.id: one.party for one in duties(view) if one.id.startswith("plan-step/")}
        shown = obligations(view, JUNE, our_side=True).obligations
        assert whose == {one.id: one.party for one in shown if one.id.startswith("plan-step/")}
        parties = [whose[f"plan-step/thematic-review-3/{number}"] for number in range(1, 7)]
        assert parties == ["provider", "authority", "provider", "provider", "authority", "provider"], theme


@pytest.mark.parametrize(
    ("said", "step", "done"),
    [
        ("Draft it with the provider", 1, True), ("Write a continuity plan", None, True),
        ("Draft it with the provider", None, False), ("Write a continuity plan", 2, False),
    ],
)  # fmt: skip
def test_a_further_action_is_done_by_an_action_of_that_review_that_names_it_or_has_its_words(
    said: str, step: int | None, done: bool
) -> None:
    """IMP-17-c, as the steps of plans are (TVP-5.1-3b)."""
    action = ActionAssigned(happened_on=JUNE, description=Said(said), arises_from=2, step=step)
    over = ActionCompleted(happened_on=date(2025, 7, 1), action="ACT-001")
    elsewhere = action.model_copy(update={"arises_from": None, "step": None})

    def open_on(*entries: Entry) -> bool:
        found = duties(view_of(given(REGISTERED, FOUND_SHORT, *entries).file))
        return any(one.is_open for one in found if one.id == "plan-step/thematic-review-2/1")

    assert open_on(action, over) is not done
    assert open_on(action)
    assert open_on(elsewhere, over)


def test_a_variation_put_off_to_the_next_contract_is_kept_for_it() -> None:
    """IMP-22-b: shown at the end, asked for as a lesson that names it; until it is agreed or rejected all the same."""
    put_off = VariationProposed(happened_on=JUNE, reason=Said("No score of users"), decide="next-contract")
    lesson = LessonRecorded(happened_on=JUNE, subject="performance", lesson=Said("Ask users"), variation="VAR-001")
    agreed = VariationAgreed(happened_on=JUNE, variation="VAR-001")

    def kept(*entries: Entry) -> list[str]:
        view = FileView.of(UUID(int=1), given(REGISTERED, *entries).file, {})
        return [one.what for one in exit_readiness(view, JUNE).next_contract]

    assert kept(put_off) == ["VAR-001, put off to it: No score of users; no lesson of it is recorded"]
    assert "VAR-001, which was put off" in found(JUNE, put_off)["next-contract/2"].duty.sentence
    assert kept(put_off, lesson) == ["LSN-001: Ask users"]
    assert "next-contract/2" not in found(JUNE, put_off, lesson)
    for settled in (agreed, VariationRejected(happened_on=JUNE, variation="VAR-001")):
        assert (kept(put_off, settled), "next-contract/2" in found(JUNE, put_off, settled)) == ([], False)
    assert kept(put_off.model_copy(update={"decide": "change-now"})) == []


def test_what_was_decided_to_change_now_is_asked_for_again_once_its_variation_is_rejected() -> None:
    """IMP-22-b: until it is proposed anew, or put off to the next contract, and kept for that."""
    decided = reviewed("governance", decision="change-now", in_place="no")
    now = VariationProposed(happened_on=JUNE, reason=Said("No board"), decide="change-now", thematic_review=2)
    gone = VariationRejected(happened_on=date(2025, 6, 20), variation="VAR-001", rejected_by_party="provider")
    anew, off = (now.model_copy(update={"happened_on": date(2025, 6, 25), "decide": what})
                 for what in ("change-now", "next-contract"))  # fmt: skip
    day = date(2025, 6, 30)

    def asked(*entries: Entry) -> set[str]:
        return {"change-now/2", "next-contract/5"} & set(found(day, decided, *entries))

    told = found(day, decided, now, gone)["change-now/2"]
    assert "VAR-001 was rejected by the provider on 20 June 2025" in told.sentence
    assert told.duty.since == date(2025, 6, 20)
    assert asked(now) == asked(now, gone, anew) == set()
    assert asked(now, gone, off) == {"next-contract/5"}
    view = FileView.of(UUID(int=1), given(REGISTERED, decided, now, gone).file, {})
    [shown] = monitoring_shown(view, day).theme_reviews
    assert shown.rejected == "VAR-001 rejected by the provider on 20 June 2025 (entry 4)"


def test_what_was_decided_to_change_now_and_put_off_instead_is_kept_for_the_next_contract() -> None:
    """IMP-22-b, docs/adr/0442: the last that was done about it counts; one put off before the decision does not."""
    decided = reviewed("governance", decision="change-now", in_place="no")
    put_off = VariationProposed(happened_on=JUNE, reason=Said("No board"), decide="next-contract", thematic_review=2)
    now = put_off.model_copy(update={"decide": "change-now"})
    lesson = LessonRecorded(happened_on=JUNE, subject="performance", lesson=Said("A board"), variation="VAR-001")
    gone = VariationRejected(happened_on=JUNE, variation="VAR-002")

    def asked(*entries: Entry) -> set[str]:
        return {"change-now/2", "next-contract/3", "next-contract/4"} & set(found(JUNE, decided, *entries))

    assert asked(put_off) == {"next-contract/3"}
    assert asked(put_off, lesson) == asked(put_off, now) == asked(now) == set()
    assert asked(now, put_off) == {"next-contract/4"}
    assert asked(put_off, put_off) == {"next-contract/3", "next-contract/4"}
    assert asked(put_off, now, gone) == {"change-now/2"}
    view = FileView.of(UUID(int=1), given(REGISTERED, decided, put_off).file, {})
    [shown] = monitoring_shown(view, JUNE).theme_reviews
    assert shown.put_off == "VAR-001 put off to the next contract on 2 June 2025 (entry 3)"
    assert monitoring_shown(view, date(2025, 6, 1)).theme_reviews == ()

    named = reviewed("governance", decision="change-now", in_place="no", variation="VAR-001")
    assert "change-now/3" in found(JUNE, put_off.model_copy(update={"thematic_review": None}), named)
