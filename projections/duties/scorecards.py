"""The scorecards of a contract whose tier asks for them: the next, and those left out before one of a later time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ledger.dates.months import end_kept
from ledger.dates.span import Span
from ledger.names import counted
from ledger.procedures import Procedure
from ledger.procedures.procedure import ASSUMED
from ledger.procedures.rows import Tier
from ledger.subjects.tiers import Classification, Scorecard
from projections.duties.ceasing import overtaken
from projections.duties.duty import LEAD, Duty, duty
from projections.failings.trail import spoken
from projections.view import FileView


def scorecard_due(procedure: Procedure, tier: Tier, after: date) -> date | None:
    """Return the day by which the scorecard is recorded of the time that follows a day, the last of the period scored
    before or the first in the tier: some time after it is over (IMP-23-c). None where the tier asks for none."""
    over = end_kept(after, tier.scorecard_every) if tier.scorecard_every else None
    return end_kept(over, procedure.setting("scorecard.record-within")) if over else None


def next_scorecard(view: FileView, tier: Tier, held: Classification, since: date) -> Iterator[Duty]:
    """Yield the next scorecard that a tier asks for, of a contract that is in it since a day."""
    last = view.file.tiers.last_scorecard(date.max)
    due_on = scorecard_due(view.procedure, tier, last.period.last if last else since)
    if due_on is not None:
        yield _scorecard(
            view, tier, "scorecard", since=last.period.last if last else since, due_on=due_on,
            opened_by=last.position if last else held.position, last_on=last.on if last else None,
        )  # fmt: skip


def _scorecard(
    view: FileView, tier: Tier, id: str, *, since: date, due_on: date, opened_by: int,
    of: str = "", last_on: date | None = None, done: tuple[date, int] | None = None,
) -> Duty:  # fmt: skip
    within = counted(view.procedure.setting("scorecard.record-within"), "month")
    return duty(
        view, id, f"Record the scorecard of a {tier.title} contract{of}: cost, performance, risk and users",
        office=LEAD, since=since, due_on=due_on, citation="IMP-23-c", opened_by=(opened_by,),
        every_months=None if done else tier.scorecard_every, last_on=last_on, done=done,
        limit="scorecard.record-within" if tier.scorecard_stated else None,
        assumed=f"{counted(tier.scorecard_every or 0, 'month')}, and {within} after them ({ASSUMED})",
    )  # fmt: skip


def scorecards_left_out(view: FileView) -> Iterator[Duty]:
    """Yield scorecards left out before one of a later time, missed, and that one, which is of its own time and of none
    before (IMP-23-c). One that comes after all, later than that, is done late by its own entry."""
    there = [card for card in view.file.tiers.scorecards if card.period.last <= card.on and card.ratings]
    newest: date | None = None
    for card in there:  # as they were recorded
        newest, before = max(newest or card.period.last, card.period.last), newest
        tier, overs, rest = _times_before(view, card, before)
        own = end_kept(card.period.last, view.procedure.setting("scorecard.record-within"))
        if tier is not None and (overs or rest) and own is not None:
            yield _scorecard(
                view, tier, f"scorecard/{own.isoformat()}", since=min(card.period.last, card.on), due_on=own,
                opened_by=card.position, of=f" for {card.period}", done=(card.on, card.position),
            )  # fmt: skip
    in_turn, passed = sorted(there, key=lambda card: card.period.last), date.max
    found = list[Duty]()
    for number, card in reversed([*enumerate(in_turn)]):
        passed = min(passed, card.on)
        tier, overs, rest = _times_before(view, card, in_turn[number - 1].period.last if number else None)
        ends = [*overs, *([rest.last] if rest else [])]
        by = [end_kept(over, view.procedure.setting("scorecard.record-within")) or over for over in ends]
        if tier is not None and by:
            made = _scorecard(
                view, tier, f"scorecard/{by[0].isoformat()}", since=ends[0], due_on=by[0], opened_by=card.position,
                of=_in_words(tier, overs, rest),
            )  # fmt: skip
            found.append(overtaken(made, passed, *by[1:]))
    yield from reversed(found)


def _in_words(tier: Tier, overs: list[date], rest: Span | None) -> str:
    """For which times no scorecard is there: those that are over by these days, and what is left of another."""
    left = f"from {spoken(rest.first)} to {spoken(rest.last)}" if rest else ""
    if not overs:
        return f" for the time {left}"
    times = f" for the {counted(tier.scorecard_every or 0, 'month')} up to {spoken(overs[0])}"
    more = f", and {len(overs) - 1} more up to {spoken(overs[-1])}" if overs[1:] else ""
    return f"{times}{more}{f', and {left}' if left else ''}"


def _times_before(view: FileView, card: Scorecard, before: date | None) -> tuple[Tier | None, list[date], Span | None]:
    """The tier a contract was in as a scorecard was recorded, and the last day of each time for which that asks for one
    and that was over when the scorecard's own began, since one before it; or since the contract was in that tier. With
    what is left between two scorecards of a time that was not over by then, where that is a month or more."""
    tiers = view.file.tiers
    held = tiers.classified(card.on)
    tier = view.procedure.tier(held.tier) if held else None
    if held is None or tier is None or not tier.scorecard_every:
        return None, [], None
    over, found = before or next(c.since for c in tiers.classifications if c.tier == held.tier), list[date]()
    since = over
    while (over := end_kept(over, tier.scorecard_every) or date.max) < card.period.first:
        found.append(over)
        since = over
    if before is None or (end_kept(since, 1) or date.max) >= card.period.first:
        return tier, found, None
    return tier, found, Span(first=since + timedelta(days=1), last=card.period.first - timedelta(days=1))
