"""What one line of a copy says, checked by itself: its form to the byte, its openings, its stored bytes and their kind.

Nothing here knows of the lines before it, so that several processes can read several parts of a copy at once
(ledger/copying/reading.py).
"""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64decode
from collections.abc import Mapping, Set
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import from_json, to_json

from ledger.copying.format import FORMAT, PIECE, Tally
from ledger.encodings import base64
from ledger.words import Document, erased_by, held, opened

KINDS = ("header", "document", "bytes", "entry", "trailer")
ERASING = ("words-erased/", "file-disposed/")
"""How the kinds begin whose entries take words away."""
NO_LINE = "it is no line of a copy: a member is missing, or is not of its form"
_HEX = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z")
"""As `format.written` writes one: to write each again and compare took a twentieth of all that reading a line takes."""


class LineRefused(ValueError):
    """What a line of a copy, or an entry, says cannot be."""


class Header(NamedTuple):
    """The settings of the ledger that was copied."""

    origin: str
    clock: str
    file_key_secret: bytes
    request_key: bytes
    opened_at: datetime


class DocumentLine(NamedTuple):
    """A document whose bytes follow."""

    sha256: bytes
    size: int
    media_type: str
    filed_at: datetime


class EntryLine(NamedTuple):
    """One entry, as it was stored and sealed."""

    index: int  # type: ignore[assignment]  # an entry is never searched as a tuple
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
    others: frozenset[bytes]
    """Every other digest in its stored bytes: its opening came with an entry before, or was erased."""
    cites: tuple[bytes, ...]
    """SHA-256 of the documents that its openings name."""
    erases: frozenset[bytes]
    """Digests of which it says that their words were erased."""
    erased: tuple[tuple[bytes, int], ...] = ()
    """(digest, position of the entry that holds it) of what it took away: these words are not in the copy."""


Line = Header | DocumentLine | bytes | EntryLine | Tally
"""What a line of a copy says; bytes are the next piece of the document before, a tally is the trailer's."""


def said(text: bytes) -> Line:
    """Return what a line says. Raises LineRefused."""
    try:
        [(kind, content)] = (whole := from_json(text, allow_inf_nan=False)).items()
    except (ValueError, AttributeError):
        raise LineRefused("it is no line of a copy: one JSON object with one member is expected") from None
    if kind not in KINDS:
        raise LineRefused("it is no line of a copy: nothing of that name is in one")
    try:
        # As the source wrote it, to the byte: then what is checked is the whole of what the line says.
        if to_json(whole) + b"\n" != text or not _sorted(content):
            raise LineRefused("it is not in the form in which a copy is written: it was altered")
        match kind:
            case "header":
                return _header(content)
            case "document":
                return _document(content)
            case "bytes":
                return _piece(content)
            case "entry":
                return _entry(content)
            case _:
                return _trailer(content)
    except LineRefused:
        raise
    except (ValueError, KeyError, TypeError, OverflowError):
        raise LineRefused(NO_LINE) from None


def check_kind(kind: str, stored: Mapping[str, Any]) -> None:
    """Raise LineRefused unless the kind is what the stored entry says."""
    if stored["kind"] != kind:
        raise LineRefused(f"it is said to be {kind}, and its bytes say something else")


def _sorted(content: object) -> bool:
    """Whether the members of every object come in order, as in RFC 8785; a line's objects lie no deeper than this."""
    if not isinstance(content, dict):
        return True
    openings = content.get("openings")
    inner = openings if isinstance(openings, list) else ()  # in the trailer it is their number
    return all(list(one) == sorted(one) for one in (content, *inner) if isinstance(one, dict))


def _header(content: Mapping[str, Any]) -> Header:
    _only(content, {"clock", "file_key_secret", "format", "opened_at", "origin", "request_key"})
    if content["format"] != FORMAT:
        raise LineRefused(f"the copy is not of the format {FORMAT}")
    if content["clock"] not in ("real", "simulated"):
        raise LineRefused("a ledger's clock is real or simulated")
    header = Header(
        _text(content["origin"]), content["clock"], _raw(content["file_key_secret"]), _raw(content["request_key"]),
        _moment(content["opened_at"]),
    )  # fmt: skip
    if min(len(header.file_key_secret), len(header.request_key)) < 16:
        raise LineRefused("a ledger's secrets have 16 bytes at least")
    return header


def _document(content: Mapping[str, Any]) -> DocumentLine:
    _only(content, {"filed_at", "media_type", "sha256", "size"})
    return DocumentLine(
        _hash(content["sha256"]), _number(content["size"], 1), _text(content["media_type"]),
        _moment(content["filed_at"]),
    )  # fmt: skip


