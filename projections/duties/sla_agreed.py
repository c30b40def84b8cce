"""Duties of service level agreements that one party alone is said to have agreed (TVP-3.0-4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from projections.clarifications import agreed_by_one
from projections.duties.duty import LEAD, Duty, duty
from projections.view import FileView


def of_agreements(view: FileView) -> Iterator[Duty]:
    """Yield, for each service level agreement as it stands, the duty to have it agreed by both parties. Pure.

    A supplement that names this says so of what names one of them; a version that both agreed takes its place.
    """
    for sla in view.file.terms.agreements_on(date.max):
        found = agreed_by_one(view, sla.position)
        if found is not None:
            yield duty(
                view, f"sla-agreed/{sla.position}", f"Have {sla.id} agreed by both parties, and say so: {found}",
                office=LEAD, since=sla.since, citation="TVP-3.0-4", opened_by=(sla.position,),
            )  # fmt: skip
