"""What is asked of a specification, a service level agreement and a clause."""

from ledger.rules import AnyRule
from ledger.subjects.terms.rules import amending, clauses, service_levels, specification

RULES: tuple[AnyRule, ...] = (
    *specification.RULES, *service_levels.RULES, *amending.RULES, *clauses.RULES,
)  # fmt: skip
