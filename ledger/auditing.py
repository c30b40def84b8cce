"""Whether a ledger is as it was recorded: its log, its entries, and the words and documents behind their digests.

What no hash reaches is not seen: a command's id and request, a document's media type and time of filing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from itertools import chain
from typing import LiteralString, NamedTuple
from uuid import UUID

from psycopg import ProgrammingError
from psycopg.rows import args_row

from ledger.bringing_back import keys_brought_back
from ledger.copying.reading import Header, LineRefused, check_first
from ledger.encryption import TAG, ChunkAltered, DocumentCipher, OpeningAltered, decrypt_opening, scope_of
from ledger.errors import KeyDestroyed, NoKeys
from ledger.keys import Keys, Scope
from ledger.log.audit import Progress, Roots, log_differences, one_moment
from ledger.log.stretch import Finding
from ledger.store.database import Connection, Database
from ledger.store.guards import altered_guards
from ledger.store.postgres import LedgerStore
from ledger.verify import Root
from ledger.words import Document, erased_by, held, opened

_PAGE = 500  # entries
Place = tuple[UUID, int]
_OPENINGS: LiteralString = """
    SELECT file_id, position, digest FROM openings
     WHERE (file_id, position) > (%b, %b) AND (file_id, position) <= (%b, %b)"""
_CITATIONS: LiteralString = """
    SELECT file_id, position, sha256 FROM citations
     WHERE (file_id, position) > (%b, %b) AND (file_id, position) <= (%b, %b)"""
_OF_NO_ENTRY: LiteralString = """
    SELECT file_id, position, what
      FROM (SELECT file_id, position, 'words were added for an entry that is not there' FROM openings UNION ALL
            SELECT file_id, position, 'a document is cited by an entry that is not there' FROM citations)
           t (file_id, position, what)
     WHERE NOT EXISTS (SELECT FROM entries e WHERE e.file_id = t.file_id AND e.position = t.position)"""
_GONE_DOCUMENTS: LiteralString = """
    SELECT file_id, position, sha256 FROM citations c
     WHERE NOT EXISTS (SELECT FROM documents d WHERE d.sha256 = c.sha256) ORDER BY file_id, position"""

_OTHER_TIMES: LiteralString = """
    SELECT file_id, head, 'this is not when its file says its last entry was recorded'
      FROM files f JOIN entries e USING (file_id) WHERE e.position = f.head AND e.recorded_at <> f.last_at"""


_ERASED: LiteralString = "SELECT digest, file_id, position, of_entry FROM erased WHERE digest = ANY(%b)"
_ERASING: LiteralString = """
    SELECT kind, state FROM entries WHERE file_id = %b AND position = %b AND kind ~ '^(words-erased|file-disposed)/'"""


class LedgerAltered(Exception):
    """The ledger is not as it was recorded, and what was asked would have passed it on as if it were."""


class Unread(Enum):
    """Why an opening that is there cannot be read."""

    ALTERED = "were altered"
    DESTROYED = "cannot be read: their key was destroyed"
    NO_KEYS = "were not checked"


class _Row(NamedTuple):
    file_id: UUID
    position: int
    kind: str
    state: bytes
    index: int | None  # type: ignore[assignment]  # a row is never searched as a tuple


@dataclass(frozen=True, slots=True)
class _Behind:
    """What the store holds for a page of entries."""

    words: dict[bytes, str | Document | Unread]
    """By digest."""
    came_with: dict[Place, set[bytes]]
    """The digests whose openings were recorded with an entry."""
    cited: dict[Place, set[bytes]]
    """The documents an entry cites, by their SHA-256."""
    erased: dict[bytes, int]
    """Digest -> position of the entry on the same file that says its words were erased."""


def differences(
    database: Database, progress: Progress = lambda *_: None, roots: Roots | None = None
) -> Iterator[Finding]:  # fmt: skip
    """Everything in a ledger that is not as it was recorded and sealed; nothing at all for an untouched one.

    Reads all of it, documents included; fills in the root hashes that are wanted. Without the keys it says that words
    and documents were not checked (a finding that is not `checked`), and looks at everything else. Raises
    LedgerNotOpen, DatabaseAway.
    """
    with one_moment(database, "app") as connection:
        guards = list(altered_guards(connection, database))
    for guard in guards:
        yield Finding(None, None, None, guard)
    try:
        with one_moment(database, "app") as connection:
            yield from log_differences(connection, database, progress, roots)
        keys: Keys | None = None
        try:
            keys = database.keys()
        except NoKeys as error:
            yield Finding(None, None, None, f"words and documents were not checked: no keys. {error}", checked=False)
        with one_moment(database, "app") as connection:
            yield from _behind_entries(connection, keys)
        yield from _keys_again(database, keys)
    except ProgrammingError as error:
        if not guards:
            raise
        what = f"the rest cannot be read as long as that is so ({str(error).splitlines()[0]})"
        yield Finding(None, None, None, what)


def _keys_again(database: Database, keys: Keys | None) -> Iterator[Finding]:
    """What was erased stays erased only as long as its keys are gone."""
    if keys is not None and (back := keys_brought_back(LedgerStore(database), keys.now())):
        what = f"{len(back)} keys of what was erased are there again: an older folder of keys was brought back"
        yield Finding(None, None, None, f"{what}. `cleartrail erase-again` destroys them")


def _behind_entries(connection: Connection, keys: Keys | None) -> Iterator[Finding]:
    """What the log does not show: what entries say, and the words and documents behind them."""
    [settings] = connection.execute(
        "SELECT origin, clock, file_key_secret, request_key, opened_at FROM settings"
    ).fetchall()
    header = Header(*settings)
    after: Place = (UUID(int=0), 0)
    while rows := _page(connection, after):
        behind = _behind(connection, keys, rows, after)
        for row in rows:
            for what in chain(_said(header, row), _words(row, behind), _cited(row, behind)):
                yield Finding(row.index, row.file_id, row.position, what)
        after = (rows[-1].file_id, rows[-1].position)
    yield from _of_no_entry(connection)
    yield from _documents(connection, keys)
    yield from _copied_root(connection)


def _page(connection: Connection, after: Place) -> list[_Row]:
    with connection.cursor(binary=True, row_factory=args_row(_Row)) as cursor:
        return cursor.execute(
            "SELECT e.file_id, e.position, e.kind, e.state, l.index FROM entries e"
            " LEFT JOIN log l ON l.file_id = e.file_id AND l.position = e.position"
            " WHERE (e.file_id, e.position) > (%b, %b) ORDER BY e.file_id, e.position LIMIT %b",
            (*after, _PAGE),
        ).fetchall()


def _behind(connection: Connection, keys: Keys | None, rows: Sequence[_Row], after: Place) -> _Behind:
    came_with: dict[Place, set[bytes]] = defaultdict(set)
    cited: dict[Place, set[bytes]] = defaultdict(set)
    within = (*after, rows[-1].file_id, rows[-1].position)
    with connection.cursor(binary=True) as cursor:
        for file_id, position, digest in cursor.execute(_OPENINGS, within):
            came_with[file_id, position].add(digest)
        for file_id, position, sha256 in cursor.execute(_CITATIONS, within):
            cited[file_id, position].add(sha256)
        digests = set().union(*came_with.values(), *(held(row.state) for row in rows))
        asked = "SELECT digest, ciphertext, file_id, person FROM openings WHERE digest = ANY(%b)"
        words = {
            digest: _opened(keys, scope_of(file_id, person), digest, ciphertext)
            for digest, ciphertext, file_id, person in cursor.execute(asked, (list(digests),))
        }
    return _Behind(words, came_with, cited, _erased(connection, digests))


def _erased(connection: Connection, digests: set[bytes]) -> dict[bytes, int]:
    """Of these digests, those of which an entry says that their words were erased: what a table alone says is nothing.

    An erasure names its digests; a disposal takes everything before it on its own file.
    """
    said: dict[Place, set[bytes]] = defaultdict(set)
    with connection.cursor(binary=True) as cursor:
        for digest, file_id, position, of_entry in cursor.execute(_ERASED, (list(digests),)):
            if of_entry < position:
                said[file_id, position].add(digest)
        found: dict[bytes, int] = {}
        for (file_id, position), own in said.items():
            rows = cursor.execute(_ERASING, (file_id, position)).fetchall()
            for kind, state in rows:
                whole = kind.startswith("file-disposed/")
                named = own if whole else own & erased_by(state)
                found |= dict.fromkeys(named, position)
    return found


def _opened(keys: Keys | None, scope: Scope, digest: bytes, ciphertext: bytes) -> str | Document | Unread:
    if keys is None:
        return Unread.NO_KEYS
    try:
        return opened(decrypt_opening(keys, scope, digest, ciphertext))
    except KeyDestroyed:
        return Unread.DESTROYED
    except (OpeningAltered, ValueError):
        return Unread.ALTERED


def _said(header: Header, row: _Row) -> Iterator[str]:
    """The kind is what the bytes say; and the ledger's first entry agrees with its settings."""
    try:
        check_first(header, row.kind, row.state, row.file_id, first=row.index == 0)
    except LineRefused as error:
        yield str(error)
    except (ValueError, KeyError, TypeError):
        yield "its bytes are no entry"


