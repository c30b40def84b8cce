"""What is shown of how a contract is watched: whose it is to see to, how soon issues were dealt with, gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from api.pages.worries import worries
from ledger import returns_owed
from ledger.assessing import asked_of
from ledger.dates.span import Span
from ledger.details import is_detail
from ledger.entry import Actor, Entry, Money, Recorded, Source
from ledger.folding import in_force
from ledger.plans import Step
from ledger.procedures import read
from ledger.results_given import not_given
from ledger.specification import ImprovementTarget, Indicator, ReturnSchedule, ServiceLevels, SlaChange
from ledger.subjects.actions import ActionAssigned, ActionCompleted, CorrectiveActionTaken
from ledger.subjects.agreement import ContractCommenced, ContractRegistered
from ledger.subjects.assurance import AuditCommissioned, ChecklistItemVerified
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.default_process import ImprovementPlanAgreed
from ledger.subjects.disputes import DisputeActionPlanAgreed, DisputeSettled, FormalEscalationAuthorised
from ledger.subjects.feedback import CaseConsidered, ComplaintHandlingReviewed, ComplaintReceived, ComplimentReceived
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
)
from ledger.subjects.meetings import (
    AgendaItemConsidered,
    Attendee,
    Confirmation,
    Information,
    MeetingCancelled,
    MeetingHeld,
    MeetingMinutesCirculated,
    MeetingMinutesRecorded,
    MeetingRescheduled,
    MeetingScheduled,
)
from ledger.subjects.money import BudgetPositionRecorded, PaymentBasisSet
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn
from ledger.subjects.people import LeadOfficerAppointed
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
    SatisfactionSurveyReceived,
)
from ledger.subjects.records import (
    ConsultationRecorded,
    CorrectionConfirmed,
    DocumentFiled,
    EntryCorrected,
    EntryStruckOut,
    EntrySupplemented,
)
from ledger.subjects.resources import ResourceLine, ResourcePlanAgreed
from ledger.subjects.reviews import RenewalDecided
from ledger.subjects.termination import TerminationImpactAssessed
from ledger.subjects.terms import (
    PerformanceIndicatorAgreed,
    ServiceLevelAgreementAgreed,
    ServiceLevelAgreementAmended,
    ServiceSpecificationIssued,
)
from ledger.subjects.terms.register import Terms
from ledger.subjects.tiers import BusinessContinuityPlanReceived, Score, SelfAssessmentSubmitted
from ledger.words import Document, Said
from projections.duties.due import Due, due, duties
from projections.duties.how_late import When
from projections.duties.settled import settled
from projections.ending.background import background
from projections.ending.readiness import readiness
from projections.failings.failings import failings
from projections.monitoring.agenda import agenda
from projections.monitoring.improvements import improvements
from projections.monitoring.meetings_watched import meetings_of
from projections.monitoring.monitoring_shown import MonitoringShown, monitoring_shown
from projections.monitoring.performance_shown import performance_shown
from projections.monitoring.silences import silences
from projections.monitoring.toolkit import toolkit
from projections.obligations import Obligation, obligations
from projections.planning.worth import worth_shown
from projections.procedure.compliance import compliance
from projections.procurement import procurement_shown
from projections.status.standing import standing
from projections.status.status import status
from projections.timeline.timeline import lines
from tests import bought
from tests.story import CLERK, COLLEAGUE, PIA, SURVEYED, changed, given, reviewed
from tests.subjects.test_procurement import entry as as_entry
from tests.worked_through import COUNTY, SAM, told, view_of

JANUARY, JULY = date(2025, 1, 6), date(2025, 7, 1)
REGISTERED = ContractRegistered(
    happened_on=JANUARY, reference="C-1", title="Home care", start_date=JANUARY, end_date=date(2028, 1, 5),
    procedure="hampshire/1", exhibits=(SURVEYED,),
)  # fmt: skip


def open_on(day: date, *entries: Entry) -> list[Due]:
    return due(duties(view_of(given(REGISTERED, *entries).file)), day)


def watched(*entries: Entry, on: date = JULY) -> MonitoringShown:
    return monitoring_shown(view_of(given(REGISTERED, *entries).file), on)


@pytest.mark.parametrize(
    ("day", "person"), [(date(2025, 7, 7), "Ann Ashe"), (date(2025, 8, 31), "Ann Ashe"), (date(2025, 9, 1), "Ben Bow")]
)
def test_what_is_overdue_falls_to_the_lead_officer_in_post_that_day(day: date, person: str) -> None:
    """HCC-4.1-c: the meeting due on 5 July, whoever led the contract when it fell due."""
    leads = [
        LeadOfficerAppointed(happened_on=JANUARY, person="Ann Ashe"),
        LeadOfficerAppointed(happened_on=date(2025, 9, 1), person="Ben Bow"),
    ]

    meeting = next(one for one in open_on(day, *leads) if one.duty.id == "meeting")
    assert (meeting.state, meeting.duty.due_on, meeting.person) == ("overdue", date(2025, 7, 5), person)


def test_a_missing_return_is_graver_where_payment_or_national_indicators_rest_on_it() -> None:
    """HCC-6.2-c: it stands before whatever else is overdue, and says why."""
    spec = ServiceSpecificationIssued(
        happened_on=JANUARY, return_schedule=(ReturnSchedule(kind="activity return", every_months=3),)
    )
    usual = REGISTERED
    rested_on = REGISTERED.model_copy(update={"activity_paid": True, "indicator_linked": True})

    first = [due(duties(view_of(given(opened, spec).file)), date(2025, 8, 1))[0] for opened in (usual, rested_on)]

    assert not any(one.duty.grave for one in due(duties(view_of(given(usual, spec).file)), date(2025, 8, 1)))
    assert (first[1].duty.grave, first[1].duty.id) == (True, "return/activity return/2025-01-06")
    assert "; payment and national indicators rest on it" in first[1].sentence


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"subjects": ("other",), "scope": Said("Volunteer vetting.")}, "the audit of Volunteer vetting by"),
        ({"subjects": ("other",)}, "the audit of something else by"),
        ({"subjects": ("finance", "security"), "scope": Said("the Wexley office")},
         "the audit of finance, security (the Wexley office) by"),
    ],
)  # fmt: skip
def test_an_audit_to_come_is_called_by_what_is_audited(said: dict[str, Any], words: str) -> None:
    """TVP-3.1-7: what is other is what the scope says."""
    audit = AuditCommissioned(happened_on=JULY, auditor="SWAP", planned_for=date(2025, 9, 1), **said)

    [one] = [one for one in open_on(JULY, audit) if one.duty.id.startswith("audit-reported/")]
    assert f"Have SWAP report on {words} 1 September 2025" in one.sentence


def test_an_audit_is_shown_with_its_clause_and_what_prompted_it_and_warned_of_before_it_is_late() -> None:
    """TVP-3.1-7: a fortnight before its day it is due, the day after it is overdue."""
    by = date(2025, 9, 1)
    audit = AuditCommissioned(
        happened_on=JULY, subjects=("finance",), planned_for=by, clause="14.2",
        prompted_by=Said("Two invoices that do not add up."),
    )  # fmt: skip

    [shown] = watched(audit).audits
    assert (shown.clause, shown.prompted_by) == ("14.2", "Two invoices that do not add up.")
    days = [by - timedelta(days=30), by - timedelta(days=14), by, by + timedelta(days=1)]
    states = [one.state for day in days for one in open_on(day, audit) if one.duty.id == "audit-reported/2"]
    assert states == ["coming", "due", "due", "overdue"]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ({"activity_paid": True}, "payment rests on it"),
        ({"indicator_linked": True}, "national indicators rest on it"),
        ({}, ""),
    ],
)  # fmt: skip
def test_what_rests_on_a_return_is_said_wherever_it_is_spoken_of(flags: dict[str, bool], words: str) -> None:
    """HCC-6.2-c: in the provider's obligation, among what is missing, with performance, and on the status."""
    spec = ServiceSpecificationIssued(
        happened_on=JANUARY, return_schedule=(ReturnSchedule(kind="activity return", every_months=3),)
    )
    view, on = view_of(given(REGISTERED.model_copy(update=flags), spec).file), date(2025, 8, 1)
    [asked] = [one.sentence for one in obligations(view, on).obligations if one.id == "report/activity return"]
    gaps = [gap.sentence for gap in background(view, on).gaps if "activity return" in gap.sentence]

    assert (monitoring_shown(view, on).rests, status(view).rests_on_returns) == (words, words)
    assert asked == "Send the activity return every 3 months" + (f"; {words}" if words else "")
    assert gaps
    assert all(sentence.endswith(words) for sentence in gaps)


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        (None, "strategy”."),
        (True, "with the document, or verify it on that."),
        (False, ": entry 2 says that it is not so."),
    ],
)
def test_a_check_that_is_due_says_what_the_file_says_already(said: bool | None, ending: str) -> None:
    """TVP-4.0-3, TVP-4.0-4: it is checked on the document, once: where that is with the entry, or came later."""
    here = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    agreed = ServiceLevelAgreementAgreed(happened_on=JANUARY, strategy_confirmed=said)
    found = {one.id: one.sentence for one in duties(view_of(given(here, agreed).file))}

    assert found["checklist/strategy-in-sla"].endswith(ending)
    assert "entry 2" not in found["checklist/strategy-in-tender-papers"]
    paper = Said(Document("ab" * 32, "The agreement"))
    later = EntrySupplemented(happened_on=JANUARY, position=2, words=Said("The agreement"), exhibits=(paper,))
    verified = ChecklistItemVerified(happened_on=date(2025, 6, 1), item="strategy-in-sla", met=False, exhibits=(paper,))
    for entries in ((agreed.model_copy(update={"exhibits": (paper,)}),), (agreed, later)):
        view = view_of(given(here, *entries).file)
        assert ("checklist/strategy-in-sla" in {one.id for one in duties(view) if one.is_open}) != bool(said)
        [shown] = [one for one in toolkit(view, JANUARY).checklist if one.id == "strategy-in-sla"]
        assert (shown.state, shown.shown, shown.position) == (
            ("met", True, 2) if said else ("not-checked", False, None)
        )
        since = view_of(given(here, *entries, verified).file)
        assert "checklist/strategy-in-sla" in {one.id for one in duties(since) if one.is_open}


def test_a_term_of_the_contract_that_the_checklist_does_not_list_is_checked_beside_it() -> None:
    """TVP-4.0-19: key elements of its terms and conditions; those of the procedure are examples."""
    here, paper = (
        REGISTERED.model_copy(update={"procedure": "thames-valley/1"}),
        Said(Document("ab" * 32, "The policy")),
    )
    failed = ChecklistItemVerified(happened_on=date(2025, 6, 1), item="Insurances", met=False)
    again = ChecklistItemVerified(happened_on=date(2025, 6, 9), item="insurances", exhibits=(paper,))

    def found(on: date, *entries: Entry) -> tuple[object, list[str]]:
        view = view_of(given(here, *entries).file)
        listed = [(one.title, one.stage or "", one.state) for one in toolkit(view, on).checklist[4:]]
        return listed, [one.sentence for one in duties(view) if one.is_open and one.id == "checklist/entry-2"]

    assert found(date(2025, 5, 31), failed)[0] == []
    assert found(date(2025, 6, 1), failed) == (
        [("Insurances", "", "not-met")],
        ["Check, on a document, “Insurances”: it was found not to be met."],
    )
    assert found(date(2025, 6, 9), failed, again) == ([("Insurances", "", "met")], [])
    elsewhere = view_of(given(REGISTERED.model_copy(update={"procedure": "hampshire/1"}), failed).file)
    assert [one.state for one in toolkit(elsewhere, date(2025, 6, 1)).checklist] == ["not-met"]
    assert not any(one.id.startswith("checklist/") for one in duties(elsewhere))


def test_while_it_is_tendered_it_falls_due_to_check_that_the_papers_make_the_strategy_known() -> None:
    """TVP-4.0-3: by the end of that stage, once tenders are called for; what was found since is said everywhere."""
    need = bought.NEED | {"procedure": "thames-valley/1"}
    advertised, invited = (
        fields | {"strategy_made_known": None} for fields in bought.TENDERED if fields["kind"] in
        ("tender-advertised", "tenders-invited")
    )  # fmt: skip
    paper = Said(Document("ab" * 32, "The papers"))
    check = ChecklistItemVerified(happened_on=date(2025, 2, 12), item="strategy-in-tender-papers", exhibits=(paper,))

    def stands(*those: dict[str, Any] | Entry) -> tuple[list[str], bool, str]:
        entries = [as_entry(one) if isinstance(one, dict) else one for one in (need, *bought.ROUTE, *those)]
        view, day = view_of(given(*entries).file), date(2025, 3, 1)
        asked = [d.sentence for d in duties(view) if d.is_open and d.id.startswith("checklist/")]
        known = [one.strategy_made_known for one in procurement_shown(view, day).tenders]
        rules = compliance(view, day).rules
        return asked, all(known), next(r.state for r in rules if r.rule == "tender.makes-strategy-known")

    unmet = "Check, on a document, “The strategy was made known in the tender papers”"
    said = invited | {"strategy_made_known": True}
    assert stands()[0] == []
    assert stands(advertised) == ([f"{unmet}."], False, "departed")
    assert stands(advertised, check) == ([], True, "kept")
    said_there = f"{unmet}: entry 6 says that it is so; supplement it with the document, or verify it on that."
    assert stands(advertised, said) == ([said_there], True, "kept")
    assert stands(advertised, said, check) == ([], True, "kept")
    wrong = check.model_copy(update={"met": False})
    assert stands(advertised, said, wrong) == ([f"{unmet}: it was found not to be met."], False, "departed")


@pytest.mark.parametrize("item", ["strategy-in-sla", "accreditation"])
def test_what_is_to_be_checked_on_a_document_stays_due_until_one_is_there(item: str) -> None:
    """TVP-4.0-4, TVP-4.0-19: with the check, supplemented later, or with the entry that says so itself."""
    here, paper = REGISTERED.model_copy(update={"procedure": "thames-valley/1"}), Said(Document("ab" * 32, "The paper"))
    check = ChecklistItemVerified(happened_on=date(2025, 6, 1), item=item)
    later = EntrySupplemented(happened_on=date(2025, 6, 2), position=2, words=Said("The paper"), exhibits=(paper,))
    agreed = ServiceLevelAgreementAgreed(happened_on=JANUARY, strategy_confirmed=True, exhibits=(paper,))

    def still(*entries: Entry) -> list[str]:
        found = duties(view_of(given(here, *entries).file))
        return [one.sentence for one in found if one.is_open and one.id == f"checklist/{item}"]

    [said] = still(check)
    assert said.endswith(": entry 2 says that it is so; supplement it with the document, or verify it on that.")
    assert still(check, later) == still(check.model_copy(update={"exhibits": (paper,)})) == []
    for_a_year = check.model_copy(update={"valid_until": date(2026, 5, 31)})
    [unshown] = [
        one for one in due(duties(view_of(given(here, for_a_year).file)), date(2026, 6, 6)) if item in one.duty.id
    ]
    assert (unshown.state, unshown.duty.due_on, unshown.days_over) == ("overdue", date(2026, 5, 31), 6)
    before = due(duties(view_of(given(here, for_a_year).file)), date(2025, 6, 2))
    assert [one.state for one in before if item in one.duty.id] == ["due"]
    assert still(for_a_year) == [said.replace(": entry 2", " again by 31 May 2026: entry 2")]
    assert "again by 31 May 2026" in still(for_a_year, later)[0]
    if item == "strategy-in-sla":
        assert still(agreed, check) == []


def test_an_agreement_that_does_not_confirm_the_strategy_is_to_be_checked_whatever_was_found_before() -> None:
    """TVP-4.0-4: SLA-002 says that it does not; a check since then counts."""
    here, paper = REGISTERED.model_copy(update={"procedure": "thames-valley/1"}), Said(Document("ab" * 32, "The paper"))
    check = ChecklistItemVerified(happened_on=date(2025, 6, 1), item="strategy-in-sla", exhibits=(paper,))
    agreed = ServiceLevelAgreementAgreed(happened_on=JANUARY, strategy_confirmed=True, exhibits=(paper,))
    denied = ServiceLevelAgreementAgreed(happened_on=date(2025, 7, 1), strategy_confirmed=False)
    later = check.model_copy(update={"happened_on": date(2025, 8, 1)})

    def state(*entries: Entry, on: date = date(2025, 9, 1)) -> str:
        view = view_of(given(here, *entries).file)
        return next(one.state for one in toolkit(view, on).checklist if one.id == "strategy-in-sla")

    for before in (check, agreed):
        assert state(before) == state(before, denied, on=date(2025, 6, 30)) == state(before, denied, later) == "met"
        assert state(before, denied) == "not-checked"


