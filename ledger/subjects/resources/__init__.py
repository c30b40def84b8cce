"""Resources: what is planned, what is used, where the two differ and what is done about it, and who answers for what.

After the occupational standard on planning, watching and managing resources, elements A and B.
"""

from ledger.subjects.resources.entries import (
    ResourceControlChecked,
    ResourceInformationGiven,
    ResourceLine,
    ResourcePlanAgreed,
    ResourceRecommendationDecided,
    ResourceRecommendationMade,
    ResourceResponsibilityNotified,
    ResourceTrendIdentified,
    ResourceUseRecorded,
    VarianceActionTaken,
    VarianceAssessed,
)
from ledger.subjects.resources.register import (
    Control,
    Given,
    Notified,
    Recommendation,
    ResourcePlan,
    Resources,
    Responsibility,
    Variance,
)
from ledger.subjects.resources.rules import RULES
from ledger.subjects.resources.use import Use

__all__ = [
    "RULES", "Control", "Given", "Notified", "Recommendation", "ResourceControlChecked", "ResourceInformationGiven",
    "ResourceLine", "ResourcePlan", "ResourcePlanAgreed", "ResourceRecommendationDecided", "ResourceRecommendationMade",
    "ResourceResponsibilityNotified", "ResourceTrendIdentified", "ResourceUseRecorded", "Resources", "Responsibility",
    "Use",
    "Variance", "VarianceActionTaken", "VarianceAssessed",
]  # fmt: skip
