"""January and February 2026: who takes over, what people say, and what it was worth."""

from __future__ import annotations

from datetime import date

from api.example.cast import AUTHORITY_NAME, COLIN, JOANS, RUTH
from api.example.meeting import Met, held, minuted
from api.example.paper import Paper, letter
from api.example.telling import Desk, Story, fact
from api.example.whole_life.parties import (
    BEA,
    BEAS,
    BROUGHT,
    CARERS,
    EXPECTED,
    FAY,
    FORUM,
    GRACE,
    GRACES,
    HOSPITAL,
    START,
)
from api.example.whole_life.planned import CRITERIA, RESOURCES
from api.example.whole_life.sheets import billed, judged, quarter, used
from api.example.whole_life.wanted import AT_HOME, IN_TIME, PRICE
from api.people import EXAMPLE_PROVIDER
from ledger.dates.span import Span
from ledger.subjects.evaluation import (
    CriterionFound,
    DevelopmentArea,
    DevelopmentNeedsCounted,
    EvaluationReported,
    FeedbackReceived,
    FeedbackSought,
    ResourceManagementEvaluated,
)
from ledger.subjects.exits import (
    ServiceTransferPlanReviewed,
    ServiceTransferPlanSigned,
    ServiceTransferPlanSubmitted,
    TransferItem,
)
from ledger.subjects.meetings import MeetingScheduled
from ledger.subjects.money import Head, ValueForMoneyTested
from ledger.subjects.outcomes import OutcomeAchievementAssessed, Reached
from ledger.subjects.resources import ResourceControlChecked
from ledger.subjects.risks import RiskClosed
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

AUTUMN = Span(first=date(2025, 10, 1), last=date(2025, 12, 31))


def worth(desk: Desk) -> Story:
    """Tell the plan for handing over, returned once, and how the pilot was judged."""
    yield from _transfer_planned(desk)
    yield from _second_quarter(desk)
    yield from _evaluated(desk)


def _transfer_plan(day: date, *more: str) -> Paper:
    """Return the plan itself, as Larkfield wrote it."""
    return letter(
        day, EXAMPLE_PROVIDER, AUTHORITY_NAME, "Service transfer plan",
        "Services: each round goes over whole, one a week from 2 March, with a worker of ours beside the new one.",
        "Documents: the plans of the people who go on and the log of requests are handed over against receipt.",
        "Clients: each is told in person by their own worker; nobody is without help for a day.", *more,
        signed="Bea Lowther, contract manager",
    )


def _transfer_planned(desk: Desk) -> Story:
    yield from used(desk, date(2026, 1, 5), date(2025, 12, 1), "1455", "37500", "24")
    yield from quarter(desk, date(2026, 1, 7), AUTUMN, 142, ("3700", "3893"), "96.5", "23.90", (92_500, 74_400, 16_300),
                       "autumn return")
    yield from judged(desk, date(2026, 1, 8), AUTUMN, "96.5", "ASM-002", "autumn return")
    items = (TransferItem(id="D1", what=Said("Plans of the people who go on")),
             TransferItem(id="D2", what=Said("Log of requests since July")))
    yield desk.record(
        "2026-01-12 11:00", BEAS,
        ServiceTransferPlanSubmitted(happened_on=date(2026, 1, 12),
                                     sections=("services", "documents", "clients", "staff"), items=items, by=BEA,
                                     clients=("H-0311", "H-0318", "H-0322"),
                                     document=desk.paper(_transfer_plan(date(2026, 1, 12)))),
    )
    yield desk.record(
        "2026-01-14 16:30", GRACES,
        ServiceTransferPlanReviewed(happened_on=date(2026, 1, 14), plan="TPL-001", outcome="returned", by=GRACE,
                                    reasons=Said("It leaves out the rails and bed steps that are ours.")),
        FeedbackSought(happened_on=date(2026, 1, 14), subject="use-of-resources", resource_plan=RESOURCES, asked=150,
                       groups=(FORUM, CARERS, HOSPITAL), channel="telephone", closes_on=date(2026, 2, 6), by=GRACE),
    )


