"""November and December 2025: a contract already under way gets its file, its tier, and what the tier asks for."""

from __future__ import annotations

from datetime import date
from typing import Literal

from api.example.cast import AUTHORITY_NAME, BY_EMAIL_TOO, pounds
from api.example.paper import letter
from api.example.telling import Desk, Story, fact
from api.example.two_small_changes.parties import (
    DIANE,
    DIANES,
    END,
    FILE,
    IVO,
    IVOS,
    MORAL,
    PETER,
    PETERS,
    PROVIDER,
    START,
    TOTAL,
    WILL,
    WILLS,
)
from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Period
from ledger.plans import Step
from ledger.specification import Indicator, Point
from ledger.subjects.agreement import (
    ContractCommenced,
    Extension,
    FileOpened,
    Identifier,
    LifecycleStageEntered,
    Organisation,
)
from ledger.subjects.people import (
    ContractManagementDelegated,
    LeadOfficerAppointed,
    ProviderContactNamed,
    SeniorResponsibleOfficerAppointed,
)
from ledger.subjects.records import AlternativeArrangementAgreed, DocumentFiled, NoteMade, SettingInstead
from ledger.subjects.regulation import (
    KeyIndicator,
    KeyIndicatorsSet,
    ProcurementRegimeRecorded,
    StatutoryNoticePublished,
)
from ledger.subjects.terms import (
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
    PerformanceIndicatorAgreed,
    ServiceSpecificationIssued,
    VariationClauseEntered,
    WorkingDayDefined,
)
from ledger.subjects.tiers import (
    BusinessContinuityPlanReceived,
    ContractClassified,
    GovernanceTermsAdopted,
    ThematicReviewCompleted,
)
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

INDICATORS: tuple[tuple[str, str, Literal["effectiveness", "efficiency"], Literal["quality", "service"], str,
                        str | None], ...] = (
    ("first-visit", "Repairs done at the first visit", "efficiency", "quality", "85", None),
    ("emergencies", "Emergencies seen within four hours", "effectiveness", "service", "98", "R1"),
    ("tenants", "Tenants content with the repair", "effectiveness", "quality", "80", None),
)
"""What each is called, what it measures, its target, and the standard it belongs to."""


def taken_on(desk: Desk) -> Story:
    """Tell how the file was opened, what came over with it, and what its tier asked for."""
    yield from _opened(desk)
    yield from _came_over(desk)
    yield from _clauses(desk)
    yield from _classified(desk)
    yield from _looked_at(desk)


def _opened(desk: Desk) -> Story:
    day = date(2025, 11, 3)
    contract = letter(date(2025, 8, 18), AUTHORITY_NAME, PROVIDER, "Contract for repairs to council homes",
                      "Tarn and Pell repairs 6,400 homes from 1 October 2025 to 30 September 2030, for £1,920,000 a "
                      "year.",
                      signed="Signed for both parties")
    yield desk.record(
        "2025-11-03 10:00", PETERS,
        fact(FileOpened(
            happened_on=day, reference=FILE, title="Repairs to council homes (two small changes)",
            provider=Organisation(name=PROVIDER, identifiers=(Identifier(scheme="XX-EXAMPLE", id="208"),), small=False,
                                  voluntary=False),
            agreed_on=date(2025, 8, 18), start_date=START, end_date=END, total_value=TOTAL,
            annual_value=pounds(1_920_000),
            extensions=(Extension(id="3.2", months=24),), business_unit="Housing", locality="Whole county",
            service_category="housing", contract_type="block", payment_basis="delivered", default_clause="41.1",
            description=Said("Repairs to 6,400 homes, by day and in an emergency at any hour."), activity_paid=True,
            client_group_size=6_400, procedure="tiered/1", by=PETER, contemporaneous_since=day,
            taken_on_from="Housing department, shared drive",
            earlier_records=Said("Tender papers, the contract and the minutes of October; the rest was not kept."),
        ), "opened"),
        NoteMade(happened_on=day, by=PETER, words=Said(MORAL)),
        DocumentFiled(happened_on=day, title="Contract, signed", document_kind="contract", dated=date(2025, 8, 18),
                      document=desk.paper(contract), by=PETER),
    )


