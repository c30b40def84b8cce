"""Stories of returns, figures, surveys and audits, and of how performance was judged and shared."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from pydantic import ValidationError

from ledger.contents import references
from ledger.dates.parts_of_year import parts
from ledger.entry import Actor, Entry, Money, own
from ledger.procedures import read
from ledger.results_given import not_given
from ledger.returns_asked import FINANCIAL_REPORT
from ledger.returns_owed import overdue_returns
from ledger.specification import ImprovementTarget, Indicator, Point, ReturnSchedule
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.assurance import AuditReported, Finding
from ledger.subjects.issues import IssueRaised
from ledger.subjects.meetings import Attendee, MeetingHeld
from ledger.subjects.performance import (
    ActivityRecorded,
    CostLine,
    DataReturnReceived,
    DataReturnRequirementChanged,
    FinancialReportReceived,
    ImprovementTargetAgreed,
    IndicatorFigure,
    PerformanceAssessed,
    PerformanceReportReceived,
    PerformanceResultsShared,
    ReturnedField,
    SatisfactionSurveyReceived,
    Span,
    SurveyResult,
    return_of,
)
from ledger.subjects.records import ProcedureBound
from ledger.subjects.terms import PerformanceIndicatorAgreed, ServiceLevelAgreementAgreed, ServiceSpecificationIssued
from ledger.surveys_received import last_survey
from ledger.words import SUBMITTED, Document, Said
from projections.duties.due import duties
from projections.monitoring.performance_shown import performance_shown
from projections.monitoring.toolkit import toolkit
from projections.view import FileView
from tests.story import ANN, changed, given
from tests.worked_through import view_of

PAT = Actor(person="Pat Price", office="provider-contract-manager", party="provider")
REPORT = Said(Document("cd" * 32, "Report"))


def month(number: int, year: int = 2025) -> Span:
    """A calendar month of 2025."""
    return Span(
        first=date(year, number, 1),
        last=date(year, number, 30 if number in (4, 6, 9, 11) else 28 if number == 2 else 31),
    )


def returned(number: int, day: date, **more: Any) -> DataReturnReceived:
    return DataReturnReceived(happened_on=day, period=month(number), **more)


FULL = returned(
    3, date(2025, 4, 7), service_nature=Said("Home care"), age_ranges=("65 to 84", "85 and over"), recipients=41,
    statements_given=True, statements_count=41, assessments_done=True, assessments_count=5, reviews_done=True,
    reviews_count=7, complete=True,
)  # fmt: skip
ASSESSED = PerformanceAssessed(
    happened_on=date(2025, 4, 10), period=month(3), standards=("S4",), target="97.5", actual="88.25", unit="percent",
    judgement="not-met", evidence=(2,), by=ANN,
)  # fmt: skip
FEWER = ImprovementTargetAgreed(
    happened_on=date(2025, 1, 6), improves="service", text=Said("Fewer late visits"), baseline="20", target="5",
    due_on=date(2025, 12, 31),
)  # fmt: skip


# --- judging and sharing -------------------------------------------------------------------------------------------


def test_a_judgement_rests_on_a_standard_and_on_entries_that_show_it() -> None:
    """HCC-3.1-d, HCC-9.4-b."""
    story = given(FULL)

    whole = story.when(ASSESSED).keeps(
        "assessment.cites-standard", "assessment.cites-evidence", "assessment.states-actual"
    )
    whole.then(lambda file: file.performance.assessments["ASM-001"].evidence == (2,))
    story.when(ASSESSED.model_copy(update={"standards": ()})).departs_from("assessment.cites-standard")
    story.when(ASSESSED.model_copy(update={"standards": (), "indicator": "PI-2"})).keeps("assessment.cites-standard")
    story.when(ASSESSED.model_copy(update={"evidence": ()})).departs_from("assessment.cites-evidence")
    story.when(ASSESSED.model_copy(update={"evidence": (), "exhibits": (REPORT,)})).keeps("assessment.cites-evidence")
    story.when(ASSESSED.model_copy(update={"evidence": (9,)})).refused("entry.names-what-is-on-file", "entry 9")


def test_performance_is_reviewed_by_whoever_manages_the_service() -> None:
    """HCC-A14: the support officer's column is empty; where the work is not divided nothing is asked."""
    rule, support = "assessment.done-by-whom-it-falls-to", Actor(person="Sam Shah", office="contract-support-officer")
    by_support = ASSESSED.model_copy(update={"by": support})
    service = ASSESSED.model_copy(update={"by": Actor(person="Sue Post", office="service-manager")})

    found = given(FULL).when(by_support).departs_from(rule)
    assert found.last is not None
    assert [d.found for d in found.last.departures if d.rule == rule] == [
        "it was done by Sam Shah (Contract Support Officer) and falls to the Service Manager or Lead officer"
    ]
    given(FULL).when(ASSESSED).keeps(rule)
    given(FULL).when(service).keeps(rule)
    strategy = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Victims' service", procedure="thames-valley/1"
    )
    given(strategy, FULL).when(by_support).keeps(rule)


def test_what_was_reached_stands_beside_the_target_unless_it_could_not_be_measured() -> None:
    """HCC-3.1-e."""
    blind = ASSESSED.model_copy(update={"actual": None})

    given(FULL).when(blind).departs_from("assessment.states-actual")
    given(FULL).when(blind.model_copy(update={"judgement": "not-measurable"})).keeps("assessment.states-actual")


def test_a_judgement_against_its_own_figures_asks_for_a_reason() -> None:
    """HCC-3.1-d: of the target's direction, as stated, as agreed of the indicator, else that of an improvement."""
    rule, few = "assessment.follows-its-figures", Indicator(id="LATE", text=Said("Late visits"), direction="at-most")
    met = ASSESSED.model_copy(update={"judgement": "met"})
    reached = ASSESSED.model_copy(update={"actual": "98"})
    of_few = PerformanceAssessed(
        happened_on=date(2025, 4, 10), indicator="LATE", target="5", actual="3", judgement="met"
    )
    agreed = PerformanceIndicatorAgreed(happened_on=date(2025, 1, 6), indicator=few)

    given(FULL).when(met, acknowledge_all=False).asked(rule)
    given(FULL).when(reached).departs_from(rule)
    given(FULL).when(reached.model_copy(update={"judgement": "met"})).keeps(rule)
    given(FULL).when(ASSESSED).keeps(rule)
    given(FULL).when(ASSESSED.model_copy(update={"judgement": "not-measurable"})).keeps(rule)
    given(FULL).when(met.model_copy(update={"direction": "at-most"})).keeps(rule)
    given(FULL, agreed).when(of_few).keeps(rule)
    given(FULL, agreed).when(of_few.model_copy(update={"judgement": "not-met"})).departs_from(rule)
    given(FULL, FEWER).when(
        of_few.model_copy(update={"indicator": None, "improvement": "TGT-001", "target": None})
    ).keeps(rule)


