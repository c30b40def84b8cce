"""How an entry on record is answered: its fields with their words, what the ledger gave it, and where to read on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_jsonable_python

from api.people import Person
from ledger.contract_file import ContractFile
from ledger.described import Described
from ledger.entry import Recorded
from ledger.file_names import reference_in, sort_of
from ledger.opened import OpenedBy
from ledger.subjects.retention import Erasure
from ledger.words import Document, Kept, Reading, Said
from projections.answering.handed_out import HandedOut, handed_out

PREFIX = "/api/v1"


class Answered(Described, BaseModel):
    """What every answer's model has in common: it is never changed."""

    model_config = ConfigDict(frozen=True)


def in_media_type(media_type: str) -> dict[int | str, dict[str, Any]]:
    """Return what a route answers, for the interface's description, where that is text or bytes of a media type."""
    return {200: {"content": {media_type: {"schema": {"type": "string"}}}}}


class RecordedBy(Answered):
    """The account that entered it."""

    account: str | None = None
    """The account; left out for the other party."""
    name: str
    party: str


class RecordedEntry(Answered):
    """An entry on record."""

    file: str
    """Reference of the file it is on."""
    position: int
    """Its number on the file."""
    id: str | None = None
    """The id the ledger gave to what it begins: ISS-004."""
    kind: str
    """Its kind, without the version."""
    heading: str
    """Its kind in words."""
    entry: dict[str, Any]
    """Its fields, as recorded (or as corrected since), with words and exhibits; `worked` holds the dates worked out."""
    departures: list[dict[str, Any]] = []
    """Rules of procedure that were not kept, as acknowledged."""
    recorded_at: datetime
    """When it was recorded."""
    recorded_by: RecordedBy
    sealed: dict[str, Any] | None = None
    """Its place in the log (`index`, from 0) and when it was sealed; null until it is, a moment after recording."""
    corrected_at: int | None = None
    """Position of the correction whose text is shown; null where it was not corrected."""
    undone_at: int | None = None
    """Position of the strike-out or correction after which it no longer stands as first recorded."""
    opened_before: list[OpenedBy] | None = None
    """Of a reclassification, for Legal Services: the accounts that had been given the entry before, and when first."""
    handed_out_before: tuple[HandedOut, ...] | None = None
    """Of the same, for the same: the bundles that had been issued with the entry in them."""
    warnings: list[str] = []
    """Of a tender: each exclusion in force of whoever tenders, as other files have it."""
    links: dict[str, str] = {}


class Withheld(Answered):
    """An entry that is there and that this reader may not see."""

    position: int
    withheld: str
    """On what ground."""


Shown = Annotated[RecordedEntry | Withheld, Field(union_mode="left_to_right")]


def entry_shown(
    recorded: Recorded,
    reference: str,
    words: Mapping[str, str | Document],
    person: Person,
    *,
    undone_at: int | None = None,
    erased: Mapping[str, Erasure] | None = None,
    again: str = "",
) -> RecordedEntry:
    """Return an entry as it is answered to this person, who may see it. The other party is not shown our departures.

    `again` is what its links end with to keep the times asked for.
    """
    reading = Reading(words, erased_shown(erased or {}))
    entry = recorded.entry.model_dump(mode="json", context=reading, exclude_none=True)
    if person.is_provider:
        entry = {name: value for name, value in entry.items() if name not in OUR_OWN}
        if isinstance(replacement := entry.get("replacement"), dict):
            entry["replacement"] = {name: value for name, value in replacement.items() if name not in OUR_OWN}
    departures = [d.model_dump(mode="json", context=reading, exclude_none=True) for d in recorded.departures]
    by, other = recorded.recorded_by, recorded.recorded_by.party != person.as_account().party
    sealed = None
    if recorded.index is not None and recorded.sealed_at is not None:
        sealed = {"index": recorded.index, "sealed_at": recorded.sealed_at.isoformat()}
    return RecordedEntry(
        file=reference, position=recorded.position, id=recorded.given_id, kind=recorded.entry.kind.partition("/")[0],
        heading=type(recorded.entry).heading(), entry=entry, departures=[] if person.is_provider else departures,
        recorded_at=recorded.recorded_at, sealed=sealed, corrected_at=recorded.corrected_at, undone_at=undone_at,
        recorded_by=RecordedBy(account=None if other else by.account, name=by.name, party=by.party),
        links=links(reference, recorded.position, again),
    )  # fmt: skip


def with_readers(shown: RecordedEntry, opened: Iterable[OpenedBy], file: ContractFile) -> RecordedEntry:
    """Return a reclassification as Legal Services are shown it: with who had been given the entry before."""
    handed = handed_out(file, shown.entry["position"], shown.position)
    return shown.model_copy(update={"opened_before": list(opened), "handed_out_before": handed})


def erased_shown(erased: Mapping[str, Erasure]) -> dict[str, dict[str, Any]]:
    """Return digest -> when words were erased, by which entry and on what ground, as JSON."""
    return {digest: gone.model_dump(mode="json", exclude_none=True) for digest, gone in erased.items()}


def links(reference: str, position: int, again: str = "") -> dict[str, str]:
    """Return where an entry and its file are read, at the times that `again` asks for."""
    sort = sort_of(reference)
    if sort == "authority":
        return {"self": f"{PREFIX}/authority/entries/{position}{again}"}
    file = f"{PREFIX}/{sort}s/{reference_in(reference)}"
    parts = {"self": f"{file}/entries/{position}", "file": file, "timeline": f"{file}/timeline"}
    return {name: address + again for name, address in parts.items()}


OUR_OWN = frozenset({"worked", "departures", "absolute", "against", "waiting"})
"""What our side makes of an entry: whether a notice was good, which rules were not kept, which of our entries cites a
correction. Never for the other."""


def plain(
    value: object, words: Mapping[str, str | Document], without: frozenset[str] = frozenset(),
    erased: Mapping[str, Erasure] | None = None,
) -> Any:  # fmt: skip
    """Return a register's value as JSON, words opened, fields of some names left out.

    Keys of several parts are joined by a blank.
    """
    gone = erased or {}
    match value:
        case Kept() | Said():
            held = words.get(value.digest) if isinstance(value, Kept) else value.value
            if held is None and isinstance(value, Kept) and value.digest in gone:
                return {"erased": gone[value.digest].model_dump(mode="json", exclude_none=True)}
            return {"withheld": True} if held is None else plain(held, words, without, gone)
        case Document():
            return {"sha256": value.sha256} | ({"title": value.title} if value.title else {})
        case BaseModel():
            names = [name for name in type(value).model_fields if name not in without]
            return {name: plain(getattr(value, name), words, without, gone) for name in names}
        case dict():
            return {_key(key): plain(inner, words, without, gone) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(inner, words, without, gone) for inner in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            names = [part.name for part in fields(value) if part.name not in without]
            return {name: plain(getattr(value, name), words, without, gone) for name in names}
        case _:
            return to_jsonable_python(value)


def _key(key: object) -> str:
    return " ".join(str(part) for part in key) if isinstance(key, tuple) else str(key)
