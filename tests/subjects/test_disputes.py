"""Disputes under a procedure that has them: going formal, the notice, the ten days, the plan, what follows, the end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from ledger import dispute_results, disputing
from ledger.entry import Actor, Entry, Money
from ledger.formal_route import AGREED_BY, BY_PASSED_BY, SIGNED_OFF_BY
from ledger.plans import Step
from ledger.procedures import read
from ledger.rules import Acknowledgement
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.assurance import AuditReported, Finding
from ledger.subjects.disputes import (
    ActionState,
    ArbitratorAppointed,
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeActionPlanProgressReported,
    DisputeReferralConcluded,
    DisputeReferred,
    DisputeSettled,
    DisputeSignedOff,
    DisputeStepPassedOver,
    FormalEscalationAuthorised,
    FormalEscalationRecommended,
    ImmediateEscalationAuthorised,
    InterimReliefSought,
)
from ledger.subjects.issues import (
    IssueEscalated,
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    IssueSignificanceAssessed,
    ResolutionPlanAgreed,
    SeniorManagementBriefed,
)
from ledger.subjects.meetings import Attendee, MeetingHeld
from ledger.subjects.notices import Addressee, NoticeServed
from ledger.subjects.people import (
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    ProviderContactNamed,
    SeniorResponsibleOfficerAppointed,
)
from ledger.subjects.records import (
    AlternativeArrangementAgreed,
    DepartureRatified,
    DepartureRefused,
    DocumentFiled,
    EntryCorrected,
    EntrySupplemented,
    SettingInstead,
)
from ledger.subjects.terms import NoticeClauseEntered
from ledger.telling import first_told
from ledger.words import Document, Said
from projections.duties.due import duties
from projections.view import FileView
from tests.story import TODAY, Story, changed, given
from tests.worked_through import view_of

THAMES = read("thames-valley")
CONTRACT_MANAGER = Actor(person="Cora Vale", office="contract-manager")
PDM = Actor(person="Petra Dean", office="pdm")
SMG = Actor(person="Simon Grey", office="senior-management-group")
PCC = Actor(person="Paula Crane", office="pcc")
LETTER = Said(Document("ab" * 32, "Letter of 1 April 2025"))
REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Victim support", procedure="thames-valley/1"
)
MANAGER = ProviderContactNamed(happened_on=date(2025, 1, 6), person="Pia Prior", role="contract-manager")
ESCALATION = ProviderContactNamed(happened_on=date(2025, 1, 6), person="Ed Scale", role="escalation-contact")
ISSUE = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Referrals left for weeks"), standards=("S4",))
PLAN = ResolutionPlanAgreed(happened_on=date(2025, 3, 10), issues=("ISS-001",), complete_by=date(2025, 3, 24))
RECOMMENDED = FormalEscalationRecommended(
    happened_on=date(2025, 3, 25), by=CONTRACT_MANAGER, issues=("ISS-001",), reason=Said("The plan came to nothing")
)
AGREED = FormalEscalationAuthorised(
    happened_on=date(2025, 3, 28), by=SMG, dispute="DSP-001", form="minutes", requested_by=PDM
)
NOTICE = NoticeServed(
    happened_on=date(2025, 4, 1), by=CONTRACT_MANAGER, notice_kind="dispute", dispute="DSP-001", issues=("ISS-001",),
    concern=Said("Referrals"), method="e-mail", receipt_requested=True, meeting_requested_by=date(2025, 4, 15),
    recipients=(Addressee(person="Pia Prior"), Addressee(person="Ed Scale")),
)  # fmt: skip
INFORMAL = (REGISTERED, MANAGER, ESCALATION, ISSUE, PLAN)
ALLOWED = (*INFORMAL, RECOMMENDED, AGREED)
ACTION = Step(
    what=Said("Hire two workers"), owner="Pia Prior", due_on=date(2025, 5, 16), outcome=Said("None waits a week")
)
ACTION_PLAN = DisputeActionPlanAgreed(happened_on=date(2025, 4, 15), dispute="DSP-001", actions=(ACTION,))
FAILED = DisputeActionPlanConcluded(
    happened_on=date(2025, 5, 19), dispute="DSP-001", plan="PLN-002", result="outcomes-missed", evidence=(4,)
)


PRESENT_ALONE = (Attendee(person="Cora Vale", office="lead-officer"),)


def met(on: date, **otherwise: Any) -> MeetingHeld:
    present = (Attendee(person="Cora Vale", office="lead-officer"), Attendee(person="Ed Scale", party="provider"))
    return MeetingHeld(happened_on=on, meeting_kind="dispute", attendees=present, dispute="DSP-001", **otherwise)


# --- the office above is alerted --------------------------------------------------------------------------------------


def alerted(on: date = date(2025, 3, 5), by: Actor | None = CONTRACT_MANAGER, **otherwise: Any) -> IssueEscalated:
    return IssueEscalated(**{"happened_on": on, "by": by, "issue": "ISS-001", "to": PDM} | otherwise)


def test_what_the_provider_tells_the_office_above_is_no_alert_of_whoever_manages_the_contract() -> None:
    """TVP-5.2-1a, TVP-5.1-1a: it is asked about, and the duty stays."""
    rule = "issue.alerted-by-the-authority"
    theirs = alerted(by=Actor(person="Pia Prior", office="provider-contract-manager", party="provider"))

    story = given(*INFORMAL).when(theirs).departs_from(rule)
    given(*INFORMAL).when(theirs, acknowledge_all=False).asked(rule)
    assert story.last is not None
    [said] = [d.found for d in story.last.departures if d.rule == rule]
    assert "took ISS-001 to Petra Dean (Policy Development Manager);" in said

    assert "escalate/ISS-001" in {duty.id for duty in duties(view_of(story.file))}
    ours = story.when(alerted()).keeps(rule, "issue.alerted-in-time")
    assert "escalate/ISS-001" not in {duty.id for duty in duties(view_of(ours.file))}
    given(*INFORMAL).when(alerted(by=None)).keeps(rule)
    to_its_own = Actor(person="Ed Scale", office="provider-escalation-contact", party="provider")
    given(*INFORMAL).when(changed(theirs, to=to_its_own)).keeps(rule)


def test_an_alert_by_somebody_who_does_not_manage_the_contract_is_remarked_on_and_makes_the_office_aware() -> None:
    """TVP-5.2-1a: the contract manager alerts it; TVP-5.1-1a: it is made aware, by whomever of the authority."""
    rule, led = (
        "issue.alerted-by-whoever-manages-it",
        LeadOfficerAppointed(happened_on=date(2025, 1, 6), person=CONTRACT_MANAGER.person, post="Manager"),
    )
    noted = alerted(by=Actor(person="Zoe Zeal", office="note-taker"))

    story = given(*INFORMAL, led).when(noted, acknowledge_all=False).departs_from(rule)
    assert story.last is not None
    [said] = [d.found for d in story.last.departures if d.rule == rule]
    assert "is by what is on file neither lead officer nor deputy officer nor" in said
    assert "escalate/ISS-001" not in {duty.id for duty in duties(view_of(story.file))}
    deputy = Actor(person="Dan Oak", office="deputy-lead-officer")
    for by in (CONTRACT_MANAGER, Actor(person=CONTRACT_MANAGER.person), deputy, PDM, None):
        given(*INFORMAL, led).when(alerted(by=by)).keeps(rule)
    given(*INFORMAL, led).when(changed(noted, to=SMG)).keeps(rule)


def test_an_issue_taken_to_the_office_of_whoever_takes_it_has_gone_no_higher() -> None:
    """TVP-5.2-1a: by the office that is said, or by whoever holds it; the office above may have found it itself."""
    rule, another = "issue.taken-to-another-office", Actor(person="Dan Oak", office="lead-officer")
    led = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person=CONTRACT_MANAGER.person, post="Manager")
    unsaid = Actor(person=CONTRACT_MANAGER.person)

    story = given(*INFORMAL, led).when(alerted(by=another, to=CONTRACT_MANAGER)).departs_from(rule)
    assert story.last is not None
    [said] = [d.found for d in story.last.departures if d.rule == rule]
    assert said == "Dan Oak (lead officer) took ISS-001 to Cora Vale (lead officer), and so no higher"
    given(*INFORMAL, led).when(alerted(by=unsaid, to=another)).departs_from(rule)
    given(*INFORMAL).when(alerted(by=CONTRACT_MANAGER, to=unsaid)).departs_from(rule)
    given(*INFORMAL).when(alerted(by=CONTRACT_MANAGER, to=SMG)).keeps(rule)
    given(*INFORMAL).when(alerted(by=PDM, to=PDM)).keeps(rule)
    given(*INFORMAL).when(alerted(by=None, to=another)).keeps(rule)


def test_an_issue_taken_to_the_provider_or_down_the_ladder_has_gone_no_higher() -> None:
    """TVP-4.0-5, TVP-5.2-1a: the ladder is of the authority's offices; the provider's people turn to whom they like."""
    rule = "issue.taken-to-another-office"
    theirs = Actor(person="Ed Scale", office="provider-contract-manager", party="provider")

    story = given(*INFORMAL).when(alerted(to=theirs), acknowledge_all=False).departs_from(rule)
    assert story.last is not None
    [said] = [d.found for d in story.last.departures if d.rule == rule]
    assert said == "Cora Vale (lead officer) took ISS-001 to Ed Scale (provider's contract manager), and so no higher"
    given(changed(INFORMAL[0], procedure="hampshire/1"), *INFORMAL[1:]).when(alerted(to=theirs)).departs_from(rule)
    given(*INFORMAL).when(alerted(by=PDM, to=CONTRACT_MANAGER)).departs_from(rule)
    given(*INFORMAL).when(alerted(by=SMG, to=CONTRACT_MANAGER)).departs_from(rule)
    given(*INFORMAL).when(alerted(by=PDM, to=SMG)).keeps(rule)
    to_the_director = Actor(person="Dee Roe", office="provider-director", party="provider")
    given(*INFORMAL).when(alerted(by=theirs, to=to_the_director)).keeps(rule)


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (Actor(person="Ines Calder", office="deputy-lead-officer"), "which is on no step of the ladder"),
        (Actor(person="Bob", office="legal-services"), "which is on no step of the ladder"),
        (Actor(person="Some One"), "in what office is not said"),
    ],
)
def test_an_issue_taken_to_an_office_on_no_step_of_the_ladder_has_gone_no_higher(to: Actor, words: str) -> None:
    """TVP-4.0-5: whoever takes it there."""
    rule, hampshire = "issue.taken-to-another-office", changed(INFORMAL[0], procedure="hampshire/1")

    for by in (CONTRACT_MANAGER, PDM):
        story = given(*INFORMAL).when(alerted(by=by, to=to)).departs_from(rule)
        assert story.last is not None
        assert any(words in d.found for d in story.last.departures)
    given(hampshire, *INFORMAL[1:]).when(alerted(to=to)).keeps(rule)  # whose procedure has no ladder


def test_an_issue_passes_over_an_office_of_the_ladder_with_a_reason() -> None:
    """TVP-4.0-5."""
    rule = "issue.passes-over-an-office-with-a-reason"

    story = given(*INFORMAL).when(alerted(to=PCC)).departs_from(rule)
    assert story.last is not None
    [said] = [d.found for d in story.last.departures if d.rule == rule]
    assert said == (
        "it passes over the Policy Development Manager, the Senior Management Group, and it is not said why"
    )
    given(*INFORMAL).when(alerted(to=PCC, reason=Said("A death"))).keeps(rule)
    given(*INFORMAL).when(alerted()).keeps(rule)
    given(*INFORMAL, alerted()).when(alerted(to=SMG)).keeps(rule)
    given(*INFORMAL).when(alerted(by=SMG, to=PCC)).keeps(rule)
    briefed = SeniorManagementBriefed(happened_on=date(2025, 3, 6), issue="ISS-001", body="SMG", by=PDM)
    given(*INFORMAL, alerted(), briefed).when(alerted(date(2025, 3, 7), to=PCC)).keeps(rule)
    given(*INFORMAL).when(alerted(by=None, to=PCC)).departs_from(rule)  # from where every issue begins
    given(*INFORMAL, alerted(by=None)).when(alerted(by=None, to=PCC)).departs_from(rule)
    given(*INFORMAL, alerted(by=None)).when(alerted(by=None, to=SMG)).keeps(rule)
    given(*INFORMAL, alerted(to=SMG)).when(alerted(by=None, to=PCC)).keeps(rule)  # what came before was remarked on
    noted = Actor(person="Zoe Zeal", office="note-taker")
    given(*INFORMAL).when(alerted(by=noted, to=SMG)).departs_from(rule)
    theirs = Actor(person="Ed Scale", office="provider-contract-manager", party="provider")
    given(*INFORMAL).when(alerted(by=theirs, to=PCC)).keeps(rule)  # they turn to whom they like


def test_an_alert_that_comes_late_is_said_to_be() -> None:
    """TVP-5.1-1a: as early as can be; five days are taken for it, the text gives none."""
    rule = "issue.alerted-in-time"

    given(*INFORMAL).when(alerted(date(2025, 3, 8))).keeps(rule)
    given(*INFORMAL).when(alerted(date(2025, 3, 21)), acknowledge_all=False).departs_from(rule)
    given(*INFORMAL, alerted()).when(alerted(date(2025, 3, 21))).keeps(rule)
    given(*INFORMAL).when(alerted(date(2025, 3, 21), to=SMG)).keeps(rule)


def test_the_formal_route_is_agreed_once_the_office_above_was_alerted_or_asked_for_it() -> None:
    """TVP-5.2-1a."""
    rule, unasked = "dispute.alerted-before-agreed", changed(AGREED, requested_by=None)

    given(*INFORMAL, RECOMMENDED).when(unasked, acknowledge_all=False).asked(rule)
    given(*INFORMAL, RECOMMENDED).when(changed(AGREED, requested_by=CONTRACT_MANAGER)).departs_from(rule)
    given(*INFORMAL, RECOMMENDED, alerted(date(2025, 3, 29))).when(unasked).departs_from(rule)
    given(*INFORMAL, RECOMMENDED, alerted()).when(unasked).keeps(rule)
    given(*INFORMAL, RECOMMENDED).when(AGREED).keeps(rule)
    hampshire = changed(REGISTERED, procedure="hampshire/1")
    given(hampshire, *INFORMAL[1:], RECOMMENDED).when(unasked).keeps(rule)


# --- going formal -----------------------------------------------------------------------------------------------------


def test_a_dispute_has_its_id_from_the_first_entry_of_it_and_keeps_it() -> None:
    """TVP-5.1-4b, TVP-5.2-1b."""
    story = given(*INFORMAL).when(RECOMMENDED).keeps("dispute.reason-stated").when(AGREED)

    story.keeps("dispute.formal-route-agreed-in-writing", AGREED_BY)
    held = story.file.disputes
    assert (held.by_id["DSP-001"].issues, held.escalations[0].dispute) == (("ISS-001",), "DSP-001")
    assert story.last is not None
    assert story.last.given_id is None
    at_once = given(*INFORMAL).when(changed(AGREED, dispute=None, issues=("ISS-001",)))
    at_once.then(lambda file: file.disputes.by_id["DSP-001"].issues == ("ISS-001",))


def test_why_ordinary_management_is_not_enough_is_asked_for() -> None:
    """TVP-5.0-1."""
    rule, opening = "dispute.reason-stated", changed(AGREED, dispute=None, issues=("ISS-001",))

    given(*INFORMAL).when(changed(RECOMMENDED, reason=None)).departs_from(rule)
    story = given(*INFORMAL).when(opening).departs_from(rule)  # SMG agreed, and nobody had recommended it
    given(*INFORMAL).when(changed(opening, reason=Said("Nothing agreed was kept to"))).keeps(rule)
    for answered in (AGREED, opening):
        assert rule not in given(*INFORMAL, RECOMMENDED).when(answered).recorded().objections

    assert story.last is not None
    [asked] = [d for d in duties(view_of(story.file)) if d.id == f"details/{story.last.position}"]
    assert "why ordinary management is not enough" in asked.sentence


def test_an_issue_whose_dispute_goes_on_is_taken_further_in_it_and_not_in_another() -> None:
    """TVP-5.2-0: a recommendation twice and an agreement without the number were three disputes, all of them open."""
    rule, again = "dispute.one-of-an-issue", changed(RECOMMENDED, happened_on=date(2025, 3, 27))
    agreed = changed(AGREED, dispute=None, issues=("ISS-001",))
    other = changed(ISSUE, nature=Said("Reports late"))

    for opened in (again, agreed, changed(BY_PASS, happened_on=date(2025, 3, 27))):
        given(*INFORMAL, RECOMMENDED).when(opened).departs_from(rule)
    given(*INFORMAL).when(RECOMMENDED).keeps(rule)
    assert rule not in given(*INFORMAL, RECOMMENDED).when(AGREED).recorded().objections
    second = given(*INFORMAL, other, RECOMMENDED).when(changed(again, issues=("ISS-002",))).keeps(rule)
    second.when(changed(AGREED, dispute="DSP-002", issues=("ISS-001",))).departs_from(rule)
    over = DisputeSettled(happened_on=date(2025, 4, 8), dispute="DSP-001")
    given(*ALLOWED, NOTICE, over).when(changed(again, happened_on=date(2025, 5, 6))).keeps(rule)


def test_a_recommendation_is_that_of_the_party_of_whoever_made_it() -> None:
    """TVP-5.1-4b: either side may recommend it."""
    rule = "dispute.recommended-by-whoever-made-it"
    pia = Actor(person="Pia Prior", office="provider-contract-manager", party="provider")
    base = given(*INFORMAL)

    base.when(RECOMMENDED).keeps(rule)
    base.when(changed(RECOMMENDED, by=None)).keeps(rule)
    base.when(changed(RECOMMENDED, by=pia)).refused(rule, "recommended_by should be provider")
    base.when(changed(RECOMMENDED, by=changed(pia, party="authority"))).refused(rule)
    base.when(changed(RECOMMENDED, by=pia, recommended_by="provider")).keeps(rule)
    base.when(changed(RECOMMENDED, recommended_by="provider")).refused(rule, "recommended_by should be authority")


def test_the_formal_route_is_agreed_in_writing_and_by_the_senior_management_group() -> None:
    """TVP-5.2-1b: e-mail or minutes."""
    base = given(*INFORMAL, RECOMMENDED)

    base.when(changed(AGREED, form=None)).departs_from("dispute.formal-route-agreed-in-writing")
    base.when(changed(AGREED, form=None, document=LETTER)).keeps("dispute.formal-route-agreed-in-writing")
    base.when(changed(AGREED, by=PDM)).departs_from("dispute.formal-route-agreed-by-the-office-entitled")
    base.when(AGREED).keeps("dispute.formal-route-agreed-by-the-office-entitled")
    base.when(changed(AGREED, by=PDM), acknowledge_all=False).asked(AGREED_BY)


def ruled(kind: type[DepartureRatified | DepartureRefused], on: date, by: Actor, position: int, rule: str) -> Any:
    return kind(happened_on=on, by=by, position=position, rule=rule, reason=Said("So it was"))


def test_a_notice_of_dispute_asks_again_where_what_was_agreed_does_not_stand() -> None:
    """TVP-5.2-1b: "obtain SMG's agreement (in writing via email or minutes)" before the notice; docs/adr/0312."""
    rule, by_pdm = "dispute.agreed-before-notice", (*INFORMAL, RECOMMENDED, changed(AGREED, by=PDM))
    day = date(2025, 3, 31)

    last = given(*by_pdm).when(NOTICE).departs_from(rule).last
    refused = given(*by_pdm, ruled(DepartureRefused, day, SMG, 7, AGREED_BY)).when(NOTICE).departs_from(rule).last

    assert last is not None
    assert refused is not None
    [found] = [d.found for d in last.departures if d.rule == rule]
    assert found == (
        "the agreement of 28 March 2025 (entry 7) does not stand: it was given by Petra Dean (Policy "
        "Development Manager); the procedure gives it to Senior Management Group"
    )
    assert "it was refused by Simon Grey" in str([d.found for d in refused.departures if d.rule == rule])
    given(*by_pdm, ruled(DepartureRatified, day, SMG, 7, AGREED_BY)).when(NOTICE).keeps(rule)
    given(*by_pdm, ruled(DepartureRatified, day, PDM, 7, AGREED_BY)).when(NOTICE).departs_from(rule)
    given(*by_pdm, AGREED).when(NOTICE).keeps(rule)


def test_a_notice_of_dispute_asks_again_where_nothing_shows_the_writing_it_was_agreed_in() -> None:
    """TVP-5.2-1b: "in writing via email or minutes"."""
    rule, oral = "dispute.agreed-before-notice", changed(AGREED, form=None)
    filed = DocumentFiled(
        happened_on=date(2025, 3, 31), document=LETTER, document_kind="minutes", belongs_to=(7,), title="Minutes of SMG"
    )

    given(*INFORMAL, RECOMMENDED, oral).when(NOTICE).departs_from(rule)
    given(*INFORMAL, RECOMMENDED, oral, filed).when(NOTICE).keeps(rule)


def test_what_somebody_of_the_provider_enters_as_agreed_is_no_agreement_of_the_body_it_names() -> None:
    """TVP-5.2-1b, TVP-5.2-3b: it is the authority's to agree, and to sign off."""
    theirs = Actor(person="Pia Prior", office="provider-contract-manager", party="provider")
    story = given(*INFORMAL, RECOMMENDED)

    last = story.when(changed(AGREED, by=theirs, body="SMG")).departs_from(AGREED_BY).last

    assert last is not None
    assert "it was given by Pia Prior" in str([d.found for d in last.departures if d.rule == AGREED_BY])
    story.when(changed(AGREED, by=theirs, body="SMG")).when(NOTICE).departs_from("dispute.agreed-before-notice")
    story.when(changed(AGREED, by=CONTRACT_MANAGER, body="SMG")).keeps(AGREED_BY)
    settled = DisputeSettled(happened_on=date(2025, 4, 15), dispute="DSP-001")
    signed = DisputeSignedOff(
        happened_on=date(2025, 4, 22), by=theirs, dispute="DSP-001", what="settlement", body="SMG"
    )
    given(*ALLOWED, NOTICE, settled).when(signed).departs_from("dispute.signed-off-by-the-office-entitled")


