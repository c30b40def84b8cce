from datetime import date
from typing import Any, Literal

import pytest

from ledger import ending
from ledger.dates.calendar import Period
from ledger.dates.span import Span
from ledger.elsewhere import Elsewhere
from ledger.entry import Actor, Entry, Money
from ledger.failing_shown import failing, shows
from ledger.fields import NoticeId
from ledger.kinds import rules_of
from ledger.procedures import parse, read
from ledger.rules import NOT_IN_POINT, Acknowledgement, judge
from ledger.subjects.actions import ActionAssigned
from ledger.subjects.agreement import ContractRegistered, Extension, Organisation
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.default_process import DefaultProcessConcluded, FundamentalBreachDetermined
from ledger.subjects.evaluation import FeedbackReceived
from ledger.subjects.exits import ClientTransferArranged, ContractEndPlansCommunicated, ExitPlanAgreed
from ledger.subjects.feedback import ComplaintHandlingReviewed, ComplaintReceived
from ledger.subjects.issues import IssueRaised, IssueReopened, IssueResolved, ResolutionPlanProposed
from ledger.subjects.meetings import AgendaItemConsidered, Confirmation, MeetingHeld, MeetingMinutesRecorded
from ledger.subjects.money import PaymentBasisSet, ValueForMoneyTested
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn, RemedyAssessed
from ledger.subjects.outcomes import OutcomeAchievementAssessed, OutcomeIdentified, OutcomeSpecified, Reached
from ledger.subjects.payments import PaymentCertified, PaymentWithheld
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.performance import (
    DataReturnReceived,
    IndicatorFigure,
    PerformanceAssessed,
    PerformanceReportReceived,
)
from ledger.subjects.records import (
    ConsultationRecorded,
    CorrectionConfirmed,
    DepartureAuthorised,
    DocumentFiled,
    EntryCorrected,
    EvidenceBundleIssued,
)
from ledger.subjects.regulation import Rated, StatutoryNoticePublished
from ledger.subjects.remedies import PointsAwarded
from ledger.subjects.resources import ResourceControlChecked
from ledger.subjects.reviews import ExtensionDecided, RenewalDecided
from ledger.subjects.termination import (
    CallInConcluded,
    ContractExpired,
    ContractTerminated,
    DecisionCalledIn,
    EarlyTerminationProposed,
    LegalAdviceReceived,
    LegalServicesConsulted,
    OptionRejected,
    ProviderExclusionDecided,
    ProviderInformedOfIntention,
    TerminationAuthorised,
    TerminationCaseRecorded,
    TerminationImpactAssessed,
)
from ledger.subjects.terms import NoticeClauseEntered, TerminationClauseEntered
from ledger.subjects.tiers import ScorecardRecorded, Side, ThematicReviewCompleted
from ledger.words import Document, Said
from projections.provider_standing import exclusion_row
from projections.status.provider_facts import exclusion_facts
from tests.story import ANN, COLLEAGUE, Story, changed, given
from tests.worked_through import view_of

OFFICER = Actor(person="Sam Sallow", office="contract-support-officer")
COUNTY_MANAGER = Actor(person="Cleo Manager", office="county-manager-contracts")
THE_PCC = Actor(person="Paula Cole", office="pcc")
LAWYER = Actor(person="Lena Law", office="legal-services")
PROVIDER_BOSS = Actor(person="Dee Dock", office="provider-director", party="provider")

REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Home care", start_date=date(2025, 2, 1),
    end_date=date(2027, 1, 31),
)  # fmt: skip
ISSUE = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"), standards=("S1",))
DEFAULT = NoticeServed(
    happened_on=date(2025, 4, 1), notice_kind="default", by=ANN, issues=("ISS-001",), received_on=date(2025, 4, 1),
    remedy_by=date(2025, 5, 1),
)  # fmt: skip
CONCLUDED = DefaultProcessConcluded(happened_on=date(2025, 5, 12), notices=("NOT-001",), result="not-remedied")
PROPOSED = EarlyTerminationProposed(
    happened_on=date(2025, 6, 2), by=ANN, grounds=("default",), issues=("ISS-001",), notices=("NOT-001",)
)
DISCUSSED = ConsultationRecorded(
    happened_on=date(2025, 6, 4), by=ANN, subject="termination", consulted=OFFICER, proposal="TRM-001"
)
TOLD = ProviderInformedOfIntention(happened_on=date(2025, 6, 5), intention="terminate", proposal="TRM-001")
WEIGHED = TerminationImpactAssessed(
    happened_on=date(2025, 6, 9), proposal="TRM-001", users_affected=41, user_impact=Said("41 people lose carers"),
    vulnerability=Said("Nine live alone"), alternative_arrangements=Said("Two providers take over"),
    timescales=Said("Six weeks"), equality=Said("None found"),
)  # fmt: skip
CASE = TerminationCaseRecorded(
    happened_on=date(2025, 6, 11), proposal="TRM-001", grounds=Said("Persistent default"), clause="31.1",
    cited=(2, 3), trail_digest="ab" * 32, gaps_acknowledged=(Said("No minutes in March"),),
)  # fmt: skip
LAWYERS_ASKED = LegalServicesConsulted(happened_on=date(2025, 6, 12), by=COUNTY_MANAGER, proposal="TRM-001")
ADVICE = LegalAdviceReceived(happened_on=date(2025, 6, 16), by=LAWYER, proposal="TRM-001", recommends="proceed")
PROCESS: tuple[Entry, ...] = (REGISTERED, ISSUE, DEFAULT, CONCLUDED)
STEPS: tuple[Entry, ...] = (PROPOSED, DISCUSSED, TOLD, WEIGHED, CASE, LAWYERS_ASKED, ADVICE)
DECIDED = TerminationAuthorised(happened_on=date(2025, 6, 18), by=COUNTY_MANAGER, proposal="TRM-001")
NOTICE = NoticeServed(
    happened_on=date(2025, 6, 20), notice_kind="termination", by=LAWYER, clause="31.1", proposal="TRM-001",
    received_on=date(2025, 6, 20), ends_on=date(2025, 7, 31),
)  # fmt: skip
TERMINATED = ContractTerminated(
    happened_on=date(2025, 6, 20), by=LAWYER, proposal="TRM-001", notice="NOT-002", ends_on=date(2025, 7, 31),
    clause="31.1",
)  # fmt: skip
AT_WILL = TerminationClauseEntered(happened_on=date(2025, 1, 8), clause="31.1", trigger="convenience")
ABSOLUTE = {
    "TC-15": "termination.support-officer-consulted",
    "TC-16": "termination.impact-assessed",
    "TC-18": "termination.case-recorded",
    "TC-19": "termination.legal-services-consulted",
}


FIRST = "termination.process-worked-through"
ELSEWHERE = """
    id = "elsewhere"
    version = 1
    title = "Elsewhere"
    authority = "Elsewhere"
    owner = "commissioner"
    citation = "TVP-DC-2"
    meeting = []
    setting = []
    [[office]]
    id = "commissioner"
    title = "Police and Crime Commissioner"
    appointed_on = "authority"
    citation = "TVP-5.0-7"
    [[condition]]
    id = "TC-14"
    title = "Process worked through"
    applies = false
    force = "may"
    citation = "TVP-5.2-8a"
    [[condition]]
    id = "TC-15"
    title = "Discussed with the support officer"
    applies = false
    force = "may"
    citation = "HCC-9.2-a"
    [[condition]]
    id = "TC-20"
    title = "Decided by the person entitled"
    force = "may"
    authorised_by = ["commissioner"]
    citation = "TVP-5.0-7"
"""


def without(*left_out: Entry, steps: tuple[Entry, ...] = STEPS) -> tuple[Entry, ...]:
    return (*PROCESS, *(step for step in steps if step not in left_out))


def live(story: Story) -> bool:
    return story.recorded().file.termination.ended is None


def found(story: Story, rule: str) -> str:
    assert story.last is not None
    return next(d.found for d in story.last.departures if d.rule == rule)


def test_a_termination_with_all_its_conditions_met_ends_the_contract_on_its_day() -> None:
    """TC-14 to TC-21; HCC-9.1-c, HCC-9.2-a, HCC-9.3-a, HCC-9.3-b, HCC-9.4-a, HCC-9.4-e, HCC-9.4-f, HCC-9.5-b."""
    story = given(*PROCESS, *STEPS, DECIDED, NOTICE, AT_WILL).when(TERMINATED)

    assert story.recorded().objections == ()
    register = story.file.termination
    assert register.ended_on(date(2025, 7, 30)) is None
    ended = register.ended_on(date(2025, 7, 31))
    assert ended is not None
    assert (ended.act_on, ended.on, ended.notice) == (date(2025, 6, 20), date(2025, 7, 31), "NOT-002")
    assert ended.carried_out_by == LAWYER
    assert register.purported == []


def test_every_step_before_the_decision_can_be_read_back() -> None:
    register = given(*PROCESS, *STEPS, DECIDED).file.termination
    day = date(2025, 6, 18)

    proposal, [told] = register.proposed(day), register.informed("terminate", day)
    impact, case = register.impact_assessed(day), register.cases_recorded(day)[-1]
    consulted, advice, decision = register.legal_consulted(day), register.advised(day), register.decided(day)[-1]

    assert proposal is not None
    assert (proposal.id, proposal.grounds, proposal.notices) == ("TRM-001", ("default",), ("NOT-001",))
    assert told.on == date(2025, 6, 5)
    assert impact is not None
    assert impact.missing == ()
    assert (case.cited, case.clause) == ((2, 3), "31.1")
    assert consulted is not None
    assert consulted.by == COUNTY_MANAGER
    assert advice is not None
    assert advice.recommends == "proceed"
    assert decision.extent == "full"
    before = date(2025, 6, 1)
    assert register.proposed(before) is None
    assert register.informed("terminate", before) == []
    assert register.informed("revise", day) == []
    assert register.impact_assessed(before) is None
    assert register.decided(before) == []


