"""The monitoring meetings of a contract: how many each year, and what each covered, brought and left behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import documenting, meetings_due
from ledger.agenda_items import CASES, WAY_FORWARD, WAY_FORWARD_TITLE, item_called, parts_meant
from ledger.confirming import unconfirmed_at
from ledger.dates.working_days import shifted
from ledger.entry import Frozen
from ledger.names import among
from ledger.procedures import Procedure
from ledger.registers import grouped
from ledger.subjects.meetings import AgendaItemConsidered, Meeting, considered_cases, kind_of, missing_items
from ledger.transition import bound_until
from projections.monitoring.actions_shown import ActionFromIt, actions_shown
from projections.view import FileView, listed


class NotCovered(Frozen):
    """An item of an agenda that was not considered (HCC-7.6-l)."""

    item: str
    title: str
    reason: str | None = None
    """Why it was passed over; None where nothing is on file of it at all."""
    position: int | None = None
    """The entry that says that it was passed over."""


class MeetingShown(Frozen):
    """One monitoring meeting that was held."""

    id: str
    kind: str
    on: date
    position: int
    minuted: bool
    """Whether it has minutes: one that has none is a gap in the trail (HCC-9.4-c)."""
    circulated: bool
    """Whether its minutes went to everybody they go to."""
    unsent: tuple[str, ...]
    """Who of these was sent none, where others were."""
    filed: bool
    brought: tuple[str, ...]
    """What the provider was to bring, and did (HCC-7.6-f)."""
    not_brought: tuple[str, ...]
    brought_unsaid: tuple[str, ...]
    """What the specification of its day has the provider bring, and of which nothing is said."""
    not_covered: tuple[NotCovered, ...]
    """Items of the procedure's agenda, or passed over, that were not considered."""
    unconfirmed: tuple[str, ...] = ()
    """Issues raised before it of which it confirmed nothing, though it covered that item (HCC-7.6-a)."""
    actions: tuple[ActionFromIt, ...] = ()
    """What was to be done because of it (HCC-7.3-a)."""


class YearOfMeetings(Frozen):
    """One year of the contract."""

    first: date
    last: date
    held: int
    asked: int
    """In the whole year, or in what there was of it."""
    asked_by_now: int
    """By the end of the day, or of the year where that is over."""
    missed: int
    """For how many of the parts of the year that were over by then none was held: where one is asked for in each, four
    held in its first quarter leave out the others (TVP-3.1-1)."""
    over: bool
    """Whether the year is over."""
    transition_from: date | None = None
    """The first day of it after the contract's end, where its service was still being handed over to others then, and
    meetings are owed as before (TVP-6.0-6); else null."""


def years_of(view: FileView, since: date, on: date) -> Iterator[YearOfMeetings]:
    """The years of the contract up to a day; the last ends with the contract, where that has ended, or once its service
    is handed over to others."""
    end = view.file.termination.ended_on(on)
    last_day = bound_until(view.file, view.procedure) if end is not None else None
    ended = last_day is not None and last_day <= on
    until = min(on, last_day) if last_day is not None else on
    for first, last, held in view.file.meetings.per_year(since, until):
        whole, procedure = min(last, until) if ended else last, view.procedure_on(first)
        yield YearOfMeetings(
            first=first, last=whole, held=held, over=whole <= until,
            asked=meetings_due.meetings_asked(view.file, first, whole, procedure),
            asked_by_now=meetings_due.meetings_asked(view.file, first, min(whole, until), procedure),
            missed=meetings_due.meetings_missed(view.file, first, min(whole, until), procedure),
            transition_from=max(first, shifted(end.on, 1)) if end and min(whole, until) > end.on else None,
        )  # fmt: skip


def meetings_of(view: FileView, day: date) -> Iterator[MeetingShown]:
    """Yield each meeting that was held, and how what was to be done because of it stands on a day."""
    acts = grouped(view.file.actions.by_id.values(), lambda action: (action.meeting,))
    for kept in documenting.documentation(view.file, view.procedure_on):
        meeting, on = kept.meeting, kept.meeting.held_on
        if on is None:
            continue
        brought = [one.what for one in meeting.information if one.received]
        kind = kind_of(view.file, meeting, view.procedure_on(on))
        yield MeetingShown(
            id=meeting.id, kind=view.say(kind), on=on, position=meeting.held or 0, minuted=kept.minuted,
            circulated=kept.circulated, unsent=kept.unsent, filed=kept.filed, brought=tuple(brought),
            not_brought=tuple(one.what for one in meeting.information if not one.received),
            brought_unsaid=tuple(
                what for what in meetings_due.to_bring(view.file, on)
                if not among(what, [one.what for one in meeting.information])
            ),
            not_covered=tuple(_not_covered(view, meeting, view.procedure_on(on))),
            unconfirmed=tuple(unconfirmed_at(view.file, meeting.id)),
            actions=tuple(actions_shown(acts.get(meeting.id, ()), day)),
        )  # fmt: skip


def _not_covered(view: FileView, meeting: Meeting, procedure: Procedure) -> Iterator[NotCovered]:
    for missing in missing_items(view.file, meeting.id, procedure):
        title = f"{title_of(view, missing, procedure)}{meeting.left_of(missing, procedure)}"
        yield NotCovered(item=missing, title=title)
    for item in meeting.passed_over(procedure):
        if item_called(item.item, procedure) == CASES and considered_cases(view.file, meeting.id):
            continue
        title = f"{title_of(view, item.item, procedure)}{_part(item.item, procedure)}"
        yield NotCovered(
            item=item_called(item.item, procedure), title=title,
            reason=view.say(item.reason), position=item.position,
        )  # fmt: skip


def _part(item: str, procedure: Procedure) -> str:
    """The part of an item that was named alone, to stand after its title."""
    known, meant = procedure.agenda_item(item), parts_meant(item, procedure)
    return f" ({', '.join(meant)})" if known and len(meant) < len(known.parts) else ""


def covered_in_words(view: FileView, item: AgendaItemConsidered) -> str | None:
    """Return in words how far an item was covered that its entry says was: not, where it also says why not; and which
    of its parts nothing is on file to have come of (HCC-7.6-j, HCC-7.6-l). None where it was, or the entry says no."""
    if not item.covered:
        return None
    if item.not_covered_reason is not None:
        return "no: it is said why it was not covered"
    meeting = view.file.meetings.by_id.get(item.meeting)
    procedure = view.procedure_on((meeting.held_on if meeting else None) or item.happened_on)
    own = parts_meant(item.item, procedure)
    open_ = meeting.parts_left(item_called(item.item, procedure), procedure) if meeting else own
    left = [part for part in own if part in open_]
    if not left:
        return None
    return f"{'in part' if left != [*own] else 'not yet'}: what came of {listed(left)} is not on file"


def title_of(view: FileView, item: str, procedure: Procedure) -> str:
    """Return an item of an agenda in words: by its title in the procedure, else as it was said."""
    called = item_called(item, procedure)
    known = procedure.agenda_item(called)
    return WAY_FORWARD_TITLE if called == WAY_FORWARD else known.title if known else view.say(item)
