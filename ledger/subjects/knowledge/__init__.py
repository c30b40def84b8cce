"""Knowledge and staff as a body: what was shared, taught and learnt, by whom it is carried, what was counted."""

from ledger.subjects.knowledge.bringing import TERMS_FOR_WHOM, TEXT_ON_FILE, Bringing
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
from ledger.subjects.knowledge.register import Knowledge
from ledger.subjects.knowledge.rules import RULES
from ledger.subjects.knowledge.shared import Market, Shared, plain
from ledger.subjects.knowledge.staff import Objectives, Part

__all__ = [
    "RULES", "TERMS_FOR_WHOM", "TEXT_ON_FILE", "BriefingHeld", "Bringing", "Group", "Knowledge", "KnowledgeShared",
    "Market", "MarketIntelligenceRecorded", "Objectives", "Part", "Role", "RoleLeft", "RoleTaken", "Shared",
    "StaffChurnAssessed", "StaffCountsReported", "StaffObjectivesAgreed", "TeamPresent", "TrainingMaterialUpdated",
    "plain",
]  # fmt: skip