def test_it_is_shown_how_soon_an_issue_was_told_planned_for_and_settled() -> None:
    """HCC-9.3-c: noticed on 3 March; told after 2 days, a plan after 7, settled after 28; the plan was tried."""
    story = (
        IssueRaised(happened_on=date(2025, 3, 3), noticed_on=date(2025, 3, 3), nature=Said("Visits missed")),
        IssueNotifiedToProvider(happened_on=date(2025, 3, 5), issue="ISS-001", means="e-mail"),
        ResolutionPlanProposed(happened_on=date(2025, 3, 10), issues=("ISS-001",), complete_by=date(2025, 3, 31)),
    )
    settled = IssueResolved(happened_on=date(2025, 3, 31), issue="ISS-001")

    [before], [after] = watched(*story).issues, watched(*story, settled).issues

    assert (before.days_to_tell, before.days_to_plan, before.days_to_settle, before.open) == (2, 7, None, True)
    assert (after.days_to_settle, after.open, after.attempts) == (28, False, 1)


def test_a_plan_of_its_dispute_is_the_plan_an_issue_was_answered_with() -> None:
    """HCC-9.3-c, TVP-5.2-4a."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
    agreed = FormalEscalationAuthorised(happened_on=date(2025, 4, 1), issues=("ISS-001",))
    plan = DisputeActionPlanAgreed(happened_on=date(2025, 4, 12), dispute="DSP-001", complete_by=date(2025, 6, 30))

    here = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})

    [shown] = watched(raised, agreed, plan).issues
    [formal] = monitoring_shown(view_of(given(here, raised, agreed, plan).file), JULY).issues

    assert (shown.days_to_plan, shown.attempts) == (40, 1)
    assert (formal.days_to_plan, formal.attempts) == (40, 0)  # the informal stage was over by then


def test_to_tell_the_provider_of_an_issue_is_not_yet_to_try_to_resolve_it() -> None:
    """HCC-9.3-c, TC-06: Performance counts what the condition before an early end goes by."""
    failing = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
    mail = IssueNotifiedToProvider(happened_on=date(2025, 3, 5), issue="ISS-001", means="e-mail")
    talk = mail.model_copy(update={"means": "unrecorded"})
    minuted = mail.model_copy(update={"means": "minuted-meeting"})
    walk = (Step(what=Said("Ring every client")),)
    plan = ResolutionPlanProposed(happened_on=date(2025, 3, 10), issues=("ISS-001",), steps=walk)

    def found(*entries: Entry) -> tuple[int, str]:
        view = view_of(given(REGISTERED, failing, *entries).file)
        [shown] = monitoring_shown(view, JULY).issues
        return shown.attempts, next(c.state for c in readiness(view, JULY).conditions if c.id == "TC-06")

    assert found(mail) == found(talk) == (0, "not-met")
    assert found(mail, minuted) == found(mail, plan) == (1, "met")


def test_what_says_neither_what_is_to_be_done_nor_by_when_is_no_plan_and_no_attempt() -> None:
    """HCC-9.3-c, HCC-7.6-c, TC-06: until a document is filed with it, or a supplement says it."""
    failing = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
    empty = ResolutionPlanProposed(happened_on=date(2025, 3, 5), issues=("ISS-001",), proposed_by_party="provider")
    agreed = ResolutionPlanAgreed(happened_on=date(2025, 3, 7), issues=("ISS-001",), plan="PLN-001")
    paper = DocumentFiled(
        happened_on=date(2025, 3, 9), document_kind="other", title="The plan", hard_copy_location="3", belongs_to=(3,)
    )
    said = EntrySupplemented(
        happened_on=date(2025, 3, 13), position=3, words=Said("They ring every client, by June"),
        completes=("resolution-plan.says-what-or-when",),
    )  # fmt: skip
    whole = agreed.model_copy(update={"complete_by": date(2025, 3, 31)})

    def found(*entries: Entry) -> tuple[int | None, int, str, str]:
        view = view_of(given(REGISTERED, failing, *entries).file)
        [shown] = monitoring_shown(view, JULY).issues
        condition = next(c for c in readiness(view, JULY).conditions if c.id == "TC-06")
        return shown.days_to_plan, shown.attempts, condition.state, condition.sentence

    none = "No plan, meeting, contact or action to resolve ISS-001 is on file; no plan is what says neither"
    for entries, at in (((empty,), "entry 3"), ((empty, agreed), "entry 3, entry 4")):
        planned, attempts, state, sentence = found(*entries)
        assert (planned, attempts, state) == (None, 0, "not-met")
        assert sentence == f"{none} what is to be done nor by when: {at}."
    assert found(empty, paper)[:3] == (6, 1, "met")
    assert found(empty, said)[:3] == (10, 1, "met")
    assert found(empty, whole)[:3] == (4, 1, "met")  # the one that was agreed; what was proposed said nothing


def test_an_improvement_plan_agreed_on_a_notice_is_an_attempt_to_resolve_what_the_notice_is_about() -> None:
    """HCC-9.3-c, TC-06: and the plan that TC-05 counts; of the dispute's informal stage it is none (TVP-5.0-8)."""
    failing = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
    notice = NoticeServed(happened_on=date(2025, 3, 17), notice_kind="improvement", issues=("ISS-001",))
    plan = ImprovementPlanAgreed(
        happened_on=date(2025, 3, 20), notice="NOT-001", steps=(Step(what=Said("Hire two"), due_on=date(2025, 4, 30)),)
    )

    def found(procedure: str) -> tuple[int, str]:
        here = REGISTERED.model_copy(update={"procedure": procedure})
        view = view_of(given(here, failing, notice, plan).file)
        [shown] = monitoring_shown(view, JULY).issues
        return shown.attempts, next(c.state for c in readiness(view, JULY).conditions if c.id == "TC-06")

    assert found("hampshire/1") == (1, "met")
    assert found("thames-valley/1") == (0, "not-met")
    empty = plan.model_copy(update={"steps": ()})
    said = EntrySupplemented(
        happened_on=date(2025, 3, 24), position=4, words=Said("They hire two, by May"),
        completes=("improvement-plan.says-what-or-when",),
    )  # fmt: skip
    lacking, made_up = (
        next(c for c in readiness(view_of(given(REGISTERED, failing, notice, empty, *more).file), JULY).conditions
             if c.id == "TC-06") for more in ((), (said,))
    )  # fmt: skip
    assert (lacking.state, made_up.state) == ("not-met", "met")
    assert lacking.sentence.endswith("no plan is what says neither what is to be done nor by when: entry 4.")


def test_what_recurs_is_foretold_without_the_time_it_is_of_now() -> None:
    """TVP-1.0-2: the use of each month is due, and not that of the first month over and over."""
    line = ResourceLine(id="L1", kind="human", name="Hours", unit="hours", planned="100")
    plan = ResourcePlanAgreed(
        happened_on=JANUARY, period=Span(first=date(2025, 4, 1), last=date(2026, 3, 31)), lines=(line,)
    )
    view = view_of(given(REGISTERED, plan).file)

    coming = [one for one in obligations(view, date(2025, 5, 1)).calendar if one.duty.startswith("use/")]

    assert coming[0].sentence == "Record how much of L1 (Hours) of RPL-001 was used from 1 April 2025 to 30 April 2025."
    assert {one.sentence for one in coming[1:]} == {"Record how much of L1 (Hours) of RPL-001 was used."}


def test_what_users_said_stands_with_the_survey_where_it_has_no_figures() -> None:
    """HCC-6.2-a, HCC-7.6-h."""
    came = SatisfactionSurveyReceived(happened_on=JANUARY, respondents=40, words=Said("The desk is closed at noon"))

    [bare] = performance_shown(view_of(given(REGISTERED, came).file), JANUARY).surveys

    assert (bare.words, bare.filed, bare.results) == ("The desk is closed at noon", False, ())


def test_a_survey_stays_on_the_agenda_until_a_meeting_has_examined_it() -> None:
    """HCC-7.6-h: one that a meeting passed over without looking at it is on the next; each by itself where named."""
    first, second = (SatisfactionSurveyReceived(happened_on=date(2025, 3, day), respondents=day) for day in (19, 20))
    held = MeetingHeld(happened_on=date(2025, 4, 10))
    item = AgendaItemConsidered(happened_on=held.happened_on, meeting="MTG-001", item="Satisfaction surveys")

    def shown(*entries: Entry, on: date = date(2025, 6, 2)) -> list[tuple[str, int | None]]:
        view = view_of(given(REGISTERED, first, second, *entries).file)
        [under] = [one for one in agenda(view, on).items if one.id == "satisfaction-surveys"]
        return [(matter.sentence, matter.position) for matter in under.matters]

    assert [position for _, position in shown()] == [2, 3]
    left = shown(held)
    assert [position for _, position in left] == [2, 3]
    assert all(said.endswith("; that a meeting examined it is not on file") for said, _ in left)
    assert [position for _, position in shown(held, item.model_copy(update={"covered": False}))] == [2, 3]
    assert shown(held, item) == []
    assert [position for _, position in shown(held, item.model_copy(update={"concerns": (2,)}))] == [3]
    assert [position for _, position in shown(held, item.model_copy(update={"concerns": (4,)}))] == [2, 3]
    before = held.model_copy(update={"happened_on": first.happened_on})  # the second had not come
    considered = item.model_copy(update={"happened_on": first.happened_on})
    assert [position for _, position in shown(before, considered, held)] == [3]
    passed_over = held.model_copy(update={"happened_on": date(2025, 3, 25)})
    later = item.model_copy(update={"meeting": "MTG-002"})
    assert shown(passed_over, held, later) == []
    assert [position for _, position in shown(passed_over, held, later, on=date(2025, 4, 9))] == [2, 3]


def test_a_shortfall_stays_on_the_agenda_until_a_meeting_has_examined_it() -> None:
    """HCC-7.6-g: one that a meeting passed over is on the next; not one that newer figures of its time take back."""
    april, may = (Span(first=date(2025, month, 1), last=date(2025, month, 30)) for month in (4, 5))
    came = ActivityRecorded(happened_on=date(2025, 6, 3), period=april, measure="visits", target="100", actual="80")
    later = came.model_copy(update={"period": may})
    reached = came.model_copy(update={"measure": "calls", "actual": "100"})
    held = MeetingHeld(happened_on=date(2025, 6, 10))
    item = AgendaItemConsidered(happened_on=held.happened_on, meeting="MTG-001", item="activity-against-target")

    def shown(*entries: Entry, on: date = date(2025, 7, 1)) -> list[tuple[str, int | None]]:
        view = view_of(given(REGISTERED, came, later, reached, *entries).file)
        [under] = [one for one in agenda(view, on).items if one.id == "activity-against-target"]
        return [(matter.sentence, matter.position) for matter in under.matters]

    assert [position for _, position in shown()] == [2, 3, 4]
    left = shown(held, item.model_copy(update={"covered": False}))
    assert [position for _, position in left] == [2, 3]
    assert all(said.endswith("difference -20, -20.0%; that a meeting examined it is not on file") for said, _ in left)
    assert [position for _, position in shown(held)] == [2, 3]
    assert shown(held, item) == []
    assert [position for _, position in shown(held, item.model_copy(update={"concerns": (2,)}))] == [3]
    assert [position for _, position in shown(held, item.model_copy(update={"concerns": (5,)}))] == [2, 3]
    counted_again = came.model_copy(update={"happened_on": date(2025, 6, 9), "actual": "100"})
    assert [position for _, position in shown(counted_again, held)] == [3]
    next_one = MeetingHeld(happened_on=date(2025, 6, 24))
    then = item.model_copy(update={"meeting": "MTG-002", "happened_on": next_one.happened_on})
    assert shown(held, next_one, then) == []


def test_activity_beyond_what_was_aimed_at_stays_on_the_agenda_until_a_meeting_has_examined_it() -> None:
    """HCC-7.6-g: levels of activity are examined against target levels, whichever side of these they are on."""
    came = ActivityRecorded(
        happened_on=date(2025, 6, 3), period=Span(first=date(2025, 5, 1), last=date(2025, 5, 31)), measure="visits",
        target="100", actual="160",
    )  # fmt: skip
    held = MeetingHeld(happened_on=date(2025, 6, 10))
    item = AgendaItemConsidered(happened_on=held.happened_on, meeting="MTG-001", item="activity-against-target")

    def shown(*entries: Entry) -> list[str]:
        view = view_of(given(REGISTERED, came, *entries).file)
        [under] = [one for one in agenda(view, date(2025, 7, 1)).items if one.id == "activity-against-target"]
        return [matter.sentence for matter in under.matters]

    [left] = shown(held)
    assert left.endswith("; difference +60, +60.0%; that a meeting examined it is not on file")
    assert shown(held, item) == shown(held, came.model_copy(update={"actual": "100"}), item) == []
    assert shown(held, came.model_copy(update={"happened_on": date(2025, 6, 9), "actual": "100"})) == []


def test_a_compliment_stays_on_the_agenda_until_a_meeting_has_examined_it() -> None:
    """HCC-7.6-b: one that a meeting did not get to, or said nothing of, is on the next; by either name of it."""
    first, second = (ComplimentReceived(happened_on=date(2025, 6, day), subject=Said("Kind")) for day in (2, 3))
    complaint = ComplaintReceived(happened_on=date(2025, 6, 4), subject=Said("Late"))
    answered = ComplaintHandlingReviewed(happened_on=date(2025, 6, 5), complaint="CMP-001", judgement="satisfactory")
    held = MeetingHeld(happened_on=date(2025, 6, 10))
    item = AgendaItemConsidered(happened_on=held.happened_on, meeting="MTG-001", item="complaints-and-compliments")

    def shown(*entries: Entry, procedure: str = "hampshire") -> list[tuple[str, int | None]]:
        binds = changed(REGISTERED, procedure=f"{procedure}/1")
        view = view_of(given(binds, first, second, complaint, answered, *entries).file)
        made = agenda(view, date(2025, 7, 1)).items
        [under] = [one for one in made if one.id in ("complaints-and-compliments", "complaints-overview")]
        return [(matter.sentence, matter.position) for matter in under.matters]

    assert [position for _, position in shown()] == [2, 3, 4]
    left = shown(held)
    assert [position for _, position in left] == [2, 3]
    assert all(said.endswith("; that a meeting examined it is not on file") for said, _ in left)
    assert shown(held, changed(item, covered=False)) == left
    assert shown(held, item) == []
    assert [position for _, position in shown(held, changed(item, concerns=(3,)))] == [2]
    assert shown(held, changed(item, concerns=(4,))) == left
    overview = changed(item, item="complaints-overview")
    assert [position for _, position in shown(held, procedure="thames-valley")] == [2, 3]
    assert shown(held, overview, procedure="thames-valley") == []


def test_a_complaint_not_yet_judged_stays_due_and_on_the_agenda() -> None:
    """HCC-7.6-b: looked at by a meeting or outside it, and how it was dealt with was not yet known."""
    came = ComplaintReceived(happened_on=date(2025, 6, 3), whose="family", subject=Said("Nobody came"))
    held = MeetingHeld(happened_on=date(2025, 6, 10))
    look = ComplaintHandlingReviewed(
        happened_on=held.happened_on, complaint="CMP-001", meeting="MTG-001", judgement="not-yet-known"
    )

    def shown(*entries: Entry) -> tuple[list[str], list[tuple[str, int | None]]]:
        view = view_of(given(REGISTERED, came, held, *entries).file)
        [under] = [one for one in agenda(view, date(2025, 7, 1)).items if one.id == "complaints-and-compliments"]
        of_it = [one.sentence for one in duties(view) if one.id == "complaint/CMP-001"]
        return of_it, [(matter.sentence, matter.position) for matter in under.matters]

    assert shown(look) == (
        ["Look at how the provider dealt with CMP-001 again: it was not yet known on 10 June 2025."],
        [("CMP-001: by 10 June 2025 it was not yet known how well the provider dealt with it", 4)],
    )
    assert shown(look, look.model_copy(update={"happened_on": date(2025, 6, 20), "judgement": "satisfactory"})) == (
        [], [],
    )  # fmt: skip


def test_a_complaint_is_without_an_answer_as_long_as_none_is_on_file_however_it_was_judged() -> None:
    """HCC-7.6-b: one of which only the day is not said is answered."""
    received = [ComplaintReceived(happened_on=date(2025, 5, day), subject=Said("Late")) for day in (6, 7, 8, 9)]
    look = ComplaintHandlingReviewed(happened_on=date(2025, 6, 9), complaint="CMP-001", judgement="satisfactory")
    rota = changed(look, complaint="CMP-002", provider_response=Said("Changed the rota"))
    sorry = changed(rota, complaint="CMP-003", responded_on=date(2025, 5, 20))

    shown = performance_shown(view_of(given(REGISTERED, *received, look, rota, sorry).file), date(2025, 7, 1))

    assert [(one.answered, one.answered_on) for one in shown.complaints] == [
        (False, None), (True, None), (True, date(2025, 5, 20)), (False, None),
    ]  # fmt: skip
    assert shown.unanswered == 2


