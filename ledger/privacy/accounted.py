"""What entries account for, of the keys that are to be destroyed: nothing else of them is ever destroyed.

Destroying a key cannot be undone, and whoever has the login that serves requests can call what the database offers that
login. So a row that says a key should go is a hint, and the entry has to bear it out: its bytes are an erasure that can
be read; the log, where it is sealed, has it with these very bytes; and it names the digest whose key it is, which an
entry before it on the same file holds. What no entry bears out is named by `cleartrail audit`, and is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from ledger.encodings import from_base64url
from ledger.errors import KeyDestroyed
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.mapper import Unreadable, read
from ledger.privacy.encryption import OpeningAltered, decrypt_opening, request_digest, scope_of
from ledger.store.erasures import Erasure, KeyToDestroy, Taken
from ledger.store.postgres import LedgerStore
from ledger.subjects.retention import FileDisposed, WordsErased
from ledger.words import Document, held, opened

Place = tuple[UUID, int]


@dataclass(frozen=True)
class Accounted:
    """What one erasing entry accounts for."""

    file_id: UUID
    whole: bool
    """Whether everything on its file before it was erased, with the file's key."""
    words: frozenset[bytes]
    """The digests that it took the words of."""
    requests: frozenset[tuple[UUID, bytes]]
    """The file and the digest of the key of what was asked when those words were recorded."""
    copied: bool
    waiting: bool

    def has(self, key: KeyToDestroy) -> bool:
        """Return whether the entry erased what a key is of; of a document, which none names, whether it erased any."""
        if key.scope == "document":
            return self.whole or bool(self.words)
        if key.digest is None:
            return self.whole and key.file_id == self.file_id
        return key.digest in self.words or (key.scope == "file" and (key.file_id, key.digest) in self.requests)


def accounts(store: LedgerStore, places: Collection[Place] | None = None) -> dict[Place, Accounted]:
    """Return what the erasing entries at these places account for; all there are, where none are named.

    An entry of which only the database says that it erased something is not there. Raises LedgerNotOpen, DatabaseAway.
    """
    erasures, taken = store.erasures(places), defaultdict[Place, list[Taken]](list)
    if not erasures:
        return {}
    origin = store.settings.origin
    for one in store.taken(places):
        taken[one.file_id, one.position].append(one)
    found = {}
    for erasure in erasures:
        named = _named(erasure)
        if named is not None and _lies_in_the_log(erasure, origin):
            place = erasure.row.file_id, erasure.row.position
            found[place] = _account(erasure, named, taken[place])
    return found


def _named(erasure: Erasure) -> frozenset[bytes] | None:
    """The digests an erasing entry names; none for a whole file; None where its bytes are no such entry."""
    try:
        entry = read(erasure.row).entry
    except Unreadable:
        return None
    match entry, erasure.whole:
        case FileDisposed(), True:
            return frozenset()
        case WordsErased(destroyed=destroyed), False if destroyed is not None:
            return frozenset(from_base64url(digest) for digest in destroyed.digests)
        case _:
            return None


def _lies_in_the_log(erasure: Erasure, origin: str) -> bool:
    """Whether the log has these bytes in this place; true of what is not sealed yet."""
    row, leaf = erasure.row, erasure.leaf_hash
    if leaf is None or row.sealed_at is None:
        return True
    try:
        header = leaf_header(
            file_key(origin, row.file_id), row.position, row.recorded_at, row.sealed_at, sha256(row.state).digest(),
            erasure.previous or None,
        )  # fmt: skip
    except ValueError:
        return False
    return leaf_hash(header) == leaf


def _account(erasure: Erasure, named: frozenset[bytes], taken: Collection[Taken]) -> Accounted:
    words, requests = set[bytes](), set[tuple[UUID, bytes]]()
    for one in taken:
        own = {bytes(digest) for digest in one.digests} & held(one.state)
        if not erasure.whole:
            own &= named
        words |= own
        if own and one.command_id is not None:
            requests.add((one.command_file, request_digest(one.command_id)))
    return Accounted(
        erasure.row.file_id, erasure.whole, frozenset(words), frozenset(requests), erasure.copied,
        erasure.waiting,
    )  # fmt: skip


def named_still(store: LedgerStore) -> set[bytes]:
    """Return the SHA-256 of documents that words name which are there, of entries that other words were erased of.

    Only such an entry can have lost what cites a document, and which document that was no entry says: where one of its
    exhibits is named still, it was not erased. Raises NoKeys, DatabaseAway.
    """
    found, tree = set[bytes](), store.keys().now()
    for digest, ciphertext, file_id, person in store.left_beside_erased():
        with suppress(KeyDestroyed, OpeningAltered, ValueError):
            value = opened(decrypt_opening(tree, scope_of(file_id, person), bytes(digest), bytes(ciphertext)))
            if isinstance(value, Document):
                found.add(bytes.fromhex(value.sha256))
    return found


def keys_to_destroy(
    store: LedgerStore,
) -> Iterator[tuple[list[KeyToDestroy], list[KeyToDestroy], dict[Place, Accounted]]]:
    """Yield the keys that wait to be destroyed, some thousands at a time: those entries account for; the others.

    With them, what the entries account for. Raises LedgerNotOpen, NoKeys, DatabaseAway.
    """
    after = 0
    while waiting := store.keys_to_destroy(after):
        after = waiting[-1].number
        found = accounts(store, {(key.erased_on, key.position) for key in waiting})
        named = named_still(store) if any(key.scope == "document" for key in waiting) else set()
        right, wrong = list[KeyToDestroy](), list[KeyToDestroy]()
        for key in waiting:
            account = found.get((key.erased_on, key.position))
            borne_out = account is not None and account.has(key)
            if key.scope == "document" and key.digest in named:
                borne_out = False
            (right if borne_out else wrong).append(key)
        yield right, wrong, found


__all__ = ["Accounted", "accounts", "keys_to_destroy", "named_still"]
