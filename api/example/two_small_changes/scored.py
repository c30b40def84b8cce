"""January to April 2026: a scorecard each quarter, what the provider thinks of itself, and a new contract manager."""

from __future__ import annotations

from datetime import date

from api.example.cast import pounds
from api.example.paper import table
from api.example.telling import Desk, Story, fact
from api.example.two_small_changes.added_up import damp
from api.example.two_small_changes.parties import (
    AISHA,
    AISHAS,
    DIANE,
    DIANES,
    PETER,
    PETERS,
    PROVIDER,
    START,
    WILL,
    WILLS,
)
from ledger.dates.span import Span
from ledger.plans import Step
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.money import BudgetPositionRecorded
from ledger.subjects.people import (
    ChecklistItem,
    ContractManagementHandedOver,
    LeadOfficerAppointed,
    RoleAppointmentEnded,
)
from ledger.subjects.performance import (
    IndicatorFigure,
    PerformanceAssessed,
    PerformanceReportReceived,
    PerformanceResultsShared,
)
from ledger.subjects.regulation import Rated, StatutoryNoticePublished
from ledger.subjects.risks import RiskAssessed, RiskIdentified
from ledger.subjects.tiers import Score, ScorecardRecorded, SelfAssessmentSubmitted, Side, ThematicReviewCompleted
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

AUTUMN = Span(first=START, last=date(2025, 12, 31))
WINTER = Span(first=date(2026, 1, 1), last=date(2026, 3, 31))


def scored(desk: Desk) -> Story:
    """Tell the two quarters, the risk the provider itself saw, and the handing over between officers."""
    yield from _first_quarter(desk)
    yield from _risk(desk)
    yield from _handed_over(desk)
    yield from damp(desk)
    yield from _second_quarter(desk)


def _figures(desk: Desk, on: date, period: Span, first_time: str, seen: str, content: str, called: str) -> Story:
    paper = table(on, PROVIDER, f"Figures, {period}", ("Measure", "In 100", "Asked for"),
                  ("Repairs done at the first visit", first_time, "85"),
                  ("Emergencies seen within four hours", seen, "98"), ("Tenants content", content, "80"))
    yield desk.record(
        f"{on} 15:30", WILLS,
        fact(PerformanceReportReceived(
            happened_on=on, period=period, by=WILL, exhibits=(desk.paper(paper),), figures=(
                IndicatorFigure(indicator="first-visit", actual=first_time),
                IndicatorFigure(indicator="emergencies", actual=seen),
                IndicatorFigure(indicator="tenants", actual=content))), called),
    )


def _first_quarter(desk: Desk) -> Story:
    on = date(2026, 1, 9)
    yield from _figures(desk, on, AUTUMN, "82.4", "98.3", "78.9", "autumn")
    yield desk.record(
        "2026-01-14 11:00", PETERS,
        fact(PerformanceAssessed(happened_on=date(2026, 1, 14), period=AUTUMN, standards=("R1",),
                                 indicator="emergencies", target="98", by=PETER,
                                 actual="98.3", unit="in 100 emergencies", judgement="met",
                                 evidence=(desk["autumn"],)), "ASM-001"),
        PerformanceResultsShared(happened_on=date(2026, 1, 14), assessments=("ASM-001",), shared_with=(WILL,),
                                 means="e-mail", by=PETER),
        ScorecardRecorded(
            happened_on=date(2026, 1, 14), period=AUTUMN, by=PETER, cost=Side(rating="green"),
            performance=Side(rating="amber", words=Said("82 in 100 at the first visit; 85 are asked for.")),
            risk=Side(rating="amber", words=Said("Damp in 300 homes.")),
            users=Side(rating="amber", words=Said("79 in 100 are content.")),
            commentary=Said("A start; the winter will show.")),
    )