def test_a_complaint_on_the_agenda_says_what_was_found_of_it() -> None:
    """HCC-7.6-b: "how these have been dealt with"."""
    came = ComplaintReceived(happened_on=date(2025, 6, 3), whose="family", subject=Said("Nobody came"))
    look = ComplaintHandlingReviewed(happened_on=date(2025, 6, 9), complaint="CMP-001", judgement="unsatisfactory")

    def said(*entries: Entry) -> str:
        made = agenda(view_of(given(REGISTERED, came, *entries).file), date(2025, 7, 1))
        [under] = [one for one in made.items if one.id == "complaints-and-compliments"]
        return under.matters[0].sentence

    assert "found" not in said()
    assert said(look).endswith("; how the provider dealt with it was found unsatisfactory on 9 June 2025")


def test_a_complaint_dealt_with_unsatisfactorily_stays_on_the_agenda_until_it_is_found_put_right() -> None:
    """HCC-7.6-b."""
    came = ComplaintReceived(happened_on=date(2025, 6, 3), whose="family", subject=Said("Nobody came"))
    met = MeetingHeld(happened_on=date(2025, 6, 9), meeting_kind="regular")
    look = ComplaintHandlingReviewed(
        happened_on=date(2025, 6, 9), complaint="CMP-001", meeting="MTG-001", judgement="unsatisfactory"
    )
    again = look.model_copy(update={"happened_on": date(2025, 7, 7), "meeting": None, "judgement": "satisfactory"})

    def said(*entries: Entry, on: date = date(2025, 7, 1)) -> list[tuple[str, int | None]]:
        made = agenda(view_of(given(REGISTERED, came, met, *entries).file), on)
        [under] = [one for one in made.items if one.id == "complaints-and-compliments"]
        return [(one.sentence, one.position) for one in under.matters]

    told = "CMP-001: on 9 June 2025 how the provider dealt with it was found unsatisfactory"
    assert said(look) == [(f"{told}; that it was put right is not on file", 4)]
    assert said(look, again, on=date(2025, 7, 8)) == []
    assert said(look, again, on=date(2025, 7, 6)) != []


def test_what_is_to_be_done_because_of_a_judgement_stands_with_it_on_performance() -> None:
    """HCC-3.1-e: performance against target, with open corrective actions."""
    judged = PerformanceAssessed(happened_on=date(2025, 4, 7), judgement="not-met", standards=("S1",))
    of_it = ActionAssigned(
        happened_on=date(2025, 4, 8), description=Said("Hire two"), arises_from=2, due_on=date(2025, 5, 6)
    )
    another = of_it.model_copy(update={"arises_from": None})
    done = ActionCompleted(happened_on=date(2025, 5, 12), action="ACT-001")
    file = given(REGISTERED, judged, of_it, another, done).file

    def shown(on: date) -> list[tuple[str, date | None, bool]]:
        [one] = performance_shown(view_of(file), on).assessments
        return [(action.id, action.done_on, action.overdue) for action in one.actions]

    assert shown(date(2025, 4, 7)) == []
    assert shown(date(2025, 5, 6)) == [("ACT-001", None, False)]
    assert shown(date(2025, 5, 7)) == [("ACT-001", None, True)]
    assert shown(date(2025, 5, 12)) == [("ACT-001", date(2025, 5, 12), False)]


def test_the_issues_that_rest_on_a_judgement_stand_with_it_on_performance() -> None:
    """HCC-3.1-e: what is done about a standard that was not met is an issue as well as an action."""
    judged = PerformanceAssessed(happened_on=date(2025, 4, 7), judgement="not-met", standards=("S1",))
    raised = IssueRaised(happened_on=date(2025, 4, 8), nature=Said("Few calls"), evidence=(2,))
    settled = IssueResolved(happened_on=date(2025, 5, 12), issue="ISS-001")
    back = IssueReopened(happened_on=date(2025, 6, 2), issue="ISS-001", reason=Said("Few again"))
    file = given(REGISTERED, judged, raised, settled, back).file

    def shown(on: date) -> list[tuple[str, int, date | None]]:
        [one] = performance_shown(view_of(file), on).assessments
        return [(issue.id, issue.position, issue.settled_on) for issue in one.issues]

    assert shown(date(2025, 4, 7)) == []
    assert shown(date(2025, 5, 11)) == [("ISS-001", 3, None)]
    assert shown(date(2025, 5, 12)) == [("ISS-001", 3, date(2025, 5, 12))]
    assert shown(date(2025, 6, 2)) == [("ISS-001", 3, None)]


def test_the_difference_of_activity_from_its_target_stands_beside_it_also_after_the_meeting() -> None:
    """HCC-7.6-g."""
    quarter = Span(first=date(2025, 1, 1), last=date(2025, 3, 31))
    came = ActivityRecorded(happened_on=date(2025, 4, 5), period=quarter, measure="visits", target="1000", actual="820")
    blank = came.model_copy(update={"target": None})
    view = view_of(given(REGISTERED, came, blank).file)

    short, nothing = performance_shown(view, date(2025, 5, 1)).activity
    assert (short.aim, short.came, short.difference) == ("1000", "820", "-180, -18.0%")
    assert (nothing.aim, nothing.came, nothing.difference) == (None, "820", None)
    [item] = [one for one in agenda(view, date(2025, 5, 1)).items if one.id == "activity-against-target"]
    assert item.matters[0].sentence.endswith("820 against a target of 1000; difference -180, -18.0%")


def test_corrective_action_that_names_the_figures_stands_beside_them_and_answers_what_the_meeting_left_open() -> None:
    """HCC-7.6-g: of two shortfalls each has its own action; one taken after the meeting without figures is for all."""
    first, last = date(2025, 2, 1), date(2025, 2, 28)
    visits, calls = (
        ActivityRecorded(
            happened_on=last, period=Span(first=first, last=last), measure=what, target="1000", actual="820"
        )
        for what in ("visits", "calls")
    )
    held = MeetingHeld(happened_on=date(2025, 3, 3), attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))
    item = AgendaItemConsidered(happened_on=held.happened_on, meeting="MTG-001", item="activity-against-target")
    file_of = given(REGISTERED, visits, calls, held, item)

    def action(*figures: int) -> CorrectiveActionTaken:
        return CorrectiveActionTaken(
            happened_on=date(2025, 3, 10), description=Said("Extra rounds"), reason="volume", meeting="MTG-001",
            activity=figures,
        )  # fmt: skip

    def asked(*actions: CorrectiveActionTaken) -> tuple[bool, tuple[tuple[int, ...], ...]]:
        story = file_of
        for one in actions:
            story = story.when(one).recorded()
        view = view_of(story.file)
        shown = performance_shown(view, date(2025, 3, 31)).activity
        return any(one.id == "details/5" for one in duties(view)), tuple(one.actions for one in shown)

    assert asked() == (True, ((), ()))
    assert asked(action(2)) == (True, ((6,), ()))
    assert asked(action(2), action(3)) == (False, ((6,), (7,)))
    assert asked(action(2, 3)) == (False, ((6,), (6,)))
    assert asked(action()) == (False, ((), ()))


def test_corrective_action_for_a_meeting_not_held_by_then_is_not_said_to_have_come_after_it() -> None:
    """HCC-7.3-a: a meeting arranged, or held later, showed nothing yet; what was agreed for it neither."""
    arranged = MeetingScheduled(happened_on=date(2025, 2, 3), planned_for=date(2025, 3, 3))
    held = MeetingHeld(happened_on=date(2025, 3, 3), meeting="MTG-001")
    taken = CorrectiveActionTaken(happened_on=date(2025, 3, 2), description=Said("Rota."), meeting="MTG-001")
    agreed = ActionAssigned(happened_on=date(2025, 3, 2), description=Said("Rota"), meeting="MTG-001")

    def said(*entries: Entry) -> list[str]:
        view = view_of(given(REGISTERED, arranged, *entries).file)
        return [one.sentence for one in monitoring_shown(view, date(2025, 4, 1)).corrective]

    ahead = "Corrective action taken for MTG-001 (other): Rota; MTG-001 is not on file as held by then"
    assert said(taken) == said(taken, held) == [ahead]
    after = taken.model_copy(update={"happened_on": held.happened_on})
    assert said(held, after) == ["Corrective action taken for MTG-001 (other): Rota"]
    told = [line.sentence for line in lines(view_of(given(REGISTERED, arranged, taken, agreed).file))]
    assert not any("after MTG-001" in one or "from MTG-001" in one for one in told)


def test_an_action_that_was_done_late_says_so_where_what_was_done_stands() -> None:
    """HCC-7.3-a: among what is settled, with the corrective action, and with the judgement it is because of."""
    judged = PerformanceAssessed(happened_on=date(2025, 4, 7), judgement="not-met", standards=("S1",))
    given_out = ActionAssigned(
        happened_on=date(2025, 4, 8), description=Said("Rota"), due_on=date(2025, 5, 1), arises_from=2
    )
    done = ActionCompleted(happened_on=date(2025, 5, 20), action="ACT-002")
    again = CorrectiveActionTaken(happened_on=date(2025, 5, 21), description=Said("Rota."), action="ACT-002")

    def told(day: int) -> tuple[list[str], list[str], list[int]]:
        taken = CorrectiveActionTaken(happened_on=date(2025, 5, day), description=Said("Rota."), action="ACT-001")
        view, on = view_of(given(REGISTERED, judged, given_out, given_out, taken, done, again).file), date(2025, 6, 1)
        was = [one.sentence for one in due(settled(view).duties, on) if one.duty.id.startswith("action/")]
        [shown] = performance_shown(view, on).assessments
        return was, [c.sentence for c in monitoring_shown(view, on).corrective], [a.days_late for a in shown.actions]

    was, corrective, days = told(15)
    assert was == [
        "ACT-001: Rota; done on 15 May 2025, 14 days late.", "ACT-002: Rota; done on 20 May 2025, 19 days late.",
    ]  # fmt: skip
    assert ["late" in one for one in corrective] == [True, False]
    assert corrective[0].endswith("; 14 days late")
    assert days == [14, 19]
    was, corrective, days = told(1)
    assert was[0] == "ACT-001: Rota; done on 1 May 2025, in time."
    assert (["late" in one for one in corrective], days) == ([False, False], [0, 19])


def test_what_a_meeting_showed_to_be_needed_stands_with_it_and_says_when_it_was_late() -> None:
    """HCC-7.3-a: done by whatever entry, and overdue where it is not; as it stands on the day asked about."""
    met = MeetingHeld(happened_on=date(2025, 4, 7), meeting_kind="regular")
    given_out = ActionAssigned(
        happened_on=date(2025, 4, 8), description=Said("Rota"), due_on=date(2025, 5, 1), meeting="MTG-001"
    )
    done = ActionCompleted(happened_on=date(2025, 5, 20), action="ACT-001")
    view = view_of(given(REGISTERED, met, given_out, given_out, done).file)

    def standing(day: date) -> list[tuple[str, date | None, int, bool]]:
        [held] = monitoring_shown(view, day).meetings
        return [(one.id, one.done_on, one.days_late, one.overdue) for one in held.actions]

    assert standing(date(2025, 4, 7)) == []
    assert standing(date(2025, 5, 1)) == [("ACT-001", None, 0, False), ("ACT-002", None, 0, False)]
    assert standing(date(2025, 6, 1)) == [("ACT-001", date(2025, 5, 20), 19, False), ("ACT-002", None, 0, True)]


def test_what_is_missed_three_times_running_is_on_the_agenda_and_the_status_until_something_is_done() -> None:
    """HCC-3.1-d: an issue that rests on it or cites it, or an action; a time that is judged anew breaks the run."""
    judged = [
        PerformanceAssessed(
            happened_on=date(2025, month + 1, 7), judgement="not-met", standards=("S1",),
            period=Span(first=date(2025, month, 1), last=date(2025, month, 28)),
        )
        for month in (1, 2, 3)
    ]  # fmt: skip
    raised = IssueRaised(happened_on=date(2025, 4, 8), nature=Said("Few calls"), evidence=(2,))
    cited = raised.model_copy(update={"evidence": (), "standards": ("s1",)})
    action = ActionAssigned(happened_on=date(2025, 4, 8), description=Said("Rota"), arises_from=3)
    anew = judged[1].model_copy(update={"happened_on": date(2025, 4, 9), "judgement": "met"})

    def said(*entries: Entry, on: date = date(2025, 5, 1)) -> tuple[list[str], list[str]]:
        view = view_of(given(REGISTERED, *entries).file)
        [item] = [one for one in agenda(view, on).items if one.id == "statistics-and-indicators"]
        facts = status(view)
        wrong = [one.words for one in worries(facts, standing(facts, on)) if "running" in one.words]
        return [one.sentence for one in item.matters if "running" in one.sentence], wrong

    told = "S1, judged not met 3 times running, last on 7 April 2025; nothing is on file that is done about it"
    assert said(*judged) == ([told], ["S1 not met 3 times running, no issue raised"])
    assert said(*judged, on=date(2025, 4, 6)) == said(*judged[:2]) == ([], [])
    notice = NoticeServed(happened_on=date(2025, 4, 8), notice_kind="default", standards_breached=("s1",))
    aim = ImprovementTargetAgreed(
        happened_on=date(2025, 4, 8), improves="quality", text=Said("Calls answered"), indicator="S1"
    )
    for more in (raised, cited, action, anew, notice, aim):
        assert said(*judged, more) == ([], []), more

    def asked(*entries: Entry) -> list[tuple[date, str]]:
        there = duties(view_of(given(REGISTERED, *entries).file))
        return [(one.since, one.sentence) for one in there if one.id == "missed-running/S1"]

    [(since, sentence)] = asked(*judged)
    assert since == date(2025, 4, 7)
    assert sentence.startswith("Say what is done about S1, judged not met 3 times running, last on 7 April 2025: by")
    for more in (raised, cited, action, anew, notice, aim):
        assert asked(*judged, more) == asked(*judged[:2]) == [], more
    here = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    items = agenda(view_of(given(here, *judged).file), date(2025, 5, 1), "strategic-half-year").items
    assert [one.id for one in items if told in [m.sentence for m in one.matters]] == ["action-and-improvement-plans"]


