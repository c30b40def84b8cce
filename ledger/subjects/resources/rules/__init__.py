"""What is asked of resources: of plans, of use and variances, of trends, and of what is told of them."""

from ledger.rules import AnyRule
from ledger.subjects.resources.rules import planning, telling, trends, units, using, varying

RULES: tuple[AnyRule, ...] = (
    *planning.RULES, *units.RULES, *using.RULES, *varying.RULES, *trends.RULES, *telling.RULES,
)  # fmt: skip
