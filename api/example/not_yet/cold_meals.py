"""November 2025 to April 2026: a good autumn, a plan that did not hold, and a failing that was told late."""

from __future__ import annotations

from datetime import date

from api.example.cast import ANN, ANNS, AUTHORITY_NAME, COLIN, JOANS
from api.example.meeting import Met, held, minuted
from api.example.not_yet.parties import BROUGHT, HUGH, HUGHS, PROVIDER
from api.example.paper import letter, table
from api.example.telling import Desk, Story, fact
from ledger.entry import Actor, Source
from ledger.plans import Step
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.feedback import ComplaintHandlingReviewed, ComplaintReceived, ComplimentReceived
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    ProviderRepresentationsReceived,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
)
from ledger.subjects.meetings import (
    Confirmation,
    MeetingMinutesCirculated,
    MeetingMinutesRecorded,
    MeetingScheduled,
)
from ledger.subjects.performance import (
    ActivityRecorded,
    DataReturnReceived,
    PerformanceAssessed,
    PerformanceResultsShared,
    Span,
)
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

AUTUMN = Span(first=date(2025, 9, 1), last=date(2025, 11, 30))
WINTER = Span(first=date(2025, 12, 1), last=date(2026, 2, 28))
EXPECTED = ("lead-officer", "contract-support-officer", "provider-contract-manager")


def went_cold(desk: Desk) -> Story:
    """Tell the good autumn, the late vans, and the pudding."""
    yield from _good_autumn(desk)
    yield from _late_vans(desk)
    yield from _plan_did_not_hold(desk)
    yield from _told_late(desk)


def _good_autumn(desk: Desk) -> Story:
    met = Met("MTG-001", date(2025, 11, 20), (ANN, COLIN, HUGH), {
        "issues-raised-before": "None.",
        "complaints-and-compliments": "Two compliments.",
        "service-issues": "None.",
        "statistics-and-indicators": "Meals in time since September: 97 in 100.",
        "activity-against-target": "Every meal that was ordered was brought.",
        "satisfaction-surveys": "Goes out in June.",
        "particular-cases": "None.",
        "provider-staffing": "All eleven rounds have a driver.",
        "future-meetings": "Next on 12 February 2026.",
    }, brought=BROUGHT)
    yield from held(desk, met, "2025-11-21 09:30", JOANS)
    yield desk.record(
        "2025-11-21 10:00", JOANS,
        MeetingScheduled(happened_on=date(2025, 11, 20), planned_for=date(2026, 2, 12), by=ANN, expected=EXPECTED),
    )
    yield from minuted(desk, met, "first meeting after the start", date(2025, 11, 27), "2025-11-27 15:00", JOANS)
    yield from _quarter(desk, AUTUMN, date(2025, 12, 8), ("23,604", "22,943", "97.2"), "autumn return")
    yield from _judged(desk, AUTUMN, date(2025, 12, 9), "97.2", "met", "ASM-001", "autumn return")
    yield desk.record(
        "2025-12-29 11:00", JOANS,
        ComplimentReceived(happened_on=date(2025, 12, 27), whose="family",
                           subject=Said("On Christmas Day the driver came in and sat with him while he ate.")),
    )


def _quarter(desk: Desk, period: Span, on: date, meals: tuple[str, str, str], called: str) -> Story:
    """The provider's return of a quarter: meals brought, meals in time, in 100."""
    brought, in_time, percent = meals
    paper = table(on, PROVIDER, f"Delivery return, {period}", ("Meals brought", "In time", "In 100"), meals)
    yield desk.record(
        f"{on} 16:20", HUGHS,
        fact(DataReturnReceived(
            happened_on=on, period=period, return_kind="delivery return", by=HUGH, document=desk.paper(paper),
            service_nature=Said("Meals at home"), recipients=260, age_ranges=("65 to 84", "85 and over"),
            statements_given=True, statements_count=260, assessments_done=True, assessments_count=24,
            reviews_done=True, reviews_count=58, complete=True,
        ), called),
        ActivityRecorded(happened_on=on, period=period, measure="meals in time", by=HUGH, target="95", actual=percent,
                         commissioned=brought.replace(",", ""), delivered=in_time.replace(",", "")),
    )


def _judged(desk: Desk, period: Span, on: date, percent: str, judgement: str, asm: str, shown_by: str) -> Story:
    """The lead officer judges the quarter against standard M1 and gives the provider the result the same day."""
    met = judgement == "met"
    report = letter(on, AUTHORITY_NAME, f"Hugh Fennimore, {PROVIDER}", f"Results for {period}",
                    f"Meals in time: {percent} in 100. The standard (M1) is 95 in 100: "
                    f"{'it was met' if met else 'it was not met'}.", signed="Ann Ashe, lead officer", by="By e-mail")
    yield desk.record(
        f"{on} 17:00", ANNS,
        fact(PerformanceAssessed(happened_on=on, period=period, standards=("M1",), target="95", actual=percent,
                                 unit="in 100 meals", judgement="met" if met else "not-met", by=ANN,
                                 evidence=(desk[shown_by],)), asm),
        PerformanceResultsShared(happened_on=on, assessments=(asm,), shared_with=(HUGH,), means="e-mail", by=ANN,
                                 document=desk.paper(report)),
    )


