"""What is asked of telling the provider what is planned for the contract's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import end_told, expected_end
from ledger.dates.working_days import dated
from ledger.names import counted
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.exits.entries import ContractEndPlansCommunicated, ExitPlanAgreed, ExitType
from ledger.subjects.exits.register import WRITTEN, ExitPlan, says_what_is_planned, told_the_provider

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _not_in_writing(file: ContractFile, entry: ContractEndPlansCommunicated, procedure: Procedure) -> str | None:
    if entry.means in WRITTEN or entry.document is not None:
        return None
    how = {
        "unrecorded": "in a talk of which nothing was written",
        "minuted-meeting": "at a meeting, and no paper of it",
    }
    return f"it was told {how[entry.means]}" if entry.means else "it is not said how it was told"


def _told_another(file: ContractFile, entry: ContractEndPlansCommunicated, procedure: Procedure) -> str | None:
    if told_the_provider(entry):
        return NOT_IN_POINT if entry.recipient is None else None
    if entry.by is not None and entry.by.is_of_the_provider:
        return f"it is entered as told by {entry.by}, of the provider itself"
    return f"{entry.recipient} was told, who is not entered as of the provider, and nobody of the provider"


def _says_no_plan(file: ContractFile, entry: ContractEndPlansCommunicated, procedure: Procedure) -> str | None:
    if says_what_is_planned(entry):
        return None
    what = "that nothing is decided yet" if entry.plans else "nothing of what is planned"
    return f"it tells {what}; what is planned is still to be told"


def _told_late(file: ContractFile, entry: ContractEndPlansCommunicated, procedure: Procedure) -> str | None:
    due = expected_end.plans_due(file, entry.happened_on, procedure)
    if due is None or not says_what_is_planned(entry):
        return NOT_IN_POINT
    if any(told.on <= due.due_on for told in end_told.plans_told(file, entry.happened_on)):
        return NOT_IN_POINT
    if entry.happened_on <= due.due_on:
        return None
    days = (entry.happened_on - due.due_on).days
    months = counted(procedure.setting("exit.plans-told-before-end"), "month")
    why = f"when {due.ahead_of} came to be known" if due.too_short else f"{months} before {due.ahead_of}"
    return f"it was told {counted(days, 'day')} after it was due on {dated(due.due_on)}, {why}"


_NOT_BOTH: dict[str, tuple[ExitType, ...]] = {
    "decommission": ("recommission", "retendered"), "recommission": ("decommission",), "renew": ("decommission",),
    "extend": ("decommission", "extension-not-taken"),
}  # fmt: skip
"""What the provider may be told is planned -> the types of exit that no exit plan can be made for beside it. A contract
whose extension is not used may be followed by either."""


def _told_is_not_planned(
    file: ContractFile, entry: ContractEndPlansCommunicated | ExitPlanAgreed, procedure: Procedure
) -> str | None:
    if isinstance(entry, ExitPlanAgreed):
        return _plans_for_another(file, entry)
    plans = [
        p for p in file.exits.plans.values() if p.replaced_by is None and _made_for(p) and p.on <= entry.happened_on
    ]
    if not plans or entry.plans is None or not told_the_provider(entry):
        return NOT_IN_POINT
    last = max(plans, key=lambda plan: (plan.on, plan.position))
    if _made_for(last) not in _NOT_BOTH.get(entry.plans, ()):
        return None
    return f"it tells of {entry.plans}, and {last.id}, agreed on {dated(last.on)}, plans for {_words(last)}"


def _plans_for_another(file: ContractFile, plan: ExitPlanAgreed) -> str | None:
    told = [
        t for t in file.exits.told
        if t.plans and t.says_what and t.to_the_provider and t.on <= plan.happened_on
        and end_told.put_back(file, (t.on, t.position), plan.happened_on) is None
    ]  # fmt: skip
    if not told or _made_for(plan) is None:
        return NOT_IN_POINT
    last = max(told, key=lambda one: (one.on, one.position))
    if _made_for(plan) not in _NOT_BOTH.get(last.plans or "", ()):
        return None
    when = f"{dated(last.on)} (entry {last.position})"
    return f"it plans for {_words(plan)}, and the provider was told of {last.plans} on {when}"


def _made_for(plan: ExitPlan | ExitPlanAgreed) -> ExitType | None:
    """The type of exit a plan is made for: where nobody takes the service over it is wound down, whatever it is called
    (docs/adr/0252)."""
    return "decommission" if plan.service_ends else plan.exit_type


def _words(plan: ExitPlan | ExitPlanAgreed) -> str:
    made_for = _made_for(plan)
    return "the service to end" if made_for != plan.exit_type else (made_for or "").replace("-", " ")


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="end-plans.in-writing", citation="TVP-6.0-1", level="explain", of=ContractEndPlansCommunicated,
        field="means", sentence="What is planned for the contract's end is told in writing.", found=_not_in_writing,
    ),
    Rule(
        id="end-plans.told-the-provider", citation="TVP-6.0-1", level="explain", of=ContractEndPlansCommunicated,
        field="recipient", found=_told_another,
        sentence="What is planned for the contract's end is told to the provider; told to others it tells it nothing.",
    ),
    Rule(
        id="end-plans.says-what-is-planned", citation="TVP-6.0-1", level="advise", of=ContractEndPlansCommunicated,
        field="plans", found=_says_no_plan,
        sentence="What is told of the contract's end is a plan; that none is made yet is no plan.",
    ),
    Rule(
        id="end-plans.as-the-exit-plan", citation="TVP-6.0-1", level="advise",
        of=(ContractEndPlansCommunicated, ExitPlanAgreed), found=_told_is_not_planned,
        sentence="What the provider is told of the contract's end is what the exit plan is made for.",
    ),
    Rule(
        id="end-plans.in-time", citation="TVP-6.0-1", level="explain", of=ContractEndPlansCommunicated,
        field="happened_on", found=_told_late,
        sentence="What is planned for the contract's end is told at least six months before it.",
    ),
)  # fmt: skip
