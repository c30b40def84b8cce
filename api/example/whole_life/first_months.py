"""August to October 2025: few at first and then enough, a survey, a complaint, and what is meant for the end."""

from __future__ import annotations

from datetime import date

from api.example.cast import AUTHORITY_NAME, COLIN, COLINS, JOANS
from api.example.meeting import Met, held, minuted
from api.example.paper import letter, table
from api.example.telling import Desk, Story, fact
from api.example.whole_life.parties import BEA, BROUGHT, END, EXPECTED, GRACE, GRACES, SERVICE_MANAGER
from api.example.whole_life.planned import PLAN, RESOURCES
from api.example.whole_life.sheets import billed, judged, month, quarter, used
from api.people import EXAMPLE_PROVIDER
from ledger.dates.span import Span
from ledger.entry import Actor, Source
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.exits import ContractEndPlansCommunicated
from ledger.subjects.feedback import ComplaintHandlingReviewed, ComplaintReceived
from ledger.subjects.implementation import ImplementationActivityReported, ImplementationPlanMonitored
from ledger.subjects.meetings import MeetingScheduled
from ledger.subjects.performance import SatisfactionSurveyReceived, SurveyResult
from ledger.subjects.resources import VarianceActionTaken, VarianceAssessed
from ledger.subjects.reviews import ContractReviewStarted, RenewalWarningGiven
from ledger.subjects.risks import RiskAssessed
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

SUMMER = Span(first=date(2025, 7, 1), last=date(2025, 9, 30))


def first_months(desk: Desk) -> Story:
    """Tell the slow July, the good September, and that the end was spoken of in time."""
    yield from _slow_july(desk)
    yield from _the_end_in_view(desk)
    yield from _first_quarter(desk)
    yield from _a_complaint(desk)


def _slow_july(desk: Desk) -> Story:
    met = Met("MTG-002", date(2025, 7, 29), (GRACE, COLIN, BEA), {
        "issues-raised-before": "None.",
        "complaints-and-compliments": "None yet.",
        "service-issues": "Two people waited three days in the second week; the ward had rung the wrong number.",
        "statistics-and-indicators": "23 people brought home.",
        "activity-against-target": "640 of 1,100 hours. What July did not need is kept for the winter.",
        "satisfaction-surveys": "Goes out in September.",
        "particular-cases": "None.",
        "provider-staffing": "Twelve workers since 2 July; those who were lent go back on Friday.",
        "future-meetings": "9 October.",
    }, brought=BROUGHT)
    yield from held(desk, met, "2025-07-30 09:20", JOANS)
    yield desk.record(
        "2025-07-30 09:40", JOANS,
        MeetingScheduled(happened_on=date(2025, 7, 29), planned_for=date(2025, 10, 9), by=GRACE, expected=EXPECTED),
    )
    yield desk.record(
        "2025-08-01 15:00", GRACES,
        ImplementationActivityReported(happened_on=date(2025, 7, 31), plan=PLAN, activity="A6", state="completed",
                                       by=GRACE, audience="shared",
                                       words=Said("All ten were rung; nine would do it again.")),
        ImplementationPlanMonitored(happened_on=date(2025, 7, 31), plan=PLAN, outcomes_still_met="yes", by=GRACE,
                                    evidence=(desk["ten home"],),
                                    words=Said("Every activity is done; both outcomes can be reached.")),
    )
    yield from minuted(desk, met, "first meeting after the start", date(2025, 8, 1), "2025-08-01 16:00", JOANS)
    yield from used(desk, date(2025, 8, 5), date(2025, 7, 1), "640", "27500", "20")
    july = month(date(2025, 7, 1))
    yield desk.record(
        "2025-08-06 16:30", GRACES,
        ContactLogged(happened_on=date(2025, 8, 6), direction="to-provider", means="call", level="management",
                      participants=(GRACE, BEA), concern=False, by=GRACE,
                      summary=Said("What becomes of the hours July did not need? Bea keeps them for the winter.")),
    )
    yield desk.record(
        "2025-08-07 10:30", GRACES,
        VarianceAssessed(
            happened_on=date(2025, 8, 7), plan=RESOURCES, plan_line="L1", period=july, planned="1100", actual="640",
            unit="hours", significant=True, method="budget-comparison", causes=("staffing",), variance_type="timing",
            cause=Said("The first people came home on 10 July."), likely_contract_change=False, by=GRACE,
        ),
        VarianceActionTaken(happened_on=date(2025, 8, 7), variance="RVA-001", by=GRACE,
                            action=Said("The 460 hours of July are kept for December and January; Bea agreed on "
                                        "the telephone.")),
    )


