"""Whether both parties agreed to an exit plan, and since when that is on file (TVP-6.0-3)."""

from __future__ import annotations

from datetime import date

from ledger.agreements import agreed_for_another
from ledger.rules import NOT_IN_POINT
from ledger.subjects.exits import ExitPlan
from projections.view import FileView

AGREED_TOGETHER = "exit-plan.agreed-together"


def not_agreed(view: FileView, plan: ExitPlan) -> str | None:
    """Return in words of which party it is not on file that it agreed to an exit plan, and who is named for one and is
    of the other; None where both did, as the plan has it or a supplement to that (TVP-6.0-3)."""
    return None if view.file.records.completing(plan.position, AGREED_TOGETHER) else _unsaid(view, plan)


def agreed_at(view: FileView, plan: ExitPlan) -> tuple[date, int]:
    """Return (day, position) of the entry by which both parties agreed to an exit plan: the plan, or the first
    supplement that says so of one that does not."""
    said = view.file.records.completing(plan.position, AGREED_TOGETHER)
    later = view.file.at(said[0]) if said and _unsaid(view, plan) else None
    return (later.entry.happened_on, later.position) if later else (plan.on, plan.position)


def _unsaid(view: FileView, plan: ExitPlan) -> str | None:
    """What the plan by itself leaves open of that."""
    recorded = view.file.at(plan.position)
    if recorded is None:
        return None
    unsaid = f"it is not on file who agreed to {plan.id} for the {' or the '.join(plan.unagreed)}"
    of_another = agreed_for_another(view.file, recorded.entry)
    found = (unsaid if plan.unagreed else None, None if of_another == NOT_IN_POINT else of_another)
    return "; ".join(filter(None, found)) or None


__all__ = ["agreed_at", "not_agreed"]
