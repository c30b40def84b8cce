"""March to May 2026: the last weeks, the end on its day, who took over what, and what was learnt."""

from __future__ import annotations

from datetime import date

from api.example.cast import AUTHORITY_NAME, COLIN, COLINS, JOANS, RUTH
from api.example.meeting import Met, held, minuted
from api.example.paper import letter
from api.example.telling import Desk, Story, fact
from api.example.whole_life.parties import (
    BEA,
    BEAS,
    BROUGHT,
    CARERS,
    END,
    FAY,
    FORUM,
    GRACE,
    GRACES,
    NADIA,
    NEWCOMER,
)
from api.example.whole_life.planned import CRITERIA
from api.example.whole_life.sheets import billed, judged, quarter, used
from ledger.dates.span import Span
from ledger.subjects.agreement import LifecycleStageEntered
from ledger.subjects.evaluation import CriterionFound, EvaluationReported, ResourceManagementEvaluated
from ledger.subjects.exits import (
    ClientTransferArranged,
    ExitPlanStepCompleted,
    ServiceTransferCompleted,
    TransferItemHandedOver,
)
from ledger.subjects.lessons import LessonRecorded, PostContractReviewHeld
from ledger.subjects.records import NoteMade
from ledger.subjects.regulation import StatutoryNoticePublished
from ledger.subjects.retention import RetentionSet
from ledger.subjects.risks import RiskClosed
from ledger.subjects.termination import ContractExpired
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

SPRING = Span(first=date(2026, 1, 1), last=END)


def handed_over(desk: Desk) -> Story:
    """Tell how it ended, was handed over and was looked back upon."""
    yield from _last_weeks(desk)
    yield from _ended(desk)
    yield from _last_quarter(desk)
    yield from _learnt(desk)


def _last_weeks(desk: Desk) -> Story:
    yield from used(desk, date(2026, 3, 4), date(2026, 2, 1), "1282", "32500", "20")
    yield desk.record(
        "2026-03-06 10:00", BEAS,
        ExitPlanStepCompleted(happened_on=date(2026, 3, 6), plan="EXP-001", step="E1", by=BEA,
                              words=Said("Three people have weeks left in April.")),
    )
    yield desk.record(
        "2026-03-12 15:00", GRACES,
        ExitPlanStepCompleted(happened_on=date(2026, 3, 12), plan="EXP-001", step="E2", by=GRACE,
                              words=Said("Each was visited with the new provider.")),
        LifecycleStageEntered(happened_on=date(2026, 3, 12), stage="exit", by=GRACE, records_checked=("exit plan",)),
    )
    met = Met("MTG-005", date(2026, 3, 19), (GRACE, COLIN, BEA), {
        "issues-raised-before": "None.",
        "complaints-and-compliments": "None.",
        "service-issues": "None.",
        "statistics-and-indicators": "97 in 100 within two days in January and February.",
        "activity-against-target": "What was bought in December will be used up.",
        "satisfaction-surveys": "As told to the Home Again group in February.",
        "particular-cases": "Three people who go on: H-0311, H-0318, H-0322.",
        "provider-staffing": "Eight go over to Stillwater on 1 April.",
        "future-meetings": "The review after the end, 21 April.",
    }, brought=BROUGHT)
    yield from held(desk, met, "2026-03-20 09:00", JOANS)
    yield from minuted(desk, met, "contract monitoring meeting", date(2026, 3, 24), "2026-03-24 11:00", JOANS)
    yield desk.record(
        "2026-03-27 16:20", GRACES,
        ExitPlanStepCompleted(happened_on=date(2026, 3, 27), plan="EXP-001", step="E3", by=GRACE,
                              words=Said("Two weeks side by side, and a list of what a new worker asks.")),
    )


def _ended(desk: Desk) -> Story:
    yield desk.record(
        "2026-03-31 17:00", GRACES,
        ContractExpired(happened_on=END, by=GRACE),
        RiskClosed(happened_on=END, risk="RSK-002", came_about=True, by=GRACE,
                   reason=Said("Two falls in nine months, neither in a house without rails.")),
    )
    day = date(2026, 4, 1)
    receipts = {name: desk.paper(letter(day, NEWCOMER, AUTHORITY_NAME, f"Receipt: {title}", what,
                                        signed="Nadia Frayne"))
                for name, title, what in (
                    ("D1", "plans", "Received: the plans of three people."),
                    ("D2", "log of requests", "Received: the log of requests from July 2025."),
                    ("A1", "rails and bed steps", "Received: 60 sets."))}
    yield desk.record(
        "2026-04-01 16:00", COLINS,
        TransferItemHandedOver(happened_on=day, plan="TPL-001", item="D1", receiving_body=NEWCOMER, by=BEA,
                               clients=("H-0311", "H-0318", "H-0322"), received_by="Nadia Frayne",
                               receipt=receipts["D1"]),
        TransferItemHandedOver(happened_on=day, plan="TPL-001", item="D2", receiving_body=NEWCOMER, by=BEA,
                               received_by="Nadia Frayne", receipt=receipts["D2"]),
        TransferItemHandedOver(happened_on=day, plan="TPL-001", item="A1", sort="asset", receiving_body=NEWCOMER,
                               by=BEA,
                               received_by="Nadia Frayne", receipt=receipts["A1"]),
        *(ClientTransferArranged(happened_on=day, plan="TPL-001", client=client, receiving_body=NEWCOMER, starts_on=day,
                                 arrangement=Said(how, person=client), by=GRACE)
          for client, how in (("H-0311", "The same worker, mornings, to 21 April."),
                              ("H-0318", "Mornings and evenings, to 9 May."), ("H-0322", "Evenings, to 30 April."))),
    )


