"""December 2024 to February 2025: what is needed, what people want of it, and what sort of contract suits that."""

from __future__ import annotations

from datetime import date

from api.example.cast import AUTHORITY_NAME, JOANS, RUTH, pounds
from api.example.paper import table
from api.example.telling import Desk, Story, fact
from api.example.whole_life.parties import CARERS, FAY, FILE, FORUM, GRACES, HOSPITAL, SERVICE_MANAGER, TITLE
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.design import (
    ContractFormRecommended,
    ContractProvisionAgreed,
    FactorWeighed,
    JudgedBy,
    OptionsAnalysed,
    Way,
)
from ledger.subjects.outcomes import (
    OutcomeIdentified,
    OutcomeImplicationsAssessed,
    OutcomeSpecified,
    OutcomesRecommended,
    OutcomesReviewedWithUsers,
    OutcomeViewsObtained,
    PriorityConflictDealtWith,
    PriorityConflictIdentified,
)
from ledger.subjects.procurement import ExistingContract, ServiceNeedEstablished
from ledger.subjects.records import DocumentFiled
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

AT_HOME, IN_TIME, PRICE = "OUT-001", "OUT-002", "OUT-003"


def wanted(desk: Desk) -> Story:
    """Tell the need, what was wanted, what clashed, and what was made of it."""
    yield from _needed(desk)
    yield from _asked(desk)
    yield from _weighed(desk)
    yield desk.record("2025-01-27 14:00", GRACES, *specified(date(2025, 1, 27)))
    yield from _designed(desk)


def _needed(desk: Desk) -> Story:
    day = date(2024, 12, 9)
    delays = table(date(2024, 12, 6), AUTHORITY_NAME, "People waiting in hospital for help at home",
                   ("Month", "People", "Days lost"), ("September 2024", "31", "212"), ("October 2024", "36", "268"),
                   ("November 2024", "44", "351"))
    yield desk.record(
        "2024-12-09 14:10", GRACES,
        ServiceNeedEstablished(
            happened_on=day, reference=FILE, title=TITLE, by=SERVICE_MANAGER, service_category="social-care",
            need=Said("Forty people a month are well enough to leave Wexley Hospital and stay there because nobody can "
                      "help them at home in the first weeks. We want to try, over one winter, what such help does."),
            existing=(ExistingContract(reference="MCC-HC-014", goes_on=True, words=Said(
                "Home care for those who need it for good; it takes nobody for six weeks only.")),),
            care_group="Older people", locality="North", business_unit="Adult Services", needed_from=date(2025, 7, 1),
            estimated_value=pounds(250_000), procedure="hampshire/1",
        ),
        fact(DocumentFiled(happened_on=day, title="People waiting in hospital", document_kind="report",
                           dated=date(2024, 12, 6), document=desk.paper(delays), by=SERVICE_MANAGER), "delays"),
    )


def _asked(desk: Desk) -> Story:
    day = date(2024, 12, 17)
    yield desk.record(
        "2024-12-18 09:30", GRACES,
        fact(OutcomeViewsObtained(
            happened_on=day, asked=(FORUM, CARERS, HOSPITAL), obtained="directly", channel="meeting",
            by=SERVICE_MANAGER,
            support_given=Said("Taxis to the hall, a hearing loop, and the questions in large print a week before."),
            words=Said("I want to be in my own bed and not be afraid of the stairs."),
        ), "views"),
    )
    yield desk.record(
        "2024-12-19 11:00", GRACES,
        OutcomeIdentified(happened_on=date(2024, 12, 19), by=SERVICE_MANAGER, wanted_by=(FORUM, CARERS),
                          wording=Said("People who come home from hospital stay at home."), level="individual",
                          aim="More independent lives", rests_on=(desk["views"],)),
        OutcomeIdentified(happened_on=date(2024, 12, 19), by=SERVICE_MANAGER, wanted_by=(FORUM, HOSPITAL),
                          wording=Said("Nobody waits in hospital for want of help at home."), level="local",
                          aim="Beds for those who are ill", rests_on=(desk["views"], desk["delays"])),
        OutcomeIdentified(happened_on=date(2024, 12, 19), by=SERVICE_MANAGER, sort="objective", objective="price",
                          wanted_by=(ConcernedGroup(who="managers", name="Adult Services"),), level="local",
                          wording=Said("The pilot keeps within its budget."), aim="Sound money",
                          rests_on=(desk["views"],)),
    )


