"""Words, names and exhibits that an entry holds by digest, so that one can be withheld or erased and hashes stay valid.

After RFC 9901 (selective disclosure). A submitted entry carries the words themselves (`Said`); a stored entry
carries the digest of their *opening* (`Kept`). The opening lies in the vault and is written in the same transaction.

Format of an opening ("disclosure"), for another implementation:

    value      = the text in NFC, or for an exhibit {"sha256": "<64 hex>", "title": "..."}  (title may be absent)
    array      = RFC 8785 canonical JSON of [salt, value]; salt = base64url without padding of 16 random bytes
    disclosure = base64url without padding of the UTF-8 bytes of array            (ASCII)
    digest     = base64url without padding of SHA-256(disclosure)                 (43 characters)

In the stored entry the field reads {"kept": "<digest>"}. The two-element array is RFC 9901's disclosure of an array
element (section 4.2.2): where the value belongs is told by the field that holds the digest.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Any

import rfc8785
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import PydanticCustomError, core_schema, from_json, to_json

from ledger.encodings import from_base64url

DIGEST = re.compile(r"[A-Za-z0-9_-]{43}")
SHA256_HEX = re.compile(r"[0-9a-f]{64}")
_KEPT = re.compile(rb'"kept":"([A-Za-z0-9_-]{43})"')
_PLAIN = re.compile(rb'\["[A-Za-z0-9_-]{21}[AQgw]","([ !#-\[\]-~]*)"\]')
"""A salt and text of which canonical JSON writes every character as it is, and which is in NFC as it stands."""
_STANDARD, _URLSAFE = bytes.maketrans(b"-_", b"+/"), bytes.maketrans(b"+/", b"-_")
SALT = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
"""Base64url without padding of 16 bytes: the last character has only two bits to say."""


@dataclass(frozen=True, slots=True)
class Document:
    """An exhibit as it is cited: the SHA-256 of its bytes in hex, and what the file calls it."""

    sha256: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Words as somebody submitted them; `person`: the pseudonym of whom they are about, where they are personal."""

    value: str | Document
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The digest that stands in a stored entry for words in the vault."""

    digest: str


@dataclass(frozen=True, slots=True)
class Opening:
    """One row of the vault: the digest, the disclosure it is the SHA-256 of, and whom it is about if personal."""

    digest: str
    disclosure: bytes
    person: str | None

    @classmethod
    def of(cls, said: Said) -> Opening:
        """Return a fresh opening of these words, with a salt of its own (so equal words have unequal digests)."""
        value: Any = said.value
        if isinstance(value, Document):
            value = {"sha256": value.sha256} | ({"title": value.title} if value.title else {})
        disclosure = _b64(_canonical([_b64(secrets.token_bytes(16)).decode(), value]))
        return cls(digest_of(disclosure), disclosure, said.person)


def digest_of(disclosure: bytes) -> str:
    """Return the digest of a disclosure: base64url of its SHA-256 (RFC 9901, section 4.2.3)."""
    return _b64(sha256(disclosure).digest()).decode()


def held(state: bytes) -> set[bytes]:
    """Return the digests, raw, that the stored bytes of an entry hold, those of its departures included."""
    return {a2b_base64(digest.translate(_STANDARD) + b"=") for digest in _KEPT.findall(state)}


def erased_by(state: bytes) -> set[bytes]:
    """Return the digests, raw, of which the stored bytes of an entry `words-erased` say that their words were erased.

    They stand in the entry's `destroyed`, as its `digests`: base64url without padding, 43 characters each.
    """
    destroyed = from_json(state)["entry"].get("destroyed") or {}
    digests = destroyed.get("digests") or ()
    return {from_base64url(digest) for digest in digests if isinstance(digest, str) and DIGEST.fullmatch(digest)}


def opened(disclosure: bytes) -> str | Document:
    """Return the value inside a disclosure. Raises ValueError where the bytes are not exactly one as described above.

    Only one spelling of a value is an opening, so that nobody can show the same words under bytes of another's making.
    """
    array = _unb64(disclosure)
    if (plain := _PLAIN.fullmatch(array)) is not None and _b64(array) == disclosure:
        return plain[1].decode("ascii")  # most are; the general case takes four times as long
    said = from_json(array, allow_inf_nan=False)
    if _b64(array) != disclosure or _canonical(said) != array:
        raise ValueError("not an opening: it is not base64url, without padding, of canonical JSON (RFC 8785)")
    match said:
        case [str(salt), value] if SALT.fullmatch(salt):
            return _value(value)
        case _:
            raise ValueError("not an opening: it should be an array [salt, value], the salt base64url of 16 bytes")


def _canonical(said: Any) -> bytes:
    """RFC 8785. Of strings alone pydantic's JSON is the same bytes, in half the time: no number, and names in order."""
    match said:
        case [str(), str()]:
            return to_json(said)
        case [str(salt), {"sha256": str(digest), "title": str(title), **rest}] if not rest:
            return to_json([salt, {"sha256": digest, "title": title}])
        case _:
            return rfc8785.dumps(said)


def _value(value: object) -> str | Document:
    """What an opening may hold: text in NFC, or an exhibit."""
    match value:
        case str(text) if _in_nfc(text):
            return text
        case {"sha256": str(digest), **rest} if SHA256_HEX.fullmatch(digest) and set(rest) <= {"title"}:
            title = rest.get("title")
            if title is None and not rest:
                return Document(digest)
            if isinstance(title, str) and title and _in_nfc(title):
                return Document(digest, title)
    raise ValueError('not an opening: its value should be text in NFC, or {"sha256": "<64 hex>", "title": "..."}')