def test_a_notice_of_dispute_without_an_informal_stage_asks_for_the_pccs_authority_whoever_else_by_passed_it() -> None:
    """TVP-5.0-8, TVP-5.0-7: a by-pass by senior management is none of the PCC's, the less once the PCC refused it."""
    rules, day = ("dispute.agreed-before-notice", "dispute.informal-stage-first"), date(2025, 3, 7)
    by_smg, at_once = (*INFORMAL[:4], changed(BY_PASS, by=SMG)), changed(NOTICE, dispute=None)

    last = given(*by_smg).when(at_once).departs_from(*rules).last

    assert last is not None
    [found] = [d.found for d in last.departures if d.rule == rules[1]]
    assert found == (
        "nothing is on file to resolve ISS-001 informally; the by-pass of 6 March 2025 (entry 5) does not "
        "stand: it was given by Simon Grey (Senior Management Group); the procedure gives it to Police and Crime "
        "Commissioner"
    )
    given(*by_smg, ruled(DepartureRefused, day, PCC, 5, BY_PASSED_BY)).when(at_once).departs_from(*rules)
    given(*by_smg, ruled(DepartureRatified, day, PCC, 5, BY_PASSED_BY)).when(at_once).keeps(*rules)


# --- at once: the four tests ------------------------------------------------------------------------------------------


def assessed(significant: bool = True, **parts: Any) -> IssueSignificanceAssessed:
    said: dict[str, Any] = {
        n: Money(pence=p) if n in ("value_affected", "annual_value") else p for n, p in parts.items()
    }
    return IssueSignificanceAssessed(happened_on=date(2025, 3, 5), issue="ISS-001", significant=significant, **said)


BY_PASS = ImmediateEscalationAuthorised(
    happened_on=date(2025, 3, 6), by=PCC, issues=("ISS-001",), reason=Said("A client was hurt")
)


@pytest.mark.parametrize(
    ("parts", "is_met"),
    [
        ({"value_affected": 12_000_00, "annual_value": 120_000_00}, True),
        ({"value_affected": 11_999_99, "annual_value": 120_000_00}, False),
        ({"value_affected": 5_00, "annual_value": 0}, False),
        ({"value_affected": 5_00}, False),
        ({"clients_affected": 5, "client_group": 50}, True),
        ({"clients_affected": 4, "client_group": 50}, False),
        ({"harm": True, "harm_facts": Said("A fall")}, True),
        ({"reputation": True, "reputation_facts": Said("In the press")}, True),
        ({"value_affected": 9_00, "annual_value": 100_00, "clients_affected": 4, "client_group": 50}, False),
        ({}, False),
    ],
)
def test_each_of_the_four_tests_stands_alone_and_ten_per_cent_is_enough(parts: dict[str, Any], is_met: bool) -> None:
    """TVP-5.0-2 to TVP-5.0-5; J-10: the text does not add them together."""
    rules = ("issue.significant-as-tested", "dispute.by-passed-where-significant")
    story = given(*INFORMAL[:4]).when(assessed(**parts))
    by_passed = story.when(changed(BY_PASS, entry_stage="meeting"))

    if is_met:
        story.keeps(rules[0])
        by_passed.keeps(rules[1], "dispute.by-pass-says-why", BY_PASSED_BY)
    else:
        story.departs_from(rules[0])
        by_passed.departs_from(rules[1])
    against = given(*INFORMAL[:4]).when(assessed(significant=False, **parts))
    assert ("issue.significant-as-tested" in against.objections) is is_met


@pytest.mark.parametrize(
    ("parts", "is_met"),
    [
        ({"value_affected": 15_000_00}, True),
        ({"value_affected": 14_999_99}, False),
        ({"value_affected": 15_000_00, "annual_value": 200_000_00}, False),
        ({"clients_affected": 30}, True),
        ({"clients_affected": 29}, False),
        ({"clients_affected": 29, "client_group": 290}, True),
        ({"value_share": "10"}, True),
        ({"client_share": "9.9"}, False),
    ],
)
def test_the_contracts_own_figures_are_the_other_half_of_a_share(parts: dict[str, Any], is_met: bool) -> None:
    """TVP-5.0-2, TVP-5.0-3, TVP-5.0-6: where the assessment gives none itself; others than on file are told."""
    own = REGISTERED.model_copy(update={"annual_value": Money(pence=150_000_00), "client_group_size": 300})
    story = given(own, *INFORMAL[1:4]).when(assessed(**parts))

    otherwise = "annual_value" in parts or "client_group" in parts
    assert ("issue.significance-measured" in story.objections) is otherwise
    assert ("issue.significant-as-tested" in story.objections) is not is_met
    at_a_later_stage = story.when(changed(BY_PASS, entry_stage="meeting"))
    assert ("dispute.by-passed-where-significant" in at_a_later_stage.objections) is not is_met


