"""The default process after a notice: plans, conclusions, fundamental breach, and rights reserved."""

from datetime import date
from typing import Any

import pytest

from ledger import ending
from ledger.dates.calendar import Period
from ledger.entry import Actor
from ledger.plans import Step
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.default_process import (
    DefaultProcessConcluded,
    FundamentalBreachDetermined,
    ImprovementPlanAgreed,
    RightsReserved,
)
from ledger.subjects.issues import IssueRaised, IssueResolved, ResolutionPlanAgreed, ResolutionPlanProposed
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn, RemedyAssessed
from ledger.subjects.records import EntrySupplemented
from ledger.subjects.termination import LegalAdviceReceived
from ledger.words import Document, Said
from tests.story import ANN, LEGAL, PIA, PROVIDER, given

COUNTY = Actor(person="Cleo Manager", office="county-manager-contracts")
REGISTERED = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Home care, north")
ADVICE = LegalAdviceReceived(happened_on=date(2025, 4, 28), advice=Said("It is one"), by=LEGAL)
ISSUE = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"), standards=("S4",), by=ANN)
SERVED = NoticeServed(
    happened_on=date(2025, 4, 14), notice_kind="improvement", issues=("ISS-001",), method="hand", by=ANN,
    received_on=date(2025, 4, 14), remedy_period=Period(count=14, unit="calendar-days"),
)  # fmt: skip
ON_NOTICE = (REGISTERED, ISSUE, SERVED)


def assessed(result: Any, on: date = date(2025, 4, 29)) -> RemedyAssessed:
    return RemedyAssessed(happened_on=on, notice="NOT-001", result=result)


def concluded(result: Any, on: date = date(2025, 5, 6)) -> DefaultProcessConcluded:
    return DefaultProcessConcluded(
        happened_on=on, notices=("NOT-001",), result=result, reasoning=Said("See the log."), by=ANN
    )


def test_an_improvement_plan_agreed_on_a_notice_has_an_id_of_its_own() -> None:
    """HCC-9.1-c; plans for issues and plans on notices share one row of ids."""
    proposed = ResolutionPlanProposed(happened_on=date(2025, 3, 10), issues=("ISS-001",))
    plan = ImprovementPlanAgreed(
        happened_on=date(2025, 4, 17), notice="NOT-001", complete_by=date(2025, 4, 28),
        steps=(Step(what=Said("Hire two carers"), owner="Pia Prior", due_on=date(2025, 4, 25)),),
    )  # fmt: skip

    story = given(REGISTERED, ISSUE, proposed, SERVED).when(plan)

    story.then(lambda file: file.default_process.plans["PLN-002"].notice == "NOT-001")
    assert story.file.default_process.plans["PLN-002"].ends_on == date(2025, 4, 28)
    story.when(ResolutionPlanAgreed(happened_on=date(2025, 4, 18), plan="PLN-002", issues=("ISS-001",))).recorded()


def test_no_plan_is_agreed_on_a_notice_before_it_was_served_and_one_on_a_withdrawn_notice_is_asked_about() -> None:
    plan = ImprovementPlanAgreed(happened_on=date(2025, 4, 13), notice="NOT-001")
    withdrawn = NoticeWithdrawn(happened_on=date(2025, 4, 22), notice="NOT-001")

    given(*ON_NOTICE).when(plan).refused("default-process.notice-served-first", "served on 14 April 2025")
    late = plan.model_copy(update={"happened_on": date(2025, 4, 23)})
    given(*ON_NOTICE, withdrawn).when(late).departs_from("default-process.notice-not-withdrawn")
    given(*ON_NOTICE, withdrawn).when(late, acknowledge_all=False).asked("default-process.notice-not-withdrawn")
    given(*ON_NOTICE).when(late).keeps("default-process.notice-not-withdrawn")
    given(*ON_NOTICE).when(plan.model_copy(update={"notice": "NOT-007"})).refused("entry.names-what-is-on-file")


def test_a_plan_on_a_notice_that_leaves_out_what_is_to_be_done_or_by_when_is_remarked_on() -> None:
    """HCC-7.6-c: by when may be the time the notice gives; what, the plan's own document."""
    rule = "improvement-plan.says-what-or-when"
    steps, timeless = (Step(what=Said("Hire two carers")),), SERVED.model_copy(update={"remedy_period": None})
    plan = ImprovementPlanAgreed(happened_on=date(2025, 4, 17), notice="NOT-001")
    paper = (Said(Document("ab" * 32, "The plan")),)

    for whole in (plan.model_copy(update={"steps": steps}), plan.model_copy(update={"exhibits": paper})):
        given(*ON_NOTICE).when(whole).keeps(rule)
        given(REGISTERED, ISSUE, timeless).when(whole).departs_from(rule)
        timed = whole.model_copy(update={"complete_by": date(2025, 4, 28)})
        given(REGISTERED, ISSUE, timeless).when(timed).keeps(rule)
    given(*ON_NOTICE).when(plan).departs_from(rule)
    said = EntrySupplemented(
        happened_on=date(2025, 4, 18), position=4, words=Said("Two carers, by May"), completes=(rule,)
    )
    given(*ON_NOTICE, plan).when(said).keeps("supplement.says-what-it-completes")


