"""Duties of meetings: the next of each kind to hold, those arranged, and their minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger import arranged, documenting, meetings_due, monitoring, returns_owed
from ledger.arranged import bound_then
from ledger.contract_file import ContractFile
from ledger.dates.parts_of_year import Part, next_by, over_by
from ledger.dates.working_days import months_later
from ledger.entry import Recorded
from ledger.names import few
from ledger.offices import the_provider_came
from ledger.subjects.meetings import (
    INVITED,
    SUPPORT_OFFICER,
    Meeting,
    MeetingHeld,
    asked_to,
    support_officer_answered,
    was_asked,
)
from projections.duties.ceasing import last_day, watched_to
from projections.duties.duty import DAY, LEAD, Duty, as_paper_of, days_after, duty
from projections.failings.trail import spoken
from projections.read_models.remembered import remembered_fact
from projections.view import FileView


def extra_meeting(view: FileView) -> Iterator[Duty]:
    """Yield that an extra meeting be considered, where problems go on: from the day on which so many are open as the
    procedure counts as that, whatever comes later (HCC-7.7-a)."""
    file, procedure = view.file, view.procedure
    since, many = monitoring.watched_since(file), procedure.setting("meeting.extra-from")
    if since is None or not many:
        return
    met = (m.held_on for m in file.meetings.held() if m.held_on)
    newest = max((since, *(returned.period.last for returned in file.performance.returns), *met))
    # Issues count whenever they were noticed; returns are looked at for two years past that of what is newest on file.
    until = months_later(date(newest.year, 12, 31), 24) or date.max
    problems = meetings_due.continuing_problems(file, until, remembered_fact(_overdue, view, until))
    if len(problems) >= many:
        # Of the rest those are counted that have come for certain: a return may still be sent before it is overdue.
        more = [one for one in problems[many:] if isinstance(one[1], str) or one[0] <= newest]
        open_matters = few([str(what) for _, what in (*problems[:many], *more)], many)
        yield duty(
            view, "extra-meeting",
            f"Consider an extra meeting: {open_matters} are not settled; as continuing problems count "
            f"{procedure.at_least('meeting.extra-from', 'open matters')}",
            office=LEAD, since=problems[many - 1][0], citation="HCC-7.7-a",
        )  # fmt: skip


def _overdue(view: FileView, day: date) -> list[returns_owed.OverdueReturn]:
    return returns_owed.overdue_returns(view.file, day, view.procedure)


def next_meeting(view: FileView) -> Iterator[Duty]:
    """Yield the next monitoring meeting that the contract asks for as long as it lasts."""
    file, procedure = view.file, view.procedure
    since = monitoring.watched_since(file)
    upto = watched_to(view)
    by = meetings_due.next_meeting_by(file, upto, procedure)
    if since is None or by is None:
        return
    held = meetings_due.met_between(file, since, upto, procedure)
    last = held[-1] if held else None
    counted_from = last.held_on if last and last.held_on else since
    first = next((part.first for part in meetings_due.asked_parts(file, procedure)), since)
    end = last_day(view)
    if end is not None and by > end:
        return  # it falls after the end of the contract
    asked = remembered_fact(_asked, view, by)
    arranged = next((m for m in file.meetings.to_come(counted_from)), None)
    # Said so that it is true on every day it is read: the day it is arranged for may be past.
    day = spoken(arranged.planned_for or by) if arranged else ""
    planned = f"; {arranged.id}, arranged for {day}, is not on file as held" if arranged else ""
    after = _last_held(file, last) if last else f"none was held since {spoken(since)}"
    held_otherwise = meetings_due.meetings_agreed(file, by, procedure)
    agreed = f"by {held_otherwise.id}, " if held_otherwise else ""
    how_many = _changing(asked, agreed) or f"{agreed}{reading(view, asked.a_year, asked.starting_up, by)}"
    yield duty(
        view, "meeting",
        f"Hold a monitoring meeting by {spoken(by)}: {how_many} and {after}{_extra(view, upto)}{planned}",
        office=LEAD, since=max(counted_from, first), due_on=by, citation="HCC-7.1-a",
        opened_by=(last.held if last else None,),
        every_months=asked.every_months, last_on=last.held_on if last else None,
        then_on=asked.then_on, recurs_until=asked.recurs_until, by_parts=True,
    )  # fmt: skip


def _last_held(file: ContractFile, last: Meeting) -> str:
    """The last meeting, in words. One without the provider counts, for the list may be short (docs/adr/0174)."""
    day = last.held_on or date.max
    alone = "" if the_provider_came(file, last.present, day) else ", by its entry with nobody of the provider"
    return f"the last, {last.id}, was held on {spoken(day)}{alone}"


def _extra(view: FileView, day: date) -> str:
    """That an extra meeting is one of those asked for: it monitors the contract as well (HCC-7.7-a), and so the next is
    due on another day than without it."""
    extra = meetings_due.extra_counted(view.file, day, view.procedure)
    if not extra:
        return ""
    them = "an extra meeting, counts" if len(extra) == 1 else "extra meetings, count"
    return f"; {few([m.id for m in extra])}, {them} among those asked for"


class _Asked(NamedTuple):
    """What is asked for by the meeting that is due by a day, and after it, whatever meetings were held."""

    a_year: int
    starting_up: bool
    then_on: tuple[date, ...]
    every_months: int | None
    recurs_until: date | None
    changed: tuple[date, int] | None
    """(from when, how many a year) where that changes before the day it is due."""


def _asked(view: FileView, by: date) -> _Asked:
    file, procedure = view.file, view.procedure
    a_year, starting_up = meetings_due.rate_due(file, by, procedure)
    then_on = meetings_due.due_after(file, by, procedure)
    later, _ = meetings_due.rate_due(file, then_on[-1] if then_on else by, procedure)
    recurs_until = _recurs_until(meetings_due.asked_parts(file, procedure), by, last_day(view))
    return _Asked(
        a_year, starting_up, then_on, _every(later), recurs_until, meetings_due.rate_changed(file, by, procedure)
    )


def _changing(asked: _Asked, agreed: str) -> str | None:
    """How many are asked for, where another number is from some day before it is due; None where it is one number."""
    if asked.changed is None:
        return None
    since, then = asked.changed
    are = "is" if asked.a_year == 1 else "are"
    return f"{asked.a_year} a year {are} asked for up to {spoken(since - DAY)}, {agreed}{then or 'none'} from then on,"


def reading(view: FileView, a_year: int, starting_up: bool, by: date) -> str:
    """Return in words how many meetings are asked for, and when each falls due, as the procedure of a day reads its
    text."""
    if a_year == 1:
        return "one in each year of the contract is asked for"
    if starting_up:
        part = {2: "half year", 4: "quarter", 12: "month"}.get(a_year, "part of a year")
        return f"as the service starts up {a_year} a year are asked for, one by the end of each {part},"
    part = {2: "half", 4: "quarter", 12: "month"}.get(a_year, "part")
    if meetings_due.in_each_part(bound_then(view.file, by, view.procedure)):
        return f"one in each {part} of the contract's year is asked for"
    return f"{a_year} in each year of the contract are asked for, one more by the end of each {part}"


LONGER: dict[str, tuple[str, ...]] = {
    "strategic-half-year": ("strategic-half-year", "strategic-annual"), "strategic-annual": ("strategic-annual",),
}  # fmt: skip
"""Each longer kind of meeting, and the kinds that count as one: the annual one is that half-year's, too."""


