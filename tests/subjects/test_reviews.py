from datetime import date
from typing import Any, Literal

import pytest

from ledger.dates.calendar import Period
from ledger.entry import Actor, Entry
from ledger.extension_options import options_open
from ledger.reviews_answered import completed_on
from ledger.subjects.agreement import ContractRegistered, Extension, Publication
from ledger.subjects.money import ValueForMoneyTested
from ledger.subjects.performance import SatisfactionSurveyReceived, SurveyResult
from ledger.subjects.records import DocumentFiled, EntryCorrected, EntrySupplemented
from ledger.subjects.reviews import (
    QUESTIONS,
    Answer,
    ContractReviewCompleted,
    ContractReviewStarted,
    ExtensionDecided,
    PurchasingIntentionCommunicated,
    RenewalDecided,
    RenewalWarningGiven,
)
from ledger.subjects.termination import ContractExpired
from ledger.subjects.variations import EndDateChange, VariationAgreed
from ledger.words import Document, Said
from projections.duties.due import duties
from projections.monitoring.reviews_shown import reviews_shown
from projections.status.status import status
from projections.view import FileView
from tests.story import ANN, Story, changed, given
from tests.worked_through import view_of

REGISTERED = ContractRegistered(
    happened_on=date(2024, 1, 8), reference="C-1", title="Home care", start_date=date(2024, 2, 1),
    end_date=date(2026, 1, 31),
)  # fmt: skip
SURVEY = DocumentFiled(happened_on=date(2024, 11, 4), title="Survey of users 2024", document_kind="report")
STARTED = ContractReviewStarted(happened_on=date(2024, 11, 11), lead=ANN, due_by=date(2025, 1, 31))
TESTED = ValueForMoneyTested(happened_on=date(2024, 11, 4), method="benchmark", result="shown")
ANEW, ALL = Said("A new tender"), ("providers", "users", "carers-families")
YES, NO = Answer(conclusion="yes", evidence=(2,)), Answer(conclusion="no")


def completed(day: date = date(2025, 1, 13), **said: Any) -> ContractReviewCompleted:
    answers: dict[str, Any] = {
        "needs_met": YES, "specification_change": NO, "renew": YES,
        "value_for_money": Answer(conclusion="yes", evidence=(3,)),
        "tender_route": "competition", "survey_evidence": (2,),
    }  # fmt: skip
    return ContractReviewCompleted(happened_on=day, **(answers | said))


def test_a_review_in_time_that_answers_every_question_departs_from_nothing() -> None:
    """HCC-10.1-a to f, HCC-10.2-a, HCC-12.7."""
    story = given(REGISTERED, SURVEY, TESTED, STARTED).when(completed(review="REV-001"))

    assert story.recorded().objections == ()
    review = story.file.reviews.by_id["REV-001"]
    assert review.started_on == date(2024, 11, 11)
    assert review.completed == ((date(2025, 1, 13), 5),)


def test_a_review_that_leaves_a_question_open_is_not_complete() -> None:
    """HCC-10.1-a: the questions must be addressed; HCC-10.1-f: the route is asked for where the contract is renewed."""
    empty = ContractReviewCompleted(happened_on=date(2025, 1, 13))
    story = given(REGISTERED, SURVEY, TESTED).when(empty, acknowledge_all=False).asked("review.in-time")
    assert "it is not complete: it does not say whether the contract met service needs" in str(story.error)

    story = given(REGISTERED, SURVEY, TESTED).when(empty).departs_from("review.value-for-money-as-tested")
    assert completed_on(story.file, date.max) is None
    assert story.file.reviews.by_id["REV-001"].unanswered() == tuple(QUESTIONS)
    without_route = completed(date(2025, 1, 20), review="REV-001", tender_route=None)
    story = story.when(without_route).departs_from("review.in-time")
    assert story.file.reviews.by_id["REV-001"].unanswered() == ("tender_route",)
    rest = ContractReviewCompleted(happened_on=date(2025, 1, 27), review="REV-001", tender_route="competition")
    story = story.when(rest).keeps("review.in-time")
    assert completed_on(story.file, date.max) == (date(2025, 1, 27), 6)
    assert completed_on(story.file, date(2025, 1, 26)) is None


def test_a_review_is_due_twelve_months_before_the_end() -> None:
    """HCC-10.1-a: on the last day it is in time, on the next it is not."""
    given(REGISTERED, SURVEY, TESTED).when(completed(date(2025, 1, 31))).keeps("review.in-time")

    story = (
        given(REGISTERED, SURVEY, TESTED)
        .when(completed(date(2025, 2, 1)), acknowledge_all=False)
        .asked("review.in-time")
    )

    assert "1 day after it was due on 31 January 2025" in str(story.error)


def test_a_contract_varied_to_end_later_is_reviewed_later() -> None:
    """HCC-10.1-a: recomputed when the end date varies."""
    longer = VariationAgreed(happened_on=date(2024, 6, 3), changes=(EndDateChange(becomes=date(2026, 7, 31)),))

    given(REGISTERED, SURVEY, TESTED, longer).when(completed(date(2025, 7, 31))).keeps("review.in-time")
    given(REGISTERED, SURVEY, TESTED, longer).when(completed(date(2025, 8, 1))).departs_from("review.in-time")


def test_an_extension_decided_after_the_review_does_not_make_it_timely() -> None:
    """Design: what was unmet when an act was done never turns green because time has passed."""
    extended = ExtensionDecided(happened_on=date(2025, 6, 2), taken=True, new_end_date=date(2027, 1, 31))

    given(REGISTERED, SURVEY, TESTED, extended).when(completed(date(2025, 3, 3))).departs_from("review.in-time")


