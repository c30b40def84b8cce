"""What is asked of a plan to resolve an issue, and of an issue that is settled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger import alerting
from ledger.confirming import found_otherwise
from ledger.dates.span import came_later, out_of_order
from ledger.dates.working_days import dated
from ledger.entry import Entry, own
from ledger.in_time import against_its_plan, term_of
from ledger.plans import complete_by, due_after_the_end, due_before_the_plan, what_or_when_unsaid
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.issues.entries import IssueResolved, ResolutionPlanAgreed, ResolutionPlanProposed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _settled_too_soon(file: ContractFile, settled: IssueResolved, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(settled.issue)
    noticed = (issue.noticed_on or issue.raised_on) if issue else None
    if noticed is None or settled.latest_on >= noticed:
        return None
    return f"{settled.issue} was noticed on {dated(noticed)}, after {dated(settled.latest_on)}"


def _settled_before_it_arose(file: ContractFile, settled: IssueResolved, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(settled.issue)
    meeting = file.meetings.by_id.get(settled.meeting) if settled.meeting else None
    if issue is None or issue.noticed_on is None or meeting is None or meeting.held_on is None:
        return NOT_IN_POINT
    held = file.at(meeting.held) if meeting.held else None
    if held is not None and held.entry.about:
        return NOT_IN_POINT
    return came_later(f"{settled.issue} was noticed on", issue.noticed_on, meeting.held_on, issue.raised)


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
    if issue is None:
        return NOT_IN_POINT
    met = found_otherwise(file, issue, found.happened_on, well=found.satisfactory, meeting=None)
    if met is not None:
        return met
    if found.satisfactory or issue.is_open or not well:
        return NOT_IN_POINT
    on, position = well[-1]
    return (
        f"{issue.id} was found settled well on {dated(on)} (entry {position}), and has not come back since; "
        "this finding is the later and stands: it is open again"
    )


def _not_as_dated(file: ContractFile, settled: IssueResolved, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(settled.issue)
    if settled.within_time is None or issue is None or term_of(file, issue, settled.happened_on) is None:
        return NOT_IN_POINT
    return against_its_plan(file, settled.issue, settled.happened_on, settled.within_time)


def _plans_before(file: ContractFile, plan: Entry) -> Iterator[Entry]:
    issues = filter(None, map(file.issues.by_id.get, own(plan, "issues")))
    there = map(file.at, dict.fromkeys(at for issue in issues for at in issue.plans))
    yield from (recorded.entry for recorded in there if recorded is not None)


def _proposed(file: ContractFile, plan: Entry) -> Entry | None:
    """The plan as it was proposed, where one that was agreed names it."""
    named = own(plan, "plan")
    return next((r.entry for r in file.of(ResolutionPlanProposed) if named and r.given_id == named), None)


def _plan_of_nothing(
    file: ContractFile, plan: ResolutionPlanProposed | ResolutionPlanAgreed, procedure: Procedure
) -> str | None:
    proposed = _proposed(file, plan)
    return what_or_when_unsaid((plan, *((proposed,) if proposed else ())), complete_by(plan, proposed))


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
        id="issue.known-above-when-settled",
        citation="TVP-5.1-4b",
        level="advise",
        of=IssueResolved,
        field="issue",
        sentence="Senior management knows of an issue by the time it is settled, and is told that it is.",
        found=_settled_unknown_above,
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
        sentence="An issue is found settled in time where it was settled by the day of its plan or of its action.",
    ),
    Rule(
        id="resolution-plan.says-what-or-when",
        citation="HCC-7.6-c",
        level="advise",
        of=(ResolutionPlanProposed, ResolutionPlanAgreed),
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
        found=due_after_the_end("steps", _proposed),
    ),
    Rule(
        id="resolution-plan.steps-to-come",
        citation="HCC-7.6-c",
        level="advise",
        of=(ResolutionPlanProposed, ResolutionPlanAgreed),
        field="steps",
        sentence="No step of a plan to put an issue right is due before the plan itself.",
        found=due_before_the_plan("steps", "the plan was made", _plans_before),
    ),
)
