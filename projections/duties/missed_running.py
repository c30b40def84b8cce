"""The duty to say what is done about what was judged not met three times running (HCC-3.1-d, docs/adr/0485)."""

from __future__ import annotations

from collections.abc import Iterator

from projections.duties.duty import LEAD, Duty, duty
from projections.monitoring.missed_running import missed_running
from projections.read_models.remembered import remembered
from projections.view import FileView


def of_missed_running(view: FileView) -> Iterator[Duty]:
    """Yield for each standard and indicator that is missed time after time, and of which nothing is on file that is
    done about it, the duty to say what is. Pure; whatever the day."""
    for missed in remembered(missed_running, view):  # the status tells the same
        yield duty(
            view, f"missed-running/{missed.what}",
            f"Say what is done about {missed.in_words}: by an issue, a notice, an action or an improvement that names"
            " it", office=LEAD, since=missed.since, citation="HCC-3.1-d", opened_by=missed.run,
        )  # fmt: skip


__all__ = ["of_missed_running"]
