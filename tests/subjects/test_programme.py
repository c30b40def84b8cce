"""Stories of an improvement programme: its plan, what became of its actions, its reports and policies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from ledger import programmes
from ledger.brought import brought_by, not_told
from ledger.dates.span import Span
from ledger.entry import Actor
from ledger.policies_approved import carried_by
from ledger.procedures import ProcedureError, parse, read
from ledger.procedures.rows import Office
from ledger.rules import judge
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueRaised
from ledger.subjects.knowledge import (
    BriefingHeld,
    Group,
    KnowledgeShared,
    MarketIntelligenceRecorded,
    RoleTaken,
    StaffChurnAssessed,
    StaffCountsReported,
    StaffObjectivesAgreed,
    TeamPresent,
    TrainingMaterialUpdated,
)
from ledger.subjects.programme import (
    RULES,
    PolicyUpdateApproved,
    ProgrammeActionPlanned,
    ProgrammeActionReviewed,
    ProgrammeOpened,
    ProgrammeProgressReported,
    UnitArrangementAgreed,
    WorkstreamEstablished,
)
from ledger.subjects.records import DepartureRatified, DepartureRefused, EntrySupplemented, ProcedureBound
from ledger.themes import Brought
from ledger.words import Said
from projections.duties.settled import settled
from tests.story import ANN, PIA, Story, changed, given
from tests.worked_through import view_of

LIFTED_BY_A_FORUM = """
id = "small"
version = 1
title = "Small"
authority = "Smalltown"
owner = "forum"
citation = "IMP-28-c"
meeting = []
setting = []
condition = []

[[office]]
id = "forum"
title = "Forum"
appointed_on = "authority"
advises_only = true
citation = "IMP-28-c"

