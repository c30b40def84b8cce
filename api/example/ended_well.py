"""Ended well: a home care contract that failed, and that the council could end because each step was on file.

Larkfield misses visits. The council notices, tells it at once, agrees a plan, sees it get better and then worse,
serves notices by the contract's own clauses, gives time, checks, and lets Legal Services carry the termination out.
"""

from __future__ import annotations

from datetime import date, time
from hashlib import sha256

from api.example.cast import (
    ANN,
    ANNS,
    AUTHORITY_NAME,
    BY_EMAIL_TOO,
    COLIN,
    COLINS,
    JOANS,
    LENA,
    LENAS,
    ON_PAPER,
    PRIYAS,
    RUTH,
    RUTHS,
    pounds,
)
from api.example.meeting import Met, held, minuted
from api.example.paper import Paper, Part, letter, printed, table
from api.example.telling import Desk, Story, fact
from api.people import EXAMPLE_PROVIDER
from ledger.calendar import Period
from ledger.contract_terms import NoticeAddress
from ledger.entry import Actor, Source
from ledger.specification import ImprovementTarget, Indicator, Point, ReturnSchedule
from ledger.subjects.agreement import (
    ContractCommenced,
    ContractRegistered,
    Extension,
    Identifier,
    LifecycleStageEntered,
    Organisation,
)
from ledger.subjects.default_process import (
    DefaultProcessConcluded,
    ImprovementPlanAgreed,
    ImprovementStep,
    RightsReserved,
)
from ledger.subjects.issues import (
    IssueEscalated,
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    IssueSignificanceAssessed,
    ProviderRepresentationsReceived,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
    SeniorManagementBriefed,
    Step,
)
from ledger.subjects.meetings import (
    ActionAssigned,
    ActionCompleted,
    Confirmation,
    ContactLogged,
    ConversationSummarySent,
    CorrectiveActionTaken,
    MeetingScheduled,
)
from ledger.subjects.notices import (
    Addressee,
    NoticeReceiptConfirmed,
    NoticeServed,
    RemedyAssessed,
    RemedyPeriodExtended,
)
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
    SupervisionSessionHeld,
)
from ledger.subjects.performance import (
    ActivityRecorded,
    AuditReported,
    CaseConsidered,
    ComplaintHandlingReviewed,
    ComplaintReceived,
    ComplimentReceived,
    DataReturnReceived,
    DataReturnRequirementChanged,
    Finding,
    PerformanceAssessed,
    PerformanceResultsShared,
    SatisfactionSurveyReceived,
    Span,
    SurveyResult,
)
from ledger.subjects.records import (
    ConsultationRecorded,
    DepartureAuthorised,
    DocumentFiled,
    EntryReclassified,
    EntryStruckOut,
    EntrySupplemented,
    EvidenceBundleIssued,
    NoteMade,
    ProcedureBound,
)
from ledger.subjects.reviews import PurchasingIntentionCommunicated
from ledger.subjects.termination import (
    ContractTerminated,
    EarlyTerminationProposed,
    LegalAdviceReceived,
    LegalServicesConsulted,
    ProviderInformedOfIntention,
    TerminationAuthorised,
    TerminationCaseRecorded,
    TerminationImpactAssessed,
)
from ledger.subjects.terms import (
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
    OrderOfPrecedenceEntered,
    ServiceLevelAgreementAgreed,
    ServiceSpecificationIssued,
    TerminationClauseEntered,
    VariationClauseEntered,
    WorkingDayDefined,
)
from ledger.subjects.variations import (
    AnnualValueChange,
    TotalValueChange,
    VariationAgreed,
    VariationEvaluated,
    VariationProposed,
)
from ledger.words import Said

# The story is laid out by hand, to be read: one entry to a few lines.
# fmt: off

FILE = "MCC-HC-014"
MORAL = (
    "Moral: a contract can be ended for failure when every failing was noticed, told, given time and checked, and each "
    "of these was written down on the day."
)
PRIYA = Actor(person="Priya Shah", office="provider-contract-manager", party="provider")
GWEN = Actor(person="Gwen Tallis", office="provider-escalation-contact", party="provider")
DEV = Actor(person="Dev Malik")
START, END = date(2025, 2, 3), date(2028, 2, 2)
OFFICE = "Larkfield House, 4 Mill Lane, Wexley"
BROUGHT = {"activity return": True, "complaints log": True, "staffing figures": True}


def story(desk: Desk) -> Story:
    """Tell the story from the signature to the day after the service ended."""
    yield from _registered(desk)
    yield from _clauses(desk)
    yield from _specified(desk)
    yield from _started(desk)
    yield from _first_failing(desk)
    yield from _better(desk)
    yield from _a_change_agreed(desk)
    yield from _summer(desk)
    yield from _worse(desk)
    yield from _extra_meeting(desk)
    yield from _improvement_notice(desk)
    yield from _partly_put_right(desk)
    yield from _default_notice(desk)
    yield from _not_put_right(desk)
    yield from _second_default_notice(desk)
    yield from _proposed(desk)
    yield from _case(desk)
    yield from _decided(desk)
    yield from _ended(desk)


# --- December 2024: what was agreed, and who answers for it -----------------------------------------------------------


def _registered(desk: Desk) -> Story:
    signed = date(2024, 12, 2)
    contract = letter(
        signed, AUTHORITY_NAME, EXAMPLE_PROVIDER, "Contract for home care, northern district",
        "The parties agree that Larkfield provides home care to 140 people from 3 February 2025 to 2 February 2028, as "
        "the specification describes, for £780,000 a year.", signed="Signed for both parties",
    )
    yield desk.record(
        "2024-12-09 09:40", JOANS,
        fact(ContractRegistered(
            happened_on=date(2024, 12, 9), reference=FILE, title="Home care, northern district (ended well)",
            provider=Organisation(name=EXAMPLE_PROVIDER, identifiers=(Identifier(scheme="XX-EXAMPLE", id="14"),),
                                  small=True, voluntary=False),
            agreed_on=signed, start_date=START, end_date=END, total_value=pounds(2_340_000),
            annual_value=pounds(780_000), extensions=(Extension(id="2.2", months=12),),
            description=Said("Home care for older people in their own homes: personal care, meals and medicines."),
            business_unit="Adult Services", locality="North", care_group="Older people",
            service_category="social-care", contract_type="block", payment_basis="delivered", client_group_size=140,
            default_clause="31.1", data_source="returns", activity_paid=True, procedure="hampshire/1", by=ANN,
        ), "registered"),
        NoteMade(happened_on=date(2024, 12, 9), by=ANN, words=Said(MORAL)),
    )
    yield desk.record(
        "2024-12-09 09:55", JOANS,
        DocumentFiled(happened_on=date(2024, 12, 9), title="Contract, signed", document_kind="contract", dated=signed,
                      document=desk.paper(contract), belongs_to=(desk["registered"],),
                      hard_copy_location="Deeds room, box 214"),
        ProcedureBound(happened_on=date(2024, 12, 9), procedure="hampshire/1", by=RUTH,
                       reason=Said("The council's procedure for social care contracts.")),
    )
    yield desk.record(
        "2024-12-10 11:05", JOANS,
        LeadOfficerAppointed(happened_on=date(2024, 12, 10), person="Ann Ashe", by=RUTH, appointed_by="Ruth Dale",
                             post="Service Manager, Older People"),
        RepresentativeAppointed(
            happened_on=date(2024, 12, 10), person="Ann Ashe", by=ANN, post="Service Manager, Older People",
            authority_extent=Said("Notices under clauses 30 and 31 and day-to-day instructions; not termination."),
        ),
        ContractSupportOfficerAssigned(happened_on=date(2024, 12, 10), person="Colin Marsh", by=RUTH, locality="North"),
        ProviderContactNamed(
            happened_on=date(2024, 12, 10), person="Priya Shah", role="contract-manager", level="management", by=PRIYA,
            addresses=(NoticeAddress(method="e-mail", address="contracts@larkfield.example"),),
        ),
        ProviderContactNamed(
            happened_on=date(2024, 12, 10), person="Gwen Tallis", role="escalation-contact", level="escalation",
            post="Director", by=PRIYA, addresses=(NoticeAddress(method="hand", address=OFFICE),),
        ),
    )