@pytest.mark.parametrize(
    ("missing", "rule"),
    [
        (DISCUSSED, ABSOLUTE["TC-15"]),
        (WEIGHED, ABSOLUTE["TC-16"]),
        (CASE, ABSOLUTE["TC-18"]),
        (LAWYERS_ASKED, ABSOLUTE["TC-19"]),
    ],
)
def test_without_an_absolute_condition_decision_and_termination_are_purported_and_the_contract_is_live(
    missing: Entry, rule: str
) -> None:
    """TC-15, TC-16, TC-18, TC-19: recorded, named, and without effect."""
    steps = without(missing)

    decided = given(*steps).when(DECIDED).departs_from(rule)
    terminated = given(*steps, DECIDED, NOTICE).when(TERMINATED).departs_from(rule, "termination.decided")

    assert decided.file.termination.decided(date(2025, 6, 18)) == []
    assert live(terminated)
    assert terminated.file.termination.ended_on(date(2025, 12, 31)) is None
    [purported] = terminated.file.termination.purported
    assert rule in purported.against


def test_an_absolute_condition_is_asked_about_before_the_act_is_recorded() -> None:
    story = given(*without(CASE)).when(DECIDED, acknowledge_all=False).asked(ABSOLUTE["TC-18"])

    [objection] = [o for o in story.error.objections if o.rule == ABSOLUTE["TC-18"]]  # type: ignore[union-attr]
    assert (objection.level, objection.authorised_by) == ("absolute", ())


def test_no_authorisation_lifts_an_absolute_condition() -> None:
    allowed = DepartureAuthorised(
        happened_on=date(2025, 6, 17), by=COUNTY_MANAGER, rule=ABSOLUTE["TC-18"], what_for=Said("TRM-001"),
        reason=Said("In haste"),
    )  # fmt: skip
    cited = Acknowledgement(rule=ABSOLUTE["TC-18"], authorisation="AUT-001")

    story = given(*without(CASE), allowed).when(DECIDED, acknowledging=(cited,)).departs_from(ABSOLUTE["TC-18"])

    assert story.file.termination.decided(date(2025, 6, 18)) == []


def test_a_discussion_before_the_proposal_counts_for_it_unless_it_may_be_another() -> None:
    """TC-15, HCC-9.2-a: the text puts the talk first, when there is no proposal yet to name."""
    unnamed = changed(DISCUSSED, happened_on=date(2025, 5, 26), proposal=None)
    named = changed(DISCUSSED, happened_on=date(2025, 5, 26))
    since = changed(DISCUSSED, proposal=None)
    with_another = changed(DISCUSSED, consulted=COUNTY_MANAGER)
    on_something_else = changed(DISCUSSED, subject="procurement")
    later = changed(DISCUSSED, happened_on=date(2025, 6, 19))
    rule, steps = ABSOLUTE["TC-15"], without(DISCUSSED)

    for kept in (named, since, unnamed):
        given(*steps, kept).when(DECIDED).keeps(rule)
    for departed in (with_another, on_something_else, later):
        given(*steps, departed).when(DECIDED).departs_from(rule)
    first = changed(PROPOSED, happened_on=date(2025, 5, 20))
    decided = changed(DECIDED, proposal="TRM-002")
    second = (changed(s, proposal="TRM-002") if "proposal" in type(s).model_fields else s for s in STEPS[2:])
    told = given(*PROCESS, first, PROPOSED, *second, unnamed).when(decided).departs_from(rule)
    assert "is on file since TRM-002 was proposed on 2 June 2025" in found(told, rule)


def test_a_discussion_that_names_a_failing_is_about_the_end_that_is_proposed_for_it() -> None:
    """TC-15, HCC-9.2-a: also before there is a proposal to name; one about another failing is named, and counts not."""
    rule, steps = ABSOLUTE["TC-15"], (*without(DISCUSSED), changed(ISSUE, happened_on=date(2025, 5, 12)))
    both = ("ISS-001", "ISS-002")
    parts: tuple[dict[str, Any], ...] = ({"issues": both[:1]}, {"notice": "NOT-001"}, {"issues": both})

    for named in parts:
        for day in (date(2025, 5, 26), DISCUSSED.happened_on):
            given(*steps, changed(DISCUSSED, happened_on=day, proposal=None, **named)).when(DECIDED).keeps(rule)
    of_another = changed(DISCUSSED, proposal=None, issues=("ISS-002",))
    told = given(*steps, of_another).when(DECIDED).departs_from(rule)
    assert "; that of 4 June 2025 (entry 12) is about ISS-002, and not TRM-001 or what that rests on" in found(
        told, rule
    )
    at_will = changed(PROPOSED, grounds=("convenience",), issues=(), notices=())
    given(REGISTERED, ISSUE, ISSUE, at_will, of_another).when(DECIDED).keeps(rule)


def test_a_discussion_that_names_a_failing_is_of_no_earlier_proposal_that_rests_on_none() -> None:
    """TC-15, HCC-9.2-a: of two that rest on it, one held between them is of the first."""
    rule, decided = ABSOLUTE["TC-15"], changed(DECIDED, proposal="TRM-002")
    talk = changed(DISCUSSED, happened_on=date(2025, 5, 26), proposal=None, issues=("ISS-001",))
    second = (changed(s, proposal="TRM-002") if "proposal" in type(s).model_fields else s for s in STEPS[2:])
    steps = (PROPOSED, *second, talk)
    first = changed(PROPOSED, happened_on=date(2025, 5, 20))

    given(*PROCESS, changed(first, issues=(), notices=()), *steps).when(decided).keeps(rule)
    given(*PROCESS, first, *steps).when(decided).departs_from(rule)


def test_of_two_proposals_it_is_said_which_has_no_case() -> None:
    """TC-18, HCC-9.4-a: the first has one."""
    rule, second = ABSOLUTE["TC-18"], changed(PROPOSED, happened_on=date(2025, 6, 3))
    decided = changed(DECIDED, proposal="TRM-002")

    told = given(*PROCESS, *STEPS, second).when(decided).departs_from(rule)

    assert "no case for early termination by TRM-002 is on file" in found(told, rule)
    none = given(*without(CASE)).when(DECIDED).departs_from(rule)
    assert "no case for early termination is on file" in found(none, rule)


def test_it_is_the_lead_officer_who_discusses_termination_with_the_support_officer() -> None:
    """TC-15, HCC-9.2-a: by office or as the file has it; who did it not being said is a gap, not a finding."""
    by_another = changed(DISCUSSED, by=COUNTY_MANAGER)
    by_the_lead = changed(DISCUSSED, by=Actor(person="Ann Ashe"))
    lead = LeadOfficerAppointed(happened_on=date(2025, 2, 3), person="Ann Ashe")
    rule, steps = ABSOLUTE["TC-15"], without(DISCUSSED)

    story = given(*steps, by_another).when(DECIDED).departs_from(rule)
    assert "by Cleo Manager (county manager contracts), not by the lead officer" in found(story, rule)
    for kept in (by_the_lead, changed(DISCUSSED, by=None)):
        given(*steps, lead, kept).when(DECIDED).keeps(rule)


def test_legal_services_asked_by_another_office_than_the_one_that_is_to_ask_them_is_remarked_on() -> None:
    """HCC-9.4-e: when it is recorded; TC-19 waits for the County Manager (Contracts) all the same."""
    rule = "legal-services.consulted-by-whom-it-falls-to"
    story = given(*PROCESS, PROPOSED)

    told = story.when(changed(LAWYERS_ASKED, by=ANN), acknowledge_all=False).departs_from(rule)

    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert said == (
        "they were consulted by Ann Ashe (lead officer); that the County Manager (Contracts) consults them stays to be"
        " done"
    )
    story.when(changed(LAWYERS_ASKED, by=None)).departs_from(rule)
    story.when(LAWYERS_ASKED).keeps(rule)


def test_that_legal_services_were_consulted_by_an_open_entry_is_remarked_on_with_the_kind_that_counts() -> None:
    """HCC-9.4-e: TC-19 waits for that kind; what is asked of them on other matters is as open as it was."""
    rule, story = "consultation.of-legal-services-privileged", given(*PROCESS, PROPOSED)
    lawyers = Actor(person="Lena Stone", office="legal-services")
    asked = changed(DISCUSSED, consulted=lawyers, by=COUNTY_MANAGER)

    told = story.when(asked, acknowledge_all=False).departs_from(rule)

    assert "this entry is open and does not count" in found(told, rule)
    assert "record that as Legal Services consulted (legal-services-consulted)" in found(told, rule)
    for marks in ({"audience": "legal"}, {"protection": "legal-advice"}):
        assert found(story.when(changed(asked, **marks)), rule).startswith("this entry does not count")
    given(*without(LAWYERS_ASKED), asked).when(DECIDED).departs_from(ABSOLUTE["TC-19"])
    story.when(changed(asked, subject="notice")).departs_from(rule)  # it names the proposal
    story.when(changed(asked, subject="notice", proposal=None)).keeps(rule)
    story.when(DISCUSSED).keeps(rule)
    given(*PROCESS, PROPOSED, LAWYERS_ASKED).when(DECIDED).keeps(ABSOLUTE["TC-19"])


def test_a_termination_nobody_proposed_was_not_discussed_as_a_proposal() -> None:
    """TC-15."""
    outright = changed(TERMINATED, proposal=None, notice=None)

    story = given(*PROCESS, changed(DISCUSSED, proposal=None)).when(outright).departs_from(ABSOLUTE["TC-15"])

    assert "no proposal" in found(story, ABSOLUTE["TC-15"])


@pytest.mark.parametrize("part", ["user_impact", "alternative_arrangements", "timescales"])
def test_consequences_not_fully_weighed_are_not_weighed(part: str) -> None:
    """TC-16, HCC-9.3-a, HCC-9.3-b."""
    half = changed(WEIGHED, **{part: None})
    other_half = changed(TerminationImpactAssessed(happened_on=date(2025, 6, 13)), **{part: Said("As follows")})

    story = given(*without(WEIGHED), half).when(DECIDED).departs_from(ABSOLUTE["TC-16"])

    assert part.replace("_", " ") in found(story, ABSOLUTE["TC-16"])
    given(*without(WEIGHED), half, other_half).when(DECIDED).keeps(ABSOLUTE["TC-16"])


def test_consequences_weighed_for_an_earlier_proposal_do_not_serve_for_a_later_one() -> None:
    again = EarlyTerminationProposed(happened_on=date(2025, 9, 1), by=ANN, grounds=("default",))
    second = changed(DECIDED, happened_on=date(2025, 9, 15), proposal="TRM-002")

    given(*PROCESS, *STEPS, again).when(second).departs_from(*ABSOLUTE.values())
    given(*PROCESS, *STEPS, again).when(changed(second, proposal=None)).departs_from(*ABSOLUTE.values())