[[rule]]
id = "variation.in-form"
level = "authorise"
authorised_by = ["forum"]
citation = "IMP-28-c"
"""
SPRING, AUTUMN, WINTER = date(2017, 4, 3), date(2017, 10, 31), date(2017, 12, 11)
OPENED = ProgrammeOpened(
    happened_on=SPRING, reference="SRM-2017", title="Supplier management", lead="SRM Lead", advised_by="CSMG"
)
RISK = WorkstreamEstablished(happened_on=SPRING, title="Supply risk management", wave=1)


def planned(number: str = "W1-04", **said: Any) -> ProgrammeActionPlanned:
    usual: dict[str, Any] = {
        "workstream": "WST-001", "action": "Develop risk templates", "owners": ("SRM Lead",), "wave": 1,
        "review_months": ("2017-10",),
    }  # fmt: skip
    return ProgrammeActionPlanned(happened_on=SPRING, number=number, **(usual | said))


def reviewed(outcome: Any, day: date = AUTUMN, action: str = "PAC-001", **said: Any) -> ProgrammeActionReviewed:
    return ProgrammeActionReviewed(happened_on=day, action=action, outcome=outcome, **said)


def running(*more: Any) -> Story:
    return given(OPENED, RISK, planned(), *more)


def test_an_action_is_planned_to_be_reviewed_in_months_to_come() -> None:
    """IMP-T-b."""
    rule, month = "programme-action.reviewed-in-months-to-come", f"{SPRING:%Y-%m}"
    given(OPENED, RISK).when(planned(review_months=(month, "2017-12"))).keeps(rule)
    story = given(OPENED, RISK).when(planned(review_months=("2017-01", "2017-12"))).departs_from(rule)
    assert story.last is not None
    assert any("when January 2017 was over" in departed.found for departed in story.last.departures)


def test_an_action_is_reviewed_by_its_id_or_by_the_programmes_own_number() -> None:
    """IMP-T-a, IMP-W1-05: and on file by its id, whichever it was."""
    story = running(planned("W1-05"))

    for said in ("PAC-002", "W1-05", "w1-05"):
        told = story.when(reviewed("completed", action=said)).recorded()
        assert told.last is not None
        assert getattr(told.last.entry, "action", None) == "PAC-002"
        assert [one.id for one in told.file.programme.actions.values() if one.completed] == ["PAC-002"]
    story.when(reviewed("completed", action="W9-99")).refused("entry.names-what-is-on-file", "W9-99", "PAC-002 (W1-05)")


def test_a_policy_names_actions_by_their_ids_or_by_the_programmes_own_numbers() -> None:
    """IMP-14-a, IMP-W1-05: on file by their ids, each once; one that is none is told which there are."""
    story = running(planned("W1-05"), planned("W1-06"))

    told = story.when(approved(actions=("w1-05", "PAC-003", "pac-002"))).recorded()
    assert told.last is not None
    assert getattr(told.last.entry, "actions", None) == ("PAC-002", "PAC-003")
    carried = carried_by(told.file, told.file.programme.actions["PAC-002"], read("hampshire"))
    assert carried is not None
    assert carried.id == "POL-001"
    story.when(approved(actions=("W1-05", "W9-99"))).refused(
        "entry.names-what-is-on-file", "W9-99", "PAC-002 (W1-05), PAC-003 (W1-06)"
    )
    running().when(planned("PAC-002")).refused("programme-action.number-once", "looks like an id")


# --- the plan -------------------------------------------------------------------------------------------------------


def test_an_action_has_recommendation_owner_wave_and_review_date() -> None:
    """IMP-T-a: as planned, and with what became of it."""
    story = given(OPENED, RISK).when(planned()).recorded()

    assert story.objections == ()
    action = story.file.programme.actions["PAC-001"]
    assert (action.number, action.owners, action.wave, action.months) == ("W1-04", ("SRM Lead",), 1, ("2017-10",))
    assert story.file.title == "Supplier management"


@pytest.mark.parametrize("wrong", ["Oct 17", "2017-13", "2017-00", "2017-1", "17-10", "2017-10-31", "١٧٠٢-10", ""])
def test_a_month_in_a_wrong_form_is_refused_saying_what_would_be_right(wrong: str) -> None:
    """IMP-T-b: review dates are months."""
    with pytest.raises(ValidationError, match="such as 2017-10"):
        planned(review_months=(wrong,))


def test_an_action_without_owner_or_date_is_recorded_and_shown() -> None:
    """IMP-T-a, IMP-T-b, N-24."""
    given(OPENED, RISK).when(planned(owners=())).departs_from("programme-action.has-owner")
    given(OPENED, RISK).when(planned(review_months=())).departs_from("programme-action.has-review-date")
    given(OPENED, RISK).when(planned(review_months=(), ongoing=True)).keeps("programme-action.has-review-date")
    given(OPENED, RISK).when(planned()).keeps("programme-action.has-owner", "programme-action.has-review-date")


def test_a_number_is_given_to_one_action() -> None:
    running().when(planned()).refused("programme-action.number-once", "PAC-001")
    running().when(planned("W1-05")).recorded()


def test_an_action_of_a_workstream_that_is_not_there_is_refused_naming_those_there_are() -> None:
    given(OPENED, RISK).when(planned(workstream="WST-009")).refused("entry.names-what-is-on-file", "WST-001")


def test_a_circle_of_dependencies_is_refused_and_named() -> None:
    """IMP-W1-08."""
    story = running(planned("B", depends_on=("C",)), planned("C", depends_on=("D",)))

    story.when(planned("D", depends_on=("B",))).refused("programme-action.no-circle", "D needs B needs C needs D")
    story.when(planned("E", depends_on=("E",))).refused("programme-action.no-circle", "E needs E")
    story.when(planned("D", depends_on=("W1-04", "not planned yet"))).recorded()


# --- what became of it ----------------------------------------------------------------------------------------------


def test_an_action_reviewed_in_its_month_has_no_open_date_left_until_it_is_completed() -> None:
    story = running(reviewed("on-track"))

    action = story.file.programme.actions["PAC-001"]
    assert action.open_months == ()
    assert action.completed is None
    done = story.when(reviewed("completed", WINTER)).recorded().file.programme.actions["PAC-001"]
    assert done.completed is not None
    assert done.completed.on == WINTER


def test_an_action_with_two_review_dates_is_reviewed_twice() -> None:
    """IMP-W1-13."""
    story = given(OPENED, RISK, planned(review_months=("2018-05", "2017-12")), reviewed("on-track", WINTER))

    action = story.file.programme.actions["PAC-001"]
    assert action.months == ("2017-12", "2018-05")
    assert action.open_months == ("2018-05",)


def test_an_action_put_off_keeps_what_was_planned_and_says_why() -> None:
    """IMP-T-a: from month, to month, reason, by whom agreed."""
    story = running().when(
        reviewed("rescheduled", to_month="2018-01", agreed_by="CSMG", note=Said("The trainer was away"))
    )

    story.keeps("programme-action.rescheduled-with-reason")
    action = story.file.programme.actions["PAC-001"]
    assert (action.planned, action.months, action.open_months) == (("2017-10",), ("2018-01",), ("2018-01",))
    assert action.reviews[0].month == "2017-10"
    running().when(reviewed("rescheduled", to_month="2018-01")).departs_from("programme-action.rescheduled-with-reason")
    running().when(reviewed("on-track")).keeps("programme-action.rescheduled-with-reason")


def test_what_is_put_off_goes_to_a_month_and_nothing_else_does() -> None:
    running().when(reviewed("rescheduled")).refused("programme-action.rescheduled-to-a-month", "is not given")
    running().when(reviewed("on-track", to_month="2018-01")).refused(
        "programme-action.rescheduled-to-a-month", "leave to_month out"
    )


def test_what_is_put_off_is_not_put_off_to_a_month_that_is_past() -> None:
    """IMP-T-a."""
    running().when(reviewed("rescheduled", to_month="2017-09")).refused(
        "programme-action.put-off-to-a-month-to-come", "September 2017"
    )
    running().when(reviewed("rescheduled", to_month="2017-10")).recorded()


def test_a_review_far_ahead_of_every_date_is_for_none_of_them() -> None:
    """IMP-T-b, IMP-W1-13: one in December does not do for May; one of the month before, when it is warned of, does."""
    twice = planned(review_months=("2018-05", "2018-11"))
    early, near = reviewed("on-track", WINTER), reviewed("on-track", date(2018, 4, 30))

    far = given(OPENED, RISK, twice).when(early).departs_from("programme-action.reviewed-for-a-date")
    assert far.file.programme.actions["PAC-001"].open_months == ("2018-05", "2018-11")
    then = given(OPENED, RISK, twice, early).when(near).keeps("programme-action.reviewed-for-a-date")
    assert then.file.programme.actions["PAC-001"].open_months == ("2018-11",)
    named = early.model_copy(update={"review_month": "2018-05"})
    assert given(OPENED, RISK, twice, named).file.programme.actions["PAC-001"].open_months == ("2018-11",)


def test_a_review_of_a_month_that_is_no_review_date_is_refused_naming_the_dates() -> None:
    """IMP-T-b."""
    running().when(reviewed("on-track", review_month="2017-11")).refused(
        "programme-action.review-month-planned", "October 2017"
    )
    running().when(reviewed("on-track", review_month="2017-10")).recorded()


def test_nothing_is_completed_before_it_was_planned() -> None:
    running().when(reviewed("completed", date(2017, 3, 31))).refused(
        "programme-action.after-it-was-planned", "before it was planned on 3 April 2017"
    )
    running().when(reviewed("completed", SPRING)).recorded()


def test_what_is_completed_is_not_reviewed_again() -> None:
    done = running(reviewed("completed"))

    done.when(reviewed("on-track", WINTER)).refused("programme-action.completed-once", "31 October 2017")
    running(reviewed("on-track")).when(reviewed("completed", WINTER)).recorded()


def test_an_action_completed_before_what_it_needs_is_asked_about() -> None:
    """IMP-W1-08: W1-08 needs W2-10."""
    needs = running(planned("W1-08", depends_on=("W1-04", "W2-10")))
    rule = "programme-action.after-what-it-needs"

    needs.when(reviewed("completed", action="PAC-002"), acknowledge_all=False).asked(rule)
    told = needs.when(reviewed("completed", action="PAC-002")).departs_from(rule)
    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert said == "W1-08 depends on W1-04, W2-10, which were not completed by then"
    both = running(planned("W2-10"), planned("W1-08", depends_on=("W1-04", "W2-10")))
    done = both.when(reviewed("completed")).when(reviewed("completed", action="PAC-002"))
    done.when(reviewed("completed", action="PAC-003")).keeps(rule)
    done.when(reviewed("completed", AUTUMN.replace(day=1), action="PAC-003")).departs_from(rule)
    needs.when(reviewed("behind", action="PAC-002")).keeps(rule)


def test_an_action_that_is_to_bring_model_terms_is_completed_once_their_text_is_on_file() -> None:
    """IMP-26-a, IMP-W3-05."""
    to_bring = running(planned("W3-05", brings=("model-terms",)))
    terms = KnowledgeShared(happened_on=AUTUMN, form="model-terms", title="Benchmarking terms", topic="value for money")
    rule = "programme-action.brings-what-it-should"
    done = reviewed("completed", action="PAC-002")

    to_bring.when(done, acknowledge_all=False).asked(rule)
    bare = to_bring.when(terms).departs_from("knowledge.text-on-file")
    bare.when(done).departs_from(rule)
    told = to_bring.when(terms.model_copy(update={"summary": Said("Prices are compared each year")}))
    told.keeps("knowledge.text-on-file").when(done).keeps(rule)


@pytest.mark.parametrize(
    ("number", "title", "topic", "lacking"),
    [
        ("W1-09", "Terms of reference", "Contract governance", None),
        ("W1-09", "Benchmarking", "value for money", "model terms on governance"),
        ("W1-09", "Governance of prices", "value for money", "model terms on governance"),
        ("W3-05", "Model benchmarking terms", "Value for money", None),
        ("W3-05", "Value-for-money and benchmarking", "contract terms", None),
        ("W3-05", "Model terms", "Value for money", "model terms on benchmarking"),
        ("W3-05", "Model governance", "governance", "model terms on value for money and model terms on benchmarking"),
    ],
)
def test_an_action_that_develops_model_terms_asks_for_terms_on_what_it_is_about(
    number: str, title: str, topic: str, lacking: str | None
) -> None:
    """IMP-18-a, IMP-W1-09, IMP-26-a, IMP-W3-05: other model terms do not do it."""
    [row] = [row for row in programmes.read("supplier-management-2017").actions if row.number == number]
    terms = KnowledgeShared(
        happened_on=AUTUMN, form="model-terms", title=title, topic=topic, summary=Said("Text"), meant_for="All teams"
    )
    story = running(planned(number, brings=row.brings)).when(terms).recorded()

    last = story.when(reviewed("completed", action="PAC-002")).recorded().last

    assert last is not None
    asked = ("programme-action.brings-what-it-should", "programme-action.brings-governance-terms")
    found = [(d.found, d.citation) for d in last.departures if d.rule in asked]
    citation = "IMP-18-a" if number == "W1-09" else "IMP-26-a"
    assert found == ([(f"it was to bring {lacking}, and none is on file with its text", citation)] if lacking else [])


def test_a_telling_of_model_terms_counts_from_the_day_of_the_terms_and_for_whom_it_was() -> None:
    """IMP-26-a: what Finance was told, or one unit, or before there were terms, the other teams do not know."""
    terms = KnowledgeShared(
        happened_on=AUTUMN, form="model-terms", title="Model terms", topic="benchmarking", summary=Said("Text")
    )
    told = KnowledgeShared(happened_on=WINTER, form="communication", title="Benchmarking", topic="Model terms")
    adults = told.model_copy(update={"unit": "Adults", "meant_for": "Adults contract managers"})
    highways = BriefingHeld(happened_on=WINTER, topic="Benchmarking", teams=(TeamPresent(unit="Highways"),))

    def untold(*entries: Any) -> str | None:
        opened = OPENED.model_copy(update={"business_units": ("Adults", "Highways")})
        story = given(opened, RISK, planned("W3-05", brings=("model-terms-on-benchmarking",)), *entries)
        last = story.when(reviewed("completed", WINTER)).recorded().last
        assert last is not None
        found = [d.found for d in last.departures if d.rule == "programme-action.brings-what-it-should"]
        return found[0].partition(" were told to ")[2] if found else None

    assert untold(terms) == "contract management teams"
    assert untold(terms.model_copy(update={"meant_for": "Finance team"})) == "contract management teams"
    assert untold(told.model_copy(update={"happened_on": SPRING}), terms) == "contract management teams"
    assert untold(terms, adults) == "contract management teams of Highways"
    nobody = highways.model_copy(update={"teams": (TeamPresent(unit="Highways", people=0),)})
    assert untold(terms, adults, nobody) == "contract management teams of Highways"
    assert untold(terms, adults, highways) is None
    assert untold(terms, told) is None
    assert untold(terms.model_copy(update={"meant_for": "contract management teams"})) is None
    assert untold(terms, told.model_copy(update={"meant_for": "Highways"})) == "contract management teams of Adults"
    for others in ("all Finance staff", "Highways finance team", "Contractors", "overall finance", "Staff"):
        assert untold(terms, told.model_copy(update={"meant_for": others})) == "contract management teams", others
    for all_ in ("All staff", "everybody", "All business units", "Adults and Highways teams", "Contract managers"):
        assert untold(terms, told.model_copy(update={"meant_for": all_})) is None, all_


def test_a_new_version_of_model_terms_is_told_anew() -> None:
    """IMP-26-a: what teams were told of the first they do not know of the second; other terms are no version of it."""
    first = KnowledgeShared(
        happened_on=AUTUMN, form="model-terms", title="Model terms", topic="benchmarking", summary=Said("Text"),
        version="1", meant_for="All contract managers",
    )  # fmt: skip
    second = first.model_copy(update={"happened_on": WINTER, "version": "2", "meant_for": None})
    terms: Brought = "model-terms-on-benchmarking"

    def untold(*entries: Any) -> str | None:
        return not_told(given(OPENED, RISK, planned("W3-05", brings=(terms,)), *entries).file, terms)

    assert untold(first) is None
    assert untold(first, second) == "contract management teams"
    assert untold(first, second.model_copy(update={"meant_for": "All contract managers"})) is None
    told = KnowledgeShared(happened_on=WINTER, form="communication", title="Benchmarking", topic="Model terms")
    assert untold(first, second, told) is None
    assert untold(first, second, told.model_copy(update={"happened_on": AUTUMN})) == "contract management teams"
    for same in ({"title": "Terms on fees"}, {"version": "1"}, {"unit": "Adults"}):
        assert untold(first, second.model_copy(update=same)) is None


def test_what_another_action_or_another_year_brings_is_not_what_an_action_of_the_plan_asks_for() -> None:
    """IMP-W1-12, IMP-W2-03, IMP-W2-04, IMP-26-b: each by its own words."""
    agreed = StaffObjectivesAgreed(happened_on=SPRING, period="2017/18", objectives=(Said("Meet monthly"),))
    counts = StaffCountsReported(
        happened_on=AUTUMN,
        counted="objectives-set",
        period="2016/17",
        groups=(Group(team="Adults", staff=12, reached=12),),
    )
    this_year = counts.model_copy(update={"period": "2017/18"})
    cma = KnowledgeShared(
        happened_on=AUTUMN, form="communication", title="News", topic="Benchmarking", summary=Said("Text")
    )
    course = TrainingMaterialUpdated(
        happened_on=AUTUMN,
        course="Excel for beginners",
        level="intermediate",
        topics=("Value for money",),
        reviewed_with="Trainers Ltd",
    )
    own = course.model_copy(update={"course": "Contract management"})
    cases: tuple[tuple[Any, tuple[Any, ...], tuple[Any, ...]], ...] = (
        ("counts-of-objectives-set", (agreed, counts), (agreed, counts, this_year)),
        ("communication-on-cma", (cma,), (cma, cma.model_copy(update={"topic": "CMA"}))),
        ("intermediate-training-material-on-value-for-money", (course,), (course, own)),
        ("intermediate-training-material", (course,), (course, own)),
        ("intermediate-course-in-the-academy", (course.model_copy(update={"academy": "Commercial Academy"}),),
         (own.model_copy(update={"academy": "Commercial Academy"}),)),
    )  # fmt: skip

    hampshire = read("hampshire")
    for sort, other, asked_for in cases:
        brings = planned("W9-01", brings=(sort,))
        assert brought_by(given(OPENED, RISK, brings, *other).file, sort, hampshire) is None, sort
        assert brought_by(given(OPENED, RISK, brings, *asked_for).file, sort, hampshire) is not None, sort
    told = given(OPENED, RISK, planned("W1-12", brings=("counts-of-objectives-set",)), agreed, counts)
    last = told.when(reviewed("completed", WINTER)).recorded().last
    assert last is not None
    assert any("entry 5 does not say what was set for 2017/18" in d.found for d in last.departures)
    [plan] = [row for row in programmes.read("supplier-management-2017").actions if row.number == "W2-04"]
    assert plan.brings == ("communication-on-cma",)


def test_model_terms_are_told_to_the_teams_that_work_by_them() -> None:
    """IMP-18-a, IMP-W1-09: "communicated to contract management teams", with the terms or after."""
    rule, brings = "programme-action.brings-governance-terms", planned("W1-09", brings=("model-terms-on-governance",))
    terms = KnowledgeShared(
        happened_on=AUTUMN, form="model-terms", title="Terms of reference", topic="governance", summary=Said("Text")
    )
    told = terms.model_copy(update={"form": "communication", "title": "How a contract is governed"})
    briefed = BriefingHeld(happened_on=AUTUMN, topic="Governance", teams=(TeamPresent(unit="Adults"),))
    shared, done = running(brings).when(terms), reviewed("completed", action="PAC-002")

    shared.departs_from("knowledge.says-whom-terms-are-for")
    last = shared.when(done).departs_from(rule).last
    assert last is not None
    [said] = [d.found for d in last.departures if d.rule == rule]
    assert said == "it is not on file that the model terms on governance were told to contract management teams"
    for one in (told, briefed):
        shared.when(one).recorded().when(done).keeps(rule)
    shared.when(briefed.model_copy(update={"topic": "risk"})).recorded().when(done).departs_from(rule)
    named = running(brings).when(terms.model_copy(update={"meant_for": "All contract managers"}))
    named.keeps("knowledge.says-whom-terms-are-for").when(done).keeps(rule)


def test_an_action_that_updates_guidance_for_platinum_contracts_asks_for_guidance_on_those() -> None:
    """IMP-W1-02: guidance on anything else, or without its text, does not do it."""
    [row] = [row for row in programmes.read("supplier-management-2017").actions if row.number == "W1-02"]
    story, done = running(planned("W1-02", brings=row.brings)), reviewed("completed", action="PAC-002")
    rule, text = "programme-action.brings-what-it-should", Said("What is asked of them")
    spot = KnowledgeShared(happened_on=AUTUMN, form="guidance", title="Guide", topic="spot contracts", summary=text)
    bare = KnowledgeShared(happened_on=AUTUMN, form="guidance", title="Guide", topic="Platinum contracts")
    whole = bare.model_copy(update={"summary": text})

    last = story.when(spot).recorded().when(bare).recorded().when(done).departs_from(rule).last
    assert last is not None
    [said] = [d.found for d in last.departures if d.rule == rule]
    assert said == "it was to bring guidance on platinum contracts, and none is on file with its text"
    story.when(whole).recorded().when(done).keeps(rule)


def test_an_action_on_risk_or_on_value_for_money_asks_for_what_is_about_that() -> None:
    """IMP-17-a, IMP-W1-04, IMP-26-b, IMP-W3-06: "including Business Continuity Planning"; "updated accordingly"."""
    plan = {row.number: row for row in programmes.read("supplier-management-2017").actions}
    rule, done = "programme-action.brings-what-it-should", reviewed("completed", action="PAC-001")

    def shared(form: Any, topic: str) -> KnowledgeShared:
        return KnowledgeShared(happened_on=AUTUMN, form=form, title="Made", topic=topic, summary=Said("Text"))

    course = TrainingMaterialUpdated(happened_on=AUTUMN, course="Contracts", level="intermediate", version="2")

    def found(number: str, *brought: Any) -> str:
        story = given(OPENED, RISK, planned(number, brings=plan[number].brings), *brought)
        last = story.when(done).recorded().last
        return "".join(d.found for d in last.departures if d.rule == rule) if last else ""

    of_else = (shared("template", "spot contracts"), shared("guidance", "governance"), course)
    assert found("W1-04", *of_else) == (
        "it was to bring template on risk and guidance on risk and template or guidance on continuity, "
        "and none is on file with its text"
    )
    on_risk = (shared("template", "Supply risk"), shared("guidance", "Managing risks"))
    assert "bring template or guidance on continuity, and none" in found("W1-04", *on_risk)
    assert found("W1-04", *on_risk, shared("template", "Business Continuity Planning")) == ""
    assert "guidance on value for money and intermediate training material on value for money" in found(
        "W3-06", *of_else
    )
    on_value = course.model_copy(update={"topics": ("VfM and benchmarking",)})
    assert found("W3-06", shared("guidance", "Value for money"), on_value) == ""


def test_an_action_that_updates_guidance_for_the_lifecycle_asks_for_guidance_on_its_stages() -> None:
    """IMP-W3-01: "Update Supplier Management Policy and guidance for stages of the contract lifecycle"."""
    [row] = [row for row in programmes.read("supplier-management-2017").actions if row.number == "W3-01"]
    rule, story = "programme-action.brings-what-it-should", running(planned("W3-01", brings=row.brings))
    done = reviewed("completed", action="PAC-002")
    of_else = KnowledgeShared(
        happened_on=AUTUMN, form="guidance", title="Guide", topic="spot contracts", summary=Said("Text")
    )

    last = story.when(of_else).recorded().when(done).departs_from(rule).last
    assert last is not None
    [said] = [d.found for d in last.departures if d.rule == rule]
    assert said == "it was to bring guidance on the lifecycle, and none is on file with its text"
    for topic in ("the contract life-cycle", "Stages of a contract", "lifecycle"):
        story.when(of_else.model_copy(update={"topic": topic})).recorded().when(done).keeps(rule)


def test_a_course_that_was_updated_is_said_to_be_in_what() -> None:
    """IMP-26-b: "course materials updated accordingly"."""
    rule, story = "training-material.says-what-was-updated", running()
    bare = TrainingMaterialUpdated(happened_on=AUTUMN, course="Contracts", level="advanced")

    story.when(bare).departs_from(rule)
    story.when(bare.model_copy(update={"topics": ("value for money",)})).keeps(rule)
    story.when(bare.model_copy(update={"version": "3.1"})).keeps(rule)


def test_an_action_carries_out_a_recommendation_in_a_wave() -> None:
    """IMP-T-a: the tables have a recommendation for each action, and stand in three waves."""
    rule, story = "programme-action.of-a-recommendation-and-a-wave", given(OPENED, RISK)

    nowhere = story.when(planned(workstream=None, wave=None)).departs_from(rule).last
    assert nowhere is not None
    assert "it is not said which recommendation it carries out, nor in which wave it stands" in [
        d.found for d in nowhere.departures
    ]
    story.when(planned(workstream=None)).departs_from(rule)
    story.when(planned(workstream=None, recommendation="Supply risk management")).keeps(rule)
    story.when(planned(wave=None)).keeps(rule)  # its workstream stands in one
    story.when(planned(workstream=None, wave=None, note=Said("The tables have no line for it"))).keeps(rule)


def test_an_action_stands_in_a_wave_that_the_programme_has() -> None:
    """IMP-T-a: as its workstreams say."""
    rule, story = "programme-action.in-a-wave-of-the-programme", given(OPENED, RISK)

    beyond = story.when(planned(wave=7)).departs_from(rule)
    assert [d.found for d in beyond.file.entries[-1].departures if d.rule == rule] == [
        f"it stands in wave 7, and the workstreams of the programme in wave {RISK.wave}"
    ]
    story.when(planned(wave=RISK.wave)).keeps(rule)
    given(OPENED, RISK.model_copy(update={"wave": None})).when(planned(wave=7)).keeps(rule)


def test_an_action_that_is_to_bring_briefings_or_courses_is_completed_once_they_are_on_file() -> None:
    """IMP-17-d, IMP-W1-05, IMP-W1-07."""
    story = running(
        planned("W1-07", brings=("briefing-session",)), planned("W3-06", brings=("guidance", "training-material"))
    )
    rule, at_the_desk = "programme-action.brings-what-it-should", BriefingHeld(
        happened_on=AUTUMN, form="one-to-one", topic="risk", teams=(TeamPresent(unit="Adults", team="Homes"),)
    )  # fmt: skip
    course = TrainingMaterialUpdated(
        happened_on=AUTUMN, course="Managing a contract", level="intermediate", version="2"
    )
    briefed, taught = reviewed("completed", action="PAC-002"), reviewed("completed", action="PAC-003")

    story.when(briefed, acknowledge_all=False).asked(rule)
    story.when(at_the_desk).recorded().when(briefed).departs_from(rule)
    held = at_the_desk.model_copy(update={"form": "briefing-session"})
    story.when(held).recorded().when(briefed).keeps(rule)
    for teams in ((), (TeamPresent(unit="Adults", team="Homes", people=0),)):
        story.when(held.model_copy(update={"teams": teams})).recorded().when(briefed).departs_from(rule)
    bare = story.when(course).recorded().when(taught).departs_from(rule)
    assert bare.last is not None
    [said] = [d.found for d in bare.last.departures if d.rule == rule]
    assert said == "it was to bring guidance, and none is on file with its text"
    brings = {row.number: row.brings for row in programmes.read("supplier-management-2017").actions}
    assert [brings[n] for n in ("W1-05", "W1-07", "W2-02", "W2-03")] == [
        ("contract-management-training-material-on-risk", "risk-management-training-material"),
        ("briefing-session-on-risk",), ("briefing-session-on-spot-contracts", "briefing-session-on-risk"),
        ("fundamentals-training-material", "intermediate-training-material"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("brings", "courses", "lacking"),
    [
        (("fundamentals-training-material", "intermediate-training-material"), ["Contracts"],
         "fundamentals training material"),
        (("training-material-on-risk",), ["Contracts"], "training material on risk"),
        (("training-material-on-risk",), ["Contracts", "Managing risk"], None),
        (("intermediate-training-material",), ["Contracts"], None),
    ],
)  # fmt: skip
def test_an_action_that_updates_courses_of_a_level_or_on_risk_asks_for_those(
    brings: tuple[Any, ...], courses: list[str], lacking: str | None
) -> None:
    """IMP-20-b, IMP-W1-05, IMP-W2-03, IMP-26-b: another course does not do it."""
    story, rule = running(planned("W2-03", brings=brings)), "programme-action.brings-what-it-should"
    for course in courses:
        material = TrainingMaterialUpdated(
            happened_on=AUTUMN, course=course, level="intermediate", reviewed_with="OD", version="2"
        )
        story = story.when(material).recorded()

    done = story.when(reviewed("completed", action="PAC-002"))

    if lacking is None:
        done.keeps(rule)
    else:
        last = done.departs_from(rule).last
        assert last is not None
        assert f"it was to bring {lacking}, and none is on file" in [d.found for d in last.departures]


def test_the_courses_on_managing_contracts_and_on_managing_risk_are_both_updated() -> None:
    """IMP-17-b, IMP-W1-05: each to guide more on risk; the one does not stand for the other."""
    rule, done = "programme-action.brings-what-it-should", reviewed("completed", action="PAC-001")
    [action] = [row for row in programmes.read("supplier-management-2017").actions if row.number == "W1-05"]
    story = given(OPENED, RISK, planned("W1-05", brings=action.brings))

    def found(*courses: tuple[str, tuple[str, ...]]) -> list[str]:
        updated = [
            TrainingMaterialUpdated(happened_on=AUTUMN, course=course, level="intermediate", topics=topics)
            for course, topics in courses
        ]
        last = given(*[r.entry for r in story.file.known], *updated).when(done).recorded().last
        assert last is not None
        return [d.found for d in last.departures if d.rule == rule]

    contracts, on_risk = ("Contract Management", ("risk",)), ("Risk Management", ("continuity",))
    no_contracts, no_risk = "contract management training material on risk", "risk management training material"
    assert found(contracts) == [f"it was to bring {no_risk}, and none is on file"]
    assert found(on_risk) == [f"it was to bring {no_contracts}, and none is on file"]
    assert found(on_risk, ("Contract Management", ("prices",))) == [
        f"it was to bring {no_contracts}, and none is on file"
    ]
    assert found(contracts, on_risk) == []


def test_briefings_on_risk_are_held_on_risk_and_for_each_unit() -> None:
    """IMP-17-d, IMP-W1-07: as W1-05 brings training material on risk; the units that had none are named."""
    rule, done = "programme-action.brings-what-it-should", reviewed("completed", action="PAC-001")
    brings = planned("W1-07", brings=("briefing-session-on-risk",))
    story = given(OPENED.model_copy(update={"business_units": ("Adults", "Housing")}), RISK, brings)

    def held(topic: str, *units: str, form: Any = "briefing-session") -> BriefingHeld:
        return BriefingHeld(
            happened_on=AUTUMN, form=form, topic=topic, teams=tuple(TeamPresent(unit=unit) for unit in units)
        )

    def found(*briefings: BriefingHeld) -> str | None:
        told = story
        for one in briefings:
            told = told.when(one).recorded()
        last = told.when(done).recorded().last
        return next((d.found for d in last.departures if d.rule == rule), None) if last else None

    none = "it was to bring briefing session on risk, and none is on file"
    assert found() == found(held("Spot contracts", "Adults", "Housing")) == none
    assert found(held("Risk", "Adults", "Housing", form="one-to-one")) == none
    assert found(held("Supply risks", "housing")) == "of briefing session on risk nothing is on file for Adults"
    assert found(held("Supply risks", "Housing"), held("Managing risk.", "Adults")) is None


def brought(number: str, *entries: Any, day: date = WINTER) -> str | None:
    """What is found where an action of the packaged plan is completed over these entries; None where nothing is."""
    [action] = [row for row in programmes.read("supplier-management-2017").actions if row.number == number]
    opened = OPENED.model_copy(update={"business_units": ("Adults", "Housing")})
    last = given(opened, RISK, planned(number, brings=action.brings), *entries).when(reviewed("completed", day)).last
    assert last is not None
    found = (d.found for d in last.departures if d.rule == "programme-action.brings-what-it-should")
    return next(found, None)


def shared(topic: str) -> KnowledgeShared:
    return KnowledgeShared(happened_on=AUTUMN, form="guidance", title="Pages", topic=topic, summary=Said("Words"))


def test_guidance_and_briefings_are_on_spot_contracts_and_risk_and_briefings_are_held_in_each_unit() -> None:
    """IMP-20-a: to include specific issues such as treatment of spot contracts and risk management."""
    units = TeamPresent(unit="Adults", team="Homes", people=4), TeamPresent(unit="Housing", team="Repairs", people=0)

    def held(topic: str, *teams: TeamPresent) -> BriefingHeld:
        return BriefingHeld(happened_on=AUTUMN, topic=topic, teams=teams)

    assert brought("W2-01", shared("parking"), shared("risk")) == (
        "it was to bring guidance on spot contracts, and none is on file with its text"
    )
    assert brought("W2-01", shared("Spot contracts"), shared("risk")) is None
    assert brought("W2-02", held("Expenses", *units)) is not None
    assert brought("W2-02", held("Spot contracts and risk", *units)) == (
        "of briefing session on spot contracts nothing is on file for Housing; "
        "of briefing session on risk nothing is on file for Housing"
    )
    both = held("Spot contracts and risk", *(team.model_copy(update={"people": 3}) for team in units))
    assert brought("W2-02", both) is None


def test_a_course_is_updated_once_it_is_said_with_whom_it_was_reviewed_and_in_what() -> None:
    """IMP-20-b, IMP-17-b: reviewed with the training provider and updated accordingly."""
    bare = [
        TrainingMaterialUpdated(happened_on=AUTUMN, course="Contracts", level=level)
        for level in ("fundamentals", "intermediate")
    ]  # fmt: skip
    said = [one.model_copy(update={"reviewed_with": "OD", "topics": ("spot contracts",)}) for one in bare]

    assert brought("W2-03", *bare) == (
        "it was to bring fundamentals training material and intermediate training material, and none is on file; "
        "entry 4 does not say with which training provider it was reviewed and in what it was updated; "
        "entry 5 does not say with which training provider it was reviewed and in what it was updated"
    )
    assert "intermediate" in (brought("W2-03", said[0], bare[1]) or "")
    assert brought("W2-03", *said) is None


def test_courses_are_integrated_into_the_academy_once_both_are_said_to_be_part_of_it() -> None:
    """IMP-20-c."""
    first, second = (
        TrainingMaterialUpdated(happened_on=AUTUMN, course="Contracts", level=level, academy="Commercial Academy")
        for level in ("fundamentals", "intermediate")
    )

    assert brought("20-c", first, second.model_copy(update={"academy": None})) == (
        "it was to bring intermediate course in the academy, and none is on file"
    )
    assert brought("20-c", first, second) is None


def test_a_course_called_by_its_level_alone_is_the_one_of_that_level_and_one_called_otherwise_is_named() -> None:
    """IMP-20-c, IMP-W2-03: "fundamentals and intermediate level courses"."""
    course = TrainingMaterialUpdated(
        happened_on=AUTUMN, course="Fundamentals", level="fundamentals", academy="Commercial Academy",
        topics=("Risk",), reviewed_with="Trainers Ltd",
    )  # fmt: skip

    for name in ("Intermediate", "intermediate level course", "Intermediate contract management"):
        second = course.model_copy(update={"course": name, "level": "intermediate"})
        assert brought("20-c", course, second) is None, name
        assert brought("W2-03", course, second) is None, name
    other = course.model_copy(update={"course": "First aid", "level": "intermediate"})
    for action in ("20-c", "W2-03"):
        assert "entry 5 does not say in its name that it is the contract management course" in (
            brought(action, course, other) or ""
        ), action


def test_a_community_is_created_once_somebody_runs_it() -> None:
    """IMP-21-a, IMP-W2-05."""
    lead = RoleTaken(happened_on=AUTUMN, role="community-lead", person="SRM Lead")

    assert brought("W2-05") == "it was to bring community of practice, and none is on file"
    assert brought("W2-05", lead.model_copy(update={"role": "community-member"})) is not None
    assert brought("W2-05", lead) is None


def test_turnover_is_assessed_and_measures_are_put_in_place_in_each_unit() -> None:
    """IMP-24-c, IMP-W3-02: in the assessment, or agreed of the unit."""
    quarter = Span(first=date(2017, 7, 1), last=date(2017, 9, 30))
    adults, housing = (
        StaffChurnAssessed(happened_on=AUTUMN, unit=unit, period=quarter) for unit in ("Adults", "Housing")
    )
    shadowed = adults.model_copy(update={"measures": (Said("Read the file together"),)})
    agreed = UnitArrangementAgreed(
        happened_on=AUTUMN, subject="turnover-measures", unit="Housing", items=("Shadow for a month",)
    )

    assert brought("W3-02") == "it was to bring turnover assessment and turnover measures, and none is on file"
    assert brought("W3-02", shadowed, housing) == "of turnover measures nothing is on file for Housing"
    assert brought("W3-02", shadowed, agreed) == "of turnover assessment nothing is on file for Housing"
    assert brought("W3-02", shadowed, housing, agreed) is None


def test_an_action_on_what_the_programme_itself_agrees_or_counts_is_completed_once_it_did() -> None:
    """IMP-W1-01, IMP-W1-08, IMP-W1-13, IMP-W2-09, IMP-13-b, IMP-13-d, IMP-14-b, IMP-21-b."""
    base = UnitArrangementAgreed(
        happened_on=AUTUMN, subject="board-reporting", dimensions=("cost", "performance", "risk", "users")
    )
    contact = RoleTaken(happened_on=AUTUMN, role="first-point-of-contact", person="Ada Low", unit="Adults")
    group = (Group(team="Adults", staff=9, reached=9),)
    half = StaffCountsReported(
        happened_on=AUTUMN, counted="half-year-review", period="2016/17", groups=group, presented_to="CSMG"
    )
    year = half.model_copy(update={"counted": "end-of-year-review"})
    report = ProgrammeProgressReported(
        happened_on=AUTUMN, workstream="WST-001", month="2017-10", state="on-track", presented_to="CSMG"
    )
    done: dict[str, tuple[Any, ...]] = {
        "W1-01": (MarketIntelligenceRecorded(happened_on=AUTUMN, subject="sector", name="Care", summary=Said("Few")),),
        "W1-08": (base,), "W1-13": (half, year), "W2-09": (base,), "13-b": (
            contact, contact.model_copy(update={"person": "Bea Fox", "unit": "Housing"}),
        ), "13-d": (report,), "14-b": (
            PolicyUpdateApproved(happened_on=AUTUMN, document="Supplier Management Policy", version="2"),
        ),
        "21-b": (RoleTaken(happened_on=AUTUMN, role="community-member", person="Ann Ashe"),),
    }  # fmt: skip

    assert {number: brought(number, *entries) for number, entries in done.items()} == dict.fromkeys(done)
    assert all(brought(number) for number in done)
    assert brought("13-b", contact) == "of first points of contact nothing is on file for Housing"
    of_adults = base.model_copy(update={"unit": "Adults"})
    assert brought("W1-08", of_adults) == "of board reports on risk nothing is on file for Housing"
    assert brought("W2-09", of_adults) == "it was to bring base of board reports, and none is on file"
    assert brought("W2-09", base.model_copy(update={"dimensions": (), "words": Said("Monthly")})) == (
        "it was to bring base of board reports, and none is on file; entry 4 does not say on which sides of a contract "
        "boards are reported to"
    )
    assert brought("W1-13", half) == "it was to bring counts of end of year reviews, and none is on file"
    silent = done["W1-01"][0].model_copy(update={"summary": None})
    none = "it was to bring market intelligence, and none"
    unsaid = f"{none} is on file; entry 4 does not say what was learnt"
    assert brought("W1-01", silent) == f"{unsaid}, nor where it was taken from"
    assert brought("W1-01", silent.model_copy(update={"drawn_from": "A survey"})) == unsaid


def test_an_action_with_several_review_dates_is_completed_once_none_is_still_to_come() -> None:
    """IMP-W1-13: "Dec 17 & May 18"; one that is completed before its only date is just early."""
    rule, both = "programme-action.reviewed-on-every-date", planned("W1-13", review_months=("2017-12", "2018-05"))
    once = planned("W1-11", review_months=("2018-05",))
    story, done = running(both, once), reviewed("completed", date(2018, 1, 20), action="PAC-002")

    last = story.when(done).departs_from(rule).last
    assert last is not None
    [said] = [d.found for d in last.departures if d.rule == rule]
    assert said == "W1-13 is to be reviewed in May 2018 too, and nobody is asked to then"
    story.when(done.model_copy(update={"happened_on": date(2018, 4, 30)})).keeps(rule)
    story.when(done.model_copy(update={"action": "PAC-003"})).keeps(rule)
    story.when(done.model_copy(update={"outcome": "on-track", "review_month": "2017-12"})).keeps(rule)
    given_up, early = (
        {one.id: one for one in settled(view_of(story.when(entry).file)).duties} for entry in (
            done, done.model_copy(update={"action": "PAC-003"})
        )
    )  # fmt: skip
    may = next(one for name, one in given_up.items() if name.startswith("programme-action/PAC-002/2018-05"))
    december = next(one for name, one in given_up.items() if name.startswith("programme-action/PAC-002/2017-12"))
    assert (may.done_on, (may.not_asked or "").startswith("it lapsed on 20 January 2018")) == (None, True)
    assert december.done_on == date(2018, 1, 20)
    [own] = [one for name, one in early.items() if name.startswith("programme-action/PAC-003/2018-05")]
    assert own.done_on == date(2018, 1, 20)


def test_what_goes_on_is_not_completed() -> None:
    """IMP-W2-07: said to be completed, it can be reviewed as before; nothing waits for it."""
    story = running(planned("W2-07", ongoing=True, review_months=()))
    rule = "programme-action.goes-on"

    said = story.when(reviewed("completed", action="PAC-002")).departs_from(rule)
    said.then(lambda file: file.programme.actions["PAC-002"].completed is None)
    said.when(reviewed("on-track", WINTER, action="PAC-002")).keeps(rule)
    story.when(reviewed("on-track", action="PAC-002")).keeps(rule)
    waiting = story.when(planned("W2-08", depends_on=("W2-07",))).recorded()
    waiting.when(reviewed("completed", action="PAC-003")).keeps("programme-action.after-what-it-needs")
    story.when(reviewed("completed")).keeps(rule)


def test_an_action_is_reviewed_by_its_owner_or_by_who_leads_it() -> None:
    """IMP-T-a: of an owner the procedure does not know by that name, nobody can tell."""
    rule = "programme-action.reviewed-by-its-owner"
    bound = ProcedureBound(happened_on=SPRING, procedure="tiered/1")
    od, lead, eug = (Actor(person="Ola Dent", office=office) for office in ("od", "srm-lead", "cma-eug"))

    story = running(bound, planned("W2-10", owners=("CMA EUG",)))
    told = story.when(reviewed("completed", action="PAC-002", by=od)).departs_from(rule)
    assert told.last is not None
    assert "W2-10 is CMA EUG's, and Ola Dent (" in str([one.found for one in told.last.departures])
    for by in (eug, lead, None):
        story.when(reviewed("completed", action="PAC-002", by=by)).keeps(rule)
    other = running(bound, planned("W2-11", owners=("All contract management staff",)))
    other.when(reviewed("completed", action="PAC-002", by=od)).keeps(rule)


def test_what_goes_on_without_a_date_is_not_put_off() -> None:
    """IMP-W2-07: "ongoing"; of one that goes on and has dates as well, one may be."""
    rule = "programme-action.goes-on"
    put_off = reviewed("rescheduled", WINTER, action="PAC-002", to_month="2018-06")
    story = running(planned("W2-07", ongoing=True, review_months=()))

    told = story.when(put_off).departs_from(rule)
    told.then(lambda file: file.programme.actions["PAC-002"].months == ())
    told.then(lambda file: file.programme.actions["PAC-002"].last_looked_at == WINTER)
    dated = running(planned("W2-07", ongoing=True, review_months=("2018-01",))).when(put_off).keeps(rule)
    dated.then(lambda file: file.programme.actions["PAC-002"].months == ("2018-06",))


def test_objectives_are_cascaded_once_they_are_agreed_and_counted() -> None:
    """IMP-W1-12, IMP-19-b."""
    rule, done = "programme-action.brings-what-it-should", reviewed("completed", action="PAC-002")
    story = running(planned("W1-12", brings=("standard-objectives", "counts-of-objectives-set")))
    agreed = StaffObjectivesAgreed(
        happened_on=AUTUMN, period="2017/18", objectives=(Said("Know the contract"),), agreed_by="CSMG"
    )  # fmt: skip
    groups = (Group(team="Adults", staff=12, reached=8),)
    counted = StaffCountsReported(happened_on=AUTUMN, counted="objectives-set", period="2017/18", groups=groups)

    bare = story.when(done).departs_from(rule)
    assert bare.last is not None
    assert "it was to bring standard objectives and counts of objectives set, and none is on file" in [
        d.found for d in bare.last.departures
    ]
    story.when(agreed).recorded().when(done).departs_from(rule)
    half_year = counted.model_copy(update={"counted": "half-year-review"})
    story.when(agreed).recorded().when(half_year).recorded().when(done).departs_from(rule)
    story.when(agreed).recorded().when(counted).recorded().when(done).keeps(rule)
    brings = {row.number: row.brings for row in programmes.read("supplier-management-2017").actions}
    assert (brings["W1-11"], brings["W1-12"]) == (("standard-objectives",), ("counts-of-objectives-set",))


def test_standard_objectives_are_reviewed_once_those_agreed_are_on_file() -> None:
    """IMP-W1-11, IMP-19-a: "will be reviewed and agreed by CSMG"."""
    rule, done = "programme-action.brings-what-it-should", reviewed("completed", action="PAC-002")
    plan = {row.number: row for row in programmes.read("supplier-management-2017").actions}
    story = running(planned("W1-11", brings=plan["W1-11"].brings))
    agreed = StaffObjectivesAgreed(
        happened_on=AUTUMN, period="2017/18", objectives=(Said("Know the contract"),), agreed_by="CSMG"
    )  # fmt: skip

    story.when(done).departs_from(rule)
    story.when(agreed).recorded().when(done).keeps(rule)


def test_careers_are_discussed_once_it_is_counted_how_many_of_them_beyond_the_unit() -> None:
    """IMP-19-d."""
    rule, done = "programme-action.brings-what-it-should", reviewed("completed", action="PAC-002")
    plan = {row.number: row for row in programmes.read("supplier-management-2017").actions}
    story = running(planned("19-d", brings=plan["19-d"].brings))
    within, beyond = (Group(team="Adults", staff=12, reached=8, beyond_unit=many) for many in (None, 3))

    def counted(group: Group) -> StaffCountsReported:
        return StaffCountsReported(
            happened_on=AUTUMN, counted="career-discussions", period="2017/18", groups=(group,)
        )  # fmt: skip

    story.when(done).departs_from(rule)
    story.when(counted(within)).recorded().when(done).departs_from(rule)
    story.when(counted(beyond)).recorded().when(done).keeps(rule)


def test_objectives_without_the_months_of_their_reports_are_remarked_on() -> None:
    """IMP-19-c: anonymised reports follow the half-year and the end-of-year review."""
    rule, story = "staff-objectives.say-when-reported", running()
    bare = StaffObjectivesAgreed(happened_on=AUTUMN, period="2017/18", objectives=(Said("Know the contract"),))
    half = bare.model_copy(update={"half_year_due": "2017-12"})

    story.when(bare).departs_from(rule)
    told = story.when(half).departs_from(rule)
    assert told.last is not None
    assert "it does not say by when the whole year is" in [d.found for d in told.last.departures]
    story.when(half.model_copy(update={"end_of_year_due": "2018-05"})).keeps(rule)


def test_who_completes_a_review_of_contracts_says_which_were_reviewed() -> None:
    """IMP-W1-06: as asked as for the template that W1-04 is to bring."""
    story = running(planned("W1-06", theme="risk"))
    rule, done = "programme-action.says-what-was-reviewed", reviewed("completed", action="PAC-002")

    story.when(done, acknowledge_all=False).asked(rule)
    story.when(done.model_copy(update={"note": Said("MCC-1; MCC-2 ends in May and is left")})).keeps(rule)
    story.when(reviewed("on-track", action="PAC-002")).keeps(rule)
    story.when(reviewed("completed")).keeps(rule)  # reviews no contracts


def test_an_area_of_improvement_that_is_a_workstream_already_is_asked_about() -> None:
    """IMP-12-a: however it is written."""
    again, rule = RISK.model_copy(update={"title": "supply  risk Management"}), "workstream.established-once"

    running().when(again, acknowledge_all=False).asked(rule)
    running().when(RISK.model_copy(update={"title": "Value for money"})).keeps(rule)


def test_a_programme_has_a_lead_and_business_units_and_a_unit_it_has_not_is_asked_about() -> None:
    """IMP-13-a."""
    rule = "programme.led-and-carried-out"
    units = OPENED.model_copy(update={"business_units": ("Adults", "Highways")})
    stranger = UnitArrangementAgreed(happened_on=AUTUMN, subject="turnover-measures", unit="Adlts")
    member = RoleTaken(happened_on=AUTUMN, role="forum-member", person="Fay Forum", unit="adults")

    Story(called="programme/SRM-2017").when(OPENED).departs_from(rule)
    Story(called="programme/SRM-2017").when(units).keeps(rule)
    given(units).when(stranger, acknowledge_all=False).asked("unit.of-the-programme")
    given(units).when(member.model_copy(update={"unit": "Adlts"}), acknowledge_all=False).asked(
        "knowledge.unit-of-the-programme"
    )
    given(units).when(member).keeps("knowledge.unit-of-the-programme")
    given(OPENED).when(member).keeps("knowledge.unit-of-the-programme")


def test_a_programme_is_opened_by_the_authority_in_units_named_once_and_reported_to_a_body() -> None:
    """IMP-13-a, IMP-13-d."""
    whole = OPENED.model_copy(update={"business_units": ("Adults", "Housing")})

    Story(called="programme/SRM-2017").when(whole.model_copy(update={"by": ANN})).keeps(
        "programme.opened-by-the-authority", "programme.unit-named-once"
    )
    Story(called="programme/SRM-2017").when(whole.model_copy(update={"by": PIA})).departs_from(
        "programme.opened-by-the-authority"
    )
    twice = Story(called="programme/SRM-2017").when(whole.model_copy(update={"business_units": ("Housing", "housing")}))
    assert twice.departs_from("programme.unit-named-once").file.programme.units == ("Housing",)
    Story(called="programme/SRM-2017").when(whole).keeps("programme.led-and-carried-out")
    Story(called="programme/SRM-2017").when(whole.model_copy(update={"advised_by": None})).departs_from(
        "programme.led-and-carried-out"
    )


def test_an_action_that_is_not_there_cannot_be_completed() -> None:
    running().when(reviewed("completed", action="PAC-002")).refused("entry.names-what-is-on-file", "PAC-001")


# --- reports and policies -------------------------------------------------------------------------------------------


def test_a_months_progress_of_a_workstream_is_reported_with_what_is_to_be_resolved() -> None:
    """IMP-13-d."""
    report = ProgrammeProgressReported(
        happened_on=AUTUMN, workstream="WST-001", month="2017-10", state="at-risk", presented_to="CSMG",
        issues_to_resolve=(Said("No trainer"),),
    )  # fmt: skip

    story = running().when(report).keeps("programme-report.presented")
    assert story.file.programme.workstreams["WST-001"].reports[0].state == "at-risk"
    running().when(report.model_copy(update={"presented_to": None})).keeps(
        "programme-report.presented"
    )  # Hampshire: off
    running().when(report.model_copy(update={"month": "2017-11"})).refused("programme-report.month-begun", "November")
    running().when(report.model_copy(update={"workstream": "WST-002"})).refused(
        "entry.names-what-is-on-file", "there are WST-001"
    )


def approved(**said: Any) -> PolicyUpdateApproved:
    usual = {"document": "Supplier Management Policy", "version": "3", "actions": ("PAC-001",)}
    return PolicyUpdateApproved(happened_on=WINTER, **(usual | said))


def test_a_version_of_a_policy_is_approved_once_and_by_somebody() -> None:
    """IMP-14-a, IMP-14-b."""
    lead = Actor(person="Sue Supplier", office="srm-lead")
    story = running().when(approved(by=lead)).keeps("policy.says-who-approved")

    running().when(approved()).departs_from("policy.says-who-approved")
    story.when(approved(by=lead, document="supplier  management policy")).refused(
        "policy.version-approved-once", "version 3 of Supplier Management Policy was approved on"
    )
    story.when(approved(by=lead, version="4")).recorded()


def test_a_version_of_a_policy_comes_after_the_last_one_approved() -> None:
    """IMP-14-a: where both are numbers, and as they were approved."""
    rule = "policy.version-after-the-last"
    story = running(approved(version="4.1"))

    told = story.when(approved(version="3.9")).departs_from(rule)
    assert told.last is not None
    assert any("version 4.1 was approved on 11 December 2017 (entry 4)" in d.found for d in told.last.departures)
    for version in ("4.2", "4.10", "v5", "of spring 2018"):
        story.when(approved(version=version)).keeps(rule)
    story.when(approved(version="1", document="Training handbook")).keeps(rule)
    before = approved(version="3.9").model_copy(update={"happened_on": AUTUMN})
    story.when(before).keeps(rule)
    of_a_day = running(approved(version="12.05.2026")).when(approved(version="01.06.2026"))
    of_a_day.keeps(rule)


def test_a_policy_that_needs_the_cabinet_members_approval_is_approved_by_nobody_else() -> None:
    """IMP-14-b, IMP-12-b."""
    member = Actor(person="Rae Resource", office="cabinet-member-for-resources")
    lead = Actor(person="Sue Supplier", office="srm-lead")
    needed = {"cabinet_approval_needed": True}

    running().when(approved(by=lead, **needed)).departs_from("policy.approved-by-the-cabinet-member")
    running().when(approved(**needed)).departs_from("policy.approved-by-the-cabinet-member")
    running().when(approved(by=member, **needed)).keeps("policy.approved-by-the-cabinet-member")
    short = member.model_copy(update={"office": "cabinet-member"})  # of a programme bound to no procedure that has one
    running().when(approved(by=short, **needed)).keeps("policy.approved-by-the-cabinet-member")
    running().when(approved(by=lead)).keeps("policy.approved-by-the-cabinet-member")


def test_it_is_said_whether_the_cabinet_member_has_to_approve_a_policy() -> None:
    """IMP-14-b: "if required"; not of a handbook, nor of what the Cabinet Member approved (docs/adr/0523)."""
    rule, lead = "policy.says-whether-the-cabinet-member-approves", Actor(person="Sue Supplier", office="srm-lead")
    member = Actor(person="Rae Resource", office="cabinet-member-for-resources")

    running().when(approved(by=lead)).departs_from(rule)
    for needed in (True, False):
        running().when(approved(by=lead, cabinet_approval_needed=needed)).keeps(rule)
    running().when(approved(by=member)).keeps(rule)
    running().when(approved(by=lead, document="Training handbook")).keeps(rule)


def test_an_action_completed_by_a_policy_whose_approval_is_in_doubt_is_remarked_on() -> None:
    """IMP-14-b: nobody is named who approved it, or whether that was enough is not said, until it is."""
    rule, lead = "programme-action.carried-by-a-policy-that-stands", Actor(person="Sue Supplier", office="srm-lead")
    done = reviewed("completed", WINTER, policy="POL-001")
    by_nobody = approved(cabinet_approval_needed=False)
    who = EntrySupplemented(
        happened_on=WINTER, position=4, words=Said("By Sue"), completes=("policy.says-who-approved",)
    )

    running(by_nobody).when(done).departs_from(rule)
    running(by_nobody, who).when(done).keeps(rule)
    running(approved(by=lead)).when(done).departs_from(rule)
    running(approved(by=lead, cabinet_approval_needed=False)).when(done).keeps(rule)
    brings = given(OPENED, RISK, planned(brings=("approved-policy",)), approved(actions=()))
    brings.when(changed(done, policy=None)).departs_from(rule)
    running(approved(actions=())).when(changed(done, policy=None)).keeps(rule)


def test_a_completed_action_is_carried_by_a_version_of_the_policy() -> None:
    """IMP-14-a: as the policy says, or the completion."""
    by_policy = running(approved()).file
    by_completion = running(approved(actions=()), reviewed("completed", WINTER, policy="POL-001")).file

    for file in (by_policy, by_completion):
        carried = carried_by(file, file.programme.actions["PAC-001"], read("hampshire"))
        assert carried is not None
        assert (carried.document, carried.version) == ("Supplier Management Policy", "3")
    nothing = running().file
    assert carried_by(nothing, nothing.programme.actions["PAC-001"], read("hampshire")) is None


def test_an_action_is_completed_by_a_version_of_a_policy_that_was_not_refused() -> None:
    """IMP-14-b: what the Cabinet Member refused carries nothing, and can be put to him again, until he ratifies it."""
    rule, by = "programme-action.carried-by-a-policy-that-stands", "policy.approved-by-the-cabinet-member"
    lead = Actor(person="Sue Supplier", office="srm-lead")
    member = Actor(person="Rae Resource", office="cabinet-member-for-resources")
    said: dict[str, Any] = {
        "happened_on": WINTER + timedelta(days=1),
        "position": 4,
        "rule": by,
        "by": member,
        "reason": Said("So"),
    }
    needed = approved(by=lead, actions=(), cabinet_approval_needed=True)
    refused, ratified = DepartureRefused(**said), DepartureRatified(**said)
    opened = OPENED.model_copy(update={"procedure": "tiered/1"})
    done = reviewed("completed", WINTER + timedelta(days=2), policy="POL-001")
    later = done.happened_on + timedelta(days=1)
    waits = given(opened, RISK, planned(brings=("approved-policy",)), needed)

    waits.when(done).keeps(rule, "programme-action.brings-what-it-should")
    told = waits.when(refused).when(done).departs_from(rule, "programme-action.brings-what-it-should")
    assert told.last is not None
    assert any(
        "Supplier Management Policy, version 3, was refused by Rae Resource" in d.found for d in told.last.departures
    )
    assert carried_by(told.file, told.file.programme.actions["PAC-001"], read("tiered")) is None
    waits.when(refused).when(done.model_copy(update={"policy": None})).keeps(rule)
    waits.when(refused).when(ratified).when(done).keeps(rule)
    again = approved(by=member, cabinet_approval_needed=True).model_copy(update={"happened_on": later})
    waits.when(again).refused("policy.version-approved-once")
    waits.when(refused).when(again).keeps(by)


def test_reports_to_boards_have_at_least_cost_performance_risk_and_users() -> None:
    """IMP-23-b, IMP-23-a: a common base, and each board's own layout."""
    base = UnitArrangementAgreed(
        happened_on=WINTER, subject="board-reporting", dimensions=("cost", "performance", "risk", "users")
    )

    running().when(base).keeps("board-report.has-all-sides")
    short = base.model_copy(update={"dimensions": ("cost", "performance"), "unit": "Adults", "board": "Adults Board"})
    story = running().when(short).departs_from("board-report.has-all-sides")
    assert "it leaves out risk, users" in str(story.last.departures[0].found if story.last else "")


