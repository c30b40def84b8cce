"""September 2025 to January 2026: what was agreed, and a quiet first quarter."""

from __future__ import annotations

from datetime import date

from api.example.cast import AUTHORITY_NAME, BY_EMAIL_TOO, JOANS, pounds
from api.example.meeting import Met, held, minuted
from api.example.paper import letter, table
from api.example.saved.parties import (
    BROUGHT,
    END,
    FILE,
    HELEN,
    HOUSE,
    JOAN,
    MINA,
    MINAS,
    MORAL,
    PROVIDER,
    START,
    STELLA,
    TOM,
    TOMS,
)
from api.example.telling import Desk, Story, fact
from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Period
from ledger.dates.span import Span
from ledger.specification import ImprovementTarget, Indicator, Point, ReturnSchedule
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, Organisation
from ledger.subjects.assurance import ChecklistItemVerified
from ledger.subjects.meetings import MeetingScheduled
from ledger.subjects.people import DeputyOfficerAppointed, LeadOfficerAppointed, ProviderContactNamed
from ledger.subjects.performance import (
    ActivityRecorded,
    CostLine,
    DataReturnReceived,
    FinancialReportReceived,
    PerformanceAssessed,
    PerformanceResultsShared,
)
from ledger.subjects.records import DocumentFiled, NoteMade, ProcedureBound
from ledger.subjects.terms import (
    NoticeAddressGiven,
    NoticeClauseEntered,
    ServiceLevelAgreementAgreed,
    ServiceSpecificationIssued,
    TerminationClauseEntered,
    WorkingDayDefined,
)
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

RETURNS = ReturnSchedule(kind="quarterly performance report", every_months=3, grace_days=10)
ACCOUNTS = ReturnSchedule(kind="quarterly financial report", every_months=3, grace_days=10)


def agreed(desk: Desk) -> Story:
    """Tell what was signed, what the contract says, and the first quarter."""
    yield from _registered(desk)
    yield from _terms(desk)
    yield from _checked(desk)
    yield from _first_quarter(desk)


def _registered(desk: Desk) -> Story:
    day, signed = date(2025, 9, 22), date(2025, 9, 15)
    contract = letter(signed, AUTHORITY_NAME, PROVIDER, "Contract for support to victims of crime",
                      "Harbour Light supports people referred to it after a crime, from 6 October 2025 to 5 "
                      "October 2027, for £210,000 a year.", signed="Signed for both parties")
    yield desk.record(
        "2025-09-22 09:30", JOANS,
        fact(ContractRegistered(
            happened_on=day, reference=FILE, title="Support for victims of crime (saved)", agreed_on=signed, by=TOM,
            provider=Organisation(name=PROVIDER, small=True, voluntary=True), start_date=START, end_date=END,
            total_value=pounds(420_000), annual_value=pounds(210_000), client_group_size=180, data_source="returns",
            description=Said("A call within two days, a first meeting within ten, and somebody to turn to later."),
            business_unit="Community Safety", locality="Whole county", care_group="Victims of crime",
            service_category="other-services", contract_type="block", payment_basis="delivered",
            procedure="thames-valley/1",
        ), "registered"),
        NoteMade(happened_on=day, by=TOM, words=Said(MORAL)),
    )
    yield desk.record(
        "2025-09-22 10:00", JOANS,
        DocumentFiled(happened_on=day, title="Contract, signed", document_kind="contract", dated=signed,
                      hard_copy_location="Folder VS-031, Community Safety",
                      document=desk.paper(contract), belongs_to=(desk["registered"],)),
        ProcedureBound(happened_on=day, procedure="thames-valley/1", by=HELEN,
                       reason=Said("Community Safety works by the strategy it shares with its police area.")),
        LeadOfficerAppointed(happened_on=day, person="Tom Reeve", post="Commissioning Officer", by=HELEN,
                             appointed_by="Helen Marr"),
        DeputyOfficerAppointed(happened_on=day, person="Ines Calder", post="Commissioning Assistant", by=HELEN),
        ProviderContactNamed(
            happened_on=day, person="Mina Calloway", role="contract-manager", level="management", by=MINA,
            addresses=(NoticeAddress(method="e-mail", address="mina@harbourlight.example"),),
        ),
        ProviderContactNamed(
            happened_on=day, person="Stella Trent", role="escalation-contact", level="escalation", post="Director",
            by=MINA, addresses=(NoticeAddress(method="e-mail", address="stella@harbourlight.example"),),
        ),
    )