def test_a_step_that_names_no_proposal_is_for_the_one_that_then_stood() -> None:
    unnamed = changed(WEIGHED, proposal=None)
    again = EarlyTerminationProposed(happened_on=date(2025, 9, 1), by=ANN, grounds=("default",))
    second = changed(DECIDED, happened_on=date(2025, 9, 15), proposal="TRM-002")

    given(*without(WEIGHED), unnamed).when(DECIDED).keeps(ABSOLUTE["TC-16"])
    given(*without(WEIGHED), unnamed, again).when(second).departs_from(ABSOLUTE["TC-16"])
    weighed_again = changed(unnamed, happened_on=date(2025, 9, 8))
    given(*without(WEIGHED), unnamed, again, weighed_again).when(second).keeps(ABSOLUTE["TC-16"])


def test_a_case_that_cites_nothing_shows_no_trail() -> None:
    """TC-18, HCC-9.4-b."""
    story = given(*without(CASE), changed(CASE, cited=())).when(DECIDED).departs_from(ABSOLUTE["TC-18"])

    assert "cites no entry" in found(story, ABSOLUTE["TC-18"])


def test_legal_services_are_consulted_by_the_county_manager_and_nobody_else() -> None:
    """TC-19, HCC-9.4-e, N-03."""
    by_lead = changed(LAWYERS_ASKED, by=ANN)

    story = given(*without(LAWYERS_ASKED), by_lead).when(DECIDED).departs_from(ABSOLUTE["TC-19"])

    assert "Ann Ashe (lead officer)" in found(story, ABSOLUTE["TC-19"])


@pytest.mark.parametrize("executor", [ANN, COUNTY_MANAGER, None])
def test_an_early_termination_not_carried_out_by_legal_services_is_purported(executor: Actor | None) -> None:
    """TC-21, HCC-9.4-f; N-02: the Service Manager proposes, Legal Services carry out."""
    story = given(*PROCESS, *STEPS, DECIDED, NOTICE).when(changed(TERMINATED, by=executor))

    story.departs_from("termination.by-legal-services")
    assert live(story)


def test_the_lead_officer_may_report_what_legal_services_carried_out() -> None:
    """HCC-9.4-f looks at who carried it out."""
    story = given(*PROCESS, *STEPS, DECIDED, NOTICE).when(changed(TERMINATED, by=ANN, carried_out_by=LAWYER))

    story.keeps("termination.by-legal-services")
    assert not live(story)


def test_a_letter_the_lead_officer_sent_on_a_saturday_by_e_mail_is_on_file_and_ends_nothing() -> None:
    """The issue's own example: recorded, purported, the departures named, the contract live."""
    letter = NoticeServed(
        happened_on=date(2025, 6, 21), notice_kind="termination", by=ANN, method="e-mail", received_on=date(2025, 6, 21)
    )
    acted_on = changed(TERMINATED, happened_on=date(2025, 6, 23), by=ANN, proposal=None, ends_on=None, notice="NOT-002")

    story = given(*PROCESS, letter).when(acted_on)

    story.departs_from(
        *ABSOLUTE.values(), "termination.by-legal-services", "termination.on-a-notice-that-stands",
        "termination.provider-informed", "termination.decided",
    )  # fmt: skip
    assert "itself only purported" in found(story, "termination.on-a-notice-that-stands")
    assert live(story)


def test_a_termination_rests_on_a_notice_of_termination_of_its_own_party() -> None:
    """TC-21, HCC-A11-a."""
    rule = "termination.on-a-notice-that-stands"
    served = (*PROCESS, *STEPS, DECIDED, NOTICE)
    providers = NoticeServed(
        happened_on=date(2025, 6, 20), notice_kind="termination", served_by_party="provider", by=PROVIDER_BOSS,
        received_on=date(2025, 6, 20),
    )  # fmt: skip

    none = given(*served).when(changed(TERMINATED, notice=None)).departs_from(rule)
    default = given(*served).when(changed(TERMINATED, notice="NOT-001")).departs_from(rule)
    others = given(*served, providers).when(changed(TERMINATED, notice="NOT-003")).departs_from(rule)

    assert "names no notice" in found(none, rule)
    assert "not of termination" in found(default, rule)
    assert "provider's" in found(others, rule)
    assert live(none)
    assert live(default)
    assert live(others)


def test_a_notice_not_validly_served_carries_no_termination() -> None:
    """The contract's clause governs who signs."""
    clause = NoticeClauseEntered(happened_on=date(2025, 1, 8), clause="43.1", signed_by=("chief-executive",))

    story = given(*PROCESS, *STEPS, DECIDED, clause, NOTICE).when(TERMINATED)

    story.departs_from("termination.on-a-notice-that-stands")
    assert found(story, "termination.on-a-notice-that-stands") == "NOT-002 was not validly served"
    assert live(story)


def test_the_contract_ends_no_sooner_than_the_length_of_notice_allows() -> None:
    """HCC-A11-a: under the contract's own conditions."""
    rule = "termination.length-of-notice"
    right = TerminationClauseEntered(
        happened_on=date(2025, 1, 8), clause="31.1", trigger="unremedied-default",
        notice_length=Period(count=3, unit="months"),
    )  # fmt: skip
    in_september = changed(TERMINATED, ends_on=date(2025, 9, 20))

    story = given(*PROCESS, right, *STEPS, DECIDED, NOTICE).when(TERMINATED).departs_from(rule)

    assert "20 September 2025" in found(story, rule)
    given(*PROCESS, right, *STEPS, DECIDED, NOTICE).when(in_september).keeps(rule)


def test_a_notice_withdrawn_carries_no_termination() -> None:
    withdrawn = NoticeWithdrawn(happened_on=date(2025, 6, 25), notice="NOT-002")
    later = changed(TERMINATED, happened_on=date(2025, 7, 1))

    story = given(*PROCESS, *STEPS, DECIDED, NOTICE, withdrawn).when(later)

    story.departs_from("termination.on-a-notice-that-stands")
    assert live(story)


def test_a_termination_before_its_notice_counts_asks_for_a_reason() -> None:
    """HCC-A11-a: no clause on file, so the notice counts on proved receipt."""
    unproved = changed(NOTICE, received_on=None)

    story = given(*PROCESS, *STEPS, DECIDED, unproved).when(TERMINATED).departs_from("termination.length-of-notice")

    assert "receipt is not shown" in found(story, "termination.length-of-notice")


def test_the_provider_is_told_of_the_intention_before_the_contract_is_ended() -> None:
    """TC-17, HCC-9.5-b: told late is recorded, not blocked."""
    story = given(*without(TOLD), DECIDED, NOTICE).when(TERMINATED).departs_from("termination.provider-informed")

    assert story.last is not None
    [level] = [d.level for d in story.last.departures if d.rule == "termination.provider-informed"]
    assert level == "explain"


def test_a_termination_nobody_decided_asks_for_a_reason() -> None:
    """TC-20."""
    given(*PROCESS, *STEPS, NOTICE).when(TERMINATED).departs_from("termination.decided")


def test_deciding_before_legal_advice_has_come_is_shown_and_says_nothing_of_what_it_says() -> None:
    """TC-19; legal advice is privileged."""
    wait = changed(ADVICE, recommends="wait")

    given(*without(ADVICE)).when(DECIDED).departs_from("termination.advice-received")
    against = given(*without(ADVICE), wait).when(DECIDED).keeps("termination.advice-received")

    assert "wait" not in str(against.last)
    assert (ADVICE.audience, ADVICE.protection) == ("legal", "legal-advice")


def test_a_procedure_says_who_decides_and_which_conditions_apply() -> None:
    """D-08, D-09, TC-20: settings, not code."""
    elsewhere = parse(ELSEWHERE, "elsewhere.toml")
    file = given(REGISTERED, changed(PROPOSED, issues=(), notices=())).file

    asked = rules_of(TerminationAuthorised)
    found = {objection.rule: objection.found for objection in judge(asked, file, file, DECIDED, elsewhere)}

    assert "Police and Crime Commissioner" in found["termination.decided-by-the-office-entitled"]
    assert ABSOLUTE["TC-16"] in found
    assert ABSOLUTE["TC-15"] not in found
    assert FIRST not in found
    by_commissioner = changed(DECIDED, by=Actor(person="Pat Cole", office="commissioner"))
    rules = {objection.rule for objection in judge(asked, file, file, by_commissioner, elsewhere)}
    assert "termination.decided-by-the-office-entitled" not in rules


# --- the default process first ---------------------------------------------------------------------------------------


def test_proposing_termination_before_the_default_process_is_concluded_needs_the_county_manager() -> None:
    """TC-14, HCC-9.1-c, D-08: never a dead stop."""
    story = given(REGISTERED, ISSUE, DEFAULT).when(PROPOSED, acknowledge_all=False).asked(FIRST)

    [objection] = [o for o in story.error.objections if o.rule == FIRST]  # type: ignore[union-attr]
    assert (objection.level, objection.authorised_by) == ("authorise", ("county-manager-contracts",))
    assert "NOT-001" in objection.found
    given(REGISTERED, ISSUE, DEFAULT, CONCLUDED).when(PROPOSED).keeps(FIRST)


def test_the_process_is_still_looked_for_when_termination_is_decided_and_carried_out() -> None:
    steps = (REGISTERED, ISSUE, DEFAULT, *STEPS)

    given(*steps).when(DECIDED).departs_from(FIRST)
    given(*steps, DECIDED, NOTICE).when(TERMINATED).departs_from(FIRST)


def test_a_process_that_ended_well_is_no_ground_to_end_the_contract() -> None:
    put_right = changed(CONCLUDED, result="remedied")

    story = given(REGISTERED, ISSUE, DEFAULT, put_right).when(PROPOSED).departs_from(FIRST)

    assert "concluded as remedied" in found(story, FIRST)
    assessed = RemedyAssessed(happened_on=date(2025, 5, 9), notice="NOT-001", result="remedied")
    story = given(REGISTERED, ISSUE, DEFAULT, assessed).when(PROPOSED).departs_from(FIRST)
    assert "NOT-001 was found remedied on 9 May 2025" in found(story, FIRST)


