"""What is asked of an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.span import came_later, out_of_order
from ledger.dates.working_days import dated
from ledger.entry import own
from ledger.in_writing import is_written, issues_behind, plan_is_written
from ledger.names import few
from ledger.offices import in_office
from ledger.plans import Step, beyond_the_last, no_such_step
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, leaves_out
from ledger.subjects.actions.entries import ActionAssigned, ActionCompleted, CorrectiveActionTaken

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _done_before_given(
    file: ContractFile, done: ActionCompleted | CorrectiveActionTaken, procedure: Procedure
) -> str | None:
    action = file.actions.by_id.get(done.action) if done.action else None
    return came_later(f"{action.id} was given on", action.assigned_on, done.latest_on) if action else None


def _due_after_the_end(file: ContractFile, given: ActionAssigned, procedure: Procedure) -> str | None:
    end = file.end_date(given.happened_on)
    if given.due_on is None or end is None:
        return NOT_IN_POINT
    return f"it is due on {dated(given.due_on)}, after the contract's last day, {dated(end)}" if (
        given.due_on > end
    ) else None  # fmt: skip


def _of_no_step(file: ContractFile, given: ActionAssigned, procedure: Procedure) -> str | None:
    if given.step is None:
        return None
    if given.plan is None:
        origin = file.at(given.arises_from) if given.arises_from else None
        agreed: tuple[Step, ...] | None = own(origin.entry, "further_actions") if origin else None
        if agreed is None:
            return f"it says that it is step {given.step}, and not of which plan; give the plan too"
        if not agreed:
            return f"the review in entry {given.arises_from} agreed no further action; leave the step out"
        return beyond_the_last(agreed, f"the review in entry {given.arises_from}", (given.step,))
    return no_such_step(file, given.plan, (given.step,))


def _nowhere_recorded(file: ContractFile, given: ActionAssigned, procedure: Procedure) -> str | None:
    issues = (given.issue,) if given.issue else issues_behind(file, given.plan, given.arises_from)
    origin = file.at(given.arises_from) if given.arises_from else None
    if not issues and (origin is None or own(origin.entry, "means") is None):
        return NOT_IN_POINT
    in_a_document = given.source is not None and given.source.how == "document" and given.source.whom
    if given.meeting or given.exhibits or in_a_document or (origin and is_written(file, origin.position)):
        return None
    # A step of a plan is recorded with the plan, where that is in writing itself.
    if given.plan and plan_is_written(file, given.plan):
        return None
    arises = f"{few(issues)}{f', by {given.plan}' if given.plan else ''}" if issues else f"entry {given.arises_from}"
    neither = "neither the meeting whose minutes record it nor an e-mail or other document is named"
    return f"it arises from {arises}, and {neither}{f', nor is there one with {given.plan}' if given.plan else ''}"


def _not_by_lead(file: ContractFile, taken: CorrectiveActionTaken, procedure: Procedure) -> str | None:
    if in_office(file, taken.by, ("lead-officer",), taken.happened_on, procedure):
        return None
    if taken.by is None or taken.by.office is None:
        return "it is not said who took it, in what office"
    return f"{procedure.person_in_office(taken.by)} took it"


def _no_figures(file: ContractFile, taken: CorrectiveActionTaken, procedure: Procedure) -> str | None:
    if taken.reason not in ("capacity", "volume"):
        return NOT_IN_POINT
    shown = {position for position, _ in file.performance.activity} | {r.position for r in file.performance.returns}
    return None if shown & set(taken.activity) else f"it concerns {taken.reason}, and no figures of activity are cited"


def _ahead_of_its_meeting(
    file: ContractFile, entry: ActionAssigned | CorrectiveActionTaken, procedure: Procedure
) -> str | None:
    meeting, day = file.meetings.by_id.get(entry.meeting) if entry.meeting else None, entry.latest_on
    if meeting is None or entry.about:
        return NOT_IN_POINT
    if meeting.held_on is not None:
        return came_later(f"{meeting.id} was held on", meeting.held_on, day)
    return f"{meeting.id} is not on file as held by {dated(day)}; what is done ahead of it arises from no meeting"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="action.due-after-given", citation="HCC-7.3-a", level="advise", of=ActionAssigned, field="due_on",
        sentence="An action is due no earlier than it is given.", found=out_of_order(
            "due_on", "happened_on", found="it was given on {earlier} and due on {later}",
        ),
    ),
    Rule(
        id="action.step-of-the-plan", citation="TVP-5.1-3b", level="contradiction", of=ActionAssigned, field="step",
        sentence="An action that is a step of a plan is one of those the plan has.", found=_of_no_step,
    ),
    Rule(
        id="action.due-under-the-contract", citation="HCC-7.3-a", level="advise", of=ActionAssigned, field="due_on",
        sentence="An action is due while there is a contract.", found=_due_after_the_end,
    ),
    Rule(
        id="action.done-after-given", citation="HCC-7.3-a", level="contradiction", field="happened_on",
        of=(ActionCompleted, CorrectiveActionTaken), found=_done_before_given,
        sentence="An action is done no earlier than it is given.",
    ),
    Rule(
        id="action.follows-its-meeting", citation="HCC-7.3-a", level="explain", field="meeting",
        of=(ActionAssigned, CorrectiveActionTaken), found=_ahead_of_its_meeting,
        sentence="Action that a meeting shows to be needed follows the meeting; one only arranged shows nothing.",
    ),
    Rule(
        id="action.has-owner-and-date", citation="TVP-5.1-3b", level="advise", of=ActionAssigned, field="owner",
        sentence="An action has somebody who is to do it and a day by which.",
        found=leaves_out({"owner": "who is to do it", "due_on": "by when"}, "it is not said {missing}", " nor "),
    ),
    Rule(
        id="action.recorded-in-writing", citation="TVP-5.1-3b", level="advise", of=ActionAssigned, field="meeting",
        sentence="An action that arises from an issue is recorded by e-mail or in the minutes of a meeting.",
        found=_nowhere_recorded,
    ),
    Rule(
        id="action.corrective-by-lead-officer", citation="HCC-7.3-a", level="advise", of=CorrectiveActionTaken,
        field="by", sentence="The lead officer takes the corrective action a meeting shows to be needed.",
        found=_not_by_lead,
    ),
    Rule(
        id="action.on-capacity-cites-figures", citation="HCC-7.3-b", level="advise", of=CorrectiveActionTaken,
        field="activity", sentence="Action on capacity or volumes answers to figures of activity.", found=_no_figures,
    ),
)  # fmt: skip
