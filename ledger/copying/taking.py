"""Taking in a copy of a ledger: read through to its end and checked first, then written whole, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg

from ledger.copying.format import CopyRefused, Tally
from ledger.copying.reading import DocumentLine, EntryLine, Header, read_copy
from ledger.documents import encrypted
from ledger.encryption import UNTELLABLE, DocumentCipher, encrypt_opening, encrypt_request, scope_of
from ledger.keys import Keys
from ledger.store.attempts import refusal_of
from ledger.store.database import Connection, Database, away_is_said

_LINES = (b'{"header":', b'{"document":', b'{"entry":')
_PAGE = 500  # entries written in one statement
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
    tally, done = None, 0
    for said in read_copy(path):
        if isinstance(said, Tally):
            tally = said
        elif isinstance(said, EntryLine) and (done := done + 1) % _PAGE == 0:
            progress("checking entries", done, 0)
    assert tally is not None, "a copy ends with its trailer, or is refused"
    return tally


def take_in(database: Database, path: Path, tally: Tally, progress: Progress = lambda *_: None) -> None:
    """Write a verified copy into an empty ledger, whole or not at all; `tally` is what `verify` returned for it.

    Needs the owner. The copy is checked again while it is written, and must be the very one that was verified. Words
    and documents are encrypted under the keys of the ledger that takes them. Raises CopyRefused, LedgerAlreadyOpen
    where the ledger is not empty, KeyDestroyed, NoKeys, DatabaseAway.
    """
    keys = database.keys()
    with away_is_said(), database.connect("owner") as connection:
        try:
            _take_in(connection, keys, path, tally, progress)
            connection.commit()
        except psycopg.Error as error:
            refusal = refusal_of(error)
            if refusal is not None:
                raise refusal from None
            if error.sqlstate is None or error.sqlstate.startswith(("08", "57P")):
                raise
            # What the database's own rules refuse, no ledger can have written.
            raise CopyRefused("the copy", f"the database does not take it ({error.sqlstate})") from None


def _take_in(connection: Connection, keys: Keys, path: Path, tally: Tally, progress: Progress) -> None:
    page: list[EntryLine] = []
    document: DocumentLine | None = None
    content = BytesIO()
    for said in read_copy(path):
        if page and (len(page) == _PAGE or not isinstance(said, EntryLine)):
            _entries(connection, keys, page)
            _erasures(connection, page)
            progress("taking in entries", page[-1].index + 1, tally.entries)
            page = []
        match said:
            case Header():
                _begin(connection, said, tally)
            case DocumentLine():
                document, content = said, BytesIO()
            case bytes():
                assert document is not None, "bytes follow a document, or the copy is refused"
                if content.write(said) and content.tell() == document.size:
                    _document(connection, DocumentCipher(keys, document.sha256), document, content)
            case EntryLine():
                page.append(said)
            case Tally():
                if said != tally:
                    raise CopyRefused("the copy", "it was altered after it had been checked")
    connection.execute("SELECT copy_end()")


def _begin(connection: Connection, header: Header, tally: Tally) -> None:
    connection.execute(
        "SELECT copy_begin(%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            header.origin, header.clock, header.file_key_secret, header.request_key, header.opened_at, tally.entries,
            bytes.fromhex(tally.root), bytes.fromhex(tally.sha256),
        ),
    )  # fmt: skip


def _document(connection: Connection, cipher: DocumentCipher, said: DocumentLine, content: BytesIO) -> None:
    whole = hashlib.sha256()
    for ciphertext in encrypted(cipher, content):
        whole.update(ciphertext)
    given = (said.sha256, said.size, said.media_type, said.filed_at, whole.digest())
    connection.execute("SELECT copy_document(%s, %s, %s, %s, %s)", given)
    for ciphertext in encrypted(cipher, content):
        connection.execute("SELECT file_chunk(%s, %s)", (said.sha256, ciphertext), binary=True)


def _entries(connection: Connection, keys: Keys, page: Sequence[EntryLine]) -> None:
    openings = [
        (n, digest, encrypt_opening(keys, scope_of(entry.file, person), digest, said), person)
        for n, entry in enumerate(page, 1)
        for digest, said, person in entry.openings
    ]
    cited = [(n, sha256) for n, entry in enumerate(page, 1) for sha256 in entry.documents]
    given: list[Any] = [
        page[0].index, [e.file for e in page], [e.position for e in page], [e.kind for e in page],
        [e.state for e in page], [e.recorded_at for e in page], [e.arrival for e in page], [e.ordinal for e in page],
        [e.size for e in page], [e.command_id for e in page], [_request(keys, e) for e in page], [e.leaf for e in page],
        [e.sealed_at for e in page], [n for n, _, _, _ in openings], [digest for _, digest, _, _ in openings],
        [said for _, _, said, _ in openings], [person for _, _, _, person in openings], [n for n, _ in cited],
        [sha256 for _, sha256 in cited],
    ]  # fmt: skip
    connection.execute(
        "SELECT copy_entries(%b, %b::uuid[], %b::bigint[], %b::text[], %b::bytea[], %b::timestamptz[], %b::bigint[],"
        " %b::int[], %b::int[], %b::uuid[], %b::bytea[], %b::bytea[], %b::timestamptz[], %b::int[], %b::bytea[],"
        " %b::bytea[], %b::text[], %b::int[], %b::bytea[])",
        given,
    )


def _request(keys: Keys, entry: EntryLine) -> bytes | None:
    if entry.command_id is None:
        return None
    if entry.request is None:
        return UNTELLABLE
    return encrypt_request(keys, entry.file, entry.command_id, entry.request)


def _erasures(connection: Connection, page: Sequence[EntryLine]) -> None:
    for entry in page:
        if entry.kind.startswith(("words-erased/", "file-disposed/")):
            whole, digests = entry.kind.startswith("file-disposed/"), [digest for digest, _ in entry.erased]
            given = (entry.file, entry.position, whole, digests, [position for _, position in entry.erased])
            connection.execute("SELECT copy_erasure(%b, %b, %b, %b::bytea[], %b::bigint[])", given)
