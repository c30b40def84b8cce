"""Stories of feedback and evaluation: people are asked, criteria come first, and what is found is reported."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.dates.span import Span
from ledger.details import added_since
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.evaluation import (
    CriterionFound,
    DevelopmentArea,
    DevelopmentNeedsCounted,
    EvaluationCriteriaSet,
    EvaluationReported,
    FeedbackReceived,
    FeedbackSought,
    ResourceManagementEvaluated,
    ThreeMeasures,
)
from ledger.subjects.money import Head, ValueForMoneyTested
from ledger.subjects.records import EntryReclassified, EntrySupplemented
from ledger.words import Said
from projections.planning.evaluations_shown import evaluations
from tests.story import ANN, COUNTY, PIA, RUTH, Story, changed, given
from tests.subjects.test_outcomes import REACHED, SPECIFIED, VIEWS, WANTED
from tests.subjects.test_resources import PLAN, USED
from tests.worked_through import view_of

USERS = ConcernedGroup(who="individuals", name="People cared for")
SOUGHT = FeedbackSought(
    happened_on=date(2025, 9, 1), subject="use-of-resources", groups=(USERS,), channel="telephone", asked=80,
    closes_on=date(2025, 9, 30),
)  # fmt: skip
ANSWERED = FeedbackReceived(
    happened_on=date(2025, 9, 20), sought="FBK-001", group=USERS, channel="telephone", answers=52,
    outcomes=("OUT-001",), outcomes_met="partly", words=Said("Visits come late on Sundays"),
)  # fmt: skip
CRITERIA = EvaluationCriteriaSet(
    happened_on=date(2025, 4, 1), subject="Care hours", resource_plan="RPL-001", evaluate_by=date(2025, 10, 31),
    criteria=(ThreeMeasures(id="K1", text=Said("Hours reach those who need them"), achieved=Said("Register")),),
)  # fmt: skip
EVALUATED = ResourceManagementEvaluated(
    happened_on=date(2025, 10, 10), evaluation="EVA-001", evidence=(6, 9), conclusions=Said("Well used"),
    findings=(CriterionFound(criterion="K1", achieved="partly", progress="80", quality="good"),),
    best_value=Said("£19.80 an hour"),
)  # fmt: skip
REPORTED = EvaluationReported(
    happened_on=date(2025, 10, 20),
    evaluation="EVA-001",
    recipients=(ANN,),
    formality="formal",
    channel="meeting",
    formats=("plain-english",),
)
BEFORE = (VIEWS, WANTED, SPECIFIED, PLAN, USED, CRITERIA, SOUGHT, ANSWERED)
JUDGED = REACHED.model_copy(update={"happened_on": date(2025, 10, 1), "evidence": (9,)})


@pytest.mark.parametrize(
    ("place", "without", "rule", "demand"),
    [
        (5, {"criteria": (ThreeMeasures(id="K1", text=Said("Good")),)}, "evaluation.three-measures", "CPC308-D2"),
        (6, {"groups": ()}, "feedback.sought-from-whom", "CPC308-S5"),
        (6, {"channel": None}, "feedback.sought-by-some-means", "CPC308-S5"),
        (7, {"group": None, "sought": None}, "feedback.from-whom-and-how", "CPC308-S5"),
        (7, {"channel": None, "sought": None}, "feedback.from-whom-and-how", "CPC308-S5"),
        (7, {"happened_on": date(2025, 12, 24)}, "feedback.received-while-it-was-open", "CPC308-A8"),
        (7, {"answers": 81}, "feedback.no-more-answers-than-asked", "CPC308-A8"),
        (9, {"evidence": ()}, "evaluation.on-evidence", "CPC308-C5"),
        (9, {"conclusions": None}, "evaluation.draws-conclusions", "CPC308-C5"),
        (9, {"best_value": None}, "evaluation.best-value", "CPC308-K4"),
        (10, {"recipients": ()}, "evaluation.reported-to-whom", "CPC308-C6"),
        (10, {"formats": ()}, "evaluation.reported-accessibly", "CPC308-D3"),
        (10, {"happened_on": date(2025, 11, 20)}, "evaluation.reported-promptly", "CPC308-C6"),
    ],
)
def test_what_an_evaluation_leaves_out_is_shown_as_a_departure(
    place: int, without: dict[str, Any], rule: str, demand: str
) -> None:
    told: Any = (*BEFORE, JUDGED, EVALUATED, REPORTED)
    on_file = given(*told[:place])

    on_file.when(told[place]).keeps(rule)
    lacking = on_file.when(told[place].model_copy(update=without)).departs_from(rule)

    assert lacking.last is not None
    assert demand in [departure.citation for departure in lacking.last.departures if departure.rule == rule]


def test_it_is_settled_when_criteria_are_looked_at_again() -> None:
    """CPC308-K17: on a later day than they were set."""
    rule, on_file = "evaluation.criteria-looked-at-again", given(*BEFORE[:5])

    on_file.when(CRITERIA).departs_from(rule)
    on_file.when(CRITERIA.model_copy(update={"review_on": CRITERIA.happened_on})).departs_from(rule)
    on_file.when(CRITERIA.model_copy(update={"review_on": date(2025, 12, 1)})).keeps(rule)


def test_a_test_of_value_for_money_that_an_evaluation_rests_on_says_whether_best_value_was_had() -> None:
    """CPC308-K4."""
    heads = Head(conclusion="good")
    tested = ValueForMoneyTested(
        happened_on=date(2025, 10, 2), method="benchmark", economy=heads, efficiency=heads, effectiveness=heads,
        result="shown",
    )  # fmt: skip
    silent = EVALUATED.model_copy(update={"best_value": None})
    on_file = given(*BEFORE, JUDGED, tested)

    on_file.when(silent).departs_from("evaluation.best-value")
    on_file.when(silent.model_copy(update={"evidence": (11,)})).keeps("evaluation.best-value")


def test_an_evaluation_of_resources_rests_on_the_test_of_value_for_money_of_its_time() -> None:
    """CPC308-K4: and stands beside it, whether it does or not."""
    heads, rule = Head(conclusion="poor"), "evaluation.with-tests-of-value"
    tested = ValueForMoneyTested(
        happened_on=date(2025, 10, 2), method="benchmark", economy=heads, efficiency=heads, effectiveness=heads,
        result="not-shown",
    )  # fmt: skip
    before_it = tested.model_copy(update={"happened_on": date(2025, 2, 1)})
    on_file = given(*BEFORE, JUDGED, tested)

    def beside(story: Story) -> list[tuple[str, bool]]:
        [shown] = evaluations(view_of(story.file))
        return [(one.result, one.rested_on) for one in shown.value_tests]

    left_out = on_file.when(EVALUATED).departs_from(rule)
    with_it = on_file.when(EVALUATED.model_copy(update={"evidence": (6, 9, 11)})).keeps(rule)
    assert (beside(left_out), beside(with_it)) == ([("not-shown", False)], [("not-shown", True)])
    assert left_out.last is not None
    assert "tested on 2 October 2025 and not shown (entry 11)" in str(left_out.last.departures)
    earlier = given(before_it, *BEFORE, JUDGED).when(EVALUATED).keeps(rule)
    assert beside(earlier) == []
    after = tested.model_copy(update={"happened_on": date(2026, 1, 9), "evidence": (left_out.last.position,)})
    [shown] = evaluations(view_of(given(*BEFORE, JUDGED).when(EVALUATED).when(
        after.model_copy(update={"evidence": (11,)})).recorded().file))  # fmt: skip
    assert [(one.rested_on, one.rests_on_it) for one in shown.value_tests] == [(False, True)]
    later = EVALUATED.model_copy(update={"period": Span(first=date(2025, 10, 3), last=date(2025, 10, 9))})
    on_file.when(later).keeps(rule)


def test_an_answer_comes_from_those_who_were_asked_and_in_the_way_they_were_asked() -> None:
    """CPC308-S5, CPC308-C3: what the question says need not be said again, unless several groups were asked."""
    rule, bare = "feedback.from-whom-and-how", ANSWERED.model_copy(update={"group": None, "channel": None})
    partners = ConcernedGroup(who="partners", name="Health")

    eighty = SOUGHT.model_copy(update={"groups": (USERS.model_copy(update={"how_many": 80}),)})
    told = given(*BEFORE[:6], eighty).when(bare).keeps(rule)
    [answer] = told.file.evaluation.answered()
    assert (answer.group, answer.channel) == (USERS, "telephone")
    given(*BEFORE[:7], bare, JUDGED).when(EVALUATED).keeps("evaluation.users-heard")
    for sought, found in (
        (SOUGHT.model_copy(update={"groups": (), "channel": None}), "from whom, by what means"),
        (SOUGHT.model_copy(update={"groups": (USERS, partners)}), "from which of those who were asked"),
    ):
        last = given(*BEFORE[:6], sought).when(bare).departs_from(rule).last
        assert last is not None
        assert [d.found for d in last.departures if d.rule == rule] == [f"it does not say {found}"]


def test_users_are_heard_where_what_they_say_is_of_outcomes_or_of_resources() -> None:
    """CPC308-C3: "ask users whether resources deliver required outcomes"; any word of theirs is none on that."""
    rule = "evaluation.users-heard"
    paint = ANSWERED.model_copy(update={
        "sought": None, "outcomes": (), "outcomes_met": "not-said", "words": Said("A nice colour"),
    })  # fmt: skip
    elsewhere = SOUGHT.model_copy(update={"subject": "other"})

    told = given(*BEFORE[:6], paint).when(EVALUATED.model_copy(update={"evidence": (6,)})).departs_from(rule)
    [found] = [d.found for d in told.file.entries[-1].departures if d.rule == rule]
    assert found == (
        "what those who use the service said (entry 8) names no outcome, and they were not asked about resources"
    )
    given(*BEFORE[:6], paint).when(EVALUATED.model_copy(update={"evidence": (6, 8)})).keeps(rule)
    spoken = paint.model_copy(update={"outcomes": ("OUT-001",)})
    given(*BEFORE[:6], spoken).when(EVALUATED.model_copy(update={"evidence": (6,)})).keeps(rule)
    answer = paint.model_copy(update={"sought": "FBK-001"})
    given(*BEFORE[:6], elsewhere, answer).when(EVALUATED.model_copy(update={"evidence": (6,)})).departs_from(rule)
    given(*BEFORE[:6], SOUGHT, answer).when(EVALUATED.model_copy(update={"evidence": (6,)})).keeps(rule)


def test_feedback_that_says_whether_outcomes_are_met_says_which() -> None:
    """CPC308-C3: of what names no outcome no outcome learns anything."""
    rule = "feedback.says-whether-outcomes-are-met"
    of_none = ANSWERED.model_copy(update={"sought": None, "outcomes": ()})

    given(*BEFORE[:6]).when(of_none).departs_from(rule)
    given(*BEFORE[:6]).when(of_none.model_copy(update={"outcomes": ("OUT-001",)})).keeps(rule)


def test_a_criterion_stands_once_and_is_found_whatever_its_case() -> None:
    """CPC308-C1, CPC308-C5."""
    on_file, [one] = given(*BEFORE, JUDGED), CRITERIA.criteria
    twice = CRITERIA.model_copy(update={"criteria": (one, one.model_copy(update={"id": "k1"}))})
    found = CriterionFound(criterion="k1", achieved="yes")

    given(VIEWS, WANTED, SPECIFIED, PLAN).when(twice).refused("evaluation.criteria-apart", "K1 stands twice")
    on_file.when(EVALUATED.model_copy(update={"findings": (found,)})).keeps(
        "evaluation.by-a-criterion-set", "evaluation.criteria-apart", "evaluation.by-every-criterion"
    )
    both = EVALUATED.model_copy(update={"findings": (*EVALUATED.findings, found)})
    on_file.when(both).refused("evaluation.criteria-apart", "one finding")


@pytest.mark.parametrize(
    ("achieved", "progress", "found"),
    [
        ("yes", "20", "of K1 it is found achieved, and 20 percent of the way"),
        ("no", "100", "of K1 it is found not achieved, and 100 percent of the way"),
        ("partly", "100", "of K1 it is found achieved in part, and 100 percent of the way"),
        ("partly", "0", "of K1 it is found achieved in part, and 0 percent of the way"),
        ("no", "-5", "of K1 it is found -5 percent of the way, and nobody is less than none of it"),
        ("yes", "100", None), ("no", "99.5", None), ("yes", None, None), ("no", "0", None),
        ("partly", "99", None),
    ],
)  # fmt: skip
def test_what_is_found_achieved_has_come_the_whole_way(achieved: Any, progress: str | None, found: str | None) -> None:
    """CPC308-D2: whether, how far and how well are measured of the same thing."""
    rule, on_file = "evaluation.found-as-far-as-it-has-come", given(*BEFORE, JUDGED)
    finding = CriterionFound(criterion="K1", achieved=achieved, progress=progress)
    last = on_file.when(EVALUATED.model_copy(update={"findings": (finding,)})).last

    assert last is not None
    assert [d.found for d in last.departures if d.rule == rule] == ([found] if found else [])


@pytest.mark.parametrize(
    ("achieved", "progress", "quality", "found"),
    [
        ("partly", None, None, "it is not said how far and how well of K1"),
        ("partly", "80", None, "it is not said how well of K1"),
        ("partly", "80", "good", None), ("not-known", None, None, None),
    ],
)  # fmt: skip
def test_what_a_criterion_measures_is_found_each_time_it_is_evaluated(
    achieved: Any, progress: str | None, quality: Any, found: str | None
) -> None:
    """CPC308-D2: the first time and later; what an earlier evaluation found stays to be read."""
    rule, [one] = "evaluation.found-by-each-measure", CRITERIA.criteria
    measured = one.model_copy(update={"progress": Said("Hours used"), "quality": Said("Survey")})
    criteria = CRITERIA.model_copy(update={"criteria": (measured,)})
    said = {"findings": (CriterionFound(criterion="K1", achieved=achieved, progress=progress, quality=quality),)}
    first = given(VIEWS, WANTED, SPECIFIED, PLAN, USED, criteria, SOUGHT, ANSWERED, JUDGED)
    later = first.when(EVALUATED).keeps(rule)

    for story, on in ((first, date(2025, 10, 10)), (later, date(2025, 10, 17))):
        last = story.when(EVALUATED.model_copy(update={**said, "happened_on": on})).last
        assert last is not None
        assert [d.found for d in last.departures if d.rule == rule] == ([found] if found else [])
    again = later.when(EVALUATED.model_copy(update={**said, "happened_on": date(2025, 10, 17)}))
    [shown] = evaluations(view_of(again.file))
    assert [(b.on, b.findings) for b in shown.found_before] == [(date(2025, 10, 10), ("K1: partly, 80 percent, good",))]


def test_an_evaluation_judges_by_each_criterion_that_was_set() -> None:
    """CPC308-C5."""
    [one], rule = CRITERIA.criteria, "evaluation.by-every-criterion"
    two = CRITERIA.model_copy(update={"criteria": (one, one.model_copy(update={"id": "K2"}))})
    on_file = given(VIEWS, WANTED, SPECIFIED, PLAN, USED, two, SOUGHT, ANSWERED, JUDGED)
    rest = CriterionFound(criterion="K2", achieved="not-known")

    left = on_file.when(EVALUATED).departs_from(rule)
    assert left.last is not None
    assert "it says nothing of K2" in [departure.found for departure in left.last.departures]
    on_file.when(EVALUATED.model_copy(update={"findings": (*EVALUATED.findings, rest)})).keeps(rule)


def test_an_evaluation_hears_users_and_takes_in_what_watching_the_contract_has_shown() -> None:
    """CPC308-C3, CPC308-C4, CPC308-C5."""
    heard_nobody = given(VIEWS, WANTED, SPECIFIED, PLAN, USED, CRITERIA)
    evaluated = EVALUATED.model_copy(update={"evidence": (6,)})

    heard_nobody.when(evaluated).departs_from("evaluation.users-heard", "evaluation.monitoring-heard")
    given(*BEFORE, JUDGED).when(EVALUATED).keeps("evaluation.users-heard", "evaluation.monitoring-heard")
    given(*BEFORE).when(EVALUATED).keeps("evaluation.users-heard").departs_from("evaluation.monitoring-heard")


def test_an_evaluation_takes_in_how_far_the_outcomes_were_reached_that_its_plan_serves() -> None:
    """CPC308-C4: each of them, and none of another plan's."""
    rule, another = "evaluation.monitoring-heard", changed(JUDGED, outcome="OUT-002")
    wanted_too, specified_too = WANTED, changed(SPECIFIED, outcome="OUT-002")
    given(*BEFORE, wanted_too, specified_too, another).when(EVALUATED).departs_from(rule)
    given(*BEFORE, wanted_too, specified_too, another, JUDGED).when(EVALUATED).keeps(rule)

    serves = {"lines": (changed(PLAN.lines[0], outcomes=("OUT-001", "OUT-002")), *PLAN.lines[1:])}
    both = (VIEWS, WANTED, SPECIFIED, wanted_too, specified_too, changed(PLAN, **serves), USED, CRITERIA, SOUGHT)
    told = given(*both, JUDGED).when(EVALUATED).departs_from(rule)
    assert told.last is not None
    assert "no entry says how far OUT-002 was reached" in [one.found for one in told.last.departures]
    of_none = changed(PLAN, lines=tuple(changed(line, outcomes=()) for line in PLAN.lines))
    given(VIEWS, WANTED, SPECIFIED, of_none, USED, CRITERIA, SOUGHT, ANSWERED, JUDGED).when(EVALUATED).keeps(rule)


