"""Implementation: the plan by which a contract is carried out, what was done of it, and how it was changed.

After the occupational standard on planning how a contract is carried out, element C.
"""

from ledger.subjects.implementation.entries import (
    ContingencyInvoked,
    ImplementationActivityReported,
    ImplementationPlanAgreed,
    ImplementationPlanChangeDecided,
    ImplementationPlanChangeEvaluated,
    ImplementationPlanChangeProposed,
    ImplementationPlanMonitored,
    ImplementationPlanShared,
)
from ledger.subjects.implementation.register import Implementation, ImplementationPlan, PlanChange, Shared, Version
from ledger.subjects.implementation.rules import RULES

__all__ = [
    "RULES", "ContingencyInvoked", "Implementation", "ImplementationActivityReported", "ImplementationPlan",
    "ImplementationPlanAgreed", "ImplementationPlanChangeDecided", "ImplementationPlanChangeEvaluated",
    "ImplementationPlanChangeProposed", "ImplementationPlanMonitored", "ImplementationPlanShared", "PlanChange",
    "Shared", "Version",
]  # fmt: skip
