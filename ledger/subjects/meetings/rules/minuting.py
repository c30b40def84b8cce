"""What is asked of the minutes of a meeting: that they are written and sent round, in time, and to whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from ledger.dates.span import came_later
from ledger.dates.working_days import dated
from ledger.entry import Actor
from ledger.names import counted, few
from ledger.offices import not_sent, office_differs
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.meetings.entries import AgendaItemConsidered, MeetingMinutesCirculated, MeetingMinutesRecorded
from ledger.subjects.meetings.register import Meeting, Sending, agenda_of, missing_items
from ledger.subjects.meetings.rules.support_officer import SUPPORT_OFFICER

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


OfMeetingHeld: TypeAlias = AgendaItemConsidered | MeetingMinutesRecorded | MeetingMinutesCirculated


def _of_no_meeting_held(file: ContractFile, entry: OfMeetingHeld, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(entry.meeting)
    if meeting is None:
        return None  # the id itself is not on file, which is said already
    if meeting.held_on is None:
        off = meeting.cancelled
        instead = f"it was called off on {dated(off[0])}" if off else "it is only arranged"
        return f"{meeting.id} is not on file as held: {instead}; record first that it was held"
    return came_later(f"{meeting.id} was held on", meeting.held_on, entry.latest_on)


def _agenda_not_covered(file: ContractFile, minutes: MeetingMinutesRecorded, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(minutes.meeting)
    if meeting is None or not agenda_of(file, meeting, procedure):
        return NOT_IN_POINT
    missing = missing_items(file, minutes.meeting, procedure)
    titles = [f"{item.title}{meeting.left_of(item.id, procedure)}" for item in procedure.agenda if item.id in missing]
    return f"not on file as covered at {minutes.meeting}: {'; '.join(titles)}" if missing else None


def _no_next_meeting(file: ContractFile, minutes: MeetingMinutesRecorded, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(minutes.meeting)
    if meeting is None or meeting.held_on is None or meeting.kind == "dispute":
        return NOT_IN_POINT
    end = file.end_date(minutes.happened_on)
    if end and end <= minutes.happened_on:
        return NOT_IN_POINT  # nothing is left to meet about
    later = [m for m in file.meetings.by_id.values() if m.day and m.day > meeting.held_on and not m.cancelled]
    return None if later else f"when the minutes of {minutes.meeting} were written no later meeting had been arranged"


def _minuted_already(file: ContractFile, minutes: MeetingMinutesRecorded, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(minutes.meeting)
    if meeting is None or not meeting.minutes:
        return NOT_IN_POINT  # the first
    newest = meeting.minutes[-1]
    if minutes.state == newest.state == "agreed":
        return (
            f"those of {meeting.id} were agreed on {dated(newest.on)} (entry {newest.position}), and these are agreed "
            "too; correct the one that is wrong"
        )
    if minutes.state in ("agreed", "disputed"):
        return NOT_IN_POINT  # what became of those that are there
    held = ", ".join(f"entry {before.position}" for before in meeting.minutes)
    return f"minutes of {meeting.id} are on file already ({held}); if these replace them, correct that entry"


def _written_late(file: ContractFile, minutes: MeetingMinutesRecorded, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(minutes.meeting)
    if meeting is None or meeting.held_on is None or file.is_minuted(meeting):
        return NOT_IN_POINT
    return _too_late(meeting, minutes, "were written", procedure)


def _too_late(meeting: Meeting, entry: OfMeetingHeld, how: str, procedure: Procedure) -> str | None:
    assert meeting.held_on is not None
    days = (entry.happened_on - meeting.held_on).days
    if days <= procedure.setting("minutes.circulate-within"):
        return None
    held, given = f"{entry.meeting} was held on {dated(meeting.held_on)}", procedure.given("minutes.circulate-within")
    return f"{held} and its minutes {how} {counted(days, 'day')} later; {given}"


def reached_the_support_officer(file: ContractFile, reached: Iterable[Actor], *days: date) -> bool:
    """Return whether the Contract Support Officer is among those the minutes have gone to (HCC-7.2-d): by the name of
    whoever held the office on one of the days, or by the office, unless the file has it held by others on each.
    """
    return any(_is_support_officer(file, to, day) for to in reached if not to.is_of_the_provider for day in days)


def support_officer_has_minutes(file: ContractFile, meeting: Meeting, by: date = date.max) -> bool:
    """Return whether the Contract Support Officer had the minutes of a meeting by the end of a day, by the office each
    to whom they went held on that day or the meeting's (HCC-7.2-d)."""
    reached, held_on = meeting.had_minutes(by), meeting.held_on or date.max
    return any(reached_the_support_officer(file, (one,), day, held_on) for one, day in reached)