def test_a_judgement_goes_by_the_target_agreed_and_not_by_another_that_it_states() -> None:
    """HCC-3.1-e: agreed 95, said 85; what counts something else is held against what it states."""
    rule, by_figures = "assessment.by-the-target-agreed", "assessment.follows-its-figures"
    measure = Indicator(id="P1", text=Said("Visits in time"), target="95", unit="percent")
    agreed = PerformanceIndicatorAgreed(happened_on=date(2025, 1, 6), indicator=measure)
    softer = PerformanceAssessed(
        happened_on=date(2025, 4, 10), period=month(3), indicator="P1", target="85", actual="88", unit="%",
        judgement="met",
    )  # fmt: skip

    given(FULL, agreed).when(softer).departs_from(rule)
    given(FULL, agreed).when(softer, acknowledge_all=False).asked(by_figures)
    given(FULL, agreed).when(softer.model_copy(update={"target": "95.0"})).keeps(rule)
    given(FULL, agreed).when(softer.model_copy(update={"target": None})).departs_from(by_figures)
    given(FULL, agreed).when(softer.model_copy(update={"direction": "at-most"})).departs_from(rule)
    reached = softer.model_copy(update={"actual": "96"})
    given(FULL, agreed).when(reached).departs_from(rule)
    given(FULL, agreed).when(reached).keeps(by_figures)
    given(FULL, agreed).when(softer.model_copy(update={"unit": "visits"})).keeps(rule, by_figures)
    given(FULL).when(softer).keeps(rule)


def test_a_standard_that_is_not_on_file_is_nothing_to_be_judged_against() -> None:
    """HCC-3.1-d. Without a specification on file there is nothing to compare with."""
    rule = "assessment.standard-on-file"
    issued = ServiceSpecificationIssued(
        happened_on=date(2025, 3, 10), standards=(Point(id="S4", text=Said("On time")),)
    )

    given(FULL, issued).when(ASSESSED).recorded()
    given(FULL, issued).when(ASSESSED.model_copy(update={"standards": ("NOPE",)})).refused(rule, "there are S4")
    given(FULL).when(ASSESSED.model_copy(update={"standards": ("NOPE",)})).recorded()


def test_an_indicator_that_was_not_agreed_is_asked_about_and_so_is_a_standard_of_no_document() -> None:
    """HCC-3.1-d."""
    ontime = Indicator(id="KPI-A", text=Said("Visits on time"), target="95")
    agreed = PerformanceIndicatorAgreed(happened_on=date(2025, 1, 6), indicator=ontime)
    by_it = ASSESSED.model_copy(update={"standards": (), "indicator": "kpi-a"})
    other = by_it.model_copy(update={"indicator": "KPI-B"})
    rule, document = "assessment.indicator-on-file", "assessment.standard-in-a-document"

    given(FULL, agreed).when(by_it).keeps(rule, document)
    given(FULL, agreed).when(other, acknowledge_all=False).asked(rule)
    nothing = given(FULL).when(other).keeps(rule).departs_from(document)
    assert nothing.last is not None
    assert any("in which KPI-B could stand" in d.found for d in nothing.last.departures)
    given(FULL).when(ASSESSED).departs_from(document)


@pytest.mark.parametrize("figure", [97.5, "97,5", "about 90", "", "1e3", "NaN", "9" * 10])
def test_target_and_actual_are_exact_decimals(figure: object) -> None:
    for name in ("target", "actual"):
        with pytest.raises(ValidationError) as raised:
            PerformanceAssessed.model_validate(
                {"happened_on": date(2025, 4, 10), "judgement": "met", name: figure}, context=SUBMITTED
            )
        assert [error["loc"] for error in raised.value.errors()] == [(name,)]


def test_a_judgement_is_met_not_met_or_not_measurable() -> None:
    with pytest.raises(ValidationError):
        PerformanceAssessed(happened_on=date(2025, 4, 10), judgement="partly")  # type: ignore[arg-type]  # the point


def test_an_assessment_stays_unshared_until_its_result_went_to_the_provider() -> None:
    """HCC-2.1-f."""
    second = ASSESSED.model_copy(update={"standards": ("S5",), "judgement": "met", "evidence": ()})
    shared = PerformanceResultsShared(
        happened_on=date(2025, 4, 14), assessments=("ASM-001",), shared_with=(PAT,), means="e-mail", document=REPORT
    )

    story = given(FULL, ASSESSED, second)

    story.then(lambda file: [a.id for a, _ in not_given(file)] == ["ASM-001", "ASM-002"])
    after = story.when(shared).keeps("performance.shared-with-provider")
    after.then(lambda file: [a.id for a, _ in not_given(file)] == ["ASM-002"])
    after.then(lambda file: file.performance.assessments["ASM-001"].shared == ((date(2025, 4, 14), 5),))


def test_results_are_shared_after_they_were_made_and_only_results_there_are() -> None:
    """HCC-2.1-f."""
    shared = PerformanceResultsShared(happened_on=date(2025, 4, 9), assessments=("ASM-001",), shared_with=(PAT,))

    given(FULL, ASSESSED).when(shared).refused("performance.shared-after-assessed", "10 April 2025")
    given(FULL).when(shared).refused("entry.names-what-is-on-file", "ASM-001")
    given().when(shared.model_copy(update={"assessments": ()})).refused("invalid", "assessments")


def test_results_shared_with_nobody_of_the_provider_are_a_gap() -> None:
    """HCC-2.1-f."""
    shared = PerformanceResultsShared(happened_on=date(2025, 4, 14), assessments=("ASM-001",), shared_with=(ANN,))

    given(FULL, ASSESSED).when(shared).departs_from("performance.shared-with-provider")
    for there, names_it in ((PAT, False), (ANN, True)):
        met = MeetingHeld(happened_on=date(2025, 4, 14), attendees=(Attendee(**dict(there)),))
        at_it = shared.model_copy(update={"shared_with": (), "meeting": "MTG-001"})
        story = given(FULL, ASSESSED, met).when(at_it)
        (story.departs_from if names_it else story.keeps)("performance.shared-with-provider")


# --- periods -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "made",
    [
        lambda span: PerformanceAssessed(happened_on=date(2025, 4, 7), judgement="met", period=span),
        lambda span: DataReturnReceived(happened_on=date(2025, 4, 7), period=span),
        lambda span: ActivityRecorded(happened_on=date(2025, 4, 7), measure="visits", period=span),
        lambda span: SatisfactionSurveyReceived(happened_on=date(2025, 4, 7), period=span),
    ],
)
def test_a_period_ends_after_it_begins_and_has_begun(made: Any) -> None:
    """HCC-8.2-a."""
    backwards = Span(first=date(2025, 3, 31), last=date(2025, 3, 1))

    given().when(made(backwards)).refused("performance.period-can-be", "1 March 2025", "31 March 2025")
    given().when(made(month(5))).refused("performance.period-can-be", "1 May 2025")
    given().when(made(month(4))).departs_from("performance.period-over")
    given().when(made(month(3))).keeps("performance.period-over")


def test_an_assessment_of_no_stated_period_is_recorded() -> None:
    given().when(PerformanceAssessed(happened_on=date(2025, 4, 7), judgement="met")).keeps("performance.period-over")


# --- returns -------------------------------------------------------------------------------------------------------


def test_a_return_that_shows_everything_asked_keeps_every_rule() -> None:
    """HCC-8.1-c, HCC-8.1-d, HCC-8.1-e, HCC-8.2-a."""
    story = given().when(FULL)

    assert story.recorded().objections == ()


@pytest.mark.parametrize(
    ("left_out", "rule"),
    [
        ("service_nature", "return.shows-service"),
        ("recipients", "return.shows-service"),
        ("statements_given", "return.confirms-statements"),
        ("statements_count", "return.confirms-statements"),
        ("assessments_done", "return.confirms-reviews"),
        ("reviews_done", "return.confirms-reviews"),
        ("assessments_count", "return.confirms-reviews"),
        ("reviews_count", "return.confirms-reviews"),
    ],
)
def test_what_a_return_leaves_out_is_shown(left_out: str, rule: str) -> None:
    """HCC-8.1-c, HCC-8.1-d, HCC-8.1-e."""
    story = given().when(FULL.model_copy(update={left_out: None})).recorded()

    assert story.objections == (rule,)