def _weighed(desk: Desk) -> Story:
    yield desk.record(
        "2025-01-08 15:00", GRACES,
        OutcomeImplicationsAssessed(
            happened_on=date(2025, 1, 8), outcomes=(AT_HOME, IN_TIME, PRICE), by=SERVICE_MANAGER,
            resources=Said("1,100 hours of support a month, more in December and January; rails and bed steps."),
            risk=Said("A fall in the first week; help that does not come on the day of the discharge."),
            risk_categories=("health-and-safety", "vulnerability-to-harm", "poor-performance"),
            sustainability=Said("Workers walk or cycle between people in one town; equipment is used again."),
            contract_management=Said("Hours are counted each month; after six weeks it is asked who is at home."),
            affordability=Said("Within £250,000, of which the hospital pays a third."),
            equality=Said("Help in four languages; a choice of a man or a woman; no charge in the first six weeks."),
        ),
        PriorityConflictIdentified(
            happened_on=date(2025, 1, 8), outcomes=(AT_HOME, IN_TIME), parties=(FORUM, HOSPITAL), cause="needs",
            by=SERVICE_MANAGER,
            words=Said("The ward wants people out the same day; the group wants nobody sent home to a cold house."),
        ),
    )
    yield desk.record(
        "2025-01-15 16:20", GRACES,
        OutcomesReviewedWithUsers(
            happened_on=date(2025, 1, 15), outcomes=(AT_HOME, IN_TIME), groups=(FORUM, CARERS), decision="changed",
            covered=("risk", "sustainability", "affordability", "implications"), by=SERVICE_MANAGER,
            support_given=Said("Plain English, and somebody to sit with each person who wished it."),
            words=Said("Within two days is right, not the same day at any price."),
        ),
        PriorityConflictDealtWith(
            happened_on=date(2025, 1, 15), conflict="CFL-001", how="resolved", agreed_with=(FORUM, HOSPITAL),
            by=SERVICE_MANAGER,
            remedy=Said("Help begins within two days of being asked for, and the house is seen to before that."),
        ),
    )
    yield desk.record(
        "2025-01-20 10:10", GRACES,
        OutcomesRecommended(
            happened_on=date(2025, 1, 20), outcomes=(AT_HOME, IN_TIME, PRICE), by=SERVICE_MANAGER,
            recipients=(RUTH, FAY), shared_with=(FORUM,),
            recommendation=Said("Buy a pilot of nine months, from July to March, and judge it by these three."),
            how_reached=Said("Six weeks of help for each person, in the hours they choose, begun within two days."),
        ),
    )


def specified(on: date, agreed: date | None = None) -> tuple[OutcomeSpecified, ...]:
    """What the contract asks for, as it is put that day; with the provider it is agreed by the award, or was."""
    by = None if agreed else date(2025, 4, 29)
    return (
        OutcomeSpecified(
            happened_on=on, outcome=AT_HOME, wording=Said("85 in 100 people are still at home after six weeks."),
            level="individual", user_directed=True, measure=Said("Telephone call in the seventh week"), target="85",
            unit="in 100 people", reach_by=date(2026, 2, 27), priority=1, priority_factors=("users-choice", "need"),
            agreed_by=(FORUM, CARERS), agree_with_provider_by=by, agreed_with_provider_on=agreed, by=SERVICE_MANAGER,
        ),
        OutcomeSpecified(
            happened_on=on, outcome=IN_TIME, wording=Said("Help begins within two days for 95 in 100 people."),
            level="local", measure=Said("Log of requests"), target="95", unit="in 100 people", priority=2,
            reach_by=date(2026, 2, 27), priority_factors=("need", "risk"), agreed_by=(FORUM,),
            agree_with_provider_by=by, agreed_with_provider_on=agreed, by=SERVICE_MANAGER,
        ),
        OutcomeSpecified(
            happened_on=on, outcome=PRICE, wording=Said("The pilot costs no more than £250,000."), level="local",
            measure=Said("Payments"), reach_by=date(2026, 2, 27), priority=3, priority_factors=("affordability",),
            agreed_by=(FORUM,), agree_with_provider_by=by, agreed_with_provider_on=agreed, by=SERVICE_MANAGER,
        ),
    )


