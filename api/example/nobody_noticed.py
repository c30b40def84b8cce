"""Nobody noticed: a day care contract that drifted, and a termination by e-mail that ended nothing.

Meetings stop for three months, a value stands a hundred times too high, a price rises by e-mail, a complaint stays on
the telephone, the lead officer's post stands empty. When somebody at last acts, there is nothing to act on.
"""

from __future__ import annotations

from datetime import date, time

from api.example.cast import (
    AUTHORITY_NAME,
    COLIN,
    COLINS,
    JOANS,
    LENA,
    LENAS,
    ON_PAPER,
    RUTH,
    RUTHS,
    pounds,
)
from api.example.meeting import Met, held, minuted
from api.example.paper import letter, table
from api.example.telling import Desk, Story, fact
from ledger.calendar import Period
from ledger.contract_terms import NoticeAddress
from ledger.entry import Account, Actor, Source
from ledger.specification import Point, ReturnSchedule
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, Extension, Organisation
from ledger.subjects.default_process import RightsReserved
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, ProviderRepresentationsReceived
from ledger.subjects.meetings import ContactLogged, MeetingCancelled, MeetingRescheduled, MeetingScheduled
from ledger.subjects.notices import Addressee, NoticeServed, NoticeWithdrawn
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RoleAppointmentEnded,
)
from ledger.subjects.performance import ActivityRecorded, ComplimentReceived, DataReturnReceived, Span
from ledger.subjects.records import (
    CorrectionConfirmed,
    DepartureRefused,
    DocumentFiled,
    EntryCorrected,
    NoteMade,
)
from ledger.subjects.reviews import (
    Answer,
    ContractReviewCompleted,
    ContractReviewStarted,
    ExtensionDecided,
    RenewalDecided,
)
from ledger.subjects.termination import ContractTerminated, LegalAdviceReceived, LegalServicesConsulted
from ledger.subjects.terms import (
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
    ServiceSpecificationIssued,
    TerminationClauseEntered,
    VariationClauseEntered,
    WorkingDayDefined,
)
from ledger.subjects.variations import AnnualValueChange, VariationAgreed, VariationProposed, VariationRejected
from ledger.words import Said

# The story is laid out by hand, to be read: one entry to a few lines.
# fmt: off

FILE = "MCC-DC-003"
MORAL = (
    "Moral: what nobody writes down nobody can act on, and an e-mail on a Saturday ends nothing but the sender's week."
)
PROVIDER = "Brindle Green Day Care Ltd"
MARTIN = Actor(person="Martin Hale", office="lead-officer")
NORA = Actor(person="Nora Quayle", office="lead-officer")
JOAN = Actor(person="Joan Petrie")
OWEN = Actor(person="Owen Pratt", office="provider-contract-manager", party="provider")
MARTINS = Account(account="m.hale", name="Martin Hale")
NORAS = Account(account="n.quayle", name="Nora Quayle")
OWENS = Account(account="o.pratt", name="Owen Pratt", party="provider")
START, END = date(2025, 1, 6), date(2026, 9, 30)
CENTRE = "Tollgate Centre, 2 Station Road, Marlchester"


def story(desk: Desk) -> Story:
    """Tell the story from the registration to the day the contract was found to be still live."""
    yield from _registered(desk)
    yield from _terms(desk)
    yield from _first_meetings(desk)
    yield from _ninety_four_days(desk)
    yield from _value_put_right(desk)
    yield from _met_again(desk)
    yield from _on_the_telephone(desk)
    yield from _price_by_email(desk)
    yield from _nobody_in_post(desk)
    yield from _new_lead_officer(desk)
    yield from _reviewed_late(desk)
    yield from _saturday(desk)
    yield from _still_live(desk)


# --- December 2024 to March 2025: a good start, but for a figure ------------------------------------------------------


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
        data_source="returns", procedure="hampshire/1", by=MARTIN,
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
            meetings_per_year=4, start_up_months=6, start_up_meetings_per_year=12, attendees=("lead-officer",),
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


# --- April to July 2025: 94 days --------------------------------------------------------------------------------------


def _ninety_four_days(desk: Desk) -> Story:
    yield desk.record(
        "2025-04-25 16:20", MARTINS,
        MeetingCancelled(happened_on=date(2025, 4, 25), meeting="MTG-004", cancelled_by="provider", by=OWEN,
                         reason=Said("Two drivers are ill.")),
    )
    yield from _return(desk, "2025-04-30 11:10", date(2025, 4, 30), Span(first=START, last=date(2025, 4, 5)), "1,310")
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


