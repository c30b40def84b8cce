"""January to July 2025: the start, the first failing, put right in time, and a change agreed."""

from __future__ import annotations

from datetime import date

from api.example.cast import (
    ANN,
    ANNS,
    AUTHORITY_NAME,
    COLIN,
    JOANS,
    PRIYAS,
    RUTH,
    RUTHS,
    pounds,
)
from api.example.ended_well.parties import BROUGHT, DEV, FILE, PRIYA, START
from api.example.ended_well.quarters import judged, quarter
from api.example.meeting import Met, held, minuted
from api.example.paper import letter
from api.example.telling import Desk, Story, fact
from api.people import EXAMPLE_PROVIDER
from ledger.entry import Actor, Source
from ledger.plans import Step
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import (
    ContractCommenced,
    LifecycleStageEntered,
)
from ledger.subjects.feedback import ComplaintHandlingReviewed, ComplaintReceived, ComplimentReceived
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    IssueResolved,
    ProviderRepresentationsReceived,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
)
from ledger.subjects.meetings import Confirmation, MeetingScheduled
from ledger.subjects.people import (
    SupervisionSessionHeld,
)
from ledger.subjects.performance import Span
from ledger.subjects.records import (
    DepartureAuthorised,
    EntrySupplemented,
)
from ledger.subjects.termination import (
    ProviderInformedOfIntention,
)
from ledger.subjects.variations import (
    AnnualValueChange,
    TotalValueChange,
    VariationAgreed,
    VariationEvaluated,
    VariationProposed,
)
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def begun(desk: Desk) -> Story:
    """Tell the first six months: a failing noticed, told, planned for and settled."""
    yield from _started(desk)
    yield from _first_failing(desk)
    yield from _better(desk)
    yield from _a_change_agreed(desk)
    yield from _summer(desk)


