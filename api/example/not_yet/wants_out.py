"""May and June 2026: a notice too short, a check too early, a proposal, and the County Manager's answer."""

from __future__ import annotations

from datetime import date, time
from hashlib import sha256

from api.example.cast import ANN, ANNS, AUTHORITY_NAME, COLIN, COLINS, JOANS, RUTH, RUTHS, pounds
from api.example.meeting import Met, held, minuted
from api.example.not_yet.parties import BROUGHT, HUGH, KITCHEN, PROVIDER
from api.example.paper import Paper, Part, letter, printed, table
from api.example.telling import Desk, Story, fact
from ledger.dates.span import Span
from ledger.entry import Actor, Source
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.default_process import IndulgenceGiven
from ledger.subjects.meetings import Confirmation, MeetingScheduled
from ledger.subjects.notices import Addressee, NoticeServed, RemedyAssessed
from ledger.subjects.payments import InvoiceReceived, PaymentMade
from ledger.subjects.records import ConsultationRecorded, DepartureRefused, DocumentFiled, NoteMade
from ledger.subjects.termination import (
    EarlyTerminationProposed,
    GapAdmitted,
    ProviderInformedOfIntention,
    TerminationCaseRecorded,
    TerminationImpactAssessed,
)
from ledger.subjects.variations import AnnualValueChange, VariationAgreed
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

APRIL = Span(first=date(2026, 4, 1), last=date(2026, 4, 30))


def wants_out(desk: Desk) -> Story:
    """Tell the notice, the weeks it should have had, and what was done in them."""
    yield from _short_notice(desk)
    yield from _met(desk)
    yield from _proposed(desk)
    yield from _checked_too_early(desk)
    yield from _made_a_case(desk)
    yield from _not_yet(desk)


def _short_notice(desk: Desk) -> Story:
    yield desk.record(
        "2026-05-01 09:00", JOANS,
        InvoiceReceived(happened_on=date(2026, 5, 1), number="FM-0426", amount=pounds(39_000), by=HUGH, period=APRIL,
                        due_on=date(2026, 5, 22)),
    )
    day = date(2026, 5, 5)
    paper = letter(day, AUTHORITY_NAME, f"Hugh Fennimore, {PROVIDER}, {KITCHEN}", "Default notice under clause 23.1",
                   "Meals come late and cold on three rounds, and a special diet was not kept.",
                   "Put this right by 22 May 2026.", signed="Ann Ashe, lead officer", by="By hand")
    yield desk.record(
        "2026-05-05 15:30", ANNS,
        fact(NoticeServed(
            happened_on=day, happened_at=time(11, 15), notice_kind="default", clause="23.1", cumulative_count=1, by=ANN,
            issues=("ISS-001", "ISS-002"), standards_breached=("M1", "M3"), method="hand", address=KITCHEN,
            recipients=(Addressee(person="Hugh Fennimore", office="provider-contract-manager"),),
            remedy_required=Said("Every meal by one o'clock, and every special diet kept."),
            remedy_by=date(2026, 5, 22), received_on=day, received_at=time(11, 15),
            receipt_evidence=Said("Signed for by the head cook."), document=desk.paper(paper),
        ), "notice", because={
            "notice.support-officer-consulted": "Ann wrote it over the bank holiday and Colin was away.",
            "notice.reasonable-time": "Ann thought that two and a half weeks were enough.",
        }),
    )


