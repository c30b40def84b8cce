"""The authority's procedures: adopted, amended, reviewed, and acknowledged by whoever needs to know them."""

from ledger.subjects.adoption.entries import (
    GoverningDocument,
    InstalledRules,
    MemberOfAudience,
    ProcedureAcknowledged,
    ProcedureAdopted,
    ProcedureAmended,
    ProcedureAudienceSet,
    ProcedureReviewed,
)
from ledger.subjects.adoption.register import Acknowledgement, Adoption, Audience, Review, Version
from ledger.subjects.adoption.rules import RULES

__all__ = [
    "RULES", "Acknowledgement", "Adoption", "Audience", "GoverningDocument", "InstalledRules", "MemberOfAudience",
    "ProcedureAcknowledged", "ProcedureAdopted", "ProcedureAmended", "ProcedureAudienceSet", "ProcedureReviewed",
    "Review", "Version",
]  # fmt: skip
