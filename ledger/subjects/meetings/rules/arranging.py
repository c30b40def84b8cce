"""What is asked when a meeting is arranged, moved or called off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.agenda_items import AN_ID, is_on_agenda, item_called, near_items
from ledger.dates.working_days import dated
from ledger.procedures.folder import office_titles
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.meetings.entries import MeetingCancelled, MeetingRescheduled, MeetingScheduled

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

AT_MEETINGS = ("note-taker", "minute-taker")
"""Parts taken at a meeting that are no offices."""


def _planned_in_the_past(
    file: ContractFile, entry: MeetingScheduled | MeetingRescheduled, procedure: Procedure
) -> str | None:
    planned = entry.planned_for if isinstance(entry, MeetingScheduled) else entry.to_date
    if planned < entry.happened_on:
        return f"it was arranged on {dated(entry.happened_on)} for {dated(planned)}, which was already past"
    return None


def _over_already(file: ContractFile, entry: MeetingRescheduled | MeetingCancelled, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(entry.meeting)
    if meeting is None:
        return None
    if meeting.cancelled and meeting.cancelled[0] <= entry.happened_on:
        return f"{meeting.id} was called off on {dated(meeting.cancelled[0])}; arrange another (meeting-scheduled)"
    if meeting.held_on and (isinstance(entry, MeetingCancelled) or meeting.held_on < entry.happened_on):
        return f"{meeting.id} was held on {dated(meeting.held_on)}"
    return None


def _moved_from_another_day(file: ContractFile, moved: MeetingRescheduled, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(moved.meeting)
    planned = meeting.planned_for if meeting else None
    if not moved.from_date or not planned:
        return NOT_IN_POINT
    if moved.from_date != planned:
        return f"{moved.meeting} was planned for {dated(planned)}, not for {dated(moved.from_date)}"
    return None


def _agenda_unknown(file: ContractFile, arranged: MeetingScheduled, procedure: Procedure) -> str | None:
    """A matter of the meeting's own is said in words; what is written as ids are and is none was mistyped."""
    if not arranged.agenda or not procedure.agenda:
        return NOT_IN_POINT
    unknown = [item for item in arranged.agenda if AN_ID.fullmatch(item) and not is_on_agenda(item, None, procedure)]
    if not unknown:
        return None
    near = [f"; it may be {' or '.join(found)}" for item in unknown[:1] if (found := near_items(item, procedure))]
    return f"{', '.join(unknown)} is no item of {procedure.ref}{''.join(near)}; a matter of its own is said in words"


def _agenda_leaves_out(file: ContractFile, arranged: MeetingScheduled, procedure: Procedure) -> str | None:
    """A meeting's own matters come on top of the procedure's; an agenda of some of the procedure's is all there is."""
    kind = procedure.meeting(arranged.meeting_kind)
    asked, named = kind.agenda if kind else (), {item_called(item, procedure) for item in arranged.agenda}
    if named.isdisjoint(asked):
        return NOT_IN_POINT
    titles = [item.title for item in procedure.agenda if item.id in asked and item.id not in named]
    return f"its agenda leaves out: {'; '.join(titles)}" if titles else None


def _expected_unknown(file: ContractFile, arranged: MeetingScheduled, procedure: Procedure) -> str | None:
    """Somebody may be named instead of an office; what is written as ids are is an office, or was mistyped."""
    if not arranged.expected:
        return NOT_IN_POINT
    unknown = [
        name for name in arranged.expected
        if "-" in name and AN_ID.fullmatch(name) and name not in AT_MEETINGS
        if procedure.office_called(name) is None and name not in office_titles() and not file.people.holders(name)
    ]  # fmt: skip
    return f"there is no office {', '.join(unknown)}" if unknown else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="meeting.arranged-beforehand", citation="HCC-7.6-k", level="advise",
        of=(MeetingScheduled, MeetingRescheduled), found=_planned_in_the_past,
        sentence="A meeting is arranged for a day that is still to come.",
    ),
    Rule(
        id="meeting.agenda-known", citation="HCC-7.6-l", level="advise", of=MeetingScheduled, field="agenda",
        sentence="What is put on an agenda is an item of the procedure's, or a matter said in words.",
        found=_agenda_unknown,
    ),
    Rule(
        id="meeting.agenda-holds-what-it-should", citation="HCC-7.6-l", level="advise", of=MeetingScheduled,
        field="agenda", sentence="An agenda has at least the matters the procedure lists.", found=_agenda_leaves_out,
    ),
    Rule(
        id="meeting.expected-known", citation="HCC-7.5-c", level="advise", of=MeetingScheduled, field="expected",
        sentence="Whoever is expected at a meeting is named by an office there is, or by name.",
        found=_expected_unknown,
    ),
    Rule(
        id="meeting.still-to-come", citation="HCC-7.1-a", level="contradiction", field="meeting",
        of=(MeetingRescheduled, MeetingCancelled), found=_over_already,
        sentence="Only a meeting neither held nor called off can be moved or called off.",
    ),
    Rule(
        id="meeting.moved-from-its-day", citation="HCC-7.1-a", level="advise", of=MeetingRescheduled, field="from_date",
        sentence="A meeting is moved from the day it was arranged for.", found=_moved_from_another_day,
    ),
)  # fmt: skip
