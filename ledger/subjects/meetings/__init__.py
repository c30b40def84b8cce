"""Meetings: when the parties met, who was there, what was considered, and how it was minuted."""

from ledger.subjects.meetings.entries import (
    AgendaItemConsidered,
    Attendee,
    Confirmation,
    Information,
    KindOfMeeting,
    MeetingCancelled,
    MeetingHeld,
    MeetingMinutesCirculated,
    MeetingMinutesRecorded,
    MeetingRescheduled,
    MeetingScheduled,
)
from ledger.subjects.meetings.register import (
    LONGER,
    MONITORING,
    Gap,
    Item,
    Meeting,
    Meetings,
    considered_cases,
    kind_of,
    kind_on,
    missing_items,
)
from ledger.subjects.meetings.rules import RULES
from ledger.subjects.meetings.rules.attending import DEPUTY_ATTENDS, NOTE_TAKER
from ledger.subjects.meetings.rules.considering import shortfall_left
from ledger.subjects.meetings.rules.minuting import (
    TO_SUPPORT_OFFICER,
    reached_by,
    reached_on,
    reached_the_support_officer,
    support_officer_has_minutes,
)
from ledger.subjects.meetings.rules.support_officer import INVITED, SUPPORT_OFFICER, asked_to, was_asked
from ledger.subjects.meetings.rules.who_was_there import support_officer_answered

__all__ = [
    "DEPUTY_ATTENDS", "INVITED", "LONGER", "MONITORING", "NOTE_TAKER", "RULES", "SUPPORT_OFFICER",
    "TO_SUPPORT_OFFICER", "AgendaItemConsidered", "Attendee", "Confirmation", "Gap", "Information", "Item",
    "KindOfMeeting", "Meeting", "MeetingCancelled", "MeetingHeld", "MeetingMinutesCirculated",
    "MeetingMinutesRecorded", "MeetingRescheduled", "MeetingScheduled", "Meetings", "asked_to", "considered_cases",
    "kind_of", "kind_on", "missing_items", "reached_by", "reached_on", "reached_the_support_officer", "shortfall_left",
    "support_officer_answered", "support_officer_has_minutes", "was_asked",
]  # fmt: skip