@pytest.mark.parametrize(
    "parts",
    [
        {"value_affected": 5_00},
        {"annual_value": 5_00},
        {"value_affected": 5_00, "annual_value": 0},
        {"clients_affected": 5},
        {"client_group": 5},
    ],
)
def test_a_share_of_nothing_known_is_told_as_not_measured(parts: dict[str, Any]) -> None:
    """TVP-5.0-2, TVP-5.0-3."""
    given(*INFORMAL[:4]).when(assessed(significant=False, **parts)).departs_from("issue.significance-measured")
    euros = IssueSignificanceAssessed(
        happened_on=date(2025, 3, 5), issue="ISS-001", significant=False,
        value_affected=Money(pence=5_00, currency="EUR"), annual_value=Money(pence=5_00),
    )  # fmt: skip
    given(*INFORMAL[:4]).when(euros).departs_from("issue.significance-measured")
    given(*INFORMAL[:4]).when(assessed(clients_affected=5, client_group=9)).keeps("issue.significance-measured")


def test_a_test_found_met_before_stands_until_an_assessment_speaks_of_it() -> None:
    """TVP-5.0-5, J-10: to find the value small takes nothing away from harm to reputation."""
    rule = "issue.significant-as-tested"
    press = assessed(reputation=True, reputation_facts=Said("In the press"))
    small = assessed(False, value_affected=1_00, annual_value=120_000_00)
    retold = changed(small, reputation_facts=Said("Taken back by the paper"))
    few = assessed(clients_affected=5, client_group=50)
    story = given(*INFORMAL[:4], press)

    silent = story.when(small).departs_from(rule)
    assert silent.last is not None
    [found] = [d.found for d in silent.last.departures if d.rule == rule]
    assert found == (
        "it is found not significant, and by entry 5 the authority's reputation is harmed or likely to be, which "
        "this one does not find"
    )
    again = story.when(few).keeps(rule).when(changed(small, clients_affected=0)).departs_from(rule)
    assert again.last is not None
    assert [d.found for d in again.last.departures if d.rule == rule] == [found]
    told = story.when(retold).departs_from(rule)
    told.when(small).keeps(rule)
    given(*INFORMAL[:4], small).when(small).keeps(rule)
    silent.when(small).keeps(rule)  # whoever found so against the press gave the reason for it once
    silent.when(press).recorded().when(small).departs_from(rule)
    again.when(small).keeps(rule)
    own_word = given(*INFORMAL[:4]).when(changed(press, significant=False)).departs_from(rule)
    own_word.when(small).keeps(rule)


def test_what_came_on_record_after_an_issue_was_found_insignificant_is_asked_about_whichever_day_it_is_dated() -> None:
    """TVP-5.0-5: whoever found so against one test gave no reason against another that nobody had told yet."""
    rule, few = "issue.significant-as-tested", assessed(clients_affected=5, client_group=50)
    press = assessed(reputation=True, reputation_facts=Said("In the press"))
    small = changed(assessed(False, value_affected=1_00, annual_value=120_000_00), happened_on=date(2025, 3, 7))
    story = given(*INFORMAL[:4], few).when(small).departs_from(rule)

    story.when(press).recorded().when(small).departs_from(rule)
    unmarked = given(*INFORMAL[:4], changed(press, clients_affected=5, client_group=50, reputation=False))
    corrected = EntryCorrected(happened_on=date(2025, 3, 8), position=5, reason=Said("It was"), replacement=press)
    unmarked.when(small).departs_from(rule).when(corrected).recorded().when(small).departs_from(rule)


def test_a_test_met_before_an_issue_was_settled_and_came_back_is_not_held_against_how_it_is_found_since() -> None:
    """TVP-5.0-5: what came back is assessed as it is now."""
    rule = "issue.significant-as-tested"
    press = assessed(reputation=True, reputation_facts=Said("In the press"))
    small = changed(assessed(False, value_affected=1_00, annual_value=120_000_00), happened_on=date(2025, 3, 9))
    settled = IssueResolved(happened_on=date(2025, 3, 7), issue="ISS-001", satisfactory=True)
    back = IssueReopened(happened_on=date(2025, 3, 8), issue="ISS-001", reason=Said("Missed again"))
    story = given(*INFORMAL[:4], press)

    story.when(settled).recorded().when(small).departs_from(rule)
    story.when(settled).recorded().when(back).recorded().when(small).keeps(rule)
    few = changed(small, value_affected=None, annual_value=None, significant=True, clients_affected=5, client_group=50)
    again = story.when(settled).recorded().when(back).recorded().when(few).recorded()
    again.when(small).departs_from(rule)


def test_harm_is_found_on_facts_that_are_stated() -> None:
    """TVP-5.0-4, TVP-5.0-5."""
    given(*INFORMAL[:4]).when(assessed(harm=True)).departs_from("issue.significance-facts")
    given(*INFORMAL[:4]).when(assessed(reputation=True)).departs_from("issue.significance-facts")
    given(*INFORMAL[:4]).when(assessed(harm=True, harm_facts=Said("A fall"))).keeps("issue.significance-facts")


def test_an_assessment_without_facts_is_to_be_completed_until_a_later_one_of_the_same_issue_states_them() -> None:
    """TVP-5.0-4: "Complete entry 11" stood though entry 12 stated the harm."""
    bare, facts = assessed(harm=True, reputation=True), {"harm_facts": Said("A fall"), "happened_on": date(2025, 3, 9)}
    harm = changed(bare, **facts)
    press = changed(bare, harm=False, reputation_facts=Said("The press called"), happened_on=date(2025, 3, 10))

    def asked(*later: Entry) -> list[str]:
        found = duties(view_of(given(*INFORMAL[:4], bare, *later).file))
        return [one.sentence.partition(": ")[2] for one in found if one.id == f"details/{len(INFORMAL[:4]) + 1}"]

    assert asked() == ["the facts of the harm and of the harm to reputation are not stated."]
    assert asked(harm) == ["the facts of the harm to reputation are not stated."]
    assert asked(harm, press) == []
    assert len(asked(changed(press, reputation_facts=None))) == 1


@pytest.mark.parametrize("facts", ["harm_facts", "reputation_facts"])
def test_an_issue_of_which_facts_of_harm_are_stated_is_not_found_insignificant_without_a_word(facts: str) -> None:
    """TVP-5.0-4, TVP-5.0-5: facts that are stated and weighed for nothing are asked about, as harm found is."""
    rule = "issue.significant-as-tested"
    stated: dict[str, Any] = {facts: Said("Front page of the Oxford Mail")}
    story = given(*INFORMAL[:4])

    last = story.when(assessed(significant=False, **stated)).departs_from(rule).last

    assert last is not None
    assert "and that test is not marked as met" in str([d.found for d in last.departures if d.rule == rule])
    story.when(assessed(significant=False)).keeps(rule)
    story.when(assessed(**stated)).departs_from(rule)
    story.when(assessed(value_affected=12_000_00, annual_value=120_000_00, **stated)).keeps(rule)


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (
            {"value_share": "20", "value_affected": 5_000_00, "annual_value": 100_000_00},
            "20 % of the annual value is given, and £5,000 of £100,000 is 5 %",
        ),
        (
            {"client_share": "20", "clients_affected": 5, "client_group": 200},
            "20 % of the clients is given, and 5 of 200 clients is 2.5 %",
        ),
        ({"client_share": "2.5", "clients_affected": 5, "client_group": 200}, None),
        ({"client_share": "33.3", "clients_affected": 1, "client_group": 3}, None),
        ({"client_share": "66", "clients_affected": 2, "client_group": 3}, None),
        ({"client_share": "67", "clients_affected": 2, "client_group": 3}, None),
        ({"client_share": "20"}, None),
    ],
)
def test_a_share_stated_beside_its_figures_is_what_they_make(parts: dict[str, Any], found: str | None) -> None:
    """TVP-5.0-2, TVP-5.0-3: however it is rounded or cut."""
    last = given(*INFORMAL[:4]).when(assessed(significant=False, **parts)).recorded().last

    assert last is not None
    told = [d.found for d in last.departures if d.rule == "issue.significance-measured"]
    assert told == ([found] if found else [])


def test_only_the_pcc_lets_a_dispute_begin_later_and_says_why() -> None:
    """TVP-5.0-7."""
    story = given(*INFORMAL[:4], assessed(harm=True, harm_facts=Said("A fall")))

    story.when(BY_PASS).keeps("dispute.by-passed-by-the-office-entitled")
    story.when(changed(BY_PASS, by=SMG)).departs_from("dispute.by-passed-by-the-office-entitled")
    story.when(changed(BY_PASS, by=Actor(person="Paula Crane", office="police-and-crime-commissioner"))).keeps(
        "dispute.by-passed-by-the-office-entitled"
    )
    story.when(changed(BY_PASS, reason=None)).departs_from("dispute.by-pass-says-why")
    story.when(changed(BY_PASS, significance=5)).keeps("dispute.by-passed-where-significant")
    other = story.when(changed(BY_PASS, significance=4)).departs_from("dispute.by-passed-where-significant")
    assert other.last is not None
    assert "entry 4 is no assessment of significance" in str([d.found for d in other.last.departures])


def test_each_issue_that_is_to_go_to_the_formal_procedure_at_once_is_significant() -> None:
    """TVP-5.0-6: the PCC may, where an event or issue is significant; that one is makes no other so."""
    rule = "dispute.by-passed-where-significant"
    harm: dict[str, Any] = {"harm": True, "harm_facts": Said("A fall")}
    other = changed(ISSUE, nature=Said("Reports late"))
    both = changed(BY_PASS, issues=("ISS-001", "ISS-002"), entry_stage="meeting")
    small = changed(assessed(significant=False), issue="ISS-002")
    base = given(*INFORMAL[:4], other, assessed(**harm))

    story = base.when(small).when(both).departs_from(rule)

    assert story.last is not None
    assert [d.found for d in story.last.departures if d.rule == rule] == [
        "the assessment in entry 7 shows none of the four tests to be met by ISS-002"
    ]
    base.when(both).departs_from(rule)
    base.when(small).when(changed(both, significance=6)).departs_from(rule)
    base.when(changed(assessed(**harm), issue="ISS-002")).when(both).keeps(rule)


def test_an_assessment_shows_an_issue_to_be_significant_by_the_procedure_of_its_own_day() -> None:
    """TVP-5.0-6, TVP-5.0-2: what was agreed since of the shares takes nothing from it."""
    rule, a_tenth = "dispute.by-passed-where-significant", assessed(value_affected=12_00, annual_value=100_00)
    a_fifth = AlternativeArrangementAgreed(
        happened_on=date(2025, 3, 6), by=SMG, settings=(SettingInstead(id="significance.value", value=20),),
        arrangement=Said("A fifth"), reason=Said("A small contract"),
    )  # fmt: skip
    late = changed(a_tenth, happened_on=date(2025, 3, 7))
    by_passed = changed(BY_PASS, happened_on=date(2025, 3, 10), entry_stage="meeting")

    given(*INFORMAL[:4], a_tenth, a_fifth).when(by_passed).keeps(rule)
    given(*INFORMAL[:4], a_tenth, a_fifth).when(changed(by_passed, significance=5)).keeps(rule)
    given(*INFORMAL[:4], a_fifth, late).when(by_passed).departs_from(rule)


def test_an_issue_is_significant_by_what_stands_of_the_assessments_before_the_newest_too() -> None:
    """TVP-5.0-6, J-10: to find the value small, and the issue significant as before, takes nothing from the harm."""
    rules = ("issue.significant-as-tested", "dispute.by-passed-where-significant")
    harm = assessed(harm=True, harm_facts=Said("A fall"))
    small = assessed(value_affected=1_00, annual_value=120_000_00)
    by_passed = changed(BY_PASS, entry_stage="meeting")

    still = given(*INFORMAL[:4], harm).when(small).keeps(rules[0])
    still.when(by_passed).keeps(rules[1])
    given(*INFORMAL[:4], harm).when(changed(small, significant=False)).when(by_passed).departs_from(rules[1])
    given(*INFORMAL[:4], small).when(by_passed).departs_from(rules[1])


def test_going_formal_at_once_is_at_the_discretion_of_the_pcc_who_says_why() -> None:
    """TVP-5.0-7: entirely so, for the informal stage and for ending the contract; TVP-5.2-0: to begin the formal
    procedure at a later stage depends on how severe the issue is, and another office has no discretion."""
    rule = "dispute.by-passed-where-significant"
    small, told = given(*INFORMAL[:4], assessed(significant=False)), given(*INFORMAL[:4])

    for story in (small, told):
        story.when(BY_PASS, acknowledge_all=False).recorded()
        story.when(changed(BY_PASS, entry_stage="termination")).keeps(rule)
        story.when(changed(BY_PASS, entry_stage="plan")).departs_from(rule)
        story.when(changed(BY_PASS, reason=None)).departs_from(rule)
        story.when(changed(BY_PASS, by=SMG)).departs_from(rule)
    small.when(changed(BY_PASS, significance=5)).departs_from(rule)