def _the_end_in_view(desk: Desk) -> Story:
    yield desk.record(
        "2025-09-01 09:30", COLINS,
        RenewalWarningGiven(happened_on=date(2025, 9, 1), told=SERVICE_MANAGER, ends_on=END, means="e-mail", by=COLIN,
                            review_by=date(2025, 11, 28)),
    )
    yield from used(desk, date(2025, 9, 4), date(2025, 8, 1), "1080", "27500", "17")
    plans = letter(date(2025, 9, 22), AUTHORITY_NAME, f"Bea Lowther, {EXAMPLE_PROVIDER}", "After 31 March 2026",
                   "The pilot ends on 31 March. What follows is bought anew for the whole county; you may tender for "
                   "it as anybody may.", signed="Grace Okoro, lead officer", by="By e-mail")
    yield desk.record(
        "2025-09-22 14:40", GRACES,
        ContractEndPlansCommunicated(happened_on=date(2025, 9, 22), plans="recommission", recipient=BEA, means="letter",
                                     document=desk.paper(plans), by=GRACE,
                                     content=Said("Bought anew for the county; no extension.")),
        ContractReviewStarted(happened_on=date(2025, 9, 22), lead=SERVICE_MANAGER, due_by=date(2025, 11, 28), by=GRACE),
    )


def _first_quarter(desk: Desk) -> Story:
    yield from used(desk, date(2025, 10, 3), date(2025, 9, 1), "1115", "27500", "19")
    yield from quarter(desk, date(2025, 10, 6), SUMMER, 96, ("3300", "2835"), "93.8", "23.60", (82_500, 58_900, 15_100),
                       "summer return")
    yield from judged(desk, date(2025, 10, 7), SUMMER, "93.8", "ASM-001", "summer return")
    yield from billed(desk, date(2025, 10, 7), SUMMER, 82_500, "001", "2835")
    survey = table(date(2025, 10, 8), AUTHORITY_NAME, "What people said, September 2025", ("Question", "Yes, in 100"),
                   ("Did the help come when it was promised?", "88"), ("Were you asked in which hours?", "95"),
                   ("Did you feel safe at home?", "91"))
    yield desk.record(
        "2025-10-22 10:00", GRACES,
        fact(SatisfactionSurveyReceived(
            happened_on=date(2025, 10, 8), respondents=64, population=96, document=desk.paper(survey), by=GRACE,
            results=(SurveyResult(question="Did the help come when it was promised?", result="88"),
                     SurveyResult(question="Were you asked in which hours?", result="95"),
                     SurveyResult(question="Did you feel safe at home?", result="91")),
        ), "survey"),
    )


def _a_complaint(desk: Desk) -> Story:
    met = Met("MTG-003", date(2025, 10, 9), (GRACE, COLIN, BEA), {
        "issues-raised-before": "None.",
        "complaints-and-compliments": "None.",
        "service-issues": "The ward sometimes rings after four; nobody is there until the morning. Bea moves a shift.",
        "statistics-and-indicators": "93.8 in 100 within two days; July pulls it down, September was 97.",
        "activity-against-target": "2,835 of 3,300 hours.",
        "satisfaction-surveys": "64 of 96 answered; 91 in 100 feel safe at home.",
        "particular-cases": "None.",
        "provider-staffing": "Twelve of twelve.",
        "future-meetings": "15 January 2026.",
    }, brought=BROUGHT)
    yield from held(desk, met, "2025-10-22 10:40", JOANS)
    yield desk.record(
        "2025-10-22 10:55", JOANS,
        MeetingScheduled(happened_on=date(2025, 10, 9), planned_for=date(2026, 1, 15), by=GRACE, expected=EXPECTED),
    )
    yield from minuted(desk, met, "contract monitoring meeting", date(2025, 10, 22), "2025-10-22 15:00", JOANS)
    yield desk.record(
        "2025-10-23 11:30", JOANS,
        ComplaintReceived(happened_on=date(2025, 10, 23), whose="family", standards=("H3",), case="H-0231",
                          by=Actor(person="A son", party="third-party"), source=Source(how="heard"),
                          subject=Said("Seven different people came to her in ten days.", person="H-0231")),
    )
    yield desk.record(
        "2025-10-31 14:10", GRACES,
        ComplaintHandlingReviewed(happened_on=date(2025, 10, 31), complaint="CMP-001", by=GRACE,
                                  provider_response=Said("Two workers go to her now; the son was rung and told who."),
                                  responded_on=date(2025, 10, 28), judgement="satisfactory"),
        RiskAssessed(happened_on=date(2025, 10, 31), risk="RSK-001", likelihood=2, impact=4, within_appetite=True,
                     measures_done=(1,), by=GRACE,
                     method="Likelihood and impact, each of five", owner="Bea Lowther", review_by=date(2026, 1, 31)),
        RiskAssessed(happened_on=date(2025, 10, 31), risk="RSK-002", likelihood=2, impact=3, within_appetite=True,
                     measures_done=(1,), by=GRACE,
                     method="Likelihood and impact, each of five", owner="Bea Lowther", review_by=date(2026, 1, 31)),
    )
