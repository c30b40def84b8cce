"""What is asked of the one door: entries to record on files, safe to ask again, and where they then lie."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from ledger.errors import AppendTooLarge, EntryTooLarge
from ledger.store.attempts import APPEND_ENTRIES, APPEND_LIMIT, ENTRY_LIMIT


@dataclass(frozen=True)
class Opening:
    """The words (or the document's digest) behind one digest in an entry; `person`: whose key protects them."""

    digest: bytes
    disclosure: bytes = field(repr=False)
    person: str | None = None


@dataclass(frozen=True)
class NewEntry:
    """One entry to record: its kind, its bytes (UTF-8), the openings it brings, the SHA-256 of documents it cites."""

    kind: str
    state: bytes = field(repr=False)
    openings: Sequence[Opening] = ()
    documents: Sequence[bytes] = ()


@dataclass(frozen=True)
class FileWrite:
    """Entries to record on one file, which the caller has read up to position `expected` (0: a new file)."""

    file_id: UUID
    expected: int
    entries: Sequence[NewEntry]


@dataclass(frozen=True)
class Command:
    """What makes sending again safe: the caller's id for what it wants done, and what stands for the request itself.

    That is the same for the same request (privacy/encryption.py, a request); empty where it cannot be told any more.
    """

    command_id: UUID
    request: bytes


@dataclass(frozen=True)
class Erasing:
    """What an entry takes away in the transaction in which it is recorded (migrations/0008_erasure.sql).

    `digests` None: every opening of the file before the entry. `citing`: (position, document) that are cited no more.
    """

    file_id: UUID
    position: int
    digests: Sequence[bytes] | None
    citing: Sequence[tuple[int, bytes]] = ()


@dataclass(frozen=True)
class Appended:
    """Where the entries of an append lie: for each file its new positions. `repeated`: they were there already."""

    recorded_at: datetime
    positions: dict[UUID, range]
    repeated: bool


def is_one(writes: Sequence[FileWrite]) -> bool:
    """Whether it is what nearly every append is: one entry, without documents, on a file that has some."""
    return (
        len(writes) == 1
        and writes[0].expected > 0
        and len(writes[0].entries) == 1
        and not writes[0].entries[0].documents
    )


def check_writes(writes: Sequence[FileWrite]) -> None:
    """Raises ValueError or TooLarge before anything is sent; the database checks the same."""
    if not writes or not all(write.entries for write in writes):
        raise ValueError("an append has at least one file, and each file at least one entry")
    if len({write.file_id for write in writes}) < len(writes):
        raise ValueError("an append names each file once")
    entries = [entry for write in writes for entry in write.entries]
    for entry in entries:
        for size, what in (
            (len(entry.state), f"bytes of one entry of kind {entry.kind}"),
            (max((len(opening.disclosure) for opening in entry.openings), default=0), "bytes of one text"),
        ):
            if size > ENTRY_LIMIT:
                raise EntryTooLarge(what, size, ENTRY_LIMIT)
    if len(entries) > APPEND_ENTRIES:
        raise AppendTooLarge("entries recorded together", len(entries), APPEND_ENTRIES)
    total = sum(len(entry.state) for entry in entries)
    if total > APPEND_LIMIT:
        raise AppendTooLarge("bytes recorded together", total, APPEND_LIMIT)


def aware(moment: datetime | None) -> datetime | None:
    """Returns a moment in UTC; raises ValueError where it has no time zone."""
    if moment is not None and moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return None if moment is None else moment.astimezone(UTC)