def _clauses(desk: Desk) -> Story:
    day = date(2024, 12, 12)
    ten, twenty = Period(count=10, unit="working-days"), Period(count=20, unit="working-days")
    yield desk.record(
        "2024-12-12 14:20", COLINS,
        WorkingDayDefined(happened_on=day, effective_from=START, clause="1.1", by=COLIN, words=Said(
            "Working Day: any day from Monday to Friday that is not a bank holiday in England.")),
        NoticeClauseEntered(
            happened_on=day, effective_from=START, clause="43.3", by=COLIN, methods=BY_EMAIL_TOO,
            words=Said("A notice counts when it is delivered between nine and five on a Working Day, otherwise at nine "
                       "on the next; by e-mail, at nine on the next Working Day. Termination is not by e-mail."),
        ),
        NoticeClauseEntered(
            happened_on=day, effective_from=START, clause="30.1", by=COLIN, notices=("improvement", "default"),
            given_by="authority", signed_by=("representative", "lead-officer"),
            addressed_to=("provider-contract-manager",),
            must_state=("the clause", "the standard not met", "what is to be put right", "the time allowed"),
        ),
        NoticeClauseEntered(
            happened_on=day, effective_from=START, clause="32.3", by=COLIN, notices=("termination",),
            given_by="authority", signed_by=("legal-services",), addressed_to=("provider-escalation-contact",),
            methods=ON_PAPER,
        ),
        DefaultClauseEntered(happened_on=day, effective_from=START, clause="30.2", by=COLIN,
                             notice_kind="improvement", cure_period=twenty),
        DefaultClauseEntered(happened_on=day, effective_from=START, clause="31.1", by=COLIN,
                             notice_kind="default", cure_period=ten),
        TerminationClauseEntered(
            happened_on=day, effective_from=START, clause="32.1(b)", trigger="unremedied-default", by=COLIN,
            first_notice="default", notice_length=Period(count=8, unit="weeks"),
            use_within=Period(count=6, unit="months"),
        ),
        TerminationClauseEntered(
            happened_on=day, effective_from=START, clause="32.1(c)", trigger="repeated-notices", by=COLIN,
            first_notice="default", count=3, window=Period(count=12, unit="months"), remedied_count_too=True,
            notice_length=Period(count=8, unit="weeks"),
        ),
        VariationClauseEntered(
            happened_on=day, effective_from=START, clause="22.1", by=COLIN,
            signed_by_authority=("lead-officer",), signed_by_provider=("provider-contract-manager",),
        ),
        OrderOfPrecedenceEntered(happened_on=day, effective_from=START, clause="1.4", by=COLIN, documents=(
            "The contract", "The specification", "The service level agreement", "The method statement")),
        NoticeAddressGiven(happened_on=day, effective_from=START, party="provider", by=PRIYA, addresses=(
            NoticeAddress(method="signed-for-post", address=OFFICE), NoticeAddress(method="hand", address=OFFICE),
            NoticeAddress(method="e-mail", address="contracts@larkfield.example"))),
        NoticeAddressGiven(happened_on=day, effective_from=START, party="authority", by=COLIN, addresses=(
            NoticeAddress(method="signed-for-post", address="County Hall, Marlchester"),)),
    )