def test_a_measure_that_is_core_by_its_own_word_alone_says_so() -> None:
    """TVP-4.0-24: the menu of the procedure has the core set."""
    bound = changed(REGISTERED, procedure="thames-valley/1")
    menu = read("thames-valley").indicators
    core, other = (next(one.id for one in menu if one.core is core) for core in (True, False))
    said = [
        PerformanceIndicatorAgreed(happened_on=JANUARY, indicator=Indicator(id=named, text=Said("x"), core=core))
        for named, core in ((core, False), (other, True), ("P9", True), ("P8", False))
    ]  # fmt: skip

    shown = performance_shown(view_of(given(bound, *said).file), JULY).indicators

    assert {one.id: (one.core, one.core_by_itself) for one in shown} == {
        core: (True, False), other: (True, True), "P9": (True, True), "P8": (False, False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("id", "words", "picked"),
    [
        ("K10", "Outcomes reached", False), ("Outcomes-reached", "As agreed", True),
        ("K10", "Share of those who leave the service with their outcome reached", False),
    ],
)  # fmt: skip
def test_whether_a_contract_has_a_measure_of_the_menu_is_one_thing_on_performance_and_in_the_toolkit(
    id: str, words: str, picked: bool
) -> None:
    """TVP-4.0-24: by the name it was agreed under, whatever its words are like."""
    bound = changed(REGISTERED, procedure="thames-valley/1")
    agreed = PerformanceIndicatorAgreed(happened_on=JANUARY, indicator=Indicator(id=id, text=Said(words), core=True))
    story = given(bound).when(agreed)
    view = view_of(story.file)

    [shown], tools = performance_shown(view, JULY).indicators, toolkit(view, JULY)
    has = next(row.agreed for row in tools.menu if row.id == "outcomes-reached")
    assert (has, not shown.core_by_itself, "outcomes-reached" not in tools.core_missing) == (picked, picked, picked)
    rule = "indicator.core-as-on-the-menu"
    (story.keeps if picked else story.departs_from)(rule)


@pytest.mark.parametrize(("unit", "is_told"), [("percent", []), ("hours", ["ASM-001"]), (None, ["ASM-001"])])
def test_another_word_for_its_unit_makes_no_other_result(unit: str | None, is_told: list[str]) -> None:
    """HCC-2.1-f, docs/adr/0433: % and percent are one."""
    judged = PerformanceAssessed(happened_on=date(2025, 4, 7), judgement="met", actual="96", target="95", unit="%")
    shared = PerformanceResultsShared(happened_on=date(2025, 4, 9), assessments=("ASM-001",), shared_with=(PIA,))
    anew = changed(judged, unit=unit)
    spelt = EntryCorrected(happened_on=date(2025, 4, 20), position=2, reason=Said("Unit"), replacement=anew)
    story = given(REGISTERED, judged, shared).when(spelt).recorded()
    assert story.last is not None
    confirmed = CorrectionConfirmed(happened_on=date(2025, 4, 24), position=story.last.position)

    known = story.when(confirmed, account=COLLEAGUE).recorded()

    assert [one.id for one, _ in not_given(known.file)] == is_told


def test_of_each_result_only_what_amends_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """HCC-2.1-f: a file of many corrections takes no longer for each of them."""
    judged = PerformanceAssessed(happened_on=date(2025, 4, 7), judgement="met")
    many = [f"ASM-{number:03}" for number in range(1, 6)]
    shared = PerformanceResultsShared(happened_on=date(2025, 4, 9), assessments=tuple(many), shared_with=(PIA,))
    worse, story = changed(judged, judgement="not-met"), given(REGISTERED, *([judged] * len(many)), shared)
    for position in range(2, 2 + len(many)):
        wrong = EntryCorrected(
            happened_on=date(2025, 4, 20), position=position, reason=Said("Miscounted"), replacement=worse
        )
        story = story.when(wrong).recorded()
        assert story.last is not None
        confirmed = CorrectionConfirmed(happened_on=date(2025, 4, 24), position=story.last.position)
        story = story.when(confirmed, account=COLLEAGUE).recorded()

    looked_at: list[int] = []

    def counting(known: Sequence[Recorded]) -> tuple[list[Recorded], dict[int, int]]:
        looked_at.append(len(known))
        return in_force(known)

    monkeypatch.setattr("ledger.results_given.in_force", counting)
    again = story.when(changed(shared, happened_on=date(2025, 4, 25))).recorded()
    assert list(not_given(again.file)) == []
    assert max(looked_at) <= 3


def test_a_result_corrected_after_it_was_given_is_still_to_be_told() -> None:
    """HCC-2.1-f: the provider was told another result; other words make none, and a correction struck out undoes it."""
    judged = PerformanceAssessed(
        happened_on=date(2025, 4, 7), judgement="met", standards=("S1",), target="95", actual="96"
    )
    shared = PerformanceResultsShared(happened_on=date(2025, 4, 9), assessments=("ASM-001",), shared_with=(PIA,))
    wrong = EntryCorrected(
        happened_on=date(2025, 4, 20),
        position=2,
        reason=Said("Miscounted"),
        replacement=changed(judged, judgement="not-met", actual="90"),
    )
    worded = changed(wrong, replacement=changed(judged, words=Said("Counted by hand"), actual="96.0"))
    back = EntryStruckOut(happened_on=date(2025, 4, 23), position=4, reason=Said("It was right"))
    again = changed(shared, happened_on=date(2025, 4, 22))

    def confirmed(position: int) -> CorrectionConfirmed:
        return CorrectionConfirmed(happened_on=date(2025, 4, 24), position=position)

    given_on: list[date | None] = []

    def told(*entries: Entry) -> tuple[str | None, list[str], list[str]]:
        story = given(REGISTERED, judged, shared)
        for one in entries:
            story = story.when(one, account=COLLEAGUE if isinstance(one, CorrectionConfirmed) else CLERK).recorded()
        view = view_of(story.file)
        [shown] = performance_shown(view, JULY).assessments
        asked = [d.sentence for d in duties(view) if d.id == "results-shared/ASM-001"]
        given_on.append(shown.shared_on)
        return shown.told, asked, [g.sentence for g in background(view, JULY).gaps if "ASM-001" in g.sentence]

    as_told = "on 9 April 2025 it was told another, 96, target 95: met"
    otherwise = (
        "96, target 95: met",
        [f"Give the provider the result of ASM-001 as corrected: {as_told}."],
        [f"ASM-001 is not on file as shared with the provider as it was corrected: {as_told}"],
    )
    assert told(wrong, confirmed(4)) == otherwise
    assert told(wrong, again, confirmed(4))[0] == "96, target 95: met"  # not corrected yet when it was given again
    assert told() == told(wrong) == told(worded, confirmed(4)) == told(wrong, confirmed(4), again) == (None, [], [])
    assert told(wrong, confirmed(4), back) == (None, [], [])
    assert told(wrong, confirmed(4), again, back)[0] == "90, target 95: not met"
    first, second = date(2025, 4, 9), date(2025, 4, 22)  # of each: since when it was given as it stands at the end
    assert given_on == [None, None, first, first, first, second, first, None]
    # What was given is told by where its being given was recorded, last: also on another day, by a correction.
    earlier = changed(shared, happened_on=date(2025, 4, 8))
    assert told(wrong, confirmed(4), earlier) == (None, [], [])
    redated, reworded = (
        EntryCorrected(happened_on=date(2025, 4, 24), position=3, replacement=one, reason=Said("By the letter"))
        for one in (again, changed(shared, means="e-mail"))
    )
    assert told(wrong, confirmed(4), redated) == (None, [], [])
    assert told(wrong, confirmed(4), reworded) == otherwise


def test_self_assessments_and_the_continuity_plan_stand_beside_the_figures() -> None:
    """IMP-17-a, IMP-17-c: scored 60, then 72 of 100; the plan ran out on 31 May."""
    scored = [
        SelfAssessmentSubmitted(happened_on=on, scores=(Score(subject="risk", percent=percent),))
        for on, percent in ((date(2025, 2, 3), 60), (date(2025, 5, 5), 72))
    ]
    plan = BusinessContinuityPlanReceived(happened_on=date(2025, 2, 3), valid_until=date(2025, 5, 31))

    found = watched(*scored, plan)

    assert found.scores == (("risk", date(2025, 5, 5), 72, "+12"),)
    assert found.continuity_plan is not None
    assert found.continuity_plan.run_out
    assert not watched(plan, on=date(2025, 5, 31)).continuity_plan.run_out  # type: ignore[union-attr]  # there is one


def test_a_meeting_without_minutes_is_a_gap() -> None:
    """HCC-9.4-c."""
    held = MeetingHeld(happened_on=date(2025, 3, 3), attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))

    [meeting] = watched(held).meetings

    assert (meeting.id, meeting.minuted, meeting.circulated, meeting.filed) == ("MTG-001", False, False, False)


def test_the_support_officer_may_consult_the_county_manager_and_it_is_shown_where_done() -> None:
    """HCC-9.2-b: asked of nobody."""
    further = ConsultationRecorded(
        happened_on=date(2025, 6, 5), by=SAM, subject="termination", consulted=COUNTY, proposal="TRM-001"
    )
    day = date(2025, 6, 10)
    without = readiness(told(until="discussed"), day)
    with_it = readiness(told(until="discussed", later={"further": further}), day)
    found = [next(c for c in judged.conditions if c.id == "TC-15") for judged in (without, with_it)]

    assert [condition.state for condition in found] == ["met", "met"]
    assert COUNTY.person not in found[0].sentence
    assert f"and {COUNTY.person} (County Manager (Contracts)) on 5 June 2025" in found[1].sentence


def test_clauses_in_dispute_and_clarifications_are_listed() -> None:
    """TVP-2.0-1."""
    sla = ServiceLevelAgreementAgreed(
        happened_on=JANUARY, principles=(Said("A visit counts from the door."),), agreed_by_authority="Ann Ashe",
        agreed_by_provider="Pia Prior",
    )  # fmt: skip
    notice = NoticeServed(happened_on=date(2025, 3, 3), notice_kind="dispute", clause="12.1")
    bound = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    found = obligations(view_of(given(bound, sla, notice).file), JULY)

    assert found.clarifications == ("A visit counts from the door.",)
    change = SlaChange(what="principles", becomes=Said("A visit counts from the bell."))
    amended = ServiceLevelAgreementAmended(
        happened_on=JANUARY, effective_from=date(2025, 6, 2), sla="SLA-001", changes=(change,),
        not_material_statement=Said("A clearer word"), agreed_by_authority="Ann Ashe", agreed_by_provider="Pia Prior",
    )  # fmt: skip
    view = view_of(given(REGISTERED, sla, amended).file)
    assert obligations(view, date(2025, 6, 1)).clarifications == found.clarifications
    assert obligations(view, JULY).clarifications[1:] == (
        "SLA-001 since 2 June 2025 (entry 3), principles: A visit counts from the bell.",
    )
    assert [(one.clause, one.notice) for one in found.disputed] == [("12.1", "NOT-001")]


def test_what_one_party_alone_agreed_says_so_among_what_both_owe() -> None:
    """TVP-3.0-4, TVP-2.0-1: principles, clarifications and indicators; until it is said that both did (ADR 0434)."""
    alone = ServiceLevelAgreementAgreed(
        happened_on=JANUARY, principles=(Said("From the door."),), agreed_by_authority="Ann Ashe",
        indicators=(Indicator(id="I1", text=Said("Visits in time")),),
    )  # fmt: skip
    amended = ServiceLevelAgreementAmended(
        happened_on=JANUARY, effective_from=date(2025, 6, 2), sla="SLA-001", agreed_by_authority="Ann Ashe",
        changes=(SlaChange(what="principles", becomes=Said("From the bell.")),), not_material_statement=Said("No"),
    )  # fmt: skip
    said = EntrySupplemented(
        happened_on=JULY, position=2, words=Said("Pia Prior agreed, too"), completes=("sla.agreed-by-both",)
    )
    before, after = (view_of(given(REGISTERED, alone, amended, *more).file) for more in ((), (said,)))
    found, since = obligations(before, JULY), obligations(after, JULY)
    by_one = "it does not say that the provider agreed (entry {})"

    assert found.clarifications[0] == f"From the door.; {by_one.format(2)}"
    assert found.clarifications[1].endswith(f"From the bell.; {by_one.format(3)}")
    assert {one.id: one.why for one in found.obligations}["indicator/I1"] == by_one.format(2)
    assert since.clarifications[0] == "From the door."
    assert {one.id: one.why for one in since.obligations}["indicator/I1"] is None
    owed, done = ([one for one in duties(v) if one.id.startswith("sla-agreed/")] for v in (before, after))
    assert [(one.id, one.sentence) for one in owed] == [
        ("sla-agreed/2", f"Have SLA-001 agreed by both parties, and say so: {by_one.format(2)}.")
    ]
    assert done == []
    both = changed(amended, becomes=ServiceLevels(principles=(Said("From the bell."),)), agreed_by_provider="Pia Prior")
    anew = view_of(given(REGISTERED, alone, both).file)
    assert "sla-agreed/2" not in {one.id for one in duties(anew)}
    for view in (before, after):  # the other party sees neither the departure nor the supplement
        theirs = obligations(view, JULY, our_side=False)
        assert theirs.clarifications == ("From the door.", since.clarifications[1].partition("; it does")[0])
        assert {one.id: one.why for one in theirs.obligations}["indicator/I1"] is None


def test_a_term_of_the_contract_among_the_clarifications_is_marked_whatever_was_stated() -> None:
    """TVP-3.0-9: such a change is a variation."""
    price = SlaChange(what="price per session", was=Said("£40"), becomes=Said("£50"))
    amended = ServiceLevelAgreementAmended(
        happened_on=date(2025, 6, 2), sla="SLA-001", changes=(price,), agreed_by_authority="Ann Ashe",
        agreed_by_provider="Pia Prior", not_material_statement=Said("A clarification"),
    )  # fmt: skip
    view = view_of(given(REGISTERED, ServiceLevelAgreementAgreed(happened_on=JANUARY), amended).file)

    [said] = obligations(view, JULY).clarifications
    assert said.endswith("price per session: £50 (a term of the contract, which a variation alone changes)")


@pytest.mark.parametrize(
    "over",
    [DisputeSettled(happened_on=date(2025, 6, 2)), NoticeWithdrawn(happened_on=date(2025, 6, 2), notice="NOT-001")],
)
def test_a_clause_is_in_dispute_until_the_dispute_is_settled_or_its_notice_withdrawn(over: Entry) -> None:
    """TVP-2.0-1."""
    notice = NoticeServed(happened_on=date(2025, 3, 3), notice_kind="dispute", clause="12.1")
    view = view_of(given(REGISTERED, notice, over).file)

    days = date(2025, 3, 2), date(2025, 6, 1), date(2025, 6, 2)
    assert [len(obligations(view, day).disputed) for day in days] == [0, 1, 0]


def test_a_change_of_an_agreement_in_words_is_marked_until_it_is_said_to_be_immaterial_or_given_anew() -> None:
    """TVP-3.0-9."""
    sla = ServiceLevelAgreementAgreed(happened_on=JANUARY)
    change = SlaChange(what="R1", becomes=Said("Contact within 9 days."))
    amended = ServiceLevelAgreementAmended(
        happened_on=date(2025, 6, 2), sla="SLA-001", changes=(change,), agreed_by_authority="Ann Ashe",
        agreed_by_provider="Pia Prior",
    )  # fmt: skip
    anew = ServiceLevelAgreementAmended(happened_on=date(2025, 6, 11), sla="SLA-001", becomes=ServiceLevels())
    view = view_of(given(REGISTERED, sla, amended, anew).file)

    assert obligations(view, date(2025, 6, 10)).clarifications == (
        (
            "SLA-001 since 2 June 2025 (entry 3), R1: Contact within 9 days."
            " (that this changes no term materially is not stated)"
        ),
    )
    assert obligations(view, date(2025, 6, 11)).clarifications == ()


def test_the_method_statement_obliges_the_provider_and_an_issue_that_cites_it_shows_it_is_not_kept() -> None:
    """TVP-3.0-1: it is part of the specification."""
    spec = ServiceSpecificationIssued(
        happened_on=JANUARY, version="1", method_statement=Said(Document("ab" * 32, "How we work"))
    )
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("No key worker"), standards=("method statement",))

    def of_it(*entries: Entry) -> list[Obligation]:
        found = obligations(view_of(given(REGISTERED, *entries).file), JULY).obligations
        return [one for one in found if one.id == "method-statement"]

    [standing], [broken] = of_it(spec), of_it(spec, raised)
    assert (standing.party, standing.state, standing.entries) == ("provider", "standing", (2,))
    assert (broken.state, broken.why, broken.entries) == ("not-kept", "ISS-001 open", (3, 2))
    assert of_it(spec.model_copy(update={"method_statement": None})) == []


def test_activity_information_is_owed_where_no_return_is_agreed_that_brings_it() -> None:
    """HCC-6.2-b, HCC-6.2-c: every three months, a number of ours; figures of activity for the time are it."""
    start = ContractRegistered(
        happened_on=date(2025, 1, 1), reference="C-1", title="Home care", start_date=date(2025, 1, 1),
        end_date=date(2028, 12, 31), procedure="hampshire/1", activity_paid=True,
    )  # fmt: skip
    spec = ServiceSpecificationIssued(happened_on=date(2025, 1, 1), activity_information_required=True)
    quarter = Span(first=date(2025, 1, 1), last=date(2025, 3, 31))
    figures = ActivityRecorded(happened_on=date(2025, 4, 5), period=quarter, measure="visits", actual="820")
    day = date(2025, 6, 1)

    def owed(*entries: Entry, day: date = day) -> tuple[list[Obligation], list[Due]]:
        view = view_of(given(*entries).file)
        of_it = [one for one in obligations(view, day).obligations if one.id == "report/activity information"]
        return of_it, [d for d in due(duties(view), day) if d.duty.id.startswith("return/")]

    [obligation], [missing] = owed(start, spec)
    assert (obligation.sentence, obligation.source, obligation.state) == (
        "Send the activity information every 3 months; payment rests on it", "specification", "late",
    )  # fmt: skip
    assert (missing.state, missing.duty.due_on, missing.duty.citation) == ("overdue", date(2025, 4, 10), "HCC-6.2-b")
    assert missing.duty.party == "provider"
    [kept], [coming] = owed(start, spec, figures, day=date(2025, 7, 5))
    assert (kept.state, kept.entries, coming.duty.due_on) == ("kept", (3, 2), date(2025, 7, 10))
    for kind, state in ((None, "kept"), ("Activity return", "kept"), ("finance return", "late")):
        sent = DataReturnReceived(happened_on=date(2025, 4, 5), period=quarter, return_kind=kind)
        assert owed(start, spec, sent)[0][0].state == state
    nothing_said = figures.model_copy(update={"actual": None})
    assert owed(start, spec, nothing_said)[0][0].state == "late"  # then it says nothing
    shown = monitoring_shown(view_of(given(start, spec).file), day)
    assert [(one.kind, one.state) for one in shown.returns] == [("activity information", "missing")]
    came = monitoring_shown(view_of(given(start, spec, figures).file), day)
    assert [(one.kind, one.position, one.state) for one in came.returns] == [("activity information", 3, "in-time")]
    for not_asked in (
        (start, spec.model_copy(update={"activity_information_required": None})),
        (start, spec.model_copy(update={"return_schedule": (ReturnSchedule(kind="service return"),)})),
        (start.model_copy(update={"procedure": "thames-valley/1"}), spec),
    ):
        assert owed(*not_asked)[0] == []


