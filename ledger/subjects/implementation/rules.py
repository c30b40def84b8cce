"""What is asked of an implementation plan: an order that can be kept, agreement of users, changes weighed first."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.activities import PlannedActivity, are_alike, changed, circle, schedule, unknown_kinds, waited_for
from ledger.entry import own
from ledger.names import among, few, name_key, repeated, same_name, same_unit
from ledger.planning import beyond_appetite
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.stakeholders import FOR_ANYBODY, told_to_anybody, users_among
from ledger.subjects.implementation.entries import (
    ContingencyInvoked,
    ImplementationActivityReported,
    ImplementationPlanAgreed,
    ImplementationPlanChangeDecided,
    ImplementationPlanChangeEvaluated,
    ImplementationPlanChangeProposed,
    ImplementationPlanMonitored,
    ImplementationPlanShared,
)
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

_Planned = ImplementationPlanAgreed | ImplementationPlanChangeProposed | ImplementationPlanChangeDecided
ALL = 100
PHASES = ("award", "performance")
PLANNED = (ImplementationPlanAgreed, ImplementationPlanChangeProposed, ImplementationPlanChangeDecided)


def _activities(file: ContractFile, entry: _Planned) -> tuple[PlannedActivity, ...]:
    """The activities of the plan as it would be with the entry."""
    if isinstance(entry, ImplementationPlanAgreed):
        return entry.activities
    if isinstance(entry, ImplementationPlanChangeDecided):
        if entry.decision == "rejected":
            return ()
        change = file.implementation.changes.get(entry.change)
        named = change.plan if change else ""
        changes = entry.changes or (change.says.changes if change and change.says else ())
    else:
        named, changes = entry.plan, entry.changes
    plan = file.implementation.plans.get(named)
    return changed(plan.activities, changes) if plan else ()


def _less_than_nothing(file: ContractFile, entry: _Planned, procedure: Procedure) -> str | None:
    planned = entry.activities if isinstance(entry, ImplementationPlanAgreed) else [c.becomes for c in entry.changes]
    below = [
        f"{resource.quantity} of {resource.name} for {activity.id}"
        for activity in planned if activity is not None
        for resource in activity.resources if resource.quantity is not None and Decimal(resource.quantity) < 0
    ]  # fmt: skip
    return f"{', '.join(below)} is less than nothing" if below else None


def _same_id_twice(file: ContractFile, entry: _Planned, procedure: Procedure) -> str | None:
    twice = repeated(a.id for a in _activities(file, entry))
    return f"activity {twice[0]} stands twice; give each an id of its own" if twice else None


def _waits_for_none(file: ContractFile, entry: _Planned, procedure: Procedure) -> str | None:
    activities = _activities(file, entry)
    there = [activity.id for activity in activities]
    for activity in activities:
        for before in activity.after:
            if not among(before, there):
                return f"{activity.id} comes after {before}, which the plan has not; it has {few(there)}"
    return None


def _circle(file: ContractFile, entry: _Planned, procedure: Procedure) -> str | None:
    found = circle(_activities(file, entry))
    if not found:
        return None
    if len(found) == 1:
        return f"{found[0]} comes after itself; take that out"
    path = ", which comes after ".join([*found, found[0]])
    return f"{path}: a circle, of which none can begin; take out one of them"


def _begins_too_soon(file: ContractFile, entry: _Planned, procedure: Procedure) -> str | None:
    activities = _activities(file, entry)
    waits = waited_for(activities)
    slots = schedule(activities, entry.happened_on)
    dated_ones = [(a, a.starts_on) for a in activities if a.starts_on is not None and waits[a.id] and a.id in slots]
    if not dated_ones:
        return NOT_IN_POINT
    early = [
        f"{a.id} is to begin on {dated(on)} and comes after {', '.join(waits[a.id])}: it begins on "
        f"{dated(slots[a.id].starts)}"
        for a, on in dated_ones if on < slots[a.id].starts
    ]  # fmt: skip
    return few(early) if early else None


def _units_differ(file: ContractFile, entry: _Planned, procedure: Procedure) -> str | None:
    units: dict[tuple[str, str], tuple[str, str]] = {}
    for activity in _activities(file, entry):
        for resource in activity.resources:
            if resource.unit is None:
                continue
            key = (resource.kind, resource.name.casefold())
            before = units.setdefault(key, (activity.id, resource.unit))
            if not same_unit(before[1], resource.unit):
                what = f"{resource.name} is in {before[1]} for {before[0]} and in {resource.unit} for {activity.id}"
                return f"{what}; give both in one unit"
    return None


def _not_as_resource_plan(file: ContractFile, entry: _Planned, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(_resource_plan(file, entry) or "")
    for activity in _activities(file, entry) if plan else ():
        for resource in activity.resources:
            if plan is None or resource.line is None:
                continue
            line = plan.line(resource.line)
            if line is None:
                return f"{activity.id} takes {resource.name} from line {resource.line}, which {plan.id} has not"
            if resource.unit is not None and not same_unit(resource.unit, line.unit):
                return f"{activity.id} needs {resource.name} in {resource.unit}; {plan.id} plans it in {line.unit}"
    return None


def _resource_plan(file: ContractFile, entry: _Planned) -> str | None:
    if isinstance(entry, ImplementationPlanAgreed):
        return entry.resource_plan
    if isinstance(entry, ImplementationPlanChangeProposed):
        named = entry.plan
    else:
        change = file.implementation.changes.get(entry.change)
        named = change.plan if change else ""
    plan = file.implementation.plans.get(named)
    return plan.says.resource_plan if plan and plan.says else None


def _changes_what_is_not_there(
    file: ContractFile, entry: ImplementationPlanChangeProposed, procedure: Procedure
) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    there = [activity.id for activity in plan.activities] if plan else []
    for change in entry.changes:
        if change.becomes is None and not among(change.activity, there):
            return f"{change.activity} would be taken out, and {entry.plan} has no such activity; it has {few(there)}"
        renamed = change.becomes is not None and not same_name(change.becomes.id, change.activity)
        if change.becomes is not None and renamed and among(change.becomes.id, there):
            return f"{change.activity} would become {change.becomes.id}, which {entry.plan} has already"
    return None


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


def _decided_already(
    file: ContractFile, entry: ImplementationPlanChangeEvaluated | ImplementationPlanChangeDecided,
    procedure: Procedure,
) -> str | None:  # fmt: skip
    change = file.implementation.changes.get(entry.change)
    if change is None or change.decided is None:
        return None
    if isinstance(entry, ImplementationPlanChangeEvaluated) and entry.happened_on <= change.decided[0]:
        return None
    day, decision, position = change.decided
    return f"{change.id} was {decision} on {dated(day)} (entry {position}); propose another change"


def _no_user_agreed(
    file: ContractFile, entry: ImplementationPlanAgreed | ImplementationPlanChangeDecided, procedure: Procedure
) -> str | None:
    if isinstance(entry, ImplementationPlanChangeDecided) and entry.decision == "rejected":
        return NOT_IN_POINT
    if users_among(entry.agreed_with):
        return None
    return "no individuals, families or communities who use the service are named among those who agreed"


def _not_evaluated(file: ContractFile, entry: ImplementationPlanChangeDecided, procedure: Procedure) -> str | None:
    change = file.implementation.changes.get(entry.change)
    if entry.decision == "rejected":
        return NOT_IN_POINT
    if change is not None and change.evaluated:
        return None
    return f"no entry evaluates {entry.change} before it was made"


def _against_the_advice(file: ContractFile, entry: ImplementationPlanChangeDecided, procedure: Procedure) -> str | None:
    change = file.implementation.changes.get(entry.change)
    said = file.at(change.evaluated[-1][1]) if change is not None and change.evaluated else None
    advised: str | None = own(said.entry, "recommendation") if said is not None else None
    if entry.decision != "made" or advised is None:
        return NOT_IN_POINT
    if advised == "make" or entry.reason:
        return None
    return f"its evaluation recommends to {advised} it (entry {change.evaluated[-1][1] if change else ''})"


def _changes_nothing(file: ContractFile, entry: ImplementationPlanChangeProposed, procedure: Procedure) -> str | None:
    if not entry.changes:
        return "it does not say which activities change"
    plan = file.implementation.plans.get(entry.plan)
    there = {name_key(activity.id): activity for activity in (plan.activities if plan else ())}
    same = [
        change.activity for change in entry.changes
        if (was := there.get(name_key(change.activity))) is not None and are_alike(was, change.becomes)
    ]  # fmt: skip
    return f"it leaves {few(same)} as it is in {entry.plan}" if same else None


def _done_already(file: ContractFile, entry: ImplementationPlanChangeProposed, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    touched = [change.activity for change in entry.changes]
    if plan is None or not touched:
        return NOT_IN_POINT
    done = [named for named in touched if (day := plan.completed(named)) is not None and day <= entry.happened_on]
    return f"{few(done)}: completed already" if done else None


def _fallen_back(file: ContractFile, entry: ImplementationActivityReported, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    if plan is None or entry.progress is None:
        return NOT_IN_POINT
    before = [d for d in plan.of(entry.activity) if d.progress is not None and d.on <= entry.happened_on]
    if not before or Decimal(entry.progress) >= Decimal(before[-1].progress or 0):
        return None
    return f"it was {before[-1].progress} percent on {dated(before[-1].on)} (entry {before[-1].position})"


def _unresourced(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    bare = [activity.id for activity in entry.activities if not activity.resources]
    if bare:
        return f"no resource is given for {few(bare)}"
    unsaid = [f"{r.name} {a.id} needs" for a in entry.activities for r in a.resources if r.quantity is None]
    return f"it is not said how much of {few(unsaid)}" if unsaid else None


def _kind_unknown(file: ContractFile, entry: _Planned, procedure: Procedure) -> str | None:
    kinds = {resource.kind for activity in _activities(file, entry) for resource in activity.resources}
    return unknown_kinds(kinds, procedure) if kinds else NOT_IN_POINT


def _no_phase(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    bare = [activity.id for activity in entry.activities if activity.phase is None]
    if bare:
        return f"it is not said of {few(bare)} whether it belongs to award or performance"
    missing = _phases_missing(entry)
    return f"none of its activities belongs to {missing[0]}" if len(missing) == 1 else None


def _covers_neither(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    neither = len(_phases_missing(entry)) == len(PHASES)
    return "it covers neither: none of its activities is said to belong to award or to performance" if neither else None


def _phases_missing(entry: ImplementationPlanAgreed) -> list[str]:
    covered = {activity.phase for activity in entry.activities}
    return [phase for phase in PHASES if phase not in covered]


def _no_risks(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    if entry.risks and (any(r.contingency for r in entry.risks) or any(a.contingency for a in entry.activities)):
        return None
    return "no contingency is given" if entry.risks else "no risk is named"


def _unprovided(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    held = file.design.provisions.values()
    milestones = [p.id for p in held if p.says is not None and p.says.provision == "milestone"]
    if not milestones:
        return NOT_IN_POINT
    linked = {activity.provision for activity in entry.activities}
    bare = [named for named in milestones if named not in linked]
    return f"no activity is linked to milestone {few(bare)}" if bare else None


def _out_of_turn(file: ContractFile, entry: ImplementationActivityReported, procedure: Procedure) -> str | None:
    plan = file.implementation.plans.get(entry.plan)
    activity = plan.activity(entry.activity) if plan else None
    if plan is None or activity is None or entry.state == "given-up" or not activity.after:
        return NOT_IN_POINT
    over = {named: plan.completed(named) or plan.given_up(named) for named in activity.after}
    open_ = [named for named, day in over.items() if day is None or day > entry.happened_on]
    return f"{activity.id} comes after {few(open_)}, not complete by then" if open_ else None


# fmt: off
def _shared_with_nobody(file: ContractFile, told: ImplementationPlanShared, procedure: Procedure) -> str | None:
    if told.recipients or told.groups or told.channel in FOR_ANYBODY:
        return None
    return "it does not say to whom it was given"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="plan.activities-apart", citation="CPC307-C2-a", level="contradiction", of=PLANNED, field="activities",
        sentence="Each activity of a plan has an id of its own.", found=_same_id_twice,
    ),
    Rule(
        id="plan.predecessors-in-the-plan", citation="CPC307-C2-a", level="contradiction", of=PLANNED,
        field="activities", sentence="What an activity comes after is in the plan.", found=_waits_for_none,
    ),
    Rule(
        id="plan.no-circle", citation="CPC307-C2-a", level="contradiction", of=PLANNED, field="activities",
        sentence="Activities can be done one after another: they form no circle.", found=_circle,
    ),
    Rule(
        id="plan.begins-after-what-it-waits-for", citation="CPC307-C2-a", level="advise", of=PLANNED,
        field="activities", sentence="An activity is to begin when those it comes after are complete.",
        found=_begins_too_soon,
    ),
    Rule(
        id="plan.one-unit-for-a-resource", citation="CPC307-C2-c", level="contradiction", of=PLANNED,
        field="activities", sentence="A resource is counted in one unit throughout a plan.", found=_units_differ,
    ),
    Rule(
        id="plan.units-of-the-resource-plan", citation="CPC307-C2-c", level="contradiction", of=PLANNED,
        field="activities", sentence="Resources are counted in the units of the resource plan.",
        found=_not_as_resource_plan,
    ),
    Rule(
        id="plan.needs-no-less-than-nothing", citation="CPC307-C2-c", level="contradiction", of=PLANNED,
        field="activities", sentence="No activity needs less than nothing of a resource.", found=_less_than_nothing,
    ),
    Rule(
        id="plan-change.of-what-is-there", citation="CPC307-C6-a", level="contradiction",
        of=ImplementationPlanChangeProposed, field="changes", found=_changes_what_is_not_there,
        sentence="Only an activity the plan has is taken out of it.",
    ),
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
        id="plan-change.of-what-is-to-come", citation="CPC307-C6-a", level="advise",
        of=ImplementationPlanChangeProposed, field="changes", found=_done_already,
        sentence="What is changed in a plan is still to be done.",
    ),
    Rule(
        id="plan-change.made-as-evaluated", citation="CPC307-C6-c", level="advise", of=ImplementationPlanChangeDecided,
        field="reason", sentence="A change that is made against its evaluation is made for a reason.",
        found=_against_the_advice,
    ),
    Rule(
        id="contingency.says-for-what", citation="CPC307-C3-a", level="advise", of=ContingencyInvoked, field="risk",
        sentence="It is on record which contingency was used, and for what.",
        found=lacks("activity", "risk", "contingency", "reason", found="neither what it is for nor what was done"),
    ),
    Rule(
        id="plan-change.decided-once", citation="CPC307-C6-c", level="contradiction",
        of=(ImplementationPlanChangeEvaluated, ImplementationPlanChangeDecided), field="change",
        sentence="A change is decided once.", found=_decided_already,
    ),
    Rule(
        id="plan.agreed-with-users", citation="CPC307-C1", level="explain",
        of=(ImplementationPlanAgreed, ImplementationPlanChangeDecided), field="agreed_with",
        sentence="The plan is made and agreed with the people who use the service.", found=_no_user_agreed,
    ),
    Rule(
        id="plan.change-evaluated-first", citation="CPC307-C6-c", level="explain", of=ImplementationPlanChangeDecided,
        field="change", sentence="A plan is modified after the change was evaluated.", found=_not_evaluated,
    ),
    Rule(
        id="plan.risk-within-appetite", citation="CPC307-C3-b", level="explain", of=ImplementationPlanAgreed,
        field="risks", sentence="The balance of risk keeps within the organisation's guidelines.",
        found=beyond_appetite,
    ),
    Rule(
        id="plan.serves-outcomes", citation="CPC307-C1", level="advise", of=ImplementationPlanAgreed, field="outcomes",
        sentence="A plan reaches outcomes that were agreed.",
        found=lacks("outcomes", found="it names no outcome it is to reach"),
    ),
    Rule(
        id="plan.activities-resourced", citation="CPC307-C2-c", level="advise", of=ImplementationPlanAgreed,
        field="activities", sentence="The plan shows what resources each activity needs.", found=_unresourced,
    ),
    Rule(
        id="plan.resource-kinds-known", citation="CPC307-S2", level="advise", of=PLANNED, field="activities",
        sentence="Resources are of the kinds the procedure knows.", found=_kind_unknown,
    ),
    Rule(
        id="plan.linked-to-provisions", citation="CPC307-C2-d", level="advise", of=ImplementationPlanAgreed,
        field="activities", sentence="Activities are linked to the provisions of the contract.", found=_unprovided,
    ),
    Rule(
        id="plan.award-and-performance", citation="CPC307-S9", level="advise", of=ImplementationPlanAgreed,
        field="activities", sentence="A plan covers award and performance of the contract.", found=_no_phase,
    ),
    Rule(
        id="plan.covers-award-or-performance", citation="CPC307-S9", level="explain", of=ImplementationPlanAgreed,
        field="activities", sentence="A plan is for the award or the performance of the contract, or both.",
        found=_covers_neither,
    ),
    Rule(
        id="plan.risks-and-contingencies", citation="CPC307-C3-a", level="advise", of=ImplementationPlanAgreed,
        field="risks", sentence="The plan shows risks and contingencies.", found=_no_risks,
    ),
    Rule(
        id="plan.sustainable", citation="CPC307-D2", level="advise", of=ImplementationPlanAgreed,
        field="sustainability", sentence="A plan says how it is sustainable.",
        found=lacks("sustainability", found="nothing is said of sustainability"),
    ),
    Rule(
        id="plan.rights-protected", citation="CPC307-K3", level="advise", of=ImplementationPlanAgreed,
        field="rights_protected", sentence="People's rights and interests are protected while planning.",
        found=lacks("rights_protected", found="nothing is said of people's rights"),
    ),
    Rule(
        id="plan.supported", citation="CPC307-K16", level="advise", of=ImplementationPlanAgreed, field="supported_by",
        sentence="A plan is supported by information.",
        found=lacks("supported_by", "exhibits", found="no information that supports it is named"),
    ),
    Rule(
        id="plan.shared-accessibly", citation="CPC307-C4", level="advise", of=ImplementationPlanShared,
        field="formats", sentence="A plan is shared in a form people can use.",
        found=lacks("formats", found="it does not say in what form"),
    ),
    Rule(
        id="plan.shared-with-somebody", citation="CPC307-C4", level="advise", of=ImplementationPlanShared,
        field="groups", sentence="A plan is shared with those it concerns: to whom it was given is on record.",
        found=_shared_with_nobody,
    ),
    Rule(
        id="plan.shared-in-confidence", citation="CPC307-K1", level="explain", of=ImplementationPlanShared,
        field="protection", sentence="What is confidential in a plan is not given to the public.",
        found=told_to_anybody,
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
    Rule(
        id="plan-change.made-plain", citation="CPC307-C6-a", level="advise", of=ImplementationPlanChangeProposed,
        field="changes", sentence="A change to the plan is made plain: which activity, and how it is to be.",
        found=_changes_nothing,
    ),
    Rule(
        id="plan-change.weighed-on-four-heads", citation="CPC307-C6-b", level="advise",
        of=ImplementationPlanChangeEvaluated,
        found=leaves_out({
            "effect_on_outcome": "outcome", ("cost", "effect_on_cost"): "cost", "effect_on_time": "time",
            "effect_on_risk": "risk",
        }, found="nothing is said of {missing}"),
        sentence="A change is weighed for outcome, cost, time and risk.",
    ),
)
# fmt: on
