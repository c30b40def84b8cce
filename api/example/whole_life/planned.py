"""June and July 2025: what is to be used, what is to be done and in which order, and how the start went."""

from __future__ import annotations

from datetime import date

from api.example.cast import COLIN, COLINS, JOANS, pounds
from api.example.meeting import Met, held, minuted
from api.example.telling import Desk, Story, fact
from api.example.whole_life.parties import (
    BEA,
    BEAS,
    CARERS,
    END,
    EXPECTED,
    FORUM,
    GRACE,
    GRACES,
    HOSPITAL,
    SERVICE_MANAGER,
    START,
)
from api.example.whole_life.wanted import AT_HOME, IN_TIME, PRICE
from ledger.activities import ActivityChange, ActivityResource, PlannedActivity
from ledger.dates.span import Span
from ledger.planning import PlannedRisk
from ledger.plans import Step
from ledger.subjects.agreement import ContractCommenced, LifecycleStageEntered
from ledger.subjects.design import MilestoneReached
from ledger.subjects.evaluation import EvaluationCriteriaSet, ThreeMeasures
from ledger.subjects.implementation import (
    ContingencyInvoked,
    ImplementationActivityReported,
    ImplementationPlanAgreed,
    ImplementationPlanChangeDecided,
    ImplementationPlanChangeEvaluated,
    ImplementationPlanChangeProposed,
    ImplementationPlanMonitored,
    ImplementationPlanShared,
)
from ledger.subjects.meetings import MeetingScheduled
from ledger.subjects.money import PaymentBasisSet
from ledger.subjects.records import DocumentFiled
from ledger.subjects.resources import (
    ResourceInformationGiven,
    ResourceLine,
    ResourcePlanAgreed,
    ResourceResponsibilityNotified,
)
from ledger.subjects.risks import RiskAssessed, RiskIdentified
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

PLAN, RESOURCES, CRITERIA = "IPL-001", "RPL-001", "EVA-001"
STAFF, FALLS = "RSK-001", "RSK-002"
WORKERS = ActivityResource(kind="human", name="Support workers", quantity="12", unit="workers")
OFFICER = ActivityResource(kind="human", name="Lead officer", quantity="5", unit="days")


def planned(desk: Desk) -> Story:
    """Tell the plans, the fortnight in which too few applied, and the first people brought home."""
    yield from _resources(desk)
    yield from _activities(desk)
    yield from _too_few(desk)
    yield from _begun(desk)
    yield from _first_ten(desk)


