"""Reading a copy from first line to last, and refusing it at the first thing that its source cannot have written.

Checked are the form of every byte; each document against its SHA-256; each opening against the entry that holds its
digest; each entry's leaf hash over its bytes, its times and the file's entry before it; that every file, every append
and the log are without gaps; that the settings are those of the ledger's first entry; and at the end the counts, the
log's root hash and the digest of all the lines. An altered copy whose every hash was worked out anew is another ledger:
its root hash tells, against one that the source gave by another way.

What can be said of a line by itself (ledger/copying/lines.py) is found in parts of the copy at once, by a process for
each core (ledger/copying/parts.py); what rests on the lines before it, here, in their order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from pydantic_core import from_json

from ledger.copying.count import Count
from ledger.copying.format import PIECE, CopyRefused, Tally
from ledger.copying.lines import (
    ERASING,
    NO_LINE,
    OPENINGS_ONCE,
    DocumentLine,
    EntryLine,
    Header,
    Line,
    LineRefused,
    check_kind,
)
from ledger.copying.parts import Part, parts
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.store.keyring import KeysPlace

_AUTHORITY = "authority"
_END = 64 * 1024  # bytes; the last line is far shorter


@dataclass(slots=True)
class _Reading:
    """What has been read so far, as the next line is checked against it."""

    count: Count = field(default_factory=Count)
    header: Header | None = None
    sealed: dict[UUID, tuple[int, bytes, datetime]] = field(default_factory=dict)
    """Of each file: its last position, that leaf hash, and when it was recorded."""
    last: EntryLine | None = None
    left_of_append: int = 0
    appends: set[int] = field(default_factory=set)
    commands: set[UUID] = field(default_factory=set)
    digests: set[bytes] = field(default_factory=set)
    missing: dict[UUID, dict[bytes, int]] = field(default_factory=dict)
    """Of each file: digests whose openings are not there, and the entry that holds each; a later one must erase it."""
    documents: set[bytes] = field(default_factory=set)
    waiting: list[bytes] = field(default_factory=list)
    """Documents read since the last entry, which the next one cites; after the last entry, those nobody cites."""
    document: DocumentLine | None = None
    hashed: Any = None
    size: int = 0


def read_copy(path: Path) -> Iterator[Line]:
    """Yield what each line of a copy says, checked. Raises CopyRefused at the first that cannot be, OSError."""
    for page in pages(path):
        yield from page


def pages(path: Path, keys_place: KeysPlace | None = None) -> Generator[list[Line]]:
    """Yield the same, a megabyte of lines at a time; see `read_copy`.

    With the place of keys, the words that are yielded with an entry, and the request it answered, are encrypted.
    """
    reading, number, ended = _Reading(), 0, False
    with closing(parts(path, keys_place)) as read:  # its processes end with the reading
        for part in read:
            page = list[Line]()
            for said in part.said:
                number += 1
                if ended:
                    raise CopyRefused(f"line {number}", "something follows after the trailer")
                if isinstance(said, Tally):
                    reading.count.digest.update(part.text[: part.trailer_at])
                    ended = True
                try:
                    page.append(_checked(reading, said))
                except LineRefused as error:
                    raise CopyRefused(f"line {number}", str(error)) from None
                except (ValueError, KeyError, TypeError, OverflowError):
                    raise CopyRefused(f"line {number}", NO_LINE) from None
            if part.refused is not None:
                raise CopyRefused(
                    f"line {number + 1}", "something follows after the trailer" if ended else part.refused
                )
            if not ended:
                reading.count.digest.update(part.text)
            yield page
    if not ended:
        raise CopyRefused(f"line {number + 1}", "the copy is cut short: it has no trailer")


def announced(path: Path) -> Tally:
    """Return what the last line of a copy says that the others come to; whoever reads them all finds out whether.

    Raises CopyRefused, OSError.
    """
    with path.open("rb") as file:
        file.seek(max(file.seek(0, 2) - _END, 0))
        *_, last = file.read().splitlines(keepends=True) or [b""]
    part = Part.of(last)
    if part.refused is None and isinstance(part.said[0], Tally):
        return part.said[0]
    for page in pages(path):  # something is wrong with it: which line is the first that is
        if page and isinstance(tally := page[-1], Tally):
            return tally
    raise AssertionError("a copy ends with its trailer, or is refused")


def _checked(reading: _Reading, said: Line) -> Line:
    if (reading.header is None) != isinstance(said, Header):
        raise LineRefused("the header is the first line, and no other")
    if (reading.document is not None) != isinstance(said, bytes):
        raise LineRefused("a document's bytes follow it, up to the last")
    match said:
        case Header():
            reading.header = said
        case DocumentLine():
            _document(reading, said)
        case bytes():
            _piece(reading, said)
        case EntryLine():
            return _entry(reading, said)
        case Tally():
            return _trailer(reading, said)
    return said


def _document(reading: _Reading, document: DocumentLine) -> None:
    if document.sha256 in reading.documents:
        raise LineRefused("the document is in the copy already")
    reading.document, reading.hashed, reading.size = document, hashlib.sha256(), 0


def _piece(reading: _Reading, piece: bytes) -> None:
    document = reading.document
    assert document is not None
    reading.hashed.update(piece)
    reading.size += len(piece)
    if reading.size > document.size:
        raise LineRefused("the bytes are not those of the document before")
    if reading.size == document.size:
        if reading.hashed.digest() != document.sha256:
            raise LineRefused(f"the document does not have the SHA-256 {document.sha256.hex()}: it was altered")
        reading.documents.add(document.sha256)
        reading.count.documents += 1
        reading.waiting.append(document.sha256)
        reading.document = None
    elif len(piece) < PIECE:
        raise LineRefused("the bytes are not those of the document before")


def _entry(reading: _Reading, entry: EntryLine) -> EntryLine:
    header = reading.header
    assert header is not None
    if entry.index != reading.count.entries:
        expected = f"entry {reading.count.entries} of the log is expected, and this is {entry.index}"
        raise LineRefused(f"{expected}: one is missing, or they are out of order")
    if entry.index == 0:
        check_first(header, entry.kind, entry.state, entry.file, first=True)
    position, previous, recorded_at = reading.sealed.get(entry.file, (0, None, entry.recorded_at))
    if entry.position != position + 1 or entry.recorded_at < recorded_at:
        raise LineRefused(f"entry {entry.position} does not follow entry {position} of its file")
    if reading.last is not None and entry.sealed_at < reading.last.sealed_at:
        raise LineRefused("it was sealed before the entry it follows")
    hashed = leaf_hash(
        leaf_header(
            file_key(header.origin, entry.file), entry.position, entry.recorded_at, entry.sealed_at,
            hashlib.sha256(entry.state).digest(), previous,
        )
    )  # fmt: skip
    if hashed != entry.leaf:
        raise LineRefused(
            "its leaf hash does not come out: its bytes, its times, its file or the entry before were altered"
        )
    _check_append(reading, entry)
    _check_words(reading, entry)
    if entry.kind.startswith(ERASING):
        entry = entry._replace(erased=_taken_away(reading, entry))
    reading.sealed[entry.file] = (entry.position, hashed, entry.recorded_at)
    reading.last = entry
    reading.count.entries += 1
    reading.count.openings += len(entry.openings)
    reading.count.root.add(hashed)
    return entry


def check_first(header: Header, kind: str, state: bytes, file_id: UUID, *, first: bool) -> None:
    """Raise LineRefused unless the kind is what the bytes say, and the log's first entry is of this ledger.

    That is, of its origin, its clock and its secret. Raises another ValueError, KeyError or TypeError for bytes that
    are no entry.
    """
    stored = from_json(state)["entry"]
    check_kind(kind, stored)
    if not first:
        return
    if (stored.get("origin"), stored.get("clock")) != (header.origin, header.clock):
        raise LineRefused("the ledger's first entry has another origin or clock than its settings: one was altered")
    if file_id != uuid5(UUID(bytes=header.file_key_secret[:16]), _AUTHORITY):
        raise LineRefused("the ledger's secret is not the one its first entry was filed under")


def _check_append(reading: _Reading, entry: EntryLine) -> None:
    """Entries of one append lie together, numbered from 1; its size and its command are on the first."""
    first = entry.ordinal == 1
    if first != (reading.left_of_append == 0) or first != (entry.size is not None) or (entry.command_id and not first):
        raise LineRefused("it does not belong to the append it is said to have come with")
    if first:
        if entry.arrival in reading.appends or entry.command_id in reading.commands:
            raise LineRefused("another append has its number or its command")
        reading.appends.add(entry.arrival)
        if entry.command_id is not None:
            reading.commands.add(entry.command_id)
        reading.left_of_append = (entry.size or 0) - 1
    elif reading.last is None or (entry.arrival, entry.ordinal) != (reading.last.arrival, reading.last.ordinal + 1):
        raise LineRefused("it does not belong to the append it is said to have come with")
    else:
        reading.left_of_append -= 1


def _check_words(reading: _Reading, entry: EntryLine) -> None:
    """Every digest in the entry has its opening, here or with an earlier entry; and nothing else is brought along."""
    brought = [digest for digest, _, _ in entry.openings]
    if not reading.digests.isdisjoint(brought):
        raise LineRefused(OPENINGS_ONCE)
    reading.digests.update(brought)
    for digest in entry.others - reading.digests:
        reading.missing.setdefault(entry.file, {}).setdefault(digest, entry.position)
    for sha256 in entry.cites:
        if sha256 not in reading.documents:
            raise LineRefused(f"the document {sha256.hex()} it cites is missing")
    if not reading.documents.issuperset(entry.documents):
        raise LineRefused("a document it cites is missing")
    if not set(reading.waiting) <= set(entry.documents):
        raise LineRefused("a document stands before it that it does not cite")
    reading.waiting.clear()


def _taken_away(reading: _Reading, entry: EntryLine) -> tuple[tuple[bytes, int], ...]:
    """What an entry before it holds and this one erased: it says so, and the words are not there."""
    missing = reading.missing.get(entry.file, {})
    gone = entry.erases
    if entry.kind.startswith("words-erased/"):
        if not reading.digests.isdisjoint(gone):
            raise LineRefused("words are there that it says were erased")
    else:
        gone = frozenset(digest for digest, position in missing.items() if position < entry.position)
    return tuple((digest, missing.pop(digest)) for digest in sorted(gone) if digest in missing)


def _trailer(reading: _Reading, claimed: Tally) -> Tally:
    if reading.left_of_append:
        raise LineRefused("the last append is not whole")
    if any(reading.missing.values()):
        raise LineRefused("the opening of some words is missing, and no entry says that they were erased")
    if reading.waiting != sorted(reading.waiting):
        raise LineRefused("the documents nobody cites are not in the order of their SHA-256")
    tally, said = reading.count.tally(), claimed.as_json()
    for name, found in tally.as_json().items():
        if said[name] != found:
            raise LineRefused(
                f"the trailer says {name} {str(said[name])[:64]}, and {found} is there: the copy was altered"
            )
    return tally


__all__ = [
    "DocumentLine", "EntryLine", "Header", "Line", "LineRefused", "announced", "check_first", "pages", "read_copy",
]  # fmt: skip
