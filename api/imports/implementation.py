"""How a contract went, as published: indicators agreed and rated, failures of performance, and its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.imports.parties import members
from api.imports.said import AgreedMetric, Ended, Rating
from api.imports.values import Reader, Unacceptable


def agreed_metrics(contract: Mapping[str, Any], at: str, reader: Reader) -> tuple[AgreedMetric, ...]:
    """Return the indicators agreed with the supplier (contract details notice, UK7)."""
    found = []
    for number, metric in enumerate(members(contract, "agreedMetrics", at)):
        path = f"{at}/agreedMetrics/{number}"
        months: int | None = None
        for observation in members(metric, "observations", path):
            period = observation.get("period")
            if isinstance(period, dict) and isinstance(every := period.get("durationInMonths"), int):
                months = every
        title = reader.line(metric.get("title"), f"{path}/title", 200) or f"indicator {number + 1}"
        words = reader.text(metric.get("description"), f"{path}/description")
        key = reader.text(metric.get("id"), f"{path}/id") or f"#{number}"
        found.append(AgreedMetric(id=key, title=title, words=words, every_months=months))
    return tuple(found)


def ratings(contract: Mapping[str, Any], at: str, reader: Reader) -> tuple[Rating, ...]:
    """Return what each indicator was rated (contract performance notice, UK9)."""
    found = []
    for number, metric in enumerate(members(_implementation(contract, at), "metrics", f"{at}/implementation")):
        path = f"{at}/implementation/metrics/{number}"
        for place, observation in enumerate(members(metric, "observations", path)):
            here = f"{path}/observations/{place}"
            rated = observation.get("measureClassification")
            rating = (
                reader.text(rated.get("id"), f"{here}/measureClassification/id") if isinstance(rated, dict) else None
            )
            if rating is None or not isinstance(rated, dict):
                reader.flag(f"{here}: no rating; not taken as an assessment")
                continue
            first, last = _span(observation, here, reader)
            found.append(
                Rating(
                    metric=reader.text(metric.get("id"), f"{path}/id") or f"#{number}",
                    observation=reader.text(observation.get("id"), f"{here}/id") or f"#{place}",
                    title=reader.line(metric.get("title"), f"{path}/title", 200) or f"indicator {number + 1}",
                    rating=rating,
                    description=reader.text(rated.get("description"), f"{here}/measureClassification/description"),
                    notes=reader.text(observation.get("notes"), f"{here}/notes"), first=first, last=last,
                )
            )  # fmt: skip
    return tuple(found)


def failures(contract: Mapping[str, Any], at: str, reader: Reader) -> tuple[str, ...]:
    """Return each failure of performance or breach a notice reports, in words (UK9, section 71(3) to (5))."""
    found = []
    listed = members(_implementation(contract, at), "performanceFailures", f"{at}/implementation")
    for number, failure in enumerate(listed):
        path = f"{at}/implementation/performanceFailures/{number}"
        words = [
            reader.text(failure.get(name), f"{path}/{name}") for name in ("category", "requirement", "description")
        ]
        if failure.get("partialTermination") is True:
            words.append("the contract was ended in part")
        found.append("; ".join(word for word in words if word) or f"failure {number + 1}, not described")
    return tuple(found)


def ended(contract: Mapping[str, Any], at: str, said_by_tag: bool, reader: Reader) -> Ended | None:
    """Return that the contract is over, with the reasons given (termination notice, UK11); None if it is not."""
    if contract.get("status") != "terminated" and not said_by_tag:
        return None
    listed = list(members(contract, "terminationRationaleClassifications", at))
    if isinstance(single := contract.get("terminationRationaleClassification"), dict):
        listed.append(single)  # the older form, in the singular, is still published
    reasons = []
    for number, reason in enumerate(listed):
        path = f"{at}/terminationRationaleClassifications/{number}"
        code, words = (
            reader.text(reason.get("id"), f"{path}/id"),
            reader.text(reason.get("description"), f"{path}/description"),
        )
        if (code or "", words or "") != ("", "") and (code or "", words or "") not in reasons:
            reasons.append((code or "", words or ""))
    implementation = _implementation(contract, at)
    return Ended(
        reasons=tuple(reasons), on=reader.day(implementation.get("endDate"), f"{at}/implementation/endDate"),
        final_value=reader.money(implementation.get("finalValue"), f"{at}/implementation/finalValue"),
    )  # fmt: skip


def _span(observation: Mapping[str, Any], at: str, reader: Reader) -> tuple[date | None, date | None]:
    period = observation.get("period")
    if not isinstance(period, dict):
        return None, None
    first = reader.day(period.get("startDate"), f"{at}/period/startDate")
    return first, reader.day(period.get("endDate"), f"{at}/period/endDate")


def _implementation(contract: Mapping[str, Any], at: str) -> Mapping[str, Any]:
    found = contract.get("implementation")
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Unacceptable(f"{at}/implementation", "should be an object")
    return found
