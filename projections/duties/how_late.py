"""How late a duty is on a day: overdue, due, coming, missed, done and how late, or not asked for; and how many are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple, get_args

from ledger.dates.months import in_words, month_later
from ledger.dates.working_days import months_later
from ledger.entry import Frozen
from ledger.names import counted
from projections.duties.duty import DAY, CeasesWith, Duty, days_after
from projections.failings.trail import spoken

When = Literal["overdue", "due", "coming", "missed", "done", "not-applicable"]
OPEN: tuple[When, ...] = ("overdue", "due", "coming")
"""The states of what is still to be done."""


class Due(Frozen):
    """A duty as it stands on a day."""

    duty: Duty
    state: When
    on: date
    person: str | None
    """Who has to see to it: whoever holds the office on that day (HCC-4.1-c), of what was missed whoever held it when
    the contract was over; None where it was vacant, or not on this file."""
    days_over: int = 0
    """Days past its date, of what was done on the day it was, of what was missed when the contract was over; negative
    until then; 0 where it has none."""
    days_open: int
    """Days since it arose."""
    days_since_last: int | None = None
    """For what recurs: days since it was last done."""
    missed: int = 0
    """For what recurs: how many times it fell due and was not done."""
    sentence: str
    """The duty, and how late it is."""


_IN_TURN = ("minutes-recorded", "minutes-circulated", "minutes-filed")
"""Steps that fall due on one day, in the order in which they can be done."""


def turn(one: Duty) -> tuple[int, str]:
    """Return where a duty stands among those of one day: what has to be done first comes first."""
    step = one.id.partition("/")[0]
    return _IN_TURN.index(step) if step in _IN_TURN else -1, one.id


def due(duties: Iterable[Duty], today: date) -> list[Due]:
    """Return the duties as they stand on a day, overdue ones first, grave ones before others, then by date.

    What falls due only after the day stays in, as coming; what was done only after it is still to be done.
    """
    found = [_read(duty, today) for duty in duties if duty.since <= today and not _has_ceased(duty, today)]
    rank = {state: place for place, state in enumerate(get_args(When))}
    return sorted(found, key=lambda d: (rank[d.state], not d.duty.grave, d.duty.due_on or d.duty.since, turn(d.duty)))


class DutyCount(NamedTuple):
    """How much is still to be done, on a day: how many duties."""

    overdue: int = 0
    """Past their date."""
    due: int = 0
    """Due now."""


NOTHING_DUE = DutyCount()


def counts(duties: Iterable[Duty], today: date) -> DutyCount:
    """Return how many duties are overdue on a day, and due."""
    states = [one.state for one in due(duties, today)]
    return DutyCount(states.count("overdue"), states.count("due"))


def _has_ceased(duty: Duty, today: date) -> bool:
    """Whether nobody asks for it any more, and it was not done before."""
    was_done = duty.done_on is not None and duty.done_on <= today
    return duty.ceases_on is not None and today >= duty.ceases_on and not was_done


def _read(duty: Duty, today: date) -> Due:
    if duty.missed_on is not None:
        return _read_missed(duty, duty.missed_on, today)
    if duty.not_asked is not None or (duty.done_on is not None and duty.done_on <= today):
        return _settled(duty, today)
    over = (today - duty.due_on).days if duty.due_on else 0
    state: When = "due"
    if duty.due_on is not None:
        warned = duty.warned_from is None or today >= duty.warned_from
        state = "overdue" if over > 0 else "due" if warned else "coming"
    since_last = (today - duty.last_on).days if duty.last_on else None
    return Due(
        duty=duty, state=state, on=today, person=_whose(duty, today), days_over=over,
        days_open=(today - duty.since).days, days_since_last=since_last, missed=_missed(duty, today),
        sentence=_sentence(duty, over, since_last, _missed(duty, today)),
    )  # fmt: skip


def _whose(duty: Duty, day: date) -> str | None:
    held = [term.person for term in duty.in_post if term.since <= day and (term.until is None or day <= term.until)]
    return duty.named or (held[-1] if held else None)


_CEASED: dict[CeasesWith, str] = {
    "end": "the contract was over", "handover": "the service was handed over", "later-end": "a later end was set",
    "later-one": "the one for a later time was",
    "term": "the nominee's term was over", "meeting": "the meeting was held",
    "arrangement": "it was agreed that nobody need be in the office", "in-office": "somebody took office",
    "next-step": "the next step was taken", "settled": "the issue was settled",
}  # fmt: skip


def _read_missed(duty: Duty, over_on: date, today: date) -> Due:
    """What was due by the day it ceased, and not done: how late it was by then, and no later."""
    over, times = (over_on - duty.due_on).days if duty.due_on else 0, _missed(duty, over_on + DAY)
    late = f", overdue by {counted(over, 'day')}" if over > 0 else ", due that day" if duty.due_on else ""
    again = f", missed {counted(times, 'time')}" if times > 1 else ""
    ceased = f"not done when {_CEASED[duty.ceases_with or 'end']} on {spoken(over_on)}"
    return Due(
        duty=duty, state="missed", on=today, person=_whose(duty, over_on), days_over=over, days_open=0, missed=times,
        sentence=f"{duty.sentence.rstrip('.')}; {ceased}{late}{again}.",
    )  # fmt: skip


def _settled(duty: Duty, today: date) -> Due:
    """What was done, and how late; or what is not asked for, and why."""
    bare, over = duty.sentence.rstrip("."), 0
    if duty.not_asked is not None:
        state: When = "not-applicable"
        sentence = f"{bare}: not asked for. {duty.not_asked[:1].upper()}{duty.not_asked[1:].rstrip('.')}."
    else:
        assert duty.done_on is not None
        state = "done"
        over = (duty.done_on - duty.due_on).days if duty.due_on else 0
        late = f", {counted(over, 'day')} late" if over > 0 else ", in time" if duty.due_on else ""
        sentence = f"{bare}; done on {spoken(duty.done_on)}{late}."
    return Due(
        duty=duty, state=state, on=today, person=duty.named, days_over=over, days_open=0, sentence=sentence
    )  # fmt: skip


def _missed(duty: Duty, today: date) -> int:
    """How many times what recurs fell due before today: at its date, and every so many months after."""
    if duty.recurs_until is not None:
        today = min(today, max(duty.recurs_until, duty.due_on or date.min) + DAY)
    if duty.due_on is None or duty.every_months is None or today <= duty.due_on:
        return 0
    times = 1
    while (following := due_again(duty, duty.due_on, duty.every_months, times)) is not None and following < today:
        times += 1
    return times


def due_again(duty: Duty, due_on: date, every: int, times: int) -> date | None:
    """When what recurs falls due for that many times more; None past the calendar.

    As far as its days are given (`then_on`), on these; then by months.

    Counted in months from the day its own date was: from when it was done last, or arose; else its date is the last day
    of a part of the year, and so is the next. The 28th of February is followed by the 31st of March where it stands
    for the end of a month, and by the 28th where it is four weeks after one.
    """
    if times <= len(duty.then_on):
        return duty.then_on[times - 1] if times else due_on
    if duty.then_on:
        due_on, times = duty.then_on[-1], times - len(duty.then_on)
    if not duty.by_parts and duty.last_on is not None and months_later(duty.last_on, every) == due_on:
        return months_later(duty.last_on, every * (times + 1))
    after = (due_on - duty.since).days
    if duty.by_parts or not 0 <= after < SHORTEST_MONTH:
        after = -1
    counted_from = days_after(due_on, -after)
    again = months_later(counted_from, every * times) if counted_from else None
    return days_after(again, after) if again else None


SHORTEST_MONTH = 28


def _sentence(duty: Duty, over: int, since_last: int | None, missed: int) -> str:
    late = f"; overdue by {counted(over, 'day')}" if over > 0 else ""
    again = f", missed {counted(missed, 'time')}" if missed > 1 else ""
    last = f"; {counted(since_last, 'day')} since the last" if late and since_last is not None else ""
    assumed = f"; due within {duty.assumed}" if duty.assumed else ""
    return f"{_with_every_month(duty, missed).rstrip('.')}{assumed}{late}{again}{last}."


def _with_every_month(duty: Duty, missed: int) -> str:
    """The duty in words, with each of the months owed by then, where it recurs by months and was missed before."""
    if duty.month is None or duty.every_months is None or missed < 2:
        return duty.sentence
    newest, owed = month_later(duty.month, duty.every_months * (missed - 1)), in_words(duty.month)
    return duty.sentence.replace(f"in {owed}", f"from {owed} to {in_words(newest)}", 1) if newest else duty.sentence
