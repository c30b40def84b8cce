"""What shows how providers perform, gathered from their contracts: complaints, surveys, reports, assessments.

Of one contract a pure function of its file; who asks of a provider is given that of each of its contracts (HCC-A13-a).
Assessments stand by the period they are about, so that a provider's performance is reviewed period by period (HCC-A14).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from ledger.dates.span import Span
from ledger.entry import Frozen
from ledger.subjects.assurance import AuditReported
from ledger.subjects.feedback import ComplaintReceived, ComplimentReceived
from ledger.subjects.performance import (
    ActivityRecorded,
    DataReturnReceived,
    FinancialReportReceived,
    PerformanceAssessed,
    PerformanceReportReceived,
    SatisfactionSurveyReceived,
)
from ledger.surveys_received import surveys_received
from projections.view import FileView

Sort = Literal["complaint", "compliment", "survey", "report", "audit", "assessment"]
_SORTS: dict[type, Sort] = {
    ComplaintReceived: "complaint", ComplimentReceived: "compliment", SatisfactionSurveyReceived: "survey",
    DataReturnReceived: "report", ActivityRecorded: "report", PerformanceReportReceived: "report",
    FinancialReportReceived: "report", AuditReported: "audit", PerformanceAssessed: "assessment",
}  # fmt: skip


class EvidenceRow(Frozen):
    """One thing that shows how a provider performs."""

    sort: Sort
    position: int
    on: date
    sentence: str
    """The entry in words."""
    period: Span | None = None
    """The time it is about."""
    judgement: str | None = None
    """Of an assessment: met, not met, not measurable; of a complaint, how its handling was last judged."""
    results: tuple[str, ...] = ()
    """Of a survey, what came of each question: Would you come again? 87 percent satisfied."""


class ContractEvidence(Frozen):
    """The evidence on one contract's file."""

    reference: str
    title: str
    provider: str
    block: bool
    """Whether it is a block contract, whose reports are of what was bought whether it was used or not."""
    rows: tuple[EvidenceRow, ...]
    """The newest first."""


class PeriodReviewed(Frozen):
    """How a provider was judged in one period, over its contracts."""

    period: Span | None
    """None for assessments that name no period."""
    met: int
    not_met: int
    not_measurable: int
    contracts: tuple[str, ...]


class EvidenceInAll(Frozen):
    """What the evidence of several contracts comes to."""

    contracts: int
    complaints: int
    complaints_unsettled: int
    """Complaints whose handling was not found satisfactory."""
    compliments: int
    surveys: int
    reports: int
    reports_of_blocks: int
    """Of the reports, those on block contracts."""
    audits: int
    periods: tuple[PeriodReviewed, ...]
    """The newest first."""


def contract_evidence(view: FileView, on: date) -> ContractEvidence:
    """Return what one contract's file shows of its provider's performance on a day, the newest first. Pure."""
    contract = view.file.agreement.contract
    known = view.procedure.contract_type(contract.contract_type or "") if contract else None
    types = {contract.payment_basis if contract else None, known.counts_as if known else None}
    rows = sorted(_rows(view, on), key=lambda row: (row.on, row.position), reverse=True)
    return ContractEvidence(
        reference=view.reference, title=view.file.title, block="block" in types, rows=tuple(rows),
        provider=", ".join(map(str, contract.providers)) if contract else "",
    )  # fmt: skip


def _rows(view: FileView, on: date) -> Iterator[EvidenceRow]:
    # A survey of which only the day is on file shows nothing of how a provider performs.
    told = {survey.position for survey in surveys_received(view.file, on)}
    bare = {survey.position for survey in view.file.performance.surveys} - told
    for recorded in view.file.of(*_SORTS):
        entry = recorded.entry
        if entry.happened_on > on or recorded.position in bare:
            continue
        judgement: str | None = entry.judgement if isinstance(entry, PerformanceAssessed) else None
        if isinstance(entry, ComplaintReceived):
            held = view.file.feedback.complaints.get(recorded.given_id or "")
            looked = [said for day, said, _ in held.reviewed if day <= on] if held else []
            judgement = looked[-1] if looked else None
        results = entry.results if isinstance(entry, SatisfactionSurveyReceived) else ()
        yield EvidenceRow(
            sort=_SORTS[type(entry)], position=recorded.position, on=entry.happened_on,
            sentence=view.sentence(recorded), period=getattr(entry, "period", None), judgement=judgement,
            results=tuple(f"{one.question} {one.result} {one.unit}" for one in results),
        )  # fmt: skip


def in_all(contracts: Iterable[ContractEvidence]) -> EvidenceInAll:
    """Return what the evidence of several contracts comes to. Pure."""
    those = list(contracts)
    sorts = Counter(row.sort for of in those for row in of.rows)
    complaints = [row for of in those for row in of.rows if row.sort == "complaint"]
    return EvidenceInAll(
        contracts=len(those), complaints=len(complaints), compliments=sorts["compliment"], surveys=sorts["survey"],
        complaints_unsettled=sum(row.judgement != "satisfactory" for row in complaints),
        reports=sorts["report"], audits=sorts["audit"],
        reports_of_blocks=sum(row.sort == "report" for of in those if of.block for row in of.rows),
        periods=tuple(_periods(those)),
    )  # fmt: skip


def _periods(contracts: list[ContractEvidence]) -> Iterator[PeriodReviewed]:
    judged = [
        (row.period, row.judgement, of.reference) for of in contracts for row in of.rows if row.sort == "assessment"
    ]
    periods = {period for period, _, _ in judged}
    for period in sorted(periods, key=lambda p: (p.last, p.first) if p else (date.min, date.min), reverse=True):
        found = Counter(judgement for its, judgement, _ in judged if its == period)
        yield PeriodReviewed(
            period=period, met=found["met"], not_met=found["not-met"], not_measurable=found["not-measurable"],
            contracts=tuple(dict.fromkeys(reference for its, _, reference in judged if its == period)),
        )  # fmt: skip
