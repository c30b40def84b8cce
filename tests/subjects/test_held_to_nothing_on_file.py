"""What comes in and is judged is held to what was agreed: where nothing of it is on file, that is remarked on."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.dates.span import Span
from ledger.specification import Indicator, Point
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.performance import (
    DataReturnReceived,
    DataReturnRequirementChanged,
    ImprovementTargetAgreed,
    IndicatorFigure,
    PerformanceAssessed,
    PerformanceReportReceived,
)
from ledger.subjects.terms import PerformanceIndicatorAgreed, ServiceLevelAgreementAgreed, ServiceSpecificationIssued
from ledger.words import Said
from tests.story import Story, changed, given

QUARTER = Span(first=date(2025, 4, 1), last=date(2025, 6, 30))
HAMPSHIRE = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Rounds", start_date=date(2025, 4, 1),
    procedure="hampshire/1",
)  # fmt: skip
SPECIFIED = ServiceSpecificationIssued(
    happened_on=date(2025, 1, 7), version="1", requirements=(Point(id="R1", text=Said("Within 2 days")),)
)
AGREED = PerformanceIndicatorAgreed(
    happened_on=date(2025, 1, 8), indicator=Indicator(id="I99", text=Said("In time"), target="95")
)
CAME = date(2025, 7, 8)
EITHER = pytest.mark.parametrize("procedure", ["hampshire/1", "thames-valley/1"])


def found(story: Story, rule: str) -> str:
    assert story.last is not None
    return next(one.found for one in story.last.departures if one.rule == rule)


@EITHER
def test_an_indicator_of_which_none_is_agreed_is_remarked_on_whatever_else_is_on_file(procedure: str) -> None:
    """HCC-3.1-d: a requirement may be judged as one; where others are agreed, a reason is asked for."""
    rule, registered = "assessment.standard-in-a-document", changed(HAMPSHIRE, procedure=procedure)
    judged = PerformanceAssessed(happened_on=CAME, period=QUARTER, indicator="I99", actual="95", judgement="met")

    story = given(registered, SPECIFIED).when(judged).departs_from(rule)
    assert found(story, rule) == "no indicator is agreed on file, and I99 is no standard or requirement either"
    given(registered, SPECIFIED).when(changed(judged, indicator="r1")).keeps(rule)
    given(registered, SPECIFIED, AGREED).when(judged).keeps(rule)
    other = given(registered, SPECIFIED, AGREED).when(changed(judged, indicator="I98")).keeps(rule)
    assert "assessment.indicator-on-file" in other.objections


@EITHER
def test_an_improvement_by_an_indicator_of_which_none_is_agreed_is_remarked_on(procedure: str) -> None:
    """TVP-1.0-5."""
    rule, registered = "improvement.indicator-on-file", changed(HAMPSHIRE, procedure=procedure)
    better = ImprovementTargetAgreed(
        happened_on=date(2025, 2, 3), improves="service", text=Said("Sooner"), indicator="I99", baseline="80",
        target="95", due_on=date(2025, 12, 31),
    )  # fmt: skip

    for before in ((), (SPECIFIED,)):
        story = given(registered, *before).when(better).departs_from(rule)
        assert found(story, rule) == "no indicator is agreed on file, and I99 is no standard or requirement either"
    given(registered, SPECIFIED).when(changed(better, indicator="r1")).keeps(rule)
    given(registered).when(changed(better, indicator=None)).keeps(rule)
    given(registered, AGREED).when(better).keeps(rule)


@EITHER
def test_a_report_on_indicators_of_which_none_is_agreed_is_remarked_on(procedure: str) -> None:
    """TVP-3.1-2."""
    rule, registered = "report.on-the-agreed-indicators", changed(HAMPSHIRE, procedure=procedure)
    figures = (IndicatorFigure(indicator="I99", actual="95"), IndicatorFigure(indicator="R1", actual="90"))
    report = PerformanceReportReceived(happened_on=CAME, period=QUARTER, figures=figures)

    story = given(registered, SPECIFIED).when(report).departs_from(rule)
    assert found(story, rule) == "no indicator is agreed on file that I99 could be"
    given(registered, SPECIFIED).when(changed(report, figures=figures[1:])).keeps(rule)
    given(registered).when(changed(report, figures=())).keeps(rule)


@EITHER
def test_a_return_that_nothing_on_file_asks_for_is_remarked_on_and_so_is_its_change(procedure: str) -> None:
    """HCC-6.1-e, HCC-8.1-b: not where the contract's data come from returns, which the procedure itself asks for."""
    rule, registered = "return.is-one-asked-for", changed(HAMPSHIRE, procedure=procedure)
    came = DataReturnReceived(happened_on=CAME, period=QUARTER, recipients=3)

    story = given(registered).when(came).departs_from(rule)
    assert found(story, rule) == (
        "neither a specification nor an agreement is on file that asks for it, and to which it could be held"
    )
    given(registered).when(DataReturnRequirementChanged(happened_on=CAME, every_months=3)).departs_from(rule)
    given(registered, SPECIFIED).when(came).keeps(rule)
    agreed = ServiceLevelAgreementAgreed(happened_on=date(2025, 1, 8))
    given(registered, agreed).when(came).keeps(rule)


def test_a_return_that_the_procedure_itself_asks_for_is_held_to_that() -> None:
    """HCC-8.1-b, HCC-8.2-a."""
    by_returns = changed(HAMPSHIRE, data_source="returns")
    came = DataReturnReceived(happened_on=CAME, period=QUARTER, recipients=3)

    given(by_returns).when(came).keeps("return.is-one-asked-for")
