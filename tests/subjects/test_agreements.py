"""Agreements are recorded with who agreed to them and with their document (CPC307-K17)."""

from datetime import date

import pytest

from ledger.agreements import Agreed
from ledger.entry import Actor, Entry
from ledger.kinds import BY_NAME
from ledger.specification import Indicator
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.design import ContractProvisionAgreed
from ledger.subjects.disputes import DisputeActionPlanAgreed, DisputeSettled
from ledger.subjects.exits import ExitPlanAgreed
from ledger.subjects.issues import IssueRaised, ResolutionPlanAgreed
from ledger.subjects.knowledge import StaffObjectivesAgreed
from ledger.subjects.notices import NoticeServed
from ledger.subjects.people import DeputyOfficerAppointed, ProviderContactNamed
from ledger.subjects.performance import ImprovementTargetAgreed
from ledger.subjects.programme import UnitArrangementAgreed
from ledger.subjects.records import AlternativeArrangementAgreed
from ledger.subjects.terms import PerformanceIndicatorAgreed, ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended
from ledger.subjects.variations import VariationAgreed
from ledger.words import Document, Said
from tests.story import changed, given

DAY = date(2025, 3, 3)
REGISTERED = ContractRegistered(happened_on=DAY, start_date=DAY, reference="C-1", title="Home care")
LETTER = Said(Document("ab" * 32, "Letter of 3 March"))
ELSEWHERE = {
    ContractProvisionAgreed: "a clause of the contract, which was signed with its own document",
    StaffObjectivesAgreed: "counted, never about a person",
    VariationAgreed: "of which more is asked, by a rule of its own",
    UnitArrangementAgreed: "on a programme's file, by what authority it says itself",
}


def test_every_kind_of_agreement_is_asked_for_its_parties_and_its_document() -> None:
    asked = {kind for kind in BY_NAME.values() if issubclass(kind, Agreed)}

    assert asked | set(ELSEWHERE) == {k for k in BY_NAME.values() if k.__name__.endswith("Agreed")} | {
        DisputeSettled, ServiceLevelAgreementAmended,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("bare", "said", "found"),
    [
        (
            ServiceLevelAgreementAgreed(happened_on=DAY),
            {"agreed_by_authority": "Ann Ashe", "agreed_by_provider": "Pat Good"},
            "it does not say who agreed for the authority or who agreed for the provider or which document shows it",
        ),
        (
            PerformanceIndicatorAgreed(happened_on=DAY, indicator=Indicator(id="K1", text=Said("98 of 100 on time"))),
            {"agreed_by": (Actor(person="Pat Good", party="provider"),)},
            "it does not say who agreed to it or which document shows it",
        ),
        (
            ImprovementTargetAgreed(happened_on=DAY, improves="quality", text=Said("fewer visits missed")),
            {"by": Actor(person="Ann Ashe")},
            "it does not say who agreed to it or which document shows it",
        ),
        (ExitPlanAgreed(happened_on=DAY), {}, "it does not say which document shows it"),
    ],
)
def test_what_an_agreement_leaves_out_is_a_remark_and_it_is_recorded(
    bare: Entry, said: dict[str, object], found: str
) -> None:
    """CPC307-K17: under any procedure."""
    rule = "agreement.recorded-in-full"
    story = given(REGISTERED).when(bare).departs_from(rule)

    assert story.last is not None
    assert [one.found for one in story.last.departures if one.rule == rule] == [found]
    assert [one.level for one in story.last.departures if one.rule == rule] == ["advise"]
    whole = bare.model_copy(update={**said, "exhibits": (LETTER,)})
    given(REGISTERED).when(whole).keeps(rule)


def test_the_plan_of_a_dispute_is_its_own_document() -> None:
    """CPC307-K17: where a kind has a field for its document, that is it."""
    opened = NoticeServed(happened_on=DAY, notice_kind="dispute")
    plan = DisputeActionPlanAgreed(
        happened_on=DAY, agreed_by_authority="Ann Ashe", agreed_by_provider="Pat Good", document=LETTER
    )

    given(REGISTERED, opened).when(plan).keeps("agreement.recorded-in-full")