def _risk(desk: Desk) -> Story:
    yield desk.record(
        "2026-01-20 10:20", WILLS,
        SelfAssessmentSubmitted(happened_on=date(2026, 1, 20), period=AUTUMN, by=WILL, scores=(
            Score(subject="risk", percent=45, words=Said("Nobody of ours is trained for damp.")),
            Score(subject="governance", percent=80), Score(subject="performance", percent=70),
            Score(subject="relationship", percent=85), Score(subject="value-for-money", percent=60))),
    )
    yield desk.record(
        "2026-02-05 14:15", PETERS,
        RiskIdentified(happened_on=date(2026, 2, 5), category="health-and-safety", by=PETER,
                       description=Said("Damp makes somebody ill before it is dealt with.")),
        RiskAssessed(happened_on=date(2026, 2, 5), risk="RSK-001", likelihood=3, impact=4, within_appetite=True,
                     by=PETER,
                     method="Likelihood and impact, each of five", owner="Will Tarn", review_by=date(2026, 6, 30),
                     measures=(Step(what=Said("Eight workers trained for damp."), owner="Will Tarn",
                                    due_on=date(2026, 3, 31)),)),
        fact(ThematicReviewCompleted(
            happened_on=date(2026, 2, 5), theme="risk", clause="29", in_place="partly", monitored="yes", by=PETER,
            found=Said("A log of risks, in which damp was not."), decision="change-now",
            further_actions=(Step(what=Said("Damp work is added to the contract."), owner="Diane Keele",
                                  due_on=date(2026, 3, 2)),)), "risk looked at"),
    )


def _handed_over(desk: Desk) -> Story:
    yield desk.record(
        "2026-02-27 16:00", PETERS,
        ContractManagementHandedOver(
            happened_on=date(2026, 2, 27), from_person="Peter Voss", to_person="Aisha Bell",
            accepted_on=date(2026, 2, 27),
            handover_point="Change of contract manager", by=PETER, checklist=(
                ChecklistItem(item="File read together", done=True),
                ChecklistItem(item="Will Tarn met", done=True),
                ChecklistItem(item="Open actions gone through", done=True,
                              words=Said("Damp work, apprentices, the books.")))),
        RoleAppointmentEnded(happened_on=date(2026, 2, 27), office="lead-officer", person="Peter Voss",
                             last_day=date(2026, 3, 1), successor="Aisha Bell", by=DIANE,
                             reason=Said("To another council.")),
        LeadOfficerAppointed(happened_on=date(2026, 2, 27), person="Aisha Bell", post="Contract Manager, Housing",
                             from_date=date(2026, 3, 2), unit="Housing", appointed_by="Diane Keele", by=DIANE),
    )


def _second_quarter(desk: Desk) -> Story:
    on = date(2026, 4, 10)
    yield from _figures(desk, on, WINTER, "86.1", "97.2", "81.5", "winter")
    yield desk.record(
        "2026-04-14 11:30", AISHAS,
        fact(PerformanceAssessed(happened_on=date(2026, 4, 14), period=WINTER, standards=("R1",),
                                 indicator="emergencies", target="98", by=AISHA,
                                 actual="97.2", unit="in 100 emergencies", judgement="not-met",
                                 evidence=(desk["winter"],)), "ASM-002"),
        PerformanceResultsShared(happened_on=date(2026, 4, 14), assessments=("ASM-002",), shared_with=(WILL,),
                                 means="e-mail", by=AISHA),
        ScorecardRecorded(
            happened_on=date(2026, 4, 14), period=WINTER, by=AISHA,
            cost=Side(rating="amber", words=Said("Damp work was added in March.")),
            performance=Side(rating="amber", words=Said("Emergencies at 97.2 in the frost of February.")),
            risk=Side(rating="green", words=Said("Nine workers are trained for damp.")), users=Side(rating="green"),
            commentary=Said("Better where it was weak.")),
        RiskAssessed(happened_on=date(2026, 4, 14), risk="RSK-001", likelihood=2, impact=4, within_appetite=True,
                     measures_done=(1,), by=AISHA,
                     method="Likelihood and impact, each of five", owner="Will Tarn", review_by=date(2026, 10, 30)),
    )
    yield desk.record(
        "2026-04-16 17:10", AISHAS,
        ContactLogged(happened_on=date(2026, 4, 16), direction="from-provider", means="call", level="management",
                      participants=(AISHA, WILL), concern=False, by=AISHA,
                      summary=Said("Will rang to say that Northgate buys the firm this month; nobody changes.")),
        BudgetPositionRecorded(happened_on=date(2026, 4, 16), period=Span(first=START, last=date(2026, 9, 30)),
                               budget=pounds(1_978_000), actual=pounds(981_400), forecast=pounds(1_985_000), by=AISHA,
                               explanation=Said("Damp work since March; within one per cent.")),
    )
    yield desk.record(
        "2026-04-20 10:00", DIANES,
        StatutoryNoticePublished(
            happened_on=date(2026, 4, 20), notice="contract-performance", number="EX-2026-0377", by=DIANE,
            where="Central platform", period=Span(first=START, last=WINTER.last), ratings=(
                Rated(indicator="first-visit", rating="approaching-target"),
                Rated(indicator="emergencies", rating="approaching-target"),
                Rated(indicator="tenants", rating="good"))),
    )
