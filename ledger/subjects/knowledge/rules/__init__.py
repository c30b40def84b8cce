"""What is asked of knowledge and staff as a body: of staff, of what is shared, and of the units both are of."""

from ledger.rules import AnyRule
from ledger.subjects.knowledge.rules import sharing, staff, units

RULES: tuple[AnyRule, ...] = (
    *staff.RULES, units.NAMES_ITS_UNIT, *sharing.RULES, units.OF_THE_PROGRAMME,
)  # fmt: skip
