"""Whether a ledger is as it was recorded: its log, its entries, and the words and documents behind their digests.

What no hash reaches is not seen: a command's id and request, a document's media type and time of filing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby, pairwise
from typing import LiteralString
from uuid import UUID

from psycopg import ProgrammingError

from ledger.behind import Behind, Look
from ledger.errors import KeyDestroyed, NoKeys
from ledger.log.audit import Progress, Roots, log_differences, one_moment
from ledger.log.pages import unsealed
from ledger.log.side_by_side import side_by_side
from ledger.log.stretch import Finding
from ledger.privacy.bringing_back import keys_brought_back, unaccounted
from ledger.privacy.encryption import TAG, ChunkAltered, DocumentCipher
from ledger.privacy.keys import Keys
from ledger.store.database import Connection, Database
from ledger.store.guards import altered_guards
from ledger.store.keyring import KeysPlace, keys_of
from ledger.store.postgres import LedgerStore
from ledger.verify import Root

Place = tuple[UUID, int]
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
_DOCUMENTS: LiteralString = """
    SELECT d.sha256, size, ciphertext_sha256, ciphertext FROM documents d LEFT JOIN chunks c ON c.sha256 = d.sha256
     WHERE d.sha256 >= %b AND (%b = '\\x'::bytea OR d.sha256 < %b) ORDER BY d.sha256, number"""
_WORTH_A_PROCESS = 64 * 1024 * 1024  # bytes of documents


class LedgerAltered(Exception):
    """The ledger is not as it was recorded, and what was asked would have passed it on as if it were."""


def differences(
    database: Database, progress: Progress = lambda *_: None, roots: Roots | None = None, *, log_alone: bool = False,
) -> Iterator[Finding]:  # fmt: skip
    """Everything in a ledger that is not as it was recorded and sealed; nothing at all for an untouched one.

    Reads all of it, documents included, or the entries and the log alone; fills in the root hashes that are wanted.
    Without the keys it says that words and documents were not checked (a finding that is not `checked`), and looks at
    everything else. Raises LedgerNotOpen, DatabaseAway.
    """
    with one_moment(database, "app") as connection:
        guards = list(altered_guards(connection, database))
    for guard in guards:
        yield Finding(None, None, None, guard)
    try:
        if log_alone:
            with one_moment(database, "app") as connection:
                yield from log_differences(connection, database, progress, roots)
        else:
            yield from _all_differences(database, progress, roots or Roots())
    except ProgrammingError as error:
        if not guards:
            raise
        what = f"the rest cannot be read as long as that is so ({str(error).splitlines()[0]})"
        yield Finding(None, None, None, what)


def _all_differences(database: Database, progress: Progress, roots: Roots) -> Iterator[Finding]:
    keys: Keys | None = None
    try:
        database.keys()  # makes those of a ledger that has had none
        with one_moment(database, "app") as connection:
            keys = keys_of(connection, database.keys_place)
    except NoKeys as error:
        yield Finding(None, None, None, f"words and documents were not checked: no keys. {error}", checked=False)
    place = None if keys is None else database.keys_place
    with one_moment(database, "app") as connection:
        yield from log_differences(connection, database, progress, roots, look=Look(place))
        behind = Behind(connection, keys)
        for page in unsealed(connection) if roots.recorded != roots.matched else ():
            yield from behind.unsealed(page)
        yield from _beside_entries(connection)
        yield from _documents(connection, database, place)
        yield from _copied_root(connection)
    yield from _keys_again(database, keys)


def _keys_again(database: Database, keys: Keys | None) -> Iterator[Finding]:
    """What was erased stays erased only as long as its keys are gone; and only what an entry erased may lose them."""
    if keys is None:
        return
    store = LedgerStore(database)
    if back := keys_brought_back(store, keys):
        what = f"{len(back)} keys of what was erased are there again: an older folder of keys was brought back"
        yield Finding(None, None, None, f"{what}. `cleartrail erase-again` destroys them")
    for what in unaccounted(store):
        yield Finding(None, None, None, what)


def _beside_entries(connection: Connection) -> Iterator[Finding]:
    """What says that it belongs to an entry, and no entry knows of it."""
    connection.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on")
    for question in (_OF_NO_ENTRY, _OTHER_TIMES):
        for file_id, position, what in connection.execute(question).fetchall():
            yield Finding(None, file_id, position, what)


def _documents(connection: Connection, database: Database, keys: KeysPlace | None) -> Iterator[Finding]:
    [(held,)] = connection.execute("SELECT coalesce(sum(size), 0) FROM documents").fetchall()
    edges = [b"", b"\x80", b""] if held > _WORTH_A_PROCESS else [b"", b""]
    works = [_Documents(keys, first, end) for first, end in pairwise(edges)]
    with side_by_side(connection, database.conninfo("app"), works) as parts:
        for part in parts:
            yield from part
    for file_id, position, document in connection.execute(_GONE_DOCUMENTS).fetchall():
        yield Finding(None, file_id, position, f"the document {bytes(document).hex()}, which it cites, is gone")


@dataclass(frozen=True)
class _Documents:
    """To check the bytes of all documents whose SHA-256 lies from one to before another; an empty end is none."""

    keys: KeysPlace | None
    first: bytes
    end: bytes

    def on(self, connection: Connection) -> Iterator[Finding]:
        """Check them, a chunk at a time."""
        keys = None if self.keys is None else keys_of(connection, self.keys)
        with connection.cursor("chunks", binary=True) as cursor:
            cursor.itersize = 8  # of 256 KiB each
            rows = cursor.execute(_DOCUMENTS, (self.first, self.end, self.end))
            for (document, size, stored), chunks in groupby(rows, lambda row: row[:3]):
                pieces = (piece for *_, piece in chunks if piece is not None)
                if (what := _of_document(keys, document, pieces, (size, stored))) is not None:
                    yield Finding(None, None, None, what)


def _of_document(keys: Keys | None, document: bytes, chunks: Iterator[bytes], filed: tuple[int, bytes]) -> str | None:
    """What is wrong with the bytes of a document, chunk by chunk; without the keys, as far as it can be seen.

    `filed`: how many bytes were filed, and the SHA-256 of what was stored of them.
    """
    try:
        cipher = None if keys is None else DocumentCipher(keys, document)
    except KeyDestroyed:
        return f"the document {document.hex()} cannot be read: its key was destroyed"
    offset, plain, stored, altered = 0, sha256(), sha256(), False
    for chunk in chunks:
        stored.update(chunk)
        try:
            plain.update(cipher.decrypt(offset, chunk) if cipher else b"")
        except ChunkAltered:
            altered = True
        offset += len(chunk) - TAG
    if altered or (offset, stored.digest()) != filed or (cipher and plain.digest() != document):
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
