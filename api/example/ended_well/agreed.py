"""December 2024: what was agreed, and who answers for it."""

from __future__ import annotations

from datetime import date, time

from api.example.cast import (
    ANN,
    AUTHORITY_NAME,
    BY_EMAIL_TOO,
    COLIN,
    COLINS,
    JOANS,
    ON_PAPER,
    RUTH,
    pounds,
)
from api.example.ended_well.parties import BROUGHT, END, FILE, GWEN, MORAL, OFFICE, PRIYA, START
from api.example.paper import letter
from api.example.telling import Desk, Story, fact
from api.people import EXAMPLE_PROVIDER
from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Period
from ledger.specification import ImprovementTarget, Indicator, Point, ReturnSchedule
from ledger.subjects.agreement import (
    ContractRegistered,
    Extension,
    Identifier,
    Organisation,
)
from ledger.subjects.meetings import (
    MeetingScheduled,
)
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
)
from ledger.subjects.records import (
    DocumentFiled,
    NoteMade,
    ProcedureBound,
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
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def agreed(desk: Desk) -> Story:
    """Tell what was signed, who was appointed, and what the contract says."""
    yield from _registered(desk)
    yield from _clauses(desk)
    yield from _specified(desk)


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
            default_clause="31.1", data_source="returns", activity_paid=True, procedure="hampshire/1", by=COLIN,
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
    levels = letter(day, AUTHORITY_NAME, EXAMPLE_PROVIDER, "Service level agreement", "Planned visits made: 98 in 100, "
                    "99 by 2 February 2026. A service return comes every three months.",
                    signed="Ann Ashe and Priya Shah")
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
            indicators=(Indicator(id="I1", text=Said("Planned visits made: 98 in 100."), requirement="S1",
                                  measures="effectiveness", target="98", unit="percent", every_months=1),),
            reporting_schedule=(ReturnSchedule(kind="service return", every_months=3, grace_days=10),),
            improvement_targets=(ImprovementTarget(kind="quality", text=Said("Planned visits made: 99 in 100."),
                                                   due_on=date(2026, 2, 2)),),
            strategy_confirmed=True, agreed_by_authority="Ann Ashe", agreed_by_provider="Priya Shah",
            exhibits=(desk.paper(levels),),
        ),
        MeetingScheduled(happened_on=day, meeting_kind="pre-start", planned_for=date(2025, 1, 15), by=ANN,
                         planned_at=time(10), place="County Hall", agenda=("start-up",
                         "transfer-of-existing-arrangements"),
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
    )