def _specified(desk: Desk) -> Story:
    day = date(2024, 12, 16)
    method = letter(day, EXAMPLE_PROVIDER, AUTHORITY_NAME, "Method statement",
                    "Rounds are planned each Thursday. A stand-by carer covers each district from six to ten.",
                    signed="Priya Shah")
    yield desk.record(
        "2024-12-16 10:30", JOANS,
        ServiceSpecificationIssued(
            happened_on=day, effective_from=START, version="1", by=ANN, method_statement=desk.paper(method),
            scope=Said("Planned home visits seven days a week, from seven in the morning to ten at night."),
            standards=(
                Point(id="S1", text=Said("At least 98 in 100 planned visits are made.")),
                Point(id="S2", text=Said("A visit begins within 30 minutes of its time.")),
                Point(id="S3", text=Said("Medicines are given, and recorded when they are given.")),
                Point(id="S4", text=Said("Nobody is visited by more than six carers in a month.")),
            ),
            requirements=(Point(id="R1", text=Said("A complaint is answered within ten Working Days.")),),
            meetings_per_year=4, meeting_information=tuple(BROUGHT), survey_interval_months=12,
            return_schedule=(ReturnSchedule(kind="service return", every_months=3, grace_days=10),),
            attendees=("lead-officer", "provider-contract-manager"), activity_information_required=True,
        ),
        ServiceLevelAgreementAgreed(
            happened_on=day, effective_from=START, by=ANN, contacts=(ANN, PRIYA, GWEN),
            indicators=(Indicator(id="I1", text=Said("Planned visits made: 98 in 100."), requirement="S1"),),
            reporting_schedule=(ReturnSchedule(kind="service return", every_months=3, grace_days=10),),
            improvement_targets=(ImprovementTarget(kind="quality", text=Said("Planned visits made: 99 in 100."),
                                                   due_on=date(2026, 2, 2)),),
            strategy_confirmed=True, agreed_by_authority="Ann Ashe", agreed_by_provider="Priya Shah",
        ),
        MeetingScheduled(happened_on=day, meeting_kind="pre-start", planned_for=date(2025, 1, 15), by=ANN,
                         planned_at=time(10), place="County Hall", agenda=("start-up",
                         "transfer-of-existing-arrangements"),
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
    )


# --- January to April 2025: the start, and the first failing ----------------------------------------------------------


def _started(desk: Desk) -> Story:
    met = Met("MTG-001", date(2025, 1, 15), (ANN, COLIN, PRIYA), {
        "start-up": "Rounds for 140 people are planned; 38 of 41 carers have started.",
        "transfer-of-existing-arrangements": "Keys and care plans pass over on 31 January.",
    })
    yield from held(desk, met, "2025-01-16 09:10", JOANS)
    yield desk.record(
        "2025-01-17 16:00", JOANS,
        MeetingScheduled(happened_on=date(2025, 1, 15), meeting_kind="first", planned_for=date(2025, 4, 24), by=ANN,
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
    )
    yield from minuted(desk, met, "before the start", date(2025, 1, 17), "2025-01-17 16:10", JOANS)
    yield desk.record(
        "2025-02-03 08:30", ANNS,
        ContractCommenced(happened_on=START, by=ANN, preconditions_checked=(
            "lead officer", "representative", "specification", "insurance")),
        LifecycleStageEntered(happened_on=START, stage="operation", by=ANN, records_checked=("contract", "minutes")),
    )


def _first_failing(desk: Desk) -> Story:
    yield desk.record(
        "2025-03-18 15:25", JOANS,
        fact(ComplaintReceived(
            happened_on=date(2025, 3, 18), whose="family", standards=("S1",), case="C-0147", by=Actor(
                person="A daughter", party="third-party"), source=Source(how="heard"),
            subject=Said("Nobody came on the mornings of 15 and 16 March.", person="C-0147"),
        ), "first complaint"),
    )
    yield desk.record(
        "2025-03-19 09:30", ANNS,
        fact(IssueRaised(
            happened_on=date(2025, 3, 19), noticed_on=date(2025, 3, 18), standards=("S1",), contractual=False, by=ANN,
            nature=Said("Two morning visits missed at the weekend; nobody at Larkfield knew until the family rang."),
            evidence=(desk["first complaint"],),
        ), "missed visits"),
    )
    yield desk.record(
        "2025-03-19 10:05", ANNS,
        IssueNotifiedToProvider(happened_on=date(2025, 3, 19), issue="ISS-001", recipient="Priya Shah", means="e-mail",
                                by=ANN, words=Said("Please say by Friday what happened and what you will change.")),
    )
    yield desk.record(
        "2025-03-21 16:40", PRIYAS,
        ProviderRepresentationsReceived(
            happened_on=date(2025, 3, 21), answers=desk["missed visits"], issue="ISS-001", stance="accepts", by=PRIYA,
            words=Said("The round was handed over by telephone and not written down. We are sorry."), audience="shared",
        ),
        ResolutionPlanProposed(
            happened_on=date(2025, 3, 21), issues=("ISS-001",), complete_by=date(2025, 4, 22), by=PRIYA,
            steps=(
                Step(what=Said("Handovers in writing, from 24 March."), owner="Priya Shah", due_on=date(2025, 3, 24)),
                Step(what=Said("An alert when a visit has not begun after 30 minutes."), owner="Priya Shah",
                     due_on=date(2025, 4, 22), outcome=Said("No missed visit goes unnoticed.")),
            ),
        ),
    )
    yield desk.record(
        "2025-03-25 11:15", ANNS,
        ResolutionPlanAgreed(happened_on=date(2025, 3, 25), plan="PLN-001", issues=("ISS-001",), by=ANN,
                             complete_by=date(2025, 4, 22), agreed_by_authority="Ann Ashe",
                             agreed_by_provider="Priya Shah"),
        ActionAssigned(happened_on=date(2025, 3, 25), plan="PLN-001", issue="ISS-001", owner=PRIYA, by=ANN,
                       description=Said("Show the alerts at work."), due_on=date(2025, 4, 22)),
        ComplaintHandlingReviewed(happened_on=date(2025, 3, 25), complaint="CMP-001", by=ANN,
                                  provider_response=Said("A visit to the family, an apology and a written answer."),
                                  responded_on=date(2025, 3, 21), judgement="satisfactory"),
    )
    yield desk.record(
        "2025-04-17 12:00", ANNS,
        ActionCompleted(happened_on=date(2025, 4, 17), action="ACT-001", confirmed_by=ANN, by=PRIYA,
                        words=Said("The alerts ran for two weeks; I saw them on the screen in Wexley.")),
    )


def _better(desk: Desk) -> Story:
    met = Met("MTG-002", date(2025, 4, 24), (ANN, COLIN, PRIYA), {
        "issues-raised-before": "ISS-001: the plan was carried out five days early. No visit missed since 24 March.",
        "complaints-and-compliments": "One complaint, answered in time; one family wrote to thank the evening round.",
        "service-issues": "None open beside ISS-001.",
        "statistics-and-indicators": "Planned visits made in March and April: 98.6 in 100.",
        "activity-against-target": "11,480 visits of 11,640 commissioned.",
        "satisfaction-surveys": "The first survey is due before February 2026.",
        "particular-cases": "C-0147: mornings have been kept since 17 March.",
        "provider-staffing": "41 carers in post; three left, three joined.",
        "future-meetings": "Next on 17 July 2025.",
    }, brought=BROUGHT, confirmed=(Confirmation(issue="ISS-001", satisfactory=True, in_time=True),),
        looked_at={"complaints-and-compliments": (desk["first complaint"],)})
    yield from held(desk, met, "2025-04-25 09:30", JOANS)
    yield desk.record(
        "2025-04-25 10:00", JOANS,
        IssueResolved(happened_on=date(2025, 4, 24), issue="ISS-001", satisfactory=True, within_time=True, by=ANN,
                      meeting="MTG-002", words=Said("The plan was carried out and the visits were kept.")),
        ComplimentReceived(happened_on=date(2025, 4, 22), whose="family", standards=("S2",),
                           subject=Said("The evening carers are always on time and always kind.")),
        MeetingScheduled(happened_on=date(2025, 4, 24), planned_for=date(2025, 7, 17), by=ANN,
                         expected=("lead-officer", "provider-contract-manager")),
    )
    yield from minuted(desk, met, "first meeting after the start", date(2025, 4, 29), "2025-04-29 15:00", JOANS)
    yield from _quarter(
        desk, "2025-05-09 11:20", date(2025, 5, 9), Span(first=START, last=date(2025, 5, 2)), "98.4", "14,890",
        "15,132", "may return",
    )
    yield from _judged(desk, "2025-05-14 10:10", date(2025, 5, 14), Span(first=START, last=date(2025, 5, 2)), "98.4",
                       "met", "ASM-001", ("may return",))


def _quarter(desk: Desk, at: str, on: date, period: Span, percent: str, made: str, planned: str, called: str) -> Story:
    """The provider's quarterly return, and the visits made and planned as it states them."""
    paper = table(on, EXAMPLE_PROVIDER, f"Service return, {period}", ("Visits planned", "Visits made", "In 100"),
                  (planned, made, percent))
    yield desk.record(
        at, PRIYAS,
        fact(DataReturnReceived(
            happened_on=on, period=period, return_kind="service return", by=PRIYA, document=desk.paper(paper),
            service_nature=Said("Home care"), age_ranges=("65 to 74", "75 to 84", "85 and over"), recipients=140,
            statements_given=True, statements_count=140, assessments_done=True, assessments_count=12,
            reviews_done=True, reviews_count=33, complete=True,
        ), called),
        fact(ActivityRecorded(
            happened_on=on, period=period, measure="visits", by=PRIYA, commissioned=planned.replace(",", ""),
            delivered=made.replace(",", ""), target="98", actual=percent,
        ), f"{called} figures"),
    )


def _judged(desk: Desk, at: str, on: date, period: Span, percent: str, judgement: str, asm: str,
            shown_by: tuple[str, ...]) -> Story:
    """The lead officer judges the quarter against standard S1 and gives the provider the result the same day."""
    met = judgement == "met"
    report = letter(on, AUTHORITY_NAME, "Priya Shah, " + EXAMPLE_PROVIDER, f"Results for {period}",
                    f"Planned visits made: {percent} in 100. The standard (S1) is 98 in 100: "
                    f"{'it was met' if met else 'it was not met'}.", signed="Ann Ashe, lead officer", by="By e-mail")
    yield desk.record(
        at, ANNS,
        fact(PerformanceAssessed(
            happened_on=on, period=period, standards=("S1",), indicator="I1", target="98", actual=percent, by=ANN,
            unit="in 100 visits", judgement="met" if met else "not-met",
            evidence=tuple(position for name in shown_by for position in (desk[name],)),
        ), asm),
        PerformanceResultsShared(happened_on=on, assessments=(asm,), shared_with=(PRIYA,), means="e-mail", by=ANN,
                                 document=desk.paper(report)),
    )


# --- June and July 2025: a change agreed, and a quiet quarter ---------------------------------------------------------


def _a_change_agreed(desk: Desk) -> Story:
    yield desk.record(
        "2025-06-02 09:20", ANNS,
        VariationProposed(
            happened_on=date(2025, 6, 2), by=ANN, variation_kind="requirements", reason_code="demand",
            reason=Said("Twelve people leave hospital in June and need an evening sitting service from 1 July."),
            decide="change-now", changes=(AnnualValueChange(was=pounds(780_000), becomes=pounds(804_000)),),
        ),
        ProviderInformedOfIntention(happened_on=date(2025, 6, 2), intention="revise", variation="VAR-001", by=ANN,
                                    recipient="Priya Shah", means="e-mail",
                                    words=Said("We should like to add an evening sitting service from July.")),
        VariationEvaluated(happened_on=date(2025, 6, 2), variation="VAR-001", cost=pounds(24_000), by=ANN,
                           effect_on_cost=Said("£24,000 a year, within budget."),
                           effect_on_outcome=Said("Twelve people can leave hospital a week earlier.")),
    )
    yield desk.record(
        "2025-06-05 14:00", RUTHS,
        DepartureAuthorised(
            happened_on=date(2025, 6, 5), rule="variation.support-officer-consulted", by=RUTH,
            what_for=Said("VAR-001, the evening sitting service."),
            reason=Said("Colin Marsh is in hospital until July and has no stand-in; the patients cannot wait."),
            alternative=Said("I have read the draft myself, and Colin sees it when he is back."),
        ),
    )
    deed = letter(date(2025, 6, 9), AUTHORITY_NAME, EXAMPLE_PROVIDER, "Deed of variation 1",
                  "From 1 July 2025 Larkfield provides an evening sitting service for twelve people. The price rises "
                  "from £780,000 to £804,000 a year.", signed="Ann Ashe for the council; Priya Shah for Larkfield")
    yield desk.record(
        "2025-06-09 16:30", JOANS,
        fact(VariationAgreed(
            happened_on=date(2025, 6, 9), variation="VAR-001", effective_from=date(2025, 7, 1), authorised_by=RUTH,
            changes=(AnnualValueChange(was=pounds(780_000), becomes=pounds(804_000)),
                     TotalValueChange(was=pounds(2_340_000), becomes=pounds(2_402_000))),
            agreed_by_provider="Priya Shah", form="signed-document", signatories=(ANN, PRIYA), by=ANN,
            exhibits=(desk.paper(deed),),
        ), "variation", under={"variation.support-officer-consulted": "AUT-001"},
           because={"variation.support-officer-consulted": "Colin is on sick leave; Ruth authorised it on 5 June."}),
    )


def _summer(desk: Desk) -> Story:
    yield desk.record(
        "2025-06-11 09:45", ANNS,
        fact(IssueRaised(happened_on=date(2025, 6, 11), by=ANN, noticed_on=date(2025, 6, 10),
                         nature=Said("She was visited by nine different carers in May.", person="C-0088"),
                         ), "too many carers"),
        IssueNotifiedToProvider(happened_on=date(2025, 6, 11), issue="ISS-002", recipient="Priya Shah", means="e-mail",
                                by=ANN, words=Said("Please settle who goes to her.")),
    )
    yield desk.record(
        "2025-06-12 10:00", ANNS,
        EntrySupplemented(happened_on=date(2025, 6, 12), position=desk["too many carers"], by=ANN,
                          words=Said("The standard not met is S4: six carers a month at most.")),
        ResolutionPlanAgreed(happened_on=date(2025, 6, 12), issues=("ISS-002",), complete_by=date(2025, 7, 11), by=ANN,
                             agreed_by_authority="Ann Ashe", agreed_by_provider="Priya Shah",
                             steps=(Step(what=Said("Four named carers for her."), owner="Priya Shah"),)),
        SupervisionSessionHeld(happened_on=date(2025, 6, 12), lead_officer="Ann Ashe", nominee="Dev Malik", by=ANN,
                               points=Said("Dev takes the July meeting while I am away; he knows the plan."),
                               contracts_discussed=(FILE,)),
    )
    met = Met("MTG-003", date(2025, 7, 17), (DEV, COLIN, PRIYA), {
        "issues-raised-before": "ISS-002: four named carers since 30 June; settled in time.",
        "complaints-and-compliments": "No complaint since March. Two thank-you cards.",
        "service-issues": "None open. Larkfield says that August leave is covered.",
        "statistics-and-indicators": "May and June: 98.1 in 100.",
        "activity-against-target": "10,020 of 10,214 visits. The sitting service began on 1 July.",
        "particular-cases": "C-0088 and C-0147: both well served.",
        "provider-staffing": "Five carers left in June for the hospital trust; two joined. How is August covered?",
        "future-meetings": "Next on 16 October 2025.",
    }, passed_over={"satisfaction-surveys": "No survey is due before the autumn."}, brought=BROUGHT,
        confirmed=(Confirmation(issue="ISS-002", satisfactory=True, in_time=True),), nominee="Dev Malik")
    yield from held(desk, met, "2025-07-18 09:00", JOANS)
    yield desk.record(
        "2025-07-18 09:20", JOANS,
        IssueResolved(happened_on=date(2025, 7, 17), issue="ISS-002", within_time=True, meeting="MTG-003", by=DEV,
                      words=Said("Four named carers since 30 June.")),
        MeetingScheduled(happened_on=date(2025, 7, 17), planned_for=date(2025, 10, 16), by=DEV, contractual=True,
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
        ComplimentReceived(happened_on=date(2025, 7, 9), whose="carer",
                           subject=Said("The sitting service gave me my first evening out in a year.")),
    )
    yield from minuted(desk, met, "monitoring meeting", date(2025, 7, 22), "2025-07-22 11:30", JOANS)


# --- August to October 2025: it comes back ----------------------------------------------------------------------------


def _worse(desk: Desk) -> Story:
    yield desk.record(
        "2025-08-05 17:10", ANNS,
        fact(ContactLogged(happened_on=date(2025, 8, 5), direction="to-provider", means="call", level="management",
                           participants=(ANN, PRIYA), concern=True, by=ANN,
                           summary=Said("Asked about missed visits at the weekend. Priya said that two rounds had no "
                                        "carer and promised the figures.")), "the call"),
        ConversationSummarySent(happened_on=date(2025, 8, 5), contact="CON-001", recipients=(PRIYA,), by=ANN,
                                words=Said("You told me today that two rounds had no carer on 2 and 3 August.")),
    )
    second = Span(first=date(2025, 5, 3), last=date(2025, 8, 2))
    yield from _quarter(desk, "2025-08-12 11:00", date(2025, 8, 12), second, "95.9", "14,498", "15,118",
                        "august return")
    yield from _judged(desk, "2025-08-13 09:15", date(2025, 8, 13), second, "95.9", "not-met", "ASM-002",
                       ("august return", "august return figures"))
    yield desk.record(
        "2025-08-13 09:40", ANNS,
        IssueReopened(happened_on=date(2025, 8, 13), issue="ISS-001", by=ANN,
                      evidence=(desk["august return"], desk["ASM-002"]),
                      reason=Said("620 visits missed in the quarter, most of them since 5 July.")),
        IssueNotifiedToProvider(happened_on=date(2025, 8, 13), issue="ISS-001", recipient="Priya Shah", means="e-mail",
                                by=ANN, words=Said("The issue is open again. We need a plan by 20 August.")),
        IssueSignificanceAssessed(
            happened_on=date(2025, 8, 13), issue="ISS-001", value_affected=pounds(34_000), by=ANN,
            annual_value=pounds(804_000), clients_affected=46, client_group=140, harm=False, significant=True,
        ),
    )
    yield desk.record(
        "2025-08-15 10:30", ANNS,
        IssueEscalated(happened_on=date(2025, 8, 15), issue="ISS-001", to=RUTH, by=ANN,
                       reason=Said("One person in three is affected.")),
        SeniorManagementBriefed(happened_on=date(2025, 8, 15), issue="ISS-001", body="Director of Adult Services",
                                means="e-mail", by=ANN, summary=Said("Figures, and that an extra meeting is called.")),
        MeetingScheduled(happened_on=date(2025, 8, 15), meeting_kind="ad-hoc", planned_for=date(2025, 9, 2), by=ANN,
                         ad_hoc_reason=Said("Missed visits have come back."), contractual=True,
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
    )
    yield desk.record(
        "2025-08-20 15:50", PRIYAS,
        ProviderRepresentationsReceived(
            happened_on=date(2025, 8, 20), answers=desk["ASM-002"], issue="ISS-001", stance="explains", by=PRIYA,
            words=Said("Five carers left for the hospital trust. We are recruiting; agency staff come in September."),
        ),
    )


def _extra_meeting(desk: Desk) -> Story:
    # Dev's visit of 29 July is recorded five weeks late: he was on leave, and the note lay in his book.
    yield desk.record(
        "2025-09-01 09:05", JOANS,
        fact(NoteMade(
            happened_on=date(2025, 7, 29), noted_on=date(2025, 7, 29), by=DEV,
            source=Source(how="document", whom="Dev Malik's notebook"),
            words=Said("Visited the Wexley office. The Sunday round had no name beside it; the planner said that it "
                       "would be done somehow."),
        ), "late note"),
    )
    met = Met("MTG-005", date(2025, 9, 2), (ANN, COLIN, PRIYA, GWEN), {
        "issues-raised-before": "ISS-001 came back on 5 July; it is not settled.",
        "service-issues": "Gwen Tallis: recruitment is slow, agency staff start on 8 September. Ann Ashe: an "
                          "improvement notice is being considered. Colin Marsh explained clauses 30 and 31.",
        "provider-staffing": "34 carers of 41.",
        "future-meetings": "16 October stays.",
    }, brought={**BROUGHT, "complaints log": False},
        confirmed=(Confirmation(issue="ISS-001", satisfactory=False),), why="Missed visits have come back.",
        looked_at={"service-issues": (desk["august return"], desk["ASM-002"], desk["late note"])})
    yield from held(desk, met, "2025-09-03 09:30", JOANS)
    yield desk.record(
        "2025-09-03 09:50", ANNS,
        CorrectiveActionTaken(happened_on=date(2025, 9, 3), meeting="MTG-005", reason="capacity", by=ANN,
                              description=Said("Twelve new referrals go elsewhere until ISS-001 is settled.")),
        DataReturnRequirementChanged(happened_on=date(2025, 9, 2), return_kind="service return", by=ANN,
                                     new_fields=("missed visits by round",), effective_from=date(2025, 11, 3),
                                     agreed_by=(ANN, PRIYA)),
        ActionAssigned(happened_on=date(2025, 9, 2), meeting="MTG-005", issue="ISS-001", owner=GWEN, by=ANN,
                       description=Said("Name a stand-by carer for each round."), due_on=date(2025, 9, 12)),
    )
    yield from minuted(desk, met, "extra meeting on missed visits", date(2025, 9, 5), "2025-09-05 12:00", JOANS)


def _improvement_notice(desk: Desk) -> Story:
    day = date(2025, 9, 8)
    yield desk.record(
        "2025-09-05 16:20", ANNS,
        ConsultationRecorded(
            happened_on=date(2025, 9, 5), subject="notice", consulted=COLIN, means="meeting", issues=("ISS-001",),
            by=ANN, advice=Said("An improvement notice under 30.2 is right; name S1 and give the 20 Working Days."),
        ),
    )
    yield desk.record(
        "2025-09-08 16:45", ANNS,
        fact(NoticeServed(
            happened_on=day, happened_at=time(15, 30), notice_kind="improvement", clause="30.2",
            standards_breached=("S1",), issues=("ISS-001",), by=ANN, method="signed-for-post", address=OFFICE,
            remedy_required=Said("Make at least 98 in 100 planned visits, and name a stand-by carer for each round."),
            remedy_period=Period(count=20, unit="working-days"),
            recipients=(Addressee(person="Priya Shah", office="provider-contract-manager"),), receipt_requested=True,
            document=desk.paper(_notice(day, "Improvement notice under clause 30.2", "20 Working Days",
                                        "620 of 15,118 visits were missed from 3 May to 2 August 2025.")),
        ), "improvement notice"),
    )
    yield desk.record(
        "2025-09-10 09:10", JOANS,
        NoticeReceiptConfirmed(happened_on=date(2025, 9, 10), notice="NOT-001", received_on=date(2025, 9, 9),
                               received_at=time(10, 40), means="carrier's record"),
    )
    yield desk.record(
        "2025-09-12 15:15", ANNS,
        ImprovementPlanAgreed(
            happened_on=date(2025, 9, 12), notice="NOT-001", complete_by=date(2025, 10, 7), by=ANN,
            steps=(
                ImprovementStep(what=Said("Eight agency carers."), owner="Gwen Tallis", due_on=date(2025, 9, 22)),
                ImprovementStep(what=Said("A stand-by carer for each round."), owner="Priya Shah",
                                due_on=date(2025, 9, 26), outcome=Said("No round without a name.")),
            ),
            agreed_by_authority="Ann Ashe", agreed_by_provider="Gwen Tallis",
        ),
    )
    yield desk.record(
        "2025-10-03 11:40", ANNS,
        RemedyPeriodExtended(happened_on=date(2025, 10, 3), notice="NOT-001", from_date=date(2025, 10, 7),
                             to_date=date(2025, 10, 14), agreed_by="Priya Shah", by=ANN,
                             reason=Said("The agency's checks took a week longer than anybody could have known.")),
    )


def _notice(day: date, title: str, allowed: str, facts: str) -> Paper:
    return letter(
        day, AUTHORITY_NAME, f"Priya Shah, contract manager, {EXAMPLE_PROVIDER}, {OFFICE}", title, facts,
        "The standard is S1 of the specification: at least 98 in 100 planned visits are made.",
        f"You have {allowed}, counted as clause 43.3 counts them, to make at least 98 in 100 planned visits.",
        signed="Ann Ashe, authorised representative",
    )


def _partly_put_right(desk: Desk) -> Story:
    extract = table(date(2025, 10, 15), EXAMPLE_PROVIDER, "Visit records, 29 September to 14 October 2025",
                    ("Visits planned", "Visits made", "In 100"), ("2,656", "2,587", "97.4"))
    yield desk.record(
        "2025-10-15 14:30", ANNS,
        fact(DocumentFiled(happened_on=date(2025, 10, 15), title="Visit records to 14 October", document_kind="report",
                           dated=date(2025, 10, 15), document=desk.paper(extract)), "october records"),
    )
    yield desk.record(
        "2025-10-15 15:00", ANNS,
        RemedyAssessed(happened_on=date(2025, 10, 15), notice="NOT-001", result="partly", by=ANN,
                       evidence=(desk["october records"],), shared_with_provider_on=date(2025, 10, 15),
                       findings=Said("Every round has a stand-by. 97.4 in 100 visits made: better, and not yet 98.")),
    )
    met = Met("MTG-004", date(2025, 10, 16), (ANN, COLIN, PRIYA), {
        "issues-raised-before": "ISS-001: much better since the agency carers came; not settled.",
        "complaints-and-compliments": "Three complaints in August, all answered in time. One compliment.",
        "service-issues": "Larkfield keeps the agency carers until Christmas. Ann Ashe: if it falls again, a default "
                          "notice follows.",
        "statistics-and-indicators": "Since 29 September: 97.4 in 100.",
        "activity-against-target": "2,587 of 2,656 visits.",
        "satisfaction-surveys": "Goes out on 20 October.",
        "particular-cases": "C-0147: a lunch visit missed on 11 August.",
        "provider-staffing": "36 carers and eight from the agency.",
        "future-meetings": "Next on 13 January 2026.",
    }, brought=BROUGHT, confirmed=(Confirmation(issue="ISS-001", satisfactory=False, in_time=False),))
    yield from held(desk, met, "2025-10-17 09:20", JOANS)
    yield desk.record(
        "2025-10-17 09:45", JOANS,
        CaseConsidered(happened_on=date(2025, 10, 16), meeting="MTG-004", case="C-0147", standards=("S1",), by=ANN,
                       finding=Said("One lunch visit missed in August; a neighbour stepped in.", person="C-0147")),
        MeetingScheduled(happened_on=date(2025, 10, 16), planned_for=date(2026, 1, 13), by=ANN, contractual=True,
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
    )
    yield from minuted(desk, met, "monitoring meeting", date(2025, 10, 21), "2025-10-21 10:00", JOANS)
    yield desk.record(
        "2025-10-22 09:15", JOANS,
        fact(NoteMade(happened_on=date(2025, 10, 22), by=ANN,
                      words=Said("The minibus lift failed again at Tollgate.")), "wrong file"),
    )
    yield desk.record(
        "2025-10-22 09:22", JOANS,
        EntryStruckOut(happened_on=date(2025, 10, 22), position=desk["wrong file"],
                       reason=Said("Belongs to the day care contract; entered there.")),
    )


# --- November 2025 to January 2026: the default notices ---------------------------------------------------------------


def _default_notice(desk: Desk) -> Story:
    third = Span(first=date(2025, 8, 3), last=date(2025, 11, 2))
    survey = table(date(2025, 11, 5), EXAMPLE_PROVIDER, "Survey of those who receive the service",
                   ("Question", "Satisfied"), ("The carers", "91"), ("Coming at all", "68"))
    yield desk.record(
        "2025-11-06 10:00", PRIYAS,
        fact(SatisfactionSurveyReceived(
            happened_on=date(2025, 11, 5), period=third, respondents=88, population=139, by=PRIYA,
            results=(SurveyResult(question="The carers", result="91"), SurveyResult(question="Coming at all",
                                                                                     result="68")),
            words=Said("Kind people, when they come."), document=desk.paper(survey),
        ), "survey"),
    )
    yield from _quarter(desk, "2025-11-11 16:00", date(2025, 11, 11), third, "94.7", "14,290", "15,090",
                        "november return")
    yield from _judged(desk, "2025-11-12 10:20", date(2025, 11, 12), third, "94.7", "not-met", "ASM-003",
                       ("november return", "november return figures", "survey"))
    yield desk.record(
        "2025-11-12 10:45", ANNS,
        IssueNotifiedToProvider(happened_on=date(2025, 11, 12), issue="ISS-001", recipient="Priya Shah",
                                means="e-mail", by=ANN, words=Said("800 visits missed in the quarter.")),
    )
    yield desk.record(
        "2025-11-18 14:10", ANNS,
        ConsultationRecorded(happened_on=date(2025, 11, 18), subject="notice", consulted=COLIN, issues=("ISS-001",),
                             means="meeting", by=ANN,
                             advice=Said("The improvement notice was only partly met: clause 31.1 now applies.")),
    )
    day = date(2025, 11, 20)
    yield desk.record(
        "2025-11-20 15:20", ANNS,
        fact(_default(desk, day, time(14, 10), 1, "800 of 15,090 visits were missed from 3 August to 2 November 2025."),
             "first default notice"),
    )
    audit = letter(date(2025, 11, 26), "Marlshire Internal Audit", AUTHORITY_NAME, "Audit of case files at Larkfield",
                   "Of 30 medicine charts read, 7 were filled in before the visit they speak of.",
                   "Care plans were up to date in all 30 files.", signed="Marlshire Internal Audit")
    yield desk.record(
        "2025-11-27 11:00", JOANS,
        fact(AuditReported(
            happened_on=date(2025, 11, 26), auditor="Marlshire Internal Audit", subjects=("case-files",),
            findings=(Finding(words=Said("7 of 30 medicine charts filled in before the visit."), severity="high"),
                      Finding(words=Said("Care plans up to date in all 30 files."), severity="none")),
            document=desk.paper(audit),
        ), "audit"),
    )
    yield desk.record(
        "2025-11-27 11:40", ANNS,
        fact(IssueRaised(happened_on=date(2025, 11, 27), standards=("S3",), by=ANN, contractual=True,
                         evidence=(desk["audit"],), issue_kind="breach-of-trust",
                         nature=Said("Medicine charts are filled in before the visit.")), "charts"),
        IssueNotifiedToProvider(happened_on=date(2025, 11, 27), issue="ISS-003", recipient="Gwen Tallis", by=ANN,
                                means="e-mail", words=Said("The audit is attached. Please answer by 4 December.")),
    )
    yield desk.record(
        "2025-12-03 17:00", PRIYAS,
        ProviderRepresentationsReceived(
            happened_on=date(2025, 12, 3), answers=desk["charts"], issue="ISS-003", stance="disputes", by=PRIYA,
            words=Said("The times were wrong in three charts because the tablets were set to summer time."),
        ),
    )


def _default(desk: Desk, day: date, at: time, which: int, facts: str, more: tuple[str, ...] = ()) -> NoticeServed:
    """A default notice, handed over at Larkfield's office and signed for there."""
    return NoticeServed(
        happened_on=day, happened_at=at, notice_kind="default", clause="31.1", cumulative_count=which,
        standards_breached=("S1",) + (("S3",) if more else ()), issues=("ISS-001", *more), by=ANN, method="hand",
        address=OFFICE, recipients=(Addressee(person="Priya Shah", office="provider-contract-manager"),),
        remedy_required=Said("Make at least 98 in 100 planned visits."),
        remedy_period=Period(count=10, unit="working-days"), received_on=day, received_at=at,
        receipt_evidence=Said("Signed for at the front desk."),
        reservation_of_rights=Said("The council reserves every right it has under clause 32."),
        document=desk.paper(_notice(day, f"Default notice {which} under clause 31.1", "10 Working Days", facts)),
    )


def _not_put_right(desk: Desk) -> Story:
    spot = table(date(2025, 12, 8), AUTHORITY_NAME, "Visits checked from 21 November to 4 December 2025",
                 ("Visits planned", "Visits made", "In 100"), ("2,322", "2,215", "95.4"))
    yield desk.record(
        "2025-12-08 09:40", ANNS,
        fact(DocumentFiled(happened_on=date(2025, 12, 8), title="Visits checked to 4 December", document_kind="report",
                           dated=date(2025, 12, 8), document=desk.paper(spot)), "december check"),
    )
    yield desk.record(
        "2025-12-08 10:10", ANNS,
        fact(RemedyAssessed(happened_on=date(2025, 12, 8), notice="NOT-002", result="not-remedied", by=ANN,
                            evidence=(desk["december check"],), shared_with_provider_on=date(2025, 12, 8),
                            findings=Said("95.4 in 100 visits made while the time ran.")), "first not remedied"),
    )
    yield desk.record(
        "2025-12-09 11:00", JOANS,
        fact(NoteMade(happened_on=date(2025, 12, 9), by=Actor(person="Finance team"),
                      words=Said("Invoice 2025-11 paid for the visits made.")), "payment"),
    )
    yield desk.record(
        "2025-12-09 11:30", ANNS,
        RightsReserved(happened_on=date(2025, 12, 9), notice="NOT-002", act=desk["payment"], by=ANN, means="letter",
                       recipient="Gwen Tallis",
                       words=Said("We pay for visits made so that nobody is left without care. The council gives up "
                                  "none of its rights by that.")),
        NoteMade(happened_on=date(2025, 12, 9), by=ANN,
                 words=Said("The charts: three of seven may indeed be summer time. Four are not."),
                 concerns=(desk["charts"],)),
    )


def _second_default_notice(desk: Desk) -> Story:
    met = Met("MTG-006", date(2026, 1, 13), (ANN, COLIN, PRIYA, GWEN), {
        "issues-raised-before": "ISS-001 and ISS-003: neither is settled.",
        "complaints-and-compliments": "Eleven complaints in December; two answered late. One compliment.",
        "service-issues": "The agency carers left at Christmas. Larkfield has no plan before March.",
        "statistics-and-indicators": "December: 93.8 in 100.",
        "activity-against-target": "4,810 of 5,128 visits.",
        "satisfaction-surveys": "68 in 100 are satisfied with coming at all; 91 with the carers themselves.",
        "particular-cases": "C-0147: three visits missed over Christmas.",
        "provider-staffing": "33 carers of 41.",
        "future-meetings": "Next on 9 April 2026.",
    }, brought={**BROUGHT, "staffing figures": False}, confirmed=(
        Confirmation(issue="ISS-001", satisfactory=False, in_time=False),
        Confirmation(issue="ISS-003", satisfactory=False)), looked_at={"satisfaction-surveys": (desk["survey"],)})
    yield from held(desk, met, "2026-01-14 09:00", JOANS)
    yield desk.record(
        "2026-01-14 09:30", JOANS,
        MeetingScheduled(happened_on=date(2026, 1, 13), planned_for=date(2026, 4, 9), by=ANN, contractual=True,
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
        ConsultationRecorded(happened_on=date(2026, 1, 13), subject="notice", consulted=COLIN, means="meeting", by=ANN,
                             issues=("ISS-001", "ISS-003"),
                             advice=Said("Serve a second default notice, on the charts too.")),
    )
    day = date(2026, 1, 15)
    yield desk.record(
        "2026-01-15 12:30", ANNS,
        fact(_default(desk, day, time(11), 2, "In December 2025 318 of 5,128 visits were missed, and medicine charts "
                      "were filled in before the visit.", ("ISS-003",)), "second default notice"),
    )
    yield from minuted(desk, met, "monitoring meeting", date(2026, 1, 16), "2026-01-16 15:00", JOANS)
    again = table(date(2026, 2, 2), AUTHORITY_NAME, "Visits checked from 16 to 29 January 2026",
                  ("Visits planned", "Visits made", "In 100"), ("2,310", "2,183", "94.5"))
    yield desk.record(
        "2026-02-02 10:00", ANNS,
        fact(DocumentFiled(happened_on=date(2026, 2, 2), title="Visits checked to 29 January", document_kind="report",
                           dated=date(2026, 2, 2), document=desk.paper(again)), "january check"),
    )
    yield desk.record(
        "2026-02-02 10:30", ANNS,
        fact(RemedyAssessed(happened_on=date(2026, 2, 2), notice="NOT-003", result="not-remedied", by=ANN,
                            evidence=(desk["january check"],), shared_with_provider_on=date(2026, 2, 2),
                            findings=Said("94.5 in 100 visits made; two more charts filled in early.")),
             "second not remedied"),
        RightsReserved(happened_on=date(2026, 2, 2), notice="NOT-003", issues=("ISS-001", "ISS-003"), by=ANN,
                       means="letter", recipient="Gwen Tallis",
                       words=Said("The council goes on with the contract while it decides, and reserves its rights.")),
    )


# --- February to June 2026: the end -----------------------------------------------------------------------------------


def _proposed(desk: Desk) -> Story:
    yield desk.record(
        "2026-02-03 09:30", ANNS,
        DefaultProcessConcluded(happened_on=date(2026, 2, 3), notices=("NOT-001", "NOT-002", "NOT-003"), by=ANN,
                                result="not-remedied",
                                reasoning=Said("Three notices, twelve weeks of time in all, and visits still missed.")),
    )
    yield desk.record(
        "2026-02-05 14:00", ANNS,
        EarlyTerminationProposed(happened_on=date(2026, 2, 5), grounds=("default",), issues=("ISS-001", "ISS-003"),
                                 notices=("NOT-002", "NOT-003"), by=ANN,
                                 reasons=Said("Two default notices were not remedied. There is no plan before March.")),
    )
    yield desk.record(
        "2026-02-06 11:15", COLINS,
        ConsultationRecorded(happened_on=date(2026, 2, 6), subject="termination", consulted=COLIN, proposal="TRM-001",
                             means="meeting", by=ANN, contentious=True,
                             advice=Said("The trail is good. Weigh what it means for the 139 people first.")),
        ConsultationRecorded(happened_on=date(2026, 2, 6), subject="termination", consulted=RUTH, proposal="TRM-001",
                             means="call", by=COLIN, advice=Said("Go on; I will consult Legal Services.")),
    )
    yield from _quarter(desk, "2026-02-11 10:00", date(2026, 2, 11), Span(first=date(2025, 11, 3),
                        last=date(2026, 2, 2)), "94.2", "14,188", "15,062", "february return")
    yield desk.record(
        "2026-02-12 16:00", ANNS,
        TerminationImpactAssessed(
            happened_on=date(2026, 2, 12), proposal="TRM-001", users_affected=139, by=ANN,
            user_impact=Said("139 people change their carers. 31 live alone and have nobody else."),
            vulnerability=Said("22 have dementia; their carers change last, and with the old ones beside them."),
            alternative_arrangements=Said("Two providers on the framework take a half each; 26 carers may transfer."),
            timescales=Said("Ten weeks from notice."),
            equality=Said("No group is worse off; the Polish-speaking round stays together."),
        ),
        fact(NoteMade(happened_on=date(2026, 2, 12), by=ANN,
                      words=Said("What we would say if they claim that we caused the gap by sending referrals away."),
                      ), "worry"),
    )
    yield desk.record(
        "2026-02-13 12:00", ANNS,
        ProviderInformedOfIntention(
            happened_on=date(2026, 2, 13), intention="terminate", proposal="TRM-001", recipient="Gwen Tallis", by=ANN,
            means="letter", words=Said("The council intends to end the contract under clause 32.1(b). Please let us "
                                       "have anything you want considered by 20 February."),
            exhibits=(desk.paper(letter(
                date(2026, 2, 13), AUTHORITY_NAME, f"Gwen Tallis, {EXAMPLE_PROVIDER}", "Intention to end the contract",
                "The council intends to end the contract under clause 32.1(b).",
                "Please let us have anything you want considered by 20 February 2026.",
                signed="Ann Ashe, lead officer")),),
        ),
    )


def _case(desk: Desk) -> Story:
    yield desk.record(
        "2026-02-19 16:30", PRIYAS,
        ProviderRepresentationsReceived(
            happened_on=date(2026, 2, 19), answers=desk["second default notice"], notice="NOT-003", stance="disputes",
            words=Said("Carers are short everywhere. By April we shall be at 98 again, as we were last spring."),
            by=PRIYA,
        ),
    )
    cited = ("first complaint", "missed visits", "august return", "ASM-002", "late note", "improvement notice",
             "october records", "november return", "ASM-003", "survey", "first default notice", "audit", "charts",
             "december check", "first not remedied", "second default notice", "january check", "second not remedied",
             "february return")
    trail = Paper("Trail of evidence, TRM-001", date(2026, 2, 20), AUTHORITY_NAME, (
        Part(("The entries on file that show the failure, by their numbers.",), None,
             (("Entry", "What it is"), *((str(desk[name]), name) for name in cited))),))
    yield desk.record(
        "2026-02-20 15:00", ANNS,
        fact(TerminationCaseRecorded(
            happened_on=date(2026, 2, 20), proposal="TRM-001", clause="32.1(b)", by=ANN,
            grounds=Said("Standard S1 was missed in three quarters running. An improvement notice was partly met, two "
                         "default notices were not. Larkfield was told each time, given time each time, and heard."),
            cited=tuple(desk[name] for name in cited), trail_digest=sha256(printed(trail)).hexdigest(),
            gaps_acknowledged=(Said("The visit of 29 July 2025 was recorded on 1 September."),),
            exhibits=(desk.paper(trail),),
        ), "case"),
    )
    yield desk.record(
        "2026-02-23 10:00", JOANS,
        fact(EvidenceBundleIssued(happened_on=date(2026, 2, 23), up_to=desk["case"], recipient="Legal Services",
                                  purpose="Advice on TRM-001", by=ANN, bundle=desk.paper(trail)), "bundle"),
    )
    yield desk.record(
        "2026-02-24 11:00", RUTHS,
        LegalServicesConsulted(happened_on=date(2026, 2, 24), proposal="TRM-001", consulted="Lena Stone", by=RUTH,
                               bundle=desk["bundle"],
                               words=Said("May we end the contract under 32.1(b), and what could be said against it?")),
    )
    yield desk.record(
        "2026-02-25 09:00", LENAS,
        EntryReclassified(happened_on=date(2026, 2, 25), position=desk["worry"], new_audience="legal", by=LENA,
                          new_protection="litigation", reason=Said("Written with a dispute in view.")),
    )
    yield desk.record(
        "2026-03-03 17:20", LENAS,
        LegalAdviceReceived(happened_on=date(2026, 3, 3), proposal="TRM-001", recommends="proceed", by=LENA,
                            advice=Said("The right under 32.1(b) arose on 5 December 2025 and again on 30 January "
                                        "2026, and has been reserved. Serve by hand, on Gwen Tallis.")),
    )


def _decided(desk: Desk) -> Story:
    yield desk.record(
        "2026-03-05 15:30", RUTHS,
        TerminationAuthorised(happened_on=date(2026, 3, 5), proposal="TRM-001", extent="full", by=RUTH,
                              reason=Said("The failure is shown, the people are provided for, the advice is clear.")),
    )
    day = date(2026, 3, 9)
    yield desk.record(
        "2026-03-09 14:00", LENAS,
        fact(NoticeServed(
            happened_on=day, happened_at=time(11, 20), notice_kind="termination", clause="32.1(b)", proposal="TRM-001",
            extent="full", ends_on=date(2026, 5, 31), issues=("ISS-001", "ISS-003"), by=LENA, method="hand",
            address=OFFICE, recipients=(Addressee(person="Gwen Tallis", office="provider-escalation-contact"),),
            received_on=day, received_at=time(11, 20), receipt_evidence=Said("Signed for by Gwen Tallis."),
            document=desk.paper(letter(
                day, AUTHORITY_NAME, f"Gwen Tallis, director, {EXAMPLE_PROVIDER}, {OFFICE}",
                "Notice of termination under clause 32.1(b)",
                "Default notices 1 and 2 were not remedied in the time the contract gives. The council ends the "
                "contract on 31 May 2026.", signed="Lena Stone, Legal Services", by="By hand")),
        ), "termination notice"),
        LifecycleStageEntered(happened_on=day, stage="exit", by=LENA),
    )
    yield desk.record(
        "2026-03-16 10:00", ANNS,
        PurchasingIntentionCommunicated(happened_on=date(2026, 3, 16), told=("users", "carers-families"), by=ANN,
                                        means="letter and visit",
                                        content=Said("From 1 June your care comes from one of two new providers. "
                                                     "Somebody will call on you before that.")),
    )
    met = Met("MTG-007", date(2026, 4, 9), (ANN, COLIN, PRIYA), {
        "issues-raised-before": "ISS-001 stays open to the end. ISS-003: no early chart since February.",
        "complaints-and-compliments": "Four complaints, all answered in time. Families praise the carers.",
        "service-issues": "Handover by rounds from 4 May. 26 carers transfer.",
        "statistics-and-indicators": "March: 96.0 in 100.",
        "activity-against-target": "4,980 of 5,187 visits.",
        "particular-cases": "C-0147 keeps two of her carers.",
        "provider-staffing": "35 carers.",
        "future-meetings": "None: the contract ends on 31 May. Ann Ashe and Priya Shah speak each Monday.",
    }, passed_over={"satisfaction-surveys": "No further survey before the end."}, brought=BROUGHT,
        confirmed=(Confirmation(issue="ISS-003", satisfactory=True),))
    yield from held(desk, met, "2026-04-10 09:00", JOANS)
    yield from minuted(desk, met, "meeting on the handover", date(2026, 4, 14), "2026-04-14 11:00", JOANS)


def _ended(desk: Desk) -> Story:
    yield desk.record(
        "2026-04-14 11:20", ANNS,
        IssueResolved(happened_on=date(2026, 4, 9), issue="ISS-003", meeting="MTG-007", by=ANN,
                      words=Said("No chart filled in early since February; 40 were read.")),
        ComplimentReceived(happened_on=date(2026, 4, 8), whose="family",
                           subject=Said("Our carer came to say goodbye and brought her successor.")),
    )
    yield from _quarter(desk, "2026-05-12 10:10", date(2026, 5, 12), Span(first=date(2026, 2, 3),
                        last=date(2026, 5, 2)), "96.1", "14,280", "14,860", "may 2026 return")
    yield desk.record(
        "2026-05-29 16:00", LENAS,
        ContractTerminated(happened_on=date(2026, 5, 29), notice="NOT-004", proposal="TRM-001", clause="32.1(b)",
                           ends_on=date(2026, 5, 31), by=LENA, carried_out_by=LENA),
    )
    yield desk.record(
        "2026-06-05 12:00", ANNS,
        LifecycleStageEntered(happened_on=date(2026, 6, 5), stage="closed", by=ANN,
                              records_checked=("notices", "minutes", "handover lists")),
        NoteMade(happened_on=date(2026, 6, 5), by=ANN,
                 words=Said("All 139 people were visited by their new carers in the first week.")),
    )