def test_it_is_evaluated_by_the_criteria_that_were_set_and_reported_afterwards() -> None:
    """CPC308-C1, CPC308-C6."""
    on_file = given(*BEFORE, JUDGED)
    other = CriterionFound(criterion="K7", achieved="yes")

    on_file.when(EVALUATED.model_copy(update={"findings": (other,)})).refused(
        "evaluation.by-a-criterion-set", "no criterion K7; it has K1"
    )
    on_file.when(REPORTED).refused("evaluation.done-before-it-is-reported", "record its evaluation first")
    backwards = Span(first=date(2025, 9, 30), last=date(2025, 4, 1))
    on_file.when(EVALUATED.model_copy(update={"period": backwards})).refused("evaluation.period-not-backwards")
    done = on_file.when(EVALUATED).when(REPORTED).recorded().file.evaluation.by_id["EVA-001"]
    assert [position for _, position, _ in done.evaluated] == [11]
    assert [(on, position) for on, position, _ in done.reported] == [(date(2025, 10, 20), 12)]


def test_an_evaluation_is_reported_once_somebody_else_was_told_of_it() -> None:
    """CPC308-C6: what went to nobody, and what was told of an earlier evaluation, is no report of this one."""
    rule, late = "evaluation.reported-promptly", date(2025, 11, 20)
    done = given(*BEFORE, JUDGED, EVALUATED)
    to_nobody = done.when(changed(REPORTED, recipients=()))
    told = to_nobody.when(changed(REPORTED, happened_on=late)).departs_from(rule)
    anew = done.when(REPORTED).when(changed(EVALUATED, happened_on=date(2025, 11, 1)))

    [before], [shown] = (evaluations(view_of(story.file)) for story in (to_nobody, told))
    assert (before.reported_on, before.reported_to) == (date(2025, 10, 20), ())
    assert (shown.reported_on, shown.days_to_report, len(shown.reported_to)) == (late, 41, 1)
    done.when(REPORTED).when(changed(REPORTED, happened_on=late)).keeps(rule)
    anew.when(changed(REPORTED, happened_on=late)).keeps(rule)
    anew.when(changed(REPORTED, happened_on=date(2025, 12, 20))).departs_from(rule)


