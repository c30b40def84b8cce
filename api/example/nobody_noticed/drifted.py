"""December 2024 to August 2025: a good start with a wrong figure, and then 94 days without a meeting."""

from __future__ import annotations

from datetime import date

from api.example.cast import (
    AUTHORITY_NAME,
    COLIN,
    COLINS,
    JOANS,
    ON_PAPER,
    RUTH,
    RUTHS,
    pounds,
)
from api.example.meeting import Met, held, minuted
from api.example.nobody_noticed.parties import (
    CENTRE,
    END,
    FILE,
    MARTIN,
    MARTINS,
    MORAL,
    OWEN,
    OWENS,
    PROVIDER,
    START,
)
from api.example.paper import letter, table
from api.example.telling import Desk, Story, fact
from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Period
from ledger.specification import Point, ReturnSchedule
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, Extension, Organisation
from ledger.subjects.meetings import MeetingCancelled, MeetingRescheduled, MeetingScheduled
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    LeadOfficerAppointed,
    ProviderContactNamed,
)
from ledger.subjects.performance import ActivityRecorded, DataReturnReceived, Span
from ledger.subjects.records import (
    CorrectionConfirmed,
    DocumentFiled,
    EntryCorrected,
    NoteMade,
)
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


def drifted(desk: Desk) -> Story:
    """Tell how it began and how the meetings stopped."""
    yield from _registered(desk)
    yield from _terms(desk)
    yield from _first_meetings(desk)
    yield from _ninety_four_days(desk)
    yield from _value_put_right(desk)
    yield from _met_again(desk)


def _contract(total: int) -> ContractRegistered:
    """The contract as registered, with its value in pounds: wrong at first, and then put right."""
    return ContractRegistered(
        happened_on=date(2024, 12, 10), reference=FILE, title="Day care, Tollgate Centre (nobody noticed)",
        provider=Organisation(name=PROVIDER, small=True, voluntary=True), agreed_on=date(2024, 12, 6),
        start_date=START, end_date=END, total_value=pounds(total), annual_value=pounds(105_600),
        extensions=(Extension(id="2.3", months=6, notice=Period(count=3, unit="months")),),
        description=Said("Day care for 24 older people, five days a week, with transport and lunch."),
        business_unit="Adult Services", locality="South", care_group="Older people", service_category="social-care",
        contract_type="block", payment_basis="block", client_group_size=24, default_clause="17.1",
        data_source="returns", procedure="hampshire/1", by=COLIN,
    )


def _registered(desk: Desk) -> Story:
    signed = letter(date(2024, 12, 6), AUTHORITY_NAME, PROVIDER, "Contract for day care, Tollgate Centre",
                    "Brindle Green provides day care for 24 people from 6 January 2025 to 30 September 2026 for "
                    "£184,800 in all, £105,600 a year.", signed="Signed for both parties")
    yield desk.record(
        "2024-12-10 10:20", JOANS,
        fact(_contract(18_480_000), "registered"),
        NoteMade(happened_on=date(2024, 12, 10), by=MARTIN, words=Said(MORAL)),
    )
    yield desk.record(
        "2024-12-10 10:40", JOANS,
        fact(DocumentFiled(happened_on=date(2024, 12, 10), title="Contract, signed", document_kind="contract",
                           dated=date(2024, 12, 6), document=desk.paper(signed)), "contract"),
        LeadOfficerAppointed(happened_on=date(2024, 12, 10), person="Martin Hale", post="Team Manager, Day Services",
                             appointed_by="Ruth Dale", by=RUTH),
        ContractSupportOfficerAssigned(happened_on=date(2024, 12, 10), person="Colin Marsh", locality="South", by=RUTH),
        ProviderContactNamed(
            happened_on=date(2024, 12, 10), person="Owen Pratt", role="contract-manager", level="management", by=OWEN,
            addresses=(NoticeAddress(method="e-mail", address="office@brindlegreen.example"),),
        ),
    )


def _terms(desk: Desk) -> Story:
    day = date(2024, 12, 12)
    yield desk.record(
        "2024-12-12 15:40", COLINS,
        WorkingDayDefined(happened_on=day, effective_from=START, clause="1.1", by=COLIN),
        NoticeClauseEntered(
            happened_on=day, effective_from=START, clause="15.2", by=COLIN, methods=ON_PAPER,
            words=Said("Notices are given by hand or signed-for post and count when delivered in working hours."),
        ),
        DefaultClauseEntered(happened_on=day, effective_from=START, clause="17.1", by=COLIN,
                             notice_kind="improvement", cure_period=Period(count=15, unit="working-days")),
        TerminationClauseEntered(
            happened_on=day, effective_from=START, clause="18.1", trigger="unremedied-default", by=COLIN,
            first_notice="improvement", notice_length=Period(count=3, unit="months"),
        ),
        VariationClauseEntered(happened_on=day, effective_from=START, clause="21.4", by=COLIN,
                               words=Said("No change binds unless it is in writing and signed by both parties.")),
        NoticeAddressGiven(happened_on=day, effective_from=START, party="provider", by=OWEN, addresses=(
            NoticeAddress(method="hand", address=CENTRE), NoticeAddress(method="signed-for-post", address=CENTRE))),
        ServiceSpecificationIssued(
            happened_on=day, effective_from=START, version="1", by=MARTIN,
            scope=Said("Day care from nine to four with transport there and back."),
            standards=(
                Point(id="T1", text=Said("Everybody is home by five.")),
                Point(id="T2", text=Said("The minibus lift works on every day of service.")),
            ),
            meetings_per_year=4, start_up_months=5, start_up_meetings_per_year=12, attendees=("lead-officer",),
            meeting_information=("attendance figures",), survey_interval_months=12, activity_information_required=True,
            return_schedule=(ReturnSchedule(kind="attendance return", every_months=3, grace_days=10),),
        ),
    )
    yield desk.record(
        "2025-01-06 09:30", MARTINS,
        ContractCommenced(happened_on=START, by=MARTIN, preconditions_checked=("lead officer", "specification")),
        MeetingScheduled(happened_on=START, meeting_kind="first", planned_for=date(2025, 2, 3), by=MARTIN),
    )


