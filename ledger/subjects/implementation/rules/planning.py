"""What is asked of an implementation plan: an order that can be kept, resources, risks, and agreement of users."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.activities import PlannedActivity, changed, circle, schedule, unknown_kinds, waited_for
from ledger.dates.working_days import dated
from ledger.names import among, few, repeated, same_unit
from ledger.partners import no_protocol, partners_among
from ledger.planning import Rated, beyond_appetite, of_no_part, out_of_balance, unknown_risks
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, twice
from ledger.stakeholders import is_among, users_among, who_want
from ledger.subjects.implementation.entries import (
    ImplementationPlanAgreed,
    ImplementationPlanChangeDecided,
    ImplementationPlanChangeProposed,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

Planned = ImplementationPlanAgreed | ImplementationPlanChangeProposed | ImplementationPlanChangeDecided
PHASES = ("award", "performance")
PLANNED = (ImplementationPlanAgreed, ImplementationPlanChangeProposed, ImplementationPlanChangeDecided)


def activities_of(file: ContractFile, entry: Planned) -> tuple[PlannedActivity, ...]:
    """The activities of the plan as it would be with the entry."""
    if isinstance(entry, ImplementationPlanAgreed):
        return entry.activities
    plan, changes = file.implementation.change_of(entry)
    return changed(plan.activities, changes) if plan else ()


def _less_than_nothing(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    below = [
        f"{resource.quantity} of {resource.name} for {activity.id}"
        for activity in _said_anew(entry)
        for resource in activity.resources if resource.quantity is not None and Decimal(resource.quantity) < 0
    ]  # fmt: skip
    return f"{', '.join(below)} is less than nothing" if below else None


def _said_anew(entry: Planned) -> list[PlannedActivity]:
    """The activities the entry itself describes."""
    if isinstance(entry, ImplementationPlanAgreed):
        return list(entry.activities)
    return [change.becomes for change in entry.changes if change.becomes is not None]


def _same_id_twice(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    twice = repeated(a.id for a in activities_of(file, entry))
    return f"activity {twice[0]} stands twice; give each an id of its own" if twice else None


def _waits_for_none(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    activities = activities_of(file, entry)
    there = [activity.id for activity in activities]
    for activity in activities:
        for before in activity.after:
            if not among(before, there):
                return f"{activity.id} comes after {before}, which the plan has not; it has {few(there)}"
    return None


def _risk_of_none(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    return of_no_part(entry, [activity.id for activity in entry.activities], "activities")


def _rated(file: ContractFile, entry: ImplementationPlanAgreed) -> list[Rated]:
    """What each risk of a plan is rated as it is agreed, those of the log that are of it among them."""
    parts = [activity.id for activity in entry.activities]
    return file.risks.ratings(file, entry.risks, parts, None, entry.happened_on)


def _not_rated(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    rated = _rated(file, entry)
    if not rated:
        return NOT_IN_POINT
    bare = [risk.id for risk in rated if risk.rating is None]
    return f"it is not said how likely and how bad {few(bare)} would be" if bare else None


def _out_of_balance(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    rated = _rated(file, entry)
    found, own = out_of_balance(rated, procedure), [risk.id for risk in entry.risks]
    of_log = [one.id for one in rated if one.rating is not None and one.id not in own]
    return f"with {few(of_log)} of the log, {found}" if found and of_log else found


def _serves_no_outcome(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    """Of a change: what it leaves without an activity, which had one."""
    activities = activities_of(file, entry)
    served = {outcome for activity in activities for outcome in activity.outcomes}
    if isinstance(entry, ImplementationPlanAgreed):
        if not entry.outcomes:
            return "it names no outcome it is to reach"
        named, bare = {*entry.outcomes, *served}, [outcome for outcome in entry.outcomes if outcome not in served]
    else:
        plan, _ = file.implementation.change_of(entry)
        before = {outcome for activity in (plan.activities if plan else ()) for outcome in activity.outcomes}
        if not before and not served:
            return NOT_IN_POINT
        named, bare = served - before, sorted(before - served)
    dropped = sorted(named & {outcome.id for outcome in file.outcomes.by_id.values() if outcome.dropped})
    bare = [outcome for outcome in bare if outcome not in dropped]
    found = [f"no activity is to bring about {few(bare)}"] if bare else []
    found += [f"those concerned dropped {few(dropped)}"] if dropped else []
    return "; ".join(found) or None


def _circle(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    found = circle(activities_of(file, entry))
    if not found:
        return None
    if len(found) == 1:
        return f"{found[0]} comes after itself; take that out"
    path = ", which comes after ".join([*found, found[0]])
    return f"{path}: a circle, of which none can begin; take out one of them"


def _begins_too_soon(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    activities = activities_of(file, entry)
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


def _over_before_it_is_agreed(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    """An activity with a day of its own that is to be over before the day the plan is agreed. One that waits for
    others, or has no day, ends after them."""
    slots = schedule(entry.activities, entry.happened_on)
    with_a_day = [(a.id, slots[a.id].ends) for a in entry.activities if a.starts_on is not None and a.id in slots]
    if not with_a_day:
        return NOT_IN_POINT
    over = [f"{named} is to be over by {dated(ends)}" for named, ends in with_a_day if ends < entry.happened_on]
    return f"{few(over)}, and the plan was agreed on {dated(entry.happened_on)}" if over else None


def _units_differ(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    units: dict[tuple[str, str], tuple[str, str]] = {}
    for activity in activities_of(file, entry):
        for resource in activity.resources:
            if resource.unit is None:
                continue
            key = (resource.kind, resource.name.casefold())
            before = units.setdefault(key, (activity.id, resource.unit))
            if not same_unit(before[1], resource.unit):
                what = f"{resource.name} is in {before[1]} for {before[0]} and in {resource.unit} for {activity.id}"
                return f"{what}; give both in one unit"
    return None


def _no_user_agreed(
    file: ContractFile, entry: ImplementationPlanAgreed | ImplementationPlanChangeDecided, procedure: Procedure
) -> str | None:
    if isinstance(entry, ImplementationPlanChangeDecided) and entry.decision == "rejected":
        return NOT_IN_POINT
    if users_among(entry.agreed_with):
        return None
    return "no individuals, families or communities who use the service are named among those who agreed"


def _not_agreed_by_who_wants_it(
    file: ContractFile, entry: ImplementationPlanAgreed | ImplementationPlanChangeDecided, procedure: Procedure
) -> str | None:
    """Of a change: who wants what the plan did not serve before."""
    served = [outcome for activity in activities_of(file, entry) for outcome in activity.outcomes]
    if isinstance(entry, ImplementationPlanAgreed):
        served = [*entry.outcomes, *served]
    elif entry.decision == "rejected":
        return NOT_IN_POINT
    else:
        plan, _ = file.implementation.change_of(entry)
        before = plan.outcomes if plan else ()
        served = [outcome for outcome in served if outcome not in before]
    wanting = who_want(file, served)
    if not wanting:
        return NOT_IN_POINT
    left = [f"{group} ({named})" for named, group in wanting if not is_among(group, entry.agreed_with)]
    return f"of those who want its outcomes these are not among those who agreed: {'; '.join(left)}" if left else None


def _without_protocol(
    file: ContractFile, entry: ImplementationPlanAgreed | ImplementationPlanChangeDecided, procedure: Procedure
) -> str | None:
    if isinstance(entry, ImplementationPlanChangeDecided) and entry.decision == "rejected":
        return NOT_IN_POINT
    return no_protocol(file, partners_among(entry.agreed_with), entry.happened_on)


def _unresourced(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    activities = _said_anew(entry)
    if not activities:
        return NOT_IN_POINT
    bare = [activity.id for activity in activities if not activity.resources]
    if bare:
        return f"no resource is given for {few(bare)}"
    unsaid = [f"{r.name} {a.id} needs" for a in activities for r in a.resources if r.quantity is None]
    return f"it is not said how much of {few(unsaid)}" if unsaid else None


def _kind_unknown(file: ContractFile, entry: Planned, procedure: Procedure) -> str | None:
    kinds = {resource.kind for activity in activities_of(file, entry) for resource in activity.resources}
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


def _no_best_value(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    analysed = any(held.says.best_value for held in file.design.analyses)
    tested, of_heads = file.money.last_test(entry.happened_on), any(file.money.last_tests(entry.happened_on).values())
    if entry.best_value or analysed or (tested is not None and of_heads and tested.promotes_it):
        return None
    lacking = "nothing is said of best value, nor was in an analysis of ways"
    if tested is None:
        return f"{lacking}, and no test of value for money is on file by then"
    test = f"the test on {dated(tested.on)} (entry {tested.position})"
    if tested.promotes_it:
        return f"{lacking}; {test} says nothing of economy, efficiency or effectiveness"
    return f"{lacking}; {test} did not show value for money, and what is done about it is not said"


def _no_risks(file: ContractFile, entry: ImplementationPlanAgreed, procedure: Procedure) -> str | None:
    """Of each risk: its own contingency, or that of the activity it belongs to."""
    if not entry.risks:
        return "no risk is named"
    provided = [activity.id for activity in entry.activities if activity.contingency]
    bare = [r.id for r in entry.risks if not r.contingency and not (r.activity and among(r.activity, provided))]
    return f"no contingency is given for {few(bare)}" if bare else None


# fmt: off
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
        id="plan.risks-of-its-activities", citation="CPC307-C3-a", level="contradiction", of=ImplementationPlanAgreed,
        field="risks", sentence="A risk of one activity is of one that the plan has.", found=_risk_of_none,
    ),
    Rule(
        id="plan.risks-apart", citation="CPC307-C3-a", level="contradiction", of=ImplementationPlanAgreed,
        field="risks", sentence="Each risk of a plan has an id of its own.", found=twice(
            lambda entry: (risk.id for risk in entry.risks),
            "{twice} stands more than once; give each risk an id of its own",
        ),
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
        id="plan.activities-to-come", citation="CPC307-C2-b", level="advise", of=ImplementationPlanAgreed,
        field="activities", sentence="What a plan has done is to be done once the plan is agreed.",
        found=_over_before_it_is_agreed,
    ),
    Rule(
        id="plan.one-unit-for-a-resource", citation="CPC307-C2-c", level="contradiction", of=PLANNED,
        field="activities", sentence="A resource is counted in one unit throughout a plan.", found=_units_differ,
    ),
    Rule(
        id="plan.needs-no-less-than-nothing", citation="CPC307-C2-c", level="contradiction", of=PLANNED,
        field="activities", sentence="No activity needs less than nothing of a resource.", found=_less_than_nothing,
    ),
    Rule(
        id="plan.agreed-with-users", citation="CPC307-C1", level="explain",
        of=(ImplementationPlanAgreed, ImplementationPlanChangeDecided), field="agreed_with", asks=True,
        sentence="The plan is made and agreed with the people who use the service.", found=_no_user_agreed,
    ),
    Rule(
        id="plan.agreed-with-who-wants-its-outcomes", citation="CPC307-C1", level="advise",
        of=(ImplementationPlanAgreed, ImplementationPlanChangeDecided), field="agreed_with",
        sentence="Those who want the outcomes of a plan are among those who agree to it.",
        found=_not_agreed_by_who_wants_it,
    ),
    Rule(
        id="plan.protocol-on-file", citation="CPC307-K9", level="advise",
        of=(ImplementationPlanAgreed, ImplementationPlanChangeDecided), field="agreed_with",
        sentence="Where partners agreed to a plan or its change, their policies and protocols are on file.",
        found=_without_protocol,
    ),
    Rule(
        id="plan.risk-within-appetite", citation="CPC307-C3-b", level="explain", of=ImplementationPlanAgreed,
        field="risks", sentence="No risk of a plan is rated higher than the organisation takes.",
        found=beyond_appetite,
    ),
    Rule(
        id="plan.risks-of-the-procedures-kinds", citation="CPC307-S3", level="advise", of=ImplementationPlanAgreed,
        field="risks", sentence="The risks of a plan are of the kinds the procedure knows.", found=unknown_risks,
    ),
    Rule(
        id="plan.risks-rated", citation="CPC307-C3-b", level="advise", of=ImplementationPlanAgreed, field="risks",
        sentence="The risks of a plan are rated, so that their balance can be told.", found=_not_rated,
    ),
    Rule(
        id="plan.balance-of-risk", citation="CPC307-C3-b", level="explain", of=ImplementationPlanAgreed,
        field="risks", found=_out_of_balance,
        sentence="The balance of risk, in all and of each kind, keeps within the organisation's guidelines.",
    ),
    Rule(
        id="plan.serves-outcomes", citation="CPC307-C1", level="advise", of=PLANNED, field="outcomes",
        sentence="A plan reaches outcomes that were agreed: each by an activity.", found=_serves_no_outcome,
        asks=True,
    ),
    Rule(
        id="plan.activities-resourced", citation="CPC307-C2-c", level="advise", of=PLANNED, field="activities",
        sentence="The plan shows what resources each activity needs.", found=_unresourced,
    ),
    Rule(
        id="plan.resource-kinds-known", citation="CPC307-S2", level="advise", of=PLANNED, field="activities",
        sentence="Resources are of the kinds the procedure knows.", found=_kind_unknown,
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
        field="risks", asks=True, sentence="The plan shows risks, and for each a contingency.", found=_no_risks,
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
        id="plan.best-value", citation="CPC307-K5", level="advise", of=ImplementationPlanAgreed, field="best_value",
        asks=True, found=_no_best_value,
        sentence="A plan promotes best value, or an analysis of ways said how, or a test showed it.",
    ),
    Rule(
        id="plan.supported", citation="CPC307-K16", level="advise", of=ImplementationPlanAgreed, field="supported_by",
        sentence="A plan is supported by information.",
        found=lacks("supported_by", "exhibits", found="no information that supports it is named"),
    ),
)
# fmt: on
