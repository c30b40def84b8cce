"""A release of published contracting data, read into what it says of each award and contract (OCDS 1.1, UK extension).

Read after release-schema-1.1.json and the United Kingdom's extension. Names of fields are the standard's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.imports.amendments import amendments
from api.imports.implementation import agreed_metrics, ended, failures, ratings
from api.imports.parties import Parties, listed_in, members, object_in
from api.imports.said import OF_AWARD, OF_CONTRACT, OF_TENDER, Fact, Release, Statement
from api.imports.values import LONDON, Reader, Unacceptable, moment
from ledger.subjects.agreement import Extension, Organisation
from ledger.words import Said

LONGEST_ID = 200
_NOTICES = {
    "UK1": "Pipeline notice", "UK2": "Preliminary market engagement notice", "UK3": "Planned procurement notice",
    "UK4": "Tender notice", "UK5": "Transparency notice", "UK6": "Contract award notice",
    "UK7": "Contract details notice", "UK8": "Contract payment notice", "UK9": "Contract performance notice",
    "UK10": "Contract change notice", "UK11": "Contract termination notice", "UK12": "Procurement termination notice",
    "UK13": "Dynamic market notice", "UK14": "Dynamic market notice", "UK15": "Dynamic market notice",
    "UK16": "Dynamic market notice", "UK17": "Payments compliance notice",
}  # fmt: skip
_BY_TAG = {
    "contractTermination": "Contract termination notice", "contractAmendment": "Contract change notice",
    "contractUpdate": "Contract notice, updated", "awardUpdate": "Award notice, updated",
    "awardCancellation": "Award cancellation notice", "implementationUpdate": "Contract performance notice, updated",
    "implementation": "Contract performance notice", "contract": "Contract notice", "award": "Award notice",
    "compiled": "Compiled release",
}  # fmt: skip


class Passed(Exception):
    """A record that has nothing for the ledger; the message says why."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What came of a release: statements, and what in it could not be taken."""

    statements: tuple[Statement, ...]
    unacceptable: tuple[Unacceptable, ...]


def release_of(record: Any, sha256: str) -> Release:
    """Return which release a record is, and of when. Raises Unacceptable where it is none, Passed where it is empty."""
    if not isinstance(record, dict):
        raise Unacceptable("", "is no object; a release is expected")
    reader = Reader()
    ocid = reader.text(record.get("ocid"), "/ocid")
    if ocid is None:
        raise Unacceptable("/ocid", "is missing: this is no release of open contracting data")
    if "date" not in record and ("releases" in record or "versionedRelease" in record):
        raise Passed(
            "the record gives only addresses of its releases, or versions of fields; fetch the releases themselves"
        )
    release_id = _id(record, "", reader)
    if len(ocid) > LONGEST_ID:
        raise Unacceptable("/ocid", f"has more than {LONGEST_ID} characters")
    at: datetime = moment(record.get("date"), "/date")
    tags = record.get("tag")
    tags = [tags] if isinstance(tags, str) else tags
    named = tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
    return Release(ocid, release_id, at, at.astimezone(LONDON).date(), named, sha256)


def parts_of(record: Mapping[str, Any], release: Release) -> Parts:
    """Return what a release says of each award and contract. Raises Passed where it speaks of none, Unacceptable."""
    reader = Reader()
    awards, contracts = members(record, "awards", ""), members(record, "contracts", "")
    if not awards and not contracts:
        raise Passed(_nothing_awarded(record, release))
    parties = Parties(record, reader)
    buyer = parties.buyer(record)
    common = _Common(record, release, parties, buyer, _buyer_as(record, parties, buyer, reader), tuple(reader.flags))
    statements: list[Statement] = []
    unacceptable: list[Unacceptable] = []
    for award, contract in _pairs(awards, contracts, unacceptable):
        try:
            statements.append(_statement(common, award, contract))
        except Unacceptable as error:
            unacceptable.append(error)
    return Parts(tuple(statements), tuple(unacceptable))