def test_a_process_on_another_notice_is_not_the_process_on_the_notice_relied_on() -> None:
    second = changed(DEFAULT, happened_on=date(2025, 5, 14), received_on=None, remedy_by=date(2025, 6, 30))
    on_second: tuple[NoticeId, ...] = ("NOT-002",)

    given(*PROCESS, second).when(changed(PROPOSED, notices=on_second)).departs_from(FIRST)
    given(*PROCESS, second).when(changed(PROPOSED, notices=())).keeps(FIRST)


def test_a_clear_fundamental_breach_is_the_exception() -> None:
    """HCC-9.3-d."""
    breach = FundamentalBreachDetermined(
        happened_on=date(2025, 5, 30), by=COUNTY_MANAGER, clause="3.1", facts=Said("No carer came")
    )
    too_late = changed(breach, happened_on=date(2025, 6, 3))

    given(REGISTERED, ISSUE, DEFAULT, breach).when(PROPOSED).keeps(FIRST)
    given(REGISTERED, ISSUE, DEFAULT, too_late).when(PROPOSED).departs_from(FIRST)


SECOND = IssueRaised(happened_on=date(2025, 5, 14), nature=Said("Care plans late"), standards=("S2",))


@pytest.mark.parametrize(
    ("issues", "notices"), [(("ISS-002",), ()), (("ISS-001", "ISS-002"), ()), (("ISS-002",), ("NOT-001",))]
)
def test_the_process_worked_through_for_one_failing_is_not_that_of_another(issues: Any, notices: Any) -> None:
    """HCC-9.1-c, HCC-9.4-b: each failing relied on has its own process, on a notice about it."""
    on_second = changed(DEFAULT, happened_on=date(2025, 5, 15), received_on=None, remedy_by=None, issues=("ISS-002",))
    over = changed(CONCLUDED, happened_on=date(2025, 5, 29), notices=("NOT-002",))
    proposed = changed(PROPOSED, issues=issues, notices=notices)

    story = given(*PROCESS, SECOND).when(proposed).departs_from(FIRST)

    assert found(story, FIRST) == (
        "no default or improvement process about ISS-002 had been concluded by 2 June 2025; "
        "no fundamental breach had been determined"
    )
    given(*PROCESS, SECOND, on_second, over).when(proposed).keeps(FIRST)
    told_too = changed(on_second, issues=())  # a notice that names no failing can be about any that was there
    given(*PROCESS, SECOND, told_too, over).when(proposed).keeps(FIRST)


def test_a_fundamental_breach_excepts_what_rests_on_the_issues_it_was_noted_as() -> None:
    """HCC-9.3-d."""
    breach = FundamentalBreachDetermined(
        happened_on=date(2025, 5, 30), by=COUNTY_MANAGER, clause="3.1", facts=Said("Records falsified"),
        issues=("ISS-001",),
    )  # fmt: skip
    on_first, on_second = (changed(PROPOSED, issues=(issue,), notices=()) for issue in ("ISS-001", "ISS-002"))

    story = given(REGISTERED, ISSUE, SECOND, breach).when(on_second).departs_from(FIRST)

    assert "BRE-001, a fundamental breach, was not determined of ISS-002" in found(story, FIRST)
    given(REGISTERED, ISSUE, SECOND, breach).when(on_first).keeps(FIRST)
    given(REGISTERED, ISSUE, SECOND, changed(breach, issues=("ISS-002",))).when(on_second).keeps(FIRST)


def test_a_proposal_to_end_it_for_a_failure_says_which_and_may_say_so_afterwards() -> None:
    """HCC-9.4-b: of a proposal that names nothing no trail can be told to be that of what it rests on."""
    rule, bare = "termination.names-the-failings", changed(PROPOSED, issues=(), notices=())

    given(*PROCESS).when(bare).departs_from(rule)
    given(*PROCESS).when(changed(PROPOSED, issues=())).keeps(rule)
    breach = FundamentalBreachDetermined(
        happened_on=date(2025, 5, 30), by=COUNTY_MANAGER, clause="3.1", facts=Said("Records falsified")
    )
    given(*PROCESS, breach).when(changed(bare, grounds=("fundamental-breach",))).keeps(rule)
    given(*PROCESS, breach).when(bare).departs_from(rule)
    for needs_none in (changed(bare, grounds=("insolvency",)), changed(bare, by=PROVIDER_BOSS)):
        assert rule not in given(*PROCESS).when(needs_none).recorded().objections


def test_a_proposal_that_relies_on_failings_says_that_failure_is_its_ground() -> None:
    """HCC-9.1-c: for convenience nothing is to be worked through first, and TC-13 and TC-14 do not apply."""
    rule = "termination.failings-are-its-grounds"
    for_convenience = changed(PROPOSED, grounds=("convenience",))

    story = given(*PROCESS).when(for_convenience).departs_from(rule)
    given(*PROCESS).when(changed(for_convenience, grounds=("convenience", "default"))).keeps(rule)
    given(*PROCESS).when(PROPOSED).keeps(rule)
    assert "its grounds, convenience, allege no failure of the provider" in found(story, rule)
    assert rule not in given(*PROCESS).when(changed(for_convenience, issues=(), notices=())).recorded().objections


@pytest.mark.parametrize(
    ("grounds", "first"),
    [
        ((), True),
        (("default", "funding"), True),
        (("insolvency", "default"), True),
        (("insolvency",), False),
        (("change-of-need", "funding"), False),
    ],
)
def test_where_no_failure_is_alleged_there_is_no_default_process_to_work_through(
    grounds: tuple[Any, ...], first: bool
) -> None:
    story = given(REGISTERED).when(changed(PROPOSED, grounds=grounds, issues=(), notices=()))

    assert (FIRST in story.recorded().objections) is first


def test_the_provider_is_bound_by_the_contract_not_by_the_authoritys_procedure() -> None:
    proposal = changed(PROPOSED, by=PROVIDER_BOSS, issues=(), notices=())
    ended = ContractTerminated(happened_on=date(2025, 6, 20), by=PROVIDER_BOSS, by_party="provider")

    given(REGISTERED).when(proposal).keeps(FIRST)
    story = given(REGISTERED).when(ended)

    assert story.recorded().objections == ()
    assert not live(story)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"clause": "99.9"}, "it cites clause 99.9; the rights to end the contract on file are under: 31.1, 40"),
        ({"clause": "40"}, "the right under clause 40 is the provider's, and the authority ended it"),
        ({"clause": None, "notice": None}, "it cites no clause"),
        ({"clause": "99.9", "by_party": "provider", "by": PROVIDER_BOSS}, "it cites clause 99.9"),
        ({"clause": "31.1", "by_party": "provider", "by": PROVIDER_BOSS}, "clause 31.1 is the authority's"),
    ],
)
def test_a_contract_is_ended_under_a_clause_of_it_whoever_ends_it(said: dict[str, Any], words: str) -> None:
    """HCC-A11-a: in accordance with the contract's conditions."""
    rule, theirs = "termination.cites-its-clause", changed(RIGHT, clause="40", held_by="provider")
    file = given(*PROCESS, RIGHT, theirs, *STEPS, DECIDED, NOTICE)

    file.when(TERMINATED).keeps(rule)
    file.when(changed(TERMINATED, clause="Clause 31.1")).keeps(rule)
    story = file.when(changed(TERMINATED, **said)).departs_from(rule)
    assert story.last is not None
    assert [words in d.found for d in story.last.departures if d.rule == rule] == [True]


def test_a_contract_is_ended_under_the_clause_its_notice_cites() -> None:
    """HCC-A11-a: nobody is asked to cite it twice; an end by agreement needs no clause."""
    rule, other = "termination.cites-its-clause", changed(RIGHT, clause="32")
    file = given(*PROCESS, RIGHT, other, *STEPS, DECIDED, NOTICE)

    file.when(changed(TERMINATED, clause="32")).departs_from(rule)
    for said in ({"clause": None}, {"clause": "99.9", "by_party": "both", "notice": None}):
        file.when(changed(TERMINATED, **said)).keeps(rule)
    unsaid = changed(TERMINATED, clause=None, notice=None, proposal=None, by_party="provider", by=PROVIDER_BOSS)
    given(REGISTERED).when(unsaid).keeps(rule)


def test_an_end_by_agreement_keeps_the_absolute_conditions_but_needs_no_notice() -> None:
    """HCC-9.2-a: for any reason."""
    agreed = changed(TERMINATED, by_party="both", notice=None)

    given(REGISTERED).when(changed(agreed, proposal=None)).departs_from(*ABSOLUTE.values())
    story = given(*PROCESS, *STEPS, DECIDED).when(agreed)

    assert story.recorded().objections == ()
    assert not live(story)


# --- the end ----------------------------------------------------------------------------------------------------------


def test_a_contract_ends_once() -> None:
    ended = (*PROCESS, *STEPS, DECIDED, NOTICE, TERMINATED)

    given(*ended).when(changed(TERMINATED, happened_on=date(2025, 6, 27))).refused("termination.once", "31 July 2025")
    given(*ended).when(ContractExpired(happened_on=date(2026, 11, 2))).refused("termination.once", "entry 14")


def test_a_purported_termination_leaves_the_contract_to_be_ended_properly() -> None:
    properly = changed(TERMINATED, happened_on=date(2025, 6, 27))

    story = given(*PROCESS, *STEPS, DECIDED, NOTICE, AT_WILL, changed(TERMINATED, by=ANN)).when(properly)

    assert story.recorded().objections == ()
    assert not live(story)
    assert len(story.file.termination.purported) == 1


def test_ending_part_of_the_contract_leaves_the_rest_live() -> None:
    part = changed(TERMINATED, extent="partial", part="Evening visits, north")

    story = given(*PROCESS, *STEPS, DECIDED, NOTICE).when(part)

    assert live(story.keeps("termination.names-the-part"))
    ended = [(e.on, e.part) for e in story.file.termination.ended_in_part]
    assert ended == [(date(2025, 7, 31), "Evening visits, north")]


def test_where_part_of_a_contract_is_ended_it_is_said_which() -> None:
    on_file = given(*PROCESS, *STEPS, DECIDED, NOTICE)

    on_file.when(changed(TERMINATED, extent="partial")).departs_from("termination.names-the-part")
    on_file.when(changed(TERMINATED, part="Evening visits")).departs_from("termination.names-the-part")
    on_file.when(TERMINATED).keeps("termination.names-the-part")


