"""Entries to stored bytes and back, by the closed index of kinds.

Format of a stored entry, "cleartrail-entry/1", for another implementation. UTF-8 JSON, one object, no duplicate keys:

    entry        the entry: its "kind" and fields; days "2025-03-01", hours "14:30:00", money {"pence": 100, "currency":
                 "GBP"}, exact decimals as strings; words, names of people who receive services and exhibits as
                 {"kept": "<digest>"} (ledger/words.py). A field without value (null) is absent; one left at its
                 default is written out all the same, an empty list as [] and a no as false
    recorded_by  {"account", "name", "party"}: the account that entered it
    departures   rules not kept, as acknowledged; each {"rule", "level", "citation", "sentence", "found"} and, where
                 given, "reason" and "claimed" ({"kept": ...}) and "authorisation"; absent where there are none
    id           the id the ledger gave: three capitals, a hyphen, three digits or more (ISS-004); absent where none
    salt         base64url without padding of 16 random bytes, so that a hash of these bytes tells nothing to who sees
                 only the hash
    signature    base64url without padding of the acting party's own signature; absent where there is none. Nothing
                 here makes or checks one: the place is kept for it

A reader refuses what is not so: duplicate keys, other members, a salt or an id of another shape.
The bytes are stored as written and hashed as stored; nothing ever re-encodes them. File, position and time of
recording are columns beside them, and all of it together is what the log's leaf commits to (ledger/log/leaf.py).
Reading an older version of a kind, in a correction too, goes through its upcaster; the bytes stay as they are.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Annotated, Any, TypeVar
from uuid import UUID

from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import get_topic
from pydantic import ConfigDict, Field, ValidationError, create_model
from pydantic_core import from_json, to_json

from ledger import kinds  # fills the index this module reads by
from ledger.contents import with_each
from ledger.encodings import base64url, from_base64url
from ledger.entry import KINDS, Account, Actor, Departure, Entry, Frozen, Recorded
from ledger.store.asking import StoredRow
from ledger.store.writes import NewEntry
from ledger.store.writes import Opening as StoredOpening
from ledger.strict_json import strict_json
from ledger.words import SALT, STORED, Keeping, Kept, Said

V = TypeVar("V", Account, Actor)
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


def _unsaid(field: str, word: str | bool, now: str) -> Upcaster:
    """Return the upcaster to a version in which a word is said, of one that wrote it also where nothing was."""

    def upcast(entry: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in entry.items() if name != field or value != word} | {"kind": now}

    return upcast


UPCASTERS: Mapping[str, Upcaster] = {
    "variance-action-taken/1": _unsaid("contractual", "none", "variance-action-taken/2"),  # docs/adr/0379
    "resource-use-recorded/1": _unsaid("record_form", "electronic", "resource-use-recorded/2"),  # docs/adr/0413
    "policy-update-approved/1": _unsaid("cabinet_approval_needed", False, "policy-update-approved/2"),  # docs/adr/0523
}
"""From a kind no longer in the index ("issue-raised/1") to a function from its stored object to the next version's."""


class Unreadable(ValueError):
    """Stored bytes that are no entry of a known kind: the file they belong to is set aside, nothing else stops."""


class _Beside(Frozen):
    """What stands beside the entry in the stored object."""

    recorded_by: Account
    departures: tuple[Departure, ...] | None = None
    id: Annotated[str, Field(pattern=r"^[A-Z]{3}-[0-9]{3,}$")] | None = None
    salt: Annotated[str, Field(pattern=f"^{SALT.pattern}$")]
    signature: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")] | None = None

    @property
    def signed(self) -> bytes | None:
        """The signature itself. Raises ValueError where it is not written as described."""
        if self.signature is None:
            return None
        signature = from_base64url(self.signature)
        if base64url(signature) != self.signature:
            raise Unreadable("its signature is not base64url without padding")
        return signature


def stored(recorded: Recorded) -> NewEntry:
    """Return the bytes, openings and cited documents to be stored for an entry that carries its words."""
    keeping = Keeping()
    beside = _Beside(
        recorded_by=recorded.recorded_by, departures=recorded.departures or None, id=recorded.given_id,
        salt=base64url(secrets.token_bytes(16)),
        signature=None if recorded.signature is None else base64url(recorded.signature),
    )  # fmt: skip
    # The same bytes as of one object with all members, which would be made of Python's objects first.
    entry = recorded.entry.model_dump_json(exclude_none=True, context=keeping)
    state = f'{{"entry":{entry},{beside.model_dump_json(exclude_none=True, context=keeping)[1:]}'.encode()
    openings = tuple(StoredOpening(from_base64url(o.digest), o.disclosure, o.person) for o in keeping.openings)
    documents = tuple(dict.fromkeys(bytes.fromhex(sha256) for sha256 in keeping.documents))
    return NewEntry(recorded.entry.kind, state, openings, documents)


def kept(recorded: Recorded, new: NewEntry, at: datetime, command_id: UUID | None = None) -> Recorded:
    """Return what `read` makes of the bytes just made of an entry and recorded at that time, without reading them: its
    words by their digests. `command_id`: of the command it is the first entry of."""
    openings = iter(new.openings)

    def digest(said: Said) -> Kept:
        return Kept(base64url(next(openings).digest))

    entry = with_each(recorded.entry, Said, digest)
    departures = tuple([with_each(departure, Said, digest) for departure in recorded.departures])
    return Recorded(
        entry=entry, file_id=recorded.file_id, position=recorded.position, recorded_at=at,
        recorded_by=recorded.recorded_by, departures=departures, given_id=recorded.given_id,
        command_id=command_id or recorded.command_id, signature=recorded.signature, index=recorded.index,
        sealed_at=recorded.sealed_at,
    )  # fmt: skip


