"""What is asked of a specification, a service level agreement and a clause."""

from ledger.rules import AnyRule
from ledger.subjects.terms.rules import clauses, service_levels, specification

RULES: tuple[AnyRule, ...] = (
    *specification.RULES, *service_levels.RULES, *clauses.RULES,
)  # fmt: skip
