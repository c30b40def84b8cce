"""A whole life: help for people who come home from hospital, from the need to the lessons.

A pilot over one winter. Bought by competition, planned, late by ten days at the start and soon in its stride; the
winter asks for more hours than were planned, and the contract is varied for it. It ends on its day, another provider
takes it over, and what was learnt is written down for the contract that follows.
"""

from __future__ import annotations

from api.example.telling import Desk, Story
from api.example.whole_life.bought import bought
from api.example.whole_life.first_months import first_months
from api.example.whole_life.handed_over import handed_over
from api.example.whole_life.parties import FILE
from api.example.whole_life.planned import planned
from api.example.whole_life.wanted import wanted
from api.example.whole_life.winter import winter
from api.example.whole_life.worth import worth

__all__ = ["FILE", "story"]


def story(desk: Desk) -> Story:
    """Tell the story from the need to what was learnt."""
    yield from wanted(desk)
    yield from bought(desk)
    yield from planned(desk)
    yield from first_months(desk)
    yield from winter(desk)
    yield from worth(desk)
    yield from handed_over(desk)