def test_an_answer_about_outcomes_says_of_which_it_speaks_and_whether_they_are_met() -> None:
    """CPC308-C3: those of which it was asked, where it names none; not where something else was asked."""
    rule = "feedback.says-whether-outcomes-are-met"
    of_all, of_one = changed(SOUGHT, subject="outcomes"), changed(SOUGHT, subject="outcomes", outcomes=("OUT-001",))
    silent = changed(ANSWERED, outcomes=(), outcomes_met="not-said")

    nothing = given(*BEFORE[:6], of_all).when(silent).departs_from(rule)
    assert nothing.last is not None
    assert nothing.last.departures[-1].found == (
        "FBK-001 asked about outcomes, and it is not said of which outcomes it speaks and whether, by it, they are met"
    )
    given(*BEFORE[:6], of_all).when(changed(silent, outcomes_met="no")).departs_from(rule)
    given(*BEFORE[:6], of_one).when(silent).departs_from(rule)
    given(*BEFORE[:6], of_one).when(changed(silent, outcomes_met="no")).keeps(rule)
    given(*BEFORE[:6], of_all).when(ANSWERED).keeps(rule)
    given(*BEFORE[:6], SOUGHT).when(silent).keeps(rule)
    given(*BEFORE[:6]).when(changed(silent, sought=None)).keeps(rule)


