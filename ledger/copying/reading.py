"""Reading a copy, line by line, and refusing it at the first thing that its source cannot have written.

Checked are the form of every byte; each document against its SHA-256; each opening against the entry that holds its
digest; each entry's leaf hash over its bytes, its times and the file's entry before it; that every file, every append
and the log are without gaps; that the settings are those of the ledger's first entry; and at the end the counts, the
log's root hash and the digest of all the lines. An altered copy whose every hash was worked out anew is another ledger:
its root hash tells, against one that the source gave by another way.
"""

from __future__ import annotations

import binascii
import hashlib
import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal
from uuid import UUID, uuid5

from ledger.copying.format import FORMAT, PIECE, CopyRefused, Count, Tally, base64, line, written
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.words import Document, erased_by, held, opened

_LONGEST_LINE = 64 * 1024 * 1024  # bytes; an entry and all its openings lie far below
_HEX = re.compile(r"[0-9a-f]{64}")
_AUTHORITY = "authority"
Kind = Literal["header", "document", "bytes", "entry", "trailer"]


@dataclass(frozen=True, slots=True)
class Header:
    """The settings of the ledger that was copied."""

    origin: str
    clock: str
    file_key_secret: bytes
    request_key: bytes
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document whose bytes follow."""

    sha256: bytes
    size: int
    media_type: str
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry, as it was stored and sealed."""

    index: int
    file: UUID
    position: int
    kind: str
    state: bytes
    recorded_at: datetime
    sealed_at: datetime
    leaf: bytes
    arrival: int
    ordinal: int
    size: int | None
    command_id: UUID | None
    request: bytes | None
    openings: tuple[tuple[bytes, bytes, str | None], ...]
    """(digest, disclosure, person)."""
    documents: tuple[bytes, ...]
    erased: tuple[tuple[bytes, int], ...] = ()
    """(digest, position of the entry that holds it) of what it took away: these words are not in the copy."""


Line = Header | DocumentLine | bytes | EntryLine | Tally
"""What a line of a copy says; bytes are the next piece of the document before."""


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
    uncited: bytes | None = None
    """The last document that nobody cites, once there was one: they come sorted, after the last entry."""
    waiting: list[bytes] = field(default_factory=list)
    """Documents read since the last entry, which the next one cites."""
    document: DocumentLine | None = None
    hashed: Any = None
    size: int = 0


def read_copy(path: Path) -> Iterator[Line]:
    """Yield what each line of a copy says, checked. Raises CopyRefused at the first that cannot be, OSError."""
    reading, number = _Reading(), 0
    with path.open("rb") as file:
        for number, (text, kind, content) in enumerate(_lines(file), 1):
            try:
                yield _checked(reading, kind, content)
            except CopyRefused:
                raise
            except (ValueError, KeyError, TypeError, AssertionError) as error:
                raise CopyRefused(
                    f"line {number}", str(error) if isinstance(error, LineRefused) else _NO_LINE
                ) from None
            if kind == "trailer":
                if file.read(1):
                    raise CopyRefused(f"line {number + 1}", "something follows after the trailer")
                return
            reading.count.digest.update(text)
    raise CopyRefused(f"line {number + 1}", "the copy is cut short: it has no trailer")


class LineRefused(ValueError):
    """What a line of a copy, or an entry, says cannot be."""


_NO_LINE = "it is no line of a copy: a member is missing, or is not of its form"


def _lines(file: BinaryIO) -> Iterator[tuple[bytes, Kind, Any]]:
    number = 0
    while text := file.readline(_LONGEST_LINE):
        number += 1
        where = f"line {number}"
        try:
            said = json.loads(text)
            [(kind, content)] = said.items()
        except (ValueError, AttributeError, RecursionError):
            raise CopyRefused(where, "it is no line of a copy: one JSON object with one member is expected") from None
        if kind not in ("header", "document", "bytes", "entry", "trailer"):
            raise CopyRefused(where, "it is no line of a copy: nothing of that name is in one")
        # As the source wrote it, to the byte: then what is checked below is the whole of what the line says.
        try:
            canonical = line(kind, content)
        except (ValueError, RecursionError):
            canonical = b""
        if canonical != text:
            raise CopyRefused(where, "it is not in the form in which a copy is written: it was altered")
        yield text, kind, content


