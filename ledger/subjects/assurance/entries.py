"""What is recorded of what was checked besides the provider's own reports: audits, and the checklist of key terms."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.entry import Entry, Frozen, SharedAudience
from ledger.fields import IssueId, Limit, Name, Position, of_rows
from ledger.words import Exhibit, Personal, Text

AuditSubject = Literal[
    "case-files", "user-feedback", "security", "customer-journey", "staff-and-volunteers", "finance",
    "indicator-method", "other",
]  # fmt: skip
"""What may be audited (TVP-3.1-10)."""
AuditSubjects = Annotated[tuple[AuditSubject, ...], Limit(longest=8)]


class AuditRecommended(Entry):
    """One of the parties recommended an audit of the service."""

    kind: Literal["audit-recommended/1"] = "audit-recommended/1"
    recommended_by_party: Literal["authority", "provider"] = "authority"
    """Which party."""
    subjects: AuditSubjects = ()
    """What is to be audited."""
    reason: Text | None = None
    """Why."""
    audience: SharedAudience = "shared"

    line = "Audit[ of {subjects}] recommended by the {recommended_by_party}[: {reason}]"


class AuditDeclined(Entry):
    """It was decided not to have an audit that was recommended."""

    kind: Literal["audit-declined/1"] = "audit-declined/1"
    recommended_in: Position
    """The entry by which it was recommended."""
    reason: Text | None = None
    """Why not."""
    audience: SharedAudience = "shared"

    line = "Audit recommended in entry {recommended_in} decided against[: {reason}]"


class AuditCommissioned(Entry):
    """An audit of the service, or of a part of it, was commissioned."""

    kind: Literal["audit-commissioned/1"] = "audit-commissioned/1"
    subjects: Annotated[AuditSubjects, Limit(longest=8, shortest=1)]
    """What is to be audited."""
    scope: Text | None = None
    """Which part of the service, and how far."""
    auditor: Name | None = None
    """Who is to audit."""
    planned_for: date | None = None
    """The day by which it is to report."""
    recommended_in: Position | None = None
    """The entry by which it was recommended, where it was."""
    prompted_by: Text | None = None
    """What prompted it: a concern, a finding, the time that has passed since the last."""
    clause: Name | None = None
    """The clause of the contract that allows it."""
    second_reason: Text | None = None
    """Where there was another within twelve months: why there is one more."""
    audience: SharedAudience = "shared"

    line = (
        "Audit of {subjects} commissioned[, by {auditor}][, to report by {planned_for}][, under clause {clause}]"
        "[: {scope}][; prompted by: {prompted_by}][; one more because: {second_reason}]"
    )


class Finding(Frozen):
    """One finding of an audit."""

    words: Personal
    """What was found."""
    severity: Literal["high", "medium", "low", "none"] | None = None
    """How grave it is."""
    subject: AuditSubject | None = None
    """What it is about."""
    issue: IssueId | None = None
    """The issue raised of it."""


class AuditReported(Entry):
    """An audit of the service reported."""

    kind: Literal["audit-reported/1"] = "audit-reported/1"
    auditor: Name | None = None
    """Who audited."""
    subjects: AuditSubjects = ()
    """What was audited."""
    findings: Annotated[tuple[Finding, ...], Limit(longest=200)] = ()
    """What was found."""
    commission: Position | None = None
    """The entry that commissioned it."""
    document: Exhibit | None = None
    """The report itself."""

    may_precede = ("findings",)
    line = "Audit[ by {auditor}][ of {subjects}] reported"

    @property
    def grave_without_issue(self) -> int:
        """How many of its findings are grave, with no issue named that was raised of them (TVP-3.1-10)."""
        return sum(finding.severity == "high" and finding.issue is None for finding in self.findings)


class ChecklistItemVerified(Entry):
    """It was checked that a key term was met: an agreement signed, an accreditation shown."""

    kind: Literal["checklist-item-verified/1"] = "checklist-item-verified/1"
    item: Annotated[Name, of_rows("checklist")]
    """The item, by the id or title it has in the procedure: confidentiality-agreement, accreditation."""
    met: bool = True
    """Whether it was found to be met; the document that shows it is an exhibit."""
    valid_until: date | None = None
    """The last day it holds."""
    remarks: Text | None = None
    """What was thought of it."""

    line = "Checklist: {item} checked; met: {met}[, valid until {valid_until}][; {remarks}]"


AssuranceEntry: TypeAlias = AuditRecommended | AuditDeclined | AuditCommissioned | AuditReported | ChecklistItemVerified
