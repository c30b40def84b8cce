"""The default process: plans agreed after a notice, how the process ended, fundamental breach, and rights reserved.

The notices themselves are in ledger/subjects/notices/.
"""

from ledger.subjects.default_process.entries import (
    DefaultProcessConcluded,
    FundamentalBreachDetermined,
    ImprovementPlanAgreed,
    RightsReserved,
)
from ledger.subjects.default_process.register import DefaultProcess
from ledger.subjects.default_process.rules import RULES

__all__ = [
    "RULES", "DefaultProcess", "DefaultProcessConcluded", "FundamentalBreachDetermined", "ImprovementPlanAgreed",
    "RightsReserved",
]  # fmt: skip
