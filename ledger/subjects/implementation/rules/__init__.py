"""What is asked of an implementation plan: of the plan, its resources, changes to it, and as it is carried out."""

from ledger.rules import AnyRule
from ledger.subjects.implementation.rules import carrying_out, changing, linking, planning, resourcing

RULES: tuple[AnyRule, ...] = (*planning.RULES, *linking.RULES, *resourcing.RULES, *changing.RULES, *carrying_out.RULES)
