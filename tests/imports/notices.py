"""Fictional notices in the shape in which Contracts Finder and Find a Tender publish theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

OCID = "ocds-abc123-00f1c7"
BUYER = "GB-PPON-PXYZ-1234-ABCD"
SUPPLIER = "GB-COH-01234567"
Said = dict[str, Any]


def party(id: str, name: str | None, *roles: str, **details: Any) -> Said:
    scheme, _, number = id.rpartition("-") if id.startswith("GB-COH") else (id[:7], "-", id[8:])
    said: Said = {"id": id, "roles": list(roles), "identifier": {"scheme": scheme, "id": number}}
    return said | ({"name": name} if name else {}) | ({"details": details} if details else {})


def money(amount: float | str, currency: str | None = "GBP") -> Said:
    """An amount as JSON has it; `written` puts a string in as it is, so that nothing passes through a float."""
    return {"amount": amount} | ({"currency": currency} if currency else {})


def award(
    id: str = "1",
    *,
    value: Any = "120000",
    start: str | None = "2025-04-01T00:00:00+01:00",
    end: str | None = "2027-03-31T23:59:59+01:00",
    suppliers: tuple[str, ...] = (SUPPLIER,),
    **more: Any,
) -> Said:
    said: Said = {"id": id, "status": "active", "date": "2025-03-03T00:00:00Z"}
    said |= {"suppliers": [{"id": one, "name": NAMES.get(one)} for one in suppliers]}
    said |= {"value": money(value)} if value is not None else {}
    period = {"startDate": start, "endDate": end}
    return said | {"contractPeriod": {n: v for n, v in period.items() if v}} | more


def contract(id: str = "1", award_id: str | None = "1", **more: Any) -> Said:
    return {"id": id, "status": "active"} | ({"awardID": award_id} if award_id else {}) | more


NAMES = {SUPPLIER: "Larkfield Home Care Ltd", "GB-COH-07654321": "Brookside Care Ltd", "GB-CFS-9": "Old Mill Support"}


def release(
    id: str = "000100-2025",
    date: str = "2025-03-11T10:01:01Z",
    tag: tuple[str, ...] | None = ("award",),
    *,
    awards: tuple[Said, ...] | None = None,
    contracts: tuple[Said, ...] = (),
    ocid: str = OCID,
    buyer: str | None = BUYER,
    title: str = "Home care, north",
    description: str | None = "Care at home for adults.",
    **more: Any,
) -> Said:
    awards = (award(),) if awards is None else awards
    parties = [party(buyer, "Exshire County Council", "buyer")] if buyer else []
    ids = dict.fromkeys(s["id"] for a in awards for s in a.get("suppliers", ()))
    parties += [party(one, NAMES.get(one), "supplier", scale="small", vcse=False) for one in ids]
    said: Said = {"ocid": ocid, "id": id, "date": date, "tag": list(tag) if tag else None, "parties": parties}
    said |= {"buyer": {"id": buyer, "name": "Exshire County Council"}} if buyer else {}
    said["tender"] = {"id": "T-1", "title": title, "mainProcurementCategory": "services"}
    said["tender"] |= {"description": description} if description else {}
    said["tender"] |= {"classification": {"scheme": "CPV", "id": "85312000"}}
    said |= {"awards": list(awards)} if awards else {}
    said |= {"contracts": list(contracts)} if contracts else {}
    return {name: value for name, value in (said | more).items() if value is not None}


def written(notice: Any, indent: int | None = None) -> str:
    """JSON of a notice, with amounts given as strings written as the numbers they spell."""
    text = json.dumps(notice, indent=indent, ensure_ascii=False)
    for mark in ('"amount": "', '"amountGross": "'):
        before, *rest = text.split(mark)
        text = before + "".join(
            mark.removesuffix('"') + amount + after for amount, _, after in (one.partition('"') for one in rest)
        )
    return text


def lines(folder: Path, *notices: Any, name: str = "notices.jsonl") -> Path:
    """A file of JSON lines; a string is put in as it is."""
    path = folder / name
    path.write_text("".join((n if isinstance(n, str) else written(n)) + "\n" for n in notices), encoding="utf-8")
    return path


def package(folder: Path, *notices: Said, name: str = "package.json", indent: int | None = 1) -> Path:
    """A release package."""
    path = folder / name
    whole = {"uri": "https://notices.example/1", "version": "1.1", "releases": list(notices)}
    path.write_text(written(whole, indent), encoding="utf-8")
    return path