def test_an_end_moved_too_near_is_reviewed_before_it_and_that_is_in_time() -> None:
    """HCC-10.1-a: of an end set on 3 March 2025, twelve months before the 31st of July 2025 was never possible."""
    nearer = VariationAgreed(happened_on=date(2025, 3, 3), changes=(EndDateChange(becomes=date(2025, 7, 31)),))
    before = given(REGISTERED, SURVEY, TESTED, nearer)

    before.when(completed(date(2025, 7, 31))).keeps("review.in-time")
    late = before.when(completed(date(2025, 8, 1)), acknowledge_all=False).asked("review.in-time")
    assert "1 day after it was due on 31 July 2025, the end itself: 12 months before it was never" in str(late.error)


def test_a_contract_without_an_end_on_file_has_no_day_its_review_was_due() -> None:
    open_ended = REGISTERED.model_copy(update={"end_date": None})

    given(open_ended, SURVEY, TESTED).when(completed(date(2025, 12, 1))).keeps("review.in-time")


def test_that_the_contract_was_value_for_money_rests_on_a_test_of_it() -> None:
    """HCC-10.1-d: an answer that cites something else is shown to do so."""
    rule = "review.value-for-money-as-tested"
    given(REGISTERED, SURVEY, TESTED).when(completed()).keeps(rule)
    given(REGISTERED, SURVEY, TESTED).when(completed(value_for_money=YES)).departs_from(rule)
    other = Answer(conclusion="yes", evidence=(2,))
    given(REGISTERED, SURVEY, TESTED).when(completed(value_for_money=other)).departs_from(rule)


@pytest.mark.parametrize(
    ("conclusion", "tested", "found"),
    [
        ("yes", ("not-shown",), "the test it rests on (entry 3) found that it was not shown"),
        ("yes", ("partly-shown",), "the test it rests on (entry 3) found that it was partly shown"),
        ("partly", ("not-shown",), "the test it rests on (entry 3) found that it was not shown"),
        ("partly", ("shown",), "the test it rests on (entry 3) found that it was shown"),
        ("no", ("shown",), "the test it rests on (entry 3) found that it was shown"),
        ("no", ("shown", "shown"), "the tests it rests on found that it was shown"),
        ("no", ("shown", "partly-shown"), "the tests it rests on found no less than that it was partly shown"),
        ("yes", ("not-shown", "partly-shown"), "the tests it rests on found no more than that it was partly shown"),
        ("yes", ("shown",), None), ("partly", ("partly-shown",), None), ("no", ("not-shown",), None),
        ("yes", ("not-shown", "shown"), None), ("partly", ("not-shown", "shown"), None),
    ],
)  # fmt: skip
def test_an_answer_on_value_for_money_that_its_tests_did_not_find_says_why(
    conclusion: Literal["yes", "partly", "no"], tested: tuple[str, ...], found: str | None
) -> None:
    """HCC-10.1-d: asked about where it does not; what lies between two tests is found by both together."""
    rule = "review.value-for-money-as-found"
    tests = [TESTED.model_copy(update={"result": result, "follow_up": Said("Looked into")}) for result in tested]
    answer = Answer(conclusion=conclusion, evidence=(3, 4)[: len(tests)])
    against = given(REGISTERED, SURVEY, *tests)

    if found is None:
        against.when(completed(value_for_money=answer)).keeps(rule)
        return
    asked = against.when(completed(value_for_money=answer), acknowledge_all=False).asked(rule)
    assert f"the answer is {conclusion}, in no words, and {found}" in str(asked.error)
    reasoned = answer.model_copy(update={"words": Said("The test left the building out")})
    against.when(completed(value_for_money=reasoned)).keeps(rule)


def test_what_a_review_names_as_surveys_are_surveys() -> None:
    """HCC-10.2-a: the registration of the contract records none; a survey, or a paper with one, does."""
    rule, came_in = (
        "review.surveys-are-surveys",
        SatisfactionSurveyReceived(happened_on=date(2024, 11, 4), respondents=7),
    )
    on_file = given(REGISTERED, SURVEY, TESTED, came_in)

    def found(*named: int) -> str:
        last = on_file.when(completed(survey_evidence=named)).last
        return next(d.found for d in last.departures if d.rule == rule) if last else ""

    assert found(1) == "entry 1, named as a survey, records none"
    assert found(1, 2, 3) == "entries 1, 3, named as surveys, record none"
    asked = on_file.when(completed(survey_evidence=(1, 2))).recorded()
    [details] = [one for one in duties(view_of(asked.file)) if one.id == "details/5"]
    assert details.sentence == "Complete entry 5 (REV-001): entry 1, named as a survey, records none."
    for named in (2, 4):
        on_file.when(completed(survey_evidence=(named,))).keeps(rule)
    with_it = TESTED.model_copy(update={"exhibits": (Document(sha256="0" * 64),)})
    given(REGISTERED, with_it, TESTED).when(completed(survey_evidence=(2,))).keeps(rule)


def test_a_review_that_names_nothing_but_entries_that_are_no_surveys_refers_to_none() -> None:
    """HCC-10.2-a, HCC-12.7: it is not complete until it names one."""
    story = given(REGISTERED, SURVEY, TESTED)
    other = completed(survey_evidence=(1, 3))

    asked = story.when(other, acknowledge_all=False).asked("review.in-time")
    assert "it does not say which surveys of users weighed in it" in str(asked.error)
    done = story.when(other).departs_from("review.considers-surveys", "review.surveys-are-surveys")
    assert "review.newest-survey-weighs" not in done.objections
    done.then(lambda file: completed_on(file, date(2025, 3, 1)) is None)
    with_one = ContractReviewCompleted(happened_on=date(2025, 1, 27), review="REV-001", survey_evidence=(1, 2))
    done.when(with_one).then(lambda file: completed_on(file, date(2025, 3, 1)) is not None)


