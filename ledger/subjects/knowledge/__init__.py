"""Knowledge and staff as a body: what was shared, taught and learnt, by whom it is carried, what was counted."""

from ledger.subjects.knowledge.entries import (
    BriefingHeld,
    Group,
    KnowledgeShared,
    MarketIntelligenceRecorded,
    Role,
    RoleLeft,
    RoleTaken,
    StaffChurnAssessed,
    StaffCountsReported,
    StaffObjectivesAgreed,
    TeamPresent,
    TrainingMaterialUpdated,
)
from ledger.subjects.knowledge.register import Knowledge, Objectives, Part
from ledger.subjects.knowledge.rules import RULES

__all__ = [
    "RULES", "BriefingHeld", "Group", "Knowledge", "KnowledgeShared", "MarketIntelligenceRecorded", "Objectives",
    "Part", "Role", "RoleLeft", "RoleTaken", "StaffChurnAssessed", "StaffCountsReported", "StaffObjectivesAgreed",
    "TeamPresent", "TrainingMaterialUpdated",
]  # fmt: skip