def _return(desk: Desk, at: str, on: date, period: Span, days: str) -> Story:
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


# --- August to December 2025: by telephone, by e-mail, by nobody ------------------------------------------------------


def _on_the_telephone(desk: Desk) -> Story:
    yield desk.record(
        "2025-08-12 18:20", MARTINS,
        fact(ContactLogged(
            happened_on=date(2025, 8, 11), direction="other", means="call", concern=True, by=MARTIN,
            participants=(Actor(person="A son", party="third-party"), MARTIN),
            summary=Said("His mother came home at ten to seven, cold and upset. He does not want to write it down.",
                         person="C-0302"),
        ), "the son's call"),
        ContactLogged(happened_on=date(2025, 8, 12), direction="to-provider", means="call", concern=True, by=MARTIN,
                      participants=(MARTIN, OWEN), summary=Said("Told Owen. He will look into it.")),
    )
    # The issue is entered four weeks later, and of the telling there is nothing in writing.
    yield desk.record(
        "2025-09-09 09:40", MARTINS,
        fact(IssueRaised(happened_on=date(2025, 8, 12), noticed_on=date(2025, 8, 11), standards=("T1",), by=MARTIN,
                         nature=Said("Brought home at ten to seven.", person="C-0302"),
                         evidence=(desk["the son's call"],)), "home late"),
        IssueNotifiedToProvider(happened_on=date(2025, 8, 12), issue="ISS-001", recipient="Owen Pratt", by=MARTIN,
                                means="unrecorded"),
    )
    unminuted = Met("MTG-007", date(2025, 9, 25), (MARTIN, OWEN), {}, kind="regular")
    yield from held(desk, unminuted, "2025-10-01 17:00", MARTINS)


def _price_by_email(desk: Desk) -> Story:
    day = date(2025, 10, 20)
    mail = letter(day, "Martin Hale", "Owen Pratt", "Re: price from November",
                  "Agreed: £118,800 a year from 1 November. The deed will follow.", signed="Martin", by="By e-mail")
    yield desk.record(
        "2025-10-24 11:30", JOANS,
        fact(VariationAgreed(
            happened_on=day, effective_from=date(2025, 11, 1), form="e-mail", agreed_by_provider="Owen Pratt",
            changes=(AnnualValueChange(was=pounds(105_600), becomes=pounds(118_800)),), by=MARTIN,
            authorised_by=MARTIN, exhibits=(desk.paper(mail),),
        ), "price by e-mail", because={
            "variation.in-form": "Owen wanted it before the invoice run; Martin says that the deed will follow.",
            "variation.provider-informed": "It was the provider who asked.",
            "variation.support-officer-consulted": "Martin did not think that a price needed Colin.",
        }, claiming={"variation.support-officer-consulted": "Martin says that Ruth Dale agreed on the telephone."}),
        NoteMade(happened_on=date(2025, 10, 22), by=MARTIN, source=Source(how="told", whom="the driver"),
                 words=Said("The minibus lift failed again at Tollgate.")),
    )
    yield desk.record(
        "2025-11-03 14:15", RUTHS,
        DepartureRefused(happened_on=date(2025, 11, 3), position=desk["price by e-mail"], by=RUTH,
                         rule="variation.support-officer-consulted",
                         reason=Said("I was not asked. The contract wants a signed document, and Colin's view first.")),
    )
    yield from _return(desk, "2025-11-12 10:00", date(2025, 11, 12), Span(first=date(2025, 7, 6),
                       last=date(2025, 10, 5)), "1,204")


