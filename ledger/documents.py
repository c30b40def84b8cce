"""Exhibits: letters, minutes and pictures, filed under the SHA-256 of their bytes and given out unchanged.

Entries cite a document by its digest, so it is filed before the entry that cites it. The same bytes filed twice are
filed once. They lie encrypted (privacy/encryption.py). What is given out is hashed on its way: altered bytes never
leave as if they were the exhibit.
"""

import hashlib
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, BinaryIO
from uuid import UUID

from ledger.errors import LedgerError, TooLarge, UnknownDocument
from ledger.privacy.encryption import ChunkAltered, DocumentCipher
from ledger.store.database import FILING, Connection, Database

LARGEST_DOCUMENT = 25_000_000  # bytes; the table documents has the same limit
_CHUNK = 256 * 1024  # bytes
_IN_MEMORY = 1_000_000  # bytes of a document on its way in; what is longer waits in an unnamed file
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")  # RFC 6838, section 4.2

Content = bytes | BinaryIO | Iterable[bytes]


class DocumentTooLarge(TooLarge):
    """A document is over the limit. Split it, or file a smaller copy and say where the original is kept."""


class DocumentRefused(LedgerError):
    """What was sent is no document: it is empty, or its media type is not one."""


class DocumentAltered(LedgerError):
    """The bytes in the store are no longer those that were filed; a person must look. `sha256` names them (hex)."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(f"the bytes kept for document {sha256} are not those that were filed under that SHA-256")


@dataclass(frozen=True)
class Document:
    """What is known of a document without opening it. `size` is in bytes, `filed_at` the database's clock, in UTC."""

    sha256: str
    size: int
    media_type: str
    filed_at: datetime


