"""What procurement law has published of a contract: key performance indicators with their ratings, and notices.

Which are due, and by when, is among what is due (duties/law.py); here stands what there is (Procurement Act 2023,
sections 52, 71 and the sections each notice is published under).
"""

from __future__ import annotations

from datetime import date

from ledger import procurement_act
from ledger.dates.span import Span
from ledger.entry import Frozen
from ledger.names import same_name
from ledger.subjects.regulation import KeyIndicatorsSet, StatutoryNoticePublished
from projections.view import FileView


class RatingShown(Frozen):
    """How the provider did by one indicator, as it was published."""

    on: date
    position: int
    rating: str
    words: str | None
    period: Span | None


class KeyIndicatorShown(Frozen):
    """One key performance indicator, as last set."""

    id: str
    title: str | None
    target: str | None
    """With its unit."""
    set_on: date
    position: int
    ratings: tuple[RatingShown, ...]
    """In order of the day."""


class StatutoryNoticeShown(Frozen):
    """One notice published."""

    id: str
    notice: str
    on: date
    position: int
    number: str | None
    where: str | None
    about: tuple[str, ...]
    """The variation, or the issues, it is about."""
    period: Span | None
    ratings: tuple[str, ...]
    reasons: str | None


class StatutoryShown(Frozen):
    """What procurement law has published of a contract."""

    binds: bool
    """Whether the Procurement Act binds the contract, as far as the file says."""
    why_not: str | None
    """Why it does not; None where it does, or where nothing is on file of when the procurement began."""
    indicators: tuple[KeyIndicatorShown, ...]
    notices: tuple[StatutoryNoticeShown, ...]
    """In order of the day."""


def statutory_shown(view: FileView, on: date) -> StatutoryShown:
    """Return key performance indicators and notices published, by a day. Pure."""
    notices = [one for one in view.file.regulation.notices if one.on <= on]
    return StatutoryShown(
        binds=procurement_act.binds(view.procedure_on(on)), why_not=procurement_act.why_not(view.file),
        indicators=tuple(_indicators(view, on)),
        notices=tuple(
            StatutoryNoticeShown(
                id=one.id, notice=view.say(one.says.notice), on=one.on, position=one.position, number=one.says.number,
                where=one.says.where,
                about=(*((one.says.variation,) if one.says.variation else ()), *one.says.failure_of),
                period=one.says.period,
                ratings=tuple(f"{rated.indicator}: {view.say(rated.rating)}" for rated in one.says.ratings),
                reasons=view.say(one.says.reasons) or None,
            )
            for one in notices
        ),
    )  # fmt: skip


def _indicators(view: FileView, on: date) -> list[KeyIndicatorShown]:
    """Those set last by a day: setting them anew takes the place of what was set before."""
    last = next((r for r in reversed(view.file.of(KeyIndicatorsSet)) if r.entry.happened_on <= on), None)
    if last is None:
        return []
    assert isinstance(last.entry, KeyIndicatorsSet)
    return [
        KeyIndicatorShown(
            id=one.id, title=one.title, target=" ".join(part for part in (one.target, one.unit) if part) or None,
            set_on=last.entry.happened_on, position=last.position, ratings=tuple(_ratings(view, one.id, on)),
        )
        for one in last.entry.indicators
    ]  # fmt: skip


def _ratings(view: FileView, indicator: str, on: date) -> list[RatingShown]:
    found = []
    for recorded in view.file.of(StatutoryNoticePublished):
        entry = recorded.entry
        assert isinstance(entry, StatutoryNoticePublished)
        found += [
            RatingShown(
                on=entry.happened_on, position=recorded.position, rating=view.say(rated.rating),
                words=view.say(rated.words) or None, period=entry.period,
            )
            for rated in entry.ratings if same_name(rated.indicator, indicator) and entry.happened_on <= on
        ]  # fmt: skip
    return found
