"""What the log does not show of its entries: what they say they are, and the words and exhibits behind their digests.

A page of the log at a time, with the page's words asked for at once: there are a million entries, and each of their
words has a key of its own. Nearly every entry is as it should be and is seen to be so by a few comparisons; only one
that is not, or that has exhibits, is gone through sentence by sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import LiteralString
from uuid import UUID

from pydantic_core import from_json

from ledger.copying.reading import Header, LineRefused, check_first
from ledger.errors import KeyDestroyed
from ledger.log.pages import Row, Stored, place_of
from ledger.log.stretch import Finding
from ledger.privacy.encryption import OpeningAltered, decrypt_opening
from ledger.privacy.key_tree import KeyTree
from ledger.privacy.keys import Keys, Scope, of_person
from ledger.store.database import Connection
from ledger.store.keyring import KeysPlace, keys_of
from ledger.words import Document, erased_by, held, opened

_LONG = 65_536  # bytes of what is read with its page; what is longer is read by itself
_SEALED: LiteralString = """
      FROM log l JOIN {} t ON t.file_id = l.file_id AND t.position = l.position
     WHERE l.index >= %b AND l.index <= %b"""
_UNSEALED: LiteralString = """
      FROM {} t WHERE (file_id, position) IN (SELECT * FROM unnest(%b::uuid[], %b::bigint[]))"""
_OPENING: LiteralString = f"""
    SELECT uuid_send(t.file_id) || int8send(t.position), digest,
           CASE WHEN octet_length(ciphertext) <= {_LONG} THEN ciphertext END, person"""
_CITATION: LiteralString = "SELECT uuid_send(t.file_id) || int8send(t.position), sha256"
_ELSEWHERE: LiteralString = _OPENING + " FROM openings t WHERE digest = ANY(%b)"
_ERASED: LiteralString = "SELECT digest, file_id, position, of_entry FROM erased WHERE digest = ANY(%b)"
_ERASING: LiteralString = """
    SELECT e.file_id, e.position, kind, state FROM entries e
     WHERE (file_id, position) IN (SELECT * FROM unnest(%b::uuid[], %b::bigint[]))
       AND kind ~ '^(words-erased|file-disposed)/'"""


class Unread(Enum):
    """Why an opening that is there cannot be read."""

    ALTERED = "were altered"
    DESTROYED = "cannot be read: their key was destroyed"
    NO_KEYS = "were not checked"


Words = str | Document | Unread


@dataclass(frozen=True)
class Look:
    """How a process looks behind entries: where their keys lie; None, for one that has not got them."""

    keys: KeysPlace | None

    def __call__(self, connection: Connection) -> Callable[[Sequence[Row]], Iterable[Finding]]:
        """Return what looks behind the entries of the log, page by page, on a connection of the app. Raises NoKeys."""
        return Behind(connection, None if self.keys is None else keys_of(connection, self.keys)).sealed


@dataclass
class _Entry:
    """An entry of the page at hand."""

    index: int | None
    stored: Stored
    holds: set[bytes]
    """The digests in its bytes."""


@dataclass
class _Page:
    """What the store holds for a page of entries."""

    words: dict[bytes, Words]
    """By digest."""
    came_with: dict[bytes, set[bytes]]
    """By place: the digests whose openings were recorded with an entry."""
    cited: dict[bytes, set[bytes]]
    """By place: the documents an entry cites, by their SHA-256."""
    erased: dict[bytes, int]
    """Digest -> position of the entry on the same file that says its words were erased."""


class Behind:
    """Looks behind the entries of a ledger, page by page."""

    def __init__(self, connection: Connection, keys: Keys | None) -> None:
        self._connection, self._keys = connection, keys
        settings = connection.execute(
            "SELECT origin, clock, file_key_secret, request_key, opened_at FROM settings"
        ).fetchone()
        assert settings is not None, "the ledger is open"
        self._header = Header(*settings)
        [(self._any_cited, self._any_erased)] = connection.execute(
            "SELECT EXISTS (SELECT FROM citations), EXISTS (SELECT FROM erased)"
        ).fetchall()

    def sealed(self, rows: Sequence[Row]) -> Iterator[Finding]:
        """Say what is wrong behind these places of the log, which lie one after another."""
        entries = [_Entry(row[0], row[5], held(row[5][6])) for row in rows if row[5] is not None]
        if entries:
            yield from self._look(entries, _SEALED, (rows[0][0], rows[-1][0]))

    def unsealed(self, rows: Sequence[Stored]) -> Iterator[Finding]:
        """The same of entries that have no place in the log."""
        files, positions = zip(*(place_of(row[0]) for row in rows), strict=True)
        entries = [_Entry(None, row, held(row[6])) for row in rows]
        yield from self._look(entries, _UNSEALED, (list(files), list(positions)))

    def _look(self, entries: Sequence[_Entry], whose: LiteralString, given: tuple[object, ...]) -> Iterator[Finding]:
        page = self._page(entries, whose, given)
        came_with, cited, erased, none = page.came_with, page.cited, page.erased, set[bytes]()
        plain = {digest for digest, words in page.words.items() if isinstance(words, str) or words is Unread.NO_KEYS}
        for entry in entries:
            place, _, _, _, _, kind, state = entry.stored
            holds, index = entry.holds, entry.index
            if (
                index and _kind(state) == kind and came_with.get(place, none) == holds <= plain
                and place not in cited and (not erased or erased.keys().isdisjoint(holds))
            ):  # fmt: skip
                continue  # nothing that follows can find anything
            file_id, position = place_of(place)
            for said in (self._said(entry, file_id), _of_words(entry, page), _of_exhibits(entry, page)):
                yield from (Finding(index, file_id, position, what) for what in said)

    def _page(self, entries: Sequence[_Entry], whose: LiteralString, given: tuple[object, ...]) -> _Page:
        tree = None if self._keys is None else self._keys.now()
        words: dict[bytes, Words] = {}
        came_with: dict[bytes, set[bytes]] = defaultdict(set)
        cited: dict[bytes, set[bytes]] = defaultdict(set)
        with self._connection.cursor(binary=True) as cursor:
            rows = cursor.execute(_OPENING + whose.format("openings"), given).fetchall()
            for place, digest, ciphertext, person in rows:
                came_with[place].add(digest)
                words[digest] = self._read(tree, place, digest, ciphertext, person)
            if self._any_cited:
                for place, document in cursor.execute(_CITATION + whose.format("citations"), given).fetchall():
                    cited[place].add(document)
            digests = set[bytes]().union(*(entry.holds for entry in entries))
            if elsewhere := digests - words.keys():
                for place, digest, ciphertext, person in cursor.execute(_ELSEWHERE, (list(elsewhere),)).fetchall():
                    words[digest] = self._read(tree, place, digest, ciphertext, person)
        return _Page(words, came_with, cited, self._erased(digests) if self._any_erased else {})

    def _read(
        self, tree: KeyTree | None, place: bytes, digest: bytes, ciphertext: bytes | None, person: str | None
    ) -> Words:
        if tree is None:
            return Unread.NO_KEYS
        if ciphertext is None:
            [(ciphertext,)] = self._connection.execute(
                "SELECT ciphertext FROM openings WHERE digest = %b", (digest,), binary=True
            ).fetchall()
        scope = Scope(b"file " + place[:16]) if person is None else of_person(person)
        try:
            return opened(decrypt_opening(tree, scope, digest, ciphertext))
        except KeyDestroyed:
            return Unread.DESTROYED
        except (OpeningAltered, ValueError):
            return Unread.ALTERED

    def _erased(self, digests: set[bytes]) -> dict[bytes, int]:
        """Of these digests, those of which an entry says that their words were erased; a table alone says nothing.

        An erasure names its digests; a disposal takes everything before it on its own file.
        """
        said: dict[tuple[UUID, int], set[bytes]] = defaultdict(set)
        found: dict[bytes, int] = {}
        with self._connection.cursor(binary=True) as cursor:
            for digest, file_id, position, of_entry in cursor.execute(_ERASED, (list(digests),)).fetchall():
                if of_entry < position:
                    said[file_id, position].add(digest)
            files, positions = [file_id for file_id, _ in said], [position for _, position in said]
            for file_id, position, kind, state in cursor.execute(_ERASING, (files, positions)).fetchall():
                own = said[file_id, position]
                named = own if kind.startswith("file-disposed/") else own & erased_by(state)
                for digest in named:
                    found[digest] = position
        return found

    def _said(self, entry: _Entry, file_id: UUID) -> Iterator[str]:
        """The kind is what the bytes say; and the ledger's first entry agrees with its settings."""
        try:
            check_first(self._header, entry.stored[5], entry.stored[6], file_id, first=entry.index == 0)
        except LineRefused as error:
            yield str(error)
        except (ValueError, KeyError, TypeError):
            yield "its bytes are no entry"


