"""January to June 2025: the route, the tenders, the award, both signatures, and who answers for the contract."""

from __future__ import annotations

from datetime import date, time

from api.example.cast import AUTHORITY_NAME, BY_EMAIL_TOO, COLIN, COLINS, RUTH, RUTHS, pounds
from api.example.paper import letter, table
from api.example.telling import Desk, Story, fact
from api.example.whole_life.parties import (
    BEA,
    BROUGHT,
    END,
    EXPECTED,
    FAY,
    FAYS,
    FILE,
    GRACE,
    GRACES,
    MORAL,
    SERVICE_MANAGER,
    START,
    TITLE,
    UNA,
)
from api.example.whole_life.wanted import specified
from api.people import EXAMPLE_PROVIDER
from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Period
from ledger.specification import Indicator, Point, ReturnSchedule
from ledger.subjects.agreement import ContractRegistered, Extension, Identifier, Organisation
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
)
from ledger.subjects.procurement import (
    AwardAuthorised,
    AwardRecommended,
    BidScore,
    ContractCountersigned,
    ContractIssuedForCountersignature,
    ContractSignedByAuthority,
    ProcurementOptionSelected,
    StandingOrdersCheck,
    TenderAdvertised,
    TenderCriterion,
    TenderReceived,
    TendersEvaluated,
    TendersInvited,
    UnsuccessfulTenderersNotified,
)
from ledger.subjects.records import ConsultationRecorded, DocumentFiled, NoteMade
from ledger.subjects.regulation import ProcurementRegimeRecorded, StatutoryNoticePublished
from ledger.subjects.terms import (
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
    PerformanceIndicatorAgreed,
    ServiceSpecificationIssued,
    VariationClauseEntered,
    WorkingDayDefined,
)
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

LARKFIELD = Organisation(name=EXAMPLE_PROVIDER, identifiers=(Identifier(scheme="XX-EXAMPLE", id="14"),), small=True,
                         voluntary=False)
STILLWATER = Organisation(name="Stillwater Reablement CIC", identifiers=(Identifier(scheme="XX-EXAMPLE", id="77"),),
                          small=True, voluntary=True)
FOLD = Organisation(name="Fold and Hearth Ltd", small=True)
TENDER, AWARD = "TND-001", "AWR-001"
LARKFIELDS_BID, STILLWATERS_BID, FOLDS_BID = "BID-001", "BID-002", "BID-003"
TOTAL = pounds(247_500)


def bought(desk: Desk) -> Story:
    """Tell how the pilot was bought, from the advice on the route to the register."""
    yield from _route(desk)
    yield from _tendered(desk)
    yield from _awarded(desk)
    yield from _signed(desk)
    yield from _registered(desk)
    yield from _clauses(desk)


def _route(desk: Desk) -> Story:
    yield desk.record(
        "2025-02-12 11:15", COLINS,
        ConsultationRecorded(happened_on=date(2025, 2, 12), subject="procurement", consulted=COLIN, by=SERVICE_MANAGER,
                             advice=Said("Five could do it: a competition, under the light touch.")),
    )
    yield desk.record(
        "2025-02-13 09:20", FAYS,
        ConsultationRecorded(happened_on=date(2025, 2, 13), subject="procurement", consulted=FAY, by=SERVICE_MANAGER,
                             advice=Said("There is £250,000; nothing is promised for the year after.")),
    )
    yield desk.record(
        "2025-02-14 15:45", GRACES,
        ProcurementOptionSelected(happened_on=date(2025, 2, 14), option="competition", by=SERVICE_MANAGER,
                                  reasons=Said("There is a market, and no reason to ask one alone.")),
    )
    day = date(2025, 2, 24)
    yield desk.record(
        "2025-02-24 16:00", GRACES,
        ServiceSpecificationIssued(
            happened_on=day, effective_from=START, version="1", by=SERVICE_MANAGER,
            prepared_by=(SERVICE_MANAGER, COLIN),
            scope=Said("Six weeks of help at home for people who leave hospital, in the hours they choose."),
            standards=(
                Point(id="H1", text=Said("Help begins within two days of being asked for: 95 in 100 people.")),
                Point(id="H2", text=Said("Each person has a plan of their own, made with them in the first week.")),
                Point(id="H3", text=Said("No more than four workers visit one person.")),
            ),
            meetings_per_year=4, meeting_information=tuple(BROUGHT), attendees=EXPECTED, survey_interval_months=12,
            return_schedule=(ReturnSchedule(kind="activity return", every_months=3, grace_days=10),),
            activity_information_required=True,
        ),
        DocumentFiled(happened_on=day, title="Conditions of contract", document_kind="contract-draft", by=COLIN,
                      hard_copy_location="Contracts section, HH-036"),
    )


