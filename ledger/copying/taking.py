"""Taking in a copy of a ledger: checked to its last byte and written whole, in one transaction, or not at all.

Each line is checked before it is written (ledger/copying/reading.py). Entries, log, openings and citations are copied
into their tables as they are, and what a ledger must be the database asks of all of it at the end (migration 0016).
docs/adr/0112.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, LiteralString, NamedTuple

import psycopg

from ledger.copying.format import CopyRefused, Tally
from ledger.copying.lines import ERASING
from ledger.copying.reading import DocumentLine, EntryLine, Header, Line, pages
from ledger.documents import encrypted
from ledger.privacy.encryption import DocumentCipher
from ledger.privacy.keys import Keys
from ledger.processes import garbage_seldom
from ledger.store.attempts import refusal_of
from ledger.store.database import Connection, Database, away_is_said

_LINES = (b'{"header":', b'{"document":', b'{"entry":')
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """That a ledger began as a copy: its first `size` entries have the times their source claimed."""

    size: int
    root: str
    """Root hash of the source's log at that size, in hex."""
    taken_at: datetime


def copied(database: Database) -> Copied | None:
    """Return what a ledger was copied from, None for one that began by itself. Raises DatabaseAway."""
    with database.transaction("app") as connection:
        row = connection.execute("SELECT size, root, taken_at FROM copied").fetchone()
    return None if row is None else Copied(row[0], bytes(row[1]).hex(), row[2])


def is_copy(path: Path) -> bool:
    """Return whether a file begins as a copy of a ledger does, or did before it was altered. Raises OSError."""
    with path.open("rb") as file:
        begins = file.read(1_000)
    return begins.startswith(_LINES) or b'"format":"cleartrail-copy/' in begins


def verify(path: Path, progress: Progress = lambda *_: None) -> Tally:
    """Read a copy to its end and return what it holds. Raises CopyRefused for one that is not as it was written."""
    tally = None
    for page in pages(path):
        for said in page:
            if isinstance(said, Tally):
                tally = said
        progress("checking entries", _reached(page), 0)
    assert tally is not None, "a copy ends with its trailer, or is refused"
    return tally


def take_in(database: Database, path: Path, tally: Tally, progress: Progress = lambda *_: None) -> None:
    """Write a copy into an empty ledger, whole or not at all; `tally` is what it says it holds (`reading.announced`).

    Needs the owner. The copy is checked to its last byte while it is written, and must come to the tally. Words and
    documents are encrypted under the keys of the ledger that takes them. Raises CopyRefused, LedgerAlreadyOpen where
    the ledger is not empty, KeyDestroyed, NoKeys, DatabaseAway.
    """
    keys = database.keys()
    with away_is_said(), database.connect("owner") as connection:
        try:
            taking = _Taking(connection, keys, tally)
            # The server writes a page while the next one is checked: with two cores, a third less time.
            with (
                garbage_seldom(), closing(pages(path, database.keys_place)) as read, ThreadPoolExecutor(1) as writer,
            ):  # fmt: skip
                written = writer.submit(lambda: None)
                for page in read:
                    written.result()
                    written = writer.submit(taking.write, page)
                    progress("taking in entries", _reached(page), tally.entries)
                written.result()
            connection.commit()
        except psycopg.Error as error:
            refusal = refusal_of(error)
            if refusal is not None:
                raise refusal from None
            if error.sqlstate is None or error.sqlstate.startswith(("08", "57P")):
                raise
            # What the database's own rules refuse, no ledger can have written.
            raise CopyRefused("the copy", f"the database does not take it ({error.sqlstate})") from None


def _reached(page: Sequence[Line]) -> int:
    return next((said.index + 1 for said in reversed(page) if isinstance(said, EntryLine)), 0)