def _words(row: _Row, behind: _Behind) -> Iterator[str]:
    """Every digest has its opening, and no opening came with an entry that does not hold its digest."""
    holds = held(row.state)
    for digest in sorted(holds):
        words = behind.words.get(digest)
        if words is None:
            if digest not in behind.erased:
                yield f"the words behind {digest.hex()} are gone, and no entry says that they were erased"
        elif digest in behind.erased:
            yield f"the words behind {digest.hex()} are there again, which entry {behind.erased[digest]} erased"
        elif isinstance(words, Unread) and words is not Unread.NO_KEYS:
            yield f"the words behind {digest.hex()} {words.value}"
    for digest in sorted(behind.came_with.get(row[:2], set()) - holds):
        yield f"words were put beside it that it does not hold: {digest.hex()}"


def _cited(row: _Row, behind: _Behind) -> Iterator[str]:
    """An entry cites the documents that the words recorded with it name as its exhibits."""
    came_with = [behind.words.get(digest) for digest in behind.came_with.get(row[:2], ())]
    named = {bytes.fromhex(words.sha256) for words in came_with if isinstance(words, Document)}
    cited = behind.cited.get(row[:2], set())
    for document in sorted(named - cited):
        yield f"the document {document.hex()} is its exhibit, and it no longer cites it"
    if any(words in (Unread.DESTROYED, Unread.NO_KEYS) for words in came_with):
        return  # what these named is not known
    for document in sorted(cited - named):
        yield f"the document {document.hex()} is not its exhibit, and it cites it"


