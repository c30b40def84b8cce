"""Stories of outcomes: who wants them, what they mean, how clashes are settled, and whether they were reached."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, get_args
from uuid import UUID

import pytest

from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Recorded
from ledger.folding import extended
from ledger.kinds import BY_NAME
from ledger.procedures import read
from ledger.specification import Indicator
from ledger.stakeholders import IT_IS_FOR, Channel, ConcernedGroup, Directness, Who
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.evaluation import FeedbackReceived
from ledger.subjects.issues import IssueRaised, IssueResolved
from ledger.subjects.meetings import MeetingHeld
from ledger.subjects.outcomes import (
    ARRANGED,
    OutcomeAchievementAssessed,
    OutcomeIdentified,
    OutcomeImplicationsAssessed,
    OutcomeSpecified,
    OutcomesRecommended,
    OutcomesReviewedWithUsers,
    OutcomeViewsObtained,
    PriorityConflictDealtWith,
    PriorityConflictIdentified,
    Reached,
    reached_on_activity,
    rests_on_no_result,
)
from ledger.subjects.outcomes.entries import Level, ObjectiveKind
from ledger.subjects.performance import ActivityRecorded, PerformanceAssessed, SatisfactionSurveyReceived
from ledger.subjects.records import EntryCorrected, EntryStruckOut
from ledger.subjects.resources import ResourceInformationGiven
from ledger.subjects.terms import PerformanceIndicatorAgreed
from ledger.words import Said
from tests.story import ANN, CLERK, PIA, Story, changed, given

FAMILIES = ConcernedGroup(who="families", name="Carers' network", how_many=14)
VIEWS = OutcomeViewsObtained(
    happened_on=date(2025, 1, 8), asked=(FAMILIES,), obtained="directly", channel="public-meeting",
    support_given=Said("An interpreter, and papers a week before"), words=Said("To stay at home"),
)  # fmt: skip
WANTED = OutcomeIdentified(
    happened_on=date(2025, 1, 10), wording=Said("People live at home as long as they wish"), wanted_by=(FAMILIES,),
    level="individual", aim="Independent lives",
)  # fmt: skip
WEIGHED = OutcomeImplicationsAssessed(
    happened_on=date(2025, 1, 14), outcomes=("OUT-001",), resources=Said("Two more carers"), risk=Said("Falls"),
    risk_categories=("people",), sustainability=Said("Fewer car journeys"), contract_management=Said("Visits checked"),
    equality=Said("Interpreters"),
)  # fmt: skip
REVIEWED = OutcomesReviewedWithUsers(
    happened_on=date(2025, 1, 17), outcomes=("OUT-001",), groups=(FAMILIES,),
    covered=("risk", "sustainability", "affordability", "implications"),
    support_given=Said("Plain English"), decision="kept",
)  # fmt: skip
CLASH = PriorityConflictIdentified(
    happened_on=date(2025, 1, 20), conflict_kind="ethical", outcomes=("OUT-001",), parties=(FAMILIES,), cause="needs"
)
SETTLED = PriorityConflictDealtWith(
    happened_on=date(2025, 1, 22), conflict="CFL-001", how="resolved", remedy=Said("Night visits first"),
    agreed_with=(FAMILIES,),
)  # fmt: skip
RECOMMENDED = OutcomesRecommended(
    happened_on=date(2025, 1, 24), outcomes=("OUT-001",), how_reached=Said("Visits morning and night"),
    recipients=(Actor(person="Cleo County", office="county-manager-contracts"),),
)  # fmt: skip
SPECIFIED = OutcomeSpecified(
    happened_on=date(2025, 1, 28), outcome="OUT-001", wording=Said("95 in 100 stay at home"), measure=Said("Register"),
    target="95", unit="percent", priority=1, priority_factors=("users-choice",), agreed_by=(FAMILIES,),
    agree_with_provider_by=date(2025, 3, 1), user_directed=True,
)  # fmt: skip
JUDGED = PerformanceAssessed(happened_on=date(2025, 6, 30), judgement="met", words=Said("On time"))
REACHED = OutcomeAchievementAssessed(
    happened_on=date(2025, 7, 1), outcome="OUT-001", reached=Reached(achieved="yes", progress="100", quality="good"),
    actual="96", evidence=(10,),
)  # fmt: skip
BEFORE: tuple[Entry, ...] = (VIEWS, WANTED, WEIGHED, REVIEWED, CLASH, SETTLED, RECOMMENDED, SPECIFIED, JUDGED)
LACKING: list[tuple[int, dict[str, Any], str, str]] = [
    (0, {"support_given": None}, "outcome.support-to-say-and-decide", "CPC307-K2"),
    (1, {"wanted_by": ()}, "outcome.wanted-by-somebody", "CPC307-A1"),
    (1, {"aim": None}, "outcome.serves-an-aim", "CPC307-KP"),
    (2, {"sustainability": None}, "outcome.weighed-under-four-heads", "CPC307-A2"),
    (2, {"equality": None}, "outcome.equality-weighed", "CPC307-K1"),
    (3, {"groups": ()}, "outcome.reviewed-with-whom", "CPC307-A3"),
    (3, {"groups": (ConcernedGroup(who="managers"),)}, "outcome.reviewed-with-whom", "CPC307-A3"),
    (3, {"covered": ("risk", "affordability")}, "outcome.reviewed-under-four-heads", "CPC307-A3"),
    (4, {"cause": None}, "conflict.cause-on-record", "CPC307-K14"),
    (4, {"cause": None, "words": Said("The ward and the group")}, "conflict.cause-on-record", "CPC307-K14"),
    (5, {"remedy": None}, "conflict.settled-or-reported", "CPC307-A4"),
    (6, {"recipients": ()}, "outcome.recommendation-shared", "CPC307-A5"),
    (6, {"how_reached": None}, "outcome.recommendation-supported", "CPC307-A6"),
    (6, {"shared_with": (FAMILIES,)}, "outcome.recommendation-accessible", "CPC308-D3"),
    (7, {"measure": None, "target": None}, "outcome.specified-exactly", "CPC307-D3"),
    (7, {"priority_factors": ()}, "outcome.ranked-by-factors", "CPC307-K13"),
    (7, {"agree_with_provider_by": None}, "outcome.agreement-point", "CPC307-B5"),
    (9, {"evidence": ()}, "outcome.judged-on-evidence", "CPC308-C4"),
]


@pytest.mark.parametrize(("place", "without", "rule", "demand"), LACKING, ids=[row[2] for row in LACKING])
def test_what_is_not_said_of_an_outcome_is_shown_as_a_departure(
    place: int, without: dict[str, Any], rule: str, demand: str
) -> None:
    told = (*BEFORE, REACHED)
    on_file = given(*told[:place])

    said = on_file.when(told[place]).keeps(rule)
    lacking = on_file.when(told[place].model_copy(update=without)).departs_from(rule)

    assert said.last is not None
    assert lacking.last is not None
    assert demand in [departure.citation for departure in lacking.last.departures if departure.rule == rule]


def test_what_an_outcome_was_weighed_for_before_is_not_asked_for_again() -> None:
    """CPC307-A2: of several outcomes each has to be weighed under every head, by whatever entries."""
    rule = "outcome.weighed-under-four-heads"
    half = WEIGHED.model_copy(update={"risk": None, "sustainability": None})
    rest = WEIGHED.model_copy(update={"resources": None, "contract_management": None})
    on_file = given(VIEWS, WANTED, WANTED).when(half).departs_from(rule)

    on_file.when(rest).keeps(rule)
    on_file.when(rest.model_copy(update={"risk": None})).departs_from(rule)
    both = on_file.when(rest.model_copy(update={"outcomes": ("OUT-001", "OUT-002")})).departs_from(rule)
    assert both.last is not None
    assert [d.found for d in both.last.departures if d.rule == rule] == [
        "nothing is said of resources, managing the contract"
    ]


def test_an_outcome_is_followed_from_being_wanted_to_being_reached() -> None:
    """CPC307-KP, CPC308-KP, CPC307-A1, CPC308-D2, CPC308-D4."""
    outcome = given(*BEFORE, REACHED).file.outcomes.by_id["OUT-001"]

    assert outcome.identified is not None
    assert str(outcome.identified.wanted_by[0]) == "Carers' network, 14"
    assert (outcome.position, outcome.assessed, outcome.recommended) == (3, (4,), (8,))
    assert outcome.reviewed == ((date(2025, 1, 17), "kept", 5),)
    assert outcome.specification == SPECIFIED
    [(_, _, judged)] = outcome.achieved
    assert (judged.reached.achieved, judged.reached.progress, judged.reached.quality) == ("yes", "100", "good")


def test_people_are_asked_before_an_outcome_is_written_down_for_them() -> None:
    """CPC307-A0, CPC307-S1."""
    given().when(WANTED).departs_from("outcome.people-were-asked")
    given(VIEWS.model_copy(update={"asked": (ConcernedGroup(who="managers"),)})).when(WANTED).departs_from(
        "outcome.people-were-asked"
    )
    asked = given(VIEWS).when(WANTED).keeps("outcome.people-were-asked")
    objective = WANTED.model_copy(update={"sort": "objective", "objective": "price"})
    given().when(objective).keeps("outcome.people-were-asked")
    assert asked.file.outcomes.views[0].asked == (FAMILIES,)
    assert get_args(Directness) == ("directly", "indirectly")


def test_views_of_a_provider_or_of_managers_are_not_those_of_the_people_a_service_is_for() -> None:
    """CPC307-A0: only what individuals, families and communities said counts, be it that they would use the service."""
    rule, resting = "outcome.people-were-asked", WANTED.model_copy(update={"rests_on": (2,)})
    by = {who: VIEWS.model_copy(update={"asked": (ConcernedGroup(who=who),)}) for who in get_args(Who)}

    for who, views in by.items():
        story = given(views).when(resting)
        story.keeps(rule) if who in IT_IS_FOR else story.departs_from(rule)
    assert IT_IS_FOR == ("individuals", "families", "communities", "would-be-users")
    provider = given(by["provider"]).when(resting)
    assert provider.last is not None
    [found] = [departure.found for departure in provider.last.departures if departure.rule == rule]
    assert found == "it rests on views of provider (entry 2), and on none of individuals, families or communities"
    given(by["provider"], VIEWS).when(resting).departs_from(rule)
    given(by["provider"], VIEWS).when(WANTED.model_copy(update={"rests_on": (2, 3)})).keeps(rule)


def test_an_outcome_rests_on_what_people_said_and_not_on_what_they_were_told() -> None:
    """CPC307-A0."""
    rule, resting = "outcome.people-were-asked", WANTED.model_copy(update={"rests_on": (2,)})
    day = date(2025, 1, 8)
    told = ResourceInformationGiven(happened_on=day, content=Said("Fewer hours"), groups=(FAMILIES,))

    given(SatisfactionSurveyReceived(happened_on=day)).when(resting).keeps(rule)
    given(FeedbackReceived(happened_on=day, group=FAMILIES)).when(resting).keeps(rule)
    given(FeedbackReceived(happened_on=day)).when(resting).departs_from(rule)
    given(told).when(resting).departs_from(rule)
    given(told, VIEWS).when(resting).keeps(rule)


def test_it_is_remarked_on_that_nobody_is_named_whose_views_were_obtained() -> None:
    """CPC307-A0."""
    bare = given().when(VIEWS.model_copy(update={"asked": ()})).departs_from("outcome.views-of-whom")
    given().when(VIEWS).keeps("outcome.views-of-whom")
    nobody = ConcernedGroup(who="individuals", how_many=0)
    given().when(VIEWS.model_copy(update={"asked": (nobody,)})).departs_from("outcome.views-of-whom")
    given().when(VIEWS.model_copy(update={"asked": (nobody, *VIEWS.asked)})).keeps("outcome.views-of-whom")
    bare.when(WANTED.model_copy(update={"rests_on": (2,)})).departs_from("outcome.people-were-asked")


def test_an_outcome_is_weighed_before_it_is_recommended() -> None:
    """CPC307-K12."""
    given(VIEWS, WANTED).when(RECOMMENDED).departs_from("outcome.weighed-before-recommended")
    given(VIEWS, WANTED, WEIGHED).when(RECOMMENDED).keeps("outcome.weighed-before-recommended")


def test_an_outcome_is_recommended_before_the_contract_specifies_it() -> None:
    """CPC307-A5: by name; once it is specified, no more is asked where it is specified anew."""
    rule = "outcome.specified-as-recommended"

    given(VIEWS, WANTED, WEIGHED, RECOMMENDED).when(SPECIFIED).keeps(rule)
    given(VIEWS, WANTED).when(SPECIFIED).departs_from(rule)
    given(VIEWS, WANTED, SPECIFIED).when(changed(SPECIFIED, priority=None)).keeps(rule)
    given(VIEWS, WANTED, WEIGHED, RECOMMENDED, WANTED).when(changed(SPECIFIED, outcome="OUT-002")).departs_from(rule)


def test_an_outcome_that_users_dropped_is_not_recommended_without_remark() -> None:
    """CPC307-A3: going over it helps them decide; dropped, kept again since, or gone over without a decision."""
    rule, dropped = "outcome.recommended-as-decided", REVIEWED.model_copy(update={"decision": "dropped"})
    told = given(VIEWS, WANTED, WEIGHED, dropped).when(RECOMMENDED).departs_from(rule)

    assert told.last is not None
    found = next(one.found for one in told.last.departures if one.rule == rule)
    assert found == "those concerned dropped OUT-001 on 17 January 2025 (entry 5)"
    given(VIEWS, WANTED, WEIGHED, dropped, REVIEWED).when(RECOMMENDED).keeps(rule)
    given(VIEWS, WANTED, WEIGHED, REVIEWED).when(RECOMMENDED).keeps(rule)


def test_an_outcome_that_users_left_undecided_is_not_recommended_without_remark() -> None:
    """CPC307-A3: a decision they made before stands; so does one that they agreed to as it was specified."""
    rule, left_open = "outcome.recommended-as-decided", REVIEWED.model_copy(update={"decision": "undecided"})
    told = given(VIEWS, WANTED, WEIGHED, left_open).when(RECOMMENDED).departs_from(rule)

    assert told.last is not None
    found = next(one.found for one in told.last.departures if one.rule == rule)
    assert found == "those concerned left OUT-001 undecided on 17 January 2025 (entry 5)"
    managers = REVIEWED.model_copy(update={"groups": (ConcernedGroup(who="managers"),)})
    given(VIEWS, WANTED, WEIGHED, left_open, managers).when(RECOMMENDED).departs_from(rule)
    agreed = SPECIFIED.model_copy(update={"happened_on": REVIEWED.happened_on})
    for decided in ((left_open, REVIEWED), (REVIEWED, left_open), (left_open, agreed), (agreed, left_open)):
        given(VIEWS, WANTED, WEIGHED, *decided).when(RECOMMENDED).keeps(rule)


def test_a_clash_is_open_until_it_is_settled_and_an_outcome_waits_for_that() -> None:
    """CPC307-A4, CPC307-K4, CPC308-K3."""
    clashing = given(VIEWS, WANTED, WEIGHED, CLASH)
    reported = PriorityConflictDealtWith(
        happened_on=date(2025, 1, 21), conflict="CFL-001", how="reported", reported_to=ANN
    )

    clashing.when(SPECIFIED).departs_from("outcome.specified-without-conflict")
    clashing.when(SPECIFIED).then(lambda file: file.outcomes.open_conflicts("OUT-001")[0].kind == "ethical")
    told = clashing.when(reported).keeps("conflict.settled-or-reported")
    told.when(SPECIFIED).departs_from("outcome.specified-without-conflict")
    clashing.when(reported.model_copy(update={"reported_to": None})).departs_from("conflict.settled-or-reported")
    over = told.when(SETTLED).recorded()
    over.when(SPECIFIED).keeps("outcome.specified-without-conflict")
    over.when(SETTLED).refused("conflict.settled-once", "settled on 22 January 2025", "as a new one")
    unsaid = told.when(SETTLED.model_copy(update={"remedy": None})).departs_from("conflict.settled-or-reported")
    unsaid.when(SETTLED.model_copy(update={"remedy": None})).refused("conflict.settled-once", "as a new one")
    unsaid.when(SETTLED).keeps("conflict.settled-once")
    clashing.when(SETTLED.model_copy(update={"conflict": "CFL-002"})).refused("entry.names-what-is-on-file", "CFL-001")


def test_a_clash_is_settled_with_each_of_those_it_is_between() -> None:
    """CPC307-K4: dilemmas and conflicts are managed for individuals, families and communities; who did not is named."""
    rule, users = "conflict.settled-with-its-parties", ConcernedGroup(who="individuals", name="Those who go")
    between = given(VIEWS, WANTED, WEIGHED, changed(CLASH, parties=(users, FAMILIES)))

    story = between.when(SETTLED).departs_from(rule)
    assert story.last is not None
    [found] = [d.found for d in story.last.departures if d.rule == rule]
    assert found == "of those it is between these are not among those who agreed: Those who go"
    between.when(changed(SETTLED, agreed_with=())).departs_from(rule)
    between.when(changed(SETTLED, agreed_with=(FAMILIES, ConcernedGroup(who="individuals")))).keeps(rule)
    reported = changed(SETTLED, how="reported", remedy=None, agreed_with=(), reported_to=ANN)
    assert rule not in between.when(reported).objections
    between_nobody = given(VIEWS, WANTED, WEIGHED, changed(CLASH, parties=()))
    assert rule not in between_nobody.when(changed(SETTLED, agreed_with=())).objections


def test_a_clash_is_not_settled_for_the_authority_by_the_provider() -> None:
    """CPC307-A4, CPC307-K4: "within your area of responsibility" is said to who commissions (docs/adr/0321)."""
    clashing = given(VIEWS, WANTED, WEIGHED, CLASH)

    theirs = clashing.when(changed(SETTLED, by=PIA)).departs_from("actor.of-the-side-whose-act-it-is")
    assert [conflict.id for conflict in theirs.file.outcomes.open_conflicts()] == ["CFL-001"]
    theirs.when(changed(SETTLED, by=ANN)).then(lambda file: file.outcomes.open_conflicts() == [])


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({"target": "90", "unit": None, "measure": None}, "its target is 90, and neither by what it is measured"),
        ({"target": None, "unit": None}, "it is said by what it is measured, and not what is to be reached"),
        ({"target": None, "unit": None, "measure": None}, "no measure, indicator or target is given"),
        ({"target": "90", "unit": "visits", "measure": None}, None),
        ({"target": "90", "unit": None}, None),
        ({"target": None, "unit": None, "measure": None, "indicator": "K-1"}, None),
    ],
)
def test_what_the_contract_asks_for_is_so_much_of_something(says: dict[str, Any], words: str | None) -> None:
    """CPC307-D3: "stating exactly what will be required"; 90 of nothing is not."""
    rule = "outcome.specified-exactly"
    story = given(VIEWS, WANTED).when(changed(SPECIFIED, **says)).recorded()

    assert story.last is not None
    found = [d.found for d in story.last.departures if d.rule == rule]
    assert bool(found) == bool(words)
    assert all(words is not None and words in one for one in found)


START, END = date(2025, 4, 1), date(2027, 3, 31)
REGISTERED = ContractRegistered(
    happened_on=date(2024, 12, 2), reference="C-1", title="Home care", start_date=START, end_date=END
)


@pytest.mark.parametrize(
    ("reach_by", "words"),
    [
        (date(2025, 1, 1), "1 January 2025, before the contract's first day, 1 April 2025"),
        (date(2027, 4, 1), "1 April 2027, after the contract's last day, 31 March 2027"),
        (START, None), (END, None), (None, None),
    ],
)  # fmt: skip
def test_an_outcome_is_to_be_reached_while_there_is_a_contract(reach_by: date | None, words: str | None) -> None:
    """CPC307-D3."""
    told = given(REGISTERED, VIEWS, WANTED).when(changed(SPECIFIED, reach_by=reach_by)).recorded()

    assert told.last is not None
    found = [d.found for d in told.last.departures if d.rule == "outcome.reached-under-the-contract"]
    assert found == ([f"it is to be reached by {words}"] if words else [])
    past = given(VIEWS, WANTED).when(changed(SPECIFIED, reach_by=date(2025, 1, 27)))
    past.departs_from("outcome.reached-under-the-contract")


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (
            {"agreed_with_provider_on": date(2025, 1, 9)},
            "agreed with the provider on 9 January 2025, before it was iden",
        ),
        ({"agree_with_provider_by": date(2025, 1, 9)}, "until 9 January 2025, before it was identified on 10 January"),
        ({"agree_with_provider_by": date(2029, 1, 1)}, "until 1 January 2029, after the contract's last day, 31 March"),
        ({"agreed_with_provider_on": date(2025, 1, 10), "agree_with_provider_by": END}, None),
    ],
)
def test_an_outcome_is_agreed_with_the_provider_once_it_is_wanted_and_while_there_is_a_contract(
    says: dict[str, Any], words: str | None
) -> None:
    """CPC307-B5: "the point at which outcomes can be agreed with the service provider"."""
    told = given(REGISTERED, VIEWS, WANTED).when(changed(SPECIFIED, **says)).recorded()

    assert told.last is not None
    found = [d.found for d in told.last.departures if d.rule == "outcome.agreed-in-its-time"]
    assert len(found) == (1 if words else 0)
    assert all(words is not None and words in one for one in found)
    no_point = changed(SPECIFIED, agree_with_provider_by=None, agree_with_provider_at="award")
    assert "outcome.agreed-in-its-time" not in given(REGISTERED, VIEWS, WANTED).when(no_point).objections


def test_that_an_outcome_was_agreed_with_the_provider_is_recorded_once_it_was() -> None:
    """CPC307-B5: only what has happened is recorded, and the duty to agree it stays until then."""
    rule, before = "outcome.agreed-by-its-day", given(VIEWS, WANTED)

    before.when(changed(SPECIFIED, agreed_with_provider_on=date(2025, 1, 29))).refused(
        rule, "specify it anew once it is"
    )
    before.when(changed(SPECIFIED, agreed_with_provider_on=date(2025, 1, 28))).keeps(rule)
    before.when(SPECIFIED).keeps(rule)


def test_what_an_outcome_on_file_contradicts_by_a_later_rule_keeps_nothing_else_from_being_corrected() -> None:
    """CPC307-B5, docs/adr/0324: it was recorded before there was the rule, and is for a correction of its own."""
    before = given(VIEWS, WANTED)
    stored = Recorded(
        changed(SPECIFIED, agreed_with_provider_on=date(2025, 3, 1)), UUID(int=1), before.file.position + 1,
        datetime(2027, 1, 1, 1, tzinfo=UTC), CLERK,
    )  # fmt: skip
    on_file = Story(extended(before.file, [stored]))
    position = next(r.position for r in before.file.of(OutcomeIdentified))
    reworded = changed(WANTED, wording=Said("People live at home"))

    on_file.when(
        EntryCorrected(happened_on=date(2026, 5, 1), position=position, reason=Said("Typo"), replacement=reworded)
    ).recorded()


def test_those_who_use_the_service_decide_on_an_outcome() -> None:
    """CPC307-K11."""
    for_managers = SPECIFIED.model_copy(update={"agreed_by": (ConcernedGroup(who="managers"),)})

    given(VIEWS, WANTED).when(for_managers).departs_from("outcome.agreed-by-users")
    given(VIEWS, WANTED).when(SPECIFIED).keeps("outcome.agreed-by-users")
    given(VIEWS, WANTED, REVIEWED).when(for_managers).keeps("outcome.agreed-by-users")
    to_be = REVIEWED.model_copy(update={"groups": (ConcernedGroup(who="would-be-users"),), "decision": "changed"})
    given(VIEWS, WANTED, to_be).when(for_managers).keeps("outcome.agreed-by-users")
    objective = WANTED.model_copy(update={"sort": "objective"})
    given(objective).when(for_managers).keeps("outcome.agreed-by-users")


@pytest.mark.parametrize(
    "without", [{"groups": (ConcernedGroup(who="managers"),)}, {"groups": ()}, {"decision": "undecided"}]
)
def test_a_review_without_those_who_use_the_service_or_without_a_decision_of_theirs_decides_nothing_for_them(
    without: dict[str, Any],
) -> None:
    """CPC307-K11."""
    for_managers = SPECIFIED.model_copy(update={"agreed_by": (ConcernedGroup(who="managers"),)})

    given(VIEWS, WANTED, REVIEWED.model_copy(update=without)).when(for_managers).departs_from("outcome.agreed-by-users")


def test_an_outcome_that_those_who_use_the_service_dropped_is_specified_against_their_decision() -> None:
    """CPC307-K11."""
    for_managers = SPECIFIED.model_copy(update={"agreed_by": (ConcernedGroup(who="managers"),)})
    dropped = REVIEWED.model_copy(update={"decision": "dropped"})
    later = {"happened_on": date(2025, 1, 20)}
    left_open = REVIEWED.model_copy(update={**later, "decision": "undecided"})
    on_file = given(VIEWS, WANTED, dropped)

    departed = on_file.when(for_managers).departs_from("outcome.agreed-by-users")
    assert departed.last is not None
    [found] = [d.found for d in departed.last.departures if d.rule == "outcome.agreed-by-users"]
    given(VIEWS, WANTED, dropped, left_open).when(for_managers).departs_from("outcome.agreed-by-users")
    taken_up = given(VIEWS, WANTED, dropped, REVIEWED.model_copy(update=later))

    assert found == "those who use the service dropped it on 17 January 2025 (entry 4)"
    taken_up.when(for_managers).keeps("outcome.agreed-by-users")
    on_file.when(SPECIFIED).keeps("outcome.agreed-by-users")
    assert on_file.file.outcomes.by_id["OUT-001"].dropped
    assert departed.file.outcomes.by_id["OUT-001"].dropped_before == (date(2025, 1, 17), 4)


def test_outcomes_and_objectives_are_ranked_in_one_order() -> None:
    """CPC307-K15, CPC307-S5, CPC307-S6."""
    price = OutcomeIdentified(
        happened_on=date(2025, 1, 10), sort="objective", objective="price", wording=Said("Within budget")
    )
    third = WANTED.model_copy(update={"wording": Said("Fewer falls")})
    ranked = given(
        WANTED, price, third, SPECIFIED.model_copy(update={"priority": 2}),
        SPECIFIED.model_copy(update={"outcome": "OUT-002", "priority": 1}),
    )  # fmt: skip

    assert [outcome.id for outcome in ranked.file.outcomes.ranked()] == ["OUT-002", "OUT-001", "OUT-003"]
    assert get_args(ObjectiveKind) == (
        "quality", "price", "delivery", "technical", "health-and-safety", "continuity-of-supply",
    )  # fmt: skip
    assert get_args(Level) == ("strategic", "national", "local", "individual")


def test_an_activity_done_is_not_an_outcome_reached() -> None:
    """CPC307-D0."""
    visits = ActivityRecorded(
        happened_on=date(2025, 6, 30), measure="visits", actual="900",
        period=Span(first=date(2025, 4, 1), last=date(2025, 6, 30)),
    )  # fmt: skip
    on_file = given(VIEWS, WANTED, SPECIFIED, visits, JUDGED)
    on_activity = REACHED.model_copy(update={"evidence": (5,)})

    on_file.when(on_activity).departs_from("outcome.activity-is-not-the-outcome")
    on_file.when(on_activity, acknowledge_all=False).asked("outcome.activity-is-not-the-outcome")
    on_file.when(REACHED.model_copy(update={"evidence": (5, 6)})).keeps("outcome.activity-is-not-the-outcome")
    missed = on_activity.model_copy(update={"reached": Reached(achieved="no")})
    on_file.when(missed).keeps("outcome.activity-is-not-the-outcome")
    done = (
        MeetingHeld(happened_on=date(2025, 6, 30)),
        ActionAssigned(happened_on=date(2025, 6, 30), description=Said("Train the carers")),
        ActionCompleted(happened_on=date(2025, 6, 30), action="ACT-001"),
        IssueRaised(happened_on=date(2025, 6, 30), nature=Said("Visits missed")),
        IssueResolved(happened_on=date(2025, 6, 30), issue="ISS-001"),
    )
    much_done = given(VIEWS, WANTED, SPECIFIED, *done)
    for evidence in ((5,), (7,), (9,), (5, 6, 7, 9)):
        judged = on_activity.model_copy(update={"evidence": evidence})
        much_done.when(judged).departs_from("outcome.activity-is-not-the-outcome")
    for story in (on_file.when(on_activity), on_file.when(missed)):  # a judgement shows no more than what it rests on
        upon = on_activity.model_copy(update={"evidence": (7,)})
        story.recorded().when(upon).departs_from("outcome.activity-is-not-the-outcome")
    with_figures = on_file.when(REACHED.model_copy(update={"evidence": (5, 6)})).recorded()
    with_figures.when(on_activity.model_copy(update={"evidence": (7,)})).keeps("outcome.activity-is-not-the-outcome")


def test_what_was_agreed_or_arranged_shows_nothing_of_an_outcome() -> None:
    """CPC307-D0: reached or not; nor does a judgement that rests on no more. What cannot be judged yet need rest on
    nothing."""
    rule, story = "outcome.judged-on-results", given(REGISTERED, VIEWS, WANTED, SPECIFIED, JUDGED)
    agreed = REACHED.model_copy(update={"evidence": (1, 4), "actual": None})
    missed = agreed.model_copy(update={"reached": Reached(achieved="no")})

    for judged in (agreed, missed):
        story.when(judged).departs_from(rule)
        upon = judged.model_copy(update={"evidence": (6,)})
        story.when(judged).recorded().when(upon).departs_from(rule)
        bare = story.when(judged.model_copy(update={"evidence": ()})).keeps(rule)
        bare.when(upon).keeps(rule)  # what that one found is not what was arranged
        bare.when(judged.model_copy(update={"evidence": (1, 6)})).keeps(rule)
        story.when(judged.model_copy(update={"evidence": (1, 4, 5)})).keeps(rule)
    story.when(agreed.model_copy(update={"reached": Reached(achieved="too-early")})).keeps(rule)
    story.when(agreed.model_copy(update={"evidence": (2,)})).keeps(rule)  # what those it is for said may show it
    visits = ActivityRecorded(
        happened_on=date(2025, 6, 30), measure="visits", actual="900",
        period=Span(first=date(2025, 4, 1), last=date(2025, 6, 30)),
    )  # fmt: skip
    and_done = story.when(visits).recorded().when(agreed.model_copy(update={"evidence": (1, 6)}))
    and_done.keeps(rule).departs_from("outcome.activity-is-not-the-outcome")
    assert set(BY_NAME) >= ARRANGED


def test_a_figure_that_a_judgement_states_is_a_result_whatever_else_it_cites() -> None:
    """CPC307-D0: held against the target (`outcome.judged-as-its-figures-show`); of activity alone it is no more."""
    rule, story = "outcome.judged-on-results", given(REGISTERED, VIEWS, WANTED, SPECIFIED, JUDGED)
    agreed = REACHED.model_copy(update={"evidence": (1, 4)})
    upon = agreed.model_copy(update={"evidence": (6,), "actual": None})

    assert agreed.actual is not None
    story.when(agreed).keeps(rule).when(upon).keeps(rule)
    assert not rests_on_no_result(story.file, agreed)


def test_what_a_judgement_rests_on_is_told_as_it_stands_corrected() -> None:
    """CPC307-D0: of those it cites, too; what was struck out shows nothing."""
    agreed = REACHED.model_copy(update={"evidence": (1, 4), "actual": None})
    upon = agreed.model_copy(update={"evidence": (6,)})
    met = MeetingHeld(happened_on=date(2025, 6, 30))
    with_a_result = EntryCorrected(
        happened_on=date(2025, 7, 2), position=6, reason=Said("One left out"),
        replacement=agreed.model_copy(update={"evidence": (1, 4, 5)}),
    )  # fmt: skip
    struck = EntryStruckOut(happened_on=date(2025, 7, 2), position=5, reason=Said("Of another contract"))

    story = given(REGISTERED, VIEWS, WANTED, SPECIFIED, JUDGED, agreed)
    assert rests_on_no_result(story.file, upon)
    assert not rests_on_no_result(story.when(with_a_result).recorded().file, upon)
    of_both = upon.model_copy(update={"evidence": (5, 7)})
    done = story.when(met).recorded()
    assert not reached_on_activity(done.file, of_both)
    assert reached_on_activity(done.when(struck).recorded().file, of_both)


def test_what_is_judged_was_specified_and_over_a_time_that_runs_forward() -> None:
    """CPC307-D3."""
    given(VIEWS, WANTED, JUDGED).when(REACHED.model_copy(update={"evidence": (4,)})).departs_from(
        "outcome.judged-as-specified"
    )
    on_file = given(*BEFORE)
    on_file.when(REACHED).keeps("outcome.judged-as-specified")
    backwards = Span(first=date(2025, 6, 30), last=date(2025, 4, 1))
    on_file.when(REACHED.model_copy(update={"period": backwards})).refused(
        "outcome.period-not-backwards", "1 April 2025", "30 June 2025"
    )


def test_the_lists_are_those_of_the_standards() -> None:
    """CPC307-S3, CPC307-S4, CPC308-S1, CPC308-S3, CPC308-S4."""
    assert {row.id for row in read("thames-valley").risk_kinds} == {
        "people", "property", "health-and-safety", "vulnerability-to-harm", "legal-action", "reputation",
        "poor-performance", "financial-loss",
    }  # fmt: skip
    assert {"telephone", "face-to-face", "forum", "newsletter", "website", "letter", "e-mail"} <= set(get_args(Channel))
    groups = {"individuals", "families", "communities", "would-be-users", "managers", "line-manager", "colleagues",
              "provider", "partners"}  # fmt: skip
    assert all(ConcernedGroup.model_validate({"who": who}).who == who for who in groups)


def test_whom_a_matter_concerns_is_said_matter_by_matter() -> None:
    """CPC307-D1."""
    partners = ConcernedGroup(who="partners", name="The hospital")
    of_costs = SPECIFIED.model_copy(update={"outcome": "OUT-002", "agreed_by": (partners,)})

    held = given(VIEWS, WANTED, WANTED, SPECIFIED, of_costs).file.outcomes.by_id

    agreed = {name: outcome.specification.agreed_by for name, outcome in held.items() if outcome.specification}
    assert agreed == {"OUT-001": (FAMILIES,), "OUT-002": (partners,)}


def on_time(**said: Any) -> PerformanceIndicatorAgreed:
    measure = Indicator(id="P1", text=Said("Visits in time"), target="90", unit="percent")
    return PerformanceIndicatorAgreed(happened_on=date(2025, 1, 6), indicator=measure.model_copy(update=said))


def assessed(month: int, judgement: Any, **said: Any) -> PerformanceAssessed:
    day = date(2025, month, 28)
    period = Span(first=date(2025, month, 1), last=day)
    return PerformanceAssessed.model_validate(
        {"happened_on": day, "judgement": judgement, "indicator": "P1", "period": period} | said
    )


def judged(achieved: Any, *evidence: int, **said: Any) -> OutcomeAchievementAssessed:
    part = {"happened_on": date(2025, 7, 1), "outcome": "OUT-001", "reached": Reached(achieved=achieved)}
    return OutcomeAchievementAssessed.model_validate(part | {"evidence": evidence} | said)


def test_an_outcome_is_measured_by_an_indicator_that_is_on_file() -> None:
    """HCC-3.1-b."""
    rule = "outcome.indicator-on-file"
    by_p1, by_p77 = (SPECIFIED.model_copy(update={"indicator": named}) for named in ("p1", "P77"))

    story = given(on_time(), VIEWS, WANTED).when(by_p77, acknowledge_all=False).asked(rule)
    assert "no indicator P77 is on file; there are P1" in str(story.error)
    given(on_time(), VIEWS, WANTED).when(by_p1).keeps(rule)
    given(VIEWS, WANTED).when(by_p77).keeps(rule)  # no indicator is on file to compare with
    later = on_time().model_copy(update={"effective_from": date(2025, 4, 1)})
    given(later, VIEWS, WANTED).when(by_p1).keeps(rule)


@pytest.mark.parametrize(
    ("said", "achieved", "actual", "kept"),
    [
        ({}, "yes", "96", True), ({}, "yes", "95", True), ({}, "yes", "84", False), ({}, "no", "84", True),
        ({}, "no", "96", False), ({}, "partly", "84", True), ({}, "too-early", "84", True),
        ({"direction": "at-most"}, "yes", "84", True), ({"direction": "at-most"}, "yes", "96", False),
        ({"target": None}, "yes", "84", True), ({"target": None, "indicator": "P1"}, "yes", "84", False),
        ({"target": None, "indicator": "P1"}, "yes", "90", True),
    ],
)  # fmt: skip
def test_an_outcome_is_judged_as_its_own_figure_shows(
    said: dict[str, Any], achieved: str, actual: str, kept: bool
) -> None:
    """HCC-3.1-b."""
    on_file, rule = (
        given(on_time(), VIEWS, WANTED, SPECIFIED.model_copy(update=said)),
        "outcome.judged-as-its-figures-show",
    )

    story = on_file.when(judged(achieved, actual=actual), acknowledge_all=kept)

    if kept:
        story.keeps(rule)
    else:
        story.asked(rule)
        assert f"its own figure is {actual}" in str(story.error)


def test_an_outcome_is_not_reached_by_what_was_not_met() -> None:
    """HCC-3.1-b: the newest of its indicator counts; without one, any that was met is enough."""
    rule, by_p1 = "outcome.judged-as-its-figures-show", SPECIFIED.model_copy(update={"target": None, "indicator": "P1"})
    missed, met = assessed(5, "not-met", actual="71"), assessed(6, "met", actual="93")
    other = assessed(6, "not-met", indicator="P2")
    before = (on_time(), VIEWS, WANTED, by_p1, missed, met, other)

    story = given(*before).when(judged("yes", 6), acknowledge_all=False).asked(rule)
    assert "it is judged reached, and ASM-001 (entry 6), on which it rests, was not met" in str(story.error)
    given(*before).when(judged("yes", 6, 7)).keeps(rule)
    given(*before).when(judged("yes", 7, 8)).keeps(rule)  # what it cites besides is of another indicator
    given(*before).when(judged("partly", 6)).keeps(rule)
    given(*before).when(judged("yes", 3)).keeps(rule)
    bare = (on_time(), VIEWS, WANTED, SPECIFIED.model_copy(update={"target": None}), missed, met, other)
    given(*bare).when(judged("yes", 7, 8)).keeps(rule)
    given(*bare).when(judged("yes", 8)).departs_from(rule)


def test_a_time_is_judged_when_it_is_over() -> None:
    """HCC-3.1-b."""
    on_file, rule = given(*BEFORE), "outcome.period-over"

    over = Span(first=date(2025, 1, 1), last=date(2025, 7, 1))
    on_file.when(judged("partly", 10, period=over)).keeps(rule)
    to_come = Span(first=date(2025, 1, 1), last=date(2026, 7, 1))
    said = on_file.when(judged("partly", 10, period=to_come)).departs_from(rule)
    assert said.last is not None
    assert "its period runs to 1 July 2026, beyond 1 July 2025" in [
        departure.found for departure in said.last.departures
    ]


def test_where_outcomes_are_ranked_each_has_a_rank_and_one_that_was_dropped_has_none() -> None:
    """CPC307-K15."""
    rule, second = "outcome.ranked-with-the-others", WANTED.model_copy(update={"wording": Said("Nobody falls")})
    bare = SPECIFIED.model_copy(update={"outcome": "OUT-002", "priority": None, "priority_factors": ()})
    factors = bare.model_copy(update={"priority_factors": ("users-choice",)})
    before = (VIEWS, WANTED, second)

    def found(story: Any) -> list[str]:
        return [departure.found for departure in story.departs_from(rule).last.departures if departure.rule == rule]

    assert found(given(*before, SPECIFIED).when(bare)) == ["it has no rank, and OUT-001 has one"]
    assert found(given(*before).when(factors)) == ["it is said what counted in ranking it, and not which rank it has"]
    given(*before).when(bare).keeps(rule)
    given(*before, SPECIFIED).when(bare.model_copy(update={"priority": 2})).keeps(rule)
    dropped = REVIEWED.model_copy(update={"happened_on": date(2025, 1, 29), "decision": "dropped"})
    later = bare.model_copy(update={"happened_on": date(2025, 2, 3)})
    story = given(*before, SPECIFIED, dropped).when(later).keeps(rule)
    assert [outcome.id for outcome in story.file.outcomes.ranked()] == ["OUT-002", "OUT-001"]


def test_an_outcome_judged_reached_has_come_the_whole_way() -> None:
    """CPC308-D2."""
    rule, on_file = "outcome.judged-as-far-as-it-has-come", given(*BEFORE)
    short = REACHED.model_copy(update={"reached": Reached(achieved="yes", progress="20")})

    on_file.when(REACHED).keeps(rule)
    on_file.when(short).departs_from(rule)


def test_no_two_outcomes_have_one_rank() -> None:
    """CPC307-K13, CPC307-K15."""
    rule, second = "outcome.rank-of-its-own", WANTED.model_copy(update={"wording": Said("Nobody falls")})
    on_file = given(VIEWS, WANTED, second, SPECIFIED)
    other = SPECIFIED.model_copy(update={"outcome": "OUT-002"})

    said = on_file.when(other).departs_from(rule)
    assert said.last is not None
    assert "OUT-001 has rank 1 as well" in [departure.found for departure in said.last.departures]
    on_file.when(other.model_copy(update={"priority": 2})).keeps(rule)
    on_file.when(SPECIFIED.model_copy(update={"happened_on": date(2025, 2, 3)})).keeps(rule)
    dropped = REVIEWED.model_copy(update={"decision": "dropped", "happened_on": date(2025, 1, 29)})
    after = other.model_copy(update={"happened_on": date(2025, 2, 3)})
    given(VIEWS, WANTED, second, SPECIFIED, dropped).when(after).keeps(rule)


def test_the_kinds_of_risk_that_outcomes_touch_are_the_procedures() -> None:
    """CPC307-S3, D-26."""
    rule = "outcome.risks-of-the-procedures-kinds"

    given(VIEWS, WANTED).when(WEIGHED).keeps(rule)
    given(VIEWS, WANTED).when(WEIGHED.model_copy(update={"risk_categories": ("peple",)})).departs_from(rule)
    given(VIEWS, WANTED).when(WEIGHED.model_copy(update={"risk_categories": ()})).keeps(rule)