def test_a_unit_departs_from_the_common_way_by_authority() -> None:
    """IMP-28-b, IMP-24-b."""
    own = UnitArrangementAgreed(
        happened_on=WINTER, subject="local-interpretation", unit="Adults", items=("No scorecard",)
    )
    points = UnitArrangementAgreed(
        happened_on=WINTER, subject="handover-points", unit="Adults", items=("Buying to care",)
    )

    running().when(own).departs_from("unit.departs-by-authority")
    running().when(own.model_copy(update={"authority_for_it": "Adults Board"})).keeps("unit.departs-by-authority")
    running().when(own).keeps("unit.interpretation-says-what")
    running().when(own.model_copy(update={"items": ()})).departs_from("unit.interpretation-says-what")
    story = running().when(points).keeps("unit.departs-by-authority")
    assert story.file.programme.arrangements[0][0].items == ("Buying to care",)
    story.keeps("unit.handover-points-named")
    running().when(points.model_copy(update={"items": ()})).departs_from("unit.handover-points-named")
    again = points.model_copy(update={"happened_on": WINTER + timedelta(days=9), "items": ("Care to finance",)})
    common = points.model_copy(update={"unit": None})
    agreed = running().when(points).when(common).when(again).file.programme
    assert [(held.unit, held.items) for held, _ in agreed.handover_points(date.max)] == [
        ("Adults", ("Care to finance",)), (None, ("Buying to care",)),
    ]  # fmt: skip
    assert agreed.handover_points(WINTER)[0][0].items == ("Buying to care",)


