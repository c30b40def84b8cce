"""What is asked of raising an issue, and of alerting the offices above to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, get_args

from ledger import alerting
from ledger.citing import not_in_force
from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.names import in_a_row
from ledger.offices import in_office
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.issues.entries import (
    IssueEscalated,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    IssueSignificanceAssessed,
    SeniorManagementBriefed,
)
from ledger.telling import began
from ledger.transition import bound_until

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


Later: TypeAlias = (
    IssueSignificanceAssessed | IssueEscalated | SeniorManagementBriefed | IssueResolved | IssueReopened
)  # fmt: skip
"""What is done about an issue that was noticed."""


def _before_it_was_noticed(file: ContractFile, entry: Later, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(entry.issue or "")
    if issue is None or issue.noticed_on is None or entry.latest_on >= issue.noticed_on:
        return None
    return f"it is of {dated(entry.latest_on)}, and {issue.id} was noticed on {dated(issue.noticed_on)}"


def _alerted_by_the_provider(file: ContractFile, entry: IssueEscalated, procedure: Procedure) -> str | None:
    if not alerting.goes_to(entry.to, procedure):
        return NOT_IN_POINT
    if entry.by is None or not entry.by.is_of_the_provider:
        return None
    by, to = procedure.person_in_office(entry.by), procedure.person_in_office(entry.to)
    return f"{by}, of the provider, took {in_a_row(entry.matters)} to {to}; whoever manages the contract did not"


def _alerted_by_another(file: ContractFile, entry: IssueEscalated, procedure: Procedure) -> str | None:
    if not alerting.goes_to(entry.to, procedure) or entry.by is None or entry.by.is_of_the_provider:
        return NOT_IN_POINT
    above = procedure.condition(alerting.KNEW).offices  # the office above may have found the issue itself
    if in_office(file, entry.by, (*alerting.MANAGING, *above), entry.happened_on, procedure):
        return None
    by, to = procedure.person_in_office(entry.by), procedure.person_in_office(entry.to)
    managing = " nor ".join(procedure.office_in_words(office) for office in alerting.MANAGING)
    return f"{by} took {in_a_row(entry.matters)} to {to}, and is by what is on file neither {managing}"


def _alerted_late(file: ContractFile, entry: IssueEscalated, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(entry.issue or "")
    noticed = issue.noticed_on if issue else None
    if (
        issue is None
        or noticed is None
        or not alerting.goes_to(entry.to, procedure)
        or alerting.alerts(file, issue, procedure)
    ):
        return NOT_IN_POINT  # only the first alert is asked about
    return alerting.late(entry, f"{issue.id} was noticed", noticed, procedure)


def _briefed_elsewhere(file: ContractFile, briefed: SeniorManagementBriefed, procedure: Procedure) -> str | None:
    if procedure.office(alerting.SENIOR_MANAGEMENT) is None:
        return NOT_IN_POINT
    if alerting.is_senior_management(briefed.body, procedure):
        return None
    return f"{briefed.body} is not the {procedure.office_title(alerting.SENIOR_MANAGEMENT)}, and is told nothing for it"


def _briefed_by_another(file: ContractFile, briefed: SeniorManagementBriefed, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(briefed.issue or "")
    if (
        issue is None
        or briefed.by is None
        or not alerting.alerts(file, issue, procedure)
        or not alerting.is_senior_management(briefed.body, procedure)
        or alerting.briefings_in_turn(file, issue, procedure)
    ):
        return NOT_IN_POINT  # only the first briefing in turn is asked about: later ones keep it informed (TVP-5.1-4a)
    return alerting.briefed_by_another(file, briefed, procedure)


def _standard_not_there(file: ContractFile, issue: IssueRaised, procedure: Procedure) -> str | None:
    days = (issue.noticed_on,) if issue.noticed_on else (issue.happened_on, issue.latest_on)
    return not_in_force(file, issue, issue.standards, *days)


def _outside_the_contract(file: ContractFile, issue: IssueRaised, procedure: Procedure) -> str | None:
    first, end = began(file), bound_until(file, procedure)
    if first is None:
        return NOT_IN_POINT
    latest = issue.noticed_on or issue.latest_on
    if latest < first:
        return f"it was noticed on {dated(latest)}, before the contract began on {dated(first)}"
    earliest = issue.noticed_on or issue.happened_on
    if end is not None and earliest > end:
        return f"it was noticed on {dated(earliest)}, after the contract ended on {dated(end)}"
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="issue.noticed-before-raised",
        citation="HCC-7.6-e",
        level="contradiction",
        of=IssueRaised,
        field="noticed_on",
        sentence="An issue is noticed no later than it is raised.",
        found=out_of_order(
            "happened_on",
            "noticed_on",
            found="it was noticed on {earlier}, after the day it was raised: it is noticed on that day or earlier",
        ),
    ),
    Rule(
        id="issue.under-a-contract",
        citation="HCC-7.6-e",
        level="explain",
        of=IssueRaised,
        field="happened_on",
        sentence="What is noticed as an issue is noticed while there is a contract.",
        found=_outside_the_contract,
    ),
    Rule(
        id="issue.dealt-with-after-noticed",
        citation="HCC-7.6-e",
        level="contradiction",
        of=get_args(Later),
        field="happened_on",
        sentence="What is done about an issue is done after it was noticed.",
        found=_before_it_was_noticed,
    ),
    Rule(
        id="issue.senior-management-briefed",
        citation="TVP-5.1-1b",
        level="advise",
        of=SeniorManagementBriefed,
        field="body",
        sentence="Who is briefed on an issue is senior management, as the procedure names it.",
        found=_briefed_elsewhere,
    ),
    Rule(
        id="issue.briefed-by-whoever-was-told",
        citation="TVP-5.1-1b",
        level="advise",
        of=SeniorManagementBriefed,
        field="by",
        sentence="The office above, once it was told of an issue, briefs senior management in turn.",
        found=_briefed_by_another,
    ),
    Rule(
        id="issue.alerted-by-the-authority",
        citation="TVP-5.1-1a",
        level="explain",
        of=IssueEscalated,
        field="by",
        sentence="The authority makes the office above aware of an issue; what the provider tells it is no such alert.",
        found=_alerted_by_the_provider,
    ),
    Rule(
        id="issue.alerted-by-whoever-manages-it",
        citation="TVP-5.2-1a",
        level="advise",
        of=IssueEscalated,
        field="by",
        sentence="Whoever manages the contract alerts the office above to an issue.",
        found=_alerted_by_another,
    ),
    Rule(
        id="issue.alerted-in-time",
        citation="TVP-5.1-1a",
        level="advise",
        of=IssueEscalated,
        field="happened_on",
        sentence="The office above hears of an issue as early as can be.",
        found=_alerted_late,
    ),
    Rule(
        id="issue.cites-standard",
        citation="HCC-6.1-b",
        level="advise",
        of=IssueRaised,
        field="standards",
        sentence="An issue cites the standard of the specification that was not met.",
        found=lacks("standards", found="no standard is cited"),
    ),
    Rule(
        id="issue.standard-on-file",
        citation="HCC-6.1-b",
        level="advise",
        of=IssueRaised,
        field="standards",
        sentence="The standard an issue cites is in the specification or a service level agreement in force.",
        found=_standard_not_there,
    ),
)
