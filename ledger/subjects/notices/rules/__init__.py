"""What is asked of notices: how they are served, how one ends the contract, and what follows on them."""

from ledger.rules import AnyRule
from ledger.subjects.notices.rules import afterwards, ending, serving

RULES: tuple[AnyRule, ...] = (*serving.RULES, *ending.RULES, *afterwards.RULES)