def _came_over(desk: Desk) -> Story:
    yield desk.record(
        "2025-11-03 11:20", PETERS,
        ProcurementRegimeRecorded(happened_on=date(2025, 3, 10), procurement_began_on=date(2025, 3, 10), by=PETER,
                                  subject_matter="services", estimated_value=TOTAL, longest_until=date(2032, 9, 30)),
        StatutoryNoticePublished(happened_on=date(2025, 7, 28), notice="contract-award", number="EX-2025-0702",
                                 by=PETER,
                                 where="Central platform", standstill_days=8),
        StatutoryNoticePublished(happened_on=date(2025, 9, 8), notice="contract-details", number="EX-2025-0815",
                                 by=PETER,
                                 where="Central platform"),
        KeyIndicatorsSet(happened_on=date(2025, 9, 8), by=PETER, indicators=(
            KeyIndicator(id="first-visit", title="Repairs done at the first visit", target="85", unit="in 100 repairs"),
            KeyIndicator(id="emergencies", title="Emergencies seen within four hours", target="98",
                         unit="in 100 emergencies"),
            KeyIndicator(id="tenants", title="Tenants content with the repair", target="80", unit="in 100 tenants"))),
        StatutoryNoticePublished(happened_on=date(2025, 10, 20), notice="contract-copy", number="EX-2025-0960",
                                 by=PETER,
                                 where="Central platform"),
        ServiceSpecificationIssued(
            happened_on=date(2025, 9, 1), effective_from=START, version="1", by=PETER,
            scope=Said("Repairs of every kind to 6,400 homes."),
            attendees=("lead-officer", "provider-contract-manager"),
            standards=(Point(id="R1", text=Said("An emergency is seen within four hours.")),
                       Point(id="R2", text=Said("Any other repair is done within twenty Working Days.")),
                       Point(id="R3", text=Said("A tenant is told the day and the half of the day."))),
            activity_information_required=True,
        ),
        LeadOfficerAppointed(happened_on=date(2025, 9, 15), person="Peter Voss", post="Contract Manager, Housing",
                             unit="Housing", appointed_by="Diane Keele", by=DIANE),
        ContractCommenced(happened_on=START, by=PETER, preconditions_checked=("contract manager", "insurance")),
    )


def _clauses(desk: Desk) -> Story:
    day = date(2025, 11, 4)
    yield desk.record(
        "2025-11-04 14:00", PETERS,
        WorkingDayDefined(happened_on=day, effective_from=START, clause="1.1", by=PETER),
        NoticeClauseEntered(happened_on=day, effective_from=START, clause="50.2", by=PETER, methods=BY_EMAIL_TOO),
        DefaultClauseEntered(happened_on=day, effective_from=START, clause="41.1", notice_kind="default", by=PETER,
                             cure_period=Period(count=15, unit="working-days")),
        VariationClauseEntered(happened_on=day, effective_from=START, clause="46.1", by=PETER,
                               signed_by_authority=("lead-officer", "senior-responsible-officer"),
                               signed_by_provider=("provider-contract-manager",)),
        *(PerformanceIndicatorAgreed(
            happened_on=day, effective_from=START, by=PETER, agreed_by=(PETER, WILL), indicator=Indicator(
                id=name, text=Said(text), measures=measures, side=side, core=True, target=target, every_months=3,
                unit="in 100", requirement=standard))
          for name, text, measures, side, target, standard in INDICATORS),
        ProviderContactNamed(
            happened_on=day, person="Will Tarn", role="contract-manager", level="management", by=WILL,
            addresses=(NoticeAddress(method="e-mail", address="will@tarnandpell.example"),)),
        NoticeAddressGiven(happened_on=day, effective_from=START, party="provider", by=WILL, addresses=(
            NoticeAddress(method="e-mail", address="will@tarnandpell.example"),)),
    )


