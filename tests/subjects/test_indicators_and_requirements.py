"""Stories of indicators: each of a requirement of the specification, each requirement with one, agreed by both."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.entry import Actor
from ledger.specification import ImprovementTarget, Indicator, ReturnSchedule, ServiceLevels, SlaChange
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.terms import PerformanceIndicatorAgreed, ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended
from ledger.words import Said
from tests.story import ANN, PIA, given
from tests.subjects.test_terms import LATER, START, file_with, specification

PETRA = Actor(person="Petra Voss", office="provider-contract-manager", party="provider")
TWO = specification(requirements=({"id": "R1", "text": Said("Two carers")}, {"id": "R2", "text": Said("A rota")}))


def measure(named: str, requirement: str | None) -> Indicator:
    return Indicator(id=named, text=Said("98 of 100"), requirement=requirement)


def agreement(*indicators: Indicator, **said: object) -> ServiceLevelAgreementAgreed:
    both = {"agreed_by_authority": "Ann Ashe", "agreed_by_provider": "Petra Voss"}
    return ServiceLevelAgreementAgreed.model_validate({"happened_on": LATER, "indicators": indicators} | both | said)


def apart(indicator: Indicator, *by: Actor, day: date = LATER) -> PerformanceIndicatorAgreed:
    return PerformanceIndicatorAgreed(happened_on=day, indicator=indicator, agreed_by=by)


def test_an_indicator_of_a_requirement_that_is_not_there_asks_for_a_reason() -> None:
    """TVP-3.0-6."""
    on_file, rule = file_with(TWO), "indicator.requirement-in-the-specification"

    asked = on_file.when(agreement(measure("P1", "R9")), acknowledge_all=False).asked(rule)
    assert "P1 of R9: the specification has S1, R1, R2" in str(asked.error)
    on_file.when(apart(measure("P3", "R7"), ANN, PETRA)).departs_from(rule)
    amended = ServiceLevelAgreementAmended(
        happened_on=LATER, sla="SLA-001", becomes=ServiceLevels(indicators=(measure("P1", "R9"),))
    )
    file_with(TWO, agreement(measure("P1", "R1"), happened_on=START)).when(amended).departs_from(rule)
    for requirement in ("R1", "r2", "S1"):
        on_file.when(agreement(measure("P1", requirement))).keeps(rule)
    file_with().when(agreement(measure("P1", "R9"))).keeps(rule)  # no specification is on file to compare with


def test_an_indicator_says_of_which_requirement_it_is_and_every_requirement_has_one() -> None:
    """TVP-3.0-6."""
    on_file, bare, rule = file_with(TWO), "sla.every-requirement-measured", "indicator.of-a-requirement"

    on_file.when(agreement(measure("P1", None))).departs_from(rule)
    on_file.when(apart(measure("P1", None), ANN, PETRA)).departs_from(rule)
    left = on_file.when(agreement(measure("P1", "R1"))).departs_from(bare)
    assert left.last is not None
    assert "R2 has no indicator" in [departure.found for departure in left.last.departures]
    on_file.when(agreement(measure("P1", "r1"), measure("P2", "R2"))).keeps(rule, bare)
    measured = file_with(TWO, apart(measure("P2", "R2"), ANN, PETRA, day=START))
    measured.when(agreement(measure("P1", "R1"))).keeps(bare)
    file_with(specification(requirements=())).when(agreement(measure("P1", None))).keeps(rule, bare)


def test_two_indicators_of_one_agreement_have_two_ids() -> None:
    """TVP-3.0-6."""
    on_file, rule = file_with(TWO), "sla.indicators-once"

    on_file.when(agreement(measure("P1", "R1"), measure("p1", "R2"))).refused(rule, "P1 stands in it more than once")
    on_file.when(agreement(measure("P1", "R1"), measure("P2", "R1"))).keeps(rule)


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ((ANN,), "it does not say that the provider agreed"),
        ((PETRA,), "it does not say that the authority agreed"),
        ((), "it does not say that the authority and the provider agreed"),
        ((ANN, PETRA), None),
    ],
)
def test_an_indicator_is_agreed_by_both_parties(by: tuple[Actor, ...], found: str | None) -> None:
    """TVP-3.0-4, TVP-3.0-6."""
    story, rule = file_with(TWO).when(apart(measure("P1", "R1"), *by)), "sla.agreed-by-both"

    if found is None:
        story.keeps(rule)
        return
    said = story.departs_from(rule)
    assert said.last is not None
    assert found in [departure.found for departure in said.last.departures]


def test_a_service_level_agreement_is_agreed_by_both_parties() -> None:
    """TVP-3.0-4."""
    on_file, rule = file_with(TWO), "sla.agreed-by-both"

    on_file.when(agreement(measure("P1", "R1"), agreed_by_provider=None)).departs_from(rule)
    on_file.when(agreement(measure("P1", "R1"), agreed_by_provider=None, by=PETRA)).keeps(rule)
    on_file.when(agreement(measure("P1", "R1"))).keeps(rule)
    on_file.when(agreement(measure("P1", "R1"), agreed_by_provider="A. Ashe")).departs_from(rule)


def test_two_agreements_measure_an_indicator_by_one_target() -> None:
    """TVP-3.0-6."""
    rule = "sla.indicator-with-one-target"
    before = measure("P1", "R1").model_copy(update={"target": "95"})
    on_file = file_with(TWO, agreement(before, happened_on=START))

    told = on_file.when(agreement(before.model_copy(update={"id": "p1", "target": "50"}))).departs_from(rule)
    assert told.last is not None
    assert "two agreements measure by different targets: P1, 95 by entry" in str(
        [d.found for d in told.last.departures]
    )
    on_file.when(agreement(before)).keeps(rule)
    on_file.when(agreement(measure("P2", "R2"))).keeps(rule)


def test_an_agreement_amended_to_another_target_than_the_other_has_is_told_and_the_newest_is_measured_by() -> None:
    """TVP-3.0-6: of two agreements with P1, the later one is amended; one alone may be amended as the parties like."""
    rule = "sla.indicator-with-one-target"
    before = measure("P1", "R1").model_copy(update={"target": "95"})
    becomes = ServiceLevels(indicators=(before.model_copy(update={"target": "90"}),))
    first = file_with(TWO, agreement(before, happened_on=START))
    both = first.when(agreement(before))

    def amended(sla: str) -> ServiceLevelAgreementAmended:
        return ServiceLevelAgreementAmended(
            happened_on=LATER, sla=sla, becomes=becomes, not_material_statement=Said("It is none")
        )

    first.when(amended("SLA-001")).keeps(rule)
    told = both.when(amended("SLA-002")).departs_from(rule)
    assert [(one.target, source) for one, source, *_ in told.file.terms.indicators(LATER)] == [("90", "SLA-002")]


def test_an_indicator_in_an_agreement_says_what_it_measures_like_one_agreed_by_itself() -> None:
    """TVP-1.0-6."""
    classed = measure("P1", "R1").model_copy(update={"measures": "efficiency", "target": "95", "every_months": 3})

    told = file_with(TWO).when(agreement(classed, measure("P2", "R2"))).departs_from("indicator.classed")
    file_with(TWO).when(agreement(classed)).keeps("indicator.classed")
    assert told.last is not None
    [found] = [d.found for d in told.last.departures if d.rule == "indicator.classed"]
    assert found.startswith("P2: it is not said: whether it measures")


def test_an_amendment_of_an_agreement_says_what_changes() -> None:
    """TVP-3.0-4."""
    rule, on_file = "sla.amendment-says-what", file_with(TWO, agreement(measure("P1", "R1"), happened_on=START))
    bare = ServiceLevelAgreementAmended(happened_on=LATER, sla="SLA-001", not_material_statement=Said("A clearer word"))
    whole = ServiceLevels(indicators=(measure("P1", "R2"),))

    on_file.when(bare).departs_from(rule)
    on_file.when(bare.model_copy(update={"becomes": whole})).keeps(rule)


def test_an_agreement_given_anew_as_a_whole_has_all_that_is_to_stand_or_says_what_ends() -> None:
    """TVP-3.0-4, TVP-3.0-5 to TVP-3.0-8: what is left out of it ends, and is asked about."""
    rule = "sla.amended-as-a-whole"
    reports = tuple(ReturnSchedule(kind=kind, every_months=3) for kind in ("Performance report", "Financial report"))
    heard = ReturnSchedule(kind="User feedback", every_months=1)
    whole = ServiceLevelAgreementAgreed(
        happened_on=START, contacts=(ANN,), indicators=(measure("KPI1", "R1"), measure("KPI10", "R2")),
        reporting_schedule=(*reports, heard),
        improvement_targets=(ImprovementTarget(kind="quality", text=Said("Fewer missed")),),
        principles=(Said("In good faith"),),
    )  # fmt: skip
    on_file = file_with(TWO, whole)

    def found(*said: str, **becomes: object) -> str | None:
        held = {name: getattr(whole, name) for name in ServiceLevels.model_fields}
        amended = ServiceLevelAgreementAmended(
            happened_on=LATER, sla="SLA-001", becomes=ServiceLevels(**(held | becomes)),
            changes=tuple(SlaChange(what=what, becomes=Said("Otherwise")) for what in said),
        )  # fmt: skip
        made = on_file.when(amended).recorded().last
        return next((one.found for one in made.departures if one.rule == rule), None) if made else None

    alone = ServiceLevels(reporting_schedule=reports)
    amended = ServiceLevelAgreementAmended(happened_on=LATER, sla="SLA-001", becomes=alone)
    on_file.when(amended, acknowledge_all=False).asked(rule)
    told = on_file.when(amended).departs_from(rule).last
    assert told is not None
    [said] = [one.found for one in told.departures if one.rule == rule]
    assert said.startswith(
        "it leaves out the points of contact, indicator KPI1, indicator KPI10, the User feedback, what is to improve of"
        " quality and 1 more, which SLA-001 has since"
    )
    assert found() is None
    assert found(contacts=(PIA,), principles=(Said("Openly"),)) is None
    assert "indicator KPI1," in (found(indicators=(measure("KPI10", "R2"),)) or "")
    assert found("Indicator KPI1", indicators=(measure("KPI10", "R2"),)) is None
    assert "indicator KPI1," in (found("Indicator KPI10", indicators=(measure("KPI10", "R2"),)) or "")
    both = ReturnSchedule(kind="Performance and financial report", every_months=3)
    assert found(reporting_schedule=(both, heard)) is None
    assert "the Financial report" in (found(reporting_schedule=(reports[0], heard)) or "")
    on_file.when(amended.model_copy(update={"becomes": None})).keeps(rule)


def test_an_amendment_of_an_agreement_changes_no_term_of_the_contract() -> None:
    """TVP-3.0-9, TVP-2.0-1."""
    rule, on_file = "sla.not-a-material-change", file_with(TWO, agreement(measure("P1", "R1"), happened_on=START))

    def amended(what: str) -> ServiceLevelAgreementAmended:
        change = SlaChange(what=what, becomes=Said("Otherwise"))
        return ServiceLevelAgreementAmended(
            happened_on=LATER, sla="SLA-001", changes=(change,), not_material_statement=Said("It is none")
        )

    on_file.when(amended("Annual value")).departs_from(rule)
    on_file.when(amended("P1")).keeps(rule)


def test_an_indicator_is_developed_by_whoever_manages_the_service() -> None:
    """HCC-A12-a: the support officer advises on it (HCC-A12-b); where the work is not divided nothing is asked."""
    rule, colin = "indicator.done-by-whom-it-falls-to", Actor(person="Colin Marsh", office="contract-support-officer")
    service = Actor(person="Sue Post", office="service-manager")
    by_support = apart(measure("P1", "R1"), colin, PETRA).model_copy(update={"by": colin})

    found = file_with(TWO).when(by_support).departs_from(rule)
    assert found.last is not None
    assert [d.found for d in found.last.departures if d.rule == rule] == [
        "it was done by Colin Marsh (Contract Support Officer) and falls to the Service Manager or Lead officer"
    ]
    for by in (ANN, service):
        file_with(TWO).when(by_support.model_copy(update={"by": by})).keeps(rule)
    file_with(TWO).when(by_support.model_copy(update={"agreed_by": (ANN, PETRA)})).keeps(rule)
    strategy = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Victims' service", procedure="thames-valley/1"
    )
    given(strategy, TWO).when(by_support).keeps(rule)