# --- on which file --------------------------------------------------------------------------------------------------


def test_each_kind_is_recorded_on_the_sort_of_file_it_belongs_to() -> None:
    contract = ContractRegistered(happened_on=SPRING, reference="C-1", title="Home care")
    raised = IssueRaised(happened_on=AUTUMN, nature=Said("Visits missed"))

    given(contract).when(planned(workstream=None)).refused("entry.on-its-file", "but on a programme's file")
    running().when(raised).refused("entry.on-its-file", "not recorded on a programme's file, but on a contract's file")
    running().when(OPENED).refused("file.opened-once")
    Story(called="programme/SRM-2017").when(RISK).refused("file.is-open", "programme-opened")
    Story(called="programme/OTHER").when(OPENED).refused("file.reference", "SRM-2017")
    Story(called="SRM-2017").when(OPENED).refused("entry.on-its-file")


@pytest.mark.parametrize("named", [{"by": Actor(person="CSMG")}, {"authority_for_it": "CSMG"}])
def test_a_units_own_way_is_not_a_forums_to_agree_and_what_all_have_in_common_is(named: dict[str, Any]) -> None:
    """IMP-28-b, IMP-28-c: "local interpretation of policy" is the units'; the common base is agreed by CSMG
    (IMP-W2-09), as are measures against turnover (IMP-W3-02)."""
    rule = "decision.by-who-decides"
    story = given(OPENED, ProcedureBound(happened_on=SPRING, procedure="tiered/1"))
    own = UnitArrangementAgreed(happened_on=WINTER, subject="local-interpretation", unit="Adults", **named)

    story.when(own).departs_from(rule)
    by_the_board = own.model_copy(update={"by": None, "authority_for_it": "Business Unit Board"})
    story.when(by_the_board).keeps(rule)
    for subject in ("board-reporting", "turnover-measures"):
        common = own.model_copy(update={"subject": subject, "authority_for_it": None})
        story.when(common).keeps(rule)