def _met(desk: Desk) -> Story:
    met = Met("MTG-003", date(2026, 5, 7), (ANN, COLIN, HUGH), {
        "issues-raised-before": "ISS-001: the second van has come; two rounds are still late. ISS-002: Hugh asks again "
                                "for the list of diets.",
        "complaints-and-compliments": "Four complaints in April. A card for the driver of round six.",
        "service-issues": "Hugh: the rounds are cut down from 18 May.",
        "statistics-and-indicators": "April: 90 in 100 in time.",
        "activity-against-target": "Every meal that was ordered was brought.",
        "satisfaction-surveys": "Goes out in June.",
        "particular-cases": "C-0511: no wrong pudding since March.",
        "provider-staffing": "One driver short.",
        "future-meetings": "Next on 30 July 2026.",
    }, brought=BROUGHT, confirmed=(Confirmation(issue="ISS-001", satisfactory=False, in_time=False),))
    yield from held(desk, met, "2026-05-08 09:10", JOANS)
    yield desk.record(
        "2026-05-08 09:30", JOANS,
        MeetingScheduled(happened_on=date(2026, 5, 7), planned_for=date(2026, 7, 30), by=ANN,
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
    )
    yield from minuted(desk, met, "monitoring meeting", date(2026, 5, 14), "2026-05-14 14:00", JOANS)
    yield desk.record(
        "2026-05-19 16:00", ANNS,
        IndulgenceGiven(happened_on=date(2026, 5, 19), obligation="M1", issues=("ISS-001",), notice="NOT-001", by=ANN,
                        applies_until=date(2026, 5, 22),
                        words=Said("A van is in the garage: this week meals may come until two.")),
    )


def _proposed(desk: Desk) -> Story:
    yield desk.record(
        "2026-05-26 08:50", ANNS,
        fact(EarlyTerminationProposed(
            happened_on=date(2026, 5, 26), grounds=("default",), issues=("ISS-001", "ISS-002"), notices=("NOT-001",),
            by=ANN, reasons=Said("I cannot tell families again that it will get better. I want us out by autumn."),
        ), "proposal", because={
            "termination.process-worked-through": "The date in the notice, 22 May, has passed.",
        }),
    )


def _checked_too_early(desk: Desk) -> Story:
    day = date(2026, 5, 27)
    rows = (("Meals checked", "In time", "In 100"), ("1,034", "951", "92.0"))
    check = table(day, AUTHORITY_NAME, "Meals checked from 23 to 26 May 2026", *rows)
    yield desk.record(
        "2026-05-27 11:00", ANNS,
        fact(DocumentFiled(happened_on=day, title="Meals checked to 26 May", document_kind="report", dated=day,
                           document=desk.paper(check)), "may check"),
    )
    yield desk.record(
        "2026-05-27 11:30", ANNS,
        fact(RemedyAssessed(happened_on=day, notice="NOT-001", result="not-remedied", by=ANN,
                            evidence=(desk["may check"],), shared_with_provider_on=day,
                            findings=Said("92 in 100 in time: better, and still short of 95.")), "too early",
             because={"remedy.assessed-when-time-is-over": "Ann counted to the date in the notice, not the clause's."}),
    )


def _made_a_case(desk: Desk) -> Story:
    day = date(2026, 5, 28)
    mail = letter(day, AUTHORITY_NAME, f"Hugh Fennimore, {PROVIDER}", "Intention to end the contract",
                  "The council means to end the contract under clause 24.1.", signed="Ann Ashe, lead officer",
                  by="By e-mail")
    deed = letter(day, AUTHORITY_NAME, PROVIDER, "Deed of variation 1",
                  "From 8 June 2026 Fennimore brings meals to 20 more people. The price rises from £468,000 to "
                  "£504,000 a year.", signed="Ann Ashe for the council; Hugh Fennimore for Fennimore")
    yield desk.record(
        "2026-05-28 09:30", ANNS,
        ProviderInformedOfIntention(happened_on=day, intention="terminate", proposal="TRM-001", means="e-mail", by=ANN,
                                    recipient="Hugh Fennimore", words=Said("We mean to end the contract."),
                                    exhibits=(desk.paper(mail),)),
        ConsultationRecorded(happened_on=day, subject="variation", consulted=COLIN, means="call", by=ANN,
                             advice=Said("Reserve our rights in it if you must sign it now.")),
    )
    yield desk.record(
        "2026-05-28 16:20", JOANS,
        fact(VariationAgreed(
            happened_on=day, effective_from=date(2026, 6, 8), form="signed-document", signatories=(ANN, HUGH), by=ANN,
            changes=(AnnualValueChange(was=pounds(468_000), becomes=pounds(504_000)),), authorised_by=ANN,
            agreed_by_provider="Hugh Fennimore", exhibits=(desk.paper(deed),),
        ), "twenty more", because={
            "variation.provider-informed": "It was agreed on the telephone and signed the same day.",
        }),
        PaymentMade(happened_on=day, invoice="INV-001", amount=pounds(39_000), reference="BACS 28 May", period=APRIL,
                    by=Actor(person="Finance team")),
    )
    yield desk.record(
        "2026-05-29 12:00", COLINS,
        ConsultationRecorded(
            happened_on=date(2026, 5, 29), subject="termination", consulted=COLIN, proposal="TRM-001", means="meeting",
            by=ANN, contentious=True,
            advice=Said("Not yet. The clause runs to 3 June, you signed for more meals yesterday, and nobody has "
                        "answered Hugh about the list."),
        ),
    )
    trail = Paper("Trail of evidence, TRM-001", date(2026, 6, 1), AUTHORITY_NAME, (
        Part(("The entries on file that show the failure, by their numbers.",), None, (("Entry", "What it is"), *(
            (str(desk[name]), name) for name in ("late vans", "ASM-002", "pudding", "notice", "too early")))),))
    yield desk.record(
        "2026-06-01 15:00", ANNS,
        TerminationImpactAssessed(
            happened_on=date(2026, 6, 1), proposal="TRM-001", users_affected=260, by=ANN,
            user_impact=Said("260 people change their cook; 40 see nobody else in the day."),
            vulnerability=Said("31 eat only what is put before them."),
            alternative_arrangements=Said("The hospital kitchen could take all rounds."),
            timescales=Said("Four months."),
            equality=Said("Halal and kosher meals would have to be bought apart."),
        ),
        TerminationCaseRecorded(
            happened_on=date(2026, 6, 1), proposal="TRM-001", clause="24.1", by=ANN,
            grounds=Said("Standard M1 was missed in the winter quarter and in May, and a default notice was not met."),
            cited=tuple(desk[name] for name in ("late vans", "ASM-002", "pudding", "notice", "too early")),
            trail_digest=sha256(printed(trail)).hexdigest(), exhibits=(desk.paper(trail),),
            gaps_admitted=(GapAdmitted(
                issue="ISS-002", link="check", words=Said("On 7 May the time went on the rounds. Nobody came to it."),
            ),),
        ),
    )


def _not_yet(desk: Desk) -> Story:
    yield desk.record(
        "2026-06-02 09:40", ANNS,
        fact(ContactLogged(
            happened_on=date(2026, 4, 2), direction="other", means="call", by=ANN, issue="ISS-002",
            participants=(ANN,), source=Source(how="told", whom="the dietitian"),
            summary=Said("The dietitian says that she wrote to us in February about his diabetes."),
        ), "the dietitian"),
        NoteMade(happened_on=date(2026, 6, 2), by=ANN, concerns=(desk["not on the list"],),
                 words=Said("So the list of 2 March was ours, and it was wrong? To be looked into.")),
    )
    yield desk.record(
        "2026-06-03 10:15", RUTHS,
        DepartureRefused(
            happened_on=date(2026, 6, 3), position=desk["proposal"], rule="termination.process-worked-through", by=RUTH,
            reason=Said("Not yet. The clause gives until today. Look again when it is over, answer Hugh Fennimore "
                        "about the list, and leave the rest to Legal Services."),
        ),
    )
