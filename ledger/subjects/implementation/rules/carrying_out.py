"""What is asked as a plan is carried out: shared, watched, and done in its order."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.names import among, few
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.stakeholders import FOR_ANYBODY, breaks_confidence, in_no_form_they_can_use
from ledger.subjects.implementation.entries import (
    ContingencyInvoked,
    ImplementationActivityReported,
    ImplementationPlanMonitored,
    ImplementationPlanShared,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

ALL = 100


def _no_such_activity(
    file: ContractFile, entry: ImplementationActivityReported | ContingencyInvoked, procedure: Procedure
) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    if plan is None or entry.activity is None or plan.activity(entry.activity) is not None:
        return None
    return f"{entry.plan} has no activity {entry.activity}; it has {few([a.id for a in plan.activities])}"


def _no_such_risk(file: ContractFile, entry: ContingencyInvoked, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    if plan is None or plan.says is None or entry.risk is None:
        return None
    there = [risk.id for risk in plan.says.risks]
    return (
        None
        if among(entry.risk, there)
        else f"{entry.plan} names no risk {entry.risk}; it names {few(there) or 'none'}"
    )


def _risk_of_another(file: ContractFile, entry: ContingencyInvoked, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    risks = plan.says.risks if plan is not None and plan.says is not None else ()
    of = [risk.activity for risk in risks if risk.activity and among(entry.risk, [risk.id])]
    if not of or entry.activity is None:
        return NOT_IN_POINT
    if among(entry.activity, of):
        return None
    return f"{entry.risk} is a risk of {of[0]}, and it was used for {entry.activity}"


def _over_already(file: ContractFile, entry: ImplementationActivityReported, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    if plan is None:
        return None
    completed, started = plan.completed(entry.activity), plan.started(entry.activity)
    if completed is not None and (entry.state == "completed" or entry.happened_on > completed):
        return f"{entry.activity} was completed on {dated(completed)}; correct that entry if the day is wrong"
    if entry.state == "started" and any(d.state == "started" for d in plan.of(entry.activity)):
        return f"{entry.activity} began on {dated(started) if started else 'another day'} already"
    if entry.state == "completed" and started is not None and entry.latest_on < started:
        return f"{entry.activity} began on {dated(started)}, after {dated(entry.happened_on)}"
    return None


def _more_than_all(file: ContractFile, entry: ImplementationActivityReported, procedure: Procedure) -> str | None:
    if entry.progress is None:
        return None
    if not 0 <= Decimal(entry.progress) <= ALL:
        return f"{entry.progress} percent is no part of {entry.activity}; 0 to 100 is"
    if entry.state == "completed" and Decimal(entry.progress) < ALL:
        return f"it is completed, and {entry.progress} percent of it is done; leave the share out, or report progress"
    return None


def _over_before(file: ContractFile, entry: ImplementationActivityReported, procedure: Procedure) -> str | None:
    if entry.expected_end is None or entry.expected_end >= entry.happened_on:
        return None
    return f"it is expected by {dated(entry.expected_end)}, which is before {dated(entry.happened_on)}"


def _fallen_back(file: ContractFile, entry: ImplementationActivityReported, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    if plan is None or entry.progress is None:
        return NOT_IN_POINT
    before = [d for d in plan.of(entry.activity) if d.progress is not None and d.on <= entry.happened_on]
    if not before or Decimal(entry.progress) >= Decimal(before[-1].progress or 0):
        return None
    return f"it was {before[-1].progress} percent on {dated(before[-1].on)} (entry {before[-1].position})"


def _out_of_turn(file: ContractFile, entry: ImplementationActivityReported, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    activity = plan.activity(entry.activity) if plan else None
    if plan is None or activity is None or entry.state == "given-up" or not activity.after:
        return NOT_IN_POINT
    over = {named: plan.completed(named) or plan.given_up(named) for named in activity.after}
    open_ = [named for named, day in over.items() if day is None or day > entry.happened_on]
    return f"{activity.id} comes after {few(open_)}, not complete by then" if open_ else None


def _doubt_unsaid(file: ContractFile, entry: ImplementationPlanMonitored, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    if entry.outcomes_still_met == "yes":
        named = f"they are said to be still met, and {few(entry.outcomes)} to be in doubt or out of reach"
        return named if entry.outcomes else NOT_IN_POINT
    if entry.outcomes or plan is None or len(plan.outcomes) < 2:
        return None
    return f"it does not say which of {few(plan.outcomes)}"


def _nothing_left(file: ContractFile, entry: ImplementationPlanMonitored, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    if plan is None or entry.outcomes_still_met != "yes" or not plan.activities:
        return NOT_IN_POINT
    left = [activity for activity in plan.activities if plan.given_up(activity.id) is None]
    if not left:
        return f"every activity of {plan.id} was given up"
    ever = {outcome for version in plan.versions for activity in version.activities for outcome in activity.outcomes}
    wanted = [named for named in plan.outcomes if named in ever and not _dropped(file, named)]
    bare = [named for named in wanted if not any(named in activity.outcomes for activity in left)]
    return f"no activity is left that is to bring about {few(bare)}" if bare else None


def _dropped(file: ContractFile, outcome: str) -> bool:
    held = file.outcomes.by_id.get(outcome)
    return held is not None and held.dropped


def _confidence_broken(file: ContractFile, told: ImplementationPlanShared, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(told.plan)
    positions = [version.position for version in plan.versions] if plan else []
    return breaks_confidence(file, told, procedure, *positions)


def _shared_with_nobody(file: ContractFile, told: ImplementationPlanShared, procedure: Procedure) -> str | None:
    if told.recipients or told.groups or told.channel in FOR_ANYBODY:
        return None
    return "it does not say to whom it was given"


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="activity.in-the-plan", citation="CPC307-C5", level="contradiction",
        of=(ImplementationActivityReported, ContingencyInvoked), field="activity",
        sentence="An activity that is reported on is in the plan.", found=_no_such_activity,
    ),
    Rule(
        id="contingency.of-a-risk-named", citation="CPC307-C3-a", level="contradiction", of=ContingencyInvoked,
        field="risk", sentence="A contingency is for a risk the plan names.", found=_no_such_risk,
    ),
    Rule(
        id="activity.begun-then-completed-once", citation="CPC307-C5", level="contradiction",
        of=ImplementationActivityReported, field="state", found=_over_already,
        sentence="An activity begins once, and is completed once, after it began.",
    ),
    Rule(
        id="activity.progress-of-a-hundred", citation="CPC307-C5", level="contradiction",
        of=ImplementationActivityReported, field="progress", found=_more_than_all,
        sentence="Progress is a share of the activity, and all of it once it is completed.",
    ),
    Rule(
        id="activity.expected-later", citation="CPC307-C5", level="contradiction", of=ImplementationActivityReported,
        field="expected_end", sentence="What is expected is still to come.", found=_over_before,
    ),
    Rule(
        id="activity.progress-made", citation="CPC307-C5", level="advise", of=ImplementationActivityReported,
        field="progress", sentence="Of an activity more is done than before.", found=_fallen_back,
    ),
    Rule(
        id="contingency.says-for-what", citation="CPC307-C3-a", level="advise", of=ContingencyInvoked, field="risk",
        sentence="It is on record which contingency was used, and for what.",
        found=lacks("activity", "risk", "contingency", "reason", found="neither what it is for nor what was done"),
    ),
    Rule(
        id="contingency.of-the-activity-at-risk", citation="CPC307-C3-a", level="advise", of=ContingencyInvoked,
        field="risk", sentence="What is kept ready for a risk of one activity is used for that activity.",
        found=_risk_of_another,
    ),
    Rule(
        id="plan.shared-accessibly", citation="CPC307-C4", level="advise", of=ImplementationPlanShared,
        field="formats", asks=True, sentence="A plan is shared in a form people can use.",
        found=in_no_form_they_can_use,
    ),
    Rule(
        id="plan.shared-with-somebody", citation="CPC307-C4", level="advise", of=ImplementationPlanShared,
        field="groups", sentence="A plan is shared with those it concerns: to whom it was given is on record.",
        found=_shared_with_nobody,
    ),
    Rule(
        id="plan.shared-in-confidence", citation="CPC307-K1", level="explain", of=ImplementationPlanShared,
        field="protection", found=_confidence_broken,
        sentence="What is confidential in a plan is not given to the public, nor to the other side.",
    ),
    Rule(
        id="plan.monitored-outcome-by-outcome", citation="CPC307-C5", level="advise", of=ImplementationPlanMonitored,
        field="outcomes", sentence="Which outcomes are in doubt is on record, and none is where all are still met.",
        found=_doubt_unsaid,
    ),
    Rule(
        id="plan.met-by-what-is-left", citation="CPC307-C5", level="advise", of=ImplementationPlanMonitored,
        field="outcomes_still_met", sentence="Outcomes are still met by activities that are left to do, or were done.",
        found=_nothing_left,
    ),
    Rule(
        id="plan.monitored-by-what", citation="CPC307-C5", level="advise", of=ImplementationPlanMonitored,
        field="evidence", sentence="A plan is watched accurately: by what was done.",
        found=lacks("evidence", "words", found="it does not say what was found"),
    ),
    Rule(
        id="activity.in-its-turn", citation="CPC307-C2-a", level="advise", of=ImplementationActivityReported,
        field="activity", sentence="Activities are done in the order of the plan.", found=_out_of_turn,
    ),
)
# fmt: on
