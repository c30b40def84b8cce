"""What is asked of an issue: as it is raised, taken higher, told to the provider, weighed and settled."""

from ledger.rules import AnyRule
from ledger.subjects.issues.rules import escalating, raising, risks, settling, telling, testing

RULES: tuple[AnyRule, ...] = (
    *raising.RULES, *escalating.RULES, *risks.RULES, *telling.RULES, *testing.RULES, *settling.RULES,
)  # fmt: skip
