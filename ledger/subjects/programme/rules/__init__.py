"""What is asked of a programme: of its actions, reports and units, and of updates of the policy."""

from ledger.rules import AnyRule
from ledger.subjects.programme.rules import planned_actions, policy, reporting, reviewed_by, units

RULES: tuple[AnyRule, ...] = (
    *planned_actions.RULES, *reviewed_by.RULES, *reporting.RULES, *units.RULES, *policy.RULES,
)  # fmt: skip
