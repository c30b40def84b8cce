"""What is asked when an issue is raised and the provider told of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, get_args

from ledger import alerting, significance
from ledger.assessing import against_its_plan
from ledger.citing import not_in_force
from ledger.entry import own
from ledger.plans import due_after_the_end
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.span import came_later, out_of_order
from ledger.subjects.issues.entries import (
    IssueEscalated,
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    IssueSignificanceAssessed,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
    SeniorManagementBriefed,
)
from ledger.telling import first_told, missed_the_provider, talked_of, told_late, told_too_soon
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

Later: TypeAlias = (
    IssueSignificanceAssessed | IssueEscalated | SeniorManagementBriefed | IssueResolved | IssueReopened
)  # fmt: skip
"""What is done about an issue that was noticed."""


def _told_late(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    return told_late(file, told.issue, told.happened_on, procedure)


def _told_too_soon(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    return told_too_soon(file, told.issue, told.latest_on)


def _not_to_the_provider(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    if told.recipient is None and (told.by is None or not told.by.is_of_the_provider):
        return NOT_IN_POINT  # nobody is named
    return missed_the_provider(file, told)


def _settled_too_soon(file: ContractFile, settled: IssueResolved, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(settled.issue)
    noticed = (issue.noticed_on or issue.raised_on) if issue else None
    if noticed is None or settled.latest_on >= noticed:
        return None
    return f"{settled.issue} was noticed on {dated(noticed)}, after {dated(settled.latest_on)}"


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


def _first_told_unrecorded(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    if first_told(file, told.issue) is not None or talked_of(file, told.issue, told.happened_on) is not None:
        return NOT_IN_POINT  # only how it was first told is asked; of a talk logged, its own rule asks
    if told.means == "unrecorded":
        return f"the provider first heard of {told.issue} in a talk of which nothing was written"
    return None


def _before_it_was_noticed(file: ContractFile, entry: Later, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(entry.issue)
    if issue is None or issue.noticed_on is None or entry.latest_on >= issue.noticed_on:
        return None
    return f"it is of {dated(entry.latest_on)}, and {issue.id} was noticed on {dated(issue.noticed_on)}"


def _more_than_there_is(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    people, of, worth, year = (
        assessed.clients_affected, assessed.client_group, assessed.value_affected, assessed.annual_value,
    )  # fmt: skip
    if people is not None and of is not None and people > of:
        return f"{people} people are affected, of {of} who receive the service"
    # A year worth nothing is one whose value is not known: another rule says so.
    if worth and year and year.pence and worth.currency == year.currency and worth.pence > year.pence:
        return f"{worth} is affected, of {year} in a year"
    shares = [share for share in (assessed.client_share, assessed.value_share) if share is not None]
    beyond = [share for share in shares if not 0 <= Decimal(share) <= 100]
    return f"a share of {beyond[0]} percent is affected" if beyond else None


def _alerted_by_the_provider(file: ContractFile, entry: IssueEscalated, procedure: Procedure) -> str | None:
    if not alerting.goes_to(entry.to, procedure):
        return NOT_IN_POINT
    if entry.by is None or not entry.by.is_of_the_provider:
        return None
    return f"{entry.by}, of the provider, took {entry.issue} to {entry.to}; whoever manages the contract did not"


def _alerted_late(file: ContractFile, entry: IssueEscalated, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(entry.issue)
    noticed = issue.noticed_on if issue else None
    if (
        issue is None
        or noticed is None
        or not alerting.goes_to(entry.to, procedure)
        or alerting.alerts(issue, procedure)
    ):
        return NOT_IN_POINT  # only the first alert is asked about
    days = (entry.happened_on - noticed).days
    if days <= procedure.setting("issue.escalate-within"):
        return None
    return f"{issue.id} was noticed on {dated(noticed)}, {days} days before; {procedure.given('issue.escalate-within')}"


def _settled_before_it_arose(file: ContractFile, settled: IssueResolved, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(settled.issue)
    meeting = file.meetings.by_id.get(settled.meeting) if settled.meeting else None
    if issue is None or issue.noticed_on is None or meeting is None or meeting.held_on is None:
        return NOT_IN_POINT
    held = file.at(meeting.held) if meeting.held else None
    if held is not None and held.entry.about:
        return NOT_IN_POINT
    return came_later(f"{settled.issue} was noticed on", issue.noticed_on, meeting.held_on, issue.raised)


def _briefed_elsewhere(file: ContractFile, briefed: SeniorManagementBriefed, procedure: Procedure) -> str | None:
    if procedure.office(alerting.SENIOR_MANAGEMENT) is None:
        return NOT_IN_POINT
    if alerting.is_senior_management(briefed.body, procedure):
        return None
    return f"{briefed.body} is not the {procedure.office_title(alerting.SENIOR_MANAGEMENT)}, and is told nothing for it"


def _settled_unknown_above(file: ContractFile, settled: IssueResolved, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(settled.issue)
    if issue is None or not settled.satisfactory:
        return NOT_IN_POINT
    if alerting.briefings(issue, procedure):
        return None
    return f"by {dated(settled.happened_on)} senior management had not been briefed on {issue.id}"


def _found_otherwise(file: ContractFile, found: IssueResolved, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(found.issue)
    well = [(on, position) for on, was_well, position in issue.resolved if was_well] if issue else []
    if issue is None or found.satisfactory or issue.is_open or not well:
        return NOT_IN_POINT
    on, position = well[-1]
    return (
        f"{issue.id} was found settled well on {dated(on)} (entry {position}), and has not come back since; "
        "this finding is the later and stands: it is open again"
    )


def _not_as_dated(file: ContractFile, settled: IssueResolved, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(settled.issue)
    if settled.within_time is None or issue is None or issue.plan_due is None:
        return NOT_IN_POINT
    return against_its_plan(file, settled.issue, settled.happened_on, settled.within_time)


def _standard_not_there(file: ContractFile, issue: IssueRaised, procedure: Procedure) -> str | None:
    days = (issue.noticed_on,) if issue.noticed_on else (issue.happened_on, issue.latest_on)
    return not_in_force(file, issue, issue.standards, *days)


def _plan_of_nothing(file: ContractFile, agreed: ResolutionPlanAgreed, procedure: Procedure) -> str | None:
    proposed = [r.entry for r in file.of(ResolutionPlanProposed) if agreed.plan and r.given_id == agreed.plan]
    said = any(own(plan, name) for plan in (agreed, *proposed) for name in ("steps", "complete_by", "exhibits"))
    return None if said else "it says neither what is to be done nor by when"


def _not_as_tested(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    found = significance.met(file, assessed, procedure)
    if assessed.significant == bool(found):
        return None
    if found:
        return f"it is found not significant, and {'; '.join(found)}"
    return "it is found significant, and none of the four tests is shown to be met"


def _not_measured(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    lacking = significance.not_measured(file, assessed)
    if lacking:
        return "; ".join(lacking)
    return NOT_IN_POINT if assessed.value_affected is None and assessed.clients_affected is None else None


def _facts_missing(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    if not (assessed.harm or assessed.reputation):
        return NOT_IN_POINT
    lacking = [
        what for what, found, facts in (
            ("the harm", assessed.harm, assessed.harm_facts),
            ("the harm to reputation", assessed.reputation, assessed.reputation_facts),
        ) if found and facts is None
    ]  # fmt: skip
    return f"the facts of {' and of '.join(lacking)} are not stated" if lacking else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="issue.settled-once-noticed",
        citation="HCC-7.6-a",
        level="contradiction",
        of=IssueResolved,
        field="happened_on",
        sentence="An issue is settled no earlier than it was noticed.",
        found=_settled_too_soon,
    ),
    Rule(
        id="issue.settled-at-a-later-meeting",
        citation="HCC-7.6-a",
        level="contradiction",
        of=IssueResolved,
        field="meeting",
        sentence="The meeting that confirms an issue as settled was held after the issue was noticed.",
        found=_settled_before_it_arose,
    ),
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
            found="it was noticed on {earlier}, after the day it was raised; noticed_on is that day or earlier",
        ),
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
        id="issue.no-more-affected-than-there-is",
        citation="TVP-5.0-3",
        level="contradiction",
        of=IssueSignificanceAssessed,
        field="clients_affected",
        found=_more_than_there_is,
        sentence="No more people are affected than receive the service, and no more value than there is.",
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
        id="issue.known-above-when-settled",
        citation="TVP-5.1-4b",
        level="advise",
        of=IssueResolved,
        field="issue",
        sentence="Senior management knows of an issue by the time it is settled, and is told that it is.",
        found=_settled_unknown_above,
    ),
    Rule(
        id="issue.alerted-by-the-authority",
        citation="TVP-5.2-1a",
        level="explain",
        of=IssueEscalated,
        field="by",
        sentence="Whoever manages the contract alerts the office above; what the provider tells it is no such alert.",
        found=_alerted_by_the_provider,
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
        id="issue.found-as-before",
        citation="HCC-7.6-a",
        level="advise",
        of=IssueResolved,
        field="satisfactory",
        found=_found_otherwise,
        sentence="An issue found settled well is not found otherwise later unless it came back.",
    ),
    Rule(
        id="issue.settled-in-time-as-dated",
        citation="HCC-7.6-a",
        level="explain",
        of=IssueResolved,
        field="within_time",
        found=_not_as_dated,
        sentence="An issue is found settled in time where it was settled by the day its plan names.",
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
    Rule(
        id="issue.told-at-once",
        citation="HCC-7.6-d",
        level="explain",
        of=IssueNotifiedToProvider,
        field="happened_on",
        sentence="Day-to-day issues are put to the provider as they arise and do not wait for a meeting.",
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
        id="resolution-plan.says-what-or-when",
        citation="HCC-7.6-c",
        level="advise",
        of=ResolutionPlanAgreed,
        field="steps",
        sentence="A plan to put an issue right says what is to be done, and by when.",
        found=_plan_of_nothing,
    ),
    Rule(
        id="resolution-plan.ends-after-it-is-made",
        citation="TVP-5.1-3a",
        level="contradiction",
        of=(ResolutionPlanProposed, ResolutionPlanAgreed),
        field="complete_by",
        sentence="A plan is to have put an issue right no earlier than the plan itself was made.",
        found=out_of_order(
            "complete_by",
            "happened_on",
            found="all is to be right by {later}, before the plan of {earlier}",
        ),
    ),
    Rule(
        id="resolution-plan.steps-within-its-time",
        citation="HCC-7.6-c",
        level="advise",
        of=(ResolutionPlanProposed, ResolutionPlanAgreed),
        field="complete_by",
        sentence="Each step of a plan to put an issue right is due by the day all is to be right.",
        found=due_after_the_end("steps"),
    ),
    Rule(
        id="issue.significant-as-tested",
        citation="TVP-5.0-2",
        level="explain",
        of=IssueSignificanceAssessed,
        field="significant",
        sentence="An issue is significant where one of the four tests is met: value, clients, harm, reputation.",
        found=_not_as_tested,
    ),
    Rule(
        id="issue.significance-measured",
        citation="TVP-5.0-3",
        level="advise",
        of=IssueSignificanceAssessed,
        field="value_affected",
        sentence="A share is measured by two figures: what is affected, and of how much.",
        found=_not_measured,
    ),
    Rule(
        id="issue.significance-facts",
        citation="TVP-5.0-4",
        level="advise",
        of=IssueSignificanceAssessed,
        field="harm_facts",
        sentence="Harm to people or to reputation is found on facts that are stated.",
        found=_facts_missing,
    ),
)
