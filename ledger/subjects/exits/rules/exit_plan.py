"""What is asked of an exit plan, and of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, leaves_out, twice
from ledger.subjects.exits.entries import ExitPlanAgreed, ExitPlanStepCompleted, ServiceTransferPlanSubmitted
from ledger.subjects.exits.register import HEADS, SMALL_IMPACT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _no_such_step(file: ContractFile, entry: ExitPlanStepCompleted, procedure: Procedure) -> str | None:
    plan = file.exits.plans.get(entry.plan)
    if plan is None:
        return None
    step = plan.step(entry.step)
    if step is None:
        there = ", ".join(s.says.id for s in plan.steps) or "none"
        return f"{plan.id} has no step {entry.step}; its steps: {there}"
    if step.completed is not None:
        return f"{entry.step} was completed on {dated(step.completed[0])} already (entry {step.completed[1]})"
    return None


def _of_a_plan_replaced(file: ContractFile, entry: ExitPlanStepCompleted, procedure: Procedure) -> str | None:
    plan, now = file.exits.plans.get(entry.plan), file.exits.in_place_of(entry.plan, entry.happened_on)
    if plan is None or now is None:
        return NOT_IN_POINT
    if now.id == plan.id:
        return None
    there = ", ".join(step.says.id for step in now.steps) or "none"
    since = f"since {dated(now.on)} (entry {now.position})"
    return f"{plan.id} was replaced, and {now.id} is in force {since}; its steps: {there}"


def _heads_left_out(file: ContractFile, plan: ExitPlanAgreed, procedure: Procedure) -> str | None:
    if plan.exit_type is None:
        return "it does not say what sort of exit it plans for"
    missing = [words for name, words in HEADS[plan.exit_type].items() if getattr(plan, name) is None]
    return f"for {plan.exit_type.replace('-', ' ')} it leaves out {' and '.join(missing)}" if missing else None


def _ends_and_goes_on(file: ContractFile, plan: ExitPlanAgreed, procedure: Procedure) -> str | None:
    if not plan.service_ends or plan.exit_type not in ("recommission", "retendered"):
        return None
    return f"its sort of exit is {plan.exit_type}, by which the service goes on, and it says that the service ends"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="exit-plan.service-ends-or-goes-on", citation="TVP-6.0-5", level="contradiction", of=ExitPlanAgreed,
        field="service_ends", sentence="A service that is provided anew does not end.", found=_ends_and_goes_on,
    ),
    Rule(
        id="exit.ids-differ", citation="TVP-6.0-3", level="contradiction",
        of=(ExitPlanAgreed, ServiceTransferPlanSubmitted), found=twice(
            lambda entry: [part.id for part in (entry.steps if isinstance(entry, ExitPlanAgreed) else entry.items)],
            found="{twice} stands twice; give each an id of its own",
        ),
        sentence="Each step of a plan, and each item, has an id of its own.",
    ),
    Rule(
        id="exit-step.of-the-plan", citation="TVP-6.0-3", level="contradiction", of=ExitPlanStepCompleted,
        field="step", sentence="A step that is completed stands in the plan, and is completed once.",
        found=_no_such_step,
    ),
    Rule(
        id="exit-step.of-the-plan-in-force", citation="TVP-6.0-3", level="advise", of=ExitPlanStepCompleted,
        field="plan", sentence="A step that is completed is one of the exit plan in force.", found=_of_a_plan_replaced,
    ),
    Rule(
        id="exit-plan.keeps-disruption-small", citation="TVP-6.0-4", level="explain", of=ExitPlanAgreed,
        field="user_impact",
        found=leaves_out(SMALL_IMPACT, "it does not say how the impact is kept small on {missing}", " or on "),
        sentence="An exit plan says how users and the provider's staff are disrupted little.",
    ),
    Rule(
        id="exit-plan.heads-of-its-type", citation="TVP-6.0-5", level="explain", of=ExitPlanAgreed, field="exit_type",
        asks=True, sentence="An exit plan says what its sort of exit asks for.", found=_heads_left_out,
    ),
    Rule(
        id="exit-plan.agreed-together", citation="TVP-6.0-3", level="explain", of=ExitPlanAgreed,
        field="agreed_for_provider", sentence="Authority and provider agree the exit plan together.",
        found=leaves_out(
            {"agreed_for_authority": "the authority", "agreed_for_provider": "the provider"},
            "it is not said who agreed to it for {missing}", " or for ",
        ),
    ),
)  # fmt: skip
