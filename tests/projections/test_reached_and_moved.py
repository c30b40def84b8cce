"""What was reached, and moved by a variation: it is done once, and asked for no more (TVP-3.0-3, CPC307-S11)."""

from __future__ import annotations

from datetime import date

from ledger.subjects.design import MilestoneReached
from projections.duties.settled import settled
from projections.view import FileView
from tests.projections.test_dates_moved import MILESTONE, MOVED, VARIED, view_of
from tests.story import changed

EARLY = MilestoneReached(happened_on=date(2025, 5, 20), provision="PRV-001")
"""It is reached after it was agreed to move it, and before that takes effect."""


def told(view: FileView) -> dict[str, date | str | None]:
    """What became of each time in which a milestone was asked for: the day it was done, or why it is not asked for."""
    of_it = (one for one in settled(view).duties if one.id.startswith("milestone/"))
    return {one.id.removeprefix("milestone/"): one.done_on or one.not_asked for one in of_it}


def test_what_was_reached_before_its_move_took_effect_is_told_as_done() -> None:
    """TVP-3.0-3: also where it was agreed before that to move it."""
    for_a_time = changed(VARIED, applies_until=date(2025, 7, 31))

    assert told(view_of(MILESTONE, VARIED, MOVED, EARLY))["PRV-001"] == EARLY.happened_on
    assert told(view_of(MILESTONE, for_a_time, MOVED, EARLY))["PRV-001"] == EARLY.happened_on