def _resources(desk: Desk) -> Story:
    yield desk.record(
        "2025-06-04 15:00", GRACES,
        ResourcePlanAgreed(
            happened_on=date(2025, 6, 4), title="Nine months of help at home", period=Span(first=START, last=END),
            money_limit=pounds(250_000), by=GRACE, agreed_with=(FORUM,), term="short",
            lines=(
                ResourceLine(id="L1", kind="human", name="Hours of support", unit="hours", planned="9900",
                             available="11000", outcomes=(AT_HOME, IN_TIME), responsible="Bea Lowther"),
                ResourceLine(id="L2", kind="financial", name="Payments", unit="pounds", planned="247500",
                             outcomes=(PRICE,), responsible="Grace Okoro"),
                ResourceLine(id="L3", kind="physical", name="Rails and bed steps", unit="sets", planned="180",
                             available="180", outcomes=(AT_HOME,), responsible="Bea Lowther")),
            policy_check=Said("Within the council's policy that care in the first six weeks is free."),
            eligibility=(Said("People of the north who leave hospital and could not manage alone."),),
            availability_method="The provider's rota", sustainability_method="Journeys counted in a trial week",
            sustainability=Said("Rounds on foot or by bicycle in each town; equipment is cleaned and used again."),
            inclusion=Said("Four languages, a choice of worker, no charge."),
            rights_protected=Said("Each person decides in which hours help comes and who has a key."),
            best_value=Said("£25 an hour, three pounds less than by three providers."),
            rationale=Said("Those with nobody at home come first."),
            risks=(PlannedRisk(id="R1", category="financial-loss", words=Said("A hard winter asks for more hours."),
                               likelihood=3, impact=3, managed_by=Said("Hours not used in summer are carried over."),
                               owner="Grace Okoro"),),
        ),
    )
    yield desk.record(
        "2025-06-05 09:30", GRACES,
        ResourceResponsibilityNotified(happened_on=date(2025, 6, 5), holder="provider", person="Bea Lowther",
                                       plan=RESOURCES, plan_lines=("L1", "L3"), by=GRACE,
                                       support=Said("A monthly sheet to fill in, and Colin Marsh to ask.")),
        ResourceResponsibilityNotified(happened_on=date(2025, 6, 5), person="Grace Okoro", plan=RESOURCES,
                                       plan_lines=("L2",), by=GRACE),
        ResourceResponsibilityNotified(happened_on=date(2025, 6, 5), step="acknowledged", person="Grace Okoro",
                                       plan=RESOURCES, plan_lines=("L2",), by=GRACE),
        EvaluationCriteriaSet(
            happened_on=date(2025, 6, 5), subject="Use of hours and money", resource_plan=RESOURCES, by=GRACE,
            evaluate_by=date(2026, 2, 27), criteria=(
                ThreeMeasures(id="K1", text=Said("Hours reach those with nobody at home first."),
                              achieved=Said("List of requests"), progress=Said("Share of them helped in two days"),
                              quality=Said("What people say")),
                ThreeMeasures(id="K2", text=Said("The money lasts to the end of March."),
                              achieved=Said("Payments against plan"), progress=Said("Spent by month"))),
        ),
    )
    yield desk.record(
        "2025-06-06 16:30", BEAS,
        ResourceResponsibilityNotified(happened_on=date(2025, 6, 6), step="acknowledged", holder="provider",
                                       person="Bea Lowther", plan=RESOURCES, plan_lines=("L1", "L3"), by=BEA),
    )


def _activities(desk: Desk) -> Story:
    yield desk.record(
        "2025-06-06 17:00", GRACES,
        DocumentFiled(happened_on=date(2025, 6, 6), title="Protocol with Wexley Hospital on going home", by=GRACE,
                      document_kind="protocol", dated=date(2024, 3, 1), hard_copy_location="Contracts section, HH-036"),
        ImplementationPlanAgreed(
            happened_on=date(2025, 6, 6), title="To the first ten people", outcomes=(AT_HOME, IN_TIME), by=GRACE,
            resource_plan=RESOURCES, agreed_with=(FORUM, HOSPITAL), audience="shared", term="short",
            supported_by=("People waiting in hospital, December 2024",), activities=(
                PlannedActivity(id="A1", name="Recruit twelve workers", phase="award", starts_on=date(2025, 6, 9),
                                days=14, resources=(WORKERS,), outcomes=(AT_HOME,), owner="Bea Lowther",
                                contingency=Said("Workers lent by Larkfield's other services for two weeks.")),
                PlannedActivity(id="A2", name="Train them", phase="award", after=("A1",), days=7, resources=(WORKERS,),
                                owner="Bea Lowther"),
                PlannedActivity(id="A3", name="Agree with the ward how it asks", phase="award",
                                starts_on=date(2025, 6, 9), days=10, resources=(OFFICER,), outcomes=(IN_TIME,),
                                owner="Grace Okoro"),
                PlannedActivity(id="A4", name="Buy rails and bed steps", phase="award", starts_on=date(2025, 6, 12),
                                days=14, owner="Bea Lowther", resources=(
                                    ActivityResource(kind="physical", name="Rails and bed steps", quantity="60",
                                                     unit="sets", line="L3"),)),
                PlannedActivity(id="A5", name="Bring the first ten people home", phase="performance",
                                after=("A2", "A3", "A4"), starts_on=START, days=14, provision="PRV-001",
                                resources=(WORKERS,), outcomes=(AT_HOME, IN_TIME), owner="Bea Lowther"),
                PlannedActivity(id="A6", name="Ask the first ten how it went", phase="performance", after=("A5",),
                                days=7, resources=(OFFICER,), owner="Grace Okoro")),
            risks=(PlannedRisk(id="R1", category="poor-performance", words=Said("Too few workers apply."), likelihood=3,
                               impact=3, owner="Bea Lowther", activity="A1",
                               contingency=Said("Workers lent by Larkfield's other services.")),),
            sustainability=Said("Workers are recruited in the towns they work in."),
            inclusion=Said("The advertisement is in four languages."),
            rights_protected=Said("Nobody is brought home who does not wish it."),
            best_value=Said("No agency is paid."),
        ),
        ImplementationPlanShared(happened_on=date(2025, 6, 6), plan=PLAN, groups=(FORUM, CARERS, HOSPITAL), by=GRACE,
                                 formats=("plain-english", "large-print"), channel="meeting"),
    )
    yield desk.record(
        "2025-06-09 10:00", BEAS,
        ImplementationActivityReported(happened_on=date(2025, 6, 9), plan=PLAN, activity="A1", state="started", by=BEA,
                                       audience="shared"),
        ImplementationActivityReported(happened_on=date(2025, 6, 9), plan=PLAN, activity="A3", state="started", by=BEA,
                                       audience="shared"),
    )
    yield desk.record(
        "2025-06-12 15:20", BEAS,
        ImplementationActivityReported(happened_on=date(2025, 6, 12), plan=PLAN, activity="A4", state="started", by=BEA,
                                       audience="shared"),
    )
    met = Met("MTG-001", date(2025, 6, 17), (GRACE, COLIN, BEA), {
        "start-up": "Five workers are engaged, twelve are needed. The ward rings one number from 1 July.",
        "transfer-of-existing-arrangements": "There are none: the service is new.",
    }, kind="pre-start")
    yield from held(desk, met, "2025-06-18 09:15", JOANS)
    yield desk.record(
        "2025-06-18 09:40", JOANS,
        MeetingScheduled(happened_on=date(2025, 6, 17), meeting_kind="first", planned_for=date(2025, 7, 29), by=GRACE,
                         expected=EXPECTED),
    )
    yield from minuted(desk, met, "before the start", date(2025, 6, 19), "2025-06-19 15:10", JOANS)


