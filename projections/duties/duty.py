"""What a duty is: what has to be done, by which office, since when, by when, and which requirement asks for it.

A duty is opened and closed by entries and knows no today. Whether it is overdue, and who is in post to do it, is
decided when it is read (how_late.py). What was done stays a duty, with the entry that did it, and so does what was left
undone when the contract ended; what a procedure or a law asks of others and not of this contract is one with the
reason: so every number has its state on any day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from ledger.dates.months import Month
from ledger.dates.working_days import OutsideCalendar, shifted
from ledger.entry import Frozen
from ledger.names import clause_once
from ledger.procedures import Procedure
from projections.view import FileView

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


def falls_to(procedure: Procedure, condition: str) -> str:
    """Return the office that what a condition asks for falls to: the lead officer's, where the procedure names none."""
    return procedure.condition(condition).falls_to or LEAD


def as_paper_of(position: int) -> str:
    """Return in words how a paper that an entry waits for comes on file: filed alone, it belongs to no entry."""
    return f"supplement entry {position} with it, or file it as belonging to that entry"


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


def days_after(day: date, days: int) -> date | None:
    """Return the day so many days later; None where the calendar ends before it."""
    try:
        return shifted(day, days)
    except OutsideCalendar:
        return None
