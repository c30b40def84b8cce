"""Evaluation: what people were asked of plans and resources, and how well resources were managed.

After the occupational standard on planning, watching and managing resources, element C.
"""

from ledger.subjects.evaluation.best_value import tests_of_its_time
from ledger.subjects.evaluation.entries import (
    CriterionFound,
    DevelopmentArea,
    DevelopmentNeedsCounted,
    EvaluationCriteriaSet,
    EvaluationReported,
    FeedbackReceived,
    FeedbackSought,
    ResourceManagementEvaluated,
    ThreeMeasures,
)
from ledger.subjects.evaluation.register import Answered, Evaluation, Evaluations, Sought
from ledger.subjects.evaluation.rules import RULES

__all__ = [
    "RULES", "Answered", "CriterionFound", "DevelopmentArea", "DevelopmentNeedsCounted", "Evaluation",
    "EvaluationCriteriaSet", "EvaluationReported", "Evaluations", "FeedbackReceived", "FeedbackSought",
    "ResourceManagementEvaluated", "Sought", "ThreeMeasures", "tests_of_its_time",
]  # fmt: skip
