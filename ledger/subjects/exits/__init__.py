"""The end of a contract and the handing over of its service: plans told, exit and transfer plans, items, clients."""

from ledger.subjects.exits.entries import (
    ClientTransferArranged,
    ContractEndPlansCommunicated,
    ExitPlanAgreed,
    ExitPlanStepCompleted,
    ExitStep,
    ServiceTransferCompleted,
    ServiceTransferPlanReviewed,
    ServiceTransferPlanSigned,
    ServiceTransferPlanSubmitted,
    TransferItem,
    TransferItemHandedOver,
)
from ledger.subjects.exits.register import (
    Arranged,
    ExitPlan,
    Exits,
    LeftOut,
    PlanReview,
    Step,
    Told,
    TransferPlan,
    heads_missing,
    sections_missing,
)
from ledger.subjects.exits.rules import RULES

__all__ = [
    "RULES", "Arranged", "ClientTransferArranged", "ContractEndPlansCommunicated", "ExitPlan", "ExitPlanAgreed",
    "ExitPlanStepCompleted", "ExitStep", "Exits", "LeftOut", "PlanReview", "ServiceTransferCompleted",
    "ServiceTransferPlanReviewed", "ServiceTransferPlanSigned", "ServiceTransferPlanSubmitted", "Step", "Told",
    "TransferItem", "TransferItemHandedOver", "TransferPlan", "heads_missing", "sections_missing",
]  # fmt: skip
