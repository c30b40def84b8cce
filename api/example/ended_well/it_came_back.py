"""August to October 2025: visits are missed again, and an improvement notice is partly met."""

from __future__ import annotations

from datetime import date, time

from api.example.cast import (
    ANN,
    ANNS,
    AUTHORITY_NAME,
    COLIN,
    JOANS,
    PRIYAS,
    RUTH,
    pounds,
)
from api.example.ended_well.parties import BROUGHT, DEV, GWEN, OFFICE, PRIYA
from api.example.ended_well.quarters import judged, quarter
from api.example.meeting import Met, held, minuted
from api.example.paper import Paper, letter, table
from api.example.telling import Desk, Story, fact
from api.people import EXAMPLE_PROVIDER
from ledger.dates.calendar import Period
from ledger.entry import Actor, Source
from ledger.plans import Step
from ledger.subjects.actions import ActionAssigned, ActionCompleted, CorrectiveActionTaken
from ledger.subjects.contacts import ContactLogged, ConversationSummarySent
from ledger.subjects.default_process import (
    ImprovementPlanAgreed,
)
from ledger.subjects.feedback import CaseConsidered
from ledger.subjects.issues import (
    IssueEscalated,
    IssueNotifiedToProvider,
    IssueReopened,
    IssueSignificanceAssessed,
    ProviderRepresentationsReceived,
    SeniorManagementBriefed,
)
from ledger.subjects.meetings import Confirmation, MeetingScheduled
from ledger.subjects.notices import (
    Addressee,
    NoticeReceiptConfirmed,
    NoticeServed,
    RemedyAssessed,
    RemedyPeriodExtended,
)
from ledger.subjects.performance import DataReturnRequirementChanged, Span
from ledger.subjects.records import (
    ConsultationRecorded,
    DocumentFiled,
    EntryStruckOut,
    NoteMade,
)
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def came_back(desk: Desk) -> Story:
    """Tell how the failing came back and what was tried."""
    yield from _worse(desk)
    yield from _extra_meeting(desk)
    yield from _improvement_notice(desk)
    yield from _partly_put_right(desk)


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
    yield from quarter(desk, "2025-08-12 11:00", date(2025, 8, 12), second, "95.9", "14,498", "15,118",
                       "august return")
    yield from judged(desk, "2025-08-13 09:15", date(2025, 8, 13), second, "95.9", "not-met", "ASM-002",
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
    day, remedy = date(2025, 9, 8), "Make at least 98 in 100 planned visits, and name a stand-by carer for each round."
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
            remedy_required=Said(remedy),
            remedy_period=Period(count=20, unit="working-days"),
            recipients=(Addressee(person="Priya Shah", office="provider-contract-manager"),), receipt_requested=True,
            document=desk.paper(notice_letter(
                day, "Improvement notice under clause 30.2", "20 Working Days", remedy,
                "620 of 15,118 visits were missed from 3 May to 2 August 2025.", S1)),
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
                Step(what=Said("Eight agency carers."), owner="Gwen Tallis", due_on=date(2025, 9, 22)),
                Step(what=Said("A stand-by carer for each round."), owner="Priya Shah",
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


S1 = "The standard is S1 of the specification: at least 98 in 100 planned visits are made."


def notice_letter(day: date, title: str, allowed: str, remedy: str, *paragraphs: str) -> Paper:
    """Return a notice to Larkfield as it was written: the facts and the standards, what is asked, the time for it."""
    return letter(
        day, AUTHORITY_NAME, f"Priya Shah, contract manager, {EXAMPLE_PROVIDER}, {OFFICE}", title, *paragraphs,
        f"What is to be put right: {remedy} For this you have {allowed} from the day on which this notice counts.",
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
        ActionCompleted(happened_on=date(2025, 10, 15), action="ACT-002", confirmed_by=ANN, by=GWEN,
                        evidence=(desk["october records"],), words=Said("Every round has a stand-by carer.")),
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
        EntryStruckOut(happened_on=date(2025, 10, 22), position=desk["wrong file"], by=Actor(person="Joan Petrie"),
                       reason=Said("Belongs to the day care contract; entered there.")),
    )