def test_a_review_is_shown_with_the_surveys_it_rests_on() -> None:
    """HCC-10.2-a: with what came of them, not their numbers alone; a paper that was filed states no figures."""
    told = (
        SurveyResult(question="Overall satisfied", result="82"),
        SurveyResult(question="Visits", result="9", unit="of 10"),
    )
    came_in = SatisfactionSurveyReceived(happened_on=date(2024, 11, 4), results=told)
    review = completed(survey_evidence=(2, 4))
    [shown] = reviews_shown(view_of(given(REGISTERED, SURVEY, TESTED, came_in, review).file), date(2025, 2, 1)).reviews

    assert [(one.position, one.results) for one in shown.surveys] == [
        (2, ()), (4, ("Overall satisfied: 82%", "Visits: 9 of 10")),
    ]  # fmt: skip
    assert (shown.unanswered, shown.surveys_left_out) == ((), ())


def test_a_review_that_refers_to_no_survey_is_not_complete_until_it_does() -> None:
    """HCC-10.2-a: users' views, as surveyed, must play a part; those on file by then are named, a later one is not."""
    came_in = SatisfactionSurveyReceived(
        happened_on=date(2024, 11, 4), results=(SurveyResult(question="Overall satisfied", result="32"),)
    )
    later = SatisfactionSurveyReceived(happened_on=date(2025, 1, 20), respondents=7)
    story = given(REGISTERED, SURVEY, TESTED, came_in, later)

    asked = story.when(completed(survey_evidence=()), acknowledge_all=False).asked("review.in-time")
    assert "it does not say which surveys of users weighed in it" in str(asked.error)
    without = story.when(completed(survey_evidence=())).departs_from("review.considers-surveys")
    [found] = [d.found for d in without.last.departures if d.rule == "review.considers-surveys"]  # type: ignore[union-attr]
    assert found == "no survey of users is referred to; on file is entry 4"
    [shown] = reviews_shown(view_of(without.file), date(2025, 2, 1)).reviews
    assert shown.unanswered == ("which surveys of users weighed in it",)
    assert [(one.position, one.results) for one in shown.surveys_left_out] == [(4, ("Overall satisfied: 32%",))]
    [due] = [one for one in duties(view_of(without.file)) if one.id == "review"]
    assert due.sentence.endswith(
        "REV-001 does not say which surveys of users weighed in it; on file are entries 4 and 5."
    )

    named = ContractReviewCompleted(happened_on=date(2025, 1, 27), review="REV-001", survey_evidence=(4,))
    done = without.when(named).keeps("review.in-time")
    assert "review" not in {one.id for one in duties(view_of(done.file))}
    assert completed_on(done.file, date.max) == (date(2025, 1, 27), 7)


def surveyed(day: date, result: str) -> SatisfactionSurveyReceived:
    return SatisfactionSurveyReceived(
        happened_on=day, results=(SurveyResult(question="Overall satisfied", result=result),)
    )


def test_a_review_shows_which_surveys_on_file_it_leaves_out_and_is_remarked_on_where_one_is_newer() -> None:
    """HCC-10.2-a: the older, good one is named, the newer, bad one not; a later part of the review makes up for it."""
    rule, good, bad = "review.newest-survey-weighs", date(2024, 3, 4), date(2024, 12, 2)
    story = given(REGISTERED, SURVEY, TESTED, surveyed(good, "90"), surveyed(bad, "20"))

    def left_out(story: Story) -> list[tuple[int, ...]]:
        shown = reviews_shown(view_of(story.file), date(2025, 6, 1)).reviews
        return [tuple(one.position for one in review.surveys_left_out) for review in shown]

    one = story.when(completed(survey_evidence=(4,))).departs_from(rule)
    [found] = [d.found for d in one.last.departures if d.rule == rule]  # type: ignore[union-attr]
    assert found == "the survey of 2 December 2024 (entry 5) is newer than any it names, and does not weigh in it"
    assert left_out(one) == [(5,)]
    newest = story.when(completed(survey_evidence=(5,))).keeps(rule)
    assert left_out(newest) == [(4,)]
    assert left_out(story.when(completed(survey_evidence=(4, 5))).keeps(rule)) == [()]
    assert rule not in story.when(completed(survey_evidence=())).objections
    further = ContractReviewCompleted(happened_on=date(2025, 1, 20), review="REV-001", survey_evidence=(5,))
    assert left_out(one.when(further).keeps(rule)) == [(5,), ()]
    again = newest.when(further.model_copy(update={"survey_evidence": (4,)})).keeps(rule)
    assert left_out(again) == [(4,), ()]


def test_a_procedure_without_surveys_in_its_reviews_does_not_ask_for_the_newest() -> None:
    """HCC-10.2-a is Hampshire's."""
    theirs = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    surveys = (surveyed(date(2024, 3, 4), "90"), surveyed(date(2024, 12, 2), "20"))

    given(theirs, *surveys).when(completed(survey_evidence=(2,))).keeps("review.newest-survey-weighs")


def test_a_procedure_that_asks_for_no_surveys_has_reviews_complete_without_them() -> None:
    """HCC-10.2-a is Hampshire's; Thames Valley has no surveys."""
    theirs = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    story = given(theirs, SURVEY, TESTED).when(completed(survey_evidence=())).keeps("review.considers-surveys")

    [shown] = reviews_shown(view_of(story.file), date(2025, 2, 1)).reviews
    assert (shown.unanswered, shown.surveys) == ((), ())
    assert completed_on(story.file, date.max) == (date(2025, 1, 13), 4)