def _late_vans(desk: Desk) -> Story:
    yield desk.record(
        "2026-01-19 15:50", JOANS,
        fact(ComplaintReceived(
            happened_on=date(2026, 1, 19), whose="family", standards=("M1", "M2"), case="C-0498",
            by=Actor(person="A niece", party="third-party"), source=Source(how="heard"),
            subject=Said("Four days running the meal came at two, and cold.", person="C-0498"),
        ), "the niece"),
    )
    yield desk.record(
        "2026-01-20 09:10", ANNS,
        fact(IssueRaised(happened_on=date(2026, 1, 20), noticed_on=date(2026, 1, 19), standards=("M1", "M2"), by=ANN,
                         nature=Said("On three of the eleven rounds the meal comes after half past one, and cold."),
                         evidence=(desk["the niece"],)), "late vans"),
        IssueNotifiedToProvider(happened_on=date(2026, 1, 20), issue="ISS-001", recipient="Hugh Fennimore", by=ANN,
                                means="e-mail", words=Said("What will you do about it, and by when?")),
    )
    yield desk.record(
        "2026-01-29 12:40", HUGHS,
        ResolutionPlanProposed(
            happened_on=date(2026, 1, 29), issues=("ISS-001",), proposed_by_party="provider", by=HUGH,
            complete_by=date(2026, 3, 31),
            steps=(Step(what=Said("Two more vans."), owner="Hugh Fennimore", due_on=date(2026, 2, 27)),
                   Step(what=Said("Rounds of 22 doors instead of 26."), owner="Hugh Fennimore",
                        due_on=date(2026, 3, 31), outcome=Said("Every round is done by one."))),
        ),
    )
    yield desk.record(
        "2026-02-02 10:00", ANNS,
        ResolutionPlanAgreed(happened_on=date(2026, 2, 2), plan="PLN-001", issues=("ISS-001",), by=ANN,
                             complete_by=date(2026, 3, 31), agreed_by_authority="Ann Ashe",
                             agreed_by_provider="Hugh Fennimore"),
        ComplaintHandlingReviewed(happened_on=date(2026, 2, 2), complaint="CMP-001", responded_on=date(2026, 1, 21),
                                  provider_response=Said("An apology, and a new round for her street."), by=ANN,
                                  judgement="satisfactory"),
    )


def _plan_did_not_hold(desk: Desk) -> Story:
    met = Met("MTG-002", date(2026, 2, 12), (ANN, COLIN, HUGH), {
        "issues-raised-before": "ISS-001: one of the two vans has come. Not settled.",
        "complaints-and-compliments": "Nine complaints in January, all about cold meals, all answered.",
        "service-issues": "The second van is promised for the end of February.",
        "statistics-and-indicators": "January: 88 in 100 in time.",
        "activity-against-target": "Every meal that was ordered was brought.",
        "satisfaction-surveys": "Goes out in June.",
        "particular-cases": "None.",
        "provider-staffing": "Two drivers short.",
        "future-meetings": "Next on 7 May 2026.",
    }, brought=BROUGHT, confirmed=(Confirmation(issue="ISS-001", satisfactory=False),))
    yield from held(desk, met, "2026-02-13 09:00", JOANS)
    # The minutes were sent round from a laptop, and nobody ever placed them on the file.
    yield desk.record(
        "2026-02-20 15:10", JOANS,
        MeetingScheduled(happened_on=date(2026, 2, 12), planned_for=date(2026, 5, 7), by=ANN, expected=EXPECTED),
        MeetingMinutesRecorded(happened_on=date(2026, 2, 20), meeting="MTG-002", author="Joan Petrie"),
        MeetingMinutesCirculated(happened_on=date(2026, 2, 20), meeting="MTG-002", recipients=(ANN, COLIN, HUGH),
                                 means="e-mail"),
    )
    yield from _quarter(desk, WINTER, date(2026, 3, 9), ("23,280", "19,555", "84.0"), "winter return")
    yield from _judged(desk, WINTER, date(2026, 3, 10), "84.0", "not-met", "ASM-002", "winter return")


def _told_late(desk: Desk) -> Story:
    yield desk.record(
        "2026-03-24 09:20", ANNS,
        fact(IssueRaised(happened_on=date(2026, 3, 24), noticed_on=date(2026, 3, 23), standards=("M3",), by=ANN,
                         source=Source(how="told", whom="his daughter"),
                         nature=Said("A man with diabetes was brought the sugared pudding twice.", person="C-0511")),
             "pudding"),
    )
    yield desk.record(
        "2026-04-10 16:45", ANNS,
        fact(IssueNotifiedToProvider(
            happened_on=date(2026, 4, 10), issue="ISS-002", recipient="Hugh Fennimore", means="e-mail", by=ANN,
            words=Said("On 20 and 22 March the wrong pudding went to one of your customers. How?")),
             because={"issue.told-at-once": "Ann meant to raise it at a meeting and then went on leave."}),
        ActionAssigned(happened_on=date(2026, 4, 10), issue="ISS-002", owner=HUGH, by=ANN, due_on=date(2026, 4, 30),
                       description=Said("Label every special diet by name.")),
    )
    yield desk.record(
        "2026-04-17 11:25", HUGHS,
        fact(ProviderRepresentationsReceived(
            happened_on=date(2026, 4, 17), answers=desk["pudding"], issue="ISS-002", stance="disputes", by=HUGH,
            words=Said("He is not on the list of diets you sent us on 2 March. Please send the list we should have."),
        ), "not on the list"),
    )
    yield desk.record(
        "2026-04-28 10:00", ANNS,
        ActionCompleted(happened_on=date(2026, 4, 28), action="ACT-001", confirmed_by=ANN, by=HUGH,
                        words=Said("Every special diet has a name on its lid.")),
    )