def _of_no_entry(connection: Connection) -> Iterator[Finding]:
    for question in (_OF_NO_ENTRY, _OTHER_TIMES):
        for file_id, position, what in connection.execute(question).fetchall():
            yield Finding(None, file_id, position, what)


def _documents(connection: Connection, keys: Keys | None) -> Iterator[Finding]:
    documents = connection.execute("SELECT sha256, size, ciphertext_sha256 FROM documents ORDER BY sha256").fetchall()
    for document, size, ciphertext_sha256 in documents:
        if (what := _of_document(connection, keys, document, size, ciphertext_sha256)) is not None:
            yield Finding(None, None, None, what)
    for file_id, position, document in connection.execute(_GONE_DOCUMENTS).fetchall():
        yield Finding(None, file_id, position, f"the document {bytes(document).hex()}, which it cites, is gone")


def _of_document(
    connection: Connection, keys: Keys | None, document: bytes, size: int, ciphertext_sha256: bytes
) -> str | None:
    """What is wrong with the bytes of a document, chunk by chunk; without the keys, as far as it can be seen."""
    try:
        cipher = None if keys is None else DocumentCipher(keys, document)
    except KeyDestroyed:
        return f"the document {document.hex()} cannot be read: its key was destroyed"
    offset, plain, stored, altered = 0, sha256(), sha256(), False
    with connection.cursor("chunks", binary=True) as cursor:
        cursor.itersize = 4  # of 256 KiB each
        for (chunk,) in cursor.execute("SELECT ciphertext FROM chunks WHERE sha256 = %b ORDER BY number", (document,)):
            stored.update(chunk)
            try:
                plain.update(cipher.decrypt(offset, chunk) if cipher else b"")
            except ChunkAltered:
                altered = True
            offset += len(chunk) - TAG
    as_filed = (offset, stored.digest()) == (size, ciphertext_sha256)
    if altered or not as_filed or (cipher and plain.digest() != document):
        return f"the bytes of document {document.hex()} are not those that were filed"
    return None


def _copied_root(connection: Connection) -> Iterator[Finding]:
    """A ledger that says its first entries are a copy has the log that the copy was announced with."""
    for size, announced in connection.execute("SELECT size, root FROM copied").fetchall():
        root = Root()
        with connection.cursor("copied", binary=True) as cursor:
            for (leaf,) in cursor.execute("SELECT leaf_hash FROM log WHERE index < %b ORDER BY index", (size,)):
                root.add(leaf)
        if (root.size, root.value) != (size, announced):
            what = f"what lies before place {size} is not the log whose root hash its copy was announced with"
            yield Finding(None, None, None, what)
