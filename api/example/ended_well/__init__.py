"""Ended well: a home care contract that failed, and that the council could end because each step was on file.

Larkfield misses visits. The council notices, tells it at once, agrees a plan, sees it get better and then worse,
serves notices by the contract's own clauses, gives time, checks, and lets Legal Services carry the termination out.
"""

from __future__ import annotations

from api.example.ended_well.agreed import agreed
from api.example.ended_well.default_notices import not_remedied
from api.example.ended_well.first_year import begun
from api.example.ended_well.it_came_back import came_back
from api.example.ended_well.parties import FILE
from api.example.ended_well.the_end import ended
from api.example.telling import Desk, Story

__all__ = ["FILE", "story"]


def story(desk: Desk) -> Story:
    """Tell the story from the signature to the week after the service ended."""
    yield from agreed(desk)
    yield from begun(desk)
    yield from came_back(desk)
    yield from not_remedied(desk)
    yield from ended(desk)