def test_answers_come_after_the_question_and_are_counted() -> None:
    """CPC308-A8."""
    early = ANSWERED.model_copy(update={"happened_on": date(2025, 8, 20)})
    over = SOUGHT.model_copy(update={"closes_on": date(2025, 8, 1)})

    given(*BEFORE[:-1]).when(early).refused("feedback.received-after-it-was-sought", "1 September 2025 (entry 8)")
    given(*BEFORE[:-2]).when(over).refused("feedback.closes-after-it-is-sought", "1 August 2025")
    asked = given(*BEFORE).when(ANSWERED.model_copy(update={"answers": 11})).recorded().file.evaluation
    unasked = FeedbackReceived(
        happened_on=date(2025, 9, 2), group=ConcernedGroup(who="partners"), words=Said("Thank you")
    )
    assert asked.sought["FBK-001"].answers == 63
    assert len(given(*BEFORE, unasked).file.evaluation.answered()) == 2


def test_answers_of_groups_that_were_not_asked_are_counted_apart() -> None:
    """CPC308-A8: "from the appropriate people"; the remark is that they were not asked, not that they are too many."""
    families = ConcernedGroup(who="families")
    more = ANSWERED.model_copy(update={"group": families, "answers": 40})

    told = given(*BEFORE).when(more).departs_from("feedback.from-whom-it-was-sought")
    told.keeps("feedback.no-more-answers-than-asked")

    sought = told.file.evaluation.sought["FBK-001"]
    assert (sought.answers, sought.others) == (52, 40)
    for name, counts in (("North forum", 52), ("north  FORUM", 52), ("South forum", None), (None, 52)):
        named = SOUGHT.model_copy(update={"groups": (ConcernedGroup(who=USERS.who, name="North forum"),)})
        theirs = ANSWERED.model_copy(update={"group": ConcernedGroup(who=USERS.who, name=name)})
        assert given(*BEFORE[:6], named, theirs).file.evaluation.sought["FBK-001"].answers == counts
    anybody = given(*BEFORE[:6], SOUGHT.model_copy(update={"groups": ()}), ANSWERED, more).file.evaluation
    assert (anybody.sought["FBK-001"].answers, anybody.sought["FBK-001"].others) == (92, None)


