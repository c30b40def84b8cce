"""Performance: what the service was measured by (returns, figures, reports, surveys), and the judgement."""

from ledger.dates.span import Span
from ledger.subjects.performance.entries import (
    ActivityRecorded,
    CostLine,
    DataReturnReceived,
    DataReturnRequirementChanged,
    FinancialReportReceived,
    ImprovementTargetAgreed,
    IndicatorFigure,
    PerformanceAssessed,
    PerformanceReportReceived,
    PerformanceResultsShared,
    ReturnedField,
    SatisfactionSurveyReceived,
    SurveyResult,
)
from ledger.subjects.performance.register import (
    Assessment,
    Delivered,
    Improvement,
    Performance,
    Survey,
    Volume,
)
from ledger.subjects.performance.returned import Return, return_of, same_kind
from ledger.subjects.performance.rules import RULES

__all__ = [
    "RULES", "ActivityRecorded", "Assessment", "CostLine",
    "DataReturnReceived", "DataReturnRequirementChanged", "Delivered", "FinancialReportReceived", "Improvement",
    "ImprovementTargetAgreed", "IndicatorFigure", "Performance", "PerformanceAssessed", "PerformanceReportReceived",
    "PerformanceResultsShared", "Return", "ReturnedField", "SatisfactionSurveyReceived", "Span", "Survey",
    "SurveyResult", "Volume", "return_of", "same_kind",
]  # fmt: skip
