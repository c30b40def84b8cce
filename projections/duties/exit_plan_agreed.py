"""Whether both parties agreed to an exit plan, and it says its sort; since when that is on file (TVP-6.0-3, -5)."""

from __future__ import annotations

from datetime import date

from ledger.agreements import agreed_for_another
from ledger.rules import NOT_IN_POINT
from ledger.subjects.exits import ExitPlan
from projections.view import FileView

AGREED_TOGETHER = "exit-plan.agreed-together"
OF_ITS_TYPE = "exit-plan.heads-of-its-type"
SORT = "what sort of exit it plans for"


def not_agreed(view: FileView, plan: ExitPlan) -> str | None:
    """Return in words of which party it is not on file that it agreed to an exit plan, and who is named for one and is
    of the other; None where both did, as the plan has it or a supplement to that (TVP-6.0-3).

    A supplement says who agreed for a party for which the plan names nobody. Whom it names a correction alone changes:
    words beside what was done otherwise put nothing right (docs/adr/0434).
    """
    unsaid = None if view.file.records.completing(plan.position, AGREED_TOGETHER) else _unsaid(plan)
    return "; ".join(filter(None, (unsaid, _of_another(view, plan)))) or None


def sort_unsaid(view: FileView, plan: ExitPlan) -> bool:
    """Return whether it is not on file what sort of exit a plan is for, on which its detail depends: neither the plan
    has it nor a supplement to that (TVP-6.0-5)."""
    return plan.exit_type is None and not view.file.records.completing(plan.position, OF_ITS_TYPE)


def agreed_at(view: FileView, plan: ExitPlan) -> tuple[date, int]:
    """Return (day, position) of the entry by which both parties agreed to an exit plan of a sort that is on file: the
    plan, or the first supplement that says so of one that does not, the later of two."""
    left_to_say = ((AGREED_TOGETHER, bool(plan.unagreed)), (OF_ITS_TYPE, plan.exit_type is None))
    said = [view.file.records.completing(plan.position, rule) for rule, unsaid in left_to_say if unsaid]
    added = (later for positions in said if positions and (later := view.file.at(positions[0])) is not None)
    return max(((one.entry.happened_on, one.position) for one in added), default=(plan.on, plan.position))


def _unsaid(plan: ExitPlan) -> str | None:
    missing = " or the ".join(plan.unagreed)
    return f"it is not on file who agreed to {plan.id} for the {missing}" if missing else None


def _of_another(view: FileView, plan: ExitPlan) -> str | None:
    recorded = view.file.at(plan.position)
    found = agreed_for_another(view.file, recorded.entry) if recorded is not None else None
    if found is None or found == NOT_IN_POINT:
        return None
    return f"{found} (a correction of entry {plan.position} puts that right, and no supplement)"


__all__ = ["SORT", "agreed_at", "not_agreed", "sort_unsaid"]