def _last_quarter(desk: Desk) -> Story:
    yield from used(desk, date(2026, 4, 2), date(2026, 3, 1), "1220", "28500", "16")
    yield from quarter(desk, date(2026, 4, 7), SPRING, 138, ("3740", "3992"), "97.1", "23.70", (93_500, 75_600, 15_900),
                       "spring return")
    yield desk.record(
        "2026-04-07 16:20", GRACES,
        ServiceTransferCompleted(happened_on=date(2026, 4, 7), plan="TPL-001", receiving_body=NEWCOMER, by=GRACE,
                                 words=Said("The last of the three has been visited.")),
    )
    yield from judged(desk, date(2026, 4, 8), SPRING, "97.1", "ASM-003", "spring return")
    yield from billed(desk, date(2026, 4, 8), SPRING, 93_500, "003", "3992")


def _learnt(desk: Desk) -> Story:
    yield desk.record(
        "2026-04-23 10:00", COLINS,
        StatutoryNoticePublished(happened_on=date(2026, 4, 23), notice="contract-termination", number="EX-2026-0394",
                                 where="Central platform", by=COLIN),
    )
    yield desk.record(
        "2026-04-23 10:40", GRACES,
        PostContractReviewHeld(
            happened_on=date(2026, 4, 21), invited=(GRACE, COLIN, BEA, NADIA), attendees=(GRACE, COLIN, BEA, NADIA),
            by=GRACE, benefits=Said("376 people came home; 88 in 100 are there after six weeks."),
            losses=Said("A slow July, and £21,000 more than was meant."),
            lessons=Said("Recruit before the start; plan hours by the month; count from one moment."),
            commissioning=Said("Ask for cover of the number until eight in the evening.")),
    )
    yield desk.record(
        "2026-04-23 11:20", GRACES,
        ResourceManagementEvaluated(
            happened_on=date(2026, 4, 23), evaluation=CRITERIA, by=GRACE, evidence=(desk["ASM-003"],),
            period=Span(first=date(2026, 2, 1), last=END), findings=(
                CriterionFound(criterion="K1", achieved="yes", progress="97", quality="good"),
                CriterionFound(criterion="K2", achieved="partly", progress="93", quality="fair",
                               words=Said("March was as full as January."))),
            conclusions=Said("As in the winter: a plan by the month would have shown it."),
            best_value=Said("£23.70 an hour.")),
        EvaluationReported(happened_on=date(2026, 4, 23), evaluation=CRITERIA, recipients=(RUTH, FAY),
                           groups=(FORUM, CARERS), formality="formal", channel="meeting",
                           formats=("plain-english", "large-print"), by=GRACE),
    )
    day = date(2026, 4, 24)
    yield desk.record(
        "2026-04-24 15:30", GRACES,
        LessonRecorded(happened_on=day, subject="procurement", topic="mobilisation", review="PCR-001", by=GRACE,
                       feeds_next_contract=True,
                       lesson=Said("Six weeks from signature to start are too few to find twelve workers."),
                       do_next=Said("Ask for ten weeks, and pay for the training of those who are found early.")),
        LessonRecorded(happened_on=day, subject="price", topic="volume", review="PCR-001", by=GRACE,
                       feeds_next_contract=True,
                       lesson=Said("A flat 1,100 hours a month is a third too much in July and too little in January."),
                       do_next=Said("Plan and price hours by the month.")),
        LessonRecorded(happened_on=day, subject="need-and-specification", topic="indicators", review="PCR-001",
                       by=GRACE,
                       feeds_next_contract=True,
                       lesson=Said("Two days from when? Each side had its own answer for five months."),
                       do_next=Said("Say in the specification from which moment a time is counted.")),
        LessonRecorded(happened_on=day, subject="users", topic="outcomes", review="PCR-001", by=GRACE,
                       lesson=Said("The group asked for a warm house first, and was right: nobody went back for the "
                                   "cold.")),
    )
    yield desk.record(
        "2026-05-05 11:00", COLINS,
        RetentionSet(happened_on=date(2026, 5, 5), rule="Six years after the end", years=6, by=COLIN,
                     legal_basis="Limitation Act 1980, section 5", review_on=date(2032, 3, 31)),
        LifecycleStageEntered(happened_on=date(2026, 5, 5), stage="closed", by=COLIN,
                              records_checked=("handover", "review", "lessons")),
        fact(NoteMade(happened_on=date(2026, 5, 5), by=GRACE,
                      words=Said("The contract for the county is on another file; the lessons went with the tender.")),
             "closed"),
    )