def _in_nfc(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def says_nothing(words: str) -> bool:
    """Return whether words say nothing: there is no letter in them, no digit and no sign such as ✓ or %."""
    return not any(c.isalnum() or c == "%" or unicodedata.category(c) in _SIGNS for c in words)


_SIGNS = ("So", "Sc")
"""Unicode's symbols: other (✓, 👍), and of currencies."""


@dataclass(slots=True)
class Keeping:
    """Serialisation context for storing: words become digests and their openings are collected here."""

    openings: list[Opening] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """Serialisation context for showing: digests become words where the reader has them, else {"withheld": digest}.

    Those that were erased become {"erased": digest} and what `erased` has of them: when, by which entry, why.
    """

    words: Mapping[str, str | Document]
    erased: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


SUBMITTED, STORED = "submitted", "stored"  # validation contexts: which of Said and Kept may come in


@dataclass(frozen=True, slots=True)
class _ByDigest:
    """Teaches pydantic to read and write one held value; `what` is text, personal or exhibit."""

    what: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(
            self._read, serialization=core_schema.plain_serializer_function_ser_schema(_write, info_arg=True)
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        if handler.mode == "serialization":
            kept = {"type": "string", "pattern": f"^{DIGEST.pattern}$"}
            return {"type": "object", "properties": {"kept": kept}, "required": ["kept"], "additionalProperties": False}
        if self.what == "exhibit":
            properties = {
                "sha256": {"type": "string", "pattern": f"^{SHA256_HEX.pattern}$"},
                "title": {"type": "string", "maxLength": 300},
            }
            return {"type": "object", "properties": properties, "required": ["sha256"], "additionalProperties": False}
        if self.what == "personal":
            who = {"person": {"type": "string", "maxLength": 80}, "words": {"type": "string"}}
            named = {
                "type": "object",
                "properties": who,
                "required": ["person", "words"],
                "additionalProperties": False,
            }
            return {"anyOf": [{"type": "string"}, named]}
        return {"type": "string"}

    def _read(self, value: Any, info: ValidationInfo) -> Said | Kept:
        if info.context != SUBMITTED:
            match value:
                case Kept():
                    return value
                case {"kept": str(digest)} if len(value) == 1 and DIGEST.fullmatch(digest):
                    return Kept(digest)
            if info.context == STORED:
                raise PydanticCustomError("kept", 'a stored entry holds the digest of these words: {"kept": "..."}')
        match self.what, value:
            case _, Said():
                return value
            case (("text" | "personal"), str()):
                return Said(text_of(value))
            case "personal", {"person": str(person), "words": str(words)} if len(value) == 2 and 0 < len(person) <= 80:
                return Said(text_of(words), text_of(person))
            case "exhibit", {"sha256": str(digest), **rest} if SHA256_HEX.fullmatch(digest) and set(rest) <= {"title"}:
                title = rest.get("title")
                if title is None or (isinstance(title, str) and len(title) <= 300):
                    return Said(Document(digest, text_of(title) if title else None))
        raise PydanticCustomError("words", _WANTED[self.what])


_WANTED = {
    "text": "should be text",
    "personal": 'should be text, or {"person": "<pseudonym>", "words": "..."}',
    "exhibit": 'should be {"sha256": "<64 hexadecimal digits>", "title": "..."}: file the document first, then cite it',
}


def text_of(words: str) -> str:
    """Return the words in NFC. Raises a validation error for NUL and lone surrogates, which no file can hold."""
    if "\x00" in words:
        raise PydanticCustomError("nul", "holds a NUL character (U+0000), which text cannot; leave it out")
    if words.isascii():
        return words  # most names are: nothing below can be true of them, and every entry read comes by here
    if any("\ud800" <= c <= "\udfff" for c in words):
        raise PydanticCustomError(
            "surrogate", "holds half of a surrogate pair, which is not a character; send whole characters"
        )
    return unicodedata.normalize("NFC", words)


def _write(held: Said | Kept, info: core_schema.SerializationInfo) -> Any:
    context: Any = info.context
    if isinstance(held, Kept):
        if isinstance(context, Reading):
            value = context.words.get(held.digest)
            if value is None and held.digest in context.erased:
                return {"erased": held.digest, **context.erased[held.digest]}
            return {"withheld": held.digest} if value is None else _plain(value)
        return {"kept": held.digest}
    if isinstance(context, Keeping):
        opening = Opening.of(held)
        context.openings.append(opening)
        if isinstance(held.value, Document):
            context.documents.append(held.value.sha256)
        return {"kept": opening.digest}
    return {"person": held.person, "words": held.value} if held.person else _plain(held.value)


def _plain(value: str | Document) -> str | dict[str, str]:
    if isinstance(value, Document):
        return {"sha256": value.sha256} | ({"title": value.title} if value.title else {})
    return value


def _b64(raw: bytes) -> bytes:
    return b2a_base64(raw, newline=False).translate(_URLSAFE).rstrip(b"=")


def _unb64(text: bytes) -> bytes:
    return a2b_base64(text.translate(_STANDARD) + b"=" * (-len(text) % 4))


Text = Annotated[Said | Kept, _ByDigest("text")]
Personal = Annotated[Said | Kept, _ByDigest("personal")]
Exhibit = Annotated[Said | Kept, _ByDigest("exhibit")]