def _terms(desk: Desk) -> Story:
    day = date(2025, 9, 24)
    method = letter(day, PROVIDER, AUTHORITY_NAME, "Method statement", "Two people share the list of referrals. Calls "
                    "are made from ten to six, and a second is tried the next day.", signed="Mina Calloway")
    levels = letter(day, AUTHORITY_NAME, PROVIDER, "Service level agreement", "1. How the council manages its "
                    "contracts. 2. Whom to turn to. 3. Called in two Working Days: 95 in 100. 4. What is reported.",
                    signed="Tom Reeve and Mina Calloway")
    yield desk.record(
        "2025-09-24 14:00", TOMS,
        WorkingDayDefined(happened_on=day, effective_from=START, clause="1.2", by=TOM),
        NoticeClauseEntered(
            happened_on=day, effective_from=START, clause="12.1", by=TOM, methods=BY_EMAIL_TOO,
            words=Said("A notice counts when it is delivered in working hours; by e-mail, at nine on the next Working "
                       "Day. Termination is not by e-mail."),
        ),
        TerminationClauseEntered(
            happened_on=day, effective_from=START, clause="15.1", trigger="unremedied-default", by=TOM,
            first_notice="breach", cure_period=Period(count=20, unit="working-days"),
            notice_length=Period(count=3, unit="months"),
        ),
        NoticeAddressGiven(happened_on=day, effective_from=START, party="provider", by=MINA, addresses=(
            NoticeAddress(method="hand", address=HOUSE), NoticeAddress(method="signed-for-post", address=HOUSE),
            NoticeAddress(method="e-mail", address="stella@harbourlight.example"))),
        ServiceSpecificationIssued(
            happened_on=day, effective_from=START, version="1", by=TOM, method_statement=desk.paper(method),
            scope=Said("Support by telephone and in person for everybody referred after a crime."),
            standards=(
                Point(id="V1", text=Said("Everybody referred is called within two Working Days.")),
                Point(id="V2", text=Said("A first meeting is offered within ten Working Days.")),
            ),
            meetings_per_year=4, attendees=("lead-officer", "provider-contract-manager"), return_schedule=(RETURNS,),
            meeting_information=tuple(BROUGHT),
        ),
        ServiceLevelAgreementAgreed(
            happened_on=day, effective_from=START, by=TOM, contacts=(TOM, MINA, STELLA),
            indicators=(Indicator(id="I1", text=Said("Called in two Working Days: 95 in 100."), requirement="V1",
                                  measures="effectiveness", target="95", unit="percent", every_months=1),),
            improvement_targets=(ImprovementTarget(kind="quality", text=Said("Called in time: 97 in 100."),
                                                   due_on=date(2026, 10, 5)),),
            reporting_schedule=(RETURNS, ACCOUNTS), strategy_confirmed=True, agreed_by_authority="Tom Reeve",
            agreed_by_provider="Mina Calloway", exhibits=(desk.paper(levels),),
        ),
    )
    yield desk.record(
        "2025-10-06 09:00", TOMS,
        ContractCommenced(happened_on=START, by=TOM, preconditions_checked=("lead officer", "deputy", "specification")),
        MeetingScheduled(happened_on=START, planned_for=date(2025, 12, 18), by=TOM,
                         expected=("lead-officer", "provider-contract-manager")),
    )