def _nobody_in_post(desk: Desk) -> Story:
    yield desk.record(
        "2025-11-14 16:00", JOANS,
        RoleAppointmentEnded(happened_on=date(2025, 11, 14), office="lead-officer", person="Martin Hale", by=RUTH,
                             reason=Said("Left the council.")),
    )
    alone = Met("MTG-008", date(2025, 12, 17), (JOAN, OWEN), {
        "service-issues": "The lift fails once a week. Owen waits for a part.",
        "complaints-and-compliments": "The Christmas lunch was much praised.",
    }, kind="regular", because={"meeting.required-attend": "The post was empty; Joan went so that somebody did."})
    yield from held(desk, alone, "2025-12-18 09:00", JOANS)
    yield desk.record(
        "2025-12-18 09:20", JOANS,
        ComplimentReceived(happened_on=date(2025, 12, 16), whose="family",
                           subject=Said("The Christmas lunch, and the driver who sang.")),
    )
    yield desk.record(
        "2026-01-12 11:20", JOANS,
        fact(IssueRaised(happened_on=date(2026, 1, 12), standards=("T2",), by=JOAN,
                         nature=Said("The minibus lift has not worked since 5 January; six people stay at home.")),
             "lift"),
    )
    yield desk.record(
        "2026-01-26 15:00", JOANS,
        fact(IssueNotifiedToProvider(happened_on=date(2026, 1, 26), issue="ISS-002", recipient="Owen Pratt", by=JOAN,
                                     means="e-mail", words=Said("When will the lift be mended?")),
             because={"issue.told-at-once": "There was no lead officer, and nobody knew who should tell them."}),
    )
    yield desk.record(
        "2026-02-04 09:50", OWENS,
        ProviderRepresentationsReceived(happened_on=date(2026, 2, 4), answers=desk["lift"], issue="ISS-002", by=OWEN,
                                        stance="explains", words=Said("The part came on 2 February; it works again.")),
        VariationProposed(happened_on=date(2026, 2, 4), proposed_by_party="provider", by=OWEN, variation_kind="terms",
                          reason=Said("Please sign for the price we agreed in October; your payments fall short."),
                          changes=(AnnualValueChange(was=pounds(105_600), becomes=pounds(118_800)),)),
    )


# --- March to June 2026: somebody acts --------------------------------------------------------------------------------


def _new_lead_officer(desk: Desk) -> Story:
    yield desk.record(
        "2026-03-02 10:00", JOANS,
        LeadOfficerAppointed(happened_on=date(2026, 3, 2), person="Nora Quayle", post="Team Manager, Day Services",
                             appointed_by="Ruth Dale", by=RUTH),
    )
    met = Met("MTG-009", date(2026, 3, 10), (NORA, OWEN), {
        "issues-raised-before": "Home late: Owen knows of no complaint. The lift: works since February.",
        "complaints-and-compliments": "None on file but the Christmas lunch.",
        "service-issues": "Home after five on one day in three.",
        "future-meetings": "None arranged.",
    }, kind="regular", brought={"attendance figures": False})
    yield from held(desk, met, "2026-03-11 09:00", NORAS)
    yield from minuted(desk, met, "monitoring meeting", date(2026, 3, 12), "2026-03-12 10:00", NORAS)
    yield desk.record(
        "2026-03-12 10:30", NORAS,
        VariationRejected(happened_on=date(2026, 3, 12), variation="VAR-002", by=NORA,
                          reason=Said("Nothing was signed in October and the service is late one day in three.")),
    )
    day = date(2026, 3, 16)
    yield desk.record(
        "2026-03-16 17:40", NORAS,
        fact(NoticeServed(
            happened_on=day, happened_at=time(17, 30), notice_kind="improvement", clause="17.1", issues=("ISS-001",),
            standards_breached=("T1",), method="e-mail", address="office@brindlegreen.example", by=NORA,
            recipients=(Addressee(person="Owen Pratt", office="provider-contract-manager"),),
            remedy_required=Said("Everybody home by five."), remedy_by=date(2026, 3, 23),
            document=desk.paper(letter(day, AUTHORITY_NAME, f"Owen Pratt, {PROVIDER}", "Improvement notice",
                                       "People come home late. Put it right by 23 March 2026.",
                                       signed="Nora Quayle, lead officer", by="By e-mail")),
        ), because={
            "notice.support-officer-consulted": "Nora did not know that Colin had to be asked.",
            "notice.reasonable-time": "Nora thought that a week was enough; the contract gives 15 Working Days.",
        }),
    )
    yield desk.record(
        "2026-03-25 11:00", NORAS,
        NoticeWithdrawn(happened_on=date(2026, 3, 25), notice="NOT-001", by=NORA,
                        reason=Said("Colin says that clause 15.2 knows no e-mail. A proper notice is to follow.")),
    )