def _first_meetings(desk: Desk) -> Story:
    first = Met("MTG-001", date(2025, 2, 3), (MARTIN, COLIN, OWEN), {
        "issues-raised-before": "None.",
        "complaints-and-compliments": "A card from three families.",
        "service-issues": "None.",
        "statistics-and-indicators": "Everybody home by five on 19 of 20 days.",
        "activity-against-target": "22 of 24 places taken up.",
        "satisfaction-surveys": "First survey in the autumn.",
        "particular-cases": "None.",
        "provider-staffing": "Full.",
        "future-meetings": "Each month until July.",
    }, brought={"attendance figures": True})
    yield from held(desk, first, "2025-02-04 10:00", MARTINS)
    yield desk.record(
        "2025-02-04 10:10", MARTINS,
        MeetingScheduled(happened_on=date(2025, 2, 3), planned_for=date(2025, 3, 3), by=MARTIN),
    )
    yield from minuted(desk, first, "first meeting after the start", date(2025, 2, 10), "2025-02-10 16:00", JOANS)
    second = Met("MTG-002", date(2025, 3, 3), (MARTIN, OWEN), {
        "service-issues": "The lift of the minibus stuck once.",
        "future-meetings": "31 March.",
    }, brought={"attendance figures": True})
    yield from held(desk, second, "2025-03-05 12:00", MARTINS)
    yield from minuted(desk, second, "monitoring meeting", date(2025, 3, 12), "2025-03-12 15:30", JOANS)
    third = Met("MTG-003", date(2025, 3, 31), (MARTIN, OWEN), {"service-issues": "Nothing new."}, kind="regular",
                brought={"attendance figures": False})
    yield from held(desk, third, "2025-04-02 17:45", MARTINS)
    yield desk.record(
        "2025-04-02 17:50", MARTINS,
        MeetingScheduled(happened_on=date(2025, 3, 31), planned_for=date(2025, 4, 28), by=MARTIN),
    )


def _ninety_four_days(desk: Desk) -> Story:
    yield desk.record(
        "2025-04-25 16:20", MARTINS,
        MeetingCancelled(happened_on=date(2025, 4, 25), meeting="MTG-004", cancelled_by="provider", by=OWEN,
                         reason=Said("Two drivers are ill.")),
    )
    first = Span(first=START, last=date(2025, 4, 5))
    yield from attendance_return(desk, "2025-04-30 11:10", date(2025, 4, 30), first, "1,310")
    yield desk.record(
        "2025-05-06 09:00", MARTINS,
        MeetingScheduled(happened_on=date(2025, 5, 6), planned_for=date(2025, 5, 12), by=MARTIN),
    )
    yield desk.record(
        "2025-05-09 17:30", MARTINS,
        MeetingRescheduled(happened_on=date(2025, 5, 9), meeting="MTG-005", from_date=date(2025, 5, 12), by=MARTIN,
                           to_date=date(2025, 5, 27), requested_by="authority", reason=Said("Year-end accounts.")),
    )
    # Nobody came on 27 May, nobody asked why, and there is no entry: the gap itself is what the file shows.


def attendance_return(desk: Desk, at: str, on: date, period: Span, days: str) -> Story:
    """A return of attendance, with little in it."""
    paper = table(on, PROVIDER, f"Attendance return, {period}", ("Days attended",), (days,))
    yield desk.record(
        at, OWENS,
        DataReturnReceived(happened_on=on, period=period, return_kind="attendance return", by=OWEN, recipients=22,
                           service_nature=Said("Day care"), complete=False, document=desk.paper(paper)),
        ActivityRecorded(happened_on=on, period=period, measure="days attended", by=OWEN,
                         delivered=days.replace(",", "")),
    )


def _value_put_right(desk: Desk) -> Story:
    yield desk.record(
        "2025-05-14 10:06", RUTHS,
        fact(EntryCorrected(
            happened_on=date(2025, 5, 14), position=desk["registered"], by=RUTH, replacement=_contract(184_800),
            reason=Said("The value was entered in pence as if it were pounds. The signed contract says £184,800."),
        ), "correction"),
    )
    yield desk.record(
        "2025-05-16 09:30", COLINS,
        CorrectionConfirmed(happened_on=date(2025, 5, 16), position=desk["correction"], by=COLIN),
    )


def _met_again(desk: Desk) -> Story:
    fourth = Met("MTG-006", date(2025, 7, 3), (MARTIN, OWEN), {
        "issues-raised-before": "None on file.",
        "service-issues": "Home after five on eleven days since April.",
        "future-meetings": "In September; Martin writes.",
    }, kind="regular", brought={"attendance figures": True})
    yield from held(desk, fourth, "2025-07-07 18:10", MARTINS)
    yield from minuted(desk, fourth, "monitoring meeting", date(2025, 8, 6), "2025-08-06 12:00", JOANS)