def test_a_termination_for_a_day_before_the_act_is_recorded_and_asked_about() -> None:
    backdated = changed(TERMINATED, ends_on=date(2025, 6, 19))
    story = given(*PROCESS, *STEPS, DECIDED, NOTICE)

    story.when(backdated).departs_from("termination.ends-after-the-act")
    story.when(backdated, acknowledge_all=False).asked("termination.ends-after-the-act")
    story.when(TERMINATED).keeps("termination.ends-after-the-act")


def test_a_correction_of_a_termination_is_judged_again_with_what_has_since_come_on_file() -> None:
    """A late entry is welcome: the consultation took place, and the corrected termination shows it."""
    purported = given(*without(DISCUSSED), DECIDED, NOTICE, TERMINATED)
    position = purported.file.position
    assert live(purported)

    late = purported.when(DISCUSSED)
    assert live(late)
    reason = Said("The consultation has come on file")

    def corrected(at: int, replacement: Entry) -> EntryCorrected:
        return EntryCorrected(happened_on=date(2025, 8, 1), position=at, reason=reason, replacement=replacement)

    # The notice too was given without it, and what rests on a purported notice is purported.
    without_the_notice = late.when(corrected(position - 2, DECIDED)).recorded().when(corrected(position, TERMINATED))
    assert live(without_the_notice)
    notice = late.when(corrected(position - 2, DECIDED)).recorded().when(corrected(position - 1, NOTICE)).recorded()
    confirmed = CorrectionConfirmed(happened_on=date(2025, 8, 4), position=notice.file.position)
    mended = notice.when(confirmed, account=COLLEAGUE).recorded().when(corrected(position, TERMINATED))
    assert not live(mended)


def test_a_contract_expires_on_its_end_date_and_not_before() -> None:
    """TVP-3.0-10."""
    short = changed(REGISTERED, end_date=date(2026, 1, 31))
    early = ContractExpired(happened_on=date(2026, 1, 30))

    given(short).when(early, acknowledge_all=False).asked("expiry.at-the-end-date")
    story = given(short).when(ContractExpired(happened_on=date(2026, 1, 31))).keeps("expiry.at-the-end-date")

    assert story.file.termination.ended_on(date(2026, 1, 30)) is None
    ended = story.file.termination.ended_on(date(2026, 1, 31))
    assert ended is not None
    assert ended.how == "expired"


def test_an_option_to_extend_is_decided_on_before_it_lapses_with_the_contract() -> None:
    """TVP-6.0-6."""
    short, rule = changed(REGISTERED, end_date=date(2026, 1, 31)), "expiry.options-decided"
    option = changed(short, extensions=(Extension(id="A", months=12),))
    unused = ExtensionDecided(happened_on=date(2025, 11, 3), option="A", taken=False)
    expired = ContractExpired(happened_on=date(2026, 1, 31))

    given(option).when(expired, acknowledge_all=False).departs_from(rule)
    for contract, *decided in (option, unused), (short,):
        given(contract, *decided).when(expired).keeps(rule)


def test_of_a_contract_that_expires_it_is_said_whether_those_who_may_carry_it_on_do() -> None:
    """TVP-6.0-6: re-tendered and awarded to another, its provider stays bound; bought anew from itself it does not."""
    rule, expired = "expiry.says-who-carries-on", ContractExpired(happened_on=date(2026, 1, 31))
    short = changed(REGISTERED, end_date=date(2026, 1, 31), procedure="thames-valley/1")
    told = ContractEndPlansCommunicated(
        happened_on=date(2025, 7, 1), plans="recommission", means="letter", content=Said("It is bought anew")
    )
    tendered = RenewalDecided(happened_on=date(2025, 9, 1), renew=True, tender_route="competition")
    client = ClientTransferArranged(happened_on=date(2025, 12, 1), client="C-1", receiving_body="New Ltd")
    plan = ExitPlanAgreed(happened_on=date(2025, 8, 1), exit_type="retendered")

    last = given(short, told, tendered, client).when(expired).departs_from(rule).last
    assert last is not None
    [said] = [one.found for one in last.departures if one.rule == rule]
    words = "the provider was told that it is to be bought anew (entry 2)", "tender it again, by competition (entry 3)"
    assert all(one in said for one in (*words, "C-1 goes to New Ltd (entry 4)", "nothing says whether somebody else"))
    for fact in (told, tendered, client):
        given(short, fact).when(expired).departs_from(rule)
    ends = changed(told, happened_on=date(2025, 10, 1), plans="decommission")
    not_renewed = changed(tendered, renew=False, tender_route=None)
    kept: tuple[tuple[Any, ...], ...] = ((), (told, ends), (told, plan), (not_renewed,))
    for facts in kept:
        given(short, *facts).when(expired).keeps(rule)
    given(changed(short, procedure="hampshire/1"), told).when(expired).keeps(rule)


def test_letting_a_contract_run_out_on_its_last_day_is_no_early_termination() -> None:
    short = changed(REGISTERED, end_date=date(2026, 1, 31))
    last_day = ContractTerminated(happened_on=date(2026, 1, 5), by=ANN, ends_on=date(2026, 1, 31))

    story = given(short).when(last_day)

    assert story.recorded().objections == ()
    assert not live(story)


# --- content ----------------------------------------------------------------------------------------------------------


def test_an_assessment_and_a_case_show_what_they_leave_out() -> None:
    """HCC-9.3-a, HCC-9.3-b, HCC-9.4-b, CPC307-K1."""
    whole = given(*PROCESS, PROPOSED)

    whole.when(WEIGHED).keeps("termination.impact-complete")
    whole.when(CASE).keeps("termination.case-complete")
    thin = whole.when(changed(WEIGHED, equality=None, users_affected=None)).departs_from("termination.impact-complete")
    bare = whole.when(changed(CASE, clause=None, trail_digest=None)).departs_from("termination.case-complete")

    assert found(thin, "termination.impact-complete") == "it says nothing of how many people are affected, equality"
    assert found(bare, "termination.case-complete") == (
        "it names no clause of the contract, no digest of the trail of evidence"
    )


def test_the_trail_whose_digest_a_case_names_is_on_file() -> None:
    """HCC-9.4-b: with the case, or in a bundle issued by then; a digest of nothing proves nothing."""
    rule = "termination.case-trail-on-file"
    whole = given(*PROCESS, PROPOSED)
    bundle = EvidenceBundleIssued(happened_on=CASE.happened_on, up_to=2, recipient="Legal Services", purpose="Advice")
    paper = Said(Document("ab" * 32, "Trail of evidence"))

    named = whole.when(changed(CASE, exhibits=())).departs_from(rule)
    assert "no trail of evidence is with it" in found(named, rule)
    whole.when(changed(CASE, exhibits=(paper,))).keeps(rule)
    given(*PROCESS, PROPOSED, bundle).when(changed(CASE, exhibits=())).keeps(rule)
    whole.when(changed(CASE, trail_digest=None)).keeps(rule)


def test_a_case_cites_only_what_is_on_file() -> None:
    given(*PROCESS, PROPOSED).when(changed(CASE, cited=(2, 99))).refused("entry.names-what-is-on-file", "99")


def excluded(since: date, until: date | None, **more: Any) -> ProviderExclusionDecided:
    return ProviderExclusionDecided(
        happened_on=date(2024, 2, 20), cause="termination", from_date=since, until_date=until, **more
    )


@pytest.mark.parametrize(
    ("since", "until", "allowed"),
    [
        (date(2025, 9, 1), date(2030, 8, 31), True),
        (date(2025, 9, 1), date(2030, 9, 1), False),
        (date(2025, 9, 1), date(2026, 1, 1), True),
        (date(2024, 2, 29), date(2029, 2, 28), True),  # five years from a leap day are over on the 28th
        (date(2024, 2, 29), date(2029, 3, 1), False),
    ],
)
def test_a_provider_is_kept_out_of_tenders_for_five_years_at_most(since: date, until: date, allowed: bool) -> None:
    """TVP-5.2-9a, K-15: a setting; what was decided beyond it is on file, and asks for a reason (docs/adr/0430)."""
    rule, story = "exclusion.no-longer-than-allowed", given(REGISTERED).when(excluded(since, until))

    (story.keeps if allowed else story.departs_from)(rule)
    [held] = story.departs_from("exclusion.on-a-legal-basis").file.termination.exclusions
    assert (held.since, held.until) == (since, until)


def test_an_exclusion_is_not_over_before_it_begins() -> None:
    """TVP-5.2-9a."""
    story = given(REGISTERED).when(excluded(date(2025, 9, 1), date(2025, 8, 31)))
    story.refused("exclusion.ends-after-it-begins", "before it begins on 1 September 2025")


RUNS_ON = "exclusion.runs-on-no-longer-than-allowed"
OUT = excluded(date(2026, 6, 2), date(2031, 6, 1))


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ({"from_date": date(2031, 6, 2)}, False), ({"from_date": date(2031, 6, 3)}, None),  # with a day between
        ({"from_date": date(2029, 6, 1)}, False),
        ({"from_date": date(2027, 1, 1), "until_date": date(2028, 1, 1)}, True),  # within the first
        ({"from_date": date(2025, 6, 2), "until_date": date(2026, 6, 1)}, False),  # before the first
        ({"from_date": date(2031, 6, 2), "cause": "repeated-poor-performance"}, None),
        ({"from_date": date(2031, 6, 2), "provider": "Another Ltd"}, None),
        ({"from_date": date(2031, 6, 2), "provider": "Care and Company Ltd"}, False),
        ({"from_date": date(2031, 6, 2), "until_date": None}, None),
        ({"from_date": date(2031, 6, 2), "buying_bodies": ("police",)}, None),
        ({"from_date": date(2031, 6, 2), "buying_bodies": ("police", "Thames Valley OPCC")}, False),
        ({"from_date": date(2031, 6, 2), "rests_on": (Elsewhere(file="C-8", position=3),)}, None),
        ({"from_date": date(2031, 6, 2), "rests_on": (Elsewhere(file="C-9", position=7),)}, False),
    ],
)  # fmt: skip
def test_exclusions_for_one_ground_that_run_on_keep_a_provider_out_for_five_years_at_most_together(
    more: dict[str, Any], kept: bool | None
) -> None:
    """TVP-5.2-9a: of one provider, one ground and one body; refused is only a single one beyond that."""
    party = Organisation(name="Care & Company Limited")
    thames = changed(REGISTERED, happened_on=date(2024, 1, 8), procedure="thames-valley/1", provider=party)
    first = changed(OUT, buying_bodies=("OPCC",), rests_on=(Elsewhere(file="C-9", position=7),))
    usual = {"happened_on": date(2026, 6, 2), "until_date": date(2034, 1, 1), "buying_bodies": ("opcc",)}
    entry = changed(first, **(usual | {"rests_on": ()} | more))
    story = given(thames, first).when(entry)

    if kept is False:
        story = story.departs_from(RUNS_ON)
        said = found(story, RUNS_ON)
        assert said.startswith("with entry 2 it keeps the provider out from ")
        assert said.endswith("without a day between; the longest for one ground is 5 years")
        return
    story.keeps(RUNS_ON)
    before, [rule] = given(thames, first).file, [r for r in rules_of(ProviderExclusionDecided) if r.id == RUNS_ON]
    assert (rule.found(before, entry, read("thames-valley")) == NOT_IN_POINT) is (kept is None)