def test_a_return_of_something_else_takes_no_activity_information_away() -> None:
    """HCC-6.2-b: every specification asks for it; a return brings it by its name or by what it must show."""
    start = ContractRegistered(
        happened_on=date(2025, 1, 1), reference="C-1", title="Home care", start_date=date(2025, 1, 1),
        end_date=date(2028, 12, 31), procedure="hampshire/1",
    )  # fmt: skip

    def owed(*agreed: ReturnSchedule, on: date = date(2025, 6, 1), start: ContractRegistered = start) -> list[str]:
        spec = ServiceSpecificationIssued(
            happened_on=date(2025, 1, 1), activity_information_required=True, return_schedule=agreed
        )
        file = given(start, spec).file
        view = view_of(file)
        return [schedule.kind for schedule in returns_owed.schedules(file, on, view.procedure_on(on))]

    staffing = ReturnSchedule(kind="staffing return", every_months=3, contents=("staff list",))
    assert owed(staffing) == ["staffing return", "activity information"]
    assert owed(ReturnSchedule(kind="performance report")) == ["performance report", "activity information"]
    for brings in ("attendance return", "activity return", "monthly data", "Quarterly monitoring return", "volumes"):
        assert owed(ReturnSchedule(kind=brings)) == [brings]
    assert owed(staffing.model_copy(update={"contents": ("staff list", "visits made")})) == ["staffing return"]
    for shown in ("hours worked", "hours", "staff attendance", "training sessions delivered"):
        of_staff = staffing.model_copy(update={"contents": (shown,)})
        assert owed(of_staff) == ["staffing return", "activity information"]
    for other in ("Staff hours", "Opening hours return", "Delivery plan", "Service charges", "Occupational visits"):
        assert owed(ReturnSchedule(kind=other)) == [other, "activity information"]
    for both in ("Hours of care", "Visits and staffing return", "Service delivery return"):
        assert owed(ReturnSchedule(kind=both)) == [both]
    by_returns = start.model_copy(update={"data_source": "returns"})
    assert owed(start=by_returns) == ["service return"]
    assert owed(staffing, start=by_returns) == ["staffing return", "service return"]  # which brings activity, too
    assert owed(ReturnSchedule(kind="activity return"), start=by_returns) == ["activity return"]


def test_activity_information_that_a_system_brings_is_an_obligation_and_its_lack_is_said() -> None:
    """HCC-6.2-b, HCC-8.1-a: nobody sends it by itself, so nothing is due; figures put on file for the time are it."""
    start = ContractRegistered(
        happened_on=date(2025, 1, 1), reference="C-1", title="Home care", start_date=date(2025, 1, 1),
        end_date=date(2028, 12, 31), procedure="hampshire/1", activity_paid=True, data_source="system-feed",
    )  # fmt: skip
    spec = ServiceSpecificationIssued(happened_on=date(2025, 1, 1), activity_information_required=True)
    quarter = Span(first=date(2025, 1, 1), last=date(2025, 3, 31))
    figures = ActivityRecorded(happened_on=date(2025, 4, 5), period=quarter, measure="visits", actual="820")
    lacking = f"no figures of activity from the system for {quarter}; payment rests on it"

    def told(*entries: Entry) -> tuple[list[tuple[object, ...]], list[str], list[str]]:
        view, day = view_of(given(*entries).file), date(2025, 6, 1)
        found = obligations(view, day).obligations
        of_it: list[tuple[object, ...]] = [
            (one.sentence, one.state, one.why) for one in found if one.id == "report/activity information"
        ]
        [item] = [one for one in agenda(view, day).items if one.id == "activity-against-target"]
        assert not [one for one in due(duties(view), day) if one.duty.id.startswith("return/")]
        said = [one for one in silences(view, day) if "activity" in one]
        return of_it, said, [one.sentence for one in item.matters if "system" in one.sentence]

    sentence = "Submit activity information; it comes from a system, to be on file every 3 months; payment rests on it"
    assert told(start, spec) == (
        [(sentence, "open", f"no figures from the system are on file for {quarter}")], [lacking], [f"N{lacking[1:]}"],
    )  # fmt: skip
    for source in (None, Source(how="system", whom="ACMS"), Source(how="document", whom="ACMS")):
        assert told(start, spec, changed(figures, source=source)) == ([(sentence, "kept", None)], [], [])
    theirs = changed(figures, by=Actor(person="Pat Prov", party="provider"), source=Source(how="system"))
    for not_its in (theirs, changed(figures, source=Source(how="told", whom="Pat Prov"))):
        assert told(start, spec, not_its) == told(start, spec)
    assert told(start, spec.model_copy(update={"activity_information_required": None})) == ([], [], [])


def test_a_return_is_owed_as_it_was_changed_from_the_day_the_change_takes_effect() -> None:
    """HCC-8.2-b: in what is owed, in the calendar, among the duties, and in what it must hold."""
    start = ContractRegistered(
        happened_on=date(2025, 1, 1), reference="C-1", title="Home care", start_date=date(2025, 1, 1),
        end_date=date(2028, 12, 31), procedure="hampshire/1",
    )  # fmt: skip
    asked = ServiceSpecificationIssued(
        happened_on=date(2025, 1, 1),
        return_schedule=(ReturnSchedule(kind="activity return", every_months=3, grace_days=14, contents=("visits",)),),
    )
    change = DataReturnRequirementChanged(
        happened_on=date(2025, 9, 1), return_kind="Activity return", every_months=1, new_fields=("discharge delay",),
        effective_from=date(2025, 10, 1),
    )  # fmt: skip
    view = view_of(given(start, asked, change).file)

    def owed(day: date) -> tuple[Obligation, list[date]]:
        found = obligations(view, day)
        [own] = [one for one in found.obligations if one.id == "report/activity return"]
        return own, [coming.on for coming in found.calendar if coming.duty.startswith("return/activity")]

    before, days = owed(date(2025, 9, 15))
    assert before.sentence == (
        "Send the activity return every 3 months; from 1 October 2025 every month with discharge delay"
    )
    assert (before.holds, days[:4]) == (
        ("visits",), [date(2025, 10, 14), date(2025, 11, 14), date(2025, 12, 14), date(2026, 1, 14)],
    )  # fmt: skip
    after, _ = owed(date(2025, 10, 1))
    assert (after.sentence, after.holds) == ("Send the activity return every month", ("visits", "discharge delay"))
    late = [d.duty for d in due(duties(view), date(2026, 1, 15)) if d.duty.id.startswith("return/activity")]
    assert [(one.due_on, one.every_months) for one in late] == [(date(2025, 4, 14), 3), (date(2025, 11, 14), 1)]
    assert [d.missed for d in due(duties(view), date(2026, 1, 15)) if d.duty in late] == [3, 3]


def test_what_falls_due_at_the_end_of_a_quarter_stands_there_in_the_calendar_too() -> None:
    """TVP-1.0-2, HCC-7.1-a."""
    start = REGISTERED.model_copy(update={"start_date": date(2025, 1, 1), "procedure": "thames-valley/1"})
    met = MeetingHeld(happened_on=date(2025, 6, 30), meeting_kind="regular")
    view = view_of(given(start, met).file)

    coming = [one.on for one in obligations(view, JULY).calendar if one.duty == "meeting"]

    assert coming == [date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)]


def spent(day: date, pence: int, **said: Any) -> BudgetPositionRecorded:
    year = Span(first=JANUARY, last=date(2026, 1, 5))
    return BudgetPositionRecorded(
        happened_on=day, period=year, budget=Money(pence=100_000_00), actual=Money(pence=pence), **said
    )


def test_a_budget_missed_by_more_than_the_tolerance_is_to_be_explained_or_acted_on() -> None:
    """HCC-12.6: 20.8 percent more than the budget; until a position says why, or is within the tolerance."""
    over = spent(date(2025, 6, 2), 120_800_00)

    [open_] = [one for one in open_on(JULY, over) if one.duty.id == "budget-variance/2"]
    assert (open_.duty.office, open_.duty.citation) == ("lead-officer", "HCC-12.6")
    assert "20.8 percent more than the budget" in open_.sentence
    because = over.model_copy(update={"happened_on": date(2025, 6, 9), "explanation": Said("More hours were needed")})
    within = spent(date(2025, 6, 9), 100_000_00)
    for later in (because, within):
        assert not [one for one in open_on(JULY, over, later) if one.duty.id.startswith("budget-variance")]


def test_a_position_of_a_year_long_over_leaves_that_of_this_year_due() -> None:
    """HCC-12.6."""
    over = Span(first=date(2024, 4, 1), last=date(2025, 3, 31))
    old = spent(date(2026, 6, 1), 100_000_00).model_copy(update={"period": over})

    [open_] = [one for one in open_on(date(2026, 6, 2), old) if one.duty.id == "budget-position"]

    assert (open_.duty.due_on, open_.state) == (date(2025, 6, 30), "overdue")


def test_where_no_position_of_the_budget_was_ever_put_on_record_one_is_due() -> None:
    """HCC-12.6: six months after the contract began, a number of ours; Thames Valley asks for none."""
    [open_] = [one for one in open_on(date(2025, 7, 7), *()) if one.duty.id == "budget-position"]
    assert (open_.duty.due_on, open_.state) == (date(2025, 7, 6), "overdue")
    assert "none ever was" in open_.sentence
    within = spent(date(2025, 6, 9), 100_000_00)
    [after] = [one for one in open_on(date(2025, 7, 7), within) if one.duty.id == "budget-position"]
    assert (after.duty.due_on, after.state) == (date(2025, 9, 9), "coming")
    elsewhere = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    assert "budget-position" not in {one.id for one in duties(view_of(given(elsewhere).file))}


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"age_ranges": ()}, "it does not show the users' age range"),
        ({"complete": False}, "it says that it does not hold everything the specification asks for"),
    ],
)
def test_an_incomplete_return_is_shown_as_such_and_asked_for_until_it_is_complete(
    left_out: dict[str, Any], said: str
) -> None:
    """HCC-8.1-c: until a supplement, a correction or a further return for that month has what is missing."""
    bought = REGISTERED.model_copy(update={"data_source": "returns"})
    whole = DataReturnReceived(
        happened_on=date(2025, 2, 7), period=Span(first=JANUARY, last=date(2025, 1, 31)), recipients=4, complete=True,
        service_nature=Said("Home care"), age_ranges=("over 65",), statements_given=True, statements_count=4,
        assessments_done=True, assessments_count=1, reviews_done=True, reviews_count=1,
    )  # fmt: skip
    less = whole.model_copy(update=left_out)
    next_month = whole.model_copy(update={"period": Span(first=date(2025, 2, 1), last=date(2025, 2, 28))})
    lacking = [d for d in given(bought, less).file.entries[-1].departures if is_detail(d)]
    supplement = EntrySupplemented(
        happened_on=date(2025, 2, 9), position=2, words=Said("All over 65"), completes=tuple(d.rule for d in lacking)
    )
    something_else = supplement.model_copy(update={"completes": ()})
    correction = EntryCorrected(happened_on=date(2025, 2, 9), position=2, reason=Said("Left out"), replacement=whole)

    def asked(*entries: Entry) -> tuple[tuple[str, ...], str | None]:
        view = view_of(given(bought, *entries).file)
        shown = next(one for one in monitoring_shown(view, date(2025, 3, 10)).returns if one.position)
        return shown.missing, next((one.sentence for one in duties(view) if one.id == "details/2"), None)

    missing, sentence = asked(less)
    assert missing == (said,)
    assert sentence is not None
    assert said in sentence
    assert asked(less, next_month) == (missing, sentence)
    assert asked(less, less) == asked(less, something_else) == (missing, sentence)
    for mended in ((less, supplement), (less, correction), (less, whole)):
        assert asked(*mended) == ((), None)


def test_an_indicator_is_due_to_be_looked_at_again_until_it_is_agreed_anew() -> None:
    """CPC308-K17: measures are set and reviewed; as the criteria of an evaluation are."""
    visits = Indicator(id="PI2", text=Said("Visits kept"), target="95", review_on=date(2025, 10, 1))
    agreed = PerformanceIndicatorAgreed(happened_on=date(2025, 4, 1), indicator=visits)
    later = agreed.model_copy(
        update={
            "happened_on": date(2025, 6, 2), "indicator": visits.model_copy(update={"review_on": date(2026, 4, 1)})
        }
    )  # fmt: skip
    anew = agreed.model_copy(update={"happened_on": date(2025, 10, 3)})
    levels = ServiceLevelAgreementAgreed(happened_on=date(2025, 4, 1), indicators=(visits,))
    whole = ServiceLevelAgreementAmended(
        happened_on=date(2025, 10, 3), sla="SLA-001", becomes=ServiceLevels(indicators=(visits,))
    )
    named, other = (
        whole.model_copy(update={"becomes": None, "changes": (SlaChange(what=what, becomes=Said("Stays")),)})
        for what in ("pi2", "Contacts")
    )
    early = whole.model_copy(update={"happened_on": date(2025, 9, 1)})
    gone = whole.model_copy(update={"becomes": ServiceLevels(contacts=(COUNTY,))})

    def asked(*entries: Entry) -> list[tuple[date | None, str, str]]:
        view = view_of(given(REGISTERED, *entries).file)
        open_ = [(one.due_on, one.citation, one.sentence) for one in duties(view) if one.id.startswith("indicator/")]
        shown = [i.review_on for i in performance_shown(view, date(2025, 12, 1)).indicators if i.review_on]
        assert shown == [due_on for due_on, *_ in open_]
        return open_

    look = "Look again at the measure PI2, and agree it anew."
    for left in ((agreed,), (levels,), (levels, early), (levels, other)):
        assert asked(*left) == [(date(2025, 10, 1), "CPC308-K17", look)], left
    assert asked(agreed, later) == [(date(2026, 4, 1), "CPC308-K17", look)]
    for done in ((agreed, anew), (levels, whole), (levels, named), (levels, gone), (levels, anew)):
        assert asked(*done) == [], done
    late = levels.model_copy(update={"happened_on": date(2025, 11, 3)})
    without = levels.model_copy(update={"indicators": ()})
    for first in ((anew,), (late,), (without, whole)):  # what sets it first is no second look
        assert asked(*first) == [(date(2025, 10, 1), "CPC308-K17", look)], first
        assert asked(*first, anew.model_copy(update={"happened_on": date(2025, 11, 10)})) == [], first


SAYS_NO = [
    ("statements", {"statements_given": False, "statements_count": None}, "HCC-8.1-d", "return.confirms-statements"),
    ("assessments", {"assessments_done": False, "assessments_count": None}, "HCC-8.1-e", "return.confirms-reviews"),
    ("reviews", {"reviews_done": False, "reviews_count": None}, "HCC-8.1-e", "return.confirms-reviews"),
]


@pytest.mark.parametrize(("what", "said", "citation", "rule"), SAYS_NO, ids=[row[0] for row in SAYS_NO])
def test_what_a_return_says_is_not_done_is_due_to_be_raised_until_an_issue_cites_the_return(
    what: str, said: dict[str, Any], citation: str, rule: str
) -> None:
    """HCC-8.1-d, HCC-8.1-e: the return lacks nothing; it tells of a failing, which an issue takes up."""
    whole = DataReturnReceived(
        happened_on=date(2025, 2, 5), period=Span(first=JANUARY, last=date(2025, 1, 31)), recipients=4,
        service_nature=Said("Home care"), age_ranges=("over 65",), statements_given=True, statements_count=4,
        assessments_done=True, assessments_count=1, reviews_done=True, reviews_count=1,
    )  # fmt: skip
    no = whole.model_copy(update=said)
    raised = IssueRaised(happened_on=date(2025, 2, 7), nature=Said("It is not done"), evidence=(2,))
    ill_cited = raised.model_copy(update={"evidence": (1,)})
    supplement = EntrySupplemented(happened_on=date(2025, 2, 9), position=2, words=Said("Known"))
    correction = EntryCorrected(happened_on=date(2025, 2, 9), position=2, reason=Said("Misread"), replacement=whole)
    struck = EntryStruckOut(happened_on=date(2025, 2, 9), position=3, reason=Said("Of another contract"))

    def asked(*entries: Entry) -> list[tuple[str, str]]:
        view = view_of(given(REGISTERED, *entries).file)
        [shown] = [one for one in monitoring_shown(view, date(2025, 2, 10)).returns if one.position == 2]
        open_ = [one for one in duties(view) if one.id.startswith(("details/2", "failing-told/"))]
        assert bool(shown.failings) == bool(open_)
        assert shown.missing == ()
        return [(one.id, one.citation) for one in open_]

    [sentence] = [d.sentence for d in duties(view_of(given(REGISTERED, no).file)) if d.id.startswith("failing-told")]
    assert sentence.startswith("Raise an issue that cites entry 2 (data return received): it says that ")
    assert what in sentence.replace("statement of", "statements of")
    for left in ((no,), (no, ill_cited), (no, supplement), (no, raised, struck)):
        assert asked(*left) == [(f"failing-told/2/{rule}", citation)], left
    for mended in ((no, raised), (no, correction), (no, whole), (whole,)):
        assert asked(*mended) == [], mended


