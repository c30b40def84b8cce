"""What is asked of resources: of plans, of use and variances, and of what is told of them."""

from ledger.rules import AnyRule
from ledger.subjects.resources.rules import planning, telling, using, varying

RULES: tuple[AnyRule, ...] = (*planning.RULES, *using.RULES, *varying.RULES, *telling.RULES)