def _classified(desk: Desk) -> Story:
    yield desk.record(
        "2025-11-10 09:30", DIANES,
        SeniorResponsibleOfficerAppointed(
            happened_on=date(2025, 11, 10), person="Diane Keele", post="Director of Housing", unit="Housing", by=IVO,
            terms_of_reference=Said("Answers to the board for cost and risk; signs what changes the value.")),
        ContractClassified(happened_on=date(2025, 11, 10), tier="platinum", risk="high", by=IVO,
                           reassess_on=date(2026, 11, 10),
                           reasons=Said("£1.92 million a year, and homes with people in them.")),
        GovernanceTermsAdopted(happened_on=date(2025, 11, 10), model="Terms of reference, Platinum and Gold", by=IVO,
                               names_senior_officer=True,
                               structure=Said("As in the draft: a board each quarter, a meeting each month, "
                                              "a call each Monday.")),
    )
    yield desk.record(
        "2025-11-14 15:10", IVOS,
        AlternativeArrangementAgreed(
            happened_on=date(2025, 11, 14), settings=(SettingInstead(id="issue.notify-within", value=2),), by=IVO,
            arrangement=Said("A failing is put to Tarn and Pell within two days, not five."),
            reason=Said("A leak does not wait a week."), agreed_with=WILL, from_date=date(2025, 11, 17)),
        LifecycleStageEntered(happened_on=date(2025, 11, 14), stage="operation", by=PETER,
                              records_checked=("commencement", "governance terms")),
    )
    plan = letter(date(2025, 11, 20), PROVIDER, AUTHORITY_NAME, "What we do on the worst day",
                  "A second depot at Wexley, forty workers on call, and our lists on paper each Friday.",
                  signed="Will Tarn")
    yield desk.record(
        "2025-11-20 16:45", WILLS,
        BusinessContinuityPlanReceived(happened_on=date(2025, 11, 20), title="What we do on the worst day", by=WILL,
                                       valid_until=date(2026, 11, 19), tested_on=date(2025, 11, 6),
                                       exhibits=(desk.paper(plan),),
                                       remarks=Said("Tried out with the depot closed for a day.")),
    )
    yield desk.record(
        "2025-12-01 10:00", PETERS,
        ContractManagementDelegated(
            happened_on=date(2025, 12, 1), person="Nell Ardley", post="Estates Officer", body="Wexley District Council",
            from_date=date(2025, 12, 1), cost_share="20", appointed_by="Diane Keele", by=DIANE,
            scope=Said("Inspections and complaints on the estates at Wexley, 1,280 homes.")),
    )


def _looked_at(desk: Desk) -> Story:
    day = date(2025, 12, 10)
    yield desk.record(
        "2025-12-10 16:30", PETERS,
        ThematicReviewCompleted(
            happened_on=day, theme="supplier-development", clause="38", in_place="partly", by=PETER, decision="none",
            found=Said("Four apprentices, where the contract asks for six."),
            potential=Said("Training for damp work, which the county lacks."),
            market_intelligence=Said("Few firms in the county train for it; asked of the trade's college in November."),
            further_actions=(Step(what=Said("Two more apprentices."), owner="Will Tarn", due_on=date(2026, 9, 1)),)),
        ThematicReviewCompleted(
            happened_on=day, theme="service-improvement", clause="22", in_place="yes", monitored="yes", decision="none",
            found=Said("Tenants are asked after each repair."), level=Said("79 in 100 are content; 80 are asked for."),
            by=PETER),
        fact(ThematicReviewCompleted(
            happened_on=day, theme="value-for-money", clause="12.4", in_place="yes", monitored="no", by=PETER,
            found=Said("Open books are promised and have not been asked for."), decision="next-contract",
            level=Said("Not known."),
            further_actions=(Step(what=Said("Ask for the books of the first half-year."), owner="Aisha Bell",
                                  due_on=date(2026, 5, 29)),)), "value looked at"),
    )
