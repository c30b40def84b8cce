"""Issues: what is wrong with a service, when the provider was told, what it answered, and whether it was put right."""

from ledger.subjects.issues.entries import (
    IssueEscalated,
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    IssueSignificanceAssessed,
    ProviderRepresentationsReceived,
    RepresentationsAnswered,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
    SeniorManagementBriefed,
)
from ledger.subjects.issues.register import RECORDED_MEANS, Issue, Issues, Representations
from ledger.subjects.issues.rules import RULES

__all__ = [
    "RECORDED_MEANS", "RULES", "Issue", "IssueEscalated", "IssueNotifiedToProvider", "IssueRaised", "IssueReopened",
    "IssueResolved", "IssueSignificanceAssessed", "Issues", "ProviderRepresentationsReceived", "Representations",
    "RepresentationsAnswered", "ResolutionPlanAgreed", "ResolutionPlanProposed", "SeniorManagementBriefed",
]  # fmt: skip
