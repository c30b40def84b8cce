"""Changes of a contract as notices list them (OCDS `amendments`; UK extension: period, value, suppliers, reasons)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from api.imports.parties import members, object_in
from api.imports.said import Amendment
from api.imports.values import Reader


def amendments(contract: Mapping[str, Any], at: str, reader: Reader) -> tuple[Amendment, ...]:
    """Return the amendments a contract lists, agreed or proposed. Those of an award change its notice only."""
    return tuple(_listed(contract, at, reader))


def _listed(contract: Mapping[str, Any], at: str, reader: Reader) -> Iterator[Amendment]:
    for name in ("amendments", "proposedAmendments"):
        for number, amendment in enumerate(members(contract, name, at)):
            yield _amendment(amendment, f"{at}/{name}/{number}", name == "proposedAmendments", reader)
    if isinstance(single := contract.get("amendment"), dict) and not contract.get("amendments"):
        yield _amendment(single, f"{at}/amendment", False, reader)


def _amendment(said: Mapping[str, Any], at: str, proposed: bool, reader: Reader) -> Amendment:
    words = [reader.text(said.get(name), f"{at}/{name}") for name in ("description", "rationale")]
    for place, reason in enumerate(members(said, "rationaleClassifications", at)):
        words.append(
            reader.text(reason.get("description") or reason.get("id"), f"{at}/rationaleClassifications/{place}")
        )
    period = object_in(said, "period", at)
    found = Amendment(
        id=reader.text(said.get("id"), f"{at}/id") or "", on=reader.day(said.get("date"), f"{at}/date"),
        words=". ".join(dict.fromkeys(word for word in words if word)) or None,
        ends_on=reader.day(period.get("endDate"), f"{at}/period/endDate"),
        value=reader.money(said.get("value"), f"{at}/value"), proposed=proposed,
        added=_names(said, "suppliersAdded", at, reader), removed=_names(said, "suppliersRemoved", at, reader),
    )  # fmt: skip
    # One without an id is known again by what it says, so that the next without an id is not taken for it.
    told = f"{found.on} {found.words} {found.ends_on} {found.value} {found.added} {found.removed}"
    return found if found.id else replace(found, id="#" + hashlib.sha256(told.encode()).hexdigest()[:8])


def _names(said: Mapping[str, Any], which: str, at: str, reader: Reader) -> tuple[str, ...]:
    found = [
        reader.text(one.get("name") or one.get("id"), f"{at}/{which}/{number}")
        for number, one in enumerate(members(said, which, at))
    ]
    return tuple(name for name in found if name)