def _tendered(desk: Desk) -> Story:
    kept = tuple(StandingOrdersCheck(item=item, kept=True) for item in ("same-papers-to-all", "closing-time-said"))
    received = tuple(StandingOrdersCheck(item=item, kept=True)
                     for item in ("kept-unopened", "receipt-marked", "opened-by-two"))
    opened, at, both = date(2025, 3, 31), time(14), (COLIN, SERVICE_MANAGER)
    yield desk.record(
        "2025-03-03 10:00", COLINS,
        ProcurementRegimeRecorded(happened_on=date(2025, 3, 3), procurement_began_on=date(2025, 3, 3), by=COLIN,
                                  subject_matter="services", special=("light-touch",), estimated_value=pounds(250_000)),
        TenderAdvertised(happened_on=date(2025, 3, 3), channels=("Central platform", "Care Providers' Gazette"),
                         closes_on=date(2025, 3, 31), closes_at=time(12), strategy_made_known=True, by=COLIN),
    )
    yield desk.record(
        "2025-03-10 11:30", COLINS,
        TendersInvited(happened_on=date(2025, 3, 10), tender=TENDER, invited=(LARKFIELD, STILLWATER, FOLD), by=COLIN,
                       standing_orders=kept),
    )
    yield desk.record(
        "2025-03-31 16:10", COLINS,
        TenderReceived(happened_on=date(2025, 3, 28), happened_at=time(16, 10), tender=TENDER, bidder=LARKFIELD,
                       by=COLIN,
                       price=TOTAL, accepted=True, standing_orders=received, opened_on=opened,
                       opened_at=at, opened_by=both),
        TenderReceived(happened_on=date(2025, 3, 31), happened_at=time(9, 5), tender=TENDER, bidder=STILLWATER,
                       by=COLIN,
                       price=pounds(261_000), accepted=True, standing_orders=received, opened_on=opened,
                       opened_at=at, opened_by=both),
        TenderReceived(happened_on=date(2025, 3, 31), happened_at=time(12, 40), tender=TENDER, bidder=FOLD, by=COLIN,
                       accepted=False, standing_orders=(
                           *received[:2], StandingOrdersCheck(item="opened-by-two", kept=True, words=Said(
                               "Not opened: sent back as it came."))),
                       opened_by=both),
    )
    marks = table(date(2025, 4, 14), AUTHORITY_NAME, "Marks given to the tenders",
                  ("Tender", "Quality", "Price", "Total"),
                  ("Larkfield", "48.5", "34", "82.5"), ("Stillwater", "50", "31", "81"))
    yield desk.record(
        "2025-04-14 17:00", COLINS,
        TendersEvaluated(
            happened_on=date(2025, 4, 14), tender=TENDER, evaluators=(SERVICE_MANAGER, COLIN, UNA), by=SERVICE_MANAGER,
            criteria=(TenderCriterion(name="Quality", weight="60"), TenderCriterion(name="Price", weight="40")),
            scores=(BidScore(bid=LARKFIELDS_BID, criterion="Quality", score="48.5"),
                    BidScore(bid=LARKFIELDS_BID, criterion="Price", score="34"),
                    BidScore(bid=STILLWATERS_BID, criterion="Quality", score="50"),
                    BidScore(bid=STILLWATERS_BID, criterion="Price", score="31")),
            scores_document=desk.paper(marks), recommended=LARKFIELDS_BID,
        ),
    )


def _awarded(desk: Desk) -> Story:
    yield desk.record(
        "2025-04-22 09:50", GRACES,
        fact(AwardRecommended(happened_on=date(2025, 4, 22), provider=LARKFIELD, bid=LARKFIELDS_BID, value=TOTAL,
                              addressed_to=RUTH, by=SERVICE_MANAGER,
                              reasons=Said("A mark and a half ahead: nearly as good on quality, and £13,500 less.")),
             "recommended"),
    )
    yield desk.record(
        "2025-04-24 14:00", COLINS,
        DocumentFiled(happened_on=date(2025, 4, 24), title="Contract papers", document_kind="award-papers", by=COLIN,
                      belongs_to=(desk["recommended"],), hard_copy_location="Contracts section, HH-036"),
    )
    yield desk.record(
        "2025-04-29 12:15", RUTHS,
        AwardAuthorised(happened_on=date(2025, 4, 29), recommendation=AWARD, by=RUTH,
                        conditions=Said("No promise of a second year.")),
    )
    yield desk.record(
        "2025-04-30 15:10", COLINS,
        UnsuccessfulTenderersNotified(happened_on=date(2025, 4, 30), tender=TENDER, told=(STILLWATERS_BID, FOLDS_BID),
                                      means="e-mail", by=COLIN,
                                      reasons_given=Said("The marks of the chosen tender and their own; the third came "
                                                         "after the closing time.")),
        StatutoryNoticePublished(happened_on=date(2025, 4, 30), notice="contract-award", number="EX-2025-0431",
                                 where="Central platform", standstill_days=8, by=COLIN),
    )


