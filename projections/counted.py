"""What is counted across contracts, of each: its unit, its procedure, its tier and what was done because of it.

An improvement programme's tracker and boards count every contract that has not ended. A row of the statuses holds what
they need of one, so that one statement reads those of all (docs/adr/0134).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import TypeAdapter

from ledger.entry import Frozen
from projections.status_facts import Status
from projections.tier_facts import TierFacts


class Counted(Frozen):
    """One contract, as it is counted."""

    reference: str
    title: str
    unit: str | None = None
    open_issues: int = 0
    procedure: str = ""
    outside: str | None = None
    """Why the procedure it is bound to does not cover it; null where it does."""
    scope_unknown: str | None = None
    """Why it cannot be told whether that procedure covers it; null where it can."""
    tiers: TierFacts = TierFacts()

    @classmethod
    def of(cls, facts: Status) -> Counted:
        """Return what is counted of a contract."""
        return cls(
            reference=facts.reference, title=facts.title, unit=facts.unit, open_issues=len(facts.issues),
            procedure=facts.procedure, outside=facts.outside, scope_unknown=facts.scope_unknown, tiers=facts.tiers,
        )  # fmt: skip


_ROWS = TypeAdapter(list[Counted])


def counted(statuses: Iterable[Status], on: date | None) -> list[Counted]:
    """Return what is counted of contracts that are not set aside: those that have not ended by a day; None: all."""
    return [
        Counted.of(facts) for facts in statuses
        if not facts.quarantined and (on is None or not any(end.on <= on for end in facts.ended))
    ]  # fmt: skip


def read_counted(rows: Iterable[str]) -> list[Counted]:
    """Return what rows hold, all at once."""
    return _ROWS.validate_json(f"[{','.join(rows)}]")


__all__ = ["Counted", "counted", "read_counted"]
