"""What is asked of a plan that is to settle a dispute: as agreed, as it goes, as it ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.dispute_actions import left_undone
from ledger.disputing import PROGRESS_TO, reached, same
from ledger.entry import Entry, own
from ledger.plans import due_after_the_end, due_before_the_plan, no_such_step, steps_of
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.disputes.entries import (
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeActionPlanProgressReported,
)
from ledger.subjects.disputes.register import lacking

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _reported_to_another(
    file: ContractFile, report: DisputeActionPlanProgressReported, procedure: Procedure
) -> str | None:
    if report.reported_to is None:
        return "nobody is named"
    if reached(report.reported_to, procedure):
        return None
    titles = " or ".join(procedure.office_title(office) for office in procedure.entitled(PROGRESS_TO))
    return f"it was reported to {report.reported_to}; it goes to the {titles}"


def _incomplete(file: ContractFile, entry: DisputeActionPlanAgreed, procedure: Procedure) -> str | None:
    return "; ".join(lacking(entry)) or None


def _plans_before(file: ContractFile, plan: Entry) -> Iterator[Entry]:
    plans = (one for one in file.disputes.plans.values() if same(one.dispute, own(plan, "dispute")))
    there = (file.at(one.position) for one in plans)
    yield from (recorded.entry for recorded in there if recorded is not None)


def _before_it_is_over(file: ContractFile, entry: DisputeActionPlanConcluded, procedure: Procedure) -> str | None:
    plan = file.disputes.plans.get(entry.plan or "")
    if entry.result != "outcomes-missed" or plan is None or plan.ends_on is None:
        return NOT_IN_POINT
    if plan.ends_on < entry.happened_on:
        return None
    return f"{plan.id} runs to {dated(plan.ends_on)}"


def _resolved_with_actions_left(
    file: ContractFile, entry: DisputeActionPlanConcluded, procedure: Procedure
) -> str | None:  # fmt: skip
    """What carried an action out shows it done; one that names no step can be of any."""
    plan, day = file.disputes.plans.get(entry.plan or ""), entry.happened_on
    if entry.result != "resolved" or plan is None:
        return NOT_IN_POINT
    if not steps_of(file, plan.id):  # they stand in its document
        return f"{plan.id} runs to {dated(plan.ends_on)}" if plan.ends_on and plan.ends_on > day else None
    carried_out = {a.step for a in file.actions.by_id.values() if a.plan == plan.id and a.completed}
    left = {} if None in carried_out else left_undone(file, plan, day)
    return "; ".join(why for number, why in left.items() if number not in carried_out) or None


def _concluded_already(file: ContractFile, entry: DisputeActionPlanConcluded, procedure: Procedure) -> str | None:
    before = [end for end in file.disputes.plan_ends if entry.plan is not None and end.plan == entry.plan]
    if not before:
        return NOT_IN_POINT
    last = before[-1]
    was = f"{entry.plan} was concluded on {dated(last.on)} (entry {last.position}) already"
    return f"{was}; correct the one that is wrong"


def _no_plan_of_it(file: ContractFile, entry: DisputeActionPlanConcluded, procedure: Procedure) -> str | None:
    """A plan agreed for an issue in the informal stage is none of the dispute's (TVP-5.1-3a, TVP-5.2-4a)."""
    if entry.result == "not-agreed":
        return NOT_IN_POINT
    plans = [p for p in file.disputes.plans.values() if same(p.dispute, entry.dispute)]
    which, what, by = entry.dispute or "the dispute", entry.plan, ""
    if what is None:
        plans, what, by = [p for p in plans if p.on <= entry.latest_on], "a plan", f" by {dated(entry.latest_on)}"
    if any(entry.plan in (None, plan.id) for plan in plans):
        return None
    return (
        f"{what} is not on file as an action plan of {which}{by}; record first that the parties agreed it as that, or "
        "that none could be agreed"
    )


def _after_its_end(file: ContractFile, entry: DisputeActionPlanProgressReported, procedure: Procedure) -> str | None:
    over = next((e for e in file.disputes.plan_ends if e.plan == entry.plan and e.on < entry.happened_on), None)
    if over is None:
        return None
    return f"{entry.plan} was concluded on {dated(over.on)} (entry {over.position}); strike that out if it goes on"


def _of_no_action(file: ContractFile, entry: DisputeActionPlanProgressReported, procedure: Procedure) -> str | None:
    return no_such_step(file, entry.plan, (action.number for action in entry.actions))


def _says_nothing(file: ContractFile, entry: DisputeActionPlanProgressReported, procedure: Procedure) -> str | None:
    if entry.says_how_it_goes:
        return None
    return f"it says nothing of how {entry.plan} goes, neither of its actions nor in words"


