"""What is checked besides the provider's own reports: audits, and the checklist of key terms."""

from ledger.subjects.assurance.entries import (
    AuditCommissioned,
    AuditDeclined,
    AuditRecommended,
    AuditReported,
    ChecklistItemVerified,
    Finding,
)
from ledger.subjects.assurance.register import Assurance, Audit, Checked, Commission
from ledger.subjects.assurance.rules import RULES

__all__ = [
    "RULES", "Assurance", "Audit", "AuditCommissioned", "AuditDeclined", "AuditRecommended", "AuditReported", "Checked",
    "ChecklistItemVerified", "Commission", "Finding",
]  # fmt: skip