def test_what_is_left_out_ends_where_the_dispute_is_to_begin() -> None:
    """TVP-5.2-0."""
    story = given(*INFORMAL[:4]).when(changed(BY_PASS, entry_stage="mediation"))

    passed = disputing.by_passed(story.file, date(2025, 3, 6), THAMES, issues=("ISS-001",))

    assert passed is not None
    assert [stage for stage in disputing.STAGES if disputing.left_out(passed, stage)] == [
        "informal", "notice", "meeting", "plan",
    ]  # fmt: skip
    assert disputing.by_passed(story.file, date(2025, 3, 5), THAMES, issues=("ISS-001",)) is None


# --- the notice -------------------------------------------------------------------------------------------------------


def test_a_notice_of_dispute_follows_on_what_was_agreed_and_on_an_attempt_to_settle() -> None:
    """TVP-5.2-1b, TVP-5.0-8."""
    rules = ("dispute.agreed-before-notice", "dispute.informal-stage-first")

    given(*ALLOWED).when(NOTICE).keeps(*rules)
    given(*INFORMAL, RECOMMENDED).when(NOTICE).departs_from("dispute.agreed-before-notice")
    late = changed(AGREED, happened_on=date(2025, 4, 2))
    given(*INFORMAL, RECOMMENDED, late).when(NOTICE).departs_from("dispute.agreed-before-notice")
    untried = tuple(e for e in ALLOWED if e is not PLAN)
    given(*untried).when(NOTICE).departs_from("dispute.informal-stage-first")
    at_once = changed(NOTICE, dispute=None)
    given(*INFORMAL[:4], BY_PASS).when(at_once).keeps(*rules)
    given(*INFORMAL[:4]).when(at_once, acknowledge_all=False).asked(*rules)


def test_it_goes_to_the_contract_manager_and_the_escalation_contact_or_the_line_manager() -> None:
    """TVP-5.2-2b."""
    rule = "dispute.to-manager-and-escalation-contact"
    manager, line = Addressee(person="Pia Prior"), Addressee(office="provider-line-manager")

    given(*ALLOWED).when(NOTICE).keeps(rule)
    given(*ALLOWED).when(changed(NOTICE, recipients=(manager,))).departs_from(rule)
    given(*ALLOWED).when(changed(NOTICE, recipients=(manager, line))).departs_from(rule)
    by_post = (Addressee(office="Contract manager"), Addressee(office="escalation contact"))
    given(*ALLOWED).when(changed(NOTICE, recipients=by_post)).keeps(rule)
    unnamed = tuple(e for e in ALLOWED if e is not ESCALATION)
    given(*unnamed).when(changed(NOTICE, recipients=(manager, line))).keeps(rule)
    given(*unnamed).when(changed(NOTICE, recipients=(manager,))).departs_from(rule)


def test_a_notice_of_dispute_goes_to_those_named_as_contacts_and_to_no_other_in_their_place() -> None:
    """TVP-5.2-2b: the file names Pia Prior and Ed Scale that day."""
    rule = "dispute.to-manager-and-escalation-contact"
    manager, contact = "provider-contract-manager", "provider-escalation-contact"
    both = {"Nobody Known": manager, "Someone Else": contact}
    to = tuple(Addressee(person=person, office=office) for person, office in both.items())

    sent = given(*ALLOWED).when(changed(NOTICE, recipients=to)).departs_from(rule)
    [found] = [d.found for d in sent.last.departures if d.rule == rule]  # type: ignore[union-attr]
    assert found == (
        "it did not go to the provider's contract manager, Pia Prior (as such it names Nobody Known)"
        " nor to its escalation contact, Ed Scale (as such it names Someone Else)"
    )
    written = (Addressee(person="Mrs P. Prior", office=manager), Addressee(person="Scale", office="Escalation contact"))
    given(*ALLOWED).when(changed(NOTICE, recipients=written)).keeps(rule)
    unnamed = tuple(e for e in ALLOWED if e is not ESCALATION)
    given(*unnamed).when(changed(NOTICE, recipients=(written[0], to[1]))).keeps(rule)
    line = ProviderContactNamed(happened_on=date(2025, 1, 6), person="Lou Line", role="line-manager")
    other, lou = (Addressee(person=person, office="provider-line-manager") for person in ("Sam Boss", "Lou Line"))
    given(*unnamed, line).when(changed(NOTICE, recipients=(written[0], other))).departs_from(rule)
    given(*unnamed, line).when(changed(NOTICE, recipients=(written[0], lou))).keeps(rule)


@pytest.mark.parametrize(
    "marked",
    [
        "Line Manager", "Sam Boss (line manager)", "Sam Boss, contract manager's line manager",
        "contract manager\u2019s line manager", "the line manager", "Sam Boss, escalation contact",
        "Escalation point of contact", "the provider's escalation point of contact",
    ],
)  # fmt: skip
def test_whom_a_notice_of_dispute_is_for_may_stand_in_the_place_of_a_name_or_after_one(marked: str) -> None:
    """TVP-5.2-2b: the titles are the text's own."""
    rule, manager = "dispute.to-manager-and-escalation-contact", Addressee(person="Pia Prior")
    unnamed = given(*(e for e in ALLOWED if e is not ESCALATION))

    unnamed.when(changed(NOTICE, recipients=(manager, Addressee(person=marked)))).keeps(rule)
    unnamed.when(changed(NOTICE, recipients=(manager, Addressee(office=marked)))).keeps(rule)


@pytest.mark.parametrize("marked", ["Sam Boss", "Sam Boss (Chief Executive)", "Policy Development Manager", "manager"])
def test_a_notice_of_dispute_to_anybody_else_went_to_neither(marked: str) -> None:
    """TVP-5.2-2b."""
    manager = Addressee(person="Pia Prior, contract manager")
    unnamed = given(*(e for e in ALLOWED if e is not ESCALATION))
    sent = unnamed.when(changed(NOTICE, recipients=(manager, Addressee(person=marked))))
    sent.departs_from("dispute.to-manager-and-escalation-contact")


def test_a_notice_of_dispute_to_the_authoritys_own_contract_manager_went_to_nobody_of_the_provider() -> None:
    """TVP-5.2-2b, N-14: the authority's lead officer is called contract manager too."""
    lead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Liz Lead")
    to = (Addressee(person="Liz Lead, contract manager"), Addressee(person="Ed Scale"))
    sent = given(*ALLOWED, lead).when(changed(NOTICE, recipients=to))
    sent.departs_from("dispute.to-manager-and-escalation-contact")


def test_a_notice_that_ends_the_contract_may_be_given_by_the_pcc() -> None:
    """TVP-5.0-7: "entirely at the discretion of the PCC"; the text has no representative."""
    rule, lead = "notice.by-a-person-authorised", LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Liz Lead")
    ending = NoticeServed(happened_on=date(2025, 4, 14), notice_kind="termination", by=PCC)
    default = changed(ending, notice_kind="default")

    served = given(*ALLOWED, lead).when(ending).keeps(rule)
    [(notice, _)] = served.file.notices.served("termination")
    assert notice.valid is not False
    refused = given(*ALLOWED, lead).when(default).departs_from(rule).last
    assert refused is not None
    [said] = [d.found for d in refused.departures if d.rule == rule]
    assert said.endswith("entitled was Lead officer or Deputy officer")
    given(*ALLOWED, lead).when(changed(ending, by=PDM)).departs_from(rule)
    tiered = changed(REGISTERED, procedure="tiered/1")
    in_office = SeniorResponsibleOfficerAppointed(happened_on=date(2025, 1, 6), person="Sol Senior")
    theirs = changed(ending, by=Actor(person="Sol Senior", office="senior-responsible-officer"))
    given(tiered, lead, in_office).when(theirs).keeps(rule)
    another = changed(ending, by=Actor(person="Ned Noble", office="senior-responsible-officer"))
    clause = NoticeClauseEntered(happened_on=date(2025, 1, 8), clause="43.1")
    imposed = given(tiered, lead, in_office, clause).when(another).departs_from(rule)
    [(notice, _)] = imposed.file.notices.served("termination")
    assert notice.valid is False


def test_the_deputy_in_post_may_serve_a_notice_where_both_manage_the_contract() -> None:
    """TVP-4.0-8, HCC-5.1-a: "a 'deputy' officer ... responsible for providing contract management"."""
    rule, on_file = (
        "notice.by-a-person-authorised",
        DeputyOfficerAppointed(happened_on=date(2025, 1, 6), person="Dan Dee"),
    )
    deputy, stranger = (Actor(person=name, office="deputy-officer") for name in ("Dan Dee", "Una Other"))

    given(*ALLOWED, on_file).when(changed(NOTICE, by=deputy)).keeps(rule)
    given(*ALLOWED, on_file).when(changed(NOTICE, by=stranger)).departs_from(rule)
    given(*ALLOWED).when(changed(NOTICE, by=deputy)).departs_from(rule)


def test_what_a_notice_of_dispute_asks_for_is_told_where_it_does_not() -> None:
    """TVP-5.2-2a, TVP-5.2-2c, TVP-5.2-2d."""
    rules = ("dispute.receipt-asked-for", "dispute.concern-stated", "dispute.meeting-asked-for")

    given(*ALLOWED).when(NOTICE).keeps(*rules)
    bare = {"receipt_requested": False, "concern": None, "meeting_requested_by": None}
    given(*ALLOWED).when(changed(NOTICE, **bare)).departs_from(*rules)
    given(*ALLOWED).when(changed(NOTICE, receipt_requested=False, method="hand")).keeps(rules[0])
    given(*ALLOWED).when(changed(NOTICE, concern=None, document=LETTER)).keeps(rules[1])
    given(*ALLOWED).when(changed(NOTICE, meeting_requested_by=date(2025, 4, 16))).departs_from(rules[2])
    given(*ALLOWED).when(changed(NOTICE, notice_kind="general", **bare)).keeps(*rules)
    given(*ALLOWED).when(changed(NOTICE, served_by_party="provider", by=None, **bare)).keeps(*rules)


def test_a_notice_of_dispute_asks_to_meet_no_earlier_than_it_is_given() -> None:
    """TVP-5.2-2c: a meeting asked for by a day that was over can be held by nobody."""
    rule = "dispute.met-after-notice"

    given(*ALLOWED).when(changed(NOTICE, meeting_requested_by=date(2025, 3, 31))).refused(rule, "31 March 2025")
    given(*ALLOWED).when(changed(NOTICE, meeting_requested_by=NOTICE.happened_on)).keeps(rule)
    theirs = changed(NOTICE, served_by_party="provider", by=None, recipients=(), meeting_requested_by=date(2025, 3, 31))
    given(*ALLOWED).when(theirs).recorded()


@pytest.mark.parametrize(
    ("written", "last"),
    [
        (date(2025, 4, 1), date(2025, 4, 15)),
        (date(2025, 4, 11), date(2025, 4, 29)),  # Good Friday and Easter Monday
        (date(2025, 4, 12), date(2025, 4, 29)),  # a Saturday
        (date(2025, 12, 19), date(2026, 1, 7)),  # Christmas Day, Boxing Day and New Year's Day
        (date(2024, 2, 20), date(2024, 3, 5)),  # over 29 February
        (date(2025, 4, 24), date(2025, 5, 9)),  # the early May bank holiday
    ],
)
def test_the_ten_normal_business_days_are_counted_with_their_working(written: date, last: date) -> None:
    """TVP-5.2-2c: from the day after the letter, without weekends and the bank holidays of England and Wales."""
    working = disputing.meet_by(given(*ALLOWED).file, changed(NOTICE, happened_on=written), THAMES)

    assert working is not None
    assert working.end == last
    assert working.start == written
    assert sum((run.last - run.first).days + 1 for run in working.counted) == 10


def test_the_ten_days_are_of_the_country_of_the_contract_and_say_so() -> None:
    """TVP-5.2-2c: the second of January is no business day in Scotland."""
    there = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Support", country="scotland")

    working = disputing.meet_by(given(there).file, changed(NOTICE, happened_on=date(2025, 12, 17)), THAMES)

    assert working is not None
    assert working.end == date(2026, 1, 6)
    assert working.sentence.endswith("; bank holidays are those of Scotland.")


def test_a_meeting_on_the_tenth_day_is_in_time_and_one_on_the_eleventh_is_asked_about() -> None:
    """TVP-5.2-2c."""
    rule = "meeting.on-a-dispute-in-time"

    given(*ALLOWED, NOTICE).when(met(date(2025, 4, 15))).keeps(rule)
    given(*ALLOWED, NOTICE).when(met(date(2025, 4, 16))).departs_from(rule)
    given(*ALLOWED, NOTICE, met(date(2025, 4, 8))).when(met(date(2025, 4, 30))).keeps(rule)
    given(*ALLOWED).when(met(date(2025, 4, 30))).keeps(rule)
    late = given(*ALLOWED, NOTICE).when(met(date(2025, 4, 16)), acknowledging=(Acknowledgement(rule=rule),))
    assert late.last is not None
    assert "ends on" in str(late.last.departures) or "end on" in str(late.last.departures)


