"""What is asked of a programme: of its actions, reports and units, and of updates of the policy."""

from ledger.rules import AnyRule
from ledger.subjects.programme.rules import planned_actions, policy, reporting, units

RULES: tuple[AnyRule, ...] = (
    *planned_actions.RULES, *reporting.RULES, *units.RULES, *policy.RULES,
)  # fmt: skip
