"""Which part of a plan a risk of the log belongs to: an activity of an implementation plan, or a line of resources."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ledger.names import among, same_name
from ledger.subjects.risks.entries import RiskIdentified

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
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


def place_of(risk: RiskIdentified) -> Place | None:
    """Return where in a plan a risk belongs; None of a risk to the service that names no part of a plan."""
    said = (risk.activity or "").strip()
    if not said and risk.subject == "service":
        return None
    named = _IN_A_PLAN.fullmatch(said)
    plan, part = named.groups() if named else (None, said)
    return Place(plan, part, plan.upper().startswith("RPL") if plan else risk.subject == "resource")


def risks_of(file: ContractFile, plan: str) -> Iterator[tuple[Risk, RiskIdentified, Place]]:
    """Yield each risk of the log that is of a plan, with what was seen and where in the plan it belongs: of an
    implementation plan (IPL-001: CPC307-C3-a) or of one of resources (RPL-001: CPC308-A6)."""
    of_resources, parts = plan.startswith("RPL"), parts_of(file, plan)
    for risk in file.risks.by_id.values():
        place = place_of(risk.says) if risk.says else None
        if risk.says is None or place is None or place.of_resources != of_resources:
            continue
        if _is_of(place, plan, parts):
            yield risk, risk.says, place


def _is_of(place: Place, plan: str, parts: Collection[str]) -> bool:
    """Whether a place is in a plan of such parts: in the one that is named; else in each that has the part."""
    if place.plan:
        return same_name(place.plan, plan)
    return not place.part or among(place.part, parts)


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