def test_what_officers_should_develop_is_counted_and_says_nothing_of_a_person() -> None:
    """CPC308-C7, CPC308-K21."""
    counted = DevelopmentNeedsCounted(
        happened_on=date(2025, 11, 3), looked=6, needs=(DevelopmentArea(area="finance", people=2, action="training"),)
    )

    told = given(counted).file.evaluation.development

    assert [(looked, [(n.area, n.people) for n in needs]) for _, _, looked, needs in told] == [(6, [("finance", 2)])]
    fewer = counted.model_copy(update={"looked": 1})
    given().when(fewer).refused("development.no-more-than-looked", "2 are counted for finance", "1 looked")
    for looked, found in ((0, "nobody looked"), (1, "one person looked at their own work")):
        one = (DevelopmentArea(area="planning", people=1, action="training"),) if looked else ()
        given().when(counted.model_copy(update={"looked": looked, "needs": one})).refused(
            "development.tells-of-nobody", found
        )
    few = given().when(counted.model_copy(update={"looked": 4})).departs_from("development.of-a-group")
    assert few.last is not None
    [why] = [one.found for one in few.last.departures if one.rule == "development.of-a-group"]
    assert "fewer than 5 people" in why
    waits = tuple(one.model_copy(update={"action": "none-yet"}) for one in counted.needs[:1])
    undone = given().when(counted.model_copy(update={"needs": waits})).departs_from("development.says-what-is-done")
    assert undone.last is not None
    assert f"nothing is done yet about {waits[0].area}" in undone.last.departures[-1].found
    trained = tuple(one.model_copy(update={"action": "training"}) for one in counted.needs)
    given().when(counted.model_copy(update={"needs": trained})).keeps("development.says-what-is-done")
    given().when(counted.model_copy(update={"looked": 5})).keeps("development.of-a-group")
    own = set(DevelopmentNeedsCounted.model_fields) - set(type(counted).__mro__[1].model_fields)  # type: ignore[attr-defined]
    assert own == {"looked", "needs"}
    assert set(DevelopmentArea.model_fields) == {"area", "people", "action"}


