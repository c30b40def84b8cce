"""What is asked of buying: what contradicts the file, and what procedure says of who does what, when and with whom."""

from ledger.rules import AnyRule
from ledger.subjects.procurement.rules import conduct, contradicting

RULES: tuple[AnyRule, ...] = (*contradicting.RULES, *conduct.RULES)
