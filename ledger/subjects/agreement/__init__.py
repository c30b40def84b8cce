"""The agreement: which contract this is, between whom, for what, from when to when and at what value."""

from ledger.organisations import Identifier, Organisation
from ledger.subjects.agreement.entries import (
    ContractCommenced,
    ContractRegistered,
    Extension,
    FileOpened,
    LifecycleStageEntered,
    Publication,
)
from ledger.subjects.agreement.register import Agreement
from ledger.subjects.agreement.rules import RULES, SAYS_ITS_LOCALITY

__all__ = [
    "RULES", "SAYS_ITS_LOCALITY", "Agreement", "ContractCommenced", "ContractRegistered", "Extension", "FileOpened",
    "Identifier", "LifecycleStageEntered", "Organisation", "Publication",
]  # fmt: skip