def test_what_a_return_left_open_is_made_good_by_one_of_the_same_time_that_says_no() -> None:
    """HCC-8.1-d, HCC-8.1-e: that one lacks nothing, and tells of a failing, which is raised of it."""
    left = DataReturnReceived(
        happened_on=date(2025, 2, 5), period=Span(first=JANUARY, last=date(2025, 1, 31)), recipients=4,
        service_nature=Said("Home care"), age_ranges=("over 65",),
    )  # fmt: skip
    says = {"statements_given": False, "assessments_done": True, "assessments_count": 1, "reviews_done": False}
    no = left.model_copy(update={"happened_on": date(2025, 2, 7)} | says)

    def asked(*entries: Entry) -> list[str]:
        open_ = duties(view_of(given(REGISTERED, left, *entries).file))
        return [one.id for one in open_ if one.id.startswith(("details/2", "details/3", "failing-told/"))]

    assert asked() == ["details/2"]
    told = ["failing-told/3/return.confirms-statements", "failing-told/3/return.confirms-reviews"]
    assert sorted(asked(no)) == sorted(told)
    for short in ({"reviews_done": None}, {"assessments_count": None}):
        assert "details/2" in asked(no.model_copy(update=short))


def test_of_two_failings_that_a_return_tells_of_each_is_raised() -> None:
    """HCC-8.1-d, HCC-8.1-e: one issue that cites it does not speak for both."""
    no = DataReturnReceived(
        happened_on=date(2025, 2, 5), period=Span(first=JANUARY, last=date(2025, 1, 31)), recipients=4,
        service_nature=Said("Home care"), age_ranges=("over 65",), statements_given=False, assessments_done=False,
        reviews_done=True, reviews_count=1,
    )  # fmt: skip
    raised = IssueRaised(happened_on=date(2025, 2, 7), nature=Said("No statements are given"), evidence=(2,))

    def open_(*entries: Entry) -> int:
        found = duties(view_of(given(REGISTERED, no, *entries).file))
        return sum(one.id.startswith("failing-told/2/") for one in found)

    assert [open_(), open_(raised), open_(raised, raised)] == [2, 1, 0]


def test_what_was_weighed_of_an_early_end_anew_completes_what_was_left_out_before() -> None:
    """HCC-9.3-b: details are missing until they are added, or an assessment with all of them follows."""
    less = TerminationImpactAssessed(happened_on=JULY, users_affected=12)
    whole = TerminationImpactAssessed(
        happened_on=date(2025, 7, 8), users_affected=12, user_impact=Said("A new carer"), vulnerability=Said("High"),
        alternative_arrangements=Said("The county's own"), timescales=Said("Six weeks"), equality=Said("None"),
    )  # fmt: skip

    assert "details/2" in {one.duty.id for one in open_on(date(2025, 7, 9), less)}
    assert "details/2" not in {one.duty.id for one in open_on(date(2025, 7, 9), less, whole)}
    assert "details/2" in {one.duty.id for one in open_on(date(2025, 7, 9), less, less)}


def test_a_block_that_the_contract_was_entered_with_is_to_be_reasoned_approved_and_weighed() -> None:
    """HCC-6.3-b, HCC-6.3-c: until its basis is put on record with these."""
    by_block = REGISTERED.model_copy(update={"payment_basis": "block"})
    settled = PaymentBasisSet(happened_on=JULY, basis="block", block_reason=Said("A centre runs, full or not"))

    open_ = {one.id: one for one in duties(view_of(given(by_block).file))}
    assert open_["block"].citation == "HCC-6.3-b"
    assert [(one.basis, one.position) for one in worth_shown(view_of(given(by_block).file), JULY).basis] == [
        ("block", 1)
    ]
    assert "block" not in {one.id for one in duties(view_of(given(by_block, settled).file))}
    assert "block" not in {one.id for one in duties(view_of(given(REGISTERED).file))}


def test_minutes_that_went_to_some_are_not_shown_as_sent_round() -> None:
    """HCC-7.2-b, HCC-12.4-b: to all parties concerned, as the duty has it that still asks for the others."""
    pat = Actor(person="Pat Price", office="provider-contract-manager", party="provider")
    ann = Actor(person="Ann Ashe", office="lead-officer")
    met = MeetingHeld(
        happened_on=date(2025, 3, 3), attendees=tuple(Attendee(**dict(one)) for one in (ann, pat))
    )  # fmt: skip
    minutes = MeetingMinutesRecorded(happened_on=date(2025, 3, 4), meeting="MTG-001")
    some = MeetingMinutesCirculated(happened_on=date(2025, 3, 5), meeting="MTG-001", recipients=(ann,))
    rest = some.model_copy(update={"recipients": (pat, SAM)})

    [one] = watched(met, minutes, some).meetings
    assert (one.circulated, one.unsent) == (False, ("Pat Price", "the Contract Support Officer"))
    [one] = watched(met, minutes, some, rest).meetings
    assert (one.circulated, one.unsent) == (True, ())


@pytest.mark.parametrize(("procedure", "to_officer", "sent"), [
    ("hampshire/1", False, False), ("hampshire/1", True, True), ("thames-valley/1", False, True),
])  # fmt: skip
def test_minutes_the_support_officer_was_not_sent_are_to_be_sent_by_the_duty_by_performance_and_by_the_indicator(
    procedure: str, to_officer: bool, sent: bool
) -> None:
    """HCC-7.2-b, HCC-7.2-d, HCC-12.4-b: also where the officer was not at the meeting; one answer to it."""
    day, contract = date(2025, 3, 3), REGISTERED.model_copy(update={"procedure": procedure})
    ann = Actor(person="Ann Ashe", office="lead-officer")
    met = MeetingHeld(happened_on=day, attendees=(Attendee(**dict(ann)),))
    minutes = MeetingMinutesRecorded(happened_on=day, meeting="MTG-001", document=Said(Document("ab" * 32, "Minutes")))
    to = (ann, SAM) if to_officer else (ann,)
    out = MeetingMinutesCirculated(happened_on=day, meeting="MTG-001", recipients=to)
    view = view_of(given(contract, met, minutes, out).file)

    due_ = [one.sentence for one in duties(view) if one.id == "minutes-circulated/MTG-001"]
    [shown] = monitoring_shown(view, JULY).meetings
    [counted] = status(view).kept.meetings
    assert (due_ == [], shown.circulated, counted.full) == (sent, sent, sent)
    assert sent or due_ == ["Send the minutes of MTG-001 to the Contract Support Officer."]
    assert shown.unsent == (() if sent else ("the Contract Support Officer",))


def test_what_was_settled_since_the_last_meeting_is_on_the_agenda_with_the_day_it_was_due() -> None:
    """HCC-7.6-a: to be confirmed as settled well and in time."""
    met = MeetingHeld(happened_on=date(2025, 3, 3), attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))
    raised = IssueRaised(happened_on=date(2025, 3, 10), nature=Said("Visits missed"))
    plan = ResolutionPlanAgreed(happened_on=date(2025, 3, 17), issues=("ISS-001",), complete_by=date(2025, 4, 30))
    settled = IssueResolved(happened_on=date(2025, 5, 5), issue="ISS-001")

    def matters(*entries: Entry) -> list[str]:
        [item] = [i for i in agenda(view_of(given(REGISTERED, *entries).file), JULY).items if "raised-before" in i.id]
        return [matter.sentence for matter in item.matters]

    assert matters(met, raised, plan) == [
        "ISS-001, noticed on 10 March 2025, is open; it was to be right by 30 April 2025"
    ]
    assert matters(met, raised, plan, settled) == [
        (
            "ISS-001 was found settled on 5 May 2025; it was to be right by 30 April 2025: "
            "to be confirmed as settled well and in time"
        )
    ]
    again = met.model_copy(update={"happened_on": date(2025, 6, 2)})
    [still] = matters(met, raised, plan, settled, again)  # however many meetings pass it over
    assert "MTG-002 confirmed nothing of it: to be confirmed" in still
    at_it = settled.model_copy(update={"happened_on": date(2025, 6, 2), "meeting": "MTG-002"})
    assert matters(met, raised, plan, again, at_it) == []


def test_an_issue_no_plan_gives_a_time_is_to_be_right_by_the_day_of_the_action_the_provider_was_given() -> None:
    """HCC-7.6-a: also on the agenda, with the action that is not done."""
    met = MeetingHeld(happened_on=date(2025, 3, 3), attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))
    raised = IssueRaised(happened_on=date(2025, 3, 1), nature=Said("Visits missed"))
    action = ActionAssigned(
        happened_on=date(2025, 3, 3), description=Said("Put the rota right"), owner=PIA, due_on=date(2025, 3, 31),
        meeting="MTG-001", issue="ISS-001",
    )  # fmt: skip
    settled = IssueResolved(happened_on=date(2025, 5, 20), issue="ISS-001", within_time=True)

    def matters(*entries: Entry) -> list[str]:
        view = view_of(given(REGISTERED, raised, met, *entries).file)
        [item] = [i for i in agenda(view, JULY).items if "raised-before" in i.id]
        return [matter.sentence for matter in item.matters]

    by, waits = "31 March 2025, when ACT-001 was to be done", "ACT-001 for ISS-001 is open, due on 31 March 2025"
    assert matters(action) == [f"ISS-001, noticed on 1 March 2025, is open; it was to be right by {by}", waits]
    told, still = matters(action, settled)
    assert (f"settled on 20 May 2025; it was to be right by {by}" in told, still) == (True, waits)
    plan = ResolutionPlanAgreed(happened_on=date(2025, 3, 17), issues=("ISS-001",), complete_by=date(2025, 4, 30))
    assert "right by 30 April 2025" in matters(action, plan)[0]
    done = ActionCompleted(happened_on=date(2025, 3, 30), action="ACT-001")
    assert len(matters(action, done)) == 1
    [failing] = failings(view_of(given(REGISTERED, raised, met, action).file))
    time = next(link for link in failing.links if link.name == "time")
    assert (time.state, "ACT-001 was to be done by 31 March 2025" in time.sentence) == ("missing", True)


def test_an_item_put_down_as_covered_where_nothing_was_confirmed_is_said_so_and_comes_again() -> None:
    """HCC-7.6-a."""
    ann = Attendee(person="Ann Ashe", office="lead-officer")
    first, second = (MeetingHeld(happened_on=day, attendees=(ann,)) for day in (date(2025, 3, 3), date(2025, 6, 2)))
    raised = IssueRaised(happened_on=date(2025, 3, 10), nature=Said("Visits missed"))
    settled = IssueResolved(happened_on=date(2025, 5, 5), issue="ISS-001")
    covered = AgendaItemConsidered(happened_on=date(2025, 6, 2), meeting="MTG-002", item="issues-raised-before")
    confirmed = covered.model_copy(update={"confirmations": (Confirmation(issue="ISS-001", satisfactory=True),)})

    def shown(*entries: Entry) -> tuple[tuple[str, ...], list[str]]:
        story = (first, raised, settled, second, *entries)
        [item] = [i for i in agenda(view_of(given(REGISTERED, *story).file), JULY).items if "raised-before" in i.id]
        return watched(*story).meetings[-1].unconfirmed, [matter.sentence for matter in item.matters]

    told = (
        "ISS-001 was found settled on 5 May 2025; MTG-002 confirmed nothing of it: "
        "to be confirmed as settled well and in time"
    )
    assert shown(covered) == (("ISS-001",), [told])
    assert shown(confirmed) == ((), [])
    assert shown() == ((), [told])


def test_what_was_passed_over_with_a_reason_stands_among_what_was_not_covered_with_it() -> None:
    """HCC-7.6-l."""
    day = date(2025, 3, 3)
    met = MeetingHeld(happened_on=day, attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))
    item = AgendaItemConsidered(happened_on=day, meeting="MTG-001", item="future-meetings")
    over = item.model_copy(
        update={"item": "Particular cases, by reference only", "covered": False, "not_covered_reason": Said("No time")}
    )

    [shown] = watched(met, item, over).meetings
    found = {one.item: (one.title, one.reason, one.position) for one in shown.not_covered}

    assert "future-meetings" not in found
    assert found["particular-cases"] == ("Particular cases, by reference only", "No time", 4)
    assert found["satisfaction-surveys"] == ("Surveys of users' satisfaction", None, None)
    after_all = over.model_copy(update={"covered": True, "not_covered_reason": None})
    [shown] = watched(met, item, over, after_all).meetings
    assert "particular-cases" not in {one.item for one in shown.not_covered}


def test_a_case_considered_at_a_meeting_covers_the_item_and_is_shown_with_what_was_found() -> None:
    """HCC-7.6-i: at that meeting, and no other."""
    day = date(2025, 3, 3)
    met = MeetingHeld(happened_on=day, attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))
    case = CaseConsidered(
        happened_on=day, meeting="MTG-001", case="C-0147", standards=("S1",), finding=Said("One visit missed")
    )
    over = AgendaItemConsidered(
        happened_on=day, meeting="MTG-001", item="particular-cases", covered=False, not_covered_reason=Said("No time")
    )
    at_none = case.model_copy(update={"meeting": None})

    def left(*entries: Entry) -> set[str]:
        [shown] = watched(met, *entries).meetings
        return {one.item for one in shown.not_covered}

    others = left() - {"particular-cases"}
    surveys_over = over.model_copy(update={"item": "satisfaction-surveys"})

    assert others
    assert left() == left(at_none) == {*others, "particular-cases"}
    assert left(case) == left(over, case) == left(surveys_over, case) == others
    [one, other] = performance_shown(view_of(given(REGISTERED, met, case, at_none).file), day).cases
    assert (one.case, one.meeting, one.standards, one.finding) == ("C-0147", "MTG-001", ("S1",), "One visit missed")
    assert other.meeting is None


def test_a_case_considered_since_the_last_meeting_at_none_that_is_named_is_on_the_agenda() -> None:
    """HCC-7.6-i."""
    met = MeetingHeld(happened_on=date(2025, 3, 3), attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))
    case = CaseConsidered(happened_on=date(2025, 3, 12), case="C-0147", finding=Said("One visit missed"))

    def under(*entries: Entry) -> list[str]:
        items = agenda(view_of(given(REGISTERED, *entries).file), JULY).items
        return [matter.sentence for one in items if one.id == "particular-cases" for matter in one.matters]

    assert under(met, case) == [
        "Case C-0147 considered: One visit missed; no meeting is named at which it was considered"
    ]
    assert under(met, changed(case, happened_on=date(2025, 3, 3))) == under(
        met, changed(case, happened_on=date(2025, 3, 3), meeting="MTG-001")
    ) == []  # fmt: skip


def test_the_review_that_settles_the_way_forward_is_on_the_agenda_in_the_last_year() -> None:
    """HCC-7.5-e: from a year before the end, the day itself included; whatever the procedure lists."""
    ends = REGISTERED.model_copy(update={"end_date": date(2026, 9, 30)})
    by = "30 September 2025"
    reviewed_then = reviewed(date(2025, 10, 1))
    decided = RenewalDecided(happened_on=date(2025, 11, 3), renew=False)

    def matters(planned_for: date, on: date, *entries: Entry) -> list[str] | None:
        meeting = MeetingScheduled(happened_on=JANUARY, planned_for=planned_for)
        found = agenda(view_of(given(ends, meeting, *entries).file), on).items
        return next(
            (["; ".join(m.sentence for m in i.matters)] for i in found if i.id == "review-and-way-forward"), None
        )

    early, late = date(2025, 8, 1), date(2026, 6, 6)
    assert matters(date(2025, 8, 29), early) is None
    assert matters(date(2025, 9, 30), early) == [
        f"Complete the full review by {by}, ahead of the end on 30 September 2026"
    ]
    [overdue] = matters(date(2026, 6, 20), late) or []
    assert overdue.endswith(f"by {by}, ahead of the end on 30 September 2026; overdue by 249 days")
    [undecided] = matters(date(2026, 6, 20), late, reviewed_then) or []
    assert undecided == "The review of 1 October 2025 is on file, and nothing is decided of what follows the contract"
    assert matters(date(2026, 6, 20), late, reviewed_then, decided) is None


