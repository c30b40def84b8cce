"""Whether a ledger is as it was recorded: its log, its entries, and the words and documents behind their digests.

What no hash reaches is not seen: a command's id and request, a document's media type and time of filing, and whose
key an opening waits for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import LiteralString, NamedTuple
from uuid import UUID

from psycopg import ProgrammingError
from psycopg.rows import args_row

from ledger.copying.reading import Header, LineRefused, check_first
from ledger.log.audit import Finding, Progress, audit, one_moment
from ledger.store.database import Connection, Database
from ledger.store.guards import altered_guards
from ledger.verify import Root
from ledger.words import Document, held, opened

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
_ALTERED_DOCUMENTS: LiteralString = """
    SELECT sha256 FROM documents d WHERE (size, sha256) IS DISTINCT FROM
           (SELECT (sum(octet_length(bytes)), sha256(string_agg(bytes, ''::bytea ORDER BY number)))
              FROM chunks c WHERE c.sha256 = d.sha256) ORDER BY sha256"""
_GONE_DOCUMENTS: LiteralString = """
    SELECT file_id, position, sha256 FROM citations c
     WHERE NOT EXISTS (SELECT FROM documents d WHERE d.sha256 = c.sha256) ORDER BY file_id, position"""

_OTHER_TIMES: LiteralString = """
    SELECT file_id, head, 'this is not when its file says its last entry was recorded'
      FROM files f JOIN entries e USING (file_id) WHERE e.position = f.head AND e.recorded_at <> f.last_at"""


class LedgerAltered(Exception):
    """The ledger is not as it was recorded, and what was asked would have passed it on as if it were."""


class _Row(NamedTuple):
    file_id: UUID
    position: int
    kind: str
    state: bytes
    index: int | None  # type: ignore[assignment]  # a row is never searched as a tuple


@dataclass(frozen=True, slots=True)
class _Behind:
    """What the store holds for a page of entries."""

    words: dict[bytes, str | Document | None]
    """By digest; None for an opening that does not have that digest, or is none."""
    came_with: dict[Place, set[bytes]]
    """The digests whose openings were recorded with an entry."""
    cited: dict[Place, set[bytes]]
    """The documents an entry cites, by their SHA-256."""


def differences(database: Database, progress: Progress = lambda *_: None) -> Iterator[Finding]:
    """Everything in a ledger that is not as it was recorded and sealed; nothing at all for an untouched one.

    Reads all of it, documents included. Raises LedgerNotOpen, DatabaseAway.
    """
    with one_moment(database, "app") as connection:
        guards = list(altered_guards(connection, database))
    for guard in guards:
        yield Finding(None, None, None, guard)
    try:
        yield from audit(database, progress)
        with one_moment(database, "app") as connection:
            yield from _behind_entries(connection)
    except ProgrammingError as error:
        if not guards:
            raise
        what = f"the rest cannot be read as long as that is so ({str(error).splitlines()[0]})"
        yield Finding(None, None, None, what)


def _behind_entries(connection: Connection) -> Iterator[Finding]:
    """What the log does not show: what entries say, and the words and documents behind them."""
    [settings] = connection.execute(
        "SELECT origin, clock, file_key_secret, request_key, opened_at FROM settings"
    ).fetchall()
    header = Header(*settings)
    after: Place = (UUID(int=0), 0)
    while rows := _page(connection, after):
        behind = _behind(connection, rows, after)
        for row in rows:
            for what in chain(_said(header, row), _words(row, behind), _cited(row, behind)):
                yield Finding(row.index, row.file_id, row.position, what)
        after = (rows[-1].file_id, rows[-1].position)
    yield from _of_no_entry(connection)
    yield from _documents(connection)
    yield from _copied_root(connection)


def _page(connection: Connection, after: Place) -> list[_Row]:
    with connection.cursor(binary=True, row_factory=args_row(_Row)) as cursor:
        return cursor.execute(
            "SELECT e.file_id, e.position, e.kind, e.state, l.index FROM entries e"
            " LEFT JOIN log l ON l.file_id = e.file_id AND l.position = e.position"
            " WHERE (e.file_id, e.position) > (%b, %b) ORDER BY e.file_id, e.position LIMIT %b",
            (*after, _PAGE),
        ).fetchall()


def _behind(connection: Connection, rows: Sequence[_Row], after: Place) -> _Behind:
    came_with: dict[Place, set[bytes]] = defaultdict(set)
    cited: dict[Place, set[bytes]] = defaultdict(set)
    within = (*after, rows[-1].file_id, rows[-1].position)
    with connection.cursor(binary=True) as cursor:
        for file_id, position, digest in cursor.execute(_OPENINGS, within):
            came_with[file_id, position].add(digest)
        for file_id, position, sha256 in cursor.execute(_CITATIONS, within):
            cited[file_id, position].add(sha256)
        digests = set().union(*came_with.values(), *(held(row.state) for row in rows))
        asked = "SELECT digest, disclosure FROM openings WHERE digest = ANY(%b)"
        words = {digest: _opened(digest, said) for digest, said in cursor.execute(asked, (list(digests),))}
    return _Behind(words, came_with, cited)


def _opened(digest: bytes, disclosure: bytes) -> str | Document | None:
    try:
        return opened(disclosure) if sha256(disclosure).digest() == digest else None
    except ValueError:
        return None


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
        if digest not in behind.words:
            yield f"the words behind {digest.hex()} are gone"
        elif behind.words[digest] is None:
            yield f"the words behind {digest.hex()} were altered"
    for digest in sorted(behind.came_with.get(row[:2], set()) - holds):
        yield f"words were put beside it that it does not hold: {digest.hex()}"


def _cited(row: _Row, behind: _Behind) -> Iterator[str]:
    """An entry cites the documents that the words recorded with it name as its exhibits."""
    came_with = (behind.words.get(digest) for digest in behind.came_with.get(row[:2], ()))
    named = {bytes.fromhex(words.sha256) for words in came_with if isinstance(words, Document)}
    cited = behind.cited.get(row[:2], set())
    for document in sorted(named - cited):
        yield f"the document {document.hex()} is its exhibit, and it no longer cites it"
    for document in sorted(cited - named):
        yield f"the document {document.hex()} is not its exhibit, and it cites it"


def _of_no_entry(connection: Connection) -> Iterator[Finding]:
    for question in (_OF_NO_ENTRY, _OTHER_TIMES):
        for file_id, position, what in connection.execute(question).fetchall():
            yield Finding(None, file_id, position, what)


def _documents(connection: Connection) -> Iterator[Finding]:
    for (document,) in connection.execute(_ALTERED_DOCUMENTS).fetchall():
        yield Finding(None, None, None, f"the bytes of document {bytes(document).hex()} are not those that were filed")
    for file_id, position, document in connection.execute(_GONE_DOCUMENTS).fetchall():
        yield Finding(None, file_id, position, f"the document {bytes(document).hex()}, which it cites, is gone")


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