def _designed(desk: Desk) -> Story:
    yield desk.record(
        "2025-02-03 15:30", GRACES,
        OptionsAnalysed(
            happened_on=date(2025, 2, 3), subject="outcomes", outcomes=(AT_HOME, IN_TIME, PRICE), by=SERVICE_MANAGER,
            ways=(
                Way(name="One provider for the north", chosen=True, words=Said("One number for the ward to ring."),
                    judged=(JudgedBy(criterion="risk", words=Said("All depends on one.")),
                            JudgedBy(criterion="financial", words=Said("£25 an hour, by the market of last year.")))),
                Way(name="Three providers, by town", words=Said("Nearer to people; three numbers to ring."),
                    judged=(JudgedBy(criterion="risk", words=Said("Gaps between the towns.")),
                            JudgedBy(criterion="financial", words=Said("£28 an hour.")))),
                Way(name="Our own staff", words=Said("Twelve posts, which cannot be filled before the winter."))),
            specification=Said("Simple: hours, six weeks, two days."), market=Said("Five could do it in the north."),
            time=Said("Five months from the advertisement to the first visit."), money=Said("£27,500 a month."),
            risk_share=Said("The council bears the volume, the provider the staffing."),
            best_value=Said("One provider: the ward rings once, and the hour costs three pounds less."),
        ),
    )
    yield desk.record(
        "2025-02-05 10:00", GRACES,
        ContractFormRecommended(
            happened_on=date(2025, 2, 5), contract_type="block", form="Short form for services",
            outcomes=(AT_HOME, IN_TIME, PRICE), recipients=(RUTH, FAY), by=SERVICE_MANAGER,
            factors=(FactorWeighed(factor="risk-allocation", words=Said("Staff must be there before anybody asks.")),
                     FactorWeighed(factor="relationship-strategy", words=Said("A pilot: both sides are to learn."))),
            reason=Said("Hours are needed every month, and nobody takes on staff for nine months by the hour."),
            user_directed=Said("Each person says in which hours the help comes; it is written in their plan."),
        ),
    )
    yield desk.record(
        "2025-02-10 11:40", JOANS,
        ContractProvisionAgreed(happened_on=date(2025, 2, 10), provision="milestone", clause="6.1", by=SERVICE_MANAGER,
                                protects=(AT_HOME, IN_TIME), due_on=date(2025, 7, 14),
                                words=Said("The first ten people have been brought home.")),
        ContractProvisionAgreed(happened_on=date(2025, 2, 10), provision="payment-time", clause="9.2",
                                protects=(PRICE,),
                                pay_within_days=30, by=SERVICE_MANAGER,
                                words=Said("An invoice that is right is paid within 30 days.")),
        ContractProvisionAgreed(happened_on=date(2025, 2, 10), provision="incentive", clause="9.5", protects=(AT_HOME,),
                                amount=pounds(3_000), by=SERVICE_MANAGER,
                                words=Said("£3,000 in the end where 90 in 100 people are still at home.")),
        ContractProvisionAgreed(happened_on=date(2025, 2, 10), provision="performance-measure", clause="5.3",
                                protects=(IN_TIME,), indicator="begun-in-time", by=SERVICE_MANAGER,
                                words=Said("Help begins within two days: 95 in 100 people.")),
    )
