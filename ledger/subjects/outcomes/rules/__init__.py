"""What is asked of outcomes: that people were asked, that each was weighed, agreed, and judged by what came of it.

That a contract serves aims of the organisation is asked by both standards (CPC307-KP, CPC308-KP).
"""

from ledger.rules import AnyRule
from ledger.subjects.outcomes.rules import specifying, wanted

RULES: tuple[AnyRule, ...] = (*wanted.RULES, *specifying.RULES)