def _too_few(desk: Desk) -> Story:
    yield desk.record(
        "2025-06-20 14:20", GRACES,
        ImplementationActivityReported(happened_on=date(2025, 6, 19), plan=PLAN, activity="A3", state="completed",
                                       by=GRACE, audience="shared"),
        ContingencyInvoked(happened_on=date(2025, 6, 20), plan=PLAN, activity="A1", risk="R1", by=GRACE,
                           contingency=Said("Four workers are lent by Larkfield's home care until the middle of July."),
                           reason=Said("Five of twelve have been engaged.")),
        ImplementationPlanMonitored(happened_on=date(2025, 6, 20), plan=PLAN, outcomes_still_met="in-doubt", by=GRACE,
                                    outcomes=(IN_TIME,),
                                    words=Said("With five workers we cannot promise two days in July.")),
        ImplementationPlanChangeProposed(
            happened_on=date(2025, 6, 20), plan=PLAN, reason=Said("Too few applied in two weeks."), by=GRACE, changes=(
                ActivityChange(activity="A1", reason=Said("A second advertisement, with the hours said plainly."),
                               becomes=PlannedActivity(
                                   id="A1", name="Recruit twelve workers", phase="award", starts_on=date(2025, 6, 9),
                                   days=24, resources=(WORKERS,), outcomes=(AT_HOME,), owner="Bea Lowther",
                                   contingency=Said("Workers lent by Larkfield's other services."))),),
        ),
    )
    yield desk.record(
        "2025-06-24 11:00", GRACES,
        ImplementationPlanChangeEvaluated(
            happened_on=date(2025, 6, 23), change="CHG-001", recommendation="make", by=GRACE, cost=pounds(0),
            effect_on_outcome=Said("The first people come home nine days later."),
            effect_on_cost=Said("None: the hours are used later."), effect_on_time=Said("Nine days."),
            effect_on_risk=Said("Less: nobody is sent to a house alone and untrained."),
        ),
        ImplementationPlanChangeDecided(happened_on=date(2025, 6, 24), change="CHG-001", decision="made", by=GRACE,
                                        agreed_with=(FORUM, HOSPITAL),
                                        reason=Said("Better trained and late than the other way about.")),
        ImplementationActivityReported(happened_on=date(2025, 6, 24), plan=PLAN, activity="A4", state="completed",
                                       by=GRACE, audience="shared"),
    )


