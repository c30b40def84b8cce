"""The audits of a contract: commissioned, reported, and what they found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.entry import Frozen
from ledger.subjects.assurance import Finding
from projections.view import FileView


class FindingShown(Frozen):
    """One finding of an audit."""

    words: str
    severity: str | None
    subject: str | None
    issue: str | None


class AuditShown(Frozen):
    """One audit: recommended, commissioned, reported."""

    commissioned_on: date | None
    commissioned_at: int | None
    recommended_at: int | None
    subjects: tuple[str, ...]
    auditor: str | None
    prompted_by: str
    """What prompted it, in words; empty where it is not said."""
    clause: str | None
    planned_for: date | None
    reported_on: date | None
    reported_at: int | None
    findings: tuple[FindingShown, ...]


def audits_of(view: FileView) -> Iterator[AuditShown]:
    assurance = view.file.assurance
    reports = {audit.says.commission: audit for audit in assurance.audits if audit.says.commission}
    for commission in assurance.commissioned.values():
        report = reports.get(commission.position)
        yield AuditShown(
            commissioned_on=commission.on, commissioned_at=commission.position,
            recommended_at=commission.says.recommended_in, subjects=commission.says.subjects,
            auditor=(report.says.auditor if report else None) or commission.says.auditor,
            prompted_by=view.say(commission.says.prompted_by), clause=commission.says.clause,
            planned_for=commission.says.planned_for, reported_on=report.on if report else None,
            reported_at=report.position if report else None,
            findings=tuple(_findings(view, report.says.findings)) if report else (),
        )  # fmt: skip
    for audit in assurance.audits:
        if audit.says.commission not in assurance.commissioned:
            yield AuditShown(
                commissioned_on=None, commissioned_at=None, recommended_at=None, subjects=audit.says.subjects,
                auditor=audit.says.auditor, prompted_by="", clause=None, planned_for=None, reported_on=audit.on,
                reported_at=audit.position,
                findings=tuple(_findings(view, audit.says.findings)),
            )  # fmt: skip


def _findings(view: FileView, findings: tuple[Finding, ...]) -> Iterator[FindingShown]:
    for one in findings:
        yield FindingShown(words=view.say(one.words), severity=one.severity, subject=one.subject, issue=one.issue)