def test_what_the_provider_brings_is_on_the_agenda_and_among_what_it_owes_and_what_it_did_not_comes_again() -> None:
    """HCC-6.1-d."""
    asked = ServiceSpecificationIssued(happened_on=JANUARY, meeting_information=("Rota", "Training record"))
    met = MeetingHeld(
        happened_on=date(2025, 3, 3), attendees=(Attendee(person="Ann Ashe", office="lead-officer"),),
        information_received=(
            Information(what="rota", received=False), Information(what="Training record"),
            Information(what="Fire drill log", received=False),
        ),
    )  # fmt: skip

    def shown(*entries: Entry) -> tuple[list[str], dict[str, tuple[str, str | None]]]:
        view = view_of(given(REGISTERED, *entries).file)
        found = [one for one in obligations(view, JULY).obligations if one.id.startswith("meeting-information/")]
        owed = {one.id.partition("/")[2]: (str(one.state), one.why) for one in found}
        return [matter.sentence for matter in agenda(view, JULY).to_bring], owed

    late = "not brought to MTG-001 on 3 March 2025"
    assert shown(asked)[0] == ["Rota", "Training record"]
    assert shown(asked, met) == (
        ["Rota; not brought to MTG-001", "Training record", "Fire drill log; not brought to MTG-001"],
        {"Rota": ("not-kept", late), "Training record": ("kept", None), "Fire drill log": ("not-kept", late)},
    )
    brought = met.model_copy(update={"happened_on": date(2025, 6, 2), "information_received": ()})
    assert shown(asked, met, brought)[0] == ["Rota", "Training record"]


FIRST = MeetingHeld(
    happened_on=date(2025, 2, 3), meeting_kind="first",
    attendees=(Attendee(person="Sam Shah", office="contract-support-officer"),),
)  # fmt: skip
CONTRACTUAL = MeetingScheduled(
    happened_on=date(2025, 6, 2), planned_for=date(2025, 9, 20), contractual=True,
    expected=("lead-officer", "provider-contract-manager"),
)  # fmt: skip


def test_whom_a_meeting_expects_is_on_its_agenda_and_the_support_officer_with_a_contractual_matter() -> None:
    """HCC-7.5-d: the agenda follows what was said when it was arranged, and adds whom the procedure has asked to it."""
    usual = CONTRACTUAL.model_copy(update={"contractual": False})
    nobody = usual.model_copy(update={"expected": ()})

    def expected(*entries: Entry, registered: ContractRegistered = REGISTERED) -> tuple[str, ...]:
        return agenda(view_of(given(registered, *entries).file), JULY).expected

    assert expected(FIRST, CONTRACTUAL) == ("Lead officer", "Provider's contract manager", "Contract Support Officer")
    assert expected(FIRST, usual) == ("Lead officer", "Provider's contract manager")
    assert "Team Manager" in expected(FIRST, nobody)
    assert "Contract Support Officer" in expected(usual), "the first meeting"
    thames = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    assert "Contract Support Officer" not in str(expected(FIRST, CONTRACTUAL, registered=thames))
    with_both = ("Lead officer", "Provider's contract manager", "Deputy officer", "Note-taker")
    assert expected(FIRST, CONTRACTUAL, registered=thames) == with_both, "TVP-4.0-10, TVP-4.0-11"
    assert expected(registered=thames) == with_both
    assert "Deputy officer" not in agenda(view_of(given(thames).file), JULY).optional


def test_a_meeting_before_the_contract_starts_is_the_one_about_its_start_whatever_it_is_recorded_as() -> None:
    """HCC-7.5-a: on the agenda, among those held and on Status; on the day of the start it is a regular one."""
    early, late = date(2024, 12, 2), REGISTERED.start_date
    assert late is not None
    before, after = (view_of(given(REGISTERED, MeetingHeld(happened_on=day)).file) for day in (early, late))
    arranged = MeetingScheduled(
        happened_on=date(2024, 11, 4), planned_for=early, expected=("contract-support-officer",)
    )
    coming = view_of(given(REGISTERED, arranged).file)
    matters = ["start-up", "transfer-of-existing-arrangements"]

    [held_before], [held_after] = meetings_of(before, late), meetings_of(after, late)
    found = agenda(before, date(2024, 12, 3)), agenda(coming, date(2024, 11, 5))

    assert [(one.kind, [item.id for item in one.items]) for one in found] == [("pre-start", matters)] * 2
    assert agenda(before, late).kind == agenda(before, early, "regular").kind == "regular"
    assert (held_before.kind, [missing.item for missing in held_before.not_covered]) == ("pre-start", matters)
    assert held_after.kind == "regular"
    last = status(before).last_meeting
    assert last is not None
    assert last.kind == "pre-start"


@pytest.mark.parametrize("kind", [None, "regular", "pre-start"])
def test_a_meeting_before_the_start_monitors_the_contract_whatever_it_is_recorded_as(kind: Any) -> None:
    """HCC-7.5-a, HCC-7.6-a: "any monitoring meetings prior to the contract commencement date"."""
    issue = IssueRaised(happened_on=date(2024, 11, 20), nature=Said("No telephones yet"))
    met = MeetingHeld(happened_on=date(2024, 12, 2), meeting_kind=kind)
    view = view_of(given(REGISTERED, issue, met).file)

    [trail] = failings(view)
    [check] = [one for one in trail.links if one.name == "check"]
    assert (check.state, [(one.what, one.on) for one in check.dates]) == ("missing", [("MTG-001", date(2024, 12, 2))])
    assert agenda(view, date(2024, 12, 10)).since == date(2024, 12, 2)


def test_before_the_contract_begins_all_that_is_on_file_is_on_the_agenda() -> None:
    """HCC-7.5-a: not what came since its start, which is still to come."""
    starts = REGISTERED.model_copy(update={"start_date": date(2025, 9, 1)})
    came = ComplimentReceived(happened_on=date(2025, 6, 2), subject=Said("They rang before they began"))
    met = MeetingHeld(happened_on=date(2025, 6, 16), meeting_kind="regular")
    read_out = AgendaItemConsidered(happened_on=met.happened_on, meeting="MTG-001", item="complaints-and-compliments")

    first = agenda(view_of(given(starts, came).file), JULY, "regular")
    second = agenda(view_of(given(starts, came, met, read_out).file), JULY, "regular")

    [item] = [one for one in first.items if one.id == "complaints-and-compliments"]
    assert (first.since, len(item.matters)) == (None, 1)
    assert second.since == date(2025, 6, 16)
    assert not [m for one in second.items if one.id == "complaints-and-compliments" for m in one.matters]
    assert agenda(view_of(given(starts, came).file), date(2025, 9, 2)).since == date(2025, 9, 1)


def test_a_meeting_whose_day_passed_without_a_word_is_named_on_the_agenda_of_the_next() -> None:
    """HCC-7.6: until it is recorded as held or called off; on its own day it is the next."""
    view = view_of(given(REGISTERED, FIRST, CONTRACTUAL).file)
    held = MeetingHeld(happened_on=date(2025, 9, 20), meeting="MTG-002")
    day, after = date(2025, 9, 20), date(2025, 9, 21)

    assert (agenda(view, day).meeting, agenda(view, day).not_recorded) == ("MTG-002", ())
    found = agenda(view, after)
    assert found.meeting is None
    assert [(one.sentence, one.position) for one in found.not_recorded] == [
        ("MTG-002 was arranged for 20 September 2025; that it was held or called off is not on file", 3)
    ]
    assert agenda(view, after, "regular").not_recorded == found.not_recorded
    assert not agenda(view, after, "ad-hoc").not_recorded
    assert not agenda(view_of(given(REGISTERED, FIRST, CONTRACTUAL, held).file), after).not_recorded


def test_the_support_officer_is_to_be_asked_until_expected_or_talked_to_about_the_meeting() -> None:
    """HCC-7.5-d: a talk about something else asks nobody to a meeting."""
    bins = ContactLogged(
        happened_on=date(2025, 6, 9), direction="within-authority", means="e-mail", participants=(SAM,),
        summary=Said("The bins"),
    )  # fmt: skip
    asked = bins.model_copy(update={"meeting": "MTG-002"})
    early = bins.model_copy(update={"happened_on": date(2025, 6, 1)})
    with_another = asked.model_copy(update={"participants": (Actor(person="Ann Ashe", office="lead-officer"),)})
    both = CONTRACTUAL.model_copy(update={"expected": ("contract-support-officer",)})
    met = MeetingHeld(happened_on=date(2025, 9, 20), meeting="MTG-002")
    talked = ConsultationRecorded(happened_on=date(2025, 6, 9), subject="variation", consulted=SAM)
    consulted = talked.model_copy(update={"subject": "other", "meeting": "MTG-002"})

    def to_ask(*entries: Entry) -> list[str]:
        return [one.sentence for one in open_on(JULY, FIRST, *entries) if "support-officer-asked" in one.duty.id]

    [said] = to_ask(CONTRACTUAL, early)
    assert said.startswith("Ask the Contract Support Officer to MTG-002, arranged for 20 September 2025: a contractual")
    assert to_ask(CONTRACTUAL, bins) == to_ask(CONTRACTUAL, talked) == to_ask(CONTRACTUAL, with_another) == [said]
    assert not to_ask(CONTRACTUAL, asked)
    assert not to_ask(CONTRACTUAL, consulted)
    assert not to_ask(both)
    assert not to_ask(CONTRACTUAL, met)


def test_nobody_is_to_be_asked_to_a_meeting_whose_day_is_over() -> None:
    """HCC-7.5-d: that it was not held is another matter, and stays due."""

    def left(day: date, *entries: Entry) -> list[str]:
        found = [one.duty.id.partition("/")[0] for one in open_on(day, FIRST, CONTRACTUAL, *entries)]
        return [sort for sort in found if sort in ("support-officer-asked", "meeting-held")]

    put_off = MeetingRescheduled(happened_on=JULY, meeting="MTG-002", to_date=date(2025, 10, 1))

    assert sorted(left(date(2025, 9, 20))) == ["meeting-held", "support-officer-asked"]
    assert left(date(2025, 9, 21)) == ["meeting-held"]
    assert "support-officer-asked" in left(date(2025, 9, 21), put_off)


def test_of_two_meetings_arranged_only_the_earlier_is_the_first_after_the_start() -> None:
    """HCC-7.5-b: the other is the first once that one is called off, or put off to after it."""
    summer, autumn = (
        CONTRACTUAL.model_copy(update={"contractual": False, "planned_for": day})
        for day in (date(2025, 7, 30), date(2025, 9, 20))
    )
    off = MeetingCancelled(happened_on=JULY, meeting="MTG-001", cancelled_by="authority")
    put_off = MeetingRescheduled(happened_on=JULY, meeting="MTG-001", to_date=date(2025, 10, 1))

    def first(*entries: Entry) -> list[str]:
        begun = ContractCommenced(happened_on=JANUARY)
        found = [one for one in open_on(JULY, begun, *entries) if "support-officer-asked" in one.duty.id]
        return [one.duty.id.partition("/")[2] for one in found if "it is the first meeting" in one.sentence]

    assert first(summer, autumn) == ["MTG-001"]
    assert first(autumn, summer) == ["MTG-002"]
    assert first(summer, summer) == ["MTG-001"]
    assert first(summer, autumn, off) == first(summer, autumn, put_off) == ["MTG-002"]
    assert first(FIRST, summer, autumn) == []


def test_a_talk_about_the_contractual_issue_asks_the_officer_in_for_it_and_not_for_the_end_of_the_contract() -> None:
    """HCC-7.5-d, HCC-7.5-e."""
    issue = IssueRaised(happened_on=date(2025, 5, 1), nature=Said("Price clause"), contractual=True)
    other = IssueRaised(happened_on=date(2025, 5, 1), nature=Said("Dirty"))
    plain = CONTRACTUAL.model_copy(update={"contractual": False})
    talk = ConsultationRecorded(happened_on=date(2025, 6, 9), subject="other", consulted=SAM, issues=("ISS-001",))
    of_another = talk.model_copy(update={"issues": ("ISS-002",)})
    near = REGISTERED.model_copy(update={"end_date": date(2025, 12, 31)})

    def to_ask(*entries: Entry, registered: ContractRegistered = REGISTERED) -> list[str]:
        view = view_of(given(registered, FIRST, issue, other, plain, *entries).file)
        return [one.sentence for one in due(duties(view), JULY) if "support-officer-asked" in one.duty.id]

    [said] = to_ask()
    assert "ISS-001, of a contractual nature, is open" in said
    assert to_ask(of_another) == [said]
    assert to_ask(talk) == []
    [end] = to_ask(talk, registered=near)
    assert "the contract ends on 31 December 2025, within 12 months" in end
    assert "ISS-001" not in end
    assert to_ask(talk.model_copy(update={"meeting": "MTG-002"}), registered=near) == []


def test_an_extra_meeting_is_suggested_where_problems_go_on() -> None:
    """HCC-7.7-a: three open matters, a number that no text gives; an extra meeting answers those there by its day."""
    raised = [
        IssueRaised(happened_on=date(2025, 3, day), noticed_on=date(2025, 3, day), nature=Said("Visits missed"))
        for day in (3, 4, 5)
    ]
    settled = IssueResolved(happened_on=date(2025, 3, 31), issue="ISS-002")
    extra = MeetingScheduled(happened_on=date(2025, 4, 1), planned_for=date(2025, 4, 9), meeting_kind="ad-hoc")
    more = [one.model_copy(update={"happened_on": date(2025, 5, 1), "noticed_on": None}) for one in raised]

    def suggested(*entries: Entry, registered: ContractRegistered = REGISTERED, on: date = JULY) -> list[str]:
        view = view_of(given(registered, *entries).file)
        found = [one.sentence for one in due(duties(view), on) if one.duty.id == "extra-meeting"]
        assert agenda(view, on).extra == (found[0] if found else None)
        return found

    [said] = suggested(*raised)
    assert said.startswith("Consider an extra meeting: ISS-001, ISS-002, ISS-003 are not settled; as continuing")
    assert "count 3 or more open matters (assumed; the text gives none)" in said
    assert "ISS-001, ISS-002, ISS-003 and 3 more are not settled" in suggested(*raised, *more)[0]
    assert not suggested(*raised, on=date(2025, 3, 4))
    assert not suggested(*raised[:2])
    assert not suggested(*raised, settled)
    assert not suggested(*raised, extra)
    assert suggested(*raised, extra, *more)
    [said] = suggested(*raised, extra, more[0])  # what was there goes on, and another came
    assert "ISS-001, ISS-002, ISS-003 and 1 more" in said
    assert not suggested(*raised, extra, more[0], on=date(2025, 4, 30))
    assert not suggested(raised[0], extra, more[0])
    assert not suggested(*raised, registered=REGISTERED.model_copy(update={"procedure": "thames-valley/1"}))
    returns = REGISTERED.model_copy(update={"data_source": "returns"})
    assert "service return for 6 January 2025" in suggested(*raised[:2], registered=returns)[0]
    missed = suggested(registered=returns, on=date(2026, 1, 1))[0]
    assert "service return" in missed, "missed dates alone"
    assert "more are not settled" not in missed, "what falls due later may still be met"
    met = MeetingHeld(happened_on=date(2025, 7, 1))
    assert "and 2 more are not settled" in suggested(met, registered=returns, on=date(2026, 1, 1))[0]


def test_a_return_for_several_months_is_late_for_each_by_its_own_day() -> None:
    """HCC-8.2-a: sent on 8 July for 15 April to 30 June, it is in time for June, and not for April and May."""
    contract = REGISTERED.model_copy(update={"data_source": "returns", "start_date": date(2025, 4, 15)})
    monthly = ServiceSpecificationIssued(
        happened_on=date(2025, 4, 15), version="1",
        return_schedule=(ReturnSchedule(kind="monthly data", every_months=1, grace_days=10),),
    )  # fmt: skip
    rule = "return.in-time"

    def sent(on: date, first: date, last: date) -> DataReturnReceived:
        return DataReturnReceived(happened_on=on, period=Span(first=first, last=last), return_kind="monthly data")

    together = sent(date(2025, 7, 8), date(2025, 4, 15), date(2025, 6, 30))
    of_none = monitoring_shown(view_of(given(contract, monthly, together).file), date(2025, 7, 20)).returns
    assert [(r.state, r.counts) for r in of_none if r.kind == "monthly data"] == [
        ("missing", True), ("missing", True), ("in-time", False), ("missing", True),
    ]  # fmt: skip
    all_at_once = together.model_copy(update={"each_period": True})
    story = given(contract, monthly).when(all_at_once).departs_from(rule)

    shown = [r for r in monitoring_shown(view_of(story.file), date(2025, 7, 9)).returns if r.kind == "monthly data"]
    assert [(r.first.month, r.due_on, r.state, r.days_late) for r in shown] == [
        (4, date(2025, 5, 10), "late", 59), (5, date(2025, 6, 10), "late", 28), (6, date(2025, 7, 10), "in-time", 0),
    ]  # fmt: skip
    assert story.last is not None
    [departure] = [d for d in story.last.departures if d.rule == rule]
    assert "was due by 10 May 2025, and 1 May 2025 to 31 May 2025 was due by 10 June 2025" in departure.found
    before = (
        sent(date(2025, 5, 8), date(2025, 4, 15), date(2025, 4, 30)),
        sent(date(2025, 6, 6), date(2025, 5, 1), date(2025, 5, 31)),
    )
    given(contract, monthly, *before).when(all_at_once).keeps(rule)
    june = sent(date(2025, 7, 8), date(2025, 6, 1), date(2025, 6, 30))
    given(contract, monthly).when(june).keeps(rule)
    halves = (
        sent(date(2025, 7, 2), date(2025, 6, 1), date(2025, 6, 15)),
        sent(date(2025, 7, 8), date(2025, 6, 16), date(2025, 6, 30)),
    )
    in_halves = monitoring_shown(view_of(given(contract, monthly, *before, *halves).file), date(2025, 7, 9)).returns
    assert [r.state for r in in_halves] == ["in-time"] * 4