def _is_support_officer(file: ContractFile, to: Actor, day: date) -> bool:
    if file.people.holds(SUPPORT_OFFICER, to.person, day, to.office) is not None:
        return True
    unheld = not file.people.in_office(SUPPORT_OFFICER, day)
    return to.office == SUPPORT_OFFICER and (unheld or office_differs(file, to.person, SUPPORT_OFFICER, day) is None)


def _not_to_support_officer(file: ContractFile, sent: MeetingMinutesCirculated, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(sent.meeting)
    held_on = meeting.held_on if meeting else None
    if reached_the_support_officer(file, _now_with(sent), sent.happened_on, held_on or sent.happened_on):
        return None
    if meeting is not None and support_officer_has_minutes(file, meeting):
        return None
    officer = file.people.holder(SUPPORT_OFFICER, sent.happened_on)
    whom = f"{officer.person}, the Contract Support Officer," if officer else "the Contract Support Officer"
    return f"{whom} is not among those the minutes of {sent.meeting} have gone to"


def _now_with(sent: MeetingMinutesCirculated) -> tuple[Actor, ...]:
    return (*sent.recipients, *((sent.by,) if sent.by is not None else ()))


def _not_to_a_party(file: ContractFile, sent: MeetingMinutesCirculated, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(sent.meeting)
    if meeting is None:
        return NOT_IN_POINT
    missed = _missed(meeting, (*_now_with(sent), *meeting.with_minutes))
    if not missed:
        return None
    return f"by {dated(sent.happened_on)} nobody of {_of(missed)} had been sent the minutes of {sent.meeting}"


def _of(sides: Iterable[str]) -> str:
    return " and ".join(f"the {side.replace('-', ' ')}" for side in sides)


def _missed(meeting: Meeting, reached: Iterable[Actor]) -> list[str]:
    """The sides that were at a meeting and of which nobody was reached."""
    return sorted({one.side for one in meeting.present} - {one.side for one in reached})


def reached_by(file: ContractFile, meeting: Meeting, rule: str, day: date) -> bool:
    """Return whether those whom a sending left out, by a rule of whom minutes are to reach, had them by the end of a
    day: they need not go to all at once (HCC-7.2-b, HCC-7.2-d)."""
    if rule == TO_SUPPORT_OFFICER.id:
        return support_officer_has_minutes(file, meeting, day)
    return rule == TO_ALL_PARTIES and not _missed(meeting, (one for one, _ in meeting.had_minutes(day)))


def reached_on(file: ContractFile, meeting: Meeting, rule: str) -> date | None:
    """Return the day on which the last of those had them whom a sending left out, by such a rule; None where they have
    not been sent them."""
    days = sorted({day for _, day in meeting.had_minutes(date.max)})
    return next((day for day in days if reached_by(file, meeting, rule, day)), None)


def _sent_late(file: ContractFile, sent: MeetingMinutesCirculated, procedure: Procedure) -> str | None:
    """The first sending, and each that first reaches a side that was there; as long as none was late, each that first
    reaches somebody who was there (HCC-7.2-b)."""
    meeting = file.meetings.by_id.get(sent.meeting)
    if meeting is None or meeting.held_on is None:
        return NOT_IN_POINT
    left = _missed(meeting, (*_now_with(sent), *meeting.with_minutes))
    sides = [side for side in _missed(meeting, meeting.with_minutes) if side not in left]
    reached = _of(sides) or few(_reached_first(file, meeting, sent, procedure))
    if meeting.sent and not reached:
        return NOT_IN_POINT
    return _too_late(meeting, sent, f"went out{f' to {reached}' if meeting.sent else ''}", procedure)


def _reached_first(
    file: ContractFile, meeting: Meeting, sent: MeetingMinutesCirculated, procedure: Procedure
) -> list[str]:  # fmt: skip
    """Who was there and is sent the minutes for the first time, where they went to nobody after their time before."""
    held_on, limit = meeting.held_on or date.max, procedure.setting("minutes.circulate-within")
    if any((before.on - held_on).days > limit for before in meeting.sent):
        return []
    now = [Sending(position=0, on=sent.happened_on, to=to, means=sent.means, by=sent.by) for to in sent.recipients]
    still = not_sent(file, meeting.model_copy(update={"sent": (*meeting.sent, *now)}))
    return [one.person for one in not_sent(file, meeting) if one not in still]


def _sent_unwritten(file: ContractFile, sent: MeetingMinutesCirculated, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(sent.meeting)
    if meeting is None:
        return NOT_IN_POINT
    if file.is_minuted(meeting):
        return None
    return f"no minutes of {sent.meeting} are on file as written by {dated(sent.happened_on)}"


TO_ALL_PARTIES = "minutes.to-all-parties"
TO_SUPPORT_OFFICER: Rule[MeetingMinutesCirculated] = Rule(
    id="minutes.to-support-officer",
    citation="HCC-7.2-d",
    level="advise",
    of=MeetingMinutesCirculated,
    field="recipients",
    sentence="The Contract Support Officer receives the minutes whether or not attending.",
    found=_not_to_support_officer,
)
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="meeting.was-held", citation="HCC-7.2-a", level="contradiction", field="meeting",
        of=(AgendaItemConsidered, MeetingMinutesRecorded, MeetingMinutesCirculated), found=_of_no_meeting_held,
        sentence="Only a meeting that was held has matters considered and minutes, and not before it was held.",
    ),
    Rule(
        id="agenda.covered", citation="HCC-7.6-l", level="advise", of=MeetingMinutesRecorded, field="meeting",
        sentence="A meeting covers at least the matters the procedure lists.", found=_agenda_not_covered,
    ),
    Rule(
        id="meeting.next-arranged", citation="HCC-7.6-k", level="advise", of=MeetingMinutesRecorded, field="meeting",
        sentence="The next meeting is arranged before this one is closed.", found=_no_next_meeting,
    ),
    Rule(
        id="minutes.on-file", citation="HCC-7.2-c", level="advise", of=MeetingMinutesRecorded, field="document",
        sentence="Minutes are placed on the contract file.",
        found=lacks("document", "exhibits", found="the minutes themselves are not with the entry"),
    ),
    Rule(
        id="minutes.say-what-is-disputed", citation="HCC-7.2-a", level="advise", of=MeetingMinutesRecorded,
        field="provider_comments",
        found=lacks(
            "provider_comments", where=lambda entry: entry.state == "disputed",
            found="they are disputed, and it is not said in what",
        ),
        sentence="Where minutes are disputed it is on record in what.",
    ),
    Rule(
        id="minutes.once", citation="HCC-7.2-a", level="advise", of=MeetingMinutesRecorded, field="meeting",
        sentence="A meeting has one set of minutes.", found=_minuted_already,
    ),
    Rule(
        id="minutes.written-in-time", citation="HCC-7.2-b", level="advise", of=MeetingMinutesRecorded,
        field="happened_on", sentence="Minutes are written soon after the meeting, in time to go out.",
        found=_written_late,
    ),
    TO_SUPPORT_OFFICER,
    Rule(
        id="minutes.written-before-sent", citation="HCC-7.2-a", level="explain", of=MeetingMinutesCirculated,
        field="meeting", sentence="Minutes are sent round when they have been written.", found=_sent_unwritten,
    ),
    Rule(
        id=TO_ALL_PARTIES, citation="HCC-7.2-b", level="advise", of=MeetingMinutesCirculated,
        field="recipients", sentence="Minutes go to all parties concerned.", found=_not_to_a_party,
    ),
    Rule(
        id="minutes.circulated-in-time", citation="HCC-7.2-b", level="advise", of=MeetingMinutesCirculated,
        field="happened_on", sentence="Minutes go out soon after the meeting.", found=_sent_late,
    ),
)  # fmt: skip