@pytest.mark.parametrize("kind", sorted({k.__name__ for k in BY_NAME.values() if issubclass(k, Agreed)}))
def test_the_document_a_kind_of_agreement_has_a_field_for_is_its_document(kind: str) -> None:
    """CPC307-K17: an exit plan that is there as its `document` is not said to be without one."""
    agreed = next(k for k in BY_NAME.values() if k.__name__ == kind and issubclass(k, Agreed))

    assert ("document" in agreed.model_fields) == ("document" in agreed.papers)


def test_an_exit_plan_is_its_own_document() -> None:
    """CPC307-K17, TVP-6.0-3."""
    given(REGISTERED).when(ExitPlanAgreed(happened_on=DAY, document=LETTER)).keeps("agreement.recorded-in-full")


def test_who_agreed_for_a_side_is_of_that_side_by_what_is_on_file() -> None:
    """TVP-5.1-3a: "contract manager and service provider": our own deputy agrees to nothing for the provider."""
    rule = "agreement.each-agreed-for-its-own-side"
    deputy = DeputyOfficerAppointed(happened_on=DAY, person="Bea Dunn")
    manager = ProviderContactNamed(happened_on=DAY, person="Pat Good", role="contract-manager")
    issue = IssueRaised(happened_on=DAY, nature=Said("Visits missed"))
    story = given(REGISTERED, deputy, manager, issue)
    plan = ResolutionPlanAgreed(
        happened_on=DAY, issues=("ISS-001",), agreed_by_authority="Ann Ashe", agreed_by_provider="Pat Good"
    )

    story.when(plan).keeps(rule)
    story.when(changed(plan, agreed_by_provider="Bea Dunn, deputy")).departs_from(rule)
    story.when(changed(plan, agreed_by_authority="Pat Good")).departs_from(rule)
    story.when(changed(plan, agreed_by_provider="Somebody Else")).keeps(rule)
    varied = VariationAgreed(happened_on=DAY, agreed_by_provider="Bea Dunn")
    last = story.when(varied).departs_from("variation.agreement-complete").last
    assert last is not None
    assert "Bea Dunn is named as who agreed for the provider" in str([d.found for d in last.departures])


def test_an_exit_plan_is_agreed_for_each_side_by_somebody_of_its_own() -> None:
    """TVP-6.0-3: it is agreed "with the provider": our own lead officer agrees to nothing for it; so is another
    arrangement, by whom it was agreed with at the provider (TVP-4.0-1)."""
    rule = "agreement.each-agreed-for-its-own-side"
    ann, pat = Actor(person="Ann Ashe", office="lead-officer"), Actor(person="Pat Good", party="provider")
    manager = ProviderContactNamed(happened_on=DAY, person="Pat Good", role="contract-manager")
    story = given(REGISTERED, manager)
    plan = ExitPlanAgreed(happened_on=DAY, agreed_for_authority=ann, agreed_for_provider=pat)
    otherwise = AlternativeArrangementAgreed(
        happened_on=DAY, arrangement=Said("By e-mail"), rules_not_asked=("end-plans.in-writing",), agreed_with=pat
    )

    story.when(plan).keeps(rule)
    story.when(changed(plan, agreed_for_provider=Actor(person="Pat Good"))).keeps(rule)
    last = story.when(changed(plan, agreed_for_provider=ann)).departs_from(rule).last
    assert last is not None
    assert [d.found for d in last.departures if d.rule == rule] == [
        "Ann Ashe (lead officer) is named as who agreed for the provider, and is of the authority"
    ]
    for theirs in (pat, Actor(person="Pat Good")):
        story.when(changed(plan, agreed_for_authority=theirs)).departs_from(rule)
    story.when(otherwise).keeps(rule)
    story.when(changed(otherwise, agreed_with=ann)).departs_from(rule)
