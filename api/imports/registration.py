"""The registration of a contract from what was published of it, and what in it changes when more is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from api.imports.plan import Plan
from api.imports.said import Statement
from ledger.entry import Source
from ledger.subjects.agreement import ContractRegistered, Publication
from ledger.words import Document, Reading, Said

MOST_PROVIDERS = 201
"""The provider and the joint providers an entry can hold."""


def source_of(release_id: str, item: str = "") -> Source:
    """Return the source an entry names for what it took from a release (and which part of it)."""
    return Source(
        how="document",
        whom=f"release {release_id}"[:200] if not item else f"release {release_id}"[:120] + f", {item}"[:79],
    )


def exhibit_of(said: Statement) -> Said:
    """Return the exhibit an entry cites: the release as found."""
    return Said(Document(said.release.sha256, title_of(said)[:300]))


def title_of(said: Statement) -> str:
    """Return what the notice is called on file."""
    return f"{said.notice} {said.number or said.release.id}"[:200]


def registered(plan: Plan, reference: str, authority: str) -> ContractRegistered:
    """Return the entry that opens the file as its first release has it; `authority` is whose ledger it is."""
    first = plan.first
    assert first is not None, "a plan without a first release registers nothing"
    return ContractRegistered(
        happened_on=first.release.day, reference=reference, source=source_of(first.release.id),
        exhibits=(exhibit_of(first),), **fields(plan, authority),
    )  # fmt: skip


def fields(plan: Plan, authority: str) -> dict[str, Any]:
    """Return the fields of the registration that come from what was published, each with its value or its default."""
    first = plan.first
    assert first is not None
    facts = {name: fact.value for name, fact in plan.registered.items()}
    providers = facts.get("providers", ())[:MOST_PROVIDERS]
    buyer = facts.get("authority")
    return {
        "title": facts.get("title") or f"(no title) {first.award or first.contract} of {first.release.ocid}"[:500],
        "provider": providers[0] if providers else None,
        "joint_providers": tuple(providers[1:]),
        "authority": buyer if buyer is not None and buyer.name != authority else None,
        "agreed_on": facts.get("agreed_on"),
        "start_date": facts.get("start_date"),
        "end_date": facts.get("end_date"),
        "extensions": facts.get("extensions", ()),
        "total_value": facts.get("total_value"),
        "description": facts.get("description"),
        "service_category": _category(facts.get("category"), facts.get("classifications", ())),
        "classifications": facts.get("classifications", ()),
        "contract_type": facts.get("contract_type"),
        "country": facts.get("country", "england-and-wales"),
        "published": Publication(
            ocid=first.release.ocid, release=first.release.id, award=first.award, contract=plan.contract,
            notice=first.number, where=first.address,
        ),
    }  # fmt: skip


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the fields whose value differs."""
    return [name for name in after if plain(before[name]) != plain(after[name])]


def plain(value: Any, words: Mapping[str, str | Document] | None = None) -> Any:
    """Return a value as comparable data, words held by digest as the words themselves."""
    if isinstance(value, tuple):
        return [plain(item, words) for item in value]
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name), words) for name in type(value).model_fields}
    if isinstance(value, Said):
        return value.value
    digest = getattr(value, "digest", None)
    return Reading(words or {}).words.get(digest, digest) if digest is not None else to_jsonable_python(value)


def _category(category: str | None, classifications: tuple[str, ...]) -> str | None:
    """What sort of thing is bought; social care and health by division 85 of the common procurement vocabulary."""
    if category in ("goods", "works"):
        return category
    if any(code.startswith("853") for code in classifications):
        return "social-care"
    if any(code.startswith("851") for code in classifications):
        return "health"
    return "other-services" if category == "services" else None