def test_a_review_where_no_survey_was_ever_made_is_not_complete_and_says_so() -> None:
    """HCC-10.2-a: one that came in without what came of it shows nothing of what users think."""
    empty = SatisfactionSurveyReceived(happened_on=date(2024, 11, 4))
    story = given(REGISTERED, SURVEY, TESTED, empty).when(completed(survey_evidence=()))

    [due] = [one for one in duties(view_of(story.recorded().file)) if one.id == "review"]
    assert due.sentence.endswith("which surveys of users weighed in it, and none is on file.")


def test_whether_needs_were_met_is_answered_with_what_shows_it() -> None:
    """HCC-10.1-b: yes or no alone shows nobody why; words say why, and an entry shows it."""
    rule, on_file = "review.needs-met-with-evidence", given(REGISTERED, SURVEY, TESTED)

    on_file.when(completed()).keeps(rule)
    bare = on_file.when(completed(needs_met=NO)).departs_from(rule)
    assert bare.last is not None
    assert bare.last.departures[0].found == ("no entry is named that shows whether needs were met, nor is it said why")
    assert "details/4" in {one.id for one in duties(view_of(bare.file))}
    said = on_file.when(completed(needs_met=Answer(conclusion="no", words=Said("Half the visits were late"))))
    assert said.departs_from(rule).last.departures[0].found.endswith("whether needs were met")  # type: ignore[union-attr]
    assert rule not in on_file.when(completed(needs_met=None)).objections
    opening = completed(needs_met=Answer(conclusion="yes", words=Said("All were visited"), evidence=(1,)))
    opened = on_file.when(opening).departs_from(rule)
    assert opened.last is not None
    assert "entry 1 opened the file and does not show whether needs were met" in {
        departure.found for departure in opened.last.departures
    }
    shown = changed(opening, needs_met=changed(opening.needs_met, evidence=(1, 2)))
    on_file.when(shown).keeps(rule)
    paper = changed(REGISTERED, exhibits=(Said(Document("ab" * 32, "Needs")),))
    given(paper, SURVEY, TESTED).when(opening).keeps(rule)


@pytest.mark.parametrize(
    ("unsaid", "rule"),
    [
        ("needs_met", "review.answers-needs-met"),
        ("specification_change", "review.answers-specification-change"),
        ("value_for_money", "review.answers-value-for-money"),
        ("renew", "review.answers-renew"),
        ("tender_route", "review.names-tender-route"),
        ("survey_evidence", "review.considers-surveys"),
    ],
)
def test_each_question_a_review_leaves_open_is_shown(unsaid: str, rule: str) -> None:
    """HCC-10.1-b, HCC-10.1-c, HCC-10.1-d, HCC-10.1-e, HCC-10.1-f, HCC-10.2-a."""
    silence: Any = () if unsaid == "survey_evidence" else None

    story = given(REGISTERED, SURVEY, TESTED).when(completed(**{unsaid: silence})).recorded()

    tested = ("review.value-for-money-as-tested",) if unsaid == "value_for_money" else ()
    assert set(story.objections) == {rule, "review.in-time", *tested}


def test_a_review_against_renewal_needs_no_tender_route() -> None:
    """HCC-10.1-f: if so."""
    given(REGISTERED, SURVEY, TESTED).when(completed(renew=NO, tender_route=None)).keeps("review.names-tender-route")


def test_a_review_that_names_another_route_says_which() -> None:
    """HCC-10.1-f."""
    rule, before = "review.names-tender-route", given(REGISTERED, SURVEY, TESTED)

    before.when(completed(tender_route="other")).departs_from(rule)
    before.when(completed(tender_route="other", tender_words=Said("By a framework"))).keeps(rule)


def test_a_review_whose_start_was_not_recorded_is_given_an_id() -> None:
    story = given(REGISTERED, SURVEY, TESTED).when(completed()).recorded()

    assert story.last is not None
    assert story.last.given_id == "REV-001"
    assert completed_on(story.file, date(2025, 1, 12)) is None
    assert completed_on(story.file, date(2025, 1, 13)) == (date(2025, 1, 13), 4)


def test_renewal_rests_on_a_review_and_says_how_it_will_be_tendered() -> None:
    """HCC-10.1-e, HCC-10.1-f."""
    decided = RenewalDecided(happened_on=date(2025, 2, 3), renew=True, by=Actor(person="Cleo Manager"))

    given(REGISTERED).when(decided).departs_from("renewal.follows-review", "review.names-tender-route")
    given(REGISTERED, SURVEY, TESTED, completed()).when(
        decided.model_copy(update={"tender_route": "single-tender"})
    ).keeps("renewal.follows-review", "review.names-tender-route")
    given(REGISTERED).when(decided.model_copy(update={"renew": False})).keeps("review.names-tender-route")


def test_a_decision_otherwise_than_the_review_gives_its_reason() -> None:
    """HCC-10.1-e, HCC-10.1-f: the review said competition, and a single tender was decided without a word."""
    rule, story = "renewal.as-the-review-says", given(REGISTERED, SURVEY, TESTED, completed())
    decided = RenewalDecided(
        happened_on=date(2025, 2, 3), renew=True, tender_route="single-tender", by=Actor(person="Cleo Manager")
    )

    made = story.when(decided).departs_from(rule)
    assert made.last is not None
    assert "the review (entry 4) named competition, and no reason is given for this" in [
        d.found for d in made.last.departures
    ]
    story.when(decided.model_copy(update={"reason": Said("One provider is left")})).keeps(rule)
    story.when(decided.model_copy(update={"tender_route": "competition"})).keeps(rule)
    story.when(decided.model_copy(update={"tender_route": None})).keeps(rule)
    story.when(decided.model_copy(update={"renew": False})).departs_from(rule)
    given(REGISTERED).when(decided).keeps(rule)


