"""When the Contract Support Officer is asked to a meeting: before the start, at the first, on contractual matters, in
the last year (HCC-7.5-a to HCC-7.5-e); asked by rules, by the agenda and by the duty to ask the officer to it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from ledger.dates.working_days import dated, months_before
from ledger.names import counted, few
from ledger.offices import was_consulted
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.meetings.entries import KindOfMeeting, MeetingScheduled
from ledger.subjects.meetings.register import MONITORING, Meeting

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

SUPPORT_OFFICER = "contract-support-officer"
Why = Literal["HCC-7.5-a", "HCC-7.5-b", "HCC-7.5-d", "HCC-7.5-e"]
"""Which part of the text asks for the officer."""
ASKED_IN: tuple[Why, ...] = ("HCC-7.5-d", "HCC-7.5-e")
"""Those by which the officer is asked to come, and not to attend whatever happens."""


def asked_to(
    file: ContractFile, day: date, kind: KindOfMeeting, procedure: Procedure, meeting: str | None = None,
    *, contractual: bool = False, arranged: bool = False, known_on: date | None = None,
) -> dict[Why, str]:  # fmt: skip
    """Return why the officer is asked to a meeting on a day: what asks for it -> the reason, in words.

    `meeting`: its id, if it has one already; `contractual`: whether it was said that such a matter is on its agenda;
    `arranged`: whether it is still to be held: while another is arranged before it, that one is the first;
    `known_on`: the day as at which it is asked, where that is before the meeting: a start that is still to come then is
    taken to be kept (docs/adr/0330).
    """
    reasons: dict[Why, str] = {}
    start, end = file.started_on(), file.end_date(day)
    if kind == "pre-start" or (start is not None and day < start):
        starts = f" (it starts on {dated(start)})" if start else ""
        reasons["HCC-7.5-a"] = f"it is a meeting before the contract starts{starts}"
    elif kind in MONITORING and kind != "first" and (unshown := file.start_unshown(known_on or day)):
        reasons["HCC-7.5-a"] = f"that the service began is not on file (it was to start on {dated(unshown)})"
    elif kind in MONITORING:
        earlier = start and [m for m in file.meetings.held_between(start, day) if m.id != meeting]
        another = arranged and start and file.meetings.awaited_before(start, day, meeting)
        if not another and (kind == "first" or (start and not earlier)):
            since = f" on {dated(start)}" if start else ""
            reasons["HCC-7.5-b"] = f"it is the first meeting after the start{since}"
    unsettled = [issue.id for issue in file.issues.open() if issue.contractual]
    if unsettled:
        reasons["HCC-7.5-d"] = f"{few(unsettled)}, of a contractual nature, is open"
    elif contractual:
        reasons["HCC-7.5-d"] = "a contractual matter is on the agenda"
    if end is not None and day <= end:
        months = procedure.setting("meeting.support-officer-before-end")
        if months_before(end, months) <= day:  # the review falls due on that very day
            reasons["HCC-7.5-e"] = f"the contract ends on {dated(end)}, within {counted(months, 'month')}"
    return reasons


def _not_expected(file: ContractFile, entry: MeetingScheduled, procedure: Procedure) -> str | None:
    """Where nobody is named as expected it stays open who is, unless it is said that the matter is contractual."""
    why = asked_to(
        file, entry.planned_for, entry.meeting_kind, procedure, contractual=entry.contractual, arranged=True,
        known_on=entry.happened_on,
    )  # fmt: skip
    if not why or not (entry.expected or entry.contractual):
        return NOT_IN_POINT
    if is_expected(entry.expected, procedure):
        return None
    return f"the {procedure.office_title(SUPPORT_OFFICER)} is not among those expected, and {'; '.join(why.values())}"


def was_asked(file: ContractFile, meeting: Meeting, procedure: Procedure, why: Why, by: date = date.max) -> bool:
    """Return whether, by a day, the officer was asked to a meeting that was arranged: expected at it from the first, or
    talked to about it. Of contractual matters, a talk about the issue since is one too (HCC-7.5-d); of another matter,
    none is."""
    if not meeting.planned:
        return False
    arranged, matters = meeting.planned[0][0], _matters(file, meeting) if why == "HCC-7.5-d" else set[str]()
    talks = [
        (c.on, c.meeting, c.about) for c in file.records.consultations if was_consulted(file, c, SUPPORT_OFFICER)
    ]  # fmt: skip
    talks += [
        (c.on, c.meeting, (c.issue,) if c.issue else ())
        for c in file.contacts.by_id.values() if c.on and SUPPORT_OFFICER in c.offices
    ]  # fmt: skip
    return is_expected(meeting.expected, procedure) or any(
        on <= by and (named == meeting.id or (named is None and on >= arranged and not matters.isdisjoint(about)))
        for on, named, about in talks
    )


def _matters(file: ContractFile, meeting: Meeting) -> set[str]:
    """The contractual issues for which the officer is asked to a meeting: those that are open; where none is and its
    agenda has such a matter, any."""
    contractual = [issue for issue in file.issues.by_id.values() if issue.contractual]
    open_ = {issue.id for issue in contractual if issue.is_open}
    return open_ or ({issue.id for issue in contractual} if meeting.contractual else set())


def is_expected(expected: tuple[str, ...], procedure: Procedure) -> bool:
    """Return whether the officer is among those expected at a meeting, by the id or the title of the office."""
    names = {SUPPORT_OFFICER, procedure.office_title(SUPPORT_OFFICER).lower()}
    return any(name.lower() in names for name in expected)


INVITED: Rule[MeetingScheduled] = Rule(
    id="meeting.support-officer-invited",
    citation="HCC-7.5-d",
    level="advise",
    of=MeetingScheduled,
    field="expected",
    sentence="The Contract Support Officer is asked to the first meeting, to contractual matters and near the end.",
    found=_not_expected,
)
RULES: tuple[AnyRule, ...] = (INVITED,)
