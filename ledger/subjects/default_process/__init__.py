"""The default process: plans agreed after a notice, how it ended, fundamental breach, rights reserved and waived.

The notices themselves are in ledger/subjects/notices/.
"""

from ledger.subjects.default_process.entries import (
    DefaultProcessConcluded,
    FundamentalBreachDetermined,
    ImprovementPlanAgreed,
    IndulgenceGiven,
    RightsReserved,
    RightsWaived,
)
from ledger.subjects.default_process.register import DefaultProcess
from ledger.subjects.default_process.rules import RULES

__all__ = [
    "RULES", "DefaultProcess", "DefaultProcessConcluded", "FundamentalBreachDetermined", "ImprovementPlanAgreed",
    "IndulgenceGiven", "RightsReserved", "RightsWaived",
]  # fmt: skip