def test_a_forum_that_advises_approves_nothing() -> None:
    """IMP-28-c, N-21."""
    forum = Office(id="forum", title="Forum", appointed_on="authority", citation="IMP-28-c", advises_only=True)
    hampshire = read("hampshire")
    procedure = hampshire.model_copy(update={"offices": (*hampshire.offices, forum)})
    rule = [rule for rule in RULES if rule.id == "policy.approved-by-who-decides"]

    def found(office: str | None, person: str = "Fay Forum") -> list[str]:
        file, entry = running().file, approved(by=Actor(person=person, office=office))
        return [objection.found for objection in judge(tuple(rule), file, file, entry, procedure)]

    assert found("forum") == ["Forum advises and decides nothing"]
    assert found(None, "FORUM") == ["Forum advises and decides nothing"]
    assert found("county-manager-contracts") == found(None) == []
    with pytest.raises(ProcedureError, match="forum only advises; name an office that decides"):
        parse(LIFTED_BY_A_FORUM, "small.toml")


# --- a month's report -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "said", "words"),
    [
        ("programme-report.to-its-body", {"presented_to": "Tea Club"}, "presented to Tea Club, and is due to CSMG"),
        (
            "programme-report.says-what-is-in-the-way",
            {"state": "behind", "progress": None},
            "it is behind, and neither",
        ),
        (
            "programme-report.of-its-own-time",
            {"month": "2016-01"},
            "it is about January 2016; the programme was opened",
        ),
    ],
)
def test_what_is_amiss_with_a_months_report_is_told(rule: str, said: dict[str, Any], words: str) -> None:
    """IMP-13-d: to another body, without what is in the way, of a month before the programme."""
    usual: dict[str, Any] = {
        "workstream": "WST-001", "month": "2017-04", "state": "at-risk", "presented_to": "csmg",
        "progress": Said("A course was held"),
    }  # fmt: skip
    on_time = ProgrammeProgressReported(happened_on=date(2017, 5, 2), **usual)

    given(OPENED, RISK).when(on_time).keeps(rule)
    story = given(OPENED, RISK).when(ProgrammeProgressReported(happened_on=date(2017, 5, 2), **(usual | said)))
    story.departs_from(rule)
    assert story.last is not None
    assert words in next(d.found for d in story.last.departures if d.rule == rule)


