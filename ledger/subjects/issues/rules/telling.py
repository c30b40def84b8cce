"""What is asked when the provider is told of an issue, and when what it said of one is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.issues.entries import IssueNotifiedToProvider, RepresentationsAnswered
from ledger.telling import (
    awaiting_minutes,
    first_told,
    knew_of_it,
    missed_the_provider,
    talked_of,
    told_late,
    told_too_soon,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _told_late(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    return told_late(file, told.issue, told.happened_on, procedure)


def _told_too_soon(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    return told_too_soon(file, told.issue, told.latest_on)


def _not_to_the_provider(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    if told.recipient is None and (told.by is None or not told.by.is_of_the_provider):
        return NOT_IN_POINT  # nobody is named
    return missed_the_provider(file, told)


def _told_another_day(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(told.meeting) if told.meeting else None
    if told.means != "minuted-meeting" or meeting is None or meeting.held_on is None:
        return NOT_IN_POINT
    held = file.at(meeting.held) if meeting.held else None
    if told.happened_on <= meeting.held_on <= told.latest_on or (held is not None and held.entry.about):
        return None
    return (
        f"{meeting.id} was held on {dated(meeting.held_on)}, and {told.issue} is said to be told at it on another day"
    )


def _no_such_meeting(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    if told.means != "minuted-meeting":
        return NOT_IN_POINT
    held = [m for m in file.meetings.by_id.values() if m.held_on is not None]
    if told.meeting:
        there = any(m.id == told.meeting for m in held)  # that it was another day contradicts the file
    else:
        there = any(told.happened_on <= m.held_on <= told.latest_on for m in held if m.held_on)
    if there:
        return None
    named = f"{told.meeting} is not on file as held" if told.meeting else "no meeting is named"
    return f"{named}, and none held on {dated(told.happened_on)} is on file"


def _is_not_the_first(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> bool:
    """Whether this is not how the provider was first told: it was told before, or this reached nobody of it."""
    heard = first_told(file, told.issue, procedure) or awaiting_minutes(file, told.issue, procedure)
    return heard is not None or missed_the_provider(file, told) is not None


def _first_told_unrecorded(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    day = told.happened_on
    if _is_not_the_first(file, told, procedure) or any(look(file, told.issue, day) for look in (talked_of, knew_of_it)):
        return NOT_IN_POINT  # of a talk before it, that was asked; what it knew itself it does not first hear
    if told.means == "unrecorded":
        return f"the provider first heard of {told.issue} in a talk of which nothing was written"
    return None


def _first_told_otherwise(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    if _is_not_the_first(file, told, procedure) or told.means == "unrecorded":
        return NOT_IN_POINT  # of a talk another rule asks
    if told.means in ("e-mail", "minuted-meeting"):
        return None
    return f"the provider was first told of {told.issue} by {told.means}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="issue.told-at-once",
        citation="HCC-7.6-d",
        level="explain",
        of=IssueNotifiedToProvider,
        field="happened_on",
        sentence="Day-to-day issues are put to the provider as they arise.",
        found=_told_late,
    ),
    Rule(
        id="issue.told-after-noticed",
        citation="HCC-7.6-e",
        level="explain",
        of=IssueNotifiedToProvider,
        field="happened_on",
        sentence="The provider is told of an issue when it has been noticed, not before.",
        found=_told_too_soon,
    ),
    Rule(
        id="issue.told-to-the-provider",
        citation="HCC-7.6-d",
        level="explain",
        of=IssueNotifiedToProvider,
        field="recipient",
        sentence="It is the provider that is told of an issue; telling somebody of our own tells it nothing.",
        found=_not_to_the_provider,
    ),
    Rule(
        id="issue.told-on-the-meetings-day",
        citation="TVP-5.1-2a",
        level="contradiction",
        of=IssueNotifiedToProvider,
        field="meeting",
        sentence="What is told at a meeting is told on the day it was held.",
        found=_told_another_day,
    ),
    Rule(
        id="issue.told-at-a-meeting-on-file",
        citation="TVP-5.1-2a",
        level="explain",
        of=IssueNotifiedToProvider,
        field="meeting",
        sentence="A meeting at which the provider is told of an issue is on file as held.",
        found=_no_such_meeting,
    ),
    Rule(
        id="issue.told-in-recorded-form",
        citation="TVP-5.1-2b",
        level="advise",
        of=IssueNotifiedToProvider,
        field="means",
        sentence="A concern is first put to the provider in a form that leaves a record.",
        found=_first_told_unrecorded,
    ),
    Rule(
        id="issue.told-by-mail-or-at-a-meeting",
        citation="TVP-5.1-2a",
        level="advise",
        of=IssueNotifiedToProvider,
        field="means",
        sentence="A concern is first put to the provider by e-mail, or at a meeting whose minutes record it.",
        found=_first_told_otherwise,
    ),
    Rule(
        id="representations.answer-says-what",
        citation="HCC-2.1-b",
        level="advise",
        of=RepresentationsAnswered,
        field="outcome",
        sentence="An answer to what the provider said tells whether it is accepted, or why not.",
        found=lacks(
            "outcome",
            "words",
            "exhibits",
            found="neither whether it is accepted nor why is said, nor is the answer filed",
        ),
    ),
)
