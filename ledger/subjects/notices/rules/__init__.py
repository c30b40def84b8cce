"""What is asked of notices: how they are served, how one ends the contract or begins a dispute, and what follows."""

from ledger.rules import AnyRule
from ledger.subjects.notices.rules import afterwards, ending, of_dispute, serving

RULES: tuple[AnyRule, ...] = (*serving.RULES, *ending.RULES, *of_dispute.RULES, *afterwards.RULES)
