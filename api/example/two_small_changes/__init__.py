"""Two small changes: repairs to council homes, a large contract of high risk, taken on from another place.

Its tier says what is asked of it: reviews by theme, a scorecard each quarter, a plan for the worst day. Twice in a year
more work is added, each time by less than a tenth; together it is more than a tenth, and the law asks for a notice.
"""

from __future__ import annotations

from api.example.telling import Desk, Story
from api.example.two_small_changes.added_up import added_up
from api.example.two_small_changes.parties import FILE
from api.example.two_small_changes.scored import scored
from api.example.two_small_changes.taken_on import taken_on

__all__ = ["FILE", "story"]


def story(desk: Desk) -> Story:
    """Tell the story from the taking on to the second change."""
    yield from taken_on(desk)
    yield from scored(desk)
    yield from added_up(desk)
