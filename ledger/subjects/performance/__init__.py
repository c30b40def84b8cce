"""Performance: what the service was measured by (returns, figures, surveys, audits), and the judgement."""

from ledger.span import Span
from ledger.subjects.performance.entries import (
    ActivityRecorded,
    AuditReported,
    DataReturnReceived,
    DataReturnRequirementChanged,
    Finding,
    PerformanceAssessed,
    PerformanceResultsShared,
    SatisfactionSurveyReceived,
    SurveyResult,
)
from ledger.subjects.performance.register import Performance
from ledger.subjects.performance.rules import RULES

__all__ = [
    "RULES", "ActivityRecorded", "AuditReported", "DataReturnReceived", "DataReturnRequirementChanged", "Finding",
    "Performance", "PerformanceAssessed", "PerformanceResultsShared", "SatisfactionSurveyReceived", "Span",
    "SurveyResult",
]  # fmt: skip
