"""What is asked of meetings: how they are arranged, who attends, and how they are minuted."""

from ledger.rules import AnyRule
from ledger.subjects.meetings.rules import (
    arranging,
    as_arranged,
    attending,
    bringing,
    considering,
    minuting,
    support_officer,
)

RULES: tuple[AnyRule, ...] = (
    *arranging.RULES, *support_officer.RULES, *attending.RULES, *as_arranged.RULES, *bringing.RULES, *minuting.RULES,
    *considering.RULES,
)  # fmt: skip