def test_a_notice_of_dispute_tells_the_provider_of_its_issues() -> None:
    """TVP-5.2-2a."""
    told = IssueNotifiedToProvider(happened_on=date(2025, 4, 7), issue="ISS-001", means="letter")
    unplanned = [entry for entry in ALLOWED if entry is not PLAN]
    story = given(*unplanned, NOTICE, told)

    assert first_told(story.file, "ISS-001", THAMES) == (date(2025, 4, 1), "notice", 7)


# --- the plan ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("missing", "said"), [("owner", "no owner"), ("due_on", "no day"), ("outcome", "no outcome"), (None, "no actions")]
)
def test_each_action_of_the_plan_has_time_owner_and_outcome(missing: str | None, said: str) -> None:
    """TVP-5.2-4a."""
    actions = (changed(ACTION, **{missing: None}),) if missing else ()

    given(*ALLOWED, NOTICE).when(ACTION_PLAN).keeps("dispute.plan-complete")
    story = given(*ALLOWED, NOTICE).when(changed(ACTION_PLAN, actions=actions)).departs_from("dispute.plan-complete")

    assert said in story.file.disputes.plans["PLN-002"].incomplete[0]


def test_each_action_is_due_by_the_day_the_plan_is_to_be_complete() -> None:
    """TVP-5.2-4a."""
    rule, base = "dispute.plan-actions-within-its-time", given(*ALLOWED, NOTICE)

    base.when(ACTION_PLAN).keeps(rule)
    base.when(changed(ACTION_PLAN, complete_by=date(2025, 5, 16))).keeps(rule)
    base.when(changed(ACTION_PLAN, complete_by=date(2025, 5, 15))).departs_from(rule)


def test_no_action_of_a_plan_is_due_before_the_plan_was_agreed() -> None:
    """TVP-5.2-4a."""
    rule, base, agreed_on = "dispute.plan-actions-to-come", given(*ALLOWED, NOTICE), ACTION_PLAN.happened_on

    base.when(ACTION_PLAN).keeps(rule)
    base.when(changed(ACTION_PLAN, actions=(changed(ACTION, due_on=agreed_on),))).keeps(rule)
    base.when(changed(ACTION_PLAN, actions=(changed(ACTION, due_on=date(2025, 4, 1)),))).departs_from(rule)
    base.when(changed(ACTION_PLAN, actions=(changed(ACTION, due_on=None),))).keeps(rule)


def test_an_action_that_a_plan_keeps_from_the_one_before_may_be_over() -> None:
    """TVP-5.2-4a."""
    rule, over = "dispute.plan-actions-to-come", changed(ACTION, due_on=date(2025, 4, 22))
    anew = changed(ACTION_PLAN, happened_on=date(2025, 5, 6), actions=(over, ACTION))

    given(*ALLOWED, NOTICE, changed(ACTION_PLAN, actions=(over,))).when(anew).keeps(rule)
    given(*ALLOWED, NOTICE, ACTION_PLAN).when(anew).departs_from(rule)


def test_a_plan_is_reported_on_to_somebody_and_ends_when_its_time_is_over() -> None:
    """TVP-5.2-4b, TVP-5.2-5."""
    report = DisputeActionPlanProgressReported(
        happened_on=date(2025, 5, 1), plan="PLN-002", reported_to=PDM, actions=(ActionState(number=1, state="late"),)
    )
    base = given(*ALLOWED, NOTICE, ACTION_PLAN)

    base.when(report).keeps("dispute.progress-to-whom")
    base.when(changed(report, reported_to=None)).departs_from("dispute.progress-to-whom")
    base.when(changed(report, reported_to=Actor(person="Pia Prior", party="provider"))).departs_from(
        "dispute.progress-to-whom"
    )
    base.when(changed(report, happened_on=date(2025, 4, 14))).refused("entry.names-what-was-there", "15 April 2025")
    base.when(changed(FAILED, happened_on=date(2025, 4, 14))).refused("entry.names-what-was-there")
    base.when(FAILED).keeps("dispute.plan-run-out", "dispute.plan-result-shown")
    base.when(changed(FAILED, happened_on=date(2025, 5, 16))).departs_from("dispute.plan-run-out")
    base.when(changed(FAILED, evidence=())).departs_from("dispute.plan-result-shown")
    base.when(changed(FAILED, result="resolved", happened_on=date(2025, 5, 2), evidence=())).keeps(
        "dispute.plan-run-out", "dispute.plan-result-shown"
    )


def test_what_resolved_a_dispute_or_missed_its_outcomes_is_an_action_plan_of_it() -> None:
    """TVP-5.2-4c, TVP-5.2-5: not a plan of the informal stage, nor one of another dispute, nor none at all."""
    rule, base = "dispute.concludes-its-own-plan", given(*ALLOWED, NOTICE)
    planned = base.when(ACTION_PLAN)

    for result in ("resolved", "outcomes-missed"):
        concluded = changed(FAILED, result=result)
        planned.when(concluded).keeps(rule)
        planned.when(changed(concluded, plan=None)).keeps(rule)
        planned.when(changed(concluded, plan="PLN-001")).refused(
            rule, "PLN-001", "not on file as an action plan of DSP-001"
        )
        base.when(changed(concluded, plan="PLN-001")).refused(rule, "record first that the parties agreed it as that")
        base.when(changed(concluded, plan=None)).refused(rule, "a plan", "by 19 May 2025")
    base.when(changed(FAILED, plan=None, result="not-agreed")).recorded()
    second = planned.when(changed(RECOMMENDED, happened_on=date(2025, 5, 2), issues=()))
    second.when(changed(FAILED, dispute="DSP-002")).refused(rule, "PLN-002", "DSP-002")


def test_a_plan_has_resolved_the_matter_once_its_actions_are_done() -> None:
    """TVP-5.2-4c: "a report incorporating the completed action plan"; by a report, or by what carried them out."""
    rule, second = "dispute.plan-complete-when-resolved", changed(ACTION, what=Said("A rota"), due_on=date(2025, 6, 13))
    base = given(*ALLOWED, NOTICE, changed(ACTION_PLAN, actions=(ACTION, second)))
    resolved = changed(FAILED, result="resolved", evidence=())

    def stood(first: Any, then: Any, on: date = date(2025, 5, 2)) -> DisputeActionPlanProgressReported:
        states = (ActionState(number=1, state=first), ActionState(number=2, state=then))
        return DisputeActionPlanProgressReported(happened_on=on, plan="PLN-002", reported_to=PDM, actions=states)

    early = base.when(stood("not-begun", "late")).when(resolved).departs_from(rule)
    assert early.last is not None
    [found] = [d.found for d in early.last.departures if d.rule == rule]
    assert found.startswith(
        "action 1 was reported as not begun on 2 May 2025 (entry 10); action 2 was reported as late"
    )
    base.when(stood("late", "late")).when(resolved, acknowledge_all=False).asked(rule)
    base.when(stood("done", "done")).when(resolved).keeps(rule)
    base.when(resolved).departs_from(rule)  # the second is due four weeks later
    over = base.when(changed(resolved, happened_on=date(2025, 6, 16))).departs_from(rule)
    assert over.last is not None
    [found] = [d.found for d in over.last.departures if d.rule == rule]
    assert found == "; ".join(
        f"action {number} is not on file as done, and was due on {day}"
        for number, day in ((1, "16 May 2025"), (2, "13 June 2025"))
    )
    given_out = ActionAssigned(happened_on=date(2025, 5, 3), description=Said("A rota"), plan="PLN-002", step=2)
    carried_out = ActionCompleted(happened_on=date(2025, 5, 9), action="ACT-001")
    base.when(stood("done", "late")).when(given_out).when(carried_out).when(resolved).keeps(rule)
    unlisted = given(*ALLOWED, NOTICE, changed(ACTION_PLAN, actions=(), complete_by=date(2025, 6, 13)))
    unlisted.when(resolved).departs_from(rule)
    unlisted.when(changed(resolved, happened_on=date(2025, 6, 13))).keeps(rule)
    base.when(changed(FAILED, happened_on=date(2025, 6, 16))).keeps(rule)


def test_a_report_on_a_plan_says_how_its_actions_stand() -> None:
    """TVP-5.2-4b: in words, of its actions, or by a paper; what is past its day is late."""
    base, paper = given(*ALLOWED, NOTICE, ACTION_PLAN), Said(Document("ab" * 32, "The report"))
    says, late = "dispute.progress-says-how-it-goes", "dispute.progress-late-past-its-day"
    due = max(step.due_on for step in ACTION_PLAN.actions if step.due_on)
    empty = DisputeActionPlanProgressReported(happened_on=due, plan="PLN-002", reported_to=PDM)

    base.when(empty).departs_from(says)
    for parts in ({"words": Said("All is on course")}, {"exhibits": (paper,)}):
        base.when(changed(empty, **parts)).keeps(says)
    states = (ActionState(number=1, state=how) for how in ("on-course", "not-begun", "late", "done"))
    for state, kept in zip(states, (False, False, True, True), strict=True):
        stood = changed(empty, actions=(state,))
        base.when(stood).keeps(says, late)
        after = base.when(changed(stood, happened_on=due + timedelta(days=1)))
        after.keeps(late) if kept else after.departs_from(late)


def test_what_is_reported_on_or_given_is_an_action_the_plan_has() -> None:
    """TVP-5.2-4b, TVP-5.1-3b: by its number in the plan as it was agreed."""
    base = given(*ALLOWED, NOTICE, ACTION_PLAN)
    report = DisputeActionPlanProgressReported(
        happened_on=date(2025, 5, 1), plan="PLN-002", reported_to=PDM, actions=(ActionState(number=1, state="done"),)
    )
    step = ActionAssigned(happened_on=date(2025, 5, 1), description=Said("A second van"), plan="PLN-002", step=1)

    base.when(report).keeps("dispute.progress-of-the-plans-actions")
    base.when(changed(report, actions=(ActionState(number=2, state="late"),))).refused(
        "dispute.progress-of-the-plans-actions", "PLN-002 has no step 2; it has one"
    )
    base.when(step).keeps("action.step-of-the-plan")
    base.when(changed(step, step=2)).refused("action.step-of-the-plan", "PLN-002 has no step 2; it has one")
    base.when(changed(step, plan="PLN-001", step=4)).recorded()  # its steps stand in its document
    base.when(changed(step, plan=None)).refused("action.step-of-the-plan", "not of which plan")


# --- settled, signed off ----------------------------------------------------------------------------------------------

SETTLED = DisputeSettled(happened_on=date(2025, 4, 8), dispute="DSP-001", outcome=Said("A new rota"), document=LETTER)
SIGNED = DisputeSignedOff(
    happened_on=date(2025, 4, 22), by=SMG, dispute="DSP-001", what="settlement", reported_by=PDM,
    reported_to_provider_on=date(2025, 4, 23),
)  # fmt: skip


def test_the_paper_of_a_settlement_is_told_which_entry_waits_for_it() -> None:
    """TVP-5.2-3c: there is no sort of paper for it, so that its title says so."""
    rule, waits = "document.belongs-to-what-waits-for-it", given(*ALLOWED, NOTICE, changed(SETTLED, document=None))
    paper = DocumentFiled(happened_on=date(2025, 4, 9), title="Settlement agreement", document_kind="letter")

    told = waits.when(paper).departs_from(rule)
    assert told.last is not None
    [found] = [d.found for d in told.last.departures if d.rule == rule]
    assert found.endswith("waiting for a paper: the paper of what was settled in DSP-001 (entry 9)")
    waits.when(changed(paper, belongs_to=(9,))).keeps(rule)
    waits.when(changed(paper, title="Letter to the provider")).keeps(rule)
    given(*ALLOWED, NOTICE, SETTLED).when(paper).keeps(rule)


def test_a_settlement_is_in_writing_and_is_endorsed_by_senior_management() -> None:
    """TVP-5.2-3a, TVP-5.2-3b, TVP-5.2-4c, TVP-5.2-4d."""
    base = given(*ALLOWED, NOTICE)

    base.when(SETTLED).keeps("dispute.settled-in-writing")
    base.when(changed(SETTLED, document=None)).departs_from("dispute.settled-in-writing")
    unsaid, says = changed(SETTLED, outcome=None), "dispute.settlement-says-its-outcome"
    base.when(unsaid).departs_from(says)
    base.when(changed(unsaid, agreements=(Said("A new rota by May"),))).keeps(says)
    base.when(SETTLED).keeps(says)
    settled = given(*ALLOWED, NOTICE, SETTLED)
    rules = (
        "dispute.signed-off-by-the-office-entitled", "dispute.something-to-sign-off",
        "dispute.provider-told-of-the-end",
    )  # fmt: skip
    settled.when(SIGNED).keeps(*rules)
    settled.when(changed(SIGNED, by=PDM, reported_to_provider_on=None)).departs_from(rules[0]).keeps(rules[2])
    base.when(SIGNED).departs_from("dispute.something-to-sign-off")
    at_its_end = {"happened_on": date(2025, 5, 20), "reported_to_provider_on": date(2025, 5, 21)}
    of_plan = changed(SIGNED, what="completed-plan", **at_its_end)
    settled.when(of_plan).departs_from("dispute.something-to-sign-off")
    resolved = changed(FAILED, result="resolved")
    planned = given(*ALLOWED, NOTICE, ACTION_PLAN, resolved)
    planned.when(of_plan).keeps("dispute.something-to-sign-off", rules[2])
    planned.when(changed(of_plan, reported_to_provider_on=None)).departs_from(rules[2])
    planned.when(changed(of_plan, reported_to_provider_on=resolved.happened_on)).keeps(rules[2])
    planned.when(changed(of_plan, reported_to_provider_on=date(2025, 5, 18))).departs_from(rules[2])