@pytest.mark.parametrize(
    ("no", "rule", "found"),
    [
        ("statements_given", "return.confirms-statements", "recipients are given no statement of their service"),
        ("assessments_done", "return.confirms-reviews", "no assessments are carried out"),
        ("reviews_done", "return.confirms-reviews", "no reviews are carried out"),
    ],
)
def test_a_return_that_says_no_tells_of_a_failing_to_be_raised(no: str, rule: str, found: str) -> None:
    """HCC-8.1-d, HCC-8.1-e: how many is not asked then."""
    count = {no: False, f"{no.partition('_')[0]}_count": None}

    told = given().when(FULL.model_copy(update=count)).departs_from(rule)
    assert told.last is not None
    assert [d.found for d in told.last.departures] == [f"it says that {found}, a failing to be raised as an issue"]


def test_a_return_without_age_ranges_is_not_complete() -> None:
    """HCC-8.1-c."""
    given().when(FULL.model_copy(update={"age_ranges": ()})).departs_from("return.shows-service")


def test_a_return_on_nobody_has_no_ages_to_show() -> None:
    """HCC-8.1-c: also where ages are of what it was agreed to hold."""
    agreed = DataReturnRequirementChanged(happened_on=date(2025, 1, 6), new_fields=("age range", "missed visits"))
    nil = FULL.model_copy(update={"recipients": 0, "age_ranges": ()})

    given().when(nil).keeps("return.shows-service")
    told = given(agreed).when(nil).departs_from("return.holds-what-was-changed")
    assert told.last is not None
    [found] = [one.found for one in told.last.departures if one.rule == "return.holds-what-was-changed"]
    assert "missed visits" in found
    assert "age range" not in found


def test_a_return_that_says_it_does_not_hold_everything_is_not_complete() -> None:
    """HCC-8.1-c: the specification asks for more than every return shows."""
    given().when(FULL.model_copy(update={"complete": False})).departs_from("return.holds-everything")
    given().when(FULL.model_copy(update={"complete": None})).keeps("return.holds-everything")


def test_a_return_that_comes_late_is_shown_as_late() -> None:
    """HCC-8.2-a: the days of grace are a setting, for the text gives none."""
    given().when(returned(3, date(2025, 4, 10))).keeps("return.in-time")
    given().when(returned(3, date(2025, 4, 11))).departs_from("return.in-time")


def test_the_file_names_the_months_without_a_return() -> None:
    """HCC-8.2-a."""
    every = read("hampshire").setting("return.every")
    story = given(returned(1, date(2025, 2, 5)), returned(3, date(2025, 4, 5)))

    story.then(
        lambda file: (
            file.performance.periods_without_return(date(2025, 1, 1), date(2025, 5, 15), every) == [month(2), month(4)]
        )
    )
    story.then(lambda file: not file.performance.periods_without_return(date(2025, 3, 1), date(2025, 4, 29), every))
    story.then(
        lambda file: (
            len(file.performance.periods_without_return(date(2025, 1, 1), date(2025, 3, 31), 1, "finance")) == 1
        )
    )


def test_a_return_counts_as_the_one_it_says_it_is() -> None:
    """HCC-6.1-e: one that does not say counts as any."""
    named = given(returned(1, date(2025, 2, 5), return_kind="Incident return")).file.performance
    january = (date(2025, 1, 1), date(2025, 1, 31), 1)

    assert named.periods_without_return(*january, "incident return") == []
    assert named.periods_without_return(*january, "activity return") == [month(1)]


def test_two_half_returns_cover_a_month_and_a_half_return_does_not() -> None:
    first = DataReturnReceived(
        happened_on=date(2025, 3, 16), period=Span(first=date(2025, 3, 1), last=date(2025, 3, 15))
    )
    second = DataReturnReceived(
        happened_on=date(2025, 4, 1), period=Span(first=date(2025, 3, 16), last=date(2025, 3, 31))
    )
    of_march = (date(2025, 3, 1), date(2025, 3, 31), 1)

    given(first).then(lambda file: file.performance.periods_without_return(*of_march) == [month(3)])
    given(first, second).then(lambda file: file.performance.periods_without_return(*of_march) == [])


def test_a_changed_interval_holds_from_its_day_and_earlier_periods_keep_the_earlier_rule() -> None:
    """HCC-8.2-b."""
    change = DataReturnRequirementChanged(
        happened_on=date(2025, 2, 10), return_kind="service return", every_months=3,
        effective_from=date(2025, 3, 1), new_fields=("missed visits",), agreed_by=(ANN, PAT),
    )  # fmt: skip

    story = given(change).keeps("return.change-agreed")

    story.then(
        lambda file: (
            file.performance.periods_without_return(date(2025, 1, 1), date(2025, 8, 31), 1)
            == [
                month(1),
                month(2),
                Span(first=date(2025, 3, 1), last=date(2025, 5, 31)),
                Span(first=date(2025, 6, 1), last=date(2025, 8, 31)),
            ]
        )
    )
    story.then(lambda file: file.performance.return_every(date(2025, 2, 28), 1) == 1)
    story.then(lambda file: file.performance.return_every(date(2025, 3, 1), 1, "service return") == 3)
    story.then(lambda file: file.performance.return_every(date(2025, 3, 1), 1, "finance") == 1)


def test_a_change_of_the_return_says_who_agreed_it() -> None:
    """HCC-8.2-b."""
    given().when(
        DataReturnRequirementChanged(happened_on=date(2025, 2, 10), every_months=3, agreed_by=(ANN,))
    ).departs_from("return.change-agreed")


def test_a_return_holds_what_a_change_of_it_asks_for() -> None:
    """HCC-8.2-b, HCC-8.1-c: by the field it has for it, or by its name; of earlier periods it was not asked."""
    change = DataReturnRequirementChanged(
        happened_on=date(2025, 2, 10), effective_from=date(2025, 3, 1), agreed_by=(ANN, PAT),
        new_fields=("Recipients", "discharge delay"),
    )  # fmt: skip

    def received(month_: int, **said: Any) -> DataReturnReceived:
        return DataReturnReceived(happened_on=date(2025, 4, 3), period=month(month_), recipients=12, **said)

    told = given(change).when(received(3)).departs_from("return.holds-what-was-changed")
    assert told.last
    [found] = [d.found for d in told.last.departures if d.rule == "return.holds-what-was-changed"]
    assert "it does not show discharge delay," in found
    delay = ReturnedField(name="Discharge delay", says=Said("4 days"))
    given(change).when(received(3, further=(delay,))).keeps("return.holds-what-was-changed")
    given(change).when(received(2)).keeps("return.holds-what-was-changed")


def test_a_return_holds_what_the_specification_names_for_it() -> None:
    """HCC-6.2-b, HCC-6.1-e: by its field, by name, or as figures of activity for its time; whatever is said of it."""
    rule = "return.holds-what-is-specified"
    row = ReturnSchedule(kind="activity return", contents=("Recipients", "hours of care delivered", "staff vacancies"))
    asked = ServiceSpecificationIssued(happened_on=date(2025, 1, 2), return_schedule=(row,))
    march = DataReturnReceived(happened_on=date(2025, 4, 3), period=month(3), recipients=12)
    hours = ActivityRecorded(
        happened_on=date(2025, 4, 3), period=month(3), measure="Hours of care delivered", actual="320"
    )
    vacancies = march.model_copy(update={"further": (ReturnedField(name="Staff vacancies", says=Said("two")),)})

    for complete in (None, True):
        told = given(asked).when(march.model_copy(update={"complete": complete})).departs_from(rule)
        assert told.last
        [found] = [d.found for d in told.last.departures if d.rule == rule]
        assert found == "it does not show hours of care delivered, nor staff vacancies, which it is agreed to hold"
    given(asked).when(vacancies).departs_from(rule)
    given(asked, hours).when(vacancies).keeps(rule)
    given(asked).when(march.model_copy(update={"return_kind": "finance return"})).keeps(rule)
    given(asked.model_copy(update={"happened_on": date(2025, 3, 20)})).when(march).keeps(rule)
    short = row.model_copy(update={"contents": ("nature", "age", "number")})
    of_service = march.model_copy(update={"service_nature": Said("Home care"), "age_ranges": ("over 65",)})
    given(asked.model_copy(update={"return_schedule": (short,)})).when(of_service).keeps(rule)


