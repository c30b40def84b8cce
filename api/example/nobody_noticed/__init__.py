"""Nobody noticed: a day care contract that drifted, and a termination by e-mail that ended nothing.

Meetings stop for three months, a value stands a hundred times too high, a price rises by e-mail, a complaint stays on
the telephone, the lead officer's post stands empty. When somebody at last acts, there is nothing to act on.
"""

from __future__ import annotations

from api.example.nobody_noticed.drifted import drifted
from api.example.nobody_noticed.parties import FILE
from api.example.nobody_noticed.saturday import acted
from api.example.nobody_noticed.unwritten import unwritten
from api.example.telling import Desk, Story

__all__ = ["FILE", "story"]


def story(desk: Desk) -> Story:
    """Tell the story from the registration to the day the contract was found to be still live."""
    yield from drifted(desk)
    yield from unwritten(desk)
    yield from acted(desk)
