"""Under which heads it is on file what an outcome means: in what weighed it, or in a supplement that completes that.

Questions of several subjects: pure functions of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.outcomes import Outcome

UNDER_FOUR_HEADS = "outcome.weighed-under-four-heads"
EQUALITY_WEIGHED = "outcome.equality-weighed"


def completed_in(file: ContractFile, outcome: Outcome, rule: str = UNDER_FOUR_HEADS) -> int | None:
    """Return the first supplement to what weighed an outcome that names a rule as what it completes: it says what was
    left out (docs/adr/0434). None without one."""
    named = (at for position in outcome.assessed for at in file.records.completing(position, rule))
    return min(named, default=None)


def not_weighed(file: ContractFile, outcome: Outcome) -> tuple[str, ...]:
    """Return the heads, in words, under which nothing is said of what an outcome means; none once it is weighed
    (CPC307-A2, CPC307-K12)."""
    return outcome.unweighed if completed_in(file, outcome) is None else ()


__all__ = ["EQUALITY_WEIGHED", "UNDER_FOUR_HEADS", "completed_in", "not_weighed"]