def test_a_change_is_of_a_return_that_is_asked_for() -> None:
    """HCC-8.2-b."""
    change = DataReturnRequirementChanged(
        happened_on=date(2025, 2, 10), return_kind="finance return", every_months=1, agreed_by=(ANN, PAT)
    )
    asked = ServiceSpecificationIssued(
        happened_on=date(2025, 1, 2), return_schedule=(ReturnSchedule(kind="activity return"),)
    )

    given(asked).when(change).departs_from("return.is-one-asked-for")
    given(asked).when(change.model_copy(update={"return_kind": "Activity return"})).keeps("return.is-one-asked-for")


@pytest.mark.parametrize(
    ("start", "last"), [(date(2025, 11, 30), date(2026, 2, 28)), (date(2024, 8, 31), date(2024, 11, 30))]
)
def test_a_quarter_ends_on_one_day_whatever_is_asked_for_in_it(start: date, last: date) -> None:
    """TVP-3.1-1, TVP-3.1-2: the report is about the quarter in which the meeting is held."""
    [first, *_] = given().file.performance.periods_without_return(start, date(2026, 12, 31), 3)

    assert (first.last, next(parts(start, lambda _: 4)).last) == (last, last)


@generated(st.sampled_from([2, 3, 4, 6, 12]), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_periods_of_several_months_are_the_parts_of_the_contracts_year(every: int, start: date) -> None:
    periods = given().file.performance.periods_without_return(start, date(2036, 1, 1), every)

    of_year = [(part.first, part.last) for part in islice(parts(start, lambda _: 12 // every), len(periods))]
    assert [(period.first, period.last) for period in periods] == of_year


def test_a_monthly_return_is_about_a_calendar_month_from_the_start_on() -> None:
    """HCC-8.2-a: one return per calendar month, the first for what is left of the month it begins in."""
    asked = (date(2025, 4, 15), date(2025, 6, 30), 1)
    from_the_middle = Span(first=date(2025, 4, 15), last=date(2025, 4, 30))
    of_april, of_may = returned(4, date(2025, 5, 2)), returned(5, date(2025, 6, 2))

    for sent, missing in (
        ((), [from_the_middle, month(5), month(6)]),
        ((of_april,), [month(5), month(6)]),
        ((of_april, of_may), [month(6)]),
        ((of_may,), [from_the_middle, month(6)]),
    ):  # fmt: skip
        assert given(*sent).file.performance.periods_without_return(*asked) == missing


@generated(st.integers(1, 24), st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.integers(0, 900))
def test_periods_without_return_run_on_without_a_day_between(every: int, first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)

    missing = given().file.performance.periods_without_return(first, last, every)

    assert all(period.last <= last for period in missing)
    starts = [first, *(date.fromordinal(period.last.toordinal() + 1) for period in missing)]
    assert [period.first for period in missing] == starts[:-1]
    assert (last - starts[-1]).days < 31 * every


# --- activity ------------------------------------------------------------------------------------------------------


def test_a_second_figure_of_a_measure_for_one_time_is_remarked_on() -> None:
    """HCC-7.6-g: nobody can tell which of the two is right; what was left open may come later."""
    rule = "activity.one-for-each-time"
    visits = ActivityRecorded(
        happened_on=date(2025, 4, 7), period=month(3), measure="visits", target="1000", actual="700"
    )
    another = changed(visits, actual="1000", measure="Visits")

    told = given(visits).when(another, acknowledge_all=False).departs_from(rule)
    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert said.startswith("actual of Visits for")
    assert said.endswith("came on 7 April 2025 (entry 2); if it was wrong, correct it")
    given(visits).when(visits).departs_from(rule)
    given(visits).when(changed(visits, commissioned="1000", delivered="700")).keeps(rule)
    given(visits).when(changed(visits, measure="hours")).keeps(rule)
    given(visits).when(changed(visits, period=month(2))).keeps(rule)


def test_activity_is_compared_with_a_target_or_with_what_was_commissioned() -> None:
    """HCC-7.6-g, HCC-6.3-d."""
    figures = ActivityRecorded(
        happened_on=date(2025, 4, 7), period=month(3), measure="visits", actual="1180", target="1240"
    )

    given().when(figures).keeps("activity.compared-with-target").then(
        lambda file: [(at, f.actual) for at, f in file.performance.activity] == [(2, "1180")]
    )
    bare = figures.model_copy(update={"target": None})
    given().when(bare).departs_from("activity.compared-with-target")
    given().when(bare.model_copy(update={"commissioned": "1240", "delivered": "1180"})).keeps(
        "activity.compared-with-target"
    )


def test_less_than_nothing_was_neither_contracted_for_nor_delivered() -> None:
    """HCC-8.2-a."""
    rule = "activity.no-less-than-nothing"
    figures = ActivityRecorded(happened_on=date(2025, 4, 7), period=month(3), measure="visits", delivered="0")

    given().when(figures).keeps(rule)
    given().when(figures.model_copy(update={"delivered": "-5"})).refused(rule, "-5 delivered")
    given().when(figures.model_copy(update={"commissioned": "-0.5"})).refused(rule, "-0.5 commissioned")


# --- surveys, audits --------------------------------------------------------------------------------------------------


def test_a_survey_falls_due_a_year_after_the_last_one() -> None:
    """HCC-6.2-a."""
    survey = SatisfactionSurveyReceived(
        happened_on=date(2025, 6, 2), respondents=22, population=41,
        results=(SurveyResult(question="Carers come on time", result="61.5"),),
    )  # fmt: skip

    given(survey).then(lambda file: last_survey(file, date(2025, 6, 1)) is None)
    given(survey).then(lambda file: last_survey(file, date(2025, 6, 2)) == file.performance.surveys[0])
    given().when(survey.model_copy(update={"respondents": 42})).refused("survey.answers-within-asked", "42", "41")
    given().when(survey.model_copy(update={"respondents": -1})).refused("invalid", "respondents")
    rule, most = "survey.share-of-a-hundred", survey.results[0].model_copy(update={"result": "130", "unit": "%"})
    given().when(survey).keeps(rule)
    given().when(survey.model_copy(update={"results": (most,)})).departs_from(rule)
    for unit, result in (("visits", "130"), ("percentage points", "-4"), ("percent change", "140"), ("% points", "-4")):
        counted = most.model_copy(update={"unit": unit, "result": result})
        given().when(survey.model_copy(update={"results": (counted,)})).keeps(rule)
    for unit in ("percent satisfied", "Per cent", "percentage of users"):
        shared = most.model_copy(update={"unit": unit})
        given().when(survey.model_copy(update={"results": (shared,)})).departs_from(rule)


def test_an_audits_findings_name_the_issues_raised_of_them() -> None:
    """TVP-3.1-10."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Records not locked away"))
    audit = AuditReported(
        happened_on=date(2025, 3, 10), auditor="Internal audit", subjects=("security", "case-files"),
        findings=(Finding(words=Said("Files lay open"), severity="high", issue="ISS-001"),), document=REPORT,
    )  # fmt: skip

    assert list(references(audit)) == [("findings.0.issue", "issue", "ISS-001")]
    given().when(audit).refused("entry.names-what-is-on-file", "ISS-001")
    given(raised).when(audit).then(lambda file: len(file.assurance.audits_in_year(date(2026, 3, 9))) == 1)
    given(raised).when(audit).then(lambda file: not file.assurance.audits_in_year(date(2026, 3, 10)))


# --- reports, indicators, improvements ------------------------------------------------------------------------------

VICTIMS = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Victims' service", start_date=date(2025, 1, 6),
    procedure="thames-valley/1",
)  # fmt: skip
ON_TIME = Indicator(
    id="first-contact", text=Said("Referrals contacted in two days"), measures="efficiency", core=True, target="95",
    unit="percent", every_months=3,
)  # fmt: skip
QUARTER = Span(first=date(2025, 1, 6), last=date(2025, 4, 5))


def indicator(**said: Any) -> PerformanceIndicatorAgreed:
    return PerformanceIndicatorAgreed(happened_on=date(2025, 1, 6), indicator=ON_TIME.model_copy(update=said))


def report(*figures: tuple[str, str], on: date = date(2025, 4, 10), **said: Any) -> PerformanceReportReceived:
    told = tuple(IndicatorFigure(indicator=i, actual=a) for i, a in figures)
    usual: dict[str, Any] = {"period": QUARTER, "figures": told}
    return PerformanceReportReceived(happened_on=on, **(usual | said))


def test_an_indicator_says_what_it_measures_and_is_cited_like_any_standard() -> None:
    """TVP-1.0-6, TVP-3.0-6: effectiveness, efficiency or economy."""
    story = given(VICTIMS).when(indicator()).keeps("indicator.classed")

    cited = story.file.terms.standard("first-contact", date(2025, 2, 1))
    assert cited is not None
    assert (cited.sort, cited.source) == ("indicator", "indicator agreed")
    own = indicator(id="our-own", core=False, measures=None, every_months=None)
    story = given(VICTIMS).when(own).departs_from("indicator.classed")
    assert story.last is not None
    [unclassed] = [d.found for d in story.last.departures if d.rule == "indicator.classed"]
    assert "effectiveness, efficiency or economy, how often" in unclassed


def test_it_is_agreed_when_a_measure_is_looked_at_again() -> None:
    """CPC308-K17: on a later day than it counts from."""
    rule, on_file = "indicator.looked-at-again", given(VICTIMS)

    on_file.when(indicator(review_on=None)).departs_from(rule)
    on_file.when(indicator(review_on=date(2025, 1, 6))).departs_from(rule)
    on_file.when(indicator(review_on=date(2026, 1, 6))).keeps(rule)


def test_an_indicator_agreed_anew_takes_the_place_of_the_one_before() -> None:
    later = PerformanceIndicatorAgreed(
        happened_on=date(2025, 6, 2), indicator=ON_TIME.model_copy(update={"target": "97"})
    )
    file = given(VICTIMS, indicator(), later).file

    days = (date(2025, 6, 1), date(2025, 6, 2))
    assert [[m.target for m, *_ in file.terms.indicators(day)] for day in days] == [["95"], ["97"]]


def test_a_core_measure_is_one_of_the_core_set_on_the_menu() -> None:
    """TVP-4.0-24."""
    rule = "indicator.core-as-on-the-menu"
    given(VICTIMS).when(indicator()).keeps(rule)
    given(VICTIMS).when(indicator(id="staff-in-post")).departs_from(rule)
    given(VICTIMS).when(indicator(id="Staff in post")).departs_from(rule)
    given(VICTIMS).when(indicator(id="staff-in-post", core=False)).keeps(rule)
    given(VICTIMS).when(indicator(id="our-own")).departs_from(rule)
    given(VICTIMS).when(indicator(id="our-own", core=False)).keeps(rule)


def test_a_measure_picked_from_the_menu_is_of_the_sort_the_menu_says_where_it_says_none_itself() -> None:
    """TVP-4.0-24, TVP-1.0-6: by the procedure bound on its day, in whatever order that was recorded; the entry itself
    keeps what was said."""
    picked = indicator(id="Staff in post", core=False, measures=None)
    menu = next(row.measures for row in read("thames-valley").indicators if row.id == "staff-in-post")

    def sort(*entries: Entry) -> str | None:
        file = given(*entries).file
        [shown] = performance_shown(FileView.of(UUID(int=1), file, {}), date(2025, 6, 2)).indicators
        return shown.measures

    assert sort(VICTIMS, picked) == menu
    assert sort(VICTIMS, indicator(id="staff-in-post", core=False, measures="economy")) == "economy"
    assert sort(VICTIMS, indicator(id="our-own", core=False, measures=None)) is None
    in_agreement = ServiceLevelAgreementAgreed(happened_on=date(2025, 1, 20), indicators=(picked.indicator,))
    assert sort(VICTIMS, in_agreement) == menu
    ours = VICTIMS.model_copy(update={"procedure": "hampshire/1"})
    bound = ProcedureBound(happened_on=picked.happened_on, procedure="thames-valley/1")
    assert sort(ours, picked) is None
    assert sort(ours, bound, picked) == sort(ours, picked, bound) == menu
    story = given(VICTIMS).when(picked).keeps("indicator.classed")
    assert story.last is not None
    assert own(story.last.entry, "indicator").measures is None


@pytest.mark.parametrize(
    ("id", "core", "shown"),
    [
        ("first-contact", False, True), ("First-contact", False, True), ("staff-in-post", False, False),
        ("our-own", False, False), ("our-own", True, True),
    ],
)  # fmt: skip
def test_a_measure_picked_from_the_core_set_is_of_it_where_it_does_not_say_so_itself(
    id: str, core: bool, shown: bool
) -> None:
    """TVP-4.0-24."""
    file = given(VICTIMS, indicator(id=id, core=core)).file

    [one] = performance_shown(FileView.of(UUID(int=1), file, {}), date(2025, 6, 2)).indicators

    assert one.core is shown


@pytest.mark.parametrize(
    ("agreed_under", "then_under"), [("thames-valley/1", "hampshire/1"), ("hampshire/1", "thames-valley/1")]
)
def test_a_measure_agreed_ahead_has_the_sort_of_the_menu_it_was_picked_from(agreed_under: str, then_under: str) -> None:
    """TVP-4.0-24, TVP-1.0-6: by the procedure bound when it was agreed, not by that of the day it is in force from."""
    agreed = indicator(id="staff-in-post", core=False, measures=None).model_copy(
        update={"effective_from": date(2025, 6, 1)}
    )
    bound = ProcedureBound(happened_on=date(2025, 3, 1), procedure=then_under)
    story = given(VICTIMS.model_copy(update={"procedure": agreed_under})).when(agreed)
    rule = "indicator.classed"
    story.keeps(rule) if agreed_under.startswith("thames") else story.departs_from(rule)

    moved = story.when(bound).recorded().file

    [shown] = performance_shown(FileView.of(UUID(int=1), moved, {}), date(2025, 7, 1)).indicators
    assert shown.measures == ("efficiency" if agreed_under.startswith("thames") else None)


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("first-contact", "In a week"), ("First contact", "In a week"),
        ("Share of referrals contacted within the time agreed", "In a week"),
    ],
)  # fmt: skip
def test_a_measure_of_the_menu_is_known_by_its_name_or_its_title(id: str, text: str) -> None:
    """TVP-4.0-24: in whatever spelling; the menu called it missing for a blank in the place of a dash."""
    agreed = given(VICTIMS, indicator(id=id, text=Said(text))).file

    menu = toolkit(FileView.of(UUID(int=1), agreed, {}), date(2025, 6, 2)).menu

    assert [one.id for one in menu if one.agreed] == ["first-contact"]


def test_a_report_with_neither_figures_nor_a_document_says_why_it_does_not_count() -> None:
    """TVP-3.1-2, TVP-3.1-3: whether or not indicators were agreed."""
    rule, document = "report.says-something", Said(Document("ab" * 32, "Report"))
    spent = CostLine(name="Staff", actual=Money(pence=72_500_00))
    money = FinancialReportReceived(happened_on=date(2025, 4, 10), period=QUARTER)

    bare = given(VICTIMS).when(report()).departs_from(rule)
    assert bare.last is not None
    assert (
        "it has no figure of an indicator and no document, and so does not count as the report for"
        " 6 January 2025 to 5 April 2025"
    ) in [departure.found for departure in bare.last.departures]
    given(VICTIMS).when(report(("first-contact", "96"))).keeps(rule)
    given(VICTIMS).when(report(exhibits=(document,))).keeps(rule)
    given(VICTIMS).when(money).departs_from(rule)
    given(VICTIMS).when(money.model_copy(update={"cost_lines": (spent,)})).keeps(rule)


def test_a_performance_report_speaks_of_each_indicator_agreed_once() -> None:
    """TVP-3.1-2."""
    rule, file = "report.on-the-agreed-indicators", given(VICTIMS, indicator())
    file.when(report(("first-contact", "96"))).keeps(rule)
    story = file.when(report(("unit-cost", "12"))).departs_from(rule)
    assert story.last is not None
    assert story.last.departures[0].found == "nothing is said of first-contact; unit-cost is no indicator agreed"
    file.when(report()).departs_from(rule)
    file.when(report(("first-contact", "96"), ("first-contact", "97"))).refused("report.one-figure-an-indicator")


def test_performance_and_financial_reports_are_owed_every_quarter_under_thames_valley() -> None:
    """TVP-3.1-2, TVP-3.1-3: counted from the first day, with ten days' grace; the other report does not answer it."""
    thames, day = read("thames-valley"), date(2025, 4, 16)
    story = given(VICTIMS, indicator())
    owed = [(o.kind, o.period, o.due_on) for o in overdue_returns(story.file, day, thames)]
    assert owed == [
        ("financial report", QUARTER, date(2025, 4, 15)),
        ("performance report", QUARTER, date(2025, 4, 15)),
    ]
    assert not overdue_returns(story.file, date(2025, 4, 15), thames)
    story = story.when(report(("first-contact", "96"))).recorded()
    assert [o.kind for o in overdue_returns(story.file, day, thames)] == ["financial report"]
    assert not overdue_returns(given(VICTIMS).file, day, read("hampshire"))


@pytest.mark.parametrize(
    ("kind", "answered"),
    [
        ("quarterly performance report", True), ("Performance reports", True), ("performance", True),
        ("performance data", False), ("report", False), ("performance and financial report", False),
    ],
)  # fmt: skip
def test_a_performance_report_answers_a_schedule_that_asks_for_one_in_its_own_words(kind: str, answered: bool) -> None:
    """TVP-3.1-2: quarterly performance reports on the agreed performance indicators."""
    thames, day = read("thames-valley"), date(2025, 4, 16)
    every = ReturnSchedule(kind=kind, every_months=3)
    agreed = ServiceLevelAgreementAgreed(happened_on=date(2025, 1, 1), reporting_schedule=(every,))
    story = given(VICTIMS, indicator(), agreed).when(report(("first-contact", "96"))).recorded()

    assert (kind not in [o.kind for o in overdue_returns(story.file, day, thames)]) is answered


def test_a_quarterly_report_sent_as_a_return_is_of_one_period() -> None:
    """TVP-3.1-2: the strategy asks for no return of data every month besides."""
    every = ReturnSchedule(kind="quarterly performance report", every_months=3)
    agreed = ServiceLevelAgreementAgreed(happened_on=date(2025, 1, 1), reporting_schedule=(every,))
    first = Span(first=date(2025, 1, 1), last=date(2025, 3, 31))
    sent = DataReturnReceived(happened_on=date(2025, 4, 8), period=first, return_kind=every.kind)

    victims = VICTIMS.model_copy(update={"data_source": "returns"})
    given(victims, agreed).when(sent).keeps("return.of-one-period")


@pytest.mark.parametrize(
    ("sent", "answers"), [("Activity returns", True), ("monthly activity return", True), ("staffing return", False)]
)
def test_a_return_answers_a_schedule_of_its_name_in_one_or_several(sent: str, answers: bool) -> None:
    """HCC-8.2-a."""
    january = Span(first=date(2025, 1, 1), last=date(2025, 1, 31))
    came = DataReturnReceived(happened_on=date(2025, 2, 7), return_kind=sent, period=january)

    assert return_of(came, 3, sent).counts_as("activity return") is answers


def test_a_late_report_is_shown_to_be_late() -> None:
    given(VICTIMS, indicator()).when(report(("first-contact", "96"), on=date(2025, 4, 16))).departs_from(
        "return.in-time"
    )


def test_a_financial_report_fills_in_the_template_in_one_currency() -> None:
    """TVP-4.0-21, TVP-1.0-7: line by line, what was paid, whether the books are open."""
    rule = "financial-report.as-the-template"
    staff = CostLine(name="Staff", budget=Money(pence=70_000_00), actual=Money(pence=72_500_00))
    whole: dict[str, Any] = {"cost_lines": (staff,), "income": Money(pence=75_000_00), "open_book": True}

    def financial(**said: Any) -> FinancialReportReceived:
        return FinancialReportReceived(happened_on=date(2025, 4, 10), period=QUARTER, **(whole | said))

    given(VICTIMS).when(financial()).keeps(rule)
    given(VICTIMS).when(financial(open_book=None)).departs_from(rule)
    given(VICTIMS).when(financial(cost_lines=(staff.model_copy(update={"budget": None}),))).departs_from(rule)
    open_, hampshire = "financial-report.books-open", VICTIMS.model_copy(update={"procedure": "hampshire/1"})
    given(VICTIMS).when(financial()).keeps(open_)
    given(VICTIMS).when(financial(open_book=False)).departs_from(open_)
    given(hampshire).when(financial(open_book=False)).keeps(open_)
    given(VICTIMS).when(financial(income=Money(pence=1, currency="EUR"))).refused("financial-report.one-currency")
    apart, again = "financial-report.lines-apart", staff.model_copy(update={"name": "STAFF"})
    given(VICTIMS).when(financial(cost_lines=(staff, again))).departs_from(apart)
    given(VICTIMS).when(financial(cost_lines=(staff, staff.model_copy(update={"name": "Rent"})))).keeps(apart)


def test_a_financial_report_that_says_nothing_is_none_and_the_one_that_does_is_the_first() -> None:
    """TVP-3.1-3, TVP-4.0-21: the report of the quarter stays owed, and is no second one when it comes."""
    empty = FinancialReportReceived(happened_on=date(2025, 4, 9), period=QUARTER)
    lines = (CostLine(name="Staff", actual=Money(pence=72_500_00)),)
    full = empty.model_copy(update={"happened_on": date(2025, 4, 10), "cost_lines": lines})
    again = full.model_copy(update={"happened_on": date(2025, 4, 11)})

    def owed(*entries: FinancialReportReceived) -> list[Span]:
        performance = given(VICTIMS, *entries).file.performance
        return performance.periods_without_return(QUARTER.first, QUARTER.last, 3, FINANCIAL_REPORT)

    assert owed(empty) == [QUARTER]
    assert owed(empty, full) == []
    given(VICTIMS, empty).when(full).keeps("report.one-for-each-time")
    given(VICTIMS, empty, full).when(again).departs_from("report.one-for-each-time")


def test_an_improvement_says_from_where_to_where_and_by_when_and_its_result_is_held_against_it() -> None:
    """TVP-1.0-5, TVP-2.0-3, TVP-3.0-8."""
    agreed = ImprovementTargetAgreed(
        happened_on=date(2025, 1, 6), improves="quality", text=Said("More reached in time"), indicator="first-contact",
        baseline="88", target="95", unit="percent", due_on=date(2025, 7, 1),
    )  # fmt: skip
    given(VICTIMS).when(agreed).keeps("improvement.can-be-measured")
    given(VICTIMS).when(agreed.model_copy(update={"baseline": None})).departs_from("improvement.can-be-measured")
    vague = agreed.model_copy(update={"baseline": None, "target": None, "due_on": None})
    left_open = given(VICTIMS).when(vague)
    assert "details/2" in {one.id for one in duties(view_of(left_open.file))}
    judged = PerformanceAssessed(happened_on=date(2025, 7, 1), judgement="met", improvement="TGT-001")
    assert "details/2" not in {one.id for one in duties(view_of(left_open.when(judged).file))}
    given(VICTIMS).when(agreed.model_copy(update={"due_on": date(2025, 1, 6)})).refused("improvement.reached-later")
    assessed = PerformanceAssessed(happened_on=date(2025, 7, 1), judgement="met", actual="96", improvement="TGT-001")
    story = given(VICTIMS, agreed).when(assessed).recorded()
    assert story.file.performance.improvements["TGT-001"].results == ("ASM-001",)
    given(VICTIMS).when(assessed).refused("entry.names-what-is-on-file", "improvement target TGT-001")


def test_an_improvement_is_judged_by_its_own_target_and_not_by_its_indicators() -> None:
    """TVP-1.0-5: 90 asked for of the indicator and 96 of the improvement: 94 does not reach it, whatever is stated."""
    rule = "assessment.follows-its-figures"
    agreed = ImprovementTargetAgreed(
        happened_on=date(2025, 1, 7), improves="quality", text=Said("More reached in time"), indicator="first-contact",
        baseline="90", target="96",
    )  # fmt: skip
    found = PerformanceAssessed(
        happened_on=date(2025, 7, 1), judgement="not-met", actual="94", indicator="first-contact", improvement="TGT-001"
    )
    story = given(VICTIMS, indicator(target="90"), agreed)

    story.when(found).keeps(rule)
    for target in (None, "90", "96"):
        wrong = found.model_copy(update={"judgement": "met", "target": target})
        made = story.when(wrong).departs_from(rule)
        assert made.last is not None
        assert next(d.found for d in made.last.departures if d.rule == rule) == (
            "it is judged met, and its own figures show it not met: 94 against a target of 96"
        )
    story.when(found.model_copy(update={"judgement": "met", "actual": "96"})).keeps(rule)
    story.when(found.model_copy(update={"judgement": "met", "improvement": None})).keeps(rule)


def test_an_improvement_of_which_less_is_better_is_judged_by_its_indicators_direction() -> None:
    """TVP-1.0-5: also where it is not said where it stood, and the judgement names the improvement alone."""
    rule = "assessment.follows-its-figures"
    agreed = ImprovementTargetAgreed(
        happened_on=date(2025, 1, 7), improves="service", text=Said("Fewer late"), indicator="first-contact", target="5"
    )
    found = PerformanceAssessed(happened_on=date(2025, 7, 1), judgement="met", actual="3", improvement="TGT-001")
    story = given(VICTIMS, indicator(direction="at-most", target="10"), agreed)

    story.when(found).keeps(rule)
    story.when(found.model_copy(update={"actual": "7"})).departs_from(rule)


def test_an_improvement_is_for_the_better_by_an_indicator_on_file() -> None:
    """TVP-1.0-5: 88 to 95 of at least so much; of an indicator there is none of, or from 96 to 80, it is said."""
    agreed = ImprovementTargetAgreed(
        happened_on=date(2025, 1, 6), improves="quality", text=Said("More reached in time"), indicator="first-contact",
        baseline="88", target="95",
    )  # fmt: skip
    known, better = "improvement.indicator-on-file", "improvement.is-for-the-better"
    given(VICTIMS, indicator()).when(agreed).keeps(known, better)
    given(VICTIMS, indicator()).when(agreed.model_copy(update={"indicator": "ZZ"})).departs_from(known)
    for baseline, target in (("96", "80"), ("96", "96.0")):
        worse = agreed.model_copy(update={"baseline": baseline, "target": target})
        given(VICTIMS, indicator()).when(worse).departs_from(better)
    fewer = agreed.model_copy(update={"baseline": "96", "target": "80"})
    given(VICTIMS, indicator(direction="at-most")).when(fewer).keeps(better)


def test_an_improvement_a_service_level_agreement_aims_at_is_judged_by_its_number_there() -> None:
    """TVP-3.0-8."""
    sla = ServiceLevelAgreementAgreed(
        happened_on=date(2025, 1, 6), improvement_targets=(ImprovementTarget(kind="quality", text=Said("Better")),)
    )
    judged = PerformanceAssessed(happened_on=date(2025, 7, 1), judgement="met", sla_target="SLA-001/1")
    given(VICTIMS, sla).when(judged).keeps("assessment.of-a-target-there-is")
    given(VICTIMS, sla).when(judged.model_copy(update={"sla_target": "SLA-001/2"})).refused(
        "assessment.of-a-target-there-is", "there are SLA-001/1"
    )
    given(VICTIMS).when(judged).refused("assessment.of-a-target-there-is", "none is agreed in one")


def test_a_survey_older_than_the_contract_is_not_of_it() -> None:
    """HCC-6.2-a."""
    rule = "performance.of-a-contract-there-is"
    old = SatisfactionSurveyReceived(happened_on=date(2025, 1, 5), respondents=4)
    given(VICTIMS).when(old).refused(rule, "the contract is of 6 January 2025")
    before = Span(first=date(2024, 10, 1), last=date(2024, 12, 31))
    late = SatisfactionSurveyReceived(happened_on=date(2025, 2, 3), period=before)
    given(VICTIMS).when(late).refused(rule, "31 December 2024")
    given(VICTIMS).when(old.model_copy(update={"happened_on": date(2025, 1, 6)})).recorded()


def test_there_is_one_report_of_a_kind_for_one_time() -> None:
    """HCC-8.2-a, TVP-3.1-2: a second is shown beside the first, and says that a wrong one is corrected."""
    rule = "report.one-for-each-time"
    figures = (IndicatorFigure(indicator="PI-2", actual="97"),)
    report = PerformanceReportReceived(happened_on=date(2025, 4, 7), period=month(3), figures=figures)
    money = FinancialReportReceived(happened_on=date(2025, 4, 7), period=month(3))

    given(report).when(report.model_copy(update={"happened_on": date(2025, 4, 9)})).departs_from(rule)
    given(report).when(report.model_copy(update={"period": month(4), "happened_on": date(2025, 5, 6)})).keeps(rule)
    given(report).when(money).keeps(rule)
    given(FULL).when(FULL).departs_from(rule)


def test_a_report_that_reports_on_no_indicator_is_still_to_come() -> None:
    """TVP-3.1-2: on agreed indicators. Its figures are with it, or the document that has them."""
    empty = PerformanceReportReceived(happened_on=date(2025, 4, 7), period=month(3))
    figures = (IndicatorFigure(indicator="PI-2", actual="97"),)

    for report, came in (
        (empty, 0),
        (empty.model_copy(update={"figures": figures}), 1),
        (empty.model_copy(update={"exhibits": (REPORT,)}), 1),
    ):
        file = given(report).file
        assert (len(file.performance.reports), len(file.performance.returns)) == (1, came)


def test_a_return_that_says_none_are_given_counts_none_and_more_than_the_recipients_is_told() -> None:
    """HCC-8.1-d, HCC-8.1-e, HCC-8.1-c."""
    none, many = "return.counts-what-is-done", "return.no-more-than-recipients"

    given().when(returned(3, date(2025, 4, 4), statements_given=False, statements_count=95)).departs_from(none)
    given().when(returned(3, date(2025, 4, 4), reviews_done=False, reviews_count=3), acknowledge_all=False).asked(none)
    given().when(returned(3, date(2025, 4, 4), reviews_done=True, reviews_count=0)).departs_from(none)
    given().when(returned(3, date(2025, 4, 4), reviews_done=False, reviews_count=0)).keeps(none)
    given().when(returned(3, date(2025, 4, 4), statements_given=True, statements_count=95)).keeps(none)
    yes = returned(3, date(2025, 4, 4), statements_given=True, statements_count=0)
    given().when(yes).departs_from(none)
    given().when(yes.model_copy(update={"recipients": 0})).keeps(none)
    given().when(returned(3, date(2025, 4, 4), recipients=90, statements_count=95)).departs_from(many)
    given().when(returned(3, date(2025, 4, 4), recipients=90, statements_count=90, reviews_count=8)).keeps(many)


@pytest.mark.parametrize(
    ("every", "first", "last", "one"),
    [
        (1, date(2025, 4, 1), date(2025, 4, 30), True), (1, date(2025, 4, 1), date(2025, 5, 31), False),
        (1, date(2025, 3, 17), date(2025, 4, 30), True), (3, date(2025, 4, 1), date(2025, 6, 30), True),
        (3, date(2025, 4, 1), date(2025, 9, 30), False), (1, date(2025, 8, 15), date(2025, 9, 14), False),
        (1, date(2025, 8, 15), date(2025, 9, 30), True), (1, date(2025, 8, 2), date(2025, 8, 30), True),
        (1, date(2025, 3, 31), date(2025, 4, 1), True), (3, date(2025, 8, 15), date(2025, 9, 14), True),
        (1, date(2025, 2, 26), date(2025, 3, 25), True), (1, date(2025, 2, 26), date(2025, 3, 26), False),
    ],
)  # fmt: skip
def test_a_return_is_for_one_of_the_periods_it_is_asked_for(every: int, first: date, last: date, one: bool) -> None:
    """HCC-8.2-a."""
    schedule = (ReturnSchedule(kind="activity return", every_months=every),)
    issued = ServiceSpecificationIssued(happened_on=date(2025, 1, 6), return_schedule=schedule)
    rule, came = (
        "return.of-one-period",
        FULL.model_copy(update={"happened_on": date(2025, 10, 6), "period": Span(first=first, last=last)}),
    )

    story = given(issued).when(came)

    story.keeps(rule) if one else story.departs_from(rule)
    given(issued).when(came.model_copy(update={"return_kind": "yearly survey of carers"})).keeps(rule)
    given(issued).when(came.model_copy(update={"each_period": True})).keeps(rule)


@pytest.mark.parametrize(("apart", "missing"), [(None, 2), (False, 2), (True, 0)])
def test_a_return_for_two_months_is_the_return_of_each_only_with_the_figures_of_each(
    apart: bool | None, missing: int
) -> None:
    """HCC-8.2-a: one a month; what two months came to together says of neither what it was."""
    both = DataReturnReceived(
        happened_on=date(2025, 3, 4), period=Span(first=date(2025, 1, 1), last=date(2025, 2, 28)), each_period=apart
    )
    performance = given(both).file.performance

    assert len(performance.periods_without_return(date(2025, 1, 1), date(2025, 2, 28), 1)) == missing
    assert (performance.covered_by(month(1), None, 1) is None) == bool(missing)
    assert performance.periods_without_return(date(2025, 1, 1), date(2025, 2, 28), 2) == []
    one_more = given(both, returned(1, date(2025, 3, 9)), returned(2, date(2025, 3, 9))).file.performance
    assert one_more.periods_without_return(date(2025, 1, 1), date(2025, 2, 28), 1) == []


def test_a_return_from_within_a_month_to_within_the_next_is_the_return_of_neither() -> None:
    """HCC-8.2-a: presently due every month; its other days in a return of their own make neither month whole."""
    between = DataReturnReceived(
        happened_on=date(2025, 9, 21), period=Span(first=date(2025, 8, 15), last=date(2025, 9, 14))
    )
    rest = [
        DataReturnReceived(happened_on=date(2025, 10, 2), period=Span(first=date(2025, 8, 1), last=date(2025, 8, 14))),
        DataReturnReceived(happened_on=date(2025, 10, 2), period=Span(first=date(2025, 9, 15), last=date(2025, 9, 30))),
    ]  # fmt: skip
    asked = (date(2025, 8, 1), date(2025, 9, 30), 1)

    assert given(between, *rest).file.performance.periods_without_return(*asked) == [month(8), month(9)]
    apart = between.model_copy(update={"each_period": True})
    assert given(apart, *rest).file.performance.periods_without_return(*asked) == []
    assert given(between).file.performance.periods_without_return(*asked[:2], 2) == [
        Span(first=date(2025, 8, 1), last=date(2025, 9, 30))
    ]


@pytest.mark.parametrize("days", [7, 14, 28])
def test_returns_of_weeks_of_which_no_day_is_left_out_add_up_to_the_months(days: int) -> None:
    """HCC-8.2-a: those that have days of two months are no month's of their own, also of four weeks from February."""
    firsts = [date(2025, 1, 1) + timedelta(days=n) for n in range(0, 365, days)]
    sent = [Span(first=first, last=first + timedelta(days=days - 1)) for first in firsts]
    story = given(*(DataReturnReceived(happened_on=one.last + timedelta(days=2), period=one) for one in sent))

    assert story.file.performance.periods_without_return(date(2025, 1, 1), date(2025, 12, 30), 1) == []
    without = [one for one in sent if one.first != firsts[-1]]
    story = given(*(DataReturnReceived(happened_on=one.last + timedelta(days=2), period=one) for one in without))
    assert story.file.performance.periods_without_return(date(2025, 1, 1), date(2025, 12, 31), 1) == [month(12)]


def test_two_opposite_judgements_of_one_standard_for_one_time_are_remarked_on() -> None:
    """HCC-A14: both are counted in what is on file of a provider."""
    rule, met = "assessment.at-one-with-others", ASSESSED.model_copy(update={"actual": "98", "judgement": "met"})
    story = given(FULL, ASSESSED)

    last = story.when(met).departs_from(rule).last
    assert last is not None
    assert [one.found for one in last.departures if one.rule == rule] == [
        "of the same time ASM-001 (entry 3) judges it not met; correct the one that is wrong"
    ]
    story.when(ASSESSED).keeps(rule)
    apart: tuple[dict[str, Any], ...] = (
        {"standards": ("S5",)}, {"period": month(2)}, {"judgement": "not-measurable"}, {"period": None},
    )  # fmt: skip
    for other in apart:
        assert rule not in story.when(met.model_copy(update=other)).objections
