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
    of the other; None where both did, as the plan has it or a supplement to that (TVP-6.0-3).

    A supplement says who agreed for a party for which the plan names nobody. Whom it names a correction alone changes:
    words beside what was done otherwise put nothing right (docs/adr/0434).
    """
    unsaid = None if view.file.records.completing(plan.position, AGREED_TOGETHER) else _unsaid(plan)
    return "; ".join(filter(None, (unsaid, _of_another(view, plan)))) or None


def agreed_at(view: FileView, plan: ExitPlan) -> tuple[date, int]:
    """Return (day, position) of the entry by which both parties agreed to an exit plan: the plan, or the first
    supplement that says so of one that does not."""
    said = view.file.records.completing(plan.position, AGREED_TOGETHER)
    later = view.file.at(said[0]) if said and plan.unagreed else None
    return (later.entry.happened_on, later.position) if later else (plan.on, plan.position)


def _unsaid(plan: ExitPlan) -> str | None:
    missing = " or the ".join(plan.unagreed)
    return f"it is not on file who agreed to {plan.id} for the {missing}" if missing else None


def _of_another(view: FileView, plan: ExitPlan) -> str | None:
    recorded = view.file.at(plan.position)
    found = agreed_for_another(view.file, recorded.entry) if recorded is not None else None
    if found is None or found == NOT_IN_POINT:
        return None
    return f"{found} (a correction of entry {plan.position} puts that right, and no supplement)"


__all__ = ["agreed_at", "not_agreed"]