@pytest.mark.parametrize("alpha_first", [True, False])
def test_exclusions_of_all_and_of_one_of_several_providers_run_on_whichever_comes_first(alpha_first: bool) -> None:
    """TVP-5.2-9a: it is the one that is out for so long."""
    parties = {"provider": Organisation(name="Alpha Ltd"), "joint_providers": (Organisation(name="Beta Ltd"),)}
    thames = changed(REGISTERED, happened_on=date(2024, 1, 8), procedure="thames-valley/1", **parties)
    alpha, beta = {"provider": "Alpha Ltd"}, {"provider": "Beta Ltd"}
    first, second = (alpha, {}) if alpha_first else ({}, alpha)
    later = {"from_date": date(2031, 6, 2), "until_date": date(2036, 6, 1)}

    story = given(thames, changed(OUT, **first)).when(changed(OUT, **later, **second)).departs_from(RUNS_ON)
    assert found(story, RUNS_ON) == (
        "with entry 2 it keeps {} out from 2 June 2026 to 1 June 2036 without a day between; the longest for one ground"
        " is 5 years"
    ).format("Alpha Ltd" if alpha_first else "the provider")
    given(thames, changed(OUT, **alpha)).when(changed(OUT, **later, **beta)).keeps(RUNS_ON)
    within = {"from_date": date(2027, 1, 1), "until_date": date(2028, 1, 1)}
    given(thames, changed(OUT, **within)).when(changed(OUT, **first)).keeps(RUNS_ON)


def test_an_exclusion_corrected_runs_on_from_no_other_but_itself() -> None:
    thames = changed(REGISTERED, happened_on=date(2024, 1, 8), procedure="thames-valley/1")
    later = changed(OUT, from_date=date(2027, 6, 2), until_date=date(2032, 6, 1))

    given(thames, OUT).when(
        EntryCorrected(happened_on=date(2026, 6, 3), position=2, replacement=later, reason=Said("Misread"))
    ).keeps(RUNS_ON)


def test_an_exclusion_names_its_end_and_its_law() -> None:
    """TVP-5.2-9a, TVP-5.2-9c: which law it is, is for a lawyer to say and is entered as it was named."""
    end, basis, whole = "exclusion.names-its-end", "exclusion.on-a-legal-basis", "Procurement Act 2023, s 57"

    given(REGISTERED).when(excluded(date(2025, 9, 1), None)).departs_from(end, basis)
    story = given(REGISTERED).when(excluded(date(2025, 9, 1), date(2027, 8, 31), legal_basis=whole)).keeps(end, basis)
    assert story.file.termination.exclusions[0].legal_basis == whole


def test_the_ground_that_the_strategy_names_is_said_to_be_for_a_lawyer_to_confirm() -> None:
    """TVP-5.2-9c: "permissible under EU Procurement Regulations 2015"; another authority names its own in its file."""
    day, basis = date(2025, 9, 1), "exclusion.on-a-legal-basis"
    thames = given(changed(REGISTERED, procedure="thames-valley/1"))
    bare = thames.when(excluded(day, date(2027, 8, 31))).departs_from(basis)
    stated = "the EU Procurement Regulations 2015, and a lawyer has to confirm the ground"

    assert bare.last is not None
    [found] = [one.found for one in bare.last.departures if one.rule == basis]
    assert found.endswith("the procedure names EU Procurement Regulations 2015, which a lawyer has to confirm")
    for story in (bare, thames.when(excluded(day, date(2027, 8, 31), legal_basis="x")).recorded()):
        [fact] = exclusion_facts(view_of(story.file))
        assert stated in exclusion_row("C-1", fact, day).sentence
    [elsewhere] = exclusion_facts(view_of(given(REGISTERED, excluded(day, date(2027, 8, 31))).file))
    assert "lawyer" not in exclusion_row("C-1", elsewhere, day).sentence


def test_an_exclusion_is_for_a_termination_or_for_failing_time_and_again_that_is_on_file() -> None:
    """TVP-5.2-9a: on this file, or on another whose entries it rests on."""
    rule, whole = "exclusion.for-what-is-on-file", excluded(date(2025, 9, 1), date(2026, 8, 31))
    ended = changed(whole, happened_on=date(2025, 9, 1))
    failed = changed(ended, cause="repeated-poor-performance")
    thames = changed(REGISTERED, procedure="thames-valley/1")
    elsewhere = (Elsewhere(file="C-9", position=7),)

    story = given(thames).when(ended, acknowledge_all=False).departs_from(rule)
    assert found(story, rule) == "no termination is on file here, and no entry of another file is named that shows more"
    given(thames).when(changed(ended, rests_on=elsewhere)).keeps(rule)
    notice = NoticeServed(happened_on=date(2025, 6, 2), notice_kind="termination", ends_on=date(2025, 12, 1))
    by_agreement = ContractTerminated(happened_on=date(2025, 6, 2), by_party="both", ends_on=date(2025, 8, 1))
    given(thames, by_agreement).when(ended).keeps(rule)
    given(thames, ISSUE).when(ended).departs_from(rule)
    given(thames, by_agreement).when(changed(ended, provider="Wren Homes Ltd")).departs_from(rule)

    given(thames, by_agreement).when(failed).departs_from(rule)
    once = given(thames, ISSUE).when(failed).departs_from(rule)
    assert "no failing but that of entry 2 is on file here" in found(once, rule)
    given(thames, ISSUE, ISSUE).when(failed).keeps(rule)
    theirs = changed(ISSUE, by=Actor(person="Pia Prior", party="provider"))
    given(thames, ISSUE, theirs).when(failed).departs_from(rule)
    given(thames).when(changed(failed, rests_on=elsewhere)).keeps(rule)
    given(thames, ISSUE, changed(DEFAULT, issues=())).when(failed).keeps(rule)
    given(thames, ISSUE, DEFAULT).when(failed).departs_from(rule)  # a notice of it is no second failing

    given(thames).when(notice).recorded().when(ended).keeps(rule)
    given(REGISTERED).when(notice).recorded().when(ended).departs_from(rule)  # there it is purported only


TO_END = NoticeServed(happened_on=date(2025, 6, 2), notice_kind="termination", ends_on=date(2025, 12, 1))
TAKEN_BACK = NoticeWithdrawn(happened_on=date(2025, 6, 9), notice="NOT-001")
UNSIGNED = NoticeClauseEntered(happened_on=date(2025, 1, 8), clause="43.1", signed_by=("chief-executive",))
NOT_MET = PerformanceAssessed(happened_on=date(2025, 5, 6), indicator="KPI1", judgement="not-met")
POINTS = PointsAwarded(happened_on=date(2025, 5, 6), points=2)
TO_IMPROVE = changed(DEFAULT, issues=())
SETTLED = IssueResolved(happened_on=date(2025, 4, 7), issue="ISS-001", satisfactory=True)
BACK = IssueReopened(happened_on=date(2025, 5, 6), issue="ISS-001", reason=Said("Missed again"))


@pytest.mark.parametrize(
    ("cause", "entries", "shown"),
    [
        ("termination", (TO_END,), True), ("termination", (TO_END, TAKEN_BACK), False),
        ("termination", (UNSIGNED, changed(TO_END, by=ANN)), False),
        ("termination", (changed(TO_END, served_by_party="provider"),), True),
        ("termination", (ContractTerminated(happened_on=date(2025, 6, 2), by_party="provider"),), True),
        ("termination", (changed(DECIDED, proposal=None, by=THE_PCC),), True),
        ("termination", (changed(DECIDED, proposal=None),), False),
        ("repeated-poor-performance", (ISSUE, SETTLED), False),
        ("repeated-poor-performance", (ISSUE, SETTLED, BACK), True),
        ("repeated-poor-performance", (NOT_MET,), False), ("repeated-poor-performance", (NOT_MET, NOT_MET), True),
        ("repeated-poor-performance", (NOT_MET, changed(NOT_MET, judgement="met")), False),
        ("repeated-poor-performance", (POINTS,), False), ("repeated-poor-performance", (POINTS, POINTS), True),
        ("repeated-poor-performance", (ISSUE, changed(POINTS, issue="ISS-001")), False),
        ("repeated-poor-performance", (NOT_MET, TO_IMPROVE), True),
        ("repeated-poor-performance", (NOT_MET, TO_IMPROVE, TAKEN_BACK), False),
        ("repeated-poor-performance", (UNSIGNED, NOT_MET, TO_IMPROVE), False),
    ],
)  # fmt: skip
def test_an_exclusion_is_shown_by_what_ended_the_contract_or_by_two_failings_of_whichever_sort(
    cause: Literal["termination", "repeated-poor-performance"], entries: tuple[Entry, ...], shown: bool
) -> None:
    """TVP-5.2-9a, TVP-5.2-8a: either party's termination; a notice withdrawn or not validly served shows nothing."""
    thames = changed(REGISTERED, procedure="thames-valley/1")
    whole = changed(excluded(date(2025, 9, 1), date(2026, 8, 31)), happened_on=date(2025, 9, 1), cause=cause)

    story = given(thames, *entries).when(whole)
    story.keeps("exclusion.for-what-is-on-file") if shown else story.departs_from("exclusion.for-what-is-on-file")


