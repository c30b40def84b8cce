"""What an entry was found not to say, and a supplement that names it says, or a document filed with it (ADR 0436)."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.brought import brought_by, left_unsaid, not_told
from ledger.dates.span import Span
from ledger.entry import Entry
from ledger.monitoring import survey_due
from ledger.plans import Step
from ledger.procedures import read
from ledger.reviews_answered import completed_on
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.knowledge import KnowledgeShared, StaffChurnAssessed, TrainingMaterialUpdated
from ledger.subjects.outcomes import PriorityConflictDealtWith, PriorityConflictIdentified
from ledger.subjects.performance import SatisfactionSurveyReceived
from ledger.subjects.programme import ProgrammeOpened
from ledger.subjects.records import DocumentFiled, EntrySupplemented
from ledger.subjects.resources import ResourceTrendIdentified, VarianceAssessed
from ledger.subjects.reviews import Answer, ContractReviewCompleted
from ledger.subjects.tiers import ThematicReviewCompleted
from ledger.themes import Brought
from ledger.words import Document, Said
from projections.duties.due import duties
from projections.duties.settled import settled
from projections.exit.readiness import exit_readiness
from projections.monitoring.heard_from_users import surveys
from projections.monitoring.monitoring_shown import monitoring_shown
from projections.monitoring.reviews_shown import reviews_shown
from projections.planning.outcomes_weighed import conflicts
from projections.planning.resources_used import resources_shown
from projections.programme.library import library
from tests.story import given
from tests.worked_through import view_of

HAMPSHIRE, TIERED = read("hampshire"), read("tiered/1")
SPRING, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 16), date(2026, 5, 26)
OPENED = ProgrammeOpened(
    happened_on=SPRING, reference="SRM", procedure="tiered/1", title="Supplier management", lead="SRM Lead"
)
TERMS = KnowledgeShared(happened_on=MAY, form="model-terms", title="Model terms on benchmarking", topic="benchmarking")
COURSE = TrainingMaterialUpdated(happened_on=MAY, course="Fundamentals", level="fundamentals", academy="Own")
TURNOVER = StaffChurnAssessed(happened_on=MAY, unit="Adults", period=Span(first=SPRING, last=MAY))
REGISTERED = ContractRegistered(
    happened_on=date(2024, 11, 1), reference="C-1", title="Day care", start_date=date(2025, 1, 1),
    end_date=date(2026, 12, 31),
)  # fmt: skip
PAPER = Said(Document("a" * 64, "The text"))


def supplement(position: int, *completes: str, on: date = JUNE) -> EntrySupplemented:
    return EntrySupplemented(happened_on=on, position=position, words=Said("It says so"), completes=completes)


@pytest.mark.parametrize(
    ("shared", "brought", "rules"),
    [
        (TERMS, "model-terms-on-benchmarking", ("knowledge.text-on-file",)),
        (TURNOVER, "turnover-measures", ("churn.says-measures",)),
        (
            COURSE,
            "fundamentals-training-material",
            ("training-material.reviewed-with-the-trainer", "training-material.says-what-was-updated"),
        ),
    ],
)
def test_what_a_programme_is_to_bring_is_there_once_a_supplement_says_what_was_missing(
    shared: Entry, brought: Brought, rules: tuple[str, ...]
) -> None:
    """IMP-26-a, IMP-24-c, IMP-20-b."""
    bare = given(OPENED, shared).departs_from(*rules)
    named = bare.when(supplement(2, *rules))
    beside = bare.when(supplement(2))

    assert brought_by(bare.file, brought, TIERED) is None
    assert brought_by(beside.file, brought, TIERED) is None
    assert brought_by(named.file, brought, TIERED) == 2
    assert left_unsaid(named.file, brought) is None


def test_a_document_filed_as_belonging_to_what_was_shared_puts_its_text_on_file() -> None:
    """IMP-26-a: as minutes or an e-mail complete what they belong to."""
    bare = given(OPENED, TERMS)
    filed = bare.when(DocumentFiled(happened_on=JUNE, title="Terms", document=PAPER, belongs_to=(2,)))
    nowhere = bare.when(DocumentFiled(happened_on=JUNE, title="Terms", belongs_to=(2,)))

    assert brought_by(nowhere.file, "model-terms-on-benchmarking", TIERED) is None
    assert brought_by(filed.file, "model-terms-on-benchmarking", TIERED) == 2
    asked = [[one.id for one in duties(view_of(story.file))] for story in (nowhere, filed)]
    assert ["details/2" in ids for ids in asked] == [True, False]
    [item] = library(view_of(filed.file), JUNE).items
    assert (item.has_text, item.text_at) == (False, 3)


def test_whom_model_terms_are_for_is_known_once_a_supplement_says_it() -> None:
    """IMP-18-a: whom, no words tell, and so nobody is taken to be left out."""
    bare = given(OPENED, TERMS.model_copy(update={"summary": Said("Prices are compared")}))
    told = bare.when(supplement(2, "knowledge.says-whom-terms-are-for"))

    assert not_told(bare.file, "model-terms-on-benchmarking") == "contract management teams"
    assert not_told(told.file, "model-terms-on-benchmarking") is None
    [item] = library(view_of(told.file), JUNE).items
    assert (item.meant_for, item.meant_for_at) == (None, 3)


def test_a_survey_counts_once_a_supplement_says_what_came_of_it() -> None:
    """HCC-6.2-a: on the day it was made; until then one is due as before, and Performance leads to what says it."""
    bare = given(REGISTERED, SatisfactionSurveyReceived(happened_on=date(2025, 12, 1)))
    told = bare.when(supplement(2, "survey.says-what-came-of-it", on=date(2026, 1, 25)))
    paper = bare.when(DocumentFiled(happened_on=JUNE, title="Survey", document=PAPER, belongs_to=(2,)))

    due = [survey_due(story.file, JUNE, HAMPSHIRE) for story in (bare, told, paper)]
    assert due == [date(2026, 1, 1), date(2026, 12, 1), date(2026, 12, 1)]
    assert survey_due(told.file, date(2026, 1, 24), HAMPSHIRE) == date(2026, 1, 1)
    assert [(one.says, one.said_at) for one in surveys(view_of(bare.file))] == [(False, None)]
    assert [(one.says, one.said_at) for one in surveys(view_of(told.file))] == [(True, 3)]


def test_a_review_is_complete_once_a_supplement_answers_what_it_left_open() -> None:
    """HCC-10.1-b: from the day of the supplement; its duty ends, and Exit leads to it."""
    yes = Answer(conclusion="yes", words=Said("Yes"))
    survey = SatisfactionSurveyReceived(happened_on=date(2025, 11, 3), words=Said("They come"))
    review = ContractReviewCompleted(
        happened_on=date(2025, 11, 10), specification_change=yes, value_for_money=yes, renew=yes,
        tender_route="competition", survey_evidence=(2,), law_or_policy_changes=Said("None"),
    )  # fmt: skip
    short = given(REGISTERED, survey, review).departs_from("review.answers-needs-met")
    beside = short.when(supplement(3, on=date(2025, 11, 20)))
    named = short.when(supplement(3, "review.answers-needs-met", on=date(2025, 11, 20)))

    assert [completed_on(story.file, JUNE) for story in (short, beside)] == [None, None]
    assert completed_on(named.file, JUNE) == (date(2025, 11, 20), 4)
    assert completed_on(named.file, date(2025, 11, 19)) is None
    asked = [{one.id for one in duties(view_of(story.file))} for story in (beside, named)]
    assert ["review" in ids for ids in asked] == [True, False]
    [before], [after] = (reviews_shown(view_of(story.file), JUNE).reviews for story in (beside, named))
    question = "whether the contract met service needs"
    assert (before.unanswered, before.answered_since) == ((question,), ())
    assert (after.unanswered, after.answered_since) == ((), ((question, 4),))


def test_a_supplement_that_answers_whether_to_renew_leaves_no_route_to_be_named() -> None:
    """HCC-10.1-f: it could be named by no supplement, since none was asked for, and the review stayed due for good."""
    yes = Answer(conclusion="yes", words=Said("Yes"))
    survey = SatisfactionSurveyReceived(happened_on=date(2025, 11, 3), words=Said("They come"))
    review = ContractReviewCompleted(
        happened_on=date(2025, 11, 10), needs_met=yes, specification_change=yes, value_for_money=yes,
        survey_evidence=(2,), law_or_policy_changes=Said("None"),
    )  # fmt: skip
    short = given(REGISTERED, survey, review).departs_from("review.answers-renew")
    named = short.when(supplement(3, "review.answers-renew", on=date(2025, 11, 20)))

    assert completed_on(short.file, JUNE) is None
    further = named.when(supplement(3, "review.names-tender-route", on=date(2025, 11, 21)))
    for story in (named, further):
        assert completed_on(story.file, JUNE) == (date(2025, 11, 20), 4)
    assert "review" not in {one.id for one in duties(view_of(named.file))}
    for story in (short, named):  # the provider sees no supplement, nor what it answers
        [theirs] = exit_readiness(view_of(story.file), JUNE, own_side=False).review.reviews
        assert (theirs.unanswered, theirs.answered_since) == ((), ())
    [shown] = exit_readiness(view_of(named.file), JUNE).review.reviews
    assert (shown.unanswered, {entry for _, entry in shown.answered_since}) == ((), {4})


def test_a_survey_told_of_since_is_done_on_its_own_day_and_a_review_when_a_supplement_completes_it() -> None:
    """HCC-6.2-a, HCC-10.1-a: what completes them was told as what they lapsed with, and that they were not done."""
    bare = given(REGISTERED, SatisfactionSurveyReceived(happened_on=date(2025, 12, 1)))
    told = bare.when(supplement(2, "survey.says-what-came-of-it", on=date(2026, 1, 25)))
    paper = DocumentFiled(happened_on=date(2026, 1, 25), title="Survey", document=PAPER, belongs_to=(2,))
    for story in (told, bare.when(paper)):
        [survey] = [one for one in settled(view_of(story.file)).duties if one.id == "survey"]
        assert (survey.done_on, survey.done_by, survey.not_asked) == (date(2025, 12, 1), (2,), None)

    yes = Answer(conclusion="yes", words=Said("Yes"))
    review = ContractReviewCompleted(
        happened_on=date(2025, 11, 10), specification_change=yes, value_for_money=yes, renew=yes,
        tender_route="competition", survey_evidence=(2,), law_or_policy_changes=Said("None"),
    )  # fmt: skip
    made = given(REGISTERED, SatisfactionSurveyReceived(happened_on=date(2025, 11, 3), words=Said("They come")), review)
    whole = made.when(supplement(3, "review.answers-needs-met", on=date(2025, 11, 20)))
    [done] = [one for one in settled(view_of(whole.file)).duties if one.id == "review"]
    assert (done.done_on, done.done_by, done.not_asked) == (date(2025, 11, 20), (4,), None)


def test_a_page_leads_to_what_says_since_what_a_review_by_theme_or_a_settlement_left_out() -> None:
    """IMP-16-b, CPC307-K14."""
    review = ThematicReviewCompleted(happened_on=MAY, theme="supplier-development")
    heads, market = "thematic-review.under-its-heads", "thematic-review.with-market-intelligence"
    bare = given(REGISTERED, review).departs_from(heads, market)
    named = bare.when(supplement(2, heads)).when(supplement(2, market))
    clash = PriorityConflictIdentified(happened_on=MAY, conflict_kind="demand", outcomes=())
    settled = given(REGISTERED, clash, PriorityConflictDealtWith(happened_on=MAY, conflict="CFL-001", how="resolved"))
    said = settled.when(supplement(3, "conflict.settled-or-reported")).when(supplement(2, "conflict.cause-on-record"))

    reviews = [monitoring_shown(view_of(story.file), JUNE).theme_reviews[0] for story in (bare, named)]
    assert [(one.said_at, one.market_said_at) for one in reviews] == [(None, None), (3, 4)]
    clashes = [conflicts(view_of(story.file))[0] for story in (settled, said)]
    assert [(one.cause_said_at, one.remedy_said_at) for one in clashes] == [(None, None), (5, 4)]


def test_performance_leads_to_what_more_a_supplement_says_was_agreed_in_a_review_by_theme() -> None:
    """IMP-17-c."""
    rule, what = "thematic-review.acts-on-what-is-short", Said("Two suppliers stand by")
    review = ThematicReviewCompleted(happened_on=MAY, theme="risk", in_place="no", decision="none")
    bare = given(REGISTERED, review).departs_from(rule)
    agreed = review.model_copy(update={"further_actions": (Step(what=what),)})
    stories = bare, bare.when(supplement(2, rule)), given(REGISTERED, agreed).when(supplement(2, rule))

    found = [monitoring_shown(view_of(story.file), JUNE).theme_reviews[0].further_said_at for story in stories]
    assert found == [None, 3, None]


def test_resources_leads_to_what_a_supplement_says_of_a_variance_and_a_trend() -> None:
    """CPC307-K18, CPC308-K19."""
    method, factors = "variance.method-named", "resource.trend-by-factors"
    variance = VarianceAssessed(happened_on=MAY, subject="cost", planned="100", actual="120")
    trend = ResourceTrendIdentified(happened_on=MAY, resource="financial", trend="rising")
    bare = given(REGISTERED, variance, trend)
    named = bare.when(supplement(2, method)).when(supplement(3, factors))

    shown = [resources_shown(view_of(story.file), JUNE) for story in (bare, named)]
    assert [one.variances[0].method_said_at for one in shown] == [None, 4]
    assert [one.trends[0].factors_said_at for one in shown] == [None, 5]
    for said in ({"method": "trend"}, {"other_method": "Regression"}):
        told = given(REGISTERED, variance.model_copy(update=said)).when(supplement(2, method))
        assert resources_shown(view_of(told.file), JUNE).variances[0].method_said_at is None
