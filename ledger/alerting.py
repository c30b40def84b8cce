"""Whether the office above that the procedure names was alerted to an issue, by the authority, and when (TVP-5.1-1a);
and whether senior management was briefed on it (TVP-5.1-1b).

Which office that is stands in the procedure's condition TC-07; a procedure in which it does not apply names none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.disputing import issues_of
from ledger.names import counted, in_a_row
from ledger.offices import acted_as, in_office

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Actor
    from ledger.procedures import Procedure
    from ledger.subjects.issues import Issue, IssueEscalated, SeniorManagementBriefed

KNEW, SENIOR_MANAGEMENT = "TC-07", "smg"
MANAGING = ("lead-officer", "deputy-lead-officer", "delegated-officer")
"""Who manages a contract: the lead officer and the deputy (TVP-4.0-7, TVP-4.0-8), or who it was delegated to."""


def alerts(file: ContractFile, issue: Issue, procedure: Procedure) -> list[tuple[date, int]]:
    """Return (day, position) of each alert of an issue to the office; to any higher one, where none is named.

    What the office raised itself it knows from that day; not where the file has whoever raised it in another.
    """
    offices, raised_on = procedure.condition(KNEW).offices, issue.raised_on
    own = raised_on is not None and acted_in_one(file, issue.raised_by, offices, raised_on, procedure)
    itself = [(raised_on, issue.raised)] if own and raised_on else []
    return itself + [
        (on, position)
        for on, office, position in issue.escalated
        if not offices or procedure.is_office(office, offices)
    ]


def briefed_itself(file: ContractFile, issue: Issue, procedure: Procedure) -> bool:
    """Return whether the office above briefed senior management on an issue itself: it knew, whoever told it."""
    offices = procedure.condition(KNEW).offices
    known = [(on, file.at(position)) for on, _, position in briefings(issue, procedure)]
    return any(told is not None and acted_in_one(file, told.entry.by, offices, on, procedure) for on, told in known)


def acted_in_one(
    file: ContractFile, by: Actor | None, offices: Iterable[str], day: date, procedure: Procedure
) -> bool:  # fmt: skip
    """Return whether somebody of the authority acted on a day in one of some offices."""
    return by is not None and by.side == "authority" and any(acted_as(file, by, o, day, procedure) for o in offices)


def briefings(issue: Issue, procedure: Procedure) -> tuple[tuple[date, str, int], ...]:
    """Return (day, body, position) of each briefing of senior management on an issue (TVP-5.1-1b)."""
    return tuple(one for one in issue.briefed if is_senior_management(one[1], procedure))


def briefings_in_turn(file: ContractFile, issue: Issue, procedure: Procedure) -> list[tuple[date, str, int]]:
    """Return the briefings of senior management that came after the office above was told of an issue, or that day."""
    told = min((on for on, _ in alerts(file, issue, procedure)), default=None)
    if told is None:
        return []
    known = [(one, file.at(one[2])) for one in briefings(issue, procedure)]
    return [one for one, recorded in known if recorded is not None and recorded.entry.latest_on >= told]


def briefed_by_another(file: ContractFile, briefed: SeniorManagementBriefed, procedure: Procedure) -> str | None:
    """Return in words that senior management was briefed by somebody else than the office that was told of an issue;
    None where it was by that office, or it is not said by whom."""
    offices = procedure.condition(KNEW).offices
    if briefed.by is None or not offices or in_office(file, briefed.by, offices, briefed.happened_on, procedure):
        return None
    by, titles = procedure.person_in_office(briefed.by), procedure.one_of(offices)
    return f"{by} briefed {briefed.body} on {in_a_row(briefed.matters)}, and is by what is on file not the {titles}"


def reported_for_sign_off(
    file: ContractFile, dispute: str | None, since: date, offices: tuple[str, ...], procedure: Procedure,
    until: date = date.max,
) -> bool:  # fmt: skip
    """Return whether one of some offices briefed senior management on an issue of a dispute, from the day it was
    settled or resolved to another: it then reported that to be signed off (TVP-5.2-3b, TVP-5.2-4c)."""
    named = issues_of(file, dispute) or tuple(file.issues.by_id)  # where the file names none, it can be any
    known = [file.issues.by_id[issue] for issue in named if issue in file.issues.by_id]
    told = [file.at(position) for issue in known for *_, position in briefings(issue, procedure)]
    return any(
        since <= one.entry.latest_on and one.entry.happened_on <= until
        and one.entry.by is not None and in_office(file, one.entry.by, offices, one.entry.happened_on, procedure)
        for one in told if one is not None
    )  # fmt: skip


def is_senior_management(body: str, procedure: Procedure) -> bool:
    """Return whether a body is senior management as the procedure names it; any is, where it names none."""
    meant = procedure.office_meant(body)
    return procedure.office(SENIOR_MANAGEMENT) is None or (meant is not None and meant.id == SENIOR_MANAGEMENT)


def goes_to(to: Actor, procedure: Procedure) -> bool:
    """Return whether taking an issue to somebody is the alert the procedure asks for."""
    row = procedure.condition(KNEW)
    return row.applies and procedure.is_office(to.office, row.offices)


def not_alerted(
    file: ContractFile, issues: Iterable[str], day: date, requested_by: Actor | None, procedure: Procedure
) -> str | None:
    """Return in words of which issues the office had not been alerted by a day (TVP-5.2-1a); None where it had been of
    each, where it asked itself, or where the procedure asks for no alert."""
    row = procedure.condition(KNEW)
    if not row.applies or acted_in_one(file, requested_by, row.offices, day, procedure):
        return None
    known = (file.issues.by_id.get(name) for name in issues)
    lacking = [i.id for i in known if i is not None and not any(on <= day for on, _ in alerts(file, i, procedure))]
    if not lacking:
        return None
    titles = procedure.one_of(row.offices)
    return f"no alert of {', '.join(lacking)} to the {titles} is on file for {dated(day)} or before, nor that it asked"


def late(entry: IssueEscalated, what: str, since: date, procedure: Procedure) -> str | None:
    """Return in words that the office above heard of something later than the procedure gives; None if in time."""
    days = (entry.happened_on - since).days
    if days <= procedure.setting("issue.escalate-within"):
        return None
    return f"{what} on {dated(since)}, {counted(days, 'day')} before; {procedure.given('issue.escalate-within')}"
