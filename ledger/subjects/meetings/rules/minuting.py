"""What is asked of the matters considered at a meeting and of its minutes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from ledger.agenda_items import AN_ID, is_on_agenda, item_called, near_items, parts_meant
from ledger.assessing import against_its_settlement, time_not_shown
from ledger.confirming import ISSUES_RAISED_BEFORE, closed_on, found_otherwise, never_told, not_confirmed
from ledger.dates.span import came_later
from ledger.dates.working_days import dated, shifted
from ledger.entry import Actor
from ledger.examining import ACTIVITY, looked_at, nothing_of_it_named, shortfalls, unexamined
from ledger.names import counted, few
from ledger.offices import office_differs
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.meetings.entries import (
    AgendaItemConsidered,
    Confirmation,
    MeetingMinutesCirculated,
    MeetingMinutesRecorded,
)
from ledger.subjects.meetings.register import Meeting, agenda_of, missing_items
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


def _on_no_agenda(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """A meeting covers "at least" what is listed, so another matter may be said in words; what is written as ids are
    and is none, or in some of the words of one, was meant for one and covers nothing."""
    if not procedure.agenda:
        return NOT_IN_POINT
    if is_on_agenda(item.item, file.meetings.by_id.get(item.meeting), procedure):
        return None
    near = near_items(item.item, procedure)
    if not near and not AN_ID.fullmatch(item.item):
        return NOT_IN_POINT
    like = f"; it may be {' or '.join(near)}" if near else ""
    return f"{item.item} is no item of {procedure.ref}, nor was it put on the agenda of {item.meeting}{like}"


def _covered_and_not(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """Said in one entry, or by another of the same meeting."""
    if item.covered and item.not_covered_reason is not None:
        return "it is given why it was not covered, and not that it was not (covered): it counts as not covered"
    meeting, called = file.meetings.by_id.get(item.meeting), item_called(item.item, procedure)
    parts = set(parts_meant(item.item, procedure))
    before = [
        one for one in (meeting.items if meeting else ()) if item_called(one.item, procedure) == called
        and (not parts or parts & {*parts_meant(one.item, procedure)})
    ]  # fmt: skip
    if not before:
        return NOT_IN_POINT
    otherwise = [one for one in before if one.covered is not item.covered and (one.covered or one.explained)]
    if not otherwise:
        return None
    other = "considered" if otherwise[-1].covered else "passed over"
    return f"by entry {otherwise[-1].position} it was {other} at {item.meeting}; correct the one that is wrong"


def _no_outcome(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    meeting, called = file.meetings.by_id.get(item.meeting), item_called(item.item, procedure)
    left = meeting.parts_left(called, procedure) if meeting else parts_meant(called, procedure)
    meant = [part for part in parts_meant(item.item, procedure) if part in left]
    if not meant or not item.covered or item.not_covered_reason is not None:
        return NOT_IN_POINT
    if item.outcome is not None:
        return None
    each = f", of all of it or of each under its own name ({meant[0]})" if len(meant) > 1 else ""
    return f"it is not on record what came of {', '.join(meant)}: until it is{each}, that counts as not covered"


def _considered_afterwards(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(item.meeting)
    if meeting is None or meeting.held_on is None:
        return NOT_IN_POINT
    if item.happened_on <= meeting.held_on:
        return None
    held = f"{meeting.id} was held on {dated(meeting.held_on)}"
    return f"{held} and it is dated {dated(item.happened_on)}; what was considered later is of another meeting"


def _nothing_confirmed(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """Of issues noticed before the meeting that were open after the one before it: settled since, or still open."""
    meeting = file.meetings.by_id.get(item.meeting)
    if item_called(item.item, procedure) != ISSUES_RAISED_BEFORE or not item.covered:
        return NOT_IN_POINT
    if meeting is None or meeting.held_on is None:
        return NOT_IN_POINT
    looked_at = {one.issue for one in item.confirmations} | {one.issue for one, _ in meeting.confirmations}
    missed = not_confirmed(file, meeting.held_on, looked_at)
    return f"it is covered, and nothing is confirmed of {', '.join(missed)}" if missed else None


def _has_a_day(file: ContractFile, named: str, day: date) -> bool:
    """Whether an issue was found settled by a day, or its plan names one it is to be right by."""
    issue = file.issues.by_id.get(named)
    if issue is None:
        return False
    return issue.plan_due is not None or any(well and on <= day for on, well, _ in issue.resolved)


def _confirmed_both_ways(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """What one meeting confirms of an issue, in this and in its other items, is one thing."""
    meeting = file.meetings.by_id.get(item.meeting)
    before = [(one, f"entry {at}") for one, at in (meeting.confirmations if meeting else ())]
    told, found = dict[str, tuple[Confirmation, str]](), []
    for one, where in (*before, *((one, "this entry") for one in item.confirmations)):
        earlier, named = told.setdefault(one.issue, (one, where))
        times = {earlier.in_time, one.in_time} - {None}
        if earlier.satisfactory != one.satisfactory or len(times) > 1:
            found.append(f"{one.issue}: {_confirmed(earlier)} ({named}), and {_confirmed(one)} ({where})")
    if not item.confirmations:
        return NOT_IN_POINT
    return f"{item.meeting} confirms it both ways of {'; '.join(found)}" if found else None


def _confirmed(one: Confirmation) -> str:
    time = {True: ", in time", False: ", not in time", None: ""}[one.in_time]
    return f"{'settled well' if one.satisfactory else 'not settled well'}{time}"


def _confirmed_otherwise(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(item.meeting)
    day = meeting.held_on if meeting and meeting.held_on else item.happened_on
    closed = [said for one in item.confirmations if not one.satisfactory and (said := closed_on(file, one.issue, day))]
    if closed:
        return f"{'; '.join(closed)}; where it is open again, record first that it came back"
    of_the_time = [
        one for one in item.confirmations
        if one.satisfactory and one.in_time is not None and _has_a_day(file, one.issue, day)
    ]  # fmt: skip
    if not of_the_time:
        return NOT_IN_POINT
    found = (against_its_settlement(file, one.issue, day, one.in_time) for one in of_the_time)
    return "; ".join(said for said in found if said) or None


def _not_as_on_file(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(item.meeting)
    day = meeting.held_on if meeting and meeting.held_on else item.happened_on
    held = [(one, issue) for one in item.confirmations if (issue := file.issues.by_id.get(one.issue)) is not None]
    if not held:
        return NOT_IN_POINT
    found = [
        f"{issue.id} is confirmed as settled well, and the provider is not on file as told of it" for one, issue in held
        if one.satisfactory and never_told(file, issue, day)
    ]  # fmt: skip
    others = (found_otherwise(file, i, day, well=one.satisfactory, meeting=item.meeting) for one, i in held)
    return "; ".join([*found, *(said for said in others if said)]) or None


def _time_not_shown(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """Where the item's own words say nothing of it either."""
    in_time = [one.issue for one in item.confirmations if one.satisfactory and one.in_time]
    if not in_time or item.discussion or item.outcome:
        return NOT_IN_POINT
    meeting = file.meetings.by_id.get(item.meeting)
    day = meeting.held_on if meeting and meeting.held_on else item.happened_on
    return "; ".join(said for issue in in_time if (said := time_not_shown(file, issue, day))) or None


