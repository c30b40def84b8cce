"""Design: which type and form a contract is given, and which provision protects which outcome.

After the occupational standard on planning how a contract is carried out, element B.
"""

from ledger.subjects.design.entries import (
    ContractFormRecommended,
    ContractProvisionAgreed,
    FactorWeighed,
    JudgedBy,
    MilestoneReached,
    OptionsAnalysed,
    Way,
)
from ledger.subjects.design.register import Design, Provision
from ledger.subjects.design.rules import RULES

__all__ = [
    "RULES", "ContractFormRecommended", "ContractProvisionAgreed", "Design", "FactorWeighed", "JudgedBy",
    "MilestoneReached", "OptionsAnalysed", "Provision", "Way",
]  # fmt: skip