@dataclass(frozen=True, slots=True)
class _Common:
    """What holds for every award and contract of a release."""

    record: Mapping[str, Any]
    release: Release
    parties: Parties
    buyer: str | None
    buyer_as: Organisation | None
    flags: tuple[str, ...]


Placed = tuple[str, str, Mapping[str, Any]]
"""An award or contract: its id, its path in the release, and itself."""


def _pairs(
    awards: Sequence[Mapping[str, Any]], contracts: Sequence[Mapping[str, Any]], unacceptable: list[Unacceptable]
) -> list[tuple[Placed | None, Placed | None]]:
    """Each contract with the award it follows from, where that is in the release, and each award without a contract."""
    placed: dict[str, Placed] = {}
    followed: set[str] = set()
    pairs: list[tuple[Placed | None, Placed | None]] = []
    for number, award in enumerate(awards):
        if (one := _placed(award, f"/awards/{number}", unacceptable)) is None:
            continue
        if one[0] in placed:
            unacceptable.append(Unacceptable(f"{one[1]}/id", "is the id of another award in the same release"))
        else:
            placed[one[0]] = one
    for number, contract in enumerate(contracts):
        if (one := _placed(contract, f"/contracts/{number}", unacceptable)) is None:
            continue
        of = Reader().text(contract.get("awardID"), f"{one[1]}/awardID")
        if of is None and len(placed) == 1 and len(contracts) == 1:
            [of] = placed
        if of is None or of in placed:
            pairs.append((placed.get(of) if of else None, one))
        else:
            pairs.append(((of, "", {}), one))
        followed.add(of or "")
    return [*((award, None) for key, award in placed.items() if key not in followed), *pairs]


def _placed(one: Mapping[str, Any], path: str, unacceptable: list[Unacceptable]) -> Placed | None:
    try:
        return _id(one, path, Reader()), path, one
    except Unacceptable as error:
        unacceptable.append(error)
        return None


def _id(one: Mapping[str, Any], path: str, reader: Reader) -> str:
    found = reader.text(one.get("id"), f"{path}/id")
    if found is None:
        raise Unacceptable(f"{path}/id", "is missing: without it, it cannot be told from others")
    if len(found) > LONGEST_ID:
        raise Unacceptable(f"{path}/id", f"has more than {LONGEST_ID} characters")
    return found


def _statement(common: _Common, award: Placed | None, contract: Placed | None) -> Statement:
    reader = Reader(list(common.flags))
    facts, texts = _of_tender(common, reader)
    supplier_ids: tuple[str, ...] = ()
    if award is not None and award[2]:
        supplier_ids = _of_award(common, award, facts, texts, reader)
    if contract is not None:
        _of_contract(contract, facts, texts, reader)
    elsewhere = common.parties.in_role("supplier")
    if not supplier_ids and elsewhere and len(common.record.get("awards") or common.record["contracts"]) == 1:
        supplier_ids = tuple(elsewhere)
        _put(facts, "providers", OF_TENDER, _organisations(common, elsewhere, reader))
    held = contract[2] if contract else {}
    at = contract[1] if contract else ""
    notice, number, address = _notice(common, award, contract, reader)
    return Statement(
        release=common.release, path=(contract or award or ("", "", {}))[1], award=award[0] if award else None,
        contract=contract[0] if contract else None, buyer=common.buyer, buyer_as=common.buyer_as, facts=facts,
        parties=common.parties.suppliers(), supplier_ids=supplier_ids,
        award_status=reader.text(award[2].get("status"), f"{award[1]}/status") if award else None,
        contract_status=reader.text(held.get("status"), f"{at}/status"), notice=notice, number=number, address=address,
        amendments=amendments(held, at, reader), agreed_metrics=agreed_metrics(held, at, reader),
        ratings=ratings(held, at, reader), failures=failures(held, at, reader),
        ended=ended(held, at, "contractTermination" in common.release.tags, reader), text=" \n ".join(texts),
        flags=tuple(reader.flags),
    )  # fmt: skip