def read(row: StoredRow, upcasters: Mapping[str, Upcaster] = UPCASTERS) -> Recorded:
    """Return the entry a stored row holds. Raises Unreadable, without the words, for anything else."""
    entry, beside = _parsed(row.kind, row.state, upcasters)
    _share_what_many_have(entry)
    return Recorded(
        entry=entry, file_id=row.file_id, position=row.position, recorded_at=row.recorded_at,
        recorded_by=_one_of_equals(beside.recorded_by), departures=beside.departures or (), given_id=beside.id,
        command_id=row.command_id, signature=beside.signed, index=row.index, sealed_at=row.sealed_at,
    )  # fmt: skip


_KEPT = 10_000
"""So many values that entries have in common are kept."""


def _share_what_many_have(entry: Entry) -> None:
    """Have entries share who acted, and the set of the fields that were written, where these are equal.

    The names of an entry's fields took 1.2 kB of the 2.8 that one is in memory, and the same few people half a kB more
    (docs/adr/0180).
    """
    object.__setattr__(entry, "__pydantic_fields_set__", _as_set(frozenset(entry.__pydantic_fields_set__)))
    if entry.by is not None:
        entry.__dict__["by"] = _one_of_equals(entry.by)


_ONES: dict[tuple[object, ...], Any] = {}


def _one_of_equals(value: V) -> V:
    """By what it holds: pydantic's own hash and comparison, which a cache would ask, took 2 µs of each entry read."""
    key = type(value), *value.__dict__.values()
    found: V | None = _ONES.get(key)
    if found is None:
        if len(_ONES) >= _KEPT:
            _ONES.clear()
        found = _ONES[key] = value
    return found


@lru_cache(_KEPT)
def _as_set(written: frozenset[str]) -> set[str]:
    """As pydantic has it: whoever changes one has made a copy of it."""
    return set(written)


def _parsed(kind: str, state: bytes, upcasters: Mapping[str, Upcaster]) -> tuple[Entry, _Beside]:
    written = kind
    try:
        said = from_json(state, allow_inf_nan=False)
        if state != to_json(said):
            # What `stored` wrote comes out as it went in; what says a thing twice never does.
            _check_said_once(state)
        old = said["entry"]
        if old["kind"] != kind:
            raise Unreadable("its bytes say another kind than its row")
        now = _as_today(old, upcasters)
        if now is not old:
            kind, state = now["kind"], to_json(said | {"entry": now})
        if kind not in KINDS:
            raise Unreadable("should be an entry of a known kind, with its kind named")
        whole: Any = _stored_as(KINDS[kind]).model_validate_json(state, context=STORED)
        return whole.entry, whole
    except Unreadable as error:
        raise Unreadable(f"{written} entry: {error}") from None
    except ValidationError as error:
        raise Unreadable(f"{written} entry: {error.errors(include_input=False)[0]['msg']}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"{written} entry: {type(error).__name__}") from None


def _as_today(entry: dict[str, Any], upcasters: Mapping[str, Upcaster]) -> dict[str, Any]:
    """Return a stored entry in the newest version of its kind, and what a correction puts in another's place too; the
    same object where it is."""
    while entry["kind"] in upcasters and entry["kind"] not in KINDS:
        entry = upcasters[entry["kind"]](entry)
    old = entry.get("replacement")
    now = _as_today(old, upcasters) if isinstance(old, dict) else old
    return entry if now is old else entry | {"replacement": now}


class _Whole(_Beside):
    """What the whole stored object of a kind is made from, without looking for docstrings: that took a second."""

    model_config = ConfigDict(use_attribute_docstrings=False)


@cache
def _stored_as(kind: type[Entry]) -> type[_Beside]:
    """The whole stored object of a kind, read in one go."""
    return create_model(f"Stored{kind.__name__}", __base__=_Whole, entry=(kind, ...))


def _check_said_once(state: bytes) -> None:
    try:
        strict_json(state)
    except ValueError:
        raise Unreadable("its JSON says something twice, or holds a fraction") from None


NEVER = datetime.min.replace(tzinfo=UTC)
"""Stands where a time of recording has to and none is known: the first moment of the year 1, which nothing was."""


class LedgerMapper(Mapper[UUID]):
    """The `eventsourcing` library's Mapper over this format: its topic is our kind, its originator our file.

    The library's stored event has no time of recording; what comes back through it carries `NEVER` there. The ledger
    itself reads rows, which have it.
    """

    def __init__(self) -> None:
        pass  # no transcoder, compressor or cipher: the format above is the whole of it

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Return the library's stored event for a Recorded. Its words must already be kept (read from the store).

        Raises ValueError for one that still carries words: a stored event has no room for them.
        """
        if not isinstance(domain_event, Recorded):
            raise TypeError(f"the ledger stores Recorded, not {get_topic(type(domain_event))}")
        new = stored(domain_event)
        if new.openings:
            raise ValueError("the entry carries words; record it through ledger.book, which puts them in the vault")
        return StoredEvent(domain_event.file_id, domain_event.position, new.kind, new.state)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Return the Recorded that a stored event holds. Raises Unreadable."""
        entry, beside = _parsed(stored_event.topic, stored_event.state, UPCASTERS)
        assert isinstance(stored_event.originator_id, UUID)
        return Recorded(
            entry=entry, file_id=stored_event.originator_id, position=stored_event.originator_version,
            recorded_at=NEVER, recorded_by=beside.recorded_by, departures=beside.departures or (),
            given_id=beside.id, signature=beside.signed,
        )  # fmt: skip


__all__ = ["NEVER", "UPCASTERS", "LedgerMapper", "Unreadable", "kept", "kinds", "read", "stored"]
