"""Terms: what the contract itself asks for and says: its specification, service level agreements, and clauses as data.

Each is entered with the day from which it binds. What stood on a day is answered here; what variations made of dates
and values is answered by ContractFile.value_of.
"""

from ledger.subjects.terms.entries import (
    CreditClauseEntered,
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
    OrderOfPrecedenceEntered,
    PerformanceIndicatorAgreed,
    PointsClauseEntered,
    ServiceLevelAgreementAgreed,
    ServiceLevelAgreementAmended,
    ServiceSpecificationIssued,
    TerminationClauseEntered,
    VariationClauseEntered,
    WorkingDayDefined,
)
from ledger.subjects.terms.register import Terms
from ledger.subjects.terms.rules import RULES
from ledger.subjects.terms.rules.service_levels import is_of_the_contract
from ledger.subjects.terms.standards import APART

__all__ = [
    "APART", "RULES", "CreditClauseEntered", "DefaultClauseEntered", "NoticeAddressGiven", "NoticeClauseEntered",
    "OrderOfPrecedenceEntered", "PerformanceIndicatorAgreed", "PointsClauseEntered", "ServiceLevelAgreementAgreed",
    "ServiceLevelAgreementAmended", "ServiceSpecificationIssued", "TerminationClauseEntered", "Terms",
    "VariationClauseEntered", "WorkingDayDefined", "is_of_the_contract",
]  # fmt: skip
