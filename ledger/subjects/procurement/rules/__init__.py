"""What is asked of buying: what contradicts the file, and what procedure says of who does what, when and with whom."""

from ledger.rules import AnyRule
from ledger.subjects.procurement.rules import awarding, contradicting, route, signing, single_tender, tendering

RULES: tuple[AnyRule, ...] = (
    *contradicting.RULES, *route.RULES, *single_tender.RULES, *tendering.RULES, *awarding.RULES, *signing.RULES,
)  # fmt: skip