def longer_meetings(view: FileView) -> Iterator[Duty]:
    """Yield the next longer meetings on wider performance: one in each half of a year of the contract and one in each
    year (TVP-3.1-5; "bi-annual" as N-10 reads it, or every second year where the procedure has it so)."""
    file, since, end = view.file, monitoring.watched_since(view.file), last_day(view)
    for kind, counting in LONGER.items():
        asked = view.procedure.meeting(kind)
        if asked is None or not asked.per_year or since is None:
            continue
        held = [m for m in file.meetings.held_between(since, watched_to(view)) if m.kind in counting]
        last = held[-1] if held else None
        counted_from = last.held_on if last and last.held_on else since
        wanted = meetings_due.longer_parts(file, kind, view.procedure)
        by = next_by([m.held_on for m in held if m.held_on], counted_from, wanted, in_each=True)
        if by is None or (end is not None and by > end):
            continue
        a_year, in_years = (of(file, kind, by, view.procedure) for of in (arranged.a_year, arranged.every_years))
        items = ", ".join(item.title for item in view.procedure.agenda if item.id in asked.agenda)
        yield duty(
            view, f"meeting/{kind}", f"Hold a {asked.title[:1].lower()}{asked.title[1:]} by {spoken(by)}: {items}",
            office=LEAD, since=counted_from, due_on=by, citation=asked.citation,
            opened_by=(last.held if last else None,), every_months=_every(a_year, in_years),
            last_on=last.held_on if last else None,
            recurs_until=_recurs_until(meetings_due.longer_parts(file, kind, view.procedure), by, end), by_parts=True,
        )  # fmt: skip