def _signed(desk: Desk) -> Story:
    contract = letter(date(2025, 5, 14), AUTHORITY_NAME, EXAMPLE_PROVIDER, "Contract for help home from hospital",
                      "Larkfield helps people who leave hospital for six weeks at home, from 1 July 2025 to 31 March "
                      "2026, with 9,900 hours for £247,500.", signed="Ruth Dale, County Manager (Contracts)")
    yield desk.record(
        "2025-05-14 10:30", RUTHS,
        ContractSignedByAuthority(happened_on=date(2025, 5, 14), recommendation=AWARD, document=desk.paper(contract),
                                  under_seal=False, by=RUTH),
    )
    yield desk.record(
        "2025-05-15 09:40", COLINS,
        fact(ContractIssuedForCountersignature(happened_on=date(2025, 5, 15), sent_to="Gwen Tallis",
                                               means="signed-for post", wanted_back_by=date(2025, 5, 30), by=COLIN),
             "sent out"),
    )
    both = letter(date(2025, 5, 28), AUTHORITY_NAME, EXAMPLE_PROVIDER, "Contract for help home from hospital",
                  "The same, signed by both.", signed="Ruth Dale and Gwen Tallis")
    yield desk.record(
        "2025-05-30 11:20", COLINS,
        ContractCountersigned(happened_on=date(2025, 5, 30), sent_out=desk["sent out"], signatory="Gwen Tallis",
                              signed_on=date(2025, 5, 28), document=desk.paper(both), by=COLIN),
    )
    yield desk.record("2025-05-30 12:10", GRACES, *specified(date(2025, 5, 30), agreed=date(2025, 5, 28)))


def _registered(desk: Desk) -> Story:
    day = date(2025, 6, 2)
    yield desk.record(
        "2025-06-02 09:30", COLINS,
        fact(ContractRegistered(
            happened_on=day, reference=FILE, title=TITLE, provider=LARKFIELD, agreed_on=date(2025, 5, 28),
            start_date=START, end_date=END, total_value=TOTAL, extensions=(Extension(id="2.3", months=6),),
            description=Said("Six weeks of help at home for people who leave hospital: a pilot over one winter."),
            business_unit="Adult Services", locality="North", care_group="Older people", client_group_size=220,
            service_category="social-care", contract_type="block", payment_basis="block", default_clause="12.1",
            data_source="returns", activity_paid=False, procedure="hampshire/1", by=COLIN,
        ), "registered"),
        NoteMade(happened_on=day, by=GRACE, words=Said(MORAL)),
        LeadOfficerAppointed(happened_on=day, person="Grace Okoro", post="Service Manager, Hospital Discharge", by=RUTH,
                             appointed_by="Ruth Dale", unit="Adult Services"),
        RepresentativeAppointed(happened_on=day, person="Grace Okoro", post="Service Manager, Hospital Discharge",
                                by=GRACE, authority_extent=Said("Instructions and notices under clause 12.")),
        ContractSupportOfficerAssigned(happened_on=day, person="Colin Marsh", locality="North", by=RUTH),
        ProviderContactNamed(
            happened_on=day, person="Bea Lowther", role="contract-manager", level="management", by=BEA,
            addresses=(NoticeAddress(method="e-mail", address="homeagain@larkfield.example"),),
        ),
        StatutoryNoticePublished(happened_on=day, notice="contract-details", number="EX-2025-0588", by=COLIN,
                                 where="Central platform"),
    )


def _clauses(desk: Desk) -> Story:
    day = date(2025, 6, 3)
    yield desk.record(
        "2025-06-03 14:30", COLINS,
        WorkingDayDefined(happened_on=day, effective_from=START, clause="1.1", by=COLIN),
        NoticeClauseEntered(happened_on=day, effective_from=START, clause="15.2", by=COLIN, methods=BY_EMAIL_TOO),
        DefaultClauseEntered(happened_on=day, effective_from=START, clause="12.1", notice_kind="default", by=COLIN,
                             cure_period=Period(count=10, unit="working-days")),
        VariationClauseEntered(happened_on=day, effective_from=START, clause="14.1", by=COLIN,
                               signed_by_authority=("lead-officer",),
                               signed_by_provider=("provider-contract-manager",)),
        NoticeAddressGiven(happened_on=day, effective_from=START, party="provider", by=BEA, addresses=(
            NoticeAddress(method="e-mail", address="homeagain@larkfield.example"),)),
        PerformanceIndicatorAgreed(
            happened_on=day, effective_from=START, by=GRACE, indicator=Indicator(
                id="begun-in-time", text=Said("Help begun within two days of being asked for"), requirement="H1",
                measures="efficiency", side="quality", core=True, target="95", unit="in 100 people", every_months=3,
                method=Said("The log of requests, read by both sides"))),
        PerformanceIndicatorAgreed(
            happened_on=day, effective_from=START, by=GRACE, indicator=Indicator(
                id="cost-of-an-hour", text=Said("What an hour of help costs the provider"), measures="economy",
                side="price", core=True, target="24", direction="at-most", unit="pounds", every_months=3)),
    )