def test_the_process_is_concluded_by_what_was_found() -> None:
    """HCC-9.1-c, TC-13, TC-14."""
    rules = ("default-process.concluded-as-assessed", "default-process.worked-through")

    story = given(*ON_NOTICE, assessed("partly")).when(concluded("not-remedied")).keeps(*rules)

    process = story.file.default_process
    assert [c.notices for c in process.not_remedied(date(2025, 5, 6))] == [("NOT-001",)]
    assert process.not_remedied(date(2025, 5, 5)) == []
    assert process.conclusion("NOT-001", date(2025, 5, 5)) is None
    found = process.conclusion("NOT-001", date(2025, 5, 6))
    assert found is not None
    assert (found.result, found.by) == ("not-remedied", ANN)


@pytest.mark.parametrize(
    ("findings", "result"),
    [((), "not-remedied"), (("remedied",), "not-remedied"), (("not-remedied",), "remedied"), (("partly",), "remedied")],
)
def test_a_conclusion_against_the_assessment_or_without_one_is_a_departure(
    findings: tuple[str, ...], result: str
) -> None:
    story = given(*ON_NOTICE, *(assessed(found) for found in findings)).when(concluded(result))

    story.departs_from("default-process.concluded-as-assessed")


def test_a_process_concluded_while_the_time_to_remedy_ran_was_not_worked_through() -> None:
    """HCC-9.4-d, TC-12: the last of fourteen days is 28 April 2025."""
    early = assessed("not-remedied", on=date(2025, 4, 25))

    given(*ON_NOTICE, early).when(concluded("not-remedied", on=date(2025, 4, 28))).departs_from(
        "default-process.worked-through"
    )
    given(*ON_NOTICE, early).when(concluded("not-remedied", on=date(2025, 4, 29))).keeps(
        "default-process.worked-through"
    )
    another = SERVED.model_copy(update={"happened_on": date(2025, 4, 28), "received_on": date(2025, 4, 28)})
    over = given(*ON_NOTICE, another, early)
    over.when(concluded("not-remedied", on=date(2025, 4, 29))).keeps("default-process.worked-through")
    remedied = given(*ON_NOTICE, assessed("remedied", on=date(2025, 4, 22)))
    remedied.when(concluded("remedied", on=date(2025, 4, 23))).keeps("default-process.worked-through")


def test_a_conclusion_does_not_come_before_the_notice() -> None:
    given(*ON_NOTICE).when(concluded("remedied", on=date(2025, 4, 13))).refused("default-process.notice-served-first")


def test_a_fundamental_breach_is_determined_with_clause_facts_and_advice() -> None:
    """HCC-9.3-d: the one exception the text states."""
    breach = FundamentalBreachDetermined(
        happened_on=date(2025, 5, 1), clause="29.1", facts=Said("No carer came for nine days"),
        issues=("ISS-001",), advice=4, by=COUNTY,
    )  # fmt: skip

    story = given(*ON_NOTICE, ADVICE).when(breach)

    assert story.objections == ()
    found = story.file.default_process.fundamental_breach(date(2025, 5, 1))
    assert found is not None
    assert (found.id, found.clause, found.issues, found.advice) == (
        "BRE-001",
        "29.1",
        ("ISS-001",),
        4,
    )
    assert story.file.default_process.fundamental_breach(date(2025, 4, 30)) is None


@pytest.mark.parametrize(
    ("field", "name"), [("clause", "clause"), ("facts", "facts"), ("by", "author"), ("advice", "advice")]
)
def test_what_a_determination_of_fundamental_breach_does_not_show_is_a_gap(field: str, name: str) -> None:
    parts: dict[str, Any] = {"clause": "29.1", "facts": Said("Nobody came"), "advice": 4, "by": COUNTY} | {field: None}

    story = given(*ON_NOTICE, ADVICE).when(FundamentalBreachDetermined(happened_on=date(2025, 5, 1), **parts))

    assert story.objections == (f"fundamental-breach.states-{name}",)


def test_rights_reserved_by_either_party_are_kept_with_what_they_are_about() -> None:
    """HCC-9.4-b: an act that may affirm the contract is shown with the reservation of rights made about it, or none."""
    ours = RightsReserved(
        happened_on=date(2025, 5, 2), notice="NOT-001", act=2, words=Said("All rights reserved"), by=ANN
    )
    theirs = RightsReserved(happened_on=date(2025, 5, 3), reserved_by="provider", words=Said("Likewise"))

    story = given(*ON_NOTICE).when(ours).keeps("rights.reserved-about-something")
    story = story.when(theirs, account=PROVIDER).departs_from("rights.reserved-about-something")

    assert [(r.reserved_by, r.notice, r.act) for r in story.file.default_process.rights_reserved] == [
        ("authority", "NOT-001", 2),
        ("provider", None, None),
    ]
    assert story.file.rights_reserved("authority", date(2025, 5, 3)) == [4]
    assert story.file.rights_reserved("provider", date(2025, 5, 3)) == [5]
    assert story.file.rights_reserved("provider", date(2025, 5, 2)) == []


