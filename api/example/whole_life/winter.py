"""November and December 2025: an audit, more hours than were planned, a change, and a plan for the end."""

from __future__ import annotations

from datetime import date

from api.example.cast import AUTHORITY_NAME, COLIN, COLINS, JOANS, RUTH, RUTHS, pounds
from api.example.paper import letter, table
from api.example.telling import Desk, Story, fact
from api.example.whole_life.bought import TOTAL
from api.example.whole_life.parties import (
    BEA,
    BEAS,
    FAY,
    GRACE,
    GRACES,
    SERVICE_MANAGER,
    START,
)
from api.example.whole_life.planned import RESOURCES
from api.example.whole_life.sheets import month, used
from api.example.whole_life.wanted import IN_TIME
from api.people import EXAMPLE_PROVIDER
from ledger.dates.span import Span
from ledger.subjects.actions import CorrectiveActionTaken
from ledger.subjects.assurance import AuditCommissioned, AuditRecommended, AuditReported, Finding
from ledger.subjects.exits import (
    ExitPlanAgreed,
    ExitStep,
)
from ledger.subjects.feedback import ComplimentReceived
from ledger.subjects.money import BudgetPositionRecorded
from ledger.subjects.records import ConsultationRecorded
from ledger.subjects.regulation import ModificationAssessed
from ledger.subjects.resources import (
    ResourceRecommendationDecided,
    ResourceRecommendationMade,
    ResourceTrendIdentified,
    VarianceActionTaken,
    VarianceAssessed,
)
from ledger.subjects.reviews import (
    Answer,
    ContractReviewCompleted,
    ExtensionDecided,
    PurchasingIntentionCommunicated,
    RenewalDecided,
)
from ledger.subjects.termination import ProviderInformedOfIntention
from ledger.subjects.variations import TotalValueChange, VariationAgreed, VariationEvaluated, VariationProposed
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

DEARER = pounds(268_500)


def winter(desk: Desk) -> Story:
    """Tell the audit, the review, the hard December and what was made of it, and the plan for the end."""
    yield from _audited(desk)
    yield from _reviewed(desk)
    yield from _more_than_planned(desk)
    yield from _varied(desk)
    yield from _end_planned(desk)


def _audited(desk: Desk) -> Story:
    yield desk.record(
        "2025-11-03 10:00", BEAS,
        fact(AuditRecommended(happened_on=date(2025, 11, 3), recommended_by_party="provider", by=BEA,
                              subjects=("indicator-method",),
                              reason=Said("We count two days from the call, the ward counts from the discharge.")),
             "counted otherwise"),
    )
    yield from used(desk, date(2025, 11, 4), date(2025, 10, 1), "1128", "27500", "18")
    yield desk.record(
        "2025-11-05 15:20", GRACES,
        fact(AuditCommissioned(happened_on=date(2025, 11, 5), subjects=("indicator-method", "case-files"), by=GRACE,
                               auditor="Marlshire Internal Audit", planned_for=date(2025, 12, 5),
                               recommended_in=desk["counted otherwise"],
                               scope=Said("How two days are counted, and thirty files drawn at random.")), "audit"),
    )


def _reviewed(desk: Desk) -> Story:
    yield desk.record(
        "2025-11-14 16:00", GRACES,
        fact(ContractReviewCompleted(
            happened_on=date(2025, 11, 14), review="REV-001", by=SERVICE_MANAGER, tender_route="competition",
            needs_met=Answer(conclusion="yes", words=Said("People go home and stay there."),
                             evidence=(desk["survey"],)),
            specification_change=Answer(conclusion="yes", words=Said("Two days have to be counted from one moment.")),
            value_for_money=Answer(conclusion="partly", words=Said("To be tested in January.")),
            renew=Answer(conclusion="no", words=Said("The county needs it, and the pilot is for the north.")),
            survey_evidence=(desk["survey"],), tender_words=Said("One contract for the county, from April."),
        )),
        RenewalDecided(happened_on=date(2025, 11, 14), review="REV-001", renew=False, tender_route="competition",
                       by=SERVICE_MANAGER, reason=Said("What follows is for the whole county.")),
        ExtensionDecided(happened_on=date(2025, 11, 14), option="2.3", taken=False, by=SERVICE_MANAGER,
                         reason=Said("A new contract begins on 1 April.")),
    )
    yield desk.record(
        "2025-11-18 10:30", COLINS,
        PurchasingIntentionCommunicated(happened_on=date(2025, 11, 18), told=("providers", "users", "carers-families"),
                                        means="Newsletter and meeting", by=SERVICE_MANAGER,
                                        content=Said("Help home from hospital for the county, from April 2026.")),
    )


