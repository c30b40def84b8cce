"""What is asked of a dispute: of going formal, of a plan, of mediation, arbitration and courts, and of its end."""

from ledger.rules import AnyRule
from ledger.subjects.disputes.rules import ending, going_formal, planning, referring, stages

RULES: tuple[AnyRule, ...] = (
    *going_formal.RULES, *planning.RULES, *ending.RULES, *stages.RULES, *referring.RULES,
)  # fmt: skip