@pytest.mark.parametrize("named", ["REV-001", None])
def test_a_decision_on_a_review_that_leaves_a_question_open_says_which_and_is_held_against_it(
    named: str | None,
) -> None:
    """HCC-10.1-e, HCC-10.1-f: a review completed without its surveys is a review all the same."""
    story = given(REGISTERED, SURVEY, TESTED, completed(survey_evidence=()))
    decided = RenewalDecided(
        happened_on=date(2025, 2, 3), renew=True, tender_route="single-tender", by=Actor(person="Cleo Manager"),
        review=named,
    )  # fmt: skip

    made = story.when(decided).departs_from("renewal.follows-review", "renewal.as-the-review-says")
    assert made.last is not None
    found = [d.found for d in made.last.departures]
    assert (
        "REV-001 of 13 January 2025 (entry 4) is not complete: it does not say which surveys of users weighed in it, "
        "and none is on file" in found
    )
    assert "the review (entry 4) named competition, and no reason is given for this" in found
    later = completed(
        date(2025, 1, 20), review="REV-001", tender_route="single-tender", renew=None, needs_met=None,
        specification_change=None, value_for_money=None,
    )  # fmt: skip
    rules = ("renewal.follows-review", "renewal.as-the-review-says")
    story.when(later).recorded().when(decided).keeps(*rules)
    begun = given(REGISTERED, SURVEY, TESTED, STARTED).when(changed(decided, review=named and "REV-001"))
    assert "no review of the contract had been completed by 3 February 2025" in [
        d.found
        for d in begun.recorded().last.departures  # type: ignore[union-attr]
    ]


def test_an_extension_taken_moves_the_end_from_the_day_it_was_decided() -> None:
    """TVP-3.0-10."""
    taken = ExtensionDecided(happened_on=date(2025, 6, 2), option="A", taken=True, new_end_date=date(2027, 1, 31))

    file = given(REGISTERED).when(taken).keeps("extension.moves-the-end").file

    assert file.end_date(date(2025, 6, 1)) == date(2026, 1, 31)
    assert file.end_date(date(2025, 6, 2)) == date(2027, 1, 31)


def test_an_extension_not_taken_leaves_the_end_where_it_was() -> None:
    refused = ExtensionDecided(happened_on=date(2025, 6, 2), taken=False, new_end_date=date(2027, 1, 31))

    file = given(REGISTERED).when(refused).keeps("extension.moves-the-end").file

    assert file.end_date(date(2025, 6, 2)) == date(2026, 1, 31)


def test_an_extension_taken_says_to_when() -> None:
    taken = ExtensionDecided(happened_on=date(2025, 6, 2), taken=True)

    given(REGISTERED).when(taken).departs_from("extension.moves-the-end")


def test_an_extension_without_a_new_end_date_ends_as_its_option_has_it() -> None:
    """HCC-10.1-a, TVP-3.0-10: so many months from the day after the end on file, once; the review follows."""
    rule, options = "extension.moves-the-end", (Extension(id="A", months=6), Extension(id="B", until=date(2028, 1, 31)))
    contract = REGISTERED.model_copy(update={"extensions": options, "end_date": date(2026, 9, 30)})
    taken = ExtensionDecided(happened_on=date(2025, 6, 2), option="a", taken=True)
    to_b = taken.model_copy(update={"option": "B", "happened_on": date(2025, 7, 1)})
    again = taken.model_copy(update={"happened_on": date(2025, 8, 1)})

    file = given(contract).when(taken).keeps(rule).when(to_b).keeps(rule).file

    found = [file.value_of("end-date", date(2025, 1, 1).replace(month=month)) for month in (6, 7)]
    assert [file.end_date(date(2025, 6, 1)), file.end_date(date(2025, 6, 2))] == [date(2026, 9, 30), date(2027, 3, 31)]
    assert [one.by_option for one in found if one] == [None, "B"]
    assert file.end_date(date(2025, 7, 1)) == date(2028, 1, 31)
    [review] = [duty for duty in duties(view_of(given(contract, taken).file)) if duty.id == "review"]
    assert review.due_on == date(2026, 3, 31)
    story = given(contract, taken).when(again).departs_from(rule)
    assert story.file.end_date(date(2026, 1, 1)) == date(2027, 3, 31)
    shown = status(view_of(given(contract, taken).file)).end_dates
    assert [(one.ends_on, one.by_option) for one in shown] == [(date(2026, 9, 30), None), (date(2027, 3, 31), "A")]
    unnamed = taken.model_copy(update={"option": None})
    given(contract).when(unnamed).departs_from(rule)
    given(contract.model_copy(update={"extensions": options[:1]})).when(unnamed).keeps(rule)


def test_an_end_that_is_not_said_and_cannot_be_worked_out_is_due_until_it_is_corrected() -> None:
    """HCC-10.1-a: words beside the entry move no end."""
    taken = ExtensionDecided(happened_on=date(2025, 6, 2), taken=True, by=ANN)
    said = EntrySupplemented(happened_on=date(2025, 6, 9), position=2, words=Said("To 31 January 2027"))
    right = EntryCorrected(
        happened_on=date(2025, 6, 9), position=2, reason=Said("Left out"),
        replacement=taken.model_copy(update={"new_end_date": date(2027, 1, 31)}),
    )  # fmt: skip

    def asked(*entries: Entry) -> list[str]:
        file = given(REGISTERED, taken, *entries).file
        return [one.sentence for one in duties(view_of(file)) if one.id == "details/2"]

    assert "no new end date is given, and none can be worked out from an option" in asked()[0]
    assert asked(said) == asked()
    assert asked(right) == []