def test_a_confidential_evaluation_is_not_reported_to_the_public() -> None:
    """CPC308-K1."""
    done = given(*BEFORE, JUDGED, EVALUATED)
    kept = REPORTED.model_copy(update={"protection": "confidential", "groups": (ConcernedGroup(who="public"),)})

    done.when(kept, acknowledge_all=False).asked("evaluation.reported-in-confidence")
    done.when(kept.model_copy(update={"groups": ()})).keeps("evaluation.reported-in-confidence")


@pytest.mark.parametrize(
    ("marks", "is_"),
    [
        ({"protection": "confidential"}, "marked confidential"), ({"audience": "legal"}, "for Legal Services alone"),
        ({"audience": "named", "named": ("lead",)}, "for the people named alone"),
    ],
)  # fmt: skip
def test_what_is_reported_to_the_public_was_evaluated_for_everybody(marks: dict[str, Any], is_: str) -> None:
    """CPC308-K1: the marks of the evaluation are asked about, as they now are, and not those of the report alone."""
    rule, public = "evaluation.reported-in-confidence", (ConcernedGroup(who="public"),)
    report = REPORTED.model_copy(update={"groups": public, "channel": "website"})
    done = given(*BEFORE, JUDGED, EVALUATED.model_copy(update=marks))
    position = done.file.known[-1].position

    told = done.when(report).departs_from(rule).last
    assert told is not None
    assert f"entry {position}, of which it tells, is {is_}, and was given to the public by website" in [
        departure.found for departure in told.departures
    ]
    done.when(REPORTED).keeps(rule)
    given(*BEFORE, JUDGED, EVALUATED).when(report).keeps(rule)
    opened = EntryReclassified(
        happened_on=EVALUATED.happened_on,
        position=position,
        new_audience="internal",
        new_protection="open",
        reason=Said("It names nobody"),
    )
    done.when(opened).when(report).keeps(rule)


