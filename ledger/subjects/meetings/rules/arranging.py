"""What is asked when a meeting is arranged, moved or called off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.meetings.entries import MeetingCancelled, MeetingRescheduled, MeetingScheduled
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


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


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="meeting.arranged-beforehand", citation="HCC-7.6-k", level="advise",
        of=(MeetingScheduled, MeetingRescheduled), found=_planned_in_the_past,
        sentence="A meeting is arranged for a day that is still to come.",
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
