"""How words and documents are encrypted before the database has them. Each key encrypts one thing, ever.

AES-256-GCM (NIST SP 800-38D). The keys are those of keys.py: an opening's is that of its digest, in the scope of
the person it is about, else of its file; a document's is that of its SHA-256 among the documents.

    opening    nonce 12 zero bytes; associated data "cleartrail-opening/1", LF, the scope, the digest (32 bytes)
    a chunk    nonce its place: the offset of its first byte in the document (8 bytes, big endian), how many bytes it
               has (4 bytes); associated data "cleartrail-document/1", LF, the document's SHA-256, the same 12 bytes

What is stored is the ciphertext with its tag of 16 bytes. Nonces may be fixed since a key and a nonce never meet two
texts: the digest that names an opening's key is the SHA-256 of the opening, and bytes at one place of one document are
always the same. So encrypting again, after a crash or in a copy, gives the same bytes again.

What was asked when something was recorded (its Idempotency-Key's request; ledger/book.py) is kept as a fingerprint, and
that too under a key, or a guess at erased words could be tried against it:

    a request  AES-SIV (RFC 5297) of the 32 bytes of the fingerprint, 48 bytes; associated data "cleartrail-request/1",
               LF, the command's id (16 bytes). The key is that of the digest SHA-256(the associated data) in the scope
               of the file that the command's first entry lies on. It is destroyed with the first words erased of any
               entry recorded by the command. Empty where no key is left: then nobody can tell what was asked.

SIV since it is deterministic, and the database has to see whether the same is asked again; a key and two texts would
meet only where one command is sent twice with different requests, which SIV may (section 1).

Whose key it is, and where in the document it lies, is under the tag: rows that were swapped, moved, or put under
another person do not open. That it is the very text the entry was recorded with shows by its digest alone: who has the
keys could make ciphertext that opens under two of them to two texts (docs/adr/0076).
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from ledger.errors import KeyDestroyed
from ledger.privacy.key_tree import KeyTree
from ledger.privacy.keys import DOCUMENTS, Keys, Scope, of_file, of_person

TAG = 16  # bytes a ciphertext is longer by
_ONLY = bytes(12)


class OpeningAltered(Exception):
    """An opening in the vault is not the one that was recorded under its digest."""


class ChunkAltered(Exception):
    """A chunk of a document is not the one that was filed in its place."""


def scope_of(file_id: UUID, person: str | None) -> Scope:
    """Return the scope of an opening's key: the person's it is about, else the file's it was recorded on."""
    return of_file(file_id) if person is None else of_person(person)


def encrypt_opening(keys: Keys | KeyTree, scope: Scope, digest: bytes, disclosure: bytes) -> bytes:
    """Return what is stored of an opening. Raises KeyDestroyed; ValueError where it has another digest."""
    if sha256(disclosure).digest() != digest:
        raise ValueError("the digest is not that of the disclosure: the words would be lost")
    return encrypt_as_is(keys, scope, digest, disclosure)


def encrypt_as_is(keys: Keys | KeyTree, scope: Scope, digest: bytes, stored: bytes) -> bytes:
    """Return the same, for what the database held in clear, be it altered: then that is found out when it is read."""
    return AESGCM(keys.key(scope, digest)).encrypt(_ONLY, stored, b"cleartrail-opening/1\n" + scope + digest)


def decrypt_opening(keys: Keys | KeyTree, scope: Scope, digest: bytes, ciphertext: bytes) -> bytes:
    """Return the disclosure. Raises KeyDestroyed; OpeningAltered where it is not the one of that digest."""
    cipher = AESGCM(keys.key(scope, digest))
    try:
        disclosure = cipher.decrypt(_ONLY, ciphertext, b"cleartrail-opening/1\n" + scope + digest)
    except InvalidTag:
        disclosure = b""
    if sha256(disclosure).digest() != digest:
        raise OpeningAltered(f"the opening filed under {digest.hex()} does not have that digest: it was altered")
    return disclosure


UNTELLABLE = b""
"""What is kept of a request whose key is gone."""


def encrypt_request(keys: Keys | KeyTree, file_id: UUID, command_id: UUID, fingerprint: bytes) -> bytes:
    """Return what is stored of a command's request; `file_id` is its first entry's. Raises KeyDestroyed."""
    about = _command(command_id)
    return AESSIV(keys.key(of_file(file_id), request_digest(command_id))).encrypt(fingerprint, [about])


def decrypt_request(keys: Keys | KeyTree, file_id: UUID, command_id: UUID, stored: bytes) -> bytes:
    """Return the fingerprint of a command's request; UNTELLABLE where its key is destroyed, or it was altered."""
    about = _command(command_id)
    try:
        return AESSIV(keys.key(of_file(file_id), request_digest(command_id))).decrypt(stored, [about])
    except (KeyDestroyed, InvalidTag):
        return UNTELLABLE


def request_digest(command_id: UUID) -> bytes:
    """Return the digest that the key of a command's request is that of."""
    return sha256(_command(command_id)).digest()


def _command(command_id: UUID) -> bytes:
    return b"cleartrail-request/1\n" + command_id.bytes


class DocumentCipher:
    """Encrypts and decrypts the chunks of one document. Making one raises KeyDestroyed."""

    def __init__(self, keys: Keys, sha256: bytes) -> None:
        self._cipher = AESGCM(keys.key(DOCUMENTS, sha256))
        self._about = b"cleartrail-document/1\n" + sha256

    def encrypt(self, offset: int, chunk: bytes) -> bytes:
        """Return what is stored of the chunk that begins at that byte of the document."""
        place = _place(offset, len(chunk))
        return self._cipher.encrypt(place, chunk, self._about + place)

    def decrypt(self, offset: int, ciphertext: bytes) -> bytes:
        """Return the chunk. Raises ChunkAltered."""
        place = _place(offset, max(len(ciphertext) - TAG, 0))
        try:
            return self._cipher.decrypt(place, ciphertext, self._about + place)
        except InvalidTag:
            raise ChunkAltered from None


def _place(offset: int, length: int) -> bytes:
    return offset.to_bytes(8) + length.to_bytes(4)