def _past_its_day(file: ContractFile, entry: DisputeActionPlanProgressReported, procedure: Procedure) -> str | None:
    steps = steps_of(file, entry.plan)
    told = [(one, steps[one.number - 1].due_on) for one in entry.actions if one.number <= len(steps)]
    if not told:
        return NOT_IN_POINT
    over = [
        f"action {one.number} is said to be {one.state.replace('-', ' ')}, and was to be done by {dated(due)}"
        for one, due in told
        if due is not None and due < entry.happened_on and one.state in ("on-course", "not-begun")
    ]
    return "; ".join(over) or None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="dispute.plan-complete", citation="TVP-5.2-4a", level="explain", of=DisputeActionPlanAgreed, field="actions",
        asks=True, sentence="Each action of the plan has its time, its owner and its outcome.", found=_incomplete,
    ),
    Rule(
        id=PROGRESS_TO, citation="TVP-5.2-4b", level="explain", of=DisputeActionPlanProgressReported,
        field="reported_to", found=_reported_to_another,
        sentence="Progress of a plan is reported to the office the procedure gives that to.",
    ),
    Rule(
        id="dispute.progress-says-how-it-goes", citation="TVP-5.2-4b", level="advise",
        of=DisputeActionPlanProgressReported, field="actions", found=_says_nothing,
        sentence="A report on the progress of a plan says how its actions stand.",
    ),
    Rule(
        id="dispute.progress-late-past-its-day", citation="TVP-5.2-4b", level="advise",
        of=DisputeActionPlanProgressReported, field="actions", found=_past_its_day,
        sentence="An action of a plan that is not done by its day is reported as late.",
    ),
    Rule(
        id="dispute.plan-goes-on-where-reported", citation="TVP-5.2-4b", level="contradiction",
        of=DisputeActionPlanProgressReported, field="plan", found=_after_its_end,
        sentence="Progress is reported on a plan that has not been concluded.",
    ),
    Rule(
        id="dispute.progress-of-the-plans-actions", citation="TVP-5.2-4b", level="contradiction",
        of=DisputeActionPlanProgressReported, field="actions", found=_of_no_action,
        sentence="What is reported on is an action of the plan.",
    ),
    Rule(
        id="dispute.plan-ends-after-agreed", citation="TVP-5.2-4a", level="contradiction", of=DisputeActionPlanAgreed,
        field="complete_by", sentence="A plan is to be complete no earlier than it was agreed.",
        found=out_of_order(
            "complete_by", "happened_on",
            found="it is to be complete by {later}, before it was agreed on {earlier}",
        ),
    ),
    Rule(
        id="dispute.plan-actions-within-its-time", citation="TVP-5.2-4a", level="advise", of=DisputeActionPlanAgreed,
        field="complete_by", sentence="Each action of a plan is due by the day the plan is to be complete.",
        found=due_after_the_end("actions"),
    ),
    Rule(
        id="dispute.plan-actions-to-come", citation="TVP-5.2-4a", level="advise", of=DisputeActionPlanAgreed,
        field="actions", sentence="No action of a plan is due before the plan was agreed.",
        found=due_before_the_plan("actions", "the plan was agreed", _plans_before),
    ),
    Rule(
        id="dispute.plan-run-out", citation="TVP-5.2-5", level="explain", of=DisputeActionPlanConcluded,
        field="happened_on", sentence="A plan has missed its outcomes only when its time is over.",
        found=_before_it_is_over,
    ),
    Rule(
        id="dispute.plan-complete-when-resolved", citation="TVP-5.2-4c", level="explain",
        of=DisputeActionPlanConcluded, field="result", found=_resolved_with_actions_left,
        sentence="A plan has resolved the matter once its actions are done.",
    ),
    Rule(
        id="dispute.concludes-its-own-plan", citation="TVP-5.2-4c", level="contradiction",
        of=DisputeActionPlanConcluded, field="plan", found=_no_plan_of_it,
        sentence="What resolved a dispute, or missed its outcomes, is an action plan agreed for it.",
    ),
    Rule(
        id="dispute.plan-concluded-once", citation="TVP-5.2-5", level="advise", of=DisputeActionPlanConcluded,
        field="plan", sentence="A plan is concluded once.", found=_concluded_already,
    ),
    Rule(
        id="dispute.result-told-once-found", citation="TVP-5.2-4d", level="contradiction",
        of=DisputeActionPlanConcluded, field="shared_with_provider_on",
        sentence="The provider is told the result of a plan no earlier than it is found.",
        found=out_of_order(
            "shared_with_provider_on", "happened_on",
            found="the provider was told on {later}, before the plan was concluded on {earlier}",
        ),
    ),
    Rule(
        id="dispute.plan-result-shown", citation="TVP-5.2-5", level="advise", of=DisputeActionPlanConcluded,
        field="evidence",
        found=lacks(
            "evidence", where=lambda entry: entry.result == "outcomes-missed", found="no entry that shows it is cited",
        ),
        sentence="That a plan missed its outcomes rests on entries it cites.",
    ),
)  # fmt: skip