def test_a_return_for_a_part_of_a_period_is_shown_as_that_and_one_nobody_asked_for_has_no_day() -> None:
    """TVP-4.0-21: of a report for eight weeks of a quarter it was said that it was due on a day nobody had set."""
    contract = REGISTERED.model_copy(update={"start_date": date(2025, 4, 6)})
    quarterly = ServiceSpecificationIssued(
        happened_on=date(2025, 4, 6), version="1",
        return_schedule=(ReturnSchedule(kind="financial report", every_months=3, grace_days=10),),
    )  # fmt: skip
    eight_weeks = DataReturnReceived(
        happened_on=date(2025, 6, 2), return_kind="financial report",
        period=Span(first=date(2025, 4, 6), last=date(2025, 5, 31)),
    )  # fmt: skip
    unasked = eight_weeks.model_copy(update={"return_kind": "complaints book"})
    rest = eight_weeks.model_copy(
        update={"happened_on": date(2025, 7, 9), "period": Span(first=date(2025, 6, 1), last=date(2025, 7, 5))}
    )

    def shown(on: date, *entries: Entry) -> list[tuple[str, str, date | None]]:
        told = monitoring_shown(view_of(given(contract, quarterly, *entries).file), on).returns
        return [(one.kind, one.state, one.due_on) for one in told]

    due_on = date(2025, 7, 15)
    assert shown(date(2025, 6, 10), eight_weeks) == [("financial report", "in-part", due_on)]
    assert shown(date(2025, 6, 10), unasked) == [("complaints book", "not-asked", None)]
    assert shown(date(2025, 7, 20), eight_weeks) == [
        ("financial report", "in-part", due_on), ("financial report", "missing", due_on),
    ]  # fmt: skip
    assert {state for _, state, _ in shown(date(2025, 7, 10), eight_weeks, rest)} == {"in-time"}


def test_a_report_that_came_before_its_time_was_over_is_shown_as_too_early() -> None:
    """TVP-3.1-3: it cannot tell the whole of it, and was shown as in time beside the remark on that."""
    contract = REGISTERED.model_copy(update={"start_date": date(2025, 5, 1), "procedure": "thames-valley/1"})
    july = Span(first=date(2025, 5, 1), last=date(2025, 7, 31))

    spent = CostLine(name="Staff", actual=Money(pence=72_500_00))
    report = FinancialReportReceived(happened_on=date(2025, 5, 5), period=july, cost_lines=(spent,))

    def states(on: date, *reports: Entry) -> list[str]:
        shown = monitoring_shown(view_of(given(contract, *reports).file), on).returns
        return [one.state for one in shown if one.kind == "financial report"]

    came = [changed(report, happened_on=date(2025, month, day)) for month, day in ((5, 5), (7, 31), (8, 1))]
    assert [states(date(2025, 8, 3), one) for one in came] == [["too-early"], ["in-time"], ["in-time"]]
    assert states(date(2025, 10, 1), report) == ["too-early", "missing"]
    assert sorted(states(date(2025, 10, 1), report, changed(report, happened_on=date(2025, 8, 9)))) == [
        "in-time", "too-early",
    ]  # fmt: skip


def test_a_return_that_may_have_come_on_the_last_day_of_its_time_or_later_tells_the_whole_of_it() -> None:
    """TVP-3.1-3: one that came on 3 to 9 April, for what ended on the 5th, was too early, and overdue."""
    quarter = Span(first=date(2025, 1, 6), last=date(2025, 4, 5))
    issued = ServiceSpecificationIssued(
        happened_on=JANUARY, return_schedule=(ReturnSchedule(kind="activity return", every_months=3),)
    )

    def states(until: date) -> tuple[list[str], list[str]]:
        came = DataReturnReceived(
            happened_on=date(2025, 4, 3), until=until, period=quarter, return_kind="activity return"
        )
        seen, on = view_of(given(REGISTERED, issued, came).file), date(2025, 6, 1)
        owed = [one.duty.id for one in due(duties(seen), on) if one.duty.id.startswith("return/")]
        return [one.state for one in monitoring_shown(seen, on).returns], owed

    assert states(date(2025, 4, 9)) == (["in-time"], [])
    assert states(date(2025, 4, 4)) == (["too-early", "missing"], ["return/activity return/2025-01-06"])


def test_an_indicator_is_shown_met_by_the_target_agreed_and_not_by_a_softer_one_that_a_judgement_states() -> None:
    """HCC-3.1-e: agreed 95, said 85."""
    measure = Indicator(id="P1", text=Said("Visits in time"), target="95", unit="percent")
    agreed = PerformanceIndicatorAgreed(happened_on=JANUARY, indicator=measure)
    softer = PerformanceAssessed(
        happened_on=date(2025, 7, 1), period=Span(first=date(2025, 4, 1), last=date(2025, 6, 30)), indicator="P1",
        target="85", actual="88", unit="percent", judgement="met",
    )  # fmt: skip

    shown = performance_shown(view_of(given(REGISTERED, agreed, softer).file), date(2025, 7, 5))
    [row], [judged] = shown.indicators, shown.assessments
    assert (row.state, row.figures[0].target, row.figures[0].met) == ("not-met", "95", False)
    assert judged.against == (
        "it is judged met, and its own figures show it not met: 88 against a target of 95 percent"
    )


def test_a_quarter_is_held_against_the_target_it_states_where_that_was_agreed_on_any_day_of_it() -> None:
    """HCC-3.1-e, docs/adr/0465: one agreed on its last day made the other three months not met."""
    quarter = Span(first=date(2025, 4, 1), last=date(2025, 6, 30))
    measure = Indicator(id="P1", text=Said("Visits in time"), target="95", unit="percent")
    agreed = PerformanceIndicatorAgreed(happened_on=JANUARY, indicator=measure)
    judged = PerformanceAssessed(
        happened_on=date(2025, 7, 1), period=quarter, indicator="P1", target="95", actual="96", unit="percent",
        judgement="met",
    )  # fmt: skip

    def held(target: str, *days: date, direction: Any = None) -> tuple[bool, str | None, str]:
        harder = [changed(agreed, happened_on=day, indicator=changed(measure, target="98")) for day in days]
        said = changed(judged, target=target, direction=direction)
        story = given(REGISTERED, agreed, *harder).when(said)
        assert story.last is not None
        [row], [one] = (found := performance_shown(view_of(story.file), date(2025, 7, 5))).indicators, found.assessments
        remarked = "assessment.by-the-target-agreed" in [departure.rule for departure in story.last.departures]
        return remarked, row.figures[0].target, "met" if one.against is None else "not met"

    for day in (quarter.last, date(2025, 4, 2)):
        assert held("95", day) == (False, "95", "met")
        assert held("98", day) == (False, "98", "not met")
        assert held("90", day) == (True, "98", "not met")
    for day in (quarter.first, JANUARY + timedelta(days=1)):
        assert held("95", day) == (True, "98", "not met")
    assert held("95", quarter.last, direction="at-most") == (True, "98", "not met")
    assert held("95", date(2025, 7, 1)) == (False, "95", "met")


def test_targets_agreed_on_many_days_are_looked_up_once_for_all_assessments(monkeypatch: pytest.MonkeyPatch) -> None:
    """HCC-3.1-e, docs/adr/0465: what stood is looked up for as many days as that target was agreed from."""
    first, year = date(2025, 2, 1), Span(first=date(2025, 2, 1), last=date(2026, 1, 31))
    measure = Indicator(id="P1", text=Said("Visits in time"), target="95", unit="percent")
    agreed = [
        PerformanceIndicatorAgreed(
            happened_on=first + timedelta(days=n), indicator=changed(measure, target=str(80 + n % 15))
        ) for n in range(120)
    ]  # fmt: skip
    judged = [
        PerformanceAssessed(
            happened_on=date(2026, 2, 5), period=year, indicator="p1", target=target, actual="96", unit="percent",
            judgement="met",
        ) for target in ("50", "80", "84") * 10
    ]  # fmt: skip
    file, asked = given(REGISTERED, *agreed, *judged).file, list[date]()
    indicators = Terms.indicators

    def told(terms: Terms, day: date) -> Any:
        asked.append(day)
        return indicators(terms, day)

    monkeypatch.setattr(Terms, "indicators", told)

    assert [asked_of(file, one)[0] for one in judged[:3]] == ["94", "80", "84"]
    asked.clear()
    for one in judged:
        asked_of(file, one)
    assert len(asked) <= 4 * len(judged)


TVP = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
SLA = ServiceLevelAgreementAgreed(
    happened_on=JANUARY, agreed_by_authority="Tom Reeve", agreed_by_provider="Pat Good",
    improvement_targets=(
        ImprovementTarget(kind="quality", text=Said("Contact within a day"), due_on=date(2025, 6, 30)),
        ImprovementTarget(kind="price", text=Said("A visit for less")),
    ),
)  # fmt: skip


def improved(on: date, *entries: Entry) -> tuple[dict[str, str], dict[str, str], list[tuple[str, When]]]:
    """Improvements as obligations, as Performance shows them, and what is due about them."""
    view = view_of(given(TVP, *entries).file)
    owed = [one for one in obligations(view, on).obligations if one.id.startswith("improvement-target/")]
    assert {one.party for one in owed} <= {"provider"}
    asked = [(one.duty.id, one.state) for one in due(duties(view), on) if one.duty.id.startswith("improvement/")]
    return (
        {one.id.partition("/")[2]: one.state for one in owed},
        {one.id: one.state for one in performance_shown(view, on).improvements},
        asked,
    )


def test_a_result_is_of_the_improvement_that_stood_in_its_place_on_its_day() -> None:
    """TVP-3.0-8: an amendment that leaves out the first puts the second in its place, and that nobody judged."""
    second = SLA.improvement_targets[1]
    judged = PerformanceAssessed(happened_on=date(2025, 6, 2), judgement="met", sla_target="SLA-001/1")
    amended = ServiceLevelAgreementAmended(
        happened_on=date(2025, 6, 16), sla="SLA-001", not_material_statement=Said("The first is reached"),
        becomes=ServiceLevels(improvement_targets=(second,)),
    )  # fmt: skip
    view = view_of(given(TVP, SLA, judged, amended).file)

    [left] = improvements(view, JULY)
    assert (left.id, left.text, left.agreed_on, left.results) == (
        "SLA-001/1", view.say(second.text), SLA.happened_on, (),
    )  # fmt: skip
    turned = amended.model_copy(
        update={"becomes": ServiceLevels(improvement_targets=tuple(reversed(SLA.improvement_targets)))}
    )
    first = {one.id: len(one.results) for one in improvements(view_of(given(TVP, SLA, judged, turned).file), JULY)}
    assert first == {"SLA-001/1": 0, "SLA-001/2": 1}


def test_improvements_agreed_in_a_service_level_agreement_or_apart_are_obligations_until_shown_to_be_reached() -> None:
    """TVP-1.0-1, TVP-3.0-8, TVP-1.0-5."""
    apart = ImprovementTargetAgreed(
        happened_on=JANUARY, improves="quality", text=Said("Callers trained"), due_on=date(2025, 6, 30)
    )
    before, after = (improved(day, SLA, apart) for day in (date(2025, 6, 1), JULY))

    assert before[0] == {"TGT-001": "open", "SLA-001/1": "open", "SLA-001/2": "open"}
    assert after[0] == {"TGT-001": "late", "SLA-001/1": "late", "SLA-001/2": "open"}
    assert after[1] == {
        "TGT-001": "not-known",
        "SLA-001/1": "not-known",
        "SLA-001/2": "no-figure",
    }  # no figure, and nobody judged
    assert after[2] == [("improvement/SLA-001/1", "overdue"), ("improvement/TGT-001", "overdue")]

    judged = [
        PerformanceAssessed(happened_on=date(2025, 6, 30), judgement="met", sla_target="SLA-001/1"),
        PerformanceAssessed(happened_on=date(2025, 6, 30), judgement="not-met", improvement="TGT-001"),
    ]
    owed, shown, asked = improved(JULY, SLA, apart, *judged)
    assert owed == {"TGT-001": "not-kept", "SLA-001/1": "kept", "SLA-001/2": "open"}
    assert (shown["SLA-001/1"], asked) == ("reached", [])


@pytest.mark.parametrize(
    ("first", "last", "actual", "state"),
    [
        (date(2025, 1, 1), date(2025, 1, 31), "118", "not-known"),
        (date(2025, 5, 1), date(2025, 5, 31), "118", "not-reached"),
        (date(2025, 1, 1), date(2025, 3, 31), "118", "not-reached"),
        (date(2025, 1, 1), date(2025, 1, 31), "99", "reached"),
    ],
)  # fmt: skip
def test_an_improvement_is_not_found_wanting_by_a_figure_long_before_its_day(
    first: date, last: date, actual: str, state: str
) -> None:
    """TVP-2.0-3: how it stood on the day is told by a figure for the time before it."""
    aim = ImprovementTargetAgreed(
        happened_on=date(2025, 1, 1), improves="quality", text=Said("Fewer delays"), due_on=date(2025, 6, 15),
        indicator="P2", baseline="120", target="100",
    )  # fmt: skip
    told = IndicatorFigure(indicator="P2", actual=actual)
    report = PerformanceReportReceived(happened_on=JULY, period=Span(first=first, last=last), figures=(told,))

    assert improved(JULY, aim, report)[1] == {"TGT-001": state}


@pytest.mark.parametrize(
    ("figure", "state"),
    [(None, "no-figure"), ("140", "further-off"), ("120.0", "where-it-began"), ("110", "on-the-way")],
)
def test_an_improvement_that_fell_behind_where_it_began_is_not_on_its_way(figure: str | None, state: str) -> None:
    """TVP-2.0-3: delays are to come down from 120 to 100."""
    aim = ImprovementTargetAgreed(
        happened_on=JANUARY, improves="quality", text=Said("Fewer delays"), due_on=date(2025, 12, 31),
        indicator="P2", baseline="120", target="100",
    )  # fmt: skip
    quarter = Span(first=date(2025, 4, 1), last=date(2025, 6, 30))
    told = IndicatorFigure(indicator="P2", actual=figure or "0")
    report = PerformanceReportReceived(happened_on=JULY, period=quarter, figures=(told,))
    owed, shown, _ = improved(JULY, aim, *([report] if figure else []))

    assert (owed, shown) == ({"TGT-001": "open"}, {"TGT-001": state})


def test_an_improvement_judged_met_below_its_own_target_is_neither_reached_nor_kept() -> None:
    """TVP-1.0-1, TVP-1.0-5: 90 is asked for of the indicator, 96 of the improvement, and 94 came."""
    measure = Indicator(id="I1", text=Said("Reached in time"), target="90")
    terms = PerformanceIndicatorAgreed(happened_on=JANUARY, indicator=measure)
    agreed = ImprovementTargetAgreed(
        happened_on=JANUARY, improves="quality", text=Said("More in time"), indicator="I1", baseline="90", target="96",
        due_on=date(2025, 6, 30),
    )  # fmt: skip
    met = PerformanceAssessed(
        happened_on=date(2025, 6, 30), indicator="I1", improvement="TGT-001", target="96", actual="94", judgement="met"
    )
    missed = met.model_copy(update={"judgement": "not-met"})

    assert improved(JULY, terms, agreed, met)[:2] == ({"TGT-001": "standing"}, {"TGT-001": "not-known"})
    assert improved(JULY, terms, agreed, missed)[:2] == ({"TGT-001": "not-kept"}, {"TGT-001": "not-reached"})
    view = view_of(given(TVP, terms, agreed, met).file)
    [shown], [kept] = performance_shown(view, JULY).improvements, performance_shown(view, JULY).indicators
    assert shown.against == "it is judged met, and its own figures show it not met: 94 against a target of 96"
    assert kept.state == "met"  # by what is asked for of the indicator


def test_an_improvement_agreed_in_the_same_words_by_itself_is_asked_for_once() -> None:
    """TVP-3.0-8."""
    apart = ImprovementTargetAgreed(
        happened_on=JANUARY, improves="quality", text=Said("contact within a day"), due_on=date(2025, 6, 30)
    )

    assert list(improved(JULY, SLA, apart)[0]) == ["TGT-001", "SLA-001/2"]