def test_an_exclusion_covers_every_body_that_buys() -> None:
    """TVP-5.2-9b: the police's tenders and the OPCC's; another procedure knows no such bodies."""
    rule, until = "exclusion.names-buying-bodies", date(2027, 8, 31)
    thames = changed(REGISTERED, happened_on=date(2024, 1, 8), procedure="thames-valley/1")
    both = ("Thames Valley OPCC", "Thames Valley Police")

    given(thames).when(excluded(date(2025, 9, 1), until, buying_bodies=both)).keeps(rule)
    story = given(thames).when(excluded(date(2025, 9, 1), until, buying_bodies=both[:1])).departs_from(rule)
    assert "Thames Valley Police" in found(story, rule)
    given(thames).when(excluded(date(2025, 9, 1), until)).departs_from(rule)
    given(REGISTERED).when(excluded(date(2025, 9, 1), until, buying_bodies=("Us",))).keeps(rule)


def test_what_is_unmet_can_be_asked_for_any_day() -> None:
    """I.3: at any position, so Legal Services see what was known on a given day."""
    file = given(*PROCESS, *STEPS).file

    assert set(ending.unmet(file, date(2025, 6, 3))) == {"TC-15", "TC-16", "TC-18", "TC-19"}
    assert set(ending.unmet(file, date(2025, 6, 9), "TRM-001")) == {"TC-18", "TC-19"}
    assert ending.unmet(file, date(2025, 6, 12)) == {}


def test_a_step_dated_before_the_proposal_it_names_still_folds() -> None:
    early = changed(TOLD, happened_on=date(2025, 5, 1))

    file = given(*PROCESS, PROPOSED, early).file

    assert file.termination.informed("terminate", date(2025, 5, 1), "TRM-001")


def test_a_decision_is_recorded_with_its_power_reasons_rejected_options_and_interests() -> None:
    full = changed(
        DECIDED, reason=Said("Visits go on being missed"), delegated_power="Constitution, part 3, line 14",
        options_rejected=(OptionRejected(option=Said("Extend the plan")),), interests_declared=Said("none"),
    )  # fmt: skip

    given(*without()).when(DECIDED).departs_from("termination.decision-recorded-in-full")
    given(*without()).when(full).keeps("termination.decision-recorded-in-full")


def test_equality_is_weighed_before_the_decision() -> None:
    unweighed = changed(WEIGHED, equality=None)

    given(*without()).when(DECIDED).keeps("termination.equality-weighed-first")
    given(*without(WEIGHED), unweighed).when(DECIDED).departs_from("termination.equality-weighed-first")


def test_what_may_be_called_in_is_not_carried_out_before_that_is_over() -> None:
    """The decision is open to call-in until 25 June; it is called in, and in the end it stands."""
    open_until = changed(DECIDED, call_in_ends=date(2025, 6, 25))
    story = given(*without(), open_until)
    decision = story.file.termination.decisions[-1].position
    called_in = DecisionCalledIn(happened_on=date(2025, 6, 24), decision=decision, body="Scrutiny committee")
    stands = CallInConcluded(happened_on=date(2025, 7, 8), decision=decision, outcome="stands")

    def ending(on: date) -> NoticeServed:
        return NoticeServed(happened_on=on, notice_kind="termination", by=LAWYER, proposal="TRM-001")

    story.when(ending(date(2025, 6, 25))).departs_from("notice.termination-after-call-in")
    story.when(ending(date(2025, 6, 26))).keeps("notice.termination-after-call-in")
    waiting = story.when(called_in)
    waiting.when(ending(date(2025, 7, 1))).departs_from("notice.termination-after-call-in")
    waiting.when(stands).when(ending(date(2025, 7, 8))).keeps("notice.termination-after-call-in")
    waiting.when(ContractTerminated(happened_on=date(2025, 7, 1), by=LAWYER)).departs_from("termination.call-in-over")
    waiting.when(changed(called_in, decision=2)).refused("call-in.of-a-decision", "entry 2 is no decision")


def test_an_end_for_convenience_alleges_no_failing_that_could_have_been_worked_through() -> None:
    """TVP-5.2-8a: it rests on a clause that gives the right whatever the provider did."""
    right = TerminationClauseEntered(happened_on=date(2025, 1, 8), clause="30", trigger="convenience")
    default = changed(right, trigger="unremedied-default")
    ended = changed(TERMINATED, proposal=None, notice=None, clause="30")

    given(REGISTERED, right).when(ended).keeps(FIRST)
    given(REGISTERED, default).when(ended).departs_from(FIRST)


RIGHT = TerminationClauseEntered(happened_on=date(2025, 1, 8), clause="31.1", trigger="unremedied-default")
OTHER = changed(ISSUE, nature=Said("A rude letter"))


@pytest.mark.parametrize(
    ("cited", "shown"),
    [((1,), False), ((5,), False), ((1, 5), False), ((6,), False), ((2,), True), ((1, 3), True), ((7,), True)],
    ids=["registration", "another issue", "both", "the proposal", "the issue", "a notice about it", "a return"],
)
def test_a_case_that_cites_nothing_of_the_failings_relied_on_shows_none_of_them(
    cited: tuple[int, ...], shown: bool
) -> None:
    """HCC-9.4-a: a clear trail of evidence of failure. What names no issue may show it: that is for who reads it."""
    rule, day = "termination.case-shows-the-failing", date(2025, 6, 12)
    period = Span(first=date(2025, 4, 1), last=date(2025, 4, 30))
    late = DataReturnReceived(happened_on=date(2025, 5, 30), period=period)
    story = given(*PROCESS, OTHER, changed(PROPOSED, issues=("ISS-001",)), late)
    case = changed(CASE, cited=cited)

    made = story.when(case).keeps(rule) if shown else story.when(case).departs_from(rule)
    found = ending.no_case(made.file, day, "TRM-001")

    assert (found is None) is shown, found
    assert shown or "cites nothing that is of what TRM-001 rests on: ISS-001" in str(found)


def april_to_june(**said: Any) -> PerformanceAssessed:
    spring = Span(first=date(2025, 4, 1), last=date(2025, 5, 31))
    return PerformanceAssessed.model_validate({"happened_on": date(2025, 6, 3), "period": spring, **said})


JANUARY = Span(first=date(2025, 1, 1), last=date(2025, 1, 31))
FEBRUARY = Span(first=date(2025, 2, 1), last=date(2025, 2, 28))
COMPLAINT = ComplaintReceived(happened_on=date(2025, 2, 20), subject=Said("Nobody came"))
REPORT = PerformanceReportReceived(
    happened_on=date(2025, 2, 10), period=JANUARY, figures=(IndicatorFigure(indicator="I1", actual="95", target="90"),)
)  # fmt: skip
MET = MeetingHeld(happened_on=date(2025, 3, 10))
LOOKED_AT = AgendaItemConsidered(
    happened_on=date(2025, 3, 10), meeting="MTG-001", item="issues",
    confirmations=(Confirmation(issue="ISS-001", satisfactory=False),),
)  # fmt: skip
MINUTES = MeetingMinutesRecorded(happened_on=date(2025, 3, 11), meeting="MTG-001")


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        (PaymentBasisSet(happened_on=date(2025, 1, 12), basis="delivered"), False),
        (PaymentCertified(happened_on=date(2025, 3, 1), amount=Money(pence=90000), period=FEBRUARY), False),
        (DataReturnReceived(happened_on=date(2025, 2, 5), period=JANUARY), False),
        (REPORT, False),
        (changed(REPORT, figures=(IndicatorFigure(indicator="I1", actual="40", target="90"),)), True),
        (april_to_june(judgement="met", standards=("S1",)), False),
        (april_to_june(judgement="not-met", standards=("S1",)), True),
        (april_to_june(judgement="not-met", standards=("S9",)), False),
        (COMPLAINT, True),
        (changed(COMPLAINT, standards=("S9",)), False),
        (ContactLogged(happened_on=date(2025, 3, 9), direction="other", means="call", summary=Said("Dates")), False),
        (PaymentWithheld(happened_on=date(2025, 6, 3), amount=Money(pence=9000), issues=("ISS-001",)), True),
        (MET, False),
    ],
)  # fmt: skip
def test_a_case_shows_the_failing_by_what_is_of_it_and_not_by_any_entry_of_the_service(
    entry: Entry, shown: bool
) -> None:
    """HCC-9.4-a: a routine entry, and a return, payment or figure of before that was in order, show no failure."""
    rule, day = "termination.case-shows-the-failing", date(2025, 6, 12)
    story = given(*PROCESS, changed(PROPOSED, issues=("ISS-001",)), entry)
    case = changed(CASE, cited=(6,))

    made = story.when(case).keeps(rule) if shown else story.when(case).departs_from(rule)

    assert (ending.no_case(made.file, day, "TRM-001") is None) is shown


def test_what_an_issue_cites_as_its_evidence_and_what_follows_from_its_trail_show_it() -> None:
    """HCC-9.4-a: whatever sort of entry it is; the evidence of an issue that came back as that of its first raising."""
    rule, early = "termination.case-shows-the-failing", DataReturnReceived(happened_on=date(2025, 2, 5), period=JANUARY)
    back = IssueReopened(happened_on=date(2025, 5, 1), issue="ISS-001", reason=Said("Missed again"), evidence=(2,))
    plan = ResolutionPlanProposed(happened_on=date(2025, 3, 9), issues=("ISS-001",))
    done = ActionAssigned(happened_on=date(2025, 3, 9), description=Said("More carers"), plan="PLN-001")
    resting = changed(PROPOSED, notices=())

    given(REGISTERED, early, ISSUE, resting).when(changed(CASE, cited=(2,))).departs_from(rule)
    given(REGISTERED, early, changed(ISSUE, evidence=(2,)), resting).when(changed(CASE, cited=(2,))).keeps(rule)
    given(REGISTERED, early, ISSUE, back, resting).when(changed(CASE, cited=(2,))).keeps(rule)
    given(REGISTERED, ISSUE, plan, done, resting).when(changed(CASE, cited=(4,))).keeps(rule)
    given(REGISTERED, ISSUE, MET, LOOKED_AT, MINUTES, resting).when(changed(CASE, cited=(5,))).keeps(rule)
    given(REGISTERED, ISSUE, MET, MINUTES, resting).when(changed(CASE, cited=(4,))).departs_from(rule)
    given(REGISTERED, ISSUE, OTHER, changed(plan, issues=("ISS-002",)), done, resting).when(
        changed(CASE, cited=(5,))
    ).departs_from(rule)


