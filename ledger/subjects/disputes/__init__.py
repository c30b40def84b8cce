"""Disputes: going formal, the action plan, mediation, arbitration and the courts, and senior management's last word.

The notice of a dispute is in ledger/subjects/notices/, its meeting in ledger/subjects/meetings/, the informal stage in
ledger/subjects/issues/; how they make one dispute is in ledger/disputing.py.
"""

from ledger.subjects.disputes.entries import (
    ActionState,
    ArbitratorAppointed,
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeActionPlanProgressReported,
    DisputeReferralConcluded,
    DisputeReferred,
    DisputeSettled,
    DisputeSignedOff,
    DisputeStepPassedOver,
    FormalEscalationAuthorised,
    FormalEscalationRecommended,
    ImmediateEscalationAuthorised,
    InterimReliefSought,
)
from ledger.subjects.disputes.register import (
    Arbitrator,
    DisputePlan,
    Disputes,
    DisputeStep,
    Escalation,
    PlanEnd,
    ProgressReport,
    Referral,
    ReliefSought,
    Settlement,
    SignOff,
)
from ledger.subjects.disputes.rules import RULES
from ledger.subjects.disputes.rules.ending import REPORTED_BY

__all__ = [
    "REPORTED_BY",
    "RULES",
    "ActionState",
    "Arbitrator",
    "ArbitratorAppointed",
    "DisputeActionPlanAgreed",
    "DisputeActionPlanConcluded",
    "DisputeActionPlanProgressReported",
    "DisputePlan",
    "DisputeReferralConcluded",
    "DisputeReferred",
    "DisputeSettled",
    "DisputeSignedOff",
    "DisputeStep",
    "DisputeStepPassedOver",
    "Disputes",
    "Escalation",
    "FormalEscalationAuthorised",
    "FormalEscalationRecommended",
    "ImmediateEscalationAuthorised",
    "InterimReliefSought",
    "PlanEnd",
    "ProgressReport",
    "Referral",
    "ReliefSought",
    "Settlement",
    "SignOff",
]  # fmt: skip
