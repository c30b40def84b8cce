"""What a duty is: what has to be done, by which office, since when, by when, and which requirement asks for it.

A duty is opened and closed by entries and knows no today. Whether it is overdue, and who is in post to do it, is
decided when it is read (`due`). What was done stays a duty, with the entry that did it, and so does what was left
undone when the contract ended; what a procedure or a law asks of others and not of this contract is one with the
reason: so every number has its state on any day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from ledger.dates.months import Month, in_words, month_later
from ledger.dates.working_days import OutsideCalendar, months_later, shifted
from ledger.entry import Frozen
from ledger.names import clause_once, counted
from ledger.procedures import Procedure
from ledger.transition import bound_until, watched_until
from projections.failings.trail import spoken
from projections.view import FileView

When = Literal["overdue", "due", "coming", "missed", "done", "not-applicable"]
OPEN: tuple[When, ...] = ("overdue", "due", "coming")
"""The states of what is still to be done."""
CeasesWith = Literal[
    "end", "handover", "later-end", "later-one", "term", "meeting", "arrangement", "in-office", "next-step", "settled"
]  # fmt: skip
Party = Literal["authority", "provider"]
LEAD, SUPPORT, PROVIDER = "lead-officer", "contract-support-officer", "provider-contract-manager"
"""The offices most duties fall to."""
DAY = timedelta(days=1)


class Term(Frozen):
    """One person's term in the office that has the duty."""

    person: str
    since: date
    until: date | None = None


class Duty(Frozen):
    """Something that is to be done, was done, or is asked of other contracts and not of this one."""

    id: str
    """What and of what, the same as long as it is open: minutes-circulated/MTG-001."""
    sentence: str
    party: Party = "authority"
    office: str | None
    """The office that has it; None where it is anybody's, as long as it is another person's."""
    title: str
    """The office in words."""
    named: str | None = None
    """The person an entry names for it, where one does."""
    in_post: tuple[Term, ...] = ()
    """Who holds and held the office, as far as the file says."""
    since: date
    """The day it arose."""
    due_on: date | None = None
    """The day by which it is to be done; None where no source and no setting gives one: then it is due at once."""
    citation: str
    """What asks for it: a clause of the procedure that binds, of a standard or of a law; or that the procedure is
    silent, and from where it is taken."""
    assumed: str | None = None
    """The time limit its date rests on, where no text states it: 14 days (assumed; the text gives none)."""
    opened_by: tuple[int, ...] = ()
    """Positions of the entries it arises from."""
    every_months: int | None = None
    """For what recurs: how many months lie between two."""
    last_on: date | None = None
    """For what recurs: when it was last done; None where it never was."""
    then_on: tuple[date, ...] = ()
    """For what recurs, and at first unevenly: when it falls due again, until it goes on every so many months."""
    recurs_until: date | None = None
    """For what recurs: the last day on which it falls due again; None where it goes on."""
    by_parts: bool = False
    """For what recurs: whether each of its dates is the last day of a month, or of a part of the contract's year."""
    month: Month | None = None
    """For what recurs of one month after another: the first that is owed, which its sentence names."""
    warned_from: date | None = None
    """The day from which it counts as due, and as coming until then: an early warning. None where it has no date."""
    ceases_on: date | None = None
    """The day from which it is no longer asked for."""
    ceases_with: CeasesWith | None = None
    """What it ceases with on that day: the end of the contract, or the completed handover of its service (TVP-6.0-6);
    the scheduled end that it was ahead of, by a later one (HCC-12.7); what recurs, once it was done of a later time
    and left out before (`later-one`); the term, or the work, of the person it was about
    (HCC-5.1-c); a meeting for which it was (HCC-7.5-d); an arrangement by which an office need not be filled
    (TVP-4.0-1); the day on which whoever was appointed ahead takes office; the next step of buying, taken without it;
    the settlement of the issue it was about (TVP-5.1-4a). None where it has an end of its own."""
    grave: bool = False
    """Whether more than usual rests on it: payment, or national indicators (HCC-6.2-c). Among equals it comes first."""
    done_on: date | None = None
    """The day it was done; None while it is open."""
    done_by: tuple[int, ...] = ()
    """Positions of the entries that record it done; of what is no longer asked for, of the one with which it lapsed."""
    missed_on: date | None = None
    """The day it ceased, and this, due by then, was not done; None where that is not so."""
    not_asked: str | None = None
    """Why it is not asked for here; None where it is."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None and self.missed_on is None and self.not_asked is None


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


def falls_to(procedure: Procedure, condition: str) -> str:
    """Return the office that what a condition asks for falls to: the lead officer's, where the procedure names none."""
    return procedure.condition(condition).falls_to or LEAD


def as_paper_of(position: int) -> str:
    """Return in words how a paper that an entry waits for comes on file: filed alone, it belongs to no entry."""
    return f"supplement entry {position} with it, or file it as belonging to that entry"


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


# --- making duties --------------------------------------------------------------------------------------------------