def _started(desk: Desk) -> Story:
    met = Met("MTG-001", date(2025, 1, 15), (ANN, COLIN, PRIYA), {
        "start-up": "Rounds for 140 people are planned; 38 of 41 carers have started.",
        "transfer-of-existing-arrangements": "Keys and care plans pass over on 31 January.",
    })
    yield from held(desk, met, "2025-01-16 09:10", JOANS)
    yield desk.record(
        "2025-01-17 16:00", JOANS,
        MeetingScheduled(happened_on=date(2025, 1, 15), meeting_kind="first", planned_for=date(2025, 4, 24), by=ANN,
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
    )
    yield from minuted(desk, met, "before the start", date(2025, 1, 17), "2025-01-17 16:10", JOANS)
    yield desk.record(
        "2025-02-03 08:30", ANNS,
        ContractCommenced(happened_on=START, by=ANN, preconditions_checked=(
            "lead officer", "representative", "specification", "insurance")),
        LifecycleStageEntered(happened_on=START, stage="operation", by=ANN, records_checked=("contract", "minutes")),
    )


def _first_failing(desk: Desk) -> Story:
    yield desk.record(
        "2025-03-18 15:25", JOANS,
        fact(ComplaintReceived(
            happened_on=date(2025, 3, 18), whose="family", standards=("S1",), case="C-0147", by=Actor(
                person="A daughter", party="third-party"), source=Source(how="heard"),
            subject=Said("Nobody came on the mornings of 15 and 16 March.", person="C-0147"),
        ), "first complaint"),
    )
    yield desk.record(
        "2025-03-19 09:30", ANNS,
        fact(IssueRaised(
            happened_on=date(2025, 3, 19), noticed_on=date(2025, 3, 18), standards=("S1",), contractual=False, by=ANN,
            nature=Said("Two morning visits missed at the weekend; nobody at Larkfield knew until the family rang."),
            evidence=(desk["first complaint"],),
        ), "missed visits"),
    )
    yield desk.record(
        "2025-03-19 10:05", ANNS,
        IssueNotifiedToProvider(happened_on=date(2025, 3, 19), issue="ISS-001", recipient="Priya Shah", means="e-mail",
                                by=ANN, words=Said("Please say by Friday what happened and what you will change.")),
    )
    yield desk.record(
        "2025-03-21 16:40", PRIYAS,
        ProviderRepresentationsReceived(
            happened_on=date(2025, 3, 21), answers=desk["missed visits"], issue="ISS-001", stance="accepts", by=PRIYA,
            words=Said("The round was handed over by telephone and not written down. We are sorry."),
        ),
        ResolutionPlanProposed(
            happened_on=date(2025, 3, 21), issues=("ISS-001",), complete_by=date(2025, 4, 22), by=PRIYA,
            steps=(
                Step(what=Said("Handovers in writing, from 24 March."), owner="Priya Shah", due_on=date(2025, 3, 24)),
                Step(what=Said("An alert when a visit has not begun after 30 minutes."), owner="Priya Shah",
                     due_on=date(2025, 4, 22), outcome=Said("No missed visit goes unnoticed.")),
            ),
        ),
    )
    yield desk.record(
        "2025-03-25 11:15", ANNS,
        ResolutionPlanAgreed(happened_on=date(2025, 3, 25), plan="PLN-001", issues=("ISS-001",), by=ANN,
                             complete_by=date(2025, 4, 22), agreed_by_authority="Ann Ashe",
                             agreed_by_provider="Priya Shah"),
        ActionAssigned(happened_on=date(2025, 3, 25), plan="PLN-001", issue="ISS-001", owner=PRIYA, by=ANN,
                       description=Said("Show the alerts at work."), due_on=date(2025, 4, 22)),
        ComplaintHandlingReviewed(happened_on=date(2025, 3, 25), complaint="CMP-001", by=ANN,
                                  provider_response=Said("A visit to the family, an apology and a written answer."),
                                  responded_on=date(2025, 3, 21), judgement="satisfactory"),
    )
    yield desk.record(
        "2025-04-17 12:00", ANNS,
        ActionCompleted(happened_on=date(2025, 4, 17), action="ACT-001", confirmed_by=ANN, by=PRIYA,
                        words=Said("The alerts ran for two weeks; I saw them on the screen in Wexley.")),
    )


def _better(desk: Desk) -> Story:
    met = Met("MTG-002", date(2025, 4, 24), (ANN, COLIN, PRIYA), {
        "issues-raised-before": "ISS-001: the plan was carried out five days early. No visit missed since 24 March.",
        "complaints-and-compliments": "One complaint, answered in time; one family wrote to thank the evening round.",
        "service-issues": "None open beside ISS-001.",
        "statistics-and-indicators": "Planned visits made in March and April: 98.6 in 100.",
        "activity-against-target": "11,480 visits of 11,640 commissioned.",
        "satisfaction-surveys": "The first survey is due before February 2026.",
        "particular-cases": "C-0147: mornings have been kept since 17 March.",
        "provider-staffing": "41 carers in post; three left, three joined.",
        "future-meetings": "Next on 17 July 2025.",
    }, brought=BROUGHT, confirmed=(Confirmation(issue="ISS-001", satisfactory=True, in_time=True),),
        looked_at={"complaints-and-compliments": (desk["first complaint"],)})
    yield from held(desk, met, "2025-04-25 09:30", JOANS)
    yield desk.record(
        "2025-04-25 10:00", JOANS,
        IssueResolved(happened_on=date(2025, 4, 24), issue="ISS-001", satisfactory=True, within_time=True, by=ANN,
                      meeting="MTG-002", words=Said("The plan was carried out and the visits were kept.")),
        ComplimentReceived(happened_on=date(2025, 4, 22), whose="family", standards=("S2",),
                           subject=Said("The evening carers are always on time and always kind.")),
        MeetingScheduled(happened_on=date(2025, 4, 24), planned_for=date(2025, 7, 17), by=ANN,
                         expected=("lead-officer", "provider-contract-manager")),
    )
    yield from minuted(desk, met, "first meeting after the start", date(2025, 4, 29), "2025-04-29 15:00", JOANS)
    yield from quarter(
        desk, "2025-05-09 11:20", date(2025, 5, 9), Span(first=START, last=date(2025, 5, 2)), "98.4", "14,890",
        "15,132", "may return",
    )
    yield from judged(desk, "2025-05-14 10:10", date(2025, 5, 14), Span(first=START, last=date(2025, 5, 2)), "98.4",
                      "met", "ASM-001", ("may return",))


def _a_change_agreed(desk: Desk) -> Story:
    yield desk.record(
        "2025-06-02 09:20", ANNS,
        VariationProposed(
            happened_on=date(2025, 6, 2), by=ANN, variation_kind="requirements", reason_code="demand",
            reason=Said("Twelve people leave hospital in June and need an evening sitting service from 1 July."),
            decide="change-now", changes=(AnnualValueChange(was=pounds(780_000), becomes=pounds(804_000)),),
        ),
        ProviderInformedOfIntention(happened_on=date(2025, 6, 2), intention="revise", variation="VAR-001", by=ANN,
                                    recipient="Priya Shah", means="e-mail",
                                    words=Said("We should like to add an evening sitting service from July.")),
        VariationEvaluated(happened_on=date(2025, 6, 2), variation="VAR-001", cost=pounds(24_000), by=ANN,
                           effect_on_cost=Said("£24,000 a year, within budget."),
                           effect_on_outcome=Said("Twelve people can leave hospital a week earlier."),
                           effect_on_risk=Said("None."), effect_on_time=Said("None.")),
    )
    yield desk.record(
        "2025-06-05 14:00", RUTHS,
        DepartureAuthorised(
            happened_on=date(2025, 6, 5), rule="variation.support-officer-consulted", by=RUTH,
            what_for=Said("VAR-001, the evening sitting service."),
            reason=Said("Colin Marsh is in hospital until July and has no stand-in; the patients cannot wait."),
            alternative=Said("I have read the draft myself, and Colin sees it when he is back."),
        ),
    )
    deed = letter(date(2025, 6, 9), AUTHORITY_NAME, EXAMPLE_PROVIDER, "Deed of variation 1",
                  "From 1 July 2025 Larkfield provides an evening sitting service for twelve people. The price rises "
                  "from £780,000 to £804,000 a year.", signed="Ann Ashe for the council; Priya Shah for Larkfield")
    yield desk.record(
        "2025-06-09 16:30", JOANS,
        fact(VariationAgreed(
            happened_on=date(2025, 6, 9), variation="VAR-001", effective_from=date(2025, 7, 1), authorised_by=RUTH,
            changes=(AnnualValueChange(was=pounds(780_000), becomes=pounds(804_000)),
                     TotalValueChange(was=pounds(2_340_000), becomes=pounds(2_402_000))),
            agreed_by_provider="Priya Shah", form="signed-document", signatories=(ANN, PRIYA), by=ANN,
            exhibits=(desk.paper(deed),),
        ), "variation", under={"variation.support-officer-consulted": "AUT-001"},
           because={"variation.support-officer-consulted": "Colin is on sick leave; Ruth authorised it on 5 June."}),
    )


def _summer(desk: Desk) -> Story:
    yield desk.record(
        "2025-06-11 09:45", ANNS,
        fact(IssueRaised(happened_on=date(2025, 6, 11), by=ANN, noticed_on=date(2025, 6, 10),
                         nature=Said("She was visited by nine different carers in May.", person="C-0088"),
                         ), "too many carers"),
        IssueNotifiedToProvider(happened_on=date(2025, 6, 11), issue="ISS-002", recipient="Priya Shah", means="e-mail",
                                by=ANN, words=Said("Please settle who goes to her.")),
    )
    yield desk.record(
        "2025-06-12 10:00", ANNS,
        EntrySupplemented(happened_on=date(2025, 6, 12), position=desk["too many carers"], by=ANN,
                          words=Said("The standard not met is S4: six carers a month at most."),
                          completes=("issue.cites-standard",)),
        ResolutionPlanAgreed(happened_on=date(2025, 6, 12), issues=("ISS-002",), complete_by=date(2025, 7, 11), by=ANN,
                             agreed_by_authority="Ann Ashe", agreed_by_provider="Priya Shah",
                             steps=(Step(what=Said("Four named carers for her."), owner="Priya Shah"),)),
        SupervisionSessionHeld(happened_on=date(2025, 6, 12), lead_officer="Ann Ashe", nominee="Dev Malik", by=ANN,
                               points=Said("Dev takes the July meeting while I am away; he knows the plan."),
                               contracts_discussed=(FILE,)),
    )
    met = Met("MTG-003", date(2025, 7, 17), (DEV, COLIN, PRIYA), {
        "issues-raised-before": "ISS-002: four named carers since 30 June; settled in time.",
        "complaints-and-compliments": "No complaint since March. Two thank-you cards.",
        "service-issues": "None open. Larkfield says that August leave is covered.",
        "statistics-and-indicators": "May and June: 98.1 in 100.",
        "activity-against-target": "10,020 of 10,214 visits. The sitting service began on 1 July.",
        "particular-cases": "C-0088 and C-0147: both well served.",
        "provider-staffing": "Five carers left in June for the hospital trust; two joined. How is August covered?",
        "future-meetings": "Next on 16 October 2025.",
    }, passed_over={"satisfaction-surveys": "No survey is due before the autumn."}, brought=BROUGHT,
        confirmed=(Confirmation(issue="ISS-002", satisfactory=True, in_time=True),), nominee="Dev Malik")
    yield from held(desk, met, "2025-07-18 09:00", JOANS)
    yield desk.record(
        "2025-07-18 09:20", JOANS,
        fact(IssueResolved(happened_on=date(2025, 7, 17), issue="ISS-002", within_time=True, meeting="MTG-003", by=DEV,
                           words=Said("Four named carers since 30 June.")),
             because={"issue.settled-in-time-as-dated": "The visit sheets show the four carers from 30 June on."}),
        MeetingScheduled(happened_on=date(2025, 7, 17), planned_for=date(2025, 10, 16), by=DEV, contractual=True,
                         expected=("lead-officer", "contract-support-officer", "provider-contract-manager")),
        ComplimentReceived(happened_on=date(2025, 7, 15), whose="carer",
                           subject=Said("The sitting service gave me my first evening out in a year.")),
    )
    yield from minuted(desk, met, "monitoring meeting", date(2025, 7, 22), "2025-07-22 11:30", JOANS)
