"""What is asked of remedies: of all of them, of points, of money, and of suspension, step-in and relief."""

from ledger.rules import AnyRule
from ledger.subjects.remedies.rules import measures, money, points, shared

RULES: tuple[AnyRule, ...] = (*shared.RULES, *points.RULES, *money.RULES, *measures.RULES)