def _more_than_planned(desk: Desk) -> Story:
    yield from used(desk, date(2025, 12, 3), date(2025, 11, 1), "1310", "27500", "21")
    november = month(date(2025, 11, 1))
    yield desk.record(
        "2025-12-04 11:00", GRACES,
        VarianceAssessed(
            happened_on=date(2025, 12, 4), plan=RESOURCES, plan_line="L1", period=november, planned="1100",
            actual="1310", unit="hours", significant=True, method="budget-comparison", causes=("demand", "season"),
            variance_type="volume", likely_contract_change=True, implication_clause="14.1", by=GRACE,
            implication=Said("With December the hours kept from July are gone; more have to be bought.")),
        ResourceTrendIdentified(
            happened_on=date(2025, 12, 4), resource="human", plan=RESOURCES, plan_line="L1", trend="rising",
            period=Span(first=date(2025, 9, 1), last=november.last), factors=("demand", "season"), by=GRACE,
            implications=Said("The hours end in the first week of March."), suggested_to=(FAY, RUTH),
            suggestion=Said("Buy 840 hours more, for December to March.")),
        ResourceRecommendationMade(happened_on=date(2025, 12, 4), plan=RESOURCES, outcomes=(IN_TIME,), by=GRACE,
                                   recommendation=Said("Buy 840 hours more at £25; the hospital pays the half."),
                                   sustainability=Said("By the spring the hours planned are enough again."),
                                   inclusion=Said("Whoever comes home from hospital has them, wherever they live."),
                                   policy_check=Said("The first six weeks stay free, as the council's policy has it."),
                                   financial_check=Said("Of £21,000 the hospital pays the half; the council £10,500."),
                                   eligibility=(Said("Adults who come home from hospital, for six weeks."),),
                                   addressed_to=(FAY,)),
    )
    findings = table(date(2025, 12, 5), "Marlshire Internal Audit", "Audit of help home from hospital",
                     ("Subject", "Found"), ("How two days are counted", "From two moments, by two lists"),
                     ("Thirty files", "Twenty-nine plans of one's own; one file without"))
    yield desk.record(
        "2025-12-05 15:45", GRACES,
        AuditReported(
            happened_on=date(2025, 12, 5), auditor="Marlshire Internal Audit", commission=desk["audit"], by=GRACE,
            subjects=("indicator-method", "case-files"), document=desk.paper(findings), findings=(
                Finding(words=Said("Two days are counted from the call by one side, from the discharge by the other."),
                        severity="medium", subject="indicator-method"),
                Finding(words=Said("One of thirty files has no plan of the person's own."), severity="low",
                        subject="case-files"))),
        CorrectiveActionTaken(happened_on=date(2025, 12, 5), reason="quality", by=GRACE,
                              activity=(desk["summer return: in time"],),
                              description=Said("From 8 December both count from the call. The summer's figure stays as "
                                               "it was reported.")),
    )
    yield desk.record(
        "2025-12-08 09:40", JOANS,
        BudgetPositionRecorded(happened_on=date(2025, 12, 8), period=Span(first=START, last=date(2026, 3, 31)),
                               budget=pounds(250_000), actual=pounds(137_500), commitment=pounds(110_000),
                               forecast=pounds(268_500), by=FAY,
                               explanation=Said("Over by £18,500; the hospital has been asked for its half.")),
    )