def test_what_an_assessment_rests_on_does_not_stand_in_for_what_it_found() -> None:
    """HCC-9.4-a: whether S1 was met is the judgement's to say, not whatever issue its evidence is of."""
    rule, resting = "termination.case-shows-the-failing", changed(PROPOSED, notices=())
    other, case = changed(OTHER, standards=("S9",)), changed(CASE, cited=(4,))
    not_met = april_to_june(judgement="not-met", standards=("S1",), evidence=(3,))
    met = april_to_june(judgement="met", standards=("S1",), evidence=(2,))

    given(REGISTERED, ISSUE, other, not_met, resting).when(case).keeps(rule)
    given(REGISTERED, ISSUE, other, met, resting).when(case).departs_from(rule)
    given(REGISTERED, ISSUE, other, met, changed(resting, issues=("ISS-002",))).when(case).departs_from(rule)


IN_MARCH: dict[str, Any] = {"happened_on": date(2025, 3, 20)}
CHECKED = ResourceControlChecked(**IN_MARCH, control="Rota", result="does-not-meet")
HEARD = FeedbackReceived(**IN_MARCH, outcomes_met="no")
TESTED = ValueForMoneyTested(**IN_MARCH, method="benchmark", result="not-shown")
REACHED = OutcomeAchievementAssessed(**IN_MARCH, outcome="OUT-001", reached=Reached(achieved="no"))
SCORED = ScorecardRecorded(**IN_MARCH, period=FEBRUARY, performance=Side(rating="red"), cost=Side(rating="green"))
THEME = ThematicReviewCompleted(**IN_MARCH, theme="service-improvement", in_place="no")
RATED = StatutoryNoticePublished(
    **IN_MARCH, notice="contract-performance", ratings=(Rated(indicator="I1", rating="inadequate"),)
)
HANDLED = ComplaintHandlingReviewed(**IN_MARCH, complaint="CMP-001", judgement="unsatisfactory")
STATEMENT = DocumentFiled(**IN_MARCH, title="Witness statement")


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        (CHECKED, True), (changed(CHECKED, result="meets"), False),
        (HEARD, True), (changed(HEARD, outcomes_met="yes"), False), (changed(HEARD, outcomes_met="not-said"), True),
        (changed(HEARD, outcomes_met="not-said", happened_on=date(2025, 2, 20)), False),
        (TESTED, True), (changed(TESTED, result="shown"), False),
        (REACHED, True), (changed(REACHED, reached=Reached(achieved="yes")), False),
        (SCORED, True), (changed(SCORED, performance=None), False),
        (THEME, True), (changed(THEME, in_place="yes"), False), (changed(THEME, theme="governance"), False),
        (RATED, True), (changed(RATED, ratings=(Rated(indicator="I1", rating="good"),)), False),
        (HANDLED, True), (changed(HANDLED, judgement="satisfactory"), False),
        (STATEMENT, True), (changed(STATEMENT, dated=date(2025, 2, 20)), False),
        (changed(STATEMENT, document_kind="specification"), False),
        (changed(STATEMENT, belongs_to=(1,)), False), (changed(STATEMENT, belongs_to=(2,)), True),
        (changed(STATEMENT, belongs_to=(4,)), False), (changed(STATEMENT, belongs_to=(5,)), True),
    ],
)  # fmt: skip
def test_a_verdict_that_something_was_not_right_shows_the_failing_whatever_kind_of_entry_gives_it(
    entry: Entry, shown: bool
) -> None:
    """HCC-9.4-a: what says how something was found goes by that; papers and feedback by the time they are of."""
    outcome = OutcomeSpecified(happened_on=date(2025, 1, 10), outcome="OUT-001", wording=Said("At home"))
    identified = OutcomeIdentified(happened_on=date(2025, 1, 9), wording=Said("At home"))
    story = given(REGISTERED, ISSUE, identified, changed(OTHER, standards=("S9",)), TESTED, outcome, COMPLAINT, entry)

    made = story.when(changed(PROPOSED, notices=())).when(changed(CASE, cited=(8,)))

    assert ("termination.case-shows-the-failing" in made.objections) is not shown


def test_a_long_trail_is_followed_to_its_beginning() -> None:
    """HCC-9.4-a: each of these actions arises from the one before."""
    actions = [
        ActionAssigned(happened_on=date(2025, 3, 9), description=Said("Again"), issue="ISS-001" if at == 2 else None,
        arises_from=at if at > 2 else None) for at in range(2, 1202)
    ]  # fmt: skip
    file = given(REGISTERED, ISSUE, *actions).file

    assert shows(file, 1202, failing(file, ("ISS-001",), ()), frozenset())
    assert not shows(file, 1202, failing(file, ("ISS-009",), ()), frozenset())


def test_a_case_that_shows_nothing_does_not_take_the_place_of_one_that_does() -> None:
    """TC-18."""
    story = given(*PROCESS, PROPOSED, CASE, changed(CASE, happened_on=date(2025, 6, 12), cited=(1,)))

    assert ending.no_case(story.file, date(2025, 6, 18), "TRM-001") is None


def test_the_case_cites_a_clause_that_gives_a_right_to_end_the_contract() -> None:
    """HCC-A11-a: as the notice does."""
    rule = "termination.case-cites-its-clause"
    story = given(*PROCESS, RIGHT, PROPOSED)

    story.when(changed(CASE, clause="99.9")).departs_from(rule)
    story.when(CASE).keeps(rule)
    story.when(changed(CASE, clause=None)).keeps(rule)


def test_no_more_people_are_affected_than_receive_the_service() -> None:
    """HCC-9.3-b: by the size of the client group in the contract; where that is not on file nothing is asked."""
    rule, sized = "termination.impact-on-those-there-are", changed(REGISTERED, client_group_size=100)
    weighed = TerminationImpactAssessed(happened_on=date(2025, 6, 9), users_affected=500)

    given(sized).when(weighed, acknowledge_all=False).asked(rule)
    given(sized).when(changed(weighed, users_affected=100)).keeps(rule)
    given(REGISTERED).when(weighed).keeps(rule)


@pytest.mark.parametrize(
    ("entry", "condition"),
    [
        (
            TerminationImpactAssessed(
                happened_on=date(2025, 6, 9), user_impact=Said("41 people"), timescales=Said("Six weeks"),
                alternative_arrangements=Said("Two providers"),
            ),
            "TC-16",
        ),
        (TerminationCaseRecorded(happened_on=date(2025, 6, 9), cited=(2,)), "TC-18"),
        (LegalServicesConsulted(happened_on=date(2025, 6, 9)), "TC-19"),
    ],
)  # fmt: skip
def test_what_only_the_authority_can_do_is_not_done_by_the_provider(entry: Entry, condition: str) -> None:
    """HCC-9.3-a, HCC-9.4-a, HCC-9.4-e: it is asked about, stays on file, and meets nothing."""
    rule, day = "actor.of-the-side-whose-act-it-is", date(2025, 6, 10)
    theirs = changed(entry, by=Actor(person="Pia Prior", office="provider-contract-manager", party="provider"))
    story = given(REGISTERED, ISSUE, changed(PROPOSED, notices=()))

    story.when(theirs, acknowledge_all=False).asked(rule)
    made = story.when(theirs).departs_from(rule)

    assert made.file.entries[-1].entry.by == theirs.by
    assert ending.ABSOLUTE[condition](made.file, day, "TRM-001") is not None
    ours = story.when(changed(entry, by=COUNTY_MANAGER)).keeps(rule)
    assert ending.ABSOLUTE[condition](ours.file, day, "TRM-001") is None


@pytest.mark.parametrize("intention", ["revise", "terminate"])
def test_an_intention_is_told_by_the_lead_officer_or_who_stands_in_for_them(
    intention: Literal["revise", "terminate"],
) -> None:
    """HCC-9.5-a, HCC-9.5-b: "must be kept informed by the lead officer"."""
    rules = {"revise": "intention.told-by-the-lead-officer", "terminate": "intention.end-told-by-the-lead-officer"}
    rule, lead = rules[intention], Actor(person="Ann Ashe", office="lead-officer")
    told = ProviderInformedOfIntention(happened_on=date(2025, 6, 9), intention=intention, recipient="Pia Prior")
    story = given(REGISTERED)

    for office in ("lead-officer", "representative", "deputy-lead-officer"):
        story.when(changed(told, by=changed(lead, office=office))).keeps(rule)
    other = changed(told, by=Actor(person="Colin Marsh", office="contract-support-officer"))
    story.when(other).departs_from(rule)
    story.keeps(*(set(rules.values()) - {rule}))  # what is asked of the other intention is not asked of this one
    given(changed(REGISTERED, procedure="thames-valley/1")).when(other).keeps(rule)


def test_an_intention_told_to_our_own_officer_keeps_the_provider_informed_of_nothing() -> None:
    """HCC-9.5-b, TC-17."""
    rule, day = "intention.told-to-the-provider", date(2025, 6, 10)
    lead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")
    story = given(REGISTERED, lead, ISSUE, changed(PROPOSED, notices=()))
    ours = ProviderInformedOfIntention(
        happened_on=date(2025, 6, 9), intention="terminate", proposal="TRM-001", recipient="Ann Ashe"
    )

    story.when(ours, acknowledge_all=False).asked(rule)
    told = story.when(ours).departs_from(rule)
    assert ending.provider_not_told(told.file, day, "TRM-001") is not None
    theirs = told.when(changed(ours, recipient="Pia Prior")).keeps(rule)
    assert ending.provider_not_told(theirs.file, day, "TRM-001") is None
    [found] = ending.tellings(theirs.file, day, "TRM-001")
    assert found.position == 6


def test_of_two_proposals_it_is_said_of_which_the_provider_was_told() -> None:
    """HCC-9.5-b, TC-17."""
    day, again = date(2025, 6, 10), changed(PROPOSED, happened_on=date(2025, 6, 6))
    told = given(*PROCESS, PROPOSED, again, TOLD)

    assert ending.provider_not_told(told.file, day, "TRM-001") is None
    found = ending.provider_not_told(told.file, day, "TRM-002")
    assert found is not None
    assert found.startswith("the provider had not been told, by 10 June 2025, of the intention to end the contract")
    assert "by TRM-002; it was told of TRM-001 on 5 June 2025 (entry " in found
