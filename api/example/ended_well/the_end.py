"""February to June 2026: the contract is ended, step by step, and 139 people keep their care."""

from __future__ import annotations

from datetime import date, time
from hashlib import sha256

from api.example.cast import (
    ANN,
    ANNS,
    AUTHORITY_NAME,
    COLIN,
    COLINS,
    JOANS,
    LENA,
    LENAS,
    PRIYAS,
    RUTH,
    RUTHS,
)
from api.example.ended_well.parties import BROUGHT, OFFICE, PRIYA
from api.example.ended_well.quarters import judged, quarter
from api.example.meeting import Met, held, minuted
from api.example.paper import Paper, Part, letter, printed
from api.example.telling import Desk, Story, fact
from api.people import EXAMPLE_PROVIDER
from ledger.subjects.agreement import (
    LifecycleStageEntered,
)
from ledger.subjects.default_process import (
    DefaultProcessConcluded,
)
from ledger.subjects.feedback import ComplimentReceived
from ledger.subjects.issues import (
    IssueResolved,
    ProviderRepresentationsReceived,
)
from ledger.subjects.meetings import (
    Confirmation,
)
from ledger.subjects.notices import (
    Addressee,
    NoticeServed,
)
from ledger.subjects.performance import Span
from ledger.subjects.records import (
    ConsultationRecorded,
    EntryReclassified,
    EvidenceBundleIssued,
    NoteMade,
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
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def ended(desk: Desk) -> Story:
    """Tell the proposal, the case, the advice, the decision, the notice and the end."""
    yield from _proposed(desk)
    yield from _case(desk)
    yield from _decided(desk)
    yield from _ended(desk)


def _proposed(desk: Desk) -> Story:
    yield desk.record(
        "2026-02-03 09:30", ANNS,
        DefaultProcessConcluded(happened_on=date(2026, 2, 3), notices=("NOT-001", "NOT-002", "NOT-003"), by=ANN,
                                result="not-remedied",
                                reasoning=Said("Three notices, nine weeks of time in all, and visits still missed.")),
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
    fourth = Span(first=date(2025, 11, 3), last=date(2026, 2, 2))
    yield from quarter(desk, "2026-02-11 10:00", date(2026, 2, 11), fourth, "94.2", "14,188", "15,062",
                       "february return")
    yield from judged(desk, "2026-02-12 09:30", date(2026, 2, 12), fourth, "94.2", "not-met", "ASM-004",
                      ("february return", "february return figures"))
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
             "february return", "ASM-004")
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
                                  purpose="Advice on TRM-001", by=ANN, protection="legal-advice",
                                  bundle=desk.paper(trail)), "bundle"),
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
                              reason=Said("The failure is shown, and the people are provided for.")),
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
    fifth = Span(first=date(2026, 2, 3), last=date(2026, 5, 2))
    yield from quarter(desk, "2026-05-12 10:10", date(2026, 5, 12), fifth, "96.1", "14,280", "14,860", "last return")
    yield from judged(desk, "2026-05-13 11:00", date(2026, 5, 13), fifth, "96.1", "not-met", "ASM-005",
                      ("last return", "last return figures"))
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