def test_the_meeting_at_which_a_dispute_was_settled_is_on_file() -> None:
    """TVP-5.2-3a: one about it with the provider, or any that day."""
    rule, base = "dispute.settled-where-they-met", given(*ALLOWED, NOTICE)
    meeting = met(date(2025, 4, 4))

    story = base.when(SETTLED).departs_from(rule)
    assert story.last is not None
    [found] = [d.found for d in story.last.departures if d.rule == rule]
    assert found == "no meeting about it is on file as held by 8 April 2025"
    base.when(meeting).when(SETTLED).keeps(rule)
    base.when(met(date(2025, 4, 9))).when(SETTLED).departs_from(rule)
    base.when(changed(meeting, attendees=PRESENT_ALONE)).when(SETTLED).departs_from(rule)
    another = changed(meeting, meeting_kind="regular", dispute=None)
    base.when(another).when(SETTLED).departs_from(rule)
    base.when(changed(another, happened_on=SETTLED.happened_on)).when(SETTLED).keeps(rule)
    base.when(changed(SETTLED, settled_at="other")).keeps(rule)


def test_what_no_meeting_settled_was_not_settled_at_the_meeting() -> None:
    """TVP-5.2-3a: unless another did since, or another meeting was held that day."""
    rule, base = "dispute.settled-where-they-met", given(*ALLOWED, NOTICE)
    in_vain = changed(met(date(2025, 4, 4)), dispute_outcome="not-settled")

    base.when(in_vain).when(SETTLED).departs_from(rule)
    base.when(in_vain).when(changed(SETTLED, settled_at="other")).keeps(rule)
    base.when(in_vain).when(changed(met(date(2025, 4, 7)), dispute_outcome="settled")).when(SETTLED).keeps(rule)


def test_the_provider_is_told_how_a_plan_ended_neither_before_it_did_nor_on_a_day_to_come() -> None:
    """TVP-5.2-4d."""
    once, tomorrow = "dispute.result-told-once-found", TODAY + timedelta(days=1)
    base = given(*ALLOWED, NOTICE, ACTION_PLAN)
    resolved = changed(FAILED, result="resolved", shared_with_provider_on=FAILED.happened_on)

    base.when(changed(resolved, shared_with_provider_on=date(2025, 5, 18))).refused(once, "18 May 2025")
    base.when(changed(resolved, shared_with_provider_on=tomorrow)).refused("invalid", "shared_with_provider_on")
    ended = base.when(resolved).keeps(once)
    of_plan = changed(SIGNED, what="completed-plan", happened_on=date(2025, 5, 20), reported_to_provider_on=tomorrow)
    ended.when(of_plan).refused("invalid", "reported_to_provider_on", "is after today")


def test_what_ended_a_dispute_is_signed_off_once_and_its_plan_concluded_once() -> None:
    """TVP-5.2-4c, TVP-5.2-5: unless it came about again since."""
    once, concluded = "dispute.signed-off-once", "dispute.plan-concluded-once"
    resolved = changed(FAILED, result="resolved")
    of_plan = changed(SIGNED, what="completed-plan", happened_on=date(2025, 5, 20))
    later = changed(of_plan, happened_on=date(2025, 5, 30))

    planned = given(*ALLOWED, NOTICE, ACTION_PLAN).when(resolved).keeps(concluded)
    signed = planned.when(of_plan).keeps(once)
    again = signed.when(later).departs_from(once)
    assert again.last is not None
    assert "on 20 May 2025 (entry" in next(d.found for d in again.last.departures if d.rule == once)
    signed.when(changed(later, what="settlement")).keeps(once)
    anew = signed.when(changed(resolved, happened_on=date(2025, 5, 28))).departs_from(concluded)
    anew.when(later).keeps(once)


def test_what_another_than_senior_management_signed_off_is_still_to_be_signed_off_by_it() -> None:
    """TVP-5.2-3b, docs/adr/0374: its own sign-off is not the one that is wrong."""
    settled, once, over = given(*ALLOWED, NOTICE, SETTLED), "dispute.signed-off-once", "dispute.not-signed-off"
    later = changed(SIGNED, happened_on=date(2025, 4, 28))
    for short in ({"by": CONTRACT_MANAGER, "body": "Tea Club"}, {"by": CONTRACT_MANAGER}):
        by_others = settled.when(changed(SIGNED, **short)).departs_from(SIGNED_OFF_BY)
        by_others.when(later).keeps(once)
        given(*ALLOWED, NOTICE, changed(SIGNED, happened_on=date(2025, 4, 9), **short)).when(ACTION_PLAN).keeps(over)
    settled.when(changed(SIGNED, by=CONTRACT_MANAGER, body="SMG")).when(later).departs_from(once)


def test_what_was_settled_is_reported_by_the_manager_the_strategy_has_report_it() -> None:
    """TVP-5.2-3b: "reported to SMG by the PDM for endorsement"."""
    rule, settled = "dispute.sign-off-reported-by-whom", given(*ALLOWED, NOTICE, SETTLED)
    for who, departs in ((PDM, False), (CONTRACT_MANAGER, True), (Actor(person="OPCC PDM"), False)):
        told = settled.when(changed(SIGNED, reported_by=who))
        (told.departs_from if departs else told.keeps)(rule)
    nobody = changed(SIGNED, reported_by=None)
    settled.when(nobody).departs_from(rule)
    briefed = SeniorManagementBriefed(happened_on=date(2025, 4, 10), by=PDM, issue="ISS-001", body="SMG")
    settled.when(briefed).when(nobody).keeps(rule)
    for short in ({"by": CONTRACT_MANAGER}, {"happened_on": date(2025, 4, 7)}, {"happened_on": date(2025, 4, 23)}):
        settled.when(changed(briefed, **short)).when(nobody).departs_from(rule)
    given(*ALLOWED, NOTICE).when(nobody).departs_from(rule)


def test_a_completed_plan_is_signed_off_on_a_report_that_is_on_file() -> None:
    """TVP-5.2-4c: "a report incorporating the completed action plan"; a settlement has its own paper."""
    rule, resolved = "dispute.completed-plan-reported", changed(FAILED, result="resolved")
    base = given(*ALLOWED, NOTICE, ACTION_PLAN, resolved)
    of_plan = changed(SIGNED, what="completed-plan", happened_on=date(2025, 5, 20))
    at = base.file.disputes.plan_ends[0].position
    filed = DocumentFiled(happened_on=date(2025, 5, 19), title="Report", belongs_to=(at,), document=LETTER)

    story = base.when(of_plan).departs_from(rule)
    assert story.last is not None
    said, paper = "the report with the completed plan", changed(filed, belongs_to=(story.last.position,))

    def completing(told: Story) -> list[str]:
        return [d.sentence for d in duties(view_of(told.file)) if d.id.startswith("details/") and said in d.sentence]

    assert len(completing(story)) == 1
    assert not completing(story.when(changed(paper, happened_on=date(2025, 5, 21))))
    base.when(changed(of_plan, document=LETTER)).keeps(rule)
    base.when(filed).when(of_plan).keeps(rule)
    with_the_finding = changed(filed, happened_on=date(2025, 5, 21))
    assert not completing(story.when(with_the_finding))  # one filing, as belonging to the plan's end, is enough
    failed = given(*ALLOWED, NOTICE, ACTION_PLAN, changed(FAILED, report=LETTER))
    failed.when(of_plan).departs_from(rule)  # the report of a plan that failed is none of one that was completed
    given(*ALLOWED, NOTICE, ACTION_PLAN, changed(resolved, report=LETTER)).when(of_plan).keeps(rule)
    given(*ALLOWED, NOTICE, SETTLED).when(SIGNED).keeps(rule)


def test_after_the_last_word_nothing_further_is_expected() -> None:
    """TVP-5.2-4c."""
    signed = changed(SIGNED, what="completed-plan")
    again = changed(ACTION_PLAN, happened_on=date(2025, 5, 1))
    resolved = changed(FAILED, result="resolved", happened_on=date(2025, 4, 21))
    over = given(*ALLOWED, NOTICE, ACTION_PLAN, resolved, signed)

    given(*ALLOWED, NOTICE, ACTION_PLAN, signed).when(again).keeps("dispute.not-signed-off")  # it was too early
    over.when(again).departs_from("dispute.not-signed-off")
    given(*ALLOWED, NOTICE).when(ACTION_PLAN).keeps("dispute.not-signed-off")
    given(*ALLOWED, NOTICE, SETTLED).when(ACTION_PLAN).refused("dispute.not-settled-already", "8 April 2025")


# --- mediation, arbitration, the courts -------------------------------------------------------------------------------

ON = date(2025, 6, 2)
MEDIATION = DisputeReferred(happened_on=ON, dispute="DSP-001", to="mediation", model_procedure="CEDR Model Procedure")
ARBITRATION = DisputeReferred(happened_on=ON, dispute="DSP-001", to="arbitration", mediation="declined")
COURT = DisputeReferred(happened_on=ON, dispute="DSP-001", to="litigation", court="County Court")
OVER = DisputeReferralConcluded(happened_on=ON, dispute="DSP-001", forum="mediation", result="not-settled")
DECLINED = DisputeStepPassedOver(
    happened_on=date(2025, 5, 26), dispute="DSP-001", steps=("arbitration",), reason=Said("Too slow")
)


def failed() -> Story:
    return given(*ALLOWED, NOTICE, ACTION_PLAN, FAILED)


def test_the_further_stages_come_in_order_unless_the_pcc_lets_them() -> None:
    """TVP-5.2-0, TVP-5.2-5, TVP-5.2-6a, TVP-5.2-7; court is what is left, and nobody is asked to go there (N-15)."""
    rule = "dispute.stages-in-order"

    failed().when(MEDIATION).keeps(rule)
    given(*ALLOWED, NOTICE, ACTION_PLAN).when(MEDIATION).departs_from(rule)
    none = changed(FAILED, plan=None, result="not-agreed")
    given(*ALLOWED, NOTICE, met(date(2025, 4, 14)), none).when(MEDIATION).keeps(rule)
    failed().when(ARBITRATION).keeps(rule)
    failed().when(changed(ARBITRATION, mediation=None)).departs_from(rule)
    failed().when(changed(MEDIATION, happened_on=date(2025, 5, 26))).when(OVER).when(
        changed(ARBITRATION, mediation=None)
    ).keeps(rule)
    failed().when(COURT).departs_from(rule)
    failed().when(DECLINED).when(COURT).keeps(rule)
    failed().when(changed(COURT, by_party="provider")).keeps(rule)
    at_once = changed(BY_PASS, entry_stage="arbitration")
    given(*INFORMAL[:4], at_once).when(changed(ARBITRATION, mediation=None)).keeps(rule)
    given(*INFORMAL[:4], at_once).when(MEDIATION).keeps(rule)
    given(*INFORMAL[:4], at_once).when(COURT).keeps(rule)
    given(*INFORMAL[:4], at_once).when(changed(ARBITRATION, happened_on=date(2025, 5, 30))).when(COURT).departs_from(
        rule
    )


def test_a_plan_is_agreed_where_the_meeting_a_notice_asked_for_settled_nothing() -> None:
    """TVP-5.2-2a, TVP-5.2-2c, TVP-5.2-4a, TVP-5.2-0: begun with the plan only as the PCC lets it."""
    rule, meeting = "dispute.stages-in-order", met(date(2025, 4, 14))

    given(*ALLOWED, NOTICE, meeting).when(ACTION_PLAN).keeps(rule)
    given(*ALLOWED, changed(NOTICE, by=None, served_by_party="provider"), meeting).when(ACTION_PLAN).keeps(rule)
    given(*ALLOWED, NOTICE).when(ACTION_PLAN, acknowledge_all=False).asked(rule)
    given(*ALLOWED, NOTICE, met(date(2025, 4, 16))).when(ACTION_PLAN).departs_from(rule)
    story = given(*ALLOWED).when(ACTION_PLAN).departs_from(rule)
    for stage, is_kept in (("notice", False), ("meeting", False), ("plan", True)):
        begun = given(*INFORMAL[:4], changed(BY_PASS, entry_stage=stage)).when(ACTION_PLAN)
        assert (rule not in begun.recorded().objections) is is_kept

    assert story.last is not None
    assert [d.found for d in story.last.departures if d.rule == rule] == [
        "by 15 April 2025 not on file: the notice of dispute and the meeting"
    ]