def test_an_option_is_decided_on_while_it_can_be_taken_up() -> None:
    """TVP-3.0-10, TVP-6.0-6: late it extends all the same while the contract runs and nobody had refused it."""
    rule, day = "extension.while-it-can-be-taken-up", date(2026, 2, 4)
    option = Extension(id="A", months=12, notice=Period(count=1, unit="months"))
    contract = changed(REGISTERED, extensions=(option,))
    taken = ExtensionDecided(happened_on=day, option="A", taken=True)
    refused, expired = changed(taken, taken=False), ContractExpired(happened_on=date(2026, 1, 31))
    late = given(contract).when(taken).departs_from(rule)

    given(contract).when(changed(taken, happened_on=date(2025, 12, 31))).keeps(rule)
    given(contract).when(changed(taken, happened_on=date(2026, 1, 2))).departs_from(rule)
    given(contract).when(refused).departs_from(rule)
    assert late.file.end_date(day) == date(2027, 1, 31)
    for before in (expired, refused, changed(refused, happened_on=date(2025, 6, 2), option=None)):
        nothing = given(contract, before).when(taken).departs_from(rule)
        assert nothing.file.end_date(day) == date(2026, 1, 31)
        assert "nothing is left to extend" in "; ".join(d.found for d in nothing.last.departures)  # type: ignore[union-attr]
    in_time = changed(taken, happened_on=date(2025, 7, 1))
    assert given(contract, changed(refused, happened_on=date(2025, 6, 2)), in_time).file.end_date(day) == date(
        2027, 1, 31
    )


def test_a_refusal_that_names_no_option_is_of_the_first_that_nothing_was_decided_on() -> None:
    """TVP-6.0-6, docs/adr/0454: the other, taken up some days late, extends the contract all the same."""
    contract = changed(REGISTERED, extensions=(Extension(id="A", months=12), Extension(id="B", months=6)))
    refused = ExtensionDecided(happened_on=date(2025, 6, 2), taken=False)
    end, day = date(2026, 1, 31), date(2026, 2, 4)

    def taken(option: str | None, *before: Entry) -> tuple[date | None, bool]:
        late = ExtensionDecided(happened_on=day, option=option, taken=True)
        story = given(contract, *before).when(late).departs_from("extension.while-it-can-be-taken-up")
        assert story.last is not None
        return story.file.end_date(day), "nothing is left" in "; ".join(one.found for one in story.last.departures)

    assert taken("A", refused) == (end, True)
    assert taken("B", refused) == (date(2026, 7, 31), False)
    assert taken("B", refused, refused) == (end, True)
    assert taken("B", changed(refused, option="A"), refused) == (end, True)


def test_an_option_of_months_extends_to_the_end_of_the_last_of_them() -> None:
    """TVP-3.0-3: six months from 1 October are over on 31 March, and not on the 30th."""
    contract = REGISTERED.model_copy(
        update={"extensions": (Extension(id="A", months=6),), "end_date": date(2026, 9, 30)}
    )
    taken = ExtensionDecided(happened_on=date(2025, 6, 2), option="A", taken=True, new_end_date=date(2027, 3, 31))

    given(contract).when(taken).keeps("extension.as-the-contract-gives-it")
    beyond = taken.model_copy(update={"new_end_date": date(2027, 4, 1)})
    given(contract).when(beyond).departs_from("extension.as-the-contract-gives-it")


@pytest.mark.parametrize("new_end", [date(2026, 1, 31), date(2020, 3, 31)])
def test_what_ends_no_later_is_no_extension(new_end: date) -> None:
    """TVP-3.0-3: the end on file does not move, by a slip of the year, to where the contract never ended."""
    taken = ExtensionDecided(happened_on=date(2025, 6, 2), taken=True, new_end_date=new_end)
    undated = REGISTERED.model_copy(update={"end_date": None})

    given(REGISTERED).when(taken).refused("extension.to-a-later-end", "not later than the end on file")
    given(REGISTERED).when(taken.model_copy(update={"taken": False})).recorded()
    before = taken.model_copy(update={"new_end_date": date(2020, 3, 31)})
    given(undated).when(before).refused("extension.to-a-later-end", "before the contract began")


def test_after_a_decision_on_renewal_everybody_concerned_is_told_what_will_be_bought() -> None:
    """HCC-10.2-c."""
    decided = RenewalDecided(happened_on=date(2025, 2, 3), renew=False)
    told = PurchasingIntentionCommunicated(
        happened_on=date(2025, 2, 10), told=("providers", "users"), means="letter", content=ANEW
    )

    file = given(REGISTERED, decided, told).file

    assert file.reviews.untold(date(2025, 2, 2)) == ()
    assert file.reviews.untold(date(2025, 2, 9)) == ("providers", "users", "carers-families")
    assert file.reviews.untold(date(2025, 2, 10)) == ("carers-families",)


def test_who_was_told_nothing_of_what_will_be_bought_is_still_to_be_told() -> None:
    """HCC-10.2-c."""
    decided = RenewalDecided(happened_on=date(2025, 2, 3), renew=False)
    empty = PurchasingIntentionCommunicated(happened_on=date(2025, 2, 10), told=("providers", "users"))
    early = empty.model_copy(update={"happened_on": date(2025, 2, 1)})
    letter = empty.model_copy(update={"exhibits": (Document(sha256="0" * 64),), "happened_on": date(2025, 2, 12)})

    def waiting(*entries: Entry) -> list[str]:
        found = duties(view_of(given(REGISTERED, *entries).file))
        return [one.sentence for one in found if one.id == "purchasing-intention"]

    [bare] = waiting(decided, empty)
    assert bare.startswith("Tell providers and users and carers' families what the authority means to buy")
    assert bare.endswith("; it is not on record what was told on 10 February 2025.")
    assert "not on record" not in waiting(early, decided)[0]
    [one] = waiting(decided, empty, letter)
    assert one == "Tell carers' families what the authority means to buy when the contract ends."
    assert not waiting(decided, empty.model_copy(update={"told": ALL, "content": ANEW}))