def _of_tender(common: _Common, reader: Reader) -> tuple[dict[str, Fact], list[str]]:
    facts: dict[str, Fact] = {}
    texts: list[str] = []
    tender = object_in(common.record, "tender", "")
    title, words = (
        reader.line(tender.get("title"), "/tender/title", 500),
        reader.text(tender.get("description"), "/tender/description"),
    )
    _put(facts, "title", OF_TENDER, title)
    _put(facts, "description", OF_TENDER, _words(words, "/tender/description", reader))
    _put(facts, "authority", OF_TENDER, common.buyer_as)
    _put(facts, "country", OF_TENDER, common.parties.country(common.buyer) if common.buyer else None)
    _put(facts, "classifications", OF_TENDER, _classifications(tender))
    _put(
        facts,
        "category",
        OF_TENDER,
        reader.text(tender.get("mainProcurementCategory"), "/tender/mainProcurementCategory"),
    )
    techniques = tender.get("techniques")
    if isinstance(techniques, dict) and techniques.get("hasFrameworkAgreement") is True:
        _put(facts, "contract_type", OF_TENDER, "framework")
    texts += [words_ for words_ in (title, words) if words_]
    return facts, texts


def _of_award(
    common: _Common, placed: Placed, facts: dict[str, Fact], texts: list[str], reader: Reader
) -> tuple[str, ...]:
    _, at, award = placed
    _described(award, at, OF_AWARD, facts, texts, reader)
    _put(facts, "agreed_on", OF_AWARD, reader.day(award.get("date"), f"{at}/date"))
    _put(facts, "total_value", OF_AWARD, reader.money(award.get("value"), f"{at}/value"))
    _period(object_in(award, "contractPeriod", at), f"{at}/contractPeriod", award, at, OF_AWARD, facts, reader)
    _put(
        facts, "category", OF_AWARD, reader.text(award.get("mainProcurementCategory"), f"{at}/mainProcurementCategory")
    )
    _put(facts, "classifications", OF_AWARD, _classifications(award))
    ids: list[str] = []
    found: list[Organisation] = []
    for number, supplier in enumerate(members(award, "suppliers", at)):
        path = f"{at}/suppliers/{number}"
        key = reader.text(supplier.get("id"), f"{path}/id")
        name = reader.text(supplier.get("name"), f"{path}/name")
        key = key or (f"name:{name}" if name else None)
        if key is None or key in ids:
            reader.flag(f"{path}: {'the same supplier again' if key else 'a supplier without id and name'}; left out")
            continue
        ids.append(key)
        if (organisation := common.parties.organisation(key, reader, supplier.get("name"), path)) is not None:
            found.append(organisation)
    if len(found) == len(ids):
        _put(facts, "providers", OF_AWARD, tuple(found))
    single = award.get("amendment")
    for amendment in (*members(award, "amendments", at), *([single] if isinstance(single, dict) else [])):
        words = [reader.text(amendment.get(name), f"{at}/amendments") for name in ("description", "rationale")]
        texts += [said for said in words if said]
    return tuple(ids)


def _of_contract(placed: Placed, facts: dict[str, Fact], texts: list[str], reader: Reader) -> None:
    _, at, contract = placed
    _described(contract, at, OF_CONTRACT, facts, texts, reader)
    _put(facts, "agreed_on", OF_CONTRACT, reader.day(contract.get("dateSigned"), f"{at}/dateSigned"))
    _put(facts, "total_value", OF_CONTRACT, reader.money(contract.get("value"), f"{at}/value"))
    _period(object_in(contract, "period", at), f"{at}/period", contract, at, OF_CONTRACT, facts, reader)
    _put(facts, "classifications", OF_CONTRACT, _classifications(contract))


def _described(
    one: Mapping[str, Any], at: str, rank: int, facts: dict[str, Fact], texts: list[str], reader: Reader
) -> None:
    title, words = (
        reader.line(one.get("title"), f"{at}/title", 500),
        reader.text(one.get("description"), f"{at}/description"),
    )
    _put(facts, "title", rank, title)
    _put(facts, "description", rank, _words(words, f"{at}/description", reader))
    texts += [said for said in (title, words) if said]