def _kind(state: bytes) -> object:
    try:
        return from_json(state)["entry"]["kind"]
    except (ValueError, KeyError, TypeError):
        return None


def _of_words(entry: _Entry, page: _Page) -> Iterator[str]:
    """Every digest has its opening, and no opening came with an entry that does not hold its digest."""
    for digest in sorted(entry.holds):
        words = page.words.get(digest)
        if words is None:
            if digest not in page.erased:
                yield f"the words behind {digest.hex()} are gone, and no entry says that they were erased"
        elif digest in page.erased:
            yield f"the words behind {digest.hex()} are there again, which entry {page.erased[digest]} erased"
        elif isinstance(words, Unread) and words is not Unread.NO_KEYS:
            yield f"the words behind {digest.hex()} {words.value}"
    for digest in sorted(page.came_with.get(entry.stored[0], set()) - entry.holds):
        yield f"words were put beside it that it does not hold: {digest.hex()}"


def _of_exhibits(entry: _Entry, page: _Page) -> Iterator[str]:
    """An entry cites the documents that the words recorded with it name as its exhibits."""
    place = entry.stored[0]
    came_with = [page.words.get(digest) for digest in page.came_with.get(place, ())]
    named = {bytes.fromhex(words.sha256) for words in came_with if isinstance(words, Document)}
    cited = page.cited.get(place, set())
    for document in sorted(named - cited):
        yield f"the document {document.hex()} is its exhibit, and it no longer cites it"
    if any(words in (Unread.DESTROYED, Unread.NO_KEYS) for words in came_with):
        return  # what these named is not known
    for document in sorted(cited - named):
        yield f"the document {document.hex()} is not its exhibit, and it cites it"
