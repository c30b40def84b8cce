"""Stories of ids that the file itself gives to things: found whatever their case, and kept as they were typed."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.activities import ActivityChange, schedule
from ledger.specification import Point
from ledger.subjects.feedback import CaseConsidered, ComplaintReceived, ComplimentReceived
from ledger.subjects.implementation import ContingencyInvoked, ImplementationPlanChangeProposed
from ledger.subjects.issues import IssueRaised
from ledger.subjects.meetings import Information, MeetingHeld
from ledger.subjects.notices import NoticeServed
from ledger.subjects.performance import PerformanceAssessed
from ledger.subjects.regulation import Rated
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.words import Said
from projections.monitoring.statutory_shown import statutory_shown
from projections.obligations import obligations
from tests.story import given
from tests.subjects import test_evaluation as evaluation
from tests.subjects import test_implementation as implementation
from tests.subjects import test_points as points
from tests.subjects import test_regulation as regulation
from tests.subjects import test_resources as resources
from tests.worked_through import view_of

JUNE = date(2025, 6, 3)
SPECIFICATION = ServiceSpecificationIssued(
    happened_on=date(2025, 1, 6), version="1", meeting_information=("Activity summary",),
    standards=(Point(id="S1", text=Said("Visits are on time")),),
    requirements=(Point(id="R1", text=Said("Records are kept")),),
)  # fmt: skip


def test_a_risk_and_an_activity_of_a_plan_are_found_whatever_their_case() -> None:
    """CPC307-C3-a, CPC307-C5: and the entry says what was typed."""
    used = ContingencyInvoked(
        happened_on=date(2025, 3, 20), plan="IPL-001", activity="a1", risk="r1", contingency=Said("Agency staff")
    )
    told = given(*implementation.ON_FILE, implementation.PLAN).when(used).recorded()
    assert told.last is not None
    assert (told.last.entry.activity, told.last.entry.risk) == ("a1", "r1")  # type: ignore[attr-defined]
    done = given(*implementation.ON_FILE, implementation.PLAN, implementation.reported("completed", "a1"))
    assert done.file.implementation.plans["IPL-001"].completed("A1") == date(2025, 3, 4)


def test_a_change_of_an_activity_changes_that_one_whatever_its_case() -> None:
    """CPC307-C6-a."""
    longer = implementation.LONGER.model_copy(
        update={"changes": (ActivityChange(
            activity="a1", becomes=implementation.RECRUIT.model_copy(update={"days": 50})
        ),)}
    )  # fmt: skip
    assert isinstance(longer, ImplementationPlanChangeProposed)
    story = given(*implementation.ON_FILE, implementation.PLAN, longer, implementation.WEIGHED, implementation.MADE)
    plan = story.file.implementation.plans["IPL-001"]
    assert [(activity.id, activity.days) for activity in plan.activities if activity.id == "A1"] == [("A1", 50)]
    assert len(plan.activities) == len(implementation.PLAN.activities)


def test_use_of_a_line_counts_for_it_whatever_its_case() -> None:
    """CPC308-B1."""
    used = resources.USED.model_copy(update={"plan_line": "l1"})
    told = given(*resources.BEFORE, resources.PLAN).when(used).recorded()
    assert [use.line for use in told.file.resources.plans["RPL-001"].used("L1")] == ["l1"]
    wrong = used.model_copy(update={"unit": "days"})
    given(*resources.BEFORE, resources.PLAN).when(wrong).refused("resource.unit-of-the-plan", "in hours")
    lines = (resources.HOURS, resources.HOURS.model_copy(update={"id": "l1"}))
    twice = resources.PLAN.model_copy(update={"lines": lines})
    given(*resources.BEFORE).when(twice).refused("resource.lines-apart", "stands twice")


def test_a_standard_is_found_whatever_its_case() -> None:
    """HCC-6.1-b, HCC-9.4-b."""
    on_file = given(SPECIFICATION)
    raised = IssueRaised(happened_on=JUNE, nature=Said("Late"), standards=("s1", "R1"))
    on_file.when(raised).keeps("issue.standard-on-file")
    on_file.when(raised.model_copy(update={"standards": ("s2",)})).departs_from("issue.standard-on-file")
    notice = NoticeServed(happened_on=JUNE, notice_kind="default", standards_breached=("s1",))
    on_file.when(notice).keeps("notice.standard-on-file")
    assert on_file.file.terms.standard("s1", JUNE) is not None
    late = ComplaintReceived(happened_on=JUNE, standards=("s1",), subject=Said("Late"))
    judged = PerformanceAssessed(happened_on=JUNE, standards=("s1",), judgement="not-met")
    case = CaseConsidered(happened_on=JUNE, case="C-0147", standards=("s1",))
    for said in (late, case, ComplimentReceived(happened_on=JUNE, whose="carer", subject=Said("Kind"))):
        named = said.model_copy(update={"standards": ("s1",)})
        on_file.when(named).keeps("feedback.standard-on-file")
        on_file.when(named.model_copy(update={"standards": ("s2",)})).departs_from("feedback.standard-on-file")
    told = given(SPECIFICATION, late, judged, case).file
    assert [said.id for said in told.feedback.touching("S1")] == ["CMP-001", "C-0147"]
    [standard] = [one for one in obligations(view_of(told), JUNE).obligations if one.id == "standard/S1"]
    assert standard.why is not None
    assert standard.why.endswith("touched by CMP-001, C-0147")


def test_information_is_ticked_whatever_its_case() -> None:
    """HCC-6.1-d."""
    brought = (Information(what="activity  summary", received=True),)
    held = MeetingHeld(happened_on=JUNE, information_received=brought)
    given(SPECIFICATION).when(held).keeps("meeting.information-accounted-for")


def test_what_an_activity_comes_after_is_found_whatever_its_case() -> None:
    """CPC307-C2-a: also in a circle, and in when it begins."""
    train = implementation.TRAIN.model_copy(update={"after": ("a1",)})
    plan = implementation.PLAN.model_copy(update={"activities": (implementation.RECRUIT, train, implementation.START)})
    story = given(*implementation.ON_FILE).when(plan).recorded()
    ended = schedule(plan.activities, plan.happened_on)
    assert ended["A2"].starts == ended["A1"].ends + timedelta(days=1)
    assert ended["A1"].slack == 0
    begun = implementation.reported("started", "A2", date(2025, 3, 5))
    story.when(begun).departs_from("activity.in-its-turn")
    around = implementation.RECRUIT.model_copy(update={"after": ("a2",)})
    circle = plan.model_copy(update={"activities": (around, train)})
    given(*implementation.ON_FILE).when(circle).refused("plan.no-circle", "A1, which comes after A2")


def test_a_rating_is_of_the_indicator_whatever_its_case() -> None:
    """Procurement Regulations 2024, reg 39(4)."""
    rated = regulation.published(
        "contract-performance",
        date(2026, 6, 1),
        ratings=tuple(Rated(indicator=k, rating="good") for k in ("kpi1", "K2")),
    )
    story = regulation.bound().when(regulation.indicators("KPI1", "K2", "K3"))
    told = story.when(rated).departs_from("act.rates-every-indicator")
    assert told.last is not None
    assert [d.found for d in told.last.departures if d.rule == "act.rates-every-indicator"] == ["K3 not rated"]
    shown = statutory_shown(view_of(told.file), date(2026, 6, 2)).indicators
    assert [(one.id, len(one.ratings)) for one in shown] == [("KPI1", 1), ("K2", 1), ("K3", 0)]


def test_a_tariff_and_a_criterion_are_found_whatever_their_case() -> None:
    """HCC-2.1-b, CPC308-C1."""
    story = given(points.REGISTERED, points.clause(), points.awarded(date(2025, 1, 10), standard="s1"))
    assert points.rows(story, date(2025, 1, 11)) == {"PTS-001": (5, "counts")}
    [found] = evaluation.EVALUATED.findings
    named = evaluation.EVALUATED.model_copy(
        update={"findings": (found.model_copy(update={"criterion": found.criterion.lower()}),)}
    )
    given(*evaluation.BEFORE, evaluation.JUDGED).when(named).recorded()
