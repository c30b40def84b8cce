"""Procurement: from the need for a service to the contract countersigned, and who does which part of the work."""

from ledger.subjects.procurement.entries import (
    AwardAuthorised,
    AwardRecommended,
    BidScore,
    ContractCountersigned,
    ContractIssuedForCountersignature,
    ContractSignedByAuthority,
    ExistingContract,
    NoTenderReceived,
    ProcurementAbandoned,
    ProcurementOptionSelected,
    ServiceNeedEstablished,
    SingleTenderAuthorisationDecided,
    SingleTenderAuthorisationRequested,
    SingleTenderNegotiationConcluded,
    StandingOrdersCheck,
    TenderAdvertised,
    TenderCriterion,
    TenderReceived,
    TendersEvaluated,
    TendersInvited,
    UnsuccessfulTenderersNotified,
)
from ledger.subjects.procurement.register import Award, Bid, Procurement, SingleTender, Tender
from ledger.subjects.procurement.rules import RULES
from ledger.subjects.procurement.rules.tendering import check_title, denies, receipt_shows, unkept

__all__ = [
    "RULES", "Award", "AwardAuthorised", "AwardRecommended", "Bid", "BidScore", "ContractCountersigned",
    "ContractIssuedForCountersignature", "ContractSignedByAuthority", "ExistingContract", "NoTenderReceived",
    "Procurement", "ProcurementAbandoned", "ProcurementOptionSelected", "ServiceNeedEstablished", "SingleTender",
    "SingleTenderAuthorisationDecided", "SingleTenderAuthorisationRequested", "SingleTenderNegotiationConcluded",
    "StandingOrdersCheck", "Tender", "TenderAdvertised", "TenderCriterion", "TenderReceived", "TendersEvaluated",
    "TendersInvited", "UnsuccessfulTenderersNotified", "check_title", "denies",
    "receipt_shows", "unkept",
]  # fmt: skip