def _period(
    period: Mapping[str, Any], path: str, one: Mapping[str, Any], at: str, rank: int, facts: dict[str, Fact],
    reader: Reader,
) -> None:  # fmt: skip
    _put(facts, "start_date", rank, reader.day(period.get("startDate"), f"{path}/startDate"))
    end = reader.day(period.get("endDate"), f"{path}/endDate")
    _put(facts, "end_date", rank, end)
    longest = reader.day(period.get("maxExtentDate"), f"{path}/maxExtentDate")
    words = reader.text(object_in(one, "renewal", at).get("description"), f"{at}/renewal/description")
    if words or (longest is not None and longest != end):
        until = longest if longest != end else None
        said = _words(words, f"{at}/renewal/description", reader)
        _put(facts, "extensions", rank, (Extension(id="as published", until=until, words=said),))


def _notice(
    common: _Common, award: Placed | None, contract: Placed | None, reader: Reader
) -> tuple[str, str | None, str | None]:
    """What sort of notice the release is, its number and its address."""
    listed = [
        document for placed in (contract, award) if placed for document in members(placed[2], "documents", placed[1])
    ]
    listed += members(object_in(common.record, "tender", ""), "documents", "/tender")
    of_notice = [d for d in listed if isinstance(d.get("noticeType"), str)]
    own = [d for d in of_notice if d.get("id") == common.release.id] or of_notice
    own = own or [d for d in listed if str(d.get("documentType", "")).endswith("Notice")]
    chosen = own[0] if own else {}
    code = chosen.get("noticeType") if isinstance(chosen.get("noticeType"), str) else None
    tags = [_BY_TAG[tag] for tag in _BY_TAG if tag in common.release.tags]
    kind = f"{_NOTICES[code]} ({code})" if code in _NOTICES else (tags[0] if tags else "Notice")
    address = reader.text(chosen.get("url"), "/documents/url")
    if address is not None and not (address.startswith(("https://", "http://")) and len(address) <= 200):
        address = None
    number = reader.text(chosen.get("id"), "/documents/id") if code else None
    return kind, number if number and len(number) <= LONGEST_ID else None, address


def _organisations(common: _Common, keys: Sequence[str], reader: Reader) -> tuple[Organisation, ...] | None:
    found = [common.parties.organisation(key, reader) for key in keys]
    return tuple(one for one in found if one is not None) if all(found) else None


def _buyer_as(record: Mapping[str, Any], parties: Parties, buyer: str | None, reader: Reader) -> Organisation | None:
    if buyer is None:
        return None
    said = record.get("buyer")
    return parties.organisation(buyer, reader, said.get("name") if isinstance(said, dict) else None, "/buyer")


def _classifications(one: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Codes of the common procurement vocabulary, of the whole and of its items."""
    listed = [one.get("classification"), *listed_in(one, "additionalClassifications")]
    for item in listed_in(one, "items"):
        if isinstance(item, dict):
            listed += [item.get("classification"), *listed_in(item, "additionalClassifications")]
    codes = [
        code for c in listed if isinstance(c, dict) and c.get("scheme") == "CPV"
        if isinstance(code := c.get("id"), str) and 0 < len(code) <= 40 and code.isascii() and code.isprintable()
    ]  # fmt: skip
    return tuple(dict.fromkeys(codes))[:100] or None


def _words(words: str | None, path: str, reader: Reader) -> Said | None:
    if words is None:
        return None
    if len(words) > 20_000:
        reader.flag(
            f"{path}: {len(words):,} characters, of which the first 19,999 are taken; the notice on file has all"
        )
        words = words[:19_999] + "…"
    return Said(words)


def _put(facts: dict[str, Fact], name: str, rank: int, value: Any) -> None:
    if value is not None and value != ():
        facts[name] = Fact(rank, value)


def _nothing_awarded(record: Mapping[str, Any], release: Release) -> str:
    tags = ", ".join(release.tags)[:200] or ", ".join(name for name in ("planning", "tender") if name in record)
    return f"it speaks of {tags or 'no stage of a contract'} only: nothing was awarded, so there is no contract yet"