def test_a_time_is_evaluated_when_it_is_over() -> None:
    """CPC308-C5."""
    on_file, rule = given(*BEFORE, JUDGED), "evaluation.period-over"

    over = Span(first=date(2025, 4, 1), last=date(2025, 9, 30))
    on_file.when(EVALUATED.model_copy(update={"period": over})).keeps(rule)
    to_come = Span(first=date(2025, 4, 1), last=date(2026, 3, 31))
    on_file.when(EVALUATED.model_copy(update={"period": to_come})).departs_from(rule)


def test_an_evaluation_looks_at_the_time_of_its_plan() -> None:
    """CPC308-C5: a year before the plan nothing of it was managed; without a time it is of all of one that is over."""
    rule, on_file = "evaluation.of-the-plans-time", given(*BEFORE)
    earlier = Span(first=date(2024, 4, 1), last=date(2024, 5, 31))

    told = on_file.when(changed(EVALUATED, period=earlier)).departs_from(rule).last
    assert told is not None
    assert [one.found for one in told.departures if one.rule == rule] == [
        "RPL-001 is for 1 April 2025 to 31 March 2026, and this looks at 1 April 2024 to 31 May 2024"
    ]
    on_file.when(EVALUATED).departs_from(rule)
    on_file.when(changed(EVALUATED, happened_on=date(2026, 4, 2))).keeps(rule)
    half = Span(first=date(2025, 4, 1), last=date(2025, 9, 30))
    on_file.when(changed(EVALUATED, period=half)).keeps(rule)
    over = on_file.when(changed(EVALUATED, happened_on=date(2026, 4, 2), period=half)).departs_from(rule).last
    assert over is not None
    assert [one.found for one in over.departures if one.rule == rule] == [
        "RPL-001 is for 1 April 2025 to 31 March 2026, and no evaluation looks at 1 October 2025 to 31 March 2026"
    ]
    rest = changed(
        EVALUATED, happened_on=date(2026, 4, 2), period=Span(first=date(2025, 10, 1), last=date(2026, 3, 31))
    )
    on_file.when(changed(EVALUATED, period=half)).when(rest).keeps(rule)
    of_none = changed(CRITERIA, resource_plan=None)
    given(*BEFORE[:5], of_none, *BEFORE[6:]).when(changed(EVALUATED, period=earlier)).keeps(rule)


