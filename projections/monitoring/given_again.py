"""Beside what says that results were given to the provider: which of them were corrected since (HCC-2.1-f)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.results_given import given_on, given_otherwise_by
from projections.failings.trail import spoken
from projections.view import FileView
from projections.worded_alike import Remark


def corrected_since(view: FileView, position: int) -> Iterator[Remark]:
    """Yield, of each result that an entry gave and that was corrected since, as what it was told by that, and when it
    was given as it stands now, if it was. Pure."""
    again = given_on(view.file)
    for assessment, told in given_otherwise_by(view.file, position):
        by = f" by entry {told.corrected_at}" if told.corrected_at else ""
        since = (
            f"given again on {spoken(again[assessment.id])}" if assessment.id in again else "still to be given again"
        )
        yield Remark(
            f"{assessment.id} was corrected since{by}: by this it was told as {told}; it is {since}",
            tuple(at for at in (assessment.position, told.corrected_at) if at is not None),
        )


__all__ = ["corrected_since"]