def shortfall_left(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """Find that nothing is said of activity that came to less than was aimed at, and that no meeting before examined
    or this one cites: neither what was done, nor why nothing, here or where it looked at it elsewhere (HCC-7.6-g)."""
    meeting = file.meetings.by_id.get(item.meeting)
    if item_called(item.item, procedure) != ACTIVITY or not item.covered or meeting is None or not meeting.held_on:
        return NOT_IN_POINT
    found, before = shortfalls(file, meeting.held_on), shifted(meeting.held_on, -1)
    left_open = unexamined(
        file, ACTIVITY, [(at, one.happened_on) for at, one in found.items()], before, lambda _: procedure
    )
    seen = looked_at(file, item.concerns)
    short = {
        at: f"{one.measure} for {one.period} ({one.difference}; entry {at})" for at, one in found.items()
        if at in seen or at in left_open or one.happened_on == meeting.held_on
    }  # fmt: skip
    if not short:
        return NOT_IN_POINT
    items = (r.entry for r in file.of(AgendaItemConsidered) if isinstance(r.entry, AgendaItemConsidered))
    told = [
        looked_at(file, one.concerns) for one in items
        if one.meeting == item.meeting and one.covered and (one.discussion or one.outcome)
        and item_called(one.item, procedure) == ACTIVITY
    ]  # fmt: skip
    left = [
        said for at, said in short.items() if not file.actions.answers_to(at, item.meeting)
        and not any(at in those or not those for those in told)
    ]  # fmt: skip
    if item.discussion or item.outcome or not left:
        return None
    return f"it is not said what is done, or why nothing, about activity below what was aimed at: {few(left)}"


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
    if meeting is None or meeting.held_on is None or meeting.minutes:
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
    """The first sending, and each that first reaches a side that was there (HCC-7.2-b)."""
    meeting = file.meetings.by_id.get(sent.meeting)
    if meeting is None or meeting.held_on is None:
        return NOT_IN_POINT
    left = _missed(meeting, (*_now_with(sent), *meeting.with_minutes))
    reached = [side for side in _missed(meeting, meeting.with_minutes) if side not in left]
    if meeting.sent and not reached:
        return NOT_IN_POINT
    return _too_late(meeting, sent, f"went out{f' to {_of(reached)}' if meeting.sent else ''}", procedure)


def _sent_unwritten(file: ContractFile, sent: MeetingMinutesCirculated, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(sent.meeting)
    if meeting is None:
        return NOT_IN_POINT
    if meeting.minutes:
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
        id="agenda.reason-where-passed-over", citation="HCC-7.6-l", level="advise", of=AgendaItemConsidered,
        field="not_covered_reason", sentence="Where a matter is not covered the record says why.",
        found=lacks("not_covered_reason", where=lambda entry: not entry.covered, found="it is not said why"),
    ),
    Rule(
        id="agenda.item-known", citation="HCC-7.6-l", level="advise", of=AgendaItemConsidered, field="item",
        sentence="What is considered stands on the agenda, by its id or title.", found=_on_no_agenda,
    ),
    Rule(
        id="agenda.covered-or-passed-over", citation="HCC-7.6-l", level="advise", of=AgendaItemConsidered,
        field="covered", sentence="A matter is either considered at a meeting or passed over.", found=_covered_and_not,
    ),
    Rule(
        id="agenda.outcome-of-each-part", citation="HCC-7.6-j", level="advise", of=AgendaItemConsidered,
        field="outcome", found=_no_outcome,
        sentence="Of a matter that has several parts it is on record what came of each, or of them together.",
    ),
    Rule(
        id="agenda.considered-at-its-meeting", citation="HCC-7.6-l", level="advise", of=AgendaItemConsidered,
        field="happened_on", sentence="What is considered at a meeting is considered on its day.",
        found=_considered_afterwards,
    ),
    Rule(
        id="agenda.issues-confirmed", citation="HCC-7.6-a", level="advise", of=AgendaItemConsidered,
        field="confirmations", found=_nothing_confirmed,
        sentence="A meeting confirms of each issue raised before whether it was settled well and in time.",
    ),
    Rule(
        id="agenda.looked-at-what-it-is", citation="HCC-7.6-h", level="advise", of=AgendaItemConsidered,
        field="concerns", found=nothing_of_it_named,
        sentence="What is looked at under a matter is of its sort: surveys under surveys, figures under activity.",
    ),
    Rule(
        id="agenda.says-what-is-done-about-a-shortfall", citation="HCC-7.6-g", level="advise", of=AgendaItemConsidered,
        field="outcome", found=shortfall_left,
        sentence="Where activity is below its target the meeting says what is done about it, or why nothing is.",
    ),
    Rule(
        id="agenda.says-when-it-was-settled", citation="HCC-7.6-a", level="advise", of=AgendaItemConsidered,
        field="discussion", found=_time_not_shown,
        sentence="Of an issue confirmed as settled in time it is on record when it was.",
    ),
    Rule(
        id="agenda.one-finding-of-an-issue", citation="HCC-7.6-a", level="explain", of=AgendaItemConsidered,
        field="confirmations", found=_confirmed_both_ways,
        sentence="One meeting finds one thing of an issue: settled well or not, in time or not.",
    ),
    Rule(
        id="agenda.confirmed-as-settled", citation="HCC-7.6-a", level="explain", of=AgendaItemConsidered,
        field="confirmations", found=_confirmed_otherwise,
        sentence="What a meeting confirms of an issue is what it was found settled as, and what its dates say.",
    ),
    Rule(
        id="agenda.confirmed-as-on-file", citation="HCC-7.6-a", level="advise", of=AgendaItemConsidered,
        field="confirmations", found=_not_as_on_file,
        sentence="An issue that a meeting confirms as settled was put to the provider, and one found settled is not "
        "found otherwise later unless it came back.",
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
