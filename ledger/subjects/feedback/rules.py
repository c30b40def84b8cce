"""What is asked of a complaint, of how it was dealt with, and of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, get_args

from ledger.agenda_items import CASES, item_called
from ledger.citing import not_in_force
from ledger.dates.span import came_later
from ledger.dates.working_days import dated
from ledger.privacy.pseudonyms import not_pseudonyms
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.feedback.entries import (
    CaseConsidered,
    ComplaintHandlingReviewed,
    ComplaintReceived,
    ComplimentReceived,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _reviewed_before_received(
    file: ContractFile, reviewed: ComplaintHandlingReviewed, procedure: Procedure
) -> str | None:
    complaint, day = file.feedback.complaints.get(reviewed.complaint), reviewed.latest_on
    if complaint is None or complaint.on is None:
        return None
    received = f"{complaint.id} was received on"
    if later := came_later(received, complaint.on, day):
        return later
    if reviewed.responded_on and reviewed.responded_on < complaint.on:
        return f"{received} {dated(complaint.on)}, after the provider's answer of {dated(reviewed.responded_on)}"
    if reviewed.responded_on and day < reviewed.responded_on:
        return f"it was looked at on {dated(day)}, before the provider's answer of {dated(reviewed.responded_on)}"
    return None


def _case_at_no_meeting(file: ContractFile, case: CaseConsidered, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(case.meeting) if case.meeting else None
    if meeting is None:
        return None
    if meeting.held_on is None:
        return f"{meeting.id} is not on file as held; record first that it was held"
    if case.latest_on < meeting.held_on:
        return f"{meeting.id} was held on {dated(meeting.held_on)}, after the day the case was considered"
    return None


def _case_as_its_meeting_has_it(file: ContractFile, case: CaseConsidered, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(case.meeting) if case.meeting else None
    if meeting is None or meeting.held_on is None:
        return NOT_IN_POINT
    if case.happened_on > meeting.held_on:
        held = f"{meeting.id} was held on {dated(meeting.held_on)}"
        return f"{held} and it is dated {dated(case.happened_on)}; what was considered later is of another meeting"
    over = [one for one in meeting.items if item_called(one.item, procedure) == CASES]
    if over and not over[-1].covered:
        return f"by entry {over[-1].position} particular cases were passed over at {meeting.id}; correct what is wrong"
    return None


def _case_not_a_pseudonym(
    file: ContractFile, entry: CaseConsidered | ComplaintReceived, procedure: Procedure
) -> str | None:
    return not_pseudonyms([entry.case])


Touching: TypeAlias = ComplaintReceived | ComplimentReceived | CaseConsidered


def _standard_not_there(file: ContractFile, entry: Touching, procedure: Procedure) -> str | None:
    return not_in_force(file, entry, entry.standards, entry.happened_on, entry.latest_on)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="complaint.reviewed-after-received", citation="HCC-7.6-b", level="contradiction",
        of=ComplaintHandlingReviewed, field="happened_on", found=_reviewed_before_received,
        sentence="A complaint is answered after it was received, and looked at after that.",
    ),
    Rule(
        id="case.considered-at-meeting-held", citation="HCC-7.6-i", level="contradiction", of=CaseConsidered,
        field="meeting", sentence="A case is considered at a meeting that was held.", found=_case_at_no_meeting,
    ),
    Rule(
        id="case.considered-at-a-meeting", citation="HCC-7.6-i", level="advise", of=CaseConsidered, field="meeting",
        sentence="Particular cases are considered at a meeting.",
        found=lacks("meeting", found="no meeting is named at which it was considered"),
    ),
    Rule(
        id="case.as-its-meeting-has-it", citation="HCC-7.6-i", level="advise", of=CaseConsidered, field="happened_on",
        sentence="A case is considered on the day of its meeting, which did not pass particular cases over.",
        found=_case_as_its_meeting_has_it,
    ),
    Rule(
        id="case.by-pseudonym", citation="CPC307-K1", level="contradiction", of=(CaseConsidered, ComplaintReceived),
        field="case", sentence="A case is named by its pseudonym.", found=_case_not_a_pseudonym,
    ),
    Rule(
        id="complaint.response-on-record", citation="HCC-7.6-b", level="advise", of=ComplaintHandlingReviewed,
        field="provider_response", sentence="It is on record how the provider dealt with a complaint.",
        found=lacks(
            "provider_response", where=lambda entry: entry.judgement != "not-yet-known",
            found="it is not said what the provider did about it",
        ),
    ),
    Rule(
        id="feedback.standard-on-file", citation="HCC-6.1-b", level="advise", of=get_args(Touching), field="standards",
        sentence="The standard a complaint, a compliment or a case touches is one in force.",
        found=_standard_not_there,
    ),
)  # fmt: skip