def _checked(desk: Desk) -> Story:
    day = date(2025, 10, 7)
    papers = {
        "strategy-in-tender-papers": "Invitation to tender, section 7: how contracts are managed",
        "confidentiality-agreement": "Confidentiality agreement, signed by Harbour Light",
        "accreditation": "Certificate of the national standard for victims' services",
        "strategy-in-sla": "Service level agreement, section 1: how contracts are managed",
    }  # fmt: skip
    shown = {item: desk.paper(letter(day, PROVIDER, AUTHORITY_NAME, title, "Copy for the contract file.",
                                     signed="Mina Calloway")) for item, title in papers.items()}
    yield desk.record("2025-10-07 11:00", JOANS, *(
        ChecklistItemVerified(happened_on=day, item=item, by=TOM, exhibits=(paper,)) for item, paper in shown.items()))


def _first_quarter(desk: Desk) -> Story:
    met = Met("MTG-001", date(2025, 12, 18), (TOM, MINA, JOAN), {
        "complaints-overview": "None.",
        "action-and-improvement-plans": "None. Christmas is covered, says Mina.",
        "future-development": "A room in the west of the county from spring.",
    }, brought=BROUGHT, note_taker=JOAN)
    yield from held(desk, met, "2025-12-19 09:00", JOANS)
    yield desk.record(
        "2025-12-19 09:20", JOANS,
        MeetingScheduled(happened_on=date(2025, 12, 18), planned_for=date(2026, 3, 17), by=TOM,
                         meeting_kind="strategic-half-year",
                         expected=("lead-officer", "provider-contract-manager")),
    )
    yield from minuted(desk, met, "quarterly meeting", date(2025, 12, 22), "2025-12-22 11:00", JOANS)
    first = Span(first=START, last=date(2026, 1, 5))
    yield from reported(desk, first, date(2026, 1, 13), ("214", "207", "96.7"), "first report")
    yield from judged(desk, first, date(2026, 1, 14), "96.7", "ASM-001", "first report")


def reported(desk: Desk, period: Span, on: date, calls: tuple[str, str, str], called: str) -> Story:
    """The provider's report of a quarter: people referred, called in time, in 100."""
    referred, in_time, percent = calls
    paper = table(on, PROVIDER, f"Quarterly report, {period}", ("People referred", "Called in time", "In 100"), calls)
    yield desk.record(
        f"{on} 15:00", MINAS,
        fact(DataReturnReceived(happened_on=on, period=period, return_kind="quarterly performance report", by=MINA,
                                recipients=180, service_nature=Said("Support for victims of crime"), complete=True,
                                document=desk.paper(paper)), called),
        FinancialReportReceived(
            happened_on=on, period=period, by=MINA, income=pounds(52_500), open_book=True, cost_lines=(
                CostLine(name="Staff", budget=pounds(41_000), actual=pounds(40_650)),
                CostLine(name="Rooms and telephones", budget=pounds(11_500), actual=pounds(11_620)))),
        ActivityRecorded(happened_on=on, period=period, measure="people called in time", by=MINA, target="95",
                         commissioned=referred, delivered=in_time, actual=percent),
    )


def judged(desk: Desk, period: Span, on: date, percent: str, asm: str, shown_by: str) -> Story:
    """The lead officer judges a quarter in which standard V1 was met and gives the provider the result the same day."""
    report = letter(on, AUTHORITY_NAME, f"Mina Calloway, {PROVIDER}", f"Results for {period}",
                    f"Called in time: {percent} in 100. The standard (V1) is 95 in 100: it was met.",
                    signed="Tom Reeve, lead officer", by="By e-mail")
    yield desk.record(
        f"{on} 16:30", TOMS,
        fact(PerformanceAssessed(happened_on=on, period=period, standards=("V1",), indicator="I1", target="95",
                                 actual=percent, unit="in 100 calls", judgement="met", by=TOM,
                                 evidence=(desk[shown_by],)), asm),
        PerformanceResultsShared(happened_on=on, assessments=(asm,), shared_with=(MINA,), means="e-mail", by=TOM,
                                 document=desk.paper(report)),
    )