def _checked(reading: _Reading, kind: Kind, content: Any) -> Line:
    if (reading.header is None) != (kind == "header"):
        raise LineRefused("the header is the first line, and no other")
    if (reading.document is not None) != (kind == "bytes"):
        raise LineRefused("a document's bytes follow it, up to the last")
    match kind:
        case "header":
            return _header(reading, content)
        case "document":
            return _document(reading, content)
        case "bytes":
            return _piece(reading, content)
        case "entry":
            return _entry(reading, content)
        case "trailer":
            return _trailer(reading, content)


def _header(reading: _Reading, said: Mapping[str, Any]) -> Header:
    _only(said, {"clock", "file_key_secret", "format", "opened_at", "origin", "request_key"})
    if said["format"] != FORMAT:
        raise LineRefused(f"the copy is not of the format {FORMAT}")
    if said["clock"] not in ("real", "simulated"):
        raise LineRefused("a ledger's clock is real or simulated")
    reading.header = Header(
        _text(said["origin"]), said["clock"], _raw(said["file_key_secret"]), _raw(said["request_key"]),
        _moment(said["opened_at"]),
    )  # fmt: skip
    if min(len(reading.header.file_key_secret), len(reading.header.request_key)) < 16:
        raise LineRefused("a ledger's secrets have 16 bytes at least")
    return reading.header


def _document(reading: _Reading, said: Mapping[str, Any]) -> DocumentLine:
    _only(said, {"filed_at", "media_type", "sha256", "size"})
    document = DocumentLine(
        _hash(said["sha256"]), _number(said["size"], 1), _text(said["media_type"]), _moment(said["filed_at"])
    )
    if document.sha256 in reading.documents:
        raise LineRefused("the document is in the copy already")
    reading.document, reading.hashed, reading.size = document, hashlib.sha256(), 0
    return document


def _piece(reading: _Reading, said: Any) -> bytes:
    piece, document = _raw(said), reading.document
    assert document is not None
    reading.hashed.update(piece)
    reading.size += len(piece)
    if len(piece) > PIECE or not piece or reading.size > document.size:
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
    return piece


def _entry(reading: _Reading, said: Mapping[str, Any]) -> EntryLine:
    entry = _entry_of(said)
    header = reading.header
    assert header is not None
    if entry.index != reading.count.entries:
        expected = f"entry {reading.count.entries} of the log is expected, and this is {entry.index}"
        raise LineRefused(f"{expected}: one is missing, or they are out of order")
    check_first(header, entry.kind, entry.state, entry.file, first=entry.index == 0)
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
    entry = replace(entry, erased=_taken_away(reading, entry))
    reading.sealed[entry.file] = (entry.position, hashed, entry.recorded_at)
    reading.last = entry
    reading.count.entries += 1
    reading.count.openings += len(entry.openings)
    reading.count.root.add(hashed)
    return entry


def _entry_of(said: Mapping[str, Any]) -> EntryLine:
    needed = {"arrival", "file", "index", "kind", "leaf", "ordinal", "position", "recorded_at", "sealed_at", "state"}
    _only(said, needed, {"command_id", "documents", "openings", "request", "size"})
    openings = []
    for opening in said.get("openings", ()):
        _only(opening, {"disclosure"}, {"person"})
        disclosure = _text(opening["disclosure"]).encode("ascii")
        person = _text(opening["person"]) if "person" in opening else None
        openings.append((hashlib.sha256(disclosure).digest(), disclosure, person))
    documents = tuple(_hash(sha256) for sha256 in said.get("documents", ()))
    entry = EntryLine(
        index=_number(said["index"]), file=_uuid(said["file"]), position=_number(said["position"], 1),
        kind=_text(said["kind"]), state=_text(said["state"]).encode(), recorded_at=_moment(said["recorded_at"]),
        sealed_at=_moment(said["sealed_at"]), leaf=_hash(said["leaf"]), arrival=_number(said["arrival"], 1),
        ordinal=_number(said["ordinal"], 1), size=_number(said["size"], 1) if "size" in said else None,
        command_id=_uuid(said["command_id"]) if "command_id" in said else None,
        request=_raw(said["request"]) if "request" in said else None, openings=tuple(openings), documents=documents,
    )  # fmt: skip
    empty = any(name in said and not said[name] for name in ("openings", "documents"))
    if (
        empty
        or list(documents) != sorted(set(documents))
        or (entry.request is not None and not (entry.command_id and entry.request))
    ):
        raise LineRefused(_NO_LINE)
    return entry


