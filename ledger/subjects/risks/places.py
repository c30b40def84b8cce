"""Which part of a plan a risk of the log belongs to: an activity of an implementation plan, or a line of resources."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ledger.names import among, same_name
from ledger.subjects.risks.entries import RiskIdentified

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.planning import PlannedRisk
    from ledger.subjects.risks.register import Risk

_IN_A_PLAN = re.compile(r"([IR]PL-[0-9]{3,})\b[\s:,;/-]*(.*)", re.IGNORECASE)


class Place(NamedTuple):
    """Where a risk of a plan belongs, as it is written."""

    plan: str | None
    """The plan, where it is named: IPL-001."""
    part: str
    """The activity or line: A2; "" where it is of the plan as a whole."""
    of_resources: bool
    """Whether it is a line of a plan of resources, and not an activity."""

    def is_in(self, plan: str | None, parts: Collection[str]) -> bool:
        """Return whether it is in a plan of such parts, None for one without an id yet: in the plan that is named, else
        in each that has the part."""
        if self.plan:
            return plan is not None and same_name(self.plan, plan)
        return not self.part or among(self.part, parts)


def place_of(risk: RiskIdentified) -> Place | None:
    """Return where in a plan a risk belongs; None of a risk to the service that names no part of a plan."""
    said = (risk.activity or "").strip()
    if not said and risk.subject == "service" and not risk.plan_risk:
        return None
    named = _IN_A_PLAN.fullmatch(said)
    plan, part = named.groups() if named else (None, said)
    return Place(plan, part, plan.upper().startswith("RPL") if plan else risk.subject == "resource")


def risks_of(file: ContractFile, plan: str) -> Iterator[tuple[Risk, RiskIdentified, Place]]:
    """Yield each risk of the log that is, or may be, of a plan, with what was seen and where in the plan it belongs: of
    an implementation plan (IPL-001: CPC307-C3-a) or of one of resources (RPL-001: CPC308-A6)."""
    for risk, seen, place in file.risks.of_plan(parts_of(file, plan), plan, of_resources=plan.startswith("RPL")):
        meant = plans_meant(file, seen, place)
        if not meant or plan in meant:
            yield risk, seen, place


def watched_in_the_log(file: ContractFile, plan: str, own: Iterable[PlannedRisk]) -> dict[str, list[Risk]]:
    """Return by each risk that a plan on file names itself, as the plan calls it, those of the log that are that one;
    none of those that may be of several plans (docs/adr/0296, CPC308-A6)."""
    found: dict[str, list[Risk]] = {}
    for risk, seen, place in risks_of(file, plan):
        meant = next((one.id for one in own if seen.plan_risk and same_name(one.id, seen.plan_risk)), None)
        if meant is not None and len(plans_meant(file, seen, place)) < 2:
            found.setdefault(meant, []).append(risk)
    return found


def plans_meant(file: ContractFile, seen: RiskIdentified, place: Place, agreed: date | None = None) -> list[str | None]:
    """Return the plans whose own risk one of the log may be, by what it says that a plan calls it (docs/adr/0296).

    None where it names its plan or nothing of one. Else those that name such a risk and have its part: of them such as
    were agreed by the day it was seen, where there are any. One that names it and is being `agreed`, on that day, is
    None among them.
    """
    if not seen.plan_risk or place.plan:
        return []
    plans = file.resources.plans if place.of_resources else file.implementation.plans
    naming: list[tuple[str | None, date]] = [
        (plan.id, plan.on) for plan in plans.values()
        if plan.says and plan.on and place.is_in(plan.id, parts_of(file, plan.id))
        and among(seen.plan_risk, [risk.id for risk in plan.says.risks])
    ]  # fmt: skip
    if agreed:
        naming.append((None, agreed))
    by_then = [plan for plan, on in naming if on <= seen.happened_on]
    return by_then or [plan for plan, _ in naming]


def risk_meant(file: ContractFile, seen: RiskIdentified, place: Place) -> tuple[str, PlannedRisk] | None:
    """Return (plan, its own risk) of which one of the log is said to be; None where it names none, or may be of several
    plans (docs/adr/0296)."""
    plans = file.resources.plans if place.of_resources else file.implementation.plans
    meant = [place.plan] if place.plan else plans_meant(file, seen, place)
    named = [
        (plan.id, risk) for plan in plans.values() if plan.says and among(plan.id, [one for one in meant if one])
        for risk in plan.says.risks if seen.plan_risk and same_name(risk.id, seen.plan_risk)
    ]  # fmt: skip
    return named[0] if len(named) == 1 else None


def parts_of_plans(file: ContractFile, place: Place) -> Mapping[str, tuple[str, ...]]:
    """Return by plan, of the sort a place is in, the ids of its parts, those a change took out among them."""
    plans = file.resources.plans if place.of_resources else file.implementation.plans
    return {plan.id: parts_of(file, plan.id) for plan in plans.values() if plan.says}


def parts_of(file: ContractFile, plan: str) -> tuple[str, ...]:
    """Return the ids of the parts of a plan on file, those a change took out among them."""
    if used := file.resources.plans.get(plan):
        return tuple(line.id for line in used.says.lines) if used.says else ()
    carried_out = file.implementation.plans.get(plan)
    versions = carried_out.versions if carried_out else ()
    return tuple(dict.fromkeys(activity.id for version in versions for activity in version.activities))


def risks_named(file: ContractFile, place: Place) -> list[str]:
    """Return what the plans a place can be in, the one that is named or any of its sort, call their own risks."""
    plans = file.resources.plans if place.of_resources else file.implementation.plans
    there = [plan for plan in plans.values() if not place.plan or same_name(plan.id, place.plan)]
    return [risk.id for plan in there if plan.says for risk in plan.says.risks]
