"""What is asked of performance: of assessments, figures and surveys, and of the returns and reports that come."""

from ledger.rules import AnyRule
from ledger.subjects.performance.rules import assessing, changing_returns, returning

RULES: tuple[AnyRule, ...] = (*assessing.RULES, *returning.RULES, *changing_returns.RULES)
