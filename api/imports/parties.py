"""Buyers and suppliers as a release names them, and the numbers they go by in registers of organisations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from api.imports.values import Reader, Unacceptable
from ledger.dates.bank_holidays import NamedCountry
from ledger.subjects.agreement import Identifier, Organisation

_BY_REGISTER = re.compile(r"([A-Z]{2}-[A-Z0-9]{2,12})-(.{1,180})", re.DOTALL)
_COUNTRIES: Mapping[str, NamedCountry] = {
    "GB-ENG": "england", "GB-WLS": "wales", "GB-SCT": "scotland", "GB-NIR": "northern-ireland",
}  # fmt: skip
_SMALL = {"micro": True, "small": True, "medium": True, "sme": True, "large": False}


class Parties:
    """The organisations of one release, by the id they have in it."""

    def __init__(self, release: Mapping[str, Any], reader: Reader) -> None:
        self._reader = reader
        self._by_id: dict[str, Mapping[str, Any]] = {}
        self._paths: dict[str, str] = {}
        for number, party in enumerate(members(release, "parties", "")):
            key = self._reader.text(party.get("id"), f"/parties/{number}/id") or f"#{number}"
            self._by_id[key], self._paths[key] = party, f"/parties/{number}"

    def in_role(self, role: str) -> list[str]:
        """Return the ids of those in a role, in the order given."""
        return [key for key, party in self._by_id.items() if role in listed_in(party, "roles")]

    def buyer(self, release: Mapping[str, Any]) -> str | None:
        """Return the id of who buys, None where the release does not say."""
        said = release.get("buyer")
        if isinstance(said, dict):
            if found := self._reader.text(said.get("id"), "/buyer/id"):
                return found
            if name := self._reader.text(said.get("name"), "/buyer/name"):
                return f"name:{name}"
        buyers = self.in_role("buyer") or self.in_role("procuringEntity")
        if len(buyers) > 1:
            self._reader.flag(f"/parties: {len(buyers)} buyers; the file is kept for the first")
        return buyers[0] if buyers else None

    def organisation(self, key: str, reader: Reader, name: Any = None, path: str = "") -> Organisation | None:
        """Return a party as the ledger holds one, by its id and the name a reference to it gives; None if unnamed."""
        party, at = self._by_id.get(key, {}), self._paths.get(key, path)
        called = reader.line(name, f"{path}/name", 500) or reader.line(party.get("name"), f"{at}/name", 500)
        if called is None:
            legal = party.get("identifier")
            called = (
                reader.line(legal.get("legalName"), f"{at}/identifier/legalName", 500)
                if isinstance(legal, dict)
                else None
            )
        if called is None:
            return None
        details = party.get("details")
        details = details if isinstance(details, dict) else {}
        scale, voluntary = details.get("scale"), details.get("vcse")
        return Organisation(
            name=called, identifiers=self._identifiers(key, party, at),
            small=_SMALL.get(scale) if isinstance(scale, str) else None,
            voluntary=voluntary if isinstance(voluntary, bool) else None,
        )  # fmt: skip

    def suppliers(self) -> dict[str, Organisation]:
        """Return every named party that supplies or offered to, by id: what later releases may refer to."""
        keys = dict.fromkeys([*self.in_role("supplier"), *self.in_role("tenderer"), *self.in_role("removedSupplier")])
        found = ((key, self.organisation(key, Reader())) for key in keys)  # what is odd is flagged where it is used
        return {key: named for key, named in found if named is not None}

    def country(self, buyer: str) -> NamedCountry | None:
        """Return whose law the buyer is under where the release says so, None where it does not."""
        details = self._by_id.get(buyer, {}).get("details")
        for classified in listed_in(details, "classifications") if isinstance(details, dict) else ():
            if isinstance(classified, dict) and isinstance(code := classified.get("id"), str) and code in _COUNTRIES:
                return _COUNTRIES[code]
        return None

    def _identifiers(self, key: str, party: Mapping[str, Any], at: str) -> tuple[Identifier, ...]:
        given = [party.get("identifier"), *members(party, "additionalIdentifiers", at)]
        found = [identifier(one.get("scheme"), one.get("id")) for one in given if isinstance(one, dict)]
        found += identifiers_in(key)
        return tuple(dict.fromkeys(one for one in found if one is not None))[:20]


def identifiers_in(key: str) -> tuple[Identifier, ...]:
    """Return the number in a register that the id of a party is made of ("GB-COH-01234567"), if it is."""
    by_register = _BY_REGISTER.fullmatch(key)
    found = identifier(by_register[1], by_register[2]) if by_register else None
    return (found,) if found else ()


def identifier(scheme: Any, number: Any) -> Identifier | None:
    """Return a number in a register of organisations, None where either is missing; company numbers get their zeros."""
    if not isinstance(scheme, str) or isinstance(number, bool) or not isinstance(number, str | int):
        return None
    scheme, number = scheme.strip(), str(number).strip()
    if not 0 < len(scheme) <= 200 or not 0 < len(number) <= 200 or re.search("[\x00\ud800-\udfff]", scheme + number):
        return None
    if scheme == "GB-COH" and number.isdecimal():
        number = number.zfill(8)  # arrives without its leading zeros
    return Identifier(scheme=scheme, id=number)


def members(parent: Mapping[str, Any], name: str, path: str) -> list[Mapping[str, Any]]:
    """Return the objects in a list of a record, none where it is missing. Raises Unacceptable for anything else."""
    listed = parent.get(name)
    if listed is None:
        return []
    if not isinstance(listed, list):
        raise Unacceptable(f"{path}/{name}", "should be a list")
    for number, one in enumerate(listed):
        if not isinstance(one, dict):
            raise Unacceptable(f"{path}/{name}/{number}", "should be an object")
    return listed


def listed_in(parent: Mapping[str, Any], name: str) -> list[Any]:
    """Return a list of a record where nothing depends on it: what is no list counts as an empty one."""
    found = parent.get(name)
    return found if isinstance(found, list) else []


def object_in(parent: Mapping[str, Any], name: str, path: str) -> Mapping[str, Any]:
    """Return an object of a record, an empty one where it is missing. Raises Unacceptable for anything else."""
    found = parent.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Unacceptable(f"{path}/{name}", "should be an object")
    return found
