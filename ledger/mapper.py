"""Entries to stored bytes and back, by the closed index of kinds.

Format of a stored entry, "cleartrail-entry/1", for another implementation. UTF-8 JSON, one object, no duplicate keys:

    entry        the entry: its "kind" and fields; days "2025-03-01", hours "14:30:00", money {"pence": 100, "currency":
                 "GBP"}, exact decimals as strings; a field without value is absent; words, names of people who receive
                 services and exhibits as {"kept": "<digest>"} (ledger/words.py)
    recorded_by  {"account", "name", "party"}: the account that entered it
    departures   rules not kept, as acknowledged; each {"rule", "level", "citation", "sentence", "found"} and, where
                 given, "reason" and "claimed" ({"kept": ...}) and "authorisation"; absent where there are none
    id           the id the ledger gave (ISS-004); absent where it gave none
    salt         base64url of 16 random bytes, so that a hash of these bytes tells nothing to who sees only the hash

The bytes are stored as written and hashed as stored; nothing ever re-encodes them. File, position and time of
recording are columns beside them, and all of it together is what the log's leaf commits to (ledger/log/leaf.py).
Reading an older version of a kind goes through its upcaster; the bytes stay as they are.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import get_topic
from pydantic import ValidationError
from pydantic_core import from_json, to_json

from ledger import kinds  # fills the index this module reads by
from ledger.entry import KINDS, Account, AnyEntry, Departure, Frozen, Recorded
from ledger.store.postgres import NewEntry, StoredRow
from ledger.store.postgres import Opening as StoredOpening
from ledger.words import STORED, Keeping

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: Mapping[str, Upcaster] = {}
"""From a kind no longer in the index ("issue-raised/1") to a function from its stored object to the next version's."""


class Unreadable(ValueError):
    """Stored bytes that are no entry of a known kind: the file they belong to is set aside, nothing else stops."""


class _Stored(Frozen):
    entry: AnyEntry
    recorded_by: Account
    departures: tuple[Departure, ...] | None = None
    id: str | None = None
    salt: str


def stored(recorded: Recorded) -> NewEntry:
    """Return the bytes, openings and cited documents to be stored for an entry that carries its words."""
    keeping = Keeping()
    model = _Stored(
        entry=recorded.entry, recorded_by=recorded.recorded_by, departures=recorded.departures or None,
        id=recorded.given_id, salt=urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode(),
    )  # fmt: skip
    state = to_json(model.model_dump(mode="json", exclude_none=True, context=keeping))
    openings = tuple(StoredOpening(_raw(o.digest), o.disclosure, o.person) for o in keeping.openings)
    documents = tuple(dict.fromkeys(bytes.fromhex(sha256) for sha256 in keeping.documents))
    return NewEntry(recorded.entry.kind, state, openings, documents)


def read(row: StoredRow, upcasters: Mapping[str, Upcaster] = UPCASTERS) -> Recorded:
    """Return the entry a stored row holds. Raises Unreadable, without the words, for anything else."""
    model = _parsed(row.kind, row.state, upcasters)
    return Recorded(
        entry=model.entry, file_id=row.file_id, position=row.position, recorded_at=row.recorded_at,
        recorded_by=model.recorded_by, departures=model.departures or (), given_id=model.id,
        command_id=row.command_id, index=row.index, sealed_at=row.sealed_at,
    )  # fmt: skip


def _parsed(kind: str, state: bytes, upcasters: Mapping[str, Upcaster]) -> _Stored:
    written = kind
    try:
        if kind not in KINDS:
            old = from_json(state, allow_inf_nan=False)
            while kind in upcasters:
                old["entry"] = upcasters[kind](old["entry"])
                kind = old["entry"]["kind"]
            state = to_json(old)
        model = _Stored.model_validate_json(state, context=STORED)
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        what = (
            error.errors(include_input=False)[0]["msg"] if isinstance(error, ValidationError) else type(error).__name__
        )
        raise Unreadable(f"{written} entry: {what}") from None
    if model.entry.kind != kind:
        raise Unreadable(f"the row says {written} and its bytes say {model.entry.kind}")
    return model


def _raw(digest: str) -> bytes:
    return urlsafe_b64decode(digest + "=")


class LedgerMapper(Mapper[UUID]):
    """The `eventsourcing` library's Mapper over this format: its topic is our kind, its originator our file.

    The library's stored event has no time of recording; what comes back through it carries the epoch there. The
    ledger itself reads rows, which have it.
    """

    def __init__(self) -> None:
        pass  # no transcoder, compressor or cipher: the format above is the whole of it

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Return the library's stored event for a Recorded. Its words must already be kept (read from the store)."""
        if not isinstance(domain_event, Recorded):
            raise TypeError(f"the ledger stores Recorded, not {get_topic(type(domain_event))}")
        new = stored(domain_event)
        return StoredEvent(domain_event.file_id, domain_event.position, new.kind, new.state)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Return the Recorded that a stored event holds. Raises Unreadable."""
        model = _parsed(stored_event.topic, stored_event.state, UPCASTERS)
        assert isinstance(stored_event.originator_id, UUID)
        return Recorded(
            entry=model.entry, file_id=stored_event.originator_id, position=stored_event.originator_version,
            recorded_at=datetime.fromtimestamp(0, UTC), recorded_by=model.recorded_by,
            departures=model.departures or (), given_id=model.id,
        )  # fmt: skip


__all__ = ["UPCASTERS", "LedgerMapper", "Unreadable", "kinds", "read", "stored"]