def _begun(desk: Desk) -> Story:
    yield desk.record(
        "2025-07-01 08:45", GRACES,
        ContractCommenced(happened_on=START, by=GRACE, preconditions_checked=(
            "lead officer", "representative", "specification", "returns", "insurance")),
        LifecycleStageEntered(happened_on=START, stage="operation", by=GRACE,
                              records_checked=("contract", "minutes", "plans")),
        PaymentBasisSet(happened_on=START, basis="block", effective_from=START, by=GRACE, approved_by=SERVICE_MANAGER,
                        block_reason=Said("Workers have to be there before anybody asks."),
                        achievable_volume=Said("1,100 hours a month."), demand=Said("Some forty people a month."),
                        budget_effect=Said("Steady: £27,500 a month.")),
    )
    yield desk.record(
        "2025-07-02 15:20", GRACES,
        RiskIdentified(happened_on=date(2025, 7, 2), category="poor-performance", by=GRACE,
                       description=Said("Workers leave for better hours before the winter.")),
        RiskAssessed(happened_on=date(2025, 7, 2), risk=STAFF, likelihood=3, impact=4, within_appetite=True, by=GRACE,
                     method="Likelihood and impact, each of five", owner="Bea Lowther", review_by=date(2025, 10, 31),
                     measures=(Step(what=Said("Hours are fixed a month ahead."), owner="Bea Lowther",
                                    due_on=date(2025, 9, 1)),)),
        RiskIdentified(happened_on=date(2025, 7, 2), category="health-and-safety", by=GRACE,
                       description=Said("Somebody falls in the first week at home.")),
        RiskAssessed(happened_on=date(2025, 7, 2), risk=FALLS, likelihood=3, impact=3, within_appetite=True, by=GRACE,
                     method="Likelihood and impact, each of five", owner="Bea Lowther", review_by=date(2025, 10, 31),
                     measures=(Step(what=Said("Rails and bed steps are in the house before the person is."),
                                    owner="Bea Lowther", due_on=date(2025, 7, 10)),)),
        ResourceInformationGiven(
            happened_on=date(2025, 7, 2), plan=RESOURCES, recipients=(COLIN,), groups=(FORUM, HOSPITAL), by=GRACE,
            directness="directly", channel="newsletter", formats=("plain-english", "large-print"), formality="informal",
            content=Said("1,100 hours a month for some forty people."),
            interpretation=Said("About four hours a week each; those with nobody at home get more.")),
    )


def _first_ten(desk: Desk) -> Story:
    yield desk.record(
        "2025-07-02 17:30", BEAS,
        ImplementationActivityReported(happened_on=date(2025, 7, 2), plan=PLAN, activity="A1", state="completed",
                                       by=BEA, audience="shared"),
        ImplementationActivityReported(happened_on=date(2025, 7, 2), plan=PLAN, activity="A2", state="started", by=BEA,
                                       audience="shared"),
    )
    yield desk.record(
        "2025-07-09 17:00", BEAS,
        ImplementationActivityReported(happened_on=date(2025, 7, 9), plan=PLAN, activity="A2", state="completed",
                                       by=BEA,
                                       audience="shared"),
        ImplementationActivityReported(happened_on=date(2025, 7, 9), plan=PLAN, activity="A5", state="started", by=BEA,
                                       audience="shared"),
    )
    yield desk.record(
        "2025-07-24 16:10", BEAS,
        fact(ImplementationActivityReported(happened_on=date(2025, 7, 24), plan=PLAN, activity="A5", state="completed",
                                            by=BEA, audience="shared",
                                            words=Said("The tenth person came home this morning.")), "ten home"),
        ImplementationActivityReported(happened_on=date(2025, 7, 24), plan=PLAN, activity="A6", state="started",
                                       by=GRACE,
                                       audience="shared"),
    )
    yield desk.record(
        "2025-07-25 09:30", COLINS,
        MilestoneReached(happened_on=date(2025, 7, 24), provision="PRV-001", evidence=(desk["ten home"],), by=GRACE,
                         words=Said("Ten days after the day agreed, nine of them by the change of June.")),
    )