def test_what_was_decided_before_a_review_that_has_it_otherwise_is_decided_again() -> None:
    """HCC-10.1-e: the review leads to the decision; one that says the same, or comes before, asks for nothing."""
    end = RenewalDecided(happened_on=date(2025, 1, 12), renew=False, reason=Said("Money"))
    only_that = ContractReviewCompleted(happened_on=date(2025, 1, 13), renew=YES)

    def again(*entries: Entry) -> list[str]:
        known = duties(view_of(given(REGISTERED, SURVEY, TESTED, *entries).file))
        return [one.sentence for one in known if one.id.startswith("renewal-decided/")]

    for review in (completed(), only_that):
        [sentence] = again(end, review)
        assert sentence == (
            "Decide on renewal again: the review of 13 January 2025 (entry 5) has it that the contract is to be "
            "renewed, and it was decided on 12 January 2025, before that, not to renew it (entry 4)."
        )
    after = changed(end, happened_on=date(2025, 1, 14))
    assert not again(end, completed(), after)
    assert not again(end, completed(), changed(after, renew=True))
    assert not again(completed(), after)
    assert not again(end, completed(renew=NO, tender_route=None))
    assert not again(end, completed(renew=Answer(conclusion="partly")))
    go_on = changed(end, renew=True)
    moved = ExtensionDecided(happened_on=date(2025, 2, 3), taken=True, new_end_date=date(2027, 1, 31))
    later = completed(date(2026, 1, 12), renew=NO, tender_route=None)
    assert not again(go_on, moved, later)  # it was carried out, and the review is of the end that it led to
    assert len(again(moved, changed(go_on, happened_on=date(2025, 5, 6)), later)) == 1


def test_what_was_told_before_it_was_decided_or_decided_otherwise_is_told_again() -> None:
    """HCC-10.2-c: audiences are counted from the decision that stands."""
    renew = RenewalDecided(happened_on=date(2025, 2, 3), renew=True)
    again, not_after_all = (
        renew.model_copy(update={"happened_on": date(2025, 2, 10)}),
        RenewalDecided(happened_on=date(2025, 2, 20), renew=False),
    )

    def told(on: date) -> PurchasingIntentionCommunicated:
        return PurchasingIntentionCommunicated(
            happened_on=on, told=("providers", "users", "carers-families"), content=ANEW
        )

    def untold(*entries: Entry) -> int:
        return len(given(REGISTERED, *entries).file.reviews.untold(date(2025, 3, 3)))

    assert untold(told(date(2025, 2, 2)), renew) == 3
    assert untold(renew, told(date(2025, 2, 3))) == 0
    assert untold(renew, told(date(2025, 2, 6)), again) == 0
    assert untold(renew, told(date(2025, 2, 6)), not_after_all) == 3
    assert untold(renew, told(date(2025, 2, 6)), not_after_all, told(date(2025, 2, 21))) == 0
    turned = given(REGISTERED, renew, told(date(2025, 2, 6)), not_after_all)
    [duty] = [one for one in duties(view_of(turned.file)) if one.id == "purchasing-intention"]
    assert duty.since == date(2025, 2, 20)
    assert "what was told on 6 February 2025 came before it was so decided on 20 February 2025" in duty.sentence


def test_a_decision_on_renewal_that_turns_another_round_says_why() -> None:
    """HCC-10.1-e."""
    rule, renew = "renewal.decided-once", RenewalDecided(happened_on=date(2025, 2, 3), renew=True)
    turned = RenewalDecided(happened_on=date(2025, 2, 5), renew=False)

    given(REGISTERED, renew).when(turned, acknowledge_all=False).asked(rule)
    given(REGISTERED, renew).when(turned.model_copy(update={"reason": Said("The budget fell")})).keeps(rule)
    given(REGISTERED, renew).when(turned.model_copy(update={"renew": True})).keeps(rule)
    given(REGISTERED).when(turned).keeps(rule)


def test_what_was_told_of_what_will_be_bought_is_on_record() -> None:
    """HCC-10.2-c."""
    rule = "purchasing-intention.says-what"
    told = PurchasingIntentionCommunicated(happened_on=date(2025, 2, 10), told=("users",))

    given(REGISTERED).when(told, acknowledge_all=False).departs_from(rule)
    given(REGISTERED).when(told.model_copy(update={"content": Said("A new tender")})).keeps(rule)


def test_a_communication_names_whom_it_told() -> None:
    nobody = PurchasingIntentionCommunicated(happened_on=date(2025, 2, 10), told=())

    given(REGISTERED).when(nobody).refused("invalid", "told")


def test_a_completion_that_names_no_known_review_is_refused() -> None:
    given(REGISTERED, SURVEY, TESTED).when(completed(review="REV-003")).refused(
        "entry.names-what-is-on-file", "REV-003"
    )


def test_contracts_are_reviewed_by_whoever_manages_the_service() -> None:
    """HCC-A2-a; the lead officer and the Service Manager are usually one (N-05)."""
    rule = "review.done-by-whom-it-falls-to"
    manager = Actor(person="Sam Sorrel", office="service-manager")
    clerk = Actor(person="Colin Marsh", office="contract-support-officer")

    given(REGISTERED, SURVEY, TESTED).when(completed(by=manager)).keeps(rule)
    given(REGISTERED, SURVEY, TESTED).when(completed(by=ANN)).keeps(rule)
    given(REGISTERED, SURVEY, TESTED).when(completed(by=clerk)).departs_from(rule)


