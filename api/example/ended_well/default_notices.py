"""November 2025 to January 2026: two default notices, each with its time, each checked, none remedied."""

from __future__ import annotations

from datetime import date, time

from api.example.cast import (
    ANN,
    ANNS,
    AUTHORITY_NAME,
    COLIN,
    JOANS,
    PRIYAS,
)
from api.example.ended_well.it_came_back import S1, notice_letter
from api.example.ended_well.parties import BROUGHT, GWEN, OFFICE, PRIYA
from api.example.ended_well.quarters import judged, quarter
from api.example.meeting import Met, held, minuted
from api.example.paper import letter, table
from api.example.telling import Desk, Story, fact
from api.people import EXAMPLE_PROVIDER
from ledger.dates.calendar import Period
from ledger.entry import Actor
from ledger.subjects.assurance import AuditReported, Finding
from ledger.subjects.default_process import (
    RightsReserved,
)
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    ProviderRepresentationsReceived,
)
from ledger.subjects.meetings import (
    Confirmation,
    MeetingScheduled,
)
from ledger.subjects.notices import (
    Addressee,
    NoticeServed,
    RemedyAssessed,
)
from ledger.subjects.performance import (
    SatisfactionSurveyReceived,
    Span,
    SurveyResult,
)
from ledger.subjects.records import (
    ConsultationRecorded,
    DocumentFiled,
    NoteMade,
)
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def not_remedied(desk: Desk) -> Story:
    """Tell the default notices and what was found when their time was over."""
    yield from _default_notice(desk)
    yield from _audited(desk)
    yield from _not_put_right(desk)
    yield from _second_default_notice(desk)


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
    yield from quarter(desk, "2025-11-11 16:00", date(2025, 11, 11), third, "94.7", "14,290", "15,090",
                       "november return")
    yield from judged(desk, "2025-11-12 10:20", date(2025, 11, 12), third, "94.7", "not-met", "ASM-003",
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


def _audited(desk: Desk) -> Story:
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


def _default(desk: Desk, day: date, at: time, which: int, facts: str, charts: bool = False) -> NoticeServed:
    """A default notice, handed over at Larkfield's office and signed for there; the second is about the charts too."""
    remedy = f"Make at least 98 in 100 planned visits{', and fill in medicine charts at the visit' * charts}."
    reserved = "The council reserves every right it has under clause 32."
    standards = (S1, "S3: medicines are given, and recorded when they are given.") if charts else (S1,)
    return NoticeServed(
        happened_on=day, happened_at=at, notice_kind="default", clause="31.1", cumulative_count=which,
        standards_breached=("S1", "S3") if charts else ("S1",), by=ANN,
        issues=("ISS-001", "ISS-003") if charts else ("ISS-001",), method="hand", address=OFFICE,
        remedy_required=Said(remedy),
        recipients=(Addressee(person="Priya Shah", office="provider-contract-manager"),),
        remedy_period=Period(count=10, unit="working-days"), received_on=day, received_at=at,
        receipt_evidence=Said("Signed for at the front desk."), reservation_of_rights=Said(reserved),
        document=desk.paper(notice_letter(day, f"Default notice {which} under clause 31.1", "10 Working Days", remedy,
                                          facts, *standards, reserved)),
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
                      "were filled in before the visit.", charts=True), "second default notice"),
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
