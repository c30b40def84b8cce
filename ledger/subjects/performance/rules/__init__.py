"""What is asked of performance: of assessments, figures and surveys, and of the returns and reports that come."""

from ledger.rules import AnyRule
from ledger.subjects.performance.rules import assessing, changing_returns, figures_of_activity, returning

RULES: tuple[AnyRule, ...] = (
    *assessing.RULES, *figures_of_activity.RULES, *returning.RULES, *changing_returns.RULES,
)  # fmt: skip