def _varied(desk: Desk) -> Story:
    day = date(2025, 12, 9)
    yield desk.record(
        "2025-12-09 10:20", GRACES,
        fact(VariationProposed(
            happened_on=day, by=GRACE, variation_kind="scope", reason_code="demand", decide="change-now",
            reason=Said("840 hours more, from 15 December to 31 March."),
            changes=(TotalValueChange(was=TOTAL, becomes=DEARER),)), "more hours"),
        ProviderInformedOfIntention(happened_on=day, intention="revise", variation="VAR-001", by=GRACE, means="e-mail",
                                    recipient="Bea Lowther", words=Said("We should like 840 hours more.")),
        VariationEvaluated(happened_on=day, variation="VAR-001", cost=pounds(21_000), by=GRACE,
                           effect_on_cost=Said("£21,000, of which the hospital pays £10,500."),
                           effect_on_outcome=Said("Two days are kept through the winter."),
                           effect_on_risk=Said("Less: nobody is sent home to wait."), effect_on_time=Said("None.")),
        ModificationAssessed(happened_on=day, variation="VAR-001", ground="not-substantial", scope_changes=False,
                             favours_provider=False, by=COLIN,
                             reasons=Said("8.5 per cent of the value, the term as it was: no notice is needed.")),
    )
    yield desk.record(
        "2025-12-11 14:00", COLINS,
        ConsultationRecorded(happened_on=date(2025, 12, 11), subject="variation", variation="VAR-001", consulted=COLIN,
                             by=GRACE, contentious=False, advice=Said("Within what was tendered for; a deed will do.")),
        ResourceRecommendationDecided(happened_on=date(2025, 12, 11), recommendation="RRC-001", decision="accepted",
                                      by=FAY, reason=Said("The hospital has written that it pays.")),
    )
    deed = letter(date(2025, 12, 12), AUTHORITY_NAME, EXAMPLE_PROVIDER, "Deed of variation 1",
                  "Larkfield gives 840 hours more, from 15 December 2025 to 31 March 2026. The whole price rises from "
                  "£247,500 to £268,500.", signed="Grace Okoro for the council; Bea Lowther for Larkfield")
    yield desk.record(
        "2025-12-12 16:00", RUTHS,
        VariationAgreed(
            happened_on=date(2025, 12, 12), variation="VAR-001", effective_from=date(2025, 12, 15), authorised_by=RUTH,
            changes=(TotalValueChange(was=TOTAL, becomes=DEARER),), agreed_by_provider="Bea Lowther",
            form="signed-document", signatories=(GRACE, BEA), by=GRACE, exhibits=(desk.paper(deed),),
        ),
        VarianceActionTaken(happened_on=date(2025, 12, 12), variance="RVA-002", contractual="variation", by=GRACE,
                            led_to=desk["more hours"], action=Said("840 hours more were agreed.")),
    )


def _end_planned(desk: Desk) -> Story:
    plan = letter(date(2025, 12, 16), AUTHORITY_NAME, f"Bea Lowther, {EXAMPLE_PROVIDER}", "Plan for the end",
                  "Nobody's help stops on 31 March: whoever has weeks left goes on with the same hours.",
                  signed="Grace Okoro and Bea Lowther")
    yield desk.record(
        "2025-12-16 15:00", GRACES,
        ExitPlanAgreed(
            happened_on=date(2025, 12, 16), exit_type="recommission", agreed_for_authority=GRACE, by=GRACE,
            agreed_for_provider=BEA, document=desk.paper(plan),
            user_impact=Said("Whoever has weeks left in March keeps the hours and, where they wish, the worker."),
            staff_impact=Said("Twelve workers: eight wish to go over, four stay with Larkfield's home care."),
            alternatives_for_users=Said("Home care, for those who need it for good."),
            winding_down=Said("No new person is taken on after 20 March."),
            handover_to_new_provider=Said("Two weeks side by side from 16 March."),
            staff_transfer=Said("Eight workers go over with their rights."), steps=(
                ExitStep(id="E1", what=Said("List who will have weeks left."), party="provider", owner="Bea Lowther",
                         due_on=date(2026, 3, 6)),
                ExitStep(id="E2", what=Said("Tell each person and their family who comes from April."),
                         party="authority",
                         owner="Grace Okoro", due_on=date(2026, 3, 13)),
                ExitStep(id="E3", what=Said("Work side by side with the new provider."), party="both",
                         due_on=date(2026, 3, 27)))),
    )
    yield desk.record(
        "2025-12-29 10:40", JOANS,
        ComplimentReceived(happened_on=date(2025, 12, 27), whose="service-user", standards=("H1",),
                           subject=Said("I was home for Christmas, and somebody had put the heating on.")),
    )