def test_an_evaluation_rests_on_what_came_and_not_on_the_plan_alone() -> None:
    """CPC308-C5: on use, on feedback, or on what watching the contract has shown."""
    rule, on_file = "evaluation.on-evidence", given(*BEFORE)

    on_file.when(changed(EVALUATED, evidence=(5,))).departs_from(rule)  # the plan
    on_file.when(changed(EVALUATED, evidence=(5, 7))).departs_from(rule)  # and its criteria
    for came in ((6,), (9,), (5, 6)):
        on_file.when(changed(EVALUATED, evidence=came)).keeps(rule)


def test_an_evaluation_is_reported_to_others_than_whoever_made_it_or_reports_it() -> None:
    """CPC308-C6."""
    rule, by_ann = "evaluation.reported-to-whom", changed(EVALUATED, by=ANN)

    for report in (changed(REPORTED, by=ANN), REPORTED, changed(REPORTED, by=COUNTY, recipients=(ANN, COUNTY))):
        made = given(*BEFORE, by_ann).when(report).departs_from(rule)
        assert made.file.evaluation.by_id["EVA-001"].report(said_of_none) is None
        assert not is_reported(made, rule), "it says to whom: words beside that put nothing right"
    unsaid = given(*BEFORE, by_ann).when(changed(REPORTED, recipients=())).departs_from(rule)
    assert [is_reported(unsaid, *named) for named in ((), (rule,))] == [False, True]
    for report in (
        changed(REPORTED, by=ANN, recipients=(ANN, COUNTY)), changed(REPORTED, by=ANN, groups=(USERS,)),
        changed(REPORTED, by=COUNTY, recipients=(RUTH,)),
    ):  # fmt: skip
        kept = given(*BEFORE, by_ann).when(report).keeps(rule)
        assert kept.file.evaluation.by_id["EVA-001"].report(said_of_none) is not None


def is_reported(made: Story, *completes: str) -> bool:
    """Whether the evaluation is reported, with a supplement to the report that names these."""
    file = made.when(added_to(made, completes)).recorded().file
    return file.evaluation.by_id["EVA-001"].report(added_since(file, "evaluation.reported-to-whom")) is not None


def said_of_none(position: int) -> bool:
    """Of no report does a supplement say to whom."""
    return False


def added_to(made: Story, completes: tuple[str, ...]) -> EntrySupplemented:
    """A supplement to the report recorded last."""
    assert made.last is not None
    return EntrySupplemented(
        happened_on=REPORTED.happened_on, position=made.last.position, words=Said("To the county manager"),
        completes=completes,
    )  # fmt: skip


def test_the_provider_that_asks_itself_has_asked_nobody() -> None:
    """CPC308-A8."""
    rule, itself = "feedback.sought-from-whom", (ConcernedGroup(who="provider"),)

    given(*BEFORE[:5]).when(changed(SOUGHT, by=PIA, groups=itself)).departs_from(rule)
    given(*BEFORE[:5]).when(changed(SOUGHT, by=PIA, groups=(*itself, USERS))).keeps(rule)
    given(*BEFORE[:5]).when(changed(SOUGHT, by=ANN, groups=itself)).keeps(rule)