def _reviewed_late(desk: Desk) -> Story:
    yield desk.record(
        "2026-04-01 09:30", NORAS,
        ContractReviewStarted(happened_on=date(2026, 4, 1), lead=NORA, due_by=date(2025, 9, 30), by=NORA),
    )
    yield desk.record(
        "2026-04-24 16:00", NORAS,
        fact(ContractReviewCompleted(
            happened_on=date(2026, 4, 24), review="REV-001", by=NORA,
            needs_met=Answer(conclusion="partly", words=Said("The day itself is liked; the journeys are not.")),
            specification_change=Answer(conclusion="yes", words=Said("Transport needs times of its own.")),
            value_for_money=Answer(conclusion="no", words=Said("No figures to show it.")),
            renew=Answer(conclusion="no", words=Said("Tender afresh, with other terms.")),
        ), because={"review.in-time": "Nobody started it before April; it was due in September."}),
    )
    yield desk.record(
        "2026-04-27 14:00", NORAS,
        RenewalDecided(happened_on=date(2026, 4, 27), review="REV-001", renew=False, by=NORA,
                       reason=Said("A new tender, with transport as a lot of its own.")),
        ExtensionDecided(happened_on=date(2026, 4, 27), option="2.3", taken=False, by=NORA),
    )


def _saturday(desk: Desk) -> Story:
    day = date(2026, 5, 2)
    why = "Nora wrote on Saturday night after a family had rung her at home; she asked nobody."
    mail = letter(day, "Nora Quayle", "Owen Pratt", "Contract MCC-DC-003",
                  "I have had enough of this. The contract is terminated with immediate effect.", signed="Nora Quayle",
                  by="By e-mail, at 21.40")
    yield desk.record(
        "2026-05-05 09:15", JOANS,
        fact(NoticeServed(
            happened_on=day, happened_at=time(21, 40), notice_kind="termination", extent="full", ends_on=day, by=NORA,
            method="e-mail", address="office@brindlegreen.example", issues=("ISS-001",),
            recipients=(Addressee(person="Owen Pratt", office="provider-contract-manager"),),
            document=desk.paper(mail),
        ), "saturday e-mail", because={
            "notice.termination-by-legal-services": why,
            "notice.termination-discussed": why,
            "notice.termination-impact-assessed": why,
            "notice.termination-case-recorded": why,
            "notice.termination-legal-services-consulted": why,
            "notice.provider-informed": "The e-mail was the first that Owen heard of it.",
        }),
    )
    yield desk.record(
        "2026-05-05 09:40", NORAS,
        fact(ContractTerminated(happened_on=day, notice="NOT-002", by=NORA), "purported end", because={
            "termination.support-officer-consulted": why,
            "termination.impact-assessed": why,
            "termination.case-recorded": why,
            "termination.legal-services-consulted": why,
            "termination.process-worked-through": "The one notice there was had been withdrawn.",
            "termination.by-legal-services": why,
            "termination.on-a-notice-that-stands": "It rests on the e-mail.",
            "termination.provider-informed": "The e-mail was the first that Owen heard of it.",
            "termination.decided": "Nobody had decided it.",
        }),
    )


def _still_live(desk: Desk) -> Story:
    yield desk.record(
        "2026-05-06 10:30", OWENS,
        ProviderRepresentationsReceived(
            happened_on=date(2026, 5, 6), answers=desk["saturday e-mail"], notice="NOT-002", stance="disputes", by=OWEN,
            words=Said("This is no notice. The minibus ran on Tuesday as always, and we shall invoice."),
        ),
    )
    yield desk.record(
        "2026-05-07 09:00", RUTHS,
        LegalServicesConsulted(happened_on=date(2026, 5, 7), consulted="Lena Stone", by=RUTH,
                               words=Said("Has Nora's e-mail ended the contract?")),
    )
    yield desk.record(
        "2026-05-08 16:10", LENAS,
        LegalAdviceReceived(happened_on=date(2026, 5, 8), recommends="other", by=LENA,
                            advice=Said("No. It was not served as clause 15.2 asks, no right under 18.1 has arisen, "
                                        "and there is hardly a failing on file. Say so and go on.")),
    )
    told = letter(date(2026, 5, 11), AUTHORITY_NAME, f"Owen Pratt, {PROVIDER}", "Contract MCC-DC-003",
                  "The e-mail of 2 May was not a notice under the contract, which goes on. The council reserves its "
                  "rights about late journeys.", signed="Ruth Dale, County Manager (Contracts)",
                  by="By signed-for post")
    yield desk.record(
        "2026-05-11 12:00", RUTHS,
        RightsReserved(happened_on=date(2026, 5, 11), issues=("ISS-001",), by=RUTH, recipient="Owen Pratt",
                       means="letter", words=Said("The contract goes on; the council reserves its rights."),
                       exhibits=(desk.paper(told),)),
        fact(NoteMade(happened_on=date(2026, 5, 11), by=RUTH, concerns=(desk["purported end"],),
                      words=Said("The contract is live and runs to 30 September 2026.")), "still live"),
    )