@pytest.mark.parametrize("named", ["Commissioning and Supplier Management Group", "the CSMG", "CMSG", "Chair of CSMG",
    "Commissioning and Supplier Management Group (CSMG)", "CSMG meeting"])  # fmt: skip
def test_the_body_a_programme_is_reported_to_is_known_by_every_name_its_procedure_has_for_it(named: str) -> None:
    """IMP-13-d, IMP-19-c: the group by its name and by its initials is one body."""
    opened = OPENED.model_copy(update={"procedure": "tiered/1"})
    report = ProgrammeProgressReported(
        happened_on=date(2017, 5, 2), workstream="WST-001", month="2017-04", state="on-track", presented_to=named
    )

    given(opened, RISK).when(report).keeps("programme-report.to-its-body")
    given(opened, RISK, report).when(report.model_copy(update={"presented_to": "CSMG"})).departs_from(
        "programme-report.once-for-a-month"
    )
    board = report.model_copy(update={"presented_to": "Business Unit Board"})
    given(opened, RISK).when(board).departs_from("programme-report.to-its-body")
    own_board = opened.model_copy(update={"advised_by": "Business Unit Board"})
    given(own_board, RISK).when(report.model_copy(update={"presented_to": "the business unit board"})).keeps(
        "programme-report.to-its-body"
    )
    given(own_board, RISK).when(report).departs_from("programme-report.to-its-body")


