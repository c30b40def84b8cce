"""What is asked of a contract's end: told in time, planned together, transferred with nobody left without support."""

from ledger.rules import AnyRule
from ledger.subjects.exits.rules import end_plans, exit_plan, transfer_plan, transferring

RULES: tuple[AnyRule, ...] = (
    *end_plans.RULES, *exit_plan.RULES, *transfer_plan.RULES, *transferring.RULES,
)  # fmt: skip