class _Taking:
    """One copy as it goes into the ledger, in one transaction of its owner."""

    def __init__(self, connection: Connection, keys: Keys, tally: Tally) -> None:
        self._connection = connection
        self._keys = keys
        self._tally = tally
        self._document: DocumentLine | None = None
        self._content = BytesIO()

    def write(self, page: Sequence[Line]) -> None:
        """Write what some lines say: documents as they come, then entries and all that belongs to them."""
        for said in page:
            match said:
                case EntryLine() | Tally():
                    pass  # below
                case Header():
                    self._begin(said)
                case DocumentLine():
                    self._document, self._content = said, BytesIO()
                case bytes():
                    self._content.write(said)
                    if self._document is not None and self._content.tell() == self._document.size:
                        self._file(self._document)
        self._entries([said for said in page if isinstance(said, EntryLine)])
        if page and isinstance(last := page[-1], Tally):
            if last != self._tally:
                raise CopyRefused("the copy", "it was altered after it had been checked")
            self._connection.execute("SELECT copy_end()")

    def _begin(self, header: Header) -> None:
        tally = self._tally
        self._connection.execute(
            "SELECT copy_begin(%s, %s, %s, %s, %s, %s, %s, %s)",
            (*header, tally.entries, bytes.fromhex(tally.root), bytes.fromhex(tally.sha256)),
        )

    def _file(self, said: DocumentLine) -> None:
        cipher, whole = DocumentCipher(self._keys, said.sha256), hashlib.sha256()
        for ciphertext in encrypted(cipher, self._content):
            whole.update(ciphertext)
        given = (said.sha256, said.size, said.media_type, said.filed_at, whole.digest())
        self._connection.execute("SELECT copy_document(%s, %s, %s, %s, %s)", given)
        for ciphertext in encrypted(cipher, self._content):
            self._connection.execute("SELECT file_chunk(%s, %s)", (said.sha256, ciphertext), binary=True)

    def _entries(self, page: Sequence[EntryLine]) -> None:
        self._copy(_ENTRIES, (
            (e.file, e.position, e.kind, e.state, e.recorded_at, e.arrival, e.ordinal, e.size, e.command_id, e.request)
            for e in page
        ))  # fmt: skip
        self._copy(_LOG, ((e.index, e.file, e.position, e.arrival, e.leaf, e.sealed_at) for e in page))
        self._copy(_OPENINGS, ((*opening, e.file, e.position) for e in page for opening in e.openings))
        self._copy(_CITATIONS, ((e.file, e.position, sha256) for e in page for sha256 in e.documents))
        for entry in page:
            if entry.kind.startswith(ERASING):
                whole, digests = entry.kind.startswith("file-disposed/"), [digest for digest, _ in entry.erased]
                given = (entry.file, entry.position, whole, digests, [position for _, position in entry.erased])
                self._connection.execute("SELECT copy_erasure(%b, %b, %b, %b::bytea[], %b::bigint[])", given)

    def _copy(self, table: _Table, rows: Iterable[tuple[Any, ...]]) -> None:
        with self._connection.cursor() as cursor, cursor.copy(table.statement) as copy:
            copy.set_types(table.types)
            for row in rows:
                copy.write_row(row)


class _Table(NamedTuple):
    """What is copied into one table: the statement, and the types of its columns."""

    statement: LiteralString
    types: tuple[str, ...]


_ENTRIES = _Table(
    "COPY entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size, command_id, request)"
    " FROM STDIN (FORMAT BINARY)",
    ("uuid", "int8", "text", "bytea", "timestamptz", "int8", "int4", "int4", "uuid", "bytea"),
)
_LOG = _Table(
    "COPY log (index, file_id, position, arrival, leaf_hash, sealed_at) FROM STDIN (FORMAT BINARY)",
    ("int8", "uuid", "int8", "int8", "bytea", "timestamptz"),
)
_OPENINGS = _Table(
    "COPY openings (digest, ciphertext, person, file_id, position) FROM STDIN (FORMAT BINARY)",
    ("bytea", "bytea", "text", "uuid", "int8"),
)
_CITATIONS = _Table("COPY citations (file_id, position, sha256) FROM STDIN (FORMAT BINARY)", ("uuid", "int8", "bytea"))
