"""August and September 2025: what was agreed, and who answers for it."""

from __future__ import annotations

from datetime import date

from api.example.cast import ANN, ANNS, AUTHORITY_NAME, COLIN, COLINS, JOANS, ON_PAPER, RUTH, pounds
from api.example.not_yet.parties import BROUGHT, END, FILE, HUGH, KITCHEN, MORAL, PROVIDER, START
from api.example.paper import letter
from api.example.telling import Desk, Story, fact
from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Period
from ledger.specification import Point, ReturnSchedule
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, Organisation
from ledger.subjects.meetings import MeetingScheduled
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
)
from ledger.subjects.records import DocumentFiled, NoteMade
from ledger.subjects.terms import (
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
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
    yield from _begun(desk)


def _registered(desk: Desk) -> Story:
    day, signed = date(2025, 8, 4), date(2025, 7, 30)
    contract = letter(signed, AUTHORITY_NAME, PROVIDER, "Contract for meals at home",
                      "Fennimore brings a hot midday meal to 260 people every day from 1 September 2025 to 31 August "
                      "2028 for £468,000 a year.", signed="Signed for both parties")
    yield desk.record(
        "2025-08-04 10:15", JOANS,
        fact(ContractRegistered(
            happened_on=day, reference=FILE, title="Meals at home (not yet)", agreed_on=signed, by=COLIN,
            provider=Organisation(name=PROVIDER, small=True, voluntary=False), start_date=START, end_date=END,
            total_value=pounds(1_404_000), annual_value=pounds(468_000), client_group_size=260, default_clause="23.1",
            description=Said("A hot midday meal, brought to the door seven days a week, special diets kept."),
            business_unit="Adult Services", locality="East", care_group="Older people", service_category="social-care",
            contract_type="block", payment_basis="delivered", data_source="returns", activity_paid=True,
            procedure="hampshire/1",
        ), "registered"),
        NoteMade(happened_on=day, by=ANN, words=Said(MORAL)),
    )
    yield desk.record(
        "2025-08-04 10:40", JOANS,
        DocumentFiled(happened_on=day, title="Contract, signed", document_kind="contract", dated=signed,
                      document=desk.paper(contract), belongs_to=(desk["registered"],)),
        LeadOfficerAppointed(happened_on=day, person="Ann Ashe", post="Service Manager, Older People", by=RUTH,
                             appointed_by="Ruth Dale"),
        RepresentativeAppointed(happened_on=day, person="Ann Ashe", post="Service Manager, Older People", by=ANN,
                                authority_extent=Said("Notices under clause 23 and day-to-day instructions.")),
        ContractSupportOfficerAssigned(happened_on=day, person="Colin Marsh", locality="East", by=RUTH),
        ProviderContactNamed(
            happened_on=day, person="Hugh Fennimore", role="contract-manager", level="management", by=HUGH,
            addresses=(NoticeAddress(method="e-mail", address="hugh@fennimore.example"),),
        ),
    )


def _clauses(desk: Desk) -> Story:
    day = date(2025, 8, 6)
    yield desk.record(
        "2025-08-06 14:30", COLINS,
        WorkingDayDefined(happened_on=day, effective_from=START, clause="1.1", by=COLIN, words=Said(
            "Working Day: any day from Monday to Friday that is not a bank holiday in England.")),
        NoticeClauseEntered(
            happened_on=day, effective_from=START, clause="31.2", by=COLIN, methods=ON_PAPER,
            words=Said("Notices are given by hand or signed-for post and count when delivered in working hours."),
        ),
        NoticeClauseEntered(
            happened_on=day, effective_from=START, clause="24.3", notices=("termination",), given_by="authority",
            signed_by=("legal-services",), addressed_to=("provider-contract-manager",), by=COLIN, methods=ON_PAPER,
        ),
        DefaultClauseEntered(
            happened_on=day, effective_from=START, clause="23.1", notice_kind="default", by=COLIN,
            cure_period=Period(count=20, unit="working-days"),
        ),
        TerminationClauseEntered(
            happened_on=day, effective_from=START, clause="24.1", trigger="unremedied-default", by=COLIN,
            first_notice="default", notice_length=Period(count=3, unit="months"),
        ),
        VariationClauseEntered(
            happened_on=day, effective_from=START, clause="21.1", by=COLIN, signed_by_authority=("lead-officer",),
            signed_by_provider=("provider-contract-manager",),
        ),
        NoticeAddressGiven(happened_on=day, effective_from=START, party="provider", by=HUGH, addresses=(
            NoticeAddress(method="hand", address=KITCHEN), NoticeAddress(method="signed-for-post", address=KITCHEN))),
        ServiceSpecificationIssued(
            happened_on=day, effective_from=START, version="1", by=ANN,
            scope=Said("A hot midday meal seven days a week, with a word at the door."),
            standards=(
                Point(id="M1", text=Said("At least 95 in 100 meals come between half past eleven and one.")),
                Point(id="M2", text=Said("A meal is at 63 degrees or more when it is handed over.")),
                Point(id="M3", text=Said("A special diet is kept without exception.")),
            ),
            meetings_per_year=4, attendees=("lead-officer", "provider-contract-manager"),
            meeting_information=tuple(BROUGHT), survey_interval_months=12, activity_information_required=True,
            return_schedule=(ReturnSchedule(kind="delivery return", every_months=3, grace_days=10),),
        ),
    )


def _begun(desk: Desk) -> Story:
    yield desk.record(
        "2025-09-01 09:00", ANNS,
        ContractCommenced(happened_on=START, by=ANN, preconditions_checked=(
            "lead officer", "representative", "specification", "insurance")),
        MeetingScheduled(happened_on=START, meeting_kind="first", planned_for=date(2025, 11, 20), by=ANN,
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
    )
