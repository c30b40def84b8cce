"""Not yet: meals at home that come cold, and a manager who wants the contract ended before its own time is over.

The failing is real. But one failing was told late, the notice gave less time than the clause, it was checked a week
too early, nobody was asked before it was served, what the provider disputes was never answered, and in the same week
the council paid late and bought more meals.
"""

from __future__ import annotations

from api.example.not_yet.agreed import agreed
from api.example.not_yet.cold_meals import went_cold
from api.example.not_yet.parties import FILE
from api.example.not_yet.wants_out import wants_out
from api.example.telling import Desk, Story

__all__ = ["FILE", "story"]


def story(desk: Desk) -> Story:
    """Tell the story from the registration to the day the County Manager said: not yet."""
    yield from agreed(desk)
    yield from went_cold(desk)
    yield from wants_out(desk)