@pytest.mark.parametrize("about", [{"notice": "NOT-001"}, {"breach": "BRE-001"}, {"issues": ("ISS-001",)}, {"act": 2}])
def test_any_one_thing_a_reservation_is_about_is_enough(about: dict[str, Any]) -> None:
    breach = FundamentalBreachDetermined(happened_on=date(2025, 5, 1), clause="29.1", by=COUNTY)

    story = given(*ON_NOTICE, breach).when(RightsReserved(happened_on=date(2025, 5, 2), by=ANN, **about))

    story.keeps("rights.reserved-about-something")


BREACH = FundamentalBreachDetermined(
    happened_on=date(2025, 5, 6), clause="31.4", facts=Said("No visits at all in April"), advice=1, by=ANN
)


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("clause", "fundamental-breach.states-clause"),
        ("facts", "fundamental-breach.states-facts"),
        ("by", "fundamental-breach.states-author"),
        ("advice", "fundamental-breach.states-advice"),
    ],
)
def test_what_a_determination_of_fundamental_breach_does_not_state_is_told(field: str, rule: str) -> None:
    """HCC-9.3-d."""
    given(*ON_NOTICE).when(BREACH.model_copy(update={field: None}), acknowledge_all=False).departs_from(rule)
    given(*ON_NOTICE).when(BREACH).keeps(rule)


# --- what excepts, and what does not ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "lacks"),
    [
        ({"clause": None}, "names no clause"),
        ({"facts": None}, "names no facts"),
        ({"clause": None, "facts": None, "by": None}, "names no clause and no facts"),
        ({"by": PIA}, "was not determined by the authority"),
        ({"by": PIA.model_copy(update={"party": "authority"})}, "was not determined by the authority"),
    ],
)
def test_a_fundamental_breach_excepts_with_clause_and_facts_and_as_the_authority_found_it(
    parts: dict[str, Any], lacks: str
) -> None:
    """HCC-9.3-d: clearly in fundamental breach; TC-14 is not lifted by an entry that shows nothing."""
    clear, unclear = given(*ON_NOTICE).when(BREACH), given(*ON_NOTICE).when(BREACH.model_copy(update=parts))
    day = date(2025, 5, 10)

    assert ending.process_not_concluded(clear.file, day) is None
    assert clear.file.default_process.unclear_breach(day) is None
    found = ending.process_not_concluded(unclear.recorded().file, day)
    assert found is not None
    assert found.endswith(f"BRE-001 excepts nothing: it {lacks}")
    assert clear.when(BREACH.model_copy(update=parts)).file.default_process.unclear_breach(day) is None


def test_a_fundamental_breach_found_by_the_provider_is_asked_about() -> None:
    """HCC-9.3-d."""
    rule = "fundamental-breach.found-by-the-authority"

    given(*ON_NOTICE).when(BREACH.model_copy(update={"by": PIA}), acknowledge_all=False).asked(rule)
    given(*ON_NOTICE).when(BREACH).keeps(rule)
    given(*ON_NOTICE).when(BREACH.model_copy(update={"by": None})).keeps(rule)


def test_the_advice_a_determination_relies_on_is_advice() -> None:
    """HCC-9.3-d: an issue is none; a paper with a document, or under privilege, can be."""
    rule = "fundamental-breach.advice-is-advice"

    given(*ON_NOTICE, ADVICE).when(BREACH.model_copy(update={"advice": 2})).departs_from(rule)
    given(*ON_NOTICE, ADVICE).when(BREACH.model_copy(update={"advice": 4})).keeps(rule)
    privileged = ISSUE.model_copy(update={"protection": "legal-advice"})
    given(*ON_NOTICE, privileged).when(BREACH.model_copy(update={"advice": 4})).keeps(rule)


def test_a_fundamental_breach_that_rests_on_what_was_settled_is_asked_about_unless_one_issue_is_open() -> None:
    """HCC-9.3-d."""
    rule, settled = (
        "fundamental-breach.rests-on-what-is-open",
        IssueResolved(happened_on=date(2025, 4, 2), issue="ISS-001"),
    )
    resting = BREACH.model_copy(update={"issues": ("ISS-001",)})
    both = BREACH.model_copy(update={"issues": ("ISS-001", "ISS-002")})

    given(*ON_NOTICE, settled).when(resting, acknowledge_all=False).asked(rule)
    given(*ON_NOTICE).when(resting).keeps(rule)
    given(*ON_NOTICE, settled, ISSUE).when(both).keeps(rule)
    given(*ON_NOTICE, settled).when(BREACH).keeps(rule)