def _second_quarter(desk: Desk) -> Story:
    met = Met("MTG-004", date(2026, 1, 15), (GRACE, COLIN, BEA), {
        "issues-raised-before": "None.",
        "complaints-and-compliments": "One complaint, answered in five days; one compliment.",
        "service-issues": "None.",
        "statistics-and-indicators": "96.5 in 100 within two days, both sides counting alike since 8 December.",
        "activity-against-target": "3,893 hours of 3,700, out of those kept from July.",
        "satisfaction-surveys": "A second one goes out with the questions on the use of hours.",
        "particular-cases": "None.",
        "provider-staffing": "Thirteen, one of them until March.",
        "future-meetings": "19 March, with the new provider for the second half.",
    }, brought=BROUGHT)
    yield from held(desk, met, "2026-01-16 09:10", JOANS)
    yield desk.record(
        "2026-01-16 09:30", JOANS,
        MeetingScheduled(happened_on=date(2026, 1, 15), planned_for=date(2026, 3, 19), by=GRACE, expected=EXPECTED),
    )
    yield from minuted(desk, met, "contract monitoring meeting", date(2026, 1, 19), "2026-01-19 14:00", JOANS)
    yield from billed(desk, date(2026, 1, 19), AUTUMN, 92_500, "002", "3893")
    complete = (TransferItem(id="D1", what=Said("Plans of the people who go on")),
                TransferItem(id="D2", what=Said("Log of requests since July")),
                TransferItem(id="A1", sort="asset", what=Said("Rails and bed steps: 60 sets of the council's")))
    yield desk.record(
        "2026-02-03 12:00", BEAS,
        ServiceTransferPlanSubmitted(happened_on=date(2026, 2, 3), plan="TPL-001",
                                     sections=("services", "documents", "clients", "staff", "assets"), items=complete,
                                     clients=("H-0311", "H-0318", "H-0322"), by=BEA,
                                     document=desk.paper(_transfer_plan(
                                         date(2026, 2, 3), "Assets: 60 sets of rails and bed steps, the council's."))),
    )
    yield from used(desk, date(2026, 2, 4), date(2026, 1, 1), "1490", "32500", "23")
    yield desk.record(
        "2026-02-06 10:15", GRACES,
        ServiceTransferPlanReviewed(happened_on=date(2026, 2, 6), plan="TPL-001", outcome="approved", by=GRACE),
        ServiceTransferPlanSigned(happened_on=date(2026, 2, 6), plan="TPL-001", party="authority", signatory=GRACE,
                                  by=GRACE),
    )
    yield desk.record(
        "2026-02-09 09:00", BEAS,
        ServiceTransferPlanSigned(happened_on=date(2026, 2, 9), plan="TPL-001", party="provider", signatory=BEA,
                                  by=BEA),
    )


def _evaluated(desk: Desk) -> Story:
    yield desk.record(
        "2026-02-10 15:30", GRACES,
        FeedbackReceived(happened_on=date(2026, 2, 10), sought="FBK-001", group=FORUM, channel="telephone", answers=71,
                         outcomes=(AT_HOME, IN_TIME), outcomes_met="yes", by=GRACE,
                         words=Said("They came on the day they said, nearly always.")),
        fact(FeedbackReceived(happened_on=date(2026, 2, 10), sought="FBK-001", group=HOSPITAL, channel="meeting",
                              answers=6, outcomes=(IN_TIME,), outcomes_met="partly", by=GRACE,
                              words=Said("After four o'clock nobody answers.")), "the ward"),
        ValueForMoneyTested(
            happened_on=date(2026, 2, 10), method="unit-cost", clause="9.6", result="shown", by=GRACE,
            economy=Head(conclusion="good", words=Said("£23.90 an hour; neighbours pay £26 to £29.")),
            efficiency=Head(conclusion="fair", words=Said("One hour in nine is travelling.")),
            effectiveness=Head(conclusion="good", words=Said("88 in 100 are at home after six weeks.")),
            evidence=(desk["autumn return"],)),
        ResourceControlChecked(happened_on=date(2026, 2, 10), control="Monthly sheet of hours", result="meets",
                               by=GRACE,
                               requirement=Said("Complete within a week, by line.")),
    )
    yield desk.record(
        "2026-02-24 14:45", GRACES,
        OutcomeAchievementAssessed(
            happened_on=date(2026, 2, 24), outcome=AT_HOME, period=Span(first=START, last=date(2026, 1, 31)),
            actual="88",
            reached=Reached(achieved="yes", progress="100", quality="good"), evidence=(desk["ASM-002"],), by=GRACE,
            words=Said("88 in 100 of 262 people are at home after six weeks.")),
        OutcomeAchievementAssessed(
            happened_on=date(2026, 2, 24), outcome=IN_TIME, period=Span(first=START, last=date(2026, 1, 31)),
            actual="95.4", reached=Reached(achieved="yes", progress="100", quality="fair"),
            evidence=(desk["ASM-001"], desk["ASM-002"]), by=GRACE, words=Said("Not in July; since August, yes.")),
        OutcomeAchievementAssessed(
            happened_on=date(2026, 2, 24), outcome=PRICE, reached=Reached(achieved="partly", progress="93"), by=GRACE,
            evidence=(desk["L2 in January"],), words=Said("£268,500, of which the council pays £258,000.")),
    )
    yield desk.record(
        "2026-02-26 11:10", GRACES,
        ResourceManagementEvaluated(
            happened_on=date(2026, 2, 26), evaluation=CRITERIA, period=Span(first=START, last=date(2026, 1, 31)),
            by=GRACE,
            evidence=(desk["L1 in January"], desk["L2 in January"], desk["the ward"]), findings=(
                CriterionFound(criterion="K1", achieved="yes", progress="95", quality="good"),
                CriterionFound(criterion="K2", achieved="partly", progress="93", quality="fair",
                               words=Said("The winter was planned like the summer."))),
            conclusions=Said("Hours went where they were needed. A plan by the month would have shown December."),
            best_value=Said("£23.90 an hour.")),
        EvaluationReported(happened_on=date(2026, 2, 26), evaluation=CRITERIA, recipients=(RUTH, FAY),
                           groups=(FORUM, CARERS), formality="formal", channel="meeting",
                           formats=("plain-english", "large-print"), by=GRACE),
        DevelopmentNeedsCounted(happened_on=date(2026, 2, 26), looked=6, by=GRACE, needs=(
            DevelopmentArea(area="planning", people=2, action="training"),
            DevelopmentArea(area="records", people=1, action="mentoring"))),
        RiskClosed(happened_on=date(2026, 2, 26), risk="RSK-001", by=GRACE, reason=Said("Nobody left in the winter.")),
    )
