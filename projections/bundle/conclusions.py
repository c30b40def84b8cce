"""What Cleartrail makes of a file, for our own lawyers only: readiness, how the contract was watched, departures.

Everything is judged on one day, that of the act in point (readiness.py); with no act, as things stand. What became of
the rights since, and what has weakened the case since, stands apart under the days it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger.names import counted
from ledger.rights import Right
from projections.ending.background import Monitored, background
from projections.ending.readiness import Judgement, Readiness, RightShown, readiness
from projections.ending.weaknesses import Weakness
from projections.failings.trail import sentences, spoken
from projections.view import FileView, in_words


def conclusions(whole: FileView, on: date) -> dict[str, Any]:
    """Return what the pages say of it, looked at on a day. Pure."""
    found, behind = readiness(whole, on), background(whole, on)
    in_point = found.in_point
    return {
        "sentence": in_point.sentence,
        "rights": [_right_when_judged(shown) for shown in in_point.rights],
        "conditions": [
            {
                "title": f"{one.id} {one.title}", "state": in_words(one.state),
                "sentence": sentences(one.sentence),
            }
            for one in in_point.conditions
        ],
        "weaknesses": _grouped(in_point.weaknesses),
        "since": _since(found, in_point) if in_point.acts else None,
        "gaps": [f"{gap.sentence[:1].upper()}{gap.sentence[1:]} ({gap.requirement})." for gap in behind.gaps],
        "watched": [_watched(year) for year in behind.monitored],
        "departures": [
            {
                "title": f"Entry {one.position}: {one.citation}", "state": in_words(one.state),
                "sentence": sentences(one.found, f"Reason: {one.reason}" if one.reason else None, one.why),
            }
            for one in behind.departures
        ],
    }  # fmt: skip


def _right(right: Right) -> dict[str, str]:
    return {"title": right.clause, "state": in_words(right.state), "sentence": right.sentence}


def _right_when_judged(shown: RightShown) -> dict[str, str]:
    now = f"By all that is on file now about that day: {shown.now.sentence}" if shown.now else None
    return _right(shown.right) | {"sentence": sentences(shown.right.sentence, now)}


def _since(found: Readiness, in_point: Judgement) -> dict[str, Any]:
    """What is otherwise on the day looked from than on the day judged on."""
    then = {(one.right.clause, one.right.sentence) for one in in_point.rights}
    return {
        "title": f"Since {spoken(in_point.judged_on)}, up to {spoken(found.on)}",
        "rights": [_right(right) for right in found.rights if (right.clause, right.sentence) not in then],
        "weaknesses": _grouped(found.weaknesses),
    }


def _grouped(weaknesses: Iterable[Weakness]) -> list[dict[str, Any]]:
    """Each sort of weakness once, with every sentence of it."""
    groups: dict[str, dict[str, None]] = {}
    for one in weaknesses:
        groups.setdefault(one.title, {})[one.sentence] = None
    return [{"title": title, "sentences": list(said)} for title, said in groups.items()]


def _watched(year: Monitored) -> str:
    span, held = f"{spoken(year.first)} to {spoken(year.last)}", f"{counted(year.held, 'meeting')} held"
    a_year = "" if year.asked == year.a_year else f" by then ({year.a_year} in the whole year)"
    return f"{span}: {held}, {year.asked} asked for{a_year}."


__all__ = ["conclusions"]
