"""The audits of a contract: recommended, commissioned, reported, and what they found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ledger.audits_reported import says_something
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
    says_nothing: bool = False
    """Whether that has neither a finding nor the report, and counts as none until it has."""
    findings: tuple[FindingShown, ...]
    issues: tuple[str, ...] = ()
    """The issues that cite its report as what shows them (TVP-3.1-10)."""


class RecommendedShown(Frozen):
    """One audit that was recommended and not commissioned: undecided, or decided against (TVP-3.1-9)."""

    position: int
    on: date
    party: Literal["authority", "provider"]
    by: str | None
    """Who recommended it, with the office; None where nobody is named."""
    subjects: tuple[str, ...]
    reason: str
    """Why it was recommended, in words; empty where it is not said."""
    declined_on: date | None
    declined_at: int | None
    why_not: str
    """Why it was decided against, in words; empty where it was not, or it is not said."""


def recommended_of(view: FileView) -> Iterator[RecommendedShown]:
    """Yield the audits that were recommended and not commissioned, in order of recording. Pure; whatever the day."""
    for one in view.file.assurance.not_commissioned():
        says, declined = one.says, view.file.assurance.declined.get(one.position)
        yield RecommendedShown(
            position=one.position, on=one.on, party=says.recommended_by_party,
            by=view.procedure.person_in_office(says.by) if says.by else None, subjects=says.subjects,
            reason=view.say(says.reason), declined_on=declined.on if declined else None,
            declined_at=declined.position if declined else None,
            why_not=view.say(declined.says.reason) if declined else "",
        )  # fmt: skip


def audits_of(view: FileView) -> Iterator[AuditShown]:
    assurance = view.file.assurance
    by_what_they_say = sorted(assurance.audits, key=lambda audit: says_something(view.file, audit))
    reports = {audit.says.commission: audit for audit in by_what_they_say if audit.says.commission}
    for commission in assurance.commissioned.values():
        report = reports.get(commission.position)
        yield AuditShown(
            commissioned_on=commission.on, commissioned_at=commission.position,
            recommended_at=commission.says.recommended_in, subjects=commission.says.subjects,
            auditor=(report.says.auditor if report else None) or commission.says.auditor,
            prompted_by=view.say(commission.says.prompted_by), clause=commission.says.clause,
            planned_for=commission.says.planned_for, reported_on=report.on if report else None,
            reported_at=report.position if report else None,
            says_nothing=report is not None and not says_something(view.file, report),
            findings=tuple(_findings(view, report.says.findings)) if report else (),
            issues=view.file.issues.resting_on().get(report.position, ()) if report else (),
        )  # fmt: skip
    for audit in assurance.audits:
        if audit.says.commission not in assurance.commissioned:
            yield AuditShown(
                commissioned_on=None, commissioned_at=None, recommended_at=None, subjects=audit.says.subjects,
                auditor=audit.says.auditor, prompted_by="", clause=None, planned_for=None, reported_on=audit.on,
                reported_at=audit.position, says_nothing=not says_something(view.file, audit),
                findings=tuple(_findings(view, audit.says.findings)),
                issues=view.file.issues.resting_on().get(audit.position, ()),
            )  # fmt: skip


def _findings(view: FileView, findings: tuple[Finding, ...]) -> Iterator[FindingShown]:
    for one in findings:
        yield FindingShown(words=view.say(one.words), severity=one.severity, subject=one.subject, issue=one.issue)