def test_no_plan_could_be_agreed_before_the_parties_were_to_meet() -> None:
    """TVP-5.2-4a, TVP-5.2-5, TVP-5.2-0: two words left out the meeting, for which the PCC's leave is asked; and what
    rests on them is out of order, too, until the PCC lets that be."""
    rule, none = "dispute.stages-in-order", changed(FAILED, plan=None, result="not-agreed", evidence=(), by=None)
    alone = MeetingHeld(
        happened_on=date(2025, 4, 14), meeting_kind="dispute", attendees=PRESENT_ALONE, dispute="DSP-001"
    )
    over = changed(DECLINED, steps=("meeting",))

    given(*ALLOWED, NOTICE, met(date(2025, 4, 14))).when(none).keeps(rule)
    given(*ALLOWED, NOTICE, alone).when(none).keeps(rule)  # a provider that stays away holds nothing up
    given(*ALLOWED, NOTICE, alone).when(over).keeps("dispute.passed-over-is-not-taken")
    early = given(*ALLOWED, NOTICE).when(none).departs_from(rule)
    assert early.last is not None
    assert [d.found for d in early.last.departures if d.rule == rule] == ["by 19 May 2025 not on file: the meeting"]
    early.when(MEDIATION).departs_from(rule)
    early.when(changed(MEDIATION, by_party="provider")).keeps(rule)
    ratified = DepartureRatified(
        happened_on=date(2025, 5, 20), by=PCC, position=early.last.position, rule=rule, reason=Said("It stayed away")
    )
    early.when(ratified).when(MEDIATION).keeps(rule)
    early.when(met(date(2025, 5, 22))).when(changed(none, happened_on=date(2025, 5, 23))).when(MEDIATION).keeps(rule)
    at_once = given(*INFORMAL[:4], changed(BY_PASS, entry_stage="plan"))
    assert rule not in at_once.when(none).recorded().objections
    given(*ALLOWED, NOTICE, ACTION_PLAN).when(FAILED).keeps(rule)  # asked of the plan as it was agreed


def test_mediation_does_not_begin_while_arbitration_is_under_way() -> None:
    """TVP-5.2-5, TVP-5.2-6a: arbitration is chosen where mediation was declined or failed."""
    rule, later = "dispute.stages-in-order", changed(MEDIATION, happened_on=date(2025, 6, 9))
    ended = changed(OVER, forum="arbitration", result="withdrawn", happened_on=date(2025, 6, 6))

    failed().when(ARBITRATION).when(later).departs_from(rule)
    failed().when(ARBITRATION).when(ended).when(later).keeps(rule)


def test_going_to_court_once_mediation_failed_is_itself_not_choosing_arbitration() -> None:
    """TVP-5.2-7: nobody authorises that arbitration was not chosen; one that is under way was."""
    rule, mediated = "dispute.stages-in-order", changed(MEDIATION, happened_on=date(2025, 5, 26))
    after = failed().when(mediated).when(OVER)

    after.when(COURT).keeps(rule)
    failed().when(changed(COURT, mediation="declined")).keeps(rule)
    failed().when(changed(DECLINED, steps=("mediation",))).when(COURT).keeps(rule)
    failed().when(mediated).when(COURT).departs_from(rule)
    arbitrated = after.when(changed(ARBITRATION, mediation="failed"))
    arbitrated.when(changed(COURT, happened_on=date(2025, 6, 9))).departs_from(rule)
    ended = changed(OVER, forum="arbitration", result="withdrawn", happened_on=date(2025, 6, 6))
    arbitrated.when(ended).when(changed(COURT, happened_on=date(2025, 6, 9))).keeps(rule)


def test_of_a_dispute_in_court_it_is_on_record_which_court_and_under_what_number() -> None:
    """TVP-5.2-7."""
    rule = "dispute.court-and-reference"

    failed().when(changed(COURT, court=None, reference=None)).departs_from(rule)
    failed().when(COURT).departs_from(rule)
    failed().when(changed(COURT, court=None, by_party="provider")).departs_from(rule)
    failed().when(changed(COURT, reference="KB-2025-000117")).keeps(rule)
    failed().when(ARBITRATION).keeps(rule)


def test_a_dispute_is_not_taken_again_to_where_it_is_under_way() -> None:
    """TVP-5.2-5, TVP-5.2-6a, TVP-5.2-7: told twice it is one; another claim goes by another number."""
    rule, day = "dispute.taken-there-once", date(2025, 6, 9)
    numbered = changed(COURT, reference="KB-2025-000117")

    for taken in (MEDIATION, ARBITRATION, COURT, numbered):
        failed().when(taken).keeps(rule)
        failed().when(taken).when(changed(taken, happened_on=day)).departs_from(rule)
        failed().when(taken).when(changed(taken, happened_on=day, dispute=None)).departs_from(rule)
        ended = changed(OVER, forum=taken.to, result="withdrawn", happened_on=date(2025, 6, 5))
        failed().when(taken).when(ended).when(changed(taken, happened_on=day)).keeps(rule)
    failed().when(numbered).when(changed(COURT, happened_on=day, reference="kb-2025-000117")).departs_from(rule)
    failed().when(numbered).when(changed(COURT, happened_on=day, reference="KB-2025-000240")).keeps(rule)
    failed().when(MEDIATION).when(changed(COURT, happened_on=day)).keeps(rule)


def test_arbitration_is_not_chosen_while_the_dispute_is_in_court() -> None:
    """TVP-5.2-6a, TVP-5.2-7: one or the other."""
    rule = "dispute.taken-there-once"
    chosen, over = changed(ARBITRATION, happened_on=date(2025, 6, 9)), changed(OVER, happened_on=date(2025, 6, 5))

    made = failed().when(COURT).recorded().when(chosen).departs_from(rule)
    assert made.last is not None
    assert any(d.found.startswith("litigation is under way since") for d in made.last.departures)
    withdrawn = changed(over, forum="litigation", result="withdrawn")
    failed().when(COURT).when(withdrawn).when(chosen).keeps(rule)


@pytest.mark.parametrize(("to", "departs"), [("mediation", True), ("arbitration", True), ("litigation", False)])
def test_mediation_and_arbitration_are_the_authoritys_to_choose(to: str, departs: bool) -> None:
    """TVP-5.2-5, TVP-5.2-6a; the courts are open to either party (TVP-5.2-7)."""
    rule = "dispute.referral-is-the-authoritys"
    theirs = failed().when(changed(ARBITRATION, to=to, by_party="provider"))

    (theirs.departs_from if departs else theirs.keeps)(rule)
    failed().when(ARBITRATION).keeps(rule)
    failed().when(changed(ARBITRATION, by_party="both")).keeps(rule)


def test_a_mediation_is_held_under_the_cedr_model_and_decides_for_nobody() -> None:
    """TVP-5.2-5."""
    model, nobody = "dispute.mediated-under-the-model", "dispute.mediator-decides-for-nobody"
    under = failed().when(changed(MEDIATION, happened_on=date(2025, 5, 26)))

    for rules in ("CEDR Model Procedure", "the cedr rules", "Centre for Effective Dispute Resolution"):
        failed().when(changed(MEDIATION, model_procedure=rules)).keeps(model)
    for other in ("ICC rules", None):
        failed().when(changed(MEDIATION, model_procedure=other)).departs_from(model)
    failed().when(changed(ARBITRATION, model_procedure="ICC rules")).keeps(model)
    for result in ("settled", "not-settled", "in-part", "withdrawn"):
        under.when(changed(OVER, result=result)).keeps(nobody)
    under.when(changed(OVER, result="for-the-authority")).refused(nobody, "in-part where part was settled")
    decided = changed(OVER, forum="arbitration", result="for-the-authority")
    failed().when(ARBITRATION).when(decided).keeps(nobody)


def test_arbitration_does_not_follow_a_mediation_that_settled_the_dispute() -> None:
    """TVP-5.2-6a: it is chosen without mediation, or where that failed."""
    rule, day = "dispute.mediation-as-on-file", date(2025, 6, 9)
    begun = failed().when(changed(MEDIATION, happened_on=date(2025, 5, 26)))
    later = changed(ARBITRATION, mediation="failed", happened_on=day)
    settled = begun.when(changed(OVER, result="settled"))

    settled.when(later).refused(rule, "mediation ended on 2 June 2025 with the dispute settled (entry 12)")
    settled.when(changed(later, mediation=None)).refused(rule)
    settled.when(changed(later, happened_on=date(2025, 5, 30), mediation=None)).keeps(rule)
    settled.when(changed(COURT, happened_on=day)).keeps(rule)
    begun.when(OVER).when(later).keeps(rule)
    carried_out = changed(ACTION_PLAN, happened_on=date(2025, 6, 3))
    missed = changed(FAILED, plan="PLN-003", happened_on=date(2025, 6, 5), evidence=(4,))
    settled.when(carried_out).when(missed).when(later).keeps(rule)
    written = changed(SETTLED, settled_at="mediation", happened_on=date(2025, 6, 4))
    settled.when(written).keeps("dispute.not-settled-already")
    settled.when(changed(SIGNED, happened_on=day)).keeps("dispute.something-to-sign-off")
    begun.when(changed(SIGNED, happened_on=day)).departs_from("dispute.something-to-sign-off")


@pytest.mark.parametrize("to", ["arbitration", "litigation"])
def test_what_is_said_of_mediation_is_what_the_file_has_of_it(to: str) -> None:
    """TVP-5.2-6a: that it was not chosen, or did not resolve the dispute, is not taken on the word of one entry."""
    rule, day = "dispute.mediation-as-on-file", date(2025, 6, 9)
    said = {word: changed(ARBITRATION, to=to, mediation=word, happened_on=day) for word in ("failed", "declined")}
    begun = failed().when(changed(MEDIATION, happened_on=date(2025, 5, 26)))

    failed().when(said["failed"]).refused(rule, "none is on file for 9 June 2025 or before")
    failed().when(said["declined"]).keeps(rule)
    for word in said.values():
        begun.when(word).refused(rule, "mediation is under way since 26 May 2025 (entry 11); record first what came")
        begun.when(changed(OVER, result="withdrawn")).when(word).keeps(rule)
    for result in ("not-settled", "in-part"):
        ended = begun.when(changed(OVER, result=result))
        ended.when(said["failed"]).keeps(rule)
        ended.when(said["declined"]).refused(rule, "it ended on 2 June 2025: " + result.replace("-", " "))
        ended.when(changed(said["declined"], dispute=None)).refused(rule)
    later = changed(MEDIATION, happened_on=date(2025, 6, 16))
    failed().when(later).when(said["failed"]).refused(rule, "none is on file")


def test_a_provider_may_go_to_court_also_about_what_was_settled() -> None:
    """TVP-5.2-7: it is a fact, and nobody asks the authority."""
    settled = given(*ALLOWED, NOTICE, SETTLED)

    settled.when(changed(COURT, by_party="provider")).keeps("dispute.not-settled-already")
    settled.when(COURT).refused("dispute.not-settled-already")


def test_a_step_that_was_taken_in_a_dispute_is_not_passed_over() -> None:
    """TVP-5.2-8a: what is under way comes to its end, and that is recorded; what has ended can be left another time."""
    rule, over = "dispute.passed-over-is-not-taken", changed(DECLINED, happened_on=date(2025, 6, 9))
    planned, held = given(*ALLOWED, NOTICE, ACTION_PLAN), met(date(2025, 4, 14))

    refused = planned.when(changed(over, steps=("plan", "mediation"))).refused(rule)
    assert "names an action plan as not taken, and PLN-002 was agreed on" in str(refused.error)
    assert "leave that out, or record how it ended" in str(refused.error)
    planned.when(changed(over, steps=("notice",))).refused(rule)
    by = Actor(person="Pia Prior", party="provider")
    theirs = given(*ALLOWED, changed(NOTICE, by=by, served_by_party="provider"))
    theirs.when(changed(over, steps=("notice",))).refused(rule, "NOT-001 was given on")
    theirs.when(changed(over, happened_on=date(2025, 3, 31), steps=("notice",))).keeps(rule)
    given(*ALLOWED, NOTICE, held).when(changed(over, steps=("meeting",))).refused(rule)
    failed().when(ARBITRATION).when(over).refused(rule)
    planned.when(changed(over, steps=("plan",), dispute=None)).refused(rule)

    failed().when(changed(over, steps=("plan",))).keeps(rule)
    planned.when(changed(over, steps=("mediation", "arbitration"))).keeps(rule)
    given(*ALLOWED).when(changed(over, steps=("notice", "meeting", "plan"))).keeps(rule)
    earlier = changed(over, happened_on=date(2025, 4, 2), steps=("plan",))
    planned.when(earlier).keeps(rule)


def test_how_an_arbitrator_was_appointed_reads_as_a_sentence() -> None:
    """TVP-5.2-6b."""
    appointed = ArbitratorAppointed(happened_on=ON, dispute="DSP-001", arbitrator="Ada Bitter", route="agreed")
    story = failed().when(ARBITRATION)

    def line(entry: ArbitratorAppointed) -> str:
        view = view_of(story.when(entry).file)
        return view.sentence(view.file.known[-1])

    assert line(appointed) == "Ada Bitter appointed arbitrator for DSP-001, agreed by the parties"
    president = changed(appointed, route="law-society-president")
    assert line(president).endswith("arbitrator for DSP-001, by the President of the Law Society")
    assert line(changed(appointed, route=None)) == "Ada Bitter appointed arbitrator for DSP-001"


