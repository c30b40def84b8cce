"""What must come before a contract is ended early, and what is asked of each step."""

from ledger.rules import AnyRule
from ledger.subjects.termination.rules import deciding, excluding, notice, right_to_end

RULES: tuple[AnyRule, ...] = (
    *right_to_end.RULES, *notice.RULES, *deciding.RULES, *excluding.RULES,
)  # fmt: skip