def _piece(content: Any) -> bytes:
    piece = _raw(content)
    if not 0 < len(piece) <= PIECE:
        raise LineRefused("the bytes are not those of the document before")
    return piece


_NEEDED = frozenset(
    {"arrival", "file", "index", "kind", "leaf", "ordinal", "position", "recorded_at", "sealed_at", "state"}
)
_ALLOWED = _NEEDED | {"command_id", "documents", "openings", "request", "size"}


def _entry(content: Mapping[str, Any]) -> EntryLine:
    _only(content, _NEEDED, _ALLOWED)
    state, kind = _text(content["state"]).encode(), _text(content["kind"])
    check_kind(kind, from_json(state)["entry"])
    holds = held(state)
    openings, cites = _openings(content["openings"], holds) if "openings" in content else ((), ())
    documents = tuple(_hash(sha256) for sha256 in content["documents"]) if "documents" in content else ()
    command_id = _uuid(content["command_id"]) if "command_id" in content else None
    request = _raw(content["request"]) if "request" in content else None
    empty = any(name in content and not content[name] for name in ("openings", "documents"))
    if empty or list(documents) != sorted(set(documents)) or (request is not None and not (command_id and request)):
        raise LineRefused(NO_LINE)
    return EntryLine(
        _number(content["index"]), _uuid(content["file"]), _number(content["position"], 1), kind, state,
        _moment(content["recorded_at"]), _moment(content["sealed_at"]), _hash(content["leaf"]),
        _number(content["arrival"], 1), _number(content["ordinal"], 1),
        _number(content["size"], 1) if "size" in content else None, command_id, request, openings, documents,
        frozenset(holds.difference([digest for digest, _, _ in openings])), cites,
        frozenset(erased_by(state) if kind.startswith("words-erased/") else ()),
    )  # fmt: skip


def _openings(
    content: list[Any], holds: set[bytes]
) -> tuple[tuple[tuple[bytes, bytes, str | None], ...], tuple[bytes, ...]]:
    openings, cites = list[tuple[bytes, bytes, str | None]](), list[bytes]()
    for opening in content:
        _only(opening, {"disclosure"}, {"disclosure", "person"})
        disclosure = _text(opening["disclosure"]).encode("ascii")
        digest = hashlib.sha256(disclosure).digest()
        if digest not in holds:
            raise LineRefused("an opening belongs to none of its words: it was altered or added")
        value = opened(disclosure)
        if isinstance(value, Document):
            cites.append(bytes.fromhex(value.sha256))
        openings.append((digest, disclosure, _text(opening["person"]) if "person" in opening else None))
    brought = [digest for digest, _, _ in openings]
    if brought != sorted(set(brought)):
        raise LineRefused(OPENINGS_ONCE)
    return tuple(openings), tuple(cites)


OPENINGS_ONCE = "its openings are not each there once, in the order of their digests"


def _trailer(content: Mapping[str, Any]) -> Tally:
    _only(content, {"documents", "entries", "openings", "root", "sha256"})
    entries, openings, documents = (_number(content[name]) for name in ("entries", "openings", "documents"))
    root, sha256 = _hash(content["root"]).hex(), _hash(content["sha256"]).hex()
    return Tally(entries, openings, documents, root, sha256)


def _only(content: Mapping[str, Any], needed: Set[str], allowed: Set[str] | None = None) -> None:
    if not isinstance(content, dict) or not needed <= content.keys() <= (allowed or needed):
        raise LineRefused(NO_LINE)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise LineRefused(NO_LINE)
    return value


def _number(value: Any, least: int = 0) -> int:
    if type(value) is not int or not least <= value < 2**53:
        raise LineRefused(NO_LINE)
    return value


def _hash(value: Any) -> bytes:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise LineRefused(NO_LINE)
    return bytes.fromhex(value)


def _raw(value: Any) -> bytes:
    try:
        raw = b64decode(_text(value), validate=True)
    except binascii.Error:
        raise LineRefused(NO_LINE) from None
    if base64(raw) != value:
        raise LineRefused(NO_LINE)
    return raw


# A file's id is on many lines, and a moment on some: told once, each is also handed on once to another process.


@lru_cache(10_000)
def _uuid(value: Any) -> UUID:
    found = UUID(_text(value))
    if str(found) != value:
        raise LineRefused(NO_LINE)
    return found


@lru_cache(1_000)
def _moment(value: Any) -> datetime:
    if not _MOMENT.fullmatch(_text(value)):
        raise LineRefused(NO_LINE)
    return datetime.fromisoformat(value)