def check_first(header: Header, kind: str, state: bytes, file_id: UUID, *, first: bool) -> None:
    """Raise LineRefused unless the kind is what the bytes say, and the log's first entry is of this ledger.

    That is, of its origin, its clock and its secret. Raises another ValueError, KeyError or TypeError for bytes that
    are no entry.
    """
    stored = json.loads(state)["entry"]
    if stored["kind"] != kind:
        raise LineRefused(f"it is said to be {kind}, and its bytes say something else")
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
    holds = held(entry.state)
    brought = [digest for digest, _, _ in entry.openings]
    if brought != sorted(set(brought)) or not reading.digests.isdisjoint(brought):
        raise LineRefused("its openings are not each there once, in the order of their digests")
    if not holds.issuperset(brought):
        raise LineRefused("an opening belongs to none of its words: it was altered or added")
    reading.digests.update(brought)
    for digest in holds - reading.digests:
        reading.missing.setdefault(entry.file, {}).setdefault(digest, entry.position)
    for _, disclosure, _ in entry.openings:
        value = opened(disclosure)
        if isinstance(value, Document) and bytes.fromhex(value.sha256) not in reading.documents:
            raise LineRefused(f"the document {value.sha256} it cites is missing")
    if not reading.documents.issuperset(entry.documents):
        raise LineRefused("a document it cites is missing")
    if not set(reading.waiting) <= set(entry.documents):
        raise LineRefused("a document stands before it that it does not cite")
    reading.waiting.clear()


def _taken_away(reading: _Reading, entry: EntryLine) -> tuple[tuple[bytes, int], ...]:
    """What an entry before it holds and this one erased: it says so, and the words are not there."""
    if not entry.kind.startswith(("words-erased/", "file-disposed/")):
        return ()
    missing = reading.missing.get(entry.file, {})
    if entry.kind.startswith("words-erased/"):
        gone = erased_by(entry.state)
        if not reading.digests.isdisjoint(gone):
            raise LineRefused("words are there that it says were erased")
    else:
        gone = {digest for digest, position in missing.items() if position < entry.position}
    return tuple((digest, missing.pop(digest)) for digest in sorted(gone) if digest in missing)


def _trailer(reading: _Reading, said: Mapping[str, Any]) -> Tally:
    _only(said, {"documents", "entries", "openings", "root", "sha256"})
    if reading.left_of_append:
        raise LineRefused("the last append is not whole")
    if any(reading.missing.values()):
        raise LineRefused("the opening of some words is missing, and no entry says that they were erased")
    if reading.waiting != sorted(reading.waiting):
        raise LineRefused("the documents nobody cites are not in the order of their SHA-256")
    tally = reading.count.tally()
    for name, found in tally.as_json().items():
        if said[name] != found or type(said[name]) is not type(found):
            raise LineRefused(
                f"the trailer says {name} {str(said[name])[:64]}, and {found} is there: the copy was altered"
            )
    return tally


def _only(said: Mapping[str, Any], needed: set[str], allowed: frozenset[str] | set[str] = frozenset()) -> None:
    if not isinstance(said, dict) or not needed <= set(said) <= needed | allowed:
        raise LineRefused(_NO_LINE)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise LineRefused(_NO_LINE)
    return value


def _number(value: Any, least: int = 0) -> int:
    if type(value) is not int or not least <= value < 2**53:
        raise LineRefused(_NO_LINE)
    return value


def _hash(value: Any) -> bytes:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise LineRefused(_NO_LINE)
    return bytes.fromhex(value)


def _raw(value: Any) -> bytes:
    try:
        raw = b64decode(_text(value), validate=True)
    except binascii.Error:
        raise LineRefused(_NO_LINE) from None
    if base64(raw) != value:
        raise LineRefused(_NO_LINE)
    return raw


def _uuid(value: Any) -> UUID:
    found = UUID(_text(value))
    if str(found) != value:
        raise LineRefused(_NO_LINE)
    return found


def _moment(value: Any) -> datetime:
    found = datetime.fromisoformat(_text(value))
    if found.tzinfo is None or written(found) != value:
        raise LineRefused(_NO_LINE)
    return found