def _recurs_until(found: Iterator[Part], by: date, end: date | None) -> date | None:
    """The last day on which a meeting falls due again: at the end of the last part that is over with the contract.

    And a fortnight more, since what recurs is counted in months from its date, and a month's end is some days early or
    late by that. None where no end is near enough to be counted to.
    """
    if end is None or (end - by).days > _COUNTED_TO:
        return end
    last = max((part.last for part in over_by(found, end)), default=by)
    return days_after(last, 14)


_COUNTED_TO = 100 * 366


def _every(a_year: int, in_years: int = 1) -> int | None:
    """Every how many months, where that is a whole number."""
    return 12 * in_years // a_year if a_year and 12 * in_years % a_year == 0 else None


def of_arranged(view: FileView) -> Iterator[Duty]:
    """Yield the meetings that are arranged and stay to be held."""
    for meeting in view.file.meetings.to_come(date.min):
        on, position = meeting.planned_for, meeting.planned[-1][2]
        if on is not None:
            yield duty(
                view, f"meeting-held/{meeting.id}",
                f"Hold {meeting.id}, arranged for {spoken(on)}, or put it off or call it off",
                office=LEAD, since=meeting.planned[-1][0], due_on=on, citation="HCC-7.6-k", opened_by=(position,),
            )  # fmt: skip
            yield from _support_officer_asked(view, meeting, on)


def _support_officer_asked(view: FileView, meeting: Meeting, on: date) -> Iterator[Duty]:
    """The support officer is asked to it where the procedure says so (HCC-7.5-d): expected at it from the first, or
    talked to about it or about the issue for which the officer is asked. Once its day is over nobody can be."""
    procedure, arranged = view.procedure, meeting.planned[0][0]
    if procedure.ruling(INVITED)[0] is None:
        return
    why = asked_to(
        view.file, on, meeting.kind, procedure, meeting.id, contractual=meeting.contractual, arranged=True,
        known_on=meeting.planned[-1][0],
    )  # fmt: skip
    why = {asked_by: said for asked_by, said in why.items() if not was_asked(view.file, meeting, procedure, asked_by)}
    if not why:
        return
    found = duty(
        view, f"support-officer-asked/{meeting.id}",
        f"Ask the {procedure.office_title(SUPPORT_OFFICER)} to {meeting.id}, arranged for {spoken(on)}: "
        f"{'; '.join(why.values())}",
        office=LEAD, since=arranged, due_on=on, citation=next(iter(why)), opened_by=(meeting.planned[0][2],),
    )  # fmt: skip
    yield found.model_copy(update={"ceases_on": days_after(on, 1)})


def held_unasked(now: FileView, one: Duty, recorded: Recorded) -> bool:
    """Return whether an entry that took away the duty to ask the support officer is of the meeting held without: it was
    done by nothing on file, neither before it nor by who came or sent apologies (HCC-7.5-d)."""
    held = recorded.entry
    if not one.id.startswith("support-officer-asked/") or not isinstance(held, MeetingHeld):
        return False
    return not support_officer_answered(now.file, held, now.procedure_on(held.happened_on))


def asked_by_the_day(one: Duty, day: date) -> date:
    """Return the day by which a duty was done that an entry of a day took away. That the support officer came to a
    meeting, or sent apologies, shows that they were asked to it; held later than arranged, it makes that no later
    (HCC-7.5-d)."""
    return min(day, one.due_on or day) if one.id.startswith("support-officer-asked/") else day


def of_its_minutes(view: FileView, meeting: Meeting) -> Iterator[Duty]:
    """Yield what stays to be done of the minutes of a meeting: to write them, send them round, and file them."""
    on = meeting.held_on
    if on is None:
        return
    procedure = view.procedure_on(on)
    held = documenting.documented(view.file, meeting, procedure)
    by = days_after(on, procedure.setting("minutes.circulate-within"))
    paper_of = meeting.minutes[-1].position if meeting.minutes else (meeting.held or 0)
    steps = (
        ("recorded", "HCC-7.2-a", not held.minuted, f"Write the minutes of {meeting.id}, held on {spoken(on)}"),
        (
            "circulated",
            "HCC-7.2-b",
            held.to_send,
            f"Send the minutes of {meeting.id} to {', '.join(held.not_sent) or 'all parties concerned'}",
        ),
        (
            "filed",
            "HCC-7.2-c",
            not held.filed,
            f"Place the minutes of {meeting.id} on the contract file: {as_paper_of(paper_of)}",
        ),
    )
    for step, citation, open_, sentence in steps:
        if open_:
            yield duty(
                view, f"minutes-{step}/{meeting.id}", sentence, office=LEAD, since=on, due_on=by, citation=citation,
                opened_by=(meeting.held,), limit="minutes.circulate-within",
            )  # fmt: skip