def duty(
    view: FileView, id: str, sentence: str, *, office: str | None, since: date, citation: str,
    due_on: date | None = None, opened_by: Iterable[int | None] = (), party: Party = "authority",
    named: str | None = None, every_months: int | None = None, last_on: date | None = None,
    warned_from: date | None = None, done: tuple[date, int] | None = None, not_asked: str | None = None,
    grave: bool = False, limit: str | None = None, procedure: Procedure | None = None,
    recurs_until: date | None = None, by_parts: bool = False, assumed: str | None = None,
    then_on: tuple[date, ...] = (), month: str | None = None,
) -> Duty:  # fmt: skip
    """Return a duty of an office, with who holds and held it as far as the file says.

    `citation`: the clause the program rests on; what binds by this procedure is said instead. `limit`: the setting of
    the procedure that its date rests on. It is warned of as many days before as the procedure says, where nothing else
    is said. `done`: the day it was done, and the position of the entry that says so. `procedure`: the one that asks for
    it, where that is not the file's own. `assumed`: the time limit, as it is said
    after "due within", where it is assumed and is no setting.
    """
    procedure = procedure or view.procedure
    if due_on is not None and warned_from is None:
        warned_from = days_after(due_on, -procedure.setting("duty.warn-before"))
    if warned_from is not None:
        warned_from = max(warned_from, since)  # there is nothing to warn of before it arose
    of_a_programme = view.file.programme.opened is not None  # its own plan asks, whatever the contracts' procedure
    terms = view.file.people.holders(office) if office else ()
    return Duty(
        id=id, sentence=clause_once(sentence if sentence.endswith(".") else f"{sentence}."), party=party, office=office,
        title=procedure.office_title(office) if office else named or "a second person", named=named,
        in_post=tuple(Term(person=t.person, since=t.since, until=t.until) for t in terms),
        since=since, due_on=None if not_asked else due_on,
        citation=citation if of_a_programme else procedure.binding(citation),
        assumed=(procedure.limit(limit) if limit else assumed) if due_on and not not_asked else None,
        opened_by=tuple(dict.fromkeys(p for p in opened_by if p)),
        every_months=every_months, last_on=last_on, warned_from=warned_from, done_on=done[0] if done else None,
        done_by=(done[1],) if done and done[1] else (), not_asked=not_asked, grave=grave,
        recurs_until=recurs_until if every_months else None, by_parts=by_parts,
        then_on=then_on if every_months else (), month=month if every_months else None,
    )  # fmt: skip


def while_bound(view: FileView, found: Iterable[Duty]) -> Iterator[Duty]:
    """Yield duties that cease when the contract ends: at its end, or where the service is handed over to others, once
    that is complete (TVP-6.0-6). What was missed before that stays missed."""
    ended, last = view.file.termination.ended, bound_until(view.file, view.procedure)
    handed_over = ended is not None and last is not None and last > ended.on
    for one in found:
        yield one if one.missed_on is not None else _ceasing(one, last, "handover" if handed_over else "end")


def until_the_end(view: FileView, one: Duty) -> Duty:
    """Return a duty as one that ceases on the day the contract ended, whoever its service is handed over to."""
    ended = view.file.termination.ended
    return _ceasing(one, ended.on if ended else None, "end")


def _ceasing(one: Duty, last: date | None, how: Literal["end", "handover"]) -> Duty:
    """What has an end of its own by then ceases by that, and not with the contract."""
    if last is None or (one.ceases_on is not None and one.ceases_on <= last):
        return one
    return one.model_copy(update={"ceases_on": last, "ceases_with": how})


def watched_to(view: FileView) -> date:
    """Return the last day on which anything is done of what is asked of a running contract: date.max while it runs, or
    is handed over. A meeting held after it, or an officer named, is none of the contract's time."""
    return bound_until(view.file, view.procedure) or date.max


def missed(one: Duty) -> Duty | None:
    """Return an open duty as missed where it was due by the day the contract ended, or its service was handed over
    (TVP-6.0-6), and nobody did it; None where that is not so. It is asked for no more, and not made done by that
    (HCC-3.1-a)."""
    last = one.ceases_on
    if one.ceases_with is None or last is None or one.due_on is None or one.due_on > last or one.since >= last:
        return None
    return left_undone(one, last, one.ceases_with)


def left_undone(one: Duty, on: date, how: CeasesWith) -> Duty:
    """Return a duty as one that was missed by a day on which it ceased."""
    return one.model_copy(update={"missed_on": on, "since": on, "ceases_on": None, "ceases_with": how})


def overtaken(one: Duty, later: date, *then_on: date) -> Duty:
    """Return what recurs and was left out, by its own day and others, as missed once it was done of a later time: what
    is done of a time of its own makes up for none before (docs/adr/0370)."""
    recurs = {"every_months": one.every_months or 12, "recurs_until": then_on[-1] if then_on else one.due_on}
    return one.model_copy(update={**recurs, "then_on": then_on, "ceases_on": later, "ceases_with": "later-one"})


def days_after(day: date, days: int) -> date | None:
    """Return the day so many days later; None where the calendar ends before it."""
    try:
        return shifted(day, days)
    except OutsideCalendar:
        return None


def last_day(view: FileView) -> date | None:
    """Return the last day on which the contract is watched, by all that is on file; None where no day is known.

    While its service is handed over to others it goes on being watched, also after its end (TVP-6.0-6).
    """
    return watched_until(view.file, view.procedure)
