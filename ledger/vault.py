"""The vault: the words and document digests behind the digests that entries hold.

An opening is written, encrypted, in the same transaction as its entry (the store does that), so an opening that is
missing was withheld or erased, never lost on the way. Here openings are only read. What is read is checked against its
digest: bytes that do not match are not shown as if they were the words.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from ledger.encryption import OpeningAltered
from ledger.entry import Recorded
from ledger.store.postgres import LedgerStore, StoredOpening
from ledger.words import Document, Kept, opened


class Vault:
    """Reads openings from the store."""

    def __init__(self, store: LedgerStore) -> None:
        self._store = store

    def words(self, digests: Iterable[str], read: Iterable[StoredOpening] = ()) -> dict[str, str | Document]:
        """Return digest -> words or document for each digest whose opening is there and was not erased.

        `read`: openings as they are stored that the caller has read already; only others are asked for. Raises
        OpeningAltered, NoKeys, and ValueError for what was never an opening.
        """
        wanted = {urlsafe_b64decode(d + "="): d for d in digests}
        at_hand = {o.digest: o for o in read if o.digest in wanted}
        found = self._store.decrypted(at_hand.values()) | self._store.openings(wanted.keys() - at_hand.keys())
        return {wanted[raw]: opened(disclosure) for raw, disclosure in found.items()}

    def words_of(self, entries: Iterable[Recorded]) -> Mapping[str, str | Document]:
        """Return the words of these entries and of the departures on them, in one read."""
        return self.words({d for recorded in entries for d in digests_in(recorded)})


def digests_in(recorded: Recorded) -> Iterator[str]:
    """Yield every digest an entry and its departures hold."""
    yield from _digests(recorded.entry)
    for departure in recorded.departures:
        yield from _digests(departure)


def _digests(value: object) -> Iterator[str]:
    if isinstance(value, Kept):
        yield value.digest
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _digests(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _digests(item)


__all__ = ["OpeningAltered", "Vault", "digests_in"]