def test_nothing_goes_to_arbitration_while_no_dispute_is_on_file() -> None:
    """TVP-5.2-0: whoever takes it there; the courts are open to either party all the same."""
    rule = "dispute.there-is-one"
    of_none = changed(ARBITRATION, dispute=None)
    arbitrator = ArbitratorAppointed(happened_on=ON, arbitrator="Ada Bitter", route="agreed")
    pia = Actor(person="Pia Prior", office="provider-contract-manager", party="provider")
    theirs = changed(NOTICE, dispute=None, served_by_party="provider", by=pia, recipients=())

    given(*INFORMAL).when(of_none).refused(rule, "no dispute is on file for 2 June 2025 or before")
    given(*INFORMAL).when(changed(of_none, by_party="provider")).refused(rule, "notice of dispute")
    given(*INFORMAL).when(changed(MEDIATION, dispute=None)).refused(rule)
    given(*INFORMAL).when(arbitrator).refused(rule)
    given(*INFORMAL).when(theirs).when(of_none).keeps(rule)
    given(*ALLOWED).when(arbitrator).keeps(rule)
    given(*ALLOWED).when(changed(of_none, happened_on=date(2025, 3, 24))).refused(rule, "24 March 2025")
    given(*INFORMAL).when(changed(COURT, dispute=None, by_party="provider")).keeps(rule)
    given(*INFORMAL).when(changed(COURT, dispute=None)).refused(rule, "litigation is of one")


def test_an_arbitration_has_one_arbitrator_from_when_it_is_chosen_until_it_is_over() -> None:
    """TVP-5.2-6b: agreed by both or, where they fail to agree, appointed by the President of the Law Society."""
    one, of = "dispute.one-arbitrator", "dispute.arbitrator-of-an-arbitration"
    why = "dispute.president-failing-agreement"
    referred = failed().when(ARBITRATION).recorded()
    agreed = ArbitratorAppointed(happened_on=ON, dispute="DSP-001", arbitrator="Ada Bitter", route="agreed")
    other = changed(agreed, arbitrator="Ned Noble", route="law-society-president")
    over = changed(OVER, forum="arbitration", happened_on=ON)

    failed().when(agreed).departs_from(of)
    referred.when(agreed).keeps(one, of, why).when(other).departs_from(one, why)
    referred.when(changed(other, failure_to_agree=Said("Neither would have the other's"))).keeps(one, of, why)
    referred.when(over).when(changed(agreed, happened_on=date(2025, 6, 9))).departs_from(of)
    referred.when(agreed).when(over).when(changed(other, happened_on=date(2025, 6, 9))).keeps(one)


def test_an_arbitration_is_decided_by_an_arbitrator_who_was_appointed() -> None:
    """TVP-5.2-6b: of this arbitration; what was settled or left needs none, and a court has its own judges."""
    rule, referred = "dispute.decided-by-an-arbitrator", failed().when(ARBITRATION).recorded()
    agreed = ArbitratorAppointed(
        happened_on=date(2025, 6, 5), dispute="DSP-001", arbitrator="Ada Bitter", route="agreed"
    )
    award = changed(OVER, forum="arbitration", result="for-the-provider", happened_on=date(2025, 6, 30))

    referred.when(award, acknowledge_all=False).departs_from(rule)
    referred.when(changed(award, result="in-part")).departs_from(rule)
    referred.when(agreed).when(award).keeps(rule)
    referred.when(changed(agreed, happened_on=date(2025, 7, 1))).when(award).departs_from(rule)
    for result in ("settled", "not-settled", "withdrawn"):
        referred.when(changed(award, result=result)).keeps(rule)
    left = changed(award, result="withdrawn", happened_on=date(2025, 6, 9))
    again = changed(ARBITRATION, happened_on=date(2025, 6, 16))
    referred.when(agreed).when(left).when(again).when(award).departs_from(rule)
    failed().when(DECLINED).when(COURT).when(changed(award, forum="litigation")).keeps(rule)


def test_what_is_told_of_the_further_stages() -> None:
    """TVP-5.2-5, TVP-5.2-6b, TVP-5.2-8a, TVP-5.2-8b."""
    one = ArbitratorAppointed(happened_on=ON, dispute="DSP-001", arbitrator="Ada Bitter", route="agreed")
    relief = InterimReliefSought(happened_on=ON, by_party="provider", relief=Said("An injunction"), court="High Court")

    failed().when(one).keeps("dispute.arbitrator-by-a-route")
    failed().when(changed(one, route=None)).departs_from("dispute.arbitrator-by-a-route")
    failed().when(MEDIATION).when(OVER).keeps("dispute.referred-before-concluded")
    failed().when(OVER).refused("dispute.referred-before-concluded", "record first that it was referred")
    failed().when(DECLINED).keeps("dispute.passed-over-with-a-reason")
    failed().when(changed(DECLINED, reason=None)).departs_from("dispute.passed-over-with-a-reason")
    given(REGISTERED).when(relief).then(lambda file: len(file.disputes.relief) == 1)


def test_urgent_relief_says_which_open_dispute_it_is_about_and_counts_as_of_the_only_one_else_of_none() -> None:
    """TVP-5.2-8b, docs/adr/0392: before a dispute, and while several are open, it is of none that it does not name."""
    rule = "dispute.relief-says-which"
    relief = InterimReliefSought(happened_on=ON, by_party="provider", relief=Said("Delivery up"), court="High Court")
    other = changed(RECOMMENDED, happened_on=date(2025, 3, 27), issues=("ISS-002",))
    two = given(*INFORMAL, changed(ISSUE, nature=Said("Reports late")), RECOMMENDED, other)

    def belongs(story: Story) -> list[str | None]:
        return [d for d in (None, "DSP-001", "DSP-002") if dispute_results.relief_in(story.file, d)]

    before = given(*INFORMAL).when(changed(relief, happened_on=date(2025, 3, 12))).keeps(rule)
    assert belongs(before) == belongs(before.when(RECOMMENDED)) == [None]
    story = failed().when(relief).departs_from(rule)
    assert story.last is not None
    [found] = [d.found for d in story.last.departures if d.rule == rule]
    assert found.startswith("it is not said whether it is about DSP-001, which was open on ")
    assert belongs(story) == ["DSP-001"]
    failed().when(changed(relief, dispute="DSP-001")).keeps(rule)
    assert belongs(two.when(relief).departs_from(rule)) == [None]
    assert belongs(two.when(changed(relief, dispute="DSP-002")).keeps(rule)) == ["DSP-002"]


def test_urgent_relief_is_of_what_a_notice_alone_began_and_no_name_is_asked_for_where_there_is_none() -> None:
    """TVP-5.2-8b, docs/adr/0210."""
    relief = InterimReliefSought(happened_on=ON, by_party="authority", relief=Said("Delivery up"), court="High Court")

    noticed = given(*INFORMAL, changed(NOTICE, dispute=None)).when(relief).keeps("dispute.relief-says-which")
    assert [one.position for one in dispute_results.relief_in(noticed.file, "NOT-001")] == [7]


def test_the_stages_not_taken_are_listed_and_those_considered_told_apart() -> None:
    """TVP-5.2-8a: which steps were not taken, and why."""
    file = failed().when(DECLINED).file

    said = disputing.untaken(file, ON, ("ISS-001",), THAMES)

    assert said == (
        "not on file: the meeting, mediation, litigation;"
        " considered and not taken on 26 May 2025 (entry 11): arbitration"
    )


@pytest.mark.parametrize("dispute", ["DSP-009", "ISS-001"])
def test_a_dispute_that_is_not_on_file_is_refused(dispute: str) -> None:
    rule = "entry.names-what-is-on-file" if dispute.startswith("DSP") else "invalid"
    if rule == "invalid":
        with pytest.raises(ValueError, match="dispute"):
            DisputeSettled(happened_on=ON, dispute=dispute)
        return
    given(*ALLOWED).when(changed(SETTLED, dispute=dispute)).refused(rule, "DSP-009")


def test_a_procedure_without_a_dispute_stage_asks_nothing_of_one() -> None:
    """D-06: Hampshire's route is the default notice."""
    here = changed(REGISTERED, procedure="hampshire/1")
    story = given(here, ISSUE).when(changed(NOTICE, dispute=None, recipients=()))

    assert not [rule for rule in story.objections if rule.startswith("dispute.")]


def test_a_second_audit_in_twelve_months_is_told() -> None:
    """TVP-3.1-8, N-09."""
    rule, first = (
        "audit.no-more-than-expected",
        AuditReported(happened_on=date(2025, 2, 3), findings=(Finding(words=Said("All was well")),)),
    )

    given(REGISTERED, first).when(changed(first, happened_on=date(2026, 2, 2))).departs_from(rule)
    given(REGISTERED, first).when(changed(first, happened_on=date(2026, 2, 3))).keeps(rule)
    given(REGISTERED).when(first).keeps(rule)
    given(changed(REGISTERED, procedure="hampshire/1"), first).when(first).keeps(rule)


def test_senior_management_knows_of_an_issue_by_the_time_it_is_settled() -> None:
    """TVP-5.1-4b; Hampshire's procedure asks for no such thing (D-22)."""
    rule, settled = "issue.known-above-when-settled", IssueResolved(happened_on=date(2025, 6, 2), issue="ISS-001")
    briefed = SeniorManagementBriefed(happened_on=date(2025, 6, 1), issue="ISS-001", body="SMG")

    given(*INFORMAL[:4]).when(settled).departs_from(rule)
    given(*INFORMAL[:4], briefed).when(settled).keeps(rule)
    elsewhere = [changed(INFORMAL[0], procedure="hampshire/1"), *INFORMAL[1:4]]
    given(*elsewhere).when(settled).keeps(rule)


def test_who_is_briefed_on_an_issue_is_senior_management() -> None:
    """TVP-5.1-1b; where a procedure names no such body nothing is asked."""
    rule = "issue.senior-management-briefed"
    club = SeniorManagementBriefed(happened_on=date(2025, 6, 1), issue="ISS-001", body="Tea Club")
    elsewhere = [changed(INFORMAL[0], procedure="hampshire/1"), *INFORMAL[1:4]]

    given(*INFORMAL[:4]).when(club).departs_from(rule)
    for body in ("SMG", "the PCC's Senior Management Group", "Sal Senior, SMG"):
        given(*INFORMAL[:4]).when(changed(club, body=body)).keeps(rule)
    given(*elsewhere).when(club).keeps(rule)
    settled = IssueResolved(happened_on=date(2025, 6, 2), issue="ISS-001")
    given(*INFORMAL[:4], club).when(settled).departs_from("issue.known-above-when-settled")


def test_senior_management_is_briefed_by_the_office_that_was_told_of_the_issue() -> None:
    """TVP-5.1-1b: in turn; of what came before, or keeps it informed, and where nobody is named, nothing is asked."""
    rule, raised = "issue.briefed-by-whoever-was-told", INFORMAL[:4]
    cora = Actor(person="Cora Vale", office="lead-officer")
    told = IssueEscalated(happened_on=date(2025, 6, 2), by=cora, issue="ISS-001", to=PDM)
    briefed = SeniorManagementBriefed(happened_on=date(2025, 6, 3), issue="ISS-001", body="SMG", by=cora)

    story = given(*raised, told).when(briefed).departs_from(rule)
    assert story.last is not None
    [found] = [d.found for d in story.last.departures if d.rule == rule]
    assert "briefed SMG on ISS-001, and is by what is on file not the Policy Development Manager" in found
    for by in (PDM, None):
        given(*raised, told).when(changed(briefed, by=by)).keeps(rule)
    given(*raised).when(briefed).keeps(rule)
    given(*raised, told, changed(briefed, by=PDM)).when(changed(briefed, happened_on=date(2025, 6, 9))).keeps(rule)
    given(*raised, told).when(changed(briefed, body="Tea Club")).keeps(rule)


def test_the_writing_in_which_the_formal_procedure_was_agreed_to_is_asked_for() -> None:
    """TVP-5.2-1b: in writing via e-mail or minutes, which are on file or are still to be put there."""
    rule, asked = "dispute.written-agreement-with-it", given(*INFORMAL, RECOMMENDED)
    bare = asked.when(AGREED).departs_from(rule)
    minutes = Document("ab" * 32, "Minutes")
    asked.when(changed(AGREED, document=Said(minutes))).keeps(rule)
    asked.when(changed(AGREED, form=None)).keeps(rule).departs_from("dispute.formal-route-agreed-in-writing")

    assert bare.last is not None
    owed = f"details/{bare.last.position}"
    added = EntrySupplemented(
        happened_on=date(2025, 3, 29),
        position=bare.last.position,
        exhibits=(Said(minutes),),
        by=PDM,
        words=Said("The minutes"),
    )
    filed = DocumentFiled(
        happened_on=date(2025, 3, 29), title="Minutes", belongs_to=(bare.last.position,), document=Said(minutes), by=PDM
    )
    for story, due in ((bare, True), (bare.when(added).recorded(), False), (bare.when(filed).recorded(), False)):
        view = FileView.of(UUID(int=1), story.file, {})
        assert (owed in {duty.id for duty in duties(view)}) is due


def test_the_agreement_is_asked_for_by_the_manager_the_strategy_has_ask_for_it() -> None:
    """TVP-5.2-1b: the PDM in turn obtains SMG's agreement."""
    rule, asked = "dispute.agreement-asked-for-by-whom", given(*INFORMAL, RECOMMENDED)
    for who, departs in ((PDM, False), (CONTRACT_MANAGER, True), (Actor(person="OPCC PDM"), False)):
        told = asked.when(changed(AGREED, requested_by=who))
        (told.departs_from if departs else told.keeps)(rule)
    asked.when(changed(AGREED, requested_by=None)).keeps(rule)