def test_what_a_report_says_is_resolved_was_reported_of_its_workstream() -> None:
    """IMP-13-d."""
    rule = "programme-report.resolves-what-was-reported"
    first = ProgrammeProgressReported(
        happened_on=date(2017, 5, 2), workstream="WST-001", month="2017-04", state="at-risk", presented_to="CSMG",
        issues_to_resolve=(Said("No staff"),),
    )  # fmt: skip
    second = ProgrammeProgressReported(
        happened_on=date(2017, 6, 2), workstream="WST-001", month="2017-05", state="on-track", presented_to="CSMG",
        resolved=(3,),
    )  # fmt: skip

    given(OPENED, RISK, first).when(second).keeps(rule)
    given(OPENED, RISK, first).when(second.model_copy(update={"resolved": (2,)})).departs_from(rule)
    silent = first.model_copy(update={"issues_to_resolve": ()})
    given(OPENED, RISK, silent).when(second).departs_from(rule)


def test_a_workstream_is_reported_on_once_for_a_month_and_again_only_where_it_went_to_another_body() -> None:
    """IMP-13-d."""
    rule = "programme-report.once-for-a-month"
    first = ProgrammeProgressReported(
        happened_on=date(2017, 5, 2), workstream="WST-001", month="2017-04", state="on-track", presented_to="CSMG"
    )
    elsewhere = first.model_copy(update={"presented_to": "Tea Club"})

    given(OPENED, RISK, first).when(first).departs_from(rule)
    given(OPENED, RISK, first).when(first.model_copy(update={"month": "2017-05"})).keeps(rule)
    given(OPENED, RISK, elsewhere).when(first).keeps(rule)