def test_a_warning_of_renewal_names_the_day_the_contract_ends() -> None:
    """HCC-A2-c."""
    rule = "renewal.warned-of-its-own-end"
    warned = RenewalWarningGiven(
        happened_on=date(2025, 1, 20), told=ANN, ends_on=date(2026, 1, 31), review_by=date(2025, 1, 31)
    )

    story = given(REGISTERED).when(warned).keeps(rule)
    assert story.file.reviews.warnings == [warned]
    given(REGISTERED).when(warned.model_copy(update={"ends_on": date(2026, 2, 28)})).departs_from(rule)
    given(REGISTERED).when(warned.model_copy(update={"review_by": date(2025, 7, 31)})).departs_from(rule)
    given(REGISTERED).when(warned.model_copy(update={"ends_on": None})).keeps(rule)
    bare = given(REGISTERED).when(warned.model_copy(update={"ends_on": None, "review_by": None})).departs_from(rule)
    assert bare.last is not None
    assert "does not name the day" in next(d.found for d in bare.last.departures if d.rule == rule)


def test_of_its_end_whoever_manages_the_contract_is_warned() -> None:
    """HCC-A2-c: the lead officer, the service manager; not lawyers, the provider or nobody."""
    rule = "renewal.warned-who-manages"
    warned = RenewalWarningGiven(happened_on=date(2025, 1, 20), told=ANN, ends_on=date(2026, 1, 31))

    for manager in (ANN, Actor(person="Sal Senior", office="service-manager")):
        given(REGISTERED).when(warned.model_copy(update={"told": manager})).keeps(rule)
    for told in (None, Actor(person="Lena Stone", office="legal-services"), Actor(person="Pat P", party="provider")):
        given(REGISTERED).when(warned.model_copy(update={"told": told})).departs_from(rule)


def test_a_warning_of_renewal_by_another_office_than_the_work_falls_to_is_remarked_on() -> None:
    """HCC-A2-c: contracts support staff warn, as appendix A divides the work."""
    rule = "renewal.warned-by-whom-it-falls-to"
    warned = RenewalWarningGiven(happened_on=date(2025, 1, 20), told=ANN, ends_on=date(2026, 1, 31))
    clerk = Actor(person="Colin Marsh", office="contract-support-officer")

    told = given(REGISTERED).when(warned.model_copy(update={"by": ANN}), acknowledge_all=False).departs_from(rule)

    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert "falls to the Contract Support Officer" in said
    for by in (clerk, None):
        given(REGISTERED).when(warned.model_copy(update={"by": by})).keeps(rule)


def test_what_is_reviewed_renewed_or_extended_is_a_contract_there_is() -> None:
    """HCC-10.1-e. Of a file that was taken on, or registered from a published notice, its own day does not tell."""
    rule, early = "review.of-a-contract-there-is", date(2020, 1, 6)
    renewed = RenewalDecided(happened_on=early, renew=True)
    extended = ExtensionDecided(happened_on=early, taken=True, new_end_date=date(2027, 1, 31))
    undated = REGISTERED.model_copy(update={"start_date": None})

    for decided in (renewed, extended):
        given(REGISTERED).when(decided).refused(rule, "6 January 2020")
        given(undated.model_copy(update={"published": Publication(notice="2")})).when(decided).recorded()


def test_changes_in_law_or_policy_are_part_of_the_review_and_of_its_line() -> None:
    """HCC-10.2-b."""
    story = given(REGISTERED, SURVEY, TESTED).when(completed(law_or_policy_changes=Said("The Care Act"))).recorded()

    assert story.last is not None
    assert "The Care Act" in FileView.of(story.last.file_id, story.file, {}).sentence(story.last)


def test_a_contract_is_extended_by_an_option_it_gives_and_as_far_as_that_goes() -> None:
    """TVP-3.0-3: terms stay as agreed unless both parties vary them; a reason is asked for who extends otherwise."""
    rule = "extension.as-the-contract-gives-it"
    options = (Extension(id="A", months=12), Extension(id="B", until=date(2028, 1, 31)))
    contract = REGISTERED.model_copy(update={"extensions": options})
    taken = ExtensionDecided(happened_on=date(2025, 6, 2), option="a", taken=True, new_end_date=date(2027, 1, 31))

    given(contract).when(taken).keeps(rule)
    for wrong in ({"option": "C"}, {"option": None}, {"new_end_date": date(2027, 2, 1)}):
        given(contract).when(taken.model_copy(update=wrong)).departs_from(rule)
    given(contract).when(taken.model_copy(update={"option": "B", "new_end_date": date(2028, 1, 31)})).keeps(rule)
    given(REGISTERED).when(taken, acknowledge_all=False).asked(rule)
    given(REGISTERED).when(taken.model_copy(update={"taken": False})).keeps(rule)


@pytest.mark.parametrize(
    ("notice", "by"),
    [
        (None, date(2026, 1, 31)),
        (Period(count=3, unit="months"), date(2025, 10, 31)),
        (Period(count=10, unit="working-days"), date(2026, 1, 16)),
    ],
)
def test_an_option_is_taken_up_so_long_before_the_end_as_the_contract_says(notice: Period | None, by: date) -> None:
    """TVP-3.0-10: until it is decided on."""
    options = (Extension(id="A", months=12, notice=notice), Extension(id="B", months=12))
    contract = REGISTERED.model_copy(update={"extensions": options})
    unused = ExtensionDecided(happened_on=date(2025, 6, 2), option="A", taken=False)

    assert [(o.id, day) for o, day in options_open(given(contract).file)] == [("A", by), ("B", date(2026, 1, 31))]
    assert [o.id for o, _ in options_open(given(contract, unused).file)] == ["B"]
    unnamed = unused.model_copy(update={"option": None})
    assert [o.id for o, _ in options_open(given(contract, unnamed).file)] == ["B"]