class Documents:
    """The exhibits of one ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def file(self, content: Content, media_type: str) -> str:
        """Keep a document; returns its SHA-256 in hex. All of it is filed, or nothing.

        Filed before, it stays as it is, under the media type it first had. Raises DocumentTooLarge, DocumentRefused,
        KeyDestroyed where this very document was erased, NoKeys, DatabaseAway.
        """
        essence = _essence(media_type)
        # Read to its end first: the digest must be known, and a slow sender should hold no transaction open.
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as waiting:
            digest = hashlib.sha256()
            size = 0
            for piece in _pieces(content):
                size += len(piece)
                if size > LARGEST_DOCUMENT:
                    raise DocumentTooLarge("bytes of a document, as far as it was read", size, LARGEST_DOCUMENT)
                digest.update(piece)
                waiting.write(piece)
            if size == 0:
                raise DocumentRefused("the document is empty; send its bytes")
            self._keep(digest.digest(), size, essence, waiting)
        return digest.hexdigest()

    def describe(self, sha256: str) -> Document:
        """A document's size, media type and time of filing. Raises UnknownDocument, DatabaseAway."""
        digest = _digest(sha256)
        with self._database.transaction("app") as connection:
            return _described(connection, digest)

    def not_filed(self, digests: Collection[str]) -> set[str]:
        """Which of these nobody has filed, asked once however many they are. Raises DocumentRefused, DatabaseAway."""
        wanted = {_digest(sha256): sha256 for sha256 in digests}
        with self._database.transaction("app") as connection:
            there = connection.execute(
                "SELECT sha256 FROM documents WHERE sha256 = ANY(%s)", (list(wanted),)
            ).fetchall()
        return set(wanted.values()) - {wanted[bytes(digest)] for (digest,) in there}

    def open(self, sha256: str) -> Iterator[bytes]:
        """A document's bytes, piece by piece. Raises UnknownDocument before the first, DatabaseAway at any.

        Before the first, KeyDestroyed where it was erased and has come back with an old backup; NoKeys.

        Raises DocumentAltered instead of giving the last piece, if the whole is not what was filed: what was given
        until then is then cut short, never complete and wrong.
        """
        document = self.describe(sha256)
        return self._pieces_of(document, DocumentCipher(self._database.keys(), bytes.fromhex(sha256)))

    def read(self, sha256: str) -> bytes:
        """A document's bytes, at most 25 MB. Raises as `open` does."""
        return b"".join(self.open(sha256))

    def cited_by(self, sha256: str) -> list[tuple[UUID, int]]:
        """The entries that cite a document, as (file, position), in order; may be none. Raises DatabaseAway."""
        with self._database.transaction("app") as connection:
            return connection.execute(
                "SELECT file_id, position FROM citations WHERE sha256 = %s ORDER BY file_id, position",
                (_digest(sha256),),
            ).fetchall()

    def _keep(self, digest: bytes, size: int, media_type: str, content: IO[bytes]) -> None:
        keys, whole = self._database.keys(), hashlib.sha256()
        with self._database.transaction("app") as connection:
            # From here to the commit no document's key is destroyed, or this one would be filed and could not be read.
            connection.execute(FILING)
            cipher = DocumentCipher(keys, digest)
            for ciphertext in encrypted(cipher, content):
                whole.update(ciphertext)
            given = (digest, size, media_type, whole.digest())
            ((new,),) = connection.execute("SELECT file_document(%s, %s, %s, %s)", given).fetchall()
            if new:
                with connection.pipeline():
                    for ciphertext in encrypted(cipher, content):
                        connection.execute("SELECT file_chunk(%s, %s)", (digest, ciphertext), binary=True)

    def _pieces_of(self, document: Document, cipher: DocumentCipher) -> Iterator[bytes]:
        # Each piece in a transaction of its own: a slow reader should hold no connection. Nothing can change between
        # them, for a document that is there is there for good, whole.
        digest = hashlib.sha256()
        size, number, held_back = 0, 0, b""
        while size < document.size:
            piece = self._piece(document.sha256, cipher, number, size)
            digest.update(piece)
            size += len(piece)
            number += 1
            if size >= document.size:
                if size != document.size or digest.hexdigest() != document.sha256:
                    raise DocumentAltered(document.sha256)
                held_back = piece
            else:
                yield piece
        yield held_back

    def _piece(self, sha256: str, cipher: DocumentCipher, number: int, offset: int) -> bytes:
        with self._database.transaction("app") as connection:
            cursor = connection.cursor(binary=True)
            row = cursor.execute(
                "SELECT ciphertext FROM chunks WHERE sha256 = %s AND number = %s", (bytes.fromhex(sha256), number)
            ).fetchone()
        try:
            return cipher.decrypt(offset, row[0] if row else b"")
        except ChunkAltered:
            raise DocumentAltered(sha256) from None


def encrypted(cipher: DocumentCipher, content: IO[bytes]) -> Iterator[bytes]:
    """Yield what is stored of a document's bytes, from their beginning, chunk by chunk."""
    content.seek(0)
    offset = 0
    while chunk := content.read(_CHUNK):
        yield cipher.encrypt(offset, chunk)
        offset += len(chunk)


def _described(connection: Connection, digest: bytes) -> Document:
    row = connection.execute("SELECT size, media_type, filed_at FROM documents WHERE sha256 = %s", (digest,)).fetchone()
    if row is None:
        raise UnknownDocument(digest)
    return Document(digest.hex(), *row)


def _digest(sha256: str) -> bytes:
    if not _DIGEST.fullmatch(sha256):
        raise DocumentRefused("a document is named by its SHA-256: 64 characters 0-9 and a-f")
    return bytes.fromhex(sha256)


def _essence(media_type: str) -> str:
    """The type and subtype, lower case, without parameters such as a charset."""
    essence = media_type.partition(";")[0].strip().lower()
    if not _MEDIA_TYPE.fullmatch(essence) or len(essence) > 127:
        raise DocumentRefused("a media type looks like application/pdf or image/jpeg")
    return essence


def _pieces(content: Content) -> Iterable[bytes]:
    if isinstance(content, bytes):
        return (content,)
    read = getattr(content, "read", None)
    return content if read is None else iter(lambda: read(_CHUNK), b"")
